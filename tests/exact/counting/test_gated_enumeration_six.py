"""Functions of at most six inputs as canonical forms in sets of orbits: forms, sets, parts, shards, guards."""

import random

import numpy as np
import pytest

from exact.counting import _gated_enumeration_orbits_kernel as kernel
from exact.counting import (
    gated_enumeration,
    gated_enumeration_orbits,
    gated_enumeration_parts,
    gated_enumeration_shards,
    gated_enumeration_six,
)
from exact.counting.gated_class import gated_class
from exact.counting.gated_enumeration import (
    check_enumeration_size,
    count_by_enumeration,
    enumeration_limit,
    gated_functions,
)
from exact.counting.gated_enumeration_cells import threshold_representatives, threshold_tables
from exact.counting.gated_enumeration_orbits import (
    MAXIMUM_ORBITS_DIMENSION,
    OrbitSet,
    equal_places_walk,
    group_order,
    least_images,
)
from exact.counting.gated_enumeration_pairs import choice_pairs
from exact.counting.gated_enumeration_parts import Part, half_dichotomies, has_orbit_parts, orbit_parts, part_number
from exact.counting.gated_enumeration_shards import CanonicalFormShards, enumeration_work
from exact.counting.gated_enumeration_six import combined_numbers, count_orbits, default_shards, shard_numbers
from exact.counting.gated_estimate import conjunction_ways, product_ways
from exact.counting.gated_inclusions import inclusion_table
from exact.counting.gated_methods import count_gated_in_shards
from exact.counting.shard_work import finish_shards, in_threads
from exact.counting.threshold import count_threshold
from exact.counting.threshold_array import threshold_array
from exact.errors import DomainError, ExactError, InputError, TooLargeError
from exact.orbit import canonical_form, orbit
from exact.symmetry import Group

CONJUNCTIONS = gated_class("output-gate")
PRODUCTS = gated_class("output-gate", values="signs")
MULTIPLEXED = gated_class("multiplexed")
CLASSES = [CONJUNCTIONS, PRODUCTS, MULTIPLEXED]

FULL = (1 << 64) - 1
PARITY = 0x6996966996696996
FIRST = 0xAAAAAAAAAAAAAAAA


def word(tables):
    return np.array(tables, dtype=np.uint64)


# ------------------------------------------------------------------------------------------------------ canonical forms


def tables_of_six():
    """Random functions, those with many symmetries, and conjunctions and products of threshold functions."""
    choices = random.Random(6)  # noqa: S311 - seeded, not secret
    thresholds = [int(table) for table in threshold_representatives(6)]
    found = [0, FULL, PARITY, FIRST, FIRST & FIRST << 1, 0xFFFF0000, 0x8000000000000001, 0xE8E8E8E817171717]
    found += [choices.getrandbits(64) for _ in range(10)]
    found += [choices.getrandbits(64) & choices.getrandbits(64) & choices.getrandbits(64) for _ in range(10)]
    for _ in range(10):
        f, g = choices.choice(thresholds), choices.choice(thresholds)
        found += [f & moved(g, choices, 6), f ^ moved(g, choices, 6)]
    return found


def moved(table, choices, n):
    """A random image under signed permutations."""
    images, negation = choices.sample(range(n), n), choices.getrandbits(n) if n else 0
    found = 0
    for p in range(1 << n):
        if table >> p & 1:
            found |= 1 << (sum((p >> i & 1) << images[i] for i in range(n)) ^ negation)
    return found


def test_a_form_is_in_the_orbit_and_the_same_for_all_of_it():
    choices = random.Random(7)  # noqa: S311 - seeded, not secret
    tables = tables_of_six()
    images = [moved(f, choices, 6) for f in tables]
    negated = [FULL ^ f for f in images]
    naive = [canonical_form(f, 6, Group.NP) for f in tables]
    plain, orders = least_images(word(tables), 6, negates=False)
    assert [canonical_form(f, 6, Group.NP) for f in plain.tolist()] == naive
    assert least_images(word(images), 6, negates=False)[0].tolist() == plain.tolist()
    assert [len(set(forms)) for forms in (naive, plain.tolist())] == [len(set(plain.tolist()))] * 2
    both, more = least_images(word(tables), 6, negates=True)
    for form, order, one, same in zip(both.tolist(), more.tolist(), plain.tolist(), orders.tolist(), strict=True):
        complement = least_images(word([FULL ^ form]), 6, negates=False)[0][0]
        assert one in {form, complement}
        assert order == same * (2 if complement == form else 1)
    assert least_images(word(negated), 6, negates=True)[0].tolist() == both.tolist()


def test_the_order_of_the_stabilizer_gives_the_length_of_the_orbit():
    tables = tables_of_six()[:6]
    _, orders = least_images(word(tables), 6, negates=False)
    _, more = least_images(word(tables), 6, negates=True)
    for f, order, both in zip(tables, orders.tolist(), more.tolist(), strict=True):
        assert 46080 // order == len(set(orbit(f, 6, Group.NP)))
        assert 2 * 46080 // both == len(set(orbit(f, 6, Group.NPN)))


@pytest.mark.parametrize("n", range(4))
@pytest.mark.parametrize("negates", [False, True])
def test_all_functions_of_few_variables_have_as_many_forms_as_orbits(n, negates):
    group = Group.NPN if negates else Group.NP
    tables = list(range(1 << (1 << n)))
    forms, orders = least_images(word(tables), n, negates=negates)
    by_form = {}
    for f, form, order in zip(tables, forms.tolist(), orders.tolist(), strict=True):
        by_form.setdefault(form, set()).add(f)
        assert form in orbit(f, n, group)
        assert group_order(n, negates=negates) == order * len(set(orbit(f, n, group)))
    assert {frozenset(o) for o in by_form.values()} == {frozenset(orbit(f, n, group)) for f in tables}


def test_the_threshold_functions_have_as_many_forms_as_classes():
    forms, orders = least_images(threshold_array(5), 5, negates=False)
    counted = count_threshold(5)
    assert len(set(forms.tolist())) == counted.classes
    lengths = dict(zip(forms.tolist(), (3840 // orders).tolist(), strict=True))
    assert sum(lengths.values()) == counted.value


@pytest.mark.parametrize(("n", "ties", "zeros"), [(0, 0, 0), (1, 0, 1), (3, 0b11, 0), (3, 0b01, 1), (4, 0b110, 3)])
def test_a_walk_visits_every_element_of_its_group_once(n, ties, zeros):
    place, seen = tuple((i, 1) for i in range(n)), set()
    runs = [0]
    for i in range(1, n):
        runs.append(runs[-1] + (not ties >> (i - 1) & 1))
    for move in [None, *equal_places_walk(n, ties, zeros)]:
        new = list(place)
        if move is not None and move >= 5:
            new[move - 5] = (new[move - 5][0], -new[move - 5][1])
        elif move is not None:
            new[move], new[move + 1] = new[move + 1], new[move]
        place = tuple(new)
        assert place not in seen
        seen.add(place)
        assert all(runs[i] == runs[variable] for i, (variable, _) in enumerate(place))
        assert all(sign == 1 for variable, sign in place if variable < n - zeros)
    sizes = [runs.count(run) for run in set(runs)] if n else []
    expected = 1 << zeros
    for size in sizes:
        expected *= group_order(size, negates=False) >> size
    assert len(seen) == expected


def test_what_is_no_table_is_refused():
    with pytest.raises(DomainError, match="at most 15, not 16"):
        least_images(word([3, 16]), 2, negates=False)
    with pytest.raises(DomainError, match="n must be at most 6, not 7"):
        least_images(word([3]), 7, negates=False)
    with pytest.raises(TypeError, match="unsigned 64-bit"):
        least_images(np.array([3]), 2, negates=False)
    orbits = OrbitSet(2, negates=False)
    with pytest.raises(DomainError, match="at most 15, not 16"):
        orbits.add(word([16]), [0], 1)
    with pytest.raises(DomainError, match="at most 15, not 16"):
        orbits.add(word([1]), [16], 1)
    with pytest.raises(DomainError, match="less than 2, not 2"):
        OrbitSet(2, negates=False, shard=2, shards=2)
    with pytest.raises(DomainError, match="less than 4294967295, not 4294967295"):
        OrbitSet(2, negates=False, shard=(1 << 32) - 1, shards=1 << 32)


# --------------------------------------------------------------------------------------------------------------- guards


def test_a_full_set_is_an_error_and_loses_nothing():
    forms, weights = np.zeros(4, dtype=np.uint64), np.zeros(4, dtype=np.int64)
    assert kernel.insert(word([0, 5, 5]), 7, forms, weights, 0) == 2
    assert kernel.insert(word([9, 11]), 1, forms, weights, 2) == kernel.NO_ROOM
    held = {form: weight for form, weight in zip(forms.tolist(), weights.tolist(), strict=True) if weight}
    assert held == {0: 7, 5: 14, 9: 1}
    smaller = np.zeros(2, dtype=np.uint64), np.zeros(2, dtype=np.int64)
    assert kernel.insert_set(forms, weights, *smaller, 0) == kernel.NO_ROOM
    larger = np.zeros(8, dtype=np.uint64), np.zeros(8, dtype=np.int64)
    assert kernel.insert_set(forms, weights, *larger, 0) == 3
    assert sorted(larger[1].tolist())[-3:] == [1, 7, 14]


def test_a_set_that_does_not_grow_raises(monkeypatch):
    monkeypatch.setattr(gated_enumeration_orbits, "_SMALLEST_SET", 64)
    monkeypatch.setattr(OrbitSet, "_make_room", lambda *_: None)
    with pytest.raises(ExactError, match="the set is full"):
        shard_numbers(CONJUNCTIONS, 4, 0, 1)


def test_weights_that_add_up_to_too_much_are_an_error():
    orbits = OrbitSet(2, negates=False)
    orbits.add(word([1]), [0], (1 << 62) - 4)
    assert orbits.tally().ways == (1 << 62) - 4
    with pytest.raises(ExactError, match="a weight is too large"):
        orbits.add(word([2]), [0], 4)


def test_a_set_grows_and_keeps_what_it_holds(monkeypatch):
    monkeypatch.setattr(gated_enumeration_orbits, "_SMALLEST_SET", 1)
    monkeypatch.setattr(gated_enumeration_orbits, "_CHUNK", 3)
    assert shard_numbers(CONJUNCTIONS, 4, 0, 1) == [32506, 208, 208, 483339, 483339]


def test_what_is_no_multiple_of_the_length_is_an_error():
    orbits = OrbitSet(2, negates=False)
    orbits.add(word([1, 2]), [0], 1)
    with pytest.raises(ExactError, match="a multiple of its length"):
        orbits.tally()


def test_forms_that_are_not_canonical_are_an_error():
    orbits = OrbitSet(2, negates=False)
    orbits.add(word([1]), [0], 4)
    orbits._forms[orbits._weights != 0] ^= np.uint64(12)
    with pytest.raises(ExactError, match="must be canonical forms"):
        orbits.tally()


# ---------------------------------------------------------------------------------------------------------------- parts


@pytest.mark.parametrize("n", range(4))
@pytest.mark.parametrize("gated", CLASSES, ids=str)
def test_the_parts_make_the_functions_of_the_class_and_no_others(gated, n):
    made = {int(d) ^ base for part in orbit_parts(gated, n) for d in part.functions for base in part.bases}
    group = Group.NPN if gated.symmetry.negates_output else Group.NP
    assert set().union(*(orbit(f, n, group) for f in made)) == set(gated_functions(gated, n).nonzero()[0].tolist())


@pytest.mark.parametrize("n", range(4))
def test_every_way_is_counted(n):
    thresholds = threshold_tables(n)
    full = (1 << (1 << n)) - 1
    pairs = {(f & full, f >> (1 << n)) for f in threshold_tables(n + 1)}
    expected = [
        sum(len({f & g for f in thresholds}) for g in thresholds),
        len(thresholds) ** 2,
        sum(len({f & (q ^ p) for f in thresholds}) for q, p in pairs),
    ]
    assert [sum(part.ways for part in orbit_parts(gated, n)) for gated in CLASSES] == expected
    assert [part_number(gated, n) for gated in CLASSES] == [len(list(orbit_parts(gated, n))) for gated in CLASSES]


@pytest.mark.parametrize("seed", range(3))
def test_half_of_the_dichotomies_of_any_sets_of_points(seed):
    choices = random.Random(seed)  # noqa: S311 - seeded, not secret
    sets = {choices.getrandbits(16) & choices.getrandbits(16) for _ in range(30)} | {0}
    found = dict(half_dichotomies(sets, 4))
    assert set(found) == sets
    for points, half in found.items():
        every = {f & points for f in threshold_tables(4)}
        assert half.tolist() == sorted(d for d in every if not d & points & -points)


def test_gates_pairs_or_classes_that_are_missing_are_an_error(monkeypatch):
    real = choice_pairs
    monkeypatch.setattr(gated_enumeration_parts, "choice_pairs", lambda gated, n: real(gated, n)[1:])
    fewer = {n: threshold_representatives(n)[1:] for n in (4, 5)}
    monkeypatch.setattr(gated_enumeration_parts, "threshold_representatives", fewer.get)
    for cached in ("_gates", "_classes", "_pair_lengths"):
        getattr(gated_enumeration_parts, cached).cache_clear()
    with pytest.raises(ExactError, match="there must be 1882 threshold functions of 4 variables"):
        next(orbit_parts(CONJUNCTIONS, 4))
    with pytest.raises(ExactError, match="there must be 94572 threshold functions of 5 variables"):
        next(orbit_parts(MULTIPLEXED, 4))
    monkeypatch.setattr(gated_enumeration_parts, "threshold_array", lambda n: np.delete(threshold_array(n), 7))
    with pytest.raises(ExactError, match="as many as its group and its stabilizer say"):
        next(orbit_parts(PRODUCTS, 4))


def test_other_classes_have_no_parts():
    others = [
        gated_class("output-gate", values="mixed"),
        gated_class("output-gate", factors=3),
        gated_class("output-gate", attended=2, attending=2),
        gated_class("selector"),
    ]
    assert not any(has_orbit_parts(gated) for gated in others)
    with pytest.raises(DomainError, match="must be an output gate of two factors"):
        orbit_parts(gated_class("selector"), 2)


# --------------------------------------------------------------------------------------------------------------- counts


@pytest.mark.parametrize("n", range(5))
@pytest.mark.parametrize("gated", CLASSES, ids=str)
def test_sets_of_orbits_and_marks_give_the_same_numbers(gated, n):
    expected = count_by_enumeration(gated, n)
    assert count_orbits(gated, n) == (expected.value, expected.classes_by_group)


@pytest.mark.parametrize(
    ("gated", "functions", "orbits"), [(CONJUNCTIONS, 44642388, 16432), (PRODUCTS, 387698944, 121337)], ids=str
)
def test_five_inputs_are_those_of_the_rows(gated, functions, orbits):
    value, numbers = count_orbits(gated, 5)  # expected: the count by rows of marks, in docs/tables.md
    assert (value, numbers["permutations, negations"]) == (functions, orbits)


@pytest.mark.slow
@pytest.mark.parametrize("gated", CLASSES, ids=str)
def test_all_numbers_of_five_inputs_are_those_of_the_rows(gated):
    expected = count_by_enumeration(gated, 5)
    for shards in (1, 3):
        assert count_orbits(gated, 5, threads=2, shards=shards) == (expected.value, expected.classes_by_group)


@pytest.mark.parametrize("shards", [1, 2, 5, 40])
@pytest.mark.parametrize("gated", CLASSES, ids=str)
def test_the_number_of_shards_changes_nothing(gated, shards):
    seen = []
    counted = count_orbits(gated, 4, lambda done, total: seen.append((done, total)), threads=2, shards=shards)
    assert counted == count_orbits(gated, 4)
    assert [done for done, _ in seen] == list(range(1, 1 + shards * part_number(gated, 4)))
    assert {total for _, total in seen} == {shards * part_number(gated, 4)}


def test_functions_of_an_orbit_belong_to_one_shard():
    choices = random.Random(8)  # noqa: S311 - seeded, not secret
    for f in tables_of_six():
        images = word([f, moved(f, choices, 6), FULL ^ moved(f, choices, 6)])
        holders = set()
        for shard in range(7):
            orbits = OrbitSet(6, negates=True, shard=shard, shards=7)
            orbits.add(images, [0], 92160)
            holders |= {(shard, orbits.used, orbits.tally().ways)} if orbits.used else set()
        assert len(holders) == 1
        assert next(iter(holders))[1:] == (1, 3 * 92160)


def test_a_form_that_forgets_a_tie_changes_the_numbers(monkeypatch):
    real = equal_places_walk
    expected = shard_numbers(CONJUNCTIONS, 4, 0, 1)
    monkeypatch.setattr(gated_enumeration_orbits, "equal_places_walk", lambda n, ties, zeros: real(n, ties & ~1, zeros))
    gated_enumeration_orbits._signed_permutations.cache_clear()
    gated_enumeration_parts._gates.cache_clear()
    try:
        with pytest.raises(ExactError, match="threshold functions of 4 variables"):
            shard_numbers(CONJUNCTIONS, 4, 0, 1)
        monkeypatch.setattr(gated_enumeration_parts, "_check_number", lambda *_: None)
        with pytest.raises(ExactError):
            assert shard_numbers(CONJUNCTIONS, 4, 0, 1) == expected, "no check spoke"
    finally:
        gated_enumeration_orbits._signed_permutations.cache_clear()
        gated_enumeration_parts._gates.cache_clear()


def test_dichotomies_that_are_forgotten_change_the_numbers(monkeypatch):
    def forgetful(gated, n):
        for part in orbit_parts(gated, n):
            yield Part(part.functions[:-1] if len(part.functions) > 9 else part.functions, part.bases, part.weight)

    monkeypatch.setattr(gated_enumeration_six, "orbit_parts", forgetful)
    with pytest.raises(ExactError, match="a multiple of its length"):
        count_orbits(CONJUNCTIONS, 4)


def test_shards_that_do_not_hold_all_ways_are_an_error():
    numbers = [sum(column) for column in zip(*(shard_numbers(PRODUCTS, 3, k, 2) for k in range(2)), strict=True)]
    assert combined_numbers(PRODUCTS, 2, numbers)[0] == 254
    numbers[3] -= 2
    with pytest.raises(ExactError, match="must hold the ways of one list"):
        combined_numbers(PRODUCTS, 2, numbers)


def test_an_error_in_a_shard_ends_the_count(monkeypatch):
    def failing(gated, n, shard, shards, step):
        if shard == 1:
            raise ExactError("shard 1 fails")
        return shard_numbers(gated, n, shard, shards, step)

    monkeypatch.setattr(gated_enumeration_six, "shard_numbers", failing)
    with pytest.raises(ExactError, match="shard 1 fails"):
        count_orbits(CONJUNCTIONS, 3, threads=2, shards=4)


def test_a_shard_that_fails_lets_no_other_begin(monkeypatch):
    begun = []

    def failing(_gated, _n, shard, *_):
        begun.append(shard)
        raise ExactError(f"shard {shard} fails")

    monkeypatch.setattr(gated_enumeration_six, "shard_numbers", failing)
    with pytest.raises(ExactError, match="shard 0 fails"):
        count_orbits(CONJUNCTIONS, 3, threads=1, shards=4)
    assert begun == [0]


@pytest.mark.parametrize("wrong", [{"threads": 0}, {"shards": 0}, {"shards": -1}], ids=str)
def test_a_count_needs_threads_and_shards(wrong):
    with pytest.raises(DomainError, match="at least one thread and one shard"):
        count_orbits(CONJUNCTIONS, 3, **wrong)


@pytest.mark.parametrize(("bases", "weight"), [((0,), 0), ((0,), 2**62), ((0,), 2**64), ((-1,), 1), ((2**64,), 1)])
def test_what_a_set_of_orbits_is_given_is_checked(bases, weight):
    orbits = OrbitSet(3, negates=False)
    with pytest.raises(DomainError, match="must be"):
        orbits.add(np.array([1], dtype=np.uint64), bases, weight)
    assert orbits.used == 0


def test_a_progress_that_raises_ends_the_other_shards():
    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        count_orbits(CONJUNCTIONS, 4, interrupt, threads=1, shards=50)


# ------------------------------------------------------------------------- ways, by the definition and in small shards


def held_orbits(gated, n, shard=0, shards=1):
    """The set of one shard."""
    orbits = OrbitSet(n, negates=gated.symmetry.negates_output, shard=shard, shards=shards)
    for part in orbit_parts(gated, n):
        orbits.add(part.functions, part.bases, part.weight)
    return orbits


def check_ways(gated, orbits, sample):
    """The ways of some functions are as many as the estimates find by looking at every threshold function."""
    tables = threshold_array(orbits.n)
    forms, weights = orbits.entries()
    _, orders = least_images(forms, orbits.n, negates=orbits.negates)
    lengths = group_order(orbits.n, negates=orbits.negates) // orders
    choices = random.Random(10)  # noqa: S311 - seeded, not secret
    for k in choices.sample(range(len(forms)), min(sample, len(forms))):
        count = conjunction_ways if gated.values == "bits" else product_ways
        assert count(tables, forms[k]) * int(lengths[k]) == int(weights[k])


@pytest.mark.parametrize(("n", "sample"), [(3, 30), (4, 400), (5, 20)])
@pytest.mark.parametrize("gated", [CONJUNCTIONS, PRODUCTS], ids=str)
def test_a_form_carries_the_ways_to_make_the_functions_of_its_orbit(gated, n, sample):
    check_ways(gated, held_orbits(gated, n, 0, 1 if n < 5 else 9), sample)


@pytest.mark.slow
@pytest.mark.parametrize("gated", [CONJUNCTIONS, PRODUCTS], ids=str)
def test_a_small_shard_of_six_inputs_holds_what_the_definition_says(gated):
    """Its ways are those of the definition, and of random functions of the class no others belong to the shard."""
    orbits = held_orbits(gated, 6, 3, 1000)
    check_ways(gated, orbits, 12)
    tables = threshold_array(6)
    choices = np.random.default_rng(11)
    first, second = (tables[choices.integers(0, len(tables), 20_000)] for _ in range(2))
    others = OrbitSet(6, negates=orbits.negates, shard=3, shards=1000)
    others.add(first & second if gated.values == "bits" else first ^ second, [0], 1)
    assert others.used > 0
    assert set(others.entries()[0].tolist()) <= set(orbits.entries()[0].tolist())


# ----------------------------------------------------------------------------------------- the command, and its shards


def small_six(monkeypatch):
    """Four inputs in the place of six, so that what is done with six is quick."""
    monkeypatch.setattr(gated_enumeration, "MAXIMUM_ENUMERATION_DIMENSION", 3)
    monkeypatch.setattr(gated_enumeration_shards, "_N", 3)


def test_the_count_takes_sets_of_orbits_beyond_the_rows(monkeypatch):
    small_six(monkeypatch)
    monkeypatch.setattr(gated_enumeration, "gated_functions", None)
    result = count_by_enumeration(PRODUCTS, 4)
    assert (result.value, result.classes, result.method) == (54310, 322, "enumeration")
    assert result.classes_by_group["permutations, negations, output negation"] == 174
    assert [default_shards(gated, 6) > 1 for gated in CLASSES] == [True] * 3


def test_six_inputs_are_within_the_limit_and_seven_are_not():
    for gated in (CONJUNCTIONS, PRODUCTS):
        assert enumeration_limit(gated) == MAXIMUM_ORBITS_DIMENSION == 6
        check_enumeration_size(gated, 6)
        with pytest.raises(TooLargeError, match=r"^n = 7 is too large for the enumeration \(limit 6\)"):
            count_by_enumeration(gated, 7, force=True)
    with pytest.raises(TooLargeError, match="--force starts it all the same") as refusal:
        count_by_enumeration(MULTIPLEXED, 6)
    assert {"seconds", "memory_bytes"} <= set(refusal.value.where())
    check_enumeration_size(MULTIPLEXED, 6, force=True)
    with pytest.raises(TooLargeError, match=r"for a comparison \(limit 5\)"):
        inclusion_table(6, {"conjunction": CONJUNCTIONS})


@pytest.mark.parametrize("shards", [1, 3, 20])
def test_shards_in_a_database_give_the_same(monkeypatch, tmp_path, shards):
    small_six(monkeypatch)
    counted = count_gated_in_shards(PRODUCTS, 4, tmp_path / "db", shards, threads=2)
    assert (counted.value, counted.classes_by_group) == count_orbits(PRODUCTS, 4)


def test_shards_go_on_where_they_stopped(monkeypatch, tmp_path):
    small_six(monkeypatch)
    work = enumeration_work(CONJUNCTIONS, 4, 6)
    assert isinstance(work, CanonicalFormShards)
    for _ in range(2):
        assert finish_shards(work, tmp_path / "db", in_threads(1), work.outcome, most=2) is None
    seen = []
    counted = count_gated_in_shards(CONJUNCTIONS, 4, tmp_path / "db", 6, progress=lambda *done: seen.append(done))
    assert seen == [(5, 6), (6, 6)]
    assert (counted.value, counted.classes) == (32506, 208)
    with pytest.raises(InputError, match="differs in shards"):
        count_gated_in_shards(CONJUNCTIONS, 4, tmp_path / "db", 7)


def test_without_the_compiler_six_inputs_are_refused(monkeypatch):
    monkeypatch.setattr(gated_enumeration_orbits.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ExactError, match="needs numba"):
        count_orbits(CONJUNCTIONS, 2)

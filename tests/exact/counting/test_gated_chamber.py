"""Output gates of two factors in Chow chambers: against brute force, the other methods, and with broken steps."""

import random
import tomllib
from functools import cache
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest

from exact.counting import gated_chamber_parts, gated_chamber_thresholds, gated_chamber_walks
from exact.counting._gated_chamber_kernel import settled
from exact.counting.gated_chamber import count_by_chow_chamber
from exact.counting.gated_chamber_parts import ChamberCount, count_part
from exact.counting.gated_chamber_thresholds import cube_arrays, stabilizer_order, threshold_classes
from exact.counting.gated_chamber_walks import FIRST_EXCHANGE, chamber_walk
from exact.counting.gated_class import gated_class
from exact.counting.gated_decision import count_by_decision
from exact.counting.gated_decision_chambers import chamber_patterns
from exact.counting.gated_decision_thresholds import thresholds_by_weights
from exact.counting.gated_enumeration import count_by_enumeration
from exact.counting.gated_methods import count_gated, count_gated_in_shards, gated_method_limits
from exact.errors import DomainError, ExactError, TooLargeError
from exact.tables import read_table
from tests.exact.counting.gated_definitions import threshold_functions

ROOT = Path(__file__).parent.parent.parent.parent
VALUES = ("bits", "signs", "mixed")
FIVE = {"bits": (44642388, 16432), "signs": (387698944, 121337), "mixed": (774838113, 250846)}


def unit(values):
    return gated_class("output-gate", values=values)


def made(values, tables, n):
    """All functions or maps, from all pairs; a map is written as g, then f AND g."""
    column, row = tables[:, None], tables[None, :]
    if values == "signs":
        return np.unique(column ^ row ^ np.uint64((1 << (1 << n)) - 1))
    return np.unique(column & row if values == "bits" else column << np.uint64(1 << n) | column & row)


@pytest.fixture(scope="module")
def six():
    yield threshold_classes(6)
    threshold_classes.cache_clear()


@pytest.fixture
def fresh():
    """Nothing that a broken step left behind is used again."""
    threshold_classes.cache_clear()
    cube_arrays.cache_clear()
    yield
    threshold_classes.cache_clear()
    cube_arrays.cache_clear()


# ------------------------------------------------------------------------------------------------------ small numbers


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("n", range(5))
def test_small_cases_are_what_all_pairs_make(n, values):
    tables = threshold_functions(n) if n <= 3 else thresholds_by_weights(n)
    counted = count_by_chow_chamber(unit(values), n)
    assert counted.value == len(made(values, np.array(tables, np.uint64), n))


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("n", range(5))
def test_functions_and_orbits_are_those_of_the_enumeration(n, values):
    chambers, enumerated = count_by_chow_chamber(unit(values), n), count_by_enumeration(unit(values), n)
    assert (chambers.value, chambers.classes) == (enumerated.value, enumerated.classes)
    assert (chambers.classes_by_group, chambers.options) == (enumerated.classes_by_group, enumerated.options)


@pytest.mark.parametrize("values", VALUES)
def test_five_inputs_are_those_of_the_tables(values):
    counted = count_by_chow_chamber(unit(values), 5)
    assert (counted.value, counted.classes) == FIVE[values]


@pytest.mark.slow
@pytest.mark.parametrize("values", VALUES)
def test_all_methods_agree_on_five_inputs(values):
    chambers, enumerated, decided = (
        count(unit(values), 5) for count in (count_by_chow_chamber, count_by_enumeration, count_by_decision)
    )
    assert chambers.value == enumerated.value == decided.value
    assert chambers.classes_by_group == enumerated.classes_by_group
    assert decided.classes in {None, chambers.classes}


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, pytest.param(5, marks=pytest.mark.slow)])
def test_the_threshold_functions_are_those_of_the_decision(n):
    assert sorted(map(int, threshold_classes(n).tables)) == list(thresholds_by_weights(n))


# ------------------------------------------------------------------------------------------------------- groups, walks


def stepped(vector, step):
    entries = list(vector)
    if step < FIRST_EXCHANGE:
        entries[step] = -entries[step]
    else:
        i = step - FIRST_EXCHANGE
        entries[i], entries[i + 1] = entries[i + 1], entries[i]
    return tuple(entries)


@pytest.mark.parametrize("n", range(6))
def test_a_walk_meets_every_symmetry_of_a_vector_once(n):
    names = tuple(range(1, n + 1))
    for steps in product((False, True), repeat=n):
        vector = []  # it grows at the steps
        for grows in steps:
            vector.append((vector[-1] if vector else 0) + grows)
        ties = sum(1 << i for i in range(n - 1) if vector[i] == vector[i + 1])
        met = [names]
        for step in chamber_walk(n, vector.count(0), ties):
            met.append(stepped(met[-1], step))
        keeping = {
            tuple(sign * names[i] for i, sign in zip(order, signs, strict=True))
            for order in permutations(range(n))
            for signs in product((1, -1), repeat=n)
            if [sign * vector[i] for i, sign in zip(order, signs, strict=True)] == vector
        }
        assert set(met) == keeping
        assert len(met) == len(keeping) == stabilizer_order(tuple(vector))


@cache
def symmetries(n):
    """Where every signed permutation moves every point."""
    points = np.arange(1 << n)
    orders = [sum((points >> i & 1) << j for j, i in enumerate(order)) for order in permutations(range(n))]
    return np.concatenate([np.array(orders).reshape(-1, 1 << n) ^ flips for flips in range(1 << n)])


def images(table, n):
    """The images of a function under all signed permutations, point by point."""
    ones = [p for p in range(1 << n) if table >> p & 1]
    bits = np.left_shift(np.uint64(1), symmetries(n)[:, ones].astype(np.uint64))
    return bits.sum(axis=1, dtype=np.uint64).tolist()


def settled_function(table, n):
    least, fixed = settled(
        np.uint64(table), np.zeros(n, np.int64), cube_arrays(n), np.zeros((3 + n, max(n, 1)), np.int64)
    )
    return int(least), fixed


def even(table, points):
    """A function with the same value at opposite points: all its Chow parameters are 0."""
    return table | sum(1 << (points - 1 - p) for p in range(points) if table >> p & 1)


def test_every_orbit_of_three_inputs_has_one_settled_function():
    orbits = {}
    for table in range(256):
        least, fixed = settled_function(table, 3)
        found = images(table, 3)
        assert least in found
        assert fixed == found.count(table)
        orbits.setdefault(least, set()).update(found)
    assert len(orbits) == 22
    assert sum(map(len, orbits.values())) == 256


def test_images_of_six_inputs_settle_in_one_function():
    source = random.Random(6)  # noqa: S311
    parity = sum(1 << p for p in range(64) if p.bit_count() & 1)
    sparse = sum(1 << p for p in source.sample(range(64), 3))
    for table in (source.getrandbits(64), source.getrandbits(64) & source.getrandbits(64), sparse, parity):
        for function in (table, even(table, 64)):
            found = images(function, 6)
            least, fixed = settled_function(function, 6)
            assert least in found
            assert fixed == found.count(function)
            assert {settled_function(image, 6) for image in source.sample(found, 40)} == {(least, fixed)}


@pytest.mark.parametrize("n", [5, 6])
def test_the_sums_stay_below_their_places(n):
    """The bounds of the kernel, on the functions with the largest parameters: halves, faces, large ones."""
    points = range(1 << n)
    source = random.Random(1)  # noqa: S311
    tables = {sum(1 << p for p in points if p >> i & 1 and p >> j & 1) for i in range(n) for j in range(n)}
    tables |= {sum(1 << p for p in points if p.bit_count() > level) for level in range(n)}
    tables |= {source.getrandbits(1 << n) for _ in range(50)}
    for table in tables:
        x = np.array([[2 * (p >> i & 1) - 1 for i in range(n)] for p in points if table >> p & 1]).reshape(-1, n)
        correlations = x.T @ x
        np.fill_diagonal(correlations, 0)
        chow = x.sum(axis=0)
        first = correlations @ chow
        second = correlations @ first
        assert abs(chow).max() <= 32
        assert abs(first).max() < 1 << 13
        assert abs(second).max() < 1 << 20
        assert (correlations**2).sum(axis=0).max() < 1 << 13
        rest = max(
            abs((1 << 37) * int(a) + (1 << 21) * int(b) + int(c)) for a, b, c in zip(chow, first, second, strict=True)
        )
        assert 2 * rest < 1 << 44
        assert (32 << 44) + rest < 1 << 50


# -------------------------------------------------------------------------------------------------------- six inputs


def test_the_list_of_six_inputs_is_complete(six):
    """A000609 and A001529 have these numbers; the list was made and checked without them."""
    assert (len(six.gates), len(six.tables)) == (1113, 15028134)
    tables = np.sort(six.tables)
    assert (tables[1:] > tables[:-1]).all()


def maps_of(classes, gate):
    table = gated_chamber_parts._Table("mixed", classes.n)
    table.collect(classes, *gated_chamber_parts._search(classes, "mixed", gate, 0, 1))
    return table.count().functions


def test_dichotomies_of_a_gate_of_six_inputs_are_regions(six):
    """Zaslavsky's theorem, and the restrictions of all threshold functions to the points of the gate."""
    for gate in (4, 20):
        mask = six.gates[gate]
        points = [p for p in range(64) if mask >> p & 1]
        size = six.starts[gate + 1] - six.starts[gate]
        vectors = [(1, *(2 * (p >> i & 1) - 1 for i in range(6))) for p in points]
        patterns = len(chamber_patterns(vectors))
        assert patterns == len(np.unique(six.tables & np.uint64(mask)))
        assert maps_of(six, gate) == (patterns - 2) * size  # the two constants are counted apart


def test_dichotomies_of_a_large_gate_of_six_inputs_are_restrictions(six):
    gate = 700
    restrictions = np.sort(six.tables & np.uint64(six.gates[gate]))
    dichotomies = 1 + np.count_nonzero(restrictions[1:] != restrictions[:-1])
    assert maps_of(six, gate) == (dichotomies - 2) * (six.starts[gate + 1] - six.starts[gate])


@pytest.mark.parametrize(("values", "gates", "partners"), [("bits", 4, 1113), ("signs", 3, 5)])
def test_products_with_small_gates_of_six_inputs_are_those_of_brute_force(six, values, gates, partners):
    """Conjunctions with a gate of some small class; products of two functions of small classes."""
    table = gated_chamber_parts._Table(values, 6)
    last = six.starts[partners]
    for gate in range(gates):
        chosen, search = gated_chamber_parts._search(six, values, gate, 0, 1)
        table.collect(six, range(chosen.start, last), search)
    functions = set()
    for gate in range(gates):
        mask = np.uint64(six.gates[gate])
        listed = six.tables[:last]
        for f in map(int, np.unique(listed & mask if values == "bits" else listed ^ mask)):
            if f not in functions and f:
                functions.update(images(f, 6))
    negations = 2 if values == "signs" else 1
    assert table.count().functions == negations * len(functions)


@pytest.mark.slow
def test_conjunctions_of_six_inputs():
    counted = count_by_chow_chamber(unit("bits"), 6)
    assert (counted.value, counted.classes) == tuple(
        read_table(name).entries[6].value for name in ("output-gate-bits", "output-gate-bits-classes")
    )


@pytest.mark.slow
def test_mixed_values_of_six_inputs_are_as_many_as_by_listing_all_dichotomies():
    """The number of the enumeration (`test_gated_shards`)."""
    assert count_by_chow_chamber(unit("mixed"), 6).value == 12333187256719


# ------------------------------------------------------------------------------------------------------ parts, guards


@pytest.mark.parametrize(("part", "parts"), [(5, 2), (2, 2), (-1, 2), (0, 0)])
@pytest.mark.parametrize("values", VALUES)
def test_parts_that_do_not_exist_are_refused(values, part, parts):
    with pytest.raises(DomainError, match="the part must be from 0 to"):
        count_part(values, 3, part, parts)


def test_other_values_are_refused():
    with pytest.raises(DomainError, match="bits, signs or mixed, not 'foo'"):
        count_part("foo", 3, 0, 1)


@pytest.mark.parametrize("shards", [1, 2, 7])
@pytest.mark.parametrize("values", VALUES)
def test_the_number_of_shards_and_threads_changes_nothing(tmp_path, values, shards):
    seen = []
    counted = count_gated_in_shards(
        unit(values), 4, tmp_path / "db", shards, "chow-chamber", 2, lambda *done: seen.append(done)
    )
    expected = count_gated(unit(values), 4, "chow-chamber")
    assert (counted.value, counted.classes_by_group) == (expected.value, expected.classes_by_group)
    assert counted.method == "chow-chamber"
    assert seen[-1] == (shards, shards)


@pytest.mark.parametrize("values", VALUES)
def test_the_room_in_the_tables_changes_nothing(monkeypatch, values):
    expected = count_part(values, 4, 0, 1)
    monkeypatch.setattr(gated_chamber_parts, "_FIRST_SLOTS", 8)
    monkeypatch.setattr(gated_chamber_parts, "_SEEN_SLOTS", dict.fromkeys(VALUES, 1))
    assert count_part(values, 4, 0, 1) == expected


@pytest.mark.parametrize("values", VALUES)
def test_a_full_table_is_an_error(monkeypatch, values):
    monkeypatch.setattr(gated_chamber_parts, "_FIRST_SLOTS", 8)
    monkeypatch.setattr(gated_chamber_parts, "MAXIMUM_SLOTS", 64)
    with pytest.raises(TooLargeError, match=r"the table is full: 4\d functions in 64 slots; more shards"):
        count_part(values, 4, 0, 1)


def test_seven_inputs_are_refused_by_every_door(tmp_path):
    for refused in (
        lambda: count_gated(unit("bits"), 7, "chow-chamber", force=True),
        lambda: count_gated_in_shards(unit("bits"), 7, tmp_path / "db", 2, "chow-chamber", force=True),
        lambda: threshold_classes(7),
        lambda: cube_arrays(7),
    ):
        with pytest.raises(TooLargeError, match=r"n = 7 is too large .* \(limit 6\)"):
            refused()


def test_progress_ends_with_all_gates_of_all_parts(monkeypatch):
    seen = []
    count_by_chow_chamber(unit("signs"), 3, lambda *done: seen.append(done))
    assert seen[-1] == (6, 6)
    monkeypatch.setattr("exact.counting.gated_chamber.MAXIMUM_LISTED", 3)
    count_by_chow_chamber(unit("signs"), 3, lambda *done: seen.append(done))
    assert seen[-1] == (48, 48)


def test_only_output_gates_of_two_factors_with_shared_inputs_have_chow_chambers():
    assert gated_method_limits(unit("signs"))["chow-chamber"] == 6
    for other in (
        gated_class("selector"),
        gated_class("output-gate", factors=3),
        gated_class("output-gate", attended=1, attending=1),
    ):
        assert "chow-chamber" not in gated_method_limits(other)
        with pytest.raises(DomainError, match="the method must be one of"):
            count_gated(other, 2, "chow-chamber")
        with pytest.raises(DomainError, match="output gates of two factors"):
            count_by_chow_chamber(other, 2)


@pytest.mark.usefixtures("fresh")
def test_without_the_compiler_there_is_a_refusal(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ExactError, match="need numba, which is not installed"):
        count_by_chow_chamber(unit("bits"), 2)


# -------------------------------------------------------------------------------------------- what a broken step does


@pytest.mark.usefixtures("fresh")
def test_weights_that_are_too_small_for_all_classes_are_an_error(monkeypatch):
    """Five inputs need the weight 5."""
    monkeypatch.setattr(gated_chamber_thresholds, "_LARGEST_WEIGHT", 5)
    assert len(threshold_classes(5).tables) == 94572
    threshold_classes.cache_clear()
    monkeypatch.setattr(gated_chamber_thresholds, "_LARGEST_WEIGHT", 4)
    with pytest.raises(ExactError, match="neither listed nor certified"):
        threshold_classes(5)


@pytest.mark.usefixtures("fresh")
def test_a_class_with_missing_members_is_an_error(monkeypatch):
    real = gated_chamber_thresholds.chamber_walk
    monkeypatch.setattr(gated_chamber_thresholds, "chamber_walk", lambda *group: real(*group)[:-4])
    with pytest.raises(ExactError, match=r"has \d+ members, not"):
        threshold_classes(3)


def agree(values):
    return count_part(values, 4, 0, 1).functions == count_by_enumeration(unit(values), 4).value


@pytest.mark.parametrize("values", VALUES)
def test_gates_that_are_forgotten_are_noticed(monkeypatch, values):
    real = gated_chamber_parts._gates
    assert agree(values)
    monkeypatch.setattr(gated_chamber_parts, "_gates", lambda *asked: real(*asked)[: len(real(*asked)) // 2])
    assert not agree(values)


@pytest.mark.parametrize("values", VALUES)
def test_partners_that_are_held_for_images_of_others_are_noticed(monkeypatch, values):
    real = gated_chamber_parts._search

    def strict(*asked):
        partners, search = real(*asked)
        return partners, search._replace(ties=search.ties | 4)

    monkeypatch.setattr(gated_chamber_parts, "_search", strict)
    assert not agree(values)


@pytest.mark.parametrize("values", VALUES)
def test_more_partners_than_one_for_every_pair_change_nothing(monkeypatch, values):
    real = gated_chamber_parts._search

    def generous(*asked):
        partners, search = real(*asked)
        return partners, search._replace(ties=0)

    monkeypatch.setattr(gated_chamber_parts, "_search", generous)
    assert agree(values)


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("values", VALUES)
def test_a_group_with_forgotten_elements_is_noticed(monkeypatch, values):
    real = cube_arrays(4)
    lengths = np.where(real.lengths == 1, 0, real.lengths)
    monkeypatch.setattr(gated_chamber_parts, "cube_arrays", lambda _: real._replace(lengths=lengths))
    assert not agree(values)


def test_a_contract_keeps_the_chambers_apart_from_the_other_methods():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    modules = {
        kind: {
            f"exact.counting.{path.stem}"
            for path in (ROOT / "exact/counting").glob("*.py")
            if path.stem.lstrip("_").startswith(kind)
        }
        for kind in ("gated_chamber", "gated_enumeration", "gated_decision")
    }
    assert gated_chamber_walks.__name__ in modules["gated_chamber"]
    name = "gated classes in Chow chambers"
    [contract] = [entry for entry in contracts["contracts"] if entry["name"].startswith(name)]
    assert contract["type"] == "forbidden"
    assert set(contract["source_modules"]) == modules["gated_chamber"]
    forbidden = {"exact.orbit", "exact.stabilizer", "exact.symmetry", "exact.counting.threshold_array"}
    shared = {"exact.counting.gated_decision_thresholds", "exact.counting.gated_decision_symmetry"}
    apart = modules["gated_enumeration"] | modules["gated_decision"] | forbidden
    assert apart - set(contract["forbidden_modules"]) == shared


def test_counts_are_added_entry_by_entry():
    assert ChamberCount(1, 2, 3) + ChamberCount(10, 20, 30) == ChamberCount(11, 22, 33)

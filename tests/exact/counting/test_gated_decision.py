"""The decisions of gated classes: the lists that they rest on, small classes by hand, and what is refused."""

import random
from itertools import product

import numpy as np
import pytest

from exact.counting import (
    gated_decision_cover,
    gated_decision_five,
    gated_decision_opposite,
    gated_decision_parallel,
    gated_decision_thresholds,
    gated_decision_tree,
)
from exact.counting.gated_class import gated_class
from exact.counting.gated_decision import count_by_decision, decision_limit
from exact.counting.gated_decision_chambers import chamber_patterns
from exact.counting.gated_decision_cover import ConjunctionSearch
from exact.counting.gated_decision_five import count_orbits_in_class, symmetry_facets
from exact.counting.gated_decision_maps import serving_gates
from exact.counting.gated_decision_opposite import opposite_pair_arrays
from exact.counting.gated_decision_pairs import gate_pairs, parallel_pairs
from exact.counting.gated_decision_parallel import parallel_pair_arrays
from exact.counting.gated_decision_partial import PartialFunctions
from exact.counting.gated_decision_small import factors_needed, member_array
from exact.counting.gated_decision_symmetry import (
    group_walk,
    input_symmetries,
    orbit_representatives,
    orbits_of,
    transformed,
)
from exact.counting.gated_decision_thresholds import is_summable_in_pairs, thresholds_by_weights
from exact.errors import DomainError, ExactError, TooLargeError

PUBLISHED = [2, 4, 14, 104, 1882, 94572]  # OEIS A000609

# Derived by hand, n = 1, 2, 3.
BY_HAND = [
    ("output-gate", {"values": "bits"}, [4, 16, 246]),
    ("output-gate", {"values": "signs"}, [4, 16, 254]),
    ("output-gate", {"values": "mixed"}, [9, 71, 2373]),
    ("multiplexed", {}, [4, 16, 256]),
    ("selector", {}, [4, 16, 256]),
    ("gated-layer", {}, [16, 242]),
    ("synaptic-gate", {}, [4, 16, 252]),
    ("synaptic-gate", {"gate_values": "bits"}, [4, 14, 144]),
    ("synaptic-gate", {"input_values": "bits"}, [4, 16, 216]),
    ("synaptic-gate", {"input_values": "bits", "gate_values": "bits"}, [4, 14, 132]),
    ("synaptic-gate", {"synapse": "all"}, [4, 16, 254]),
    ("synaptic-gate", {"synapse": "all", "gate_values": "bits"}, [4, 14, 144]),
    ("synaptic-gate", {"synapse": "bias"}, [4, 14, 146]),
]


@pytest.mark.parametrize(("name", "options", "values"), BY_HAND)
def test_small_classes_are_those_derived_by_hand(name, options, values):
    gated = gated_class(name, **options)
    assert [count_by_decision(gated, n).value for n in range(1, len(values) + 1)] == values


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, pytest.param(5, marks=pytest.mark.slow)])
def test_the_list_has_as_many_threshold_functions_as_published(n):
    assert len(thresholds_by_weights(n)) == PUBLISHED[n]


@pytest.mark.parametrize("n", range(4))
def test_the_list_holds_exactly_the_functions_without_pairs_of_equal_sum(n):
    functions = {table for table in range(1 << (1 << n)) if not is_summable_in_pairs(table, n)}
    assert functions == set(thresholds_by_weights(n))


def test_a_list_with_too_small_weights_is_refused(monkeypatch):
    monkeypatch.setattr(gated_decision_thresholds, "_LARGEST_WEIGHT", 1)
    with pytest.raises(ExactError, match="neither listed nor certified"):
        thresholds_by_weights.__wrapped__(3)


def test_pairs_with_too_small_weights_are_refused(monkeypatch):
    monkeypatch.setitem(gated_decision_parallel._LARGEST_WEIGHT, 3, 2)
    with pytest.raises(ExactError, match="may be parallel"):
        parallel_pair_arrays(3)


@pytest.mark.parametrize("n", [0, 1, 2, 3, pytest.param(4, marks=pytest.mark.slow)])
def test_parallel_pairs_from_orders_and_from_weights_are_the_same(n):
    below, above = parallel_pair_arrays(n)
    assert set(zip(below.tolist(), above.tolist(), strict=True)) == parallel_pairs(n)


@pytest.mark.slow
def test_parallel_pairs_of_five_inputs_are_the_threshold_functions_of_six():
    below, above = parallel_pair_arrays(5)
    assert 2 * len(below) - int((below == above).sum()) == 15028134  # OEIS A000609


@pytest.mark.parametrize("synapse", ["all", "bias"])
@pytest.mark.parametrize("n", [1, 2, 3, pytest.param(4, marks=pytest.mark.slow)])
def test_opposite_pairs_from_weights_and_from_flats_are_the_same(synapse, n):
    gated = gated_class("synaptic-gate", synapse=synapse, input_values="bits", gate_values="signs")
    plus, minus = opposite_pair_arrays(n)
    off = minus if synapse == "all" else minus ^ ((1 << (1 << n)) - 1)
    pairs = {(max(pair), min(pair)) for pair in zip(plus.tolist(), off.tolist(), strict=True)}
    assert pairs == set(gate_pairs(gated, n).pairs)


@pytest.mark.parametrize("n", [2, 3])
def test_opposite_pairs_with_too_small_weights_are_refused(monkeypatch, n):
    monkeypatch.setitem(gated_decision_opposite._LARGEST_WEIGHT, n, gated_decision_opposite._LARGEST_WEIGHT[n] - 1)
    with pytest.raises(ExactError, match="neither listed nor certified to be no pattern"):
        opposite_pair_arrays(n)


@pytest.mark.slow
def test_walls_of_opposite_pairs_of_five_inputs_need_sums_of_three(monkeypatch):
    monkeypatch.setattr(gated_decision_opposite, "_SUMMANDS", (2,))
    with pytest.raises(ExactError, match="neither listed nor certified to be no pattern"):
        opposite_pair_arrays(5)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_sign_patterns_of_the_points_of_the_cube_are_the_threshold_functions(n):
    points = [(1, *(2 * (p >> i & 1) - 1 for i in range(n))) for p in range(1 << n)]
    assert chamber_patterns(points) == list(thresholds_by_weights(n))


def test_sign_patterns_contain_those_of_random_vectors_and_nothing_else():
    generator = random.Random(20240511)  # noqa: S311
    for _ in range(10):
        vectors = [tuple(generator.randint(-1, 1) for _ in range(3)) for _ in range(7)]
        vectors = [vector for vector in vectors if any(vector)]
        found = set()
        for w in product(range(-5, 6), repeat=3):
            values = [sum(a * b for a, b in zip(w, vector, strict=True)) for vector in vectors]
            if all(values):
                found.add(sum(1 << k for k, value in enumerate(values) if value > 0))
        assert set(chamber_patterns(vectors)) == found


def test_sign_patterns_of_nothing_and_of_zero_are_refused():
    with pytest.raises(DomainError, match="at least one vector"):
        chamber_patterns([])
    with pytest.raises(DomainError, match="must not be zero"):
        chamber_patterns([(1, 0), (0, 0)])


def test_a_partial_function_extends_when_some_function_of_the_list_agrees():
    generator = random.Random(7)  # noqa: S311
    tables = generator.sample(range(256), 40)
    partial = PartialFunctions(tables, 3)
    for _ in range(300):
        values, domain = generator.randrange(256), generator.randrange(256)
        assert partial.has_extension(values, domain) == any((table ^ values) & domain == 0 for table in tables)


def test_a_table_of_partial_functions_of_five_inputs_is_refused():
    with pytest.raises(TooLargeError, match="n = 5 is too large"):
        PartialFunctions([0], 5)


@pytest.mark.parametrize(("n", "first"), [(1, 0), (2, 0), (3, 0), (3, 1), (4, 1)])
@pytest.mark.parametrize("is_negated", [False, True])
def test_a_walk_visits_every_element_of_the_group_once(n, first, is_negated):
    masks, shifts, is_counted = group_walk(n, first, range(first, n) if is_negated else [])
    images = [1 << p for p in range(1 << n)]
    visited = []
    for mask, shift, counted in zip(masks.tolist(), shifts.tolist(), is_counted.tolist(), strict=True):
        images = [x ^ (d := (x ^ x >> shift) & mask) ^ d << shift for x in images]
        if counted:
            visited.append(tuple(images))
    order = 1
    for k in range(1, n - first + 1):
        order *= 2 * k if is_negated else k
    assert len(visited) == len(set(visited)) == order
    assert tuple(1 << p for p in range(1 << n)) in visited


@pytest.mark.parametrize("n", range(4))
def test_orbits_by_marking_are_what_the_generators_reach(n):
    everything = range(1 << (1 << n))
    assert orbit_representatives(n, input_symmetries(n)) == orbits_of(everything, input_symmetries(n), n)


def test_generators_exchange_and_negate_inputs():
    for n, table in [(2, 0b0010), (3, 0b10010110 ^ 0b10), (4, 0xBEEF)]:
        for i, j in product(range(n), repeat=2):
            image = transformed(table, (i, j), n)
            for p in range(1 << n):
                x = [p >> k & 1 for k in range(n)]
                if i == j:
                    x[i] ^= 1
                else:
                    x[i], x[j] = x[j], x[i]
                assert image >> p & 1 == table >> sum(bit << k for k, bit in enumerate(x)) & 1


@pytest.mark.parametrize("values", ["bits", "signs"])
@pytest.mark.parametrize("n", range(4))
def test_a_layer_of_one_unit_is_an_output_gate(values, n):
    served = serving_gates(gated_class("gated-layer", units=1, values=values), n).any(axis=1)
    assert (served == member_array(gated_class("output-gate", values=values), n)).all()


def test_parity_of_three_inputs_needs_four_conjunctions_and_three_signs():
    assert factors_needed("bits", 3) == {1: 104, 2: 142, 3: 8, 4: 2}
    assert factors_needed("signs", 3) == {1: 104, 2: 150, 3: 2}


@pytest.mark.slow
def test_how_many_factors_functions_of_four_inputs_need():
    # Not published as far as known: confirmed by the enumeration.
    from exact.counting.gated_enumeration import factor_counts

    for values in ("bits", "signs"):
        assert sum(factors_needed(values, 4).values()) == 1 << 16
        assert list(factors_needed(values, 4).values()) == [count for count in factor_counts(4, values) if count]


def test_a_gated_bias_in_bits_forces_the_gate_at_zero():
    gated = gated_class("synaptic-gate", synapse="bias", input_values="bits", gate_values="bits")
    assert [gate_pairs(gated, n).forced for n in range(4)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("gated", "n"),
    [
        (gated_class("output-gate"), 6),
        (gated_class("output-gate", values="signs", factors=3), 6),
        (gated_class("output-gate", values="mixed"), 6),
        (gated_class("selector", attended=3, attending=2), 5),
        (gated_class("gated-layer"), 5),
        (gated_class("gated-layer", units=3), 4),
    ],
)
def test_what_cannot_be_decided_is_refused(gated, n):
    with pytest.raises(TooLargeError, match=f"n = {n} is too large for the method decision"):
        count_by_decision(gated, n)
    assert decision_limit(gated) < n


def test_classes_of_tuples_are_not_decided_function_by_function():
    with pytest.raises(DomainError, match="no functions with two values"):
        member_array(gated_class("gated-layer"), 2)
    with pytest.raises(DomainError, match="no unit with a single gate"):
        gate_pairs(gated_class("selector"), 2)
    with pytest.raises(DomainError, match="not decided for five inputs"):
        count_orbits_in_class(gated_class("gated-layer"))


@pytest.mark.slow
def test_threshold_functions_of_five_inputs_are_decided_as_such():
    seen = []
    result = count_by_decision(gated_class("output-gate", factors=1), 5, lambda done, total: seen.append((done, total)))
    assert (result.value, result.classes) == (94572, 119)  # OEIS A000609, A000617
    assert seen[-1][0] == seen[-1][1]


def members_that_ignore_the_last_input(gated, tables):
    """Decide functions of four inputs as functions of five."""
    decide = gated_decision_five.decision_maker(gated)()
    members = np.zeros(1, dtype=np.bool_)
    answers = []
    for table in tables:
        decide(np.uint32(table), np.array([[table, 1, 0]], dtype=np.int32), 1, members)
        answers.append(bool(members[0]))
    return answers


FOUR_OF_FIVE = [
    gated_class("selector"),
    gated_class("multiplexed"),
    gated_class("output-gate", factors=3),
    gated_class("synaptic-gate", synapse="all", input_values="bits", gate_values="signs"),
    gated_class("synaptic-gate", synapse="bias", input_values="bits", gate_values="signs"),
]


@pytest.mark.slow
@pytest.mark.parametrize("gated", FOUR_OF_FIVE, ids=str)
def test_functions_of_four_inputs_are_decided_as_functions_of_five(gated):
    expected = member_array(gated, 4)
    parities = [sum(1 << p for p in range(16) if p.bit_count() % 2 == odd) for odd in (0, 1)]
    tables = [*parities, *random.Random(5).sample(range(1 << 16), 400)]  # noqa: S311
    assert members_that_ignore_the_last_input(gated, tables) == expected[tables].tolist()
    assert len(set(expected[tables].tolist())) == 2


@pytest.mark.slow
def test_lower_halves_that_are_not_listed_are_noticed(monkeypatch):
    gated = gated_class("multiplexed")
    real = gated_decision_five._listed

    def forgetful(lower, halves, list_halves):
        fits = real(lower, halves, list_halves)
        kept = np.maximum(fits.starts[1:] - 1, fits.starts[:-1])  # the last one of every list is lost
        return fits._replace(starts=np.concatenate([[0], kept]))

    expected = member_array(gated, 4)
    tables = np.flatnonzero(expected)[::100].tolist()
    monkeypatch.setattr(gated_decision_five, "_listed", forgetful)
    assert members_that_ignore_the_last_input(gated, tables) != expected[tables].tolist()


@pytest.mark.slow
def test_covers_of_functions_of_four_inputs_have_as_many_factors_as_decided_by_pairs():
    tables = np.arange(1 << 16, dtype=np.uint32)
    factors = ConjunctionSearch().factors(tables << np.uint32(16) | tables)
    assert dict(enumerate(np.bincount(factors).tolist()[1:], 1)) == factors_needed("bits", 4)


@pytest.mark.slow
def test_threshold_functions_that_the_covers_forget_are_noticed(monkeypatch):
    tables = np.arange(0, 1 << 16, 7, dtype=np.uint32)
    tables = tables << np.uint32(16) | tables
    expected = ConjunctionSearch().factors(tables)
    real = gated_decision_cover.tree_order()

    def search(kept):
        for module in (gated_decision_cover, gated_decision_tree):
            monkeypatch.setattr(module, "tree_order", lambda: kept)
        return ConjunctionSearch().factors(tables)

    assert (search(real) == expected).all()
    assert (search([table for table in real if table.bit_count() != 8]) != expected).any()
    with pytest.raises(ExactError, match="no conjunction of threshold functions"):
        search([table for table in real if table & 0x00010001 == 0])


@pytest.mark.slow
def test_parity_of_five_inputs_needs_a_factor_for_each_of_its_false_points():
    parity = sum(1 << p for p in range(32) if p.bit_count() % 2)
    tables = np.array([0, (1 << 32) - 1, parity, parity | 1, parity | 9], dtype=np.uint32)
    assert ConjunctionSearch().factors(tables).tolist() == [1, 1, 16, 15, 14]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gated", "rows", "order"),
    [
        (gated_class("output-gate"), 402, 3840),
        (gated_class("selector"), 222, 3840),
        (gated_class("synaptic-gate"), None, 768),
        (gated_class("synaptic-gate", input_values="bits"), None, 384),
        (gated_class("synaptic-gate", synapse="all", input_values="bits"), 1992, 120),
    ],
)
def test_the_facets_hold_all_symmetries_of_a_class(gated, rows, order):
    # 402, 222, 3984: the classes of functions of four inputs under NP, NPN and P, OEIS A000616, A000370, A003180.
    halves, facets, found = symmetry_facets(gated.symmetry)
    assert found == order
    assert rows in {None, len(halves)}
    assert (facets.rows[halves] == np.arange(len(halves))).all()
    assert (facets.elements >= 0).all()


@pytest.mark.slow
def test_the_compiled_search_for_an_extension_is_that_of_the_definition():
    from exact.counting import _gated_decision_kernel as kernel
    from exact.counting.gated_decision_tree import threshold_tree

    tree = threshold_tree()
    tables = np.array(thresholds_by_weights(5), dtype=np.uint32)
    generator = random.Random(11)  # noqa: S311
    answers = set()
    for _ in range(300):
        domain = generator.getrandbits(32) & generator.getrandbits(32)
        values = int(tables[generator.randrange(len(tables))]) ^ (1 << generator.randrange(32))
        expected = bool(((tables ^ np.uint32(values)) & np.uint32(domain) == 0).any())
        assert kernel._extends(np.uint32(values), np.uint32(domain), tree) == expected
        answers.add(expected)
    assert answers == {False, True}

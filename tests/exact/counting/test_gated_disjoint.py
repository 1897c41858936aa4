"""Gated classes with disjoint inputs: formulas, lists and definitions give the same numbers."""

from itertools import product

import pytest

from exact.arrangement import region_count
from exact.counting.gated_class import gated_class
from exact.counting.gated_disjoint import (
    count_disjoint_by_enumeration,
    count_disjoint_by_formula,
    formula_limit,
    gated_pair_number,
    mirrored_dichotomies,
    three_valued_dichotomies,
)
from exact.counting.gated_enumeration_cells import threshold_tables
from exact.counting.gated_methods import count_gated, gated_method_limits
from exact.errors import DomainError, TooLargeError
from tests.exact.counting.gated_definitions import SINGLE, products, single_output_class

MAPS = [("output-gate", {"values": "mixed"})] + [
    ("gated-layer", {"values": values, "units": units}) for values in ("bits", "signs", "mixed") for units in (1, 2)
]
SIZES = [(m, k) for m in range(4) for k in range(3)]


def name_of(case):
    return "-".join([case[0], *map(str, case[1].values())])


@pytest.mark.parametrize("case", SINGLE + MAPS, ids=name_of)
def test_the_formula_and_the_list_give_the_same_number(case):
    compared = 0
    for m, k in SIZES:
        gated = gated_class(case[0], **case[1], attended=m, attending=k)
        if m == 0 and gated.synapse in {"one", "any"}:
            for count in (count_disjoint_by_formula, count_disjoint_by_enumeration):
                with pytest.raises(DomainError, match="at least one attended input"):
                    count(gated, k)
            continue
        assert count_disjoint_by_formula(gated, m + k).value == count_disjoint_by_enumeration(gated, m + k).value
        compared += 1
    assert compared >= 9


@pytest.mark.parametrize(("m", "k"), [(1, 1), (2, 1), (1, 2), (0, 2), (2, 0)])
@pytest.mark.parametrize("case", SINGLE, ids=name_of)
def test_the_formula_gives_the_number_of_functions_of_the_definition(case, m, k):
    name, options = case
    if m == 0 and options.get("synapse") in {"one", "any"}:
        return
    gated = gated_class(name, **options, attended=m, attending=k)
    expected = single_output_class(name, options, m + k, m=m, box=5 if options.get("synapse") == "bias" else 3)
    assert count_disjoint_by_formula(gated, m + k).value == len(expected)


@pytest.mark.parametrize(("m", "k"), [(1, 1), (2, 1), (1, 2), (0, 2), (2, 0)])
@pytest.mark.parametrize("case", MAPS, ids=name_of)
def test_the_formula_gives_the_number_of_maps_of_the_definition(case, m, k):
    name, options = case
    gated = gated_class(name, **options, attended=m, attending=k)
    units = options.get("units", 1)
    assert count_disjoint_by_formula(gated, m + k).value == len(products(options["values"], m + k, units, m=m))


@pytest.mark.parametrize("m", [1, 2, 3])
def test_three_valued_dichotomies_are_threshold_functions_symmetric_in_two_variables(m):
    def is_symmetric(f):
        return all(f >> p & 1 == f >> (p ^ 0b11) & 1 for p in range(1 << (m + 1)) if p & 0b11 == 0b01)

    assert three_valued_dichotomies(m) == sum(map(is_symmetric, threshold_tables(m + 1)))


@pytest.mark.parametrize("m", [0, 1, 2])
def test_mirrored_dichotomies_are_those_of_their_points(m):
    points = [(s, *x) for s in (-1, 1) for x in product((0, 1), repeat=m)]
    box = range(-5, 6)
    patterns = set()
    for weights in product(box, repeat=m + 1):
        values = [sum(a * b for a, b in zip(weights, point, strict=True)) for point in points]
        if all(values):
            patterns.add(tuple(value > 0 for value in values))
    assert mirrored_dichotomies(m) == len(patterns) == region_count(points, m + 1)


def test_the_pairs_of_any_synapse_are_at_most_those_of_each_synapse_together():
    for inputs, gate in product(("signs", "bits"), repeat=2):
        options = {"input_values": inputs, "gate_values": gate, "attended": 3, "attending": 2}
        together = gated_pair_number(gated_class("synaptic-gate", synapse="any", **options))
        one = gated_class("synaptic-gate", synapse="one", **options)
        single = 2 * (count_disjoint_by_formula(one, 5).value - 104) // 12
        assert single < together <= 3 * single
        assert (together == 3 * single) == (inputs == gate == "signs")


def test_larger_sizes_are_answered_by_formula():
    gated = gated_class("output-gate", values="signs", attended=6, attending=5)
    assert count_gated(gated, 11, "formula").value == 15028134 * 94572 // 2
    limits = gated_method_limits(gated)
    assert (limits["enumeration"], limits["formula"]) == (8, 15)


def test_what_is_too_large_is_refused():
    gated = gated_class("synaptic-gate", input_values="bits", attended=5, attending=2)
    assert formula_limit(gated) == -1
    with pytest.raises(TooLargeError, match="5 attended and 2 attending inputs are too many for the formula"):
        count_disjoint_by_formula(gated, 7)
    with pytest.raises(TooLargeError, match="5 attended and 2 attending inputs are too many for a list"):
        count_disjoint_by_enumeration(gated, 7)
    for name, options in (("selector", {}), ("gated-layer", {"units": 3})):
        large = gated_class(name, **options, attended=4, attending=3)
        with pytest.raises(TooLargeError, match="use the method formula"):
            count_disjoint_by_enumeration(large, 7)
    for function in (three_valued_dichotomies, mirrored_dichotomies):
        with pytest.raises(TooLargeError, match="m = 5 attended inputs"):
            function(5)
    with pytest.raises(DomainError, match="at least one attended input"):
        three_valued_dichotomies(0)


def test_shared_inputs_have_no_formula():
    gated = gated_class("selector")
    assert "formula" not in gated_method_limits(gated)
    with pytest.raises(DomainError, match="must have disjoint inputs"):
        count_disjoint_by_formula(gated, 3)
    with pytest.raises(DomainError, match="any one synapse with disjoint inputs"):
        gated_pair_number(gated)
    assert formula_limit(gated) == -1

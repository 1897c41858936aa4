"""Inclusions between gated classes are those of the sets of their functions."""

import pytest

from exact.boolean import BooleanFunction
from exact.certificate import Realization
from exact.counting.gated_class import gated_class
from exact.counting.gated_enumeration_rows import FunctionRows
from exact.counting.gated_inclusions import USUAL_CLASSES, InclusionTable, inclusion_table, quadratic_functions
from exact.counting.polynomial_threshold import count_polynomial_threshold
from exact.errors import DomainError, TooLargeError
from exact.recognize import recognize
from tests.exact.counting.gated_definitions import single_output_class


@pytest.mark.parametrize("n", range(5))
def test_there_are_as_many_quadratic_functions_as_another_method_counts(n):
    assert int(quadratic_functions(n).sum()) == count_polynomial_threshold(n, 2).value


def test_quadratic_functions_are_those_that_are_recognized():
    marks = quadratic_functions(3)
    assert all(isinstance(recognize(BooleanFunction(3, f), 2), Realization) == marks[f] for f in range(256))


def test_the_numbers_outside_are_those_of_the_definitions():
    names = ("threshold", "conjunction", "product", "multiplexed")
    table = inclusion_table(3, {name: USUAL_CLASSES[name] for name in names})
    sets = [
        {f for f in range(256) if isinstance(recognize(BooleanFunction(3, f), 2), Realization)},
        {f for f in range(256) if isinstance(recognize(BooleanFunction(3, f), 1), Realization)},
        single_output_class("output-gate", {"values": "bits"}, 3),
        single_output_class("output-gate", {"values": "signs"}, 3),
        single_output_class("multiplexed", {}, 3),
    ]
    assert table.names == ("quadratic", *names)
    assert table.sizes == tuple(map(len, sets))
    assert table.outside == tuple(tuple(len(a - b) for b in sets) for a in sets)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_the_inclusions_of_the_theory_hold(n):
    table = inclusion_table(n)
    assert table.includes("quadratic", "product")
    assert table.includes("quadratic", "conjunction")
    assert all(table.includes("selector", name) for name in ("multiplexed", "conjunction", "product", "any", "all"))
    assert all(table.includes(name, "threshold") for name in table.names)
    assert table.includes("any", "one")


def test_rows_of_five_inputs_are_compared():
    classes = {"small": gated_class("output-gate", factors=1), "large": gated_class("synaptic-gate", synapse="bias")}
    seen = []
    table = inclusion_table(5, classes, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]
    assert table.includes("large", "small")
    assert table.outside[1] == (table.sizes[1] - table.sizes[0], 0)
    assert table.sizes[0] == 94572


def test_refusals():
    with pytest.raises(DomainError, match="n must be at least 1"):
        inclusion_table(0)
    with pytest.raises(TooLargeError, match="n = 6"):
        inclusion_table(6)
    with pytest.raises(TooLargeError, match="n = 5"):
        quadratic_functions(5)
    with pytest.raises(DomainError, match="only if inputs may be negated"):
        inclusion_table(5, {"bits": gated_class("synaptic-gate", synapse="all", input_values="bits")})
    with pytest.raises(DomainError, match="not 'parity'"):
        InclusionTable(1, ("threshold",), (4,), ((0,),)).includes("threshold", "parity")


@pytest.mark.slow
def test_sets_with_and_without_negations_are_not_compared():
    rows = FunctionRows(gated_class("selector").symmetry, threads=1)
    other = FunctionRows(gated_class("synaptic-gate", synapse="all", input_values="bits").symmetry, threads=1)
    with pytest.raises(DomainError, match="compared only if"):
        rows.count_outside(other)

"""Structure of Boolean functions: by the definitions, and known counts."""

import pytest
from hypothesis import given

from exact.boolean import BooleanFunction
from exact.errors import DomainError, TooLargeError
from exact.recognize import is_threshold, recognize
from exact.structure import (
    Direction,
    directions,
    essential_points,
    is_monotone,
    is_unate,
    self_dualization,
    specification_number,
)
from tests.strategies import any_functions, threshold_functions


def direction_by_definition(f, i):
    changes = {f(p | 1 << i) - f(p) for p in range(1 << f.n) if not p >> i & 1} - {0}
    return {
        frozenset(): Direction.CONSTANT,
        frozenset({1}): Direction.INCREASING,
        frozenset({-1}): Direction.DECREASING,
        frozenset({1, -1}): Direction.NEITHER,
    }[frozenset(changes)]


@given(any_functions(5))
def test_directions_are_those_of_the_definition(f):
    found = directions(f)
    assert found == tuple(direction_by_definition(f, i) for i in range(f.n))
    comparable = [(p, q) for p in range(1 << f.n) for q in range(1 << f.n) if p & q == p]
    assert is_monotone(f) == all(f(p) <= f(q) for p, q in comparable)
    assert is_unate(f) == (Direction.NEITHER not in found)


@pytest.mark.parametrize(("n", "monotone", "unate"), [(0, 2, 2), (1, 3, 4), (2, 6, 14), (3, 20, 104)])
def test_monotone_and_unate_functions_are_as_many_as_in_the_literature(n, monotone, unate):
    """A000372 and A245079."""
    functions = [BooleanFunction(n, table) for table in range(1 << (1 << n))]
    assert sum(map(is_monotone, functions)) == monotone
    assert sum(map(is_unate, functions)) == unate


def test_parity_is_neither_monotone_nor_unate():
    """A peer answered True to both."""
    assert not is_monotone(BooleanFunction.parity(2))
    assert not is_unate(BooleanFunction.parity(2))


@given(any_functions(4))
def test_the_self_dualization_is_self_dual_and_keeps_threshold_functions(f):
    g = self_dualization(f)
    assert g.is_self_dual()
    assert g.restrict({f.n: 1}).table == f.table
    assert is_threshold(g) == is_threshold(f)


@given(threshold_functions(4))
def test_essential_points_are_those_of_the_definition(f):
    points = essential_points(f)
    assert points == tuple(p for p in range(1 << f.n) if is_threshold(BooleanFunction(f.n, f.table ^ 1 << p)))
    assert specification_number(f) == len(points) >= f.n + 1


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_essential_points_tell_a_threshold_function_from_all_others(n):
    tables = [t for t in range(1 << (1 << n)) if is_threshold(BooleanFunction(n, t))]
    for table in tables:
        mask = sum(1 << p for p in essential_points(BooleanFunction(n, table)))
        assert [t for t in tables if not (t ^ table) & mask] == [table]


def test_what_has_no_essential_points_is_refused():
    with pytest.raises(DomainError, match="this function is none"):
        essential_points(BooleanFunction.parity(2))
    with pytest.raises(TooLargeError):
        essential_points(BooleanFunction.constant(0, 13))
    with pytest.raises(TooLargeError):
        self_dualization(BooleanFunction.constant(0, 24))


def test_a_realization_of_the_self_dualization_gives_one_of_the_function():
    f = BooleanFunction.threshold([3, 2, 2, 1], 3)
    weights = recognize(self_dualization(f)).weights
    assert BooleanFunction.threshold(weights[:4], -weights[4]) == f

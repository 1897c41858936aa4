"""The number of classes by the lemma of Burnside, against the mean over all elements and against published numbers."""

import pytest

from exact.class_count import MAXIMUM_COUNT_DIMENSION, count_classes
from exact.errors import DomainError, TooLargeError
from exact.symmetry import Group

# OEIS, first terms: A000231 (N), A003180 (P), A000616 (NP), A000370 (NPN).
PUBLISHED = {
    Group.N: [2, 3, 7, 46, 4336, 134281216, 288230380379570176],
    Group.P: [2, 4, 12, 80, 3984, 37333248, 25626412338274304],
    Group.NP: [2, 3, 6, 22, 402, 1228158, 400507806843728],
    Group.NPN: [1, 2, 4, 14, 222, 616126, 200253952527184],
}


def count_by_all_elements(n, group):
    """The mean number of fixed functions, from the cycles of every single element on the points."""
    total = order = 0
    for g in group.elements(n):
        lengths, seen = [], set()
        for p in range(1 << n):
            length = 0
            while p not in seen:
                seen.add(p)
                p = g.inputs.act_on_point(p)  # noqa: PLW2901
                length += 1
            lengths.append(length)
        lengths = [length for length in lengths if length]
        if not g.output or all(length % 2 == 0 for length in lengths):
            total += 1 << len(lengths)
        order += 1
    assert total % order == 0
    return total // order


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("n", range(5))
def test_the_count_by_cycle_types_is_the_mean_over_all_elements(n, group):
    assert count_classes(n, group) == count_by_all_elements(n, group)


@pytest.mark.parametrize("group", Group)
def test_the_counts_are_the_published_ones(group):
    assert [count_classes(n, group) for n in range(7)] == PUBLISHED[group]


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("n", [8, 11])
def test_there_are_at_least_as_many_classes_as_functions_divided_by_the_order(n, group):
    assert count_classes(n, group) * group.order(n) >= 1 << (1 << n)


def test_a_dimension_out_of_range_is_refused():
    with pytest.raises(DomainError):
        count_classes(-1, Group.N)
    with pytest.raises(TooLargeError):
        count_classes(MAXIMUM_COUNT_DIMENSION + 1, Group.N)

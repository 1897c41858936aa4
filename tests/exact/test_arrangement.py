"""Whitney numbers of central arrangements: closed formulas, brute force over subsets, laws."""

from itertools import combinations
from math import comb, factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exact.arrangement import (
    characteristic_polynomial,
    flats_by_rank,
    region_count,
    spanning_set_counts,
    whitney_numbers,
)
from exact.errors import DomainError


def rank(vectors: list[tuple[int, ...]]) -> int:
    """The rank by elimination over the integers."""
    rows = [list(vector) for vector in vectors]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            factor, scale = rows[i][column], rows[found][column]
            rows[i] = [scale * a - factor * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def polynomial_by_subsets(vectors: list[tuple[int, ...]], dimension: int) -> list[int]:
    """Whitney's theorem: the sum of (-1)^|S| t^(dimension - rank S) over all sets S of hyperplanes."""
    coefficients = [0] * (dimension + 1)
    for size in range(len(vectors) + 1):
        for subset in combinations(vectors, size):
            coefficients[dimension - rank(list(subset))] += (-1) ** size
    return coefficients


def vectors(dimension: int) -> st.SearchStrategy[list[tuple[int, ...]]]:
    vector = st.tuples(*[st.integers(-2, 2)] * dimension).filter(any)
    return st.lists(vector, max_size=7)


@given(st.integers(1, 4).flatmap(lambda dimension: st.tuples(st.just(dimension), vectors(dimension))))
@settings(deadline=None)
def test_the_characteristic_polynomial_is_that_of_whitneys_theorem(case: tuple[int, list[tuple[int, ...]]]) -> None:
    dimension, normals = case
    assert characteristic_polynomial(normals, dimension) == polynomial_by_subsets(normals, dimension)


@given(st.integers(1, 4).flatmap(lambda dimension: st.tuples(st.just(dimension), vectors(dimension))))
@settings(deadline=None)
def test_the_sets_that_span_a_flat_are_those_of_its_rank_inside_it(case: tuple[int, list[tuple[int, ...]]]) -> None:
    dimension, normals = case
    different = [v for i, v in enumerate(normals) if all(rank([v, u]) == 2 for u in normals[:i])]
    levels = list(flats_by_rank(normals, dimension))
    counts = spanning_set_counts(levels)
    assert sum(counts.values()) == 2 ** len(different)
    for level, flats in enumerate(levels):
        for flat in flats:
            inside = [v for i, v in enumerate(different) if flat.hyperplanes >> i & 1]
            spanning = sum(
                rank(list(subset)) == level for size in range(len(inside) + 1) for subset in combinations(inside, size)
            )
            assert counts[flat.hyperplanes] == spanning


@pytest.mark.parametrize("d", [1, 2, 3, 4, 5])
def test_the_coordinate_hyperplanes_have_binomial_whitney_numbers(d: int) -> None:
    normals = [tuple(int(i == j) for j in range(d)) for i in range(d)]
    assert whitney_numbers(normals, d) == [comb(d, k) for k in range(d + 1)]


@pytest.mark.parametrize("d", [1, 2, 3, 4, 5])
def test_the_braid_arrangement_has_a_region_for_each_permutation(d: int) -> None:
    normals = [tuple((k == i) - (k == j) for k in range(d)) for i in range(d) for j in range(i)]
    assert region_count(normals, d) == factorial(d)
    assert characteristic_polynomial(normals, d)[0] == 0  # the line (1, ..., 1) is in every hyperplane


@pytest.mark.parametrize("d", [1, 2, 3])
def test_the_mirrors_of_signed_permutations_have_a_region_for_each_element(d: int) -> None:
    normals = [tuple(int(k == i) for k in range(d)) for i in range(d)]
    normals += [tuple((k == i) + s * (k == j) for k in range(d)) for i in range(d) for j in range(i) for s in (1, -1)]
    assert region_count(normals, d) == 2**d * factorial(d)


def test_general_lines_in_the_plane_have_two_regions_each() -> None:
    assert region_count([(1, k) for k in range(9)], 2) == 18


def test_proportional_normals_are_one_hyperplane() -> None:
    assert whitney_numbers([(1, -2), (-2, 4), (3, -6)], 2) == [1, 1]


def test_the_empty_arrangement_has_one_region() -> None:
    assert whitney_numbers([], 3) == [1]
    assert characteristic_polynomial([], 3) == [0, 0, 0, 1]
    assert characteristic_polynomial([], 0) == [1]
    assert region_count([], 0) == 1


def test_malformed_normals_are_refused() -> None:
    with pytest.raises(DomainError, match="must not be the zero vector"):
        whitney_numbers([(0, 0)], 2)
    with pytest.raises(DomainError, match="must have 2 entries, not 3"):
        whitney_numbers([(1, 0, 0)], 2)

"""The resonance arrangement and specification numbers."""

from itertools import combinations, product

import numpy as np
import pytest

from exact.counting.resonance import count_resonance, specification_number_sum
from exact.counting.threshold_array import threshold_array
from exact.errors import DomainError, TooLargeError

# OEIS A034997.
CHAMBERS = [1, 2, 6, 32, 370, 11292, 1066044, 347326352, 419172756930, 1955230985997140]


@pytest.mark.parametrize("d", range(9))
def test_the_chambers_are_the_published_ones(d: int) -> None:
    result = count_resonance(d, threads=2)
    assert result.value == CHAMBERS[d]
    assert (result.class_name, result.n, result.method) == ("resonance", d, "restriction-tree")


@pytest.mark.slow
def test_nine_dimensions_give_the_published_number() -> None:
    assert count_resonance(9).value == CHAMBERS[9]


@pytest.mark.parametrize("d", range(5))
def test_the_flats_without_symmetry_give_the_same_number(d: int) -> None:
    assert count_resonance(d, "flats").value == count_resonance(d).value


@pytest.mark.parametrize("d", range(9))
def test_the_splitting_tree_gives_the_published_chambers(d: int) -> None:
    result = count_resonance(d, "splitting-tree", 2)
    assert (result.value, result.method) == (CHAMBERS[d], "splitting-tree")


@pytest.mark.slow
@pytest.mark.parametrize("d", [5, 6])
def test_the_flats_of_larger_dimensions_give_the_same_number(d: int) -> None:
    assert count_resonance(d, "flats").value == count_resonance(d).value


def specification_numbers(n: int) -> list[int]:
    """The least number of points that tell a threshold function from all others, by trying all sets of points."""
    points = list(product((-1, 1), repeat=n))
    functions = {
        tuple(value > 0 for value in values)
        for w in product(range(-3, 4), repeat=n + 1)
        if all(values := [w[n] + sum(a * b for a, b in zip(w, x, strict=False)) for x in points])
    }
    numbers: list[int] = []
    for f in functions:
        for size in range(len(points) + 1):
            if any(
                sum(all(f[p] == g[p] for p in chosen) for g in functions) == 1
                for chosen in combinations(range(len(points)), size)
            ):
                numbers.append(size)
                break
    return numbers


@pytest.mark.parametrize("n", [0, 1, 2, pytest.param(3, marks=pytest.mark.slow)])
def test_the_sum_of_specification_numbers_is_that_of_the_definition(n: int) -> None:
    assert specification_number_sum(n) == sum(specification_numbers(n))


@pytest.mark.parametrize("n", range(1, 6))
def test_the_sum_of_specification_numbers_counts_pairs_of_functions_that_differ_at_one_point(n: int) -> None:
    # A function is told from the others by the points at which it can be changed alone.
    functions = threshold_array(n).tolist()
    known = set(functions)
    assert specification_number_sum(n) == sum(f ^ 1 << p in known for f in functions for p in range(1 << n))


@pytest.mark.slow
def test_the_sum_of_specification_numbers_of_six_variables_counts_pairs_at_one_point() -> None:
    # The negations of inputs move any point to any other, so one of the 64 points is enough.
    functions = threshold_array(6)
    flipped = functions ^ np.uint64(1)
    places = np.minimum(np.searchsorted(functions, flipped), len(functions) - 1)
    assert specification_number_sum(6) == 64 * int((functions[places] == flipped).sum())


def test_progress_reaches_the_end() -> None:
    seen: list[tuple[int, int | None]] = []
    count_resonance(4, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (16, 16)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(DomainError, match="must be one of restriction-tree, splitting-tree, flats, not 'walk'"):
        count_resonance(3, "walk")
    with pytest.raises(
        TooLargeError, match=r"d = 7 is too large for the method flats.*use the method restriction-tree"
    ):
        count_resonance(7, "flats")
    with pytest.raises(
        TooLargeError,
        match=r"d = 10 is too large .* \(limit 9\): it would need about 11 hours",
    ):
        count_resonance(10)
    with pytest.raises(DomainError, match="not -1"):
        count_resonance(-1)

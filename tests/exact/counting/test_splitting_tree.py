"""The plain splitting tree against brute force, published numbers and its own laws."""

from itertools import combinations_with_replacement, product

import pytest

from exact.counting import splitting_tree
from exact.counting.splitting_tree import tie_histogram
from exact.counting.threshold_numbers import functions_of, nested_histogram
from exact.counting.weyl_group import WeylGroup, faces_from_histogram, regions_from_faces
from exact.errors import DomainError, ExactError, TooLargeError

# OEIS A001532 and A000609; performance table of the project, section 1.
CLASSES = [1, 1, 2, 3, 7, 21, 135, 2470]
FUNCTIONS = [2, 4, 14, 104, 1882, 94572, 15028134, 8378070864]


def histogram_by_small_weights(variables: int, largest: int) -> list[int]:
    """Collect the Chow vectors of all sorted weights up to a bound, and count their ties."""
    points = list(product((1, -1), repeat=variables))
    vectors: set[tuple[int, ...]] = set()
    for reverse in combinations_with_replacement(range(largest + 1), variables):
        w = reverse[::-1]
        values = [sum(a * b for a, b in zip(w, x, strict=True)) for x in points]
        if all(values):
            signs = [1 if value > 0 else -1 for value in values]
            vectors.add(tuple(sum(s * x[i] for s, x in zip(signs, points, strict=True)) for i in range(variables)))
    histogram = [0] * (1 << variables)
    for vector in vectors:
        following = (*vector[1:], 0)
        histogram[sum((a == b) << i for i, (a, b) in enumerate(zip(vector, following, strict=True)))] += 1
    return histogram


@pytest.mark.parametrize(("variables", "largest"), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)])
def test_the_histogram_is_that_of_all_functions_with_small_weights(variables: int, largest: int) -> None:
    assert tie_histogram(variables) == histogram_by_small_weights(variables, largest)


@pytest.mark.slow
def test_the_histogram_of_six_variables_is_that_of_all_functions_with_small_weights() -> None:
    assert tie_histogram(6) == histogram_by_small_weights(6, 9)


@pytest.mark.parametrize("variables", range(1, 9))
def test_the_numbers_of_classes_and_of_functions_are_the_published_ones(variables: int) -> None:
    histogram = tie_histogram(variables)
    assert sum(histogram) == CLASSES[variables - 1]
    assert functions_of(histogram) == FUNCTIONS[variables - 1]


@pytest.mark.parametrize("variables", range(1, 8))
def test_both_assemblies_give_the_same_number(variables: int) -> None:
    histogram = tie_histogram(variables)
    faces = faces_from_histogram(histogram)
    assert functions_of(histogram) == regions_from_faces(WeylGroup.SIGNED_PERMUTATIONS, variables, faces)


@pytest.mark.parametrize("variables", range(2, 9))
def test_a_histogram_contains_that_of_one_variable_less(variables: int) -> None:
    assert nested_histogram(tie_histogram(variables)) == tie_histogram(variables - 1)


@pytest.mark.slow
def test_nine_variables_give_the_published_numbers() -> None:
    seen: list[int] = []
    histogram = tie_histogram(9, seen.append)
    assert sum(histogram) == 175428
    assert functions_of(histogram) == 17561539552946
    assert nested_histogram(histogram) == tie_histogram(8)
    assert seen == list(range(4096, 175428, 4096))


def test_a_wrong_chow_vector_is_noticed() -> None:
    tree = splitting_tree.SplittingTree(2)
    with pytest.raises(ExactError, match="not sorted"):
        tree._count_cell(-1)


def test_wrong_numbers_of_variables_are_refused() -> None:
    with pytest.raises(DomainError, match="at least 1, not 0"):
        tie_histogram(0)
    with pytest.raises(DomainError, match="not -1"):
        tie_histogram(-1)
    with pytest.raises(TypeError, match="not True"):
        tie_histogram(True)
    with pytest.raises(TooLargeError, match=r"10 self-dual variables are too many .* \(limit 9\)"):
        tie_histogram(10)

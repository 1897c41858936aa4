"""The columns that follow from a tie histogram, against published rows and against counting orbits one by one."""

from itertools import permutations, product

import pytest

from exact.counting.splitting_tree import tie_histogram
from exact.counting.threshold_numbers import (
    ThresholdNumbers,
    TieType,
    functions_of,
    functions_of_exactly,
    negation_classes,
    negation_classes_from_functions,
    negation_classes_of_exactly,
    nested_histogram,
    self_dual_negation_classes_from_functions,
    threshold_numbers,
)
from exact.errors import DomainError

# OEIS; n <= 8: Muroga, Tsuboi, Baugh 1970.  From n = 0, except the self-dual rows, which are from n = 1.
PUBLISHED = {
    "functions": [2, 4, 14, 104, 1882, 94572, 15028134, 8378070864],  # A000609
    "functions_exactly": [2, 2, 8, 72, 1536, 86080, 14487040, 8274797440],  # A000615
    "negation_classes": [2, 3, 6, 20, 150, 3287, 244158, 66291591],  # A002078
    "negation_classes_exactly": [2, 1, 2, 9, 96, 2690, 226360, 64646855],  # A002079
    "permutation_classes": [2, 4, 10, 34, 178, 1720],  # A109455, whose term 6 is misprinted
    "classes": [2, 3, 5, 10, 27, 119, 1113, 29375],  # A000617
    "classes_exactly": [2, 1, 2, 5, 17, 92, 994, 28262],  # A000619
    "output_classes": [1, 2, 3, 6, 15, 63, 567, 14755],  # A001529
    "output_classes_exactly": [1, 1, 1, 3, 9, 48, 504, 14188],  # A001530
    "self_dual_negation_classes": [0, 1, 2, 4, 12, 81, 1684, 122921],  # A002080
    "self_dual_negation_classes_exactly": [0, 1, 0, 1, 4, 46, 1322, 112519],  # A002077
    "self_dual_classes": [0, 1, 1, 2, 3, 7, 21, 135],  # A001532
    "self_dual_classes_exactly": [0, 1, 0, 1, 1, 4, 14, 114],  # A003184
}


@pytest.fixture(scope="module")
def rows() -> list[ThresholdNumbers]:
    return threshold_numbers(tie_histogram(8))


@pytest.mark.parametrize("column", PUBLISHED)
def test_a_column_is_the_published_row(column: str, rows: list[ThresholdNumbers]) -> None:
    expected = PUBLISHED[column]
    assert [getattr(row, column) for row in rows[: len(expected)]] == expected


def test_the_self_dual_functions_are_the_functions_of_one_variable_less(rows: list[ThresholdNumbers]) -> None:
    assert [row.self_dual_functions for row in rows] == [0, *PUBLISHED["functions"][:-1]]


def test_known_misprints_are_not_reproduced(rows: list[ThresholdNumbers]) -> None:
    # A109455(6) stands in print as 590440, A002080(7) in older copies as 123565; oeis-results of 2026 has 38456.
    assert rows[6].permutation_classes == 38456
    assert rows[7].permutation_classes == 2490634
    assert rows[7].self_dual_negation_classes == 122921


def threshold_functions(n: int, largest: int) -> set[tuple[int, ...]]:
    """All threshold functions with weights up to a bound, as tuples of values; for n <= 3 that is all of them."""
    points = list(product((-1, 1), repeat=n))
    found: set[tuple[int, ...]] = set()
    for w in product(range(-largest, largest + 1), repeat=n + 1):
        values = [w[n] + sum(a * b for a, b in zip(w, x, strict=False)) for x in points]
        if all(values):
            found.add(tuple(1 if value > 0 else -1 for value in values))
    return found


def orbits(n: int, functions: set[tuple[int, ...]], permute: bool, negate: bool, output: bool) -> int:
    """Count orbits by applying every transformation to every function."""
    points = list(product((-1, 1), repeat=n))
    index = {x: i for i, x in enumerate(points)}
    orders = list(permutations(range(n))) if permute else [tuple(range(n))]
    signs = list(product((1, -1), repeat=n)) if negate else [(1,) * n]
    moves = [
        [index[tuple(s * x[j] for s, j in zip(sign, order, strict=True))] for x in points]
        for order in orders
        for sign in signs
    ]
    left = set(functions)
    count = 0
    while left:
        f = left.pop()
        count += 1
        for move in moves:
            image = tuple(f[i] for i in move)
            left.discard(image)
            if output:
                left.discard(tuple(-value for value in image))
    return count


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_columns_count_orbits_of_functions(n: int, rows: list[ThresholdNumbers]) -> None:
    functions = threshold_functions(n, 3)
    row = rows[n]
    assert row.functions == len(functions)
    assert row.negation_classes == orbits(n, functions, permute=False, negate=True, output=False)
    assert row.permutation_classes == orbits(n, functions, permute=True, negate=False, output=False)
    assert row.classes == orbits(n, functions, permute=True, negate=True, output=False)
    assert row.output_classes == orbits(n, functions, permute=True, negate=True, output=True)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_the_exact_columns_count_functions_that_depend_on_every_variable(n: int, rows: list[ThresholdNumbers]) -> None:
    points = list(product((-1, 1), repeat=n))
    dependent = {
        f
        for f in threshold_functions(n, 3)
        if all(
            any(f[points.index(x)] != f[points.index((*x[:i], -x[i], *x[i + 1 :]))] for x in points) for i in range(n)
        )
    }
    row = rows[n]
    assert row.functions_exactly == len(dependent)
    assert row.negation_classes_exactly == orbits(n, dependent, permute=False, negate=True, output=False)
    assert row.classes_exactly == orbits(n, dependent, permute=True, negate=True, output=False)
    assert row.output_classes_exactly == orbits(n, dependent, permute=True, negate=True, output=True)


@pytest.mark.parametrize("variables", [1, 2, 3, 4])
def test_a_tie_type_counts_its_signed_arrangements(variables: int) -> None:
    for mask in range(1 << variables):
        vector = [sum(1 - (mask >> j & 1) for j in range(i, variables)) for i in range(variables)]
        images = {
            tuple(sign[i] * vector[order[i]] for i in range(variables))
            for order in permutations(range(variables))
            for sign in product((1, -1), repeat=variables)
        }
        tie = TieType.from_mask(mask, variables)
        assert tie.signed_arrangements() == len(images)
        assert tie.arrangements() == len({tuple(map(abs, image)) for image in images})


def test_the_columns_agree_with_the_identities_of_king(rows: list[ThresholdNumbers]) -> None:
    functions = [row.functions for row in rows]
    for n, row in enumerate(rows):
        assert row.negation_classes == negation_classes_from_functions(functions[: n + 1])
        if n:
            assert row.self_dual_negation_classes == self_dual_negation_classes_from_functions(functions[:n])
            assert 2 * row.output_classes == row.classes + row.self_dual_classes


def test_malformed_histograms_are_refused() -> None:
    with pytest.raises(DomainError, match=r"length 2\*\*N with N >= 1, not 3"):
        functions_of([1, 0, 0])
    with pytest.raises(DomainError, match="not 1"):
        functions_of([1])
    with pytest.raises(DomainError, match="negative"):
        negation_classes([1, -1])
    with pytest.raises(DomainError, match="contains no smaller one"):
        nested_histogram([0, 1])


def test_values_that_are_no_numbers_of_threshold_functions_are_refused() -> None:
    with pytest.raises(DomainError, match="leaves a remainder"):
        negation_classes_of_exactly([2, 5])
    with pytest.raises(DomainError, match="divisible by 4"):
        negation_classes_from_functions([2, 4, 15])
    with pytest.raises(DomainError, match="divisible by 8"):
        self_dual_negation_classes_from_functions([2, 4, 15])


def test_no_variables_leave_two_constants() -> None:
    assert functions_of_exactly([2]) == [2]
    assert negation_classes_from_functions([2]) == 2
    assert self_dual_negation_classes_from_functions([2]) == 1

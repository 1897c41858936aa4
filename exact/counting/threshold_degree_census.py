r"""How many functions, and how many classes of functions, have threshold degree d: all functions of n <= 5 variables.

The threshold degree of f is the least d for which f is a polynomial threshold function of degree d.  The functions of
degree at most d are closed under negations and permutations of the inputs and negation of the value, so that the
numbers of functions and of classes of degree exactly d are differences.

The functions that are *not* of degree d are listed where they are few (`polynomial_threshold`), and fall into orbits
one after the other; all classes together are counted by the lemma of Burnside (`exact.class_count`).  Degree 1 comes
from the tie histogram (`threshold`) and degree 2 of five variables from the walk over classes (`quadratic_walk`).

Dictionary:
    DegreeRow: the numbers for one degree.
    threshold_degree_census: the rows for d = 0, ..., n.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from exact.class_count import count_classes
from exact.counting.polynomial_threshold import MAXIMUM_DIMENSION, count_polynomial_threshold, other_functions
from exact.counting.threshold import count_threshold
from exact.cube import check_dimension
from exact.errors import ExactError, TooLargeError
from exact.orbit import orbit
from exact.symmetry import Group


@dataclass(frozen=True, slots=True)
class DegreeRow:
    """The numbers of functions and classes of n variables of threshold degree d.

    Attributes:
        degree: d.
        functions: of degree exactly d.
        functions_up_to: of degree at most d.
        classes: classes under negations and permutations of the inputs, of degree exactly d.
        classes_up_to: the same of degree at most d.
        output_classes: classes under negation of the value, too, of degree exactly d.
        output_classes_up_to: the same of degree at most d.
    """

    degree: int
    functions: int
    functions_up_to: int
    classes: int
    classes_up_to: int
    output_classes: int
    output_classes_up_to: int


def threshold_degree_census(n: int) -> list[DegreeRow]:
    """Count the functions and the classes of every threshold degree.

    Args:
        n: the number of variables, at most 5.

    Returns:
        One row for each degree 0, 1, ..., n.

    Raises:
        TooLargeError: if n is larger than 5.
        ExactError: if the compiler is not installed and n = 5, where degree 2 needs it.

    Cost:
        Less than a second for n <= 4, about a minute and a half for n = 5.

    Examples:
        Of two variables exclusive or and its negation have degree 2, and they are one class:

        >>> [(row.functions, row.classes, row.output_classes) for row in threshold_degree_census(2)]
        [(2, 2, 1), (12, 3, 2), (2, 1, 1)]
    """
    if check_dimension(n) > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for the census of threshold degrees (limit {MAXIMUM_DIMENSION})",
            size=n,
            limit=MAXIMUM_DIMENSION,
        )
    up_to = [(0, 0, 0), *_up_to(n)]
    rows: list[DegreeRow] = []
    for degree, (before, now) in enumerate(pairwise(up_to)):
        exactly = [b - a for a, b in zip(before, now, strict=True)]
        rows.append(DegreeRow(degree, exactly[0], now[0], exactly[1], now[1], exactly[2], now[2]))
    return rows


def _up_to(n: int) -> Iterator[tuple[int, int, int]]:
    """Yield for every degree the numbers of functions, classes and classes with negation of the value."""
    everything = count_classes(n, Group.NP), count_classes(n, Group.NPN)
    for degree in range(n + 1):
        if degree == n:
            yield 1 << (1 << n), *everything
        elif degree == 0:
            yield 2, 2, 1
        elif degree == 1:
            linear = count_threshold(n)
            groups = linear.classes_by_group
            names = "permutations, negations", "permutations, negations, output negation"
            yield linear.value, groups[names[0]], groups[names[1]]
        elif n == MAXIMUM_DIMENSION and degree == 2:
            quadratic = count_polynomial_threshold(n, 2)
            groups = quadratic.classes_by_group
            names = "permutations, negations", "permutations, negations, output negation"
            yield quadratic.value, groups[names[0]], groups[names[1]]
        else:
            others = other_functions(n, degree)
            value = (1 << (1 << n)) - len(others)
            yield value, everything[0] - _orbits(others, n, Group.NP), everything[1] - _orbits(others, n, Group.NPN)


def _orbits(functions: set[int], n: int, group: Group) -> int:
    """Count the orbits in a set of functions that is closed under the group."""
    waiting = set(functions)
    orbits = 0
    while waiting:
        chosen = waiting.pop()
        together = set(orbit(chosen, n, group))
        together.discard(chosen)
        if not together <= waiting:
            raise ExactError(f"the functions that are not of a degree must be closed under {group.value}")
        waiting.difference_update(together)
        orbits += 1
    return orbits

r"""Cells of an arrangement inside an orthant, as sign patterns, and the threshold functions and pairs that they give.

A cone inside the orthant ``u >= 0`` is given by its extreme rays, with the facets that each lies on and its values at
all hyperplanes.  It is split by a hyperplane with rays strictly on both sides; the new extreme rays lie between
adjacent rays of opposite sides (double description).  A hyperplane with no ray on one of its sides cuts nothing, so no
empty branch is visited, and a cone that nothing cuts is a cell.  All numbers are Python integers.

Up to symmetry the weights of a form are sorted, ``w_1 >= ... >= w_n``, and an orthant is what sorted weights with k
non-negative ones are in terms of their successive differences.

Dictionary:
    cell_patterns: the sign patterns of the cells of an arrangement inside the orthant, as masks of positive forms.
    threshold_representatives: threshold functions of n variables, at least one of every class under NPN.
    threshold_tables: all threshold functions of n variables.
    mirror_pairs: all pairs (sgn(w.x + w_0), sgn(w.x - w_0)), x in bits, up to permutations and the sign of w_0.
    homogeneous_pairs: all pairs (sgn(w.x + w_0), sgn(w.x)), x in bits, up to permutations and negation.

Sources: :cite:p:`MotzkinRaiffaThompsonThrall1953` (double description).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import gcd

from exact.cube import check_dimension
from exact.errors import DomainError
from exact.orbit import orbit
from exact.symmetry import Group

MAXIMUM_REPRESENTATIVES_DIMENSION = 7
MAXIMUM_TABLES_DIMENSION = 5

_Ray = tuple[int, tuple[int, ...]]  # the facets that it lies on, as a mask, and its values at the forms


def cell_patterns(forms: Sequence[Sequence[int]], dimension: int) -> Iterator[int]:
    """Yield the sign pattern of every cell of the arrangement inside the open orthant, each once.

    Args:
        forms: linear forms in coordinates that are positive on the orthant, none of them zero.
        dimension: the number of coordinates, at least 1.

    Returns:
        Masks: bit i is set where form i is positive on the cell.

    Raises:
        DomainError: if a form is zero, since then no cell has a sign there.

    Cost:
        About 0.1 milliseconds a cell for 64 forms in dimension 7.

    Examples:
        The line u_1 = u_2 cuts the quadrant in two:

        >>> sorted(cell_patterns([(1, -1), (1, 1)], 2))
        [2, 3]
    """
    for form in forms:
        if not any(form):
            raise DomainError("a linear form must not be zero: no cell has a sign there")
    facets = (1 << dimension) - 1
    rays = [(facets ^ 1 << i, tuple(form[i] for form in forms)) for i in range(dimension)]
    yield from _split(rays, list(range(len(forms))), 0, dimension, dimension)


def _split(rays: list[_Ray], undecided: list[int], pattern: int, facets: int, dimension: int) -> Iterator[int]:
    """Yield the patterns of the cells of a cone; `facets` is the number of facet bits in use."""
    cutting: list[int] = []
    for i in undecided:
        positive = any(values[i] > 0 for _, values in rays)
        if positive and any(values[i] < 0 for _, values in rays):
            cutting.append(i)
        elif positive:
            pattern |= 1 << i
    if not cutting:
        yield pattern
        return
    first, *rest = cutting
    above = [ray for ray in rays if ray[1][first] > 0]
    below = [ray for ray in rays if ray[1][first] < 0]
    facet = 1 << facets
    shared = [(on | facet, values) for on, values in rays if values[first] == 0]
    shared += _rays_between(above, below, [on for on, _ in rays], first, facet, dimension)
    yield from _split(above + shared, rest, pattern | 1 << first, facets + 1, dimension)
    yield from _split(below + shared, rest, pattern, facets + 1, dimension)


def _rays_between(
    above: Sequence[_Ray], below: Sequence[_Ray], incidences: Sequence[int], form: int, facet: int, dimension: int
) -> list[_Ray]:
    """Return the extreme rays on a hyperplane that lie between adjacent rays of its two sides.

    Two rays are adjacent iff no third ray lies on every facet on which both lie.
    """
    found: list[_Ray] = []
    for on_above, values_above in above:
        for on_below, values_below in below:
            common = on_above & on_below
            if common.bit_count() < dimension - 2 or sum(1 for on in incidences if on & common == common) > 2:
                continue
            a, b = values_above[form], -values_below[form]
            values = [b * x + a * y for x, y in zip(values_above, values_below, strict=True)]
            divisor = gcd(*values)
            found.append((common | facet, tuple(value // divisor for value in values)))
    return found


def _signs(p: int, n: int) -> list[int]:
    return [1 if p >> i & 1 else -1 for i in range(n)]


@lru_cache(maxsize=8)
def threshold_representatives(n: int) -> tuple[int, ...]:
    """Return truth tables of threshold functions, at least one of every class under signed permutations and negation.

    All of them have weights ``w_1 >= ... >= w_n >= 0`` and ``w_0 >= 0``, so that they increase with every variable.

    Args:
        n: the number of variables, at most 7.

    Raises:
        TooLargeError: if n > 7.

    Cost:
        0.2 s for n = 6, half a second for n = 7.

    Examples:
        Truth, one variable, and the disjunction:

        >>> [bin(table) for table in threshold_representatives(2)]
        ['0b1010', '0b1110', '0b1111']
    """
    check_dimension(n, MAXIMUM_REPRESENTATIVES_DIMENSION)
    forms: list[list[int]] = []
    for p in range(1 << n):
        partial = [1]
        total = 0
        for sign in _signs(p, n):
            total += sign
            partial.append(total)
        forms.append(partial)
    return tuple(sorted(set(cell_patterns(forms, n + 1))))


@lru_cache(maxsize=8)
def threshold_tables(n: int) -> tuple[int, ...]:
    """Return all threshold functions of n variables in increasing order: the orbits of the representatives.

    Raises:
        TooLargeError: if n > 5.

    Cost:
        0.2 s for n = 5.

    Examples:
        >>> [len(threshold_tables(n)) for n in range(4)]
        [2, 4, 14, 104]
    """
    check_dimension(n, MAXIMUM_TABLES_DIMENSION)
    found: set[int] = set()
    for table in threshold_representatives(n):
        if table not in found:
            found.update(orbit(table, n, Group.NPN))
    return tuple(sorted(found))


def _sorted_weights(n: int) -> Iterator[list[list[int]]]:
    """Yield, for k = 0, ..., n, the weights ``w_1 >= ... >= w_k >= 0 >= w_{k+1} >= ... >= w_n``.

    They are forms in n non-negative coordinates: w_i as the list of its coefficients.
    """
    for k in range(n + 1):
        yield [[1 if i <= j < k else 0 for j in range(n)] for i in range(k)] + [
            [-1 if k <= j <= i else 0 for j in range(n)] for i in range(k, n)
        ]


def _at(weights: Sequence[Sequence[int]], p: int, n: int) -> list[int]:
    """Return w.x at the point p in bits, as a form in the coordinates of the weights."""
    return [sum(weights[i][j] for i in range(n) if p >> i & 1) for j in range(n)]


@lru_cache(maxsize=8)
def mirror_pairs(n: int) -> tuple[tuple[int, int], ...]:
    """Return the pairs (sgn(w.x + w_0), sgn(w.x - w_0)) of functions of x in bits, neither argument ever 0.

    Args:
        n: the number of variables, at most 5.

    Returns:
        At least one pair of every class under permutations of the inputs and exchange of the two functions, and all of
        them with w_0 > 0.

    Cost:
        Some seconds for n = 5.

    Examples:
        >>> mirror_pairs(0), mirror_pairs(1)
        (((1, 0),), ((1, 0), (3, 0), (3, 2)))
    """
    check_dimension(n, MAXIMUM_TABLES_DIMENSION)
    found: set[tuple[int, int]] = set()
    full = (1 << (1 << n)) - 1
    for weights in _sorted_weights(n):
        points = [_at(weights, p, n) for p in range(1 << n)]
        forms = [[1, *point] for point in points] + [[-1, *point] for point in points]
        found.update((pattern & full, pattern >> (1 << n)) for pattern in cell_patterns(forms, n + 1))
    return tuple(sorted(found))


@lru_cache(maxsize=8)
def homogeneous_pairs(n: int) -> tuple[tuple[int, int], ...]:
    """Return the pairs (sgn(w.x + w_0), sgn(w.x)) of functions of x in bits, where the second is free at x = 0.

    The pairs are the chambers of the resonance arrangement in the n + 1 variables w, w_0, read in two halves.

    Args:
        n: the number of variables, at most 5.

    Returns:
        At least one pair of every class under permutations of the inputs; at x = 0 the second function is written as 0.

    Cost:
        A second for n = 5.

    Examples:
        >>> homogeneous_pairs(0), homogeneous_pairs(1)
        (((0, 0), (1, 0)), ((0, 0), (0, 2), (1, 0), (2, 2), (3, 0), (3, 2)))
    """
    check_dimension(n, MAXIMUM_TABLES_DIMENSION)
    m = n + 1
    found: set[tuple[int, int]] = set()
    for weights in _sorted_weights(m):
        forms = [_at(weights, p, m) for p in range(1, 1 << m)]
        for pattern in cell_patterns(forms, m):
            table = pattern << 1
            for i in range(m):  # any variable may be the multiplier w_0; those before and after it are sorted
                upper = lower = 0
                for p in range(1 << n):
                    moved = (p >> i) << (i + 1) | (p & (1 << i) - 1)
                    lower |= (table >> moved & 1) << p
                    upper |= (table >> (moved | 1 << i) & 1) << p
                found.add((upper, lower))
    return tuple(sorted(found))

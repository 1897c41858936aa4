r"""Polynomial threshold functions of every degree, counted through the flats of the cube.

f is a polynomial threshold function of degree d if f = sgn(p) for a polynomial p of degree at most d without zeros on
the cube.  Let M_d be the vectors of the monomials of degree at most d at the 2^n points.  The functions are the regions
of the arrangement with these vectors as normals.

Degrees d and n - d - 1 are dual: with the product chi of all variables, the functions orthogonal to all monomials of
degree at most d are chi times the polynomials of degree at most n - d - 1.  Three methods follow.

* **regions**: Zaslavsky's theorem for M_d: the sum of the Möbius numbers of its flats (`arrangement`).
* **subsets**: by Zaslavsky's theorem the number of regions is the Tutte polynomial of M_d at (2, 0), so that of the
  dual, M_{n-d-1} (up to signs of its vectors), at (0, 2), which is the sum of ``(-1)^(rank - rank S)`` over all sets S
  of points.  The sets are counted by the flat that they span, one point after the other.
* **lists**: by Gordan's theorem f is no such function exactly when some ``v != 0`` of degree at most n - d - 1 has
  ``f chi v >= 0`` everywhere; polynomials v with a maximal set of zeros suffice, because every v is a sum of such
  polynomials that have its sign or 0 everywhere.  Their zero sets are the flats of M_{n-d-1} one below the top.  Each
  gives the functions that have the sign of ``chi v`` outside the zeros, and of ``-chi v``; the union is counted.

For d close to n the dual has few flats, which is why the last two reach further than the first there.  Two more
methods are for degree 2 only, where symmetry takes the place of duality; they need the compiler:

* **class-walk**: from class to class through the walls, with integer certificates (`quadratic_walk`); gives classes.
* **class-flats**: Zaslavsky's theorem with one flat for each orbit (`quadratic_flats`).

For d = n - 2 orbits of flats of the affine cube are enough (`codegree_two`), up to n = 6: that is **restrictions**, and
**subsets** for n = 6.  For d >= n - 1 the dual has no flats or one, and **subsets** needs nothing but the numbers.

Dictionary:
    count_polynomial_threshold: the number of polynomial threshold functions of degree at most d.
    polynomial_threshold_table: the functions themselves, for small n, by the lists; other_functions: all others.
    METHODS: the names of the methods; QUADRATIC_METHODS: those for degree 2 only.
    method_limits: the methods for a degree with the largest n of each; polynomial_effort: what is needed beyond.

Sources: :cite:p:`WangWilliams1991`; :cite:p:`Zaslavsky1975`; Crapo's rank polynomial, :cite:p:`BrylawskiOxley1992`.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from math import comb

from exact.arrangement import Flat, Vector, flats_by_rank, region_count, spanning_set_counts
from exact.counting.codegree_two import MAXIMUM_DIMENSION as CODEGREE_TWO_DIMENSION
from exact.counting.codegree_two import count_codegree_two
from exact.counting.effort import Effort, check_effort
from exact.counting.quadratic_flats import quadratic_flats
from exact.counting.quadratic_walk import quadratic_census
from exact.counting.result import CountResult
from exact.cube import Encoding, check_dimension, coordinates
from exact.errors import DomainError, ExactError, TooLargeError

QUADRATIC_METHODS = ("class-walk", "class-flats")
METHODS = ("subsets", "lists", "regions", *QUADRATIC_METHODS, "restrictions")
MAXIMUM_DIMENSION = 5
_LARGEST_FLATS = {5: 1}
"""For n = 5, the largest degree whose flats can be listed one by one; degree 2 has far too many."""

LARGEST_OF_ALL_FUNCTIONS = 12
"""Up to this n the numbers 2^(2^n) and 2^(2^n) - 2 are written down."""

_FLAT_MICROSECONDS, _FLAT_BYTES = 100, 1000
_CLASS_MICROSECONDS, _CLASS_BYTES = 300, 200
"""Of one flat, and of one class of quadratic threshold functions; measured."""

_CODEGREE_TWO_OF_SEVEN = Effort(14_000, 140_000_000_000)
"""The points of seven variables have about 1.4e8 flats, by the growth up to five."""

_QUADRATIC_CLASSES_OF_SIX = 1_414_120_376 * 94_572 // 645_120
"""At least so many: T(5, 2) T(5, 1) functions (theory Q-L5) in orbits of at most 2^7 7! functions."""


def count_polynomial_threshold(
    n: int, degree: int, method: str | None = None, progress: Callable[[int, int | None], None] | None = None
) -> CountResult:
    """Count the polynomial threshold functions of n variables and of degree at most d exactly.

    Args:
        n: the number of variables, at most 5; 6 for the degree n - 2, and 12 for the degrees 0, n - 1 and above.
        degree: d; a degree above n counts like n.
        method: one of `METHODS`; None takes ``regions`` for small degrees and ``subsets`` for large ones, so that there
            are few flats, and ``class-walk`` for degree 2 and n = 5.
        progress: called by the method ``class-flats`` with the ranks done and all ranks.

    Returns:
        The count; ``classes`` under permutations and negations of inputs, and ``classes_by_group``, are given by the
        method ``class-walk``.

    Raises:
        DomainError: if the degree is negative, or the method unknown or not for this degree.
        TooLargeError: if n is too large, or the method would need too many flats: for n = 5 ``regions`` reaches the
            degrees 0 and 1, ``subsets`` and ``lists`` reach 3, 4 and 5, and the last two methods are for degree 2.
        ExactError: if a method for degree 2 is asked for and the compiler is not installed.

    Cost:
        With the method that is taken by itself, less than a second for n = 4, and for n = 5 five seconds for degree 3
        and ten for degree 2 (``class-flats`` takes a minute there); three seconds for n = 6 and degree 4.
        The other methods may take ten seconds for n = 4.

    Examples:
        Every function but the two parities is of degree 2 in three variables:

        >>> count_polynomial_threshold(3, 2).value
        254
    """
    d = _check_degree(n, degree)
    if method is None:
        method = "class-walk" if (n, d) == (5, 2) else "regions" if d < n - d - 1 else "subsets"
    if method not in METHODS:
        raise DomainError(f"the method must be one of {', '.join(METHODS)}, not {method!r}")
    if method in QUADRATIC_METHODS:
        if degree != 2:
            raise DomainError(f"the method {method} counts degree 2 only, not degree {degree}")
        _check_reach(n, degree, method)
        return _count_quadratic(n, method, progress)
    if method == "restrictions" and degree != n - 2:
        raise DomainError(f"the method restrictions counts the degree n - 2 only, not degree {degree} for n = {n}")
    _check_reach(n, degree, method)
    if method == "restrictions" or (n > MAXIMUM_DIMENSION and d == n - 2):
        return count_codegree_two(n, method)
    start = time.perf_counter_ns()
    if method == "regions":
        normals = _monomial_vectors(n, d)
        value = region_count(normals, len(normals[0]))
    elif method == "subsets":
        value = _count_by_subsets(n, d)
    else:
        value = (1 << (1 << n)) - len(other_functions(n, d))
    return CountResult("threshold", n, value, method, time.perf_counter_ns() - start, {"degree": degree})


def _count_quadratic(n: int, method: str, progress: Callable[[int, int | None], None] | None) -> CountResult:
    if importlib.util.find_spec("numba") is None:
        raise ExactError(f"the method {method} needs numba, which is not installed; use the method subsets up to n = 4")
    if n < 2:
        raise DomainError(f"the method {method} needs n >= 2, not {n}; use the method subsets")
    if method == "class-flats":
        quadratic_flats(2)  # compile or load the kernel before time is measured
        start = time.perf_counter_ns()
        value = quadratic_flats(n, progress).regions
        return CountResult("threshold", n, value, method, time.perf_counter_ns() - start, {"degree": 2})
    quadratic_census(2)
    start = time.perf_counter_ns()
    census = quadratic_census(n)
    return CountResult(
        class_name="threshold",
        n=n,
        value=census.function_count,
        method=method,
        nanoseconds=time.perf_counter_ns() - start,
        options={"degree": 2},
        classes=census.input_classes,
        classes_by_group={
            "permutations, negations": census.input_classes,
            "permutations, negations, output negation": census.output_classes,
            "lifted signed permutations, output negation": len(census.classes),
        },
    )


def polynomial_threshold_table(n: int, degree: int) -> list[int]:
    """Return the truth tables of the polynomial threshold functions of degree at most d, in increasing order.

    Args:
        n: the number of variables, at most 4.
        degree: d.

    Examples:
        Of two variables, exclusive or (0b0110) and its negation have degree 2:

        >>> sorted(set(polynomial_threshold_table(2, 2)) - set(polynomial_threshold_table(2, 1)))
        [6, 9]
    """
    d = _check(n, degree)
    if n == MAXIMUM_DIMENSION:
        raise TooLargeError(f"n = {n} has too many functions to list (limit 4)", size=n, limit=4)
    others = other_functions(n, d)
    return [table for table in range(1 << (1 << n)) if table not in others]


def method_limits(degree: int) -> dict[str, int]:
    """Return the methods for a degree, each with the largest n that it reaches.

    Examples:
        >>> method_limits(2)
        {'subsets': 4, 'lists': 4, 'regions': 4, 'class-walk': 5, 'class-flats': 5, 'restrictions': 4}
        >>> method_limits(4)
        {'subsets': 6, 'lists': 5, 'regions': 4, 'restrictions': 6}
    """
    reached = {
        method: [n for n in range(LARGEST_OF_ALL_FUNCTIONS + 1) if _reaches(n, degree, method)] for method in METHODS
    }
    return {method: max(dimensions) for method, dimensions in reached.items() if dimensions}


def _reaches(n: int, degree: int, method: str) -> bool:
    """Return whether a method counts this degree for n variables."""
    d = min(degree, n)
    dual = n - d - 1
    if method in QUADRATIC_METHODS:
        return degree == 2 and 2 <= n <= MAXIMUM_DIMENSION
    if method == "restrictions":
        return dual == 1 and degree == n - 2 and n <= CODEGREE_TWO_DIMENSION
    if method == "regions":
        return (d == 0 and n <= LARGEST_OF_ALL_FUNCTIONS) or (n <= MAXIMUM_DIMENSION and d <= _LARGEST_FLATS.get(n, n))
    if n <= MAXIMUM_DIMENSION:
        return dual <= _LARGEST_FLATS.get(n, n)
    if method == "lists":
        return False
    return (dual == 1 and n <= CODEGREE_TWO_DIMENSION) or (dual <= 0 and n <= LARGEST_OF_ALL_FUNCTIONS)


def _check_reach(n: int, degree: int, method: str) -> None:
    """Refuse what a method cannot count, with what it would need; nothing here can be forced."""
    if _reaches(n, degree, method) or (method in QUADRATIC_METHODS and n < 2):
        return
    limit = method_limits(degree).get(method, -1)
    others = [other for other in METHODS if _reaches(n, degree, other)]
    check_effort(
        f"n = {n} with degree {degree} is too large for the method {method} (limit {limit})",
        size=n,
        limit=min(limit, n - 1),
        effort=polynomial_effort(n, degree, method),
        force=False,
        alternative=f"use the method {others[0]}" if others else "",
        obstacle="its numbers would have too many digits"
        if method == "subsets" and degree >= n - 1
        else f"it keeps every {'class' if method == 'class-walk' else 'flat'} in memory",
        elsewhere=bool(others),
    )


def polynomial_effort(n: int, degree: int, method: str) -> Effort:
    """Return what a method would need at least, for an n beyond its reach.

    A dependence between the vectors of M_e has at least 2^(e + 1) points, so that every set of at most 2^(e + 1) - 2
    points is a flat.

    Examples:
        >>> print(polynomial_effort(6, 3, "subsets"))
        at least 2 hours of one processor and 83.3 GB
    """
    if method in QUADRATIC_METHODS:
        classes = _QUADRATIC_CLASSES_OF_SIX
        return Effort(classes * _CLASS_MICROSECONDS // 1_000_000, classes * _CLASS_BYTES, at_least=True)
    flats_of = min(degree, n) if method == "regions" else n - min(degree, n) - 1
    if flats_of <= 0:  # two numbers of 2^n binary digits
        return Effort(1, 2 << min(n, 64) >> 3, at_least=True)
    if flats_of == 1 and n > CODEGREE_TWO_DIMENSION:
        return _CODEGREE_TWO_OF_SEVEN if n == CODEGREE_TWO_DIMENSION + 1 else _CODEGREE_TWO_OF_SEVEN.and_more()
    points, largest = 1 << min(n, 6), (2 << min(flats_of, 5)) - 2
    flats = sum(comb(points, size) for size in range(largest + 1))
    return Effort(max(1, flats * _FLAT_MICROSECONDS // 1_000_000), flats * _FLAT_BYTES, at_least=True)


def _check_degree(n: int, degree: int) -> int:
    """Return the degree, at most n."""
    check_dimension(n)
    if type(degree) is not int:
        raise TypeError(f"the degree must be an int, not {degree!r}")
    if degree < 0:
        raise DomainError(f"the degree must be at least 0, not {degree}")
    return min(degree, n)


def _check(n: int, degree: int) -> int:
    """Return the degree, at most n, for functions that are listed."""
    d = _check_degree(n, degree)
    if n > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {n} has too many functions to list (limit {MAXIMUM_DIMENSION})", size=n, limit=MAXIMUM_DIMENSION
        )
    return d


def _monomial_vectors(n: int, degree: int) -> list[Vector]:
    """Return for every point the values of the monomials of degree at most d, in signs; of none for d = -1."""
    subsets = [subset for size in range(degree + 1) for subset in combinations(range(n), size)]
    vectors: list[Vector] = []
    for p in range(1 << n):
        x = coordinates(p, n, Encoding.SIGNS)
        vectors.append(tuple(1 if sum(x[i] < 0 for i in subset) % 2 == 0 else -1 for subset in subsets))
    return vectors


def _point_flats(n: int, degree: int) -> Iterator[list[Flat]]:
    """Yield the flats of M_d as sets of points, by rank.

    For d >= 1 different points have vectors that are not proportional, so that hyperplanes are numbered like points.
    """
    vectors = _monomial_vectors(n, degree)
    return flats_by_rank(vectors, len(vectors[0]))


def _count_by_subsets(n: int, d: int) -> int:
    """Sum (-1)^(rank - rank S) over the sets S of points, with ranks in the dual M_{n-d-1}."""
    points = 1 << n
    dual = n - d - 1
    if dual < 0:  # every set has rank 0
        return 1 << points
    if dual == 0:  # all points are one flat of rank 1: the empty set counts with -1
        return (1 << points) - 2
    levels = list(_point_flats(n, dual))
    top = len(levels) - 1
    rank = {flat.hyperplanes: level for level, flats in enumerate(levels) for flat in flats}
    counts = spanning_set_counts(levels)
    return sum(-count if (top - rank[span]) & 1 else count for span, count in counts.items())


def other_functions(n: int, d: int) -> set[int]:
    """Return the truth tables that are no polynomial threshold functions of degree d.

    Args:
        n: the number of variables.
        d: the degree, at most n.

    Raises:
        TooLargeError: if the flats of degree n - d - 1 are too many.

    Cost:
        Twenty seconds for n = 5 and d = 3, where there are 4475540 of them.

    Examples:
        >>> sorted(other_functions(2, 1))
        [6, 9]
    """
    d = _check(n, d)
    if n - d - 1 > _LARGEST_FLATS.get(n, n):
        raise TooLargeError(
            f"the flats of degree {n - d - 1} for n = {n} are too many", size=n - d - 1, limit=_LARGEST_FLATS[n]
        )
    points = 1 << n
    everything = (1 << points) - 1
    dual = n - d - 1
    if dual < 0:
        return set()
    odd = sum(1 << p for p in range(points) if (n - p.bit_count()) & 1)
    parity = everything & ~odd  # the table of chi: true where the number of false variables is even
    if dual == 0:
        return {parity, everything ^ parity}
    vectors = _monomial_vectors(n, dual)
    levels = list(_point_flats(n, dual))
    found: set[int] = set()
    for flat in levels[-2]:
        (v,) = flat.space
        positive = sum(1 << p for p, vector in enumerate(vectors) if sum(map(int.__mul__, v, vector)) > 0)
        outside = everything & ~flat.hyperplanes
        sign = (positive ^ odd) & outside
        free = flat.hyperplanes
        part = free
        while True:  # all subsets of the zeros
            found.add(sign | part)
            found.add(sign ^ outside | part)
            if part == 0:
                break
            part = (part - 1) & free
    return found

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

Dictionary:
    count_polynomial_threshold: the number of polynomial threshold functions of degree at most d.
    polynomial_threshold_table: the functions themselves, for small n, by the lists; other_functions: all others.
    METHODS: the names of the methods; QUADRATIC_METHODS: those for degree 2 only.

Sources: :cite:p:`WangWilliams1991`; :cite:p:`Zaslavsky1975`; Crapo's rank polynomial, :cite:p:`BrylawskiOxley1992`.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator
from itertools import combinations

from exact.arrangement import Flat, Vector, flats_by_rank, region_count, spanning_set_counts
from exact.counting.quadratic_flats import quadratic_flats
from exact.counting.quadratic_walk import quadratic_census
from exact.counting.result import CountResult
from exact.cube import Encoding, check_dimension, coordinates
from exact.errors import DomainError, ExactError, TooLargeError

QUADRATIC_METHODS = ("class-walk", "class-flats")
METHODS = ("subsets", "lists", "regions", *QUADRATIC_METHODS)
MAXIMUM_DIMENSION = 5
_LARGEST_FLATS = {5: 1}
"""For n = 5, the largest degree whose flats can be listed one by one; degree 2 has far too many."""


def count_polynomial_threshold(n: int, degree: int, method: str | None = None) -> CountResult:
    """Count the polynomial threshold functions of n variables and of degree at most d exactly.

    Args:
        n: the number of variables, at most 5.
        degree: d; a degree above n counts like n.
        method: one of `METHODS`; None takes ``regions`` for small degrees and ``subsets`` for large ones, so that there
            are few flats, and ``class-walk`` for degree 2 and n = 5.

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
        and ten for degree 2 (``class-flats`` takes a minute there).
        The other methods may take ten seconds for n = 4.

    Examples:
        Every function but the two parities is of degree 2 in three variables:

        >>> count_polynomial_threshold(3, 2).value
        254
    """
    d = _check(n, degree)
    if method is None:
        method = "class-walk" if (n, d) == (5, 2) else "regions" if d < n - d - 1 else "subsets"
    if method not in METHODS:
        raise DomainError(f"the method must be one of {', '.join(METHODS)}, not {method!r}")
    if method in QUADRATIC_METHODS:
        if degree != 2:
            raise DomainError(f"the method {method} counts degree 2 only, not degree {degree}")
        return _count_quadratic(n, method)
    flats_of = d if method == "regions" else n - d - 1
    limit = _LARGEST_FLATS.get(n, n)
    if flats_of > limit:
        other = "class-walk" if d == 2 else "subsets" if method == "regions" else "regions"
        reached = d == 2 or (d if other == "regions" else n - d - 1) <= limit
        raise TooLargeError(
            f"the method {method} needs the flats of degree {flats_of} for n = {n} and degree {degree} (limit {limit})",
            size=flats_of,
            limit=limit,
            alternative=f"use the method {other}" if reached else "no method here can run this degree, forced or not",
        )
    start = time.perf_counter_ns()
    if method == "regions":
        normals = _monomial_vectors(n, d)
        value = region_count(normals, len(normals[0]))
    elif method == "subsets":
        value = _count_by_subsets(n, d)
    else:
        value = (1 << (1 << n)) - len(other_functions(n, d))
    return CountResult("threshold", n, value, method, time.perf_counter_ns() - start, {"degree": degree})


def _count_quadratic(n: int, method: str) -> CountResult:
    if importlib.util.find_spec("numba") is None:
        raise ExactError(f"the method {method} needs numba, which is not installed; use the method subsets up to n = 4")
    if n < 2:
        raise DomainError(f"the method {method} needs n >= 2, not {n}; use the method subsets")
    if method == "class-flats":
        quadratic_flats(2)  # compile or load the kernel before time is measured
        start = time.perf_counter_ns()
        value = quadratic_flats(n).regions
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


def _check(n: int, degree: int) -> int:
    """Return the degree, at most n."""
    check_dimension(n)
    if n > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for these methods (limit {MAXIMUM_DIMENSION}): no method here can run it, forced or "
            f"not",
            size=n,
            limit=MAXIMUM_DIMENSION,
        )
    if type(degree) is not int:
        raise TypeError(f"the degree must be an int, not {degree!r}")
    if degree < 0:
        raise DomainError(f"the degree must be at least 0, not {degree}")
    return min(degree, n)


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

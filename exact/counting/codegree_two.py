r"""Polynomial threshold functions of n variables and of degree n - 2, counted by orbits of flats of the affine cube.

The dual of degree n - 2 is degree 1 (`polynomial_threshold`), so their number is the Tutte polynomial of the points of
the cube, as vectors (1, x), at (0, 2).  The flats of these vectors are those of the threshold arrangement of n
variables, whose orbits under signed permutations are few (`flats`).  Two expansions give two methods; the top rank is
n + 1:

* **subsets**: the sum of ``(-1)^(n + 1 - r)`` times the number of sets of points of rank r.  The sets that span a flat
  are counted below it, with the flats inside the flat.
* **restrictions**: Crapo's coboundary polynomial: the sum over the flats X of ``(-1)^(n + 1 - rank X) 2^m(X) r(X)``,
  where m(X) is the number of points in X, and r(X) the number of regions of the arrangement on the subspace in which
  the hyperplanes of X meet, found from the flats above X.

Both use the orbits of flats and their sizes, and nothing else together: one looks below every flat, the other above.

Dictionary:
    count_codegree_two: the number of these functions, n >= 2.
    METHODS: the names of the methods.

Sources: :cite:p:`BrylawskiOxley1992` (Tutte and coboundary polynomials).
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from exact.arrangement import flats_by_rank, region_count, spanning_set_counts
from exact.counting.flats import FlatOrbit, flat_census, orbits_of_flats, threshold_normals
from exact.counting.result import CountResult
from exact.cube import check_dimension
from exact.errors import DomainError, ExactError, TooLargeError

METHODS = ("subsets", "restrictions")
MAXIMUM_DIMENSION = 6


def count_codegree_two(n: int, method: str = "subsets") -> CountResult:
    """Count the polynomial threshold functions of n variables and of degree at most n - 2 exactly.

    Args:
        n: the number of variables, from 2 to 6.
        method: one of `METHODS`.

    Raises:
        DomainError: if n is less than 2, or the method unknown.
        TooLargeError: if n is larger than 6.

    Cost:
        For n = 6, three seconds by subsets and fifteen by restrictions.

    Examples:
        For three variables these are the threshold functions:

        >>> count_codegree_two(3).value, count_codegree_two(3, "restrictions").value
        (104, 104)
    """
    check_dimension(n)
    if n < 2:
        raise DomainError(f"n must be at least 2, not {n}: the degree n - 2 must not be negative")
    if n > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for the flats inside and above every flat (limit {MAXIMUM_DIMENSION})",
            size=n,
            limit=MAXIMUM_DIMENSION,
        )
    if method not in METHODS:
        raise DomainError(f"the method must be one of {', '.join(METHODS)}, not {method!r}")
    start = time.perf_counter_ns()
    value = _count_by_subsets(n) if method == "subsets" else _count_by_restrictions(n)
    return CountResult("threshold", n, value, method, time.perf_counter_ns() - start, {"degree": n - 2})


def _sized_orbits(n: int) -> Iterator[tuple[int, FlatOrbit, int, int]]:
    """Yield the rank, the orbit, the number of flats in it, and the number of sets of points that span one of them."""
    normals = threshold_normals(n)
    for rank, orbits in enumerate(orbits_of_flats(n)):
        for orbit in orbits:
            inside = [x for x in normals if all(sum(map(int.__mul__, v, x)) == 0 for v in orbit.complement)]
            levels = list(flats_by_rank(inside, n + 1))
            (top,) = levels[-1]
            size, remainder = divmod(orbit.weight, top.moebius)
            if remainder or len(inside) != orbit.hyperplanes or len(levels) != rank + 1:
                raise ExactError(f"an orbit of flats of rank {rank} for n = {n} does not fit its representative")
            yield rank, orbit, size, spanning_set_counts(levels)[top.hyperplanes]


def _count_by_subsets(n: int) -> int:
    total = 0
    of_full_rank = 1 << (1 << n)
    for rank, _, size, spanning in _sized_orbits(n):
        subsets = size * spanning
        of_full_rank -= subsets
        total += -subsets if (n + 1 - rank) & 1 else subsets
    return total + of_full_rank


def _count_by_restrictions(n: int) -> int:
    normals = threshold_normals(n)
    total = 1 << (1 << n)  # the flat of all points: a subspace of dimension 0, with one region
    for rank, orbit, size, _ in _sized_orbits(n):
        if rank == 0:
            regions = flat_census(n).regions
        else:
            traces = [[sum(map(int.__mul__, v, x)) for v in orbit.complement] for x in normals]
            regions = region_count([trace for trace in traces if any(trace)], len(orbit.complement))
        term = (size * regions) << orbit.hyperplanes
        total += -term if (n + 1 - rank) & 1 else term
    return total

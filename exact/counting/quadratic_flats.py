r"""Quadratic threshold functions of n <= 5 variables, counted by orbits of flats: Zaslavsky's theorem, no programs.

A point x of the cube has the vector of its monomials of degree at most 2; the quadratic threshold functions are the
regions of the arrangement with these normals.  By Zaslavsky's theorem their number is the sum of ``|mu|`` over the
flats, which are sets of points here.  With W, the number of flats in an orbit times ``|mu|``, Weisner's theorem gives

    W([X]) m(X) = sum over orbits [Y] of the rank below of W([Y]) * #{x not in Y : Y and x span a flat in [X]},

where m counts points; every division must come out even.  In the top rank and in the one below it only m matters.

The symmetries are those of the lifted cube: put ``y_i y_{n+1} = x_i``; quadratic polynomials in x are the even ones
in y, so signed permutations of y act.  As bits, they are the translations of the points and ``(n + 1)!`` linear maps.
The canonical member of an orbit of sets of points is the least mask among those images that move a point of the set
to 0, tried for the points of one class of invariants only: it depends on the orbit alone.

This road shares the cube and the errors with `quadratic_walk`, and nothing else: no linear program, no Chow parameter.

Dictionary:
    QuadraticFlats: the numbers of orbits of flats and the Whitney numbers, by rank.
    quadratic_flats: compute them.

Sources: :cite:p:`Zaslavsky1975`; :cite:p:`Weisner1935`; :cite:p:`BrysiewiczEbleKuehne2023` (symmetry).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations

from exact.cube import check_dimension
from exact.errors import DomainError, ExactError, TooLargeError

MAXIMUM_DIMENSION = 5


@dataclass(frozen=True, slots=True)
class QuadraticFlats:
    """The flats of the quadratic points of n variables, by rank.

    Attributes:
        n: the number of variables.
        orbits: the numbers of orbits of rank 0, 1, ..., up to two below the top.
        whitney_numbers: the sums of ``|mu|`` for every rank.
    """

    n: int
    orbits: tuple[int, ...]
    whitney_numbers: tuple[int, ...]

    @property
    def regions(self) -> int:
        """The number of regions: of quadratic threshold functions."""
        return sum(self.whitney_numbers)


def _vectors(n: int) -> list[list[int]]:
    """Return the values of the monomials of degree at most 2 at every point; bit 1 stands for -1."""
    rows: list[list[int]] = []
    for p in range(1 << n):
        x = [1 - 2 * (p >> i & 1) for i in range(n)]
        rows.append([1, *x, *(x[i] * x[j] for j in range(n) for i in range(j))])
    return rows


def _linear_maps(n: int) -> list[list[int]]:
    """Return for every permutation of the n + 1 lifted coordinates the images of the points.

    A point is the class of y up to its sign; its bits are those of y with the last one made 0.
    """
    maps: list[list[int]] = []
    for move in permutations(range(n + 1)):
        images: list[int] = []
        for p in range(1 << n):
            y = sum((p >> i & 1) << move[i] for i in range(n + 1))
            images.append(y ^ ((1 << (n + 1)) - 1) if y >> n & 1 else y)
        maps.append(images)
    return maps


def _byte_images(image: list[int], width: int) -> list[list[int]]:
    """Return for every byte of a mask, and every value of it, the set of the images of its points."""
    tables: list[list[int]] = []
    for k in range(width):
        table = [0]
        for p in image[8 * k : 8 * k + 8]:
            table += [entry | 1 << p for entry in table]
        tables.append(table + [0] * (256 - len(table)))
    return tables


def quadratic_flats(
    n: int, progress: Callable[[int, int | None], None] | None = None, limit: int | None = None
) -> QuadraticFlats:
    """Compute the orbits of flats of the quadratic points of n variables.

    Args:
        n: the number of variables, from 2 to 5.
        progress: called with the ranks done and all ranks.
        limit: a bound on the integers of the kernel below its own; for tests of the guard.

    Raises:
        DomainError: if n is less than 2.
        TooLargeError: if n is larger than 5, or a guard of the kernel speaks.
        ExactError: if a division does not come out even, or a check at the end fails: an error in the library.

    Cost:
        A minute at most for n = 5, after a compilation of some seconds that happens once on a machine.

    Source:
        Zaslavsky's theorem and Weisner's theorem, with symmetry.
    """
    check_dimension(n)
    if n < 2:
        raise DomainError(f"the flats of quadratic points need n >= 2, not {n}")
    if n > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for the flats of quadratic points (limit {MAXIMUM_DIMENSION})",
            size=n,
            limit=MAXIMUM_DIMENSION,
        )
    import numpy as np

    from exact.counting import _quadratic_flats_kernel as kernel

    count = 1 << n
    vectors = np.array(_vectors(n), dtype=np.int64)
    rank = vectors.shape[1]
    distances = np.array([min(p.bit_count(), n + 1 - p.bit_count()) for p in range(count)], dtype=np.int64)
    maps = _linear_maps(n)
    width = max(count // 8, 1)
    images = np.array([_byte_images(image, width) for image in maps], dtype=np.int64)
    bound = kernel.MAXIMUM_VALUE if limit is None else min(limit, kernel.MAXIMUM_VALUE)
    level = {0: 1}
    orbits: list[int] = []
    whitney: list[int] = []
    for r in range(rank - 1):
        orbits.append(len(level))
        whitney.append(sum(level.values()))
        last = r == rank - 2
        keys = np.full(1 << 18, -1, dtype=np.int64)
        sums = np.zeros(1 << 18, dtype=np.int64)
        guard, _ = kernel.next_level(
            np.array(list(level), dtype=np.int64),
            np.array(list(level.values()), dtype=np.int64),
            vectors,
            distances,
            images,
            bound,
            last,
            keys,
            sums,
        )
        if guard == kernel.BROKEN_DIVISION:
            raise ExactError(f"a projection of rank {r} for n = {n} must be integral")
        if guard != kernel.OK:
            name = "values" if guard == kernel.GUARD_VALUES else "keys"
            raise TooLargeError(f"the guard of {name} speaks at rank {r} for n = {n}", size=r, limit=bound)
        level = {}
        for key, total in zip(keys.tolist(), sums.tolist(), strict=True):
            if key >= 0:
                level[key], remainder = divmod(total, key if last else key.bit_count())
                if remainder:
                    raise ExactError(f"the weight of a flat of rank {r + 1} for n = {n} must be divisible")
        if progress is not None:
            progress(r + 1, rank)
    whitney.append(sum(level.values()))  # rank - 1, by numbers of points
    top, remainder = divmod(sum(weight * (count - points) for points, weight in level.items()), count)
    whitney.append(top)
    alternating = sum(-value if r & 1 else value for r, value in enumerate(whitney))
    if remainder or alternating:
        raise ExactError(f"the Whitney numbers for n = {n} must have the alternating sum 0")
    return QuadraticFlats(n, tuple(orbits), tuple(whitney))

r"""The splitting tree, compiled and in threads: the second way to nine variables.

The mathematics is that of `splitting_tree`, which is also the specification: both give the same histogram.  The
compiled part is `_splitting_tree_kernel`; this module owns its arrays, checks at the door what the kernel assumes, cuts
the tree into parts, lets threads take parts, and turns a violated guard into an error that names the cone, the part and
the guard.  numpy and numba are imported when the first count is asked for.

Of the restriction tree nothing is used: it builds cones of falling dimension on hyperplanes and knows no Chow vector,
while this one cuts cones of full dimension and reads the symmetries off the Chow vector of every single cell.

Every run is checked: the nodes of a binary tree that are not split are one more than those that are, the histogram adds
up to the number of cells, and that of N variables contains the one of N - 1, which is counted anew.

The same tree counts the cells of any arrangement on a face of its chamber (`face_counts`); no Chow vector is kept then.

Dictionary:
    Limits: the capacities that the guards protect; smaller ones make the guards speak earlier.
    tie_histogram: the number of orbits of self-dual threshold functions of N variables for every tie mask.
    face_counts: the number of cells of an arrangement on every face of its chamber.
    MAXIMUM_VARIABLES: the largest N that is accepted.
    SplittingGuardError: a value or a size outgrew the fixed width of the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from exact.counting import splitting_tree
from exact.counting.chamber_arrangement import ChamberArrangement
from exact.counting.splitting_tree import chamber_hyperplanes
from exact.cube import check_dimension
from exact.errors import DomainError, ExactError, TooLargeError

MAXIMUM_VARIABLES = 11
"""N = 10 takes half a minute of one processor; N = 11 would take a day."""

_PLAIN_UP_TO = 8
_DEPTHS = ((256, 8), (100, 5))
"""From so many hyperplanes on, a tree is cut at this depth; a smaller one takes a few milliseconds."""


class SplittingGuardError(TooLargeError):
    """A guard of the compiled kernel spoke: the count was stopped, and no number was produced.

    Attributes:
        guard: which guard: rays, columns, levels, facets, values, entries or count.
    """

    def __init__(self, place: str, dimension: int, guard: str, limit: int) -> None:
        """Name the cone, the part of its tree and the guard."""
        super().__init__(
            f"the splitting tree of {place} outgrew the guard '{guard}' (limit {limit})",
            size=dimension,
            limit=limit,
            alternative="use the plain splitting tree, which has no fixed width",
        )
        self.guard = guard


@dataclass(frozen=True, slots=True)
class Limits:
    """Capacities of the kernel; every one is tested before it is used, always.

    Attributes:
        rays: extreme rays on both sides of one split.
        columns: hyperplanes that cut the root.
        levels: splits on top of each other, the root included.
        facets: bits for facets, at most 64; those of redundant inequalities are used again when all are taken.
        values: the largest stored value of a ray on a hyperplane, at most 2**30, so that the sum of two products of two
            values fits 64 bits.
        entries: values in all tables of one path together, and as many words for the facets of the rays.
        count: the largest number of cells of one part, at most 2**61.
    """

    rays: int = 4096
    columns: int = 2048
    levels: int = 2049
    facets: int = 64
    values: int = 1 << 30
    entries: int = 1 << 22
    count: int = 1 << 61


@dataclass(frozen=True, slots=True)
class _Cone:
    """A simplicial cone with what cuts it.

    Attributes:
        name: for messages.
        dimension: the number of its rays.
        forms: the values of every hyperplane on the rays.
        vectors: what a hyperplane adds to the tally of a cell on its positive side.
        start: the tally of what does not cut the cone.
    """

    name: str
    dimension: int
    forms: Sequence[tuple[int, ...]]
    vectors: Sequence[tuple[int, ...]]
    start: tuple[int, ...]


def tie_histogram(
    variables: int,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits | None = None,
) -> list[int]:
    """Count the orbits of self-dual threshold functions of N variables under signed permutations, by tie mask.

    Args:
        variables: N, at least 1 and at most `MAXIMUM_VARIABLES`.
        threads: how many threads share the work; the result does not depend on it.
        progress: called after every part, in their order, with the numbers of parts done and of all.
        limits: the capacities of the kernel; the defaults are its true ones.

    Returns:
        A list of length ``2**N``; entry S is the number of orbits whose sorted Chow vector has exactly the ties S.

    Raises:
        DomainError: if N is 0, or there is no thread.
        TooLargeError: if N is too large for this method.
        SplittingGuardError: if a guard of the kernel speaks; nothing is returned then.
        ExactError: if a check of the outcome fails.

    Cost:
        About 400 nanoseconds a cell and thread: 22 s for the 52,980,624 cells of N = 10; a compilation of some seconds
        the first time on a machine.
    """
    if check_dimension(variables) == 0:
        raise DomainError("the number of variables must be at least 1, not 0: no function of 0 variables is self-dual")
    if variables > MAXIMUM_VARIABLES:
        raise TooLargeError(
            f"{variables} self-dual variables are too many for the splitting tree (limit {MAXIMUM_VARIABLES})",
            size=variables,
            limit=MAXIMUM_VARIABLES,
        )
    cutting, others = chamber_hyperplanes(variables)
    cone = _Cone(
        f"N = {variables} self-dual variables",
        variables,
        [sums for sums, _ in cutting],
        [_differences(x) for _, x in cutting],
        tuple(map(sum, zip(*map(_differences, others), strict=True))),
    )
    histogram = _Work(limits or Limits()).histograms([cone], threads, progress)[0]
    if variables > 1:
        smaller = splitting_tree.tie_histogram if variables <= _PLAIN_UP_TO + 1 else tie_histogram
        _check_nested(histogram, smaller(variables - 1))
    return histogram


def face_counts(
    arrangement: ChamberArrangement,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits | None = None,
) -> list[int]:
    """Return the number of cells on every face, by mask; a hyperplane that contains a face gives 0 there.

    Args:
        arrangement: the arrangement.
        threads: how many threads share the work; the result does not depend on it.
        progress: called after every piece of work, in their order, with the numbers of pieces done and of all.
        limits: the capacities of the kernel; the defaults are its true ones.

    Raises:
        DomainError: if there is no thread.
        SplittingGuardError: if a guard of the kernel speaks; nothing is returned then.
        ExactError: if a check of the outcome fails.

    Cost:
        About 300 nanoseconds a cell of all faces and thread.
    """
    masks: list[int] = []
    cones: list[_Cone] = []
    for mask in range(1 << arrangement.rank):
        rays = [i for i in range(arrangement.rank) if not mask >> i & 1]
        forms = [tuple(form[i] for i in rays) for form in arrangement.forms]
        if all(map(any, forms)):
            name = f"the {arrangement.name} arrangement of rank N = {arrangement.rank} on the face {mask:#b}"
            masks.append(mask)
            cones.append(_Cone(name, len(rays), forms, [()] * len(forms), ()))
    counts = [0] * (1 << arrangement.rank)
    for mask, histogram in zip(masks, _Work(limits or Limits()).histograms(cones, threads, progress), strict=True):
        counts[mask] = histogram[0]
    return counts


def _differences(x: Sequence[int]) -> tuple[int, ...]:
    """Return (x_1 - x_2, ..., x_{N-1} - x_N, x_N): a Chow vector is sorted when its differences are not negative."""
    return tuple(value - after for value, after in zip(x, (*x[1:], 0), strict=True))


def _check_nested(histogram: Sequence[int], smaller: Sequence[int]) -> None:
    if list(histogram[len(smaller) :]) != list(smaller):
        raise ExactError(
            f"the tie histogram of {len(smaller).bit_length()} variables must contain the one of one variable less; "
            "this is an error in the library"
        )


class _Work:
    """Trees of cones, cut into parts that threads take."""

    def __init__(self, limits: Limits) -> None:
        from exact.counting import _splitting_tree_kernel as kernel

        for name, value, largest in (
            ("rays", limits.rays, 1 << 20),
            ("columns", limits.columns, 1 << 20),
            ("levels", limits.levels, 1 << 20),
            ("facets", limits.facets, kernel.MAXIMUM_FACETS),
            ("values", limits.values, kernel.MAXIMUM_VALUE),
            ("entries", limits.entries, 1 << 30),
            ("count", limits.count, kernel.MAXIMUM_COUNT),
        ):
            if not 1 <= value <= largest:
                raise DomainError(f"the limit '{name}' must be in 1, ..., {largest}, not {value}")
        self.limits = limits
        self.kernel = kernel
        self.guards = {
            kernel.GUARD_RAYS: ("rays", limits.rays),
            kernel.GUARD_LEVELS: ("levels", limits.levels),
            kernel.GUARD_FACETS: ("facets", limits.facets),
            kernel.GUARD_VALUES: ("values", limits.values),
            kernel.GUARD_ENTRIES: ("entries", limits.entries),
            kernel.GUARD_COUNT: ("count", limits.count),
        }

    def _check_at_the_door(self, cone: _Cone) -> None:
        """Make sure of what the kernel assumes of the root."""
        limits = self.limits
        largest = max((abs(value) for form in cone.forms for value in form), default=0)
        entries = max(len(cone.forms), 1) * cone.dimension
        for guard, value, limit in (
            ("values", largest, limits.values),
            ("columns", len(cone.forms), limits.columns),
            ("rays", cone.dimension, limits.rays),
            ("facets", cone.dimension, limits.facets - 1),
            ("entries", entries, limits.entries),
        ):
            if value > limit:
                raise SplittingGuardError(cone.name, cone.dimension, guard, limit)

    def histograms(
        self, cones: Sequence[_Cone], threads: int, progress: Callable[[int, int], None] | None
    ) -> list[list[int]]:
        """Return the number of cells of every cone for every tie mask (one mask alone without a tally)."""
        if threads < 1:
            raise DomainError(f"the number of threads must be at least 1, not {threads}")
        tasks: list[tuple[int, int, int]] = []
        for number, cone in enumerate(cones):
            self._check_at_the_door(cone)
            depth = next((depth for hyperplanes, depth in _DEPTHS if len(cone.forms) >= hyperplanes), 0)
            tasks += [(number, part, depth) for part in range(1 << depth)]
        histograms = [[0] * (1 << len(cone.start)) for cone in cones]
        counts = [(0, 0, 0)] * len(cones)
        executor = ThreadPoolExecutor(threads)
        try:
            futures = [executor.submit(self._explore, cones[number], part, depth) for number, part, depth in tasks]
            for done, (future, (number, _, _)) in enumerate(zip(futures, tasks, strict=True), 1):
                histogram, found = future.result()
                histograms[number] = [a + b for a, b in zip(histograms[number], histogram, strict=True)]
                counts[number] = tuple(a + b for a, b in zip(counts[number], found, strict=True))
                if progress is not None:
                    progress(done, len(tasks))
        finally:
            executor.shutdown(cancel_futures=True)
        for cone, histogram, (cells, splits, closed) in zip(cones, histograms, counts, strict=True):
            if sum(histogram) != cells or splits + 1 != closed:
                raise ExactError(
                    f"the tree of {cone.name} must have one split less than the {closed} closed nodes, not {splits}, "
                    f"and {cells} cells, not {sum(histogram)}; this is an error in the library"
                )
        return histograms

    def _explore(self, cone: _Cone, part: int, depth: int) -> tuple[list[int], Any]:
        """Walk through one part of a tree; return its histogram and its numbers of cells, splits and closed nodes."""
        kernel, limits = self.kernel, self.limits
        hyperplanes = max(len(cone.forms), 1)
        levels = min(limits.levels, hyperplanes + 1)  # each split decides one hyperplane for good
        root = kernel.make_root(cone.forms, cone.vectors, cone.start, cone.dimension)
        tables = kernel.make_tables(levels, hyperplanes, len(cone.start), limits.entries)
        scratch = kernel.make_scratch(limits.rays, hyperplanes)
        histogram, counts = kernel.make_histogram(len(cone.start))
        bounds = (limits.rays, levels, limits.facets, limits.values, limits.entries, limits.count)
        code = int(kernel.explore(root, tables, scratch, part, depth, histogram, counts, bounds))
        place = f"{cone.name}, part {part} of {1 << depth},"
        if code == kernel.NOT_SORTED:
            raise ExactError(f"a Chow vector in the tree of {place} is not sorted; this is an error in the library")
        if code != kernel.OK:
            raise SplittingGuardError(place, cone.dimension, *self.guards[code])
        return list(map(int, histogram)), tuple(map(int, counts))

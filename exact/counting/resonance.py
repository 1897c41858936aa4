r"""Chambers of the resonance arrangement, and the sum of the specification numbers of threshold functions.

The resonance arrangement of R^d consists of the ``2**d - 1`` hyperplanes "the sum of x_i over S is 0", S not empty.
Its regions are counted by the restriction tree, or by the splitting tree, on the faces of the chamber of the symmetric
group of d + 1 letters.

The specification number of a threshold function f of n variables is the least number of points whose values tell f
from all other threshold functions.  These points are the walls of the region of f, so the sum over all f counts every
wall twice.  There are ``2**n`` hyperplanes, one orbit under negations of coordinates; that of the point (1, ..., 1)
is the space of sum 0 in R^(n+1), and the others cut it in the resonance arrangement of R^n.  Hence

    sum of specification numbers = 2**(n + 1) * R(n).

Dictionary:
    count_resonance: R(d), the number of chambers; 1 for d = 0, where there is no hyperplane.
    count_resonance_in_shards: the same in restartable shards kept in a database.
    check_resonance_size: refuse what is beyond the limit of a method; resonance_effort: what that would need;
        resonance_obstacle: why it cannot run.
    specification_number_sum: the sum of the specification numbers of all threshold functions of n variables.

Sources: OEIS A034997; :cite:p:`Kuehne2023`; :cite:p:`AnthonyBrightwellShaweTaylor1995` (specification numbers).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

from exact.arrangement import region_count
from exact.counting import compiled_splitting_tree, restriction_tree
from exact.counting.chamber_arrangement import ChamberArrangement, resonance_arrangement
from exact.counting.effort import Effort, check_effort
from exact.counting.result import CountResult
from exact.counting.shard_work import Runner
from exact.counting.threshold import Progress, compile_kernel, compile_splitting_tree, processors
from exact.counting.weyl_group import regions_from_faces
from exact.cube import check_dimension
from exact.errors import DomainError, ExactError

METHODS = {"restriction-tree": 9, "splitting-tree": 8, "flats": 6}
PLAIN_UP_TO = 5
_EFFORTS = {
    ("restriction-tree", 10): Effort(40_000, 400_000_000),
    ("restriction-tree", 11): Effort(40_000_000, 500_000_000),
    ("splitting-tree", 9): Effort(1_200, 400_000_000),
    ("flats", 7): Effort(7_200, 8_000_000_000),
}
"""Beyond the limits: projected from the growth up to them."""


def count_resonance(
    d: int,
    method: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
) -> CountResult:
    """Count the chambers of the resonance arrangement of R^d exactly.

    Args:
        d: the dimension, at most 9.
        method: ``restriction-tree`` (the default); ``splitting-tree``, compiled, to d = 8; or ``flats``, which keeps
            every flat and goes to d = 6.
        threads: how many threads a compiled tree uses; None takes the processors of the machine.
        progress: called now and then with the amount of work done and of all.
        force: whether to start what is beyond the limit of the method, where it can run at all.

    Returns:
        The count; ``classes`` is None.

    Raises:
        DomainError: if the method is unknown.
        TooLargeError: if d is too large for the method.

    Cost:
        0.4 s for d = 8, about a minute for d = 9; by the splitting tree 2 s for d = 8.

    Examples:
        In the plane the lines x = 0, y = 0 and x + y = 0:

        >>> count_resonance(2).value
        6
    """
    check_dimension(d)
    method = method or "restriction-tree"
    if method not in METHODS:
        raise DomainError(f"the method must be one of {', '.join(METHODS)}, not {method!r}")
    check_resonance_size(d, method, force=force)
    if method == "restriction-tree" and d > PLAIN_UP_TO:
        compile_kernel()
    elif method == "splitting-tree":
        compile_splitting_tree()
    start = time.perf_counter_ns()
    if d == 0:
        value = 1
    elif method == "flats":
        value = region_count([s for s in product((0, 1), repeat=d) if any(s)], d)
    else:
        value = _count_from_chamber(resonance_arrangement(d), method, threads, progress)
    return CountResult("resonance", d, value, method, time.perf_counter_ns() - start)


def count_resonance_in_shards(
    d: int,
    path: Path,
    shards: int,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    run: Runner | None = None,
    force: bool = False,
) -> CountResult:
    """Count the chambers of the resonance arrangement of R^d in restartable shards (`shards.count_in_shards`).

    Args:
        d: the dimension, from 1 to 9; beyond only if it is forced.
        path: the database; made if it does not exist, continued if it does.
        shards: the number of shards; many more than threads, since they are uneven.
        threads: how many shards are computed at a time; None takes the processors of the machine.
        progress: called after every shard with the numbers of finished shards and of all.
        run: what computes the shards; None takes threads of this process.
        force: whether to start d = 10 or 11.

    Raises:
        InputError: if the database is damaged, foreign or in use.
        DomainError: if d is 0, where there is no hyperplane.
        TooLargeError: if d is too large.
    """
    from exact.counting.shards import ShardSettings, count_in_shards

    if check_dimension(d) == 0:
        raise DomainError("there are no shards for d = 0, where there is no hyperplane")
    check_resonance_size(d, "restriction-tree", force=force)
    compile_kernel()
    start = time.perf_counter_ns()
    arrangement = resonance_arrangement(d)
    pieces, parts = (512, 8) if d > METHODS["restriction-tree"] else (64, 1)
    settings = ShardSettings(arrangement, shards, pieces, parts)
    counts = count_in_shards(settings, path, threads or processors(), progress, run=run)
    if counts is None:
        raise ExactError("all shards must be finished after a count without a bound")
    value = regions_from_faces(arrangement.group, arrangement.rank, counts)
    return CountResult("resonance", d, value, "restriction-tree", time.perf_counter_ns() - start)


def check_resonance_size(d: int, method: str, *, force: bool = False) -> None:
    """Refuse a d beyond the limit of a method, with what it would need, unless it is forced and can run.

    Raises:
        TooLargeError: if the count is refused.
    """
    if d <= METHODS[method]:
        return
    check_effort(
        f"d = {d} is too large for the method {method} (limit {METHODS[method]})",
        size=d,
        limit=METHODS[method],
        effort=resonance_effort(d, method),
        force=force,
        alternative="use the method restriction-tree" if d <= METHODS["restriction-tree"] else "",
        obstacle=resonance_obstacle(d, method),
        elsewhere=d <= METHODS["restriction-tree"],
    )


def _largest_projected(method: str) -> int:
    return max(size for name, size in _EFFORTS if name == method)


def resonance_effort(d: int, method: str = "restriction-tree") -> Effort:
    """Return what a count beyond the limit of its method would need; the last projection bounds what is larger still.

    Examples:
        >>> print(resonance_effort(10))
        about 11 hours of one processor and 0.4 GB
    """
    return _EFFORTS.get((method, d), _EFFORTS[method, _largest_projected(method)].and_more())


def resonance_obstacle(d: int, method: str = "restriction-tree") -> str:
    """Return why a method cannot run at all, beyond its limit; empty if it can.

    Examples:
        >>> resonance_obstacle(11), resonance_obstacle(12)
        ('', 'nothing beyond d = 11 was ever tried')
    """
    largest = _largest_projected(method)
    return f"nothing beyond d = {largest} was ever tried" if d > largest else ""


def _count_from_chamber(
    arrangement: ChamberArrangement, method: str, threads: int | None, progress: Progress | None
) -> int:
    if method == "splitting-tree":
        counts = compiled_splitting_tree.face_counts(arrangement, threads or processors(), progress)
    elif arrangement.rank <= PLAIN_UP_TO:
        counts = restriction_tree.face_counts(arrangement, progress)
    else:
        from exact.counting.compiled_restriction_tree import face_counts

        counts = face_counts(arrangement, threads or processors(), progress)
    return regions_from_faces(arrangement.group, arrangement.rank, counts)


def specification_number_sum(n: int, progress: Progress | None = None, *, force: bool = False) -> int:
    """Return the sum of the specification numbers of all threshold functions of n variables.

    Args:
        n: the number of variables, at most 9.
        progress: as in `count_resonance`.
        force: as in `count_resonance`.

    Raises:
        TooLargeError: if n is too large.

    Cost:
        That of `count_resonance`.

    Examples:
        The 14 functions of two variables: 4 for each constant and each literal, 3 for the other eight.

        >>> specification_number_sum(2)
        48
    """
    return count_resonance(n, progress=progress, force=force).value << (n + 1)

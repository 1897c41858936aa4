r"""The number of threshold functions of n variables: the choice of a method, and one kind of result.

Methods:
    splitting-tree: plain Python up to n = 7 (`splitting_tree`), compiled and in threads up to n = 9
        (`compiled_splitting_tree`).
    restriction-tree: compiled, in threads, n <= 9 (`compiled_restriction_tree`); in shards beyond (`shards`).
    flats: plain Python, n <= 8, without classes (`flats`); shares nothing with the other ones.
    wall-walk: compiled, n <= 8, with certificates that are checked (`wall_walk`).

Dictionary:
    count_threshold: T(n), with the classes under symmetry.
    count_threshold_in_shards: the same in restartable shards kept in a database.
    threshold_histogram: the tie histogram behind both, from which every column of `threshold_numbers` follows.
    METHODS: the names of the methods and the largest n of each.
    check_threshold_size: refuse what is beyond; threshold_effort: what that would need;
        threshold_obstacle: why it cannot run.
    ranks_of: the progress of a census of flats.
    compile_kernel, compile_splitting_tree: compile or load a kernel before time is measured.
    processors: how many this process may use.
"""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable
from pathlib import Path

from exact.counting import compiled_splitting_tree, flats, splitting_tree
from exact.counting.chamber_arrangement import threshold_arrangement
from exact.counting.effort import Effort, check_effort
from exact.counting.result import CountResult
from exact.counting.shard_work import Runner
from exact.counting.threshold_numbers import functions_of, negation_classes, negation_permutation_classes
from exact.counting.threshold_numbers import permutation_classes as permutation_classes_of
from exact.counting.wall_walk import MAXIMUM_VARIABLES as WALL_WALK_VARIABLES
from exact.counting.wall_walk import wall_walk_histogram
from exact.counting.weyl_group import histogram_from_faces
from exact.cube import check_dimension
from exact.errors import DomainError, ExactError

METHODS = {"splitting-tree": 9, "restriction-tree": 9, "flats": 8, "wall-walk": 8}
MAXIMUM_IN_SHARDS = 10
_LARGEST_FORCED = 11
_EFFORTS = {
    ("splitting-tree", 10): Effort(45_000, 400_000_000),
    ("restriction-tree", 10): Effort(5_400, 300_000_000),
    ("restriction-tree", 11): Effort(100_000_000, 400_000_000),
    ("flats", 9): Effort(7_200, 8_000_000_000),
    ("wall-walk", 9): Effort(60_000, 100_000_000_000),
}
"""Beyond the limits: projected from the numbers of cells, which an estimate gives, and from the growth so far."""

PLAIN_UP_TO = 7
"""Up to this n the plain splitting tree answers in less time than loading a compiled kernel takes."""

Progress = Callable[[int, int | None], None]


def count_threshold(
    n: int,
    method: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
) -> CountResult:
    """Count the threshold functions of n variables exactly.

    Args:
        n: the number of variables.
        method: one of `METHODS`; None takes the plain splitting tree for small n and the restriction tree beyond.
        threads: how many threads a compiled tree uses; None takes the processors of the machine.
        progress: called now and then with the amount of work done and of all (None where that is not known).
        force: whether to start what is beyond the limit of the method, where it can run at all.

    Returns:
        The count; ``classes`` is the number of classes under permuting and negating inputs.

    Raises:
        DomainError: if the method is unknown.
        TooLargeError: if n is too large for the method.
        ExactError: if a compiled method is asked for and the compiler is not installed.

    Cost:
        0.05 s for n = 7, and on one processor 0.04 s for n = 8 and 5 s for n = 9 (by the splitting tree 0.1 and 25 s),
        after a compilation of some seconds that happens once on a machine.

    Examples:
        The functions of two variables except exclusive or and its negation:

        >>> count_threshold(2).value
        14
    """
    check_dimension(n)
    if method is None:
        method = "splitting-tree" if n <= PLAIN_UP_TO else "restriction-tree"
    if method not in METHODS:
        raise DomainError(f"the method must be one of {', '.join(METHODS)}, not {method!r}")
    check_threshold_size(n, method, force=force)
    if method == "flats":
        start = time.perf_counter_ns()
        value = flats.flat_census(n, ranks_of(n, progress)).regions
        return CountResult("threshold", n, value, method, time.perf_counter_ns() - start, {"degree": 1})
    if method == "restriction-tree":
        compile_kernel()
    elif method == "splitting-tree" and n > PLAIN_UP_TO:
        compile_splitting_tree()
    elif method == "wall-walk":
        _load_wall_walk()
    start = time.perf_counter_ns()
    histogram = threshold_histogram(n, method, threads, progress, force=force)
    return _result(n, method, histogram, start)


def count_threshold_in_shards(
    n: int,
    path: Path,
    shards: int,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    run: Runner | None = None,
    force: bool = False,
) -> CountResult:
    """Count the threshold functions of n variables in restartable shards (`shards.count_in_shards`).

    Args:
        n: the number of variables, at most 10; n = 10 takes between one and two hours of one processor.
        path: the database; made if it does not exist, continued if it does.
        shards: the number of shards; many more than threads, since they are uneven.
        threads: how many shards are computed at a time; None takes the processors of the machine.
        progress: called after every shard with the numbers of finished shards and of all.
        run: what computes the shards; None takes threads of this process.
        force: whether to start n = 11, which takes years.

    Raises:
        InputError: if the database is damaged, foreign or in use.
        TooLargeError: if n is too large, or if a guard of the kernel speaks.
    """
    from exact.counting.shards import ShardSettings, count_in_shards

    check_effort(
        f"n = {check_dimension(n)} is too large for a count in shards (limit {MAXIMUM_IN_SHARDS})",
        size=n,
        limit=MAXIMUM_IN_SHARDS,
        effort=threshold_effort(n),
        force=force,
        obstacle=threshold_obstacle(n),
    )
    compile_kernel()
    start = time.perf_counter_ns()
    pieces, parts = (512, 8) if n > METHODS["restriction-tree"] else (64, 1)
    settings = ShardSettings(threshold_arrangement(n + 1), shards, pieces, parts)
    counts = count_in_shards(settings, path, threads or processors(), progress, run=run)
    if counts is None:
        raise ExactError("all shards must be finished after a count without a bound")
    return _result(n, "restriction-tree", histogram_from_faces(counts), start)


def ranks_of(n: int, progress: Progress | None) -> Callable[[int, int], None] | None:
    """Return what a census of flats of n variables calls with a rank and its number of orbits: ranks done, of n.

    Examples:
        >>> ranks_of(5, None) is None
        True
    """
    if progress is None:
        return None

    def report(rank: int, orbits: int) -> None:
        del orbits
        progress(rank, n)

    return report


def threshold_histogram(
    n: int,
    method: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
) -> list[int]:
    """Return the tie histogram of n + 1 variables by the splitting tree, the restriction tree or the wall walk.

    Raises:
        DomainError: if the method gives no histogram, or is unknown.
        TooLargeError: if n is too large for the method.

    Examples:
        >>> sum(threshold_histogram(4))
        7
    """
    check_dimension(n)
    if method is None:
        method = "splitting-tree" if n <= PLAIN_UP_TO else "restriction-tree"
    if method not in ("splitting-tree", "restriction-tree", "wall-walk"):
        raise DomainError(f"the method must be splitting-tree, restriction-tree or wall-walk, not {method!r}")
    check_threshold_size(n, method, force=force)
    if method == "wall-walk":
        return wall_walk_histogram(n + 1)
    if method == "splitting-tree" and n > PLAIN_UP_TO:
        return compiled_splitting_tree.tie_histogram(n + 1, threads or processors(), progress)
    if method == "splitting-tree":

        def report(cells: int) -> None:
            if progress is not None:
                progress(cells, None)

        return splitting_tree.tie_histogram(n + 1, report)
    from exact.counting.compiled_restriction_tree import face_counts

    return histogram_from_faces(face_counts(threshold_arrangement(n + 1), threads or processors(), progress))


def _result(n: int, method: str, histogram: list[int], start: int) -> CountResult:
    if min(histogram) < 0:
        raise ExactError(
            f"the tie histogram for n = {n} must not have negative entries; this is an error in the library"
        )
    classes = negation_permutation_classes(histogram)
    return CountResult(
        class_name="threshold",
        n=n,
        value=functions_of(histogram),
        method=method,
        nanoseconds=time.perf_counter_ns() - start,
        options={"degree": 1},
        classes=classes,
        classes_by_group={
            "permutations": permutation_classes_of(histogram),
            "negations": negation_classes(histogram),
            "permutations, negations": classes,
            "permutations, negations, output negation": negation_permutation_classes(histogram, output_negation=True),
        },
    )


def threshold_effort(n: int, method: str = "restriction-tree") -> Effort:
    """Return what a count beyond the limit of its method would need; the last projection bounds what is larger still.

    Examples:
        >>> print(threshold_effort(10))
        about 2 hours of one processor and 0.3 GB
        >>> print(threshold_effort(12))
        at least 3 years of one processor and 0.4 GB
    """
    if (method, n) in _EFFORTS:
        return _EFFORTS[method, n]
    return _EFFORTS[max(known for known in _EFFORTS if known[0] == method)].and_more()


def threshold_obstacle(n: int, method: str = "restriction-tree") -> str:
    """Return why a method cannot run at all, beyond its limit; empty if it can.

    Examples:
        >>> threshold_obstacle(11), threshold_obstacle(12)
        ('', 'it is made for n <= 11')
    """
    ends = {
        "splitting-tree": compiled_splitting_tree.MAXIMUM_VARIABLES - 1,
        "restriction-tree": _LARGEST_FORCED,
        "flats": flats.MAXIMUM_DIMENSION,
        "wall-walk": WALL_WALK_VARIABLES - 1,
    }
    return f"it is made for n <= {ends[method]}" if n > ends[method] else ""


def processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def compile_kernel() -> None:
    """Compile or load the kernel, so that it is not part of a measured time."""
    if importlib.util.find_spec("numba") is None:
        raise ExactError("the restriction tree needs numba, which is not installed; use the method flats")
    from exact.counting.compiled_restriction_tree import CompiledTree, Unit

    tree = CompiledTree(threshold_arrangement(3))
    tree.count(Unit(0))
    tree.count_whole_faces([0])


def compile_splitting_tree() -> None:
    """Compile or load the kernel of the splitting tree, so that it is not part of a measured time."""
    if importlib.util.find_spec("numba") is None:
        raise ExactError(
            f"the splitting tree for n > {PLAIN_UP_TO} needs numba, which is not installed; use the method flats"
        )
    compiled_splitting_tree.tie_histogram(3)


def _load_wall_walk() -> None:
    """Compile or load the kernel of the wall walk, so that it is not part of a measured time."""
    if importlib.util.find_spec("numba") is None:
        raise ExactError("the wall walk needs numba, which is not installed; use the method splitting-tree")
    wall_walk_histogram(2)


def check_threshold_size(n: int, method: str, *, force: bool = False) -> None:
    """Refuse an n beyond the limit of a method, with what it would need, unless it is forced and can run.

    Raises:
        TooLargeError: if the count is refused.
    """
    limit = METHODS[method]
    if n <= limit:
        return
    alternative = ""
    if n <= METHODS["restriction-tree"]:
        alternative = "use the method restriction-tree"
    elif n <= MAXIMUM_IN_SHARDS:
        alternative = "count in restartable shards"
    check_effort(
        f"n = {n} is too large for the method {method} (limit {limit})",
        size=n,
        limit=limit,
        effort=threshold_effort(n, method),
        force=force,
        alternative=alternative,
        obstacle=threshold_obstacle(n, method),
        elsewhere=bool(alternative),
    )

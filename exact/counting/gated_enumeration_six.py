r"""Gated classes of at most six inputs counted up to symmetry: sets of orbits, one for every shard.

Every shard runs through all parts of a class (`gated_enumeration_parts`) and keeps the orbits that are its own
(`gated_enumeration_orbits`), so that the numbers of all shards add up.  The more shards, the less memory each needs,
and the more time all of them, since each makes the list anew.  The ways that the orbits of all shards hold are those
that were listed; anything else is an error.

Dictionary:
    count_orbits: the functions of a class and its orbits, all shards computed in threads.
    shard_numbers: the numbers of one shard; combined_numbers: what follows from those of all.
    default_shards: how many shards keep the memory within bounds.

Source: theory Q-D6 `gated-classes`.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from exact.counting.gated_class import GatedClass
from exact.counting.gated_enumeration_orbits import MAXIMUM_ORBITS_DIMENSION, OrbitSet, compile_orbits
from exact.counting.gated_enumeration_parts import orbit_parts, part_number
from exact.errors import DomainError, ExactError

Progress = Callable[[int, int | None], None]

_SHARDS = {"bits": 2, "signs": 8, None: 16}
"""For six inputs, by the values of the class (none for multiplexed units): at most about two gigabytes for each."""


class _StoppedError(ExactError):
    """Another shard has failed, or the count was interrupted."""


def default_shards(gated: GatedClass, n: int) -> int:
    """Return how many shards a class is cut into: one, except for six inputs.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> [default_shards(gated_class("output-gate", values="signs"), n) for n in (5, 6)]
        [1, 8]
    """
    return _SHARDS[gated.values] if n == MAXIMUM_ORBITS_DIMENSION else 1


def shard_numbers(
    gated: GatedClass, n: int, shard: int, shards: int, step: Callable[[], None] | None = None
) -> list[int]:
    """Return the functions of one shard, its orbits under both groups, its ways, and the ways that were listed.

    Args:
        gated: a class with parts (`has_orbit_parts`).
        n: the number of inputs, at most 6.
        shard: the number of the shard, from 0.
        shards: how many there are.
        step: called after every part.

    Raises:
        DomainError: if the class has no parts, n > 6, or there is no such shard.
        ExactError: if a check or a guard speaks.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> shard_numbers(gated_class("output-gate"), 3, 0, 1)
        [246, 20, 20, 2373, 2373]
    """
    orbits = OrbitSet(n, negates=gated.symmetry.negates_output, shard=shard, shards=shards)
    listed = 0
    for part in orbit_parts(gated, n):
        orbits.add(part.functions, part.bases, part.weight)
        listed += part.ways
        if step is not None:
            step()
    tally = orbits.tally()
    return [tally.functions, tally.orbits, tally.orbits_without_negation, tally.ways, listed]


def combined_numbers(gated: GatedClass, shards: int, numbers: Sequence[int]) -> tuple[int, dict[str, int]]:
    """Return the number of functions, and of orbits by the name of their group, from the sums over all shards.

    Raises:
        ExactError: if the orbits do not hold all ways that were listed.
    """
    functions, orbits, without_negation, ways, listed = numbers
    if shards * ways != listed:
        raise ExactError(
            f"the orbits of all {shards} shards must hold the ways of one list, not {ways} of {listed} / {shards}"
        )
    name = gated.symmetry.name()
    found = {name: without_negation}
    if gated.symmetry.negates_output:
        found[f"{name}, output negation"] = orbits
    return functions, found


def count_orbits(
    gated: GatedClass, n: int, progress: Progress | None = None, threads: int = 1, shards: int | None = None
) -> tuple[int, dict[str, int]]:
    """Return the number of functions of a class, and of its orbits by the name of their group.

    Args:
        gated: a class with parts (`has_orbit_parts`).
        n: the number of inputs, at most 6.
        progress: called after every part of every shard with the amount of work done and of all.
        threads: how many shards are computed at a time.
        shards: how many there are; None takes `default_shards`.

    Raises:
        DomainError: if the class has no parts, n > 6, or there is no thread or no shard.
        ExactError: if a check or a guard speaks, or the compiler is not installed.

    Cost:
        A second for n = 5; minutes for n = 6, `docs/benchmarks-counting.md` has a table.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> count_orbits(gated_class("output-gate"), 4, shards=3)
        (32506, {'permutations, negations': 208})
    """
    shards = default_shards(gated, n) if shards is None else shards
    if min(threads, shards) < 1:
        raise DomainError(f"there must be at least one thread and one shard, not {threads} and {shards}")
    compile_orbits()
    total = shards * part_number(gated, n)  # makes the lists that all shards share, before there are threads
    steps: queue.SimpleQueue[bool] = queue.SimpleQueue()
    stop = threading.Event()

    def check_going_on() -> None:
        if stop.is_set():
            raise _StoppedError("the count was stopped")

    def step() -> None:
        check_going_on()
        steps.put(False)

    def work(shard: int) -> list[int]:
        try:
            check_going_on()
            return shard_numbers(gated, n, shard, shards, step)
        except BaseException:
            stop.set()
            raise
        finally:
            steps.put(True)

    with ThreadPoolExecutor(threads) as pool:
        try:
            results = [pool.submit(work, shard) for shard in range(shards)]
            finished = done = 0
            while finished < shards:
                if steps.get():
                    finished += 1
                else:
                    done += 1
                    if progress is not None:
                        progress(done, total)
        finally:
            stop.set()
    _raise_failure(results)
    numbers = [result.result() for result in results]
    return combined_numbers(gated, shards, [sum(column) for column in zip(*numbers, strict=True)])


def _raise_failure(results: Sequence[Future[list[int]]]) -> None:
    """Raise the error that stopped a count, if there is one; the shards that it stopped only say that they were."""
    for result in results:
        failure = result.exception()
        if failure is not None and not isinstance(failure, _StoppedError):
            raise failure

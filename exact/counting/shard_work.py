r"""Work that is cut into shards, and the coordinator that lets them be computed and keeps what is finished.

A count is cut into stages, one after the other, and a stage into shards, which do not depend on each other.  A shard
returns a text; what a shard of a later stage needs from the earlier stages is given to it by the coordinator, so that
whoever computes it needs nothing but the work, the number of the shard, and what was given.

The coordinator opens the database, asks a *runner* for the results that are missing, and writes each as it comes.
Runners compute; they never see the database.  `in_threads` is one, `exact.counting.shard_cluster` has another.

On every restart the quickest finished shard is computed again and compared.

Dictionary:
    ShardedWork: a count cut into shards; check_shards: refuse a wrong number of them.
    finish_shards: compute the shards that the database does not hold; return what the work makes of all.
    run_shard: compute one shard in this thread.
    in_threads: the runner that uses threads of this process.
    Runner: computes shards and yields their results as they come, in any order.
"""

from __future__ import annotations

import queue
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from exact.counting.shard_store import ShardResult, ShardStore
from exact.errors import DomainError, ExactError, InputError

Compute = Callable[[int, object], str]
Progress = Callable[[int, int], None]
Outcome = TypeVar("Outcome")


class ShardedWork(ABC):
    """A count cut into shards: a frozen value that can be sent to another process.

    Attributes:
        shards: the number of shards of one stage, at least 1.
    """

    shards: int

    @property
    def stages(self) -> int:
        """The number of stages, one after the other."""
        return 1

    @abstractmethod
    def as_text(self) -> dict[str, str]:
        """Return what a database of this work belongs to: versions, class, how it is cut, digests of what is cut."""

    @abstractmethod
    def worker(self) -> Compute:
        """Return the function that computes a shard of this work, from its number and what is given; for one thread."""

    def is_same(self, first: str, second: str) -> bool:
        """Return whether two results of a shard say the same."""
        return first == second

    def given(self, stage: int, finished: Callable[[int], str]) -> Sequence[object]:
        """Return what every shard of a stage needs from the earlier stages, whose results `finished` returns."""
        del stage, finished
        return [None] * self.shards


Runner = Callable[[ShardedWork, Sequence[tuple[int, object]]], Generator[ShardResult, None, None]]


def check_shards(shards: int) -> None:
    """Refuse a number of shards below 1."""
    if shards < 1:
        raise DomainError(f"the number of shards must be at least 1, not {shards}")


_LOCAL = threading.local()


def run_shard(work: ShardedWork, shard: int, given: object) -> ShardResult:
    """Compute one shard; what this thread prepared for the same work is used again."""
    if getattr(_LOCAL, "work", None) != work:
        _LOCAL.work, _LOCAL.compute = work, work.worker()
    start = time.monotonic_ns()
    text: str = _LOCAL.compute(shard, given)
    return ShardResult(shard, text, (time.monotonic_ns() - start) // 1_000_000)


def finish_shards(
    work: ShardedWork,
    path: Path,
    run: Runner,
    gather: Callable[[Iterator[str]], Outcome],
    progress: Progress | None = None,
    most: int | None = None,
) -> Outcome | None:
    """Compute the shards that the database does not hold, and return what follows from all of them.

    Args:
        work: what is counted, and how it is cut.
        path: the database; made if it does not exist, continued if it does.
        run: computes shards.
        gather: makes the outcome of the results of all shards, which it gets in their order.
        progress: called by the coordinator after every shard with the numbers of finished shards and of all.
        most: stop after so many new shards, or None for all.

    Returns:
        The outcome, or None if `most` stopped the count before the last shard.

    Raises:
        InputError: if the database is damaged, foreign or in use, or a shard comes out differently the second time.
        ExactError: what a shard raises; the shards finished before are kept.
    """
    total = work.shards * work.stages
    with ShardStore(path, work.as_text(), total) as store:
        _recompute_quickest(work, store)
        for stage in range(work.stages):
            shards = range(stage * work.shards, (stage + 1) * work.shards)
            todo = [shard for shard in shards if shard not in store.milliseconds][:most]
            if todo:
                given = work.given(stage, store.text)
                results = run(work, [(shard, given[shard - shards.start]) for shard in todo])
                with closing(results):
                    for result in results:
                        store.add(result)
                        if progress is not None:
                            progress(len(store.milliseconds), total)
            if most is not None:
                most -= len(todo)
            if any(shard not in store.milliseconds for shard in shards):
                return None
        return gather(store.text(shard) for shard in range(total))


def _recompute_quickest(work: ShardedWork, store: ShardStore) -> None:
    if store.milliseconds:
        quickest = min(store.milliseconds, key=lambda shard: (store.milliseconds[shard], shard))
        stage, place = divmod(quickest, work.shards)
        again = run_shard(work, quickest, work.given(stage, store.text)[place])
        if not work.is_same(again.text, store.text(quickest)):
            raise InputError(f"shard {quickest} comes out differently when computed again", file=str(store.path))


def in_threads(threads: int) -> Runner:
    """Return the runner that computes so many shards at a time in threads of this process.

    Raises:
        DomainError: if there is no thread.
    """
    if threads < 1:
        raise DomainError(f"the number of threads must be at least 1, not {threads}")

    def run(work: ShardedWork, todo: Sequence[tuple[int, object]]) -> Generator[ShardResult, None, None]:
        waiting: queue.SimpleQueue[tuple[int, object]] = queue.SimpleQueue()
        finished: queue.SimpleQueue[ShardResult | ExactError] = queue.SimpleQueue()
        for task in todo:
            waiting.put(task)
        stop = threading.Event()

        def compute() -> None:
            while not stop.is_set():
                try:
                    shard, given = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    finished.put(run_shard(work, shard, given))
                except ExactError as error:
                    finished.put(error)

        helpers = [threading.Thread(target=compute, daemon=True) for _ in range(threads)]
        for helper in helpers:
            helper.start()
        try:
            for _ in todo:
                result = _next_result(finished, helpers)
                if isinstance(result, ExactError):
                    raise result
                yield result
        finally:
            stop.set()

    return run


def _next_result(
    finished: queue.SimpleQueue[ShardResult | ExactError], helpers: list[threading.Thread]
) -> ShardResult | ExactError:
    """Wait for the next result, as long as a thread lives that can bring it."""
    while True:
        alive = any(helper.is_alive() for helper in helpers)  # asked first: a thread may end after its last result
        try:
            return finished.get(timeout=1)
        except queue.Empty:
            if not alive:
                raise ExactError("the threads ended before all shards were counted; what is finished is kept") from None

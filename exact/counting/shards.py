r"""Long counts in restartable shards, kept in one SQLite database.

The units of work of an arrangement (`compiled_restriction_tree`) are dealt out to k shards: shard j takes the units
number j, j + k, j + 2k, ...  The result of a shard is a number of cells for each face that it touches.  Every
finished shard is one row of the database, written in one transaction; a count that is killed at any moment loses the
shards in progress and nothing else, and the sum over all shards is the same however often it was killed.

Only the coordinating process writes.  It holds the database exclusively: a second process on the same file is
refused.  The database says what it belongs to: the version of the program, the arrangement with the order of its
hyperplanes, and the way it was cut into shards.  One that says something else is refused, and so is one with a row
whose digest is wrong.  On every restart the quickest finished shard is computed again and compared.

Dictionary:
    ShardSettings: what a database belongs to.
    ShardStore: an open database; a context manager.
    ShardResult: one finished shard.
    count_in_shards: the number of cells on every face, computing only the shards that are missing.
"""

from __future__ import annotations

import hashlib
import json
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from exact.counting.chamber_arrangement import ChamberArrangement
from exact.counting.compiled_restriction_tree import CompiledTree, GuardError, Unit, plan_units
from exact.errors import DomainError, ExactError, InputError

PROGRAM_VERSION = 1
"""To be raised with every change that alters which unit counts what; databases of another version are refused."""

_APPLICATION = 0x51524B53
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class ShardSettings:
    """What a database of shards belongs to.

    Attributes:
        arrangement: what is counted.
        shards: the number of shards k.
        pieces, parts: how faces are cut into units, see `plan_units`.
    """

    arrangement: ChamberArrangement
    shards: int
    pieces: int = 64
    parts: int = 1

    def __post_init__(self) -> None:
        if self.shards < 1:
            raise DomainError(f"the number of shards must be at least 1, not {self.shards}")

    def as_text(self) -> dict[str, str]:
        """Return the settings as they stand in the database."""
        units = plan_units(self.arrangement, self.pieces, self.parts)
        plan = hashlib.sha256(" ".join(map(repr, units)).encode("ascii")).hexdigest()
        return {
            "schema": str(_SCHEMA),
            "program": str(PROGRAM_VERSION),
            "class": self.arrangement.name,
            "rank": str(self.arrangement.rank),
            "arrangement": self.arrangement.digest(),
            "shards": str(self.shards),
            "pieces": str(self.pieces),
            "parts": str(self.parts),
            "units": plan,
        }

    def units_of(self, shard: int) -> list[Unit]:
        """Return the units of one shard."""
        return plan_units(self.arrangement, self.pieces, self.parts)[shard :: self.shards]


@dataclass(frozen=True, slots=True)
class ShardResult:
    """A finished shard: its number, its cells by face, and the milliseconds it took."""

    shard: int
    cells: dict[int, int]
    milliseconds: int

    def text(self) -> str:
        """Return the cells as they stand in the database."""
        return json.dumps({str(face): str(count) for face, count in sorted(self.cells.items())})


def _row_digest(settings: dict[str, str], shard: int, cells: str, milliseconds: int) -> str:
    text = json.dumps([sorted(settings.items()), shard, cells, milliseconds])
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class ShardStore:
    """An open database of shards, held exclusively.

    Args:
        path: the file; it is made if it does not exist.
        settings: what the database must belong to.

    Raises:
        InputError: if the file is no such database, is damaged, belongs to something else, or is in use.
    """

    def __init__(self, path: Path, settings: ShardSettings) -> None:
        """Open the database, take it exclusively, and check everything in it."""
        self.path = path
        self.settings = settings.as_text()
        self.shards = settings.shards
        try:
            self.connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        except sqlite3.Error as error:
            raise self._refusal(f"the database cannot be opened ({error})") from error
        try:
            self._take()
            self.results = self._read()
        except sqlite3.Error as error:
            self.connection.close()
            if "locked" in str(error):
                raise self._refusal("the database is in use by another process") from error
            raise self._refusal(f"this is no undamaged database of shards ({error})") from error
        except BaseException:
            self.connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def _refusal(self, problem: str) -> InputError:
        return InputError(problem, file=str(self.path))

    def _take(self) -> None:
        """Lock the file, and write the settings into a new one."""
        run = self.connection.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA synchronous = FULL")
        run("BEGIN EXCLUSIVE")
        tables = {name for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'table'")}
        application = run("PRAGMA application_id").fetchone()[0]
        if not tables and application == 0:
            run(f"PRAGMA application_id = {_APPLICATION}")
            run("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
            run(
                "CREATE TABLE shards (shard INTEGER PRIMARY KEY, cells TEXT NOT NULL, "
                "milliseconds INTEGER NOT NULL, digest TEXT NOT NULL) STRICT"
            )
            self.connection.executemany("INSERT INTO settings VALUES (?, ?)", sorted(self.settings.items()))
        elif application != _APPLICATION or tables != {"settings", "shards"}:
            raise self._refusal("this is a database of something else")
        run("COMMIT")

    def _read(self) -> dict[int, ShardResult]:
        """Check the settings and every row, and return the finished shards."""
        run = self.connection.execute
        verdict = run("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise self._refusal(f"the database is damaged ({verdict})")
        found = dict(run("SELECT name, value FROM settings").fetchall())
        if found != self.settings:
            names = sorted(
                name for name in found.keys() | self.settings.keys() if found.get(name) != self.settings.get(name)
            )
            raise self._refusal(f"the database belongs to another count: it differs in {', '.join(names)}")
        results: dict[int, ShardResult] = {}
        for shard, cells, milliseconds, digest in run("SELECT shard, cells, milliseconds, digest FROM shards"):
            if not 0 <= shard < self.shards or digest != _row_digest(self.settings, shard, cells, milliseconds):
                raise self._refusal(f"the row of shard {shard} is damaged: its digest is wrong")
            counts = {int(face): int(count) for face, count in json.loads(cells).items()}
            results[shard] = ShardResult(shard, counts, milliseconds)
        return results

    def missing(self) -> list[int]:
        """Return the numbers of the shards that are not finished, in increasing order."""
        return [shard for shard in range(self.shards) if shard not in self.results]

    def add(self, result: ShardResult) -> None:
        """Write one finished shard in a transaction of its own; a shard is never written twice."""
        if result.shard in self.results:
            raise ExactError(f"shard {result.shard} is finished already and must not be written again")
        text = result.text()
        digest = _row_digest(self.settings, result.shard, text, result.milliseconds)
        try:
            self.connection.execute(
                "INSERT INTO shards VALUES (?, ?, ?, ?)", (result.shard, text, result.milliseconds, digest)
            )
        except sqlite3.Error as error:
            raise self._refusal(f"shard {result.shard} cannot be written ({error})") from error
        self.results[result.shard] = result


def _compute(tree: CompiledTree, settings: ShardSettings, shard: int) -> ShardResult:
    start = time.monotonic_ns()
    cells = tree.count_units(settings.units_of(shard))
    return ShardResult(shard, cells, (time.monotonic_ns() - start) // 1_000_000)


def count_in_shards(
    settings: ShardSettings,
    path: Path,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
    most: int | None = None,
) -> list[int] | None:
    """Return the number of cells on every face, computing the shards that the database does not hold.

    Args:
        settings: what is counted, and how it is cut.
        path: the database; made if it does not exist, continued if it does.
        threads: how many shards are computed at a time.
        progress: called by the coordinator after every shard with the numbers of finished shards and of all.
        most: stop after so many new shards, or None for all.

    Returns:
        The counts by mask, or None if `most` stopped the count before the last shard.

    Raises:
        InputError: if the database is damaged, foreign or in use.
        GuardError: if a guard of the kernel speaks; the shards finished before are kept.
        DomainError: if there is no thread.
    """
    if threads < 1:
        raise DomainError(f"the number of threads must be at least 1, not {threads}")
    with ShardStore(path, settings) as store:
        _recompute_quickest(store, settings, path)
        todo = store.missing()[:most]
        if todo:
            _compute_all(store, settings, todo, threads, progress)
        if store.missing():
            return None
        counts = [0] * (1 << settings.arrangement.rank)
        for result in store.results.values():
            for face, count in result.cells.items():
                counts[face] += count
        return counts


def _recompute_quickest(store: ShardStore, settings: ShardSettings, path: Path) -> None:
    if store.results:
        quickest = min(store.results.values(), key=lambda result: (result.milliseconds, result.shard))
        if _compute(CompiledTree(settings.arrangement), settings, quickest.shard).cells != quickest.cells:
            raise InputError(f"shard {quickest.shard} comes out differently when computed again", file=str(path))


def _compute_all(
    store: ShardStore,
    settings: ShardSettings,
    todo: list[int],
    threads: int,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Let threads compute shards while this thread alone writes what they finish."""
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    finished: queue.SimpleQueue[ShardResult | GuardError] = queue.SimpleQueue()
    for shard in todo:
        waiting.put(shard)
    stop = threading.Event()

    def work() -> None:
        tree = CompiledTree(settings.arrangement)
        while not stop.is_set():
            try:
                shard = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                finished.put(_compute(tree, settings, shard))
            except GuardError as error:
                finished.put(error)

    helpers = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    for helper in helpers:
        helper.start()
    try:
        for _ in todo:
            result = _next_result(finished, helpers)
            if isinstance(result, GuardError):
                raise result
            store.add(result)
            if progress is not None:
                progress(len(store.results), settings.shards)
    finally:
        stop.set()


def _next_result(
    finished: queue.SimpleQueue[ShardResult | GuardError], helpers: list[threading.Thread]
) -> ShardResult | GuardError:
    """Wait for the next result, as long as a thread lives that can bring it."""
    while True:
        alive = any(helper.is_alive() for helper in helpers)  # asked first: a thread may end after its last result
        try:
            return finished.get(timeout=1)
        except queue.Empty:
            if not alive:
                raise ExactError("the threads ended before all shards were counted; what is finished is kept") from None

r"""The SQLite database of a long count: one row for every finished shard, written by the coordinating process alone.

The database is held exclusively: a second process on the same file is refused.  It says what it belongs to (its
settings: the version of the program, what is counted, how it was cut), and one that says something else is refused;
so is one with a row whose digest is wrong.  A row is one transaction, so that a process that is killed at any moment
loses the shards in progress and nothing else.

Dictionary:
    ShardResult: one finished shard.
    ShardStore: an open database; a context manager.
    SCHEMA: the number of the form of the database.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from exact.errors import ExactError, InputError

SCHEMA = 2

_APPLICATION = 0x51524B53


@dataclass(frozen=True, slots=True)
class ShardResult:
    """A finished shard: its number, its result as text, and the milliseconds it took."""

    shard: int
    text: str
    milliseconds: int


def _row_digest(settings: Mapping[str, str], result: ShardResult) -> str:
    text = json.dumps([sorted(settings.items()), result.shard, result.text, result.milliseconds])
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class ShardStore:
    """An open database of shards, held exclusively.

    Args:
        path: the file; it is made if it does not exist.
        settings: what the database must belong to, name by name.
        shards: how many shards there are, numbered from 0.

    Attributes:
        milliseconds: how long every finished shard took.

    Raises:
        InputError: if the file is no such database, is damaged, belongs to something else, or is in use.
    """

    def __init__(self, path: Path, settings: Mapping[str, str], shards: int) -> None:
        """Open the database, take it exclusively, and check everything in it."""
        self.path = path
        self.settings = dict(settings)
        self.shards = shards
        self.milliseconds: dict[int, int] = {}
        try:
            self.connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        except sqlite3.Error as error:
            raise self._refusal(f"the database cannot be opened ({error})") from error
        try:
            self._take()
            self._check()
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
                "CREATE TABLE shards (shard INTEGER PRIMARY KEY, result TEXT NOT NULL, "
                "milliseconds INTEGER NOT NULL, digest TEXT NOT NULL) STRICT"
            )
            self.connection.executemany("INSERT INTO settings VALUES (?, ?)", sorted(self.settings.items()))
        elif application != _APPLICATION or tables != {"settings", "shards"}:
            raise self._refusal("this is a database of something else")
        run("COMMIT")

    def _check(self) -> None:
        """Check the settings and every row."""
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
        for shard, text, milliseconds, digest in run("SELECT shard, result, milliseconds, digest FROM shards"):
            result = ShardResult(shard, text, milliseconds)
            if not 0 <= shard < self.shards or digest != _row_digest(self.settings, result):
                raise self._refusal(f"the row of shard {shard} is damaged: its digest is wrong")
            self.milliseconds[shard] = milliseconds

    def missing(self) -> list[int]:
        """Return the numbers of the shards that are not finished, in increasing order."""
        return [shard for shard in range(self.shards) if shard not in self.milliseconds]

    def text(self, shard: int) -> str:
        """Return the result of a finished shard."""
        row = self.connection.execute("SELECT result FROM shards WHERE shard = ?", (shard,)).fetchone()
        if row is None:
            raise ExactError(f"shard {shard} is not finished")
        return str(row[0])

    def add(self, result: ShardResult) -> None:
        """Write one finished shard in a transaction of its own; a shard is never written twice."""
        if result.shard in self.milliseconds:
            raise ExactError(f"shard {result.shard} is finished already and must not be written again")
        row = (result.shard, result.text, result.milliseconds, _row_digest(self.settings, result))
        try:
            self.connection.execute("INSERT INTO shards VALUES (?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            raise self._refusal(f"shard {result.shard} cannot be written ({error})") from error
        self.milliseconds[result.shard] = result.milliseconds

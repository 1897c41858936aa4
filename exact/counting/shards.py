r"""Regions of an arrangement counted in restartable shards: threshold functions and resonance chambers.

The units of work of an arrangement (`compiled_restriction_tree`) are dealt out to k shards: shard j takes the units
number j, j + k, j + 2k, ...  The result of a shard is a number of cells for each face that it touches.  The database
(`shard_store`) belongs to the version of the program, the arrangement with the order of its hyperplanes, and the way it
was cut; a count that is killed at any moment loses the shards in progress and nothing else, and the sum over all
shards is the same however often it was killed.

Dictionary:
    ShardSettings: what is counted, and how it is cut.
    count_in_shards: the number of cells on every face, computing only the shards that are missing.
    PROGRAM_VERSION: the version of the computation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from exact.counting.chamber_arrangement import ChamberArrangement
from exact.counting.compiled_restriction_tree import CompiledTree, Unit, plan_units
from exact.counting.shard_store import SCHEMA
from exact.counting.shard_work import Compute, Runner, ShardedWork, check_shards, finish_shards, in_threads

PROGRAM_VERSION = 1
"""To be raised with every change that alters which unit counts what; databases of another version are refused."""


@dataclass(frozen=True)
class ShardSettings(ShardedWork):
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
        check_shards(self.shards)

    def as_text(self) -> dict[str, str]:
        """Return the settings as they stand in the database."""
        units = plan_units(self.arrangement, self.pieces, self.parts)
        plan = hashlib.sha256(" ".join(map(repr, units)).encode("ascii")).hexdigest()
        return {
            "schema": str(SCHEMA),
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

    def worker(self) -> Compute:
        """Return the count of the units of a shard, with the arrays of one thread."""
        tree = CompiledTree(self.arrangement)

        def compute(shard: int, given: object) -> str:
            del given
            cells = tree.count_units(self.units_of(shard))
            return json.dumps({str(face): str(count) for face, count in sorted(cells.items())})

        return compute


def count_in_shards(
    settings: ShardSettings,
    path: Path,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
    most: int | None = None,
    run: Runner | None = None,
) -> list[int] | None:
    """Return the number of cells on every face, computing the shards that the database does not hold.

    Args:
        settings: what is counted, and how it is cut.
        path: the database; made if it does not exist, continued if it does.
        threads: how many shards are computed at a time.
        progress: called by the coordinator after every shard with the numbers of finished shards and of all.
        most: stop after so many new shards, or None for all.
        run: what computes the shards; None takes threads of this process.

    Returns:
        The counts by mask, or None if `most` stopped the count before the last shard.

    Raises:
        InputError: if the database is damaged, foreign or in use.
        GuardError: if a guard of the kernel speaks; the shards finished before are kept.
        DomainError: if there is no thread.
    """

    def gather(texts: Iterator[str]) -> list[int]:
        counts = [0] * (1 << settings.arrangement.rank)
        for text in texts:
            for face, count in json.loads(text).items():
                counts[int(face)] += int(count)
        return counts

    return finish_shards(settings, path, run or in_threads(threads), gather, progress, most)

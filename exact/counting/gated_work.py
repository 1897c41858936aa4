r"""What the shards of every method for gated classes have in common: what their database belongs to, and their outcome.

Dictionary:
    GatedWork: a count of a gated class cut into shards.
    SumWork: one whose shards are integers that are added up.
    digest_of: a digest of what is dealt out.
"""

from __future__ import annotations

import hashlib
import json
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from exact.counting.gated_class import GatedClass
from exact.counting.shard_store import SCHEMA
from exact.counting.shard_work import ShardedWork, check_shards


def digest_of(plan: object) -> str:
    """Return a digest of what is dealt out, from its representation as text.

    Examples:
        >>> digest_of([1, 2]) == digest_of([1, 2]), digest_of([1, 2]) == digest_of([2, 1])
        (True, False)
    """
    return hashlib.sha256(repr(plan).encode("ascii")).hexdigest()


@dataclass(frozen=True)
class GatedWork(ShardedWork):
    """A count of a gated class cut into shards.

    Attributes:
        gated: the class.
        n: the number of inputs.
        shards: the number of shards of one stage.
        method: the name of the method.
        program: the version of the computation, to be raised with every change that alters which shard counts what.
    """

    gated: GatedClass
    n: int
    shards: int
    method: ClassVar[str] = ""
    program: ClassVar[int] = 1

    def __post_init__(self) -> None:
        check_shards(self.shards)

    @abstractmethod
    def plan(self) -> object:
        """Return what is dealt out to the shards, in its order."""

    @abstractmethod
    def outcome(self, texts: Iterator[str]) -> tuple[int, dict[str, int]]:
        """Return the count, and the numbers of orbits by the name of their group, from the results of all shards."""

    def as_text(self) -> dict[str, str]:
        """Return the settings as they stand in the database."""
        return {
            "schema": str(SCHEMA),
            "program": f"{self.method} {self.program}",
            "class": self.gated.name,
            "options": json.dumps(self.gated.options, sort_keys=True),
            "n": str(self.n),
            "shards": str(self.shards),
            "plan": digest_of(self.plan()),
        }


@dataclass(frozen=True)
class SumWork(GatedWork):
    """A count whose shards are lists of integers, added up entry by entry."""

    def write(self, numbers: list[int]) -> str:
        """Return the result of a shard as text; the integers may have any size."""
        return json.dumps([str(number) for number in numbers])

    def total(self, texts: Iterator[str]) -> list[int]:
        """Return the sums over all shards."""
        return [sum(map(int, column)) for column in zip(*map(json.loads, texts), strict=True)]

r"""Output gates of two factors counted in Chow chambers, cut into shards: one part each.

Dictionary:
    chow_chamber_work: the count of a class cut into shards.
    ChamberShards: the parts of `gated_chamber_parts`, added up.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from exact.counting.gated_chamber import METHOD, chamber_result
from exact.counting.gated_chamber_parts import ChamberCount, count_part
from exact.counting.gated_chamber_thresholds import threshold_classes
from exact.counting.gated_class import GatedClass
from exact.counting.gated_work import SumWork
from exact.counting.shard_work import Compute

_PREPARING = threading.Lock()


def chow_chamber_work(gated: GatedClass, n: int, shards: int) -> ChamberShards:
    """Return the count of a class in Chow chambers, cut into shards.

    Raises:
        DomainError: if the number of shards is less than 1.
    """
    return ChamberShards(gated, n, shards)


@dataclass(frozen=True)
class ChamberShards(SumWork):
    """An output gate of two factors, dealt out by an invariant of the functions, or by gates."""

    method: ClassVar[str] = METHOD

    def plan(self) -> object:
        """Return the gates."""
        return self._gates()

    def _gates(self) -> tuple[int, ...]:
        with _PREPARING:
            return threshold_classes(self.n).gates

    def worker(self) -> Compute:
        """Return the count of a shard; threads of one process share the list of threshold functions."""
        self._gates()

        def compute(shard: int, given: object) -> str:
            del given
            counted = count_part(str(self.gated.values), self.n, shard, self.shards)
            return self.write([counted.functions, counted.orbits, counted.twice_with_negation])

        return compute

    def outcome(self, texts: Iterator[str]) -> tuple[int, dict[str, int]]:
        """Return the number of functions, and the numbers of orbits by the name of their group."""
        return chamber_result(self.gated, ChamberCount(*self.total(texts)))

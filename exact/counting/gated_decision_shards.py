r"""Gated classes by decision, cut into shards: by upper halves for five inputs, by orbits for maps and tuples.

**Five inputs, one output**: every shard takes some of the upper halves of `gated_decision_five`.  Which functions
represent their orbits is found by one walk over all upper halves; that takes seconds, is done once in every process,
and is the same everywhere.  A shard decides the functions with its upper halves.  The orbits that were looked at must
add up to all functions.

**Maps and tuples**: every shard takes some orbits of gates (mixed values), or of the first unit (layers), and adds up
their terms.

Dictionary:
    decision_work: the count of a class by decision, cut into shards; None where it has no shards.
    OrbitShards: functions of five inputs; MapShards: maps and tuples.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from exact.counting.gated_class import GATED_LAYER, GatedClass
from exact.counting.gated_decision_five import (
    Decision,
    OrbitWalk,
    RowCount,
    check_five_inputs,
    decision_maker,
    symmetry_facets,
)
from exact.counting.gated_decision_maps import layer_number, mixed_number
from exact.counting.gated_decision_small import gate_tables
from exact.counting.gated_decision_symmetry import input_symmetries, orbit_representatives, orbits_of
from exact.counting.gated_work import GatedWork, SumWork
from exact.counting.shard_work import Compute

_PREPARING = threading.Lock()


def decision_work(gated: GatedClass, n: int, shards: int) -> GatedWork | None:
    """Return the count of a class by decision, cut into shards; None where it takes seconds and has no shards.

    Raises:
        DomainError: if the number of shards is less than 1, or the class is not decided for five inputs.
        ExactError: if n = 5 and the compiler is not installed.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> decision_work(gated_class("selector"), 4, 3) is None
        True
    """
    if gated.values == "mixed" or gated.name == GATED_LAYER:
        return MapShards(gated, n, shards)
    has_marks = gated.values == "signs" and (gated.factors or 1) > 2
    if n < 5 or gated.is_disjoint or has_marks:
        return None
    check_five_inputs(gated)
    return OrbitShards(gated, n, shards)


@lru_cache(maxsize=1)
def _prepared(gated: GatedClass) -> tuple[OrbitWalk, list[tuple[int, Any]], Callable[[], Decision]]:
    walk = OrbitWalk(gated.symmetry)
    return walk, list(walk.rows()), decision_maker(gated)


@dataclass(frozen=True)
class OrbitShards(SumWork):
    """A class of functions of five inputs, dealt out by upper halves."""

    method: ClassVar[str] = "decision"

    def plan(self) -> object:
        """Return the upper halves."""
        return symmetry_facets(self.gated.symmetry)[0]

    def worker(self) -> Compute:
        """Return the decision of the upper halves of a shard; threads of one process share what is prepared."""
        with _PREPARING:
            walk, rows, make = _prepared(self.gated)
        decide = make()

        def compute(shard: int, given: object) -> str:
            del given
            total = RowCount(0, 0, 0)
            for upper, found in rows[shard :: self.shards]:
                total += walk.count_row(upper, found, decide)
            return self.write([total.seen, total.functions, total.orbits])

        return compute

    def outcome(self, texts: Iterator[str]) -> tuple[int, dict[str, int]]:
        """Return the number of functions, and of orbits under the symmetries of the class."""
        counted = RowCount(*self.total(texts)).whole()
        return counted.functions, {self.gated.symmetry.name(): counted.orbits}


@dataclass(frozen=True)
class MapShards(SumWork):
    """Maps or tuples, dealt out by orbits of gates or of the first unit."""

    method: ClassVar[str] = "decision"

    def plan(self) -> object:
        """Return the orbits."""
        generators = [] if self.gated.is_disjoint else input_symmetries(self.n)
        if self.gated.values == "mixed":
            return list(orbits_of(gate_tables(self.gated, self.n), generators, self.n).items())
        return list(orbit_representatives(self.n, generators).items())

    def worker(self) -> Compute:
        """Return the sum over the orbits of a shard."""
        number = mixed_number if self.gated.values == "mixed" else layer_number

        def compute(shard: int, given: object) -> str:
            del given
            return self.write([number(self.gated, self.n, None, slice(shard, None, self.shards))])

        return compute

    def outcome(self, texts: Iterator[str]) -> tuple[int, dict[str, int]]:
        """Return the number of maps or tuples; orbits are not counted."""
        (value,) = self.total(texts)
        return value, {}

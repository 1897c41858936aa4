r"""Gated classes by enumeration, cut into shards: by the pairs that are run through, by gates, by first outputs.

**Five inputs, one output**: every shard takes some of the pairs of `gated_enumeration_pairs` (of the gates, for
selectors) and returns the marks that it sets, compressed.  The union over all shards is closed under the symmetries
and counted.  Of three and more factors each further one is a stage of its own: the functions that are new after the
stage before, one of every class, are dealt out and multiplied by all threshold functions.

**Six inputs, one output**: every shard takes the orbits that are its own (`gated_enumeration_six`).

**Maps and tuples**: every shard takes some classes of gates (mixed values), or of first outputs (layers), and adds up
their terms.

Dictionary:
    enumeration_work: the count of a class by enumeration, cut into shards; None where it has no shards.
    MarkShards: functions of five inputs; CanonicalFormShards: of six inputs.
    MixedShards: mixed values; LayerShards: layers in bits or signs.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from exact.counting.gated_class import GATED_LAYER, SELECTOR, GatedClass
from exact.counting.gated_enumeration import first_pairs, gates_of, has_mixed_orbits, selector_parts
from exact.counting.gated_enumeration_cells import threshold_tables
from exact.counting.gated_enumeration_layers import count_layers, count_mixed, first_outputs, gate_classes, mixed_orbits
from exact.counting.gated_enumeration_marks import MAXIMUM_MARKED_DIMENSION
from exact.counting.gated_enumeration_orbits import compile_orbits
from exact.counting.gated_enumeration_pairs import factor_pairs
from exact.counting.gated_enumeration_parts import has_orbit_parts, part_number
from exact.counting.gated_enumeration_rows import FunctionRows, compile_enumeration
from exact.counting.gated_enumeration_six import combined_numbers, shard_numbers
from exact.counting.gated_work import GatedWork, SumWork
from exact.counting.shard_work import Compute
from exact.counting.threshold import processors

_N = 5
_PREPARING = threading.Lock()


def enumeration_work(gated: GatedClass, n: int, shards: int) -> GatedWork | None:
    """Return the count of a class by enumeration, cut into shards; None where it takes seconds and has no shards.

    Raises:
        DomainError: if the number of shards is less than 1.
        ExactError: if one output of five or six inputs is asked for and the compiler is not installed.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> enumeration_work(gated_class("selector"), 4, 3) is None
        True
    """
    if gated.is_disjoint:
        return None
    if gated.values == "mixed":
        return MixedShards(gated, n, shards)
    if gated.name == GATED_LAYER:
        return LayerShards(gated, n, shards)
    if n > _N and has_orbit_parts(gated):
        compile_orbits()
        return CanonicalFormShards(gated, n, shards)
    if n <= MAXIMUM_MARKED_DIMENSION:
        return None
    compile_enumeration()
    return MarkShards(gated, n, shards)


@dataclass(frozen=True)
class MarkShards(GatedWork):
    """A class of functions of five inputs with one output, dealt out by pairs, one stage for each factor beyond two."""

    method: ClassVar[str] = "enumeration"

    @property
    def stages(self) -> int:
        """One stage, and one more for every factor beyond the second."""
        return max(1, (self.gated.factors or 0) - 1)

    def plan(self) -> object:
        """Return the pairs and the gates of the first stage."""
        if self.gated.name == SELECTOR:
            return [(first.tolist(), second.tolist()) for first, second in selector_parts(_N)]
        return list(first_pairs(self.gated, _N)), list(gates_of(self.gated, _N))

    def is_same(self, first: str, second: str) -> bool:
        """Return whether two results hold the same marks; how they are compressed does not matter."""
        return self._marked([first]).packed() == self._marked([second]).packed()

    def worker(self) -> Compute:
        """Return the enumeration of the pairs of a shard; its results are marks."""
        is_selector = self.gated.name == SELECTOR
        unions = list(selector_parts(_N)) if is_selector else []
        pairs = () if is_selector else first_pairs(self.gated, _N)
        gates = gates_of(self.gated, _N)

        def compute(shard: int, given: object) -> str:
            rows = FunctionRows(self.gated.symmetry, threads=1)
            stage, place = divmod(shard, self.shards)
            part = slice(place, None, self.shards)
            if stage and isinstance(given, tuple):
                rows.mark_choices(factor_pairs(self.gated, _N, given), threshold_tables(_N))
            else:
                for first, second in unions[part]:
                    rows.mark_unions(first, second)
                rows.mark_choices(pairs[part], gates)
            return base64.b64encode(rows.packed()).decode("ascii")

        return compute

    def given(self, stage: int, finished: Callable[[int], str]) -> Sequence[object]:
        """Return for every shard of a later stage the functions that it multiplies: some of those that are new."""
        if stage == 0:
            return [None] * self.shards
        before = self._representatives(map(finished, range((stage - 1) * self.shards))) if stage > 1 else set()
        after = self._representatives(map(finished, range(stage * self.shards)))
        new = sorted(after - before)
        return [tuple(new[place :: self.shards]) for place in range(self.shards)]

    def outcome(self, texts: Iterator[str]) -> tuple[int, dict[str, int]]:
        """Return the number of functions, and those of orbits under every group of the class."""
        rows = self._closed(texts)
        return rows.count(), rows.orbit_numbers()

    def _marked(self, texts: Iterable[str]) -> FunctionRows:
        rows = FunctionRows(self.gated.symmetry, processors())
        for text in texts:
            rows.add_packed(base64.b64decode(text, validate=True))
        return rows

    def _closed(self, texts: Iterable[str]) -> FunctionRows:
        rows = self._marked(texts)
        rows.close()
        return rows

    def _representatives(self, texts: Iterable[str]) -> set[int]:
        rows = self._closed(texts)
        return set(rows.least_tables(negates_output=self.gated.symmetry.negates_output).tolist())


@dataclass(frozen=True)
class CanonicalFormShards(SumWork):
    """A class of functions of at most six inputs with one output, dealt out by invariants of the orbits."""

    method: ClassVar[str] = "enumeration"

    def plan(self) -> object:
        """Return what names the way in which orbits are dealt out; the list of what makes them is checked when made."""
        return "points and squares of Chow parameters"

    def worker(self) -> Compute:
        """Return the numbers of functions, of orbits, and of ways of a shard; threads share the lists."""
        with _PREPARING:
            part_number(self.gated, self.n)

        def compute(shard: int, given: object) -> str:
            del given
            return self.write(shard_numbers(self.gated, self.n, shard, self.shards))

        return compute

    def outcome(self, texts: Iterator[str]) -> tuple[int, dict[str, int]]:
        """Return the number of functions, and those of orbits under every group of the class."""
        return combined_numbers(self.gated, self.shards, self.total(texts))


@dataclass(frozen=True)
class MixedShards(SumWork):
    """Mixed output gates or layers, dealt out by classes of gates."""

    method: ClassVar[str] = "enumeration"

    def plan(self) -> object:
        """Return one gate of every class."""
        return gate_classes(self.n)

    def worker(self) -> Compute:
        """Return the sums over the gates of a shard: of maps, and of orbits under two groups where they are counted."""

        def compute(shard: int, given: object) -> str:
            del given
            part = slice(shard, None, self.shards)
            numbers = [count_mixed(self.n, int(self.gated.units or 1), part=part)]
            if has_mixed_orbits(self.gated, self.n):
                numbers += [mixed_orbits(self.n, negates_output=negates, part=part) for negates in (False, True)]
            return self.write(numbers)

        return compute

    def outcome(self, texts: Iterator[str]) -> tuple[int, dict[str, int]]:
        """Return the number of maps or tuples, and, where they are counted, those of orbits."""
        value, *orbits = self.total(texts)
        name = self.gated.symmetry.name()
        return value, dict(zip((name, f"{name}, output negation"), orbits, strict=False))


@dataclass(frozen=True)
class LayerShards(SumWork):
    """Layers in bits or signs, dealt out by classes of first outputs."""

    method: ClassVar[str] = "enumeration"

    def plan(self) -> object:
        """Return one first output of every class."""
        return first_outputs(self.n, str(self.gated.values))

    def worker(self) -> Compute:
        """Return the sum over the first outputs of a shard."""

        def compute(shard: int, given: object) -> str:
            del given
            part = slice(shard, None, self.shards)
            return self.write([count_layers(self.n, int(self.gated.units or 1), str(self.gated.values), part=part)])

        return compute

    def outcome(self, texts: Iterator[str]) -> tuple[int, dict[str, int]]:
        """Return the number of tuples; orbits are not counted."""
        (value,) = self.total(texts)
        return value, {}

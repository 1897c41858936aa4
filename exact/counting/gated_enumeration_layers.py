r"""Gated layers and mixed output gates by enumeration: what one gate makes of all threshold functions.

Let D(g) be the set of the products f g, f a threshold function.  A layer of m units with gate g has the maps D(g)^m,
and the class is the union over g.

Mixed: a product f g with f in signs and g in bits shows g, so the union is disjoint and the count is the sum of
|D(g)|^m over all gates, where |D(g)| is the number of dichotomies of the support of g; the map 0 is the case g = 0.
Without a unit's gate being visible, the union is counted one output at a time: the maps whose first output is h are the
union of D(g)^(m-1) over the gates with h in D(g), and sets of gates that were met before are not counted again.

Dictionary:
    count_mixed: the sum of |D(g)|^m.
    mixed_orbits: the number of orbits of mixed output gates under signed permutations, and with negation.
    count_layers: the number of tuples (f_1 g, ..., f_m g) in bits or in signs.
    gate_classes: one gate of every class; first_outputs: one first output of every class, of a layer.
    ALL: the part that is everything.

Source: theory Q-T7b `shared-gate-sandwich` for bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from exact.counting.gated_enumeration_cells import (
    MAXIMUM_TABLES_DIMENSION,
    threshold_representatives,
    threshold_tables,
)
from exact.counting.threshold_array import distinct_number, threshold_array
from exact.orbit import canonical_form, orbit_sizes
from exact.stabilizer import symmetry_group
from exact.symmetry import Group, SignedPermutation

if TYPE_CHECKING:
    from numpy.typing import NDArray

Progress = Callable[[int, int | None], None]

ALL = slice(None)


def gate_classes(n: int) -> list[int]:
    """Return one gate of every class under signed permutations.

    Examples:
        >>> gate_classes(2)
        [0, 1, 3, 7, 15]
    """
    return list(_gate_classes(n))


@lru_cache(maxsize=8)
def _gate_classes(n: int) -> tuple[int, ...]:
    full = (1 << (1 << n)) - 1
    found = {f for table in threshold_representatives(n) for f in (table, full ^ table)}
    return tuple(sorted({canonical_form(f, n, Group.NP) for f in found}))


def _dichotomies(gate: int, n: int) -> NDArray[Any]:
    """Return the restrictions of all threshold functions to the support of a gate, sorted.  Assumes n <= 5."""
    import numpy as np

    return np.unique(np.array(threshold_tables(n), dtype=np.uint32) & np.uint32(gate))


def _dichotomy_number(gate: int, n: int) -> int:
    """Return |D(g)|.  For n = 6 only the functions that are false at one point of the gate are restricted to it.

    The others are their negations, and no two of the first kind have the same restriction to the gate as one of the
    second kind.
    """
    import numpy as np

    if n <= MAXIMUM_TABLES_DIMENSION:
        return len(_dichotomies(gate, n))
    if not gate:
        return 1
    return 2 * distinct_number(_functions_false_at(gate & -gate, n) & np.uint64(gate))


@lru_cache(maxsize=1)
def _functions_false_at(point: int, n: int) -> NDArray[Any]:
    """Return the threshold functions that are false at a point, given as a truth table."""
    import numpy as np

    tables = threshold_array(n)
    those: NDArray[Any] = tables[(tables & np.uint64(point)) == 0]
    return those


def count_mixed(n: int, units: int, progress: Progress | None = None, part: slice = ALL) -> int:
    """Return the number of tuples (f_1 g, ..., f_m g) with f_i in signs and g in bits: the sum of |D(g)|^m.

    Assumes n <= 6.  Sums over a part of the classes of gates, if one is given.

    Cost:
        0.5 s for n = 5; a minute and half a gigabyte for n = 6.

    Examples:
        >>> [count_mixed(n, 1) for n in range(4)]
        [3, 9, 71, 2373]
    """
    gates = gate_classes(n)[part]
    total = 0
    for done, (gate, size) in enumerate(zip(gates, orbit_sizes(gates, n, Group.NP), strict=True)):
        total += size * _dichotomy_number(gate, n) ** units
        if progress is not None:
            progress(done + 1, len(gates))
    return total


def mixed_orbits(n: int, *, negates_output: bool, part: slice = ALL) -> int:
    """Return the number of orbits of mixed output gates under signed permutations of the inputs.

    For one gate of every class, the orbits of its dichotomies under its symmetries are counted.  Assumes n <= 5.  Sums
    over a part of the classes of gates, if one is given.

    Examples:
        >>> [mixed_orbits(n, negates_output=False) for n in range(3)]
        [3, 6, 17]
    """
    import numpy as np

    total = 0
    for gate in gate_classes(n)[part]:
        dichotomies = _dichotomies(gate, n)
        generators = [
            np.searchsorted(dichotomies, _moved_tables(dichotomies, g.inputs))
            for g in symmetry_group(gate, n, Group.NP).generators
        ]
        if negates_output:
            generators.append(np.searchsorted(dichotomies, dichotomies ^ np.uint32(gate)))
        total += _number_of_orbits(len(dichotomies), generators)
    return total


def _moved_tables(tables: NDArray[Any], g: SignedPermutation) -> NDArray[Any]:
    import numpy as np

    moved = np.zeros_like(tables)
    for p in range(1 << g.n):
        moved |= (tables >> np.uint32(p) & np.uint32(1)) << np.uint32(g.act_on_point(p))
    return moved


def _number_of_orbits(size: int, generators: Iterable[NDArray[Any]]) -> int:
    import numpy as np

    labels = np.arange(size)
    images = list(generators)
    while True:
        before = labels.copy()
        for image in images:
            np.minimum(labels, labels[image], out=labels)
        if (labels == before).all():
            return int((labels == np.arange(size)).sum())


def count_layers(n: int, units: int, values: str, progress: Progress | None = None, part: slice = ALL) -> int:
    """Return the number of tuples (f_1 g, ..., f_m g) of threshold functions with one common gate, bits or signs.

    Assumes that n and m have been bounded.  Sums over a part of the classes of first outputs, if one is given.

    Cost:
        For m = 2: 3 s for n = 4.

    Examples:
        >>> [count_layers(n, 2, "bits") for n in range(3)]
        [4, 16, 242]
    """
    tree = _layer_tree(n, values)
    firsts = first_outputs(n, values)
    group = Group.NP if values == "bits" else Group.NPN
    chosen = list(zip(firsts, orbit_sizes(firsts, n, group), strict=True))[part]
    total = 0
    for done, (h, size) in enumerate(chosen):
        total += size * (tree.count(tree.gates_of[h], units - 1) if units > 1 else 1)
        if progress is not None:
            progress(done + 1, len(chosen))
    return total


def first_outputs(n: int, values: str) -> list[int]:
    """Return one product f g of threshold functions, in bits or in signs, of every class under the symmetries.

    Examples:
        >>> first_outputs(1, "bits"), first_outputs(1, "signs")
        ([0, 1, 3], [0, 1])
    """
    group = Group.NP if values == "bits" else Group.NPN
    return sorted({canonical_form(h, n, group) for h in _layer_tree(n, values).gates_of})


@lru_cache(maxsize=1)
def _layer_tree(n: int, values: str) -> _LayerTree:
    gates = threshold_tables(n)
    full = (1 << (1 << n)) - 1
    return _LayerTree([_products(gate, gates, full, values) for gate in gates])


def _products(gate: int, functions: Sequence[int], full: int, values: str) -> set[int]:
    if values == "bits":
        return {f & gate for f in functions}
    return {full ^ f ^ gate for f in functions}


class _LayerTree:
    """The union of the powers of given sets D(g), for every set of gates, which is written as a mask."""

    def __init__(self, outputs: Sequence[set[int]]) -> None:
        self._outputs = outputs
        self._masks = [_mask(functions) for functions in outputs]
        self.gates_of: dict[int, int] = {}
        for number, functions in enumerate(outputs):
            for h in functions:
                self.gates_of[h] = self.gates_of.get(h, 0) | 1 << number
        self._known: dict[tuple[int, int], int] = {}

    def count(self, gates: int, units: int) -> int:
        """Return the size of the union of D(g)^units over a set of gates."""
        if gates & (gates - 1) == 0:
            power: int = len(self._outputs[gates.bit_length() - 1]) ** units
            return power
        known = self._known.get((gates, units))
        if known is None:
            if units == 1:
                union = 0
                for number in _members(gates):
                    union |= self._masks[number]
                known = int(union.bit_count())
            else:
                first: set[int] = set()
                for number in _members(gates):
                    first |= self._outputs[number]
                known = sum(self.count(gates & self.gates_of[h], units - 1) for h in first)
            self._known[gates, units] = known
        return known


def _mask(functions: Collection[int]) -> int:
    digits = bytearray(max(functions, default=0) // 8 + 1)
    for h in functions:
        digits[h // 8] |= 1 << h % 8
    return int.from_bytes(digits, "little")


def _members(gates: int) -> Iterator[int]:
    while gates:
        least = gates & -gates
        yield least.bit_length() - 1
        gates ^= least

r"""Maps and tuples: outputs with values -1, 0, +1, and layers of units that share one gate.

**mixed**: f g with f in `signs` and g in `bits`.  The map is 0 exactly where g is false, so it shows g; on the points
where g is true it shows f.  So the number of maps, or of tuples of m such units with one gate, is the sum over all
threshold functions g of the m-th power of the number of dichotomies of the points of g.  The dichotomies are not listed
here: they are the regions of the arrangement whose normals are these points, counted by Zaslavsky's theorem
(`exact.arrangement`).  Without points there is one map.

**bits** and **signs**: a tuple (F_1, ..., F_m) belongs to the layer when one gate g serves all of them.  g serves F

* in bits when F is false outside g and F on {g} extends to a threshold function;
* in signs when F is a threshold function where g is true and its negation is one where g is false: when
  F XNOR g is a threshold function.

So every function F gets the set of the gates that serve it, and a tuple is counted when the sets of its functions have
a gate in common.  Sets of intersections are counted with multiplicity, one unit after the other; of the first unit only
one function of every orbit is tried.

Dictionary:
    mixed_number: the number of tuples of m mixed units with one gate; m = 1 is the mixed output gate.
    layer_number: the number of tuples in bits or signs.
    serving_gates: for every function the set of the gates that serve it.
    ALL: the part that is everything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exact.arrangement import region_count
from exact.counting.gated_class import GatedClass
from exact.counting.gated_decision_partial import PartialFunctions
from exact.counting.gated_decision_small import attended_table, gate_tables
from exact.counting.gated_decision_symmetry import input_symmetries, orbit_representatives, orbits_of
from exact.counting.gated_decision_thresholds import thresholds_by_weights

Progress = Callable[[int, int | None], None]


ALL = slice(None)


def mixed_number(gated: GatedClass, n: int, progress: Progress | None = None, part: slice = ALL) -> int:
    """Return the number of tuples (f_1 g, ..., f_m g), the f_i in signs and g in bits.

    Args:
        gated: an output gate or a layer with mixed values.
        n: the number of inputs, at most 5.
        progress: called with the numbers of treated orbits of gates and of all.
        part: which of the orbits of gates are summed over; all, if not said.

    Cost:
        A second for n = 4, a minute or two for n = 5.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> mixed_number(gated_class("output-gate", values="mixed"), 2)
        71
    """
    units = gated.units or 1
    generators = [] if gated.is_disjoint else input_symmetries(n)
    attended = n if gated.attended is None else gated.attended
    orbits = orbits_of(gate_tables(gated, n), generators, n)
    chosen = list(orbits.items())[part]
    total = 0
    for done, (gate, size) in enumerate(chosen):
        normals = [(1, *(2 * (p >> i & 1) - 1 for i in range(attended))) for p in range(1 << n) if gate >> p & 1]
        total += size * (region_count(normals, attended + 1) ** units if normals else 1)
        if progress is not None:
            progress(done + 1, len(chosen))
    return total


def serving_gates(gated: GatedClass, n: int) -> Any:
    """Return an array of sets, packed in bytes: row F holds the gates that serve the function F.

    Assumes n <= 4 and values in bits or signs.

    Examples:
        Without inputs, in bits: both gates serve the constant false, the gate that is true serves true.

        >>> from exact.counting.gated_class import gated_class
        >>> serving_gates(gated_class("gated-layer"), 0).tolist()
        [[192], [64]]
    """
    import numpy as np

    everything = (1 << (1 << n)) - 1
    attended = n if gated.attended is None else gated.attended
    units = [attended_table(table, gated, n) for table in thresholds_by_weights(attended)]
    partial = PartialFunctions(units, n)
    tables = np.arange(everything + 1, dtype=np.int64)
    gates = gate_tables(gated, n)
    served = np.zeros((everything + 1, len(gates)), dtype=np.bool_)
    for k, gate in enumerate(gates):
        if gated.values == "bits":
            served[:, k] = (tables & ~gate == 0) & partial.extends(tables, np.int64(gate))
        else:
            served[:, k] = partial.extends(everything & ~(tables ^ gate), np.int64(everything))
    return np.packbits(served, axis=1)


def layer_number(gated: GatedClass, n: int, progress: Progress | None = None, part: slice = ALL) -> int:
    """Return the number of tuples (f_1 g, ..., f_m g) with values in bits or signs.

    Args:
        gated: a gated layer in bits or signs.
        n: the number of inputs, at most 4.
        progress: called with the numbers of treated orbits of the first unit and of all.
        part: which of these orbits are summed over; all, if not said.

    Cost:
        For two units and n = 4 some seconds and 250 MB; every further unit multiplies the time by the number of sets.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> layer_number(gated_class("gated-layer"), 2)
        242
    """
    rows = serving_gates(gated, n)
    is_member = rows.any(axis=1)
    generators = [] if gated.is_disjoint else input_symmetries(n)
    orbits = {table: size for table, size in orbit_representatives(n, generators).items() if is_member[table]}
    rows = rows[is_member]
    chosen = list(orbits.items())[part]
    total = 0
    memory: dict[tuple[int, bytes], int] = {}
    for done, (table, size) in enumerate(chosen):
        first = rows[int(is_member[:table].sum())]
        total += size * _completions(first, rows, (gated.units or 1) - 1, memory)
        if progress is not None:
            progress(done + 1, len(chosen))
    return total


def _completions(common: Any, rows: Any, more: int, memory: dict[tuple[int, bytes], int]) -> int:
    """Return how many tuples of `more` functions share a gate with one another and with the set `common`."""
    import numpy as np

    if more == 0:
        return 1
    key = (more, common.tobytes())
    if key not in memory:
        together = rows & common
        together = together[together.any(axis=1)]
        if more == 1:
            memory[key] = len(together)
        else:
            sets, counts = np.unique(together, axis=0, return_counts=True)
            memory[key] = sum(
                int(count) * _completions(row, rows, more - 1, memory) for row, count in zip(sets, counts, strict=True)
            )
    return memory[key]

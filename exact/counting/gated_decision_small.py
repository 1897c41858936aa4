r"""Which functions of n <= 4 inputs belong to a class: one decision for every function, or one for every orbit.

**One gate** (output gate, multiplexed, synaptic gate).  f is in the class when for some pair (h1, h0) of
`gated_decision_pairs` and some gate g it is h1 where g is true and h0 where g is false.  Given f and the pair:

* where h1 = h0 the gate does not matter, so f must have this value there;
* where h1 != h0 the gate must be true if f = h1 and false if f = h0, and nothing else is asked of it.

So f is in the class if and only if for some pair f = h0 on {h1 = h0}, and the partial function [f = h1] on {h1 != h0},
together with the value 1 at the forced points, extends to a gate.  The last is looked up in the table of all partial
functions (`gated_decision_partial`).  All pairs are tried: the decision is complete.

**k factors**: the other k - 1 factors together take the place of the gate; they are decided first.

**any**: f is in the class if for some i it is in the class of x_i, that is, if it is in that of x_1 after x_1 and x_i
are exchanged.

**Selector**: f is in the class if and only if for some g the partial functions f on {g} and f on {not g} both extend
to threshold functions.

With disjoint inputs, pairs and gates are written as functions of all n inputs; nothing else changes.

Dictionary:
    member_array: for every truth table whether it belongs to the class.
    attended_table, attending_table: a function of some of the inputs as one of all.
    gate_tables: the gates of a class, as functions of all inputs.
    factors_needed: how many factors every function needs.
"""

from __future__ import annotations

from typing import Any

from exact.counting.gated_class import MULTIPLEXED, OUTPUT_GATE, SELECTOR, SYNAPTIC_GATE, GatedClass, gated_class
from exact.counting.gated_decision_pairs import gate_pairs
from exact.counting.gated_decision_partial import PartialFunctions
from exact.counting.gated_decision_symmetry import transformed
from exact.counting.gated_decision_thresholds import thresholds_by_weights
from exact.errors import DomainError


def member_array(gated: GatedClass, n: int) -> Any:
    """Return an array that says of every truth table of n inputs whether it belongs to the class.

    Assumes a class of functions that is defined for n <= 4 inputs.

    Raises:
        DomainError: if the class is one of maps or of tuples.

    Cost:
        A second for n = 4, several for classes with many pairs.

    Examples:
        Of two inputs, a multiplexed unit computes every function:

        >>> bool(member_array(gated_class("multiplexed"), 2).all())
        True
    """
    if gated.name == SELECTOR:
        return _selectors(gated, n)
    if gated.name == OUTPUT_GATE and gated.values in {"bits", "signs"}:
        *_, members = _products(gated, n, gated.factors or 1)
        return members
    if gated.synapse == "any":
        return _any_synapse(gated, n)
    if gated.name in {MULTIPLEXED, SYNAPTIC_GATE}:
        return _with_gate(gated, n, gate_tables(gated, n))
    raise DomainError("this class has no functions with two values")


def attended_table(table: int, gated: GatedClass, n: int) -> int:
    """Return a function of the attended inputs, the first ones, as a function of all n inputs.

    Examples:
        x_1 as a function of two inputs:

        >>> attended_table(0b10, gated_class("selector", attended=1, attending=1), 2) == 0b1010
        True
    """
    block = 1 << (n if gated.attended is None else gated.attended)
    return table * sum(1 << p for p in range(0, 1 << n, block))


def attending_table(table: int, gated: GatedClass, n: int) -> int:
    """Return a function of the attending inputs, the last ones, as a function of all n inputs.

    Examples:
        >>> attending_table(0b10, gated_class("selector", attended=1, attending=1), 2) == 0b1100
        True
    """
    if gated.attended is None:
        return table
    return sum(1 << p for p in range(1 << n) if table >> (p >> gated.attended) & 1)


def gate_tables(gated: GatedClass, n: int) -> list[int]:
    """Return the gates: threshold functions of the attending inputs, as functions of all inputs.

    Examples:
        >>> gate_tables(gated_class("selector", attended=1, attending=1), 2)
        [0, 3, 12, 15]
    """
    attending = n if gated.attending is None else gated.attending
    return [attending_table(table, gated, n) for table in thresholds_by_weights(attending)]


def _with_gate(gated: GatedClass, n: int, gates: list[int]) -> Any:
    """Decide every function for a class with one gate from a given list of gates."""
    import numpy as np

    found = gate_pairs(gated, n if gated.attended is None else gated.attended)
    partial = PartialFunctions(gates, n)
    everything = (1 << (1 << n)) - 1
    forced = attended_table(found.forced, gated, n)
    members = np.zeros(everything + 1, dtype=np.bool_)
    for pair in found.pairs:
        h1, h0 = (attended_table(table, gated, n) for table in pair)
        domain = h1 ^ h0
        functions = h0 & ~domain | _subsets(domain)
        functions = functions[~members[functions]]
        gate_values = everything & ~(functions ^ h1)
        members[functions[partial.extends(gate_values, np.int64(domain | forced))]] = True
    return members


def _subsets(domain: int) -> Any:
    """Return all subsets of a mask, as an array."""
    import numpy as np

    subsets = np.zeros(1, dtype=np.int64)
    while domain:
        low = domain & -domain
        subsets = np.concatenate([subsets, subsets | low])
        domain ^= low
    return subsets


def _products(gated: GatedClass, n: int, factors: int) -> list[Any]:
    """Return the arrays for at most 1, 2, ..., k factors, up to the first that is no larger than the one before."""
    import numpy as np

    if gated.is_disjoint:
        return [_with_gate(gated, n, gate_tables(gated, n))]
    first = np.zeros(1 << (1 << n), dtype=np.bool_)
    first[list(thresholds_by_weights(n))] = True
    arrays = [first]
    while len(arrays) < factors:
        arrays.append(_with_gate(gated, n, np.flatnonzero(arrays[-1]).tolist()))
        if (arrays[-1] == arrays[-2]).all():
            break
    return arrays


def factors_needed(values: str, n: int) -> dict[int, int]:
    """Return for k = 1, 2, ... how many functions of n inputs are products of k threshold functions but not of fewer.

    Args:
        values: ``bits`` (conjunctions) or ``signs``.
        n: the number of inputs, at most 4.

    Examples:
        The two parities of three inputs need three factors in signs:

        >>> factors_needed("signs", 3)
        {1: 104, 2: 150, 3: 2}
    """
    arrays = _products(gated_class(OUTPUT_GATE, values=values), n, 1 << (1 << n))
    sizes = [int(array.sum()) for array in arrays]
    return {k + 1: size - (sizes[k - 1] if k else 0) for k, size in enumerate(sizes) if not k or size > sizes[k - 1]}


def _any_synapse(gated: GatedClass, n: int) -> Any:
    import numpy as np

    first = gated_class(
        SYNAPTIC_GATE,
        synapse="one",
        input_values=gated.input_values,
        gate_values=gated.gate_values,
        attended=gated.attended,
        attending=gated.attending,
    )
    of_first = member_array(first, n)
    members = of_first.copy()
    tables = np.arange(1 << (1 << n), dtype=np.int64)
    for i in range(1, n if gated.attended is None else gated.attended):
        members |= of_first[transformed(tables, (0, i), n)]  # type: ignore[arg-type]
    return members


def _selectors(gated: GatedClass, n: int) -> Any:
    import numpy as np

    attended = n if gated.attended is None else gated.attended
    partial = PartialFunctions([attended_table(table, gated, n) for table in thresholds_by_weights(attended)], n)
    tables = np.arange(1 << (1 << n), dtype=np.int64)
    members = np.zeros(len(tables), dtype=np.bool_)
    for gate in gate_tables(gated, n):
        rest = tables[~members]
        members[rest] = partial.extends(rest, np.int64(gate)) & partial.extends(rest, np.int64(len(tables) - 1 ^ gate))
    return members

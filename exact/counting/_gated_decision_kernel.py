r"""Fixed-width kernels of the decisions for five inputs: the mathematics is told in `gated_decision_five`.

A function of five inputs is an unsigned 32-bit word: the upper half is the function of the first four inputs for
x_5 = 1, the lower half that for x_5 = 0.  Nothing is added or multiplied but indices, all below 3**16 < 2**31; the
words are moved, compared and joined.  The caller has checked the sizes of all arrays (`gated_decision_five`).

Functions here are unchecked.

Dictionary:
    Thresholds: the threshold functions of five inputs as a tree of halves, and the partial functions of four.
    Facets: the symmetries of a class by facets.
    walk_row: the functions with a given upper half that represent their orbits.
    fitting_pairs, decide_row: which pairs fit an upper half; which functions with this half belong to the class.
    fitting_gates, decide_selectors: the same for selectors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np  # noqa: TID253 - this module is loaded when the first count of five inputs is asked for
from numba import njit  # noqa: TID253

_Function = TypeVar("_Function", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"nogil": True, "cache": True, "_nrt": False}
_HALF = np.uint32(16)
_LOW = np.uint32(0xFFFF)
_ALL = np.uint32(0xFFFFFFFF)
_EIGHT = np.uint32(8)
_ONE = np.uint8(1)


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock, with the cache on disk."""
    return cast("_Function", njit(**_OPTIONS)(function))


class Thresholds(NamedTuple):
    """The threshold functions of five inputs, as a tree, and the table of all partial functions of four inputs.

    Attributes:
        bytes: the different upper quarters, in increasing order.
        byte_starts: where the upper halves with each of them begin; one more entry for the end.
        halves: the different upper halves, in increasing order.
        half_starts: where the functions with each of them begin; one more entry for the end.
        lower: the lower halves of the functions, in the order of the functions.
        ternary: of every mask of 16 points the sum of the powers of 3 of its points.
        answers: of every partial function of four inputs, by its ternary number, a bit: does it extend.
    """

    bytes: Any
    byte_starts: Any
    halves: Any
    half_starts: Any
    lower: Any
    ternary: Any
    answers: Any


@_compiled
def _half_extends(values: Any, domain: Any, ternary: Any, answers: Any) -> bool:
    """Return whether a partial function of four inputs extends; assumes masks of 16 bits."""
    index = ternary[values & domain] + 2 * ternary[domain ^ _LOW]
    return bool(answers[index >> 3] >> np.uint8(index & 7) & _ONE)


@_compiled
def _extends(values: Any, domain: Any, t: Any) -> bool:
    """Return whether a partial function of five inputs extends to a threshold function."""
    upper, upper_domain = values >> _HALF, domain >> _HALF
    lower, lower_domain = values & _LOW, domain & _LOW
    for b in range(len(t.bytes)):
        if ((t.bytes[b] ^ (upper >> _EIGHT)) & (upper_domain >> _EIGHT)) != 0:
            continue
        for h in range(t.byte_starts[b], t.byte_starts[b + 1]):
            if ((t.halves[h] ^ upper) & upper_domain) != 0:
                continue
            for k in range(t.half_starts[h], t.half_starts[h + 1]):
                if ((t.lower[k] ^ lower) & lower_domain) == 0:
                    return True
    return False


class Facets(NamedTuple):
    """The symmetries of a class, arranged by the facet of the cube that they move to the top.

    Attributes:
        masks, shifts: for every facet the exchange of points that moves its input to the top.
        are_lower: whether the facet is the one where the input is 0.
        rows: of every function of four inputs the row of the representative of its orbit, or -1 if that has no row.
        elements: of every function of four inputs a symmetry of four inputs that leads to its representative.
        stabilizer_starts: where the symmetries of the representative of every row begin; one more entry for the end.
        stabilizers: the symmetries of the representatives, one row after the other.
        products: the number of the product of two symmetries of four inputs.
        points: of every symmetry and every point the point whose value moves there.
    """

    masks: Any
    shifts: Any
    are_lower: Any
    rows: Any
    elements: Any
    stabilizer_starts: Any
    stabilizers: Any
    products: Any
    points: Any


@_compiled
def _images(table: Any, row: int, lower: int, facets: Any, marks: Any) -> int:
    """Mark the images of a function whose upper halves have rows; return how many are this row with this half."""
    visits = 0
    for c in range(len(facets.masks)):
        moved = (table ^ (table >> facets.shifts[c])) & facets.masks[c]
        image = np.uint32(table ^ moved ^ (moved << facets.shifts[c]))
        top = image >> _HALF
        rest = image & _LOW
        if facets.are_lower[c]:
            top, rest = rest, top
        target = facets.rows[top]
        if target < 0:
            continue
        element = facets.elements[top]
        for k in range(facets.stabilizer_starts[target], facets.stabilizer_starts[target + 1]):
            symmetry = facets.products[facets.stabilizers[k], element]
            half = 0
            for p in range(16):
                half |= (np.int64(rest) >> facets.points[symmetry, p] & 1) << p
            place = (np.int64(target) << 16) | half
            marks[place >> 3] |= _ONE << np.uint8(place & 7)
            if target == row and half == lower:
                visits += 1
    return visits


@_compiled
def walk_row(upper: Any, row: int, facets: Any, both: bool, marks: Any, found: Any) -> int:
    """Find the representatives with one upper half; write them, and how often the symmetries come back to each.

    Assumes that ``marks`` has 2**16 bits for every row and ``found`` 2**16 rows.

    Args:
        upper: the upper half.
        row: its row.
        facets: the symmetries.
        both: whether functions that are negations of one another are in one orbit.
        marks: a bit for every function in some row, set once its orbit is known.
        found: room for (lower half, symmetries of the function, symmetries that lead from its negation to it).

    Returns:
        The number of representatives.
    """
    count = 0
    for lower in range(1 << 16):
        place = (np.int64(row) << 16) | lower
        if marks[place >> 3] >> np.uint8(place & 7) & _ONE:
            continue
        table = np.uint32((np.uint32(upper) << _HALF) | np.uint32(lower))
        found[count, 0] = lower
        found[count, 1] = _images(table, row, lower, facets, marks)
        found[count, 2] = _images(np.uint32(table ^ _ALL), row, lower, facets, marks) if both else 0
        count += 1
    return count


@_compiled
def fitting_pairs(upper: Any, on: Any, off: Any, forced: Any, t: Any, chosen: Any) -> int:
    """List the pairs that leave the upper half possible; return how many there are.

    Assumes that ``chosen`` is as long as ``on`` and ``off``.
    """
    count = 0
    for k in range(len(on)):
        h1 = on[k] >> _HALF
        h0 = off[k] >> _HALF
        domain = h1 ^ h0
        if ((upper ^ h0) & (domain ^ _LOW)) == 0 and _half_extends(
            (upper ^ h1) ^ _LOW, domain | (forced >> _HALF), t.ternary, t.answers
        ):
            chosen[count] = k
            count += 1
    return count


@_compiled
def decide_row(
    upper: Any, found: Any, count: int, on: Any, off: Any, forced: Any, chosen: Any, pairs: int, t: Any, members: Any
) -> None:
    """Decide the functions with one upper half and the lower halves in ``found``; write the answers."""
    for f in range(count):
        lower = np.uint32(found[f, 0])
        table = np.uint32((upper << _HALF) | lower)
        members[f] = False
        for k in range(pairs):
            h1 = on[chosen[k]]
            h0 = off[chosen[k]]
            domain = h1 ^ h0
            if ((table ^ h0) & (domain ^ _ALL)) != 0:
                continue
            values = (table ^ h1) ^ _ALL
            tested = domain | forced
            if _half_extends(values & _LOW, tested & _LOW, t.ternary, t.answers) and _extends(values, tested, t):
                members[f] = True
                break


@_compiled
def fitting_gates(upper: Any, gates: Any, t: Any, chosen: Any) -> int:
    """List the gates on both sides of which the upper half extends; return how many there are."""
    count = 0
    for k in range(len(gates)):
        side = gates[k] >> _HALF
        if _half_extends(upper, side, t.ternary, t.answers) and _half_extends(upper, side ^ _LOW, t.ternary, t.answers):
            chosen[count] = k
            count += 1
    return count


@_compiled
def decide_selectors(
    upper: Any, found: Any, count: int, gates: Any, chosen: Any, gate_count: int, t: Any, members: Any
) -> None:
    """Decide the functions with one upper half: is some gate such that both sides extend; write the answers."""
    for f in range(count):
        lower = np.uint32(found[f, 0])
        table = np.uint32((upper << _HALF) | lower)
        members[f] = False
        for k in range(gate_count):
            gate = gates[chosen[k]]
            if (
                _half_extends(lower, gate & _LOW, t.ternary, t.answers)
                and _half_extends(lower, (gate & _LOW) ^ _LOW, t.ternary, t.answers)
                and _extends(table, gate, t)
                and _extends(table, gate ^ _ALL, t)
            ):
                members[f] = True
                break

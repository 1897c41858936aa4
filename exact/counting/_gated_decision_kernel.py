r"""Fixed-width kernels of the decisions for five inputs: the mathematics is told in `gated_decision_five`.

A function of five inputs is an unsigned 32-bit word: the upper half is the function of the first four inputs for
x_5 = 1, the lower half that for x_5 = 0.  Nothing is added or multiplied but indices, which are below 3**16 < 2**31, or
places in lists, below 2**40, of 64 bits; the words are moved, compared and joined.  The caller has checked the sizes of
all arrays (`gated_decision_five`).

Functions here are unchecked.

Dictionary:
    Thresholds: the threshold functions of five inputs as a tree of halves, and the partial functions of four.
    Facets: the symmetries of a class by facets.
    walk_row: the functions with a given upper half that represent their orbits.
    Fits: which lower halves of pairs or gates fit a function of four inputs; list_pair_halves, list_gate_halves.
    Buckets: the pairs or gates that fit an upper half, by their lower halves; fill_buckets.
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
_BLOCKS = tuple(np.uint32(mask) for mask in (0x55555555, 0x33333333, 0x0F0F0F0F, 0x00FF00FF))


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
def _facets_extend(values: Any, domain: Any, t: Any) -> bool:
    """Return whether a partial function of five inputs extends on every facet x_i = 0 or 1, for i below 5."""
    for i in range(3, -1, -1):
        for side in range(2):
            v = values >> np.uint32(side << i)
            d = domain >> np.uint32(side << i)
            for j in range(i, 4):
                # The blocks of 2**j bits, every other one is wanted: two of them make a block of 2**(j + 1) bits.
                mask = _BLOCKS[j]
                shift = np.uint32(1 << j)
                v &= mask
                v |= v >> shift
                d &= mask
                d |= d >> shift
            if not _half_extends(v & _LOW, d & _LOW, t.ternary, t.answers):
                return False
    return True


@_compiled
def _extends(values: Any, domain: Any, t: Any) -> bool:
    """Return whether a partial function of five inputs extends to a threshold function."""
    if not _facets_extend(values, domain, t):
        return False
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


class Fits(NamedTuple):
    """Which lower halves of the choices of a class, its pairs or its gates, fit a function of four inputs.

    Attributes:
        lower: of every choice the number of its lower half.
        starts: where the list of every function of four inputs begins; one more entry for the end.
        halves: the numbers of the lower halves that fit, one list after the other.
    """

    lower: Any
    starts: Any
    halves: Any


class Buckets(NamedTuple):
    """The choices that fit an upper half, by their lower halves; room for all choices of a class.

    A choice is two words: the functions of a pair, or a gate twice.

    Attributes:
        starts: where the choices with each lower half begin; two more entries, for the end and for the filling.
        first, second: the words of the choices.
        chosen: the numbers of the choices, in order.
    """

    starts: Any
    first: Any
    second: Any
    chosen: Any


@_compiled
def list_pair_halves(on: Any, off: Any, forced: Any, t: Any, starts: Any, halves: Any) -> None:
    """List for every function of four inputs the pairs of lower halves that fit it; without room only count them.

    Assumes that ``starts`` is zero for the counting, and holds the starts of the lists for the listing; these end as
    the starts of the next ones.
    """
    for k in range(len(on)):
        domain = on[k] ^ off[k]
        tested = domain | forced
        same = off[k] & (domain ^ _LOW)
        part = domain
        while True:
            half = same | part
            if _half_extends((half ^ on[k]) ^ _LOW, tested, t.ternary, t.answers):
                if len(halves) > 0:
                    halves[starts[half]] = k
                starts[half] += 1
            if part == 0:
                break
            part = np.uint32(part - np.uint32(1)) & domain


@_compiled
def list_gate_halves(gates: Any, t: Any, starts: Any, halves: Any) -> None:
    """List for every function of four inputs the lower halves of gates on both sides of which it extends.

    Assumes the same as `list_pair_halves`.
    """
    for k in range(len(gates)):
        for half in range(1 << 16):
            if _half_gate_fits(np.uint32(half), gates[k], t):
                if len(halves) > 0:
                    halves[starts[half]] = k
                starts[half] += 1


@_compiled
def _half_gate_fits(half: Any, gate: Any, t: Any) -> bool:
    """Return whether a function of four inputs extends on both sides of a gate."""
    return _half_extends(half, gate, t.ternary, t.answers) and _half_extends(half, gate ^ _LOW, t.ternary, t.answers)


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
def fitting_gates(upper: Any, gates: Any, t: Any, chosen: Any) -> int:
    """List the gates on both sides of which the upper half extends; return how many there are."""
    count = 0
    for k in range(len(gates)):
        if _half_gate_fits(upper, gates[k] >> _HALF, t):
            chosen[count] = k
            count += 1
    return count


@_compiled
def fill_buckets(count: int, first: Any, second: Any, fits: Any, buckets: Any) -> None:
    """Arrange the first choices of ``buckets.chosen`` by their lower halves."""
    buckets.starts[:] = 0
    for k in range(count):
        buckets.starts[fits.lower[buckets.chosen[k]] + 2] += 1
    for h in range(2, len(buckets.starts)):
        buckets.starts[h] += buckets.starts[h - 1]
    for k in range(count):
        h = fits.lower[buckets.chosen[k]] + 1
        buckets.first[buckets.starts[h]] = first[buckets.chosen[k]]
        buckets.second[buckets.starts[h]] = second[buckets.chosen[k]]
        buckets.starts[h] += 1


@_compiled
def decide_row(upper: Any, found: Any, count: int, forced: Any, fits: Any, buckets: Any, t: Any, members: Any) -> None:
    """Decide the functions with one upper half and the lower halves in ``found``; write the answers."""
    for f in range(count):
        lower = np.uint32(found[f, 0])
        table = np.uint32((upper << _HALF) | lower)
        members[f] = False
        for j in range(fits.starts[lower], fits.starts[lower + 1]):
            h = fits.halves[j]
            for k in range(buckets.starts[h], buckets.starts[h + 1]):
                h1 = buckets.first[k]
                h0 = buckets.second[k]
                if _extends((table ^ h1) ^ _ALL, (h1 ^ h0) | forced, t):
                    members[f] = True
                    break
            if members[f]:
                break


@_compiled
def decide_selectors(upper: Any, found: Any, count: int, fits: Any, buckets: Any, t: Any, members: Any) -> None:
    """Decide the functions with one upper half: is some gate such that both sides extend; write the answers."""
    for f in range(count):
        lower = np.uint32(found[f, 0])
        table = np.uint32((upper << _HALF) | lower)
        members[f] = False
        for j in range(fits.starts[lower], fits.starts[lower + 1]):
            h = fits.halves[j]
            for k in range(buckets.starts[h], buckets.starts[h + 1]):
                gate = buckets.first[k]
                if _facets_extend(table, gate, t) and _extends(table, gate ^ _ALL, t) and _extends(table, gate, t):
                    members[f] = True
                    break
            if members[f]:
                break

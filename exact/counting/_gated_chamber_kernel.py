r"""Fixed-width kernels of the Chow chambers: the mathematics is told in `gated_chamber_parts`.

A function of n <= 6 inputs is an unsigned 64-bit word, bit p its value at the point p.  The sums that are formed of it
stay below their places in a signed 64-bit word: with at most 64 points every Chow parameter and every correlation is at
most 32 = 2**5, so the first contraction is at most 5 * 2**10 < 2**13, the second at most 5 * 2**5 * 5 * 2**10 < 2**20,
and the sum of the squares of the correlations of an input at most 5 * 2**10 < 2**13.  `gated_chamber_parts` refuses
more inputs, and looks at the room in the table of functions after every call.

Functions here are unchecked.

Dictionary:
    Cube: the masks of the inputs, and the walks through the groups that keep a vector.
    Search: what is made of a gate and its partners, and which of it is wanted.
    write_images: the images of a function under all signed permutations, with repetitions.
    write_descents: where the Chow parameters of functions decrease.
    settled: the least of the images of a function whose vectors are sorted, and how many symmetries keep it.
    collect: put the products of one gate with its partners into a table.
    move_all: put the functions of a table into a larger one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np  # noqa: TID253 - this module is loaded when the first chamber is counted
from numba import njit  # noqa: TID253

_Function = TypeVar("_Function", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"nogil": True, "cache": True, "_nrt": False}

CORRELATIONS_BITS = 13
"""The sum of the squares of the correlations of an input is below this power of 2."""
_SECOND, _FIRST, _CHOW = 1, 1 << 21, 1 << 37
OFFSET = 1 << 44
"""What a Chow parameter of the gate counts in the vector of a pair: more than twice all the rest together."""

_NONE, _ONE = np.uint64(0), np.uint64(1)
_FIFTHS, _THIRDS = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
_NIBBLES, _BYTES = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)
_TWO, _FOUR, _TOP_BYTE = np.uint64(2), np.uint64(4), np.uint64(56)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_TOP_HALF = np.uint64(32)
_FIRST_EXCHANGE = 8


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock, with the cache on disk."""
    return cast("_Function", njit(**_OPTIONS)(function))


class Cube(NamedTuple):
    """The masks of the inputs, and the walks through the groups that keep a vector.

    Attributes:
        halves: of every input the points where it is 1.
        agreements: of every two inputs the points where they are equal.
        rising: of every input but the last the points where it is 1 and the next one is 0.
        walks: the steps of all walks, one walk after the other: i negates input i, 8 + i exchanges i and i + 1.
        starts: where the walk of a group begins, by the number of zeros and the mask of the ties.
        lengths: how many steps it has.
        order: the number of signed permutations of the inputs.
    """

    halves: Any
    agreements: Any
    rising: Any
    walks: Any
    starts: Any
    lengths: Any
    order: int


class Search(NamedTuple):
    """What is made of a gate and its partners, and which of it is wanted.

    Attributes:
        gate: the gate.
        ties: where Chow parameters of the gate repeat: bit 0 if the first is 0, bit i if that of i - 1 is that of i.
        is_conjunction: whether the gate and its partner are joined by AND; otherwise they are joined by XOR.
        support: the points that a negation changes; without points nothing is negated.
        offset: what is added to the vector of a function.
        part: the functions of which part are wanted.
        parts: the number of parts.
    """

    gate: Any
    ties: Any
    is_conjunction: bool
    support: Any
    offset: Any
    part: int
    parts: int


@_compiled
def _size(word: Any) -> Any:
    """Return the number of ones; the compiler knows this sequence as one instruction."""
    word = word - (word >> _ONE & _FIFTHS)
    word = (word & _THIRDS) + (word >> _TWO & _THIRDS)
    word = word + (word >> _FOUR) & _NIBBLES
    return np.int64(word * _BYTES >> _TOP_BYTE)


@_compiled
def _negated(f: Any, i: int, halves: Any) -> Any:
    """Return the function after input i is negated."""
    shift = np.uint64(1 << i)
    ones = halves[i]
    return (f & ones) >> shift | f << shift & ones


@_compiled
def _exchanged(f: Any, i: int, rising: Any) -> Any:
    """Return the function after the inputs i and i + 1 are exchanged."""
    shift = np.uint64(1 << i)
    moved = (f ^ f >> shift) & rising[i]
    return f ^ moved ^ moved << shift


@_compiled
def _stepped(f: Any, step: Any, cube: Any) -> Any:
    """Return the function after one step of a walk."""
    if step < _FIRST_EXCHANGE:
        return _negated(f, step, cube.halves)
    return _exchanged(f, step - _FIRST_EXCHANGE, cube.rising)


@_compiled
def write_images(f: Any, cube: Any, images: Any) -> None:
    """Write the images of a function under all signed permutations; assumes room for ``cube.order`` of them."""
    place = len(cube.starts) - 1
    images[0] = f
    for k in range(cube.lengths[place]):
        f = _stepped(f, np.int64(cube.walks[cube.starts[place] + k]), cube)
        images[k + 1] = f


@_compiled
def write_descents(tables: Any, halves: Any, descents: Any) -> None:
    """Write masks: bit 0 if the first Chow parameter is negative, bit i if that of i - 1 is above that of i."""
    for k in range(len(tables)):
        size = _size(tables[k])
        mask = 0
        before = 0
        for i in range(len(halves)):
            chow = 2 * _size(tables[k] & halves[i]) - size
            if before > chow:
                mask |= 1 << i
            before = chow
        descents[k] = mask


@_compiled
def settled(f: Any, offset: Any, cube: Any, rows: Any) -> tuple[Any, int]:
    """Return the least of the images of a function whose vectors are sorted, and how many symmetries keep it.

    Args:
        f: the function.
        offset: a vector that is added to that of the function.
        cube: the masks and the walks.
        rows: room for 3 + n rows of n integers.
    """
    n = len(cube.halves)
    size = _size(f)
    for i in range(n):
        rows[0, i] = 2 * _size(f & cube.halves[i]) - size
        rows[1, i] = 0
        rows[2, i] = 0
    for i in range(n):
        for j in range(i):
            correlation = 2 * _size(f & cube.agreements[i, j]) - size
            rows[3 + i, j] = correlation
            rows[1, i] += correlation * rows[0, j]
            rows[1, j] += correlation * rows[0, i]
            rows[2, i] += correlation * correlation
            rows[2, j] += correlation * correlation
    for i in range(n):
        rows[0, i] = offset[i] * OFFSET + rows[0, i] * _CHOW + rows[1, i] * _FIRST
    for i in range(n):
        for j in range(i):
            rows[0, i] += rows[3 + i, j] * rows[1, j] * _SECOND
            rows[0, j] += rows[3 + i, j] * rows[1, i] * _SECOND
    for i in range(n):
        if rows[0, i] < 0:
            f = _negated(f, i, cube.halves)
        rows[0, i] = abs(rows[0, i]) << CORRELATIONS_BITS | rows[2, i]
    for last in range(n - 1, 0, -1):
        for i in range(last):
            if rows[0, i] > rows[0, i + 1]:
                f = _exchanged(f, i, cube.rising)
                rows[0, i], rows[0, i + 1] = rows[0, i + 1], rows[0, i]
    zeros = 0
    ties = 0
    for i in range(n):
        if rows[0, i] >> CORRELATIONS_BITS == 0:
            zeros += 1
        if i > 0 and rows[0, i - 1] == rows[0, i]:
            ties |= 1 << (i - 1)
    place = (zeros << max(n - 1, 0)) | ties
    least = f
    image = f
    fixed = 1
    for k in range(cube.lengths[place]):
        image = _stepped(image, np.int64(cube.walks[cube.starts[place] + k]), cube)
        if image == f:
            fixed += 1
        elif image < least:
            least = image
    return least, fixed


@_compiled
def _mixed(word: Any) -> Any:
    """Return 32 bits that depend on all bits of a word."""
    word = word * _MULTIPLIER
    word = (word ^ word >> _TOP_HALF) * _MULTIPLIER
    return word >> _TOP_HALF


@_compiled
def _place(f: Any, slots: Any) -> Any:
    """Return where a function stands in a table, or where it is to be written; assumes that a slot is free."""
    last = np.uint64(len(slots) - 1)
    place = _mixed(f) & last
    while slots[place] != f and slots[place] != _NONE:
        place = place + _ONE & last
    return np.int64(place)


@_compiled
def _add(f: Any, negations: int, search: Any, cube: Any, slots: Any, rows: Any, sums: Any) -> None:
    """Put a function into the table, and add up what is new; it and its negation have ``negations`` orbit sizes."""
    least, fixed = settled(f, search.offset, cube, rows)
    place = _place(least, slots)
    if slots[place] == least:
        return
    slots[place] = least
    sums[0] += 1
    sums[1] += negations * (cube.order // fixed)
    sums[2] += negations
    sums[3] += 2
    if negations == 1 and search.support != _NONE:
        negation, _ = settled(least ^ search.support, search.offset, cube, rows)
        if negation != least:
            sums[3] -= 1


@_compiled
def _part(f: Any, parts: int, halves: Any) -> Any:
    """Return the part of a function: a mixture of its size and of the squares of its Chow parameters."""
    size = _size(f)
    squares = 0
    for i in range(len(halves)):
        chow = 2 * _size(f & halves[i]) - size
        squares += chow * chow
    return np.int64(_mixed(np.uint64(size << 32 | squares))) % parts


@_compiled
def collect(
    first: int,
    tables: Any,
    descents: Any,
    search: Any,
    cube: Any,
    room: int,
    slots: Any,
    seen: Any,
    rows: Any,
    sums: Any,
) -> int:
    """Put the products of one gate with its partners into a table, but for the constant 0.

    Args:
        first: the first partner.
        tables: the partners.
        descents: the descents of the partners.
        search: the gate.
        cube: the masks and the walks.
        room: how many functions the table may hold at most, below its number of slots less 2.
        slots: the table; 0 is a free slot.
        seen: functions that were put into the table before, by their hash; 0 where there is none.
        rows: room for 3 + n rows of n integers.
        sums: of the functions in the table: their number, the sizes of their orbits and of those of their negations,
            the number of these orbits, and twice their number up to negation.

    Returns:
        The first partner that was not treated, because the table was full, or the number of partners.
    """
    all_points = _size(search.support)
    last = np.uint64(len(seen) - 1)
    for k in range(first, len(tables)):
        if descents[k] & search.ties:
            continue
        if sums[0] > room:
            return k
        f = search.gate & tables[k] if search.is_conjunction else search.gate ^ tables[k]
        negations = 1
        if search.support != _NONE:
            size = _size(f)
            if 2 * size > all_points:
                f = f ^ search.support
            if 2 * size != all_points:
                negations = 2
        if f == _NONE or (search.parts > 1 and _part(f, search.parts, cube.halves) != search.part):
            continue
        place = _mixed(f) & last
        if seen[place] == f:
            continue
        seen[place] = f
        _add(f, negations, search, cube, slots, rows, sums)
        if search.support != _NONE and negations == 1:
            _add(f ^ search.support, negations, search, cube, slots, rows, sums)
    return len(tables)


@_compiled
def move_all(old: Any, new: Any) -> None:
    """Put the functions of a table into a larger one, which is empty."""
    for k in range(len(old)):
        if old[k] != _NONE:
            new[_place(old[k], new)] = old[k]

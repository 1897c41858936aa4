r"""Fixed-width kernel: canonical forms of functions of at most six variables, and a set of them with weights.

Told in `gated_enumeration_orbits`.  A function is a truth table in an unsigned 64-bit word; bits at and beyond 2**n are
0.  An exchange of variables or the negation of one exchanges the bits under a mask with those `shift` above them.

Functions are unchecked: they assume unsigned 64-bit arrays, tables in range, n <= 6, and the arrays of
`gated_enumeration_orbits`.  Bits are moved, never lost.  With N = 2**n <= 64 points the numbers of a
function are |a_i| <= 2**6, |(A a)_i| <= 5 * 2**12 < 2**15, |(A A a)_i| <= 25 * 2**18 < 2**23, and a sum of squares is
at most 5 * 2**12 < 2**15; so the first three stand side by side in a word as a_i * 2**40 + (A a)_i * 2**24 + (A A a)_i,
whose absolute value is below 2**47, and with the sum of squares behind it below 2**62.  What could be outgrown is
guarded: `insert` writes nothing into a set that is full, and no weight of 2**62 or more.

Dictionary:
    least_images: the canonical form of every table, with the order of its stabilizer.
    forms_in_shard: the canonical forms of those functions of a list that belong to a shard.
    insert: put canonical forms into a set, adding a weight to each.
    insert_set: put a set with its weights into another one.
    NO_ROOM, WEIGHT_TOO_LARGE: what the guards of these two return.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np  # noqa: TID253 - this module is loaded when the first compiled count is asked for
from numba import njit, types  # noqa: TID253
from numba.extending import intrinsic  # noqa: TID253

NO_ROOM = -1
WEIGHT_TOO_LARGE = -2

_WEIGHT_LIMIT = 1 << 62
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_OTHER_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_HALF_WORD = np.uint64(32)

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock, with the cache on disk."""
    return cast("_Function", njit(nogil=True, cache=True)(function))


def _inlined(function: _Function) -> _Function:
    """Compile a function that becomes part of its callers, so that a constant argument is one inside as well."""
    return cast("_Function", njit(nogil=True, cache=True, forceinline=True)(function))


@cast("Callable[[Any], Any]", intrinsic)
def _size(_context: Any, _word: Any) -> Any:
    """Return the number of set bits of a word."""

    def generate(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@_inlined
def _moved(table: Any, mask: Any, shift: Any) -> Any:
    """Exchange the bits under the mask with those `shift` above them."""
    moved = (table >> shift ^ table) & mask
    return table ^ moved ^ (moved << shift)


@_inlined
def _least_image_of(f: Any, n: Any, group: Any, first: Any, room: Any) -> Any:
    """Return the canonical form of a table under signed permutations, and the order of its stabilizer."""
    positive, unequal, masks, shifts, starts, steps = group
    size = np.int64(_size(f))
    for i in range(n):
        first[i] = 2 * np.int64(_size(f & positive[i])) - size
        room[0, i] = 0
        room[1, i] = 0
    for i in range(n):
        for j in range(i):
            both = size - 2 * np.int64(_size(f & unequal[i, j]))
            room[2 + i, j] = both
            room[2 + j, i] = both
            room[0, i] += both * first[j]
            room[0, j] += both * first[i]
            room[1, i] += both * both
            room[1, j] += both * both
    table = f
    for i in range(n):
        second = np.int64(0)
        for j in range(n):
            if j != i:
                second += room[2 + i, j] * room[0, j]
        room[8, i] = (first[i] << 40) + (room[0, i] << 24) + second
    for i in range(n):
        vector = room[8, i]
        is_negative = np.uint64(vector >> 63)
        table = _moved(table, masks[5 + i] & is_negative, shifts[5 + i])
        first[i] = (abs(vector) << 15) + room[1, i]
    for turn in range(n):
        for i in range(turn & 1, n - 1, 2):
            one, other = first[i], first[i + 1]
            is_less = np.uint64((one - other) >> 63)
            table = _moved(table, masks[i] & is_less, shifts[i])
            first[i] = max(one, other)
            first[i + 1] = min(one, other)
    pattern = 0
    for i in range(n - 1):
        if first[i] == first[i + 1]:
            pattern += 1 << i
    for i in range(n):
        if first[i] < 1 << 15:
            pattern += 1 << 5
    least = table
    times = 1
    for k in range(starts[pattern], starts[pattern + 1]):
        move = steps[k]
        table = _moved(table, masks[move], shifts[move])
        if table < least:
            least = table
            times = 1
        elif table == least:
            times += 1
    return least, times


@_compiled
def _least_image(f: Any, n: Any, group: Any, first: Any, room: Any) -> Any:
    """Do `_least_image_of`: for six variables with n as a constant, which halves the time."""
    if n == 6:
        return _least_image_of(f, 6, group, first, room)
    return _least_image_of(f, n, group, first, room)


@_compiled
def _form(f: Any, full: Any, n: Any, negates: Any, group: Any, first: Any, room: Any) -> Any:
    """Return the canonical form, and the order of the stabilizer, also under negation if that is asked for."""
    size = 2 * np.int64(_size(f))
    points = 1 << n
    if negates and size > points:
        f ^= full
    least, times = _least_image(f, n, group, first, room)
    if negates and size == points:
        other, same = _least_image(f ^ full, n, group, first, room)
        if other == least:
            times += same
        elif other < least:
            least, times = other, same
    return least, times


@_compiled
def least_images(tables: Any, full: Any, n: Any, negates: Any, group: Any, forms: Any, orders: Any) -> None:
    """Write the canonical form and the order of the stabilizer of every table."""
    first = np.zeros(6, np.int64)
    room = np.zeros((9, 6), np.int64)
    for k in range(len(tables)):
        forms[k], orders[k] = _form(tables[k], full, n, negates, group, first, room)


@_inlined
def _shard_of(f: Any, n: Any, negates: Any, positive: Any, shards: Any) -> Any:
    """Return the shard of an orbit, from the number of true points and the sum of the squares of the a_i.

    Assumes less than 2**32 shards: 32 mixed bits, as a fraction of 2**32, are multiplied by their number.
    """
    size = np.int64(_size(f))
    squares = np.int64(0)
    for i in range(n):
        number = 2 * np.int64(_size(f & positive[i])) - size
        squares += number * number
    if negates:
        size = min(size, (1 << n) - size)
    mixed = np.uint64(squares * 128 + size + 1) * _SPREAD
    return ((mixed ^ mixed >> _HALF_WORD) * _OTHER_SPREAD >> _HALF_WORD) * shards >> _HALF_WORD


@_compiled
def forms_in_shard(
    parts: Any,
    bases: Any,
    full: Any,
    n: Any,
    negates: Any,
    group: Any,
    shard: Any,
    shards: Any,
    forms: Any,
) -> int:
    """Write the canonical forms of the functions ``part xor base`` that belong to a shard; return their number.

    Assumes room for all.
    """
    first = np.zeros(6, np.int64)
    room = np.zeros((9, 6), np.int64)
    count = 0
    for part in parts:
        for base in bases:
            f = part ^ base
            if _shard_of(f, n, negates, group[0], shards) == shard:
                forms[count], _ = _form(f, full, n, negates, group, first, room)
                count += 1
    return count


@_inlined
def _insert(form: Any, weight: Any, forms: Any, weights: Any, used: int) -> int:
    """Add a weight to a form of a set; return the number of forms, or what a guard says.  A free place has weight 0."""
    size = np.uint64(len(forms))
    mixed = form * _SPREAD
    place = (mixed ^ mixed >> _HALF_WORD) & (size - np.uint64(1))
    while weights[place] != 0 and forms[place] != form:
        place = (place + np.uint64(1)) & (size - np.uint64(1))
    if weights[place] == 0:
        if used + 1 >= len(forms):
            return NO_ROOM
        forms[place] = form
        used += 1
    if weight <= 0 or weight >= _WEIGHT_LIMIT - weights[place]:
        return WEIGHT_TOO_LARGE
    weights[place] += weight
    return used


@_compiled
def insert(new: Any, weight: Any, forms: Any, weights: Any, used: int) -> int:
    """Add a weight to some forms of a set of `used` forms; return their number afterwards, or what a guard says.

    Assumes that the size of the set is a power of two, and that a place is free.
    """
    for form in new:
        used = _insert(form, weight, forms, weights, used)
        if used < 0:
            break
    return used


@_compiled
def insert_set(other_forms: Any, other_weights: Any, forms: Any, weights: Any, used: int) -> int:
    """Do the same with the forms of another set and their weights."""
    for k in range(len(other_forms)):
        if other_weights[k] != 0:
            used = _insert(other_forms[k], other_weights[k], forms, weights, used)
            if used < 0:
                break
    return used

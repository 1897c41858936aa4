r"""Fixed-width kernel of the covers for five inputs: the mathematics is told in `gated_decision_cover`.

A function of five inputs is an unsigned 32-bit word.  Nothing is added or multiplied but indices and numbers of sets,
all below 2**31; the words are compared and joined.

Functions here are unchecked.

Dictionary:
    least_covers: of how many threshold functions below a function it is the union, at least.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np  # noqa: TID253 - this module is loaded when the first count of five inputs is asked for
from numba import njit  # noqa: TID253

_Function = TypeVar("_Function", bound=Callable[..., Any])

_POINTS = 32
_ZERO = np.uint32(0)
_ONE = np.uint32(1)
_ALL = np.uint32(0xFFFFFFFF)
_HALF = np.uint32(16)
_QUARTER = np.uint32(24)
_LOW = np.uint32(0xFFFF)


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock, with the cache on disk."""
    return cast("_Function", njit(nogil=True, cache=True)(function))


@_compiled
def _largest_below(table: Any, t: Any, ranks: Any, below: Any, largest: Any) -> int:
    """Write the maximal threshold functions below a function; return how many there are.

    Assumes that ``ranks`` tells of every function in the tree how many points it has, and that ``below`` and
    ``largest`` have room for all functions in the tree.
    """
    count = 0
    outside = table ^ _ALL
    for b in range(len(t.bytes)):
        if t.bytes[b] & (outside >> _QUARTER) != 0:
            continue
        for h in range(t.byte_starts[b], t.byte_starts[b + 1]):
            if t.halves[h] & (outside >> _HALF) != 0:
                continue
            for k in range(t.half_starts[h], t.half_starts[h + 1]):
                if t.lower[k] & outside & _LOW == 0:
                    below[count, 0] = (t.halves[h] << _HALF) | t.lower[k]
                    below[count, 1] = ranks[k]
                    count += 1
    kept = 0
    for size in range(_POINTS, -1, -1):
        for k in range(count):
            if below[k, 1] != size:
                continue
            is_new = True
            for j in range(kept):
                if below[k, 0] & (largest[j] ^ _ALL) == 0:
                    is_new = False
                    break
            if is_new:
                largest[kept] = below[k, 0]
                kept += 1
    return kept


@_compiled
def _is_covered(
    table: Any, budget: int, sets: Any, count: int, together: Any, often: Any, left: Any, next_set: Any, chosen: Any
) -> bool:
    """Return whether so many of the sets cover a function: all choices are tried, point by point.

    Assumes room for ``budget`` levels in ``left``, ``next_set`` and ``chosen``.
    """
    level = 0
    left[0] = table
    next_set[0] = -1
    while level >= 0:
        if next_set[level] < 0:
            if left[level] == 0:
                return True
            # Points of which no set has two need a set each.
            apart = 0
            rest = left[level]
            fewest = 1 << 30
            for p in range(_POINTS):
                if rest >> np.uint32(p) & _ONE:
                    apart += 1
                    rest &= together[p] ^ _ALL
                if left[level] >> np.uint32(p) & _ONE and often[p] < fewest:
                    fewest = often[p]
                    chosen[level] = p
            if apart > budget - level:
                level -= 1
                continue
            next_set[level] = 0
        k = next_set[level]
        while k < count and not sets[k] >> np.uint32(chosen[level]) & _ONE:
            k += 1
        if k == count:
            level -= 1
            continue
        next_set[level] = k + 1
        left[level + 1] = left[level] & (sets[k] ^ _ALL)
        next_set[level + 1] = -1
        level += 1
    return False


@_compiled
def least_covers(tables: Any, t: Any, ranks: Any, below: Any, largest: Any, needed: Any) -> None:
    """Write for every function the least number of threshold functions below it whose union it is; 0 if there is none.

    The function without true points is a threshold function: it needs 1.
    """
    together = np.zeros(_POINTS, dtype=np.uint32)
    often = np.zeros(_POINTS, dtype=np.int32)
    left = np.zeros(_POINTS + 2, dtype=np.uint32)
    next_set = np.zeros(_POINTS + 2, dtype=np.int32)
    chosen = np.zeros(_POINTS + 2, dtype=np.int32)
    for f in range(len(tables)):
        count = _largest_below(tables[f], t, ranks, below, largest)
        for p in range(_POINTS):
            together[p] = _ZERO
            often[p] = 0
            for k in range(count):
                if largest[k] >> np.uint32(p) & _ONE:
                    together[p] |= largest[k]
                    often[p] += 1
        needed[f] = 0
        for budget in range(1, _POINTS + 1):
            if _is_covered(tables[f], budget, largest, count, together, often, left, next_set, chosen):
                needed[f] = budget
                break

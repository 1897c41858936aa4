r"""Fixed-width kernel of the products of signs of five inputs: the mathematics is told in `gated_decision_marks`.

A function of five inputs is an unsigned 32-bit word, and is false at the last point here, so that a set of functions is
2**31 marks in 64-bit words.  Nothing is added or multiplied but indices; the words are shifted and compared.

Functions here are unchecked.

Dictionary:
    mark_orbits: mark all images of functions.
    factors_found: which functions become a marked one, or one that is not marked, by one more factor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np  # noqa: TID253 - this module is loaded when the first count of five inputs is asked for
from numba import njit  # noqa: TID253

_Function = TypeVar("_Function", bound=Callable[..., Any])

_ALL = np.uint32(0xFFFFFFFF)
_LAST = np.uint32(31)
_WORD = np.uint32(6)
_PLACE = np.uint32(63)
_ZERO = np.uint32(0)
_BIT = np.uint64(1)


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock, with the cache on disk."""
    return cast("_Function", njit(nogil=True, cache=True)(function))


@_compiled
def mark_orbits(tables: Any, masks: Any, shifts: Any, marks: Any) -> int:
    """Mark all images of some functions and of their negations; return how many marks are new.

    Assumes that the masks and shifts are those of a walk through all symmetries of the inputs.
    """
    new = 0
    for table in tables:
        moved = table
        for step in range(len(masks)):
            difference = (moved ^ moved >> shifts[step]) & masks[step]
            moved = moved ^ difference ^ difference << shifts[step]
            key = moved if moved >> _LAST == _ZERO else moved ^ _ALL
            bit = _BIT << np.uint64(key & _PLACE)
            if marks[key >> _WORD] & bit == 0:
                marks[key >> _WORD] |= bit
                new += 1
    return new


@_compiled
def factors_found(tables: Any, factors: Any, marks: Any, wanted: bool, found: Any) -> None:
    """Write for every function whether its product with some factor is marked, or is not marked if that is wanted.

    Assumes that the marks are those of functions and their negations, so that the sign of a factor does not matter.
    """
    for i in range(len(tables)):
        found[i] = False
        for factor in factors:
            product = tables[i] ^ factor
            key = product if product >> _LAST == _ZERO else product ^ _ALL
            if (marks[key >> _WORD] >> np.uint64(key & _PLACE) & _BIT != 0) == wanted:
                found[i] = True
                break

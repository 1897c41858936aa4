r"""Transforms of tables of length 2**n, one variable after the other.

A table holds one number for each mask (or point).  A butterfly replaces, for one variable, the pair (low, high) of the
entries without and with that variable; doing so for every variable is a transform.  The same six butterflies act on
Python numbers (any size, symbolic ones too) and on numpy arrays of fixed width.

Fixed width is unchecked here: the callers bound the result, always.  Every entry, at every stage, is a sum of the form
sum over T of m_T t_T, where t is the table at the beginning and m_T are integers; so it is at most max|m| times the sum
of the absolute values at the beginning, with max|m| = 1 for the first four butterflies and 2**n for the last two.

Dictionary:
    Butterfly: the six steps.
    transform: Python numbers, in a list; the slow twin of the next one.
    transform_array: a numpy array, in place.
    transform_truth_table: the integer transform of a truth table, in the narrowest width that holds it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from operator import add, sub
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Butterfly(enum.Enum):
    """What happens to the pair (low, high) of the entries without and with a variable.

    `EVALUATE_BITS`: from the coefficients at x in {0, 1} to values.  `INTERPOLATE_BITS`: its inverse.
    `EVALUATE_SIGNS`: from the coefficients at x in {-1, +1} to values.  `SUM_SIGNS`: its inverse times 2.
    `BITS_TO_SIGNS`: from coefficients in bits to coefficients in signs, times 2.  `SIGNS_TO_BITS`: from coefficients in
    signs to coefficients in bits.
    """

    EVALUATE_BITS = enum.auto()
    INTERPOLATE_BITS = enum.auto()
    EVALUATE_SIGNS = enum.auto()
    SUM_SIGNS = enum.auto()
    BITS_TO_SIGNS = enum.auto()
    SIGNS_TO_BITS = enum.auto()


def _low(low: Any, high: Any) -> Any:  # noqa: ARG001
    return low


def _increase(low: Any, high: Any) -> Any:
    return high - low


# The new low and the new high entry, of numbers or of arrays.
_STEPS: dict[Butterfly, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = {
    Butterfly.EVALUATE_BITS: (_low, add),
    Butterfly.INTERPOLATE_BITS: (_low, _increase),
    Butterfly.EVALUATE_SIGNS: (sub, add),
    Butterfly.SUM_SIGNS: (add, _increase),
    Butterfly.BITS_TO_SIGNS: (lambda low, high: low + low + high, lambda _, high: high),  # x = (1 + s) / 2
    Butterfly.SIGNS_TO_BITS: (sub, lambda _, high: high + high),  # s = 2 x - 1
}


def transform(table: list[Any], n: int, butterfly: Butterfly) -> list[Any]:
    """Return the transform of a list of numbers or symbolic coefficients.

    Assumes length 2**n.  Each round treats the lowest bit of the index and moves it to the top, so that after n rounds
    the bits are in order again.
    """
    new_low, new_high = _STEPS[butterfly]
    for _ in range(n):
        low, high = table[::2], table[1::2]
        table = [*map(new_low, low, high), *map(new_high, low, high)]
    return table


def transform_array(table: NDArray[Any], first: int, last: int, butterfly: Butterfly) -> None:
    """Apply the butterfly in place for the variables first, ..., last - 1.  Assumes that every stage fits the width."""
    new_low, new_high = _STEPS[butterfly]
    for i in range(first, last):
        pairs = table.reshape(-1, 2, 1 << i)
        low, high = pairs[:, 0], pairs[:, 1]
        pairs[:, 0], pairs[:, 1] = new_low(low, high), new_high(low, high)


def transform_truth_table(table: int, n: int, butterfly: Butterfly) -> NDArray[Any]:
    """Return the transform of the bits (`INTERPOLATE_BITS`) or of the signs (`SUM_SIGNS`) of a truth table, as int32.

    Assumes 0 <= table < 2**2**n and n <= 30.  After k variables an entry is at most 2**k in absolute value, so 8 bits
    hold 6 variables, 16 bits hold 14 and 32 bits hold 30.  The first 3 variables are looked up, byte by byte.
    """
    import numpy as np

    signs = butterfly is Butterfly.SUM_SIGNS
    bytes_of_points = np.arange(256, dtype=np.uint8) if n >= 3 else np.array([table], dtype=np.uint8)
    bits = np.unpackbits(bytes_of_points.reshape(-1, 1), axis=1, bitorder="little")[:, : 1 << min(n, 3)]
    result = bits.astype(np.int8)
    if signs:
        result = 2 * result - np.int8(1)
    start = np.ascontiguousarray(result)
    transform_array(start, 0, min(n, 3), butterfly)
    if n < 3:
        return start.reshape(-1).astype(np.int32)
    points = np.frombuffer(table.to_bytes(1 << (n - 3), "little"), dtype=np.uint8)
    result = start[points].reshape(-1)
    transform_array(result, 3, min(n, 6), butterfly)
    result = result.astype(np.int16)
    transform_array(result, 6, min(n, 14), butterfly)
    result = result.astype(np.int32)
    transform_array(result, 14, n, butterfly)
    return result

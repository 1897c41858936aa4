r"""Lists of terms as numpy arrays of 64 bits: masks, and integers of which the callers know that every sum fits.

Fixed width is unchecked here: masks are below 2**63, and the callers bound every result below 2**63, always.

Dictionary:
    Array: a one-dimensional array of int64.
    combine: add the numbers of equal masks.
    move_bits: rename the variables in masks.
    pairwise_product: the product of two lists of terms, pair by pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.int64]

_CHUNK = 1 << 20  # pairs that are held at the same time


def combine(masks: Array, numbers: Array) -> tuple[Array, Array]:
    """Sort by mask, add the numbers of equal masks, drop zeros."""
    import numpy as np

    if not len(masks):
        return masks, numbers
    order = np.argsort(masks, kind="stable")
    masks, numbers = masks[order], numbers[order]
    starts = np.flatnonzero(np.concatenate(([True], masks[1:] != masks[:-1])))
    masks, numbers = masks[starts], np.add.reduceat(numbers, starts)
    occurring = numbers != 0
    return masks[occurring], numbers[occurring]


def move_bits(masks: Array, positions: Mapping[int, int]) -> Array:
    """Return the masks with bit i moved to bit positions[i].  Assumes that positions holds every occurring bit."""
    moved = masks & 0
    for i, j in positions.items():
        moved |= (masks >> i & 1) << j
    return moved


def pairwise_product(left: tuple[Array, Array], right: tuple[Array, Array], *, signs: bool) -> tuple[Array, Array]:
    """Multiply every term with every term: masks are united in bits (x^2 = x), added modulo 2 in signs (x^2 = 1)."""
    import numpy as np

    if len(left[0]) > len(right[0]):
        left, right = right, left
    unite = np.bitwise_xor if signs else np.bitwise_or
    rows = max(1, _CHUNK // len(right[0]))
    total: tuple[Array, Array] = left[0][:0], left[1][:0]
    pending: list[tuple[Array, Array]] = []
    size = 0
    for start in range(0, len(left[0]), rows):
        masks = unite.outer(left[0][start : start + rows], right[0]).ravel()
        numbers = np.multiply.outer(left[1][start : start + rows], right[1]).ravel()
        pending.append(combine(masks, numbers))
        size += len(pending[-1][0])
        if size > max(_CHUNK, len(total[0])):  # so that the merges cost no more than the products
            total, pending, size = _merged([total, *pending]), [], 0
    return _merged([total, *pending])


def _merged(lists: list[tuple[Array, Array]]) -> tuple[Array, Array]:
    import numpy as np

    lists = [part for part in lists if len(part[0])]
    if len(lists) == 1:
        return lists[0]
    if not lists:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return combine(np.concatenate([masks for masks, _ in lists]), np.concatenate([numbers for _, numbers in lists]))

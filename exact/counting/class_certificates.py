r"""Check, in plain integers, the certificates of a walk over classes: it imports nothing of the search.

A function with truth table t is a threshold function of the given monomials if ``sum of w_m m(x)`` is positive where t
is true and negative where it is false; it is none if there are multipliers y >= 0 of the points, not all 0, with ``sum
of y_x F(x) m(x) = 0`` for every monomial, where F is -1 or +1: then no polynomial of these monomials has the sign of F.

The sums are done in 64-bit words; the integers are tested first, so that nothing wraps: at most 32 summands, each of at
most 2**50.

Dictionary:
    check_weights: every row of weights realizes its function.
    check_multipliers: every row of multipliers refutes its function.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exact.errors import CertificateError, DomainError

LARGEST_INTEGER = 1 << 50
MAXIMUM_POINTS = 32


def _signs(points: int, masks: Sequence[int]) -> Any:
    """Return for every monomial its values; bit x of its mask is set where it is +1."""
    import numpy as np

    if not 1 <= points <= MAXIMUM_POINTS or len(masks) > MAXIMUM_POINTS:
        raise DomainError(f"there must be at most {MAXIMUM_POINTS} points and monomials, not {points}, {len(masks)}")
    return np.array([[1 if mask >> x & 1 else -1 for x in range(points)] for mask in masks], dtype=np.int64)


def _rows(rows: Any, tables: Sequence[int], width: int) -> Any:
    """Check the shape and the range of rows of integers, one for each table."""
    import numpy as np

    array = np.asarray(rows)
    if array.shape != (len(tables), width):
        raise DomainError(f"there must be {width} integers for each of the {len(tables)} tables, not {array.shape}")
    if array.dtype != np.int64:
        raise DomainError(f"certificates must be 64-bit integers, not {array.dtype}")
    if array.size and (int(array.max()) > LARGEST_INTEGER or int(array.min()) < -LARGEST_INTEGER):
        raise DomainError("the integers of a certificate must be at most 2**50 in absolute value")
    return array


def _values(points: int, tables: Sequence[int]) -> Any:
    """Return the functions as rows of -1 and +1."""
    import numpy as np

    everything = (1 << points) - 1
    words = np.array([table & everything for table in tables], dtype=np.int64)
    return 2 * (words[:, None] >> np.arange(points) & 1) - 1


def check_weights(points: int, masks: Sequence[int], tables: Sequence[int], weights: Any) -> None:
    """Check that every row of weights realizes its function.

    Args:
        points: the number of points, at most 32.
        masks: for every monomial the points at which it is +1.
        tables: the truth tables.
        weights: an array of 64-bit integers, one row for each table and one column for each monomial.

    Raises:
        CertificateError: with the first table whose weights do not realize it.
        DomainError: if the array has a wrong shape or type, or an integer above 2**50.

    Cost:
        One addition for every table, monomial and point.

    Examples:
        >>> import numpy as np
        >>> check_weights(2, [0b11, 0b10], [0b10], np.array([[0, 1]]))  # one variable: its own sign
    """
    if not tables:
        return
    signs = _signs(points, masks)
    products = (_rows(weights, tables, len(masks)) @ signs) * _values(points, tables)
    for table, good in zip(tables, (products > 0).all(axis=1).tolist(), strict=True):
        if not good:
            raise CertificateError(f"the weights of {table:#x} must realize it at every point", culprit=table)


def check_multipliers(points: int, masks: Sequence[int], tables: Sequence[int], multipliers: Any) -> None:
    """Check that every row of multipliers refutes its function.

    Args:
        points: the number of points, at most 32.
        masks: for every monomial the points at which it is +1.
        tables: the truth tables.
        multipliers: an array of 64-bit integers, one row for each table and one column for each point.

    Raises:
        CertificateError: with the first table that is not refuted.
        DomainError: if the array has a wrong shape or type, or an integer above 2**50.

    Examples:
        Parity of two variables is no threshold function of degree 1:

        >>> import numpy as np
        >>> check_multipliers(4, [0b1111, 0b1010, 0b1100], [0b0110], np.array([[1, 1, 1, 1]]))
    """
    if not tables:
        return
    signs = _signs(points, masks)
    rows = _rows(multipliers, tables, points)
    proper = ((rows >= 0).all(axis=1) & (rows > 0).any(axis=1)).tolist()
    cancels = ((rows * _values(points, tables)) @ signs.T == 0).all(axis=1).tolist()
    for table, good, cancelled in zip(tables, proper, cancels, strict=True):
        if not good:
            raise CertificateError(f"the multipliers of {table:#x} must be non-negative and not all 0", culprit=table)
        if not cancelled:
            raise CertificateError(f"the multipliers of {table:#x} must cancel on every monomial", culprit=table)

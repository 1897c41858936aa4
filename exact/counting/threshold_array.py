r"""All threshold functions of up to six variables as one sorted array of 64-bit truth tables.

The functions are the orbits of `threshold_representatives`, and of their negations, under permutations and negations of
the variables.  Each step moves all tables at once by one transposition or one negation.  Their number is compared with
that of another method, always; a difference is an error, never a shorter array.  Tables of n <= 6 variables have at
most 64 bits and are only moved, so fixed width loses nothing.

Dictionary:
    threshold_array: the array.
    sorted_distinct: the different entries of an array, sorted.
    distinct_number: how many there are.
    with_exchanged, with_negated: the functions with two variables exchanged, or with one negated.
    MAXIMUM_ARRAY_DIMENSION: the largest n.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from exact.counting.gated_enumeration_cells import threshold_representatives
from exact.counting.threshold import count_threshold
from exact.cube import check_dimension
from exact.errors import ExactError, TooLargeError

MAXIMUM_ARRAY_DIMENSION = 6


@lru_cache(maxsize=1)
def threshold_array(n: int) -> Any:
    """Return all threshold functions of n variables, as unsigned 64-bit tables in increasing order; not to be changed.

    Raises:
        TooLargeError: if n > 6.
        ExactError: if the functions are not as many as another method counts.

    Cost:
        A second, 120 MB for the array and 400 MB on the way, for n = 6.

    Examples:
        >>> threshold_array(1).tolist(), len(threshold_array(4))
        ([0, 1, 2, 3], 1882)
    """
    import numpy as np

    if check_dimension(n) > MAXIMUM_ARRAY_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for a list of all threshold functions (limit {MAXIMUM_ARRAY_DIMENSION})",
            size=n,
            limit=MAXIMUM_ARRAY_DIMENSION,
        )
    full = (1 << (1 << n)) - 1
    tables = np.array([f for table in threshold_representatives(n) for f in (table, full ^ table)], dtype=np.uint64)
    for j in range(1, n):
        tables = sorted_distinct(np.concatenate([tables, *(with_exchanged(tables, i, j, n) for i in range(j))]))
    for i in range(n):
        tables = sorted_distinct(np.concatenate([tables, with_negated(tables, i, n)]))
    tables = sorted_distinct(tables)
    expected = count_threshold(n).value
    if len(tables) != expected:
        raise ExactError(f"there must be {expected} threshold functions of {n} variables, not {len(tables)}")
    tables.flags.writeable = False
    return tables


def sorted_distinct(tables: Any) -> Any:
    """Return the different entries of an array that is not empty, sorted.

    Examples:
        >>> import numpy as np
        >>> sorted_distinct(np.array([3, 1, 3])).tolist()
        [1, 3]
    """
    import numpy as np

    ordered = np.sort(tables)
    is_first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered[is_first]


def distinct_number(tables: Any) -> int:
    """Return how many different entries an array has that is not empty; the array is sorted in place.

    Examples:
        >>> import numpy as np
        >>> distinct_number(np.array([3, 1, 3]))
        2
    """
    import numpy as np

    tables.sort()
    return int(np.count_nonzero(tables[1:] != tables[:-1])) + 1


def _mask(n: int, ones: int, zeros: int) -> int:
    """Return the points at which some coordinates are 1 and some are 0, as a truth table."""
    return sum(1 << p for p in range(1 << n) if p & ones == ones and not p & zeros)


def with_exchanged(tables: Any, i: int, j: int, n: int) -> Any:
    """Return tables of n variables with two variables exchanged, i < j.

    Examples:
        >>> import numpy as np
        >>> with_exchanged(np.array([0b1010], dtype=np.uint64), 0, 1, 2).tolist() == [0b1100]
        True
    """
    import numpy as np

    upper, lower = _mask(n, 1 << j, 1 << i), _mask(n, 1 << i, 1 << j)
    stay = np.uint64(((1 << (1 << n)) - 1) ^ upper ^ lower)
    shift = np.uint64((1 << j) - (1 << i))
    return (tables & stay) | ((tables & np.uint64(lower)) << shift) | ((tables & np.uint64(upper)) >> shift)


def with_negated(tables: Any, i: int, n: int) -> Any:
    """Return tables of n variables with one variable negated.

    Examples:
        >>> import numpy as np
        >>> with_negated(np.array([0b1000], dtype=np.uint64), 0, 2).tolist() == [0b0100]
        True
    """
    import numpy as np

    shift = np.uint64(1 << i)
    upper, lower = np.uint64(_mask(n, 1 << i, 0)), np.uint64(_mask(n, 0, 1 << i))
    return ((tables & upper) >> shift) | ((tables & lower) << shift)

r"""All rows of the catalogue, for all n up to a largest one.

Dictionary:
    catalogue_rows: the rows, n by n.
    MAXIMUM_DIMENSION: the largest n.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exact.boolean import BooleanFunction
from exact.catalogue.threshold_class import ThresholdClassRow, row_of
from exact.counting.representatives import threshold_classes
from exact.counting.sampling import MAXIMUM_DIMENSION as LARGEST_LISTED
from exact.counting.threshold import count_threshold
from exact.cube import check_dimension
from exact.errors import ExactError, TooLargeError

MAXIMUM_DIMENSION = LARGEST_LISTED

Progress = Callable[[int, int], None]


def catalogue_rows(n: int, progress: Progress | None = None) -> Iterator[ThresholdClassRow]:
    """Yield one row for every class of threshold functions of 0, 1, ..., n variables.

    The classes come from the list of self-dual functions; their number and the sum of their sizes are compared with the
    count, which goes another way.

    Args:
        n: the largest number of variables, at most 7.
        progress: called now and then with the numbers of rows made and of all.

    Raises:
        TooLargeError: if n is larger than 7.
        ExactError: if the rows do not hold all functions: an error in the library.

    Cost:
        Four seconds for n = 6, a minute for n = 7.

    Examples:
        >>> [(row.n, row.table, row.functions) for row in catalogue_rows(1)]
        [(0, '0x1', 1), (0, '0x0', 1), (1, '0x3', 1), (1, '0x0', 1), (1, '0x2', 2)]
    """
    if check_dimension(n) > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for the catalogue (limit {MAXIMUM_DIMENSION}): there are 2730166 classes for n = 8",
            size=n,
            limit=MAXIMUM_DIMENSION,
        )
    counts = [count_threshold(m) for m in range(n + 1)]
    total = sum(count.classes or 0 for count in counts)
    done = 0
    for m, count in enumerate(counts):
        rows = functions = 0
        for entry in threshold_classes(m):
            row = row_of(BooleanFunction(m, entry.representative.table))
            if row.functions != entry.functions:
                raise ExactError(f"the class of {row.table} must have {entry.functions} functions, not {row.functions}")
            yield row
            rows += 1
            functions += row.functions
            done += 1
            if progress is not None and (done % 50 == 0 or done == total):
                progress(done, total)
        if (rows, functions) != (count.classes, count.value):
            raise ExactError(f"the classes for n = {m} hold {functions} functions instead of {count.value}")

r"""Censuses: exact numbers of functions sorted by a property, each as a small table, always computed.

Names:
    threshold-columns: every column that follows from one count of threshold functions, for 0, 1, ..., n variables.
    whitney-numbers: the Whitney numbers and the characteristic polynomial of the threshold arrangement.
    specification-numbers: T(k), and the sum of the specification numbers of these functions, k = 0, ..., n.
    threshold-degrees: how many functions, and classes of them, have each threshold degree.
    factors: how many functions need exactly k threshold functions as factors.
    inclusions: how many functions of each gated class are outside each other one.

Dictionary:
    Census: a table of exact numbers, with how it was obtained.
    CENSUS_NAMES: the names, with the largest n of each.
    take_census: compute one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from exact.counting.effort import Effort, check_effort
from exact.counting.flats import flat_census
from exact.counting.gated_class import gated_class
from exact.counting.gated_effort import enumeration_effort
from exact.counting.gated_enumeration import MAXIMUM_ENUMERATION_DIMENSION, factor_counts
from exact.counting.gated_inclusions import inclusion_table
from exact.counting.polynomial_threshold import polynomial_effort
from exact.counting.resonance import METHODS as RESONANCE_METHODS
from exact.counting.resonance import resonance_effort, resonance_obstacle, specification_number_sum
from exact.counting.threshold import METHODS as THRESHOLD_METHODS
from exact.counting.threshold import (
    PLAIN_UP_TO,
    count_threshold,
    ranks_of,
    threshold_effort,
    threshold_histogram,
    threshold_obstacle,
)
from exact.counting.threshold_degree_census import DegreeRow, threshold_degree_census
from exact.counting.threshold_numbers import ThresholdNumbers, threshold_numbers
from exact.cube import check_dimension
from exact.errors import InputError
from exact.processor_time import seconds_text

CENSUS_NAMES: Mapping[str, int] = {
    "threshold-columns": THRESHOLD_METHODS["restriction-tree"],
    "whitney-numbers": THRESHOLD_METHODS["flats"],
    "specification-numbers": RESONANCE_METHODS["restriction-tree"],
    "threshold-degrees": 5,
    "factors": MAXIMUM_ENUMERATION_DIMENSION,
    "inclusions": MAXIMUM_ENUMERATION_DIMENSION,
}

Progress = Callable[[int, int | None], None]
Row = tuple[int | str, ...]

_WIDEST = 12
"""Tables with more columns are printed on their side."""


@dataclass(frozen=True, slots=True)
class Census:
    """A table of exact numbers, with how it was obtained.

    Attributes:
        name: one of `CENSUS_NAMES`.
        n: the number of variables.
        options: every effective option.
        method: how it was computed.
        nanoseconds: how long that took, by the clock.
        columns: the names of the columns.
        rows: the rows; an entry is a number or the name of a class.
    """

    name: str
    n: int
    options: Mapping[str, str]
    method: str
    nanoseconds: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def to_json(self) -> dict[str, object]:
        """Return the fields of the JSON document; entries are texts, since they may exceed 64 bits."""
        return {
            "census": self.name,
            "n": self.n,
            "options": dict(self.options),
            "method": self.method,
            "seconds": seconds_text(self.nanoseconds),
            "exact": True,
            "rows": [dict(zip(self.columns, map(str, row), strict=True)) for row in self.rows],
        }

    def to_text(self) -> str:
        """Return the table, numbers to the right and names to the left; with many columns, these are the lines.

        Examples:
            >>> print(take_census("factors", 2).to_text())
            factors  functions
                  1         14
                  2          2
        """
        lines = [self.columns, *(tuple(map(str, row)) for row in self.rows)]
        if len(self.columns) > _WIDEST:
            lines = list(zip(*lines, strict=True))
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        is_name = [not line[0].isdecimal() for line in zip(*lines[1:], strict=True)]
        return "\n".join(
            "  ".join(
                entry.ljust(width) if left else entry.rjust(width)
                for entry, width, left in zip(line, widths, is_name, strict=True)
            ).rstrip()
            for line in lines
        )


def take_census(
    name: str, n: int, values: str | None = None, progress: Progress | None = None, *, force: bool = False
) -> Census:
    """Compute a census.

    Args:
        name: one of `CENSUS_NAMES`.
        n: the number of variables; for ``inclusions`` at least 1.
        values: of ``factors``: ``bits`` for conjunctions (the default), ``signs`` for products of signs.
        progress: called now and then with the amount of work done and of all, where that is known.
        force: whether to start what is beyond the limit, where it can run at all.

    Raises:
        InputError: if there is no such census, or it has no such option.
        DomainError: if n is negative, or 0 for ``inclusions``.
        TooLargeError: if n is too large, with what it would need.

    Cost:
        Seconds, except near the largest n: half a minute for ``whitney-numbers`` of 8 variables, a minute for
        ``specification-numbers`` of 9 and ``inclusions`` of 5, minutes for ``threshold-degrees`` and ``factors`` of 5.

    Examples:
        >>> take_census("whitney-numbers", 3).rows
        ((0, 1, 1), (1, 8, -8), (2, 28, 28), (3, 44, -44), (4, 23, 23))
        >>> take_census("specification-numbers", 2).rows
        ((0, 2, 2), (1, 4, 8), (2, 14, 48))
    """
    if name not in CENSUS_NAMES:
        raise InputError(f"the census must be one of {', '.join(CENSUS_NAMES)}, not {name!r}", field="NAME")
    if values is not None and name != "factors":
        raise InputError(f"the census {name} has no such option", field="--values")
    if values not in {None, "bits", "signs"}:
        raise InputError(f"this must be one of bits, signs, not {values!r}", field="--values")
    _check_size(name, check_dimension(n), force=force)
    options = {"values": values or "bits"} if name == "factors" else {}
    start = time.perf_counter_ns()
    method, columns, rows = _TAKEN[name](n, values or "bits", progress, force)
    return Census(name, n, options, method, time.perf_counter_ns() - start, columns, rows)


def _needs(name: str, n: int) -> tuple[Effort, str]:
    """Return what a census beyond its limit would need, and why it cannot run at all; an empty text if it can."""
    if name == "whitney-numbers":
        return threshold_effort(n, "flats"), threshold_obstacle(n, "flats")
    if name == "threshold-columns":
        return threshold_effort(n), threshold_obstacle(n)
    if name == "specification-numbers":
        return resonance_effort(n), resonance_obstacle(n)
    if name == "threshold-degrees":
        return polynomial_effort(n, 3, "subsets"), "it needs the flats of degree 2"
    return enumeration_effort(gated_class("selector"), n), "its arrays of functions end at five inputs"


def _check_size(name: str, n: int, *, force: bool) -> None:
    if n <= CENSUS_NAMES[name]:
        return
    effort, obstacle = _needs(name, n)
    check_effort(
        f"n = {n} is too large for the census {name} (limit {CENSUS_NAMES[name]})",
        size=n,
        limit=CENSUS_NAMES[name],
        effort=effort,
        force=force,
        obstacle=obstacle,
    )


_Taken = tuple[str, tuple[str, ...], tuple[Row, ...]]


def _threshold_columns(n: int, values: str, progress: Progress | None, force: bool) -> _Taken:
    del values
    method = "splitting-tree" if n <= PLAIN_UP_TO else "restriction-tree"
    numbers = threshold_numbers(threshold_histogram(n, method, progress=progress, force=force))
    columns = tuple(field.name for field in fields(ThresholdNumbers))
    return method, columns, tuple(tuple(int(getattr(row, column)) for column in columns) for row in numbers)


def _whitney_numbers(n: int, values: str, progress: Progress | None, force: bool) -> _Taken:
    del values, force
    census = flat_census(n, ranks_of(n, progress))
    signed = reversed(census.characteristic_polynomial())
    pairs = zip(census.whitney_numbers, signed, strict=True)
    rows = tuple((rank, number, coefficient) for rank, (number, coefficient) in enumerate(pairs))
    return "flats", ("rank", "whitney_number", "coefficient"), rows


def _specification_numbers(n: int, values: str, progress: Progress | None, force: bool) -> _Taken:
    del values
    rows = tuple(
        (k, count_threshold(k, force=force).value, specification_number_sum(k, progress, force=force))
        for k in range(n + 1)
    )
    return "restriction-tree", ("n", "functions", "sum_of_specification_numbers"), rows


def _threshold_degrees(n: int, values: str, progress: Progress | None, force: bool) -> _Taken:
    del values, progress, force
    columns = tuple(field.name for field in fields(DegreeRow))
    found = threshold_degree_census(n)
    return "census", columns, tuple(tuple(int(getattr(row, column)) for column in columns) for row in found)


def _factors(n: int, values: str, progress: Progress | None, force: bool) -> _Taken:
    del force
    return "enumeration", ("factors", "functions"), tuple(enumerate(factor_counts(n, values, progress), start=1))


def _inclusions(n: int, values: str, progress: Progress | None, force: bool) -> _Taken:
    del values, force
    table = inclusion_table(n, None, progress)
    lines = zip(table.names, table.sizes, table.outside, strict=True)
    rows: tuple[Row, ...] = tuple((name, size, *outside) for name, size, outside in lines)
    return "enumeration", ("class", "functions", *(f"outside_{name}" for name in table.names)), rows


_TAKEN: Mapping[str, Callable[[int, str, Progress | None, bool], _Taken]] = {
    "threshold-columns": _threshold_columns,
    "whitney-numbers": _whitney_numbers,
    "specification-numbers": _specification_numbers,
    "threshold-degrees": _threshold_degrees,
    "factors": _factors,
    "inclusions": _inclusions,
}

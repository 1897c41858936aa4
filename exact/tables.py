r"""Tables of exact numbers: how every one was obtained, and what the literature says about it.

The values are data that this library computed (``exact/data/tables.json``), each with its method and, where
there is one, a second method.  `computed_value` computes any entry again by a named method; a test does so for all of
them that take no more than some minutes, by both methods.  Published numbers stand in a file of their own
(``exact/data/published.toml``) and are compared, never shown as ours; those that are known to be wrong in print are
listed as such.

The tables of gated classes come from `exact.gated_tables`; everything else about them is as for the other tables.

Dictionary:
    Entry: one number; Published: what a source says of it; Misprint: a wrong value in print.
    NumberTable: a table with its entries.
    TABLE_NAMES: the names of the tables.
    read_table: one table, with the literature.
    computed_value: an entry, computed by a method.
    planned_entries: the indices of a table with the methods for each.
    computed_document: all tables, computed, as the content of the data file.
"""

from __future__ import annotations

import importlib.resources
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from exact.arrangement import whitney_numbers
from exact.boolean import BooleanFunction
from exact.counting.codegree_two import count_codegree_two
from exact.counting.flats import flat_census, threshold_normals
from exact.counting.polynomial_threshold import count_polynomial_threshold
from exact.counting.resonance import count_resonance
from exact.counting.threshold import count_threshold, threshold_histogram
from exact.counting.threshold_degree_census import DegreeRow, threshold_degree_census
from exact.counting.threshold_numbers import ThresholdNumbers, threshold_numbers
from exact.errors import DomainError, TableError
from exact.gated_tables import (
    GATED_TABLE_NAMES,
    Index,
    computed_gated_value,
    gated_index_names,
    gated_table_title,
    is_repeated_gated_entry,
    planned_gated_entries,
)
from exact.orbit import class_representatives
from exact.processor_time import Timed, timed
from exact.symmetry import Group
from exact.threshold_degree import threshold_degree


@dataclass(frozen=True, slots=True)
class Published:
    """What a source prints for one entry, and whether it agrees."""

    source: str
    value: int
    agrees: bool


@dataclass(frozen=True, slots=True)
class Misprint:
    """A value that is wrong in print, and why."""

    source: str
    index: Index
    printed: int
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a table.

    Attributes:
        index: n, or (n, d), or (n, k), or n and the names of two classes.
        value: the number.
        method: how it was computed.
        nanoseconds: the processor time of the run that gave it; the entries of one row share a run.
        second_method: another method that gave the same, or None.
        published: what the literature says, or None.
        is_repeated: whether a test computes it again by every method; where it takes too long, none does.
    """

    index: Index
    value: int
    method: str
    nanoseconds: int
    second_method: str | None
    published: Published | None
    is_repeated: bool


@dataclass(frozen=True, slots=True)
class NumberTable:
    """A table.

    Attributes:
        name: its name.
        title: what it counts.
        index_names: the letters of the index.
        version: the version of the library that computed it.
        entries: the numbers, by index.
        misprints: wrong values in print.
    """

    name: str
    title: str
    index_names: tuple[str, ...]
    version: str
    entries: tuple[Entry, ...]
    misprints: tuple[Misprint, ...]


# name: title, attribute of ThresholdNumbers, first n
_THRESHOLD_COLUMNS: dict[str, tuple[str, str, int]] = {
    "threshold-functions": ("threshold functions of n variables", "functions", 0),
    "threshold-functions-exactly": ("threshold functions that depend on all n variables", "functions_exactly", 0),
    "threshold-classes-n": ("their classes under negating inputs", "negation_classes", 0),
    "threshold-classes-n-exactly": (
        "classes under negating inputs of those that depend on all variables",
        "negation_classes_exactly",
        0,
    ),
    "threshold-classes-p": ("their classes under permuting inputs", "permutation_classes", 0),
    "threshold-classes-np": ("their classes under permuting and negating inputs", "classes", 0),
    "threshold-classes-np-exactly": (
        "classes under permuting and negating inputs of those that depend on all variables",
        "classes_exactly",
        0,
    ),
    "threshold-classes-npn": ("their classes under permuting and negating inputs and negation", "output_classes", 0),
    "threshold-classes-npn-exactly": (
        "classes under permuting and negating inputs and negation of those that depend on all variables",
        "output_classes_exactly",
        0,
    ),
    "self-dual-classes-n": (
        "self-dual threshold functions of n variables up to negating inputs",
        "self_dual_negation_classes",
        1,
    ),
    "self-dual-classes-n-exactly": (
        "the same, depending on all n variables",
        "self_dual_negation_classes_exactly",
        1,
    ),
    "self-dual-classes-np": (
        "self-dual threshold functions of n variables up to permuting and negating inputs",
        "self_dual_classes",
        1,
    ),
    "self-dual-classes-np-exactly": ("the same, depending on all n variables", "self_dual_classes_exactly", 1),
}

_OTHERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "polynomial-threshold-functions": ("polynomial threshold functions of n variables of degree at most d", ("n", "d")),
    "polynomial-threshold-classes-np": (
        "their classes under permuting and negating inputs",
        ("n", "d"),
    ),
    "polynomial-threshold-classes-npn": (
        "their classes under permuting and negating inputs and negation",
        ("n", "d"),
    ),
    "codegree-two-functions": ("polynomial threshold functions of n variables of degree at most n - 2", ("n",)),
    "resonance-chambers": ("chambers of the resonance arrangement of dimension d", ("d",)),
    "threshold-whitney-numbers": (
        "absolute Whitney numbers of rank k of the threshold arrangement of n variables",
        ("n", "k"),
    ),
}

TABLE_NAMES: tuple[str, ...] = (*_THRESHOLD_COLUMNS, *_OTHERS, *GATED_TABLE_NAMES)


def _check_name(name: str) -> None:
    if name not in TABLE_NAMES:
        raise TableError(f"there is no table {name!r}; the tables are {', '.join(TABLE_NAMES)}")


# --------------------------------------------------------------------------------------------------------- computation


@lru_cache(maxsize=64)
def _row(n: int, method: str) -> Timed[ThresholdNumbers]:
    return timed(lambda: threshold_numbers(threshold_histogram(n, method))[n])


@lru_cache(maxsize=8)
def _census(n: int) -> Timed[list[DegreeRow]]:
    return timed(lambda: threshold_degree_census(n))


@lru_cache(maxsize=16)
def _degrees_of_classes(n: int, group: Group) -> Timed[list[int]]:
    def compute() -> list[int]:
        tables = [int(table) for table in class_representatives(n, group)]
        return [threshold_degree(BooleanFunction(n, table)).degree for table in tables]

    return timed(compute)


@lru_cache(maxsize=16)
def _whitney(n: int, method: str) -> Timed[Sequence[int]]:
    if method == "all-flats":
        return timed(lambda: whitney_numbers(threshold_normals(n), n + 1))
    return timed(lambda: flat_census(n).whitney_numbers)


def computed_value(name: str, index: Index, method: str) -> Timed[int]:
    """Compute an entry of a table by one of its methods.

    Args:
        name: one of `TABLE_NAMES`.
        index: the index of the entry.
        method: one of those that `planned_entries` names for it.

    Returns:
        The number, and the processor time of the run that gave it, which entries of one row share.

    Raises:
        TableError: if the table has no such entry, or not by this method.

    Cost:
        Up to a minute and a half; entries of one row share the computation.

    Examples:
        >>> computed_value("threshold-classes-np", (4,), "splitting-tree").value
        27
    """
    _check_name(name)
    if not any(index == known and method in methods for known, methods in planned_entries(name)):
        raise TableError(f"the table {name} has no entry {index} by the method {method!r}")
    if name in GATED_TABLE_NAMES:
        return computed_gated_value(name, index, method)
    n, k = int(index[0]), int(index[-1])
    if name in _THRESHOLD_COLUMNS:
        row = _row(n, method)
        return Timed(int(getattr(row.value, _THRESHOLD_COLUMNS[name][1])), row.nanoseconds)
    if name == "codegree-two-functions":
        return timed(lambda: count_codegree_two(n, method).value)
    if name == "resonance-chambers":
        return timed(lambda: count_resonance(n, method).value)
    if name == "threshold-whitney-numbers":
        numbers = _whitney(n, method)
        return Timed(numbers.value[k], numbers.nanoseconds)
    if name == "polynomial-threshold-functions":
        return timed(lambda: _polynomial_threshold_functions(n, k, method))
    negated = name.endswith("npn")
    if method == "certificates":
        degrees = _degrees_of_classes(n, Group.NPN if negated else Group.NP)
        return Timed(sum(degree <= k for degree in degrees.value), degrees.nanoseconds)
    census = _census(n)
    rows = census.value[k]
    return Timed(rows.output_classes_up_to if negated else rows.classes_up_to, census.nanoseconds)


def _polynomial_threshold_functions(n: int, d: int, method: str) -> int:
    if method == "theorem":  # Q-F3 and Q-S5
        return 2 if d == 0 else (1 << (1 << n)) - (2 if d == n - 1 else 0)
    if method == "splitting-tree":
        return count_threshold(n, method).value
    return count_polynomial_threshold(n, d, method).value


def planned_entries(name: str) -> Iterator[tuple[Index, tuple[str, ...]]]:
    """Yield the indices of a table, each with its methods: one or two.

    Raises:
        TableError: if there is no such table.

    Examples:
        >>> list(planned_entries("codegree-two-functions"))[0]
        ((2,), ('subsets', 'restrictions'))
    """
    _check_name(name)
    if name in GATED_TABLE_NAMES:
        yield from planned_gated_entries(name)
    elif name in _THRESHOLD_COLUMNS:
        for n in range(_THRESHOLD_COLUMNS[name][2], 10):
            main = "splitting-tree" if n <= 7 else "restriction-tree"
            yield (n,), (main, "wall-walk") if n <= 8 else (main,)
    elif name == "codegree-two-functions":
        for n in range(2, 7):
            yield (n,), ("subsets", "restrictions")
    elif name == "resonance-chambers":
        for d in range(10):
            yield (d,), ("restriction-tree", "flats") if d <= 6 else ("restriction-tree",)
    elif name == "threshold-whitney-numbers":
        for n in range(8):
            for k in range(n + 2):
                yield (n, k), ("flats", "all-flats") if n <= 5 else ("flats",)
    else:
        for n in range(6):
            for d in range(n + 1):
                yield (n, d), _methods_of_degree(name, n, d)


def _methods_of_degree(name: str, n: int, d: int) -> tuple[str, ...]:
    if name != "polynomial-threshold-functions":
        return ("census", "certificates") if n <= 4 else ("census",)
    if d == 0:
        return ("regions", "theorem")
    if d >= n - 1:
        return ("subsets", "theorem")
    if n == 5 and d <= 2:
        return ("regions", "splitting-tree") if d == 1 else ("class-walk", "class-flats")
    return ("subsets", "lists")


def computed_document() -> dict[str, object]:
    """Compute every table by its first methods; return the content of the data file.

    A row is the index, the value, and the nanoseconds of processor time of the run that gave it.

    Cost:
        Up to an hour, most of it for products of signs of six inputs.
    """
    import exact

    return {"version": exact.__version__, "tables": {name: _computed_rows(name) for name in TABLE_NAMES}}


def _computed_rows(name: str) -> list[list[object]]:
    runs = [(index, computed_value(name, index, methods[0])) for index, methods in planned_entries(name)]
    return [[*index, str(run.value), run.nanoseconds] for index, run in runs]


# ------------------------------------------------------------------------------------------------------------- reading


@lru_cache(maxsize=1)
def _data() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    folder = importlib.resources.files("exact.data")
    values = json.loads(folder.joinpath("tables.json").read_text(encoding="utf-8"))
    return values, tomllib.loads(folder.joinpath("published.toml").read_text(encoding="utf-8"))


def read_table(name: str) -> NumberTable:
    """Return a table with how every number was obtained and what the literature says.

    Raises:
        TableError: if there is no such table.

    Examples:
        >>> table = read_table("threshold-classes-np")
        >>> entry = table.entries[9]
        >>> entry.value, entry.published.agrees, table.misprints[0].printed
        (993061484, True, 989913346)
    """
    _check_name(name)
    values, literature = _data()
    stored = {tuple(row[:-2]): (int(row[-2]), int(row[-1])) for row in values["tables"][name]}
    source = literature.get(name, {})
    entries: list[Entry] = []
    for index, methods in planned_entries(name):
        if index not in stored:
            raise TableError(f"the data file has no entry {index} of the table {name}")
        value, nanoseconds = stored[index]
        printed = _printed(source, index)
        published = None if printed is None else Published(str(source["source"]), printed, printed == value)
        first, *others = methods
        repeated = name not in GATED_TABLE_NAMES or is_repeated_gated_entry(name, index)
        entries.append(Entry(index, value, first, nanoseconds, others[0] if others else None, published, repeated))
    misprints = tuple(
        Misprint(wrong["source"], (wrong["index"],), wrong["printed"], wrong["reason"])
        for wrong in source.get("wrong", ())
    )
    title, names = _title_and_index(name)
    return NumberTable(name, title, names, str(values["version"]), tuple(entries), misprints)


def _title_and_index(name: str) -> tuple[str, tuple[str, ...]]:
    if name in GATED_TABLE_NAMES:
        return gated_table_title(name), gated_index_names(name)
    return (_THRESHOLD_COLUMNS[name][0], ("n",)) if name in _THRESHOLD_COLUMNS else _OTHERS[name]


def _printed(source: Mapping[str, Any], index: Index) -> int | None:
    if "values" in source:
        place = int(index[0]) - source["first"]
        return int(source["values"][place]) if 0 <= place < len(source["values"]) else None
    row = source.get("rows", {}).get(str(index[0]))
    if row is None:
        return None
    if len(row) <= int(index[1]):
        raise DomainError(f"the published row {index[0]} must have an entry {index[1]}")
    return int(row[int(index[1])])

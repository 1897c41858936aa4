r"""Looking into the catalogue: the class of a function, and the rows that satisfy a condition.

DuckDB searches the file; it is in the extra `catalogue`.  What is searched for is handed over as values beside the
query, and the columns come from a fixed list, so that nothing that a user writes becomes part of a query.

Dictionary:
    find_class: the row of the class of a function, and how the function lies in it.
    search_rows: the rows that satisfy a condition.
    Found: what `find_class` returns; Page: what `search_rows` returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exact.boolean import BooleanFunction
from exact.catalogue.condition import COMPARED, ColumnTest
from exact.catalogue.parquet_file import read_head, row_from_plain
from exact.catalogue.threshold_class import FIELDS, ThresholdClassRow, normal_form
from exact.errors import DomainError, InputError, TooLargeError
from exact.symmetry import SignedPermutation

MAXIMUM_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """The class of a function.

    Attributes:
        row: the row of the class, verified.
        moved: a signed permutation that takes the function to the normal form of the row.
    """

    row: ThresholdClassRow
    moved: SignedPermutation


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows that satisfy a condition.

    Attributes:
        rows: the first of them, in the order that was asked for.
        classes: how many rows satisfy the condition.
        functions: the number of functions in all of these.
    """

    rows: tuple[ThresholdClassRow, ...]
    classes: int
    functions: int


def find_class(path: Path, f: BooleanFunction) -> Found | None:
    """Return the row of the class of f under permuting and negating inputs; None if f is no threshold function.

    The file is searched for the sorted form of f (`threshold_class`): every threshold function with so many variables
    is in a class of the catalogue, so a function whose sorted form is not there is none.

    Raises:
        InputError: if the extra is not installed, or the file is not there or no catalogue.
        TooLargeError: if f has more variables than the catalogue.
        CertificateError: if the row that was found is not true.

    Cost:
        A few milliseconds.
    """
    head = read_head(path)
    if f.n > head.maximum_n:
        raise TooLargeError(
            f"the function has {f.n} variables, and the catalogue ends at {head.maximum_n}",
            size=f.n,
            limit=head.maximum_n,
            alternative="exact decide asks for any one function, without a catalogue",
        )
    form, moved = normal_form(f)
    tests = (ColumnTest("n", "=", f.n), ColumnTest("table", "=", form.to_hex()))
    page = search_rows(path, tests, limit=1)
    if not page.rows:
        return None
    row = page.rows[0]
    row.verify()
    return Found(row, moved)


def search_rows(
    path: Path, tests: Sequence[ColumnTest] = (), *, order: str | None = None, falling: bool = False, limit: int = 100
) -> Page:
    """Return the rows that satisfy all tests.

    Args:
        path: the file.
        tests: see `exact.catalogue.condition`.
        order: the column that orders the rows, or None for the order of the file (by n, then as they were made).
        falling: whether the largest come first.
        limit: at most so many rows, from 0 to a million.

    Raises:
        InputError: if the extra is not installed, the file is not there, damaged, or no catalogue, or there is no such
            column.
        DomainError: if the limit is out of range.
    """
    if order is not None and order not in COMPARED:
        raise InputError(f"this must be one of {', '.join(COMPARED)}, not {order!r}", field="order")
    if not 0 <= limit <= MAXIMUM_ROWS:
        raise DomainError(f"the limit must be between 0 and {MAXIMUM_ROWS}, not {limit}")
    read_head(path)
    import duckdb

    where = " AND ".join(f'"{test.column}" {test.operator} ?' for test in tests) or "TRUE"
    values: list[object] = [test.value for test in tests]
    source = "read_parquet(?, file_row_number = true)"
    by = "file_row_number" if order is None else f'"{order}" {"DESC" if falling else "ASC"}, file_row_number'
    columns = ", ".join(f'"{name}"' for name in FIELDS)
    settings: dict[str, Any] = {"autoinstall_known_extensions": False, "threads": 1}
    name = _without_wildcards(path)
    try:
        with duckdb.connect(":memory:", config=settings) as connection:
            totals = connection.execute(
                f"SELECT count(*), coalesce(sum(functions), 0)::HUGEINT FROM {source} WHERE {where}",  # noqa: S608
                [name, *values],
            ).fetchone()
            answer = connection.execute(
                f"SELECT {columns} FROM {source} WHERE {where} ORDER BY {by} LIMIT ?",  # noqa: S608
                [name, *values, limit],
            ).fetchall()
    except duckdb.Error as error:
        raise InputError(f"the catalogue is damaged ({error})", file=str(path)) from None
    classes, functions = totals or (0, 0)
    rows = tuple(row_from_plain(dict(zip(FIELDS, found, strict=True))) for found in answer)
    return Page(rows, int(classes), int(functions))


def _without_wildcards(path: Path) -> str:
    """Return the path as text, if DuckDB does not take it for a pattern of several files."""
    text = str(path)
    if any(sign in text for sign in "*?["):
        raise InputError("the name of a catalogue must not hold any of * ? [", file=text)
    return text

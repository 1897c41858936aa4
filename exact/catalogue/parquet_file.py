r"""The file of the catalogue: a Parquet file with one row for each class, and what it holds written in its head.

pyarrow writes the rows in one go and reads the head; it is in the extra `catalogue`.  A file is written beside its
place and moved there when it is whole, so that a killed build leaves the old file.

Dictionary:
    build_catalogue: make the rows and write the file.
    read_head: what a file says that it holds.
    check_catalogue: verify every row of a file, and that the rows are all.
    read_rows: the rows of a file, one after the other; row_from_plain: a row from plain data.
    check_installed: refuse to go on without the extra.
    default_path: where the file is unless another place is named.
    CatalogueHead: the form, the largest n, the numbers of rows and functions.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exact.catalogue.rows import catalogue_rows
from exact.catalogue.threshold_class import ThresholdClassRow
from exact.counting.threshold import count_threshold
from exact.errors import CertificateError, InputError

SCHEMA = "attention-quarks/catalogue/1"
DEFAULT_NAME = "threshold-classes.parquet"

_LISTS = ("chow", "weights")
_BATCH = 1024

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CatalogueHead:
    """What a file says that it holds.

    Attributes:
        maximum_n: the largest number of variables.
        classes: the number of rows.
        functions: the number of functions in all classes together.
    """

    maximum_n: int
    classes: int
    functions: int

    def to_json(self) -> dict[str, object]:
        """Return the head as plain data; the number of functions is a decimal string."""
        return {"maximum_n": self.maximum_n, "classes": self.classes, "functions": str(self.functions)}


def default_path() -> Path:
    """Return the place of the catalogue of this user: below XDG_DATA_HOME, or ``~/.local/share``."""
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "attention-quarks" / DEFAULT_NAME


def check_installed() -> None:
    """Refuse to go on without the extra `catalogue`.

    Raises:
        InputError: if pyarrow or DuckDB is not installed.
    """
    missing = [name for name in ("pyarrow", "duckdb") if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(
            f"the catalogue needs {' and '.join(missing)}, not installed here; the extra catalogue of attention-quarks "
            f"brings both"
        )


def build_catalogue(path: Path, n: int, progress: Progress | None = None) -> CatalogueHead:
    """Make one row for every class of threshold functions of at most n variables, and write them to a file.

    Args:
        path: the file; an existing catalogue is replaced when the new one is whole, any other file is not.  Its folder
            is made if need be.
        n: the largest number of variables, at most 7.
        progress: called now and then with the numbers of rows made and of all.

    Raises:
        TooLargeError: if n is larger than 7.
        InputError: if the extra is not installed, the file cannot be written, or what is there is no catalogue.

    Cost:
        That of `catalogue_rows`.
    """
    check_installed()
    import pyarrow as pa
    from pyarrow import parquet

    _check_place(path)
    rows = list(catalogue_rows(n, progress))
    head = CatalogueHead(n, len(rows), sum(row.functions for row in rows))
    types = {"bool": pa.bool_(), "int": pa.int64(), "str": pa.string()}
    columns: dict[str, Any] = {}
    for name, kind in ThresholdClassRow.__annotations__.items():
        values = [getattr(row, name) for row in rows]
        columns[name] = pa.array(values, pa.list_(pa.int64()) if name in _LISTS else types[kind])
    told = {"schema": SCHEMA} | {key: str(value) for key, value in head.to_json().items()}
    table = pa.table(columns).replace_schema_metadata(told)
    unfinished = _unfinished(path)
    try:
        parquet.write_table(table, unfinished, compression="zstd")
        unfinished.replace(path)
    except OSError as error:
        raise InputError(f"the file cannot be written: {error.strerror or error}", file=str(path)) from None
    return head


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + ".unfinished")


def _check_place(path: Path) -> None:
    """Refuse, before anything is computed, a place that cannot be written or that holds something else."""
    if path.exists():
        try:
            read_head(path)
        except InputError as error:
            problem = f"what is here is no catalogue and is not replaced: {error.problem}"
            raise InputError(problem, file=str(path)) from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _unfinished(path).touch()
        _unfinished(path).unlink()
    except OSError as error:
        raise InputError(f"the file cannot be written: {error.strerror or error}", file=str(path)) from None


def _opened(path: Path) -> Any:
    check_installed()
    import pyarrow as pa
    from pyarrow import parquet

    if not path.exists():
        raise InputError("there is no catalogue here; exact catalogue build makes one", file=str(path))
    try:
        return parquet.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"this is no undamaged catalogue ({error})", file=str(path)) from None


def read_head(path: Path) -> CatalogueHead:
    """Return what a file says that it holds.

    Raises:
        InputError: if the extra is not installed, or the file is not there or no catalogue.
    """
    with _opened(path) as file:
        return _head(file, path)


def _head(file: Any, path: Path) -> CatalogueHead:
    told = {key.decode(): value.decode() for key, value in (file.schema_arrow.metadata or {}).items()}
    names = tuple(file.schema_arrow.names)
    if told.get("schema") != SCHEMA or names != tuple(ThresholdClassRow.__annotations__):
        raise InputError(f"this must be a file of the form {SCHEMA}, not {told.get('schema')!r}", file=str(path))
    try:
        head = CatalogueHead(int(told["maximum_n"]), int(told["classes"]), int(told["functions"]))
    except (KeyError, ValueError):
        raise InputError("the head of the file must say what it holds", file=str(path)) from None
    if head.classes != file.metadata.num_rows:
        raise InputError(f"there must be {head.classes} rows, not {file.metadata.num_rows}", file=str(path))
    return head


def read_rows(path: Path) -> Iterator[ThresholdClassRow]:
    """Yield the rows of a file in their order; they are not verified.

    Raises:
        InputError: if the extra is not installed, or the file is not there, damaged, or no catalogue.
    """
    import pyarrow as pa

    with _opened(path) as file:
        _head(file, path)
        try:
            for batch in file.iter_batches(_BATCH):
                yield from map(row_from_plain, batch.to_pylist())
        except (OSError, pa.ArrowException) as error:
            raise InputError(f"the catalogue is damaged ({error})", file=str(path)) from None


def row_from_plain(plain: dict[str, Any]) -> ThresholdClassRow:
    """Return the row of plain data as it stands in the file: lists become tuples."""
    values: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in plain.items()}
    return ThresholdClassRow(**values)


def check_catalogue(path: Path, progress: Progress | None = None) -> CatalogueHead:
    """Verify every row of a file, that no class stands there twice, and that none is missing.

    That none is missing follows from the counts: the sizes of the classes of n variables must add up to the number of
    threshold functions, which is counted another way.

    Raises:
        InputError: if the file is not there, damaged, or no catalogue.
        CertificateError: if something in it is not true.

    Cost:
        Half a second for n = 6.
    """
    head = read_head(path)
    seen: set[tuple[int, str]] = set()
    totals = dict.fromkeys(range(head.maximum_n + 1), 0)
    for done, row in enumerate(read_rows(path)):
        row.verify()
        if (row.n, row.table) in seen or row.n not in totals:
            raise CertificateError(f"the class of {row.table} with n = {row.n} must not stand there", culprit=row.table)
        seen.add((row.n, row.table))
        totals[row.n] += row.functions
        if progress is not None and (done + 1) % 50 == 0:
            progress(done + 1, head.classes)
    for n, functions in totals.items():
        if functions != count_threshold(n).value:
            raise CertificateError(f"the classes for n = {n} must hold all functions, not {functions}", culprit=n)
    if sum(totals.values()) != head.functions:
        raise CertificateError(f"the head must say {sum(totals.values())} functions, not {head.functions}")
    return head

r"""The commands ``exact catalogue build``, ``find``, ``query`` and ``check``.

Dictionary:
    catalogue_application: the four commands.
    build: make the catalogue of the classes of threshold functions.
    find: the class of a function, with its row.
    query: the rows that satisfy a condition.
    check: verify every row.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exact.command.function_source import (
    FileOption,
    FormulaOption,
    TableArgument,
    UnitOption,
    VariablesOption,
    read_function,
)
from exact.command.outcome import print_document, progress_line
from exact.errors import InputError

if TYPE_CHECKING:
    from exact.catalogue.threshold_class import ThresholdClassRow

BUILD_SCHEMA = "attention-quarks/catalogue-build/1"
FIND_SCHEMA = "attention-quarks/catalogue-find/1"
QUERY_SCHEMA = "attention-quarks/catalogue-query/1"
CHECK_SCHEMA = "attention-quarks/catalogue-check/1"

_SHOWN = ("n", "table", "functions", "weights", "threshold", "weight_sum", "variables", "self_dual", "symmetries")

catalogue_application = typer.Typer(
    help="The catalogue of the classes of threshold functions; needs the extra catalogue.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

CatalogueOption = Annotated[
    Path | None, typer.Option("--catalogue", metavar="FILE", help="The catalogue; by default that of this user.")
]


def _place(path: Path | None) -> Path:
    from exact.catalogue.parquet_file import default_path

    return default_path() if path is None else path


@catalogue_application.command("build")
def build(
    *,
    n: Annotated[int, typer.Option("--n", help="The largest number of variables, at most 7.")] = 6,
    catalogue: CatalogueOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Make one row for every class of threshold functions of at most n variables, each with its certificate."""
    from exact.catalogue.parquet_file import build_catalogue

    if n < 0:
        raise InputError(f"this must be at least 0, not {n}", field="--n")
    path = _place(catalogue)
    head = build_catalogue(path, n, progress_line("classes"))
    if as_json:
        print_document({"schema": BUILD_SCHEMA, "catalogue": str(path)} | head.to_json())
        return
    typer.echo(f"{head.classes} classes with {head.functions} functions of at most {head.maximum_n} variables: {path}")


@catalogue_application.command("find")
def find(
    table: TableArgument = None,
    *,
    n: VariablesOption = None,
    formula: FormulaOption = None,
    file: FileOption = None,
    unit: UnitOption = None,
    catalogue: CatalogueOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Find the class of a function under permuting and negating inputs, with its row; the row is verified."""
    from exact.catalogue.search import find_class

    f = read_function(table, n, formula, file, unit)
    found = find_class(_place(catalogue), f)
    if as_json:
        print_document(
            {
                "schema": FIND_SCHEMA,
                "n": f.n,
                "table": f.to_hex(),
                "threshold": found is not None,
                "transformation": None if found is None else str(found.moved),
                "class": None if found is None else found.row.to_json(),
            }
        )
        return
    if found is None:
        typer.echo("in no class: this is no threshold function")
        return
    typer.echo(f"{found.moved} takes the function to the one of its class with sorted Chow parameters:")
    for name, value in found.row.to_json().items():
        typer.echo(f"{name}: {_cell(value)}")


@catalogue_application.command("query")
def query(
    *,
    where: Annotated[
        str | None, typer.Option("--where", metavar="CONDITION", help='Such as "n = 5 and weight_sum < 9".')
    ] = None,
    order: Annotated[str | None, typer.Option("--order", metavar="COLUMN", help="Order the rows by this.")] = None,
    falling: Annotated[bool, typer.Option("--falling", help="The largest first.")] = False,
    limit: Annotated[int, typer.Option("--limit", help="At most so many rows.")] = 100,
    catalogue: CatalogueOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV, with all columns.")] = False,
) -> None:
    """Print the classes that satisfy a condition, and how many classes and functions there are."""
    from exact.catalogue.condition import parse_condition
    from exact.catalogue.search import MAXIMUM_ROWS, search_rows

    if as_json and as_csv:
        raise InputError("--json and --csv cannot be asked for together", field="--csv")
    if falling and order is None:
        raise InputError("the rows fall along a column: it needs --order", field="--falling")
    if not 0 <= limit <= MAXIMUM_ROWS:
        raise InputError(f"this must be between 0 and {MAXIMUM_ROWS}, not {limit}", field="--limit")
    try:
        tests = () if where is None else parse_condition(where)
    except InputError as error:
        raise error.located(field="--where") from None
    try:
        page = search_rows(_place(catalogue), tests, order=order, falling=falling, limit=limit)
    except InputError as error:
        raise (InputError(error.problem, field="--order") if error.field == "order" else error) from None
    if as_json:
        print_document(
            {
                "schema": QUERY_SCHEMA,
                "where": where,
                "classes": page.classes,
                "functions": str(page.functions),
                "rows": [row.to_json() for row in page.rows],
            }
        )
    elif as_csv:
        sys.stdout.write(_csv(page.rows))
    else:
        for row in page.rows:
            typer.echo(_line(row))
        shown = "" if len(page.rows) == page.classes else f" ({len(page.rows)} shown)"
        typer.echo(f"{page.classes} classes{shown}, {page.functions} functions")


@catalogue_application.command("check")
def check(
    *,
    catalogue: CatalogueOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Verify the certificate of every row, that everything else follows from it, and that no class is missing."""
    from exact.catalogue.parquet_file import check_catalogue

    path = _place(catalogue)
    head = check_catalogue(path, progress_line("classes"))
    if as_json:
        print_document({"schema": CHECK_SCHEMA, "catalogue": str(path), "verified": True} | head.to_json())
        return
    typer.echo(
        f"verified: {head.classes} classes with {head.functions} functions of at most {head.maximum_n} variables"
    )


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _line(row: ThresholdClassRow) -> str:
    plain = row.to_json()
    return ", ".join(f"{name} {_cell(plain[name])}" for name in _SHOWN)


def _csv(rows: tuple[ThresholdClassRow, ...]) -> str:
    from exact.catalogue.threshold_class import FIELDS

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow([_cell(value) if isinstance(value, list) else str(value) for value in row.to_json().values()])
    return text.getvalue()

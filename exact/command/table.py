r"""The command ``exact table``.

Dictionary:
    table: print a table of exact numbers, or the names of the tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exact.command.outcome import check_place, note, print_document, write_text
from exact.errors import InputError

TABLES_SCHEMA = "attention-quarks/tables/1"


def table(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A table; without one, list them.")] = None,
    *,
    form: Annotated[str, typer.Option("--format", help="text, json, csv, latex, or bfile.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the table to this file instead.")] = None,
) -> None:
    """Print a table of exact numbers: how each was obtained, and what the literature says of it."""
    from exact.table_document import TableFormat, format_table
    from exact.tables import TABLE_NAMES, read_table

    forms = [known.value for known in TableFormat]
    if form not in forms:
        raise InputError(f"the format must be one of {', '.join(forms)}, not {form!r}", field="--format")
    if as_json and form not in {"text", "json"}:
        raise InputError(f"--json stands in place of --format {form}", field="--json")
    chosen = TableFormat.JSON if as_json else TableFormat(form)
    if name is None and out is not None:
        raise InputError("a table must be named", field="--out")
    if name is None and chosen not in {TableFormat.TEXT, TableFormat.JSON}:
        raise InputError("the list of the tables is text or json", field="--format")
    check_place(out)
    if name is None:
        titles = {known: read_table(known).title for known in TABLE_NAMES}
        if chosen is TableFormat.JSON:
            entries = [{"name": known, "title": title} for known, title in titles.items()]
            print_document({"schema": TABLES_SCHEMA, "tables": entries})
        else:
            typer.echo("\n".join(f"{known}: {title}" for known, title in titles.items()))
        return
    text = format_table(read_table(name), chosen)
    if out is not None:
        write_text(out, text + "\n")
        note(f"written: {out}")
    else:
        typer.echo(text)

r"""The command ``exact census``.

Dictionary:
    census: exact numbers of functions sorted by a property.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exact.command.outcome import check_place, clear_progress, print_document, progress_line, write_document
from exact.errors import InputError

CENSUS_SCHEMA = "attention-quarks/census/1"
CENSUSES_SCHEMA = "attention-quarks/censuses/1"


def census(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A census; without one, list them.")] = None,
    *,
    n: Annotated[int | None, typer.Option("--n", help="The number of variables.")] = None,
    values: Annotated[str | None, typer.Option("--values", help="factors: bits (default), or signs.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Start what would be refused as too large, where it can run.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the JSON document to this file as well.")] = None,
) -> None:
    """Count functions by a property: columns of one count, ranks, degrees, factors, inclusions; always computed."""
    from exact.counting.census import CENSUS_NAMES, take_census
    from exact.processor_time import seconds_text

    if name is None:
        for option, value in {"--n": n, "--values": values, "--out": out}.items():
            if value is not None:
                raise InputError("a census must be named", field=option)
        if as_json:
            entries = [{"name": known, "maximum_n": limit} for known, limit in CENSUS_NAMES.items()]
            print_document({"schema": CENSUSES_SCHEMA, "censuses": entries})
        else:
            typer.echo("\n".join(f"{known}: n <= {limit}" for known, limit in CENSUS_NAMES.items()))
        return
    if n is None:
        raise InputError("the number of variables must be given, as in --n 4", field="--n")
    if n < 0:
        raise InputError(f"this must be at least 0, not {n}", field="--n")
    check_place(out)
    result = take_census(name, n, values, progress_line("counted"), force=force)
    clear_progress()
    document = {"schema": CENSUS_SCHEMA} | result.to_json()
    write_document(out, document)
    if as_json:
        print_document(document)
        return
    options = "".join(f", {option} {value}" for option, value in result.options.items())
    title = f"{result.name}{options}, n = {result.n}; method {result.method}, {seconds_text(result.nanoseconds)} s"
    typer.echo(f"{title}\n\n{result.to_text()}")

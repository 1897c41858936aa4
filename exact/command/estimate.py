r"""The command ``exact estimate``.

Dictionary:
    estimate: estimate the number of functions of a class, with a standard error; never an exact count.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exact.command.outcome import print_document, progress_line, write_document
from exact.errors import InputError

ESTIMATE_SCHEMA = "attention-quarks/estimate/1"
CLASSES = ("threshold",)


def estimate(
    name: Annotated[str, typer.Argument(metavar="CLASS", help="threshold.")],
    *,
    n: Annotated[int | None, typer.Option("--n", help="The number of variables.")] = None,
    descents: Annotated[int, typer.Option("--descents", help="How many random descents.")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="The seed of the random choices.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the JSON document to this file as well.")] = None,
) -> None:
    """Estimate the number of functions of a class by random descents of the splitting tree; not a count."""
    from exact.counting.estimate import estimate_threshold

    if name not in CLASSES:
        raise InputError(f"the class must be one of {', '.join(CLASSES)}, not {name!r}", field="CLASS")
    if n is None:
        raise InputError("the number of variables must be given, as in --n 10", field="--n")
    if n < 0:
        raise InputError(f"this must be at least 0, not {n}", field="--n")
    if descents < 1:
        raise InputError(f"this must be at least 1, not {descents}", field="--descents")
    result = estimate_threshold(n, descents, seed, progress_line("descents"))
    document = {"schema": ESTIMATE_SCHEMA} | result.to_json()
    write_document(out, document)
    if as_json:
        print_document(document)
        return
    error = "unknown (one descent)" if result.functions_error is None else f"{result.functions_error}"
    typer.echo(f"ESTIMATE, not a count: {name}, n = {n}: about {round(result.functions)}")
    typer.echo(f"standard error (itself estimated): {error}")
    typer.echo(f"{descents} random descents of the splitting tree, seed {seed}")

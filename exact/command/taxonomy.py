r"""The command ``exact taxonomy``.

Dictionary:
    taxonomy: print the table of the 18 classes, or one class in detail.
"""

from __future__ import annotations

from typing import Annotated

import typer

from exact.command.outcome import print_document

TAXONOMY_SCHEMA = "attention-quarks/taxonomy-class/1"


def taxonomy(
    key: Annotated[
        str | None, typer.Argument(metavar="[ROW or NAME]", help="A row, a name, or coordinates such as O->S,+.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Print the 18 classes of attention mechanisms, or one of them with its polynomial and its reduction."""
    from exact.attention_taxonomy import class_detail, taxonomy_text
    from exact.attention_taxonomy import taxonomy as classes

    if key is None:
        if as_json:
            print_document(classes())
        else:
            typer.echo(taxonomy_text())
        return
    detail = class_detail(key)
    if as_json:
        print_document({"schema": TAXONOMY_SCHEMA} | detail.to_json())
    else:
        typer.echo(detail.to_text())

r"""The command ``exact verify``.

It loads the verifying code only (`exact.certificate` and the standard library), never the code that finds certificates.

Dictionary:
    verify: check a certificate in a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exact.bounded_file import read_bounded
from exact.command.outcome import print_document
from exact.errors import InputError


def verify(
    file: Annotated[Path, typer.Argument(help="A certificate, such as exact decide writes with --out.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check a certificate; exit status 1 if it does not verify."""
    from exact.certificate import verify_text
    from exact.certificate.document import MAXIMUM_TEXT

    data = read_bounded(file, "certificate", MAXIMUM_TEXT)
    try:
        document = verify_text(data)
    except InputError as error:
        raise error.located(file=str(file)) from None
    if as_json:
        print_document({**document, "file": str(file)})
    else:
        typer.echo(f"verified: {document['statement']}")

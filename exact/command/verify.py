r"""The command ``exact verify``.

It loads the verifying code only (`exact.certificate` and the standard library, or `exact.attention.failure` for the
failures of attention layers), never the code that finds certificates.  For a file of representatives it also counts the
threshold functions, since their classes must be all of them.

Dictionary:
    verify: check a certificate in a file.
    verify_failure: check the certificate that an attention layer fails, in a file.
    VERIFICATION_SCHEMA: the version of the document about such a failure.
    REPRESENTATIVES_SCHEMA: the version of the document about a file of representatives.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exact.bounded_file import read_bounded
from exact.command.outcome import print_document
from exact.errors import InputError

VERIFICATION_SCHEMA = "attention-quarks/attention-verification/1"
REPRESENTATIVES_SCHEMA = "attention-quarks/representatives-verification/1"
_REPRESENTATIVES = b'{"schema": "attention-quarks/representatives/'

_FAILURE = b"attention-quarks/attention-failure/"
"""What stands in the certificate of a failing layer, and in no other one."""


def verify(
    file: Annotated[
        Path, typer.Argument(help="A certificate, such as exact decide and exact attention refute write with --out.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check a certificate; exit status 1 if it does not verify."""
    from exact.certificate import verify_text
    from exact.certificate.document import MAXIMUM_TEXT

    if _starts_with(file, _REPRESENTATIVES):
        _verify_representatives(file, as_json=as_json)
        return
    data = read_bounded(file, "certificate", MAXIMUM_TEXT)
    if _FAILURE in data:
        _verify_failure_text(data, file, as_json=as_json)
        return
    try:
        document = verify_text(data)
    except InputError as error:
        raise error.located(file=str(file)) from None
    if as_json:
        print_document({**document, "file": str(file)})
    else:
        typer.echo(f"verified: {document['statement']}")


def _starts_with(file: Path, head: bytes) -> bool:
    """Return whether a regular file begins so; what cannot be read is refused later."""
    try:
        if not file.is_file():  # opening a pipe would wait
            return False
        with file.open("rb") as handle:
            return handle.read(len(head)) == head
    except (OSError, ValueError):
        return False


def _verify_representatives(file: Path, *, as_json: bool) -> None:
    from exact.counting.representatives import check_representatives

    try:
        classes = check_representatives(file)
    except InputError as error:
        raise error.located(file=str(file)) from None
    if as_json:
        print_document({"schema": REPRESENTATIVES_SCHEMA, "verified": True, "classes": classes, "file": str(file)})
    else:
        typer.echo(f"verified: {classes} classes, each with its certificate, hold all threshold functions")


def verify_failure(
    file: Annotated[Path, typer.Argument(help="A certificate, such as exact attention refute writes with --out.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check the certificate of a failing input; exit status 1 if it does not verify."""
    from exact.attention.failure import MAXIMUM_FAILURE_TEXT

    _verify_failure_text(read_bounded(file, "certificate", MAXIMUM_FAILURE_TEXT), file, as_json=as_json)


def _verify_failure_text(data: bytes, file: Path, *, as_json: bool) -> None:
    from exact.attention.failure import failure_from_text

    try:
        failure = failure_from_text(data)
    except InputError as error:
        raise error.located(file=str(file)) from None
    failure.verify()
    if as_json:
        print_document({"schema": VERIFICATION_SCHEMA, "verified": True, "file": str(file)})
    else:
        typer.echo("verified: the layer fails on this input")

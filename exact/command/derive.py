r"""The command ``exact derive``.

Dictionary:
    derive: derive the exact polynomial of every unit of a circuit file.
    circuit_path: the circuit file that an argument names.
    Format: the formats of a derivation.
"""

from __future__ import annotations

import enum
import os
from pathlib import Path
from typing import Annotated

import typer

from exact.command.outcome import note, progress_line, write_text
from exact.errors import InputError


class Format(enum.StrEnum):
    """The formats of a derivation."""

    TEXT = "text"
    JSON = "json"
    LATEX = "latex"
    HTML = "html"


def circuit_path(argument: str) -> Path:
    """Return the circuit file that an argument names: a path, or the name of a shipped circuit.

    Raises:
        InputError: if there is neither.
    """
    from exact.shipped import shipped_circuit, shipped_circuits

    path = Path(argument)
    if not os.path.exists(path):  # noqa: PTH110 - false, and no error, for what is no path
        if argument in shipped_circuits():
            return shipped_circuit(argument)
        if not path.suffix and "/" not in argument:
            known = ", ".join(shipped_circuits())
            raise InputError(
                f"there is no file {argument[:60]!r}, and no shipped circuit of this name; shipped are {known}"
            )
    return path


def derive(
    file: Annotated[str, typer.Argument(help="A circuit file (.toml or .json), or the name of a shipped circuit.")],
    *,
    format_: Annotated[Format, typer.Option("--format", help="The format of the output.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    unit: Annotated[
        str | None, typer.Option("--unit", help="Derive what this unit needs, and show this unit only.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
    check: Annotated[bool, typer.Option(help="Compare with a forward pass in rational arithmetic.")] = True,
) -> None:
    """Derive the exact polynomial of every unit of a circuit."""
    import json

    from exact.circuit_reader import read_circuit
    from exact.derivation import derive as derive_circuit
    from exact.derivation_document import derivation_data, derivation_latex, derivation_text, only_unit

    chosen = Format.JSON if as_json else format_
    if as_json and format_ not in {Format.TEXT, Format.JSON}:
        raise InputError(f"--json must stand alone, not with --format {format_.value}", field="--format")
    circuit, source = read_circuit(circuit_path(file))
    if unit is not None:
        circuit = circuit.part(unit)
    derivation = derive_circuit(circuit, check=check, progress=progress_line("units derived"))
    if unit is not None:
        derivation = only_unit(derivation, unit)
    if chosen is Format.JSON:
        text = json.dumps(derivation_data(derivation, source), ensure_ascii=False)
    elif chosen is Format.TEXT:
        text = derivation_text(derivation, source)
    elif chosen is Format.LATEX:
        text = derivation_latex(derivation, source)
    else:
        from exact.report import derivation_page

        text = derivation_page(derivation, source)
    if out is None:
        typer.echo(text)
    else:
        write_text(out, text + "\n")
        note(f"written: {out}")

r"""The command ``exact report``.

Dictionary:
    report: write the self-contained page about circuits, and print a summary.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exact.command.derive import circuit_path
from exact.command.outcome import print_document, progress_line, write_text

REPORT_SCHEMA = "attention-quarks/report/1"
DEFAULT_PAGE = Path("build/report.html")


def report(
    files: Annotated[list[str] | None, typer.Argument(help="Circuit files; the shipped ones by default.")] = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = DEFAULT_PAGE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of the summary.")] = False,
) -> None:
    """Write one self-contained page about circuits: polynomials, spectra, quadratic parts, checks."""
    from exact.circuit_reader import read_circuit
    from exact.derivation import derive
    from exact.derivation_document import derivation_data
    from exact.report import CircuitReport, report_page, report_summary
    from exact.shipped import shipped_circuits
    from exact.trained import trained_notes

    names = files or sorted(shipped_circuits(), key=lambda name: (name != "digits", name))
    show = progress_line("circuits derived")
    reports = []
    for done, name in enumerate(names):
        circuit, source = read_circuit(circuit_path(name))
        derivation = derive(circuit)
        reports.append(CircuitReport(derivation, source, trained_notes(derivation, source)))
        if show is not None:
            show(done + 1, len(names))
    if out == DEFAULT_PAGE:
        out.parent.mkdir(exist_ok=True)
    write_text(out, report_page(reports))
    if as_json:
        print_document(
            {
                "schema": REPORT_SCHEMA,
                "report": str(out),
                "circuits": [derivation_data(entry.derivation, entry.source) for entry in reports],
            }
        )
        return
    typer.echo(report_summary(reports))
    typer.echo(f"report: {out}")

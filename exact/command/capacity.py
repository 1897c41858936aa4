r"""The command ``exact capacity``.

Dictionary:
    capacity: the capacity of a class next to every bound of the theory, as a table, a document, or a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exact.command.outcome import (
    check_different,
    check_place,
    clear_progress,
    note,
    print_document,
    progress_line,
    write_document,
    write_text,
)
from exact.errors import InputError

if TYPE_CHECKING:
    from exact.capacity import Capacity
    from exact.enclosure import Enclosure

CAPACITY_SCHEMA = "attention-quarks/capacity/1"
_DIGITS = 6


def capacity(
    name: Annotated[
        str,
        typer.Argument(metavar="CLASS", help="threshold, or a class of gated units."),
    ],
    *,
    n: Annotated[int | None, typer.Option("--n", help="The number of inputs.")] = None,
    degree: Annotated[int | None, typer.Option("--degree", help="The degree of the threshold functions.")] = None,
    values: Annotated[str | None, typer.Option("--values", help="bits, signs, or mixed (gates, layers).")] = None,
    factors: Annotated[int | None, typer.Option("--factors", help="How many factors (output-gate).")] = None,
    synapse: Annotated[str | None, typer.Option("--synapse", help="one, any, all, or bias (synaptic-gate).")] = None,
    input_values: Annotated[str | None, typer.Option("--input-values", help="signs, or bits (synaptic-gate).")] = None,
    gate_values: Annotated[str | None, typer.Option("--gate-values", help="signs, or bits (synaptic-gate).")] = None,
    units: Annotated[int | None, typer.Option("--units", help="How many units (gated-layer).")] = None,
    plot: Annotated[Path | None, typer.Option("--plot", help="Draw the growth into this SVG file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Count also what takes longer than seconds.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the JSON document to this file as well.")] = None,
) -> None:
    """Show the logarithm of the number of functions of a class, enclosed, with every bound of the theory."""
    from exact.capacity import CLASSES
    from exact.capacity import capacity as capacity_of

    if name not in CLASSES:
        raise InputError(f"the class must be one of {', '.join(CLASSES)}, not {name!r}", field="CLASS")
    if n is None:
        raise InputError("the number of inputs must be given, as in --n 5", field="--n")
    if n < 0:
        raise InputError(f"this must be at least 0, not {n}", field="--n")
    given: dict[str, int | str | None] = {
        "degree": degree,
        "values": values,
        "factors": factors,
        "synapse": synapse,
        "input_values": input_values,
        "gate_values": gate_values,
        "units": units,
    }
    options: dict[str, int | str] = {}
    for option, value in given.items():
        if value is None:
            continue
        field = "--" + option.replace("_", "-")
        if option not in CLASSES[name].options:
            raise InputError(f"the class {name} has no such option", field=field)
        allowed = CLASSES[name].options[option]
        if not isinstance(allowed, int) and value not in allowed:
            raise InputError(f"this must be one of {', '.join(allowed)}, not {value!r}", field=field)
        if isinstance(value, int) and value < (0 if option == "degree" else 1):
            raise InputError(f"this must be at least {0 if option == 'degree' else 1}, not {value}", field=field)
        options[option] = value
    check_different({"--out": out, "--plot": plot})
    for place in (out, plot):
        check_place(place)
    answer = capacity_of(name, n, options, progress_line("counted"), force=force)
    clear_progress()
    document = {"schema": CAPACITY_SCHEMA} | answer.to_json()
    write_document(out, document)
    if plot is not None:
        write_text(plot, _picture(answer) + "\n")
        note(f"written: {plot}")
    if as_json:
        print_document(document)
    else:
        typer.echo("\n".join(_lines(answer)))


def _picture(answer: Capacity) -> str:
    from exact.plots import growth_svg

    curves: dict[str, list[tuple[int, Enclosure]]] = {}
    for row in answer.growth:
        for formula, bits in row.leading.items():
            curves.setdefault(formula, []).append((row.n, bits))
    counted = [(row.n, row.bits) for row in answer.growth if row.bits is not None]
    return growth_svg(
        [(n, bits.lower) for n, bits in counted],
        {formula: [(n, bits.lower) for n, bits in points] for formula, points in curves.items()},
        f"{_name(answer)}: log2 of the number of functions",
    )


def _name(answer: Capacity) -> str:
    return answer.class_name + "".join(f", {name} {value}" for name, value in answer.options.items())


def _shown(bits: Enclosure | None) -> str:
    """Show an integer as it is, and any other number with its last digit rounded down and dots."""
    if bits is None:
        return "-"
    if bits.lower == bits.upper and bits.lower.denominator == 1:
        return str(bits.lower)
    return bits.to_decimals(_DIGITS)[0] + "..."


def _lines(answer: Capacity) -> list[str]:
    title = f"{_name(answer)}, n = {answer.n}"
    if answer.bits is None:
        lines = [f"{title}: not counted: {answer.uncounted}"]
    else:
        lower, upper = answer.bits.to_decimals(_DIGITS)
        between = f"= {lower}" if answer.bits.lower == answer.bits.upper else f"in [{lower}, {upper}]"
        lines = [f"{title}: {answer.count} functions", f"capacity: log2 {between}"]
    lines.append("")
    rows = [("", "bits", "holds", "bound", "label")]
    for bound in answer.bounds:
        compared = answer.count is not None and bound.side.value != "leading"
        holds = bound.holds_for(answer.count).value if compared and answer.count is not None else ""
        rows.append((bound.side.value, _shown(bound.bits), holds, bound.formula, f"{bound.number} {bound.label}"))
    lines += _table(rows)
    if answer.refused:
        lines += ["", "not applicable:"]
        lines += [f"  {entry.name}: {entry.reason}" for entry in answer.refused]
    headings = list(answer.growth[-1].leading)
    growth = [("n", "log2 count", *headings)]
    growth += [
        (str(row.n), _shown(row.bits), *(_shown(row.leading.get(heading)) for heading in headings))
        for row in answer.growth
    ]
    return [*lines, "", *_table(growth)]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]

r"""The command ``exact estimate``.

Dictionary:
    estimate: estimate the number of functions of a class, with a standard error; never an exact count.
    CLASSES: the classes that can be estimated.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from exact.command.outcome import check_place, print_document, progress_line, write_document
from exact.errors import InputError

ESTIMATE_SCHEMA = "attention-quarks/estimate/1"
CLASSES = ("threshold", "output-gate", "multiplexed", "synaptic-gate", "gated-layer", "selector")
_DEFAULT_SAMPLES = 100


def estimate(
    name: Annotated[str, typer.Argument(metavar="CLASS", help="threshold, or a gated class, as for exact count.")],
    *,
    n: Annotated[int | None, typer.Option("--n", help="The number of variables.")] = None,
    descents: Annotated[
        int | None, typer.Option("--descents", help="threshold: how many random descents; 100 by default.")
    ] = None,
    samples: Annotated[
        int | None, typer.Option("--samples", help="Other classes: how many random gates or pairs; 100 by default.")
    ] = None,
    values: Annotated[
        str | None, typer.Option("--values", help="output-gate, gated-layer: bits (default), signs, or mixed.")
    ] = None,
    units: Annotated[int | None, typer.Option("--units", help="gated-layer: how many units share the gate.")] = None,
    synapse: Annotated[
        str | None, typer.Option("--synapse", help="synaptic-gate: one (default), any, all, or bias.")
    ] = None,
    input_values: Annotated[
        str | None, typer.Option("--input-values", help="synaptic-gate: signs (default) or bits.")
    ] = None,
    gate_values: Annotated[
        str | None, typer.Option("--gate-values", help="synaptic-gate: signs (default) or bits.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The seed of the random choices.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the JSON document to this file as well.")] = None,
) -> None:
    """Estimate the number of functions of a class from random samples; not a count."""
    if name not in CLASSES:
        raise InputError(f"the class must be one of {', '.join(CLASSES)}, not {name!r}", field="CLASS")
    if n is None:
        raise InputError("the number of variables must be given, as in --n 10", field="--n")
    if n < 0:
        raise InputError(f"this must be at least 0, not {n}", field="--n")
    options: dict[str, str | int | None] = {"values": values, "units": units}
    options |= {"synapse": synapse, "input_values": input_values, "gate_values": gate_values}
    foreign = {"--samples": samples} | {f"--{option.replace('_', '-')}": value for option, value in options.items()}
    for option, value in (foreign if name == "threshold" else {"--descents": descents}).items():
        if value is not None:
            raise InputError(f"the class {name} has no such option", field=option)
    option, number = ("--descents", descents) if name == "threshold" else ("--samples", samples)
    number = _DEFAULT_SAMPLES if number is None else number
    if number < 1:
        raise InputError(f"this must be at least 1, not {number}", field=option)
    check_place(out)
    if name == "threshold":
        fields, lines = _threshold(n, number, seed)
    else:
        fields, lines = _gated(name, options, n, number, seed)
    document = {"schema": ESTIMATE_SCHEMA, **fields}
    write_document(out, document)
    if as_json:
        print_document(document)
    else:
        typer.echo("\n".join(lines))


def _threshold(n: int, descents: int, seed: int) -> tuple[Mapping[str, object], list[str]]:
    from exact.counting.estimate import estimate_threshold

    result = estimate_threshold(n, descents, seed, progress_line("descents"))
    lines = _result_lines("threshold", n, result.functions, result.functions_error, "one descent")
    return result.to_json(), [*lines, f"{descents} random descents of the splitting tree, seed {seed}"]


def _gated(
    name: str, options: Mapping[str, str | int | None], n: int, samples: int, seed: int
) -> tuple[Mapping[str, object], list[str]]:
    from exact.counting.gated_class import gated_class
    from exact.counting.gated_estimate import estimate_gated
    from exact.processor_time import seconds_text

    gated = gated_class(name, **options)
    result = estimate_gated(gated, n, samples, seed, progress_line("samples"))
    shown = {option.replace("_", " "): value for option, value in gated.options.items() if option != "factors"}
    title = ", ".join([name, *(f"{option} {value}" for option, value in shown.items())])
    lines = _result_lines(title, n, result.functions, result.functions_error, "one sample")
    drawn = "gates" if name == "selector" or gated.values in {"bits", "mixed"} else "pairs"
    took = f"{seconds_text(result.nanoseconds)} s of processor time"
    return result.to_json(), [*lines, f"{samples} random {drawn}, seed {seed}; {took}"]


def _result_lines(title: str, n: int, mean: Fraction, error: int | None, single: str) -> list[str]:
    shown = f"unknown ({single})" if error is None else f"{error}"
    return [
        f"ESTIMATE, not a count: {title}, n = {n}: about {round(mean)}",
        f"standard error (itself estimated): {shown}",
    ]

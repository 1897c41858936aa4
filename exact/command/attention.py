r"""The commands ``exact attention solve``, ``exact attention refute`` and ``exact attention verify``.

Dictionary:
    attention_application: the three commands.
    solve: build a unit for a task, verify it and print it.
    refute: find an input on which the unit of a file fails, or say that it solves all inputs of its size.
    verify_failure: check the certificate of a failing input; it loads the verifying code only.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exact.bounded_file import read_bounded
from exact.command.outcome import note, print_document, write_text
from exact.errors import InputError
from exact.rational import Rational, parse_rational

if TYPE_CHECKING:
    from exact.attention.refutation import Verdict
    from exact.attention.solution import Solution

SOLUTION_SCHEMA = "attention-quarks/attention-solution/1"
VERDICT_SCHEMA = "attention-quarks/attention-verdict/1"
VERIFICATION_SCHEMA = "attention-quarks/attention-verification/1"

MAXIMUM_WRITTEN_BITS = 10_000  # a longer fraction stands between two decimals

attention_application = typer.Typer(
    help="What one attention layer can and cannot do, in rational arithmetic.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@attention_application.command("solve")
def solve(
    task: Annotated[str, typer.Argument(metavar="TASK", help="qsa, match2, match3, match3-bigram or match3-local.")],
    *,
    n: Annotated[int, typer.Option("--n", help="The number N of tokens.")],
    q: Annotated[int | None, typer.Option("--q", help="The size of a support (qsa).")] = None,
    modulus: Annotated[int | None, typer.Option("--modulus", help="The modulus M (matching).")] = None,
    error: Annotated[str | None, typer.Option("--error", help="The error allowed, such as 1/10 (qsa).")] = None,
    distance: Annotated[int | None, typer.Option("--distance", help="The distance K (match3-local).")] = None,
    construction: Annotated[
        str | None,
        typer.Option(
            "--construction",
            help="qsa: moment-curve, dual-certificate, one-hot, cover-free; match2: reduced, unreduced, trigonometric; "
            "match3: third-order, trigonometric, trigonometric-four-terms.",
        ),
    ] = None,
    prime: Annotated[
        int | None, typer.Option("--prime", help="The prime of the keys (cover-free, dual-certificate).")
    ] = None,
    degree: Annotated[int | None, typer.Option("--degree", help="The degree of its polynomials.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the unit to this file (.toml).")] = None,
) -> None:
    """Build a unit that solves a task, verify it on all inputs where they are few and by identities, and print it."""
    from exact.attention.solution import solve as build
    from exact.attention.unit_description import layer_to_document
    from exact.attention.unit_file import layer_to_toml

    allowed = None
    if error is not None:
        try:
            allowed = parse_rational(error)
        except InputError as refusal:
            raise refusal.located(field="--error") from None
    try:
        solution = build(
            task,
            n=n,
            q=q,
            modulus=modulus,
            error=allowed,
            distance=distance,
            construction=construction,
            prime=prime,
            degree=degree,
        )
    except InputError as refusal:
        if refusal.field is None or refusal.field == "TASK":
            raise
        raise InputError(refusal.problem, field=f"--{refusal.field}") from None
    if out is not None:
        if solution.layer is None:
            raise InputError(f"no file describes the unit for {task} of this size", field="--out")
        write_text(out, layer_to_toml(solution.layer))
        note(f"written: {out}")
    if as_json:
        print_document(
            {
                "schema": SOLUTION_SCHEMA,
                "task": solution.task,
                "construction": solution.construction,
                "parameters": _numbers(solution.parameters),
                "inputs": solution.inputs,
                "reason": solution.reason,
                "measured": _numbers(solution.measured),
                "identities": [{"statement": i.statement, "holds": i.holds} for i in solution.identities],
                "unit": None if solution.layer is None else layer_to_document(solution.layer),
            }
        )
    else:
        _print_solution(solution)


def _numbers(values: dict[str, Rational]) -> dict[str, object]:
    """Return integers as they are, fractions as texts, and what is too long to write between two decimals."""
    return {name: value if isinstance(value, int) else _fraction(value) for name, value in values.items()}


def _fraction(value: Fraction) -> object:
    if value.denominator.bit_length() + value.numerator.bit_length() <= MAXIMUM_WRITTEN_BITS:
        return str(value)
    below = value.numerator * 10**30 // value.denominator
    return {"above": str(Fraction(below, 10**30)), "below": str(Fraction(below + 1, 10**30))}


def _short(value: Rational) -> str:
    """Return a number as text: a fraction of many digits by its first decimals, or by a power of two above it."""
    value = Fraction(value)
    bits = value.denominator.bit_length()
    if bits + value.numerator.bit_length() <= 120:
        return str(value)
    digits = value.numerator * 10**12 // value.denominator
    if 10**6 <= digits < 10**12:
        return f"0.{digits:012d}..."
    return f"less than 2^-{bits - value.numerator.bit_length() - 1}" if 0 <= digits < 10**6 else f"about {digits}/10^12"


def _print_solution(solution: Solution) -> None:
    typer.echo(f"{solution.task}: {solution.construction}")
    typer.echo("  " + ", ".join(f"{name} = {_short(value)}" for name, value in solution.parameters.items()))
    what = "supports" if solution.task == "qsa" else "inputs"
    if solution.inputs is None:
        typer.echo(f"not all {what} tried: {solution.reason}")
    else:
        typer.echo(f"verified on all {solution.inputs} {what}")
    for name, value in solution.measured.items():
        typer.echo(f"  {name}: {_short(value)}")
    typer.echo("identities, which hold for all inputs")
    for identity in solution.identities:
        typer.echo(f"  {identity.statement}")


@attention_application.command("refute")
def refute(
    file: Annotated[Path, typer.Argument(help="An attention layer, .toml or .json.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the certificate of a failure to this file.")] = None,
) -> None:
    """Find an input on which a layer fails, with a certificate, or say that it solves all inputs of its size."""
    import json

    from exact.attention.failure import failure_to_document
    from exact.attention.refutation import refute as find
    from exact.attention.unit_file import read_layer

    verdict = find(read_layer(file))
    failure = None if verdict.failure is None else failure_to_document(verdict.failure)
    if out is not None:
        if failure is None:
            note("nothing written: the layer solves all inputs of its size")
        else:
            write_text(out, json.dumps(failure) + "\n")
            note(f"written: {out}")
    if as_json:
        print_document(
            {
                "schema": VERDICT_SCHEMA,
                "file": str(file),
                "solves": failure is None,
                "method": verdict.method,
                "tried": verdict.tried,
                "messages": verdict.messages,
                "alice_inputs": verdict.alice_inputs,
                "certificate": failure,
            }
        )
    else:
        _print_verdict(verdict)


def _print_verdict(verdict: Verdict) -> None:
    from exact.attention.unit_description import AveragingUnit

    if verdict.messages is not None:
        typer.echo(f"messages: {verdict.messages} different ones for {verdict.alice_inputs} inputs")
    failure = verdict.failure
    if failure is None:
        typer.echo(f"solves all inputs of its size ({verdict.tried} tried)")
        return
    typer.echo("fails" + (", because two messages collide" if verdict.method == "collision" else ""))
    if isinstance(failure.layer, AveragingUnit):
        typer.echo(f"  support {list(failure.positions)}, vectors {list(failure.inputs[0])}")
    else:
        for tokens, position in zip(failure.inputs, failure.positions, strict=True):
            typer.echo(f"  input {list(tokens)}, position {position}")
    if len(failure.inputs) == 2:
        typer.echo("  the outputs there are equal, the answers of the task differ")


@attention_application.command("verify")
def verify_failure(
    file: Annotated[Path, typer.Argument(help="A certificate, such as exact attention refute writes with --out.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check the certificate of a failing input; exit status 1 if it does not verify."""
    from exact.attention.failure import MAXIMUM_FAILURE_TEXT, failure_from_text

    data = read_bounded(file, "certificate", MAXIMUM_FAILURE_TEXT)
    try:
        failure = failure_from_text(data)
    except InputError as error:
        raise error.located(file=str(file)) from None
    failure.verify()
    if as_json:
        print_document({"schema": VERIFICATION_SCHEMA, "verified": True, "file": str(file)})
    else:
        typer.echo("verified: the layer fails on this input")

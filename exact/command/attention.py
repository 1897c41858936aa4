r"""The commands ``exact attention solve``, ``refute``, ``verify`` and ``analyze``.

Dictionary:
    attention_application: the four commands.
    solve: build a unit for a task, verify it and print it.
    refute: find an input on which the unit of a file fails, or say that it solves all inputs of its size.
    analyze: what the network of a file does: scores, outputs, messages, the tasks that it solves.
"""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exact.command.outcome import note, print_document, write_text
from exact.command.verify import verify_failure
from exact.errors import InputError, TooLargeError
from exact.rational import Rational, parse_rational

if TYPE_CHECKING:
    from exact.attention.analysis import AveragingAnalysis, NetworkAnalysis, TaskVerdict
    from exact.attention.refutation import Verdict
    from exact.attention.solution import Solution
    from exact.enclosure import Enclosure

SOLUTION_SCHEMA = "attention-quarks/attention-solution/1"
VERDICT_SCHEMA = "attention-quarks/attention-verdict/1"
ANALYSIS_SCHEMA = "attention-quarks/attention-analysis/1"

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
    from exact.attention.network_description import AttentionNetwork
    from exact.attention.network_writer import network_to_document, network_to_toml
    from exact.attention.solution import solve as build
    from exact.attention.unit_description import layer_to_document
    from exact.attention.unit_file import layer_to_toml

    allowed = _number_option(error, "--error")
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
            raise _no_file(solution)
        if out.suffix.lower() != ".toml":
            raise InputError(f"the file of a unit must end in .toml, not {out.suffix!r}", field="--out")
        described = solution.layer
        text = network_to_toml(described) if isinstance(described, AttentionNetwork) else layer_to_toml(described)
        write_text(out, text)
        note(f"written: {out}")
    if as_json:
        layer = solution.layer
        unit: dict[str, object] | None = None
        if layer is not None:
            unit = network_to_document(layer) if isinstance(layer, AttentionNetwork) else layer_to_document(layer)
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
                "unit": unit,
            }
        )
    else:
        _print_solution(solution)


def _no_file(solution: Solution) -> InputError | TooLargeError:
    """Return why a unit has no description: its weights are irrational, or no file has its form, or it is too large."""
    if solution.task == "match3-local" or solution.construction.startswith("trigonometric"):
        return InputError(
            f"no file describes a unit for {solution.task} with {solution.construction}; "
            "leave --out away, or take another construction",
            field="--out",
        )
    from exact.attention.unit_description import MAXIMUM_ENTRIES

    sizes = {name: int(value) for name, value in solution.parameters.items() if name in {"N", "q", "M", "m"}}
    if solution.task == "qsa":
        entries = math.comb(sizes["N"], sizes["q"]) * sizes["m"] if sizes["q"] < 1000 else 1 << 62
    else:
        entries = sizes["M"] ** 2 * sizes["N"]
    listed = ", ".join(f"{name} = {value}" for name, value in sizes.items())
    return TooLargeError(
        f"the unit for {solution.task} with {listed} is too large for a file",
        size=min(entries, 1 << 62),
        limit=MAXIMUM_ENTRIES,
        alternative="take smaller sizes, or leave --out away",
    )


def _number_option(text: str | None, option: str) -> Rational | None:
    """Return the number of an option, or None if it was not given."""
    if text is None:
        return None
    try:
        return parse_rational(text)
    except InputError as refusal:
        raise refusal.located(field=option) from None


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
        if solution.construction.startswith("trigonometric"):  # a unit that sees no positions, on sorted inputs
            what = "multisets of residues, which stand for all inputs"
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


attention_application.command("verify")(verify_failure)


@attention_application.command("analyze")
def analyze(
    file: Annotated[Path, typer.Argument(help="A network or layer, .toml or .json, or tensors, .safetensors or .npz.")],
    *,
    n: Annotated[int | None, typer.Option("--n", help="The number N of tokens (tensors).")] = None,
    base: Annotated[
        str | None, typer.Option("--base", help="The base of the softmax (tensors); e if left out.")
    ] = None,
    threshold: Annotated[str | None, typer.Option("--threshold", help="The threshold of the output (tensors).")] = None,
    tokens: Annotated[
        str | None, typer.Option("--input", help="The residues of the input that is shown, such as 0,2,1.")
    ] = None,
    bits: Annotated[int | None, typer.Option("--bits", help="The precision of the messages, in bits.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Show what a network does: scores, exact outputs, different messages, and the small tasks that it solves."""
    from exact.attention.analysis import analyze_averaging, analyze_network
    from exact.attention.network_description import read_base
    from exact.attention.network_file import read_analyzable
    from exact.attention.unit_description import AveragingUnit

    limit = _number_option(threshold, "--threshold")
    found = read_analyzable(
        file,
        n=n,
        base=None if base is None else read_base(base, "--base"),
        threshold=None if limit is None else Fraction(limit),
    )
    if isinstance(found, AveragingUnit):
        if tokens is not None:
            raise InputError("a unit for sparse averaging reads no residues", field="--input")
        averaging = analyze_averaging(found, bits=bits)
        document, lines = _averaging_document(averaging), _averaging_lines(averaging)
    else:
        analysis = analyze_network(found, tokens=_residues(tokens, found.n, found.modulus), bits=bits)
        document, lines = _analysis_document(analysis), _analysis_lines(analysis)
    if as_json:
        print_document({"schema": ANALYSIS_SCHEMA, "file": str(file), **document})
    else:
        typer.echo("\n".join(lines))


def _residues(text: str | None, n: int, modulus: int) -> tuple[int, ...] | None:
    """Return the residues of ``--input``."""
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != n or not all(part.isascii() and part.isdecimal() and int(part) < modulus for part in parts):
        raise InputError(
            f"this must be {n} residues from 0 to {modulus - 1}, separated by commas, not {text[:60]!r}",
            field="--input",
        )
    return tuple(int(part) for part in parts)


def _enclosure_text(value: Enclosure) -> str:
    """Return an exact number as it is, another one between two decimals."""
    if value.lower == value.upper:
        return _short(value.lower)
    below, above = value.to_decimals(12)
    return f"between {below} and {above}"


def _enclosure_data(value: Enclosure) -> object:
    if value.lower == value.upper:
        return _fraction(value.lower)
    below, above = value.to_decimals(30)
    return {"above": below, "below": above}


def _analysis_document(analysis: NetworkAnalysis) -> dict[str, object]:
    network, messages = analysis.network, analysis.messages
    return {
        "kind": "network",
        "N": network.n,
        "M": network.modulus,
        "layers": len(network.layers),
        "threshold": None if network.threshold is None else str(network.threshold),
        "input": list(analysis.tokens),
        "scores": [[[str(s) for s in row] for row in head] for head in analysis.scores],
        "score_bits": analysis.score_bits,
        "outputs": [[_enclosure_data(entry) for entry in row] for row in analysis.outputs],
        "exact": analysis.exact,
        "messages": None
        if messages is None
        else {
            "bits": messages.bits,
            "fraction_bits": messages.fraction_bits,
            "numbers": messages.numbers,
            "tokens": messages.tokens,
            "exact": messages.exact,
            "rounded": messages.rounded,
        },
        "inputs": analysis.inputs,
        "reason": analysis.reason,
        "tasks": [
            {
                "task": verdict.task,
                "reading": verdict.reading,
                "distance": verdict.distance if verdict.task == "match3-local" else None,
                "solves": verdict.solves.value,
                "counterexample": [
                    {"input": list(tokens), "position": position}
                    for tokens, position in zip(verdict.inputs, verdict.positions, strict=True)
                ],
            }
            for verdict in analysis.verdicts
        ],
    }


def _bits_sentence(score_bits: int | None) -> str:
    if score_bits is None:
        return "not all dyadic"
    return "integers" if score_bits == 0 else f"dyadic, k / 2^{score_bits}"


def _analysis_lines(analysis: NetworkAnalysis) -> list[str]:
    network, messages = analysis.network, analysis.messages
    heads = [len(layer.heads) for layer in network.layers]
    lines = [
        f"network: N = {network.n}, M = {network.modulus}, layers = {len(heads)}, heads = {', '.join(map(str, heads))}",
        f"input: {list(analysis.tokens)}",
        f"scores of the first layer ({_bits_sentence(analysis.score_bits)})",
    ]
    for place, head in enumerate(analysis.scores, start=1):
        lines += [f"  head {place}, token {i}: {', '.join(map(_short, row))}" for i, row in enumerate(head, start=1)]
    lines.append("outputs (exact)" if analysis.exact else "outputs (between rational numbers)")
    lines += [f"  token {i}: {', '.join(map(_enclosure_text, row))}" for i, row in enumerate(analysis.outputs, start=1)]
    if messages is not None:
        lines.append(
            f"messages: {messages.exact} different ones of {messages.tokens} tokens; {messages.rounded} with numbers "
            f"of {messages.bits} bits, {messages.fraction_bits} of them after the point"
        )
    if analysis.inputs is None:
        return [*lines, f"tasks not tried: {analysis.reason}"]
    by = "some function of the output" if network.threshold is None else f"the threshold {network.threshold}"
    lines.append(f"tasks, on all {analysis.inputs} inputs, by {by}")
    return lines + [f"  {_verdict_sentence(verdict)}" for verdict in analysis.verdicts]


def _verdict_sentence(verdict: TaskVerdict) -> str:
    name = f"{verdict.task} ({verdict.reading})" if verdict.task in {"match2", "match3"} else verdict.task
    if verdict.task == "match3-local":
        name = f"{name} (distance {verdict.distance})"
    if not verdict.inputs:
        return f"{name}: {'solves' if verdict.solves.value == 'yes' else 'undecided at this precision'}"
    where = " and ".join(
        f"position {position} of {list(tokens)}"
        for tokens, position in zip(verdict.inputs, verdict.positions, strict=True)
    )
    return f"{name}: fails at {where}" + (", whose outputs are equal" if len(verdict.inputs) == 2 else "")


def _averaging_document(analysis: AveragingAnalysis) -> dict[str, object]:
    precision = analysis.precision
    return {
        "kind": "sparse-averaging",
        "N": analysis.unit.n,
        "q": analysis.unit.q,
        "error": str(analysis.unit.error),
        "score_bits": analysis.score_bits,
        "supports": analysis.supports,
        "queries": analysis.queries,
        "bits": None if precision is None else precision.bits,
        "fraction_bits": None if precision is None else precision.fraction_bits,
        "rounded_queries": analysis.rounded_queries,
        "solves": analysis.solves,
        "failing_support": list(analysis.failing_support),
    }


def _averaging_lines(analysis: AveragingAnalysis) -> list[str]:
    unit, precision = analysis.unit, analysis.precision
    lines = [
        f"unit for sparse averaging: N = {unit.n}, q = {unit.q}, m = {len(unit.keys[0])}",
        f"scores: {_bits_sentence(analysis.score_bits)}",
        f"queries: {analysis.queries} different ones for {analysis.supports} supports",
    ]
    if precision is not None:
        lines.append(
            f"  {analysis.rounded_queries} with numbers of {precision.bits} bits, {precision.fraction_bits} of them "
            f"after the point"
        )
    if analysis.solves:
        return [*lines, f"qsa: solves, with an error of at most {unit.error}"]
    return [
        *lines,
        f"qsa: fails at the support {list(analysis.failing_support)}, with an error of more than {unit.error}",
    ]

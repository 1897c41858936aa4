r"""The command ``exact decide``.

Dictionary:
    decide: is a function a polynomial threshold function of degree d?  With a certificate either way.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exact.command.function_source import (
    FileOption,
    FormulaOption,
    TableArgument,
    UnitOption,
    VariablesOption,
    compression_of,
    read_function,
    read_network,
)
from exact.command.outcome import note, print_document, write_text
from exact.errors import InputError

if TYPE_CHECKING:
    from exact.boolean import BooleanFunction
    from exact.recognize import Decision


def decide(
    table: TableArgument = None,
    *,
    n: VariablesOption = None,
    formula: FormulaOption = None,
    file: FileOption = None,
    unit: UnitOption = None,
    nodes: Annotated[
        bool, typer.Option("--nodes", help="Decide every node and every output of a PLA or BLIF file.")
    ] = False,
    properties: Annotated[
        bool, typer.Option("--properties", help="Instead: all that can be said about the function, with certificates.")
    ] = False,
    self_dual_table: Annotated[
        int | None,
        typer.Option(
            "--self-dual-table",
            metavar="N",
            help="Instead: the self-dual threshold functions of N variables, N <= 8, with their least weights.",
        ),
    ] = None,
    degree: Annotated[int, typer.Option("--degree", help="The degree d, at least 0.")] = 1,
    guess: Annotated[
        bool, typer.Option("--guess/--no-guess", help="Whether floating point may guess what is then verified.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the certificate to this file.")] = None,
) -> None:
    """Decide whether a function is a polynomial threshold function of degree at most d; "no" is an answer too."""
    from exact.certificate import Realization, to_text
    from exact.recognize import decide as decision_about

    if degree < 0:
        raise InputError(f"this must be at least 0, not {degree}", field="--degree")
    if self_dual_table is not None:
        if (
            nodes
            or properties
            or out is not None
            or any(value is not None for value in (table, n, formula, file, unit))
        ):
            raise InputError("this must be given alone, or with --json", field="--self-dual-table")
        _print_self_dual_table(self_dual_table, as_json=as_json)
        return
    if nodes:
        if file is None or properties or any(value is not None for value in (table, n, formula, unit)):
            raise InputError("this must be given with --file alone", field="--nodes")
        if out is not None:
            raise InputError("one certificate is written, not those of many nodes", field="--out")
        _decide_nodes(file, degree, as_json=as_json)
        return
    if properties:
        if out is not None or degree != 1:
            raise InputError("this must be given without --out and --degree", field="--properties")
        _print_properties(read_function(table, n, formula, file, unit), as_json=as_json)
        return
    decision = decision_about(read_function(table, n, formula, file, unit), degree, guess=guess)
    certificate = decision.certificate
    compression = None if file is None or degree != 1 else compression_of(file, unit)
    if out is not None:
        write_text(out, to_text(certificate) + "\n")
        note(f"written: {out}")
    if as_json:
        document = decision.to_document()
        if compression is not None:
            document["compression"] = compression.to_document()
        print_document(document)
    elif isinstance(certificate, Realization):
        typer.echo(f"yes: a threshold function of degree at most {degree}, in {certificate.encoding}")
        typer.echo(_realization_text(certificate.terms, str(certificate.threshold), degree, certificate.n))
        if compression is not None:
            least = compression.least.realization
            weights = _realization_text(least.terms, str(least.threshold), 1, certificate.n)
            typer.echo(
                f"least {weights} (smallest sum of sizes, proved): {compression.bits_saved} bits fewer than as floats"
            )
    else:
        typer.echo(f"no: not a threshold function of degree at most {degree}")
        typer.echo("true points   " + _points_text(certificate.true))
        typer.echo("false points  " + _points_text(certificate.false))
        typer.echo(f"have the same sum of every monomial of degree at most {degree}")


def _print_properties(f: BooleanFunction, *, as_json: bool) -> None:
    """Print the properties of a function; of certificates the numbers that they prove."""
    from exact.certificate import from_document, statement
    from exact.properties import function_properties

    found = function_properties(f)
    if as_json:
        print_document(found)
        return
    for name, value in found.items():
        if name in {"schema", "n", "table"} or value is None:
            continue
        if name == "npn" and isinstance(value, dict):
            typer.echo(f"class under NPN: {value['label']}, by {value['transformation']}")
        elif isinstance(value, dict):
            for part in [value] if "kind" in value else value.values():
                typer.echo(statement(from_document(part)))
        elif isinstance(value, list):
            typer.echo(f"{name.replace('_', ' ')}: {', '.join(map(str, value))}")
        else:
            word = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
            typer.echo(f"{name.replace('_', ' ')}: {word}")


def _print_self_dual_table(n: int, *, as_json: bool) -> None:
    """Print the canonical self-dual threshold functions with their least weights."""
    from exact.self_dual import least_self_dual_weights, self_dual_document

    if n < 1:
        raise InputError(f"this must be at least 1, not {n}", field="--self-dual-table")
    if as_json:
        print_document(self_dual_document(n))
        return
    lines = least_self_dual_weights(n)
    for line in lines:
        typer.echo(" ".join(map(str, line)))
    note(f"{len(lines)} self-dual threshold functions of {n} variables, with weights of least sum and threshold 0")


def _decide_nodes(file: str, degree: int, *, as_json: bool) -> None:
    """Decide every node of what it reads, and every output of the inputs."""
    from exact.logic_network import decide_network

    network = read_network(file)
    found = decide_network(network, degree)
    if as_json:
        print_document(found.to_document())
        return
    for node, decision in found.nodes:
        typer.echo(f"node {node.name} of {', '.join(node.reads) or 'nothing'}: {_decision_text(decision)}")
    if found.outputs is None:
        note("the outputs are not decided: the network has too many inputs")
        return
    for name, decision in found.outputs:
        typer.echo(f"output {name} of all inputs: {_decision_text(decision)}")
    yes = sum(decision.threshold for _, decision in found.nodes)
    outputs = sum(decision.threshold for _, decision in found.outputs)
    typer.echo(
        f"threshold functions of degree at most {degree}: {yes} of {len(found.nodes)} nodes, "
        f"{outputs} of {len(found.outputs)} outputs"
    )


def _decision_text(decision: Decision) -> str:
    from exact.certificate import Realization

    certificate = decision.certificate
    if isinstance(certificate, Realization):
        text = _realization_text(certificate.terms, str(certificate.threshold), decision.degree, certificate.n)
        return f"yes; {text}"
    return f"no; {certificate.k} true and {certificate.k} false points with equal sums"


def _realization_text(terms: tuple[tuple[int, int], ...], threshold: str, degree: int, n: int) -> str:
    if degree == 1:
        weights = dict(terms)
        return f"weights {', '.join(str(weights.get(1 << i, 0)) for i in range(n))}; threshold {threshold}"
    monomials = ["*".join(f"x{i + 1}" for i in range(n) if mask >> i & 1) or "1" for mask, _ in terms]
    total = " + ".join(f"{c} {monomial}" for (_, c), monomial in zip(terms, monomials, strict=True)) or "0"
    return f"{total} > {threshold}".replace("+ -", "- ")


def _points_text(points: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{p}" if multiplicity == 1 else f"{multiplicity} times {p}" for p, multiplicity in points)

r"""The command ``exact classify``.

Dictionary:
    classify: which gated classes contain a function, with witnesses and proofs.
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
    read_function,
)
from exact.command.outcome import note, print_document, progress_line, write_text
from exact.errors import InputError

if TYPE_CHECKING:
    from exact.certificate import GatedRealization
    from exact.gated_decision import Membership

_WORDS = {True: "yes", False: "no", None: "not found within the limit"}


def classify(
    table: TableArgument = None,
    *,
    n: VariablesOption = None,
    formula: FormulaOption = None,
    file: FileOption = None,
    unit: UnitOption = None,
    name: Annotated[
        str | None, typer.Option("--class", help="Only this one: output-gate, multiplexed, selector or synaptic-gate.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", help="The work of each search for n > 5, in clauses looked at.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIRECTORY", help="Write each certificate to a file in here.")
    ] = None,
) -> None:
    """Find every gated class that contains a function, with a witness; for each other class, a proof."""
    from exact.certificate import to_text
    from exact.gated_decision import CLASS_NAMES, DEFAULT_LIMIT
    from exact.gated_decision import classify as classification_of

    if limit is not None and limit < 0:
        raise InputError(f"this must be at least 0, not {limit}", field="--limit")
    if name is not None and name not in CLASS_NAMES:
        raise InputError(f"this must be one of {', '.join(CLASS_NAMES)}, not {name!r}", field="--class")
    f = read_function(table, n, formula, file, unit)
    found = classification_of(
        f,
        CLASS_NAMES if name is None else [name],
        DEFAULT_LIMIT if limit is None else limit,
        progress=progress_line("classes decided"),
    )
    if out is not None:
        _make_directory(out)
        for membership in found.memberships:
            for place, certificate in enumerate(membership.certificates):
                stem = membership.gated_class.title.replace(" --", "-").replace(" ", "-")
                number = "" if len(membership.certificates) == 1 else f"-{place + 1}"
                path = out / f"{stem}{number}.json"
                write_text(path, to_text(certificate) + "\n")
                note(f"written: {path}")
    if as_json:
        print_document(found.to_document())
        return
    typer.echo(f"class under NPN: {'not computed, the group is too large' if found.npn is None else found.npn.label}")
    if found.threshold_degree is None:
        typer.echo(f"threshold function: {_WORDS[found.threshold]}")
    else:
        typer.echo(f"threshold degree: {found.threshold_degree.degree}")
    for membership in found.memberships:
        typer.echo(f"{membership.gated_class.title}: {_answer_text(membership)}")


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"the directory cannot be made: {error.strerror or error}", file=str(path)) from None


def _answer_text(membership: Membership) -> str:
    """Return the answer for one class, with its witness, or the size of its proof."""
    from exact.certificate import GatedRealization

    word = _WORDS[membership.member]
    witnesses = [found for found in membership.certificates if isinstance(found, GatedRealization)]
    if witnesses:
        return f"{word}; {_witness_text(witnesses[0])}"
    if membership.member is None:
        return word
    leaves = sum(found.leaves for found in membership.certificates if not isinstance(found, GatedRealization))
    return f"{word}; proved by {leaves} contradictions"


def _witness_text(witness: GatedRealization) -> str:
    """Return the gate and what it attends to, as inequalities."""
    form = witness.form
    names = ["1", *(f"x{i + 1}" for i in range(witness.n)), "g"]
    texts = [f"g is {_condition_text(witness.coefficients[0], names)}"]
    gated = [f"g {x}" if synapse in form.gated and x != "1" else x for synapse, x in enumerate(names)]
    if 0 in form.gated:
        gated[0] = "g"
    for index, coefficients in enumerate(witness.coefficients[1:], 1):
        subject = {"output-gate": "h", "selector": "f1" if index == 1 else "f0"}.get(form.mechanism, "f")
        texts.append(f"{subject} is {_condition_text(coefficients, gated)}")
    return f"{', '.join(texts)} (inputs in {form.input_values}, gate in {form.gate_values})"


def _condition_text(coefficients: tuple[int, ...], names: list[str]) -> str:
    """Return when an affine form is positive, as text."""
    terms = [(c, name) for c, name in zip(coefficients, names, strict=False) if c]
    if all(name == "1" for _, name in terms):
        return "true" if any(c > 0 for c, _ in terms) else "false"
    text = ""
    for c, name in terms:
        size = str(abs(c)) if name == "1" else name if abs(c) == 1 else f"{abs(c)} {name}"
        text += (" - " if c < 0 else " + ") + size if text else ("-" if c < 0 else "") + size
    return f"{text} > 0"

r"""Writing items as JSON, one proof file for each readable text.

Untrusted: the reader reads the result again.

Dictionary:
    item_json: an item as plain data.
    file_json: items as the text of a proof file.
    compile_text: the readable form to a proof file, with certificates found and everything checked on the way.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any, cast

from proofs import kernel
from proofs.facts import Theory
from proofs.prover import complete
from proofs.reader import read_items
from proofs.syntax import (
    Antisymmetry,
    Arithmetic,
    Cases,
    CertificateTerm,
    Citation,
    Comparison,
    Integrality,
    Item,
    Lemma,
    Piecewise,
    Proof,
    Recursion,
    Split,
    Step,
    Steps,
    Symbol,
    Term,
)
from proofs.text import parse

Json = Any


def _term(term: Term) -> Json:
    """Return a term as plain data."""
    if isinstance(term, tuple):
        return [term[0], *(_term(part) for part in term[1:])]
    return str(term) if isinstance(term, Fraction) else term


def _comparison(comparison: Comparison) -> Json:
    """Return a comparison as plain data."""
    return [comparison.relation, _term(comparison.left), _term(comparison.right)]


def _summand(summand: CertificateTerm) -> Json:
    """Return a summand as plain data."""
    result: Json = {"c": str(summand.coefficient), "facts": list(summand.facts)}
    if summand.squares:
        result["squares"] = [_term(square) for square in summand.squares]
    if summand.multiplier is not None:
        result["mul"] = _term(summand.multiplier)
    return result


def _step(step: Step) -> Json:
    """Return a step as plain data."""
    if isinstance(step, Arithmetic):
        cert = [_summand(summand) for summand in step.certificate]
        return {"id": step.identifier, "by": "arith", "concl": _comparison(step.conclusion), "cert": cert}
    if isinstance(step, Integrality):
        return {"id": step.identifier, "by": "int", "fact": step.fact}
    if isinstance(step, Antisymmetry):
        return {"id": step.identifier, "by": "equal", "facts": list(step.facts)}
    values = {name: _term(value) for name, value in step.substitution}
    return {"id": step.identifier, "by": "use", "lemma": step.lemma, "with": values, "from": list(step.premises)}


def _proof(proof: Proof) -> Json:
    """Return a proof as plain data."""
    if isinstance(proof, Steps):
        return {"steps": [_step(step) for step in proof.steps], "qed": proof.qed}
    if isinstance(proof, Cases):
        return {"cases": _term(proof.term), "positive": _proof(proof.positive), "otherwise": _proof(proof.otherwise)}
    word = "split" if isinstance(proof, Split) else "induct"
    return {word: proof.variable, "base": proof.base, "zero": _proof(proof.zero), "succ": _proof(proof.successor)}


def item_json(item: Lemma | Citation | Symbol | Recursion | Piecewise) -> Json:
    """Return an item as plain data."""
    if isinstance(item, Lemma | Citation):
        word = "lemma" if isinstance(item, Lemma) else "citation"
        result: Json = {"item": word, "name": item.name, "vars": [list(pair) for pair in item.variables]}
        result["hyps"] = [_comparison(hypothesis) for hypothesis in item.hypotheses]
        result["concl"] = _comparison(item.conclusion)
        return result | ({"proof": _proof(item.proof)} if isinstance(item, Lemma) else {"source": item.source})
    result = {"item": "function", "name": item.name, "params": [list(pair) for pair in item.parameters]}
    result["result"] = item.result
    if isinstance(item, Recursion):
        for parameter, base in zip(result["params"], item.bases, strict=True):
            parameter.extend([] if base is None else [base])
        if item.descends is not None:
            result["descends"] = item.descends
        result["cases"] = [
            {"name": case.name, "at": list(case.patterns), "value": _term(case.value)} for case in item.cases
        ]
    elif isinstance(item, Piecewise):
        result["test"] = _term(item.test)
        result["positive"] = {"name": item.names[0], "value": _term(item.positive)}
        result["otherwise"] = {"name": item.names[1], "value": _term(item.otherwise)}
    return result


def _line(value: Json, indent: str) -> str:
    """Return plain data as text: objects and lists of objects over several lines, everything else on one."""
    if isinstance(value, dict):
        entries = cast("dict[str, Json]", value)
        if any(isinstance(entry, dict | list) for entry in entries.values()):
            rows = [f"{indent} {json.dumps(key)}: {_line(entry, indent + ' ')}" for key, entry in entries.items()]
            return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, list):
        parts = cast("list[Json]", value)  # type: ignore[redundant-cast]  # pyright needs it
        if any(isinstance(entry, dict) for entry in parts):
            return "[\n" + ",\n".join(f"{indent} {_line(entry, indent + ' ')}" for entry in parts) + f"\n{indent}]"
    return json.dumps(value)


def file_json(items: list[Json]) -> str:
    """Return items in plain data as the text of a proof file."""
    return _line({"format": 1, "items": items}, "") + "\n"


def compile_text(text: str, theory: Theory) -> tuple[str, Theory]:
    """Return the proof file of a readable text, and the theory after it.

    Args:
        text: the readable form.
        theory: what has been accepted before.

    Raises:
        MalformedProofError: if the text cannot be read; holds the line.
        RejectedStepError: if a step does not follow, or no certificate was found.
    """
    items: list[Item] = []
    for item in parse(text):
        done = complete(item, theory) if isinstance(item, Lemma) else item
        theory = kernel.accept(done, theory)  # type: ignore[arg-type]  # the text form has no data items
        items.append(done)
    result = file_json([item_json(item) for item in items])  # type: ignore[arg-type]
    if read_items(result.encode()) != tuple(items):
        msg = "what was written must be read back unchanged"
        raise AssertionError(msg)
    return result, theory

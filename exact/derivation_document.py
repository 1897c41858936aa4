r"""Derivations as documents: plain data for JSON, text for a terminal, LaTeX.

Dictionary:
    DERIVATION_SCHEMA: the value of the key ``schema``.
    derivation_data: a derivation as plain data; every polynomial with all its terms.
    derivation_text: a derivation as text; long polynomials by their largest terms.
    derivation_latex: a derivation as a LaTeX document.
    polynomial_data: a polynomial on the cube as plain data.
    only_unit: a derivation cut down to one node.
    step_text, resources_text, form_sentence, reduced_sentence, parameters_sentence,
        equality_sentence, minors_text, head_sentence, values_text: parts of these, as one line each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from exact.circuit import Resources, Unit
from exact.circuit_reader import SourceFile
from exact.derivation import Derivation, EqualityResult, HeadCount, NodeDerivation, Step
from exact.derivation_check import Check, Witness, check_sentence
from exact.polynomial import CubePolynomial
from exact.printing import coefficient_latex, coefficient_text, latex_name, latex_text
from exact.quadratic import QuadraticForm, ReducedQuadratic
from exact.quotient import MAXIMUM_TABLE_VARIABLES, Quotient

DERIVATION_SCHEMA = "attention-quarks/derivation/1"
SHOWN_TERMS = 20
SHOWN_MINORS = 6
SHOWN_VALUES = 64
SHOWN_CHARACTERS = 2000

_RULE_TEXT = {
    "multiplex": "multiplexed",
    "activation": "activation gated",
    "output": "output gated",
    "synaptic": "synapses gated",
    "additive-output": "output added",
    "additive-synaptic": "synapses shifted",
}


def step_text(step: Step) -> str:
    """Return what a step does, such as ``synapses gated by O_g on x1, x2``."""
    if not step.attending:
        return step.rule
    at = f" on {', '.join(step.synapses)}" if step.synapses else ""
    return f"{_RULE_TEXT[step.rule]} by {step.attending}{at}"


def polynomial_data(q: CubePolynomial, names: Sequence[str]) -> dict[str, object]:
    """Return a polynomial as plain data: its terms as pairs (names of the variables, coefficient as text)."""
    return {
        "encoding": q.encoding.value,
        "degree": q.degree,
        "number_of_terms": q.number_of_terms,
        "terms": [
            [[names[i] for i in range(mask.bit_length()) if mask >> i & 1], coefficient_text(c)] for mask, c in q.terms
        ],
        "text": q.to_text(names, maximum_terms=SHOWN_TERMS),
    }


def derivation_data(derivation: Derivation, source: SourceFile | None = None) -> dict[str, object]:
    """Return a derivation as plain data, ready for JSON.

    Args:
        derivation: the derivation.
        source: where the circuit came from, if from a file.
    """
    circuit, names = derivation.circuit, derivation.variable_names
    arguments = derivation.indicators.arguments
    return {
        "schema": DERIVATION_SCHEMA,
        "circuit": {
            "name": circuit.name,
            "title": circuit.title,
            "encoding": circuit.encoding.value,
            "n": circuit.n,
            "inputs": list(circuit.inputs),
            "outputs": list(circuit.outputs),
            "parameters": list(circuit.parameters),
            "source": None if source is None else asdict(source),
        },
        "indicators": [
            {"name": name, "argument": polynomial_data(argument, names)}
            for name, argument in zip(derivation.names[circuit.n :], arguments, strict=True)
        ],
        "units": [_node_data(entry, names) for entry in derivation.nodes],
        "gate_counts": asdict(derivation.gate_counts),
        "heads": [_head_data(head, names) for head in derivation.heads],
        "equalities": [_equality_data(result, names) for result in derivation.equalities],
        "check": _check_data(derivation.check),
    }


def _node_data(entry: NodeDerivation, names: Sequence[str]) -> dict[str, object]:
    node = entry.node
    unit = isinstance(node, Unit)
    return {
        "name": entry.name,
        "kind": "unit" if unit else "gated-output",
        "activation": node.activation.to_text() if isinstance(node, Unit) else None,
        "reads": list(node.reads),
        "steps": [
            {
                "rule": step.rule,
                "attending": step.attending or None,
                "synapses": list(step.synapses),
                "expression": step.expression.to_text(),
            }
            for step in entry.steps
        ],
        "unreduced": None
        if entry.unreduced is None
        else {
            "base_signals": list(entry.base_signals),
            "number_of_terms": entry.unreduced.number_of_terms,
            "text": entry.unreduced.to_text(),
        },
        "pre_activation": polynomial_data(entry.pre_activation, names) if unit else None,
        "output": polynomial_data(entry.output, names),
        "form": None if entry.form is None else _form_data(entry.form),
        "form_note": entry.form_note or None,
        "reduced": _reduced_data(entry.reduced, names),
        "parameters": {
            "trainable": entry.expanded_parameters,
            "signals": len(entry.base_signals),
            "full_quadratic": entry.full_parameters,
        },
        "resources": asdict(entry.resources),
    }


def _form_data(form: QuadraticForm) -> dict[str, object]:
    return {
        "variables": list(form.variables),
        "matrix": [[coefficient_text(entry) for entry in row] for row in form.matrix],
        "rank": form.rank,
        "generic": form.symbolic,
        "signature": None if form.signature is None else list(form.signature),
        "minors": [coefficient_text(minor) for minor in form.minors],
        "minors_complete": form.minors_complete,
    }


def _reduced_data(reduced: ReducedQuadratic, names: Sequence[str]) -> dict[str, object]:
    return {
        "variables": [names[i] for i in reduced.variables],
        "support": [[names[i], names[j]] for i, j in reduced.support],
        "monomials": len(reduced.support),
        "full": reduced.full,
        "zero_diagonal_rank": reduced.rank,
    }


def _head_data(head: HeadCount, names: Sequence[str]) -> dict[str, object]:
    return {
        "name": head.head.name,
        "kind": head.head.kind,
        "tokens": head.head.tokens,
        "dimension": head.head.dimension,
        "value_dimension": head.head.value_dimension,
        "base": None if head.head.base is None else str(head.head.base),
        "output_gates": head.counts.output,
        "output_gates_formula": head.output_gates,
        "synaptic_signals": head.counts.synaptic_signals,
        "synaptic_signals_formula": head.synaptic_signals,
        "synaptic_gates": head.counts.synaptic,
        "synaptic_gates_formula": head.synaptic_products,
        "activation_gates": head.counts.activation,
        "activation_gates_formula": head.normalizing_gates,
        "agrees": head.agrees,
        "quotients": [_quotient_data(quotient, names) for quotient in head.quotients],
    }


def _quotient_data(quotient: Quotient, names: Sequence[str]) -> dict[str, object]:
    variables = quotient.variables
    tabulated = len(variables) <= MAXIMUM_TABLE_VARIABLES
    return {
        "output": quotient.output,
        "numerator": quotient.numerator,
        "denominator": quotient.denominator,
        "numerator_polynomial": polynomial_data(quotient.upper, names),
        "denominator_polynomial": polynomial_data(quotient.lower, names),
        "variables": [names[i] for i in variables],
        "values": [coefficient_text(value) for value in quotient.values()] if tabulated else None,
    }


def head_sentence(head: HeadCount) -> str:
    """Return the gates of a head against the formulas, as one line."""
    base = "" if head.head.base is None else f" in base {head.head.base}"
    text = (
        f"head {head.head.name} ({head.head.kind}{base}): {head.counts.output} output gates (formula m n^2 = "
        f"{head.output_gates}), {head.counts.synaptic_signals} synaptic gating signals (n^2 = "
        f"{head.synaptic_signals}) on {head.counts.synaptic} synapses (n^2 m_v = {head.synaptic_products})"
    )
    if head.head.base is None:
        return text
    return f"{text}, {head.counts.activation} activations divided (n m_v = {head.normalizing_gates})"


def values_text(quotient: Quotient, names: Sequence[str]) -> str:
    """Return the table of a quotient, point by point, as one line; where it is long, how long it is."""
    variables = ", ".join(names[i] for i in quotient.variables)
    size = 1 << len(quotient.variables)
    if not variables:
        return f"value: {coefficient_text(quotient.values()[0])}"
    values = ", ".join(coefficient_text(v) for v in quotient.values()) if size <= SHOWN_VALUES else ""
    if not values or len(values) > SHOWN_CHARACTERS:
        return f"values: at the {size} points of {variables} (with --json, up to 2^{MAXIMUM_TABLE_VARIABLES} of them)"
    return f"values at the points of {variables}: {values}"


def _equality_data(result: EqualityResult, names: Sequence[str]) -> dict[str, object]:
    return {
        "left": result.left,
        "right": result.right,
        "note": result.note or None,
        "equal": result.equal,
        "witness": None if result.witness is None else _witness_data(result.witness),
        "difference": polynomial_data(result.difference, names),
        "left_resources": asdict(result.left_resources),
        "right_resources": asdict(result.right_resources),
    }


def _witness_data(witness: Witness) -> dict[str, object]:
    return {
        "point": witness.point,
        "assignment": {name: coefficient_text(value) for name, value in witness.assignment.items()},
        "difference": coefficient_text(witness.value),
    }


def equality_sentence(result: EqualityResult) -> str:
    """Return whether a claim holds, with a point where it does not, as one line."""
    if result.equal:
        return f"{result.left} and {result.right} are equal"
    if result.witness is None:
        return f"{result.left} and {result.right}: not decided (undecided indicators occur in the difference)"
    values = ", ".join(f"{name} = {coefficient_text(value)}" for name, value in result.witness.assignment.items())
    where = f"the point {result.witness.point}" + (f" with {values}" if values else "")
    return f"{result.left} and {result.right} are NOT equal: they differ by {result.witness.value} at {where}"


def _check_data(check: Check | None) -> dict[str, object] | None:
    if check is None:
        return None
    return {
        "points": check.points,
        "complete": check.complete,
        "assignments": [{name: coefficient_text(value) for name, value in a.items()} for a in check.assignments],
    }


def only_unit(derivation: Derivation, name: str) -> Derivation:
    """Return the derivation with one node only; raise `TableError` if there is none of this name."""
    return replace(derivation, nodes=(derivation.node(name),), heads=(), equalities=())


def resources_text(resources: Resources) -> str:
    """Return depth, size and parameters in one line."""
    counts = ((resources.units, "unit"), (resources.gates, "gate"), (resources.parameters, "trainable parameter"))
    return ", ".join(
        [f"depth {resources.depth}", *(f"{count} {what}{'' if count == 1 else 's'}" for count, what in counts)]
    )


def form_sentence(entry: NodeDerivation) -> str:
    """Return rank and signature of the unreduced form, as one line."""
    if entry.form is None:
        return f"none: {entry.form_note}"
    form = entry.form
    kind = "generic rank" if form.symbolic else "rank"
    sign = "signature not determined" if form.signature is None else f"signature {form.signature}"
    affine = all(entry == 0 for row in form.matrix[1:] for entry in row[1:])
    count = len(form.variables) - 1
    text = f"{kind} {form.rank}, {sign}, in 1 and {count} signal{'' if count == 1 else 's'}"
    if affine:
        text += " (affine: no quadratic part)"
    return f"{text}; {entry.form_note}" if entry.form_note else text


def minors_text(form: QuadraticForm) -> str:
    """Return the principal minors whose common vanishing lowers the rank, the first few of them."""
    shown = "; ".join(coefficient_text(minor) for minor in form.minors[:SHOWN_MINORS])
    rest = len(form.minors) - SHOWN_MINORS
    text = f"{shown}; and {rest} further principal minors" if rest > 0 else shown
    return text if form.minors_complete else f"{text}; and others that were not computed"


def parameters_sentence(entry: NodeDerivation) -> str:
    """Return the number of trainable parameters against that of a full quadratic polynomial, as one line."""
    count = len(entry.base_signals)
    return (
        f"{entry.expanded_parameters} trainable, against {entry.full_parameters} of a full quadratic polynomial in "
        f"{count} signal{'' if count == 1 else 's'}"
    )


def reduced_sentence(reduced: ReducedQuadratic) -> str:
    """Return the size of the quadratic part on the cube, as one line."""
    return f"{len(reduced.support)} of {reduced.full} quadratic monomials, zero-diagonal rank {reduced.rank}"


def derivation_text(derivation: Derivation, source: SourceFile | None = None) -> str:
    """Return a derivation as text for a terminal."""
    return "\n".join(_text_lines(derivation, source))


def _text_lines(derivation: Derivation, source: SourceFile | None) -> Iterator[str]:
    circuit, names = derivation.circuit, derivation.variable_names
    yield f"{circuit.name}: {circuit.title}" if circuit.title else circuit.name
    yield f"{circuit.n} inputs in {circuit.encoding.value}: {', '.join(circuit.inputs)}"
    if source is not None and source.weights is not None:
        yield f"weights {source.weights}, SHA-256 {source.weights_digest}"
    for name, argument in zip(derivation.names[circuit.n :], derivation.indicators.arguments, strict=True):
        yield f"{name} = 1 exactly if {argument.to_text(names, maximum_terms=SHOWN_TERMS)} > 0"
    for entry in derivation.nodes:
        yield ""
        yield from _node_lines(entry, names)
    if derivation.heads:
        yield ""
    for head in derivation.heads:
        yield head_sentence(head)
        for quotient in head.quotients:
            yield f"{quotient.output} = {quotient.numerator} / {quotient.denominator}"
            yield f"  numerator: {quotient.upper.to_text(names, maximum_terms=SHOWN_TERMS)}"
            yield f"  denominator: {quotient.lower.to_text(names, maximum_terms=SHOWN_TERMS)}"
            yield f"  {values_text(quotient, names)}"
    for result in derivation.equalities:
        yield ""
        yield equality_sentence(result) + (f": {result.note}" if result.note else "")
        yield f"  {result.left}: {resources_text(result.left_resources)}"
        yield f"  {result.right}: {resources_text(result.right_resources)}"
    yield ""
    yield check_sentence(derivation.check)


def _node_lines(entry: NodeDerivation, names: Sequence[str]) -> Iterator[str]:
    node = entry.node
    kind = f"unit, {node.activation.to_text()}" if isinstance(node, Unit) else "gated output"
    yield f"{entry.name} ({kind})"
    for step in entry.steps:
        yield f"  {step_text(step)}: {step.expression.to_text(maximum_terms=SHOWN_TERMS)}"
    if entry.unreduced is not None and entry.unreduced != entry.steps[-1].expression:
        yield f"  before reduction: {entry.unreduced.to_text(maximum_terms=SHOWN_TERMS)}"
    if isinstance(node, Unit):
        yield f"  pre-activation: {entry.pre_activation.to_text(names, maximum_terms=SHOWN_TERMS)}"
    yield f"  output: {entry.output.to_text(names, maximum_terms=SHOWN_TERMS)}"
    yield f"  form: {form_sentence(entry)}"
    if entry.form is not None and entry.form.minors:
        yield f"  the rank is lower exactly where these vanish: {minors_text(entry.form)}"
    yield f"  reduced: {reduced_sentence(entry.reduced)}"
    yield f"  parameters: {parameters_sentence(entry)}"


def derivation_latex(derivation: Derivation, source: SourceFile | None = None) -> str:
    """Return a derivation as a LaTeX document of class article with amsmath."""
    lines = [r"\documentclass{article}", r"\usepackage{amsmath,breqn}", r"\begin{document}"]
    lines += _latex_lines(derivation, source)
    lines.append(r"\end{document}")
    return "\n".join(lines)


def _latex_lines(derivation: Derivation, source: SourceFile | None) -> Iterator[str]:
    circuit, names = derivation.circuit, derivation.variable_names
    yield rf"\section*{{{latex_text(circuit.title or circuit.name)}}}"
    if source is not None and source.weights_digest is not None:
        yield rf"Weights: SHA-256 \texttt{{{source.weights_digest}}}."
    for name, argument in zip(derivation.names[circuit.n :], derivation.indicators.arguments, strict=True):
        yield rf"\[ {latex_name(name)} = 1 \iff {argument.to_latex(names, maximum_terms=SHOWN_TERMS)} > 0 \]"
    for entry in derivation.nodes:
        yield rf"\subsection*{{\texttt{{{latex_text(entry.name)}}}}}"
        for step in entry.steps:
            yield latex_text(f"{step_text(step)}:")
            yield rf"\begin{{dmath*}} {step.expression.to_latex(maximum_terms=SHOWN_TERMS)} \end{{dmath*}}"
        if entry.unreduced is not None and entry.unreduced != entry.steps[-1].expression:
            yield "Before reduction:"
            yield rf"\begin{{dmath*}} {entry.unreduced.to_latex(maximum_terms=SHOWN_TERMS)} \end{{dmath*}}"
        if isinstance(entry.node, Unit):
            polynomial = entry.pre_activation.to_latex(names, maximum_terms=SHOWN_TERMS)
            yield rf"\begin{{dmath*}} S = {polynomial} \end{{dmath*}}"
        yield rf"\begin{{dmath*}} O = {entry.output.to_latex(names, maximum_terms=SHOWN_TERMS)} \end{{dmath*}}"
        yield latex_text(f"Form: {form_sentence(entry)}. On the cube: {reduced_sentence(entry.reduced)}.")
        yield latex_text(f"Parameters: {parameters_sentence(entry)}.")
        if entry.form is not None and entry.form.minors:
            minors = r",\quad ".join(coefficient_latex(minor) for minor in entry.form.minors[:SHOWN_MINORS])
            yield "The rank is lower exactly where these principal minors (the first ones) vanish:"
            yield rf"\begin{{dmath*}} {minors} \end{{dmath*}}"
        if entry.form is not None and len(entry.form.variables) <= 8:
            rows = r" \\ ".join(" & ".join(coefficient_latex(c) for c in row) for row in entry.form.matrix)
            yield rf"\[ \begin{{pmatrix}} {rows} \end{{pmatrix}} \]"
    for head in derivation.heads:
        yield latex_text(f"{head_sentence(head)}.")
        for quotient in head.quotients:
            upper = quotient.upper.to_latex(names, maximum_terms=SHOWN_TERMS)
            lower = quotient.lower.to_latex(names, maximum_terms=SHOWN_TERMS)
            yield latex_text(f"{quotient.output} = {quotient.numerator} / {quotient.denominator}:")
            yield rf"\begin{{dmath*}} N = {upper} \end{{dmath*}}"
            yield rf"\begin{{dmath*}} D = {lower} \end{{dmath*}}"
    for result in derivation.equalities:
        yield latex_text(f"{equality_sentence(result)}. {result.note}")
        yield ""
    yield latex_text(check_sentence(derivation.check))

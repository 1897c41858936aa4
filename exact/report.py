r"""The report: one self-contained page about circuits, with typeset mathematics and pictures, and a summary in text.

Dictionary:
    CircuitReport: a derivation with what the page says beside it.
    Hardness: the threshold function in a hard unit that takes part in a gate, and what rounding changes.
    gating_units: these hard units of a derivation.
    report_page: the page as HTML; needs no network.
    derivation_page: the page of one derivation.
    report_summary: the same in a few lines of text.
    mathml: LaTeX as MathML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from exact.boolean import BooleanFunction
from exact.circuit import GatedOutput, Node, Unit
from exact.circuit_reader import SourceFile
from exact.cube import Encoding
from exact.derivation import Derivation, NodeDerivation
from exact.derivation_check import check_sentence
from exact.derivation_document import (
    equality_sentence,
    form_sentence,
    parameters_sentence,
    reduced_sentence,
    resources_text,
    step_text,
)
from exact.errors import DomainError
from exact.gating import Variable
from exact.parameters import ParameterPolynomial
from exact.polynomial import CubePolynomial
from exact.printing import latex_name
from exact.quantization import Quantization, quantize_unit

PAGE_TERMS = 20
QUADRATIC_TERMS = 8
MAXIMUM_MATRIX = 7


@dataclass(frozen=True)
class Hardness:
    """A hard unit that takes part in a gate: the threshold function in it, and what rounding to 8 bits changes.

    Attributes:
        gate: the name of the hard unit.
        function: its decision S > 0 as a Boolean function of the inputs, or None where the unit is symbolic.
        quantization: what rounding its weights to 8 bits changes, or None where it does not read the inputs directly.
    """

    gate: str
    function: BooleanFunction | None
    quantization: Quantization | None


@dataclass(frozen=True)
class CircuitReport:
    """What the page says about a circuit."""

    derivation: Derivation
    source: SourceFile | None
    notes: tuple[str, ...] = ()


def _gated_by(node: Node) -> list[str]:
    """Return the nodes whose outputs are multiplied in a node: what attends, and what an output gate attends to."""
    signals = [node.attending] if isinstance(node, GatedOutput) else [gate.attending for gate in node.gates]
    names = [signal.node for signal in signals if signal.variable is Variable.OUTPUT]
    return list(dict.fromkeys([node.attended, *names] if isinstance(node, GatedOutput) else names))


def gating_units(derivation: Derivation) -> dict[str, Hardness]:
    """Return the hard units that take part in a gate, with their threshold functions."""
    circuit = derivation.circuit
    result = {}
    for name in dict.fromkeys(name for node in circuit.nodes for name in _gated_by(node)):
        if name in circuit.inputs:
            continue
        node = circuit.node(name)
        if isinstance(node, Unit) and node.activation.output_encoding is not None:
            result[name] = _hardness(derivation, name, node.activation.output_encoding)
    return result


def _hardness(derivation: Derivation, name: str, encoding: Encoding) -> Hardness:
    output = derivation.node(name).output
    circuit = derivation.circuit
    function = None
    if not output.parameters and not derivation.indicators.arguments:
        values = output.shrink(circuit.n).values()
        function = BooleanFunction(circuit.n, sum(1 << p for p, value in enumerate(values) if value == encoding.true))
    try:
        quantization = quantize_unit(circuit, name)
    except DomainError:
        quantization = None
    return Hardness(name, function, quantization)


@lru_cache(maxsize=4096)
def mathml(latex: str) -> str:
    """Return LaTeX as MathML, which browsers show without any script."""
    from latex2mathml.converter import convert

    result: str = convert(latex)
    return result


class _Page:
    """Fills the template; every text is escaped by it."""

    def __init__(self, reports: Sequence[CircuitReport]) -> None:
        self.reports = reports

    def html(self, title: str) -> str:
        import jinja2

        import exact

        environment = jinja2.Environment(
            loader=jinja2.PackageLoader("exact", "templates"), autoescape=True, undefined=jinja2.StrictUndefined
        )
        template = environment.get_template("report.html.j2")
        circuits = [self.circuit(report) for report in self.reports]
        return template.render(title=title, version=exact.__version__, circuits=circuits)

    def circuit(self, report: CircuitReport) -> dict[str, object]:
        derivation = report.derivation
        circuit, names = derivation.circuit, derivation.variable_names
        gates = gating_units(derivation)
        return {
            "name": circuit.name,
            "anchor": re.sub(r"[^A-Za-z0-9]+", "-", circuit.name),
            "title": circuit.title or circuit.name,
            "n": circuit.n,
            "encoding": circuit.encoding.value,
            "inputs": circuit.inputs,
            "source": report.source,
            "notes": report.notes,
            "check": check_sentence(derivation.check),
            "counts": _counts(derivation),
            "indicators": [
                (_markup(latex_name(name)), _markup(argument.to_latex(names, maximum_terms=PAGE_TERMS)))
                for name, argument in zip(derivation.names[circuit.n :], derivation.indicators.arguments, strict=True)
            ],
            "units": [self.unit(entry, derivation, gates) for entry in derivation.nodes],
            "rounds": any(hardness.quantization is not None for hardness in gates.values()),
            "pictures": any(not entry.output.parameters for entry in derivation.nodes),
            "heads": list(derivation.heads),
            "equalities": [
                {
                    "left": result.left,
                    "right": result.right,
                    "equal": result.equal,
                    "sentence": equality_sentence(result),
                    "note": result.note,
                    "left_resources": resources_text(result.left_resources),
                    "right_resources": resources_text(result.right_resources),
                }
                for result in derivation.equalities
            ],
        }

    def unit(self, entry: NodeDerivation, derivation: Derivation, gates: dict[str, Hardness]) -> dict[str, object]:
        from exact.plots import spectrum_svg

        names, node = derivation.variable_names, entry.node
        numeric = not entry.output.parameters
        plot = ""
        if numeric and entry.output.number_of_terms:
            plot = spectrum_svg(entry.output, maximum_degree=max(1, entry.output.degree))
        form = entry.form
        matrix = None
        if form is not None and len(form.variables) <= MAXIMUM_MATRIX:
            matrix = [[_markup(_entry_latex(c)) for c in row] for row in form.matrix]
        polynomial = entry.output.to_latex(names, maximum_terms=PAGE_TERMS)
        pre_activation = entry.pre_activation.to_latex(names, maximum_terms=PAGE_TERMS)
        steps = [(step_text(step), step.expression.to_latex(maximum_terms=PAGE_TERMS)) for step in entry.steps]
        # an affine form of inputs is the pre-activation, in another order of terms
        plain = isinstance(node, Unit) and not node.gates and set(node.reads) <= set(derivation.circuit.inputs)
        return {
            "name": entry.name,
            "kind": node.activation.to_text() if isinstance(node, Unit) else "gated output",
            "steps": [(text, _markup(latex)) for text, latex in ([] if plain else steps)],
            "pre_activation": None
            if not isinstance(node, Unit) or pre_activation == polynomial
            else _markup(pre_activation),
            "output": _markup(polynomial),
            "size": _size_text(entry.output),
            "form": form_sentence(entry),
            "matrix": matrix,
            "minors": [] if form is None else [_markup(_entry_latex(minor)) for minor in form.minors[:6]],
            "minors_total": 0 if form is None else len(form.minors),
            "reduced": reduced_sentence(entry.reduced),
            "quadratic": _markup(entry.pre_activation.quadratic_part().to_latex(names, maximum_terms=QUADRATIC_TERMS))
            if entry.reduced.support
            else None,
            "parameters": parameters_sentence(entry),
            "unreduced": None
            if entry.unreduced is None or entry.unreduced == entry.steps[-1].expression
            else _markup(entry.unreduced.to_latex(maximum_terms=PAGE_TERMS)),
            "plot": plot,
            "hard": [_hardness_text(gates[name]) for name in _hard_gates_of(entry, gates)],
        }


def _hard_gates_of(entry: NodeDerivation, gates: dict[str, Hardness]) -> list[str]:
    return [name for name in [*_gated_by(entry.node), entry.name] if name in gates]


def _hardness_text(hardness: Hardness) -> dict[str, object]:
    f, q = hardness.function, hardness.quantization
    return {
        "gate": hardness.gate,
        "true_points": None if f is None else f.table.bit_count(),
        "points": None if f is None else 1 << f.n,
        "table": None if f is None else _short_hexadecimal(f),
        "quantized": None if q is None else ", ".join(str(w) for w in q.weights),
        "bias": None if q is None else q.bias,
        "changed": None if q is None else q.changed,
    }


def _short_hexadecimal(f: BooleanFunction) -> str:
    digits = f"{f.table:0{max(1, (1 << f.n) // 4)}x}"
    return f"0x{digits}" if len(digits) <= 32 else f"0x{digits[:12]}...{digits[-12:]} ({len(digits)} digits)"


def _entry_latex(c: object) -> str:
    from exact.printing import coefficient_latex, rational_latex

    return coefficient_latex(c) if isinstance(c, ParameterPolynomial) else rational_latex(c)  # type: ignore[arg-type]


def _markup(latex: str) -> object:
    """Return MathML that the template does not escape; it comes from our own LaTeX, whose names are checked.

    A sum becomes one formula for each term, so that a browser can break the line between them.
    """
    from markupsafe import Markup

    signed = []
    for part in _terms_of(latex):
        sign, term = (
            ("", part) if part[:2] not in {"+ ", "- "} else (part[0].replace("-", "\N{MINUS SIGN}") + " ", part[2:])
        )
        signed.append(sign + mathml(term))
    return Markup(" ".join(signed))  # noqa: S704


def _terms_of(latex: str) -> list[str]:
    r"""Split a sum before each + and - that stands outside all brackets.

    Examples:
        >>> _terms_of(r"-a + \left(b - c\right) d - \frac{1}{2}")
        ['-a', '+ \\left(b - c\\right) d', '- \\frac{1}{2}']
    """
    parts, depth, start = [], 0, 0
    for i, character in enumerate(latex):
        depth += (character in "{(") - (character in "})")
        if depth == 0 and character in "+-" and latex[i - 1 : i + 2] == f" {character} ":
            parts.append(latex[start:i].strip())
            start = i
    return [part for part in [*parts, latex[start:].strip()] if part]


def _size_text(q: CubePolynomial) -> str:
    total = q.number_of_terms
    if total == 0:
        return "the zero polynomial"
    shown = f", the {PAGE_TERMS} largest shown" if total > PAGE_TERMS else ""
    return f"{total} term{'s' if total > 1 else ''} of degree at most {q.degree}{shown}"


def _counts(derivation: Derivation) -> list[tuple[str, int]]:
    counts = derivation.gate_counts
    units = sum(isinstance(node, Unit) for node in derivation.circuit.nodes)
    rows = [
        ("units", units),
        ("output gates", counts.output),
        ("synaptic gates", counts.synaptic),
        ("multiplexing signals", counts.multiplex),
        ("activation gates", counts.activation),
        ("additive outputs", counts.additive_output),
        ("additive synaptic gates", counts.additive_synaptic),
    ]
    return [(name if count > 1 else name.removesuffix("s"), count) for name, count in rows if count]


def report_page(reports: Sequence[CircuitReport], title: str = "Exact polynomials of gated networks") -> str:
    """Return the page as one HTML text without references to anything outside it."""
    return _Page(reports).html(title)


def derivation_page(derivation: Derivation, source: SourceFile | None = None) -> str:
    """Return the page of one derivation."""
    return report_page([CircuitReport(derivation, source)], title=derivation.circuit.title or derivation.circuit.name)


def report_summary(reports: Sequence[CircuitReport]) -> str:
    """Return a few lines of text for each circuit."""
    return "\n".join(_summary_lines(reports))


def _summary_lines(reports: Sequence[CircuitReport]) -> Iterator[str]:
    for report in reports:
        derivation = report.derivation
        counts = ", ".join(f"{count} {name}" for name, count in _counts(derivation))
        yield f"{derivation.circuit.name}: {derivation.circuit.n} inputs, {counts}"
        for note in report.notes:
            yield f"  {note}"
        for name, hardness in gating_units(derivation).items():
            quantization = hardness.quantization
            if quantization is not None:
                yield (
                    f"  hard gate {name}: rounding its weights to {quantization.bits} bits changes it at "
                    f"{quantization.changed} of {quantization.points} inputs"
                )
        for head in derivation.heads:
            verdict = "as the formulas say" if head.agrees else "NOT as the formulas say"
            counts = f"{head.counts.output} output gates, {head.counts.synaptic} gated synapses"
            yield f"  head {head.head.name}: {counts}, {verdict}"
        for result in derivation.equalities:
            verdict = f"{result.left} = {result.right}" if result.equal else equality_sentence(result)
            yield f"  {verdict}" + (f"  ({result.note})" if result.note else "")
        yield f"  {check_sentence(derivation.check)}"

r"""The exact polynomial of every unit of a circuit, with the steps that led there.

For every node, two polynomials are kept apart:

* *unreduced*: an ordinary polynomial in the base signals, that is, in the inputs and in the outputs of units whose
  activation is no polynomial (Heaviside, sign, ReLU, absolute value), with the parameters as coefficients; units with
  polynomial activations and gates are expanded.  Squares of signals count.
* *on the cube*: the `CubePolynomial` in the inputs and the indicators, where x^2 = x or x^2 = 1, and where hard units
  with numeric weights are tabulated.

Dictionary:
    Derivation: all nodes of a circuit, the ambient cube, the checks.
    NodeDerivation: one node.
    Step: one step of a pre-activation: the affine form, then each gate.
    EqualityResult: a claimed equality, decided.
    HeadCount: the gates of an attention head against the formulas, and its outputs as quotients.
    derive: derive a circuit.

Source:
    Labels ``gated-quadratic-form-rank-two``, ``sparse-quadratic-parameter-count``, ``self-attention-is-gating``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from exact.activation import ActivationKind
from exact.circuit import (
    Circuit,
    Equality,
    GateCounts,
    GatedOutput,
    Head,
    Node,
    Resources,
    Signal,
    Unit,
    trainable_parameters,
)
from exact.derivation_check import Check, Witness, check_polynomials, check_sentence, find_witness
from exact.errors import DomainError, TooLargeError
from exact.gating import GateKind, Operation, Variable
from exact.indicator import TABULATION_LIMIT, Indicators
from exact.parameters import Coefficient, ParameterPolynomial, as_parameter_polynomial, parameter
from exact.polynomial import CubePolynomial
from exact.printing import SHORT, latex_name
from exact.quadratic import QuadraticForm, ReducedQuadratic, full_quadratic_count, quadratic_form, reduced_quadratic
from exact.quotient import Quotient, head_quotients
from exact.rational import Rational

MAXIMUM_UNREDUCED_TERMS = 20_000
NOTEBOOK_ROWS = 20
MAXIMUM_FORM_SIGNALS = 128
MAXIMUM_SYMBOLIC_FORM_SIGNALS = 24

_POLYNOMIAL_KINDS = frozenset({ActivationKind.LINEAR, ActivationKind.POWER, ActivationKind.POLYNOMIAL})


@dataclass(frozen=True)
class Step:
    """One step of a pre-activation.

    Attributes:
        rule: ``affine form``, or the name of the gate (``multiplex``, ``synaptic``, ...).
        attending: the attending signal as text, or an empty string.
        synapses: the gated synapses, by source.
        expression: the polynomial in the signals that the unit reads, after this step.
    """

    rule: str
    attending: str
    synapses: tuple[str, ...]
    expression: ParameterPolynomial


@dataclass(frozen=True, repr=False)
class NodeDerivation:
    """What a node computes.

    Attributes:
        node: the node.
        steps: the steps that led to the pre-activation; for a gated output the one product or sum.
        unreduced: the pre-activation (for a gated output: the output) in base signals, or None where it has too many
            terms.
        base_signals: the N base signals that the node reads, in the order of the circuit; also those with weight 0.
        pre_activation: the pre-activation on the cube; for a gated output the same as `output`.
        output: the output on the cube.
        form: the unreduced quadratic form in the base signals; where it is not quadratic in these, the form in the
            signals that the node reads; None where there is neither.
        form_note: an empty string for the form in base signals; otherwise why it is another one, or none.
        reduced: the quadratic part of the pre-activation on the cube.
        expanded_parameters: the number of trainable parameters that enter the unreduced pre-activation.
        full_parameters: C(N, <= 2) for the N base signals.
        resources: depth, size and parameters of the part of the circuit on which the node rests.
        names: the names of the variables of the cube, for printing.
    """

    node: Node
    steps: tuple[Step, ...]
    unreduced: ParameterPolynomial | None
    base_signals: tuple[str, ...]
    pre_activation: CubePolynomial
    output: CubePolynomial
    form: QuadraticForm | None
    form_note: str
    reduced: ReducedQuadratic
    expanded_parameters: int
    full_parameters: int
    resources: Resources

    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the node."""
        return self.node.name

    def __repr__(self) -> str:
        return f"NodeDerivation({self.name}: {self.output.to_text(self.names, maximum_terms=SHORT)})"

    def _repr_latex_(self) -> str:
        output = self.output.to_latex(self.names, maximum_terms=SHORT)
        return rf"$O_{{{latex_name(self.name)}}} = {output}$"


@dataclass(frozen=True)
class EqualityResult:
    """A claimed equality of two nodes.

    Attributes:
        left: the name of the left node.
        right: the name of the right node.
        note: the text of the file.
        equal: whether the outputs are the same function for all values of the parameters; None where this is not
            decided: undecided indicators occur in the difference, and no point was found where it is not zero.
        difference: left minus right.
        witness: where the outputs differ, if they do: a point of the inputs and the values of the parameters.
        left_resources: depth, size and parameters of the left side.
        right_resources: the same for the right side.
    """

    left: str
    right: str
    note: str
    equal: bool | None
    difference: CubePolynomial
    witness: Witness | None
    left_resources: Resources
    right_resources: Resources


@dataclass(frozen=True)
class HeadCount:
    """The gates of an attention head against the formulas m n^2 and n^2, and its outputs as quotients.

    Attributes:
        head: the head.
        counts: the gates among its nodes.
        output_gates: m n^2, the number of output gates by the formula.
        synaptic_signals: n^2, the number of attending outputs that gate synapses.
        synaptic_products: n^2 m_v, the number of gated synapses.
        normalizing_gates: n m_v, the number of activations that a softmax head divides by their denominators; 0 for the
            other kinds.
        quotients: the outputs of a softmax head as numerators over denominators; empty for the other kinds.
    """

    head: Head
    counts: GateCounts
    output_gates: int
    synaptic_signals: int
    synaptic_products: int
    normalizing_gates: int
    quotients: tuple[Quotient, ...]

    @property
    def agrees(self) -> bool:
        """Whether the counts are those of the formulas."""
        found = (self.counts.output, self.counts.synaptic_signals, self.counts.synaptic, self.counts.activation)
        return found == (self.output_gates, self.synaptic_signals, self.synaptic_products, self.normalizing_gates)


@dataclass(frozen=True, repr=False)
class Derivation:
    """The derivation of a circuit.

    Attributes:
        circuit: the circuit.
        names: the names of the variables of the ambient cube: the inputs, then the indicators.
        indicators: the indicators, with their arguments.
        nodes: one entry for each node, in the order of the circuit.
        gate_counts: the gates of the whole circuit.
        heads: the counts of the attention heads.
        equalities: the claims of the circuit, decided.
        check: the comparison with a forward pass, or None if it was not asked for.
    """

    circuit: Circuit
    names: tuple[str, ...]
    indicators: Indicators
    nodes: tuple[NodeDerivation, ...]
    gate_counts: GateCounts
    heads: tuple[HeadCount, ...]
    equalities: tuple[EqualityResult, ...]
    check: Check | None

    def node(self, name: str) -> NodeDerivation:
        """Return the derivation of a node; raise `TableError` if there is none of this name."""
        self.circuit.node(name)
        return next(entry for entry in self.nodes if entry.name == name)

    def __repr__(self) -> str:
        return f"Derivation({self.circuit.name}: {len(self.nodes)} nodes. {check_sentence(self.check)})"

    def _repr_html_(self) -> str:
        shown = self.nodes[:NOTEBOOK_ROWS]
        rows = "".join(f"<tr><td>{node.name}</td><td>{node._repr_latex_()}</td></tr>" for node in shown)
        more = len(self.nodes) - len(shown)
        rest = f"<p>and {more} further nodes</p>" if more else ""
        return f"<table>{rows}</table>{rest}<p>{check_sentence(self.check)}</p>"

    @property
    def variable_names(self) -> tuple[str, ...]:
        """The names of all variables of the ambient cube, unused ones included, for printing."""
        unused = range(len(self.names), self.indicators.dimension)
        return (*self.names, *(f"h{i + 1}" for i in unused))


def derive(circuit: Circuit, *, check: bool = True, progress: Callable[[int, int], None] | None = None) -> Derivation:
    """Derive the exact polynomial of every node of a circuit.

    Args:
        circuit: the circuit; weights may be symbolic.
        check: whether to compare all polynomials with a separate forward pass in rational arithmetic, at all points
            where there are at most 2**16, otherwise at 2**10 seeded ones; for symbolic circuits at three seeded
            assignments.
        progress: called with the number of nodes done and the number of all.

    Returns:
        The derivation. Equalities that do not hold are results, not errors.

    Raises:
        DomainError: if an exponential or a reciprocal has no rational value at a point; the message names the unit.
        TooLargeError: if a polynomial on the cube would have too many terms.
        CertificateError: if a polynomial differs from the forward pass (a bug in the library).

    Cost:
        A hard unit with numeric weights in k inputs: two transforms of length ``2**k`` (k <= 16). A gate: one product.

    Examples:
        The output gate of two affine units is a quadratic polynomial of rank 2:

        >>> from exact.circuit_reader import read_circuit
        >>> from exact.shipped import shipped_circuit
        >>> circuit, _ = read_circuit(shipped_circuit("two-affine-units"))
        >>> product = derive(circuit).node("product")
        >>> product.form.rank, product.form.signature
        (2, (1, 1))
    """
    worker = _Worker(circuit)
    nodes = []
    for done, node in enumerate(circuit.nodes):
        if progress is not None:
            progress(done, len(circuit.nodes))
        nodes.append(worker.derive(node))
    if progress is not None:
        progress(len(circuit.nodes), len(circuit.nodes))
    names = (*worker.indicators.names, *worker.names[len(worker.indicators.names) :])
    nodes = [replace(entry, names=names) for entry in nodes]
    equalities = tuple(_decided(circuit, worker, claim) for claim in circuit.equalities)
    return Derivation(
        circuit,
        worker.indicators.names,
        worker.indicators,
        tuple(nodes),
        circuit.gate_counts(),
        tuple(_head_count(circuit, head, worker.outputs) for head in circuit.heads),
        equalities,
        _check(circuit, worker.indicators, nodes) if check else None,
    )


def _decided(circuit: Circuit, worker: _Worker, claim: Equality) -> EqualityResult:
    """Decide a claim: by normal forms, and against it by a point where the two sides differ."""
    difference = worker.outputs[claim.left] - worker.outputs[claim.right]
    witness = None if not difference.number_of_terms else find_witness(circuit, worker.indicators, difference)
    undecided = witness is None and any(mask >> circuit.n for mask in difference.support)
    equal = None if undecided else not difference.number_of_terms
    left, right = circuit.resources(claim.left), circuit.resources(claim.right)
    return EqualityResult(claim.left, claim.right, claim.note, equal, difference, witness, left, right)


def _head_count(circuit: Circuit, head: Head, outputs: Mapping[str, CubePolynomial]) -> HeadCount:
    prefix = f"{head.name}_"
    counts = circuit.gate_counts(node.name for node in circuit.nodes if node.name.startswith(prefix))
    n, m, m_v = head.tokens, head.dimension, head.value_dimension
    normalizing = 0 if head.base is None else n * m_v
    return HeadCount(head, counts, m * n * n, n * n, n * n * m_v, normalizing, head_quotients(head, outputs))


def _gate_name(target: Variable, operation: Operation) -> str:
    return next(kind.value for kind in GateKind if (kind.target, kind.operation) == (target, operation))


class _Worker:
    """Carries the polynomials of the nodes derived so far."""

    def __init__(self, circuit: Circuit) -> None:
        self.circuit = circuit
        hard = sum(isinstance(node, Unit) and node.activation.is_hard for node in circuit.nodes)
        symbolic = bool(circuit.parameters) or circuit.n > TABULATION_LIMIT
        self.indicators = Indicators(circuit.n, circuit.encoding, hard if symbolic else 0, names=circuit.inputs)
        # of all variables of the ambient cube; those of indicators are known at the end, and filled in then
        unused = range(circuit.n, self.indicators.dimension)
        self.names = (*circuit.inputs, *(f"h{i + 1}" for i in unused))
        self.outputs = {name: self.indicators.variable(i) for i, name in enumerate(circuit.inputs)}
        self.activations: dict[str, CubePolynomial] = {}
        # unreduced outputs and activations in base signals, and the units whose weights are expanded in them
        self.unreduced: dict[str, ParameterPolynomial | None] = {name: parameter(name) for name in circuit.inputs}
        self.unreduced_activations: dict[str, ParameterPolynomial | None] = {}
        self.expanded: dict[str, frozenset[str]] = dict.fromkeys(circuit.inputs, frozenset())
        self.expanded_activations: dict[str, frozenset[str]] = {}
        self.base: dict[str, frozenset[str]] = {name: frozenset({name}) for name in circuit.inputs}
        self.base_of_activations: dict[str, frozenset[str]] = {}
        self.position = {name: i for i, name in enumerate([*circuit.inputs, *(node.name for node in circuit.nodes)])}

    def derive(self, node: Node) -> NodeDerivation:
        if isinstance(node, Unit):
            return self._unit(node)
        return self._gated_output(node)

    # signals in three rings: by name, in base signals, on the cube

    def _named(self, signal: Signal) -> ParameterPolynomial | Rational:
        if signal.variable is Variable.OUTPUT:
            return parameter(signal.node)
        if signal.variable is Variable.ACTIVATION:
            return parameter(str(signal))
        return self.circuit.weight_of(signal).value

    def _on_cube(self, signal: Signal) -> CubePolynomial:
        if signal.variable is Variable.OUTPUT:
            return self.outputs[signal.node]
        if signal.variable is Variable.ACTIVATION:
            return self.activations[signal.node]
        return self.indicators.constant(self.circuit.weight_of(signal).value)

    def _in_base(self, signal: Signal) -> tuple[ParameterPolynomial | None, frozenset[str]]:
        if signal.variable is Variable.OUTPUT:
            return self.unreduced[signal.node], self.expanded[signal.node]
        if signal.variable is Variable.ACTIVATION:
            return self.unreduced_activations[signal.node], self.expanded_activations[signal.node]
        value = self.circuit.weight_of(signal).value
        return as_parameter_polynomial(value), frozenset({signal.node})

    def _unit(self, unit: Unit) -> NodeDerivation:
        steps = self._steps(unit)
        pre_activation = self._pre_activation(unit)
        unreduced, expanded = self._expand(unit, steps[-1].expression)
        many = len(pre_activation.essential_variables) > self.indicators.tabulation_limit
        if unit.activation.is_hard and (many or pre_activation.parameters):
            self.indicators.heaviside(pre_activation, label=f"S_{unit.name}")
        try:
            output = unit.activation.polynomial(pre_activation, self.indicators)
        except DomainError as error:
            raise DomainError(f"unit {unit.name}: {error}") from None
        self.activations[unit.name], self.outputs[unit.name] = pre_activation, output
        self.unreduced_activations[unit.name], self.expanded_activations[unit.name] = unreduced, expanded
        self.unreduced[unit.name], self.expanded[unit.name] = self._unreduced_output(unit, unreduced, expanded)
        base = self._base_of(unit)
        self.base_of_activations[unit.name] = base
        self.base[unit.name] = base if unit.activation.kind in _POLYNOMIAL_KINDS else frozenset({unit.name})
        return self._entry(unit, steps, unreduced, base, expanded, pre_activation, output)

    def _base_of(self, node: Node) -> frozenset[str]:
        """Return the base signals that a node reads, directly or through units with polynomial activations."""
        if isinstance(node, Unit):
            signals = [gate.attending for gate in node.gates]
            read = [synapse.source for synapse in node.synapses]
        else:
            signals, read = [node.attending], [node.attended]
        base = frozenset[str]().union(*(self.base[name] for name in read))
        for signal in signals:
            if signal.variable is Variable.OUTPUT:
                base |= self.base[signal.node]
            elif signal.variable is Variable.ACTIVATION:
                base |= self.base_of_activations[signal.node]
        return base

    def _unreduced_output(
        self, unit: Unit, unreduced: ParameterPolynomial | None, expanded: frozenset[str]
    ) -> tuple[ParameterPolynomial | None, frozenset[str]]:
        if unit.activation.kind not in _POLYNOMIAL_KINDS:
            return parameter(unit.name), frozenset()
        if unreduced is None:
            return None, expanded
        if unit.activation.kind is ActivationKind.LINEAR:
            return unreduced, expanded
        if unit.activation.kind is ActivationKind.POWER:
            coefficients: Sequence[Rational] = (*(0,) * unit.activation.exponent, 1)
        else:
            coefficients = unit.activation.coefficients
        total: ParameterPolynomial | None = ParameterPolynomial.constant(0)
        for c in reversed(coefficients):
            total = _times(total, unreduced)
            total = None if total is None else total + c
        return total, expanded

    def _steps(self, unit: Unit) -> tuple[Step, ...]:
        """The affine form in the signals that the unit reads, then the effect of each gate."""
        weights: dict[str | None, ParameterPolynomial] = {
            synapse.source: as_parameter_polynomial(synapse.weight.value) for synapse in unit.synapses
        }
        if unit.bias is not None:
            weights[None] = as_parameter_polynomial(unit.bias.value)

        steps = [Step("affine form", "", (), _weighted_sum(weights))]
        for gate in unit.gates:
            if gate.target is not Variable.WEIGHT:
                continue
            signal = self._named(gate.attending)
            for source in gate.synapses:
                old = weights[source]
                weights[source] = old * signal if gate.operation is Operation.MULTIPLICATION else old + signal
            sources = tuple(source or "bias" for source in gate.synapses)
            rule = _gate_name(gate.target, gate.operation)
            steps.append(Step(rule, str(gate.attending), sources, _weighted_sum(weights)))
        value = steps[-1].expression
        for gate in unit.gates:
            if gate.target is Variable.WEIGHT:
                continue
            signal = self._named(gate.attending)
            value = value * signal if gate.operation is Operation.MULTIPLICATION else value + signal
            steps.append(Step(_gate_name(gate.target, gate.operation), str(gate.attending), (), value))
        return tuple(steps)

    def _pre_activation(self, unit: Unit) -> CubePolynomial:
        weights: dict[str | None, CubePolynomial | Coefficient] = {s.source: s.weight.value for s in unit.synapses}
        if unit.bias is not None:
            weights[None] = unit.bias.value
        for gate in unit.gates:
            if gate.target is Variable.WEIGHT:
                signal = self._on_cube(gate.attending)
                for source in gate.synapses:
                    old = weights[source]
                    weights[source] = signal * old if gate.operation is Operation.MULTIPLICATION else signal + old
        total = self.indicators.constant(0)
        for source, weight in weights.items():
            total = total + (weight if source is None else self.outputs[source] * weight)
        for gate in unit.gates:
            if gate.target is not Variable.WEIGHT:
                signal = self._on_cube(gate.attending)
                total = total * signal if gate.operation is Operation.MULTIPLICATION else total + signal
        return total

    def _expand(self, unit: Unit, expression: ParameterPolynomial) -> tuple[ParameterPolynomial | None, frozenset[str]]:
        """Replace the signals of an expression by base signals; None if that has too many terms."""
        replacements: dict[str, ParameterPolynomial] = {}
        expanded = frozenset({unit.name})
        signals = {synapse.source: Signal(Variable.OUTPUT, synapse.source) for synapse in unit.synapses}
        for gate in unit.gates:
            name = str(gate.attending) if gate.attending.variable is Variable.ACTIVATION else gate.attending.node
            if gate.attending.variable is not Variable.WEIGHT:
                signals[name] = gate.attending
            else:
                expanded |= {gate.attending.node}
        for name, signal in signals.items():
            replacement, units = self._in_base(signal)
            if replacement is None:
                return None, expanded
            replacements[name] = replacement
            expanded |= units
        return _substituted(expression, replacements), expanded

    def _gated_output(self, node: GatedOutput) -> NodeDerivation:
        multiply = node.operation is Operation.MULTIPLICATION
        attended, signal = self.outputs[node.attended], self._on_cube(node.attending)
        output = attended * signal if multiply else attended + signal
        named = self._named(node.attending)
        expression = as_parameter_polynomial(
            parameter(node.attended) * named if multiply else parameter(node.attended) + named
        )
        rule = _gate_name(Variable.OUTPUT, node.operation)
        left, left_units = self.unreduced[node.attended], self.expanded[node.attended]
        right, right_units = self._in_base(node.attending)
        expanded = left_units | right_units
        unreduced = None if left is None or right is None else _times(left, right) if multiply else left + right
        self.outputs[node.name] = output
        self.unreduced[node.name], self.expanded[node.name] = unreduced, expanded
        step = Step(rule, str(node.attending), (), expression)
        base = self.base[node.name] = self._base_of(node)
        return self._entry(node, (step,), unreduced, base, expanded, output, output)

    def _entry(
        self,
        node: Node,
        steps: tuple[Step, ...],
        unreduced: ParameterPolynomial | None,
        signals: frozenset[str],
        expanded: frozenset[str],
        pre_activation: CubePolynomial,
        output: CubePolynomial,
    ) -> NodeDerivation:
        base = tuple(sorted(signals, key=self.position.__getitem__))
        expression = steps[-1].expression
        read = [name for name in expression.names if name not in self.circuit.parameters]
        form, note = _form(unreduced, base, expression, read)
        units = [unit for unit in self.circuit.nodes if isinstance(unit, Unit) and unit.name in expanded]
        return NodeDerivation(
            node,
            steps,
            unreduced,
            base,
            pre_activation,
            output,
            form,
            note,
            reduced_quadratic(pre_activation, pre_activation.essential_variables),
            len(trainable_parameters(units)),
            full_quadratic_count(len(base)),
            self.circuit.resources(node.name),
            self.names,
        )


def _weighted_sum(weights: Mapping[str | None, ParameterPolynomial]) -> ParameterPolynomial:
    """Return the sum of weight * signal, by the names of the signals; None stands for the signal 1."""
    names = {source for source in weights if source is not None}
    names.update(name for weight in weights.values() for name in weight.names)
    position = {name: i for i, name in enumerate(sorted(names))}
    terms: dict[tuple[int, ...], Rational] = {}
    for source, weight in weights.items():
        for exponents, c in weight.terms:
            key = [0] * len(position)
            for name, exponent in zip(weight.names, exponents, strict=True):
                key[position[name]] = exponent
            if source is not None:
                key[position[source]] += 1
            terms[tuple(key)] = terms.get(tuple(key), 0) + c
    return ParameterPolynomial(position, terms)


def _times(left: ParameterPolynomial | None, right: ParameterPolynomial | None) -> ParameterPolynomial | None:
    """Multiply, or give up where the product could have too many terms."""
    if left is None or right is None or len(left.terms) * len(right.terms) > MAXIMUM_UNREDUCED_TERMS:
        return None
    return left * right


def _substituted(
    expression: ParameterPolynomial, replacements: Mapping[str, ParameterPolynomial]
) -> ParameterPolynomial | None:
    """Replace signals in an expression, or give up where the result could have too many terms."""
    size = 0
    for exponents, _ in expression.terms:
        product = 1
        for name, exponent in zip(expression.names, exponents, strict=True):
            if name in replacements:
                product *= max(1, len(replacements[name].terms)) ** exponent
        size += product
    return expression.assign(replacements) if size <= MAXIMUM_UNREDUCED_TERMS else None


def _form(
    unreduced: ParameterPolynomial | None, base: Sequence[str], expression: ParameterPolynomial, read: Sequence[str]
) -> tuple[QuadraticForm | None, str]:
    """Return the form in base signals or, where that is not quadratic, in the signals that the node reads."""
    if unreduced is None:
        note = f"the polynomial in base signals may have more than {MAXIMUM_UNREDUCED_TERMS} terms"
    elif (degree := _degree_in(unreduced, base)) > 2:
        note = f"the degree in the base signals is {degree}"
    else:
        return _bounded_form(unreduced, base, "")
    degree = _degree_in(expression, read)
    if degree > 2:
        return None, f"{note}, and in the signals that the node reads it is {degree}"
    return _bounded_form(expression, read, f"in the signals that the node reads; {note}")


def _degree_in(q: ParameterPolynomial, signals: Sequence[str]) -> int:
    """Return the degree of a polynomial in some of its names."""
    positions = [q.names.index(name) for name in signals if name in q.names]
    return max((sum(exponents[i] for i in positions) for exponents, _ in q.terms), default=0)


def _bounded_form(q: ParameterPolynomial, signals: Sequence[str], note: str) -> tuple[QuadraticForm | None, str]:
    """Return the form of a quadratic polynomial, unless it is too large."""
    numeric = not set(q.names) - set(signals)
    limit = MAXIMUM_FORM_SIGNALS if numeric else MAXIMUM_SYMBOLIC_FORM_SIGNALS
    if len(signals) > limit:
        return None, f"there are {len(signals)} signals; forms are given for at most {limit}"
    try:
        return quadratic_form(q, signals), note
    except TooLargeError as error:
        return None, f"its rank is out of reach: {error}"


def _check(circuit: Circuit, indicators: Indicators, nodes: Sequence[NodeDerivation]) -> Check:
    outputs = {entry.name: entry.output for entry in nodes}
    activations = {entry.name: entry.pre_activation for entry in nodes if isinstance(entry.node, Unit)}
    return check_polynomials(circuit, indicators, outputs, activations)

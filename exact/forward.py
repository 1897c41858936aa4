r"""The forward pass of a circuit in rational arithmetic: the definition, unit by unit, at given points.

This module knows nothing of polynomials on the cube.  It is the second method beside `derive`: the value of every
derived polynomial at a point must be the number that the network computes there.

Dictionary:
    ForwardPass: the outputs and activations of all nodes at the points of a list.
    forward: run a circuit whose weights are numbers.

Implementation note: at every node all values are integers over one common denominator, so the inner loops are sums of
products of integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from exact.circuit import Circuit, Gate, GatedOutput, Signal, Unit
from exact.cube import check_point, encode_bit
from exact.errors import DomainError
from exact.gating import Operation, Variable
from exact.parameters import Coefficient, ParameterPolynomial
from exact.rational import Rational, rational

_Column = tuple[list[int], int]  # numerators at the points, and their common denominator


@dataclass(frozen=True)
class ForwardPass:
    """What a circuit computes at some points.

    Attributes:
        points: the points.
        outputs: for every input and node the outputs, in the order of the points.
        activations: for every unit the activations (after the gates inside it, before the activation function).
    """

    points: tuple[int, ...]
    outputs: dict[str, tuple[Rational, ...]]
    activations: dict[str, tuple[Rational, ...]]


def forward(circuit: Circuit, points: Iterable[int] | None = None) -> ForwardPass:
    """Run a circuit at some points of the cube.

    Args:
        circuit: a circuit without symbolic parameters (use `Circuit.assign` first).
        points: points of the n-cube; all 2**n by default.

    Raises:
        DomainError: if a weight is symbolic, or a point is no point of the cube.

    Cost:
        Every weight is multiplied once for every point.

    Examples:
        >>> from exact.circuit_reader import read_circuit
        >>> from exact.shipped import shipped_circuit
        >>> circuit, _ = read_circuit(shipped_circuit("xor"))
        >>> forward(circuit).outputs["gated"]
        (-1, 1, 1, -1)
    """
    chosen = tuple(range(1 << circuit.n)) if points is None else tuple(points)
    for p in chosen:
        check_point(p, circuit.n)
    run = _Run(circuit, len(chosen))
    for i, name in enumerate(circuit.inputs):
        run.outputs[name] = ([encode_bit(p >> i & 1, circuit.encoding) for p in chosen], 1)
    for node in circuit.nodes:
        if isinstance(node, Unit):
            run.unit(node)
        else:
            run.gated_output(node)
    return ForwardPass(
        chosen,
        {name: _values(column) for name, column in run.outputs.items()},
        {name: _values(column) for name, column in run.activations.items()},
    )


def _values(column: _Column) -> tuple[Rational, ...]:
    numerators, denominator = column
    if denominator == 1:
        return tuple(numerators)
    return tuple(rational(Fraction(numerator, denominator)) for numerator in numerators)


def _number(value: Coefficient) -> Rational:
    if isinstance(value, ParameterPolynomial):
        raise DomainError(f"a forward pass needs numbers for all weights; {value} is symbolic")
    return value


def _column(values: Sequence[Rational]) -> _Column:
    denominator = lcm(*(value.denominator for value in values))
    return [value.numerator * (denominator // value.denominator) for value in values], denominator


class _Run:
    """The columns of one forward pass."""

    def __init__(self, circuit: Circuit, count: int) -> None:
        self.circuit = circuit
        self.count = count
        self.outputs: dict[str, _Column] = {}
        self.activations: dict[str, _Column] = {}

    def signal(self, signal: Signal) -> _Column:
        if signal.variable is Variable.OUTPUT:
            return self.outputs[signal.node]
        if signal.variable is Variable.ACTIVATION:
            return self.activations[signal.node]
        weight = _number(self.circuit.weight_of(signal).value)
        return [weight.numerator] * self.count, weight.denominator

    def constant(self, value: Rational) -> _Column:
        return [value.numerator] * self.count, value.denominator

    def combine(self, operation: Operation, left: _Column, right: _Column) -> _Column:
        if operation is Operation.MULTIPLICATION:
            return [a * b for a, b in zip(left[0], right[0], strict=True)], left[1] * right[1]
        denominator = lcm(left[1], right[1])
        k, m = denominator // left[1], denominator // right[1]
        return [k * a + m * b for a, b in zip(left[0], right[0], strict=True)], denominator

    def unit(self, unit: Unit) -> None:
        """The weights as columns (constant unless a gate acts on them), then the sum; gates act in their order."""
        weights: dict[str | None, _Column] = {s.source: self.constant(_number(s.weight.value)) for s in unit.synapses}
        if unit.bias is not None:
            weights[None] = self.constant(_number(unit.bias.value))
        later: list[Gate] = []
        for gate in unit.gates:
            if gate.target is Variable.WEIGHT:
                signal = self.signal(gate.attending)
                for source in gate.synapses:
                    weights[source] = self.combine(gate.operation, weights[source], signal)
            else:
                later.append(gate)
        total: _Column = ([0] * self.count, 1)
        for source, weight in weights.items():
            term = weight if source is None else self.combine(Operation.MULTIPLICATION, weight, self.outputs[source])
            total = self.combine(Operation.ADDITION, total, term)
        for gate in later:
            total = self.combine(gate.operation, total, self.signal(gate.attending))
        self.activations[unit.name] = total
        values = [unit.activation.value(value) for value in _values(total)]
        self.outputs[unit.name] = _column(values)

    def gated_output(self, node: GatedOutput) -> None:
        self.outputs[node.name] = self.combine(node.operation, self.outputs[node.attended], self.signal(node.attending))

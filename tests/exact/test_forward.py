"""The forward pass against a direct evaluation with Fractions."""

from fractions import Fraction

import pytest
from hypothesis import given

from exact.circuit import GatedOutput, Unit
from exact.circuit_reader import read_circuit
from exact.cube import coordinates
from exact.errors import DomainError
from exact.forward import forward
from exact.gating import Operation, Variable
from exact.shipped import shipped_circuit
from tests.strategies import circuits


def value_by_definition(circuit, name, x, *, activation=False):
    """O_name, or S_name, at the coordinates x; by recursion, one number at a time."""
    if name in x:
        return Fraction(x[name])
    node = circuit.node(name)

    def signal(s):
        if s.variable is Variable.WEIGHT:
            return Fraction(circuit.weight_of(s).value)
        return value_by_definition(circuit, s.node, x, activation=s.variable is Variable.ACTIVATION)

    def apply(operation, a, b):
        return a * b if operation is Operation.MULTIPLICATION else a + b

    if isinstance(node, GatedOutput):
        return apply(node.operation, value_by_definition(circuit, node.attended, x), signal(node.attending))
    weights = {synapse.source: Fraction(synapse.weight.value) for synapse in node.synapses}
    if node.bias is not None:
        weights[None] = Fraction(node.bias.value)
    for gate in node.gates:
        for source in gate.synapses:
            weights[source] = apply(gate.operation, weights[source], signal(gate.attending))
    total = sum(
        (w * (1 if source is None else value_by_definition(circuit, source, x)) for source, w in weights.items()),
        Fraction(0),
    )
    for gate in node.gates:
        if gate.target is Variable.ACTIVATION:
            total = apply(gate.operation, total, signal(gate.attending))
    if activation:
        return total
    kind, zero = node.activation.kind.value, Fraction(0)
    by_definition = {
        "linear": lambda t: t,
        "heaviside": lambda t: Fraction(t > 0),
        "sign": lambda t: Fraction(1 if t > 0 else -1),
        "relu": lambda t: max(t, zero),
        "absolute": abs,
        "power": lambda t: t**node.activation.exponent,
        "polynomial": lambda t: sum((c * t**k for k, c in enumerate(node.activation.coefficients)), zero),
    }
    return by_definition[kind](total)


@given(circuits())
def test_the_forward_pass_is_the_definition_at_every_point(circuit):
    run = forward(circuit)
    for p in run.points:
        x = dict(zip(circuit.inputs, coordinates(p, circuit.n, circuit.encoding), strict=True))
        for node in circuit.nodes:
            assert run.outputs[node.name][p] == value_by_definition(circuit, node.name, x)
            if isinstance(node, Unit):
                assert run.activations[node.name][p] == value_by_definition(circuit, node.name, x, activation=True)


@given(circuits())
def test_values_leave_in_normal_form(circuit):
    for column in forward(circuit).outputs.values():
        assert all(type(v) is int or (type(v) is Fraction and v.denominator > 1) for v in column)


def test_chosen_points_are_evaluated_in_their_order():
    circuit, _ = read_circuit(shipped_circuit("xor"))
    assert forward(circuit, [2, 0, 2]).outputs["gated"] == (1, -1, 1)


def test_a_point_outside_the_cube_is_refused():
    circuit, _ = read_circuit(shipped_circuit("xor"))
    with pytest.raises(DomainError, match="not 4"):
        forward(circuit, [4])


def test_symbolic_weights_are_refused():
    circuit, _ = read_circuit(shipped_circuit("two-affine-units"))
    with pytest.raises(DomainError, match="is symbolic"):
        forward(circuit)

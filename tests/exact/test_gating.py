"""The six operations, and the gains with which activation gating is output gating."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.activation import (
    ABSOLUTE,
    HEAVISIDE,
    LINEAR,
    RECIPROCAL,
    RELU,
    SIGN,
    exponential,
    polynomial_activation,
    power,
)
from exact.cube import Encoding
from exact.errors import DomainError
from exact.gating import (
    GainSet,
    GateKind,
    Operation,
    Variable,
    activation_gate,
    additive_output,
    additive_synaptic,
    commutation_counterexample,
    commuting_gains,
    multiplex,
    output_gate,
    synaptic_gate,
)
from exact.indicator import Indicators
from exact.neuron import affine_form
from exact.parameters import parameter
from exact.polynomial import CubePolynomial
from tests.strategies import activations, encodings, numeric_polynomials, rationals

N = 3
GAINS = (-2, -1, Fraction(-1, 2), 0, Fraction(1, 2), 1, Fraction(3, 2), 2)
ARGUMENTS = (-3, -1, Fraction(-1, 2), 0, Fraction(1, 2), 1, 3)


def test_the_six_operations_are_the_targets_times_the_operations_in_the_order_of_the_rows():
    expected = [(target, operation) for operation in Operation for target in Variable]
    assert [(kind.target, kind.operation) for kind in GateKind] == expected
    assert [kind.row for kind in GateKind] == list(range(7, 13))
    assert {kind.source for kind in GateKind} == {Variable.OUTPUT}


def test_the_values_of_the_enumerations_are_the_words_of_the_documents():
    assert [v.value for v in Variable] == ["S", "O", "w"]
    assert [o.value for o in Operation] == ["addition", "multiplication"]
    assert [o.symbol for o in Operation] == ["+", "x"]
    names = ["multiplex", "additive-output", "additive-synaptic", "activation", "output", "synaptic"]
    assert [kind.value for kind in GateKind] == names


@given(st.data(), encodings)
def test_gates_act_on_the_values(data, encoding):
    s, a = data.draw(numeric_polynomials(N, encoding)), data.draw(numeric_polynomials(N, encoding))
    pairs = list(zip(s.values(), a.values(), strict=True))
    for add in (multiplex, additive_output):
        assert list(add(s, a).values()) == [x + y for x, y in pairs]
    for multiply in (activation_gate, output_gate):
        assert list(multiply(s, a).values()) == [x * y for x, y in pairs]


@given(st.data(), encodings, st.booleans(), st.sets(st.integers(0, 2)))
def test_gated_synapses_are_changed_and_the_others_are_not(data, encoding, gate_bias, gated):
    inputs = [data.draw(numeric_polynomials(N, encoding)) for _ in range(3)]
    a, weights, bias = data.draw(numeric_polynomials(N, encoding)), (2, Fraction(-1, 3), 0), Fraction(5, 2)
    times = synaptic_gate(weights, inputs, gated, a, bias, gate_bias=gate_bias)
    plus = additive_synaptic(weights, inputs, gated, a, bias, gate_bias=gate_bias)
    expected, expected_plus = [], []
    for c, *outputs in zip(a.values(), *(signal.values() for signal in inputs), strict=True):
        total, total_plus = bias * (c if gate_bias else 1), bias + (c if gate_bias else 0)
        for index, (w, x) in enumerate(zip(weights, outputs, strict=True)):
            total += w * x * (c if index in gated else 1)
            total_plus += (w + (c if index in gated else 0)) * x
        expected.append(total)
        expected_plus.append(total_plus)
    assert list(times.values()) == expected
    assert list(plus.values()) == expected_plus


@pytest.mark.parametrize("encoding", Encoding)
def test_gates_take_symbolic_weights_and_weights_that_are_gated_already(encoding):
    x, y, a = (CubePolynomial.variable(i, N, encoding) for i in range(N))
    w, v = parameter("w"), parameter("v")
    assert synaptic_gate((w, v), (x, y), [1], a) == w * x + v * a * y
    assert synaptic_gate((w, v * a), (x, y), [1], a, w) == w * x + v * a * a * y + w
    assert synaptic_gate((w, v), (x, y), [], a, w) == affine_form((w, v), (x, y), w)
    assert synaptic_gate((), (), [], a, w, gate_bias=True) == w * a
    assert additive_synaptic((w, v), (x, y), [0, 1], a, w) == (w + a) * x + (v + a) * y + w


@pytest.mark.parametrize("index", [-1, 2, True, "0"])
def test_a_gated_synapse_must_exist(index):
    x = CubePolynomial.variable(0, 1, Encoding.BITS)
    for gate in (synaptic_gate, additive_synaptic):
        with pytest.raises(DomainError, match=r"an index in 0, \.\.\., 1, not"):
            gate((1, 2), (x, x), [index], x)


def test_signals_on_different_cubes_are_refused():
    x, y = CubePolynomial.variable(0, 1, Encoding.BITS), CubePolynomial.variable(0, 2, Encoding.BITS)
    for gate in (multiplex, additive_output, activation_gate, output_gate):
        with pytest.raises(DomainError):
            gate(x, y)


@pytest.mark.parametrize(
    ("f", "gains", "gains_without_zero"),
    [
        (LINEAR, GainSet.ALL, GainSet.ALL),
        (RELU, GainSet.NONNEGATIVE, GainSet.NONNEGATIVE),
        (ABSOLUTE, GainSet.NONNEGATIVE, GainSet.NONNEGATIVE),
        (HEAVISIDE, GainSet.ZERO_ONE, GainSet.ZERO_ONE),
        (SIGN, GainSet.ONE, GainSet.MINUS_ONE_ONE),
        (power(0), GainSet.ONE, GainSet.ONE),
        (power(1), GainSet.ALL, GainSet.ALL),
        (power(2), GainSet.ZERO_ONE, GainSet.ZERO_ONE),
        (power(3), GainSet.MINUS_ONE_ZERO_ONE, GainSet.MINUS_ONE_ZERO_ONE),
        (polynomial_activation(), GainSet.ALL, GainSet.ALL),
        (polynomial_activation(0, 5), GainSet.ALL, GainSet.ALL),
        (polynomial_activation(0, 1, 0, 2), GainSet.MINUS_ONE_ZERO_ONE, GainSet.MINUS_ONE_ZERO_ONE),
        (polynomial_activation(0, 0, 1, 2), GainSet.ZERO_ONE, GainSet.ZERO_ONE),
        (polynomial_activation(1, 1), GainSet.ONE, GainSet.ONE),
    ],
    ids=lambda part: part.to_text() if hasattr(part, "to_text") else part.name.lower(),
)
def test_homogeneous_transfer_commutes_with_gating(f, gains, gains_without_zero):
    assert commuting_gains(f) is gains
    assert commuting_gains(f, nonzero_argument=True) is gains_without_zero
    for c in GAINS:
        assert (c in gains) == all(f.value(c * s) == c * f.value(s) for s in ARGUMENTS)
        assert (c in gains_without_zero) == all(f.value(c * s) == c * f.value(s) for s in ARGUMENTS if s)


@given(activations(), rationals(), st.booleans())
def test_a_gain_outside_the_set_has_a_counterexample_and_one_inside_has_none(f, c, nonzero):
    s = commutation_counterexample(f, c, nonzero_argument=nonzero)
    assert (s is None) == (c in commuting_gains(f, nonzero_argument=nonzero))
    if s is not None:
        assert f.value(c * s) != c * f.value(s)
        assert s or not nonzero


@given(activations(), st.sampled_from((-1, 0, 1)), rationals())
def test_a_gain_inside_the_set_commutes_at_every_argument(f, c, s):
    if c in commuting_gains(f):
        assert f.value(c * s) == c * f.value(s)
    if s and c in commuting_gains(f, nonzero_argument=True):
        assert f.value(c * s) == c * f.value(s)


def test_a_silent_signal_does_not_silence_a_sign():
    assert SIGN.value(0 * 5) == -1 != 0 * SIGN.value(5)
    assert commutation_counterexample(SIGN, 0, nonzero_argument=True) == 1
    assert commutation_counterexample(SIGN, -1) == 0
    assert commutation_counterexample(SIGN, -1, nonzero_argument=True) is None
    assert commutation_counterexample(RELU, -1) == 1
    assert commutation_counterexample(HEAVISIDE, 2) == 1


@pytest.mark.parametrize("nonzero", [False, True])
@pytest.mark.parametrize("c", GAINS)
def test_exponentials_commute_with_one_and_reciprocals_with_the_signs(c, nonzero):
    for f, expected in ((exponential(2), {1}), (exponential(4), {1}), (RECIPROCAL, {1, -1})):
        assert (c in commuting_gains(f, nonzero_argument=nonzero)) == (c in expected)
        s = commutation_counterexample(f, c, nonzero_argument=nonzero)
        assert (s is None) == (c in expected)
        if s is not None and (c or f != RECIPROCAL):
            assert f.value(c * s) != c * f.value(s)
            assert s or not nonzero


@pytest.mark.parametrize("k", range(6))
def test_a_power_takes_the_power_of_the_gain(k):
    c, s = parameter("c"), parameter("s")
    indicators = Indicators(0, Encoding.BITS, 0)
    argument = indicators.constant(s)
    gated = power(k).polynomial(c * argument, indicators)
    assert gated == c**k * power(k).polynomial(argument, indicators)
    assert (gated == c * power(k).polynomial(argument, indicators)) == (k == 1)


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("f", [LINEAR, HEAVISIDE, SIGN, RELU, ABSOLUTE, power(2), power(3)], ids=lambda f: f.to_text())
def test_a_boolean_gate_before_or_after_the_activation_is_the_same_if_its_two_values_commute(encoding, f):
    """The gate is false or true: for each of its values, symbolically in S, with S not 0 for the sign."""
    indicators = Indicators(0, encoding, 2)
    s = indicators.constant(parameter("s"))
    for c in (encoding.false, encoding.true):
        equal = f.polynomial(c * s, indicators) == c * f.polynomial(s, indicators)
        if f is SIGN and c == -1:
            assert not equal  # it fails at S = 0, and the two decisions H(S) and H(-S) are two variables
            continue
        assert equal == (c in commuting_gains(f))

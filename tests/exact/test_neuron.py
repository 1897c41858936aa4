"""Neurons: the same output by values, by polynomials and by a threshold realization."""

from fractions import Fraction
from math import gcd

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.activation import ABSOLUTE, HEAVISIDE, LINEAR, RELU, SIGN, Activation, ActivationKind, power
from exact.cube import Encoding, coordinates
from exact.errors import DomainError, InputError, TooLargeError
from exact.indicator import Indicators
from exact.neuron import Neuron, affine_form, convert_realization
from exact.parameters import parameter
from exact.polynomial import CubePolynomial
from tests.strategies import dimensions, encodings, numeric_neurons, rationals

A, B = parameter("a"), parameter("b")


@given(st.data(), dimensions, encodings)
def test_the_polynomial_of_a_neuron_has_its_values(data, n, encoding):
    neuron = data.draw(numeric_neurons(n))
    expected = []
    for p in range(2**n):
        s = neuron.bias
        for w, x in zip(neuron.weights, coordinates(p, n, encoding), strict=True):
            s += w * x
        expected.append(neuron.activation.value(s))
    assert list(neuron.polynomial(encoding).values()) == expected
    assert [neuron.value_at(p, encoding) for p in range(2**n)] == expected


@given(st.data(), dimensions, encodings)
def test_the_output_is_the_activation_of_the_preactivation(data, n, encoding):
    neuron = data.draw(numeric_neurons(n))
    indicators = Indicators(n, encoding, 0)
    inputs = [indicators.variable(i) for i in range(n)]
    s = neuron.preactivation(encoding)
    assert neuron.preactivation_of(inputs, indicators) == s
    assert neuron.output(inputs, indicators) == neuron.activation.polynomial(s, indicators)


@given(st.data(), dimensions, encodings, st.sampled_from((HEAVISIDE, SIGN)))
def test_a_threshold_realization_decides_as_the_unit_does(data, n, encoding, f):
    neuron = data.draw(numeric_neurons(n))
    neuron = Neuron(neuron.weights, neuron.bias, f)
    w, t = neuron.threshold_realization()
    v, u = convert_realization(w, t, encoding)
    other = Encoding.SIGNS if encoding is Encoding.BITS else Encoding.BITS
    assert t.denominator == u.denominator == 2
    assert gcd(*w) in {0, 1}
    assert v == w
    for p in range(2**n):
        true = neuron.value_at(p, encoding) == 1
        assert true == (sum(a * x for a, x in zip(w, coordinates(p, n, encoding), strict=True)) > t)
        assert true == (sum(a * x for a, x in zip(v, coordinates(p, n, other), strict=True)) > u)


@pytest.mark.parametrize(("bias", "t"), [(3, Fraction(-1, 2)), (0, Fraction(1, 2)), (-3, Fraction(1, 2))])
def test_the_realization_of_a_constant_has_weights_zero(bias, t):
    assert Neuron((0, 0), bias, SIGN).threshold_realization() == ((0, 0), t)
    assert Neuron((), bias, SIGN).threshold_realization() == ((), t)


def test_only_hard_decisions_with_numbers_have_a_threshold_realization():
    for f in (LINEAR, RELU, ABSOLUTE, power(2)):
        with pytest.raises(DomainError, match="only heaviside and sign units"):
            Neuron((1,), 0, f).threshold_realization()
    with pytest.raises(DomainError, match="assign values to w0, w1 first"):
        Neuron.symbolic(1, activation=SIGN).threshold_realization()


@given(st.tuples(rationals(), rationals(), rationals()), encodings)
def test_assigning_symbols_commutes_with_the_polynomial(values, encoding):
    numbers = dict(zip(("w0", "w1", "w2"), values, strict=True))
    symbolic = Neuron.symbolic(2, activation=power(2))
    assert symbolic.polynomial(encoding).assign(numbers) == symbolic.assign(numbers).polynomial(encoding)


def test_symbolic_neurons_have_the_names_that_are_asked_for():
    neuron = Neuron.symbolic(2, weight="v_", bias=None)
    assert neuron.parameters == ("v_1", "v_2")
    assert neuron.bias == 0
    assert Neuron.symbolic(0).parameters == ("w0",)
    assert neuron.assign({"v_1": A, "v_2": 3}) == Neuron((A, 3))


def test_the_parameters_are_the_weights_and_the_bias():
    assert Neuron((0, 0, 0)).number_of_parameters == 4
    assert Neuron(()).number_of_parameters == 1


def test_weights_are_brought_to_normal_form():
    assert Neuron((Fraction(4, 2), A - A), Fraction(3)) == Neuron((2, 0), 3)
    assert hash(Neuron((Fraction(4, 2),))) == hash(Neuron((2,)))


def test_trained_weights_are_read_as_the_dyadic_rationals_that_they_are():
    weights = np.array([0.1, -3.5], dtype=np.float32)
    neuron = Neuron.from_float([*weights, np.float16(0.25), 0.1, np.int64(7), Fraction(1, 3)], np.float64(2.0), RELU)
    assert neuron.weights == (
        Fraction(13421773, 2**27),
        Fraction(-7, 2),
        Fraction(1, 4),
        Fraction(3602879701896397, 2**55),
        7,
        Fraction(1, 3),
    )
    assert neuron.bias == 2
    assert type(neuron.bias) is int
    assert type(neuron.weights[4]) is int


@pytest.mark.parametrize("value", [float("nan"), float("inf"), np.float32("-inf"), np.float64("nan")], ids=range(4))
def test_trained_weights_must_be_finite(value):
    with pytest.raises(InputError, match="must be a finite number, not"):
        Neuron.from_float([value])


@pytest.mark.parametrize("value", [True, np.True_, "1", None, 1j, A])
def test_trained_weights_must_be_real_numbers(value):
    with pytest.raises(TypeError, match="must be a real number"):
        Neuron.from_float([1.0], value)


@pytest.mark.parametrize("value", [True, 0.5, "1", None])
def test_other_weights_must_be_exact(value):
    with pytest.raises(TypeError):
        Neuron((value,))
    with pytest.raises(TypeError):
        Neuron((), value)
    with pytest.raises(TypeError):
        Neuron((1,)).value((value,))


def test_an_activation_must_be_an_activation():
    with pytest.raises(TypeError, match="must be an Activation, not 'relu'"):
        Neuron((1,), 0, "relu")


def test_wrong_lengths_and_symbols_are_refused():
    with pytest.raises(DomainError, match="an argument of length 2, not 1"):
        Neuron((1, 2)).value((1,))
    with pytest.raises(DomainError, match="assign values to a first"):
        Neuron((A,)).value((1,))
    with pytest.raises(TooLargeError, match="room for 0 hard decisions"):
        Neuron((A,), 0, RELU).polynomial(Encoding.BITS)
    with pytest.raises(DomainError, match="one weight for each of the 1 inputs, not 2"):
        affine_form((1, 2), (CubePolynomial.variable(0, 1, Encoding.BITS),))
    with pytest.raises(DomainError, match="must have a bias on a cube, not 3"):
        affine_form((), (), 3)


def test_an_affine_form_takes_numbers_symbols_and_signals_as_weights():
    x, y = (CubePolynomial.variable(i, 2, Encoding.BITS) for i in range(2))
    assert affine_form((2, A, x), (x, y, y), bias=y) == 2 * x + A * y + x * y + y
    assert affine_form((), (), bias=x) == x
    assert affine_form((), (), bias=0 * x) == 0 * x


def test_a_neuron_shows_itself():
    neuron = Neuron((1, Fraction(-1, 2)), 3, Activation(ActivationKind.SIGN))
    assert repr(neuron) == "Neuron(sign: 3 + x1 - 1/2*x2)"
    assert neuron._repr_latex_() == r"$\operatorname{sgn}\left(3 + x_{1} - \frac{1}{2} x_{2}\right)$"
    assert repr(Neuron(())) == "Neuron(linear: 0)"

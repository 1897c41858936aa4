"""Activations: values by definition, polynomials by values, and the text form."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.activation import (
    ABSOLUTE,
    HEAVISIDE,
    LINEAR,
    MAXIMUM_DENOMINATOR_BITS,
    MAXIMUM_EXPONENT,
    MAXIMUM_POWER_BITS,
    RECIPROCAL,
    RELU,
    SIGN,
    Activation,
    ActivationKind,
    exponential,
    parse_activation,
    polynomial_activation,
    power,
)
from exact.cube import Encoding
from exact.errors import DomainError, InputError, TooLargeError
from exact.indicator import Indicators
from exact.parameters import parameter
from exact.polynomial import CubePolynomial
from tests.strategies import activations, dimensions, encodings, numeric_polynomials, rationals

HARD = (HEAVISIDE, SIGN, RELU, ABSOLUTE)
ARGUMENTS = (-2, Fraction(-1, 3), 0, Fraction(1, 3), 1, 5)


@pytest.mark.parametrize(
    ("f", "values"),
    [
        (LINEAR, (-2, Fraction(-1, 3), 0, Fraction(1, 3), 1, 5)),
        (HEAVISIDE, (0, 0, 0, 1, 1, 1)),
        (SIGN, (-1, -1, -1, 1, 1, 1)),
        (RELU, (0, 0, 0, Fraction(1, 3), 1, 5)),
        (ABSOLUTE, (2, Fraction(1, 3), 0, Fraction(1, 3), 1, 5)),
        (power(0), (1, 1, 1, 1, 1, 1)),
        (power(1), ARGUMENTS),
        (power(2), (4, Fraction(1, 9), 0, Fraction(1, 9), 1, 25)),
        (polynomial_activation(), (0, 0, 0, 0, 0, 0)),
        (polynomial_activation(1, 0, 3), (13, Fraction(4, 3), 1, Fraction(4, 3), 4, 76)),
    ],
    ids=lambda part: part.to_text() if isinstance(part, Activation) else "",
)
def test_the_values_are_those_of_the_definition(f, values):
    assert tuple(f.value(t) for t in ARGUMENTS) == values


@given(st.data(), dimensions, encodings, activations())
def test_the_polynomial_has_the_values_of_the_activation(data, n, encoding, f):
    s = data.draw(numeric_polynomials(n, encoding))
    q = f.polynomial(s, Indicators(n, encoding, 0))
    assert q.values() == tuple(f.value(t) for t in s.values())


@given(st.data(), dimensions, encodings, st.sampled_from(HARD))
def test_tables_and_indicators_give_the_same_values(data, n, encoding, f):
    s = data.draw(numeric_polynomials(n, encoding)).embed(n + 1)
    indicators = Indicators(n, encoding, 1, tabulation_limit=0)
    q = f.polynomial(s, indicators)
    assert [q.value(indicators.extended_point(p)) for p in range(2**n)] == [f.value(s.value(p)) for p in range(2**n)]


@given(st.data(), dimensions, encodings)
def test_hard_activations_are_polynomials_in_the_argument_and_its_decision(data, n, encoding):
    s = data.draw(numeric_polynomials(n, encoding))
    indicators = Indicators(n, encoding, 0)
    h = indicators.heaviside(s)
    assert HEAVISIDE.polynomial(s, indicators) == h
    assert SIGN.polynomial(s, indicators) == 2 * h - 1
    assert RELU.polynomial(s, indicators) == s * h
    assert ABSOLUTE.polynomial(s, indicators) == s * (2 * h - 1)


@pytest.mark.parametrize("encoding", Encoding)
def test_the_same_holds_for_symbolic_weights(encoding):
    indicators = Indicators(2, encoding, 1)
    s = parameter("a") * indicators.variable(0) - parameter("b") * indicators.variable(1)
    h = indicators.heaviside(s)
    assert h.degree == 1
    assert SIGN.polynomial(s, indicators) == 2 * h - 1
    assert RELU.polynomial(s, indicators) == s * h
    assert ABSOLUTE.polynomial(s, indicators) == s * (2 * h - 1)
    assert h * h == h


@pytest.mark.parametrize("encoding", Encoding)
def test_a_hard_activation_of_more_variables_than_are_tabulated_is_exact_too(encoding):
    n = 40
    indicators = Indicators(n, encoding, 1)
    s = sum((indicators.variable(i) * (i + 1) for i in range(n)), indicators.constant(-400))
    for f in HARD:
        q = f.polynomial(s, indicators)
        for p in (0, 2**n - 1, 0xFF, 0x123456789A):
            assert q.value(indicators.extended_point(p)) == f.value(s.value(p))


@pytest.mark.parametrize("f", HARD)
def test_only_hard_activations_say_so(f):
    assert f.is_hard
    assert not any(g.is_hard for g in (LINEAR, power(2), polynomial_activation(1)))


def test_truth_values_have_an_encoding_and_other_values_have_none():
    assert HEAVISIDE.output_encoding is Encoding.BITS
    assert SIGN.output_encoding is Encoding.SIGNS
    assert {f.output_encoding for f in (LINEAR, RELU, ABSOLUTE, power(2), polynomial_activation(1))} == {None}


def test_an_argument_on_another_cube_is_refused():
    s = Indicators(2, Encoding.BITS, 0).variable(0)
    for f in (LINEAR, RELU, power(2)):
        with pytest.raises(DomainError, match="must live on the ambient cube, n = 3 in bits, not n = 2 in bits"):
            f.polynomial(s, Indicators(2, Encoding.BITS, 1))


@given(activations())
def test_the_text_of_an_activation_is_read_back(f):
    assert parse_activation(f.to_text()) == f


@given(st.lists(rationals(), max_size=4))
def test_trailing_zeros_of_a_polynomial_do_not_count(coefficients):
    assert polynomial_activation(*coefficients, 0, 0) == polynomial_activation(*coefficients)


@pytest.mark.parametrize(
    ("text", "f"),
    [
        (" relu ", RELU),
        ("power( 3 )", power(3)),
        ("polynomial()", polynomial_activation()),
        ("polynomial(0,1 ,0.5)", polynomial_activation(0, 1, Fraction(1, 2))),
        ("exponential( 3/2 )", exponential(Fraction(3, 2))),
        ("reciprocal", RECIPROCAL),
    ],
)
def test_spaces_and_decimals_may_be_written(text, f):
    assert parse_activation(text) == f


@pytest.mark.parametrize(
    "text", ["", "Relu", "sigmoid", "tanh", "relu relu", "power[2]", "power((2))", "(2)", "relu\x00"]
)
def test_an_unknown_activation_is_refused_with_the_known_ones(text):
    with pytest.raises(InputError, match=r"must be one of linear, heaviside, sign, relu, absolute, power\(k\), polyn"):
        parse_activation(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("power", "must have one exponent"),
        ("power()", "must have one exponent"),
        ("power(-1)", "must have one exponent"),
        ("power(1.5)", "must have one exponent"),
        ("power(1, 2)", "must have one exponent"),
        ("power(²)", "must have one exponent"),
        ("polynomial", "must have coefficients"),
        ("polynomial(a)", "a rational number must look like"),
        ("polynomial(1,,2)", "a rational number must look like"),
        ("polynomial(1/0)", "denominator must not be zero"),
        ("polynomial(1e3)", "a rational number must look like"),
        ("relu()", "must stand without arguments"),
        ("linear(1)", "must stand without arguments"),
        ("exponential", "must have one base B > 0"),
        ("exponential()", "must have one base B > 0"),
        ("exponential(e)", "a rational number must look like"),
        ("reciprocal(1)", "must stand without arguments"),
    ],
)
def test_wrong_arguments_are_refused(text, message):
    with pytest.raises(InputError, match=message):
        parse_activation(text)


def test_large_exponents_are_refused():
    assert power(MAXIMUM_EXPONENT).value(-1) == 1
    for build in (
        lambda: power(MAXIMUM_EXPONENT + 1),
        lambda: parse_activation("power(999999999)"),
        lambda: polynomial_activation(*[1] * (MAXIMUM_EXPONENT + 2)),
    ):
        with pytest.raises(TooLargeError) as caught:
            build()
        assert caught.value.limit == MAXIMUM_EXPONENT
        assert caught.value.size > MAXIMUM_EXPONENT


def test_data_that_do_not_fit_the_kind_are_refused():
    with pytest.raises(DomainError, match="only a power has an exponent"):
        Activation(ActivationKind.RELU, exponent=2)
    with pytest.raises(DomainError, match="only a polynomial has coefficients"):
        Activation(ActivationKind.POWER, coefficients=(1,))
    with pytest.raises(DomainError, match="must be at least 0, not -1"):
        power(-1)
    with pytest.raises(DomainError, match="only an exponential has a base; relu must have the base 1, not 2"):
        Activation(ActivationKind.RELU, base=2)
    for base in (0, Fraction(-1, 2)):
        with pytest.raises(DomainError, match="the base of an exponential must be positive"):
            exponential(base)


@pytest.mark.parametrize("value", [True, 1.0, "1", None])
def test_wrong_types_are_refused(value):
    with pytest.raises(TypeError):
        power(value)
    with pytest.raises(TypeError):
        polynomial_activation(value)
    with pytest.raises(TypeError):
        RELU.value(value)
    with pytest.raises(TypeError):
        Activation(value)
    with pytest.raises(TypeError):
        parse_activation(1 if value == "1" else value)


@pytest.mark.parametrize(
    ("f", "argument", "latex"),
    [
        (LINEAR, "S", "S"),
        (HEAVISIDE, "S_1", r"H\left(S_1\right)"),
        (SIGN, "x", r"\operatorname{sgn}\left(x\right)"),
        (RELU, "x + y", r"\operatorname{ReLU}\left(x + y\right)"),
        (ABSOLUTE, "x", r"\left|x\right|"),
        (power(3), "S_{i}", "S_{i}^{3}"),
        (power(3), "x + y", r"\left(x + y\right)^{3}"),
        (polynomial_activation(), "S", "0"),
        (exponential(2), "x + y", "2^{x + y}"),
        (exponential(Fraction(3, 2)), "S", r"\left(\frac{3}{2}\right)^{S}"),
        (RECIPROCAL, "x + y", r"\frac{1}{x + y}"),
        (polynomial_activation(1, -1, 0, Fraction(-3, 2)), "S", r"1 - S - \frac{3}{2} S^{3}"),
        (polynomial_activation(0, 1, 2), "x + y", r"\left(x + y\right) + 2 \left(x + y\right)^{2}"),
    ],
)
def test_latex_puts_parentheses_where_they_are_needed(f, argument, latex):
    assert f.to_latex(argument) == latex


@pytest.mark.parametrize("base", [1, 2, Fraction(2, 3), Fraction(7, 5)])
@given(k=st.integers(-6, 6), j=st.integers(-6, 6))
def test_exponentials_turn_sums_into_products(base, k, j):
    f = exponential(base)
    assert f.value(0) == 1
    assert f.value(1) == base
    assert f.value(k + j) == f.value(k) * f.value(j)
    assert parse_activation(f.to_text()) == f


@given(rationals())
def test_a_reciprocal_times_its_argument_is_one(t):
    if t:
        assert RECIPROCAL.value(t) * t == 1
        assert RECIPROCAL.value(RECIPROCAL.value(t)) == t
    assert parse_activation(RECIPROCAL.to_text()) == RECIPROCAL


@given(st.data(), dimensions, encodings)
def test_exponentials_and_reciprocals_are_functions_on_the_cube(data, n, encoding):
    numbers = data.draw(st.lists(st.integers(-5, 5), min_size=1 << n, max_size=1 << n))
    indicators = Indicators(n, encoding, 0)
    s = CubePolynomial.from_values(numbers, encoding)
    power_of_s = exponential(3).polynomial(s, indicators)
    assert power_of_s.values() == tuple(exponential(3).value(t) for t in numbers)
    assert RECIPROCAL.polynomial(power_of_s, indicators) == exponential(3).polynomial(-s, indicators)
    assert RECIPROCAL.polynomial(power_of_s, indicators) * power_of_s == indicators.constant(1)


def test_values_that_are_not_rational_or_do_not_exist_are_refused():
    indicators = Indicators(1, Encoding.BITS, 0)
    x = indicators.variable(0)
    with pytest.raises(DomainError, match=r"2\^S is taken for integers S only, not for 1/3: multiply the scores by 3"):
        exponential(2).polynomial(x / 3, indicators)
    with pytest.raises(DomainError, match="the reciprocal of 0 does not exist"):
        RECIPROCAL.polynomial(x, indicators)
    with pytest.raises(DomainError, match="reciprocal needs a numeric argument: with the symbolic weights a"):
        RECIPROCAL.polynomial(parameter("a") * x + 1, indicators)


def test_values_that_are_too_long_are_refused():
    indicators = Indicators(20, Encoding.BITS, 0)
    x = [indicators.variable(i) for i in range(20)]
    with pytest.raises(TooLargeError, match=r"would be tabulated at 2\^17 points, since 17 variables occur"):
        exponential(2).polynomial(sum(x[:17], indicators.constant(0)), indicators)
    with pytest.raises(TooLargeError, match=r"2\^\(-20000\) would have about") as caught:
        exponential(2).value(-20000)
    assert caught.value.limit == MAXIMUM_POWER_BITS < caught.value.size
    assert exponential(1).value(10**9) == 1
    different = sum((x[i] * 3**i for i in range(12)), indicators.constant(10**6))
    with pytest.raises(TooLargeError, match="common denominator of more than") as caught:
        RECIPROCAL.polynomial(different, indicators)
    assert caught.value.limit == MAXIMUM_DENOMINATOR_BITS

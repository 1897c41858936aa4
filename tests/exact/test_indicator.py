"""Hard decisions: tabulated, decided by the coefficients, or Boolean variables with the right meaning."""

from fractions import Fraction
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.activation import ABSOLUTE, HEAVISIDE, RELU
from exact.cube import Encoding
from exact.errors import DomainError, TooLargeError
from exact.indicator import Indicators, primitive_part
from exact.parameters import ParameterPolynomial, parameter
from exact.polynomial import CubePolynomial
from tests.strategies import dimensions, encodings, numeric_polynomials, rationals

A, B = parameter("a"), parameter("b")


@given(st.data(), dimensions, encodings)
def test_heaviside_has_the_values_of_its_definition(data, n, encoding):
    s = data.draw(numeric_polynomials(n, encoding))
    h = Indicators(n, encoding, 0).heaviside(s)
    assert h.values() == tuple(1 if t > 0 else 0 for t in s.values())


@given(st.data(), dimensions, encodings)
def test_the_primitive_part_has_coprime_integer_coefficients(data, n, encoding):
    s = data.draw(numeric_polynomials(n, encoding))
    content, r = primitive_part(s)
    assert content > 0
    assert r * content == s
    assert all(type(c) is int for _, c in r.terms)
    assert gcd(*(c for _, c in r.terms)) in {0, 1}


def test_the_primitive_part_looks_into_symbolic_coefficients():
    s = CubePolynomial(1, Encoding.BITS, {0: A * Fraction(2, 3) + B * 4, 1: Fraction(10, 3)})
    content, r = primitive_part(s)
    assert content == Fraction(2, 3)
    assert r == CubePolynomial(1, Encoding.BITS, {0: A + B * 6, 1: 5})


@pytest.mark.parametrize("encoding", Encoding)
def test_the_same_argument_up_to_a_positive_factor_gives_the_same_variable(encoding):
    indicators = Indicators(2, encoding, 2)
    s = A * indicators.variable(0) + B
    h = indicators.heaviside(s)
    assert indicators.heaviside(s * 3) == h
    assert indicators.heaviside(s * Fraction(2, 7)) == h
    assert len(indicators.arguments) == 1
    assert indicators.heaviside(-s) != h
    assert len(indicators.arguments) == 2


@given(st.data(), encodings, st.tuples(rationals(), rationals()))
def test_a_symbolic_decision_means_the_same_for_all_values_of_the_parameters(data, encoding, values):
    indicators = Indicators(2, encoding, 3)
    x, y = indicators.variable(0), indicators.variable(1)
    s = A * x - B * y + data.draw(rationals())
    h = indicators.heaviside(s)
    r = h * (B + x) - A  # an argument in which the indicator occurs
    g = indicators.heaviside(r)
    numbers = dict(zip("ab", values, strict=True))
    for p in range(4):
        point = indicators.extended_point(p, numbers)
        first = s.assign(numbers).value(p)
        assert h.value(point) == (first > 0)
        second = (first > 0) * (values[1] + x.value(p)) - values[0]
        assert g.value(point) == (second > 0)


@pytest.mark.parametrize("encoding", Encoding)
def test_an_argument_with_too_many_variables_is_an_indicator(encoding):
    indicators = Indicators(3, encoding, 1, tabulation_limit=2)
    x, y, z = (indicators.variable(i) for i in range(3))
    assert indicators.heaviside(x - y).essential_variables == (0, 1)
    assert indicators.arguments == ()
    s = x + y - 2 * z
    h = indicators.heaviside(s)
    assert indicators.arguments == (s,)
    for p in range(8):
        assert h.value(indicators.extended_point(p)) == (s.value(p) > 0)


@pytest.mark.parametrize(
    ("encoding", "terms", "decided"),
    [
        (Encoding.BITS, {0: 1, 1: 2, 6: 3}, 1),
        (Encoding.BITS, {0: 4, 1: -2, 2: -1}, 1),
        (Encoding.BITS, {0: 3, 1: -2, 2: -1}, None),
        (Encoding.BITS, {1: -2, 2: -1}, 0),
        (Encoding.BITS, {0: -3, 1: 2, 2: 1}, 0),
        (Encoding.SIGNS, {0: 4, 1: -2, 2: 1}, 1),
        (Encoding.SIGNS, {0: 3, 1: -2, 2: 1}, None),
        (Encoding.SIGNS, {0: -3, 1: -2, 2: 1}, 0),
        (Encoding.BITS, {}, 0),
        (Encoding.SIGNS, {0: Fraction(1, 2)}, 1),
    ],
)
def test_coefficients_that_decide_the_sign_need_no_indicator(encoding, terms, decided):
    indicators = Indicators(3, encoding, 0 if decided is not None else 1, tabulation_limit=0)
    h = indicators.heaviside(CubePolynomial(indicators.dimension, encoding, terms))
    if decided is None:
        assert h.degree == 1
    else:
        assert h == indicators.constant(decided)


@pytest.mark.parametrize("encoding", Encoding)
def test_positive_parts_of_opposite_arguments_fit_together(encoding):
    indicators = Indicators(1, encoding, 1)
    s = A * indicators.variable(0) + B
    assert RELU.polynomial(s, indicators) - RELU.polynomial(-s, indicators) == s
    assert RELU.polynomial(s, indicators) + RELU.polynomial(-s, indicators) == ABSOLUTE.polynomial(s, indicators)
    assert ABSOLUTE.polynomial(-2 * s, indicators) == 2 * ABSOLUTE.polynomial(s, indicators)
    assert len(indicators.arguments) == 1


@given(encodings, st.permutations([1, -1, 2, -2]))
def test_positive_parts_stay_the_same_whatever_else_is_asked_for(encoding, order):
    indicators = Indicators(1, encoding, 2)
    s = A * indicators.variable(0) + B
    before = {}
    for k in order:
        (RELU if abs(k) == 1 else HEAVISIDE).polynomial(s * k, indicators)
        if abs(k) == 1:
            before[k] = RELU.polynomial(s * k, indicators)
    assert before == {k: RELU.polynomial(s * k, indicators) for k in (1, -1)}
    assert before[1] - before[-1] == s


@given(encodings, st.permutations([1, -1, 2, -2]), st.tuples(rationals(), rationals()))
def test_positive_parts_are_right_in_whatever_order_they_are_asked_for(encoding, order, values):
    indicators = Indicators(1, encoding, 2)
    s = A * indicators.variable(0) + B
    asked = [(k, (RELU if abs(k) == 1 else HEAVISIDE).polynomial(s * k, indicators)) for k in order]
    numbers = dict(zip("ab", values, strict=True))
    for p in range(2):
        point = indicators.extended_point(p, numbers)
        t = s.assign(numbers).value(p)
        for k, q in asked:
            f = RELU if abs(k) == 1 else HEAVISIDE
            assert q.assign(numbers).value(point) == f.value(t * k)


@pytest.mark.parametrize("encoding", Encoding)
def test_the_positive_part_of_what_is_never_negative_is_itself(encoding):
    indicators = Indicators(20, encoding, 0)
    shift = 0 if encoding is Encoding.BITS else 20
    s = sum((indicators.variable(i) for i in range(20)), indicators.constant(shift))
    assert RELU.polynomial(s, indicators) == s
    assert RELU.polynomial(-s, indicators) == indicators.constant(0)


def test_indicators_are_named_by_their_label_or_their_argument():
    bits = Indicators(2, Encoding.BITS, 3, names=("u", "v"))
    s = A * bits.variable(0) - bits.variable(1)
    bits.heaviside(s, label="S_1")
    bits.heaviside(2 * s, label="another")
    bits.heaviside(-s)
    bits.heaviside(s + 1, label="S_1")
    assert bits.names == ("u", "v", "H(S_1)", "H(-a*u + v)", "H(1 + a*u - v)")
    signs = Indicators(1, Encoding.SIGNS, 2)
    signs.heaviside(A * signs.variable(0), label="S")
    signs.heaviside(signs.variable(1) + A)
    assert signs.names == ("x1", "sgn(S)", "sgn(a + sgn(S))")


def test_equal_texts_of_different_arguments_get_different_names():
    indicators = Indicators(1, Encoding.BITS, 2)
    indicators.heaviside(A * indicators.variable(0))
    indicators.heaviside(A * parameter("x1") * indicators.constant(1))
    assert len(set(indicators.names)) == 3


def test_there_is_no_more_room_than_the_capacity():
    indicators = Indicators(1, Encoding.BITS, 1)
    indicators.heaviside(A * indicators.variable(0))
    with pytest.raises(TooLargeError, match="room for 1 hard decisions") as caught:
        indicators.heaviside(B * indicators.variable(0))
    assert (caught.value.size, caught.value.limit) == (2, 1)
    assert repr(indicators) == "Indicators(n=1, bits, 1 of 1 in use)"


def test_dimension_zero_has_one_point():
    indicators = Indicators(0, Encoding.SIGNS, 1)
    assert indicators.heaviside(indicators.constant(3)) == indicators.constant(1)
    assert indicators.heaviside(indicators.constant(A)).degree == 1
    assert indicators.extended_point(0, {"a": 1}) == 1
    assert indicators.extended_point(0, {"a": -1}) == 0


def test_a_missing_parameter_is_refused():
    indicators = Indicators(0, Encoding.BITS, 1)
    indicators.heaviside(indicators.constant(A))
    with pytest.raises(DomainError, match="every parameter must have a value, but a has none"):
        indicators.extended_point(0)


def test_foreign_signals_and_wrong_arguments_are_refused():
    indicators = Indicators(2, Encoding.BITS, 1)
    with pytest.raises(DomainError, match="must live on the ambient cube, n = 3 in bits, not n = 3 in signs"):
        indicators.heaviside(CubePolynomial.variable(0, 3, Encoding.SIGNS))
    with pytest.raises(TypeError, match="must be a CubePolynomial, not 1"):
        indicators.heaviside(1)
    with pytest.raises(DomainError, match=r"an index in 0, \.\.\., 1, not 2"):
        indicators.variable(2)
    with pytest.raises(DomainError, match="2 different ones"):
        Indicators(2, Encoding.BITS, 0, names=("x", "x"))
    with pytest.raises(DomainError, match="2 different ones"):
        Indicators(2, Encoding.BITS, 0, names=("x",))
    with pytest.raises(DomainError):
        Indicators(2, Encoding.BITS, -1)
    with pytest.raises(TooLargeError):
        Indicators(2, Encoding.BITS, 0, tabulation_limit=25)
    with pytest.raises(DomainError):
        indicators.extended_point(4)


def test_symbolic_arguments_are_not_tabulated():
    indicators = Indicators(1, Encoding.BITS, 0)
    assert indicators.tabulate(A * indicators.variable(0), abs) is None
    assert isinstance((A * indicators.variable(0)).value(1), ParameterPolynomial)

"""The laws of `tests.laws`, run on every type that claims them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.boolean import BooleanFunction
from exact.cube import Encoding
from exact.parameters import ParameterPolynomial
from exact.polynomial import CubePolynomial
from exact.spectrum import moebius_transform, walsh_spectrum
from tests import laws
from tests.strategies import dimensions, encodings, parameter_polynomials, polynomials, rationals


def cubes(count):
    """Some polynomials on one cube."""

    def on_one_cube(place):
        return st.tuples(*(polynomials(*place) for _ in range(count)))

    return st.tuples(dimensions, encodings).flatmap(on_one_cube)


def constants(n, encoding):
    return CubePolynomial.constant(0, n, encoding), CubePolynomial.constant(1, n, encoding)


@given(cubes(3))
def test_polynomials_on_the_cube_are_a_commutative_ring(abc):
    a, b, c = abc
    laws.check_commutative_ring(a, b, c, *constants(a.n, a.encoding))


@given(cubes(2), rationals(), rationals())
def test_polynomials_on_the_cube_are_an_algebra_over_the_rationals(ab, q, r):
    laws.check_algebra_over_rationals(*ab, q, r)


@given(cubes(1))
def test_powers_of_polynomials_on_the_cube_are_repeated_products(a):
    laws.check_powers(a[0], constants(a[0].n, a[0].encoding)[1], range(5))


@given(cubes(2))
def test_changing_the_encoding_is_a_homomorphism(ab):
    a, b = ab
    other = Encoding.SIGNS if a.encoding is Encoding.BITS else Encoding.BITS
    laws.check_homomorphism(lambda q: q.to_encoding(other), a, b, *constants(a.n, a.encoding))


@given(cubes(2), st.data())
def test_evaluation_at_a_point_is_a_homomorphism(ab, data):
    a, b = ab
    p = data.draw(st.integers(0, 2**a.n - 1))
    laws.check_homomorphism(lambda q: q.value(p), a, b, *constants(a.n, a.encoding))


@given(cubes(2), st.data())
def test_restriction_is_a_homomorphism(ab, data):
    a, b = ab
    bits = data.draw(st.dictionaries(st.integers(0, max(a.n - 1, 0)), st.integers(0, 1), max_size=a.n))
    laws.check_homomorphism(lambda q: q.restrict(bits), a, b, *constants(a.n, a.encoding))


@given(cubes(2), rationals())
def test_assigning_parameters_is_a_homomorphism(ab, value):
    a, b = ab
    values = {"a": value, "b": ParameterPolynomial(("a", "c"), {(1, 0): 1, (0, 2): 3})}
    laws.check_homomorphism(lambda q: q.assign(values), a, b, *constants(a.n, a.encoding))


@given(cubes(1))
def test_polynomials_on_the_cube_are_values(a):
    laws.check_value_object(a[0], CubePolynomial(a[0].n, a[0].encoding, list(reversed(a[0].terms))))


@given(parameter_polynomials(), parameter_polynomials(), parameter_polynomials("bd"))
def test_parameter_polynomials_are_a_commutative_ring(a, b, c):
    laws.check_commutative_ring(a, b, c, ParameterPolynomial.constant(0), ParameterPolynomial.constant(1))


@given(parameter_polynomials(), parameter_polynomials("bd"), rationals(), rationals())
def test_parameter_polynomials_are_an_algebra_over_the_rationals(a, b, q, r):
    laws.check_algebra_over_rationals(a, b, q, r)


@given(parameter_polynomials())
def test_powers_of_parameter_polynomials_are_repeated_products(a):
    laws.check_powers(a, ParameterPolynomial.constant(1), range(5))


@given(parameter_polynomials(), parameter_polynomials())
def test_replacing_parameters_is_a_homomorphism(a, b):
    values = {"a": ParameterPolynomial(("b", "d"), {(1, 0): 1, (0, 1): -2}), "b": Fraction(1, 2)}
    zero, one = ParameterPolynomial.constant(0), ParameterPolynomial.constant(1)
    laws.check_homomorphism(lambda q: q.assign(values), a, b, zero, one)


@given(parameter_polynomials())
def test_parameter_polynomials_are_values(a):
    laws.check_value_object(a, ParameterPolynomial(a.names, dict(reversed(a.terms))))


@given(st.integers(0, 255))
def test_spectra_and_moebius_transforms_are_values(table):
    f = BooleanFunction(3, table)
    laws.check_value_object(walsh_spectrum(f), walsh_spectrum(f))
    laws.check_value_object(moebius_transform(f), moebius_transform(f))


@pytest.mark.parametrize(
    "value", [CubePolynomial.variable(0, 1, Encoding.BITS), ParameterPolynomial(("a",), {(1,): 1})]
)
@pytest.mark.parametrize("foreign", [1.5, True, "x", None, 1j])
def test_foreign_operands_are_type_errors(value, foreign):
    operations = (
        lambda: value + foreign,
        lambda: foreign - value,
        lambda: value * foreign,
        lambda: value / foreign,
        lambda: value**foreign,
    )
    for operation in operations:
        with pytest.raises(TypeError):
            operation()
    assert value != foreign

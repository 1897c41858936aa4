"""To sympy and back; what sympy can say and we cannot is refused, node by node."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from exact.cube import Encoding, coordinates
from exact.errors import DomainError, TooLargeError
from exact.interchange import coefficient_from_sympy, polynomial_from_sympy, to_sympy
from exact.parameters import ParameterPolynomial, coefficient, parameter
from exact.polynomial import CubePolynomial
from tests.strategies import coefficients, dimensions, encodings, parameter_polynomials, polynomials

BITS, SIGNS = Encoding.BITS, Encoding.SIGNS
x1, x2, a = sympy.symbols("x1 x2 a")


@given(st.tuples(dimensions, encodings).flatmap(lambda place: polynomials(*place)))
def test_polynomials_come_back_from_sympy(q):
    expression = to_sympy(q)
    assert isinstance(expression, sympy.Expr)
    assert polynomial_from_sympy(expression, q.n, q.encoding, parameters=q.parameters) == q
    assert CubePolynomial.from_sympy(q.to_sympy(), q.n, q.encoding, parameters=q.parameters) == q
    assert polynomial_from_sympy(sympy.factor(expression), q.n, q.encoding, parameters=q.parameters) == q


@given(coefficients())
def test_coefficients_come_back_from_sympy(c):
    back = coefficient_from_sympy(to_sympy(c))
    assert back == c
    assert type(back) is type(c)


@given(parameter_polynomials(), parameter_polynomials())
def test_sympy_multiplies_alike(q, r):
    product = sympy.expand(q.to_sympy() * r.to_sympy())
    assert coefficient_from_sympy(product) == q * r


@given(st.tuples(dimensions, encodings).flatmap(lambda place: polynomials(*place)))
def test_sympy_evaluates_alike(q):
    expression = q.to_sympy()
    for p in range(min(2**q.n, 4)):
        point = {f"x{i + 1}": x for i, x in enumerate(coordinates(p, q.n, q.encoding))}
        assert coefficient_from_sympy(expression.subs(point)) == q.value(p)


@pytest.mark.parametrize(("encoding", "text"), [(BITS, "4 + 5*x1 + x2 + 6*x1*x2"), (SIGNS, "9 + 2*x2 + 4*x1 + x1*x2")])
def test_expressions_are_reduced_on_the_cube(encoding, text):
    expression = (x1 + 2) ** 2 * (1 + x2 / 2) ** 2 * 2 / 2
    q = polynomial_from_sympy(expression, 2, encoding)
    for p in range(4):
        u, v = coordinates(p, 2, encoding)
        assert q.value(p) == (u + 2) ** 2 * (1 + Fraction(v, 2)) ** 2
    assert q == CubePolynomial.from_values(q.values(), encoding), text


def test_names_and_parameters_are_told_apart():
    q = polynomial_from_sympy(a * x2 + x1**3 / 3, 2, BITS, ["x2", "x1"], parameters=["a"])
    assert q == CubePolynomial(2, BITS, {1: parameter("a"), 2: Fraction(1, 3)})
    assert q.to_sympy(["x2", "x1"]) == a * x2 + x1 / 3
    assert coefficient_from_sympy(a + 1, parameters=["a"]) == parameter("a") + 1


def test_constants_are_constants():
    assert polynomial_from_sympy(sympy.Rational(3, 2), 0, SIGNS) == CubePolynomial.constant(Fraction(3, 2), 0, SIGNS)
    assert to_sympy(CubePolynomial(2, BITS, {})) == 0
    assert to_sympy(Fraction(3, 2)) == sympy.Rational(3, 2)
    assert coefficient_from_sympy(sympy.Integer(4)) == 4
    assert to_sympy(ParameterPolynomial.constant(0)) == 0
    assert coefficient(ParameterPolynomial.constant(0)) == 0


REFUSED = [
    x1 + sympy.Float("0.5"),
    sympy.sin(x1),
    1 / x1,
    sympy.sqrt(x1),
    x1**a,
    2**x1,
    sympy.pi,
    sympy.I * x1,
    sympy.nan,
    sympy.oo,
    sympy.zoo,
    sympy.Symbol("y"),
    sympy.Function("f")(x1),
    sympy.Abs(x1),
    sympy.Integral(x1, x1),
    sympy.Dummy("y"),
    sympy.Symbol("x1") + sympy.Symbol("x1", positive=True),
]


@pytest.mark.parametrize("expression", REFUSED, ids=map(str, range(len(REFUSED))))
def test_what_is_no_polynomial_with_rational_coefficients_is_refused(expression):
    with pytest.raises(DomainError, match="must"):
        polynomial_from_sympy(expression, 2, BITS, parameters=["a"])


@pytest.mark.parametrize(
    "expression", ["x1", 1, None, 0.5, sympy.Poly(x1), sympy.true, sympy.Eq(x1, 1), [x1]], ids=range(8)
)
def test_what_is_no_expression_is_a_type_error(expression):
    with pytest.raises(TypeError, match="a sympy expression is needed"):
        polynomial_from_sympy(expression, 2, BITS)


def test_symbols_must_be_known():
    with pytest.raises(DomainError, match="a symbol must be one of x1, not 'x2'"):
        polynomial_from_sympy(x2, 1, BITS)
    with pytest.raises(DomainError, match="a symbol must be one of b, not 'a'"):
        coefficient_from_sympy(a, parameters=["b"])
    with pytest.raises(DomainError, match="a parameter must be named by a letter"):
        coefficient_from_sympy(sympy.Symbol("a b"))


def test_names_must_be_different():
    q = CubePolynomial(2, BITS, {3: parameter("a")})
    with pytest.raises(DomainError, match="must be different"):
        to_sympy(q, ["x", "x"])
    with pytest.raises(DomainError, match="a parameter must not be named like a variable, as 'a' is"):
        to_sympy(q, ["a", "b"])
    with pytest.raises(DomainError, match="a name for x2"):
        to_sympy(q, ["x"])
    with pytest.raises(DomainError, match="there must be 2 names of variables, not 1"):
        polynomial_from_sympy(x1, 2, BITS, ["x1"])
    with pytest.raises(DomainError, match="as 'x1' is"):
        polynomial_from_sympy(x1, 2, BITS, parameters=["x1"])


def test_deep_and_huge_expressions_are_refused():
    deep = x1
    for _ in range(300):
        deep = sympy.Mul(sympy.Add(deep, 1, evaluate=False), 2, evaluate=False)
    with pytest.raises(TooLargeError, match="nested at most 200 deep"):
        polynomial_from_sympy(deep, 1, BITS)
    with pytest.raises(TooLargeError, match="exponent"):
        coefficient_from_sympy((a + 1) ** (10**20))
    with pytest.raises(TooLargeError, match="may have coefficients of"):
        coefficient_from_sympy(sympy.Pow(2, 10**20, evaluate=False))
    with pytest.raises(TooLargeError, match="may have coefficients of"):
        polynomial_from_sympy((x1 + 1) ** (10**20), 1, BITS)


def test_only_values_of_ours_go_to_sympy():
    with pytest.raises(TypeError):
        to_sympy(0.5)

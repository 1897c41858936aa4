"""Plain text that is read back, LaTeX that balances, and short forms of long polynomials."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.cube import Encoding
from exact.errors import DomainError
from exact.expression import read_expression
from exact.parameters import ParameterPolynomial, coefficient, parameter
from exact.polynomial import CubePolynomial
from exact.printing import (
    LONGEST,
    SHORT,
    coefficient_latex,
    coefficient_text,
    latex_name,
    parameter_polynomial_text,
    rational_latex,
    rational_text,
    shortened,
    variable_names,
)
from tests.strategies import dimensions, encodings, parameter_polynomials, polynomials

BITS, SIGNS = Encoding.BITS, Encoding.SIGNS
a, b = parameter("a"), parameter("b")


def as_parameters(q):
    """The cube polynomial as a polynomial in its parameters and variables."""
    total = ParameterPolynomial.constant(0)
    for mask, c in q.terms:
        term = ParameterPolynomial.constant(1)
        for i in range(q.n):
            if mask >> i & 1:
                term = term * parameter(f"x{i + 1}")
        total = total + term * c
    return coefficient(total)


# ---------------------------------------------------------------------------------------------------------- plain text


@given(parameter_polynomials())
def test_the_text_of_a_parameter_polynomial_is_read_back(q):
    assert read_expression(str(q)) == q
    assert read_expression(coefficient_text(coefficient(q))) == q


@given(st.tuples(dimensions, encodings).flatmap(lambda place: polynomials(*place)))
def test_the_text_of_a_cube_polynomial_is_read_back(q):
    assert read_expression(str(q)) == as_parameters(q)


@pytest.mark.parametrize(
    ("q", "text", "latex"),
    [
        (CubePolynomial(0, BITS, {}), "0", "0"),
        (CubePolynomial(1, BITS, {0: -1}), "-1", "-1"),
        (CubePolynomial(1, BITS, {1: -1}), "-x1", "-x_{1}"),
        (CubePolynomial(2, BITS, {3: Fraction(-3, 2), 0: 1}), "1 - 3/2*x1*x2", r"1 - \frac{3}{2} x_{1} x_{2}"),
        (CubePolynomial(12, BITS, {1 << 11: 2, 1: 3}), "3*x1 + 2*x12", "3 x_{1} + 2 x_{12}"),
        (CubePolynomial(1, BITS, {1: -a, 0: -a + 1}), "(-a + 1) - a*x1", r"\left(-a + 1\right) - a x_{1}"),
        (CubePolynomial(1, BITS, {1: -2 * a**2 * b}), "-2*a^2*b*x1", "-2 a^{2} b x_{1}"),
        (CubePolynomial(1, BITS, {1: a / 2 - b}), "(1/2*a - b)*x1", r"\left(\frac{1}{2} a - b\right) x_{1}"),
    ],
    ids=range(8),
)
def test_terms_are_printed_by_degree_then_by_mask(q, text, latex):
    assert str(q) == q.to_text() == text
    assert q.to_latex() == latex
    assert repr(q) == f"CubePolynomial(n={q.n}, bits: {text})"
    assert q._repr_latex_() == f"${latex}$"


def test_parameter_polynomials_are_printed_in_decreasing_order():
    q = (parameter("w1") - 2) ** 2 / 4
    assert str(q) == "1/4*w1^2 - w1 + 1"
    assert q.to_latex() == r"\frac{1}{4} w_{1}^{2} - w_{1} + 1"
    assert repr(q) == "ParameterPolynomial(1/4*w1^2 - w1 + 1)"
    assert q._repr_latex_() == rf"${q.to_latex()}$"
    assert coefficient_latex(q) == q.to_latex()
    assert coefficient_latex(Fraction(-1, 2)) == r"-\frac{1}{2}"


def test_names_may_be_given():
    q = CubePolynomial(3, SIGNS, {0b11: 2, 0b10: -1})
    assert q.to_text(["S", "gate"]) == "-gate + 2*S*gate"
    assert q.to_latex(["S", "gate"]) == r"-\mathrm{gate} + 2 S \, \mathrm{gate}"
    assert list(variable_names(q, None)) == ["x1", "x2"]
    with pytest.raises(DomainError, match="there must be a name for x2, not only 1 names"):
        q.to_latex(["S"])


def test_integers_that_python_does_not_print_are_printed():
    value = 10**5000 + 7
    text = "1" + "0" * 4999 + "7"
    assert rational_text(value) == text
    assert rational_text(Fraction(-1, value)) == f"-1/{text}"
    assert rational_latex(Fraction(-1, value)) == rf"-\frac{{1}}{{{text}}}"
    assert len(repr(CubePolynomial(1, BITS, {1: value}))) < 500


# --------------------------------------------------------------------------------------------------------- short forms


def test_only_the_largest_terms_are_shown_on_demand():
    q = CubePolynomial(2, BITS, {0: 1, 1: -5, 2: 3, 3: 5})
    assert q.to_text(maximum_terms=2) == "-5*x1 + 5*x1*x2 + 2 further terms"
    assert q.to_text(maximum_terms=3) == "-5*x1 + 5*x1*x2 + 3*x2 + 1 further term"
    assert q.to_text(maximum_terms=4) == q.to_text(maximum_terms=9) == str(q)
    assert q.to_text(maximum_terms=0) == "4 further terms"
    assert q.to_latex(maximum_terms=1) == r"-5 x_{1} + \text{3 further terms}"
    assert q.to_latex(maximum_terms=0) == r"\text{4 further terms}"
    assert parameter_polynomial_text(a - 3 * b + 2, 1) == "-3*b + 2 further terms"


@pytest.mark.parametrize("maximum", [-1, 1.0, True, "1"])
def test_a_number_of_terms_must_be_one(maximum):
    with pytest.raises(DomainError, match="the number of terms to show"):
        (a + b).to_text(maximum)
    with pytest.raises(DomainError, match="the number of terms to show"):
        CubePolynomial(1, BITS, {1: 1}).to_latex(maximum_terms=maximum)


def test_the_repr_of_a_large_polynomial_is_short():
    n = 16
    q = CubePolynomial(n, SIGNS, {mask: mask + 1 for mask in range(2**n)})
    assert repr(q).endswith(f" + {2**n - SHORT // 2} further terms)")  # twelve terms of these are too long
    assert len(repr(q)) < LONGEST + 50
    linear = CubePolynomial(100, SIGNS, {1 << i: i + 1 for i in range(100)})
    assert repr(linear).startswith("CubePolynomial(n=100, signs: 100*x100 + 99*x99 + ")
    assert repr(linear).endswith(f"x89 + {100 - SHORT} further terms)")
    assert repr(linear * 10**600).endswith(" ...)")
    assert repr(sum((parameter(f"a{i}") for i in range(SHORT + 1)), a)).endswith("+ 2 further terms)")


def test_a_text_is_cut_after_so_many_characters():
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd", 3) == "abc ..."


# --------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("x", "x"),
        ("x1", "x_{1}"),
        ("w12", "w_{12}"),
        ("w_1_2", "w_{1,2}"),
        ("w_out", r"w_{\mathrm{out}}"),
        ("gate3", r"\mathrm{gate}_{3}"),
        ("alpha", r"\alpha"),
        ("Theta_2", r"\Theta_{2}"),
        ("alphabet", r"\mathrm{alphabet}"),
        ("H(S)", "H(S)"),
        ("sgn(w1*x1^2 - 3/2)", r"\operatorname{sgn}(w_{1} x_{1}^{2} - 3/2)"),
        ("H(a)#12", r"H(a)\#12"),
        ("x__", "x"),
        ("the 1st", r"\text{the 1st}"),
        ("50%", r"\text{50\%}"),
        ("a\\b{c}", r"\text{a\textbackslash{}b\{c\}}"),
        ("é", r"\text{é}"),
        ("", ""),
    ],
)
def test_names_become_latex(name, latex):
    assert latex_name(name) == latex


@given(st.text(max_size=20))
def test_latex_of_any_name_has_balanced_braces(name):
    latex = re.sub(r"\\[{}]", "", latex_name(name))
    depth = 0
    for character in latex:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


@given(st.tuples(dimensions, encodings).flatmap(lambda place: polynomials(*place)))
def test_latex_of_any_polynomial_has_balanced_groups(q):
    latex = q.to_latex()
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left(") == latex.count(r"\right)")
    assert "*" not in latex

"""Expressions in named parameters: the grammar, the limits, and nothing but our own errors for any text."""

import string
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.errors import ExactError, InputError, TooLargeError
from exact.expression import MAXIMUM_EXPONENT, MAXIMUM_NAMES, read_expression
from exact.parameters import ParameterPolynomial, parameter
from exact.text_reader import MAXIMUM_DEPTH, MAXIMUM_LENGTH

a, b = parameter("a"), parameter("b")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("0.1", Fraction(1, 10)),
        ("1/3^2", Fraction(1, 9)),
        ("-2^2", -4),
        ("2^3^2", 512),
        ("8/4/2", 1),
        ("1 - 2 - 3", -4),
        ("1/(1/3)", 3),
        ("0^0", 1),
        ("2 * -3", -6),
        ("+-+2", -2),
        ("0*a", 0),
        ("\t( a )\r\n", a),
        ("a - a + 1/2", Fraction(1, 2)),
        ("3/2*a*b - (a + 1)^2/4 + 0.25", Fraction(3, 2) * a * b - (a + 1) ** 2 / 4 + Fraction(1, 4)),
        ("a**2", a * a),
        ("-a^2*b", -(a * a * b)),
        ("2^(1+1)*a", 4 * a),
        ("(a - b)*(a + b)", a * a - b * b),
        (f"a^{MAXIMUM_EXPONENT}", a**MAXIMUM_EXPONENT),
        ("(0*a)^64", 0),
        ("1" + "0" * 3999, 10**3999),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_text_gives_its_value_in_normal_form(text, value):
    found = read_expression(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "an expression must not be empty"),
        ("  ", "an expression must not be empty"),
        ("a b", "column 3: an expression must go on with an operator or end here, not 'b'"),
        ("2a", "column 2: an expression must go on with an operator or end here, not 'a'"),
        ("1e5", "column 2: an expression must go on with an operator or end here, not 'e5'"),
        ("a)", r"column 2: an expression must go on with an operator or end here, not '\)'"),
        ("(a", r"column 3: an expression must go on with '\)' here, not the end of the text"),
        ("()", r"column 2: an expression must have an operand here, not '\)'"),
        ("a +", "column 4: an expression must have an operand here, not the end of the text"),
        ("a + * b", r"column 5: an expression must have an operand here, not '\*'"),
        ("a.b", r"column 2: an expression must not contain the character '\.'"),
        ("\xe9", "column 1: an expression must not contain the character"),
        ("\u0661", "column 1: an expression must not contain the character"),
        ("1_0", "column 2: an expression must not contain the character '_'"),
        ("1/0", "column 2: the divisor must not be zero"),
        ("1/(a - a)", "column 2: the divisor must not be zero"),
        ("1/a", "column 2: the divisor must be a number"),
        ("2^a", "column 2: an exponent must be a number"),
        ("a^-1", "column 2: an exponent must be an integer in 0, ..., 64, not -1"),
        ("a^65", "not 65"),
        ("a^0.5", "not 1/2"),
        ("a^(1" + "0" * 3999 + "*10)", "not a number of many digits"),
        ("9" * 4001, "column 1: a number must have at most 4000 characters"),
        ("(" * (MAXIMUM_DEPTH + 1), "column 101: an expression must be nested at most 100 deep"),
        ("-" * 5000 + "a", "column 101: an expression must be nested at most 100 deep"),
        ("a^" * 5000 + "2", "nested at most 100 deep"),
        ("a" * (MAXIMUM_LENGTH + 1), "an expression must have at most 100000 characters, not 100001"),
        ("__import__('os').system('true')", "column 1: an expression must not contain the character '_'"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_text_that_is_no_expression_is_refused_with_its_column(text, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        read_expression(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("((a+b)^64)^64", 5000),
        ("((a^64)^64)", 1000),
        ("(((999999^64)^64)^64)^64", 26576),
        ("*".join(["(a+b+c+d)"] * 40), 5000),
        ("+".join(f"1/{10**8 + i}" for i in range(8000)), 26576),
        ("*1/".join(str(10**8 + i) for i in range(8000)), 26576),
        ("10^64" + "*10^64" * 70, 13288),
        ("+".join(f"a{i}" for i in range(MAXIMUM_NAMES + 1)), MAXIMUM_NAMES),
        ("+".join(f"(a+b+c)^60*d^{i}" for i in range(4)), 300_000),
        ("+".join(f"(a+b+c)^30*d^{i}" for i in range(20)), 5000),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_text_for_a_huge_polynomial_is_refused_before_it_is_computed(text, limit):
    start = time.process_time()
    with pytest.raises(TooLargeError) as caught:
        read_expression(text)
    assert caught.value.limit == limit
    assert time.process_time() - start < 5


def test_only_the_allowed_names_may_occur():
    assert read_expression("a + 1", names=["a", "b"]) == a + 1
    with pytest.raises(InputError, match=r"column 5: a parameter must be one of .*\(a, b\), not 'c'"):
        read_expression("a + c", names={"b", "a"})
    with pytest.raises(InputError, match="none: only numbers"):
        read_expression("a", names=())


@pytest.mark.parametrize("wrong", [None, 3, 0.5, b"a", ["a"]])
def test_what_is_no_text_is_a_type_error(wrong):
    with pytest.raises(TypeError, match="an expression must be a str"):
        read_expression(wrong)


@st.composite
def expression_trees(draw):
    """Pairs (text, value), the value computed by the arithmetic of `ParameterPolynomial` beside the text."""
    leaves = st.one_of(
        st.sampled_from([("a", a), ("b", b)]),
        st.integers(0, 9).map(lambda k: (str(k), ParameterPolynomial.constant(k))),
        st.integers(0, 99).map(lambda k: (f"{k // 10}.{k % 10}", ParameterPolynomial.constant(Fraction(k, 10)))),
    )

    def extend(children):
        pair = st.tuples(children, children)
        return st.one_of(
            pair.map(lambda p: (f"({p[0][0]}) + ({p[1][0]})", p[0][1] + p[1][1])),
            pair.map(lambda p: (f"({p[0][0]}) - ({p[1][0]})", p[0][1] - p[1][1])),
            pair.map(lambda p: (f"({p[0][0]})*({p[1][0]})", p[0][1] * p[1][1])),
            children.map(lambda p: (f"-({p[0]})", -p[1])),
            st.tuples(children, st.integers(0, 3)).map(lambda p: (f"({p[0][0]})^{p[1]}", p[0][1] ** p[1])),
            st.tuples(children, st.integers(1, 5)).map(lambda p: (f"({p[0][0]})/{p[1]}", p[0][1] / p[1])),
        )

    return draw(st.recursive(leaves, extend, max_leaves=6))


@given(expression_trees())
def test_the_value_agrees_with_the_arithmetic_of_parameter_polynomials(pair):
    text, value = pair
    assert read_expression(text) == value


@given(expression_trees())
def test_what_is_printed_reads_back(pair):
    value = read_expression(pair[0])
    assert read_expression(str(value)) == value


@given(st.one_of(st.text(max_size=60), st.text(alphabet="ab12.+-*/^() \n", max_size=40), st.text(string.printable)))
def test_any_text_gives_a_value_or_one_of_our_errors(text):
    try:
        value = read_expression(text)
    except ExactError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert type(value) in (int, Fraction, ParameterPolynomial)

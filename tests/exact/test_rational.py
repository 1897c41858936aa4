"""Numbers at the border: what is let in, and in which form everything leaves."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.errors import InputError
from exact.rational import parse_rational, rational, rational_from_float, rational_square_root


@given(st.fractions())
def test_the_normal_form_is_an_int_where_it_can_be(value):
    result = rational(value)
    assert result == value
    assert type(result) is (int if value.denominator == 1 else Fraction)


@pytest.mark.parametrize("value", [True, 1.0, "1", None, 1j, Decimal(1)])
def test_other_types_are_refused(value):
    with pytest.raises(TypeError, match="must be an int or a Fraction"):
        rational(value)


@given(st.fractions())
def test_fractions_are_read_back(value):
    assert parse_rational(str(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Fraction(1, 10)),
        ("-0.250", Fraction(-1, 4)),
        ("+3", 3),
        ("6/4", Fraction(3, 2)),
        ("00", 0),
        ("-0", 0),
        ("9" * 4000, 10**4000 - 1),
    ],
)
def test_numbers_are_read_exactly(text, value):
    result = parse_rational(text)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1_0",
        "١٢",
        "1e3",
        "inf",
        "nan",
        "0x10",
        "1/-2",
        "1/0",
        "1.",
        ".5",
        "--1",
        "1/2/3",
        "1\n",
        "9" * 4001,
    ],
)
def test_other_texts_are_refused(text):
    with pytest.raises(InputError):
        parse_rational(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_the_dyadic_rationals_that_they_are(value):
    result = rational_from_float(value)
    assert Fraction(value) == result
    assert result.denominator & (result.denominator - 1) == 0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(InputError, match="finite"):
        rational_from_float(value)


@pytest.mark.parametrize("value", [1, True, "0.5", None])
def test_only_floats_come_through_the_door_for_floats(value):
    with pytest.raises(TypeError, match="must be a float"):
        rational_from_float(value)


@given(st.fractions())
def test_square_roots_of_squares_are_found(value):
    assert rational_square_root(rational(value**2)) == abs(value)


@pytest.mark.parametrize("value", [-1, 2, Fraction(1, 2), Fraction(4, 3), Fraction(-4, 9)])
def test_other_numbers_have_no_rational_square_root(value):
    assert rational_square_root(value) is None

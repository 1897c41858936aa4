"""Enclosures: logarithms hold against integer powers, comparisons have three answers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.enclosure import Answer, Enclosure, euler_enclosure, log2_enclosure
from exact.errors import DomainError


def is_below_log2(bound, value):
    """Decide a / b <= log2(value) without logarithms: 2^a <= value^b, for a coarse bound below the given one."""
    denominator = 1 << 10
    coarse = bound.numerator * denominator // bound.denominator
    return 2**coarse <= value**denominator


def is_above_log2(bound, value):
    denominator = 1 << 10
    coarse = -(-bound.numerator * denominator // bound.denominator)
    return 2**coarse >= value**denominator


@given(st.integers(1, 10**30))
def test_an_enclosure_of_a_logarithm_holds_it(value):
    bits = log2_enclosure(value)
    assert is_below_log2(bits.lower, value)
    assert is_above_log2(bits.upper, value)
    assert bits.upper - bits.lower < Fraction(1, 2**100)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_logarithm_of_a_quotient_is_the_difference(a, b):
    quotient = log2_enclosure(Fraction(a, b))
    difference = log2_enclosure(a) + log2_enclosure(b).times(-1)
    assert quotient.is_at_most(difference) is not Answer.NO
    assert difference.is_at_most(quotient) is not Answer.NO


@pytest.mark.parametrize("exponent", [-70, -1, 0, 1, 64, 100_000])
def test_the_logarithm_of_a_power_of_two_is_exact(exponent):
    assert log2_enclosure(Fraction(2) ** exponent) == Enclosure.exactly(exponent)


def test_the_partial_sums_of_its_series_lie_around_e():
    total, term = Fraction(0), Fraction(1)
    for k in range(1, 20):
        total += term
        term /= k
    e = euler_enclosure()
    assert total < e.lower
    assert e.upper < total + 2 * term


def test_comparisons_have_three_answers():
    assert log2_enclosure(5).is_at_most(log2_enclosure(6)) is Answer.YES
    assert log2_enclosure(6).is_at_most(log2_enclosure(5)) is Answer.NO
    assert log2_enclosure(5).is_at_most(log2_enclosure(5)) is Answer.UNKNOWN
    assert Enclosure.exactly(2).is_at_most(Enclosure.exactly(2)) is Answer.YES


def test_decimals_are_rounded_outwards():
    assert Enclosure.exactly(Fraction(-1, 3)).to_decimals(3) == ("-0.334", "-0.333")
    assert Enclosure.exactly(Fraction(5, 2)).to_decimals(0) == ("2", "3")
    assert Enclosure.exactly(-2).to_decimals(1) == ("-2.0", "-2.0")


def test_what_has_no_logarithm_is_refused():
    for value in (0, -1, Fraction(-1, 2)):
        with pytest.raises(DomainError, match="positive"):
            log2_enclosure(value)
    with pytest.raises(DomainError, match="must not be above"):
        Enclosure(Fraction(1), Fraction(0))


@given(st.lists(st.fractions(-9, 9, max_denominator=20), min_size=4, max_size=4), st.integers(0, 4), st.integers(0, 4))
def test_a_product_holds_the_products_of_all_pairs_of_numbers(ends, i, j):
    a, b, c, d = ends
    left, right = Enclosure(min(a, b), max(a, b)), Enclosure(min(c, d), max(c, d))
    product = left * right
    x = left.lower + (left.upper - left.lower) * Fraction(i, 4)
    y = right.lower + (right.upper - right.lower) * Fraction(j, 4)
    assert product.lower <= x * y <= product.upper
    corners = {p * q for p in (left.lower, left.upper) for q in (right.lower, right.upper)}
    assert {product.lower, product.upper} <= corners

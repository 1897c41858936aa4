"""Chow parameters and power indices: by the definition, from tables and from weights, and back to the function."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.boolean import BooleanFunction
from exact.chow import (
    banzhaf_indices,
    chow_parameters,
    chow_parameters_of_weights,
    function_of_chow_parameters,
    shapley_shubik_indices,
    shapley_shubik_indices_of_weights,
)
from exact.cube import Encoding, coordinates
from exact.errors import DomainError, TooLargeError
from exact.recognize import is_threshold
from exact.spectrum import walsh_spectrum
from tests.strategies import any_functions, encodings, threshold_functions


def definition(f, encoding):
    """The sums over all points."""
    sums = [0] * (f.n + 1)
    for p in range(1 << f.n):
        value = 2 * f(p) - 1
        for i, x in enumerate((1, *coordinates(p, f.n, encoding))):
            sums[i] += value * x
    return tuple(sums)


@given(any_functions(5), encodings)
def test_chow_parameters_are_the_sums_of_the_definition(f, encoding):
    assert chow_parameters(f, encoding) == definition(f, encoding)


@given(any_functions(5))
def test_chow_parameters_in_signs_are_the_first_two_levels_of_the_spectrum(f):
    spectrum = walsh_spectrum(f)
    assert chow_parameters(f) == (spectrum[0], *(spectrum[1 << i] for i in range(f.n)))


numbers = st.integers(-9, 9) | st.fractions(-5, 5, max_denominator=6)


@given(st.lists(numbers, max_size=7), numbers, encodings, encodings)
def test_chow_parameters_of_weights_are_those_of_the_table(weights, t, weights_encoding, encoding):
    f = BooleanFunction.threshold(weights, t, weights_encoding)
    assert chow_parameters_of_weights(weights, t, weights_encoding, encoding) == chow_parameters(f, encoding)


@given(st.lists(st.integers(0, 9), max_size=7), st.integers(-3, 30))
def test_chow_parameters_of_weights_far_from_zero_are_those_of_the_table(weights, t):
    f = BooleanFunction.threshold(weights, t, Encoding.BITS)
    assert chow_parameters_of_weights(weights, t, Encoding.BITS) == chow_parameters(f)


def test_chow_parameters_of_hundreds_of_weights_are_exact():
    """Majority of 501 voters: voter i swings where the others are split evenly; every third one has weight 2 below."""
    chow = chow_parameters_of_weights((1,) * 501, 0)
    assert chow == (0, *[2 * math.comb(500, 250)] * 501)
    weights = [1 + (i % 3 == 0) for i in range(300)]
    mixed = chow_parameters_of_weights(weights, 0)
    assert mixed[0] < 0  # ties are false
    assert set(mixed[1::3]) == {mixed[1]}
    assert mixed[1] > mixed[2] == mixed[3]
    ties = sum(math.comb(100, a) * math.comb(200, b) for a in range(101) for b in range(201) if 2 * a + b == 200)
    assert -mixed[0] == ties


@given(any_functions(4))
def test_banzhaf_indices_count_swings(f):
    swings = [
        sum(f(p | 1 << i) - f(p) for p in range(1 << f.n) if not p >> i & 1) for i in range(f.n)
    ]  # fmt: skip
    assert banzhaf_indices(chow_parameters(f)) == tuple(Fraction(s, 1 << (f.n - 1)) for s in swings)


def by_orders(f):
    """The share of the orders in which each voter changes the value, by going through all orders."""
    changes = [0] * f.n
    for order in itertools.permutations(range(f.n)):
        p = 0
        for i in order:
            changes[i] += f(p | 1 << i) - f(p)
            p |= 1 << i
    return tuple(Fraction(c, math.factorial(f.n)) for c in changes)


@given(any_functions(4))
def test_shapley_shubik_indices_are_those_of_the_orders(f):
    indices = shapley_shubik_indices(f)
    assert indices == by_orders(f)
    assert sum(indices) == f((1 << f.n) - 1) - f(0)


@given(st.lists(st.integers(0, 6), max_size=6), st.integers(-2, 20))
def test_shapley_shubik_indices_of_weights_are_those_of_the_table(weights, t):
    f = BooleanFunction.threshold(weights, t, Encoding.BITS)
    assert shapley_shubik_indices_of_weights(weights, t, Encoding.BITS) == shapley_shubik_indices(f)


def test_power_in_the_council_of_1958():
    """Felsenthal and Machover 1998, chapter 5: weights 4, 4, 4, 2, 2, 1 with quota 12; Luxembourg has no power."""
    shapley = shapley_shubik_indices_of_weights((4, 4, 4, 2, 2, 1), 11, Encoding.BITS)
    assert shapley == (Fraction(7, 30),) * 3 + (Fraction(3, 20),) * 2 + (0,)
    banzhaf = banzhaf_indices(chow_parameters_of_weights((4, 4, 4, 2, 2, 1), 11, Encoding.BITS))
    assert banzhaf == (Fraction(5, 16),) * 3 + (Fraction(3, 16),) * 2 + (0,)


@given(threshold_functions(5), encodings)
def test_a_threshold_function_is_found_again_from_its_chow_parameters(f, encoding):
    realization = function_of_chow_parameters(chow_parameters(f), encoding)
    realization.verify(f)
    assert realization.encoding == encoding.value


@given(any_functions(4))
def test_chow_parameters_of_other_functions_are_refused(f):
    if is_threshold(f):
        function_of_chow_parameters(chow_parameters(f)).verify(f)
    else:
        with pytest.raises(DomainError, match="must be those of a threshold function"):
            function_of_chow_parameters(chow_parameters(f))


@pytest.mark.slow
def test_a_threshold_function_of_twelve_variables_is_found_again():
    f = BooleanFunction.threshold([17, 3, -9, 11, 1, 6, 14, -2, 5, 8, 12, -7], 4)
    function_of_chow_parameters(chow_parameters(f)).verify(f)


def test_parameters_that_are_none_are_refused():
    with pytest.raises(DomainError):
        function_of_chow_parameters((1, 2, 3))
    with pytest.raises(TypeError, match="must be integers"):
        function_of_chow_parameters((0, 4.0, 4, 4))
    with pytest.raises(TooLargeError):
        function_of_chow_parameters((0,) * 14)
    with pytest.raises(DomainError):
        function_of_chow_parameters(())
    with pytest.raises(DomainError, match="even numbers"):
        banzhaf_indices((0, 1))
    with pytest.raises(DomainError, match="must not be negative, not -1"):
        shapley_shubik_indices_of_weights((2, -1), 0)
    with pytest.raises(TooLargeError, match="limit 1073741824"):
        chow_parameters_of_weights((10**9, 1), 0)
    with pytest.raises(TypeError):
        chow_parameters_of_weights((1.5, 1), 0)


def test_constants_and_no_variables():
    assert chow_parameters(BooleanFunction.constant(1, 0)) == (1,)
    assert chow_parameters_of_weights((), -1) == (1,)
    assert chow_parameters_of_weights((), 0) == (-1,)
    assert shapley_shubik_indices(BooleanFunction.constant(1, 0)) == ()
    assert shapley_shubik_indices_of_weights((0, 0), 5) == (0, 0)
    assert function_of_chow_parameters((-1,)).table == 0

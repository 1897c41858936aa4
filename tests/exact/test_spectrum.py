"""Integer spectra: against the definition, sympy's transform, and the other conventions."""

import random
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact._transform_kernel import Butterfly, transform, transform_array, transform_truth_table
from exact.boolean import BooleanFunction
from exact.cube import Encoding, coordinates
from exact.errors import DomainError
from exact.spectrum import IntegerTable, Spectrum, moebius_transform, walsh_spectrum
from tests.strategies import boolean_functions


def signs(f):
    return [2 * (f.table >> p & 1) - 1 for p in range(2**f.n)]


def character(mask, p, n):
    x = coordinates(p, n, Encoding.SIGNS)
    return prod(x[i] for i in range(n) if mask >> i & 1)


def random_function(n, seed=0):
    return BooleanFunction(n, random.Random(seed).getrandbits(2**n))  # noqa: S311


@pytest.mark.parametrize("n", [0, 1, 2])
def test_the_spectrum_is_the_sum_over_all_points_for_every_function(n):
    for table in range(2**2**n):
        f = BooleanFunction(n, table)
        expected = [sum(v * character(mask, p, n) for p, v in enumerate(signs(f))) for mask in range(2**n)]
        assert list(walsh_spectrum(f)) == expected


@given(boolean_functions())
def test_the_spectrum_is_the_sum_over_all_points(f):
    expected = [sum(v * character(mask, p, f.n) for p, v in enumerate(signs(f))) for mask in range(2**f.n)]
    assert list(walsh_spectrum(f)) == expected


@given(boolean_functions())
def test_the_moebius_transform_gives_the_values_as_sums_over_subsets(f):
    c = moebius_transform(f)
    for p in range(2**f.n):
        assert sum(c[mask] for mask in range(2**f.n) if mask & p == mask) == f.table >> p & 1


@pytest.mark.parametrize("n", [2, 3, 5, 6, 7, 10, 13, 14, 15])  # each width, and the first size of the next one
@pytest.mark.parametrize("butterfly", [Butterfly.SUM_SIGNS, Butterfly.INTERPOLATE_BITS])
@pytest.mark.parametrize("kind", ["random", "all", "parity"])
def test_narrow_widths_hold_the_transform(n, butterfly, kind):
    """The constant and the parity reach the largest entries that the range argument allows."""
    parity = sum((p.bit_count() & 1) << p for p in range(2**n))
    table = {"random": random_function(n).table, "all": 2**2**n - 1, "parity": parity}[kind]
    start = [table >> p & 1 for p in range(2**n)]
    if butterfly is Butterfly.SUM_SIGNS:
        start = [2 * bit - 1 for bit in start]
    assert transform_truth_table(table, n, butterfly).tolist() == transform(start, n, butterfly)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7])
@pytest.mark.parametrize("butterfly", Butterfly)
def test_lists_and_arrays_are_transformed_alike(n, butterfly):
    import numpy as np

    generator = random.Random(n)  # noqa: S311
    table = [generator.randint(-1000, 1000) for _ in range(2**n)]
    array = np.array(table, dtype=np.int64)
    transform_array(array, 0, n, butterfly)
    assert array.tolist() == transform(table, n, butterfly)


@given(boolean_functions())
def test_the_spectrum_agrees_with_that_of_sympy(f):
    """Oracle: sympy 1.14, `fwht`, the sum of v(x) (-1)^(u.x); a true variable is -1 there and +1 here."""
    from sympy import fwht

    expected = [(-1) ** mask.bit_count() * int(c) for mask, c in enumerate(fwht(signs(f)))]
    assert list(walsh_spectrum(f)) == expected


@given(boolean_functions())
def test_the_moebius_transform_agrees_with_that_of_sympy(f):
    """Oracle: sympy 1.14, `inverse_mobius_transform` over the subsets."""
    from sympy import inverse_mobius_transform

    bits = [f.table >> p & 1 for p in range(2**f.n)]
    assert list(moebius_transform(f)) == [int(c) for c in inverse_mobius_transform(bits)]


@given(boolean_functions())
def test_the_convention_of_odonnell_is_the_sum_of_minus_one_to_the_f_times_characters(f):
    """As in Sage's Walsh-Hadamard transform: the sum over x of (-1)^(f(x) + u.x)."""
    expected = [
        sum((-1) ** ((f.table >> p & 1) + (p & mask).bit_count()) for p in range(2**f.n)) for mask in range(2**f.n)
    ]
    spectrum = walsh_spectrum(f)
    assert list(spectrum.to_odonnell()) == expected
    assert Spectrum.from_odonnell(expected) == spectrum


def test_published_coefficients_of_majority_hold():
    """O'Donnell, Analysis of Boolean Functions, section 1.2: majority of three is (x + y + z - xyz) / 2.

    Majority is odd, so its polynomial is the same in both sign conventions.
    """
    spectrum = walsh_spectrum(BooleanFunction(3, 0b11101000))
    half = Fraction(1, 2)
    assert [spectrum.coefficient(mask) for mask in range(8)] == [0, half, half, 0, half, 0, 0, -half]


# ---------------------------------------------------------------------------------------------------------- properties


@given(boolean_functions())
def test_the_function_comes_back(f):
    spectrum = walsh_spectrum(f)
    assert spectrum.to_boolean() == f
    assert Spectrum(tuple(spectrum)) == spectrum


@given(boolean_functions())
def test_parseval_holds(f):
    spectrum = walsh_spectrum(f)
    assert spectrum.satisfies_parseval()
    assert sum(c * c for c in spectrum) == 4**f.n


@given(boolean_functions())
def test_the_entries_are_those_of_a_sequence(f):
    spectrum = walsh_spectrum(f)
    entries = list(spectrum)
    assert all(type(c) is int for c in entries)
    assert len(spectrum) == 2**f.n == len(entries)
    assert [spectrum[mask] for mask in range(2**f.n)] == entries
    assert spectrum[1:] == tuple(entries[1:])
    assert spectrum.index(entries[-1]) == entries.index(entries[-1])
    assert [spectrum.coefficient(mask) for mask in range(2**f.n)] == [Fraction(c, 2**f.n) for c in entries]
    assert spectrum.encoding is Encoding.SIGNS
    assert type(spectrum[0]) is int
    assert type(spectrum.degree) is int
    assert spectrum.support == tuple(mask for mask, c in enumerate(entries) if c)
    assert spectrum.degree == max(mask.bit_count() for mask in spectrum.support)


@given(boolean_functions())
def test_level_weights_are_sums_of_squares_by_degree(f):
    spectrum = walsh_spectrum(f)
    expected = [0] * (f.n + 1)
    for mask, c in enumerate(spectrum):
        expected[mask.bit_count()] += c * c
    assert spectrum.level_weights() == tuple(expected)


@given(boolean_functions())
def test_influences_are_probabilities_of_a_change(f):
    values = signs(f)
    expected = [Fraction(sum(values[p] != values[p ^ 1 << i] for p in range(2**f.n)), 2**f.n) for i in range(f.n)]
    assert list(walsh_spectrum(f).influences()) == expected


@given(boolean_functions(), st.integers(0, 40))
def test_the_largest_entries_come_first(f, count):
    spectrum = walsh_spectrum(f)
    entries = sorted(enumerate(spectrum), key=lambda t: (-abs(t[1]), t[0].bit_count(), t[0]))
    assert spectrum.largest(count) == tuple(entries[:count])


def test_the_zero_table_has_no_degree():
    zero = IntegerTable([0, 0])
    assert zero.degree == -1
    assert zero.support == ()


def test_tables_and_spectra_are_different_things():
    f = BooleanFunction(1, 0)
    assert IntegerTable(tuple(walsh_spectrum(f))) != walsh_spectrum(f)
    assert walsh_spectrum(f) != (-2, 0)
    assert repr(walsh_spectrum(f)) == "Spectrum(n=1: -2, 0)"
    assert repr(moebius_transform(BooleanFunction(4, 1))) == "IntegerTable(n=4: 1, -1, -1, 1, -1, 1, 1, -1, ...)"


# ---------------------------------------------------------------------------------------------------------- wrong input

WRONG_INPUT = [
    (lambda: Spectrum([]), "must be 2\\*\\*n, not 0"),
    (lambda: Spectrum([1, 2, 3]), "must be 2\\*\\*n, not 3"),
    (lambda: Spectrum([5, 0]), "at most 2\\*\\*n = 2 in absolute value, not 5"),
    (lambda: Spectrum([1, 1]), "the spectrum of a Boolean function"),
    (lambda: Spectrum([0, 0]), "the spectrum of a Boolean function"),
    (lambda: Spectrum.from_odonnell([1, 1]), "the spectrum of a Boolean function"),
    (lambda: walsh_spectrum(BooleanFunction(2, 1))[4], "must be in 0, ..., 3, not 4"),
    (lambda: walsh_spectrum(BooleanFunction(2, 1))[-1], "not -1"),
    (lambda: walsh_spectrum(BooleanFunction(2, 1)).coefficient(4), "not 4"),
    (lambda: walsh_spectrum(BooleanFunction(2, 1)).largest(-1), ">= 0, not -1"),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG_INPUT, ids=range(len(WRONG_INPUT)))
def test_wrong_input_is_refused_with_the_reason(wrong, sentence):
    with pytest.raises(DomainError, match=sentence):
        wrong()


@pytest.mark.parametrize("entries", [[1.0, 1], [True, False], ["1", "1"], 5])
def test_wrong_types_are_type_errors(entries):
    with pytest.raises(TypeError):
        Spectrum(entries)


def test_the_memory_of_a_spectrum_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        walsh_spectrum(BooleanFunction(2, 1))._entries[0] = 7


@pytest.mark.slow
def test_the_spectrum_of_24_variables_is_that_of_the_function():
    f = random_function(24)
    spectrum = walsh_spectrum(f)
    assert spectrum.satisfies_parseval()
    assert spectrum.to_boolean() == f
    assert spectrum[0] == 2 * f.table.bit_count() - 2**24

"""The cosine of three angles as sums of products, and the third-order unit that uses them."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.attention._exact_matrix import cosine_bounds
from exact.attention.cosine_tensor import (
    MAXIMUM_ORDER,
    cosine_decomposition,
    cosine_tensor,
    decomposition_identity,
    hyperdeterminant,
    real_part_coefficients,
    two_term_identity,
)
from exact.attention.tasks import match3
from exact.attention.trigonometric_triples import (
    HIGH,
    LOW,
    THRESHOLD,
    TrigonometricTripleUnit,
    sufficient_triple_factor,
    trigonometric_triple_unit,
)
from exact.attention.triple_matching import match3_unit
from exact.enclosure import Answer, Enclosure
from exact.errors import CertificateError, DomainError, TooLargeError

integers = st.integers(-4, 4)


# ----------------------------------------------------------------------------------------------------- the identities


@pytest.mark.parametrize("terms", [3, 4])
def test_both_decompositions_are_identities(terms):
    assert decomposition_identity(terms).holds
    assert cosine_decomposition(terms).terms == terms


@pytest.mark.parametrize("terms", [0, 2, 5])
def test_other_numbers_of_terms_are_refused_with_the_reason(terms):
    with pytest.raises(DomainError, match=r"do not give it over the real|more than four"):
        cosine_decomposition(terms)


def test_two_products_have_a_square_and_the_cosine_has_minus_four():
    """So the rank of the cosine over the real numbers is 3: two products are not enough, and three are."""
    assert two_term_identity().holds
    assert hyperdeterminant(cosine_tensor()) == -4


def test_the_tensor_has_the_values_of_the_cosine_at_quarter_turns():
    quarter = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    tensor = cosine_tensor()
    for a, b, c in itertools.product(range(4), repeat=3):
        value = sum(
            tensor[i][j][k] * quarter[a][i] * quarter[b][j] * quarter[c][k]
            for i, j, k in itertools.product((0, 1), repeat=3)
        )
        assert value == quarter[(a + b + c) % 4][0]


@given(st.lists(integers, min_size=12, max_size=12))
def test_the_hyperdeterminant_of_two_products_is_never_negative(numbers):
    u, v, w, u1, v1, w1 = (numbers[2 * i : 2 * i + 2] for i in range(6))
    tensor = [[[u[i] * v[j] * w[k] + u1[i] * v1[j] * w1[k] for k in (0, 1)] for j in (0, 1)] for i in (0, 1)]
    assert hyperdeterminant(tensor) >= 0


def cayley(t):
    """The twelve terms of Cayley's formula, from the literature."""
    (((a, b), (c, d)), ((e, f), (g, h))) = t
    squares = a * a * h * h + b * b * g * g + c * c * f * f + d * d * e * e
    mixed = a * b * g * h + a * c * f * h + a * d * e * h + b * c * f * g + b * d * e * g + c * d * e * f
    return squares - 2 * mixed + 4 * (a * d * f * g + b * c * e * h)


@given(st.lists(integers, min_size=8, max_size=8))
def test_the_hyperdeterminant_is_that_of_cayley(numbers):
    tensor = [[numbers[4 * i + 2 * j : 4 * i + 2 * j + 2] for j in (0, 1)] for i in (0, 1)]
    assert hyperdeterminant(tensor) == cayley(tensor)


def test_a_tensor_of_another_shape_has_no_hyperdeterminant():
    with pytest.raises(DomainError, match="the shape 2 x 2 x 2"):
        hyperdeterminant([[[1, 2], [3, 4]]])


@pytest.mark.parametrize("s", [1, 2, 3, 4, 6, 12, 30])
def test_s_terms_leave_the_product_and_its_conjugate(s):
    assert real_part_coefficients(s) == (s, *[0] * (s - 1), s)


@pytest.mark.parametrize(("s", "error"), [(0, DomainError), (MAXIMUM_ORDER + 1, TooLargeError)])
def test_other_numbers_of_factors_are_refused(s, error):
    with pytest.raises(error, match=r"at least 1, not 0|sums of 201 roots"):
        real_part_coefficients(s)


# ----------------------------------------------------------------------------------------------------------- the unit


@pytest.mark.parametrize("terms", [3, 4])
@pytest.mark.parametrize("modulus", [2, 3, 4])
def test_the_coordinates_give_the_cosine_of_the_sum(terms, modulus):
    unit = TrigonometricTripleUnit(1, modulus, 7, terms)
    assert unit.dimension == terms + 1
    assert {len(part) for part in unit.coordinates(1)} == {unit.dimension}
    for x, y, z in itertools.product(range(modulus), repeat=3):
        score = unit.score(x, y, z)
        cosine = Enclosure(*cosine_bounds(x + y + z, modulus, 128)).times(7)
        assert score.upper - score.lower < Fraction(1, 2**110)
        assert score.lower <= cosine.upper
        assert cosine.lower <= score.upper


@pytest.mark.parametrize("terms", [3, 4])
@pytest.mark.parametrize(("n", "modulus"), [(1, 2), (1, 7), (2, 5), (3, 4), (4, 3), (3, 8)])
def test_the_unit_solves_all_inputs_within_its_bounds(n, modulus, terms):
    unit = trigonometric_triple_unit(n, modulus, terms)
    check = unit.check_all_inputs()
    inputs = list(itertools.combinations_with_replacement(range(modulus), n))
    assert check.inputs == len(inputs)
    assert check.largest_without is None or check.largest_without <= LOW
    assert check.least_with is None or check.least_with > HIGH > THRESHOLD
    for tokens in inputs[:20]:
        answers = tuple(int(answer is Answer.YES) for answer in unit.answers(tokens))
        assert answers == match3(tokens, modulus)
        if modulus <= 4:  # the integer scores grow with the sixth power of M
            assert answers == match3_unit(n, modulus).answers(tokens)


def test_enclosures_hold_the_outputs_that_are_known():
    """With c = 0 all pairs weigh the same: the output is N^2/(N + 1)^2."""
    for n in (1, 2, 4):
        (output, *_) = TrigonometricTripleUnit(n, 3, 0).outputs([1] * n)
        assert output == Enclosure.exactly(Fraction(n * n, (n + 1) ** 2))
    # one token 1 modulo 2, c = 1: the weight is e^-2, between 0.135 and 0.136, the mixed ones 2/e, from 0.735 to 0.736
    (output,) = TrigonometricTripleUnit(1, 2, 1).outputs([1])
    assert Fraction(135, 1135 + 736) < output.lower <= output.upper < Fraction(136, 1136 + 735)


def test_the_factor_is_the_least_one():
    """e^(8c/M^2) >= 6N^2: for N = 1 and M = 4, e^(c/2) >= 6, so c >= 3.58."""
    assert sufficient_triple_factor(1, 4) == 4
    assert sufficient_triple_factor(3, 5) == 13


def test_low_precision_gives_no_answer_rather_than_a_wrong_one():
    answers = {
        answer for bits in (2, 3, 4) for answer in TrigonometricTripleUnit(2, 30, 1400, 3, bits).answers([29, 29])
    }
    assert Answer.UNKNOWN in answers
    sure = TrigonometricTripleUnit(2, 30, 1400).answers([29, 29])
    assert Answer.UNKNOWN not in sure


def test_a_factor_that_is_too_small_and_sizes_beyond_reach_are_refused():
    with pytest.raises(CertificateError, match=r"on \[0, 0, 1\] an output between"):
        TrigonometricTripleUnit(3, 7, 2).check_all_inputs()
    with pytest.raises(TooLargeError, match="multisets of 30 residues"):
        TrigonometricTripleUnit(30, 30, 1).check_all_inputs()
    with pytest.raises(TooLargeError, match="the factor may need to be"):
        trigonometric_triple_unit(10, 1000)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: TrigonometricTripleUnit(0, 3, 1), "N >= 1 tokens"),
        (lambda: trigonometric_triple_unit(2, 1), "a modulus M >= 2"),
        (lambda: TrigonometricTripleUnit(2, 3, -1), "at least 0, not -1"),
        (lambda: TrigonometricTripleUnit(2, 3, 1, 2), "3 or 4 terms, not 2"),
        (lambda: TrigonometricTripleUnit(2, 3, 1).outputs([1]), "N = 2 tokens, not 1"),
        (lambda: TrigonometricTripleUnit(2, 3, 1).outputs([1, 3]), "must be .*residue|residues"),
        (lambda: TrigonometricTripleUnit(2, 3, 1).score(0, 0, 3), "residue"),
    ],
)
def test_wrong_sizes_get_the_reason(build, message):
    with pytest.raises(DomainError, match=message):
        build()

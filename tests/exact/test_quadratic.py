"""Rank, signature and minors of quadratic forms, against other methods."""

from fractions import Fraction
from itertools import combinations, pairwise

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.cube import Encoding
from exact.errors import DomainError
from exact.parameters import ParameterPolynomial, parameter
from exact.polynomial import CubePolynomial
from exact.quadratic import (
    determinant,
    full_quadratic_count,
    principal_minors,
    quadratic_form,
    rank,
    reduced_quadratic,
    signature,
    signature_by_elimination,
)
from tests.strategies import rationals


@st.composite
def symmetric_matrices(draw, maximum=5):
    """Symmetric matrices of low rank often: sums of few signed squares of integer vectors, plus sparse ones."""
    k = draw(st.integers(0, maximum))
    matrix = [[Fraction(0)] * k for _ in range(k)]
    for _ in range(draw(st.integers(0, 3))):
        v = draw(st.lists(st.integers(-2, 2), min_size=k, max_size=k))
        sign = draw(st.sampled_from((1, -1)))
        for i in range(k):
            for j in range(k):
                matrix[i][j] += sign * v[i] * v[j]
    for _ in range(draw(st.integers(0, 2))):
        if k:
            i, j, c = draw(st.integers(0, k - 1)), draw(st.integers(0, k - 1)), draw(rationals(3))
            matrix[i][j] += c
            if i != j:
                matrix[j][i] += c
    return [[entry.numerator if entry.denominator == 1 else entry for entry in row] for row in matrix]


def flint_matrix(matrix):
    entries = [flint.fmpq(Fraction(e).numerator, Fraction(e).denominator) for row in matrix for e in row]
    return flint.fmpq_mat(len(matrix), len(matrix), entries)


@given(symmetric_matrices())
def test_rank_agrees_with_flint(matrix):
    assert rank(matrix) == (flint_matrix(matrix).rank() if matrix else 0)


@given(symmetric_matrices())
def test_determinant_agrees_with_flint(matrix):
    expected = flint_matrix(matrix).det() if matrix else flint.fmpq(1)
    assert determinant(matrix) == Fraction(int(expected.p), int(expected.q))


@given(symmetric_matrices())
def test_signature_agrees_with_the_sign_changes_of_the_characteristic_polynomial(matrix):
    """All roots are real, so Descartes' rule counts them exactly."""
    if not matrix:
        assert signature(matrix) == (0, 0)
        return
    coefficients = [Fraction(int(c.p), int(c.q)) for c in flint_matrix(matrix).charpoly().coeffs()]

    def changes(sequence):
        signs = [c > 0 for c in sequence if c != 0]
        return sum(a != b for a, b in pairwise(signs))

    assert signature(matrix) == (changes(coefficients), changes([c * (-1) ** k for k, c in enumerate(coefficients)]))


@given(symmetric_matrices())
def test_two_methods_give_the_same_signature(matrix):
    assert signature(matrix) == signature_by_elimination(matrix)


@given(symmetric_matrices())
def test_rank_is_the_number_of_squares_and_that_of_elimination(matrix):
    assert rank(matrix) == sum(signature(matrix)) == sum(signature_by_elimination(matrix))


@given(symmetric_matrices(4), st.integers(1, 3))
def test_rank_is_the_largest_order_of_a_nonzero_principal_minor(matrix, order):
    if order <= len(matrix):
        assert (rank(matrix) >= order) == any(
            minor != 0 for k in range(order, len(matrix) + 1) for minor in principal_minors(matrix, k)
        )


def two_affine_forms(n):
    """The product of two affine forms with symbolic weights in n variables, and its signals."""
    signals = [f"x{i + 1}" for i in range(n)]
    left, right = parameter("w0"), parameter("v0")
    for i, name in enumerate(signals):
        left = left + parameter(f"w{i + 1}") * parameter(name)
        right = right + parameter(f"v{i + 1}") * parameter(name)
    return left * right, signals


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_the_product_of_two_affine_forms_has_rank_two_and_signature_one_one(n):
    form = quadratic_form(*two_affine_forms(n))
    assert (form.rank, form.signature, form.symbolic, form.minors_complete) == (2, (1, 1), True, True)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_every_three_by_three_minor_of_two_affine_forms_vanishes(n):
    matrix = quadratic_form(*two_affine_forms(n)).matrix
    index_sets = list(combinations(range(n + 1), 3))
    if n > 4:  # all row sets against a third of the column sets; the matrix is symmetric
        index_sets = index_sets[::3]
    for rows in combinations(range(n + 1), 3):
        for columns in index_sets:
            assert determinant([[matrix[i][j] for j in columns] for i in rows]) == 0


@pytest.mark.parametrize("n", [2, 4, 6])
def test_the_rank_drops_exactly_where_the_weight_vectors_are_dependent(n):
    form = quadratic_form(*two_affine_forms(n))
    dependent = {f"v{i}": parameter(f"w{i}") * 3 for i in range(n + 1)}
    assert all(minor.assign(dependent) == 0 for minor in form.minors)
    w, v = [f"w{i}" for i in range(n + 1)], [f"v{i}" for i in range(n + 1)]
    expected = {
        (parameter(w[i]) * parameter(v[j]) - parameter(w[j]) * parameter(v[i])) ** 2 * Fraction(-1, 4)
        for i, j in combinations(range(n + 1), 2)
    }
    assert set(form.minors) == expected


def test_a_square_has_rank_one_and_a_sign():
    x, w, u = parameter("x"), parameter("w"), parameter("u")
    assert quadratic_form((w + u * x) ** 2, ["x"]).signature == (1, 0)
    assert quadratic_form(-((w + u * x) ** 2), ["x"]).signature == (0, 1)


def test_a_signature_that_depends_on_the_parameters_is_not_guessed():
    x, a, b = parameter("x"), parameter("a"), parameter("b")
    form = quadratic_form(a * x * x + b, ["x"])
    assert (form.rank, form.signature) == (2, None)


@given(st.lists(st.integers(-3, 3), min_size=3, max_size=3), st.lists(st.integers(-3, 3), min_size=3, max_size=3))
def test_generic_signature_holds_wherever_a_listed_minor_does_not_vanish(w, v):
    q, signals = two_affine_forms(2)
    form = quadratic_form(q, signals)
    values = {f"w{i}": w[i] for i in range(3)} | {f"v{i}": v[i] for i in range(3)}
    numbers = quadratic_form(q.assign(values), signals)
    generic = any(minor.assign(values) != 0 for minor in form.minors)
    assert (numbers.rank == form.rank) == generic
    if generic:
        assert numbers.signature == form.signature


def test_degree_three_is_refused():
    x = parameter("x")
    with pytest.raises(DomainError, match="degree at most 2, not 3"):
        quadratic_form(x * x * x, ["x"])


def test_the_form_of_zero_has_rank_zero():
    form = quadratic_form(ParameterPolynomial.constant(0), ["x"])
    assert (form.rank, form.signature, form.variables) == (0, (0, 0), ("1", "x"))


def test_reduced_quadratic_forgets_squares_and_counts_pairs():
    x, y, z = (CubePolynomial.variable(i, 3, Encoding.BITS) for i in range(3))
    reduced = reduced_quadratic((x + y) * (x + y) + 5 * x * z + x * y * z, range(3))
    assert (reduced.support, reduced.full, reduced.rank) == (((0, 1), (0, 2)), 3, 2)
    with pytest.raises(DomainError, match="must lie among the variables"):
        reduced_quadratic(x * y, [0])


def test_full_quadratic_count_is_the_number_of_monomials_of_degree_at_most_two():
    for n in range(7):
        assert full_quadratic_count(n) == sum(mask.bit_count() <= 2 for mask in range(1 << n))


def test_scores_of_two_tokens_have_as_many_positive_as_negative_squares():
    """q = (W x).(V y) with symbolic W and V: M and -M are congruent, so the signature is (r/2, r/2)."""
    d, total = 3, ParameterPolynomial.constant(0)
    for c in range(2):
        left = sum((parameter(f"w{i}{c}") * parameter(f"x{i}") for i in range(d)), ParameterPolynomial.constant(0))
        right = sum((parameter(f"v{i}{c}") * parameter(f"y{i}") for i in range(d)), ParameterPolynomial.constant(0))
        total = total + left * right
    form = quadratic_form(total, [f"x{i}" for i in range(d)] + [f"y{i}" for i in range(d)])
    assert (form.rank, form.signature) == (4, (2, 2))


@given(st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=2, max_size=2))
def test_two_colors_give_the_signature_of_the_numbers(block):
    """The rule for matrices that a change of signs turns into their negative, against the roots."""
    matrix = [[0] * 5 for _ in range(5)]
    for i in range(2):
        for j in range(3):
            matrix[i][2 + j] = matrix[2 + j][i] = block[i][j]
    symbolic = [[entry * parameter("t") for entry in row] for row in matrix]
    assert signature(symbolic) == signature(matrix)

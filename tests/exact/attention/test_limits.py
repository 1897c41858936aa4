"""Communication complexity, and disjointness inside the tasks."""

import itertools
from fractions import Fraction

import pytest

from exact.attention.communication import (
    Protocol,
    check_protocol,
    deterministic_complexity,
    disjointness_fooling_set,
    disjointness_inverse,
    disjointness_matrix,
    intersection_matrix,
    is_fooling_set,
    one_way_bits,
    rank_bound,
    rank_over_prime_field,
    rational_inverse,
    rational_rank,
)
from exact.attention.reductions import (
    masks_meet,
    published_triple_inputs,
    recurrent_inputs,
    smallest_counterexample,
    sparse_averaging_inputs,
    triangle_inputs,
    triple_inputs,
)
from exact.attention.tasks import Reading, directed_triangles, match3, sparse_average
from exact.errors import CertificateError, DomainError, TooLargeError


def masks(n):
    return itertools.product(range(1 << n), repeat=2)


# -------------------------------------------------------------------------------------------------------- disjointness


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6])
def test_the_inverse_by_recursion_is_the_inverse(n):
    rows, inverse = disjointness_matrix(n), disjointness_inverse(n)
    assert rational_inverse(rows) == inverse
    size = 1 << n
    if n <= 4:
        for i, j in itertools.product(range(size), repeat=2):
            assert sum(rows[i][k] * inverse[k][j] for k in range(size)) == (i == j)


def rank_by_elimination(rows):
    rows = [[Fraction(entry) for entry in row] for row in rows]
    rank = 0
    for c in range(len(rows[0])):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][c]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for r in range(rank + 1, len(rows)):
            factor = rows[r][c] / rows[rank][c]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return rank


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_the_ranks_are_those_of_elimination_and_of_the_formulas(n):
    for rows, rank in ((disjointness_matrix(n), 2**n), (intersection_matrix(n), 2**n - 1)):
        assert rational_rank(rows) == rank_by_elimination(rows) == rank
        assert all(rank_over_prime_field(rows, p) == rank for p in (2, 3, 5, 2**31 - 1))


def test_the_rank_of_eight_bits_is_full():
    assert rational_rank(disjointness_matrix(8)) == 256
    assert rational_rank(intersection_matrix(8)) == 255


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_complements_are_a_fooling_set_and_more_pairs_are_none(n):
    rows, pairs = disjointness_matrix(n), disjointness_fooling_set(n)
    assert len(pairs) == 2**n
    assert is_fooling_set(rows, pairs)
    assert not is_fooling_set(rows, [*pairs, (0, 0)])
    assert not is_fooling_set(rows, [(0, 0), (2**n - 1, 2**n - 1)])


@pytest.mark.parametrize(("n", "bits"), [(1, 2), (2, 3), pytest.param(3, 4, marks=pytest.mark.slow)])
def test_disjointness_costs_one_bit_more_than_its_length(n, bits):
    for rows in (disjointness_matrix(n), intersection_matrix(n)):
        depth, protocol = deterministic_complexity(rows)
        assert depth == check_protocol(rows, protocol) == bits == rank_bound(rows)
        assert one_way_bits(rows) == n


def complexity_by_definition(rows):
    """The least depth, trying every split of every rectangle with no memory."""
    if len({entry for row in rows for entry in row}) == 1:
        return 0
    found = []
    for matrix in (rows, tuple(zip(*rows, strict=True))):
        for mask in range(1, (1 << len(matrix)) - 1):
            halves = [[row for k, row in enumerate(matrix) if mask >> k & 1 == bit] for bit in (0, 1)]
            found.append(1 + max(complexity_by_definition(half) for half in halves))
    return min(found)


def test_the_complexity_of_all_small_matrices_is_that_of_the_definition():
    for height, width in [(1, 1), (1, 3), (2, 2), (2, 3), (3, 2)]:
        for entries in itertools.product((0, 1), repeat=height * width):
            rows = [entries[i * width : (i + 1) * width] for i in range(height)]
            depth, protocol = deterministic_complexity(rows)
            assert depth == complexity_by_definition(rows) == check_protocol(rows, protocol)
            assert rank_bound(rows) <= depth <= one_way_bits(rows) + 1


def test_repeated_rows_and_columns_cost_nothing():
    rows = [[0, 1, 1], [0, 1, 1], [1, 0, 0], [0, 1, 1]]
    depth, protocol = deterministic_complexity(rows)
    assert (depth, check_protocol(rows, protocol)) == (2, 2)


def test_a_protocol_that_errs_is_refused():
    with pytest.raises(CertificateError, match="the protocol says 1 at"):
        check_protocol([[1, 0]], Protocol(answer=1))
    with pytest.raises(CertificateError, match="a continuation for both answers"):
        check_protocol([[1, 0]], Protocol(None, "bob", frozenset([1]), Protocol(1), None))


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: disjointness_matrix(0), "at least 1, not 0"),
        (lambda: rational_inverse([[1, 1], [1, 1]]), "determinant other than 0"),
        (lambda: rational_inverse([[1, 1]]), "only a square matrix"),
        (lambda: rational_rank([]), "at least one row"),
        (lambda: rank_over_prime_field([[1]], 9), "a prime number of elements, below 2.31 here, not 9"),
        (lambda: rank_over_prime_field([[1]], 1), "not 1"),
    ],
)
def test_what_is_no_matrix_is_refused(ask, message):
    with pytest.raises(DomainError, match=message):
        ask()


def test_matrices_beyond_reach_are_refused_with_the_size():
    with pytest.raises(TooLargeError, match=r"n = 12 bits has 4\^n = 16777216 entries"):
        disjointness_matrix(12)
    with pytest.raises(TooLargeError, match="16 different rows and 16 different columns"):
        deterministic_complexity(disjointness_matrix(4))


# ---------------------------------------------------------------------------------------------------------- reductions


@pytest.mark.parametrize(("q", "extra"), [(1, 0), (2, 0), (2, 3), (3, 1), (4, 0)])
def test_sparse_averages_tell_how_many_bits_meet(q, extra):
    for a, b in masks(q):
        found = sparse_average(*sparse_averaging_inputs(2 * q + 1 + extra, a, b, q))
        assert found[2 * q] == (-1 + Fraction(2 * (a & b).bit_count(), q),)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_pointers_tell_whether_bits_meet(n):
    for a, b in masks(n):
        found = sparse_average(*recurrent_inputs(n, a, b))
        assert int(any(row == (1,) for row in found[n : 2 * n])) == masks_meet(a, b)
        bits = tuple(int(row == (1,)) for row in found[n : 2 * n])
        assert bits == tuple((a & b) >> i & 1 for i in range(n))


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_repaired_embedding_is_right_for_every_modulus_from_its_bound(n, reading):
    for modulus in range(2 * n + 2, 2 * n + 8):
        assert smallest_counterexample(triple_inputs, reading, n, modulus) is None
        for a, b in masks(n):
            assert match3(triple_inputs(n, modulus, a, b, 2 * n + 3), modulus, reading)[0] == masks_meet(a, b)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_published_embedding_is_wrong_in_the_literal_reading_and_right_in_the_others(n):
    for modulus in range(2 * n + 2, 2 * n + 6):
        found = smallest_counterexample(published_triple_inputs, Reading.LITERAL, n, modulus)
        assert (found.a, found.b, found.answer, found.expected) == (0, 0, 1, 0)
        for a, b in masks(n):
            assert match3(published_triple_inputs(n, modulus, a, b), modulus)[0] == 1
        assert smallest_counterexample(published_triple_inputs, Reading.DISTINCT, n, modulus) is None
        wrong = smallest_counterexample(published_triple_inputs, Reading.NOT_SELF, n, modulus)
        assert (wrong is None) == (modulus >= 2 * n + 3)


def test_the_published_example():
    assert published_triple_inputs(4, 11, 0b0110, 0b1100) == (0, 1, 3, 4, 1, 1, 1, 7, 6)


def test_no_local_embedding_has_a_smaller_modulus():
    """All embeddings of one bit with three tokens: a constant, and two values for each party (literal reading)."""
    for modulus in range(1, 6):
        works = False
        for c, *values in itertools.product(range(modulus), repeat=5):
            works = works or all(
                match3((c, values[a], values[2 + b]), modulus)[0] == (a & b) for a in (0, 1) for b in (0, 1)
            )
        assert works == (modulus >= 4)


@pytest.mark.parametrize("side", [1, 2])
def test_triangles_tell_whether_bits_meet(side):
    for a, b in masks(side * side):
        found = directed_triangles(triangle_inputs(side, a, b))
        assert int(any(found[:side])) == int(any(found)) == masks_meet(a, b)
        rows = [(a & b) >> side * i & ((1 << side) - 1) for i in range(side)]
        assert found[:side] == tuple(int(row > 0) for row in rows)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: sparse_averaging_inputs(4, 0, 0, 2), r"needs N >= 2q \+ 1 = 5 positions"),
        (lambda: sparse_averaging_inputs(5, 4, 0, 2), "Alice's input must be a mask of n = 2 bits, not 4"),
        (lambda: recurrent_inputs(0, 0, 0), "the number n of bits must be at least 1"),
        (lambda: triple_inputs(2, 5, 0, 0), "must be at least 2n . 2 = 6, not 5"),
        (lambda: triple_inputs(2, 6, 0, 4), "Bob's input must be a mask"),
        (lambda: triple_inputs(2, 6, 0, 0, 4), r"needs N >= 2n \+ 1 = 5 tokens"),
        (lambda: published_triple_inputs(2, 5, 0, 0), "at least 2n . 2 = 6"),
        (lambda: triangle_inputs(0, 0, 0), "at least 1, not 0"),
    ],
)
def test_wrong_parameters_of_reductions_get_the_reason(ask, message):
    with pytest.raises(DomainError, match=message):
        ask()


def test_too_many_masks_are_refused():
    with pytest.raises(TooLargeError, match=r"4\^11 pairs"):
        smallest_counterexample(triple_inputs, Reading.LITERAL, 11, 30)

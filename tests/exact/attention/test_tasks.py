"""The tasks, against other ways of saying the same."""

import itertools
from collections import Counter
from fractions import Fraction

import pytest

from exact.attention.tasks import (
    Reading,
    directed_triangles,
    match2,
    match3,
    match3_bigram,
    match3_local,
    sparse_average,
)
from exact.errors import DomainError


def inputs(n, modulus):
    return itertools.product(range(modulus), repeat=n)


def match3_by_counting(tokens, modulus, reading):
    """Match3 from how often each residue occurs, without looking at positions."""
    occurs = Counter(tokens)
    answers = []
    for x in tokens:
        others = occurs if reading is Reading.LITERAL else occurs - Counter([x])
        again = reading is not Reading.DISTINCT
        answers.append(
            int(any(others[-(x + y) % modulus] >= (1 if again or 2 * y % modulus != -x % modulus else 2)
                    for y in others))
        )  # fmt: skip
    return tuple(answers)


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize(("n", "modulus"), [(1, 3), (3, 1), (2, 4), (3, 5), (4, 4), (5, 3), (4, 6)])
def test_triples_match_as_the_counts_of_residues_say(n, modulus, reading):
    for tokens in inputs(n, modulus):
        assert match3(tokens, modulus, reading) == match3_by_counting(tokens, modulus, reading)


def test_pairs_match_as_the_counts_of_residues_say():
    for modulus in (1, 2, 3, 6):
        for tokens in inputs(4, modulus):
            occurs = Counter(tokens)
            assert match2(tokens, modulus) == tuple(int(occurs[-x % modulus] > 0) for x in tokens)
            for reading in (Reading.NOT_SELF, Reading.DISTINCT):
                left = [(occurs - Counter([x]))[-x % modulus] for x in tokens]
                assert match2(tokens, modulus, reading) == tuple(int(count > 0) for count in left)


def test_the_readings_are_ordered():
    for tokens in inputs(4, 6):
        literal, not_self, distinct = (match3(tokens, 6, reading) for reading in Reading)
        assert all(a >= b >= c for a, b, c in zip(literal, not_self, distinct, strict=True))
    assert any(match3(t, 6) != match3(t, 6, Reading.NOT_SELF) for t in inputs(4, 6))
    assert any(match3(t, 6, Reading.NOT_SELF) != match3(t, 6, Reading.DISTINCT) for t in inputs(4, 6))


def test_the_example_of_the_definition():
    assert match2([1, 4, 5, 3], 6) == (1, 0, 1, 1)


def test_bigrams_and_windows_are_restrictions_of_triples():
    for tokens in inputs(4, 5):
        whole, bigram = match3(tokens, 5), match3_bigram(tokens, 5)
        assert match3_local(tokens, 5, 3) == whole
        local = match3_local(tokens, 5, 1)
        pairs = {(a + b) % 5 for a, b in itertools.pairwise(tokens)}
        assert bigram == tuple(int(-x % 5 in pairs) for x in tokens)
        assert all(w >= part for part_of in (bigram, local) for w, part in zip(whole, part_of, strict=True))
        assert match3_local(tokens, 5, 0) == tuple(int(3 * x % 5 == 0) for x in tokens)


def test_sparse_averages_are_means():
    vectors = [[3, 0], [0, 3], [-3, 6]]
    assert sparse_average(vectors, [[1], [2], [3]]) == ((3, 0), (0, 3), (-3, 6))
    assert sparse_average(vectors, [[1, 2, 3]] * 3) == ((0, 3),) * 3
    assert sparse_average(vectors, [[3, 1]] * 3)[0] == (0, 3)
    assert sparse_average([[1], [2]], [[1, 2], [2, 1]]) == ((Fraction(3, 2),),) * 2


def test_triangles_are_the_diagonal_of_the_cube_of_the_matrix():
    for entries in itertools.product((0, 1), repeat=9):
        rows = [entries[:3], entries[3:6], entries[6:]]
        square = [[sum(rows[i][k] * rows[k][j] for k in range(3)) for j in range(3)] for i in range(3)]
        cube = [sum(square[i][k] * rows[k][i] for k in range(3)) for i in range(3)]
        assert directed_triangles(rows) == tuple(int(value > 0) for value in cube)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: match2([6], 6), "position 1 must be a residue 0, ..., 5, not 6"),
        (lambda: match3([0, -1], 6), "position 2 must be a residue"),
        (lambda: match3_bigram([], 0), "the modulus M must be at least 1, not 0"),
        (lambda: match3_local([0], 2, -1), "the distance must be at least 0"),
        (lambda: directed_triangles([[0, 1]]), "row 1 of the adjacency matrix must have 1 entries"),
        (lambda: directed_triangles([[2]]), "entries 0 or 1"),
        (lambda: sparse_average([[1]], [[]]), "q = 0 positions"),
        (lambda: sparse_average([[1]], [[1, 1]]), "q = 2 positions must be a subset of 1"),
        (lambda: sparse_average([[1], [1]], [[1, 1], [1, 1]]), "must not repeat a position"),
        (lambda: sparse_average([[1], [1]], [[1], [3]]), "must hold positions 1, ..., 2, not"),
        (lambda: sparse_average([[1], [1]], [[1], [1, 2]]), "one size q"),
        (lambda: sparse_average([[1], [1]], [[1]]), "one support for each of the 2 vectors, not 1"),
    ],
)
def test_what_is_no_input_of_a_task_is_refused(ask, message):
    with pytest.raises(DomainError, match=message):
        ask()


def test_tokens_must_be_integers():
    with pytest.raises(TypeError, match="must be an int"):
        match2([True], 2)

"""Keys of signs with dual certificates, and first layers that are too narrow."""

import dataclasses
import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.attention.communication import rational_rank
from exact.attention.dual_certificate import (
    MAXIMUM_CERTIFIED_SUPPORTS,
    OffScoreCertificate,
    _integer_query,
    coherence,
    dual_certificate_unit,
    largest_off_score,
    least_dual_certificate_unit,
    least_off_score,
    quadratic_residue_keys,
)
from exact.attention.feedforward_obstruction import FeedforwardObstruction, feedforward_obstruction
from exact.attention.sparse_averaging import base_for_error
from exact.attention.tasks import sparse_average
from exact.errors import CertificateError, DomainError, TooLargeError


@pytest.mark.parametrize(("n", "m", "prime", "q"), [(7, 7, 7, 2), (11, 8, 11, 1), (13, 12, 13, 2), (6, 5, 7, 1)])
def test_queries_of_least_squares_tie_and_select_on_every_support(n, m, prime, q):
    keys = quadratic_residue_keys(n, m, prime)
    assert {entry for key in keys for entry in key} == {1, -1}
    unit = dual_certificate_unit(keys, q, base=base_for_error(n, q, Fraction(1, 4)))
    assert unit.has_ties_and_gap()
    assert not dataclasses.replace(unit, gap=unit.gap + 1).has_ties_and_gap()
    assert unit.dimension == m
    for support in itertools.combinations(range(1, n + 1), q):
        scores = unit.scores(support)
        on = scores[support[0] - 1]
        off = max(s for j, s in enumerate(scores, start=1) if j not in support)
        assert largest_off_score(keys, support) == Fraction(off, on) < 1


def test_incoherent_keys_have_off_scores_of_at_most_a_half():
    """Rows of a Hadamard matrix with one column left out: inner products are +1 and -1."""
    hadamard = [[(-1) ** (i & j).bit_count() for j in range(16)] for i in range(16)]
    keys = [row[1:] for row in hadamard]
    mu = coherence(keys)
    assert mu == Fraction(1, 15)
    for q in (1, 2, 5):
        assert (3 * q - 1) * mu <= 1
        for support in itertools.islice(itertools.combinations(range(1, 17), q), 40):
            assert largest_off_score(keys, support) <= Fraction(q * mu, 1 - (q - 1) * mu) <= Fraction(1, 2)


@pytest.mark.parametrize(("n", "q", "prime"), [(3, 1, None), (6, 2, None), (6, 2, 13), (5, 5, None), (11, 1, None)])
def test_the_search_for_keys_takes_the_first_dimension_that_selects(n, q, prime):
    unit = least_dual_certificate_unit(n, q, prime=prime)
    m = unit.dimension
    assert unit.has_ties_and_gap()
    if m > q:
        p = prime or {3: 3, 6: 7, 5: 5, 11: 11}[n]
        with pytest.raises(DomainError):
            dual_certificate_unit(quadratic_residue_keys(n, m - 1, p), q, base=2)


def test_a_search_without_keys_or_of_too_many_supports_is_refused():
    with pytest.raises(DomainError, match="q = 3 and N = 2"):
        least_dual_certificate_unit(2, 3)
    with pytest.raises(DomainError, match="an odd prime, not 9"):
        least_dual_certificate_unit(9, 2, prime=9)
    with pytest.raises(DomainError, match=r"N and m must be in 1, \.\.\., p = 3"):
        least_dual_certificate_unit(5, 1, prime=3)
    with pytest.raises(TooLargeError, match="q = 5 among N = 40"):
        least_dual_certificate_unit(40, 5)
    assert math.comb(40, 5) > MAXIMUM_CERTIFIED_SUPPORTS


@given(st.data())
def test_the_best_score_off_a_support_and_a_kernel_vector_meet(data):
    """Duality: neither half is better, since each is a bound for the other."""
    n, m = data.draw(st.integers(2, 6)), data.draw(st.integers(1, 4))
    keys = data.draw(st.lists(st.lists(st.integers(-3, 3), min_size=m, max_size=m), min_size=n, max_size=n))
    support = tuple(sorted(data.draw(st.sets(st.integers(1, n), min_size=1, max_size=n - 1))))
    try:
        certificate = least_off_score(keys, support)
    except DomainError:
        on = [keys[j - 1] for j in support]
        assert rational_rank([[*key, 1] for key in on]) > rational_rank(on)  # the equations have no solution
        return
    certificate.verify()
    try:
        squares, _ = _integer_query(keys, support)
    except DomainError:
        return
    scale = sum(a * b for a, b in zip(squares, keys[support[0] - 1], strict=True))
    off = [abs(Fraction(sum(a * b for a, b in zip(squares, key, strict=True)), scale))
           for j, key in enumerate(keys, start=1) if j not in support]  # fmt: skip
    assert certificate.value <= max(off)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": Fraction(1, 3)}, "a score off the support exceeds 1/3"),
        ({"value": Fraction(2, 3)}, "does not show the bound 2/3"),
        ({"query": (1, 0)}, "exceeds 1/2"),
        ({"query": (1, 1)}, "must have the score 1 on the support"),
        ({"query": (1,)}, "must fit the keys"),
        ({"kernel": (1, 1)}, "must fit the keys"),
        ({"kernel": (1, 1, 1)}, "must send the keys to 0"),
        ({"kernel": (0, 0, 0)}, "does not show the bound 1/2"),
        ({"support": (1, 2)}, "must have the score 1 on the support"),
    ],
)
def test_a_changed_certificate_of_duality_does_not_verify(change, message):
    certificate = least_off_score([[1, 1], [1, -1], [2, 0]], (1,))
    with pytest.raises(CertificateError, match=message):
        dataclasses.replace(certificate, **change).verify()


def test_a_support_of_all_positions_has_no_score_off_it():
    with pytest.raises(DomainError, match="a position off the support"):
        least_off_score([[1], [2]], (1, 2))
    zero = OffScoreCertificate(((1, 0), (0, 1)), (1,), 0, (1, 0), (0, 0))
    assert least_off_score([[1, 0], [0, 1]], (1,)) == zero


def test_keys_that_do_not_select_are_refused_with_the_support():
    with pytest.raises(DomainError, match=r"do not select the support \[1\]"):
        dual_certificate_unit([[1, 0], [1, 1], [1, 3]], 1, base=2)
    with pytest.raises(DomainError, match=r"the keys of the support \[1, 2\] are linearly dependent"):
        dual_certificate_unit([[1, 1], [2, 2], [1, 0]], 2, base=2)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: quadratic_residue_keys(3, 3, 9), "an odd prime, not 9"),
        (lambda: quadratic_residue_keys(3, 3, 2), "an odd prime, not 2"),
        (lambda: quadratic_residue_keys(8, 3, 7), "must be in 1, ..., p = 7, not 8 and 3"),
        (lambda: coherence([[1, 0], [1, 1]]), "one positive length"),
        (lambda: coherence([[0]]), "not of the squares .0."),
        (lambda: largest_off_score([[1], [2]], (1, 2)), "a position off the support"),
        (lambda: largest_off_score([[Fraction(1, 2)], [2]], (1,)), "the keys must be integers"),
        (lambda: feedforward_obstruction([[1, 1, 1]], 2), "needs 1 <= q <= N/2, not q = 2 and N = 3"),
        (lambda: feedforward_obstruction([[1, 0, 3], [0, 1, 3]], 1), "fewer than 2 units cannot"),
    ],
)
def test_wrong_parameters_get_the_reason(build, message):
    with pytest.raises(DomainError, match=message):
        build()


@pytest.mark.parametrize(("n", "q", "width"), [(2, 1, 1), (4, 1, 1), (5, 2, 2), (8, 3, 3), (9, 4, 4)])
def test_a_narrow_first_layer_cannot_tell_two_inputs_apart_whose_means_differ(n, q, width):
    weights = [[Fraction((3 * k + 2) ** j % 7 - 3, 2) for j in range(1, n + 1)] for k in range(width)]
    if n == 2:
        weights = [[0, 1]]
    certificate = feedforward_obstruction(weights, q)
    z = certificate.numbers
    supports = [certificate.support] * n
    plus, minus = (sparse_average([[sign * entry] for entry in z], supports)[0][0] for sign in (1, -1))
    assert abs(plus - minus) == Fraction(2, q)
    assert len(certificate.support) == q
    for row in weights:
        assert sum(w * entry for w, entry in zip(row, z, strict=True)) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"numbers": (-1, 1, 0)}, "there must be N = 4 numbers"),
        ({"numbers": (-2, 2, 0, 0)}, "between -1 and 1"),
        ({"numbers": (-1, 1, 0, 1)}, "unit 1 of the layer sees 5"),
        ({"support": ()}, "increasing positions"),
        ({"support": (5,)}, "increasing positions"),
        ({"support": (1, 1)}, "increasing positions"),
        ({"support": (0,)}, "increasing positions 1, ..., 4"),
        ({"support": (3,)}, "must sum to 1 or -1"),
    ],
)
def test_inputs_that_show_nothing_do_not_verify(change, message):
    good = FeedforwardObstruction(((1, 1, 0, 5),), (-1, 1, 0, 0), (1,))
    good.verify()
    with pytest.raises(CertificateError, match=message):
        dataclasses.replace(good, **change).verify()

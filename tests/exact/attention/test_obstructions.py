"""Keys of signs with dual certificates, and first layers that are too narrow."""

import dataclasses
import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.attention.averaging_collision import AveragingHead, averaging_collision
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
from exact.attention.fixed_point import FixedPoint
from exact.attention.normalization import Softmax
from exact.attention.sparse_averaging import base_for_error
from exact.attention.tasks import sparse_average
from exact.attention.unit import AttentionUnit
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
        (lambda: feedforward_obstruction([[1, 1]], 2), "needs 1 <= q <= N - 1, not q = 2 and N = 2"),
    ],
)
def test_wrong_parameters_get_the_reason(build, message):
    with pytest.raises(DomainError, match=message):
        build()


@pytest.mark.parametrize(
    ("n", "q", "units", "width"),
    [(2, 1, 1, 1), (4, 1, 1, 1), (5, 2, 2, 1), (8, 3, 3, 1), (9, 4, 4, 1), (4, 2, 3, 2), (5, 2, 8, 3), (3, 1, 5, 3)],
)
def test_a_narrow_first_layer_cannot_tell_two_inputs_apart_whose_means_differ(n, q, units, width):
    weights = [[Fraction((3 * k + 2) ** j % 7 - 3, 2) for j in range(1, n * width + 1)] for k in range(units)]
    if n == 2:
        weights = [[0, 1]]
    certificate = feedforward_obstruction(weights, q, width)
    assert abs(certificate.error * q - 1) < Fraction(1, 2**50)
    if width == 1:
        assert certificate.error == Fraction(1, q)
    check_obstruction(certificate, weights, n, q)


def check_obstruction(certificate, weights, n, q):
    """By the definitions of the task and of the layer."""
    supports = [certificate.support] * n
    z = certificate.vectors
    minus = [[-entry for entry in row] for row in z]
    for row in weights:
        seen = [sum(w * e for w, e in zip(row, itertools.chain(*rows), strict=True)) for rows in (z, minus)]
        assert seen[0] == seen[1] == 0
    means = [sparse_average(rows, supports)[0] for rows in (z, minus)]
    distance = sum((a - b) ** 2 for a, b in zip(*means, strict=True))
    assert distance >= (2 * certificate.error) ** 2 > 0
    assert len(certificate.support) == q
    assert all(sum(entry**2 for entry in row) <= 1 for row in z)


@given(data=st.data())
def test_a_layer_of_fewer_units_than_numbers_confuses_two_inputs(data):
    """Below N d' units, for every q up to N - 1: an error of at least 1/(4q), up to rounding down."""
    n, width = data.draw(st.integers(2, 5)), data.draw(st.integers(1, 3))
    q, units = data.draw(st.integers(1, n - 1)), data.draw(st.integers(1, n * width - 1))
    row = st.lists(st.integers(-3, 3), min_size=n * width, max_size=n * width)
    weights = data.draw(st.lists(row, min_size=units, max_size=units))
    certificate = feedforward_obstruction(weights, q, width)
    assert certificate.error * 4 * q >= 1 - Fraction(1, 2**50)
    check_obstruction(certificate, weights, n, q)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: feedforward_obstruction([[1, 0], [0, 1]], 1),
            "the 2 units tell all inputs apart; fewer than N d' = 2",
        ),
        (lambda: feedforward_obstruction([[1, 1, 1]], 1, 2), "d' = 2 >= 1 for each position, so 3 must be a multiple"),
        (lambda: feedforward_obstruction([[1, 1, 1]], 1, 0), "d' = 0 >= 1"),
        (lambda: feedforward_obstruction([[1, 1, 1]], 0), "not q = 0 and N = 3"),
    ],
)
def test_wrong_layers_get_the_reason(build, message):
    with pytest.raises(DomainError, match=message):
        build()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"vectors": ((-1,), (1,), (0,))}, "there must be 4 numbers"),
        ({"vectors": ((-1, 1), (0,), (0,))}, "vectors of one length"),
        ({"vectors": ((-2,), (2,), (0,), (0,))}, "position 1 must not be longer than 1"),
        ({"vectors": ((-1,), (1,), (0,), (1,))}, "unit 1 of the layer sees 5"),
        ({"support": ()}, "increasing positions"),
        ({"support": (5,)}, "increasing positions"),
        ({"support": (1, 1)}, "increasing positions"),
        ({"support": (0,)}, "increasing positions 1, ..., 4"),
        ({"support": (3,)}, "a sum of length at least 1"),
        ({"error": Fraction(3, 2)}, "a sum of length at least 3/2"),
        ({"error": 0}, "more than 0"),
    ],
)
def test_inputs_that_show_nothing_do_not_verify(change, message):
    good = FeedforwardObstruction(((1, 1, 0, 5),), ((-1,), (1,), (0,), (0,)), (1,), 1)
    good.verify()
    with pytest.raises(CertificateError, match=message):
        dataclasses.replace(good, **change).verify()


# ------------------------------------------------------------------------------------- units of any architecture


def sums(z, y, j):
    return (1, sum(y), j, z)


def mask(z, y, j):
    return (sum(1 << position for position in y), j, z, 1)


HEAD = AttentionUnit([[1], [1], [0], [0]], [[0], [0], [1], [0]], [[0], [0], [0], [1]], Softmax(2))


@pytest.mark.parametrize(("n", "q"), [(5, 2), (7, 3), (9, 3)])
def test_a_unit_with_too_few_messages_confuses_two_inputs(n, q):
    head = AveragingHead(n, q, HEAD, sums)
    collision = averaging_collision(head)
    assert collision.messages == q + 1  # the sum of the support is 1 + 3 + ... plus the number of Alice's bits
    first, second = collision.inputs
    assert [first[1][j] == second[1][j] for j in range(n)] == [j != 2 * q for j in range(n)]
    assert first[0] == second[0]
    # by the layer itself: all tokens through the unit, for each of the two inputs
    outputs = []
    for vectors, supports in collision.inputs:
        rows = [sums(z[0], y, j) for j, (z, y) in enumerate(zip(vectors, supports, strict=True), start=1)]
        outputs.append(HEAD.output(rows)[2 * q])
    assert outputs[0] == outputs[1] == head.output(first)
    means = [sparse_average(*inputs)[2 * q][0] for inputs in collision.inputs]
    assert abs(means[0] - means[1]) == Fraction(2, q)


@pytest.mark.parametrize("q", [1, 2, 4])
def test_a_unit_that_sends_the_whole_support_has_no_collision_until_it_is_rounded(q):
    n = 2 * q + 1
    wide = AveragingHead(n, q, dataclasses.replace(HEAD, query=[[1], [0], [0], [0]]), mask)
    assert averaging_collision(wide) is None
    assert len({wide.message(a) for a in range(1 << q)}) == 1 << q
    rounded = dataclasses.replace(wide, precision=FixedPoint(2, -2 * n - 1))
    collision = averaging_collision(rounded)
    assert collision.messages < 1 << q
    collision.verify(rounded)
    with pytest.raises(CertificateError, match="the outputs differ"):
        collision.verify(dataclasses.replace(wide, unit=dataclasses.replace(wide.unit, value=[[1], [0], [0], [0]])))


def test_a_changed_collision_does_not_verify():
    head = AveragingHead(5, 2, HEAD, sums)
    collision = averaging_collision(head)
    same = (collision.inputs[0], collision.inputs[0])
    with pytest.raises(CertificateError, match="the means must differ by 2/q"):
        dataclasses.replace(collision, inputs=same, averages=(0, 0)).verify(head)
    with pytest.raises(CertificateError, match="the means must differ by 2/q"):
        dataclasses.replace(collision, averages=(1, 0)).verify(head)


def test_units_without_room_for_the_reduction_are_refused():
    with pytest.raises(DomainError, match="not q = 2 and N = 4"):
        AveragingHead(4, 2, HEAD, sums)
    with pytest.raises(DomainError, match="not q = 0 and N = 4"):
        AveragingHead(4, 0, HEAD, sums)
    with pytest.raises(TooLargeError, match=r"2\^15 messages would be compared"):
        averaging_collision(AveragingHead(31, 15, HEAD, sums))

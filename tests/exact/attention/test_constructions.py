"""The constructions: every input of small sizes, and the identities that prove them for all sizes."""

import dataclasses
import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.attention.matching import output_bound_identities
from exact.attention.normalization import Softmax
from exact.attention.pair_matching import (
    match2_identities,
    match2_unit,
    match2_unreduced_identities,
    match2_unreduced_unit,
)
from exact.attention.polynomial_identity import PolynomialIdentity, check_identities
from exact.attention.radon_obstruction import RadonObstruction, radon_obstruction
from exact.attention.sparse_averaging import (
    base_for_error,
    cover_free_unit,
    moment_curve_gap,
    moment_curve_identity,
    moment_curve_unit,
    one_hot_unit,
    squared_product,
    weight_error_identities,
)
from exact.attention.structured_matching import bigram_transformer, local_transformer, structured_identities
from exact.attention.tasks import sparse_average
from exact.attention.trigonometric_matching import (
    check_trigonometric_unit,
    sufficient_factor,
    trigonometric_margin,
    trigonometric_outputs,
)
from exact.attention.triple_matching import match3_identities, match3_unit
from exact.errors import CertificateError, DomainError, TooLargeError
from exact.parameters import parameter

SPARSE = [
    moment_curve_unit(5, 1, base=3),
    moment_curve_unit(6, 2, base=2),
    moment_curve_unit(6, 3, base=2),
    moment_curve_unit(5, 5, base=2),
    one_hot_unit(5, 2, base=Fraction(5, 2)),
    cover_free_unit(9, 2, prime=3, degree=1, base=7),
    cover_free_unit(5, 4, prime=5, degree=0, base=2),
]


def describe(unit):
    return f"{unit.name}-{unit.n}-{unit.q}"


# ------------------------------------------------------------------------------------------------------ sparse averages


@pytest.mark.parametrize("unit", SPARSE, ids=describe)
def test_scores_tie_on_every_support_and_the_error_keeps_its_bound(unit):
    assert unit.has_ties_and_gap()
    assert unit.largest_error() <= unit.error_bound()


@pytest.mark.parametrize("unit", SPARSE, ids=describe)
def test_the_error_is_twice_the_stray_weight_as_the_formula_says(unit):
    for support in unit.supports():
        scores = unit.scores(support)
        tie = max(scores)
        stray = sum(Fraction(unit.base) ** (s - tie) for j, s in enumerate(scores) if j + 1 not in support)
        assert unit.error(support) == 2 * stray / (unit.q + stray)


@pytest.mark.parametrize("unit", SPARSE, ids=describe)
def test_the_worst_vectors_attain_the_error_and_no_others_exceed_it(unit):
    supports = list(itertools.islice(unit.supports(), unit.n))
    supports += [supports[0]] * (unit.n - len(supports))
    for i, support in enumerate(supports[:3]):
        signs = [[1] if j in support else [-1] for j in range(1, unit.n + 1)]
        distance = abs(unit.output(signs, supports)[i][0] - sparse_average(signs, supports)[i][0])
        assert distance == unit.error(support)
        for vectors in ([[1]] * unit.n, [[Fraction(j, unit.n)] for j in range(unit.n)]):
            found = abs(unit.output(vectors, supports)[i][0] - sparse_average(vectors, supports)[i][0])
            assert found <= unit.error(support)


def test_the_gap_of_the_moment_curve_is_the_least_over_all_supports():
    for q in range(1, 5):
        for n in range(q + 1, 2 * q + 3):
            least = min(
                squared_product(y)[0] if j == 0 else sum(c * j**k for k, c in enumerate(squared_product(y)))
                for y in itertools.combinations(range(1, n + 1), q)
                for j in range(1, n + 1)
                if j not in y
            )
            assert least == moment_curve_gap(q)


@pytest.mark.parametrize("q", [1, 2, 3, 4])
def test_the_scores_of_the_moment_curve_are_proved_for_all_n(q):
    check_identities([moment_curve_identity(q), *weight_error_identities(q)])
    assert len(squared_product(range(q))) == 2 * q + 1


@given(st.integers(1, 30), st.data())
def test_the_base_for_an_error_is_the_least_that_the_bound_allows(n, data):
    q = data.draw(st.integers(1, n))
    gap = data.draw(st.integers(1, 4))
    error = data.draw(st.fractions(min_value=Fraction(1, 50), max_value=3))
    base = base_for_error(n, q, error, gap)

    def bound(b):
        t = Fraction(n - q, b**gap)
        return 2 * t / (q + t)

    assert bound(base) <= error
    assert base == 2 or bound(base - 1) > error
    assert base <= max(2, -(-2 * (n - q) // (q * error)))


def test_a_unit_built_for_an_error_keeps_it_for_all_supports():
    error = Fraction(1, 100)
    unit = moment_curve_unit(7, 3, base=base_for_error(7, 3, error, moment_curve_gap(3)))
    assert unit.base < base_for_error(7, 3, error)
    assert unit.largest_error() <= unit.error_bound() <= error


def test_the_example_of_the_code():
    unit = cover_free_unit(343, 3, prime=7, degree=2, base=2)
    assert (unit.dimension, unit.gap) == (49, 1)
    for support in [(1, 2, 3), (1, 50, 343), (100, 200, 300), (7, 14, 21)]:
        scores = unit.scores(support)
        assert {scores[j - 1] for j in support} == {0}
        assert max(s for j, s in enumerate(scores, start=1) if j not in support) <= -1


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: moment_curve_unit(3, 4, base=2), "1 <= q <= N must hold; q = 4 and N = 3"),
        (lambda: one_hot_unit(3, 0, base=2), "1 <= q <= N must hold; q = 0"),
        (lambda: moment_curve_unit(3, 1, base=1), "greater than 1"),
        (lambda: moment_curve_gap(0), "at least 1, not 0"),
        (lambda: moment_curve_identity(0), "size q of a support must be at least 1"),
        (lambda: base_for_error(3, 1, 0), "none is exact"),
        (lambda: base_for_error(3, 1, 1, 0), "no base selects"),
        (lambda: cover_free_unit(4, 2, prime=4, degree=1, base=2), "so a prime, not 4"),
        (lambda: cover_free_unit(5, 1, prime=2, degree=1, base=2), r"p\^\(r \+ 1\) = 4 polynomials"),
        (lambda: cover_free_unit(5, 3, prime=3, degree=1, base=2), "q r must be less than p"),
        (lambda: cover_free_unit(2, 1, prime=3, degree=-1, base=2), "not N = 2"),
        (lambda: moment_curve_unit(3, 1, base=2).output([[1]], [[1]]), "N = 3 vectors"),
        (lambda: moment_curve_unit(3, 1, base=2).scores([4]), "must hold positions"),
        (lambda: dataclasses.replace(one_hot_unit(2, 1, base=2), n=3), "one key for each of the N = 3"),
    ],
)
def test_wrong_parameters_of_sparse_averaging_get_the_reason(build, message):
    with pytest.raises(DomainError, match=message):
        build()


def test_too_many_supports_are_refused():
    with pytest.raises(TooLargeError, match="supports of q = 10 among N = 40"):
        one_hot_unit(40, 10, base=2).largest_error()
    assert one_hot_unit(40, 10, base=2).error_bound() == Fraction(6, 5)


@pytest.mark.parametrize(
    "build",
    [
        lambda: moment_curve_unit(10**6, 300, base=2),
        lambda: one_hot_unit(10**6, 1, base=2),
        lambda: cover_free_unit(10**6, 1, prime=10**9 + 7, degree=1, base=2),
    ],
    ids=["moment-curve", "one-hot", "cover-free"],
)
def test_keys_that_are_too_long_to_write_are_refused(build):
    with pytest.raises(TooLargeError, match="keys of m ="):
        build()


def test_sizes_beyond_reach_are_refused_with_the_cost():
    with pytest.raises(TooLargeError, match="a window of 2001 positions"):
        local_transformer(5000, 3, 1000)
    assert local_transformer(3, 3, 10**6).check_all_inputs() == 27
    with pytest.raises(TooLargeError, match="a product of about 20000 factors"):
        moment_curve_gap(20_000)


def test_a_unit_without_its_gap_is_seen():
    unit = moment_curve_unit(4, 2, base=2)
    assert not dataclasses.replace(unit, gap=2).has_ties_and_gap()
    assert not dataclasses.replace(unit, query=lambda _: (1, 0, 0, 0)).has_ties_and_gap()


# -------------------------------------------------------------------------------------------------- fewer than 2q keys


@pytest.mark.parametrize(("n", "q", "m"), [(3, 1, 1), (4, 1, 1), (6, 2, 3), (6, 2, 1), (9, 3, 5), (10, 3, 2)])
def test_keys_of_too_few_coordinates_have_a_support_that_no_query_selects(n, q, m):
    keys = [[Fraction((7 * j + 3) ** k % 11, 3) + k * j for k in range(1, m + 1)] for j in range(n)]
    certificate = radon_obstruction(keys, q)
    certificate.verify()
    assert len(certificate.support) == q
    for weights in itertools.product((-2, 0, 1, 5), repeat=m):  # the support never stands out
        scores = [sum(w * entry for w, entry in zip(weights, key, strict=True)) for key in keys]
        on = [scores[j - 1] for j in certificate.support]
        off = [s for j, s in enumerate(scores, start=1) if j not in certificate.support]
        assert min(on) <= max(off)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dependency": (0, 0, 0)}, "not all 0"),
        ({"dependency": (-1, 2)}, "one integer for each key"),
        ({"dependency": (-1, 2, 0)}, "must sum to 0"),
        ({"dependency": (-2, 3, -1)}, "coordinate 1 of the keys must sum to 0"),
        ({"support": (1,)}, "position 1 is of the negative part"),
        ({"support": ()}, "position 2 is of the positive part"),
    ],
)
def test_a_dependency_that_shows_nothing_does_not_verify(change, message):
    good = RadonObstruction(((1,), (2,), (3,)), (-1, 2, -1), (2,))
    good.verify()
    with pytest.raises(CertificateError, match=message):
        dataclasses.replace(good, **change).verify()


def test_where_the_moment_curve_selects_there_is_no_obstruction():
    with pytest.raises(DomainError, match="can select"):
        radon_obstruction([[j, j * j] for j in range(3)], 1)
    with pytest.raises(DomainError, match="N >= 3q"):
        radon_obstruction([[j] for j in range(5)], 2)


# ------------------------------------------------------------------------------------------------------------- matching


@pytest.mark.parametrize("build", [match2_unit, match2_unreduced_unit])
@pytest.mark.parametrize(("n", "modulus"), [(1, 2), (2, 5), (3, 4), (4, 3), (1, 20), (3, 7)])
def test_units_for_pairs_solve_all_inputs_within_their_bounds(build, n, modulus):
    check = build(n, modulus).check_all_inputs()
    assert check.inputs == modulus**n
    assert check.largest_without is None or check.largest_without <= Fraction(1, 7)
    assert check.least_with >= Fraction(1, 2)


@pytest.mark.parametrize(("n", "modulus"), [(1, 1), (1, 7), (2, 3), (2, 5), (3, 3)])
def test_the_third_order_unit_solves_all_inputs_within_its_bounds(n, modulus):
    check = match3_unit(n, modulus).check_all_inputs()
    assert check.inputs == modulus**n
    assert check.least_with >= Fraction(3, 7)


def test_the_units_are_proved_for_all_sizes():
    check_identities(
        [
            *match2_identities(),
            *match2_unreduced_identities(),
            *match3_identities(),
            *output_bound_identities(),
            *structured_identities(),
        ]
    )


def test_an_identity_that_does_not_hold_is_refused():
    x = parameter("x")
    with pytest.raises(CertificateError, match="the two sides differ: a slip"):
        check_identities([PolynomialIdentity("a slip", (x + 1) ** 2, x**2 + 1)])


def test_the_output_has_the_form_of_the_bounds():
    unit = match2_unit(3, 5)
    for tokens in itertools.product(range(5), repeat=3):
        for x, value in zip(tokens, unit.output(tokens), strict=True):
            b = sum((x + y) % 5 == 0 for y in tokens)
            powers = [Fraction(unit.unit.normalization.base) ** -((x + y) % 5 and (x - (-y % 5)) ** 2) for y in tokens]
            e = sum(powers) - b
            assert value == (b + e) / (b + 1 + e)


def test_a_unit_with_a_smaller_base_or_a_wrong_entry_errs_and_says_where():
    unit = match2_unit(3, 5)
    weak = dataclasses.replace(unit.unit, normalization=Softmax(Fraction(101, 100)))
    with pytest.raises(CertificateError, match=r"the unit errs on \[0, 0, 1\]"):
        dataclasses.replace(unit, unit=weak).check_all_inputs()
    query = [list(row) for row in unit.unit.query]
    query[1][0] = 3
    with pytest.raises(CertificateError, match="the unit errs on"):
        dataclasses.replace(unit, unit=dataclasses.replace(unit.unit, query=query)).check_all_inputs()


@pytest.mark.parametrize("modulus", [2, 3, 4, 6, 97, 10**6])
def test_the_cosine_gap_is_enclosed_and_at_least_the_elementary_one(modulus):
    margin = trigonometric_margin(modulus, 200)
    low, high = margin.gap
    assert high - low < Fraction(1, 2**150)
    assert margin.elementary <= high
    assert modulus == 2 or margin.elementary < low
    exact = {2: 2, 3: Fraction(3, 2), 4: 1, 6: Fraction(1, 2)}
    assert low <= exact.get(modulus, low) <= high


@pytest.mark.parametrize(("n", "modulus"), [(1, 2), (2, 5), (3, 4), (3, 7), (4, 6), (2, 20)])
def test_the_trigonometric_unit_solves_all_inputs_within_its_bounds(n, modulus):
    factor = sufficient_factor(n, modulus)
    inputs = list(itertools.combinations_with_replacement(range(modulus), n))
    assert check_trigonometric_unit(n, modulus, factor) == len(inputs)
    for tokens in inputs[:40]:
        rational = match2_unit(n, modulus).answers(tokens)
        assert rational == tuple(int(low > Fraction(1, 3)) for low, _ in trigonometric_outputs(tokens, modulus, factor))


def test_enclosures_of_trigonometric_outputs_hold_the_exact_ones():
    """For M = 2 the weights are 1 and e^(-2c); with c = 0 every output is N/(N + 1)."""
    assert trigonometric_outputs([0, 1], 2, 0) == ((Fraction(2, 3), Fraction(2, 3)),) * 2
    wide, narrow = (trigonometric_outputs([1, 2, 2], 7, 9, bits) for bits in (64, 256))
    for (low, high), (inner_low, inner_high) in zip(wide, narrow, strict=True):
        assert low <= inner_low <= inner_high <= high
        assert inner_high - inner_low < Fraction(1, 2**200)
    (low, high) = trigonometric_outputs([0, 1], 2, 1)[0]  # (1 + e^-2)/(2 + e^-2), and e^-2 lies between 0.135 and 0.136
    assert Fraction(1135, 2135) < low <= high < Fraction(1136, 2136)


def test_a_factor_that_is_too_small_leaves_the_bounds():
    with pytest.raises(CertificateError, match="the bounds are not reached on"):
        check_trigonometric_unit(3, 7, 2)
    with pytest.raises(TooLargeError, match="multisets of 30 residues"):
        check_trigonometric_unit(30, 30, 1)
    with pytest.raises(TooLargeError, match="the factor may need to be"):
        sufficient_factor(10, 1000)
    with pytest.raises(DomainError, match="M >= 2, not N = 1 and M = 1"):
        sufficient_factor(1, 1)
    with pytest.raises(DomainError, match="the factor of the scores must be at least 0"):
        trigonometric_outputs([0], 2, -1)


# --------------------------------------------------------------------------------------------------- structured triples


@pytest.mark.parametrize(("n", "modulus"), [(1, 3), (2, 2), (2, 7), (3, 4), (4, 3)])
def test_two_layers_solve_bigram_triples_on_all_inputs(n, modulus):
    assert bigram_transformer(n, modulus).check_all_inputs() == modulus**n


@pytest.mark.parametrize(
    ("n", "modulus", "distance"), [(1, 3, 0), (2, 5, 1), (3, 4, 1), (3, 3, 2), (4, 3, 1), (5, 2, 2)]
)
def test_one_layer_solves_local_triples_on_all_inputs(n, modulus, distance):
    assert local_transformer(n, modulus, distance).check_all_inputs() == modulus**n


@pytest.mark.parametrize(
    "matcher",
    [bigram_transformer(3, 4), bigram_transformer(2, 6), local_transformer(3, 4, 1), local_transformer(4, 2, 2)],
    ids=lambda matcher: f"{matcher.name}-{matcher.n}-{matcher.modulus}",
)
def test_what_is_rounded_is_as_near_to_an_integer_as_its_bound_says(matcher):
    assert matcher.rounding_bound < Fraction(1, 2)
    layer = matcher.transformer.stages[0][0]
    base = layer.heads[0].normalization.base
    n = matcher.n
    for tokens in itertools.product(range(matcher.modulus), repeat=n):
        padded = [*tokens, *[0] * matcher.blanks]
        rows = layer.output([matcher.transformer.input_map(i, x) for i, x in enumerate(padded, start=1)])
        for i, row in enumerate(rows[:n], start=1):
            if matcher.name == "match3-bigram":
                exact = ((*tokens, 0)[i], tokens[i - 1], i)
                found = row
            else:
                slots = len(row) - 1
                near = range(max(1, i - slots // 2), min(n, i + slots // 2) + 1)
                powers = sum(Fraction(1, base ** ((i - j) ** 2)) for j in range(1, n + 1))
                exact = (i, *(tokens[j - 1] + 1 for j in near))
                found = (row[slots], *(row[j % slots] * powers * base ** ((i - j) ** 2) for j in near))
            assert max(abs(a - b) for a, b in zip(found, exact, strict=True)) <= matcher.rounding_bound


def test_a_transformer_that_errs_says_where():
    matcher = bigram_transformer(2, 3)
    with pytest.raises(CertificateError, match="the transformer errs on"):
        dataclasses.replace(matcher, task=lambda tokens: (1,) * len(tokens)).check_all_inputs()


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: match2_unit(0, 2), "N >= 1 tokens"),
        (lambda: match2_unit(4, 5, 23), "must be at least 24, not 23"),
        (lambda: match2_unreduced_unit(4, 1), "the modulus M must be at least 2"),
        (lambda: match3_unit(0, 3), "N = 0 and M = 3"),
        (lambda: match3_unit(2, 3, 23), "at least 6 N.2 = 24, not 23"),
        (lambda: match2_unit(2, 3).answers([1]), "built for N = 2 tokens, not 1"),
        (lambda: match2_unit(2, 3).answers([1, 3]), "position 2 must be a residue"),
        (lambda: bigram_transformer(0, 3), "the task needs N >= 1"),
        (lambda: bigram_transformer(2, 3).answers([1]), "built for N = 2"),
        (lambda: local_transformer(2, 3, -1), "the distance must be at least 0"),
        (lambda: trigonometric_margin(1), "otherwise every sum is a match"),
    ],
)
def test_wrong_parameters_of_matching_get_the_reason(build, message):
    with pytest.raises(DomainError, match=message):
        build()


def test_weights_of_too_many_bits_are_refused_before_the_start():
    with pytest.raises(TooLargeError, match="weights of up to"):
        match3_unit(4, 6).check_all_inputs()
    with pytest.raises(TooLargeError, match="weights of up to"):
        moment_curve_unit(40, 3, base=2).largest_error()
    assert base_for_error(40, 10, Fraction(1, 20), moment_curve_gap(10)) == 2
    assert moment_curve_unit(40, 10, base=2).error_bound() < Fraction(1, 2**200)


@pytest.mark.parametrize("build", [match2_unit, match3_unit, bigram_transformer])
def test_more_inputs_than_can_be_tried_are_refused_before_the_start(build):
    with pytest.raises(TooLargeError, match=r"M\^N = 10\^9 inputs"):
        build(9, 10).check_all_inputs()

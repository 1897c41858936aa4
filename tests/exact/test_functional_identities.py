"""Identities of gated units: shapes of gated activations, quadratic forms of rank two, gates in the standard model.

Each section names the statement of the theory.  S and R are affine forms; where weights are symbolic, H(S) and H(R) are
free Boolean variables, so that an equality holds for all weights.
"""

from fractions import Fraction
from functools import cache, reduce
from itertools import combinations, combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.activation import ABSOLUTE, HEAVISIDE, LINEAR, RELU, SIGN
from exact.cube import Encoding
from exact.gating import multiplex, output_gate, synaptic_gate
from exact.indicator import Indicators
from exact.neuron import Neuron
from exact.parameters import parameter
from exact.polynomial import CubePolynomial
from tests.strategies import dimensions, encodings, numeric_polynomials, rationals

# --------------------------------------------------------------------------- gated-activation-shapes (Q-S1), exact rows

# attended f, attending g: f(S) g(R) with h = H(S) and k = H(R), and the self-gated f(S) g(S)
SHAPES = [
    (LINEAR, LINEAR, lambda s, r, _h, _k: s * r, lambda s, _f: s * s),
    (LINEAR, HEAVISIDE, lambda s, _r, _h, k: s * k, lambda s, f: f(RELU, s)),
    (LINEAR, SIGN, lambda s, _r, _h, k: s * (2 * k - 1), lambda s, f: f(ABSOLUTE, s)),
    (LINEAR, RELU, lambda s, r, _h, k: s * r * k, lambda s, f: f(RELU, s) ** 2),
    (RELU, RELU, lambda s, r, h, k: s * r * h * k, lambda s, f: f(RELU, s) ** 2),
    (RELU, HEAVISIDE, lambda s, _r, h, k: s * h * k, lambda s, f: f(RELU, s)),
    (RELU, SIGN, lambda s, _r, h, k: s * h * (2 * k - 1), lambda s, f: f(RELU, s)),
    (HEAVISIDE, HEAVISIDE, lambda _s, _r, h, k: h * k, lambda s, f: f(HEAVISIDE, s)),
    (SIGN, SIGN, lambda _s, _r, h, k: 1 - 2 * h - 2 * k + 4 * h * k, lambda s, _f: 0 * s + 1),
    (HEAVISIDE, SIGN, lambda _s, _r, h, k: h * (2 * k - 1), lambda s, f: f(HEAVISIDE, s)),
]
IDS = [f"{f.to_text()}-{g.to_text()}" for f, g, _, _ in SHAPES]


def symbolic_forms(encoding, capacity=2):
    indicators = Indicators(2, encoding, capacity)
    x, y = indicators.variable(0), indicators.variable(1)
    s = parameter("w0") + parameter("w1") * x + parameter("w2") * y
    r = parameter("v0") + parameter("v1") * x + parameter("v2") * y
    return indicators, s, r


@pytest.mark.parametrize(("f", "g", "product", "_alone"), SHAPES, ids=IDS)
@pytest.mark.parametrize("encoding", Encoding)
def test_a_gated_activation_has_the_shape_of_the_table(f, g, product, _alone, encoding):
    indicators, s, r = symbolic_forms(encoding)
    h, k = indicators.heaviside(s), indicators.heaviside(r)
    gated = output_gate(f.polynomial(s, indicators), g.polynomial(r, indicators))
    assert gated == product(s, r, h, k)


@pytest.mark.parametrize(("f", "g", "_product", "alone"), SHAPES, ids=IDS)
@pytest.mark.parametrize("encoding", Encoding)
def test_a_self_gated_activation_has_the_shape_of_the_table(f, g, _product, alone, encoding):
    indicators, s, _ = symbolic_forms(encoding, capacity=1)
    gated = output_gate(f.polynomial(s, indicators), g.polynomial(s, indicators))
    assert gated == alone(s, lambda activation, argument: activation.polynomial(argument, indicators))


@given(st.data(), dimensions, encodings, st.sampled_from(SHAPES))
def test_the_shapes_are_those_of_the_values(data, n, encoding, shape):
    f, g, _, alone = shape
    s, r = data.draw(numeric_polynomials(n, encoding)), data.draw(numeric_polynomials(n, encoding))
    indicators = Indicators(n, encoding, 0)
    gated = output_gate(f.polynomial(s, indicators), g.polynomial(r, indicators))
    assert gated.values() == tuple(f.value(a) * g.value(b) for a, b in zip(s.values(), r.values(), strict=True))
    self_gated = alone(s, lambda activation, argument: activation.polynomial(argument, indicators))
    assert self_gated.values() == tuple(f.value(a) * g.value(a) for a in s.values())


@given(rationals(), rationals())
def test_products_of_decisions_are_and_and_xnor(s, r):
    assert HEAVISIDE.value(s) * HEAVISIDE.value(r) == (s > 0 and r > 0)
    assert SIGN.value(s) * SIGN.value(r) == (1 if (s > 0) == (r > 0) else -1)
    if s * r != 0:
        assert SIGN.value(s) * SIGN.value(r) == SIGN.value(s * r)


def test_xnor_is_not_the_sign_of_the_product_where_that_is_zero():
    assert SIGN.value(0) * SIGN.value(0) == 1 != SIGN.value(0)


# --------------------------------------------------------------------------------- gated-quadratic-form-rank-two (Q-S2)


def forms(n):
    w, v = ([parameter(f"{name}{i}") for i in range(n + 1)] for name in "wv")
    q = [[(w[i] * v[j] + v[i] * w[j]) * Fraction(1, 2) for j in range(n + 1)] for i in range(n + 1)]
    return w, v, q


def minors(q):
    """Return the minor of q as a function of rows and columns, by expansion along the first row."""

    @cache
    def minor(rows, columns):
        if not rows:
            return 1
        rest = rows[1:]
        terms = (q[rows[0]][c] * minor(rest, columns[:k] + columns[k + 1 :]) * (-1) ** k for k, c in enumerate(columns))
        return sum(terms, 0)

    return minor


@pytest.mark.parametrize("n", range(2, 7))
def test_the_product_of_two_affine_forms_is_its_quadratic_form(n):
    w, v, q = forms(n)
    x = [1, *(parameter(f"x{i}") for i in range(1, n + 1))]
    form = sum((q[i][j] * x[i] * x[j] for i in range(n + 1) for j in range(n + 1)), 0)
    left, right = (sum((c * t for c, t in zip(coefficients, x, strict=True)), 0) for coefficients in (w, v))
    assert form == left * right
    assert left * right == ((left + right) ** 2 - (left - right) ** 2) * Fraction(1, 4)


@pytest.mark.parametrize("n", range(2, 7))
def test_every_minor_of_order_three_vanishes(n):
    """A minor has at most six indices, so n = 5 shows every minor of every larger n up to the names."""
    _, _, q = forms(n)
    minor, triples = minors(q), list(combinations(range(n + 1), 3))
    assert all(minor(a, b) == 0 for a, b in combinations_with_replacement(triples, 2))


@pytest.mark.parametrize("n", range(2, 7))
def test_the_minors_of_order_two_are_products_of_the_minors_of_the_two_rows_of_weights(n):
    w, v, q = forms(n)
    minor, pairs = minors(q), list(combinations(range(n + 1), 2))
    d = {(i, j): w[i] * v[j] - w[j] * v[i] for i, j in pairs}
    for a, b in combinations_with_replacement(pairs, 2):
        assert minor(a, b) == d[a] * d[b] * Fraction(-1, 4)
    for a in pairs:  # the principal ones are at most 0, and vanish together if and only if w and v are dependent
        assert minor(a, a) == d[a] ** 2 * Fraction(-1, 4)


# --------------------------------------------------------------------------------------- gated-form-on-sign-cube (Q-S3)


@pytest.mark.parametrize("n", range(7))
def test_the_gated_form_on_the_cube_is_the_one_written_out(n):
    w, v, _ = forms(n)
    products = {
        encoding: output_gate(Neuron(w[1:], w[0]).preactivation(encoding), Neuron(v[1:], v[0]).preactivation(encoding))
        for encoding in Encoding
    }
    mixed = {1 << i - 1 | 1 << j - 1: w[i] * v[j] + w[j] * v[i] for i, j in combinations(range(1, n + 1), 2)}
    signs = {0: w[0] * v[0] + sum((w[i] * v[i] for i in range(1, n + 1)), 0)}
    signs |= {1 << i - 1: w[0] * v[i] + v[0] * w[i] for i in range(1, n + 1)}
    bits = {0: w[0] * v[0]} | {1 << i - 1: w[0] * v[i] + v[0] * w[i] + w[i] * v[i] for i in range(1, n + 1)}
    assert products[Encoding.SIGNS] == CubePolynomial(n, Encoding.SIGNS, signs | mixed)
    assert products[Encoding.BITS] == CubePolynomial(n, Encoding.BITS, bits | mixed)


# -------------------------------------------------------------------------- sign-product-is-polynomial-threshold (Q-S4)


@given(st.data(), dimensions, encodings)
def test_a_product_of_signs_is_the_sign_of_a_product_of_added_degree(data, n, encoding):
    drawn = data.draw(numeric_polynomials(n, encoding)), data.draw(numeric_polynomials(n, encoding))
    p, q = (60 * polynomial + Fraction(1, 2) for polynomial in drawn)  # half an odd integer everywhere, so never 0
    assert all((2 * value).denominator == 1 and 2 * value % 2 for value in (*p.values(), *q.values()))
    indicators = Indicators(n, encoding, 0)
    assert output_gate(SIGN.polynomial(p, indicators), SIGN.polynomial(q, indicators)) == SIGN.polynomial(
        p * q, indicators
    )
    assert (p * q).degree <= p.degree + q.degree


# --------------------------------------------------------------------------------- additive-signal-forces-output (Q-S9)


@given(rationals(), rationals(), rationals().map(abs))
def test_a_large_additive_signal_forces_the_output(s, margin, further):
    m = abs(s) + max(abs(margin), 1)  # |s| < m
    for f, low, high in ((HEAVISIDE, 0, 1), (SIGN, -1, 1), (RELU, 0, None)):
        assert f.value(s - m - further) == low
        assert high is None or f.value(s + m + further) == high


@pytest.mark.parametrize("encoding", Encoding)
def test_a_multiplexed_unit_without_a_signal_is_itself(encoding):
    indicators, s, _ = symbolic_forms(encoding)
    for f in (HEAVISIDE, SIGN, RELU):
        assert f.polynomial(multiplex(s, indicators.constant(0)), indicators) == f.polynomial(s, indicators)


# -------------------------------------------------------------------------------- binary-gating-by-multiplexing (Q-S10)


def gated_by_two_units(s, h, bound, indicators):
    """ReLU(S - K(1 - h)) - ReLU(-S - K(1 - h)), inside the standard model."""
    off = -bound * (1 - h)
    first, second = RELU.polynomial(multiplex(s, off), indicators), RELU.polynomial(multiplex(-s, off), indicators)
    return first - second, (first, second)


@given(st.data(), dimensions, encodings)
def test_two_units_of_the_standard_model_gate_a_bounded_signal(data, n, encoding):
    s, r = data.draw(numeric_polynomials(n, encoding)), data.draw(numeric_polynomials(n, encoding))
    indicators = Indicators(n, encoding, 0)
    h, bound = indicators.heaviside(r), max(abs(t) for t in s.values())
    assert gated_by_two_units(s, h, bound, indicators)[0] == output_gate(s, h)
    if bound > 0:  # a smaller bound lets something through when the gate is closed
        assert gated_by_two_units(s, 0 * h, bound - Fraction(1, 10**6), indicators)[0] != 0 * h


@pytest.mark.parametrize("encoding", Encoding)
def test_the_open_gate_passes_every_signal_and_the_closed_one_none(encoding):
    indicators, s, _ = symbolic_forms(encoding, capacity=4)
    bound = parameter("K")
    assert gated_by_two_units(s, indicators.constant(1), bound, indicators)[0] == s
    closed, (first, second) = gated_by_two_units(s, indicators.constant(0), bound, indicators)
    # |S| <= K says that neither S - K nor -S - K is positive: the decisions on which the two units rest are false
    used = set(first.essential_variables) | set(second.essential_variables)
    decisions = {index: 0 for index in used if index >= indicators.n}
    assert [indicators.arguments[index - indicators.n] for index in sorted(decisions)] == [s - bound, -s - bound]
    assert closed.restrict(decisions) == 0 * s


# ----------------------------------------------------------------------------- sparse-quadratic-parameter-count (Q-S11)


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_r_gated_synapses_add_r_quadratic_monomials_and_no_weight(n):
    signals = [CubePolynomial.variable(i, n + 1, Encoding.SIGNS) for i in range(n + 1)]
    weights = [parameter(f"w{i}") for i in range(n)]
    plain = synaptic_gate(weights, signals[:n], (), signals[n], parameter("b"))
    for r in range(n + 1):
        gated = synaptic_gate(weights, signals[:n], range(r), signals[n], parameter("b"))
        assert sum(mask.bit_count() == 2 for mask in gated.support) == r
        assert gated.parameters == plain.parameters


@pytest.mark.parametrize("n", [1, 3, 6])
@pytest.mark.parametrize("encoding", Encoding)
def test_a_signal_that_is_an_input_adds_at_most_as_many(n, encoding):
    signals = [CubePolynomial.variable(i, n, encoding) for i in range(n)]
    weights = [parameter(f"w{i}") for i in range(n)]
    for r in range(n + 1):
        gated = synaptic_gate(weights, signals, range(r), signals[0])
        assert sum(mask.bit_count() == 2 for mask in gated.support) == max(0, r - 1)


# ---------------------------------------------------------------------------------- xor-is-not-linear-threshold (Q-S15)


def test_an_affine_form_has_equal_sums_over_the_two_diagonals_of_the_square():
    s = Neuron.symbolic(2).preactivation(Encoding.BITS)
    assert s.value(0b00) + s.value(0b11) == s.value(0b01) + s.value(0b10)


# ------------------------------------------------------------------------------------------ parity-by-gate-tree (Q-S16)


@pytest.mark.parametrize("n", range(1, 9))
def test_a_tree_of_output_gates_computes_parity(n):
    layer, gates, depth = [CubePolynomial.variable(i, n, Encoding.SIGNS) for i in range(n)], 0, 0
    while len(layer) > 1:
        pairs = [output_gate(*layer[i : i + 2]) for i in range(0, len(layer) - 1, 2)]
        gates, depth, layer = gates + len(pairs), depth + 1, pairs + layer[2 * len(pairs) :]
    assert layer == [CubePolynomial(n, Encoding.SIGNS, {2**n - 1: 1})]
    assert (gates, depth) == (n - 1, (n - 1).bit_length())
    assert layer[0].values() == tuple((-1) ** (n - p.bit_count()) for p in range(2**n))


# ------------------------------------------------------------------------------------- gating-collapses-a-layer (Q-S17)


def test_the_product_of_two_bits_is_a_threshold_unit():
    indicators = Indicators(2, Encoding.BITS, 0)
    f, g = indicators.variable(0), indicators.variable(1)
    assert output_gate(f, g) == HEAVISIDE.polynomial(f + g - Fraction(3, 2), indicators)


def test_the_product_of_two_signs_is_an_absolute_value_and_two_rectified_units():
    indicators = Indicators(2, Encoding.SIGNS, 0)
    f, g = indicators.variable(0), indicators.variable(1)
    assert output_gate(f, g) == ABSOLUTE.polynomial(f + g, indicators) - 1
    assert output_gate(f, g) == RELU.polynomial(f + g, indicators) + RELU.polynomial(-f - g, indicators) - 1


@given(st.data(), dimensions, encodings)
def test_the_same_holds_for_the_outputs_of_any_two_units(data, n, encoding):
    s, r = data.draw(numeric_polynomials(n, encoding)), data.draw(numeric_polynomials(n, encoding))
    indicators = Indicators(n, encoding, 0)
    f, g = indicators.heaviside(s), indicators.heaviside(r)
    assert output_gate(f, g) == HEAVISIDE.polynomial(f + g - Fraction(3, 2), indicators)
    f, g = 2 * f - 1, 2 * g - 1
    assert output_gate(f, g) == ABSOLUTE.polynomial(f + g, indicators) - 1


# --------------------------------------------------------------------------------------- inner-product-by-gates (Q-S18)


@pytest.mark.parametrize("m", [0, 1, 3])
def test_an_inner_product_takes_m_gates_or_one_layer_of_the_standard_model(m):
    for encoding in Encoding:
        indicators = Indicators(2 * m, encoding, 0)
        u, v = ([indicators.variable(i + shift) for i in range(m)] for shift in (0, m))
        zero = indicators.constant(0)
        gates = sum(map(output_gate, u, v), zero)
        if encoding is Encoding.BITS:
            threshold = [HEAVISIDE.polynomial(a + b - Fraction(3, 2), indicators) for a, b in zip(u, v, strict=True)]
            assert gates == sum(threshold, zero)
        else:
            rectified = [
                RELU.polynomial(sign * (a + b), indicators) for a, b in zip(u, v, strict=True) for sign in (1, -1)
            ]
            assert gates == sum(rectified, zero) - m
            assert len(rectified) == 2 * m


# ------------------------------------------------------------------------------ gated-tree-computes-polynomials (Q-S19)


@pytest.mark.parametrize("depth", range(4))
def test_a_tree_of_gates_over_linear_units_doubles_the_degree_with_each_layer(depth):
    k = 2**depth
    layer = [Neuron(tuple(int(i == j) for i in range(k)), j + 1).preactivation(Encoding.SIGNS) for j in range(k)]
    expected = reduce(lambda a, b: a * b, layer)
    for _ in range(depth):
        layer = [output_gate(*layer[i : i + 2]) for i in range(0, len(layer), 2)]
    assert layer == [expected]
    assert expected.degree == k

"""Attention layers, against the formulas written out, the circuits of heads, and the laws of attention."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.attention.fixed_point import FixedPoint, distinct_messages, first_collision, number_of_messages
from exact.attention.normalization import (
    HardAttention,
    LinearAttention,
    Softmax,
    common_root,
    softmax_numerators,
)
from exact.attention.symbolic_laws import equivariance_defects, shift_invariance_defect, symbolic_output
from exact.attention.unit import (
    AttentionLayer,
    AttentionUnit,
    ThirdOrderUnit,
    Transformer,
    causal_mask,
    matrix,
    product,
    transposed,
    window_mask,
)
from exact.attention_head import expand_head
from exact.circuit import Circuit, Weight
from exact.cube import Encoding, coordinates
from exact.errors import DomainError, TooLargeError
from exact.forward import forward

small = st.integers(-2, 2)
KINDS = [Softmax(2), Softmax(Fraction(3, 2)), HardAttention(), LinearAttention()]


def matrices(rows, columns):
    return st.lists(st.lists(small, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


@st.composite
def units_with_tokens(draw, normalization):
    n, d, m, m_v = (draw(st.integers(1, 3)) for _ in range(4))
    unit = AttentionUnit(draw(matrices(d, m)), draw(matrices(d, m)), draw(matrices(d, m_v)), normalization)
    return unit, draw(matrices(n, d))


def output_by_definition(unit, tokens):
    """The output of a softmax head, entry by entry, from the definition with powers of the base."""

    def projected(row, columns):
        return [sum(row[i] * columns[i][c] for i in range(len(row))) for c in range(len(columns[0]))]

    found = []
    for token in tokens:
        query = projected(token, unit.query)
        scores = [sum(a * b for a, b in zip(query, projected(t, unit.key), strict=True)) for t in tokens]
        powers = [Fraction(unit.normalization.base) ** s for s in scores]
        values = [projected(t, unit.value) for t in tokens]
        row = [sum(w * v[c] for w, v in zip(powers, values, strict=True)) / sum(powers) for c in range(len(values[0]))]
        found.append(tuple(row))
    return tuple(found)


@pytest.mark.parametrize("base", [2, 7, Fraction(3, 2)])
@given(data=st.data())
def test_a_softmax_head_is_the_mean_with_powers_of_the_base(base, data):
    unit, tokens = data.draw(units_with_tokens(Softmax(base)))
    assert unit.output(tokens) == output_by_definition(unit, tokens)


@pytest.mark.parametrize("kind", ["linear", "hard"])
@given(data=st.data())
def test_linear_and_hard_heads_compute_what_their_circuits_compute(kind, data):
    normalization = HardAttention() if kind == "hard" else LinearAttention()
    n, d = data.draw(st.sampled_from([(1, 2), (2, 2), (3, 1), (3, 2)]))
    query, key, value = data.draw(matrices(d, 2)), data.draw(matrices(d, 2)), data.draw(matrices(d, 1))
    tokens = [[f"t{a}_{i}" for i in range(d)] for a in range(n)]
    weights = [[[Weight(w) for w in row] for row in rows] for rows in (query, key, value)]
    nodes, _, outputs = expand_head("h", kind, tokens, *weights)
    circuit = Circuit("head", Encoding.BITS, tuple(name for token in tokens for name in token), nodes)
    run = forward(circuit)
    unit = AttentionUnit(query, key, value, normalization)
    for p in run.points:
        x = coordinates(p, n * d, Encoding.BITS)
        found = unit.output([x[a : a + d] for a in range(0, n * d, d)])
        assert found == tuple(tuple(run.outputs[name][p] for name in row) for row in outputs)


@pytest.mark.parametrize("normalization", KINDS, ids=repr)
@given(data=st.data())
def test_moving_the_tokens_moves_the_outputs(normalization, data):
    unit, tokens = data.draw(units_with_tokens(normalization))
    scores = unit.scores(tokens)
    ties = any(row.count(max(row)) > 1 for row in scores)
    order = data.draw(st.permutations(range(len(tokens))))
    moved = unit.output([tokens[i] for i in order])
    if not (ties and isinstance(normalization, HardAttention)):  # a tie is decided by the position
        assert moved == tuple(unit.output(tokens)[i] for i in order)


def test_hard_attention_with_a_tie_is_not_equivariant_but_takes_the_first():
    unit = AttentionUnit([[0], [0]], [[0], [0]], [[1], [0]], HardAttention())
    assert unit.output([[1, 0], [2, 0]]) == ((1,), (1,))
    assert unit.output([[2, 0], [1, 0]]) == ((2,), (2,))


@given(st.lists(small, min_size=1, max_size=5), st.fractions(-3, 3, max_denominator=4))
def test_a_constant_added_to_all_scores_changes_no_weight(scores, constant):
    for normalization in (Softmax(3), HardAttention()):
        assert normalization.weights([s + constant for s in scores]) == normalization.weights(scores)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_shift_invariance_and_equivariance_are_polynomial_identities(n):
    assert shift_invariance_defect(n) == 0
    defects = equivariance_defects(n)
    assert len(defects) == n * len(list(itertools.permutations(range(n))))
    assert all(defect == 0 for defect in defects)


def test_the_symbolic_output_is_the_numeric_one():
    numerator, denominator = symbolic_output(["t1", "t2"], ["v1", "v2"])
    values = {"t1": 2, "t2": 8, "v1": 5, "v2": -1}
    quotient = Fraction(numerator.assign(values).constant_value(), denominator.assign(values).constant_value())
    unit = AttentionUnit([[1, 0]] + [[0, 0]] * 1, [[0, 0], [1, 0]], [[0], [0]], Softmax(2))
    assert unit.dimension == 2
    weights = Softmax(2).weights([1, 3])
    assert quotient == weights[0] * 5 - weights[1]


def test_a_shift_that_is_not_constant_is_seen():
    numerator, denominator = symbolic_output(["t1", "t2"], ["v1", "v2"])
    shifted = {"t1": 2}
    assert numerator * denominator.assign(shifted) - numerator.assign(shifted) * denominator != 0


# ---------------------------------------------------------------------------------------------------- rational weights


@given(st.lists(st.fractions(-2, 2, max_denominator=3), min_size=1, max_size=4))
def test_weights_of_fractional_scores_are_those_of_the_root(scores):
    assert Softmax(2**6).weights(scores) == Softmax(2).weights([6 * s for s in scores])


@pytest.mark.parametrize("base", [2, 10, Fraction(9, 2)])
def test_irrational_weights_are_refused_with_the_reason(base):
    with pytest.raises(DomainError, match="the weights are irrational: two scores differ by a fraction with the denom"):
        Softmax(base).weights([0, Fraction(1, 2)])


def test_a_root_exists_exactly_for_powers():
    for r in (1, 2, 3):
        powers = {n**r: n for n in range(1, 50)}
        for value in range(1, 1000):
            assert common_root(value, r) == powers.get(value, common_root(value, r) if value >= 50**r else None)
    assert common_root(Fraction(8, 27), 3) == Fraction(2, 3)
    assert common_root(Fraction(8, 26), 3) is None
    assert [common_root(8, r) for r in (3, 4)] == [2, None]


def test_a_root_of_huge_order_is_decided_without_its_power():
    # such orders are the denominators of trained scores
    assert common_root(2, 1 << 54) is None
    assert common_root(Fraction(1), 1 << 54) == 1


def test_roots_of_no_positive_number_are_refused():
    with pytest.raises(DomainError, match="a positive base"):
        common_root(0, 2)


def test_weights_too_long_to_write_are_refused_before_they_are_computed():
    with pytest.raises(TooLargeError, match="a weight would have about"):
        softmax_numerators(2, [0, 1 << 30])


@pytest.mark.parametrize("base", [1, 0, -2, Fraction(1, 2)])
def test_a_base_that_does_not_prefer_is_refused(base):
    with pytest.raises(DomainError, match="must be greater than 1"):
        Softmax(base)


def test_floats_are_no_scores():
    for normalization in KINDS:
        with pytest.raises(TypeError, match="must be an int or a Fraction"):
            normalization.weights([0.5, 1])


# ------------------------------------------------------------------------------------------------ masks, layers, shapes


def test_a_mask_is_the_same_as_leaving_the_tokens_out():
    unit = AttentionUnit([[1]], [[1]], [[1]], Softmax(2))
    tokens = [[1], [3], [2]]
    masked = unit.output(tokens, causal_mask(3))
    assert [masked[i] for i in range(3)] == [unit.output(tokens[: i + 1])[i] for i in range(3)]
    assert unit.weights(tokens, window_mask(3, 1))[0][2] == 0
    assert unit.weights(tokens, window_mask(3, 2)) == unit.weights(tokens)


def test_a_token_that_attends_to_nothing_is_refused_but_linear_attention_gives_zero():
    mask = ((False,),)
    for normalization in (Softmax(2), HardAttention()):
        with pytest.raises(DomainError, match="at least one position"):
            AttentionUnit([[1]], [[1]], [[1]], normalization).output([[1]], mask)
    assert AttentionUnit([[1]], [[1]], [[1]], LinearAttention()).output([[1]], mask) == ((0,),)


def test_a_layer_adds_its_heads_and_the_tokens():
    head = AttentionUnit([[1]], [[1]], [[1]], Softmax(2))
    other = AttentionUnit([[1]], [[0]], [[-1]], Softmax(2))
    tokens = [[1], [2]]
    sums = tuple((a[0] + b[0],) for a, b in zip(head.output(tokens), other.output(tokens), strict=True))
    assert AttentionLayer((head, other)).output(tokens) == sums
    with_skip = AttentionLayer((head, other), skip=True).output(tokens)
    assert with_skip == tuple((s[0] + t[0],) for s, t in zip(sums, tokens, strict=True))


def test_a_third_order_unit_is_a_unit_over_pairs():
    query, keys, values = [[1, 2]], ([[1, -1]], [[2, 1]]), ([[1]], [[3]])
    unit = ThirdOrderUnit(query, keys, values, Softmax(2))
    tokens = [[1], [-1], [2]]
    for (x,), row in zip(tokens, unit.output(tokens), strict=True):
        powers, total = Fraction(0), Fraction(0)
        for (y,), (z,) in itertools.product(tokens, repeat=2):
            power = Fraction(2) ** (x * y * 2 * z + 2 * x * -y * z)
            powers, total = powers + power, total + power * y * 3 * z
        assert row == (total / powers,)


def test_a_transformer_sees_the_position_in_its_first_map_only():
    head = AttentionUnit([[1], [0]], [[1], [0]], [[0], [1]], HardAttention())
    last_copies = Transformer(lambda i, x: (i, x), ((AttentionLayer((head,)), lambda y: (y[0] + 1,)),))
    assert last_copies([7, 8, 9]) == ((10,), (10,), (10,))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: AttentionUnit([[1]], [[1, 2]], [[1]], Softmax(2)), "the same number of columns"),
        (lambda: AttentionUnit([[1]], [[1], [2]], [[1]], Softmax(2)), "one row for each coordinate"),
        (lambda: AttentionUnit([], [[1]], [[1]], Softmax(2)), "the query matrix must have rows of one length"),
        (lambda: AttentionUnit([[1]], [[1]], [[1]], Softmax(2)).output([[1, 2]]), "must have 1 coordinates"),
        (lambda: AttentionUnit([[1]], [[1]], [[1]], Softmax(2)).output([[1]], [[True], [True]]), "one row for each"),
        (lambda: AttentionUnit([[1]], [[1]], [[1]], Softmax(2)).output([[1]], [[True, True]]), "as many entries"),
        (lambda: LinearAttention().weights([1], [True, False]), "as there are scores, 1, not 2"),
        (lambda: AttentionLayer(()), "heads of one shape"),
        (
            lambda: AttentionLayer((AttentionUnit([[1]], [[1]], [[1, 1]], Softmax(2)),), skip=True),
            "must have d = 1 coordinates, not 2",
        ),
        (lambda: ThirdOrderUnit([[1]], ([[1]],), ([[1]], [[1]]), Softmax(2)), "two matrices of keys, not 1"),
        (lambda: ThirdOrderUnit([[1]], ([[1]], [[1, 1]]), ([[1]], [[1]]), Softmax(2)), "columns, not .*key 2"),
        (lambda: product(matrix([[1, 2]]), matrix([[1]])), "as many rows as columns"),
        (lambda: window_mask(2, -1), "must be at least 0"),
        (lambda: symbolic_output(["t"], []), "as many powers as values"),
        (lambda: shift_invariance_defect(0), "at least 1"),
        (lambda: FixedPoint(0, 0), "at least 1, not 0"),
        (lambda: number_of_messages(-1, FixedPoint(1, 0)), "at least 0 numbers"),
    ],
)
def test_what_does_not_fit_is_refused(build, message):
    with pytest.raises(DomainError, match=message):
        build()


def test_too_many_tokens_are_refused_with_the_cost():
    unit = AttentionUnit([[1]], [[1]], [[1]], Softmax(2))
    with pytest.raises(TooLargeError, match="16000000 scores"):
        unit.output([[0]] * 4000)
    with pytest.raises(TooLargeError, match="5040 permutations"):
        equivariance_defects(7)


# ----------------------------------------------------------------------------------------------------------- precision


@pytest.mark.parametrize(("bits", "fraction_bits"), [(1, 0), (3, 1), (4, -1), (4, 6)])
def test_the_numbers_of_a_precision_are_as_many_as_its_bits_allow(bits, fraction_bits):
    precision = FixedPoint(bits, fraction_bits)
    step = Fraction(2) ** -fraction_bits
    grid = [k * step / 4 for k in range(-(2 ** (bits + 3)), 2 ** (bits + 3))]
    held = [value for value in grid if precision.holds(value)]
    assert len(held) == precision.number_of_values == 2**bits
    assert (held[0], held[-1]) == (precision.least, precision.largest)
    for value in grid:
        if held[0] <= value <= held[-1]:
            distance = abs(precision.rounded(value) - value)
            assert distance == min(abs(value - other) for other in held)


def test_halves_are_rounded_to_even():
    precision = FixedPoint(4, 0)
    assert [precision.rounded(Fraction(k, 2)) for k in (-3, -1, 1, 3, 5)] == [-2, 0, 0, 2, 2]


def test_messages_are_counted_exactly():
    precision = FixedPoint(2, 0)
    every = list(itertools.product([-2, -1, 0, 1], repeat=2))
    assert distinct_messages(every) == number_of_messages(2, precision) == 16
    assert first_collision(every) is None
    assert first_collision([*every, (Fraction(4, 2) - 2, 1)]) == (every.index((0, 1)), 16)
    assert transposed(((1,),)) == ((1,),)

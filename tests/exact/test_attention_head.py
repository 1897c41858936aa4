"""Attention heads as circuits, against the formulas of attention."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.activation import exponential
from exact.attention_head import expand_head
from exact.circuit import Circuit, Head, Weight
from exact.circuit_reader import read_circuit
from exact.cube import Encoding, coordinates
from exact.derivation import derive
from exact.derivation_document import derivation_data, derivation_latex, derivation_text, values_text
from exact.errors import DomainError, TooLargeError
from exact.forward import forward
from exact.indicator import Indicators
from exact.parameters import parameter
from exact.polynomial import CubePolynomial
from exact.quotient import MAXIMUM_TABLE_VARIABLES, Quotient, head_quotients
from exact.shipped import shipped_circuit

small = st.integers(-2, 2)


def matrices(rows, columns):
    return st.lists(st.lists(small, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


@st.composite
def heads(draw, kind):
    n, d, m, m_v = draw(st.integers(1, 3)), draw(st.integers(1, 2)), draw(st.integers(1, 2)), draw(st.integers(1, 2))
    query, key, value = draw(matrices(d, m)), draw(matrices(d, m)), draw(matrices(d, m_v))
    tokens = [[f"t{a}_{i}" for i in range(d)] for a in range(n)]
    weights = [[[Weight(w) for w in row] for row in matrix] for matrix in (query, key, value)]
    base = draw(st.sampled_from((2, 3, Fraction(3, 2)))) if kind == "softmax" else None
    nodes, head, outputs = expand_head("h", kind, tokens, *weights, base)
    inputs = tuple(name for token in tokens for name in token)
    return Circuit("head", draw(st.sampled_from(Encoding)), inputs, nodes, heads=(head,)), (query, key, value), outputs


def product(a, b):
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a]


def transposed(a):
    return [list(column) for column in zip(*a, strict=True)]


def attention_by_definition(x, matrices, kind, base=None):
    """The rows Y_a of attention on the tokens x."""
    query, key, value = (product(x, matrix) for matrix in matrices)
    scores = product(query, transposed(key))
    if kind == "hard":
        scores = [[Fraction(b == row.index(max(row))) for b in range(len(row))] for row in scores]
    if kind == "softmax":
        powers = [[Fraction(base) ** score for score in row] for row in scores]
        scores = [[power / sum(row) for power in row] for row in powers]
    return product(scores, value)


KINDS = ("linear", "hard", "softmax")


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_head_computes_attention_at_every_point(kind, data):
    circuit, matrices_of_head, outputs = data.draw(heads(kind))
    run = forward(circuit)
    d = len(matrices_of_head[0])
    for p in run.points:
        x = coordinates(p, circuit.n, circuit.encoding)
        tokens = [list(x[a : a + d]) for a in range(0, circuit.n, d)]
        expected = attention_by_definition(tokens, matrices_of_head, kind, circuit.heads[0].base)
        assert [[run.outputs[name][p] for name in row] for row in outputs] == expected


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "m", "m_v"), [(1, 1, 1), (2, 3, 1), (3, 2, 2), (4, 1, 3)])
def test_gates_are_counted_as_the_formulas_say(kind, n, m, m_v):
    tokens = [[f"t{a}"] for a in range(n)]
    query, key, value = ([[Weight(c + 1) for c in range(width)]] for width in (m, m, m_v))
    nodes, head, _ = expand_head("h", kind, tokens, query, key, value, 2 if kind == "softmax" else None)
    circuit = Circuit("head", Encoding.BITS, tuple(f"t{a}" for a in range(n)), nodes, heads=(head,))
    (count,) = derive(circuit).heads
    assert count.agrees
    counts = circuit.gate_counts()
    assert (counts.output, counts.synaptic_signals, counts.synaptic) == (m * n * n, n * n, n * n * m_v)
    assert counts.activation == count.normalizing_gates == (n * m_v if kind == "softmax" else 0)
    assert counts.multiplex == counts.additive_output == counts.additive_synaptic == 0


def test_positions_tie_in_favour_of_the_first():
    tokens = [["a"], ["b"]]
    zero, one = [[Weight(0)]], [[Weight(1)]]
    nodes, _, _ = expand_head("h", "hard", tokens, zero, zero, one)
    run = forward(Circuit("ties", Encoding.BITS, ("a", "b"), nodes))
    assert run.outputs["h_A1_1"] == run.outputs["h_A2_1"] == (1, 1, 1, 1)
    assert run.outputs["h_A1_2"] == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "tokens", "query", "message"),
    [
        ("soft", [["a"]], [[Weight(1)]], "linear, hard or softmax, not 'soft'"),
        ("softmax", [["a"]], [[Weight(1)]], "must have a base greater than 1, not None"),
        ("hard", [], [[Weight(1)]], "at least one token"),
        ("hard", [["a"], ["a", "b"]], [[Weight(1)]], "the same number of signals"),
        ("hard", [["a"]], [[Weight(1)], [Weight(1)]], "must have 1 rows"),
        ("hard", [["a"]], [[]], "must have 1 rows"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(kind, tokens, query, message):
    with pytest.raises(DomainError, match=message):
        expand_head("h", kind, tokens, query, [[Weight(1)]], [[Weight(1)]])


@pytest.mark.parametrize(("kind", "base"), [("softmax", 1), ("softmax", Fraction(1, 2)), ("linear", 2), ("hard", 2)])
def test_a_base_belongs_to_softmax_heads_and_is_greater_than_one(kind, base):
    one = [[Weight(1)]]
    with pytest.raises(DomainError, match=rf"a {kind} head must have .*base.*, not {base}"):
        expand_head("h", kind, [["a"]], one, one, one, base)


@given(st.data())
def test_the_outputs_of_a_softmax_head_are_quotients_of_polynomials(data):
    circuit, matrices_of_head, outputs = data.draw(heads("softmax"))
    derivation = derive(circuit)
    (count,) = derivation.heads
    assert [quotient.output for quotient in count.quotients] == [name for row in outputs for name in row]
    d = len(matrices_of_head[0])
    for quotient in count.quotients:
        a, c = (int(part) - 1 for part in quotient.output.removeprefix("h_Y").split("_"))
        upper, lower = quotient.upper.values(), quotient.lower.values()
        for p in range(1 << circuit.n):
            x = coordinates(p, circuit.n, circuit.encoding)
            tokens = [list(x[i : i + d]) for i in range(0, circuit.n, d)]
            expected = attention_by_definition(tokens, matrices_of_head, "softmax", circuit.heads[0].base)
            assert lower[p] > 0
            assert Fraction(upper[p]) / lower[p] == expected[a][c]
        small = {variable: place for place, variable in enumerate(quotient.variables)}
        table = quotient.values()
        assert len(table) == 1 << len(small)
        if len(small) == circuit.n:
            assert table == derivation.node(quotient.output).output.values()


@pytest.mark.parametrize("encoding", Encoding)
@given(weights=st.lists(st.integers(-4, 4), max_size=4), bias=st.integers(-3, 3))
def test_a_power_of_an_affine_score_is_a_product_over_the_inputs(encoding, weights, bias):
    n, base = len(weights), Fraction(3, 2)
    indicators = Indicators(n, encoding, 0)
    x = [indicators.variable(i) for i in range(n)]
    score = sum((w * xi for w, xi in zip(weights, x, strict=True)), indicators.constant(bias))
    expected = indicators.constant(base**bias)
    for w, xi in zip(weights, x, strict=True):
        if encoding is Encoding.BITS:
            expected *= 1 + (base**w - 1) * xi
        else:
            expected *= (base**w + base**-w) / 2 + (base**w - base**-w) / 2 * xi
    assert exponential(base).polynomial(score, indicators) == expected


def test_the_score_of_a_quadratic_form_has_a_power_with_an_exact_polynomial():
    x, y = (CubePolynomial.variable(i, 2, Encoding.BITS) for i in range(2))
    power = exponential(2).polynomial(3 * x * y - 1, Indicators(2, Encoding.BITS, 0))
    assert power.values() == (Fraction(1, 2),) * 3 + (4,)


def test_the_values_of_a_softmax_head_may_be_symbolic_but_not_its_scores():
    tokens, one, v = [["x1"], ["x2"]], [[Weight(1)]], [[Weight(parameter("v"))]]
    nodes, head, _ = expand_head("h", "softmax", tokens, one, one, v, 2)
    (count,) = derive(Circuit("values", Encoding.BITS, ("x1", "x2"), nodes, (), ("v",), (), (head,))).heads
    assert count.quotients[0].values() == (0, Fraction(2, 3) * parameter("v"), parameter("v") / 2, parameter("v"))
    nodes, _, _ = expand_head("h", "softmax", tokens, v, one, one, 2)
    with pytest.raises(DomainError, match=r"unit h_E1_1: exponential\(2\) needs a numeric argument.*weights v"):
        derive(Circuit("scores", Encoding.BITS, ("x1", "x2"), nodes, (), ("v",)))


def test_scores_that_are_no_integers_are_refused_with_the_unit():
    half, one = [[Weight(Fraction(1, 2))]], [[Weight(1)]]
    nodes, _, _ = expand_head("h", "softmax", [["x1"]], half, one, one, 2)
    with pytest.raises(DomainError, match=r"unit h_E1_1: 2\^S is taken for integers S only, not for 1/2"):
        derive(Circuit("half", Encoding.BITS, ("x1",), nodes))


def test_a_table_of_too_many_values_is_refused():
    n = MAXIMUM_TABLE_VARIABLES + 1
    total = sum(
        (CubePolynomial.variable(i, n, Encoding.BITS) for i in range(n)), CubePolynomial.constant(1, n, Encoding.BITS)
    )
    with pytest.raises(TooLargeError, match=rf"2\^{n} values"):
        Quotient("y", "n", "d", total, total).values()
    assert set(Quotient("y", "n", "d", total - total, total - total + 1).values()) == {0}


def test_only_softmax_heads_have_quotients():
    assert head_quotients(Head("h", "linear", 1, 1, 1), {}) == ()


def test_the_documents_show_the_quotients():
    circuit, _ = read_circuit(shipped_circuit("softmax-head"))
    derivation = derive(circuit)
    assert derivation.check.complete
    (head,) = derivation_data(derivation)["heads"]
    assert (head["base"], head["activation_gates"], head["activation_gates_formula"], head["agrees"]) == (
        "2",
        3,
        3,
        True,
    )
    quotient = head["quotients"][0]
    assert (quotient["numerator"], quotient["denominator"]) == ("head_N1_1", "head_D1")
    assert quotient["variables"] == list(circuit.inputs)
    assert quotient["values"] == [str(v) for v in derivation.node("head_Y1_1").output.values()]
    text = derivation_text(derivation)
    assert "head head (softmax in base 2): 9 output gates" in text
    assert "head_Y1_1 = head_N1_1 / head_D1\n  numerator: 1/2*value1 + value2" in text
    assert "values at the points of key1, value1, key2, value2, key3, value3: 0, 0, 1/5, 2/3, 0" in text
    assert r"head\_Y1\_1 = head\_N1\_1 / head\_D1" in derivation_latex(derivation)
    constant = Quotient("y", "n", "d", *(CubePolynomial.constant(c, 8, Encoding.BITS) for c in (1, 3)))
    assert values_text(constant, ()) == "value: 1/3"
    names = [f"x{i + 1}" for i in range(8)]
    wide = sum((CubePolynomial.variable(i, 8, Encoding.BITS) for i in range(8)), constant.lower)
    assert values_text(Quotient("y", "n", "d", wide, wide), names).startswith("values: at the 256 points of x1, x2")
    long = 10**1500 * CubePolynomial.variable(0, 1, Encoding.BITS) + 10**1499
    assert values_text(Quotient("y", "n", "d", long, long * 0 + 1), names).startswith("values: at the 2 points of x1 (")

"""Attention heads as circuits, against the formulas of attention."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.attention_head import expand_head
from exact.circuit import Circuit, Weight
from exact.cube import Encoding, coordinates
from exact.derivation import derive
from exact.errors import DomainError
from exact.forward import forward

small = st.integers(-2, 2)


def matrices(rows, columns):
    return st.lists(st.lists(small, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


@st.composite
def heads(draw, kind):
    n, d, m, m_v = draw(st.integers(1, 3)), draw(st.integers(1, 2)), draw(st.integers(1, 2)), draw(st.integers(1, 2))
    query, key, value = draw(matrices(d, m)), draw(matrices(d, m)), draw(matrices(d, m_v))
    tokens = [[f"t{a}_{i}" for i in range(d)] for a in range(n)]
    weights = [[[Weight(w) for w in row] for row in matrix] for matrix in (query, key, value)]
    nodes, head, outputs = expand_head("h", kind, tokens, *weights)
    inputs = tuple(name for token in tokens for name in token)
    return Circuit("head", draw(st.sampled_from(Encoding)), inputs, nodes, heads=(head,)), (query, key, value), outputs


def product(a, b):
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a]


def transposed(a):
    return [list(column) for column in zip(*a, strict=True)]


def attention_by_definition(x, matrices, kind):
    """The rows Y_a of attention on the tokens x."""
    query, key, value = (product(x, matrix) for matrix in matrices)
    scores = product(query, transposed(key))
    if kind == "hard":
        scores = [[Fraction(b == row.index(max(row))) for b in range(len(row))] for row in scores]
    return product(scores, value)


@pytest.mark.parametrize("kind", ["linear", "hard"])
@given(data=st.data())
def test_a_head_computes_attention_at_every_point(kind, data):
    circuit, matrices_of_head, outputs = data.draw(heads(kind))
    run = forward(circuit)
    d = len(matrices_of_head[0])
    for p in run.points:
        x = coordinates(p, circuit.n, circuit.encoding)
        tokens = [list(x[a : a + d]) for a in range(0, circuit.n, d)]
        expected = attention_by_definition(tokens, matrices_of_head, kind)
        assert [[run.outputs[name][p] for name in row] for row in outputs] == expected


@pytest.mark.parametrize("kind", ["linear", "hard"])
@pytest.mark.parametrize(("n", "m", "m_v"), [(1, 1, 1), (2, 3, 1), (3, 2, 2), (4, 1, 3)])
def test_gates_are_counted_as_the_formulas_say(kind, n, m, m_v):
    tokens = [[f"t{a}"] for a in range(n)]
    query, key, value = ([[Weight(c + 1) for c in range(width)]] for width in (m, m, m_v))
    nodes, head, _ = expand_head("h", kind, tokens, query, key, value)
    circuit = Circuit("head", Encoding.BITS, tuple(f"t{a}" for a in range(n)), nodes, heads=(head,))
    (count,) = derive(circuit).heads
    assert count.agrees
    counts = circuit.gate_counts()
    assert (counts.output, counts.synaptic_signals, counts.synaptic) == (m * n * n, n * n, n * n * m_v)
    assert counts.multiplex == counts.activation == counts.additive_output == counts.additive_synaptic == 0


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
        ("soft", [["a"]], [[Weight(1)]], "linear or hard, not 'soft'"),
        ("hard", [], [[Weight(1)]], "at least one token"),
        ("hard", [["a"], ["a", "b"]], [[Weight(1)]], "the same number of signals"),
        ("hard", [["a"]], [[Weight(1)], [Weight(1)]], "must have 1 rows"),
        ("hard", [["a"]], [[]], "must have 1 rows"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(kind, tokens, query, message):
    with pytest.raises(DomainError, match=message):
        expand_head("h", kind, tokens, query, [[Weight(1)]], [[Weight(1)]])

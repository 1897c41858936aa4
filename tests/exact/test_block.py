"""The reductions 18 -> 6 -> 3 as identities, for all weights, inputs and transfer functions; and what fails."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.activation import HEAVISIDE, LINEAR, RELU, SIGN, polynomial_activation, power
from exact.block import (
    BlockUnit,
    FreeFunction,
    attend,
    attending_signal,
    free_block,
    identities,
    row_coordinates,
    standard_model,
    symbolic_block,
)
from exact.cube import Encoding
from exact.errors import DomainError, TableError
from exact.gating import Operation, Variable
from exact.indicator import Indicators
from exact.parameters import parameter
from exact.polynomial import CubePolynomial
from tests.strategies import activations, rationals

ROWS = range(1, 19)
S, O, W = Variable
PLUS, TIMES = Operation

# what unit k receives beyond w_k0, and S_i, written down by hand from the table of the theory
RECEIVED = {
    (S, O, PLUS): lambda v: v["w_ki"] * (v["O_i"] + v["S_j"]),
    (S, W, PLUS): lambda v: (v["w_ki"] + v["S_j"]) * v["O_i"],
    (S, O, TIMES): lambda v: v["w_ki"] * v["S_j"] * v["O_i"],
    (S, W, TIMES): lambda v: v["S_j"] * v["w_ki"] * v["O_i"],
    (O, O, PLUS): lambda v: v["w_ki"] * (v["O_i"] + v["O_j"]),
    (O, W, PLUS): lambda v: (v["w_ki"] + v["O_j"]) * v["O_i"],
    (O, O, TIMES): lambda v: v["w_ki"] * v["O_i"] * v["O_j"],
    (O, W, TIMES): lambda v: v["O_j"] * v["w_ki"] * v["O_i"],
    (W, O, PLUS): lambda v: v["w_ki"] * v["O_i"] + v["w_ki"] * v["w_ab"],
    (W, W, PLUS): lambda v: (v["w_ki"] + v["w_ab"]) * v["O_i"],
    (W, O, TIMES): lambda v: v["w_ki"] * v["w_ab"] * v["O_i"],
    (W, W, TIMES): lambda v: v["w_ki"] * v["w_ab"] * v["O_i"],
}
ACTIVATED = {
    (S, S, PLUS): lambda v: v["S_i"] + v["S_j"],
    (S, S, TIMES): lambda v: v["S_i"] * v["S_j"],
    (O, S, PLUS): lambda v: v["S_i"] + v["O_j"],
    (O, S, TIMES): lambda v: v["S_i"] * v["O_j"],
    (W, S, PLUS): lambda v: v["S_i"] + v["w_ab"],
    (W, S, TIMES): lambda v: v["S_i"] * v["w_ab"],
}


def affine(name, n):
    """S_i or S_j of the free block with n inputs, written down again."""
    return parameter(f"w_{name}0") + sum(
        (parameter(f"w_{name}{index}") * parameter(f"O_{index}") for index in range(1, n + 1)), 0
    )


@pytest.mark.parametrize("n", [0, 1, 2, 4])
def test_the_signals_are_those_of_the_table(n):
    block = free_block(n, fan_out=1)
    v = {
        "S_i": affine("i", n),
        "S_j": affine("j", n),
        "O_i": parameter("f_i_1"),
        "O_j": parameter("f_j_1"),
        **{name: parameter(name) for name in ("w_ki", "w_ab", "w_k0")},
    }
    assert attending_signal(block, S).coefficient(0) == v["S_j"]
    assert attending_signal(block, O).coefficient(0) == v["O_j"]
    assert standard_model(block).received[0].coefficient(0) == v["w_ki"] * v["O_i"] + v["w_k0"]
    for row in ROWS:
        coordinates = row_coordinates(row)
        signals = attend(block, *coordinates)
        if coordinates in ACTIVATED:
            assert signals.activation.coefficient(0) == ACTIVATED[coordinates](v)
            assert signals.output == block.attended.transfer(signals.activation, "")
            assert signals.received[0] == signals.output * v["w_ki"] + v["w_k0"]
        else:
            assert signals.activation.coefficient(0) == v["S_i"]
            assert signals.received[0].coefficient(0) == RECEIVED[coordinates](v) + v["w_k0"]


def test_every_coordinate_is_one_row():
    assert {row_coordinates(row) for row in ROWS} == set(ACTIVATED) | set(RECEIVED)
    assert len(ACTIVATED) + len(RECEIVED) == 18


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("n", [0, 1, 2, 3, 5])
def test_each_class_equals_the_networks_to_which_it_reduces_whatever_the_units_compute(row, n):
    """Weights, real inputs and the transfer functions of i and j are unknown; i feeds one, two or three units."""
    for fan_out in (1, 2, 3):
        found = identities(row, free_block(n, fan_out=fan_out))
        assert found
        assert all(identity.holds for identity in found)
        assert all(len(identity.right.received) == fan_out for identity in found)


LABELS = {
    **{row: ["activation-origin-is-output-origin"] for row in range(1, 7)},
    7: ["multiplexing-is-an-extra-input"],
    8: ["additive-output-is-a-tied-edge"],
    9: ["additive-synaptic-is-a-product-term"] * 2,
    10: ["activation-gating-is-synaptic-gating-of-all-inputs"],
    11: ["output-and-synaptic-gating-simulate-each-other", "output-gating-is-symmetric"],
    12: ["output-and-synaptic-gating-simulate-each-other"],
    **{row: ["weight-origin-is-static"] * 2 for row in range(13, 19)},
}


@pytest.mark.parametrize("row", ROWS)
def test_each_identity_names_the_statement_of_the_theory(row):
    assert [identity.label for identity in identities(row, free_block(1))] == LABELS[row]
    assert all(identity.network for identity in identities(row, free_block(1)))


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("encoding", Encoding)
def test_the_identities_hold_on_the_cube_with_hard_units_and_symbolic_weights(row, encoding):
    for attending, attended in ((HEAVISIDE, LINEAR), (SIGN, HEAVISIDE), (RELU, SIGN), (LINEAR, RELU)):
        block, _ = symbolic_block(2, attending=attending, attended=attended, encoding=encoding)
        assert all(identity.holds for identity in identities(row, block))


@given(st.sampled_from(ROWS), activations(), activations(), st.sampled_from(Encoding), st.data())
def test_the_symbolic_block_computes_what_numbers_compute(row, attending, attended, encoding, data):
    """A forward pass with rational weights, written apart from the library, sends the same."""
    block, indicators = symbolic_block(1, attending=attending, attended=attended, encoding=encoding)
    source, target, operation = row_coordinates(row)
    signals = attend(block, source, target, operation)
    names = ("w_i0", "w_i1", "w_j0", "w_j1", "w_ki", "w_k0", "w_ab")
    v = dict(zip(names, data.draw(st.tuples(*[rationals() for _ in names])), strict=True))
    act = (lambda x, y: x + y) if operation is PLUS else (lambda x, y: x * y)
    for p in range(2):
        x = p if encoding is Encoding.BITS else 2 * p - 1
        s_i, s_j = v["w_i0"] + v["w_i1"] * x, v["w_j0"] + v["w_j1"] * x
        a = {S: s_j, O: attending.value(s_j), W: v["w_ab"]}[source]
        o_i = attended.value(act(s_i, a) if target is S else s_i)
        sent = act(o_i, a) if target is O else o_i
        weight = act(v["w_ki"], a) if target is W else v["w_ki"]
        received = signals.received[0].assign(v).value(indicators.extended_point(p, v))
        assert received == v["w_k0"] + weight * sent


@pytest.mark.parametrize("row", [3, 4, 5, 6, 9, 10, 11, 12])
def test_what_extends_the_standard_model_multiplies_signals(row):
    """With linear units, k receives a quadratic term; rows 1, 2, 7, 8 and 13 to 18 stay affine."""
    block, _ = symbolic_block(2)
    assert attend(block, *row_coordinates(row)).received[0].degree == 2


@pytest.mark.parametrize("row", [1, 2, 7, 8, *range(13, 19)])
def test_what_is_in_the_standard_model_stays_affine(row):
    block, _ = symbolic_block(2)
    assert attend(block, *row_coordinates(row)).received[0].degree == 1


@pytest.mark.parametrize("row", ROWS)
def test_no_class_is_without_effect(row):
    block = free_block(2)
    assert attend(block, *row_coordinates(row)).received[0] != standard_model(block).received[0]


def test_only_the_gated_synapse_is_changed_and_a_gated_output_is_changed_everywhere():
    block = free_block(2, fan_out=3)
    plain = standard_model(block).received
    for row in ROWS:
        received = attend(block, *row_coordinates(row)).received
        others_changed = [received[index] != plain[index] for index in (1, 2)]
        assert others_changed == [row_coordinates(row)[1] is not W] * 2


def test_different_classes_send_different_signals_except_that_one_synapse_carries_one_output():
    """With one unit k, gating O_i and gating the weight w_ki are the same; with two units k they are not."""
    for fan_out, different in ((1, 15), (2, 18)):
        block = free_block(2, fan_out=fan_out)
        assert len({attend(block, *row_coordinates(row)).received for row in ROWS}) == different


def test_activation_gating_is_output_gating_for_linear_units_and_not_for_unknown_ones():
    linear, _ = symbolic_block(3)
    free = free_block(3)
    for block, same in ((linear, True), (free, False)):
        activation, output = attend(block, O, S, TIMES), attend(block, O, O, TIMES)
        assert (activation.received == output.received) is same


@pytest.mark.parametrize("k", [0, 1, 2, 3])
def test_activation_gating_of_a_power_by_bits_and_signs(k):
    """O_j = c gives c^k O_i: equal to c O_i for c in {0, 1} if k >= 1, for c in {-1, +1} if k is odd."""
    for attending, encoding in ((HEAVISIDE, Encoding.BITS), (SIGN, Encoding.SIGNS)):
        block, _ = symbolic_block(1, attending=attending, attended=power(k), encoding=encoding)
        same = attend(block, O, S, TIMES).received == attend(block, O, O, TIMES).received
        assert same == (k >= 1 if attending is HEAVISIDE else k % 2 == 1)


def test_a_wrong_network_is_seen():
    for row in ROWS:
        for identity in identities(row, free_block(2)):
            wrong = replace(identity.right, received=(identity.right.received[0] + 1, *identity.right.received[1:]))
            assert not replace(identity, right=wrong).holds
            other = replace(identity.right, activation=identity.right.activation + 1)
            assert replace(identity, right=other).holds is (row_coordinates(row)[1] is not S)


@pytest.mark.parametrize("activation", [LINEAR, SIGN, polynomial_activation(1, 2, 3)])
def test_a_weight_that_is_computed_is_the_output_of_a_linear_unit_fed_by_one(activation):
    indicators = Indicators(1, Encoding.BITS, 2)
    weight = parameter("w_ab")
    unit = BlockUnit((weight,), (indicators.constant(1),), indicators.constant(0), lambda s, _: s, "u")
    assert unit.output == indicators.constant(weight)
    assert activation.polynomial(unit.output, indicators) == activation.polynomial(
        indicators.constant(weight), indicators
    )


def test_an_unknown_function_knows_nothing_but_its_arguments():
    f = FreeFunction("f")
    a, b = (CubePolynomial.constant(parameter(name), 0, Encoding.BITS) for name in "ab")
    values = [f(a), f(b), f(a + b), f(0 * a), f(2 * a)]
    assert len(set(values)) == 5
    assert [f(a), f(b), f(b + a), f(a - a), f(a + a)] == values
    assert FreeFunction("g")(a) != f(a)
    with pytest.raises(DomainError, match="without cube variables"):
        f(CubePolynomial.variable(0, 1, Encoding.BITS))


@pytest.mark.parametrize("row", [0, 19, -1, True, "7", None])
def test_a_row_is_one_of_eighteen(row):
    with pytest.raises(TableError, match=r"must be one of 1, \.\.\., 18, not"):
        row_coordinates(row)


def test_a_block_needs_a_unit_that_is_fed():
    with pytest.raises(DomainError, match="at least one unit that is fed by i"):
        free_block(2, fan_out=0)
    with pytest.raises(DomainError):
        free_block(-1)
    with pytest.raises(TypeError):
        symbolic_block("2")

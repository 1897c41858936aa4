"""Bounds for gated classes: they hold for the values found by hand, and refuse what they do not cover."""

import pytest

from exact import gated_bounds
from exact.capacity import reachable_threshold_count as counts
from exact.enclosure import Answer
from exact.errors import DomainError

# The values for n = 1, 2, 3 of the definitions, found by listing all functions by hand.
BY_HAND = {
    "bits": (4, 16, 246),
    "signs": (4, 16, 254),
    "mixed": (9, 71, 2373),
    "multiplexed": (4, 16, 256),
    "synapse, signs, signs": (4, 16, 252),
    "synapse, bits, bits": (4, 14, 132),
    "synapse, gate bits, input signs": (4, 14, 144),
    "synapse, gate signs, input bits": (4, 16, 216),
    "all synapses, signs": (4, 16, 254),
    "all synapses, gate bits": (4, 14, 144),
    "layer of two": (16, 242),
}


def bounds_for(name, n):
    """Return the bounds for a class whose hypotheses hold at n."""
    makers = {
        "bits": [gated_bounds.unordered_pair_bound],
        "signs": [gated_bounds.sign_pair_bound],
        "mixed": [],
    }
    if name in makers:
        makers[name] += [gated_bounds.output_gate_lower_bound, gated_bounds.output_gate_upper_bound]
    elif name == "multiplexed":
        makers[name] = [
            gated_bounds.multiplexed_lower_bound,
            gated_bounds.multiplexed_upper_bound,
            gated_bounds.multiplexed_region_bound,
        ]
    elif name == "layer of two":
        makers[name] = [
            lambda n, counts: gated_bounds.shared_gate_lower_bound(n, 2, counts),
            lambda n, counts: gated_bounds.shared_gate_upper_bound(n, 2, counts),
        ]
    elif n < 2:
        makers[name] = []
    elif name.startswith("all"):
        makers[name] = [gated_bounds.all_synapses_lower_bound, gated_bounds.all_synapses_upper_bound]
    else:
        sharper = name == "synapse, gate signs, input bits"
        makers[name] = [
            lambda n, counts: gated_bounds.synapse_lower_bound(n, counts, gate_signs=sharper, input_bits=sharper),
            gated_bounds.synapse_upper_bound,
        ]
    return [make(n, counts) for make in makers[name]]


@pytest.mark.parametrize(("name", "n"), [(name, k + 1) for name, values in BY_HAND.items() for k in range(len(values))])
def test_the_values_found_by_hand_lie_between_the_bounds(name, n):
    for bound in bounds_for(name, n):
        assert bound.holds_for(BY_HAND[name][n - 1]) is Answer.YES


def test_the_sharper_bound_for_one_synapse_is_no_bound_for_other_encodings():
    sharper = gated_bounds.synapse_lower_bound(3, counts, gate_signs=True, input_bits=True)
    assert sharper.count == 196
    assert sharper.holds_for(144) is sharper.holds_for(132) is Answer.NO


def test_operators_of_two_arguments_have_their_bounds():
    depends_on_both = []
    for table in range(16):
        try:
            lower = gated_bounds.operator_lower_bound(3, table, (1, 1), counts)
        except DomainError:
            continue
        upper = gated_bounds.operator_upper_bound(3, table, (1, 1), counts)
        depends_on_both.append(table)
        for value in (246, 254):
            assert lower.holds_for(value) is upper.holds_for(value) is Answer.YES
        assert lower.holds_for(104) is Answer.NO
    assert len(depends_on_both) == 10


def test_products_of_k_factors_have_their_bounds():
    assert gated_bounds.factor_lower_bound(3, 2, counts).count == gated_bounds.output_gate_lower_bound(3, counts).count
    assert gated_bounds.factor_lower_bound(3, 3, counts).count == 4**3
    assert gated_bounds.factor_upper_bound(3, 3, counts).count == 104**3
    assert gated_bounds.factor_lower_bound(3, 1, counts).holds_for(104) is Answer.YES
    assert gated_bounds.factor_lower_bound(3, 4, counts).holds_for(256) is Answer.YES  # four factors give everything


def test_layers_have_their_bounds():
    assert gated_bounds.independent_layer_count(2, 246) == 246**2
    assert gated_bounds.all_products_lower_bound(2, 2, 1, counts).count == 4**3
    assert gated_bounds.all_products_upper_bound(2, 2, 1, counts).holds_for(242) is Answer.YES
    assert gated_bounds.threshold_output_lower_bound(3, 2, counts).count == 4**4
    assert gated_bounds.threshold_output_upper_bound(3, 2, counts).count == 104**4 * 2**6
    assert gated_bounds.threshold_output_lower_bound(3, 2, counts).holds_for(256) is Answer.YES


def test_leading_terms_are_those_of_the_table():
    assert gated_bounds.multiple_leading_term(5, 2).bits.lower == 50
    assert gated_bounds.gated_degree_leading_term(3, 1, 2).bits.lower * 2 == 18 + 27


def test_degrees_enter_the_bounds():
    assert gated_bounds.output_gate_lower_bound(3, counts, 1, 2).count == 14 * 16
    assert gated_bounds.output_gate_upper_bound(3, counts, 1, 2).count == 104 * 254
    assert gated_bounds.sign_pair_bound(3, counts, 2).holds_for(256) is Answer.YES


REFUSED = [
    lambda: gated_bounds.output_gate_lower_bound(0, counts),
    lambda: gated_bounds.output_gate_upper_bound(1, counts, 0),
    lambda: gated_bounds.unordered_pair_bound(1, counts, 0),
    lambda: gated_bounds.sign_pair_bound(0, counts),
    lambda: gated_bounds.factor_lower_bound(1, 3, counts),
    lambda: gated_bounds.factor_upper_bound(1, 0, counts),
    lambda: gated_bounds.operator_lower_bound(1, 0b0110, (), counts),
    lambda: gated_bounds.operator_lower_bound(1, 0x96, (1, 1, 1), counts),
    lambda: gated_bounds.operator_upper_bound(3, 0b1010, (1, 1), counts),
    lambda: gated_bounds.output_gate_power_bound(0),
    lambda: gated_bounds.quadratic_bound(5, "bits", counts),
    lambda: gated_bounds.conjunction_misses_parity_bound(3, 4),
    lambda: gated_bounds.conjunction_misses_parity_bound(1, 1),
    lambda: gated_bounds.multiplexed_misses_parity_bound(3),
    lambda: gated_bounds.synapse_region_bound(0, counts),
    lambda: gated_bounds.all_synapses_region_bound(0, counts),
    lambda: gated_bounds.multiplexed_lower_bound(0, counts),
    lambda: gated_bounds.multiplexed_upper_bound(0, counts),
    lambda: gated_bounds.multiplexed_region_bound(0, counts),
    lambda: gated_bounds.synapse_lower_bound(1, counts),
    lambda: gated_bounds.synapse_upper_bound(1, counts),
    lambda: gated_bounds.all_synapses_lower_bound(1, counts),
    lambda: gated_bounds.all_synapses_upper_bound(1, counts),
    lambda: gated_bounds.independent_layer_count(-1, 4),
    lambda: gated_bounds.shared_gate_lower_bound(0, 2, counts),
    lambda: gated_bounds.shared_gate_upper_bound(1, 0, counts),
    lambda: gated_bounds.all_products_lower_bound(1, 1, 0, counts),
    lambda: gated_bounds.all_products_upper_bound(0, 1, 1, counts),
    lambda: gated_bounds.threshold_output_lower_bound(1, 2, counts),
    lambda: gated_bounds.threshold_output_upper_bound(3, 1, counts),
    lambda: gated_bounds.multiple_leading_term(3, 0),
    lambda: gated_bounds.gated_degree_leading_term(3, 1, 0),
]


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_a_bound_outside_its_hypotheses_is_refused(number):
    with pytest.raises(DomainError, match=r"Q-\w+ needs"):
        REFUSED[number]()


def test_an_operator_of_another_number_of_arguments_is_refused():
    with pytest.raises(DomainError, match="truth table of 2 arguments"):
        gated_bounds.operator_lower_bound(3, 0x100, (1, 1), counts)

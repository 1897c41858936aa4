"""Derived polynomials: every node of random circuits, symbolic circuits, quadratic parts, claims, counts."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.circuit import Circuit, Equality, GatedOutput, Signal, Synapse, Unit, Weight
from exact.circuit_decoder import CIRCUIT_SCHEMA, circuit_from_data
from exact.circuit_reader import read_circuit
from exact.cube import Encoding
from exact.derivation import derive
from exact.derivation_check import check_polynomials
from exact.errors import CertificateError
from exact.forward import forward
from exact.gating import Operation, Variable
from exact.parameters import parameter
from exact.shipped import shipped_circuit, shipped_circuits
from tests.strategies import circuits


def circuit(**data):
    return circuit_from_data({"schema": CIRCUIT_SCHEMA, "encoding": "signs", **data})


@given(circuits())
def test_the_polynomial_of_every_node_has_the_values_of_the_forward_pass(random_circuit):
    derivation = derive(random_circuit, check=False)
    run = forward(random_circuit)
    for entry in derivation.nodes:
        assert entry.output.values() == run.outputs[entry.name]
        if isinstance(entry.node, Unit):
            assert entry.pre_activation.values() == run.activations[entry.name]


@given(circuits(maximum_inputs=3))
def test_the_unreduced_polynomial_has_the_values_of_the_pre_activation(random_circuit):
    run = forward(random_circuit)
    for entry in derive(random_circuit, check=False).nodes:
        if entry.unreduced is None:
            continue
        expected = run.activations.get(entry.name, run.outputs[entry.name])
        for p in run.points:
            values = {name: run.outputs[name][p] for name in entry.base_signals}
            assert entry.unreduced.assign(values) == expected[p]


@given(circuits(maximum_inputs=3))
def test_the_last_step_has_the_values_of_the_pre_activation(random_circuit):
    run = forward(random_circuit)
    for entry in derive(random_circuit, check=False).nodes:
        expected = run.activations.get(entry.name, run.outputs[entry.name])
        for p in run.points:
            values = {name: column[p] for name, column in run.outputs.items()}
            values |= {f"S_{name}": column[p] for name, column in run.activations.items()}
            assert entry.steps[-1].expression.assign(values) == expected[p]


def symbolic_twin(random_circuit):
    """The same circuit with one parameter in place of each weight, and the values of the parameters."""
    values = {}

    def symbol(weight):
        name = f"p{len(values)}"
        values[name] = weight.value
        return Weight(parameter(name), weight.trainable)

    nodes = []
    for node in random_circuit.nodes:
        if isinstance(node, Unit):
            synapses = tuple(Synapse(s.source, symbol(s.weight)) for s in node.synapses)
            bias = None if node.bias is None else symbol(node.bias)
            nodes.append(dataclasses.replace(node, synapses=synapses, bias=bias))
        else:
            nodes.append(node)
    names = tuple(sorted(values))
    return Circuit("twin", random_circuit.encoding, random_circuit.inputs, tuple(nodes), (), names), values


@given(circuits(maximum_inputs=3, maximum_nodes=3))
def test_a_symbolic_derivation_specializes_to_the_numbers(random_circuit):
    twin, values = symbolic_twin(random_circuit)
    derivation = derive(twin, check=False)
    run = forward(random_circuit)
    for entry in derivation.nodes:
        numeric = entry.output.assign(values)
        for p in run.points:
            assert numeric.value(derivation.indicators.extended_point(p, values)) == run.outputs[entry.name][p]


@pytest.mark.parametrize("name", [name for name in shipped_circuits() if name != "digits"])
def test_every_shipped_circuit_derives_and_its_claims_hold(name):
    derivation = derive(read_circuit(shipped_circuit(name))[0])
    assert derivation.check.complete
    assert all(result.equal for result in derivation.equalities)
    assert all(head.agrees for head in derivation.heads)


def test_a_false_claim_is_decided_and_its_difference_is_given():
    c = circuit(
        inputs=2,
        unit=[{"name": "a", "weights": {"x1": 1}}, {"name": "b", "weights": {"x2": 1}}],
        equal=[{"left": "a", "right": "b"}],
    )
    (result,) = derive(c).equalities
    assert result.equal is False
    assert result.difference.to_text() == "x1 - x2"
    assert result.difference.value(result.witness.point) == result.witness.value != 0


def test_a_claim_about_undecided_indicators_is_refuted_by_a_point_or_left_open():
    weights = {f"x{i + 1}": i % 3 + 1 for i in range(18)}
    units = [
        {"name": name, "activation": "heaviside", "weights": weights, "bias": bias}
        for name, bias in (("h", "-19/2"), ("same", "-37/4"), ("other", "-35/2"))
    ]
    claims = [{"left": "h", "right": "same"}, {"left": "h", "right": "other"}, {"left": "h", "right": "h"}]
    open_claim, false_claim, true_claim = derive(circuit(inputs=18, unit=units, equal=claims)).equalities
    assert (open_claim.equal, open_claim.witness) == (None, None)
    assert (false_claim.equal, true_claim.equal) == (False, True)
    p, sums = (
        false_claim.witness.point,
        [w if false_claim.witness.point >> i & 1 else -w for i, w in enumerate(weights.values())],
    )
    assert (2 * sum(sums) > 19) != (2 * sum(sums) > 35), p


def test_a_symbolic_claim_is_true_for_all_parameters_or_refuted_by_numbers():
    c = circuit(
        inputs=1,
        parameters=["a"],
        unit=[{"name": "u", "weights": {"x1": "a"}}, {"name": "v", "weights": {"x1": "a^2"}}],
        equal=[{"left": "u", "right": "v"}],
    )
    (result,) = derive(c).equalities
    a, sign = result.witness.assignment["a"], 1 if result.witness.point else -1
    assert result.equal is False
    assert result.witness.value == (a - a * a) * sign != 0


@given(circuits())
def test_a_claim_about_numbers_is_always_decided_rightly(random_circuit):
    last, first = random_circuit.nodes[-1].name, random_circuit.nodes[0].name
    claimed = dataclasses.replace(random_circuit, equalities=(Equality(last, first),))
    (result,) = derive(claimed, check=False).equalities
    run = forward(random_circuit)
    assert result.equal == (run.outputs[last] == run.outputs[first])
    if not result.equal:
        p = result.witness.point
        assert run.outputs[last][p] - run.outputs[first][p] == result.witness.value


@given(circuits())
def test_a_part_computes_what_the_whole_computes(random_circuit):
    last = random_circuit.nodes[-1].name
    part = random_circuit.part(last)
    assert forward(part).outputs[last] == forward(random_circuit).outputs[last]
    assert {node.name for node in part.nodes} <= {node.name for node in random_circuit.nodes}


def test_signals_are_counted_with_zero_weights_and_in_large_gates():
    entry = derive(circuit(inputs=3, unit=[{"name": "a", "weights": [1, 0, 0], "bias": 1}])).node("a")
    assert (entry.base_signals, entry.expanded_parameters, entry.full_parameters) == (("x1", "x2", "x3"), 4, 7)
    n = 160
    units = [{"name": name, "weights": [1] * n} for name in ("a", "b")]
    gate = {"kind": "output", "name": "p", "attended": "a", "attending": "b"}
    entry = derive(circuit(inputs=n, unit=units, gate=[gate]), check=False).node("p")
    assert len(entry.base_signals) == n
    assert entry.full_parameters == 1 + n + n * (n - 1) // 2


def test_derivations_print_themselves_shortly():
    derivation = derive(read_circuit(shipped_circuit("parity"))[0])
    node = derivation.node("tree")
    assert repr(node) == "NodeDerivation(tree: x1*x2*x3*x4*x5*x6*x7*x8)"
    assert all(len(repr(value)) < 300 for value in (derivation, derivation.circuit, node, node.form))
    assert node._repr_latex_().startswith("$O_{")
    assert derivation._repr_html_().count("<tr>") == 16
    assert node.form._repr_latex_().startswith(r"$\begin{pmatrix}")


def test_gating_reduces_depth_in_the_examples():
    for name, gated, standard in (("xor", "gated", "standard"), ("and", "gated", "standard")):
        (result,) = derive(read_circuit(shipped_circuit(name))[0]).equalities
        assert (result.left, result.right) == (gated, standard)
        assert result.left_resources.units < result.right_resources.units
    (result,) = derive(read_circuit(shipped_circuit("parity"))[0]).equalities
    assert (result.left_resources.depth, result.left_resources.gates, result.left_resources.units) == (3, 7, 0)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_two_symbolic_affine_units_have_a_form_of_rank_two(n):
    c = circuit(
        inputs=n,
        parameters=["w0", "v0"],
        unit=[
            {"name": "a", "weights": {"parameters": "w"}, "bias": "w0"},
            {"name": "b", "weights": {"parameters": "v"}, "bias": "v0"},
        ],
        gate=[{"kind": "output", "name": "p", "attended": "a", "attending": "b"}],
    )
    entry = derive(c, check=n < 5).node("p")
    assert (entry.form.rank, entry.form.signature) == (2, (1, 1))
    assert len(entry.form.variables) == n + 1
    assert len(entry.reduced.support) == entry.reduced.full == n * (n - 1) // 2
    assert entry.expanded_parameters == 2 * (n + 1)


@pytest.mark.parametrize("r", [1, 2, 3])
def test_single_synapse_gatings_add_that_many_monomials_and_no_trainable_weight(r):
    n = 6
    plain = {"inputs": n, "unit": [{"name": "k", "weights": {"parameters": "w"}}]}
    gates = [{"kind": "synaptic", "unit": "k", "from": f"x{i + 1}", "attending": f"x{i + 4}"} for i in range(r)]
    without, with_gates = derive(circuit(**plain)).node("k"), derive(circuit(**plain, gate=gates)).node("k")
    assert len(with_gates.reduced.support) == r
    assert with_gates.expanded_parameters == without.expanded_parameters == n


@given(st.integers(0, 4), st.data())
def test_gatings_never_add_more_quadratic_monomials_than_there_are_gatings(r, data):
    n = 5
    names = st.sampled_from([f"x{i + 1}" for i in range(n)])
    gates = [
        {"kind": "synaptic", "unit": "k", "from": source, "attending": data.draw(names)}
        for source in data.draw(st.lists(names, unique=True, min_size=r, max_size=r))
    ]
    entry = derive(
        circuit(inputs=n, unit=[{"name": "k", "weights": {"parameters": "w"}}], gate=gates), check=False
    ).node("k")
    assert len(entry.reduced.support) <= r


def test_form_and_reduced_differ_where_squares_count():
    c = circuit(
        inputs=2,
        unit=[{"name": "a", "weights": {"x1": 1, "x2": 1}}],
        gate=[{"kind": "output", "name": "p", "attended": "a", "attending": "a"}],
    )
    entry = derive(c).node("p")
    assert entry.unreduced.to_text() == "x1^2 + 2*x1*x2 + x2^2"
    assert (entry.form.rank, entry.form.signature) == (1, (1, 0))
    assert entry.output.to_text() == "2 + 2*x1*x2"
    assert entry.reduced.rank == 2


def test_base_signals_are_inputs_and_outputs_of_hard_units():
    c = circuit(
        inputs=2,
        unit=[
            {"name": "g", "activation": "relu", "weights": {"x1": 1}},
            {"name": "a", "weights": {"x1": 1, "x2": 1}},
            {"name": "k", "weights": {"p": 3}},
        ],
        gate=[{"kind": "output", "name": "p", "attended": "a", "attending": "g"}],
    )
    entry = derive(c).node("k")
    assert entry.base_signals == ("x1", "x2", "g")
    assert entry.unreduced.to_text() == "3*g*x1 + 3*g*x2"
    assert entry.form.signature == (1, 1)


def test_a_form_beyond_degree_two_is_given_in_the_signals_that_are_read_and_says_so():
    c = circuit(
        inputs=3,
        gate=[
            {"kind": "output", "name": "p", "attended": "x1", "attending": "x2"},
            {"kind": "output", "name": "q", "attended": "p", "attending": "x3"},
        ],
    )
    entry = derive(c).node("q")
    assert entry.form.variables == ("1", "p", "x3")
    assert entry.form.signature == (1, 1)
    assert entry.form_note == "in the signals that the node reads; the degree in the base signals is 3"


def test_a_product_of_three_signals_in_one_node_has_no_form():
    gates = [{"kind": "activation", "unit": "a", "attending": name} for name in ("x2", "x3")]
    c = circuit(inputs=3, unit=[{"name": "a", "weights": {"x1": 1}}], gate=gates)
    entry = derive(c).node("a")
    assert entry.form is None
    assert entry.form_note.endswith("and in the signals that the node reads it is 3")


def test_an_attending_activation_has_a_name_of_its_own_in_the_steps():
    c = circuit(
        inputs=1,
        unit=[{"name": "g", "activation": "relu", "weights": {"x1": 1}}, {"name": "k", "weights": {"x1": 1}}],
        gate=[{"kind": "multiplex", "unit": "k", "attending": {"activation": "g"}}],
    )
    assert derive(c).node("k").steps[-1].expression.to_text() == "S_g + x1"


def test_many_inputs_are_derived_sparsely_and_checked_at_seeded_points():
    c = circuit(
        inputs=300,
        unit=[
            {"name": "a", "weights": {"x1": 1, "x200": 2}},
            {"name": "g", "activation": "heaviside", "weights": {"x7": 1, "x300": -1}, "bias": 1},
        ],
        gate=[{"kind": "output", "name": "p", "attended": "a", "attending": "g"}],
    )
    derivation = derive(c)
    assert not derivation.check.complete
    assert derivation.check.points > 1000
    assert derivation.node("p").output.number_of_terms == 8


def test_a_hard_unit_with_too_many_inputs_becomes_an_indicator():
    weights = {f"x{i + 1}": 1 for i in range(40)}
    c = circuit(inputs=40, unit=[{"name": "g", "activation": "sign", "weights": weights}])
    derivation = derive(c)
    assert len(derivation.indicators.arguments) == 1
    assert derivation.node("g").output.number_of_terms == 1


def test_the_check_sees_a_wrong_polynomial():
    c = circuit(inputs=2, unit=[{"name": "a", "weights": {"x1": 1}}])
    derivation = derive(c)
    right = derivation.node("a").output
    check_polynomials(c, derivation.indicators, {"a": right}, {})
    with pytest.raises(CertificateError, match="the polynomial of a has the value"):
        check_polynomials(c, derivation.indicators, {"a": right + 1}, {})
    with pytest.raises(CertificateError):
        check_polynomials(c, derivation.indicators, {}, {"a": right * right})


def test_progress_runs_from_zero_to_all():
    seen = []
    derive(read_circuit(shipped_circuit("and"))[0], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_circuit_without_inputs_or_nodes_derives():
    assert derive(circuit(inputs=0)).nodes == ()
    entry = derive(circuit(inputs=0, unit=[{"name": "a", "weights": {}, "bias": "3/2"}])).node("a")
    assert entry.output.to_text() == "3/2"


def test_an_equality_of_inputs_and_nodes_is_decided():
    c = circuit(inputs=1, unit=[{"name": "a", "weights": {"x1": 1}}], equal=[{"left": "a", "right": "x1"}])
    (result,) = derive(c).equalities
    assert result.equal


def test_claims_may_name_gated_outputs():
    nodes = (GatedOutput("p", Operation.MULTIPLICATION, "x", Signal(Variable.OUTPUT, "x")),)
    c = Circuit("c", Encoding.BITS, ("x",), nodes, equalities=(Equality("p", "x"),))
    assert derive(c).equalities[0].equal

"""Circuits as data: references, order, resources, gate counts."""

import pytest

from exact.activation import HEAVISIDE, LINEAR
from exact.circuit import Circuit, Equality, Gate, GatedOutput, Resources, Signal, Synapse, Unit, Weight
from exact.cube import Encoding
from exact.errors import DomainError, InputError, TableError
from exact.gating import Operation, Variable
from exact.parameters import parameter


def unit(name, *sources, bias=None, gates=()):
    synapses = tuple(Synapse(source, Weight(1, frozenset({f"{name}.{source}"}))) for source in sources)
    return Unit(name, LINEAR, synapses, bias, gates)


def output(name):
    return Signal(Variable.OUTPUT, name)


def circuit(*nodes, inputs=("x", "y"), **more):
    return Circuit("test", Encoding.BITS, inputs, nodes, **more)


def test_nodes_are_put_into_an_order_in_which_each_reads_earlier_ones():
    later = circuit(unit("c", "b"), unit("b", "a"), unit("a", "x"))
    assert [node.name for node in later.nodes] == ["a", "b", "c"]


def test_an_order_that_is_one_already_is_kept():
    kept = circuit(unit("c", "x"), unit("a", "y"), unit("b", "c"))
    assert [node.name for node in kept.nodes] == ["c", "a", "b"]


def test_a_cycle_is_refused_and_shown():
    with pytest.raises(InputError, match="a <- b <- a"):
        circuit(unit("b", "a"), unit("a", "b"), unit("c", "b"))


def test_a_unit_that_reads_itself_is_a_cycle():
    with pytest.raises(InputError, match="a <- a"):
        circuit(unit("a", "a"))


def test_an_attending_activation_orders_the_nodes_and_an_attending_weight_does_not():
    by_activation = Gate(Variable.ACTIVATION, Operation.ADDITION, Signal(Variable.ACTIVATION, "b"))
    assert [n.name for n in circuit(unit("a", "x", gates=(by_activation,)), unit("b", "y")).nodes] == ["b", "a"]
    by_weight = Gate(Variable.ACTIVATION, Operation.ADDITION, Signal(Variable.WEIGHT, "b", "y"))
    assert [n.name for n in circuit(unit("a", "x", gates=(by_weight,)), unit("b", "y")).nodes] == ["a", "b"]


@pytest.mark.parametrize(
    ("nodes", "more", "message"),
    [
        ([unit("a", "z")], {}, "no node or input 'z'"),
        ([unit("x", "y")], {}, "'x' of a unit is already taken by an input"),
        ([unit("a", "x"), unit("a", "y")], {}, "already taken by a unit"),
        ([unit("a", "x")], {"parameters": ("a",)}, "already taken by a parameter"),
        ([unit("1a", "x")], {}, "must be a letter"),
        ([unit("a", "x", "x")], {}, "through one synapse"),
        ([GatedOutput("g", Operation.ADDITION, "x", Signal(Variable.ACTIVATION, "y"))], {}, "must belong to a unit"),
        ([unit("a", "x", gates=(Gate(Variable.WEIGHT, Operation.ADDITION, output("y"), ("y",)),))], {}, "no synapse"),
        ([unit("a", "x", gates=(Gate(Variable.WEIGHT, Operation.ADDITION, output("y"), (None,)),))], {}, "bias"),
        ([unit("a", "x", gates=(Gate(Variable.WEIGHT, Operation.ADDITION, output("y")),))], {}, "at least one synapse"),
        (
            [unit("a", "x"), GatedOutput("g", Operation.ADDITION, "x", Signal(Variable.WEIGHT, "a", "y"))],
            {},
            "no weight w_a,y",
        ),
        ([unit("a", "x")], {"outputs": ("b",)}, "no node 'b'"),
        ([unit("a", "x")], {"equalities": (Equality("a", "b"),)}, "no node 'b'"),
    ],
)
def test_a_wrong_reference_is_refused(nodes, more, message):
    with pytest.raises(InputError, match=message):
        circuit(*nodes, **more)


def test_resources_count_the_part_on_which_a_node_rests():
    tied = Weight(1, frozenset({"shared"}))
    gates = (Gate(Variable.WEIGHT, Operation.MULTIPLICATION, output("b"), ("x", "y")),)
    c = circuit(
        Unit("a", HEAVISIDE, (Synapse("x", tied), Synapse("y", tied))),
        unit("b", "x"),
        unit("unrelated", "x", "y"),
        Unit("c", LINEAR, (Synapse("x", tied), Synapse("y", Weight(2))), None, gates),
        GatedOutput("d", Operation.MULTIPLICATION, "a", output("c")),
    )
    assert c.resources("d") == Resources(depth=3, units=3, gates=3, parameters=2)
    assert c.resources("x") == Resources(depth=0, units=0, gates=0, parameters=0)
    assert c.cone("d") == {"a", "b", "c", "d", "x", "y"}


def test_gates_are_counted_by_kind():
    w, s = Variable.WEIGHT, Variable.ACTIVATION
    plus, times = Operation.ADDITION, Operation.MULTIPLICATION
    gates = (
        Gate(w, times, output("x"), ("x", "y")),
        Gate(w, plus, output("x"), ("y",)),
        Gate(s, plus, output("x")),
        Gate(s, times, output("y")),
        Gate(s, times, output("x")),
    )
    c = circuit(unit("a", "x", "y", gates=gates), GatedOutput("p", times, "a", output("x")))
    counts = c.gate_counts()
    assert (counts.synaptic, counts.synaptic_signals, counts.additive_synaptic) == (2, 1, 1)
    assert (counts.multiplex, counts.activation, counts.output, counts.additive_output) == (1, 2, 1, 0)
    assert c.gate_counts(["p"]).synaptic == 0


def test_numbers_replace_parameters_and_none_may_be_left():
    c = circuit(Unit("a", LINEAR, (Synapse("x", Weight(parameter("w") * 2)),)), parameters=("w",))
    assert c.assign({"w": 3}).node("a").synapses[0].weight.value == 6
    with pytest.raises(DomainError, match="w got none"):
        c.assign({})


def test_an_unknown_node_is_a_table_error():
    with pytest.raises(TableError, match="no node 'b'"):
        circuit(unit("a", "x")).node("b")

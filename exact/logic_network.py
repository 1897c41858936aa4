r"""Combinational networks: named Boolean functions that read inputs and each other.

Dictionary:
    LogicNode: a name, the names that it reads, and its function of them.
    LogicNetwork: inputs, outputs and nodes; a network without nodes passes inputs to outputs.
    recognized_nodes: for every node, whether its function is a threshold function, with the certificate.
    decide_network: the same, and for every output as a function of the inputs; NetworkDecision: what it returns.
    MAXIMUM_OUTPUT_DIMENSION: outputs of networks with more inputs are not decided.

Normal form: the nodes stand in an order in which each reads inputs and earlier nodes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from exact.boolean import BooleanFunction
from exact.certificate import Obstruction, Realization
from exact.cube import MAXIMUM_TABLE_DIMENSION, check_dimension
from exact.errors import InputError
from exact.recognize import Decision, decide, recognize

NETWORK_SCHEMA = "attention-quarks/network-decision/1"
MAXIMUM_OUTPUT_DIMENSION = 16


@dataclass(frozen=True, slots=True)
class LogicNode:
    """A function with names.

    Attributes:
        name: the name of its value.
        reads: the names that it reads, the variables x_1, x_2, ... of the function.
        function: the function.
    """

    name: str
    reads: tuple[str, ...]
    function: BooleanFunction


@dataclass(frozen=True, slots=True)
class LogicNetwork:
    """A combinational network.

    Attributes:
        inputs: the names of the inputs.
        outputs: the names of the outputs; inputs or nodes.
        nodes: the nodes, each after those that it reads.

    Examples:
        >>> carry = LogicNode("carry", ("a", "b", "c"), BooleanFunction.majority(3))
        >>> network = LogicNetwork.of(("a", "b", "c"), ("carry",), [carry])
        >>> network.function("carry").to_hex()
        '0xe8'
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    nodes: tuple[LogicNode, ...]

    @classmethod
    def of(cls, inputs: Sequence[str], outputs: Sequence[str], nodes: Iterable[LogicNode]) -> LogicNetwork:
        """Build a network from nodes in any order.

        Raises:
            InputError: if a name is defined twice, or read but not defined, or if nodes read each other in a circle.
        """
        defined: dict[str, LogicNode | None] = {}
        for name in inputs:
            if name in defined:
                raise InputError(f"the input {name!r} must not be named twice")
            defined[name] = None
        for node in nodes:
            if node.name in defined:
                raise InputError(f"the name {node.name!r} must not be defined twice")
            defined[node.name] = node
        order: TopologicalSorter[str] = TopologicalSorter()
        for name, defined_node in defined.items():
            order.add(name, *(defined_node.reads if defined_node is not None else ()))
        for name in outputs:
            if name not in defined:
                raise InputError(f"the output {name!r} must be an input or a node")
        try:
            ordered = list(order.static_order())
        except CycleError as error:
            circle = " reads ".join(repr(name) for name in reversed(error.args[1]))
            raise InputError(f"nodes must not read each other in a circle: {circle}") from None
        for name in ordered:
            if name not in defined:
                raise InputError(f"the name {name!r} must be an input or a node, since it is read")
        sorted_nodes = tuple(found for name in ordered if (found := defined[name]) is not None)
        return cls(tuple(inputs), tuple(outputs), sorted_nodes)

    def functions(self) -> Mapping[str, BooleanFunction]:
        """Return the function of the inputs that belongs to every name.

        Raises:
            TooLargeError: if there are more than 24 inputs.

        Cost:
            A composition of truth tables of 2**(number of inputs) bits for each node.
        """
        n = check_dimension(len(self.inputs), MAXIMUM_TABLE_DIMENSION)
        found = {name: BooleanFunction.variable(i, n) for i, name in enumerate(self.inputs)}
        for node in self.nodes:
            if node.reads:
                found[node.name] = node.function.compose([found[name] for name in node.reads])
            else:
                found[node.name] = BooleanFunction.constant(node.function.table, n)
        return found

    def function(self, name: str) -> BooleanFunction:
        """Return the function of the inputs that belongs to a name.

        Raises:
            InputError: if there is no such name.
            TooLargeError: if there are more than 24 inputs.
        """
        found = self.functions()
        if name not in found:
            raise InputError(f"the name must be one of {', '.join(found)}, not {name!r}")
        return found[name]


def recognized_nodes(network: LogicNetwork, degree: int = 1) -> tuple[tuple[str, Realization | Obstruction], ...]:
    """Return, for every node, whether its function of what it reads is a threshold function, with the certificate.

    Examples:
        >>> odd = LogicNode("odd", ("a", "b"), BooleanFunction.parity(2))
        >>> [(name, type(c).__name__) for name, c in recognized_nodes(LogicNetwork.of("ab", ["odd"], [odd]))]
        [('odd', 'Obstruction')]
    """
    return tuple((node.name, recognize(node.function, degree)) for node in network.nodes)


@dataclass(frozen=True, slots=True)
class NetworkDecision:
    """Which nodes and outputs of a network are polynomial threshold functions.

    Attributes:
        degree: the degree that was asked for.
        nodes: the nodes, each with the decision about its function of what it reads.
        outputs: the names of the outputs, each with the decision about its function of the inputs; None if the
            network has too many inputs.
    """

    degree: int
    nodes: tuple[tuple[LogicNode, Decision], ...]
    outputs: tuple[tuple[str, Decision], ...] | None

    def to_document(self) -> dict[str, object]:
        """Return the decisions as plain data; what ``exact decide --nodes --json`` prints."""
        return {
            "schema": NETWORK_SCHEMA,
            "degree": self.degree,
            "nodes": [
                {"name": node.name, "reads": list(node.reads), **decision.to_document()}
                for node, decision in self.nodes
            ],
            "outputs": None
            if self.outputs is None
            else [{"name": name, **decision.to_document()} for name, decision in self.outputs],
        }


def decide_network(network: LogicNetwork, degree: int = 1) -> NetworkDecision:
    """Decide for every node and every output whether it is a polynomial threshold function of degree at most d.

    Args:
        network: the network; its outputs are decided if it has at most 16 inputs.
        degree: the degree d.

    Raises:
        DomainError: if the degree is negative.
        TooLargeError: if a node reads too many names for that degree.

    Cost:
        A decision for each node and output.

    Examples:
        Four gates make up the exclusive or of two inputs, which is none itself:

        >>> nand = BooleanFunction(2, 0b0111)
        >>> gates = [
        ...     LogicNode("n", ("a", "b"), nand),
        ...     LogicNode("p", ("a", "n"), nand),
        ...     LogicNode("q", ("b", "n"), nand),
        ... ]
        >>> network = LogicNetwork.of("ab", ["x"], [*gates, LogicNode("x", ("p", "q"), nand)])
        >>> found = decide_network(network)
        >>> [decision.threshold for _, decision in found.nodes], [decision.threshold for _, decision in found.outputs]
        ([True, True, True, True], [False])
    """
    nodes = tuple((node, decide(node.function, degree)) for node in network.nodes)
    outputs = None
    if len(network.inputs) <= MAXIMUM_OUTPUT_DIMENSION:
        functions = network.functions()
        outputs = tuple((name, decide(functions[name], degree)) for name in network.outputs)
    return NetworkDecision(degree, nodes, outputs)

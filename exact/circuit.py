r"""Networks of neurons and gates, as data.

A circuit is a list of nodes in an order in which every node reads earlier ones.  A node is a unit (an affine form of
the signals that it reads, and an activation) or a gated output (the product or the sum of two signals).  Gates on
activations and on synapses belong to the unit that they act on.

A gate is given by the three coordinates of the taxonomy (label ``attention-taxonomy``): the variable of the attending
side (its activation S, its output O, or a weight w), the variable of the attended side, and addition or multiplication.
Inside a unit, gates on synapses act first, on the weights; then the sum is formed; then gates on the activation act on
the sum; within each group in the order in which they are listed.  The activation S of a unit is the sum after all of
them.

Dictionary:
    Weight: a number or polynomial in parameters, with the trainable parameters that it uses.
    Synapse: a node that is read, and the weight of the connection.
    Signal: what attends: the output of a node, the activation of a unit, or a weight.
    Gate: a gate that acts inside a unit, on its activation or on synapses.
    Unit: an affine form, gates inside, an activation.
    GatedOutput: a node whose output is O_attended * signal or O_attended + signal.
    Equality: the claim of a circuit file that two nodes send the same function.
    Head: what is remembered of an attention head that was expanded into nodes.
    Circuit: the network.
    trainable_parameters: the names of the trainable parameters of some units.
    Resources: depth, size and parameters of the part of a circuit on which a node rests.
    GateCounts: how many gates of each kind a circuit has.

Source:
    Labels ``standard-model`` and ``attention-taxonomy`` of the theory of gating.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from exact.activation import Activation
from exact.cube import Encoding
from exact.errors import DomainError, InputError, TableError
from exact.gating import Operation, Variable
from exact.parameters import Coefficient, ParameterPolynomial
from exact.rational import Rational

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True)
class Weight:
    """The weight of a synapse, or a bias.

    Attributes:
        value: its value.
        trainable: names of the trainable parameters that it uses; empty for a fixed weight. Two weights that share a
            name are tied and count once.
    """

    value: Coefficient
    trainable: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Synapse:
    """A connection into a unit."""

    source: str
    weight: Weight


@dataclass(frozen=True)
class Signal:
    """What attends.

    Attributes:
        variable: `OUTPUT` of a node, `ACTIVATION` of a unit, or a `WEIGHT`.
        node: the node whose output or activation attends, or the unit that holds the attending weight.
        synapse: for a weight: the node that is read through it, or None for the bias.
    """

    variable: Variable
    node: str
    synapse: str | None = None

    def __str__(self) -> str:
        """Return text such as ``O_g``, ``S_g`` or ``w_k,i``."""
        if self.variable is Variable.WEIGHT:
            return f"w_{self.node},{self.synapse or 0}"
        return f"{self.variable.value}_{self.node}"


@dataclass(frozen=True)
class Gate:
    """A gate that acts inside a unit.

    Attributes:
        target: `ACTIVATION` (the whole sum so far) or `WEIGHT` (the listed synapses).
        operation: addition or multiplication.
        attending: the signal.
        synapses: for the target `WEIGHT`: the nodes read through the gated synapses; None stands for the bias.
    """

    target: Variable
    operation: Operation
    attending: Signal
    synapses: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Unit:
    """A neuron: activation(bias + sum of weight * signal), with the gates that act inside."""

    name: str
    activation: Activation
    synapses: tuple[Synapse, ...]
    bias: Weight | None = None
    gates: tuple[Gate, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """The nodes whose output or activation the unit needs, each once, in order."""
        attending = [g.attending.node for g in self.gates if g.attending.variable is not Variable.WEIGHT]
        return tuple(dict.fromkeys([s.source for s in self.synapses] + attending))


@dataclass(frozen=True)
class GatedOutput:
    """A node that sends O_attended * signal (output gate) or O_attended + signal (additive output)."""

    name: str
    operation: Operation
    attended: str
    attending: Signal

    @property
    def reads(self) -> tuple[str, ...]:
        """The nodes whose output or activation the gate needs."""
        attending = [] if self.attending.variable is Variable.WEIGHT else [self.attending.node]
        return tuple(dict.fromkeys([self.attended, *attending]))


Node = Unit | GatedOutput


@dataclass(frozen=True)
class Equality:
    """The claim that two nodes send the same function; `derive` decides it."""

    left: str
    right: str
    note: str = ""


@dataclass(frozen=True)
class Head:
    """An attention head after expansion.

    Attributes:
        name: the prefix of the names of its nodes.
        kind: ``linear``, ``hard`` or ``softmax``.
        tokens: the number n of tokens.
        dimension: the dimension m of queries and keys.
        value_dimension: the dimension m_v of values.
        base: the base of the softmax; None for other kinds.
    """

    name: str
    kind: str
    tokens: int
    dimension: int
    value_dimension: int
    base: Rational | None = None


@dataclass(frozen=True)
class Resources:
    """What a node costs: the part of the circuit on which it rests, itself included.

    Attributes:
        depth: the longest path from an input, counting units and gated outputs.
        units: the number of units.
        gates: the number of gates: gated outputs, and gated synapses or activations inside units.
        parameters: the number of trainable parameters, tied ones counted once.
    """

    depth: int
    units: int
    gates: int
    parameters: int


@dataclass(frozen=True)
class GateCounts:
    """The gates of a circuit, by kind; a synaptic gate counts once for each gated synapse.

    Attributes:
        multiplex: additions to an activation.
        activation: multiplications of an activation.
        output: multiplications of outputs.
        additive_output: additions of outputs.
        synaptic: gated synapses, multiplied.
        synaptic_signals: the different signals that attend in synaptic gates.
        additive_synaptic: gated synapses, added to.
    """

    multiplex: int
    activation: int
    output: int
    additive_output: int
    synaptic: int
    synaptic_signals: int
    additive_synaptic: int


def _check_name(name: str, taken: Mapping[str, object], what: str) -> None:
    if not NAME.fullmatch(name):
        raise InputError(f"the name of {what} must be a letter followed by letters, digits or _, not {name!r}")
    if name in taken:
        raise InputError(f"the name {name!r} of {what} is already taken by {taken[name]}")


@dataclass(frozen=True, repr=False)
class Circuit:
    """A network of neurons and gates.

    The constructor puts the nodes into an order in which every node reads earlier ones (stable: the given order where
    it is one already).

    Attributes:
        name: the name of the circuit.
        encoding: the encoding of the inputs.
        inputs: the names of the inputs; input i is the variable x_{i+1} of the cube.
        nodes: the units and gated outputs.
        outputs: the nodes that the circuit is about; all of them where none is named.
        parameters: the names of the symbolic parameters, sorted.
        equalities: the claims of the file.
        heads: the attention heads that were expanded.
        title: one line of text.

    Raises:
        InputError: for a name clash, an unknown node, a cycle, or a gate on a synapse that does not exist.
    """

    name: str
    encoding: Encoding
    inputs: tuple[str, ...]
    nodes: tuple[Node, ...]
    outputs: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    equalities: tuple[Equality, ...] = ()
    heads: tuple[Head, ...] = ()
    title: str = ""
    _index: dict[str, Node] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the names and the references, and order the nodes."""
        taken: dict[str, str] = {}
        for name in self.inputs:
            _check_name(name, taken, "an input")
            taken[name] = "an input"
        for name in self.parameters:
            _check_name(name, taken, "a parameter")
            taken[name] = "a parameter"
        index: dict[str, Node] = {}
        for node in self.nodes:
            what = "a unit" if isinstance(node, Unit) else "a gated output"
            _check_name(node.name, taken, what)
            taken[node.name] = what
            index[node.name] = node
        known = {*self.inputs, *index}
        for node in self.nodes:
            _check_references(node, known, index)
        for name in self.outputs:
            if name not in known:
                raise InputError(f"there is no node {name!r}", field="outputs")
        for i, equality in enumerate(self.equalities):
            for name in (equality.left, equality.right):
                if name not in known:
                    raise InputError(f"there is no node {name!r}", field=f"equal[{i}]")
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "nodes", _ordered(self.nodes, index))

    def __repr__(self) -> str:
        return f"Circuit({self.name}: {self.n} inputs in {self.encoding.value}, {len(self.nodes)} nodes)"

    @property
    def n(self) -> int:
        """The number of inputs."""
        return len(self.inputs)

    def node(self, name: str) -> Node:
        """Return the node with this name; raise `TableError` if there is none."""
        try:
            return self._index[name]
        except KeyError:
            known = ", ".join(list(self._index)[:12])
            more = f" and {len(self._index) - 12} more" if len(self._index) > 12 else ""
            raise TableError(f"the circuit {self.name} has no node {name!r}; it has {known}{more}") from None

    def part(self, name: str) -> Circuit:
        """Return the part of the circuit on which a node rests, with all inputs; claims and heads are left out.

        Raises:
            TableError: if there is no node of this name.
        """
        needed: set[str] = set()
        waiting = {self.node(name).name}
        while waiting:
            reached = set().union(*(self.cone(member) for member in waiting)) - set(self.inputs)
            needed |= reached
            # a unit whose weight attends to something is needed too, although nothing reads it
            signals = [signal for member in reached for signal in _signals(self.node(member))]
            waiting = {signal.node for signal in signals if signal.variable is Variable.WEIGHT} - needed
        nodes = tuple(node for node in self.nodes if node.name in needed)
        return Circuit(self.name, self.encoding, self.inputs, nodes, (name,), self.parameters, (), (), self.title)

    def cone(self, name: str) -> frozenset[str]:
        """Return the nodes and inputs on which a node rests, itself included."""
        seen: set[str] = set()
        stack = [name]
        while stack:
            current = stack.pop()
            if current not in seen:
                seen.add(current)
                if current not in self.inputs:
                    stack.extend(self.node(current).reads)
        return frozenset(seen)

    @cached_property
    def _depths(self) -> dict[str, int]:
        depths = dict.fromkeys(self.inputs, 0)
        for node in self.nodes:
            depths[node.name] = 1 + max((depths[source] for source in node.reads), default=0)
        return depths

    def resources(self, name: str) -> Resources:
        """Return depth, size and number of parameters of the part of the circuit on which a node rests."""
        nodes = [self.node(member) for member in self.cone(name) if member not in self.inputs]
        units = [node for node in nodes if isinstance(node, Unit)]
        inner = sum(max(1, len(gate.synapses)) for unit in units for gate in unit.gates)
        return Resources(
            depth=self._depths[name],
            units=len(units),
            gates=len(nodes) - len(units) + inner,
            parameters=len(trainable_parameters(units)),
        )

    def gate_counts(self, names: Iterable[str] | None = None) -> GateCounts:
        """Return how many gates of each kind there are among the named nodes (all nodes by default)."""
        nodes = self.nodes if names is None else tuple(self.node(name) for name in names)
        outputs = [node for node in nodes if isinstance(node, GatedOutput)]
        gates = [gate for node in nodes if isinstance(node, Unit) for gate in node.gates]

        def inner(target: Variable, operation: Operation) -> list[Gate]:
            return [gate for gate in gates if gate.target is target and gate.operation is operation]

        synaptic = inner(Variable.WEIGHT, Operation.MULTIPLICATION)
        return GateCounts(
            multiplex=len(inner(Variable.ACTIVATION, Operation.ADDITION)),
            activation=len(inner(Variable.ACTIVATION, Operation.MULTIPLICATION)),
            output=sum(node.operation is Operation.MULTIPLICATION for node in outputs),
            additive_output=sum(node.operation is Operation.ADDITION for node in outputs),
            synaptic=sum(len(gate.synapses) for gate in synaptic),
            synaptic_signals=len({gate.attending for gate in synaptic}),
            additive_synaptic=sum(len(gate.synapses) for gate in inner(Variable.WEIGHT, Operation.ADDITION)),
        )

    def assign(self, values: Mapping[str, Coefficient]) -> Circuit:
        """Return the circuit with numbers in place of its symbolic parameters.

        Raises:
            DomainError: if a parameter is left without a value.
        """
        missing = [name for name in self.parameters if name not in values]
        if missing:
            raise DomainError(f"every parameter must get a value; {', '.join(missing)} got none")

        def weight(w: Weight) -> Weight:
            if not isinstance(w.value, ParameterPolynomial):
                return w
            return Weight(w.value.assign(values).constant_value(), w.trainable)

        def node(old: Node) -> Node:
            if isinstance(old, GatedOutput):
                return old
            synapses = tuple(Synapse(s.source, weight(s.weight)) for s in old.synapses)
            bias = None if old.bias is None else weight(old.bias)
            return Unit(old.name, old.activation, synapses, bias, old.gates)

        nodes = tuple(node(old) for old in self.nodes)
        return Circuit(
            self.name, self.encoding, self.inputs, nodes, self.outputs, (), self.equalities, self.heads, self.title
        )

    def weight_of(self, signal: Signal) -> Weight:
        """Return the weight that a signal of the variable w names."""
        unit = self.node(signal.node)
        if isinstance(unit, Unit):
            if signal.synapse is None and unit.bias is not None:
                return unit.bias
            for synapse in unit.synapses:
                if synapse.source == signal.synapse:
                    return synapse.weight
        raise TableError(f"the circuit {self.name} has no weight {signal}")


def trainable_parameters(units: Iterable[Unit]) -> frozenset[str]:
    """Return the names of the trainable parameters of some units; tied ones occur once."""
    names: set[str] = set()
    for unit in units:
        for synapse in unit.synapses:
            names |= synapse.weight.trainable
        if unit.bias is not None:
            names |= unit.bias.trainable
    return frozenset(names)


def _signals(node: Node) -> list[Signal]:
    """Return what attends in a node."""
    return [gate.attending for gate in node.gates] if isinstance(node, Unit) else [node.attending]


def _check_references(node: Node, known: set[str], index: Mapping[str, Node]) -> None:
    place = f"node {node.name}"
    for source in node.reads:
        if source not in known:
            raise InputError(f"there is no node or input {source!r}", field=place)
    for signal in _signals(node):
        if signal.variable is Variable.OUTPUT:
            continue
        unit = index.get(signal.node)
        if not isinstance(unit, Unit):
            raise InputError(f"{signal} must belong to a unit, and {signal.node!r} is none", field=place)
        if signal.variable is Variable.WEIGHT and not _has_synapse(unit, signal.synapse):
            raise InputError(f"there is no weight {signal}", field=place)
    if not isinstance(node, Unit):
        return
    sources = [synapse.source for synapse in node.synapses]
    seen: set[str] = set()
    for source in sources:
        if source in seen:
            raise InputError(
                f"a unit must read a node through one synapse, not {source!r} through several", field=place
            )
        seen.add(source)
    for gate in node.gates:
        if gate.target is Variable.WEIGHT and not gate.synapses:
            raise InputError("a synaptic gate must name at least one synapse", field=place)
        for gated in gate.synapses:
            if not _has_synapse(node, gated):
                raise InputError(f"there is no synapse from {gated or 'the bias'!r} to gate", field=place)


def _has_synapse(unit: Unit, source: str | None) -> bool:
    if source is None:
        return unit.bias is not None
    return any(synapse.source == source for synapse in unit.synapses)


def _ordered(nodes: tuple[Node, ...], index: Mapping[str, Node]) -> tuple[Node, ...]:
    """Order the nodes so that every node reads earlier ones; without recursion, in time linear in the edges."""
    waiting = {node.name: {source for source in node.reads if source in index} for node in nodes}
    readers: dict[str, list[str]] = {}
    for node in nodes:
        for source in waiting[node.name]:
            readers.setdefault(source, []).append(node.name)
    position = {node.name: i for i, node in enumerate(nodes)}
    ready = [position[name] for name, sources in waiting.items() if not sources]
    heapq.heapify(ready)
    ordered: list[Node] = []
    while ready:
        node = nodes[heapq.heappop(ready)]
        ordered.append(node)
        for reader in readers.get(node.name, ()):
            waiting[reader].discard(node.name)
            if not waiting[reader]:
                heapq.heappush(ready, position[reader])
    if len(ordered) < len(nodes):
        stuck = {name for name, sources in waiting.items() if sources}
        raise InputError(f"the nodes must not form a cycle, but {_cycle(stuck, waiting)} do", field="node")
    return tuple(ordered)


def _cycle(stuck: set[str], waiting: Mapping[str, set[str]]) -> str:
    """Return one cycle as text; assumes that every stuck node waits for a stuck node."""
    path = [min(stuck)]
    while path.count(path[-1]) == 1:
        path.append(min(source for source in waiting[path[-1]] if source in stuck))
    cycle = path[path.index(path[-1]) :]
    return " <- ".join(cycle)

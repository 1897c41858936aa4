r"""Circuits from plain data: the tables of a circuit file become nodes.

Dictionary:
    CIRCUIT_SCHEMA: the value of the key ``schema``.
    MAXIMUM_INPUTS, MAXIMUM_NODES: the largest circuit that is read.
    circuit_from_data: read a circuit from plain data (dictionaries, lists, strings, integers, Fractions).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from exact.activation import parse_activation
from exact.attention_head import expand_head
from exact.circuit import NAME, Circuit, Equality, Gate, GatedOutput, Head, Node, Signal, Synapse, Unit, Weight
from exact.cube import Encoding
from exact.errors import DomainError, InputError
from exact.gating import GateKind, Operation, Variable
from exact.parameters import ParameterPolynomial
from exact.rational import Rational
from exact.table_fields import Fields, names_in, shown
from exact.weight_decoder import WeightDecoder
from exact.weights_reader import Tensor

CIRCUIT_SCHEMA = "attention-quarks/circuit/1"
MAXIMUM_INPUTS = 4096
MAXIMUM_NODES = 100_000

_KEYS = {
    "circuit": (
        *("schema", "name", "title", "encoding", "inputs", "parameters", "weights_file", "outputs"),
        *("unit", "layer", "head", "gate", "equal"),
    ),
    "unit": ("name", "activation", "inputs", "weights", "bias", "trainable"),
    "layer": ("name", "units", "activation", "inputs", "weights", "bias", "trainable"),
    "head": ("name", "kind", "base", "tokens", "query", "key", "value", "trainable"),
    "gate": ("kind", "name", "attended", "attending", "unit", "from"),
    "equal": ("left", "right", "note"),
}
_RESERVED = frozenset({"inputs", "all", "bias", "tensor", "parameters", "index"})


def circuit_from_data(
    data: object, tensors: Mapping[str, Tensor] | None = None, default_name: str = "circuit"
) -> Circuit:
    """Read a circuit from plain data: dictionaries, lists, strings, ints, Fractions and booleans.

    Args:
        data: what a TOML or JSON parser returns, with exact numbers.
        tensors: the tensors that the data may refer to.
        default_name: the name of the circuit where the data give none.

    Raises:
        InputError: for everything that is not as the format says.

    Examples:
        >>> circuit_from_data({"schema": CIRCUIT_SCHEMA, "encoding": "bits", "inputs": 1}).inputs
        ('x1',)
    """
    try:
        return _Builder(Fields(data, "", _KEYS["circuit"]), tensors or {}, default_name).circuit()
    except DomainError as error:
        raise InputError(str(error)) from None


def _as_number(weight: Weight, field: str) -> Rational:
    """Return the value of a weight that must be a number."""
    if isinstance(weight.value, ParameterPolynomial):
        raise InputError(f"this must be a number, not the symbolic {weight.value}", field=field)
    return weight.value


class _Builder:
    """Decodes one file; keeps the layers and the parameters that were named on the way."""

    def __init__(self, top: Fields, tensors: Mapping[str, Tensor], default_name: str) -> None:
        self.top = top
        self.default_name = default_name
        self.layers: dict[str, tuple[str, ...]] = {}  # the nodes for which the name of a layer stands
        self.defined_layers: set[str] = set()
        self.parameters = names_in(top.items("parameters"), "parameters")
        self.weights = WeightDecoder(tensors, self.parameters)
        self.nodes_by_name: dict[str, Node] = {}
        self.equalities: list[Equality] = []
        self.heads: list[Head] = []
        self.inputs: tuple[str, ...] = ()

    def circuit(self) -> Circuit:
        top = self.top
        schema = top.text("schema")
        if schema != CIRCUIT_SCHEMA:
            raise InputError(f"the schema must be {CIRCUIT_SCHEMA!r}, not {shown(schema)}", field="schema")
        name = top.text("name", self.default_name)
        title = top.text("title", "")
        encoding = top.text("encoding")
        if encoding not in {e.value for e in Encoding}:
            raise InputError(f"the encoding must be 'bits' or 'signs', not {shown(encoding)}", field="encoding")
        self.inputs = self._inputs(top.take("inputs"))
        top.taken.add("weights_file")
        outputs = top.items("outputs")
        self._foresee_layers()
        self._foresee_gated_layers()
        self._each("head", self._head)
        self._foresee_gated_layers()
        self._each("layer", self._layer)
        self._each("unit", self._unit)
        self._each("gate", self._gate)
        self._each("equal", self._equality)
        top.finish()
        return Circuit(
            name,
            Encoding(encoding),
            self.inputs,
            tuple(self.nodes_by_name.values()),
            self._expand(names_in(outputs, "outputs"), "outputs"),
            tuple(sorted({*self.parameters, *self.weights.used})),
            tuple(self.equalities),
            tuple(self.heads),
            title,
        )

    def _each(self, key: str, read: Callable[[Fields], None]) -> None:
        """Read the tables ``[[key]]`` one after the other; every error names the table."""
        for i, item in enumerate(self.top.items(key)):
            place = f"{key}[{i}]"
            fields = Fields(item, place, _KEYS[key])
            try:
                read(fields)
            except (InputError, DomainError) as error:
                if isinstance(error, InputError) and (error.field or "").startswith(place):
                    raise
                problem = error.problem if isinstance(error, InputError) else str(error)
                raise InputError(problem, field=place) from None
            fields.finish()

    def _inputs(self, value: object) -> tuple[str, ...]:
        if type(value) is int and 0 <= value <= MAXIMUM_INPUTS:
            return tuple(f"x{i + 1}" for i in range(value))
        if isinstance(value, list) and len(value) <= MAXIMUM_INPUTS:
            return names_in(value, "inputs")
        raise InputError(
            f"the inputs must be a number in 0, ..., {MAXIMUM_INPUTS} or a list of names, not {shown(value)}",
            field="inputs",
        )

    def _foresee_layers(self) -> None:
        """Note which nodes the layers will have, so that a node may name a layer that stands further down."""
        for item in self._tables("layer"):
            name, units = item.get("name"), item.get("units")
            if isinstance(name, str) and type(units) is int and 1 <= units <= MAXIMUM_NODES:
                self.layers[name] = tuple(f"{name}{i + 1}" for i in range(units))

    def _foresee_gated_layers(self) -> None:
        """The same for output gates on whole layers."""
        for item in self._tables("gate"):
            name, attended = item.get("name"), item.get("attended")
            if isinstance(name, str) and isinstance(attended, str) and attended in self.layers:
                self.layers[name] = tuple(f"{name}{i + 1}" for i in range(len(self.layers[attended])))

    def _tables(self, key: str) -> list[Mapping[str, object]]:
        value = self.top.data.get(key)
        return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []

    def _check_free(self, name: str, what: str) -> None:
        if name in _RESERVED:
            raise InputError(f"{what} cannot be named {name!r}: this is a reserved word")
        if name in self.inputs or name in self.nodes_by_name or name in self.defined_layers:
            raise InputError(f"{what} cannot be named {name!r}: the name is already taken")

    def _add(self, node: Node) -> None:
        """Take a node; name clashes are refused."""
        name = node.name
        self._check_free(name, "a node")
        if name in self.layers:
            raise InputError(f"a node cannot be named {name!r}: a layer has this name")
        if len(self.nodes_by_name) >= MAXIMUM_NODES:
            raise InputError(f"a circuit must have at most {MAXIMUM_NODES} nodes")
        self.nodes_by_name[name] = node

    def _add_group(self, name: str, members: Sequence[str]) -> None:
        self._check_free(name, "a layer")
        self.defined_layers.add(name)
        self.layers[name] = tuple(members)

    def _expand(self, names: Sequence[str], field: str) -> tuple[str, ...]:
        """Replace the word ``inputs`` and the names of layers and heads by the names of their nodes."""
        expanded: list[str] = []
        for name in names:
            if name == "inputs":
                expanded.extend(self.inputs)
            elif name in self.layers:
                expanded.extend(self.layers[name])
            else:
                expanded.append(name)
        if len(set(expanded)) != len(expanded):
            twice = next(name for name in expanded if expanded.count(name) > 1)
            raise InputError(f"{twice!r} must be named once, not several times", field=field)
        return tuple(expanded)

    def _sources(self, fields: Fields) -> tuple[str, ...]:
        """Read the key ``inputs`` of a unit or a layer; all inputs of the circuit by default."""
        value = fields.take("inputs") if "inputs" in fields else "inputs"
        names = (value,) if isinstance(value, str) else names_in(value, fields.field("inputs"))
        return self._expand(names, fields.field("inputs"))

    def _unit(self, fields: Fields) -> None:
        name = self._name(fields)
        activation = parse_activation(fields.text("activation", "linear"))
        trainable = fields.flag("trainable", default=True)
        place = fields.field("weights")
        value = fields.take("weights")
        scope = f"{name}." if trainable else None
        if isinstance(value, Mapping) and not _RESERVED & set(value):
            if "inputs" in fields:
                raise InputError("weights that name their inputs must stand without the key inputs", field=place)
            synapses = tuple(
                Synapse(source, self.weights.scalar(entry, f"{place}.{source}", scope and scope + source))
                for source, entry in value.items()
            )
        else:
            sources = self._sources(fields)
            weights = self.weights.vector(value, sources, place, scope)
            synapses = tuple(Synapse(source, weight) for source, weight in zip(sources, weights, strict=True))
        bias = None
        if "bias" in fields:
            bias = self.weights.scalar(fields.take("bias"), fields.field("bias"), scope and scope + "bias")
        self._add(Unit(name, activation, synapses, bias))

    def _layer(self, fields: Fields) -> None:
        name = self._name(fields)
        activation = parse_activation(fields.text("activation", "linear"))
        trainable = fields.flag("trainable", default=True)
        sources = self._sources(fields)
        count = fields.take("units")
        if type(count) is not int or not 1 <= count <= MAXIMUM_NODES:
            raise InputError(
                f"the number of units must be in 1, ..., {MAXIMUM_NODES}, not {shown(count)}",
                field=fields.field("units"),
            )
        scope = f"{name}." if trainable else None
        rows = self.weights.matrix(fields.take("weights"), count, len(sources), fields.field("weights"), scope)
        biases: Sequence[Weight | None] = [None] * count
        if "bias" in fields:
            members = tuple(f"{i + 1}" for i in range(count))
            biases = self.weights.vector(fields.take("bias"), members, fields.field("bias"), scope and scope + "bias")
        for i, (row, bias) in enumerate(zip(rows, biases, strict=True)):
            synapses = tuple(Synapse(source, weight) for source, weight in zip(sources, row, strict=True))
            self._add(Unit(f"{name}{i + 1}", activation, synapses, bias))
        self._add_group(name, [f"{name}{i + 1}" for i in range(count)])

    def _head(self, fields: Fields) -> None:
        name = self._name(fields)
        kind = fields.text("kind")
        trainable = fields.flag("trainable", default=True)
        place = fields.field("tokens")
        listed = fields.take("tokens")
        if not isinstance(listed, list) or not listed:
            raise InputError(f"the tokens must be a list of lists of names, not {shown(listed)}", field=place)
        tokens = [self._expand(names_in(t, f"{place}[{a}]"), f"{place}[{a}]") for a, t in enumerate(listed)]
        d = len(tokens[0])
        matrices = []
        for key in ("query", "key", "value"):
            scope = f"{name}.{key}" if trainable else None
            matrices.append(self.weights.matrix(fields.take(key), d, None, fields.field(key), scope))
        base = None
        if "base" in fields:
            base = _as_number(
                self.weights.scalar(fields.take("base"), fields.field("base"), None), fields.field("base")
            )
        w_q, w_k, w_v = matrices
        nodes, head, outputs = expand_head(name, kind, tokens, w_q, w_k, w_v, base)
        for node in nodes:
            self._add(node)
        self.heads.append(head)
        self._add_group(name, [output for row in outputs for output in row])

    def _gate(self, fields: Fields) -> None:
        text = fields.text("kind")
        known = {kind.value: kind for kind in GateKind}
        if text not in known:
            raise InputError(
                f"the kind of a gate must be one of {', '.join(known)}, not {shown(text)}", field=fields.field("kind")
            )
        kind = known[text]
        if kind.target is Variable.OUTPUT:
            self._output_gate(fields, kind.operation)
            return
        attending = self._signal(fields.take("attending"), fields.field("attending"))
        name = fields.text("unit")
        unit = self.nodes_by_name.get(name)
        if not isinstance(unit, Unit):
            raise InputError(f"the gated unit must be a unit, and {name!r} is none", field=fields.field("unit"))
        synapses: tuple[str | None, ...] = ()
        if kind.target is Variable.WEIGHT:
            synapses = self._synapses(unit, fields.take("from"), fields.field("from"))
        gate = Gate(kind.target, kind.operation, attending, synapses)
        self.nodes_by_name[name] = replace(unit, gates=(*unit.gates, gate))

    def _output_gate(self, fields: Fields, operation: Operation) -> None:
        """Read a gate on outputs; the name of a layer stands for all its units, gated one by one."""
        name = self._name(fields)
        attended = fields.text("attended")
        attending = fields.take("attending")
        if attended not in self.layers:
            signal = self._signal(attending, fields.field("attending"))
            self._add(GatedOutput(name, operation, attended, signal))
            return
        members = self.layers[attended]
        if isinstance(attending, str) and attending in self.layers:
            signals = [Signal(Variable.OUTPUT, member) for member in self.layers[attending]]
        else:
            signals = [self._signal(attending, fields.field("attending"))] * len(members)
        if len(signals) != len(members):
            raise InputError(
                f"the attending layer must have as many units as the attended one, {len(members)}, not {len(signals)}",
                field=fields.field("attending"),
            )
        for i, (member, signal) in enumerate(zip(members, signals, strict=True)):
            self._add(GatedOutput(f"{name}{i + 1}", operation, member, signal))
        self._add_group(name, [f"{name}{i + 1}" for i in range(len(members))])

    def _synapses(self, unit: Unit, value: object, field: str) -> tuple[str | None, ...]:
        names = (value,) if isinstance(value, str) else names_in(value, field)
        chosen: list[str | None] = []
        for name in names:
            if name == "all":
                chosen.extend(synapse.source for synapse in unit.synapses)
            elif name == "bias":
                chosen.append(None)
            else:
                chosen.extend(self._expand([name], field))
        if len(set(chosen)) != len(chosen):
            raise InputError(f"every synapse must be named once, not {shown(value)}", field=field)
        return tuple(chosen)

    def _signal(self, value: object, field: str) -> Signal:
        if isinstance(value, str):
            return Signal(Variable.OUTPUT, value)
        fields = Fields(value, field, ("activation", "weight"))
        if "activation" in fields:
            signal = Signal(Variable.ACTIVATION, fields.text("activation"))
        elif "weight" in fields:
            pair = names_in(fields.take("weight"), fields.field("weight"))
            if len(pair) != 2:
                raise InputError(f"a weight must be named as [unit, source], not {shown(pair)}", field=field)
            signal = Signal(Variable.WEIGHT, pair[0], None if pair[1] == "bias" else pair[1])
        else:
            raise InputError(
                'what attends must be a name (an output), {activation = "unit"} or {weight = ["unit", "source"]}',
                field=field,
            )
        fields.finish()
        return signal

    def _equality(self, fields: Fields) -> None:
        self.equalities.append(Equality(fields.text("left"), fields.text("right"), fields.text("note", "")))

    def _name(self, fields: Fields) -> str:
        name = fields.text("name")
        if not NAME.fullmatch(name):
            raise InputError(
                f"a name must be a letter followed by letters, digits or _, not {shown(name)}",
                field=fields.field("name"),
            )
        return name

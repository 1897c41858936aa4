r"""The generic block on which a class of attention acts, and the network to which each class reduces.

A block has an attending unit j, an attended unit i and the units k that are fed by i; and somewhere else a weight
w_ab. Units i and j read the same signals O_1, ..., O_n (a weight 0 stands for a connection that is not there).
Without attention,

    S_i = w_i0 + sum of w_il O_l,     O_i = f_i(S_i),     S_k = w_k0 + w_ki O_i,

where w_k0 holds all that k receives from elsewhere. `attend` lets a signal of j, or the weight w_ab, act on S_i, on
O_i or on the weight w_ki of the first unit k. `identities` builds, unit by unit, the networks to which the result
is equal, and compares what every unit k receives, and S_i where it is the target: what is sent further is then the
same, whatever the units k do.

With `free_block` the weights, the signals O_l and the functions f_i and f_j are all unknown: an identity that holds
there holds for all weights, all real inputs and all transfer functions, for the given numbers of inputs and of units k.

Dictionary:
    Transfer: what a unit does with its activation; a second argument says how to call that activation in print.
    BlockUnit: weights, the signals that they weigh, a bias, and a transfer function.
    Block: the units j, i and k, and the weight w_ab.
    FreeFunction: an unknown function; equal arguments have equal values, and nothing else is known.
    Signals: S_i, O_i, and what each unit k receives.
    Identity: two networks, and whether they send the same.
    standard_model: the signals without attention.
    attend: the signals with one of the 18 mechanisms.
    attending_signal, ATTENDING_SYMBOLS: what attends, as a signal and in print.
    row_coordinates: source, target and operation of a row.
    identities: what the mechanism of a row is equal to; the first one is its reduction, if it has one.
    symbolic_block: symbolic weights on the cube, with transfer functions from the list of activations.
    free_block: symbolic weights, unknown real inputs, unknown transfer functions.

Sources: theory Q-D5 `attention-taxonomy`, Q-R1 to Q-R10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from exact.activation import LINEAR, Activation
from exact.cube import Encoding, check_dimension
from exact.errors import DomainError, TableError
from exact.gating import (
    Operation,
    Variable,
    activation_gate,
    additive_output,
    additive_synaptic,
    multiplex,
    output_gate,
    synaptic_gate,
)
from exact.indicator import Indicators
from exact.neuron import Weight, affine_form
from exact.parameters import Coefficient, parameter
from exact.polynomial import CubePolynomial

Transfer = Callable[[CubePolynomial, str], CubePolynomial]


class FreeFunction:
    """A function of which nothing is known: its values are new parameters, one for each argument.

    It knows its arguments as constants on the cube only, since a parameter does not depend on the point.

    Examples:
        >>> f = FreeFunction("f")
        >>> s = CubePolynomial.constant(parameter("a"), 0, Encoding.BITS)
        >>> f(s) == f(s), f(s) == f(-s)
        (True, False)
    """

    def __init__(self, name: str) -> None:
        """Take the name of the function; its values are the parameters ``name_1``, ``name_2``, ..."""
        self.name = name
        self._values: dict[CubePolynomial, CubePolynomial] = {}

    def __call__(self, argument: CubePolynomial, label: str = "") -> CubePolynomial:
        """Return the value at the argument; the label plays no part."""
        del label
        if argument.degree > 0:
            raise DomainError(f"an unknown function must have an argument without cube variables, not {argument!r}")
        if argument not in self._values:
            value = parameter(f"{self.name}_{len(self._values) + 1}")
            self._values[argument] = CubePolynomial.constant(value, argument.n, argument.encoding)
        return self._values[argument]


def _identity(argument: CubePolynomial, label: str) -> CubePolynomial:
    """The transfer function of a linear unit."""
    del label
    return argument


@dataclass(frozen=True)
class BlockUnit:
    """A unit of a block.

    Attributes:
        weights: one for each input.
        inputs: the signals that they weigh.
        bias: a signal, so that the cube is known without inputs.
        transfer: f.
        name: the letter of the unit.
    """

    weights: tuple[Weight, ...]
    inputs: tuple[CubePolynomial, ...]
    bias: CubePolynomial
    transfer: Transfer
    name: str

    @property
    def activation(self) -> CubePolynomial:
        """The activation S."""
        return affine_form(self.weights, self.inputs, self.bias)

    @property
    def output(self) -> CubePolynomial:
        """The output O = f(S)."""
        return self.transfer(self.activation, f"S_{self.name}")


@dataclass(frozen=True)
class Block:
    """An attending unit j, an attended unit i, the units k that are fed by i, and a weight w_ab.

    Attributes:
        attending: unit j.
        attended: unit i.
        outgoing: the weights w_ki, one for each unit k; at least one.
        rest: what each unit k receives from elsewhere.
        weight: w_ab.
    """

    attending: BlockUnit
    attended: BlockUnit
    outgoing: tuple[Weight, ...]
    rest: tuple[CubePolynomial, ...]
    weight: Coefficient

    def constant(self, value: Coefficient) -> CubePolynomial:
        """Return a constant signal."""
        return 0 * self.attended.bias + value


@dataclass(frozen=True)
class Signals:
    """What is sent in a block.

    Attributes:
        activation: S_i.
        output: what unit i sends.
        received: S_k for each unit k.
    """

    activation: CubePolynomial
    output: CubePolynomial
    received: tuple[CubePolynomial, ...]


@dataclass(frozen=True)
class Identity:
    """Two networks that send the same, or do not.

    Attributes:
        label: the label of the statement.
        network: the network of the right side, in words.
        left: the signals of the mechanism.
        right: the signals of the network.
        on_activation: whether S_i is compared too.
    """

    label: str
    network: str
    left: Signals
    right: Signals
    on_activation: bool

    @property
    def holds(self) -> bool:
        """Whether every unit k receives the same on both sides, and S_i is the same where it is compared."""
        if self.on_activation and self.left.activation != self.right.activation:
            return False
        return self.left.received == self.right.received


def _sent(activation: CubePolynomial, output: CubePolynomial, block: Block) -> Signals:
    received = [affine_form((w,), (output,), rest) for w, rest in zip(block.outgoing, block.rest, strict=True)]
    return Signals(activation, output, tuple(received))


def standard_model(block: Block) -> Signals:
    """Return the signals without attention."""
    return _sent(block.attended.activation, block.attended.output, block)


def attending_signal(block: Block, source: Variable) -> CubePolynomial:
    """Return S_j, O_j or w_ab as a signal."""
    if source is Variable.ACTIVATION:
        return block.attending.activation
    return block.attending.output if source is Variable.OUTPUT else block.constant(block.weight)


ATTENDING_SYMBOLS = {Variable.ACTIVATION: "S_j", Variable.OUTPUT: "O_j", Variable.WEIGHT: "w_ab"}


def attend(block: Block, source: Variable, target: Variable, operation: Operation) -> Signals:
    """Return the signals when a signal of j, or w_ab, acts on S_i, on O_i or on the weight w_ki of the first unit k.

    Examples:
        Output gating of two linear units with one input makes a quadratic term of outputs:

        >>> block = symbolic_block(1, encoding=Encoding.BITS)[0]
        >>> signals = attend(block, Variable.OUTPUT, Variable.OUTPUT, Operation.MULTIPLICATION)
        >>> signals.output == block.attended.activation * block.attending.activation
        True
    """
    unit, addition = block.attended, operation is Operation.ADDITION
    if target is Variable.ACTIVATION:
        signal = attending_signal(block, source)
        activation = multiplex(unit.activation, signal) if addition else activation_gate(unit.activation, signal)
        label = f"S_i{' + ' if addition else ' '}{ATTENDING_SYMBOLS[source]}"
        return _sent(activation, unit.transfer(activation, label), block)
    plain, signal = standard_model(block), attending_signal(block, source)
    if target is Variable.OUTPUT:
        output = additive_output(plain.output, signal) if addition else output_gate(plain.output, signal)
        return _sent(plain.activation, output, block)
    gate = additive_synaptic if addition else synaptic_gate
    first = gate(block.outgoing[:1], (plain.output,), (0,), signal, block.rest[0])
    return replace(plain, received=(first, *plain.received[1:]))


# ------------------------------------------------------------------------------------- the networks of the reductions


def _with_linear_attending_unit(block: Block) -> Block:
    """Add a unit with the inputs and weights of j that is linear; it attends in place of j."""
    return replace(block, attending=replace(block.attending, transfer=_identity))


def _with_weight_as_unit(block: Block) -> Block:
    """Add a linear unit that reads the constant 1 through the weight w_ab; it attends in place of j."""
    unit = BlockUnit((block.weight,), (block.constant(1),), block.constant(0), _identity, "j")
    return replace(block, attending=unit)


def _extra_input(block: Block) -> Signals:
    unit = block.attended
    wider = replace(unit, weights=(*unit.weights, 1), inputs=(*unit.inputs, block.attending.output))
    return standard_model(replace(block, attended=wider))


def _tied_edge(block: Block) -> Signals:
    plain, signal = standard_model(block), block.attending.output
    received = [
        affine_form((w, w), (plain.output, signal), rest) for w, rest in zip(block.outgoing, block.rest, strict=True)
    ]
    return replace(plain, received=tuple(received))


def _product_by_output_gate(block: Block) -> Signals:
    plain = standard_model(block)
    product = output_gate(plain.output, block.attending.output)
    first = affine_form((block.outgoing[0], 1), (plain.output, product), block.rest[0])
    return replace(plain, received=(first, *plain.received[1:]))


def _product_by_synaptic_gate(block: Block) -> Signals:
    plain, weights = standard_model(block), (block.outgoing[0], 1)
    first = synaptic_gate(weights, (plain.output, plain.output), (1,), block.attending.output, block.rest[0])
    return replace(plain, received=(first, *plain.received[1:]))


def _all_incoming_synapses(block: Block) -> Signals:
    unit, signal = block.attended, block.attending.output
    every = range(len(unit.weights))
    activation = synaptic_gate(unit.weights, unit.inputs, every, signal, unit.bias, gate_bias=True)
    return _sent(activation, unit.transfer(activation, "S_i O_j"), block)


def _all_outgoing_synapses(block: Block) -> Signals:
    plain, signal = standard_model(block), block.attending.output
    received = [
        synaptic_gate((w,), (plain.output,), (0,), signal, rest)
        for w, rest in zip(block.outgoing, block.rest, strict=True)
    ]
    return replace(plain, received=tuple(received))


def _exchanged(block: Block) -> Signals:
    signals = attend(
        replace(block, attended=block.attending, attending=block.attended),
        Variable.OUTPUT,
        Variable.OUTPUT,
        Operation.MULTIPLICATION,
    )
    return replace(signals, activation=block.attended.activation)


def _private_copy(block: Block) -> Signals:
    plain, copy = standard_model(block), replace(block.attended, name="i'")
    first = affine_form(block.outgoing[:1], (output_gate(copy.output, block.attending.output),), block.rest[0])
    return replace(plain, received=(first, *plain.received[1:]))


def _shifted_bias(block: Block) -> Signals:
    unit = block.attended
    return standard_model(replace(block, attended=replace(unit, bias=unit.bias + block.weight)))


def _shifted_rests(block: Block) -> Signals:
    rest = [r + w * block.weight for w, r in zip(block.outgoing, block.rest, strict=True)]
    return standard_model(replace(block, rest=tuple(rest)))


def _tied_weight(block: Block) -> Signals:
    return standard_model(replace(block, outgoing=(block.outgoing[0] + block.weight, *block.outgoing[1:])))


def _scaled_incoming(block: Block) -> Signals:
    unit, weights = block.attended, tuple(w * block.weight for w in block.attended.weights)
    return standard_model(replace(block, attended=replace(unit, weights=weights, bias=unit.bias * block.weight)))


def _scaled_outgoing(block: Block) -> Signals:
    return standard_model(replace(block, outgoing=tuple(w * block.weight for w in block.outgoing)))


def _multiplied_weight(block: Block) -> Signals:
    return standard_model(replace(block, outgoing=(block.outgoing[0] * block.weight, *block.outgoing[1:])))


_Network = tuple[str, str, Callable[[Block], Signals]]
_STATIC = "weight-origin-is-static"
_NETWORKS: dict[int, tuple[_Network, ...]] = {
    7: (
        (
            "multiplexing-is-an-extra-input",
            "the standard model: O_j is one more input of i, with weight 1",
            _extra_input,
        ),
    ),
    8: (
        (
            "additive-output-is-a-tied-edge",
            "the standard model: an edge from j to every unit k, with the weight w_ki of the edge from i",
            _tied_edge,
        ),
    ),
    9: (
        (
            "additive-synaptic-is-a-product-term",
            "the standard model, and the output-gated signal O_i O_j sent to k with weight 1",
            _product_by_output_gate,
        ),
        (
            "additive-synaptic-is-a-product-term",
            "the standard model, and a second synapse from i to k, of weight 1, that is gated by O_j",
            _product_by_synaptic_gate,
        ),
    ),
    10: (
        (
            "activation-gating-is-synaptic-gating-of-all-inputs",
            "synaptic gating of all synapses into i, its bias included, by O_j",
            _all_incoming_synapses,
        ),
    ),
    11: (
        (
            "output-and-synaptic-gating-simulate-each-other",
            "synaptic gating of all synapses that leave i, by O_j",
            _all_outgoing_synapses,
        ),
        ("output-gating-is-symmetric", "output gating with i and j exchanged", _exchanged),
    ),
    12: (
        (
            "output-and-synaptic-gating-simulate-each-other",
            "output gating of a copy of i that feeds the unit k alone, with weight w_ki",
            _private_copy,
        ),
    ),
    13: ((_STATIC, "the standard model: the bias of i is w_i0 + w_ab", _shifted_bias),),
    14: ((_STATIC, "the standard model: every unit k has w_k0 + w_ki w_ab in place of w_k0", _shifted_rests),),
    15: ((_STATIC, "the standard model: the weight from i to k is w_ki + w_ab", _tied_weight),),
    16: ((_STATIC, "the standard model: all weights into i, and its bias, are multiplied by w_ab", _scaled_incoming),),
    17: ((_STATIC, "the standard model: all weights out of i are multiplied by w_ab", _scaled_outgoing),),
    18: ((_STATIC, "the standard model: the weight from i to k is w_ki w_ab", _multiplied_weight),),
}


def row_coordinates(row: int) -> tuple[Variable, Variable, Operation]:
    """Return source, target and operation of a row, 1 to 18: by source, then by operation, then by target.

    Examples:
        >>> [part.value for part in row_coordinates(12)]
        ['O', 'w', 'multiplication']
    """
    if type(row) is not int or not 1 <= row <= 18:
        raise TableError(f"a row of the taxonomy must be one of 1, ..., 18, not {row!r}")
    variables, operations = tuple(Variable), tuple(Operation)
    return variables[(row - 1) // 6], variables[(row - 1) % 3], operations[(row - 1) // 3 % 2]


def identities(row: int, block: Block) -> tuple[Identity, ...]:
    """Return what the mechanism of a row is equal to, computed on the block.

    For rows 1 to 6, 8 to 10 and 13 to 18 the first identity is the reduction.  Row 7 is equal to a network of the
    standard model; rows 11 and 12 simulate each other.

    Examples:
        >>> block = free_block(3)
        >>> all(identity.holds for row in range(1, 19) for identity in identities(row, block))
        True
    """
    source, target, operation = row_coordinates(row)
    left, on_activation = attend(block, source, target, operation), target is Variable.ACTIVATION
    networks: list[tuple[str, str, Signals]] = [
        (label, network, build(block)) for label, network, build in _NETWORKS.get(row, ())
    ]
    if source is Variable.ACTIVATION:
        network = f"row {row + 6} with a linear unit in place of j, with the inputs and the weights of j"
        signals = attend(_with_linear_attending_unit(block), Variable.OUTPUT, target, operation)
        networks.append(("activation-origin-is-output-origin", network, signals))
    if source is Variable.WEIGHT:
        network = f"row {row - 6} with a linear unit in place of j that reads the constant 1 through the weight w_ab"
        signals = attend(_with_weight_as_unit(block), Variable.OUTPUT, target, operation)
        networks.append((_STATIC, network, signals))
    return tuple(Identity(label, network, left, right, on_activation) for label, network, right in networks)


# ------------------------------------------------------------------------------------------------------------- blocks


def _block(
    inputs: tuple[CubePolynomial, ...], zero: CubePolynomial, transfers: tuple[Transfer, Transfer], fan_out: int
) -> Block:
    if check_dimension(fan_out) == 0:
        raise DomainError("a block must have at least one unit that is fed by i, not 0")

    def unit(name: str, transfer: Transfer) -> BlockUnit:
        weights = tuple(parameter(f"w_{name}{index}") for index in range(1, len(inputs) + 1))
        return BlockUnit(weights, inputs, zero + parameter(f"w_{name}0"), transfer, name)

    names = ["k", *(f"k{index}" for index in range(2, fan_out + 1))]
    return Block(
        attending=unit("j", transfers[0]),
        attended=unit("i", transfers[1]),
        outgoing=tuple(parameter(f"w_{name}i") for name in names),
        rest=tuple(zero + parameter(f"w_{name}0") for name in names),
        weight=parameter("w_ab"),
    )


def free_block(fan_in: int, *, fan_out: int = 2) -> Block:
    """Return a block in which nothing is known: weights, inputs O_1, ..., O_n and both transfer functions are free.

    Args:
        fan_in: the number n of inputs of i and of j, at least 0.
        fan_out: the number of units k, at least 1.
    """
    zero = CubePolynomial.constant(0, 0, Encoding.BITS)
    inputs = tuple(zero + parameter(f"O_{index}") for index in range(1, check_dimension(fan_in) + 1))
    return _block(inputs, zero, (FreeFunction("f_j"), FreeFunction("f_i")), fan_out)


def symbolic_block(
    fan_in: int,
    *,
    attending: Activation = LINEAR,
    attended: Activation = LINEAR,
    encoding: Encoding = Encoding.SIGNS,
    fan_out: int = 1,
) -> tuple[Block, Indicators]:
    """Return a block with symbolic weights that reads the coordinates of the cube, and its ambient cube.

    Args:
        fan_in: the number of inputs of i and of j, at least 0.
        attending: the activation of j.
        attended: the activation of i.
        encoding: the encoding of the inputs and of hard decisions.
        fan_out: the number of units k, at least 1.
    """
    indicators = Indicators(check_dimension(fan_in), encoding, 4)

    def transfer(f: Activation) -> Transfer:
        def applied(argument: CubePolynomial, label: str) -> CubePolynomial:
            if f.is_hard:
                indicators.heaviside(argument, label)  # gives the indicator its name in print
            return f.polynomial(argument, indicators)

        return applied

    inputs = tuple(indicators.variable(index) for index in range(fan_in))
    return _block(inputs, indicators.constant(0), (transfer(attending), transfer(attended)), fan_out), indicators

r"""Rounding the weights of a threshold unit to few bits, and what that changes, exactly.

The weights and the bias of a unit are scaled so that the largest absolute value becomes 2^(b-1) - 1, and rounded to the
nearest integer (ties to even): symmetric quantization to b bits.  A positive factor does not change H(S) or sgn(S), so
the rounded unit is a threshold unit with integer weights; its decision is compared with that of the original at every
point.

Dictionary:
    quantized_weights: the integers.
    Quantization: the integers and the points at which the decision changes.
    quantize_unit: quantize a hard unit whose inputs are inputs of its circuit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.circuit import Circuit, Unit
from exact.cube import MAXIMUM_TABLE_DIMENSION, check_dimension, encode_bit
from exact.errors import DomainError
from exact.parameters import ParameterPolynomial
from exact.rational import Rational


@dataclass(frozen=True)
class Quantization:
    """A threshold unit, rounded.

    Attributes:
        bits: the number of bits, sign included.
        weights: the rounded weights, in the order of the synapses.
        bias: the rounded bias.
        changed: the number of points of the cube at which the decision S > 0 changes.
        points: the number of points, 2**n.
    """

    bits: int
    weights: tuple[int, ...]
    bias: int
    changed: int
    points: int


def quantized_weights(weights: Sequence[Rational], bits: int) -> tuple[int, ...]:
    """Scale numbers so that the largest absolute value is 2**(bits-1) - 1, and round; zeros stay zeros.

    Args:
        weights: the numbers.
        bits: at least 2.

    Examples:
        >>> quantized_weights((Fraction(1, 3), -1, 0), 8)
        (42, -127, 0)
    """
    if bits < 2:
        raise DomainError(f"a quantization must have at least 2 bits, not {bits}")
    largest = max((abs(Fraction(weight)) for weight in weights), default=Fraction(0))
    if largest == 0:
        return tuple(0 for _ in weights)
    scale = Fraction(2 ** (bits - 1) - 1) / largest
    return tuple(round(weight * scale) for weight in weights)


def quantize_unit(circuit: Circuit, name: str, bits: int = 8) -> Quantization:
    """Round a hard unit and count the points at which its decision changes.

    Args:
        circuit: a circuit without symbolic parameters.
        name: a unit without inner gates that reads inputs of the circuit only.
        bits: the number of bits, sign included.

    Raises:
        DomainError: if the unit is of another kind, or a weight is symbolic.
        TooLargeError: if the circuit has more than 24 inputs.

    Cost:
        Two sums of products for each of the ``2**n`` points.
    """
    unit = circuit.node(name)
    if not isinstance(unit, Unit) or unit.gates or any(s.source not in circuit.inputs for s in unit.synapses):
        raise DomainError(f"{name} must be a unit without inner gates that reads inputs only, to be rounded")
    check_dimension(circuit.n, MAXIMUM_TABLE_DIMENSION)
    values = [synapse.weight.value for synapse in unit.synapses]
    values.append(0 if unit.bias is None else unit.bias.value)
    numbers: list[Rational] = []
    for value in values:
        if isinstance(value, ParameterPolynomial):
            raise DomainError(f"the weights of {name} must be numbers to be rounded; {value} is symbolic")
        numbers.append(value)
    rounded = quantized_weights(numbers, bits)
    order = [circuit.inputs.index(synapse.source) for synapse in unit.synapses]
    changed = 0
    for p in range(1 << circuit.n):
        x = [encode_bit(p >> i & 1, circuit.encoding) for i in order]
        before = sum((w * v for w, v in zip(numbers, x, strict=False)), numbers[-1])
        after = sum((w * v for w, v in zip(rounded, x, strict=False)), rounded[-1])
        changed += (before > 0) != (after > 0)
    return Quantization(bits, rounded[:-1], rounded[-1], changed, 1 << circuit.n)

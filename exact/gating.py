r"""The six operations by which one signal attends to another, and the coordinates that classify them.

A mechanism of attention has an origin and a target, each one of the three variables of the standard model (the
activation S, the output O, the synaptic weight w), and an operation, addition or multiplication.  With the origin O
this leaves six operations; they are the rows 7 to 12 of the taxonomy.

Signals are polynomials on one cube (`CubePolynomial`).

Dictionary:
    Variable: ACTIVATION (S), OUTPUT (O), WEIGHT (w).
    Operation: ADDITION, MULTIPLICATION.
    GateKind: the six operations; each knows its target, its operation and its row.
    multiplex: S + a, one more term of the activation.
    additive_output: O + a.
    additive_synaptic: the activation of a unit, some of whose weights are w + a.
    activation_gate: a S.
    output_gate: a O.
    synaptic_gate: the activation of a unit, some of whose weights are a w; without synapses an ungated unit.
    GainSet: a set of numbers c, by name.
    commuting_gains: the c with f(c S) = c f(S) for all S, or for all S except 0.
    commutation_counterexample: an S at which f(c S) = c f(S) fails, or None.

Sources: theory Q-D5 `attention-taxonomy`, Q-R3 to Q-R9.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence

from exact.activation import Activation, ActivationKind
from exact.errors import DomainError
from exact.neuron import Weight, affine_form
from exact.polynomial import CubePolynomial
from exact.rational import Rational, rational


class Variable(enum.Enum):
    """The three kinds of variables of the standard model."""

    ACTIVATION = "S"
    OUTPUT = "O"
    WEIGHT = "w"


class Operation(enum.Enum):
    """How the attending signal acts on its target."""

    ADDITION = "addition"
    MULTIPLICATION = "multiplication"

    @property
    def symbol(self) -> str:
        """The plus sign, or the letter x for multiplication."""
        return "+" if self is Operation.ADDITION else "x"


class GateKind(enum.Enum):
    """The six operations with an output as the attending signal.

    Examples:
        >>> GateKind("output").target, GateKind("output").operation, GateKind("output").row
        (<Variable.OUTPUT: 'O'>, <Operation.MULTIPLICATION: 'multiplication'>, 11)
    """

    MULTIPLEX = "multiplex"
    ADDITIVE_OUTPUT = "additive-output"
    ADDITIVE_SYNAPTIC = "additive-synaptic"
    ACTIVATION_GATE = "activation"
    OUTPUT_GATE = "output"
    SYNAPTIC_GATE = "synaptic"

    @property
    def source(self) -> Variable:
        """The kind of the attending signal: an output, for all six."""
        return Variable.OUTPUT

    @property
    def target(self) -> Variable:
        """The kind of variable that is acted on."""
        return _COORDINATES[self][0]

    @property
    def operation(self) -> Operation:
        """How it is acted on."""
        return _COORDINATES[self][1]

    @property
    def row(self) -> int:
        """The row of the taxonomy, 7 to 12."""
        return 7 + list(GateKind).index(self)


_COORDINATES = {
    GateKind.MULTIPLEX: (Variable.ACTIVATION, Operation.ADDITION),
    GateKind.ADDITIVE_OUTPUT: (Variable.OUTPUT, Operation.ADDITION),
    GateKind.ADDITIVE_SYNAPTIC: (Variable.WEIGHT, Operation.ADDITION),
    GateKind.ACTIVATION_GATE: (Variable.ACTIVATION, Operation.MULTIPLICATION),
    GateKind.OUTPUT_GATE: (Variable.OUTPUT, Operation.MULTIPLICATION),
    GateKind.SYNAPTIC_GATE: (Variable.WEIGHT, Operation.MULTIPLICATION),
}


def multiplex(activation: CubePolynomial, attending: CubePolynomial) -> CubePolynomial:
    """Return the activation S + a: the attending signal is one more term of the sum (row 7).

    Examples:
        A signal a in bits with a large negative weight switches a unit off and leaves it alone otherwise:

        >>> from exact.cube import Encoding
        >>> s, a = (CubePolynomial.variable(i, 2, Encoding.BITS) for i in range(2))
        >>> multiplex(s, -2 * a).to_text()
        'x1 - 2*x2'
    """
    return activation + attending


def additive_output(attended: CubePolynomial, attending: CubePolynomial) -> CubePolynomial:
    """Return the output O + a, which every unit fed by the attended one receives (row 8)."""
    return attended + attending


def additive_synaptic(
    weights: Sequence[Weight],
    inputs: Sequence[CubePolynomial],
    gated: Collection[int],
    attending: CubePolynomial,
    bias: Weight = 0,
    *,
    gate_bias: bool = False,
) -> CubePolynomial:
    """Return the activation of a unit in which the weights w_l with l in `gated` are w_l + a (row 9).

    The arguments are those of `synaptic_gate`.

    Examples:
        The sum of the standard model and products with weight 1:

        >>> from exact.cube import Encoding
        >>> x, y, a = (CubePolynomial.variable(i, 3, Encoding.SIGNS) for i in range(3))
        >>> additive_synaptic((5, 7), (x, y), [0], a).to_text()
        '5*x1 + 7*x2 + x1*x3'
    """
    _check_synapses(gated, len(weights))
    changed = [attending + w if index in gated else w for index, w in enumerate(weights)]
    return affine_form(changed, inputs, attending + bias if gate_bias else bias)


def activation_gate(activation: CubePolynomial, attending: CubePolynomial) -> CubePolynomial:
    """Return the activation a S: every synapse of the unit and its bias are multiplied by the signal (row 10)."""
    return activation * attending


def output_gate(attended: CubePolynomial, attending: CubePolynomial) -> CubePolynomial:
    """Return the output a O, which every unit fed by the attended one receives (row 11).

    Examples:
        Gating is symmetric; a bit that gates itself is unchanged, and a sign that gates itself is 1:

        >>> from exact.cube import Encoding
        >>> x, s = CubePolynomial.variable(0, 1, Encoding.BITS), CubePolynomial.variable(0, 1, Encoding.SIGNS)
        >>> output_gate(x, x) == x, output_gate(s, s) == 1 + 0 * s
        (True, True)
    """
    return attended * attending


def synaptic_gate(
    weights: Sequence[Weight],
    inputs: Sequence[CubePolynomial],
    gated: Collection[int],
    attending: CubePolynomial,
    bias: Weight = 0,
    *,
    gate_bias: bool = False,
) -> CubePolynomial:
    """Return the activation of a unit in which the weights w_l with l in `gated` are multiplied by a signal (row 12).

    Args:
        weights: the weights w_0, w_1, ... (indices from 0): numbers, symbols, or signals if they are gated already.
        inputs: the signals that come through these synapses, on one cube.
        gated: the indices of the gated synapses; empty for an ungated unit.
        attending: the signal a.
        bias: the bias.
        gate_bias: whether the bias is gated too.

    Raises:
        DomainError: if `gated` holds an index that is no synapse.

    Examples:
        Gating all synapses and the bias gates the activation:

        >>> from exact.cube import Encoding
        >>> x, y, a = (CubePolynomial.variable(i, 3, Encoding.SIGNS) for i in range(3))
        >>> synaptic_gate((5, 7), (x, y), [0, 1], a, 1, gate_bias=True) == activation_gate(5 * x + 7 * y + 1, a)
        True
    """
    _check_synapses(gated, len(weights))
    changed = [attending * w if index in gated else w for index, w in enumerate(weights)]
    return affine_form(changed, inputs, attending * bias if gate_bias else bias)


def _check_synapses(gated: Collection[int], number: int) -> None:
    for index in gated:
        if type(index) is not int or not 0 <= index < number:
            raise DomainError(f"a gated synapse must have an index in 0, ..., {number - 1}, not {index!r}")


class GainSet(enum.Enum):
    """A set of rational numbers c by which an argument may be multiplied before or after an activation.

    Examples:
        >>> from fractions import Fraction
        >>> Fraction(1, 2) in GainSet.NONNEGATIVE, -1 in GainSet.ZERO_ONE
        (True, False)
    """

    ALL = "all c"
    NONNEGATIVE = "c >= 0"
    MINUS_ONE_ZERO_ONE = "c in {-1, 0, 1}"
    ZERO_ONE = "c in {0, 1}"
    MINUS_ONE_ONE = "c in {-1, 1}"
    ONE = "c = 1"

    def __contains__(self, c: Rational) -> bool:
        if self is GainSet.ALL:
            return True
        if self is GainSet.NONNEGATIVE:
            return c >= 0
        return c in _FINITE_GAINS[self]


_FINITE_GAINS: dict[GainSet, tuple[int, ...]] = {
    GainSet.MINUS_ONE_ZERO_ONE: (-1, 0, 1),
    GainSet.ZERO_ONE: (0, 1),
    GainSet.MINUS_ONE_ONE: (-1, 1),
    GainSet.ONE: (1,),
}


def commuting_gains(f: Activation, *, nonzero_argument: bool = False) -> GainSet:
    """Return exactly the c with f(c S) = c f(S) for all S: where activation gating by c is output gating by c.

    The two sets differ for the sign only, because sgn(0) = -1.  For exponentials S and c S are integers; for the
    reciprocal neither of them is 0.

    Args:
        f: the activation.
        nonzero_argument: ask for the equation at all S except 0.

    Source:
        Theory Q-R7 `homogeneous-transfer-commutes-with-gating`.  For f(t) = sum of c_k t^k the difference of the two
        sides is the sum of c_k (c^k - c) S^k, so that c^k = c is needed for every k that occurs: any c for k = 1, and
        otherwise c = 1 for k = 0, c in {0, 1} for even k, c in {-1, 0, 1} for odd k.

    Examples:
        >>> from exact.activation import RELU, SIGN, power
        >>> commuting_gains(RELU).value, commuting_gains(SIGN).value, commuting_gains(power(3)).value
        ('c >= 0', 'c = 1', 'c in {-1, 0, 1}')
        >>> commuting_gains(SIGN, nonzero_argument=True).value
        'c in {-1, 1}'
    """
    if f.kind is ActivationKind.SIGN:
        return GainSet.MINUS_ONE_ONE if nonzero_argument else GainSet.ONE
    if f.kind in _GAINS:
        return _GAINS[f.kind]
    exponents = {f.exponent} if f.kind is ActivationKind.POWER else {k for k, c in enumerate(f.coefficients) if c != 0}
    if 0 in exponents:
        return GainSet.ONE
    higher = exponents - {1}
    if not higher:
        return GainSet.ALL
    return GainSet.MINUS_ONE_ZERO_ONE if all(k & 1 for k in higher) else GainSet.ZERO_ONE


_GAINS = {
    ActivationKind.LINEAR: GainSet.ALL,
    ActivationKind.RELU: GainSet.NONNEGATIVE,
    ActivationKind.ABSOLUTE: GainSet.NONNEGATIVE,
    ActivationKind.HEAVISIDE: GainSet.ZERO_ONE,
    ActivationKind.EXPONENTIAL: GainSet.ONE,
    ActivationKind.RECIPROCAL: GainSet.MINUS_ONE_ONE,
}


def commutation_counterexample(f: Activation, c: Rational, *, nonzero_argument: bool = False) -> Rational | None:
    """Return an integer S with f(c S) != c f(S), the smallest in absolute value; None if there is none.

    The search is finite: both sides are piecewise polynomials, with one piece on each side of 0, so that integers up to
    the degree plus one decide.  For a reciprocal S = 1 decides.  For an exponential 0 or the denominator d of c and -d
    decide: B^(cd) = c B^d and B^(-cd) = c B^(-d) together give c^2 = 1, and c is positive.

    Examples:
        A signal 0 does not gate a sign: sgn(0) = -1 is not 0.

        >>> from exact.activation import SIGN
        >>> commutation_counterexample(SIGN, 0)
        0
        >>> commutation_counterexample(SIGN, 0, nonzero_argument=True)
        1
    """
    c = rational(c)
    if f.kind is ActivationKind.RECIPROCAL:
        return None if c in (1, -1) else 1
    if f.kind is ActivationKind.EXPONENTIAL:
        d = c.denominator
        candidates = [d, -d] if nonzero_argument else [0, d, -d]
        return next((s for s in candidates if f.value(rational(c * s)) != c * f.value(s)), None)
    degree = max(1, f.exponent, len(f.coefficients) - 1)
    sizes = range(1 if nonzero_argument else 0, degree + 2)
    candidates = [s for size in sizes for s in dict.fromkeys((size, -size))]
    return next((s for s in candidates if f.value(rational(c * s)) != c * f.value(s)), None)

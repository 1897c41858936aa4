r"""Neurons: an affine form of the inputs, and an activation.

A McCulloch-Pitts neuron has the activation S = w_0 + w_1 O_1 + ... + w_n O_n and the output O = f(S).  Its weights
are rational numbers, or polynomials in named parameters.

Dictionary:
    Neuron: weights, bias and activation; immutable; n = 0 is a unit with the constant output f(w_0).
    affine_form: the signal w_0 + sum of w_l O_l, for numbers, symbols or signals as weights.
    convert_realization: the same threshold function, its inputs written in the other encoding.
    Weight: a coefficient, or a signal on the cube.

Normal form: weights and bias are coefficients in normal form (`exact.parameters`).  A threshold realization has integer
weights without a common divisor and a threshold that is half an odd integer.

Sources: theory Q-D1 `standard-model`, Q-S11 `sparse-quadratic-parameter-count`.
"""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor, gcd, lcm

from exact.activation import LINEAR, Activation, ActivationKind
from exact.cube import Encoding, check_dimension, coordinates
from exact.errors import DomainError, InputError
from exact.indicator import Indicators
from exact.parameters import Coefficient, ParameterPolynomial, coefficient, parameter
from exact.polynomial import CubePolynomial
from exact.rational import Rational, rational

Weight = Coefficient | CubePolynomial

_HARD_DECISIONS = (ActivationKind.HEAVISIDE, ActivationKind.SIGN)


def affine_form(weights: Sequence[Weight], inputs: Sequence[CubePolynomial], bias: Weight = 0) -> CubePolynomial:
    """Return the signal bias + w_1 O_1 + ... + w_n O_n.

    Args:
        weights: numbers, polynomials in parameters, or signals on the cube of the inputs (weights that change with x).
        inputs: the signals O_1, ..., O_n, on one cube.
        bias: of the same kind as a weight.

    Raises:
        DomainError: if there are not as many weights as inputs, or neither an input nor a bias names a cube.

    Examples:
        >>> x = CubePolynomial.variable(0, 1, Encoding.SIGNS)
        >>> affine_form((3, x), (x, x), bias=1).to_text()
        '2 + 3*x1'
    """
    if len(weights) != len(inputs):
        raise DomainError(f"there must be one weight for each of the {len(inputs)} inputs, not {len(weights)}")
    terms: list[Weight] = [bias, *(signal * weight for weight, signal in zip(weights, inputs, strict=True))]
    cubes = [term for term in terms if isinstance(term, CubePolynomial)]
    if not cubes:
        raise DomainError(f"an affine form without inputs must have a bias on a cube, not {bias!r}")
    total = CubePolynomial.constant(0, cubes[0].n, cubes[0].encoding)
    for term in terms:
        total = total + term
    return total


@dataclass(frozen=True, repr=False)
class Neuron:
    """A unit f(w_0 + w_1 x_1 + ... + w_n x_n), immutable.

    Attributes:
        weights: w_1, ..., w_n.
        bias: w_0.
        activation: f.

    Examples:
        >>> Neuron((1, -2), Fraction(1, 2), Activation(ActivationKind.SIGN))
        Neuron(sign: 1/2 + x1 - 2*x2)
        >>> Neuron.symbolic(2)
        Neuron(linear: w0 + w1*x1 + w2*x2)
    """

    weights: tuple[Coefficient, ...]
    bias: Coefficient = 0
    activation: Activation = LINEAR

    def __post_init__(self) -> None:
        """Bring weights and bias to normal form."""
        if type(self.activation) is not Activation:
            raise TypeError(f"the activation of a neuron must be an Activation, not {self.activation!r}")
        object.__setattr__(self, "weights", tuple(coefficient(w) for w in self.weights))
        object.__setattr__(self, "bias", coefficient(self.bias))

    @classmethod
    def symbolic(cls, n: int, weight: str = "w", bias: str | None = "w0", activation: Activation = LINEAR) -> Neuron:
        """Return a neuron whose weights are parameters ``w1``, ..., ``wn``.

        Args:
            n: the number of inputs, at least 0.
            weight: the name of the weights, to which the number of the input is appended.
            bias: the name of the bias, or None for a neuron without one.
            activation: f.
        """
        check_dimension(n)
        weights = tuple(parameter(f"{weight}{i + 1}") for i in range(n))
        return cls(weights, 0 if bias is None else parameter(bias), activation)

    @classmethod
    def from_float(cls, weights: Iterable[object], bias: object = 0, activation: Activation = LINEAR) -> Neuron:
        """Read trained weights as the dyadic rationals that they are.

        Args:
            weights: integers or floating-point numbers, of Python or numpy.
            bias: the same.
            activation: f.

        Raises:
            TypeError: for anything that is no real number.
            InputError: for NaN and the infinities.

        Examples:
            >>> Neuron.from_float([0.5, -0.75], 2)
            Neuron(linear: 2 + 1/2*x1 - 3/4*x2)
        """
        return cls(tuple(_trained_weight(w) for w in weights), _trained_weight(bias), activation)

    @property
    def n(self) -> int:
        """The number of inputs."""
        return len(self.weights)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters that occur in weights and bias, sorted."""
        symbols = [c for c in (*self.weights, self.bias) if isinstance(c, ParameterPolynomial)]
        return tuple(sorted({name for c in symbols for name in c.names}))

    @property
    def number_of_parameters(self) -> int:
        """The number of weights and the bias, n + 1, whatever their values are."""
        return self.n + 1

    def assign(self, values: Mapping[str, Rational | ParameterPolynomial]) -> Neuron:
        """Return the neuron with parameters replaced by numbers or polynomials."""

        def assigned(c: Coefficient) -> Coefficient:
            return c.assign(values) if isinstance(c, ParameterPolynomial) else c

        return replace(self, weights=tuple(assigned(w) for w in self.weights), bias=assigned(self.bias))

    def preactivation(self, encoding: Encoding) -> CubePolynomial:
        """Return S on the n-cube, the inputs being its coordinates.

        Examples:
            >>> Neuron((1, 1), -1).preactivation(Encoding.BITS).to_text()
            '-1 + x1 + x2'
        """
        terms = {0: self.bias, **{1 << i: w for i, w in enumerate(self.weights)}}
        return CubePolynomial(self.n, encoding, terms)

    def preactivation_of(self, inputs: Sequence[CubePolynomial], indicators: Indicators) -> CubePolynomial:
        """Return S for any signals as inputs, on the ambient cube of the indicators."""
        return affine_form(self.weights, inputs, indicators.constant(self.bias))

    def output(self, inputs: Sequence[CubePolynomial], indicators: Indicators) -> CubePolynomial:
        """Return O = f(S) for any signals as inputs, on the ambient cube of the indicators.

        Examples:
            The conjunction of two bits as a threshold unit:

            >>> indicators = Indicators(2, Encoding.BITS, 0)
            >>> x, y = indicators.variable(0), indicators.variable(1)
            >>> unit = Neuron((1, 1), Fraction(-3, 2), Activation(ActivationKind.HEAVISIDE))
            >>> unit.output((x, y), indicators) == x * y
            True
        """
        return self.activation.polynomial(self.preactivation_of(inputs, indicators), indicators)

    def polynomial(self, encoding: Encoding) -> CubePolynomial:
        """Return O = f(S) on the n-cube, for numeric weights or an activation that is a polynomial.

        Raises:
            TooLargeError: if a hard decision cannot be tabulated; use `output` with indicators.
        """
        indicators = Indicators(self.n, encoding, 0)
        return self.output([indicators.variable(i) for i in range(self.n)], indicators)

    def value(self, x: Sequence[Rational]) -> Rational:
        """Return f(w_0 + w.x) at a vector of rational numbers.

        Raises:
            DomainError: if x has another length, or a weight is symbolic.

        Examples:
            >>> Neuron((1, -2), Fraction(1, 2), Activation(ActivationKind.ABSOLUTE)).value((0, 3))
            Fraction(11, 2)
        """
        if len(x) != self.n:
            raise DomainError(f"a neuron of {self.n} inputs must have an argument of length {self.n}, not {len(x)}")
        weights, bias = self._numbers()
        return self.activation.value(rational(sum((w * rational(c) for w, c in zip(weights, x, strict=True)), bias)))

    def value_at(self, p: int, encoding: Encoding) -> Rational:
        """Return the output at a point of the n-cube."""
        return self.value(coordinates(p, self.n, encoding))

    def threshold_realization(self) -> tuple[tuple[int, ...], Fraction]:
        """Return integer weights w and a threshold t with: the unit says true at x if and only if w.x > t.

        Only for Heaviside and sign units with numeric weights.  The inputs x of the realization are the inputs of the
        unit, in whatever encoding they are given to it; `convert_realization` changes the encoding.

        Returns:
            (w, t): the w_i have no common divisor, and t is half an odd integer, so that w.x = t for no integers x.
            For zero weights t is -1/2 (always true) or 1/2 (never).

        Raises:
            DomainError: for any other activation, or a symbolic weight.

        Examples:
            >>> Neuron((Fraction(1, 3), Fraction(-2, 3)), 0, Activation(ActivationKind.SIGN)).threshold_realization()
            ((1, -2), Fraction(1, 2))
        """
        if self.activation.kind not in _HARD_DECISIONS:
            raise DomainError(
                f"only heaviside and sign units have a threshold realization, not {self.activation.to_text()}"
            )
        weights, bias = self._numbers()
        return _half_odd_realization(weights, -Fraction(bias))

    def _numbers(self) -> tuple[list[Rational], Rational]:
        if self.parameters:
            raise DomainError(f"the weights must be numbers; assign values to {', '.join(self.parameters)} first")
        return [rational(w) for w in self.weights], rational(self.bias)

    def __repr__(self) -> str:
        return f"Neuron({self.activation.to_text()}: {self.preactivation(Encoding.BITS).to_text()})"

    def to_latex(self) -> str:
        """Return LaTeX of f(S)."""
        return self.activation.to_latex(self.preactivation(Encoding.BITS).to_latex())

    def _repr_latex_(self) -> str:
        return f"${self.to_latex()}$"


def convert_realization(
    weights: Sequence[int], threshold: Rational, encoding: Encoding
) -> tuple[tuple[int, ...], Fraction]:
    """Return the realization of the same function with its inputs in the other encoding than the one that is given.

    With s = 2 x - 1: w.s > t if and only if w.x > (t + sum of w) / 2.

    Args:
        weights: the integers w.
        threshold: t.
        encoding: the encoding of the given realization; the result is in the other one.

    Examples:
        The conjunction of two bits, and of two signs:

        >>> convert_realization((1, 1), Fraction(3, 2), Encoding.BITS)
        ((1, 1), Fraction(3, 2))
    """
    total = sum(weights)
    moved = 2 * Fraction(threshold) - total if encoding is Encoding.BITS else Fraction(threshold + total, 2)
    return _half_odd_realization(weights, moved)


def _half_odd_realization(weights: Sequence[Rational], threshold: Fraction) -> tuple[tuple[int, ...], Fraction]:
    """Divide w.x > t by the content of w, and round t, which w.x can then only pass at integers."""
    numerators, denominators = [w.numerator for w in weights], [w.denominator for w in weights]
    if not any(numerators):
        return tuple(0 for _ in weights), Fraction(1 if threshold >= 0 else -1, 2)
    scale = Fraction(lcm(*denominators), gcd(*numerators))
    return tuple(int(w * scale) for w in weights), floor(threshold * scale) + Fraction(1, 2)


def _trained_weight(value: object) -> Rational:
    """Read one number of a trained network exactly, whatever the width of its type."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"a trained weight must be a real number, not {value!r}")
    if isinstance(value, numbers.Integral):
        return int(value)
    try:
        numerator, denominator = value.as_integer_ratio()  # type: ignore[attr-defined]  # floats and Fractions have it
    except (OverflowError, ValueError):
        raise InputError(f"a weight must be a finite number, not {value!r}") from None
    return rational(Fraction(int(numerator), int(denominator)))

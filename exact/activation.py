r"""Activations: the transfer functions f of a unit, O = f(S), in exact arithmetic.

On the cube every activation of this list is a polynomial of its argument S and of the hard decision H(S):

    sgn(S) = 2 H(S) - 1,     ReLU(S) = S H(S),     ``|S|`` = S (2 H(S) - 1),

where H(t) = 1 if t > 0 and 0 otherwise, so that H(0) = 0 and sgn(0) = -1.  The logistic function and tanh take
irrational values at rational arguments and are therefore not on the list.

Two activations are functions on the cube without being polynomials of S: the power B^S of a rational base B > 0, taken
for integers S only, where it is rational, and the reciprocal 1/S, taken for S != 0.  Together they make the softmax in
base B.  On the cube both are polynomials in the inputs, found by interpolation.

Dictionary:
    ActivationKind: the nine kinds.
    Activation: a kind with its exponent (powers), its coefficients (polynomials) or its base (exponentials); immutable.
    LINEAR, HEAVISIDE, SIGN, RELU, ABSOLUTE, RECIPROCAL: the activations without further data.
    power: t -> t^k, for k >= 0; power(0) is the constant 1.
    polynomial_activation: t -> c0 + c1 t + ...; without coefficients the constant 0.
    exponential: t -> B^t, for integers t.
    parse_activation: read ``relu``, ``power(3)``, ``polynomial(0, 1, 1/2)`` or ``exponential(2)``.
    MAXIMUM_EXPONENT: the largest exponent that is accepted.
    MAXIMUM_POWER_BITS: no value of an exponential may have more bits.
    MAXIMUM_DENOMINATOR_BITS: the common denominator of a table of reciprocals may have no more bits.

Normal form: `exponent` is 1 unless the kind is `POWER`; `coefficients` is empty unless the kind is `POLYNOMIAL`, and
then its last entry is not zero; `base` is 1 unless the kind is `EXPONENTIAL`.

Sources: theory Q-D1 `standard-model`, Q-D2 `threshold-and-sign`; for the softmax Q-S12 `self-attention-is-gating`.
"""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from exact.cube import Encoding
from exact.errors import DomainError, InputError, TooLargeError
from exact.indicator import Indicators, primitive_part
from exact.polynomial import CubePolynomial
from exact.printing import rational_latex
from exact.rational import Rational, parse_rational, rational

MAXIMUM_EXPONENT = 64
MAXIMUM_POWER_BITS = 1 << 14
MAXIMUM_DENOMINATOR_BITS = 1 << 14

_CALL = re.compile(r"\s*([a-z]+)\s*(?:\(([^()]*)\))?\s*", re.ASCII)
_EXPONENT = re.compile(r"[0-9]{1,400}", re.ASCII)
_ATOM = re.compile(r"[A-Za-z](_(\{[A-Za-z0-9, ]*\}|[A-Za-z0-9]))?", re.ASCII)


class ActivationKind(enum.Enum):
    """The kinds of activation.

    Examples:
        >>> ActivationKind("relu")
        <ActivationKind.RELU: 'relu'>
    """

    LINEAR = "linear"
    HEAVISIDE = "heaviside"
    SIGN = "sign"
    RELU = "relu"
    ABSOLUTE = "absolute"
    POWER = "power"
    POLYNOMIAL = "polynomial"
    EXPONENTIAL = "exponential"
    RECIPROCAL = "reciprocal"


_VALUES: dict[ActivationKind, Callable[[Rational], Rational]] = {
    ActivationKind.LINEAR: lambda t: t,
    ActivationKind.HEAVISIDE: lambda t: 1 if t > 0 else 0,
    ActivationKind.SIGN: lambda t: 1 if t > 0 else -1,
    ActivationKind.RELU: lambda t: max(0, t),
    ActivationKind.ABSOLUTE: lambda t: -t if t < 0 else t,
}
_LATEX: dict[ActivationKind, str] = {
    ActivationKind.HEAVISIDE: r"H\left({}\right)",
    ActivationKind.SIGN: r"\operatorname{{sgn}}\left({}\right)",
    ActivationKind.RELU: r"\operatorname{{ReLU}}\left({}\right)",
    ActivationKind.ABSOLUTE: r"\left|{}\right|",
}
_KNOWN = "linear, heaviside, sign, relu, absolute, power(k), polynomial(c0, c1, ...), exponential(B), reciprocal"


@dataclass(frozen=True)
class Activation:
    """A transfer function, immutable.

    Attributes:
        kind: the kind.
        exponent: the k of t^k, an integer >= 0; 1 for every other kind.
        coefficients: the c0, c1, ... of a polynomial, the last one not zero; empty for every other kind.
        base: the B > 0 of B^t; 1 for every other kind.

    Examples:
        The hard activations at 0:

        >>> [HEAVISIDE.value(0), SIGN.value(0), RELU.value(0)]
        [0, -1, 0]
    """

    kind: ActivationKind
    exponent: int = 1
    coefficients: tuple[Rational, ...] = ()
    base: Rational = 1

    def __post_init__(self) -> None:
        """Check the data and bring the coefficients to normal form."""
        if type(self.kind) is not ActivationKind:
            raise TypeError(f"the kind of an activation must be an ActivationKind, not {self.kind!r}")
        if type(self.exponent) is not int:
            raise TypeError(f"the exponent of an activation must be an int, not {self.exponent!r}")
        if self.exponent < 0:
            raise DomainError(f"the exponent of an activation must be at least 0, not {self.exponent}")
        if self.exponent > MAXIMUM_EXPONENT:
            raise TooLargeError(
                f"the exponent of an activation must be at most {MAXIMUM_EXPONENT}, not {self.exponent}",
                size=self.exponent,
                limit=MAXIMUM_EXPONENT,
            )
        if self.exponent != 1 and self.kind is not ActivationKind.POWER:
            raise DomainError(
                f"only a power has an exponent; {self.kind.value} must have exponent 1, not {self.exponent}"
            )
        coefficients = [rational(c) for c in self.coefficients]
        if coefficients and self.kind is not ActivationKind.POLYNOMIAL:
            raise DomainError(
                f"only a polynomial has coefficients; {self.kind.value} must have none, not {coefficients}"
            )
        if len(coefficients) > MAXIMUM_EXPONENT + 1:
            raise TooLargeError(
                f"a polynomial activation must have degree at most {MAXIMUM_EXPONENT}, not {len(coefficients) - 1}",
                size=len(coefficients) - 1,
                limit=MAXIMUM_EXPONENT,
            )
        while coefficients and coefficients[-1] == 0:
            coefficients.pop()
        object.__setattr__(self, "coefficients", tuple(coefficients))
        base = rational(self.base)
        if base <= 0:
            raise DomainError(f"the base of an exponential must be positive, not {base}")
        if base != 1 and self.kind is not ActivationKind.EXPONENTIAL:
            raise DomainError(f"only an exponential has a base; {self.kind.value} must have the base 1, not {base}")
        object.__setattr__(self, "base", base)

    @property
    def is_hard(self) -> bool:
        """Whether the activation depends on H(S): Heaviside, sign, ReLU and absolute value do."""
        return self.kind in _LATEX

    @property
    def output_encoding(self) -> Encoding | None:
        """The encoding of the values: bits for Heaviside, signs for sign, None where the values are no truth values."""
        return {ActivationKind.HEAVISIDE: Encoding.BITS, ActivationKind.SIGN: Encoding.SIGNS}.get(self.kind)

    def value(self, t: Rational) -> Rational:
        """Return f(t).

        Examples:
            >>> power(3).value(-2), polynomial_activation(1, 0, 2).value(3), exponential(2).value(-3)
            (-8, 19, Fraction(1, 8))

        Raises:
            DomainError: for an exponential of a number that is no integer, and for the reciprocal of 0.
            TooLargeError: for an exponential of more than `MAXIMUM_POWER_BITS` bits.
        """
        t = rational(t)
        if self.kind is ActivationKind.EXPONENTIAL:
            return _integer_power(self.base, t)
        if self.kind is ActivationKind.RECIPROCAL:
            if t == 0:
                raise DomainError("the reciprocal of 0 does not exist")
            return rational(1 / Fraction(t))
        if self.kind is ActivationKind.POWER:
            return rational(t**self.exponent)
        if self.kind is ActivationKind.POLYNOMIAL:
            total: Rational = 0
            for c in reversed(self.coefficients):
                total = total * t + c
            return rational(total)
        return _VALUES[self.kind](t)

    def polynomial(self, s: CubePolynomial, indicators: Indicators) -> CubePolynomial:
        """Return the polynomial of f(s) on the ambient cube of the indicators.

        Args:
            s: the argument, on the ambient cube.
            indicators: where hard decisions that cannot be tabulated get their variables.

        Raises:
            DomainError: if s lives on another cube; if an exponential or reciprocal has no rational value somewhere, or
                its argument has symbolic coefficients.
            TooLargeError: if the indicators are used up; if too many variables occur in the argument of an exponential
                or reciprocal, or its values are too long.

        Cost:
            A hard activation of a numeric argument in k variables: two transforms of length ``2**k``, for
            k up to the tabulation limit.  Powers and polynomials: products of polynomials.

        Examples:
            ReLU is its argument, gated by the sign of that argument:

            >>> indicators = Indicators(2, Encoding.BITS, 0)
            >>> s = indicators.variable(0) - indicators.variable(1)
            >>> RELU.polynomial(s, indicators) == s * HEAVISIDE.polynomial(s, indicators)
            True
        """
        indicators.check_ambient(s)
        if self.kind is ActivationKind.LINEAR:
            return s
        if self.kind is ActivationKind.POWER:
            return s**self.exponent
        if self.kind is ActivationKind.POLYNOMIAL:
            total = indicators.constant(0)
            for c in reversed(self.coefficients):
                total = total * s + c
            return total
        if self.kind in {ActivationKind.EXPONENTIAL, ActivationKind.RECIPROCAL}:
            return self._tabulated(s, indicators)
        return self._hard_polynomial(s, indicators)

    def _tabulated(self, s: CubePolynomial, indicators: Indicators) -> CubePolynomial:
        """Interpolate the values of an exponential or a reciprocal."""
        what = self.to_text()
        if s.parameters:
            raise DomainError(
                f"{what} needs a numeric argument: with the symbolic weights {', '.join(s.parameters[:6])} its values "
                f"are no polynomials in them"
            )
        variables = s.essential_variables
        k = len(variables)
        if k > indicators.tabulation_limit:
            raise TooLargeError(
                f"{what} would be tabulated at 2^{k} points, since {k} variables occur in its argument",
                size=k,
                limit=indicators.tabulation_limit,
                alternative="let fewer variables occur in it",
            )
        if self.kind is ActivationKind.RECIPROCAL:
            common = 1
            small = s.rename({i: k for k, i in enumerate(variables)}, len(variables))
            for value in {abs(rational(v).numerator) for v in small.values()}:
                common = math.lcm(common, value)
                if common.bit_length() > MAXIMUM_DENOMINATOR_BITS:
                    raise TooLargeError(
                        f"the values of {what} have a common denominator of more than {MAXIMUM_DENOMINATOR_BITS} bits",
                        size=common.bit_length(),
                        limit=MAXIMUM_DENOMINATOR_BITS,
                        alternative="derive numerator and denominator alone (--unit NAME)",
                    )
        table = indicators.tabulate(s, self.value)
        if table is None:
            raise TypeError("a numeric signal of few variables must have a table")
        return table

    def _hard_polynomial(self, s: CubePolynomial, indicators: Indicators) -> CubePolynomial:
        """Tabulate where that is possible; otherwise write f with the indicator of s.

        For c > 0, H(c s) = H(s) and sgn(c s) = sgn(s), while ReLU(c s) = c ReLU(s) and |c s| = c |s|: so the table is
        one of integers.
        """
        content, primitive = primitive_part(s)
        table = indicators.tabulate(primitive, _VALUES[self.kind])
        if table is not None:
            return table if self.output_encoding is not None else table * content
        if self.kind is ActivationKind.HEAVISIDE:
            return indicators.heaviside(s)
        if self.kind is ActivationKind.SIGN:
            return 2 * indicators.heaviside(s) - 1
        positive = indicators.positive_part(s)
        return positive if self.kind is ActivationKind.RELU else 2 * positive - s

    def to_text(self) -> str:
        """Return the text that `parse_activation` reads.

        Examples:
            >>> polynomial_activation(0, 1, 2).to_text()
            'polynomial(0, 1, 2)'
        """
        if self.kind is ActivationKind.POWER:
            return f"power({self.exponent})"
        if self.kind is ActivationKind.POLYNOMIAL:
            return f"polynomial({', '.join(str(c) for c in self.coefficients)})"
        if self.kind is ActivationKind.EXPONENTIAL:
            return f"exponential({self.base})"
        return str(self.kind.value)

    def to_latex(self, argument: str) -> str:
        r"""Return LaTeX of f applied to an argument, which is LaTeX itself.

        Examples:
            >>> power(2).to_latex("S_1"), power(2).to_latex("x + y")
            ('S_1^{2}', '\\left(x + y\\right)^{2}')
        """
        if self.kind is ActivationKind.LINEAR:
            return argument
        if self.kind is ActivationKind.EXPONENTIAL:
            number = rational_latex(self.base)
            base = number if self.base.denominator == 1 else rf"\left({number}\right)"
            return f"{base}^{{{argument}}}"
        if self.kind is ActivationKind.RECIPROCAL:
            return rf"\frac{{1}}{{{argument}}}"
        inner = argument if _ATOM.fullmatch(argument) else rf"\left({argument}\right)"
        if self.kind is ActivationKind.POWER:
            return f"{inner}^{{{self.exponent}}}"
        if self.kind is ActivationKind.POLYNOMIAL:
            terms = [_latex_term(c, k, inner) for k, c in enumerate(self.coefficients) if c != 0]
            return " + ".join(terms).replace("+ -", "- ") or "0"
        return _LATEX[self.kind].format(argument)


def _latex_term(c: Rational, k: int, base: str) -> str:
    monomial = "" if k == 0 else base if k == 1 else f"{base}^{{{k}}}"
    sign, size = ("-", -c) if c < 0 else ("", c)
    if size == 1 and monomial:
        return sign + monomial
    number = rational_latex(size)
    return f"{sign}{number} {monomial}".rstrip()


def _integer_power(base: Rational, t: Rational) -> Rational:
    """Return B^t for an integer t; refuse another t, where it is irrational but for roots of B, and long values."""
    if t.denominator != 1:
        raise DomainError(
            f"{base}^S is taken for integers S only, not for {t}: multiply the scores by {t.denominator}, and take a "
            f"base C with C^{t.denominator} = {base}, if there is one"
        )
    exponent = int(t)
    bits = abs(exponent) * max(base.numerator, base.denominator).bit_length()
    if base != 1 and bits > MAXIMUM_POWER_BITS:
        raise TooLargeError(
            f"{base}^({exponent}) would have about {bits} bits",
            size=bits,
            limit=MAXIMUM_POWER_BITS,
            alternative="take a smaller base or smaller scores",
        )
    return rational(Fraction(base) ** exponent)


LINEAR = Activation(ActivationKind.LINEAR)
HEAVISIDE = Activation(ActivationKind.HEAVISIDE)
SIGN = Activation(ActivationKind.SIGN)
RELU = Activation(ActivationKind.RELU)
ABSOLUTE = Activation(ActivationKind.ABSOLUTE)
RECIPROCAL = Activation(ActivationKind.RECIPROCAL)


def power(k: int) -> Activation:
    """Return t -> t^k; `power(0)` is the constant 1, also at t = 0."""
    return Activation(ActivationKind.POWER, exponent=k)


def polynomial_activation(*coefficients: Rational) -> Activation:
    """Return t -> c0 + c1 t + c2 t^2 + ...; without coefficients the constant 0."""
    return Activation(ActivationKind.POLYNOMIAL, coefficients=coefficients)


def exponential(base: Rational) -> Activation:
    """Return t -> B^t for integers t and a rational base B > 0; with B = 1 the constant 1."""
    return Activation(ActivationKind.EXPONENTIAL, base=base)


def parse_activation(text: str) -> Activation:
    """Read the text of an activation; the inverse of `Activation.to_text`.

    Raises:
        InputError: if the text names no activation, or its arguments do not fit; the message names the known ones.
        TooLargeError: if an exponent or a degree exceeds `MAXIMUM_EXPONENT`.

    Examples:
        >>> parse_activation("power(3)") == power(3)
        True
    """
    if type(text) is not str:
        raise TypeError(f"the text of an activation must be a str, not {text!r}")
    match = _CALL.fullmatch(text)
    name, arguments = match.groups() if match else (None, None)
    if name not in {kind.value for kind in ActivationKind}:
        raise InputError(f"an activation must be one of {_KNOWN}, not {text[:60]!r}")
    kind = ActivationKind(name)
    if kind is ActivationKind.POWER:
        if arguments is None or not _EXPONENT.fullmatch(arguments.strip()):
            raise InputError(f"a power must have one exponent, an integer >= 0, as in power(3), not {text[:60]!r}")
        return power(int(arguments))
    if kind is ActivationKind.POLYNOMIAL:
        if arguments is None:
            raise InputError(f"a polynomial must have coefficients, as in polynomial(0, 1, 1/2), not {text[:60]!r}")
        return polynomial_activation(*(parse_rational(c.strip()) for c in arguments.split(",") if arguments.strip()))
    if kind is ActivationKind.EXPONENTIAL:
        if arguments is None or not arguments.strip():
            raise InputError(f"an exponential must have one base B > 0, as in exponential(2), not {text[:60]!r}")
        return exponential(parse_rational(arguments.strip()))
    if arguments is not None:
        raise InputError(f"the activation {name} must stand without arguments, not {text[:60]!r}")
    return Activation(kind)

r"""Rigorous enclosures of real numbers by two rationals, and comparisons with three answers.

Logarithms of counts are irrational, so they are never printed as one number: an enclosure holds two rationals with
the real number between them.  A comparison of two enclosures is yes, no, or unknown.

Dictionary:
    Enclosure: two rationals, lower <= upper; an exact rational has both equal.
    Answer: yes, no, unknown.
    log2_enclosure: the logarithm to base 2 of a positive rational.
    euler_enclosure: the number e.

Sources: ball arithmetic of FLINT, whose balls are converted to rationals without rounding.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction

from exact.errors import DomainError

PRECISION = 128
"""Bits of the ball arithmetic."""


class Answer(enum.Enum):
    """The answer to a question about real numbers that are known between bounds only."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A real number between two rationals.

    Attributes:
        lower: not larger than the number.
        upper: not smaller than the number.

    Examples:
        >>> Enclosure.exactly(3) + log2_enclosure(2)
        Enclosure(lower=Fraction(4, 1), upper=Fraction(4, 1))
    """

    lower: Fraction
    upper: Fraction

    def __post_init__(self) -> None:
        if self.lower > self.upper:
            raise DomainError(f"the lower end {self.lower} must not be above the upper end {self.upper}")

    @classmethod
    def exactly(cls, value: int | Fraction) -> Enclosure:
        """Return the enclosure of a rational number by itself."""
        return cls(Fraction(value), Fraction(value))

    def __add__(self, other: Enclosure) -> Enclosure:
        return Enclosure(self.lower + other.lower, self.upper + other.upper)

    def __mul__(self, other: Enclosure) -> Enclosure:
        ends = [a * b for a in (self.lower, self.upper) for b in (other.lower, other.upper)]
        return Enclosure(min(ends), max(ends))

    def times(self, factor: int | Fraction) -> Enclosure:
        """Return the multiple by a rational number; a negative one exchanges the ends."""
        ends = sorted((self.lower * factor, self.upper * factor))
        return Enclosure(ends[0], ends[1])

    def is_at_most(self, other: Enclosure) -> Answer:
        """Decide whether this number is at most the other one.

        Examples:
            >>> log2_enclosure(3).is_at_most(Enclosure.exactly(2))
            <Answer.YES: 'yes'>
            >>> log2_enclosure(3).is_at_most(log2_enclosure(3))  # two numbers, equal or not: their bounds cannot tell
            <Answer.UNKNOWN: 'unknown'>
        """
        if self.upper <= other.lower:
            return Answer.YES
        return Answer.NO if self.lower > other.upper else Answer.UNKNOWN

    def to_decimals(self, digits: int = 12) -> tuple[str, str]:
        """Return decimals below and above the number, with so many digits after the point.

        Examples:
            >>> log2_enclosure(104).to_decimals(4)
            ('6.7004', '6.7005')
        """
        scale = 10**digits
        below = self.lower.numerator * scale // self.lower.denominator
        above = -(-self.upper.numerator * scale // self.upper.denominator)
        return _decimal(below, digits), _decimal(above, digits)


def _decimal(scaled: int, digits: int) -> str:
    whole, rest = divmod(abs(scaled), 10**digits)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


def log2_enclosure(value: int | Fraction) -> Enclosure:
    """Enclose the logarithm to base 2 of a positive rational; that of a power of two is exact.

    Raises:
        DomainError: if the value is not positive.

    Cost:
        Microseconds; the value may have millions of digits.

    Examples:
        >>> log2_enclosure(Fraction(1, 8))
        Enclosure(lower=Fraction(-3, 1), upper=Fraction(-3, 1))
        >>> log2_enclosure(3).upper - log2_enclosure(3).lower < Fraction(1, 2**100)
        True
    """
    number = Fraction(value)
    if number <= 0:
        raise DomainError(f"a logarithm needs a positive number, not {value}")
    if number.numerator & (number.numerator - 1) == 0 and number.denominator & (number.denominator - 1) == 0:
        return Enclosure.exactly(number.numerator.bit_length() - number.denominator.bit_length())
    import flint

    previous = flint.ctx.prec
    try:
        flint.ctx.prec = PRECISION
        ball = (flint.arb(number.numerator).log() - flint.arb(number.denominator).log()) / flint.arb(2).log()
        return _of_ball(ball)
    finally:
        flint.ctx.prec = previous


def euler_enclosure() -> Enclosure:
    """Enclose the number e.

    Examples:
        >>> euler_enclosure().to_decimals(5)
        ('2.71828', '2.71829')
    """
    import flint

    previous = flint.ctx.prec
    try:
        flint.ctx.prec = PRECISION
        return _of_ball(flint.arb(1).exp())
    finally:
        flint.ctx.prec = previous


def _of_ball(ball: object) -> Enclosure:
    """Convert a ball of FLINT; its ends are dyadic rationals, so nothing is rounded here."""
    ends: list[Fraction] = []
    for end in (ball.lower(), ball.upper()):  # type: ignore[attr-defined]
        mantissa, exponent = (int(part) for part in end.man_exp())
        ends.append(Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent))
    return Enclosure(ends[0], ends[1])

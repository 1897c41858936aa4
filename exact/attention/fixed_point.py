r"""Fixed-point precision: which numbers p bits can write, and how many messages m of them make.

A fixed-point number with p bits, f of them after the point, is k / 2^f with -2^(p-1) <= k < 2^(p-1).  Nothing else is
assumed of the precision of a unit than that a vector of m such numbers takes at most 2^(mp) values; `distinct_messages`
counts the values that a unit really takes.

Dictionary:
    FixedPoint: the numbers of a precision.
    number_of_messages: 2^(mp).
    distinct_messages: how many different vectors there are in a list.
    first_collision: two places of a list with the same vector.

Source:
    S-D4 `p-bit-precision` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.errors import DomainError
from exact.rational import Rational, rational


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """The numbers k / 2^f with -2^(p-1) <= k < 2^(p-1).

    Attributes:
        bits: the number p of bits, at least 1.
        fraction_bits: the number f of bits after the point; a negative one means multiples of a power of two.

    Examples:
        >>> eighths = FixedPoint(5, 3)
        >>> eighths.least, eighths.largest, eighths.rounded(Fraction(1, 3))
        (-2, Fraction(15, 8), Fraction(3, 8))
        >>> eighths.rounded(100)
        Traceback (most recent call last):
            ...
        exact.errors.DomainError: 100 is not between -2 and 15/8, the least and the largest number of 5 bits, 3 of \
them after the point
    """

    bits: int
    fraction_bits: int

    def __post_init__(self) -> None:
        """Check the number of bits."""
        if self.bits < 1:
            raise DomainError(f"the number of bits must be at least 1, not {self.bits}")

    @property
    def _unit(self) -> Fraction:
        return Fraction(1, 1 << self.fraction_bits) if self.fraction_bits >= 0 else Fraction(1 << -self.fraction_bits)

    @property
    def number_of_values(self) -> int:
        """How many numbers there are: 2^p."""
        return 1 << self.bits

    @property
    def least(self) -> Rational:
        """The least number."""
        return rational(-(1 << self.bits - 1) * self._unit)

    @property
    def largest(self) -> Rational:
        """The largest number."""
        return rational(((1 << self.bits - 1) - 1) * self._unit)

    def holds(self, value: Rational) -> bool:
        """Return whether a number is one of these."""
        k = Fraction(value) / Fraction(self._unit)
        return k.denominator == 1 and self.least <= value <= self.largest

    def rounded(self, value: Rational) -> Rational:
        """Return the nearest of these numbers; of two equally near ones that with the even k.

        Raises:
            DomainError: if the result is out of range; nothing is clipped silently.
        """
        k = Fraction(rational(value)) / Fraction(self._unit)
        low = math.floor(k)
        rest = k - low
        half = Fraction(1, 2)
        up = rest > half or (rest == half and low % 2 == 1)
        found = rational((low + up) * self._unit)
        if not self.least <= found <= self.largest:
            raise DomainError(
                f"{value} is not between {self.least} and {self.largest}, the least and the largest number of "
                f"{self.bits} bits, {self.fraction_bits} of them after the point"
            )
        return found


def number_of_messages(m: int, precision: FixedPoint) -> int:
    """Return 2^(mp), the number of vectors of m numbers of a precision; 1 for m = 0.

    Raises:
        DomainError: if m is negative.

    Examples:
        >>> number_of_messages(3, FixedPoint(2, 0))
        64
    """
    if m < 0:
        raise DomainError(f"a message must have at least 0 numbers, not {m}")
    return 1 << precision.bits * m


def distinct_messages(messages: Iterable[Sequence[Rational]]) -> int:
    """Return the number of different vectors.

    Examples:
        >>> distinct_messages([(1, 2), (1, 2), (2, 1)])
        2
    """
    return len({tuple(rational(entry) for entry in message) for message in messages})


def first_collision(messages: Sequence[Sequence[Rational]]) -> tuple[int, int] | None:
    """Return the first two places with the same vector, or None if all vectors differ.

    Examples:
        >>> first_collision([(1,), (2,), (1,)]), first_collision([(1,), (2,)])
        ((0, 2), None)
    """
    seen: dict[tuple[Rational, ...], int] = {}
    for place, message in enumerate(messages):
        known = seen.setdefault(tuple(rational(entry) for entry in message), place)
        if known != place:
            return known, place
    return None

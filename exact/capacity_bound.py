r"""A bound on the number of functions of a class, as a value with its label and its hypotheses checked.

The capacity of a class is the logarithm to base 2 of the number of its functions (Q-D4).  A bound is a statement
about this number for one n; a leading term is what the capacity is asymptotic to, and says nothing about one n.

Dictionary:
    Side: lower bound, upper bound, leading term.
    Bound: a bound with its label, its formula, its provenance, and its value.
    count_bound: a bound whose value is an integer number of functions.
    leading_term: an asymptotic equivalent of the capacity, in bits.
    schlafli_number: S(N, D), the number of regions of N hyperplanes in general position through 0 in R^D.
    monomial_count: C(n, <= d), the number of monomials of degree at most d.
    power_of_two: 2^e, where it can be written down.
    ThresholdCount: a function (n, d) that gives T(n, d).
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from exact.enclosure import Answer, Enclosure, log2_enclosure
from exact.errors import DomainError, TooLargeError

ThresholdCount = Callable[[int, int], int]

LARGEST_EXPONENT = 1 << 24
"""Powers of two with larger exponents are refused."""

LARGEST_SUM = 1 << 14
"""Sums of more binomial coefficients than this are refused."""


class Side(enum.Enum):
    """What a bound says: the count is at least, or at most, this; or the capacity is asymptotic to it."""

    LOWER = "lower"
    UPPER = "upper"
    LEADING = "leading"


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound on the number of functions of a class.

    Attributes:
        side: lower, upper, or leading.
        number: the number of the statement, such as ``Q-L3``.
        label: its label, such as ``threshold-count-upper-bound``.
        formula: what it says, as text.
        provenance: whether the statement is the authors' own, in a text by others, or reconstructed.
        bits: its logarithm to base 2, enclosed.
        count: the bound itself where it is an integer, else None.
        strict: whether the count cannot equal it.
    """

    side: Side
    number: str
    label: str
    formula: str
    provenance: str
    bits: Enclosure
    count: int | None = None
    strict: bool = False

    def holds_for(self, count: int) -> Answer:
        """Decide whether a number of functions satisfies the bound; for a leading term this is no question.

        Raises:
            DomainError: for a leading term.

        Examples:
            >>> bound = count_bound(Side.UPPER, "Q-L3", "threshold-count-upper-bound", "S", "reconstructed", 104)
            >>> bound.holds_for(104), bound.holds_for(105)
            (<Answer.YES: 'yes'>, <Answer.NO: 'no'>)
        """
        if self.side is Side.LEADING:
            raise DomainError(f"{self.number} is a leading term: it bounds no single count")
        if self.count is not None:
            lesser, greater = (self.count, count) if self.side is Side.LOWER else (count, self.count)
            return Answer.YES if lesser < greater or (lesser == greater and not self.strict) else Answer.NO
        capacity = log2_enclosure(count)
        if self.side is Side.LOWER:
            return self.bits.is_at_most(capacity)
        return capacity.is_at_most(self.bits)


def count_bound(
    side: Side, number: str, label: str, formula: str, provenance: str, count: int, *, strict: bool = False
) -> Bound:
    """Return a bound whose value is a positive integer number of functions."""
    return Bound(side, number, label, formula, provenance, log2_enclosure(count), count, strict)


def leading_term(number: str, label: str, formula: str, provenance: str, bits: int | Fraction) -> Bound:
    """Return an asymptotic equivalent of the capacity, given in bits."""
    return Bound(Side.LEADING, number, label, formula, provenance, Enclosure.exactly(bits))


def schlafli_number(vectors: int, dimension: int) -> int:
    """Return S(N, D), the largest number of sign patterns of N vectors in R^D.

    Args:
        vectors: N, at least 1.
        dimension: D, at least 1.

    Raises:
        DomainError: if N or D is less than 1.
        TooLargeError: if more than `LARGEST_SUM` binomial coefficients would have to be added.

    Cost:
        min(N, D) multiplications of large integers.

    Source:
        Q-L1 `schlafli-region-bound`.

    Examples:
        Three lines cut the plane into six parts; N vectors in general position in R^N have all sign patterns:

        >>> schlafli_number(3, 2), schlafli_number(5, 5)
        (6, 32)
    """
    if vectors < 1 or dimension < 1:
        raise DomainError(f"Q-L1 needs at least one vector and one dimension, not {vectors} and {dimension}")
    terms = min(vectors, dimension)
    if terms == vectors:
        return power_of_two(vectors)
    if terms > LARGEST_SUM:
        raise TooLargeError(f"a sum of {terms} binomial coefficients is too long", size=terms, limit=LARGEST_SUM)
    total = term = 1
    for k in range(1, terms):
        term = term * (vectors - k) // k
        total += term
    return 2 * total


def power_of_two(exponent: int) -> int:
    """Return 2^e.

    Raises:
        TooLargeError: if e is larger than `LARGEST_EXPONENT`.

    Examples:
        >>> power_of_two(5)
        32
    """
    if exponent > LARGEST_EXPONENT:
        raise TooLargeError(f"2^{exponent} is too large to be written down", size=exponent, limit=LARGEST_EXPONENT)
    return 1 << exponent


def monomial_count(n: int, degree: int) -> int:
    """Return C(n, <= d), the number of monomials of degree at most d in n variables.

    Examples:
        >>> monomial_count(5, 2), monomial_count(3, 7)
        (16, 8)
    """
    return sum(comb(n, k) for k in range(min(n, degree) + 1))

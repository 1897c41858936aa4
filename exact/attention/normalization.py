r"""From scores to attention weights, in rational numbers: softmax in base B, hard attention, linear attention.

*Softmax in base B*, for a rational B > 1, turns scores s_1, ..., s_N into B^(s_j) / (B^(s_1) + ... + B^(s_N)).  It is
the ordinary softmax at the temperature 1/ln B.  A constant added to all scores changes nothing, so only differences of
scores matter.  If they are integers, all weights are rational.  If they are not, let r be the least common denominator
of the differences; then the weights are rational exactly if B = C^r for a rational C, and they are computed with the
base C and the scores multiplied by r.  Every other base is refused: the weights are irrational.

*Hard attention* puts the weight 1 on the first position with the largest score, as the hard heads of circuits do
(`exact.attention_head`).  *Linear attention* uses the scores themselves as weights.

A *mask* leaves positions out: their weight is 0, whatever their score.

Normal form: weights are ints or Fractions in lowest terms.

Dictionary:
    Softmax: softmax in a rational base.
    HardAttention: the weight 1 on the first largest score.
    LinearAttention: the scores are the weights.
    Normalization: any of the three.
    common_root: B^(1/r), if it is rational; least_root: the least integer whose r-th power is large enough.
    softmax_numerators: positive integers that are proportional to the weights of the softmax.
    MAXIMUM_WEIGHT_BITS: no integer of a softmax may have more bits.
    check_softmax_work: refuse a check whose softmax integers would have too many bits in total.
    MAXIMUM_TOTAL_BITS: the bits of all softmax integers of a check.

Source:
    S-D12 `base-b-softmax`, S-L1 `softmax-shift-invariance` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.errors import DomainError, TooLargeError
from exact.rational import Rational, rational

MAXIMUM_WEIGHT_BITS = 1 << 24
MAXIMUM_TOTAL_BITS = 4 * 10**9


def least_root(value: int, r: int) -> int:
    """Return the least integer k with k**r >= value, for positive integers.

    Examples:
        >>> least_root(8, 3), least_root(9, 3)
        (2, 3)
    """
    low, high = 1, 1 << (value.bit_length() // r + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**r < value:
            low = middle + 1
        else:
            high = middle
    return low


def _integer_root(value: int, r: int) -> int | None:
    """Return the r-th root of a positive integer, if it is an integer."""
    if r >= value.bit_length():  # then 2^r > value; and 2^r may be too long to write
        return 1 if value == 1 else None
    root = least_root(value, r)
    return root if root**r == value else None


def common_root(base: Rational, r: int) -> Rational | None:
    """Return the rational C > 0 with C^r = B, or None if there is none.

    Args:
        base: a rational B > 0.
        r: a positive integer.

    Raises:
        DomainError: if B or r is not positive.

    Cost:
        A binary search, with as many powers as B has bits, divided by r.

    Examples:
        >>> common_root(Fraction(9, 4), 2), common_root(10, 2)
        (Fraction(3, 2), None)
    """
    base = rational(base)
    if base <= 0 or r < 1:
        raise DomainError(f"a root needs a positive base and a positive integer r, not {base} and {r}")
    numerator, denominator = _integer_root(base.numerator, r), _integer_root(base.denominator, r)
    if numerator is None or denominator is None:
        return None
    return rational(Fraction(numerator, denominator))


def _attended(scores: Sequence[Rational], allowed: Sequence[bool] | None) -> list[int]:
    """Return the positions that the mask leaves in; refuse a row in which it leaves none."""
    if allowed is not None and len(allowed) != len(scores):
        raise DomainError(f"a mask must have as many entries as there are scores, {len(scores)}, not {len(allowed)}")
    positions = [j for j in range(len(scores)) if allowed is None or allowed[j]]
    if not positions:
        raise DomainError("a token must attend to at least one position: the mean over none has no value")
    return positions


def softmax_numerators(base: Rational, scores: Sequence[Rational]) -> list[int]:
    """Return positive integers proportional to B^(s_j), not all divisible by a power that could be left out.

    Args:
        base: a rational B > 1.
        scores: at least one rational number.

    Raises:
        DomainError: if the weights are irrational.
        TooLargeError: if an integer would have more than `MAXIMUM_WEIGHT_BITS` bits.

    Cost:
        With E the largest difference of scores, N integers of about E log2(P Q) bits, for B = P/Q.

    Examples:
        The scores matter up to a constant, so halves with integer differences are no obstacle.

        >>> softmax_numerators(3, [0, 1, 2]), softmax_numerators(3, [Fraction(1, 2), Fraction(3, 2)])
        ([1, 3, 9], [1, 3])
        >>> softmax_numerators(9, [0, Fraction(1, 2)])
        [1, 3]
    """
    least = min(scores)
    differences = [Fraction(s - least) for s in scores]
    r = math.lcm(*(e.denominator for e in differences))
    root = common_root(base, r)
    if root is None:
        raise DomainError(
            f"the weights are irrational: two scores differ by a fraction with the denominator {r}, and {base} is no "
            f"power with exponent {r} of a rational number; multiply the scores by {r}, or take such a power as base"
        )
    exponents = [int(e * r) for e in differences]
    largest = max(exponents)
    p, q = root.numerator, root.denominator
    bits = largest * max(p.bit_length(), q.bit_length())
    if bits > MAXIMUM_WEIGHT_BITS:
        raise TooLargeError(
            f"a weight would have about {bits} bits, for a difference of scores of {max(differences)}",
            size=bits,
            limit=MAXIMUM_WEIGHT_BITS,
            alternative="a smaller base or smaller scores select as well if their gap allows it",
        )
    return [p**e * q ** (largest - e) for e in exponents]


def check_softmax_work(base: Rational, difference: Rational, weights: int) -> None:
    """Refuse a check in which so many weights, with scores that differ so much, would take too long.

    Args:
        base: the base of the softmax.
        difference: the largest difference of scores, or an estimate of it.
        weights: how many weights are computed in all.

    Raises:
        TooLargeError: with the number of bits.

    Examples:
        >>> check_softmax_work(2, 10, 1000)
    """
    base = rational(base)
    size = max(base.numerator, base.denominator).bit_length()
    bits = weights * (math.ceil(difference) * size + 1)
    if bits > MAXIMUM_TOTAL_BITS:
        raise TooLargeError(
            f"{weights} weights of up to {math.ceil(difference) * size} bits each would be computed",
            size=bits,
            limit=MAXIMUM_TOTAL_BITS,
            alternative="what is proved for all sizes needs no check of this one",
        )


@dataclass(frozen=True, slots=True)
class Softmax:
    """Softmax in base B: weights proportional to B^(s_j).

    Attributes:
        base: the rational number B > 1.

    Examples:
        >>> Softmax(2).weights([0, 1, 2])
        (Fraction(1, 7), Fraction(2, 7), Fraction(4, 7))
        >>> Softmax(10).weights([0, Fraction(1, 2)])
        Traceback (most recent call last):
            ...
        exact.errors.DomainError: the weights are irrational: two scores differ by a fraction with the denominator 2, \
and 10 is no power with exponent 2 of a rational number; multiply the scores by 2, or take such a power as base
    """

    base: Rational

    def __post_init__(self) -> None:
        """Check the base and bring it to normal form."""
        object.__setattr__(self, "base", rational(self.base))
        if self.base <= 1:
            raise DomainError(f"the base of a softmax must be greater than 1, so that it prefers, not {self.base}")

    def weights(self, scores: Sequence[Rational], allowed: Sequence[bool] | None = None) -> tuple[Rational, ...]:
        """Return the weights; they are positive where the mask allows and sum to 1.

        Args:
            scores: one rational number for each position.
            allowed: the mask of this row; all positions if left out.

        Raises:
            DomainError: if no position is allowed, or the weights are irrational.
        """
        scores = [rational(s) for s in scores]
        positions = _attended(scores, allowed)
        numerators = softmax_numerators(self.base, [scores[j] for j in positions])
        total = sum(numerators)
        found: list[Rational] = [0] * len(scores)
        for j, numerator in zip(positions, numerators, strict=True):
            found[j] = rational(Fraction(numerator, total))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class HardAttention:
    """The weight 1 on the first position with the largest score, 0 elsewhere.

    Examples:
        >>> HardAttention().weights([1, 3, 3])
        (0, 1, 0)
    """

    def weights(self, scores: Sequence[Rational], allowed: Sequence[bool] | None = None) -> tuple[Rational, ...]:
        """Return the weights; ties go to the first position that the mask allows."""
        scores = [rational(s) for s in scores]
        positions = _attended(scores, allowed)
        first = max(positions, key=lambda j: (scores[j], -j))
        return tuple(int(j == first) for j in range(len(scores)))


@dataclass(frozen=True, slots=True)
class LinearAttention:
    """The scores are the weights; they need not be positive, nor sum to 1.

    Examples:
        >>> LinearAttention().weights([2, -1], [True, False])
        (2, 0)
    """

    def weights(self, scores: Sequence[Rational], allowed: Sequence[bool] | None = None) -> tuple[Rational, ...]:
        """Return the scores, 0 where the mask leaves a position out; a row may be left out wholly."""
        scores = [rational(s) for s in scores]
        if allowed is not None and len(allowed) != len(scores):
            raise DomainError(
                f"a mask must have as many entries as there are scores, {len(scores)}, not {len(allowed)}"
            )
        return tuple(s if allowed is None or allowed[j] else 0 for j, s in enumerate(scores))


Normalization = Softmax | HardAttention | LinearAttention

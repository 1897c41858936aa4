r"""The trigonometric unit for pairs, with outputs between rational numbers.

The published unit for pairs modulo M has the query c (cos t, sin t, 1) and the key (cos t', -sin t', 0), for the angles
t = 2 pi x/M; the score c cos(2 pi (x + x')/M) is c exactly at a match, as is that of the blank token, and the softmax
is the one in base e.  Its outputs are no rational numbers, so they are enclosed: every weight lies between two rational
numbers by ball arithmetic, and the output, which increases with the weights, between two more.

If e^(8c/M^2) >= 6N, no output without a match exceeds 1/7, and none with a match is below 1/2.

Dictionary:
    TrigonometricMargin: bounds of the gap of the scores; trigonometric_margin: find them.
    sufficient_factor: an integer c with e^(8c/M^2) >= 6N; least_factor: with another number in place of 6N.
    TrigonometricPairUnit: the unit, as an object; trigonometric_pair_unit: the one with this factor.
    trigonometric_outputs: what the unit computes, between rational numbers.
    pair_score_identity: the certificate of the score.
    check_trigonometric_unit: all inputs of a size, against the bounds and the task.

Source:
    S-L20 `cosine-gap`, S-L21 `match2-trigonometric-unit` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention._exact_matrix import cosine_bounds, cosine_power_bounds, exponential_bounds
from exact.attention.matching import MAXIMUM_INPUTS
from exact.attention.polynomial_identity import PolynomialIdentity
from exact.attention.tasks import check_residues, match2
from exact.errors import CertificateError, DomainError, TooLargeError
from exact.parameters import ParameterPolynomial, parameter

MAXIMUM_FACTOR = 10**6
Enclosure = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class TrigonometricMargin:
    """What the trigonometric unit needs, between rational numbers.

    Attributes:
        gap: bounds of 1 - cos(2 pi/M), by which every score off a match falls short, for a factor c = 1.
        elementary: 8/M^2, which is at most the gap.
    """

    gap: tuple[Fraction, Fraction]
    elementary: Fraction


def trigonometric_margin(modulus: int, bits: int = 128) -> TrigonometricMargin:
    """Return rigorous bounds of the gap 1 - cos(2 pi/M) of the trigonometric scores, for a factor c = 1.

    Every score off a match is at most c cos(2 pi/M), and at a match it is c.  With e^(c gap) >= 6N the bounds of
    `match2_unit` hold.

    Args:
        modulus: the modulus M >= 2.
        bits: the precision of the enclosure.

    Raises:
        DomainError: for M below 2, where every sum is a match.

    Examples:
        >>> margin = trigonometric_margin(7)
        >>> margin.elementary < margin.gap[0] < margin.gap[1]
        True

    Source:
        S-L20 `cosine-gap`, S-L21.
    """
    if modulus < 2:
        raise DomainError(f"the modulus M must be at least 2, not {modulus}: otherwise every sum is a match")
    below, above = cosine_bounds(1, modulus, bits)
    return TrigonometricMargin((1 - above, 1 - below), Fraction(8, modulus**2))


def sufficient_factor(n: int, modulus: int) -> int:
    """Return an integer c with e^(8c/M^2) >= 6N, the least one unless the enclosure leaves a doubt.

    Raises:
        DomainError: for N below 1 or M below 2.
        TooLargeError: if c would exceed `MAXIMUM_FACTOR`.

    Examples:
        >>> sufficient_factor(3, 5)
        10
    """
    return least_factor(6 * n, n, modulus)


def least_factor(target: int, n: int, modulus: int) -> int:
    """Return an integer c with e^(8c/M^2) >= target, the least one unless the enclosure leaves a doubt.

    Args:
        target: the number that is to be reached, at least 1.
        n: the number N of tokens.
        modulus: the modulus M >= 2.

    Raises:
        DomainError: for N below 1 or M below 2.
        TooLargeError: if c would exceed `MAXIMUM_FACTOR`.

    Examples:
        >>> least_factor(18, 3, 5) == sufficient_factor(3, 5)
        True
    """
    if n < 1 or modulus < 2:
        raise DomainError(f"the unit needs N >= 1 tokens and a modulus M >= 2, not N = {n} and M = {modulus}")
    high = modulus**2 * target.bit_length()  # e^(8 bits) > target
    if high > MAXIMUM_FACTOR:
        raise TooLargeError(
            f"the factor may need to be {high}",
            size=high,
            limit=MAXIMUM_FACTOR,
            alternative="the units with integer scores have no such limit",
        )
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        if exponential_bounds(Fraction(8 * middle, modulus**2), 128)[0] >= target:
            high = middle
        else:
            low = middle
    return high


def trigonometric_outputs(tokens: Sequence[int], modulus: int, factor: int, bits: int = 128) -> tuple[Enclosure, ...]:
    """Return for every token rational numbers below and above the output of the unit.

    Args:
        tokens: the residues.
        modulus: the modulus M.
        factor: the factor c of the scores, at least 0.
        bits: the precision of the enclosures.

    Raises:
        DomainError: if a token is no residue, or the factor is negative.

    Examples:
        >>> [(low < Fraction(1, 7), high > Fraction(1, 2)) for low, high in trigonometric_outputs([1, 4, 3], 5, 10)]
        [(False, True), (False, True), (True, False)]
    """
    check_residues(tokens, modulus)
    if factor < 0:
        raise DomainError(f"the factor of the scores must be at least 0, not {factor}")
    weights: dict[int, Enclosure] = {0: (Fraction(1), Fraction(1))}
    outputs = []
    for x in tokens:
        ends = [Fraction(0), Fraction(0)]
        for y in tokens:
            k = (x + y) % modulus
            if k not in weights:
                weights[k] = cosine_power_bounds(factor, k, modulus, bits)
            ends = [total + end for total, end in zip(ends, weights[k], strict=True)]
        low, high = (total * Fraction(1, total + 1) for total in ends)  # the blank token weighs 1, and its value is 0
        outputs.append((low, high))
    return tuple(outputs)


def check_trigonometric_unit(n: int, modulus: int, factor: int) -> int:
    """Check every input: no output without a match exceeds 1/7, none with a match is below 1/2; return their number.

    The outputs depend on the residues only through how often each occurs, so one order of each multiset is tried.

    Raises:
        TooLargeError: for more multisets than are tried one by one.
        CertificateError: with an input whose enclosure is not within the bounds.

    Examples:
        >>> check_trigonometric_unit(3, 5, 10)
        35
    """
    number = math.comb(modulus + n - 1, n)
    if number > MAXIMUM_INPUTS:
        raise TooLargeError(
            f"{number} multisets of {n} residues would be tried one by one",
            size=number,
            limit=MAXIMUM_INPUTS,
            alternative="the bound on the factor proves it for all sizes",
        )
    for tokens in itertools.combinations_with_replacement(range(modulus), n):
        answers = match2(tokens, modulus)
        for (low, high), answer in zip(trigonometric_outputs(tokens, modulus, factor), answers, strict=True):
            if (answer and low < Fraction(1, 2)) or (not answer and high > Fraction(1, 7)):
                raise CertificateError(f"the bounds are not reached on {list(tokens)}", culprit=tokens)
    return number


@dataclass(frozen=True, slots=True)
class TrigonometricPairUnit:
    """The trigonometric unit for pairs of N residues modulo M.

    Attributes:
        n: the number N of tokens, the blank one not counted.
        modulus: the modulus M >= 2.
        factor: the factor c of the scores.

    Examples:
        >>> unit = trigonometric_pair_unit(3, 5)
        >>> unit.dimension, unit.factor, unit.check_all_inputs()
        (3, 10, 35)
    """

    n: int
    modulus: int
    factor: int

    @property
    def dimension(self) -> int:
        """The number m of coordinates of queries and keys."""
        return 3

    def outputs(self, tokens: Sequence[int]) -> tuple[Enclosure, ...]:
        """Return the outputs between rational numbers, as `trigonometric_outputs`."""
        return trigonometric_outputs(tokens, self.modulus, self.factor)

    def check_all_inputs(self) -> int:
        """Check every input and return their number, as `check_trigonometric_unit`."""
        return check_trigonometric_unit(self.n, self.modulus, self.factor)


def trigonometric_pair_unit(n: int, modulus: int) -> TrigonometricPairUnit:
    """Return the unit with the least factor for which the bounds are proved.

    Raises:
        DomainError: for N below 1 or M below 2.
        TooLargeError: if the factor may be too large.
    """
    return TrigonometricPairUnit(n, modulus, sufficient_factor(n, modulus))


def pair_score_identity() -> PolynomialIdentity:
    """Return the identity that the query (C, S, 1) and the key (C', -S', 0) score the cosine of the sum of the angles.

    Examples:
        >>> pair_score_identity().holds
        True
    """
    c, s, c1, s1 = (parameter(name) for name in ("C", "S", "C1", "S1"))
    zero, one = ParameterPolynomial.constant(0), ParameterPolynomial.constant(1)
    score = sum((a * b for a, b in zip((c, s, one), (c1, -s1, zero), strict=True)), zero)
    # the real part of (C + i S)(C1 + i S1)
    return PolynomialIdentity("the score is the real part of (C + i S)(C1 + i S1)", score, c * c1 - s * s1)

r"""Least integer weights for a trained unit: the same function on the cube, in fewer bits.

A trained unit decides w . x > t with weights that are floating point numbers, exactly dyadic rationals.  On the cube
it is a Boolean function, and the least integer weights that realize the same function take fewer bits.  Two
certificates show that nothing is changed and nothing can be gained: the weights of the unit, as integers over a common
denominator, and the least weights realize the same truth table.

A signed integer w is counted as |w|.bit_length() + 1 bits.

Dictionary:
    compress_unit: find the least weights of a unit.
    Compression: both realizations and the numbers of bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.boolean import BooleanFunction
from exact.certificate import MinimumWeights, Realization, to_document
from exact.cube import Encoding, check_dimension
from exact.errors import DomainError
from exact.minimum_weights import MAXIMUM_DIMENSION, Objective, minimum_weights, realization_with_weights
from exact.rational import Rational, rational

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Compression:
    """A unit before and after.

    Attributes:
        original: the weights of the unit as integers, multiplied by `scale`; the threshold in the middle of its range.
        scale: the common denominator.
        least: the least weights for the same function, with the proof.
        bits_before: the bits of all weights and the threshold of the unit.
        bits_after: the bits of the least weights and their threshold.
    """

    original: Realization
    scale: int
    least: MinimumWeights
    bits_before: int
    bits_after: int

    @property
    def bits_saved(self) -> int:
        """The difference; negative if the integers take more bits."""
        return self.bits_before - self.bits_after

    def verify(self) -> None:
        """Check both certificates, and that they speak of the same function.

        Raises:
            CertificateError: if that is not so.
        """
        self.original.verify()
        self.least.verify(self.original)

    def to_document(self) -> dict[str, object]:
        """Return the compression as plain data."""
        return {
            "schema": SCHEMA,
            "weights": list(self.least.realization.weights),
            "threshold": str(self.least.realization.threshold),
            "bits_before": self.bits_before,
            "bits_after": self.bits_after,
            "bits_saved": self.bits_saved,
            "scale": self.scale,
            "original": to_document(self.original),
            "certificate": to_document(self.least),
        }


def compress_unit(
    weights: Sequence[Rational],
    threshold: Rational,
    encoding: Encoding = Encoding.SIGNS,
    *,
    objective: Objective = Objective.SUM,
    bits: int = 32,
) -> Compression:
    """Find the least integer weights that compute the same function on the cube as w . x > t.

    Args:
        weights: w, rational numbers; those of a trained unit come through `rational_from_float`.
        threshold: t, the negative of the bias.
        encoding: that of the inputs x, before and after.
        objective: what is least: the sum or the maximum of the |w_i|.
        bits: the bits of one number before.

    Raises:
        DomainError: if bits is less than 1.
        TooLargeError: if there are more than 16 weights.

    Examples:
        >>> from exact.rational import rational_from_float
        >>> unit = compress_unit([rational_from_float(w) for w in (0.7, 0.31, -0.29)], Fraction(1, 5))
        >>> unit.least.realization.weights, unit.least.realization.threshold
        ((2, 1, -1), 1)
        >>> unit.bits_before, unit.bits_after
        (128, 9)
    """
    check_dimension(len(weights), MAXIMUM_DIMENSION)
    if type(bits) is not int or bits < 1:
        raise DomainError(f"the bits of a number must be an integer from 1 on, not {bits!r}")
    exact_weights = [Fraction(rational(w)) for w in weights]
    f = BooleanFunction.threshold(weights, threshold, encoding)
    scale = math.lcm(*(w.denominator for w in exact_weights))
    original = realization_with_weights(f, [int(w * scale) for w in exact_weights], encoding)
    least = minimum_weights(f, objective, encoding)
    t = Fraction(least.realization.threshold)
    numbers = [*least.realization.weights, t.numerator]
    compression = Compression(
        original, scale, least, bits * (len(weights) + 1), sum(abs(number).bit_length() + 1 for number in numbers)
    )
    compression.verify()
    return compression

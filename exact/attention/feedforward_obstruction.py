r"""Why a feed-forward network needs a wide first layer for sparse averaging.

The first layer of a feed-forward network multiplies all N vectors, here numbers z_1, ..., z_N, by a matrix with a row
for each unit, and sees the supports beside them.  With fewer units than there are positions in the first half (rounded
up), some z != 0 on these positions is sent to 0, and so is -z.  Token 1 names the position where |z| is largest and
positions of the second half; its two means differ by 2/q, but the network does the same on z and -z.

Dictionary:
    FeedforwardObstruction: the two inputs that a first layer cannot tell apart, and the check.
    feedforward_obstruction: find them.

Source:
    S-T10 `feedforward-width-lower-bound`, for vectors of one coordinate :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention._exact_matrix import kernel
from exact.attention.unit import Matrix, Vector, matrix
from exact.errors import CertificateError, DomainError
from exact.rational import Rational, rational


@dataclass(frozen=True, slots=True)
class FeedforwardObstruction:
    """Two inputs that a first layer cannot tell apart, though the means of token 1 differ by 2/q.

    Attributes:
        weights: the rows of the first layer that multiply z_1, ..., z_N.
        numbers: the numbers z of one input, between -1 and 1; the other input is -z.
        support: the support of token 1 in both.

    Examples:
        >>> certificate = feedforward_obstruction([[1, 1, 0, 5]], 1)
        >>> certificate.numbers, certificate.support
        ((1, -1, 0, 0), (1,))
        >>> certificate.verify()
    """

    weights: Matrix
    numbers: Vector
    support: tuple[int, ...]

    def verify(self) -> None:
        """Check that the layer sends both inputs to the same, and that their means differ by 2/q.

        Raises:
            CertificateError: if the certificate shows nothing.
        """
        n = len(self.weights[0])
        if len(self.numbers) != n or any(not -1 <= z <= 1 for z in self.numbers):
            raise CertificateError(f"there must be N = {n} numbers between -1 and 1", culprit="numbers")
        for k, row in enumerate(self.weights, start=1):
            total = sum(w * z for w, z in zip(row, self.numbers, strict=True))
            if total != 0:
                raise CertificateError(f"unit {k} of the layer sees {total}, not 0", culprit=k)
        q = len(self.support)
        if q == 0 or sorted(set(self.support)) != list(self.support) or self.support[0] < 1 or self.support[-1] > n:
            raise CertificateError(f"the support must be increasing positions 1, ..., {n}", culprit="support")
        if abs(sum(self.numbers[j - 1] for j in self.support)) != 1:
            raise CertificateError("the numbers on the support must sum to 1 or -1", culprit="support")


def feedforward_obstruction(weights: Sequence[Sequence[Rational]], q: int) -> FeedforwardObstruction:
    """Return two inputs that a first layer of fewer than ceil(N/2) units cannot tell apart.

    Args:
        weights: a row of N rational numbers for each unit: what it multiplies z_1, ..., z_N by.
        q: the size of a support, at most N/2.

    Raises:
        DomainError: if q is greater than N/2, or the kernel on the first half is trivial, as it may be with ceil(N/2)
            units or more.

    Cost:
        The kernel of an integer matrix.
    """
    rows = matrix(weights, "the first layer")
    n = len(rows[0])
    half = -(-n // 2)
    if not 1 <= q <= n // 2:
        raise DomainError(f"the argument needs 1 <= q <= N/2, not q = {q} and N = {n}")
    scale = math.lcm(*(Fraction(entry).denominator for row in rows for entry in row))
    basis = kernel([[int(entry * scale) for entry in row[:half]] for row in rows])
    if not basis:
        raise DomainError(
            f"the {len(rows)} units tell all inputs on the first {half} positions apart; fewer than {half} units cannot"
        )
    v = basis[0]
    largest = max(abs(entry) for entry in v) * (1 if next(entry for entry in v if entry) > 0 else -1)
    numbers = tuple(rational(Fraction(entry, largest)) for entry in v) + (0,) * (n - half)
    place = next(j for j in range(half) if abs(v[j]) == abs(largest))
    certificate = FeedforwardObstruction(rows, numbers, (place + 1, *range(half + 1, half + q)))
    certificate.verify()
    return certificate

r"""Why a feed-forward network needs a wide first layer for sparse averaging.

The first layer of a feed-forward network multiplies all N vectors z_1, ..., z_N of d' numbers by a matrix with a row of
N d' numbers for each unit, and sees the supports beside them.  If some z != 0 is sent to 0, so is -z, and the network
does the same on both; what is left is to find a support for which the two means differ much.

* With fewer than ceil(N/2) d' units there is such a z on the first half of the positions (rounded up).  Token 1 names
  the position where z is longest and positions of the second half; scaled to length 1 there, the means differ by 2/q.
* With fewer than N d' units there is one on all positions.  Some support of q <= N - 1 positions has a sum of length
  at least 1/4: if z_j differs from the longest vector by 1/2 or more, exchanging the two changes the sum by as much;
  and if none does, all sums of q vectors are at least q/2 long.

Lengths may be irrational; the numbers here are scaled so that no vector is longer than 1, and the error that is shown
is rounded down.

Dictionary:
    FeedforwardObstruction: the two inputs that a first layer cannot tell apart, and the check.
    feedforward_obstruction: find them.

Source:
    S-T10 `feedforward-width-lower-bound`, with the remark for all widths below N d' :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention._exact_matrix import kernel
from exact.attention.unit import Matrix, Vector, matrix
from exact.errors import CertificateError, DomainError
from exact.rational import Rational, rational, rational_square_root

_SCALE = 1 << 64


@dataclass(frozen=True, slots=True)
class FeedforwardObstruction:
    """Two inputs that a first layer cannot tell apart, though the means of token 1 differ.

    Attributes:
        weights: a row for each unit: what it multiplies the numbers of z_1, then those of z_2, ..., z_N by.
        vectors: the vectors z_1, ..., z_N of one input, of length at most 1; the other input is -z.
        support: the support of token 1 in both.
        error: every function of what the layer sees misses one of the two means by at least this.

    Examples:
        >>> certificate = feedforward_obstruction([[1, 1, 0, 5]], 1)
        >>> certificate.vectors, certificate.support, certificate.error
        (((1,), (-1,), (0,), (0,)), (1,), 1)
        >>> certificate.verify()
    """

    weights: Matrix
    vectors: Matrix
    support: tuple[int, ...]
    error: Rational

    def verify(self) -> None:
        """Check that the layer sends both inputs to the same, and that their means are as far apart as is claimed.

        Raises:
            CertificateError: if the certificate shows nothing.
        """
        n = len(self.vectors)
        numbers = [entry for z in self.vectors for entry in z]
        if any(len(row) != len(numbers) for row in self.weights) or len({len(z) for z in self.vectors}) != 1:
            raise CertificateError(
                f"there must be {len(self.weights[0])} numbers, in vectors of one length, as a row of the layer has",
                culprit="vectors",
            )
        for j, z in enumerate(self.vectors, start=1):
            if _squared_length(z) > 1:
                raise CertificateError(f"the vector at position {j} must not be longer than 1", culprit=j)
        for k, row in enumerate(self.weights, start=1):
            total = sum((Fraction(w) * z for w, z in zip(row, numbers, strict=True)), Fraction(0))
            if total != 0:
                raise CertificateError(f"unit {k} of the layer sees {total}, not 0", culprit=k)
        q = len(self.support)
        if q == 0 or sorted(set(self.support)) != list(self.support) or self.support[0] < 1 or self.support[-1] > n:
            raise CertificateError(f"the support must be increasing positions 1, ..., {n}", culprit="support")
        # the means are plus and minus the sum over q, so one is missed by half their distance
        if self.error <= 0 or (q * Fraction(self.error)) ** 2 > _squared_length(_sum_on(self.vectors, self.support)):
            raise CertificateError(
                f"the vectors on the support must have a sum of length at least {q * Fraction(self.error)}, more than "
                f"0",
                culprit="support",
            )


def _squared_length(z: Vector) -> Fraction:
    return sum((Fraction(entry) ** 2 for entry in z), Fraction(0))


def _sum_on(vectors: Sequence[Vector], support: Sequence[int]) -> Vector:
    return tuple(rational(Fraction(sum(vectors[j - 1][c] for j in support))) for c in range(len(vectors[0])))


def _root_below(value: Fraction) -> Rational:
    """Return the square root of a number >= 0 where it is rational, otherwise a rational number slightly below it."""
    root = rational_square_root(rational(value))
    if root is not None:
        return root
    return rational(Fraction(math.isqrt(value.numerator * _SCALE**2 // value.denominator), _SCALE))


def _scaled(numbers: Sequence[int], width: int) -> Matrix:
    """Return the numbers as vectors, the longest of which has the length 1 or a little less; its sign is normalized."""
    vectors = [numbers[i : i + width] for i in range(0, len(numbers), width)]
    largest = max(sum(entry * entry for entry in z) for z in vectors)
    sign = 1 if next(entry for entry in numbers if entry) > 0 else -1
    factor = sign * Fraction(_root_below(Fraction(1, largest)))
    return tuple(tuple(rational(factor * entry) for entry in z) for z in vectors)


def _longest(vectors: Matrix) -> int:
    """Return the first position, from 1, of a longest vector."""
    lengths = [_squared_length(z) for z in vectors]
    return lengths.index(max(lengths)) + 1


def feedforward_obstruction(weights: Sequence[Sequence[Rational]], q: int, width: int = 1) -> FeedforwardObstruction:
    """Return two inputs that a first layer of fewer than N d' units cannot tell apart.

    Args:
        weights: a row of N d' rational numbers for each unit: what it multiplies the numbers of z_1, then those of z_2,
            and so on, by.
        q: the size of a support, 1 to N - 1.
        width: the number d' of numbers of a vector.

    Returns:
        The inputs. With fewer than ceil(N/2) d' units and q <= N/2 the error is 1/q, up to rounding down; otherwise
        it is at least 1/(4q), up to rounding down.

    Raises:
        DomainError: if a row is not as long as N vectors of d' numbers, q is not in 1, ..., N - 1, or the kernel is
            trivial, as it may be with N d' units or more.

    Cost:
        The kernel of an integer matrix, and N sums.

    Examples:
        Three units and four vectors of two numbers:

        >>> rows = [[1, 0, 2, 0, 0, 3, 0, 1], [0, 1, 0, 2, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0, 1, 0]]
        >>> certificate = feedforward_obstruction(rows, q=2, width=2)
        >>> certificate.support, certificate.error >= Fraction(49, 100)
        ((1, 3), True)
        >>> certificate.verify()
    """
    rows = matrix(weights, "the first layer")
    if width < 1 or len(rows[0]) % width:
        raise DomainError(
            f"a row must have N d' numbers, d' = {width} >= 1 for each position, so {len(rows[0])} must be a multiple"
        )
    n = len(rows[0]) // width
    if not 1 <= q <= n - 1:
        raise DomainError(
            f"the argument needs 1 <= q <= N - 1, not q = {q} and N = {n}: with q = N there is one support"
        )
    scale = math.lcm(*(Fraction(entry).denominator for row in rows for entry in row))
    half = -(-n // 2)

    def hidden(positions: int) -> Matrix | None:
        """Return vectors on the first positions that the layer sends to 0, one of them of length about 1."""
        basis = kernel([[int(entry * scale) for entry in row[: positions * width]] for row in rows])
        return _scaled(basis[0], width) + ((0,) * width,) * (n - positions) if basis else None

    vectors = hidden(half) if q <= n // 2 else None
    if vectors is not None:
        support: tuple[int, ...] = (_longest(vectors), *range(half + 1, half + q))
    else:
        vectors = hidden(n)
        if vectors is None:
            raise DomainError(
                f"the {len(rows)} units tell all inputs apart; fewer than N d' = {n * width} units cannot"
            )
        support = _longest_sum(vectors, q)
    error = rational(Fraction(_root_below(_squared_length(_sum_on(vectors, support)))) / q)
    certificate = FeedforwardObstruction(rows, vectors, support, error)
    certificate.verify()
    return certificate


def _longest_sum(vectors: Matrix, q: int) -> tuple[int, ...]:
    """Return the best of some supports, among them those that the proof exchanges."""
    n, first = len(vectors), _longest(vectors)
    candidates: list[tuple[int, ...]] = []
    for j in range(1, n + 1):
        if j != first:
            others = [i for i in range(1, n + 1) if i not in (first, j)][: q - 1]
            candidates += [tuple(sorted([place, *others])) for place in (first, j)]
    return max(candidates, key=lambda support: _squared_length(_sum_on(vectors, support)))

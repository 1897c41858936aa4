r"""Why keys of fewer than 2q coordinates cannot average over all supports of q positions.

In the canonical architecture (`exact.attention.sparse_averaging`) an error below 1/(2q) forces an affine half-space
that contains exactly the keys of the support.  Any m + 2 keys in m dimensions have an affine dependency (Radon): they
split into two sets whose convex hulls meet.  If one set lies in the support and the other one outside, no half-space
separates them.  For m <= 2q - 1 and N >= 3q there is such a support.

Dictionary:
    RadonObstruction: the dependency, the support that no query selects, and the check of both.
    radon_obstruction: find one.

Source:
    S-L10 `canonical-attention-needs-dimension-2q` :cite:p:`SanfordHsuTelgarsky2023`; Radon 1921.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention._exact_matrix import kernel
from exact.attention.unit import Matrix, matrix
from exact.errors import CertificateError, DomainError
from exact.rational import Rational


@dataclass(frozen=True, slots=True)
class RadonObstruction:
    """An affine dependency of keys, and a support that contains its positive part and none of its negative part.

    Attributes:
        keys: the keys, one row for each position.
        dependency: one integer for each key; they sum to 0 and the keys, so weighted, to the zero vector.
        support: positions, from 1, that no query selects with an error below 1/(2q).

    Examples:
        On a line, the middle one of three keys cannot be selected.

        >>> certificate = radon_obstruction([[1], [2], [3]], 1)
        >>> certificate.support, certificate.dependency
        ((2,), (-1, 2, -1))
        >>> certificate.verify()
    """

    keys: Matrix
    dependency: tuple[int, ...]
    support: tuple[int, ...]

    def verify(self) -> None:
        """Check the dependency and on which side of the support it lies.

        Raises:
            CertificateError: if the certificate shows nothing.
        """
        if len(self.dependency) != len(self.keys) or not any(self.dependency):
            raise CertificateError("a dependency must have one integer for each key, not all 0", culprit="dependency")
        if sum(self.dependency) != 0:
            raise CertificateError("the integers of a dependency must sum to 0", culprit=sum(self.dependency))
        for c in range(len(self.keys[0])):
            total = sum(h * key[c] for h, key in zip(self.dependency, self.keys, strict=True))
            if total != 0:
                raise CertificateError(f"coordinate {c + 1} of the keys must sum to 0, not {total}", culprit=c + 1)
        for j, h in enumerate(self.dependency, start=1):
            if h > 0 and j not in self.support:
                raise CertificateError(f"position {j} is of the positive part and not in the support", culprit=j)
            if h < 0 and j in self.support:
                raise CertificateError(f"position {j} is of the negative part and in the support", culprit=j)


def radon_obstruction(keys: Sequence[Sequence[Rational]], q: int) -> RadonObstruction:
    """Return a support of q positions that no query selects, for keys of at most 2q - 1 coordinates.

    Args:
        keys: N >= 3q rows of m <= 2q - 1 rational numbers.
        q: the size of a support.

    Raises:
        DomainError: if m >= 2q, where the moment curve selects every support, or N < 3q, where the argument leaves no
            room for the other side.

    Cost:
        The kernel of an integer matrix of m + 1 rows and m + 2 columns.
    """
    rows = matrix(keys, "the list of keys")
    n, m = len(rows), len(rows[0])
    if q < 1 or n < 3 * q:
        raise DomainError(f"the argument needs q >= 1 and N >= 3q positions, not q = {q} and N = {n}")
    if m >= 2 * q:
        raise DomainError(f"keys of m = {m} >= 2q = {2 * q} coordinates can select: the moment curve does")
    used = 2 * q + 1  # m padded to 2q - 1 coordinates, and two more keys
    scale = math.lcm(*(Fraction(entry).denominator for row in rows[:used] for entry in row))
    equations = [[1] * used] + [[int(row[c] * scale) for row in rows[:used]] for c in range(m)]
    h = kernel(equations)[0]
    common = math.gcd(*h)
    h = [entry // common for entry in h]
    if sum(entry > 0 for entry in h) > sum(entry < 0 for entry in h):  # the smaller part has at most q positions
        h = [-entry for entry in h]
    chosen = [j for j in range(1, used + 1) if h[j - 1] > 0]
    free = [j for j in range(1, n + 1) if j > used or h[j - 1] == 0]
    support = tuple(sorted(chosen + free[: q - len(chosen)]))
    certificate = RadonObstruction(rows, (*h, *[0] * (n - used)), support)
    certificate.verify()
    return certificate

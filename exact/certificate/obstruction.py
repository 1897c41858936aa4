r"""The certificate that a function is no threshold function: a combination of points that cancels.

Suppose q has degree at most d and q(x) > t exactly where f(x) = 1.  Take k true points and k false points, with
multiplicity, such that every monomial of degree at most d has the same sum over the true points as over the false ones.
Then q, a combination of these monomials, has the same sum S over both; but S > k t and S < k t.  So there is no such q.

In terms of vectors: the signed monomial vectors (the vector of all monomials at x, times +1 where f is true and -1
where it is false) have a non-negative integer combination, not all zero, that vanishes.  The converse holds as well
(Gordan's theorem): where there is no realization of degree d there is an obstruction of degree d.

The monomials are evaluated in bits, where a monomial is 1 at the points that contain its mask, and the empty monomial
is 1 everywhere; polynomials of degree at most d are the same in both encodings, so the choice does not matter. For d
= 1 the condition says that the k true points and the k false points have the same sum as vectors: a *summability
pair*, and the function is called k-summable.

Dictionary:
    Obstruction: such a combination.
    monomials: the masks of at most d variables.
    monomial_sum: the sum of a monomial over points with multiplicities.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from exact.certificate.claim import Multiset, TruthTable, check_claim, check_integer, check_multiset, check_work
from exact.errors import CertificateError


def monomials(n: int, degree: int) -> Iterator[int]:
    """Yield the masks of at most `degree` of n variables, by size, the empty one included."""
    for size in range(min(n, degree) + 1):
        for chosen in itertools.combinations(range(n), size):
            yield sum(1 << i for i in chosen)


def monomial_sum(points: Multiset, mask: int) -> int:
    """Return the sum of a monomial, in bits, over a multiset of points."""
    return sum(multiplicity for p, multiplicity in points if p & mask == mask)


@dataclass(frozen=True, slots=True)
class Obstruction:
    """True points and false points over which every monomial of degree at most d has the same sum.

    Attributes:
        n: the number of variables.
        table: the truth table; bit p is the value at the point p.
        degree: the degree d.
        true: pairs (point, multiplicity) of true points, points increasing, multiplicities positive.
        false: the same for false points.

    Examples:
        Exclusive or is 2-summable: 01 + 10 = 00 + 11.

        >>> certificate = Obstruction(2, 0x6, 1, true=((1, 1), (2, 1)), false=((0, 1), (3, 1)))
        >>> certificate.verify()
        >>> certificate.k, certificate.sum
        (2, (1, 1))
    """

    n: int
    table: int
    degree: int
    true: Multiset
    false: Multiset

    @property
    def k(self) -> int:
        """The number of true points, with multiplicity (and that of false points)."""
        return monomial_sum(self.true, 0)

    @property
    def sum(self) -> tuple[int, ...]:
        """The common sum of the true points and of the false points, as vectors of bits (for degree at least 1)."""
        return tuple(monomial_sum(self.true, 1 << i) for i in range(self.n))

    def verify(self, f: TruthTable | None = None) -> None:
        """Check that every monomial has the same sum over the true and over the false points.

        Args:
            f: the function that it must speak of; its own table when left out.

        Raises:
            CertificateError: if it obstructs nothing, with the reason and a culprit (a point, a mask).

        Cost:
            The number of monomials of degree at most d times the number of points.
        """
        check_claim(self.n, self.table, f)
        check_integer(self.degree, "the degree")
        if self.degree < 0:
            raise CertificateError(f"the degree must be at least 0, not {self.degree}", culprit="degree")
        if not self.true:
            raise CertificateError("there must be at least one true point", culprit="true")
        number = sum(math.comb(self.n, size) for size in range(min(self.n, self.degree) + 1))
        check_work(number * (len(self.true) + len(self.false)))
        check_multiset(self.true, self.n, self.table, 1)
        check_multiset(self.false, self.n, self.table, 0)
        for mask in monomials(self.n, self.degree):
            above, below = monomial_sum(self.true, mask), monomial_sum(self.false, mask)
            if above != below:
                raise CertificateError(
                    f"the sums of the monomial {mask} over the true and the false points must be equal, "
                    f"not {above} and {below}",
                    culprit=mask,
                )

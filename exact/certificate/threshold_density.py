r"""The certificate of a threshold density: a sign representation, and the reason why fewer monomials do not suffice.

A sign representation of f is a polynomial that is positive where f is true and negative where f is false; its density
is the number of its monomials, the constant included.  Take multiplicities for some points.  The monomials whose sum
over the true points differs from their sum over the false points are those that *see* this combination.  A sign
representation sees every combination of at least one point: its sum over the true points is positive (0 without true
points), its sum over the false points negative (0 without false points), so the two differ.  So its monomials meet
the set of monomials that see it.  Where no set of k - 1 monomials meets all of a list of such sets, every sign
representation has at least k monomials.

The monomials that see a combination depend on the encoding, and so does the threshold density.

Dictionary:
    ThresholdDensity: a sign representation with k monomials, and the combinations that exclude k - 1.
    seeing_monomials: the monomials that see a combination.
    can_be_met: whether so many elements meet every set of a list.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from exact.certificate.claim import Multiset, TruthTable, check_multiset, check_work
from exact.certificate.realization import Realization, monomial_value
from exact.errors import CertificateError


def seeing_monomials(n: int, encoding: str, true: Multiset, false: Multiset) -> frozenset[int]:
    """Return the monomials whose sum over the true points differs from their sum over the false points."""
    seen: set[int] = set()
    for mask in range(1 << n):
        above = sum(m * monomial_value(p, mask, encoding) for p, m in true)
        if above != sum(m * monomial_value(p, mask, encoding) for p, m in false):
            seen.add(mask)
    return frozenset(seen)


def can_be_met(families: Sequence[frozenset[int]], size: int) -> bool:
    """Return whether some set of at most `size` elements meets every family.

    Tries the elements of the first family; an element that was tried is left out of what comes after it.
    """
    if not families:
        return True
    if size == 0:
        return False
    tried: set[int] = set()
    for s in families[0]:
        if can_be_met([family - tried for family in families if s not in family], size - 1):
            return True
        tried.add(s)
    return False


@dataclass(frozen=True, slots=True)
class ThresholdDensity:
    """The least number of monomials of a sign representation, with the proof of both sides.

    Attributes:
        realization: a realization with k monomials, counting the threshold as one where it is not 0.
        combinations: pairs (true points, false points), both with multiplicities; no k - 1 monomials see all of them.

    Examples:
        Parity of two bits is one monomial in signs; that no monomials do not suffice is seen at any point:

        >>> realization = Realization(2, 0x6, 2, "signs", ((3, -1),), 0)
        >>> ThresholdDensity(realization, ((((1, 1),), ()),)).verify()
    """

    realization: Realization
    combinations: tuple[tuple[Multiset, Multiset], ...]

    @property
    def n(self) -> int:
        """The number of variables."""
        return self.realization.n

    @property
    def table(self) -> int:
        """The truth table."""
        return self.realization.table

    @property
    def density(self) -> int:
        """The number of monomials of the realization, the constant included."""
        return len(self.realization.terms) + int(self.realization.threshold != 0)

    def verify(self, f: TruthTable | None = None) -> None:
        """Check the realization, and that no smaller set of monomials sees every combination.

        Raises:
            CertificateError: if the realization does not verify, or fewer monomials are not excluded.

        Cost:
            2**n times the number of points; then at most all sets of fewer than k of the 2**n monomials.
        """
        self.realization.verify(f)
        n, table, encoding = self.n, self.table, self.realization.encoding
        points = sum(len(true) + len(false) for true, false in self.combinations)
        check_work(points << n)
        families: list[frozenset[int]] = []
        for true, false in self.combinations:
            if not true + false:
                raise CertificateError("a combination must have at least one point", culprit="combinations")
            check_multiset(true, n, table, 1)
            check_multiset(false, n, table, 0)
            families.append(seeing_monomials(n, encoding, true, false))
        sets = 0
        for size in range(self.density):
            sets += math.comb(1 << n, size)
            check_work(sets)
        if can_be_met(families, self.density - 1):
            raise CertificateError(
                f"fewer than {self.density} monomials must be excluded, and are not", culprit="combinations"
            )

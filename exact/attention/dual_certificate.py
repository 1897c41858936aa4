r"""Keys of signs: for every support a query that ties on it, by least squares in integers.

For the keys u_i, i in S, with the Gram matrix G (entries <u_i, u_j>) and x = G^(-1) 1, the query w = sum of x_i u_i has
the score 1 at every key of S.  If the scores of all other keys are below 1, the query selects S.  Multiplied by det G
everything is an integer, so the gap is at least 1.

The *coherence* mu of keys of one length is the largest |<u_i, u_j>| divided by that length squared.  If (3q - 1) mu is
at most 1, the scores off the support are at most half of those on it, for every support of q positions, and nothing has
to be tried.

Least squares is one choice of a query.  The best one, whose scores off the support are least in absolute value, solves
a linear program, and the dual program shows that none is better: a vector h in the kernel of the keys with the same
ratio of its sum on the support to its absolute sum off it.

Dictionary:
    quadratic_residue_keys: keys of +1 and -1 from squares modulo a prime.
    OffScoreCertificate: the best query of a support and the kernel vector, and the check of both.
    least_off_score: find them.
    coherence: the coherence of keys of one length.
    largest_off_score: the largest score off a support, where that on it is 1.
    dual_certificate_unit: the unit with the queries of least squares.
    least_dual_certificate_unit: the one with keys of as few signs as quadratic residues allow.
    MAXIMUM_CERTIFIED_SUPPORTS: how many supports a search for keys tries for each number of signs.

Source:
    S-L11 `dual-certificate-lp-duality`, S-L16 `rational-dual-certificate`, S-L17 `incoherent-keys-suffice`
    :cite:p:`SanfordHsuTelgarsky2023`; the criterion of coherence is that of Tropp.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention._exact_matrix import determinant, inverse
from exact.attention.sparse_averaging import SparseAveragingUnit
from exact.attention.tasks import check_supports
from exact.attention.unit import Matrix, Vector, matrix
from exact.errors import CertificateError, DomainError, TooLargeError
from exact.linear_program import Infeasibility, minimize
from exact.rational import Rational, rational

MAXIMUM_CERTIFIED_SUPPORTS = 20_000
MAXIMUM_CERTIFIED_SIZE = 200


def _is_odd_prime(p: int) -> bool:
    return p > 2 and all(p % k for k in range(2, p) if k * k <= p)


def quadratic_residue_keys(n: int, m: int, prime: int) -> Matrix:
    """Return N keys of m signs: entry (j, i) is +1 if j + i is a square modulo p (0 included), -1 otherwise.

    Args:
        n: the number N of keys, at most p.
        m: the number of signs of a key, at most p.
        prime: an odd prime p.

    Raises:
        DomainError: if p is no odd prime, or N or m is not in 1, ..., p, where keys or signs would repeat.

    Examples:
        >>> quadratic_residue_keys(2, 4, 5)
        ((1, 1, -1, -1), (1, -1, -1, 1))
    """
    if not _is_odd_prime(prime):
        raise DomainError(f"squares need an odd prime, not {prime}")
    if not (1 <= n <= prime and 1 <= m <= prime):
        raise DomainError(f"N and m must be in 1, ..., p = {prime}, not {n} and {m}: beyond, keys or signs repeat")
    squares = {x * x % prime for x in range(prime)}
    return tuple(tuple(1 if (j + i) % prime in squares else -1 for i in range(m)) for j in range(n))


def _integer_keys(keys: Sequence[Sequence[Rational]]) -> list[list[int]]:
    rows = matrix(keys, "the list of keys")
    if any(isinstance(entry, Fraction) for row in rows for entry in row):
        raise DomainError("the keys must be integers: multiply them by a common denominator")
    return [[int(entry) for entry in row] for row in rows]


def _inner(u: Sequence[int], v: Sequence[int]) -> int:
    return sum(a * b for a, b in zip(u, v, strict=True))


def coherence(keys: Sequence[Sequence[Rational]]) -> Rational:
    """Return the largest |<u_i, u_j>| over i != j, divided by the common squared length.

    Raises:
        DomainError: if the keys are no integers or not of one positive length.

    Examples:
        >>> coherence([[1, 1, 1], [1, -1, 1], [1, 1, -1]])
        Fraction(1, 3)
    """
    rows = _integer_keys(keys)
    lengths = {_inner(u, u) for u in rows}
    if len(lengths) != 1 or lengths == {0}:
        raise DomainError(f"the coherence needs keys of one positive length, not of the squares {sorted(lengths)[:9]}")
    (square,) = lengths
    return rational(Fraction(max((abs(_inner(u, v)) for u, v in itertools.combinations(rows, 2)), default=0), square))


def _product(u: Vector, v: Sequence[Rational]) -> Fraction:
    return sum((Fraction(a) * b for a, b in zip(u, v, strict=True)), Fraction(0))


def _integer_query(rows: Sequence[Sequence[int]], support: tuple[int, ...]) -> tuple[list[int], int]:
    """Return det G times the least-squares query of a support, and det G > 0."""
    chosen = [rows[j - 1] for j in support]
    gram = [[_inner(u, v) for v in chosen] for u in chosen]
    d = determinant(gram)
    if d == 0:
        raise DomainError(f"the keys of the support {list(support)} are linearly dependent: no query of least squares")
    x = [int(d * sum(Fraction(entry) for entry in row)) for row in inverse(gram)]
    return [sum(c * u[i] for c, u in zip(x, chosen, strict=True)) for i in range(len(rows[0]))], d


def largest_off_score(keys: Sequence[Sequence[Rational]], support: Sequence[int]) -> Rational:
    """Return the largest score off a support of the query of least squares, whose score on the support is 1.

    Args:
        keys: N rows of integers.
        support: some positions, but not all, whose keys are linearly independent.

    Raises:
        DomainError: if the keys of the support are dependent, or no position is off the support.

    Examples:
        >>> largest_off_score([[1, 1, 1], [1, -1, 1], [1, 1, -1]], (1,))
        Fraction(1, 3)
    """
    rows = _integer_keys(keys)
    if check_supports([support], len(rows)) == len(rows):
        raise DomainError("there must be a position off the support")
    query, d = _integer_query(rows, tuple(sorted(support)))
    return rational(Fraction(max(_inner(query, u) for j, u in enumerate(rows, start=1) if j not in support), d))


def dual_certificate_unit(keys: Sequence[Sequence[Rational]], q: int, *, base: Rational) -> SparseAveragingUnit:
    """Return the unit with the queries of least squares, after a check of every support.

    Args:
        keys: N rows of integers.
        q: the size of a support.
        base: the base of the softmax.

    Raises:
        DomainError: if the keys of a support are dependent, or a score off a support is not below those on it; the
            message names the support.
        TooLargeError: if there are too many supports to check.

    Cost:
        For every support the inverse of a q x q matrix.

    Examples:
        >>> unit = dual_certificate_unit(quadratic_residue_keys(11, 8, 11), 1, base=2)
        >>> unit.dimension, unit.gap, unit.has_ties_and_gap()
        (8, 6, True)

    Source:
        S-L16.
    """
    rows = _integer_keys(keys)

    def query(support: tuple[int, ...]) -> Vector:
        return tuple(_integer_query(rows, support)[0])

    n = len(rows)
    unit = SparseAveragingUnit("dual-certificate", n, q, matrix(rows), query, 1, base)
    gaps = []
    for support in unit.supports():
        weights, d = _integer_query(rows, support)
        off = max((_inner(weights, u) for j, u in enumerate(rows, start=1) if j not in support), default=d - 1)
        if off >= d:
            raise DomainError(
                f"these keys do not select the support {list(support)}: a score off it is {Fraction(off, d)} of that "
                f"on it"
            )
        gaps.append(d - off)
    return SparseAveragingUnit("dual-certificate", n, q, unit.keys, query, min(gaps), base)


def least_dual_certificate_unit(n: int, q: int, *, base: Rational = 2, prime: int | None = None) -> SparseAveragingUnit:
    """Return the unit with keys of quadratic residues of the least dimension m for which every support is selected.

    Args:
        n: the number N of positions.
        q: the size of a support.
        base: the base of the softmax.
        prime: the prime of the residues, at least N; the least odd one if left out.

    Raises:
        DomainError: if q > N, or no number m <= p of signs selects all supports.
        TooLargeError: for more than `MAXIMUM_CERTIFIED_SUPPORTS` supports, or N > `MAXIMUM_CERTIFIED_SIZE`.

    Cost:
        For every m from q on the inverse of a q x q matrix for every support up to the first that is not selected.

    Examples:
        >>> unit = least_dual_certificate_unit(7, 2)
        >>> unit.dimension, unit.gap, unit.has_ties_and_gap()
        (6, 32, True)

    Source:
        S-L16; that m = O(q log N) signs suffice for random keys is S-T2.
    """
    if not 1 <= q <= n:
        raise DomainError(
            f"a support must be a set of q positions among N, so 1 <= q <= N must hold; q = {q} and N = {n}"
        )
    if n > MAXIMUM_CERTIFIED_SIZE or math.comb(n, q) > MAXIMUM_CERTIFIED_SUPPORTS:
        raise TooLargeError(
            f"every one of the supports of q = {q} among N = {n} positions would be tried, for several m",
            size=n,
            limit=MAXIMUM_CERTIFIED_SIZE,
            alternative="the moment curve needs no search",
        )
    p = next(p for p in itertools.count(max(n, 3)) if _is_odd_prime(p)) if prime is None else prime
    for m in range(q, p + 1):
        keys = quadratic_residue_keys(n, m, p)
        try:
            return dual_certificate_unit(keys, q, base=base)
        except DomainError:
            continue
    raise DomainError(f"no m <= p = {p} signs of quadratic residues select all supports of q = {q}; try a larger prime")


@dataclass(frozen=True, slots=True)
class OffScoreCertificate:
    """The best query of a support, and a kernel vector by which none is better.

    Attributes:
        keys: N rows of integers.
        support: the support, increasing positions from 1.
        value: the largest absolute score off the support, for this query and so for the best one.
        query: a query with the score 1 at every key of the support.
        kernel: N numbers h with sum of h_i u_i = 0; the absolute value of their sum on the support is the value times
            the sum of their absolute values off it. All 0 where the value is 0.

    Examples:
        >>> certificate = least_off_score([[1, 1], [1, -1], [2, 0]], (1,))
        >>> certificate.value, certificate.kernel
        (Fraction(1, 2), (Fraction(1, 2), Fraction(1, 2), Fraction(-1, 2)))
        >>> certificate.verify()
    """

    keys: Matrix
    support: tuple[int, ...]
    value: Rational
    query: Vector
    kernel: Vector

    def verify(self) -> None:
        """Check both halves, in integers.

        Raises:
            CertificateError: if one of them shows nothing.
        """
        n, on = len(self.keys), [j - 1 for j in self.support]
        off = [j for j in range(n) if j not in on]
        if len(self.kernel) != n or any(len(self.query) != len(key) for key in self.keys):
            raise CertificateError("the query and the kernel vector must fit the keys", culprit="query")
        scores = [_product(self.query, key) for key in self.keys]
        if any(scores[j] != 1 for j in on):
            raise CertificateError("the query must have the score 1 on the support", culprit=self.support)
        if any(not -self.value <= scores[j] <= self.value for j in off):
            raise CertificateError(f"a score off the support exceeds {self.value}", culprit=self.support)
        if any(_product(self.kernel, [key[i] for key in self.keys]) for i in range(len(self.query))):
            raise CertificateError("the kernel vector must send the keys to 0", culprit="kernel")
        h: list[Fraction] = [Fraction(entry) for entry in self.kernel]
        above = abs(sum((h[j] for j in on), Fraction(0)))
        below = sum((max(h[j], -h[j]) for j in off), Fraction(0))
        if self.value != 0 and (below == 0 or above < self.value * below):
            raise CertificateError(f"the kernel vector does not show the bound {self.value}", culprit="kernel")


def least_off_score(keys: Sequence[Sequence[Rational]], support: Sequence[int]) -> OffScoreCertificate:
    """Return the least possible largest absolute score off a support, for queries with the score 1 on it.

    If w is such a query and h a vector of the kernel, the sum of h on the support is minus the sum of h_j <w, u_j> off
    it, so its absolute value is at most the largest score times the absolute sum of h off it; the two meet.

    Args:
        keys: N rows of integers.
        support: some positions, but not all.

    Raises:
        DomainError: if no position is off the support, or no query has the score 1 on it.

    Cost:
        A linear program with 2m + 1 columns and 2N rows, in rational numbers.

    Examples:
        With as many coordinates as keys the others can be silenced; least squares does not do that.

        >>> keys = [[1, 1, 1], [1, -1, 1], [1, 1, -1]]
        >>> least_off_score(keys, (1,)).value, largest_off_score(keys, (1,))
        (0, Fraction(1, 3))

    Source:
        S-L11.
    """
    rows = _integer_keys(keys)
    if check_supports([support], len(rows)) == len(rows):
        raise DomainError("there must be a position off the support")
    chosen = tuple(sorted(support))
    off = [j for j in range(len(rows)) if j + 1 not in chosen]
    m = len(rows[0])
    # columns: the positive and the negative parts of the query, then the bound
    inequalities, bounds = [], []
    for sign in (1, -1):
        for j in chosen:
            inequalities.append([sign * e for e in rows[j - 1]] + [-sign * e for e in rows[j - 1]] + [0])
            bounds.append(sign)
    for sign in (1, -1):
        for j in off:
            inequalities.append([-sign * e for e in rows[j]] + [sign * e for e in rows[j]] + [1])
            bounds.append(0)
    found = minimize([0] * (2 * m) + [1], inequalities, bounds)
    if isinstance(found, Infeasibility):
        raise DomainError(
            f"the keys of the support {list(chosen)} are dependent: no query has the score 1 at all of them"
        )
    y, q = found.multipliers, len(chosen)
    kernel: list[Rational] = [0] * len(rows)
    for place, j in enumerate(chosen):
        kernel[j - 1] = rational(y[place] - y[q + place])
    for place, j in enumerate(off):
        kernel[j] = rational(y[2 * q + len(off) + place] - y[2 * q + place])
    query = tuple(rational(a - b) for a, b in zip(found.point[:m], found.point[m : 2 * m], strict=True))
    value = rational(found.point[2 * m])
    certificate = OffScoreCertificate(matrix(rows), chosen, value, query, tuple(kernel) if value else (0,) * len(rows))
    certificate.verify()
    return certificate

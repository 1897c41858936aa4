r"""Keys of signs: for every support a query that ties on it, by least squares in integers.

For the keys u_i, i in S, with the Gram matrix G (entries <u_i, u_j>) and x = G^(-1) 1, the query w = sum of x_i u_i has
the score 1 at every key of S.  If the scores of all other keys are below 1, the query selects S.  Multiplied by det G
everything is an integer, so the gap is at least 1.

The *coherence* mu of keys of one length is the largest |<u_i, u_j>| divided by that length squared.  If (3q - 1) mu is
at most 1, the scores off the support are at most half of those on it, for every support of q positions, and nothing has
to be tried.

Dictionary:
    quadratic_residue_keys: keys of +1 and -1 from squares modulo a prime.
    coherence: the coherence of keys of one length.
    largest_off_score: the largest score off a support, where that on it is 1.
    dual_certificate_unit: the unit with these queries.

Source:
    S-L16 `rational-dual-certificate`, S-L17 `incoherent-keys-suffice` :cite:p:`SanfordHsuTelgarsky2023`; the criterion
    of coherence is that of Tropp.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

from exact.attention._exact_matrix import determinant, inverse
from exact.attention.sparse_averaging import SparseAveragingUnit
from exact.attention.tasks import check_supports
from exact.attention.unit import Matrix, Vector, matrix
from exact.errors import DomainError
from exact.rational import Rational, rational


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

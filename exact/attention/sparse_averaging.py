r"""Units for sparse averaging: keys for the positions, queries for the sets of q positions, and how far they err.

In the *canonical* architecture the query depends on the support y of a token, the key on the position j, and the value
is the vector z_j.  All units of this module have scores that tie on y and are at least the *gap* lower off y, so their
weights are known: with t = the sum over j off y of B^(-(tie - score of j)),

    weight 1/(q + t) on y,   the sum of the other weights is t/(q + t).

The error for the worst vectors in the unit ball is the sum over j of the distances |weight of j - 1/q or 0|: it is
attained by vectors +-e_1.  Here it is **exactly 2t/(q + t)**, and t <= (N - q) B^(-gap).

| unit | dimension m | entries | gap |
|---|---|---|---|
| moment curve | 2q | up to N^(2q) | (floor(q/2)! ceil(q/2)!)^2 |
| cover-free code | p^2 | 0, 1 and 0, -1 | p - qr |
| one-hot | N | 0, 1 | 1 |

Dictionary:
    SparseAveragingUnit: keys, queries and a base.
    moment_curve_unit: the keys (j, j^2, ..., j^(2q)).
    moment_curve_gap: the least gap of these scores; squared_product: the coefficients of a product of squares.
    moment_curve_identity: the certificate for all N and all supports of q positions.
    one_hot_unit: one coordinate for each position.
    cover_free_unit: the keys are words of a Reed-Solomon code.
    weight_error_identities: the certificate of the formula 2t/(q + t).
    base_for_error: the least integer base that the bound allows.
    with_precision: the unit whose queries and keys are rounded to a fixed-point precision.
    MAXIMUM_SUPPORTS: how many supports are tried one by one; MAXIMUM_BOUND_GAP: the gap that a bound uses;
    MAXIMUM_KEY_BITS: the bits of all keys.

Source:
    S-L2 `soft-selection-error`, S-L8 `moment-curve-keys-tie-on-support`, S-L9 `moment-curve-minimum-gap`, S-T3
    `infinite-precision-sparse-averaging`, S-L18 `cover-free-keys-suffice` :cite:p:`SanfordHsuTelgarsky2023`; the codes
    are those of Kautz and Singleton.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from exact.attention.fixed_point import FixedPoint
from exact.attention.normalization import Softmax, check_softmax_work, least_root
from exact.attention.polynomial_identity import PolynomialIdentity
from exact.attention.tasks import check_supports
from exact.attention.unit import AttentionUnit, Matrix, Vector, matrix
from exact.errors import DomainError, TooLargeError
from exact.parameters import ParameterPolynomial, parameter
from exact.rational import Rational, rational

MAXIMUM_SUPPORTS = 200_000
MAXIMUM_BOUND_GAP = 256
MAXIMUM_KEY_BITS = 10**9
MAXIMUM_GAP_SIZE = 10_000


def _check_sizes(n: int, q: int) -> None:
    if not 1 <= q <= n:
        raise DomainError(
            f"a support must be a set of q positions among N, so 1 <= q <= N must hold; q = {q} and N = {n}"
        )


def _check_keys(n: int, m: int, bits: int) -> None:
    if n * m * bits > MAXIMUM_KEY_BITS:
        raise TooLargeError(
            f"N = {n} keys of m = {m} numbers of up to {bits} bits would be written out",
            size=n * m * bits,
            limit=MAXIMUM_KEY_BITS,
            alternative="take fewer positions, or a smaller q",
        )


@dataclass(frozen=True)
class SparseAveragingUnit:
    """A unit of the canonical architecture: a query for every support, a key for every position, and a base.

    Attributes:
        name: the construction.
        n: the number N of positions.
        q: the size of a support.
        keys: N rows of m numbers.
        query: the m numbers for a support, which is given as an increasing tuple of positions 1, ..., N.
        gap: how much lower than on the support the scores off it are, at least.
        base: the base B of the softmax.

    Examples:
        >>> unit = moment_curve_unit(4, 1, base=9)
        >>> unit.dimension, unit.scores((2,))
        (2, (3, 4, 3, 0))
        >>> unit.error((2,)) <= unit.error_bound()
        True
    """

    name: str
    n: int
    q: int
    keys: Matrix
    query: Callable[[tuple[int, ...]], Vector]
    gap: int
    base: Rational

    def __post_init__(self) -> None:
        """Check the sizes and the base."""
        _check_sizes(self.n, self.q)
        object.__setattr__(self, "keys", matrix(self.keys, "the list of keys"))
        object.__setattr__(self, "base", Softmax(self.base).base)
        if len(self.keys) != self.n:
            raise DomainError(f"there must be one key for each of the N = {self.n} positions, not {len(self.keys)}")

    @property
    def dimension(self) -> int:
        """The number m of coordinates of queries and keys."""
        return len(self.keys[0])

    def supports(self) -> Iterator[tuple[int, ...]]:
        """Yield all supports.

        Raises:
            TooLargeError: for more than `MAXIMUM_SUPPORTS`.
        """
        number = math.comb(self.n, self.q)
        if number > MAXIMUM_SUPPORTS:
            raise TooLargeError(
                f"{number} supports of q = {self.q} among N = {self.n} positions would be tried one by one",
                size=number,
                limit=MAXIMUM_SUPPORTS,
                alternative="the error bound holds without trying any",
            )
        return itertools.combinations(range(1, self.n + 1), self.q)

    def scores(self, support: Sequence[int]) -> Vector:
        """Return the scores of all positions for a token with this support."""
        check_supports([support], self.n)
        query = self.query(tuple(sorted(support)))
        return tuple(rational(Fraction(sum(a * b for a, b in zip(query, key, strict=True)))) for key in self.keys)

    def weights(self, support: Sequence[int]) -> Vector:
        """Return the attention weights for a token with this support."""
        return Softmax(self.base).weights(self.scores(support))

    def error(self, support: Sequence[int]) -> Rational:
        """Return the largest distance from the mean over the support, over all vectors of the unit ball.

        It is the sum of the distances of the weights from 1/q and 0, by the triangle inequality, and it is attained by
        vectors +1 and -1 in one coordinate.
        """
        weights, chosen = self.weights(support), set(support)
        target = [Fraction(j in chosen, self.q) for j in range(1, self.n + 1)]
        return rational(Fraction(sum(abs(w - t) for w, t in zip(weights, target, strict=True))))

    def largest_error(self) -> Rational:
        """Return the largest error over all supports, each one tried; it is exact for all inputs.

        Raises:
            TooLargeError: for more than `MAXIMUM_SUPPORTS` supports, or weights of too many bits.
        """
        supports = self.supports()
        ends = [self.scores(range(1, self.q + 1)), self.scores(range(self.n - self.q + 1, self.n + 1))]
        difference = max(max(scores) - min(scores) for scores in ends)
        check_softmax_work(self.base, difference, self.n * math.comb(self.n, self.q))
        return max(self.error(support) for support in supports)

    def error_bound(self) -> Rational:
        """Return 2t/(q + t) with t = (N - q) B^(-gap), which no error exceeds; nothing is tried.

        A gap above `MAXIMUM_BOUND_GAP` counts as that: the bound holds as well, and has fewer digits.
        """
        t = Fraction(self.n - self.q) / Fraction(self.base) ** min(self.gap, MAXIMUM_BOUND_GAP)
        return rational(2 * t / Fraction(self.q + t))

    def has_ties_and_gap(self) -> bool:
        """Return whether the scores of all supports tie on the support and are at least the gap lower off it.

        Raises:
            TooLargeError: for more than `MAXIMUM_SUPPORTS` supports.
        """
        for support in self.supports():
            scores = self.scores(support)
            on = {scores[j - 1] for j in support}
            off = [scores[j] for j in range(self.n) if j + 1 not in support]
            if len(on) > 1 or any(max(on) - s < self.gap for s in off):
                return False
        return True

    def attention_unit(self, width: int) -> AttentionUnit:
        """Return the unit as matrices that read tokens (query; key; vector) of 2m + d' coordinates.

        Args:
            width: the number d' of coordinates of a vector.
        """
        m, d = self.dimension, 2 * self.dimension + width

        def block(first: int, columns: int) -> list[list[int]]:
            return [[int(row == first + c) for c in range(columns)] for row in range(d)]

        return AttentionUnit(block(0, m), block(m, m), block(2 * m, width), Softmax(self.base))  # type: ignore[arg-type]

    def output(self, vectors: Sequence[Sequence[Rational]], supports: Sequence[Sequence[int]]) -> Matrix:
        """Return what the unit computes for these vectors and supports, one of each for every position.

        Raises:
            DomainError: if there are not N vectors and N supports of q positions.
        """
        z = matrix(vectors, "the list of vectors")
        if len(z) != self.n or len(supports) != self.n or check_supports(supports, self.n) != self.q:
            raise DomainError(f"there must be N = {self.n} vectors and as many supports of q = {self.q} positions")
        tokens = [self.query(tuple(sorted(y))) + key + row for y, key, row in zip(supports, self.keys, z, strict=True)]
        return self.attention_unit(len(z[0])).output(tokens)


def squared_product(points: Sequence[object]) -> list[object]:
    """Return the coefficients c_0, ..., c_2q of the product of (t - s)^2 over the points s.

    The points are integers, or polynomials in named parameters: the code of the unit is the code of its certificate.

    Examples:
        >>> squared_product([1, 2])
        [4, -12, 13, -6, 1]
    """
    coefficients: list[object] = [1]
    for s in points:
        for _ in range(2):
            shifted = [0, *coefficients]
            lower = [-1 * s * c for c in coefficients] + [0]  # type: ignore[operator]
            coefficients = [a + b for a, b in zip(shifted, lower, strict=True)]  # type: ignore[operator]
    return coefficients


def moment_curve_gap(q: int) -> int:
    """Return (floor(q/2)! ceil(q/2)!)^2, the least value off the support of the product of (j - s)^2, for N > q.

    Raises:
        DomainError: if q is less than 1.
        TooLargeError: for q > `MAXIMUM_GAP_SIZE`.

    Examples:
        >>> [moment_curve_gap(q) for q in (1, 2, 3, 4)]
        [1, 1, 4, 16]
    """
    if q < 1:
        raise DomainError(f"the size q of a support must be at least 1, not {q}")
    if q > MAXIMUM_GAP_SIZE:
        raise TooLargeError(
            f"the gap for q = {q} is a product of about {q} factors",
            size=q,
            limit=MAXIMUM_GAP_SIZE,
            alternative="it is at least 1 for every q",
        )
    return (math.factorial(q // 2) * math.factorial(q - q // 2)) ** 2


def _moment_curve_query(support: tuple[int, ...]) -> Vector:
    return tuple(-int(c) for c in squared_product(support)[1:])  # type: ignore[call-overload]


def moment_curve_unit(n: int, q: int, *, base: Rational) -> SparseAveragingUnit:
    """Return the unit with the keys (j, j^2, ..., j^(2q)).

    The query of y holds the coefficients of -P_y, where P_y(t) is the product of (t - s)^2 over s in y, without the
    constant one; the score of j is c_0 - P_y(j).

    Raises:
        DomainError: if q > N or q < 1.

    Examples:
        >>> unit = moment_curve_unit(6, 2, base=8)
        >>> unit.dimension, unit.gap, unit.has_ties_and_gap()
        (4, 1, True)
        >>> unit.largest_error() <= unit.error_bound() == Fraction(2, 5)
        True

    Source:
        S-L8, S-T3; 2q is the least dimension for N >= 3q (`exact.attention.radon_obstruction`).
    """
    _check_sizes(n, q)
    _check_keys(n, 2 * q, 2 * q * n.bit_length())
    keys = [tuple(j**k for k in range(1, 2 * q + 1)) for j in range(1, n + 1)]
    return SparseAveragingUnit("moment-curve", n, q, tuple(keys), _moment_curve_query, moment_curve_gap(q), base)


def moment_curve_identity(q: int) -> PolynomialIdentity:
    """Return the identity that proves the scores of the moment curve for every N and every support of q positions.

    The score in symbols s_1, ..., s_q for the support and t for the position is c_0 minus the product of (t - s_i)^2:
    it ties where t is one of them, and is lower by the square of a non-zero integer elsewhere.

    Raises:
        DomainError: if q is less than 1.

    Examples:
        >>> moment_curve_identity(2).holds
        True
    """
    if q < 1:
        raise DomainError(f"the size q of a support must be at least 1, not {q}")
    t = parameter("t")
    points = [parameter(f"s{i}") for i in range(1, q + 1)]
    coefficients = squared_product(points)
    score = ParameterPolynomial.constant(0)
    for k in range(1, 2 * q + 1):
        score -= coefficients[k] * t**k
    tie, distance = ParameterPolynomial.constant(1), ParameterPolynomial.constant(1)
    for s in points:
        tie, distance = tie * s**2, distance * (t - s) ** 2
    return PolynomialIdentity(
        "the score is a constant minus the product of the squared distances", score, tie - distance
    )


def weight_error_identities(q: int) -> tuple[PolynomialIdentity, PolynomialIdentity]:
    """Return the two identities of the error 2t/(q + t), multiplied by q + t.

    On the support q weights fall short of 1/q by t/(q(q + t)) each; off it the weights sum to t/(q + t).

    Examples:
        >>> all(identity.holds for identity in weight_error_identities(3))
        True
    """
    t = parameter("t")
    shortfall = q * (Fraction(1, q) * (q + t) - 1)
    return (
        PolynomialIdentity("the shortfall on the support, times q + t, is t", shortfall, t),
        PolynomialIdentity("shortfall and excess, times q + t, are 2t", shortfall + t, 2 * t),
    )


def base_for_error(n: int, q: int, error: Rational, gap: int = 1) -> int:
    """Return the least integer B >= 2 for which 2t/(q + t) <= error with t = (N - q) B^(-gap).

    Args:
        n: the number N of positions.
        q: the size of a support.
        error: the distance allowed, in (0, 2).
        gap: the gap of the scores, at least 1.

    Raises:
        DomainError: if q > N, the error is not positive, or the gap is less than 1.

    Examples:
        >>> base_for_error(10, 2, Fraction(1, 4)), base_for_error(10, 2, Fraction(1, 4), gap=4)
        (28, 3)

    Source:
        S-T3, with the exact error of S-L2 for ties; the base of S-T3, 2(N - q)/(q error), is greater.
    """
    _check_sizes(n, q)
    error = rational(error)
    if error <= 0:
        raise DomainError(
            f"the error must be positive, not {error}: every softmax puts some weight off the support, so none is exact"
        )
    if gap < 1:
        raise DomainError(f"the gap must be at least 1, not {gap}: where scores do not differ, no base selects")
    if error >= 2 or n == q:
        return 2
    needed = math.ceil(Fraction((n - q) * (2 - error)) / Fraction(error * q))  # 2t <= error (q + t)
    if gap >= needed.bit_length():  # 2^gap is enough, and need not be written out
        return 2
    return max(2, least_root(needed, gap))


def one_hot_unit(n: int, q: int, *, base: Rational) -> SparseAveragingUnit:
    """Return the unit whose key of position j is the unit vector e_j; the query is the indicator of the support.

    Raises:
        DomainError: if q > N or q < 1.

    Examples:
        >>> one_hot_unit(3, 2, base=2).scores((1, 3))
        (1, 0, 1)
    """
    _check_sizes(n, q)
    _check_keys(n, n, 64)
    keys = tuple(tuple(int(i == j) for i in range(n)) for j in range(n))
    return SparseAveragingUnit("one-hot", n, q, keys, lambda y: tuple(int(j + 1 in y) for j in range(n)), 1, base)


def _is_prime(p: int) -> bool:
    return p > 1 and all(p % divisor for divisor in range(2, math.isqrt(p) + 1))


def cover_free_unit(n: int, q: int, *, prime: int, degree: int, base: Rational) -> SparseAveragingUnit:
    """Return the unit whose keys are words of a Reed-Solomon code: the graphs of polynomials over a prime field.

    The key of a polynomial g of degree at most r over the field of p elements is the indicator of the p points (x,
    g(x)) among p^2.  The query is -1 outside the union of the graphs of the support.  Another polynomial meets each of
    them in at most r points, so at least p - qr of its points are outside.

    Args:
        n: the number N of positions, at most p^(r + 1).
        q: the size of a support.
        prime: the prime p.
        degree: the degree r >= 0.
        base: the base of the softmax.

    Raises:
        DomainError: if p is not prime, there are fewer than N polynomials, or q r >= p, where nothing is left outside
            the union.

    Examples:
        >>> unit = cover_free_unit(9, 2, prime=3, degree=1, base=2)
        >>> unit.dimension, unit.gap, unit.has_ties_and_gap()
        (9, 1, True)

    Source:
        S-L18.
    """
    _check_sizes(n, q)
    _check_keys(n, prime * prime, 64)
    if not _is_prime(prime):
        raise DomainError(f"the code needs a field, so a prime, not {prime}")
    if q * degree >= prime:
        raise DomainError(
            f"q r must be less than p: {q} graphs may cover q r = {q * degree} of the p = {prime} points of another"
        )
    if degree < 0 or n > prime ** (degree + 1):
        raise DomainError(
            f"there are p^(r + 1) = {prime ** (degree + 1) if degree >= 0 else 0} polynomials of degree at most "
            f"{degree} over the field of {prime} elements, not N = {n}"
        )
    graphs = []
    for number in range(n):
        digits = [number // prime**k % prime for k in range(degree + 1)]
        values = [sum(digit * x**k for k, digit in enumerate(digits)) % prime for x in range(prime)]
        graphs.append({x * prime + y for x, y in enumerate(values)})
    size = prime * prime

    def query(support: tuple[int, ...]) -> Vector:
        union = set().union(*(graphs[j - 1] for j in support))
        return tuple(0 if point in union else -1 for point in range(size))

    keys = tuple(tuple(int(point in graph) for point in range(size)) for graph in graphs)
    return SparseAveragingUnit("cover-free", n, q, keys, query, prime - q * degree, base)


def with_precision(unit: SparseAveragingUnit, precision: FixedPoint) -> SparseAveragingUnit:
    """Return the unit whose queries and keys are rounded to the nearest numbers of a fixed-point precision.

    Nothing is known of its gap, which is set to 0.  With p bits and m coordinates there are at most 2^(mp) queries, and
    two supports with equal queries have equal weights, so one of the two means is missed by 1/q at least: with
    `exact.attention.unit_file.averaging_unit` and `exact.attention.refutation.refute` the support is found.

    Args:
        unit: the unit.
        precision: the numbers that are kept.

    Raises:
        DomainError: if a number is out of the range of the precision, at once for a key, in use for a query.

    Examples:
        With steps of 16 the supports {1} and {2} of the moment curve have the same query.

        >>> coarse = with_precision(moment_curve_unit(4, 1, base=9), FixedPoint(4, -4))
        >>> coarse.query((1,)), coarse.query((2,)), coarse.query((4,))
        ((0, 0), (0, 0), (0, 0))

    Source:
        S-D4 `p-bit-precision`, S-T4 `sparse-averaging-needs-q-bits`.
    """
    keys = tuple(tuple(precision.rounded(entry) for entry in key) for key in unit.keys)

    def query(support: tuple[int, ...]) -> Vector:
        return tuple(precision.rounded(entry) for entry in unit.query(support))

    return replace(unit, name=f"{unit.name}-{precision.bits}-bits", keys=keys, query=query, gap=0)

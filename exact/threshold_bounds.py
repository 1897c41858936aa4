r"""Bounds on T(n, d), the number of polynomial threshold functions, and on networks of threshold units.

Every function checks the hypotheses of its statement and refuses (`DomainError`) where they fail; where a statement
speaks of other counts, they come from the argument ``counts``, a function (n, d) that gives T(n, d).

Dictionary:
    schlafli_bound, power_bound: T(n, d) <= S(2^n, D) and < 2^(n(D - 1)), D = C(n, <= d) (Q-L3).
    missing_parities_bound: T(n, d) <= 2^(2^n) - 2 for d < n (Q-F3, Q-S5).
    cut_bound, cut_product_bound, cut_power_bound: from one variable fewer, a product, a power of two (Q-L4).
    degree_split_bound, binomial_bound: T(n - 1, d) T(n - 1, d - 1), and 2^C(n, d + 1) (Q-L5).
    multiplexer_bound: T(m, 1)^C(k, d - 1) for the best m + k = n (Q-L6).
    flat_bound: the number of flats (Q-L7).
    finite_set_lower_bound, finite_set_upper_bound, finite_set_exponential_bound: restrictions to points (Q-L9).
    linear_leading_term, degree_leading_term, monomial_leading_term: n^2, n^(d+1)/d!, n C(n, <= d) (Q-T1, Q-T2).
    binomial_leading_term: log2 of 2 C(2^n - 1, n) (Irmatov, in Q-T1).
    layered_bound, layered_leading_term: networks of layers (Q-T3a, Q-T3).
    hidden_layer_lower_bound, hidden_layer_upper_bound: one hidden layer (Q-T3b).
    recurrent_count: one synchronous step of n units, exactly (Q-T3c).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import comb, factorial, prod

from exact.capacity_bound import (
    Bound,
    Side,
    ThresholdCount,
    count_bound,
    leading_term,
    monomial_count,
    power_of_two,
    schlafli_number,
)
from exact.enclosure import Enclosure, euler_enclosure, log2_enclosure
from exact.errors import DomainError


def _need(condition: bool, statement: str, hypothesis: str, n: int, degree: int | None = None) -> None:
    if not condition:
        at = f"n = {n}" if degree is None else f"n = {n}, d = {degree}"
        raise DomainError(f"{statement} needs {hypothesis}, not {at}")


def schlafli_bound(n: int, degree: int = 1) -> Bound:
    """Return S(2^n, D) with D = C(n, <= d), n and d at least 0.

    Source:
        Q-L3 `threshold-count-upper-bound` (Schläfli, Winder, Cover).

    Examples:
        It is attained for n = 2, where any three of the four points are independent:

        >>> schlafli_bound(2).count
        14
    """
    _need(n >= 0 and degree >= 0, "Q-L3", "n, d >= 0", n, degree)
    count = schlafli_number(power_of_two(n), monomial_count(n, degree))
    return count_bound(Side.UPPER, "Q-L3", "threshold-count-upper-bound", "S(2^n, C(n,<=d))", "secondary", count)


def power_bound(n: int, degree: int = 1) -> Bound:
    """Return 2^(n (D - 1)) with D = C(n, <= d); the count is less. Needs n >= 2 and d >= 1.

    Source:
        Q-L3 `threshold-count-upper-bound`; for d = 1 it is 2^(n^2).

    Examples:
        >>> power_bound(3).count == 2**9
        True
        >>> power_bound(1)
        Traceback (most recent call last):
        exact.errors.DomainError: Q-L3 needs n >= 2 and d >= 1, not n = 1, d = 1
    """
    _need(n >= 2 and degree >= 1, "Q-L3", "n >= 2 and d >= 1", n, degree)
    count = power_of_two(n * (monomial_count(n, degree) - 1))
    formula = "2^(n^2)" if degree == 1 else "2^(n (C(n,<=d) - 1))"
    return count_bound(Side.UPPER, "Q-L3", "threshold-count-upper-bound", formula, "reconstructed", count, strict=True)


def missing_parities_bound(n: int, degree: int = 1) -> Bound:
    """Return 2^(2^n) - 2, attained for d = n - 1; needs 0 <= d < n.

    Source:
        Q-S5 `parity-needs-degree-n` with Q-F3 `degree-n-gives-all-functions`.
    """
    _need(0 <= degree < n, "Q-S5", "0 <= d < n", n, degree)
    count = power_of_two(1 << n) - 2
    return count_bound(Side.UPPER, "Q-S5", "parity-needs-degree-n", "2^(2^n) - 2", "reconstructed", count)


def cut_bound(n: int, counts: ThresholdCount) -> Bound:
    """Return (2^(n-1) + 1) T(n - 1, 1), a lower bound on T(n, 1); needs n >= 1.

    Source:
        Q-L4 `one-more-variable-multiplies-by-cuts`.
    """
    _need(n >= 1, "Q-L4", "n >= 1", n)
    count = ((1 << (n - 1)) + 1) * counts(n - 1, 1)
    formula = "(2^(n-1) + 1) T(n-1,1)"
    return count_bound(Side.LOWER, "Q-L4", "one-more-variable-multiplies-by-cuts", formula, "reconstructed", count)


def cut_product_bound(n: int) -> Bound:
    """Return 2 (2^0 + 1) (2^1 + 1) ... (2^(n-1) + 1), a lower bound on T(n, 1).

    Source:
        Q-L4 `one-more-variable-multiplies-by-cuts`, repeated.

    Examples:
        >>> [cut_product_bound(n).count for n in range(4)]
        [2, 4, 12, 60]
    """
    _need(n >= 0, "Q-L4", "n >= 0", n)
    count = 2 * prod((1 << k) + 1 for k in range(n))
    formula = "2 prod_{k<n} (2^k + 1)"
    return count_bound(Side.LOWER, "Q-L4", "one-more-variable-multiplies-by-cuts", formula, "reconstructed", count)


def cut_power_bound(n: int) -> Bound:
    """Return 2^(2 + n(n-1)/2), a lower bound on T(n, 1); needs n >= 1.

    Source:
        Q-L4 `one-more-variable-multiplies-by-cuts`.
    """
    _need(n >= 1, "Q-L4", "n >= 1", n)
    count = 1 << (2 + comb(n, 2))
    return count_bound(
        Side.LOWER, "Q-L4", "one-more-variable-multiplies-by-cuts", "2^(2 + n(n-1)/2)", "reconstructed", count
    )


def degree_split_bound(n: int, degree: int, counts: ThresholdCount) -> Bound:
    """Return T(n - 1, d) T(n - 1, d - 1), a lower bound on T(n, d); needs n, d >= 1.

    Source:
        Q-L5 `degree-split-lower-bound`.
    """
    _need(n >= 1 and degree >= 1, "Q-L5", "n, d >= 1", n, degree)
    count = counts(n - 1, degree) * counts(n - 1, degree - 1)
    return count_bound(Side.LOWER, "Q-L5", "degree-split-lower-bound", "T(n-1,d) T(n-1,d-1)", "reconstructed", count)


def binomial_bound(n: int, degree: int = 1) -> Bound:
    """Return 2^C(n, d + 1), a lower bound on T(n, d); needs n, d >= 1.

    Source:
        Q-L5 `degree-split-lower-bound`.
    """
    _need(n >= 1 and degree >= 1, "Q-L5", "n, d >= 1", n, degree)
    count = power_of_two(comb(n, degree + 1))
    return count_bound(Side.LOWER, "Q-L5", "degree-split-lower-bound", "2^C(n,d+1)", "reconstructed", count)


def multiplexer_bound(n: int, degree: int, counts: ThresholdCount) -> Bound:
    """Return the largest T(m, 1)^C(k, d - 1) with m + k = n and k >= d - 1, a lower bound on T(n, d).

    Needs 1 <= d <= n + 1.

    Source:
        Q-L6 `multiplexer-boost`.

    Examples:
        For d = 2 and n = 3 the best choice is two selected functions of one variable, or one of two:

        >>> multiplexer_bound(3, 2, lambda n, d: (2, 4, 14, 104)[n]).count
        16
    """
    _need(1 <= degree <= n + 1, "Q-L6", "1 <= d <= n + 1", n, degree)
    count = max(counts(n - k, 1) ** comb(k, degree - 1) for k in range(degree - 1, n + 1))
    formula = "max T(m,1)^C(k,d-1), m + k = n"
    return count_bound(Side.LOWER, "Q-L6", "multiplexer-boost", formula, "secondary", count)


def flat_bound(flats: int) -> Bound:
    """Return the number of flats of a central arrangement, a lower bound on its number of regions; at least 1.

    Source:
        Q-L7 `regions-at-least-flats`.

    Examples:
        The threshold arrangement of two variables has 1 + 4 + 6 + 1 flats and 14 regions:

        >>> flat_bound(12).count
        12
    """
    if flats < 1:
        raise DomainError(f"Q-L7 needs an arrangement, which has at least one flat, not {flats}")
    return count_bound(Side.LOWER, "Q-L7", "regions-at-least-flats", "number of flats", "secondary", flats)


def finite_set_lower_bound(points: int) -> Bound:
    """Return 2 |E|, a lower bound on the number of restrictions of threshold functions to a set E of points.

    Source:
        Q-L9 `finite-set-capacity`; E must not be empty.
    """
    _need_points(points, 1)
    return count_bound(Side.LOWER, "Q-L9", "finite-set-capacity", "2 |E|", "reconstructed", 2 * points)


def finite_set_upper_bound(points: int, n: int) -> Bound:
    """Return S(|E|, n + 1), an upper bound on the number of restrictions to a set E of points of R^n, n >= 0.

    Source:
        Q-L9 `finite-set-capacity`; E must not be empty.
    """
    _need_points(points, 1)
    _need(n >= 0, "Q-L9", "n >= 0", n)
    count = schlafli_number(points, n + 1)
    return count_bound(Side.UPPER, "Q-L9", "finite-set-capacity", "S(|E|, n+1)", "reconstructed", count)


def finite_set_exponential_bound(points: int, n: int) -> Bound:
    """Return 2 (e |E| / n)^n, an upper bound on the number of restrictions to E in R^n; needs |E| >= n >= 1.

    Source:
        Q-L9 `finite-set-capacity`.

    Examples:
        >>> finite_set_exponential_bound(8, 3).bits.to_decimals(2)
        ('9.57', '9.58')
    """
    _need(n >= 1, "Q-L9", "n >= 1", n)
    _need_points(points, n)
    e = euler_enclosure()
    logarithm = Enclosure(log2_enclosure(e.lower).lower, log2_enclosure(e.upper).upper)
    bits = Enclosure.exactly(1) + (logarithm + log2_enclosure(Fraction(points, n))).times(n)
    return Bound(Side.UPPER, "Q-L9", "finite-set-capacity", "2 (e |E| / n)^n", "reconstructed", bits)


def _need_points(points: int, least: int) -> None:
    if points < least:
        raise DomainError(f"Q-L9 needs at least {least} points, not {points}")


def linear_leading_term(n: int) -> Bound:
    """Return n^2, the leading term of log2 T(n, 1).

    Source:
        Q-T1 `zuev-asymptotics`.
    """
    return leading_term("Q-T1", "zuev-asymptotics", "n^2", "authors", n * n)


def binomial_leading_term(n: int) -> Bound:
    """Return log2 of 2 C(2^n - 1, n), to which T(n, 1) is asymptotic; needs n >= 1.

    Source:
        Q-T1 `zuev-asymptotics`, Irmatov 2020 as cited there.  The known values are far from it.
    """
    _need(n >= 1, "Q-T1", "n >= 1", n)
    bits = log2_enclosure(2 * comb((1 << n) - 1, n))
    return Bound(Side.LEADING, "Q-T1", "zuev-asymptotics", "log2 (2 C(2^n - 1, n))", "authors", bits)


def degree_leading_term(n: int, degree: int = 1) -> Bound:
    """Return n^(d+1)/d!, the leading term of log2 T(n, d) for d = o(log n); needs d >= 1.

    Source:
        Q-T2 `baldi-vershynin-asymptotics`.
    """
    _need(degree >= 1, "Q-T2", "d >= 1", n, degree)
    bits = Fraction(n ** (degree + 1), factorial(degree))
    return leading_term("Q-T2", "baldi-vershynin-asymptotics", "n^(d+1)/d!", "secondary", bits)


def monomial_leading_term(n: int, degree: int = 1) -> Bound:
    """Return n C(n, <= d), to which log2 T(n, d) is asymptotic; needs d >= 1.

    Source:
        Q-T2 `baldi-vershynin-asymptotics`.
    """
    _need(degree >= 1, "Q-T2", "d >= 1", n, degree)
    bits = n * monomial_count(n, degree)
    return leading_term("Q-T2", "baldi-vershynin-asymptotics", "n C(n,<=d)", "authors", bits)


def _layer_exponent(widths: Sequence[int]) -> int:
    least = accumulate(widths, min)
    return sum(m * width * following for m, (width, following) in zip(least, pairwise(widths), strict=False))


def layered_bound(widths: Sequence[int]) -> Bound:
    """Return 2 to the sum of min(n_1, ..., n_k) n_k n_(k+1): a bound for the architecture (n_1, ..., n_L).

    Needs L >= 2 and n_k >= 2 for k < L, n_L >= 1.

    Source:
        Q-T3a `layered-upper-bound`.

    Examples:
        The sum is 2 * 2 * 3 + 2 * 3 * 1:

        >>> layered_bound((2, 3, 1)).bits.upper
        Fraction(18, 1)
    """
    if len(widths) < 2 or min(widths[:-1]) < 2 or widths[-1] < 1:
        raise DomainError(f"Q-T3a needs two layers or more and n_k >= 2 for all but the last, not {tuple(widths)}")
    count = power_of_two(_layer_exponent(widths))
    formula = "2^(sum min(n_1..n_k) n_k n_(k+1))"
    return count_bound(Side.UPPER, "Q-T3a", "layered-upper-bound", formula, "reconstructed", count)


def layered_leading_term(widths: Sequence[int]) -> Bound:
    """Return the sum of min(n_1, ..., n_k) n_k n_(k+1): the capacity of the architecture up to absolute constants.

    Source:
        Q-T3 `layered-capacity`; it needs that no layer is tiny against the logarithms of later ones.
    """
    if len(widths) < 2 or min(widths) < 1:
        raise DomainError(f"Q-T3 needs two layers or more, none of them empty, not {tuple(widths)}")
    formula = "sum min(n_1..n_k) n_k n_(k+1), up to constants"
    return leading_term("Q-T3", "layered-capacity", formula, "authors", _layer_exponent(widths))


def _selectors(units: int) -> int:
    """Return ceil(log2 m), the number of selector inputs that name m units."""
    return (units - 1).bit_length()


def hidden_layer_lower_bound(n: int, units: int, counts: ThresholdCount) -> Bound:
    """Return T(n - r, 1)^m for the architecture (n, m, 1), r = ceil(log2 m); needs m >= 2 and r < n.

    Source:
        Q-T3b `one-hidden-layer-sandwich`.
    """
    r = _selectors(units)
    if units < 2 or r >= n:
        raise DomainError(f"Q-T3b needs m >= 2 and ceil(log2 m) < n, not n = {n}, m = {units}")
    count = counts(n - r, 1) ** units
    return count_bound(Side.LOWER, "Q-T3b", "one-hidden-layer-sandwich", "T(n-r,1)^m", "reconstructed", count)


def hidden_layer_upper_bound(n: int, units: int, counts: ThresholdCount) -> Bound:
    """Return T(n, 1)^m 2^(n m) for the architecture (n, m, 1); needs m >= 2 and ceil(log2 m) < n.

    Source:
        Q-T3b `one-hidden-layer-sandwich`.
    """
    if units < 2 or _selectors(units) >= n:
        raise DomainError(f"Q-T3b needs m >= 2 and ceil(log2 m) < n, not n = {n}, m = {units}")
    count = counts(n, 1) ** units << (n * units)
    return count_bound(Side.UPPER, "Q-T3b", "one-hidden-layer-sandwich", "T(n,1)^m 2^(nm)", "reconstructed", count)


def recurrent_count(n: int, counts: ThresholdCount) -> int:
    """Return T(n, 1)^n, the exact number of maps of one synchronous step of n threshold units.

    Source:
        Q-T3c `recurrent-step-count`.

    Examples:
        >>> recurrent_count(2, lambda n, d: 14)
        196
    """
    _need(n >= 0, "Q-T3c", "n >= 0", n)
    return int(counts(n, 1) ** n)

r"""One third-order unit finds triples that sum to 0 modulo M.

With u = x + y + z the score of a pair of tokens y, z for a token x is 1 - (u(u - M)(u - 2M))^2: it is 1 where u is one
of 0, M, 2M, the multiples of M that can occur, and at most 0 elsewhere.  The pair of the blank token with itself has
the score 1, a pair of the blank token and a residue the score 0.  As a polynomial of degree 6 in y and z the score
needs 28 products y^b z^c, and the blank token one more, so m = 29.

Dictionary:
    match3_unit: the unit; match3_identities: its certificate for all N and M.

Source:
    S-L28 `third-order-integer-unit`, S-P1 `third-order-attention-computes-match3`
    :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from exact.attention.matching import MatchingUnit
from exact.attention.normalization import Softmax
from exact.attention.polynomial_identity import PolynomialIdentity
from exact.attention.tasks import match3
from exact.attention.unit import ThirdOrderUnit
from exact.errors import DomainError
from exact.parameters import ParameterPolynomial, parameter
from exact.rational import Rational

_PAIRS = [(b, c) for b in range(7) for c in range(7 - b)]


def _multinomial(a: int, b: int, c: int) -> int:
    value = 1
    for below, k in ((a + b + c, a), (b + c, b)):
        for i in range(k):
            value = value * (below - i) // (i + 1)
    return value


def _third_order_matrices(
    modulus: ParameterPolynomial | int,
) -> tuple[list[list[object]], list[list[int]], list[list[int]]]:
    """Return the query matrix and both key matrices, for rows (1, x, ..., x^6, blank).

    (u(u - M)(u - 2M))^2 = u^6 - 6 M u^5 + 13 M^2 u^4 - 12 M^3 u^3 + 4 M^4 u^2, and u^k is a sum of multinomial
    coefficients times x^a y^b z^c.
    """
    m = modulus
    of_u: dict[int, object] = {6: 1, 5: -6 * m, 4: 13 * m * m, 3: -12 * m * m * m, 2: 4 * m * m * m * m}
    query: list[list[object]] = [[0] * 29 for _ in range(8)]
    first, second = [[0] * 29 for _ in range(8)], [[0] * 29 for _ in range(8)]
    for place, (b, c) in enumerate(_PAIRS):
        for degree, coefficient in of_u.items():
            a = degree - b - c
            if a >= 0:
                query[a][place] = -_multinomial(a, b, c) * coefficient  # type: ignore[operator]
        first[b][place] = second[c][place] = 1
    query[0][0] = 1 + query[0][0]  # type: ignore[operator]
    query[0][28] = first[7][28] = second[7][28] = 1
    return query, first, second


def match3_unit(n: int, modulus: int, base: Rational | None = None) -> MatchingUnit:
    """Return the third-order unit of dimension 29 for triples modulo M, literal reading.

    Args:
        n: the number N of tokens.
        modulus: the modulus M.
        base: the base of the softmax, at least 6 N^2; 6 N^2 if left out.

    Raises:
        DomainError: for N or M below 1, or a smaller base.

    Examples:
        >>> unit = match3_unit(3, 5)
        >>> unit.dimension, unit.answers([1, 1, 3]), unit.answers([1, 1, 1])
        (29, (1, 1, 1), (0, 0, 0))

    Source:
        S-L28.
    """
    if n < 1 or modulus < 1:
        raise DomainError(f"a matching unit needs N >= 1 tokens and a modulus M >= 1, not N = {n} and M = {modulus}")
    least = 6 * n * n
    base = least if base is None else base
    if base < least:
        raise DomainError(
            f"the base must be at least 6 N^2 = {least}, not {base}: otherwise all pairs that do not match may "
            f"outweigh 1/6 of a match"
        )
    query, first, second = _third_order_matrices(modulus)
    value = [[1]] + [[0]] * 7
    unit = ThirdOrderUnit(query, (first, second), (value, value), Softmax(base))  # type: ignore[arg-type]
    return MatchingUnit(
        "match3",
        n,
        modulus,
        unit,
        lambda x: (*(x**i for i in range(7)), 0),
        (0, 0, 0, 0, 0, 0, 0, 1),
        Fraction(1, 3),
        Fraction(1, 7),
        Fraction(3, 7),
        partial(match3, modulus=modulus),
    )


def match3_identities() -> tuple[PolynomialIdentity, ...]:
    """Return the identities that prove the scores for all N and M, from the matrices of the unit.

    Examples:
        >>> [identity.holds for identity in match3_identities()]
        [True, True, True, True]
    """
    zero, one = ParameterPolynomial.constant(0), ParameterPolynomial.constant(1)
    x, y, z, m = (parameter(name) for name in ("x", "y", "z", "M"))
    query, first, second = _third_order_matrices(m)

    def real(symbol: ParameterPolynomial) -> tuple[ParameterPolynomial, ...]:
        return (*(symbol**i for i in range(7)), zero)

    blank = (*[zero] * 7, one)

    def projected(row: Sequence[ParameterPolynomial], columns: Sequence[Sequence[object]]) -> list[ParameterPolynomial]:
        return [sum((entry * columns[i][c] for i, entry in enumerate(row)), zero) for c in range(29)]

    def score(left: Sequence[ParameterPolynomial], right: Sequence[ParameterPolynomial]) -> ParameterPolynomial:
        factors = zip(projected(real(x), query), projected(left, first), projected(right, second), strict=True)
        return sum((a * b * c for a, b, c in factors), zero)

    u = x + y + z
    return (
        PolynomialIdentity(
            "the score of two residues is 1 - (u(u - M)(u - 2M))^2",
            score(real(y), real(z)),
            1 - (u * (u - m) * (u - 2 * m)) ** 2,
        ),
        PolynomialIdentity("the score of the blank pair is 1", score(blank, blank), one),
        PolynomialIdentity("the score of a residue and the blank token is 0", score(real(y), blank), zero),
        PolynomialIdentity("the score of the blank token and a residue is 0", score(blank, real(z)), zero),
    )

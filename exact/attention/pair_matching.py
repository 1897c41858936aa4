r"""One head of dimension 3 finds pairs that sum to 0 modulo M, and one of dimension 5 without reducing.

*Reduced*: the input map brings x and k = -x modulo M.  The score of a token with x for one with k is x^2 - (x - k)^2,
which is x^2 at a match and at the blank token, and less elsewhere; m = 3.  With a base B >= 6N all that does not match
weighs at most N/B <= 1/6 of one match.

*Unreduced*: the input map does not reduce modulo M.  With u = x + y the score is a constant of the row minus
(u(u - M))^2, which vanishes for u = 0 and u = M only, the multiples of M that can occur; m = 5.

Dictionary:
    match2_unit: the reduced unit; match2_identities: its certificate for all N and M.
    match2_unreduced_unit: the unreduced one; match2_unreduced_identities: its certificate.

Source:
    S-L22, S-L23, S-T6 `one-head-computes-match2` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from exact.attention.matching import MatchingUnit
from exact.attention.normalization import Softmax
from exact.attention.polynomial_identity import PolynomialIdentity
from exact.attention.tasks import match2
from exact.attention.unit import AttentionUnit, Matrix
from exact.errors import DomainError
from exact.parameters import ParameterPolynomial, parameter
from exact.rational import Rational

# the rows of the reduced unit: coordinates 1, x, x^2, k, k^2, blank
_REDUCED_QUERY: Matrix = ((0, -1, 0), (2, 0, 0), (0, 0, 1), (0, 0, 0), (0, 0, 0), (0, 0, 0))
_REDUCED_KEY: Matrix = ((0, 0, 0), (0, 0, 0), (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1))
_REDUCED_VALUE: Matrix = ((1,), (0,), (0,), (0,), (0,), (0,))


def _check_matching_sizes(n: int, modulus: int, base: Rational, least: int) -> None:
    if n < 1 or modulus < 1:
        raise DomainError(f"a matching unit needs N >= 1 tokens and a modulus M >= 1, not N = {n} and M = {modulus}")
    if base < least:
        raise DomainError(
            f"the base must be at least {least}, not {base}: otherwise all that does not match may outweigh 1/6 of a "
            f"match, and the threshold 1/3 is not proved to separate"
        )


def match2_unit(n: int, modulus: int, base: Rational | None = None) -> MatchingUnit:
    """Return the unit of dimension 3 for pairs modulo M, literal reading.

    Args:
        n: the number N of tokens.
        modulus: the modulus M.
        base: the base of the softmax, at least 6N; 6N if left out.

    Raises:
        DomainError: for N or M below 1, or a smaller base.

    Examples:
        >>> unit = match2_unit(4, 6)
        >>> unit.dimension, unit.answers([1, 4, 5, 3])
        (3, (1, 0, 1, 1))

    Source:
        S-L22.
    """
    base = 6 * n if base is None else base
    _check_matching_sizes(n, modulus, base, 6 * n)

    def row(x: int) -> tuple[int, ...]:
        k = -x % modulus
        return (1, x, x * x, k, k * k, 0)

    unit = AttentionUnit(_REDUCED_QUERY, _REDUCED_KEY, _REDUCED_VALUE, Softmax(base))
    low, high = Fraction(1, 7), Fraction(1, 2)
    task = partial(match2, modulus=modulus)
    return MatchingUnit("match2", n, modulus, unit, row, (0, 0, 0, 0, 0, 1), Fraction(1, 3), low, high, task)


_Row = tuple[ParameterPolynomial, ...]


def _symbolic_score(query: Matrix, key: Matrix, asking: _Row, asked: _Row) -> ParameterPolynomial:
    """Return the score of two rows of polynomials, by the matrices of a unit."""
    total = ParameterPolynomial.constant(0)
    for c in range(len(query[0])):
        left, right = ParameterPolynomial.constant(0), ParameterPolynomial.constant(0)
        for i in range(len(query)):
            left, right = left + asking[i] * query[i][c], right + asked[i] * key[i][c]
        total += left * right
    return total


def match2_identities() -> tuple[PolynomialIdentity, ...]:
    """Return the identities that prove the reduced unit for all N and M, from its matrices.

    A real score falls short of the blank one by (x - k)^2, which is 0 exactly at a match and at least 1 elsewhere,
    since x and k are residues.

    Examples:
        >>> [identity.holds for identity in match2_identities()]
        [True, True]
    """
    zero, one = ParameterPolynomial.constant(0), ParameterPolynomial.constant(1)
    x, k = parameter("x"), parameter("k")
    asking = (one, x, x**2, zero, zero, zero)
    blank = (zero, zero, zero, zero, zero, one)
    real = _symbolic_score(_REDUCED_QUERY, _REDUCED_KEY, asking, (one, zero, zero, k, k**2, zero))
    return (
        PolynomialIdentity(
            "the score of the blank token is x^2", _symbolic_score(_REDUCED_QUERY, _REDUCED_KEY, asking, blank), x**2
        ),
        PolynomialIdentity("the score of k is x^2 - (x - k)^2", real, x**2 - (x - k) ** 2),
    )


def _unreduced_matrices(modulus: ParameterPolynomial | int) -> tuple[list[list[object]], list[list[object]]]:
    """Return query and key matrices for rows (1, x, ..., x^4, blank); the modulus is a number or a symbol.

    With D = u(u - M) = y^2 + (2x - M) y + x(x - M), the coefficients of D^2 at y^4, ..., y^1 are 1, 2(2x - M),
    (2x - M)^2 + 2x(x - M) and 2(2x - M)x(x - M); the coefficient at y^0 is a constant of the row.
    """
    m = modulus
    of_y: dict[int, list[object]] = {
        1: [0, -2 * m * m, 6 * m, -4, 0],  # minus the coefficient at y, by powers of x
        2: [-1 * m * m, 6 * m, -6, 0, 0],
        3: [2 * m, -4, 0, 0, 0],
        4: [-1, 0, 0, 0, 0],
    }
    blank: list[object] = [0, 0, m * m, -2 * m, 1]  # x^2 (x - M)^2
    columns: list[list[object]] = [[*of_y[power], 0] for power in (1, 2, 3, 4)] + [[*blank, 0]]
    query: list[list[object]] = [[column[i] for column in columns] for i in range(6)]
    key: list[list[object]] = [[int(i == place) for place in (1, 2, 3, 4, 5)] for i in range(6)]
    return query, key


def match2_unreduced_unit(n: int, modulus: int, base: Rational | None = None) -> MatchingUnit:
    """Return the unit of dimension 5 for pairs modulo M that reads the residues as they are, literal reading.

    Args:
        n: the number N of tokens.
        modulus: the modulus M >= 2.
        base: the base of the softmax, at least 6N; 6N if left out.

    Raises:
        DomainError: for N below 1, M below 2, where the scores have no gap, or a smaller base.

    Examples:
        >>> unit = match2_unreduced_unit(4, 6)
        >>> unit.dimension, unit.answers([1, 4, 5, 3])
        (5, (1, 0, 1, 1))

    Source:
        S-L23.
    """
    base = 6 * n if base is None else base
    _check_matching_sizes(n, modulus, base, 6 * n)
    if modulus < 2:
        raise DomainError("the gap is (M - 1)^2, so the modulus M must be at least 2, not 1")
    query, key = _unreduced_matrices(modulus)
    unit = AttentionUnit(query, key, ((1,), (0,), (0,), (0,), (0,), (0,)), Softmax(base))  # type: ignore[arg-type]
    low, high = Fraction(1, 7), Fraction(1, 2)
    return MatchingUnit(
        "match2-unreduced",
        n,
        modulus,
        unit,
        lambda x: (1, x, x**2, x**3, x**4, 0),
        (0, 0, 0, 0, 0, 1),
        Fraction(1, 3),
        low,
        high,
        partial(match2, modulus=modulus),
    )


def match2_unreduced_identities() -> tuple[PolynomialIdentity, ...]:
    """Return the identity that proves the unreduced unit for all N and M, from its matrices.

    A real score falls short of the blank one by (u(u - M))^2 with u = x + y: 0 exactly for u = 0 and u = M, and at
    least (M - 1)^2 for the other u from 1 to 2M - 2.

    Examples:
        >>> [identity.holds for identity in match2_unreduced_identities()]
        [True]
    """
    zero, one = ParameterPolynomial.constant(0), ParameterPolynomial.constant(1)
    x, y, m = parameter("x"), parameter("y"), parameter("M")
    query, key = _unreduced_matrices(m)
    asking = (*(x**i for i in range(5)), zero)
    real = (*(y**i for i in range(5)), zero)
    blank = (zero, zero, zero, zero, zero, one)
    score = partial(_symbolic_score, query, key, asking)  # type: ignore[arg-type]
    u = x + y
    return (
        PolynomialIdentity(
            "the score of the blank token minus that of y is (u(u - M))^2",
            score(blank) - score(real),
            (u * (u - m)) ** 2,
        ),
    )

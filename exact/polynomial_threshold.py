r"""Is a Boolean function a polynomial threshold function of degree at most d?  The method for every degree.

1. If f, or its negation, is the parity of d + 1 variables on some face of dimension d + 1, the points of the face are
   an obstruction: every monomial of degree at most d has the same sum over the even as over the odd ones.
2. For d >= n - 1 the spectrum gives the answer.  The polynomial of f itself has degree at most n and is a realization.
   Without its last term it differs from f by less than 1, unless f is a parity, so that it has the sign of f.
3. Otherwise a linear program over a growing set of points: minimize the sum of the absolute values of the coefficients
   subject to q(x) >= 1 at the true points and q(x) <= -1 at the false ones.  Points that the solution gets wrong are
   added until none is left, or until the points chosen so far contradict each other.

Dictionary:
    recognize_polynomial: a realization of degree d, or an obstruction.
    parity_face: an obstruction on a face, or None.
    sign_representation: a polynomial with given monomials and the sign of f, or a combination that they do not see.
    realization_of_values: the realization that belongs to a polynomial with the sign of f.
    MAXIMUM_DIMENSION, MAXIMUM_MONOMIALS: the limits of the linear program.

Sources: Gordan 1873 for the alternative; Wang and Williams 1991 for degree n - 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from exact._transform_kernel import Butterfly, transform
from exact._truth_table import flip_variable, full_table
from exact.boolean import BooleanFunction
from exact.certificate import Obstruction, Realization
from exact.certificate.obstruction import monomials
from exact.certificate.realization import monomial_value, polynomial_values
from exact.cube import Encoding
from exact.errors import TooLargeError
from exact.linear_program import Infeasibility, minimize
from exact.spectrum import walsh_spectrum

MAXIMUM_DIMENSION = 16
MAXIMUM_MONOMIALS = 400


def recognize_polynomial(
    f: BooleanFunction, degree: int, encoding: Encoding, *, guess: bool = True
) -> Realization | Obstruction:
    """Return integer coefficients that realize f, or an obstruction, of the given degree.

    Args:
        f: a Boolean function of at most 16 variables.
        degree: at least 0; degrees above n allow no more than n.
        encoding: that of the realization.
        guess: whether the linear programs may be guessed in floating point.

    Raises:
        TooLargeError: if n > 16, or 1 <= degree < n - 1 and there are more than 400 monomials of that degree.

    Cost:
        A linear program with twice as many columns as there are monomials, several times.
    """
    if f.n > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {f.n} is too large for polynomials of degree {degree} (limit {MAXIMUM_DIMENSION})",
            size=f.n,
            limit=MAXIMUM_DIMENSION,
            alternative="degree 1 is decided for up to 24 variables",
        )
    face = parity_face(f, degree)
    if face is not None:
        return face
    if degree >= f.n - 1:
        return _from_spectrum(f, degree, encoding)
    masks = list(monomials(f.n, degree))
    if len(masks) > MAXIMUM_MONOMIALS:
        raise TooLargeError(
            f"there are {len(masks)} monomials of degree at most {degree} in {f.n} variables "
            f"(limit {MAXIMUM_MONOMIALS} for a linear program)",
            size=len(masks),
            limit=MAXIMUM_MONOMIALS,
            alternative="ask for a smaller degree, or for degree n - 1",
        )
    found = sign_representation(f, masks, encoding, guess=guess)
    if isinstance(found, Mapping):
        return realization_of_values(f, degree, encoding, found)
    return Obstruction(f.n, f.table, degree, *found)


def parity_face(f: BooleanFunction, degree: int) -> Obstruction | None:
    """Return the points of a face of dimension ``degree + 1`` on which f or its negation is a parity, if there is one.

    Cost:
        At most about three operations on truth tables for each set of at most ``degree + 1`` variables.

    Examples:
        >>> f = BooleanFunction(3, 0b10010110)
        >>> parity_face(f, 2).k, parity_face(f, 1).k, parity_face(BooleanFunction(3, 0xE8), 1)
        (4, 2, None)
    """
    n = f.n
    alternating = [f.table ^ flip_variable(f.table, i, n) for i in range(n)]
    stack = [(0, 0, full_table(n))]  # free variables, the next variable, the points whose face alternates
    while stack:
        free, first, points = stack.pop()
        if free.bit_count() == degree + 1:
            p = (points & -points).bit_length() - 1
            face = [p ^ s for s in range(free + 1) if s & free == s]
            true = tuple((q, 1) for q in sorted(face) if f.table >> q & 1)
            false = tuple((q, 1) for q in sorted(face) if not f.table >> q & 1)
            return Obstruction(n, f.table, degree, true, false)
        for i in range(n - 1, first - 1, -1):
            rest = points & flip_variable(points, i, n) & alternating[i]
            if rest:
                stack.append((free | 1 << i, i + 1, rest))
    return None


def _from_spectrum(f: BooleanFunction, degree: int, encoding: Encoding) -> Realization:
    """Return the polynomial of f, without its last term for degree n - 1.  Assumes that f is no parity then."""
    coefficients = list(walsh_spectrum(f))
    if degree < f.n:
        coefficients[-1] = 0
    if encoding is Encoding.BITS:
        coefficients = transform(coefficients, f.n, Butterfly.SIGNS_TO_BITS)
    return realization_of_values(f, degree, encoding, dict(enumerate(coefficients)))


def realization_of_values(
    f: BooleanFunction, degree: int, encoding: Encoding, coefficients: Mapping[int, int]
) -> Realization:
    """Return the realization that a polynomial with the sign of f gives, the threshold in the middle of its range.

    Args:
        f: the function.
        degree: the degree that the realization names.
        encoding: that of the polynomial.
        coefficients: integers by mask, that of the empty monomial included; the polynomial has the sign of f.
    """
    divisor = math.gcd(*(c for mask, c in coefficients.items() if mask)) or 1
    terms = {mask: c // divisor for mask, c in sorted(coefficients.items()) if mask and c}
    values = polynomial_values(f.n, encoding.value, terms)
    true = [value for p, value in enumerate(values) if f.table >> p & 1]
    false = [value for p, value in enumerate(values) if not f.table >> p & 1]
    doubled = min(true, default=max(values) + 2) + max(false, default=min(values) - 2)
    threshold = Fraction(doubled, 2) if doubled & 1 else doubled // 2
    return Realization(f.n, f.table, degree, encoding.value, tuple(terms.items()), threshold)


def sign_representation(
    f: BooleanFunction, masks: Sequence[int], encoding: Encoding, *, guess: bool
) -> dict[int, int] | tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Return integer coefficients of the given monomials with the sign of f, or points over which these cancel.

    Args:
        f: the function.
        masks: the monomials; the empty one is in the polynomial only if it is among them.
        encoding: that of the polynomial.
        guess: whether the linear programs may be guessed in floating point.

    Returns:
        Coefficients by mask; or true points and false points with multiplicities, not both empty, over which each of
        the monomials has the same sum.
    """
    signs = [1 if bit == "1" else -1 for bit in reversed(format(f.table, f"0{1 << f.n}b"))]
    further = 2 * len(masks) + 1
    chosen = _spread(f.n, further)
    rows = [_row(p, signs[p], masks, encoding) for p in chosen]
    while True:
        found = minimize([1] * (2 * len(masks)), rows, [1] * len(rows), guess=guess)
        if isinstance(found, Infeasibility):
            used = sorted((p, m) for p, m in zip(chosen, found.multipliers, strict=True) if m)
            true = tuple((p, m) for p, m in used if signs[p] > 0)
            return true, tuple((p, m) for p, m in used if signs[p] < 0)
        solution = [a - b for a, b in zip(found.point[: len(masks)], found.point[len(masks) :], strict=True)]
        exact = _scaled(solution, math.lcm(*(c.denominator for c in solution)))
        wrong = _wrong_points(f.n, encoding, masks, exact, signs)
        if not wrong:
            factor = 1
            while _wrong_points(f.n, encoding, masks, rounded := _scaled(solution, factor), signs):
                factor *= 2
            return dict(zip(masks, rounded, strict=True))
        fresh = [p for _, p in wrong[:further]]
        chosen += fresh
        rows += [_row(p, signs[p], masks, encoding) for p in fresh]


def _scaled(solution: Sequence[Fraction], factor: int) -> list[int]:
    """Return the integers next to the multiples.

    Where the solution is at least 1 in absolute value everywhere, these have the same signs once the factor exceeds
    half the number of monomials.
    """
    return [round(c * factor) for c in solution]


def _wrong_points(
    n: int, encoding: Encoding, masks: Sequence[int], coefficients: Sequence[int], signs: Sequence[int]
) -> list[tuple[int, int]]:
    """Return pairs (how wrong, point) for the points at which a polynomial does not have these signs, worst first."""
    values = polynomial_values(n, encoding.value, {mask: c for mask, c in zip(masks, coefficients, strict=True) if c})
    return sorted((s * value, p) for p, (s, value) in enumerate(zip(signs, values, strict=True)) if s * value <= 0)


def _spread(n: int, number: int) -> list[int]:
    """Return so many different points, spread over the cube; all of them if there are no more."""
    if number >= 1 << n:
        return list(range(1 << n))
    factor = ((0x9E3779B9 << n) >> 32) | 1  # near the golden section of the cube, and odd
    return [i * factor & ((1 << n) - 1) for i in range(number)]


def _row(p: int, sign: int, masks: Sequence[int], encoding: Encoding) -> list[int]:
    """Return the signed vector of the monomials at a point, then its negative: a coefficient is a difference."""
    vector = [sign * monomial_value(p, mask, encoding.value) for mask in masks]
    return vector + [-v for v in vector]

r"""Whitney numbers of the threshold arrangement from points over finite fields.

The characteristic polynomial of an arrangement with integer normals counts, at a prime p, the points of F_p^N that lie
on no hyperplane, provided that a set of normals is independent modulo p whenever it is over the rationals.  Here the
normals are the points of {-1, +1}^N.  A k x k matrix of such entries has a determinant that is divisible by
``2**(k-1)``, and by Hadamard at most ``k**(k/2)`` in absolute value; so every prime above ``N**(N/2) / 2**(N-1)``, and
not 2, will do: a determinant divisible by it is 0.

A point w lies on no hyperplane if no sum ``±w_1 ± ... ± w_N`` is 0.  Multiples of w share this property, so the first
entry that is not 0 may be 1; the other entries matter up to their order and signs, and their sums are a set of residues
that each entry v turns into its union of translates by v and by -v.  Since such a set S is symmetric, the last entry is
any residue outside S.

The polynomial is monic of degree N and vanishes at 1, because all hyperplanes contain 0; its values at N - 1 primes
determine it.  Its coefficients must come out as integers of alternating signs.

This road shares nothing with `flats` and with `exact.arrangement`: no flat and no Möbius function.

Dictionary:
    points_off_hyperplanes: how many points over a field of p elements lie on no hyperplane.
    good_primes: the least primes that serve for N coordinates.
    whitney_numbers_from_points: the absolute Whitney numbers of rank 0, ..., n + 1.
    MAXIMUM_DIMENSION: the largest n.

Sources: :cite:p:`CrapoRota1970`, chapter 16; :cite:p:`Athanasiadis1996`.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import count, islice

from exact.cube import check_dimension
from exact.errors import ExactError, TooLargeError

MAXIMUM_DIMENSION = 7
"""n = 7 takes some ten seconds; n = 8 would take hours."""


def good_primes(coordinates: int) -> list[int]:
    """Return the N - 1 least odd primes modulo which the normals with N coordinates are as independent as before.

    Examples:
        >>> good_primes(4)
        [3, 5, 7]
    """
    # p > N**(N/2) / 2**(N-1), in integers
    large = (p for p in count(3, 2) if p * p << 2 * (coordinates - 1) > coordinates**coordinates)
    return list(islice((p for p in large if all(p % d for d in range(3, p, 2))), coordinates - 1))


def points_off_hyperplanes(coordinates: int, p: int) -> int:
    """Return how many points of F_p^N have no vanishing sum ``±w_1 ± ... ± w_N``.

    Args:
        coordinates: N, at least 1.
        p: an odd prime.

    Cost:
        A few operations on sets of p residues for each multiset of N - 2 residues up to sign.

    Examples:
        The plane over three elements without its two diagonals:

        >>> points_off_hyperplanes(2, 3)
        4
    """
    full = (1 << p) - 1
    half = (1 << (p // 2 + 1)) - 1
    total = 0

    def extend(sums: int, size: int, last: int, run: int, arrangements: int) -> None:
        """Count the continuations of a multiset of entries 0 <= v <= p // 2, each with its orders and signs."""
        nonlocal total
        outside = ~sums & half  # 0 is outside: this multiset itself counts; v is outside: it may be the last entry
        total += arrangements * (outside & 1)
        if size == coordinates - 1 or sums == full:
            return
        if size == coordinates - 2:
            larger = (outside >> last >> 1).bit_count()
            total += 2 * arrangements * (size + 1) * larger
            if outside >> last & 1:
                total += arrangements * (size + 1) // (run + 1) * (2 if last else 1)
            return
        for v in range(last, p // 2 + 1):
            moved = (sums << v | sums >> (p - v) | sums >> v | sums << (p - v)) & full
            same = run + 1 if v == last else 1
            extend(moved, size + 1, v, same, arrangements * (size + 1) // same * (2 if v else 1))

    extend(1 << 1 | 1 << (p - 1), 0, 0, 0, 1)
    return (p - 1) * total


def whitney_numbers_from_points(n: int) -> list[int]:
    """Return the absolute Whitney numbers of the first kind of the threshold arrangement of n variables.

    Args:
        n: the number of variables, at most `MAXIMUM_DIMENSION`; the arrangement has rank n + 1.

    Raises:
        TooLargeError: if n is larger.
        ExactError: if a coefficient of the polynomial is no integer or has a wrong sign: an error in the library.

    Cost:
        Less than a second for n = 6, some ten seconds for n = 7.

    Source:
        The finite field method, :cite:p:`Athanasiadis1996`, theorem 2.2.

    Examples:
        >>> whitney_numbers_from_points(3)
        [1, 8, 28, 44, 23]
    """
    if check_dimension(n) > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for points over finite fields (limit {MAXIMUM_DIMENSION})",
            size=n,
            limit=MAXIMUM_DIMENSION,
            alternative="use the flats",
        )
    coordinates = n + 1
    values = {1: Fraction(0)} | {p: Fraction(points_off_hyperplanes(coordinates, p)) for p in good_primes(coordinates)}
    # What remains of a monic polynomial without its leading term has degree N - 1 and is interpolated.
    rest = _interpolated({q: value - q**coordinates for q, value in values.items()})
    signed = [Fraction(1), *reversed(rest)]
    numbers = [-value if rank & 1 else value for rank, value in enumerate(signed)]
    if any(value.denominator != 1 or value <= 0 for value in numbers):
        raise ExactError(f"the Whitney numbers for n = {n} must be positive integers; this is an error in the library")
    return [int(value) for value in numbers]


def _interpolated(values: dict[int, Fraction]) -> list[Fraction]:
    """Return the coefficients, the constant term first, of the least polynomial with these values (Newton)."""
    points = list(values)
    differences = list(values.values())
    for step in range(1, len(points)):
        for i in range(len(points) - 1, step - 1, -1):
            differences[i] = (differences[i] - differences[i - 1]) * Fraction(1, points[i] - points[i - step])
    coefficients = [Fraction(0)] * len(points)
    for point, difference in zip(reversed(points), reversed(differences), strict=True):
        shifted = [Fraction(0), *coefficients[:-1]]
        coefficients = [a - point * b for a, b in zip(shifted, coefficients, strict=True)]
        coefficients[0] += difference
    return coefficients

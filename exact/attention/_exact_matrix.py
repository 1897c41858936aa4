r"""Exact linear algebra of integer matrices and rigorous cosines, by FLINT, whose values stay inside this module.

Unchecked: the callers bring at least one row, and rows of equal length.

Dictionary:
    rank_over_the_rationals, determinant: of integer rows.
    rank_modulo: the rank over the field of a prime number of elements.
    inverse: of a regular square matrix, as Fractions.
    kernel: an integer basis of the vectors v with rows * v = 0.
    cosine_bounds: two rational numbers around cos(2 pi a/b).
    cosine_power_bounds: around exp(c (cos(2 pi a/b) - 1)); exponential_bounds: around e to a rational power.
    power_bounds: around a rational base, or e, to a rational power.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from exact.rational import Rational, rational

Rows = Sequence[Sequence[int]]


def _matrix(rows: Rows) -> Any:
    import flint

    return flint.fmpz_mat([list(row) for row in rows])


def rank_over_the_rationals(rows: Rows) -> int:
    """Return the rank."""
    return int(_matrix(rows).rank())


def determinant(rows: Rows) -> int:
    """Return the determinant of a square matrix."""
    return int(_matrix(rows).det())


def rank_modulo(rows: Rows, prime: int) -> int:
    """Return the rank over the field with a prime number of elements; assumes that the number is prime."""
    import flint

    return int(flint.nmod_mat(len(rows), len(rows[0]), [e % prime for row in rows for e in row], prime).rank())


def inverse(rows: Rows) -> list[list[Rational]]:
    """Return the inverse; assumes that the matrix is square and regular."""
    import flint

    found = flint.fmpq_mat(_matrix(rows)).inv()
    n = len(rows)
    return [[rational(Fraction(int(found[i, j].p), int(found[i, j].q))) for j in range(n)] for i in range(n)]


def kernel(rows: Rows) -> list[list[int]]:
    """Return a basis of the kernel in integers."""
    basis, dimension = _matrix(rows).nullspace()
    return [[int(basis[i, k]) for i in range(len(rows[0]))] for k in range(int(dimension))]


def cosine_bounds(numerator: int, denominator: int, bits: int) -> tuple[Fraction, Fraction]:
    """Return rational numbers below and above cos(2 pi numerator/denominator), by ball arithmetic."""
    import flint

    with flint.ctx.workprec(bits):
        return _bounds(flint.arb(flint.fmpq(2 * numerator, denominator)).cos_pi())


def cosine_power_bounds(factor: int, numerator: int, denominator: int, bits: int) -> tuple[Fraction, Fraction]:
    """Return rational numbers below and above exp(c (cos(2 pi a/b) - 1)), by ball arithmetic."""
    import flint

    with flint.ctx.workprec(bits):
        cosine = flint.arb(flint.fmpq(2 * numerator, denominator)).cos_pi()
        return _positive_bounds(((cosine - 1) * factor).exp())


def exponential_bounds(exponent: Rational, bits: int) -> tuple[Fraction, Fraction]:
    """Return rational numbers below and above e to a rational power, by ball arithmetic."""
    import flint

    exponent = Fraction(exponent)
    with flint.ctx.workprec(bits):
        return _positive_bounds(flint.arb(flint.fmpq(exponent.numerator, exponent.denominator)).exp())


def power_bounds(base: Fraction | None, exponent: Rational, bits: int) -> tuple[Fraction, Fraction]:
    """Return rational numbers below and above a positive base, None for e, to a rational power, by ball arithmetic."""
    import flint

    if base is None:
        return exponential_bounds(exponent, bits)
    exponent = Fraction(exponent)
    with flint.ctx.workprec(bits):
        logarithm = flint.arb(flint.fmpq(base.numerator, base.denominator)).log()
        return _positive_bounds((logarithm * flint.arb(flint.fmpq(exponent.numerator, exponent.denominator))).exp())


def _positive_bounds(ball: Any) -> tuple[Fraction, Fraction]:
    """Return the ends of a ball around a positive number; 0 in place of a negative one."""
    low, high = _bounds(ball)
    return max(Fraction(0), low), high


def _bounds(ball: Any) -> tuple[Fraction, Fraction]:
    """Return the ends of a ball."""
    middle, radius = ball.mid().man_exp(), ball.rad().man_exp()
    centre, half = (Fraction(int(m)) * Fraction(2) ** int(e) for m, e in (middle, radius))
    return centre - half, centre + half

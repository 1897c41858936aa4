r"""The simplex method in integers: minimize c . z subject to A z >= b and z >= 0.

It is the primal simplex method on the dual program.  That one, maximize b . y subject to A^T y + s = c and y, s >= 0,
starts at y = 0, s = c.  The inverse of the basis is kept as an integer matrix over one common denominator, the last
pivot (Edmonds 1967; the divisions come out even, as in Bareiss's elimination).  The objective row over the slack
columns is z.  The entering column is that of the most violated inequality; after pivots that do not change the value
the smallest index enters instead (Bland's rule), until one does, so that the method ends.

Dictionary:
    solve: z and y, or a `Ray`.
    Ray: multipliers y >= 0 with A^T y <= 0 and b . y > 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

PATIENCE = 5
"""So many pivots may leave the value as it is before Bland's rule takes over."""


@dataclass(frozen=True, slots=True)
class Ray:
    """Multipliers of the rows that show that no point is feasible."""

    multipliers: tuple[int, ...]


def solve(
    costs: Sequence[int], rows: Sequence[Sequence[int]], bounds: Sequence[int]
) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]] | Ray:
    """Return optimal points of the program and of its dual, or a ray.  Assumes c >= 0 and lengths that fit.

    A basic variable is an index i >= 0 for y_i, or ~j for the slack s_j of the column j.
    """
    size = len(costs)
    inverse = [[int(i == j) for j in range(size)] for i in range(size)]
    right = list(costs)
    prices = [0] * size
    denominator = 1
    basis = [~j for j in range(size)]
    waiting = 0
    while True:
        entering, reduced = _entering(rows, bounds, prices, denominator, bland=waiting > PATIENCE)
        if reduced <= 0:
            break
        if entering < 0:
            column = [line[~entering] for line in inverse]
        else:
            a = rows[entering]
            column = [sum(map(int.__mul__, line, a)) for line in inverse]
        leaving = _leaving(column, right, basis)
        if leaving < 0:
            return _ray(entering, column, basis, denominator, len(rows))
        waiting = waiting + 1 if right[leaving] == 0 else 0
        pivot, pivot_line, pivot_right = column[leaving], inverse[leaving], right[leaving]
        for k in range(size):
            if k != leaving:
                factor = column[k]
                inverse[k] = [
                    (pivot * u - factor * v) // denominator for u, v in zip(inverse[k], pivot_line, strict=True)
                ]
                right[k] = (pivot * right[k] - factor * pivot_right) // denominator
        prices = [(pivot * u + reduced * v) // denominator for u, v in zip(prices, pivot_line, strict=True)]
        denominator = pivot
        basis[leaving] = entering
    multipliers = [Fraction(0)] * len(rows)
    for k, i in enumerate(basis):
        if i >= 0:
            multipliers[i] = Fraction(right[k], denominator)
    return tuple(Fraction(value, denominator) for value in prices), tuple(multipliers)


def _entering(
    rows: Sequence[Sequence[int]], bounds: Sequence[int], prices: Sequence[int], denominator: int, *, bland: bool
) -> tuple[int, int]:
    """Return the entering variable and its reduced cost times the denominator; a cost <= 0 means that none enters."""
    best, best_reduced = 0, 0
    for j, price in enumerate(prices):
        if -price > best_reduced:
            best, best_reduced = ~j, -price
            if bland:
                return best, best_reduced
    for i, (a, b) in enumerate(zip(rows, bounds, strict=True)):
        reduced = b * denominator - sum(map(int.__mul__, prices, a))
        if reduced > best_reduced:
            best, best_reduced = i, reduced
            if bland:
                return best, best_reduced
    return best, best_reduced


def _order(i: int) -> tuple[bool, int]:
    """Return the place of a variable in the order of `_entering`: slacks first."""
    return i >= 0, abs(i)


def _leaving(column: Sequence[int], right: Sequence[int], basis: Sequence[int]) -> int:
    """Return the line with the least ratio, ties broken by the least variable; -1 if no entry is positive."""
    leaving = -1
    for k, entry in enumerate(column):
        if entry > 0:
            if leaving < 0:
                leaving = k
                continue
            difference = right[k] * column[leaving] - right[leaving] * entry
            if difference < 0 or (difference == 0 and _order(basis[k]) < _order(basis[leaving])):
                leaving = k
    return leaving


def _ray(entering: int, column: Sequence[int], basis: Sequence[int], denominator: int, number: int) -> Ray:
    """Return the direction in which the dual is unbounded."""
    multipliers = [0] * number
    for k, i in enumerate(basis):
        if i >= 0:
            multipliers[i] = -column[k]
    if entering >= 0:
        multipliers[entering] = denominator
    return Ray(tuple(multipliers))

r"""Linear programs over the rationals, solved exactly; floating point may guess the answer, and never gives it.

The program is: minimize c . z subject to A z >= b and z >= 0, with integer data and c >= 0.  Its dual is: maximize b
. y subject to A^T y <= c and y >= 0.  Since c >= 0, y = 0 is feasible for the dual, so exactly one of two things
happens:

* there are z and y as above with c . z = b . y: both are then optimal;
* there is y >= 0 with A^T y <= 0 and b . y > 0: then no z is feasible (Farkas).

HiGHS, in floating point, may guess which inequalities are tight; the guess is solved exactly and checked in integers.
Where it does not stand the check, and for small programs from the beginning, the simplex method in integers decides.

Dictionary:
    minimize: solve such a program.
    Optimum: z and y, as `Fraction`.
    Infeasibility: y, as `int`.
    SMALL_PROGRAM: programs up to this size are not guessed.

Sources: Farkas 1902; the duality theorem; Bland 1977 for the termination of the simplex method; Edmonds 1967 and
Bareiss 1968 for pivots that keep integers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact import _highs_guess, _integer_simplex
from exact._integer_matrix import solve_square
from exact.errors import DomainError

Row = Sequence[int]

SMALL_PROGRAM = 30_000
"""With r columns and m rows, r^2 (m + r) up to here: the simplex method in integers takes about 3 ms (November 2026),
as long as HiGHS, which takes another 100 ms to load."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """An optimal point of the program and of its dual.

    Attributes:
        point: z, one value for each column.
        multipliers: y, one value for each row.
        solved_by: ``guess`` or ``simplex``.
    """

    point: tuple[Fraction, ...]
    multipliers: tuple[Fraction, ...]
    solved_by: str


@dataclass(frozen=True, slots=True)
class Infeasibility:
    """A combination of the inequalities that is a contradiction.

    Attributes:
        multipliers: y, one non-negative integer for each row, without common divisor.
        solved_by: ``guess`` or ``simplex``.
    """

    multipliers: tuple[int, ...]
    solved_by: str


def minimize(
    costs: Sequence[int], rows: Sequence[Row], bounds: Sequence[int], *, guess: bool = True
) -> Optimum | Infeasibility:
    """Minimize c . z subject to A z >= b and z >= 0.

    Args:
        costs: c, non-negative.
        rows: the rows of A.
        bounds: b, one for each row.
        guess: whether HiGHS may guess where the program is not small; the answer is exact either way.

    Raises:
        DomainError: if a cost is negative, or the lengths do not fit.

    Cost:
        With a good guess one exact solution of a square system of at most ``len(costs)`` equations; otherwise a pivot
        of the simplex method costs ``len(rows) * len(costs)`` products of integers, whose digits grow with the
        pivots.

    Examples:
        The least x + y with x + 2 y >= 2 and 2 x + y >= 2 is at x = y = 2/3:

        >>> minimize([1, 1], [[1, 2], [2, 1]], [2, 2]).point
        (Fraction(2, 3), Fraction(2, 3))
        >>> minimize([1], [[1], [-1]], [1, 0]).multipliers
        (1, 1)
    """
    if any(c < 0 for c in costs):
        raise DomainError(f"costs must not be negative, not {min(costs)}")
    if len(rows) != len(bounds) or any(len(row) != len(costs) for row in rows):
        raise DomainError("rows must be as many as bounds, and each as long as the costs")
    if guess and len(costs) ** 2 * (len(rows) + len(costs)) > SMALL_PROGRAM:
        answer = _from_guess(costs, rows, bounds)
        if answer is not None:
            return answer
    found = _integer_simplex.solve(costs, rows, bounds)
    if isinstance(found, _integer_simplex.Ray):
        return _primitive(found.multipliers, "simplex")
    point, multipliers = found
    return Optimum(point, multipliers, "simplex")


def _primitive(multipliers: Sequence[int], solved_by: str) -> Infeasibility:
    """Divide by the greatest common divisor."""
    divisor = math.gcd(*multipliers)
    return Infeasibility(tuple(y // divisor for y in multipliers), solved_by)


def _from_guess(costs: Sequence[int], rows: Sequence[Row], bounds: Sequence[int]) -> Optimum | Infeasibility | None:
    """Return what follows from the guess of HiGHS, if it stands the exact check."""
    guess = _highs_guess.guess(costs, rows, bounds)
    if isinstance(guess, _highs_guess.Tight):
        return _optimum_at(guess, costs, rows, bounds)
    if isinstance(guess, _highs_guess.Contradiction):
        return _infeasibility_of(guess, costs, rows, bounds)
    return None


def _optimum_at(
    tight: _highs_guess.Tight, costs: Sequence[int], rows: Sequence[Row], bounds: Sequence[int]
) -> Optimum | None:
    """Solve the tight rows for the basic columns, and check that both solutions are feasible."""
    square = [[rows[i][j] for j in tight.columns] for i in tight.rows]
    solution = solve_square(square, [bounds[i] for i in tight.rows])
    transposed = [list(column) for column in zip(*square, strict=True)]
    dual_solution = solve_square(transposed, [costs[j] for j in tight.columns])
    if solution is None or dual_solution is None:
        return None
    denominator, numerators = solution
    z = [0] * len(costs)
    for j, value in zip(tight.columns, numerators, strict=True):
        z[j] = value
    dual_denominator, dual_numerators = dual_solution
    y = [0] * len(rows)
    for i, value in zip(tight.rows, dual_numerators, strict=True):
        y[i] = value
    used = [i for i in tight.rows if y[i]]
    if (
        any(value < 0 for value in z)
        or any(value < 0 for value in y)
        or any(sum(map(int.__mul__, row, z)) < b * denominator for row, b in zip(rows, bounds, strict=True))
        or any(sum(y[i] * rows[i][j] for i in used) > c * dual_denominator for j, c in enumerate(costs))
    ):
        return None
    return Optimum(
        tuple(Fraction(value, denominator) for value in z),
        tuple(Fraction(value, dual_denominator) for value in y),
        "guess",
    )


def _infeasibility_of(
    contradiction: _highs_guess.Contradiction, costs: Sequence[int], rows: Sequence[Row], bounds: Sequence[int]
) -> Infeasibility | None:
    """Combine the equations with the inequality that they contradict, so that all their columns cancel; check that."""
    tight, culprit = contradiction.at, contradiction.culprit
    row = rows[culprit] if culprit >= 0 else [int(j == ~culprit) for j in range(len(costs))]
    transposed = [[rows[i][j] for i in tight.rows] for j in tight.columns]
    solution = solve_square(transposed, [-row[j] for j in tight.columns])
    if solution is None:
        return None
    denominator, numerators = solution
    y = [0] * len(rows)
    for i, value in zip(tight.rows, numerators, strict=True):
        y[i] = value
    if culprit >= 0:
        y[culprit] = denominator
    used = [i for i, value in enumerate(y) if value]
    if (
        any(value < 0 for value in y)
        or any(sum(y[i] * rows[i][j] for i in used) > 0 for j in range(len(costs)))
        or sum(y[i] * bounds[i] for i in used) <= 0
    ):
        return None
    return _primitive(y, "guess")

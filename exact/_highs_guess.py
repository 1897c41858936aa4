r"""What HiGHS guesses about a linear program.

The one module that knows HiGHS and its floating point numbers; only sets of indices leave it.  Unchecked: whoever calls
must check what follows from the guess, in integers.

Dictionary:
    guess: ask HiGHS; Tight, Contradiction, or None where it has nothing to say.
    Tight: the rows that are equations at the optimum, and the columns that are determined by them.
    Contradiction: rows and columns as before, and the inequality that the equations contradict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LARGEST_INTEGER = 1 << 50
"""Larger data is not given to HiGHS: it would be rounded."""


@dataclass(frozen=True, slots=True)
class Tight:
    """Rows and columns of equal number: the rows are equations that determine these columns; the others are 0."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A point of the same kind, and an inequality that its equations contradict: row i >= 0, or ~j for the column j."""

    at: Tight
    culprit: int


def _highspy() -> Any:
    """Load HiGHS, whose types are incomplete."""
    import highspy

    return highspy


def guess(costs: Sequence[int], rows: Sequence[Sequence[int]], bounds: Sequence[int]) -> Tight | Contradiction | None:
    """Return what HiGHS believes about: minimize c . z subject to A z >= b, z >= 0.  Assumes lengths that fit."""
    if not costs or not rows:
        return None
    largest = max(abs(entry) for line in (*rows, costs, bounds) for entry in line)
    if largest > LARGEST_INTEGER:
        return None
    import numpy as np

    highspy = _highspy()
    matrix = np.array(rows, dtype=np.float64)
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = np.array(costs, dtype=np.float64)
    program.col_lower_ = np.zeros(len(costs))
    program.col_upper_ = np.full(len(costs), highspy.kHighsInf)
    program.row_lower_ = np.array(bounds, dtype=np.float64)
    program.row_upper_ = np.full(len(bounds), highspy.kHighsInf)
    places = np.nonzero(matrix)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.concatenate(([0], np.cumsum(np.count_nonzero(matrix, axis=1))))
    program.a_matrix_.index_ = places[1]
    program.a_matrix_.value_ = matrix[places]
    solver = highspy.Highs()
    for name, value in (("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("threads", 1)):
        solver.setOptionValue(name, value)
    solver.passModel(program)
    solver.run()
    status = solver.getModelStatus()
    tight = _tight(solver.getBasis(), highspy.HighsBasisStatus.kBasic)
    if status == highspy.HighsModelStatus.kOptimal:
        return tight
    if status == highspy.HighsModelStatus.kInfeasible and tight is not None:
        _, known, ray = solver.getDualRay()
        if known:
            return _contradiction(tight, np.asarray(ray, dtype=np.float64), matrix)
    return None


def _tight(basis: Any, basic: Any) -> Tight | None:
    """Return the equations and the columns of a basis."""
    rows = tuple(i for i, status in enumerate(basis.row_status) if status != basic)
    columns = tuple(j for j, status in enumerate(basis.col_status) if status == basic)
    return Tight(rows, columns) if len(rows) == len(columns) else None


def _contradiction(tight: Tight, ray: Any, matrix: Any) -> Contradiction:
    """Find the inequality at which the dual simplex method stopped.

    The ray combines the equations with one further row, or they leave a negative multiple of one column.
    """
    values, left = abs(ray), abs(ray @ matrix)
    equations = set(tight.rows)
    row = max((i for i in range(len(ray)) if i not in equations), key=values.__getitem__, default=-1)
    if row >= 0 and values[row] > 0:
        return Contradiction(tight, row)
    return Contradiction(tight, ~max(tight.columns, key=left.__getitem__))

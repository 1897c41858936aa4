r"""Exact linear programming in rational numbers, for the untrusted search of certificates.

Dictionary:
    Program: the columns, which of them are free, and which are to add up to something positive.
    solve: coefficients of the columns whose sum is the target, or None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

Vector = Mapping[Any, Fraction]
_Row = dict[int, Fraction]
_TARGET = -1  # the index of the right-hand side in a row


class Program(NamedTuple):
    """Find coefficients with sum of coefficient * column = target.

    Attributes:
        columns: sparse vectors.
        free: for each column, whether its coefficient may be negative.
        strict: the columns whose coefficients must not all be zero; empty if there is no such demand.
        target: the sum.
    """

    columns: Sequence[Vector]
    free: Sequence[bool]
    strict: frozenset[int]
    target: Vector


def _reduce(row: _Row, pivot_row: _Row, column: int) -> None:
    """Subtract a multiple of the pivot row, whose entry at ``column`` is 1, so that the entry of the row vanishes."""
    factor = row.get(column)
    if not factor:
        return
    for index, value in pivot_row.items():
        new = row.get(index, Fraction(0)) - factor * value
        if new:
            row[index] = new
        else:
            row.pop(index, None)


def _pivot(rows: list[_Row], objective: _Row, position: int, column: int) -> None:
    """Make ``column`` basic in the row at ``position``."""
    pivot = rows[position][column]
    rows[position] = {index: value / pivot for index, value in rows[position].items()}
    for other, row in enumerate(rows):
        if other != position:
            _reduce(row, rows[position], column)
    _reduce(objective, rows[position], column)


def _rows(program: Program) -> list[_Row]:
    """Return one row for each coordinate: the coefficients of the columns and the target."""
    table: dict[Any, _Row] = {key: {_TARGET: value} for key, value in program.target.items() if value}
    for index, column in enumerate(program.columns):
        for key, value in column.items():
            if value:
                table.setdefault(key, {})[index] = value
    return list(table.values())


def _eliminate_free(rows: list[_Row], free: Sequence[bool]) -> tuple[list[_Row], list[tuple[int, _Row]]]:
    """Solve for free columns; return the rows without them, and the solved rows in the order of elimination."""
    solved: list[tuple[int, _Row]] = []
    rest = list(rows)
    while True:
        candidates = [
            (len(row), position, index)
            for position, row in enumerate(rest)
            for index in row
            if index != _TARGET and free[index]
        ]
        if not candidates:
            return rest, solved
        _, position, column = min(candidates)
        pivot_row = rest.pop(position)
        pivot = pivot_row[column]
        pivot_row = {index: value / pivot for index, value in pivot_row.items()}
        for row in rest:
            _reduce(row, pivot_row, column)
        solved.append((column, pivot_row))


def _optimise(rows: list[_Row], basis: list[int], objective: _Row, *, until_positive: bool) -> None:
    """Increase the objective by Bland's rule; the objective row holds reduced gains and minus the value as target."""
    while not (until_positive and -objective.get(_TARGET, Fraction(0)) > 0):
        entering = min((i for i, gain in objective.items() if i != _TARGET and gain > 0), default=None)
        if entering is None:
            return
        ratios = [
            (row.get(_TARGET, Fraction(0)) / row[entering], basis[position], position)
            for position, row in enumerate(rows)
            if row.get(entering, Fraction(0)) > 0
        ]
        if not ratios:  # unbounded: one step along the ray is enough
            for row in rows:
                row[_TARGET] = row.get(_TARGET, Fraction(0)) - row.get(entering, Fraction(0))
            basis.append(entering)
            rows.append({_TARGET: Fraction(1)})
            return
        _, _, position = min(ratios)
        _pivot(rows, objective, position, entering)
        basis[position] = entering


def _first_basis(rest: list[_Row], size: int) -> tuple[list[_Row], list[int]] | None:
    """Return rows with a feasible basis among the first ``size`` columns, or None; empty rows are dropped."""
    rows: list[_Row] = []
    for row in rest:
        flipped = {i: -v for i, v in row.items()} if row.get(_TARGET, Fraction(0)) < 0 else dict(row)
        if any(flipped.values()):
            rows.append(flipped)
    basis = list(range(size, size + len(rows)))  # artificial columns
    objective: _Row = {}
    for row in rows:
        for index, value in row.items():
            objective[index] = objective.get(index, Fraction(0)) + value
    infeasibility = objective.get(_TARGET, Fraction(0))
    objective[_TARGET] = Fraction(0)
    _optimise(rows, basis, objective, until_positive=False)
    if -objective.get(_TARGET, Fraction(0)) != infeasibility:
        return None
    for position in range(len(rows) - 1, -1, -1):  # drive artificial columns out of the basis
        if basis[position] >= size:
            column = min((i for i, v in rows[position].items() if i != _TARGET and v), default=None)
            if column is None:
                del rows[position], basis[position]
            else:
                _pivot(rows, {}, position, column)
                basis[position] = column
    return rows, basis


def solve(program: Program) -> list[Fraction] | None:
    """Return coefficients of the columns, or None if there are none.

    Args:
        program: columns, signs and target.

    Returns:
        One coefficient for each column; most of them are 0.

    Cost:
        Gaussian elimination of the free columns, then the simplex method with Bland's rule, both in exact rationals.
    """
    rest, solved = _eliminate_free(_rows(program), program.free)
    size = len(program.columns)
    first = _first_basis(rest, size)
    if first is None:
        return None
    rows, basis = first
    if program.strict:
        gains: _Row = {index: Fraction(1) for index in program.strict}
        for position, index in enumerate(basis):
            _reduce(gains, rows[position], index)
        _optimise(rows, basis, gains, until_positive=True)
    values = [Fraction(0)] * size
    for position, index in enumerate(basis):
        values[index] += rows[position].get(_TARGET, Fraction(0))
    if program.strict and not any(values[index] for index in program.strict):
        return None
    for column, row in reversed(solved):
        others = sum((v * values[i] for i, v in row.items() if i not in (_TARGET, column)), Fraction(0))
        values[column] = row.get(_TARGET, Fraction(0)) - others
    return values

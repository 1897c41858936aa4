r"""Exact linear algebra of integer matrices, by FLINT; its matrices stay inside this module.

Unchecked: the callers bring rows of equal length.

Dictionary:
    solve_square: the solution of a square system over one denominator.
    kernel_vector: the vector that spans the kernel, if that has dimension one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def _matrix(rows: Sequence[Sequence[int]]) -> Any:
    """Return the FLINT matrix of at least one row."""
    import flint

    return flint.fmpz_mat([list(row) for row in rows])


def solve_square(rows: Sequence[Sequence[int]], right: Sequence[int]) -> tuple[int, list[int]] | None:
    """Return (d, v) with d > 0 and rows * v = d * right; None if the matrix is singular.

    Cost:
        Polynomial: FLINT lifts the solution modulo powers of a prime (Dixon 1982).
    """
    if not rows:
        return 1, []
    try:
        solution = _matrix(rows).solve(_matrix([[b] for b in right]))
    except ZeroDivisionError:
        return None
    numerators, denominator = solution.numer_denom()
    return int(denominator), [int(value) for value in numerators.entries()]


def kernel_vector(rows: Sequence[Sequence[int]]) -> list[int] | None:
    """Return an integer vector v with rows * v = 0 that spans the kernel; None if its dimension is not one."""
    basis, dimension = _matrix(rows).nullspace()
    return [int(basis[i, 0]) for i in range(len(rows[0]))] if dimension == 1 else None

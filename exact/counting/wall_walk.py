r"""Count threshold functions by walking through walls, from cell to cell of the Weyl chamber, with certificates.

A threshold function of n variables is a region of the arrangement of the hyperplanes ``w.x = 0``, x in {-1, +1}^N, N =
n + 1, and every orbit of regions has exactly one cell in the chamber ``w_1 > ... > w_N > 0`` (`splitting_tree` tells
why).  In the coordinates ``u_i = w_i - w_{i+1}``, ``u_N = w_N`` the chamber is ``u > 0``, and a cell is known by an
integer point in it, and by its Chow vector.  The cells are connected through walls, and behind the wall x lies the cell
with the Chow vector ``a - 2 x``; so the walk starts anywhere and crosses every wall of every cell.

Changing ``x_N`` from + to -, or ``(x_i, x_{i+1})`` from (+, -) to (-, +), lowers ``w.x`` on the chamber; a positive x
with a positive one below is no wall.  For the others a dictionary of linear forms is pivoted in integers until it shows
a point of the cell behind, or multipliers: the form of x is a non-negative combination of other positive ones, and
x is no wall.

`check_walk` verifies the outcome in plain integers, without the search: every point lies in the chamber and on no
hyperplane, with the Chow vector that belongs to it; no two are equal; and for every cell and every hyperplane the cell
behind is in the list, or a lower form is positive, or the multipliers add up.  Then the list is complete.

Dictionary:
    WallWalk: the cells and the refused walls, as found.
    walk_through_walls: find them, and check them.
    check_walk: the check.
    wall_walk_histogram: the tie histogram; ties_of_walk: that of a walk.
    MAXIMUM_VARIABLES: the largest N.

Sources: :cite:p:`Chow1961`; Gordan's theorem.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from exact.cube import check_dimension
from exact.errors import CertificateError, DomainError, TooLargeError

MAXIMUM_VARIABLES = 9
_CELLS = {1: 1, 2: 1, 3: 2, 4: 3, 5: 7, 6: 21, 7: 135, 8: 2470, 9: 175428}
"""How much room is made; a guard speaks where it does not suffice, and nothing else depends on it."""

Point = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WallWalk:
    """The outcome of a walk.

    Attributes:
        variables: N.
        points: for every cell an integer point u of it, as rows of an array.
        chows: the Chow vectors of the cells, as rows of an array.
        refusals: the refused walls, as rows: the cell, the hyperplane (twice its number, plus 1 if negative), its
            multiplier, N constraints (i for u_i, N + h for hyperplane h), their multipliers.
    """

    variables: int
    points: Any
    chows: Any
    refusals: Any


def _partial_sums(x: Point) -> Point:
    sums: list[int] = []
    total = 0
    for value in x:
        total += value
        sums.append(total)
    return tuple(sums)


def _hyperplanes(variables: int) -> tuple[list[Point], list[Point]]:
    """Return the normals with first entry + that cut the chamber, and those of the others that are positive on it."""
    cutting: list[Point] = []
    positive: list[Point] = []
    for rest in product((1, -1), repeat=variables - 1):
        x = (1, *rest)
        (positive if min(_partial_sums(x)) >= 0 else cutting).append(x)
    return cutting, positive


def _moves_down(x: Point) -> Iterator[Point]:
    if x[-1] > 0:
        yield (*x[:-1], -1)
    for i in range(len(x) - 1):
        if x[i] > x[i + 1]:
            yield (*x[:i], -1, 1, *x[i + 2 :])


def _order(cutting: list[Point]) -> tuple[list[list[int]], list[list[int]]]:
    """Return what lies one move below and above every oriented hyperplane, among those that cut the chamber."""
    numbers: dict[Point, int] = {}
    for h, x in enumerate(cutting):
        numbers[x] = 2 * h
        numbers[tuple(-value for value in x)] = 2 * h + 1
    below: list[list[int]] = [[] for _ in numbers]
    above: list[list[int]] = [[] for _ in numbers]
    for x, number in numbers.items():
        for y in _moves_down(x):
            if y in numbers:
                below[number].append(numbers[y])
                above[numbers[y]].append(number)
    return below, above


def _padded(lists: list[list[int]], width: int) -> Any:
    import numpy as np

    array = np.full((len(lists), max(width, 1)), -1, dtype=np.int64)
    for row, entries in enumerate(lists):
        array[row, : len(entries)] = entries
    return array


def walk_through_walls(variables: int, limit: int | None = None) -> WallWalk:
    """Find all cells of the chamber of N variables, and check the outcome.

    Args:
        variables: N, from 1 to 9.
        limit: a bound on the integers of the kernel below its own; for tests of the guard.

    Raises:
        DomainError: if N is 0.
        TooLargeError: if N is larger than 9, or a guard of the kernel speaks.
        CertificateError: if the outcome does not stand its check: an error in the library.

    Cost:
        A second for N = 8, and a minute or two for N = 9, after a compilation of some seconds that happens once on a
        machine.
    """
    check_dimension(variables)
    if variables == 0:
        raise DomainError("the number of variables must be at least 1, not 0: no function of 0 variables is self-dual")
    if variables > MAXIMUM_VARIABLES:
        raise TooLargeError(
            f"{variables} self-dual variables are too many for the wall walk (limit {MAXIMUM_VARIABLES})",
            size=variables,
            limit=MAXIMUM_VARIABLES,
            alternative="use the compiled restriction tree",
        )
    import numpy as np

    from exact.counting import _wall_walk_kernel as kernel

    cutting, positive = _hyperplanes(variables)
    below, above = _order(cutting)
    normals = np.array(cutting, dtype=np.int64).reshape(len(cutting), variables)
    forms = np.array([_partial_sums(x) for x in cutting], dtype=np.int64).reshape(len(cutting), variables)
    room = _CELLS[variables] + 1
    points = np.zeros((room, variables), dtype=np.int64)
    chows = np.zeros((room, variables), dtype=np.int64)
    refusals = np.zeros((8 * room, 3 + 2 * variables), dtype=np.int64)
    keys = np.full((1 << (4 * room).bit_length(), 2), -1, dtype=np.int64)
    start = [variables * 3**variables, *(3**i for i in range(variables - 1))]  # x_1 decides: w.x is never 0
    points[0] = start
    signs = [1 if sum(map(int.__mul__, _partial_sums(x), start)) > 0 else -1 for x in cutting]
    chows[0] = [
        sum(x[i] for x in positive) + sum(sign * x[i] for sign, x in zip(signs, cutting, strict=True))
        for i in range(variables)
    ]
    guard, cells, refused = kernel.walk_threshold(
        variables,
        forms,
        normals,
        _padded(below, variables),
        _padded(above, variables),
        kernel.MAXIMUM_VALUE if limit is None else min(limit, kernel.MAXIMUM_VALUE),
        keys,
        points,
        chows,
        refusals,
    )
    if guard != kernel.OK:
        name = {kernel.GUARD_VALUES: "values", kernel.GUARD_PIVOTS: "pivots"}.get(int(guard), "arrays")
        raise TooLargeError(
            f"the guard of {name} speaks in the walk for N = {variables}", size=variables, limit=MAXIMUM_VARIABLES
        )
    walk = WallWalk(variables, points[:cells], chows[:cells], refusals[:refused])
    check_walk(walk)
    return walk


def check_walk(walk: WallWalk) -> None:
    """Check that the cells of a walk are all different and all there are, in plain integers.

    Raises:
        CertificateError: with what is wrong and its culprit.

    Cost:
        A few operations for every cell and hyperplane.
    """
    import numpy as np

    size, points, chows, refusals = walk.variables, walk.points, walk.chows, walk.refusals
    cutting, positive = _hyperplanes(size)
    normals = np.array(cutting, dtype=np.int64).reshape(len(cutting), size)
    forms = np.array([_partial_sums(x) for x in cutting], dtype=np.int64).reshape(len(cutting), size)
    if any(
        array.dtype != np.int64 or (array.size and int(abs(array).max()) >= 1 << 50) for array in (points, refusals)
    ):
        raise CertificateError("points and multipliers must be 64-bit integers below 2**50")
    if len(points) == 0 or points.shape != chows.shape or (points <= 0).any():
        raise CertificateError("every point must have positive coordinates, and a Chow vector")
    values = points @ forms.T
    if (values == 0).any():
        raise CertificateError("no point may lie on a hyperplane")
    signs = np.sign(values)
    if (signs @ normals + np.array(positive, dtype=np.int64).sum(axis=0) != chows).any():
        raise CertificateError("the Chow vector of a point must be that of its signs")
    keys = {tuple(row) for row in chows.tolist()}
    if len(keys) != len(points):
        raise CertificateError("the cells must be different")
    settled = _refused(walk, forms, signs)
    below, _ = _order(cutting)
    for h in range(len(cutting)):
        for side in (0, 1):
            sign = 1 - 2 * side
            chosen = np.flatnonzero(signs[:, h] == sign)
            implied = np.zeros(len(chosen), dtype=bool)
            for lower in below[2 * h + side]:
                implied |= signs[chosen, lower >> 1] == 1 - 2 * (lower & 1)
            for cell, behind in zip(
                chosen[~implied].tolist(), (chows[chosen[~implied]] - 2 * sign * normals[h]).tolist(), strict=True
            ):
                if tuple(behind) not in keys and (cell, 2 * h + side) not in settled:
                    raise CertificateError(f"the cell behind hyperplane {h} of cell {cell} is missing", culprit=cell)


def _refused(walk: WallWalk, forms: Any, signs: Any) -> set[tuple[int, int]]:
    """Check the multipliers of the refused walls: each is a non-negative combination of other positive forms."""
    import numpy as np

    size, refusals = walk.variables, walk.refusals
    if len(refusals) == 0:
        return set()
    cells, crossed, own = refusals[:, 0], refusals[:, 1], refusals[:, 2]
    constraints, multipliers = refusals[:, 3 : 3 + size], refusals[:, 3 + size :]
    total = -own[:, None] * (1 - 2 * (crossed & 1))[:, None] * forms[crossed >> 1]
    for k in range(size):
        constraint, multiplier = constraints[:, k], multipliers[:, k]
        hyperplane = np.maximum(constraint - size, 0)
        oriented = forms[hyperplane] * signs[cells, hyperplane][:, None]
        unit = np.eye(size, dtype=np.int64)[np.minimum(constraint, size - 1)]
        total += multiplier[:, None] * np.where((constraint >= size)[:, None], oriented, unit)
    wrong = (own <= 0) | (multipliers < 0).any(axis=1) | (total != 0).any(axis=1)
    wrong |= ((constraints == size + (crossed >> 1)[:, None]) & (multipliers != 0)).any(axis=1)
    wrong |= signs[cells, crossed >> 1] != 1 - 2 * (crossed & 1)
    if wrong.any():
        culprit = int(np.flatnonzero(wrong)[0])
        raise CertificateError(f"the multipliers of the refused wall {culprit} must add up", culprit=culprit)
    return set(zip(cells.tolist(), crossed.tolist(), strict=True))


def wall_walk_histogram(variables: int) -> list[int]:
    """Count the cells by the ties of their Chow vectors, as `tie_histogram` does by another road.

    The arguments, errors and cost are those of `walk_through_walls`.
    """
    return ties_of_walk(walk_through_walls(variables))


def ties_of_walk(walk: WallWalk) -> list[int]:
    """Count the cells of a walk by the ties of their Chow vectors."""
    histogram = [0] * (1 << walk.variables)
    for chow in walk.chows.tolist():
        following = (*chow[1:], 0)
        histogram[sum(1 << i for i, (a, b) in enumerate(zip(chow, following, strict=True)) if a == b)] += 1
    return histogram

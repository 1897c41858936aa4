r"""Count the cells of an arrangement on the faces of a chamber by deletion and restriction: the restriction tree.

Let hyperplanes ``h_1, ..., h_k``, different from each other, cut an open cone.  Adding ``h_i`` to the first ``i - 1``
of them cuts in two exactly those cells that it meets, and these correspond to the cells of the cone on ``h_i`` itself
under the traces of the first ``i - 1``.  Hence

    cells(cone; h_1, ..., h_k) = 1 + sum over i of cells(cone on h_i; traces of h_1, ..., h_{i-1}),

where traces that miss the cone on ``h_i`` are dropped and equal ones counted once.  The dimension falls with every
step.

The cone on a subspace of the chamber ``u >= 0`` is given by its extreme rays, and these are the non-negative vectors
of the subspace with minimal support.  Two of them, p and q, are adjacent exactly when no third one has its support
inside the union of the supports of p and q.  The extreme rays on ``h_i`` are those that lie on it, and one for each
adjacent pair on its two sides.  A hyperplane cuts the relatively open cone exactly when it has rays strictly on both
sides.

Only sign tests and integer combinations occur, and no linear program.  Nothing in this plain version has a fixed
width; it imports no library and is the specification of the compiled one (`compiled_restriction_tree`).

Dictionary:
    face_columns: the different hyperplanes that cut a face, or None where one of them contains it.
    cells_on_face: the number of cells on one face; 0 where a hyperplane contains it.
    face_counts: these numbers for all faces.

Sources: :cite:p:`Zaslavsky1975`; :cite:p:`MotzkinRaiffaThompsonThrall1953` (adjacency of extreme rays).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import gcd

from exact.counting.chamber_arrangement import ChamberArrangement

# An extreme ray: the set of coordinates of the chamber that are positive on it, and its values on the columns.
_Ray = tuple[int, list[int]]


def face_columns(arrangement: ChamberArrangement, mask: int) -> list[tuple[int, ...]] | None:
    """Return the hyperplanes that cut an open face, each once, by their values on the rays of the face.

    Args:
        arrangement: the arrangement.
        mask: the coordinates that are 0 on the face.

    Returns:
        Primitive integer columns whose first non-zero entry is positive, or None if a hyperplane contains the face.

    Examples:
        >>> from exact.counting.chamber_arrangement import threshold_arrangement
        >>> face_columns(threshold_arrangement(3), 0b000)
        [(1, 0, -1)]
        >>> face_columns(threshold_arrangement(2), 0b01) is None
        True
    """
    rays = [i for i in range(arrangement.rank) if not mask >> i & 1]
    columns: dict[tuple[int, ...], None] = {}
    for form in arrangement.forms:
        column = [form[i] for i in rays]
        content = gcd(*column)
        if content == 0:
            return None
        if min(column) < 0 < max(column):
            if next(value for value in column if value) < 0:
                content = -content
            columns[tuple(value // content for value in column)] = None
    return list(columns)


def cells_on_face(arrangement: ChamberArrangement, mask: int) -> int:
    """Return the number of cells of the arrangement on an open face of the chamber.

    Cost:
        About 10 microseconds a cell.

    Examples:
        Two classes of self-dual threshold functions of three variables:

        >>> from exact.counting.chamber_arrangement import threshold_arrangement
        >>> cells_on_face(threshold_arrangement(3), 0b000)
        2
    """
    columns = face_columns(arrangement, mask)
    if columns is None:
        return 0
    dimension = arrangement.rank - mask.bit_count()
    rays = [(1 << i, [column[i] for column in columns]) for i in range(dimension)]
    return _cells(rays, len(columns))


def face_counts(arrangement: ChamberArrangement, progress: Callable[[int, int], None] | None = None) -> list[int]:
    """Return the number of cells on every face, by mask; a hyperplane that contains a face gives 0 there.

    Args:
        arrangement: the arrangement.
        progress: called after every face with the numbers of faces done and of all faces.

    Examples:
        >>> from exact.counting.chamber_arrangement import threshold_arrangement
        >>> face_counts(threshold_arrangement(2))
        [1, 0, 1, 0]
    """
    counts: list[int] = []
    for mask in range(1 << arrangement.rank):
        counts.append(cells_on_face(arrangement, mask))
        if progress is not None:
            progress(mask + 1, 1 << arrangement.rank)
    return counts


def _cells(rays: Sequence[_Ray], columns: int) -> int:
    """Count the cells of a cone that all columns cut and no two of which agree."""
    total = 1
    for i in range(columns):
        total += _cells(*_without_idle_columns(_restrict(rays, i), i))
    return total


def _restrict(rays: Sequence[_Ray], i: int) -> list[_Ray]:
    """Return the extreme rays of the cone on the hyperplane i with their values on the columns before i."""
    on_it = [(support, values[:i]) for support, values in rays if values[i] == 0]
    for support_p, p in rays:
        if p[i] <= 0:
            continue
        for support_q, q in rays:
            if q[i] >= 0:
                continue
            union = support_p | support_q
            if sum(1 for support, _ in rays if support & ~union == 0) == 2:  # p and q themselves
                divisor = gcd(p[i], q[i])
                factor_p, factor_q = -q[i] // divisor, p[i] // divisor
                on_it.append((union, [factor_p * p[j] + factor_q * q[j] for j in range(i)]))
    return on_it


def _without_idle_columns(rays: Sequence[_Ray], columns: int) -> tuple[list[_Ray], int]:
    """Keep the columns that cut the cone, each hyperplane once, and divide every ray by its content."""
    kept: dict[tuple[int, ...], int] = {}
    for j in range(columns):
        column = [values[j] for _, values in rays]
        if min(column) < 0 < max(column):
            content = gcd(*column)
            if next(value for value in column if value) < 0:
                content = -content
            kept.setdefault(tuple(value // content for value in column), j)
    result: list[_Ray] = []
    for support, values in rays:
        chosen = [values[j] for j in kept.values()]
        content = gcd(*chosen)
        result.append((support, [value // content for value in chosen] if content > 1 else chosen))
    return result, len(kept)

r"""Sets of functions of at most four variables, closed under symmetries, with their number and that of their orbits.

A set of functions is an array of 2**(2**n) marks.  A generator of a group of symmetries is an array as well: the image
of every truth table.  Orbits are found by letting the least label spread along the generators.

Dictionary:
    MAXIMUM_MARKED_DIMENSION: the largest n.
    marked_choices: the functions ``q xor ((q xor p) and g)`` for a list of pairs (q, p) and a list of gates g.
    marked_unions: the unions of a function of one list with a function of another, for pairs of lists.
    closed_set: the closure of a set under the symmetries of a class.
    orbit_numbers: the number of orbits of a closed set under every group of a class.
    least_members_of: the least function of every orbit of a closed set.
    closed_under_symmetry: whether a set is closed, which it must be; the check of a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from exact.counting.gated_class import GatedSymmetry

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAXIMUM_MARKED_DIMENSION = 4


def marked_choices(pairs: Iterable[tuple[int, int]], gates: Sequence[int], n: int) -> NDArray[Any]:
    """Return the marks of the functions that a gate makes of a pair.  Assumes n <= 4.

    Examples:
        Conjunctions of two variables with a third function:

        >>> marked_choices([(0b0000, 0b1010)], [0b1100, 0b0110], 2).nonzero()[0].tolist()
        [2, 8]
    """
    import numpy as np

    marks = np.zeros(1 << (1 << n), dtype=bool)
    choosing = np.array(gates, dtype=np.uint32)
    for q, p in pairs:
        marks[(choosing & (q ^ p)) ^ q] = True
    return marks


def marked_unions(parts: Iterable[tuple[NDArray[Any], NDArray[Any]]], n: int) -> NDArray[Any]:
    """Return the marks of all unions of a function of the first array of a pair with one of the second.

    Assumes n <= 4.
    """
    import numpy as np

    marks = np.zeros(1 << (1 << n), dtype=bool)
    for first, second in parts:
        for f in first:
            marks[f | second] = True
    return marks


def _generators(symmetry: GatedSymmetry, n: int) -> list[NDArray[Any]]:
    """Return generators of the signed permutations; the variable whose place is fixed, if any, is the last one."""
    import numpy as np

    tables = np.arange(1 << (1 << n), dtype=np.uint32)
    generators: list[NDArray[Any]] = []
    free = n - 1 if symmetry.fixes_first else n
    moves = [{i: i + 1, i + 1: i} for i in range(free - 1)]
    for move in moves:
        images = [sum((p >> i & 1) << move.get(i, i) for i in range(n)) for p in range(1 << n)]
        generators.append(_image_of_tables(tables, images))
    special = {n - 1} if symmetry.fixes_first else set[int]()
    negated = [i for i in range(n) if (symmetry.negates_first if i in special else symmetry.negates_others)]
    return generators + [_image_of_tables(tables, [p ^ 1 << i for p in range(1 << n)]) for i in negated]


def _image_of_tables(tables: NDArray[Any], images: Sequence[int]) -> NDArray[Any]:
    import numpy as np

    moved = np.zeros_like(tables)
    for p, image in enumerate(images):
        moved |= (tables >> np.uint32(p) & np.uint32(1)) << np.uint32(image)
    return moved


def _negation(n: int) -> NDArray[Any]:
    import numpy as np

    return np.arange(1 << (1 << n), dtype=np.uint32)[::-1]


def closed_set(marks: NDArray[Any], symmetry: GatedSymmetry, n: int) -> NDArray[Any]:
    """Return the closure of a set under the symmetries of a class.  Assumes n <= 4.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> closed_set(marked_choices([(0, 8)], [15], 2), gated_class("selector").symmetry, 2).nonzero()[0].tolist()
        [1, 2, 4, 7, 8, 11, 13, 14]
    """
    generators = _generators(symmetry, n) + ([_negation(n)] if symmetry.negates_output else [])
    closed = marks.copy()
    while True:
        before = int(closed.sum())
        for images in generators:
            closed |= closed[images]
        if int(closed.sum()) == before:
            return closed


def closed_under_symmetry(marks: NDArray[Any], symmetry: GatedSymmetry, n: int) -> bool:
    """Return whether a set is closed under the symmetries of a class.  Assumes n <= 4."""
    return bool((closed_set(marks, symmetry, n) == marks).all())


def orbit_numbers(closed: NDArray[Any], symmetry: GatedSymmetry, n: int) -> dict[str, int]:
    """Return the number of orbits under the signed permutations of a class, and with negation where it has it.

    Assumes n <= 4 and a closed set.

    Examples:
        >>> import numpy
        >>> from exact.counting.gated_class import gated_class
        >>> orbit_numbers(numpy.ones(16, dtype=bool), gated_class("selector").symmetry, 2)
        {'permutations, negations': 6, 'permutations, negations, output negation': 4}
    """
    generators = _generators(symmetry, n)
    numbers = {symmetry.name(): _orbits(closed, generators)}
    if symmetry.negates_output:
        numbers[f"{symmetry.name()}, output negation"] = _orbits(closed, [*generators, _negation(n)])
    return numbers


def _orbits(closed: NDArray[Any], generators: Sequence[NDArray[Any]]) -> int:
    """Count the orbits of a closed set."""
    return int((closed & _is_least(generators, len(closed))).sum())


def least_members_of(closed: NDArray[Any], symmetry: GatedSymmetry, n: int) -> list[int]:
    """Return the least function of every orbit of a closed set under all symmetries of a class.  Assumes n <= 4."""
    generators = _generators(symmetry, n) + ([_negation(n)] if symmetry.negates_output else [])
    members: list[int] = (closed & _is_least(generators, len(closed))).nonzero()[0].tolist()
    return members


def _is_least(generators: Sequence[NDArray[Any]], size: int) -> NDArray[Any]:
    """Mark the least table of every orbit: it is the label that spreads through it."""
    import numpy as np

    tables = np.arange(size, dtype=np.uint32)
    labels = tables.copy()
    while True:
        before = labels.copy()
        for images in generators:
            np.minimum(labels, labels[images], out=labels)
        if (labels == before).all():
            least: NDArray[Any] = labels == tables
            return least

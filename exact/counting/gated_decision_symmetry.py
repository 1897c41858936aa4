r"""Exchanges and negations of inputs acting on truth tables, and the orbits that they make, by marking.

A generator exchanges two inputs or negates one.  On a truth table it moves blocks of bits, so it is a few operations
on an integer.  An orbit is what the generators reach; no canonical form is computed.

Dictionary:
    Generator: the exchange (i, j) of two inputs, or the negation (i, i) of one.
    input_symmetries: generators of all permutations and negations of the inputs.
    class_generators: generators of those that preserve a class.
    transformed: the image of a truth table under a generator.
    where_input: the points at which an input is 1.
    group_walk: steps that visit every element of a group of symmetries once.
    images_of_pairs: all images of pairs of functions.
    orbits_of: one table of every orbit in a list, with the number of tables in the orbit.
    orbit_representatives: the least table of every orbit of all functions with the size of the orbit, for n <= 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exact.counting.gated_class import GatedSymmetry
from exact.errors import ExactError

Generator = tuple[int, int]


def input_symmetries(n: int) -> list[Generator]:
    """Return generators of the group of all permutations and negations of n inputs.

    Examples:
        >>> input_symmetries(3)
        [(0, 1), (1, 2), (0, 0), (1, 1), (2, 2)]
    """
    return [(i, i + 1) for i in range(n - 1)] + [(i, i) for i in range(n)]


def class_generators(symmetry: GatedSymmetry, n: int) -> list[Generator]:
    """Return generators of the permutations and negations of inputs that preserve a class.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> class_generators(gated_class("synaptic-gate", input_values="bits").symmetry, 3)
        [(1, 2), (1, 1), (2, 2)]
    """
    exchanges = [(i, i + 1) for i in range(1 if symmetry.fixes_first else 0, n - 1)]
    negations = [(i, i) for i in range(n) if (symmetry.negates_others if i else symmetry.negates_first)]
    return exchanges + negations


def where_input(i: int, n: int) -> int:
    """Return the mask of the points at which input i is 1.

    Examples:
        >>> where_input(0, 2), where_input(1, 2)
        (10, 12)
    """
    block = 1 << i
    return ((1 << block) - 1) * sum(1 << p for p in range(block, 1 << n, 2 * block))


def transformed(table: int, generator: Generator, n: int) -> int:
    """Return the table after two inputs are exchanged, or one is negated.

    Args:
        table: a truth table of n inputs.
        generator: a pair (i, j) of different inputs, which are exchanged, or (i, i): input i is negated.
        n: the number of inputs.

    Examples:
        x_1 and not x_2 becomes x_2 and not x_1, or not x_1 and not x_2:

        >>> transformed(0b0010, (0, 1), 2), transformed(0b0010, (0, 0), 2)
        (4, 1)
    """
    i, j = generator
    if i == j:
        ones = where_input(i, n)
        return (table & ones) >> (1 << i) | (table & ~ones) << (1 << i)
    i, j = min(i, j), max(i, j)
    moved = where_input(i, n) & ~where_input(j, n)  # the points with x_i = 1, x_j = 0: they go up
    shift = (1 << j) - (1 << i)
    difference = (table ^ table >> shift) & moved
    return table ^ difference ^ difference << shift


def group_walk(n: int, first: int, negated: Sequence[int]) -> tuple[Any, Any, Any]:
    """Return steps that visit once every permutation of the inputs from `first` on, with every set of negations.

    Every step exchanges the points of a mask with those a shift above them; the last one leads back to the identity or
    does so but for a permutation (the walk starts anew from the function).

    Args:
        n: the number of inputs.
        first: the inputs before this one stay in their places.
        negated: the inputs that are negated; they must be closed under the permutations.

    Returns:
        The masks, the shifts, and whether the element after a step is visited there.

    Examples:
        >>> masks, shifts, is_counted = group_walk(5, 0, range(5))
        >>> int(is_counted.sum()), 2**5 * 120
        (3840, 3840)
    """
    import numpy as np

    everything = (1 << (1 << n)) - 1
    steps: list[tuple[int, int, bool]] = []
    cycle = [(k & -k).bit_length() - 1 for k in range(1, 1 << len(negated))] + ([len(negated) - 1] if negated else [])
    exchanges = _exchanges(n - first)
    for exchange in [*exchanges, None]:
        for k in cycle:
            i = negated[k]
            steps.append((everything & ~where_input(i, n), 1 << i, True))
        if not negated:
            steps.append((0, 1, True))
        if exchange is not None:
            i = first + exchange
            moved = where_input(i, n) & ~where_input(i + 1, n)
            steps.append((moved, (1 << (i + 1)) - (1 << i), False))
    masks, shifts, is_counted = zip(*steps, strict=True)
    return np.array(masks, dtype=np.uint32), np.array(shifts, dtype=np.uint32), np.array(is_counted, dtype=np.bool_)


def images_of_pairs(words: Any, n: int, negated: Sequence[int]) -> Any:
    """Return the images of pairs of functions under all permutations of the inputs and some negations, in order.

    Args:
        words: the pairs as unsigned 64-bit words, one function in the lower 2**n bits, the other in those above.
        n: the number of inputs, at most 5.
        negated: the inputs that are negated, all or none.

    Raises:
        ExactError: if a pair leaves its place.

    Examples:
        >>> import numpy as np
        >>> images_of_pairs(np.array([0b1010_1100], dtype=np.uint64), 2, ()).tolist() == [0b1010_1100, 0b1100_1010]
        True
    """
    import numpy as np

    points = 1 << n
    images = [words]
    for mask, shift, is_counted in zip(*(column.tolist() for column in group_walk(n, 0, negated)), strict=True):
        double = np.uint64(mask << points | mask)
        difference = (words ^ words >> np.uint64(shift)) & double
        words = words ^ difference ^ difference << np.uint64(shift)
        if is_counted:
            images.append(words)
    everywhere = np.concatenate(images)
    everywhere.sort()
    found = everywhere[np.concatenate([[True], everywhere[1:] != everywhere[:-1]])]
    if (found > np.uint64((1 << 2 * points) - 1)).any():
        raise ExactError("a pair of functions left its place; this is an error in the library")
    return found


def _exchanges(k: int) -> list[int]:
    """Return exchanges of neighbors (i, i + 1) that lead through all orders of k things: plain changes."""
    if k <= 1:
        return []
    inner = _exchanges(k - 1)
    exchanges: list[int] = []
    down = list(range(k - 2, -1, -1))
    for number, exchange in enumerate([*inner, None]):
        is_down = number % 2 == 0
        exchanges += down if is_down else down[::-1]
        if exchange is not None:
            exchanges.append(exchange + 1 if is_down else exchange)
    return exchanges


def orbits_of(tables: Sequence[int], generators: Sequence[Generator], n: int) -> dict[int, int]:
    """Return the first table of every orbit in a closed list of tables, and the size of the orbit.

    Args:
        tables: truth tables of n inputs; their images under the generators must be in the list as well.
        generators: see `input_symmetries`.
        n: the number of inputs.

    Examples:
        >>> orbits_of([0, 1, 2, 3], input_symmetries(1), 1)
        {0: 1, 1: 2, 3: 1}
    """
    sizes: dict[int, int] = {}
    unseen = dict.fromkeys(tables)
    while unseen:
        table = next(iter(unseen))
        del unseen[table]
        orbit = [table]
        for member in orbit:
            for generator in generators:
                image = transformed(member, generator, n)
                if image in unseen:
                    del unseen[image]
                    orbit.append(image)
        sizes[table] = len(orbit)
    return sizes


def orbit_representatives(n: int, generators: Sequence[Generator]) -> dict[int, int]:
    """Return the least table of every orbit of functions of n inputs, and the size of the orbit.

    Assumes n <= 4: every function is marked.

    Examples:
        >>> orbit_representatives(2, input_symmetries(2))
        {0: 1, 1: 4, 3: 4, 6: 2, 7: 4, 15: 1}
    """
    import numpy as np

    tables = np.arange(1 << (1 << n), dtype=np.int64)
    least = tables.copy()
    while True:  # every function learns the least table among its images, until nothing changes
        before = least.copy()
        for generator in generators:
            least = np.minimum(least, least[transformed(tables, generator, n)])  # type: ignore[arg-type]
        if (least == before).all():
            break
    found, sizes = np.unique(least, return_counts=True)
    return dict(zip(found.tolist(), sizes.tolist(), strict=True))

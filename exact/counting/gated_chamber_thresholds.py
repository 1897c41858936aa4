r"""All threshold functions of n <= 6 inputs, class after class, with one gate of every class in the chamber.

The Chow parameters of a function f are the sums a_i of x_i over its true points, with x_i in {-1, 1}.  A threshold
function is determined by them and by its number of true points (Chow's theorem), so a class under permutations and
negations of the inputs has exactly one member with 0 <= a_1 <= ... <= a_n: its *gate*.  The members are the images of
the gate; they are as many as there are images of its vector a.

The gates are those of sorted integer weights 0 <= w_1 <= ... <= w_n <= 9.  That none is missing is shown as in
`gated_decision_thresholds`: threshold functions are joined by paths in which every step changes the value at one point;
so if one were missing, some gate, changed at one point, would be a threshold function outside the list.  Every such
function is in the list, or has true points x, y and false points u, v with x + y = u + v.  This is checked whenever a
list is made.

Dictionary:
    ThresholdClasses: the functions, class after class.
    threshold_classes: those of n inputs.
    cube_arrays: the masks of the inputs and the walks, for the kernel.
    stabilizer_order: how many signed permutations keep a sorted vector.
    MAXIMUM_LISTED: the largest n.

Sources: Chow's theorem :cite:p:`Chow1961`; theory Q-F2.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, combinations_with_replacement
from math import factorial
from typing import Any

from exact.counting.gated_chamber_walks import chamber_walk
from exact.counting.gated_decision_thresholds import is_summable_in_pairs
from exact.cube import check_dimension
from exact.errors import ExactError, TooLargeError

MAXIMUM_LISTED = 6
_LARGEST_WEIGHT = 9


@dataclass(frozen=True, slots=True, eq=False)
class ThresholdClasses:
    """All threshold functions of n inputs, class after class, the classes by their number of true points.

    Attributes:
        n: the number of inputs.
        gates: of every class the member in the chamber.
        vectors: the Chow parameters of the gates.
        starts: where every class begins; one more entry for the end.
        tables: the truth tables of all functions, an array.
        descents: where their Chow parameters decrease, as `write_descents` says, an array.
    """

    n: int
    gates: tuple[int, ...]
    vectors: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    tables: Any
    descents: Any


def stabilizer_order(vector: tuple[int, ...]) -> int:
    """Return how many signed permutations keep a vector.

    Examples:
        >>> stabilizer_order((0, 0, 3)), stabilizer_order((1, 1, 1)), stabilizer_order(())
        (8, 6, 1)
    """
    order = 1
    for entry, times in Counter(vector).items():
        order *= factorial(times) * (1 if entry else 2**times)
    return order


@cache
def cube_arrays(n: int) -> Any:
    """Return the masks of n inputs and the walks through all groups, for the kernel.

    Raises:
        TooLargeError: if n is above `MAXIMUM_LISTED`: a function would not fit into a word.
        ExactError: if the compiler is not installed.
    """
    if importlib.util.find_spec("numba") is None:
        raise ExactError("Chow chambers need numba, which is not installed")
    import numpy as np

    from exact.counting._gated_chamber_kernel import Cube

    if n > MAXIMUM_LISTED:
        raise TooLargeError(
            f"n = {n} is too large for a list of threshold functions (limit {MAXIMUM_LISTED})",
            size=n,
            limit=MAXIMUM_LISTED,
        )
    points = range(1 << n)
    halves = [sum(1 << p for p in points if p >> i & 1) for i in range(n)]
    agreements = [[sum(1 << p for p in points if not (p >> i ^ p >> j) & 1) for j in range(n)] for i in range(n)]
    rising = [halves[i] & ~halves[i + 1] for i in range(n - 1)]
    walks: list[int] = []
    starts: list[int] = []
    lengths: list[int] = []
    joints = max(n - 1, 0)
    for zeros in range(n + 1):
        for ties in range(1 << joints):
            crosses = 0 < zeros < n and bool(ties >> (zeros - 1) & 1)
            walk = [] if crosses else chamber_walk(n, zeros, ties)
            starts.append(len(walks))
            lengths.append(len(walk))
            walks += walk
    return Cube(
        np.array(halves, np.uint64),
        np.array(agreements, np.uint64).reshape(n, n),
        np.array(rising, np.uint64),
        np.array(walks, np.int8),
        np.array(starts, np.int64),
        np.array(lengths, np.int64),
        factorial(n) << n,
    )


@cache
def threshold_classes(n: int) -> ThresholdClasses:
    """Return all threshold functions of n inputs, class after class.

    Args:
        n: the number of inputs, at most `MAXIMUM_LISTED`; without inputs there are the two constants.

    Raises:
        TooLargeError: if n is too large.
        ExactError: if the compiler is not installed; if a function next to a gate is neither listed nor certified to be
            no threshold function; or if a class has not as many members as the vector of its gate has images.

    Cost:
        A few seconds and 0.4 GB for n = 6, once.

    Examples:
        >>> classes = threshold_classes(2)
        >>> len(classes.tables), classes.gates
        (14, (0, 8, 12, 14, 15))
    """
    import numpy as np

    from exact.counting._gated_chamber_kernel import write_descents, write_images

    check_dimension(n)
    cube = cube_arrays(n)
    vectors: dict[int, tuple[int, ...]] = {}
    for gate in _tables_of_sorted_weights(n):
        vector = _chow_vector(gate, n)
        if vector != tuple(sorted(map(abs, vector))):
            raise ExactError(f"the gate {gate:#x} of sorted weights is not in the chamber: {vector}")
        vectors[gate] = vector
    gates = sorted(vectors, key=lambda gate: (gate.bit_count(), gate))
    if len({(gate.bit_count(), vectors[gate]) for gate in gates}) < len(gates):
        raise ExactError("two gates have one vector of Chow parameters, which Chow's theorem excludes")
    images = np.empty(cube.order, np.uint64)
    members: list[Any] = []
    for gate in gates:
        write_images(np.uint64(gate), cube, images)
        images.sort()
        members.append(images[np.append(True, images[1:] != images[:-1])])
        expected = cube.order // stabilizer_order(vectors[gate])
        if len(members[-1]) != expected:
            raise ExactError(f"the class of {gate:#x} has {len(members[-1])} members, not {expected}")
    _check_complete(gates, members, n)
    starts = tuple(accumulate((len(member) for member in members), initial=0))
    tables = np.concatenate(members)
    descents = np.empty(len(tables), np.uint8)
    write_descents(tables, cube.halves, descents)
    return ThresholdClasses(n, tuple(gates), tuple(vectors[gate] for gate in gates), starts, tables, descents)


def _tables_of_sorted_weights(n: int) -> set[int]:
    """Return the functions with weights 0 <= w_1 <= ... <= w_n."""
    import numpy as np

    points = np.arange(1 << n)
    inputs = points[:, None] >> np.arange(n) & 1
    powers = np.left_shift(np.uint64(1), points.astype(np.uint64))
    tables: set[int] = set()
    for weights in combinations_with_replacement(range(_LARGEST_WEIGHT + 1), n):
        sums = inputs @ np.array(weights, np.int64)
        tables.update(int(powers[sums > level].sum()) for level in {-1, *map(int, sums)})
    return tables


def _chow_vector(table: int, n: int) -> tuple[int, ...]:
    """Return the Chow parameters of a function."""
    ones = [p for p in range(1 << n) if table >> p & 1]
    return tuple(sum(2 * (p >> i & 1) - 1 for p in ones) for i in range(n))


def _check_complete(gates: list[int], members: list[Any], n: int) -> None:
    """Refuse a list in which a function next to a gate is missing that might be a threshold function."""
    import numpy as np

    changed = np.array(sorted({gate ^ 1 << p for gate in gates for p in range(1 << n)}), np.uint64)
    is_listed = np.zeros(len(changed), bool)
    for listed in members:
        places = np.minimum(np.searchsorted(changed, listed), len(changed) - 1)
        is_listed[places[changed[places] == listed]] = True
    for table in map(int, changed[~is_listed]):
        if not is_summable_in_pairs(table, n):
            raise ExactError(f"{table:#x} is neither listed nor certified to be no threshold function")

r"""All sign patterns of a + w(x) and a - w(x) for n <= 5 inputs in bits, from small weights; none is missing.

They give the pairs of a unit with inputs in `bits` and a gate in `signs` that gates every synapse or the bias: there
the vectors of `gated_decision_pairs` are (1, x) and (1, -x), up to sign.  For n = 5 these are 63 vectors, and to list
their patterns flat by flat takes a minute and a half and 1.7 GB.

**Found**: the patterns of sorted weights ``w_1 <= ... <= w_n`` between a bound and its negation and of all a, their
negations, and the images of these patterns under all permutations of the inputs.

**None missing**: the patterns are the regions of an arrangement, so any two are joined by a path in which one vector
changes its sign at a time.  If a pattern were missing, some such step would lead out of the list; the list is closed
under the permutations, so the step may begin at a pattern of sorted weights.  For every such pattern and every vector
the changed pattern is in the list, or two or three vectors with positive sign, repeated or not, have the same sum as
as many with negative sign: no weights give such a pattern.  This is checked always; a failure is an error, never a
shorter list.

Dictionary:
    opposite_pair_arrays: the functions [a + w(x) > 0] and [a - w(x) > 0] of all patterns.

Source: theory Q-D6, Q-F2.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Any

from exact.counting.gated_decision_symmetry import images_of_pairs
from exact.errors import ExactError

_LARGEST_WEIGHT = {0: 1, 1: 1, 2: 2, 3: 4, 4: 8, 5: 16}
"""With these weights all patterns are found, which is checked."""

_SUMMANDS = (2, 3)
_WEIGHTS_AT_ONCE = 2000

Vector = tuple[int, ...]


def opposite_pair_arrays(n: int) -> tuple[Any, Any]:
    """Return two arrays, [a + w(x) > 0] and [a - w(x) > 0] for every pattern of numbers that are all different from 0.

    Args:
        n: the number of inputs, at most 5.

    Raises:
        ExactError: if a pattern next to a listed one is neither listed nor certified to be none.

    Cost:
        For n = 5 ten seconds and 400 MB.

    Examples:
        >>> plus, minus = opposite_pair_arrays(1)
        >>> sorted(zip(plus.tolist(), minus.tolist()))
        [(0, 0), (0, 2), (1, 3), (2, 0), (3, 1), (3, 3)]
    """
    import numpy as np

    points = 1 << n
    base = _patterns_of_sorted_weights(n)
    found = images_of_pairs(base, n, ())
    _check_walls(base, found, n)
    low = np.uint64((1 << points) - 1)
    return (found & low).astype(np.uint32), (found >> np.uint64(points)).astype(np.uint32)


def _patterns_of_sorted_weights(n: int) -> Any:
    """Return the patterns, a + w(x) in the lower bits and a - w(x) above them, and their negations."""
    import numpy as np

    points = 1 << n
    bound = _LARGEST_WEIGHT[n]
    weights = np.array(list(combinations_with_replacement(range(-bound, bound + 1), n)), dtype=np.int64)
    inputs = np.array([[p >> i & 1 for p in range(points)] for i in range(n)], dtype=np.int64).reshape(n, points)
    parts: list[Any] = []
    for start in range(0, len(weights), _WEIGHTS_AT_ONCE):
        values = 2 * (weights[start : start + _WEIGHTS_AT_ONCE] @ inputs)  # even, so that an odd a meets none of them
        levels = np.concatenate([values, -values], axis=1) + 1
        words = np.zeros(levels.shape, dtype=np.uint64)
        for p in range(points):
            value = values[:, p : p + 1]
            words |= (levels + value > 0).astype(np.uint64) << np.uint64(p)
            words |= (levels - value > 0).astype(np.uint64) << np.uint64(p + points)
        parts.append(np.unique(words))
    words = np.concatenate(parts)
    return np.unique(np.concatenate([words, words ^ np.uint64((1 << 2 * points) - 1)]))


def _check_walls(base: Any, found: Any, n: int) -> None:
    import numpy as np

    points = 1 << n
    # The point 0 is its own opposite: one vector, which shows in both functions.
    vectors: dict[Vector, int] = {}
    for p in range(points):
        x = tuple(p >> i & 1 for i in range(n))
        vectors[x] = vectors.get(x, 0) | 1 << p
        opposite = tuple(-entry for entry in x)
        vectors[opposite] = vectors.get(opposite, 0) | 1 << (p + points)
    sums = {k: _equal_sums(list(vectors), k) for k in _SUMMANDS}
    for number, bits in enumerate(vectors.values()):
        changed = base ^ np.uint64(bits)
        places = np.minimum(np.searchsorted(found, changed), len(found) - 1)
        left = changed[found[places] != changed]
        for k in _SUMMANDS:
            # What does not hold the changed vector was no obstacle before, and is none now.
            groups = [group for group in sums[k] if any(number in vectors_of_sum for vectors_of_sum in group)]
            positive = [left & np.uint64(mask & -mask) != 0 for mask in vectors.values()]
            left = left[~_is_obstructed(positive, groups, len(left))]
        if len(left):
            raise ExactError(f"{int(left[0]):#x} is neither listed nor certified to be no pattern")


def _equal_sums(vectors: list[Vector], k: int) -> list[list[tuple[int, ...]]]:
    """Return the choices of k vectors, by their numbers, that have the same sum; where at least two have it."""
    by_sum: dict[Vector, list[tuple[int, ...]]] = {}
    for choice in combinations_with_replacement(range(len(vectors)), k):
        total = tuple(map(sum, zip(*(vectors[number] for number in choice), strict=True)))
        by_sum.setdefault(total, []).append(choice)
    return [group for group in by_sum.values() if len(group) > 1]


def _is_obstructed(positive: list[Any], groups: list[list[tuple[int, ...]]], count: int) -> Any:
    """Return for every pattern whether some sum is one of positive vectors and one of negative vectors."""
    import numpy as np

    obstructed = np.zeros(count, dtype=np.bool_)
    for group in groups:
        above = np.zeros(count, dtype=np.bool_)
        below = np.zeros(count, dtype=np.bool_)
        for choice in group:
            signs = [positive[number] for number in choice]
            above |= np.logical_and.reduce(signs)
            below |= ~np.logical_or.reduce(signs)
        obstructed |= above & below
    return obstructed

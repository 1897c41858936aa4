r"""All pairs of parallel threshold functions of n <= 5 inputs, from small weights; none is missing, by a count.

h0 below h1 are parallel when one direction w meets the points of h0 last, after the rest of h1, and the points outside
h1 first: w(x) > w(y) for x in h0, y outside h0, and for x in h1, y outside h1.

**Found**: for sorted weights ``0 <= w_1 <= ... <= w_n`` up to a bound, the sets {w(x) > t} for two thresholds; and the
images of these pairs under all permutations and negations of the inputs.  They are parallel.

**None missing**: for d with entries -1, 0, 1 say that h rises along d if h is false at some p and true at p + d; then
w(d) > 0 for every direction w of h.  So if h0 and h1 are parallel, there is no d along which one rises and the other
falls.  The pairs of threshold functions with this property are counted, one function h0 of every orbit against all
h1.  If there are as many of them as were found, then every parallel pair was found.  This is checked always; a
difference is an error, never a shorter list.

Dictionary:
    parallel_pair_arrays: the functions h0 and h1 of all pairs.

Source: theory Q-T5.
"""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from typing import Any

from exact.counting.gated_decision_symmetry import images_of_pairs, input_symmetries, orbits_of
from exact.counting.gated_decision_thresholds import thresholds_by_weights
from exact.errors import ExactError

_LARGEST_WEIGHT = {0: 1, 1: 1, 2: 2, 3: 3, 4: 5, 5: 9}
"""With these weights there are as many pairs as there can be, which is checked."""


def parallel_pair_arrays(n: int) -> tuple[Any, Any]:
    """Return two arrays, h0 and h1 of every pair of parallel threshold functions with h0 below or equal to h1.

    Args:
        n: the number of inputs, at most 5.

    Raises:
        ExactError: if pairs were not found that may be parallel.

    Cost:
        For n = 5 some seconds and 400 MB.

    Examples:
        >>> below, above = parallel_pair_arrays(1)
        >>> sorted(zip(below.tolist(), above.tolist()))
        [(0, 0), (0, 1), (0, 2), (0, 3), (1, 1), (1, 3), (2, 2), (2, 3), (3, 3)]
    """
    import numpy as np

    points = 1 << n
    base = [below << points | above for below, above in sorted(_pairs_of_sorted_weights(n))]
    found = images_of_pairs(np.array(base, dtype=np.uint64), n, range(n))
    possible = _count_of_possible_pairs(n)
    if len(found) != possible:
        raise ExactError(
            f"{len(found)} pairs were found, and {possible} may be parallel; this is an error in the library"
        )
    low = np.uint64((1 << points) - 1)
    return (found >> np.uint64(points)).astype(np.uint32), (found & low).astype(np.uint32)


def _pairs_of_sorted_weights(n: int) -> set[tuple[int, int]]:
    pairs: set[tuple[int, int]] = set()
    for w in combinations_with_replacement(range(_LARGEST_WEIGHT[n] + 1), n):
        values = [sum(w[i] for i in range(n) if p >> i & 1) for p in range(1 << n)]
        levels = sorted({-1, *values}, reverse=True)
        tops = [sum(1 << p for p, value in enumerate(values) if value > level) for level in levels]
        pairs.update((below, above) for i, below in enumerate(tops) for above in tops[i:])
    return pairs


def _count_of_possible_pairs(n: int) -> int:
    """Count the pairs of threshold functions h0 below h1 such that along no d one rises and the other falls."""
    import numpy as np

    tables = np.array(thresholds_by_weights(n), dtype=np.int64)
    everything = (1 << (1 << n)) - 1
    rises: list[Any] = []
    falls: list[Any] = []
    for d in product((-1, 0, 1), repeat=n):
        if d <= (0,) * n:
            continue
        step = sum(entry << i for i, entry in enumerate(d))
        starts = sum(1 << p for p in range(1 << n) if all((p >> i & 1) + entry in {0, 1} for i, entry in enumerate(d)))
        there = tables >> step if step >= 0 else (tables << -step) & everything
        rises.append(there & ~tables & starts != 0)
        falls.append(tables & ~there & starts != 0)
    if not rises:
        return 3  # without inputs: false below false, false below true, true below true
    rise = np.packbits(np.array(rises).T, axis=1)
    fall = np.packbits(np.array(falls).T, axis=1)
    total = 0
    for table, size in orbits_of(thresholds_by_weights(n), input_symmetries(n), n).items():
        above = np.flatnonzero(table & ~tables == 0)
        place = int(np.searchsorted(tables, table))
        clash = ((rise[place] & fall[above]) | (fall[place] & rise[above])).any(axis=1)
        total += size * int((~clash).sum())
    return total

r"""Of how many threshold functions a function of five inputs is the product of signs, at least.

The functions that are products of two are decided one for every orbit (`gated_decision_five`), and all images of the
members are marked: f and its negation share a mark, since a factor can be negated.  There must be as many new marks as
the sizes of the orbits say.

f is a product of k factors if and only if for some threshold function g the product of f and g is one of k - 1.  So
for three factors all g are tried until a marked function is met.  The functions that are no product of three are few;
they take the marks for the next round, in which a function that is not marked is looked for, and so on.

The enumeration multiplies representatives of products of k - 1 with all threshold functions and looks for canonical
forms; an import contract keeps the two apart.

Dictionary:
    products_by_factors: how many functions, and orbits, need exactly k factors.
    count_products: how many functions, and orbits, are products of k factors.

Source: theory Q-D6, Q-F2.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exact.counting.gated_class import OUTPUT_GATE, gated_class
from exact.counting.gated_decision_five import OrbitCount, OrbitWalk, check_five_inputs, decision_maker
from exact.counting.gated_decision_symmetry import group_walk
from exact.counting.gated_decision_thresholds import thresholds_by_weights
from exact.errors import ExactError

Progress = Callable[[int, int | None], None]

_N = 5
_FUNCTIONS = 1 << (1 << _N)


def count_products(factors: int, progress: Progress | None = None) -> OrbitCount:
    """Return how many functions of five inputs are products of the signs of k threshold functions.

    Args:
        factors: k, at least 1.
        progress: called with the numbers of treated upper halves and of all, while products of two are decided.

    Raises:
        ExactError: if the compiler is not installed, or the orbits do not add up to all functions.

    Cost:
        That of `products_by_factors`.
    """
    counts = [count for k, count in products_by_factors(progress).items() if k <= factors]
    return OrbitCount(sum(count.functions for count in counts), sum(count.orbits for count in counts))


def products_by_factors(progress: Progress | None = None) -> dict[int, OrbitCount]:
    """Return for k = 1, 2, ... how many functions, and orbits, need exactly k factors as products of signs.

    The orbits are those under the permutations and negations of the inputs.

    Args:
        progress: called with the numbers of treated upper halves and of all, while products of two are decided.

    Raises:
        ExactError: if the compiler is not installed, or the orbits do not add up to all functions.

    Cost:
        Ten seconds and 550 MB, after a first call that compiles for some more.
    """
    import numpy as np

    from exact.counting import _gated_decision_marks_kernel as kernel

    pair = gated_class(OUTPUT_GATE, values="signs")
    check_five_inputs(pair)
    walk = OrbitWalk(pair.symmetry)
    decide = decision_maker(pair)()
    gates = np.array(thresholds_by_weights(_N), dtype=np.uint32)
    parts: list[tuple[Any, ...]] = []
    for done, (upper, found) in enumerate(walk.rows()):
        wide = found.astype(np.int32)
        members = np.zeros(len(wide), dtype=np.bool_)
        decide(np.uint32(upper), wide, len(wide), members)
        tables = np.uint32(upper) << np.uint32(16) | found[:, 0].astype(np.uint32)
        parts.append((tables, *walk.orbit_sizes(found), np.where(np.isin(tables, gates), 1, np.where(members, 2, 0))))
        if progress is not None:
            progress(done + 1, len(walk.halves))
    tables, sizes, orbits, needed = (np.concatenate(column) for column in zip(*parts, strict=True))
    if int(sizes.sum()) != _FUNCTIONS:
        raise ExactError(f"the orbits hold {int(sizes.sum())} functions; this is an error in the library")
    gates = gates[gates <= np.uint32(_FUNCTIONS // 2 - 1)]  # a function and its negation give the same products
    marked = needed > 0
    k = 2
    while True:
        marks = _marks(tables[marked], int(sizes[marked].sum()))
        rest = np.flatnonzero(needed == 0)
        reached = np.zeros(len(rest), dtype=np.bool_)
        kernel.factors_found(tables[rest], gates, marks, k == 2, reached)
        del marks
        k += 1
        if not reached.any():
            raise ExactError("a function is no product of threshold functions; this is an error in the library")
        needed[rest[reached]] = k
        marked = needed == 0  # from now on the functions that are no product of k factors have marks
        if not marked.any():
            break
    return {
        k: OrbitCount(int(sizes[needed == k].sum()), int(orbits[needed == k].sum()))
        for k in range(1, int(needed.max()) + 1)
    }


def _marks(tables: Any, functions: int) -> Any:
    """Return the marks of all images of some functions and their negations, of which there are so many."""
    import numpy as np

    from exact.counting import _gated_decision_marks_kernel as kernel

    masks, shifts, _ = group_walk(_N, 0, range(_N))
    marks = np.zeros(_FUNCTIONS // 2 // 64, dtype=np.uint64)
    new = kernel.mark_orbits(tables, masks, shifts, marks)
    if 2 * new != functions:
        raise ExactError(f"{2 * new} functions are marked instead of {functions}; this is an error in the library")
    return marks

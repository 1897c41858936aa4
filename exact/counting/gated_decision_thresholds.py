r"""All threshold functions of n <= 5 inputs, for the decisions: small weights, and certificates at every wall.

With ``0 <= w_1 <= ... <= w_n <= W`` every threshold gives a function; the list holds the images of these functions
under all permutations and negations of the inputs.  Everything in it is a threshold function.  Nothing is missing:

1. The threshold functions of n inputs are the regions of an arrangement whose hyperplanes are the points of the cube,
   so any two are joined by a path of threshold functions in which every step changes the value at one point.
2. If a threshold function were missing, some path would leave the list: f in the list, and f changed at one point a
   threshold function outside it.  The list is closed under the symmetries, so f may be taken among the functions with
   sorted weights.
3. For every such f and every point, the changed function is in the list, or it has points x, y where it is true and
   u, v where it is false with x + y = u + v: then w(x) + w(y) = w(u) + w(v) for all weights w, and it is no threshold
   function.

Such points exist exactly when, for some d with entries -1, 0, 1, the function is false at some p and true at p + d,
and also true at some q and false at q + d.  The third statement is checked whenever a list is made; a failure is an
error, never a shorter list.

Dictionary:
    thresholds_by_weights: the truth tables, in increasing order.
    is_summable_in_pairs: whether there are such points x, y, u, v.
    MAXIMUM_LISTED: the largest n.

Source: theory Q-F2.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations_with_replacement, product

from exact.counting.gated_decision_symmetry import input_symmetries, transformed
from exact.cube import check_dimension
from exact.errors import ExactError, TooLargeError

MAXIMUM_LISTED = 5
_LARGEST_WEIGHT = 5


@cache
def thresholds_by_weights(n: int) -> tuple[int, ...]:
    """Return the truth tables of all threshold functions of n inputs, in increasing order.

    Args:
        n: the number of inputs, at most `MAXIMUM_LISTED`; without inputs there are the two constants.

    Raises:
        TooLargeError: if n is too large.
        ExactError: if a function next to a listed one is neither listed nor certified to be no threshold function.

    Cost:
        Two seconds for n = 5, once.

    Examples:
        >>> len(thresholds_by_weights(2)), set(range(16)) - set(thresholds_by_weights(2)) == {0b0110, 0b1001}
        (14, True)
    """
    check_dimension(n)
    if n > MAXIMUM_LISTED:
        raise TooLargeError(
            f"n = {n} is too large for a list of threshold functions (limit {MAXIMUM_LISTED})",
            size=n,
            limit=MAXIMUM_LISTED,
        )
    bases = _tables_of_sorted_weights(n)
    generators = input_symmetries(n)
    tables = set(bases)
    waiting = list(bases)
    while waiting:
        table = waiting.pop()
        for generator in generators:
            image = transformed(table, generator, n)
            if image not in tables:
                tables.add(image)
                waiting.append(image)
    for base in bases:
        for p in range(1 << n):
            changed = base ^ 1 << p
            if changed not in tables and not is_summable_in_pairs(changed, n):
                raise ExactError(f"{changed:#x} is neither listed nor certified to be no threshold function")
    return tuple(sorted(tables))


def _tables_of_sorted_weights(n: int) -> set[int]:
    """Return the functions with weights 0 <= w_1 <= ... <= w_n in the encoding `bits`."""
    tables: set[int] = set()
    for w in combinations_with_replacement(range(_LARGEST_WEIGHT + 1), n):
        values = [sum(w[i] for i in range(n) if p >> i & 1) for p in range(1 << n)]
        for level in {-1, *values}:
            tables.add(sum(1 << p for p, value in enumerate(values) if value > level))
    return tables


def is_summable_in_pairs(table: int, n: int) -> bool:
    """Return whether two true and two false points have the same sum: then it is no threshold function.

    Examples:
        Exclusive or is true at 01 and 10, false at 00 and 11:

        >>> is_summable_in_pairs(0b0110, 2), is_summable_in_pairs(0b1000, 2)
        (True, False)
    """
    for difference, starts in _differences(n):
        here = table & starts
        there = (table >> difference if difference >= 0 else table << -difference) & starts
        if there & ~here and here & ~there:
            return True
    return False


@cache
def _differences(n: int) -> tuple[tuple[int, int], ...]:
    """Return for every vector d, up to sign, its number and the mask of the points p with p + d in the cube."""
    found: list[tuple[int, int]] = []
    for d in product((-1, 0, 1), repeat=n):
        if d > (0,) * n:
            number = sum(entry << i for i, entry in enumerate(d))
            starts = sum(
                1 << p for p in range(1 << n) if all((p >> i & 1) + entry in {0, 1} for i, entry in enumerate(d))
            )
            found.append((number, starts))
    return tuple(found)

r"""The self-dual threshold functions in canonical form: monotone, with falling weights.

A function is self-dual if opposite points have opposite values.  In canonical form moving a one to an earlier variable
never turns it from true to false (it is regular in that order).  A self-dual function other than x_1 has true points
without x_1; if it is regular, a minimal one of them may exchange values with the opposite point, the result is regular
again, and one true point without x_1 less is left.  So all of them are found from x_1 by the inverse steps.  Up to
eight variables all of them are threshold functions; `minimum_weights` would refuse one that is not.

By self-dualization (a further variable that says whether f or its dual is meant) these are, up to permuting and
negating variables, the threshold functions of n - 1 variables as well.

Dictionary:
    regular_self_dual_functions: all of n variables in canonical form, as truth tables.
    least_self_dual_weights: their minimum integer weights, sorted.
    self_dual_document: the same as plain data, for the command line.
    MAXIMUM_DIMENSION: the largest n.

Sources: von Neumann and Morgenstern 1944, sections 50 to 53 (strong simple games, n <= 5); Isbell 1959 and Muroga,
Tsuboi and Baugh 1970 for the larger ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exact.boolean import BooleanFunction
from exact.cube import check_dimension
from exact.errors import DomainError
from exact.minimum_weights import Objective, minimum_weights

SELF_DUAL_SCHEMA = "attention-quarks/self-dual-table/1"
MAXIMUM_DIMENSION = 8


def regular_self_dual_functions(n: int) -> Iterator[int]:
    """Yield the truth tables of the self-dual functions of n variables that are regular in the order x_1, ..., x_n.

    Args:
        n: at least 1, at most 8.

    Raises:
        DomainError: if n = 0; there is no self-dual function without variables.
        TooLargeError: if n > 8.

    Examples:
        >>> [hex(table) for table in regular_self_dual_functions(3)]
        ['0xaa', '0xe8']
    """
    check_dimension(n, MAXIMUM_DIMENSION)
    if n == 0:
        raise DomainError("a self-dual function must have at least one variable, not 0")
    opposite = (1 << n) - 1
    first = sum(1 << p for p in range(1 << n) if p & 1)
    seen, waiting = {first}, [first]
    while waiting:
        table = waiting.pop()
        yield table
        for p in range(1 << n):
            if table >> p & 1 and not any(table >> q & 1 or q == opposite ^ p for q in _moves_down(p, n)):
                other = table ^ 1 << p ^ 1 << (opposite ^ p)
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)


def _moves_down(p: int, n: int) -> Iterator[int]:
    """Yield the points from which p comes by one move: a one moves to the variable before, or the last one is added."""
    if p >> (n - 1) & 1:
        yield p ^ 1 << (n - 1)
    for i in range(n - 1):
        if p >> i & 3 == 1:
            yield p + (1 << i)


def least_self_dual_weights(
    n: int, objective: Objective = Objective.SUM, *, progress: Callable[[int], None] | None = None
) -> tuple[tuple[int, ...], ...]:
    """Return the minimum integer weights of all self-dual threshold functions of n variables, in canonical form.

    Each line is the realization of a verified certificate (`minimum_weights`); the threshold is 0 in signs.

    Args:
        n: at least 1, at most 8.
        objective: what is least.
        progress: is called with the number of functions done.

    Cost:
        About 20 ms for each function; there are 2470 for n = 8.

    Examples:
        >>> least_self_dual_weights(4)
        ((1, 0, 0, 0), (1, 1, 1, 0), (2, 1, 1, 1))
    """
    lines: list[tuple[int, ...]] = []
    for table in regular_self_dual_functions(n):
        lines.append(minimum_weights(BooleanFunction(n, table), objective).realization.weights)
        if progress is not None:
            progress(len(lines))
    return tuple(sorted(lines))


def self_dual_document(
    n: int, objective: Objective = Objective.SUM, *, progress: Callable[[int], None] | None = None
) -> dict[str, object]:
    """Return the table of `least_self_dual_weights` as plain data; what ``exact decide --self-dual-table`` prints.

    Returns:
        `schema`, `n`, `objective`, `functions` (how many there are) and `weights`, one list for each function.

    Examples:
        >>> self_dual_document(3)["weights"]
        [[1, 0, 0], [1, 1, 1]]
    """
    lines = least_self_dual_weights(n, objective, progress=progress)
    return {
        "schema": SELF_DUAL_SCHEMA,
        "n": n,
        "objective": objective.value,
        "functions": len(lines),
        "weights": [list(line) for line in lines],
    }

r"""The number of functions in a gated class, by deciding of every function whether it belongs to the class.

This is the second road to the numbers of `exact count`: it goes from the functions to the units, while the first goes
from the units to the functions.  The two share the cube, the names of the classes and the errors, no more; the lists of
threshold functions are made in two ways as well (`gated_decision_thresholds`).

How a function is decided, and why nothing is missed, is told in `gated_decision_small` (n <= 4, every function),
`gated_decision_five` (n = 5, one function of every orbit), `gated_decision_marks` (n = 5, more than two factors in
signs) and `gated_decision_maps` (maps and tuples).

Dictionary:
    count_by_decision: the number of functions, maps or tuples in a class.
    decision_limit: the largest n for a class; check_decision_size: refuse what is beyond it.

Source: theory Q-D6, Q-X1.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from exact.counting.effort import Effort, check_effort
from exact.counting.gated_class import GATED_LAYER, GatedClass, check_gated_dimension
from exact.counting.gated_decision_five import count_orbits_in_class
from exact.counting.gated_decision_maps import layer_number, mixed_number
from exact.counting.gated_decision_marks import count_products
from exact.counting.gated_decision_partial import MAXIMUM_TABULATED
from exact.counting.gated_decision_small import member_array
from exact.counting.gated_decision_symmetry import class_generators, orbit_representatives
from exact.counting.gated_effort import FURTHER_UNIT, decision_effort, estimate_command
from exact.counting.result import CountResult

Progress = Callable[[int, int | None], None]

METHOD = "decision"

_SECONDS_OF_THREE_UNITS = 600
"""Layers of three units and four inputs: projected."""

_ENDS_AT_FOUR = "its marks, one for every function, end at four inputs"
_ENDS_AT_FIVE = "its list of threshold functions ends at five inputs"


def decision_limit(gated: GatedClass) -> int:
    """Return the largest n for which the class is counted by decision.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> decision_limit(gated_class("selector")), decision_limit(gated_class("gated-layer", units=3))
        (5, 3)
    """
    if gated.values == "mixed":
        return 5
    if gated.name == GATED_LAYER:
        return 4 if (gated.units or 1) <= 2 else 3
    return 4 if gated.is_disjoint else 5


def check_decision_size(gated: GatedClass, n: int, *, force: bool = False) -> None:
    """Refuse an n beyond the limit of a class, unless it is forced and can run.

    Only layers of many units can run beyond their limit: their time grows with every unit, and not the arrays.

    Raises:
        TooLargeError: if the count is refused.
    """
    limit = decision_limit(gated)
    if n <= limit:
        return
    obstacle = ""
    if gated.name == GATED_LAYER and gated.values != "mixed" and n <= MAXIMUM_TABULATED:
        units = int(gated.units or 1)
        effort = Effort(_SECONDS_OF_THREE_UNITS * FURTHER_UNIT ** max(0, units - 3), 300_000_000)
    else:
        effort = decision_effort(gated, n)
        obstacle = _ENDS_AT_FOUR if limit <= MAXIMUM_TABULATED else _ENDS_AT_FIVE
    estimated = estimate_command(gated, n)
    check_effort(
        f"n = {n} is too large for the method {METHOD} (limit {limit})",
        size=n,
        limit=limit,
        effort=effort,
        force=force,
        alternative="--methods says how far the others go"
        + (f", and `{estimated}` gives an estimate" if estimated else ""),
        obstacle=obstacle,
        elsewhere=True,
    )


def count_by_decision(
    gated: GatedClass, n: int, progress: Progress | None = None, *, force: bool = False
) -> CountResult:
    """Count a gated class exactly by deciding every function, or one function of every orbit.

    Args:
        gated: the class.
        n: the number of inputs.
        progress: called now and then with the amount of work done and of all, where it is known.
        force: whether to start what is beyond the limit of the class, where it can run at all.

    Returns:
        The count; ``classes`` is the number of orbits under the permutations and negations of inputs that preserve the
        class, and None for maps, tuples and disjoint inputs.

    Raises:
        DomainError: if the class is not defined for n inputs.
        TooLargeError: if n is above `decision_limit`.
        ExactError: if n = 5 and the compiler is not installed, for classes of functions.

    Cost:
        A second or two for n = 4.  For n = 5 five seconds to a minute and a quarter, and some hundred megabytes: one
        function of every orbit is looked at, while the enumeration looks only at what the units compute.

    Examples:
        All functions of three inputs but ten are conjunctions of two threshold functions:

        >>> from exact.counting.gated_class import gated_class
        >>> count_by_decision(gated_class("output-gate"), 3).value
        246
    """
    check_gated_dimension(gated, n)
    check_decision_size(gated, n, force=force)
    start = time.perf_counter_ns()
    classes: int | None = None
    if gated.values == "mixed":
        value = mixed_number(gated, n, progress)
    elif gated.name == GATED_LAYER:
        value = layer_number(gated, n, progress)
    elif n > MAXIMUM_TABULATED:
        factors = int(gated.factors or 1)
        if gated.values == "signs" and factors > 2:
            found = count_products(factors, progress)
        else:
            found = count_orbits_in_class(gated, progress)
        value, classes = found.functions, found.orbits
    else:
        members = member_array(gated, n)
        value = int(members.sum())
        if not gated.is_disjoint:
            generators = class_generators(gated.symmetry, n)
            classes = sum(bool(members[table]) for table in orbit_representatives(n, generators))
    nanoseconds = time.perf_counter_ns() - start
    by_group = {} if classes is None else {gated.symmetry.name(): classes}
    return CountResult(gated.name, n, value, METHOD, nanoseconds, gated.options, classes, by_group)

r"""Gated classes counted by enumeration: every function of the class is made, and equal ones are recognized.

For one choice of the attended part up to symmetry, all gates are run through (`gated_enumeration_pairs`), or for one
gate of every class all attended parts.  Functions of up to four variables are marks in one array
(`gated_enumeration_marks`), those of five are marks up to symmetry (`gated_enumeration_rows`).  Closing the set under
the symmetries of the class makes it whole.  Functions of six variables are canonical forms in sets of orbits
(`gated_enumeration_six`).

Dictionary:
    count_by_enumeration: the number of functions, or maps, of a gated class.
    gated_functions: the set of all functions of a class with one output, as marks, n <= 4.
    gated_rows: the same for n = 5.
    first_pairs, gates_of, selector_parts: what the enumeration of a class runs through.
    factor_counts: how many functions need exactly k factors.
    enumeration_limit: the largest n for a class.
    has_mixed_orbits: whether the orbits of a class with mixed values are counted as well.
    check_enumeration_size: refuse what could not finish.

Source: theory Q-D6 `gated-classes`.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from exact.counting.effort import Effort, check_effort
from exact.counting.gated_class import (
    GATED_LAYER,
    OUTPUT_GATE,
    SELECTOR,
    GatedClass,
    check_gated_dimension,
    gated_class,
)
from exact.counting.gated_effort import FURTHER_UNIT, enumeration_effort, estimate_command
from exact.counting.gated_enumeration_cells import threshold_representatives, threshold_tables
from exact.counting.gated_enumeration_layers import count_layers, count_mixed, mixed_orbits
from exact.counting.gated_enumeration_marks import (
    MAXIMUM_MARKED_DIMENSION,
    closed_set,
    least_members_of,
    marked_choices,
    marked_unions,
    orbit_numbers,
)
from exact.counting.gated_enumeration_orbits import MAXIMUM_ORBITS_DIMENSION, compile_orbits
from exact.counting.gated_enumeration_pairs import choice_pairs, factor_pairs, needs_gate_at_origin
from exact.counting.gated_enumeration_parts import has_orbit_parts
from exact.counting.gated_enumeration_rows import FunctionRows, compile_enumeration
from exact.counting.gated_enumeration_six import count_orbits
from exact.counting.result import CountResult
from exact.counting.threshold import processors
from exact.counting.threshold_array import MAXIMUM_ARRAY_DIMENSION
from exact.errors import DomainError, TooLargeError
from exact.orbit import class_representatives
from exact.symmetry import Group

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAXIMUM_ENUMERATION_DIMENSION = 5

_LAYER_UNITS = {0: 16, 1: 16, 2: 8, 3: 5, 4: 3}
"""The largest number of units of a gated layer in bits or signs, by n: some minutes at most."""

_MULTIPLEXED_EFFORT = Effort(5_400, 3_000_000_000)
"""Of multiplexed units with n = 6: projected from a sixth of what is made, and one orbit of 64."""

Progress = Callable[[int, int | None], None]


def enumeration_limit(gated: GatedClass) -> int:
    """Return the largest n for which a class can be enumerated.

    Examples:
        >>> enumeration_limit(gated_class("selector")), enumeration_limit(gated_class("gated-layer", units=4))
        (5, 3)
    """
    if gated.is_disjoint:
        from exact.counting.gated_disjoint import MAXIMUM_ATTENDED

        return 2 * MAXIMUM_ATTENDED
    if gated.values == "mixed":
        return MAXIMUM_ARRAY_DIMENSION
    if gated.name == GATED_LAYER:
        return max((n for n, units in _LAYER_UNITS.items() if int(gated.units or 1) <= units), default=-1)
    if gated.name == OUTPUT_GATE and has_orbit_parts(gated):
        return MAXIMUM_ORBITS_DIMENSION
    return MAXIMUM_ENUMERATION_DIMENSION


def has_mixed_orbits(gated: GatedClass, n: int) -> bool:
    """Return whether the orbits of a class with mixed values are counted: not those of layers, and not for n = 6.

    Examples:
        >>> [has_mixed_orbits(gated_class("output-gate", values="mixed"), n) for n in (5, 6)]
        [True, False]
    """
    return gated.name == OUTPUT_GATE and n <= MAXIMUM_ENUMERATION_DIMENSION


def check_enumeration_size(gated: GatedClass, n: int, *, force: bool = False) -> None:
    """Refuse an n beyond the limit of a class, with what it would cost, unless it is forced and can run.

    Only layers of many units for n <= 4 and multiplexed units for n = 6 can run beyond their limit.

    Raises:
        TooLargeError: if the count is refused.
    """
    limit = enumeration_limit(gated)
    if n <= limit or gated.is_disjoint:  # a list for disjoint inputs has its own limit
        return
    estimated = estimate_command(gated, n)
    alternative = f"`{estimated}` gives an estimate" if estimated else ""
    if gated.name == GATED_LAYER and gated.values != "mixed":
        units = int(gated.units or 1)
        obstacle = f"it keeps a set of functions for every gate, a mask of 2^(2^{n}) bits"
        if n <= MAXIMUM_MARKED_DIMENSION:
            effort = Effort(60 * FURTHER_UNIT ** max(0, units - _LAYER_UNITS[n]), FURTHER_UNIT * 500_000_000)
            obstacle = ""
        else:
            effort = enumeration_effort(gated, n)
        check_effort(
            f"n = {n} with {units} units is too large for the enumeration (n <= {max(limit, 0)} for so many units)",
            size=n,
            limit=limit,
            effort=effort,
            force=force,
            alternative=alternative,
            obstacle=obstacle,
        )
        return
    can_run = has_orbit_parts(gated) and n <= MAXIMUM_ORBITS_DIMENSION
    obstacle = (
        "its tables have 64 bits" if n > MAXIMUM_ARRAY_DIMENSION else "its arrays of functions end at five inputs"
    )
    if gated.factors == 1:
        alternative = "`exact count threshold` counts the same functions"
    check_effort(
        f"n = {n} is too large for the enumeration (limit {limit})",
        size=n,
        limit=limit,
        effort=_MULTIPLEXED_EFFORT if can_run else enumeration_effort(gated, n),
        force=force,
        alternative=alternative,
        obstacle="" if can_run else obstacle,
    )


def count_by_enumeration(
    gated: GatedClass,
    n: int,
    progress: Progress | None = None,
    threads: int | None = None,
    *,
    force: bool = False,
) -> CountResult:
    """Count the functions (or maps) of a gated class by making all of them.

    Args:
        gated: the class.
        n: the number of inputs.
        progress: called now and then with the amount of work done and of all, where that is known.
        threads: how many threads are used for n >= 5; None takes the processors of the machine.
        force: whether to start what is beyond the limit of the class, where it can run at all.

    Returns:
        The count, with the number of orbits under the symmetries of the class, except for layers, disjoint inputs, and
        mixed values with n = 6.

    Raises:
        DomainError: if the class is not defined for n.
        TooLargeError: if n is too large.
        ExactError: if n >= 5 and the compiler is not installed.

    Cost:
        0.3 s for n = 4, seconds for n = 5, a minute for mixed values with n = 6, some minutes for two factors in bits
        or signs; `docs/benchmarks-counting.md` has a table.

    Examples:
        >>> [count_by_enumeration(gated_class("output-gate"), n).value for n in range(4)]
        [2, 4, 16, 246]
        >>> count_by_enumeration(gated_class("output-gate", values="mixed"), 2).value
        71
    """
    check_gated_dimension(gated, n)
    if gated.is_disjoint:
        from exact.counting.gated_disjoint import count_disjoint_by_enumeration

        return count_disjoint_by_enumeration(gated, n, force=force)
    check_enumeration_size(gated, n, force=force)
    importlib.import_module("numpy")
    if gated.values != "mixed":
        if n > MAXIMUM_ENUMERATION_DIMENSION:
            compile_orbits()
        elif n > MAXIMUM_MARKED_DIMENSION:
            compile_enumeration()
    start = time.perf_counter_ns()
    numbers: dict[str, int] = {}
    if gated.name == GATED_LAYER and gated.values != "mixed":
        value = count_layers(n, int(gated.units or 1), str(gated.values), progress)
    elif gated.values == "mixed":
        value = count_mixed(n, int(gated.units or 1), progress)
        if has_mixed_orbits(gated, n):
            numbers = {
                gated.symmetry.name(): mixed_orbits(n, negates_output=False),
                f"{gated.symmetry.name()}, output negation": mixed_orbits(n, negates_output=True),
            }
    elif n > MAXIMUM_ENUMERATION_DIMENSION:
        value, numbers = count_orbits(gated, n, progress, threads or processors())
    elif n <= MAXIMUM_MARKED_DIMENSION:
        closed = gated_functions(gated, n)
        value = int(closed.sum())
        numbers = orbit_numbers(closed, gated.symmetry, n)
    else:
        rows = gated_rows(gated, progress, threads)
        value = rows.count()
        numbers = rows.orbit_numbers()
    return CountResult(
        class_name=gated.name,
        n=n,
        value=value,
        method="enumeration",
        nanoseconds=time.perf_counter_ns() - start,
        options=gated.options,
        classes=numbers.get(gated.symmetry.name()),
        classes_by_group=numbers,
    )


def gates_of(gated: GatedClass, n: int) -> Sequence[int]:
    """Return the gates of a class.

    Examples:
        >>> gates_of(gated_class("selector"), 1)
        (0, 1, 2, 3)
    """
    gates = threshold_tables(n)
    return [g for g in gates if g & 1] if needs_gate_at_origin(gated, n) else gates


def _check_single_output(gated: GatedClass) -> None:
    if gated.is_disjoint or gated.name == GATED_LAYER or gated.values == "mixed":
        raise DomainError(f"the class must have one output with two values, and shared inputs, not {gated}")


def gated_functions(gated: GatedClass, n: int) -> NDArray[Any]:
    """Return the set of all functions of a class with one output of two values, as 2**(2**n) marks.

    If the class has a distinguished input x_1, it is the last variable of the truth tables here.

    Args:
        gated: the class, with shared inputs.
        n: the number of inputs, at most 4.

    Raises:
        DomainError: if the class has other outputs, or is not defined for n.
        TooLargeError: if n > 4.

    Examples:
        Parity of three inputs is the one function, with its negation, that no product of two signs is:

        >>> (~gated_functions(gated_class("output-gate", values="signs"), 3)).nonzero()[0].tolist()
        [105, 150]
    """
    _check_single_output(gated)
    check_gated_dimension(gated, n)
    if n > MAXIMUM_MARKED_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for a list of all functions (limit {MAXIMUM_MARKED_DIMENSION})",
            size=n,
            limit=MAXIMUM_MARKED_DIMENSION,
            alternative="gated_rows keeps the functions of five variables up to symmetry",
        )
    if gated.name == SELECTOR:
        return closed_set(marked_unions(selector_parts(n), n), gated.symmetry, n)
    closed = closed_set(marked_choices(first_pairs(gated, n), gates_of(gated, n), n), gated.symmetry, n)
    for _ in range(2, gated.factors or 0):
        if not _multiply_marks(closed, gated, n):
            break
    return closed


def _multiply_marks(closed: NDArray[Any], gated: GatedClass, n: int) -> bool:
    """Multiply the functions of a closed set by all threshold functions; return whether the set has grown."""
    before = int(closed.sum())
    attended = least_members_of(closed, gated.symmetry, n)
    closed |= closed_set(marked_choices(factor_pairs(gated, n, attended), threshold_tables(n), n), gated.symmetry, n)
    return int(closed.sum()) > before


def first_pairs(gated: GatedClass, n: int) -> Sequence[tuple[int, int]]:
    """Return the pairs with which an enumeration begins: for a single factor, those of a constant attended factor."""
    if gated.factors == 1:
        return factor_pairs(gated, n, [(1 << (1 << n)) - 1])
    return choice_pairs(gated, n)


def gated_rows(gated: GatedClass, progress: Progress | None = None, threads: int | None = None) -> FunctionRows:
    """Return the set of all functions of five inputs of a class with one output of two values, closed.

    Raises:
        DomainError: if the class has other outputs.
        ExactError: if the compiler is not installed.

    Cost:
        Seconds; 26 MB of marks if inputs may be negated, 261 MB if not.
    """
    _check_single_output(gated)
    compile_enumeration()
    rows = FunctionRows(gated.symmetry, threads or processors())
    if gated.name == SELECTOR:
        parts = list(selector_parts(5))
        for done, (first, second) in enumerate(parts):
            rows.mark_unions(first, second)
            if progress is not None:
                progress(done + 1, len(parts))
    else:
        rows.mark_choices(first_pairs(gated, 5), gates_of(gated, 5), progress)
    rows.close()
    for _ in range(2, gated.factors or 0):
        if not _multiply(
            rows, gated, rows.least_tables(negates_output=gated.symmetry.negates_output).tolist(), progress
        ):
            break
    return rows


def _multiply(rows: FunctionRows, gated: GatedClass, attended: Sequence[int], progress: Progress | None) -> bool:
    """Multiply some functions by all threshold functions; return whether the set has grown."""
    before = rows.count()
    rows.mark_choices(factor_pairs(gated, 5, attended), threshold_tables(5), progress)
    rows.close()
    return rows.count() > before


def selector_parts(n: int) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """Yield for one gate of every class the dichotomies of its support, and those of the complement."""
    import numpy as np

    tables = np.array(threshold_tables(n), dtype=np.int64)
    full = (1 << (1 << n)) - 1
    for gate in threshold_representatives(n):
        yield np.unique(tables & gate), np.unique(tables & (full ^ gate))


def factor_counts(n: int, values: str, progress: Progress | None = None, threads: int | None = None) -> tuple[int, ...]:
    """Return how many functions need exactly 1, 2, 3, ... threshold functions as factors; they add up to 2**(2**n).

    Args:
        n: the number of inputs, at most 5.
        values: ``bits`` for conjunctions, ``signs`` for products of signs.
        progress: called now and then with the amount of work done and of all, for each number of factors.
        threads: as in `count_by_enumeration`.

    Raises:
        InputError: if there are no such values.
        DomainError: if the values are mixed.
        TooLargeError: if n > 5.

    Cost:
        A second for n = 4; for n = 5 half a minute in signs, three and a half minutes in bits.

    Examples:
        Parity of n inputs needs 2**(n-1) conjuncts, and nothing needs more:

        >>> factor_counts(3, "bits")
        (104, 142, 8, 2)
        >>> factor_counts(3, "signs")
        (104, 150, 2)
    """
    gated = gated_class(OUTPUT_GATE, values=values, factors=1)
    check_gated_dimension(gated, n)
    check_enumeration_size(gated, n)
    totals = [0]
    if n <= MAXIMUM_MARKED_DIMENSION:
        closed = gated_functions(gated, n)
        totals.append(int(closed.sum()))
        while _multiply_marks(closed, gated, n):
            totals.append(int(closed.sum()))
        return tuple(after - before for before, after in pairwise(totals))
    rows = gated_rows(gated, progress, threads)
    totals.append(rows.count())
    levels = _products_of_signs(rows, gated, progress) if values == "signs" else _conjunctions(rows, gated, progress)
    for _ in levels:
        totals.append(rows.count())  # noqa: PERF401 - the rows change from level to level
    return tuple(after - before for before, after in pairwise(totals))


def _conjunctions(rows: FunctionRows, gated: GatedClass, progress: Progress | None) -> Iterator[None]:
    """Multiply what is new by all threshold functions, one factor more each time, until nothing is new."""
    seen: set[int] = set()
    while True:
        members = rows.least_tables(negates_output=False).tolist()
        new = [f for f in members if f not in seen]
        seen.update(new)
        if not _multiply(rows, gated, new, progress):
            return
        yield


def _products_of_signs(rows: FunctionRows, gated: GatedClass, progress: Progress | None) -> Iterator[None]:
    """Multiply by all threshold functions once, then divide, one factor more each time, until nothing is new.

    In signs f = a g means a = f g.  Few functions are products of two, so that they are made; most are products of
    three, so that one of every class is divided by one gate after the other until the quotient is known.
    """
    import numpy as np

    if not _multiply(rows, gated, threshold_representatives(5), progress):
        return
    yield
    remaining = np.array(class_representatives(5, Group.NPN), dtype=np.int64)
    remaining = remaining[~rows.quotients(remaining, [0xFFFFFFFF])]
    while len(remaining):
        found = rows.quotients(remaining, threshold_tables(5))
        if not found.any():
            return
        rows.mark_choices([(f, f) for f in remaining[found].tolist()], [0])
        rows.close()
        remaining = remaining[~found]
        yield

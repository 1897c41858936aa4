r"""Output gates of two factors counted by the method chow-chamber, up to six inputs.

It looks at the functions whose vector of Chow parameters, refined, is sorted and not negative; how is told in
`gated_chamber_parts`.  The enumeration of six inputs refines by the same vector, so that the two share a lemma and no
code: the lists of threshold functions, and what pairs are made, have nothing in common.  An import contract keeps this
method apart from the enumeration; with the decision it shares the certificate that a function is no threshold function
(`gated_decision_thresholds`).

Dictionary:
    count_by_chow_chamber: the number of functions or maps.
    chow_chamber_limit: the largest n; check_chow_chamber_size: refuse what is beyond it.
    chamber_result: the fields of a result that follow from the counts of the parts.

Source: theory Q-D6.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from exact.counting.effort import check_effort
from exact.counting.gated_chamber_parts import ChamberCount, count_part
from exact.counting.gated_chamber_thresholds import MAXIMUM_LISTED, cube_arrays
from exact.counting.gated_class import OUTPUT_GATE, GatedClass, check_gated_dimension
from exact.counting.gated_effort import enumeration_effort
from exact.counting.result import CountResult
from exact.errors import DomainError

Progress = Callable[[int, int | None], None]

METHOD = "chow-chamber"

_PARTS_OF_SIX = {"bits": 1, "signs": 8, "mixed": 1}
"""The parts into which six inputs are cut, one after the other, so that a table has at most half a gigabyte."""


def chow_chamber_limit(gated: GatedClass) -> int:
    """Return the largest n for which the class is counted by this method.

    Raises:
        DomainError: if it is not counted by this method at all.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> chow_chamber_limit(gated_class("output-gate", values="signs"))
        6
    """
    if gated.name != OUTPUT_GATE or gated.factors != 2 or gated.is_disjoint:
        raise DomainError(f"the method {METHOD} counts output gates of two factors with shared inputs only")
    return MAXIMUM_LISTED


def check_chow_chamber_size(gated: GatedClass, n: int, *, force: bool = False) -> None:
    """Refuse an n beyond the limit: a function of seven inputs does not fit into a word, so that forcing is no help.

    Raises:
        TooLargeError: if the count is refused.
        DomainError: if the class is not counted by this method at all.
    """
    limit = chow_chamber_limit(gated)
    if n <= limit:
        return
    check_effort(
        f"n = {n} is too large for the method {METHOD} (limit {limit})",
        size=n,
        limit=limit,
        effort=enumeration_effort(gated, n).and_more(),
        force=force,
        obstacle="its tables have 64 bits",
    )


def count_by_chow_chamber(
    gated: GatedClass, n: int, progress: Progress | None = None, *, force: bool = False
) -> CountResult:
    """Count an output gate of two factors exactly.

    Args:
        gated: the class.
        n: the number of inputs.
        progress: called after every gate with the numbers of treated gates and of all, over all parts.
        force: whether to start what is beyond the limit, where it can run at all; here it changes nothing.

    Raises:
        DomainError: if the class is not one of those that the method counts.
        TooLargeError: if n is above `chow_chamber_limit`.
        ExactError: if the compiler is not installed.

    Cost:
        A second for n <= 5, which is the compilation; for n = 6 some minutes and one gigabyte.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> count_by_chow_chamber(gated_class("output-gate", values="mixed"), 3).value
        2373
    """
    check_gated_dimension(gated, n)
    check_chow_chamber_size(gated, n, force=force)
    cube_arrays(n)  # loads the compiler, which the time leaves out
    start = time.perf_counter_ns()
    values = str(gated.values)
    parts = _PARTS_OF_SIX[values] if n == MAXIMUM_LISTED else 1
    total = ChamberCount()
    for part in range(parts):
        total += count_part(values, n, part, parts, _over_parts(progress, part, parts))
    value, orbits = chamber_result(gated, total)
    nanoseconds = time.perf_counter_ns() - start
    return CountResult(gated.name, n, value, METHOD, nanoseconds, gated.options, total.orbits, orbits)


def _over_parts(progress: Progress | None, part: int, parts: int) -> Progress | None:
    """Return the progress of one part as one over all parts."""
    if progress is None or parts == 1:
        return progress
    show = progress

    def report(done: int, total: int | None) -> None:
        if total is not None:
            show(part * total + done, parts * total)

    return report


def chamber_result(gated: GatedClass, total: ChamberCount) -> tuple[int, dict[str, int]]:
    """Return the number of functions, and the numbers of orbits by the name of their group.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> chamber_result(gated_class("output-gate", values="signs"), ChamberCount(4, 3, 4))
        (4, {'permutations, negations': 3, 'permutations, negations, output negation': 2})
    """
    name = gated.symmetry.name()
    orbits = {name: total.orbits}
    if gated.symmetry.negates_output:
        orbits[f"{name}, output negation"] = total.twice_with_negation // 2
    return total.functions, orbits

r"""Gated classes whose attended part and gate read disjoint inputs: closed formulas, and a list of all functions.

Let Pi be the set of pairs (q, p) of functions of the m attended inputs between which the gate chooses.  A gate that is
not constant takes both values while the attended inputs stand still; so the function shows {q, p}, and which of the
two stands where shows g up to negation.  With T(k) - 2 such gates, closed under negation, there are

    |Pi_0| + M (T(k) - 2) / 2

functions, where Pi_0 are the functions of the attended inputs that a constant gate leaves, and M is the number of
ordered pairs (q, p) with q != p and (q, p) or (p, q) in Pi.  The proofs, class by class, stand on the page
"Disjoint gates" of the documentation.

The numbers M that are no polynomials in T are numbers of dichotomies of other point sets; they have names here.

Dictionary:
    count_disjoint_by_formula: the number of functions by the formula of the class.
    count_disjoint_by_enumeration: the same by listing all functions.
    formula_limit: the largest n for which there is a formula within reach.
    three_valued_dichotomies: the dichotomies of {-1, 0, 1} x {-1, +1}^(m-1) by affine functions.
    mirrored_dichotomies: the dichotomies of {-1, +1} x {0, 1}^m by linear functions without a constant.
    gated_pair_number: the number M of pairs for a synaptic gate of any one synapse.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import product

from exact.arrangement import region_count
from exact.counting.effort import Effort, check_effort
from exact.counting.gated_class import (
    GATED_LAYER,
    MULTIPLEXED,
    OUTPUT_GATE,
    SELECTOR,
    GatedClass,
    GatedSymmetry,
    check_gated_dimension,
)
from exact.counting.gated_effort import list_effort
from exact.counting.gated_enumeration_cells import threshold_tables
from exact.counting.gated_enumeration_pairs import choice_pairs, needs_gate_at_origin
from exact.counting.result import CountResult
from exact.counting.threshold import count_threshold, threshold_effort
from exact.cube import check_dimension
from exact.errors import DomainError
from exact.symmetry import Group, SignedPermutation

MAXIMUM_ATTENDED = 4
"""Of formulas with dichotomies of other point sets, and of lists."""

MAXIMUM_ARGUMENT = 9
"""The largest argument of T."""

MAXIMUM_LISTED_FUNCTIONS = 4_000_000
_LISTED_MICROSECONDS = 8
_LISTED_BYTES = 300

Progress = Callable[[int, int | None], None]


_DICHOTOMIES_OF_FIVE = Effort(3_600, 4_000_000_000)
"""The flats of other point sets with five attended inputs: projected from the growth up to four."""


def _threshold_number(n: int, *, force: bool = False) -> int:
    return count_threshold(n, force=force).value


def three_valued_dichotomies(m: int) -> int:
    """Return the number of dichotomies of {-1, 0, 1} x {-1, +1}^(m-1) by affine functions, for m >= 1.

    They are the threshold functions of m + 1 variables that are symmetric in two given ones.

    Raises:
        DomainError: if m is 0.
        TooLargeError: if m > 4.

    Cost:
        2 s for m = 4.

    Examples:
        Three points on a line are cut in six ways:

        >>> three_valued_dichotomies(1)
        6
    """
    check_dimension(m)
    if m == 0:
        raise DomainError("there must be at least one attended input, not 0")
    _check_attended(m)
    points = [(1, y, *rest) for y in (-1, 0, 1) for rest in product((-1, 1), repeat=m - 1)]
    return region_count(points, m + 1)


def mirrored_dichotomies(m: int) -> int:
    """Return the number of dichotomies of {-1, +1} x {0, 1}^m by linear functions of s and x without a constant.

    Raises:
        TooLargeError: if m > 4.

    Cost:
        2 s for m = 4.

    Examples:
        The hyperplanes s = 0, w + s = 0 and w - s = 0 cut the plane into six parts:

        >>> mirrored_dichotomies(1)
        6
    """
    check_dimension(m)
    _check_attended(m)
    points = [(s, *x) for s in (-1, 1) for x in product((0, 1), repeat=m)]
    return region_count(points, m + 1)


def _check_attended(m: int) -> None:
    check_effort(
        f"m = {m} attended inputs are too many for dichotomies that are no threshold functions of the cube "
        f"(limit {MAXIMUM_ATTENDED})",
        size=m,
        limit=MAXIMUM_ATTENDED,
        effort=_DICHOTOMIES_OF_FIVE.and_more(),
        force=False,
        obstacle="their flats are kept one by one",
    )


def _closed_pairs(gated: GatedClass, m: int) -> set[tuple[int, int]]:
    """Return all pairs (q, p) of a class on m inputs; with q exchanged for p where the gate allows it."""
    full = (1 << (1 << m)) - 1
    tables = threshold_tables(m)
    if gated.name == SELECTOR:
        return {(q, p) for q in tables for p in tables}
    pairs = choice_pairs(gated, m)
    found: set[tuple[int, int]] = set()
    for g in _symmetries(gated.symmetry, m):
        for q, p in pairs:
            moved = g.act_on_table(q), g.act_on_table(p)
            found.add(moved)
            if gated.symmetry.negates_output:
                found.add((full ^ moved[0], full ^ moved[1]))
    return found


def _symmetries(symmetry: GatedSymmetry, m: int) -> Iterator[SignedPermutation]:
    """Yield the symmetries of a class; the input whose place is fixed, if any, is the last one."""
    for g in Group.NP.elements(m):
        images, negation = g.inputs.images, g.inputs.negation
        if symmetry.fixes_first and m and images[m - 1] != m - 1:
            continue
        for i in range(m):
            special = symmetry.fixes_first and i == m - 1
            if negation >> i & 1 and not (symmetry.negates_first if special else symmetry.negates_others):
                break
        else:
            yield g.inputs


def gated_pair_number(gated: GatedClass) -> int:
    """Return the number M of a synaptic gate of any one synapse with disjoint inputs, from the list of its pairs.

    M counts the ordered pairs (q, p) of different functions of the attended inputs such that the unit computes q where
    the gate has one of its values and p where it has the other.

    Raises:
        DomainError: if the inputs are not disjoint, or it is another class.
        TooLargeError: if there are more than 4 attended inputs.

    Examples:
        With one attended input, the pairs are (x, not x) and (not x, x):

        >>> from exact.counting.gated_class import gated_class
        >>> gated_pair_number(gated_class("synaptic-gate", synapse="any", attended=1, attending=3))
        2
    """
    if gated.synapse != "any" or gated.attended is None:
        raise DomainError(f"the class must be a synaptic gate of any one synapse with disjoint inputs, not {gated}")
    _check_attended(gated.attended)
    pairs = _closed_pairs(gated, gated.attended)
    return len({pair for q, p in pairs if q != p for pair in ((q, p), (p, q))})


def formula_limit(gated: GatedClass) -> int:
    """Return the largest n for which the formula is within reach: -1 if it is not for so many attended inputs."""
    if gated.attended is None or gated.attending is None:
        return -1
    limit = _attended_limit(gated)
    return gated.attended + MAXIMUM_ARGUMENT if gated.attended <= limit else -1


def _attended_limit(gated: GatedClass) -> int:
    if gated.name == MULTIPLEXED:
        return MAXIMUM_ARGUMENT - 1
    if gated.synapse == "any" and (gated.input_values, gated.gate_values) != ("signs", "signs"):
        return MAXIMUM_ATTENDED
    if gated.synapse is not None and gated.input_values != gated.gate_values:
        exact_in_thresholds = gated.synapse == "all" and gated.gate_values == "bits"
        return MAXIMUM_ARGUMENT if exact_in_thresholds else MAXIMUM_ATTENDED
    return MAXIMUM_ARGUMENT


def _doubled_pairs(gated: GatedClass, m: int, *, force: bool) -> int:
    """Return the number M of the class, for m attended inputs: the table of the page "Disjoint gates"."""
    functions = _threshold_number(m, force=force)
    if gated.name == OUTPUT_GATE:
        return 2 * (functions - 1) if gated.values == "bits" else functions
    if gated.name == MULTIPLEXED:
        return _threshold_number(m + 1, force=force) - functions
    if gated.name == SELECTOR:
        return functions * (functions - 1)
    fewer = _threshold_number(m - 1) if m else 0
    encodings = gated.input_values, gated.gate_values
    if gated.synapse == "any" and encodings == ("signs", "signs"):
        return m * (functions - fewer)
    if gated.synapse == "any":
        return gated_pair_number(gated)
    table: dict[tuple[str | None, str | None, str | None], Callable[[], int]] = {
        ("one", "signs", "signs"): lambda: functions - fewer,
        ("one", "signs", "bits"): lambda: 2 * (three_valued_dichotomies(m) - fewer),
        ("one", "bits", "signs"): lambda: three_valued_dichotomies(m) - fewer,
        ("one", "bits", "bits"): lambda: 2 * (functions - fewer),
        ("all", "signs", "signs"): lambda: functions - 2,
        ("all", "signs", "bits"): lambda: 2 * (functions + fewer - 2),
        ("all", "bits", "signs"): lambda: mirrored_dichotomies(m) - 2,
        ("all", "bits", "bits"): lambda: 2 * (functions - 2),
        ("bias", "signs", "signs"): lambda: functions - fewer,
        ("bias", "signs", "bits"): lambda: 2 * (three_valued_dichotomies(m) - fewer) if m else 0,
        ("bias", "bits", "signs"): lambda: mirrored_dichotomies(m),
        ("bias", "bits", "bits"): lambda: 0,
    }
    return table[gated.synapse, gated.input_values, gated.gate_values]()


def count_disjoint_by_formula(
    gated: GatedClass, n: int, progress: Progress | None = None, *, force: bool = False
) -> CountResult:
    """Count the functions (or maps) of a gated class with disjoint inputs by its closed formula.

    Args:
        gated: the class, with disjoint inputs.
        n: the number of all inputs.
        progress: not called; the formula is quick.
        force: whether to count threshold functions of 10 and 11 inputs for it, which takes hours and years.

    Raises:
        DomainError: if the inputs are not disjoint, or the class is not defined for them.
        TooLargeError: if a number in the formula is out of reach.

    Cost:
        That of T at the two numbers of inputs; seconds where dichotomies of other point sets enter.

    Examples:
        The products of two signs, one of x1 and x2, the other of x3: half of 14 times 4:

        >>> from exact.counting.gated_class import gated_class
        >>> count_disjoint_by_formula(gated_class("output-gate", values="signs", attended=2, attending=1), 3).value
        28
    """
    del progress
    m, k = _split(gated, n)
    _check_formula(gated, m, k, force=force)
    start = time.perf_counter_ns()
    attended, gates = _threshold_number(m, force=force), _threshold_number(k, force=force)
    if gated.values == "mixed":
        value = attended ** (gated.units or 1) * (gates - 1) + 1
    elif gated.name == GATED_LAYER and gated.values == "bits":
        value = (attended ** (gated.units or 1) - 1) * (gates - 1) + 1
    elif gated.name == GATED_LAYER:
        value = attended ** (gated.units or 1) * gates // 2
    else:
        value = attended + _doubled_pairs(gated, m, force=force) * (gates - 2) // 2
    return CountResult(gated.name, n, value, "formula", time.perf_counter_ns() - start, gated.options)


def _check_formula(gated: GatedClass, m: int, k: int, *, force: bool) -> None:
    limit = _attended_limit(gated)
    if m <= limit and k <= MAXIMUM_ARGUMENT:
        return
    if m > limit == MAXIMUM_ATTENDED:
        effort = _DICHOTOMIES_OF_FIVE if m == MAXIMUM_ATTENDED + 1 else _DICHOTOMIES_OF_FIVE.and_more()
        obstacle = "it needs dichotomies of another point set, and their flats are kept one by one"
    else:
        largest = max(m + (gated.name == MULTIPLEXED), k)
        effort = threshold_effort(largest)
        obstacle = f"it needs T({largest})" if effort.at_least else ""
    check_effort(
        f"{m} attended and {k} attending inputs are too many for the formula (limits {limit} and {MAXIMUM_ARGUMENT})",
        size=m if m > limit else k,
        limit=limit if m > limit else MAXIMUM_ARGUMENT,
        effort=effort,
        force=force,
        obstacle=obstacle,
    )


def _split(gated: GatedClass, n: int) -> tuple[int, int]:
    check_gated_dimension(gated, n)
    if gated.attended is None or gated.attending is None:
        raise DomainError(f"the class must have disjoint inputs, not {gated}")
    return gated.attended, gated.attending


def count_disjoint_by_enumeration(gated: GatedClass, n: int, *, force: bool = False) -> CountResult:
    """Count the functions (or maps) of a gated class with disjoint inputs by listing all of them.

    Raises:
        DomainError: if the inputs are not disjoint, or the class is not defined for them.
        TooLargeError: if more than four million functions or tuples would be listed, equal ones included, and it is not
            forced; always if the attended part or the gate reads more than 4 inputs.

    Cost:
        Some seconds for a million of them.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> count_disjoint_by_enumeration(gated_class("output-gate", values="signs", attended=2, attending=1), 3).value
        28
    """
    m, k = _split(gated, n)
    if max(m, k) > MAXIMUM_ATTENDED:
        _refuse_list(gated, m, k)
    start = time.perf_counter_ns()
    gates = threshold_tables(k)
    if gated.values == "mixed" or gated.name == GATED_LAYER:
        value = _listed_maps(gated, m, gates, n, force=force)
    else:
        if gated.name == SELECTOR:
            _check_listed(n, len(threshold_tables(m)) ** 2 * len(gates), force=force)
        pairs = _closed_pairs(gated, m)
        _check_listed(n, len(pairs) * len(gates), force=force)
        if needs_gate_at_origin(gated, m):  # at attended inputs 0 the argument is w_0 g: the gate must be constant
            gates = ((1 << (1 << k)) - 1,)
        value = len({_chosen(q, p, g, m, k) for g in gates for q, p in pairs})
    return CountResult(gated.name, n, value, "enumeration", time.perf_counter_ns() - start, gated.options)


def _chosen(q: int, p: int, g: int, m: int, k: int) -> int:
    """Return the table of the function that is q where the gate is false and p where it is true."""
    return sum((p if g >> z & 1 else q) << (z << m) for z in range(1 << k))


def _listed_maps(gated: GatedClass, m: int, gates: tuple[int, ...], n: int, *, force: bool) -> int:
    """Return the number of tuples of products, each product written as its values at all points."""
    functions = threshold_tables(m)
    units = gated.units or 1
    _check_listed(n, len(functions) ** units * len(gates), force=force)
    attended = [
        [f >> p & 1 if gated.values == "bits" else 2 * (f >> p & 1) - 1 for p in range(1 << m)] for f in functions
    ]
    found: set[tuple[tuple[int, ...], ...]] = set()
    for g in gates:
        signal = [g >> z & 1 for z in range(1 << (n - m))]
        if gated.values == "signs":
            signal = [2 * value - 1 for value in signal]
        products = {tuple(a * b for b in signal for a in values) for values in attended}
        found.update(product(products, repeat=units))
    return len(found)


def _refuse_list(gated: GatedClass, m: int, k: int) -> None:
    """Refuse a list of more attended or attending inputs than the lists of threshold functions have here."""
    is_in_formula = m <= _attended_limit(gated) and k <= MAXIMUM_ARGUMENT
    check_effort(
        f"{m} attended and {k} attending inputs are too many for a list of all functions (limit {MAXIMUM_ATTENDED})",
        size=max(m, k),
        limit=MAXIMUM_ATTENDED,
        effort=list_effort(m, k),
        force=False,
        alternative="use the method formula" if is_in_formula else "",
        obstacle=f"the attended functions and the gates are listed for at most {MAXIMUM_ATTENDED} inputs each",
        elsewhere=is_in_formula,
    )


def _check_listed(n: int, listed: int, *, force: bool) -> None:
    """Refuse a list that is too long, unless it is forced."""
    check_effort(
        f"there are too many functions of {n} inputs to list (limit {MAXIMUM_LISTED_FUNCTIONS}, equal ones included)",
        size=listed,
        limit=MAXIMUM_LISTED_FUNCTIONS,
        effort=Effort(max(1, listed * _LISTED_MICROSECONDS // 1_000_000), listed * _LISTED_BYTES),
        force=force,
        alternative="use the method formula",
    )

r"""Fixed-width kernel of the estimates of units that choose: how many ways there are to make one function.

**Separation.**  A function is asked for on some points, positive here and negative there, and zero weights are
corrected at the point where they are worst, again and again (the perceptron).  If the points can be separated, this
ends.  If not, the weights stay bounded, and since the next weights follow from the last they come back to weights that
were seen; the corrections in between add up to zero, so their points cannot be separated.  Both answers are
certificates: they are kept, and tried first when the next points are asked for.  Instead of the weights their values
at all points are kept; weights with the same values are the same.

**Parallel pairs.**  (q, p), q below p, are the sets [a > b], [a > -b] of an affine a and a b >= 0 if and only if the
function of n + 1 variables with the halves q and p is a threshold function.  For n <= 6 it is one if and only if its
self-dual extension G is monotone, one way or the other, in every variable, and after any two variables are exchanged
or exchanged and negated: every self-dual function of at most 8 variables that is regular has a realization, which
`sampling.self_dual_orbits` finds for each.  For variables of q and p alone: the two have no opposite `directions`.  For
one of them and the new one: the facets of q are comparable with the opposite facets of p; for the constant: with those
of the dual of p; and q is comparable with this dual.

Tables are unsigned 64-bit words, values signed 64-bit integers.  Nothing wraps: a table of n <= 6 variables is only
moved, and a value grows by at most 8 in each of at most 2**20 corrections; beyond them there is no answer, and -1 is
returned.  Functions are unchecked: they assume tables of n <= 6 variables.

Dictionary:
    Certificates, make_certificates: separations and obstructions that were found, and room for one search.
    is_separable: whether two sets of points are separated by a hyperplane.
    find_directions: in which directions functions grow, and in which they fall.
    count_parallel: how many parallel pairs choose a function with some gate.
    count_choices: how many of some pairs do.
    count_selections: for how many gates the function is a threshold function on either side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np  # noqa: TID253 - this module is loaded when the first estimate of such a unit is asked for
from numba import njit  # noqa: TID253

_Function = TypeVar("_Function", bound=Callable[..., Any])
_OPTIONS: dict[str, Any] = {"nogil": True, "cache": True}
_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_KEPT = 1024
_MAXIMUM_CORRECTIONS = 1 << 20


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock, with the cache on disk."""
    return cast("_Function", njit(**_OPTIONS)(function))


class Certificates(NamedTuple):
    """Points that are separated and points that cannot be, as pairs of tables; their numbers; room for one search."""

    separated: Any
    obstructed: Any
    numbers: Any
    gram: Any
    values: Any
    saved: Any


def make_certificates(points: Any) -> Certificates:
    """Return an empty collection for points, the rows of an integer matrix with entries 1 and -1."""
    vectors = np.array(points, dtype=np.int64)
    return Certificates(
        np.zeros((_KEPT, 2), np.uint64),
        np.zeros((_KEPT, 2), np.uint64),
        np.zeros(2, np.int64),
        vectors @ vectors.T,
        np.zeros(len(vectors), np.int64),
        np.zeros(len(vectors), np.int64),
    )


@_compiled
def _find(kept: Any, number: Any, on: Any, off: Any, is_below: bool) -> bool:
    """Return whether a kept pair lies below (or above) the given one; what helps moves to the front."""
    for k in range(number):
        if is_below:
            fits = (kept[k, 0] & ~on) | (kept[k, 1] & ~off) == _ZERO
        else:
            fits = (on & ~kept[k, 0]) | (off & ~kept[k, 1]) == _ZERO
        if fits:
            other = k // 2
            for side in range(2):
                word = kept[k, side]
                kept[k, side] = kept[other, side]
                kept[other, side] = word
            return True
    return False


@_compiled
def is_separable(on: Any, off: Any, certificates: Any) -> int:
    """Return 1 if a hyperplane has the points `on` on its positive side and `off` on the other, 0 if not, or -1."""
    separated, obstructed, numbers, gram, values, saved = certificates
    if _find(obstructed, numbers[1], on, off, True):
        return 0
    if _find(separated, numbers[0], on, off, False):
        return 1
    points = len(values)
    values[:] = 0
    saved[:] = 0
    used = _ZERO
    wait = 1
    since = 0
    for _ in range(_MAXIMUM_CORRECTIONS):
        worst = 1
        place = -1
        for x in range(points):
            bit = _ONE << np.uint64(x)
            if on & bit:
                value = values[x]
            elif off & bit:
                value = -values[x]
            else:
                continue
            if value < worst:
                worst = value
                place = x
        if place < 0:
            positive = _ZERO
            negative = _ZERO
            for x in range(points):
                if values[x] > 0:
                    positive |= _ONE << np.uint64(x)
                elif values[x] < 0:
                    negative |= _ONE << np.uint64(x)
            if numbers[0] < _KEPT:
                separated[numbers[0], 0] = positive
                separated[numbers[0], 1] = negative
                numbers[0] += 1
            return 1
        bit = _ONE << np.uint64(place)
        used |= bit
        sign = 1 if on & bit else -1
        same = True
        for x in range(points):
            values[x] += sign * gram[place, x]
            same = same and values[x] == saved[x]
        since += 1
        if same:
            if numbers[1] < _KEPT:
                obstructed[numbers[1], 0] = used & on
                obstructed[numbers[1], 1] = used & off
                numbers[1] += 1
            return 0
        if since == wait:
            wait *= 2
            since = 0
            used = _ZERO
            saved[:] = values
    return -1


@_compiled
def find_directions(tables: Any, starts: Any, steps: Any, growing: Any, falling: Any) -> None:
    """Set bit k of `growing` if f(x) = 0, f(x + step k) = 1 at a start x of step k, and of `falling` in reverse."""
    for t in range(len(tables)):
        table = tables[t]
        up = _ZERO
        down = _ZERO
        for k in range(len(starts)):
            before = table & starts[k]
            after = (table >> np.uint64(steps[k])) & starts[k]
            if after & ~before:
                up |= _ONE << np.uint64(k)
            if before & ~after:
                down |= _ONE << np.uint64(k)
        growing[t] = up
        falling[t] = down


@_compiled
def _are_comparable(a: Any, b: Any) -> bool:
    return bool((a & ~b) == _ZERO or (b & ~a) == _ZERO)


@_compiled
def _are_parallel(q: Any, p: Any, dual: Any, lower_facets: Any) -> bool:
    """Return whether q and p, without opposite directions and q below p, are parallel; `dual` is the dual of p."""
    if not _are_comparable(q, dual):
        return False
    for i in range(len(lower_facets)):
        facet = lower_facets[i]
        step = _ONE << np.uint64(i)
        low = q & facet
        high = (q >> step) & facet
        if not _are_comparable(high, p & facet) or not _are_comparable(low, (p >> step) & facet):
            return False
        if not _are_comparable(high, dual & facet) or not _are_comparable(low, (dual >> step) & facet):
            return False
    return True


@_compiled
def count_parallel(
    lower: Any, upper: Any, duals: Any, lower_facets: Any, free: Any, pattern: Any, certificates: Any
) -> int:
    """Count the parallel pairs (q, p) such that a hyperplane has a pattern on their strip; return -1 if unable.

    The columns of `lower` and `upper` are: the table, its growing directions, its falling directions, a key, and its
    part in the strip.  Only pairs with equal keys are looked at; the strip is the part of p without the part of q.  At
    the points `free` the value of q must be free: q with these points must be parallel to p as well, and its directions
    must be among the columns.
    """
    count = 0
    is_turned = len(lower) < len(upper)
    outer = lower if is_turned else upper
    inner = upper if is_turned else lower
    for a in range(len(outer)):
        up = outer[a, 1]
        down = outer[a, 2]
        key = outer[a, 3]
        for b in range(len(inner)):
            if (up & inner[b, 2]) | (down & inner[b, 1]) | (key ^ inner[b, 3]):
                continue
            i = a if is_turned else b
            j = b if is_turned else a
            if not _are_parallel(lower[i, 0], upper[j, 0], duals[j], lower_facets):
                continue
            if free and not _are_parallel(lower[i, 0] | free, upper[j, 0], duals[j], lower_facets):
                continue
            strip = upper[j, 4] & ~lower[i, 4]
            answer = is_separable(strip & pattern, strip & ~pattern, certificates)
            if answer < 0:
                return -1
            count += answer
    return count


@_compiled
def count_choices(on: Any, off: Any, table: Any, certificates: Any) -> int:
    """Count the pairs (h1, h0) of which some gate chooses the values of a function; return -1 if unable.

    Assumes that everywhere the function has one of the two values.
    """
    count = 0
    for k in range(len(on)):
        strip = on[k] ^ off[k]
        differs = table ^ on[k]
        answer = is_separable(strip & ~differs, strip & differs, certificates)
        if answer < 0:
            return -1
        count += answer
    return count


@_compiled
def count_selections(gates: Any, points: int, table: Any, certificates: Any) -> int:
    """Count the gates on either side of which a function can be separated; return -1 if unable.

    Assumes that the gates are in increasing order.  Those with the same upper parts are left out together, if the
    function cannot be separated on one of the sides as far as they are known.
    """
    parts = min(4, points)
    size = points // parts
    count = 0
    failed = parts
    for k in range(len(gates)):
        gate = gates[k]
        first = 0
        if k:
            changed = gate ^ gates[k - 1]
            while changed >> np.uint64(points - size * (first + 1)) == _ZERO:
                first += 1
        if first > failed:
            continue
        failed = parts
        for part in range(first, parts):
            known = ~_ZERO << np.uint64(points - size * (part + 1))
            if points < 64:
                known &= (_ONE << np.uint64(points)) - _ONE
            for side in range(2):
                inside = (gate if side else ~gate) & known
                answer = is_separable(inside & table, inside & ~table, certificates)
                if answer < 0:
                    return -1
                if answer == 0:
                    failed = part
                    break
            if failed < parts:
                break
        if failed == parts:
            count += 1
    return count

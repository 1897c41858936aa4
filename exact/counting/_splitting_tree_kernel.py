r"""Fixed-width kernel of the splitting tree: the mathematics is told in `splitting_tree`.

Values of rays on hyperplanes are stored in 32 bits and combined in 64; a stored value is at most `values` <= 2**30 in
absolute value, so the sum of two products stays below 2**61.  Every value is compared with that limit before it is
stored, every index with the room of its array before it is used, and a violated guard returns its code: nothing wraps,
and no number leaves then.  The caller turns the code into an error (`compiled_splitting_tree`).

A split makes one *table*: the values (one row for each hyperplane that cut the parent, but for the one that splits) and
the facets (one word for each ray) of all rays of both children.  They stand in the order

    strictly positive, on the hyperplane, strictly negative,

so that each child owns a range of them.  A child is a choice of rows of its table, a range of its rays, and a *tally*:
the sum of the vectors of the hyperplanes that are decided, with their signs.  The tables of a path lie one after the
other in one array; table number `level` belongs to the split of a node of depth ``level - 1``, and table 0 is the root.

A facet is a bit of a word.  When all bits are in use, those of redundant inequalities are taken back: a facet of a cone
of dimension d has at least d - 1 extreme rays.

A walk can be cut into ``2**depth`` parts: bit i of the number of a part says which child is visited at depth i.
What lies above that depth is seen by several parts, and counted by the first of them.

Functions here are unchecked: each "Assumes" says what its caller has made sure of.  They stand in one file because the
compiler notices a change only in the file of the function that it has compiled before.

Dictionary:
    Tables, Scratch: the arrays of one walk; make_tables, make_scratch allocate them.
    make_root: the root as arrays; make_histogram: room for the counts.
    explore: the walk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np  # noqa: TID253 - this module is loaded when the first compiled count is asked for
from numba import njit, types  # noqa: TID253
from numba.extending import intrinsic  # noqa: TID253

OK = 0
GUARD_RAYS = 1
GUARD_LEVELS = 2
GUARD_FACETS = 3
GUARD_VALUES = 4
GUARD_ENTRIES = 5
GUARD_COUNT = 6
NOT_SORTED = 7

MAXIMUM_FACETS = 64
MAXIMUM_VALUE = 1 << 30
MAXIMUM_COUNT = 1 << 61

_REDUCE_ABOVE = 2047
_ZERO = np.uint64(0)
_ONE = np.uint64(1)

# Without reference counts: nothing is allocated in compiled code.
_OPTIONS: dict[str, Any] = {"nogil": True, "cache": True, "_nrt": False}

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock and allocates nothing, with the cache on disk."""
    return cast("_Function", njit(**_OPTIONS)(function))


def _inlined(function: _Function) -> _Function:
    """Compile a part of a larger function; handing over the tables would cost as much as its work."""
    return cast("_Function", njit(**_OPTIONS, inline="always")(function))


def _instruction(function: Callable[..., Any]) -> Callable[[Any], Any]:
    """Make one machine instruction a function of one word."""
    return cast("Callable[[Any], Any]", intrinsic(function))


class Tables(NamedTuple):
    """The tables of a path, and the two children that belong to each."""

    values: Any
    facets: Any
    value_start: Any
    ray_start: Any
    rays: Any
    hyperplane: Any
    hyperplanes: Any
    used: Any
    rows: Any
    row_count: Any
    first_ray: Any
    last_ray: Any
    tally: Any
    next_child: Any


class Scratch(NamedTuple):
    """Arrays for one split: the rays of each side, and the pairs that have a new ray between them."""

    positive: Any
    zero: Any
    negative: Any
    first_parent: Any
    second_parent: Any
    column: Any


def make_tables(levels: int, hyperplanes: int, width: int, entries: int) -> Tables:
    """Allocate the arrays for paths of so many tables, with so many entries in all of them together."""
    return Tables(
        np.empty(entries, np.int32),
        np.empty(entries, np.uint64),
        np.zeros(levels, np.int64),
        np.zeros(levels, np.int64),
        np.zeros(levels, np.int64),
        np.zeros((levels, hyperplanes), np.int64),
        np.zeros(levels, np.int64),
        np.zeros(levels, np.uint64),
        np.zeros((levels, 2, hyperplanes), np.int64),
        np.zeros((levels, 2), np.int64),
        np.zeros((levels, 2), np.int64),
        np.zeros((levels, 2), np.int64),
        np.zeros((levels, 2, width), np.int64),
        np.zeros(levels, np.int64),
    )


def make_scratch(rays: int, hyperplanes: int) -> Scratch:
    """Allocate the arrays of a split for so many rays and hyperplanes."""
    return Scratch(
        np.zeros(rays, np.int64),
        np.zeros(rays, np.int64),
        np.zeros(rays, np.int64),
        np.zeros(rays, np.int64),
        np.zeros(rays, np.int64),
        np.zeros(hyperplanes, np.int64),
    )


def make_root(forms: Sequence[Sequence[int]], vectors: Sequence[Sequence[int]], start: Sequence[int], rays: int) -> Any:
    """Return the root as arrays; assumes that every entry fits 64 bits."""
    return (
        np.array(forms, dtype=np.int64).reshape(len(forms), rays),
        np.array(vectors, dtype=np.int64).reshape(len(forms), len(start)),
        np.array(start, dtype=np.int64),
    )


def make_histogram(width: int) -> tuple[Any, Any]:
    """Return room for the number of cells of every tie mask, and for the numbers of cells, splits and closed nodes."""
    return np.zeros(1 << width, np.int64), np.zeros(3, np.int64)


@_instruction
def _size(_context: Any, _word: Any) -> Any:
    """Return the number of set bits of a word."""

    def generate(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@_compiled
def _gcd(a: Any, b: Any) -> Any:
    while b:
        a, b = b, a % b
    return a


@_compiled
def _add(tally: Any, level: Any, child: Any, vector: Any, sign: Any) -> Any:
    for i in range(len(vector)):
        tally[level, child, i] += sign * vector[i]


@_inlined
def _settle(tables: Any, vectors: Any, level: Any, child: Any) -> Any:
    """Keep the rows that still cut the child; the others are decided and go into its tally."""
    first = tables.first_ray[level, child]
    last = tables.last_ray[level, child]
    kept = 0
    for row in range(tables.hyperplanes[level]):
        start = tables.value_start[level] + row * tables.rays[level]
        below = np.int32(0)
        above = np.int32(0)
        for entry in range(start + first, start + last):
            below |= tables.values[entry]  # the sign bit is set where some value is negative
            above |= -tables.values[entry]
        if below >= 0:
            _add(tables.tally, level, child, vectors[tables.hyperplane[level, row]], 1)
        elif above >= 0:
            _add(tables.tally, level, child, vectors[tables.hyperplane[level, row]], -1)
        else:
            tables.rows[level, child, kept] = row
            kept += 1
    tables.row_count[level, child] = kept


@_inlined
def _load_root(forms: Any, vectors: Any, start: Any, tables: Any) -> Any:
    """Fill table 0: the simplicial cone on whose rays the forms have these values; it is the child 1 of its table.

    Assumes that there is room, and that the forms are in range.
    """
    hyperplanes, rays = forms.shape
    tables.value_start[0] = 0
    tables.ray_start[0] = 0
    tables.rays[0] = rays
    tables.hyperplanes[0] = hyperplanes
    for row in range(hyperplanes):
        tables.hyperplane[0, row] = row
        for ray in range(rays):
            tables.values[row * rays + ray] = forms[row, ray]
    tables.used[0] = (_ONE << np.uint64(rays)) - _ONE
    for ray in range(rays):
        tables.facets[ray] = tables.used[0] ^ (_ONE << np.uint64(ray))
    tables.first_ray[0, 1] = 0
    tables.last_ray[0, 1] = rays
    for i in range(len(start)):
        tables.tally[0, 1, i] = start[i]
    tables.next_child[0] = 1
    _settle(tables, vectors, 0, 1)


@_inlined
def _redundant_facets(tables: Any, level: Any, child: Any, dimension: Any) -> Any:
    """Return the bits in use that lie on too few extreme rays of the node to be a facet."""
    start = tables.ray_start[level]
    redundant = _ZERO
    for position in range(MAXIMUM_FACETS):
        bit = _ONE << np.uint64(position)
        if tables.used[level] & bit:
            carriers = 0
            for ray in range(tables.first_ray[level, child], tables.last_ray[level, child]):
                carriers += (tables.facets[start + ray] & bit) != _ZERO
            if carriers < dimension - 1:
                redundant |= bit
    return redundant


@_inlined
def _pairs(
    tables: Any, scratch: Any, level: Any, child: Any, used: Any, positive: Any, negative: Any, room: Any, shared: Any
) -> Any:
    """Write the adjacent pairs of rays on either side; return their number, or -1 if there are too many.

    Two rays are adjacent when they share at least `shared` = dimension - 2 facets, and no third ray lies on all of the
    facets that they share.
    """
    start = tables.ray_start[level]
    first = start + tables.first_ray[level, child]
    last = start + tables.last_ray[level, child]
    facets = tables.facets
    number = 0
    for i in range(positive):
        p = scratch.positive[i]
        for j in range(negative):
            q = scratch.negative[j]
            common = facets[start + p] & facets[start + q] & used
            if np.int64(_size(common)) < shared:
                continue
            carriers = 0
            for ray in range(first, last):
                carriers += (facets[ray] & common) == common
            if carriers != 2:  # p and q themselves
                continue
            if number >= room:
                return -1
            scratch.first_parent[number] = p
            scratch.second_parent[number] = q
            number += 1
    return number


@_inlined
def _combine(
    tables: Any, scratch: Any, level: Any, child: Any, pair: Any, entry: Any, rays: Any, value_limit: Any
) -> Any:
    """Write the values of the new ray of a pair, divided by their content if they are large; return a code.

    The value on the row number r of the new table goes to ``entry + r * rays``.
    """
    values = tables.values
    old_start = tables.value_start[level]
    old_rays = tables.rays[level]
    p = old_start + scratch.first_parent[pair]
    q = old_start + scratch.second_parent[pair]
    splitting = tables.rows[level, child, 0] * old_rays
    factor_p = -np.int64(values[q + splitting])
    factor_q = np.int64(values[p + splitting])
    if factor_p == factor_q:
        factor_p = np.int64(1)
        factor_q = np.int64(1)
    elif factor_p != 1 and factor_q != 1:  # a division takes longer than all the rest
        divisor = _gcd(factor_p, factor_q)
        factor_p //= divisor
        factor_q //= divisor
    rows = tables.row_count[level, child] - 1
    size = np.int64(0)
    for row in range(rows):
        above = tables.rows[level, child, row + 1] * old_rays
        value = factor_p * np.int64(values[p + above]) + factor_q * np.int64(values[q + above])
        scratch.column[row] = value
        size |= abs(value)  # at least the largest absolute value
    if size > min(_REDUCE_ABOVE, value_limit):
        content = np.int64(0)
        for row in range(rows):
            content = _gcd(abs(scratch.column[row]), content)
        size = np.int64(0)
        for row in range(rows):
            scratch.column[row] //= content
            size = max(size, abs(scratch.column[row]))
        if size > value_limit:
            return GUARD_VALUES
    for row in range(rows):
        values[entry + row * rays] = scratch.column[row]
    return OK


@_inlined
def _part_rays(tables: Any, scratch: Any, level: Any, child: Any) -> Any:
    """Write the rays on either side of the splitting hyperplane, and on it; return how many there are of each."""
    splitting = tables.value_start[level] + tables.rows[level, child, 0] * tables.rays[level]
    positive = 0
    zero = 0
    negative = 0
    for ray in range(tables.first_ray[level, child], tables.last_ray[level, child]):
        value = tables.values[splitting + ray]
        if value > 0:
            scratch.positive[positive] = ray
            positive += 1
        elif value < 0:
            scratch.negative[negative] = ray
            negative += 1
        else:
            scratch.zero[zero] = ray
            zero += 1
    return positive, zero, negative


@_inlined
def _copy_rays(
    tables: Any, scratch: Any, level: Any, child: Any, positive: Any, zero: Any, new: Any, negative: Any, used: Any
) -> Any:
    """Copy the old rays into the next table, whose head is written: their facets in use, their values on every row."""
    values = tables.values
    facets = tables.facets
    below = level + 1
    new_facet = tables.used[below] & ~used
    on = positive
    last = positive + zero + new
    source = tables.ray_start[level]
    target = tables.ray_start[below]
    for i in range(positive):
        facets[target + i] = facets[source + scratch.positive[i]] & used
    for i in range(zero):
        facets[target + on + i] = facets[source + scratch.zero[i]] & used | new_facet
    for i in range(negative):
        facets[target + last + i] = facets[source + scratch.negative[i]] & used
    for row in range(tables.hyperplanes[below]):
        above = tables.rows[level, child, row + 1]
        tables.hyperplane[below, row] = tables.hyperplane[level, above]
        source = tables.value_start[level] + above * tables.rays[level]
        target = tables.value_start[below] + row * tables.rays[below]
        for i in range(positive):
            values[target + i] = values[source + scratch.positive[i]]
        for i in range(zero):
            values[target + on + i] = values[source + scratch.zero[i]]
        for i in range(negative):
            values[target + last + i] = values[source + scratch.negative[i]]


@_inlined
def _split(tables: Any, scratch: Any, vectors: Any, level: Any, child: Any, dimension: Any, limits: Any) -> Any:
    """Split a node on its first hyperplane: make the next table and its two children; return a code.

    Assumes that some hyperplane cuts the node.
    """
    ray_limit, level_limit, facet_limit, value_limit, entry_limit, _ = limits
    below = level + 1
    if below >= level_limit:
        return GUARD_LEVELS
    used = tables.used[level]
    every = ~_ZERO >> np.uint64(MAXIMUM_FACETS - facet_limit)
    if used == every:
        used &= ~_redundant_facets(tables, level, child, dimension)
        if used == every:
            return GUARD_FACETS
    new_facet = ~used & (used + _ONE)  # the lowest bit that is not in use
    room = ray_limit - (tables.last_ray[level, child] - tables.first_ray[level, child])
    positive, zero, negative = _part_rays(tables, scratch, level, child)
    new = _pairs(tables, scratch, level, child, used, positive, negative, room, dimension - 2)
    if new < 0:
        return GUARD_RAYS

    rays = positive + zero + new + negative
    rows = tables.row_count[level, child] - 1
    start = tables.value_start[level] + tables.hyperplanes[level] * tables.rays[level]
    facet_start = tables.ray_start[level] + tables.rays[level]
    if start + rows * rays > entry_limit or facet_start + rays > entry_limit:
        return GUARD_ENTRIES
    tables.value_start[below] = start
    tables.ray_start[below] = facet_start
    tables.rays[below] = rays
    tables.hyperplanes[below] = rows
    tables.used[below] = used | new_facet
    _copy_rays(tables, scratch, level, child, positive, zero, new, negative, used)
    for pair in range(new):
        place = positive + zero + pair
        p = tables.facets[tables.ray_start[level] + scratch.first_parent[pair]]
        q = tables.facets[tables.ray_start[level] + scratch.second_parent[pair]]
        tables.facets[facet_start + place] = p & q & used | new_facet
        code = _combine(tables, scratch, level, child, pair, start + place, rays, value_limit)
        if code != OK:
            return code

    hyperplane = tables.hyperplane[level, tables.rows[level, child, 0]]
    for side in range(2):
        tables.first_ray[below, side] = positive if side else 0
        tables.last_ray[below, side] = rays if side else rays - negative
        for i in range(vectors.shape[1]):
            tables.tally[below, side, i] = tables.tally[level, child, i]
        _add(tables.tally, below, side, vectors[hyperplane], 1 - 2 * side)
        _settle(tables, vectors, below, side)
    tables.next_child[below] = 0
    return OK


@_compiled
def _is_met_between(values: Any, a: Any, b: Any, first: Any, last: Any, sign_a: Any, sign_b: Any) -> Any:
    """Decide whether a positive combination of rays lies in an open quadrant in which no ray lies itself.

    That is so when some p with A > 0 >= B and q with B > 0 >= A satisfy |B_p| / A_p * |A_q| / B_q < 1.  The products
    are those of two stored values.
    """
    a_of_p = np.int64(0)
    b_of_p = np.int64(0)
    a_of_q = np.int64(0)
    b_of_q = np.int64(0)
    for ray in range(first, last):
        value_a = sign_a * np.int64(values[a + ray])
        value_b = sign_b * np.int64(values[b + ray])
        if value_a > 0 and (a_of_p == 0 or -value_b * a_of_p < b_of_p * value_a):
            a_of_p = value_a
            b_of_p = -value_b
        elif value_b > 0 and (b_of_q == 0 or -value_a * b_of_q < a_of_q * value_b):
            a_of_q = -value_a
            b_of_q = value_b
    if a_of_p == 0 or b_of_q == 0:
        return False
    # Each factor is at most 2**30, so no product of two of them wraps.
    return b_of_p * a_of_q < a_of_p * b_of_q


@_compiled
def _count_cell(tally: Any, vectors: Any, one: Any, sign_one: Any, two: Any, sign_two: Any, histogram: Any) -> Any:
    """Count the cell whose tally is this one plus the vectors of up to two hyperplanes (-1: none); return a code."""
    mask = np.int64(0)
    for i in range(len(tally)):
        entry = tally[i]
        if one >= 0:
            entry += sign_one * vectors[one, i]
        if two >= 0:
            entry += sign_two * vectors[two, i]
        if entry < 0:
            return NOT_SORTED
        mask |= np.int64(entry == 0) << i
    histogram[mask] += 1
    return OK


@_inlined
def _close(tables: Any, vectors: Any, level: Any, child: Any, histogram: Any, counts: Any) -> Any:
    """Count the cells of a node that at most two hyperplanes cut; return a code."""
    tally = tables.tally[level, child]
    active = tables.row_count[level, child]
    if active == 0:
        counts[0] += 1
        return _count_cell(tally, vectors, -1, 0, -1, 0, histogram)
    row = tables.rows[level, child, 0]
    one = tables.hyperplane[level, row]
    if active == 1:
        counts[0] += 2
        return max(
            _count_cell(tally, vectors, one, 1, -1, 0, histogram),
            _count_cell(tally, vectors, one, -1, -1, 0, histogram),
        )
    first = tables.first_ray[level, child]
    last = tables.last_ray[level, child]
    a = tables.value_start[level] + row * tables.rays[level]
    row = tables.rows[level, child, 1]
    two = tables.hyperplane[level, row]
    b = tables.value_start[level] + row * tables.rays[level]
    met = 0  # bit 2 i + j: some ray lies in the quadrant with the signs (1 - 2 i, 1 - 2 j)
    for ray in range(first, last):
        value_a = tables.values[a + ray]
        value_b = tables.values[b + ray]
        if value_a != 0 and value_b != 0:
            met |= 1 << (2 * (value_a < 0) + (value_b < 0))
    code = OK
    for quadrant in range(4):
        sign_a = 1 - 2 * (quadrant >> 1)
        sign_b = 1 - 2 * (quadrant & 1)
        if met >> quadrant & 1 or _is_met_between(tables.values, a, b, first, last, sign_a, sign_b):
            counts[0] += 1
            code = max(code, _count_cell(tally, vectors, one, sign_a, two, sign_b, histogram))
    return code


@_compiled
def explore(
    root: Any, tables: Any, scratch: Any, part: Any, depth: Any, histogram: Any, counts: Any, limits: Any
) -> Any:
    """Walk through one of ``2**depth`` parts of the tree; return a code.

    `histogram` and `counts` (cells, splits, closed nodes) are added to.  Assumes arrays at least as large as the limits
    (rays, levels, facets, values, entries, count) say, limits that do not exceed the `MAXIMUM` of each, and a root that
    is within them.
    """
    forms, vectors, start = root
    dimension = forms.shape[1]
    _load_root(forms, vectors, start, tables)
    level = 0
    while True:
        child = tables.next_child[level]
        if child == 2:
            if level == 0:
                return OK
            level -= 1
            continue
        tables.next_child[level] = child + 1
        if 0 < level <= depth and part >> (level - 1) & 1 != child:
            continue
        counted = level >= depth or part >> level == 0
        if tables.row_count[level, child] > 2:
            counts[1] += counted
            code = _split(tables, scratch, vectors, level, child, dimension, limits)
            level += 1
        elif counted:
            counts[2] += 1
            code = _close(tables, vectors, level, child, histogram, counts)
            if counts[0] > limits[5]:
                code = GUARD_COUNT
        else:
            code = OK
        if code != OK:
            return code

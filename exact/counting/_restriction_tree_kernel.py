r"""Fixed-width kernel of the restriction tree: the mathematics is told in `restriction_tree`.

All arithmetic is in signed 64-bit integers; sets of rays, of columns and of coordinates are unsigned 64-bit words.
Nothing wraps: a stored value is at most `value_limit` <= 2**30 in absolute value, so the sum of two products stays
below 2**62; this and the capacity of every array are tested before use, and a violated guard returns its code.  The
caller turns the code into an error (`compiled_restriction_tree`).

A level holds a cone and the hyperplanes (columns) that cut it:

* ``values[level, column, ray]``: the value of every extreme ray on every column;
* ``support[level, ray]``: which coordinates of the chamber are positive on the ray;
* ``positive``, ``negative[level, column]``: the rays on either side;
* ``graph[level, column, word]``: the columns that cross this column inside the cone (only filled by `_link`);
* ``alive[level, word]``: the columns that are not treated yet;
* ``adjacent``, ``tested[level, ray]``: the rays known to be adjacent, and those whose adjacency was tested.

Functions here are unchecked: each "Assumes" says what its caller has made sure of.  They stand in one file because the
compiler notices a change only in the file of the function that it has compiled before.

Dictionary:
    Levels, Scratch: the arrays of one walk; make_levels, make_scratch allocate them.
    make_forms, make_faces, make_slots: the arrays that hold an arrangement, a list of faces, a hash table.
    reduce_face: the hyperplanes that cut a face; load_root: a face as the root of a walk.
    explore: the walk; count_faces: the numbers of cells of several faces.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np  # noqa: TID253 - this module is loaded when the first compiled count is asked for
from numba import njit, types  # noqa: TID253
from numba.extending import intrinsic  # noqa: TID253

OK = 0
GUARD_RAYS = 1
GUARD_COLUMNS = 2
GUARD_LEVELS = 3
GUARD_VALUES = 4
GUARD_COUNT = 5

MAXIMUM_RAYS = 64
MAXIMUM_VALUE = 1 << 30
MAXIMUM_COUNT = 1 << 61

_REDUCE_ABOVE = 4095
_ZERO = np.uint64(0)
_ONE = np.uint64(1)
_WORD = np.uint64(6)
_LOW = np.uint64(63)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


# Without reference counts: nothing is allocated in compiled code, and counting references costs a fifth of the time.
_OPTIONS: dict[str, Any] = {"nogil": True, "cache": True, "_nrt": False}

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock, with the cache on disk."""
    return cast("_Function", njit(**_OPTIONS)(function))


def _inlined(function: _Function) -> _Function:
    """Compile a part of a larger function; a call would cost as much as its work."""
    return cast("_Function", njit(**_OPTIONS, inline="always")(function))


def _instruction(function: Callable[..., Any]) -> Callable[[Any], Any]:
    """Make one machine instruction a function of one word."""
    return cast("Callable[[Any], Any]", intrinsic(function))


class Levels(NamedTuple):
    """The arrays of one walk; see the head of the module."""

    values: Any
    support: Any
    positive: Any
    negative: Any
    graph: Any
    alive: Any
    adjacent: Any
    tested: Any


def make_forms(forms: Sequence[Sequence[int]], rank: int) -> Any:
    """Return hyperplanes by their values on the rays of the chamber; assumes that every value fits 64 bits."""
    return np.array(forms, dtype=np.int64).reshape(len(forms), rank)


def make_faces(faces: Sequence[int]) -> tuple[Any, Any]:
    """Return the masks of faces, and room for a count of each."""
    return np.array(faces, dtype=np.int64), np.zeros(len(faces), dtype=np.int64)


def make_slots(forms: int) -> Any:
    """Return a hash table for so many hyperplanes: a power of two of entries, at least twice as many."""
    return np.zeros(1 << (2 * forms).bit_length(), dtype=np.int64)


class Scratch(NamedTuple):
    """Arrays for one step of a walk: how new rays arise, which columns are kept, and the sizes of the levels."""

    first_parent: Any
    second_parent: Any
    first_factor: Any
    second_factor: Any
    source: Any
    target: Any
    dead: Any
    chosen: Any
    columns_at: Any
    rays_at: Any


def make_scratch(levels: int, columns: int) -> Scratch:
    """Allocate the arrays for so many levels and columns."""
    return Scratch(
        np.zeros(MAXIMUM_RAYS, np.uint64),
        np.zeros(MAXIMUM_RAYS, np.uint64),
        np.zeros(MAXIMUM_RAYS, np.int64),
        np.zeros(MAXIMUM_RAYS, np.int64),
        np.zeros(columns, np.uint64),
        np.zeros(columns, np.uint64),
        np.zeros(columns, np.bool_),
        np.zeros((columns + 63) // 64, np.uint64),
        np.zeros(levels, np.int64),
        np.zeros(levels, np.int64),
    )


def make_levels(levels: int, columns: int) -> Levels:
    """Allocate the arrays for so many levels and columns."""
    words = (columns + 63) // 64
    return Levels(
        np.zeros((levels, columns, MAXIMUM_RAYS), np.int64),
        np.zeros((levels, MAXIMUM_RAYS), np.uint64),
        np.zeros((levels, columns), np.uint64),
        np.zeros((levels, columns), np.uint64),
        np.zeros((levels, columns, words), np.uint64),
        np.zeros((levels, words), np.uint64),
        np.zeros((levels, MAXIMUM_RAYS), np.uint64),
        np.zeros((levels, MAXIMUM_RAYS), np.uint64),
    )


@_instruction
def _size(_context: Any, _word: Any) -> Any:
    """Return the number of set bits of a word."""

    def generate(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@_instruction
def _lowest(_context: Any, _word: Any) -> Any:
    """Return the position of the lowest set bit; assumes a word that is not zero."""

    def generate(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], _target.get_constant(types.boolean, True))

    return types.uint64(types.uint64), generate


@_compiled
def _gcd(a: Any, b: Any) -> Any:
    while b:
        a, b = b, a % b
    return a


@_compiled
def _quadrant_is_met(values: Any, level: Any, a: Any, b: Any, side_a: Any, side_b: Any) -> Any:
    """Decide whether a positive combination of rays lies strictly on side_a of column a and on side_b of column b.

    Assumes that every ray of side_a is strictly on the other side of b, and the reverse; both sides are not empty.
    """
    rest = side_a
    b_of_p = np.int64(1)
    a_of_p = np.int64(0)
    while rest:
        ray = _lowest(rest)
        rest &= rest - _ONE
        numerator = abs(values[level, b, ray])
        denominator = abs(values[level, a, ray])
        if a_of_p == 0 or numerator * a_of_p < b_of_p * denominator:
            b_of_p = numerator
            a_of_p = denominator
    rest = side_b
    a_of_q = np.int64(1)
    b_of_q = np.int64(0)
    while rest:
        ray = _lowest(rest)
        rest &= rest - _ONE
        numerator = abs(values[level, a, ray])
        denominator = abs(values[level, b, ray])
        if b_of_q == 0 or numerator * b_of_q < a_of_q * denominator:
            a_of_q = numerator
            b_of_q = denominator
    return b_of_p * a_of_q < a_of_p * b_of_q


@_compiled
def _are_proportional(values: Any, level: Any, a: Any, b: Any, rays: Any) -> Any:
    x = np.int64(0)
    y = np.int64(0)
    for ray in range(rays):
        if values[level, a, ray] != 0:
            x = values[level, a, ray]
            y = values[level, b, ray]
            break
    agree = True
    for ray in range(rays):
        agree = agree and values[level, a, ray] * y == values[level, b, ray] * x
    return agree


@_inlined
def _relation(values: Any, positive: Any, negative: Any, level: Any, a: Any, b: Any, rays: Any) -> Any:
    """Return 1 if the two columns cross inside the cone, 0 if not, 2 if they are the same hyperplane of the cone.

    They cross when all four open quadrants are met.  A quadrant is met as soon as a ray lies in it or on its border;
    the other rays are compared only otherwise.  Assumes that both columns cut the cone.
    """
    pa = positive[level, a]
    qa = negative[level, a]
    pb = positive[level, b]
    qb = negative[level, b]
    if not (pa | pb) & ~(qa | qb):
        if pa == qb and qa == pb and _are_proportional(values, level, a, b, rays):
            return 2
        if not _quadrant_is_met(values, level, a, b, pa, pb):
            return 0
    if not (qa | qb) & ~(pa | pb) and not _quadrant_is_met(values, level, a, b, qa, qb):
        return 0
    if not (pa | qb) & ~(qa | pb):
        if pa == pb and qa == qb and _are_proportional(values, level, a, b, rays):
            return 2
        if not _quadrant_is_met(values, level, a, b, pa, qb):
            return 0
    if not (qa | pb) & ~(pa | qb) and not _quadrant_is_met(values, level, a, b, qa, pb):
        return 0
    return 1


@_compiled
def load_root(arrays: Any, forms: Any, columns: Any, rays: Any) -> Any:
    """Fill level 0 with the chamber of so many rays, and return the number of crossing pairs.

    Assumes that there is room for the rays and columns, that ``forms[column, ray]`` is in range, and that the columns
    cut the cone and no two are proportional.
    """
    values, support, positive, negative, graph, _, _, _ = arrays
    words = (columns + 63) >> 6
    for ray in range(rays):
        support[0, ray] = _ONE << np.uint64(ray)
    for column in range(columns):
        p = _ZERO
        q = _ZERO
        for ray in range(rays):
            value = forms[column, ray]
            values[0, column, ray] = value
            p |= np.uint64(value > 0) << np.uint64(ray)
            q |= np.uint64(value < 0) << np.uint64(ray)
        positive[0, column] = p
        negative[0, column] = q
        for word in range(words):
            graph[0, column, word] = _ZERO
    edges = 0
    for a in range(columns):
        for b in range(a):
            if _relation(values, positive, negative, 0, np.uint64(a), np.uint64(b), rays) == 1:
                edges += 1
                graph[0, a, b >> 6] |= _ONE << np.uint64(b & 63)
                graph[0, b, a >> 6] |= _ONE << np.uint64(a & 63)
    return edges


@_inlined
def _copy_root(root: Any, arrays: Any, columns: Any, rays: Any) -> Any:
    words = (columns + 63) >> 6
    for word in range(words):
        arrays.alive[0, word] = _ZERO
    for ray in range(rays):
        arrays.support[0, ray] = root.support[0, ray]
        arrays.adjacent[0, ray] = _ZERO
        arrays.tested[0, ray] = _ZERO
    for column in range(columns):
        for ray in range(rays):
            arrays.values[0, column, ray] = root.values[0, column, ray]
        arrays.positive[0, column] = root.positive[0, column]
        arrays.negative[0, column] = root.negative[0, column]
        for word in range(words):
            arrays.graph[0, column, word] = root.graph[0, column, word]
        arrays.alive[0, column >> 6] |= _ONE << np.uint64(column & 63)


@_inlined
def _test_adjacency(support: Any, adjacency: Any, tested: Any, level: Any, p: Any, untested: Any, rays: Any) -> Any:
    """Test which of the rays `untested` are adjacent to the ray p, and remember the answers for both.

    The supports of two adjacent rays have a union with room for a face of dimension 2 only.  That is certain when one
    of them misses a single coordinate of the union; otherwise no third ray may have its support inside the union.
    """
    support_p = support[level, p]
    size_p = _size(support_p)
    tested[level, p] |= untested
    while untested:
        q = _lowest(untested)
        untested &= untested - _ONE
        support_q = support[level, q]
        union = support_p | support_q
        size = _size(union)
        adjacent = False
        if size <= level + np.uint64(2):
            adjacent = size in (size_p + _ONE, _size(support_q) + _ONE)
            if not adjacent:
                inside = 0
                for ray in range(rays):
                    inside += (support[level, ray] & ~union) == _ZERO
                adjacent = inside == 2
        tested[level, q] |= _ONE << p
        if adjacent:
            adjacency[level, q] |= _ONE << p
            adjacency[level, p] |= _ONE << q


@_inlined
def _divide_by_contents(values: Any, level: Any, columns: Any, rays: Any, value_limit: Any) -> Any:
    """Divide every ray by the content of its values, and test the guard on values."""
    for ray in range(rays):
        content = np.int64(0)
        for column in range(columns):
            content = _gcd(abs(values[level, column, ray]), content)
        for column in range(columns):
            if content > 1:
                values[level, column, ray] //= content
            if abs(values[level, column, ray]) > value_limit:
                return GUARD_VALUES
    return OK


@_inlined
def _link(
    values: Any,
    positive: Any,
    negative: Any,
    graph: Any,
    alive: Any,
    level: Any,
    columns: Any,
    rays: Any,
    source: Any,
    target: Any,
    chosen: Any,
    dead: Any,
) -> Any:
    """Find the crossing pairs and the repeated columns of a new level; return their numbers.

    Only columns that cross in the level above can cross or coincide here.  ``source[column]`` is the column above,
    ``target`` its inverse, `chosen` the set of the columns above, and `dead` is all False before and after.
    """
    above = level - _ONE
    words = (columns + 63) >> 6
    for word in range(words):
        alive[level, word] = _ZERO
    for a in range(columns):
        for word in range(words):
            graph[level, a, word] = _ZERO
    edges = 0
    repeated = 0
    for a in range(columns):
        source_a = source[a]
        word_a = np.int64(source_a >> _WORD)
        bit_a = _ONE << np.uint64(a & 63)
        same = False
        for word in range(word_a + 1):
            rest = graph[above, source_a, word] & chosen[word]
            if word == word_a:
                rest &= (_ONE << (source_a & _LOW)) - _ONE
            while rest:
                b = target[(np.uint64(word) << _WORD) + _lowest(rest)]
                rest &= rest - _ONE
                if dead[b]:
                    continue
                relation = _relation(values, positive, negative, level, np.uint64(a), b, rays)
                if relation == 1:
                    edges += 1
                    graph[level, a, b >> _WORD] |= _ONE << (b & _LOW)
                    graph[level, b, a >> 6] |= bit_a
                elif relation == 2:
                    same = True
                    break
            if same:
                break
        if same:
            repeated += 1
            dead[a] = True
            for b2 in range(a):
                if graph[level, b2, a >> 6] & bit_a:
                    graph[level, b2, a >> 6] &= ~bit_a
                    edges -= 1
        else:
            alive[level, a >> 6] |= bit_a
    if repeated:
        for a in range(columns):
            dead[a] = False
    return edges, repeated


@_inlined
def _first_alive(alive: Any, level: Any, words: Any) -> Any:
    """Return the first column that is not treated yet, or -1."""
    for word in range(words):
        if alive[level, word]:
            return np.int64((np.uint64(word) << _WORD) + _lowest(alive[level, word]))
    return np.int64(-1)


@_inlined
def _choose_columns(
    graph: Any, alive: Any, level: Any, i: Any, words: Any, chosen: Any, source: Any, target: Any
) -> Any:
    """Choose the columns that cross column i and cross another such column; return how many there are.

    Only they can cross each other on the hyperplane i.  Writes `chosen`, the columns alive that cross column i, and the
    numbers below (`target`) and above (`source`) of the columns kept.
    """
    for word in range(words):
        chosen[word] = graph[level, i, word] & alive[level, word]
    kept = 0
    for word in range(words):
        rest = chosen[word]
        while rest:
            j = (np.uint64(word) << _WORD) + _lowest(rest)
            rest &= rest - _ONE
            crossing = _ZERO
            for other in range(words):
                crossing |= graph[level, j, other] & chosen[other]
            source[kept] = j
            target[j] = np.uint64(kept)
            kept += crossing != _ZERO
    return kept


@_inlined
def _make_rays(
    values: Any,
    support: Any,
    positive: Any,
    negative: Any,
    adjacency: Any,
    tested: Any,
    level: Any,
    i: Any,
    rays: Any,
    ray_limit: Any,
    first_parent: Any,
    second_parent: Any,
    first_factor: Any,
    second_factor: Any,
) -> Any:
    """Find the extreme rays of the cone on the hyperplane i; return their number, or -1 if there are too many.

    A new ray is ``first_factor[ray]`` times the ray ``first_parent[ray]`` of this level plus ``second_factor[ray]``
    times ``second_parent[ray]``.
    """
    below = level + _ONE
    side_p = positive[level, i]
    side_q = negative[level, i]
    rest = (_ALL >> np.uint64(64 - rays)) & ~(side_p | side_q)
    new = 0
    while rest:  # at most rays - 2, since the column cuts the cone: there is room for them
        ray = _lowest(rest)
        rest &= rest - _ONE
        first_parent[new] = ray
        second_parent[new] = ray
        first_factor[new] = 1
        second_factor[new] = 0
        support[below, new] = support[level, ray]
        new += 1
    rest = side_p
    while rest:
        p = _lowest(rest)
        rest &= rest - _ONE
        untested = side_q & ~tested[level, p]
        if untested:
            _test_adjacency(support, adjacency, tested, level, p, untested, rays)
        partners = side_q & adjacency[level, p]
        while partners:
            q = _lowest(partners)
            partners &= partners - _ONE
            factor_q = values[level, i, p]
            factor_p = -values[level, i, q]
            if factor_p == factor_q:
                factor_p = np.int64(1)
                factor_q = np.int64(1)
            elif factor_p != 1 and factor_q != 1:
                divisor = _gcd(factor_p, factor_q)
                if divisor != 1:
                    factor_p //= divisor
                    factor_q //= divisor
            if new >= ray_limit:
                return -1
            first_parent[new] = p
            second_parent[new] = q
            first_factor[new] = factor_p
            second_factor[new] = factor_q
            support[below, new] = support[level, p] | support[level, q]
            new += 1
    return new


@_inlined
def _make_values(
    values: Any,
    positive: Any,
    negative: Any,
    level: Any,
    columns: Any,
    rays: Any,
    source: Any,
    first_parent: Any,
    second_parent: Any,
    first_factor: Any,
    second_factor: Any,
    value_limit: Any,
) -> Any:
    """Compute the values of the new rays on the columns kept, and their sides; return a code."""
    below = level + _ONE
    size = np.int64(0)
    for column in range(columns):
        above = source[column]
        p_set = _ZERO
        q_set = _ZERO
        for ray in range(rays):
            value = (
                first_factor[ray] * values[level, above, first_parent[ray]]
                + second_factor[ray] * values[level, above, second_parent[ray]]
            )
            values[below, column, ray] = value
            p_set |= np.uint64(value > 0) << np.uint64(ray)
            q_set |= np.uint64(value < 0) << np.uint64(ray)
            size |= abs(value)  # at least the largest absolute value
        positive[below, column] = p_set
        negative[below, column] = q_set
    if size > min(_REDUCE_ABOVE, value_limit):
        return _divide_by_contents(values, below, columns, rays, value_limit)
    return OK


@_compiled
def explore(
    root: Any,
    arrays: Any,
    scratch: Any,
    columns: Any,
    rays: Any,
    first: Any,
    last: Any,
    part: Any,
    parts: Any,
    limits: Any,
) -> Any:
    """Sum (crossing pairs - repeated columns) over the nodes below the root; return (code, sum).

    Only the children first, ..., last - 1 of the root are visited, and of each child only those of its own children
    whose number is `part` modulo `parts` (the child's own contribution belongs to part 0).

    Assumes a root filled by `load_root`, arrays with at least as many columns and levels, and limits (rays, columns,
    levels, values, count) that do not exceed the arrays, `MAXIMUM_RAYS`, `MAXIMUM_VALUE` and `MAXIMUM_COUNT`.
    """
    ray_limit, column_limit, level_limit, value_limit, count_limit = limits
    if columns > column_limit:
        return GUARD_COLUMNS, 0
    _copy_root(root, arrays, columns, rays)
    values, support, positive, negative, graph, alive, adjacency, tested = arrays
    first_parent, second_parent, first_factor, second_factor, source, target, dead, chosen, columns_at, rays_at = (
        scratch
    )
    columns_at[0] = columns
    rays_at[0] = rays
    child_number = 0
    total = np.int64(0)
    level = _ZERO
    while True:
        words = (columns_at[level] + 63) >> 6
        column = _first_alive(alive, level, words)
        if column < 0:
            if level == _ZERO:
                return OK, total
            level -= _ONE
            continue
        i = np.uint64(column)
        alive[level, i >> _WORD] &= ~(_ONE << (i & _LOW))
        counted = True
        if level == _ZERO:
            if column < first:
                continue
            if column >= last:
                return OK, total
            child_number = 0
            counted = part == 0
        elif level == _ONE:
            child_number += 1
            if (child_number - 1) % parts != part:
                continue
        kept = _choose_columns(graph, alive, level, i, words, chosen, source, target)
        if kept == 0:
            continue
        below = level + _ONE
        if below >= np.uint64(level_limit):
            return GUARD_LEVELS, 0
        new = _make_rays(
            values,
            support,
            positive,
            negative,
            adjacency,
            tested,
            level,
            i,
            rays_at[level],
            ray_limit,
            first_parent,
            second_parent,
            first_factor,
            second_factor,
        )
        if new < 0:
            return GUARD_RAYS, 0
        code = _make_values(
            values,
            positive,
            negative,
            level,
            kept,
            new,
            source,
            first_parent,
            second_parent,
            first_factor,
            second_factor,
            value_limit,
        )
        if code != OK:
            return code, 0
        edges, repeated = _link(
            values, positive, negative, graph, alive, below, kept, new, source, target, chosen, dead
        )
        if counted:
            total += edges - repeated
            if total > count_limit:
                return GUARD_COUNT, 0
        if edges > 2:  # only then may three columns cross each other
            columns_at[below] = kept
            rays_at[below] = new
            for ray in range(new):
                adjacency[below, ray] = _ZERO
                tested[below, ray] = _ZERO
            level = below


@_compiled
def reduce_face(forms: Any, mask: Any, reduced: Any, slots: Any) -> Any:
    """Restrict the forms to a face; return (number of different hyperplanes that cut it, dimension), or (-1, 0).

    ``forms[h, i]`` is the value of hyperplane h on the ray i of the chamber; the face keeps the rays outside the
    mask.  The columns of `reduced` are primitive, with a positive first non-zero entry; -1 says that a hyperplane
    contains the face. Assumes that `reduced` is as large as `forms` and that `slots` has a power of two of entries,
    at least twice the forms.
    """
    full = len(slots) - 1
    slots[:] = -1
    kept = 0
    dimension = 0
    for i in range(forms.shape[1]):
        dimension += not mask >> i & 1
    for h in range(forms.shape[0]):
        content = np.int64(0)
        sign = np.int64(0)
        low = np.int64(0)
        high = np.int64(0)
        for i in range(forms.shape[1]):
            if not mask >> i & 1:
                value = forms[h, i]
                content = _gcd(abs(value), content)
                low = min(low, value)
                high = max(high, value)
                if sign == 0:
                    sign = np.int64(value > 0) - np.int64(value < 0)
        if content == 0:
            return -1, 0
        if low >= 0 or high <= 0:
            continue
        position = 0
        key = np.int64(0)
        for i in range(forms.shape[1]):
            if not mask >> i & 1:
                value = sign * forms[h, i] // content
                reduced[kept, position] = value
                position += 1
                key = (key * 31 + value) & 0x3FFFFFFF
        slot = (key * 0x61C88647 >> 13) & full
        repeated = False
        while slots[slot] >= 0:
            repeated = True
            for i in range(dimension):
                if reduced[slots[slot], i] != reduced[kept, i]:
                    repeated = False
                    break
            if repeated:
                break
            slot = (slot + 1) & full
        if not repeated:
            slots[slot] = kept
            kept += 1
    return kept, dimension


@_compiled
def count_faces(
    forms: Any,
    masks: Any,
    counts: Any,
    reduced: Any,
    slots: Any,
    root: Any,
    arrays: Any,
    scratch: Any,
    limits: Any,
) -> Any:
    """Write the number of cells of every face in `masks` to `counts`; return (code, number of faces done)."""
    for index in range(len(masks)):
        columns, rays = reduce_face(forms, masks[index], reduced, slots)
        if columns < 0:
            counts[index] = 0
            continue
        edges = load_root(root, reduced, columns, rays)
        code, below = explore(root, arrays, scratch, columns, rays, 0, columns, 0, 1, limits)
        if code != OK:
            return code, index
        counts[index] = 1 + columns + edges + below
    return OK, len(masks)

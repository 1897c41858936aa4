r"""Fixed-width kernel of the walks through walls: the mathematics is told in `wall_walk` and `quadratic_walk`.

All arithmetic is in signed 64-bit integers.  Entries of a dictionary are at most ``limit`` <= 2**30 in absolute value
before they are stored, so the difference of two products stays below 2**61; the capacity of every array is tested
before it is written.  A violated guard returns its code, and the caller turns the code into an error.

A dictionary expresses linear forms ``s`` by those of a basis (in `walk_quadratic` they are the signed values of a
polynomial at all points): ``s[row] = sum of matrix[row, k] s[column k] / denominator``.  They can all be positive
exactly if a dictionary can be reached in which every row has a sum of at least its denominator (all basic values 1);
otherwise one is reached with a row without a positive entry.

Functions here are unchecked: each "Assumes" says what its caller has made sure of.

Dictionary:
    walk_quadratic: the walk over quadratic classes; class_of: the key of one function, its automorphisms and orbits.
    Space, make_space: room for the work on one key.
    walk_threshold: the walk over the cells of the Weyl chamber.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np  # noqa: TID253 - this module is loaded when the walk is asked for
from numba import njit  # noqa: TID253

OK = 0
GUARD_VALUES = 1
GUARD_PIVOTS = 2
GUARD_CLASSES = 3
GUARD_KEYS = 4
BROKEN_DIVISION = 5

MAXIMUM_VALUE = 1 << 30
PATIENCE = 60
MAXIMUM_PIVOTS = 5000

_SIZE = 6  # n + 1 <= 6 coordinates of the lifted functions

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock, with the cache on disk."""
    return cast("_Function", njit(nogil=True, cache=True)(function))


@_compiled
def _popcount(word: Any) -> Any:
    """Count the bits of a word; assumes 0 <= word < 2**32."""
    x = word - ((word >> 1) & 0x55555555)
    x = (x & 0x33333333) + ((x >> 2) & 0x33333333)
    x = (x + (x >> 4)) & 0x0F0F0F0F
    return ((x * 0x01010101) >> 24) & 0xFF


class Space(NamedTuple):
    """Room for the key of one function, so that nothing is allocated for each: matrices, what orders reach, rows."""

    matrix: Any
    negative: Any
    reach: Any
    negative_reach: Any
    rows: Any


_FIRST, _NUMBERS, _WANTED, _ORDER, _CHOICE, _USED, _SIGNS, _QUEUE = range(8)


def make_space() -> Space:
    """Allocate the room."""
    return Space(*(np.zeros((height, _SIZE), np.int64) for height in (_SIZE, _SIZE, _SIZE, _SIZE, 8)))


@_compiled
def _invariants(matrix: Any, size: Any, rows: Any) -> None:
    """Write one number for each index that no signed permutation changes, and these numbers sorted."""
    for i in range(size):
        total = np.int64(0)
        for j in range(size):
            value = abs(matrix[i, j])
            total += value * value * value * (value + 3)
            for k in range(size):
                total += matrix[i, j] * matrix[j, k] * matrix[k, i]
        rows[_FIRST, i] = total
    for i in range(size):
        total = rows[_FIRST, i] * 64
        for j in range(size):
            total += (abs(matrix[i, j]) + 1) * (abs(matrix[i, j]) + 2) * (rows[_FIRST, j] % 1048573)
        rows[_NUMBERS, i] = total
        place = i
        while place > 0 and rows[_WANTED, place - 1] > total:
            rows[_WANTED, place] = rows[_WANTED, place - 1]
            place -= 1
        rows[_WANTED, place] = total


@_compiled
def _leaf_key(matrix: Any, size: Any, rows: Any) -> Any:
    """Return the packed matrix in this order with its signs normalized, and the number of its components."""
    for i in range(size):
        rows[_SIGNS, i] = 0
    components = 0
    for root in range(size):
        if rows[_SIGNS, root] != 0:
            continue
        components += 1
        rows[_SIGNS, root] = 1
        rows[_QUEUE, 0] = root
        head = 0
        tail = 1
        while head < tail:
            i = rows[_QUEUE, head]
            head += 1
            for j in range(size):
                value = matrix[rows[_ORDER, i], rows[_ORDER, j]]
                if rows[_SIGNS, j] == 0 and value != 0:
                    rows[_SIGNS, j] = rows[_SIGNS, i] if value > 0 else -rows[_SIGNS, i]
                    rows[_QUEUE, tail] = j
                    tail += 1
    high = np.int64(0)
    low = np.int64(0)
    place = 0
    for i in range(size):
        for j in range(i + 1, size):
            entry = matrix[rows[_ORDER, i], rows[_ORDER, j]] * rows[_SIGNS, i] * rows[_SIGNS, j] + 32
            if place < 8:
                high = (high << 7) | entry
            else:
                low = (low << 7) | entry
            place += 1
    return high, low, components


@_compiled
def _least_key(matrix: Any, size: Any, reach: Any, rows: Any) -> Any:
    """Return the least packed matrix over all orders that sort the invariants, and how many signed orders attain it.

    ``reach[position, index]`` tells whether one of these orders puts the index at the position.
    """
    _invariants(matrix, size, rows)
    for i in range(size):
        rows[_CHOICE, i] = -1
        rows[_USED, i] = 0
    best_high = np.int64(-1)
    best_low = np.int64(-1)
    attained = np.int64(0)
    depth = 0
    while depth >= 0:
        if depth == size:
            high, low, components = _leaf_key(matrix, size, rows)
            better = best_high < 0 or high < best_high or (high == best_high and low < best_low)
            if better:
                best_high = high
                best_low = low
                attained = np.int64(0)
                reach[:, :] = 0
            if high == best_high and low == best_low:
                attained += np.int64(1) << (components - 1)
                for p in range(size):
                    reach[p, rows[_ORDER, p]] = 1
            depth -= 1
            continue
        if rows[_CHOICE, depth] >= 0:
            rows[_USED, rows[_CHOICE, depth]] = 0
        following = rows[_CHOICE, depth] + 1
        while following < size and (rows[_USED, following] == 1 or rows[_NUMBERS, following] != rows[_WANTED, depth]):
            following += 1
        if following == size:
            rows[_CHOICE, depth] = -1
            depth -= 1
            continue
        rows[_CHOICE, depth] = following
        rows[_USED, following] = 1
        rows[_ORDER, depth] = following
        depth += 1
    return best_high, best_low, attained


@_compiled
def _root(parent: Any, node: Any) -> Any:
    while parent[node] != node:
        node = parent[node]
    return node


@_compiled
def _key_of(table: Any, points: Any, size: Any, masks: Any, pairs: Any, space: Any) -> Any:
    """Return the key of a function, its automorphisms, and whether some of them negate it; see `class_of`."""
    constant = points - 2 * _popcount(table ^ masks[0])
    sign = np.int64(1)
    if constant < 0:
        sign = np.int64(-1)
        constant = -constant
    for i in range(size):
        for j in range(i + 1, size):
            value = sign * (points - 2 * _popcount(table ^ masks[pairs[i, j]]))
            space.matrix[i, j] = value
            space.matrix[j, i] = value
    high, low, automorphisms = _least_key(space.matrix, size, space.reach, space.rows)
    is_negated = False
    if constant == 0:
        for i in range(size):
            for j in range(size):
                space.negative[i, j] = -space.matrix[i, j]
        other_high, other_low, _ = _least_key(space.negative, size, space.negative_reach, space.rows)
        if other_high == high and other_low == low:
            automorphisms *= 2
            is_negated = True
        elif other_high < high or (other_high == high and other_low < low):
            high = other_high
            low = other_low
    return high, (low << 7) | constant, automorphisms, is_negated


@_compiled
def class_of(table: Any, points: Any, size: Any, masks: Any, pairs: Any, space: Any) -> Any:
    """Return the key of a function up to the lifted symmetries and negation, and what its automorphisms do.

    Args:
        table: the truth table.
        points: the number of points.
        size: n + 1.
        masks: for every monomial the points at which it is +1; the constant comes first.
        pairs: for two indices the number of their monomial.
        space: room for the work, with zeros on the diagonals of its matrices.

    Returns:
        high, low: the key; automorphisms: how many elements of the group with negation fix the function; orbits of
        signed indices and of indices under them.
    """
    high, low, automorphisms, is_negated = _key_of(table, points, size, masks, pairs, space)
    reach = space.reach
    parent = np.arange(2 * _SIZE)
    for p in range(size):
        first = -1
        for i in range(size):
            if reach[p, i] == 1:
                if first >= 0:
                    parent[_root(parent, i)] = _root(parent, first)
                    parent[_root(parent, i + _SIZE)] = _root(parent, first + _SIZE)
                else:
                    first = i
    if is_negated:
        for p in range(size):
            for i in range(size):
                for j in range(size):
                    if reach[p, i] == 1 and space.negative_reach[p, j] == 1:
                        parent[_root(parent, i)] = _root(parent, j + _SIZE)
                        parent[_root(parent, i + _SIZE)] = _root(parent, j)
    signed_orbits = 0
    for i in range(size):
        if _root(parent, i) == i:
            signed_orbits += 1
        if _root(parent, i + _SIZE) == i + _SIZE:
            signed_orbits += 1
    orbits = 0
    for i in range(size):  # an index and its negative count once
        parent[_root(parent, i)] = _root(parent, i + _SIZE)
    for i in range(2 * _SIZE):
        if i % _SIZE < size and _root(parent, i) == i:
            orbits += 1
    return high, low, automorphisms, signed_orbits, orbits


@_compiled
def _find(keys: Any, high: Any, low: Any) -> Any:
    """Return the slot of a key, or the empty slot where it belongs; assumes that the table is not full."""
    length = keys.shape[0]
    slot = ((high % 1000003) * 7919 + low % 998244353) & (length - 1)
    while keys[slot, 0] >= 0 and (keys[slot, 0] != high or keys[slot, 1] != low):
        slot = (slot + 1) & (length - 1)
    return slot


@_compiled
def _pivot(matrix: Any, rows: Any, columns: Any, denominator: Any, i: Any, j: Any, limit: Any) -> Any:
    """Exchange the row i and the column j, whose entry is positive; return the denominator, or minus a guard."""
    pivot = matrix[i, j]
    height, width = matrix.shape
    for r in range(height):
        if r == i:
            continue
        factor = matrix[r, j]
        for k in range(width):
            if k != j:
                value = matrix[r, k] * pivot - factor * matrix[i, k]
                quotient = value // denominator
                if quotient * denominator != value:
                    return -BROKEN_DIVISION
                if abs(quotient) > limit:
                    return -GUARD_VALUES
                matrix[r, k] = quotient
    for k in range(width):
        if k != j:
            matrix[i, k] = -matrix[i, k]
    matrix[i, j] = denominator
    rows[i], columns[j] = columns[j], rows[i]
    return pivot


@_compiled
def _solve(matrix: Any, rows: Any, columns: Any, denominator: Any, limit: Any) -> Any:
    """Pivot until every row has a large sum (-1), or some row has no positive entry (its number).

    Returns:
        The guard, the denominator, the row or -1.
    """
    height, width = matrix.shape
    for step in range(MAXIMUM_PIVOTS):
        chosen = -1
        worst = np.int64(0)
        for r in range(height):
            total = -denominator
            for k in range(width):
                total += matrix[r, k]
            if step < PATIENCE:
                if total < worst:
                    worst = total
                    chosen = r
            elif total < 0 and (chosen < 0 or rows[r] < rows[chosen]):
                chosen = r
        if chosen < 0:
            return OK, denominator, -1
        entering = -1
        for k in range(width):
            value = matrix[chosen, k]
            if value > 0 and (
                entering < 0
                or (step < PATIENCE and value > matrix[chosen, entering])
                or (step >= PATIENCE and columns[k] < columns[entering])
            ):
                entering = k
        if entering < 0:
            return OK, denominator, chosen
        denominator = _pivot(matrix, rows, columns, denominator, chosen, entering, limit)
        if denominator <= 0:
            return -denominator, denominator, -1
    return GUARD_PIVOTS, denominator, -1


@_compiled
def walk_quadratic(  # noqa: PLR0915 - one loop, compiled as a whole
    points: Any,
    size: Any,
    masks: Any,
    pairs: Any,
    start_matrix: Any,
    start_rows: Any,
    start_columns: Any,
    limit: Any,
    space: Any,
    keys: Any,
    found: Any,
    weights: Any,
    refuted: Any,
    multipliers: Any,
) -> Any:
    """Walk through all classes.

    Args:
        points: as in `class_of`.
        size: as in `class_of`.
        masks: as in `class_of`.
        pairs: as in `class_of`.
        start_matrix: the dictionary of the constant function true.
        start_rows: the points of its rows.
        start_columns: the points of its columns.
        limit: the largest absolute value of an entry.
        space: as in `class_of`.
        keys: the hash table, filled with -1; its length is a power of two.
        found: for every class its table, automorphisms, orbits of signed indices, orbits of indices.
        weights: for every class the coefficients of its polynomial, times the number of points.
        refuted: a table for every refuted key.
        multipliers: for every refuted key the multipliers of the points.

    Returns:
        The guard, the number of classes, the number of refuted keys.
    """
    height, width = start_matrix.shape
    monomials = masks.shape[0]
    everything = (np.int64(1) << points) - 1
    home = np.zeros((height, width), np.int64)
    matrix = np.zeros((height, width), np.int64)
    home_rows = np.zeros(height, np.int64)
    home_columns = np.zeros(width, np.int64)
    rows = np.zeros(height, np.int64)
    columns = np.zeros(width, np.int64)
    signed = np.zeros(points, np.int64)
    classes = 0
    refusals = 0
    high, low, automorphisms, signed_orbits, orbits = class_of(everything, points, size, masks, pairs, space)
    slot = _find(keys, high, low)
    keys[slot, 0] = high
    keys[slot, 1] = low
    found[0, 0] = everything
    found[0, 1] = automorphisms
    found[0, 2] = signed_orbits
    found[0, 3] = orbits
    weights[0, 0] = points
    classes = 1
    current = 0
    while current < classes:
        table = found[current, 0]
        home[:, :] = start_matrix
        home_rows[:] = start_rows
        home_columns[:] = start_columns
        for r in range(height):
            for k in range(width):
                if (table >> home_rows[r] & 1) != (table >> home_columns[k] & 1):
                    home[r, k] = -home[r, k]
        guard, home_denominator, row = _solve(home, home_rows, home_columns, np.int64(1), limit)
        if guard != OK:
            return guard, classes, refusals
        for p in range(points):
            other = table ^ (np.int64(1) << p)
            high, low, _, _ = _key_of(other, points, size, masks, pairs, space)
            slot = _find(keys, high, low)
            if keys[slot, 0] >= 0:
                continue
            if 2 * (classes + refusals) >= keys.shape[0]:
                return GUARD_KEYS, classes, refusals
            matrix[:, :] = home
            rows[:] = home_rows
            columns[:] = home_columns
            for r in range(height):
                if rows[r] == p:
                    matrix[r, :] = -matrix[r, :]
            for k in range(width):
                if columns[k] == p:
                    matrix[:, k] = -matrix[:, k]
            guard, denominator, row = _solve(matrix, rows, columns, home_denominator, limit)
            if guard != OK:
                return guard, classes, refusals
            keys[slot, 0] = high
            keys[slot, 1] = low
            if row < 0:
                if classes == found.shape[0]:
                    return GUARD_CLASSES, classes, refusals
                _, _, automorphisms, signed_orbits, orbits = class_of(other, points, size, masks, pairs, space)
                found[classes, 0] = other
                found[classes, 1] = automorphisms
                found[classes, 2] = signed_orbits
                found[classes, 3] = orbits
                for k in range(width):
                    signed[columns[k]] = denominator
                for r in range(height):
                    total = np.int64(0)
                    for k in range(width):
                        total += matrix[r, k]
                    signed[rows[r]] = total
                for q in range(points):
                    if other >> q & 1 == 0:
                        signed[q] = -signed[q]
                for m in range(monomials):
                    total = np.int64(0)
                    for q in range(points):
                        total += signed[q] if masks[m] >> q & 1 else -signed[q]
                    weights[classes, m] = total
                classes += 1
            else:
                if refusals == refuted.shape[0]:
                    return GUARD_CLASSES, classes, refusals
                refuted[refusals] = other
                multipliers[refusals, rows[row]] = denominator
                for k in range(width):
                    multipliers[refusals, columns[k]] = -matrix[row, k]
                refusals += 1
        current += 1
    return OK, classes, refusals


@_compiled
def walk_threshold(  # noqa: PLR0915 - one loop, compiled as a whole
    size: Any,
    forms: Any,
    normals: Any,
    below: Any,
    above: Any,
    limit: Any,
    keys: Any,
    points: Any,
    chows: Any,
    refusals: Any,
) -> Any:
    """Walk through all cells of the chamber u > 0; an oriented hyperplane is twice its number, plus 1 if negative.

    Args:
        size: N, the number of coordinates.
        forms: for every hyperplane that cuts the chamber its coefficients in u.
        normals: the same in w; Chow vectors change by twice these.
        below: for every oriented hyperplane those that one move down leads to, then -1.
        above: the same for moves up.
        limit: the largest absolute value of an entry of a dictionary, and of a coordinate of a point.
        keys: the hash table, filled with -1; its length is a power of two.
        points: for every cell a point u; the first one is given.
        chows: for every cell its Chow vector; the first one is given.
        refusals: for every refused wall the cell, the oriented hyperplane, its multiplier, then N constraints (i for
            u_i, N + h for a hyperplane), then their N multipliers.

    Returns:
        The guard, the number of cells, the number of refused walls.
    """
    hyperplanes = forms.shape[0]
    positive = np.zeros(2 * hyperplanes, np.int64)
    candidates = np.zeros(hyperplanes, np.int64)
    everything = np.zeros((96, size), np.int64)
    row_labels = np.zeros(96, np.int64)
    columns = np.zeros(size, np.int64)
    values = np.zeros(size + hyperplanes, np.int64)
    chow = np.zeros(size, np.int64)
    cells = 1
    refused = 0
    high, low = _pack(chows[0], size)
    slot = _find(keys, high, low)
    keys[slot, 0] = high
    keys[slot, 1] = low
    current = 0
    while current < cells:
        for h in range(hyperplanes):
            total = np.int64(0)
            for i in range(size):
                total += forms[h, i] * points[current, i]
            positive[2 * h] = 1 if total > 0 else 0
            positive[2 * h + 1] = 1 - positive[2 * h]
        count = 0
        for oriented in range(2 * hyperplanes):
            if positive[oriented] == 0:
                continue
            minimal = True
            for lower in below[oriented]:
                if lower >= 0 and positive[lower] == 1:
                    minimal = False
            if minimal:
                candidates[count] = oriented
                count += 1
        for c in range(count):
            crossed = candidates[c]
            sign = 1 - 2 * (crossed & 1)
            for i in range(size):
                chow[i] = chows[current, i] - 2 * sign * normals[crossed >> 1, i]
            ordered = chow[size - 1] >= 0
            for i in range(size - 1):
                ordered = ordered and chow[i] >= chow[i + 1]
            if ordered:
                high, low = _pack(chow, size)
                slot = _find(keys, high, low)
                if keys[slot, 0] >= 0:
                    continue
            height = 0
            for k in range(count):
                if height + 1 >= row_labels.shape[0]:
                    return GUARD_CLASSES, cells, refused
                s = 1 - 2 * (candidates[k] & 1)
                if k == c:
                    s = -s
                for i in range(size):
                    everything[height, i] = s * forms[candidates[k] >> 1, i]
                row_labels[height] = size + (candidates[k] >> 1)
                height += 1
            for upper in above[crossed]:
                if upper >= 0:
                    if height + 1 >= row_labels.shape[0]:
                        return GUARD_CLASSES, cells, refused
                    s = 1 - 2 * (upper & 1)
                    for i in range(size):
                        everything[height, i] = s * forms[upper >> 1, i]
                    row_labels[height] = size + (upper >> 1)
                    height += 1
            for i in range(size):
                columns[i] = i
            matrix = everything[:height]
            guard, denominator, row = _solve(matrix, row_labels, columns, np.int64(1), limit)
            if guard != OK:
                return guard, cells, refused
            if row >= 0:
                if refused == refusals.shape[0]:
                    return GUARD_CLASSES, cells, refused
                refusals[refused, 0] = current
                refusals[refused, 1] = crossed
                refusals[refused, 2] = 0
                label = row_labels[row]
                place = 0
                if label == size + (crossed >> 1):
                    refusals[refused, 2] = denominator
                else:
                    refusals[refused, 3] = label
                    refusals[refused, 3 + size] = denominator
                    place = 1
                for i in range(size):
                    if columns[i] == size + (crossed >> 1):
                        refusals[refused, 2] = -matrix[row, i]
                    elif place < size:
                        refusals[refused, 3 + place] = columns[i]
                        refusals[refused, 3 + size + place] = -matrix[row, i]
                        place += 1
                    else:
                        return GUARD_CLASSES, cells, refused
                refused += 1
                continue
            if not ordered:
                return GUARD_KEYS, cells, refused
            if cells == points.shape[0] or 2 * cells >= keys.shape[0]:
                return GUARD_CLASSES, cells, refused
            for i in range(size):
                values[columns[i]] = denominator
            for r in range(height):
                total = np.int64(0)
                for i in range(size):
                    total += matrix[r, i]
                values[row_labels[r]] = total
            common = np.int64(0)
            for i in range(size):
                a = values[i]
                b = common
                while b:
                    a, b = b, a % b
                common = a
            for i in range(size):
                if values[i] // common > limit:
                    return GUARD_VALUES, cells, refused
                points[cells, i] = values[i] // common
                chows[cells, i] = chow[i]
            keys[slot, 0] = high
            keys[slot, 1] = low
            cells += 1
        current += 1
    return OK, cells, refused


@_compiled
def _pack(chow: Any, size: Any) -> Any:
    """Pack a Chow vector into two words; assumes entries from 0 to 511, at most ten."""
    high = np.int64(0)
    low = np.int64(0)
    for i in range(size):
        if i < 5:
            high = (high << 9) | chow[i]
        else:
            low = (low << 9) | chow[i]
    return high, low

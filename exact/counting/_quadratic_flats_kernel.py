r"""Fixed-width kernel of the orbits of flats of quadratic points: the mathematics is told in `quadratic_flats`.

All arithmetic is in signed 64-bit integers.  Entries of a residual are at most ``limit`` <= 2**30 in absolute value
before they are stored, so the difference of two products stays below 2**61; weights are sums of at most 2**36, and the
capacity of the hash table is tested before it is written.  A violated guard returns its code.

Functions here are unchecked: each "Assumes" says what its caller has made sure of.

Dictionary:
    canonical_set: the least image of a set of points.
    next_level: the flats above all flats of one rank, with the sums of their weights.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np  # noqa: TID253 - this module is loaded when the flats are asked for
from numba import njit  # noqa: TID253

OK = 0
GUARD_VALUES = 1
GUARD_KEYS = 2
BROKEN_DIVISION = 3

MAXIMUM_VALUE = 1 << 30

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock, with the cache on disk."""
    return cast("_Function", njit(nogil=True, cache=True)(function))


@_compiled
def canonical_set(points: Any, count: Any, distances: Any, images: Any) -> Any:
    """Return the least image of a set of points under translations and the linear symmetries.

    A point of the set is moved to 0 by a translation; only the points of the smallest class of invariants are tried.

    Args:
        points: the set, as a mask.
        count: the number of all points.
        distances: the kind of the difference of two points.
        images: for every linear symmetry and every byte of a mask, the image of the byte.
    """
    members = np.zeros(32, np.int64)
    size = 0
    for p in range(count):
        if points >> p & 1:
            members[size] = p
            size += 1
    if size == 0:
        return np.int64(0)
    first = np.zeros(32, np.int64)
    second = np.zeros(32, np.int64)
    for a in range(size):
        for b in range(size):
            first[a] += np.int64(1) << (8 * distances[members[a] ^ members[b]])
    for a in range(size):
        for b in range(size):
            second[a] += (first[b] % 65521) * (1 + 37 * distances[members[a] ^ members[b]])
        second[a] = second[a] * 65536 + first[a] % 65521
    chosen = np.int64(-1)
    fewest = 33
    for a in range(size):
        same = 0
        for b in range(size):
            if second[b] == second[a]:
                same += 1
        if same < fewest or (same == fewest and second[a] < chosen):
            fewest = same
            chosen = second[a]
    best = np.int64(-1)
    symmetries, width, _ = images.shape
    for a in range(size):
        if second[a] != chosen:
            continue
        moved = np.int64(0)
        for b in range(size):
            moved |= np.int64(1) << (members[b] ^ members[a])
        for s in range(symmetries):
            image = np.int64(0)
            for k in range(width):
                image |= images[s, k, moved >> (8 * k) & 255]
            if best < 0 or image < best:
                best = image
    return best


@_compiled
def _residuals(vectors: Any, flat: Any, residual: Any, free: Any, limit: Any) -> Any:
    """Project all vectors along the span of a flat, without fractions; mark the free columns; return the guard."""
    count, width = vectors.shape
    residual[:, :] = vectors
    free[:] = 1
    denominator = np.int64(1)
    for p in range(count):
        if flat >> p & 1 == 0:
            continue
        column = -1
        for k in range(width):
            if free[k] == 1 and residual[p, k] != 0:
                column = k
                break
        if column < 0:
            continue
        pivot = residual[p, column]
        for q in range(count):
            if q == p:
                continue
            factor = residual[q, column]
            for k in range(width):
                if free[k] == 1 and k != column:
                    value = residual[q, k] * pivot - factor * residual[p, k]
                    quotient = value // denominator
                    if quotient * denominator != value:
                        return BROKEN_DIVISION
                    if abs(quotient) > limit:
                        return GUARD_VALUES
                    residual[q, k] = quotient
        free[column] = 0
        for k in range(width):
            residual[p, k] = 0
        denominator = pivot
    return OK


@_compiled
def next_level(
    flats: Any,
    weights: Any,
    vectors: Any,
    distances: Any,
    images: Any,
    limit: Any,
    last: Any,
    keys: Any,
    sums: Any,
) -> Any:
    """Add the weight of every flat, for every point above it, to the flat that the two span.

    Args:
        flats: representatives of the orbits of one rank.
        weights: their weights.
        vectors: the vectors of the points.
        distances: as in `canonical_set`.
        images: as in `canonical_set`.
        limit: the largest absolute value of a residual.
        last: whether the flats above are told apart by their numbers of points only.
        keys: the hash table, filled with -1; its length is a power of two.
        sums: the sums of weights in its slots, filled with 0.

    Returns:
        The guard and the number of keys.
    """
    count, width = vectors.shape
    length = keys.shape[0]
    residual = np.zeros((count, width), np.int64)
    free = np.zeros(width, np.int64)
    grouped = np.zeros(count, np.int64)
    found = 0
    for index in range(flats.shape[0]):
        flat = flats[index]
        guard = _residuals(vectors, flat, residual, free, limit)
        if guard != OK:
            return guard, found
        grouped[:] = 0
        for p in range(count):
            if flat >> p & 1 or grouped[p] == 1:
                continue
            lead = -1
            for k in range(width):
                if free[k] == 1 and residual[p, k] != 0:
                    lead = k
                    break
            above = flat
            added = 0
            for q in range(p, count):
                if flat >> q & 1:
                    continue
                proportional = True
                for k in range(width):
                    if free[k] == 1 and residual[q, k] * residual[p, lead] != residual[p, k] * residual[q, lead]:
                        proportional = False
                        break
                if proportional:
                    grouped[q] = 1
                    above |= np.int64(1) << q
                    added += 1
            if last:
                key = np.int64(0)
                for q in range(count):
                    key += above >> q & 1
            else:
                key = canonical_set(above, count, distances, images)
            slot = ((key % 1000003) * 7919 + (key >> 15)) & (length - 1)
            while keys[slot] >= 0 and keys[slot] != key:
                slot = (slot + 1) & (length - 1)
            if keys[slot] < 0:
                if 2 * found >= length:
                    return GUARD_KEYS, found
                keys[slot] = key
                found += 1
            sums[slot] += added * weights[index]
    return OK, found

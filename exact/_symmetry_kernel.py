r"""Canonical forms of many truth tables at once, in machine words.

Fixed width is unchecked here: the callers bound the tables, ``0 <= table < 2**(2**n)``, and n, always.  Every operation
is bitwise, so that nothing can overflow.

For n <= 4 the canonical forms of all 2**(2**n) tables are one array.  For n = 5 a table is a pair (upper, lower) of
tables of four variables, the halves x_5 = 1 and x_5 = 0.  Write the group as H times representatives of its cosets,
where H acts on x_1, ..., x_4: a representative chooses which variable comes to the top, whether it is negated there,
and whether the output is negated: at most 5 * 2 * 2 of them.  For each, the least pair has as its upper half the
canonical form of upper, and as its lower half the least image of lower under the elements that take upper there:
h.lower with one such h, minimized over the stabilizer of the canonical upper half.  All of that stands in arrays.

Dictionary:
    is_array, array_of: whether something is a numpy array; one of the least width that holds tables of n variables.
    canonical_forms: the canonical forms, n <= 6.
    canonical_forms_by_walk: the same by all elements one by one; the twin for n <= 5, and the method for n = 6.
    orbit_sizes: how many tables are in the orbit of each, n <= 6.
    class_representatives: all canonical forms, n <= 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exact.symmetry import Group

_CHUNK = 1 << 14  # tables at a time: their words, and those of a few copies, stay in the second cache


def is_array(value: object) -> bool:
    """Return whether the value is a numpy array."""
    import numpy as np

    return isinstance(value, np.ndarray)


def _word(n: int) -> Any:
    """Return the least unsigned type of 2**n bits."""
    import numpy as np

    return (np.uint8, np.uint8, np.uint8, np.uint8, np.uint16, np.uint32, np.uint64)[n]


def array_of(tables: Sequence[int], n: int) -> NDArray[Any]:
    """Return an array of the least width."""
    import numpy as np

    return np.array(tables, dtype=_word(n))


def _steps(n: int, group: Group) -> list[tuple[Any, Any]]:
    from exact.orbit import walk

    word = _word(n)
    return [(word(shift), word(mask)) for shift, mask in walk(n, group)]


def _swap(tables: NDArray[Any], shift: Any, mask: Any) -> None:
    """Exchange the bits under the mask with those `shift` above them, in place."""
    moved = tables >> shift
    moved ^= tables
    moved &= mask
    tables ^= moved
    moved <<= shift
    tables ^= moved


def canonical_forms_by_walk(tables: NDArray[Any], n: int, group: Group) -> NDArray[Any]:
    """Return the canonical forms.  Assumes one dimension, the word of n, and n <= 6."""
    import numpy as np

    full = _word(n)((1 << (1 << n)) - 1)
    steps = _steps(n, group)
    result = np.empty_like(tables)
    for start in range(0, len(tables), _CHUNK):
        current = tables[start : start + _CHUNK].copy()
        least, greatest = current.copy(), current.copy()
        for shift, mask in steps:
            _swap(current, shift, mask)
            np.minimum(least, current, out=least)
            if group.negates_output:
                np.maximum(greatest, current, out=greatest)
        result[start : start + _CHUNK] = np.minimum(least, greatest ^ full) if group.negates_output else least
    return result


@lru_cache(maxsize=8)
def _all_canonical_forms(n: int, group: Group) -> NDArray[Any]:
    """Return the canonical form of every table.  Assumes n <= 4."""
    import numpy as np

    return canonical_forms_by_walk(np.arange(1 << (1 << n), dtype=_word(n)), n, group)


@dataclass(frozen=True)
class _Halves:
    """What is known about tables of four variables, as the halves of those of five.

    Attributes:
        canonical: the canonical form of each table under H.
        element: the number of an element h of H that takes the table there.
        images: ``images[h << 16 | table]`` is h.table.
        stabilizer: the number of the stabilizer of each table that is its own canonical form.
        least: ``least[number << 16 | table]`` is the least image of a table under that stabilizer.
    """

    canonical: NDArray[Any]
    element: NDArray[Any]
    images: NDArray[Any]
    stabilizer: NDArray[Any]
    least: NDArray[Any]


@lru_cache(maxsize=4)
def _halves(group: Group) -> _Halves:
    """Return the arrays for a group that does not negate the output: at most 110 MB, for NP."""
    import numpy as np

    steps = _steps(4, group)
    images = np.empty((len(steps) + 1, 1 << 16), dtype=np.uint16)
    images[0] = np.arange(1 << 16, dtype=np.uint16)
    for h, (shift, mask) in enumerate(steps):
        images[h + 1] = images[h]
        _swap(images[h + 1], shift, mask)
    element = images.argmin(axis=0).astype(np.uint32)
    canonical = images.min(axis=0)
    representatives = np.flatnonzero(canonical == images[0])
    fixing = (images[:, representatives] == representatives).T
    stabilizers, numbers = np.unique(fixing, axis=0, return_inverse=True)
    stabilizer = np.zeros(1 << 16, dtype=np.uint32)
    stabilizer[representatives] = numbers.reshape(-1)
    least = np.stack([images[members].min(axis=0) for members in stabilizers])
    return _Halves(canonical, element, images.reshape(-1), stabilizer, least.reshape(-1))


def _canonical_pairs(tables: NDArray[Any], group: Group) -> NDArray[Any]:
    """Return the canonical forms of a chunk for n = 5.  Assumes 32-bit words."""
    import numpy as np

    from exact.symmetry import Group

    halves = _halves(Group.NP if group is Group.NPN else group)
    pairs: list[tuple[NDArray[Any], NDArray[Any]]] = []
    for i in range(5) if group.permutes_inputs else (4,):
        current = tables.copy()
        if i < 4:  # exchange x_{i+1} and x_5
            mask = sum(1 << p for p in range(32) if p >> i & 1 and not p >> 4 & 1)
            _swap(current, np.uint32(16 - (1 << i)), np.uint32(mask))
        high, low = (current >> np.uint32(16)).astype(np.uint16), current.astype(np.uint16)
        pairs.append((high, low))
        if group.negates_inputs:
            pairs.append((low, high))
        if group.negates_output:
            pairs.extend([(~high, ~low), (~low, ~high)])
    uppers = [halves.canonical[high] for high, _ in pairs]
    least_upper = uppers[0].copy()
    for upper in uppers[1:]:
        np.minimum(least_upper, upper, out=least_upper)
    least_lower = np.full_like(least_upper, 0xFFFF)
    offset = halves.stabilizer[least_upper] << np.uint32(16)
    for (high, low), upper in zip(pairs, uppers, strict=True):
        where = np.flatnonzero(upper == least_upper)
        moved = halves.images[(halves.element[high[where]] << np.uint32(16)) | low[where]]
        lower = halves.least[offset[where] | moved]
        least_lower[where] = np.minimum(least_lower[where], lower)
    result: NDArray[Any] = least_upper.astype(np.uint32) << np.uint32(16) | least_lower
    return result


def canonical_forms(tables: NDArray[Any], n: int, group: Group) -> NDArray[Any]:
    """Return the canonical forms in an array of the same type and shape.  Assumes n <= 6."""
    import numpy as np

    if n <= 4:
        known: NDArray[Any] = _all_canonical_forms(n, group)[tables].astype(tables.dtype)
        return known
    words = tables.astype(_word(n)).reshape(-1)
    if n == 5:
        result = np.empty_like(words)
        for start in range(0, len(words), _CHUNK):
            result[start : start + _CHUNK] = _canonical_pairs(words[start : start + _CHUNK], group)
    else:
        result = canonical_forms_by_walk(words, n, group)
    found: NDArray[Any] = result.astype(tables.dtype).reshape(tables.shape)
    return found


def orbit_sizes(tables: NDArray[Any], n: int, group: Group) -> NDArray[Any]:
    """Return the sizes of the orbits as 64-bit integers, at most the order of the group.  Assumes n <= 6."""
    import numpy as np

    full = _word(n)((1 << (1 << n)) - 1)
    words = tables.astype(_word(n)).reshape(-1)
    steps = _steps(n, group)
    fixing = np.ones(len(words), dtype=np.uint32)  # elements that fix the table; the identity does
    for start in range(0, len(words), _CHUNK):
        original = words[start : start + _CHUNK]
        count = fixing[start : start + _CHUNK]
        current = original.copy()
        for shift, mask in steps:
            _swap(current, shift, mask)
            count += current == original
            if group.negates_output:
                count += current == original ^ full
    return (group.order(n) // fixing.astype(np.int64)).reshape(tables.shape)


def class_representatives(n: int, group: Group, progress: Callable[[int, int], None] | None) -> NDArray[Any]:
    """Return all canonical forms in increasing order.  Assumes n <= 5."""
    import numpy as np

    from exact.symmetry import Group

    if n <= 4:
        forms = _all_canonical_forms(n, group)
        return np.flatnonzero(forms == np.arange(len(forms))).astype(_word(n))
    halves = _halves(Group.NP if group is Group.NPN else group)
    every = np.arange(1 << 16, dtype=np.uint32)
    uppers = np.flatnonzero(halves.canonical == every)
    found: list[NDArray[Any]] = []
    for done, upper in enumerate(uppers.tolist()):
        number = int(halves.stabilizer[upper])
        lowers = np.flatnonzero(halves.least[number << 16 : (number + 1) << 16] == every).astype(np.uint32)
        tables = lowers | np.uint32(upper << 16)
        found.append(tables[canonical_forms(tables, n, group) == tables])
        if progress:
            progress(done + 1, len(uppers))
    return np.concatenate(found)

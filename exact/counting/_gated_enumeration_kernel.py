r"""Fixed-width kernel of the enumeration for five variables: marks in rows; told in `gated_enumeration_rows`.

A function of five variables is a pair of tables of four variables: lower (x_5 = 0) and upper (x_5 = 1), 16 bits each.
K is a group of signed permutations of x_1, ..., x_4.  ``rows[c, t]`` marks the pairs that K takes to (least table of
class c, t).  Fixed width is unchecked here, and nothing can outgrow it: all operations are bitwise on tables of 16
bits in signed 64-bit words, and all indices are tables, or numbers of classes and elements from the arrays.

Functions are unchecked: they assume tables in range and the arrays of `gated_enumeration_rows`.  Marks are only ever
set, never cleared, while several threads share the rows, so that the order of their work changes nothing.

Dictionary:
    mark_choices: mark ``q xor ((q xor p) and g)`` for pairs (q, p) and gates g.
    mark_unions: mark all unions of a function of one list with a function of another.
    find_quotients: which functions are the product of a marked function and a gate, in signs.
    mark_cosets: mark the images of everything that is marked under the coset representatives of a larger group.
    close_rows: mark the images of everything that is marked under the elements of K that fix the lower half.
    least_members: how many marked functions are the least in their orbit; and, if there is room, which.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit  # noqa: TID253 - this module is loaded when the first compiled count is asked for

_Function = TypeVar("_Function", bound=Callable[..., Any])
_OPTIONS: dict[str, Any] = {"nogil": True, "cache": True}


def _compiled(function: _Function) -> _Function:
    """Compile a function that releases the interpreter lock, with the cache on disk."""
    return cast("_Function", njit(**_OPTIONS)(function))


@_compiled
def mark_choices(rows: Any, number: Any, element: Any, images: Any, pairs: Any, gates: Any) -> None:
    """Mark the functions that gates make of pairs.  Assumes 64-bit arrays of tables below 2**32."""
    for k in range(len(pairs)):
        q = pairs[k, 0]
        difference = q ^ pairs[k, 1]
        for g in gates:
            f = q ^ (difference & g)
            lower = f & 0xFFFF
            rows[number[lower], images[element[lower], f >> 16]] = 1


@_compiled
def mark_unions(
    rows: Any, number: Any, element: Any, images: Any, first: Any, first_starts: Any, second: Any, second_starts: Any
) -> None:
    """Mark all unions.  Assumes sorted lists, halves exchanged, that are cut into runs of equal lower halves."""
    for i in range(len(first_starts) - 1):
        for j in range(len(second_starts) - 1):
            lower = (first[first_starts[i]] | second[second_starts[j]]) >> 16
            row = rows[number[lower]]
            moved = images[element[lower]]
            for a in range(first_starts[i], first_starts[i + 1]):
                upper = first[a] & 0xFFFF
                for b in range(second_starts[j], second_starts[j + 1]):
                    row[moved[upper | (second[b] & 0xFFFF)]] = 1


@_compiled
def find_quotients(
    rows: Any, number: Any, element: Any, images: Any, start: int, stop: int, tables: Any, gates: Any, found: Any
) -> None:
    """Note which of some functions f have a gate g with f g marked, in signs.  Assumes closed rows."""
    for k in range(start, stop):
        for g in gates:
            f = tables[k] ^ g ^ 0xFFFFFFFF
            lower = f & 0xFFFF
            if rows[number[lower], images[element[lower], f >> 16]] != 0:
                found[k] = 1
                break


@_compiled
def _moved_to_top(table: int, shift: int, mask: int) -> int:
    """Exchange the bits under the mask with those `shift` above them."""
    moved = (table >> shift ^ table) & mask
    return table ^ moved ^ (moved << shift)


@_compiled
def mark_cosets(
    rows: Any,
    start: int,
    stop: int,
    number: Any,
    element: Any,
    images: Any,
    representatives: Any,
    swaps: Any,
    negates_top: bool,
    negates_output: bool,
) -> None:
    """Mark the images of the marked functions of some rows under the representatives of the cosets of K."""
    for c in range(start, stop):
        for t in range(65536):
            if rows[c, t] == 0:
                continue
            table = t << 16 | representatives[c]
            for s in range(len(swaps)):
                f = _moved_to_top(table, swaps[s, 0], swaps[s, 1])
                for _ in range(2 if negates_output else 1):
                    lower, upper = f & 0xFFFF, f >> 16
                    rows[number[lower], images[element[lower], upper]] = 1
                    if negates_top:
                        rows[number[upper], images[element[upper], lower]] = 1
                    f ^= 0xFFFFFFFF


@_compiled
def close_rows(rows: Any, start: int, stop: int, stabilizer: Any, least: Any, room: Any) -> None:
    """Close some rows under the elements of K that fix the lower half.  Assumes room for one row."""
    for c in range(start, stop):
        moved = least[stabilizer[c]]
        room[:] = 0
        for t in range(65536):
            if rows[c, t] != 0:
                room[moved[t]] = 1
        for t in range(65536):
            rows[c, t] = room[moved[t]]


@_compiled
def least_members(
    rows: Any,
    start: int,
    stop: int,
    number: Any,
    element: Any,
    images: Any,
    representatives: Any,
    stabilizer: Any,
    least: Any,
    swaps: Any,
    negates_top: bool,
    negates_output: bool,
    found: Any,
) -> int:
    """Count the marked functions that no representative of a coset of K takes to one with a lesser (class, upper half).

    Assumes closed rows; writes them to `found` as far as there is room.
    """
    count = 0
    for c in range(start, stop):
        moved = least[stabilizer[c]]
        for t in range(65536):
            if rows[c, t] == 0 or moved[t] != t:
                continue
            table = t << 16 | representatives[c]
            key = c << 16 | t
            is_least = True
            for s in range(len(swaps)):
                f = _moved_to_top(table, swaps[s, 0], swaps[s, 1])
                for _ in range(2 if negates_output else 1):
                    lower, upper = f & 0xFFFF, f >> 16
                    d = number[lower]
                    if d < c or (d == c and d << 16 | least[stabilizer[d], images[element[lower], upper]] < key):
                        is_least = False
                        break
                    if negates_top:
                        d = number[upper]
                        if d < c or (d == c and d << 16 | least[stabilizer[d], images[element[upper], lower]] < key):
                            is_least = False
                            break
                    f ^= 0xFFFFFFFF
                if not is_least:
                    break
            if is_least:
                if count < len(found):
                    found[count] = table
                count += 1
    return count

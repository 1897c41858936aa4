r"""Truth tables as integers: unchecked operations by masks and shifts on all points at once.

Bit p of a table is the value at the point p.  Nothing here is of fixed width, and nothing is checked: the callers have
checked n and every index.  "Assumes" below is said once for all: ``0 <= n <= 24``, ``0 <= table < 2**(2**n)``, indices
of variables in 0, ..., n - 1.

Plain integers, not those of gmpy2: at n = 24 the shifts of gmpy2 are about three times as fast, but a conversion costs
as much as five shifts, and every public value is an `int`.

Dictionary:
    full_table: the constant true.
    variable_table: the function x_{i+1}.
    flip_variable: negate an input.  flip_all_variables: negate all of them.
    swap_variables: exchange two inputs.
    restrict_variable: fix an input; the others keep their order and close the gap.
    depends_on: whether the two cofactors differ.
    moebius_transform: from values to the algebraic normal form, and back.
    negate_points: exclusive or with a mask.  move_variables: a permutation of the inputs.
    compose_tables: put functions for the inputs.  threshold_table: compare a linear form with a number.
    irredundant_cubes: a function as a disjunction of conjunctions.

Source:
    Delta swaps and masks: :cite:p:`Knuth2011`, section 7.1.3.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from exact.errors import TooLargeError
from exact.rational import Rational

_MAXIMUM_CACHED_DIMENSION = 20  # its masks have 128 KiB each


def full_table(n: int) -> int:
    """Return the table of the constant true: 2**n ones."""
    return (1 << (1 << n)) - 1


def variable_table(i: int, n: int) -> int:
    """Return the table of x_{i+1}: blocks of 2**i zeros and 2**i ones in turn."""
    return _cached_variable_table(i, n) if n <= _MAXIMUM_CACHED_DIMENSION else _variable_table(i, n)


def _variable_table(i: int, n: int) -> int:
    table = ((1 << (1 << i)) - 1) << (1 << i)
    for j in range(i + 1, n):
        table |= table << (1 << j)
    return table


_cached_variable_table = lru_cache(maxsize=256)(_variable_table)


def flip_variable(table: int, i: int, n: int) -> int:
    """Return the table of x -> f(x with x_{i+1} negated)."""
    ones = variable_table(i, n)
    shift = 1 << i
    return (table & ones) >> shift | (table << shift) & ones


def negate_points(table: int, mask: int, n: int) -> int:
    """Return the table of p -> f(p ^ mask)."""
    if mask == (1 << n) - 1:
        return flip_all_variables(table, n)
    for i in range(n):
        if mask >> i & 1:
            table = flip_variable(table, i, n)
    return table


_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def flip_all_variables(table: int, n: int) -> int:
    """Return the table read from its other end: the value at p becomes that at the opposite point."""
    m = max(n, 3)  # whole bytes
    data = table.to_bytes(1 << (m - 3), "little")
    return int.from_bytes(data[::-1].translate(_REVERSED), "little") >> ((1 << m) - (1 << n))


def swap_variables(table: int, i: int, j: int, n: int) -> int:
    """Return the table of f with x_{i+1} and x_{j+1} exchanged."""
    if i == j:
        return table
    i, j = min(i, j), max(i, j)
    shift = (1 << j) - (1 << i)  # from a point with bit i and without bit j to its partner
    moved = (table >> shift ^ table) & variable_table(i, n) & ~variable_table(j, n)
    return table ^ moved ^ moved << shift


def move_variables(table: int, images: Sequence[int], n: int) -> int:
    """Return the table with the value at p at the point that has bit i of p at images[i]; images is a permutation."""
    place = list(range(n))  # place[i]: where the variable i stands now
    for i in range(n):
        if place[i] != images[i]:
            table = swap_variables(table, place[i], images[i], n)
            place[place.index(images[i])] = place[i]
            place[i] = images[i]
    return table


def depends_on(table: int, i: int, n: int) -> bool:
    """Return whether the function depends on x_{i+1}."""
    ones = variable_table(i, n)
    return (table & ones) >> (1 << i) != table & ~ones


def moebius_transform(table: int, n: int) -> int:
    """Return the mask of the monomials of the algebraic normal form; from such a mask, the table."""
    for i in range(n):
        table ^= (table << (1 << i)) & variable_table(i, n)
    return table


def _nibble(byte: int, i: int, bit: int) -> int:
    """The four bits of a byte at the places p with bit i of p equal to `bit`."""
    kept = [p for p in range(8) if p >> i & 1 == bit]
    return sum((byte >> p & 1) << k for k, p in enumerate(kept))


_NIBBLES = [[bytes(_nibble(byte, i, bit) for byte in range(256)) for bit in (0, 1)] for i in range(3)]
_WORDS: dict[int, Any] = {1: "B", 2: "H", 4: "I", 8: "Q"}


def restrict_variable(table: int, i: int, bit: int, n: int) -> int:
    """Return the table of n - 1 variables that is f where x_{i+1} is `bit`; later variables move down by one."""
    if i == n - 1:
        half = 1 << (n - 1)
        return table >> half if bit else table & ((1 << half) - 1)
    m = max(n, 4)  # two bytes at least; the variables that were added stay on top and false
    data = table.to_bytes(1 << (m - 3), "little")
    if i < 3:  # half of each byte, and two halves make one byte
        halves = data.translate(_NIBBLES[i][bit])
        return int.from_bytes(halves[0::2], "little") | int.from_bytes(halves[1::2], "little") << 4
    width = 1 << (i - 3)  # every second block of this many bytes
    if width in _WORDS:
        return int.from_bytes(memoryview(data).cast(_WORDS[width])[bit::2].tobytes(), "little")
    starts = range(bit * width, len(data), 2 * width)
    return int.from_bytes(b"".join([data[start : start + width] for start in starts]), "little")


def compose_tables(table: int, n: int, arguments: Sequence[int], m: int) -> int:
    """Return the table of x -> f(g_1(x), ..., g_n(x)), for g_i of m variables: one choice for each different cofactor.

    Assumes small n: there may be 2**n cofactors, each with an operation on 2**m bits.
    """
    full = full_table(m)
    known: dict[tuple[int, int], int] = {}

    def value(cofactor: int, k: int) -> int:  # of the first k variables
        if cofactor == 0:
            return 0
        if cofactor == full_table(k):
            return full
        if (cofactor, k) not in known:
            half = 1 << (k - 1)
            high, low = cofactor >> half, cofactor & ((1 << half) - 1)
            otherwise = value(low, k - 1)
            known[cofactor, k] = otherwise ^ (arguments[k - 1] & (otherwise ^ value(high, k - 1)))
        return known[cofactor, k]

    return value(table, n)


def threshold_table(weights: Sequence[Rational], t: Rational) -> int:
    """Return the table of w_1 x_1 + ... + w_n x_n > t, for x in bits, exactly.

    The sums over the lower half of the variables are sorted once.  For each assignment of the upper half, the lower
    assignments that reach the threshold are those above one place in that order: one of 2**(n/2) + 1 tables.
    """
    n = len(weights)
    k = n // 2

    def sums(part: Sequence[Rational]) -> list[Rational]:
        found: list[Rational] = [0]
        for weight in part:
            found += [total + weight for total in found]
        return found

    lower = sums(weights[:k])
    order = sorted(range(1 << k), key=lower.__getitem__)
    ascending = [lower[p] for p in order]
    above = [0]  # above[j]: the table of the j greatest sums
    for p in reversed(order):
        above.append(above[-1] | 1 << p)
    ranks = (bisect_right(ascending, t - upper) for upper in sums(weights[k:]))
    if k < 3:  # less than a byte
        return sum(above[(1 << k) - rank] << (p << k) for p, rank in enumerate(ranks))
    blocks = [block.to_bytes(1 << (k - 3), "little") for block in above]
    return int.from_bytes(b"".join([blocks[(1 << k) - rank] for rank in ranks]), "little")


def irredundant_cubes(table: int, n: int, limit: int) -> list[tuple[int, int]]:
    """Return cubes (positive literals, negative literals) whose disjunction is f; none of them can be left out.

    The literals are masks of variables, the cubes prime implicants.

    Raises:
        TooLargeError: if there are more than `limit`.

    Source:
        :cite:p:`Minato1993`.
    """
    cubes: list[tuple[int, int]] = []

    def cover(must: int, may: int, k: int, positive: int, negative: int) -> int:
        """Append cubes between two functions of the first k variables; return the table of their disjunction."""
        if must == 0:
            return 0
        if may == full_table(k):
            cubes.append((positive, negative))
            if len(cubes) > limit:
                raise TooLargeError(
                    f"a disjunctive normal form must have at most {limit} clauses", size=len(cubes), limit=limit
                )
            return may
        half = 1 << (k - 1)
        low = (1 << half) - 1
        i = 1 << (k - 1)
        must_0, must_1, may_0, may_1 = must & low, must >> half, may & low, may >> half
        with_0 = cover(must_0 & ~may_1, may_0, k - 1, positive, negative | i)
        with_1 = cover(must_1 & ~may_0, may_1, k - 1, positive | i, negative)
        without = cover(must_0 & ~with_0 | must_1 & ~with_1, may_0 & may_1, k - 1, positive, negative)
        return (with_0 | without) | (with_1 | without) << half

    cover(table, table, n, 0, 0)
    return cubes

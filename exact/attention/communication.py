r"""Communication complexity of finite matrices, exactly; above all of disjointness.

Alice knows the row of a matrix with entries 0 and 1, Bob the column, and both want the entry.  A *protocol* is a tree:
at an inner node one of them says to which of two halves the row, or the column, belongs; at a leaf all entries that
are left are equal.  The *deterministic complexity* is the least depth.

The rows and columns of the disjointness matrix are the subsets of {1, ..., n} as masks (bit i for i + 1); its entry is
1 if the subsets are disjoint.  The intersection matrix holds the opposite.

Dictionary:
    Protocol: a leaf with its answer, or a question to Alice or Bob and what follows.
    disjointness_matrix, intersection_matrix: for n bits.
    disjointness_inverse: the inverse of the disjointness matrix, by its recursion.
    rational_rank: the rank over the rationals; rank_over_prime_field: over a field of p elements.
    rational_inverse: the inverse of any regular integer matrix.
    is_fooling_set: whether pairs are a fooling set; disjointness_fooling_set: the 2^n pairs (a, complement of a).
    deterministic_complexity: the least depth, with a protocol.
    check_protocol: refuse a tree that is no protocol for a matrix, and return its depth.
    rank_bound: the lower bound by the ranks of the matrix and of its complement.
    one_way_bits: the bits of one message from Alice after which Bob knows the entry.
    MAXIMUM_BITS, MAXIMUM_ROWS: the sizes that are accepted.

Source:
    S-D9, S-L3 to S-L7 :cite:p:`SanfordHsuTelgarsky2023`; the rank bound is that of Mehlhorn and Schmidt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from exact.attention import _exact_matrix
from exact.errors import CertificateError, DomainError, TooLargeError
from exact.rational import Rational

MAXIMUM_BITS = 11
MAXIMUM_ROWS = 8

Rows = tuple[tuple[int, ...], ...]


def _check_bits(n: int) -> None:
    if n < 1:
        raise DomainError(f"the number n of bits must be at least 1, not {n}")
    if n > MAXIMUM_BITS:
        raise TooLargeError(
            f"the matrix of n = {n} bits has 4^n = {4 ** min(n, 40)} entries{' or more' if n > 40 else ''}",
            size=n,
            limit=MAXIMUM_BITS,
            alternative="the recursion of the inverse and the fooling set hold for every n",
        )


def _check_rows(rows: Sequence[Sequence[int]]) -> Rows:
    found = tuple(tuple(row) for row in rows)
    if not found or not found[0] or any(len(row) != len(found[0]) for row in found):
        raise DomainError("a matrix must have at least one row, and rows of one length, at least 1")
    return found


def disjointness_matrix(n: int) -> Rows:
    """Return the matrix of 2^n rows whose entry (a, b) is 1 if the subsets a and b are disjoint.

    Raises:
        DomainError: if n is less than 1.
        TooLargeError: for n > `MAXIMUM_BITS`.

    Examples:
        >>> disjointness_matrix(1)
        ((1, 1), (1, 0))
    """
    _check_bits(n)
    return tuple(tuple(int(a & b == 0) for b in range(1 << n)) for a in range(1 << n))


def intersection_matrix(n: int) -> Rows:
    """Return the matrix whose entry (a, b) is 1 if the subsets a and b meet.

    Examples:
        >>> intersection_matrix(1)
        ((0, 0), (0, 1))
    """
    return tuple(tuple(1 - entry for entry in row) for row in disjointness_matrix(n))


def disjointness_inverse(n: int) -> Rows:
    """Return the inverse of the disjointness matrix by its recursion: the blocks 0, E over E, -E.

    Examples:
        >>> disjointness_inverse(1)
        ((0, 1), (1, -1))

    Source:
        S-L3.
    """
    _check_bits(n)
    found: Rows = ((1,),)
    for _ in range(n):
        zero = (0,) * len(found)
        found = tuple(zero + row for row in found) + tuple(row + tuple(-e for e in row) for row in found)
    return found


def rational_rank(rows: Sequence[Sequence[int]]) -> int:
    """Return the rank of an integer matrix over the rationals.

    Examples:
        >>> rational_rank(disjointness_matrix(3)), rational_rank(intersection_matrix(3))
        (8, 7)
    """
    return _exact_matrix.rank_over_the_rationals(_check_rows(rows))


def rank_over_prime_field(rows: Sequence[Sequence[int]], prime: int) -> int:
    """Return the rank of an integer matrix over the field of p elements.

    Raises:
        DomainError: if p is not prime.

    Examples:
        >>> rank_over_prime_field([[1, 1], [1, -1]], 2)
        1
    """
    if not 2 <= prime < 1 << 31 or any(prime % k == 0 for k in range(2, math.isqrt(prime) + 1)):
        raise DomainError(f"a field needs a prime number of elements, below 2^31 here, not {prime}")
    return _exact_matrix.rank_modulo(_check_rows(rows), prime)


def rational_inverse(rows: Sequence[Sequence[int]]) -> tuple[tuple[Rational, ...], ...]:
    """Return the inverse of a square integer matrix.

    Raises:
        DomainError: if it is not square, or singular.

    Examples:
        >>> rational_inverse([[1, 1], [1, 0]])
        ((0, 1), (1, -1))
    """
    found = _check_rows(rows)
    if len(found) != len(found[0]) or _exact_matrix.determinant(found) == 0:
        raise DomainError("only a square matrix with determinant other than 0 has an inverse")
    return tuple(tuple(row) for row in _exact_matrix.inverse(found))


def is_fooling_set(rows: Sequence[Sequence[int]], pairs: Sequence[tuple[int, int]]) -> bool:
    """Return whether all pairs (row, column) have one value, and crossing any two of them gives another one.

    No two pairs of a fooling set share a leaf of a protocol, so it has at least as many leaves.

    Examples:
        >>> is_fooling_set(disjointness_matrix(2), disjointness_fooling_set(2))
        True
    """
    found = _check_rows(rows)
    values = {found[a][b] for a, b in pairs}
    if len(values) > 1:
        return False
    return all({found[a][d], found[c][b]} - values for k, (a, b) in enumerate(pairs) for c, d in pairs[k + 1 :])


def disjointness_fooling_set(n: int) -> list[tuple[int, int]]:
    """Return the 2^n pairs of a subset and its complement.

    Examples:
        >>> disjointness_fooling_set(1)
        [(0, 1), (1, 0)]

    Source:
        S-L5.
    """
    _check_bits(n)
    full = (1 << n) - 1
    return [(a, full - a) for a in range(1 << n)]


@dataclass(frozen=True, slots=True)
class Protocol:
    """A node of a protocol: a leaf, or a question to one party.

    Attributes:
        answer: the entry at a leaf, None at a question.
        speaker: ``alice`` or ``bob`` at a question.
        group: the rows, or columns, for which the speaker says 1.
        zero: what follows after 0.
        one: what follows after 1.
    """

    answer: int | None = None
    speaker: str = ""
    group: frozenset[int] = frozenset()
    zero: Protocol | None = None
    one: Protocol | None = None


def check_protocol(rows: Sequence[Sequence[int]], protocol: Protocol) -> int:
    """Return the depth of a protocol, after running it on every entry.

    Raises:
        CertificateError: if it answers an entry wrongly, or a question has no continuation.

    Examples:
        >>> check_protocol([[1]], Protocol(answer=1))
        0
    """
    found = _check_rows(rows)
    depth = 0
    for a, row in enumerate(found):
        for b, entry in enumerate(row):
            node, asked = protocol, 0
            while node.answer is None:
                said = (a if node.speaker == "alice" else b) in node.group
                following = node.one if said else node.zero
                if following is None:
                    raise CertificateError("a question must have a continuation for both answers", culprit=(a, b))
                node, asked = following, asked + 1
            if node.answer != entry:
                raise CertificateError(f"the protocol says {node.answer} at {a, b}, not {entry}", culprit=(a, b))
            depth = max(depth, asked)
    return depth


def deterministic_complexity(rows: Sequence[Sequence[int]]) -> tuple[int, Protocol]:
    """Return the least depth of a protocol after which both parties know the entry, and such a protocol.

    Args:
        rows: a matrix with at most `MAXIMUM_ROWS` different rows and as many different columns.

    Raises:
        TooLargeError: for more.

    Cost:
        For R different rows and C different columns at most about ``3**R * 2**C + 2**R * 3**C`` steps for each depth.

    Examples:
        >>> deterministic_complexity(disjointness_matrix(2))[0]
        3

    Source:
        S-L6: n + 1 bits for disjointness of n bits.
    """
    found = _check_rows(rows)
    distinct_rows = sorted({row: a for a, row in reversed(list(enumerate(found)))}.values())
    columns = list(zip(*found, strict=True))
    distinct_columns = sorted({column: b for b, column in reversed(list(enumerate(columns)))}.values())
    if max(len(distinct_rows), len(distinct_columns)) > MAXIMUM_ROWS:
        raise TooLargeError(
            f"a matrix of {len(distinct_rows)} different rows and {len(distinct_columns)} different columns has too "
            f"many rectangles to try",
            size=max(len(distinct_rows), len(distinct_columns)),
            limit=MAXIMUM_ROWS,
            alternative="rank_bound and one_way_bits bound the complexity from both sides",
        )
    reduced = [[found[a][b] for b in distinct_columns] for a in distinct_rows]
    search = _ProtocolSearch(reduced)
    everything = (1 << len(distinct_rows)) - 1, (1 << len(distinct_columns)) - 1
    depth = 0
    while not search.reaches(*everything, depth):
        depth += 1
    first_row = [distinct_rows.index(min(k for k in distinct_rows if found[k] == row)) for row in found]
    first_column = [distinct_columns.index(min(k for k in distinct_columns if columns[k] == c)) for c in columns]
    protocol = search.protocol(*everything, depth, first_row, first_column)
    check_protocol(found, protocol)
    return depth, protocol


class _ProtocolSearch:
    """Which rectangles of rows and columns, as masks, have a protocol of a depth; remembers what it has found."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.rows = [sum(entry << b for b, entry in enumerate(row)) for row in rows]
        self.least: dict[tuple[int, int], int] = {}  # depth below which there is none
        self.split: dict[tuple[int, int], tuple[int, str, int]] = {}  # depth that is enough, and the question

    def constant(self, alice: int, bob: int) -> int | None:
        """Return the value of a rectangle, or None if it has both values."""
        values = {self.rows[a] & bob for a in range(len(self.rows)) if alice >> a & 1}
        if values == {0}:
            return 0
        return 1 if values == {bob} else None

    def reaches(self, alice: int, bob: int, depth: int) -> bool:
        """Return whether a rectangle has a protocol of at most this depth."""
        if self.constant(alice, bob) is not None:
            return True
        key = alice, bob
        if key in self.split and self.split[key][0] <= depth:
            return True
        if depth <= self.least.get(key, 0):
            return False
        for speaker, whole in (("alice", alice), ("bob", bob)):
            part = (whole - 1) & whole
            while part > whole - part:  # each pair of halves once
                pairs = (
                    ((part, bob), (whole - part, bob)) if speaker == "alice" else ((alice, part), (alice, whole - part))
                )
                if all(self.reaches(*half, depth - 1) for half in pairs):
                    self.split[key] = depth, speaker, part
                    return True
                part = (part - 1) & whole
        self.least[key] = depth
        return False

    def protocol(self, alice: int, bob: int, depth: int, rows: list[int], columns: list[int]) -> Protocol:
        """Return the protocol that was found, with its groups among all rows and columns."""
        value = self.constant(alice, bob)
        if value is not None:
            return Protocol(answer=value)
        _, speaker, part = self.split[alice, bob]
        places = rows if speaker == "alice" else columns
        group = frozenset(k for k, place in enumerate(places) if part >> place & 1)
        by_alice, by_bob = ((alice - part, bob), (part, bob)), ((alice, bob - part), (alice, part))
        halves = by_alice if speaker == "alice" else by_bob
        zero, one = (self.protocol(*half, depth - 1, rows, columns) for half in halves)
        return Protocol(None, speaker, group, zero, one)


def rank_bound(rows: Sequence[Sequence[int]]) -> int:
    """Return the least D with 2^D >= rank of the matrix + rank of its complement, over the rationals.

    The leaves with the answer 1 are at least as many as the rank of the matrix, those with 0 as that of its complement.

    Examples:
        >>> [rank_bound(disjointness_matrix(n)) for n in (1, 2, 3, 4)]
        [2, 3, 4, 5]
    """
    found = _check_rows(rows)
    leaves = rational_rank(found) + rational_rank([[1 - entry for entry in row] for row in found])
    return max(leaves - 1, 0).bit_length()


def one_way_bits(rows: Sequence[Sequence[int]]) -> int:
    """Return the number of bits of one message from Alice after which Bob knows the entry.

    Rows that differ need different messages, since Bob's column may be one in which they differ.

    Examples:
        >>> one_way_bits(disjointness_matrix(5)), one_way_bits([[0, 1], [0, 1]])
        (5, 0)

    Source:
        S-L7.
    """
    return (len(set(_check_rows(rows))) - 1).bit_length()

r"""The tasks of attention layers, as functions: what an answer is, written as it is defined.

Positions are numbered from 1 in all texts and in the supports of sparse averaging; a list of tokens is a Python list.
Residues modulo M are the integers 0, ..., M-1; where the literature writes M, it is the residue 0.

* *Sparse averaging* (qSA): token i brings a vector z_i and a set y_i of q positions; its answer is the mean of the z_j
  over j in y_i.
* *Pair matching* (Match2): is there j with x_i + x_j = 0 modulo M?
* *Triple matching* (Match3): are there j and k with x_i + x_j + x_k = 0 modulo M?  Three readings differ in which
  positions count: ``literal`` (any; j and k may be i, and equal), ``not_self`` (neither is i), ``distinct`` (i, j and
  k are three positions).  For pairs ``distinct`` says the same as ``not_self``.
* *Bigram* triples: j and k = j + 1.  *Local* triples: j and k at most a distance away from i.
* *Directed triangles* (Cycle3): is there a triangle i -> j -> k -> i in the graph whose i-th row is token i?

Dictionary:
    Reading: which positions count: LITERAL, NOT_SELF, DISTINCT.
    check_residues: refuse what is no list of residues.
    check_supports: refuse what is no list of q-subsets of the positions.
    sparse_average: the means over the supports.
    match2: the answers of pair matching.
    match3: the answers of triple matching.
    match3_bigram: the answers for neighbouring j and k.
    match3_local: the answers for near j and k.
    directed_triangles: which nodes lie on a directed triangle.

Source:
    S-D5 `sparse-averaging-task`, S-D6 `match2-and-match3-tasks`, S-D7 `structured-match3-tasks`, S-D11
    `directed-triangle-task` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from fractions import Fraction

from exact.attention.unit import Matrix, matrix
from exact.errors import DomainError
from exact.rational import Rational, rational


class Reading(enum.Enum):
    """Which positions count in a match.

    Attributes:
        LITERAL: all, the own position included, and one position may count twice.
        NOT_SELF: all but the own position.
        DISTINCT: all positions of a match are different.
    """

    LITERAL = "literal"
    NOT_SELF = "not_self"
    DISTINCT = "distinct"


def check_residues(tokens: Sequence[int], modulus: int) -> None:
    """Refuse a list that does not consist of residues 0, ..., M-1, or an M below 1.

    Raises:
        DomainError: with the position and the value.
        TypeError: for a token that is no int.
    """
    if modulus < 1:
        raise DomainError(f"the modulus M must be at least 1, not {modulus}")
    for i, token in enumerate(tokens):
        if type(token) is not int:
            raise TypeError(f"a residue must be an int, not {token!r}")
        if not 0 <= token < modulus:
            raise DomainError(f"the token at position {i + 1} must be a residue 0, ..., {modulus - 1}, not {token}")


def check_supports(supports: Sequence[Sequence[int]], n: int) -> int:
    """Refuse what is no list of subsets of {1, ..., N} of one size q, and return q.

    Raises:
        DomainError: with the reason: a size that differs, q outside 1, ..., N, a repeated or foreign position.
    """
    sizes = sorted({len(support) for support in supports})
    if len(sizes) != 1:
        raise DomainError(f"all supports must have one size q, not the sizes {sizes}")
    q = sizes[0]
    if not 1 <= q <= n:
        raise DomainError(f"a set of q = {q} positions must be a subset of {n} positions, and not empty")
    for support in supports:
        if len(set(support)) != q:
            raise DomainError(f"a support must not repeat a position: {sorted(support)}")
        if min(support) < 1 or max(support) > n:
            raise DomainError(f"a support must hold positions 1, ..., {n}, not {sorted(support)}")
    return q


def sparse_average(vectors: Sequence[Sequence[Rational]], supports: Sequence[Sequence[int]]) -> Matrix:
    """Return for every token the mean of the vectors over its support.

    Args:
        vectors: z_1, ..., z_N, rational and of one length.
        supports: y_1, ..., y_N, subsets of {1, ..., N} of one size q.

    Returns:
        The means.

    Raises:
        DomainError: if a support is none, or there are not as many as vectors.

    Examples:
        >>> sparse_average([[1], [0], [-1]], [[1, 2], [2, 3], [1, 3]])
        ((Fraction(1, 2),), (Fraction(-1, 2),), (0,))
    """
    z = matrix(vectors, "the list of vectors")
    if len(supports) != len(z):
        raise DomainError(f"there must be one support for each of the {len(z)} vectors, not {len(supports)}")
    q = check_supports(supports, len(z))
    return tuple(
        tuple(rational(sum((Fraction(z[j - 1][c]) for j in y), Fraction(0)) * Fraction(1, q)) for c in range(len(z[0])))
        for y in supports
    )


def match2(tokens: Sequence[int], modulus: int, reading: Reading = Reading.LITERAL) -> tuple[int, ...]:
    """Return for every token whether a token makes its sum with it 0 modulo M.

    Raises:
        DomainError: if a token is no residue.

    Examples:
        The third token matches itself: 3 + 3 = 6.

        >>> match2([1, 4, 3], 6), match2([1, 4, 3], 6, Reading.NOT_SELF)
        ((0, 0, 1), (0, 0, 0))
    """
    check_residues(tokens, modulus)
    n = range(len(tokens))
    return tuple(
        int(any((tokens[i] + tokens[j]) % modulus == 0 and (reading is Reading.LITERAL or j != i) for j in n))
        for i in n
    )


def _counts(i: int, j: int, k: int, reading: Reading) -> bool:
    if reading is Reading.LITERAL:
        return True
    if i in (j, k):
        return False
    return reading is Reading.NOT_SELF or j != k


def match3(tokens: Sequence[int], modulus: int, reading: Reading = Reading.LITERAL) -> tuple[int, ...]:
    """Return for every token whether two tokens make its sum with them 0 modulo M.

    Raises:
        DomainError: if a token is no residue.

    Cost:
        N^3 sums.

    Examples:
        The residue 0 always matches itself twice in the literal reading.

        >>> match3([0, 1, 1], 5), match3([0, 1, 1], 5, Reading.NOT_SELF)
        ((1, 0, 0), (0, 0, 0))
    """
    check_residues(tokens, modulus)
    n = range(len(tokens))
    return tuple(
        int(any((tokens[i] + tokens[j] + tokens[k]) % modulus == 0 and _counts(i, j, k, reading) for j in n for k in n))
        for i in n
    )


def match3_bigram(tokens: Sequence[int], modulus: int) -> tuple[int, ...]:
    """Return for every token whether two neighbours j, j + 1 make its sum with them 0 modulo M.

    Raises:
        DomainError: if a token is no residue.

    Examples:
        >>> match3_bigram([1, 2, 3], 6)
        (1, 0, 1)
    """
    check_residues(tokens, modulus)
    neighbours = [(tokens[j] + tokens[j + 1]) % modulus for j in range(len(tokens) - 1)]
    return tuple(int(any((x + pair) % modulus == 0 for pair in neighbours)) for x in tokens)


def match3_local(tokens: Sequence[int], modulus: int, distance: int) -> tuple[int, ...]:
    """Return for every token whether two tokens at most a distance away make its sum with them 0 modulo M.

    The reading is literal: the token itself is at the distance 0.

    Raises:
        DomainError: if a token is no residue, or the distance is negative.

    Examples:
        >>> match3_local([1, 2, 0, 0, 4], 7, 1), match3_local([1, 2, 0, 0, 4], 7, 4)
        ((0, 0, 1, 1, 0), (1, 1, 1, 1, 1))
    """
    check_residues(tokens, modulus)
    if distance < 0:
        raise DomainError(f"the distance must be at least 0, not {distance}")
    found = []
    for i, x in enumerate(tokens):
        near = tokens[max(0, i - distance) : i + distance + 1]
        found.append(int(any((x + a + b) % modulus == 0 for a in near for b in near)))
    return tuple(found)


def directed_triangles(rows: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return for every node whether it lies on a directed triangle i -> j -> k -> i.

    Args:
        rows: the adjacency matrix, with entries 0 and 1.  A loop counts as an edge, as in the definition.

    Raises:
        DomainError: if the matrix is not square or has other entries.

    Examples:
        >>> directed_triangles([[0, 1, 0], [0, 0, 1], [1, 0, 0]])
        (1, 1, 1)
    """
    n = len(rows)
    for i, row in enumerate(rows):
        if len(row) != n or any(entry not in (0, 1) for entry in row):
            raise DomainError(f"row {i + 1} of the adjacency matrix must have {n} entries 0 or 1")
    return tuple(
        int(any(rows[i][j] and rows[j][k] and rows[k][i] for j in range(n) for k in range(n))) for i in range(n)
    )

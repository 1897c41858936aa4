r"""Disjointness inside the tasks: input maps after which one answer tells whether two subsets meet.

Alice and Bob hold a, b in {0, 1}^n as masks (bit i for the coordinate i + 1) and want to know whether a_i = b_i = 1 for
some i.  A reduction writes a into some tokens and b into others, so that the answer of the task at one token is the
answer to that question.  What Alice's tokens send to Bob's is then a message of a protocol for disjointness, and as
different a need different messages, it has 2^n values.

* *Sparse averaging*: the support at token 2q + 1 picks from each pair of slots by a bit of Alice; Bob fills the slots.
* *Recurrent*: Alice's bits are the first n vectors, Bob's bits decide where the next n tokens look.
* *Triples*: token 1 is public, Alice's token i is alpha_i or 1, Bob's is M - 1 - alpha_i or 1, with alpha = 0, 2, 3,
  ..., n.  It is right for every M >= N + 1 and in all readings.  The published embedding, with 0 as token 1, is not: in
  the literal reading 0 + 0 + 0 = 0 makes every answer 1.
* *Triangles*: n = s^2 bits are the edges from s nodes to s nodes, and from those to s more.

Dictionary:
    sparse_averaging_inputs: vectors and supports; recurrent_inputs: the same for one position each.
    triple_inputs: the repaired embedding; published_triple_inputs: the published one.
    triangle_inputs: an adjacency matrix.
    masks_meet: whether two masks meet.
    smallest_counterexample: the first input on which an embedding of triples fails.
    Counterexample: that input.

Source:
    S-L19, S-T11, S-L29, S-L30, S-L36 :cite:p:`SanfordHsuTelgarsky2023`; the repaired embedding: own derivation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exact.attention.tasks import Reading, match3
from exact.errors import DomainError, TooLargeError

MAXIMUM_MASKS = 10


def _bits(mask: int, n: int, who: str) -> list[int]:
    if n < 1:
        raise DomainError(f"the number n of bits must be at least 1, not {n}")
    if not 0 <= mask < 1 << n:
        raise DomainError(f"{who} must be a mask of n = {n} bits, not {mask}")
    return [mask >> i & 1 for i in range(n)]


def masks_meet(a: int, b: int) -> int:
    """Return 1 if a bit is set in both masks, 0 otherwise.

    Examples:
        >>> masks_meet(0b011, 0b100), masks_meet(0b011, 0b110)
        (0, 1)
    """
    return int(a & b != 0)


def sparse_averaging_inputs(
    n: int, a: int, b: int, q: int
) -> tuple[tuple[tuple[int], ...], tuple[tuple[int, ...], ...]]:
    """Return vectors and supports for N = n positions; the average at token 2q + 1 is -1 + 2k/q with k = |a and b|.

    Args:
        n: the number N of positions, at least 2q + 1.
        a: Alice's mask of q bits; it decides the support of token 2q + 1.
        b: Bob's mask of q bits; it decides the vectors.
        q: the size of the supports.

    Raises:
        DomainError: for fewer positions, or masks that are none.

    Examples:
        >>> from exact.attention.tasks import sparse_average
        >>> [sparse_average(*sparse_averaging_inputs(5, a, 0b10, 2))[4] for a in (0b01, 0b11)]
        [(-1,), (0,)]

    Source:
        S-L19, with the index as corrected there.
    """
    alice, bob = _bits(a, q, "Alice's input"), _bits(b, q, "Bob's input")
    if n < 2 * q + 1:
        raise DomainError(f"the reduction needs N >= 2q + 1 = {2 * q + 1} positions, two for each bit, not {n}")
    vectors = [-1] * n
    for i, bit in enumerate(bob, start=1):
        vectors[2 * i - 1] = 2 * bit - 1  # position 2i
    supports = [tuple(range(1, q + 1))] * n
    supports[2 * q] = tuple(2 * i + bit - 1 for i, bit in enumerate(alice, start=1))
    return tuple((z,) for z in vectors), tuple(supports)


def recurrent_inputs(n: int, a: int, b: int) -> tuple[tuple[tuple[int], ...], tuple[tuple[int, ...], ...]]:
    """Return vectors and supports of size 1 for N = 2n + 1; some average at n + 1, ..., 2n is +1 if a and b meet.

    A recurrent network has read all of a after n tokens and nothing of b, so its state takes 2^n values.

    Raises:
        DomainError: for masks that are none.

    Examples:
        >>> from exact.attention.tasks import sparse_average
        >>> sparse_average(*recurrent_inputs(2, 0b01, 0b11))[2:4]
        ((1,), (-1,))

    Source:
        S-T11.
    """
    alice, bob = _bits(a, n, "Alice's input"), _bits(b, n, "Bob's input")
    vectors = [(2 * bit - 1,) for bit in alice] + [(-1,)] * (n + 1)
    pointers = [(2 * n + 1,)] * n + [(i if bit else 2 * n + 1,) for i, bit in enumerate(bob, start=1)]
    return tuple(vectors), (*pointers, (2 * n + 1,))


def _check_modulus(n: int, modulus: int, tokens: int) -> None:
    if tokens < 2 * n + 1:
        raise DomainError(f"the embedding needs N >= 2n + 1 = {2 * n + 1} tokens, not {tokens}")
    if modulus < 2 * n + 2:
        raise DomainError(
            f"the modulus must be at least 2n + 2 = {2 * n + 2}, not {modulus}: token 1 and the n values of Alice need "
            f"n + 1 disjoint pairs of residues x, -1 - x"
        )


def triple_inputs(n: int, modulus: int, a: int, b: int, tokens: int | None = None) -> tuple[int, ...]:
    """Return the residues whose triple matching at token 1 is 1 exactly if a and b meet, in all readings.

    Args:
        n: the number of bits.
        modulus: the modulus M, at least 2n + 2.
        a: Alice's mask; tokens 2, ..., n + 1.
        b: Bob's mask; tokens n + 2, ..., 2n + 1.
        tokens: the number N of tokens; 2n + 1 if left out; what is more is filled with the null value 1.

    Raises:
        DomainError: if M is less than 2n + 2: no embedding of this kind exists in the literal reading.

    Examples:
        >>> triple_inputs(3, 8, 0b111, 0b111)
        (1, 0, 2, 3, 7, 5, 4)
        >>> [match3(triple_inputs(3, 8, 0b011, b), 8)[0] for b in (0b100, 0b110)]
        [0, 1]

    Source:
        S-L30; that M cannot be less: S-L31.
    """
    alice, bob = _bits(a, n, "Alice's input"), _bits(b, n, "Bob's input")
    tokens = 2 * n + 1 if tokens is None else tokens
    _check_modulus(n, modulus, tokens)
    values = [0, *range(2, n + 1)]
    first = [value if bit else 1 for value, bit in zip(values, alice, strict=True)]
    second = [modulus - 1 - value if bit else 1 for value, bit in zip(values, bob, strict=True)]
    return (1, *first, *second, *[1] * (tokens - 2 * n - 1))


def published_triple_inputs(n: int, modulus: int, a: int, b: int, tokens: int | None = None) -> tuple[int, ...]:
    """Return the residues of the published embedding, with 0 as token 1, which fails in the literal reading.

    Examples:
        >>> published_triple_inputs(4, 11, 0b0110, 0b1100)
        (0, 1, 3, 4, 1, 1, 1, 7, 6)

    Source:
        S-L29.
    """
    alice, bob = _bits(a, n, "Alice's input"), _bits(b, n, "Bob's input")
    tokens = 2 * n + 1 if tokens is None else tokens
    _check_modulus(n, modulus, tokens)
    first = [i if bit else 1 for i, bit in enumerate(alice, start=2)]
    second = [modulus - i if bit else 1 for i, bit in enumerate(bob, start=2)]
    return (0, *first, *second, *[1] * (tokens - 2 * n - 1))


def triangle_inputs(side: int, a: int, b: int) -> tuple[tuple[int, ...], ...]:
    """Return the graph of 3s nodes with a directed triangle exactly if a and b meet, for masks of s^2 bits.

    The nodes are u_1, ..., u_s, v_1, ..., v_s, w_1, ..., w_s; bit s(i - 1) + j - 1 of a is the edge from u_i to v_j,
    that of b the edge from v_j to w_i, and w_i -> u_i is always there.

    Raises:
        DomainError: if s is less than 1, or for masks that are none.

    Examples:
        >>> triangle_inputs(1, 1, 1)
        ((0, 1, 0), (0, 0, 1), (1, 0, 0))

    Source:
        S-L36.
    """
    if side < 1:
        raise DomainError(f"the number s of nodes of a part must be at least 1, not {side}")
    alice, bob = _bits(a, side * side, "Alice's input"), _bits(b, side * side, "Bob's input")
    s = range(side)
    zero = (0,) * side
    first = [(*zero, *(alice[side * i + j] for j in s), *zero) for i in s]
    second = [(*zero, *zero, *(bob[side * i + j] for i in s)) for j in s]
    third = [(*(int(i == k) for k in s), *zero, *zero) for i in s]
    return (*first, *second, *third)


@dataclass(frozen=True, slots=True)
class Counterexample:
    """An input on which an embedding of disjointness into triples fails.

    Attributes:
        n: the number of bits.
        modulus: the modulus M.
        a: Alice's mask.
        b: Bob's mask.
        tokens: the residues.
        answer: the answer of triple matching at token 1.
        expected: whether a and b meet.
    """

    n: int
    modulus: int
    a: int
    b: int
    tokens: tuple[int, ...]
    answer: int
    expected: int


def smallest_counterexample(
    embedding: Callable[[int, int, int, int], Sequence[int]], reading: Reading, n: int, modulus: int
) -> Counterexample | None:
    """Return the first pair of masks on which an embedding fails, or None if it is right on all 4^n pairs.

    Args:
        embedding: takes n, M, a and b, and returns the residues.
        reading: which positions count.
        n: the number of bits.
        modulus: the modulus M.

    Raises:
        TooLargeError: for n > `MAXIMUM_MASKS`.

    Cost:
        4^n inputs of triple matching.

    Examples:
        >>> found = smallest_counterexample(published_triple_inputs, Reading.LITERAL, 1, 4)
        >>> found.tokens, found.answer, found.expected
        ((0, 1, 1), 1, 0)
        >>> smallest_counterexample(triple_inputs, Reading.LITERAL, 2, 6) is None
        True
    """
    if n > MAXIMUM_MASKS:
        raise TooLargeError(
            f"4^{n} pairs of masks would be tried",
            size=n,
            limit=MAXIMUM_MASKS,
            alternative="the argument of the embedding holds for every n",
        )
    for a in range(1 << n):
        for b in range(1 << n):
            tokens = tuple(embedding(n, modulus, a, b))
            answer, expected = match3(tokens, modulus, reading)[0], masks_meet(a, b)
            if answer != expected:
                return Counterexample(n, modulus, a, b, tokens, answer, expected)
    return None

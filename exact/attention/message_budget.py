r"""How many messages a layer can send, and the caveat: with enough precision one head tells everything.

A layer for triples on N = 2n + 1 tokens must send 2^n different messages (`exact.attention.refutation`).  If all scores
at token 1 are integers from 0 to s, all values integer vectors of m coordinates from 0 to v, and the base an integer B,
the sum of n powers is an integer from 0 to n B^s, and each coordinate of the weighted values one from 0 to n v B^s.  So
H heads send at most

    ((1 + n B^s) (1 + n v B^s)^m)^H

messages, and where that is less than 2^n the layer fails, whatever its output map is.

The caveat: nothing of this bounds m and H alone.  One head with uniform weights and the value x_j M^(j-1) sends all of
the input, in about N log2 M bits.

Dictionary:
    message_bound: the number above.
    needs_more: whether it is less than 2^n, so that every such layer fails.
    decoding_head: the head that sends everything; decoding_rows: what it reads; decoded: the tokens, from its output.

Source:
    S-L33 `match3-integer-budget`, S-L35 `uniform-head-decodes-everything` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from exact.attention.normalization import Softmax
from exact.attention.tasks import check_residues
from exact.attention.unit import AttentionUnit, Matrix
from exact.errors import DomainError, TooLargeError
from exact.rational import Rational

MAXIMUM_BOUND_BITS = 1 << 24


def message_bound(n: int, *, score: int, value: int, base: int, m: int, heads: int) -> int:
    """Return how many messages Alice's n tokens can send at most.

    Args:
        n: the number of Alice's tokens.
        score: the largest score s; all are integers from 0 on.
        value: the largest entry v of a value; all are integers from 0 on.
        base: the base B, an integer.
        m: the number of coordinates of a value.
        heads: the number H of heads.

    Raises:
        DomainError: if a size is negative, or the base is less than 2.
        TooLargeError: if the bound has more than `MAXIMUM_BOUND_BITS` bits.

    Examples:
        >>> message_bound(4, score=0, value=1, base=2, m=1, heads=1)
        25
    """
    sizes = {"n": n, "s": score, "v": value, "m": m, "H": heads}
    for name, size in sizes.items():
        if size < 0:
            raise DomainError(f"{name} must be at least 0, not {size}")
    if base < 2:
        raise DomainError(f"the base must be an integer of at least 2, not {base}")
    bits = heads * (m + 1) * (score * base.bit_length() + n.bit_length() + value.bit_length() + 1)
    if bits > MAXIMUM_BOUND_BITS:
        raise TooLargeError(
            f"the bound has about {bits} bits",
            size=bits,
            limit=MAXIMUM_BOUND_BITS,
            alternative="so many messages are enough for fewer than that many bits",
        )
    power = n * base**score
    return int(((1 + power) * (1 + power * value) ** m) ** heads)


def needs_more(n: int, *, score: int, value: int, base: int, m: int, heads: int) -> bool:
    """Return whether every layer of these sizes fails at triples with n tokens of Alice: the bound is below 2^n.

    Examples:
        >>> [needs_more(n, score=0, value=1, base=2, m=1, heads=1) for n in (4, 5, 6, 7)]
        [False, False, True, True]
    """
    return message_bound(n, score=score, value=value, base=base, m=m, heads=heads) < 1 << n


def decoding_head(n: int, modulus: int) -> AttentionUnit:
    """Return the head of dimension 1 with uniform weights whose output is the number with the tokens as digits, over N.

    It reads rows (x_j M^(j-1)) and looks at all of them alike.

    Raises:
        DomainError: for N or M below 1.

    Examples:
        >>> decoding_head(3, 10).output([[7], [80], [900]])
        ((329,), (329,), (329,))
    """
    if n < 1 or modulus < 1:
        raise DomainError(f"the head needs N >= 1 tokens and a modulus M >= 1, not N = {n} and M = {modulus}")
    zero: Matrix = ((0,),)
    return AttentionUnit(zero, zero, ((1,),), Softmax(2))


def decoded(output: Rational, n: int, modulus: int) -> tuple[int, ...]:
    """Return the tokens from the output of the decoding head: the digits of N times the output in base M.

    Raises:
        DomainError: if the output is none of that head.

    Examples:
        >>> decoded(329, 3, 10)
        (7, 8, 9)
    """
    total = Fraction(output) * n
    if total.denominator != 1 or not 0 <= total < modulus**n:
        raise DomainError(f"{output} is not the mean of N = {n} digits in base M = {modulus} with their powers")
    found = []
    rest = int(total)
    for _ in range(n):
        rest, digit = divmod(rest, modulus)
        found.append(digit)
    return tuple(found)


def decoding_rows(tokens: Sequence[int], modulus: int) -> Matrix:
    """Return the rows (x_j M^(j-1)) that the decoding head reads.

    Raises:
        DomainError: if a token is no residue.

    Examples:
        >>> decoding_rows([7, 8, 9], 10)
        ((7,), (80,), (900,))
    """
    check_residues(tokens, modulus)
    return tuple((x * modulus**j,) for j, x in enumerate(tokens))

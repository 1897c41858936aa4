r"""Triples of a special form: neighbours in two layers, near ones in one layer.

*Bigram* (two layers, m = 3).  The first layer lets position j fetch x_(j+1) (head A, scores j + 1 minus position,
squared) and x_j with j itself (head B).  The means are within 1/2 of integers, so the element-wise map rounds them and
forms the key -(x_j + x_(j+1)) modulo M.  The second layer is the unit for pairs with these keys; the last position has
the key M, which is no residue, and a blank token stands at position N + 1.

*Local* (one layer, m = 2).  Weights proportional to B^(-(i-j)^2), values (x_j + 1) e_(j mod 2K+1) and j.  In the slot
of a position at the distance r every other position is at the distance r + 1 or more, so the slot times B^(r^2) and
times the known sum of the powers rounds to x_j + 1.

Dictionary:
    bigram_transformer: the two layers, with rounding in between.
    local_transformer: the one layer, with its output map.
    StructuredMatcher: a transformer with its blank token and the answers that it gives.
    MAXIMUM_WINDOW: how many positions a window may have.
    structured_identities: the certificate of the scores of the first layers, for all positions.

Source:
    S-T8 `match3-bigram-two-layers`, S-T9 `match3-local-one-layer` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention.matching import MAXIMUM_INPUTS, number_of_inputs
from exact.attention.normalization import Softmax
from exact.attention.pair_matching import match2_unit
from exact.attention.polynomial_identity import PolynomialIdentity
from exact.attention.tasks import check_residues, match3_bigram, match3_local
from exact.attention.unit import AttentionLayer, AttentionUnit, Transformer, Vector
from exact.errors import CertificateError, DomainError, TooLargeError
from exact.parameters import ParameterPolynomial, parameter
from exact.rational import Rational


def _nearest(value: Rational) -> int:
    """Return the nearest integer; of two equally near ones the greater."""
    return math.floor(Fraction(value) + Fraction(1, 2))


MAXIMUM_WINDOW = 1001


@dataclass(frozen=True)
class StructuredMatcher:
    """A transformer that answers a task on N residues modulo M.

    Attributes:
        name: the construction.
        n: the number N of tokens.
        modulus: the modulus M.
        dimension: the largest number m of coordinates of queries and keys in a layer.
        transformer: its output at a token is one number, the answer.
        blanks: how many blank tokens follow the residues.
        rounding_bound: what is rounded is nearer than this to the right integer, for all inputs; it is below 1/2.
        task: the function that it computes.
    """

    name: str
    n: int
    modulus: int
    dimension: int
    transformer: Transformer
    blanks: int
    rounding_bound: Fraction
    task: Callable[[Sequence[int]], tuple[int, ...]]

    def answers(self, tokens: Sequence[int]) -> tuple[int, ...]:
        """Return the answers for N residues.

        Raises:
            DomainError: if there are not N residues.
        """
        check_residues(tokens, self.modulus)
        if len(tokens) != self.n:
            raise DomainError(f"the transformer is built for N = {self.n} tokens, not {len(tokens)}")
        found = self.transformer([*tokens, *[0] * self.blanks])
        return tuple(int(row[0]) for row in found[: self.n])

    def check_all_inputs(self) -> int:
        """Compare with the task on every input, and return how many there are, M^N.

        Raises:
            TooLargeError: for more inputs than are tried one by one.
            CertificateError: with an input on which it errs.
        """
        number = number_of_inputs(self.n, self.modulus)
        if number > MAXIMUM_INPUTS:
            raise TooLargeError(
                f"M^N = {self.modulus}^{self.n} inputs would be tried one by one",
                size=self.n,
                limit=MAXIMUM_INPUTS,
                alternative="the rounding bound of the construction holds for all inputs",
            )
        for tokens in itertools.product(range(self.modulus), repeat=self.n):
            if self.answers(tokens) != self.task(tokens):
                raise CertificateError(f"the transformer errs on {list(tokens)}", culprit=tokens)
        return number


# rows: 1, i, i^2, x; queries (2(j + 1), -1) and (2j, -1), keys (i, i^2)
_NEXT_QUERY = ((2, -1), (2, 0), (0, 0), (0, 0))
_SAME_QUERY = ((0, -1), (2, 0), (0, 0), (0, 0))
_POSITION_KEY = ((0, 0), (1, 0), (0, 1), (0, 0))


def structured_identities() -> tuple[PolynomialIdentity, ...]:
    """Return the identities of the scores by which a position fetches itself or the next one, from the matrices.

    They are a constant of the row minus (i - j - 1)^2, and minus (i - j)^2.  So all other positions together weigh at
    most 2/(B - 1) of the one that is fetched, and a mean of values from 0 to R is at most 2R/(B + 1) off.

    Examples:
        >>> [identity.holds for identity in structured_identities()]
        [True, True]
    """
    i, j = parameter("i"), parameter("j")
    zero = ParameterPolynomial.constant(0)

    def score(query: Sequence[Sequence[int]]) -> ParameterPolynomial:
        one = zero + 1
        asking, asked = (one, j, j**2, zero), (one, i, i**2, zero)
        total = zero
        for c in range(2):
            left = sum((row * query[k][c] for k, row in enumerate(asking)), zero)
            right = sum((row * _POSITION_KEY[k][c] for k, row in enumerate(asked)), zero)
            total += left * right
        return total

    return (
        PolynomialIdentity(
            "the score of position i for the next token is (j + 1)^2 - (i - j - 1)^2",
            score(_NEXT_QUERY),
            (j + 1) ** 2 - (i - j - 1) ** 2,
        ),
        PolynomialIdentity(
            "the score of position i for the same token is j^2 - (i - j)^2", score(_SAME_QUERY), j**2 - (i - j) ** 2
        ),
    )


def _check_structured_sizes(n: int, modulus: int) -> None:
    if n < 1 or modulus < 1:
        raise DomainError(f"the task needs N >= 1 tokens and a modulus M >= 1, not N = {n} and M = {modulus}")


def bigram_transformer(n: int, modulus: int) -> StructuredMatcher:
    """Return two layers, of two heads and one, that compute the bigram triples.

    The bases are the least integers that the argument allows: 4 max(M - 1, N + 1) + 2 in the first layer, where they
    make the means round to the right integers, and 6N in the second.

    Raises:
        DomainError: for N or M below 1.

    Examples:
        >>> matcher = bigram_transformer(3, 6)
        >>> matcher.answers([1, 2, 3]), matcher.dimension
        ((1, 0, 1), 3)
    """
    _check_structured_sizes(n, modulus)
    reach = max(modulus - 1, n + 1)  # the values of a head lie between 0 and this
    base = 4 * reach + 2
    fetch = Softmax(base)
    key = _POSITION_KEY
    next_token = AttentionUnit(_NEXT_QUERY, key, ((0, 0, 0),) * 3 + ((1, 0, 0),), fetch)
    same_token = AttentionUnit(_SAME_QUERY, key, ((0, 0, 0), (0, 0, 1), (0, 0, 0), (0, 1, 0)), fetch)
    pairs = match2_unit(n, modulus).unit
    if not isinstance(pairs, AttentionUnit):
        raise TypeError("the unit for pairs must be of second order")

    def after_first(row: Vector) -> Vector:
        following, x, j = (_nearest(value) for value in row)
        if j == n + 1:
            return (0, 0, 0, 0, 0, 1)
        k = -(x + following) % modulus if j < n else modulus
        return (1, x, x * x, k, k * k, 0)

    def after_second(row: Vector) -> Vector:
        return (int(row[0] > Fraction(1, 3)),)

    transformer = Transformer(
        lambda i, x: (1, i, i * i, x),
        ((AttentionLayer((next_token, same_token)), after_first), (AttentionLayer((pairs,)), after_second)),
    )
    bound = Fraction(2 * reach, base + 1)
    return StructuredMatcher(
        "match3-bigram", n, modulus, 3, transformer, 1, bound, lambda tokens: match3_bigram(tokens, modulus)
    )


def local_transformer(n: int, modulus: int, distance: int) -> StructuredMatcher:
    """Return one head of dimension 2 that computes the local triples, in base 4(M + 1)N.

    Args:
        n: the number N of tokens.
        modulus: the modulus M.
        distance: how far away a matching token may be, K.

    Raises:
        DomainError: for N or M below 1, or a negative distance.
        TooLargeError: for a window of more than `MAXIMUM_WINDOW` positions.

    Examples:
        >>> local_transformer(5, 7, 1).answers([1, 2, 0, 0, 4])
        (0, 0, 1, 1, 0)
    """
    _check_structured_sizes(n, modulus)
    if distance < 0:
        raise DomainError(f"the distance must be at least 0, not {distance}")
    distance = min(distance, n - 1)  # nothing is farther away
    if 2 * distance + 1 > MAXIMUM_WINDOW:
        raise TooLargeError(
            f"a window of {2 * distance + 1} positions needs as many slots in every value",
            size=2 * distance + 1,
            limit=MAXIMUM_WINDOW,
            alternative="the construction is the same for every distance",
        )
    slots, base = 2 * distance + 1, 4 * (modulus + 1) * n
    # rows: 1, j, j^2, then 2K + 1 slots, one of which holds x + 1
    width = 3 + slots
    query = _SAME_QUERY[:2] + ((0, 0),) * (width - 2)
    key = _POSITION_KEY[:3] + ((0, 0),) * slots
    value = [[0] * (slots + 1) for _ in range(width)]
    value[1][slots] = 1
    for c in range(slots):
        value[3 + c][c] = 1
    unit = AttentionUnit(query, key, value, Softmax(base))  # type: ignore[arg-type]

    def read(row: Vector) -> Vector:
        i = _nearest(row[slots])
        powers = sum(Fraction(1, base ** ((i - j) ** 2)) for j in range(1, n + 1))
        near = {
            j: _nearest(row[j % slots] * powers * base ** ((i - j) ** 2)) - 1
            for j in range(max(1, i - distance), min(n, i + distance) + 1)
        }
        return (int(any((near[i] + a + b) % modulus == 0 for a in near.values() for b in near.values())),)

    transformer = Transformer(
        lambda j, x: (1, j, j * j, *(int(j % slots == c) * (x + 1) for c in range(slots))),
        ((AttentionLayer((unit,)), read),),
    )
    bound = max(Fraction(2 * (n - 1), base + 1), Fraction(n * modulus, base))
    return StructuredMatcher(
        "match3-local", n, modulus, 2, transformer, 0, bound, lambda tokens: match3_local(tokens, modulus, distance)
    )

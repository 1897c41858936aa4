r"""One third-order unit with trigonometric scores finds triples modulo M, with outputs between rational numbers.

With the angles t = 2 pi x/M the score of a pair y, z for a token x is c cos(t_x + t_y + t_z), which is c exactly at a
match.  As a sum of 3 or 4 products (`exact.attention.cosine_tensor`) it needs 3 or 4 coordinates, and one more serves
the blank token, whose pair with itself has the score c and the value 0; a pair of the blank token and a residue has the
score 0 and the value 0.  The softmax is the one in base e, so the outputs are irrational, and every statement about one
is an answer of three values: yes, no, or unknown.

Relative to the blank pair, b matching pairs weigh b, the others together at most N^2 e^(-8c/M^2), and the mixed ones
2N e^(-c).  If e^(8c/M^2) >= 6N^2 and M >= 2, the first is at most 1/6 and the second at most 2/sqrt(6) < 41/50.  So no
output without a match exceeds 1/7, and none with one is below 1/(2 + 41/50) = 50/141, which is more than 1/3.

Dictionary:
    TrigonometricTripleUnit: the unit.
    TripleCheck: how many inputs were tried, and bounds of the extreme outputs.
    sufficient_triple_factor: an integer c with e^(8c/M^2) >= 6N^2.
    trigonometric_triple_unit: the unit with this factor.

Source:
    S-L27 `third-order-trigonometric-unit`, with S-L20 `cosine-gap` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention._exact_matrix import cosine_bounds, cosine_power_bounds, exponential_bounds
from exact.attention.cosine_tensor import LinearForm, cosine_decomposition
from exact.attention.matching import MAXIMUM_INPUTS
from exact.attention.tasks import check_residues, match3
from exact.attention.trigonometric_matching import least_factor
from exact.enclosure import Answer, Enclosure
from exact.errors import CertificateError, DomainError, TooLargeError

LOW = Fraction(1, 7)
HIGH = Fraction(50, 141)
THRESHOLD = Fraction(1, 3)


@dataclass(frozen=True, slots=True)
class TripleCheck:
    """What the check of all inputs has found.

    Attributes:
        inputs: the number of multisets of residues that were tried, all of them.
        largest_without: an upper bound of all outputs at tokens without a match; None if every token had one.
        least_with: a lower bound of all outputs at tokens with a match; None if no token had one.
    """

    inputs: int
    largest_without: Fraction | None
    least_with: Fraction | None


@dataclass(frozen=True, slots=True)
class TrigonometricTripleUnit:
    """A third-order unit with trigonometric scores, for N residues modulo M.

    Attributes:
        n: the number N of tokens, the blank one not counted.
        modulus: the modulus M >= 2.
        factor: the factor c >= 0 of the scores.
        terms: 3 or 4, the number of products that give the cosine.
        bits: the precision of the enclosures.

    Examples:
        >>> unit = trigonometric_triple_unit(3, 5)
        >>> unit.dimension, unit.factor, [answer.value for answer in unit.answers([1, 1, 3])]
        (4, 13, ['yes', 'yes', 'yes'])
    """

    n: int
    modulus: int
    factor: int
    terms: int = 3
    bits: int = 128

    def __post_init__(self) -> None:
        """Check the sizes."""
        if self.n < 1 or self.modulus < 2:
            raise DomainError(
                f"the unit needs N >= 1 tokens and a modulus M >= 2, not N = {self.n} and M = {self.modulus}"
            )
        if self.factor < 0:
            raise DomainError(f"the factor of the scores must be at least 0, not {self.factor}")
        cosine_decomposition(self.terms)

    @property
    def dimension(self) -> int:
        """The number m of coordinates of queries and keys, that of the blank token included."""
        return self.terms + 1

    def coordinates(self, x: int) -> tuple[tuple[Enclosure, ...], tuple[Enclosure, ...], tuple[Enclosure, ...]]:
        """Return the query and the two keys of a residue, coordinate by coordinate, between rational numbers.

        Raises:
            DomainError: if x is no residue.
        """
        check_residues([x], self.modulus)
        cosine = Enclosure(*cosine_bounds(x, self.modulus, self.bits))
        sine = Enclosure(*cosine_bounds(4 * x - self.modulus, 4 * self.modulus, self.bits))
        # the cosine of pi/6 is half the square root of 3
        root = Enclosure(*cosine_bounds(1, 12, self.bits)).times(2)
        decomposition = cosine_decomposition(self.terms)

        def value(form: LinearForm) -> Enclosure:
            (a, b), (c, d) = form
            of_cosine, of_sine = Enclosure.exactly(a) + root.times(b), Enclosure.exactly(c) + root.times(d)
            return of_cosine * cosine + of_sine * sine

        query, first, second = (tuple(value(form) for form in forms) for forms in decomposition.forms)
        scaled = tuple(entry.times(decomposition.factor * self.factor) for entry in query)
        zero, blank = Enclosure.exactly(0), Enclosure.exactly(self.factor)
        return (*scaled, blank), (*first, zero), (*second, zero)

    def score(self, x: int, y: int, z: int) -> Enclosure:
        """Return the score of the pair y, z for the token x, from their coordinates, between rational numbers.

        Examples:
            >>> score = TrigonometricTripleUnit(1, 6, 2).score(1, 2, 3)
            >>> score.lower <= 2 <= score.upper, score.upper - score.lower < Fraction(1, 2**100)
            (True, True)
        """
        query, first, second = self.coordinates(x)[0], self.coordinates(y)[1], self.coordinates(z)[2]
        total = Enclosure.exactly(0)
        for a, b, c in zip(query, first, second, strict=True):
            total += a * b * c
        return total

    def _weights(self) -> list[Enclosure]:
        """Return the weight of a pair by the residue of the sum, relative to that of the blank pair."""
        matching = Enclosure.exactly(1)
        others = (
            Enclosure(*cosine_power_bounds(self.factor, k, self.modulus, self.bits)) for k in range(1, self.modulus)
        )
        return [matching, *others]

    def _mixed(self) -> Enclosure:
        """Return the weight of all pairs of the blank token and a residue, relative to that of the blank pair."""
        return Enclosure(*exponential_bounds(-self.factor, self.bits)).times(2 * self.n)

    def _outputs(self, tokens: Sequence[int], weights: Sequence[Enclosure], mixed: Enclosure) -> list[Enclosure]:
        pairs = Counter((y + z) % self.modulus for y in tokens for z in tokens)
        of_residue: dict[int, Enclosure] = {}
        for x in set(tokens):
            total = Enclosure.exactly(0)
            for residue, count in pairs.items():
                total += weights[(x + residue) % self.modulus].times(count)
            # t/(t + 1 + mixed) grows with t and falls with the mixed weight
            low = total.lower / Fraction(total.lower + 1 + mixed.upper)
            of_residue[x] = Enclosure(low, total.upper / Fraction(total.upper + 1 + mixed.lower))
        return [of_residue[x] for x in tokens]

    def outputs(self, tokens: Sequence[int]) -> tuple[Enclosure, ...]:
        """Return the output at every token between rational numbers.

        Args:
            tokens: the residues, N of them.

        Raises:
            DomainError: if there are not N residues.

        Cost:
            N^2 pairs, and M weights by ball arithmetic.
        """
        check_residues(tokens, self.modulus)
        if len(tokens) != self.n:
            raise DomainError(f"the unit is built for N = {self.n} tokens, not {len(tokens)}: its factor depends on N")
        return tuple(self._outputs(tokens, self._weights(), self._mixed()))

    def answers(self, tokens: Sequence[int]) -> tuple[Answer, ...]:
        """Return for every token whether its output exceeds 1/3: yes, no, or unknown at this precision."""
        return tuple(_exceeds(output, THRESHOLD) for output in self.outputs(tokens))

    def check_all_inputs(self) -> TripleCheck:
        """Compare the unit with the task on every input, one order of each multiset of residues.

        Raises:
            TooLargeError: for more than `MAXIMUM_INPUTS` multisets.
            CertificateError: with an input on which an output is not, or not surely, within the bounds.
        """
        number = math.comb(self.modulus + self.n - 1, self.n)
        if number > MAXIMUM_INPUTS:
            raise TooLargeError(
                f"{number} multisets of {self.n} residues would be tried one by one",
                size=number,
                limit=MAXIMUM_INPUTS,
                alternative="the bound on the factor proves it for all sizes",
            )
        weights, mixed = self._weights(), self._mixed()
        without: list[Fraction] = []
        with_match: list[Fraction] = []
        for tokens in itertools.combinations_with_replacement(range(self.modulus), self.n):
            outputs, answers = self._outputs(tokens, weights, mixed), match3(tokens, self.modulus)
            for output, answer in zip(outputs, answers, strict=True):
                within = _exceeds(output, HIGH) if answer else output.is_at_most(Enclosure.exactly(LOW))
                if within is not Answer.YES:
                    raise CertificateError(
                        f"on {list(tokens)} an output between {output.to_decimals(6)[0]} and "
                        f"{output.to_decimals(6)[1]} is not surely within the bounds",
                        culprit=tokens,
                    )
                if answer:
                    with_match.append(output.lower)
                else:
                    without.append(output.upper)
        return TripleCheck(number, max(without, default=None), min(with_match, default=None))


def _exceeds(output: Enclosure, bound: Fraction) -> Answer:
    """Return whether an output is greater than a number."""
    at_most = output.is_at_most(Enclosure.exactly(bound))
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(at_most, Answer.UNKNOWN)


def sufficient_triple_factor(n: int, modulus: int) -> int:
    """Return an integer c with e^(8c/M^2) >= 6N^2, the least one unless the enclosure leaves a doubt.

    Raises:
        DomainError: for N below 1 or M below 2.
        TooLargeError: if c may be too large.

    Examples:
        >>> sufficient_triple_factor(3, 5)
        13
    """
    return least_factor(6 * n * n, n, modulus)


def trigonometric_triple_unit(n: int, modulus: int, terms: int = 3) -> TrigonometricTripleUnit:
    """Return the unit with the least factor for which the bounds are proved.

    Args:
        n: the number N of tokens.
        modulus: the modulus M >= 2.
        terms: 3 or 4, the number of products that give the cosine.

    Raises:
        DomainError: for N below 1, M below 2, or another number of terms.
        TooLargeError: if the factor may be too large.
    """
    return TrigonometricTripleUnit(n, modulus, sufficient_triple_factor(n, modulus), terms)

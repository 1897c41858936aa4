r"""Units that find matches: what they share, and the check of all inputs.

A unit for matching residues reads N tokens and one blank token.  Its scores are largest, and tie, at the matches and at
the blank token, whose value is 0 while every other value is 1.  With b matches (positions, or pairs of positions), e
for the weight of all that does not match and z for mixed pairs of a residue and the blank token, both relative to one
match, the output is

    (b + e) / (b + 1 + e + z).

With e <= 1/6 it is at most 1/7 where b = 0, and at least 1/(2 + z) otherwise; a threshold in between tells the two
apart.  `output_bound_identities` proves these bounds for all b, e and z.

Dictionary:
    MatchingUnit: a unit with its input map, its blank token and its threshold.
    InputCheck: how many inputs were tried, and the extreme outputs.
    output_bound_identities: the certificate of the bounds.
    MAXIMUM_INPUTS: how many inputs are tried one by one; number_of_inputs: how many there are.

Source:
    S-L21 `match2-trigonometric-unit`, S-L22 `match2-integer-unit`, S-L28 `third-order-integer-unit`
    :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention.normalization import Softmax, check_softmax_work
from exact.attention.polynomial_identity import PolynomialIdentity
from exact.attention.tasks import check_residues
from exact.attention.unit import AttentionUnit, ThirdOrderUnit, Vector
from exact.errors import CertificateError, DomainError, TooLargeError
from exact.parameters import parameter
from exact.rational import Rational

MAXIMUM_INPUTS = 20_000


def number_of_inputs(n: int, modulus: int) -> int:
    """Return M^N; where that has more than 64 bits, some number of 65 bits instead.

    Examples:
        >>> number_of_inputs(3, 5), number_of_inputs(10**6, 10**9) > 2**64
        (125, True)
    """
    if n * (modulus.bit_length() - 1) > 64:
        return 1 << 65
    return int(modulus**n)


@dataclass(frozen=True, slots=True)
class InputCheck:
    """What the check of all inputs has found.

    Attributes:
        inputs: the number of inputs that were tried, all of them.
        largest_without: the largest output at a token without a match, or None if every token had one.
        least_with: the least output at a token with a match, or None if no token had one.
    """

    inputs: int
    largest_without: Rational | None
    least_with: Rational | None


@dataclass(frozen=True)
class MatchingUnit:
    """An attention unit with an input map, a blank token and a threshold, for N residues modulo M.

    Attributes:
        name: the construction.
        n: the number N of tokens, the blank one not counted.
        modulus: the modulus M.
        unit: the attention unit, of second or third order; its output has one coordinate.
        input_map: the row of a residue.
        blank: the row of the blank token.
        threshold: the answer is 1 where the output is greater.
        low: no output without a match is greater.
        high: no output with a match is less.
        task: the function of the residues that it computes.
    """

    name: str
    n: int
    modulus: int
    unit: AttentionUnit | ThirdOrderUnit
    input_map: Callable[[int], Vector]
    blank: Vector
    threshold: Fraction
    low: Fraction
    high: Fraction
    task: Callable[[Sequence[int]], tuple[int, ...]]

    @property
    def dimension(self) -> int:
        """The number m of coordinates of queries and keys."""
        return self.unit.dimension

    def rows(self, tokens: Sequence[int]) -> tuple[Vector, ...]:
        """Return what the attention unit reads: the rows of the residues, and the blank token as the last one.

        Raises:
            DomainError: if there are not N residues.
        """
        check_residues(tokens, self.modulus)
        if len(tokens) != self.n:
            raise DomainError(f"the unit is built for N = {self.n} tokens, not {len(tokens)}: its base depends on N")
        return (*(self.input_map(x) for x in tokens), self.blank)

    def output(self, tokens: Sequence[int]) -> Vector:
        """Return the output at every residue; that at the blank token is left out."""
        return tuple(row[0] for row in self.unit.output(self.rows(tokens))[:-1])

    def answers(self, tokens: Sequence[int]) -> tuple[int, ...]:
        """Return 1 where the output exceeds the threshold, 0 elsewhere."""
        return tuple(int(value > self.threshold) for value in self.output(tokens))

    def _check_work(self, inputs: int) -> None:
        """Refuse a check whose weights would have too many bits, by the scores of the extreme residues."""
        normalization = self.unit.normalization
        if isinstance(normalization, Softmax):
            ends = [self.input_map(0), self.input_map(self.modulus - 1), self.blank]
            difference = max(max(row) - min(row) for row in self.unit.scores(ends)[:2])
            order = 2 if isinstance(self.unit, ThirdOrderUnit) else 1
            check_softmax_work(normalization.base, difference, inputs * self.n * (self.n + 1) ** order)

    def check_all_inputs(self) -> InputCheck:
        """Compare the unit with the task on every input, M^N of them.

        Returns:
            The number of inputs and the extreme outputs.

        Raises:
            TooLargeError: for more than `MAXIMUM_INPUTS` inputs, or weights of too many bits, before it starts.
            CertificateError: with an input on which the unit errs or leaves its bounds.
        """
        number = number_of_inputs(self.n, self.modulus)
        if number > MAXIMUM_INPUTS:
            raise TooLargeError(
                f"M^N = {self.modulus}^{self.n} inputs would be tried one by one",
                size=self.n,
                limit=MAXIMUM_INPUTS,
                alternative="the identities of the construction prove it for all sizes",
            )
        self._check_work(number)
        without: list[Rational] = []
        with_match: list[Rational] = []
        for tokens in itertools.product(range(self.modulus), repeat=self.n):
            for value, answer in zip(self.output(tokens), self.task(tokens), strict=True):
                if (answer and value < self.high) or (not answer and value > self.low):
                    raise CertificateError(f"the unit errs on {list(tokens)}: an output is {value}", culprit=tokens)
                (with_match if answer else without).append(value)
        return InputCheck(number, max(without, default=None), min(with_match, default=None))


def output_bound_identities() -> tuple[PolynomialIdentity, ...]:
    """Return the identities that prove the bounds of the output, for all numbers of matches and all bases.

    Each right side is a sum of terms that are not negative where b >= 1, 0 <= e <= 1/6 and z >= 0.

    Examples:
        >>> all(identity.holds for identity in output_bound_identities())
        True
    """
    b, e, z = parameter("b"), parameter("e"), parameter("z")
    return (
        PolynomialIdentity(
            "without a match 7 (1 + e + z) (1/7 - output) = (1 - 6e) + z", (1 + e + z) - 7 * e, (1 - 6 * e) + z
        ),
        PolynomialIdentity(
            "with b matches (2 + z) (b + 1 + e + z) (output - 1/(2 + z)) = (b - 1)(1 + z) + e (1 + z)",
            (2 + z) * (b + e) - (b + 1 + e + z),
            (b - 1) * (1 + z) + e * (1 + z),
        ),
    )

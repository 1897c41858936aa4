r"""Any unit that is too small for sparse averaging: two supports with equal messages, and two inputs that it confuses.

A unit of any architecture may read token j as some row that depends on the vector z_j, the support y_j and the position
j.  The reduction writes q bits of Alice into the support of token 2q + 1 and q bits of Bob into the vectors before it,
so that the mean at token 2q + 1 is -1 + 2k/q, where k counts the bits that both have.  The output at this token depends
on Alice's bits only through the query, the key and the value of the token: the *message*.  If two of Alice's 2^q inputs
send the same message, they differ in a bit i; with the bit i alone for Bob the outputs are equal and the means differ
by 2/q.  So no function of the output is within less than 1/q of both.

With numbers of p bits, m for the query and the key each and d' for the value, there are at most 2^((2m + d')p)
messages, so (2m + d')p >= q for every unit that succeeds.

Dictionary:
    AveragingHead: a unit with its input map, and the precision of its messages.
    AveragingCollision: the two inputs, and the check.
    averaging_collision: find them.
    MAXIMUM_BITS: how many bits Alice may have.

Source:
    S-L19 `disjointness-embeds-in-sparse-averaging`, S-T4 `sparse-averaging-needs-q-bits`
    :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from exact.attention.fixed_point import FixedPoint, first_collision
from exact.attention.reductions import sparse_averaging_inputs
from exact.attention.tasks import sparse_average
from exact.attention.unit import AttentionUnit, Matrix, Vector, matrix, product, transposed
from exact.errors import CertificateError, DomainError, TooLargeError
from exact.rational import Rational, rational

MAXIMUM_BITS = 14

Inputs = tuple[tuple[tuple[int], ...], tuple[tuple[int, ...], ...]]


@dataclass(frozen=True, slots=True)
class AveragingHead:
    """An attention unit of any architecture for sparse averaging over N positions with supports of q.

    Attributes:
        n: the number N of positions, at least 2q + 1.
        q: the size of the supports.
        unit: the matrices.
        input_map: takes the number z_j, the support y_j and the position j, from 1, and returns the row of token j.
        precision: to which the queries, keys and values are rounded; None for no rounding.

    Raises:
        DomainError: for fewer positions, where the reduction has no room, or q < 1.
    """

    n: int
    q: int
    unit: AttentionUnit
    input_map: Callable[[Rational, tuple[int, ...], int], Vector]
    precision: FixedPoint | None = None

    def __post_init__(self) -> None:
        """Check the sizes."""
        if self.q < 1 or self.n < 2 * self.q + 1:
            raise DomainError(
                f"the reduction needs q >= 1 and N >= 2q + 1 positions, two for each bit, not q = {self.q} and "
                f"N = {self.n}"
            )

    def _projections(self, inputs: Inputs) -> tuple[Matrix, Matrix, Matrix]:
        """Return the queries, the keys and the values of all tokens, rounded where there is a precision."""
        vectors, supports = inputs
        rows = matrix(
            [self.input_map(z[0], y, j) for j, (z, y) in enumerate(zip(vectors, supports, strict=True), start=1)],
            "the list of tokens",
        )
        found = [product(rows, part) for part in (self.unit.query, self.unit.key, self.unit.value)]
        if self.precision is not None:
            found = [tuple(tuple(self.precision.rounded(e) for e in row) for row in part) for part in found]
        return found[0], found[1], found[2]

    def message(self, a: int) -> Vector:
        """Return what token 2q + 1 sends for Alice's mask: its query, key and value."""
        place = 2 * self.q
        query, key, value = self._projections(sparse_averaging_inputs(self.n, a, 0, self.q))
        return query[place] + key[place] + value[place]

    def output(self, inputs: Inputs) -> Vector:
        """Return the output at token 2q + 1."""
        query, keys, values = self._projections(inputs)
        scores = product((query[2 * self.q],), transposed(keys))[0]
        return product((self.unit.normalization.weights(scores),), values)[0]


@dataclass(frozen=True, slots=True)
class AveragingCollision:
    """Two inputs on which a unit has the same output at token 2q + 1, though the means there differ by 2/q.

    Attributes:
        a: the one mask of Alice.
        other: the other one, with the same message.
        b: Bob's mask, one bit that a and the other differ in.
        messages: how many different messages Alice's 2^q inputs send.
        inputs: the two inputs, as vectors and supports.
        averages: the means at token 2q + 1.
    """

    a: int
    other: int
    b: int
    messages: int
    inputs: tuple[Inputs, Inputs]
    averages: tuple[Rational, Rational]

    def verify(self, head: AveragingHead) -> None:
        """Compute both outputs and both means, and compare.

        Raises:
            CertificateError: if the outputs differ, or the means do not differ by 2/q.
        """
        place = 2 * head.q
        first, second = (head.output(inputs) for inputs in self.inputs)
        if first != second:
            raise CertificateError(f"the outputs differ: {first} and {second}", culprit="inputs")
        means = tuple(sparse_average(*inputs)[place][0] for inputs in self.inputs)
        if means != self.averages or abs(means[0] - means[1]) != Fraction(2, head.q):
            raise CertificateError(
                f"the means must differ by 2/q, and they are {means[0]} and {means[1]}", culprit="averages"
            )


def averaging_collision(head: AveragingHead) -> AveragingCollision | None:
    """Return two inputs that a unit confuses, or None if all of Alice's 2^q messages differ.

    Args:
        head: the unit.

    Raises:
        TooLargeError: for more than `MAXIMUM_BITS` bits.
        DomainError: if a number is out of the range of the precision, or the weights are irrational.

    Cost:
        2^q times the projections of N rows.

    Examples:
        A token that sends the sum of its support confuses {1, 4} and {2, 3}.

        >>> from exact.attention.normalization import Softmax
        >>> unit = AttentionUnit([[1], [0]], [[1], [0]], [[0], [1]], Softmax(2))
        >>> head = AveragingHead(5, 2, unit, lambda z, y, j: (sum(y), z))
        >>> collision = averaging_collision(head)
        >>> [inputs[1][4] for inputs in collision.inputs], collision.messages, collision.averages
        ([(2, 3), (1, 4)], 3, (0, -1))
        >>> collision.verify(head)
    """
    if head.q > MAXIMUM_BITS:
        raise TooLargeError(
            f"2^{head.q} messages would be compared",
            size=head.q,
            limit=MAXIMUM_BITS,
            alternative="with (2m + d')p < q two of them are equal, for any unit",
        )
    messages = [head.message(a) for a in range(1 << head.q)]
    pair = first_collision(messages)
    if pair is None:
        return None
    a, other = pair
    b = (a ^ other) & -(a ^ other)
    inputs = (
        sparse_averaging_inputs(head.n, a, b, head.q),
        sparse_averaging_inputs(head.n, other, b, head.q),
    )
    means = tuple(rational(sparse_average(*part)[2 * head.q][0]) for part in inputs)
    found = AveragingCollision(a, other, b, len(set(messages)), inputs, (means[0], means[1]))
    found.verify(head)
    return found

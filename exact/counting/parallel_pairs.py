r"""Random pairs of parallel threshold functions, drawn with exactly known probabilities.

A pair is ``q = [a > b]``, ``p = [a > -b]`` for an affine form a of n inputs in signs and b >= 0, a never b or -b.
Pairs are the self-dual threshold functions of the n + 2 variables x, b and the constant in which b has no negative
weight; the orbits of those under signed permutations are listed (`sampling`), and the members of an orbit are the
arrangements of its weights.  Where b has weight 0, q = p.

With *twins* only pairs count whose self-dual function has a weight equal to b: that of an input (the *first*), so that
a = a' + b x_1 for a form a' of the other inputs and the constant, or that of the *constant*, so that q is the sign of a
linear form without constant.  Here the weights are the same exactly if the function does not distinguish the two.

The *strip* of a pair is the set where it is wanted that a gate chooses.  A pair is drawn with a probability
proportional to S(k, n + 1), the number of dichotomies of as many points in general position, k the size of its strip,
and 1 for k = 0; an orbit has one size of the strip for every weight of b, since symmetries move it along.

Dictionary:
    ParallelPairs: the pairs and the numbers of their tickets.

Source: theory Q-T5; :cite:p:`Chow1961` (orbits).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from exact.capacity_bound import schlafli_number
from exact.counting.sampling import arrangement, arrangements, self_dual_orbits
from exact.errors import DomainError

Pair = tuple[int, int]


class _Row(NamedTuple):
    """The pairs of one orbit with one weight of b: the other weights, their arrangements, the tickets of each."""

    weights: tuple[int, ...]
    step: int
    pairs: int
    tickets: int


class ParallelPairs:
    """The pairs (q, p) of n inputs, and tickets by which they are drawn.

    Args:
        n: the number of inputs, at most 6.
        twin: which weight is equal to that of b: "first", "constant", or None if any pair counts.
        strip: the strip of a pair, as a table; its size is the same for equivalent pairs.

    Attributes:
        pairs: how many there are.
        total: how many tickets there are.

    Examples:
        Functions of n inputs are counted once, and pairs of different ones are half of the other functions of n + 1:

        >>> [ParallelPairs(n, None, lambda q, p: p & ~q).pairs for n in range(4)]
        [3, 9, 59, 993]
    """

    def __init__(self, n: int, twin: str | None, strip: Callable[[int, int], int]) -> None:
        """List the orbits with the weights that b may have."""
        self.n = n
        self.twin = twin
        self._rows: list[_Row] = []
        removed = 1 if twin is None else 2
        for orbit in self_dual_orbits(n + 2):
            for step, number in sorted(Counter(orbit.weights).items()):
                if number >= removed:
                    rest = list(orbit.weights)
                    for _ in range(removed):
                        rest.remove(step)
                    size = strip(*self._pair(rest, step)).bit_count()
                    tickets = schlafli_number(size, n + 1) if size else 1
                    self._rows.append(_Row(tuple(rest), step, arrangements(rest), tickets))
        self.pairs = sum(row.pairs for row in self._rows)
        self.total = sum(row.pairs * row.tickets for row in self._rows)

    def _pair(self, rest: Sequence[int], step: int) -> Pair:
        if self.twin is None:
            *weights, constant = rest
        elif self.twin == "first":
            *others, constant = rest
            weights = [step, *others]
        else:
            weights, constant = list(rest), step
        arguments = [constant]
        for weight in weights:
            arguments = [a - weight for a in arguments] + [a + weight for a in arguments]
        q = sum(1 << p for p, a in enumerate(arguments) if a > step)
        p = sum(1 << p for p, a in enumerate(arguments) if a > -step)
        return q, p

    def at(self, ticket: int) -> tuple[Pair, int]:
        """Return the pair that holds a ticket, 0 <= ticket < total, with the number of its tickets."""
        for row in self._rows:
            if ticket < row.pairs * row.tickets:
                return self._pair(arrangement(row.weights, ticket // row.tickets), row.step), row.tickets
            ticket -= row.pairs * row.tickets
        raise DomainError(f"the ticket must be less than {self.total}")

    def all_pairs(self) -> Iterator[Pair]:
        """Yield every pair once."""
        for row in self._rows:
            for number in range(row.pairs):
                yield self._pair(arrangement(row.weights, number), row.step)

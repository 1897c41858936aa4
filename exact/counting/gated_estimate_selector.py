r"""Random ways to make a function of a selector, and the number of all ways.

A selector computes f1 where its gate is true and f0 where it is false.  A way to make f is a gate g with a dichotomy of
the points of g and one of the other points; g alone determines it, since f on either side is what is chosen.  So there
are as many ways as gates on both sides of which f is a threshold function.

A gate is drawn with the probability S S' / W, S and S' the numbers of dichotomies of as many points in general position
as either side has, and W the sum over all gates; all dichotomies of the sides are listed, d and d' of them, and some
pairs are drawn.  Then W d d' / (S S'), divided by the number of ways to make f, has the number of functions as its
mean, whatever the guess is worth.

The gates are looked at in the order of their tables, and all gates with a common upper part are left out together if f
is no threshold function on what is known of a side.

Dictionary:
    SelectorWays: the ways to make functions of n inputs: drawn, counted, or all listed.

Source: theory Q-D6; the estimate of a union by dividing by multiplicities is that of Karp, Luby and Madras (1989).
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from exact.capacity_bound import schlafli_number
from exact.counting.random_ways import CANDIDATES, SizeTickets, drawn_again
from exact.counting.threshold_array import sorted_distinct, threshold_array
from exact.errors import DomainError, ExactError

PAIRS_OF_A_GATE = 4


class SelectorWays:
    """The ways to make functions of n inputs with a selector.

    Args:
        n: the number of inputs, at most 6.

    Attributes:
        tables: all threshold functions of n inputs, in increasing order.

    Cost:
        For n = 6 some seconds and 500 MB.
    """

    def __init__(self, n: int) -> None:
        """List the threshold functions by their numbers of points."""
        import numpy as np

        self.tables = threshold_array(n)
        self._n = n
        self._points = 1 << n
        self._full = np.uint64((1 << self._points) - 1)
        self._cube = [[1, *(2 * (p >> i & 1) - 1 for i in range(n))] for p in range(self._points)]
        guesses = [1, *(schlafli_number(k, n + 1) for k in range(1, self._points + 1))]
        weights = [guess * other for guess, other in zip(guesses, reversed(guesses), strict=True)]
        self._tickets = SizeTickets(np.bitwise_count(self.tables), weights)

    def _sides(self, gate: Any) -> tuple[Any, Any]:
        return sorted_distinct(self.tables & gate), sorted_distinct(self.tables & (gate ^ self._full))

    def draw(self, choices: random.Random) -> Fraction:
        """Return the estimate of one sample: a random gate, and some random pairs of dichotomies of its sides."""
        k, weight = self._tickets.at(choices.randrange(self._tickets.total))
        inside, outside = self._sides(self.tables[k])
        candidates = [
            int(inside[choices.randrange(len(inside))] | outside[choices.randrange(len(outside))])
            for _ in range(CANDIDATES)
        ]
        drawn = drawn_again(candidates, self._n, PAIRS_OF_A_GATE, choices)
        shares = sum((factor * Fraction(1, self.ways(f)) for f, factor in drawn), Fraction(0))
        return Fraction(self._tickets.total * len(inside) * len(outside), weight * PAIRS_OF_A_GATE) * shares

    def mean(self) -> Fraction:
        """Return the mean of the estimates over all choices, by their probabilities, for small n."""
        total = Fraction(0)
        for gate in self.tables:
            inside, outside = self._sides(gate)
            total += sum((Fraction(1, self.ways(int(a | b))) for a in inside for b in outside), Fraction(0))
        return total

    def ways(self, f: int) -> int:
        """Return in how many ways a function of the class is made.

        Raises:
            DomainError: if there is none.
            ExactError: if a separation was not decided.
        """
        import numpy as np

        from exact.counting._gated_estimate_kernel import count_selections, make_certificates

        ways = int(count_selections(self.tables, self._points, np.uint64(f), make_certificates(self._cube)))
        if ways < 0:
            raise ExactError("a separation of points was not decided; this is an error in the library")
        if ways == 0:
            raise DomainError(f"the function {f:#x} must be computed by a selector")
        return ways

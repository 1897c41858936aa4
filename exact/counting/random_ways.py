r"""Random choices with exactly known probabilities, for estimates that divide by the number of ways to make a function.

Things of several sizes are drawn by tickets: a thing of size k holds as many tickets as a weight of k says.

Of many candidates, drawn uniformly, a few are drawn again, with a probability proportional to a guess at 1 / (number
of ways), and what they give is multiplied by (mean of the guesses) / (guess): the mean over the second draw is the mean
over the candidates, whatever the guess is worth.  The guess here is a power of two: functions that are close to a
threshold function have large Chow parameters, and many ways.

Dictionary:
    SizeTickets: things of several sizes, drawn by tickets.
    chow_share: the part of a function, between 0 and 1, in its Chow parameters.
    drawn_again: some candidates with their factors.

Sources: :cite:p:`Chow1961` (the parameters).
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

from exact.errors import DomainError

CANDIDATES = 64
"""To look at their Chow parameters takes little time beside the count of the ways to make one function."""

HALVINGS = 10
"""From the least to the largest share of the Chow parameters the guess is halved so often."""


class SizeTickets:
    """Things of several sizes, each drawn with the weight of its size.

    Args:
        sizes: an array of the sizes, integers from 0.
        weights: the weight of every size.

    Attributes:
        total: the sum of the weights of all things.

    Examples:
        >>> import numpy as np
        >>> tickets = SizeTickets(np.array([1, 0, 1]), [5, 2])
        >>> tickets.total, [tickets.at(ticket) for ticket in (4, 5, 7)]
        (9, [(1, 5), (0, 2), (2, 2)])
    """

    def __init__(self, sizes: Any, weights: Sequence[int]) -> None:
        """Sort the things by their sizes."""
        import numpy as np

        self._by_size = np.argsort(sizes, kind="stable").astype(np.int32)
        self._numbers: list[int] = np.bincount(sizes, minlength=len(weights)).tolist()
        self._weights = list(weights)
        self.total = sum(number * weight for number, weight in zip(self._numbers, self._weights, strict=True))

    def at(self, ticket: int) -> tuple[int, int]:
        """Return the index of the thing that holds a ticket, 0 <= ticket < total, with the number of its tickets."""
        before = 0
        for number, weight in zip(self._numbers, self._weights, strict=True):
            if ticket < number * weight:
                return int(self._by_size[before + ticket // weight]), weight
            ticket -= number * weight
            before += number
        raise DomainError(f"the ticket must be less than {self.total}")


def chow_share(f: int, n: int) -> Fraction:
    """Return the sum of the squares of the Chow parameters of a function in signs, divided by 4**n.

    Examples:
        It is 1 for a single variable, and 0 for the exclusive or:

        >>> chow_share(0b1010, 2), chow_share(0b0110, 2)
        (Fraction(1, 1), Fraction(0, 1))
    """
    size = f.bit_count()
    squares = (2 * size - (1 << n)) ** 2
    for i in range(n):
        inside = sum(1 << p for p in range(1 << n) if p >> i & 1)
        squares += (4 * (f & inside).bit_count() - 2 * size) ** 2
    return Fraction(squares, 1 << (2 * n))


def drawn_again(
    candidates: Sequence[int], n: int, number: int, choices: random.Random, halvings: int = HALVINGS
) -> list[tuple[int, Fraction]]:
    """Return some of the candidates, functions of n inputs, with the factors that make the mean that of all of them.

    Examples:
        Candidates with equal guesses have the factor 1:

        >>> drawn_again([0b0110, 0b0110], 2, 3, random.Random(1))
        [(6, Fraction(1, 1)), (6, Fraction(1, 1)), (6, Fraction(1, 1))]
    """
    guesses = [1 << (halvings - int(halvings * chow_share(f, n))) for f in candidates]
    total = sum(guesses)
    ends = list(accumulate(guesses))
    drawn = [bisect_right(ends, choices.randrange(total)) for _ in range(number)]
    return [(candidates[k], Fraction(total, len(candidates) * guesses[k])) for k in drawn]

r"""Every threshold function of n <= 7 variables has a number: lists of classes, and uniformly random functions.

The threshold functions of n variables are the self-dual ones of N = n + 1 variables with the last variable set to +1.
The self-dual ones fall into orbits under signed permutations, and each orbit has a member with sorted non-negative
weights in which variables have equal weights exactly if the function does not distinguish them (`recognize`).  So the
members of the orbit are the different arrangements of these weights with signs, and number r of the orbit is found by
counting arrangements: a bijection between 0, ..., T(n) - 1 and the functions.  A random number gives a random function,
uniformly and exactly.

Dictionary:
    SelfDualOrbit: one orbit: weights and number of members.
    self_dual_orbits: all of them.
    arrangement: the r-th arrangement of weights with signs.
    arrangements: how many there are.
    ThresholdSampler: the numbering for one n.
    realization_of: the function of given weights.
    MAXIMUM_DIMENSION: the largest n; check_classes: refuse what is beyond it.

Sources: :cite:p:`Knuth2011`, section 7.2.1.2 (multiset permutations); :cite:p:`Chow1961`.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import factorial, prod

from exact.boolean import BooleanFunction
from exact.certificate import Obstruction, Realization
from exact.counting.effort import Effort, check_effort
from exact.cube import Encoding, check_dimension
from exact.errors import DomainError, ExactError
from exact.recognize import recognize
from exact.self_dual import regular_self_dual_functions

MAXIMUM_DIMENSION = 7

_EFFORT_OF_EIGHT = Effort(4_200, 1_000_000_000)
"""A decision for each of the 175428 classes of nine self-dual variables: projected from the 2470 of eight."""


def check_classes(n: int) -> int:
    """Return n if the classes of n variables are few enough to be listed.

    Raises:
        TooLargeError: if n is larger than 7, with what a list would need.

    Examples:
        >>> check_classes(7)
        7
    """
    check_effort(
        f"n = {n} is too large for a list of all classes (limit {MAXIMUM_DIMENSION})",
        size=check_dimension(n),
        limit=MAXIMUM_DIMENSION,
        effort=_EFFORT_OF_EIGHT if n == MAXIMUM_DIMENSION + 1 else _EFFORT_OF_EIGHT.and_more(),
        force=False,
        obstacle="the list of regular self-dual functions ends at eight variables",
    )
    return n


@dataclass(frozen=True, slots=True)
class SelfDualOrbit:
    """An orbit of self-dual threshold functions under signed permutations.

    Attributes:
        weights: non-negative integers in decreasing order, equal exactly for variables that are not distinguished.
        functions: the number of functions in the orbit.
    """

    weights: tuple[int, ...]
    functions: int


def arrangements(weights: Sequence[int]) -> int:
    """Return the number of different arrangements of weights with signs.

    Examples:
        >>> arrangements((1, 1, 0))
        12
    """
    counts = Counter(weights)
    signs = len(weights) - counts[0]
    return (factorial(len(weights)) // prod(map(factorial, counts.values()))) << signs


@lru_cache(maxsize=8)
def self_dual_orbits(variables: int) -> tuple[SelfDualOrbit, ...]:
    """Return the orbits of self-dual threshold functions of N variables, every weight with a certificate behind it.

    Args:
        variables: N, from 1 to 8.

    Raises:
        DomainError: if N is 0.
        TooLargeError: if N is larger than 8.

    Cost:
        A decision for each orbit: a second for N = 7, a minute at most for N = 8.

    Examples:
        Up to symmetry, one variable and majority are the self-dual threshold functions of three variables:

        >>> [(orbit.weights, orbit.functions) for orbit in self_dual_orbits(3)]
        [((1, 0, 0), 6), ((1, 1, 1), 8)]
    """
    orbits: list[SelfDualOrbit] = []
    for table in regular_self_dual_functions(variables):
        answer = recognize(BooleanFunction(variables, table))
        if isinstance(answer, Obstruction) or answer.threshold != 0:
            raise ExactError(f"the function {table:#x} must have a realization without threshold")
        weights = tuple(sorted(map(abs, answer.weights), reverse=True))
        orbits.append(SelfDualOrbit(weights, arrangements(weights)))
    return tuple(sorted(orbits, key=lambda orbit: orbit.weights))


def arrangement(weights: Sequence[int], number: int) -> tuple[int, ...]:
    """Return the arrangement of weights with signs that has a number; all numbers give different ones.

    Args:
        weights: non-negative integers.
        number: from 0 to the number of different arrangements minus 1.

    Raises:
        DomainError: if there is no arrangement of this number, or a weight is negative.

    Examples:
        >>> [arrangement((1, 0), number) for number in range(4)]
        [(0, 1), (0, -1), (1, 0), (-1, 0)]
    """
    if min(weights, default=0) < 0:
        raise DomainError(f"the weights must not be negative, not {tuple(weights)}")
    total = arrangements(weights)
    if not 0 <= number < total:
        raise DomainError(f"the number must be in 0, ..., {total - 1}, not {number}")
    counts = Counter(weights)
    signs = len(weights) - counts[0]
    order, bits = divmod(number, 1 << signs)
    placed: list[int] = []
    remaining = factorial(len(weights)) // prod(map(factorial, counts.values()))
    for left in range(len(weights), 0, -1):
        for weight in sorted(counts):
            here = remaining * counts[weight] // left
            if order < here:
                remaining = here
                counts[weight] -= 1
                placed.append(weight)
                break
            order -= here
    result: list[int] = []
    for weight in placed:
        if weight and bits & 1:
            result.append(-weight)
        else:
            result.append(weight)
        if weight:
            bits >>= 1
    return tuple(result)


class ThresholdSampler:
    """A numbering of the threshold functions of n variables, from 0 to T(n) - 1.

    Args:
        n: the number of variables, at most 7.

    Raises:
        TooLargeError: if n is larger than 7.

    Attributes:
        n: the number of variables.
        count: T(n).

    Examples:
        >>> sampler = ThresholdSampler(2)
        >>> sampler.count, len({sampler.function(number).table for number in range(14)})
        (14, 14)
    """

    def __init__(self, n: int) -> None:
        """List the orbits."""
        self.n = check_classes(n)
        self.orbits = self_dual_orbits(n + 1)
        self._ends = list(accumulate(orbit.functions for orbit in self.orbits))
        self.count = self._ends[-1]

    def function(self, number: int) -> Realization:
        """Return the function of a number, as integer weights and a threshold in signs.

        Raises:
            DomainError: if the number is not in 0, ..., T(n) - 1.
        """
        if not 0 <= number < self.count:
            raise DomainError(f"the number must be in 0, ..., {self.count - 1}, not {number}")
        place = bisect_right(self._ends, number)
        start = self._ends[place - 1] if place else 0
        return realization_of(arrangement(self.orbits[place].weights, number - start))

    def sample(self, size: int, seed: int) -> Iterator[Realization]:
        """Yield so many uniformly random functions; the seed determines them.

        Raises:
            DomainError: if the size is negative.
        """
        yield from map(self.function, self.numbers(size, seed))

    def numbers(self, size: int, seed: int) -> Iterator[int]:
        """Yield so many uniformly random numbers of functions; the seed determines them.

        Raises:
            DomainError: if the size is negative.
        """
        if size < 0:
            raise DomainError(f"the size must be at least 0, not {size}")
        choices = random.Random(seed)  # noqa: S311 - a sample, no secret
        for _ in range(size):
            yield choices.randrange(self.count)


def realization_of(weights: Sequence[int]) -> Realization:
    """Return the threshold function of all but the last weight, which is the constant; they must never add up to 0.

    Examples:
        >>> realization_of((1, 1, 1)).table == 0b1110
        True
    """
    n = len(weights) - 1
    f = BooleanFunction.threshold(tuple(weights[:-1]), -weights[-1], Encoding.SIGNS)
    return Realization.from_weights(n, f.table, Encoding.SIGNS.value, weights[:-1], -weights[-1])

r"""Estimates of the number of output gates of two factors from random pairs: estimates, never counts.

A function of the class is drawn by drawing a way to make it, and is divided by the number of all ways, which is exact.
Let T be the list of all threshold functions of n inputs.

**bits**.  A pair is a gate g in T and a dichotomy h of its points, h = f g.  The function h occurs in m(h) pairs, once
for every gate g' in T of which it is a dichotomy, so the class has

    sum over g of sum over the dichotomies h of g of 1 / m(h)

functions.  A gate is drawn with the probability S(|g|, n + 1) / W, S the number of dichotomies of as many points in
general position and W the sum over T; all its dichotomies are listed, d of them, and some are drawn.  Then W d / S
times the mean of 1 / m(h) has the number of the class as its mean, whatever the guess S is worth.

m(h) is found as follows.  Every such gate is some A in T above h, and h is a dichotomy of A if some B in T above h has
no other point in common with A.  Only the B matter that are least outside h.

**mixed**.  The map f g, f in signs, shows g, so that the pairs are the functions, and W d / S alone is enough.

**signs**.  A pair is any two of T, drawn uniformly.  The function f g is made by as many pairs as there are A in T with
A f in T.

All sums are in rationals; the only chance is in the choices, which a seed determines.

Dictionary:
    GatedEstimate: mean and standard error.
    estimate_gated: estimate the number of functions (or maps).
    mean_of_all_pairs: the mean over all choices with their probabilities, for small n: it is the exact number.
    GateChoice: the gates with the probabilities with which they are drawn.
    conjunction_ways, product_ways: in how many pairs a function occurs.

Source: theory Q-D6; the estimate of a union by dividing by multiplicities is that of Karp, Luby and Madras (1989).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exact.capacity_bound import schlafli_number
from exact.counting.estimate import MAXIMUM_DESCENTS, mean_and_error
from exact.counting.gated_class import OUTPUT_GATE, GatedClass, check_gated_dimension
from exact.counting.threshold_array import MAXIMUM_ARRAY_DIMENSION, sorted_distinct, threshold_array
from exact.errors import DomainError, TooLargeError
from exact.processor_time import seconds_text, timed

DICHOTOMIES_OF_A_GATE = 8
"""To list the dichotomies of a gate takes as long as to find the ways to make so many of them; measured for n = 6."""

MAXIMUM_MEAN_DIMENSION = 3


@dataclass(frozen=True, slots=True)
class GatedEstimate:
    """An estimate from independent samples.

    Attributes:
        gated: the class.
        n: the number of inputs.
        samples: how many there were: gates, each with some of its dichotomies, or pairs of signs.
        seed: the seed of the choices.
        functions: the mean of the estimated numbers of functions (or maps).
        functions_error: its estimated standard error, rounded up; None for one sample.
        nanoseconds: the processor time of the samples, without the list of the threshold functions.
    """

    gated: GatedClass
    n: int
    samples: int
    seed: int
    functions: Fraction
    functions_error: int | None
    nanoseconds: int

    def to_json(self) -> dict[str, object]:
        """Return the fields of the JSON document; the mean is rounded to an integer."""
        return {
            "class": self.gated.name,
            "n": self.n,
            "options": self.gated.options,
            "exact": False,
            "samples": self.samples,
            "seed": self.seed,
            "estimate": str(round(self.functions)),
            "standard_error": None if self.functions_error is None else str(self.functions_error),
            "seconds": seconds_text(self.nanoseconds),
        }


def _check(gated: GatedClass, n: int) -> None:
    check_gated_dimension(gated, n)
    if gated.name != OUTPUT_GATE or gated.factors != 2 or gated.is_disjoint:
        raise DomainError(
            f"random pairs estimate output gates of two factors with shared inputs, not {gated.name} "
            f"with {', '.join(f'{option} {value}' for option, value in gated.options.items()) or 'no options'}"
        )
    if n > MAXIMUM_ARRAY_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for random pairs (limit {MAXIMUM_ARRAY_DIMENSION}): all threshold functions are "
            "listed",
            size=n,
            limit=MAXIMUM_ARRAY_DIMENSION,
        )


class GateChoice:
    """The threshold functions of n inputs, each drawn with the weight S(points, n + 1), and 1 without points.

    Attributes:
        tables: the functions, in increasing order.
        total: W, the sum of the weights.
    """

    def __init__(self, n: int) -> None:
        """List the functions by their numbers of points."""
        import numpy as np

        self.tables = threshold_array(n)
        points = np.bitwise_count(self.tables)
        self._by_points = np.argsort(points, kind="stable")
        self._numbers: list[int] = np.bincount(points, minlength=(1 << n) + 1).tolist()
        self._weights = [1, *(schlafli_number(k, n + 1) for k in range(1, (1 << n) + 1))]
        self.total = sum(number * weight for number, weight in zip(self._numbers, self._weights, strict=True))

    def at(self, ticket: int) -> tuple[Any, int]:
        """Return the function that holds a ticket, 0 <= ticket < total, with its weight, the number of its tickets."""
        before = 0
        for number, weight in zip(self._numbers, self._weights, strict=True):
            if ticket < number * weight:
                return self.tables[self._by_points[before + ticket // weight]], weight
            ticket -= number * weight
            before += number
        raise DomainError(f"the ticket must be less than {self.total}")


def conjunction_ways(tables: Any, h: Any) -> int:
    """Return for how many gates of a list a function is a dichotomy of their points.

    Args:
        tables: all threshold functions, as unsigned 64-bit tables.
        h: a table of the same type, of a conjunction of two of them.

    Examples:
        The conjunction of x1 and x2 is a threshold function, hence a dichotomy of every gate above it:

        >>> import numpy as np
        >>> conjunction_ways(threshold_array(2), np.uint64(0b1000))
        7
    """
    import numpy as np

    outside = tables[(tables & h) == h] & ~h
    outside = outside[np.argsort(np.bitwise_count(outside), kind="stable")]
    waiting, least, ways = outside, outside, 0
    while len(least):
        smallest = least[0]
        meets = (waiting & smallest) != 0
        ways += len(waiting)
        waiting = waiting[meets]
        ways -= len(waiting)
        least = least[(least & smallest) != smallest]
    return ways


def product_ways(tables: Any, f: Any) -> int:
    """Return of how many ordered pairs of a list a function is the product of signs, counted by their exclusive or.

    Args:
        tables: all threshold functions in increasing order, as unsigned 64-bit tables.
        f: a table of the same type; the exclusive or of two of them.

    Examples:
        False is the exclusive or of every function with itself:

        >>> import numpy as np
        >>> product_ways(threshold_array(2), np.uint64(0))
        14
    """
    import numpy as np

    partners = np.sort(tables ^ f)
    places = np.minimum(np.searchsorted(tables, partners), len(tables) - 1)
    return int((tables[places] == partners).sum())


def estimate_gated(
    gated: GatedClass, n: int, samples: int = 100, seed: int = 0, progress: Callable[[int, int], None] | None = None
) -> GatedEstimate:
    """Estimate the number of functions of an output gate of two factors.

    Args:
        gated: the class.
        n: the number of inputs, at most 6.
        samples: how many gates (bits, mixed) or pairs (signs) are drawn, at least 1.
        seed: the seed of the choices; the same seed gives the same estimate on every machine.
        progress: called after every sample with the numbers of samples done and of all.

    Raises:
        DomainError: if it is another class, or there are no samples.
        TooLargeError: if n > 6, or there are more than a million samples.

    Cost:
        For n = 6 half a second for a sample, and half a gigabyte.

    Examples:
        With one input there are nine maps, and the estimate is not far from that:

        >>> from exact.counting.gated_class import gated_class
        >>> round(estimate_gated(gated_class("output-gate", values="mixed"), 1, 200, seed=1).functions)
        9
    """
    _check(gated, n)
    if samples < 1:
        raise DomainError(f"there must be at least one sample, not {samples}")
    if samples > MAXIMUM_DESCENTS:
        raise TooLargeError(
            f"{samples} samples are too many (limit {MAXIMUM_DESCENTS})", size=samples, limit=MAXIMUM_DESCENTS
        )
    choices = random.Random(seed)  # noqa: S311 - an estimate, no secret
    tables = threshold_array(n)
    gates = None if gated.values == "signs" else GateChoice(n)
    numbers: list[Fraction] = []

    def draw() -> None:
        for done in range(samples):
            if gates is None:
                f = tables[choices.randrange(len(tables))] ^ tables[choices.randrange(len(tables))]
                numbers.append(Fraction(len(tables) ** 2, product_ways(tables, f)))
            else:
                numbers.append(_number_from_a_gate(gates, choices, is_mixed=gated.values == "mixed"))
            if progress is not None:
                progress(done + 1, samples)

    nanoseconds = timed(draw).nanoseconds
    mean, error = mean_and_error(numbers)
    return GatedEstimate(gated, n, samples, seed, mean, error, nanoseconds)


def _number_from_a_gate(gates: GateChoice, choices: random.Random, *, is_mixed: bool) -> Fraction:
    gate, weight = gates.at(choices.randrange(gates.total))
    dichotomies = sorted_distinct(gates.tables & gate)
    pairs = Fraction(gates.total * len(dichotomies), weight)
    if is_mixed:
        return pairs
    drawn = [dichotomies[choices.randrange(len(dichotomies))] for _ in range(DICHOTOMIES_OF_A_GATE)]
    shares = sum((Fraction(1, conjunction_ways(gates.tables, h)) for h in drawn), Fraction(0))
    return pairs * shares / Fraction(DICHOTOMIES_OF_A_GATE)


def mean_of_all_pairs(gated: GatedClass, n: int) -> Fraction:
    """Return the mean of the estimates over all choices, by their probabilities: the exact number.

    Raises:
        DomainError: if it is another class, or n > 3.

    Cost:
        A second for n = 3.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> [mean_of_all_pairs(gated_class("output-gate"), n) for n in range(3)]
        [Fraction(2, 1), Fraction(4, 1), Fraction(16, 1)]
    """
    _check(gated, n)
    if n > MAXIMUM_MEAN_DIMENSION:
        raise DomainError(f"n must be at most {MAXIMUM_MEAN_DIMENSION}, not {n}")
    tables = threshold_array(n)
    if gated.values == "signs":
        return sum((Fraction(1, product_ways(tables, f ^ g)) for f in tables for g in tables), Fraction(0))
    total = Fraction(0)
    for gate in tables:
        for h in sorted_distinct(tables & gate):
            total += 1 if gated.values == "mixed" else Fraction(1, conjunction_ways(tables, h))
    return total

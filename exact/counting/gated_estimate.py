r"""Estimates of the numbers of functions of gated classes from random ways to make them: estimates, never counts.

A function of the class is drawn by drawing a way to make it, and is divided by the number of all ways, which is exact.
For multiplexed units and synaptic gates `gated_estimate_units` tells how, for selectors `gated_estimate_selector`; here
it is told for output gates of two factors, and for gated layers, which are tuples of them with one gate.  Let T be the
list of all threshold functions of n inputs.

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

**Layers** of m units.  A gate is drawn with S**m, or any m + 1 functions; a tuple occurs once for every gate that
serves all its functions.

All sums are in rationals; the only chance is in the choices, which a seed determines, and which are made one after
another, so that nothing depends on the machine.

Dictionary:
    GatedEstimate: mean and standard error.
    estimate_gated: estimate the number of functions (or maps).
    mean_of_all_pairs: the mean over all choices with their probabilities, for small n: it is the exact number.
    GateChoice: the gates with the probabilities with which they are drawn.
    conjunction_ways, product_ways: in how many pairs a function occurs.

Source: theory Q-D6; the estimate of a union by dividing by multiplicities is that of Karp, Luby and Madras (1989).
"""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from exact.capacity_bound import schlafli_number
from exact.counting.effort import check_effort
from exact.counting.estimate import MAXIMUM_DESCENTS, mean_and_error
from exact.counting.gated_class import GATED_LAYER, OUTPUT_GATE, SELECTOR, GatedClass, check_gated_dimension
from exact.counting.gated_effort import LARGEST_ESTIMATED, is_estimated, sample_effort
from exact.counting.gated_estimate_selector import SelectorWays
from exact.counting.gated_estimate_units import UnitWays
from exact.counting.random_ways import SizeTickets
from exact.counting.threshold_array import sorted_distinct, threshold_array
from exact.errors import DomainError, ExactError, InputError, TooLargeError
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
        samples: how many there were: gates or pairs of functions, each with some dichotomies, or pairs of signs.
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
    if not is_estimated(gated):
        raise InputError(
            "random ways estimate output gates of two factors, multiplexed units, gated layers, selectors and synaptic "
            f"gates (neither bias nor all with inputs in bits and gate in signs), with shared inputs, not "
            f"{gated.name} "
            f"with {', '.join(f'{option} {value}' for option, value in gated.options.items()) or 'no options'}"
        )
    if n > LARGEST_ESTIMATED:
        check_effort(
            f"n = {n} is too large for random ways (limit {LARGEST_ESTIMATED})",
            size=n,
            limit=LARGEST_ESTIMATED,
            effort=sample_effort(n),
            force=False,
            obstacle="its tables have 64 bits",
        )


class GateChoice:
    """The threshold functions of n inputs, each drawn with the weight S(points, n + 1)**units, and 1 without points.

    Attributes:
        tables: the functions, in increasing order.
        total: W, the sum of the weights.
    """

    def __init__(self, n: int, units: int = 1) -> None:
        """List the functions by their numbers of points."""
        import numpy as np

        self.tables = threshold_array(n)
        weights = [1, *(schlafli_number(k, n + 1) ** units for k in range(1, (1 << n) + 1))]
        self._tickets = SizeTickets(np.bitwise_count(self.tables), weights)
        self.total = self._tickets.total

    def at(self, ticket: int) -> tuple[Any, int]:
        """Return the function that holds a ticket, 0 <= ticket < total, with its weight, the number of its tickets."""
        k, weight = self._tickets.at(ticket)
        return self.tables[k], weight


def conjunction_ways(tables: Any, *functions: Any) -> int:
    """Return for how many gates of a list all given functions are dichotomies of their points.

    Args:
        tables: all threshold functions, as unsigned 64-bit tables.
        functions: at least one table of the same type.

    Examples:
        The conjunction of x1 and x2 is a threshold function, hence a dichotomy of every gate above it:

        >>> import numpy as np
        >>> conjunction_ways(threshold_array(2), np.uint64(0b1000))
        7
    """
    import numpy as np

    union = np.bitwise_or.reduce(functions)
    gates = tables[(tables & union) == union]
    for h in functions:
        outside = tables[(tables & h) == h] & ~h
        least = outside[np.argsort(np.bitwise_count(outside), kind="stable")]
        serving: list[Any] = [gates[:0]]
        while len(least) and len(gates):
            smallest = least[0]
            meets = (gates & smallest) != 0
            serving.append(gates[~meets])
            gates = gates[meets]
            least = least[(least & smallest) != smallest]
        gates = np.concatenate(serving)
    return len(gates)


def product_ways(tables: Any, *functions: Any) -> int:
    """Return for how many gates of a list all given functions are the exclusive or of the gate and another of the list.

    Args:
        tables: all threshold functions in increasing order, as unsigned 64-bit tables.
        functions: at least one table of the same type.

    Examples:
        False is the exclusive or of every function with itself:

        >>> import numpy as np
        >>> product_ways(threshold_array(2), np.uint64(0))
        14
    """
    import numpy as np

    gates = tables
    for f in functions:
        partners = np.sort(gates ^ f)
        places = np.minimum(np.searchsorted(tables, partners), len(tables) - 1)
        gates = partners[tables[places] == partners] ^ f
    return len(gates)


def estimate_gated(
    gated: GatedClass, n: int, samples: int = 100, seed: int = 0, progress: Callable[[int, int], None] | None = None
) -> GatedEstimate:
    """Estimate the number of functions of a gated class.

    Args:
        gated: the class.
        n: the number of inputs, at most 6.
        samples: how many gates or pairs are drawn, at least 1.
        seed: the seed of the choices; the same seed gives the same estimate on every machine.
        progress: called after every sample with the numbers of samples done and of all.

    Raises:
        InputError: if the class is not estimated.
        DomainError: if there are no samples.
        TooLargeError: if n > 6, or there are more than a million samples.
        ExactError: if the compiler is not installed; output gates and layers do not need it.

    Cost:
        For n = 6 half a second for a sample of an output gate, some seconds for others, and a gigabyte.

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
    draw = _drawing(gated, n, choices)
    numbers: list[Fraction] = []

    def draw_all() -> None:
        for done in range(samples):
            numbers.append(draw())
            if progress is not None:
                progress(done + 1, samples)

    nanoseconds = timed(draw_all).nanoseconds
    mean, error = mean_and_error(numbers)
    return GatedEstimate(gated, n, samples, seed, mean, error, nanoseconds)


def _ways_of(gated: GatedClass, n: int) -> SelectorWays | UnitWays:
    if importlib.util.find_spec("numba") is None:
        raise ExactError(
            f"the estimate of {gated.name} needs numba, which is not installed; output gates and layers do not"
        )
    ways: SelectorWays | UnitWays
    for inputs in (1, n):  # the first compiles or loads the kernel, so that it is no part of a measured time
        ways = SelectorWays(inputs) if gated.name == SELECTOR else UnitWays(gated, inputs)
        if inputs == 1:
            ways.ways(0)
    return ways


def _drawing(gated: GatedClass, n: int, choices: random.Random) -> Callable[[], Fraction]:
    """Return what draws one sample and gives its estimate."""
    if gated.name not in {OUTPUT_GATE, GATED_LAYER}:
        ways = _ways_of(gated, n)
        return lambda: ways.draw(choices)
    units = gated.units or 1
    if gated.values != "signs":
        gates, is_mixed = GateChoice(n, units), gated.values == "mixed"
        return lambda: _number_from_a_gate(gates, units, choices, is_mixed=is_mixed)
    tables = threshold_array(n)

    def number_from_a_tuple() -> Fraction:
        *functions, gate = [tables[choices.randrange(len(tables))] for _ in range(units + 1)]
        return Fraction(len(tables) ** (units + 1), product_ways(tables, *(f ^ gate for f in functions)))

    return number_from_a_tuple


def _number_from_a_gate(gates: GateChoice, units: int, choices: random.Random, *, is_mixed: bool) -> Fraction:
    gate, weight = gates.at(choices.randrange(gates.total))
    dichotomies = sorted_distinct(gates.tables & gate)
    tuples = Fraction(gates.total * len(dichotomies) ** units, weight)
    if is_mixed:
        return tuples
    shares = Fraction(0)
    for _ in range(DICHOTOMIES_OF_A_GATE):
        drawn = [dichotomies[choices.randrange(len(dichotomies))] for _ in range(units)]
        shares += Fraction(1, conjunction_ways(gates.tables, *drawn))
    return tuples * shares / Fraction(DICHOTOMIES_OF_A_GATE)


def mean_of_all_pairs(gated: GatedClass, n: int) -> Fraction:
    """Return the mean of the estimates over all choices, by their probabilities: the exact number.

    Raises:
        InputError: if the class is not estimated.
        DomainError: if n > 3.
        ExactError: if the compiler is not installed; output gates and layers do not need it.

    Cost:
        Some seconds for n = 3.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> [mean_of_all_pairs(gated_class("output-gate"), n) for n in range(3)]
        [Fraction(2, 1), Fraction(4, 1), Fraction(16, 1)]
    """
    _check(gated, n)
    if n > MAXIMUM_MEAN_DIMENSION:
        raise DomainError(f"n must be at most {MAXIMUM_MEAN_DIMENSION}, not {n}")
    if gated.name not in {OUTPUT_GATE, GATED_LAYER}:
        return _ways_of(gated, n).mean()
    units = gated.units or 1
    tables = threshold_array(n)
    if gated.values == "signs":
        tuples = product(tables, repeat=units)
        shares = (Fraction(1, product_ways(tables, *(f ^ g for f in fs))) for fs in tuples for g in tables)
        return sum(shares, Fraction(0))
    total = Fraction(0)
    for gate in tables:
        for hs in product(sorted_distinct(tables & gate), repeat=units):
            total += 1 if gated.values == "mixed" else Fraction(1, conjunction_ways(tables, *hs))
    return total

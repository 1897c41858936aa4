r"""Every number of threshold functions that follows from one tie histogram.

A tie histogram of N = n + 1 variables counts the orbits of self-dual threshold functions of N variables under signed
permutations, by the ties of their sorted Chow vector (`splitting_tree`, `restriction_tree`).  Setting the last
variable of such a function to +1 gives the threshold functions of n variables, so an orbit of self-dual functions of
N variables is described by its Chow vector as a multiset: ``z`` entries are 0, and the other absolute values have
multiplicities ``r_1, ..., r_k``.  Counting the ways to put signed entries on N positions, up to the group in
question, gives each column; the entry on the last position is the constant of the function.

The histogram of N variables contains that of N - 1: the orbits with bit N - 1 set do not depend on one variable.

"Of at most n variables" means all functions counted as functions of n variables; "of exactly n" means those that
depend on all n of them.

Dictionary:
    ThresholdNumbers: all columns for one n.
    threshold_numbers: compute them from a histogram.
    TieType: the multiplicities z and r_1, ..., r_k of a tie mask.
    nested_histogram: the histogram of N - 1 variables that a histogram of N variables contains.
    functions_of: T(n) alone; negation_classes, permutation_classes, negation_permutation_classes: orbits of functions.
    self_dual_negation_classes, self_dual_classes: the same for self-dual functions.
    functions_of_exactly, negation_classes_of_exactly, self_dual_negation_classes_of_exactly: the columns "exactly n"
        from a list of T(0), ..., T(n).
    negation_classes_from_functions, self_dual_negation_classes_from_functions: King's identities, a second way.

Sources: :cite:p:`MurogaTsuboiBaugh1970`; A. D. King's identities of 2023 in OEIS A002080.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb, factorial, prod

from exact.counting.weyl_group import WeylGroup
from exact.errors import DomainError, ExactError


@dataclass(frozen=True, slots=True)
class TieType:
    """The multiplicities of a sorted, non-negative Chow vector.

    Attributes:
        zeros: how many entries are 0.
        runs: the multiplicities of the other values, from the largest value on.

    Examples:
        Of three variables, mask 0b011 is the vector (a, a, a), and mask 0b110 is (a, 0, 0):

        >>> TieType.from_mask(0b011, 3), TieType.from_mask(0b110, 3)
        (TieType(zeros=0, runs=(3,)), TieType(zeros=2, runs=(1,)))
    """

    zeros: int
    runs: tuple[int, ...]

    @classmethod
    def from_mask(cls, mask: int, variables: int) -> TieType:
        """Read a tie mask: bit i for equality of the entries i + 1 and i + 2, the last bit for a last entry of 0."""
        runs: list[int] = []
        length = 1
        for i in range(variables):
            if mask >> i & 1:
                length += 1
            else:
                runs.append(length)
                length = 1
        return cls(length - 1, tuple(runs))

    def signed_arrangements(self) -> int:
        """Return the size of the orbit: the vectors with these entries in any order and with any signs."""
        return self.arrangements() << sum(self.runs)

    def arrangements(self) -> int:
        """Return the number of orders of the absolute values."""
        return factorial(self.zeros + sum(self.runs)) // (factorial(self.zeros) * prod(map(factorial, self.runs)))

    def constants(self) -> list[tuple[int, TieType]]:
        """List the choices of the entry on the last position: the number of its signs, and what remains."""
        choices: list[tuple[int, TieType]] = []
        if self.zeros:
            choices.append((1, TieType(self.zeros - 1, self.runs)))
        for i, run in enumerate(self.runs):
            rest = (*self.runs[:i], run - 1, *self.runs[i + 1 :])
            choices.append((2, TieType(self.zeros, rest)))
        return choices


def _check_histogram(histogram: Sequence[int]) -> int:
    """Return N for a histogram of length 2**N with N >= 1."""
    variables = len(histogram).bit_length() - 1
    if variables < 1 or len(histogram) != 1 << variables:
        raise DomainError(f"a tie histogram must have length 2**N with N >= 1, not {len(histogram)}")
    if any(count < 0 for count in histogram):
        raise DomainError("a tie histogram must not have negative entries")
    return variables


def _weighted_sum(histogram: Sequence[int], weight: Callable[[TieType], int]) -> int:
    variables = _check_histogram(histogram)
    return sum(count * weight(TieType.from_mask(mask, variables)) for mask, count in enumerate(histogram) if count)


def functions_of(histogram: Sequence[int]) -> int:
    """Return T(N - 1): each orbit counts with its size, the index of its stabiliser.

    Raises:
        DomainError: if the histogram has no length ``2**N`` or a negative entry.

    Examples:
        >>> from exact.counting.splitting_tree import tie_histogram
        >>> functions_of(tie_histogram(3))
        14
    """
    variables = _check_histogram(histogram)
    group = WeylGroup.SIGNED_PERMUTATIONS
    order = group.order(variables)
    total = 0
    for mask, count in enumerate(histogram):
        size, remainder = divmod(order, group.parabolic_order(variables, mask))
        if remainder:
            raise ExactError(f"the stabiliser of the tie mask {mask:#b} must divide the order of the group")
        total += count * size
    return total


def nested_histogram(histogram: Sequence[int]) -> list[int]:
    """Return the histogram of N - 1 variables: the orbits whose last entry is 0, without that bit.

    Examples:
        >>> from exact.counting.splitting_tree import tie_histogram
        >>> nested_histogram(tie_histogram(5)) == tie_histogram(4)
        True
    """
    variables = _check_histogram(histogram)
    if variables == 1:
        raise DomainError("the histogram of 1 variable contains no smaller one")
    half = 1 << (variables - 1)
    return list(histogram[half:])


def negation_classes(histogram: Sequence[int]) -> int:
    """Return the number of threshold functions of N - 1 variables up to negating inputs (OEIS A002078)."""
    return _weighted_sum(histogram, lambda tie: sum(signs * rest.arrangements() for signs, rest in tie.constants()))


def permutation_classes(histogram: Sequence[int]) -> int:
    """Return the number of threshold functions of N - 1 variables up to permuting inputs (OEIS A109455).

    Of ``r`` entries with one absolute value, any number from 0 to r may be negative.
    """
    return _weighted_sum(
        histogram, lambda tie: sum(signs * prod(run + 1 for run in rest.runs) for signs, rest in tie.constants())
    )


def negation_permutation_classes(histogram: Sequence[int], output_negation: bool = False) -> int:
    """Return the number of classes under permuting and negating inputs (OEIS A000617), or also outputs (A001529)."""
    return _weighted_sum(histogram, lambda tie: sum(1 if output_negation else signs for signs, _ in tie.constants()))


def self_dual_negation_classes(histogram: Sequence[int]) -> int:
    """Return the number of self-dual threshold functions of N variables up to negating inputs (OEIS A002080)."""
    return _weighted_sum(histogram, TieType.arrangements)


def self_dual_classes(histogram: Sequence[int]) -> int:
    """Return the number of self-dual threshold functions of N variables up to signed permutations (OEIS A001532)."""
    _check_histogram(histogram)
    return sum(histogram)


def _binomial_inversion(values: Sequence[int], scale: int) -> list[int]:
    """Solve values[n] = sum over k of solution[k] * C(n, k) * scale**k for the solution."""
    solution: list[int] = []
    for n, value in enumerate(values):
        smaller = sum(solution[k] * comb(n, k) * scale**k for k in range(n))
        quotient, remainder = divmod(value - smaller, scale**n)
        if remainder:
            raise DomainError(f"the values are no numbers of threshold functions: the term {n} leaves a remainder")
        solution.append(quotient)
    return solution


def functions_of_exactly(functions: Sequence[int]) -> list[int]:
    """Return how many depend on all their variables (OEIS A000615), from T(0), ..., T(n).

    A function of n variables depends on exactly k of them, in one of C(n, k) ways.

    Examples:
        >>> functions_of_exactly([2, 4, 14, 104])
        [2, 2, 8, 72]
    """
    return _binomial_inversion(functions, 1)


def negation_classes_of_exactly(functions: Sequence[int]) -> list[int]:
    """Return how many depend on all their variables, up to negating inputs (OEIS A002079), from T(0), ..., T(n).

    Such functions are unate, and no negation of inputs fixes one that depends on all of them.

    Examples:
        >>> negation_classes_of_exactly([2, 4, 14, 104])
        [2, 1, 2, 9]
    """
    return _binomial_inversion(functions, 2)


def self_dual_negation_classes_of_exactly(functions: Sequence[int]) -> list[int]:
    """Return how many self-dual ones depend on all their 1, ..., n + 1 variables, up to negating them (OEIS A002077).

    Examples:
        >>> self_dual_negation_classes_of_exactly([2, 4, 14, 104])
        [1, 0, 1, 4]
    """
    return _binomial_inversion([0, *functions], 2)[1:]


def _halved_sum(total: int, n: int) -> int:
    quotient, remainder = divmod(total, 1 << n)
    if remainder:
        raise DomainError(f"the values are no numbers of threshold functions: {total} must be divisible by {2**n}")
    return quotient


def negation_classes_from_functions(functions: Sequence[int]) -> int:
    """Return the classes of functions of n variables up to negating inputs from T(0), ..., T(n): King's identity.

    By Burnside's lemma: the negation of a set of inputs fixes the functions that do not depend on them.

    Examples:
        >>> negation_classes_from_functions([2, 4, 14])
        6
    """
    n = len(functions) - 1
    return _halved_sum(sum(value * comb(n, k) for k, value in enumerate(functions)), n)


def self_dual_negation_classes_from_functions(functions: Sequence[int]) -> int:
    """Return the classes of self-dual functions of n + 1 variables up to negating inputs from T(0), ..., T(n).

    Examples:
        >>> self_dual_negation_classes_from_functions([2, 4, 14])
        4
    """
    variables = len(functions)
    return _halved_sum(sum(value * comb(variables, k + 1) for k, value in enumerate(functions)), variables)


@dataclass(frozen=True, slots=True)
class ThresholdNumbers:
    """The numbers of threshold functions of n variables; ``_exactly`` counts only those that depend on all n.

    Attributes:
        n: the number of variables.
        functions, functions_exactly: labelled functions (A000609, A000615).
        negation_classes, negation_classes_exactly: up to negating inputs (A002078, A002079).
        permutation_classes: up to permuting inputs (A109455).
        classes, classes_exactly: up to permuting and negating inputs (A000617, A000619).
        output_classes, output_classes_exactly: the same, and negating the output (A001529, A001530).
        self_dual_functions: self-dual threshold functions of n variables, T(n - 1); 0 for n = 0.
        self_dual_negation_classes, self_dual_negation_classes_exactly: up to negating inputs (A002080, A002077).
        self_dual_classes, self_dual_classes_exactly: up to permuting and negating inputs (A001532, A003184).
    """

    n: int
    functions: int
    functions_exactly: int
    negation_classes: int
    negation_classes_exactly: int
    permutation_classes: int
    classes: int
    classes_exactly: int
    output_classes: int
    output_classes_exactly: int
    self_dual_functions: int
    self_dual_negation_classes: int
    self_dual_negation_classes_exactly: int
    self_dual_classes: int
    self_dual_classes_exactly: int


def threshold_numbers(histogram: Sequence[int]) -> list[ThresholdNumbers]:
    """Compute all columns for 0, 1, ..., n variables from the tie histogram of n + 1 variables.

    Raises:
        DomainError: if the histogram has the wrong length or a negative entry.

    Examples:
        >>> from exact.counting.splitting_tree import tie_histogram
        >>> [row.classes for row in threshold_numbers(tie_histogram(5))]
        [2, 3, 5, 10, 27]
    """
    histograms = [list(histogram)]
    while _check_histogram(histograms[0]) > 1:
        histograms.insert(0, nested_histogram(histograms[0]))
    functions = [functions_of(part) for part in histograms]
    exactly = functions_of_exactly(functions)
    negation_exactly = negation_classes_of_exactly(functions)
    self_dual_negation_exactly = self_dual_negation_classes_of_exactly(functions)
    classes = [negation_permutation_classes(part) for part in histograms]
    output_classes = [negation_permutation_classes(part, output_negation=True) for part in histograms]
    self_dual = [0] + [self_dual_classes(part) for part in histograms]
    rows: list[ThresholdNumbers] = []
    for n, part in enumerate(histograms):
        rows.append(
            ThresholdNumbers(
                n=n,
                functions=functions[n],
                functions_exactly=exactly[n],
                negation_classes=negation_classes(part),
                negation_classes_exactly=negation_exactly[n],
                permutation_classes=permutation_classes(part),
                classes=classes[n],
                classes_exactly=classes[n] - (classes[n - 1] if n else 0),
                output_classes=output_classes[n],
                output_classes_exactly=output_classes[n] - (output_classes[n - 1] if n else 0),
                self_dual_functions=functions[n - 1] if n else 0,
                self_dual_negation_classes=self_dual_negation_classes(histograms[n - 1]) if n else 0,
                self_dual_negation_classes_exactly=self_dual_negation_exactly[n - 1] if n else 0,
                self_dual_classes=self_dual[n],
                self_dual_classes_exactly=self_dual[n] - (self_dual[n - 1] if n else 0),
            )
        )
    return rows

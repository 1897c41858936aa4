r"""The threshold degree and the threshold density of a Boolean function, with certificates on both sides.

The threshold degree is the least degree of a polynomial with the sign of f: 0 for constants, 1 for the other threshold
functions, n for parity.  The threshold density is the least number of monomials of such a polynomial, the constant term
included; it depends on the encoding of the inputs (in signs, parity has density 1).

The density is found as follows.  A set of monomials without a polynomial of the sign of f leaves a combination of
points that it does not see (`exact.certificate.threshold_density`).  So every set that does carry such a polynomial
meets the monomials that see the combination.  Take a smallest set of monomials that meets all those found so far;
either it carries a polynomial, and nothing smaller does, or it leaves another combination.  To make the combinations
strong, the set is first enlarged as long as it carries none.

Dictionary:
    threshold_degree: a certificate of the threshold degree.
    threshold_density: a certificate of the threshold density, for n <= 5.
    smallest_transversal: a smallest set of elements that meets every family.

Sources: Minsky and Papert, Perceptrons, 1969 (order); O'Donnell and Servedio 2010 (degree and density); the method for
the density is that of implicit hitting sets.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from exact.boolean import BooleanFunction
from exact.certificate import Obstruction, Realization, ThresholdDegree, ThresholdDensity
from exact.certificate.threshold_density import seeing_monomials
from exact.cube import Encoding, check_dimension
from exact.polynomial_threshold import sign_representation
from exact.recognize import recognize

MAXIMUM_DENSITY_DIMENSION = 5

Combination = tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]


def threshold_degree(f: BooleanFunction, encoding: Encoding = Encoding.SIGNS, *, guess: bool = True) -> ThresholdDegree:
    """Return the least degree of a realization of f, with a realization and an obstruction of the degree below.

    Args:
        f: a Boolean function.
        encoding: that of the realization; the degree does not depend on it.
        guess: whether linear programs may be guessed in floating point; the answer is exact either way.

    Raises:
        TooLargeError: if a degree from 2 on is needed and too large for `recognize`.

    Cost:
        That of `recognize` for every degree up to the answer.

    Examples:
        >>> threshold_degree(BooleanFunction(3, 0x96)).degree, threshold_degree(BooleanFunction(3, 0xE8)).degree
        (3, 1)
    """
    obstruction: Obstruction | None = None
    degree = 0
    while True:
        answer = recognize(f, degree, encoding, guess=guess)
        if isinstance(answer, Realization):
            certificate = ThresholdDegree(answer, obstruction)
            certificate.verify(f)
            return certificate
        obstruction = answer
        degree += 1


def threshold_density(
    f: BooleanFunction, encoding: Encoding = Encoding.SIGNS, *, guess: bool = True
) -> ThresholdDensity:
    """Return the least number of monomials of a polynomial with the sign of f, with the proof of both sides.

    Args:
        f: a Boolean function of at most 5 variables.
        encoding: that of the monomials; the density depends on it.
        guess: whether linear programs may be guessed in floating point; the answer is exact either way.

    Raises:
        TooLargeError: if n > 5.

    Cost:
        Many linear programs with at most 2**n monomials, and as many searches for a smallest set: below a second for
        n = 4, a minute for n = 5.

    Examples:
        Conjunction is x + y > 1 in signs (three monomials), and xy > 1/2 in bits (two):

        >>> threshold_density(BooleanFunction(2, 0b1000)).density
        3
        >>> threshold_density(BooleanFunction(2, 0b1000), Encoding.BITS).density
        2
    """
    check_dimension(f.n, MAXIMUM_DENSITY_DIMENSION)
    combinations: list[Combination] = []
    families: list[frozenset[int]] = []
    while True:
        masks = sorted(smallest_transversal(families))
        found = _representation_or_combination(f, masks, encoding, guess=guess)
        if isinstance(found, Realization):
            certificate = ThresholdDensity(found, tuple(combinations))
            certificate.verify(f)
            return certificate
        combinations.append(found)
        families.append(seeing_monomials(f.n, encoding.value, *found))


def _representation_or_combination(
    f: BooleanFunction, masks: Sequence[int], encoding: Encoding, *, guess: bool
) -> Realization | Combination:
    """Return a realization with these monomials, or a combination that none of them sees, nor many others."""
    found = sign_representation(f, masks, encoding, guess=guess)
    if isinstance(found, dict):
        divisor = math.gcd(*found.values())
        terms = tuple((mask, c // divisor) for mask, c in sorted(found.items()) if mask)
        return Realization(f.n, f.table, f.n, encoding.value, terms, -found.get(0, 0) // divisor)
    unseeing = list(masks)
    for mask in range(1 << f.n):
        if mask not in masks:
            larger = sign_representation(f, [*unseeing, mask], encoding, guess=guess)
            if not isinstance(larger, dict):
                unseeing.append(mask)
                found = larger
    return found


def smallest_transversal(families: Sequence[frozenset[int]]) -> frozenset[int]:
    """Return a smallest set that meets every family; the empty set if there are none.

    Assumes that no family is empty.

    Cost:
        Exponential in the size of the answer; families are tried from the smallest one on.

    Examples:
        >>> sorted(smallest_transversal([frozenset({1, 2}), frozenset({2, 3}), frozenset({4})]))
        [2, 4]
    """
    size = 0
    while True:
        found = _transversal(sorted(families, key=len), size)
        if found is not None:
            return found
        size += 1


def _transversal(families: Sequence[frozenset[int]], size: int) -> frozenset[int] | None:
    """Return a set of at most `size` elements that meets every family, or None."""
    if not families:
        return frozenset()
    if size == 0 or not families[0]:
        return None
    tried: set[int] = set()
    for s in families[0]:
        rest = sorted((family - tried for family in families if s not in family), key=len)
        found = _transversal(rest, size - 1)
        if found is not None:
            return found | {s}
        tried.add(s)
    return None

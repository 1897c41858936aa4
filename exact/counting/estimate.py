r"""Estimates of numbers of threshold functions by random descents of the splitting tree: estimates, never counts.

A descent starts at the chamber and goes to one child of every node at random, until at most two hyperplanes cut the
node and its cells are known.  A child that m hyperplanes cut is taken with a probability proportional to a power of m
+ 1, a guess at its share of the cells; the exponent grows with the logarithm of the number for the node above.  The
cells found, divided by the probability of the way, have the number of all cells as their mean (Knuth); weighted with
the sizes of their orbits they have the number of all functions as their mean, whatever the guess is worth.  All
arithmetic is in rationals; the only chance is in the choices, which a seed determines.

The distribution has a heavy tail, so that the standard error is itself uncertain when there are few descents.

Dictionary:
    Estimate: mean and standard error of the numbers of cells and of functions.
    estimate_threshold: estimate T(n) by random descents.
    mean_and_error: the mean of some numbers and its standard error.
    mean_of_all_descents: the mean over all descents with their probabilities, for small N: it is the exact number.

Sources: :cite:p:`Knuth1975`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from exact.counting.splitting_tree import SplittingTree
from exact.counting.threshold_numbers import functions_of
from exact.cube import check_dimension
from exact.errors import DomainError, TooLargeError

_Ray = tuple[int, int, int, tuple[int, ...]]
_Node = tuple[list[_Ray], list[int], int]

MAXIMUM_DIMENSION = 11
MAXIMUM_DESCENTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate from independent descents.

    Attributes:
        n: the number of variables.
        descents: how many there were.
        seed: the seed of the choices.
        cells: the mean of the estimated numbers of cells, which are the classes of self-dual functions of n + 1.
        cells_error: its estimated standard error, rounded up; None for one descent.
        functions: the mean of the estimated numbers of threshold functions.
        functions_error: its estimated standard error, rounded up; None for one descent.
    """

    n: int
    descents: int
    seed: int
    cells: Fraction
    cells_error: int | None
    functions: Fraction
    functions_error: int | None

    def to_json(self) -> dict[str, object]:
        """Return the fields of the JSON document; means are rounded to integers."""
        return {
            "class": "threshold",
            "n": self.n,
            "exact": False,
            "descents": self.descents,
            "seed": self.seed,
            "estimate": str(round(self.functions)),
            "standard_error": None if self.functions_error is None else str(self.functions_error),
            "cells": {
                "estimate": str(round(self.cells)),
                "standard_error": None if self.cells_error is None else str(self.cells_error),
            },
        }


_REMEMBERED_DEPTH = 6
"""The first nodes of all descents are the same few, and the largest; they are computed once."""


def _shares(above: int, below: list[_Node]) -> list[int]:
    """Return the weights of the choices below a node that so many hyperplanes cut."""
    exponent = max(1, above.bit_length() // 2)
    return [(len(active) + 1) ** exponent for _, active, _ in below]


def _closed(variables: int, node: _Node) -> tuple[int, int]:
    """Return the numbers of cells and of functions in a node that at most two hyperplanes cut."""
    tree = SplittingTree(variables)
    tree.close(*node)
    return tree.cells, functions_of(tree.histogram)


def estimate_threshold(
    n: int, descents: int = 100, seed: int = 0, progress: Callable[[int, int], None] | None = None
) -> Estimate:
    """Estimate the number of threshold functions of n variables by random descents.

    Args:
        n: the number of variables, at most 11.
        descents: how many independent descents, at least 1.
        seed: the seed of the choices; the same seed gives the same estimate on every machine.
        progress: called after every descent with the numbers of descents done and of all.

    Raises:
        DomainError: if there are no descents.
        TooLargeError: if n is larger than 11, or there are more than a million descents.

    Cost:
        About a second for a descent with n = 10.

    Source:
        Knuth's estimator for the size of a backtrack tree.

    Examples:
        For two variables there is one way for every descent, so that the estimate is exact:

        >>> estimate_threshold(2, descents=3).functions
        Fraction(14, 1)
    """
    if check_dimension(n) > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for random descents (limit {MAXIMUM_DIMENSION})", size=n, limit=MAXIMUM_DIMENSION
        )
    if descents < 1:
        raise DomainError(f"there must be at least one descent, not {descents}")
    if descents > MAXIMUM_DESCENTS:
        raise TooLargeError(
            f"{descents} descents are too many (limit {MAXIMUM_DESCENTS})", size=descents, limit=MAXIMUM_DESCENTS
        )
    variables = n + 1
    tree = SplittingTree(variables)
    root = tree.root()
    choices = random.Random(seed)  # noqa: S311 - an estimate, no secret
    known: dict[tuple[int, ...], list[_Node]] = {}
    cells: list[Fraction] = []
    functions: list[Fraction] = []
    for done in range(descents):
        node, facets, factor = root, variables, Fraction(1)
        way: tuple[int, ...] = ()
        while len(node[1]) > 2:
            if way in known:
                below = known[way]
            else:
                below = list(tree.children(*node, facets))
                if len(way) < _REMEMBERED_DEPTH:
                    known[way] = below
            shares = _shares(len(node[1]), below)
            chosen = 0 if choices.randrange(sum(shares)) < shares[0] else 1
            factor *= Fraction(sum(shares), shares[chosen])
            node = below[chosen]
            way = (*way, chosen)
            facets += 1
        found, weighted = _closed(variables, node)
        cells.append(factor * found)
        functions.append(factor * weighted)
        if progress is not None:
            progress(done + 1, descents)
    mean_cells, cells_error = mean_and_error(cells)
    mean_functions, functions_error = mean_and_error(functions)
    return Estimate(n, descents, seed, mean_cells, cells_error, mean_functions, functions_error)


def mean_and_error(values: list[Fraction]) -> tuple[Fraction, int | None]:
    """Return the mean and its estimated standard error, rounded up."""
    count = len(values)
    mean = sum(values, Fraction(0)) / Fraction(count)
    if count == 1:
        return mean, None
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / Fraction(count * (count - 1))
    whole = -(-variance.numerator // variance.denominator)
    root = isqrt(whole)
    return mean, root if root * root == whole else root + 1


def mean_of_all_descents(variables: int) -> tuple[Fraction, Fraction]:
    """Return the means of the estimated numbers of cells and of functions over all descents, by their probabilities.

    Cost:
        That of the plain splitting tree; for N up to 7.

    Examples:
        The means are the exact numbers:

        >>> mean_of_all_descents(5)
        (Fraction(7, 1), Fraction(1882, 1))
    """
    if check_dimension(variables) > 7 or variables == 0:
        raise DomainError(f"N must be between 1 and 7, not {variables}")
    tree = SplittingTree(variables)
    cells = functions = total = Fraction(0)
    waiting = [(tree.root(), variables, Fraction(1), Fraction(1))]
    while waiting:
        node, facets, probability, factor = waiting.pop()
        if len(node[1]) <= 2:
            found, weighted = _closed(variables, node)
            cells += probability * factor * found
            functions += probability * factor * weighted
            total += probability
            continue
        below = list(tree.children(*node, facets))
        shares = _shares(len(node[1]), below)
        for child, share in zip(below, shares, strict=True):
            part = Fraction(share, sum(shares))
            waiting.append((child, facets + 1, probability * part, factor * Fraction(sum(shares), share)))
    if total != 1:
        raise DomainError(f"the probabilities of all descents must add up to 1, not {total}")
    return cells, functions

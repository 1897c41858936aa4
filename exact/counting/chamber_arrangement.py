r"""Central arrangements that a reflection group leaves invariant, seen from the group's chamber.

A hyperplane is given by its values on the extreme rays of the chamber, as integers: ``form[i]`` is the value on the
ray ``u_{i+1} = 1``, all other ``u`` being 0.  That is all that counting needs (`restriction_tree`), since the number
of regions follows from the numbers of cells on the faces of the chamber (`weyl_group`).

Dictionary:
    ChamberArrangement: name, group, rank and forms; the order of the forms is part of the value.
    threshold_arrangement: the hyperplanes ``w.x = 0``, x in {-1, +1}^N, under signed permutations; its regions are the
        self-dual threshold functions of N variables, which are as many as the threshold functions of N - 1 variables.
    resonance_arrangement: the hyperplanes "sum of x_i over S is 0", S not empty, in R^d, under permutations of d + 1
        coordinates with sum 0.

Sources: :cite:p:`Kuehne2023` (resonance arrangement).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import accumulate, product

from exact.counting.weyl_group import WeylGroup
from exact.cube import check_dimension
from exact.errors import DomainError, TooLargeError

MAXIMUM_RANK = 12
"""Rank 12 means 2048 hyperplanes; a single threshold arrangement of this rank takes years."""


@dataclass(frozen=True, slots=True)
class ChamberArrangement:
    """An invariant central arrangement.

    Attributes:
        name: what is counted, such as ``threshold`` or ``resonance``.
        group: the reflection group.
        rank: the dimension of the space.
        forms: the values of every hyperplane on the rays of the chamber, one tuple of length `rank` each.

    Examples:
        Self-dual threshold functions of two variables; the first hyperplane touches the closed chamber, on the
        face where both weights are equal:

        >>> threshold_arrangement(2).forms
        ((1, 0), (1, 2))
    """

    name: str
    group: WeylGroup
    rank: int
    forms: tuple[tuple[int, ...], ...]

    def digest(self) -> str:
        """Return a SHA-256 digest of the value, the order of the hyperplanes included."""
        text = f"{self.name} {self.group.value} {self.rank} {self.forms}"
        return hashlib.sha256(text.encode("ascii")).hexdigest()


def _ordered(forms: list[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Sort by the distance from the centre (1, ..., 1) of the chamber; ties by the form itself."""
    return tuple(sorted(forms, key=lambda form: (abs(sum(form)), form)))


def _check_rank(rank: int, what: str) -> int:
    check_dimension(rank)
    if rank == 0:
        raise DomainError(f"{what} must have at least 1 dimension, not 0")
    if rank > MAXIMUM_RANK:
        raise TooLargeError(f"{what} has too many dimensions: {rank} > {MAXIMUM_RANK}", size=rank, limit=MAXIMUM_RANK)
    return rank


def threshold_arrangement(variables: int) -> ChamberArrangement:
    """Return the arrangement whose regions are the self-dual threshold functions of N variables.

    The value of ``w.x`` on the ray ``w = (1, ..., 1, 0, ..., 0)`` is a partial sum of x.  The points x and -x give
    the same hyperplane, so x_1 = 1.
    """
    _check_rank(variables, "the threshold arrangement")
    forms = [tuple(accumulate((1, *rest))) for rest in product((1, -1), repeat=variables - 1)]
    return ChamberArrangement("threshold", WeylGroup.SIGNED_PERMUTATIONS, variables, _ordered(forms))


def resonance_arrangement(d: int) -> ChamberArrangement:
    """Return the resonance arrangement of R^d: "the sum of x_i over S is 0" for every non-empty S.

    With ``x_0 = -(x_1 + ... + x_d)`` it is invariant under permutations of d + 1 coordinates, and S and its
    complement in 0, ..., d give the same hyperplane, so S contains 0.  On the ray with i leading
    ones, ``(1, ..., 1, 0, ..., 0) - (i / (d + 1)) (1, ..., 1)``, the sum over S is ``|S with the first i|`` minus
    ``i |S| / (d + 1)``; the form is d + 1 times that.
    """
    _check_rank(d, "the resonance arrangement")
    forms: list[tuple[int, ...]] = []
    for rest in product((1, 0), repeat=d):
        members = (1, *rest)
        size = sum(members)
        if size <= d:
            first = list(accumulate(members))
            forms.append(tuple((d + 1) * first[i - 1] - i * size for i in range(1, d + 1)))
    return ChamberArrangement("resonance", WeylGroup.PERMUTATIONS, d, _ordered(forms))

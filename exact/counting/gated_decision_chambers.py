r"""All sign patterns of a small list of integer vectors, from the flats of the arrangement, without weights.

For vectors v_1, ..., v_m the patterns are (sgn w(v_1), ..., sgn w(v_m)) over the linear forms w that vanish on none.
Let X be a flat (the set of the vectors that vanish on a subspace U).  The patterns of the vectors in X come from the
flats Y that X covers: Y vanishes on a subspace of one dimension more, on which the vectors in X outside Y are
proportional to one functional, so they have the signs of a pattern s or of -s; and near the points where they are not
zero the vectors in Y have all their patterns, freely.

This gives every pattern: a region is a cone of full dimension, so it has a face of dimension one above that of the
space in which all hyperplanes meet (its edges, if the arrangement is essential); near a point inside such a face the
vectors that are not zero there have the signs of the point, and the others any pattern of their own arrangement, to
which the same argument applies.

The number of patterns is known beforehand by Zaslavsky's theorem: it is the sum of the Möbius numbers of the flats. The
two are compared always.

Dictionary:
    chamber_patterns: the patterns as masks of the vectors with a positive sign.

Sources: :cite:p:`Zaslavsky1975`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from exact.arrangement import flats_by_rank
from exact.errors import DomainError, ExactError

Vector = tuple[int, ...]


def chamber_patterns(vectors: Sequence[Sequence[int]]) -> list[int]:
    """Return all sign patterns of the vectors, as masks of the positive ones, in increasing order.

    Args:
        vectors: integer vectors of one length, none of them zero; they may be proportional.

    Raises:
        DomainError: if there is no vector, or one of them is zero.
        ExactError: if the patterns are not as many as Zaslavsky's theorem says.

    Cost:
        One second for 31 vectors in dimension 5.

    Examples:
        Three lines in the plane; the pattern (+, +, -) does not occur, since the third vector is the sum of the others:

        >>> chamber_patterns([(1, 0), (0, 1), (1, 1)])
        [0, 1, 2, 5, 6, 7]
    """
    if not vectors:
        raise DomainError("there must be at least one vector")
    normals: dict[Vector, int] = {}
    places: list[tuple[int, bool]] = []  # of every vector: its normal, and whether it is a negative multiple of it
    for vector in vectors:
        normal, is_negative = _direction(vector)
        places.append((normals.setdefault(normal, len(normals)), is_negative))
    patterns = _patterns_of_normals(list(normals))
    return sorted(
        sum(1 << k for k, (place, is_negative) in enumerate(places) if (pattern >> place & 1) != is_negative)
        for pattern in patterns
    )


def _direction(vector: Sequence[int]) -> tuple[Vector, bool]:
    """Return the primitive vector of the line with a positive first non-zero entry, and whether it was turned."""
    content = gcd(*vector)
    if content == 0:
        raise DomainError("a vector must not be zero")
    is_negative = next(entry for entry in vector if entry) < 0
    return tuple(entry // (-content if is_negative else content) for entry in vector), is_negative


def _patterns_of_normals(normals: list[Vector]) -> set[int]:
    """Return the patterns of normals of which no two are proportional."""
    patterns: dict[int, set[int]] = {0: {0}}
    regions = 0
    for flats in flats_by_rank(normals, len(normals[0])):
        above: dict[int, set[int]] = {}
        for flat in flats:
            regions += flat.moebius
            below = patterns[flat.hyperplanes]
            for group in flat.covers:
                positive = _signs_on(flat.space, normals, group)
                found = above.setdefault(flat.hyperplanes | group, set())
                for pattern in below:
                    found.add(pattern | positive)
                    found.add(pattern | (group ^ positive))
        if above:
            patterns = above
    (whole,) = patterns.values()
    if len(whole) != regions:
        raise ExactError(f"{len(whole)} patterns, but {regions} regions; this is an error in the library")
    return whole


def _signs_on(space: tuple[Vector, ...], normals: list[Vector], group: int) -> int:
    """Return which of the normals of a group are positive at a vector of the subspace where none of them is zero."""
    first = normals[(group & -group).bit_length() - 1]
    point = next(basis for basis in space if sum(map(int.__mul__, basis, first)))
    positive = 0
    rest = group
    while rest:
        low = rest & -rest
        if sum(map(int.__mul__, point, normals[low.bit_length() - 1])) > 0:
            positive |= low
        rest ^= low
    return positive

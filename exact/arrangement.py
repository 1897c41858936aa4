r"""Central hyperplane arrangements given by their normals: flats, Whitney numbers, characteristic polynomial, regions.

This is the method for any arrangement, without symmetry: every flat is kept, as the set of hyperplanes that contain
it.  The Möbius function of the lattice of flats follows rank by rank from Weisner's theorem, summed over the
hyperplanes of a flat X: ``|mu(X)| m(X)`` is the sum of ``|mu(Y)| (m(X) - m(Y))`` over the flats Y that X covers,
where m counts hyperplanes.  By Zaslavsky's theorem the number of regions is the sum of ``|mu|``.

Dictionary:
    Flat: its hyperplanes, its subspace, its Möbius number and the flats above it.
    flats_by_rank: all flats; the empty arrangement has one, of rank 0.
    spanning_set_counts: how many sets of hyperplanes span each flat.
    whitney_numbers: the sums of |mu| over the flats of each rank; the empty arrangement has one flat, of rank 0.
    characteristic_polynomial: its coefficients, the constant term first.
    region_count: the number of regions.

Sources: :cite:p:`Zaslavsky1975`; :cite:p:`Weisner1935`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd

from exact.errors import DomainError, ExactError

Vector = tuple[int, ...]


def _primitive(vector: Sequence[int]) -> Vector:
    """Return the multiple with content 1 and a positive first non-zero entry; the zero vector is left as it is."""
    content = gcd(*vector)
    if content == 0:
        return tuple(vector)
    if next(entry for entry in vector if entry) < 0:
        content = -content
    return tuple(entry // content for entry in vector)


def _different_normals(normals: Sequence[Sequence[int]], dimension: int) -> list[Vector]:
    different: dict[Vector, None] = {}
    for normal in normals:
        if len(normal) != dimension:
            raise DomainError(f"every normal must have {dimension} entries, not {len(normal)}")
        if not any(normal):
            raise DomainError("a normal must not be the zero vector")
        different[_primitive(normal)] = None
    return list(different)


@dataclass(frozen=True, slots=True)
class Flat:
    """A flat of an arrangement.

    Attributes:
        hyperplanes: the set of the hyperplanes that contain the subspace, as a mask.
        space: an integer basis of the subspace in which these hyperplanes meet.
        moebius: the absolute value of the Möbius function from the empty flat to this one.
        covers: the sets that lead to the flats of the next rank: together with ``hyperplanes`` each is one of them.
    """

    hyperplanes: int
    space: tuple[Vector, ...]
    moebius: int
    covers: tuple[int, ...]


def flats_by_rank(normals: Sequence[Sequence[int]], dimension: int) -> Iterator[list[Flat]]:
    """Yield the lists of all flats of rank 0, 1, ..., up to the rank of the arrangement.

    Args:
        normals: integer normals, none of them zero; proportional ones are the same hyperplane, numbered where it first
            occurs among the different ones.
        dimension: the dimension of the space.

    Raises:
        DomainError: if a normal is zero or has a wrong length.
        ExactError: if a division does not come out even: an error in the library.

    Cost:
        A primitive vector for every pair of a flat and a hyperplane; 10**5 flats take some seconds.

    Examples:
        >>> [[flat.hyperplanes for flat in flats] for flats in flats_by_rank([(1, 0), (0, 1), (1, 1)], 2)]
        [[0], [1, 2, 4], [7]]
    """
    hyperplanes = _different_normals(normals, dimension)
    whole = tuple(tuple(int(i == j) for j in range(dimension)) for i in range(dimension))
    level = [Flat(0, whole, 1, _covers(whole, hyperplanes))]
    while level:
        yield level
        weights: dict[int, int] = {}
        spaces: dict[int, tuple[Vector, ...]] = {}
        for flat in level:
            for added in flat.covers:
                above = flat.hyperplanes | added
                weights[above] = weights.get(above, 0) + flat.moebius * added.bit_count()
                if above not in spaces:
                    spaces[above] = _cut(flat.space, hyperplanes[(added & -added).bit_length() - 1])
        level = []
        for above, weight in weights.items():
            moebius, remainder = divmod(weight, above.bit_count())
            if remainder:
                raise ExactError(f"the weight of a flat must be divisible by its {above.bit_count()} hyperplanes")
            level.append(Flat(above, spaces[above], moebius, _covers(spaces[above], hyperplanes)))


def whitney_numbers(normals: Sequence[Sequence[int]], dimension: int) -> list[int]:
    """Return the absolute Whitney numbers of the first kind, by rank, up to the rank of the arrangement.

    The arguments, errors and cost are those of `flats_by_rank`.

    Examples:
        Three lines in the plane have one flat of rank 2, with Möbius function 2:

        >>> whitney_numbers([(1, 0), (0, 1), (1, 1)], 2)
        [1, 3, 2]
    """
    return [sum(flat.moebius for flat in flats) for flats in flats_by_rank(normals, dimension)]


def _covers(space: tuple[Vector, ...], hyperplanes: list[Vector]) -> tuple[int, ...]:
    """Group the hyperplanes that do not contain a subspace by their traces on it; return the groups as sets."""
    groups: dict[Vector, int] = {}
    for index, normal in enumerate(hyperplanes):
        trace = [sum(map(int.__mul__, vector, normal)) for vector in space]
        if any(trace):
            key = _primitive(trace)
            groups[key] = groups.get(key, 0) | 1 << index
    return tuple(groups.values())


def _cut(space: tuple[Vector, ...], normal: Vector) -> tuple[Vector, ...]:
    """Return a basis of the part of a subspace on a hyperplane that does not contain it."""
    products = [sum(map(int.__mul__, vector, normal)) for vector in space]
    pivot = next(place for place, product in enumerate(products) if product)
    return tuple(
        _primitive([products[pivot] * a - products[place] * b for a, b in zip(vector, space[pivot], strict=True)])
        for place, vector in enumerate(space)
        if place != pivot
    )


def spanning_set_counts(levels: Sequence[Sequence[Flat]]) -> dict[int, int]:
    """Return for every flat the number of sets of its hyperplanes that span it.

    Args:
        levels: all flats by rank, from `flats_by_rank`.

    Cost:
        A few operations for every pair of a flat and a hyperplane.

    Examples:
        Of three lines in the plane, any two or all three span the whole:

        >>> spanning_set_counts(list(flats_by_rank([(1, 0), (0, 1), (1, 1)], 2)))[0b111]
        4
    """
    covers = {flat.hyperplanes: flat.covers for flats in levels for flat in flats}
    counts = {0: 1}
    for position in range(max(covers).bit_length()):
        bit = 1 << position
        following: dict[int, int] = {}
        for span, count in counts.items():
            if span & bit:
                following[span] = following.get(span, 0) + 2 * count
            else:
                following[span] = following.get(span, 0) + count
                spanned = span | next(added for added in covers[span] if added & bit)
                following[spanned] = following.get(spanned, 0) + count
        counts = following
    return counts


def characteristic_polynomial(normals: Sequence[Sequence[int]], dimension: int) -> list[int]:
    """Return the coefficients of the characteristic polynomial, the constant term first.

    Examples:
        The two axes of the plane: (t - 1)^2.

        >>> characteristic_polynomial([(1, 0), (0, 1)], 2)
        [1, -2, 1]
    """
    numbers = whitney_numbers(normals, dimension)
    signed = [-value if rank & 1 else value for rank, value in enumerate(numbers)]
    return [0] * (dimension + 1 - len(signed)) + signed[::-1]


def region_count(normals: Sequence[Sequence[int]], dimension: int) -> int:
    """Return the number of regions; 1 for the empty arrangement.

    Examples:
        >>> region_count([(1, 0), (0, 1), (1, 1)], 2)
        6
    """
    return sum(whitney_numbers(normals, dimension))

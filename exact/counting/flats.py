r"""Count threshold functions by orbits of flats: Zaslavsky's theorem with one representative for each orbit.

A flat of the arrangement of the hyperplanes ``w.x = 0``, x in {-1, +1}^N, is a set of hyperplanes that contains every
hyperplane whose normal lies in the span of its normals.  Let m(X) be the number of hyperplanes in a flat X of rank r,
mu the Möbius function of the lattice of flats, and W([X]) the size of the orbit of X under signed permutations times
``|mu(X)|``. By Zaslavsky's theorem the number of regions, T(N - 1), is the sum of W over all orbits.  Weisner's
theorem, summed over the hyperplanes of X and over the orbit, gives

    W([X]) m(X) = sum over orbits [Y] of rank r - 1 of W([Y]) * #{h not in Y : Y and h span a flat in [X]},

so W is found rank by rank from the empty flat.  The division by m(X) must come out even.

Two hyperplanes outside Y span the same flat with Y when their normals are proportional on the orthogonal complement
of the span of Y, of which an integer basis is kept.  A flat is recognised by the canonical form (`canonical_matrix`)
of the sum of ``x x^T`` over its normals: the column space of that matrix is the span of the flat.  The last two ranks
need no canonical form, because there only the number m enters.

The sum of W over the orbits of one rank is the absolute value of a Whitney number of the arrangement (a coefficient
of the characteristic polynomial, or Betti number of the complement), and their alternating sum must be 0.

This road shares no code and no idea with `splitting_tree` and `restriction_tree`.

Dictionary:
    FlatCensus: the numbers of orbits of flats and the Whitney numbers, by rank.
    flat_census: compute them for the threshold arrangement of n variables.
    FlatOrbit: one orbit, with a representative.
    orbits_of_flats: the orbits of every rank below the top.
    threshold_normals: the normals of the hyperplanes, x_1 = 1.

Sources: :cite:p:`Zaslavsky1975`; :cite:p:`Weisner1935`; :cite:p:`BrysiewiczEbleKuehne2023` (symmetry).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import gcd

from exact.counting.canonical_matrix import Matrix, canonical_matrix
from exact.cube import check_dimension
from exact.errors import ExactError, TooLargeError

MAXIMUM_DIMENSION = 9
"""n = 8 takes half a minute and n = 9 would take hours."""

_Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FlatCensus:
    """The flats of the threshold arrangement of n variables, by rank.

    Attributes:
        n: the number of variables; the arrangement has rank n + 1.
        orbits: the numbers of orbits of flats of rank 0, 1, ..., n - 1; the last two ranks are not classified.
        whitney_numbers: their absolute values for rank 0, 1, ..., n + 1.
    """

    n: int
    orbits: tuple[int, ...]
    whitney_numbers: tuple[int, ...]

    @property
    def regions(self) -> int:
        """The number of regions, which is T(n)."""
        return sum(self.whitney_numbers)

    def characteristic_polynomial(self) -> tuple[int, ...]:
        """Return the coefficients of the characteristic polynomial, the constant term first.

        Examples:
            The arrangement of two variables has the polynomial t^3 - 4 t^2 + 6 t - 3:

            >>> flat_census(2).characteristic_polynomial()
            (-3, 6, -4, 1)
        """
        signed = [-value if rank & 1 else value for rank, value in enumerate(self.whitney_numbers)]
        return tuple(reversed(signed))


@dataclass(slots=True)
class FlatOrbit:
    """One orbit of flats.

    Attributes:
        weight: W, the number of flats in the orbit times the absolute value of their Möbius number.
        hyperplanes: m, the number of hyperplanes in each flat.
        gram: the sum of x x^T over the normals of a representative, packed into one integer.
        complement: an integer basis of the subspace in which the representative's hyperplanes meet.
    """

    weight: int
    hyperplanes: int
    gram: int
    complement: list[_Vector]


def threshold_normals(n: int) -> list[_Vector]:
    """Return the normals of the threshold arrangement of n variables: the points of the (n + 1)-cube with x_1 = 1.

    Examples:
        >>> threshold_normals(1)
        [(1, 1), (1, -1)]
    """
    normals: list[_Vector] = [(1,)]
    for _ in range(n):
        normals = [(*x, sign) for x in normals for sign in (1, -1)]
    return normals


class _Arrangement:
    """The normals of the threshold arrangement with N coordinates, and sums of x x^T packed into integers."""

    def __init__(self, variables: int) -> None:
        self.variables = variables
        self.normals = threshold_normals(variables - 1)
        # Entries of a sum of k matrices x x^T lie in -k, ..., k with k <= 2**(N-1); a field holds 2**N + 1 values.
        self.field = variables + 1
        self.pairs = [(i, j) for i in range(variables) for j in range(i)]
        self.grams = [
            sum(x[i] * x[j] << (self.field * place) for place, (i, j) in enumerate(self.pairs)) for x in self.normals
        ]
        self.offset = sum(1 << (self.field * place + self.field - 1) for place in range(len(self.pairs)))

    def values(self, vector: _Vector) -> list[int]:
        """Return the inner products of a vector with all normals, in their order."""
        values = [vector[0]]
        for entry in vector[1:]:
            values = [value for start in values for value in (start + entry, start - entry)]
        return values

    def matrix(self, gram: int, hyperplanes: int) -> Matrix:
        """Unpack a sum of x x^T over so many normals."""
        size = self.variables
        rows = [[hyperplanes] * size for _ in range(size)]
        shifted = gram + self.offset
        half = 1 << (self.field - 1)
        for i, j in self.pairs:
            rows[i][j] = rows[j][i] = (shifted & (2 * half - 1)) - half
            shifted >>= self.field
        return tuple(map(tuple, rows))

    def groups(self, orbit: FlatOrbit) -> list[list[int]]:
        """Group the hyperplanes outside a flat by the flat that each spans with it."""
        groups: dict[_Vector, list[int]] = {}
        for index, point in enumerate(zip(*map(self.values, orbit.complement), strict=True)):
            content = gcd(*point)
            if content:
                if next(value for value in point if value) < 0:
                    content = -content
                groups.setdefault(tuple(value // content for value in point), []).append(index)
        return list(groups.values())

    def complement_with(self, orbit: FlatOrbit, index: int) -> list[_Vector]:
        """Return an integer basis of the complement of the flat that a hyperplane spans with a representative."""
        normal = self.normals[index]
        products = [sum(map(int.__mul__, vector, normal)) for vector in orbit.complement]
        pivot = next(place for place, product in enumerate(products) if product)
        basis: list[_Vector] = []
        for place, vector in enumerate(orbit.complement):
            if place != pivot:
                entries = [
                    products[pivot] * a - products[place] * b
                    for a, b in zip(vector, orbit.complement[pivot], strict=True)
                ]
                content = gcd(*entries)
                basis.append(tuple(entry // content for entry in entries))
        return basis


def _divide(total: int, hyperplanes: int, what: str) -> int:
    quotient, remainder = divmod(total, hyperplanes)
    if remainder:
        raise ExactError(f"the weight of {what} must be divisible by its {hyperplanes} hyperplanes, but is {total}")
    return quotient


def flat_census(n: int, progress: Callable[[int, int], None] | None = None) -> FlatCensus:
    """Classify the flats of the threshold arrangement of n variables up to symmetry.

    Args:
        n: the number of variables, at most `MAXIMUM_DIMENSION`.
        progress: called after every rank with the rank and its number of orbits.

    Raises:
        TooLargeError: if n is too large for this method.
        ExactError: if a division does not come out even or the alternating sum is not 0: an error in the library.

    Cost:
        A canonical form for each orbit and each larger flat: 0.7 s for n = 7, half a minute for n = 8.

    Examples:
        >>> flat_census(3).whitney_numbers
        (1, 8, 28, 44, 23)
    """
    check_dimension(n)
    if n > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for the classification of flats (limit {MAXIMUM_DIMENSION})",
            size=n,
            limit=MAXIMUM_DIMENSION,
            alternative="use the compiled restriction tree",
        )
    arrangement = _Arrangement(n + 1)
    orbits: list[int] = []
    whitney: list[int] = []
    last: list[FlatOrbit] = []
    for rank, level in enumerate(islice(_levels(arrangement), max(n, 1))):
        orbits.append(len(level))
        whitney.append(sum(orbit.weight for orbit in level))
        last = level
        if progress is not None and rank:
            progress(rank, len(level))
    whitney += _last_ranks(arrangement, last)
    if sum(-value if rank & 1 else value for rank, value in enumerate(whitney)) != 0:
        raise ExactError(f"the alternating sum of the Whitney numbers {whitney} must be 0")
    return FlatCensus(n, tuple(orbits) if n else (), tuple(whitney))


def orbits_of_flats(n: int) -> Iterator[list[FlatOrbit]]:
    """Yield the orbits of flats of rank 0, 1, ..., n of the threshold arrangement of n variables.

    The whole space, of rank n + 1, is left out.

    Examples:
        >>> [len(orbits) for orbits in orbits_of_flats(4)]
        [1, 1, 2, 3, 3]
    """
    check_dimension(n)
    yield from islice(_levels(_Arrangement(n + 1)), n + 1)


def _levels(arrangement: _Arrangement) -> Iterator[list[FlatOrbit]]:
    """Yield the orbits of flats rank by rank, without end: after the top come empty lists."""
    variables = arrangement.variables
    identity = [tuple(int(i == j) for j in range(variables)) for i in range(variables)]
    level = [FlatOrbit(weight=1, hyperplanes=0, gram=0, complement=identity)]
    while True:
        yield level
        level = _next_rank(arrangement, level)


def _next_rank(arrangement: _Arrangement, level: list[FlatOrbit]) -> list[FlatOrbit]:
    """Return the orbits of the flats of the next rank."""
    found: dict[Matrix, FlatOrbit] = {}
    keys: dict[int, Matrix] = {}
    for orbit in level:
        for group in arrangement.groups(orbit):
            gram = orbit.gram + sum(arrangement.grams[index] for index in group)
            hyperplanes = orbit.hyperplanes + len(group)
            key = keys.get(gram)
            if key is None:
                key = keys[gram] = canonical_matrix(arrangement.matrix(gram, hyperplanes))
            flat = found.get(key)
            if flat is None:
                flat = found[key] = FlatOrbit(0, hyperplanes, gram, arrangement.complement_with(orbit, group[0]))
            flat.weight += len(group) * orbit.weight
    for flat in found.values():
        flat.weight = _divide(flat.weight, flat.hyperplanes, "an orbit of flats")
    return list(found.values())


def _last_ranks(arrangement: _Arrangement, level: list[FlatOrbit]) -> list[int]:
    """Return the Whitney numbers of the ranks N - 1 and N from the orbits of rank N - 2 (or of rank 0 where N = 1)."""
    everything = len(arrangement.normals)
    if arrangement.variables == 1:
        return [everything]
    by_size: dict[int, int] = {}
    for orbit in level:
        for group in arrangement.groups(orbit):
            hyperplanes = orbit.hyperplanes + len(group)
            by_size[hyperplanes] = by_size.get(hyperplanes, 0) + len(group) * orbit.weight
    weights = {size: _divide(total, size, f"the coatoms of size {size}") for size, total in by_size.items()}
    top = sum(weight * (everything - size) for size, weight in weights.items())
    return [sum(weights.values()), _divide(top, everything, "the whole space")]

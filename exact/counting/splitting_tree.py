r"""Count threshold functions by cutting the Weyl chamber again and again: the splitting tree, in plain Python.

A threshold function ``sgn(w_0 + w.x)`` of n variables is a self-dual threshold function of N = n + 1 variables, and
those are the regions of the arrangement of the hyperplanes ``w.x = 0``, x in {-1, +1}^N.  The signed permutations
permute the regions, and every orbit has exactly one cell in the open chamber ``w_1 > ... > w_N > 0``: two regions of
one orbit that both meet it have the same Chow vector ``a_i = sum of sgn(w.x) x_i`` (sorted and non-negative there),
and by Chow's theorem a threshold function is determined by its Chow vector.  So the cells of the chamber are
enumerated, each once, without a set of seen objects.

In the coordinates ``u_i = w_i - w_{i+1}``, ``u_N = w_N`` the chamber is the positive orthant and ``w.x`` is the sum
of ``u_i`` times the partial sum ``x_1 + ... + x_i``.  A node of the tree is a full-dimensional cone inside the
chamber, given by its extreme rays; it is split by a hyperplane that has rays strictly on both sides, so that no empty
branch is ever visited.  The new extreme rays lie between adjacent rays of opposite sides (double description).  A
node with at most two cutting hyperplanes is closed directly: the values of the rays on the two span a planar cone,
which contains the origin in its interior or meets exactly three quadrants.

A finished cell only increments a counter of the *tie histogram*: bit i - 1 of the mask is set when ``a_i = a_{i+1}``,
and bit N - 1 when ``a_N = 0``.  The mask gives the stabiliser and with it the size of the orbit.

This is the plain version, for the reader and for small n; it imports no library.  Nothing in it has a fixed width,
except that a Chow vector is packed into one integer by its differences, which are at most ``2**(N-1)`` and so fit 16
bits.

Dictionary:
    MAXIMUM_VARIABLES: the largest N that is accepted.
    SplittingTree: the tree itself, for those who walk it in another way.
    chamber_hyperplanes: the hyperplanes that cut the chamber, in the order of the tree, and the others.
    tie_histogram: the number of orbits of self-dual threshold functions of N variables for every tie mask.

Sources: :cite:p:`Chow1961` (parameters), :cite:p:`MotzkinRaiffaThompsonThrall1953` (double description).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import gcd

from exact.cube import check_dimension
from exact.errors import DomainError, ExactError, TooLargeError

MAXIMUM_VARIABLES = 9
"""N = 9 takes seconds; N = 10 would take about half an hour, where the compiled tree takes half a minute."""

_FIELD = 16

# An extreme ray: the set of facets it lies on, the set of active positions with positive and with negative value, and
# the values themselves.
_Ray = tuple[int, int, int, tuple[int, ...]]


def tie_histogram(variables: int, progress: Callable[[int], None] | None = None) -> list[int]:
    """Count the orbits of self-dual threshold functions of N variables under signed permutations, by tie mask.

    Args:
        variables: N, at least 1 and at most `MAXIMUM_VARIABLES`.
        progress: called now and then with the number of cells found so far.

    Returns:
        A list of length ``2**N``; entry S is the number of orbits whose sorted Chow vector has exactly the ties S.

    Raises:
        DomainError: if N is 0.
        TooLargeError: if N is too large for this method.

    Cost:
        About 20 microseconds a cell: 0.05 s for the 2470 cells of N = 8.

    Examples:
        Up to symmetry there are two self-dual threshold functions of three variables, one variable and the majority:

        >>> sum(tie_histogram(3))
        2
    """
    check_dimension(variables)
    if variables == 0:
        raise DomainError("the number of variables must be at least 1, not 0: no function of 0 variables is self-dual")
    if variables > MAXIMUM_VARIABLES:
        raise TooLargeError(
            f"{variables} self-dual variables are too many for the plain splitting tree (limit {MAXIMUM_VARIABLES})",
            size=variables,
            limit=MAXIMUM_VARIABLES,
            alternative="use the compiled splitting tree",
        )
    tree = SplittingTree(variables, progress)
    tree.walk()
    return tree.histogram


def _partial_sums(x: Sequence[int]) -> tuple[int, ...]:
    sums: list[int] = []
    total = 0
    for value in x:
        total += value
        sums.append(total)
    return tuple(sums)


def chamber_hyperplanes(variables: int) -> tuple[list[tuple[tuple[int, ...], tuple[int, ...]]], list[tuple[int, ...]]]:
    """Return the hyperplanes of N >= 1 variables that cut the chamber, and those that do not; unchecked.

    A hyperplane is the point x with x_1 = 1.  Those that cut come with their partial sums, the values on the rays of
    the chamber, and stand in the order in which the tree splits on them: by the distance from the centre.  The others
    are positive on the whole chamber.

    Examples:
        >>> chamber_hyperplanes(3)
        ([((1, 0, -1), (1, -1, -1))], [(1, 1, 1), (1, 1, -1), (1, -1, 1)])
    """
    cutting: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    others: list[tuple[int, ...]] = []
    for rest in product((1, -1), repeat=variables - 1):
        x = (1, *rest)
        sums = _partial_sums(x)
        if min(sums) >= 0:
            others.append(x)
        else:
            cutting.append((sums, x))
    cutting.sort(key=lambda hyperplane: (abs(sum(hyperplane[0])), hyperplane[0]))
    return cutting, others


def _packed_differences(x: Sequence[int]) -> int:
    """Pack (x_1 - x_2, ..., x_{N-1} - x_N, x_N): linear in x, so sums of packed vectors are packed sums."""
    following = (*x[1:], 0)
    return sum((value - after) << (_FIELD * i) for i, (value, after) in enumerate(zip(x, following, strict=True)))


def _make_ray(incidence: int, values: tuple[int, ...]) -> _Ray:
    positive = negative = 0
    bit = 1
    for value in values:
        if value > 0:
            positive |= bit
        elif value < 0:
            negative |= bit
        bit <<= 1
    return incidence, positive, negative, values


def _quadrant_is_met(rays: Sequence[_Ray], first: int, second: int, sign_a: int, sign_b: int) -> bool:
    """Decide whether the planar cone of the values at two positions meets the open quadrant with these signs.

    The quadrant is met when a ray lies in it, or when a ray p with A > 0 >= B and a ray q with B > 0 >= A satisfy
    |B_p| / A_p * |A_q| / B_q < 1, so that a positive combination of p and q lies in it.
    """
    best_p = best_q = None
    for ray in rays:
        a = sign_a * ray[3][first]
        b = sign_b * ray[3][second]
        if a > 0 and b > 0:
            return True
        if a > 0 and (best_p is None or -b * best_p[0] < -best_p[1] * a):
            best_p = a, b
        elif b > 0 and (best_q is None or -a * best_q[1] < -best_q[0] * b):
            best_q = a, b
    if best_p is None or best_q is None:
        return False
    return best_p[1] * best_q[0] < best_p[0] * best_q[1]


class SplittingTree:
    """The tree of cones of N variables, with the histogram of the cells counted so far; unchecked.

    Attributes:
        variables: N.
        histogram: the number of cells for every tie mask.
        cells: the number of cells.
        progress: called now and then with the number of cells, or None.
    """

    def __init__(self, variables: int, progress: Callable[[int], None] | None = None) -> None:
        self.variables = variables
        self.histogram = [0] * (1 << variables)
        self.cells = 0
        self.progress = progress

    def walk(self) -> None:
        """Count all cells, depth first."""
        self._visit(*self.root(), self.variables)

    def root(self) -> tuple[list[_Ray], list[int], int]:
        """Return the chamber itself: its rays, the packed hyperplanes that cut it, the Chow vector of the others."""
        variables = self.variables
        cutting, others = chamber_hyperplanes(variables)
        facets = (1 << variables) - 1
        rays = [_make_ray(facets ^ (1 << i), tuple(sums[i] for sums, _ in cutting)) for i in range(variables)]
        return rays, [_packed_differences(x) for _, x in cutting], sum(map(_packed_differences, others))

    def _count_cell(self, chow: int) -> None:
        mask = 0
        rest = chow
        for i in range(self.variables):
            if rest & ((1 << _FIELD) - 1) == 0:
                mask |= 1 << i
            rest >>= _FIELD
        if rest != 0:
            raise ExactError(f"a Chow vector of N = {self.variables} is not sorted; this is an error in the library")
        self.histogram[mask] += 1
        self.cells += 1
        if self.progress is not None and self.cells & 0xFFF == 0:
            self.progress(self.cells)

    def close(self, rays: Sequence[_Ray], active: Sequence[int], chow: int) -> None:
        """Count the cells of a node with at most two cutting hyperplanes."""
        if not active:
            self._count_cell(chow)
        elif len(active) == 1:
            self._count_cell(chow + active[0])
            self._count_cell(chow - active[0])
        else:
            for sign_a, sign_b in product((1, -1), repeat=2):
                if _quadrant_is_met(rays, 0, 1, sign_a, sign_b):
                    self._count_cell(chow + sign_a * active[0] + sign_b * active[1])

    def _visit(self, rays: list[_Ray], active: list[int], chow: int, facets: int) -> None:
        """Split the cone on its first cutting hyperplane; `facets` is the number of facet bits in use."""
        if len(active) <= 2:  # the planar test
            self.close(rays, active, chow)
            return
        for child in self.children(rays, active, chow, facets):
            self._visit(*child, facets + 1)

    def children(
        self, rays: list[_Ray], active: list[int], chow: int, facets: int
    ) -> Iterator[tuple[list[_Ray], list[int], int]]:
        """Yield the two parts of a node on either side of its first cutting hyperplane."""
        positive = [ray for ray in rays if ray[1] & 1]
        negative = [ray for ray in rays if ray[2] & 1]
        new_facet = 1 << facets
        shared = [
            (ray[0] | new_facet, ray[1], ray[2], ray[3]) for ray in rays if not (ray[1] | ray[2]) & 1
        ] + self._rays_between(positive, negative, [ray[0] for ray in rays], new_facet)
        for side, sign in ((positive, 1), (negative, -1)):
            yield self._settled(side + shared, active, chow + sign * active[0])

    def _rays_between(
        self, positive: Sequence[_Ray], negative: Sequence[_Ray], incidences: Sequence[int], new_facet: int
    ) -> list[_Ray]:
        """Return the extreme rays on the first hyperplane that lie between adjacent rays of its two sides."""
        rays: list[_Ray] = []
        for p in positive:
            for q in negative:
                common = p[0] & q[0]
                if common.bit_count() < self.variables - 2:
                    continue
                if sum(1 for incidence in incidences if incidence & common == common) != 2:  # p and q themselves
                    continue
                divisor = gcd(p[3][0], q[3][0])
                factor_p = -q[3][0] // divisor
                factor_q = p[3][0] // divisor
                values = tuple(factor_p * a + factor_q * b for a, b in zip(p[3], q[3], strict=True))
                rays.append(_make_ray(common | new_facet, values))
        return rays

    @staticmethod
    def _settled(rays: list[_Ray], active: list[int], chow: int) -> tuple[list[_Ray], list[int], int]:
        """Settle the hyperplanes that no longer cut the child."""
        some_positive = some_negative = 0
        for _, positive, negative, _ in rays:
            some_positive |= positive
            some_negative |= negative
        keep: list[int] = []
        for position in range(1, len(active)):
            if not some_negative >> position & 1:
                chow += active[position]
            elif not some_positive >> position & 1:
                chow -= active[position]
            else:
                keep.append(position)
        child = [_make_ray(incidence, tuple(values[j] for j in keep)) for incidence, _, _, values in rays]
        return child, [active[j] for j in keep], chow

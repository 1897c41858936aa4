r"""What makes all functions of a class of at most six inputs, once for every way up to the symmetries of the class.

A class is closed under a group G: signed permutations of the inputs, with negation of the value if the class is closed
under it.  G acts on the ways to make a function.  One way of every orbit of G is listed, with a weight, such that the
weights of the ways that land in the orbit of f add up to the number of all ways to make one of its functions.  That is
the number of ways to make f times the length of the orbit: `gated_enumeration_orbits` checks that it is a multiple.

* **Conjunctions.**  A way is a gate g with a dichotomy d of its points, a function f = d h with h a threshold function.
  g runs through one gate of every class, the weight is the length of its orbit.  f = d.
* **Products of signs.**  A way is a pair (g, h) of threshold functions, f is the negation of their exclusive or.  The
  class is closed under negation, and (g, h), (h, g), (not g, h), (not g, not h) make f or its negation.  The classes of
  threshold functions are put in an order, the longest first.  g runs through one function of every class, and h through
  the functions of this class and of later ones that are false at the first point; the weight is the length of the orbit
  of g, twice for h and its negation, and twice for the exchange if the class of h is a later one.
* **Multiplexed units.**  A way is a pair (q, p), the halves of a threshold function of n + 1 inputs, with a dichotomy d
  of the points where they differ: f = q xor d.  (q, p) runs through `gated_enumeration_pairs`.  Up to signed
  permutations, (q, p), (p, q), (not q, not p), (not p, not q) are four classes, that have the same functions up to
  negation.  q lies below p, so the first is none of the next two unless q = p, and it is the last one iff p is the dual
  of q, the negation at opposite points: both increase with every input, and their weights are sorted alike.  A signed
  permutation fixes a threshold function iff it fixes its Chow parameters, so the length of an orbit is read off them.

**Dichotomies.**  Of every two complementary dichotomies of a set of points, the one that is false at its first point is
listed: the different restrictions of the threshold functions, negated where they are true there.  The restrictions of
the restrictions to a larger set do as well.  So the sets are arranged in a tree by inclusion, every one below the
smallest one that contains it, and the tree is walked with the lists on the way.

The gates, classes, and pairs are complete: their orbits together have as many members as there are threshold functions
of n, or n + 1 inputs, by another method; a difference is an error.

Dictionary:
    orbit_parts: what makes all functions of a class; part_number: how many parts there are.
    Part: functions, to be combined with some bases, and the weight of each.
    has_orbit_parts: whether a class is made in this way.
    half_dichotomies: for every one of some sets of points one of every two complementary dichotomies.

Source: theory Q-D6 `gated-classes`; Chow's theorem :cite:p:`Chow1961`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from exact.counting.gated_class import MULTIPLEXED, OUTPUT_GATE, GatedClass, gated_class
from exact.counting.gated_enumeration_cells import threshold_representatives
from exact.counting.gated_enumeration_orbits import group_order, least_images
from exact.counting.gated_enumeration_pairs import choice_pairs
from exact.counting.threshold import count_threshold
from exact.counting.threshold_array import sorted_distinct, threshold_array
from exact.errors import DomainError, ExactError

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Part:
    """Functions ``d xor base`` for all d of an array and all bases, each made in `weight` ways.

    Attributes:
        functions: unsigned 64-bit truth tables d.
        bases: one base, or two.
        weight: at least 1.
    """

    functions: NDArray[Any]
    bases: tuple[int, ...]
    weight: int

    @property
    def ways(self) -> int:
        """The sum of the weights of all functions."""
        return len(self.functions) * len(self.bases) * self.weight


def has_orbit_parts(gated: GatedClass) -> bool:
    """Return whether a class is made here: output gates of two factors in bits or signs, and multiplexed units.

    Examples:
        >>> [has_orbit_parts(gated_class("output-gate", values=values)) for values in ("bits", "signs", "mixed")]
        [True, True, False]
    """
    if gated.is_disjoint:
        return False
    return gated.name == MULTIPLEXED or (gated.name == OUTPUT_GATE and gated.factors == 2 and gated.values != "mixed")


def orbit_parts(gated: GatedClass, n: int) -> Iterator[Part]:
    """Yield what makes all functions of a class, up to its symmetries; assumes n <= 6.

    Raises:
        DomainError: if the class is not made in this way.
        ExactError: if gates, classes or pairs are missing.

    Cost:
        Half a minute for conjunctions of six inputs, seconds for products, and two minutes for multiplexed units; a
        gigabyte.

    Examples:
        All ways to make a conjunction of two inputs, and all maps of an output gate with mixed values, are as many:

        >>> sum(part.ways for part in orbit_parts(gated_class("output-gate"), 2))
        71
    """
    if not has_orbit_parts(gated):
        raise DomainError(f"the class must be an output gate of two factors or a multiplexed unit, not {gated}")
    if gated.name == MULTIPLEXED:
        return _multiplexed(n)
    return _conjunctions(n) if gated.values == "bits" else _products(n)


def part_number(gated: GatedClass, n: int) -> int:
    """Return how many parts `orbit_parts` yields.

    Examples:
        >>> part_number(gated_class("output-gate"), 2)
        5
    """
    if gated.name == MULTIPLEXED:
        return len(_pair_lengths(n))
    return len(_gates(n)) if gated.values == "bits" else 2 * len(_classes(n)[1]) - 1


def _conjunctions(n: int) -> Iterator[Part]:
    lengths = _gates(n)
    for gate, half in half_dichotomies(lengths, n):
        yield Part(half, (0, gate) if gate else (0,), lengths[gate])


@lru_cache(maxsize=8)
def _gates(n: int) -> dict[int, int]:
    """Return one gate of every class under signed permutations, with the length of its orbit."""
    import numpy as np

    candidates = [f for table in threshold_representatives(n) for f in (table, _dual(table, n))]
    tables = np.array(candidates, dtype=np.uint64)
    forms, orders = least_images(tables, n, negates=False)
    _, chosen = np.unique(forms, return_index=True)
    lengths = group_order(n, negates=False) // orders[chosen]
    _check_number(int(lengths.sum()), n)
    return dict(zip(tables[chosen].tolist(), lengths.tolist(), strict=True))


def _dual(f: int, n: int) -> int:
    """Return the negation at opposite points."""
    return (1 << (1 << n)) - 1 ^ int(format(f, f"0{1 << n}b")[::-1], 2)


def _check_number(found: int, n: int) -> None:
    expected = count_threshold(n).value
    if found != expected:
        raise ExactError(f"there must be {expected} threshold functions of {n} variables, not {found}")


def half_dichotomies(sets: Iterable[int], n: int) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield every set of points once, with one of every two complementary dichotomies of it, sorted.

    They are false at the first point of the set; the empty set has one dichotomy.

    Examples:
        Of the four points of a square, twelve of the fourteen dichotomies are no constants:

        >>> [(bin(points), half.tolist()) for points, half in half_dichotomies([0b11, 0b1111], 2)]
        [('0b1111', [0, 2, 4, 8, 10, 12, 14]), ('0b11', [0, 2])]
    """
    import numpy as np

    full = (1 << (1 << n)) - 1
    wanted = set(sets)
    ordered = np.array(sorted(wanted | {full}, key=lambda points: (points.bit_count(), points)), dtype=np.uint64)
    below: dict[int, list[int]] = {}
    for place, points in enumerate(ordered[:-1]):
        larger = ordered[place + 1 :]
        below.setdefault(int(larger[np.argmax(larger & points == points)]), []).append(int(points))
    tables = threshold_array(n)
    waiting = [(full, full, tables[tables & np.uint64(1) == 0])]
    while waiting:
        points, above, list_above = waiting.pop()
        half = _restricted(list_above, above, points)
        if points in wanted:
            yield points, half
        waiting += [(part, points, half) for part in below.get(points, ())]


def _restricted(half: NDArray[Any], above: int, points: int) -> NDArray[Any]:
    """Return half of the dichotomies of a set of points, from half of those of a larger set."""
    import numpy as np

    first = np.uint64(points & -points)
    moved = np.where(half & first != 0, half ^ np.uint64(above), half)
    restricted: NDArray[Any] = sorted_distinct(moved & np.uint64(points))
    return restricted


def _products(n: int) -> Iterator[Part]:
    half, ends, representatives = _classes(n)
    start = 0
    for end, gate in zip(ends, representatives, strict=True):
        length = 2 * (end - start)
        yield Part(half[start:end], (gate,), 2 * length)
        if end < len(half):
            yield Part(half[end:], (gate,), 4 * length)
        start = end


@lru_cache(maxsize=1)
def _classes(n: int) -> tuple[NDArray[Any], list[int], list[int]]:
    """Return the threshold functions that are false at the first point by their classes, the longest first.

    Also returns where the classes end, and one function of each.
    """
    import numpy as np

    tables = threshold_array(n)
    half = tables[tables & np.uint64(1) == 0]
    forms, orders = least_images(half, n, negates=True)
    representatives, first, numbers, sizes = np.unique(
        forms, return_index=True, return_inverse=True, return_counts=True
    )
    if (2 * sizes * orders[first] != group_order(n, negates=True)).any():
        raise ExactError("a class of threshold functions must have as many as its group and its stabilizer say")
    order = np.argsort(-sizes, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    half = half[np.argsort(rank[numbers], kind="stable")]
    return half, np.cumsum(sizes[order]).tolist(), representatives[order].tolist()


def _multiplexed(n: int) -> Iterator[Part]:
    lengths = _pair_lengths(n)
    lower: dict[int, list[int]] = {}
    for q, p in lengths:
        lower.setdefault(q ^ p, []).append(q)
    for points, half in half_dichotomies(lower, n):
        for q in lower[points]:
            yield Part(half, (q, q ^ points) if points else (q,), lengths[q, q ^ points])


@lru_cache(maxsize=1)
def _pair_lengths(n: int) -> dict[tuple[int, int], int]:
    """Return the pairs of multiplexed units up to symmetry, with how many pairs each stands for."""
    pairs = choice_pairs(gated_class(MULTIPLEXED), n)
    lengths = {}
    for q, p in pairs:
        orbit = group_order(n, negates=False) // _stabilizer_order(q, p, n)
        variants = (1 if q == p else 2) * (1 if p == _dual(q, n) else 2)
        lengths[q, p] = orbit * variants
    _check_number(sum(lengths.values()), n + 1)
    return lengths


def _stabilizer_order(q: int, p: int, n: int) -> int:
    """Return how many signed permutations fix two threshold functions that increase with every input."""
    order = 1
    met: dict[tuple[int, int], int] = {}
    for i in range(n):
        upper = sum(1 << point for point in range(1 << n) if point >> i & 1)
        first, second = (2 * (f & upper).bit_count() - f.bit_count() for f in (q, p))
        met[first, second] = met.get((first, second), 0) + 1
        order *= met[first, second] * (2 if first == second == 0 else 1)
    return order

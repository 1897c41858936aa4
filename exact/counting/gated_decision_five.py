r"""Which functions of five inputs belong to a class: one function of every orbit is decided.

**Orbits.**  A function is two functions of four inputs, its halves for x_5 = 1 and x_5 = 0.  A symmetry of the class
moves some facet of the cube, x_i = 0 or x_i = 1, to the top (x_5 = 1), and then acts on the first four inputs.  Some
function of every orbit has an upper half that represents its own orbit under the symmetries of four inputs; only these
functions are marked.  The first one that is not marked represents a new orbit.  Its images among the marked ones are
found facet by facet: the restriction to the facet is moved to its representative, in one way for every symmetry
of this representative, and the restriction to the opposite facet is moved along.  So all symmetries are gone through,
those that lead elsewhere unseen.  The image is the function itself once for every symmetry that the function has, so
the size of the orbit is the number of symmetries of the class divided by these visits.  The sizes of all orbits must
add up to 2**32.  Where the class is closed under negation, functions and their negations share orbits.

**Decision.**  As for fewer inputs (`gated_decision_small`): f belongs to the class if and only if some pair (h1, h0)
has f = h0 where h1 = h0, and the partial function [f = h1] where h1 != h0 extends to a threshold function g.  All
pairs are tried, most of them many at a time:

1. The restriction of g to a facet of the cube is a threshold function of four inputs, so the restriction of the partial
   function must extend to such a function, which a table of all partial functions of four inputs answers at once.
2. Many pairs have the same lower halves.  For every function of four inputs those pairs of lower halves are listed that
   fit it: on them it can be the lower half of f.  The pairs that fit an upper half are arranged by their lower halves;
   so for a lower half only the pairs are looked at that fit both.
3. The partial functions that are left must extend on the other eight facets.  What passes is searched for in the list
   of all threshold functions of five inputs, arranged as a tree of quarters, halves and functions.

A selector is decided by both sides of every gate, with gates in place of the pairs, and conjunctions of more than two
threshold functions by covers (`gated_decision_cover`).

**Pairs.**  They come from the sign patterns of `gated_decision_pairs`.  Where these are too many, those of multiplexed
units come from `gated_decision_parallel`, those of gated synapses and biases with inputs in bits and gate in signs
from `gated_decision_opposite`.

Dictionary:
    OrbitCount: how many functions and how many orbits belong to a class.
    count_orbits_in_class: decide all functions of five inputs.
    conjunctions_by_factors: how many functions are conjunctions of k threshold functions, and not of fewer.
    OrbitWalk: the walk over one function of every orbit; RowCount: what some upper halves add to the count.
    decision_maker: makes decisions of the functions with one upper half; check_five_inputs: refuse other classes.
    symmetry_facets: the symmetries of a class, arranged by facets.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exact.counting.gated_class import (
    GATED_LAYER,
    MULTIPLEXED,
    OUTPUT_GATE,
    SELECTOR,
    GatedClass,
    GatedSymmetry,
    gated_class,
)
from exact.counting.gated_decision_cover import ConjunctionSearch
from exact.counting.gated_decision_pairs import GatePairs, gate_pairs
from exact.counting.gated_decision_symmetry import class_generators, transformed, where_input
from exact.counting.gated_decision_thresholds import thresholds_by_weights
from exact.counting.gated_decision_tree import threshold_tree
from exact.errors import DomainError, ExactError

if TYPE_CHECKING:
    from exact.counting._gated_decision_kernel import Buckets, Facets, Fits

Decision = Callable[[Any, Any, int, Any], None]
Progress = Callable[[int, int | None], None]

_N = 5
_WORD = (1 << 32) - 1
_LOW = (1 << 16) - 1


@dataclass(frozen=True, slots=True)
class OrbitCount:
    """The size of a class of functions of five inputs.

    Attributes:
        functions: the number of functions.
        orbits: the number of their orbits under the symmetries of the inputs that preserve the class.
    """

    functions: int
    orbits: int


def count_orbits_in_class(gated: GatedClass, progress: Progress | None = None) -> OrbitCount:
    """Decide one function of five inputs of every orbit, and count functions and orbits.

    Args:
        gated: an output gate in bits, or in signs with at most two factors, a multiplexed unit, a synaptic gate or a
            selector, with shared inputs.
        progress: called with the numbers of treated upper halves and of all.

    Raises:
        DomainError: if the class is another one.
        ExactError: if the compiler is not installed, or the orbits do not add up to all functions.

    Cost:
        Five to fifteen seconds, and up to 600 MB; a minute and a quarter for synaptic gates of `all` synapses with
        inputs in bits and gate in signs.
    """
    check_five_inputs(gated)
    walk = OrbitWalk(gated.symmetry)
    decide = decision_maker(gated)()
    total = RowCount(0, 0, 0)
    for done, (upper, found) in enumerate(walk.rows()):
        total += walk.count_row(upper, found, decide)
        if progress is not None:
            progress(done + 1, len(walk.halves))
    return total.whole()


def check_five_inputs(gated: GatedClass) -> None:
    """Refuse a class that is not decided here, and a machine without the compiler.

    Products of the signs of more than two factors are decided by marks (`gated_decision_marks`).
    """
    if importlib.util.find_spec("numba") is None:
        raise ExactError("decisions for five inputs need numba, which is not installed")
    has_factors = (gated.factors or 1) > 2 and gated.values != "bits"
    if gated.name == GATED_LAYER or gated.values == "mixed" or gated.is_disjoint or has_factors:
        raise DomainError("this class is not decided for five inputs")


def decision_maker(gated: GatedClass) -> Callable[[], Decision]:
    """Return a function that makes decisions of the functions with one upper half, one decision for each thread.

    Cost:
        Two to fifteen seconds, and up to 600 MB, for the pairs of the class and what fits their lower halves; once.
    """
    if gated.name == SELECTOR:
        return _selector_decisions()
    return _cover_decisions(gated.factors) if (gated.factors or 1) > 2 else _pair_decisions(gated)


def conjunctions_by_factors() -> dict[int, int]:
    """Return for k = 1, 2, ... how many functions are conjunctions of k threshold functions, not of k - 1.

    Raises:
        ExactError: if the compiler is not installed, or the orbits do not add up to all functions.

    Cost:
        Half a minute and 200 MB.
    """
    gated = gated_class(OUTPUT_GATE, values="bits")
    check_five_inputs(gated)
    walk = OrbitWalk(gated.symmetry)
    search = ConjunctionSearch()
    totals: dict[int, int] = {}
    for upper, found in walk.rows():
        factors = search.factors(_tables(upper, found))
        sizes, _ = walk.orbit_sizes(found)
        for k in set(factors.tolist()):
            totals[k] = totals.get(k, 0) + int(sizes[factors == k].sum())
    if sum(totals.values()) != 1 << 32:
        raise ExactError(f"the orbits hold {sum(totals.values())} functions; this is an error in the library")
    return dict(sorted(totals.items()))


def _tables(upper: int, found: Any) -> Any:
    """Return the truth tables of the functions with an upper half and the lower halves that were found."""
    import numpy as np

    return np.uint32(upper) << np.uint32(16) | found[:, 0].astype(np.uint32)


@dataclass(frozen=True, slots=True)
class RowCount:
    """What some upper halves add to a count.

    Attributes:
        seen: the number of all functions in the orbits that were looked at.
        functions: the number of those that belong to the class.
        orbits: the number of their orbits.
    """

    seen: int
    functions: int
    orbits: int

    def __add__(self, other: RowCount) -> RowCount:
        return RowCount(self.seen + other.seen, self.functions + other.functions, self.orbits + other.orbits)

    def whole(self) -> OrbitCount:
        """Return the count, if all functions were looked at.

        Raises:
            ExactError: if they were not.
        """
        if self.seen != 1 << 32:
            raise ExactError(f"the orbits hold {self.seen} functions instead of 2**32; this is an error in the library")
        return OrbitCount(self.functions, self.orbits)


class OrbitWalk:
    """The walk over one function of every orbit, upper half by upper half.

    Attributes:
        halves: the representatives of the upper halves.
    """

    def __init__(self, symmetry: GatedSymmetry) -> None:
        """Arrange the symmetries by facets."""
        self.both = symmetry.negates_output
        self.halves, self._facets, self._order = symmetry_facets(symmetry)

    def rows(self) -> Iterator[tuple[int, Any]]:
        """Yield every upper half with its representatives: lower half, and two numbers of symmetries, as 16 bits.

        Cost:
            Three seconds; 6 bytes for each orbit if all are kept.
        """
        import numpy as np

        from exact.counting import _gated_decision_kernel as kernel

        marks = np.zeros(len(self.halves) << 13, dtype=np.uint8)
        found = np.zeros((1 << 16, 3), dtype=np.int32)
        for row, upper in enumerate(self.halves):
            count = kernel.walk_row(np.uint32(upper), row, self._facets, self.both, marks, found)
            kept = found[:count]
            if (kept >> 16).any():
                raise ExactError("lower halves and symmetries must fit 16 bits; this is an error in the library")
            yield upper, kept.astype(np.uint16)

    def count_row(self, upper: int, found: Any, decide: Decision) -> RowCount:
        """Return what the functions with one upper half add to the count."""
        import numpy as np

        wide = found.astype(np.int32)
        members = np.zeros(len(wide), dtype=np.bool_)
        decide(np.uint32(upper), wide, len(wide), members)
        sizes, parts = self.orbit_sizes(found)
        return RowCount(int(sizes.sum()), int(sizes[members].sum()), int(parts[members].sum()))

    def orbit_sizes(self, found: Any) -> tuple[Any, Any]:
        """Return how many functions every representative stands for, and how many orbits: one or two."""
        import numpy as np

        same, opposite = found[:, 1].astype(np.int64), found[:, 2].astype(np.int64)
        # With negations, the orbit of f and the orbit of its negation, unless they are one.
        parts = np.where(opposite > 0, 1, 2) if self.both else np.ones(len(found), dtype=np.int64)
        if (same < 1).any() or (self._order % same).any():
            raise ExactError("the symmetries of a function must divide the group; this is an error in the library")
        return self._order // same * parts, parts


def symmetry_facets(symmetry: GatedSymmetry) -> tuple[list[int], Facets, int]:
    """Return the representatives of the upper halves, the symmetries by facets, and how many symmetries there are.

    Cost:
        A second.
    """
    import numpy as np

    from exact.counting._gated_decision_kernel import Facets

    top = _N - 1
    generators = [generator for generator in class_generators(symmetry, _N) if max(generator) < top]
    elements = [tuple(range(1 << top))]  # of every symmetry and every point the point whose value moves there
    numbers = {elements[0]: 0}
    for element in elements:
        for generator in generators:
            product = tuple(element[_moved_point(p, generator)] for p in range(1 << top))
            if product not in numbers:
                numbers[product] = len(elements)
                elements.append(product)
    everything = (1 << (1 << top)) - 1
    halves: list[int] = []
    rows = np.full(everything + 1, -1, dtype=np.int32)
    leading = np.full(everything + 1, -1, dtype=np.int32)
    stabilizers: list[list[int]] = []
    for table in range(everything + 1):
        if leading[table] >= 0:
            continue
        has_row = not symmetry.negates_output or leading[everything ^ table] < 0
        own: list[int] = []
        for number, element in enumerate(elements):
            # The element moves this image to the table: the inverse has moved the table there.
            image = sum((table >> p & 1) << element[p] for p in range(1 << top))
            leading[image] = number
            if image == table:
                own.append(number)
            if has_row:
                rows[image] = len(halves)
        if has_row:
            halves.append(table)
            stabilizers.append(own)
    products = [[numbers[tuple(second[p] for p in first)] for second in elements] for first in elements]
    inputs = range(1 if symmetry.fixes_first else 0, _N)
    sides = (False, True) if symmetry.negates_others else (False,)
    exchanges = [
        (where_input(i, _N) & ~where_input(top, _N), (1 << top) - (1 << i), is_lower)
        for i in inputs
        for is_lower in sides
    ]
    facets = Facets(
        np.array([mask for mask, _, _ in exchanges], dtype=np.uint32),
        np.array([shift for _, shift, _ in exchanges], dtype=np.uint32),
        np.array([is_lower for _, _, is_lower in exchanges], dtype=np.bool_),
        rows,
        leading,
        np.cumsum([0, *map(len, stabilizers)]).astype(np.int64),
        np.array([number for own in stabilizers for number in own], dtype=np.int32),
        np.array(products, dtype=np.int32),
        np.array(elements, dtype=np.int64),
    )
    return halves, facets, len(elements) * len(exchanges)


def _moved_point(p: int, generator: tuple[int, int]) -> int:
    """Return the point after two of its coordinates are exchanged, or one is negated."""
    i, j = generator
    if i == j:
        return p ^ 1 << i
    return p ^ (1 << i | 1 << j) if (p >> i ^ p >> j) & 1 else p


def _selector_decisions() -> Callable[[], Decision]:
    """Return what makes decisions of the functions with one upper half for selectors."""
    import numpy as np

    from exact.counting import _gated_decision_kernel as kernel

    tree = threshold_tree()
    gates = np.array([table for table in thresholds_by_weights(_N) if table <= _WORD >> 1], dtype=np.uint32)
    halves, lower = np.unique(gates & np.uint32(_LOW), return_inverse=True)
    fits = _listed(lower, len(halves), lambda starts, room: kernel.list_gate_halves(halves, tree, starts, room))

    def make() -> Decision:
        buckets = _buckets(len(gates), len(halves))

        def decide(half: Any, found: Any, count: int, members: Any) -> None:
            fitting = kernel.fitting_gates(half, gates, tree, buckets.chosen)
            kernel.fill_buckets(fitting, gates, gates, fits, buckets)
            kernel.decide_selectors(half, found, count, fits, buckets, tree, members)

        return decide

    return make


def _cover_decisions(factors: int | None) -> Callable[[], Decision]:
    """Return what makes decisions of the functions with one upper half for conjunctions of some factors."""

    def make() -> Decision:
        search = ConjunctionSearch()

        def decide(half: Any, found: Any, count: int, members: Any) -> None:
            del count
            members[:] = search.factors(_tables(int(half), found)) <= factors

        return decide

    return make


def _pair_decisions(gated: GatedClass) -> Callable[[], Decision]:
    """Return what makes decisions of the functions with one upper half for a class with pairs."""
    import numpy as np

    from exact.counting import _gated_decision_kernel as kernel

    tree = threshold_tree()
    on, off, forced = _pair_arrays(gated)
    low = np.uint32(_LOW)
    halves, lower = np.unique((on & low) << np.uint32(16) | off & low, return_inverse=True)
    fits = _listed(
        lower,
        len(halves),
        lambda starts, room: kernel.list_pair_halves(
            halves >> np.uint32(16), halves & low, forced & low, tree, starts, room
        ),
    )

    def make() -> Decision:
        buckets = _buckets(len(on), len(halves))

        def decide(half: Any, found: Any, count: int, members: Any) -> None:
            fitting = kernel.fitting_pairs(half, on, off, forced, tree, buckets.chosen)
            kernel.fill_buckets(fitting, on, off, fits, buckets)
            kernel.decide_row(half, found, count, forced, fits, buckets, tree, members)

        return decide

    return make


def _listed(lower: Any, halves: int, list_halves: Callable[[Any, Any], None]) -> Fits:
    """Return the lists of the lower halves that fit, by a function that counts them, and then lists them."""
    import numpy as np

    from exact.counting._gated_decision_kernel import Fits

    number = np.uint16 if halves <= 1 << 16 else np.int32
    counts = np.zeros(1 << 16, dtype=np.int64)
    list_halves(counts, np.zeros(0, dtype=number))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    room = np.zeros(int(starts[-1]), dtype=number)
    ends = starts[:-1].copy()
    list_halves(ends, room)
    if (ends != starts[1:]).any():
        raise ExactError("the lists must end where the next ones begin; this is an error in the library")
    return Fits(lower.astype(np.int32), starts, room)


def _buckets(choices: int, halves: int) -> Buckets:
    import numpy as np

    from exact.counting._gated_decision_kernel import Buckets

    return Buckets(
        np.zeros(halves + 2, dtype=np.int64),
        np.zeros(choices, dtype=np.uint32),
        np.zeros(choices, dtype=np.uint32),
        np.zeros(choices, dtype=np.int32),
    )


def _single_factors() -> tuple[Any, Any, Any]:
    """Return every threshold function as a pair of equal functions, whose gate does not matter."""
    import numpy as np

    tables = np.array(thresholds_by_weights(_N), dtype=np.uint32)
    return tables, tables, np.uint32(0)


def _pair_arrays(gated: GatedClass) -> tuple[Any, Any, Any]:
    """Return the functions h1 and h0 of all pairs, and the forced points."""
    import numpy as np

    if gated.name == MULTIPLEXED:
        from exact.counting.gated_decision_parallel import parallel_pair_arrays

        below, above = parallel_pair_arrays(_N)
        return above, below, np.uint32(0)
    if gated.synapse in {"all", "bias"} and (gated.input_values, gated.gate_values) == ("bits", "signs"):
        from exact.counting.gated_decision_opposite import opposite_pair_arrays

        plus, minus = opposite_pair_arrays(_N)
        off = minus if gated.synapse == "all" else minus ^ np.uint32(_WORD)
        kept = plus >= off  # the other order of a pair belongs to the negated gate
        return plus[kept], off[kept], np.uint32(0)
    if gated.factors == 1:
        return _single_factors()
    if gated.synapse == "any":
        first = gated_class(gated.name, synapse="one", input_values=gated.input_values, gate_values=gated.gate_values)
        found = gate_pairs(first, _N)
        pairs = set(found.pairs)
        for i in range(1, _N):
            pairs |= {(transformed(h1, (0, i), _N), transformed(h0, (0, i), _N)) for h1, h0 in found.pairs}
        found = GatePairs(tuple(sorted(pairs)), found.forced)
    else:
        found = gate_pairs(gated, _N)
    on, off = (np.array(column, dtype=np.uint32) for column in zip(*found.pairs, strict=True))
    if gated.name == OUTPUT_GATE and gated.values == "signs":  # a function and its negation give the same products
        kept = on <= np.uint32(_WORD >> 1)
        on, off = on[kept], off[kept]
    return on, off, np.uint32(found.forced)

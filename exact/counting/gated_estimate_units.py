r"""Random ways to make a function of a multiplexed unit or of a synaptic gate, and the number of all ways.

Such a unit computes h1 where its gate is on and h0 where it is off, and (h1, h0) is one of the pairs of its class.  A
way to make f is a pair and a dichotomy of its *strip*, the set where h1 and h0 differ, by a gate.  f is made by a pair
if it is one of h1, h0 everywhere, and the set where it is h1 is separated on the strip from the set where it is h0.

A pair is drawn with the probability S / W, S the number of dichotomies of as many points as the strip has in general
position and W the sum over all pairs; all dichotomies of the strip are listed, d of them, and some are drawn.  Then
W d / S, divided by the number of ways to make f, has the number of functions as its mean, whatever the guess is worth.

**Listed pairs** are indexed by the threshold functions A of n inputs::

    one, inputs and gate in signs    (A, A with x_1 negated)         in bits    (A, A with x_1 = 0)
    all, inputs and gate in signs    (A, A with all x negated)       in bits    (A, A at 0)
    all, inputs in signs, gate in bits    (A, c): c may be 1 if A is above its dual, and 0 if below it
    bias, inputs and gate in signs   (A, dual of A)

**Parallel pairs** (q, p), q below p (`parallel_pairs`); f with b < 0 has the complement of the gate, or it is the image
of another under a symmetry of the class, and then the ways to make the image are ways to make f::

    multiplexed                           q below f below p; a gate chooses on the part of p without q
    bias, inputs in signs, gate in bits   the same with q = sgn(w.x); images: the dual
    one, inputs in signs, gate in bits    the same, x_1 the twin; where x_1 = -1 the gate is off for p;
                                          images: x_1 negated
    bias, inputs and gate in bits         the same with f = 1 and the gate on at x = 0, where q = 0 but may as well
                                          be 1, so that w.x is q for some w; images: the negation, if f = 0 at x = 0
    one, inputs in bits, gate in signs    x_1 the twin, f the sign of a form a' where x_1 = 0, between [a' > b] and
                                          [a' > -b] where x_1 = 1

`any` is the union of `one` for every input: the images of f under exchanges with x_1 are tried as well.  The other
classes have pairs of forms in `bits` that lie on either side of one without constant; none of them are drawn here.

Dictionary:
    UnitWays: the ways of a class: drawn, counted, or all listed.
    has_unit_ways: whether they are known for a class.

Source: theory Q-D6, Q-T5; the estimate of a union by dividing by multiplicities is that of Karp, Luby and Madras
(1989).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from exact.capacity_bound import schlafli_number
from exact.counting.gated_class import MULTIPLEXED, SYNAPTIC_GATE, GatedClass
from exact.counting.parallel_pairs import ParallelPairs
from exact.counting.random_ways import CANDIDATES, HALVINGS, SizeTickets, drawn_again
from exact.counting.threshold_array import sorted_distinct, threshold_array, with_exchanged, with_negated
from exact.errors import DomainError, ExactError

TICKETS_OF_A_SAMPLE = 32
"""Of a gated bias in bits most pairs do not have a form without constant; those count as samples without functions."""

DICHOTOMIES_OF_A_STRIP = 4
"""To list the dichotomies of a strip takes as long as to find the ways to make so many of them; measured for n = 6."""

_BLOCK = 1 << 20

_LISTED = {
    ("one", "signs", "signs"),
    ("one", "bits", "bits"),
    ("all", "signs", "signs"),
    ("all", "signs", "bits"),
    ("all", "bits", "bits"),
    ("bias", "signs", "signs"),
}
_TWINS = {("one", "signs", "bits"): "first", ("one", "bits", "signs"): "first", ("bias", "signs", "bits"): "constant"}
_FREE_AT_ZERO = ("bias", "bits", "bits")


def _kind(gated: GatedClass) -> tuple[str, str, str]:
    synapse = "one" if gated.synapse == "any" else gated.synapse
    return str(synapse), str(gated.input_values), str(gated.gate_values)


def has_unit_ways(gated: GatedClass) -> bool:
    """Return whether the ways to make a function of a class are known: with shared inputs, and drawn pairs.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> has_unit_ways(gated_class("multiplexed"))
        True
        >>> has_unit_ways(gated_class("synaptic-gate", synapse="all", input_values="bits"))
        False
    """
    if gated.is_disjoint:
        return False
    if gated.name == MULTIPLEXED:
        return True
    return gated.name == SYNAPTIC_GATE and _kind(gated) in {*_LISTED, *_TWINS, _FREE_AT_ZERO}


class UnitWays:
    """The ways to make functions of n inputs.

    Args:
        gated: a class with `has_unit_ways`.
        n: the number of inputs, at most 6.

    Raises:
        DomainError: if the ways of the class are not known, or a gated bias has no input.
        ExactError: if the compiler is not installed.

    Attributes:
        tables: all threshold functions of n inputs, in increasing order.

    Cost:
        For n = 6 some seconds and some 500 MB.
    """

    def __init__(self, gated: GatedClass, n: int) -> None:
        """List the threshold functions and the pairs, or the orbits of pairs."""
        import numpy as np

        from exact.counting._gated_estimate_kernel import make_certificates

        if not has_unit_ways(gated):
            raise DomainError(f"the ways to make a function of {gated.name} are not known here")
        if n == 0 and _kind(gated) == ("bias", "signs", "bits"):
            raise DomainError("a gated bias without inputs has no pairs of functions to draw")
        self.tables = threshold_array(n)
        self._n = n
        self._full = np.uint64((1 << (1 << n)) - 1)
        self._low = np.uint64(sum(1 << p for p in range(1 << n) if not p & 1))
        self._cube = [[1, *(2 * (p >> i & 1) - 1 for i in range(n))] for p in range(1 << n)]
        self._new_certificates: Callable[[], Any] = lambda: make_certificates(self._cube)
        self._is_any = gated.synapse == "any"
        self._kind = _kind(gated)
        self._is_listed = gated.name == SYNAPTIC_GATE and self._kind in _LISTED
        # Where the gate chooses between A and its mirror image, the guess does not fit: measured for n = 5.
        self._halvings = 0 if self._kind == ("all", "signs", "signs") else HALVINGS
        self._twin = _TWINS.get(self._kind)
        self._images = (n if self._is_any else 1) * (2 if self._kind[1:] == ("signs", "bits") and self._twin else 1)
        self._free = np.uint64(self._kind == _FREE_AT_ZERO)
        if self._free:
            self._images = 2
        if self._is_listed:
            self._list_pairs()
        else:
            self._pairs = ParallelPairs(n, self._twin, self._strip_of)
            self.total = self._pairs.total
            self._directions = _directions(n)
            self._facets = np.array([_facet(n, i) for i in range(n)], dtype=np.uint64)

    def draw(self, choices: random.Random) -> Fraction:
        """Return the estimate of one sample: a random pair, and some random dichotomies of its strip."""
        if not self._free:
            return self._draw(choices)
        shares = sum((self._draw(choices) for _ in range(TICKETS_OF_A_SAMPLE)), Fraction(0))
        return shares / Fraction(TICKETS_OF_A_SAMPLE)

    def _draw(self, choices: random.Random) -> Fraction:
        off, strip, weight = self._at(choices.randrange(self.total))
        if self._free and not self._has_free_pair(off, off | strip):
            return Fraction(0)
        dichotomies = self._dichotomies(strip)
        candidates = [off ^ int(dichotomies[choices.randrange(len(dichotomies))]) for _ in range(CANDIDATES)]
        drawn = drawn_again(candidates, self._n, DICHOTOMIES_OF_A_STRIP, choices, self._halvings)
        shares = sum((factor * Fraction(1, self.ways(f)) for f, factor in drawn), Fraction(0))
        return Fraction(self._images * self.total * len(dichotomies), weight * DICHOTOMIES_OF_A_STRIP) * shares

    def mean(self) -> Fraction:
        """Return the mean of the estimates over all choices, by their probabilities, for small n."""
        total = Fraction(0)
        for off, strip in self._all_pairs():
            if self._free and not self._has_free_pair(off, off | strip):
                continue
            for dichotomy in self._dichotomies(strip):
                total += Fraction(self._images, self.ways(off ^ int(dichotomy)))
        return total

    def _dichotomies(self, strip: int) -> Any:
        """Return the dichotomies of a strip by gates; a gate that must be on at 0 is."""
        import numpy as np

        tables = self.tables[self.tables & self._free == self._free] if self._free else self.tables
        return sorted_distinct(tables & np.uint64(strip))

    def ways(self, f: int) -> int:
        """Return in how many ways a function of the class is made, with those to make its images.

        Raises:
            DomainError: if there is none.
            ExactError: if a separation was not decided.
        """
        ways = sum(self._ways(image) for image in self._images_of(f))
        if ways == 0:
            raise DomainError(f"the function {f:#x} must belong to the class")
        return ways

    def _images_of(self, f: int) -> Iterator[int]:
        import numpy as np

        table = np.array([f], dtype=np.uint64)
        if self._free:
            yield f if f & 1 else f ^ int(self._full)
            return
        for i in range(self._n if self._is_any else 1):
            image = with_exchanged(table, 0, i, self._n) if i else table
            yield int(image[0])
            if self._is_listed or self._twin is None or self._kind[1:] != ("signs", "bits"):
                continue
            yield int((self._dual(image) if self._twin == "constant" else with_negated(image, 0, self._n))[0])

    def _dual(self, tables: Any) -> Any:
        for i in range(self._n):
            tables = with_negated(tables, i, self._n)
        return tables ^ self._full

    # Listed pairs.

    def _list_pairs(self) -> None:
        import numpy as np

        on, low = self.tables, self._low
        if self._kind == ("one", "signs", "signs"):
            off = with_negated(on, 0, self._n)
        elif self._kind == ("one", "bits", "bits"):
            off = (on & low) | (on & low) << np.uint64(1)
        elif self._kind == ("all", "signs", "signs"):
            off = self._dual(on) ^ self._full
        elif self._kind == ("bias", "signs", "signs"):
            off = self._dual(on)
        elif self._kind == ("all", "bits", "bits"):
            off = np.where(on & np.uint64(1), self._full, np.uint64(0))
        else:
            dual = self._dual(on)
            above, below = on[dual & ~on == 0], on[on & ~dual == 0]
            on = np.concatenate([above, below])
            off = np.concatenate([np.full(len(above), self._full), np.zeros(len(below), dtype=np.uint64)])
        self._on, self._off = on, off
        weights = [1, *(schlafli_number(k, self._n + 1) for k in range(1, (1 << self._n) + 1))]
        self._tickets = SizeTickets(np.bitwise_count(on ^ off), weights)
        self.total = self._tickets.total

    def _at(self, ticket: int) -> tuple[int, int, int]:
        """Return what a unit computes while its gate is off, the strip, and the number of tickets of a pair."""
        if not self._is_listed:
            pair, weight = self._pairs.at(ticket)
            return *self._off_and_strip(*pair), weight
        k, weight = self._tickets.at(ticket)
        return int(self._off[k]), int(self._on[k] ^ self._off[k]), weight

    def _all_pairs(self) -> Iterator[tuple[int, int]]:
        if self._is_listed:
            yield from ((off, on ^ off) for on, off in zip(self._on.tolist(), self._off.tolist(), strict=True))
        else:
            yield from (self._off_and_strip(q, p) for q, p in self._pairs.all_pairs())

    # Parallel pairs.

    def _off_and_strip(self, q: int, p: int) -> tuple[int, int]:
        low = int(self._low)
        if self._kind == ("one", "signs", "bits"):
            return q | (p & low), p & ~q
        if self._kind == ("one", "bits", "signs"):
            # [a' > b] is q where x_1 is off, [a' > -b] is p where x_1 is on, and between them a'
            least, greatest = (q & low) << 1, p & ~low
            return (p & low) | least, greatest & ~least
        return q, p & ~q

    def _strip_of(self, q: int, p: int) -> int:
        return self._off_and_strip(q, p)[1]

    def _ways(self, f: int) -> int:
        import numpy as np

        from exact.counting._gated_estimate_kernel import count_choices

        table, certificates = np.uint64(f), self._new_certificates()
        if self._is_listed:
            is_made = (self._on ^ table) & (self._off ^ table) == 0
            return _checked(count_choices(self._on[is_made], self._off[is_made], table, certificates))
        lower, upper, pattern = self._candidates(table)
        ways = 0
        for i in range(0, len(upper), _BLOCK):
            for j in range(0, len(lower), _BLOCK):
                ways += self._parallel_ways(lower[j : j + _BLOCK], upper[i : i + _BLOCK], pattern, certificates)
        return ways

    def _candidates(self, f: Any) -> tuple[Any, Any, Any]:
        """Return the functions that may be q and p, and what the gate must be on their strip."""
        import numpy as np

        low, high, one = self._low, self._full ^ self._low, np.uint64(1)
        tables = self.tables
        if self._kind == ("one", "bits", "signs"):
            a, between = f & low, f & low & ((f & high) >> one)
            upper = tables[((tables & low) == a) & ((f & high | a << one) & ~tables == 0)]
            lower = tables[((tables & high) == a << one) & ((tables & low) & ~between == 0)]
            return lower, upper, f
        lower, upper = tables[tables & ~f == 0], tables[f & ~tables == 0]
        if self._free:
            lower = lower[lower & self._free == 0]
            return lower[self._are_listed(lower | self._free)], upper, f
        if self._kind == ("bias", "signs", "bits"):
            return lower[self._dual(lower) == lower], upper, f
        return lower, upper, f ^ low if self._kind == ("one", "signs", "bits") else f

    def _are_listed(self, tables: Any) -> Any:
        import numpy as np

        places = np.minimum(np.searchsorted(self.tables, tables), len(self.tables) - 1)
        return self.tables[places] == tables

    def _has_free_pair(self, q: int, p: int) -> bool:
        """Return whether p is on at 0, q is off there, and q may be on as well."""
        import numpy as np

        pair = np.array([q, p], dtype=np.uint64)
        if q & 1 or not p & 1 or not self._are_listed(pair[:1] | self._free)[0]:
            return False
        return self._parallel_ways(pair[:1], pair[1:], self._full, self._new_certificates()) == 1

    def _parallel_ways(self, lower: Any, upper: Any, pattern: Any, certificates: Any) -> int:
        import numpy as np

        from exact.counting._gated_estimate_kernel import count_parallel

        low, high, one = self._low, self._full ^ self._low, np.uint64(1)
        lower, upper = self._columns(lower), self._columns(upper)
        if self._twin == "first":
            lower[:, 3] = (lower[:, 0] & high) >> one
            upper[:, 3] = upper[:, 0] & low
        if self._kind == ("one", "bits", "signs"):
            lower[:, 4] = (lower[:, 0] & low) << one
            upper[:, 4] = upper[:, 0] & high
        if self._free:
            lower[:, 1:3] |= self._columns(lower[:, 0] | self._free)[:, 1:3]
        duals = self._dual(upper[:, 0])
        return _checked(count_parallel(lower, upper, duals, self._facets, self._free, pattern, certificates))

    def _columns(self, tables: Any) -> Any:
        """Return tables with their directions, no key, and themselves as their part in the strip."""
        import numpy as np

        from exact.counting._gated_estimate_kernel import find_directions

        growing, falling = np.zeros_like(tables), np.zeros_like(tables)
        find_directions(tables, *self._directions, growing, falling)
        return np.column_stack([tables, growing, falling, np.zeros_like(tables), tables])


def _checked(ways: int) -> int:
    if ways < 0:
        raise ExactError("a separation of points was not decided; this is an error in the library")
    return int(ways)


def _facet(n: int, i: int) -> int:
    """Return the points at which variable i is 0."""
    return sum(1 << p for p in range(1 << n) if not p >> i & 1)


def _directions(n: int) -> tuple[Any, Any]:
    """Return steps in which one input grows, or the later of two grows and the other changes: starts, lengths."""
    import numpy as np

    starts = [_facet(n, i) for i in range(n)]
    steps = [1 << i for i in range(n)]
    for i in range(n):
        for j in range(i):
            both = _facet(n, i) & _facet(n, j)
            starts += [both, _facet(n, i) ^ both]
            steps += [(1 << i) + (1 << j), (1 << i) - (1 << j)]
    return np.array(starts, dtype=np.uint64), np.array(steps, dtype=np.int64)

r"""The functions of output gates counted in Chow chambers: one vector of every orbit is sorted and not negative.

Let G be the group of the permutations and negations of the inputs, and let v assign to every function f a vector of
integers such that v of an image of f is the same image of v(f); the Chow parameters are such a vector.  Let u assign to
f a vector that is moved by the permutations alone.  Some image of f has 0 <= v_1 <= ... <= v_n, and u sorted where v is
constant.  All images of f with these two vectors are the images of one of them under the group W that keeps the
vectors.  So the least of them represents the orbit of f; and a symmetry that keeps this function keeps its vectors, so
the orbit has |G| / |{s in W that keep it}| functions.  W is small, and its elements are met one by one
(`gated_chamber_walks`).

With the Chow parameters a_i and the correlations c_ij (the sums of x_i and of x_i x_j over the true points; c_ii is
taken to be 0), v = 2**37 a + 2**21 c a + c c a, and u_i is the sum of the squares of c_i1, ..., c_in.

*Which functions are looked at.*  Every pair of threshold functions has an image in which the first one is the gate g
of its class, with sorted Chow parameters a(g) >= 0.  The symmetries that keep g are by Chow's theorem those that keep
a(g); they exchange inputs with equal entries, and negate those with entry 0.  So the second one can be moved until its
own Chow parameters do not decrease from i - 1 to i where a(g) repeats, and do not begin below 0 if a(g) begins with 0:
one partner for every orbit of pairs.  The two factors can be exchanged, so the class of the second one is not before
that of the first.

*Products of signs.*  With every f the class has its negation.  Both factors can be negated until each has at most
half of the points; of f and its negation the one with fewer true points is treated, or both if they have the same.

*Mixed values.*  The map f g shows g, and f on the points of g: so pairs (g, d) are counted, where g is the gate of a
class and d = f AND g.  Their vector is 2**44 a(g) + v(d); what is added to a(g) is smaller than half of 2**44, so that
sorting it leaves a(g) in its place.  The negation of f takes d to its complement in g, so again partners with at most
half of the points are enough.

*Parts.*  The functions are kept in one table; a part takes those for which an invariant of the orbits (the number of
true points and the sum of the squares of the Chow parameters) has one residue.  Mixed values are dealt out by gates.

Dictionary:
    ChamberCount: how many functions and orbits; they can be added.
    count_part: those of one part.
    MAXIMUM_SLOTS: the room in the table of a part.

Sources: Chow's theorem :cite:p:`Chow1961`; theory Q-D6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exact.counting.gated_chamber_thresholds import ThresholdClasses, cube_arrays, threshold_classes
from exact.errors import DomainError, TooLargeError

Progress = Callable[[int, int | None], None]

MAXIMUM_SLOTS = 1 << 27
"""2**27 words are one gigabyte."""
_FIRST_SLOTS = 1 << 12
_SEEN_SLOTS = {"bits": 1 << 20, "signs": 1 << 10, "mixed": 1 << 20}
"""The room for functions that were seen before; products of signs are rarely the same for one gate."""


@dataclass(frozen=True, slots=True)
class ChamberCount:
    """How many functions and orbits there are.

    Attributes:
        functions: the functions or maps.
        orbits: their orbits under the permutations and negations of the inputs.
        twice_with_negation: twice the number of their orbits if the output is negated as well.
    """

    functions: int = 0
    orbits: int = 0
    twice_with_negation: int = 0

    def __add__(self, other: ChamberCount) -> ChamberCount:
        """Return the count of both."""
        return ChamberCount(
            self.functions + other.functions,
            self.orbits + other.orbits,
            self.twice_with_negation + other.twice_with_negation,
        )


class _Table:
    """The functions that were found, in a table that grows."""

    def __init__(self, values: str, n: int) -> None:
        import numpy as np

        self._slots = np.zeros(_FIRST_SLOTS, np.uint64)
        self._seen = np.zeros(_SEEN_SLOTS[values], np.uint64)
        self._rows = np.zeros((3 + n, max(n, 1)), np.int64)
        self._cube = cube_arrays(n)
        self._sums = np.zeros(4, np.int64)

    def clear(self) -> None:
        """Forget all functions."""
        self._slots.fill(0)
        self._seen.fill(0)
        self._sums.fill(0)

    def collect(self, classes: ThresholdClasses, partners: range, search: Any) -> None:
        """Put the products of a gate with its partners into the table."""
        from exact.counting._gated_chamber_kernel import collect

        tables = classes.tables[partners.start : partners.stop]
        descents = classes.descents[partners.start : partners.stop]
        place = 0
        while True:
            room = len(self._slots) // 8 * 5
            rest = (room, self._slots, self._seen, self._rows, self._sums)
            place = collect(place, tables, descents, search, self._cube, *rest)
            if place == len(tables):
                return
            self._grow()

    def _grow(self) -> None:
        import numpy as np

        from exact.counting._gated_chamber_kernel import move_all

        if 2 * len(self._slots) > MAXIMUM_SLOTS:
            raise TooLargeError(
                f"the table is full: {int(self._sums[0])} functions in {len(self._slots)} slots",
                size=2 * len(self._slots),
                limit=MAXIMUM_SLOTS,
                alternative="more shards make smaller tables",
            )
        larger = np.zeros(2 * len(self._slots), np.uint64)
        move_all(self._slots, larger)
        self._slots = larger

    def count(self) -> ChamberCount:
        """Return the count of the functions in the table."""
        _, functions, orbits, twice = map(int, self._sums)
        return ChamberCount(functions, orbits, twice)


def count_part(values: str, n: int, part: int, parts: int, progress: Progress | None = None) -> ChamberCount:
    """Count the functions of one part of an output gate of two factors.

    Args:
        values: ``bits``, ``signs`` or ``mixed``.
        n: the number of inputs.
        part: the part, from 0.
        parts: the number of parts.
        progress: called now and then with the numbers of gates that were treated and of all.

    Raises:
        DomainError: if there are no such values, or there is no such part.
        TooLargeError: if n is too large, or the table is full.
        ExactError: if the compiler is not installed.

    Cost:
        For six inputs, with eight parts for `signs` and one for the others: a few minutes and one gigabyte for a part.

    Examples:
        >>> count_part("bits", 2, 0, 2) + count_part("bits", 2, 1, 2)
        ChamberCount(functions=16, orbits=6, twice_with_negation=12)
    """
    if values not in {"bits", "signs", "mixed"}:
        raise DomainError(f"the values must be bits, signs or mixed, not {values!r}")
    if not 0 <= part < parts:
        raise DomainError(f"the part must be from 0 to {parts - 1}, the last of {parts}, not {part}")
    classes = threshold_classes(n)
    gates = _gates(classes, values)
    if values == "mixed":
        return _count_maps(classes, gates[part::parts], progress)
    table = _Table(values, n)
    for done, gate in enumerate(gates):
        table.collect(classes, *_search(classes, values, gate, part, parts))
        if progress is not None:
            progress(done + 1, len(gates))
    return table.count() + (_constants(1, is_negated=values == "signs") if part == 0 else ChamberCount())


def _count_maps(classes: ThresholdClasses, gates: range, progress: Progress | None) -> ChamberCount:
    """Count the maps with some of the gates, and their images."""
    total = ChamberCount()
    table = _Table("mixed", classes.n)
    for done, gate in enumerate(gates):
        table.clear()
        table.collect(classes, *_search(classes, "mixed", gate, 0, 1))
        size = classes.starts[gate + 1] - classes.starts[gate]
        total += table.count() + _constants(size, is_negated=classes.gates[gate] != 0)
        if progress is not None:
            progress(done + 1, len(gates))
    return total


def _search(classes: ThresholdClasses, values: str, gate: int, part: int, parts: int) -> tuple[range, Any]:
    """Return the numbers of the partners of a gate, and what is made of them."""
    import numpy as np

    from exact.counting._gated_chamber_kernel import Search

    vector = classes.vectors[gate]
    first = 0 if values == "mixed" else classes.starts[gate]
    last = len(classes.tables) if values == "bits" else classes.starts[_classes_to_half(classes)]
    support = {"bits": 0, "signs": (1 << (1 << classes.n)) - 1, "mixed": classes.gates[gate]}[values]
    search = Search(
        gate=np.uint64(classes.gates[gate]),
        ties=sum(1 << i for i, entry in enumerate(vector) if entry == (vector[i - 1] if i else 0)),
        is_conjunction=values != "signs",
        support=np.uint64(support),
        offset=np.array(vector if values == "mixed" else (0,) * classes.n, np.int64),
        part=part,
        parts=parts,
    )
    return range(first, last), search


def _gates(classes: ThresholdClasses, values: str) -> range:
    """Return the numbers of the classes of gates: all of them, or those with at most half of the points."""
    return range(_classes_to_half(classes) if values == "signs" else len(classes.gates))


def _classes_to_half(classes: ThresholdClasses) -> int:
    """Return how many classes have at most half of the points; they come first."""
    half = (1 << classes.n) // 2
    return sum(gate.bit_count() <= half for gate in classes.gates)


def _constants(size: int, *, is_negated: bool) -> ChamberCount:
    """Return the count of an orbit of constants 0 on some support, which are in no table, and of their negations."""
    return ChamberCount(2 * size, 2, 2) if is_negated else ChamberCount(size, 1, 2)

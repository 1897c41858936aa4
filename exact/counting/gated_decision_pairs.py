r"""What a gated unit computes while its gate is on, and while it is off: all pairs of functions.

A unit with one gate g has an argument S that is linear in its weights once the value of the gate is known:
``S(x) = w(phi(x, g(x)))`` for a vector phi(x, gamma) that only the class determines.  Let h1(x) be the sign of
``w(phi(x, on))`` and h0(x) that of ``w(phi(x, off))``.  Then f = h1 where g is true and f = h0 where g is false.

The argument must not vanish at (x, g(x)).  These are finitely many conditions, so w may be moved a little until it
vanishes at no (x, gamma) at all, except where phi(x, gamma) = 0.  So the pairs (h1, h0) are the sign patterns of the
vectors phi(x, gamma) (`gated_decision_chambers`); where phi(x, off) = 0 the gate must be on: these points are *forced*.
This happens only for a gated bias, the gate in `bits`, the inputs in `bits`, at x = 0::

    output gate, bits       (A, 0), A a threshold function; in signs (A, not A)
    multiplexed             phi = (1, x, gamma); here the pairs are read off the orders in which a direction w meets
                            the points: h0 and h1 are the last points of one such order
    synaptic gate, one      phi = (1, gamma x_1, x_2, ..., x_m); all: (1, gamma x); bias: (gamma, x)

The order of a direction w is known from the signs of w(x - y), that is, of w(d) for d with entries -1, 0, 1.

Dictionary:
    GatePairs: the pairs of a class and the forced points.
    gate_pairs: those of a class whose attended part reads m inputs.
    parallel_pairs: pairs (h0, h1), h0 below h1, of last points of one order.

Source: theory Q-D6, Q-F1; for the pairs of the multiplexed unit Q-T5.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from exact.counting.gated_class import MULTIPLEXED, OUTPUT_GATE, GatedClass
from exact.counting.gated_decision_chambers import chamber_patterns
from exact.counting.gated_decision_thresholds import thresholds_by_weights
from exact.errors import DomainError

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GatePairs:
    """The pairs (h1, h0) of a class: what the unit computes while the gate is on and off.

    Attributes:
        pairs: the pairs of truth tables, sorted.  Without forced points only one of (h1, h0) and (h0, h1) may be
            listed: the other belongs to the negated gate.
        forced: the points where the gate must be on; there h0 is listed as h1.
    """

    pairs: tuple[Pair, ...]
    forced: int = 0


def gate_pairs(gated: GatedClass, m: int) -> GatePairs:
    """Return the pairs of a class with one gate, for m attended inputs.

    Args:
        gated: an output gate in bits or signs (of its first factor), a multiplexed unit, or a synaptic gate other than
            ``any``, which is a union.
        m: the number of attended inputs.

    Raises:
        DomainError: if the class has no such pairs.

    Cost:
        A second for m = 4.

    Examples:
        One input, a multiplexed unit: the gate chooses between parallel functions.

        >>> from exact.counting.gated_class import gated_class
        >>> gate_pairs(gated_class("multiplexed"), 1).pairs
        ((0, 0), (1, 0), (1, 1), (2, 0), (2, 2), (3, 0), (3, 1), (3, 2), (3, 3))
    """
    everything = (1 << (1 << m)) - 1
    if gated.name == OUTPUT_GATE and gated.values == "bits":
        return GatePairs(tuple((table, 0) for table in thresholds_by_weights(m)))
    if gated.name == OUTPUT_GATE and gated.values == "signs":
        return GatePairs(tuple((table, everything ^ table) for table in thresholds_by_weights(m)))
    if gated.name == MULTIPLEXED:
        return GatePairs(tuple(sorted((h1, h0) for h0, h1 in parallel_pairs(m))))
    if gated.synapse in {"one", "all", "bias"}:
        return _synaptic_pairs(gated, m)
    raise DomainError("this class is no unit with a single gate")


def parallel_pairs(m: int) -> set[Pair]:
    """Return the pairs (h0, h1), h0 below or equal h1, of sets of last points in the order of some direction.

    Examples:
        With their mirror images they are the threshold functions of one more input:

        >>> [2 * len(parallel_pairs(m)) - len({h for h, _ in parallel_pairs(m)}) for m in range(4)]
        [4, 14, 104, 1882]
    """
    points = 1 << m
    differences = [d for d in product((-1, 0, 1), repeat=m) if d > (0,) * m]
    comparisons: list[tuple[int, int, int]] = []  # the number of d, p and p + d
    for k, d in enumerate(differences):
        step = sum(entry << i for i, entry in enumerate(d))
        inside = [p for p in range(points) if all((p >> i & 1) + d[i] in {0, 1} for i in range(m))]
        comparisons += [(k, p, p + step) for p in inside]
    pairs: set[Pair] = set()
    for pattern in chamber_patterns(differences) if differences else [0]:
        ranks = [0] * points  # how many points are below
        for k, p, q in comparisons:
            ranks[q if pattern >> k & 1 else p] += 1
        tops = [0]
        for q in sorted(range(points), key=ranks.__getitem__, reverse=True):
            tops.append(tops[-1] | 1 << q)
        pairs.update((tops[i], tops[j]) for i in range(points + 1) for j in range(i, points + 1))
    return pairs


def _synaptic_pairs(gated: GatedClass, m: int) -> GatePairs:
    vectors: list[tuple[int, ...]] = []
    forced = 0
    places: list[tuple[int, int]] = []  # the point, and whether the gate is on
    for p in range(1 << m):
        x = tuple(p >> i & 1 for i in range(m))
        if gated.input_values == "signs":
            x = tuple(2 * entry - 1 for entry in x)
        for is_on in (0, 1):
            gamma = is_on if gated.gate_values == "bits" else 2 * is_on - 1
            phi = _vector(gated.synapse, x, gamma)
            if any(phi):
                vectors.append(phi)
                places.append((p, is_on))
            else:
                forced |= 1 << p
    pairs: set[Pair] = set()
    for pattern in chamber_patterns(vectors):
        tables = [0, 0]
        for k, (p, is_on) in enumerate(places):
            if pattern >> k & 1:
                tables[is_on] |= 1 << p
        h0, h1 = tables
        h0 |= h1 & forced
        pairs.add((h1, h0) if forced or h1 >= h0 else (h0, h1))
    return GatePairs(tuple(sorted(pairs)), forced)


def _vector(synapse: str | None, x: tuple[int, ...], gamma: int) -> tuple[int, ...]:
    """Return phi(x, gamma): the vector of which the argument of the unit is a linear form."""
    if synapse == "one":
        return (1, gamma * x[0], *x[1:])
    if synapse == "all":
        return (1, *(gamma * entry for entry in x))
    return (gamma, *x)

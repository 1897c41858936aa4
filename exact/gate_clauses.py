r"""Short contradictions between demands: what the gate of a gated unit cannot do at a few points.

Each value of the gate at a point demands vectors of the forms of a gated unit (`exact.certificate.GatedForm`).  Where
vectors of one form, each taken once or twice and at most four in all, add up to zero, the gate cannot have all these
values.  For the gate itself these are the pairs of 2-summability.

Dictionary:
    GateClause: values at some points that no gate has, with the contradiction.
    Demands: the vector that is demanded of each form, for every point and value of the gate.
    demands_of: these vectors for a function.
    clause_of: the clause of some values.
    short_clauses: the clauses of at most four vectors.
    MAXIMUM_CLAUSES: more are not listed for one form; those on small faces come first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations_with_replacement
from typing import NamedTuple

from exact.boolean import BooleanFunction
from exact.certificate import GatedForm, GateLeaf

MAXIMUM_CLAUSES = 12_000

_Literal = tuple[int, int]  # a point, and the value of the gate there
Vector = tuple[int, ...]
Demands = Sequence[dict[tuple[int, int], Vector]]


class GateClause(NamedTuple):
    """Values at some points that no gate has.

    Attributes:
        mask: the points, as a table.
        value: the values there that exclude each other, as a table.
        leaf: the contradiction.
    """

    mask: int
    value: int
    leaf: GateLeaf


def demands_of(f: BooleanFunction, form: GatedForm) -> Demands:
    """Return for each form the vectors that are demanded, by (point, value of the gate).

    Examples:
        A product of bits demands nothing of the other factor where the gate and the product are false:

        >>> gate, other = demands_of(BooleanFunction(1, 0b10), GatedForm("output-gate", "bits", "bits"))
        >>> other
        {(0, 1): (-1, 0), (1, 0): (0, 0), (1, 1): (1, 1)}
    """
    found: list[dict[_Literal, Vector]] = []
    for index in range(form.size):
        vectors: dict[_Literal, Vector] = {}
        for p in range(1 << f.n):
            for gate in (0, 1):
                vector = form.demanded_vector(index, f.n, p, gate, f.table >> p & 1)
                if vector is not None:
                    vectors[p, gate] = vector
        found.append(vectors)
    return found


def clause_of(form: int, literals: Iterable[_Literal]) -> GateClause | None:
    """Return the clause of some literals; None if they contradict each other, since then no gate is concerned."""
    times = Counter(literals)
    points = sorted((p, m) for (p, _), m in times.items())
    if len({p for p, _ in points}) < len(points):
        return None
    value = sum(gate << p for p, gate in times)
    return GateClause(sum(1 << p for p, _ in points), value, GateLeaf(form, tuple(points)))


def short_clauses(demands: Demands) -> list[GateClause]:
    """Return the clauses of at most four vectors, those with the fewest equal sums first.

    Cost:
        A sum for each pair of literals, 2**(2n + 1) pairs, and a step for each clause.

    Examples:
        A threshold gate of two variables is neither exclusive or nor equality:

        >>> gate = demands_of(BooleanFunction(2, 0), GatedForm("selector", "bits", "bits"))[:1]
        >>> [(bin(clause.mask), bin(clause.value)) for clause in short_clauses(gate)]
        [('0b1111', '0b110'), ('0b1111', '0b1001')]
    """
    found: dict[tuple[int, int], GateClause] = {}
    for form, vectors in enumerate(demands):
        limit = len(found) + MAXIMUM_CLAUSES
        for literals in _zero_sums(vectors):
            clause = clause_of(form, literals)
            if clause is not None:
                found.setdefault((clause.mask, clause.value), clause)
            if len(found) >= limit:
                break
    return list(found.values())


def _zero_sums(vectors: dict[_Literal, Vector]) -> Iterator[tuple[_Literal, ...]]:
    """Yield one, two, and then four literals (with repetition) whose vectors add up to zero."""
    yield from ((literal,) for literal, vector in vectors.items() if not any(vector))
    others = {literal: vector for literal, vector in vectors.items() if any(vector)}
    sums: defaultdict[Vector, list[tuple[_Literal, _Literal]]] = defaultdict(list)
    for (a, v), (b, w) in combinations_with_replacement(others.items(), 2):
        total = tuple(map(int.__add__, v, w))
        if not any(total):
            yield a, b
        elif a[0] != b[0] or a == b:
            sums[total].append((a, b))
    matches: list[tuple[int, Vector, Vector]] = []
    for total, pairs in sums.items():
        opposite = tuple(-x for x in total)
        if opposite > total and opposite in sums:
            matches.append((len(pairs) * len(sums[opposite]), total, opposite))
    for _, total, opposite in sorted(matches):
        for first in sums[total]:
            for second in sums[opposite]:
                yield first + second

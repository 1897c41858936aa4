r"""Is a function computed by a gated unit of a form?  A search for the gate, value by value.

The search asks for the values of the gate at one point after the other.  Clauses (`exact.gate_clauses`) exclude values;
where they leave one value only, it is taken.  When no clause is left, a linear program completes the gate, and linear
programs look for the attended forms; where there are none, their contradiction is a further clause.  So the search ends
with integer coefficients, or with a tree of questions in which every leaf is a contradiction: a proof that there is no
gate.  A question that the contradictions below do not use is left out of the tree, and so is the rest of its branch.

Either answer is verified, by code that knows nothing of the search, before it is returned.  A limit on the work, in
clauses looked at and not in seconds, makes a third answer possible, and the same on every machine.

Dictionary:
    decide_gated: the coefficients of a gated unit, or the tree that excludes all of them.
    Undecided: that neither was found within the limit.
    MAXIMUM_GATED_DIMENSION: the largest n of a search.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exact.boolean import BooleanFunction
from exact.certificate import GatedForm, GatedObstruction, GatedRealization, GateSplit, GateTree
from exact.cube import check_dimension
from exact.errors import DomainError
from exact.gate_clauses import Demands, GateClause, Vector, clause_of, demands_of, short_clauses
from exact.linear_program import Optimum, minimize

MAXIMUM_GATED_DIMENSION = 8
WEIGHTS = (1, 1, 64, 16, 4)  # how much a clause with so many open points counts for the choice of the next question


@dataclass(frozen=True, slots=True)
class Undecided:
    """That a search ended at its limit; this says nothing about the function.

    Attributes:
        form: the form that was searched for.
        limit: the limit, in clauses looked at.
    """

    form: GatedForm
    limit: int


class _FoundError(Exception):
    """The way out of the search with a witness."""

    def __init__(self, coefficients: tuple[Vector, ...]) -> None:
        self.coefficients = coefficients


class _LimitError(Exception):
    """The way out of the search at its limit."""


def decide_gated(
    f: BooleanFunction, form: GatedForm, limit: int | None = None
) -> GatedRealization | GatedObstruction | Undecided:
    """Decide whether a gated unit of a form computes f.

    Args:
        f: a Boolean function of at most 8 variables.
        form: the way in which the gate acts.
        limit: the number of clauses that may be looked at; None for no limit.

    Returns:
        A verified certificate; or `Undecided`, only if there is a limit.

    Raises:
        CertificateError: if the form is none for n variables.
        DomainError: if the limit is negative.
        TooLargeError: if n > 8.

    Cost:
        For n = 5 usually some hundred questions and a tenth of a second, for n = 6 some seconds; exponential in 2**n at
        worst.

    Examples:
        Parity of three bits is the product of three signs, but not of two:

        >>> signs = GatedForm("output-gate", "signs", "signs")
        >>> isinstance(decide_gated(BooleanFunction.parity(2), signs), GatedRealization)
        True
        >>> isinstance(decide_gated(BooleanFunction.parity(3), signs), GatedObstruction)
        True
    """
    check_dimension(f.n, MAXIMUM_GATED_DIMENSION)
    form.check(f.n)
    if limit is not None and limit < 0:
        raise DomainError(f"the limit must be at least 0, not {limit}")
    search = _Search(f, form, limit)
    answer: GatedRealization | GatedObstruction
    try:
        tree, _ = search.refute(0, 0, search.clauses)
        answer = GatedObstruction(f.n, f.table, form, tree)
    except _FoundError as found:
        answer = GatedRealization(f.n, f.table, form, found.coefficients)
    except _LimitError:
        return Undecided(form, search.limit)
    answer.verify(f)
    return answer


class _Search:
    """The state of one search: the clauses known so far, and the work done."""

    def __init__(self, f: BooleanFunction, form: GatedForm, limit: int | None) -> None:
        self.n, self.form = f.n, form
        self.demands: Demands = demands_of(f, form)
        self.clauses = short_clauses(self.demands)
        self.limit = -1 if limit is None else limit
        self.work = 0

    def refute(self, asked: int, gate: int, clauses: Sequence[GateClause]) -> tuple[GateTree, int]:
        """Return a tree that refutes all gates with these values at these points, and the points that it uses.

        Args:
            asked: the points whose values are known, as a table.
            gate: the values there, as a table.
            clauses: those that may still matter.
        """
        self.work += len(clauses) + 1
        if 0 <= self.limit < self.work:
            raise _LimitError
        active: list[GateClause] = []
        forced: GateClause | None = None
        for clause in clauses:
            mask, value, _ = clause
            if (gate ^ value) & mask & asked:
                continue
            rest = mask & ~asked
            if not rest:
                return clause.leaf, mask
            if forced is None and not rest & (rest - 1):
                forced = clause
            active.append(clause)
        if forced is not None:
            return self._forced(asked, gate, forced, active)
        if not active:
            clause = self._complete(asked, gate)
            if not clause.mask & ~asked:
                return clause.leaf, clause.mask
            active = [clause]
        return self._asked(asked, gate, *_question(asked, active), active)

    def _forced(self, asked: int, gate: int, clause: GateClause, active: list[GateClause]) -> tuple[GateTree, int]:
        """Go on with the only value that a clause leaves at its last point."""
        point = clause.mask & ~asked
        good = point & ~clause.value
        tree, used = self.refute(asked | point, gate | good, active)
        if not used & point:
            return tree, used
        return _split(point, good, tree, clause.leaf), (used | clause.mask) & ~point

    def _asked(self, asked: int, gate: int, point: int, first: int, active: list[GateClause]) -> tuple[GateTree, int]:
        """Try both values at a point."""
        known = len(self.clauses)
        tree, used = self.refute(asked | point, gate | first, active)
        if not used & point:
            return tree, used
        other, further = self.refute(asked | point, gate | first ^ point, active + self.clauses[known:])
        if not further & point:
            return other, further
        return _split(point, first, tree, other), (used | further) & ~point

    def _complete(self, asked: int, gate: int) -> GateClause:
        """Complete the gate and find the attended forms, or return a new clause that excludes this."""
        known = [(p, gate >> p & 1) for p in range(1 << self.n) if asked >> p & 1]
        solved = self._solve(0, known)
        if isinstance(solved, GateClause):
            return solved
        literals: list[tuple[int, int]] = []
        for p in range(1 << self.n):
            argument = sum(map(int.__mul__, solved, self.form.argument_vector(0, self.n, p, 0)))
            literals.append((p, int(argument > 0)))
        coefficients: list[Vector] = []
        for index in range(self.form.size):
            solved = self._solve(index, literals)
            if isinstance(solved, GateClause):
                self.clauses.append(solved)
                return solved
            coefficients.append(self._without_zeros(index, solved, literals))
        raise _FoundError(tuple(coefficients))

    def _solve(self, index: int, literals: Iterable[tuple[int, int]]) -> Vector | GateClause:
        """Return the coefficients of a form that meet the demands, or a contradiction among them."""
        demands = self.demands[index]
        demanding = [literal for literal in literals if literal in demands]
        rows = [(*demands[literal], *(-x for x in demands[literal])) for literal in demanding]
        length = self.form.length(index, self.n)
        found = minimize([1] * (2 * length), rows, [1] * len(rows))
        if isinstance(found, Optimum):
            scale = math.lcm(*(value.denominator for value in found.point))
            integers = [int(value * scale) for value in found.point]
            return tuple(a - b for a, b in zip(integers[:length], integers[length:], strict=True))
        times = zip(demanding, found.multipliers, strict=True)
        clause = clause_of(index, [literal for literal, m in times for _ in range(m)])
        if clause is None:
            raise DomainError("a point must not have two values")
        return clause

    def _without_zeros(self, index: int, coefficients: Vector, literals: Sequence[tuple[int, int]]) -> Vector:
        """Return coefficients that meet the same demands, and whose argument is nowhere 0."""
        for p, gate in literals:
            vector = self.form.argument_vector(index, self.n, p, gate)
            if not sum(map(int.__mul__, coefficients, vector)):
                bias, *weights = coefficients
                return 2 * bias + 1, *(2 * w for w in weights)
        return coefficients


def _split(point: int, first: int, tree: GateTree, other: GateTree) -> GateSplit:
    """Return the question at a point; the first tree is the answer to the value `first` (0 or the point's bit)."""
    false, true = (other, tree) if first else (tree, other)
    return GateSplit(point.bit_length() - 1, false, true)


def _question(asked: int, clauses: Iterable[GateClause]) -> tuple[int, int]:
    """Return the point that decides most about the clauses, and the value that fulfils fewer of them."""
    against: tuple[defaultdict[int, int], defaultdict[int, int]] = (defaultdict(int), defaultdict(int))
    for clause in clauses:
        mask, value, _ = clause
        rest = mask & ~asked
        weight = WEIGHTS[min(rest.bit_count(), len(WEIGHTS) - 1)]
        while rest:
            point = rest & -rest
            against[value & point != 0][point] += weight
            rest ^= point
    point = max(against[0].keys() | against[1].keys(), key=lambda p: ((against[0][p] + 1) * (against[1][p] + 1), -p))
    return point, 0 if against[0][point] > against[1][point] else point

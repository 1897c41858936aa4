r"""Integer weights of least sum, or of least maximum, with a proof that is checked.

Among all integer weights that realize a threshold function, those whose absolute values have the least sum, or the
least maximum, are found by branching: the linear program over the rationals gives a lower bound; where its solution has
a weight w_i that is no integer, the integers on either side of it are looked at separately.  The bound of every part
that is closed comes with multipliers, true points, false points and splits, and these make the proof
(`exact.certificate.minimum_weights`).

The branching works on the monotone function of the variables that matter.  There all weights are positive, and the
minimal true points and the maximal false points decide whether weights realize it.

Dictionary:
    minimum_weights: a certificate of least weights.
    realization_with_weights: the realization of a function with given weights.
    Objective: `SUM` or `MAXIMUM`.
    MAXIMUM_DIMENSION: the largest n.

Sources: Land and Doig 1960 for the branching; Muroga, Threshold Logic and Its Applications, 1971, for minimum weights.
"""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from exact._truth_table import flip_variable, variable_table
from exact.boolean import BooleanFunction
from exact.certificate import Leaf, MinimumWeights, Obstruction, Realization, Split
from exact.certificate.realization import polynomial_values
from exact.cube import Encoding, check_dimension
from exact.errors import DomainError
from exact.linear_program import Optimum, minimize
from exact.recognize import recognize

MAXIMUM_DIMENSION = 16
FURTHER_ROWS = 20

Points = tuple[tuple[int, int], ...]


class Objective(enum.Enum):
    """What is least: the sum of the |w_i|, or their maximum."""

    SUM = "sum"
    MAXIMUM = "maximum"

    def value_of(self, weights: Sequence[int]) -> int:
        """Return the sum, or the maximum, of the absolute values; 0 without weights."""
        sizes = [abs(w) for w in weights]
        return sum(sizes) if self is Objective.SUM else max(sizes, default=0)


def minimum_weights(
    f: BooleanFunction,
    objective: Objective = Objective.SUM,
    encoding: Encoding = Encoding.SIGNS,
    *,
    guess: bool = True,
    progress: Callable[[int], None] | None = None,
) -> MinimumWeights:
    """Return integer weights that realize f and are least, with the proof.

    Args:
        f: a threshold function.
        objective: what is least.
        encoding: that of the realization; the least weights do not depend on it.
        guess: whether linear programs may be guessed in floating point; the answer is exact either way.
        progress: is called with the number of linear programs solved so far.

    Returns:
        A certificate.  The least weights need not be unique: which of them it holds is not specified.

    Raises:
        DomainError: if f is no threshold function; `recognize` gives an obstruction.
        TooLargeError: if n > 16.

    Cost:
        A linear program for each part that the branching looks at; usually few, but no bound is known that is not
        exponential.

    Examples:
        >>> f = BooleanFunction(3, 0xA8)  # x1 and (x2 or x3)
        >>> certificate = minimum_weights(f)
        >>> certificate.realization.weights, certificate.value
        ((2, 1, 1), 4)
        >>> certificate.verify()
    """
    check_dimension(f.n, MAXIMUM_DIMENSION)
    first = recognize(f, 1, encoding, guess=guess)
    if isinstance(first, Obstruction):
        raise DomainError("least weights need a threshold function, and this function is none")
    search = _Search(f, first.weights, objective, guess=guess, progress=progress)
    certificate = search.certificate(encoding)
    certificate.verify(f)
    return certificate


@dataclass(frozen=True, slots=True)
class _Bound:
    """A split on the way: w_i <= a where sign is -1, w_i >= a + 1 where it is +1."""

    variable: int
    sign: int
    bound: int

    def row(self, width: int) -> tuple[list[int], int]:
        """Return the inequality as a row of the linear program and its right hand side."""
        row = [0] * width
        row[self.variable] = self.sign
        return row, self.bound + 1 if self.sign > 0 else -self.bound


@dataclass(slots=True)
class _Search:
    """The branching, on f made monotone by negating the variables of negative weight.

    Attributes:
        f: the function.
        start: weights that realize it; their signs say which variables are negated, and 0 that one does not matter.
        objective: what is least.
        guess: whether linear programs may be guessed.
        progress: is told the number of linear programs.
        monotone: f made monotone.
        true, false: the minimal true points and the maximal false points of it that the programs know of.
        best: the best weights of the monotone function so far.
        programs: the number of linear programs.
    """

    f: BooleanFunction
    start: tuple[int, ...]
    objective: Objective
    guess: bool
    progress: Callable[[int], None] | None
    monotone: int = field(init=False)
    true: list[int] = field(init=False)
    false: list[int] = field(init=False)
    best: list[int] = field(init=False)
    programs: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Make the function monotone and choose the first points."""
        table = self.f.table
        for i, w in enumerate(self.start):
            if w < 0:
                table = flip_variable(table, i, self.f.n)
        self.monotone = table
        self.best = [abs(w) for w in self.start]
        self.true, self.false = [], []
        self._add_points(self.best, 1)

    def certificate(self, encoding: Encoding) -> MinimumWeights:
        """Find the least weights; then branch once more, now that their value is known, and keep the proof."""
        while self._tree([]) is None:
            pass
        weights = tuple(w if start >= 0 else -w for w, start in zip(self.best, self.start, strict=True))
        realization = realization_with_weights(self.f, weights, encoding)
        proof = self._tree([]) if any(weights) else None
        return MinimumWeights(realization, self.objective.value, proof)

    def _value(self) -> int:
        return self.objective.value_of(self.best)

    def _tree(self, path: list[_Bound]) -> Leaf | Split | None:
        """Return the proof that no weights in this part are better; None if better ones were found."""
        if not self._value():
            return Leaf((), (), ())
        point, leaf = self._relaxation(path)
        if leaf is not None:
            return leaf
        i = max(range(self.f.n), key=lambda i: (_distance(point[i]), point[i]))
        if point[i].denominator == 1:
            self.best = [int(w) for w in point]
            return None
        bound = math.floor(point[i])
        below = self._tree([*path, _Bound(i, -1, bound)])
        above = None if below is None else self._tree([*path, _Bound(i, 1, bound)])
        if below is None or above is None:
            return None
        if self.start[i] < 0:  # the weight of f is the negative one: -w <= -a - 1 first
            return Split(i, -bound - 1, above, below)
        return Split(i, bound, below, above)

    def _relaxation(self, path: Sequence[_Bound]) -> tuple[tuple[Fraction, ...], Leaf | None]:
        """Return rational weights better than the best ones that are right at every point, or a leaf.

        The columns are the n weights, T, and where the maximum is least, an upper bound of the weights.
        """
        n, maximum = self.f.n, self.objective is Objective.MAXIMUM
        width = n + 1 + maximum
        costs = [0] * (n + 1) + [1] if maximum else [1] * n + [0]
        bounds = [bound.row(width) for bound in path]
        if maximum:
            bounds += [([-int(i == j) for j in range(n + 1)] + [1], 0) for i in range(n)]
        while True:
            rows = [row for row, _ in bounds]
            rows += [[*_bits(p, n), -1, *[0] * maximum] for p in self.true]
            rows += [[*(-b for b in _bits(q, n)), 1, *[0] * maximum] for q in self.false]
            right = [b for _, b in bounds] + [0] * len(self.true) + [1] * len(self.false)
            found = minimize(costs, rows, right, guess=self.guess)
            self.programs += 1
            if self.progress is not None:
                self.progress(self.programs)
            multipliers: Sequence[int | Fraction] = found.multipliers
            if not isinstance(found, Optimum) or sum(map(_product, right, multipliers)) > self._value() - 1:
                return (), self._leaf(path, multipliers[: len(path)], multipliers[len(bounds) :])
            weights = found.point[:n]
            scale = math.lcm(*(w.denominator for w in weights))
            if not self._add_points([int(w * scale) for w in weights], scale):
                return weights, None

    def _add_points(self, weights: Sequence[int], gap: int) -> bool:
        """Add points that exclude these weights; return whether there are any.

        The weights stand for their quotients by the gap: the true points must exceed the false ones by the gap.  A few
        of the least true points and the greatest false ones are chosen, minimal and maximal ones first.
        """
        n = self.f.n
        values = polynomial_values(n, "bits", {1 << i: w for i, w in enumerate(weights)})
        idle = sum(1 << i for i, w in enumerate(self.start) if not w)  # variables that do not matter stay false
        ranked = sorted((value, p.bit_count(), p) for p, value in enumerate(values) if not p & idle)
        true = [entry for entry in ranked if self.monotone >> entry[2] & 1]
        false = [entry for entry in reversed(ranked) if not self.monotone >> entry[2] & 1]
        if not true or not false or (self.true and true[0][0] - false[0][0] >= gap):
            return False
        known_true, known_false = set(self.true), set(self.false)
        self.true += [p for _, _, p in true[:FURTHER_ROWS] if p not in known_true]
        self.false += [p for _, _, p in false[:FURTHER_ROWS] if p not in known_false]
        return True

    def _leaf(
        self, path: Sequence[_Bound], of_path: Sequence[int | Fraction], of_points: Sequence[int | Fraction]
    ) -> Leaf:
        """Turn the multipliers of a linear program into a leaf.

        What the program leaves of T and of the weights, because these are not negative, is made up for by the false
        point 0, which says T >= 1, and by points that differ in one variable, which say that its weight is positive.
        """
        denominators = [Fraction(value).denominator for value in (*of_path, *of_points)]
        scale = math.lcm(*denominators)
        split_multiples = [int(value * scale) for value in of_path]
        multiples = [int(value * scale) for value in of_points]
        true: Counter[int] = Counter(dict(zip(self.true, multiples[: len(self.true)], strict=True)))
        false: Counter[int] = Counter(dict(zip(self.false, multiples[len(self.true) :], strict=True)))
        for i in range(self.f.n):
            left = sum(m for p, m in true.items() if p >> i & 1) - sum(m for q, m in false.items() if q >> i & 1)
            left += sum(m * bound.sign for bound, m in zip(path, split_multiples, strict=True) if bound.variable == i)
            if left < 0:
                q = self._rising_point(i)
                true[q | 1 << i] -= left
                false[q] -= left
        false[0] += true.total() - false.total()
        splits = tuple((depth, m) for depth, m in enumerate(split_multiples) if m)
        divisor = math.gcd(*true.values(), *false.values(), *(m for _, m in splits)) or 1
        return Leaf(
            self._points(true, divisor), self._points(false, divisor), tuple((d, m // divisor) for d, m in splits)
        )

    def _rising_point(self, i: int) -> int:
        """Return a false point that becomes true with x_{i+1}."""
        ones = variable_table(i, self.f.n)
        rising = (self.monotone & ones) >> (1 << i) & ~self.monotone
        return (rising & -rising).bit_length() - 1

    def _points(self, multiples: Counter[int], divisor: int) -> Points:
        """Return the points of f that belong to these points of the monotone function."""
        negated = sum(1 << i for i, w in enumerate(self.start) if w < 0)
        return tuple(sorted((p ^ negated, m // divisor) for p, m in multiples.items() if m))


def _bits(p: int, n: int) -> list[int]:
    return [p >> i & 1 for i in range(n)]


def _product(a: int, b: int | Fraction) -> int | Fraction:
    return a * b


def _distance(value: Fraction) -> Fraction:
    """Return the distance to the nearest integer."""
    return abs(value - round(value))


def realization_with_weights(f: BooleanFunction, weights: Sequence[int], encoding: Encoding) -> Realization:
    """Return the realization with these weights, its threshold in the middle of its range; they must realize f."""
    values = polynomial_values(f.n, encoding.value, {1 << i: w for i, w in enumerate(weights)})
    low = min((value for p, value in enumerate(values) if f.table >> p & 1), default=max(values) + 2)
    high = max((value for p, value in enumerate(values) if not f.table >> p & 1), default=min(values) - 2)
    threshold = Fraction(low + high, 2)
    return Realization.from_weights(
        f.n, f.table, encoding.value, weights, threshold if threshold.denominator == 2 else int(threshold)
    )

r"""Is a Boolean function a threshold function?  The method for degree 1, by weights in order.

1. If f increases somewhere and decreases elsewhere with the same variable, it is 2-summable and no threshold function.
   Otherwise f is unate, and after negating some variables it is monotone; variables on which it does not depend go.
2. In the order of the Chow parameters, each variable is compared with the next one: if exchanging them turns f from
   true to false at one point and from false to true at another, f is 2-summable again.  Otherwise f is *regular*:
   moving a one to an earlier variable never turns f from true to false.  If f is a threshold function, weights with
   w_1 >= w_2 >= ... >= w_m > 0 realize it, and variables that f does not distinguish may have the same weight.
3. Such weights realize f if they are right at the *minimal* true points (those from which no single move leads to
   another true point) and the *maximal* false points.  These are few, and they make a linear program with one column
   for each class of equal variables.
4. Where the program is infeasible, its multipliers combine true and false points to a contradiction among the classes;
   rotating the variables within the classes in all ways turns it into one among the variables.

Dictionary:
    recognize_linear: a realization of degree 1, or an obstruction.

Source: Muroga, Threshold Logic and Its Applications, 1971, chapters 3 to 6; Winder 1962 for the order.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from exact._truth_table import flip_variable, full_table, move_variables, variable_table
from exact.boolean import BooleanFunction
from exact.certificate import Obstruction, Realization
from exact.cube import Encoding
from exact.linear_program import Optimum, minimize
from exact.summability import two_summable_pair

LEAST_PAIR_DIMENSION = 14
"""Up to here a function that is no threshold function is searched for a summability pair with k = 2."""

FIRST_POINTS = 100
"""So many minimal true points, and as many maximal false ones, make the first linear program."""

FURTHER_POINTS = 40
"""So many points that are wrong are added to each following one, of either kind."""


def recognize_linear(f: BooleanFunction, encoding: Encoding, *, guess: bool = True) -> Realization | Obstruction:
    """Return integer weights that realize f, or an obstruction of degree 1.

    Args:
        f: a Boolean function.
        encoding: that of the realization.
        guess: whether the linear programs may be guessed in floating point.

    Cost:
        About ``4 * n`` operations on truth tables, and a few linear programs with at most n + 1 columns.
    """
    if f.table in {0, full_table(f.n)}:
        return Realization.from_weights(f.n, f.table, encoding.value, [0] * f.n, -1 if f.table else 1)
    negated, essential = 0, 0
    for i in range(f.n):
        rising, falling = _changes(f.table, i, f.n)
        if rising and falling:
            p, q = _least_point(rising), _least_point(falling)
            return _obstruction(f, Counter([p | 1 << i, q]), Counter([p, q | 1 << i]))
        if falling:
            negated |= 1 << i
        if rising or falling:
            essential |= 1 << i
    regular = _Order(f, negated, essential).arrange()
    if isinstance(regular, Obstruction):
        return regular
    answer = regular.realize(guess=guess)
    if isinstance(answer, _Weights):
        return regular.frame.realization(answer, encoding)
    if regular.m <= LEAST_PAIR_DIMENSION:
        pair = two_summable_pair(BooleanFunction(regular.m, regular.table))
        if pair is not None:
            return regular.frame.obstruction(Counter(dict(pair.true)), Counter(dict(pair.false)))
    return regular.frame.obstruction(*answer.shortened(regular, guess=guess))


def _changes(table: int, i: int, n: int) -> tuple[int, int]:
    """Return the points without x_{i+1} at which f rises, and those at which it falls, when x_{i+1} becomes true."""
    ones = variable_table(i, n)
    high = (table & ones) >> (1 << i)
    low = table & (ones >> (1 << i))
    return high & ~low, low & ~high


def _least_point(points: int) -> int:
    return (points & -points).bit_length() - 1


def _points(table: int) -> Iterator[int]:
    """Yield the points of a set in increasing order."""
    data = table.to_bytes((table.bit_length() + 7) // 8, "little")
    for place, byte in enumerate(data):
        if byte:
            for i in range(8):
                if byte >> i & 1:
                    yield 8 * place + i


def _obstruction(f: BooleanFunction, true: Counter[int], false: Counter[int]) -> Obstruction:
    """Return the obstruction of degree 1 with these points, without a common divisor of the multiplicities."""
    divisor = math.gcd(*true.values(), *false.values())
    return Obstruction(
        f.n,
        f.table,
        1,
        tuple(sorted((p, m // divisor) for p, m in true.items())),
        tuple(sorted((p, m // divisor) for p, m in false.items())),
    )


@dataclass(frozen=True, slots=True)
class _Weights:
    """Integer weights of the arranged variables, and twice the threshold in bits."""

    weights: tuple[int, ...]
    doubled_threshold: int


@dataclass(frozen=True, slots=True)
class _Order:
    """How f is made monotone and arranged.

    Attributes:
        f: the function.
        negated: the mask of the variables that are negated.
        essential: the mask of the variables on which f depends.
        variables: the essential variables, by falling Chow parameter; set by `arrange`.
    """

    f: BooleanFunction
    negated: int
    essential: int
    variables: list[int] = field(default_factory=list)

    def arrange(self) -> _Regular | Obstruction:
        """Return the regular function of the essential variables in order, or an obstruction with k = 2."""
        n, table = self.f.n, self.f.table
        for i in range(n):
            if self.negated >> i & 1:
                table = flip_variable(table, i, n)
        chow = [(table & variable_table(i, n)).bit_count() for i in range(n)]
        self.variables.extend(sorted((i for i in range(n) if self.essential >> i & 1), key=lambda i: (-chow[i], i)))
        m = len(self.variables)
        images = [0] * n
        for place, i in enumerate(self.variables + [i for i in range(n) if not self.essential >> i & 1]):
            images[i] = place
        table = move_variables(table, images, n) & full_table(m)
        sizes = [1]
        for k in range(m - 1):
            better, worse = _exchanges(table, k, m)
            if worse:
                p, q = _least_point(better), _least_point(worse)
                return self.obstruction(Counter([p, q + (1 << k)]), Counter([p + (1 << k), q]))
            if better:
                sizes.append(1)
            else:
                sizes[-1] += 1
        return _Regular(self, m, table, tuple(sizes))

    def _original_point(self, p: int) -> int:
        return sum((p >> place & 1) << i for place, i in enumerate(self.variables)) ^ self.negated

    def obstruction(self, true: Counter[int], false: Counter[int]) -> Obstruction:
        """Return the obstruction of f that consists of these arranged points."""
        return _obstruction(
            self.f,
            Counter({self._original_point(p): m for p, m in true.items()}),
            Counter({self._original_point(p): m for p, m in false.items()}),
        )

    def realization(self, answer: _Weights, encoding: Encoding) -> Realization:
        """Return the realization of f with these weights of the arranged variables."""
        weights, doubled = [0] * self.f.n, answer.doubled_threshold
        for i, w in zip(self.variables, answer.weights, strict=True):
            weights[i] = w
            if self.negated >> i & 1:  # w (1 - x) > t means -w x > t - w
                weights[i] = -w
                doubled -= 2 * w
        threshold: int | Fraction = Fraction(doubled, 2) if doubled & 1 else doubled // 2
        if encoding is Encoding.SIGNS:  # w (1 + s) / 2 > t means w s > 2 t - w
            threshold = doubled - sum(weights)
        return Realization.from_weights(self.f.n, self.f.table, encoding.value, weights, threshold)


def _exchanges(table: int, k: int, m: int) -> tuple[int, int]:
    """Compare the variables at the places k and k + 1.

    Returns the points that have a one at k and a zero at k + 1, are true, and become false when these change places;
    and those that are false and become true.
    """
    here = variable_table(k, m) & ~variable_table(k + 1, m)
    own, other = table & here, (table >> (1 << k)) & here
    return own & ~other, other & ~own


@dataclass(frozen=True, slots=True)
class _Regular:
    """A regular function of m variables, all essential, in falling order; equal ones form classes of these sizes."""

    frame: _Order
    m: int
    table: int
    sizes: tuple[int, ...]

    def minimal_true_points(self) -> list[int]:
        """Return the true points that leave the set when a one moves to the next place, or the last one is dropped."""
        last = 1 << (self.m - 1)
        above = (self.table << last) & variable_table(self.m - 1, self.m)
        for k in range(self.m - 1):
            here = variable_table(k, self.m) & ~variable_table(k + 1, self.m)
            above |= (self.table >> (1 << k)) & here
        return list(_points(self.table & ~above))

    def maximal_false_points(self) -> list[int]:
        """Return the false points that leave the set when a one moves to the place before, or the last one is added."""
        false = full_table(self.m) & ~self.table
        below = (false >> (1 << (self.m - 1))) & ~variable_table(self.m - 1, self.m)
        for k in range(self.m - 1):
            here = variable_table(k + 1, self.m) & ~variable_table(k, self.m)
            below |= (false << (1 << k)) & here
        return list(_points(false & ~below))

    def counts(self, p: int) -> tuple[int, ...]:
        """Return the number of ones of a point in each class."""
        numbers, place = [], 0
        for size in self.sizes:
            numbers.append((p >> place & ((1 << size) - 1)).bit_count())
            place += size
        return tuple(numbers)

    def realize(self, *, guess: bool) -> _Weights | _Contradiction:
        """Solve the linear program over a growing set of points.

        The columns are the weights of the classes and the threshold T; a true point gives w . p - T >= 0, a false one
        T - w . p >= 1, and neighboring classes w_c - w_{c+1} >= 1, which holds whenever the points are right.
        """
        number = len(self.sizes)
        order = [tuple(int(c == e) - int(c == e + 1) for c in range(number + 1)) for e in range(number - 1)]
        order.append((0,) * (number - 1) + (1, 0))
        true = {self.counts(p): p for p in self.minimal_true_points()}
        false = {self.counts(q): q for q in self.maximal_false_points()}
        chosen_true, chosen_false = list(true)[:FIRST_POINTS], list(false)[:FIRST_POINTS]
        while True:
            rows = [*order, *((*c, -1) for c in chosen_true), *((*(-a for a in c), 1) for c in chosen_false)]
            bounds = [1] * number + [0] * len(chosen_true) + [1] * len(chosen_false)
            found = minimize([*self.sizes, 0], rows, bounds, guess=guess)
            if not isinstance(found, Optimum):
                y, middle = found.multipliers, number + len(chosen_true)
                return _Contradiction(
                    y[:number],
                    {true[c]: m for c, m in zip(chosen_true, y[number:middle], strict=True) if m},
                    {false[c]: m for c, m in zip(chosen_false, y[middle:], strict=True) if m},
                )
            solution = found.point[:number]
            weights = _primitive_multiple(solution)
            above = sorted((sum(map(int.__mul__, weights, c)), c) for c in true)
            below = sorted(((sum(map(int.__mul__, weights, c)), c) for c in false), reverse=True)
            if above[0][0] > below[0][0]:
                return self._rounded(solution, list(true), list(false))
            chosen_true += _new(above, set(chosen_true))
            chosen_false += _new(below, set(chosen_false))

    def _rounded(
        self, solution: Sequence[Fraction], true: Sequence[tuple[int, ...]], false: Sequence[tuple[int, ...]]
    ) -> _Weights:
        """Return the integers next to a multiple of weights that realize the function, as soon as they realize it too.

        Rounding keeps the order, so that the minimal true and the maximal false points still decide.
        """
        factor = 1
        while True:
            weights = [round(w * factor) for w in solution]
            low = min(sum(map(int.__mul__, weights, c)) for c in true)
            high = max(sum(map(int.__mul__, weights, c)) for c in false)
            if low > high:
                divisor = math.gcd(*weights)
                spread = (w // divisor for w, size in zip(weights, self.sizes, strict=True) for _ in range(size))
                return _Weights(tuple(spread), (low + high) // divisor)
            factor *= 2

    def points_of_class_weight(self, place: int) -> tuple[int, int]:
        """Return a true point and a false one that differ in the variable at this place: its weight is positive."""
        rising, _ = _changes(self.table, place, self.m)
        q = _least_point(rising)
        return q | 1 << place, q

    def points_of_class_order(self, place: int) -> tuple[int, int]:
        """Return a true point and a false one that differ by moving a one from this place to the next one."""
        better, _ = _exchanges(self.table, place, self.m)
        p = _least_point(better)
        return p, p + (1 << place)

    def rotations(self, p: int) -> Iterator[int]:
        """Yield the images of a point when all classes are rotated together until they are back."""
        for turn in range(math.lcm(*self.sizes)):
            image, place = 0, 0
            for size in self.sizes:
                bits = p >> place & ((1 << size) - 1)
                shift = turn % size
                image |= ((bits << shift | bits >> (size - shift)) & ((1 << size) - 1)) << place
                place += size
            yield image


def _primitive_multiple(solution: Sequence[Fraction]) -> list[int]:
    """Return the least integer multiple."""
    scale = math.lcm(*(value.denominator for value in solution))
    return [int(value * scale) for value in solution]


def _new(ranked: Sequence[tuple[int, tuple[int, ...]]], chosen: set[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return the first points that are not yet chosen."""
    fresh: list[tuple[int, ...]] = []
    for _, c in ranked:
        if c not in chosen:
            fresh.append(c)
            if len(fresh) == FURTHER_POINTS:
                break
    return fresh


@dataclass(frozen=True, slots=True)
class _Contradiction:
    """Multipliers of the linear program of a regular function that show that it has no solution.

    Attributes:
        order: those of the inequalities between classes; the last one is that of the last weight.
        true: those of the minimal true points.
        false: those of the maximal false points.
    """

    order: tuple[int, ...]
    true: dict[int, int]
    false: dict[int, int]

    def points(self, regular: _Regular) -> tuple[Counter[int], Counter[int]]:
        """Return true and false points whose sums are equal.

        The combination may leave a negative multiple of a weight, or of T, which the signs of these make up for: a
        weight is positive because of a true and a false point that differ in its variable, T because of the false
        point 0.
        """
        true, false = Counter(self.true), Counter(self.false)
        last = [sum(regular.sizes[: c + 1]) - 1 for c in range(len(regular.sizes))]
        rest = [0] * len(last)
        for c, multiplier in enumerate(self.order):
            rest[c] += multiplier
            if c + 1 < len(last):
                rest[c + 1] -= multiplier
                positive, negative = regular.points_of_class_order(last[c])
            else:
                positive, negative = regular.points_of_class_weight(last[c])
            true[positive] += multiplier
            false[negative] += multiplier
        for points, sign in ((self.true, 1), (self.false, -1)):
            for p, multiplier in points.items():
                for c, number in enumerate(regular.counts(p)):
                    rest[c] += sign * multiplier * number
        for c, value in enumerate(rest):
            positive, negative = regular.points_of_class_weight(last[c])
            true[positive] -= value
            false[negative] -= value
        false[0] += true.total() - false.total()
        turned_true: Counter[int] = Counter()
        turned_false: Counter[int] = Counter()
        for points, turned in ((true, turned_true), (false, turned_false)):
            for p, multiplier in points.items():
                for image in regular.rotations(p):
                    turned[image] += multiplier
        return +turned_true, +turned_false

    def shortened(self, regular: _Regular, *, guess: bool) -> tuple[Counter[int], Counter[int]]:
        """Return true and false points whose sums are equal, at most m + 2 of them where the rotations made more."""
        true, false = self.points(regular)
        if len(true) + len(false) <= regular.m + 2:
            return true, false
        points = [(p, 1) for p in true] + [(q, -1) for q in false]
        vectors = [[s, *(s * (p >> i & 1) for i in range(regular.m))] for p, s in points]
        rows = [vector + [-v for v in vector] for vector in vectors]
        found = minimize([1] * len(rows[0]), rows, [1] * len(rows), guess=guess)
        multipliers: Sequence[int | Fraction] = found.multipliers
        chosen = {p: int(m) for (p, _), m in zip(points, multipliers, strict=True) if m}
        return (
            Counter({p: m for p, m in chosen.items() if p in true}),
            Counter({q: m for q, m in chosen.items() if q in false}),
        )

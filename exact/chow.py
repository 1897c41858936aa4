r"""Chow parameters, and the power indices of weighted voting that are made of them.

The Chow parameters of a Boolean function f are the n + 1 sums

    c_0 = sum of f(x),    c_i = sum of f(x) x_i      over all 2**n points,

with the values of f in signs, and the x_i in the encoding that is named.  A threshold function is determined by them
among all Boolean functions (Chow 1961).  From a truth table they are counts of bits.  From weights they are found
without a table, for hundreds of variables, by counting the subsets of the weights with every sum: the coefficients of
the polynomial prod (1 + z^{w_i}), multiplied as one large integer.

With f in bits, variable i *swings* at a point without it where f changes from 0 to 1; for weights w and quota the sum
that must be exceeded, these are the coalitions in which voter i is decisive.  Swings of the opposite kind count as
negative.

Dictionary:
    chow_parameters: from a truth table.
    chow_parameters_of_weights: from weights and a threshold.
    banzhaf_indices: swings divided by 2**(n-1), from Chow parameters in signs.
    shapley_shubik_indices: swings weighted by the orders in which they happen, from a truth table.
    shapley_shubik_indices_of_weights: the same from weights.
    function_of_chow_parameters: the threshold function with given Chow parameters, realized; n <= 12.
    MAXIMUM_BITS: the largest integer that the counting may use.

Sources: Chow 1961; Dubey and Shapley 1979 for Banzhaf's index and Chow parameters; Shapley and Shubik 1954; Brams and
Affuso 1976 for the counting by generating functions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact._truth_table import variable_table
from exact.boolean import BooleanFunction
from exact.certificate import Realization
from exact.certificate.realization import polynomial_values
from exact.cube import Encoding, check_dimension
from exact.errors import DomainError, TooLargeError
from exact.linear_program import Infeasibility, minimize
from exact.rational import Rational, rational
from exact.recognize import recognize

MAXIMUM_BITS = 1 << 30
MAXIMUM_RECONSTRUCTION_DIMENSION = 12


def chow_parameters(f: BooleanFunction, encoding: Encoding = Encoding.SIGNS) -> tuple[int, ...]:
    """Return the Chow parameters (c_0, c_1, ..., c_n) of f: values in signs, inputs in the given encoding.

    Cost:
        Two operations on truth tables for each variable.

    Examples:
        The conjunction of two variables is -1 at three points of four:

        >>> chow_parameters(BooleanFunction(2, 0b1000)), chow_parameters(BooleanFunction(2, 0b1000), Encoding.BITS)
        ((-2, 2, 2), (-2, 0, 0))
    """
    number = f.table.bit_count()
    with_variable = [(f.table & variable_table(i, f.n)).bit_count() for i in range(f.n)]
    return _from_counts(f.n, number, with_variable, encoding)


def _from_counts(n: int, number: int, with_variable: Sequence[int], encoding: Encoding) -> tuple[int, ...]:
    """Return the Chow parameters of a function with so many true points, and so many of them with each variable."""
    if encoding is Encoding.BITS:
        linear = [2 * count - (1 << (n - 1)) for count in with_variable]
    else:
        linear = [4 * count - 2 * number for count in with_variable]
    return (2 * number - (1 << n), *linear)


@dataclass(frozen=True, slots=True)
class _Game:
    """Non-negative integer weights and a quota: the function is true where the sum of the weights exceeds the quota.

    Attributes:
        weights: the absolute values of the weights, scaled to integers.
        quota: an integer.
        negated: the variables whose weight was negative, and that are negated therefore.
    """

    weights: tuple[int, ...]
    quota: int
    negated: tuple[bool, ...]

    @classmethod
    def of(cls, weights: Sequence[Rational], threshold: Rational, encoding: Encoding) -> _Game:
        """Bring w . x > t to this form."""
        exact_weights = [Fraction(rational(w)) for w in weights]
        t = Fraction(rational(threshold))
        if encoding is Encoding.SIGNS:  # w (2 x - 1) > t means w x > (t + w) / 2
            t = (t + sum(exact_weights)) * Fraction(1, 2)
        t -= sum(w for w in exact_weights if w < 0)  # w x = w + |w| (1 - x)
        scale = math.lcm(*(w.denominator for w in exact_weights))
        integers = tuple(int(abs(w) * scale) for w in exact_weights)
        divisor = math.gcd(*integers) or 1
        quota = math.floor(t * scale * Fraction(1, divisor))
        return cls(tuple(w // divisor for w in integers), quota, tuple(w < 0 for w in exact_weights))

    @property
    def total(self) -> int:
        """The sum of all weights."""
        return sum(self.weights)

    def check_size(self, kinds: int) -> int:
        """Return the width of a digit, in bytes, for counting subsets by their sum and a further number of kinds."""
        width = len(self.weights) // 8 + 1
        bits = 8 * width * (self.total + 1) * kinds
        if bits > MAXIMUM_BITS:
            raise TooLargeError(
                f"counting subsets by their sums needs an integer of {bits} bits (limit {MAXIMUM_BITS})",
                size=bits,
                limit=MAXIMUM_BITS,
                alternative="smaller integer weights of the same function may exist; up to 24 variables have a table",
            )
        return width

    def numbers_above(self) -> list[int]:
        """Return, for s = 0, ..., total, the number of subsets whose sum exceeds s."""
        width = self.check_size(1)
        product = 1
        for w in self.weights:
            product += product << (8 * width * w)
        return _sums_above(_digits(product, width, self.total + 1))

    def numbers_above_by_size(self) -> list[list[int]]:
        """Return the same for the subsets with k elements, for k = 0, ..., n."""
        n, length = len(self.weights), self.total + 1
        width = self.check_size(n + 1)
        product = 1
        for w in self.weights:
            product += product << (8 * width * (w + length))
        counts = _digits(product, width, (n + 1) * length)
        return [_sums_above(counts[k * length : (k + 1) * length]) for k in range(n + 1)]


def _sums_above(counts: Sequence[int]) -> list[int]:
    """Return, for every s, the sum of the counts behind s."""
    above, numbers = 0, [0] * len(counts)
    for s in range(len(counts) - 1, -1, -1):
        numbers[s] = above
        above += counts[s]
    return numbers


def _digits(number: int, width: int, length: int) -> list[int]:
    """Return the digits of a number, each of so many bytes."""
    data = number.to_bytes(width * length, "little")
    return [int.from_bytes(data[k : k + width], "little") for k in range(0, len(data), width)]


def chow_parameters_of_weights(
    weights: Sequence[Rational],
    threshold: Rational,
    weights_encoding: Encoding = Encoding.SIGNS,
    encoding: Encoding = Encoding.SIGNS,
) -> tuple[int, ...]:
    """Return the Chow parameters of the function that is true where w . x > t, without its table.

    Args:
        weights: w, any rational numbers; hundreds of small integers are fine.
        threshold: t.
        weights_encoding: the encoding of x in w . x > t.
        encoding: that of the inputs in the Chow parameters.

    Raises:
        TooLargeError: if the integer that counts the subsets by their sums would be too large.

    Cost:
        The numbers of subsets with a sum above every s: one product of n factors with (n + 1) times (sum of the
        weights) bits; those without x_i then follow from ``N_i(s) = N(s + w_i) - N(s + 2 w_i) + ...``.

    Examples:
        >>> chow_parameters_of_weights((1, 1, 1), 0)
        (0, 4, 4, 4)
        >>> chow_parameters_of_weights((1,) * 301, 0)[1] == 2 * math.comb(300, 150)
        True
    """
    game = _Game.of(weights, threshold, weights_encoding)
    n = len(game.weights)
    if game.quota < 0:
        return _from_counts(n, 1 << n, [(1 << n) // 2] * n, encoding)
    numbers = game.numbers_above()[game.quota :]  # of the subsets with a sum above the quota, the quota + 1, ...
    number = numbers[0] if numbers else 0
    with_variable: list[int] = []
    for w, negated in zip(game.weights, game.negated, strict=True):
        count = sum(numbers[:: 2 * w]) - sum(numbers[w :: 2 * w]) if w else number // 2
        with_variable.append(number - count if negated else count)
    return _from_counts(n, number, with_variable, encoding)


def banzhaf_indices(chow: Sequence[int]) -> tuple[Rational, ...]:
    """Return the number of swings of each variable divided by 2**(n-1), from the Chow parameters in signs.

    A swing changes f(x) x_i + f(y) x_i, at the two points x and y that differ in the variable i, from 0 to 2; so there
    are c_i / 2 of them.

    Args:
        chow: (c_0, c_1, ..., c_n), inputs in signs.

    Raises:
        DomainError: if these are Chow parameters of no function, being odd.

    Examples:
        Of the 4 coalitions of the other two voters, 2 need the third one:

        >>> banzhaf_indices(chow_parameters(BooleanFunction.majority(3)))
        (Fraction(1, 2), Fraction(1, 2), Fraction(1, 2))
    """
    n = len(chow) - 1
    if n < 0 or any(c % 2 for c in chow[1:]):
        raise DomainError(f"Chow parameters in signs must be c_0 and even numbers, not {tuple(chow)}")
    return tuple(rational(Fraction(c, 1 << n)) for c in chow[1:])


def shapley_shubik_indices(f: BooleanFunction) -> tuple[Rational, ...]:
    """Return the power index of Shapley and Shubik: the share of the orders of the voters in which each one decides.

    For a function that is not monotone, orders in which the variable turns the value from 1 to 0 count as negative.

    Returns:
        One rational number for each variable; their sum is f(1...1) - f(0...0).

    Cost:
        About n**2 operations on truth tables.

    Examples:
        Voter 1 of x_1 (x_2 or x_3) decides in 4 of the 6 orders:

        >>> shapley_shubik_indices(BooleanFunction(3, 0xA8))
        (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    """
    n = f.n
    levels = _levels(n)
    swings: list[list[int]] = []
    for i in range(n):
        ones = variable_table(i, n)
        high, low = (f.table & ones) >> (1 << i), f.table & (ones >> (1 << i))
        rising, falling = high & ~low, low & ~high
        swings.append([(rising & level).bit_count() - (falling & level).bit_count() for level in levels[:n]])
    return tuple(_weighted_by_orders(n, line) for line in swings)


def _levels(n: int) -> list[int]:
    """Return, for k = 0, ..., n, the set of the points with k ones."""
    levels = [1]
    for i in range(n):
        shift = 1 << i
        levels = [low | high << shift for low, high in zip([*levels, 0], [0, *levels], strict=True)]
    return levels


def _weighted_by_orders(n: int, swings: Sequence[int]) -> Rational:
    """Return the sum of swings[k] k! (n - 1 - k)! / n!, where swings[k] happen to coalitions of k voters."""
    total = sum(count * math.factorial(k) * math.factorial(n - 1 - k) for k, count in enumerate(swings))
    return rational(Fraction(total, math.factorial(n)))


def shapley_shubik_indices_of_weights(
    weights: Sequence[Rational], threshold: Rational, weights_encoding: Encoding = Encoding.SIGNS
) -> tuple[Rational, ...]:
    """Return the power indices of Shapley and Shubik of w . x > t, without a table.

    Args:
        weights: w, non-negative rational numbers.
        threshold: t.
        weights_encoding: the encoding of x in w . x > t.

    Raises:
        DomainError: if a weight is negative.
        TooLargeError: if the integer that counts the subsets by their sizes and sums would be too large.

    Cost:
        The subsets are counted by size and sum: a product of n factors with (n + 1)^2 times (sum of weights) bits.

    Examples:
        >>> shapley_shubik_indices_of_weights((2, 1, 1), 2, Encoding.BITS)
        (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    """
    game = _Game.of(weights, threshold, weights_encoding)
    if any(game.negated):
        raise DomainError(f"weights of votes must not be negative, not {min(weights)}")
    n = len(game.weights)
    if game.quota < 0:
        return (0,) * n
    above = game.numbers_above_by_size()
    indices: list[Rational] = []
    for w in game.weights:
        with_none = _without_voter(above, game.quota, w)
        with_weight = _without_voter(above, game.quota - w, w)
        indices.append(_weighted_by_orders(n, [a - b for a, b in zip(with_weight, with_none, strict=True)]))
    return tuple(indices)


def _without_voter(above: Sequence[Sequence[int]], s: int, w: int) -> list[int]:
    """Return, for k = 0, ..., n - 1, the number of sets of k other voters whose weight exceeds s.

    Assumes s + w >= 0.  With a voter of weight w the sets of k + 1 voters above s + w number above[k + 1][s + w]; those
    without this voter are taken away again: A_k(s) = N_{k+1}(s + w) - A_{k+1}(s + w).
    """
    n = len(above) - 1
    found: list[int] = []
    for k in range(n):
        count, sign, level, place = 0, 1, k + 1, s + w
        while level <= n:
            count += sign * (above[level][place] if place < len(above[level]) else 0)
            sign, level, place = -sign, level + 1, place + w
        found.append(count)
    return found


def function_of_chow_parameters(chow: Sequence[int], encoding: Encoding = Encoding.SIGNS) -> Realization:
    """Return the threshold function with the given Chow parameters, with weights that realize it.

    For weights w of the function f that is looked for, and every other function g, the sum of f(x) (w . x - t) exceeds
    the sum of g(x) (w . x - t): so w . (c - c(g)) is positive, with w_0 = -t.  Weights that satisfy these inequalities
    for the functions g seen so far give a next function; it is f, or one more inequality.  Where they contradict each
    other, there is no such threshold function.

    Args:
        chow: (c_0, c_1, ..., c_n), values and inputs in signs; n <= 12.
        encoding: that of the realization.

    Returns:
        A realization; by Chow's theorem no other Boolean function has these parameters.

    Raises:
        DomainError: if no threshold function has these parameters.
        TooLargeError: if n > 12.

    Cost:
        A linear program with n + 1 free columns for each function seen on the way.

    Examples:
        >>> function_of_chow_parameters((0, 4, 4, 4)).weights
        (1, 1, 1)
    """
    n = check_dimension(len(chow) - 1, MAXIMUM_RECONSTRUCTION_DIMENSION)
    if any(type(c) is not int for c in chow):
        raise TypeError(f"Chow parameters must be integers, not {tuple(chow)!r}")
    rows: list[list[int]] = []
    weights = list(chow)
    while True:
        values = polynomial_values(n, "signs", {0: weights[0], **{1 << i: w for i, w in enumerate(weights[1:])}})
        g = BooleanFunction(n, int("".join(["01"[value > 0] for value in reversed(values)]), 2))
        difference = [c - other for c, other in zip(chow, chow_parameters(g), strict=True)]
        if not any(difference) and isinstance(answer := recognize(g, 1, encoding), Realization):
            return answer
        if sum(w * c for w, c in zip(weights, difference, strict=True)) > 0:
            break  # no function at all has so large a sum
        rows.append(difference + [-c for c in difference])
        found = minimize([1] * (2 * n + 2), rows, [1] * len(rows))
        if isinstance(found, Infeasibility):
            break
        solution = [a - b for a, b in zip(found.point[: n + 1], found.point[n + 1 :], strict=True)]
        scale = math.lcm(*(w.denominator for w in solution))
        weights = [int(w * scale) for w in solution]
    raise DomainError(f"Chow parameters must be those of a threshold function, and {tuple(chow)} are not")

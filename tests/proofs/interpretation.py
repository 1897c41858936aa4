"""Numbers for statements: functions evaluated from their definitions, statements tried on grids of small numbers.

This is the second opinion on statements. It shares with the package nothing but the parsed items. A free function is
taken to be an arbitrary one, and also, where a statement needs it, one of the functions of `MODELS`.
"""

from fractions import Fraction

from proofs.syntax import Lemma, Piecewise, Recursion
from tests.proofs.known_counts import COUNTS, UnknownError

INTEGERS = (0, 1, 2, 3, -1, 4, -2)
REALS = tuple(Fraction(n, d) for n, d in [(0, 1), (1, 1), (-1, 1), (1, 2), (2, 1), (-3, 2), (5, 3)])
WITNESSES = {"output-gating-has-twice-the-bits": [{"n": 4, "m": 1, "A": 104**2}]}  # off the grid
HOLDS = {"=": lambda a, b: a == b, ">=": lambda a, b: a >= b, ">": lambda a, b: a > b}


class UndefinedError(Exception):
    """A function outside the range of its definition."""


def growing(t):
    """Return (3/2)^(2t) for a multiple t of 1/2: it has the functional equation, and is at least 1 + t."""
    if (2 * t).denominator != 1:
        raise UndefinedError
    return Fraction(3, 2) ** int(2 * t)


def model_of(exponential, salt):
    """Return an exponential function, the logistic one and the tangent that belong to it, and addition formulas."""

    def logistic(t):
        return 1 / (1 + exponential(-t))

    return {
        "exponential": exponential,
        "logistic": logistic,
        "hyperbolic_tangent": lambda t: 2 * logistic(2 * t) - 1,
        "cosine": lambda _: 1,
        "sine": lambda _: 0,
    }, salt


OPPOSITE_CORNERS = {"pre_first": lambda _: -1, "pre_second": lambda _: 1, "weight": lambda _: 1}
MODELS = (model_of(growing, 1), model_of(lambda _: Fraction(1), 2), (OPPOSITE_CORNERS, 3))


class Interpretation:
    """Values of terms, from the definitions of the functions; a free symbol is one fixed arbitrary function."""

    def __init__(self, items, named=None, salt=0):
        """Take the functions among the items; ``named`` holds chosen ones for free symbols, beside the counts."""
        self.functions = {item.name: item for item in items if not isinstance(item, Lemma)}
        self.named = COUNTS | (named or {})
        self.salt = salt
        self.cache = {}
        self.others = [] if named is not None else [Interpretation(items, *model) for model in MODELS]

    def term(self, term, values):
        """Return the value of a term."""
        if isinstance(term, str):
            return values[term]
        if not isinstance(term, tuple):
            return term
        head, *rest = term
        if head == "^":
            return self.term(rest[0], values) ** rest[1]
        numbers = [self.term(part, values) for part in rest]
        if head == "+":
            return sum(numbers)
        if head == "-":
            return numbers[0] - numbers[1]
        if head == "*":
            product = 1
            for number in numbers:
                product *= number
            return product
        return self.apply(head, tuple(numbers))

    def apply(self, name, arguments):
        """Return the value of a function, by its definition."""
        key = (name, arguments)
        if key not in self.cache:
            if name in self.named:
                self.cache[key] = self.named[name](*(Fraction(argument) for argument in arguments))
            else:
                self.cache[key] = self._apply(self.functions[name], arguments)
        return self.cache[key]

    def _apply(self, item, arguments):
        values = dict(zip((name for name, _ in item.parameters), arguments, strict=True))
        if isinstance(item, Piecewise):
            return self.term(item.positive if self.term(item.test, values) > 0 else item.otherwise, values)
        if not isinstance(item, Recursion):
            letters = sum(ord(letter) for letter in item.name) + self.salt * len(item.name)
            return (letters + sum((letters % 5 + 1) * n * n + 3 * n for n in arguments)) % 7 - 3
        for case in item.cases:
            inner = dict(values)
            for (name, _), base, pattern in zip(item.parameters, item.bases, case.patterns, strict=True):
                if base is not None and values[name] < base:
                    raise UndefinedError
                if (pattern == "zero" and values[name] != base) or (pattern == "succ" and values[name] == base):
                    break
                if pattern == "succ":
                    inner[name] = values[name] - 1
            else:
                return self.term(case.value, inner)
        raise UndefinedError

    def comparison(self, comparison, values):
        """Say whether a comparison holds."""
        return HOLDS[comparison.relation](self.term(comparison.left, values), self.term(comparison.right, values))

    def points(self, variables, limit=600):
        """Yield assignments of small numbers."""
        ranges = [INTEGERS if sort == "Z" else REALS for _, sort in variables]
        names = [name for name, _ in variables]
        total = 1
        for entries in ranges:
            total *= len(entries)
        step = max(1, total // limit)
        step += step % len(INTEGERS) == 0  # a multiple of the number of values would leave one variable fixed
        for index in range(0, total, step):
            rest, values = index, {}
            for name, entries in zip(names, ranges, strict=True):
                rest, position = divmod(rest, len(entries))
                values[name] = entries[position]
            yield values

    def trial(self, lemma):
        """Return how many points satisfy the hypotheses, and the first one at which the lemma is false, or None.

        Where no point of a thin grid does, all models and a denser grid are tried.
        """
        satisfied, point = self._trial(lemma, 600)
        for limit in (600, 120_000):
            for other in self.others:
                if not satisfied and point is None:
                    satisfied, point = other._trial(lemma, limit)
        return satisfied, point

    def _trial(self, lemma, limit):
        satisfied = 0
        for values in (*WITNESSES.get(lemma.name, ()), *self.points(lemma.variables, limit)):
            try:
                if not all(self.comparison(hypothesis, values) for hypothesis in lemma.hypotheses):
                    continue
                satisfied += 1
                if not self.comparison(lemma.conclusion, values):
                    return satisfied, values
            except (UndefinedError, UnknownError):
                continue
        return satisfied, None

r"""Boolean functions as text: reading formulas with a grammar of our own, and writing normal forms.

The grammar, from the weakest to the strongest operator::

    formula    a <-> b                          equivalence; a <-> b <-> c is (a <-> b) <-> c
               a -> b                           implication; a -> b -> c is a -> (b -> c)
               a | b      a or b
               a ^ b      a xor b
               a & b      a and b
               !a         ~a         not a
               (a)
    constant   0, 1, false, true
    variable   x1, x2, ..., or the names that are given: a letter, then letters, digits or _
    function   majority(a, b, ...)              more than half of the arguments are true
               parity(a, b, ...)                an odd number of them
               at_least(2; a, b, ...)           at least so many of them
               ite(a, b, c)                     if a then b else c
               threshold(2*a - b + 1/2*c > 3/2) exactly, with arguments as bits; the relation is >, >=, < or <=, the
                                                weights are integers, fractions or decimals, an argument is a variable,
                                                a constant, a function, !a or (a), and the right side is a number

The relation of a threshold is written out because the literature uses both > and >=.

A formula is computed while it is read, with whole truth tables; nothing is evaluated as Python.

Dictionary:
    read_formula: the function that a text stands for.
    formula_text: a disjunctive or algebraic normal form that reads back; formula_latex: the former in LaTeX.
    MAXIMUM_FORMULA_WORK, MAXIMUM_ARGUMENTS, MAXIMUM_CLAUSES: the limits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from exact._truth_table import full_table, irredundant_cubes, variable_table
from exact.boolean import BooleanFunction
from exact.cube import MAXIMUM_TABLE_DIMENSION, Encoding, check_dimension
from exact.errors import DomainError, InputError, TooLargeError
from exact.rational import Rational, parse_rational, rational
from exact.text_reader import MAXIMUM_LENGTH, Binary, OperatorReader, Token, excerpt

MAXIMUM_FORMULA_WORK = 1 << 38  # operations on single points; about ten seconds
MAXIMUM_ARGUMENTS = MAXIMUM_TABLE_DIMENSION
MAXIMUM_CLAUSES = 10_000
_ARGUMENT_WORK = 100  # an argument of majority, at_least or threshold costs as much as that many operators

_VARIABLE = re.compile(r"x([1-9][0-9]{0,8})", re.ASCII)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_FUNCTIONS = ("majority", "parity", "at_least", "ite", "threshold")
_CONSTANTS = {"0": 0, "1": 1, "false": 0, "true": 1}
_RESERVED = {*_FUNCTIONS, "and", "or", "xor", "not", "false", "true"}
_RELATIONS = (">", ">=", "<", "<=")
_OPERAND = 1000  # binds more strongly than every operator


def read_formula(text: str, n: int | None = None, names: Sequence[str] | None = None) -> BooleanFunction:
    """Return the function that a formula stands for.

    Args:
        text: the formula; the grammar is that of this module.
        n: the number of variables, or None for the greatest index that occurs (0 if there is none).
        names: the names of the variables in order, or None for x1, x2, and so on; they determine n.

    Raises:
        TypeError: if the text is no `str`.
        DomainError: if a name is no name, a word of the grammar, or given twice, or n does not fit the names.
        InputError: if the text is no formula, or has an unknown name; the message names the column.
        TooLargeError: if the formula is too long for the number of variables.

    Cost:
        One operation on tables for each operator.

    Examples:
        >>> read_formula("threshold(x1 + x2 + x3 >= 2)") == read_formula("majority(x1, x2, x3)")
        True
        >>> read_formula("a -> b", names=["a", "b"]).to_formula(names=["a", "b"])
        '!a | b'
    """
    if names is not None:
        _check_names(names)
        if n is not None and n != len(names):
            raise DomainError(f"n must be the number of names, {len(names)}, not {n}")
        n = len(names)
    if n is not None:
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
    reader = _FormulaReader(text, n, names)
    return BooleanFunction(reader.n, reader.read())


def _check_names(names: Sequence[str]) -> None:
    for k, name in enumerate(names):
        if not _NAME.fullmatch(name) or name in _RESERVED:
            raise DomainError(f"a variable must be named by a letter, then letters, digits or _, not {name!r}")
        if name in names[:k]:
            raise DomainError(f"the variables must have different names, not {name!r} twice")


class _FormulaReader(OperatorReader[int]):
    """The operators on truth tables of n variables."""

    what = "a formula"
    symbols = ("(", ")", ",", ";", "!", "~", "&", "^", "|", "->", "<->", "+", "-", "*", "/", *_RELATIONS)
    binary: ClassVar[Mapping[str, Binary]] = {
        "<->": Binary(10, 11),
        "->": Binary(20, 20),
        "|": Binary(30, 31),
        "or": Binary(30, 31),
        "^": Binary(40, 41),
        "xor": Binary(40, 41),
        "&": Binary(50, 51),
        "and": Binary(50, 51),
    }
    prefix: ClassVar[Mapping[str, int]] = {"!": 60, "~": 60, "not": 60}

    def __init__(self, text: str, n: int | None, names: Sequence[str] | None) -> None:
        super().__init__(text)
        used = [token for token in self.tokens if token.kind == "name" and token.text not in _RESERVED]
        if names is not None:
            self.places = {name: i for i, name in enumerate(names)}
        else:
            limit = MAXIMUM_TABLE_DIMENSION if n is None else n
            self.places = {f"x{i + 1}": i for i in range(limit)}
        for token in used:
            if token.text not in self.places:
                known = ", ".join(self.places) if len(self.places) <= 3 else f"{next(iter(self.places))}, ..., "
                if len(self.places) > 3:
                    known += list(self.places)[-1]
                self.fail(token, f"a variable must be one of {excerpt(known)}" if known else "no variable may occur")
        self.n = max((self.places[token.text] + 1 for token in used), default=0) if n is None else n
        self._full = full_table(self.n)
        self._tables: dict[str, int] = {}  # of the variables, which are long for large n
        self._work = 0
        self._charge(len(self.tokens))

    def _charge(self, operations: int) -> None:
        """Count operations on tables, and refuse before there are too many."""
        self._work += operations << self.n
        if self._work > MAXIMUM_FORMULA_WORK:
            raise TooLargeError(
                f"a formula of n = {self.n} variables must be shorter: it takes {self._work} operations on points",
                size=self._work,
                limit=MAXIMUM_FORMULA_WORK,
            )

    def operand(self, token: Token) -> int:
        if token.text in _CONSTANTS:
            return self._full if _CONSTANTS[token.text] else 0
        if token.kind == "number":
            self.fail(token, "a constant of a formula must be 0 or 1")
        if token.text in _FUNCTIONS:
            self.expect("(")
            value = self._function(token)
            self.expect(")")
            return value
        if token.text not in self._tables:
            self._tables[token.text] = variable_table(self.places[token.text], self.n)
        return self._tables[token.text]

    def apply_prefix(self, operator: Token, value: int) -> int:  # noqa: ARG002  (there is one prefix operator)
        return value ^ self._full

    def apply_binary(self, operator: Token, left: int, right: int) -> int:
        match operator.text:
            case "&" | "and":
                return left & right
            case "|" | "or":
                return left | right
            case "^" | "xor":
                return left ^ right
            case "->":
                return (left ^ self._full) | right
            case _:
                return left ^ right ^ self._full

    def _function(self, name: Token) -> int:
        if name.text == "threshold":
            return self._threshold(name)
        least: Rational = 0
        if name.text == "at_least":
            least = self._number()
            self.expect(";")
        arguments = [self.expression()]
        while self.accept(","):
            arguments.append(self.expression())
        match name.text:
            case "ite":
                if len(arguments) != 3:
                    raise InputError(f"column {name.column}: ite must have 3 arguments, not {len(arguments)}")
                condition, then, otherwise = arguments
                return otherwise ^ (condition & (then ^ otherwise))
            case "parity":
                table = 0
                for argument in arguments:
                    table ^= argument
                return table
            case "majority":
                return self._weighted(name, arguments, [1] * len(arguments), Fraction(len(arguments), 2))
            case _:
                return self._weighted(name, arguments, [1] * len(arguments), math.ceil(least) - Fraction(1, 2))

    def _weighted(self, name: Token, arguments: Sequence[int], weights: Sequence[Rational], t: Rational) -> int:
        """Return the table of w_1 a_1 + ... + w_k a_k > t."""
        if len(arguments) > MAXIMUM_ARGUMENTS:
            raise InputError(
                f"column {name.column}: {name.text} must have at most {MAXIMUM_ARGUMENTS} arguments, "
                f"not {len(arguments)}"
            )
        self._charge(_ARGUMENT_WORK * len(arguments))
        outer = BooleanFunction.threshold(weights, rational(t), Encoding.BITS)
        return outer.compose([BooleanFunction(self.n, argument) for argument in arguments]).table

    def _threshold(self, name: Token) -> int:
        """Read a linear form, a relation and a number."""
        arguments: list[int] = []
        weights: list[Rational] = []
        sign = -1 if self.accept("-") else 1
        while True:
            weight, argument = self._term()
            weights.append(sign * weight)
            arguments.append(argument)
            if self.accept("+"):
                sign = 1
            elif self.accept("-"):
                sign = -1
            else:
                break
        relation = self.take()
        if relation.text not in _RELATIONS:
            self.fail(relation, "a threshold must go on with + or -, or with one of >, >=, < and <=, here")
        t = self._number()
        if relation.text in (">", "<="):
            table = self._weighted(name, arguments, weights, t)
        else:  # s < t iff -s > -t
            table = self._weighted(name, arguments, [-weight for weight in weights], -t)
        return table ^ self._full if relation.text in (">=", "<=") else table

    def _term(self) -> tuple[Rational, int]:
        """Read ``a``, ``3/2*a`` or ``3/2``; the last one is a constant term."""
        if self.peek().kind != "number":
            return 1, self.expression(_OPERAND)
        weight = self._number()
        return weight, self.expression(_OPERAND) if self.accept("*") else self._full

    def _number(self) -> Rational:
        """Read a number with or without a sign: an integer, a fraction of two integers, or a decimal."""
        sign = -1 if self.accept("-") else 1
        token = self.take()
        if token.kind != "number":
            self.fail(token, f"{self.what} must have a number here")
        text = token.text
        if self.accept("/"):
            denominator = self.take()
            if denominator.kind != "number":
                self.fail(denominator, f"{self.what} must have a number here")
            text += "/" + denominator.text
        try:
            return sign * parse_rational(text)
        except InputError as error:
            raise InputError(f"column {token.column}: {error.problem}") from None


def _names(f: BooleanFunction, names: Sequence[str] | None) -> Sequence[str]:
    if names is None:
        return [f"x{i + 1}" for i in range(f.n)]
    _check_names(names)
    if len(names) != f.n:
        raise DomainError(f"there must be {f.n} names, not {len(names)}")
    return names


def _clauses(f: BooleanFunction) -> list[tuple[int, int]]:
    """Return the cubes of a disjunctive normal form, short ones first."""
    cubes = irredundant_cubes(f.table, f.n, MAXIMUM_CLAUSES)
    return sorted(cubes, key=lambda c: ((c[0] | c[1]).bit_count(), _first_variables(c[0] | c[1], f.n), c))


def _first_variables(mask: int, n: int) -> tuple[int, ...]:
    return tuple(i for i in range(n) if mask >> i & 1)


def formula_text(f: BooleanFunction, form: str = "dnf", names: Sequence[str] | None = None) -> str:
    """Return a formula that `read_formula` reads as f, if it is told the same n or names.

    Args:
        f: the function.
        form: ``dnf`` for an irredundant disjunction of prime conjunctions, ``anf`` for the algebraic normal form.
        names: the names of the variables, or None for x1, x2, and so on.

    Returns:
        The text; ``0`` and ``1`` for the constants.

    Raises:
        DomainError: if the form is neither, or the names do not fit.
        TooLargeError: if the text has more than 10 000 clauses or 100 000 characters.

    Examples:
        >>> formula_text(read_formula("x1 -> x2"), "anf")
        '1 ^ x1 ^ x1 & x2'
    """
    names = _names(f, names)
    if form == "dnf":
        clauses = [
            [names[i] if positive >> i & 1 else "!" + names[i] for i in _first_variables(positive | negative, f.n)]
            for positive, negative in _clauses(f)
        ]
        separator = " | "
    elif form == "anf":
        monomials = BooleanFunction(f.n, f.algebraic_normal_form())
        if monomials.weight > MAXIMUM_CLAUSES:
            raise TooLargeError(
                f"an algebraic normal form must have at most {MAXIMUM_CLAUSES} terms, not {monomials.weight}",
                size=monomials.weight,
                limit=MAXIMUM_CLAUSES,
            )
        masks = sorted(monomials.true_points(), key=lambda s: (s.bit_count(), _first_variables(s, f.n)))
        clauses = [[names[i] for i in _first_variables(s, f.n)] for s in masks]
        separator = " ^ "
    else:
        raise DomainError(f"the form of a formula must be 'dnf' or 'anf', not {form!r}")
    text = separator.join(" & ".join(clause) or "1" for clause in clauses) or "0"
    if len(text) > MAXIMUM_LENGTH:
        raise TooLargeError(
            f"a formula must have at most {MAXIMUM_LENGTH} characters, not {len(text)}",
            size=len(text),
            limit=MAXIMUM_LENGTH,
        )
    return text


def formula_latex(f: BooleanFunction, names: Sequence[str] | None = None) -> str:
    r"""Return an irredundant disjunctive normal form in LaTeX: a product for "and", a bar for "not".

    Args:
        f: the function.
        names: LaTeX for the variables, or None for ``x_{1}``, ``x_{2}``, and so on.

    Raises:
        TooLargeError: if there are more than 10 000 clauses.

    Examples:
        >>> print(formula_latex(read_formula("x1 ^ x2")))
        x_{1} \overline{x_{2}} \vee \overline{x_{1}} x_{2}
    """
    if names is None:
        names = [f"x_{{{i + 1}}}" for i in range(f.n)]
    negated = [rf"\overline{{{name}}}" for name in names]
    products = [
        " ".join(names[i] if positive >> i & 1 else negated[i] for i in _first_variables(positive | negative, f.n))
        or "1"
        for positive, negative in _clauses(f)
    ]
    return r" \vee ".join(products) or "0"

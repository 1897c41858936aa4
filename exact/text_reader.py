r"""Reading small languages with operators: the common part of `formula` and `expression`.

A text becomes a list of tokens, and a reader by operator precedence walks over them once.  Nothing is ever evaluated
as Python.  Length and nesting are limited, so that any text gives a value or an `InputError` that names the column,
from 1.

Dictionary:
    Token: a number, a name, a symbol or the end of the text, with its column.
    tokenize: cut a text into tokens; the last one is the end.
    Binary: how strongly a binary operator binds on its left and on its right.
    excerpt: the beginning of a long text, for messages.
    OperatorReader: the reader; a language says which operators it has and what they do.
    MAXIMUM_LENGTH: the greatest number of characters; MAXIMUM_DEPTH: the deepest nesting.

Source:
    Operator precedence by binding powers: :cite:p:`Pratt1973`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, NoReturn, TypeVar

from exact.errors import InputError

MAXIMUM_LENGTH = 100_000
MAXIMUM_DEPTH = 100

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_LONGEST_EXCERPT = 40

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text.

    Attributes:
        kind: ``number``, ``name``, ``symbol`` or ``end``.
        text: the characters; empty for the end.
        column: the place of the first character in the text, from 1.
    """

    kind: str
    text: str
    column: int

    @property
    def shown(self) -> str:
        """The token as a message shows it."""
        return "the end of the text" if self.kind == "end" else repr(excerpt(self.text))


@dataclass(frozen=True, slots=True)
class Binary:
    """The binding powers of a binary operator; left-associative if the right one is greater.

    Attributes:
        left: the operator takes what stands before it if this is at least what the context asks for.
        right: what its right operand asks of the operators inside it.
    """

    left: int
    right: int


def excerpt(text: str) -> str:
    """Return the text, or its beginning if it is long."""
    return text if len(text) <= _LONGEST_EXCERPT else text[:_LONGEST_EXCERPT] + "..."


def tokenize(text: str, symbols: Sequence[str], what: str) -> list[Token]:
    """Cut a text into tokens.

    Args:
        text: the text.
        symbols: the symbols of the language, such as ``&`` and ``->``.
        what: the name of the language for messages, such as ``a formula``.

    Raises:
        TypeError: if the text is no `str`.
        InputError: if it is longer than 100 000 characters, or has a character that begins no token.

    Examples:
        >>> [token.text for token in tokenize("2*a1 -> b", ["*", "-", "->"], "a text")]
        ['2', '*', 'a1', '->', 'b', '']
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"{what} must be a str, not {text!r}")
    if len(text) > MAXIMUM_LENGTH:
        raise InputError(f"{what} must have at most {MAXIMUM_LENGTH} characters, not {len(text)}")
    symbol = re.compile("|".join(re.escape(s) for s in sorted(symbols, key=len, reverse=True)))
    kinds = (("number", _NUMBER), ("name", _NAME), ("symbol", symbol))
    tokens: list[Token] = []
    place = 0
    while True:
        space = _SPACE.match(text, place)
        place = space.end() if space else place
        if place == len(text):
            return [*tokens, Token("end", "", place + 1)]
        for kind, pattern in kinds:
            match = pattern.match(text, place)
            if match:
                tokens.append(Token(kind, match.group(), place + 1))
                place = match.end()
                break
        else:
            raise InputError(f"column {place + 1}: {what} must not contain the character {text[place]!r}")


class OperatorReader(ABC, Generic[Value]):
    """A reader by operator precedence; a subclass gives the operators and their meaning.

    Attributes:
        what: the name of the language for messages, such as ``a formula``.
        symbols: all symbols of the language.
        binary: the binary operators; a name such as ``and`` may be one.
        prefix: the prefix operators, with what they ask of their operand.
    """

    what: ClassVar[str] = "a text"
    symbols: ClassVar[Sequence[str]] = ("(", ")")
    binary: ClassVar[Mapping[str, Binary]] = {}
    prefix: ClassVar[Mapping[str, int]] = {}

    def __init__(self, text: str) -> None:
        """Cut the text into tokens."""
        self.tokens = tokenize(text, self.symbols, self.what)
        self._next = 0
        self._depth = 0

    # What a language defines.

    @abstractmethod
    def operand(self, token: Token) -> Value:
        """Return the value that begins with this token, which has been taken."""

    @abstractmethod
    def apply_prefix(self, operator: Token, value: Value) -> Value:
        """Return the value of a prefix operator."""

    @abstractmethod
    def apply_binary(self, operator: Token, left: Value, right: Value) -> Value:
        """Return the value of a binary operator."""

    # What every language has.

    def fail(self, token: Token, expectation: str) -> NoReturn:
        """Raise the error that names the column, what was expected there, and what stands there."""
        raise InputError(f"column {token.column}: {expectation}, not {token.shown}")

    def peek(self) -> Token:
        """Return the next token and leave it."""
        return self.tokens[self._next]

    def take(self) -> Token:
        """Return the next token and go on; the end is never passed."""
        token = self.tokens[self._next]
        if token.kind != "end":
            self._next += 1
        return token

    def accept(self, text: str) -> bool:
        """Take the next token if it is this symbol or word."""
        found = self.peek().text == text
        if found:
            self.take()
        return found

    def expect(self, text: str) -> None:
        """Take the next token, which must be this symbol."""
        if not self.accept(text):
            self.fail(self.peek(), f"{self.what} must go on with {text!r} here")

    def read(self) -> Value:
        """Return the value of the whole text."""
        if self.peek().kind == "end":
            raise InputError(f"{self.what} must not be empty")
        value = self.expression()
        if self.peek().kind != "end":
            self.fail(self.peek(), f"{self.what} must go on with an operator or end here")
        return value

    def expression(self, minimum: int = 0) -> Value:
        """Return the value of the longest expression whose operators bind at least this strongly."""
        self._depth += 1
        token = self.take()
        if self._depth > MAXIMUM_DEPTH:
            raise InputError(f"column {token.column}: {self.what} must be nested at most {MAXIMUM_DEPTH} deep")
        if token.text in self.prefix:
            value = self.apply_prefix(token, self.expression(max(minimum, self.prefix[token.text])))
        elif token.text == "(":
            value = self.expression()
            self.expect(")")
        elif token.kind in ("number", "name") and token.text not in self.binary:
            value = self.operand(token)
        else:
            self.fail(token, f"{self.what} must have an operand here")
        while True:
            operator = self.peek()
            powers = self.binary.get(operator.text)
            if powers is None or powers.left < minimum:
                break
            self.take()
            value = self.apply_binary(operator, value, self.expression(powers.right))
        self._depth -= 1
        return value

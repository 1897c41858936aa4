r"""Filters over the columns of the catalogue, as text that is read and never run.

::

    condition  = test { "and" test }
    test       = COLUMN OPERATOR VALUE | BOOLEAN | "not" BOOLEAN
    OPERATOR   = "=" | "!=" | "<" | "<=" | ">" | ">="
    VALUE      = an integer, or a truth table such as 0xe8 for the column `table`

Columns of lists and the certificate cannot be compared.  A condition becomes a list of tests; what is searched for is
handed over as values, beside the query, and no part of the text ever becomes part of a query.

Dictionary:
    ColumnTest: a column, an operator and a value.
    parse_condition: read a condition.
    COMPARED: the columns that can be compared, with the kind of their values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exact.errors import InputError

COMPARED: dict[str, str] = {
    "n": "integer",
    "table": "table",
    "functions": "integer",
    "weight_sum": "integer",
    "weight_maximum": "integer",
    "variables": "integer",
    "true_points": "integer",
    "self_dual": "boolean",
    "symmetries": "integer",
}
OPERATORS = ("=", "!=", "<", "<=", ">", ">=")

_MAXIMUM_LENGTH = 2000
_LARGEST = (1 << 63) - 1
_TOKEN = re.compile(r"\s*(?:(0x[0-9A-Fa-f]+|-?[0-9]+|[A-Za-z_]+)|(<=|>=|!=|=|<|>)|(\S))")


@dataclass(frozen=True, slots=True)
class ColumnTest:
    """A comparison of one column with a value.

    Attributes:
        column: one of `COMPARED`.
        operator: one of `OPERATORS`.
        value: what it is compared with.
    """

    column: str
    operator: str
    value: int | bool | str


def parse_condition(text: str) -> tuple[ColumnTest, ...]:
    """Read a condition.

    Raises:
        InputError: naming the place and what was expected there.

    Examples:
        >>> parse_condition("n = 5 and not self_dual")
        (ColumnTest(column='n', operator='=', value=5), ColumnTest(column='self_dual', operator='=', value=False))
    """
    if len(text) > _MAXIMUM_LENGTH:
        raise InputError(f"a condition must have at most {_MAXIMUM_LENGTH} characters, not {len(text)}")
    words = _words(text)
    tests: list[ColumnTest] = []
    place = 0
    while True:
        test, place = _comparison(words, place)
        tests.append(test)
        if place == len(words):
            return tuple(tests)
        if words[place] != "and":
            raise _unexpected(words, place, "'and' or the end")
        place += 1


def _words(text: str) -> list[str]:
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        if match.group(3) is not None:
            raise InputError(f"the character {match.group(3)!r} in column {match.start(3) + 1} has no meaning here")
        words.append(match.group(1) or match.group(2))
    return words


def _unexpected(words: list[str], place: int, expected: str) -> InputError:
    found = f"not {words[place]!r}" if place < len(words) else "not the end"
    return InputError(f"word {place + 1} must be {expected}, {found}")


def _word(words: list[str], place: int) -> str:
    return words[place] if place < len(words) else ""


def _comparison(words: list[str], place: int) -> tuple[ColumnTest, int]:
    column = _word(words, place)
    if column == "not":
        if COMPARED.get(_word(words, place + 1)) != "boolean":
            raise _unexpected(words, place + 1, f"one of {_columns('boolean')}")
        return ColumnTest(words[place + 1], "=", False), place + 2
    if column not in COMPARED:
        raise _unexpected(words, place, f"one of {', '.join(COMPARED)}")
    kind = COMPARED[column]
    if kind == "boolean":
        return ColumnTest(column, "=", True), place + 1
    operator = _word(words, place + 1)
    if operator not in (("=", "!=") if kind == "table" else OPERATORS):
        raise _unexpected(words, place + 1, "= or !=" if kind == "table" else f"one of {' '.join(OPERATORS)}")
    return ColumnTest(column, operator, _value(words, place + 2, kind)), place + 3


def _columns(kind: str) -> str:
    return ", ".join(column for column, found in COMPARED.items() if found == kind)


def _value(words: list[str], place: int, kind: str) -> int | str:
    word = _word(words, place)
    if kind == "table":
        if not word.startswith("0x"):
            raise _unexpected(words, place, "a truth table such as 0xe8")
        return word.lower()
    if not re.fullmatch(r"-?[0-9]{1,19}", word) or abs(int(word)) > _LARGEST:
        raise _unexpected(words, place, "an integer of at most 63 bits")
    return int(word)

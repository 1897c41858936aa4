r"""Reading proof files: strict JSON in, frozen data out, or `MalformedProofError` with line or field.

Refused are floats, exponents, truth values, blanks in numbers, duplicate, unknown and missing keys, wrong types, zero
denominators, fractions that are not in lowest terms, names that are reserved or used twice, and anything above the
limits. The format is described, rule by rule, in ``docs/reference/proof-format.md``.

Trusted. Standard library only.

Dictionary:
    read_items: the items of a proof file.
    FILE_LIMIT, DEPTH_LIMIT, DIGIT_LIMIT, LIST_LIMIT, STEP_LIMIT, EXPONENT_LIMIT, NAME_LIMIT, POINT_LIMIT: the limits.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any, cast

from proofs.errors import MalformedProofError
from proofs.syntax import (
    Antisymmetry,
    Arithmetic,
    Cases,
    CertificateTerm,
    Citation,
    Comparison,
    Count,
    Finite,
    Formula,
    Induction,
    Integrality,
    Item,
    Lemma,
    NotThreshold,
    Piecewise,
    Proof,
    Rank,
    Recursion,
    RecursionCase,
    Sort,
    Split,
    Step,
    Steps,
    Symbol,
    Term,
    Threshold,
    Use,
)

FILE_LIMIT = 16_000_000
DEPTH_LIMIT = 60
DIGIT_LIMIT = 400
LIST_LIMIT = 4_000_000
STEP_LIMIT = 1_000
EXPONENT_LIMIT = 32
NAME_LIMIT = 80
POINT_LIMIT = 256
PARAMETER_LIMIT = 8

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LABEL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HYPOTHESIS = re.compile(r"h[0-9]+")
_INDUCTION = re.compile(r"IH[0-9]+")
_RATIONAL = re.compile(r"-?[0-9]+(/[0-9]+)?")
_FORMULA_HEADS = {"+": 0, "*": 0, "and": 0, "or": 0, "not": 1, "if": 3} | dict.fromkeys(
    ("-", "power", "mod", "both", "bit", "=", ">=", ">", "implies"), 2
)
_BINDERS = ("all", "some", "sum")

Json = Any


def _malformed(problem: str, field: str) -> MalformedProofError:
    """Return the refusal of a field."""
    return MalformedProofError(problem, field=field)


# ------------------------------------------------------------------------------------------------------ strict JSON


def _integer(digits: str) -> int:
    """Return an integer literal."""
    if len(digits) > DIGIT_LIMIT:
        msg = f"a number must have at most {DIGIT_LIMIT} digits, not {len(digits)}"
        raise MalformedProofError(msg)
    return int(digits)


def _no_float(literal: str) -> float:
    """Refuse a float, an exponent, NaN or an infinity."""
    msg = f"a number must be an integer, not {literal[:20]}"
    raise MalformedProofError(msg)


def _no_duplicates(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return an object whose keys are all different."""
    result = dict(pairs)
    if len(result) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        msg = f"the key {twice[:NAME_LIMIT]!r} must stand once"
        raise MalformedProofError(msg)
    return result


def _check_depth(text: str) -> None:
    """Refuse brackets that are nested too deep, before anything recursive reads them."""
    depth = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]|\n', text):
        if token.group() in ("[", "{"):
            depth += 1
        elif token.group() in ("]", "}"):
            depth -= 1
        if depth > DEPTH_LIMIT:
            line = text.count("\n", 0, token.start()) + 1
            msg = f"brackets must be nested at most {DEPTH_LIMIT} deep"
            raise MalformedProofError(msg, line=line)


def _parse(data: bytes) -> Json:
    """Return the JSON value of a file."""
    if len(data) > FILE_LIMIT:
        msg = f"a file must have at most {FILE_LIMIT} bytes, not {len(data)}"
        raise MalformedProofError(msg)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        line = data.count(b"\n") + 1
        msg = "a file must be UTF-8 text"
        raise MalformedProofError(msg, line=line) from None
    _check_depth(text)
    try:
        return json.loads(
            text,
            parse_int=_integer,
            parse_float=_no_float,
            parse_constant=_no_float,
            object_pairs_hook=_no_duplicates,
        )
    except json.JSONDecodeError as error:
        msg = f"not JSON: {error.msg}"
        raise MalformedProofError(msg, line=error.lineno) from None


# ----------------------------------------------------------------------------------------------------------- fields


def _mapping(value: Json, field: str) -> dict[str, Json]:
    """Return an object with any keys."""
    if not isinstance(value, dict):
        raise _malformed("must be an object", field)
    return cast("dict[str, Json]", value)


def _object(value: Json, field: str, required: str, optional: str = "") -> dict[str, Json]:
    """Return an object with exactly the required keys and perhaps some optional ones."""
    entry = _mapping(value, field)
    for key in entry:
        if key not in required.split() and key not in optional.split():
            raise _malformed(f"unknown key {key[:NAME_LIMIT]!r}", field)
    for key in required.split():
        if key not in entry:
            raise _malformed(f"missing key {key!r}", field)
    return entry


def _list(value: Json, field: str, least: int = 0, most: int = LIST_LIMIT) -> list[Json]:
    """Return a list whose length lies in a range."""
    if not isinstance(value, list):
        raise _malformed("must be a list", field)
    entries = cast("list[Json]", value)  # type: ignore[redundant-cast]  # pyright needs it
    if not least <= len(entries) <= most:
        raise _malformed(f"must have {least} to {most} entries, not {len(entries)}", field)
    return entries


def _number(value: Json, field: str, least: int | None = None, most: int | None = None) -> int:
    """Return an integer in a range; a truth value is none."""
    if type(value) is not int:
        raise _malformed("must be an integer", field)
    if least is not None and value < least:
        raise _malformed(f"must be at least {least}, not {value}", field)
    if most is not None and value > most:
        raise _malformed(f"must be at most {most}, not {value}", field)
    return value


def _text(value: Json, field: str, pattern: re.Pattern[str], what: str) -> str:
    """Return a string of the pattern."""
    if not isinstance(value, str):
        raise _malformed(f"must be {what}", field)
    if not pattern.fullmatch(value):
        raise _malformed(f"must be {what}, not {value[:NAME_LIMIT]!r}", field)
    if len(value) > NAME_LIMIT:
        raise _malformed(f"must have at most {NAME_LIMIT} characters", field)
    return value


def _choice(value: Json, field: str, choices: tuple[str, ...]) -> str:
    """Return one of the words."""
    if value not in choices:
        raise _malformed(f"must be one of {', '.join(choices)}", field)
    return str(value)


def _identifier(value: Json, field: str) -> str:
    """Return the name of a variable or a function."""
    return _text(value, field, _IDENTIFIER, "an identifier")


def _label(value: Json, field: str) -> str:
    """Return the name of an item: words of small letters and digits joined by hyphens."""
    return _text(value, field, _LABEL, "a name of small letters, digits and hyphens")


def _rational(value: Json, field: str) -> Fraction:
    """Return a rational number of the form digits or digits/digits."""
    if not isinstance(value, str) or not _RATIONAL.fullmatch(value):
        raise _malformed("must be a rational number such as '-2/3'", field)
    if len(value) > DIGIT_LIMIT:
        raise _malformed(f"must have at most {DIGIT_LIMIT} characters", field)
    numerator, _, denominator = value.partition("/")
    if denominator and int(denominator) == 0:
        raise _malformed("must not have the denominator 0", field)
    return Fraction(int(numerator), int(denominator or "1"))


def _integers(value: Json, field: str, least: int | None = None, most: int | None = None) -> tuple[int, ...]:
    """Return a list of integers in a range."""
    return tuple(_number(entry, f"{field}[{i}]", least, most) for i, entry in enumerate(_list(value, field)))


def _rows(value: Json, field: str) -> tuple[tuple[int, ...], ...]:
    """Return a matrix of integers, row by row."""
    return tuple(_integers(row, f"{field}[{i}]") for i, row in enumerate(_list(value, field, 0, POINT_LIMIT)))


# ---------------------------------------------------------------------------------------------------------- terms


def _term(value: Json, field: str) -> Term:
    """Return a term."""
    if isinstance(value, str):
        if "/" in value:
            number = _rational(value, field)
            if str(number) != value:
                raise _malformed("must be a fraction in lowest terms", field)
            return number
        return _identifier(value, field)
    if not isinstance(value, list):
        return _number(value, field)
    head, *parts = _list(value, field, 1)
    if head == "^":
        _list(value, field, 3, 3)
        return ("^", _term(parts[0], f"{field}[1]"), _number(parts[1], f"{field}[2]", 0, EXPONENT_LIMIT))
    if head in ("+", "*"):
        _list(value, field, 3)
    elif head == "-":
        _list(value, field, 3, 3)
    else:
        _identifier(head, f"{field}[0]")
        _list(value, field, 2)
    return (head, *(_term(part, f"{field}[{i}]") for i, part in enumerate(parts, 1)))


def _formula(value: Json, field: str) -> Formula:
    """Return a formula of a finite statement."""
    if isinstance(value, str):
        return _identifier(value, field)
    if not isinstance(value, list):
        return _number(value, field)
    head, *parts = _list(value, field, 1)
    if head in _BINDERS:
        _list(value, field, 5, 5)
        name = _identifier(parts[0], f"{field}[1]")
        return (head, name, *(_formula(part, f"{field}[{i}]") for i, part in enumerate(parts[1:], 2)))
    if not isinstance(head, str) or head not in _FORMULA_HEADS:
        raise _malformed("must be an operation of formulas", f"{field}[0]")
    arguments = _FORMULA_HEADS[head]
    if arguments:
        _list(value, field, arguments + 1, arguments + 1)
    else:
        _list(value, field, 3)
    return (head, *(_formula(part, f"{field}[{i}]") for i, part in enumerate(parts, 1)))


def _comparison(value: Json, field: str) -> Comparison:
    """Return a comparison of two terms."""
    relation, left, right = _list(value, field, 3, 3)
    return Comparison(
        _term(left, f"{field}[1]"), _choice(relation, f"{field}[0]", ("=", ">=", ">")), _term(right, f"{field}[2]")
    )


def _variables(value: Json, field: str) -> tuple[tuple[str, Sort], ...]:
    """Return variables with their sorts."""
    result: list[tuple[str, Sort]] = []
    for i, entry in enumerate(_list(value, field)):
        name, sort = _list(entry, f"{field}[{i}]", 2, 2)
        result.append((_identifier(name, f"{field}[{i}][0]"), _choice(sort, f"{field}[{i}][1]", ("Z", "R"))))
    return tuple(result)


# --------------------------------------------------------------------------------------------------------- proofs


def _summand(value: Json, field: str) -> CertificateTerm:
    """Return one summand of a certificate."""
    entry = _object(value, field, "", "c facts squares mul")
    facts = _list(entry.get("facts", []), f"{field}.facts")
    squares = _list(entry.get("squares", []), f"{field}.squares")
    return CertificateTerm(
        _rational(entry.get("c", "1"), f"{field}.c"),
        tuple(_identifier(fact, f"{field}.facts[{i}]") for i, fact in enumerate(facts)),
        tuple(_term(square, f"{field}.squares[{i}]") for i, square in enumerate(squares)),
        _term(entry["mul"], f"{field}.mul") if "mul" in entry else None,
    )


def _step(value: Json, field: str) -> Step:
    """Return a step."""
    rule = _choice(_object(value, field, "id by", _STEP_KEYS)["by"], f"{field}.by", ("use", "arith", "int", "equal"))
    identifier = _identifier(value["id"], f"{field}.id")
    if _HYPOTHESIS.fullmatch(identifier) or identifier == "num":
        raise _malformed(f"the name {identifier} is reserved", f"{field}.id")
    if rule == "use":
        step = _object(value, field, "id by lemma with from")
        values = _mapping(step["with"], f"{field}.with")
        return Use(
            identifier,
            _statement_name(step["lemma"], f"{field}.lemma"),
            tuple((_identifier(name, f"{field}.with"), _term(t, f"{field}.with.{name}")) for name, t in values.items()),
            tuple(_identifier(p, f"{field}.from[{i}]") for i, p in enumerate(_list(step["from"], f"{field}.from"))),
        )
    if rule == "arith":
        step = _object(value, field, "id by concl cert")
        conclusion = _comparison(step["concl"], f"{field}.concl")
        summands = _list(step["cert"], f"{field}.cert")
        return Arithmetic(
            identifier, conclusion, tuple(_summand(entry, f"{field}.cert[{i}]") for i, entry in enumerate(summands))
        )
    if rule == "int":
        step = _object(value, field, "id by fact")
        return Integrality(identifier, _identifier(step["fact"], f"{field}.fact"))
    step = _object(value, field, "id by facts")
    above, below = _list(step["facts"], f"{field}.facts", 2, 2)
    return Antisymmetry(identifier, (_identifier(above, f"{field}.facts[0]"), _identifier(below, f"{field}.facts[1]")))


_STEP_KEYS = "lemma with from concl cert fact facts"


def _statement_name(value: Json, field: str) -> str:
    """Return the name of a lemma or of an induction hypothesis."""
    if isinstance(value, str) and _INDUCTION.fullmatch(value):
        return value
    return _label(value, field)


def _branches(value: Json, field: str, word: str) -> tuple[str, int, Proof, Proof]:
    """Return the variable, the base and the two cases of an induction or a split."""
    entry = _object(value, field, f"{word} base zero succ")
    return (
        _identifier(entry[word], f"{field}.{word}"),
        _number(entry["base"], f"{field}.base"),
        _proof(entry["zero"], f"{field}.zero"),
        _proof(entry["succ"], f"{field}.succ"),
    )


def _proof(value: Json, field: str) -> Proof:
    """Return a proof."""
    keys = _mapping(value, field)
    if "induct" in keys:
        return Induction(*_branches(value, field, "induct"))
    if "split" in keys:
        return Split(*_branches(value, field, "split"))
    if "cases" in keys:
        entry = _object(value, field, "cases positive otherwise")
        return Cases(
            _term(entry["cases"], f"{field}.cases"),
            _proof(entry["positive"], f"{field}.positive"),
            _proof(entry["otherwise"], f"{field}.otherwise"),
        )
    entry = _object(value, field, "steps qed")
    steps = _list(entry["steps"], f"{field}.steps", 0, STEP_LIMIT)
    result = tuple(_step(step, f"{field}.steps[{i}]") for i, step in enumerate(steps))
    identifiers = [step.identifier for step in result]
    for identifier in identifiers:
        if identifiers.count(identifier) > 1:
            raise _malformed(f"the step {identifier} must stand once", f"{field}.steps")
    return Steps(result, _identifier(entry["qed"], f"{field}.qed"))


# ---------------------------------------------------------------------------------------------------------- items


def _lemma(value: Json, field: str) -> Lemma | Citation:
    """Return a lemma, or a citation, which has a source instead of a proof."""
    word = "source" if value["item"] == "citation" else "proof"
    entry = _object(value, field, f"item name vars hyps concl {word}")
    hypotheses = _list(entry["hyps"], f"{field}.hyps")
    name = _label(entry["name"], f"{field}.name")
    variables = _variables(entry["vars"], f"{field}.vars")
    given = tuple(_comparison(hypothesis, f"{field}.hyps[{i}]") for i, hypothesis in enumerate(hypotheses))
    conclusion = _comparison(entry["concl"], f"{field}.concl")
    if word == "source":
        source = _text(entry["source"], f"{field}.source", _IDENTIFIER, "a key of the bibliography")
        return Citation(name, variables, given, conclusion, source)
    return Lemma(name, variables, given, conclusion, _proof(entry["proof"], f"{field}.proof"))


def _function(value: Json, field: str) -> Symbol | Recursion | Piecewise:
    """Return a function symbol: free, defined by cases of integers, or defined by the sign of a term."""
    entry = _object(value, field, "item name params result", "descends cases test positive otherwise")
    name = _identifier(entry["name"], f"{field}.name")
    result = _choice(entry["result"], f"{field}.result", ("Z", "R"))
    parameters: list[tuple[str, Sort]] = []
    bases: list[int | None] = []
    for i, parameter in enumerate(_list(entry["params"], f"{field}.params", 1, PARAMETER_LIMIT)):
        place = f"{field}.params[{i}]"
        parts = _list(parameter, place, 2, 3)
        parameters.append((_identifier(parts[0], f"{place}[0]"), _choice(parts[1], f"{place}[1]", ("Z", "R"))))
        bases.append(_number(parts[2], f"{place}[2]") if parts[2:] else None)
    if "cases" in entry:
        _object(value, field, "item name params result cases", "descends")
        descends = _identifier(entry["descends"], f"{field}.descends") if "descends" in entry else None
        cases = _list(entry["cases"], f"{field}.cases", 1)
        equations = tuple(_equation(case, f"{field}.cases[{i}]", len(parameters)) for i, case in enumerate(cases))
        return Recursion(name, tuple(parameters), tuple(bases), result, descends, equations)
    if bases != [None] * len(bases):
        raise _malformed("must have no base without cases", f"{field}.params")
    if "test" in entry:
        _object(value, field, "item name params result test positive otherwise")
        (first, positive), (second, otherwise) = (
            _branch(entry[word], f"{field}.{word}") for word in ("positive", "otherwise")
        )
        test = _term(entry["test"], f"{field}.test")
        return Piecewise(name, tuple(parameters), result, test, (first, second), positive, otherwise)
    _object(value, field, "item name params result")
    return Symbol(name, tuple(parameters), result)


def _branch(value: Json, field: str) -> tuple[str, Term]:
    """Return the name and the value of one equation of a piecewise definition."""
    entry = _object(value, field, "name value")
    return _label(entry["name"], f"{field}.name"), _term(entry["value"], f"{field}.value")


def _equation(value: Json, field: str, parameters: int) -> RecursionCase:
    """Return one equation of a recursion."""
    entry = _object(value, field, "name at value")
    patterns = _list(entry["at"], f"{field}.at", parameters, parameters)
    return RecursionCase(
        _label(entry["name"], f"{field}.name"),
        tuple(_choice(p, f"{field}.at[{i}]", ("any", "zero", "succ")) for i, p in enumerate(patterns)),
        _term(entry["value"], f"{field}.value"),
    )


def _data(value: Json, field: str) -> Finite | Threshold | NotThreshold | Count | Rank:
    """Return an item that is checked by direct evaluation."""
    kind = value["item"]
    if kind == "finite":
        entry = _object(value, field, "item name formula")
        return Finite(_label(entry["name"], f"{field}.name"), _formula(entry["formula"], f"{field}.formula"))
    if kind == "rank":
        return _rank(value, field)
    own = {"threshold": "table weights", "not-threshold": "table true false", "count": "count tree"}[kind]
    entry = _object(value, field, f"item name n degree {own}")
    name = _label(entry["name"], f"{field}.name")
    dimension = _number(entry["n"], f"{field}.n", 0, 8)
    degree = _number(entry["degree"], f"{field}.degree", 0, dimension)
    if kind == "count":
        count = _number(entry["count"], f"{field}.count", 0)
        return Count(name, dimension, degree, count, _integers(entry["tree"], f"{field}.tree"))
    table = _number(entry["table"], f"{field}.table", 0, 2**2**dimension - 1)
    if kind == "threshold":
        return Threshold(name, dimension, degree, table, _integers(entry["weights"], f"{field}.weights"))
    last = 2**dimension - 1
    true = _integers(entry["true"], f"{field}.true", 0, last)
    return NotThreshold(name, dimension, degree, table, true, _integers(entry["false"], f"{field}.false", 0, last))


def _rank(value: Json, field: str) -> Rank:
    """Return a rank with its two certificates."""
    entry = _object(value, field, "item name shape entry rank rows columns modulus inverse left right")
    height, width = _integers(_list(entry["shape"], f"{field}.shape", 2, 2), f"{field}.shape", 1, POINT_LIMIT)
    return Rank(
        _label(entry["name"], f"{field}.name"),
        (height, width),
        _formula(entry["entry"], f"{field}.entry"),
        _number(entry["rank"], f"{field}.rank", 0, POINT_LIMIT),
        _integers(entry["rows"], f"{field}.rows", 0, height - 1),
        _integers(entry["columns"], f"{field}.columns", 0, width - 1),
        _number(entry["modulus"], f"{field}.modulus", 2),
        _rows(entry["inverse"], f"{field}.inverse"),
        _rows(entry["left"], f"{field}.left"),
        _rows(entry["right"], f"{field}.right"),
    )


_KINDS = {"lemma": _lemma, "citation": _lemma, "function": _function} | dict.fromkeys(
    ("finite", "threshold", "not-threshold", "count", "rank"), _data
)


def read_items(data: bytes) -> tuple[Item, ...]:
    """Return the items of a proof file.

    Args:
        data: the bytes of the file.

    Returns:
        The items in the order of the file.

    Raises:
        MalformedProofError: if the bytes are no proof file; holds line or field.
    """
    file = _object(_parse(data), "file", "format items")
    if file["format"] != 1 or type(file["format"]) is not int:
        raise _malformed("must be 1", "format")
    items: list[Item] = []
    for i, value in enumerate(_list(file["items"], "items", 1)):
        field = f"items[{i}]"
        kind = _object(value, field, "item name", " ".join(_mapping(value, field)))["item"]
        items.append(_KINDS[_choice(kind, f"{field}.item", tuple(_KINDS))](value, field))
    return tuple(items)

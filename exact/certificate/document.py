r"""Certificates as JSON documents: writing them, and reading them strictly.

The reader takes what the format page (docs/reference/certificate-format.md) describes, and nothing else: no unknown or
missing or repeated fields, no numbers with a point or an exponent, no texts where numbers belong, no texts that are too
long or too deep.  What it returns has the right types; whether it is *true* is for `verify` to say.

Dictionary:
    Certificate: any of the kinds of certificates.
    SCHEMA: the version of the format, 1.
    MAXIMUM_TEXT: the longest text that is read, in characters.
    to_document: a certificate as a dictionary of plain data.
    to_text: a certificate as JSON text.
    from_document: the certificate of a dictionary.
    from_text: the certificate of a JSON text or of bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction

from exact.certificate.claim import Multiset
from exact.certificate.gated_form import GatedForm
from exact.certificate.gated_obstruction import GatedObstruction, GateLeaf, GateSplit, GateTree
from exact.certificate.gated_realization import GatedRealization
from exact.certificate.minimum_weights import MAXIMUM_DEPTH, Leaf, MinimumWeights, Split
from exact.certificate.obstruction import Obstruction
from exact.certificate.realization import Realization
from exact.certificate.threshold_degree import ThresholdDegree
from exact.certificate.threshold_density import ThresholdDensity
from exact.errors import InputError

Certificate = (
    Realization
    | Obstruction
    | ThresholdDegree
    | ThresholdDensity
    | MinimumWeights
    | GatedRealization
    | GatedObstruction
)

SCHEMA = 1
MAXIMUM_TEXT = 1 << 24
MAXIMUM_INTEGER_DIGITS = 1000
MAXIMUM_JSON_DEPTH = 4 * MAXIMUM_DEPTH

_TABLE = re.compile(r"0x[0-9a-f]+", re.ASCII)
_THRESHOLD = re.compile(r"(-?[0-9]{1,1000})(/2)?", re.ASCII)


# ------------------------------------------------------------------------------------------------------------- writing


def to_document(certificate: Certificate) -> dict[str, object]:
    """Return a certificate as a dictionary of plain data, ready for `json.dumps`."""
    return {"schema": SCHEMA, **_parts(certificate)}


def to_text(certificate: Certificate) -> str:
    """Return a certificate as one line of JSON; `from_text` gives the same certificate back.

    Examples:
        >>> print(to_text(Realization.from_weights(2, 0x8, "signs", (1, 1), 1)))
        {"schema": 1, "kind": "realization", "n": 2, "table": "0x8", "degree": 1, "encoding": "signs", "weights": [1, 1], "threshold": "1"}
    """  # noqa: E501
    return json.dumps(to_document(certificate))


def _parts(certificate: Certificate) -> dict[str, object]:
    """Return the fields of a certificate without the schema."""
    if isinstance(certificate, ThresholdDegree):
        obstruction = certificate.obstruction
        return {
            "kind": "threshold-degree",
            "realization": _parts(certificate.realization),
            "obstruction": None if obstruction is None else _parts(obstruction),
        }
    if isinstance(certificate, ThresholdDensity):
        return {
            "kind": "threshold-density",
            "realization": _parts(certificate.realization),
            "combinations": [
                {"true": _pairs(true), "false": _pairs(false)} for true, false in certificate.combinations
            ],
        }
    if isinstance(certificate, MinimumWeights):
        return {
            "kind": "minimum-weights",
            "realization": _parts(certificate.realization),
            "objective": certificate.objective,
            "proof": None if certificate.proof is None else _node(certificate.proof),
        }
    claim = {"n": certificate.n, "table": f"0x{certificate.table:0{max(1, (1 << certificate.n) // 4)}x}"}
    if isinstance(certificate, GatedRealization):
        coefficients_of_forms = [list(coefficients) for coefficients in certificate.coefficients]
        form = _form(certificate.form)
        return {"kind": "gated-realization", **claim, **form, "coefficients": coefficients_of_forms}
    if isinstance(certificate, GatedObstruction):
        form = _form(certificate.form)
        return {"kind": "gated-obstruction", **claim, **form, "proof": _gate_tree(certificate.proof)}
    if isinstance(certificate, Obstruction):
        points = {"true": _pairs(certificate.true), "false": _pairs(certificate.false)}
        return {"kind": "obstruction", **claim, "degree": certificate.degree, **points}
    coefficients: dict[str, object] = {"terms": _pairs(certificate.terms)}
    if certificate.degree == 1:
        coefficients = {"weights": list(certificate.weights)}
    return {
        "kind": "realization",
        **claim,
        "degree": certificate.degree,
        "encoding": certificate.encoding,
        **coefficients,
        "threshold": str(certificate.threshold),
    }


def _pairs(pairs: Multiset) -> list[list[int]]:
    return [[a, b] for a, b in pairs]


def _form(form: GatedForm) -> dict[str, object]:
    return {
        "mechanism": form.mechanism,
        "gate_values": form.gate_values,
        "input_values": form.input_values,
        "gated": list(form.gated),
    }


def _gate_tree(node: GateTree) -> dict[str, object]:
    if isinstance(node, GateLeaf):
        return {"form": node.form, "points": _pairs(node.points)}
    return {"point": node.point, "false": _gate_tree(node.false), "true": _gate_tree(node.true)}


def _node(node: Leaf | Split) -> dict[str, object]:
    if isinstance(node, Leaf):
        return {"true": _pairs(node.true), "false": _pairs(node.false), "splits": _pairs(node.splits)}
    return {
        "variable": node.variable,
        "bound": node.bound,
        "below": _node(node.below),
        "above": _node(node.above),
    }


# ------------------------------------------------------------------------------------------------------------- reading


def from_text(text: str | bytes) -> Certificate:
    """Read a certificate from JSON text.

    Raises:
        InputError: if the text is no certificate of this format; names the field and what was expected.
    """
    if len(text) > MAXIMUM_TEXT:
        raise InputError(f"a certificate must have at most {MAXIMUM_TEXT} characters, not {len(text)}")
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"a certificate must be UTF-8 text; byte {error.start} is not") from None
    _check_depth(text)
    try:
        document: object = json.loads(
            text,
            object_pairs_hook=_object_without_repetition,
            parse_int=_parse_integer,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except json.JSONDecodeError as error:
        raise InputError(f"a certificate must be JSON: {error.msg}, column {error.colno}", line=error.lineno) from None
    return from_document(document)


def from_document(document: object) -> Certificate:
    """Return the certificate of a dictionary of plain data.

    Raises:
        InputError: if it is none of this format; names the field and what was expected.
    """
    fields = _mapping(document, "certificate")
    schema = fields.pop("schema", None)
    if type(schema) is not int or schema != SCHEMA:
        raise InputError(f"must be {SCHEMA}, not {schema!r}", field="schema")
    kind = fields.get("kind")
    if type(kind) is not str or kind not in _READERS:
        raise InputError(f"must be one of {', '.join(_READERS)}, not {kind!r}", field="kind")
    return _READERS[kind](fields, kind)


def _check_depth(text: str) -> None:
    """Refuse text that is nested too deeply, before the JSON reader, which calls itself, sees it."""
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        if bracket in "[{":
            depth += 1
        else:
            depth -= 1
        if depth > MAXIMUM_JSON_DEPTH:
            raise InputError(f"a certificate must be nested at most {MAXIMUM_JSON_DEPTH} deep")


def _object_without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        raise InputError(f"the field {next(n for n in names if names.count(n) > 1)!r} must not be repeated")
    return fields


def _parse_integer(text: str) -> int:
    if len(text) > MAXIMUM_INTEGER_DIGITS:
        raise InputError(f"an integer must have at most {MAXIMUM_INTEGER_DIGITS} digits, not {len(text)}")
    return int(text)


def _refuse_number(text: str) -> object:
    raise InputError(f"a number must be an integer without point and exponent, not {text[:40]}")


def _mapping(value: object, field: str) -> dict[str, object]:
    """Return a copy of an object, from which the readers take their fields."""
    if not isinstance(value, dict):
        raise InputError(f"must be an object, not {_shown(value)}", field=field)
    return {str(name): part for name, part in value.items()}


def _shown(value: object) -> str:
    """Return a short text of a value, for a message."""
    return repr(value)[:60]


def _take(fields: dict[str, object], name: str, field: str) -> object:
    """Take a field out of an object; refuse an object without it."""
    if name not in fields:
        raise InputError(f"must have a field {name!r}", field=field)
    return fields.pop(name)


def _finish(fields: dict[str, object], field: str) -> None:
    """Refuse fields that nobody has taken."""
    if fields:
        raise InputError(f"must not have a field {min(fields)!r}", field=field)


def _kind(fields: dict[str, object], kind: str, field: str) -> None:
    """Take the field `kind`; refuse another kind than the one that belongs here."""
    found = _take(fields, "kind", field)
    if found != kind:
        raise InputError(f"must be {kind!r}, not {_shown(found)}", field=f"{field}.kind")


def _integer(value: object, field: str) -> int:
    if type(value) is not int:
        raise InputError(f"must be an integer, not {_shown(value)}", field=field)
    return value


def _string(value: object, field: str) -> str:
    if type(value) is not str:
        raise InputError(f"must be a text, not {_shown(value)}", field=field)
    return value


def _list(value: object, field: str) -> list[object]:
    if not isinstance(value, list):
        raise InputError(f"must be a list, not {_shown(value)}", field=field)
    return list(value)


def _pairs_of(value: object, field: str) -> Multiset:
    """Return a list of pairs of integers."""
    pairs: list[tuple[int, int]] = []
    for place, item in enumerate(_list(value, field)):
        pair = _list(item, f"{field}[{place}]")
        if len(pair) != 2:
            raise InputError(f"must be a pair, not a list of {len(pair)}", field=f"{field}[{place}]")
        pairs.append((_integer(pair[0], f"{field}[{place}][0]"), _integer(pair[1], f"{field}[{place}][1]")))
    return tuple(pairs)


def _table(value: object, field: str) -> int:
    text = _string(value, field)
    if _TABLE.fullmatch(text) is None:
        raise InputError(f"must be 0x and lower case hexadecimal digits, not {_shown(value)}", field=field)
    return int(text, 16)


def _threshold(value: object, field: str) -> int | Fraction:
    match = _THRESHOLD.fullmatch(_string(value, field))
    if match is None:
        raise InputError(f'must be a text such as "-1" or "3/2", not {_shown(value)}', field=field)
    if match[2] is None:
        return int(match[1])
    return Fraction(int(match[1]), 2)


def _realization(fields: dict[str, object], field: str) -> Realization:
    _kind(fields, "realization", field)
    n = _integer(_take(fields, "n", field), f"{field}.n")
    table = _table(_take(fields, "table", field), f"{field}.table")
    degree = _integer(_take(fields, "degree", field), f"{field}.degree")
    encoding = _string(_take(fields, "encoding", field), f"{field}.encoding")
    threshold = _threshold(_take(fields, "threshold", field), f"{field}.threshold")
    if degree != 1:
        terms = _pairs_of(_take(fields, "terms", field), f"{field}.terms")
        _finish(fields, field)
        return Realization(n, table, degree, encoding, terms, threshold)
    weights = _list(_take(fields, "weights", field), f"{field}.weights")
    if len(weights) != n:
        raise InputError(f"must have n = {n} entries, not {len(weights)}", field=f"{field}.weights")
    integers = [_integer(w, f"{field}.weights[{i}]") for i, w in enumerate(weights)]
    _finish(fields, field)
    return Realization.from_weights(n, table, encoding, integers, threshold)


def _obstruction(fields: dict[str, object], field: str) -> Obstruction:
    _kind(fields, "obstruction", field)
    n = _integer(_take(fields, "n", field), f"{field}.n")
    table = _table(_take(fields, "table", field), f"{field}.table")
    degree = _integer(_take(fields, "degree", field), f"{field}.degree")
    true = _pairs_of(_take(fields, "true", field), f"{field}.true")
    false = _pairs_of(_take(fields, "false", field), f"{field}.false")
    _finish(fields, field)
    return Obstruction(n, table, degree, true, false)


def _part(fields: dict[str, object], name: str, field: str) -> Realization:
    """Take the realization that is a part of another certificate."""
    return _realization(_mapping(_take(fields, name, field), f"{field}.{name}"), f"{field}.{name}")


def _threshold_degree(fields: dict[str, object], field: str) -> ThresholdDegree:
    _kind(fields, "threshold-degree", field)
    realization = _part(fields, "realization", field)
    value = _take(fields, "obstruction", field)
    _finish(fields, field)
    if value is None:
        return ThresholdDegree(realization, None)
    where = f"{field}.obstruction"
    return ThresholdDegree(realization, _obstruction(_mapping(value, where), where))


def _threshold_density(fields: dict[str, object], field: str) -> ThresholdDensity:
    _kind(fields, "threshold-density", field)
    realization = _part(fields, "realization", field)
    combinations: list[tuple[Multiset, Multiset]] = []
    for place, value in enumerate(_list(_take(fields, "combinations", field), f"{field}.combinations")):
        where = f"{field}.combinations[{place}]"
        parts = _mapping(value, where)
        true = _pairs_of(_take(parts, "true", where), f"{where}.true")
        false = _pairs_of(_take(parts, "false", where), f"{where}.false")
        _finish(parts, where)
        combinations.append((true, false))
    _finish(fields, field)
    return ThresholdDensity(realization, tuple(combinations))


def _minimum_weights(fields: dict[str, object], field: str) -> MinimumWeights:
    _kind(fields, "minimum-weights", field)
    realization = _part(fields, "realization", field)
    objective = _string(_take(fields, "objective", field), f"{field}.objective")
    value = _take(fields, "proof", field)
    _finish(fields, field)
    if value is None:
        return MinimumWeights(realization, objective, None)
    return MinimumWeights(realization, objective, _proof(value, f"{field}.proof"))


def _proof(value: object, field: str) -> Leaf | Split:
    """Return a node of a proof of minimality: a split if it has the field `variable`, a leaf otherwise."""
    fields = _mapping(value, field)
    if "variable" not in fields:
        true = _pairs_of(_take(fields, "true", field), f"{field}.true")
        false = _pairs_of(_take(fields, "false", field), f"{field}.false")
        splits = _pairs_of(_take(fields, "splits", field), f"{field}.splits")
        _finish(fields, field)
        return Leaf(true, false, splits)
    variable = _integer(fields.pop("variable"), f"{field}.variable")
    bound = _integer(_take(fields, "bound", field), f"{field}.bound")
    below = _proof(_take(fields, "below", field), f"{field}.below")
    above = _proof(_take(fields, "above", field), f"{field}.above")
    _finish(fields, field)
    return Split(variable, bound, below, above)


def _integers_of(value: object, field: str) -> tuple[int, ...]:
    """Return a list of integers."""
    return tuple(_integer(item, f"{field}[{place}]") for place, item in enumerate(_list(value, field)))


def _gated_claim(fields: dict[str, object], kind: str, field: str) -> tuple[int, int, GatedForm]:
    """Take what certificates about gated units have in common: n, the table, and the form."""
    _kind(fields, kind, field)
    n = _integer(_take(fields, "n", field), f"{field}.n")
    table = _table(_take(fields, "table", field), f"{field}.table")
    mechanism, gate_values, input_values = (
        _string(_take(fields, name, field), f"{field}.{name}") for name in ("mechanism", "gate_values", "input_values")
    )
    gated = _integers_of(_take(fields, "gated", field), f"{field}.gated")
    return n, table, GatedForm(mechanism, gate_values, input_values, gated)


def _gated_realization(fields: dict[str, object], field: str) -> GatedRealization:
    n, table, form = _gated_claim(fields, "gated-realization", field)
    where = f"{field}.coefficients"
    forms = _list(_take(fields, "coefficients", field), where)
    _finish(fields, field)
    coefficients = tuple(_integers_of(item, f"{where}[{place}]") for place, item in enumerate(forms))
    return GatedRealization(n, table, form, coefficients)


def _gated_obstruction(fields: dict[str, object], field: str) -> GatedObstruction:
    n, table, form = _gated_claim(fields, "gated-obstruction", field)
    value = _take(fields, "proof", field)
    _finish(fields, field)
    return GatedObstruction(n, table, form, _gate_tree_of(value, f"{field}.proof"))


def _gate_tree_of(value: object, field: str) -> GateTree:
    """Return a node of a tree of questions: a split if it has the field `point`, a leaf otherwise."""
    fields = _mapping(value, field)
    if "point" not in fields:
        form = _integer(_take(fields, "form", field), f"{field}.form")
        points = _pairs_of(_take(fields, "points", field), f"{field}.points")
        _finish(fields, field)
        return GateLeaf(form, points)
    point = _integer(fields.pop("point"), f"{field}.point")
    false = _gate_tree_of(_take(fields, "false", field), f"{field}.false")
    true = _gate_tree_of(_take(fields, "true", field), f"{field}.true")
    _finish(fields, field)
    return GateSplit(point, false, true)


_READERS: dict[str, Callable[[dict[str, object], str], Certificate]] = {
    "realization": _realization,
    "obstruction": _obstruction,
    "threshold-degree": _threshold_degree,
    "threshold-density": _threshold_density,
    "minimum-weights": _minimum_weights,
    "gated-realization": _gated_realization,
    "gated-obstruction": _gated_obstruction,
}

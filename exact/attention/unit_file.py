r"""Files of concrete attention layers: reading TOML and JSON, writing TOML, and the constructions as files.

Dictionary:
    read_layer: the layer of a file; read_document: the tables of a file, with exact numbers.
    layer_to_toml: a layer as the text of a TOML file; toml_value: one value of it.
    matching_layer: the description of a unit for pairs, which a construction built.
    averaging_unit: the description of a unit for sparse averaging, which a construction built.
"""

from __future__ import annotations

import json
import tomllib
from fractions import Fraction
from pathlib import Path

from exact.attention.matching import MatchingUnit
from exact.attention.normalization import Softmax
from exact.attention.sparse_averaging import SparseAveragingUnit
from exact.attention.unit import AttentionUnit, Matrix, Vector
from exact.attention.unit_description import (
    MAXIMUM_ENTRIES,
    AveragingUnit,
    LayerDescription,
    MatchingHead,
    MatchingLayer,
    Rows,
    layer_from_document,
    layer_to_document,
)
from exact.bounded_file import read_bounded
from exact.errors import DomainError, InputError, TooLargeError
from exact.rational import Rational, parse_rational
from exact.table_fields import UnreadableNumber

MAXIMUM_FILE_BYTES = 16 * 2**20


def _exact_decimal(text: str) -> Fraction | UnreadableNumber:
    try:
        return Fraction(parse_rational(text.replace("_", "")))
    except InputError:
        return UnreadableNumber(text[:40])


def _no_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InputError("a key must stand once, not several times")
    return found


def read_layer(path: str | Path) -> LayerDescription:
    """Return the attention layer of a ``.toml`` or ``.json`` file.

    Raises:
        InputError: for everything that is not as the format says, with file, field and value.

    Examples:
        >>> import tempfile
        >>> from exact.attention.sparse_averaging import one_hot_unit
        >>> unit = averaging_unit(one_hot_unit(2, 1, base=9), 1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / "unit.toml"
        ...     _ = path.write_text(layer_to_toml(unit))
        ...     read_layer(path) == unit
        True
    """
    document = read_document(path)
    if isinstance(document, dict) and "schema" in document:
        raise InputError(
            "a layer for a task has the key task and no schema; a network is shown by exact attention analyze",
            file=str(path),
            field="schema",
        )
    try:
        return layer_from_document(document)
    except InputError as error:
        raise error.located(file=str(path)) from None


def read_document(path: str | Path) -> object:
    """Return the tables of a ``.toml`` or ``.json`` file: dictionaries, lists, texts, integers and Fractions.

    Raises:
        InputError: for a file that cannot be read or is no such text, with the file.
    """
    path = Path(path)
    file = str(path)
    if path.suffix not in {".toml", ".json"}:
        raise InputError(f"an attention file must end in .toml or .json, not {path.suffix!r}", file=file)
    raw = read_bounded(path, "attention file", MAXIMUM_FILE_BYTES)
    try:
        text = raw.decode("utf-8")
        if path.suffix == ".toml":
            return tomllib.loads(text, parse_float=_exact_decimal)
        document: object = json.loads(
            text, parse_float=_exact_decimal, parse_constant=UnreadableNumber, object_pairs_hook=_no_repetition
        )
    except RecursionError:
        raise InputError("the file is nested too deeply", file=file) from None
    except InputError as error:
        raise error.located(file=file) from None
    except ValueError as error:  # also UnicodeDecodeError, TOMLDecodeError, JSONDecodeError, very long integers
        raise InputError(f"this is no {path.suffix[1:].upper()} text: {error}", file=file) from None
    return document


def layer_to_toml(layer: LayerDescription) -> str:
    """Return the text of a TOML file; `read_layer` gives the layer back."""
    document = layer_to_document(layer)
    heads = document.pop("head", [])
    lines = [f"{key} = {toml_value(value)}" for key, value in document.items()]
    for head in heads if isinstance(heads, list) else []:
        lines += ["", "[[head]]", *(f"{key} = {toml_value(value)}" for key, value in head.items())]
    return "\n".join(lines) + "\n"


def toml_value(value: object) -> str:
    """Return a truth value, a number, a text or a list as TOML; the texts of a layer need no escapes.

    Examples:
        >>> toml_value([1, "1/2"]), toml_value(True)
        ('[1, "1/2"]', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        if value and isinstance(value[0], list):
            return "[\n" + "".join(f"  {toml_value(row)},\n" for row in value) + "]"
        return "[" + ", ".join(toml_value(entry) for entry in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _fractions(rows: Matrix) -> Rows:
    return tuple(_fraction_row(row) for row in rows)


def _fraction_row(row: Vector) -> tuple[Fraction, ...]:
    return tuple(Fraction(entry) for entry in row)


def matching_layer(unit: MatchingUnit) -> MatchingLayer:
    """Return the description of a unit for pairs modulo M, with the input map as a table of rows.

    Raises:
        DomainError: for a third-order unit: files describe units that attend to positions, not to pairs of them.
        TooLargeError: if the table of residues would have too many entries.

    Examples:
        >>> from exact.attention.pair_matching import match2_unit
        >>> matching_layer(match2_unit(2, 3)).blank == (0, 0, 0, 0, 0, 1)
        True
    """
    if not isinstance(unit.unit, AttentionUnit) or not isinstance(unit.unit.normalization, Softmax):
        raise DomainError("a file describes units with a softmax over positions, not over pairs of positions")
    head = MatchingHead(
        _fractions(unit.unit.query),
        _fractions(unit.unit.key),
        _fractions(unit.unit.value),
        Fraction(unit.unit.normalization.base),
    )
    entries = unit.modulus * unit.unit.token_dimension
    if entries > MAXIMUM_ENTRIES:
        raise TooLargeError(
            f"the table of residues would have {unit.modulus} rows of {unit.unit.token_dimension} numbers",
            size=entries,
            limit=MAXIMUM_ENTRIES,
            alternative="take a smaller modulus",
        )
    rows = tuple(_fraction_row(unit.input_map(x)) for x in range(unit.modulus))
    blank = _fraction_row(unit.blank)
    return MatchingLayer(
        "match2", unit.n, unit.modulus, "literal", 0, rows, (), blank, Fraction(unit.threshold), (head,)
    )


def averaging_unit(unit: SparseAveragingUnit, error: Rational) -> AveragingUnit:
    """Return the description of a unit for sparse averaging, with a table of the queries of all supports.

    Args:
        unit: the unit.
        error: the distance from the mean that the description allows.

    Raises:
        TooLargeError: if the table would have too many entries.
    """
    supports = list(unit.supports())
    if len(supports) * unit.dimension > MAXIMUM_ENTRIES:
        raise TooLargeError(
            f"the table of queries would have {len(supports)} rows of {unit.dimension} numbers",
            size=len(supports) * unit.dimension,
            limit=MAXIMUM_ENTRIES,
            alternative="take fewer positions",
        )
    queries = tuple(_fraction_row(unit.query(support)) for support in supports)
    return AveragingUnit(unit.n, unit.q, Fraction(error), Fraction(unit.base), _fractions(unit.keys), queries)

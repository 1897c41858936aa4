r"""A concrete attention layer as plain data, and its strict reader; the standard library and two small modules only.

The documents are the tables of a TOML file or of a JSON certificate; the format is described in the docs, page
"attention".  A layer for *matching* gives every residue a row of numbers, and if it likes every position one, which is
appended; each head has matrices that read these rows.  A unit for *sparse averaging* gives every position a key and
every support a query.

Dictionary:
    MatchingHead: three matrices and a base.
    MatchingLayer: heads, rows of the tokens, and what the output means.
    AveragingUnit: keys, queries and the error that is allowed.
    LayerDescription: either of the two.
    layer_from_document: read one; layer_to_document: write one.
    read_number, read_integer, read_row, read_rows: parts of a document, each with its place in messages.
    plain_number, plain_rows: numbers and matrices as they stand in a document.
    sum_of_tokens_answers: the answers of a matching task, by its definition.
    MAXIMUM_ENTRIES: the largest number of entries of a description.

Source:
    S-D1, S-D2, S-D6 :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.errors import InputError
from exact.rational import parse_rational
from exact.table_fields import Fields, shown

MAXIMUM_ENTRIES = 200_000
TASKS = ("match2", "match3", "match3-bigram", "match3-local", "qsa")
READINGS = ("literal", "not_self", "distinct")

Rows = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class MatchingHead:
    """One head.

    Attributes:
        query: the d x m matrix Q.
        key: the d x m matrix K.
        value: the d x d' matrix V.
        base: the base of the softmax, greater than 1.
    """

    query: Rows
    key: Rows
    value: Rows
    base: Fraction


@dataclass(frozen=True, slots=True)
class MatchingLayer:
    """A layer for matching N residues modulo M.

    Attributes:
        task: ``match2``, ``match3``, ``match3-bigram`` or ``match3-local``.
        n: the number N of tokens.
        modulus: the modulus M.
        reading: ``literal``, ``not_self`` or ``distinct``.
        distance: the distance of local triples, 0 otherwise.
        token_rows: one row for each residue.
        position_rows: one row for each position, appended to that of the residue; empty if there are none.
        blank: the row of a blank token, or None.
        threshold: the answer is 1 where the output, of one coordinate, is greater; None if any function of the output
            may give the answer.
        heads: at least one head; their outputs are added.
    """

    task: str
    n: int
    modulus: int
    reading: str
    distance: int
    token_rows: Rows
    position_rows: Rows
    blank: tuple[Fraction, ...] | None
    threshold: Fraction | None
    heads: tuple[MatchingHead, ...]


@dataclass(frozen=True, slots=True)
class AveragingUnit:
    """A unit of the canonical architecture for sparse averaging.

    Attributes:
        n: the number N of positions.
        q: the size of a support.
        error: the distance from the mean that is allowed, at all vectors of the unit ball.
        base: the base of the softmax.
        keys: one row for each position.
        queries: one row for each support, in lexicographic order.
    """

    n: int
    q: int
    error: Fraction
    base: Fraction
    keys: Rows
    queries: Rows

    def query(self, support: Sequence[int]) -> tuple[Fraction, ...]:
        """Return the query of a support, an increasing tuple of positions 1, ..., N."""
        place = 0
        previous = 0
        for k, position in enumerate(support):
            for skipped in range(previous + 1, position):
                place += math.comb(self.n - skipped, self.q - k - 1)
            previous = position
        return self.queries[place]


LayerDescription = MatchingLayer | AveragingUnit


# ------------------------------------------------------------------------------------------------------------- reading


def read_number(value: object, field: str) -> Fraction:
    """Return a number: an integer, a decimal that was read exactly, or a text such as ``3/2``.

    Raises:
        InputError: for anything else, with the field.

    Examples:
        >>> read_number("3/2", "x")
        Fraction(3, 2)
    """
    if type(value) is int or type(value) is Fraction:
        return Fraction(value)
    if isinstance(value, str):
        try:
            return Fraction(parse_rational(value))
        except InputError as error:
            raise error.located(field=field) from None
    raise InputError(f"this must be a number such as 2, 0.25 or '3/2', not {shown(value)}", field=field)


def read_integer(fields: Fields, key: str, least: int, default: int | None = None) -> int:
    """Return an integer from a least one to 1,000,000; the default where the key is missing.

    Raises:
        InputError: for anything else, with the field.
    """
    if default is not None and key not in fields:
        return default
    value = fields.take(key)
    if type(value) is not int or not least <= value <= 10**6:
        raise InputError(
            f"this must be an integer from {least} to 1000000, not {shown(value)}", field=fields.field(key)
        )
    return value


def read_row(value: object, field: str) -> tuple[Fraction, ...]:
    """Return a list of numbers.

    Raises:
        InputError: for anything else, with the field.
    """
    if not isinstance(value, list):
        raise InputError(f"this must be a list of numbers, not {shown(value)}", field=field)
    return tuple(read_number(entry, f"{field}[{k}]") for k, entry in enumerate(value))


def read_rows(value: object, field: str, rows: int | None = None, width: int | None = None) -> Rows:
    """Return a matrix: a list of rows of one length, at least 1, with at most `MAXIMUM_ENTRIES` numbers.

    Args:
        value: what the file has.
        field: its place.
        rows: how many rows there must be, where that is known.
        width: how many numbers each must have, where that is known.

    Raises:
        InputError: for anything else, with the field.

    Examples:
        >>> read_rows([[1, 2]], "x", width=2)
        ((Fraction(1, 1), Fraction(2, 1)),)
    """
    if not isinstance(value, list):
        raise InputError(f"this must be a list, not {shown(value)}", field=field)
    found = tuple(read_row(row, f"{field}[{k}]") for k, row in enumerate(value))
    if len(found) != rows if rows is not None else not found:
        raise InputError(f"there must be {'some' if rows is None else rows} rows here, not {len(found)}", field=field)
    expected = len(found[0]) if width is None else width
    if expected == 0 or any(len(row) != expected for row in found):
        raise InputError(
            f"every row must have {expected or 'at least 1'} numbers, not {[len(row) for row in found][:9]}",
            field=field,
        )
    if len(found) * expected > MAXIMUM_ENTRIES:
        raise InputError(f"there must be at most {MAXIMUM_ENTRIES} numbers here", field=field)
    return found


def _matrix(fields: Fields, key: str, rows: int, width: int | None = None) -> Rows:
    """Take a matrix with so many rows, and so many columns where that is known."""
    return read_rows(fields.items(key), fields.field(key), rows, width)


def _base(fields: Fields) -> Fraction:
    base = read_number(fields.take("base"), fields.field("base"))
    if base <= 1:
        raise InputError(f"the base must be greater than 1, not {base}", field=fields.field("base"))
    return base


_SPARSE = ("task", "N", "q", "error", "base", "keys", "queries")
_MATCHING = ("task", "N", "M", "reading", "distance", "token", "position", "blank", "threshold", "head")
_HEAD = ("query", "key", "value", "base")


def layer_from_document(document: object) -> LayerDescription:
    """Return the layer that a document describes.

    Args:
        document: tables, lists, texts, integers and Fractions, as a reader of TOML or JSON gives them.

    Raises:
        InputError: for everything that is not as the format says, with the field and the value.

    Examples:
        >>> unit = {
        ...     "task": "qsa",
        ...     "N": 2,
        ...     "q": 1,
        ...     "error": "1/2",
        ...     "base": 9,
        ...     "keys": [[1], [2]],
        ...     "queries": [[-1], [1]],
        ... }
        >>> layer_from_document(unit).query((2,))
        (Fraction(1, 1),)
    """
    if not isinstance(document, Mapping):
        raise InputError(f"an attention file must be a table, not {shown(document)}")
    if document.get("task") not in TASKS:
        raise InputError(f"the task must be one of {', '.join(TASKS)}, not {shown(document.get('task'))}", field="task")
    return _averaging(document) if document["task"] == "qsa" else _matching(document)


def _averaging(document: Mapping[str, object]) -> AveragingUnit:
    fields = Fields(document, "", _SPARSE)
    fields.take("task")
    n, q = read_integer(fields, "N", 1), read_integer(fields, "q", 1)
    if q > n:
        raise InputError(f"a support is a set of q positions among N = {n}, so q must not be {q}", field="q")
    if math.comb(n, min(q, 30)) > MAXIMUM_ENTRIES or math.comb(n, q) > MAXIMUM_ENTRIES:
        raise InputError(f"there are too many supports of {q} among {n} positions for a table of queries", field="q")
    error = read_number(fields.take("error"), "error")
    if error < 0:
        raise InputError(f"the error must be at least 0, not {error}", field="error")
    keys = _matrix(fields, "keys", n)
    queries = _matrix(fields, "queries", math.comb(n, q), len(keys[0]))
    unit = AveragingUnit(n, q, error, _base(fields), keys, queries)
    fields.finish()
    return unit


def _matching(document: Mapping[str, object]) -> MatchingLayer:
    fields = Fields(document, "", _MATCHING)
    task = fields.text("task")
    n, modulus = read_integer(fields, "N", 1), read_integer(fields, "M", 1)
    reading = "literal"
    if task in {"match2", "match3"}:
        reading = fields.text("reading", "literal")
        if reading not in READINGS:
            raise InputError(f"the reading must be one of {', '.join(READINGS)}, not {reading!r}", field="reading")
    distance = read_integer(fields, "distance", 0) if task == "match3-local" else 0
    token_rows = _matrix(fields, "token", modulus)
    position_rows = _matrix(fields, "position", n) if "position" in fields else ()
    d = len(token_rows[0]) + (len(position_rows[0]) if position_rows else 0)
    blank = None
    if "blank" in fields:
        blank = read_row(fields.take("blank"), "blank")
        if len(blank) != d:
            raise InputError(f"the blank token must have d = {d} numbers, not {len(blank)}", field="blank")
    threshold = read_number(fields.take("threshold"), "threshold") if "threshold" in fields else None
    heads = tuple(_head(table, f"head[{k}]", d) for k, table in enumerate(fields.items("head")))
    fields.finish()
    if not heads:
        raise InputError("there must be at least one table [[head]]", field="head")
    widths = {len(head.value[0]) for head in heads}
    if len(widths) > 1 or (threshold is not None and widths != {1}):
        raise InputError(
            f"the values of all heads must have the same number of coordinates, and one where there is a threshold, "
            f"not {sorted(widths)}",
            field="head",
        )
    return MatchingLayer(task, n, modulus, reading, distance, token_rows, position_rows, blank, threshold, heads)


def _head(table: object, place: str, d: int) -> MatchingHead:
    fields = Fields(table, place, _HEAD)
    query = _matrix(fields, "query", d)
    key = _matrix(fields, "key", d, len(query[0]))
    head = MatchingHead(query, key, _matrix(fields, "value", d), _base(fields))
    fields.finish()
    return head


# ------------------------------------------------------------------------------------------------------------- writing


def plain_number(value: Fraction) -> int | str:
    """Return a number as it stands in a document: an integer, or a fraction as text."""
    return value.numerator if value.denominator == 1 else str(value)


def plain_rows(rows: Rows) -> list[list[int | str]]:
    """Return the rows of a matrix as they stand in a document."""
    return [[plain_number(entry) for entry in row] for row in rows]


def layer_to_document(layer: LayerDescription) -> dict[str, object]:
    """Return the document of a layer; `layer_from_document` gives the layer back."""
    if isinstance(layer, AveragingUnit):
        return {
            "task": "qsa",
            "N": layer.n,
            "q": layer.q,
            "error": plain_number(layer.error),
            "base": plain_number(layer.base),
            "keys": plain_rows(layer.keys),
            "queries": plain_rows(layer.queries),
        }
    document: dict[str, object] = {"task": layer.task, "N": layer.n, "M": layer.modulus}
    if layer.task in {"match2", "match3"}:
        document["reading"] = layer.reading
    if layer.task == "match3-local":
        document["distance"] = layer.distance
    if layer.threshold is not None:
        document["threshold"] = plain_number(layer.threshold)
    document["token"] = plain_rows(layer.token_rows)
    if layer.position_rows:
        document["position"] = plain_rows(layer.position_rows)
    if layer.blank is not None:
        document["blank"] = [plain_number(entry) for entry in layer.blank]
    document["head"] = [
        {
            "base": plain_number(head.base),
            "query": plain_rows(head.query),
            "key": plain_rows(head.key),
            "value": plain_rows(head.value),
        }
        for head in layer.heads
    ]
    return document


# ----------------------------------------------------------------------------------------------------------- the tasks


def sum_of_tokens_answers(layer: MatchingLayer, tokens: Sequence[int]) -> tuple[int, ...]:
    """Return the answers of the task of a layer, position by position, straight from the definition.

    Examples:
        The answers do not depend on the numbers of the layer.

        >>> row = [[1]] * 4
        >>> unit = {"task": "match3", "N": 3, "M": 4, "token": row}
        >>> unit["head"] = [{"query": [[1]], "key": [[1]], "value": [[1]], "base": 2}]
        >>> sum_of_tokens_answers(layer_from_document(unit), (1, 1, 2))
        (1, 1, 1)
    """
    places = range(len(tokens))
    found = []
    for i in places:
        if layer.task == "match2":
            partners: list[tuple[int, ...]] = [(j,) for j in places]
        elif layer.task == "match3-bigram":
            partners = [(j, j + 1) for j in places[:-1]]
        else:
            partners = list(itertools.product(places, repeat=2))
        if layer.task == "match3-local":
            partners = [pair for pair in partners if all(abs(i - j) <= layer.distance for j in pair)]
        if layer.reading != "literal":
            partners = [group for group in partners if i not in group]
        if layer.reading == "distinct":
            partners = [group for group in partners if len(set(group)) == len(group)]
        sums = ((tokens[i] + sum(tokens[j] for j in group)) % layer.modulus for group in partners)
        found.append(int(any(total == 0 for total in sums)))
    return tuple(found)

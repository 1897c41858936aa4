r"""A network of attention as plain data: layers of heads of second or third order, skip connections, element-wise maps.

A network reads N residues modulo M.  A table turns each residue into a row of numbers; a row of the position may be
appended, and a blank token may be added.  A *head* has a query, and one key and one value matrix (second order) or two
of each (third order); it turns scores into weights by a softmax in a rational base or in base e, by the first largest
score, or not at all.  A *layer* adds its heads, and its input with a skip connection, and then maps every row:
unchanged, rounded to the nearest integers, or by max(0, t); a table may send the mapped rows to other rows.

Dictionary:
    NetworkHead: one head.
    NetworkLayer: heads, skip connection, and what is done to the rows after them.
    AttentionNetwork: tables, layers and threshold.
    network_from_document: read one; network_of_layer: the network of a layer for matching.
    network_from_tensors: the network of one layer whose matrices are tensors with known names.
    read_base: the base of a softmax as a file has it.
    NETWORK_SCHEMA: the value of the key ``schema``; KINDS: the kinds of heads; MAPS: the maps after a layer.

Source:
    S-D1 to S-D3, S-D8 `third-order-attention`, S-D12 `base-b-softmax` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention.unit_description import (
    MAXIMUM_ENTRIES,
    MatchingLayer,
    Rows,
    read_integer,
    read_number,
    read_row,
    read_rows,
)
from exact.errors import InputError
from exact.table_fields import Fields, shown
from exact.weights_reader import Tensor

NETWORK_SCHEMA = "attention-quarks/attention-network/1"
KINDS = ("softmax", "hard", "linear")
MAPS = ("identity", "round", "positive-part")

_NETWORK = ("schema", "N", "token", "position", "blank", "threshold", "weights_file", "layer")
_LAYER = ("skip", "after", "table", "head")
_HEAD = ("kind", "base", "scale", "query", "key", "value", "keys", "values")

Tensors = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class NetworkHead:
    """One head.

    Attributes:
        kind: ``softmax``, ``hard`` or ``linear``.
        base: the base of the softmax, greater than 1; None for the number e, and for the other kinds.
        query: the d x m matrix Q, with the scale of the file multiplied in.
        keys: one or two d x m matrices.
        values: as many d x d' matrices.
    """

    kind: str
    base: Fraction | None
    query: Rows
    keys: tuple[Rows, ...]
    values: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class NetworkLayer:
    """A layer.

    Attributes:
        heads: at least one; their outputs are added.
        skip: whether the input is added.
        after: ``identity``, ``round`` or ``positive-part``, for every number of the output.
        table: pairs of a row and the row that it becomes; empty if every row stays.
    """

    heads: tuple[NetworkHead, ...]
    skip: bool = False
    after: str = "identity"
    table: tuple[tuple[tuple[Fraction, ...], tuple[Fraction, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class AttentionNetwork:
    """A network for N residues modulo M.

    Attributes:
        n: the number N of tokens, the blank one not counted.
        token_rows: M rows, one for each residue.
        position_rows: N rows that are appended, or none.
        blank: the row of a blank token, or None.
        threshold: the answer is 1 where the output, of one coordinate, is greater; None if any function of the output
            may give the answer.
        layers: at least one.
    """

    n: int
    token_rows: Rows
    position_rows: Rows
    blank: tuple[Fraction, ...] | None
    threshold: Fraction | None
    layers: tuple[NetworkLayer, ...]

    @property
    def modulus(self) -> int:
        """The number M of residues."""
        return len(self.token_rows)

    def rows(self, tokens: Sequence[int]) -> Rows:
        """Return what the first layer reads: a row for each token, and that of the blank token last."""
        rows = [
            self.token_rows[x] + (self.position_rows[i] if self.position_rows else ()) for i, x in enumerate(tokens)
        ]
        return tuple(rows) if self.blank is None else (*rows, self.blank)


def network_from_document(document: object, tensors: Tensors | None = None) -> AttentionNetwork:
    """Return the network that a document describes.

    Args:
        document: tables, lists, texts, integers and Fractions, as a reader of TOML or JSON gives them.
        tensors: the tensors that matrices may name.

    Raises:
        InputError: for everything that is not as the format says, with the field and the value.

    Examples:
        >>> head = {"kind": "hard", "query": [[1]], "key": [[1]], "value": [[1]]}
        >>> document = {"schema": NETWORK_SCHEMA, "N": 2, "token": [[0], [1]], "layer": [{"head": [head]}]}
        >>> network_from_document(document).modulus
        2
    """
    fields = Fields(document, "", _NETWORK)
    schema = fields.text("schema")
    if schema != NETWORK_SCHEMA:
        raise InputError(f"the schema must be {NETWORK_SCHEMA!r}, not {shown(schema)}", field="schema")
    fields.taken.add("weights_file")
    known = tensors or {}
    n = read_integer(fields, "N", 1)
    token_rows = _matrix(fields.take("token"), "token", known)
    position_rows = _matrix(fields.take("position"), "position", known, rows=n) if "position" in fields else ()
    width = len(token_rows[0]) + (len(position_rows[0]) if position_rows else 0)
    blank = read_row(fields.take("blank"), "blank") if "blank" in fields else None
    threshold = read_number(fields.take("threshold"), "threshold") if "threshold" in fields else None
    layers = []
    for place, item in enumerate(fields.items("layer")):
        layer, after = _layer(item, f"layer[{place}]", width, known)
        layers.append(layer)
        width = after
    fields.finish()
    return _checked(AttentionNetwork(n, token_rows, position_rows, blank, threshold, tuple(layers)), width)


def _checked(network: AttentionNetwork, width: int) -> AttentionNetwork:
    """Check what the parts of a network have in common; the width is that of its output."""
    if not network.layers:
        raise InputError("there must be at least one table [[layer]]", field="layer")
    d = len(network.layers[0].heads[0].query)
    if network.blank is not None and len(network.blank) != d:
        raise InputError(f"the blank token must have d = {d} numbers, not {len(network.blank)}", field="blank")
    if network.threshold is not None and width != 1:
        raise InputError(f"a threshold needs an output of one number, not of {width}", field="threshold")
    return network


def _layer(item: object, place: str, d: int, tensors: Tensors) -> tuple[NetworkLayer, int]:
    """Return a layer that reads rows of d numbers, and the number of numbers in its rows."""
    fields = Fields(item, place, _LAYER)
    skip = fields.flag("skip", default=False)
    after = fields.text("after", "identity")
    if after not in MAPS:
        raise InputError(f"the map must be one of {', '.join(MAPS)}, not {shown(after)}", field=fields.field("after"))
    heads = tuple(_head(head, f"{place}.head[{k}]", d, tensors) for k, head in enumerate(fields.items("head")))
    if not heads:
        raise InputError("there must be at least one table [[layer.head]]", field=fields.field("head"))
    widths = {len(head.values[0][0]) for head in heads}
    if len(widths) > 1:
        raise InputError(
            f"the values of all heads must have the same number of coordinates, not {sorted(widths)}",
            field=fields.field("head"),
        )
    (width,) = widths
    if skip and width != d:
        raise InputError(
            f"with a skip connection the output must have d = {d} numbers, not {width}", field=fields.field("skip")
        )
    table: list[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]] = []
    for k, pair in enumerate(fields.items("table")):
        where = f"{place}.table[{k}]"
        if not isinstance(pair, list) or len(pair) != 2:
            raise InputError(f"this must be a pair of rows, not {shown(pair)}", field=where)
        left, right = read_row(pair[0], f"{where}[0]"), read_row(pair[1], f"{where}[1]")
        if len(left) != width or not right or (table and len(right) != len(table[0][1])):
            raise InputError(
                f"the first row must have {width} numbers, and all second ones the same number of them, at least 1",
                field=where,
            )
        table.append((left, right))
    if len({left for left, _ in table}) < len(table):
        raise InputError("every first row must stand once", field=fields.field("table"))
    fields.finish()
    return NetworkLayer(heads, skip, after, tuple(table)), len(table[0][1]) if table else width


def _head(item: object, place: str, d: int, tensors: Tensors) -> NetworkHead:
    fields = Fields(item, place, _HEAD)
    kind = fields.text("kind", "softmax")
    if kind not in KINDS:
        raise InputError(f"the kind must be one of {', '.join(KINDS)}, not {shown(kind)}", field=fields.field("kind"))
    base = None
    if kind == "softmax":
        base = read_base(fields.take("base"), fields.field("base"))
    scale = read_number(fields.take("scale"), fields.field("scale")) if "scale" in fields else Fraction(1)
    query = _matrix(fields.take("query"), fields.field("query"), tensors, rows=d)
    m = len(query[0])
    keys = _pair(fields, "key", d, m, tensors)
    values = _pair(fields, "value", d, None, tensors)
    fields.finish()
    if len(keys) != len(values) or len({len(part[0]) for part in values}) > 1:
        raise InputError("there must be as many value matrices as key matrices, of one number of columns", field=place)
    return NetworkHead(kind, base, tuple(tuple(scale * e for e in row) for row in query), keys, values)


def _pair(fields: Fields, key: str, d: int, columns: int | None, tensors: Tensors) -> tuple[Rows, ...]:
    """Take one matrix, or the two of a third-order head."""
    if key in fields:
        return (_matrix(fields.take(key), fields.field(key), tensors, rows=d, columns=columns),)
    plural = f"{key}s"
    if plural not in fields:
        raise InputError(f"the key {key!r} is missing, or {plural!r} for a third-order head", field=fields.place)
    found = fields.items(plural)
    if len(found) != 2:
        raise InputError(f"a third-order head must have two of them, not {len(found)}", field=fields.field(plural))
    return tuple(
        _matrix(part, f"{fields.field(plural)}[{k}]", tensors, rows=d, columns=columns) for k, part in enumerate(found)
    )


def read_base(value: object, field: str) -> Fraction | None:
    """Return the base of a softmax; None for the text ``e``.

    Raises:
        InputError: for a number that is not greater than 1, and for what is no number.

    Examples:
        >>> read_base(2, "base"), read_base("e", "base")
        (Fraction(2, 1), None)
    """
    if value == "e":
        return None
    base = read_number(value, field)
    if base <= 1:
        raise InputError(f"the base must be greater than 1, or the text 'e', not {base}", field=field)
    return base


def _matrix(value: object, field: str, tensors: Tensors, rows: int | None = None, columns: int | None = None) -> Rows:
    """Take a matrix: a list of rows, or a table with the name of a tensor."""
    if isinstance(value, Mapping):
        fields = Fields(value, field, ("tensor", "transpose"))
        name, transpose = fields.text("tensor"), fields.flag("transpose", default=False)
        if name not in tensors:
            known = ", ".join(sorted(tensors)[:12]) or "none (no weights_file is named)"
            raise InputError(f"there is no tensor {shown(name)}; known are {known}", field=fields.field("tensor"))
        found = _tensor_rows(tensors[name], field)
        found = tuple(zip(*found, strict=True)) if transpose else found
    else:
        found = read_rows(value, field)
    if (rows is not None and len(found) != rows) or (columns is not None and len(found[0]) != columns):
        wanted = f"{'some' if rows is None else rows} rows of {'some' if columns is None else columns} numbers"
        raise InputError(f"there must be {wanted} here, not {len(found)} of {len(found[0])}", field=field)
    return found


def _tensor_rows(tensor: Tensor, field: str) -> Rows:
    """Return the rows of a tensor of two dimensions."""
    if len(tensor.shape) != 2 or 0 in tensor.shape:
        raise InputError(
            f"the tensor {tensor.name!r} must have two dimensions, not the shape {list(tensor.shape)}", field=field
        )
    height, width = tensor.shape
    if height * width > MAXIMUM_ENTRIES:
        raise InputError(f"there must be at most {MAXIMUM_ENTRIES} numbers in {tensor.name!r}", field=field)
    return tuple(tuple(Fraction(tensor.entry((i, j))) for j in range(width)) for i in range(height))


def network_of_layer(layer: MatchingLayer) -> AttentionNetwork:
    """Return the network of a layer for matching."""
    heads = tuple(NetworkHead("softmax", h.base, h.query, (h.key,), (h.value,)) for h in layer.heads)
    return AttentionNetwork(
        layer.n, layer.token_rows, layer.position_rows, layer.blank, layer.threshold, (NetworkLayer(heads),)
    )


def network_from_tensors(
    tensors: Tensors, n: int, base: Fraction | None = None, threshold: Fraction | None = None
) -> AttentionNetwork:
    """Return the network of one layer whose matrices are the tensors of a file.

    The names: ``query`` (d x m), ``key`` (d x m) and ``value`` (d x d') for one head, or ``head1.query``, ...,
    ``head2.query``, ... for several; ``token`` (M rows), the unit vectors of d coordinates if it is left out;
    ``position`` (N rows, appended); ``blank`` (one row of d numbers).

    Args:
        tensors: the tensors by name.
        n: the number N of tokens.
        base: the base of the softmax; None for e.
        threshold: as in `AttentionNetwork`.

    Raises:
        InputError: for a tensor that is missing, unknown or of another shape, with its name.
    """
    left = dict(tensors)
    prefixes = [""] if "query" in left else []
    while not prefixes or prefixes[0]:
        prefix = f"head{len(prefixes) + 1}."
        if f"{prefix}query" not in left:
            break
        prefixes.append(prefix)
    if not prefixes:
        known = ", ".join(sorted(left)[:12])
        raise InputError(
            f"there must be a tensor 'query' or 'head1.query'; the file has {known or 'none'}", field="query"
        )

    def rows(name: str, height: int | None = None, width: int | None = None) -> Rows:
        if name not in left:
            raise InputError(f"there must be a tensor {name!r}", field=name)
        return _matrix({"tensor": name}, name, {name: left.pop(name)}, height, width)

    heads = []
    d = width = None
    for prefix in prefixes:
        query = rows(f"{prefix}query", d)
        d = len(query)
        key = rows(f"{prefix}key", d, len(query[0]))
        value = rows(f"{prefix}value", d, width)
        width = len(value[0])
        heads.append(NetworkHead("softmax", base, query, (key,), (value,)))
    size = d or 0
    position = rows("position", n) if "position" in left else ()
    own = size - (len(position[0]) if position else 0)
    unit_rows = tuple(tuple(Fraction(i == j) for j in range(own)) for i in range(own))
    token = rows("token", None, own) if "token" in left else unit_rows
    if not token:
        raise InputError(f"the rows of positions leave no coordinate of d = {size} for the tokens", field="position")
    blank = None
    if "blank" in left:
        tensor = left.pop("blank")
        if tensor.shape != (size,):
            raise InputError(f"this must have the shape [{size}], not {list(tensor.shape)}", field="blank")
        blank = tuple(Fraction(tensor.entry((i,))) for i in range(size))
    if left:
        raise InputError(f"the tensor {min(left)!r} is none that a layer has", field=min(left))
    network = AttentionNetwork(n, token, position, blank, threshold, (NetworkLayer(tuple(heads)),))
    return _checked(network, width or 0)

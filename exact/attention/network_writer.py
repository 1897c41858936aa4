r"""Networks as files, and the constructions of third order and of two layers as networks.

Dictionary:
    network_to_document: the document of a network; `network_from_document` gives the network back.
    network_to_toml: the text of a TOML file.
    triple_network: the third-order unit for triples.
    bigram_network: the two layers for bigram triples, with the rounding between them as a table.

Source:
    S-L28 `third-order-integer-unit`, S-T8 `match3-bigram-two-layers` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

from fractions import Fraction

from exact.attention.matching import MatchingUnit
from exact.attention.network_description import NETWORK_SCHEMA, AttentionNetwork, NetworkHead, NetworkLayer
from exact.attention.normalization import Softmax
from exact.attention.structured_matching import StructuredMatcher
from exact.attention.unit import AttentionUnit, Matrix, ThirdOrderUnit, Vector
from exact.attention.unit_description import MAXIMUM_ENTRIES, Rows, plain_number, plain_rows
from exact.attention.unit_file import toml_value
from exact.errors import DomainError, TooLargeError


def network_to_document(network: AttentionNetwork) -> dict[str, object]:
    """Return the document of a network, with the matrices written out.

    Examples:
        >>> from exact.attention.network_description import network_from_document
        >>> from exact.attention.triple_matching import match3_unit
        >>> network = triple_network(match3_unit(2, 3))
        >>> network_from_document(network_to_document(network)) == network
        True
    """
    document: dict[str, object] = {"schema": NETWORK_SCHEMA, "N": network.n}
    if network.threshold is not None:
        document["threshold"] = plain_number(network.threshold)
    document["token"] = plain_rows(network.token_rows)
    if network.position_rows:
        document["position"] = plain_rows(network.position_rows)
    if network.blank is not None:
        document["blank"] = [plain_number(entry) for entry in network.blank]
    document["layer"] = [_layer_document(layer) for layer in network.layers]
    return document


def _layer_document(layer: NetworkLayer) -> dict[str, object]:
    document: dict[str, object] = {"skip": layer.skip, "after": layer.after}
    if layer.table:
        document["table"] = [plain_rows(pair) for pair in layer.table]
    document["head"] = [_head_document(head) for head in layer.heads]
    return document


def _head_document(head: NetworkHead) -> dict[str, object]:
    document: dict[str, object] = {"kind": head.kind}
    if head.kind == "softmax":
        document["base"] = "e" if head.base is None else plain_number(head.base)
    document["query"] = plain_rows(head.query)
    if len(head.keys) == 1:
        return document | {"key": plain_rows(head.keys[0]), "value": plain_rows(head.values[0])}
    return document | {
        "keys": [plain_rows(part) for part in head.keys],
        "values": [plain_rows(part) for part in head.values],
    }


def network_to_toml(network: AttentionNetwork) -> str:
    """Return the text of a TOML file; `exact.attention.network_file.read_analyzable` gives the network back."""
    document = network_to_document(network)
    layers = document.pop("layer")
    lines = [f"{key} = {toml_value(value)}" for key, value in document.items()]
    for layer in layers if isinstance(layers, list) else []:
        heads = layer.pop("head")
        lines += ["", "[[layer]]", *(f"{key} = {toml_value(value)}" for key, value in layer.items())]
        for head in heads:
            lines += ["", "[[layer.head]]", *(f"{key} = {toml_value(value)}" for key, value in head.items())]
    return "\n".join(lines) + "\n"


def _rows(matrix: Matrix) -> Rows:
    return tuple(_row(row) for row in matrix)


def _row(row: Vector) -> tuple[Fraction, ...]:
    return tuple(Fraction(entry) for entry in row)


def _check_entries(entries: int) -> None:
    if entries > MAXIMUM_ENTRIES:
        raise TooLargeError(
            f"the tables of the network would have {entries} numbers",
            size=entries,
            limit=MAXIMUM_ENTRIES,
            alternative="take a smaller modulus",
        )


def triple_network(unit: MatchingUnit) -> AttentionNetwork:
    """Return the network of a third-order unit for triples, with the input map as a table.

    Raises:
        DomainError: for a unit of second order.
        TooLargeError: if the table would have too many entries.
    """
    attention = unit.unit
    if not isinstance(attention, ThirdOrderUnit) or not isinstance(attention.normalization, Softmax):
        raise DomainError("this network is that of a third-order unit with a softmax")
    _check_entries(unit.modulus * attention.token_dimension)
    first, second = attention.keys
    left, right = attention.values
    base = Fraction(attention.normalization.base)
    head = NetworkHead(
        "softmax", base, _rows(attention.query), (_rows(first), _rows(second)), (_rows(left), _rows(right))
    )
    token_rows = tuple(_row(unit.input_map(x)) for x in range(unit.modulus))
    return AttentionNetwork(
        unit.n, token_rows, (), _row(unit.blank), Fraction(unit.threshold), (NetworkLayer((head,)),)
    )


def bigram_network(matcher: StructuredMatcher) -> AttentionNetwork:
    """Return the network of the two layers for bigram triples.

    The map between the layers rounds, and a table of the M^2 (N - 1) + M + 1 possible rows takes the place of the rest.

    Raises:
        DomainError: for another transformer.
        TooLargeError: if the table would have too many entries.

    Examples:
        >>> from exact.attention.structured_matching import bigram_transformer
        >>> network = bigram_network(bigram_transformer(2, 3))
        >>> len(network.layers), len(network.layers[0].table)
        (2, 13)
    """
    if matcher.name != "match3-bigram":
        raise DomainError(f"this network is that of the two layers for bigram triples, not of {matcher.name}")
    n, modulus = matcher.n, matcher.modulus
    _check_entries(6 * (modulus * modulus * (n - 1) + modulus + 1))
    (fetching, between), (pairs, _) = matcher.transformer.stages
    # the rows of the transformer are (1, i, i^2, x); those of a network begin with the token
    order = (3, 0, 1, 2)

    def head(unit: AttentionUnit, places: tuple[int, ...]) -> NetworkHead:
        if not isinstance(unit.normalization, Softmax):
            raise DomainError("the heads of the two layers must have a softmax")
        query, key, value = (_rows(tuple(part[i] for i in places)) for part in (unit.query, unit.key, unit.value))
        return NetworkHead("softmax", Fraction(unit.normalization.base), query, (key,), (value,))

    sent = [(following, x, j) for j in range(1, n) for x in range(modulus) for following in range(modulus)]
    sent += [(0, x, n) for x in range(modulus)]  # after the last token comes the blank one, whose residue is 0
    sent.append((0, 0, n + 1))
    table = tuple((_row(row), _row(between(row))) for row in sent)
    first = NetworkLayer(tuple(head(unit, order) for unit in fetching.heads), False, "round", table)
    second = NetworkLayer(tuple(head(unit, tuple(range(6))) for unit in pairs.heads))

    def place(i: int) -> tuple[Fraction, ...]:
        return Fraction(1), Fraction(i), Fraction(i * i)

    token_rows = tuple((Fraction(x),) for x in range(modulus))
    positions = tuple(place(i) for i in range(1, n + 1))
    blank = (Fraction(0), *place(n + 1))
    return AttentionNetwork(n, token_rows, positions, blank, Fraction(1, 3), (first, second))

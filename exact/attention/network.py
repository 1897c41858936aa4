r"""What a network of attention computes on residues: scores exactly, outputs exactly where they are rational.

The scores of the first layer are rational numbers, since the rows and the matrices are.  Its weights are rational where
the base allows it (`exact.attention.normalization`); otherwise they, and all that follows from them, lie between
rational numbers, by ball arithmetic.  Every number of an output is therefore an `Enclosure`; where its ends are equal,
it is exact.

Dictionary:
    first_scores: the scores of the heads of the first layer.
    network_outputs: the outputs at the tokens.
    check_residues_of: refuse what is no input.
    is_exact: whether the ends of all numbers of some rows are equal.
    normalization_of: how a head with rational weights turns scores into weights.

Source:
    S-D1 to S-D3, S-D8, S-D12 :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

from exact.attention._exact_matrix import power_bounds
from exact.attention.network_description import AttentionNetwork, NetworkHead, NetworkLayer
from exact.attention.normalization import HardAttention, LinearAttention, Normalization, Softmax, common_root
from exact.attention.unit import AttentionUnit, ThirdOrderUnit, Vector
from exact.attention.unit_description import Rows
from exact.enclosure import Enclosure
from exact.errors import DomainError, TooLargeError

PRECISION = 128
MAXIMUM_SCORE = 10**6

EnclosedRow = tuple[Enclosure, ...]


def normalization_of(head: NetworkHead) -> Normalization | None:
    """Return how a head turns scores into weights; None for the softmax in base e.

    Examples:
        >>> normalization_of(NetworkHead("linear", None, ((1,),), (((1,),),), (((1,),),)))
        LinearAttention()
    """
    if head.kind == "softmax":
        return None if head.base is None else Softmax(head.base)
    return HardAttention() if head.kind == "hard" else LinearAttention()


def _unit(head: NetworkHead, normalization: Normalization) -> AttentionUnit | ThirdOrderUnit:
    if len(head.keys) == 1:
        return AttentionUnit(head.query, head.keys[0], head.values[0], normalization)
    return ThirdOrderUnit(head.query, (head.keys[0], head.keys[1]), (head.values[0], head.values[1]), normalization)


def first_scores(network: AttentionNetwork, tokens: Sequence[int]) -> tuple[tuple[Vector, ...], ...]:
    """Return for each head of the first layer the scores, one row for each token, the blank one last.

    For a third-order head the score of the pair (j, k) stands at the place j n + k, for n rows.

    Args:
        network: the network.
        tokens: N residues.

    Raises:
        TooLargeError: for more than a million scores.

    Cost:
        The products of the matrices, in rational numbers.
    """
    rows = network.rows(tokens)
    return tuple(_unit(head, LinearAttention()).scores(rows) for head in network.layers[0].heads)


def is_exact(rows: Sequence[EnclosedRow]) -> bool:
    """Return whether the ends of all numbers are equal.

    Examples:
        >>> is_exact([(Enclosure.exactly(1),)])
        True
    """
    return all(entry.lower == entry.upper for row in rows for entry in row)


def check_residues_of(network: AttentionNetwork, tokens: Sequence[int]) -> None:
    """Refuse what is no input of a network.

    Raises:
        DomainError: if there are not N residues 0, ..., M - 1.
    """
    if len(tokens) != network.n or any(type(x) is not int or not 0 <= x < network.modulus for x in tokens):
        raise DomainError(
            f"the network reads N = {network.n} residues from 0 to {network.modulus - 1}, not {list(tokens)[:12]}"
        )


def network_outputs(network: AttentionNetwork, tokens: Sequence[int]) -> tuple[EnclosedRow, ...]:
    """Return the outputs at the tokens, the blank one left out.

    Args:
        network: the network.
        tokens: N residues 0, ..., M - 1.

    Raises:
        DomainError: if there are not N residues, a rounded number is not determined by its enclosure, or the table of a
            layer has no row for an output.
        TooLargeError: for scores or weights that are too long.

    Cost:
        A softmax for every token and head; n^3 products for a third-order head on n rows.
    """
    check_residues_of(network, tokens)
    rows = [tuple(Enclosure.exactly(entry) for entry in row) for row in network.rows(tokens)]
    for layer in network.layers:
        rows = _layer_rows(layer, rows)
    return tuple(rows[: network.n])


def _layer_rows(layer: NetworkLayer, rows: list[EnclosedRow]) -> list[EnclosedRow]:
    total: list[EnclosedRow] = list(rows) if layer.skip else []
    for head in layer.heads:
        output = _head_rows(head, rows)
        total = output if not total else [tuple(a + b for a, b in zip(u, v, strict=True)) for u, v in
                                          zip(total, output, strict=True)]  # fmt: skip
    mapped = [tuple(_mapped(layer.after, entry) for entry in row) for row in total]
    if not layer.table:
        return mapped
    table = dict(layer.table)
    found = []
    for row in mapped:
        if not is_exact([row]) or tuple(entry.lower for entry in row) not in table:
            shown = ", ".join(str(e.lower) if e.lower == e.upper else "an irrational number" for e in row)
            raise DomainError(f"the table of a layer has no row ({shown[:200]})")
        found.append(tuple(Enclosure.exactly(entry) for entry in table[tuple(entry.lower for entry in row)]))
    return found


def _nearest(value: Fraction) -> int:
    """Return the nearest integer; of two equally near ones the greater."""
    return math.floor(value + Fraction(1, 2))


def _mapped(after: str, entry: Enclosure) -> Enclosure:
    if after == "round":
        low, high = _nearest(entry.lower), _nearest(entry.upper)
        if low != high:
            raise DomainError(f"a number between {entry.lower} and {entry.upper} may round to {low} or to {high}")
        return Enclosure.exactly(low)
    if after == "positive-part":
        return Enclosure(max(Fraction(0), entry.lower), max(Fraction(0), entry.upper))
    return entry


def _head_rows(head: NetworkHead, rows: list[EnclosedRow]) -> list[EnclosedRow]:
    """Return the output of a head; exact where the rows are and the weights are rational."""
    normalization = normalization_of(head)
    if is_exact(rows) and normalization is not None:
        plain = [[entry.lower for entry in row] for row in rows]
        unit = _unit(head, normalization)
        if not isinstance(normalization, Softmax) or _has_rational_weights(head, unit.scores(plain)):
            return [tuple(Enclosure.exactly(entry) for entry in row) for row in unit.output(plain)]
    return _enclosed_head(head, rows)


def _has_rational_weights(head: NetworkHead, scores: Sequence[Vector]) -> bool:
    """Return whether the differences of the scores of every row have powers that are rational."""
    base = head.base or Fraction(2)
    denominators = {math.lcm(*(Fraction(s - row[0]).denominator for s in row)) for row in scores}
    return all(common_root(base, r) is not None for r in denominators)


def _projected(rows: Sequence[EnclosedRow], matrix: Rows) -> list[EnclosedRow]:
    columns = list(zip(*matrix, strict=True))
    return [tuple(_sum(e.times(w) for e, w in zip(row, column, strict=True)) for column in columns) for row in rows]


def _sum(entries: object) -> Enclosure:
    total = Enclosure.exactly(0)
    for entry in entries:  # type: ignore[attr-defined]
        total += entry
    return total


def _enclosed_head(head: NetworkHead, rows: list[EnclosedRow]) -> list[EnclosedRow]:
    """Return the output of a head between rational numbers."""
    query = _projected(rows, head.query)
    keys, values = ([_projected(rows, matrix) for matrix in matrices] for matrices in (head.keys, head.values))
    places = list(itertools.product(range(len(rows)), repeat=len(keys)))

    def combined(parts: list[list[EnclosedRow]], place: tuple[int, ...]) -> EnclosedRow:
        found = parts[0][place[0]]
        for part, j in zip(parts[1:], place[1:], strict=True):
            found = tuple(a * b for a, b in zip(found, part[j], strict=True))
        return found

    joint_keys, joint_values = ([combined(parts, place) for place in places] for parts in (keys, values))
    outputs = []
    for asking in query:
        scores = [_sum(a * b for a, b in zip(asking, key, strict=True)) for key in joint_keys]
        weights = _enclosed_weights(head, scores)
        outputs.append(
            tuple(
                _sum(weight * value[c] for weight, value in zip(weights, joint_values, strict=True))
                for c in range(len(joint_values[0]))
            )
        )
    return outputs


def _enclosed_weights(head: NetworkHead, scores: Sequence[Enclosure]) -> list[Enclosure]:
    """Return weights between rational numbers; those of the softmax from powers relative to the largest score."""
    if head.kind == "linear":
        return list(scores)
    if head.kind == "hard":
        best = max(range(len(scores)), key=lambda j: (scores[j].lower, -j))
        if any((j != best and s.upper > scores[best].lower) or (j < best and s.upper == scores[best].lower) for j, s in
               enumerate(scores)):  # fmt: skip
            raise DomainError("the largest score is not determined by the enclosures of the scores")
        return [Enclosure.exactly(int(j == best)) for j in range(len(scores))]
    largest = max(s.upper for s in scores)
    least = min(s.lower for s in scores)
    if largest - least > MAXIMUM_SCORE:
        raise TooLargeError(
            f"two scores differ by more than {MAXIMUM_SCORE}",
            size=math.ceil(largest - least),
            limit=MAXIMUM_SCORE,
            alternative="take smaller scores",
        )
    powers = [
        Enclosure(
            power_bounds(head.base, s.lower - largest, PRECISION)[0],
            power_bounds(head.base, s.upper - largest, PRECISION)[1],
        )
        for s in scores
    ]
    below, above = sum((p.lower for p in powers), Fraction(0)), sum((p.upper for p in powers), Fraction(0))
    found = []
    for p in powers:  # p/(p + the others) grows with p and falls with the others
        others_above, others_below = above - p.upper, below - p.lower
        low = p.lower / Fraction(p.lower + others_above) if p.lower else Fraction(0)
        found.append(Enclosure(low, p.upper / Fraction(p.upper + others_below)))
    return found

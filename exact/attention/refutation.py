r"""Finding an input on which a concrete attention layer fails, or showing that it solves all inputs of its size.

Two ways, tried in this order.

*Colliding messages.*  For triples the tokens 2, ..., n + 1 are Alice's, written by `exact.attention.reductions`.  What
they send to the query of token 1 are, for each head, the sum of their powers B^s and that of their values times these
powers.  If two of Alice's 2^n inputs send the same, they differ in a bit i, and with Bob's input e_i the layer has the
same output at token 1 on two inputs with different answers.  For sparse averaging two supports with equal queries have
equal weights, and one of the two means is missed by 1/q at least.

*All inputs.*  Every input of the size is tried; where they are too many, the first, which can only refute.
A layer that sees no positions is tried on one order of each multiset
of residues: moving the tokens moves the outputs, and the answers of pairs and triples.

Dictionary:
    Verdict: the failure, or None, with how it was reached.
    refute: find a failure or show that there is none.
    alice_messages: what Alice's tokens send, for all her inputs.
    MAXIMUM_TRIED: how many inputs, or messages, are tried.
    MAXIMUM_FIRST: how many are tried where they are too many, if N M is at most MAXIMUM_FEW_ROWS.

Source:
    S-L32 `head-messages-are-injective`, S-L7, S-L10 step 1 :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from exact.attention.failure import MAXIMUM_STEPS, LayerFailure
from exact.attention.fixed_point import first_collision
from exact.attention.normalization import Softmax, check_softmax_work, common_root
from exact.attention.reductions import triple_inputs
from exact.attention.tasks import Reading, match2, match3, match3_bigram, match3_local
from exact.attention.unit import AttentionUnit, Matrix, product
from exact.attention.unit_description import AveragingUnit, LayerDescription, MatchingLayer
from exact.errors import DomainError, TooLargeError
from exact.rational import Rational

MAXIMUM_TRIED = 20_000
MAXIMUM_EXPONENT_BITS = 1 << 20
MAXIMUM_ROWS = 2000
MAXIMUM_FEW_ROWS = 500
MAXIMUM_FIRST = 100


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a layer solves its task at its size.

    Attributes:
        failure: the certificate of an input on which it fails; None if it solves all inputs.
        method: ``collision``, ``all-inputs``, or ``first-inputs`` where a failure is among the first of too many.
        tried: how many messages or inputs were tried.
        messages: how many different messages Alice's inputs send; None where that was not asked.
        alice_inputs: how many inputs Alice has; None where that was not asked.
    """

    failure: LayerFailure | None
    method: str
    tried: int
    messages: int | None = None
    alice_inputs: int | None = None


def refute(layer: LayerDescription) -> Verdict:
    """Return an input on which a layer fails, or the verdict that it solves all inputs of its size.

    Raises:
        TooLargeError: if no two messages collide, there are too many inputs to try them all, and the first show no
            failure.
        DomainError: if the weights of the layer are irrational.

    Cost:
        For triples at most 2^14 messages; then M^N inputs, or one for each multiset of residues where no
            positions are seen.

    Examples:
        A head that looks at every token alike cannot average over one of two.

        >>> from exact.attention.unit_description import layer_from_document
        >>> unit = {"task": "qsa", "N": 2, "q": 1, "error": "1/2", "base": 2, "keys": [[1], [1]], "queries": [[1], [2]]}
        >>> verdict = refute(layer_from_document(unit))
        >>> verdict.failure.inputs, verdict.failure.positions
        (((-1, 1),), (1,))
        >>> verdict.failure.verify()
    """
    order = 2 if isinstance(layer, AveragingUnit) or layer.task in {"match2", "match3-bigram"} else 3
    if layer.n**order > MAXIMUM_STEPS:
        raise TooLargeError(
            f"the answers of one input would take N^{order} = {layer.n}^{order} steps",
            size=layer.n,
            limit=MAXIMUM_STEPS,
            alternative="describe the same layer for smaller N",
        )
    verdict = _refute_averaging(layer) if isinstance(layer, AveragingUnit) else _refute_matching(layer)
    if verdict.failure is not None:
        verdict.failure.verify()
    return verdict


# ------------------------------------------------------------------------------------------------------ sparse averages


def _refute_averaging(unit: AveragingUnit) -> Verdict:
    steps = len(unit.queries) * unit.n * len(unit.keys[0])
    if steps > MAXIMUM_STEPS:
        raise TooLargeError(
            f"the scores of all supports would take {steps} products",
            size=steps,
            limit=MAXIMUM_STEPS,
            alternative="describe the same unit for smaller N",
        )
    supports = list(itertools.combinations(range(1, unit.n + 1), unit.q))
    messages = len(set(unit.queries))
    if unit.error * unit.q < 1:
        collision = first_collision(unit.queries)
        if collision is not None:
            for place in collision:
                failure = _averaging_failure(unit, supports[place])
                if failure is not None:
                    return Verdict(failure, "collision", len(supports), messages, len(supports))
    for tried, support in enumerate(supports, start=1):
        failure = _averaging_failure(unit, support)
        if failure is not None:
            return Verdict(failure, "all-inputs", tried, messages, len(supports))
    return Verdict(None, "all-inputs", len(supports), messages, len(supports))


def _averaging_failure(unit: AveragingUnit, support: tuple[int, ...]) -> LayerFailure | None:
    """Return the worst vectors for a support, if they are worse than allowed."""
    query = unit.query(support)
    scores: list[Rational] = [sum((a * b for a, b in zip(query, key, strict=True)), Fraction(0)) for key in unit.keys]
    weights = Softmax(unit.base).weights(scores)
    surplus = [w - Fraction(j in support, unit.q) for j, w in enumerate(weights, start=1)]
    if sum(abs(s) for s in surplus) <= unit.error:
        return None
    return LayerFailure(unit, (tuple(1 if s > 0 else -1 for s in surplus),), support)


# ------------------------------------------------------------------------------------------------------------- matching


def _rows(layer: MatchingLayer, tokens: tuple[int, ...]) -> Matrix:
    """Return the rows that the heads read."""
    rows = [layer.token_rows[x] + (layer.position_rows[i] if layer.position_rows else ()) for i, x in enumerate(tokens)]
    return tuple(rows) if layer.blank is None else (*rows, layer.blank)


def _units(layer: MatchingLayer) -> list[AttentionUnit]:
    return [AttentionUnit(head.query, head.key, head.value, Softmax(head.base)) for head in layer.heads]


def _outputs(layer: MatchingLayer, units: list[AttentionUnit], tokens: tuple[int, ...]) -> list[tuple[Rational, ...]]:
    """Return the outputs at the residues."""
    rows = _rows(layer, tokens)
    summands = [unit.output(rows)[: layer.n] for unit in units]
    return [tuple(sum(entries) for entries in zip(*parts, strict=True)) for parts in zip(*summands, strict=True)]


def _answers(layer: MatchingLayer, tokens: tuple[int, ...]) -> tuple[int, ...]:
    if layer.task == "match2":
        return match2(tokens, layer.modulus, Reading(layer.reading))
    if layer.task == "match3":
        return match3(tokens, layer.modulus, Reading(layer.reading))
    if layer.task == "match3-bigram":
        return match3_bigram(tokens, layer.modulus)
    return match3_local(tokens, layer.modulus, layer.distance)


def _power(base: Fraction, exponent: Rational) -> Fraction:
    """Return B^e; refuse an irrational one, and one that is too long to write."""
    exponent = Fraction(exponent)
    root = common_root(base, exponent.denominator)
    if root is None:
        raise DomainError(f"the weights are irrational: {base}^({exponent}) is no rational number")
    size = abs(exponent.numerator) * max(root.numerator, root.denominator).bit_length()
    if size > MAXIMUM_EXPONENT_BITS:
        raise TooLargeError(
            f"a power would have about {size} bits",
            size=size,
            limit=MAXIMUM_EXPONENT_BITS,
            alternative="take smaller scores",
        )
    return Fraction(root) ** exponent.numerator


def alice_messages(layer: MatchingLayer, n: int) -> list[tuple[Rational, ...]]:
    """Return what Alice's tokens send to the query of token 1, for each of her 2^n inputs.

    For every head the sum of the powers B^s over her tokens, with the score of token 1 itself subtracted from every
    score, and the sum of the values times these powers.

    Args:
        layer: a layer for triples.
        n: the number of bits, with 2n + 1 <= N and 2n + 2 <= M.

    Raises:
        DomainError: if the residues do not have room for n bits, or a power is irrational.

    Source:
        S-L32.
    """
    units = _units(layer)
    contributions: list[list[list[Rational]]] = []  # for every bit and its two values, the summands
    for i in range(n):
        pair = []
        for bit in (0, 1):
            tokens = triple_inputs(n, layer.modulus, bit << i, 0, layer.n)
            rows = _rows(layer, tokens)
            summands: list[Rational] = []
            for unit in units:
                (query,) = product(rows[:1], unit.query)
                own, key = product((rows[0], rows[i + 1]), unit.key)
                score = sum(a * (b - c) for a, b, c in zip(query, key, own, strict=True))
                power = _power(
                    Fraction(unit.normalization.base if isinstance(unit.normalization, Softmax) else 2), score
                )
                (value,) = product((rows[i + 1],), unit.value)
                summands += [power, *(power * entry for entry in value)]
            pair.append(summands)
        contributions.append(pair)
    messages: list[tuple[Rational, ...]] = [
        tuple(sum(parts) for parts in zip(*(p[0] for p in contributions), strict=True))
    ]
    for zero, one in contributions:  # bit i of a is set in the second half
        change = [b - a for a, b in zip(zero, one, strict=True)]
        messages += [tuple(x + c for x, c in zip(message, change, strict=True)) for message in messages]
    return messages


def _collision_failure(layer: MatchingLayer, n: int, pair: tuple[int, int]) -> LayerFailure:
    """Return the failure that two colliding inputs of Alice give."""
    a, other = pair
    difference = a ^ other
    b = difference & -difference
    inputs = tuple(triple_inputs(n, layer.modulus, mask, b, layer.n) for mask in pair)
    if layer.threshold is None:
        return LayerFailure(layer, inputs, (1, 1))
    units = _units(layer)
    wrong = [
        tokens
        for tokens in inputs
        if int(_outputs(layer, units, tokens)[0][0] > layer.threshold) != _answers(layer, tokens)[0]
    ]
    return LayerFailure(layer, (wrong[0],), (1,))


def _inputs_to_try(layer: MatchingLayer) -> tuple[int, Iterator[tuple[int, ...]]]:
    """Return how many inputs show all that a layer does, and these inputs."""
    residues = range(layer.modulus)
    if not layer.position_rows and layer.task in {"match2", "match3"}:
        number = math.comb(layer.modulus + layer.n - 1, layer.n)
        return number, itertools.combinations_with_replacement(residues, layer.n)
    bits = layer.n * layer.modulus.bit_length()
    return layer.modulus**layer.n if bits < 1000 else 1 << bits - layer.n, itertools.product(residues, repeat=layer.n)


def _check_work(layer: MatchingLayer, units: list[AttentionUnit], inputs: int) -> None:
    """Refuse a search whose weights would have too many bits, by the scores of all residues at all positions."""
    if layer.modulus * layer.n > MAXIMUM_ROWS:
        return  # there are at most MAXIMUM_TRIED inputs, so this is one token, or two
    places = layer.position_rows or ((),)
    rows = [token + place for token in layer.token_rows for place in places]
    rows += [layer.blank] if layer.blank is not None else []
    for unit, head in zip(units, layer.heads, strict=True):
        difference = max(max(row) - min(row) for row in unit.scores(rows))
        check_softmax_work(head.base, difference, inputs * (layer.n + 1) ** 2)


def _refute_matching(layer: MatchingLayer) -> Verdict:
    # fewer bits than there is room for leave null residues, and two messages of them collide as well
    n = min((layer.n - 1) // 2, (layer.modulus - 2) // 2, MAXIMUM_TRIED.bit_length() - 1)
    messages, alice_inputs = None, None
    if layer.task == "match3" and n >= 1:
        sent = alice_messages(layer, n)
        messages, alice_inputs = len(set(sent)), len(sent)
        collision = first_collision(sent)
        if collision is not None:
            failure = _collision_failure(layer, n, collision)
            return Verdict(failure, "collision", alice_inputs, messages, alice_inputs)
    number, inputs = _inputs_to_try(layer)
    steps = min(number, 1 << 62) * layer.n ** (2 if layer.task in {"match2", "match3-bigram"} else 3)
    if number > MAXIMUM_TRIED or steps > 100 * MAXIMUM_STEPS:
        few = layer.modulus * layer.n <= MAXIMUM_FEW_ROWS
        first = min(MAXIMUM_FIRST, MAXIMUM_STEPS // layer.n**3) if few else 0
        early = _first_failure(layer, itertools.islice(inputs, first), first)
        if early is not None:
            return Verdict(early, "first-inputs", first, messages, alice_inputs)
        found = "no two messages collide" if messages is not None else "messages of this task are not compared"
        listed = number if number < 1 << 62 else "more than 2^62"
        raise TooLargeError(
            f"{found}, the first {first} inputs show no failure, and {listed} inputs would have to be tried",
            size=min(number, 1 << 62),
            limit=MAXIMUM_TRIED,
            alternative="describe the same layer for smaller N or M",
        )
    early = _first_failure(layer, inputs, number)
    return Verdict(early, "all-inputs", number, messages, alice_inputs)


def _first_failure(layer: MatchingLayer, inputs: Iterator[tuple[int, ...]], number: int) -> LayerFailure | None:
    """Return the first early among so many inputs, or None."""
    if number == 0:
        return None
    units = _units(layer)
    _check_work(layer, units, number)
    seen: dict[tuple[Rational, ...], tuple[int, tuple[int, ...], int]] = {}
    for tokens in inputs:
        outputs, answers = _outputs(layer, units, tokens), _answers(layer, tokens)
        for i, (output, answer) in enumerate(zip(outputs, answers, strict=True), start=1):
            if layer.threshold is not None:
                if int(output[0] > layer.threshold) != answer:
                    return LayerFailure(layer, (tokens,), (i,))
                continue
            known = seen.setdefault(output, (answer, tokens, i))
            if known[0] != answer:
                return LayerFailure(layer, (known[1], tokens), (known[2], i))
    return None

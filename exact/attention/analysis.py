r"""What a concrete network of attention does: its scores, outputs and messages, and the small tasks that it solves.

* *Scores* on one input are rational numbers; those of trained weights are dyadic, k / 2^f.
* *Outputs* on that input are exact, or between two rational numbers.
* *Messages*: what a token sends to the others is its query, its key and its value.  Rounded to fixed-point numbers of p
  bits these take a number of different values, which no function of them can exceed.
* *Tasks*: every matching task of the size N, M is tried on all M^N inputs.  With a threshold the answer of the network
  must be that of the task; without one, equal outputs must have equal answers, so that some function of the output
  gives them.  An output that is not exact may leave a task undecided.

Dictionary:
    NetworkAnalysis: all of these for a network; analyze_network: find them.
    MessageCount: the different messages at a precision; count_messages: count them.
    TaskVerdict: whether a network solves a task.
    AveragingAnalysis: the same for a unit for sparse averaging; analyze_averaging: find it.
    common_fraction_bits: f, if all numbers are k / 2^f.
    MAXIMUM_ANALYZED_INPUTS: how many inputs are tried; MAXIMUM_PRODUCTS: how much is multiplied for messages;
        MAXIMUM_PRECISION: the most bits of a message.

Source:
    S-D4 `p-bit-precision`, S-D5 to S-D7, S-T4 `sparse-averaging-needs-q-bits` :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention.fixed_point import FixedPoint, distinct_messages
from exact.attention.matching import number_of_inputs
from exact.attention.network import (
    EnclosedRow,
    check_residues_of,
    first_scores,
    is_exact,
    network_outputs,
    normalization_of,
)
from exact.attention.network_description import AttentionNetwork
from exact.attention.normalization import Softmax, check_softmax_work
from exact.attention.refutation import refute
from exact.attention.tasks import Reading, match2, match3, match3_bigram, match3_local
from exact.attention.unit import Vector, product
from exact.attention.unit_description import AveragingUnit, Rows
from exact.enclosure import Answer, Enclosure
from exact.errors import DomainError, TooLargeError
from exact.rational import Rational, rational

MAXIMUM_ANALYZED_INPUTS = 4096
MAXIMUM_ANALYZED_STEPS = 10**6
MAXIMUM_PRODUCTS = 10**7
MAXIMUM_PRECISION = 4096


@dataclass(frozen=True, slots=True)
class MessageCount:
    """How many different messages the tokens of a network send.

    Attributes:
        bits: the bits p of a number.
        fraction_bits: how many of them stand after the point: as many as all numbers allow.
        numbers: how many numbers a message has: query, key and value of every head of the first layer.
        tokens: how many tokens there are: residues, at all positions where the rows of positions differ.
        exact: how many different messages they send without rounding.
        rounded: how many after rounding to p bits.
    """

    bits: int
    fraction_bits: int
    numbers: int
    tokens: int
    exact: int
    rounded: int


@dataclass(frozen=True, slots=True)
class TaskVerdict:
    """Whether a network solves a task on all inputs of its size.

    Attributes:
        task: the task, such as ``match3``.
        reading: ``literal``, ``not_self`` or ``distinct``.
        distance: the distance of local triples, 0 for other tasks.
        solves: yes, no, or unknown.
        inputs: one input where it fails, or two with equal outputs and different answers; empty otherwise.
        positions: the position in each, from 1.
    """

    task: str
    reading: str
    distance: int
    solves: Answer
    inputs: tuple[tuple[int, ...], ...] = ()
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NetworkAnalysis:
    """What a network does.

    Attributes:
        network: the network.
        tokens: the input of the scores and outputs.
        scores: the scores of the heads of the first layer on that input.
        score_bits: the f of scores k / 2^f; None if they are not all of this form.
        outputs: the outputs on that input.
        exact: whether they are exact.
        messages: the number of different messages, or None if no precision was asked for.
        inputs: how many inputs were tried for the tasks; None where there were too many.
        reason: why they were not tried; empty where they were.
        verdicts: one for each task; empty if they were not tried.
    """

    network: AttentionNetwork
    tokens: tuple[int, ...]
    scores: tuple[tuple[Vector, ...], ...]
    score_bits: int | None
    outputs: tuple[EnclosedRow, ...]
    exact: bool
    messages: MessageCount | None
    inputs: int | None
    reason: str
    verdicts: tuple[TaskVerdict, ...]


@dataclass(frozen=True, slots=True)
class AveragingAnalysis:
    """What a unit for sparse averaging does.

    Attributes:
        unit: the unit.
        score_bits: the f of scores k / 2^f of all supports; None if they are not all of this form.
        supports: how many supports there are.
        queries: how many different queries they have.
        rounded_queries: how many after rounding to the precision that was asked for; None if none was.
        precision: that precision, or None.
        solves: whether the error is within the one that is allowed, on all inputs.
        failing_support: a support where it is not; empty if there is none.
    """

    unit: AveragingUnit
    score_bits: int | None
    supports: int
    queries: int
    rounded_queries: int | None
    precision: FixedPoint | None
    solves: bool
    failing_support: tuple[int, ...]


def common_fraction_bits(numbers: Iterable[Rational]) -> int | None:
    """Return the least f >= 0 such that all numbers are k / 2^f, or None if one is not dyadic.

    Examples:
        >>> common_fraction_bits([1, Fraction(3, 8), Fraction(1, 2)]), common_fraction_bits([Fraction(1, 3)])
        (3, None)
    """
    denominator = math.lcm(*(Fraction(number).denominator for number in numbers))
    return denominator.bit_length() - 1 if denominator & (denominator - 1) == 0 else None


def _precision_for(numbers: Sequence[Rational], bits: int) -> FixedPoint:
    """Return the precision of so many bits with the most after the point for which no number is out of range."""
    if bits < 1:
        raise DomainError(f"the number of bits must be at least 1, not {bits}")
    if bits > MAXIMUM_PRECISION:
        raise TooLargeError(
            f"every message would be written with numbers of {bits} bits",
            size=bits,
            limit=MAXIMUM_PRECISION,
            alternative=f"with at most {MAXIMUM_PRECISION} bits the number of exact messages is shown as well",
        )
    largest = max((abs(Fraction(number)) for number in numbers), default=Fraction(0))
    # 2^e <= largest < 2^(e + 2), so that with two bits more after the point it is out of range
    exponent = largest.numerator.bit_length() - largest.denominator.bit_length() - 1 if largest else 0
    fraction_bits = bits - exponent + 1
    while True:
        precision = FixedPoint(bits, fraction_bits)
        try:
            for number in numbers:
                precision.rounded(number)
        except DomainError:
            fraction_bits -= 1
        else:
            return precision


def count_messages(network: AttentionNetwork, bits: int) -> MessageCount:
    """Count the different messages of the tokens at a precision of p bits.

    Args:
        network: the network.
        bits: the bits of a fixed-point number; as many of them stand after the point as all numbers allow.

    Raises:
        DomainError: for less than 1 bit.
        TooLargeError: for more than `MAXIMUM_PRODUCTS` products of numbers, or `MAXIMUM_PRECISION` bits.

    Cost:
        The projections of M rows, or of M N where the rows of positions differ.

    Examples:
        >>> from exact.attention.network_description import NETWORK_SCHEMA, network_from_document
        >>> head = {"base": 2, "query": [[1]], "key": [[1]], "value": [[1]]}
        >>> token = [[0], ["1/4"], [1], [3]]
        >>> document = {"schema": NETWORK_SCHEMA, "N": 2, "token": token, "layer": [{"head": [head]}]}
        >>> count = count_messages(network_from_document(document), bits=3)
        >>> count.fraction_bits, count.exact, count.rounded
        (0, 4, 3)
    """
    places: Rows = tuple(dict.fromkeys(network.position_rows)) or ((),)
    rows = tuple(token + place for token in network.token_rows for place in places)
    columns = sum(len(m[0]) for head in network.layers[0].heads for m in (head.query, *head.keys, *head.values))
    products = len(rows) * len(rows[0]) * columns
    if products > MAXIMUM_PRODUCTS:
        raise TooLargeError(
            f"the messages of {len(rows)} tokens would take {products} products",
            size=products,
            limit=MAXIMUM_PRODUCTS,
            alternative="describe the same layer for fewer tokens",
        )
    messages: list[tuple[Rational, ...]] = [()] * len(rows)
    for head in network.layers[0].heads:
        for matrix in (head.query, *head.keys, *head.values):
            messages = [m + row for m, row in zip(messages, product(rows, matrix), strict=True)]
    precision = _precision_for([entry for message in messages for entry in message], bits)
    rounded = [tuple(precision.rounded(entry) for entry in message) for message in messages]
    return MessageCount(
        bits,
        precision.fraction_bits,
        len(messages[0]),
        len(rows),
        distinct_messages(messages),
        distinct_messages(rounded),
    )


def _tasks(n: int, modulus: int) -> list[tuple[str, str, int, Callable[[Sequence[int]], tuple[int, ...]]]]:
    """Return the tasks of a size: name, reading, distance, answers."""
    found: list[tuple[str, str, int, Callable[[Sequence[int]], tuple[int, ...]]]] = [
        ("match2", reading.value, 0, lambda x, r=reading: match2(x, modulus, r))  # type: ignore[misc]
        for reading in (Reading.LITERAL, Reading.NOT_SELF)
    ]
    found += [
        ("match3", reading.value, 0, lambda x, r=reading: match3(x, modulus, r))  # type: ignore[misc]
        for reading in Reading
    ]
    found.append(("match3-bigram", "literal", 0, lambda x: match3_bigram(x, modulus)))
    found += [
        ("match3-local", "literal", distance, lambda x, k=distance: match3_local(x, modulus, k))  # type: ignore[misc]
        for distance in range(1, n - 1)
    ]
    return found


def analyze_network(
    network: AttentionNetwork, *, tokens: Sequence[int] | None = None, bits: int | None = None
) -> NetworkAnalysis:
    """Analyze a network: scores and outputs on one input, messages at a precision, tasks on all inputs of its size.

    Args:
        network: the network.
        tokens: the input; the residues 0, 1, 2, ... if left out.
        bits: the precision of the messages, in bits; they are not counted if it is left out.

    Raises:
        DomainError: for an input that is none, and where the network has no output on it.
        TooLargeError: where scores or weights on the input are too long.

    Cost:
        At most `MAXIMUM_ANALYZED_INPUTS` inputs are tried, and a million products of scores.

    Examples:
        A head that looks at every token alike sees the sum of the tokens only.

        >>> from exact.attention.network_description import NETWORK_SCHEMA, network_from_document
        >>> head = {"base": 2, "query": [[0]], "key": [[0]], "value": [[1]]}
        >>> document = {"schema": NETWORK_SCHEMA, "N": 2, "token": [[0], [1], [2]], "layer": [{"head": [head]}]}
        >>> analysis = analyze_network(network_from_document(document))
        >>> [str(row[0].lower) for row in analysis.outputs], analysis.exact
        (['1/2', '1/2'], True)
        >>> analysis.verdicts[0].solves, analysis.verdicts[0].inputs
        (<Answer.NO: 'no'>, ((0, 1), (0, 1)))
    """
    chosen = tuple(i % network.modulus for i in range(network.n)) if tokens is None else tuple(tokens)
    check_residues_of(network, chosen)
    scores = first_scores(network, chosen)  # refused early where there are too many
    outputs = network_outputs(network, chosen)
    score_bits = common_fraction_bits(s for head in scores for row in head for s in row)
    messages = None if bits is None else count_messages(network, bits)
    inputs, reason = None, ""
    verdicts: tuple[TaskVerdict, ...] = ()
    try:
        _check_size(network, scores)
        inputs = network.modulus**network.n
        verdicts = _verdicts(network)
    except (TooLargeError, DomainError) as refusal:
        inputs, reason = None, str(refusal)
    return NetworkAnalysis(
        network, chosen, scores, score_bits, outputs, is_exact(outputs), messages, inputs, reason, verdicts
    )


def _check_size(network: AttentionNetwork, scores: tuple[tuple[Vector, ...], ...]) -> None:
    """Refuse to try all inputs where there are too many, or where the weights would have too many bits."""
    number = number_of_inputs(network.n, network.modulus)
    size = len(network.rows([0] * network.n))
    steps = sum(size ** (len(head.keys) + 1) for layer in network.layers for head in layer.heads)
    if number > MAXIMUM_ANALYZED_INPUTS or number * steps > MAXIMUM_ANALYZED_STEPS:
        raise TooLargeError(
            f"M^N = {network.modulus}^{network.n} inputs with {steps} scores each would be tried",
            size=number,
            limit=MAXIMUM_ANALYZED_INPUTS,
            alternative="describe the same network for smaller N or M",
        )
    for head, rows in zip(network.layers[0].heads, scores, strict=True):
        normalization = normalization_of(head)
        if isinstance(normalization, Softmax):
            difference = max(max(row) - min(row) for row in rows)
            check_softmax_work(normalization.base, difference, number * steps)


def _verdicts(network: AttentionNetwork) -> tuple[TaskVerdict, ...]:
    """Try all inputs, and compare the outputs with the answers of every task."""
    inputs = list(itertools.product(range(network.modulus), repeat=network.n))
    outputs = [network_outputs(network, tokens) for tokens in inputs]
    found = []
    for task, reading, distance, answers_of in _tasks(network.n, network.modulus):
        answers = [answers_of(tokens) for tokens in inputs]
        if network.threshold is not None:
            verdict = _by_threshold(network.threshold, inputs, outputs, answers)
        else:
            verdict = _by_any_function(inputs, outputs, answers)
        found.append(TaskVerdict(task, reading, distance, *verdict))
    return tuple(found)


_Verdict = tuple[Answer, tuple[tuple[int, ...], ...], tuple[int, ...]]
_Inputs = Sequence[tuple[int, ...]]
_Outputs = Sequence[tuple[EnclosedRow, ...]]


def _by_threshold(threshold: Fraction, inputs: _Inputs, outputs: _Outputs, answers: _Inputs) -> _Verdict:
    undecided = False
    bound = Enclosure.exactly(threshold)
    for tokens, rows, expected in zip(inputs, outputs, answers, strict=True):
        for i, (row, answer) in enumerate(zip(rows, expected, strict=True), start=1):
            at_most = row[0].is_at_most(bound)
            if at_most is Answer.UNKNOWN:
                undecided = True
            elif (at_most is Answer.NO) != bool(answer):
                return Answer.NO, (tokens,), (i,)
    return Answer.UNKNOWN if undecided else Answer.YES, (), ()


def _by_any_function(inputs: _Inputs, outputs: _Outputs, answers: _Inputs) -> _Verdict:
    """Look for two equal outputs with different answers; boxes that only overlap leave the question open.

    So do boxes of which there are too many to compare them in pairs.
    """
    seen: dict[tuple[Fraction, ...], tuple[int, tuple[int, ...], int]] = {}
    boxes: tuple[set[EnclosedRow], set[EnclosedRow]] = (set(), set())
    for tokens, rows, expected in zip(inputs, outputs, answers, strict=True):
        for i, (row, answer) in enumerate(zip(rows, expected, strict=True), start=1):
            if is_exact([row]):
                known = seen.setdefault(tuple(entry.lower for entry in row), (answer, tokens, i))
                if known[0] != answer:
                    return Answer.NO, (known[1], tokens), (known[2], i)
            boxes[answer].add(row)
    inexact = [[row for row in part if not is_exact([row])] for part in boxes]
    if len(inexact[0]) * len(boxes[1]) + len(inexact[1]) * len(boxes[0]) > MAXIMUM_ANALYZED_STEPS:
        return Answer.UNKNOWN, (), ()
    if any(
        _meet(u, v) for part, other in ((inexact[0], boxes[1]), (inexact[1], boxes[0])) for u in part for v in other
    ):
        return Answer.UNKNOWN, (), ()
    return Answer.YES, (), ()


def _meet(u: EnclosedRow, v: EnclosedRow) -> bool:
    """Return whether two boxes have a point in common."""
    return all(a.lower <= b.upper and b.lower <= a.upper for a, b in zip(u, v, strict=True))


def analyze_averaging(unit: AveragingUnit, *, bits: int | None = None) -> AveragingAnalysis:
    """Analyze a unit for sparse averaging.

    Args:
        unit: the unit.
        bits: the precision of the queries, in bits; they are not rounded if it is left out.

    Raises:
        TooLargeError: if there are too many scores, or more than `MAXIMUM_PRECISION` bits.
        DomainError: if the weights are irrational, or for less than 1 bit.

    Examples:
        >>> from exact.attention.sparse_averaging import moment_curve_unit
        >>> from exact.attention.unit_file import averaging_unit
        >>> unit = averaging_unit(moment_curve_unit(4, 1, base=9), Fraction(1, 2))
        >>> analysis = analyze_averaging(unit, bits=2)
        >>> analysis.solves, analysis.queries, analysis.rounded_queries
        (True, 4, 2)
    """
    verdict = refute(unit)
    keys = tuple(zip(*unit.keys, strict=True))
    scores = product(unit.queries, keys)
    precision = None if bits is None else _precision_for([e for row in unit.queries for e in row], bits)
    rounded = None
    if precision is not None:
        rounded = distinct_messages([[precision.rounded(entry) for entry in row] for row in unit.queries])
    return AveragingAnalysis(
        unit,
        common_fraction_bits(s for row in scores for s in row),
        len(unit.queries),
        distinct_messages([[rational(e) for e in row] for row in unit.queries]),
        rounded,
        precision,
        verdict.failure is None,
        () if verdict.failure is None else verdict.failure.positions,
    )

r"""The certificate that a concrete attention layer fails: an input, checked by plain arithmetic.

The check writes out the definition of the layer in Fractions, token by token, and the definition of the task.  It uses
nothing of the code that finds failures, and nothing of the code of the constructions: the standard library, the
description of a layer and the errors only.

* Where the answer is a threshold of the output, one input and one position are enough: the answer there is wrong.
* Where any function of the output may give the answer, two inputs and positions with the *same output* and different
  answers of the task: no function gives both.
* For sparse averaging a support, and vectors +1 and -1, at which the output is farther from the mean than allowed.

Dictionary:
    LayerFailure: the certificate, with its `verify`.
    failure_from_text: read one from JSON; failure_to_document: write one.
    layer_output: the output of a matching layer at one position, by the definition.
    averaging_weights: the weights of a unit for sparse averaging, by the definition.
    FAILURE_SCHEMA: the version of the format.

Source:
    S-D1 to S-D6 :cite:p:`SanfordHsuTelgarsky2023`; that equal messages force an error: S-L7.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention.unit_description import (
    AveragingUnit,
    LayerDescription,
    MatchingLayer,
    layer_from_document,
    layer_to_document,
    sum_of_tokens_answers,
)
from exact.errors import CertificateError, InputError
from exact.table_fields import Fields, UnreadableNumber

FAILURE_SCHEMA = "attention-quarks/attention-failure/1"
MAXIMUM_FAILURE_TEXT = 1 << 24
MAXIMUM_POWER_BITS = 1 << 24
MAXIMUM_STEPS = 10**7


def _powers(base: Fraction, scores: Sequence[Fraction]) -> list[Fraction]:
    """Return B^(s - least s) for every score; refuse irrational ones and those that are too long to write."""
    least = min(scores)
    r = math.lcm(*((s - least).denominator for s in scores))
    root = base
    if r > 1:  # a rational root of the base, by trying its numerator and denominator
        parts = [_exact_root(base.numerator, r), _exact_root(base.denominator, r)]
        if 0 in parts:
            raise CertificateError("the weights of this input are irrational; nothing is checked", culprit=str(base))
        root = Fraction(*parts)
    exponents = [int((s - least) * r) for s in scores]
    if max(exponents) * max(root.numerator, root.denominator).bit_length() > MAXIMUM_POWER_BITS:
        raise CertificateError("a weight of this input is too long to write", culprit=max(exponents))
    return [root**e for e in exponents]


def _exact_root(value: int, r: int) -> int:
    """Return the r-th root of a positive integer, 0 if it is no integer."""
    if r >= value.bit_length():  # then 2^r > value; and 2^r may be too long to write
        return int(value == 1)
    low, high = 0, value + 1
    while high - low > 1:
        middle = (low + high) // 2
        if middle**r <= value:
            low = middle
        else:
            high = middle
    return low if low**r == value else 0


def _projected(row: Sequence[Fraction], columns: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    return [sum((row[i] * columns[i][c] for i in range(len(row))), Fraction(0)) for c in range(len(columns[0]))]


def layer_output(layer: MatchingLayer, tokens: Sequence[int], position: int) -> tuple[Fraction, ...]:
    """Return the output of a layer at one position (from 1), straight from the definition.

    Raises:
        CertificateError: if the weights are irrational.

    Cost:
        One row of scores for each head.
    """
    rows = [list(layer.token_rows[x]) for x in tokens]
    for i, extra in enumerate(layer.position_rows):
        rows[i] += extra
    if layer.blank is not None:
        rows.append(list(layer.blank))
    total = [Fraction(0)] * len(layer.heads[0].value[0])
    for head in layer.heads:
        query = _projected(rows[position - 1], head.query)
        keys = [_projected(row, head.key) for row in rows]
        scores = [sum((a * b for a, b in zip(query, key, strict=True)), Fraction(0)) for key in keys]
        powers = _powers(head.base, scores)
        values = [_projected(row, head.value) for row in rows]
        for c in range(len(total)):
            mean = sum((w * v[c] for w, v in zip(powers, values, strict=True)), Fraction(0)) * Fraction(1, sum(powers))
            total[c] += mean
    return tuple(total)


def averaging_weights(unit: AveragingUnit, support: Sequence[int]) -> list[Fraction]:
    """Return the weights of all positions for a token with this support, straight from the definition."""
    query = unit.query(support)
    scores = [sum((a * b for a, b in zip(query, key, strict=True)), Fraction(0)) for key in unit.keys]
    powers = _powers(unit.base, scores)
    total = sum(powers)
    return [power * Fraction(1, total) for power in powers]


@dataclass(frozen=True, slots=True)
class LayerFailure:
    """An input on which a layer fails.

    Attributes:
        layer: the layer.
        inputs: the residues of one or two inputs; for sparse averaging one input, of numbers +1 and -1.
        positions: one position for each input, from 1; for sparse averaging the support.
    """

    layer: LayerDescription
    inputs: tuple[tuple[int, ...], ...]
    positions: tuple[int, ...]

    def verify(self) -> None:
        """Compute the outputs and the answers from their definitions and check that the layer fails.

        Raises:
            CertificateError: with the reason, if this is no failure.

        Cost:
            One row of attention for each input.
        """
        order = 2 if isinstance(self.layer, AveragingUnit) or self.layer.task in {"match2", "match3-bigram"} else 3
        if self.layer.n**order > MAXIMUM_STEPS:
            raise CertificateError(f"the check would take N^{order} = {self.layer.n}^{order} steps", culprit="N")
        if isinstance(self.layer, AveragingUnit):
            self._verify_averaging(self.layer)
        else:
            self._verify_matching(self.layer)

    def _verify_averaging(self, unit: AveragingUnit) -> None:
        if len(self.inputs) != 1 or len(self.inputs[0]) != unit.n:
            raise CertificateError(f"there must be one input of N = {unit.n} numbers", culprit="inputs")
        if any(z not in (-1, 1) for z in self.inputs[0]):
            raise CertificateError("the vectors must be +1 or -1", culprit="inputs")
        support = self.positions
        if len(support) != unit.q or sorted(set(support)) != list(support):
            raise CertificateError(f"the support must be q = {unit.q} increasing positions", culprit="positions")
        if support[0] < 1 or support[-1] > unit.n:
            raise CertificateError(f"the support must hold positions 1, ..., {unit.n}", culprit="positions")
        z = self.inputs[0]
        weights = averaging_weights(unit, support)
        output = sum((w * z[j] for j, w in enumerate(weights)), Fraction(0))
        mean = Fraction(sum(z[j - 1] for j in support), unit.q)
        if abs(output - mean) <= unit.error:
            raise CertificateError(
                f"the output is within {unit.error} of the mean: the unit is right here", culprit=str(output)
            )

    def _verify_matching(self, layer: MatchingLayer) -> None:
        expected = 1 if layer.threshold is not None and len(self.inputs) == 1 else 2
        if len(self.inputs) != expected or len(self.positions) != expected:
            raise CertificateError(
                "there must be one position for each input, and two inputs unless a threshold gives the answer",
                culprit="inputs",
            )
        outputs, answers = [], []
        for tokens, position in zip(self.inputs, self.positions, strict=True):
            if len(tokens) != layer.n or any(not 0 <= x < layer.modulus for x in tokens):
                raise CertificateError(
                    f"an input must be N = {layer.n} residues below M = {layer.modulus}", culprit=list(tokens)
                )
            if not 1 <= position <= layer.n:
                raise CertificateError(f"a position must be in 1, ..., {layer.n}", culprit=position)
            outputs.append(layer_output(layer, tokens, position))
            answers.append(sum_of_tokens_answers(layer, tokens)[position - 1])
        if expected == 1:
            if layer.threshold is None or int(outputs[0][0] > layer.threshold) == answers[0]:
                raise CertificateError("the answer of the layer is right here", culprit=list(self.inputs[0]))
            return
        if outputs[0] != outputs[1]:
            raise CertificateError("the two outputs must be equal", culprit=[str(value) for value in outputs[0]])
        if answers[0] == answers[1]:
            raise CertificateError("the two answers of the task must differ", culprit=answers[0])


def failure_to_document(failure: LayerFailure) -> dict[str, object]:
    """Return a certificate as a dictionary of plain data, ready for `json.dumps`."""
    return {
        "schema": FAILURE_SCHEMA,
        "unit": layer_to_document(failure.layer),
        "inputs": [list(tokens) for tokens in failure.inputs],
        "positions": list(failure.positions),
    }


def _integers(value: object, field: str) -> tuple[int, ...]:
    if not isinstance(value, list) or any(type(entry) is not int for entry in value):
        raise InputError("this must be a list of integers", field=field)
    return tuple(int(entry) for entry in value)


def _no_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InputError("a key must stand once, not several times")
    return found


def failure_from_text(text: str | bytes) -> LayerFailure:
    """Read a certificate from JSON.

    Raises:
        InputError: if it is no certificate of this format; names the field and what was expected.
    """
    if len(text) > MAXIMUM_FAILURE_TEXT:
        raise InputError(f"a certificate must have at most {MAXIMUM_FAILURE_TEXT} characters, not {len(text)}")
    try:
        document: object = json.loads(
            text, parse_float=UnreadableNumber, parse_constant=UnreadableNumber, object_pairs_hook=_no_repetition
        )
    except RecursionError:
        raise InputError("a certificate must not be nested so deeply") from None
    except ValueError as error:  # also JSONDecodeError, UnicodeDecodeError, integers with too many digits
        raise InputError(f"a certificate must be JSON: {error}") from None
    fields = Fields(document, "", ("schema", "unit", "inputs", "positions"))
    if fields.take("schema") != FAILURE_SCHEMA:
        raise InputError(f"the schema must be {FAILURE_SCHEMA!r}", field="schema")
    unit = fields.take("unit")
    if not isinstance(unit, Mapping):
        raise InputError("this must be an object", field="unit")
    try:
        layer = layer_from_document(unit)
    except InputError as error:
        raise error.located(field="unit") from None
    inputs = tuple(_integers(row, f"inputs[{k}]") for k, row in enumerate(fields.items("inputs")))
    positions = _integers(fields.take("positions"), "positions")
    fields.finish()
    return LayerFailure(layer, inputs, positions)

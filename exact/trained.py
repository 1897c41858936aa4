r"""The trained network that comes with the package: its record, and its accuracy recomputed exactly.

Dictionary:
    TrainingRecord: what the training script wrote down about a network.
    training_record: the record of a network, found by the digest of its weights file.
    Accuracy: how many labelled points a network answers right, and how many the record says.
    accuracies: recount them from the derived polynomials.
    trained_notes: both as sentences for the report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from typing import Any

from exact.circuit_reader import SourceFile
from exact.derivation import Derivation
from exact.errors import CertificateError
from exact.parameters import ParameterPolynomial

_NETWORKS = ("digits",)
_PARTS = ("training", "validation", "held_out")


@dataclass(frozen=True)
class TrainingRecord:
    """What the training script wrote down about a network.

    Attributes:
        data: the record.
        points: the labelled points, by part.
    """

    data: Mapping[str, Any]
    points: Mapping[str, Any]


@dataclass(frozen=True)
class Accuracy:
    """How many labelled points of a part a network answers right.

    Attributes:
        part: ``training``, ``validation`` or ``held_out``.
        correct: the number that was recounted.
        recorded: the number in the record.
        points: the number of labelled points.
    """

    part: str
    correct: int
    recorded: int
    points: int


def training_record(weights_digest: str | None) -> TrainingRecord | None:
    """Return the record of the network whose weights file has this SHA-256 digest, or None."""
    for name in _NETWORKS:
        folder = files("exact").joinpath("data")
        data = json.loads(folder.joinpath(f"{name}.json").read_text(encoding="utf-8"))
        if weights_digest is not None and data["sha256"][f"{name}.safetensors"] == weights_digest:
            points = json.loads(folder.joinpath(f"{name}_points.json").read_text(encoding="utf-8"))
            return TrainingRecord(data, points)
    return None


def accuracies(derivation: Derivation, record: TrainingRecord) -> tuple[Accuracy, ...]:
    """Recount the right answers of a network from its derived polynomials, in exact arithmetic.

    The answer at a point is the index of the largest output, the smallest index among equal ones.

    Raises:
        CertificateError: if a count differs from the record.
    """
    scores = [derivation.node(name).output.values() for name in derivation.circuit.outputs]
    results = []
    for part in _PARTS:
        points, labels = record.points[part]["points"], record.points[part]["digits"]
        correct = 0
        for p, label in zip(points, labels, strict=True):
            values = [_number(score[p]) for score in scores]
            correct += values.index(max(values)) == label
        recorded = record.data["correct"][part]
        if correct != recorded:
            raise CertificateError(
                f"the record says that {recorded} of {len(points)} points are answered right, but {correct} are",
                culprit=part,
            )
        results.append(Accuracy(part, correct, recorded, len(points)))
    return tuple(results)


def _number(value: object) -> Fraction:
    if isinstance(value, ParameterPolynomial) or not isinstance(value, int | Fraction):
        raise CertificateError(f"the score of a trained network must be a number, not {value}", culprit=str(value))
    return Fraction(value)


def trained_notes(derivation: Derivation, source: SourceFile | None) -> tuple[str, ...]:
    """Return what the report says about a trained network; nothing for other circuits."""
    record = training_record(None if source is None else source.weights_digest)
    if record is None:
        return ()
    counts = ", ".join(
        f"{a.correct} of {a.points} {a.part.replace('_', '-')} images ({_percent(a.correct, a.points)})"
        for a in accuracies(derivation, record)
    )
    held_out = len(record.points["held_out"]["digits"])
    baselines = "; ".join(
        f"{b['name']}, {b['parameters']} parameters: {b['correct']['held_out']} of {held_out}"
        for b in record.data["baselines"]
    )
    data = record.data["data"]
    origin = f"{data['title']} ({data['creators']}, {data['license']})"
    size = f"{record.data['training']['parameters']} trainable parameters"
    script = "docs/training/train_digits.py trains the network"
    return (
        f"Trained on {origin}: {record.data['task']}. {size}.",
        f"Right answers, recounted from the polynomials in exact arithmetic and as recorded: {counts}.",
        f"The same pixels without gates, held-out images: {baselines}.",
        f"{script}; with --check it trains again and compares accuracy and digests.",
    )


def _percent(part: int, whole: int) -> str:
    """Return a percentage with one decimal, rounded half up in integers."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10} %"

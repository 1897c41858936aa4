r"""Small gated networks, and training that gives the same weights on every machine.

The training uses nothing but ``+ - * /``, square roots and comparisons of IEEE 754 doubles, element by element and in a
fixed order: no matrix library, no exponential, no reduction whose order depends on the processor; what is summed over
points is folded in halves.  Random numbers are raw output of the generator PCG64.

Dictionary:
    Sample: a table of points of the cube, with the number of images of each class at each point.
    Group, GROUPS: the kinds of gated units, and how many there are of each.
    GatedNetwork: the gated units, read out by one linear unit for each class.
    PlainNetwork: the same without gates, for comparison; also a linear classifier on given features.
    trained: train a network.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Parameters = dict[str, Array]
Backward = Callable[[Array], Parameters]  # from slopes in the hidden outputs to the gradient in the hidden weights

CLASSES = 10
INPUTS = 12
STEPS = 800
RATE = 0.02
GRID = 2.0**20  # trained weights are rounded to multiples of 1 / GRID


@dataclass(frozen=True)
class Sample:
    """A part of the data as a table: different points (signs), and how many images of each class stand at each."""

    points: Array
    counts: Array

    @classmethod
    def of(cls, points: Integers, digits: Integers) -> Sample:
        """Count the images of each digit at each point (a mask)."""
        masks = sorted({int(p) for p in points})
        counts = np.array([[np.sum((points == p) & (digits == c)) for c in range(CLASSES)] for p in masks], np.float64)
        return cls(np.array([[2.0 * (p >> i & 1) - 1 for i in range(INPUTS)] for p in masks]), counts)

    @property
    def size(self) -> int:
        """The number of images."""
        return int(self.counts.sum())

    def correct(self, scores: Array) -> int:
        """Count the images whose digit has the largest score; among equal scores the smallest digit counts."""
        return int(self.counts[np.arange(len(scores)), scores.argmax(axis=1)].sum())


# ------------------------------------------------------------------------------ arithmetic in one and only one order


def affine(points: Array, weights: Array) -> Array:
    """Return points @ weights[:, :-1].T + weights[:, -1], summed from left to right."""
    total = np.zeros((len(points), len(weights))) + weights[:, -1]
    for i in range(points.shape[1]):
        total = total + points[:, i, None] * weights[:, i]
    return total


def column_sums(values: Array) -> Array:
    """Sum over the first index by folding in halves; at least one row."""
    while len(values) > 1:
        half = (len(values) + 1) // 2
        folded = values[:half].copy()
        folded[: len(values) - half] += values[half:]
        values = folded
    total: Array = values[0]
    return total


def affine_gradient(slopes: Array, points: Array) -> Array:
    """Return the gradient of sum(slopes * affine(points, weights)) in the weights."""
    weights = column_sums(slopes[:, :, None] * points[:, None, :])
    return np.concatenate([weights, column_sums(slopes)[:, None]], axis=1)


def hinge(scores: Array, counts: Array) -> tuple[float, Array]:
    """Return the squared hinge loss, one class against the others, as a mean over images, and its slope."""
    totals = sum((counts[:, c, None] for c in range(CLASSES)), np.zeros((len(counts), 1)))
    size = counts.sum()
    yes, no = np.maximum(1 - scores, 0.0), np.maximum(1 + scores, 0.0)
    loss = column_sums(column_sums((counts * yes * yes + (totals - counts) * no * no).T)[:, None])[0] / size
    return float(loss), 2 * ((totals - counts) * no - counts * yes) / size


def surrogate(activation: Array) -> Array:
    """Stand in for the derivative of the Heaviside function, in the backward pass only."""
    root: Array = 1 + np.abs(activation)
    return 1 / (root * root)


def uniform(seed: int, shapes: dict[str, tuple[int, int]]) -> Parameters:
    """Draw matrices with entries uniform in [-1, 1), scaled by 1.7 / sqrt(number of inputs)."""
    count = sum(rows * columns for rows, columns in shapes.values())
    raw = np.random.PCG64(seed).random_raw(count)
    numbers = (raw >> np.uint64(11)).astype(np.float64) * 2.0**-52 - 1
    parameters = {}
    for name, (rows, columns) in shapes.items():
        parameters[name] = numbers[: rows * columns].reshape(rows, columns) * (1.7 / np.sqrt(columns - 1.0))
        numbers = numbers[rows * columns :]
    return parameters


# -------------------------------------------------------------------------------------------------------- the networks


@dataclass(frozen=True)
class Group:
    """Gated units of one kind.

    Attributes:
        name: the name of the kind, also that of the units in the circuit where they are gated outputs.
        units: how many.
        attended, attending: names of the two layers in the circuit file.
        activations: activations of the two.
        gate: "output", "multiplex" or "synaptic".
    """

    name: str
    units: int
    attended: str
    attending: str
    activations: tuple[str, str]
    gate: str = "output"


GROUPS = (
    Group("bilinear", 4, "left", "right", ("linear", "linear")),
    Group("switched", 3, "passed", "switch", ("linear", "heaviside")),
    Group("conjunction", 2, "first", "second", ("heaviside", "heaviside")),
    Group("rectified", 3, "carried", "slope", ("linear", "relu")),
    Group("multiplexed", 2, "multiplexed", "selector", ("relu", "heaviside"), "multiplex"),
    Group("focused", 2, "focused", "focus", ("relu", "heaviside"), "synaptic"),
)
GATED = sum(group.units for group in GROUPS)


def apply(activation: str, values: Array) -> tuple[Array, Array]:
    """Return the outputs of an activation and the slopes for the backward pass."""
    if activation == "heaviside":
        return (values > 0).astype(np.float64), surrogate(values)
    if activation == "relu":
        return np.maximum(values, 0.0), (values > 0).astype(np.float64)
    return values, np.ones_like(values)


class Network(ABC):
    """A hidden part, read out by one linear unit for each class.

    Attributes:
        shapes: the shapes of the parameters, with one column for the bias: "score", and "hidden" if there are any.
    """

    shapes: dict[str, tuple[int, int]]

    @abstractmethod
    def hidden(self, parameters: Parameters, points: Array) -> tuple[Array, Backward]:
        """Return what is read out, and the way back."""

    def scores(self, parameters: Parameters, points: Array) -> Array:
        """Return the scores of the classes at the points."""
        return affine(self.hidden(parameters, points)[0], parameters["score"])

    def gradient(self, parameters: Parameters, sample: Sample) -> Parameters:
        """Return the gradient of the loss, with the surrogate behind Heaviside units."""
        hidden, backward = self.hidden(parameters, sample.points)
        slopes = hinge(affine(hidden, parameters["score"]), sample.counts)[1]
        below = np.zeros_like(hidden)
        for c in range(CLASSES):
            below = below + slopes[:, c, None] * parameters["score"][c, :-1]
        return {**backward(below), "score": affine_gradient(slopes, hidden)}


class GatedNetwork(Network):
    """The gated units of GROUPS.

    Args:
        masked: for each input 1 where the synaptic gates act on its synapses, else 0.
    """

    def __init__(self, masked: Array) -> None:
        self.masked = masked
        self.shapes = {"hidden": (2 * GATED, INPUTS + 1), "score": (CLASSES, GATED + 1)}

    def hidden(self, parameters: Parameters, points: Array) -> tuple[Array, Backward]:
        """Return the outputs of the gated units, and the way back."""
        weights = parameters["hidden"]
        activations = affine(points, weights)
        outputs: list[Array] = []
        steps: list[Callable[[Array], Array]] = []
        row = 0
        for group in GROUPS:
            k = group.units
            attended, attending = activations[:, row : row + k], activations[:, row + k : row + 2 * k]
            signal, signal_slope = apply(group.activations[1], attending)
            gated_part = np.zeros_like(attended)  # what the gated synapses carry
            if group.gate == "multiplex":
                attended = attended + signal
            elif group.gate == "synaptic":
                without_bias = np.concatenate([weights[row : row + k, :-1], np.zeros((k, 1))], axis=1)
                gated_part = affine(points * self.masked, without_bias)
                attended = attended - gated_part + signal * gated_part
            output, slope = apply(group.activations[0], attended)
            outputs.append(output * signal if group.gate == "output" else output)
            steps.append(self._step_back(group, points, output, slope, signal, signal_slope, gated_part))
            row += 2 * k

        def backward(slopes: Array) -> Parameters:
            pieces = np.split(slopes, np.cumsum([group.units for group in GROUPS])[:-1], axis=1)
            return {"hidden": np.concatenate([step(piece) for step, piece in zip(steps, pieces, strict=True)])}

        return np.concatenate(outputs, axis=1), backward

    def _step_back(
        self, group: Group, points: Array, output: Array, slope: Array, signal: Array, signal_slope: Array, part: Array
    ) -> Callable[[Array], Array]:
        def step(slopes: Array) -> Array:
            if group.gate == "output":
                inner, outer = slopes * signal * slope, slopes * output * signal_slope
            else:
                inner = slopes * slope
                outer = inner * signal_slope * (part if group.gate == "synaptic" else 1.0)
            weights = affine_gradient(inner, points)
            if group.gate == "synaptic":
                through = affine_gradient(inner * signal, points)
                weights[:, :-1] = np.where(self.masked > 0, through[:, :-1], weights[:, :-1])
            return np.concatenate([weights, affine_gradient(outer, points)])

        return step


class PlainNetwork(Network):
    """One hidden layer without gates; without hidden units, a linear classifier.

    Args:
        activations: those of the hidden units; none: the features are read out directly.
        features: maps the points to the features that are read.
        width: the number of features.
    """

    def __init__(
        self, activations: tuple[str, ...], features: Callable[[Array], Array] = lambda x: x, width: int = INPUTS
    ) -> None:
        self.activations = activations
        self.features = features
        self.shapes = {"hidden": (len(activations), width + 1)} if activations else {}
        self.shapes["score"] = (CLASSES, (len(activations) or width) + 1)

    def hidden(self, parameters: Parameters, points: Array) -> tuple[Array, Backward]:
        """Return what is read out, and the way back."""
        features = self.features(points)
        if not self.activations:
            return features, lambda _: {}
        values = affine(features, parameters["hidden"])
        pairs = [apply(name, values[:, i]) for i, name in enumerate(self.activations)]
        slope = np.stack([pair[1] for pair in pairs], axis=1)
        outputs = np.stack([pair[0] for pair in pairs], axis=1)
        return outputs, lambda slopes: {"hidden": affine_gradient(slopes * slope, features)}


# -------------------------------------------------------------------------------------------------------- the training


def trained(network: Network, sample: Sample, seed: int, decay: float) -> Parameters:
    """Train by Adam on the whole sample; the rate is constant in the first half and then falls to zero.

    Returns:
        The parameters, rounded to multiples of 2^-20.
    """
    parameters = uniform(seed, network.shapes)
    mean = {name: np.zeros_like(value) for name, value in parameters.items()}
    square = {name: np.zeros_like(value) for name, value in parameters.items()}
    left_mean, left_square = 1.0, 1.0  # powers of 0.9 and 0.99
    for step in range(STEPS):
        left_mean, left_square = left_mean * 0.9, left_square * 0.99
        rate = RATE * min(1.0, 2.0 * (STEPS - step) / STEPS)
        gradient = network.gradient(parameters, sample)
        for name, value in parameters.items():
            slope = gradient[name] + decay * value
            mean[name] = 0.9 * mean[name] + 0.1 * slope
            square[name] = 0.99 * square[name] + 0.01 * (slope * slope)
            length = np.sqrt(square[name] / (1 - left_square)) + 1e-8
            parameters[name] = value - rate * (mean[name] / (1 - left_mean)) / length
    return {name: np.rint(value * GRID) / GRID for name, value in parameters.items()}

r"""Train the small gated network that comes with the package, on images of handwritten digits.

Task: which of ten digits does an image show, told from 12 pixels, each on or off.  Every choice is made on the training
and the validation part; the held-out part is counted at the end.  What comes out is the same, bit for bit, on every
machine (see gated_networks), but for logistic regression, which is only a comparison.

Usage:
    python docs/training/train_digits.py            train, and write the four files below
    python docs/training/train_digits.py --check    train again, compare with the files, write nothing

Files, below ``exact/data``:
    digits.safetensors: the weights.
    circuits/digits.toml: the circuit.
    digits_points.json: the images as points of the cube with their digits, in three parts.
    digits.json: the record: source, split, pixels, training, accuracies, baselines, digests.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from dataclasses import dataclass
from math import fsum
from pathlib import Path

import numpy as np
from gated_networks import CLASSES as DIGITS
from gated_networks import (
    GRID,
    GROUPS,
    INPUTS,
    RATE,
    STEPS,
    Array,
    GatedNetwork,
    Integers,
    Network,
    Parameters,
    PlainNetwork,
    Sample,
    hinge,
    trained,
)
from numpy.typing import NDArray
from safetensors.numpy import save
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

DATA = Path(__file__).resolve().parents[2] / "exact" / "data"
FILES = ("digits.safetensors", "circuits/digits.toml", "digits_points.json", "digits.json")

LEVEL = 8  # a pixel is on from here; the images have the levels 0, ..., 16
SPLIT_SEED = "digits"
PARTS = ("training", "validation", "held_out")
HELD_OUT, VALIDATION = 45, 30  # images of each digit; the others are for training

DECAYS = ("0.01", "0.02", "0.04")  # weight decay, chosen on the validation part
SEEDS = (0, 1, 2, 3)


# ------------------------------------------------------------------------------------------------------------- the data


@dataclass(frozen=True)
class Images:
    """The data set: levels 0, ..., 16 of 64 pixels, the digit, and the part of each image (index in PARTS)."""

    levels: Integers
    digits: Integers
    parts: Integers


def load_images() -> Images:
    """Load the images and split them: in each digit by the SHA-256 of seed and index."""
    bunch = load_digits()
    digits = bunch.target.astype(np.int64)
    parts = np.zeros(len(digits), np.int64)
    for digit in range(DIGITS):
        members = [int(i) for i in np.flatnonzero(digits == digit)]
        members.sort(key=lambda i: hashlib.sha256(f"{SPLIT_SEED}:{i}".encode()).digest())
        parts[members[:HELD_OUT]] = 2
        parts[members[HELD_OUT : HELD_OUT + VALIDATION]] = 1
    return Images(bunch.data.astype(np.int64), digits, parts)


def chosen_pixels(on: NDArray[np.bool_], digits: Integers) -> tuple[list[int], list[float]]:
    """Choose pixels one by one so that neighbours have the same digit (on the training part).

    An image picks another one with a probability proportional to 4^-(number of chosen pixels in which they differ).
    The criterion is the mean probability that both have the same digit, the objective of neighbourhood components
    analysis (Goldberger, Roweis, Hinton, Salakhutdinov 2004); each step adds the pixel that raises it most, the first
    one among equals.  All weights are powers of two, so the sums are exact.

    Returns:
        The pixels in the order of choice, and the criterion after each step.
    """
    same = digits[:, None] == digits[None, :]
    affinity = 1.0 - np.eye(len(digits))
    pixels: list[int] = []
    criterion: list[float] = []
    for _ in range(INPUTS):
        best = (-1.0, -1)
        for pixel in set(range(on.shape[1])) - set(pixels):
            candidate = np.where(on[:, pixel, None] == on[None, :, pixel], affinity, affinity * 0.25)
            shares = (candidate * same).sum(axis=1) / candidate.sum(axis=1)
            best = max(best, (fsum(shares) / len(digits), -pixel))
        pixel = -best[1]
        pixels.append(pixel)
        criterion.append(best[0])
        affinity = np.where(on[:, pixel, None] == on[None, :, pixel], affinity, affinity * 0.25)
    return pixels, criterion


def pairs_of_pixels(points: Array) -> Array:
    """Return the pixels and all products of two of them."""
    products = [points[:, i, None] * points[:, i + 1 :] for i in range(INPUTS - 1)]
    return np.concatenate([points, *products], axis=1)


@dataclass(frozen=True)
class Result:
    """A trained network: its parameters, what was chosen on the validation part, and how many images it gets right."""

    parameters: Parameters
    decay: str
    seed: int
    correct: dict[str, int]
    spread: tuple[int, int]  # fewest and most held-out images among the seeds, at the chosen weight decay

    @property
    def count(self) -> int:
        """The number of trained parameters."""
        return sum(value.size for value in self.parameters.values())


def best(network: Network, samples: dict[str, Sample], seeds: tuple[int, ...] = SEEDS) -> Result:
    """Train with every weight decay and seed, and choose on the validation part: most images right, then least loss."""
    runs = []
    for decay in DECAYS:
        for seed in seeds:
            parameters = trained(network, samples["training"], seed, float(decay))
            scores = network.scores(parameters, samples["validation"].points)
            loss = hinge(scores, samples["validation"].counts)[0]
            runs.append((-samples["validation"].correct(scores), loss, decay, seed, parameters))
    _, _, decay, seed, parameters = min(runs, key=lambda run: run[:2])
    correct = {part: sample.correct(network.scores(parameters, sample.points)) for part, sample in samples.items()}
    sample = samples["held_out"]
    held_out = [sample.correct(network.scores(run[4], sample.points)) for run in runs if run[2] == decay]
    return Result(parameters, decay, seed, correct, (min(held_out), max(held_out)))


# ------------------------------------------------------------------------------------------ what it is compared with


def network_baselines(samples: dict[str, Sample]) -> list[dict[str, object]]:
    """Train the same network without gates, and without hidden units, in the same way."""
    attended = tuple(group.activations[0] for group in GROUPS for _ in range(group.units))
    both = attended + tuple(group.activations[1] for group in GROUPS for _ in range(group.units))
    quadratic = INPUTS + INPUTS * (INPUTS - 1) // 2
    rows = []
    for name, network, seeds in (
        ("linear", PlainNetwork(()), SEEDS[:1]),  # convex: one seed is enough
        ("attended units alone, no gates", PlainNetwork(attended), SEEDS),
        ("all 32 units, no gates", PlainNetwork(both), SEEDS),
        ("linear in all pixels and products of two", PlainNetwork((), pairs_of_pixels, quadratic), SEEDS[:1]),
    ):
        result = best(network, samples, seeds)
        rows.append({"name": name, "parameters": result.count, "correct": result.correct, "spread": result.spread})
    return rows


def neighbor_vote(samples: dict[str, Sample]) -> dict[str, int]:
    """Let every training image vote for its digit with the weight 4^-distance, as in the choice of the pixels."""
    training = samples["training"]
    correct = {}
    for part in PARTS[1:]:
        distances = (training.points[None] != samples[part].points[:, None]).sum(axis=2)
        votes = (np.ldexp(1.0, -2 * distances)[:, :, None] * training.counts[None]).sum(axis=1)
        correct[part] = samples[part].correct(votes)
    return correct


def logistic_baselines(images: Images, pixels: list[int]) -> list[dict[str, object]]:
    """Fit logistic regression of scikit-learn; the inverse penalty is chosen on the validation part."""
    signs = np.where(images.levels[:, pixels] >= LEVEL, 1.0, -1.0)
    rows = []
    for name, features in (
        ("logistic regression", signs),
        ("logistic regression with products of two pixels", pairs_of_pixels(signs)),
        ("logistic regression on all 64 pixels with 17 levels", images.levels / 16.0),
    ):
        part = [(features[images.parts == k], images.digits[images.parts == k]) for k in range(3)]
        models = [LogisticRegression(C=c, max_iter=5000).fit(*part[0]) for c in (0.1, 1.0, 10.0)]
        model = max(models, key=lambda m: m.score(*part[1]))
        correct = {PARTS[k]: int((model.predict(part[k][0]) == part[k][1]).sum()) for k in range(3)}
        rows.append({"name": name, "parameters": model.coef_.size + DIGITS, "correct": correct})
    return rows


# ------------------------------------------------------------------------------------------------------------ the files


def pixel_name(pixel: int) -> str:
    """Name a pixel by its row and column, both from 0, from the top left."""
    return f"p{pixel // 8}{pixel % 8}"


def is_top(pixel: int) -> bool:
    """Say whether a pixel lies in the upper half of the image: the synapses that the synaptic gates act on."""
    return pixel < 32


def tensors(parameters: Parameters) -> dict[str, NDArray[np.float32]]:
    """Return the tensors of the weights file; float32 holds them exactly."""
    named: dict[str, Array] = {}
    row = 0
    for group in GROUPS:
        for role in ("attended", "attending"):
            block = parameters["hidden"][row : row + group.units]
            named[f"{group.name}.{role}.weight"], named[f"{group.name}.{role}.bias"] = block[:, :-1], block[:, -1]
            row += group.units
    named["score.weight"], named["score.bias"] = parameters["score"][:, :-1], parameters["score"][:, -1]
    single = {name: np.ascontiguousarray(value, np.float32) for name, value in named.items()}
    if any((single[name] != value).any() for name, value in named.items()):
        raise OverflowError(f"the weights must be below {2**24 / GRID}, so that float32 holds them exactly")
    return single


def circuit(pixels: list[int]) -> str:
    """Return the circuit file."""

    def quoted(names: list[str]) -> str:
        return "[" + ", ".join(f'"{name}"' for name in names) + "]"

    def layer(name: str, inputs: str, units: int, activation: str, tensor: str) -> list[str]:
        return [
            "",
            "[[layer]]",
            f'name = "{name}"',
            f"inputs = {inputs}",
            f"units = {units}",
            f'activation = "{activation}"',
            f'weights = {{ tensor = "{tensor}.weight" }}',
            f'bias = {{ tensor = "{tensor}.bias" }}',
        ]

    lines = [
        "# A small network, trained on images of handwritten digits: 12 pixels in, 16 gated units, 10 scores out.",
        "# p52 is the pixel in row 5 and column 2 (both from 0, from the top left); +1 is on.",
        "# score1 belongs to the digit 0, ..., score10 to the digit 9.",
        "# The answer is the digit with the largest score, the smallest one among equals.",
        "# Written by docs/training/train_digits.py; the record is exact/data/digits.json.",
        'schema = "attention-quarks/circuit/1"',
        'name = "digits"',
        'title = "Handwritten digits from 12 pixels: a trained network of gated units"',
        'encoding = "signs"',
        f"inputs = {quoted([pixel_name(pixel) for pixel in pixels])}",
        'weights_file = "../digits.safetensors"',
        'outputs = ["score"]',
    ]
    for group in GROUPS:
        for role, name in enumerate((group.attended, group.attending)):
            tensor = f"{group.name}.{('attended', 'attending')[role]}"
            lines += layer(name, '"inputs"', group.units, group.activations[role], tensor)
    lines += layer("score", quoted([group.name for group in GROUPS]), DIGITS, "linear", "score")
    top = quoted([pixel_name(pixel) for pixel in pixels if is_top(pixel)])
    for group in GROUPS:
        if group.gate == "output":
            lines += ["", "[[gate]]", f'name = "{group.name}"', 'kind = "output"']
            lines += [f'attended = "{group.attended}"', f'attending = "{group.attending}"']
            continue
        for i in range(1, group.units + 1):
            lines += ["", "[[gate]]", f'kind = "{group.gate}"', f'unit = "{group.attended}{i}"']
            lines += [f"from = {top}"] if group.gate == "synaptic" else []
            lines += [f'attending = "{group.attending}{i}"']
    return "\n".join(lines) + "\n"


def results() -> dict[str, bytes]:
    """Do everything, and return the contents of the files."""
    images = load_images()
    training = images.parts == 0
    order, criterion = chosen_pixels(images.levels[training] >= LEVEL, images.digits[training])
    pixels = sorted(order)
    names = [pixel_name(pixel) for pixel in pixels]
    masks = ((images.levels[:, pixels] >= LEVEL) << np.arange(INPUTS)).sum(axis=1)
    parts = {part: (masks[images.parts == k], images.digits[images.parts == k]) for k, part in enumerate(PARTS)}
    samples = {part: Sample.of(*pair) for part, pair in parts.items()}
    network = GatedNetwork(np.array([float(is_top(pixel)) for pixel in pixels]))
    result = best(network, samples)
    held_out, seen = samples["held_out"], set(parts["training"][0].tolist())

    points = {
        "schema": "attention-quarks/labeled-points/1",
        "title": "Handwritten digits as points of the cube: bit i of a point is input i + 1, in the order of `inputs`",
        "license": "CC BY 4.0, E. Alpaydin and C. Kaynak 1998, doi:10.24432/C50P49; 12 pixels, made binary",
        "inputs": names,
        **{part: {"points": pair[0].tolist(), "digits": pair[1].tolist()} for part, pair in parts.items()},
    }
    files = {
        "digits.safetensors": save(tensors(result.parameters)),
        "circuits/digits.toml": circuit(pixels).encode(),
        "digits_points.json": (
            "{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in points.items()) + "\n}\n"
        ).encode(),
    }
    record = {
        "schema": "attention-quarks/training-record/1",
        "name": "digits",
        "task": "which of ten digits an image shows, from 12 of its 64 pixels, each on or off",
        "answer": "the digit with the largest score; the smallest digit among equal scores",
        "data": {
            "title": "Optical Recognition of Handwritten Digits",
            "creators": "E. Alpaydin, C. Kaynak",
            "publisher": "UCI Machine Learning Repository, 1998",
            "doi": "10.24432/C50P49",
            "license": "CC BY 4.0",
            "read_from": "sklearn.datasets.load_digits: 1797 images of 8 x 8 pixels with levels 0, ..., 16",
            "sha256": hashlib.sha256(
                images.levels.astype(np.uint8).tobytes() + images.digits.astype(np.uint8).tobytes()
            ).hexdigest(),
        },
        "split": {
            "rule": "each digit's images by SHA-256('seed:index'): 45 held out, 30 for validation, the others to train",
            "seed": SPLIT_SEED,
            "images": {part: sample.size for part, sample in samples.items()},
            "different_points": {part: len(sample.points) for part, sample in samples.items()},
            "held_out_images_at_training_points": sum(p in seen for p in parts["held_out"][0].tolist()),
        },
        "pixels": {
            "rule": "greedy, on the training part: neighbourhood components analysis with weights 4^-distance",
            "on_from_level": LEVEL,
            "names": names,
            "in_order_of_choice": [pixel_name(pixel) for pixel in order],
            "criterion": [f"{value:.6f}" for value in criterion],
        },
        "training": {
            "loss": "squared hinge, one digit against the others",
            "method": f"Adam on the whole training part, {STEPS} steps, rate {RATE}",
            "heaviside": "hard in the forward pass; 1 / (1 + |t|)^2 for its derivative in the backward pass",
            "chosen_on_validation": {"weight_decay": result.decay, "seed": result.seed},
            "tried": {"weight_decay": DECAYS, "seed": SEEDS},
            "weights": "multiples of 2^-20, stored as float32",
            "parameters": result.count,
        },
        "correct": result.correct,
        "held_out_over_seeds": result.spread,
        "baselines": network_baselines(samples),
        "neighbor_vote": neighbor_vote(samples),
        "best_possible_from_these_pixels": {"held_out": int(held_out.counts.max(axis=1).sum())},
        "logistic": logistic_baselines(images, pixels),
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    files["digits.json"] = (json.dumps(record, indent=2) + "\n").encode()
    return files


def differences(files: dict[str, bytes]) -> list[str]:
    """Compare with the files that are there; logistic regression may differ in 3 images (its solver uses BLAS)."""
    found = [f"{name} is different" for name in FILES[:-1] if (DATA / name).read_bytes() != files[name]]
    new, old = json.loads(files["digits.json"]), json.loads((DATA / "digits.json").read_text(encoding="utf-8"))
    for row, recorded in zip(new.pop("logistic"), old.pop("logistic"), strict=True):
        off = max(abs(row["correct"][part] - recorded["correct"][part]) for part in PARTS)
        if off > 3 or row["name"] != recorded["name"]:
            found.append(f"{row['name']}: {row['correct']}, recorded {recorded['correct']}")
    found += [f"{key}: {new.get(key)}, recorded {old.get(key)}" for key in {*new, *old} if new.get(key) != old.get(key)]
    return found


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Train the gated network for handwritten digits.")
    parser.add_argument("--check", action="store_true", help="compare with the files that are there; write nothing")
    check = parser.parse_args().check
    start = time.perf_counter()
    files = results()
    record = json.loads(files["digits.json"])
    for part in PARTS:
        print(f"{part}: {record['correct'][part]} of {record['split']['images'][part]}")
    print(f"sha256 of the weights: {record['sha256']['digits.safetensors']}")
    print(f"{time.perf_counter() - start:.0f} seconds")
    if not check:
        for name, content in files.items():
            (DATA / name).write_bytes(content)
        return 0
    found = differences(files)
    print("\n".join(found) if found else "as recorded, bit for bit")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

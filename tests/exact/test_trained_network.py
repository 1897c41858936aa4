"""The trained network is what its record says: digests, exact accuracies, and the shape that the guide describes.

The forward pass below is written for this one network, in integers, from the tensors alone: it shares nothing with the
library, and the library's forward pass is compared with it.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load

from exact.circuit import Gate, GatedOutput, Unit
from exact.circuit_reader import read_circuit
from exact.forward import forward
from exact.shipped import shipped_circuit

DATA = files("exact") / "data"
RECORD = json.loads((DATA / "digits.json").read_text(encoding="utf-8"))
POINTS = json.loads((DATA / "digits_points.json").read_text(encoding="utf-8"))
PARTS = ("training", "validation", "held_out")
QUOTED = (
    RECORD["split"]["held_out_images_at_training_points"],
    RECORD["neighbor_vote"]["held_out"],
    RECORD["best_possible_from_these_pixels"]["held_out"],
)
GRID = 2**20  # the weights are multiples of 1 / GRID
N = 12
TOP = [i for i, name in enumerate(POINTS["inputs"]) if int(name[1]) < 4]  # pixels in the upper half of the image
OUTPUT_GATES = {"bilinear": 4, "switched": 3, "conjunction": 2, "rectified": 3}
INNER_GATES = {"multiplexed": 2, "focused": 2}
HARD = {"switched": ["attending"], "conjunction": ["attended", "attending"], "multiplexed": ["attending"]}
HARD |= {"focused": ["attending"]}


@cache
def tensors():
    """Return the tensors as nested lists of integers: the weights times GRID."""
    scaled = {name: t.astype(np.float64) * GRID for name, t in load((DATA / "digits.safetensors").read_bytes()).items()}
    assert all((t == np.rint(t)).all() for t in scaled.values())
    return {name: t.astype(np.int64).tolist() for name, t in scaled.items()}


def signs(p):
    return [1 if p >> i & 1 else -1 for i in range(N)]


def weighted_sums(layer, x):
    rows = zip(tensors()[f"{layer}.weight"], tensors()[f"{layer}.bias"], strict=True)
    return [bias + sum(w * v for w, v in zip(row, x, strict=True)) for row, bias in rows]


def heaviside(t):
    return 1 if t > 0 else 0


def gated_outputs(p, *, gates=True):
    """Return the outputs of the 16 gated units at a point, times GRID**2; without gates, every gate is open."""
    x = signs(p)
    attended = {name: weighted_sums(f"{name}.attended", x) for name in OUTPUT_GATES | INNER_GATES}
    attending = {name: weighted_sums(f"{name}.attending", x) for name in OUTPUT_GATES | INNER_GATES}
    opened = heaviside if gates else (lambda _: 1)
    outputs = []
    for s, t in zip(attended["bilinear"], attending["bilinear"], strict=True):
        outputs.append(s * (t if gates else GRID))
    for s, t in zip(attended["switched"], attending["switched"], strict=True):
        outputs.append(s * opened(t) * GRID)
    for s, t in zip(attended["conjunction"], attending["conjunction"], strict=True):
        outputs.append(heaviside(s) * opened(t) * GRID**2)
    for s, t in zip(attended["rectified"], attending["rectified"], strict=True):
        outputs.append(s * (max(t, 0) if gates else GRID))
    for s, t in zip(attended["multiplexed"], attending["multiplexed"], strict=True):
        outputs.append(max(s + opened(t) * GRID, 0) * GRID)
    for row, s, t in zip(tensors()["focused.attended.weight"], attended["focused"], attending["focused"], strict=True):
        top = sum(row[i] * x[i] for i in TOP)
        outputs.append(max(s - top + opened(t) * top, 0) * GRID)
    return outputs


def scores(p, *, gates=True):
    """Return the ten scores at a point, times GRID**3."""
    outputs = gated_outputs(p, gates=gates)
    rows = zip(tensors()["score.weight"], tensors()["score.bias"], strict=True)
    return [bias * GRID**2 + sum(w * v for w, v in zip(row, outputs, strict=True)) for row, bias in rows]


@cache
def answer(p, *, gates=True):
    values = scores(p, gates=gates)
    return values.index(max(values))  # the smallest digit among equal scores


def correct(part, *, gates=True):
    labeled = zip(POINTS[part]["points"], POINTS[part]["digits"], strict=True)
    return sum(answer(p, gates=gates) == digit for p, digit in labeled)


# ------------------------------------------------------------------------------------------------------------- accuracy


@pytest.mark.parametrize("part", PARTS)
def test_the_exact_accuracy_is_the_recorded_one(part):
    assert correct(part) == RECORD["correct"][part]


def test_the_network_is_better_than_its_linear_baselines_on_held_out_images():
    [logistic] = [row for row in RECORD["logistic"] if row["name"] == "logistic regression"]
    [linear] = [row for row in RECORD["baselines"] if row["name"] == "linear"]
    assert RECORD["correct"]["held_out"] > max(linear["correct"]["held_out"], logistic["correct"]["held_out"])


def test_the_network_needs_its_gates():
    assert correct("held_out", gates=False) == 251  # as the guide says, against 396


def test_no_two_scores_tie_at_the_top_on_held_out_images():
    for p in set(POINTS["held_out"]["points"]):
        first, second = sorted(scores(p))[:-3:-1]
        assert first > second


def test_the_neighbor_vote_is_the_recorded_one():
    training = list(zip(POINTS["training"]["points"], POINTS["training"]["digits"], strict=True))
    table = {p: [0] * 10 for p, _ in training}
    for p, digit in training:
        table[p][digit] += 1

    @cache
    def vote(q):
        votes = [0] * 10
        for p, counts in table.items():
            weight = 4 ** (N - (p ^ q).bit_count())
            votes = [v + weight * c for v, c in zip(votes, counts, strict=True)]
        return votes.index(max(votes))

    labeled = zip(POINTS["held_out"]["points"], POINTS["held_out"]["digits"], strict=True)
    assert sum(vote(p) == digit for p, digit in labeled) == RECORD["neighbor_vote"]["held_out"]


# ----------------------------------------------------------------------------------------------------- files and record


def test_the_digests_are_the_recorded_ones():
    assert set(RECORD["sha256"]) == {"digits.safetensors", "circuits/digits.toml", "digits_points.json"}
    for name, digest in RECORD["sha256"].items():
        assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == digest, name


def test_the_guide_quotes_the_record():
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "trained-network.md").read_text(encoding="utf-8")
    network = {
        "name": "the gated network",
        "parameters": RECORD["training"]["parameters"],
        "correct": RECORD["correct"],
    }
    for row in [network, *RECORD["baselines"], *RECORD["logistic"]]:
        cells = [row["name"], row["parameters"], *(row["correct"][part] for part in PARTS)]
        assert f"| {' | '.join(map(str, cells))} |" in guide
    assert RECORD["sha256"]["digits.safetensors"] in guide
    assert all(f"{number} of the held-out" in guide or f"{number} right" in guide for number in QUOTED)


def test_the_parts_are_as_recorded_and_every_digit_is_held_out_equally_often():
    seen = set(POINTS["training"]["points"])
    for part in PARTS:
        points, digits = POINTS[part]["points"], POINTS[part]["digits"]
        assert len(points) == len(digits) == RECORD["split"]["images"][part]
        assert len(set(points)) == RECORD["split"]["different_points"][part]
        assert all(0 <= p < 1 << N for p in points)
    assert [POINTS["held_out"]["digits"].count(digit) for digit in range(10)] == [45] * 10
    assert [POINTS["validation"]["digits"].count(digit) for digit in range(10)] == [30] * 10
    at_training_points = sum(p in seen for p in POINTS["held_out"]["points"])
    assert at_training_points == RECORD["split"]["held_out_images_at_training_points"]


def test_no_function_of_the_pixels_does_better_than_the_recorded_ceiling():
    points, digits = POINTS["held_out"]["points"], POINTS["held_out"]["digits"]
    stacks = {p: [d for q, d in zip(points, digits, strict=True) if q == p] for p in set(points)}
    ceiling = sum(max(map(stack.count, stack)) for stack in stacks.values())
    assert ceiling == RECORD["best_possible_from_these_pixels"]["held_out"]


def test_every_number_of_the_weights_file_is_a_parameter_of_the_network():
    loaded = load((DATA / "digits.safetensors").read_bytes())
    assert {t.dtype for t in loaded.values()} == {np.dtype(np.float32)}
    expected = {"score.weight": (10, 16), "score.bias": (10,)}
    for name, units in (OUTPUT_GATES | INNER_GATES).items():
        for role in ("attended", "attending"):
            expected |= {f"{name}.{role}.weight": (units, N), f"{name}.{role}.bias": (units,)}
    assert {name: t.shape for name, t in loaded.items()} == expected
    assert sum(t.size for t in loaded.values()) == RECORD["training"]["parameters"]


# ------------------------------------------------------------------------------------------------------------ the gates


@pytest.mark.parametrize(("name", "role"), [(name, role) for name, roles in HARD.items() for role in roles])
def test_a_hard_unit_decides_everywhere_and_not_always_the_same(name, role):
    sums = [weighted_sums(f"{name}.{role}", signs(p)) for p in range(1 << N)]
    assert all(t != 0 for row in sums for t in row)
    for unit in range(len(sums[0])):
        assert len({heaviside(sums[p][unit]) for p in POINTS["training"]["points"]}) == 2


def test_the_circuit_file_has_the_gates_of_the_guide():
    circuit, source = read_circuit(shipped_circuit("digits"))
    assert list(circuit.inputs) == POINTS["inputs"] == RECORD["pixels"]["names"]
    assert source.weights_digest == RECORD["sha256"]["digits.safetensors"]
    gates = [node.name for node in circuit.nodes if isinstance(node, GatedOutput)]
    assert sorted(gates) == sorted(f"{name}{i + 1}" for name, units in OUTPUT_GATES.items() for i in range(units))
    inner = {node.name: node.gates for node in circuit.nodes if isinstance(node, Unit) and node.gates}
    assert sorted(inner) == sorted(f"{name}{i + 1}" for name, units in INNER_GATES.items() for i in range(units))
    for name, (gate,) in inner.items():
        assert isinstance(gate, Gate)
        assert [POINTS["inputs"].index(s) for s in gate.synapses] == (TOP if name.startswith("focused") else [])
    assert circuit.outputs == tuple(f"score{i + 1}" for i in range(10))


def test_the_library_computes_the_same_scores():
    circuit, _ = read_circuit(shipped_circuit("digits"))
    points = sorted(set(POINTS["held_out"]["points"]))
    run = forward(circuit, points)
    for i, p in enumerate(points):
        assert [run.outputs[name][i] * GRID**3 for name in circuit.outputs] == scores(p)


@pytest.mark.slow
def test_the_library_computes_the_same_scores_at_every_point():
    circuit, _ = read_circuit(shipped_circuit("digits"))
    run = forward(circuit)
    for p in range(1 << N):
        assert [run.outputs[name][p] * GRID**3 for name in circuit.outputs] == scores(p)

"""Shards on a Dask cluster of worker processes, one of them killed by its id during the run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exact.command.application import run
from exact.counting import shard_cluster
from exact.counting.chamber_arrangement import threshold_arrangement
from exact.counting.compiled_restriction_tree import face_counts
from exact.counting.gated_class import gated_class
from exact.counting.gated_methods import count_gated

PROGRAM = Path(__file__).parent / "cluster_program.py"
ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    pytest.importorskip("distributed", reason="the extra cluster (Dask) is not installed; the longer checks install it")
    folder = tmp_path_factory.mktemp("cluster")
    program = subprocess.run(
        [sys.executable, str(PROGRAM), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert program.returncode == 0, program.stderr
    document = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    document["stderr"] = program.stderr
    document["folder"] = folder
    return document


@pytest.mark.slow
def test_a_worker_that_is_killed_during_the_run_changes_no_number(outcome):
    found = outcome["killed"]
    assert len(set(found["pids"])) == 3
    assert found["killed"][0] in found["pids"]
    assert found["coordinator"] not in found["pids"]
    assert found["counts"] == face_counts(threshold_arrangement(7))


@pytest.mark.slow
def test_the_coordinator_alone_writes(outcome):
    assert outcome["killed"]["writers"] == [[outcome["killed"]["coordinator"], 12]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "kind", "message"),
    [
        ("refused", "ExactError", "shard 2 is refused"),
        ("guard", "TooLargeError", "outgrew the guard 'rays'"),
        ("bug", "ExactError", "a shard failed on the cluster"),
        ("other version", "InputError", "a worker has another version of this program"),
    ],
)
def test_a_failure_on_a_worker_ends_the_count_with_its_reason(outcome, way, kind, message):
    assert outcome["failures"][way][0] == kind
    assert message in outcome["failures"][way][1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("layer", count_gated(gated_class("gated-layer"), 3).value),
        ("mixed", 483339),  # as by enumeration, tests/exact/counting/test_gated_agreement.py
        ("resonance", 1066044),  # OEIS A034997
        ("stages", 709479564),  # the count without shards, in docs/benchmarks-counting
    ],
)
def test_classes_are_counted_on_the_cluster_with_the_same_number(outcome, name, value):
    assert outcome[name] == 0
    document = json.loads((outcome["folder"] / f"{name}.json").read_text(encoding="utf-8"))
    assert document["value"] == str(value)


@pytest.mark.slow
def test_a_scheduler_that_is_not_there_or_has_no_workers_is_wrong_input(outcome):
    assert (outcome["no workers"], outcome["no scheduler"]) == (2, 2)
    assert "has no workers" in outcome["stderr"]
    assert "there is no scheduler at 'tcp://" in outcome["stderr"]


def test_without_the_extra_a_scheduler_is_refused_and_the_extra_named(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(shard_cluster, "is_installed", lambda: False)
    threshold = ["count", "threshold", "--n", "3", "--shards", "2", "--database", str(tmp_path / "db")]
    assert run([*threshold, "--scheduler", "tcp://127.0.0.1:8786"]) == 2
    assert "extra cluster" in capsys.readouterr().err

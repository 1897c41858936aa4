"""Gated classes in shards: the same number however they are cut and killed; foreign and damaged databases."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from exact.counting import gated_enumeration
from exact.counting.gated_class import gated_class
from exact.counting.gated_decision_five import RowCount
from exact.counting.gated_decision_shards import OrbitShards, decision_work
from exact.counting.gated_enumeration_shards import MarkShards, enumeration_work
from exact.counting.gated_methods import count_gated, count_gated_in_shards
from exact.counting.gated_work import GatedWork
from exact.counting.shard_work import finish_shards, in_threads
from exact.errors import DomainError, ExactError, InputError, TooLargeError

LAYER = gated_class("gated-layer")
QUICK = gated_class("synaptic-gate", input_values="bits", gate_values="bits")  # 0.3 s for five inputs


@pytest.mark.parametrize("method", ["enumeration", "decision"])
@pytest.mark.parametrize("shards", [1, 3, 50])
@pytest.mark.parametrize(
    ("gated", "n"),
    [
        (LAYER, 3),
        (gated_class("gated-layer", values="signs"), 2),
        (gated_class("gated-layer", units=1), 3),
        (gated_class("gated-layer", values="mixed"), 3),
        (gated_class("output-gate", values="mixed"), 3),
        (gated_class("output-gate", values="mixed"), 0),
    ],
    ids=str,
)
def test_maps_and_tuples_do_not_depend_on_the_number_of_shards(tmp_path, gated, n, shards, method):
    counted = count_gated_in_shards(gated, n, tmp_path / "db", shards, method, threads=2)
    expected = count_gated(gated, n, method)
    assert (counted.value, counted.classes, counted.classes_by_group) == (
        expected.value,
        expected.classes,
        expected.classes_by_group,
    )
    assert (counted.method, counted.options) == (method, expected.options)


def test_mixed_values_in_shards_count_orbits_only_where_the_whole_count_does(monkeypatch, tmp_path):
    mixed = gated_class("output-gate", values="mixed")
    monkeypatch.setattr(gated_enumeration, "MAXIMUM_ENUMERATION_DIMENSION", 2)
    counted = count_gated_in_shards(mixed, 3, tmp_path / "db", 3, threads=2)
    assert (counted.value, counted.classes, counted.classes_by_group) == (2373, None, {})


@pytest.mark.slow
def test_mixed_values_of_six_inputs_can_be_cut_into_shards(tmp_path):
    mixed = gated_class("output-gate", values="mixed")
    counted = count_gated_in_shards(mixed, 6, tmp_path / "db", 8, threads=1)
    assert (counted.value, counted.classes) == (12333187256719, None)


@pytest.mark.parametrize("shards", [1, 7])
def test_five_inputs_do_not_depend_on_the_number_of_shards(tmp_path, shards):
    counted = count_gated_in_shards(QUICK, 5, tmp_path / "db", shards, threads=2)
    assert (counted.value, counted.classes) == (1935004, 7585)  # the count without shards, in docs/benchmarks-counting


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gated", "shards"),
    [
        (gated_class("selector"), 9),
        (gated_class("output-gate", factors=1), 3),
        (gated_class("output-gate", factors=3), 4),
        (gated_class("output-gate", values="signs"), 5),
        (gated_class("multiplexed"), 2),
        (gated_class("synaptic-gate", synapse="bias", input_values="bits"), 3),
    ],
    ids=str,
)
def test_every_kind_of_enumeration_is_the_same_in_shards(tmp_path, gated, shards):
    counted = count_gated_in_shards(gated, 5, tmp_path / "db", shards, threads=2)
    expected = count_gated(gated, 5)
    assert counted.value == expected.value
    assert counted.classes_by_group == expected.classes_by_group


@pytest.mark.slow
@pytest.mark.parametrize("shards", [1, 11])
@pytest.mark.parametrize(
    ("gated", "functions", "orbits"),
    [
        (gated_class("output-gate", values="signs"), 387698944, 121337),
        (gated_class("synaptic-gate"), 44625252, 71343),
        (gated_class("multiplexed"), 241635252, 86192),
    ],
    ids=str,
)
def test_decisions_in_shards_meet_the_enumeration(tmp_path, gated, functions, orbits, shards):
    counted = count_gated_in_shards(gated, 5, tmp_path / "db", shards, "decision", threads=2)
    assert (counted.value, counted.classes) == (functions, orbits)


def test_upper_halves_that_do_not_hold_all_functions_are_an_error():
    work = OrbitShards(gated_class("selector"), 5, 2)
    with pytest.raises(ExactError, match=r"instead of 2\*\*32"):
        work.outcome(iter([work.write([1 << 31, 5, 1]), work.write([1 << 30, 5, 1])]))
    assert work.outcome(iter([work.write([1 << 31, 5, 1])] * 2)) == (10, {"permutations, negations": 2})
    assert RowCount(1, 2, 3) + RowCount(10, 20, 30) == RowCount(11, 22, 33)


def partly(work: GatedWork, path, most):
    return finish_shards(work, path, in_threads(1), work.outcome, most=most)


def test_a_count_goes_on_where_it_stopped(tmp_path):
    work = enumeration_work(QUICK, 5, 5)
    seen = []
    assert partly(work, tmp_path / "db", 2) is None
    counted = count_gated_in_shards(QUICK, 5, tmp_path / "db", 5, progress=lambda *done: seen.append(done))
    assert seen == [(3, 5), (4, 5), (5, 5)]
    assert counted.value == 1935004


@pytest.mark.slow
def test_stages_go_on_where_they_stopped(tmp_path):
    gated = gated_class("output-gate", factors=3)
    work = enumeration_work(gated, 5, 3)
    assert work.stages == 2
    for _ in range(5):
        assert partly(work, tmp_path / "db", 1) is None
    assert partly(work, tmp_path / "db", 1)[0] == 709479564  # the count without shards, in docs/benchmarks-counting


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        (decision_work(LAYER, 2, 3), "n, plan"),
        (decision_work(LAYER, 3, 4), "shards"),
        (decision_work(gated_class("gated-layer", values="signs"), 3, 3), "options"),
        (enumeration_work(LAYER, 3, 3), "plan, program"),
        (decision_work(gated_class("output-gate", values="mixed"), 3, 3), "class, options, plan"),
    ],
    ids=str,
)
def test_a_database_of_another_count_is_refused(tmp_path, other, difference):
    path = tmp_path / "db"
    assert partly(decision_work(LAYER, 3, 3), path, 2) is None
    with pytest.raises(InputError, match=f"belongs to another count: it differs in {difference}"):
        partly(other, path, 1)


def test_a_database_of_another_version_is_refused(tmp_path, monkeypatch):
    work = decision_work(LAYER, 3, 3)
    assert partly(work, tmp_path / "db", 2) is None
    monkeypatch.setattr(type(work), "program", 2)
    with pytest.raises(InputError, match="differs in program"):
        partly(work, tmp_path / "db", 2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE shards SET result = replace(result, '1', '2')", "digest is wrong"),
        ("DELETE FROM settings", "belongs to another count"),
        ("DROP TABLE shards", "something else"),
    ],
)
def test_a_damaged_database_is_refused(tmp_path, change, message):
    path = tmp_path / "db"
    work = decision_work(LAYER, 3, 3)
    assert partly(work, path, 2) is None
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()
    with pytest.raises(InputError, match=message):
        partly(work, path, 1)


def test_marks_are_compared_however_they_were_compressed():
    work = MarkShards(QUICK, 5, 2)
    compute = work.worker()
    first, second = compute(0, None), compute(1, None)
    assert work.is_same(first, compute(0, None))
    assert not work.is_same(first, second)


@pytest.mark.parametrize("method", ["enumeration", "decision"])
def test_what_takes_seconds_has_no_shards(tmp_path, method):
    with pytest.raises(InputError, match="n = 4 takes seconds"):
        count_gated_in_shards(gated_class("selector"), 4, tmp_path / "db", 3, method)
    disjoint = gated_class("selector", attended=1, attending=1)
    with pytest.raises(InputError, match="disjoint inputs have no shards"):
        count_gated_in_shards(disjoint, 2, tmp_path / "db", 3, method)


def test_wrong_shards_are_refused(tmp_path):
    with pytest.raises(DomainError, match="shards must be at least 1, not 0"):
        count_gated_in_shards(LAYER, 2, tmp_path / "db", 0)
    with pytest.raises(DomainError, match="must be one of enumeration, decision for this class, not 'formula'"):
        count_gated_in_shards(LAYER, 2, tmp_path / "db", 1, "formula")
    for method in ("enumeration", "decision"):
        with pytest.raises(TooLargeError, match="n = 6"):
            count_gated_in_shards(gated_class("selector"), 6, tmp_path / "db", 1, method, force=True)


PROGRAM = """
import sys
from pathlib import Path
from exact.counting.gated_class import gated_class
from exact.counting.gated_methods import count_gated_in_shards

def wait(done, total):
    print(done, flush=True)
    sys.stdin.readline()

print("ready", flush=True)
gated = gated_class("synaptic-gate", input_values="bits", gate_values="bits")
count_gated_in_shards(gated, 5, Path(sys.argv[1]), 24, threads=2, progress=wait)
"""


@pytest.mark.slow
def test_a_count_that_is_killed_at_random_moments_gives_the_same_number(tmp_path):
    # The program waits for a line after every shard that it wrote, so no machine is fast enough to finish between two
    # kills: eight runs write at most two shards each, of 24.
    path = tmp_path / "db"
    rng = random.Random(11)  # noqa: S311
    for _ in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout.readline() == "ready\n"
            if rng.random() < 0.7:  # one shard is written first, then a random part of the next
                assert process.stdout.readline().strip().isdigit()
                process.stdin.write("go on\n")
                process.stdin.flush()
            time.sleep(rng.random() * 0.05)
            os.kill(process.pid, signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
    assert count_gated_in_shards(QUICK, 5, path, 24, threads=2).value == 1935004

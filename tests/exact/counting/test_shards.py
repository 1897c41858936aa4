"""Shards in a database: restarts, kills at random moments, foreign and damaged files."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exact.counting import shards
from exact.counting.chamber_arrangement import resonance_arrangement, threshold_arrangement
from exact.counting.compiled_restriction_tree import CompiledTree, GuardError, Unit, face_counts
from exact.counting.shard_store import ShardResult, ShardStore
from exact.counting.shards import ShardSettings, count_in_shards
from exact.errors import DomainError, ExactError, InputError

SETTINGS = ShardSettings(threshold_arrangement(7), 5)
EXPECTED = 15028134  # OEIS A000609(6)


def opened(path: Path, settings: ShardSettings = SETTINGS) -> ShardStore:
    return ShardStore(path, settings.as_text(), settings.shards)


def finished(path: Path) -> Path:
    assert count_in_shards(SETTINGS, path) == face_counts(SETTINGS.arrangement)
    return path


@pytest.mark.parametrize(("count", "pieces", "parts"), [(1, 1, 1), (3, 64, 1), (20, 7, 3), (70, 5, 1)])
def test_the_result_does_not_depend_on_how_the_work_is_cut(tmp_path: Path, count: int, pieces: int, parts: int) -> None:
    settings = ShardSettings(threshold_arrangement(6), count, pieces, parts)
    assert count_in_shards(settings, tmp_path / "db", 2) == face_counts(settings.arrangement)


def test_large_faces_are_cut_and_add_up(tmp_path: Path) -> None:
    settings = ShardSettings(threshold_arrangement(9), 3, pieces=16, parts=3)
    assert count_in_shards(settings, tmp_path / "db", 2) == face_counts(settings.arrangement)


def test_a_count_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "db"
    seen: list[tuple[int, int]] = []
    assert count_in_shards(SETTINGS, path, most=2, progress=lambda done, total: seen.append((done, total))) is None
    assert count_in_shards(SETTINGS, path, most=0) is None
    assert count_in_shards(SETTINGS, path, 2, lambda done, total: seen.append((done, total))) is not None
    assert seen == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    assert count_in_shards(SETTINGS, path) == face_counts(SETTINGS.arrangement)


def test_the_settings_deal_out_every_unit_once() -> None:
    units = [unit for shard in range(5) for unit in SETTINGS.units_of(shard)]
    assert sorted(units) == [Unit(face) for face in range(128)]


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        (ShardSettings(threshold_arrangement(6), 5), "arrangement, rank, units"),
        (ShardSettings(resonance_arrangement(7), 5), "arrangement, class"),
        (ShardSettings(threshold_arrangement(7), 6), "differs in shards"),
        (ShardSettings(threshold_arrangement(7), 5, pieces=3), "differs in pieces"),
        (ShardSettings(threshold_arrangement(7), 5, parts=3), "differs in parts"),
    ],
)
def test_a_database_of_another_count_is_refused(tmp_path: Path, other: ShardSettings, difference: str) -> None:
    path = finished(tmp_path / "db")
    with pytest.raises(InputError, match=f"belongs to another count: it .*{difference}"):
        count_in_shards(other, path)


def test_a_database_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = finished(tmp_path / "db")
    monkeypatch.setattr(shards, "PROGRAM_VERSION", shards.PROGRAM_VERSION + 1)
    with pytest.raises(InputError, match="differs in program"):
        count_in_shards(SETTINGS, path)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE addresses (name TEXT)")
    connection.close()
    with pytest.raises(InputError, match="database of something else"):
        count_in_shards(SETTINGS, path)


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be looked at" * 20, b"SQLite format 3\0" * 99]
)
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "db"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no undamaged database"):
        count_in_shards(SETTINGS, path)
    assert path.read_bytes() == content


def test_a_path_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        count_in_shards(SETTINGS, tmp_path / "missing" / "db")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE shards SET result = replace(result, '1', '2') WHERE shard = 3",
        "UPDATE shards SET milliseconds = milliseconds + 1 WHERE shard = 3",
        "UPDATE shards SET shard = 99 WHERE shard = 3",
        "UPDATE shards SET digest = '' WHERE shard = 3",
    ],
)
def test_a_changed_row_is_refused(tmp_path: Path, change: str) -> None:
    path = finished(tmp_path / "db")
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()
    with pytest.raises(InputError, match="its digest is wrong"):
        count_in_shards(SETTINGS, path)


def test_a_shard_with_a_right_digest_and_wrong_cells_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "db"
    with opened(path) as store:
        store.add(ShardResult(0, '{"0": "1"}', 0))
    with pytest.raises(InputError, match="shard 0 comes out differently when computed again"):
        count_in_shards(SETTINGS, path)


def test_random_damage_is_refused_or_harmless(tmp_path: Path) -> None:
    whole = finished(tmp_path / "db").read_bytes()
    expected = face_counts(SETTINGS.arrangement)
    rng = random.Random(20)  # noqa: S311
    refused = 0
    for number in range(40):
        damaged = bytearray(whole)
        start = rng.randrange(len(whole))
        for position in range(start, min(len(whole), start + 200)):
            damaged[position] = rng.randrange(256)
        path = tmp_path / f"damaged-{number}"
        path.write_bytes(damaged)
        try:
            assert count_in_shards(SETTINGS, path) == expected
        except InputError:
            refused += 1
    assert refused > 0


@pytest.mark.parametrize("fraction", [3, 2])
def test_a_truncated_database_is_refused(tmp_path: Path, fraction: int) -> None:
    whole = finished(tmp_path / "db").read_bytes()
    path = tmp_path / "short"
    path.write_bytes(whole[: len(whole) // fraction])
    with pytest.raises(InputError, match="damaged"):
        count_in_shards(SETTINGS, path)


def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    path = tmp_path / "db"
    path.touch()
    finished(path)


def test_a_second_process_on_one_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "db"
    with opened(path), pytest.raises(InputError, match="in use by another process"):
        count_in_shards(SETTINGS, path)
    finished(path)


def test_a_shard_is_not_written_twice(tmp_path: Path) -> None:
    with opened(tmp_path / "db") as store:
        store.add(ShardResult(1, '{"0": "1"}', 0))
        with pytest.raises(ExactError, match="shard 1 is finished already"):
            store.add(ShardResult(1, '{"0": "1"}', 0))
        assert store.missing() == [0, 2, 3, 4]


def test_a_write_that_fails_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "db") as store:
        store.connection.execute("DROP TABLE shards")
        with pytest.raises(InputError, match="shard 1 cannot be written"):
            store.add(ShardResult(1, '{"0": "1"}', 0))


def test_an_error_in_a_shard_stops_the_count_and_keeps_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_units = CompiledTree.count_units

    def fail_on_the_face_7(tree: CompiledTree, units: list[Unit]) -> dict[int, int]:
        if Unit(7) in units:
            raise GuardError(SETTINGS.arrangement, Unit(7), "rays", 64)
        return count_units(tree, units)

    monkeypatch.setattr(CompiledTree, "count_units", fail_on_the_face_7)
    with pytest.raises(GuardError, match="face 0b111"):
        count_in_shards(SETTINGS, tmp_path / "db")
    monkeypatch.undo()
    finished(tmp_path / "db")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_threads_that_die_end_the_count_and_keep_what_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_units = CompiledTree.count_units
    path = tmp_path / "db"

    def dies_on_the_face_2(tree: CompiledTree, units: list[Unit]) -> dict[int, int]:
        if Unit(2) in units:
            raise MemoryError
        return count_units(tree, units)

    monkeypatch.setattr(CompiledTree, "count_units", dies_on_the_face_2)
    with pytest.raises(ExactError, match="threads ended before all shards were counted"):
        count_in_shards(SETTINGS, path)
    monkeypatch.undo()
    with opened(path) as store:
        assert store.missing() == [2, 3, 4]
    finished(path)


def test_wrong_arguments_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="shards must be at least 1, not 0"):
        ShardSettings(threshold_arrangement(3), 0)
    with pytest.raises(DomainError, match="threads must be at least 1, not 0"):
        count_in_shards(SETTINGS, tmp_path / "db", 0)


def test_a_journal_that_was_cut_short_does_not_hurt(tmp_path: Path) -> None:
    path = tmp_path / "db"
    assert count_in_shards(SETTINGS, path, most=2) is None
    (tmp_path / "db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(20))
    finished(path)


PROGRAM = """
import sys
from pathlib import Path
from exact.counting.chamber_arrangement import threshold_arrangement
from exact.counting.shards import ShardSettings, count_in_shards

def wait(done, total):
    print(done, flush=True)
    sys.stdin.readline()

print("ready", flush=True)
count_in_shards(ShardSettings(threshold_arrangement(9), 24, pieces=16), Path(sys.argv[1]), 2, wait)
"""


@pytest.mark.slow
def test_a_count_that_is_killed_at_random_moments_gives_the_same_number(tmp_path: Path) -> None:
    # The program waits for a line after every shard that it wrote, so no machine is fast enough to finish between two
    # kills: ten runs write at most two shards each, of 24.
    path = tmp_path / "db"
    rng = random.Random(7)  # noqa: S311
    settings = ShardSettings(threshold_arrangement(9), 24, pieces=16)
    for _ in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            if rng.random() < 0.7:  # one shard is written first, then a random part of the next
                assert process.stdout.readline().strip().isdigit()
                process.stdin.write("go on\n")
                process.stdin.flush()
            time.sleep(rng.random() * 0.02)
            os.kill(process.pid, signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
    with opened(path, settings) as store:
        assert 5 <= len(store.milliseconds) < 24
    assert count_in_shards(settings, path) == face_counts(settings.arrangement)

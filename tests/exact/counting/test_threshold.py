"""The count of threshold functions as users call it."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from exact.counting import threshold
from exact.counting.result import CountResult
from exact.counting.threshold import METHODS, count_threshold, count_threshold_in_shards, threshold_histogram
from exact.errors import DomainError, ExactError, TooLargeError

# OEIS A000609; n <= 8 also Muroga, Tsuboi, Baugh 1970.
FUNCTIONS = [2, 4, 14, 104, 1882, 94572, 15028134, 8378070864, 17561539552946, 144130531453121108]
# OEIS A000617; the term 9 is 993061484 in oeis-results of 2026, and a misprint in OEIS.
CLASSES = [2, 3, 5, 10, 27, 119, 1113, 29375, 2730166, 993061484]


@pytest.mark.parametrize("n", range(9))
def test_the_number_of_threshold_functions_is_the_published_one(n: int) -> None:
    result = count_threshold(n)
    assert (result.value, result.classes) == (FUNCTIONS[n], CLASSES[n])
    assert result.method == ("splitting-tree" if n <= 7 else "restriction-tree")


@pytest.mark.slow
def test_nine_variables_give_the_published_numbers() -> None:
    result = count_threshold(9)
    assert (result.value, result.classes) == (FUNCTIONS[9], CLASSES[9])
    # oeis-results, September 2026: A109455(9), A002078(9), A001529(9).
    assert list(result.classes_by_group.values()) == [448764716674, 281814234754247, 993061484, 496618456]
    assert result.classes != 989913346  # the misprint


SLOW_TO_COMPILE = [pytest.param(m, marks=pytest.mark.slow) if m == "wall-walk" else m for m in METHODS]


@pytest.mark.parametrize("method", SLOW_TO_COMPILE)
@pytest.mark.parametrize("n", [0, 1, 2, 5, 6])
def test_every_method_gives_the_same_count(method: str, n: int) -> None:
    result = count_threshold(n, method, threads=2)
    assert (result.value, result.method) == (FUNCTIONS[n], method)
    assert result.classes == (None if method == "flats" else CLASSES[n])


def test_the_compiled_splitting_tree_takes_over_beyond_seven() -> None:
    seen: list[tuple[int, int | None]] = []
    result = count_threshold(8, "splitting-tree", 2, lambda done, total: seen.append((done, total)))
    assert (result.value, result.classes, result.method) == (FUNCTIONS[8], CLASSES[8], "splitting-tree")
    assert seen[-1] == (32, 32)


def test_the_histogram_does_not_depend_on_the_method() -> None:
    assert threshold_histogram(6, "restriction-tree") == threshold_histogram(6, "splitting-tree")


def test_shards_give_the_same_result_as_one_run(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    result = count_threshold_in_shards(7, tmp_path / "db", 9, 2, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (9, 9)
    whole = count_threshold(7)
    assert (result.value, result.classes, result.classes_by_group) == (
        whole.value,
        whole.classes,
        whole.classes_by_group,
    )


def test_the_json_fields_are_those_of_the_contract() -> None:
    document = json.loads(json.dumps(count_threshold(3).to_json()))
    assert document.pop("seconds") >= 0
    assert document == {
        "class": "threshold",
        "n": 3,
        "options": {"degree": 1},
        "value": "104",
        "method": "splitting-tree",
        "exact": True,
        "classes": 10,
        "classes_by_group": {
            "permutations": 34,
            "negations": 20,
            "permutations, negations": 10,
            "permutations, negations, output negation": 6,
        },
    }
    assert CountResult("x", 0, 1, "y", 0).to_json()["classes"] is None


def test_small_counts_load_neither_numpy_nor_numba() -> None:
    program = (
        "import sys; from exact.counting.threshold import count_threshold; "
        "print(count_threshold(6).value, count_threshold(5, 'flats').value); "
        "sys.exit(bool({'numpy', 'numba'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("15028134 94572\n", 0)


def test_progress_is_called() -> None:
    cells: list[tuple[int, int | None]] = []
    threshold_histogram(3, "splitting-tree", progress=lambda done, total: cells.append((done, total)))
    assert cells == []  # fewer cells than one report
    ranks: list[tuple[int, int | None]] = []
    count_threshold(4, "flats", progress=lambda done, total: ranks.append((done, total)))
    assert ranks == [(1, 4), (2, 4), (3, 4)]


def test_a_missing_compiler_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(ExactError, match="restriction tree needs numba, which is not installed; use the method flats"):
        count_threshold(8)
    with pytest.raises(ExactError, match="splitting tree for n > 7 needs numba, which is not installed; use the meth"):
        count_threshold(8, "splitting-tree")
    assert count_threshold(4).value == 1882


def test_a_histogram_with_a_negative_entry_is_refused() -> None:
    with pytest.raises(ExactError, match="must not have negative entries"):
        threshold._result(1, "splitting-tree", [2, -1, 1, 0], 0)


def test_wrong_arguments_are_refused(tmp_path: Path) -> None:
    with pytest.raises(
        DomainError, match="must be one of splitting-tree, restriction-tree, flats, wall-walk, not 'guess'"
    ):
        count_threshold(3, "guess")
    with pytest.raises(DomainError, match="must be splitting-tree, restriction-tree or wall-walk, not 'flats'"):
        threshold_histogram(3, "flats")
    with pytest.raises(
        TooLargeError, match=r"n = 9 is too large for the method flats .* use the method restriction-tree"
    ):
        count_threshold(9, "flats")
    with pytest.raises(TooLargeError, match=r"n = 10 .* count in restartable shards"):
        count_threshold(10)
    with pytest.raises(TooLargeError, match=r"n = 10 .* splitting-tree \(limit 9\): it would need about 13 hours"):
        count_threshold(10, "splitting-tree")
    with pytest.raises(TooLargeError, match=r"n = 11 .* no method here can run it, forced or not"):
        count_threshold(11, "splitting-tree", force=True)
    with pytest.raises(TooLargeError, match="about 3 years"):
        threshold_histogram(11, "restriction-tree")
    with pytest.raises(TooLargeError, match="n = 11 is too large for a count in shards"):
        count_threshold_in_shards(11, tmp_path / "db", 9)
    with pytest.raises(TypeError, match=r"not 3\.0"):
        count_threshold(3.0)  # type: ignore[arg-type]

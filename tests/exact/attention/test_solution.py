"""Units for a task, and the commands that build, refute and verify."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from exact.attention.dual_certificate import quadratic_residue_keys
from exact.attention.solution import CONSTRUCTIONS, SOLVABLE, entry_bits, solve
from exact.command import main
from exact.errors import DomainError, InputError

CASES = {
    "moment-curve": {"task": "qsa", "n": 6, "q": 2, "error": Fraction(1, 10)},
    "dual-certificate": {"task": "qsa", "n": 6, "q": 2, "construction": "dual-certificate"},
    "one-hot": {"task": "qsa", "n": 4, "q": 2, "construction": "one-hot"},
    "cover-free": {"task": "qsa", "n": 5, "q": 2, "construction": "cover-free", "prime": 3, "degree": 1},
    "reduced": {"task": "match2", "n": 3, "modulus": 4},
    "unreduced": {"task": "match2", "n": 2, "modulus": 4, "construction": "unreduced"},
    "third-order": {"task": "match3", "n": 2, "modulus": 3},
    "trigonometric-four-terms": {"task": "match3", "n": 2, "modulus": 3, "construction": "trigonometric-four-terms"},
    "trigonometric": {"task": "match3", "n": 3, "modulus": 4, "construction": "trigonometric"},
    "two-layers": {"task": "match3-bigram", "n": 2, "modulus": 3},
    "one-layer": {"task": "match3-local", "n": 3, "modulus": 3, "distance": 1},
}
SIZES = {"m": {"moment-curve": 4, "one-hot": 4, "cover-free": 9, "reduced": 3, "unreduced": 5, "third-order": 29,
               "trigonometric": 4, "trigonometric-four-terms": 5}}  # fmt: skip


def run(capsys, *arguments):
    status = main(("attention", *map(str, arguments)))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize("name", CASES)
def test_every_construction_is_verified_on_all_inputs_and_by_identities(name):
    case = dict(CASES[name])
    solution = solve(case.pop("task"), **case)
    assert solution.construction == name
    assert solution.inputs > 0
    assert not solution.reason
    assert solution.identities
    assert all(identity.holds for identity in solution.identities)
    assert solution.parameters["m"] == SIZES["m"].get(name, solution.parameters["m"])
    if "error" in solution.parameters:
        assert solution.measured["largest error"] <= solution.parameters["error bound"] <= solution.parameters["error"]


def test_all_constructions_of_the_table_are_tried_here():
    assert {name for names in CONSTRUCTIONS.values() for name in names} == set(CASES)
    assert set(CONSTRUCTIONS) == set(SOLVABLE)


def test_pairs_have_a_trigonometric_unit_too(capsys):
    solution = solve("match2", n=3, modulus=5, construction="trigonometric")
    assert (solution.parameters["m"], solution.parameters["c"], solution.inputs) == (3, 10, 35)
    assert all(identity.holds for identity in solution.identities)
    status, out, _ = run(capsys, "solve", "match2", "--n", 3, "--modulus", 5, "--construction", "trigonometric")
    assert (status, out.startswith("match2: trigonometric\n")) == (0, True)


def test_a_prime_may_be_chosen_for_keys_of_signs():
    default = solve("qsa", n=6, q=1, construction="dual-certificate")
    chosen = solve("qsa", n=6, q=1, construction="dual-certificate", prime=11)
    assert default.unit.keys != chosen.unit.keys
    assert chosen.unit.keys == quadratic_residue_keys(6, chosen.parameters["m"], 11)
    with pytest.raises(InputError, match="degree: this does not belong to qsa with dual-certificate"):
        solve("qsa", n=6, q=1, construction="dual-certificate", degree=1)


@pytest.mark.parametrize(("task", "sizes"), [("match2", (50, 100)), ("match3", (50, 100))])
def test_a_trigonometric_unit_for_many_inputs_is_proved_and_not_tried(task, sizes):
    solution = solve(task, n=sizes[0], modulus=sizes[1], construction="trigonometric")
    assert solution.inputs is None
    assert "the bound on the factor proves it" in solution.reason


def test_the_bits_are_the_least_that_hold_all_entries():
    for bits in range(1, 6):
        low, high = -(1 << bits - 1), (1 << bits - 1) - 1
        assert entry_bits([low, high]) == bits
        assert entry_bits([high + 1]) == entry_bits([low - 1]) == bits + 1
    with pytest.raises(DomainError, match="do not hold the entry 1/2"):
        entry_bits([Fraction(1, 2)])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"task": "sort"}, "TASK: the task must be one of"),
        ({"task": "qsa"}, "q: qsa with moment-curve needs a value"),
        ({"task": "match2"}, "modulus: match2 with reduced needs a value"),
        ({"task": "match2", "modulus": 3, "q": 1}, "q: this does not belong to match2 with reduced"),
        ({"task": "match3", "modulus": 3, "error": 1}, "error: this does not belong to match3"),
        ({"task": "match3-local", "modulus": 3}, "distance: match3-local with one-layer needs a value"),
        (
            {"task": "qsa", "q": 1, "construction": "reduced"},
            "must be one of moment-curve, dual-certificate, one-hot, cover-free for qsa",
        ),
        ({"task": "qsa", "q": 1, "construction": "cover-free"}, "prime: qsa with cover-free needs a value"),
        ({"task": "qsa", "q": 1, "prime": 3}, "prime: this does not belong to qsa with moment-curve"),
    ],
)
def test_arguments_that_are_missing_or_do_not_belong_are_refused(arguments, message):
    with pytest.raises(InputError, match=message):
        solve(arguments.pop("task"), n=3, **arguments)


def test_tasks_without_a_small_unit_and_wrong_sizes_get_the_reason():
    with pytest.raises(DomainError, match=r"D H \(2m \+ 1\) p >= N/9"):
        solve("triangle", n=3)
    with pytest.raises(DomainError, match="1 <= q <= N must hold"):
        solve("qsa", n=3, q=4)


# ------------------------------------------------------------------------------------------------------------- commands


@pytest.mark.parametrize("name", CASES)
def test_the_command_solves_every_task(name, capsys):
    case = dict(CASES[name])
    options = [word for key, value in case.items() if key != "task" for word in (f"--{key}", value)]
    status, out, _ = run(capsys, "solve", case["task"], *options)
    assert status == 0
    assert out.startswith(f"{case['task']}: {name}\n")
    assert "verified on all" in out
    status, out, _ = run(capsys, "solve", case["task"], *options, "--json")
    document = json.loads(out)
    assert (status, document["construction"], document["reason"]) == (0, name, "")
    assert all(identity["holds"] for identity in document["identities"])
    assert set(document) == {
        "schema", "task", "construction", "parameters", "inputs", "reason", "measured", "identities", "unit",
    }  # fmt: skip


def test_what_was_not_tried_is_said(capsys):
    status, out, _ = run(capsys, "solve", "match2", "--n", 50, "--modulus", 1000)
    assert status == 0
    assert "not all inputs tried: M^N = 1000^50" in out


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("solve", "qsa", "--n", 3, "--q", 4), 1, "1 <= q <= N"),
        (("solve", "qsa", "--n", 3, "--q", 1, "--error", 0), 1, "none is exact"),
        (("solve", "triangle", "--n", 3), 1, "its size must grow"),
        (("solve", "qsa", "--n", 3), 2, "error: --q: qsa with moment-curve needs a value"),
        (("solve", "match2", "--n", 3), 2, "--modulus: match2 with reduced needs a value"),
        (("solve", "qsa", "--n", 3, "--q", 1, "--construction", "x"), 2, "--construction: the construction must be"),
        (("solve", "match3", "--n", 2, "--modulus", 1, "--construction", "trigonometric"), 1, "a modulus M >= 2"),
        (("solve", "qsa", "--n", 3, "--q", 1, "--error", "x"), 2, "--error"),
        (("solve", "sort", "--n", 3), 2, "TASK: the task must be one of"),
        (
            ("solve", "match3-local", "--n", 2, "--modulus", 3, "--distance", 1, "--out", "x.toml"),
            2,
            "no file describes a unit for match3-local with one-layer",
        ),
        (
            ("solve", "match2", "--n", 2, "--modulus", 3, "--construction", "trigonometric", "--out", "x.toml"),
            2,
            "no file describes a unit for match2 with trigonometric",
        ),
        (("solve", "qsa", "--n", 40, "--q", 3, "--out", "x.toml"), 3, "N = 40, q = 3, m = 6 is too large for a file"),
        (
            ("solve", "match3-bigram", "--n", 2, "--modulus", 500, "--out", "x.toml"),
            3,
            "N = 2, M = 500, m = 3 is too large for a file",
        ),
        (("solve", "match2", "--n", 2, "--modulus", 3, "--out", "x.json"), 2, "must end in .toml, not '.json'"),
        (("refute", "missing.toml"), 2, "missing.toml"),
        (("verify", "missing.json"), 2, "missing.json"),
    ],
)
def test_refusals_have_their_status_and_one_line(arguments, status, message, capsys):
    found, out, err = run(capsys, *arguments)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert message in err
    found, out, _ = run(capsys, *arguments, "--json")
    assert found == status
    error = json.loads(out)["error"]
    assert message.removeprefix("error: ") in error["message"]


def test_a_unit_that_was_built_is_found_to_solve_and_a_damaged_one_to_fail(capsys, tmp_path):
    path = tmp_path / "unit.toml"
    assert run(capsys, "solve", "match2", "--n", 3, "--modulus", 5, "--out", path)[0] == 0
    status, out, _ = run(capsys, "refute", path, "--json")
    assert (status, json.loads(out)["solves"], json.loads(out)["certificate"]) == (0, True, None)
    assert "solves all inputs of its size" in run(capsys, "refute", path)[1]
    status, _, err = run(capsys, "refute", path, "--out", tmp_path / "none.json")
    assert (status, "nothing written" in err) == (0, True)

    path.write_text(path.read_text().replace("base = 18", "base = 1.01"))
    certificate = tmp_path / "failure.json"
    status, out, _ = run(capsys, "refute", path, "--out", certificate)
    assert status == 0
    assert out.startswith("fails\n  input [")
    status, out, _ = run(capsys, "verify", certificate)
    assert (status, out) == (0, "verified: the layer fails on this input\n")
    assert json.loads(run(capsys, "verify", certificate, "--json")[1])["verified"]
    plain = [sys.executable, "-m", "exact", "verify", str(certificate)]
    assert subprocess.run(plain, capture_output=True, text=True, check=True).stdout == out

    document = json.loads(certificate.read_text())
    document["unit"]["base"] = document["unit"]["head"][0]["base"] = 18
    document["unit"].pop("base")
    certificate.write_text(json.dumps(document))
    status, _, err = run(capsys, "verify", certificate)
    assert (status, "the answer of the layer is right here" in err) == (1, True)


def test_failures_are_shown_with_what_makes_them(capsys, tmp_path):
    path = tmp_path / "unit.toml"
    path.write_text(
        'task = "match3"\nN = 9\nM = 10\ntoken = [[0], [1], [2], [3], [4], [5], [6], [7], [8], [9]]\n'
        "[[head]]\nbase = 2\nquery = [[0]]\nkey = [[0]]\nvalue = [[1]]\n"
    )
    _, out, _ = run(capsys, "refute", path)
    assert out.startswith("messages: ")
    assert "because two messages collide" in out
    assert "the outputs there are equal, the answers of the task differ" in out
    path.write_text('task = "qsa"\nN = 2\nq = 1\nerror = 0.5\nbase = 2\nkeys = [[1], [1]]\nqueries = [[1], [2]]\n')
    assert "support [1], vectors [-1, 1]" in run(capsys, "refute", path)[1]
    layer = 'task = "match3-bigram"\nN = 30\nM = 2\ntoken = [[1], [1]]\n[[head]]\nbase = 2\n'
    path.write_text(layer + "query = [[1]]\nkey = [[1]]\nvalue = [[1]]\n")
    status, _, err = run(capsys, "refute", path)
    assert (status, "inputs would have to be tried" in err) == (3, True)


def test_the_verifying_code_loads_nothing_of_the_search():
    program = "import sys, exact.attention.failure; print(*sys.modules)"
    root = Path(__file__).parents[3]
    result = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    ours = {name for name in result.stdout.split() if name.startswith("exact")}
    assert ours == {
        "exact", "exact.attention", "exact.attention.failure", "exact.attention.unit_description", "exact.errors",
        "exact.rational", "exact.table_fields",
    }  # fmt: skip
    assert "flint" not in result.stdout


def test_inputs_that_stand_for_others_are_not_called_all_inputs(capsys):
    sizes = ("solve", "match2", "--n", 3, "--modulus", 4)
    assert "verified on all 64 inputs" in run(capsys, *sizes)[1]
    assert "verified on all 20 multisets of residues" in run(capsys, *sizes, "--construction", "trigonometric")[1]

"""The command line: documents, exit statuses, one-line errors, no traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import exact
from exact.command import main, outcome
from exact.command.outcome import ExitStatus, status_of
from exact.errors import CertificateError, DomainError, ExactError, InputError, TableError, TooLargeError
from exact.shipped import shipped_circuit, shipped_circuits


def run(capsys, *arguments):
    """Run a command; return the exit status, the standard output and the standard error."""
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def document(capsys, *arguments):
    status, out, _ = run(capsys, *arguments)
    return status, json.loads(out)


def test_the_version_is_printed(capsys):
    assert run(capsys, "--version") == (0, f"attention-quarks {exact.__version__}\n", "")


def test_without_arguments_the_commands_are_listed(capsys):
    _, out, err = run(capsys)
    assert all(name in out + err for name in ("taxonomy", "derive", "report", "doctor"))


def test_taxonomy_is_a_list_of_eighteen_objects_with_the_keys_of_the_contract(capsys):
    status, classes = document(capsys, "taxonomy", "--json")
    assert (status, len(classes)) == (0, 18)
    keys = ["row", "source", "target", "operation", "name", "effect", "standard_model", "reduces_to", "by", "quark"]
    assert all(list(c) == keys for c in classes)
    assert [c["row"] for c in classes] == list(range(1, 19))
    assert [c["row"] for c in classes if c["quark"]] == [7, 11, 12]
    assert all((c["reduces_to"] is None) == c["quark"] for c in classes)
    assert {c["source"] for c in classes} == {c["target"] for c in classes} == {"S", "O", "w"}


def test_taxonomy_prints_eighteen_rows(capsys):
    _, out, _ = run(capsys, "taxonomy")
    assert sum(line[:1].isdigit() for line in out.splitlines()) == 18


@pytest.mark.parametrize("key", ["11", "output gating", "O->O,x"])
def test_a_class_is_found_by_row_name_and_coordinates(capsys, key):
    status, detail = document(capsys, "taxonomy", key, "--json")
    assert (status, detail["row"]) == (0, 11)


@pytest.mark.parametrize("name", [name for name in shipped_circuits() if name != "digits"])
def test_every_shipped_circuit_derives_to_a_document(capsys, name):
    status, data = document(capsys, "derive", name, "--json")
    assert status == 0
    assert data["schema"] == "attention-quarks/derivation/1"
    assert data["circuit"]["name"] == name
    assert all(result["equal"] for result in data["equalities"])
    assert data["check"]["complete"]


def test_a_derivation_document_holds_polynomials_forms_and_counts(capsys):
    _, data = document(capsys, "derive", "two-affine-units", "--json", "--unit", "product")
    (unit,) = data["units"]
    assert unit["form"]["rank"] == 2
    assert unit["form"]["signature"] == [1, 1]
    assert unit["form"]["variables"] == ["1", "x1", "x2", "x3"]
    assert unit["reduced"]["support"] == [["x1", "x2"], ["x1", "x3"], ["x2", "x3"]]
    assert unit["parameters"] == {"trainable": 8, "signals": 3, "full_quadratic": 7}
    assert unit["output"]["terms"][0] == [[], "v0*w0 + v1*w1 + v2*w2 + v3*w3"]


@pytest.mark.parametrize(
    ("form", "start"),
    [("text", "xor:"), ("json", "{"), ("latex", "\\documentclass"), ("html", "<!DOCTYPE html>")],
)
def test_every_format_is_written_to_the_output_or_a_file(capsys, tmp_path, form, start):
    status, out, _ = run(capsys, "derive", "xor", "--format", form)
    assert (status, out[: len(start)]) == (0, start)
    path = tmp_path / "out.txt"
    status, nothing, note = run(capsys, "derive", "xor", "--format", form, "--out", str(path))
    assert (status, nothing) == (0, "")
    assert path.read_text(encoding="utf-8") == out
    assert "written: " in note


def test_a_file_is_derived_by_its_path(capsys):
    status, out, _ = run(capsys, "derive", str(shipped_circuit("and")), "--no-check")
    assert status == 0
    assert "not compared" in out


WRONG = {
    "unknown command": (["bogus"], 2, "No such command 'bogus'"),
    "missing argument": (["derive"], 2, "Missing argument"),
    "unknown option": (["derive", "xor", "--bogus"], 2, "No such option"),
    "unknown format": (["derive", "xor", "--format", "pdf"], 2, "'pdf' is not one of"),
    "two formats": (["derive", "xor", "--json", "--format", "html"], 2, "--json must stand alone"),
    "missing file": (["derive", "none.toml"], 2, "none.toml: the circuit file cannot be read"),
    "unknown circuit": (["derive", "none"], 2, "shipped are activation-gating, and"),
    "unknown unit": (["derive", "xor", "--unit", "none"], 2, "the circuit xor has no node 'none'"),
    "unknown class": (["taxonomy", "19"], 2, "not '19'"),
    "report of a missing file": (["report", "none.toml"], 2, "none.toml: the circuit file cannot be read"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_is_one_line_or_one_document(capsys, case):
    arguments, expected, message = WRONG[case]
    if "--json" not in arguments:
        status, out, err = run(capsys, *arguments)
        assert (status, out) == (expected, "")
        assert err.startswith("error: ")
        assert err.count("\n") == 1
        assert message in err
        arguments = [*arguments, "--json"]
    status, data = document(capsys, *arguments)
    assert status == expected
    assert set(data["error"]) == {"kind", "message", "where"}
    assert message in data["error"]["message"]


def test_a_wrong_file_names_file_and_field_in_the_document(capsys, tmp_path):
    path = tmp_path / "c.toml"
    path.write_text(
        shipped_circuit("xor").read_text(encoding="utf-8").replace("weights = { product = -1 }", "bias = nan")
    )
    status, data = document(capsys, "derive", str(path), "--json")
    assert status == 2
    assert data["error"]["kind"] == "input"
    assert data["error"]["where"]["file"] == str(path)


def test_an_output_that_cannot_be_written_is_wrong_input(capsys, tmp_path):
    (tmp_path / "file").write_text("")
    status, _, err = run(capsys, "derive", "xor", "--out", str(tmp_path / "file" / "out.txt"))
    assert status == 2
    assert "cannot be written" in err


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DomainError("no"), ExitStatus.REFUSED_BY_MATHEMATICS),
        (CertificateError("no"), ExitStatus.REFUSED_BY_MATHEMATICS),
        (InputError("no"), ExitStatus.WRONG_INPUT),
        (TableError("no"), ExitStatus.WRONG_INPUT),
        (TooLargeError("no", size=2, limit=1), ExitStatus.TOO_LARGE),
        (ExactError("no"), ExitStatus.INTERNAL_ERROR),
    ],
)
def test_every_kind_of_error_has_its_exit_status(error, status):
    assert status_of(error) is status


def test_too_large_is_exit_status_three(capsys, tmp_path):
    head = 'schema = "attention-quarks/circuit/1"\nencoding = "bits"\ninputs = 400\n'
    unit = '[[unit]]\nname = "a"\nactivation = "power(64)"\nweights = {{ {} }}\n'.format(
        ", ".join(f"x{i + 1} = {i + 1}" for i in range(400))
    )
    path = tmp_path / "large.toml"
    path.write_text(head + unit)
    status, data = document(capsys, "derive", str(path), "--json", "--no-check")
    assert (status, data["error"]["kind"]) == (3, "too-large")
    assert {"size", "limit"} <= set(data["error"]["where"])


def test_an_interrupt_is_exit_status_130(capsys, monkeypatch):
    def interrupted(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("exact.derivation.derive", interrupted)
    status, _, err = run(capsys, "derive", "xor")
    assert (status, err) == (130, "error: interrupted\n")


def test_an_error_of_ours_is_exit_status_70_without_a_traceback(capsys, monkeypatch):
    def broken(*_arguments, **_options):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("exact.derivation.derive", broken)
    status, _, err = run(capsys, "derive", "xor")
    assert status == 70
    assert "internal error: ZeroDivisionError: oops" in err
    assert "Traceback" not in err
    status, data = document(capsys, "derive", "xor", "--json")
    assert (status, data["error"]["kind"]) == (70, "internal")


def test_the_doctor_says_what_is_there(capsys):
    status, data = document(capsys, "doctor", "--json")
    assert (status, data["version"]) == (0, exact.__version__)
    assert data["cores"] >= 1
    assert data["libraries"]["sympy"]
    _, out, _ = run(capsys, "doctor")
    assert "cores: " in out


def test_the_console_script_sets_the_exit_status():
    program = [sys.executable, "-m", "exact", "taxonomy", "none"]
    result = subprocess.run(program, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")


def test_an_output_that_takes_nothing_is_one_line():
    with Path("/dev/full").open("w") as full:
        program = [sys.executable, "-m", "exact", "derive", "xor"]
        result = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "the output cannot be written" in result.stderr


def test_a_closed_pipe_is_no_error():
    program = f"{sys.executable} -m exact derive linear-head --json | head -c 10"
    result = subprocess.run(program, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr


def test_progress_on_a_terminal_says_how_fast_and_how_long(capsys, monkeypatch):
    clock = iter([0, 60 * 10**9, 120 * 10**9, 180 * 10**9])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(outcome.time, "monotonic_ns", lambda: next(clock))
    show = outcome.progress_line("shards")
    show(10, 40)  # what was done before says nothing about the rate
    show(20, 40)
    show(30, 40)
    show(40, 40)
    lines = capsys.readouterr().err.split("\r\033[K")
    assert lines == [
        "",
        "shards: 10 of 40",
        "shards: 20 of 40, 10.0 a minute, about 120 s left",
        "shards: 30 of 40, 10.0 a minute, about 60 s left",
        "",
    ]


def test_without_a_terminal_progress_is_a_line_every_ten_seconds(capsys, monkeypatch):
    clock = iter(second * 10**9 for second in (0, 4, 9, 10, 19, 20, 25, 100))
    monkeypatch.setattr(outcome.time, "monotonic_ns", lambda: next(clock))
    show = outcome.progress_line("shards")  # at 0 s
    for done in (0, 1, 2, 3, 4, 5):
        show(done, 8)
    show(8, 8)
    assert capsys.readouterr().err == (
        "shards: 2 of 8, 20.0 a minute, about 18 s left\nshards: 4 of 8, 15.0 a minute, about 16 s left\n"
    )


def test_progress_towards_an_unknown_end_has_a_rate_and_no_end(capsys, monkeypatch):
    clock = iter(second * 10**9 for second in (0, 1, 31))
    monkeypatch.setattr(outcome.time, "monotonic_ns", lambda: next(clock))
    show = outcome.progress_line("counted")
    show(4096, None)
    show(8192, None)
    assert capsys.readouterr().err == "counted: 8192, 8192.0 a minute\n"

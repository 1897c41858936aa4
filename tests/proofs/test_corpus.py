"""The folders of the corpus are the expectation: accepted, rejected at a pinned step for a pinned reason, malformed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from proofs import data, definitions, errors, facts, kernel, polynomials, reader, syntax, verify
from tests.proofs.make_corpus import write

HERE = Path(__file__).parent
ROOT = Path(kernel.__file__).parent.parent
TRUSTED = (errors, syntax, polynomials, facts, definitions, kernel, data, reader, verify)
FILES = sorted((HERE / "corpus").glob("*/*.json"))


def judge(root=ROOT, timeout=600):
    """Return the differences that a bare process finds."""
    command = [sys.executable, "-I", "-S", str(HERE / "judge.py"), str(root), str(HERE / "corpus")]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)


def test_the_checker_agrees_with_the_corpus_in_a_bare_process():
    run = judge()
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_the_corpus_is_the_one_that_its_script_describes(tmp_path):
    write(tmp_path / "corpus")
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(HERE): path.read_bytes() for path in (HERE / "corpus").rglob("*") if path.is_file()}
    assert made == kept


def test_the_trusted_files_import_nothing_but_the_standard_library():
    program = "import sys; sys.path.append(sys.argv[1]); import proofs.verify; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(ROOT)], capture_output=True, text=True, check=True
    )
    tops = {name.split(".")[0] for name in run.stdout.split()} - {"__main__"}
    assert {"proofs"} == {top for top in tops if top not in sys.stdlib_module_names}
    own = {name for name in run.stdout.split() if name.startswith("proofs.")}
    assert own == {module.__name__ for module in TRUSTED}


def test_accepting_an_item_leaves_the_theory_as_it_was():
    content = (HERE / "corpus" / "accept" / "definitions.json").read_bytes()
    before = kernel.EMPTY
    for item in reader.read_items(content):
        copy = kernel.Theory(dict(before.functions), dict(before.statements))
        after = kernel.accept(item, before)
        assert before == copy
        before = after


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_exit_report_of_a_file_names_the_place(path, capsys):
    verify.main([str(path)])
    told = json.loads(capsys.readouterr().out)
    assert ("rejected" in told, "malformed" in told) == (path.parent.name == "reject", path.parent.name == "malformed")


def test_a_missing_file_is_reported_and_does_not_stop_the_others(capsys, tmp_path):
    verify.main([str(tmp_path / "none.json"), str(HERE / "corpus" / "accept" / "terms.json")])
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["malformed"]["problem"] == "cannot be read: No such file or directory"
    assert len(second["items"]) == 6


def test_the_exploits_never_become_fewer():
    exploits = {path.stem for path in FILES if path.stem.startswith("exploit_")}
    assert exploits >= {
        "exploit_nested_induction",
        "exploit_nested_induction_base_three",
        "exploit_second_induct_on_the_same_variable",
        "exploit_second_split_on_the_same_variable",
        "exploit_induct_of_a_variable_fixed_further_out",
        "exploit_split_of_a_variable_fixed_further_out",
    }

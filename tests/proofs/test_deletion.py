"""Every check of the trusted files is needed: change one thing in them, and the corpus notices.

The mutants switch conditions to false and to true, drop operands and filters, change comparisons, operations and small
constants. The survivors are listed with the reason why each is harmless; a new one fails the test.
"""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.proofs.mutants import mutants

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TRUSTED = ("polynomials.py", "facts.py", "definitions.py", "kernel.py", "data.py", "reader.py", "verify.py")
SECONDS = 120  # a mutant without a limit may run for ever; running out of time is noticing

EXCHANGED = "exchanges base and successor everywhere; covering and overlapping do not change"
SURVIVORS = {
    (
        "definitions.py",
        "_check_patterns",
        'counts = {"": 0}',
        "constant plus one",
    ): "only the keys of the table are used",
    (
        "definitions.py",
        "_check_patterns",
        'if all(pattern == "any" or pattern[0] == letter for pattern, letter in choices):',
        "comparison 0 becomes NotEq",
    ): EXCHANGED,
    (
        "polynomials.py",
        "render",
        'rows.append((-sum(e for _, e in powers), "*".join(factors), "- " if coefficient < 0 else "+ ", body))',
        "comparison 0 becomes LtE",
    ): "a polynomial in normal form has no coefficient 0",
    (
        "data.py",
        "check",
        "_check_refutation(item, item.table, 1 << item.dimension, item.true, item.false)",
        "constant plus one",
    ): "the reader admits points of the cube only",
}


def survives(job):
    """Return the name of a mutant that the corpus does not notice, or None."""
    (file, function, line, what, text), folder = job
    package = folder / "proofs"
    shutil.copytree(ROOT / "proofs", package, ignore=shutil.ignore_patterns("__pycache__", "lemmas"))
    (package / file).write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", "-S", "-B", str(HERE / "judge.py"), str(folder), str(HERE / "corpus")]
    try:
        noticed = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False).returncode != 0
    except subprocess.TimeoutExpired:
        noticed = True
    shutil.rmtree(folder)
    return None if noticed else (file, function, line, what)


def jobs(folder, kind="", files=TRUSTED):
    """Yield the mutants of trusted files with a folder for each."""
    number = 0
    for file in files:
        for mutant in mutants((ROOT / "proofs" / file).read_text(encoding="utf-8"), kind):
            number += 1
            yield (file, *mutant), folder / str(number)


@pytest.mark.slow
def test_every_mutant_of_the_trusted_files_is_noticed_by_the_corpus(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        found = {name for name in pool.map(survives, jobs(tmp_path)) if name is not None}
    assert found == set(SURVIVORS)


def test_the_mutants_are_many_and_all_different(tmp_path):
    texts = [job[0][4] for job in jobs(tmp_path, "condition is False", ["kernel.py"])]
    assert len(texts) > 30
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("file", "function", "line"),
    [
        ("kernel.py", "integer_cases", "if x in sequent.fixed:"),
        ("kernel.py", "_summand", "if term.coefficient < 0 and not is_zero:"),
        ("data.py", "_check_refutation", "if table >> point & 1 == 0:"),
    ],
)
def test_three_checks_that_must_not_be_lost(tmp_path, file, function, line):
    chosen = [job for job in jobs(tmp_path, "condition is False", [file]) if job[0][1:3] == (function, line)]
    assert [survives(job) for job in chosen] == [None]

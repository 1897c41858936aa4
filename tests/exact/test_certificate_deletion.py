"""The deletion test: disable one check of the verifying code at a time, and some test must fail.

Each condition of an `if` in `exact.certificate` is replaced by False, and each operand of an `and` or `or` is left out,
in a copy of the tree in which the explicit cases of test_certificate.py and test_gated_certificate.py then run.
"""

import ast
import copy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "exact" / "certificate"
CASES = (
    "not any_bytes and not any_change and not meeting_every and not values_of_a_polynomial and not standard_library "
    "and not larger_proofs"
)


def mutants(source):
    """Yield (description, source) for every deletion."""
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.If):
            other = copy.deepcopy(tree)
            twin = list(ast.walk(other))[number]
            twin.test = ast.Constant(False)
            yield f"line {node.lineno}: if {ast.unparse(node.test)}", ast.unparse(other)
        elif isinstance(node, ast.BoolOp):
            for place in range(len(node.values)):
                other = copy.deepcopy(tree)
                twin = list(ast.walk(other))[number]
                del twin.values[place]
                yield f"line {node.lineno}: without {ast.unparse(node.values[place])}", ast.unparse(other)


def run(tree):
    """Run the explicit cases in a copy of the tree; return whether they pass, and what they print."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-k", CASES, "tests/exact"]
    result = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout


@pytest.fixture
def copied_tree(tmp_path):
    """A copy of the package, the tests of the certificates and the configuration."""
    ignored = shutil.ignore_patterns("__pycache__", "data")
    shutil.copytree(ROOT / "exact", tmp_path / "exact", ignore=ignored)
    (tmp_path / "tests" / "exact").mkdir(parents=True)
    for file in ("test_certificate.py", "test_gated_certificate.py", "altered_documents.py"):
        shutil.copy(ROOT / "tests" / "exact" / file, tmp_path / "tests" / "exact")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_there_are_checks_to_delete():
    assert sum(len(list(mutants(path.read_text()))) for path in PACKAGE.glob("*.py")) > 50


def test_the_cases_pass_in_the_copied_tree_as_long_as_nothing_is_deleted(copied_tree):
    code, output = run(copied_tree)
    assert code == 0, output


@pytest.mark.slow
@pytest.mark.parametrize("module", sorted(path.name for path in PACKAGE.glob("*.py")))
def test_every_check_of_the_verifying_code_is_needed(copied_tree, module):
    path = copied_tree / "exact" / "certificate" / module
    original = path.read_text()
    survivors = []
    for description, source in mutants(original):
        path.write_text(source)
        code, output = run(copied_tree)
        if code == 0:
            survivors.append(description)
        else:
            assert code in {1, 2}, output
    assert survivors == []

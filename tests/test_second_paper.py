"""The page about the second paper speaks of all its statements, and of programs and tests that are there."""

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = tomllib.loads((ROOT / "docs/second-paper.toml").read_text(encoding="utf-8"))
ROWS = {row["label"]: row for row in tomllib.loads((ROOT / "proofs/labels.toml").read_text(encoding="utf-8"))["row"]}
STATEMENTS = {statement["label"]: statement for statement in DATA["statement"]}
SLIPS = {slip["where"]: slip for slip in DATA["slip"]}
ENTRIES = [*DATA["statement"], *DATA["slip"]]


def about_the_paper(row):
    """Definitions are no statements, and the parts of a bundle stand with it."""
    return row.get("source") == "transformers" and row["kind"] != "definition" and "/" not in row["label"]


def test_every_statement_of_the_theory_stands_once_in_its_order():
    listed = [statement["label"] for statement in DATA["statement"]]
    assert listed == [label for label, row in ROWS.items() if about_the_paper(row)]


def test_the_statements_of_the_authors_say_what_the_paper_claims():
    """By provenance: what is the authors' own, or said of them by others, has a claim in the third column."""
    numbered = {label for label, row in ROWS.items() if re.fullmatch(r"S-[TPC][0-9]+", row.get("number", ""))}
    assert numbered <= {label for label, statement in STATEMENTS.items() if statement.get("paper")}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.get("label") or entry["where"])
def test_the_tests_that_are_named_exist(entry):
    for identifier in entry["tests"]:
        path, name = identifier.split("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, identifier


@pytest.mark.parametrize("label", STATEMENTS)
def test_the_programs_that_are_named_exist_and_work_has_a_test(label):
    statement = STATEMENTS[label]
    programs = re.findall("`(exact[^`]*)`", statement["here"])
    for program in programs:
        module, name = program.rsplit(".", 1)
        assert hasattr(importlib.import_module(module), name), program
    if programs:
        assert statement["tests"]


@pytest.mark.parametrize("where", SLIPS)
def test_slips_name_statements_and_tests(where):
    slip = SLIPS[where]
    assert slip["labels"]
    assert set(slip["labels"]) <= set(STATEMENTS)
    assert slip["tests"]
    assert set(slip) == {"where", "wrong", "repair", "labels", "tests"}


def test_no_status_is_written_by_hand():
    assert {key for statement in STATEMENTS.values() for key in statement} == {"label", "paper", "here", "tests"}

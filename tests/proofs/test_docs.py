"""The pages about proofs: examples run; line counts, limits and reasons are those of code and corpus."""

import ast
import re
from pathlib import Path

import pytest

from proofs import data, polynomials, reader
from proofs.authoring import compile_lemmas
from proofs.library import ROOT, run_checker
from tests.proofs.test_deletion import SURVIVORS

DOCS = Path(__file__).parent.parent.parent / "docs"
CORPUS = Path(__file__).parent / "corpus"
GUIDE = (DOCS / "guide" / "writing-a-proof.md").read_text(encoding="utf-8")
FORMAT = (DOCS / "reference" / "proof-format.md").read_text(encoding="utf-8")
TRUSTED = (DOCS / "explain" / "trusted-base.md").read_text(encoding="utf-8")


def counts(path):
    """Return the lines of a file, and those that are neither blank nor comment, docstring or import."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    other = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            other.update(range(node.lineno, node.end_lineno + 1))
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            other.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines = text.splitlines()
    code = [
        i for i, line in enumerate(lines, 1) if line.strip() and not line.strip().startswith("#") and i not in other
    ]
    return len(lines), len(code)


def test_the_example_of_the_guide_compiles_and_checks(tmp_path):
    (example,) = re.findall(r"```text\n(# The sum.*?)```", GUIDE, re.DOTALL)
    source = tmp_path / "odd.lemma"
    source.write_text(example, encoding="utf-8")
    (content,) = compile_lemmas([source]).values()
    target = tmp_path / "odd.cert.json"
    target.write_text(content, encoding="utf-8")
    (outcome,) = run_checker([target])
    assert [item["name"] for item in outcome["items"]] == ["odd_sum", "odd-sum-is-a-square"]


def test_the_definitions_of_the_guide_compile(tmp_path):
    (example,) = re.findall(r"```text\n(function choose.*?)```", GUIDE, re.DOTALL)
    source = tmp_path / "functions.lemma"
    source.write_text(example, encoding="utf-8")
    assert len(compile_lemmas([source])) == 1


def test_the_line_counts_are_those_of_the_trusted_files():
    rows = re.findall(r"^\| `(\w+\.py)` \| (\d+) \| (\d+) \|", TRUSTED, re.MULTILINE)
    assert len(rows) == 9
    assert {name: (int(lines), int(code)) for name, lines, code in rows} == {
        name: counts(ROOT / "proofs" / name) for name, _, _ in rows
    }


def test_the_survivors_are_those_of_the_deletion_test():
    for (file, function, _, what), reason in SURVIVORS.items():
        assert f"| `{file}` | `{function}` | {what} | {reason} |" in TRUSTED


@pytest.mark.parametrize("limit", ["FILE", "DEPTH", "DIGIT", "NAME", "STEP", "EXPONENT", "POINT", "PARAMETER"])
def test_the_limits_of_the_reader_stand_on_the_page(limit):
    assert re.search(rf"\b{getattr(reader, limit + '_LIMIT'):,}\b", FORMAT)


def test_the_limits_of_the_evaluation_stand_on_the_page():
    for number in (polynomials.TERM_LIMIT, polynomials.DEGREE_LIMIT, polynomials.BIT_LIMIT, data.EVALUATION_LIMIT):
        assert f"{number:,}" in FORMAT


def test_the_reasons_on_the_page_are_reasons_of_the_corpus():
    known = (CORPUS / "reject.toml").read_text(encoding="utf-8")
    rows = re.findall(r"^\|[^|]*\| (`[^|]*`) \|$", FORMAT, re.MULTILINE)
    phrases = [phrase for row in rows for phrase in re.findall(r"`([^`]+)`", row) if " " in phrase]
    assert len(phrases) > 20
    for phrase in phrases:
        pattern = ".*".join(re.escape(part) for part in re.split(r"\.\.\.|\b[fx]\b", phrase))
        assert re.search(pattern, known), phrase

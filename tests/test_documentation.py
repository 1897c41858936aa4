"""The pages keep their word: their examples run, and the claims name tests that exist."""

import ast
import doctest
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
FENCE = re.compile(r"^```(?:python|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(text: str) -> str:
    """Return the fenced examples of a page in Python, everything else blanked so that the line numbers stay."""
    kept = [""] * text.count("\n")
    for match in FENCE.finditer(text):
        first = text.count("\n", 0, match.start(1))
        lines = match.group(1).splitlines()
        kept[first : first + len(lines)] = lines
    return "\n".join(kept)


def run_examples(text: str, name: str) -> tuple[int, str]:
    """Run the examples of a page in one namespace, as in a notebook; return how many there are and what failed."""
    test = doctest.DocTestParser().get_doctest(examples(text), {}, name, name, 0)
    report = io.StringIO()
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=report.write)
    return len(test.examples), report.getvalue()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_a_page_give_what_they_show(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    _, failures = run_examples(page.read_text(encoding="utf-8"), str(page.relative_to(ROOT)))
    assert not failures, failures


def test_a_wrong_example_is_seen():
    count, failures = run_examples("text\n\n```python\n>>> 1 + 1\n3\n```\n", "page")
    assert count == 1
    assert "line 4" in failures


def test_one_page_of_the_guide_is_a_notebook():
    pages = (page.read_text(encoding="utf-8") for page in (DOCS / "guide").glob("*.md"))
    assert max(examples(page).count(">>> ") for page in pages) >= 10


def test_every_public_module_stands_on_one_reference_page():
    documented = []
    for page in (DOCS / "reference").glob("*.md"):
        documented += re.findall(r"^\.\. automodule:: (\S+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    modules = [
        f"{package}.{path.stem}"
        for package in ("exact", "proofs")
        for path in (ROOT / package).iterdir()
        if not path.stem.startswith("_") and (path.suffix == ".py" or (path / "__init__.py").exists())
    ]
    assert len(documented) == len(set(documented))
    assert set(modules) == {name for name in documented if name.count(".") == 1}


def test_the_claims_name_tests_that_exist():
    page = (DOCS / "guarantees.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
    assert named
    for file, test in named:
        defined = {
            node.name for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
            if isinstance(node, ast.FunctionDef)
        }  # fmt: skip
        assert test in defined, f"{file} has no {test}"


def test_every_row_of_the_claims_names_a_test():
    page = (DOCS / "guarantees.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("|")]
    rows = [row for row in rows if not re.match(r"\|(-|\s*claim)", row)]
    assert not [row for row in rows if "`tests/" not in row]

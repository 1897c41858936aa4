r"""What is proved of the second paper, written into the page from ``second-paper.toml`` and the labels of `proofs`.

The directive ``second-paper-statements`` makes a table with a line for each statement: its number and label, what it
says, its status, which is computed from the proofs and from the record of Coq when the pages are built, and what the
library does for it.  The directive ``second-paper-slips`` lists the slips in public material with their repair.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from proofs.coq_record import recorded_states
from proofs.library import Library

DATA = Path(__file__).parent.parent / "second-paper.toml"
HEADS = ("number", "statement", "in the paper", "status", "in this library")


def read_data() -> dict[str, list[dict[str, Any]]]:
    """Return the statements and the slips."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def checked_library() -> Library:
    """Return the library of proofs with the verdicts of the checker and the record of Coq."""
    library = Library.load()
    library.check()
    library.coq = recorded_states(library)
    return library


def lines(library: Library) -> list[tuple[str, str, str, str, str]]:
    """Return the lines of the table of statements, as texts."""
    found = []
    for statement in read_data()["statement"]:
        row = library.rows[statement["label"]]
        words = f"{row.title} ({row.label})"
        paper = statement.get("paper", "not claimed to be there")
        found.append((row.number, words, paper, library.status(row.label), statement["here"]))
    return found


def paragraph(text: str) -> nodes.paragraph:
    """Return a paragraph; what stands between backquotes is code."""
    result = nodes.paragraph()
    for place, part in enumerate(re.split("`", text)):
        result += nodes.literal("", part) if place % 2 else nodes.Text(part)
    return result


def table_row(texts: tuple[str, ...]) -> nodes.row:
    """Return one line of a table."""
    return nodes.row("", *(nodes.entry("", paragraph(text)) for text in texts))


class Statements(SphinxDirective):
    """The table of all statements."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        self.env.note_dependency(str(DATA))
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (1, 4, 4, 2, 6)), cols=len(HEADS))
        group += nodes.thead("", table_row(HEADS))
        group += nodes.tbody("", *(table_row(line) for line in lines(checked_library())))
        return [nodes.table("", group)]


class Slips(SphinxDirective):
    """The slips in public material, with their repair."""

    def run(self) -> list[nodes.Node]:
        """Return a list of definitions."""
        self.env.note_dependency(str(DATA))
        items = []
        for slip in read_data()["slip"]:
            body = nodes.definition("", paragraph(slip["wrong"]), paragraph(f"Repair: {slip['repair']}"))
            labels = ", ".join(f"`{label}`" for label in slip["labels"])
            body += paragraph(f"Labels: {labels}.")
            items.append(nodes.definition_list_item("", nodes.term("", slip["where"]), body))
        return [nodes.definition_list("", *items)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("second-paper-statements", Statements)
    app.add_directive("second-paper-slips", Slips)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

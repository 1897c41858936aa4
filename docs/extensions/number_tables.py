r"""The tables of exact numbers, written into the page from the data that `exact table` reads.

The directive ``number-tables`` makes one section for each table: its title, its numbers with the methods that gave
them, what the literature says, and what is wrong in print.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from exact.processor_time import seconds_text
from exact.table_document import unrepeated_notes
from exact.tables import TABLE_NAMES, Entry, NumberTable, read_table


def cells(entry: Entry) -> list[str]:
    """Return the cells of one line."""
    if entry.published is None:
        literature = "not published"
    else:
        literature = "agrees" if entry.published.agrees else f"differs: {entry.published.value}"
    seconds = seconds_text(entry.nanoseconds)
    return [*map(str, entry.index), str(entry.value), entry.method, seconds, entry.second_method or "none", literature]


def row(texts: list[str]) -> nodes.row:
    """Return one line of a table."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in texts))


def number_table(table: NumberTable) -> nodes.table:
    """Return the table as a node."""
    heads = [*table.index_names, "value", "method", "seconds", "second method", "literature"]
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in heads), cols=len(heads))
    group += nodes.thead("", row(heads))
    group += nodes.tbody("", *(row(cells(entry)) for entry in table.entries))
    return nodes.table("", group)


def section(table: NumberTable) -> nodes.section:
    """Return the section of one table."""
    result = nodes.section("", nodes.title("", f"{table.name}"), ids=[f"table-{table.name}"])
    result += nodes.paragraph("", f"{table.title[0].upper()}{table.title[1:]}, computed by version {table.version}.")
    for source in dict.fromkeys(entry.published.source for entry in table.entries if entry.published is not None):
        result += nodes.paragraph("", f"Literature: {source}.")
    for wrong in table.misprints:
        at = ", ".join(f"{a} = {b}" for a, b in zip(table.index_names, wrong.index, strict=True))
        result += nodes.paragraph("", f"Wrong in print: {wrong.source} has {wrong.printed} for {at}: {wrong.reason}.")
    for note in unrepeated_notes(table):
        result += nodes.paragraph("", f"{note[0].upper()}{note[1:]}.")
    result += number_table(table)
    return result


class NumberTables(SphinxDirective):
    """All tables, one section each."""

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        return [section(read_table(name)) for name in TABLE_NAMES]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("number-tables", NumberTables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

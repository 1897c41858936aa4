r"""Tables of numbers as text, JSON, CSV, LaTeX, and as a b-file of the OEIS.

Dictionary:
    TableFormat: the formats.
    table_document: the JSON document.
    format_table: a table in a format.
    unrepeated_notes: what is to be said of numbers that no test computes again.
"""

from __future__ import annotations

import csv
import enum
import io
import json

from exact.processor_time import seconds_text
from exact.tables import Entry, NumberTable


class TableFormat(enum.StrEnum):
    """The formats of a table."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    LATEX = "latex"
    BFILE = "bfile"


TABLE_SCHEMA = "attention-quarks/table/1"


def table_document(table: NumberTable) -> dict[str, object]:
    """Return a table as plain data; values are decimal strings."""
    return {
        "schema": TABLE_SCHEMA,
        "name": table.name,
        "title": table.title,
        "index": list(table.index_names),
        "version": table.version,
        "entries": [
            {
                "index": list(entry.index),
                "value": str(entry.value),
                "method": entry.method,
                "seconds": seconds_text(entry.nanoseconds),
                "second_method": entry.second_method,
                "repeated": entry.is_repeated,
                "published": None
                if entry.published is None
                else {
                    "source": entry.published.source,
                    "value": str(entry.published.value),
                    "agrees": entry.published.agrees,
                },
            }
            for entry in table.entries
        ],
        "wrong_in_print": [
            {
                "source": misprint.source,
                "index": list(misprint.index),
                "printed": str(misprint.printed),
                "reason": misprint.reason,
            }
            for misprint in table.misprints
        ],
    }


def format_table(table: NumberTable, form: TableFormat) -> str:
    """Return a table in a format, without a newline at the end.

    A b-file has one line for each entry, "number value"; a table of more indices is read by rows and numbered from 0.

    Examples:
        >>> from exact.tables import read_table
        >>> print(format_table(read_table("codegree-two-functions"), TableFormat.BFILE))
        2 2
        3 104
        4 57574
        5 4290491756
        6 18446743703204179034
    """
    if form is TableFormat.JSON:
        return json.dumps(table_document(table), indent=2, ensure_ascii=False)
    if form is TableFormat.CSV:
        return _csv(table)
    if form is TableFormat.LATEX:
        return _latex(table)
    if form is TableFormat.BFILE:
        single = len(table.index_names) == 1
        return "\n".join(f"{e.index[0] if single else k} {e.value}" for k, e in enumerate(table.entries))
    return _text(table)


def _literature(entry: Entry) -> str:
    if entry.published is None:
        return "not published"
    return "agrees" if entry.published.agrees else f"DIFFERS: {entry.published.value}"


def _cells(table: NumberTable) -> list[list[str]]:
    head = [*table.index_names, "value", "method", "seconds", "second method", "literature"]
    return [head] + [
        [
            *map(str, e.index),
            str(e.value),
            e.method,
            seconds_text(e.nanoseconds),
            e.second_method or "-",
            _literature(e),
        ]
        for e in table.entries
    ]


def _notes(table: NumberTable) -> list[str]:
    sources = dict.fromkeys(entry.published.source for entry in table.entries if entry.published is not None)
    lines = [f"literature: {source}" for source in sources]
    for misprint in table.misprints:
        at = ", ".join(f"{a} = {b}" for a, b in zip(table.index_names, misprint.index, strict=True))
        lines.append(f"wrong in print: {misprint.source} has {misprint.printed} for {at}: {misprint.reason}")
    lines.append(
        f"computed by attention-quarks {table.version}; seconds of processor time, of the run that gave the row"
    )
    if all(entry.published is None for entry in table.entries):
        lines.append("literature: none known to us has any of these numbers")
    if any(entry.second_method is None for entry in table.entries):
        lines.append("where no second method stands, no test confirms the number")
    lines += unrepeated_notes(table)
    return lines


def unrepeated_notes(table: NumberTable) -> list[str]:
    """Return what is to be said of the numbers that no test computes again: a line, or none.

    Examples:
        >>> from exact.tables import read_table
        >>> print(*unrepeated_notes(read_table("output-gate-bits")))
        no test repeats the number at n = 6: its run takes too long
    """
    places = [
        ", ".join(f"{a} = {b}" for a, b in zip(table.index_names, entry.index, strict=True))
        for entry in table.entries
        if not entry.is_repeated
    ]
    return [f"no test repeats the number at {place}: its run takes too long" for place in places]


def _text(table: NumberTable) -> str:
    cells = _cells(table)
    widths = [max(len(row[k]) for row in cells) for k in range(len(cells[0]))]
    numbers = len(table.index_names) + 1
    lines = [
        "  ".join(
            cell.rjust(width) if k < numbers else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return "\n".join([f"{table.name}: {table.title}", "", *lines, "", *_notes(table)])


def _csv(table: NumberTable) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [*table.index_names, "value", "method", "seconds", "second_method", "repeated", "source", "published", "agrees"]
    )
    for e in table.entries:
        published = ("", "", "") if e.published is None else (e.published.source, e.published.value, e.published.agrees)
        seconds = seconds_text(e.nanoseconds)
        writer.writerow([*e.index, e.value, e.method, seconds, e.second_method or "", e.is_repeated, *published])
    return out.getvalue().rstrip("\n")


def _latex(table: NumberTable) -> str:
    cells = _cells(table)
    columns = "r" * (len(table.index_names) + 1) + "lrll"
    head = (
        " & ".join(f"${name}$" if len(name) == 1 else name for name in table.index_names)
        + " & "
        + " & ".join(cells[0][len(table.index_names) :])
    )
    rows = [" & ".join(row) + r" \\" for row in cells[1:]]
    notes = [f"% {line}" for line in _notes(table)]
    return "\n".join([*notes, rf"\begin{{tabular}}{{{columns}}}", head + r" \\ \hline", *rows, r"\end{tabular}"])

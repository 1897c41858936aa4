"""Tables: every number computed again by every method that is named for it, and compared with the literature."""

import csv
import io
import json

import pytest

from exact.command import main
from exact.errors import TableError
from exact.table_document import TableFormat, format_table, table_document
from exact.tables import TABLE_NAMES, computed_document, computed_value, planned_entries, read_table

COMPILED = {"wall-walk", "class-walk", "class-flats"}


def is_quick(name, index, method):
    """Whether an entry takes no more than a second by a method, without a compilation of its own."""
    if method in COMPILED:
        return False
    n = index[0]
    if name == "polynomial-threshold-functions":
        return n <= 3 or (n == 4 and index[1] != 1 and method != "lists")
    if name.startswith("polynomial"):
        return n <= 3
    if name == "resonance-chambers":
        return n <= 5
    if name == "codegree-two-functions":
        return n <= 4
    if name == "threshold-whitney-numbers":
        return n <= (4 if method == "all-flats" else 6)
    return n <= 7


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_quick_entries_are_computed_again_by_every_method(name):
    values = {entry.index: entry.value for entry in read_table(name).entries}
    checked = 0
    for index, methods in planned_entries(name):
        for method in methods:
            if is_quick(name, index, method):
                assert computed_value(name, index, method) == values[index], (index, method)
                checked += 1
    assert checked >= 3


def is_computed_by_another_test(name, index):
    """The quadratic functions and the classes of five variables: the tests of both roads compare with the tables."""
    return index[0] == 5 and (name.startswith("polynomial-threshold-classes") or index == (5, 2))


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLE_NAMES)
def test_all_other_entries_are_computed_again_by_every_method(name):
    values = {entry.index: entry.value for entry in read_table(name).entries}
    for index, methods in planned_entries(name):
        for method in methods:
            if not is_quick(name, index, method) and not is_computed_by_another_test(name, index):
                assert computed_value(name, index, method) == values[index], (index, method)


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_the_data_file_holds_exactly_the_planned_entries(name):
    assert [entry.index for entry in read_table(name).entries] == [index for index, _ in planned_entries(name)]


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_published_number_agrees_and_every_misprint_differs(name):
    table = read_table(name)
    values = {entry.index: entry.value for entry in table.entries}
    assert all(entry.published.agrees for entry in table.entries if entry.published is not None)
    assert all(values[misprint.index] != misprint.printed for misprint in table.misprints)


def test_the_misprints_that_are_known_are_listed():
    printed = {(name, m.index, m.printed) for name in TABLE_NAMES for m in read_table(name).misprints}
    assert printed == {
        ("threshold-classes-np", (9,), 989913346),
        ("threshold-classes-p", (6,), 590440),
        ("self-dual-classes-n", (7,), 123565),
    }


def test_a_number_that_differs_from_the_literature_is_shown(monkeypatch):
    from exact import tables

    values, literature = tables._data()
    wrong = dict(literature) | {"threshold-functions": {"source": "nobody", "first": 3, "values": [105]}}
    monkeypatch.setattr(tables, "_data", lambda: (values, wrong))
    table = read_table("threshold-functions")
    assert [entry.published.agrees for entry in table.entries if entry.published is not None] == [False]
    assert "DIFFERS: 105" in format_table(table, TableFormat.TEXT)


def test_the_document_of_the_data_file_is_made_of_computed_values(monkeypatch):
    from exact import tables

    monkeypatch.setattr(tables, "TABLE_NAMES", ("codegree-two-functions",))
    monkeypatch.setattr(tables, "planned_entries", lambda _: iter([((2,), ("subsets",)), ((3,), ("subsets",))]))
    assert computed_document()["tables"] == {"codegree-two-functions": [[2, "2"], [3, "104"]]}


def test_every_format_holds_every_number():
    for name in TABLE_NAMES:
        table = read_table(name)
        values = [str(entry.value) for entry in table.entries]
        rows = list(csv.DictReader(io.StringIO(format_table(table, TableFormat.CSV))))
        assert [row["value"] for row in rows] == values
        document = json.loads(format_table(table, TableFormat.JSON))
        assert document == table_document(table)
        assert [entry["value"] for entry in document["entries"]] == values
        assert [line.split()[1] for line in format_table(table, TableFormat.BFILE).splitlines()] == values
        for form in (TableFormat.TEXT, TableFormat.LATEX):
            assert all(value in format_table(table, form) for value in values)


def test_a_b_file_starts_at_the_first_index():
    assert format_table(read_table("self-dual-classes-np"), TableFormat.BFILE).startswith("1 1\n2 1\n3 2\n")


def run(capsys, *arguments):
    status = main(("table", *arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_the_command_prints_a_table_with_its_misprints(capsys):
    status, out, _ = run(capsys, "threshold-classes-np")
    assert status == 0
    assert "993061484" in out
    assert "wrong in print: OEIS A000617 has 989913346 for n = 9" in out


def test_the_command_lists_the_tables(capsys):
    status, out, _ = run(capsys)
    assert (status, len(out.splitlines())) == (0, len(TABLE_NAMES))
    status, out, _ = run(capsys, "--json")
    assert [entry["name"] for entry in json.loads(out)["tables"]] == list(TABLE_NAMES)


def test_the_command_writes_a_file(capsys, tmp_path):
    path = tmp_path / "b000609.txt"
    status, out, err = run(capsys, "threshold-functions", "--format", "bfile", "--out", str(path))
    assert (status, out) == (0, "")
    assert "written" in err
    assert path.read_text(encoding="utf-8").splitlines()[3] == "3 104"
    status, out, _ = run(capsys, "threshold-functions", "--json")
    assert json.loads(out)["schema"] == "attention-quarks/table/1"


def test_wrong_input_is_refused(capsys):
    status, _, err = run(capsys, "nothing")
    assert status == 2
    assert "there is no table 'nothing'" in err
    status, _, err = run(capsys, "threshold-functions", "--format", "pdf")
    assert status == 2
    assert "--format: the format must be one of text, json, csv, latex, bfile" in err
    with pytest.raises(TableError, match="no entry"):
        computed_value("threshold-functions", (9,), "wall-walk")
    with pytest.raises(TableError, match="no table"):
        list(planned_entries("nothing"))

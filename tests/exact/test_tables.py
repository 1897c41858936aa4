"""Tables: every number computed again by every method that is named for it, and compared with the literature."""

import csv
import io
import json

import pytest

from exact.command import main
from exact.errors import TableError
from exact.gated_tables import (
    GATED_TABLE_NAMES,
    computed_gated_value,
    gated_index_names,
    gated_table_title,
    planned_gated_entries,
)
from exact.table_document import TableFormat, format_table, table_document
from exact.tables import TABLE_NAMES, computed_document, computed_value, planned_entries, read_table

COMPILED = {"wall-walk", "class-walk", "class-flats", "chow-chamber"}


def is_quick(name, index, method):
    """Whether an entry takes no more than a second by a method, without a compilation of its own."""
    if method in COMPILED:
        return False
    n = index[0]
    if name in GATED_TABLE_NAMES:
        is_layer = name.startswith("gated-layer") and not name.endswith("mixed")
        return n <= 3 or (n == 4 and method == "enumeration" and not is_layer)
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
                assert computed_value(name, index, method).value == values[index], (index, method)
                checked += 1
    assert checked >= 3


def is_computed_by_another_test(name, index):
    """The quadratic functions and the classes of five variables, mixed maps and conjunctions of six."""
    if name in {"output-gate-mixed", "output-gate-bits", "output-gate-bits-classes"} and index == (6,):
        return True
    return index[0] == 5 and (name.startswith("polynomial-threshold-classes") or index == (5, 2))


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLE_NAMES)
def test_all_other_entries_are_computed_again_by_every_method(name):
    entries = {entry.index: entry for entry in read_table(name).entries}
    for index, methods in planned_entries(name):
        once = {run.method for run in entries[index].run_once}
        for method in methods:
            if method in once or is_quick(name, index, method) or is_computed_by_another_test(name, index):
                continue
            assert computed_value(name, index, method).value == entries[index].value, (index, method)


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_the_data_file_holds_exactly_the_planned_entries(name):
    assert [entry.index for entry in read_table(name).entries] == [index for index, _ in planned_entries(name)]


def test_every_run_on_record_is_one_of_a_planned_method():
    from exact import tables

    for name in tables._data()[0]["run_once"]:
        planned = {(index, method) for index, methods in planned_entries(name) for method in methods}
        assert set(tables._recorded_runs(name)) <= planned


def record(monkeypatch, *rows):
    from exact import tables

    values, literature = tables._data()
    monkeypatch.setattr(tables, "_data", lambda: (values | {"run_once": {"codegree-two-functions": rows}}, literature))


def test_a_run_that_no_test_repeats_is_shown_as_such(monkeypatch):
    record(monkeypatch, [4, "restrictions", "57574", 7_000_000_000])
    table = read_table("codegree-two-functions")
    text = format_table(table, TableFormat.TEXT)
    assert text.count("restrictions, once") == 1
    assert "once: a run of restrictions took 7.000 s of processor time; no test repeats it" in text
    assert "restrictions, once" in format_table(table, TableFormat.LATEX)
    rows = list(csv.DictReader(io.StringIO(format_table(table, TableFormat.CSV))))
    assert [row["run_once"] for row in rows] == ["", "", "restrictions", "", ""]
    entries = table_document(table)["entries"]
    assert [entry["run_once"] for entry in entries] == [
        [],
        [],
        [{"method": "restrictions", "seconds": "7.000"}],
        [],
        [],
    ]


def test_a_run_on_record_that_gave_another_number_is_refused(monkeypatch):
    record(monkeypatch, [4, "restrictions", "57575", 7_000_000_000])
    with pytest.raises(TableError, match=r"has 57574 for \(4,\), and the method restrictions gave 57575"):
        read_table("codegree-two-functions")


def test_a_run_on_record_is_not_repeated_for_the_data_file(monkeypatch):
    from exact import tables

    record(monkeypatch, [3, "subsets", "104", 7_000_000_000])
    monkeypatch.setattr(tables, "TABLE_NAMES", ("codegree-two-functions",))
    monkeypatch.setattr(tables, "planned_entries", lambda _: iter([((3,), ("subsets",))]))
    monkeypatch.setattr(tables, "computed_value", lambda *_: pytest.fail("it is on record"))
    assert computed_document()["tables"] == {"codegree-two-functions": [[3, "104", 7_000_000_000]]}


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
        ("self-dual-classes-n", (1,), 2),
    }


@pytest.mark.parametrize("name", [name for name in GATED_TABLE_NAMES if name.startswith("factors")])
def test_every_function_needs_some_number_of_factors(name):
    entries = read_table(name).entries
    for n in range(6):
        assert sum(entry.value for entry in entries if entry.index[0] == n) == 1 << (1 << n)


def test_the_numbers_outside_fit_the_sizes():
    entries = {entry.index: entry.value for entry in read_table("inclusions").entries}
    sizes = {"product": "output-gate-signs", "conjunction": "output-gate-bits", "multiplexed": "multiplexed"}
    values = {
        (name, n): value
        for name, table in sizes.items()
        for (n,), value in ((entry.index, entry.value) for entry in read_table(table).entries)
    }
    for (n, first, second), value in entries.items():
        if first in sizes and second in sizes:
            common = values[first, n] - value
            assert common == values[second, n] - entries[n, second, first]


@pytest.mark.parametrize("name", GATED_TABLE_NAMES)
def test_numbers_of_gated_classes_say_that_nobody_has_published_them(name):
    table = read_table(name)
    assert all(entry.published is None for entry in table.entries)
    text = format_table(table, TableFormat.TEXT)
    assert "literature: none known to us has any of these numbers" in text
    alone = any(entry.second_method is None for entry in table.entries)
    assert alone == ("where no second method stands, no test confirms the number" in text)


def test_wrong_questions_about_gated_tables_are_refused():
    for question in (gated_table_title, gated_index_names, lambda name: list(planned_gated_entries(name))):
        with pytest.raises(TableError, match="no table 'threshold-functions' of gated classes"):
            question("threshold-functions")
    with pytest.raises(TableError, match="no entry"):
        computed_gated_value("output-gate-mixed-classes", (3,), "decision")


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
    rows = computed_document()["tables"]["codegree-two-functions"]
    assert [row[:2] for row in rows] == [[2, "2"], [3, "104"]]
    assert all(type(row[2]) is int and row[2] > 0 for row in rows)


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
    for arguments, message in (
        (["--out", "x"], "--out: a table must be named"),
        (["--format", "csv"], "--format: the list of the tables is text or json"),
        (["threshold-functions", "--format", "csv", "--json"], "--json stands in place of --format csv"),
        (["threshold-functions", "--out", "/nowhere/x"], "the file cannot be written"),
    ):
        status, out, err = run(capsys, *arguments)
        assert (status, message in out + err) == (2, True)
    with pytest.raises(TableError, match="no entry"):
        computed_value("threshold-functions", (9,), "wall-walk")
    with pytest.raises(TableError, match="no table"):
        list(planned_entries("nothing"))


def test_a_method_without_orbits_gives_no_number_of_orbits(monkeypatch):
    from exact import gated_tables
    from exact.counting.result import CountResult

    gated_tables._count.cache_clear()
    monkeypatch.setattr(
        gated_tables, "count_gated", lambda gated, n, method, **_: CountResult(gated.name, n, 2, method, 0)
    )
    with pytest.raises(TableError, match="the method enumeration counts no orbits of the class selector"):
        computed_gated_value("selector-classes", (0,), "enumeration")
    gated_tables._count.cache_clear()

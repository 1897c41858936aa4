"""The file of the catalogue: building, checking, finding and querying; damaged and foreign files; missing extras."""

import csv
import dataclasses
import io
import json
import random

import pytest

from exact.boolean import BooleanFunction
from exact.catalogue import parquet_file
from exact.catalogue.condition import ColumnTest, parse_condition
from exact.catalogue.parquet_file import build_catalogue, check_catalogue, default_path, read_head, read_rows
from exact.catalogue.rows import catalogue_rows
from exact.catalogue.search import find_class, search_rows
from exact.catalogue.threshold_class import FIELDS
from exact.command import main
from exact.counting.sampling import ThresholdSampler
from exact.errors import CertificateError, DomainError, InputError, TooLargeError

extra = pytest.mark.usefixtures("installed")


def skip_without_the_extra():
    for library in ("duckdb", "pyarrow"):
        pytest.importorskip(library, reason="the extra catalogue is not installed; the longer checks install it")


@pytest.fixture
def installed():
    skip_without_the_extra()


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    skip_without_the_extra()
    path = tmp_path_factory.mktemp("catalogue") / "new folder" / "classes.parquet"
    assert build_catalogue(path, 4).to_json() == {"maximum_n": 4, "classes": 47, "functions": "2006"}
    return path


def run(capsys, *arguments):
    status = main(["catalogue", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_what_was_written_is_read_back_and_stands_its_check(catalogue):
    assert list(read_rows(catalogue)) == list(catalogue_rows(4))
    assert check_catalogue(catalogue) == read_head(catalogue)
    assert list(catalogue.parent.iterdir()) == [catalogue]


def test_every_function_of_three_variables_is_found_or_no_threshold_function(catalogue):
    found = [find_class(catalogue, BooleanFunction(3, table)) for table in range(0, 256, 9)]
    for table, answer in zip(range(0, 256, 9), found, strict=True):
        if answer is not None:
            assert answer.moved.act_on_table(table) == int(answer.row.table, 16)
    sampler = ThresholdSampler(4)
    for number in (0, 77, 1881):
        f = BooleanFunction(4, sampler.function(number).table)
        answer = find_class(catalogue, f)
        assert answer.moved.act_on_table(f.table) == int(answer.row.table, 16)
    assert find_class(catalogue, BooleanFunction(4, 0x6996)) is None


def test_a_function_with_more_variables_than_the_catalogue_is_too_large(catalogue):
    with pytest.raises(TooLargeError, match="has 5 variables, and the catalogue ends at 4"):
        find_class(catalogue, BooleanFunction(5, 0))


@pytest.mark.parametrize(
    "text",
    [
        "n = 4",
        "n < 3 and not self_dual",
        "weight_sum >= 5 and symmetries <= 6",
        "table = 0xe8",
        "table != 0xe8 and n = 3",
        "true_points > 3 and variables = 2",
        "functions = 7",
        "weight_maximum != 1 and self_dual",
    ],
)
def test_rows_are_selected_as_python_selects_them(catalogue, text):
    tests = parse_condition(text)
    operators = {
        "=": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
    }
    expected = [
        row
        for row in catalogue_rows(4)
        if all(operators[test.operator](getattr(row, test.column), test.value) for test in tests)
    ]
    page = search_rows(catalogue, tests)
    assert list(page.rows) == expected
    assert (page.classes, page.functions) == (len(expected), sum(row.functions for row in expected))


@pytest.mark.parametrize("falling", [False, True])
def test_rows_are_ordered_and_cut(catalogue, falling):
    page = search_rows(catalogue, (), order="weight_sum", falling=falling, limit=10)
    expected = sorted(catalogue_rows(4), key=lambda row: -row.weight_sum if falling else row.weight_sum)
    assert (list(page.rows), page.classes) == (expected[:10], 47)
    assert search_rows(catalogue, limit=0).rows == ()


def test_wrong_questions_are_refused(catalogue):
    with pytest.raises(InputError, match=r"must be one of n, .*, not 'chow'"):
        search_rows(catalogue, order="chow")
    with pytest.raises(DomainError, match="between 0 and 1000000, not -1"):
        search_rows(catalogue, limit=-1)
    with pytest.raises(InputError, match=r"must not hold any of \* \? \["):
        search_rows(build_at(catalogue.parent / "a[b].parquet"), (ColumnTest("n", "=", 1),))


def build_at(path, n=1):
    build_catalogue(path, n)
    return path


def rewritten(path, target, change, metadata=None):
    """Write the rows of a file again with one flaw."""
    from pyarrow import Table, parquet

    table = parquet.read_table(path)
    rows = table.to_pylist()
    change(rows)
    told = {**table.schema.metadata, **(metadata or {})}
    told[b"classes"] = str(len(rows)).encode() if not metadata else told[b"classes"]
    parquet.write_table(Table.from_pylist(rows, schema=table.schema.with_metadata(told)), target)


FLAWS = {
    "one is missing": (lambda rows: rows.pop(), "must hold all functions"),
    "one stands there twice": (lambda rows: rows.append(rows[-1]), "must not stand there"),
    "a wrong size": (lambda rows: rows[5].update(functions=3), "functions must be"),
    "weights of another": (lambda rows: rows[9].update(weights=[5, 1, 1]), "weights must be"),
    "the certificate of another": (lambda rows: rows[9].update(certificate=rows[8]["certificate"]), "must be"),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_file_with_one_flaw_does_not_stand_its_check(catalogue, tmp_path, flaw):
    change, message = FLAWS[flaw]
    rewritten(catalogue, tmp_path / "flawed", change)
    with pytest.raises(CertificateError, match=message):
        check_catalogue(tmp_path / "flawed")


def test_a_head_that_says_something_else_is_refused(catalogue, tmp_path):
    cases = {
        (b"schema", b"other/1"): (InputError, "not 'other/1'"),
        (b"maximum_n", b"three"): (InputError, "must say what it holds"),
        (b"classes", b"46"): (InputError, "there must be 46 rows, not 47"),
        (b"functions", b"2007"): (CertificateError, "must say 2006 functions, not 2007"),
        (b"maximum_n", b"5"): (CertificateError, "for n = 5 must hold all functions, not 0"),
        (b"maximum_n", b"3"): (CertificateError, "must not stand there"),
    }
    for (key, value), (kind, message) in cases.items():
        rewritten(catalogue, tmp_path / "other", lambda _: None, {key: value})
        with pytest.raises(kind, match=message):
            check_catalogue(tmp_path / "other")


@extra
@pytest.mark.parametrize("content", [b"", b"no catalogue", b"PAR1 but nothing more PAR1"])
def test_a_file_that_is_no_catalogue_is_refused(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    for question in (read_head, search_rows, check_catalogue, lambda place: find_class(place, BooleanFunction(1, 2))):
        with pytest.raises(InputError, match="this is no undamaged catalogue"):
            question(path)


def test_random_damage_is_refused_or_harmless(catalogue, tmp_path):
    whole = catalogue.read_bytes()
    rows = list(read_rows(catalogue))
    rng = random.Random(3)  # noqa: S311
    refused = 0
    for number in range(40):
        damaged = bytearray(whole)
        start = rng.randrange(len(whole))
        for position in range(start, min(len(whole), start + 100)):
            damaged[position] = rng.randrange(256)
        path = tmp_path / f"damaged-{number}"
        path.write_bytes(damaged)
        try:
            check_catalogue(path)
            assert [dataclasses.astuple(row) for row in search_rows(path).rows] == [*map(dataclasses.astuple, rows)]
        except (InputError, CertificateError):
            refused += 1
    assert refused > 30


@extra
def test_a_catalogue_is_replaced_and_any_other_file_is_not(monkeypatch, tmp_path):
    path = tmp_path / "classes.parquet"
    build_catalogue(path, 1)
    assert build_catalogue(path, 2) == read_head(path)
    path.write_bytes(b"the only copy of a thesis")
    monkeypatch.setattr(parquet_file, "catalogue_rows", None)  # nothing is computed for a place that is refused
    with pytest.raises(InputError, match="is no catalogue and is not replaced"):
        build_catalogue(path, 2)
    assert path.read_bytes() == b"the only copy of a thesis"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@extra
def test_what_cannot_be_written_or_is_not_there_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        build_catalogue(tmp_path / "file" / "below", 1)
    with pytest.raises(InputError, match="exact catalogue build makes one"):
        read_head(tmp_path / "none")


def test_without_the_extra_every_question_is_refused_and_the_extra_named(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(parquet_file.importlib.util, "find_spec", lambda _: None)
    for arguments in (["build"], ["find", "0x2", "--n", "1"], ["query"], ["check"]):
        status, out, err = run(capsys, *arguments, "--catalogue", str(tmp_path / "file"))
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert "the catalogue needs pyarrow and duckdb, not installed here; the extra catalogue" in err


def test_the_default_place_belongs_to_the_user(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert default_path().parts == ("/", "data", "attention-quarks", "threshold-classes.parquet")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert default_path().parts[-4:] == (".local", "share", "attention-quarks", "threshold-classes.parquet")[-4:]


@extra
def test_the_commands_build_check_find_and_query(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    status, out, _ = run(capsys, "build", "--n", "3", "--json")
    assert (status, json.loads(out)["functions"]) == (0, "124")
    assert run(capsys, "build", "--n", "3")[1].startswith("20 classes with 124 functions of at most 3 variables: ")
    assert run(capsys, "check")[1] == "verified: 20 classes with 124 functions of at most 3 variables\n"
    assert json.loads(run(capsys, "check", "--json")[1])["verified"]
    found = json.loads(run(capsys, "find", "0x17", "--n", "3", "--json")[1])
    assert (found["threshold"], found["transformation"], found["class"]["table"]) == (True, "[-1 -2 -3]", "0xe8")
    none = json.loads(run(capsys, "find", "0x6", "--n", "2", "--json")[1])
    assert (none["threshold"], none["transformation"], none["class"]) == (False, None, None)
    assert run(capsys, "find", "--formula", "x1 ^ x2") == (0, "in no class: this is no threshold function\n", "")
    text = run(capsys, "find", "--formula", "x1 & x2")[1]
    assert "weights: 1 1\n" in text
    assert "self_dual: no\n" in text


def test_the_answers_of_a_query_agree_in_all_forms(catalogue, capsys):
    question = ["query", "--where", "n = 4 and variables = 4", "--order", "functions", "--catalogue", str(catalogue)]
    status, out, _ = run(capsys, *question, "--json")
    document = json.loads(out)
    assert (status, document["classes"], len(document["rows"])) == (0, 17, 17)
    rows = list(csv.DictReader(io.StringIO(run(capsys, *question, "--csv")[1])))
    assert tuple(rows[0]) == tuple(FIELDS)
    assert [row["table"] for row in rows] == [row["table"] for row in document["rows"]]
    assert [row["chow"] for row in rows] == [" ".join(map(str, row["chow"])) for row in document["rows"]]
    lines = run(capsys, *question, "--limit", "2")[1].splitlines()
    assert lines[0].startswith(f"n 4, table {rows[0]['table']}, functions {rows[0]['functions']}, weights ")
    assert lines[2] == f"17 classes (2 shown), {document['functions']} functions"


@extra
@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["build", "--n", "8"], 3, "n = 8 is too large"),
        (["build", "--n", "-1"], 2, "--n: this must be at least 0, not -1"),
        (["find", "0x0", "--n", "5"], 3, "the catalogue ends at 4"),
        (["find"], 2, "must be given"),
        (["query", "--where", "n = 1 or n = 2"], 2, "--where: word 4 must be"),
        (["query", "--order", "chow"], 2, "--order: this must be one of"),
        (["query", "--limit", "-1"], 2, "--limit: this must be between"),
        (["query", "--falling"], 2, "--falling: the rows fall"),
        (["query", "--json", "--csv"], 2, "--csv: --json and --csv"),
    ],
    ids=str,
)
def test_wrong_commands_are_refused_in_one_line(catalogue, capsys, arguments, status, message):
    found, out, err = run(capsys, *arguments, "--catalogue", str(catalogue))
    assert found == status
    text = json.loads(out)["error"]["message"] if "--json" in arguments else err
    assert message in text

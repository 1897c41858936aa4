"""Censuses: exact numbers of functions sorted by a property agree with the definitions and with the tables."""

import json

import pytest

from exact.boolean import BooleanFunction
from exact.command import main
from exact.counting.census import CENSUS_NAMES, take_census
from exact.counting.gated_inclusions import inclusion_table
from exact.counting.polynomial_threshold import polynomial_threshold_table
from exact.counting.threshold import count_threshold
from exact.errors import DomainError, InputError, TooLargeError
from exact.tables import read_table
from exact.threshold_degree import threshold_degree


def columns(census):
    return dict(zip(census.columns, zip(*census.rows, strict=True), strict=True))


def stored(name, n):
    return [entry.value for entry in read_table(name).entries if entry.index[0] == n]


@pytest.mark.parametrize("n", [0, 3, 6, 7])
def test_one_count_gives_the_columns_of_the_tables_for_every_smaller_number(n):
    found = columns(take_census("threshold-columns", n))
    assert found["n"] == tuple(range(n + 1))
    tables = {
        "functions": "threshold-functions",
        "functions_exactly": "threshold-functions-exactly",
        "negation_classes": "threshold-classes-n",
        "permutation_classes": "threshold-classes-p",
        "classes_exactly": "threshold-classes-np-exactly",
        "output_classes": "threshold-classes-npn",
    }
    for column, table in tables.items():
        assert [*found[column]] == [stored(table, k)[0] for k in range(n + 1)]


@pytest.mark.parametrize("n", range(6))
def test_the_characteristic_polynomial_gives_the_regions(n):
    census = take_census("whitney-numbers", n)
    found = columns(census)
    assert [*found["whitney_number"]] == stored("threshold-whitney-numbers", n)
    at_minus_one = sum(c * (-1) ** (n + 1 - rank) for rank, c in zip(found["rank"], found["coefficient"], strict=True))
    assert abs(at_minus_one) == sum(found["whitney_number"]) == count_threshold(n).value
    assert sum(found["coefficient"]) == 0  # all hyperplanes pass through the origin


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_the_sum_of_specification_numbers_counts_the_points_that_can_be_flipped(n):
    functions = set(polynomial_threshold_table(n, 1))
    walls = sum((f ^ 1 << p) in functions for f in functions for p in range(1 << n))
    assert take_census("specification-numbers", n).rows[-1] == (n, len(functions), walls)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_the_census_of_degrees_is_that_of_all_functions(n):
    found = columns(take_census("threshold-degrees", n))
    degrees = [threshold_degree(BooleanFunction(n, table)).degree for table in range(1 << (1 << n))]
    assert [*found["functions"]] == [degrees.count(degree) for degree in range(n + 1)]
    assert found["functions_up_to"][-1] == 1 << (1 << n)


@pytest.mark.parametrize("values", ["bits", "signs"])
def test_every_function_needs_some_number_of_factors(values):
    census = take_census("factors", 3, values)
    assert census.options == {"values": values}
    assert census.rows[0] == (1, 104)
    assert sum(number for _, number in census.rows) == 256


def test_the_inclusions_are_those_of_the_table():
    table = inclusion_table(2)
    census = take_census("inclusions", 2)
    assert census.columns == ("class", "functions", *(f"outside_{name}" for name in table.names))
    assert [row[2:] for row in census.rows] == list(table.outside)


@pytest.mark.parametrize("name", CENSUS_NAMES)
def test_what_is_too_large_is_refused_with_its_figures(name):
    for n in (CENSUS_NAMES[name] + 1, CENSUS_NAMES[name] + 2, 10**6):
        with pytest.raises(TooLargeError) as refusal:
            take_census(name, n)
        where = refusal.value.where()
        assert where["seconds"] >= 1
        assert where["memory_bytes"] >= 1
        if "--force" not in str(refusal.value):
            with pytest.raises(TooLargeError, match="forced or not, because"):
                take_census(name, n, force=True)


def test_wrong_questions_are_refused():
    with pytest.raises(InputError, match="must be one of threshold-columns"):
        take_census("nothing", 3)
    with pytest.raises(InputError, match="no such option"):
        take_census("inclusions", 3, "bits")
    with pytest.raises(InputError, match="not 'mixed'"):
        take_census("factors", 3, "mixed")
    with pytest.raises(DomainError, match="n must be at least 1"):
        take_census("inclusions", 0)


# --------------------------------------------------------------------------------------------------------- the commands


def run(capsys, *arguments):
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_census_is_a_document_and_a_table(capsys, tmp_path):
    path = tmp_path / "census.json"
    status, out, _ = run(capsys, "census", "threshold-degrees", "--n", "2", "--json", "--out", str(path))
    data = json.loads(out)
    assert status == 0
    assert json.loads(path.read_text(encoding="utf-8")) == data
    assert (data["census"], data["n"], data["exact"], len(data["rows"])) == ("threshold-degrees", 2, True, 3)
    assert data["rows"][1]["functions"] == "12"
    _, text, _ = run(capsys, "census", "threshold-degrees", "--n", "2")
    assert text.splitlines()[2].split() == list(data["rows"][0])
    _, wide, _ = run(capsys, "census", "threshold-columns", "--n", "3")
    assert "functions                           2  4  14  104\n" in wide


def test_the_censuses_are_listed(capsys):
    _, out, _ = run(capsys, "census", "--json")
    assert {entry["name"]: entry["maximum_n"] for entry in json.loads(out)["censuses"]} == dict(CENSUS_NAMES)
    _, out, _ = run(capsys, "census")
    assert out.count("\n") == len(CENSUS_NAMES)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["census", "nothing", "--n", "3"], 2, "NAME: the census must be one of"),
        (["census", "factors"], 2, "--n: the number of variables must be given"),
        (["census", "factors", "--n", "-1"], 2, "--n: this must be at least 0, not -1"),
        (["census", "--n", "3"], 2, "--n: a census must be named"),
        (["census", "inclusions", "--n", "0"], 1, "n must be at least 1"),
        (["census", "threshold-degrees", "--n", "6"], 3, "it would need at least"),
        (["census", "factors", "--n", "2", "--out", "/nowhere/file"], 2, "the file cannot be written"),
        (["random", "selector", "--n", "3"], 2, "CLASS: the class must be threshold"),
        (["random", "threshold"], 2, "--n: the number of variables must be given"),
        (["random", "threshold", "--n", "-3"], 2, "--n: this must be at least 0, not -3"),
        (["random", "threshold", "--n", "3", "--count", "-1"], 2, "--count: this must be at least 0, not -1"),
        (["random", "threshold", "--n", "3", "--count", "100001"], 3, "--count 100001 is too large"),
        (["random", "threshold", "--n", "8"], 3, "it would need about 1 hour"),
        (["random", "threshold", "--n", "3", "--out", "/nowhere/file"], 2, "the file cannot be written"),
    ],
    ids=str,
)
def test_wrong_questions_are_refused_in_one_line(capsys, arguments, status, message):
    found, out, err = run(capsys, *arguments)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert message in err
    found, out, _ = run(capsys, *arguments, "--json")
    assert found == status
    assert json.loads(out)["error"]["message"] in err


def test_random_functions_follow_from_their_seed_and_have_weights(capsys, tmp_path):
    path = tmp_path / "sample.json"
    arguments = ["random", "threshold", "--n", "4", "--count", "20", "--json"]
    _, out, _ = run(capsys, *arguments, "--seed", "3", "--out", str(path))
    data = json.loads(out)
    assert json.loads(path.read_text(encoding="utf-8")) == data
    assert run(capsys, *arguments, "--seed", "3")[1] == out
    assert run(capsys, *arguments, "--seed", "4")[1] != out
    assert (data["functions"], len(data["sample"])) == ("1882", 20)
    for entry in data["sample"]:
        weights, threshold = entry["weights"], int(entry["threshold"])
        points = range(16)
        values = [sum(w * (2 * (p >> i & 1) - 1) for i, w in enumerate(weights)) > threshold for p in points]
        assert sum(value << p for p, value in enumerate(values)) == int(entry["table"], 16)
    _, text, _ = run(capsys, "random", "threshold", "--n", "4", "--count", "20", "--seed", "3")
    assert all(f"number {entry['number']}: {entry['table']}," in text for entry in data["sample"])

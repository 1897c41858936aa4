"""Representatives: all classes, each once, with certificates; a file with one flaw is refused."""

import json

import pytest

from exact.certificate import verify_text
from exact.counting.representatives import check_representatives, threshold_classes, write_representatives
from exact.counting.threshold import count_threshold
from exact.errors import CertificateError, InputError, TooLargeError
from exact.orbit import canonical_form, orbit
from exact.symmetry import Group


@pytest.mark.parametrize("n", range(7))
def test_the_classes_are_as_many_and_as_large_as_counted(n):
    classes = list(threshold_classes(n))
    counted = count_threshold(n)
    assert (len(classes), sum(entry.functions for entry in classes)) == (counted.classes, counted.value)


@pytest.mark.parametrize("n", range(6))
def test_no_two_representatives_are_of_one_class_and_the_sizes_are_those_of_the_orbits(n):
    forms = set()
    for entry in threshold_classes(n):
        table = entry.representative.table
        assert len(orbit(table, n, Group.NP)) == entry.functions
        forms.add(canonical_form(table, n, Group.NP))
    assert len(forms) == count_threshold(n).classes


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5])
def test_a_written_file_stands_its_check(n, tmp_path):
    path = tmp_path / "classes.jsonl"
    assert write_representatives(n, path) == check_representatives(path) == count_threshold(n).classes
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        verify_text(json.dumps(json.loads(line)["certificate"]))


@pytest.mark.slow
def test_the_classes_of_seven_variables_stand_their_check(tmp_path):
    path = tmp_path / "classes.jsonl"
    assert write_representatives(7, path) == check_representatives(path) == 29375


def flawed(path, change):
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(lines)
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")


FLAWS = {
    "one is missing": (lambda lines: lines.pop(), "must hold all"),
    "one stands there twice": (lambda lines: lines.append(lines[-1]), "only once"),
    "a wrong size": (lambda lines: lines[1].update(functions="5"), "size of the class"),
    "a wrong total": (lambda lines: lines[0].update(functions="105"), "must hold all"),
    "a wrong number of classes": (lambda lines: lines[0].update(classes=9), "must hold all"),
    "the certificate of another function": (
        lambda lines: lines[1].update(certificate=lines[2]["certificate"]),
        "function",
    ),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_file_with_one_flaw_is_refused(flaw, tmp_path):
    path = tmp_path / "classes.jsonl"
    write_representatives(3, path)
    change, sentence = FLAWS[flaw]
    flawed(path, change)
    with pytest.raises(CertificateError, match=sentence):
        check_representatives(path)


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"n": 3}', '{"n": 3, "classes": 1, "functions": "x"}'])
def test_a_file_of_another_form_is_refused(text, tmp_path):
    path = tmp_path / "classes.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="file of representatives"):
        check_representatives(path)


@pytest.mark.parametrize(
    ("head", "error", "sentence"),
    [
        ({"n": "3"}, InputError, "n: the number of variables must be an integer from 0, not '3'"),
        ({"n": True}, InputError, "from 0, not True"),
        ({"n": -1}, InputError, "from 0, not -1"),
        ({"n": 10**9}, TooLargeError, "limit 7"),
        ({"n": 1}, InputError, "is no truth table of 1 variables"),
        ({"classes": 9}, CertificateError, "must hold all threshold functions"),
    ],
)
def test_a_head_with_one_flaw_is_refused(head, error, sentence, tmp_path):
    path = tmp_path / "classes.jsonl"
    write_representatives(2, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[0] = json.dumps(json.loads(lines[0]) | head)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(error, match=sentence):
        check_representatives(path)


def test_what_cannot_be_written_or_is_too_large_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        write_representatives(2, tmp_path / "nowhere" / "classes.jsonl")
    with pytest.raises(TooLargeError, match="limit 7"):
        write_representatives(8, tmp_path / "classes.jsonl")

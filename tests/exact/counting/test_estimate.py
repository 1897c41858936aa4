"""Estimates: their mean over all descents is the exact number; the choices follow from the seed."""

import json
from fractions import Fraction

import pytest

from exact.command import main
from exact.counting.estimate import estimate_threshold, mean_and_error, mean_of_all_descents
from exact.counting.splitting_tree import tie_histogram
from exact.counting.threshold_numbers import functions_of
from exact.errors import DomainError, TooLargeError


@pytest.mark.parametrize("variables", [1, 2, 3, 4, 5, 6, 7])
def test_the_mean_over_all_descents_is_the_exact_number(variables):
    histogram = tie_histogram(variables)
    assert mean_of_all_descents(variables) == (sum(histogram), functions_of(histogram))


def test_a_descent_finds_what_the_tree_holds_when_there_is_one_way():
    for n, value in enumerate((2, 4, 14, 104)):
        estimate = estimate_threshold(n, 2, seed=n)
        assert (estimate.functions, estimate.functions_error) == (value, 0)


def test_the_same_seed_gives_the_same_estimate_and_others_differ():
    first, again, other = (estimate_threshold(6, 5, seed) for seed in (1, 1, 2))
    assert first == again
    assert first.functions != other.functions


def test_one_descent_has_no_error():
    assert estimate_threshold(5, 1).functions_error is None


def testmean_and_error_are_those_of_the_definition():
    assert mean_and_error([Fraction(1), Fraction(3)]) == (2, 1)
    assert mean_and_error([Fraction(0), Fraction(0), Fraction(6)]) == (2, 2)
    assert mean_and_error([Fraction(1, 2), Fraction(1, 2)]) == (Fraction(1, 2), 0)
    assert mean_and_error([Fraction(0), Fraction(3)]) == (Fraction(3, 2), 2)  # 3/2, rounded up


def test_progress_is_reported_after_every_descent():
    seen = []
    estimate_threshold(4, 3, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_wrong_arguments_are_refused():
    with pytest.raises(DomainError, match="at least one descent"):
        estimate_threshold(3, 0)
    with pytest.raises(TooLargeError, match="limit 11"):
        estimate_threshold(12)
    with pytest.raises(TooLargeError, match="descents are too many"):
        estimate_threshold(3, 10**7)
    with pytest.raises(DomainError, match="between 1 and 7"):
        mean_of_all_descents(8)


def run(capsys, *arguments):
    status = main(("estimate", *arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_the_command_says_that_it_is_an_estimate(capsys, tmp_path):
    status, out, _ = run(capsys, "threshold", "--n", "5", "--descents", "3")
    assert status == 0
    assert out.startswith("ESTIMATE, not a count: threshold, n = 5: about ")
    path = tmp_path / "estimate.json"
    status, out, _ = run(
        capsys, "threshold", "--n", "5", "--descents", "1", "--seed", "7", "--json", "--out", str(path)
    )
    data = json.loads(out)
    assert (status, data["exact"], data["seed"], data["standard_error"]) == (0, False, 7, None)
    assert json.loads(path.read_text(encoding="utf-8")) == data
    assert "unknown (one descent)" in run(capsys, "threshold", "--n", "2", "--descents", "1")[1]


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("resonance", "--n", "3"), 2, "CLASS: the class must be one of threshold, output-gate"),
        (("threshold",), 2, "--n"),
        (("threshold", "--n", "-1"), 2, "--n: this must be at least 0"),
        (("threshold", "--n", "3", "--descents", "0"), 2, "--descents: this must be at least 1"),
        (("threshold", "--n", "12"), 3, "limit 11"),
    ],
)
def test_wrong_input_is_refused(capsys, arguments, status, sentence):
    result, out, err = run(capsys, *arguments)
    assert (result, out) == (status, "")
    assert sentence in err

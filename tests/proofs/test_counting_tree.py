"""Trees from lists of threshold functions: they prove the counts, and a changed one proves nothing."""

import json

import pytest

from proofs import data
from proofs.counting_tree import build, build_from_list, count_file, main, threshold_weights
from proofs.errors import ProofError, RejectedStepError
from proofs.library import run_checker
from proofs.syntax import Count
from tests.proofs.known_counts import PUBLISHED


@pytest.mark.parametrize("n", range(5))
def test_a_tree_from_the_list_proves_the_published_number(n):
    number, tree = build_from_list(n)
    assert number == PUBLISHED[n]
    data.check(Count("c", n, 1, number, tuple(tree)))


@pytest.mark.parametrize("n", range(4))
def test_both_ways_to_build_a_tree_count_the_same(n):
    assert build(n, 1)[0] == build_from_list(n)[0]


@pytest.mark.parametrize("n", range(5))
def test_the_listed_weights_represent_their_functions(n):
    for function, (constant, *weights) in threshold_weights(n).items():
        for point in range(1 << n):
            value = constant + sum(weight for i, weight in enumerate(weights) if point >> i & 1)
            assert (value > 0) == bool(function >> point & 1)


def test_a_list_that_misses_a_function_gives_no_tree(monkeypatch):
    complete = threshold_weights(3)
    missing = {function: weights for function, weights in complete.items() if function != 0b10000000}
    monkeypatch.setattr("proofs.counting_tree.threshold_weights", lambda _: missing)
    with pytest.raises(ProofError, match="no pair of pairs refutes"):
        build_from_list(3)


def test_a_tree_with_another_count_is_refused():
    number, tree = build_from_list(3)
    with pytest.raises(RejectedStepError, match="the count must be 104, not 103"):
        data.check(Count("c", 3, 1, number - 1, tuple(tree)))


def test_the_command_writes_the_proof_file(tmp_path):
    main(["2", str(tmp_path / "count.cert.json")])
    assert (tmp_path / "count.cert.json").read_text(encoding="utf-8") == count_file(2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "usage: python -m proofs.counting_tree VARIABLES FILE"),
        (["six", "x"], "usage: python -m proofs.counting_tree VARIABLES FILE"),
        (["6", "x"], "proofs: the number of variables must be between 0 and 5, not 6"),
    ],
)
def test_the_command_says_what_it_expects(arguments, message):
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    assert ending.value.code == message


def test_the_command_says_where_it_cannot_write(tmp_path):
    with pytest.raises(SystemExit) as ending:
        main(["1", str(tmp_path)])
    assert str(ending.value.code).startswith("proofs: ")


@pytest.mark.slow
def test_there_are_exactly_94572_threshold_functions_of_five_variables(tmp_path):
    path = tmp_path / "count.cert.json"
    main(["5", str(path)])
    assert json.loads(path.read_text(encoding="utf-8"))["items"][0]["count"] == PUBLISHED[5] == 94572
    (outcome,) = run_checker([path])
    assert [item["verdict"] for item in outcome["items"]] == ["accepted"]

"""Estimates of output gates: exact in the mean, and near the exact numbers; all ways to make a function are found."""

import json
import random
from collections import Counter

import numpy as np
import pytest

from exact.command import main
from exact.counting import threshold_array as threshold_array_module
from exact.counting.gated_class import gated_class
from exact.counting.gated_enumeration import count_by_enumeration
from exact.counting.gated_enumeration_cells import threshold_tables
from exact.counting.gated_estimate import (
    GateChoice,
    conjunction_ways,
    estimate_gated,
    mean_of_all_pairs,
    product_ways,
)
from exact.counting.threshold_array import threshold_array
from exact.errors import DomainError, ExactError, InputError, TooLargeError

VALUES = ("bits", "signs", "mixed")


def output_gate(values):
    return gated_class("output-gate", values=values)


@pytest.mark.parametrize("n", range(6))
def test_the_array_holds_the_functions_of_the_other_list(n):
    assert threshold_array(n).tolist() == list(threshold_tables(n))


@pytest.mark.slow
def test_the_array_of_six_variables_is_closed_under_exchanges_and_negations():
    tables = threshold_array(6)
    for i in range(6):
        assert (np.sort(threshold_array_module.with_negated(tables, i, 6)) == tables).all()
        for j in range(i + 1, 6):
            assert (np.sort(threshold_array_module.with_exchanged(tables, i, j, 6)) == tables).all()


def test_an_array_that_is_too_short_is_refused(monkeypatch):
    monkeypatch.setattr(threshold_array_module, "threshold_representatives", lambda n: threshold_tables(n)[:1])
    threshold_array.cache_clear()
    with pytest.raises(ExactError, match="must be 104 threshold functions of 3 variables, not 2"):
        threshold_array(3)


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("n", range(4))
def test_the_mean_over_all_pairs_is_the_exact_number(values, n):
    assert mean_of_all_pairs(output_gate(values), n) == count_by_enumeration(output_gate(values), n).value


LAYERS = [gated_class("gated-layer", values=values, units=units) for values in VALUES for units in (2, 3)]


@pytest.mark.parametrize("gated", LAYERS)
@pytest.mark.parametrize("n", range(3))
def test_the_mean_over_all_tuples_is_the_exact_number(gated, n):
    assert mean_of_all_pairs(gated, n) == count_by_enumeration(gated, n).value


@pytest.mark.parametrize("gated", LAYERS)
@pytest.mark.parametrize("n", [2, 3])
def test_estimates_of_layers_lie_within_four_standard_errors_of_the_exact_number(gated, n):
    value = count_by_enumeration(gated, n).value
    result = estimate_gated(gated, n, 200, seed=7)
    assert abs(result.functions - value) <= 4 * result.functions_error
    assert result.functions_error < value // 5


def test_the_gates_that_serve_all_functions_of_a_tuple_are_all_found():
    tables = threshold_array(3)
    functions = tables.tolist()
    members = set(functions)
    choices = random.Random(6)  # noqa: S311
    for _ in range(40):
        g, *fs = (choices.choice(functions) for _ in range(4))
        conjunctions, products = [f & g for f in fs], [f ^ g for f in fs]
        serving = sum(all(any(a & b == h for b in functions) for h in conjunctions) for a in functions)
        assert conjunction_ways(tables, *map(np.uint64, conjunctions)) == serving
        assert product_ways(tables, *map(np.uint64, products)) == sum(
            all(a ^ h in members for h in products) for a in functions
        )


def test_the_ways_to_make_a_function_are_all_found():
    tables = threshold_array(3)
    functions = tables.tolist()
    members = set(functions)
    choices = random.Random(5)  # noqa: S311
    for _ in range(40):
        f, g = choices.choice(functions), choices.choice(functions)
        gates = sum(any(a & b == f & g for b in functions) for a in functions)
        assert conjunction_ways(tables, np.uint64(f & g)) == gates
        assert product_ways(tables, np.uint64(f ^ g)) == sum(a ^ f ^ g in members for a in functions)


def test_every_gate_holds_as_many_tickets_as_its_weight():
    gates = GateChoice(2)
    drawn = [gates.at(ticket) for ticket in range(gates.total)]
    held = Counter(int(table) for table, _ in drawn)
    weights = {int(table): weight for table, weight in drawn}
    assert held == weights
    assert sorted(held) == threshold_array(2).tolist()
    with pytest.raises(DomainError, match="the ticket must be less than"):
        gates.at(gates.total)


@pytest.mark.parametrize(("values", "samples"), [("bits", 300), ("signs", 400), ("mixed", 300)])
@pytest.mark.parametrize("n", [3, 4, 5])
def test_estimates_lie_within_four_standard_errors_of_the_exact_number(values, samples, n):
    known = {("bits", 5): 44642388, ("signs", 5): 387698944, ("mixed", 5): 774838113}  # `exact table output-gate-...`
    value = known[values, 5] if n == 5 else count_by_enumeration(output_gate(values), n).value
    result = estimate_gated(output_gate(values), n, samples, seed=7)
    assert abs(result.functions - value) <= 4 * result.functions_error
    assert result.functions_error < value // 5


def test_the_seed_determines_the_estimate():
    first, second, third = (estimate_gated(output_gate("bits"), 4, 5, seed).functions for seed in (1, 1, 2))
    assert first == second != third


def test_progress_is_reported():
    seen = []
    estimate_gated(output_gate("signs"), 2, 2, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    "gated",
    [
        gated_class("output-gate", factors=3),
        gated_class("synaptic-gate", synapse="all", input_values="bits"),
        gated_class("output-gate", attended=1, attending=1),
    ],
)
def test_other_classes_are_refused(gated):
    with pytest.raises(InputError, match="random ways estimate output gates of two factors"):
        estimate_gated(gated, 2)


def test_wrong_arguments_are_refused():
    with pytest.raises(DomainError, match="at least one sample"):
        estimate_gated(output_gate("bits"), 2, 0)
    with pytest.raises(TooLargeError, match="samples are too many"):
        estimate_gated(output_gate("bits"), 2, 10**7)
    with pytest.raises(TooLargeError, match="limit 6"):
        estimate_gated(output_gate("bits"), 7)
    with pytest.raises(TooLargeError, match="limit 6"):
        threshold_array(7)
    with pytest.raises(DomainError, match="at most 3"):
        mean_of_all_pairs(output_gate("bits"), 4)


def run(capsys, *arguments):
    status = main(("estimate", *arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize("values", VALUES)
def test_the_command_says_that_it_is_an_estimate(capsys, values):
    question = ("output-gate", "--n", "3", "--values", values, "--seed", "3")
    status, out, _ = run(capsys, *question, "--samples", "20")
    assert status == 0
    assert out.startswith(f"ESTIMATE, not a count: output-gate, values {values}, n = 3: about ")
    assert "seed 3" in out
    status, out, _ = run(capsys, *question, "--samples", "1", "--json")
    data = json.loads(out)
    assert (status, data["exact"], data["samples"], data["standard_error"]) == (0, False, 1, None)
    assert data["options"] == {"values": values, "factors": 2}
    assert "unknown (one sample)" in run(capsys, *question, "--samples", "1")[1]


def test_the_command_estimates_layers(capsys):
    _, out, _ = run(capsys, "gated-layer", "--n", "2", "--units", "3", "--values", "mixed", "--samples", "9")
    assert out.startswith("ESTIMATE, not a count: gated-layer, units 3, values mixed, n = 2: about ")
    assert "9 random gates, seed 0" in out


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("output-gate", "--n", "3", "--descents", "3"), 2, "--descents: the class output-gate has no such option"),
        (("threshold", "--n", "3", "--samples", "3"), 2, "--samples: the class threshold has no such option"),
        (("threshold", "--n", "3", "--values", "bits"), 2, "--values: the class threshold has no such option"),
        (("output-gate", "--n", "3", "--values", "rays"), 2, "--values: this must be one of bits, signs, mixed"),
        (("output-gate", "--n", "3", "--samples", "0"), 2, "--samples: this must be at least 1, not 0"),
        (("output-gate", "--n", "7"), 3, "limit 6"),
    ],
)
def test_wrong_input_is_refused(capsys, arguments, status, sentence):
    result, out, err = run(capsys, *arguments)
    assert (result, out) == (status, "")
    assert sentence in err

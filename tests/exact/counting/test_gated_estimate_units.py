"""Estimates of units that choose and of selectors: exact in the mean, near the exact numbers, all ways found."""

import json
import random
from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from exact.command import main
from exact.counting import _gated_estimate_kernel as kernel
from exact.counting import gated_estimate
from exact.counting.gated_class import gated_class
from exact.counting.gated_decision_pairs import parallel_pairs
from exact.counting.gated_effort import is_estimated
from exact.counting.gated_enumeration import count_by_enumeration
from exact.counting.gated_estimate import estimate_gated, mean_of_all_pairs
from exact.counting.gated_estimate_selector import SelectorWays
from exact.counting.gated_estimate_units import UnitWays, _checked, has_unit_ways
from exact.counting.parallel_pairs import ParallelPairs
from exact.counting.random_ways import SizeTickets, chow_share, drawn_again
from exact.counting.threshold import count_threshold
from exact.counting.threshold_array import threshold_array
from exact.errors import DomainError, ExactError


def synaptic_gate(synapse, input_values, gate_values):
    return gated_class("synaptic-gate", synapse=synapse, input_values=input_values, gate_values=gate_values)


FIVE = {  # the numbers of functions of five inputs, from `exact table`
    gated_class("multiplexed"): 241635252,
    synaptic_gate("one", "signs", "signs"): 44625252,
    synaptic_gate("one", "signs", "bits"): 7918492,
    synaptic_gate("one", "bits", "signs"): 11873428,
    synaptic_gate("one", "bits", "bits"): 1935004,
    synaptic_gate("any", "signs", "signs"): 158790896,
    synaptic_gate("any", "signs", "bits"): 28454220,
    synaptic_gate("any", "bits", "signs"): 47948558,
    synaptic_gate("any", "bits", "bits"): 7119212,
    synaptic_gate("all", "signs", "signs"): 121201616,
    synaptic_gate("all", "signs", "bits"): 8780044,
    synaptic_gate("all", "bits", "bits"): 49578092,
    synaptic_gate("bias", "signs", "signs"): 13020984,
    synaptic_gate("bias", "signs", "bits"): 10429788,
    synaptic_gate("bias", "bits", "bits"): 16290456,
    gated_class("selector"): 2743502156,
}


def least_dimension(gated):
    needs_an_input = gated.synapse in {"one", "any"} or gated == synaptic_gate("bias", "signs", "bits")
    return 1 if needs_an_input else 0


def title(gated):
    return " ".join([gated.name, *map(str, gated.options.values())])


@pytest.mark.parametrize("gated", FIVE, ids=title)
@pytest.mark.parametrize("n", range(4))
def test_the_mean_over_all_ways_is_the_exact_number(gated, n):
    if n >= least_dimension(gated):
        assert mean_of_all_pairs(gated, n) == count_by_enumeration(gated, n).value


@pytest.mark.parametrize("gated", FIVE, ids=title)
@pytest.mark.parametrize("n", [4, 5])
def test_estimates_lie_within_four_standard_errors_of_the_exact_number(gated, n):
    value = FIVE[gated] if n == 5 else count_by_enumeration(gated, n).value
    result = estimate_gated(gated, n, 40, seed=5)
    assert abs(result.functions - value) <= 4 * result.functions_error
    assert result.functions_error < value // 2


@pytest.mark.parametrize("gated", [gated_class("multiplexed"), gated_class("selector")], ids=title)
def test_the_seed_determines_the_estimate(gated):
    first, second, third = (estimate_gated(gated, 4, 3, seed).functions for seed in (1, 1, 2))
    assert first == second != third


def test_the_known_classes_are_all_but_two_of_the_synaptic_gates():
    values = ("signs", "bits")
    synaptic = [synaptic_gate(*options) for options in product(("one", "any", "all", "bias"), values, values)]
    unknown = [gated for gated in synaptic if not has_unit_ways(gated)]
    assert unknown == [
        synaptic_gate("all", "bits", "signs"),
        synaptic_gate("bias", "bits", "signs"),
    ]
    assert [gated for gated in synaptic if not is_estimated(gated)] == unknown
    assert not has_unit_ways(gated_class("multiplexed", attended=1, attending=1))
    for gated in (*unknown, gated_class("selector")):
        with pytest.raises(DomainError, match="are not known here"):
            UnitWays(gated, 2)
    with pytest.raises(DomainError, match="without inputs"):
        UnitWays(synaptic_gate("bias", "signs", "bits"), 0)


def partial_extends(tables, on, off):
    return any(on & ~table == 0 and off & table == 0 for table in tables)


def test_separation_agrees_with_the_list_of_all_functions():
    tables = threshold_array(3).tolist()
    fresh = kernel.make_certificates([[1, *(2 * (p >> i & 1) - 1 for i in range(3))] for p in range(8)])
    for values in product((0, 1, None), repeat=8):
        on = sum(1 << p for p, value in enumerate(values) if value == 1)
        off = sum(1 << p for p, value in enumerate(values) if value == 0)
        assert kernel.is_separable(np.uint64(on), np.uint64(off), fresh) == partial_extends(tables, on, off)


def test_certificates_are_true():
    cube = np.array([[1, *(2 * (p >> i & 1) - 1 for i in range(4))] for p in range(16)])
    kept = kernel.make_certificates(cube)
    tables = threshold_array(4).tolist()
    choices = random.Random(2)  # noqa: S311
    for _ in range(200):
        on, off = choices.getrandbits(16), choices.getrandbits(16)
        kernel.is_separable(np.uint64(on & ~off), np.uint64(off & ~on), kept)
    separated, obstructed = kept.numbers.tolist()
    assert separated > 10
    assert obstructed > 10
    assert all(partial_extends(tables, *kept.separated[k].tolist()) for k in range(separated))
    assert not any(partial_extends(tables, *kept.obstructed[k].tolist()) for k in range(obstructed))


def test_an_unfinished_search_gives_no_answer(monkeypatch):
    monkeypatch.setattr(kernel, "_MAXIMUM_CORRECTIONS", 1)
    fresh = kernel.make_certificates([[1, -1], [1, 1]])
    assert kernel.is_separable.py_func(np.uint64(0b10), np.uint64(0b01), fresh) == -1
    with pytest.raises(ExactError, match="was not decided"):
        _checked(-1)


@pytest.mark.parametrize("n", range(5))
def test_parallel_pairs_are_the_threshold_functions_of_one_more_variable(n):
    ways = UnitWays(gated_class("multiplexed"), n)
    columns = ways._columns(ways.tables)
    columns[:, 4] = 0  # no strip, so that nothing is left to be separated
    duals, fresh = ways._dual(ways.tables), ways._new_certificates()
    both_orders = kernel.count_parallel(columns, columns, duals, ways._facets, np.uint64(0), np.uint64(0), fresh)
    assert both_orders == count_threshold(n + 1).value
    assert 2 * ways._pairs.pairs == both_orders + len(ways.tables)


@pytest.mark.parametrize("n", range(4))
def test_pairs_are_drawn_from_all_of_them(n):
    pairs = ParallelPairs(n, None, lambda q, p: p & ~q)
    assert sorted(pairs.all_pairs()) == sorted(parallel_pairs(n))
    if n < 3:
        drawn = [pairs.at(ticket) for ticket in range(pairs.total)]
        assert Counter(pair for pair, _ in drawn) == dict(drawn)
        assert {pair for pair, _ in drawn} == parallel_pairs(n)
    with pytest.raises(DomainError, match="the ticket must be less than"):
        pairs.at(pairs.total)


def test_the_ways_to_make_a_function_of_a_multiplexed_unit_are_all_found():
    tables = threshold_array(3).tolist()
    ways = UnitWays(gated_class("multiplexed"), 3)
    pairs = parallel_pairs(3)
    choices = random.Random(3)  # noqa: S311
    for _ in range(15):
        f = choices.getrandbits(8)
        fitting = [(q, p) for q, p in pairs if q & ~f == 0 and f & ~p == 0]
        assert ways.ways(f) == sum(partial_extends(tables, f & ~q, p & ~f) for q, p in fitting)


def test_the_ways_to_make_a_function_of_a_selector_are_all_found():
    tables = threshold_array(3).tolist()
    ways = SelectorWays(3)
    choices = random.Random(4)  # noqa: S311
    for _ in range(15):
        f = choices.getrandbits(8)
        sides = [(g, 255 ^ g) for g in tables]
        fitting = [all(partial_extends(tables, f & side, ~f & side) for side in both) for both in sides]
        assert ways.ways(f) == sum(fitting)


def test_functions_outside_a_class_have_no_ways():
    with pytest.raises(DomainError, match="must belong to the class"):
        UnitWays(synaptic_gate("all", "signs", "bits"), 2).ways(0b0110)
    with pytest.raises(DomainError, match="must be computed by a selector"):
        SelectorWays(4).ways(0b0110100110010110)


def test_things_are_drawn_by_the_weights_of_their_sizes():
    tickets = SizeTickets(np.array([2, 0, 2, 1]), [3, 1, 2])
    held = Counter(tickets.at(ticket) for ticket in range(tickets.total))
    assert held == {(0, 2): 2, (1, 3): 3, (2, 2): 2, (3, 1): 1}
    with pytest.raises(DomainError, match="less than 8"):
        tickets.at(8)


class Counting(random.Random):
    """Gives 0, 1, 2, ... below the bound, in turn."""

    def __init__(self):
        super().__init__(0)
        self.next = 0

    def randrange(self, bound):
        self.next += 1
        return (self.next - 1) % bound


def test_a_second_draw_does_not_change_the_mean():
    candidates = [0b0110, 0b1010, 0b1000, 0b1010]
    guesses = [1 << (10 - int(10 * chow_share(f, 2))) for f in candidates]
    drawn = drawn_again(candidates, 2, sum(guesses), Counting())
    assert len(set(guesses)) == 3
    number = len(drawn)
    for f in candidates:
        share = sum((factor for g, factor in drawn if g == f), Fraction(0)) / number
        assert share == Fraction(candidates.count(f), len(candidates))


def test_the_estimate_needs_the_compiler(monkeypatch):
    monkeypatch.setattr(gated_estimate.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ExactError, match="the estimate of selector needs numba"):
        estimate_gated(gated_class("selector"), 2, 1)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("multiplexed",), "ESTIMATE, not a count: multiplexed, n = 2: about 16"),
        (("selector",), "ESTIMATE, not a count: selector, n = 2: about 16"),
        (
            ("synaptic-gate", "--synapse", "any", "--input-values", "bits", "--gate-values", "signs"),
            "ESTIMATE, not a count: synaptic-gate, synapse any, input values bits, gate values signs, n = 2: about 16",
        ),
    ],
)
def test_the_command_says_that_it_is_an_estimate(capsys, arguments, line):
    assert main(("estimate", *arguments, "--n", "2", "--samples", "400", "--seed", "1")) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(line[: line.rindex(" ")])
    assert "400 random" in shown
    assert "seed 1" in shown
    assert main(("estimate", *arguments, "--n", "2", "--samples", "400", "--seed", "1", "--json")) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["class"], data["exact"], data["samples"]) == (arguments[0], False, 400)
    assert abs(int(data["estimate"]) - 16) <= 4 * int(data["standard_error"])


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("multiplexed", "--n", "7"), 3, "limit 6"),
        (("selector", "--n", "3", "--synapse", "one"), 2, "--synapse: the class selector has no such option"),
        (
            ("threshold", "--n", "3", "--gate-values", "bits"),
            2,
            "--gate-values: the class threshold has no such option",
        ),
        (("synaptic-gate", "--n", "3", "--values", "bits"), 2, "--values: the class synaptic-gate has no such option"),
        (("synaptic-gate", "--n", "3", "--synapse", "two"), 2, "--synapse: this must be one of one, any, all, bias"),
        (("synaptic-gate", "--n", "3", "--synapse", "all", "--input-values", "bits"), 2, "random ways estimate"),
    ],
)
def test_wrong_input_is_refused(capsys, arguments, status, sentence):
    assert main(("estimate", *arguments)) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err

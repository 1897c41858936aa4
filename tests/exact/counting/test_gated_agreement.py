"""The two methods for gated classes meet, share nothing, and notice when a step of either is broken."""

import tomllib
from itertools import product
from pathlib import Path

import pytest

from exact.counting import gated_decision_small, gated_enumeration
from exact.counting.gated_class import gated_class
from exact.counting.gated_decision import count_by_decision
from exact.counting.gated_decision_pairs import GatePairs, gate_pairs
from exact.counting.gated_decision_partial import PartialFunctions
from exact.counting.gated_decision_thresholds import thresholds_by_weights
from exact.counting.gated_enumeration import count_by_enumeration
from exact.counting.gated_enumeration_cells import threshold_tables
from exact.errors import DomainError

ROOT = Path(__file__).parent.parent.parent.parent

SYNAPTIC = [
    ("synaptic-gate", {"synapse": synapse, "input_values": inputs, "gate_values": gate})
    for synapse, inputs, gate in product(("one", "any", "all", "bias"), ("signs", "bits"), ("signs", "bits"))
]
FUNCTIONS = [
    ("output-gate", {"values": "bits"}),
    ("output-gate", {"values": "signs"}),
    ("multiplexed", {}),
    ("selector", {}),
    *SYNAPTIC,
]
FACTORS = [("output-gate", {"values": values, "factors": k}) for values in ("bits", "signs") for k in (1, 3, 4)]
OPPOSITE = [
    case for case in SYNAPTIC if list(case[1].values()) in (["all", "bits", "signs"], ["bias", "bits", "signs"])
]
MAPS = [("output-gate", {"values": "mixed"})]
LAYERS = [("gated-layer", {"units": m, "values": v}) for m in (1, 2, 3) for v in ("bits", "signs", "mixed")]


def name_of(case):
    return "-".join([case[0], *map(str, case[1].values())])


def agree(gated, n):
    """Whether both methods give the same number, and the same number of classes where both give one."""
    try:
        decided = count_by_decision(gated, n)
    except DomainError:
        with pytest.raises(DomainError):
            count_by_enumeration(gated, n)
        return True
    made = count_by_enumeration(gated, n)
    classes = decided.classes in {None, made.classes}
    return (decided.value, decided.options) == (made.value, made.options) and classes


@pytest.mark.parametrize("n", range(4))
@pytest.mark.parametrize("case", FUNCTIONS + FACTORS + MAPS + LAYERS, ids=name_of)
def test_both_methods_agree_on_small_cases(case, n):
    assert agree(gated_class(case[0], **case[1]), n)


@pytest.mark.parametrize("n", range(4))
@pytest.mark.parametrize("case", FUNCTIONS + MAPS + LAYERS[:6], ids=name_of)
def test_both_methods_agree_on_disjoint_inputs(case, n):
    for attended in range(n + 1):
        assert agree(gated_class(case[0], **case[1], attended=attended, attending=n - attended), n)


@pytest.mark.parametrize(
    "case", [("output-gate", {"values": "bits"}), ("output-gate", {"values": "mixed"})], ids=name_of
)
def test_both_methods_agree_on_products_of_four_inputs(case):
    assert agree(gated_class(case[0], **case[1]), 4)


@pytest.mark.slow
@pytest.mark.parametrize("case", FUNCTIONS[1:] + FACTORS + LAYERS[:6], ids=name_of)
def test_both_methods_agree_on_four_inputs(case):
    assert agree(gated_class(case[0], **case[1]), 4)


@pytest.mark.slow
@pytest.mark.parametrize(
    "case", [*FUNCTIONS[:2], FUNCTIONS[3], FACTORS[1], FACTORS[4], SYNAPTIC[0], *OPPOSITE], ids=name_of
)
def test_both_methods_agree_on_five_inputs(case):
    assert agree(gated_class(case[0], **case[1]), 5)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, pytest.param(5, marks=pytest.mark.slow)])
def test_the_two_lists_of_threshold_functions_are_the_same(n):
    assert sorted(thresholds_by_weights(n)) == sorted(threshold_tables(n))


# ------------------------------------------------------------------------------------------- what a broken step does


BROKEN = [
    ("output-gate", {"values": "bits"}),
    ("multiplexed", {}),
    ("synaptic-gate", {}),
    ("synaptic-gate", {"synapse": "all"}),
]


def test_a_gate_that_the_decision_forgets_is_noticed(monkeypatch):
    real = gated_decision_small.gate_tables
    monkeypatch.setattr(gated_decision_small, "gate_tables", lambda gated, n: real(gated, n)[1:])
    assert not agree(gated_class("synaptic-gate", synapse="bias"), 3)


@pytest.mark.parametrize("case", BROKEN, ids=name_of)
def test_pairs_that_the_decision_forgets_are_noticed(monkeypatch, case):
    gated = gated_class(case[0], **case[1])

    def forgetful(gated, m):
        found = gate_pairs(gated, m)
        return GatePairs(found.pairs[: len(found.pairs) // 2], found.forced)

    assert agree(gated, 3)
    monkeypatch.setattr(gated_decision_small, "gate_pairs", forgetful)
    assert not agree(gated, 3)


def test_a_point_that_the_decision_does_not_look_at_is_noticed(monkeypatch):
    class Careless(PartialFunctions):
        def extends(self, values, domains):
            return super().extends(values, domains & ~1)

    monkeypatch.setattr(gated_decision_small, "PartialFunctions", Careless)
    assert not agree(gated_class("output-gate"), 3)


@pytest.mark.parametrize("case", BROKEN, ids=name_of)
def test_pairs_that_the_enumeration_forgets_are_noticed(monkeypatch, case):
    real = gated_enumeration.choice_pairs
    monkeypatch.setattr(gated_enumeration, "choice_pairs", lambda gated, n: real(gated, n)[:1])
    assert not agree(gated_class(case[0], **case[1]), 3)


def test_the_methods_are_kept_apart_by_contracts_that_name_all_their_modules():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    modules = {
        method: {
            f"exact.counting.{path.stem}"
            for path in (ROOT / "exact/counting").glob("*.py")
            if path.stem.lstrip("_").startswith(method)
        }
        for method in ("gated_decision", "gated_enumeration")
    }
    for mine, other in [("gated_decision", "gated_enumeration"), ("gated_enumeration", "gated_decision")]:
        assert any(
            contract["type"] == "forbidden"
            and modules[mine] <= set(contract["source_modules"])
            and modules[other] <= set(contract["forbidden_modules"])
            for contract in contracts
        )

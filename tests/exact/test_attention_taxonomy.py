"""The table of the 18 classes: complete, consistent with the reductions, found by any key, and printed."""

import json

import pytest

from exact.activation import HEAVISIDE, RELU, SIGN
from exact.attention_taxonomy import (
    QUARKS,
    STANDARD_MODEL,
    TAXONOMY,
    class_detail,
    find_class,
    reduction_chain,
    taxonomy,
    taxonomy_latex,
    taxonomy_text,
)
from exact.block import free_block, identities, row_coordinates
from exact.cube import Encoding
from exact.errors import TableError
from exact.gating import GateKind, Operation, Variable

KEYS = ["row", "source", "target", "operation", "name", "effect", "standard_model", "reduces_to", "by", "quark"]


def test_the_eighteen_classes_are_the_product_of_the_coordinates():
    expected = [(source, target, operation) for source in Variable for operation in Operation for target in Variable]
    assert [(c.source, c.target, c.operation) for c in TAXONOMY] == expected
    assert [c.row for c in TAXONOMY] == list(range(1, 19))
    assert [row_coordinates(c.row) for c in TAXONOMY] == expected


def test_the_reductions_go_from_eighteen_to_six_to_three():
    by_origin = {"activation-origin-is-output-origin", "weight-origin-is-static"}
    six = [c.row for c in TAXONOMY if c.by not in by_origin]
    assert six == [7, 8, 9, 10, 11, 12]
    three = [c.row for c in TAXONOMY if c.by is None]
    assert three == [7, 11, 12] == [c.row for c in QUARKS]
    assert [c.name for c in QUARKS] == ["multiplexing", "output gating", "synaptic gating"]


def test_the_rows_reduce_as_the_theory_says():
    expected = {row: row + 6 for row in range(1, 7)} | {9: 11, 10: 12, 8: STANDARD_MODEL}
    expected |= dict.fromkeys(range(13, 19), STANDARD_MODEL) | dict.fromkeys((7, 11, 12))
    assert {c.row: c.reduces_to for c in TAXONOMY} == expected


@pytest.mark.parametrize("c", TAXONOMY, ids=lambda c: c.name)
def test_a_class_reduces_by_the_first_identity_of_its_row(c):
    first = identities(c.row, free_block(3))[0]
    assert first.holds
    if c.quark:
        assert (c.reduces_to, c.by) == (None, None)
    else:
        assert c.by == first.label
    if c.reduces_to == STANDARD_MODEL:
        assert first.network.startswith("the standard model: ")
    elif c.row < 7:
        assert first.network.startswith(f"row {c.reduces_to} ")
    elif c.row in (9, 10):
        assert find_class(c.reduces_to).name.split()[0] in first.network.replace("-gated", "")


@pytest.mark.parametrize("c", TAXONOMY, ids=lambda c: c.name)
def test_every_chain_ends_in_a_quark_or_in_the_standard_model_and_agrees_with_the_status(c):
    chain = reduction_chain(c.row)
    *_, last = chain
    assert chain[0] == c.row
    assert last == STANDARD_MODEL or find_class(last).quark
    assert c.standard_model == (last in {STANDARD_MODEL, 7})
    assert len(chain) <= 3


def test_the_classes_in_the_standard_model():
    assert [c.row for c in TAXONOMY if c.standard_model] == [1, 2, 7, 8, *range(13, 19)]


def test_the_json_has_exactly_the_agreed_fields():
    rows = taxonomy()
    assert len(rows) == 18
    assert all(list(row) == KEYS for row in rows)
    assert json.loads(json.dumps(rows)) == rows
    assert rows[11] == {
        "row": 12,
        "source": "O",
        "target": "w",
        "operation": "multiplication",
        "name": "synaptic gating",
        "effect": "(O_j w_ki) O_i",
        "standard_model": False,
        "reduces_to": None,
        "by": None,
        "quark": True,
    }


@pytest.mark.parametrize("c", TAXONOMY, ids=lambda c: c.name)
def test_a_class_is_found_by_row_name_and_coordinates(c):
    times = c.coordinates.replace(",x", ",×")
    for key in (
        c.row,
        str(c.row),
        f" {c.row} ",
        c.name,
        c.name.upper(),
        c.name.replace(" ", "-"),
        c.coordinates,
        times,
    ):
        assert find_class(key) is c
    assert find_class(f"{c.source.value} -> {c.target.value}, {c.operation.value}") is c


def test_the_names_are_different():
    assert len({c.name for c in TAXONOMY}) == len({c.coordinates for c in TAXONOMY}) == 18


@pytest.mark.parametrize("kind", GateKind)
def test_a_gate_of_a_circuit_names_its_class(kind):
    c = find_class(kind.value)
    assert (c.source, c.target, c.operation, c.row) == (Variable.OUTPUT, kind.target, kind.operation, kind.row)


@pytest.mark.parametrize(
    "key", [0, 19, -7, "", "0", "19", "1.0", "gate", "o->o,x", "O->O", "O->O,/", "x" * 500, "¹"], ids=repr
)
def test_an_unknown_class_is_refused_with_the_known_ones(key):
    with pytest.raises(TableError) as caught:
        find_class(key)
    message = str(caught.value)
    assert all(f"{c.row} {c.name}" in message for c in TAXONOMY)
    assert "\n" not in message
    assert len(message) < 800


@pytest.mark.parametrize("key", [True, 1.0, None, Variable.OUTPUT])
def test_a_key_of_another_type_is_refused(key):
    with pytest.raises(TypeError, match="must be given by an int or a str"):
        find_class(key)


def test_the_table_as_text_has_a_line_for_each_class():
    head, rule, *lines = taxonomy_text().splitlines()
    assert head.split() == ["row", "class", "name", "effect", "status"]
    assert set(rule) == {"-"}
    assert len(lines) == 18
    for c, line in zip(TAXONOMY, lines, strict=True):
        assert line.split()[0] == (f"{c.row}*" if c.quark else f"{c.row}")
        assert all(part in line for part in (c.coordinates, c.name, c.effect, c.status))
    assert max(map(len, lines)) <= 120


def test_the_table_as_latex_has_a_line_for_each_class():
    text = taxonomy_latex()
    assert text.count(r" \\") == 19
    assert r"$(O_j w_{ki}) O_i$" in text
    assert text.count(r"\textbf") == 3
    assert text.count("$+$") == text.count(r"$\times$") == 9


def test_definitions_are_sentences():
    assert find_class(7).definition == "The output O_j is added to the activation S_i."
    assert find_class(18).definition == "The weight w_ab multiplies the weight w_ki."


@pytest.mark.parametrize("c", TAXONOMY, ids=lambda c: c.name)
def test_the_detail_of_a_class_shows_both_sides_and_that_they_are_equal(c):
    detail = class_detail(c.row, fan_in=1)
    assert all(identity.holds for identity in detail.identities)
    assert all(detail.holds_for_all)
    text, latex, data = detail.to_text(), detail.to_latex(), detail.to_json()
    assert c.definition in text
    for identity in detail.identities:
        assert identity.label in text
        assert identity.network in text
        shown = f"S_k        = {identity.right.received[0].to_text(detail.names)}"
        assert text.count(shown) >= 2
    assert text.count("equal on this block; equal for unknown weights") == len(detail.identities)
    assert "NOT" not in text
    assert latex.startswith(r"\begin{aligned}")
    assert r"\neq" not in latex
    assert r"\mathrm" not in latex
    assert detail._repr_latex_() == f"${latex}$"
    assert {key: data[key] for key in KEYS} == c.to_json()
    assert json.loads(json.dumps(data)) == data
    assert [entry["label"] for entry in data["identities"]] == [identity.label for identity in detail.identities]
    assert bool(data["equals_output_gating"]) == (c.row == 10)


def test_the_detail_of_activation_gating_states_when_it_is_output_gating():
    data = class_detail("activation gating").to_json()
    gains = {entry["activation"]: entry for entry in data["equals_output_gating"]}
    assert gains["linear"]["for_all_arguments"] == "all c"
    assert gains["relu"]["for_all_arguments"] == "c >= 0"
    assert gains["heaviside"]["for_all_arguments"] == "c in {0, 1}"
    assert gains["sign"]["for_all_arguments"] == "c = 1"
    assert gains["sign"]["for_nonzero_arguments"] == "c in {-1, 1}"
    assert "for all S except 0: c in {-1, 1}" in class_detail(10).to_text()


def test_the_detail_takes_other_units():
    detail = class_detail("output", fan_in=2, attending=HEAVISIDE, attended=RELU, encoding=Encoding.BITS)
    assert detail.names == ("x1", "x2", "H(S_i)", "H(S_j)")
    assert detail.signals.output.to_text(detail.names).count("H(S_i)*H(S_j)") == 3
    assert detail.to_json()["block"] == {"fan_in": 2, "encoding": "bits", "attending": "heaviside", "attended": "relu"}
    assert class_detail("multiplex", attending=SIGN, attended=SIGN).names[-1] == "sgn(S_i + O_j)"
    assert class_detail(11, fan_in=0).signals.received[0].degree == 0

"""Rows of the catalogue: they follow from their certificates, and sorting Chow parameters finds the class."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.boolean import BooleanFunction
from exact.catalogue.rows import MAXIMUM_DIMENSION, catalogue_rows
from exact.catalogue.threshold_class import FIELDS, ThresholdClassRow, normal_form, row_from_certificate, row_of
from exact.certificate import from_text, to_text, verify_text
from exact.chow import chow_parameters
from exact.counting import threshold
from exact.cube import Encoding
from exact.errors import CertificateError, DomainError, ExactError, TooLargeError
from exact.minimum_weights import Objective, minimum_weights
from exact.orbit import canonical_form, orbit
from exact.recognize import is_threshold
from exact.symmetry import Group

ROWS = list(catalogue_rows(4))
PUBLISHED = [2, 4, 14, 104, 1882, 94572, 15028134]  # OEIS A000609
PUBLISHED_CLASSES = [2, 3, 5, 10, 27, 119, 1113]  # OEIS A000617


@pytest.mark.parametrize("n", range(5))
def test_the_classes_hold_as_many_functions_as_published(n):
    rows = [row for row in ROWS if row.n == n]
    assert (len(rows), sum(row.functions for row in rows)) == (PUBLISHED_CLASSES[n], PUBLISHED[n])


@pytest.mark.slow
@pytest.mark.parametrize("n", [5, 6])
def test_the_larger_classes_hold_as_many_functions_as_published_and_verify(n):
    rows = [row for row in catalogue_rows(n) if row.n == n]
    assert (len(rows), sum(row.functions for row in rows)) == (PUBLISHED_CLASSES[n], PUBLISHED[n])
    for row in rows:
        row.verify()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.n}-{row.table}")
def test_a_row_is_what_the_definitions_say(row):
    f = BooleanFunction.from_hex(row.table, row.n)
    members = orbit(f.table, row.n, Group.NP)
    assert len(members) == row.functions
    assert row.symmetries == sum(g.act_on_table(f.table) == f.table for g in Group.NP.elements(row.n))
    weight = BooleanFunction.threshold(row.weights, from_text(row.certificate).realization.threshold, Encoding.SIGNS)
    assert weight == f
    assert row.chow == chow_parameters(f)
    assert row.true_points == sum(f(p) for p in range(1 << row.n))
    assert row.variables == sum(any(f(p) != f(p ^ 1 << i) for p in range(1 << row.n)) for i in range(row.n))
    assert row.self_dual == all(f(p) != f(p ^ (1 << row.n) - 1) for p in range(1 << row.n))
    assert (row.weight_sum, row.weight_maximum) == (sum(row.weights), max(row.weights, default=0))
    row.verify()
    verify_text(row.certificate)


def test_no_class_stands_there_twice():
    forms = {(row.n, canonical_form(int(row.table, 16), row.n, Group.NP)) for row in ROWS}
    assert len(forms) == len(ROWS)


@pytest.mark.parametrize("n", [3, 4])
def test_exactly_the_threshold_functions_have_their_sorted_form_in_the_catalogue(n):
    tables = {row.table for row in ROWS if row.n == n}
    functions = (BooleanFunction(n, table) for table in range(1 << (1 << n)))
    found = [f for f in functions if normal_form(f)[0].to_hex() in tables]
    assert len(found) == PUBLISHED[n]
    if n == 3:
        assert all(is_threshold(f) for f in found)


@given(st.lists(st.integers(-9, 9), max_size=6), st.integers(-20, 20))
def test_a_symmetry_takes_every_threshold_function_to_the_form_of_its_class(weights, threshold_below):
    t = 2 * threshold_below + 1
    f = BooleanFunction.threshold(tuple(2 * w for w in weights), t, Encoding.SIGNS)
    form, moved = normal_form(f)
    assert moved.act_on_table(f.table) == form.table
    _, *parameters = chow_parameters(form)
    assert parameters == sorted(map(abs, parameters), reverse=True)
    assert normal_form(form)[0] == form
    negated = BooleanFunction.threshold(
        tuple(-2 * w for w in reversed(weights)), 2 * threshold_below + 1, Encoding.SIGNS
    )
    assert normal_form(negated)[0] == form


def altered(row, name):
    value = getattr(row, name)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        return (*value[:-1], value[-1] + 1)
    return "1/2" if name == "threshold" else "0x7f"


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "certificate"])
def test_a_row_with_one_wrong_field_is_refused(name):
    row = row_of(BooleanFunction(3, 0xE8))
    with pytest.raises(CertificateError, match=f"{name} must be") as refusal:
        dataclasses.replace(row, **{name: altered(row, name)}).verify()
    assert refusal.value.culprit == name


def test_a_row_whose_certificate_is_wrong_is_refused():
    row = row_of(BooleanFunction(3, 0xEA))
    document = json.loads(row.certificate)
    document["realization"]["weights"] = [4, 2, 2]
    document["realization"]["threshold"] = "-1"
    changes = {
        "no text of a certificate": "cannot be read",
        json.dumps(document): "exclude weights",
        to_text(from_text(row.certificate).realization): "must be one of least weights",
        to_text(minimum_weights(BooleanFunction(3, 0xEA), Objective.MAXIMUM)): "least sum in signs",
        to_text(minimum_weights(BooleanFunction(3, 0xEA), encoding=Encoding.BITS)): "least sum in signs",
        to_text(minimum_weights(BooleanFunction(3, 0xAE))): "sorted and not negative",
        row_of(BooleanFunction(3, 0xE8)).certificate: "must be",
    }
    for text, message in changes.items():
        with pytest.raises(CertificateError, match=message):
            dataclasses.replace(row, certificate=text).verify()


def test_only_threshold_functions_have_rows():
    with pytest.raises(DomainError, match="is none"):
        row_of(BooleanFunction(2, 0b0110))
    with pytest.raises(CertificateError, match="sorted"):
        row_from_certificate(minimum_weights(BooleanFunction(1, 0b01)))


def test_the_columns_are_those_of_a_row_and_plain_data():
    assert tuple(FIELDS) == tuple(field.name for field in dataclasses.fields(ThresholdClassRow))
    plain = ROWS[-1].to_json()
    assert json.loads(json.dumps(plain)) == plain


def test_what_is_too_large_is_refused():
    with pytest.raises(TooLargeError, match="n = 8 is too large"):
        next(catalogue_rows(MAXIMUM_DIMENSION + 1))


def test_rows_that_do_not_hold_all_functions_are_an_error(monkeypatch):
    from exact.catalogue import rows

    monkeypatch.setattr(rows, "threshold_classes", lambda _: iter(()))
    with pytest.raises(ExactError, match="hold 0 functions instead of 2"):
        list(catalogue_rows(0))
    monkeypatch.undo()
    counted = threshold.count_threshold(1)
    monkeypatch.setattr(rows, "row_of", lambda _: dataclasses.replace(ROWS[0], functions=7))
    with pytest.raises(ExactError, match="must have 1 functions, not 7"):
        list(catalogue_rows(1))
    assert counted.value == 4


def test_progress_reaches_the_end():
    seen = []
    list(catalogue_rows(4, lambda *done: seen.append(done)))
    assert seen[-1] == (47, 47)

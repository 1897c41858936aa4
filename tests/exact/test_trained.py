"""The record of the trained network: recounted, and refused where it is wrong."""

import copy

import pytest

from exact.circuit_reader import read_circuit
from exact.derivation import derive
from exact.errors import CertificateError
from exact.shipped import shipped_circuit
from exact.trained import TrainingRecord, accuracies, trained_notes, training_record


@pytest.fixture(scope="module")
def digits():
    circuit, source = read_circuit(shipped_circuit("digits"))
    return derive(circuit, check=False), source


def test_the_recorded_accuracy_is_that_of_the_polynomials(digits):
    derivation, source = digits
    held_out = accuracies(derivation, training_record(source.weights_digest))[-1]
    assert held_out.part == "held_out"
    assert held_out.correct == held_out.recorded
    assert held_out.points == 450


def test_a_wrong_record_is_refused(digits):
    derivation, source = digits
    record = training_record(source.weights_digest)
    data = copy.deepcopy(dict(record.data))
    data["correct"]["held_out"] += 1
    with pytest.raises(CertificateError, match="of 450 points are answered right"):
        accuracies(derivation, TrainingRecord(data, record.points))


def test_other_weights_have_no_record(digits):
    derivation, _ = digits
    assert training_record("0" * 64) is None
    assert training_record(None) is None
    assert trained_notes(derivation, None) == ()


def test_the_notes_state_accuracy_data_and_script(digits):
    notes = " ".join(trained_notes(*digits))
    assert "of 450 held-out images" in notes
    assert "CC BY 4.0" in notes
    assert "train_digits.py" in notes

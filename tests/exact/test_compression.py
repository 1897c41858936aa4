"""Trained units with least integer weights: the same function, proved least, in fewer bits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.boolean import BooleanFunction
from exact.certificate import from_document
from exact.compression import Compression, compress_unit
from exact.cube import Encoding
from exact.errors import CertificateError, DomainError, TooLargeError
from exact.minimum_weights import Objective, minimum_weights
from exact.rational import rational_from_float
from tests.strategies import encodings

floats = st.floats(-4, 4, allow_nan=False, width=32).map(rational_from_float)


@given(st.lists(floats, max_size=5), floats, encodings, st.sampled_from(Objective))
def test_a_compressed_unit_computes_the_same_function(weights, threshold, encoding, objective):
    unit = compress_unit(weights, threshold, encoding, objective=objective)
    f = BooleanFunction.threshold(weights, threshold, encoding)
    unit.original.verify(f)
    unit.least.verify(f)
    assert [Fraction(w, unit.scale) for w in unit.original.weights] == weights
    assert unit.least.value == minimum_weights(f, objective).value
    least = unit.least.realization
    assert BooleanFunction.threshold(least.weights, least.threshold, encoding) == f


def test_bits_are_counted():
    unit = compress_unit([Fraction(1, 3), Fraction(1, 3), Fraction(5, 7)], 0, bits=16)
    assert unit.bits_before == 64
    assert unit.least.realization.weights == (0, 0, 1)
    assert (unit.least.realization.threshold, unit.bits_after, unit.bits_saved) == (0, 1 + 1 + 2 + 1, 59)


def test_the_document_holds_both_certificates():
    document = compress_unit([3, 2, 2], 0).to_document()
    assert document["weights"] == [1, 1, 1]
    original, least = from_document(document["original"]), from_document(document["certificate"])
    least.verify(original)
    assert original.weights == (3, 2, 2)
    assert document["bits_saved"] == document["bits_before"] - document["bits_after"]


def test_certificates_of_different_functions_are_no_compression():
    first, second = compress_unit([3, 2, 2], 0), compress_unit([3, 1, 1], 0)
    mixed = Compression(first.original, 1, second.least, 128, 9)
    with pytest.raises(CertificateError, match="given function"):
        mixed.verify()


def test_units_without_inputs_and_constants_are_compressed():
    assert compress_unit([], -1).least.value == 0
    assert compress_unit([Fraction(1, 2)], 3, Encoding.BITS).least.realization.weights == (0,)


def test_what_is_no_unit_is_refused():
    with pytest.raises(TypeError):
        compress_unit([0.5], 0)
    with pytest.raises(DomainError, match="from 1 on, not 0"):
        compress_unit([1], 0, bits=0)
    with pytest.raises(TooLargeError):
        compress_unit([1] * 17, 0)

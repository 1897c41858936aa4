"""Rounding threshold units, against a direct count."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.circuit_decoder import CIRCUIT_SCHEMA, circuit_from_data
from exact.errors import DomainError
from exact.quantization import quantize_unit, quantized_weights
from tests.strategies import rationals


@given(st.lists(rationals(20), max_size=6), st.integers(2, 10))
def test_rounded_weights_are_the_nearest_integers_after_scaling(weights, bits):
    rounded = quantized_weights(weights, bits)
    largest = max((abs(w) for w in weights), default=0)
    top = 2 ** (bits - 1) - 1
    if largest == 0:
        assert set(rounded) <= {0}
        return
    assert max(abs(r) for r in rounded) == top
    assert all(abs(r - Fraction(w) * top / largest) <= Fraction(1, 2) for r, w in zip(rounded, weights, strict=True))


def test_ties_go_to_the_even_integer():
    assert quantized_weights((Fraction(3, 2), Fraction(1, 2), 7), 4) == (2, 0, 7)


def test_one_bit_is_refused():
    with pytest.raises(DomainError, match="at least 2 bits, not 1"):
        quantized_weights((1,), 1)


def circuit(weights, bias, encoding="signs"):
    unit = {"name": "g", "activation": "heaviside", "weights": list(weights), "bias": bias}
    data = {"schema": CIRCUIT_SCHEMA, "encoding": encoding, "inputs": len(weights), "unit": [unit]}
    return circuit_from_data(data)


@given(st.lists(rationals(20), min_size=1, max_size=4), rationals(20), st.integers(2, 4))
def test_changes_are_counted_at_every_point(weights, bias, bits):
    result = quantize_unit(circuit(weights, bias), "g", bits)
    changed = 0
    for p in range(2 ** len(weights)):
        x = [1 if p >> i & 1 else -1 for i in range(len(weights))]
        before = sum((w * v for w, v in zip(weights, x, strict=True)), bias) > 0
        after = sum((w * v for w, v in zip(result.weights, x, strict=True)), result.bias) > 0
        changed += before != after
    assert (result.changed, result.points) == (changed, 2 ** len(weights))


def test_a_small_weight_that_decides_a_tie_is_lost():
    result = quantize_unit(circuit([1000, 1000, 1], 0), "g", 8)
    assert result.weights == (127, 127, 0)
    assert result.changed == 2


def test_a_unit_that_reads_other_units_is_refused():
    data = {
        "schema": CIRCUIT_SCHEMA,
        "encoding": "bits",
        "inputs": 1,
        "unit": [{"name": "a", "weights": [1]}, {"name": "g", "weights": {"a": 1}}],
    }
    with pytest.raises(DomainError, match="reads inputs only"):
        quantize_unit(circuit_from_data(data), "g")

"""Threshold degree and threshold density against their definitions on small cubes."""

import itertools

import numpy as np
import pytest
from hypothesis import given

from exact.boolean import BooleanFunction
from exact.certificate import from_document, to_document
from exact.cube import Encoding
from exact.errors import TooLargeError
from exact.signed_circuits import circuit_obstruction
from exact.threshold_degree import smallest_transversal, threshold_degree, threshold_density
from tests.strategies import any_functions


def least_degree(f):
    """The least degree without an obstruction among the circuits."""
    return next(d for d in itertools.count() if circuit_obstruction(f, d) is None)


def least_densities(n, encoding, largest):
    """The least number of monomials, by trying all polynomials with coefficients up to a size; an array by table."""
    points = np.arange(1 << n)
    columns = []
    for mask in range(1 << n):
        if encoding is Encoding.BITS:
            columns.append((points & mask) == mask)
        else:
            columns.append(1 - 2 * (np.bitwise_count(mask & ~points) & 1).astype(int))
    monomials = np.array(columns, dtype=np.int64)
    coefficients = np.array(list(itertools.product(range(-largest, largest + 1), repeat=1 << n)))
    values = coefficients @ monomials
    good = (values != 0).all(axis=1)
    tables = (values > 0) @ (1 << points)
    sizes = (coefficients != 0).sum(axis=1)
    result = np.full(1 << (1 << n), 99)
    np.minimum.at(result, tables[good], sizes[good])
    return result


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_the_threshold_degree_is_the_least_without_a_circuit(n):
    for table in range(0, 1 << (1 << n), 5 if n == 3 else 1):
        f = BooleanFunction(n, table)
        for encoding, guess in ((Encoding.SIGNS, True), (Encoding.BITS, False)):
            assert threshold_degree(f, encoding, guess=guess).degree == least_degree(f)


@given(any_functions(4))
def test_the_threshold_degree_of_any_function_is_certified(f):
    certificate = threshold_degree(f)
    assert certificate.degree == least_degree(f)
    assert from_document(to_document(certificate)) == certificate


@pytest.mark.parametrize("n", range(1, 7))
def test_the_threshold_degree_of_parity_is_n(n):
    assert threshold_degree(BooleanFunction.parity(n)).degree == n


@pytest.mark.parametrize("n", [1, 3, 5])
def test_the_threshold_degree_of_majority_is_one(n):
    """Peers that took the Fourier degree for it answered n."""
    assert threshold_degree(BooleanFunction.majority(n)).degree == 1


@pytest.mark.parametrize(("n", "largest"), [(0, 1), (1, 2), (2, 4)])
@pytest.mark.parametrize("encoding", Encoding)
def test_the_threshold_density_is_that_of_the_definition(n, largest, encoding):
    expected = least_densities(n, encoding, largest)
    for table in range(1 << (1 << n)):
        certificate = threshold_density(BooleanFunction(n, table), encoding)
        assert certificate.density == expected[table]
        assert from_document(to_document(certificate)) == certificate


@pytest.mark.slow
@pytest.mark.parametrize("encoding", Encoding)
def test_every_threshold_density_of_three_variables(encoding):
    """In signs no coefficients beyond 2 are needed: the certificates say so, as they exclude fewer monomials."""
    expected = least_densities(3, Encoding.SIGNS, 2) if encoding is Encoding.SIGNS else None
    for table in range(256):
        density = threshold_density(BooleanFunction(3, table), encoding).density
        if expected is not None:
            assert density == expected[table]
        assert density <= 8


@pytest.mark.parametrize("guess", [True, False])
def test_the_threshold_density_is_found_with_both_solvers(guess):
    assert threshold_density(BooleanFunction.parity(3), guess=guess).density == 1
    assert threshold_density(BooleanFunction.parity(3), Encoding.BITS, guess=guess).density == 8


@pytest.mark.slow
def test_the_threshold_density_of_five_variables_is_within_reach():
    certificate = threshold_density(BooleanFunction(5, 0x1EE78BD6))
    assert certificate.density == threshold_density(BooleanFunction(5, 0xFFFFFFFF ^ 0x1EE78BD6)).density


def test_larger_densities_are_refused():
    with pytest.raises(TooLargeError):
        threshold_density(BooleanFunction(6, 1))


@given(any_functions(3))
def test_a_smallest_transversal_meets_every_family_and_none_is_smaller(f):
    families = [frozenset(s for s in range(5) if (p * 7 + 3) >> s & 1) for p in f.true_points()]
    families = [family for family in families if family]
    found = smallest_transversal(families)
    assert all(found & family for family in families)
    for smaller in itertools.combinations(range(5), len(found) - 1) if found else []:
        assert not all(family & set(smaller) for family in families)

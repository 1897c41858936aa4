"""Minimum integer weights: by trying all weights, by the literature, and by the checked proof."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact import minimum_weights as module
from exact.boolean import BooleanFunction
from exact.certificate import Split, from_document, to_document
from exact.cube import Encoding
from exact.errors import DomainError, TooLargeError
from exact.linear_program import Optimum, minimize
from exact.minimum_weights import Objective, minimum_weights
from exact.recognize import is_threshold
from exact.self_dual import least_self_dual_weights, regular_self_dual_functions
from tests.strategies import threshold_functions

objectives = st.sampled_from(Objective)


def least_values(n, largest):
    """For every function with weights up to a size: the least sum and the least maximum, by trying all weights."""
    found = {}
    for weights in itertools.product(range(-largest, largest + 1), repeat=n):
        values = [0]
        for w in weights:
            values += [value + w for value in values]
        sizes = [abs(w) for w in weights]
        for level in {min(values) - 1, *values}:
            table = sum(1 << p for p, value in enumerate(values) if value > level)
            total, maximum = found.get(table, (99, 99))
            found[table] = min(total, sum(sizes)), min(maximum, max(sizes, default=0))
    return found


@pytest.mark.parametrize(("n", "largest", "number"), [(0, 1, 2), (1, 1, 4), (2, 2, 14), (3, 3, 104)])
def test_least_weights_of_every_function_of_few_variables_are_those_of_the_definition(n, largest, number):
    expected = least_values(n, largest)
    assert len(expected) == number  # A000609
    for table, (total, maximum) in expected.items():
        f = BooleanFunction(n, table)
        assert minimum_weights(f).value == total
        assert minimum_weights(f, Objective.MAXIMUM).value == maximum


@pytest.mark.slow
def test_least_weights_of_every_function_of_four_variables_are_those_of_the_definition():
    expected = least_values(4, 4)
    assert len(expected) == 1882
    for table, (total, maximum) in expected.items():
        f = BooleanFunction(4, table)
        assert minimum_weights(f).value == total
        assert minimum_weights(f, Objective.MAXIMUM).value == maximum


@given(threshold_functions(6), objectives, st.sampled_from(Encoding), st.booleans())
def test_least_weights_are_certified(f, objective, encoding, guess):
    certificate = minimum_weights(f, objective, encoding, guess=guess)
    assert certificate.realization.encoding == encoding.value
    assert certificate.value == objective.value_of(certificate.realization.weights)
    assert from_document(to_document(certificate)) == certificate


@given(threshold_functions(5), objectives)
def test_the_least_value_does_not_depend_on_negations(f, objective):
    value = minimum_weights(f, objective).value
    assert minimum_weights(~f, objective).value == value
    assert minimum_weights(f.dual(), objective).value == value


@given(threshold_functions(6), objectives)
def test_a_start_with_larger_weights_gives_the_same_value(f, objective):
    plain = minimum_weights(f, objective)
    search = module._Search(f, tuple(2 * w for w in plain.realization.weights), objective, guess=True, progress=None)
    certificate = search.certificate(Encoding.SIGNS)
    certificate.verify(f)
    assert certificate.value == plain.value


@pytest.mark.parametrize("table", [0xA8, 0x57, 0xEA, 0x15, 0x54, 0x8A])
@pytest.mark.parametrize("objective", Objective)
def test_weak_bounds_are_made_up_for_by_splits(monkeypatch, table, objective):
    """The program without splits gives a fractional point and half of its bound; the proof must split, and verify.

    No function of a few variables needs a split: there the bound is the least integer value at once.
    """

    def weak(costs, rows, bounds, *, guess):
        found = minimize(costs, rows, bounds, guess=guess)
        width = 3
        splits = [row for row in rows if not row[width] and not (len(row) > width + 1 and row[width + 1])]
        if splits or not isinstance(found, Optimum):
            return found
        point = tuple(value + Fraction(1, 2) for value in found.point)
        return Optimum(point, tuple(y * Fraction(1, 4) for y in found.multipliers), "weakened")

    monkeypatch.setattr(module, "minimize", weak)
    f = BooleanFunction(3, table)
    certificate = minimum_weights(f, objective)
    assert isinstance(certificate.proof, Split)
    larger = tuple(3 * w for w in certificate.realization.weights)
    second = module._Search(f, larger, objective, guess=True, progress=None).certificate(Encoding.BITS)
    second.verify(f)
    assert second.value == certificate.value
    assert certificate.value == (4 if objective is Objective.SUM else 2)


@pytest.mark.parametrize(("table", "negated"), [(0xE8, 0), (0x8E, 4), (0x17, 7)])
def test_multipliers_that_leave_weights_negative_become_a_leaf(table, negated):
    """More true points than false ones, and a weight less than nothing: T >= 1 and w_i >= 1 make up for it."""
    f = BooleanFunction(3, table)
    start = tuple(-1 if negated >> i & 1 else 1 for i in range(3))
    search = module._Search(f, start, Objective.SUM, guess=False, progress=None)
    search.true, search.false = [3], [4]
    leaf = search._leaf([], [], [Fraction(3), Fraction(1)])
    number = sum(m for _, m in leaf.true)
    assert number == sum(m for _, m in leaf.false) > 0
    for i in range(3):
        left = sum(m for p, m in leaf.true if (p ^ negated) >> i & 1) - sum(
            m for q, m in leaf.false if (q ^ negated) >> i & 1
        )
        assert left >= 0
    assert all(f(p) for p, _ in leaf.true)
    assert not any(f(q) for q, _ in leaf.false)


@given(f=threshold_functions(6), objective=objectives)
def test_points_that_are_added_one_by_one_give_the_same_value(f, objective):
    value = minimum_weights(f, objective).value
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FURTHER_ROWS", 1)
        assert minimum_weights(f, objective).value == value


def test_progress_of_self_dual_functions_is_told():
    seen = []
    least_self_dual_weights(3, progress=seen.append)
    assert seen == [1, 2]


def test_canonical_self_dual_functions_of_five_variables_are_those_of_the_literature():
    """Von Neumann and Morgenstern 1944, section 50 and following: the strong simple games of up to five players."""
    assert least_self_dual_weights(5) == (
        (1, 0, 0, 0, 0),
        (1, 1, 1, 0, 0),
        (1, 1, 1, 1, 1),
        (2, 1, 1, 1, 0),
        (2, 2, 1, 1, 1),
        (3, 1, 1, 1, 1),
        (3, 2, 2, 1, 1),
    )


@pytest.mark.parametrize("n", range(1, 8))
def test_regular_self_dual_functions_are_as_many_as_in_the_literature(n):
    assert sum(1 for _ in regular_self_dual_functions(n)) == [1, 1, 2, 3, 7, 21, 135][n - 1]  # A109456


def test_regular_self_dual_functions_are_self_dual_and_regular():
    for n in range(1, 6):
        for table in regular_self_dual_functions(n):
            f = BooleanFunction(n, table)
            assert f.is_self_dual()
            assert is_threshold(f)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "number"), [(6, 21), (7, 135), (8, 2470)])  # A001532
def test_canonical_self_dual_threshold_functions_are_as_many_as_in_the_literature(n, number):
    counted = []
    lines = least_self_dual_weights(n, progress=counted.append)
    assert len(lines) == number == counted[-1]
    assert len(set(lines)) == number
    assert all(list(line) == sorted(line, reverse=True) for line in lines)


def test_constants_need_no_weights_and_no_proof():
    for f in (BooleanFunction.constant(0, 3), BooleanFunction.constant(1, 0)):
        certificate = minimum_weights(f)
        assert (certificate.value, certificate.proof) == (0, None)


def test_progress_is_told_the_number_of_linear_programs():
    seen = []
    minimum_weights(BooleanFunction.majority(3), progress=seen.append)
    assert seen == list(range(1, len(seen) + 1))


def test_functions_that_are_no_threshold_functions_are_refused():
    with pytest.raises(DomainError, match="this function is none"):
        minimum_weights(BooleanFunction.parity(2))
    with pytest.raises(TooLargeError):
        minimum_weights(BooleanFunction.constant(0, 17))
    with pytest.raises(DomainError, match="at least one variable"):
        next(regular_self_dual_functions(0))
    with pytest.raises(TooLargeError):
        next(regular_self_dual_functions(9))

"""The census of threshold degrees: by listing all functions, by certificates, by totals."""

import pytest

from exact.boolean import BooleanFunction
from exact.class_count import count_classes
from exact.counting.polynomial_threshold import other_functions, polynomial_threshold_table
from exact.counting.threshold_degree_census import threshold_degree_census
from exact.errors import TooLargeError
from exact.orbit import class_representatives, orbit_sizes
from exact.symmetry import Group
from exact.tables import read_table
from exact.threshold_degree import threshold_degree


@pytest.mark.parametrize("n", range(5))
def test_the_census_agrees_with_a_certificate_for_every_class(n):
    rows = threshold_degree_census(n)
    for group, functions, classes in (
        (Group.NP, "functions", "classes"),
        (Group.NPN, "functions", "output_classes"),
    ):
        representatives = [int(table) for table in class_representatives(n, group)]
        degrees = [threshold_degree(BooleanFunction(n, table)).degree for table in representatives]
        sizes = orbit_sizes(representatives, n, group)
        for row in rows:
            chosen = [size for degree, size in zip(degrees, sizes, strict=True) if degree == row.degree]
            assert (getattr(row, functions), getattr(row, classes)) == (sum(chosen), len(chosen))


@pytest.mark.parametrize("n", range(5))
def test_all_functions_are_there(n):
    rows = threshold_degree_census(n)
    assert sum(row.functions for row in rows) == rows[-1].functions_up_to == 2 ** (2**n)
    assert sum(row.classes for row in rows) == rows[-1].classes_up_to == count_classes(n, Group.NP)
    assert sum(row.output_classes for row in rows) == rows[-1].output_classes_up_to == count_classes(n, Group.NPN)


@pytest.mark.slow
def test_the_census_of_five_variables():
    # Not published as far as known; degrees 2 and 3 by two roads each in the tests of these.
    rows = threshold_degree_census(5)
    assert [row.functions_up_to for row in rows] == [2, 94572, 1414120376, 4290491756, 2**32 - 2, 2**32]
    for name, numbers in (
        ("functions", [row.functions_up_to for row in rows]),
        ("classes-np", [row.classes_up_to for row in rows]),
        ("classes-npn", [row.output_classes_up_to for row in rows]),
    ):
        entries = read_table(f"polynomial-threshold-{name}").entries
        assert [entry.value for entry in entries if entry.index[0] == 5] == numbers


def test_functions_and_others_are_all():
    for degree in range(4):
        others = other_functions(3, degree)
        assert sorted(others | set(polynomial_threshold_table(3, degree))) == list(range(256))
        assert not others & set(polynomial_threshold_table(3, degree))


def test_what_is_too_large_is_refused():
    with pytest.raises(TooLargeError, match="limit 5"):
        threshold_degree_census(6)
    with pytest.raises(TooLargeError, match="too many"):
        other_functions(5, 2)

"""Canonical forms of polynomial threshold functions: certificates, the census, sizes of orbits."""

import numpy as np
import pytest

from exact.boolean import BooleanFunction
from exact.counting import degree_representatives
from exact.counting.degree_representatives import representatives_up_to
from exact.counting.threshold_degree_census import threshold_degree_census
from exact.errors import DomainError, ExactError, TooLargeError
from exact.orbit import class_representatives
from exact.symmetry import Group
from exact.tables import planned_entries, read_table
from exact.threshold_degree import threshold_degree

NAMES = {Group.NP: "polynomial-threshold-classes-np", Group.NPN: "polynomial-threshold-classes-npn"}


@pytest.mark.parametrize("group", NAMES)
@pytest.mark.parametrize("n", range(4))
def test_the_forms_are_those_of_the_classes_with_a_certificate_of_the_degree(n, group):
    representatives = [int(table) for table in class_representatives(n, group)]
    degrees = [threshold_degree(BooleanFunction(n, table)).degree for table in representatives]
    for d in range(n + 1):
        expected = [table for table, degree in zip(representatives, degrees, strict=True) if degree <= d]
        assert representatives_up_to(n, d, group).tolist() == expected


def test_four_variables_have_as_many_classes_of_every_degree_as_the_census_says():
    rows = threshold_degree_census(4)
    assert [len(representatives_up_to(4, d, Group.NP)) for d in range(5)] == [row.classes_up_to for row in rows]
    assert [len(representatives_up_to(4, d, Group.NPN)) for d in range(5)] == [row.output_classes_up_to for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("group", NAMES)
def test_five_variables_have_as_many_classes_of_every_degree_as_the_census_says(group):
    # The numbers of the table are those of the census; test_threshold_degree_census says so.
    values = {entry.index: entry.value for entry in read_table(NAMES[group]).entries}
    below = np.array([], dtype=np.uint64)
    for d in range(6):
        assert (5, d) in {index for index, methods in planned_entries(NAMES[group]) if methods[-1] == "representatives"}
        forms = representatives_up_to(5, d, group)
        assert len(forms) == values[5, d]
        assert np.isin(below, forms).all()
        below = forms


def test_orbits_that_do_not_add_up_are_noticed(monkeypatch):
    monkeypatch.setattr(degree_representatives, "threshold_array", lambda _: np.array([0, 1, 3], dtype=np.uint64))
    with pytest.raises(ExactError, match="the orbits of 3 canonical forms must have 3 members, not 9"):
        representatives_up_to(2, 1, Group.NP)
    monkeypatch.setattr(degree_representatives, "other_functions", lambda _n, _d: {0b0110})
    with pytest.raises(ExactError, match="the orbits of 1 canonical forms must have 1 members, not 12"):
        representatives_up_to(3, 2, Group.NP)


def test_an_exchange_of_lifted_coordinates_keeps_quadratic_functions_quadratic():
    tables = representatives_up_to(3, 2, Group.NP)
    for i in range(3):
        moved = degree_representatives._exchanged(tables, i, 3)
        assert (degree_representatives._exchanged(moved, i, 3) == tables).all()
        assert all(threshold_degree(BooleanFunction(3, int(table))).degree <= 2 for table in moved)


def test_wrong_arguments_are_refused():
    with pytest.raises(TooLargeError, match=r"n = 6 is too large for a list of all classes \(limit 5\)"):
        representatives_up_to(6, 1, Group.NP)
    with pytest.raises(DomainError, match=r"the degree must be in 0, \.\.\., 2, not 3"):
        representatives_up_to(2, 3, Group.NP)

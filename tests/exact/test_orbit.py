"""Orbits and canonical forms: the definition by all elements, the walks, and the forms in bulk."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact import _symmetry_kernel as kernel
from exact import orbit as orbit_module
from exact.boolean import BooleanFunction
from exact.class_count import count_classes
from exact.errors import DomainError, TooLargeError
from exact.orbit import (
    canonical_form,
    canonical_forms,
    canonical_transformation,
    class_representatives,
    orbit,
    orbit_sizes,
    walk,
)
from exact.symmetry import Group
from tests.strategies import groups, npn_transformations, tables

# OEIS A000231, A003180, A000616 and A000370.
PUBLISHED = {
    Group.N: [2, 3, 7, 46, 4336, 134281216],
    Group.P: [2, 4, 12, 80, 3984, 37333248],
    Group.NP: [2, 3, 6, 22, 402, 1228158],
    Group.NPN: [1, 2, 4, 14, 222, 616126],
}


def orbit_by_definition(table, n, group):
    """Apply every element of the group, one by one."""
    return sorted({g.act_on_table(table) for g in group.elements(n)})


def some_tables(n, count):
    """Constants, parity and tables that look random."""
    full = (1 << (1 << n)) - 1
    random = [BooleanFunction.random(n, seed).table for seed in range(count)]
    return [0, full, BooleanFunction.parity(n).table, BooleanFunction.majority(n).table, *random]


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("n", range(3))
def test_orbits_of_all_functions_are_those_of_the_definition(n, group):
    for table in range(1 << (1 << n)):
        expected = orbit_by_definition(table, n, group)
        assert list(orbit(table, n, group)) == expected
        assert canonical_form(table, n, group) == expected[0]


@given(st.sampled_from((3, 4)).flatmap(lambda n: st.tuples(st.just(n), tables(n))), groups)
def test_orbits_are_those_of_the_definition(case, group):
    n, table = case
    expected = orbit_by_definition(table, n, group)
    assert list(orbit(table, n, group)) == expected
    assert canonical_form(table, n, group) == expected[0]
    assert canonical_forms([table], n, group) == (expected[0],)
    assert orbit_sizes([table], n, group) == (len(expected),)


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("n", range(6))
def test_a_walk_applies_each_element_once(n, group):
    """On 2n + 1 marked points that only the identity fixes, different elements give different tables."""
    without_output = group.order(n) >> group.negates_output
    marks = [0] + [1 << i for i in range(n)]
    seen = {tuple(marks)}
    for shift, mask in walk(n, group):
        marks = [
            p + shift if mask >> p & 1 else p - shift if p >= shift and mask >> (p - shift) & 1 else p for p in marks
        ]
        seen.add(tuple(marks))
    assert len(seen) == without_output
    assert sum(1 for _ in walk(n, group)) == without_output - 1


@given(st.integers(0, 5).flatmap(lambda n: st.tuples(st.just(n), tables(n), npn_transformations(n))))
def test_the_canonical_form_is_constant_on_orbits(case):
    n, table, g = case
    assert canonical_form(g.act_on_table(table), n, Group.NPN) == canonical_form(table, n, Group.NPN)


@given(st.integers(0, 4).flatmap(lambda n: st.tuples(st.just(n), tables(n))), groups)
def test_a_canonical_transformation_is_an_element_that_leads_to_the_canonical_form(case, group):
    n, table = case
    g = canonical_transformation(table, n, group)
    assert g.act_on_table(table) == canonical_form(table, n, group)
    assert g in set(group.elements(n))


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("n", [*range(6), pytest.param(6, marks=pytest.mark.slow)])
def test_canonical_forms_in_bulk_are_those_of_single_functions(n, group):
    chosen = some_tables(n, 12)
    forms = canonical_forms(chosen, n, group)
    assert forms == tuple(canonical_form(table, n, group) for table in chosen)
    assert all(type(form) is int for form in forms)


@pytest.mark.parametrize("group", [Group.N, Group.P])
def test_canonical_forms_in_bulk_are_those_of_single_functions_of_six_variables(group):
    chosen = some_tables(6, 4)
    assert canonical_forms(chosen, 6, group) == tuple(canonical_form(table, 6, group) for table in chosen)


@pytest.mark.parametrize("group", Group)
def test_look_ups_and_walks_agree_for_five_variables(group):
    chosen = np.array(some_tables(5, 3000), dtype=np.uint32)
    walked = kernel.canonical_forms_by_walk(chosen[:400] if group in (Group.NP, Group.NPN) else chosen, 5, group)
    assert np.array_equal(kernel.canonical_forms(chosen, 5, group)[: len(walked)], walked)


@pytest.mark.slow
@pytest.mark.parametrize("group", Group)
def test_look_ups_and_walks_agree_on_many_functions_of_five_variables(group):
    chosen = np.frombuffer(BooleanFunction.random(21, seed=5).table.to_bytes(1 << 18, "little"), dtype=np.uint32)
    assert np.array_equal(kernel.canonical_forms(chosen, 5, group), kernel.canonical_forms_by_walk(chosen, 5, group))


@pytest.mark.parametrize("dtype", [np.uint16, np.uint32, np.uint64])
@pytest.mark.parametrize("n", [0, 3, 4, 5])
def test_an_array_keeps_its_type_and_shape(n, dtype):
    chosen = np.array(some_tables(min(n, 4), 4), dtype=dtype).reshape(2, -1)
    before = chosen.copy()
    forms = canonical_forms(chosen, n, Group.NPN)
    assert forms.dtype == dtype
    assert forms.shape == chosen.shape
    assert np.array_equal(chosen, before)
    assert forms.reshape(-1).tolist() == [canonical_form(t, n, Group.NPN) for t in before.reshape(-1).tolist()]
    sizes = orbit_sizes(chosen, n, Group.NPN)
    assert sizes.shape == chosen.shape


def test_no_functions_have_no_canonical_forms():
    assert canonical_forms([], 5, Group.NPN) == ()
    assert len(canonical_forms(np.zeros(0, dtype=np.uint32), 5, Group.NPN)) == 0


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("n", range(5))
def test_the_representatives_are_as_many_as_published_and_as_the_lemma_of_burnside_says(n, group):
    found = class_representatives(n, group)
    assert len(found) == PUBLISHED[group][n] == count_classes(n, group)
    assert sum(orbit_sizes(found, n, group).tolist()) == 1 << (1 << n)
    assert found.tolist() == sorted(set(canonical_forms(range(1 << (1 << n)), n, group)))


@pytest.mark.parametrize("group", Group)
def test_the_lemma_of_burnside_gives_the_published_numbers_for_five_variables(group):
    assert count_classes(5, group) == PUBLISHED[group][5]


@pytest.mark.slow
@pytest.mark.parametrize("group", [Group.NP, Group.NPN])
def test_the_orbits_of_the_representatives_fill_the_functions_of_five_variables(group):
    """The representatives are different canonical forms, and their orbits have 2**32 functions together."""
    steps = []
    found = class_representatives(5, group, lambda done, total: steps.append((done, total)))
    assert len(found) == PUBLISHED[group][5]
    assert (np.diff(found.astype(np.int64)) > 0).all()
    assert sum(orbit_sizes(found, 5, group).tolist()) == 1 << 32
    assert steps[-1] == (402, 402)


@pytest.mark.slow
def test_there_are_as_many_classes_of_five_variables_under_permutations_as_published():
    assert len(class_representatives(5, Group.P)) == PUBLISHED[Group.P][5]


def test_a_wrong_table_is_refused():
    for function in (orbit, canonical_form, canonical_transformation):
        with pytest.raises(DomainError, match=r"a truth table of 2 variables must be in .*, not 16"):
            function(16, 2, Group.N)
        with pytest.raises(TypeError):
            function(True, 2, Group.N)
    for function in (canonical_forms, orbit_sizes):
        with pytest.raises(DomainError, match="not 16"):
            function([3, 16], 2, Group.N)
        with pytest.raises(DomainError, match="not 16"):
            function(np.array([3, 16], dtype=np.uint32), 2, Group.N)
        with pytest.raises(DomainError, match="not -1"):
            function([-1], 6, Group.N)
        with pytest.raises(TypeError, match="a truth table must be an int"):
            function([1.0], 2, Group.N)
        for dtype in (np.int64, np.float64, np.bool_, object):
            with pytest.raises(TypeError, match="an array of truth tables must have unsigned integers"):
                function(np.array([0, 1], dtype=dtype), 2, Group.N)


def test_too_many_variables_are_refused():
    for function in (orbit, canonical_form, canonical_transformation):
        with pytest.raises(TooLargeError, match="the group NP has 185794560 elements for n = 9"):
            function(0, 9, Group.NP)
        with pytest.raises(TooLargeError):
            function(0, 25, Group.N)
    for function in (canonical_forms, orbit_sizes):
        with pytest.raises(TooLargeError, match="n = 7 variables do not fit into a word of 64 bits"):
            function([0], 7, Group.NPN)
    with pytest.raises(TooLargeError, match="the classes of all functions of n = 6"):
        class_representatives(6, Group.NPN)


def test_a_long_walk_is_not_kept(monkeypatch):
    monkeypatch.setattr(orbit_module, "_short_walk", None)  # calling it would fail
    assert canonical_form(BooleanFunction.variable(2, 6).table, 6, Group.NP) == (~BooleanFunction.variable(5, 6)).table

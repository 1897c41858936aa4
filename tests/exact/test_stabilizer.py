"""The symmetries of a function: all elements that fix it, by trying each of them; and groups that are known."""

from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact import stabilizer
from exact.boolean import BooleanFunction
from exact.errors import DomainError, TooLargeError
from exact.orbit import orbit
from exact.stabilizer import symmetry_group
from exact.symmetry import Group
from tests.strategies import groups, npn_transformations, tables


def stabilizer_by_definition(table, n, group):
    return {g for g in group.elements(n) if g.act_on_table(table) == table}


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("n", range(3))
def test_the_symmetries_of_all_small_functions_are_those_of_the_definition(n, group):
    for table in range(1 << (1 << n)):
        found = symmetry_group(table, n, group)
        expected = stabilizer_by_definition(table, n, group)
        assert set(found.elements()) == expected
        assert found.order == len(expected)


@given(st.sampled_from((3, 4)).flatmap(lambda n: st.tuples(st.just(n), tables(n))), groups)
def test_the_symmetries_are_those_of_the_definition(case, group):
    n, table = case
    found = symmetry_group(table, n, group)
    expected = stabilizer_by_definition(table, n, group)
    assert set(found.elements()) == expected
    assert len(found.elements()) == found.order == len(expected)
    assert found.orbit_size == len(orbit(table, n, group))


@given(st.integers(0, 6).flatmap(lambda n: st.tuples(st.just(n), tables(n), npn_transformations(n))))
def test_functions_of_one_orbit_have_as_many_symmetries(case):
    n, table, g = case
    assert symmetry_group(table, n, Group.NPN).order == symmetry_group(g.act_on_table(table), n, Group.NPN).order


@pytest.mark.parametrize("n", [1, 3, 5, 9, 15])
def test_majority_is_symmetric_and_self_dual(n):
    table = BooleanFunction.majority(n).table
    assert symmetry_group(table, n, Group.NP).order == factorial(n)
    assert symmetry_group(table, n, Group.NPN).order == 2 * factorial(n)
    assert symmetry_group(table, n, Group.N).order == 1


@pytest.mark.parametrize("n", [1, 2, 6, 12])
def test_parity_is_fixed_by_all_permutations_with_an_even_number_of_negations(n):
    table = BooleanFunction.parity(n).table
    assert symmetry_group(table, n, Group.NP).order == factorial(n) << (n - 1)
    assert symmetry_group(table, n, Group.NPN).order == factorial(n) << n
    assert symmetry_group(table, n, Group.N).order == 1 << (n - 1)
    assert symmetry_group(table, n, Group.P).order == factorial(n)


@pytest.mark.parametrize("n", [0, 1, 4, 10])
def test_a_constant_is_fixed_by_everything_but_the_negation_of_the_value(n):
    for group in Group:
        found = symmetry_group(0, n, group)
        assert found.order == group.order(n) >> group.negates_output
        assert found.orbit_size == 1 << group.negates_output


def test_the_inner_product_is_fixed_by_permutations_of_pairs_and_swaps_in_them():
    f = BooleanFunction.from_formula("x1 & x2 ^ x3 & x4 ^ x5 & x6")
    assert symmetry_group(f.table, 6, Group.P).order == factorial(3) * 2**3


@given(st.integers(0, 7).flatmap(lambda n: st.tuples(st.just(n), tables(n))), groups)
def test_every_generator_fixes_the_function(case, group):
    n, table = case
    found = symmetry_group(table, n, group)
    assert all(g.act_on_table(table) == table for g in found.generators)
    for g in found.generators:
        assert group.negates_output or not g.output
        assert group.negates_inputs or g.inputs.negation == 0
        assert group.permutes_inputs or g.inputs.images == tuple(range(n))
    assert group.order(n) % found.order == 0


def test_what_is_too_large_is_refused(monkeypatch):
    with pytest.raises(TooLargeError):
        symmetry_group(0, 21, Group.N)
    with pytest.raises(TooLargeError, match="the group has 3628800 elements; use its generators"):
        symmetry_group(0, 10, Group.P).elements()
    monkeypatch.setattr(stabilizer, "MAXIMUM_SEARCH_NODES", 5)
    with pytest.raises(TooLargeError, match="the search for the symmetries of this function of 6 variables"):
        symmetry_group(BooleanFunction.parity(6).table, 6, Group.NP)


def test_a_wrong_table_is_refused():
    with pytest.raises(DomainError):
        symmetry_group(16, 2, Group.N)
    with pytest.raises(TypeError):
        symmetry_group(1.0, 2, Group.N)

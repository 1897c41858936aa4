"""Signed permutations and the groups N, P, NP, NPN: definitions, group laws, actions."""

import copy
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.boolean import BooleanFunction
from exact.cube import Encoding, coordinates, points
from exact.errors import DomainError, InputError
from exact.polynomial import CubePolynomial
from exact.symmetry import Group, NPNTransformation, SignedPermutation
from tests.strategies import dimensions, groups, npn_transformations, signed_permutations, tables


def with_tables(elements, count):
    """Tuples (n, elements, table)."""
    return dimensions.flatmap(lambda n: st.tuples(st.just(n), st.tuples(*[elements(n)] * count), tables(n)))


@given(with_tables(signed_permutations, 1))
def test_a_coordinate_goes_to_its_place_and_is_negated_there(case):
    n, (g,), _ = case
    for p in points(n):
        x, y = coordinates(p, n, Encoding.SIGNS), coordinates(g.act_on_point(p), n, Encoding.SIGNS)
        assert all(y[j] == x[i] * (-1 if g.negation >> j & 1 else 1) for i, j in enumerate(g.images))


@given(with_tables(signed_permutations, 1))
def test_the_transformed_function_has_at_the_image_of_a_point_the_value_at_the_point(case):
    n, (g,), table = case
    moved = g.act_on_table(table)
    assert all(moved >> g.act_on_point(p) & 1 == table >> p & 1 for p in points(n))


@given(with_tables(signed_permutations, 2))
def test_signed_permutations_act_from_the_left(case):
    n, (g, h), table = case
    product = g * h
    for p in points(n):
        assert product.act_on_point(p) == g.act_on_point(h.act_on_point(p))
        assert product.act_on_mask(p) == g.act_on_mask(h.act_on_mask(p))
        mask, sign = h.act_on_monomial(p)
        image, other = g.act_on_monomial(mask)
        assert product.act_on_monomial(p) == (image, sign * other)
    assert product.act_on_table(table) == g.act_on_table(h.act_on_table(table))


@given(with_tables(signed_permutations, 3))
def test_signed_permutations_are_a_group(case):
    n, (g, h, k), table = case
    identity = SignedPermutation.identity(n)
    assert (g * h) * k == g * (h * k)
    assert identity * g == g * identity == g
    assert g * g.inverse() == g.inverse() * g == identity
    assert identity.act_on_table(table) == table


@given(with_tables(npn_transformations, 3))
def test_npn_transformations_are_a_group_that_acts_from_the_left(case):
    n, (g, h, k), table = case
    identity = NPNTransformation(SignedPermutation.identity(n))
    assert (g * h) * k == g * (h * k)
    assert g * g.inverse() == g.inverse() * g == identity
    assert (g * h).act_on_table(table) == g.act_on_table(h.act_on_table(table))
    assert g.n == n


@given(with_tables(signed_permutations, 1))
def test_the_polynomial_of_the_transformed_function_has_the_transformed_monomials(case):
    n, (g,), table = case
    q = CubePolynomial.from_boolean(BooleanFunction(n, table), Encoding.SIGNS, Encoding.SIGNS)
    moved = CubePolynomial.from_boolean(BooleanFunction(n, g.act_on_table(table)), Encoding.SIGNS, Encoding.SIGNS)
    expected = {}
    for mask, c in q.terms:
        image, sign = g.act_on_monomial(mask)
        expected[image] = sign * c
    assert moved == CubePolynomial(n, Encoding.SIGNS, expected)


@given(dimensions.flatmap(signed_permutations))
def test_what_is_printed_reads_back(g):
    assert SignedPermutation.from_text(str(g)) == g
    assert eval(repr(g)) == g  # noqa: S307  (the repr of a data class)
    assert copy.deepcopy(g) == g


def test_the_window_shows_where_each_variable_goes():
    g = SignedPermutation.from_text("[3 -1 2]")
    assert g.images == (2, 0, 1)
    assert g.negation == 0b001
    assert str(NPNTransformation(g)) == "[3 -1 2]"
    assert str(NPNTransformation(g, output=True)) == "not [3 -1 2]"
    assert SignedPermutation.from_text("[]") == SignedPermutation.identity(0)


@pytest.mark.parametrize(
    "text", ["", "[1", "1 2", "[1 x]", "[1 --2]", "[-]", "[1.0]", "[0 1]", "[1 2]\n", "[01 2]", "[99999]"]
)
def test_a_text_that_is_no_window_is_refused(text):
    with pytest.raises(InputError, match="a signed permutation must look like"):
        SignedPermutation.from_text(text)


@pytest.mark.parametrize("text", ["[1 1]", "[2]", "[1 -1]", "[1 3]"])
def test_a_window_whose_places_are_no_permutation_is_refused(text):
    with pytest.raises(InputError, match=r"the places of a signed permutation must be 1, ..., "):
        SignedPermutation.from_text(text)


def test_what_is_no_signed_permutation_is_refused():
    for images in [(0, 0), (1,), (0, 2), (True,), (0.0,)]:
        with pytest.raises(DomainError, match="the images must be a permutation"):
            SignedPermutation(images)
    with pytest.raises(TypeError, match="the images must be a tuple"):
        SignedPermutation([0, 1])
    with pytest.raises(DomainError, match="a point of the 2-cube"):
        SignedPermutation((0, 1), 4)


def test_dimensions_must_agree():
    g = SignedPermutation.identity(2)
    with pytest.raises(DomainError, match="2 coordinates cannot act where there are 3"):
        _ = g * SignedPermutation.identity(3)
    with pytest.raises(DomainError, match="a point of the 2-cube"):
        g.act_on_point(4)
    with pytest.raises(DomainError, match="a truth table of 2 variables"):
        g.act_on_table(16)
    with pytest.raises(TypeError):
        _ = g * 3
    with pytest.raises(TypeError):
        _ = NPNTransformation(g) * g


@pytest.mark.parametrize("n", range(5))
@pytest.mark.parametrize("group", Group)
def test_a_group_lists_each_of_its_elements_once_and_is_closed(n, group):
    elements = list(group.elements(n))
    assert len(elements) == len(set(elements)) == group.order(n)
    assert elements[0] == NPNTransformation(SignedPermutation.identity(n))
    known = set(elements)
    for g, h in itertools.islice(itertools.product(elements, reversed(elements)), 500):
        assert g * h in known
        assert g.inverse() in known


def test_the_groups_are_what_their_names_say():
    for g in Group.N.elements(3):
        assert g.inputs.images == (0, 1, 2)
        assert not g.output
    for g in Group.P.elements(3):
        assert g.inputs.negation == 0
        assert not g.output
    assert not any(g.output for g in Group.NP.elements(3))
    assert {g.inputs for g in Group.NP.elements(3)} == {g.inputs for g in Group.NPN.elements(3)}
    assert sum(g.output for g in Group.NPN.elements(3)) == Group.NP.order(3) == 48


@given(groups)
def test_the_order_in_dimension_zero_counts_only_the_negation_of_the_value(group):
    assert group.order(0) == (2 if group is Group.NPN else 1)


def test_a_group_of_no_dimension_is_refused():
    with pytest.raises(DomainError):
        Group.N.order(-1)
    with pytest.raises(DomainError):
        next(Group.N.elements(-1))

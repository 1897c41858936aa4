"""Boolean functions: constructors, conversions and operations, each by its definition at the points."""

import copy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.boolean import MAXIMUM_COFACTOR_DIMENSION, BooleanFunction
from exact.cube import Encoding, Face, coordinates, encode_bit, points
from exact.errors import DomainError, InputError, TooLargeError
from exact.orbit import canonical_form
from exact.symmetry import SignedPermutation
from tests.strategies import (
    boolean_functions,
    cube_faces,
    encodings,
    groups,
    npn_transformations,
    rationals,
    signed_permutations,
)

n_and_functions = st.integers(0, 5).flatmap(lambda n: st.tuples(boolean_functions(n), boolean_functions(n)))


# -------------------------------------------------------------------------------------------------------- constructors


@pytest.mark.parametrize("n", range(5))
def test_constants_and_variables_have_their_values(n):
    for p in points(n):
        assert BooleanFunction.constant(0, n)(p) == BooleanFunction.constant(False, n)(p) == 0
        assert BooleanFunction.constant(1, n)(p) == BooleanFunction.constant(True, n)(p) == 1
        assert [BooleanFunction.variable(i, n)(p) for i in range(n)] == list(coordinates(p, n, Encoding.BITS))
        assert BooleanFunction.parity(n)(p) == p.bit_count() % 2
        assert BooleanFunction.majority(n)(p) == (2 * p.bit_count() > n)


@given(boolean_functions(), encodings)
def test_values_and_functions_are_inverse(f, encoding):
    values = f.to_values(encoding)
    assert values == tuple(encode_bit(f(p), encoding) for p in points(f.n))
    assert BooleanFunction.from_values(values, encoding) == f
    assert BooleanFunction.from_values([bool(f(p)) for p in points(f.n)], encoding) == f


@given(boolean_functions(), encodings, encodings)
def test_a_callable_is_called_with_the_coordinates_of_each_point(f, inputs, values):
    table = {coordinates(p, f.n, inputs): encode_bit(f(p), values) for p in points(f.n)}
    assert BooleanFunction.from_callable(lambda *x: table[x], f.n, inputs, values) == f
    assert BooleanFunction.from_predicate(f, f.n) == f
    assert BooleanFunction.from_predicate(lambda p: f(p) == 1, f.n) == f


def test_the_values_of_a_callable_are_in_the_encoding_of_its_inputs_unless_said_otherwise():
    assert BooleanFunction.from_callable(lambda x, y: -x * y, 2, Encoding.SIGNS) == BooleanFunction.parity(2)
    assert BooleanFunction.from_callable(lambda x, y: x != y, 2, Encoding.SIGNS) == BooleanFunction.parity(2)
    assert BooleanFunction.from_callable(lambda: 1, 0, Encoding.BITS) == BooleanFunction(0, 1)
    with pytest.raises(DomainError, match="a value in signs must be -1 or 1, not 0"):
        BooleanFunction.from_callable(lambda x: max(x, 0), 1, Encoding.SIGNS)


@given(boolean_functions())
def test_points_hexadecimal_digits_and_the_algebraic_normal_form_give_the_function_back(f):
    assert f.true_points() == tuple(p for p in points(f.n) if f(p))
    assert f.weight == len(f.true_points())
    assert BooleanFunction.from_points(f.true_points(), f.n) == f
    assert BooleanFunction.from_points(2 * f.true_points(), f.n) == f
    assert BooleanFunction.from_hex(f.to_hex(), f.n) == f
    assert int(f.to_hex(), 16) == f.table
    assert len(f.to_hex()) == 2 + max(1, 2**f.n // 4)
    assert BooleanFunction.from_algebraic_normal_form(f.algebraic_normal_form(), f.n) == f


@given(boolean_functions())
def test_the_algebraic_normal_form_has_the_values_modulo_two(f):
    monomials = f.algebraic_normal_form()
    for p in points(f.n):
        assert sum(monomials >> s & 1 for s in points(f.n) if s & ~p == 0) % 2 == f(p)


@given(st.lists(rationals(), max_size=6), rationals(), encodings)
def test_a_threshold_function_compares_the_sum_with_the_threshold(weights, t, encoding):
    f = BooleanFunction.threshold(weights, t, encoding)
    for p in points(len(weights)):
        x = coordinates(p, len(weights), encoding)
        assert f(p) == (sum(w * value for w, value in zip(weights, x, strict=True)) > t)


def test_a_threshold_reads_signs_unless_said_otherwise_and_is_false_at_equality():
    assert BooleanFunction.threshold([1, 1], 0) == BooleanFunction.from_formula("x1 & x2")
    assert BooleanFunction.threshold([1, 1], 0, Encoding.BITS) == BooleanFunction.from_formula("x1 | x2")
    assert BooleanFunction.threshold([], -1) == BooleanFunction(0, 1)
    assert BooleanFunction.threshold([], 0) == BooleanFunction(0, 0)


def test_weights_beyond_every_machine_word_are_compared_exactly():
    huge = 10**40
    f = BooleanFunction.threshold([huge, huge + 1, -1], Fraction(2 * huge * 3, 3) - Fraction(1, 7), Encoding.BITS)
    assert f.true_points() == (3, 7)


def test_random_functions_depend_on_the_seed_and_nothing_else():
    assert BooleanFunction.random(6, 7) == BooleanFunction.random(6, 7)
    assert BooleanFunction.random(6, 7) != BooleanFunction.random(6, 8)
    assert BooleanFunction.random(0, 1).table in (0, 1)
    # The first eight bytes of shake_256(b"BooleanFunction n=6 seed=-1"), by OpenSSL 3:
    #   printf 'BooleanFunction n=6 seed=-1' | openssl dgst -shake256 -xoflen 8
    assert BooleanFunction.random(6, -1).table.to_bytes(8, "little").hex() == "ccc8bb64a107f6cc"
    with pytest.raises(TypeError, match="the seed must be an int"):
        BooleanFunction.random(3, "1")


# -------------------------------------------------------------------------------------------------- other conventions


@given(boolean_functions())
def test_in_the_convention_of_odonnell_true_is_minus_one(f):
    values = f.to_odonnell_values()
    assert values == tuple((-1) ** f(p) for p in points(f.n))
    assert BooleanFunction.from_odonnell_values(values) == f


def test_parity_is_a_product_in_the_convention_of_odonnell():
    values = BooleanFunction.parity(3).to_odonnell_values()
    for p in points(3):
        x = [(-1) ** (p >> i & 1) for i in range(3)]
        assert values[p] == x[0] * x[1] * x[2]


@given(boolean_functions())
def test_in_a_reversed_table_the_first_variable_is_the_most_significant_bit(f):
    table = f.to_reversed_table()
    for p in points(f.n):
        index = int("".join(str(bit) for bit in coordinates(p, f.n, Encoding.BITS)) or "0", 2)
        assert table >> index & 1 == f(p)
    assert BooleanFunction.from_reversed_table(table, f.n) == f
    assert f.reverse_variables().reverse_variables() == f


# ---------------------------------------------------------------------------------------------------------- operations


@given(n_and_functions)
def test_operations_act_at_each_point(pair):
    f, g = pair
    for p in points(f.n):
        assert (f & g)(p) == f(p) & g(p)
        assert (f | g)(p) == f(p) | g(p)
        assert (f ^ g)(p) == f(p) ^ g(p)
        assert (~f)(p) == 1 - f(p)
        assert f.dual()(p) == 1 - f(2**f.n - 1 - p)
    assert f.is_self_dual() == (f == f.dual())
    assert (f == g) == (f.table == g.table)


def test_equal_functions_have_equal_hashes_and_n_counts():
    assert BooleanFunction(1, 2) == BooleanFunction.variable(0, 1)
    assert hash(BooleanFunction(1, 2)) == hash(BooleanFunction.variable(0, 1))
    assert BooleanFunction(1, 2) != BooleanFunction(2, 2)
    assert BooleanFunction(1, 2) != 2


@given(boolean_functions())
def test_the_essential_variables_are_those_that_change_a_value(f):
    expected = tuple(i for i in range(f.n) if any(f(p) != f(p ^ 1 << i) for p in points(f.n)))
    assert f.essential_variables() == expected


@given(st.integers(0, 5).flatmap(lambda n: st.tuples(boolean_functions(n), cube_faces(n))))
def test_a_restriction_has_the_values_on_the_face(pair):
    f, face = pair
    restricted = f.restrict_to_face(face)
    assert restricted.n == face.dimension
    assert [restricted(p) for p in points(face.dimension)] == [f(p) for p in face]


@given(boolean_functions())
def test_a_function_is_put_together_from_its_cofactors(f):
    for i in range(f.n):
        low, high = f.cofactors(i)
        for p in points(f.n - 1):
            q = p & ((1 << i) - 1) | (p >> i) << (i + 1)
            assert (low(p), high(p)) == (f(q), f(q | 1 << i))


@given(boolean_functions(), st.integers(0, 3))
def test_an_embedded_function_does_not_depend_on_the_new_variables(f, k):
    larger = f.embed(f.n + k)
    assert all(larger(p) == f(p & (1 << f.n) - 1) for p in points(f.n + k))
    assert larger.essential_variables() == f.essential_variables()


@given(
    st.integers(0, 5).flatmap(lambda n: st.tuples(boolean_functions(n), signed_permutations(n), npn_transformations(n)))
)
def test_a_transformed_function_has_at_the_image_of_a_point_the_value_at_the_point(case):
    f, g, h = case
    assert all(f.transform(g)(g.act_on_point(p)) == f(p) for p in points(f.n))
    assert all(f.transform(h)(h.inputs.act_on_point(p)) == f(p) ^ h.output for p in points(f.n))


@given(st.data())
def test_a_composition_has_the_value_of_the_values(data):
    f, m = data.draw(boolean_functions()), data.draw(st.integers(0, 4))
    arguments = [data.draw(boolean_functions(m)) for _ in range(f.n)]
    composed = f.compose(arguments)
    assert composed.n == (m if f.n else 0)
    for p in points(composed.n):
        assert composed(p) == f(sum(g(p) << i for i, g in enumerate(arguments)))


@pytest.mark.parametrize("n", [MAXIMUM_COFACTOR_DIMENSION, MAXIMUM_COFACTOR_DIMENSION + 1])
@pytest.mark.parametrize("m", [0, 2, 5])
def test_both_methods_of_composition_give_the_value_of_the_values(n, m):
    f = BooleanFunction.random(n, 1)
    arguments = [BooleanFunction.random(m, i) for i in range(n)]
    composed = f.compose(arguments)
    assert composed.to_values(Encoding.BITS) == tuple(
        f(sum(g(p) << i for i, g in enumerate(arguments))) for p in points(m)
    )


@given(boolean_functions(), groups)
def test_canonical_forms_and_symmetries_are_those_of_the_table(f, group):
    assert f.canonical_form(group).table == canonical_form(f.table, f.n, group)
    found = f.symmetries(group)
    assert all(f.transform(g) == f for g in found.generators)
    assert f.canonical_form(group).symmetries(group).order == found.order


@pytest.mark.parametrize("n", [19, pytest.param(24, marks=pytest.mark.slow)])
def test_the_operations_work_at_large_dimensions(n):
    f = BooleanFunction.random(n, 3)
    x = BooleanFunction.variable(5, n)
    low, high = f.restrict({5: 0}), f.restrict({5: 1})
    moved = SignedPermutation((*range(5), n - 1, *range(5, n - 1)))  # x_6 goes to the top
    assert BooleanFunction(n, low.table | high.table << (1 << (n - 1))) == f.transform(moved)
    assert f.dual().dual() == f
    assert (f & x | f & ~x) == f
    odd = n - 1 + n % 2
    assert BooleanFunction.majority(odd).is_self_dual()
    assert BooleanFunction.majority(odd).weight == 1 << (odd - 1)
    assert len(f.essential_variables()) == n
    assert f.restrict(dict.fromkeys(range(4, n), 1)).to_values(Encoding.BITS) == tuple(
        f(p | (1 << n) - 16) for p in range(16)
    )


# ----------------------------------------------------------------------------------------------------------- as a value


@given(boolean_functions())
def test_what_is_shown_reads_back_for_small_functions(f):
    assert eval(repr(f), {"BooleanFunction": BooleanFunction}) == f  # noqa: S307
    assert copy.copy(f) == copy.deepcopy(f) == f


def test_the_repr_of_a_large_function_is_short():
    text = repr(BooleanFunction.parity(10))
    assert text == "<BooleanFunction of 10 variables, 0x69969669...69969669, weight 512>" or len(text) < 80
    assert "\n" not in text


def test_a_notebook_shows_a_disjunctive_normal_form_where_it_is_short():
    assert BooleanFunction.majority(3)._repr_latex_() == r"$x_{1} x_{2} \vee x_{1} x_{3} \vee x_{2} x_{3}$"
    assert BooleanFunction(0, 1)._repr_latex_() == "$1$"
    assert BooleanFunction(2, 0)._repr_latex_() == "$0$"
    assert BooleanFunction.parity(16)._repr_latex_() is None


def test_a_function_is_immutable():
    f = BooleanFunction(2, 6)
    with pytest.raises(AttributeError, match="immutable; table cannot be set"):
        f.table = 7
    with pytest.raises(AttributeError, match="immutable; n cannot be deleted"):
        del f.n
    with pytest.raises(AttributeError):
        f.other = 1


# --------------------------------------------------------------------------------------------------------- wrong input


def test_a_wrong_table_is_refused():
    with pytest.raises(DomainError, match=r"a truth table of 2 variables must be in .*, not 16"):
        BooleanFunction(2, 16)
    with pytest.raises(DomainError, match="not -1"):
        BooleanFunction(2, -1)
    for wrong in (1.0, True, "6", None):
        with pytest.raises(TypeError, match="a truth table must be an int"):
            BooleanFunction(2, wrong)
        with pytest.raises(TypeError, match="the dimension n must be an int"):
            BooleanFunction(wrong, 0)


CONSTRUCTORS = {
    "table": lambda n: BooleanFunction(n, 0),
    "constant": lambda n: BooleanFunction.constant(1, n),
    "variable": lambda n: BooleanFunction.variable(0, n),
    "callable": lambda n: BooleanFunction.from_callable(max, n, Encoding.BITS),
    "predicate": lambda n: BooleanFunction.from_predicate(bool, n),
    "points": lambda n: BooleanFunction.from_points([], n),
    "hexadecimal": lambda n: BooleanFunction.from_hex("0x0", n),
    "formula": lambda n: BooleanFunction.from_formula("0", n),
    "reversed": lambda n: BooleanFunction.from_reversed_table(0, n),
    "algebraic": lambda n: BooleanFunction.from_algebraic_normal_form(0, n),
    "random": lambda n: BooleanFunction.random(n, 0),
    "threshold": lambda n: BooleanFunction.threshold([1] * n, 0),
    "majority": BooleanFunction.majority,
    "parity": BooleanFunction.parity,
    "embed": lambda n: BooleanFunction(0, 0).embed(n),
}


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_too_many_variables_are_refused(name):
    with pytest.raises(TooLargeError) as caught:
        CONSTRUCTORS[name](25)
    assert caught.value.limit == 24


@pytest.mark.parametrize("size", [0, 3, 6])
def test_values_must_be_as_many_as_points(size):
    with pytest.raises(DomainError, match=rf"values must have length 2\*\*n, not {size}"):
        BooleanFunction.from_values([0] * size, Encoding.BITS)


@pytest.mark.parametrize("value", [2, -1, 0.0, 1.0, "1", None, Fraction(1)])
def test_a_value_must_stand_for_a_truth_value(value):
    with pytest.raises(DomainError, match="a value in bits must be 0 or 1, not"):
        BooleanFunction.from_values([value], Encoding.BITS)
    with pytest.raises(DomainError, match="a value in bits must be 0 or 1, not"):
        BooleanFunction.constant(value, 2)
    with pytest.raises(DomainError, match="a value in bits must be 0 or 1, not"):
        BooleanFunction(1, 1).restrict({0: value})


@pytest.mark.parametrize("values", [[True, False], [0, 1], [2, 1]])
def test_a_value_in_the_convention_of_odonnell_is_a_sign(values):
    with pytest.raises(DomainError):
        BooleanFunction.from_odonnell_values(values)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("e8", "a truth table must look like 0x2f, not 'e8'"),
        ("0xg", "a truth table must look like 0x2f, not '0xg'"),
        ("0x", "a truth table must look like 0x2f"),
        ("0x1_0", "must have at most 2 hexadecimal digits, not 3"),
        ("0x1_", "a truth table must look like 0x2f"),
        (" 0x1", "a truth table must look like 0x2f"),
        ("0x1\n", "a truth table must look like 0x2f"),
        ("-0x1", "a truth table must look like 0x2f"),
        ("0X1", "a truth table must look like 0x2f"),
        ("0x100", "a truth table of 3 variables must have at most 2 hexadecimal digits, not 3 as in '0x100'"),
        ("0x" + "0" * 10**6, r"not 1000000 as in '0x0{38}\.\.\.'"),
    ],
    ids=lambda text: text[:10],
)
def test_a_text_that_is_no_table_is_refused(text, sentence):
    with pytest.raises(InputError, match=sentence):
        BooleanFunction.from_hex(text, 3)


@pytest.mark.parametrize(("text", "n"), [("0x4", 1), ("0x2", 0), ("0xf", 1)])
def test_bits_beyond_the_table_are_refused_with_the_text(text, n):
    with pytest.raises(InputError, match=f"must have no bit beyond the first {2**n}, not {text}"):
        BooleanFunction.from_hex(text, n)


def test_a_wrong_index_or_point_is_refused():
    f = BooleanFunction.parity(3)
    for i in (-1, 3):
        with pytest.raises(
            DomainError, match=f"the index of a variable must be at least 0 and less than n = 3, not {i}"
        ):
            f.restrict({i: 0})
        with pytest.raises(DomainError, match="the index of a variable"):
            BooleanFunction.variable(i, 3)
    with pytest.raises(DomainError, match="less than n = 0"):
        BooleanFunction.variable(0, 0)
    for i in (True, 1.0, "x1"):
        with pytest.raises(TypeError, match="the index of a variable must be an int"):
            f.restrict({i: 0})
    with pytest.raises(DomainError, match="a point of the 3-cube"):
        f(8)
    with pytest.raises(DomainError, match="a point of the 3-cube"):
        BooleanFunction.from_points([8], 3)
    with pytest.raises(TypeError):
        f(1.0)


def test_dimensions_must_agree():
    f, g = BooleanFunction.parity(2), BooleanFunction.parity(3)
    for operation in (lambda: f & g, lambda: f | g, lambda: f ^ g):
        with pytest.raises(DomainError, match="functions must have the same number of variables, not 2 and 3"):
            operation()
    for operation in (lambda: f & 1, lambda: f | True, lambda: 1 ^ f):
        with pytest.raises(TypeError):
            operation()
    with pytest.raises(DomainError, match="composed with 2, not 1"):
        f.compose([f])
    with pytest.raises(DomainError, match=r"the same number of variables, not \[2, 3\]"):
        f.compose([f, g])
    with pytest.raises(DomainError, match="cannot be read as one of 1"):
        f.embed(1)
    with pytest.raises(DomainError, match="the transformation must be one of 2 variables, not of 3"):
        f.transform(SignedPermutation.identity(3))
    with pytest.raises(DomainError, match="the face must be one of the 2-cube, not of the 3-cube"):
        f.restrict_to_face(Face.from_text("***"))


def test_the_weights_of_a_threshold_are_exact_numbers():
    for wrong in (0.5, True, "1"):
        with pytest.raises(TypeError, match="a rational number must be an int or a Fraction"):
            BooleanFunction.threshold([wrong], 0)
        with pytest.raises(TypeError, match="a rational number must be an int or a Fraction"):
            BooleanFunction.threshold([1], wrong)

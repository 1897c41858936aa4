"""Polynomials on the cube: against the definition, at every point; ways in and out; wrong input."""

import itertools
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.boolean import BooleanFunction
from exact.cube import Encoding, coordinates
from exact.errors import DomainError, TooLargeError
from exact.parameters import ParameterPolynomial, parameter
from exact.polynomial import CubePolynomial
from exact.spectrum import walsh_spectrum
from tests.strategies import boolean_functions, dimensions, encodings, numeric_polynomials, polynomials

BITS, SIGNS = Encoding.BITS, Encoding.SIGNS
cubes = st.tuples(dimensions, encodings)


def on_a_cube(strategy, count=1):
    return cubes.flatmap(lambda place: st.tuples(*(strategy(*place) for _ in range(count))))


def value_by_definition(q, p):
    x = coordinates(p, q.n, q.encoding)
    return sum(c * prod(x[i] for i in range(q.n) if mask >> i & 1) for mask, c in q.terms)


def variables(n, encoding):
    return [CubePolynomial.variable(i, n, encoding) for i in range(n)]


# ---------------------------------------------------------------------------------------------- definition, normal form


@given(on_a_cube(polynomials))
def test_values_are_those_of_the_definition(q):
    (q,) = q
    expected = tuple(value_by_definition(q, p) for p in range(2**q.n))
    assert q.values() == expected
    assert tuple(q.value(p) for p in range(2**q.n)) == expected


@given(on_a_cube(polynomials))
def test_interpolation_is_the_inverse_of_values(q):
    (q,) = q
    assert CubePolynomial.from_values(q.values(), q.encoding) == q


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_every_boolean_function_has_the_polynomial_with_its_values(n, encoding):
    for table in range(2**2**n):
        f = BooleanFunction(n, table)
        bits = tuple(table >> p & 1 for p in range(2**n))
        assert CubePolynomial.from_boolean(f, encoding, BITS).values() == bits
        assert CubePolynomial.from_boolean(f, encoding, SIGNS).values() == tuple(2 * bit - 1 for bit in bits)


@given(boolean_functions(), encodings, encodings)
def test_boolean_functions_come_back(f, inputs, values):
    q = CubePolynomial.from_boolean(f, inputs, values)
    assert q.is_boolean(values)
    assert q.to_boolean(values) == f


@given(on_a_cube(polynomials))
def test_the_normal_form_holds(q):
    (q,) = q
    masks = [mask for mask, _ in q.terms]
    assert masks == sorted(set(masks))
    for mask, c in q.terms:
        assert 0 <= mask < 2**q.n
        assert c != 0
        assert (
            type(c) is int
            or (type(c) is Fraction and c.denominator > 1)
            or (type(c) is ParameterPolynomial and c.names)
        )


def test_equal_masks_are_added_and_zeros_dropped():
    a = parameter("a")
    assert CubePolynomial(2, BITS, [(1, 2), (1, Fraction(1, 2)), (2, 1), (2, -1)]).terms == ((1, Fraction(5, 2)),)
    assert CubePolynomial(1, BITS, [(0, a), (0, 1 - a), (1, Fraction(4, 2))]).terms == ((0, 1), (1, 2))
    assert CubePolynomial(1, BITS, {0: a - a}).terms == ()


@given(on_a_cube(polynomials, 2), st.data())
def test_products_and_sums_are_those_of_the_values(qr, data):
    q, r = qr
    assert (q * r).values() == tuple(v * w for v, w in zip(q.values(), r.values(), strict=True))
    assert (q + r).values() == tuple(v + w for v, w in zip(q.values(), r.values(), strict=True))
    p = data.draw(st.integers(0, 2**q.n - 1))
    assert (q - r).value(p) == q.value(p) - r.value(p)


@given(on_a_cube(polynomials))
def test_a_change_of_encoding_keeps_the_values(q):
    (q,) = q
    for encoding in Encoding:
        changed = q.to_encoding(encoding)
        assert changed.encoding is encoding
        assert changed.values() == q.values()
        assert changed.to_encoding(q.encoding) == q


# --------------------------------------------------------------------------------------------------------------- parts


@given(on_a_cube(polynomials))
def test_a_polynomial_is_the_sum_of_its_homogeneous_parts(q):
    (q,) = q
    parts = [q.homogeneous_part(d) for d in range(q.n + 1)]
    assert sum(parts, CubePolynomial.constant(0, q.n, q.encoding)) == q
    for d, part in enumerate(parts):
        assert all(mask.bit_count() == d for mask in part.support)
    assert q.degree == max((d for d, part in enumerate(parts) if part), default=-1)
    assert q.quadratic_part() == q.homogeneous_part(2)
    assert not q.homogeneous_part(q.n + 1)


@given(on_a_cube(polynomials))
def test_the_contents_are_those_of_the_terms(q):
    (q,) = q
    assert list(q) == list(q.terms)
    assert bool(q) == (len(q.terms) > 0)
    assert q.number_of_terms == len(q.terms)
    assert q.support == tuple(mask for mask, _ in q.terms)
    assert dict(q.terms) == {mask: q.coefficient(mask) for mask in range(2**q.n) if q.coefficient(mask) != 0}
    assert q.parameters == tuple(
        sorted({name for _, c in q.terms if not isinstance(c, int | Fraction) for name in c.names})
    )
    assert q.essential_variables == tuple(i for i in range(q.n) if any(mask >> i & 1 for mask in q.support))


@given(on_a_cube(polynomials))
def test_a_variable_occurs_if_and_only_if_the_values_depend_on_it(q):
    (q,) = q
    values = q.values()
    for i in range(q.n):
        depends = any(values[p] != values[p ^ 1 << i] for p in range(2**q.n))
        assert (i in q.essential_variables) == depends


@given(on_a_cube(numeric_polynomials), st.integers(0, 8))
def test_the_largest_terms_come_first(q, count):
    (q,) = q
    chosen = q.largest_terms(count)
    assert chosen == tuple(sorted(q.terms, key=lambda t: (-abs(t[1]), t[0].bit_count(), t[0]))[:count])


def test_symbolic_terms_count_as_the_largest():
    q = CubePolynomial(2, BITS, {0: 100, 1: parameter("a"), 2: -200})
    assert q.largest_terms(2) == ((1, parameter("a")), (2, -200))


@given(on_a_cube(numeric_polynomials))
def test_norms_are_those_of_the_coefficients(q):
    (q,) = q
    numbers = [c for _, c in q.terms]
    assert q.one_norm() == sum(map(abs, numbers))
    assert q.squared_two_norm() == sum(c * c for c in numbers)
    assert q.maximum_norm() == max(map(abs, numbers), default=0)
    assert all(abs(v) <= q.one_norm() for v in q.values())


@given(dimensions.flatmap(lambda n: numeric_polynomials(n, SIGNS)))
def test_parseval_holds_in_signs(q):
    assert 2**q.n * q.squared_two_norm() == sum(v * v for v in q.values())


def test_norms_of_symbolic_polynomials_are_refused():
    q = CubePolynomial(1, BITS, {1: parameter("a")})
    for norm in (q.one_norm, q.squared_two_norm, q.maximum_norm):
        with pytest.raises(DomainError, match="rational coefficients, not the parameters a"):
            norm()


# ----------------------------------------------------------------------------------------------------------- variables


@given(on_a_cube(polynomials), st.integers(0, 70))
def test_shrinking_is_the_inverse_of_embedding(q, more):
    (q,) = q
    larger = q.embed(q.n + more)
    assert larger.n == q.n + more
    assert larger.terms == q.terms
    assert larger.shrink(q.n) == q


@given(on_a_cube(polynomials), st.data())
def test_renaming_permutes_the_coordinates(q, data):
    (q,) = q
    order = data.draw(st.permutations(range(q.n)))
    renamed = q.rename(dict(enumerate(order)))
    for p in range(2**q.n):
        moved = sum(1 << order[i] for i in range(q.n) if p >> i & 1)
        assert renamed.value(moved) == q.value(p)


def test_renaming_moves_to_another_cube():
    x, y = variables(2, SIGNS)
    assert (x + 2 * y).rename({0: 69, 1: 2}, 70) == CubePolynomial(70, SIGNS, {1 << 69: 1, 1 << 2: 2})
    assert (2 * y).rename({1: 0}, 1) == CubePolynomial(1, SIGNS, {1: 2})
    assert (2 * y).rename({0: 1}) == 2 * y  # x_1 does not occur, so nothing is identified


@given(on_a_cube(polynomials), st.data())
def test_restriction_fixes_the_coordinates(q, data):
    (q,) = q
    bits = data.draw(st.dictionaries(st.integers(0, max(q.n - 1, 0)), st.integers(0, 1), max_size=q.n))
    restricted = q.restrict(bits)
    assert not set(restricted.essential_variables) & set(bits)
    for p in range(2**q.n):
        fixed = p
        for i, bit in bits.items():
            fixed = fixed & ~(1 << i) | bit << i
        assert restricted.value(p) == q.value(fixed)


@given(on_a_cube(polynomials, 3))
def test_substitution_is_simultaneous_and_puts_in_formulas(qrs):
    q, r, s = qrs
    if q.n < 2:
        return
    x = variables(q.n, q.encoding)
    expected = sum(
        (
            c * prod(({0: r, 1: s}.get(i, x[i]) for i in range(q.n) if mask >> i & 1), start=x[0] * 0 + 1)
            for mask, c in q.terms
        ),
        x[0] * 0,
    )
    assert q.substitute({0: r, 1: s}) == expected
    assert q.substitute({}) == q
    assert q.compose([r, s, *x[2:]]) == expected


@given(on_a_cube(polynomials), st.sampled_from([0, 1]))
def test_a_constant_may_be_substituted(q, bit):
    (q,) = q
    if q.n:
        value = bit if q.encoding is BITS else 2 * bit - 1
        assert q.substitute({0: value}) == q.restrict({0: bit})
        assert q.substitute({0: parameter("z")}).assign({"z": value}) == q.restrict({0: bit})


@given(boolean_functions(3), st.lists(boolean_functions(2), min_size=3, max_size=3), encodings, encodings)
def test_composition_of_polynomials_is_composition_of_functions(f, inner, outer, encoding):
    composed = CubePolynomial.from_boolean(f, outer, BITS).compose(
        [CubePolynomial.from_boolean(g, encoding, outer) for g in inner]
    )
    assert (composed.n, composed.encoding) == (2, encoding)
    for p in range(4):
        argument = sum((g.table >> p & 1) << i for i, g in enumerate(inner))
        assert composed.value(p) == f.table >> argument & 1


def test_a_constant_of_no_variables_composes_to_itself():
    q = CubePolynomial.constant(7, 0, BITS)
    assert q.compose([]) == q
    assert CubePolynomial.constant(7, 1, BITS).compose([variables(2, SIGNS)[0]]) == CubePolynomial.constant(7, 2, SIGNS)


# ---------------------------------------------------------------------------------------------------- Boolean functions


@given(on_a_cube(polynomials), encodings)
def test_boolean_values_are_recognized(q, values):
    (q,) = q
    truth_values = {values.false, values.true}
    boolean = all(v in truth_values for v in q.values())
    assert q.is_boolean(values) == boolean
    if not q.parameters:
        if boolean:
            table = sum((v == 1) << p for p, v in enumerate(q.values()))
            assert q.to_boolean(values) == BooleanFunction(q.n, table)
        else:
            with pytest.raises(DomainError, match="every value must be"):
                q.to_boolean(values)


def test_boolean_values_are_recognized_with_many_variables_and_with_parameters():
    x = variables(100, SIGNS)
    assert prod(x[1:50], start=x[0]).is_boolean(SIGNS)
    assert not (x[0] + prod(x[:50], start=x[0])).is_boolean(SIGNS)
    assert not (parameter("a") * x[0]).is_boolean(SIGNS)
    y = variables(60, BITS)
    assert (prod(y[1:], start=y[0])).is_boolean(BITS)
    assert not (prod(y[1:], start=y[0]) * 2).is_boolean(BITS)


def test_a_symbolic_polynomial_is_no_boolean_function():
    with pytest.raises(DomainError, match="a Boolean function needs rational coefficients"):
        CubePolynomial(1, BITS, {1: parameter("a")}).to_boolean(BITS)


@given(boolean_functions())
def test_the_polynomial_of_a_spectrum_has_its_coefficients(f):
    spectrum = walsh_spectrum(f)
    q = CubePolynomial.from_spectrum(spectrum)
    assert [q.coefficient(mask) for mask in range(2**f.n)] == [spectrum.coefficient(mask) for mask in range(2**f.n)]


# ---------------------------------------------------------------------------------------------------------- small cubes


@pytest.mark.parametrize("encoding", Encoding)
def test_the_cube_of_dimension_zero_has_one_point(encoding):
    q = CubePolynomial.constant(Fraction(3, 2), 0, encoding)
    assert q.values() == (Fraction(3, 2),)
    assert CubePolynomial.from_values([Fraction(3, 2)], encoding) == q
    assert (q.degree, q.essential_variables, q.support) == (0, (), (0,))
    assert (q * q).terms == ((0, Fraction(9, 4)),)
    assert q.restrict({}) == q.shrink(0) == q.embed(0) == q


def test_zero_has_no_terms():
    zero = CubePolynomial(3, BITS, {})
    assert zero.terms == ()
    assert zero.degree == -1
    assert zero.values() == (0,) * 8
    assert not zero
    assert zero**0 == CubePolynomial.constant(1, 3, BITS)
    assert zero.to_encoding(SIGNS) == CubePolynomial(3, SIGNS, {})
    assert (zero.one_norm(), zero.squared_two_norm(), zero.maximum_norm()) == (0, 0, 0)
    assert zero.is_boolean(BITS)
    assert not zero.is_boolean(SIGNS)


@pytest.mark.parametrize(("encoding", "square"), [(BITS, "x1"), (SIGNS, "1")])
def test_squares_of_variables_are_reduced(encoding, square):
    assert str(CubePolynomial.variable(0, 1, encoding) ** 2) == square
    assert str(CubePolynomial.variable(0, 1, encoding) ** 10**9) == (square if encoding is SIGNS else "x1")


def test_polynomials_of_different_cubes_are_different():
    assert CubePolynomial(1, BITS, {0: 1}) != CubePolynomial(2, BITS, {0: 1})
    assert CubePolynomial(1, BITS, {0: 1}) != CubePolynomial(1, SIGNS, {0: 1})
    assert CubePolynomial(1, BITS, {0: 1}) != 1
    assert len({CubePolynomial(n, e, {0: 1}) for n, e in itertools.product(range(3), Encoding)}) == 6


# ---------------------------------------------------------------------------------------------------------- wrong input


def test_polynomials_of_different_cubes_do_not_mix():
    q, r = CubePolynomial(1, BITS, {1: 1}), CubePolynomial(2, BITS, {1: 1})
    for operation in (
        lambda: q + r,
        lambda: q - r,
        lambda: q * r,
        lambda: q.substitute({0: r}),
        lambda: r.compose([q, r]),
    ):
        with pytest.raises(DomainError, match="the same cube"):
            operation()
    with pytest.raises(DomainError, match="in bits, not n = 1 in signs"):
        q + CubePolynomial(1, SIGNS, {1: 1})


WRONG_INPUT = [
    (lambda: CubePolynomial(1, BITS, {2: 1}), "a point of the 1-cube must be in 0, ..., 1, not 2"),
    (lambda: CubePolynomial(1, BITS, {-1: 1}), "not -1"),
    (lambda: CubePolynomial(-1, BITS, {}), "at least 0, not -1"),
    (lambda: CubePolynomial.variable(2, 2, BITS), "must have an index in 0, ..., 1, not 2"),
    (lambda: CubePolynomial.variable(-1, 2, BITS), "not -1"),
    (lambda: CubePolynomial.from_values([], BITS), "length 2\\*\\*n, not 0"),
    (lambda: CubePolynomial.from_values([1, 2, 3], BITS), "length 2\\*\\*n, not 3"),
    (lambda: CubePolynomial(1, BITS, {1: 1}) / 0, "divided by 0"),
    (lambda: CubePolynomial(1, BITS, {1: 1}) ** -1, "an exponent must be an integer >= 0, not -1"),
    (lambda: CubePolynomial(2, BITS, {1: 1}).embed(1), "use shrink"),
    (lambda: CubePolynomial(2, BITS, {1: 1}).shrink(3), "use embed"),
    (lambda: CubePolynomial(4, BITS, {4: 1}).shrink(2), "the first 2 variables must suffice, but x3 occurs"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).rename({0: 1}), "different indices"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).rename({0: 2}), "not 2"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).rename({5: 0}), "not 5"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).restrict({2: 0}), "not 2"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).restrict({0: 2}), "the bit 0 or 1, not 2"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).restrict({0: True}), "the bit 0 or 1, not True"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).substitute({2: 1}), "not 2"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).compose([]), "there must be 2 arguments, not 0"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).value(4), "not 4"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).coefficient(4), "not 4"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).to_text(["x"]), "there must be a name for x2"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).largest_terms(-1), ">= 0, not -1"),
    (lambda: CubePolynomial(2, BITS, {3: 1}).to_text(maximum_terms=-1), ">= 0, not -1"),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG_INPUT, ids=range(len(WRONG_INPUT)))
def test_wrong_input_is_refused_with_the_reason(wrong, sentence):
    with pytest.raises(DomainError, match=sentence):
        wrong()


WRONG_TYPES = [
    lambda: CubePolynomial(1, BITS, {1: 0.5}),
    lambda: CubePolynomial(1, BITS, {1: True}),
    lambda: CubePolynomial(1, BITS, {1: "1"}),
    lambda: CubePolynomial(1, BITS, {1.0: 1}),
    lambda: CubePolynomial(True, BITS, {}),
    lambda: CubePolynomial(1, "bits", {}),
    lambda: CubePolynomial.from_values([0.5, 1], BITS),
    lambda: CubePolynomial.from_values([True, False], BITS),
    lambda: CubePolynomial.from_values([0, 1], "bits"),
    lambda: CubePolynomial.from_boolean(BooleanFunction(1, 1), BITS, "signs"),
    lambda: CubePolynomial(1, BITS, {1: 1}).to_encoding("signs"),
    lambda: CubePolynomial(1, BITS, {1: 1}).is_boolean("signs"),
    lambda: CubePolynomial(1, BITS, {1: 1}).to_boolean("signs"),
    lambda: CubePolynomial(1, BITS, {1: 1}).substitute({0: 0.5}),
    lambda: CubePolynomial(1, BITS, {1: parameter("a")}).assign({"a": 0.5}),
    lambda: CubePolynomial(1, BITS, {1: 1}).value(0.0),
]


@pytest.mark.parametrize("wrong", WRONG_TYPES, ids=range(len(WRONG_TYPES)))
def test_wrong_types_are_type_errors(wrong):
    with pytest.raises(TypeError):
        wrong()


def test_too_many_points_are_refused():
    q = CubePolynomial(25, BITS, {1: 1})
    for question in (q.values, lambda: q.to_boolean(BITS)):
        with pytest.raises(TooLargeError) as caught:
            question()
        assert (caught.value.size, caught.value.limit) == (25, 24)


def test_powers_with_huge_coefficients_are_refused():
    x = CubePolynomial.variable(0, 1, BITS)
    for base in (2 * x, x / 3, x + 1):
        with pytest.raises(TooLargeError, match="may have coefficients of"):
            base ** (10**9)


def test_substitutions_with_too_many_products_are_refused(monkeypatch):
    q = CubePolynomial(4, BITS, dict.fromkeys(range(16), 1))
    x = variables(4, BITS)
    monkeypatch.setattr("exact.polynomial.MAXIMUM_SUBSTITUTIONS", 31)
    for question in (lambda: q.substitute(dict(enumerate(x))), lambda: q.compose(x)):
        with pytest.raises(TooLargeError, match="may need 32 products of polynomials") as caught:
            question()
        assert (caught.value.size, caught.value.limit) == (32, 31)
    assert q.substitute({0: x[1], 1: x[0]}) == q  # 4 products: variables that stay do not count


def test_numbers_too_long_to_print_are_refused_with_our_errors():
    huge = 10**5000
    x = CubePolynomial.variable(0, 1, BITS)
    for wrong in (lambda: CubePolynomial(20_000, BITS, {-1: 1}), lambda: x.value(huge), lambda: x**-huge):
        with pytest.raises(DomainError, match="not"):
            wrong()
    for wrong in (lambda: (x + 1) ** huge, lambda: x.embed(huge).values(), lambda: parameter("a") ** huge):
        with pytest.raises(TooLargeError, match="about 2"):
            wrong()

"""Dense and sparse methods give the same terms, at and around every size where the method or the memory changes."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact import term_methods
from exact.cube import Encoding
from exact.errors import TooLargeError
from exact.parameters import parameter
from exact.polynomial import CubePolynomial
from exact.term_list import PACKED_TERMS, TermList
from exact.term_methods import Method, change_encoding, encoding_method, product, product_method
from tests.strategies import encodings, polynomials

BITS, SIGNS = Encoding.BITS, Encoding.SIGNS


def some_terms(count, variables, size=10, seed=0):
    """Terms with random masks in the given variables and random integers, none of them 0."""
    generator = random.Random(seed)  # noqa: S311
    masks = set()
    while len(masks) < count:
        masks.add(sum(1 << i for i in variables if generator.random() < 0.5))
    return {mask: generator.choice([-1, 1]) * generator.randint(1, size) for mask in masks}


def schoolbook(left, right, encoding):
    collected = {}
    for mask, c in left.items():
        for other, d in right.items():
            key = mask | other if encoding is BITS else mask ^ other
            collected[key] = collected.get(key, 0) + c * d
    return TermList.collect(collected)


# ------------------------------------------------------------------------------------------------------------ products


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize(("left", "right"), [(0, 3), (1, 1), (1, 300), (300, 40), (255, 255), (256, 256)])
def test_every_method_gives_the_schoolbook_product(left, right, method, encoding):
    a, b = some_terms(left, range(3, 12), seed=1), some_terms(right, range(12), seed=2)
    result = product(TermList.collect(a), TermList.collect(b), encoding, method)
    assert result == schoolbook(a, b, encoding)


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("method", Method)
def test_every_method_gives_the_same_square(method, encoding):
    a = some_terms(100, range(10))
    terms = TermList.collect(a)
    assert product(terms, terms, encoding, method) == schoolbook(a, a, encoding)


@pytest.mark.parametrize("method", Method)
def test_products_may_be_zero(method):
    a = some_terms(60, range(1, 10))
    plus = TermList.collect(a | {mask | 1: c for mask, c in a.items()})  # a (1 + x1)
    minus = TermList.collect(a | {mask | 1: -c for mask, c in a.items()})  # a (1 - x1)
    assert len(product(plus, minus, SIGNS, method)) == 0


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("method", Method)
def test_denominators_multiply(method, encoding):
    a = {mask: Fraction(c, 6) for mask, c in some_terms(40, range(8), seed=3).items()}
    b = {mask: Fraction(c, 35) for mask, c in some_terms(40, range(8), seed=4).items()}
    result = product(TermList.collect(a), TermList.collect(b), encoding, method)
    assert result == schoolbook(a, b, encoding)


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize(
    ("left", "right", "variables", "size", "method"),
    [
        (32, 32, range(60), 9, Method.DICTIONARY),  # few pairs
        (40, 40, range(60), 9, Method.PAIRS),
        (40, 40, range(20, 63), 9, Method.PAIRS),
        (40, 40, range(20, 64), 9, Method.DICTIONARY),  # a mask needs 64 bits
        (40, 40, range(60), 2**40, Method.DICTIONARY),  # a sum may need more than 64 bits
        (256, 256, range(8), 9, Method.ARRAY_TABLE),
        (256, 256, range(50, 58), 9, Method.ARRAY_TABLE),
        (256, 256, range(100, 108), 9, Method.ARRAY_TABLE),
        (256, 256, range(8), 2**70, Method.TABLE),
        (40, 40, range(20), 2**70, Method.DICTIONARY),
        (256, 256, range(8), 2**40, Method.ARRAY_TABLE),  # the values fit, their product does not
    ],
)
def test_the_policy_chooses_as_documented_and_the_result_is_right(left, right, variables, size, method, encoding):
    a, b = some_terms(left, variables, size, seed=5), some_terms(right, variables, size, seed=6)
    left_terms, right_terms = TermList.collect(a), TermList.collect(b)
    assert product_method(left_terms, right_terms) is method
    assert product(left_terms, right_terms, encoding) == schoolbook(a, b, encoding)


def test_symbolic_products_are_done_term_by_term():
    a, b = some_terms(64, range(6)), some_terms(64, range(6), seed=9)
    symbolic = {mask: c * parameter("a") for mask, c in a.items()}
    left, right = TermList.collect(symbolic), TermList.collect(b)
    assert product_method(left, right) is Method.DICTIONARY
    assert product(left, right, BITS) == schoolbook(symbolic, b, BITS)


@pytest.mark.parametrize("encoding", Encoding)
def test_products_in_arrays_are_right_up_to_the_last_bit(encoding):
    half = 2**31
    a = {mask: half if mask else half - 33 for mask in range(33)}  # 33 * 2**31 squared is far above 2**63
    terms = TermList.collect(a)
    assert product_method(terms, terms) is not Method.PAIRS
    assert product(terms, terms, encoding) == schoolbook(a, a, encoding)
    b = {1 << i: 2**25 for i in range(62)}  # the weights multiply to 62**2 * 2**50 < 2**63
    terms = TermList.collect(b)
    assert product_method(terms, terms) is Method.PAIRS
    assert product(terms, terms, encoding) == schoolbook(b, b, encoding)


@pytest.mark.parametrize("encoding", Encoding)
def test_pairs_in_several_chunks_are_merged(encoding, monkeypatch):
    monkeypatch.setattr("exact._term_kernel._CHUNK", 100)
    a, b = some_terms(60, range(30), seed=7), some_terms(70, range(30), seed=8)
    assert product(TermList.collect(a), TermList.collect(b), encoding, Method.PAIRS) == schoolbook(a, b, encoding)


def test_products_that_are_too_large_are_refused(monkeypatch):
    x = TermList.collect({1 << i: 1 for i in range(1000)})
    monkeypatch.setattr(term_methods, "MAXIMUM_TERMS", 999_999)
    with pytest.raises(TooLargeError, match="the number of terms of a product may be 1000000") as caught:
        product(x, x, BITS)
    assert (caught.value.size, caught.value.limit) == (1_000_000, 999_999)
    monkeypatch.setattr(term_methods, "MAXIMUM_PAIRS", 999_999)
    monkeypatch.setattr(term_methods, "MAXIMUM_TERMS", 1_000_000)
    with pytest.raises(TooLargeError, match="the number of pairs of terms of a product is 1000000"):
        product(x, x, BITS)
    symbolic = TermList.collect({1 << i: parameter("a") for i in range(1000)})
    with pytest.raises(TooLargeError, match="pairs"):
        product(symbolic, x, BITS)


# -------------------------------------------------------------------------------------------------- change of encoding


@pytest.mark.parametrize("target", Encoding)
@pytest.mark.parametrize("method", [Method.DICTIONARY, Method.TABLE, Method.ARRAY_TABLE])
@pytest.mark.parametrize(("count", "variables"), [(0, range(1)), (1, range(3)), (40, range(2, 9)), (300, range(9))])
def test_every_method_changes_the_encoding_alike(count, variables, method, target):
    terms = TermList.collect({mask: Fraction(c, 3) for mask, c in some_terms(count, variables).items()})
    changed = change_encoding(terms, target, method)
    source = BITS if target is SIGNS else SIGNS
    assert CubePolynomial(9, target, changed.terms()).values() == CubePolynomial(9, source, terms.terms()).values()


@pytest.mark.parametrize(
    ("terms", "method"),
    [
        ({1 << i | 1 << j: 1 for i in range(16) for j in range(i)}, Method.DICTIONARY),  # few monomials
        ({1 << i | 1 << j: 1 for i in range(60) for j in range(i)}, Method.DICTIONARY),  # many variables
        ({(1 << 10) - 1: 1, 1: 1}, Method.ARRAY_TABLE),
        ({(1 << 11) - 1 << 80: 1}, Method.ARRAY_TABLE),
        ({(1 << 12) - 1: 1}, Method.ARRAY_TABLE),
        ({(1 << 12) - 1: 2**60}, Method.DICTIONARY),
        (dict.fromkeys(range(256), 2**60), Method.TABLE),
        (dict.fromkeys(range(256), parameter("a")), Method.TABLE),
    ],
    ids=range(8),
)
def test_the_policy_for_encodings_chooses_as_documented_and_the_result_comes_back(terms, method):
    terms = TermList.collect(terms)
    assert encoding_method(terms) is method
    for target, source in ((BITS, SIGNS), (SIGNS, BITS)):
        assert change_encoding(change_encoding(terms, target), source) == terms


def test_a_monomial_of_high_degree_is_not_expanded():
    q = CubePolynomial(300, SIGNS, {(1 << 300) - 1: 1})
    with pytest.raises(TooLargeError, match=r"may be about 2\*\*300 \(limit 16777216\); use fewer terms") as caught:
        q.to_encoding(BITS)
    assert (caught.value.size, caught.value.limit) == (2**300, 2**24)


def test_a_quadratic_form_of_hundreds_of_variables_changes_its_encoding():
    n = 200
    q = CubePolynomial(n, BITS, {1 << i | 1 << j: i - j for i in range(n) for j in range(0, i, 7)})
    changed = q.to_encoding(SIGNS)
    assert changed.degree == 2
    assert changed.to_encoding(BITS) == q
    assert changed.value((1 << n) - 1) == q.one_norm()


# -------------------------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("n", [6, 7, 8, 9])  # lists up to 128 entries, arrays above
@pytest.mark.parametrize("size", [9, 2**53, 2**62, 2**63, 2**100])
def test_tables_in_lists_and_in_arrays_hold_the_same_values(n, encoding, size):
    terms = TermList.collect(some_terms(2**n - 5, range(n), size))
    values = term_methods.values(terms, n, encoding)
    assert values == tuple(CubePolynomial(n, encoding, terms.terms()).value(p) for p in range(2**n))
    assert term_methods.from_values(values, n, encoding) == terms


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("bound", [2**55, 2**55 - 1])
def test_interpolation_is_right_where_64_bits_just_suffice(encoding, bound):
    n = 8  # 2**8 * 2**55 is 2**63
    values = tuple(bound if p % 3 else -bound for p in range(2**n))
    assert term_methods.values(term_methods.from_values(values, n, encoding), n, encoding) == values


@pytest.mark.parametrize("n", [7, 8])
@pytest.mark.parametrize(("inputs", "outputs"), [(i, o) for i in Encoding for o in Encoding])
def test_truth_tables_come_back_from_lists_and_from_arrays(n, inputs, outputs):
    table = random.Random(n).getrandbits(2**n)  # noqa: S311
    terms = term_methods.from_truth_table(table, n, inputs, outputs)
    numbers = [(table >> p & 1) if outputs is BITS else 2 * (table >> p & 1) - 1 for p in range(2**n)]
    assert terms == term_methods.from_values(numbers, n, inputs)
    assert term_methods.to_truth_table(terms, n, inputs, outputs) == table


# ------------------------------------------------------------------------------------------ one memory, one normal form


@pytest.mark.parametrize(
    ("count", "size", "shift", "packed"),
    [
        (PACKED_TERMS - 1, 9, 0, False),
        (PACKED_TERMS, 9, 0, True),
        (PACKED_TERMS, 2**62 - 1, 0, True),
        (PACKED_TERMS, 2**62, 0, False),
        (PACKED_TERMS, 9, 63 - 9, True),
        (PACKED_TERMS, 9, 64 - 9, False),
    ],
)
def test_terms_are_packed_exactly_where_they_are_many_and_fit(count, size, shift, packed):
    """However the terms came about, equal ones have equal memory and equal hashes."""
    terms = {mask << shift: c for mask, c in some_terms(count - 1, range(9)).items() if mask != 257}
    terms = {**dict(list(terms.items())[: count - 2]), 257 << shift: size, 511 << shift: -size}
    assert len(terms) == count
    direct = TermList.collect(terms)
    half = {mask: c for k, (mask, c) in enumerate(terms.items()) if k % 2}
    sums = TermList.collect(half).plus(TermList.collect({m: c for m, c in terms.items() if m not in half}))
    halves = direct.times(Fraction(1, 2)).times(2)
    moved = direct.moved({i + shift: i for i in range(9)}).moved({i: i + shift for i in range(9)})
    assert direct.packed == packed
    for other in (sums, halves, moved, direct.plus(TermList.collect({}))):
        assert other == direct
        assert hash(other) == hash(direct)
        assert other.packed == packed
    assert direct.terms() == tuple(sorted(terms.items()))


def test_packed_terms_answer_like_unpacked_ones():
    n = 12
    terms = some_terms(1000, range(n))
    packed = CubePolynomial(n, SIGNS, terms)
    big = CubePolynomial(n + 60, SIGNS, {**terms, 1 << 70: 1})  # a mask beyond 63 bits keeps it unpacked
    assert packed._list.packed
    assert not big._list.packed
    rest = big - CubePolynomial(n + 60, SIGNS, {1 << 70: 1})
    assert rest == packed.embed(n + 60)
    assert hash(rest) == hash(packed.embed(n + 60))
    assert packed.degree == max(mask.bit_count() for mask in terms)
    assert packed.one_norm() == sum(map(abs, terms.values()))
    assert packed.squared_two_norm() == sum(c * c for c in terms.values())
    assert packed.maximum_norm() == max(map(abs, terms.values()))
    assert packed.homogeneous_part(5) == CubePolynomial(
        n, SIGNS, {m: c for m, c in terms.items() if m.bit_count() == 5}
    )
    assert [packed.coefficient(mask) for mask in range(2**n)] == [terms.get(mask, 0) for mask in range(2**n)]
    assert packed.embed(80).coefficient(1 << 79) == 0
    assert packed.largest_terms(3) == tuple(
        sorted(terms.items(), key=lambda t: (-abs(t[1]), t[0].bit_count(), t[0]))[:3]
    )
    assert (packed - packed).terms == ()
    assert packed * 0 == packed - packed
    assert (packed * 2**61 - packed * 2**61 + packed)._list.packed
    assert packed * 2**70 / 2**70 == packed
    a = parameter("a")
    assert (packed * a + packed).assign({"a": 1}) == packed * 2


@pytest.mark.parametrize("encoding", Encoding)
def test_packed_terms_restrict_like_unpacked_ones(encoding):
    n = 12
    terms = some_terms(1000, range(n))
    packed = CubePolynomial(n, encoding, terms)
    bits = {0: 1, 5: 0, 11: 1}
    assert packed.restrict(bits).values() == tuple(packed.value(p & ~(1 << 5) | 1 | 1 << 11) for p in range(2**n))
    divisible = CubePolynomial(n + 1, encoding, {mask | 1 << n: c for mask, c in terms.items()})
    assert divisible.restrict({n: 0}) == (CubePolynomial(n + 1, BITS, {}) if encoding is BITS else -packed.embed(n + 1))
    scaled = packed * 2**50  # the sum of the absolute numerators no longer fits
    assert scaled.restrict(bits) == packed.restrict(bits) * 2**50
    assert (packed / 3).restrict(bits) * 3 == packed.restrict(bits)


@pytest.mark.parametrize("encoding", Encoding)
def test_sums_at_the_border_of_64_bits_are_right(encoding):
    n = 8
    q = CubePolynomial(n, encoding, dict.fromkeys(range(256), 2**62 - 1))
    assert q._list.packed
    total = q + q
    assert total == CubePolynomial(n, encoding, dict.fromkeys(range(256), 2**63 - 2))
    assert hash(total) == hash(CubePolynomial(n, encoding, dict.fromkeys(range(256), 2**63 - 2)))
    assert total + total == CubePolynomial(n, encoding, dict.fromkeys(range(256), 2**64 - 4))
    assert total - q == q
    assert (total + total - total - q)._list.packed
    assert (q + 2**63).coefficient(0) == 2**63 + 2**62 - 1  # one operand is packed, the other one does not fit
    assert (q + 2**63 - 2**63)._list.packed


@pytest.mark.parametrize("encoding", Encoding)
def test_sums_over_a_common_denominator_are_right_where_it_makes_the_numerators_large(encoding):
    q = CubePolynomial(8, encoding, dict.fromkeys(range(256), 2**61 + 1))
    total = q / 5 + q / 7
    assert set(dict(total.terms).values()) == {Fraction(12 * (2**61 + 1), 35)}
    assert total * 35 == q * 12


def test_packed_terms_and_masks_of_more_than_63_bits_add_up():
    q = CubePolynomial(80, SIGNS, some_terms(300, range(12)))
    high = CubePolynomial(80, SIGNS, {1 << 70: 1})
    assert q._list.packed
    assert (q + high).coefficient(1 << 70) == 1
    assert (q + high).number_of_terms == 301
    assert q + high - high == q


def test_an_immutable_list_of_terms_cannot_be_changed():
    terms = TermList.collect(dict.fromkeys(range(PACKED_TERMS), 1))
    with pytest.raises(AttributeError, match="immutable"):
        terms.masks = ()
    with pytest.raises(ValueError, match="read-only"):
        terms.numerators[0] = 5
    assert terms != 1


@given(encodings.flatmap(lambda encoding: st.tuples(polynomials(3, encoding), polynomials(3, encoding))))
def test_products_agree_by_every_method_that_fits_the_numbers(pair):
    q, r = pair
    by_dictionary = product(q._list, r._list, q.encoding, Method.DICTIONARY)
    if not q.parameters and not r.parameters:
        assert product(q._list, r._list, q.encoding, Method.TABLE) == by_dictionary
    if not q.parameters:
        by_list = change_encoding(q._list, SIGNS if q.encoding is BITS else BITS, Method.DICTIONARY)
        assert change_encoding(q._list, SIGNS if q.encoding is BITS else BITS, Method.TABLE) == by_list

r"""Products, changes of encoding and tables of term lists: dense or sparse, chosen by size.

For each operation one function holds the policy and does no arithmetic; the methods below it do not choose.  A method
in arrays of 64 bits is chosen only where the sum of the absolute coefficients, known exactly, keeps every number at
every stage below 2**63.

Dictionary:
    Method: the ways of computing.
    product, product_method: the product on the cube, and the choice of its method.
    change_encoding, encoding_method: the same function with its inputs in the other encoding.
    values, from_values: the values at all points, and the inverse.
    integer_values: the values times the denominator.
    from_truth_table, to_truth_table, is_boolean: Boolean functions.
    MAXIMUM_TERMS: the largest number of terms that a result may be expected to have.
    MAXIMUM_PAIRS: the largest number of pairs of terms that a product may go through.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from exact._term_kernel import pairwise_product
from exact._transform_kernel import Butterfly, transform, transform_array, transform_truth_table
from exact.cube import MAXIMUM_TABLE_DIMENSION, Encoding, encode_bit
from exact.errors import TooLargeError
from exact.parameters import Coefficient, ParameterPolynomial
from exact.rational import brief
from exact.term_list import WORD, TermList

if TYPE_CHECKING:
    from exact._term_kernel import Array

MAXIMUM_TERMS = 1 << 24
MAXIMUM_PAIRS = 1 << 30

# The crossovers.  A transform of k variables takes k 2^k steps; one pair of terms in a product, or one monomial of an
# expansion, costs as much as so many steps.  Measured by tests/bench/test_bench_polynomial.py.
SMALL = 1024  # up to so many pairs or monomials nothing is gained by arrays
SMALL_TABLE = 128  # up to so many entries of a table nothing is gained by arrays
PAIR_IN_ARRAY_STEPS = 8
PAIR_IN_LIST_STEPS = 1
MONOMIAL_IN_ARRAY_STEPS = 128
MONOMIAL_IN_LIST_STEPS = 4


class Method(enum.Enum):
    """How a product or a change of encoding is done."""

    DICTIONARY = "term by term, in a dictionary of Python numbers"
    PAIRS = "all pairs of terms, in arrays of 64 bits"
    TABLE = "by a transform, in Python numbers"
    ARRAY_TABLE = "by a transform, in arrays of 64 bits"


def _refuse(what: str, size: int, limit: int) -> None:
    if size > limit:
        raise TooLargeError(
            f"{what} {brief(size)} (limit {limit})",
            size=size,
            limit=limit,
            alternative="use fewer terms or fewer variables",
        )


# ------------------------------------------------------------------------------------------------------------ products


def product_method(left: TermList, right: TermList) -> Method:
    """Choose the method for a product.

    Raises:
        TooLargeError: if the product would go through more than `MAXIMUM_PAIRS` pairs of terms, or may have more than
            `MAXIMUM_TERMS` terms.
    """
    pairs = len(left) * len(right)
    if pairs <= SMALL:
        return Method.DICTIONARY
    union = left.union | right.union
    k = union.bit_count()
    _refuse("the number of terms of a product may be", min(pairs, 1 << k), MAXIMUM_TERMS)
    numeric = not (left.symbolic or right.symbolic)
    left_weight, right_weight = (left.weight(), right.weight()) if numeric else (0, 0)
    if numeric and k <= MAXIMUM_TABLE_DIMENSION:
        if max(left_weight, right_weight) < WORD and k << k <= pairs * PAIR_IN_ARRAY_STEPS:
            return Method.ARRAY_TABLE
        if k << k <= pairs * PAIR_IN_LIST_STEPS:
            return Method.TABLE
    _refuse("the number of pairs of terms of a product is", pairs, MAXIMUM_PAIRS)
    return Method.PAIRS if numeric and left_weight * right_weight < WORD and union < WORD else Method.DICTIONARY


def product(left: TermList, right: TermList, encoding: Encoding, method: Method | None = None) -> TermList:
    """Return the product modulo x^2 = x in bits, modulo x^2 = 1 in signs.

    Args:
        left: one factor.
        right: the other one.
        encoding: the encoding of the variables.
        method: how; by default the policy chooses.  A method that is named must fit the numbers.
    """
    if not len(left) or not len(right):
        return TermList.collect({})
    signs = encoding is Encoding.SIGNS
    match method or product_method(left, right):
        case Method.DICTIONARY:
            return _product_by_dictionary(left, right, signs=signs)
        case Method.PAIRS:
            masks, numbers = pairwise_product(left.arrays(), right.arrays(), signs=signs)
            return TermList.from_arrays(masks, numbers, left.denominator * right.denominator)
        case Method.TABLE:
            return _product_by_table(left, right, encoding, array=False)
        case Method.ARRAY_TABLE:
            return _product_by_table(left, right, encoding, array=True)


def _product_by_dictionary(left: TermList, right: TermList, *, signs: bool) -> TermList:
    symbolic = left.symbolic or right.symbolic
    left_terms: list[tuple[int, Any]] = list(left.terms() if symbolic else left.pairs())
    right_terms: list[tuple[int, Any]] = list(right.terms() if symbolic else right.pairs())
    collected: dict[int, Any] = {}
    get = collected.get
    for mask, c in left_terms:
        for other_mask, d in right_terms:
            key = mask ^ other_mask if signs else mask | other_mask
            collected[key] = get(key, 0) + c * d
    if symbolic:
        return TermList.collect(collected)
    return TermList.from_integers(collected, left.denominator * right.denominator)


def _product_by_table(left: TermList, right: TermList, encoding: Encoding, *, array: bool) -> TermList:
    """Multiply the values.  In arrays: assumes weights below 2**63, so that the values fit."""
    evaluate, interpolate = _BUTTERFLIES[encoding]
    positions, back = _positions(left.union | right.union)
    k = len(positions)
    factors = [q.moved(positions) for q in ([left] if right is left else [left, right])]
    scale = Fraction(1, left.denominator * right.denominator << (k if encoding is Encoding.SIGNS else 0))
    if array:
        tables, common = _coprime_value_tables(factors, k, evaluate)
        scale *= common
        if abs(tables[0]).max().item() * abs(tables[-1]).max().item() << k < WORD:
            table = tables[0] * tables[-1]
            transform_array(table, 0, k, interpolate)
            return _from_array_table(table, 1).moved(back).times(scale)
        lists: list[list[int]] = [table.tolist() for table in tables]
    else:
        lists = [transform(_list_table(q, k), k, evaluate) for q in factors]
    products = [a * b for a, b in zip(lists[0], lists[-1], strict=True)]
    return TermList.from_integers(dict(enumerate(transform(products, k, interpolate))), 1).moved(back).times(scale)


def _coprime_value_tables(factors: list[TermList], k: int, evaluate: Butterfly) -> tuple[list[Array], int]:
    """Return the tables of values of one factor (a square) or two, without their contents, and the product of these."""
    import numpy as np

    tables: list[Array] = []
    contents: list[int] = []
    for q in factors:
        table = _array_table(q, k)
        transform_array(table, 0, k, evaluate)
        contents.append(int(np.gcd.reduce(table)))
        tables.append(table // contents[-1])
    return tables, contents[0] * contents[-1]


# -------------------------------------------------------------------------------------------------- change of encoding


def encoding_method(terms: TermList) -> Method:
    """Choose the method for a change of encoding.

    Raises:
        TooLargeError: if more than 24 variables occur and the monomials contain more than `MAXIMUM_TERMS` monomials; a
            monomial of degree d contains 2**d.
    """
    k = terms.union.bit_count()
    expansions = sum(count << size for size, count in terms.sizes().items())
    if expansions <= SMALL:
        return Method.DICTIONARY
    if k <= MAXIMUM_TABLE_DIMENSION:
        if not terms.symbolic and terms.weight() << k < WORD and k << k <= expansions * MONOMIAL_IN_ARRAY_STEPS:
            return Method.ARRAY_TABLE
        if k << k <= expansions * MONOMIAL_IN_LIST_STEPS:
            return Method.TABLE
    _refuse("the number of monomials in a change of encoding may be", expansions, MAXIMUM_TERMS)
    return Method.DICTIONARY


def change_encoding(terms: TermList, target: Encoding, method: Method | None = None) -> TermList:
    """Return the terms of the same function with its inputs in the target encoding, from the other one."""
    to_signs = target is Encoding.SIGNS
    butterfly = Butterfly.BITS_TO_SIGNS if to_signs else Butterfly.SIGNS_TO_BITS
    method = method or encoding_method(terms)
    if method is Method.DICTIONARY:
        return _change_by_dictionary(terms, to_signs=to_signs)
    positions, back = _positions(terms.union)
    k = len(positions)
    compressed = terms.moved(positions)
    if method is Method.ARRAY_TABLE:  # 2**k times the weight is below 2**63
        array = _array_table(compressed, k)
        transform_array(array, 0, k, butterfly)
        return _from_array_table(array, terms.denominator << (k if to_signs else 0)).moved(back)
    changed = terms.renewed(dict(enumerate(transform(_list_table(compressed, k), k, butterfly)))).moved(back)
    return changed.times(Fraction(1, 1 << k)) if to_signs else changed


def _change_by_dictionary(terms: TermList, *, to_signs: bool) -> TermList:
    """Expand every monomial in its subsets: x = (1 + s) / 2, and everything times 2**degree; or s = 2 x - 1."""
    degree = max(terms.sizes(), default=0)
    collected: dict[int, Any] = {}
    for mask, c in terms.pairs():
        size = mask.bit_count()
        subset = mask
        while True:
            if to_signs:
                value = c * (1 << (degree - size))
            else:
                inner = subset.bit_count()
                value = -c * (1 << inner) if (size - inner) & 1 else c * (1 << inner)
            collected[subset] = collected[subset] + value if subset in collected else value
            if not subset:
                break
            subset = (subset - 1) & mask
    changed = terms.renewed(collected)
    return changed.times(Fraction(1, 1 << degree)) if to_signs else changed


# -------------------------------------------------------------------------------------------------------------- values


def values(terms: TermList, n: int, encoding: Encoding) -> tuple[Coefficient, ...]:
    """Return the values at the 2**n points.  Assumes n <= 24."""
    if terms.symbolic:
        return tuple(terms.quotient(v) for v in transform(_list_table(terms, n), n, _BUTTERFLIES[encoding][0]))
    numbers = integer_values(terms, n, encoding)
    if terms.denominator == 1:
        return tuple(numbers)
    known = {v: terms.quotient(v) for v in set(numbers)}
    return tuple(known[v] for v in numbers)


def integer_values(terms: TermList, n: int, encoding: Encoding) -> list[int]:
    """Return the values at the 2**n points, times the denominator.  Assumes n <= 24 and rational coefficients."""
    evaluate, _ = _BUTTERFLIES[encoding]
    if 1 << n > SMALL_TABLE and terms.weight() < WORD:
        table = _array_table(terms, n)
        transform_array(table, 0, n, evaluate)
        return list(table.tolist())
    return transform(_list_table(terms, n), n, evaluate)


def from_truth_table(table: int, n: int, inputs: Encoding, outputs: Encoding) -> TermList:
    """Return the terms of a truth table.  Assumes 0 <= table < 2**2**n and n <= 24."""
    if 1 << n <= SMALL_TABLE:
        return from_values([encode_bit(table >> p & 1, outputs) for p in range(1 << n)], n, inputs)
    import numpy as np

    signs = inputs is Encoding.SIGNS  # then the transform is that of the function with values in signs
    transformed = transform_truth_table(table, n, Butterfly.SUM_SIGNS if signs else Butterfly.INTERPOLATE_BITS)
    terms = _from_array_table(transformed.astype(np.int64), 1 << n if signs else 1)
    if signs and outputs is Encoding.BITS:
        return terms.plus(_ONE).times(Fraction(1, 2))
    if not signs and outputs is Encoding.SIGNS:
        return terms.times(2).plus(_ONE.times(-1))
    return terms


def from_values(table: Sequence[Coefficient], n: int, encoding: Encoding) -> TermList:
    """Return the terms with these values.  Assumes coefficients in normal form, length 2**n and n <= 24."""
    signs = encoding is Encoding.SIGNS
    _, interpolate = _BUTTERFLIES[encoding]
    if any(isinstance(v, ParameterPolynomial) for v in table):
        result = TermList.collect(dict(enumerate(transform(list(table), n, interpolate))))
        return result.times(Fraction(1, 1 << n)) if signs else result
    numbers: Sequence[Any] = table
    denominator = math.lcm(*{v.denominator for v in numbers})
    if denominator != 1:
        numbers = [v.numerator * (denominator // v.denominator) for v in numbers]
    interpolated_denominator = denominator << (n if signs else 0)
    if 1 << n > SMALL_TABLE and max(map(abs, (min(numbers), max(numbers)))) << n < WORD:
        import numpy as np

        array = np.array(numbers, dtype=np.int64)
        transform_array(array, 0, n, interpolate)
        return _from_array_table(array, interpolated_denominator)
    return TermList.from_integers(dict(enumerate(transform(list(numbers), n, interpolate))), interpolated_denominator)


def to_truth_table(terms: TermList, n: int, inputs: Encoding, outputs: Encoding) -> int | None:
    """Return the truth table of the values, None if one of them is no truth value.

    Assumes n <= 24 and rational coefficients.
    """
    numbers = integer_values(terms, n, inputs)
    true, false = terms.denominator, terms.denominator * outputs.false
    if not set(numbers) <= {true, false}:
        return None
    digits = bytes(49 if v == true else 48 for v in reversed(numbers))  # "1" and "0", the last point first
    return int(digits, 2)


def is_boolean(terms: TermList, inputs: Encoding, outputs: Encoding) -> bool:
    """Whether all values are truth values.  Assumes rational coefficients and at most 24 variables that occur."""
    positions, _ = _positions(terms.union)
    return to_truth_table(terms.moved(positions), len(positions), inputs, outputs) is not None


# -------------------------------------------------------------------------------------------------------------- tables

_BUTTERFLIES = {  # from coefficients to values, and back (times 2**n in signs)
    Encoding.BITS: (Butterfly.EVALUATE_BITS, Butterfly.INTERPOLATE_BITS),
    Encoding.SIGNS: (Butterfly.EVALUATE_SIGNS, Butterfly.SUM_SIGNS),
}


_ONE = TermList.collect({0: 1})


def _positions(union: int) -> tuple[dict[int, int], dict[int, int]]:
    """Number the variables that occur from 0; return the map there and the map back."""
    occurring = [i for i in range(union.bit_length()) if union >> i & 1]
    return {i: k for k, i in enumerate(occurring)}, dict(enumerate(occurring))


def _list_table(terms: TermList, k: int) -> list[Any]:
    """Return the numerators, one entry for each mask.  Assumes masks below 2**k."""
    table: list[Any] = [0] * (1 << k)
    for mask, c in terms.pairs():
        table[mask] = c
    return table


def _array_table(terms: TermList, k: int) -> Array:
    """Return the numerators as an array, one entry for each mask.  Assumes masks below 2**k and numbers that fit."""
    import numpy as np

    table = np.zeros(1 << k, dtype=np.int64)
    masks, numbers = terms.arrays()
    table[masks] = numbers
    return table


def _from_array_table(table: Array, denominator: int) -> TermList:
    import numpy as np

    masks = np.flatnonzero(table)
    return TermList.from_arrays(masks, table[masks], denominator)

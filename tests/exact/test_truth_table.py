"""The unchecked operations on truth tables against their definitions at each point."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact import _truth_table as bits_of
from exact._composition_kernel import compose_tables
from exact.errors import TooLargeError
from tests.strategies import rationals, tables

SIZES = range(9)  # from less than a byte to words of eight bytes and more


def table_of(values):
    """The table of these values at the points 0, 1, ..."""
    return sum(1 << p for p, value in enumerate(values) if value)


def sample(n, count=6):
    """Some tables that look random, without a generator."""
    return [pow(3, 1 << n | 1, (1 << (1 << n)) + k) & ((1 << (1 << n)) - 1) for k in range(3, 3 + count)]


@pytest.mark.parametrize("n", [*SIZES, 21])
def test_the_table_of_a_variable_is_its_bit(n):
    for i in range(n):
        table = bits_of.variable_table(i, n)
        chosen = range(1 << n) if n < 10 else [0, 1, 12345, (1 << n) - 1, 1 << i, ((1 << n) - 1) ^ 1 << i]
        assert all(table >> p & 1 == p >> i & 1 for p in chosen)
        assert table.bit_count() == 1 << (n - 1)


@pytest.mark.parametrize("n", SIZES)
def test_changes_of_variables_move_the_value_at_each_point(n):
    ones = (1 << n) - 1
    for f in sample(n):
        assert bits_of.flip_all_variables(f, n) == table_of(f >> (p ^ ones) & 1 for p in range(1 << n))
        for mask in {0, 1 & ones, ones, 5 & ones, ones >> 1}:
            assert bits_of.negate_points(f, mask, n) == table_of(f >> (p ^ mask) & 1 for p in range(1 << n))
        for i in range(n):
            assert bits_of.flip_variable(f, i, n) == table_of(f >> (p ^ 1 << i) & 1 for p in range(1 << n))
            assert bits_of.depends_on(f, i, n) == any((f >> p ^ f >> (p ^ 1 << i)) & 1 for p in range(1 << n))
            for j in range(n):
                swapped = {p: p if (p >> i ^ p >> j) & 1 == 0 else p ^ 1 << i ^ 1 << j for p in range(1 << n)}
                assert bits_of.swap_variables(f, i, j, n) == table_of(f >> swapped[p] & 1 for p in range(1 << n))


@pytest.mark.parametrize("n", range(1, 13))
def test_a_restriction_keeps_the_order_of_the_other_variables(n):
    for f in sample(n, 2):
        for i in range(n):
            for bit in (0, 1):
                low = (1 << i) - 1
                expected = table_of(f >> (p & low | bit << i | (p & ~low) << 1) & 1 for p in range(1 << (n - 1)))
                assert bits_of.restrict_variable(f, i, bit, n) == expected


@given(st.integers(0, 6).flatmap(lambda n: st.tuples(st.just(n), tables(n), st.permutations(range(n)))))
def test_a_permutation_moves_the_value_at_each_point(case):
    n, f, images = case
    moved = bits_of.move_variables(f, images, n)
    for p in range(1 << n):
        image = sum((p >> i & 1) << images[i] for i in range(n))
        assert moved >> image & 1 == f >> p & 1


@pytest.mark.parametrize("n", range(7))
def test_the_moebius_transform_sums_over_the_subsets_modulo_two(n):
    for f in sample(n):
        found = bits_of.moebius_transform(f, n)
        assert found == table_of(sum(f >> p & 1 for p in range(1 << n) if p & ~s == 0) % 2 for s in range(1 << n))
        assert bits_of.moebius_transform(found, n) == f


@given(st.data())
def test_both_compositions_look_the_outer_table_up_at_the_inner_values(data):
    n, m = data.draw(st.integers(0, 5)), data.draw(st.integers(0, 6))
    f = data.draw(tables(n))
    arguments = [data.draw(tables(m)) for _ in range(n)]
    expected = table_of(f >> sum((g >> x & 1) << i for i, g in enumerate(arguments)) & 1 for x in range(1 << m))
    assert bits_of.compose_tables(f, n, arguments, m) == expected
    assert compose_tables(f, n, arguments, m) == expected


def test_both_compositions_agree_on_more_points_than_are_taken_at_a_time():
    m = 20  # two chunks
    arguments = [bits_of.variable_table(i, m) for i in (0, 7, 18, 19)]
    for f in sample(4):
        assert compose_tables(f, 4, arguments, m) == bits_of.compose_tables(f, 4, arguments, m)


@given(st.lists(rationals(), max_size=8), rationals())
def test_a_threshold_table_compares_the_weighted_sum_at_each_point(weights, t):
    n = len(weights)
    sums = [sum((w for i, w in enumerate(weights) if p >> i & 1), Fraction(0)) for p in range(1 << n)]
    assert bits_of.threshold_table(weights, t) == table_of(sums[p] > t for p in range(1 << n))


def test_the_cubes_of_every_function_of_three_variables_are_prime_and_irredundant():
    n = 3
    for f in range(1 << (1 << n)):
        cubes = bits_of.irredundant_cubes(f, n, 100)
        covered = [table_of(p & c[0] == c[0] and p & c[1] == 0 for p in range(1 << n)) for c in cubes]
        union = 0
        for table in covered:
            union |= table
        assert union == f
        for k, (positive, negative) in enumerate(cubes):
            others = 0
            for j, table in enumerate(covered):
                others |= table if j != k else 0
            assert others != f, "a clause can be left out"
            for i in range(n):  # without one literal the clause is no longer inside f
                shorter = (positive & ~(1 << i), negative & ~(1 << i))
                if shorter != (positive, negative):
                    wider = table_of(p & shorter[0] == shorter[0] and p & shorter[1] == 0 for p in range(1 << n))
                    assert wider & ~f, "a literal can be left out"


def test_too_many_cubes_are_refused_before_they_are_all_found():
    parity = table_of(p.bit_count() & 1 for p in range(1 << 6))
    assert len(bits_of.irredundant_cubes(parity, 6, 32)) == 32
    with pytest.raises(TooLargeError, match="at most 31 clauses"):
        bits_of.irredundant_cubes(parity, 6, 31)


def test_the_reversed_bytes_are_those_of_every_byte():
    for bits in product((0, 1), repeat=8):
        byte = sum(bit << k for k, bit in enumerate(bits))
        assert bits_of.flip_all_variables(byte, 3) == sum(bit << (7 - k) for k, bit in enumerate(bits))

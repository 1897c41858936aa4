"""Where numbers meet proofs: the bounds of the library beside exact counts, and the small claims of the theory.

The tables of the page docs/explain/numbers-meet-proofs.md are recomputed row by row: exact counts by `exact` or by
lists made from the definitions, bounds from the functions as the library defines them.
"""

import itertools
import math
import re
from fractions import Fraction
from pathlib import Path

import pytest

from exact.counting.flats import flat_census
from exact.counting.polynomial_threshold import count_polynomial_threshold, polynomial_threshold_table
from exact.counting.threshold import count_threshold
from proofs.library import Library
from tests.proofs.gated_class_lists import (
    additive_attention,
    all_but_bias,
    and_gated,
    bias_only,
    cube,
    one_synapse,
    sign_gated,
    threshold_functions,
)
from tests.proofs.interpretation import Interpretation
from tests.proofs.known_counts import PUBLISHED, rank

PAGE = (Path(__file__).parent.parent.parent / "docs" / "explain" / "numbers-meet-proofs.md").read_text("utf-8")
LIBRARY = Library.load()
LIBRARY.check()
NUMBERS = Interpretation([entry.item for entry in LIBRARY.entries.values()])
ENCODINGS = ((-1, -1), (0, -1), (-1, 0), (0, 0))  # the lower values of gates and inputs in the encodings (i) to (iv)


def table(heading):
    """Return the rows of the table below a heading, as lists of numbers; a dash is None."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[int(c.replace(",", "")) if c != "-" else None for c in re.split(r"\s*\|\s*", row)[1:-1]] for row in rows]


def cut_product(n):
    """Return twice the product of the 2^k + 1, k < n."""
    return 2 * math.prod(2**k + 1 for k in range(n))


def cover(points, dimension):
    """Return 2 (C(points - 1, 0) + ... + C(points - 1, dimension - 1))."""
    return 2 * sum(math.comb(points - 1, k) for k in range(dimension))


def split_product(n, d):
    """Return the lower bound for degree d + 1 that follows from the split of the degree."""
    if d == 0:
        return cut_product(n)
    return split_product(n - 1, d) * split_product(n - 1, d - 1) if n else 2


def monomials(n, d):
    """Return C(n,<=d)."""
    return sum(math.comb(n, k) for k in range(d + 1))


def test_the_bounds_are_the_functions_of_the_library():
    for n in range(5):
        assert NUMBERS.apply("cut_product", (n,)) == cut_product(n)
        for d in range(4):
            assert NUMBERS.apply("split_product", (n, d)) == split_product(n, d)
            assert NUMBERS.apply("binomial_sum", (n, d + 1)) == monomials(n, d)
            assert NUMBERS.apply("cover_count", (2**n - 1, d)) == cover(2**n, d)


@pytest.mark.parametrize("name", re.findall(r"^\* `([a-z0-9-]+)`", PAGE, re.MULTILINE))
def test_every_lemma_named_on_the_page_is_checked(name):
    assert LIBRARY.status(name) == "checked"


# --------------------------------------------------------------------------------------------- the tables of the page


def test_threshold_functions_and_their_bounds():
    rows = table("Threshold functions")
    assert [row[0] for row in rows] == list(range(8))
    for n, lower, count, upper, power in rows:
        assert count == count_threshold(n).value == PUBLISHED[n]
        assert (lower, upper, power) == (cut_product(n), cover(2**n, n + 1), 2 ** (n * n))
        assert lower <= count <= upper
        if n >= 1:
            assert count >= (2 ** (n - 1) + 1) * PUBLISHED[n - 1]
            assert 4 * 2 ** (n * (n - 1) // 2) <= lower
        if n >= 2:
            assert upper <= power - 2


def test_polynomial_threshold_functions_and_their_bounds():
    rows = table("Polynomial threshold functions")
    assert [row[:2] for row in rows] == [[n, d] for n in range(1, 5) for d in range(1, n + 1)]
    counts = {(n, d): count_polynomial_threshold(n, d).value for n in range(5) for d in range(n + 1)}
    for n, d, power, lower, count, upper, high in rows:
        degree = monomials(n, d)
        assert count == counts[n, d]
        assert (power, lower) == (2 ** math.comb(n, d + 1), split_product(n, d - 1))
        assert (upper, high) == (cover(2**n, degree), 2 ** (n * (degree - 1)))
        assert power <= lower <= count <= upper
        assert count >= counts[n - 1, min(d, n - 1)] * counts[n - 1, min(d - 1, n - 1)]
        if n >= 2:
            assert upper <= high - 2


def test_gated_units_and_their_sandwich():
    rows = table("Gated units")
    assert [row[0] for row in rows] == [1, 2, 3]
    for n, lower, conjunctions, products, additive, squared, upper in rows:
        count = PUBLISHED[n]
        assert (conjunctions, products) == (len(and_gated(n)), len(sign_gated(n)))
        assert additive == len(additive_attention(n))
        assert (lower, squared, upper) == (PUBLISHED[n - 1] ** 2, count**2, count * 2 ** (n * (n + 1)))
        assert lower <= conjunctions <= min(squared, count * (count + 1) // 2)
        assert lower <= products <= min(squared, (count * count + 2 * count) // 4)
        assert lower <= additive <= upper


@pytest.mark.slow
def test_gated_units_of_four_inputs():
    assert PUBLISHED[3] ** 2 <= len(and_gated(4)) <= PUBLISHED[4] * (PUBLISHED[4] + 1) // 2
    assert PUBLISHED[3] ** 2 <= len(sign_gated(4)) <= (PUBLISHED[4] ** 2 + 2 * PUBLISHED[4]) // 4
    quadratic = set(polynomial_threshold_table(4, 2))
    assert and_gated(4) < quadratic
    assert sign_gated(4) < quadratic


def test_gated_synapses_and_their_sandwich():
    rows = table("Gated synapses")
    assert [row[0] for row in rows] == [1, 2, 3]
    for n, lower, *counts, upper in rows:
        assert counts[:4] == [len(one_synapse(n, *encoding)) for encoding in ENCODINGS]
        assert counts[4:] == [len(all_but_bias(n, -1)), len(all_but_bias(n, 0)), len(bias_only(n))]
        assert upper == PUBLISHED[n] * 2 ** (n * n)
        if n >= 2:
            assert lower == PUBLISHED[n - 2] ** 2
            assert all(lower <= count <= upper for count in counts)
            assert PUBLISHED[n - 1] ** 2 <= counts[2]


# ------------------------------------------------------------------------------------- further claims for few variables


def test_the_lists_are_all_threshold_functions():
    for n in range(5):
        assert len(threshold_functions(n)) == count_threshold(n).value
        if n <= 3:
            assert sorted(threshold_functions(n)) == polynomial_threshold_table(n, 1)


def test_the_bound_on_synaptic_gating_with_one_selector_fails_for_bit_gates():
    assert len(one_synapse(3, 0, -1)) == 144 < PUBLISHED[2] ** 2
    assert len(one_synapse(3, 0, 0)) == 132 < PUBLISHED[2] ** 2


def test_the_bounds_fail_for_one_variable():
    assert PUBLISHED[1] == 4 > 2 ** (1 * 1)


def test_conjunctions_and_disjunctions_of_three_inputs():
    disjunctions = {255 ^ f for f in and_gated(3)}
    assert len(and_gated(3) & disjunctions) == 238
    assert len(and_gated(3) | disjunctions) == 254


def test_gating_two_quadratic_gates_of_three_inputs_gives_everything():
    quadratic = polynomial_threshold_table(3, 2)
    assert len({f & g for f in quadratic for g in quadratic}) == 256
    assert len({f ^ g for f in quadratic for g in quadratic}) == 256


@pytest.mark.parametrize("n", [1, 2, 3])
def test_gated_classes_lie_in_the_quadratic_gates(n):
    quadratic = set(polynomial_threshold_table(n, 2))
    assert and_gated(n) <= quadratic
    assert sign_gated(n) <= quadratic
    assert (sign_gated(n) == quadratic) or n != 3


@pytest.mark.parametrize("n", range(1, 5))
def test_only_the_parities_need_full_degree(n):
    parity = sum(1 << x for x in range(1 << n) if x.bit_count() % 2)
    missing = set(range(1 << (1 << n))) - set(polynomial_threshold_table(n, n - 1)) if n > 1 else {1, 2}
    assert missing == {parity, parity ^ ((1 << (1 << n)) - 1)}
    assert count_polynomial_threshold(n, n - 1).value == 2 ** (2**n) - 2


@pytest.mark.parametrize("n", [2, 3])
def test_parity_is_a_conjunction_of_so_many_threshold_functions_and_no_fewer(n):
    parity = sum(1 << x for x in range(1 << n) if x.bit_count() % 2)
    reached = threshold_functions(n)
    for factors in range(1, 2 ** (n - 1)):
        assert parity not in reached, factors
        reached = {f & g for f in reached for g in threshold_functions(n)}
    assert parity in reached


def test_operators_of_two_threshold_functions_of_three_inputs():
    gates = threshold_functions(3)
    sizes = []
    for operator in range(16):
        value = [255 if operator >> i & 1 else 0 for i in range(4)]
        found = {
            (value[0] & ~f & ~g | value[1] & ~f & g | value[2] & f & ~g | value[3] & f & g) & 255
            for f in gates
            for g in gates
        }
        sizes.append(len(found))
    assert sorted(sizes) == [1] * 2 + [104] * 4 + [246] * 8 + [254] * 2


def test_regions_are_the_sum_of_the_whitney_numbers():
    assert [flat_census(n).whitney_numbers for n in (1, 2, 3)] == [(1, 2, 1), (1, 4, 6, 3), (1, 8, 28, 44, 23)]
    assert [flat_census(n).regions for n in (1, 2, 3)] == [4, 14, 104]


def test_planes_through_three_and_through_four_points_of_the_cube_of_three_inputs():
    points = [(1, *point) for point in cube(3, -1)]
    flats = set()
    for chosen in itertools.combinations(points, 3):
        if rank(chosen) == 3:
            flats.add(tuple(p for p in points if rank([*chosen, p]) == 3))
    assert sorted(map(len, flats)) == [3] * 8 + [4] * 12
    assert 8 * 1 + 12 * 3 == 44


def test_the_published_numbers_grow_at_least_with_the_cuts():
    assert all(PUBLISHED[n + 1] >= (2**n + 1) * PUBLISHED[n] for n in range(9))


def test_the_ratio_to_its_asymptotics_falls_to_a_hundredth_from_two_variables_on():
    ratios = [Fraction(PUBLISHED[n], 2 * math.comb(2**n - 1, n)) for n in range(1, 10)]
    assert ratios[:2] == [2, Fraction(7, 3)]
    assert all(b < a for a, b in itertools.pairwise(ratios[1:]))
    assert Fraction(11, 1000) < ratios[-1] < Fraction(13, 1000)


def test_the_two_value_bound_never_increases():
    bounds = {m: Fraction(math.comb(m + 1, (m + 1) // 2), 2**m) for m in range(1, 30)}
    assert [bounds[m] for m in (3, 4, 5, 6, 7)] == [
        Fraction(3, 4),
        Fraction(5, 8),
        Fraction(5, 8),
        Fraction(35, 64),
        Fraction(35, 64),
    ]
    assert all(bounds[m + 1] <= bounds[m] for m in range(1, 29))


@pytest.mark.parametrize("m", range(1, 6))
def test_the_two_value_bound_holds_for_small_coefficients(m):
    bound = math.comb(m + 1, (m + 1) // 2)
    for coefficients in itertools.combinations_with_replacement(range(1, 5), m):
        sums = [
            sum(c * e for c, e in zip(coefficients, signs, strict=True))
            for signs in itertools.product((-1, 1), repeat=m)
        ]
        largest = sorted((sums.count(value) for value in set(sums)), reverse=True)[:2]
        assert sum(largest) <= bound


def test_some_sign_vectors_lie_in_the_span_of_three_others():
    lucky = [s for s in itertools.product((-1, 1), repeat=3) if abs(s[0] + s[1] - s[2]) == 1]
    assert len(lucky) == 6

"""Every class of functions of five variables, under a group that is larger than that of the symmetries of the cube.

With one variable y_6 more, F(y) = f(y_1 y_6, ..., y_5 y_6), times y_6 for odd degrees, is even or odd, and f is a
polynomial threshold function of degree d if and only if F is one in the monomials of at most d variables that are even
or odd as d is.  So the signed permutations of six variables act on the question.  Permuting and negating the variables
and negating the value of f are six times fewer; the others exchange y_6 with one of the other variables.
"""

import os
from collections import Counter

import numpy as np
import pytest

from exact.boolean import BooleanFunction
from exact.certificate import Realization
from exact.counting.polynomial_threshold import _monomial_vectors, _point_flats, count_polynomial_threshold
from exact.orbit import canonical_forms, class_representatives, orbit_sizes
from exact.recognize import recognize
from exact.symmetry import Group

N = 5
STEP = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "night" else 20  # all classes take ten minutes for each solver
FULL = np.uint32(0xFFFFFFFF)
TRUE = [np.uint32(sum(1 << p for p in range(32) if p >> i & 1)) for i in range(N)]


def exchanged(tables, i, degree):
    """The tables after y_6 and y_{i+1} are exchanged: where x_{i+1} is false the other variables are negated."""
    turned = tables
    for j in range(N):
        if j != i:
            shift = np.uint32(1 << j)
            turned = (turned & TRUE[j]) >> shift | (turned & ~TRUE[j]) << shift
    if degree % 2:
        turned = turned ^ FULL
    return (tables & TRUE[i]) | (turned & ~TRUE[i])


def large_classes(degree):
    """The least representatives of all classes under the larger group, with the numbers of functions in them."""
    representatives = class_representatives(N, Group.NPN)
    least = least_forms(representatives, degree)
    sizes = Counter()
    for form, size in zip(least.tolist(), orbit_sizes(representatives, N, Group.NPN).tolist(), strict=True):
        sizes[form] += size
    assert sizes.total() == 1 << 32
    return sizes


def least_forms(tables, degree):
    """The least table in the large class of each table."""
    images = [canonical_forms(exchanged(tables, i, degree), N, Group.NPN) for i in range(N)]
    return np.minimum.reduce([canonical_forms(tables, N, Group.NPN), *images])


def is_of_degree(table, degree, *, guess=True):
    return isinstance(recognize(BooleanFunction(N, table), degree, guess=guess), Realization)


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_the_larger_group_respects_the_degree(degree):
    tables = np.array([0x80000000, 0xFEE8E880, 0x13579BDF, 0x69960001, 0x8000C0DE, 0x0F0F1234], dtype=np.uint32)
    for i in range(N):
        images = exchanged(tables, i, degree)
        assert (exchanged(images, i, degree) == tables).all()
        for table, image in zip(tables.tolist(), images.tolist(), strict=True):
            assert is_of_degree(table, degree) == is_of_degree(image, degree)


def non_threshold_classes():
    """The large classes of the functions that are not of degree 3, by the cocircuits of the cube: no linear program.

    By Gordan's theorem f is not of degree d if and only if f chi v >= 0 everywhere for a polynomial v != 0 of degree at
    most n - d - 1 = 1, chi the product of all variables; those v suffice that have a maximal set of zeros.
    """
    vectors = np.array(_monomial_vectors(N, 1))
    chi = np.array([1 if (N - p.bit_count()) % 2 == 0 else -1 for p in range(32)])
    powers = np.left_shift(np.uint64(1), np.arange(32, dtype=np.uint64))
    found = set()
    for flat in list(_point_flats(N, 1))[-2]:
        (v,) = flat.space
        values = vectors @ np.array([int(c) for c in v]) * chi
        zeros = powers[values == 0]
        parts = np.zeros(1, dtype=np.uint64)
        for zero in zeros:
            parts = np.concatenate([parts, parts | zero])
        tables = (parts | powers[values > 0].sum(dtype=np.uint64)).astype(np.uint32)
        found.update(np.unique(least_forms(tables, 3)).tolist())  # negating the value is in the group
    return found


def neighbors(tables, degree):
    """For each point the classes of the tables after their value there is changed."""
    return [least_forms(tables ^ np.uint32(1 << p), degree) for p in range(32)]


@pytest.mark.slow
def test_classes_of_five_variables_are_decided_in_degree_three_as_by_cocircuits():
    """All classes that are not of degree 3 and all next to them; of the others every 20th, and by night all.

    The number of functions that are not of degree 3 is that of the counting engine, which adds up sets of points.
    """
    sizes = large_classes(3)
    others = non_threshold_classes()
    assert others <= set(sizes)
    assert (1 << 32) - sum(sizes[table] for table in others) == count_polynomial_threshold(N, 3).value
    for table in others:
        assert not is_of_degree(table, 3)
        assert not is_of_degree(table, 3, guess=False)
    near = {form for forms in neighbors(np.array(sorted(others), dtype=np.uint32), 3) for form in forms.tolist()}
    for table in near - others:
        assert is_of_degree(table, 3)
    for table in sorted(set(sizes) - others - near)[::STEP]:
        assert is_of_degree(table, 3)


@pytest.mark.slow
def test_every_class_of_five_variables_is_decided_in_degree_two():
    """With a certificate each; as many as the counting engine finds; and they obey the laws of regions.

    The functions of degree 2 are the regions of 32 hyperplanes in the space of the 16 coefficients.  They are cones
    without lines, so each has at least 16 walls, and behind a wall the function has another value at one point.  One
    comes from every region to every other one through walls.
    """
    sizes = large_classes(2)
    found = np.array([table for table in sorted(sizes) if is_of_degree(table, 2)], dtype=np.uint32)
    assert sum(sizes[table] for table in found.tolist()) == count_polynomial_threshold(N, 2, "class-walk").value
    forms = np.array(neighbors(found, 2))
    behind = np.isin(forms, found)
    assert behind.sum(axis=0).min() >= 16
    reached, waiting = {int(found[0])}, [0]
    while waiting:
        place = waiting.pop()
        for form in forms[behind[:, place], place].tolist():
            if form not in reached:
                reached.add(form)
                waiting.append(int(np.searchsorted(found, form)))
    assert len(reached) == len(found)


@pytest.mark.slow
def test_both_solvers_agree_on_classes_of_five_variables_in_degree_two():
    for table in sorted(large_classes(2))[::STEP]:
        assert is_of_degree(table, 2) == is_of_degree(table, 2, guess=False)

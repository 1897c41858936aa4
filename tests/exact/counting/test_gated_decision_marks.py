"""Products of the signs of many threshold functions of five inputs: their marks, and what a broken step does."""

import random

import numpy as np
import pytest

from exact.counting import _gated_decision_marks_kernel as kernel
from exact.counting import gated_decision_marks
from exact.counting.gated_class import gated_class
from exact.counting.gated_decision_marks import products_by_factors
from exact.counting.gated_decision_shards import decision_work
from exact.counting.gated_decision_symmetry import group_walk, input_symmetries, transformed
from exact.errors import ExactError

ALL = (1 << 32) - 1
WORDS = 1 << 25


def orbit(table):
    """All images of a function and of its negation."""
    images = [table, table ^ ALL]
    seen = set(images)
    for image in images:
        for generator in input_symmetries(5):
            moved = transformed(image, generator, 5)
            if moved not in seen:
                seen.add(moved)
                images.append(moved)
    return seen


@pytest.fixture(scope="module")
def marked():
    """Some functions, the set of all their images, and its marks."""
    source = random.Random(7)  # noqa: S311
    parity = sum(1 << p for p in range(32) if p.bit_count() % 2)
    tables = [parity, 0, 1, *(source.getrandbits(32) for _ in range(4))]
    masks, shifts, _ = group_walk(5, 0, range(5))
    marks = np.zeros(WORDS, dtype=np.uint64)
    new = kernel.mark_orbits(np.array(tables, dtype=np.uint32), masks, shifts, marks)
    return set().union(*map(orbit, tables)), new, marks


def test_marks_are_those_of_all_images(marked):
    images, new, marks = marked
    assert 2 * new == len(images)
    assert sum(int(word).bit_count() for word in marks[marks != 0]) == new
    assert all(int(marks[key >> 6]) >> (key & 63) & 1 for key in images if key <= ALL >> 1)


@pytest.mark.parametrize("wanted", [True, False])
def test_one_more_factor_is_found_as_by_trying_all(marked, wanted):
    images, _, marks = marked
    source = random.Random(8)  # noqa: S311
    factors = [source.getrandbits(31) for _ in range(3)]
    near = [source.choice(sorted(images)) ^ source.choice(factors) for _ in range(20)]
    tables = [*near, *(source.getrandbits(32) for _ in range(20)), 0]
    if not wanted:  # two functions that only marked ones can be reached from
        factors, tables = [0, ALL >> 1], [0, 1 << 31 ^ ALL, *tables]
    found = np.zeros(len(tables), dtype=np.bool_)
    kernel.factors_found(np.array(tables, np.uint32), np.array(factors, np.uint32), marks, wanted, found)
    assert found.tolist() == [any((table ^ factor in images) == wanted for factor in factors) for table in tables]
    assert len(set(found.tolist())) == 2


def test_products_of_many_factors_have_no_shards():
    assert decision_work(gated_class("output-gate", values="signs", factors=3), 5, 2) is None


@pytest.mark.slow
def test_factors_that_are_not_tried_are_noticed(monkeypatch):
    """Against the counts with all of them, of which the sum over k is 2**32."""
    expected = products_by_factors()
    assert sum(count.functions for count in expected.values()) == 1 << 32
    real = kernel.factors_found

    def forget(kept):
        monkeypatch.setattr(kernel, "factors_found", lambda tables, factors, *rest: real(tables, factors[kept], *rest))

    forget(slice(None, None, 2))
    assert products_by_factors() != expected
    forget(slice(100))
    with pytest.raises(ExactError, match="no product of threshold functions"):
        products_by_factors()


@pytest.mark.slow
def test_images_that_are_not_marked_are_refused(monkeypatch):
    def short(*arguments):
        masks, shifts, counted = group_walk(*arguments)
        return masks[:-100], shifts[:-100], counted[:-100]

    monkeypatch.setattr(gated_decision_marks, "group_walk", short)
    with pytest.raises(ExactError, match="functions are marked instead of"):
        products_by_factors()

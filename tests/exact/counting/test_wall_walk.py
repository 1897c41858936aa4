"""The walk through walls: the cells of the splitting tree, and a check that refuses every flaw."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from exact.counting import wall_walk
from exact.counting.splitting_tree import tie_histogram
from exact.counting.threshold import count_threshold, threshold_histogram
from exact.counting.wall_walk import WallWalk, check_walk, ties_of_walk, walk_through_walls, wall_walk_histogram
from exact.errors import CertificateError, DomainError, TooLargeError

ROOT = Path(__file__).parent.parent.parent.parent

WALKS = """
import json
from exact.counting.wall_walk import walk_through_walls, wall_walk_histogram
from exact.errors import TooLargeError
print(json.dumps([wall_walk_histogram(variables) for variables in range(1, 7)]))
walk = walk_through_walls(6)
print(json.dumps([walk.points.tolist(), walk.chows.tolist()]))
try:
    walk_through_walls(5, limit=0)
except TooLargeError as error:
    print(json.dumps(str(error)))
"""


@pytest.fixture(scope="module")
def walks():
    """The histograms for N = 1, ..., 6, the walk for N = 6 and a refusal, with the kernel as plain Python."""
    import json

    result = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", WALKS],
        cwd=ROOT,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    histograms, (points, chows), refusal = map(json.loads, result.stdout.splitlines())
    walk = WallWalk(
        6, np.array(points, dtype=np.int64), np.array(chows, dtype=np.int64), np.zeros((0, 15), dtype=np.int64)
    )
    return histograms, replace(walk, refusals=a_refused_wall(walk)), refusal


def a_refused_wall(walk):
    """Refuse a positive hyperplane of cell 0 above another positive one, y: its form is that of y plus 2 u_i.

    For N <= 8 all candidates of all cells are walls, so that the walk itself refuses none.
    """
    cutting, _ = wall_walk._hyperplanes(6)
    below, _ = wall_walk._order(cutting)
    forms = [wall_walk._partial_sums(x) for x in cutting]
    values = [sum(a * b for a, b in zip(form, walk.points[0].tolist(), strict=True)) for form in forms]
    positive = [2 * h + (value < 0) for h, value in enumerate(values)]
    x, y = next((x, y) for x in positive for y in below[x] if y in positive)
    difference = [
        a * (1 - 2 * (x & 1)) - b * (1 - 2 * (y & 1)) for a, b in zip(forms[x >> 1], forms[y >> 1], strict=True)
    ]
    assert sorted(difference) == [0, 0, 0, 0, 0, 2]
    return np.array([[0, x, 1, difference.index(2), 6 + (y >> 1), 0, 0, 0, 0, 2, 1, 0, 0, 0, 0]], dtype=np.int64)


def test_the_walk_gives_the_histogram_of_the_splitting_tree(walks):
    assert walks[0] == [tie_histogram(variables) for variables in range(1, 7)]


def test_a_guard_below_the_values_gives_an_error_and_no_number(walks):
    assert walks[2] == "the guard of values speaks in the walk for N = 5"


def test_the_outcome_of_a_walk_stands_its_check(walks):
    walk = walks[1]
    assert len(walk.points) == 21
    assert len(walk.refusals) > 0
    check_walk(walk)


def altered(array, row, column, change):
    copy = array.copy()
    copy[row, column] += change
    return copy


@pytest.mark.parametrize("cell", range(21))
def test_without_one_cell_the_list_is_refused(walks, cell):
    walk = walks[1]
    keep = [k for k in range(21) if k != cell]
    fewer = WallWalk(6, walk.points[keep], walk.chows[keep], walk.refusals[:0])
    with pytest.raises(CertificateError, match="is missing"):
        check_walk(fewer)


def test_one_flaw_and_the_outcome_of_a_walk_is_refused(walks):
    walk = walks[1]
    for column in (1, 2, 3, 4, 9, 10):
        with pytest.raises(CertificateError, match="must add up"):
            check_walk(replace(walk, refusals=altered(walk.refusals, 0, column, 1)))
    negative = walk.refusals.copy()
    negative[0, 2] = -negative[0, 2]
    with pytest.raises(CertificateError, match="must add up"):
        check_walk(replace(walk, refusals=negative))
    with pytest.raises(CertificateError, match="that of its signs"):
        check_walk(replace(walk, chows=altered(walk.chows, 3, 2, 2)))
    with pytest.raises(CertificateError, match="positive coordinates"):
        check_walk(replace(walk, points=altered(walk.points, 2, 1, -int(walk.points[2, 1]))))
    twice = replace(
        walk, points=np.vstack([walk.points, walk.points[:1]]), chows=np.vstack([walk.chows, walk.chows[:1]])
    )
    with pytest.raises(CertificateError, match="must be different"):
        check_walk(twice)
    on_a_hyperplane = walk.points.copy()
    on_a_hyperplane[0] = (1, 1, 1, 1, 1, 1)
    with pytest.raises(CertificateError, match=r"on a hyperplane|that of its signs"):
        check_walk(replace(walk, points=on_a_hyperplane))
    with pytest.raises(CertificateError, match="64-bit integers"):
        check_walk(replace(walk, points=walk.points * 1.0))
    with pytest.raises(CertificateError, match="Chow vector"):
        check_walk(replace(walk, points=walk.points[:0], chows=walk.chows[:0]))


def test_a_wall_that_refutes_itself_is_refused(walks):
    # the form of a wall is a combination of itself: the check must not accept that
    walk = walks[1]
    row = walk.refusals[0].copy()
    row[2], row[3:9], row[9:] = 1, 0, 0
    row[3], row[9] = 6 + (row[1] >> 1), 1
    refusals = walk.refusals.copy()
    refusals[0] = row
    with pytest.raises(CertificateError, match="must add up"):
        check_walk(replace(walk, refusals=refusals))


@pytest.mark.slow
@pytest.mark.parametrize("variables", [7, 8])
def test_the_compiled_walk_gives_the_histogram_of_the_splitting_tree(variables):
    assert wall_walk_histogram(variables) == tie_histogram(variables)


@pytest.mark.slow
def test_the_walk_of_eight_variables_is_that_of_the_restriction_tree_and_needs_every_refused_wall():
    walk = walk_through_walls(9)
    assert ties_of_walk(walk) == threshold_histogram(8, "restriction-tree")
    assert len(walk.refusals) == 217847
    with pytest.raises(CertificateError, match="is missing"):
        check_walk(replace(walk, refusals=walk.refusals[:-1]))


def test_wrong_numbers_of_variables_are_refused():
    with pytest.raises(DomainError, match="at least 1"):
        walk_through_walls(0)
    with pytest.raises(TooLargeError, match="limit 9"):
        walk_through_walls(10)
    with pytest.raises(TooLargeError, match="limit 8"):
        count_threshold(9, "wall-walk")

"""Orbits of flats: published Betti numbers, the general method without symmetry, the other road."""

import ast
from itertools import product
from pathlib import Path

import pytest

from exact.arrangement import characteristic_polynomial, whitney_numbers
from exact.counting import canonical_matrix as canonical_module
from exact.counting import flats
from exact.counting.flats import FlatCensus, flat_census
from exact.counting.splitting_tree import tie_histogram
from exact.counting.threshold_numbers import functions_of
from exact.errors import DomainError, ExactError, TooLargeError

# Test suite of CountingChambers (arXiv 2105.14542); recomputed with Sage for peers' survey.
BETTI = {
    2: (1, 4, 6, 3),
    3: (1, 8, 28, 44, 23),
    4: (1, 16, 120, 460, 820, 465),
    5: (1, 32, 496, 4240, 19660, 43014, 27129),
}
# Regression table of the project's measurements, section 5.3, rank 0 added.
ORBITS = {
    5: (1, 1, 3, 5, 8),
    6: (1, 1, 3, 7, 15, 24),
    7: (1, 1, 4, 10, 31, 78, 159),
    8: (1, 1, 4, 13, 52, 221, 947, 2841),
}


def normals(n: int) -> list[tuple[int, ...]]:
    return [(1, *x) for x in product((1, -1), repeat=n)]


@pytest.mark.parametrize("n", BETTI)
def test_the_whitney_numbers_are_the_published_betti_numbers(n: int) -> None:
    assert flat_census(n).whitney_numbers == BETTI[n]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4])
def test_the_whitney_numbers_are_those_of_all_flats_without_symmetry(n: int) -> None:
    census = flat_census(n)
    assert list(census.whitney_numbers) == whitney_numbers(normals(n), n + 1)
    assert list(census.characteristic_polynomial()) == characteristic_polynomial(normals(n), n + 1)


@pytest.mark.slow
def test_the_whitney_numbers_of_five_variables_are_those_of_all_flats_without_symmetry() -> None:
    assert list(flat_census(5).whitney_numbers) == whitney_numbers(normals(5), 6)


@pytest.mark.parametrize("n", range(7))
def test_the_regions_are_the_threshold_functions_of_the_splitting_tree(n: int) -> None:
    assert flat_census(n).regions == functions_of(tie_histogram(n + 1))


@pytest.mark.parametrize("n", [5, 6])
def test_the_numbers_of_orbits_are_the_recorded_ones(n: int) -> None:
    assert flat_census(n).orbits == ORBITS[n]


@pytest.mark.slow
@pytest.mark.parametrize(("n", "functions"), [(7, 8378070864), (8, 17561539552946)])
def test_larger_cases_give_the_published_numbers(n: int, functions: int) -> None:
    seen: list[tuple[int, int]] = []
    census = flat_census(n, lambda rank, orbits: seen.append((rank, orbits)))
    assert census.regions == functions  # OEIS A000609
    assert census.orbits == ORBITS[n]
    assert seen == list(enumerate(ORBITS[n]))[1:]


@pytest.mark.parametrize("n", range(6))
def test_the_second_whitney_numbers_count_hyperplanes_and_pairs(n: int) -> None:
    numbers = flat_census(n).whitney_numbers
    assert numbers[:2] == (1, 2**n)
    if n >= 2:  # no three of these hyperplanes have linearly dependent normals of rank 2
        assert numbers[2] == 2**n * (2**n - 1) // 2


def test_no_variables_mean_two_regions_of_a_line() -> None:
    assert flat_census(0) == FlatCensus(0, (), (1, 1))


@pytest.mark.parametrize("n", [3, 4, 5])
def test_a_key_that_merges_orbits_breaks_the_agreement_of_the_two_roads(
    n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flats, "canonical_matrix", lambda _matrix: ())
    assert flat_census(n).regions != functions_of(tie_histogram(n + 1))


def test_a_key_of_invariants_alone_is_right_for_six_variables_and_noticed_for_seven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def sorted_sizes(matrix: canonical_module.Matrix) -> canonical_module.Matrix:
        return tuple(sorted(tuple(sorted(map(abs, row))) for row in matrix))

    monkeypatch.setattr(flats, "canonical_matrix", sorted_sizes)
    assert flat_census(6).regions == 15028134
    with pytest.raises(ExactError, match="must be divisible by its 11 hyperplanes"):
        flat_census(7)


def test_wrong_dimensions_are_refused() -> None:
    with pytest.raises(TooLargeError, match=r"n = 10 is too large .* \(limit 9\)"):
        flat_census(10)
    with pytest.raises(DomainError, match="not -1"):
        flat_census(-1)


def test_this_road_shares_only_cube_and_errors_with_the_other_one() -> None:
    for module in (flats, canonical_module):
        assert module.__file__ is not None
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        own = {name for name in imported if name is not None and name.startswith("exact")}
        assert own <= {"exact.cube", "exact.errors", "exact.counting.canonical_matrix"}

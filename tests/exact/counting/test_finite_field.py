"""Whitney numbers from points over finite fields: brute force, the flats, the number of regions."""

import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from exact.arrangement import whitney_numbers
from exact.counting import finite_field
from exact.counting.finite_field import good_primes, points_off_hyperplanes, whitney_numbers_from_points
from exact.counting.flats import flat_census, threshold_normals
from exact.counting.threshold import count_threshold
from exact.errors import ExactError, TooLargeError


@pytest.mark.parametrize(
    ("coordinates", "p"), [(1, 3), (1, 5), (2, 3), (2, 7), (3, 3), (3, 5), (3, 11), (4, 5), (4, 7), (5, 5), (5, 7)]
)
def test_the_points_are_those_of_the_definition(coordinates: int, p: int) -> None:
    normals = threshold_normals(coordinates - 1)
    count = sum(
        all(sum(a * b for a, b in zip(w, x, strict=True)) % p for x in normals)
        for w in product(range(p), repeat=coordinates)
    )
    assert points_off_hyperplanes(coordinates, p) == count


@pytest.mark.parametrize("coordinates", range(1, 9))
def test_the_primes_exceed_what_hadamard_allows(coordinates: int) -> None:
    primes = good_primes(coordinates)
    assert len(primes) == coordinates - 1
    for p in primes:
        assert all(p % d for d in range(2, p))
        assert (p << (coordinates - 1)) ** 2 > coordinates**coordinates
    smaller = [q for q in range(3, primes[0] if primes else 3) if all(q % d for d in range(2, q))]
    assert all((q << (coordinates - 1)) ** 2 <= coordinates**coordinates for q in smaller)


@pytest.mark.parametrize("n", range(7))
def test_the_numbers_are_those_of_the_flats(n: int) -> None:
    numbers = whitney_numbers_from_points(n)
    assert tuple(numbers) == flat_census(n).whitney_numbers
    assert sum(numbers) == count_threshold(n).value
    if n <= 4:
        assert numbers == whitney_numbers(threshold_normals(n), n + 1)


@pytest.mark.slow
def test_the_numbers_of_seven_variables_are_those_of_the_flats() -> None:
    numbers = whitney_numbers_from_points(7)
    assert tuple(numbers) == flat_census(7).whitney_numbers
    assert sum(numbers) == 8378070864  # OEIS A000609(7)


def test_the_polynomial_takes_the_values_at_a_prime_that_was_not_used() -> None:
    numbers = whitney_numbers_from_points(5)
    polynomial = [-value if rank & 1 else value for rank, value in enumerate(numbers)]
    value = 0
    for coefficient in polynomial:
        value = value * 23 + coefficient
    assert 23 not in good_primes(6)
    assert points_off_hyperplanes(6, 23) == value


def test_a_prime_that_divides_a_determinant_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finite_field, "good_primes", lambda _: [3, 7, 11, 13, 17])
    with pytest.raises(ExactError, match="the Whitney numbers for n = 5 must be positive integers"):
        whitney_numbers_from_points(5)


def test_too_many_variables_are_refused() -> None:
    with pytest.raises(TooLargeError, match=r"n = 8 is too large for points over finite fields \(limit 7\)"):
        whitney_numbers_from_points(8)


def test_nothing_is_shared_with_the_flats() -> None:
    code = (
        "import sys; from exact.counting.finite_field import whitney_numbers_from_points as w; w(4); "
        "print(*sorted(m for m in sys.modules if m.startswith('exact.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3]
    )
    modules = done.stdout.split()
    assert "exact.counting.finite_field" in modules
    assert not {"exact.arrangement", "exact.counting.flats", "exact.counting.canonical_matrix", "numpy"} & set(modules)

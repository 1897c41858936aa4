"""The numbering of threshold functions: a bijection, so that a random number is a uniformly random function."""

from collections import Counter
from itertools import permutations, product

import pytest

from exact.counting.polynomial_threshold import polynomial_threshold_table
from exact.counting.sampling import ThresholdSampler, arrangement, realization_of, self_dual_orbits
from exact.counting.splitting_tree import tie_histogram
from exact.counting.threshold import count_threshold
from exact.errors import DomainError, TooLargeError
from exact.orbit import canonical_form, orbit
from exact.symmetry import Group


@pytest.mark.parametrize("n", range(5))
def test_the_numbers_are_those_of_all_threshold_functions_each_once(n):
    sampler = ThresholdSampler(n)
    functions = [sampler.function(number) for number in range(sampler.count)]
    for f in functions:
        f.verify()
    assert len({f.table for f in functions}) == sampler.count == count_threshold(n).value
    if n <= 3:
        assert sorted(f.table for f in functions) == polynomial_threshold_table(n, 1)


@pytest.mark.parametrize("n", [5, 6])
def test_there_are_as_many_numbers_as_threshold_functions(n):
    assert ThresholdSampler(n).count == count_threshold(n).value


@pytest.mark.slow
def test_there_are_as_many_numbers_as_threshold_functions_of_seven_variables():
    assert ThresholdSampler(7).count == count_threshold(7).value


@pytest.mark.parametrize("weights", [(), (0,), (1,), (2, 1), (1, 1), (1, 0, 0), (2, 1, 1), (3, 2, 2, 0), (1, 1, 1, 1)])
def test_the_arrangements_are_all_different_ones_each_once(weights):
    expected = {
        tuple(s * w for s, w in zip(signs, order, strict=True))
        for order in permutations(weights)
        for signs in product((1, -1), repeat=len(weights))
    }
    found = [arrangement(weights, number) for number in range(len(expected))]
    assert Counter(found) == dict.fromkeys(expected, 1)
    for number in (-1, len(expected)):
        with pytest.raises(DomainError, match="number must be in"):
            arrangement(weights, number)


@pytest.mark.parametrize("variables", [1, 2, 3, 4, 5, 6, 7])
def test_the_orbits_are_as_many_as_those_of_the_splitting_tree(variables):
    assert len(self_dual_orbits(variables)) == sum(tie_histogram(variables))


def test_the_choice_of_a_sample_is_the_number_that_the_seed_gives(monkeypatch):
    from exact.counting import sampling

    asked = []

    class Choices:
        def __init__(self, seed):
            self.seed = seed

        def randrange(self, bound):
            asked.append((self.seed, bound))
            return len(asked) - 1

    monkeypatch.setattr(sampling.random, "Random", Choices)
    sampler = ThresholdSampler(2)
    tables = [f.table for f in sampler.sample(14, seed=5)]
    assert asked == [(5, 14)] * 14  # every choice is one of 14 equally likely numbers
    assert sorted(tables) == polynomial_threshold_table(2, 1)


def test_the_same_seed_gives_the_same_functions():
    sampler = ThresholdSampler(6)
    first, again, other = ([f.table for f in sampler.sample(5, seed)] for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_sampled_function_carries_its_certificate():
    for f in ThresholdSampler(6).sample(3, 0):
        f.verify()
    assert realization_of((2, 1, -1)).threshold == 1


def test_wrong_arguments_are_refused():
    with pytest.raises(TooLargeError, match="limit 7"):
        ThresholdSampler(8)
    sampler = ThresholdSampler(1)
    for number in (-1, 4):
        with pytest.raises(DomainError, match=r"in 0, \.\.\., 3"):
            sampler.function(number)
    with pytest.raises(DomainError, match="size must be at least 0"):
        list(sampler.sample(-1, 0))
    with pytest.raises(DomainError, match="must not be negative"):
        arrangement((1, -1), 0)
    with pytest.raises(DomainError, match="at least one variable"):
        self_dual_orbits(0)


@pytest.mark.parametrize("n", range(5))
def test_every_class_has_as_many_numbers_as_functions(n):
    sampler = ThresholdSampler(n)
    drawn = Counter(canonical_form(sampler.function(number).table, n, Group.NP) for number in range(sampler.count))
    assert drawn == {form: len(orbit(form, n, Group.NP)) for form in drawn}


def test_a_sample_is_that_of_its_numbers():
    sampler = ThresholdSampler(4)
    numbers = list(sampler.numbers(50, seed=7))
    assert list(sampler.sample(50, seed=7)) == [sampler.function(number) for number in numbers]
    assert all(0 <= number < sampler.count for number in numbers)
    with pytest.raises(DomainError, match="at least 0"):
        list(sampler.numbers(-1, 0))

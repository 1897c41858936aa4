"""How long it takes to find the gated classes of a function: pytest with --benchmark-only.

There is no peer: no other program that we know decides these classes.
"""

import random

import pytest

from exact.boolean import BooleanFunction
from exact.gated_decision import classify


@pytest.mark.parametrize("n", [4, 5])
def test_all_gated_classes_of_a_random_function(benchmark, n):
    f = BooleanFunction(n, random.Random(n).getrandbits(1 << n))  # noqa: S311
    found = benchmark.pedantic(lambda: classify(f), rounds=3)
    assert all(answer.member is not None for answer in found.memberships)


@pytest.mark.parametrize("n", [4, 5])
def test_the_proofs_and_witnesses_of_a_random_function_are_verified(benchmark, n):
    f = BooleanFunction(n, random.Random(n).getrandbits(1 << n))  # noqa: S311
    certificates = [c for answer in classify(f).memberships for c in answer.certificates]

    def verify():
        for certificate in certificates:
            certificate.verify(f)

    benchmark.pedantic(verify, rounds=3)

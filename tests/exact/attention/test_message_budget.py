"""Bounds of the number of messages, against the messages of concrete layers; and the head that sends everything."""

import itertools
import random

import pytest

from exact.attention.message_budget import decoded, decoding_head, decoding_rows, message_bound, needs_more
from exact.attention.refutation import alice_messages, refute
from exact.attention.tasks import match3
from exact.attention.unit_description import layer_from_document
from exact.errors import DomainError, TooLargeError


def random_layer(seed, n, heads, width):
    """Scores of token 1 between 0 and 1 and values between 0 and 2, by chance."""
    chance = random.Random(seed)  # noqa: S311 - no secrets
    modulus = 2 * n + 2
    scores = [[chance.randint(0, 1) for _ in range(heads)] for _ in range(modulus)]
    values = [[chance.randint(0, 2) for _ in range(width * heads)] for _ in range(modulus)]
    token = [[1, *s, *v] for s, v in zip(scores, values, strict=True)]
    d = 1 + heads + width * heads
    tables = []
    for h in range(heads):
        query = [[int(i == 0)] for i in range(d)]
        key = [[int(i == 1 + h)] for i in range(d)]
        value = [[int(i == 1 + heads + h * width + c) for c in range(width)] for i in range(d)]
        tables.append({"base": 2, "query": query, "key": key, "value": value})
    return layer_from_document({"task": "match3", "N": 2 * n + 1, "M": modulus, "token": token, "head": tables})


@pytest.mark.parametrize(("n", "heads", "width"), [(3, 1, 1), (6, 1, 1), (7, 1, 2), (7, 2, 1), (10, 1, 1)])
def test_no_layer_sends_more_messages_than_the_bound(n, heads, width):
    bound = message_bound(n, score=1, value=2, base=2, m=width, heads=heads)
    for seed in range(10):
        sent = set(alice_messages(random_layer(seed, n, heads, width), n))
        assert len(sent) <= min(bound, 2**n)


def test_where_the_bound_is_too_small_every_layer_is_refuted_by_a_collision():
    n = 11
    assert needs_more(n, score=1, value=2, base=2, m=1, heads=1)
    for seed in range(3):
        verdict = refute(random_layer(seed, n, 1, 1))
        assert verdict.method == "collision"
        assert verdict.messages < verdict.alice_inputs == 2**n


def test_the_bound_is_the_number_of_possible_sums():
    for n, score, value, base, m in itertools.product((1, 2), (0, 1, 2), (0, 1), (2, 3), (1, 2)):
        powers = range(n * base**score + 1)
        values = range(n * value * base**score + 1)
        messages = list(itertools.product(powers, *[values] * m))
        assert message_bound(n, score=score, value=value, base=base, m=m, heads=1) == len(messages)
        assert message_bound(n, score=score, value=value, base=base, m=m, heads=2) == len(messages) ** 2


@pytest.mark.parametrize(("n", "modulus"), [(1, 1), (1, 5), (3, 4), (4, 2)])
def test_one_head_of_enough_precision_tells_every_input_and_so_every_task(n, modulus):
    head = decoding_head(n, modulus)
    for tokens in itertools.product(range(modulus), repeat=n):
        outputs = head.output(decoding_rows(tokens, modulus))
        for (output,) in outputs:
            assert decoded(output, n, modulus) == tokens
            assert match3(decoded(output, n, modulus), modulus) == match3(tokens, modulus)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: message_bound(-1, score=0, value=1, base=2, m=1, heads=1), "n must be at least 0"),
        (lambda: message_bound(1, score=0, value=1, base=1, m=1, heads=1), "at least 2, not 1"),
        (lambda: decoding_head(0, 2), "N = 0 and M = 2"),
        (lambda: decoding_rows([2], 2), "must be a residue"),
        (lambda: decoded(9, 1, 9), "9 is not the mean"),
        (lambda: decoded(-1, 1, 9), "-1 is not the mean"),
    ],
)
def test_wrong_sizes_get_the_reason(ask, message):
    with pytest.raises(DomainError, match=message):
        ask()


def test_a_bound_too_long_to_write_is_refused():
    with pytest.raises(TooLargeError, match="the bound has about"):
        message_bound(1, score=1 << 25, value=1, base=2, m=1, heads=1)

"""Concrete layers: failing inputs with certificates, verdicts, files; none of the random layers is prepared."""

import dataclasses
import itertools
import json
import random
from fractions import Fraction

import pytest

from exact.attention.failure import (
    LayerFailure,
    averaging_weights,
    failure_from_text,
    failure_to_document,
    layer_output,
)
from exact.attention.fixed_point import FixedPoint, number_of_messages
from exact.attention.pair_matching import match2_unit, match2_unreduced_unit
from exact.attention.reductions import triple_inputs
from exact.attention.refutation import _answers, _outputs, _units, alice_messages, refute
from exact.attention.sparse_averaging import (
    base_for_error,
    cover_free_unit,
    moment_curve_unit,
    one_hot_unit,
    with_precision,
)
from exact.attention.tasks import match3
from exact.attention.triple_matching import match3_unit
from exact.attention.unit_description import (
    AveragingUnit,
    layer_from_document,
    layer_to_document,
    sum_of_tokens_answers,
)
from exact.attention.unit_file import averaging_unit, layer_to_toml, matching_layer, read_layer
from exact.errors import CertificateError, DomainError, InputError, TooLargeError

READINGS = ("literal", "not_self", "distinct")


def random_layer(seed):
    """A layer of random integers: task, sizes, heads and read-out by chance, and nothing adjusted afterwards."""
    chance = random.Random(seed)  # noqa: S311 - no secrets
    task = chance.choice(["match2", "match3", "match3", "match3-bigram", "match3-local", "qsa"])
    if task == "qsa":
        n = chance.randint(2, 5)
        q, m = chance.randint(1, n - 1), chance.randint(1, 2)
        supports = len(list(itertools.combinations(range(n), q)))
        keys = [[chance.randint(-3, 3) for _ in range(m)] for _ in range(n)]
        queries = [[chance.randint(-3, 3) for _ in range(m)] for _ in range(supports)]
        return {"task": task, "N": n, "q": q, "error": f"1/{2 * q}", "base": 5, "keys": keys, "queries": queries}
    n, modulus = chance.randint(2, 4), chance.randint(2, 5)
    d, m, width = chance.randint(1, 3), chance.randint(1, 2), 1

    def rows(height, columns):
        return [[chance.randint(-2, 2) for _ in range(columns)] for _ in range(height)]

    layer = {"task": task, "N": n, "M": modulus, "token": rows(modulus, d)}
    if task in {"match2", "match3"}:
        layer["reading"] = chance.choice(READINGS)
    if task == "match3-local":
        layer["distance"] = chance.randint(0, 2)
    if chance.random() < 0.5:
        layer["threshold"] = f"{chance.randint(-2, 2)}/3"
    else:
        width = chance.randint(1, 2)
    if chance.random() < 0.4:
        layer["position"] = rows(n, 1)
        d += 1
    if chance.random() < 0.4:
        layer["blank"] = rows(1, d)[0]
    layer["head"] = [
        {"base": chance.choice([2, "3/2"]), "query": rows(d, m), "key": rows(d, m), "value": rows(d, width)}
        for _ in range(chance.randint(1, 2))
    ]
    return layer


def failure_by_plain_code(layer, inputs, positions):
    """Whether the answers are wrong, from the plain code alone."""
    outputs = [layer_output(layer, tokens, i) for tokens, i in zip(inputs, positions, strict=True)]
    answers = [sum_of_tokens_answers(layer, tokens)[i - 1] for tokens, i in zip(inputs, positions, strict=True)]
    return outputs, answers


@pytest.mark.parametrize("first", range(0, 100, 10))
def test_a_hundred_random_layers_are_refuted_or_proved_to_solve_their_size(first):
    for seed in range(first, first + 10):
        layer = layer_from_document(random_layer(seed))
        verdict = refute(layer)
        if verdict.failure is not None:
            text = json.dumps(failure_to_document(verdict.failure))
            again = failure_from_text(text)
            assert again == verdict.failure
            again.verify()
        elif isinstance(layer, AveragingUnit):
            for y in itertools.combinations(range(1, layer.n + 1), layer.q):
                target = [Fraction(j in y, layer.q) for j in range(1, layer.n + 1)]
                weights = averaging_weights(layer, y)
                assert sum(abs(w - t) for w, t in zip(weights, target, strict=True)) <= layer.error
        else:  # solved: the plain code finds no failure among all inputs either
            seen = {}
            for tokens in itertools.product(range(layer.modulus), repeat=layer.n):
                for i, answer in enumerate(sum_of_tokens_answers(layer, tokens), start=1):
                    output = layer_output(layer, tokens, i)
                    if layer.threshold is not None:
                        assert int(output[0] > layer.threshold) == answer
                    else:
                        assert seen.setdefault(output, answer) == answer


def test_random_layers_do_both_fail_and_solve():
    verdicts = [refute(layer_from_document(random_layer(seed))) for seed in range(100)]
    assert any(v.failure is not None and v.method == "collision" for v in verdicts)
    assert any(v.failure is not None and v.method == "all-inputs" for v in verdicts)
    assert any(v.failure is None for v in verdicts)


def test_search_and_plain_code_compute_the_same_outputs_and_answers():
    for seed in range(60):
        layer = layer_from_document(random_layer(seed))
        if isinstance(layer, AveragingUnit):
            continue
        units = _units(layer)
        for tokens in itertools.islice(itertools.product(range(layer.modulus), repeat=layer.n), 1, 40, 7):
            assert _answers(layer, tokens) == sum_of_tokens_answers(layer, tokens)
            found = _outputs(layer, units, tokens)
            assert [layer_output(layer, tokens, i) for i in range(1, layer.n + 1)] == found


# ----------------------------------------------------------------------------------------------- collisions of messages


def triple_layer(n, modulus, **changes):
    """One head of dimension 1 that reads the residue."""
    layer = {"task": "match3", "N": n, "M": modulus, "token": [[1, x] for x in range(modulus)]}
    layer["head"] = [{"base": 2, "query": [[1], [0]], "key": [[0], [1]], "value": [[0], [1]]}]
    return layer_from_document(layer | changes)


def test_a_head_that_weighs_residues_alike_sends_too_few_messages():
    uniform = [{"base": 2, "query": [[0], [0]], "key": [[0], [0]], "value": [[0], [1]]}]
    layer = triple_layer(9, 10, head=uniform)
    verdict = refute(layer)
    assert (verdict.method, verdict.alice_inputs) == ("collision", 16)
    assert verdict.messages < 16
    verdict.failure.verify()
    outputs, answers = failure_by_plain_code(layer, verdict.failure.inputs, verdict.failure.positions)
    assert outputs[0] == outputs[1]
    assert sorted(answers) == [0, 1]


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_messages_determine_the_output_at_the_public_token(n):
    layer = triple_layer(2 * n + 1, 2 * n + 2)
    sent = alice_messages(layer, n)
    by_message = {}
    for a in range(1 << n):
        for b in range(1 << n):
            output = layer_output(layer, triple_inputs(n, layer.modulus, a, b), 1)
            assert by_message.setdefault((sent[a], b), output) == output


def test_a_wide_value_avoids_collisions_so_that_all_inputs_are_tried():
    one_hot = [
        {"base": 2, "query": [[0]] * 6, "key": [[0]] * 6, "value": [[int(i == j) for j in range(6)] for i in range(6)]}
    ]
    token = [[int(i == x) for i in range(6)] for x in range(6)]
    verdict = refute(triple_layer(5, 6, token=token, head=one_hot))
    assert (verdict.messages, verdict.alice_inputs, verdict.method) == (4, 4, "all-inputs")
    verdict.failure.verify()  # the counts of the residues do not say which residue the token itself has


def test_a_layer_without_limits_of_precision_solves_triples():
    """One head whose value tells how often each residue occurs, and one that tells the own residue."""
    token = [[1, x, x * x, 10**x] for x in range(4)]
    counts = {"base": 2, "query": [[0]] * 4, "key": [[0]] * 4, "value": [[0, 0], [0, 0], [0, 0], [0, 1]]}
    own = {"base": 50, "query": [[0, -1], [2, 0], [0, 0], [0, 0]], "key": [[0, 0], [1, 0], [0, 1], [0, 0]]}
    own["value"] = [[0, 0], [1, 0], [0, 0], [0, 0]]
    both = layer_from_document({"task": "match3", "N": 3, "M": 4, "token": token, "head": [counts, own]})
    verdict = refute(both)
    assert (verdict.failure, verdict.messages, verdict.alice_inputs) == (None, 2, 2)
    for head in (counts, own):
        alone = layer_from_document({"task": "match3", "N": 3, "M": 4, "token": token, "head": [head]})
        assert refute(alone).failure is not None


def test_beyond_reach_without_a_collision_is_refused():
    wide = [
        {
            "base": 2,
            "query": [[i] for i in range(30)],
            "key": [[i] for i in range(30)],
            "value": [[2**i] for i in range(30)],
        }
    ]
    token = [[int(i == x) for i in range(30)] for x in range(30)]
    with pytest.raises(
        TooLargeError, match=r"no two messages collide, .* and 2311801440 inputs would have to be tried"
    ):
        refute(triple_layer(11, 30, token=token, head=wide))
    pairs = layer_to_document(matching_layer(match2_unit(30, 30)))
    with pytest.raises(TooLargeError, match="messages of this task are not compared"):
        refute(layer_from_document(pairs))


def test_layers_of_too_many_tokens_are_refused_before_the_start():
    rows = {"token": [[1]], "head": [HEAD]}
    with pytest.raises(TooLargeError, match=r"N\^3 = 300\^3 steps"):
        refute(layer_from_document({"task": "match3", "N": 300, "M": 1} | rows))
    with pytest.raises(TooLargeError, match=r"N\^2 = 4000\^2 steps"):
        refute(layer_from_document({"task": "match2", "N": 4000, "M": 1} | rows))
    unit = {"task": "qsa", "N": 2000, "q": 1, "error": 0, "base": 2}
    unit |= {"keys": [[1] * 4] * 2000, "queries": [[1] * 4] * 2000}
    with pytest.raises(TooLargeError, match="would take 16000000 products"):
        refute(layer_from_document(unit))
    big = layer_from_document({"task": "match3", "N": 300, "M": 1} | rows)
    with pytest.raises(CertificateError, match="the check would take"):
        LayerFailure(big, ((0,) * 300,) * 2, (1, 2)).verify()


def test_equal_queries_force_an_error_of_one_over_q():
    unit = {"task": "qsa", "N": 4, "q": 2, "error": "1/4", "base": 2}
    unit |= {"keys": [[1], [2], [3], [4]], "queries": [[1], [2], [3], [2], [5], [6]]}
    verdict = refute(layer_from_document(unit))
    assert (verdict.method, verdict.messages, verdict.alice_inputs) == ("collision", 5, 6)
    verdict.failure.verify()


def test_rounding_to_few_bits_makes_queries_collide_and_the_means_are_missed():
    unit = moment_curve_unit(5, 2, base=base_for_error(5, 2, Fraction(1, 8)))
    entries = [abs(entry) for y in unit.supports() for entry in unit.query(y)]
    top = max(*entries, *(entry for key in unit.keys for entry in key)).bit_length()
    verdicts = {}
    for bits in range(1, top + 2):  # the same range, in steps of 2^(top + 1 - bits)
        precision = FixedPoint(bits + 1, bits - top - 1)
        coarse = with_precision(unit, precision)
        layer = averaging_unit(coarse, Fraction(1, 8))
        assert all(precision.holds(entry) for query in layer.queries for entry in query)
        assert len(set(layer.queries)) <= number_of_messages(unit.dimension, precision)
        verdicts[bits] = refute(layer)
    assert (verdicts[1].method, verdicts[1].messages < verdicts[1].alice_inputs) == ("collision", True)
    assert verdicts[1].failure is not None
    assert verdicts[top + 1].failure is None  # integers are kept, and the unit is what it was
    with pytest.raises(DomainError, match="is not between"):
        with_precision(unit, FixedPoint(3, 0))


def test_fractional_scores_work_where_the_base_has_the_root():
    layer = triple_layer(5, 6, token=[[1, f"{x}/2"] for x in range(6)])
    with pytest.raises(DomainError, match="irrational"):
        refute(layer)
    head = [{"base": 4, "query": [[1], [0]], "key": [[0], [1]], "value": [[0], [1]]}]
    squared = triple_layer(5, 6, token=[[1, f"{x}/2"] for x in range(6)], head=head)
    assert layer_output(squared, (0, 1, 2, 3, 4), 1) == tuple(
        entry / 2 for entry in layer_output(triple_layer(5, 6), (0, 1, 2, 3, 4), 1)
    )


# ----------------------------------------------------------------------------------------------- constructions as files


@pytest.mark.parametrize("build", [match2_unit, match2_unreduced_unit])
@pytest.mark.parametrize(("n", "modulus"), [(2, 3), (3, 5)])
def test_the_units_for_pairs_solve_all_inputs_from_their_files(build, n, modulus, tmp_path):
    layer = matching_layer(build(n, modulus))
    path = tmp_path / "unit.toml"
    path.write_text(layer_to_toml(layer))
    assert read_layer(path) == layer
    assert refute(layer).failure is None
    assert refute(dataclasses.replace(layer, threshold=None)).failure is None
    assert refute(dataclasses.replace(layer, reading="not_self")).failure is not None


@pytest.mark.parametrize(
    "unit",
    [
        moment_curve_unit(5, 2, base=base_for_error(5, 2, Fraction(1, 8))),
        one_hot_unit(4, 1, base=100),
        cover_free_unit(4, 2, prime=3, degree=1, base=50),
    ],
    ids=lambda unit: unit.name,
)
def test_the_units_for_averages_solve_all_inputs_from_their_files(unit, tmp_path):
    layer = averaging_unit(unit, Fraction(1, 8))
    path = tmp_path / "unit.json"
    path.write_text(json.dumps(layer_to_document(layer)))
    assert read_layer(path) == layer
    assert refute(layer).failure is None
    assert refute(dataclasses.replace(layer, base=Fraction(101, 100))).failure is not None
    for y, query in zip(unit.supports(), layer.queries, strict=True):
        assert layer.query(y) == query == unit.query(y)
        assert averaging_weights(layer, y) == list(unit.weights(y))


def test_a_third_order_unit_has_no_file():
    with pytest.raises(DomainError, match="not over pairs of positions"):
        matching_layer(match3_unit(2, 3))


def test_a_table_of_too_many_residues_is_refused():
    with pytest.raises(TooLargeError, match="1000000 rows of 6 numbers"):
        matching_layer(match2_unit(2, 10**6))


def test_a_table_of_too_many_queries_is_refused():
    with pytest.raises(TooLargeError, match="rows of 20 numbers"):
        averaging_unit(one_hot_unit(20, 8, base=2), 1)


# ------------------------------------------------------------------------------------------- what verifies and what not


def good_failures():
    layer = triple_layer(3, 4, threshold="1/2")
    one = refute(layer).failure
    pair = refute(triple_layer(3, 4)).failure
    unit = layer_from_document(
        {"task": "qsa", "N": 2, "q": 1, "error": "1/2", "base": 2, "keys": [[1], [1]], "queries": [[1], [2]]}
    )
    return {"threshold": one, "pair": pair, "qsa": refute(unit).failure}


@pytest.mark.parametrize(
    ("kind", "change", "message"),
    [
        ("threshold", {"inputs": ()}, "one position for each input"),
        ("threshold", {"positions": (1, 2)}, "one position for each input"),
        ("threshold", {"inputs": ((0, 1),)}, "must be N = 3 residues below M = 4"),
        ("threshold", {"inputs": ((0, 1, 4),)}, "residues below M = 4"),
        ("threshold", {"positions": (0,)}, "must be in 1, ..., 3"),
        ("pair", {"positions": (1, 4)}, "must be in 1, ..., 3"),
        ("pair", {"inputs": ((0, 0, 0), (3, 3, 3)), "positions": (1, 1)}, "the two outputs must be equal"),
        ("pair", {"inputs": ((0, 0, 0), (0, 0, 0)), "positions": (1, 1)}, "the two answers of the task must differ"),
        ("qsa", {"inputs": ((1,),)}, "one input of N = 2 numbers"),
        ("qsa", {"inputs": ((0, 1),)}, "must be .1 or -1"),
        ("qsa", {"positions": (1, 2)}, "q = 1 increasing positions"),
        ("qsa", {"positions": (3,)}, "must hold positions 1, ..., 2"),
        ("qsa", {"inputs": ((1, 1),)}, "the unit is right here"),
    ],
)
def test_a_certificate_with_one_flaw_does_not_verify(kind, change, message):
    good = good_failures()[kind]
    good.verify()
    with pytest.raises(CertificateError, match=message):
        dataclasses.replace(good, **change).verify()


def test_a_right_answer_is_no_failure():
    layer = triple_layer(3, 4, threshold="1/2")
    right = [
        tokens
        for tokens in itertools.product(range(4), repeat=3)
        if int(layer_output(layer, tokens, 1)[0] > Fraction(1, 2)) == match3(tokens, 4)[0]
    ]
    with pytest.raises(CertificateError, match="the answer of the layer is right here"):
        LayerFailure(layer, (right[0],), (1,)).verify()


def test_irrational_and_endless_weights_do_not_verify():
    halves = triple_layer(3, 4, token=[[1, f"{x}/2"] for x in range(4)], threshold=0)
    with pytest.raises(CertificateError, match="irrational"):
        LayerFailure(halves, ((0, 1, 2),), (1,)).verify()
    endless = triple_layer(3, 4, token=[[1, 10**9 * x] for x in range(4)], threshold=0)
    with pytest.raises(CertificateError, match="too long to write"):
        LayerFailure(endless, ((0, 1, 2),), (1,)).verify()


# ---------------------------------------------------------------------------------------------------------------- files

GOOD = {"task": "match3", "N": 2, "M": 2, "token": [[1], [2]]}
HEAD = {"base": 2, "query": [[1]], "key": [[1]], "value": [[1]]}
QSA = {"task": "qsa", "N": 2, "q": 1, "error": 1, "base": 2, "keys": [[1], [1]], "queries": [[1], [2]]}


def without(table, key):
    return {k: v for k, v in table.items() if k != key}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "must be a table"),
        ({}, "the task must be one of match2, match3, match3-bigram, match3-local, qsa, not None"),
        ({"task": "sort"}, "not 'sort'"),
        (GOOD | {"head": []}, "at least one table"),
        (GOOD | {"head": [HEAD], "extra": 1}, "the key 'extra' is unknown here"),
        (GOOD | {"head": [HEAD], "distance": 1}, "the key 'distance' does not belong here"),
        (without(GOOD, "N") | {"head": [HEAD]}, "the key 'N' is missing"),
        (GOOD | {"N": 0, "head": [HEAD]}, "N: this must be an integer from 1"),
        (GOOD | {"N": True, "head": [HEAD]}, "not True"),
        (GOOD | {"reading": "loud", "head": [HEAD]}, "the reading must be one of"),
        (GOOD | {"token": [[1]], "head": [HEAD]}, "token: there must be 2 rows here, not 1"),
        (GOOD | {"token": [[1], [1, 2]], "head": [HEAD]}, "every row must have 1 numbers"),
        (GOOD | {"token": [[], []], "head": [HEAD]}, "at least 1 numbers"),
        (GOOD | {"token": [1, 2], "head": [HEAD]}, r"token\[0\]: this must be a list of numbers"),
        (GOOD | {"token": [["x"], [1]], "head": [HEAD]}, r"token\[0\]\[0\]: a rational number must look like"),
        (GOOD | {"token": [[0.5], [1]], "head": [HEAD]}, "must be a number such as 2, 0.25"),
        (GOOD | {"blank": [1, 2], "head": [HEAD]}, "the blank token must have d = 1 numbers, not 2"),
        (GOOD | {"head": [HEAD | {"base": 1}]}, r"head\[0\].base: the base must be greater than 1"),
        (GOOD | {"head": [without(HEAD, "key")]}, r"head\[0\].key: there must be 1 rows"),
        (GOOD | {"head": [HEAD | {"key": [[1, 2]]}]}, "every row must have 1 numbers, not"),
        (GOOD | {"threshold": 0, "head": [HEAD | {"value": [[1, 2]]}]}, "one where there is a threshold"),
        (GOOD | {"head": [HEAD, HEAD | {"value": [[1, 2]]}]}, r"number of coordinates.*\[1, 2\]"),
        (QSA | {"q": 3}, "q must not be 3"),
        (QSA | {"error": -1}, "the error must be at least 0"),
        (QSA | {"queries": [[1]]}, "there must be 2 rows here"),
        (QSA | {"queries": [[1, 2], [1, 2]]}, "every row must have 1 numbers"),
        (QSA | {"N": 1000, "q": 500}, "too many supports"),
        (QSA | {"M": 2}, "the key 'M' is unknown"),
    ],
)
def test_what_is_no_layer_is_refused_with_its_place(document, message):
    with pytest.raises(InputError, match=message):
        layer_from_document(document)


def test_the_good_documents_are_good():
    for document in (
        GOOD | {"head": [HEAD]},
        QSA,
        GOOD | {"position": [[1], [2]], "head": [HEAD | {key: [[1], [1]] for key in ("query", "key", "value")}]},
    ):
        layer = layer_from_document(document)
        assert layer_from_document(layer_to_document(layer)) == layer


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "", "must end in .toml or .json"),
        ("a.toml", "task = ", "this is no TOML text"),
        ("a.json", "{", "this is no JSON text"),
        ("a.json", '{"task": "qsa", "task": "qsa"}', "must stand once"),
        ("a.json", "[" * 100_000, "nested too deeply"),
        ("a.toml", 'task = "qsa"\nN = 1e3', "N: this must be an integer"),
        ("a.toml", 'task = "qsa"\nN = 1\nq = 1\nerror = 0.25\nbase = nan\nkeys = [[1]]\nqueries = [[1]]', "base: "),
    ],
)
def test_files_that_cannot_be_read_are_refused(name, text, message, tmp_path):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputError, match=message) as caught:
        read_layer(path)
    assert caught.value.file == str(path)


def test_decimals_in_files_are_exact(tmp_path):
    path = tmp_path / "unit.toml"
    path.write_text('task = "qsa"\nN = 1\nq = 1\nerror = 0.1\nbase = 1.5\nkeys = [[0.25]]\nqueries = [["1/3"]]\n')
    unit = read_layer(path)
    assert (unit.error, unit.base, unit.keys, unit.queries) == (
        Fraction(1, 10),
        Fraction(3, 2),
        ((Fraction(1, 4),),),
        ((Fraction(1, 3),),),
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": "other"}, "schema: the schema must be"),
        ({"unit": 3}, "unit: this must be an object"),
        ({"unit": {"task": "sort"}}, "unit.task"),
        ({"inputs": [[0.5]]}, r"inputs\[0\]: this must be a list of integers"),
        ({"positions": 1}, "positions: this must be a list of integers"),
        ({"more": 1}, "the key 'more' is unknown"),
    ],
)
def test_texts_that_are_no_certificate_are_refused(change, message):
    document = failure_to_document(good_failures()["pair"])
    with pytest.raises(InputError, match=message):
        failure_from_text(json.dumps(document | change))
    for text in ("{", "[" * 100_000, b"\xff", '{"schema": 1, "schema": 1}', " " * (2**24 + 1)):
        with pytest.raises(InputError):
            failure_from_text(text)


def test_the_verification_of_scores_with_huge_denominators_ends():
    unit = {"task": "match2", "N": 2, "M": 2, "token": [[1, 0], [1, f"1/{1 << 54}"]]}
    unit["head"] = [{"query": [[1], [0]], "key": [[0], [1]], "value": [[0], [1]], "base": 2}]
    layer = layer_from_document(unit)
    with pytest.raises(CertificateError, match="the weights of this input are irrational"):
        LayerFailure(layer, ((0, 1), (0, 0)), (1, 1)).verify()
    with pytest.raises(DomainError, match="the weights are irrational"):
        refute(layer)


def test_a_layer_with_room_for_more_bits_than_are_compared_is_refuted_by_fewer():
    rows = [[1, x % 2] for x in range(40)]
    unit = {"task": "match3", "N": 41, "M": 40, "token": rows}
    unit["head"] = [{"query": [[1], [0]], "key": [[0], [1]], "value": [[0], [1]], "base": 2}]
    verdict = refute(layer_from_document(unit))
    assert verdict.method == "collision"
    assert verdict.messages < verdict.alice_inputs == 1 << 14
    verdict.failure.verify()


def test_a_failure_among_the_first_of_too_many_inputs_is_found():
    unit = {"task": "match3", "N": 10, "M": 12, "token": [[1, x] for x in range(12)]}
    unit["head"] = [{"query": [[1], [0]], "key": [[0], [1]], "value": [[0], [1]], "base": 2}]
    verdict = refute(layer_from_document(unit))
    assert (verdict.method, verdict.messages) == ("first-inputs", verdict.alice_inputs)
    verdict.failure.verify()

"""Networks read from files: what they compute, what they send, and the tasks that they solve."""

import copy
import itertools
import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from exact.attention.analysis import (
    MAXIMUM_ANALYZED_INPUTS,
    analyze_averaging,
    analyze_network,
    common_fraction_bits,
    count_messages,
)
from exact.attention.fixed_point import FixedPoint
from exact.attention.network import first_scores, is_exact, network_outputs
from exact.attention.network_description import NETWORK_SCHEMA, network_from_document, network_of_layer
from exact.attention.network_file import read_analyzable
from exact.attention.network_writer import bigram_network, network_to_document, network_to_toml, triple_network
from exact.attention.normalization import HardAttention, LinearAttention, Softmax
from exact.attention.pair_matching import match2_unit
from exact.attention.refutation import refute
from exact.attention.solution import solve
from exact.attention.sparse_averaging import moment_curve_unit
from exact.attention.structured_matching import bigram_transformer, local_transformer
from exact.attention.triple_matching import match3_unit
from exact.attention.unit import AttentionLayer, AttentionUnit, ThirdOrderUnit
from exact.attention.unit_description import layer_from_document
from exact.attention.unit_file import averaging_unit, matching_layer
from exact.command import main
from exact.enclosure import Answer, Enclosure
from exact.errors import DomainError, InputError, TooLargeError

ONE = [[1]]
HEAD = {"base": 2, "query": ONE, "key": ONE, "value": ONE}
PLAIN = {"schema": NETWORK_SCHEMA, "N": 2, "token": [[0], [1], [2]], "layer": [{"head": [HEAD]}]}

small = st.integers(-2, 2)


def changed(**parts):
    return copy.deepcopy(PLAIN) | parts


def with_layer(**parts):
    return changed(layer=[{"head": [HEAD]} | parts])


def with_head(**parts):
    return changed(layer=[{"head": [{key: value for key, value in (HEAD | parts).items() if value is not None}]}])


def run(capsys, *arguments):
    status = main(("attention", *map(str, arguments)))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def plain(rows):
    assert is_exact(rows)
    return tuple(tuple(entry.lower for entry in row) for row in rows)


# -------------------------------------------------------------------------------------------------- what it computes


def matrices(rows, columns):
    return st.lists(st.lists(small, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


@given(data=st.data())
def test_a_layer_of_a_network_is_a_layer_of_heads(data):
    """Against the units themselves: two heads, a skip connection, every kind of weights."""
    kind, skip = data.draw(st.sampled_from(["softmax", "hard", "linear"])), data.draw(st.booleans())
    normalization = {"softmax": Softmax(3), "hard": HardAttention(), "linear": LinearAttention()}[kind]
    parts = [[data.draw(matrices(2, width)) for width in (1, 1, 2)] for _ in range(2)]
    token = data.draw(matrices(3, 2))
    heads = [
        {"kind": kind, "query": q, "key": k, "value": v} | ({"base": 3} if kind == "softmax" else {})
        for q, k, v in parts
    ]
    document = {"schema": NETWORK_SCHEMA, "N": 2, "token": token, "layer": [{"skip": skip, "head": heads}]}
    network = network_from_document(document)
    layer = AttentionLayer(tuple(AttentionUnit(q, k, v, normalization) for q, k, v in parts), skip)
    for tokens in itertools.product(range(3), repeat=2):
        rows = [token[x] for x in tokens]
        assert plain(network_outputs(network, tokens)) == layer.output(rows)
        assert first_scores(network, tokens) == tuple(head.scores(rows) for head in layer.heads)


@given(data=st.data())
def test_enclosures_hold_what_is_known_exactly(data):
    """The base 4 with half of the scores is the base 2; in base e the output lies between the bases 2 and 3."""
    q, k = data.draw(small), data.draw(small)
    outputs = {}
    for name, base, scale in (("two", 2, 1), ("four", 4, "1/2"), ("e", "e", 1), ("three", 3, 1), ("odd", 2, "1/3")):
        head = {"base": base, "scale": scale, "query": [[q]], "key": [[k]], "value": ONE}
        network = network_from_document(changed(layer=[{"head": [head]}], token=[[0], [1]]))
        outputs[name] = network_outputs(network, (0, 1))[1][0]
    assert outputs["two"] == outputs["four"]
    ends = sorted((outputs["two"].lower, outputs["three"].lower))
    assert ends[0] <= outputs["e"].upper
    assert outputs["e"].lower <= ends[1]
    width = outputs["odd"].upper - outputs["odd"].lower
    assert (width == 0) == (q * k % 3 == 0)
    assert width < Fraction(1, 2**100)


def test_two_layers_after_irrational_weights_are_enclosed_and_rounded():
    """In base e the token 0 sees 0, 1 with weights 1/2, and the token 1 with weights 1/(1 + e) and e/(1 + e)."""
    first = {"skip": True, "head": [HEAD | {"base": "e"}]}
    document = changed(token=[[0], [1]], layer=[first, {"after": "round", "head": [HEAD]}])
    (row, other) = network_outputs(network_from_document(document), (0, 1))
    assert plain([row, other]) == ((1,), (2,))  # 1/2 and 1 + e/(1 + e), with weights that depend on them
    document["layer"][1]["after"] = "identity"
    found = network_outputs(network_from_document(document), (0, 1))[1][0]
    t = 1 + math.e / (1 + math.e)
    weights = (2 ** (t / 2), 2 ** (t * t))
    expected = (weights[0] / 2 + weights[1] * t) / sum(weights)
    assert found.upper - found.lower < Fraction(1, 2**100)
    assert abs(float(found.lower) - expected) < 1e-9
    for kind in ("hard", "linear"):
        document["layer"][1]["head"] = [{"kind": kind, "query": ONE, "key": ONE, "value": ONE}]
        found = network_outputs(network_from_document(document), (0, 1))[1][0]
        t = network_outputs(network_from_document(changed(token=[[0], [1]], layer=[first])), (0, 1))[1][0]
        expected = t if kind == "hard" else t * (t * t + Enclosure.exactly(Fraction(1, 4)))
        assert found.lower <= expected.upper
        assert expected.lower <= found.upper


def test_maps_after_a_layer():
    layer = {"head": [HEAD | {"value": [["-1/2"]]}]}
    for after, expected in (("identity", Fraction(-1, 2)), ("round", 0), ("positive-part", 0)):
        network = network_from_document(changed(layer=[layer | {"after": after}], token=[[1]]))
        assert plain(network_outputs(network, (0, 0))) == ((expected,),) * 2
    table = [[["-1/2"], [5, 6]]]
    network = network_from_document(changed(layer=[layer | {"table": table}], token=[[1]]))
    assert plain(network_outputs(network, (0, 0))) == ((5, 6),) * 2
    network = network_from_document(changed(layer=[layer | {"table": table}], token=[[1], [3]]))
    with pytest.raises(DomainError, match=r"the table of a layer has no row \(-3/2\)"):
        network_outputs(network, (1, 1))


def test_what_is_not_determined_by_an_enclosure_is_refused():
    far = with_head(base="e", query=[[10**7]])
    with pytest.raises(TooLargeError, match="two scores differ by more than"):
        network_outputs(network_from_document(far), (1, 2))
    symmetric = [{"skip": True, "head": [{"base": "e", "query": ONE, "key": ONE, "value": ONE}]}]
    tied = changed(layer=[*symmetric, {"head": [{"kind": "hard", "query": ONE, "key": ONE, "value": ONE}]}])
    assert network_outputs(network_from_document(tied), (0, 1))
    with pytest.raises(DomainError, match="the largest score is not determined"):
        network_outputs(network_from_document(tied | {"N": 3}), (0, 1, 1))  # two equal irrational scores
    table = changed(layer=[symmetric[0] | {"table": [[["1/2"], [1]]]}])
    with pytest.raises(DomainError, match=r"has no row .an irrational number"):
        network_outputs(network_from_document(table), (0, 1))


@pytest.mark.parametrize("tokens", [(0,), (0, 3), (0, -1), (0, True)])
def test_an_input_that_is_none_is_refused(tokens):
    with pytest.raises(DomainError, match="the network reads N = 2 residues from 0 to 2"):
        network_outputs(network_from_document(PLAIN), tokens)


# ------------------------------------------------------------------------------------------------------ the tasks


def verdict(analysis, task, reading="literal", distance=0):
    (found,) = (v for v in analysis.verdicts if (v.task, v.reading, v.distance) == (task, reading, distance))
    return found


def test_the_constructions_as_networks_solve_their_tasks():
    pairs = analyze_network(network_of_layer(matching_layer(match2_unit(3, 4))))
    triples = analyze_network(triple_network(match3_unit(2, 3)))
    bigram = analyze_network(bigram_network(bigram_transformer(3, 3)))
    assert (pairs.inputs, triples.inputs, bigram.inputs) == (64, 9, 27)
    assert verdict(pairs, "match2").solves is verdict(triples, "match3").solves is Answer.YES
    assert verdict(bigram, "match3-bigram").solves is Answer.YES
    assert verdict(bigram, "match2").solves is verdict(triples, "match3", "not_self").solves is Answer.NO
    for analysis in (pairs, triples, bigram):
        assert analysis.exact
        assert analysis.score_bits == 0


@pytest.mark.parametrize(("n", "modulus"), [(1, 2), (2, 2), (2, 4), (3, 3)])
def test_the_network_of_two_layers_has_the_answers_of_the_transformer(n, modulus):
    matcher = bigram_transformer(n, modulus)
    network = bigram_network(matcher)
    for tokens in itertools.product(range(modulus), repeat=n):
        answers = tuple(int(row[0].lower > network.threshold) for row in network_outputs(network, tokens))
        assert answers == matcher.answers(tokens)


@given(data=st.data())
def test_verdicts_are_those_of_the_refutation_and_failures_are_real(data):
    """Seeded heads with and without a threshold: the other code finds a failure exactly where this one does."""
    layer = {"task": "match2", "N": 2, "M": 3, "token": data.draw(matrices(3, 2))}
    layer["head"] = [{"base": 3, "query": data.draw(matrices(2, 1)), "key": data.draw(matrices(2, 1))}]
    layer["head"][0]["value"] = data.draw(matrices(2, 1))
    if data.draw(st.booleans()):
        layer["threshold"] = data.draw(small)
    described = layer_from_document(layer)
    network = network_of_layer(described)
    found = verdict(analyze_network(network), "match2")
    assert (found.solves is Answer.YES) == (refute(described).failure is None)
    outputs = [network_outputs(network, tokens)[i - 1] for tokens, i in zip(found.inputs, found.positions, strict=True)]
    if len(outputs) == 2:
        assert outputs[0] == outputs[1]
    elif outputs:
        assert network.threshold is not None


def test_an_irrational_output_near_the_threshold_leaves_the_task_open():
    """With the middle of an enclosure as threshold, the comparison has no answer."""
    head = {"base": "e", "query": [[1], [0]], "key": [[0], [1]], "value": [[0], [1]]}
    token = [[1, 1], [1, -1]]
    document = changed(token=token, layer=[{"head": [head]}, {"head": [HEAD]}], threshold=0)
    analysis = analyze_network(network_from_document(document))
    assert {v.solves for v in analysis.verdicts} <= set(Answer)
    enclosed = network_outputs(network_from_document(document), (0, 1))[0][0]
    assert enclosed.lower < enclosed.upper
    middle = str((enclosed.lower + enclosed.upper) / 2)
    analysis = analyze_network(network_from_document(document | {"threshold": middle}))
    assert Answer.UNKNOWN in {v.solves for v in analysis.verdicts}


def test_boxes_that_overlap_leave_the_task_open():
    """Without a threshold: equal irrational outputs with different answers cannot be told from different ones."""
    head = {"base": "e", "query": [[1], [1], [0]], "key": [[0], [0], [1]], "value": [[0], [1], [0]]}
    document = changed(token=[[0, 1], [1, 2], [1, 2]], position=[[0], [1]], layer=[{"head": [head]}])
    analysis = analyze_network(network_from_document(document))
    assert not analysis.exact
    assert Answer.NO not in {v.solves for v in analysis.verdicts}
    assert Answer.UNKNOWN in {v.solves for v in analysis.verdicts}


def test_too_many_inputs_are_not_tried():
    analysis = analyze_network(network_from_document(changed(N=20)))
    assert (analysis.inputs, analysis.verdicts) == (None, ())
    assert "M^N = 3^20 inputs" in analysis.reason
    assert MAXIMUM_ANALYZED_INPUTS < 3**20


def test_a_network_without_an_output_on_some_input_is_not_judged():
    table = [[[0], [0]], [["1/2"], [1]], [["2/3"], [1]]]
    analysis = analyze_network(network_from_document(with_layer(table=table)))
    assert (analysis.inputs, analysis.verdicts) == (None, ())
    assert "the table of a layer has no row" in analysis.reason


# ------------------------------------------------------------------------------------------------------ the messages


@given(st.lists(st.fractions(-5, 5, max_denominator=16), min_size=1, max_size=6), st.integers(1, 8))
def test_messages_at_a_precision_are_at_most_those_without_and_at_most_all(numbers, bits):
    network = network_from_document(changed(token=[[str(x)] for x in numbers]))
    count = count_messages(network, bits)
    assert count.numbers == 3
    assert count.rounded <= count.exact == len(set(numbers)) <= count.tokens == len(numbers)
    assert count.rounded <= 2**bits  # the three numbers of a message are equal here
    finest = count_messages(network, 60)
    assert finest.rounded == finest.exact


@given(st.lists(st.fractions(-5, 5, max_denominator=300), min_size=1, max_size=4), st.integers(2, 6))
def test_the_bits_after_the_point_are_as_many_as_the_numbers_allow(numbers, bits):
    found = count_messages(network_from_document(changed(token=[[str(x)] for x in numbers])), bits).fraction_bits
    for x in numbers:
        FixedPoint(bits, found).rounded(x)
    if any(numbers):
        with pytest.raises(DomainError, match="is not between"):
            list(map(FixedPoint(bits, found + 1).rounded, numbers))


def test_positions_and_second_keys_belong_to_the_message():
    head = {"base": 2, "query": [[1], [0]], "keys": [[[1], [0]]] * 2, "values": [[[1], [0]]] * 2}
    document = changed(position=[[0], [1]], layer=[{"head": [head]}])
    count = count_messages(network_from_document(document), 4)
    assert (count.numbers, count.tokens, count.exact) == (5, 6, 3)  # the matrices do not read the position


def test_messages_of_too_many_tokens_are_refused_before_they_are_computed():
    wide = [[1] * 2] * 2
    head = {"base": 2, "query": wide, "key": wide, "value": wide}
    document = changed(token=[[i, i] for i in range(900)], layer=[{"head": [head] * 1000}])
    with pytest.raises(TooLargeError, match="the messages of 900 tokens would take 10800000 products"):
        count_messages(network_from_document(document), 4)


def test_numbers_of_less_than_one_bit_are_refused():
    with pytest.raises(DomainError, match="at least 1, not 0"):
        count_messages(network_from_document(PLAIN), 0)


@pytest.mark.parametrize(
    ("numbers", "bits"), [([], 0), ([1, 2], 0), ([Fraction(1, 2), Fraction(3, 16)], 4), ([Fraction(1, 6)], None)]
)
def test_dyadic_numbers_have_a_common_number_of_bits(numbers, bits):
    assert common_fraction_bits(numbers) == bits


# ---------------------------------------------------------------------------------------------------------- the files


@pytest.mark.parametrize(
    "network",
    [
        network_from_document(PLAIN),
        network_from_document(changed(threshold=1, blank=[0, 0], position=[[1], [2]],
                                      layer=[{"head": [HEAD | {key: [[1], [2]] for key in HEAD if key != "base"}]}])),
        network_from_document(with_head(base="e", scale="1/2")),
        network_from_document(with_head(kind="hard", base=None)),
        network_from_document(with_layer(skip=True, after="round", table=[[[1], [2, 3]]])),
        triple_network(match3_unit(2, 3)),
        bigram_network(bigram_transformer(2, 2)),
    ],
    ids=["plain", "position and blank", "base e", "hard", "table", "third order", "two layers"],
)  # fmt: skip
def test_a_network_that_was_written_is_read_back(network, tmp_path):
    assert network_from_document(network_to_document(network)) == network
    path = tmp_path / "network.toml"
    path.write_text(network_to_toml(network))
    assert read_analyzable(path) == network


WRONG = {
    "no table": ([], "this must be a table"),
    "another schema": (changed(schema="network/2"), "schema: the schema must be"),
    "an unknown key": (changed(task="match2"), "the key 'task' is unknown here"),
    "no tokens": (changed(token=[]), "token: there must be some rows"),
    "rows of two lengths": (changed(token=[[1], [1, 2]]), "token: every row must have 1 numbers"),
    "no list": (changed(token=3), "token: this must be a list, not 3"),
    "positions of another number": (changed(position=[[1]]), "position: there must be 2 rows of some numbers here"),
    "a blank of another length": (changed(blank=[1, 2]), "blank: the blank token must have d = 1 numbers, not 2"),
    "no layer": (changed(layer=[]), r"there must be at least one table \[\[layer\]\]"),
    "no head": (changed(layer=[{}]), r"layer\[0\].head: there must be at least one"),
    "an unknown map": (with_layer(after="relu"), r"layer\[0\].after: the map must be one of identity, round"),
    "heads of two widths": (
        changed(layer=[{"head": [HEAD, HEAD | {"value": [[1, 2]]}]}]), r"layer\[0\].head: the values of all heads",
    ),
    "a skip to another width": (changed(layer=[{"skip": True, "head": [HEAD | {"value": [[1, 2]]}]}]),
                                r"layer\[0\].skip: with a skip connection"),
    "a threshold for two numbers": (with_head(value=[[1, 2]]) | {"threshold": 0}, "threshold: a threshold needs"),
    "a table without pairs": (with_layer(table=[[[1]]]), r"layer\[0\].table\[0\]: this must be a pair of rows"),
    "a table of another width": (with_layer(table=[[[1, 2], [1]]]), r"table\[0\]: the first row must have 1 numbers"),
    "a table with two second widths": (with_layer(table=[[[1], [1]], [[2], [1, 2]]]), r"table\[1\]: the first row"),
    "a row that stands twice": (with_layer(table=[[[1], [1]], [[1], [2]]]), "table: every first row must stand once"),
    "an unknown kind": (with_head(kind="soft"), r"head\[0\].kind: the kind must be one of"),
    "no base": (with_head(base=None), r"head\[0\]: the key 'base' is missing"),
    "a base of a hard head": (with_head(kind="hard"), "the key 'base' does not belong here"),
    "a base of one": (with_head(base=1), r"base: the base must be greater than 1, or the text 'e', not 1"),
    "a query of another height": (with_head(query=[[1], [1]]), r"query: there must be 1 rows of some numbers here"),
    "a key of another width": (with_head(key=[[1, 2]]), r"key: there must be 1 rows of 1 numbers here, not 1 of 2"),
    "no key": (with_head(key=None), r"head\[0\]: the key 'key' is missing, or 'keys'"),
    "three keys": (with_head(key=None, keys=[ONE] * 3), r"keys: a third-order head must have two of them, not 3"),
    "one value for two keys": (with_head(key=None, keys=[ONE] * 2), "as many value matrices as key matrices"),
    "an unknown tensor": (with_head(query={"tensor": "Q"}), r"query.tensor: there is no tensor 'Q'; known are none"),
    "a number that is none": (with_head(query=[["x"]]), r"query\[0\]\[0\]: a rational number must look like"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_network_is_refused_with_field_and_value(case, tmp_path):
    document, message = WRONG[case]
    with pytest.raises(InputError, match=message):
        network_from_document(document)
    path = tmp_path / "network.json"
    path.write_text(json.dumps(document))
    with pytest.raises(InputError) as caught:
        read_analyzable(path)
    assert caught.value.file == str(path)


def test_matrices_may_be_tensors_of_a_weights_file(tmp_path):
    save_file({"W": np.array([[0.5, -0.25]], dtype=np.float32), "T": np.eye(2, 1, dtype=np.float16),
               "cube": np.zeros((1, 1, 1))}, tmp_path / "w.safetensors")  # fmt: skip
    document = with_head(query={"tensor": "T", "transpose": True}, key={"tensor": "W"}) | {
        "weights_file": "w.safetensors"
    }
    path = tmp_path / "network.json"
    path.write_text(json.dumps(document))
    (head,) = read_analyzable(path).layers[0].heads
    assert head.query == ((1, 0),)
    assert head.keys == (((Fraction(1, 2), Fraction(-1, 4)),),)
    for name, message in (
        ("cube", r"must have two dimensions, not the shape \[1, 1, 1\]"),
        ("V", "known are T, W, cube"),
    ):
        path.write_text(json.dumps(document | with_head(query={"tensor": name}) | {"weights_file": "w.safetensors"}))
        with pytest.raises(InputError, match=message):
            read_analyzable(path)
    path.write_text(json.dumps(document | {"weights_file": 3}))
    with pytest.raises(InputError, match="weights_file: the weights file must be a file name, not 3"):
        read_analyzable(path)


def tensors(**parts):
    found = {"query": (3, 2), "key": (3, 2), "value": (3, 1)} | parts
    return {name: np.full(shape, 0.5) for name, shape in found.items() if shape is not None}


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"query": None}, "query: there must be a tensor 'query' or 'head1.query'; the file has key, value"),
        ({"key": None}, "key: there must be a tensor 'key'"),
        ({"key": (3, 1)}, "key: there must be 3 rows of 2 numbers here, not 3 of 1"),
        ({"value": (2, 1)}, "value: there must be 3 rows of some numbers here, not 2 of 1"),
        ({"token": (4, 2)}, "token: there must be some rows of 3 numbers here, not 4 of 2"),
        ({"position": (5, 1)}, "position: there must be 2 rows of some numbers here, not 5 of 1"),
        ({"position": (2, 3)}, "position: the rows of positions leave no coordinate of d = 3"),
        ({"blank": (2,)}, r"blank: this must have the shape \[3\], not \[2\]"),
        ({"bias": (2,)}, "bias: the tensor 'bias' is none that a layer has"),
    ],
)
def test_tensors_that_make_no_layer_are_refused_with_their_name(parts, message, tmp_path, capsys):
    path = tmp_path / "layer.safetensors"
    save_file(tensors(**parts), path)
    status, out, err = run(capsys, "analyze", path, "--n", 2)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: {path}: ")
    with pytest.raises(InputError, match=message):
        read_analyzable(path, n=2)


def test_layers_are_read_from_tensors_with_known_names(tmp_path):
    path = tmp_path / "layer.safetensors"
    save_file(tensors(position=(2, 1), blank=(3,)), path)
    network = read_analyzable(path, n=2, base=Fraction(4), threshold=Fraction(1))
    assert network.token_rows == ((1, 0), (0, 1))
    assert network.position_rows == ((Fraction(1, 2),),) * 2
    assert network.blank == (Fraction(1, 2),) * 3
    assert (network.threshold, network.layers[0].heads[0].base) == (1, 4)
    save_file({f"head{k}.{name}": np.ones(shape) for k in (1, 2) for name, shape in
               (("query", (2, 1)), ("key", (2, 1)), ("value", (2, 1)))} | {"token": np.eye(5, 2)}, path)  # fmt: skip
    network = read_analyzable(path, n=1)
    assert (network.modulus, len(network.layers[0].heads)) == (5, 2)
    for n, message in (
        (None, "--n: a file of tensors needs the number N"),
        (0, "--n: the number N of tokens must be at"),
    ):
        with pytest.raises(InputError, match=message):
            read_analyzable(path, n=n)


# ------------------------------------------------------------------------------------------------------- the command


def test_the_command_shows_scores_outputs_messages_and_tasks(capsys, tmp_path):
    path = tmp_path / "layer.toml"
    assert run(capsys, "solve", "match2", "--n", 3, "--modulus", 4, "--out", path)[0] == 0
    status, out, _ = run(capsys, "analyze", path, "--bits", 6, "--input", "1,3,2")
    assert status == 0
    assert "input: [1, 3, 2]\nscores of the first layer (integers)\n" in out
    assert "messages: 4 different ones of 4 tokens; 4 with numbers of 6 bits" in out
    assert "tasks, on all 64 inputs, by the threshold 1/3\n  match2 (literal): solves\n" in out
    status, out, _ = run(capsys, "analyze", path, "--json")
    document = json.loads(out)
    assert (status, document["kind"], document["M"], document["exact"], document["messages"]) == (
        0,
        "network",
        4,
        True,
        None,
    )
    assert document["tasks"][0] == {
        "task": "match2", "reading": "literal", "distance": None, "solves": "yes", "counterexample": [],
    }  # fmt: skip
    failing = document["tasks"][1]["counterexample"]
    assert failing == [{"input": [0, 0, 2], "position": 3}]


def test_the_command_writes_constructions_of_third_order_and_of_two_layers(capsys, tmp_path):
    path = tmp_path / "network.toml"
    for task, name in (("match3", "match3 (literal)"), ("match3-bigram", "match3-bigram")):
        assert run(capsys, "solve", task, "--n", 2, "--modulus", 3, "--out", path)[0] == 0
        assert f"  {name}: solves\n" in run(capsys, "analyze", path)[1]
        assert json.loads(run(capsys, "solve", task, "--n", 2, "--modulus", 3, "--json")[1])["unit"]["schema"]
    status, _, err = run(capsys, "refute", path)
    assert (status, "a network is shown by exact attention analyze" in err) == (2, True)


def test_trained_floats_are_dyadic_and_their_outputs_enclosed(capsys, tmp_path):
    path = tmp_path / "layer.safetensors"
    save_file(tensors(query=(2, 2), key=(2, 2), value=(2, 1), token=(3, 2)) | {"token": np.eye(3, 2)}, path)
    status, out, _ = run(capsys, "analyze", path, "--n", 2, "--bits", 3)
    assert status == 0
    assert "scores of the first layer (dyadic, k / 2^1)" in out
    status, out, _ = run(capsys, "analyze", path, "--n", 2, "--input", "2,0", "--json")
    document = json.loads(out)
    assert document["score_bits"] == 1
    assert document["input"] == [2, 0]
    assert document["exact"] is False
    assert float(document["outputs"][1][0]["above"]) <= float(document["outputs"][1][0]["below"])
    assert "outputs (between rational numbers)" in run(capsys, "analyze", path, "--n", 2, "--input", "2,0")[1]
    assert "tasks not tried: M^N = 3^20" in run(capsys, "analyze", path, "--n", 20)[1]


def test_units_for_sparse_averaging_are_analyzed_too(capsys, tmp_path):
    path = tmp_path / "unit.toml"
    assert run(capsys, "solve", "qsa", "--n", 4, "--q", 1, "--out", path)[0] == 0
    _, out, _ = run(capsys, "analyze", path, "--bits", 2)
    assert "queries: 4 different ones for 4 supports\n  2 with numbers of 2 bits" in out
    assert "qsa: solves, with an error of at most 1/2" in out
    document = json.loads(run(capsys, "analyze", path, "--json")[1])
    assert (document["kind"], document["solves"], document["rounded_queries"]) == ("sparse-averaging", True, None)
    path.write_text(path.read_text().replace("base = ", "base = 1.0"))
    assert "qsa: fails at the support [" in run(capsys, "analyze", path)[1]
    status, _, err = run(capsys, "analyze", path, "--input", "0,1")
    assert (status, "--input: a unit for sparse averaging reads no residues" in err) == (2, True)
    third = averaging_unit(moment_curve_unit(3, 1, base=8), 1)
    rows = tuple(tuple(entry / 3 for entry in row) for row in third.queries)
    odd = type(third)(third.n, third.q, third.error, third.base, third.keys, rows)
    assert analyze_averaging(odd).score_bits is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--n", 3), "--n: this belongs to files of tensors"),
        (("--base", 3), "--base: this belongs to files of tensors"),
        (("--threshold", 0), "--threshold: this belongs to files of tensors"),
        (("--base", "x"), "--base: a rational number must look like"),
        (("--base", "1/2"), "--base: the base must be greater than 1"),
        (("--threshold", "x"), "--threshold: a rational number must look like"),
        (("--input", "0"), "--input: this must be 2 residues from 0 to 2, separated by commas, not '0'"),
        (("--input", "0,3"), "--input: this must be 2 residues"),
        (("--input", "0,x"), "--input: this must be 2 residues"),
    ],
)
def test_wrong_options_are_refused_with_their_name(options, message, capsys, tmp_path):
    path = tmp_path / "network.json"
    path.write_text(json.dumps(PLAIN))
    status, out, err = run(capsys, "analyze", path, *options)
    assert (status, out) == (2, "")
    assert message in err


def test_constructions_without_a_network_are_refused():
    with pytest.raises(DomainError, match="a third-order unit"):
        triple_network(match2_unit(2, 3))
    with pytest.raises(DomainError, match="not of match3-local"):
        bigram_network(local_transformer(3, 3, 1))
    with pytest.raises(TooLargeError, match="the tables of the network would have"):
        bigram_network(bigram_transformer(10, 100))
    with pytest.raises(TooLargeError, match="the tables of the network would have"):
        triple_network(match3_unit(1, 10**5))
    assert solve("match3-bigram", n=10, modulus=100).layer is None
    assert isinstance(match3_unit(1, 2).unit, ThirdOrderUnit)


def test_trained_scores_and_a_rational_base_are_analyzed_or_refused(capsys, tmp_path):
    tensors = {"query": np.array([[0.1], [0.2]]), "key": np.array([[0.3], [0.4]]), "value": np.ones((2, 1))}
    path = tmp_path / "trained.safetensors"
    save_file(tensors, path)
    status, out, _ = run(capsys, "analyze", path, "--n", 2, "--base", 2)
    assert status == 0
    assert "outputs" in out


def test_a_precision_beyond_reach_is_refused(capsys, tmp_path):
    path = tmp_path / "network.json"
    path.write_text(json.dumps(PLAIN))
    for bits, expected in ((4096, 0), (4097, 3), (10**9, 3)):
        status, _, err = run(capsys, "analyze", path, "--bits", bits)
        assert status == expected
        assert expected == 0 or f"numbers of {bits} bits" in err

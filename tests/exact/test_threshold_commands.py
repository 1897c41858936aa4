"""The commands decide, verify and count: answers, certificates, refusals."""

import json
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from exact import _highs_guess, linear_program
from exact.benchmark_reader import read_blif, read_pla
from exact.boolean import BooleanFunction
from exact.certificate import from_document, verify_text
from exact.command import main
from exact.counting.representatives import check_representatives
from exact.cube import Encoding
from exact.logic_network import LogicNetwork, LogicNode, decide_network
from exact.recognize import decide
from exact.self_dual import self_dual_document


def run(capsys, *arguments):
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def document(capsys, *arguments):
    status, out, _ = run(capsys, *arguments, "--json")
    return status, json.loads(out)


def test_a_threshold_function_is_decided_with_weights(capsys):
    status, data = document(capsys, "decide", "0xe8", "--n", "3")
    assert (status, data["threshold"], data["degree"]) == (0, True, 1)
    assert data["certificate"]["weights"] == [1, 1, 1]


def test_no_is_an_answer_with_an_obstruction(capsys):
    status, data = document(capsys, "decide", "0x6", "--n", "2")
    assert (status, data["threshold"]) == (0, False)
    assert data["certificate"]["kind"] == "obstruction"
    status, data = document(capsys, "decide", "0x6", "--n", "2", "--degree", "2")
    assert (status, data["threshold"]) == (0, True)


def test_floating_point_can_be_turned_off(capsys, monkeypatch):
    def refuse(*_):
        raise AssertionError

    monkeypatch.setattr(_highs_guess, "guess", refuse)
    monkeypatch.setattr(linear_program, "SMALL_PROGRAM", 0)
    answers = [document(capsys, "decide", "0xfeec8880", "--n", "5", "--degree", "2", "--no-guess")]
    assert answers[0][0] == 0
    assert document(capsys, "decide", "0xfeec8880", "--n", "5", "--degree", "2")[0] == 70  # it is asked otherwise


def test_all_functions_of_two_variables_give_fourteen_threshold_functions(capsys):
    answers = [document(capsys, "decide", hex(table), "--n", "2")[1]["threshold"] for table in range(16)]
    assert sum(answers) == 14


def test_a_formula_and_a_unit_of_a_circuit_are_decided(capsys):
    assert document(capsys, "decide", "--formula", "x1 & (x2 | x3)")[1]["threshold"]
    status, data = document(capsys, "decide", "--file", "and", "--unit", "f")
    assert (status, data["threshold"]) == (0, True)
    f = BooleanFunction.threshold((2, 1, 1, -1), Fraction(3, 2), Encoding.BITS)
    assert (data["n"], data["table"]) == (4, f.to_hex())


def test_a_unit_without_truth_values_and_a_symbolic_circuit_are_refused_by_mathematics(capsys):
    status, _, err = run(capsys, "decide", "--file", "relu-gating", "--unit", "linear")
    assert (status, err.count("\n")) == (1, 1)
    assert "must be truth values" in err
    status, _, err = run(capsys, "decide", "--file", "gated-shapes", "--unit", "step_s")
    assert status == 1
    assert "is symbolic" in err


@pytest.mark.parametrize(
    "arguments", [("0xe8", "--n", "3"), ("0x6", "--n", "2"), ("0x96", "--n", "3", "--degree", "2")]
)
def test_a_written_certificate_verifies_in_a_fresh_process(capsys, tmp_path, arguments):
    path = tmp_path / "c.json"
    assert run(capsys, "decide", *arguments, "--out", str(path))[0] == 0
    program = [sys.executable, "-m", "exact", "verify", str(path)]
    result = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("verified: ")


def test_verifying_loads_no_search(tmp_path, capsys):
    path = tmp_path / "c.json"
    run(capsys, "decide", "0xe8", "--n", "3", "--out", str(path))
    program = (
        "import sys; from exact.command import main; main(['verify', sys.argv[1]]); "
        "print(*(m for m in sys.modules if m.split('.')[0] in {'numpy', 'highspy', 'flint'} or m == 'exact.recognize'))"
    )
    result = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["verified: The function 0xe8 of 3 variables is a threshold function.", ""]


def test_a_forged_certificate_does_not_verify(capsys, tmp_path):
    path = tmp_path / "c.json"
    run(capsys, "decide", "0xe8", "--n", "3", "--out", str(path))
    data = json.loads(path.read_text())
    data["weights"][0] = 3
    path.write_text(json.dumps(data))
    status, error = document(capsys, "verify", str(path))
    assert (status, error["error"]["kind"]) == (1, "certificate")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 1, "kind": "oracle"}', "\x00", '{"schema": NaN}'])
def test_what_is_no_certificate_is_wrong_input(capsys, tmp_path, text):
    path = tmp_path / "c.json"
    path.write_text(text)
    status, error = document(capsys, "verify", str(path))
    assert (status, error["error"]["where"]["file"]) == (2, str(path))


def test_a_missing_certificate_is_wrong_input(capsys, tmp_path):
    assert run(capsys, "verify", str(tmp_path / "none.json"))[0] == 2


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["decide"], 2, "must be given, not none"),
        (["decide", "0x6"], 2, "--n"),
        (["decide", "0x1ff", "--n", "3"], 2, "0x1ff"),
        (["decide", "xyz", "--n", "3"], 2, "xyz"),
        (["decide", "0x6", "--n", "2", "--formula", "x1"], 2, "TABLE and --formula"),
        (["decide", "0x6", "--n", "-1"], 2, "not -1"),
        (["decide", "0x6", "--n", "2", "--degree", "-1"], 2, "not -1"),
        (["decide", "0x6", "--n", "40"], 3, "40"),
        (["decide", "--formula", "x1 &"], 2, "column"),
        (["decide", "--formula", "x1", "--unit", "a"], 2, "--file"),
        (["decide", "--file", "xor", "--unit", "none"], 2, "no node 'none'"),
        (["decide", "--file", "xor"], 2, "name a unit"),
        (["count", "and-gate", "--n", "3"], 2, "must be one of threshold, resonance, output-gate, "),
        (["count", "threshold"], 2, "--n"),
        (["count", "threshold", "--n", "-1"], 2, "not -1"),
        (["count", "threshold", "--n", "3", "--method", "guess"], 2, "not 'guess'"),
        (["count", "threshold", "--n", "3", "--degree", "-2"], 2, "not -2"),
        (["count", "resonance", "--n", "3", "--degree", "2"], 2, "has no degree"),
        (["count", "threshold", "--n", "6", "--degree", "2"], 3, "6"),
        (["count", "threshold", "--n", "3", "--shards", "2"], 2, "--database"),
        (["count", "threshold", "--n", "12"], 3, "12"),
        (["count", "threshold", "--n", "9", "--method", "flats"], 3, "9"),
    ],
)
def test_wrong_questions_are_refused_in_one_line_with_their_status(capsys, arguments, status, message):
    found, out, err = run(capsys, *arguments)
    assert (found, out) == (status, "")
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.parametrize("method", ["splitting-tree", "flats"])
def test_threshold_functions_are_counted_by_two_methods(capsys, method):
    values = [document(capsys, "count", "threshold", "--n", str(n), "--method", method)[1]["value"] for n in range(6)]
    assert values == ["2", "4", "14", "104", "1882", "94572"]  # OEIS A000609


def test_a_count_is_a_document_with_the_fields_of_the_contract(capsys, tmp_path):
    path = tmp_path / "out.json"
    status, data = document(capsys, "count", "threshold", "--n", "4", "--out", str(path))
    assert status == 0
    keys = {"schema", "class", "n", "options", "value", "method", "seconds", "exact", "classes", "classes_by_group"}
    assert set(data) == keys
    assert (data["class"], data["n"], data["value"], data["exact"]) == ("threshold", 4, "1882", True)
    assert data["classes"] == 27  # OEIS A000617
    assert json.loads(path.read_text()) == data


@pytest.mark.parametrize("method", ["subsets", "lists", "regions"])
def test_polynomial_threshold_functions_are_counted(capsys, method):
    rows = [
        [
            document(capsys, "count", "threshold", "--n", str(n), "--degree", str(d), "--method", method)[1]["value"]
            for d in (0, 2, 3)
        ]
        for n in (2, 3)
    ]
    assert rows == [["2", "16", "16"], ["2", "254", "256"]]  # parity and its negation are missing


def test_resonance_chambers_are_counted(capsys):
    values = [
        document(capsys, "count", "resonance", "--n", str(d), "--method", "flats")[1]["value"] for d in (1, 2, 3, 4)
    ]
    assert values == ["2", "6", "32", "370"]  # OEIS A034997


def test_methods_are_listed(capsys):
    status, data = document(capsys, "count", "threshold", "--methods")
    assert status == 0
    assert {"method": "flats", "maximum_n": 8} in data["methods"]


def test_a_trained_unit_gets_its_least_weights_with_a_proof(capsys):
    status, data = document(capsys, "decide", "--file", "digits", "--unit", "switch3")
    assert (status, data["threshold"]) == (0, True)
    least = from_document(data["compression"]["certificate"])
    least.verify(BooleanFunction.from_hex(data["table"], data["n"]))
    assert data["compression"]["bits_saved"] > 200
    _, out, _ = run(capsys, "decide", "--file", "digits", "--unit", "switch3")
    assert "bits fewer than as floats" in out


PLA = ".i 3\n.o 2\n.ilb a b c\n.ob maj odd\n11- 10\n1-1 10\n-11 10\n100 01\n010 01\n001 01\n111 01\n.e\n"
BLIF = ".model m\n.inputs a b\n.outputs f\n.names a b f\n11 1\n.end\n"
CNF = "p cnf 2 2\n1 2 0\n-1 -2 0\n"


@pytest.mark.parametrize(
    ("name", "text", "unit", "threshold"),
    [
        ("f.pla", PLA, "maj", True),
        ("f.pla", PLA, "odd", False),
        ("f.blif", BLIF, None, True),
        ("f.cnf", CNF, None, False),
    ],
)
def test_benchmark_files_are_decided(capsys, tmp_path, name, text, unit, threshold):
    path = tmp_path / name
    path.write_text(text)
    options = [] if unit is None else ["--unit", unit]
    status, data = document(capsys, "decide", "--file", str(path), *options)
    assert (status, data["threshold"]) == (0, threshold)


@pytest.mark.parametrize(
    ("name", "text", "options", "message"),
    [
        ("f.pla", PLA, [], "name one with --unit: maj, odd"),
        ("f.pla", ".i x\n", [], "f.pla:1"),
        ("f.cnf", CNF, ["--unit", "f"], "no units"),
        ("f.blif", BLIF, ["--unit", "g"], "not 'g'"),
        ("f.blif", "\xff", [], "f.blif"),
    ],
)
def test_wrong_benchmark_files_are_refused_with_their_name(capsys, tmp_path, name, text, options, message):
    path = tmp_path / name
    path.write_text(text, encoding="latin-1")
    status, _, err = run(capsys, "decide", "--file", str(path), *options)
    assert (status, err.count("\n")) == (2, 1)
    assert message in err


def test_the_document_of_the_command_is_that_of_the_function(capsys, tmp_path):
    """One case for each of the three commands whose answers are made of one function."""
    assert document(capsys, "decide", "0x96", "--n", "3", "--degree", "2")[1] == (
        decide(BooleanFunction(3, 0x96), 2).to_document()
    )
    path = tmp_path / "c.json"
    run(capsys, "decide", "0x6", "--n", "2", "--out", str(path))
    assert document(capsys, "verify", str(path))[1] == {**verify_text(path.read_text()), "file": str(path)}
    assert document(capsys, "decide", "--self-dual-table", "4")[1] == self_dual_document(4)


# -------------------------------------------------------------------------------------------------- nodes of a network

BENCHMARKS = Path(__file__).parent / "benchmarks"


@pytest.mark.parametrize("path", sorted(BENCHMARKS.iterdir()), ids=lambda path: path.name)
def test_every_node_and_output_of_a_real_circuit_is_decided(capsys, path):
    status, data = document(capsys, "decide", "--file", str(path), "--nodes")
    network = (read_blif if path.suffix == ".blif" else read_pla)(path.read_text())
    assert status == 0
    assert data == decide_network(network).to_document()
    functions = network.functions()
    assert [row["name"] for row in data["nodes"]] == [node.name for node in network.nodes]
    for row in data["nodes"] + data["outputs"]:
        from_document(row["certificate"]).verify(BooleanFunction.from_hex(row["table"], row["n"]))
    assert [row["table"] for row in data["outputs"]] == [functions[name].to_hex() for name in network.outputs]


def test_the_guide_says_how_many_nodes_are_threshold_functions(capsys):
    page = (Path(__file__).parents[2] / "docs" / "guide" / "deciding.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+\.\w+)` \|.*\| (\d+ of \d+ \| \d+ of \d+) \|$", page, re.MULTILINE))
    assert set(rows) == {path.name for path in BENCHMARKS.iterdir()}
    for name, numbers in rows.items():
        out = run(capsys, "decide", "--file", str(BENCHMARKS / name), "--nodes")[1]
        nodes, outputs = numbers.split(" | ")
        assert out.splitlines()[-1].endswith(f": {nodes} nodes, {outputs} outputs")


def test_nodes_are_said_in_words_and_in_a_higher_degree(capsys, tmp_path):
    path = tmp_path / "f.blif"
    path.write_text(".model m\n.inputs a b\n.outputs f\n.names one\n1\n.names a b one f\n101 1\n011 1\n.end\n")
    _, out, _ = run(capsys, "decide", "--file", str(path), "--nodes")
    assert "node one of nothing: yes; weights ; threshold -1" in out
    assert "output f of all inputs: no; 2 true and 2 false points with equal sums" in out
    _, out, _ = run(capsys, "decide", "--file", str(path), "--nodes", "--degree", "2")
    assert out.splitlines()[-1] == "threshold functions of degree at most 2: 2 of 2 nodes, 1 of 1 outputs"


def test_outputs_of_too_many_inputs_are_left_out(capsys, tmp_path):
    names = [f"x{i}" for i in range(17)]
    network = LogicNetwork.of(names, ["f"], [LogicNode("f", ("x0", "x1"), BooleanFunction(2, 8))])
    found = decide_network(network)
    assert (found.outputs, found.to_document()["outputs"]) == (None, None)
    path = tmp_path / "f.blif"
    path.write_text(f".model m\n.inputs {' '.join(names)}\n.outputs f\n.names x0 x1 f\n11 1\n.end\n")
    status, out, err = run(capsys, "decide", "--file", str(path), "--nodes")
    assert (status, out) == (0, "node f of x0, x1: yes; weights 1, 1; threshold 1\n")
    assert "too many inputs" in err


# ------------------------------------------------------------------------------------- the table of self-dual functions


@pytest.mark.parametrize(("n", "number"), [(1, 1), (2, 1), (3, 2), (4, 3), (5, 7)])
def test_self_dual_functions_are_listed_with_their_least_weights(capsys, n, number):
    """As many as in A001532; for five variables the list is compared with the literature in test_minimum_weights.py."""
    status, data = document(capsys, "decide", "--self-dual-table", str(n))
    assert (status, data["functions"], len(data["weights"])) == (0, number, number)
    for weights in data["weights"]:
        f = BooleanFunction.threshold(weights, 0)
        assert f.is_self_dual()
    _, out, err = run(capsys, "decide", "--self-dual-table", str(n))
    assert out.splitlines() == [" ".join(map(str, weights)) for weights in data["weights"]]
    assert err.startswith(f"{number} self-dual threshold functions")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--nodes"], 2, "with --file alone"),
        (["--nodes", "--file", "xor"], 2, "PLA or BLIF"),
        (["--nodes", "--file", "f.blif", "--unit", "f"], 2, "with --file alone"),
        (["--nodes", "--file", "f.blif", "--out", "c.json"], 2, "--out"),
        (["--nodes", "--file", "none.blif"], 2, "none.blif"),
        (["--self-dual-table", "0"], 2, "not 0"),
        (["--self-dual-table", "9"], 3, "9"),
        (["--self-dual-table", "3", "--nodes"], 2, "must be given alone"),
        (["--self-dual-table", "3", "--formula", "x1"], 2, "must be given alone"),
    ],
)
def test_wrong_questions_about_networks_and_tables_are_refused(capsys, arguments, status, message):
    found, out, err = run(capsys, "decide", *arguments)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert message in err


@pytest.mark.parametrize(
    ("arguments", "value", "options"),
    [
        (["output-gate", "--n", "3"], "246", {"values": "bits", "factors": 2}),
        (["output-gate", "--n", "3", "--factors", "3"], "254", {"values": "bits", "factors": 3}),
        (["output-gate", "--n", "2", "--values", "mixed"], "71", {"values": "mixed", "factors": 2}),
        (["multiplexed", "--n", "2"], "16", {}),
        (["selector", "--n", "3"], "256", {}),
        (["gated-layer", "--n", "2"], "242", {"units": 2, "values": "bits"}),
        (
            ["synaptic-gate", "--n", "3", "--input-values", "bits", "--gate-values", "bits"],
            "132",
            {"synapse": "one", "input_values": "bits", "gate_values": "bits"},
        ),
        (["multiplexed", "--attended", "2", "--attending", "1"], "104", {"attended": 2, "attending": 1}),
    ],
    ids=str,
)
def test_gated_classes_are_counted(capsys, arguments, value, options):
    status, data = document(capsys, "count", *arguments)
    assert (status, data["value"], data["options"]) == (0, value, options)
    assert (data["class"], data["method"], data["exact"]) == (arguments[0], "enumeration", True)
    if data["classes"] is not None:
        assert data["classes"] in data["classes_by_group"].values()
    _, text, _ = run(capsys, "count", *arguments)
    assert f": {value}\n" in text


DATABASE = ["--shards", "2", "--database", "x"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["output-gate", "--n", "7"], 3, "n = 7 is too large"),
        (["output-gate", "--n", "2", "--units", "2"], 2, "--units: the class output-gate has no such option"),
        (["threshold", "--n", "2", "--values", "bits"], 2, "--values: the class threshold has no such option"),
        (["selector", "--n", "2", "--degree", "1"], 2, "--degree: the class selector has no degree"),
        (["synaptic-gate", "--n", "0"], 1, "at least one attended input"),
        (["selector", "--n", "3", "--attended", "1", "--attending", "2"], 2, "in place of --n"),
        (["selector", "--attended", "1"], 2, "must stand together"),
        (["selector", "--n", "2", "--method", "formula"], 2, "not 'formula'"),
        (["selector", "--n", "2", "--shards", "2", "--database", "x"], 2, "takes seconds by enumeration"),
        (
            ["gated-layer", "--n", "2", "--shards", "0", "--database", "x"],
            2,
            "--shards: this must be at least 1, not 0",
        ),
        (["gated-layer", "--n", "2", "--shards", "2", "--scheduler", "a"], 2, "must stand together"),
        (["gated-layer", "--n", "2", "--scheduler", "tcp://a:1"], 2, "--scheduler: a scheduler computes shards"),
        (
            ["multiplexed", "--attended", "1", "--attending", "1", "--method", "formula", *DATABASE],
            2,
            "a formula has no",
        ),
        (["threshold", "--n", "3", "--degree", "2", *DATABASE], 2, "of other degrees than 1 have no shards"),
        (["threshold", "--n", "3", "--method", "flats", *DATABASE], 2, "only the method restriction-tree has shards"),
        (["selector", "--n", "6", "--force"], 3, "no method here can run it, forced or not"),
        (["gated-layer", "--n", "3", "--units", "65"], 2, "--units: this must be at most 64, not 65"),
        (["threshold", "--n", "3", "--shards", "1000001", "--database", "x"], 2, "this must be at most 1000000"),
        (["threshold", "--n", "3", "--out", "x", "--representatives", "./x"], 2, "must be another file than that of"),
        (["threshold", "--n", "9", "--threads", "2", "--method", "flats"], 2, "flats uses one thread without --shards"),
        (["threshold", "--n", "3", "--degree", "2", "--threads", "2"], 2, "default method of this class uses one"),
        (["gated-layer", "--n", "3", "--threads", "2"], 2, "--threads: the default method of this class uses one"),
        (["output-gate", "--values", "mixed", "--n", "3", "--threads", "2"], 2, "uses one thread"),
        (["selector", "--n", "3", "--method", "decision", "--threads", "2"], 2, "the method decision uses one thread"),
        (["gated-layer", "--n", "4", "--units", "9"], 3, "it would need about"),
    ],
    ids=str,
)
def test_gated_classes_are_refused_in_one_line(capsys, arguments, status, message):
    found, _, err = run(capsys, "count", *arguments)
    assert (found, err.count("\n")) == (status, 1)
    assert message in err


def test_a_refusal_says_in_its_document_what_the_count_would_need(capsys):
    status, data = document(capsys, "count", "threshold", "--n", "10")
    assert status == 3
    where = {"size": 10, "limit": 9, "seconds": 5400, "memory_bytes": 300000000}
    assert (data["error"]["kind"], data["error"]["where"]) == ("too-large", where)


def test_an_interrupted_count_in_shards_says_where_its_work_is_kept(capsys, monkeypatch, tmp_path):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("exact.counting.gated_methods.count_gated_in_shards", interrupted)
    path = tmp_path / "db"
    found, out, err = run(capsys, "count", "gated-layer", "--n", "3", "--shards", "3", "--database", str(path))
    assert (found, out) == (130, "")
    assert err.splitlines() == [
        f"the finished shards are kept in {path}; the same command goes on with the others",
        "error: interrupted",
    ]


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (["gated-layer", "--n", "3", "--method", "decision"], "35846"),
        (["output-gate", "--values", "mixed", "--n", "3"], "2373"),
        (["threshold", "--n", "6"], "15028134"),  # OEIS A000609
        (["resonance", "--n", "5"], "11292"),  # OEIS A034997
    ],
    ids=str,
)
def test_classes_are_counted_in_shards_and_go_on(capsys, tmp_path, arguments, value):
    for _ in range(2):
        status, data = document(
            capsys, "count", *arguments, "--shards", "3", "--database", str(tmp_path / "db"), "--force"
        )
        assert (status, data["value"]) == (0, value)
    found, _, err = run(capsys, "count", *arguments, "--shards", "4", "--database", str(tmp_path / "db"))
    assert found == 2
    assert "belongs to another count" in err


@pytest.mark.parametrize("arguments", [["threshold"], ["resonance"], ["selector"], ["threshold", "--degree", "1"]])
def test_a_number_of_threads_is_taken_where_a_method_uses_several(capsys, arguments):
    status, data = document(capsys, "count", *arguments, "--n", "3", "--threads", "2")
    assert (status, data["exact"]) == (0, True)


def test_the_degree_two_below_six_variables_is_counted_by_the_command(capsys):
    status, data = document(capsys, "count", "threshold", "--n", "6", "--degree", "5")
    assert (status, data["value"], data["method"]) == (0, str(2**64 - 2), "subsets")
    status, data = document(capsys, "count", "threshold", "--degree", "4", "--methods")
    assert {"method": "restrictions", "maximum_n": 6} in data["methods"]


def test_the_methods_of_disjoint_inputs_have_a_formula(capsys):
    status, data = document(capsys, "count", "multiplexed", "--attended", "2", "--attending", "1", "--methods")
    assert status == 0
    assert {"formula", "enumeration"} <= {method["method"] for method in data["methods"]}


def test_representatives_are_written_and_check(capsys, tmp_path):
    path = tmp_path / "classes.jsonl"
    status, data = document(capsys, "count", "threshold", "--n", "4", "--representatives", str(path))
    assert (status, data["value"]) == (0, "1882")
    head = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert (head["functions"], head["classes"]) == (data["value"], data["classes"])
    assert check_representatives(path) == head["classes"]
    status, answer = document(capsys, "verify", str(path))
    assert (status, answer["verified"], answer["classes"]) == (0, True, head["classes"])
    found, out, _ = run(capsys, "verify", str(path))
    assert (found, out.strip()) == (0, "verified: 27 classes, each with its certificate, hold all threshold functions")


def test_representatives_with_a_class_left_out_do_not_verify(capsys, tmp_path):
    path = tmp_path / "classes.jsonl"
    run(capsys, "count", "threshold", "--n", "3", "--representatives", str(path))
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    found, _, err = run(capsys, "verify", str(path))
    assert found == 1
    assert "must hold all threshold functions" in err
    path.write_text(lines[0] + "\nno json\n", encoding="utf-8")
    found, _, err = run(capsys, "verify", str(path))
    assert found == 2
    assert "must be a file of representatives" in err


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["threshold", "--n", "3", "--degree", "2"], 2, "only threshold functions of degree 1"),
        (["selector", "--n", "3"], 2, "only threshold functions of degree 1"),
        (["threshold", "--n", "8"], 3, "n = 8 is too large"),
    ],
)
def test_representatives_that_cannot_be_written_are_refused(capsys, tmp_path, arguments, status, message):
    path = tmp_path / "classes.jsonl"
    found, _, err = run(capsys, "count", *arguments, "--representatives", str(path))
    assert (found, path.exists()) == (status, False)
    assert message in err


@pytest.mark.parametrize(
    ("arguments", "computes"),
    [
        (["count", "threshold", "--n", "4", "--out"], "exact.counting.threshold.count_threshold"),
        (["count", "threshold", "--n", "4", "--representatives"], "exact.counting.threshold.count_threshold"),
        (["estimate", "output-gate", "--n", "2", "--out"], "exact.counting.gated_estimate.estimate_gated"),
    ],
)
@pytest.mark.parametrize("place", [".", "nowhere/result", "file/result"])
def test_a_place_that_cannot_be_written_is_refused_before_the_work(
    capsys, monkeypatch, tmp_path, arguments, computes, place
):
    def work(*_, **__):
        pytest.fail("the work was begun")

    (tmp_path / "file").write_text("kept")
    monkeypatch.setattr(computes, work)
    status, out, err = run(capsys, *arguments, str(tmp_path / place))
    assert (status, out) == (2, "")
    assert "the file cannot be written" in err
    assert (tmp_path / "file").read_text() == "kept"

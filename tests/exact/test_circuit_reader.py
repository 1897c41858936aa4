"""Circuit files: what is read, what is refused and how, and that nothing but the errors of the library comes out."""

import contextlib
import json
import os
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from exact.circuit import Unit
from exact.circuit_decoder import CIRCUIT_SCHEMA, circuit_from_data
from exact.circuit_reader import read_circuit
from exact.errors import ExactError, InputError
from exact.gating import Variable
from exact.parameters import parameter
from exact.shipped import shipped_circuit, shipped_circuits

HEAD = f'schema = "{CIRCUIT_SCHEMA}"\nencoding = "bits"\ninputs = 3\n'


def read(tmp_path, text, name="c.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_circuit(path)[0]


def weights_of(circuit, name):
    node = circuit.node(name)
    return {synapse.source: synapse.weight.value for synapse in node.synapses}


def test_numbers_are_exact(tmp_path):
    c = read(tmp_path, HEAD + '[[unit]]\nname = "a"\nweights = { x1 = 0.1, x2 = "1/3", x3 = -2 }\nbias = 1_000.5\n')
    assert weights_of(c, "a") == {"x1": Fraction(1, 10), "x2": Fraction(1, 3), "x3": -2}
    assert c.node("a").bias.value == Fraction(2001, 2)


def test_expressions_read_declared_parameters(tmp_path):
    c = read(
        tmp_path, HEAD + 'parameters = ["a"]\n[[unit]]\nname = "u"\nweights = { x1 = "(a + 1)^2 - a^2", x2 = 1 }\n'
    )
    assert weights_of(c, "u")["x1"] == 2 * parameter("a") + 1
    assert c.parameters == ("a",)


def test_weights_in_a_list_follow_the_inputs(tmp_path):
    c = read(tmp_path, HEAD + '[[unit]]\nname = "a"\ninputs = ["x3", "x1"]\nweights = [5, 7]\n')
    assert weights_of(c, "a") == {"x3": 5, "x1": 7}


def test_layers_name_their_units_and_may_stand_below_what_reads_them(tmp_path):
    c = read(
        tmp_path,
        HEAD
        + '[[unit]]\nname = "top"\ninputs = "h"\nweights = [1, -1]\n'
        + '[[layer]]\nname = "h"\nunits = 2\nactivation = "relu"\nweights = [[1, 2, 3], [4, 5, 6]]\nbias = [7, 8]\n',
    )
    assert weights_of(c, "top") == {"h1": 1, "h2": -1}
    assert weights_of(c, "h2") == {"x1": 4, "x2": 5, "x3": 6}
    assert c.node("h2").bias.value == 8


def test_an_output_gate_on_layers_gates_them_unit_by_unit(tmp_path):
    layer = '[[layer]]\nname = "{}"\nunits = 2\nweights = [[1, 0, 0], [0, 1, 0]]\n'
    gate = '[[gate]]\nkind = "output"\nname = "p"\nattended = "f"\nattending = "g"\n'
    top = '[[unit]]\nname = "top"\ninputs = "p"\nweights = [1, 1]\n'
    c = read(tmp_path, HEAD + top + layer.format("f") + layer.format("g") + gate)
    assert (c.node("p2").attended, c.node("p2").attending.node) == ("f2", "g2")
    assert weights_of(c, "top") == {"p1": 1, "p2": 1}


def test_gates_inside_a_unit_keep_their_order_and_their_synapses(tmp_path):
    c = read(
        tmp_path,
        HEAD
        + '[[unit]]\nname = "u"\nweights = { x1 = 1, x2 = 1 }\nbias = 1\n'
        + '[[gate]]\nkind = "synaptic"\nunit = "u"\nfrom = ["all", "bias"]\nattending = "x3"\n'
        + '[[gate]]\nkind = "multiplex"\nunit = "u"\nattending = "x3"\n'
        + '[[gate]]\nkind = "additive-synaptic"\nunit = "u"\nfrom = "x2"\nattending = { weight = ["u", "bias"] }\n',
    )
    first, second, third = c.node("u").gates
    assert first.synapses == ("x1", "x2", None)
    assert second.target is Variable.ACTIVATION
    assert (third.attending.variable, third.attending.synapse) == (Variable.WEIGHT, None)


def test_prefixes_make_parameters(tmp_path):
    c = read(tmp_path, HEAD + '[[layer]]\nname = "h"\nunits = 2\nweights = { parameters = "w" }\n')
    assert c.parameters == ("w1_1", "w1_2", "w1_3", "w2_1", "w2_2", "w2_3")
    assert c.resources("h1").parameters == 3


@pytest.mark.parametrize("kind", ["npz", "safetensors"])
def test_trained_floats_are_read_as_the_dyadic_rationals_they_are(tmp_path, kind):
    arrays = {"w": np.array([[0.1, -2.5, 3.0], [1.0, 0.0, 1e-3]], dtype=np.float32), "b": np.array([1, 2])}
    if kind == "npz":
        np.savez(tmp_path / "w.npz", **arrays)
    else:
        save_file(arrays, tmp_path / "w.safetensors")
    c = read(
        tmp_path,
        f'weights_file = "w.{kind}"\n'
        + HEAD
        + '[[layer]]\nname = "h"\nunits = 2\nweights = { tensor = "w" }\nbias = { tensor = "b" }\n'
        + '[[unit]]\nname = "u"\nweights = { tensor = "w", index = [1] }\nbias = { tensor = "w", index = [0, 1] }\n'
        + '[[layer]]\nname = "t"\nunits = 3\ninputs = ["x1", "x2"]\nweights = { tensor = "w", transpose = true }\n',
    )
    assert weights_of(c, "h1")["x1"] == Fraction(float(np.float32(0.1)))
    assert weights_of(c, "u") == weights_of(c, "h2")
    assert c.node("u").bias.value == Fraction(-5, 2)
    assert weights_of(c, "t3") == {"x1": 3, "x2": Fraction(float(np.float32(1e-3)))}
    assert c.resources("u").parameters == 4


def test_tied_tensor_entries_count_once(tmp_path):
    save_file({"w": np.ones(3, dtype=np.float32)}, tmp_path / "w.safetensors")
    unit = '[[unit]]\nname = "{}"\nweights = {{ tensor = "w" }}\n'
    top = '[[unit]]\nname = "top"\nweights = { a = 1, b = 1 }\ntrainable = false\n'
    c = read(tmp_path, 'weights_file = "w.safetensors"\n' + HEAD + unit.format("a") + unit.format("b") + top)
    assert c.resources("top").parameters == 3


def test_json_reads_the_same(tmp_path):
    data = {"schema": CIRCUIT_SCHEMA, "encoding": "bits", "inputs": 2, "unit": [{"name": "a", "weights": [1, "1/2"]}]}
    c = read(tmp_path, json.dumps(data).replace('"1/2"', "0.5"), "c.json")
    assert weights_of(c, "a") == {"x1": 1, "x2": Fraction(1, 2)}
    assert c.name == "c"


@pytest.mark.parametrize("name", shipped_circuits())
def test_every_shipped_circuit_reads_and_carries_its_name(name):
    circuit, source = read_circuit(shipped_circuit(name))
    assert circuit.name == name
    assert len(source.digest) == 64


U = '[[unit]]\nname = "a"\nweights = { x1 = 1 }\n'
G = '[[gate]]\nkind = "output"\nname = "p"\n'

WRONG = {
    "no schema": ("inputs = 1", "the key 'schema' is missing"),
    "another schema": ('schema = "circuit/2"\n', "schema: the schema must be"),
    "no encoding": (f'schema = "{CIRCUIT_SCHEMA}"\ninputs = 1', "'encoding' is missing"),
    "wrong encoding": (HEAD.replace("bits", "bool"), "encoding: the encoding must be 'bits' or 'signs', not 'bool'"),
    "inputs as text": (HEAD.replace("3", '"3"'), "inputs: the inputs must be a number"),
    "inputs true": (HEAD.replace("3", "true"), "inputs: .* not True"),
    "too many inputs": (HEAD.replace("3", "5000"), "not 5000"),
    "input twice": (HEAD.replace("3", '["x", "x"]'), "'x' of an input is already taken"),
    "unknown key": (HEAD + "depth = 3\n", "the key 'depth' is unknown here; known are"),
    "unknown key in a unit": (HEAD + U + "wieght = 1\n", r"unit\[0\]: the key 'wieght' is unknown"),
    "no TOML": ("inputs = = 3", "c.toml:1: this is no TOML text"),
    "duplicate key": (HEAD + "inputs = 4\n", "no TOML text"),
    "a table for a list": (HEAD + "unit = 3\n", "unit: this must be a list"),
    "a number for a unit": (HEAD + "unit = [3]\n", r"unit\[0\]: this must be a table, not 3"),
    "unknown activation": (HEAD + U + 'activation = "softmax"\n', r"unit\[0\]: .*not 'softmax'"),
    "nan": (HEAD + U + "bias = nan\n", r"unit\[0\].bias: .* without exponent, not nan"),
    "infinity": (HEAD + U + "bias = -inf\n", "not -inf"),
    "exponent": (HEAD + U + "bias = 1e9\n", "without exponent, not 1e9"),
    "weight true": (HEAD + U + "bias = true\n", r"unit\[0\].bias: a weight must be .* not True"),
    "bad expression": (HEAD + U + 'bias = "1 +"\n', r"unit\[0\].bias: "),
    "undeclared parameter": (HEAD + U + 'bias = "a1"\n', r"unit\[0\].bias: .*a1"),
    "python": (HEAD + U + 'bias = "__import__(1)"\n', r"unit\[0\].bias: "),
    "huge power": (HEAD + 'parameters = ["b", "c"]\n' + U + 'bias = "((b + c)^64)^64"\n', r"unit\[0\].bias: "),
    "no weights": (HEAD + '[[unit]]\nname = "a"\n', r"unit\[0\]: the key 'weights' is missing"),
    "too few weights": (HEAD + '[[unit]]\nname = "a"\nweights = [1, 2]\n', "there must be 3 weights, not 2"),
    "unknown source": (HEAD + '[[unit]]\nname = "a"\nweights = { z = 1 }\n', "node a: there is no node or input 'z'"),
    "named twice": (HEAD + '[[unit]]\nname = "a"\ninputs = ["x1", "x1"]\nweights = [1, 1]\n', "must be named once"),
    "both ways": (HEAD + U + 'inputs = ["x1"]\n', "without the key inputs"),
    "reserved name": (HEAD + U.replace('"a"', '"all"'), "a reserved word"),
    "name clash": (HEAD + U + U, r"unit\[1\]: a node cannot be named 'a': the name is already taken"),
    "clash with an input": (HEAD + U.replace('"a"', '"x1"'), "already taken"),
    "bad name": (HEAD + U.replace('"a"', '"a b"'), r"unit\[0\].name: a name must be a letter"),
    "cycle": (HEAD + U.replace("x1", "b") + U.replace('"a"', '"b"').replace("x1", "a"), "a <- b <- a|b <- a <- b"),
    "no tensor": (HEAD + '[[unit]]\nname = "a"\nweights = { tensor = "w" }\n', "no weights_file is named"),
    "missing weights file": ('weights_file = "none.npz"\n' + HEAD, "none.npz: the weights file cannot be read"),
    "weights file of another kind": ('weights_file = "c.toml"\n' + HEAD, "must end in .npz or .safetensors"),
    "layer without units": (HEAD + '[[layer]]\nname = "h"\nunits = 0\nweights = []\n', "in 1, ..., 100000, not 0"),
    "ragged layer": (HEAD + '[[layer]]\nname = "h"\nunits = 1\nweights = [[1]]\n', r"weights\[0\]: every row"),
    "unknown gate": (
        HEAD + '[[gate]]\nkind = "soft"\n',
        r"gate\[0\].kind: the kind of a gate must be one of multiplex",
    ),
    "gate without attended": (HEAD + G + 'attending = "x1"\n', r"gate\[0\]: the key 'attended' is missing"),
    "gate on nothing": (HEAD + G + 'attended = "z"\nattending = "x1"\n', "no node or input 'z'"),
    "gate by a number": (HEAD + G + 'attended = "x1"\nattending = 3\n', r"gate\[0\].attending: this must be a table"),
    "gated input": (HEAD + '[[gate]]\nkind = "activation"\nunit = "x1"\nattending = "x2"\n', "'x1' is none"),
    "no synapse": (HEAD + U + '[[gate]]\nkind = "synaptic"\nunit = "a"\nfrom = "x2"\nattending = "x3"\n', "no synapse"),
    "weight of three": (HEAD + G + 'attended = "x1"\nattending = { weight = ["a"] }\n', "must be named as"),
    "head of another kind": (
        HEAD + '[[head]]\nname = "h"\nkind = "soft"\ntokens = [["x1"]]\nquery = [[1]]\nkey = [[1]]\nvalue = [[1]]\n',
        r"head\[0\]: the kind of a head must be linear, hard or softmax, not 'soft'",
    ),
    "softmax head without a base": (
        HEAD + '[[head]]\nname = "h"\nkind = "softmax"\ntokens = [["x1"]]\nquery = [[1]]\nkey = [[1]]\nvalue = [[1]]\n',
        r"head\[0\]: a softmax head must have a base greater than 1, not None",
    ),
    "softmax head with a symbolic base": (
        (
            'schema = "attention-quarks/circuit/1"\nencoding = "bits"\ninputs = 1\nparameters = ["B"]\n'
            '[[head]]\nname = "h"\nkind = "softmax"\nbase = "B"\ntokens = [["x1"]]\n'
            "query = [[1]]\nkey = [[1]]\nvalue = [[1]]\n"
        ),
        r"head\[0\].base: this must be a number, not the symbolic B",
    ),
    "head without tokens": (HEAD + '[[head]]\nname = "h"\nkind = "hard"\ntokens = []\n', r"head\[0\].tokens"),
    "unknown output": (HEAD + 'outputs = ["z"]\n', "outputs: there is no node 'z'"),
    "unknown claim": (HEAD + '[[equal]]\nleft = "x1"\nright = "z"\n', r"equal\[0\]: there is no node 'z'"),
    "a key of another kind of gate": (
        HEAD + G + 'attended = "x1"\nattending = "x2"\nunit = "a"\n',
        r"gate\[0\]: the key 'unit' does not belong here",
    ),
    "deep nesting": (HEAD + "a = " + "[" * 20000 + "]" * 20000, "nested too deeply|no TOML text"),
    "many digits": (HEAD + U + "bias = " + "1" * 5000 + "\n", "no TOML text"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_with_file_field_and_value(tmp_path, case):
    text, message = WRONG[case]
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, text)
    assert "c.toml" in str(caught.value) or "none.npz" in str(caught.value)
    assert "\n" not in str(caught.value).replace("\\n", "")


JSON_HEAD = f'{{"schema": "{CIRCUIT_SCHEMA}", "encoding": "bits", "inputs": '


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "a": 2}', "must stand once"),
        (JSON_HEAD + "NaN}", "inputs: .* not NaN"),
        (JSON_HEAD + '1, "unit": [{"name": "a", "weights": [1e5]}]}', r"unit\[0\].weights\[0\]: .* exponent, not 1e5"),
        ("[1]", r"must be an object with keys, not \[1\]"),
        ("{", "c.json:1: this is no JSON text"),
        ("[" * 100000, "nested too deeply|no JSON text"),
    ],
)
def test_wrong_json_is_refused(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read(tmp_path, text, "c.json")


def test_pipes_devices_and_endless_names_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    for name in ("pipe.toml", "zero.toml"):
        with pytest.raises(InputError, match="the circuit file must be a regular file"):
            read_circuit(tmp_path / name)
    with pytest.raises(InputError, match="File name too long"):
        read_circuit(tmp_path / ("a" * 5000 + ".toml"))
    (tmp_path / "c.toml").write_text('weights_file = "zero.npz"\n' + HEAD)
    (tmp_path / "zero.npz").symlink_to("/dev/zero")
    with pytest.raises(InputError, match="the weights file must be a regular file"):
        read_circuit(tmp_path / "c.toml")


def test_files_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_circuit(tmp_path / "missing.toml")
    with pytest.raises(InputError, match=r"must end in \.toml or \.json"):
        read_circuit(tmp_path / "c.yaml")
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read_circuit(tmp_path / "folder.toml")
    path = tmp_path / "bytes.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="byte 0 is not"):
        read_circuit(path)


KEYS = [
    "schema", "name", "title", "encoding", "inputs", "parameters", "outputs", "unit", "layer", "gate", "head",
    "equal", "weights", "bias", "activation", "kind", "attended", "attending", "from", "left", "right", "tokens",
    "query", "key", "value", "tensor", "index", "transpose", "columns", "units", "trainable", "a", "x1",
]  # fmt: skip
keys = st.sampled_from(KEYS)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-2, 5)
    | st.fractions()
    | st.text(max_size=5)
    | st.sampled_from([CIRCUIT_SCHEMA, "bits", "signs", "x1", "a", "h", "inputs", "all", "bias", "relu", "power(2)"])
    | st.sampled_from(["output", "synaptic", "multiplex", "activation", "linear", "hard", "a*x1", "1/2", "w"])
)
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5), max_leaves=25
)


@given(st.dictionaries(keys, trees, max_size=8))
def test_any_data_give_a_circuit_or_an_error_of_the_library(data):
    data = {"schema": CIRCUIT_SCHEMA, "encoding": "bits", "inputs": 2} | data
    with contextlib.suppress(ExactError):
        circuit_from_data(data)


@st.composite
def nearly_right(draw):
    """A good file with one value replaced by anything."""
    data = {
        "schema": CIRCUIT_SCHEMA,
        "encoding": "bits",
        "inputs": 2,
        "unit": [{"name": "a", "weights": {"x1": 1, "x2": "1/2"}, "bias": 1}, {"name": "b", "weights": [1, 2]}],
        "layer": [{"name": "h", "units": 2, "weights": [[1, 2], [3, 4]], "bias": [0, 1]}],
        "gate": [
            {"kind": "output", "name": "p", "attended": "a", "attending": "h1"},
            {"kind": "synaptic", "unit": "b", "from": ["x1"], "attending": "p"},
        ],
        "equal": [{"left": "a", "right": "b"}],
    }
    table = data
    while True:
        key = draw(st.sampled_from(sorted(table))) if isinstance(table, dict) else draw(st.integers(0, len(table) - 1))
        if isinstance(table[key], dict | list) and table[key] and draw(st.booleans()):
            table = table[key]
        else:
            table[key] = draw(trees)
            return data


@given(nearly_right())
def test_a_file_with_one_wrong_value_gives_a_circuit_or_an_error_of_the_library(data):
    try:
        circuit = circuit_from_data(data)
    except ExactError:
        return
    assert all(isinstance(node, Unit) or node.attended for node in circuit.nodes)


@given(st.text(max_size=60))
def test_any_text_gives_a_circuit_or_an_error_of_the_library(tmp_path_factory, text):
    for name in ("c.toml", "c.json"):
        path = tmp_path_factory.getbasetemp() / name
        path.write_text(text, encoding="utf-8", errors="replace")
        with contextlib.suppress(ExactError):
            read_circuit(path)

"""Readers of PLA, BLIF and DIMACS files: real circuits, the same function in all formats, and every refusal."""

import contextlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.benchmark_reader import read_blif, read_dimacs, read_pla
from exact.boolean import BooleanFunction
from exact.certificate import Realization
from exact.errors import ExactError, InputError, TooLargeError
from exact.logic_network import LogicNetwork, LogicNode, recognized_nodes
from exact.recognize import is_threshold
from tests.strategies import any_functions

# ISCAS-85 c17 (Brglez and Fujiwara 1985): six NAND gates.
C17 = r"""
.model c17
.inputs 1 2 3 6 \
        7
.outputs 22 23
.names 10 16 22      # a gate may stand before those that it reads
0- 1
-0 1
.names 16 19 23
11 0
.names 1 3 10
11 0
.names 3 6 11
11 0
.names 2 11 16
11 0
.names 11 7 19
11 0
.end
"""

# rd53 of the MCNC benchmarks: the number of ones among five inputs, in binary.
RD53 = "\n".join(
    [".i 5", ".o 3", ".ilb a b c d e", ".ob four two one"]
    + [
        "".join(bits) + " " + format(bits.count("1"), "03b")
        for bits in itertools.product("01", repeat=5)
    ]
    + [".e"]
)  # fmt: skip

FULL_ADDER = """
.i 3
.o 2
.ob carry sum
.p 7
11- 10
1-1 10
-11 1~
100 01
010|01
001 01
111 01
.end
"""


def test_c17_is_read_as_its_six_gates():
    network = read_blif(C17)
    assert (network.inputs, network.outputs) == (("1", "2", "3", "6", "7"), ("22", "23"))

    def nand(a, b):
        return 1 - a * b

    for p, (x1, x2, x3, x6, x7) in enumerate(itertools.product((0, 1), repeat=5)):
        point = x1 | x2 << 1 | x3 << 2 | x6 << 3 | x7 << 4
        n11 = nand(x3, x6)
        n16 = nand(x2, n11)
        assert network.function("22")(point) == nand(nand(x1, x3), n16), p
        assert network.function("23")(point) == nand(n16, nand(n11, x7)), p


def test_the_gates_of_c17_are_threshold_functions_and_its_outputs_are_not():
    network = read_blif(C17)
    certificates = recognized_nodes(network)
    assert len(certificates) == 6
    assert all(isinstance(certificate, Realization) for _, certificate in certificates)
    functions = network.functions()
    assert {name for name in functions if not is_threshold(functions[name])} == {"22", "23"}


def test_the_outputs_of_rd53_that_are_threshold_functions_are_found():
    network = read_pla(RD53)
    found = {name: isinstance(certificate, Realization) for name, certificate in recognized_nodes(network)}
    assert found == {"four": True, "two": False, "one": False}
    assert network.function("one") == BooleanFunction.parity(5)
    second = {name: isinstance(certificate, Realization) for name, certificate in recognized_nodes(network, 2)}
    assert second == {"four": True, "two": True, "one": False}


def test_a_full_adder_is_read_with_shared_cubes_and_separators():
    network = read_pla(FULL_ADDER)
    assert network.inputs == ("x1", "x2", "x3")
    assert network.function("carry") == BooleanFunction.majority(3)
    assert network.function("sum") == BooleanFunction.parity(3)


def test_a_network_of_sums_and_carries_adds():
    """A ripple adder of two two-bit numbers, from one cover of each kind."""
    network = read_blif(
        ".model add\n.inputs a0 a1 b0 b1\n.outputs s0 s1 c1\n"
        ".names a0 b0 s0\n10 1\n01 1\n.names a0 b0 c0\n11 1\n"
        ".names a1 b1 c0 s1\n100 1\n010 1\n001 1\n111 1\n"
        ".names a1 b1 c0 c1\n11- 1\n1-1 1\n-11 1\n.end\nwhat follows is not read\n"
    )
    functions = network.functions()
    for a, b in itertools.product(range(4), repeat=2):
        p = a | b << 2
        assert functions["s0"](p) + 2 * functions["s1"](p) + 4 * functions["c1"](p) == a + b


@given(any_functions(4))
def test_a_function_is_the_same_from_every_format(f):
    cubes = ["".join(str(p >> i & 1) for i in range(f.n)) for p in range(1 << f.n)]
    pla = f".i {f.n}\n.o 1\n" + "\n".join(f"{cube} {f(p)}" for p, cube in enumerate(cubes)) + "\n.e\n"
    assert read_pla(pla).function("y1") == f
    names = " ".join(f"v{i}" for i in range(f.n))
    for value in (0, 1):
        lines = "".join(f"{cube} {value}\n" for p, cube in enumerate(cubes) if f(p) == value)
        if lines or value:
            blif = f".model m\n.inputs {names}\n.outputs y\n.names {names} y\n{lines}.end\n"
            assert read_blif(blif).function("y") == f
    clauses = [
        " ".join(str(i + 1 if not p >> i & 1 else -i - 1) for i in range(f.n)) + " 0\n"
        for p in range(1 << f.n)
        if not f(p)
    ]
    assert read_dimacs(f"p cnf {f.n} {len(clauses)}\n" + "".join(clauses)) == f


def test_dont_cares_take_the_value_that_is_asked_for():
    text = ".i 2\n.o 1\n11 1\n00 -\n.e\n"
    assert read_pla(text, dont_care=0).function("y1").table == 0b1000
    assert read_pla(text, dont_care=1).function("y1").table == 0b1001
    assert read_pla(".i 2\n.o 1\n.type f\n11 1\n00 -\n").function("y1").table == 0b1000
    text = ".i 2\n.o 1\n.type fr\n11 1\n00 0\n.e\n"
    assert read_pla(text, dont_care=1).function("y1").table == 0b1110
    with pytest.raises(InputError, match="the point 1 is left open"):
        read_pla(text)
    text = ".i 1\n.o 1\n.type fdr\n1 4\n0 2\n"
    assert read_pla(text, dont_care=0).function("y1").table == 0b10
    assert read_pla(".i 1\n.o 1\n.type fdr\n1 1\n0 0\n").function("y1").table == 0b10


def test_clauses_may_run_over_lines_and_end_at_a_percent_sign():
    assert read_dimacs("p cnf 2 2\n1\n2 0 -1\n-2 0\n%\n0\n").to_hex() == "0x6"
    assert read_dimacs("p cnf 0 0\n") == BooleanFunction.constant(1, 0)
    assert read_dimacs("p cnf 1 1\n0\n") == BooleanFunction.constant(0, 1)


def test_networks_without_covers_and_constants_are_read():
    network = read_blif(".inputs a\n.outputs a zero one\n.names zero\n.names one\n1\n")
    assert network.function("a") == BooleanFunction.variable(0, 1)
    assert network.function("zero") == BooleanFunction.constant(0, 1)
    assert network.function("one") == BooleanFunction.constant(1, 1)


REFUSED = [
    (read_pla, "11 1\n", "cubes must come after .i and .o", 1),
    (read_pla, "", "must have .i and .o", None),
    (read_pla, ".i x\n", "must be followed by one number", 1),
    (read_pla, ".i\n", "must be followed by one number", 1),
    (read_pla, ".i 2\n.o 0\n", "1 to 1000 outputs, not 0", 2),
    (read_pla, ".i 2\n.o 1\n.i 3\n", "must stand once", 3),
    (read_pla, ".i 2\n.o 1\n.type q\n", "must be f, fd, fr or fdr, not 'q'", 3),
    (read_pla, ".i 2\n.o 1\n.mv 3\n", ".mv is not supported", 3),
    (read_pla, ".i 2\n.o 1\n1x 1\n", "0, 1 and -, not 'x'", 3),
    (read_pla, ".i 2\n.o 1\n\n# c\n1 1\n", "1 outputs, not 0", 5),
    (read_pla, ".i 2\n.o 1\n1", "a cube must have 2 characters, not 1", 3),
    (read_pla, ".i 2\n.o 1\n11 11\n", "must have 1 outputs, not 2", 3),
    (read_pla, ".i 2\n.o 1\n11 x\n", "an output must be 0, 1, - or ~, not 'x'", 3),
    (read_pla, ".i 2\n.o 1\n.ilb a\n", ".ilb must name 2 signals, not 1", None),
    (read_pla, ".i 2\n.o 1\n.ob a b\n", ".ob must name 1 signals, not 2", None),
    (read_pla, ".i 2\n.o 1\n.ilb a a\n", "the input 'a' must not be named twice", None),
    (read_pla, ".i 1\n.o 1\n.type fr\n1 1\n- 0\n", "must not be both 0 and 1, as it is at the point 1", None),
    (read_pla, ".i 1\n.o 1\n1 1\n0 -\n", "the point 0 is left open", None),
    (read_blif, "11 1\n", "a cube must come after .names", 1),
    (read_blif, ".model a\n.model b\n", "one model, not several", 2),
    (read_blif, ".latch a b\n", ".latch is not supported", 1),
    (read_blif, ".names\n", "at least one name", 1),
    (read_blif, ".inputs a\n.gate \\", ".gate is not supported", 2),
    (read_blif, ".inputs a\n.names a b\n1 1 1\n", "a cube and its value 0 or 1", 3),
    (read_blif, ".inputs a\n.names a b\n1 -\n", "a cube and its value 0 or 1", 3),
    (read_blif, ".inputs a\n.names a b\n1 1\n0 0\n", "must all have the same value", 4),
    (read_blif, ".inputs a\n.names a b\n11 1\n", "must have 1 characters, not 2", 3),
    (read_blif, ".inputs a a\n", "the input 'a' must not be named twice", None),
    (read_blif, ".inputs a\n.names a\n", "the name 'a' must not be defined twice", None),
    (read_blif, ".outputs a\n", "the output 'a' must be an input or a node", None),
    (read_blif, ".names a b\n1 1\n", "the name 'a' must be an input or a node", None),
    (read_blif, ".names a b\n1 1\n.names b a\n1 1\n", "in a circle: '[ab]' reads '[ab]' reads '[ab]'", None),
    (read_dimacs, "1 2 0\n", "clauses must come after", 1),
    (read_dimacs, "", "there must be a line", None),
    (read_dimacs, "p cnf 2\n", "one line 'p cnf", 1),
    (read_dimacs, "p cnf 2 x\n", "one line 'p cnf", 1),
    (read_dimacs, "p dnf 2 1\n", "one line 'p cnf", 1),
    (read_dimacs, "p cnf 2 1\np cnf 2 1\n", "one line 'p cnf", 2),
    (read_dimacs, "p cnf 2 1\n3 0\n", "a literal must be in -2, ..., 2, not '3'", 2),
    (read_dimacs, "p cnf 2 1\n1_0 0\n", "a literal must be in -2, ..., 2, not '1_0'", 2),
    (read_dimacs, "p cnf 2 1\n1 2\n", "the last clause must end with 0", None),
    (read_dimacs, "p cnf 2 2\n1 2 0\n", "there must be 2 clauses, not 1", None),
]


@pytest.mark.parametrize(("reader", "text", "message", "line"), REFUSED)
def test_other_files_are_refused_with_the_line(reader, text, message, line):
    with pytest.raises(InputError, match=message) as refusal:
        reader(text)
    assert refusal.value.line == line


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (read_pla, ".i 25\n.o 1\n"),
        (read_blif, ".names " + " ".join(f"v{i}" for i in range(26)) + "\n"),
        (read_dimacs, "p cnf 25 0\n"),
        (
            read_blif,
            ".inputs " + " ".join(f"v{i}" for i in range(25)) + "\n.outputs v1\n.names v1 v2 y\n11 1\n",
        ),
    ],
)
def test_what_has_too_many_inputs_is_refused(reader, text):
    with pytest.raises(TooLargeError):
        reader(text).function("y")


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (read_pla, ".i 5\n.o 1\n" + "11111 1\n" * 3),
        (read_blif, ".inputs a b c d e\n.names a b c d e y\n" + "11111 1\n" * 3),
        (read_dimacs, "p cnf 5 1\n1 2 3 0\n"),
    ],
)
def test_what_has_too_many_cubes_for_its_size_is_refused(monkeypatch, reader, text):
    reader(text)
    monkeypatch.setattr("exact.benchmark_reader.MAXIMUM_WORK", 64)
    with pytest.raises(TooLargeError, match="3 cubes of 5 variables are too many"):
        reader(text)


@pytest.mark.parametrize("reader", [read_pla, read_blif, read_dimacs])
def test_files_that_are_too_long_are_refused(reader):
    with pytest.raises(InputError, match="at most 4194304 characters"):
        reader(" " * ((1 << 22) + 1))


words = st.text(max_size=4) | st.sampled_from(
    [".i 2", ".o 1", ".names a b", ".inputs a", ".outputs b", "1 1", "-1 1", "p cnf 2 1", "1 0", "%", ".e", ".type fr"]
)


@pytest.mark.parametrize("reader", [read_pla, read_blif, read_dimacs])
@given(lines=st.lists(words, max_size=8))
def test_any_text_is_read_or_refused(reader, lines):
    with contextlib.suppress(ExactError):
        reader("\n".join(lines))


def test_names_that_a_network_does_not_have_are_refused():
    network = LogicNetwork.of("ab", ["y"], [LogicNode("y", ("a", "b"), BooleanFunction.parity(2))])
    with pytest.raises(InputError, match="must be one of a, b, y, not 'z'"):
        network.function("z")

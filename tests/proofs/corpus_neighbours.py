"""The corpus: the false neighbours of true statements that the theory names as wrong turns; none may ever be accepted.

A neighbour that is a statement about numbers is refused by evaluation, one about all values of a variable in the step
that would have to prove it."""

from tests.proofs.corpus_data import COUNT_1, count, not_threshold, threshold
from tests.proofs.corpus_tools import arith, eq, ge, gt, lemma, reject, steps, term, use

HEAVISIDE = {
    "item": "function",
    "name": "heaviside",
    "params": [["t", "R"]],
    "result": "R",
    "test": "t",
    "positive": {"name": "heaviside-positive", "value": 1},
    "otherwise": {"name": "heaviside-otherwise", "value": 0},
}
SIGN = {
    "item": "function",
    "name": "sign",
    "params": [["t", "R"]],
    "result": "R",
    "test": "t",
    "positive": {"name": "sign-positive", "value": 1},
    "otherwise": {"name": "sign-otherwise", "value": -1},
}
RELU = {
    "item": "function",
    "name": "relu",
    "params": [["t", "R"]],
    "result": "R",
    "test": "t",
    "positive": {"name": "relu-positive", "value": "t"},
    "otherwise": {"name": "relu-otherwise", "value": 0},
}
H_OF_0 = use("a", "heaviside-otherwise", {"t": 0}, "num")
SIGN_OF_0 = use("a", "sign-otherwise", {"t": 0}, "num")


def finite(name, formula):
    """Return a closed statement."""
    return {"item": "finite", "name": name, "formula": formula}


NUMBERS = {  # a statement about numbers and what makes it false
    "and_class_of_three_is_that_of_xnor": eq(246, 254),
    "bound_on_threshold_functions_from_one_variable_on": [
        "all",
        "n",
        1,
        1,
        [">=", ["power", 2, ["*", "n", "n"]], 4],
    ],
    "degree_bound_from_one_variable_on": [">=", ["power", 2, ["*", 1, ["-", 2, 1]]], 4],
    "output_gating_lower_bound_for_bit_gates_on_sign_synapses": [">=", 144, ["power", 14, 2]],
    "output_gating_lower_bound_for_bit_gates_on_bit_synapses": [">=", 132, ["power", 14, 2]],
    "quadratic_gates_have_at_most_a_sixth_of_the_cube_bits": [">=", ["power", 2, 27], ["power", 254, 6]],
    "the_encoding_of_a_gated_synapse_does_not_matter": ["and", eq(252, 144), eq(144, 216), eq(216, 132)],
    "every_operator_depends_on_both_arguments": eq(10, 16),
    "orbits_are_half_the_pairs": eq(["*", 2, 10], ["*", 4, 4]),
    "two_thirds_of_the_bits_from_five_variables_on": [
        "all",
        "n",
        5,
        5,
        [">=", ["power", 94572, 3], ["power", 2, ["*", 2, ["*", "n", "n"]]]],
    ],
}
for file, formula in NUMBERS.items():
    reject(f"neighbour_{file}", [finite("n", formula)], "n data", "finite", "the statement must be true")

DATA = {
    "two_threshold_functions_of_one_variable": (
        count(1, 1, 2, COUNT_1),
        "tree",
        "the count must be 4, not 2",
    ),
    "weights_for_xor": (
        threshold(2, 1, 0b0110, [-1, 2, 2], "t"),
        "ltf",
        "the weighted sum has the wrong sign at the point 3",
    ),
    "weights_for_parity_of_three_with_degree_two": (
        threshold(3, 2, 0b10010110, [-1, 2, 2, -4, 2, -4, -4], "t"),
        "ltf",
        "the weighted sum has the wrong sign at the point 7",
    ),
    "and_is_no_threshold_function": (
        not_threshold(2, 1, 0b1000, [3], [0], "t"),
        "notltf",
        "the sums of the monomial 1 must be equal",
    ),
    "parity_of_two_needs_more_than_full_degree": (
        not_threshold(2, 2, 0b0110, [1, 2], [0, 3], "t"),
        "notltf",
        "the sums of the monomial 3 must be equal",
    ),
}
for file, (item, rule, why) in DATA.items():
    reject(f"neighbour_{file}", [item], "t data", rule, why)


def neighbour(file, definition, statement, proof, why, *, rule="arith"):
    """Expect the refusal of a statement at its last step."""
    variables, hypotheses, conclusion = statement
    item = lemma("false", variables, hypotheses, conclusion, proof)
    reject(f"neighbour_{file}", [*definition, item], "false q", rule, why)


MISSING = "the certificate must add up to the conclusion; what is missing is "
neighbour(
    "heaviside_of_zero_is_one",
    [HEAVISIDE],
    ("", [], eq(["heaviside", 0], 1)),
    steps(H_OF_0, arith("q", eq(["heaviside", 0], 1), term("a"))),
    MISSING + "-1",
)
neighbour(
    "sign_of_zero_is_zero",
    [SIGN],
    ("", [], eq(["sign", 0], 0)),
    steps(SIGN_OF_0, arith("q", eq(["sign", 0], 0), term("a"))),
    MISSING + "-1",
)
neighbour(
    "sign_commutes_with_a_zero_gate",
    [SIGN],
    ("S:R", [], eq(["sign", ["*", 0, "S"]], ["*", 0, ["sign", "S"]])),
    steps(SIGN_OF_0, arith("q", eq(["sign", ["*", 0, "S"]], ["*", 0, ["sign", "S"]]), term("a"))),
    MISSING + "-1",
)
neighbour(
    "relu_commutes_with_a_negative_gate",
    [RELU],
    ("S:R", [gt("S")], eq(["relu", ["*", -1, "S"]], ["*", -1, ["relu", "S"]])),
    steps(
        use("a", "relu-positive", {"t": "S"}, "h0"),
        arith("n", ge(["*", -1, ["*", -1, "S"]], 0), term("h0")),
        use("b", "relu-otherwise", {"t": ["*", -1, "S"]}, "n"),
        arith("q", eq(["relu", ["*", -1, "S"]], ["*", -1, ["relu", "S"]]), term("a"), term("b")),
    ),
    MISSING + "S",
)
neighbour(
    "a_lower_factor_is_below_its_upper_bound_for_every_n",
    [],
    ("c:R", [ge("c")], ge(1, ["^", ["-", 1, "c"], 2])),
    steps(arith("q", ge(1, ["^", ["-", 1, "c"], 2]), term("h0", c="2"))),
    MISSING + "-c^2",
)
neighbour(
    "conjunction_is_a_threshold_at_one_half",
    [HEAVISIDE],
    ("", [], eq(["*", 1, 0], ["heaviside", ["-", ["+", 1, 0], "1/2"]])),
    steps(
        use("a", "heaviside-positive", {"t": "1/2"}, "num"),
        arith("q", eq(["*", 1, 0], ["heaviside", ["-", ["+", 1, 0], "1/2"]]), term("a", c="-1")),
    ),
    MISSING + "-1",
)
neighbour(
    "binary_gating_by_one_relu",
    [RELU],
    ("", [], eq(["*", 1, -1], ["relu", ["-", -1, ["*", 1, ["-", 1, 1]]]])),
    steps(
        use("a", "relu-otherwise", {"t": -1}, "num"),
        arith("q", eq(["*", 1, -1], ["relu", ["-", -1, ["*", 1, ["-", 1, 1]]]]), term("a", c="-1")),
    ),
    MISSING + "-1",
)
neighbour(
    "selector_of_size_zero_forces_a_gate",
    [HEAVISIDE],
    ("K:R", [ge("K")], eq(["heaviside", ["+", 0, "K"]], 1)),
    steps(use("q", "heaviside-positive", {"t": "K"}, "h0")),
    "premise h0 must imply K > 0",
    rule="use",
)

"""The corpus: data that are checked by direct evaluation."""

from tests.proofs.corpus_tools import accept, changed, reject

COUNT_1 = [0, 0, 1, -1, 0, 1, -1, 2, 0, 1, 1, -2, 1, 1, 0]  # the four functions of one variable


def threshold(n, degree, table, weights, name="t"):
    """Return weights of a function."""
    return {"item": "threshold", "name": name, "n": n, "degree": degree, "table": table, "weights": weights}


def not_threshold(n, degree, table, true, false, name="t"):
    """Return points that show that a function is no threshold function."""
    return {
        "item": "not-threshold",
        "name": name,
        "n": n,
        "degree": degree,
        "table": table,
        "true": true,
        "false": false,
    }


def count(n, degree, number, tree, name="t"):
    """Return a count with its tree."""
    return {"item": "count", "name": name, "n": n, "degree": degree, "count": number, "tree": tree}


XOR_OF_3 = 0b10010110
accept(
    "threshold_data",
    [
        threshold(2, 1, 0b1000, [-3, 2, 2], "and"),
        threshold(0, 0, 1, [1], "true"),
        threshold(0, 0, 0, [0], "false"),
        threshold(2, 2, 0b0110, [-1, 2, 2, -4], "xor-of-degree-two"),
        threshold(3, 1, 0, [0, 0, 0, 0], "zero"),
        not_threshold(2, 1, 0b0110, [1, 2], [0, 3], "xor"),
        not_threshold(3, 2, XOR_OF_3, [1, 2, 4, 7], [0, 3, 5, 6], "xor-of-3"),
        not_threshold(2, 0, 0b0110, [1], [0], "not-constant"),
    ],
)
accept(
    "count_data",
    [
        count(0, 0, 2, [0, 1, -1, 1, 1], "no-variable"),
        count(1, 1, 4, COUNT_1, "one-variable"),
        count(1, 0, 2, [0, 0, 1, -1, 2, 1, 1, 0, 0, 2, 1, 0, 1, 1, 1], "constants"),
    ],
)
LTF = [
    ("ltf_too_few_weights", threshold(2, 1, 0b1000, [-3, 2]), "weights must be 3, not 2"),
    ("ltf_too_many_weights", threshold(2, 1, 0b1000, [-3, 2, 2, 0]), "weights must be 3, not 4"),
    (
        "ltf_wrong_at_a_false_point",
        threshold(2, 1, 0b1000, [-1, 2, 2]),
        "the weighted sum has the wrong sign at the point 1",
    ),
    (
        "ltf_wrong_at_a_true_point",
        threshold(2, 1, 0b1000, [-4, 2, 2]),
        "the weighted sum has the wrong sign at the point 3",
    ),
    ("ltf_zero_at_a_true_point", threshold(1, 1, 0b11, [0, 1]), "the weighted sum has the wrong sign at the point 0"),
    (
        "ltf_wrong_at_the_last_point",
        threshold(2, 1, 0b0000, [-3, 2, 2]),
        "the weighted sum has the wrong sign at the point 3",
    ),
]
NOTLTF = [
    ("notltf_no_points", not_threshold(2, 1, 0b1000, [], []), "there must be at least one true point"),
    ("notltf_false_point_among_the_true", not_threshold(2, 1, 0b1010, [1, 2], [0, 3]), "the point 2 must be true"),
    ("notltf_true_point_among_the_false", not_threshold(2, 1, 0b1110, [1, 2], [0, 3]), "the point 3 must be false"),
    ("notltf_unequal_sums", not_threshold(2, 1, 0b0110, [1, 1], [0, 3]), "the sums of the monomial 1 must be equal"),
    ("notltf_unequal_numbers", not_threshold(2, 1, 0b0110, [1, 2], [3]), "the sums of the monomial 0 must be equal"),
    ("notltf_degree_too_high", not_threshold(2, 2, 0b0110, [1, 2], [0, 3]), "the sums of the monomial 3 must be equal"),
]
for file, item, why in LTF:
    reject(file, [item], "t data", "ltf", why)
for file, item, why in NOTLTF:
    reject(file, [item], "t data", "notltf", why)
TREE = [
    ("tree_wrong_count", [count(1, 1, 5, COUNT_1)], "tree", "the count must be 4, not 5"),
    ("tree_cut_off", [count(1, 1, 3, COUNT_1[:-3])], "tree", "the tree must not end before its last node"),
    ("tree_with_more_nodes", [count(1, 1, 4, [*COUNT_1, 1, 1, 0])], "tree", "nothing must follow the last node"),
    (
        "tree_branch_below_the_last_point",
        [count(0, 0, 2, [0, 1, -1, 0, 1, 1, 1, 1])],
        "tree",
        "a branch must stand above the last point",
    ),
    (
        "tree_leaf_above_the_last_point",
        [count(1, 1, 3, [0, 1, -1, 0, 0, 1, 1, -2, 1, 1, 0])],
        "tree",
        "weights must stand below the last point",
    ),
    ("tree_unknown_tag", [count(0, 0, 1, [0, 1, -1, 3])], "tree", "a tag must be 0, 1 or 2, not 3"),
    (
        "tree_wrong_weights",
        [count(1, 1, 4, [*COUNT_1[:6], 1, *COUNT_1[7:]])],
        "ltf",
        "the weighted sum has the wrong sign at the point 0",
    ),
    ("tree_weights_cut_off", [count(0, 0, 2, [0, 1, -1, 1])], "ltf", "weights must be 1, not 0"),
    (
        "tree_refutation_without_points",
        [count(0, 0, 1, [0, 1, -1, 2, 0])],
        "notltf",
        "there must be at least one true point",
    ),
    (
        "tree_refutation_cut_off",
        [count(1, 0, 2, [0, 0, 1, -1, 2, 1, 1, 0, 0, 2, 1, 0, 1, 1, 1][:8])],
        "tree",
        "the tree must not end before its last node",
    ),
    (
        "tree_refutation_by_an_undecided_point",
        [count(1, 0, 1, [0, 0, 1, -1, 2, 1, 1, 0, 2, 1, 0, 1])],
        "notltf",
        "the point 1 must be at least 0 and below 1",
    ),
    (
        "tree_refutation_by_a_negative_point",
        [count(1, 0, 1, [0, 0, 1, -1, 2, 1, 1, 0, 2, 1, 0, -1])],
        "notltf",
        "the point -1 must be at least 0 and below 1",
    ),
    (
        "tree_refutation_by_unequal_sums",
        [count(1, 1, 3, [0, 0, 1, -1, 0, 2, 1, 1, 0, 0, 1, 1, -2, 1, 1, 0])],
        "notltf",
        "the sums of the monomial 1 must be equal",
    ),
]
for file, items, rule, why in TREE:
    reject(file, items, "t data", rule, why)

ALL_01 = ["all", "x", 0, 1]
accept(
    "finite_data",
    [
        {"item": "finite", "name": name, "formula": formula}
        for name, formula in [
            ("squares", ["all", "x", -5, 5, [">=", ["*", "x", "x"], 0]]),
            ("empty-all", ["all", "x", 1, 0, [">", 0, 0]]),
            ("empty-sum", ["=", ["sum", "x", 3, 1, "x"], 0]),
            ("some", ["some", "x", 0, 9, ["=", ["*", "x", "x"], 49]]),
            ("no-empty-some", ["not", ["some", "x", 1, 0, ["=", 0, 0]]]),
            ("triangle", ["all", "n", 0, 9, ["=", ["*", 2, ["sum", "i", 0, "n", "i"]], ["*", "n", ["+", "n", 1]]]]),
            ("bits", ["and", ["=", ["bit", 6, 1], 1], ["=", ["bit", 6, 0], 0], ["=", ["both", 6, 3], 2]]),
            ("arithmetic", ["and", ["=", ["power", 2, 5], 32], ["=", ["mod", -1, 3], 2], ["=", ["-", 1, 4], -3]]),
            ("connectives", ["or", [">", 0, 0], ["implies", [">", 0, 0], [">", 0, 1]]]),
            ("implication", ["implies", [">", 1, 0], [">=", 1, 1]]),
            ("choice", ["=", ["if", [">", 1, 0], 5, 6], ["if", [">", 0, 1], 6, 5]]),
            ("count", ["=", ["sum", "f", 0, 15, ["if", ["some", "a", 0, 1, ["=", ["bit", "f", "a"], 1]], 1, 0]], 12]),
        ]
    ],
)
RANK = {
    "item": "rank",
    "name": "t",
    "shape": [3, 2],
    "entry": ["+", "i", "j", 1],
    "rank": 2,
    "rows": [0, 1],
    "columns": [0, 1],
    "modulus": 7,
    "inverse": [[4, 2], [2, 6]],
    "left": [[1, 0], [0, 1], [-1, 2]],
    "right": [[1, 2], [2, 3]],
}
accept(
    "rank_data",
    [
        RANK,
        {
            "item": "rank",
            "name": "zero",
            "shape": [2, 2],
            "entry": 0,
            "rank": 0,
            "rows": [],
            "columns": [],
            "modulus": 2,
            "inverse": [],
            "left": [[], []],
            "right": [],
        },
    ],
)


accept(
    "rank_of_one_entry",
    [
        {
            **RANK,
            "shape": [1, 1],
            "entry": 5,
            "rank": 1,
            "rows": [0],
            "columns": [0],
            "inverse": [[3]],
            "left": [[5]],
            "right": [[1]],
        }
    ],
)


def reject_finite(name, formula, reason):
    """Expect that a formula is refused."""
    reject(f"finite_{name}", [{"item": "finite", "name": "t", "formula": formula}], "t data", "finite", reason)


FALSE = "the statement must be true"
reject_finite("false_at_the_last_value", ["all", "x", 0, 7, [">", 7, "x"]], FALSE)
reject_finite("false_at_the_first_value", ["all", "x", 0, 7, [">", "x", 0]], FALSE)
reject_finite("no_such_value", ["some", "x", 0, 6, ["=", ["*", "x", "x"], 49]], FALSE)
reject_finite("empty_some", ["some", "x", 1, 0, ["=", 0, 0]], FALSE)
reject_finite("false_equation", ["=", ["+", 1, 1], 3], FALSE)
reject_finite("false_weak", [">=", 0, 1], FALSE)
reject_finite("false_strict", [">", 1, 1], FALSE)
reject_finite("false_and", ["and", ["=", 0, 0], ["=", 0, 1]], FALSE)
reject_finite("false_or", ["or", ["=", 1, 0], ["=", 0, 1]], FALSE)
reject_finite("false_implication", ["implies", ["=", 0, 0], ["=", 0, 1]], FALSE)
reject_finite("false_not", ["not", ["=", 0, 0]], FALSE)
reject_finite("number_as_statement", 1, "a number must not stand where a truth value is due")
reject_finite("number_in_a_connective", ["and", ["=", 0, 0], 1], "a number must not stand where a truth value is due")
reject_finite(
    "truth_value_in_a_sum", ["=", ["+", ["=", 0, 0], 1], 2], "a truth value must not stand where a number is due"
)
reject_finite("unknown_variable", ["=", "x", "x"], "unknown variable x")
reject_finite(
    "variable_outside_its_range", ["and", ["all", "x", 0, 1, [">=", "x", 0]], ["=", "x", "x"]], "unknown variable x"
)
reject_finite("variable_bound_twice", [*ALL_01, [*ALL_01, [">=", "x", 0]]], "the variable x must not be bound twice")
reject_finite("negative_exponent", ["=", ["power", 1, -1], 1], "an exponent must be between 0 and 64, not -1")
reject_finite("large_exponent", ["=", ["power", 1, 65], 1], "an exponent must be between 0 and 64, not 65")
reject_finite("negative_bit", ["=", ["bit", 0, -1], 0], "a bit must have a number of at least 0, not -1")
reject_finite("modulus_zero", ["=", ["mod", 0, 0], 0], "a modulus must be at least 1, not 0")
for file, path, value, why in [
    ("rank_minor_too_small", ["rows"], [0], "the minor must have 2 rows and columns"),
    ("rank_minor_too_wide", ["columns"], [0, 1, 1], "the minor must have 2 rows and columns"),
    ("rank_inverse_wrong", ["inverse", 0, 0], 5, "the minor times its inverse differs from the identity at 0, 0"),
    (
        "rank_inverse_of_another_modulus",
        ["modulus"],
        11,
        "the minor times its inverse differs from the identity at 0, 0",
    ),
    ("rank_inverse_too_short", ["inverse"], [[4, 2]], "the inverse must have 2 rows and columns"),
    ("rank_inverse_ragged", ["inverse", 1], [2], "the inverse must have 2 rows and columns"),
    ("rank_repeated_row", ["rows"], [0, 0], "the minor times its inverse differs from the identity at 1, 0"),
    ("rank_factors_wrong", ["left", 2, 0], 0, "the product of the factors differs from the matrix at 2, 0"),
    ("rank_left_factor_too_short", ["left"], [[1, 0], [0, 1]], "the factors must be 3 x 2 and 2 x 2"),
    ("rank_right_factor_too_long", ["right"], [[1, 2], [2, 3], [0, 0]], "the factors must be 3 x 2 and 2 x 2"),
    ("rank_right_factor_ragged", ["right", 0], [1, 2, 3], "the factors must be 3 x 2 and 2 x 2"),
]:
    reject(file, [changed(RANK, path, value)], "t data", "rank", why)
reject(
    "rank_entry_is_a_truth_value",
    [changed(RANK, ["entry"], ["=", "i", "j"])],
    "t data",
    "finite",
    "a truth value must not stand where a number is due",
)

"""The corpus: files that are not read."""

from tests.proofs.corpus_arithmetic import VECTOR, one
from tests.proofs.corpus_branches import SIGN, SPLIT, SUM, TRI_LEMMA
from tests.proofs.corpus_data import COUNT_1, RANK, count, not_threshold, threshold
from tests.proofs.corpus_definitions import CHOOSE, CITED, RELU
from tests.proofs.corpus_tools import (
    ACCEPT,
    accept,
    arith,
    changed,
    dump,
    eq,
    ge,
    gt,
    lemma,
    malformed,
    steps,
    term,
    use,
)

PARAMETER_COUNT = 9

GOOD = one("a", "x:R", [ge("x")], ge("x"), term("h0"))
TEXT = dump(GOOD)
I0 = "items[0]"
CERT = f"{I0}.proof.steps[0].cert[0]"


def bad(name, path, value, field, problem, items=None):
    """Expect that a file with one value changed is not read."""
    malformed(name, [changed((items or GOOD)[0], path, value)], field, problem)


malformed("not_json", TEXT.replace('"a",', '"a"', 1), "", "not JSON: Expecting ',' delimiter", 7)
malformed("empty", "", "", "not JSON: Expecting value", 1)
malformed("not_utf8", b'{"format": 1,\n "items": "\xff"}\n', "", "a file must be UTF-8 text", 3)
malformed("two_documents", TEXT + "{}\n", "", "not JSON: Extra data", TEXT.count("\n") + 1)
malformed("float", TEXT.replace('"format": 1', '"format": 1.0'), "", "a number must be an integer, not 1.0")
malformed("exponent", TEXT.replace('"format": 1', '"format": 1e0'), "", "a number must be an integer, not 1e0")
malformed("not_a_number", TEXT.replace('"format": 1', '"format": NaN'), "", "a number must be an integer, not NaN")
malformed(
    "infinity", TEXT.replace('"format": 1', '"format": -Infinity'), "", "a number must be an integer, not -Infinity"
)
malformed(
    "duplicate_key", TEXT.replace('"format": 1', '"format": 1, "format": 1'), "", "the key 'format' must stand once"
)
malformed(
    "duplicate_second_key",
    TEXT.replace('"item": "lemma"', '"item": "lemma", "vars": []'),
    "",
    "the key 'vars' must stand once",
)
malformed(
    "nested_too_deep_after_many_siblings", "[" + "[]," * 99 + "[" * 60, "", "brackets must be nested at most 60 deep", 1
)
malformed(
    "too_many_digits",
    TEXT.replace('"format": 1', '"format": ' + "1" * 401),
    "",
    "a number must have at most 400 digits, not 401",
)
malformed("nested_too_deep", "[\n" * 61 + "]" * 61, "", "brackets must be nested at most 60 deep", 61)
malformed("nested_too_deep_after_an_empty_line", "\n" + "[" * 61, "", "brackets must be nested at most 60 deep", 2)
malformed("float_of_many_digits", "[1." + "2" * 30 + "]", "", "a number must be an integer, not 1.222222222222222222")
malformed("nested_far_too_deep", "[" * 100000, "", "brackets must be nested at most 60 deep", 1)
malformed("format_true", TEXT.replace('"format": 1', '"format": true'), "format", "must be 1")
malformed("format_two", TEXT.replace('"format": 1', '"format": 2'), "format", "must be 1")
malformed("file_is_a_list", "[]", "file", "must be an object")
malformed(
    "file_key_unknown", TEXT.replace('"format": 1', '"format": 1, "status": "checked"'), "file", "unknown key 'status'"
)
malformed("file_without_items", '{"format": 1}', "file", "missing key 'items'")
malformed("no_items", [], "items", "must have 1 to 4000000 entries, not 0")
malformed("items_no_list", '{"format": 1, "items": {}}', "items", "must be a list")
malformed("item_no_object", [[]], I0, "must be an object")
bad("item_without_name", ["name"], None, I0, "missing key 'name'")
bad(
    "item_kind_unknown",
    ["item"],
    "axiom",
    f"{I0}.item",
    "must be one of lemma, citation, function, finite, threshold, not-threshold, count, rank",
)
bad("lemma_key_unknown", ["status"], "checked", I0, "unknown key 'status'")
bad("lemma_key_missing", ["hyps"], None, I0, "missing key 'hyps'")
bad(
    "lemma_name_is_an_induction_hypothesis",
    ["name"],
    "IH0",
    f"{I0}.name",
    "must be a name of small letters, digits and hyphens, not 'IH0'",
)
bad("lemma_name_is_a_number", ["name"], 3, f"{I0}.name", "must be a name of small letters, digits and hyphens")
bad("lemma_name_too_long", ["name"], "a" * 81, f"{I0}.name", "must have at most 80 characters")
bad("vars_is_a_string", ["vars"], "ab", f"{I0}.vars", "must be a list")
bad("variable_without_sort", ["vars", 0], ["x"], f"{I0}.vars[0]", "must have 2 to 2 entries, not 1")
bad("variable_of_unknown_sort", ["vars", 0, 1], "Q", f"{I0}.vars[0][1]", "must be one of Z, R")
bad("variable_no_identifier", ["vars", 0, 0], "x y", f"{I0}.vars[0][0]", "must be an identifier, not 'x y'")
bad("variable_with_a_newline", ["vars", 0, 0], "x\n", f"{I0}.vars[0][0]", "must be an identifier, not 'x\\n'")
bad("relation_unknown", ["concl", 0], "<", f"{I0}.concl[0]", "must be one of =, >=, >")
bad("relation_is_a_list", ["concl", 0], [], f"{I0}.concl[0]", "must be one of =, >=, >")
bad("comparison_too_long", ["concl"], [">=", "x", 0, 0], f"{I0}.concl", "must have 3 to 3 entries, not 4")
bad("term_is_true", ["concl", 2], True, f"{I0}.concl[2]", "must be an integer")
bad("term_inside_a_sum", ["concl", 1], ["+", "x", True], f"{I0}.concl[1][2]", "must be an integer")
bad("term_is_null", ["concl"], [">=", "x", {}], f"{I0}.concl[2]", "must be an integer")
bad("term_is_empty", ["concl", 1], [], f"{I0}.concl[1]", "must have 1 to 4000000 entries, not 0")
bad("term_without_argument", ["concl", 1], ["f"], f"{I0}.concl[1]", "must have 2 to 4000000 entries, not 1")
bad("sum_of_one", ["concl", 1], ["+", "x"], f"{I0}.concl[1]", "must have 3 to 4000000 entries, not 2")
bad("difference_of_one", ["concl", 1], ["-", "x"], f"{I0}.concl[1]", "must have 3 to 3 entries, not 2")
bad("difference_of_three", ["concl", 1], ["-", "x", 1, 1], f"{I0}.concl[1]", "must have 3 to 3 entries, not 4")
bad("power_without_exponent", ["concl", 1], ["^", "x"], f"{I0}.concl[1]", "must have 3 to 3 entries, not 2")
bad("exponent_negative", ["concl", 1], ["^", "x", -1], f"{I0}.concl[1][2]", "must be at least 0, not -1")
bad("exponent_too_large", ["concl", 1], ["^", "x", 33], f"{I0}.concl[1][2]", "must be at most 32, not 33")
bad("exponent_is_a_variable", ["concl", 1], ["^", "x", "n"], f"{I0}.concl[1][2]", "must be an integer")
bad("head_is_a_number", ["concl", 1], [3, "x"], f"{I0}.concl[1][0]", "must be an identifier")
bad("head_is_a_slash", ["concl", 1], ["/", "x", 2], f"{I0}.concl[1][0]", "must be an identifier, not '/'")
bad("number_as_a_string", ["concl", 2], "0", f"{I0}.concl[2]", "must be an identifier, not '0'")
bad("fraction_not_in_lowest_terms", ["concl", 2], "2/4", f"{I0}.concl[2]", "must be a fraction in lowest terms")
bad("fraction_that_is_an_integer", ["concl", 2], "4/2", f"{I0}.concl[2]", "must be a fraction in lowest terms")
bad("fraction_with_denominator_zero", ["concl", 2], "1/0", f"{I0}.concl[2]", "must not have the denominator 0")
RATIONAL = "must be a rational number such as '-2/3'"
for file, value in [
    ("float", "2.0"),
    ("exponent", "2e0"),
    ("blank", " 2 "),
    ("underscore", "1_0"),
    ("plus", "+1"),
    ("arabic", "١"),
    ("empty", ""),
    ("two_signs", "--1"),
    ("newline", "1\n"),
]:
    bad(f"coefficient_{file}", ["proof", "steps", 0, "cert", 0, "c"], value, f"{CERT}.c", RATIONAL)
bad("coefficient_is_an_integer", ["proof", "steps", 0, "cert", 0, "c"], 1, f"{CERT}.c", RATIONAL)
bad(
    "coefficient_with_denominator_zero",
    ["proof", "steps", 0, "cert", 0, "c"],
    "1/00",
    f"{CERT}.c",
    "must not have the denominator 0",
)
bad(
    "coefficient_too_long",
    ["proof", "steps", 0, "cert", 0, "c"],
    "1" * 401,
    f"{CERT}.c",
    "must have at most 400 characters",
)
bad("summand_key_unknown", ["proof", "steps", 0, "cert", 0, "coefficient"], "1", CERT, "unknown key 'coefficient'")
bad(
    "summand_fact_is_no_identifier",
    ["proof", "steps", 0, "cert", 0, "facts", 0],
    -1,
    f"{CERT}.facts[0]",
    "must be an identifier",
)
bad("squares_no_list", ["proof", "steps", 0, "cert", 0, "squares"], "x", f"{CERT}.squares", "must be a list")
P0 = f"{I0}.proof.steps[0]"
bad("step_rule_unknown", ["proof", "steps", 0, "by"], "sorry", f"{P0}.by", "must be one of use, arith, int, equal")
bad("step_key_of_another_rule", ["proof", "steps", 0, "fact"], "h0", P0, "unknown key 'fact'")
bad("step_key_unknown", ["proof", "steps", 0, "trust"], "me", P0, "unknown key 'trust'")
bad("step_without_rule", ["proof", "steps", 0, "by"], None, P0, "missing key 'by'")
bad("step_named_like_a_hypothesis", ["proof", "steps", 0, "id"], "h7", f"{P0}.id", "the name h7 is reserved")
bad("step_named_num", ["proof", "steps", 0, "id"], "num", f"{P0}.id", "the name num is reserved")
bad("step_twice", ["proof", "steps"], GOOD[0]["proof"]["steps"] * 2, f"{I0}.proof.steps", "the step q must stand once")
bad(
    "too_many_steps",
    ["proof", "steps"],
    [arith(f"q{i}", eq(0)) for i in range(1001)],
    f"{I0}.proof.steps",
    "must have 0 to 1000 entries, not 1001",
)
bad("proof_no_object", ["proof"], [], f"{I0}.proof", "must be an object")
bad("proof_is_a_number", ["proof"], 3, f"{I0}.proof", "must be an object")
bad(
    "use_lemma_is_a_number",
    ["proof", "steps", 0],
    use("q", 3, {}, "h0"),
    f"{P0}.lemma",
    "must be a name of small letters, digits and hyphens",
)
bad("proof_without_qed", ["proof", "qed"], None, f"{I0}.proof", "missing key 'qed'")
bad("proof_of_two_kinds", ["proof", "split"], "x", f"{I0}.proof", "unknown key 'steps'")
bad(
    "use_lemma_no_name",
    ["proof", "steps", 0],
    use("q", "Lemma", {}, "h0"),
    f"{P0}.lemma",
    "must be a name of small letters, digits and hyphens, not 'Lemma'",
)
bad("use_values_no_object", ["proof", "steps", 0], use("q", "lemma", [], "h0"), f"{P0}.with", "must be an object")
bad(
    "use_value_no_identifier",
    ["proof", "steps", 0],
    use("q", "lemma", {"x y": 1}, "h0"),
    f"{P0}.with",
    "must be an identifier, not 'x y'",
)
bad(
    "use_premise_no_identifier",
    ["proof", "steps", 0],
    use("q", "lemma", {}, ""),
    f"{P0}.from[0]",
    "must be an identifier, not ''",
)
bad("int_without_fact", ["proof", "steps", 0], {"id": "q", "by": "int"}, P0, "missing key 'fact'")
bad(
    "equal_with_three_facts",
    ["proof", "steps", 0],
    {"id": "q", "by": "equal", "facts": ["h0", "h0", "h0"]},
    f"{P0}.facts",
    "must have 2 to 2 entries, not 3",
)
bad("induction_base_is_a_string", ["proof", "base"], "2", f"{I0}.proof.base", "must be an integer", [TRI_LEMMA])
bad("induction_without_zero_case", ["proof", "zero"], None, f"{I0}.proof", "missing key 'zero'", [TRI_LEMMA])
bad("split_without_zero_case", ["proof", "zero"], None, f"{I0}.proof", "missing key 'zero'", [SPLIT])
bad("induction_and_split", ["proof", "split"], "n", f"{I0}.proof", "unknown key 'split'", [TRI_LEMMA])
bad("cases_without_the_second", ["proof", "otherwise"], None, f"{I0}.proof", "missing key 'otherwise'", [SIGN])
bad("citation_with_a_proof", ["proof"], steps(qed="h0"), I0, "unknown key 'proof'", [CITED])
bad("citation_without_source", ["source"], None, I0, "missing key 'source'", [CITED])
bad(
    "citation_source_is_a_sentence",
    ["source"],
    "Zuev 1989",
    f"{I0}.source",
    "must be a key of the bibliography, not 'Zuev 1989'",
    [CITED],
)
bad("function_without_parameters", ["params"], [], f"{I0}.params", "must have 1 to 8 entries, not 0", [VECTOR])
bad(
    "function_with_too_many_parameters",
    ["params"],
    [[f"x{i}", "Z"] for i in range(PARAMETER_COUNT)],
    f"{I0}.params",
    "must have 1 to 8 entries, not 9",
    [VECTOR],
)
bad("function_of_unknown_sort", ["result"], "N", f"{I0}.result", "must be one of Z, R", [VECTOR])
bad(
    "function_with_base_and_no_cases",
    ["params", 0],
    ["i", "Z", 0],
    f"{I0}.params",
    "must have no base without cases",
    [VECTOR],
)
bad("function_of_two_kinds", ["test"], "n", I0, "unknown key 'test'", [SUM])
bad("function_descends_without_cases", ["descends"], "t", I0, "unknown key 'descends'", [RELU])
bad("symbol_with_a_value", ["positive"], 1, I0, "unknown key 'positive'", [VECTOR])
bad("function_key_unknown", ["total"], 1, I0, "unknown key 'total'", [VECTOR])
bad(
    "function_with_too_many_bases",
    ["params", 0],
    ["n", "Z", 0, 1],
    f"{I0}.params[0]",
    "must have 2 to 3 entries, not 4",
    [SUM],
)
bad("function_without_cases", ["cases"], [], f"{I0}.cases", "must have 1 to 4000000 entries, not 0", [SUM])
bad(
    "case_with_too_few_patterns",
    ["cases", 0, "at"],
    ["zero"],
    f"{I0}.cases[0].at",
    "must have 2 to 2 entries, not 1",
    [CHOOSE],
)
bad(
    "case_with_unknown_pattern",
    ["cases", 0, "at"],
    ["two"],
    f"{I0}.cases[0].at[0]",
    "must be one of any, zero, succ",
    [SUM],
)
bad("case_without_value", ["cases", 0, "value"], None, f"{I0}.cases[0]", "missing key 'value'", [SUM])
bad("branch_without_name", ["positive", "name"], None, f"{I0}.positive", "missing key 'name'", [RELU])
FORMULA = {"item": "finite", "name": "t", "formula": ["all", "x", 0, 1, [">=", "x", 0]]}
bad(
    "formula_with_a_function",
    ["formula", 4],
    ["f", "x"],
    f"{I0}.formula[4][0]",
    "must be an operation of formulas",
    [FORMULA],
)
bad(
    "formula_head_is_a_list",
    ["formula", 4],
    [["=", 0, 0], "x"],
    f"{I0}.formula[4][0]",
    "must be an operation of formulas",
    [FORMULA],
)
bad(
    "formula_with_too_few_arguments",
    ["formula", 4],
    [">=", "x"],
    f"{I0}.formula[4]",
    "must have 3 to 3 entries, not 2",
    [FORMULA],
)
bad(
    "formula_sum_of_one",
    ["formula", 4, 1],
    ["+", "x"],
    f"{I0}.formula[4][1]",
    "must have 3 to 4000000 entries, not 2",
    [FORMULA],
)
bad("formula_empty", ["formula", 4], [], f"{I0}.formula[4]", "must have 1 to 4000000 entries, not 0", [FORMULA])
bad(
    "formula_of_a_variable_alone",
    ["formula", 4],
    ["x"],
    f"{I0}.formula[4][0]",
    "must be an operation of formulas",
    [FORMULA],
)
bad(
    "binder_without_body",
    ["formula"],
    ["all", "x", 0, 1],
    f"{I0}.formula",
    "must have 5 to 5 entries, not 4",
    [FORMULA],
)
bad("binder_of_a_number", ["formula", 1], 3, f"{I0}.formula[1]", "must be an identifier", [FORMULA])
bad("formula_with_a_fraction", ["formula", 2], "1/2", f"{I0}.formula[2]", "must be an identifier, not '1/2'", [FORMULA])
AND = threshold(2, 1, 0b1000, [-3, 2, 2])
bad("table_with_bits_beyond_the_cube", ["table"], 16, f"{I0}.table", "must be at most 15, not 16", [AND])
bad("table_negative", ["table"], -1, f"{I0}.table", "must be at least 0, not -1", [AND])
bad("dimension_too_large", ["n"], 9, f"{I0}.n", "must be at most 8, not 9", [AND])
bad("degree_above_the_dimension", ["degree"], 3, f"{I0}.degree", "must be at most 2, not 3", [AND])
bad("weights_with_a_truth_value", ["weights", 0], False, f"{I0}.weights[0]", "must be an integer", [AND])
NOT = not_threshold(2, 1, 0b0110, [1, 2], [0, 3])
bad("point_beyond_the_cube", ["true", 0], 4, f"{I0}.true[0]", "must be at most 3, not 4", [NOT])
bad("true_point_negative", ["true", 0], -1, f"{I0}.true[0]", "must be at least 0, not -1", [NOT])
bad("point_negative", ["false", 1], -1, f"{I0}.false[1]", "must be at least 0, not -1", [NOT])
bad("count_negative", ["count"], -1, f"{I0}.count", "must be at least 0, not -1", [count(1, 1, 4, COUNT_1)])
bad("tree_with_a_string", ["tree", 0], "0", f"{I0}.tree[0]", "must be an integer", [count(1, 1, 4, COUNT_1)])
bad("rank_shape_of_three", ["shape"], [1, 1, 1], f"{I0}.shape", "must have 2 to 2 entries, not 3", [RANK])
bad("rank_shape_too_large", ["shape", 0], 257, f"{I0}.shape[0]", "must be at most 256, not 257", [RANK])
bad("rank_row_beyond_the_matrix", ["rows", 0], 3, f"{I0}.rows[0]", "must be at most 2, not 3", [RANK])
bad("rank_column_beyond_the_matrix", ["columns", 0], 2, f"{I0}.columns[0]", "must be at most 1, not 2", [RANK])
bad("rank_modulus_one", ["modulus"], 1, f"{I0}.modulus", "must be at least 2, not 1", [RANK])
bad("rank_row_no_list", ["left", 0], 1, f"{I0}.left[0]", "must be a list", [RANK])

# limits that only the evaluation meets: the place is the item, the rule is none
MANY = ["+", *(f"x{i}" for i in range(12))]
NAMES = " ".join(f"x{i}:R" for i in range(12))
malformed(
    "polynomial_with_too_many_terms",
    one("a", NAMES, [], eq(["-", ["^", MANY, 9], ["^", MANY, 9]])),
    "",
    "a product must have at most 20000 terms, not 52416",
)
malformed(
    "polynomial_of_too_high_degree",
    one("a", "x:R", [], eq(["-", ["^", ["^", "x", 32], 32], 0])),
    "",
    "a product must have degree at most 128, not 160",
)
malformed(
    "polynomial_with_too_large_a_number",
    one("a", "x:R", [], eq(["^", ["^", 10**60, 32], 32])),
    "",
    "a coefficient must have at most 20000 bits",
)
WIDE = ["+", *(["*", f"y{i}", ["^", MANY, 5]] for i in range(5))]
malformed(
    "sum_with_too_many_terms",
    one("a", NAMES + "".join(f" y{i}:R" for i in range(5)), [], eq(WIDE)),
    "",
    "a polynomial must have at most 20000 terms, not 21840",
)
malformed(
    "polynomial_with_too_large_a_denominator",
    one("a", "", [], eq(["^", f"1/{2**1111}", 19])),
    "",
    "a coefficient must have at most 20000 bits",
)
LEFT, RIGHT = ["+", *(f"x{i}" for i in range(125))], ["+", *(f"y{i}" for i in range(160))]
HIGH = ["^", ["^", "x", 32], 4]
accept(
    "limits_that_are_just_reached",
    [
        lemma(
            "terms",
            " ".join(f"{v}:R" for v in LEFT[1:] + RIGHT[1:]),
            [],
            gt(1),
            steps(arith("q", gt(1), term(), term(c="0", squares=[0]), term("e", c="0", mul=["*", LEFT, RIGHT]))),
        ),
        lemma("degree", "x:R y:R", [], eq(["*", HIGH, ["-", "y", "y"]]), steps(arith("q", eq(0)))),
        lemma("bits", "", [], eq(["-", ["^", 2**1111, 18], ["^", 2**1111, 18]]), steps(arith("q", eq(0)))),
        lemma("a" * 80, "x:R", [], gt(10**399), steps(arith("q", gt(10**399), term(c=str(10**399))))),
        {
            "item": "finite",
            "name": "nodes",
            "formula": ["and", ["all", "x", 0, 166663, [">=", "x", 0]], ["not", [">", 0, 0]]],
        },
        {
            "item": "finite",
            "name": "number-of-bits",
            "formula": [
                ">",
                ["*", ["power", ["power", ["power", 2, 64], 64], 4], ["power", ["power", 2, 64], 56], ["power", 2, 31]],
                0,
            ],
        },
        {
            "item": "finite",
            "name": "borders",
            "formula": [
                "and",
                ["=", ["power", 0, 0], 1],
                ["=", ["mod", 5, 1], 0],
                ["=", ["power", 1, 64], 1],
                ["=", ["bit", 1, 0], 1],
            ],
        },
    ],
)
ACCEPT["limits_that_are_just_reached"][0][0]["proof"]["steps"].insert(0, arith("e", eq(0)))
malformed(
    "formula_with_too_many_values",
    [{**FORMULA, "formula": ["all", "x", 0, 10**9, [">=", "x", 0]]}],
    "",
    "a formula must evaluate at most 500000 nodes",
)
malformed(
    "formula_with_too_large_a_number",
    [{**FORMULA, "formula": ["=", ["power", ["power", ["power", 10, 64], 64], 64], 0]}],
    "",
    "a number must have at most 20000 bits",
)

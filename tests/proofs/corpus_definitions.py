"""The corpus: definitions and citations."""

from tests.proofs.corpus_arithmetic import TWICE, VECTOR
from tests.proofs.corpus_branches import SUM
from tests.proofs.corpus_tools import accept, arith, changed, eq, ge, lemma, reject, steps, term, use

CHOOSE = {
    "item": "function",
    "name": "choose",
    "params": [["n", "Z", 0], ["k", "Z", 0]],
    "result": "Z",
    "descends": "n",
    "cases": [
        {"name": "choose-none", "at": ["any", "zero"], "value": 1},
        {"name": "choose-from-none", "at": ["zero", "succ"], "value": 0},
        {
            "name": "choose-pascal",
            "at": ["succ", "succ"],
            "value": ["+", ["choose", "n", ["+", "k", 1]], ["choose", "n", "k"]],
        },
    ],
}
POWER = {
    "item": "function",
    "name": "pow",
    "params": [["b", "R"], ["k", "Z", 0]],
    "result": "R",
    "descends": "k",
    "cases": [
        {"name": "pow-zero", "at": ["any", "zero"], "value": 1},
        {"name": "pow-next", "at": ["any", "succ"], "value": ["*", "b", ["pow", "b", "k"]]},
    ],
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
accept(
    "definitions",
    [
        CHOOSE,
        POWER,
        RELU,
        SUM,
        VECTOR,
        TWICE,
        lemma(
            "three-choose-one",
            "",
            [],
            eq(["choose", 1, 1], 1),
            steps(
                use("a", "choose-pascal", {"n": 0, "k": 0}, "num", "num"),
                use("b", "choose-from-none", {"k": 0}, "num"),
                use("c", "choose-none", {"n": 0}, "num"),
                arith("q", eq(["choose", 1, 1], 1), term("a"), term("b"), term("c")),
            ),
        ),
        lemma(
            "square-as-power",
            "b:R",
            [],
            eq(["pow", "b", 1], "b"),
            steps(
                use("a", "pow-next", {"b": "b", "k": 0}, "num"),
                use("z", "pow-zero", {"b": "b"}),
                arith("q", eq(["pow", "b", 1], "b"), term("a"), term("z", mul="b")),
            ),
        ),
        lemma("relu-at-zero", "", [], eq(["relu", 0]), steps(use("q", "relu-otherwise", {"t": 0}, "num"))),
        lemma("relu-at-two", "", [], eq(["relu", 2], 2), steps(use("q", "relu-positive", {"t": 2}, "num"))),
        lemma("twice-two", "", [], eq(["twice", 2], 4), steps(use("q", "twice-is", {"n": 2}))),
    ],
    rests_on={
        "three-choose-one": ["choose-from-none", "choose-none", "choose-pascal"],
        "square-as-power": ["pow-next", "pow-zero"],
        "relu-at-zero": ["relu-otherwise"],
        "relu-at-two": ["relu-positive"],
        "twice-two": ["twice-is"],
    },
)


def reject_define(name, item, rule, reason, before=()):
    """Expect that a definition is refused."""
    reject(f"define_{name}", [*before, item], f"{item['name']} statement", rule, reason)


LEAVES = "the cases of choose must leave nothing out"
DESCENT = "each call of choose must take n from n + 1"
reject_define("without_pascal", changed(CHOOSE, ["cases", 2], None), "define", LEAVES)
reject_define("without_base", changed(CHOOSE, ["cases", 0], None), "define", LEAVES)
reject_define(
    "overlapping",
    changed(CHOOSE, ["cases", 1, "at"], ["zero", "any"]),
    "define",
    "the cases of choose must not overlap",
)
reject_define(
    "overlapping_without_patterns",
    changed(TWICE, ["cases"], [*TWICE["cases"], {"name": "twice-too", "at": ["any"], "value": 3}]),
    "define",
    "the cases of twice must not overlap",
)
reject_define("not_descending", changed(CHOOSE, ["cases", 2, "value", 2, 1], ["+", "n", 1]), "define", DESCENT)
reject_define("descending_by_two", changed(CHOOSE, ["cases", 2, "value", 2, 1], ["-", "n", 1]), "define", DESCENT)
reject_define(
    "another_parameter_descends",
    changed(CHOOSE, ["descends"], "k"),
    "define",
    "each call of choose must take k from k + 1",
)
reject_define(
    "call_in_the_base_case",
    changed(SUM, ["cases", 0, "value"], ["tri", 2]),
    "define",
    "each call of tri must take n from n + 1",
)
reject_define(
    "call_without_a_descent",
    changed(SUM, ["descends"], None),
    "define",
    "tri calls itself and must name the parameter that descends",
)
reject_define(
    "descent_of_an_unknown_parameter",
    changed(SUM, ["descends"], "k"),
    "define",
    "tri calls itself and must name the parameter that descends",
)
reject_define(
    "call_inside_a_call",
    changed(SUM, ["cases", 1, "value", 1], ["tri", ["tri", "n"]]),
    "define",
    "each call of tri must take n from n + 1",
)
reject_define(
    "call_of_any_pattern",
    changed(SUM, ["cases"], [{"name": "tri-all", "at": ["any"], "value": ["+", ["tri", "n"], 1]}]),
    "define",
    "each call of tri must take n from n + 1",
)
reject_define("base_for_a_real", changed(SUM, ["params", 0, 1], "R"), "define", "n must have sort Z to have a base")
reject_define(
    "cases_without_a_base",
    changed(POWER, ["params", 1], ["k", "Z"]),
    "define",
    "k must have a base to be distinguished by cases",
)
reject_define(
    "recursion_on_a_real_without_base",
    changed(changed(SUM, ["params", 0], ["n", "R"]), ["result"], "R"),
    "define",
    "n must have a base to be distinguished by cases",
)
reject_define(
    "value_of_another_sort",
    changed(SUM, ["cases", 0, "value"], "5/2"),
    "sort",
    "a value of tri must have sort Z, not R",
)
reject_define(
    "piecewise_value_of_another_sort", changed(RELU, ["result"], "Z"), "sort", "a value of relu must have sort Z, not R"
)
reject_define(
    "piecewise_calls_itself", changed(RELU, ["positive", "value"], ["relu", "t"]), "term", "unknown function relu"
)
reject_define("piecewise_test_calls_itself", changed(RELU, ["test"], ["relu", "t"]), "term", "unknown function relu")
reject_define("unknown_variable_in_a_value", changed(SUM, ["cases", 0, "value"], "n"), "term", "unknown variable n")
reject_define("twice", SUM, "define", "the function tri must not be defined twice", [SUM])
reject_define("symbol_twice", VECTOR, "define", "the function w must not be defined twice", [VECTOR])
reject_define("parameter_twice", changed(POWER, ["params", 0], ["k", "Z"]), "name", "the variable k must stand once")
reject_define(
    "parameter_named_like_a_function",
    changed(SUM, ["params", 0, 0], "w"),
    "name",
    "the variable w must not have the name of a function",
    [VECTOR],
)
reject_define(
    "equation_with_a_used_name",
    changed(SUM, ["cases", 0, "name"], "twice-is"),
    "name",
    "the name twice-is must not be used twice",
    [TWICE],
)
reject_define(
    "two_equations_of_one_name",
    changed(SUM, ["cases", 0, "name"], "tri-step"),
    "name",
    "the name tri-step must not be used twice",
)
reject_define(
    "piecewise_equation_with_a_used_name",
    changed(RELU, ["positive", "name"], "twice-is"),
    "name",
    "the name twice-is must not be used twice",
    [TWICE],
)


def reject_equation(name, item, entry, reason):
    """Expect that an equation cannot be used outside its range."""
    reject(f"define_{name}", [item, lemma("a", "", [], eq(0), steps(entry, arith("q", eq(0))))], "a e", "use", reason)


reject_equation(
    "used_below_the_base",
    SUM,
    use("e", "tri-step", {"n": 1}, "num"),
    "-1 >= 0 must be a true comparison of two numbers",
)
reject_equation(
    "any_below_the_base",
    CHOOSE,
    use("e", "choose-none", {"n": -1}, "num"),
    "-1 >= 0 must be a true comparison of two numbers",
)
reject_equation(
    "base_case_takes_no_value",
    SUM,
    use("e", "tri-base", {"n": 3}),
    "tri-base must get no value for n, which it is not about",
)
reject_equation(
    "positive_case_at_zero",
    RELU,
    use("e", "relu-positive", {"t": 0}, "num"),
    "0 > 0 must be a true comparison of two numbers",
)
reject_equation(
    "other_case_at_one",
    RELU,
    use("e", "relu-otherwise", {"t": 1}, "num"),
    "-1 >= 0 must be a true comparison of two numbers",
)

# -------------------------------------------------------------------------------------------------------- citations

CITED = {
    "item": "citation",
    "name": "cited",
    "vars": [["n", "Z"]],
    "hyps": [ge("n", 7)],
    "concl": ge(["f", "n"], "n"),
    "source": "Zue89",
}
F = {"item": "function", "name": "f", "params": [["n", "Z"]], "result": "Z"}
BY_CITED = lemma("by-cited", "", [], ge(["f", 8], 8), steps(use("q", "cited", {"n": 8}, "num")))
BY_BY_CITED = lemma("by-by-cited", "", [], ge(["f", 8], 8), steps(use("q", "by-cited", {})))
accept(
    "citations",
    [
        F,
        CITED,
        {**CITED, "name": "cited-too", "source": "Odl88"},
        BY_CITED,
        BY_BY_CITED,
        lemma(
            "by-both", "", [], ge(["f", 8], 8), steps(use("q", "by-cited", {}), use("r", "cited-too", {"n": 8}, "num"))
        ),
        lemma("not-by-cited", "n:Z", [ge("n")], ge("n"), steps(qed="h0")),
    ],
    rests_on={
        "by-cited": ["cited"],
        "by-by-cited": ["by-cited", "cited"],
        "by-both": ["by-cited", "cited", "cited-too"],
    },
    cites={
        "cited": ["Zue89"],
        "cited-too": ["Odl88"],
        "by-cited": ["Zue89"],
        "by-by-cited": ["Zue89"],
        "by-both": ["Odl88", "Zue89"],
    },
)
reject(
    "cite_outside_its_hypotheses",
    [F, CITED, lemma("a", "", [], ge(["f", 6], 6), steps(use("q", "cited", {"n": 6}, "num")))],
    "a q",
    "use",
    "-1 >= 0 must be a true comparison of two numbers",
)

"""The corpus: use, integrality, antisymmetry, and what implies a conclusion."""

from tests.proofs.corpus_tools import accept, arith, eq, ge, gt, lemma, reject, steps, term, use

DIFFERENCE = lemma(
    "difference", "x:Z y:Z", [ge("x", "y")], ge(["-", "x", "y"]), steps(arith("q", ge(["-", "x", "y"]), term("h0")))
)
REALS = lemma("reals", "x:R", [gt("x")], gt(["*", 2, "x"]), steps(arith("q", gt(["*", 2, "x"]), term("h0", c="2"))))
EQUALITY = lemma(
    "equality", "x:Z", [eq("x")], eq(["*", 2, "x"]), steps(arith("q", eq(["*", 2, "x"]), term("h0", c="2")))
)
RULES = ["difference", "equality", "reals"]
accept(
    "use_rules",
    [
        DIFFERENCE,
        REALS,
        EQUALITY,
        lemma(
            "exchanged",
            "x:Z y:Z",
            [ge("y", "x")],
            ge(["-", "y", "x"]),
            steps(use("q", "difference", {"x": "y", "y": "x"}, "h0")),
        ),
        lemma(
            "weakened",
            "x:Z y:Z",
            [gt("x", "y")],
            ge(["-", "x", "y"]),
            steps(use("q", "difference", {"x": "x", "y": "y"}, "h0")),
        ),
        lemma(
            "negated-equation",
            "x:Z y:Z",
            [eq("y", "x")],
            ge(["-", "x", "y"]),
            steps(use("q", "difference", {"x": "x", "y": "y"}, "h0")),
        ),
        lemma("by-numbers", "", [], ge(1), steps(use("q", "difference", {"x": 2, "y": 1}, "num"))),
        lemma("by-equal-numbers", "", [], ge(0), steps(use("q", "difference", {"x": 2, "y": 2}, "num"))),
        lemma("by-strict-numbers", "", [], gt(1), steps(use("q", "reals", {"x": "1/2"}, "num"))),
        lemma("by-zero", "", [], eq(0), steps(use("q", "equality", {"x": 0}, "num"))),
        lemma(
            "chain",
            "x:R",
            [gt("x")],
            gt(["*", 4, "x"]),
            steps(use("a", "reals", {"x": "x"}, "h0"), use("q", "reals", {"x": ["*", 2, "x"]}, "a")),
        ),
        lemma("integrality", "x:Z", [gt("x")], ge("x", 1), steps({"id": "q", "by": "int", "fact": "h0"})),
        lemma(
            "antisymmetry",
            "x:R y:R",
            [ge("x", "y"), ge("y", "x")],
            eq("x", "y"),
            steps({"id": "q", "by": "equal", "facts": ["h0", "h1"]}),
        ),
        lemma(
            "antisymmetry-strict",
            "x:R",
            [ge("x"), gt(["-", 0, "x"])],
            eq("x"),
            steps({"id": "q", "by": "equal", "facts": ["h0", "h1"]}),
        ),
        *(
            lemma(f"everything-follows-{i}", "x:R y:R", [false], goal, steps(qed="h0"))
            for i, (false, goal) in enumerate(
                [(gt(0), eq("x")), (ge(-1), gt("x", "y")), (eq(2), ge("x")), (gt(-1), eq("y"))]
            )
        ),
        lemma(
            "everything-follows-by-use",
            "x:Z",
            [gt("x"), ge(0, "x")],
            eq("x", 7),
            steps(arith("f", gt(0), term("h0"), term("h1")), use("a", "difference", {"x": 0, "y": 1}, "f"), qed="a"),
        ),
        lemma("qed-weakens-strict", "x:R", [gt("x")], ge("x"), steps(qed="h0")),
        lemma("qed-weakens-equation", "x:R", [eq("x")], ge("x"), steps(qed="h0")),
        lemma("qed-turns-equation", "x:R y:R", [eq("x", "y")], eq("y", "x"), steps(qed="h0")),
        lemma("qed-turns-and-weakens", "x:R y:R", [eq("x", "y")], ge("y", "x"), steps(qed="h0")),
    ],
    rests_on={
        name: ["difference"]
        for name in (
            "everything-follows-by-use",
            "exchanged",
            "weakened",
            "negated-equation",
            "by-numbers",
            "by-equal-numbers",
        )
    }
    | {"by-strict-numbers": ["reals"], "by-zero": ["equality"], "chain": ["reals"]},
)

CLAIM = lemma("b", "x:Z y:Z", [ge("x", "y")], ge(["-", "x", "y"]), None)


def reject_use(name, values, premises, reason, rule="use", before=DIFFERENCE, target="difference", **changes):
    """Expect that one use is refused."""
    item = {**CLAIM, "proof": steps(use("q", target, values, *premises)), **changes}
    reject(f"use_{name}", [*([before] if before else []), item], "b q", rule, reason)


BOTH = {"x": "x", "y": "y"}
reject_use("missing_variable", {"x": "x"}, ["h0"], "difference must get a value for y")
reject_use("extra_variable", {**BOTH, "z": 0}, ["h0"], "difference must get no value for z, which it is not about")
reject_use("too_few_premises", BOTH, [], "premises must be 1, not 0")
reject_use("too_many_premises", BOTH, ["h0", "h0"], "premises must be 1, not 2")
reject_use("wrong_premise", BOTH, ["h0"], "premise h0 must imply x - y >= 0", hyps=[ge("x", ["+", "y", -1])])
reject_use(
    "premise_too_weak",
    {"x": "x"},
    ["h0"],
    "premise h0 must imply x > 0",
    before=REALS,
    target="reals",
    vars=[["x", "R"]],
    hyps=[ge("x")],
    concl=gt(["*", 2, "x"]),
)
reject_use(
    "premise_is_no_equation",
    {"x": "x"},
    ["h0"],
    "premise h0 must imply x = 0",
    before=EQUALITY,
    target="equality",
    hyps=[ge("x")],
    concl=eq(["*", 2, "x"]),
)
reject_use("unknown_premise", BOTH, ["h1"], "no fact h1 before this step")
reject_use("false_numbers", {"x": 1, "y": 2}, ["num"], "-1 >= 0 must be a true comparison of two numbers", concl=ge(-1))
reject_use(
    "false_strict_numbers",
    {"x": 0},
    ["num"],
    "0 > 0 must be a true comparison of two numbers",
    before=REALS,
    target="reals",
    concl=gt(0),
)
reject_use(
    "negative_strict_numbers",
    {"x": -1},
    ["num"],
    "-1 > 0 must be a true comparison of two numbers",
    before=REALS,
    target="reals",
    concl=gt(-2),
)
reject_use(
    "false_equal_numbers",
    {"x": 1},
    ["num"],
    "1 = 0 must be a true comparison of two numbers",
    before=EQUALITY,
    target="equality",
    concl=eq(2),
)
reject_use(
    "negative_equal_numbers",
    {"x": -1},
    ["num"],
    "-1 = 0 must be a true comparison of two numbers",
    before=EQUALITY,
    target="equality",
    concl=eq(-2),
)
reject_use("numbers_with_variables", BOTH, ["num"], "x - y >= 0 must be a true comparison of two numbers")
reject_use("itself", BOTH, ["h0"], "nothing called b has been accepted before", before=None, target="b")
reject(
    "use_later_lemma",
    [{**CLAIM, "proof": steps(use("q", "difference", BOTH, "h0"))}, DIFFERENCE],
    "b q",
    "use",
    "nothing called difference has been accepted before",
)
reject_use(
    "half_for_an_integer",
    {"x": "1/2", "y": 0},
    ["num"],
    "the value of x must have sort Z, not R",
    rule="sort",
    vars=[["x", "R"]],
    hyps=[],
    concl=ge("1/2"),
)
reject_use(
    "real_for_an_integer",
    {"x": "x", "y": 0},
    ["h0"],
    "the value of x must have sort Z, not R",
    rule="sort",
    vars=[["x", "R"]],
    hyps=[ge("x")],
    concl=ge("x"),
)
reject_use(
    "integer_for_a_real",
    {"x": "x"},
    ["h0"],
    "the value of x must have sort R, not Z",
    rule="sort",
    before=REALS,
    target="reals",
    hyps=[gt("x")],
    concl=gt(["*", 2, "x"]),
)
reject_use("exchange_is_simultaneous", {"x": "y", "y": "x"}, ["h0"], "premise h0 must imply -x + y >= 0")


def reject_step(name, variables, hyps, concl, entry, rule, reason):
    """Expect that one step is refused."""
    reject(name, [lemma("a", variables, hyps, concl, steps(entry))], "a q", rule, reason)


INT = {"id": "q", "by": "int", "fact": "h0"}
reject_step("int_from_non_strict", "x:Z", [ge("x")], ge("x", 1), INT, "int", "h0 must be a strict inequality")
reject_step("int_from_equation", "x:Z", [eq("x")], ge("x", 1), INT, "int", "h0 must be a strict inequality")
reject_step("int_of_a_real", "x:R", [gt("x")], ge("x", 1), INT, "int", "h0 must be about integers")
reject_step("int_of_a_fraction", "x:Z", [gt("1/2")], ge("1/2", 1), INT, "int", "h0 must be about integers")
reject_step("int_unknown_fact", "x:Z", [], ge("x", 1), INT, "int", "no fact h0 before this step")
EQUAL = {"id": "q", "by": "equal", "facts": ["h0", "h1"]}
reject_step(
    "equal_not_the_reverse",
    "x:R",
    [ge("x"), ge(["-", 1, "x"])],
    eq("x"),
    EQUAL,
    "equal",
    "h1 must be the reverse of h0",
)
reject_step("equal_same_direction", "x:R", [ge("x"), ge("x")], eq("x"), EQUAL, "equal", "h1 must be the reverse of h0")
reject_step("equal_unknown_fact", "x:R", [ge("x")], eq("x"), EQUAL, "equal", "no fact h1 before this step")


def reject_qed(name, hyp, concl, shown):
    """Expect that a hypothesis does not imply a conclusion."""
    reject(
        f"qed_{name}",
        [lemma("a", "x:R y:R", [hyp], concl, steps(qed="h0"))],
        "a qed",
        "qed",
        f"h0 must imply the conclusion {shown}",
    )


reject_qed("nothing_from_a_true_weak_number", ge(0), ge("x"), "x >= 0")
reject_qed("nothing_from_a_true_strict_number", gt(1), ge("x"), "x >= 0")
reject_qed("nothing_from_a_true_equation_of_numbers", eq(0), eq("x"), "x = 0")
reject_qed("nothing_from_an_open_comparison", gt(0, "x"), eq("x"), "x = 0")
reject_qed("strict_from_weak", ge("x"), gt("x"), "x > 0")
reject_qed("equation_from_weak", ge("x"), eq("x"), "x = 0")
reject_qed("equation_from_strict", gt("x"), eq("x"), "x = 0")
reject_qed("strict_from_equation", eq("x"), gt("x"), "x > 0")
reject_qed("strict_from_turned_equation", eq("x", "y"), gt("y", "x"), "-x + y > 0")
reject_qed("turned_weak", ge("x", "y"), ge("y", "x"), "-x + y >= 0")
reject_qed("turned_strict", gt("x", "y"), gt("y", "x"), "-x + y > 0")
reject_qed("turned_strict_weakened", gt("x", "y"), ge("y", "x"), "-x + y >= 0")
reject_qed("equation_from_turned_weak", ge("x", "y"), eq("y", "x"), "-x + y = 0")
reject_qed("another_polynomial", eq("x"), eq("y"), "y = 0")
reject_qed("a_multiple", eq(["*", 2, "x"]), eq("x"), "x = 0")
reject("qed_unknown", [lemma("a", "x:R", [ge("x")], ge("x"), steps())], "a qed", "qed", "no fact q before this step")
reject(
    "qed_before_the_steps_end",
    [lemma("a", "x:R", [ge("x")], gt(1), steps(arith("q", gt(1), term()), arith("r", ge("x"), term("h0")), qed="r"))],
    "a qed",
    "qed",
    "r must imply the conclusion 1 > 0",
)

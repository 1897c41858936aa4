"""The corpus: inductions, splits, cases by sign, and the exploits."""

from tests.proofs.corpus_arithmetic import MIXED, STRICT
from tests.proofs.corpus_tools import accept, arith, changed, eq, ge, gt, lemma, reject, steps, term, use

SUM = {
    "item": "function",
    "name": "tri",
    "params": [["n", "Z", 2]],
    "result": "Z",
    "descends": "n",
    "cases": [
        {"name": "tri-base", "at": ["zero"], "value": 5},
        {"name": "tri-step", "at": ["succ"], "value": ["+", ["tri", "n"], "n"]},
    ],
}
TRI = ["tri", "n"]
TRI_LEMMA = lemma(
    "tri-at-least",
    "m:Z n:Z",
    [ge("n", "m"), ge("n", 2), ge("m", 1)],
    ge(["+", TRI, "m"], ["+", "n", 4]),
    {
        "induct": "n",
        "base": 2,
        "zero": steps(use("t", "tri-base", {}), arith("q", ge(["+", ["tri", 2], "m"], 6), term("t"), term("h1"))),
        "succ": steps(
            use("t", "tri-step", {"n": "n"}, "h0"),
            use("i", "IH0", {"m": 1}, "p", "num"),
            arith(
                "q",
                ge(["+", ["tri", ["+", "n", 1]], "m"], ["+", "n", 5]),
                term("t"),
                term("i"),
                term("h0"),
                term("h2"),
                term(),
            ),
        ),
    },
)
TRI_LEMMA["proof"]["succ"]["steps"].insert(1, arith("p", ge("n", 1), term("h0"), term()))


accept(
    "induction_base_two_with_hypotheses_about_the_variable",
    [SUM, TRI_LEMMA],
    rests_on={"tri-at-least": ["tri-base", "tri-step"]},
)

SPLIT = lemma(
    "split-three",
    "a:Z n:Z",
    [ge("n", ["+", "a", 1]), ge("n", 3), gt("n", 3)],
    ge("n", 4),
    {
        "split": "n",
        "base": 3,
        "zero": steps({"id": "i", "by": "int", "fact": "h1"}, qed="i"),
        "succ": steps(arith("q", ge(["+", "n", 1], 4), term("h0"))),
    },
)
accept("split_base_three_with_hypotheses_about_the_variable", [SPLIT])

PAIRS = lemma(  # x y >= 0, by two nested inductions that use both hypotheses
    "pairs",
    "x:Z y:Z",
    [ge("x"), ge("y")],
    ge(["*", "x", "y"]),
    {
        "induct": "x",
        "base": 0,
        "zero": steps(arith("q", ge(0))),
        "succ": {
            "induct": "y",
            "base": 0,
            "zero": steps(arith("q", ge(0))),
            "succ": steps(
                use("i", "IH0", {"y": ["+", "y", 1]}, "p"),
                use("j", "IH1", {}, "h1"),
                arith("q", ge(["*", ["+", "x", 1], ["+", "y", 1]]), term("i"), term("p")),
            ),
        },
    },
)
PAIRS["proof"]["succ"]["succ"]["steps"].insert(0, arith("p", ge(["+", "y", 1]), term("h0"), term()))
accept("nested_induction", [PAIRS])
accept(
    "split_inside_an_induction",
    [
        lemma(
            "inside",
            "x:Z y:Z",
            [ge("y"), ge("x")],
            ge(["*", "x", "y"]),
            {
                "induct": "x",
                "base": 0,
                "zero": {"split": "y", "base": 0, "zero": steps(arith("q", ge(0))), "succ": steps(arith("q", ge(0)))},
                "succ": {
                    "split": "y",
                    "base": 0,
                    "zero": steps(arith("q", ge(0))),
                    "succ": steps(
                        arith("p", ge(["+", "y", 1]), term("h0"), term()),
                        use("i", "IH0", {"y": ["+", "y", 1]}, "p"),
                        arith("q", ge(["*", ["+", "x", 1], ["+", "y", 1]]), term("i"), term("p")),
                    ),
                },
            },
        )
    ],
)
SIGN = lemma(
    "square-is-positive",
    "x:R y:R",
    [eq(["*", "x", "y"], 1)],
    gt(["*", "x", "x"]),
    {
        "cases": "x",
        "positive": steps(arith("q", gt(["*", "x", "x"]), term("h1", "h1"))),
        "otherwise": {
            "cases": ["-", 0, "x"],
            "positive": steps(arith("q", gt(["*", "x", "x"]), term("h2", "h2"))),
            "otherwise": steps(
                {"id": "e", "by": "equal", "facts": ["h2", "h1"]},
                arith("f", eq(1), term("e", mul="y"), term("h0", c="-1")),
                arith("q", gt(["*", "x", "x"]), term(), term("f", mul=["-", ["*", "x", "x"], 1])),
            ),
        },
    },
)
accept("cases_by_sign", [SIGN])
FIRST = lemma("first", "x:R", [gt("x")], ge("x"), steps(qed="h0"))
SECOND = lemma("second", "x:R", [ge(0, "x")], ge(["-", 0, "x"]), steps(qed="h0"))
accept(
    "both_cases_count_among_what_a_lemma_rests_on",
    [
        FIRST,
        SECOND,
        lemma(
            "both",
            "x:R",
            [],
            ge(["^", "x", 2]),
            {
                "cases": "x",
                "positive": steps(use("a", "first", {"x": "x"}, "h0"), arith("q", ge(["^", "x", 2]), term("a", "a"))),
                "otherwise": steps(use("a", "second", {"x": "x"}, "h0"), arith("q", ge(["^", "x", 2]), term("a", "a"))),
            },
        ),
    ],
    rests_on={"both": ["first", "second"]},
)
accept(
    "cases_over_the_integers",
    [
        lemma(
            "twice-is-not-one",
            "x:Z",
            [eq(["*", 2, "x"], 1)],
            gt(0),
            {
                "cases": "x",
                "positive": steps(
                    {"id": "i", "by": "int", "fact": "h1"},
                    arith("q", gt(0), term("i", c="2"), term("h0", c="-1"), term()),
                ),
                "otherwise": steps(arith("q", gt(0), term("h0"), term("h1", c="2"), term())),
            },
        )
    ],
)

IND = "n must be a variable here"


def reject_tri(name, path, value, place, rule, reason, before=SUM, base=TRI_LEMMA):
    """Expect that the triangular lemma with one change is refused."""
    item = changed(base, path, value)
    reject(name, [before, item] if before else [item], f"{item['name']} {place}", rule, reason)


S = ["proof", "succ", "steps"]
reject_tri(
    "induct_without_the_bound", ["hyps", 1], eq(0), "proof", "induct", "n >= 2 must be a hypothesis exactly once"
)
reject_tri(
    "induct_with_the_bound_twice",
    ["hyps", 2],
    ge("n", 2),
    "proof",
    "induct",
    "n >= 2 must be a hypothesis exactly once",
)
reject_tri(
    "induct_from_another_base", ["proof", "base"], 1, "proof", "induct", "n >= 1 must be a hypothesis exactly once"
)
reject_tri(
    "induct_bound_is_strict", ["hyps", 1], gt("n", 2), "proof", "induct", "n >= 2 must be a hypothesis exactly once"
)
reject_tri("induct_on_no_variable", ["proof", "induct"], "k", "proof", "induct", "k must be a variable here")
reject(
    "induct_on_a_real",
    [
        lemma(
            "a",
            "x:R",
            [ge("x")],
            ge("x"),
            {
                "induct": "x",
                "base": 0,
                "zero": steps(arith("q", ge(0))),
                "succ": steps(use("i", "IH0", {}), arith("q", ge(["+", "x", 1]), term("i"), term())),
            },
        )
    ],
    "a proof",
    "induct",
    "x must have sort Z, not R",
)
reject(
    "split_on_a_real",
    [
        lemma(
            "a",
            "x:R",
            [ge("x")],
            ge("x"),
            {
                "split": "x",
                "base": 0,
                "zero": steps(arith("q", ge(0))),
                "succ": steps(arith("q", ge(["+", "x", 1]), term("h0"), term())),
            },
        )
    ],
    "a proof",
    "split",
    "x must have sort Z, not R",
)
reject_tri(
    "induct_premise_of_the_hypothesis_left_out", [*S, 2, "from"], ["p"], "succ/i", "use", "premises must be 2, not 1"
)
reject_tri(
    "induct_hypothesis_about_the_next_value",
    [*S, 2],
    use("i", "IH0", {"m": 1, "n": ["+", "n", 1]}, "p", "num"),
    "succ/i",
    "use",
    "IH0 must get no value for n, which it is not about",
)
reject_tri(
    "induct_hypothesis_in_the_zero_case",
    ["proof", "zero", "steps", 0],
    use("t", "IH0", {"m": 1}, "h0", "num"),
    "zero/t",
    "use",
    "nothing called IH0 has been accepted before",
)
reject_tri(
    "induct_zero_case_has_no_variable",
    ["proof", "zero", "steps", 1, "concl"],
    ge(["+", ["tri", 2], "m"], ["-", "n", -4]),
    "zero/q",
    "term",
    "unknown variable n",
)
reject_tri(
    "induct_proves_too_much",
    [*S, 3, "concl"],
    ge(["+", ["tri", ["+", "n", 1]], "m"], ["+", "n", 6]),
    "succ/q",
    "arith",
    "the certificate must add up to the conclusion; what is missing is -1",
)
reject_tri(
    "induct_premise_of_the_present_value",
    [*S, 2, "from"],
    ["h1", "num"],
    "succ/i",
    "use",
    "premise h1 must imply n - 1 >= 0",
)
reject_tri(
    "induct_zero_case_of_another_base",
    ["proof", "zero", "qed"],
    "t",
    "zero/qed",
    "qed",
    "t must imply the conclusion m + tri(2) - 6 >= 0",
)
reject(
    "induct_hypothesis_outside_its_case",
    [SUM, lemma("a", "n:Z", [ge("n", 2)], ge(["+", TRI, 1], ["+", "n", 4]), steps(use("q", "IH0", {})))],
    "a q",
    "use",
    "nothing called IH0 has been accepted before",
)
reject_tri(
    "split_has_no_hypothesis",
    ["proof"],
    {**{k: v for k, v in TRI_LEMMA["proof"].items() if k != "induct"}, "split": "n"},
    "succ/i",
    "use",
    "nothing called IH0 has been accepted before",
)
reject_tri(
    "split_without_the_bound",
    ["hyps", 1],
    gt("n", 2),
    "proof",
    "split",
    "n >= 3 must be a hypothesis exactly once",
    None,
    SPLIT,
)
reject_tri(
    "split_at_another_base",
    ["proof", "base"],
    4,
    "proof",
    "split",
    "n >= 4 must be a hypothesis exactly once",
    None,
    SPLIT,
)
reject_tri("split_on_no_variable", ["proof", "split"], "k", "proof", "split", "k must be a variable here", None, SPLIT)
reject(
    "split_hypothesis_is_about_the_next_value",
    [
        lemma(
            "a",
            "a:Z n:Z",
            [ge("n", "a"), ge("n", 3)],
            ge("n", "a"),
            {"split": "n", "base": 3, "zero": steps(qed="h0"), "succ": steps(arith("q", ge("n", "a"), term("h1")))},
        )
    ],
    "a succ/q",
    "arith",
    "the certificate must add up to the conclusion; what is missing is -1",
)
reject_tri(
    "split_zero_case_is_at_the_base",
    ["proof", "zero"],
    steps(arith("q", ge(3, 4), term())),
    "zero/q",
    "arith",
    "the certificate must add up to the conclusion; what is missing is -2",
    None,
    SPLIT,
)
reject(
    "cases_without_the_other_case",
    [changed(SIGN, ["proof", "otherwise", "otherwise"], steps(qed="h2"))],
    "square-is-positive otherwise/otherwise/qed",
    "qed",
    "h2 must imply the conclusion x^2 > 0",
)
reject(
    "cases_otherwise_is_not_negative",
    [changed(SIGN, ["proof", "otherwise"], steps(arith("q", gt(["*", "x", "x"]), term("h1", "h1"))))],
    "square-is-positive otherwise/q",
    "arith",
    STRICT,
)
reject(
    "cases_of_two_sorts",
    [
        lemma(
            "a",
            "x:R k:Z",
            [],
            eq(0),
            {"cases": ["+", "x", "k"], "positive": steps(arith("q", eq(0))), "otherwise": steps(arith("q", eq(0)))},
        )
    ],
    "a proof",
    "sort",
    MIXED,
)
reject(
    "cases_about_an_unknown_variable",
    [
        lemma(
            "a",
            "x:R",
            [],
            eq(0),
            {"cases": "y", "positive": steps(arith("q", eq(0))), "otherwise": steps(arith("q", eq(0)))},
        )
    ],
    "a proof",
    "term",
    "unknown variable y",
)

# --------------------------------------------------------------------------------------------------------- exploits

XY = ["+", "x", "y"]
SUCC = ["+", "x", 1]
GOAL = eq(["*", SUCC, ["+", "x", "y", 1]])
EXPLOIT = lemma(
    "exploit-claim",
    "x:Z y:Z",
    [ge("x"), ge("y")],
    eq(["*", "x", ["-", XY, 1]]),
    {
        "induct": "x",
        "base": 0,
        "zero": steps(arith("q", eq(0))),
        "succ": {
            "induct": "y",
            "base": 0,
            "zero": steps(use("q", "IH0", {"y": 2}, "num")),
            "succ": steps(
                use("i0", "IH1", {"x": 0}, "num"),
                use("i1", "IH1", {"x": 1}, "num"),
                arith(
                    "q",
                    GOAL,
                    term("i1", c="1/2", mul=["*", SUCC, ["+", "x", "y", 1]]),
                    term("i0", c="-1", mul=["*", SUCC, ["+", "x", "y", 1]]),
                ),
            ),
        },
    },
)
ONE_IS_ZERO = lemma(
    "exploit-one-is-zero", "", [], eq(1), steps(use("q", "exploit-claim", {"x": 1, "y": 1}, "num", "num"))
)
reject(
    "exploit_nested_induction",
    [EXPLOIT, ONE_IS_ZERO],
    "exploit-claim succ/succ/i0",
    "use",
    "IH1 must get no value for x, which it is not about",
)


def shifted(offset):
    """Return the exploit with x from another base and with a hypothesis that mentions it."""
    below = ["-", "x", offset]
    high = ["+", below, 1]
    goal = eq(["*", high, ["+", below, "y", 1]])
    return lemma(
        "exploit-claim",
        "x:Z y:Z",
        [ge("y"), ge("x", offset), ge(["*", 2, "x"], 2 * offset)],
        eq(["*", below, ["-", ["+", below, "y"], 1]]),
        {
            "induct": "x",
            "base": offset,
            "zero": steps(arith("q", eq(0))),
            "succ": {
                "induct": "y",
                "base": 0,
                "zero": steps(
                    arith("d", ge(["*", 2, "x"], 2 * offset), term("h0", c="2")), use("q", "IH0", {"y": 2}, "num", "d")
                ),
                "succ": steps(
                    use("i0", "IH1", {"x": offset}, "num", "num"),
                    use("i1", "IH1", {"x": offset + 1}, "num", "num"),
                    arith(
                        "q",
                        goal,
                        term("i1", c="1/2", mul=["*", high, ["+", below, "y", 1]]),
                        term("i0", c="-1", mul=["*", high, ["+", below, "y", 1]]),
                    ),
                ),
            },
        },
    )


reject(
    "exploit_nested_induction_base_three",
    [shifted(3)],
    "exploit-claim succ/succ/i0",
    "use",
    "IH1 must get no value for x, which it is not about",
)
AGAIN = {"zero": steps(arith("q", ge(0))), "succ": steps(arith("q", ge(0)))}
for word, other in (("induct", "induct"), ("split", "split")):
    reject(
        f"exploit_second_{word}_on_the_same_variable",
        [
            lemma(
                "a",
                "x:Z",
                [ge("x", 1)],
                ge(0),
                {"induct": "x", "base": 1, "zero": steps(arith("q", ge(0))), "succ": {word: "x", "base": 1, **AGAIN}},
            )
        ],
        "a succ",
        other,
        "x must not be fixed by an induction hypothesis",
    )
    reject(
        f"exploit_{word}_of_a_variable_fixed_further_out",
        [
            lemma(
                "a",
                "x:Z y:Z",
                [ge("x", 1), ge("y", 2), ge("x", "y")],
                ge(0),
                {
                    "induct": "x",
                    "base": 1,
                    "zero": steps(arith("q", ge(0))),
                    "succ": {
                        "induct": "y",
                        "base": 2,
                        "zero": steps(arith("q", ge(0))),
                        "succ": {word: "x", "base": 1, **AGAIN},
                    },
                },
            )
        ],
        "a succ/succ",
        other,
        "x must not be fixed by an induction hypothesis",
    )
accept(
    "induction_in_the_zero_case_on_another_variable",
    [
        lemma(
            "a",
            "x:Z y:Z",
            [ge("x", 1), ge("y", 2)],
            ge("y"),
            {
                "induct": "x",
                "base": 1,
                "zero": {
                    "induct": "y",
                    "base": 2,
                    "zero": steps(arith("q", ge(2), term(c="2"))),
                    "succ": steps(use("i", "IH0", {}), arith("q", ge(["+", "y", 1]), term("i"), term())),
                },
                "succ": steps(use("q", "IH0", {"y": "y"}, "h1")),
            },
        )
    ],
)

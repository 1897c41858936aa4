"""The corpus: arithmetic certificates, terms and names."""

from tests.proofs.corpus_tools import accept, arith, eq, ge, gt, lemma, reject, steps, term

X2 = ["^", "x", 2]
accept(
    "arith_rules",
    [
        lemma(
            "linear",
            "x:R y:R",
            [ge("x"), ge("y")],
            ge(["+", ["*", 2, "x"], ["*", "1/2", "y"]]),
            steps(arith("q", ge(["+", ["*", 2, "x"], ["*", "1/2", "y"]]), term("h0", c="2"), term("h1", c="1/2"))),
        ),
        lemma(
            "product",
            "x:Z y:Z",
            [gt("x"), gt("y")],
            gt(["*", "x", "y"]),
            steps(arith("q", gt(["*", "x", "y"]), term("h0", "h1"))),
        ),
        lemma("square", "x:R", [], ge(X2), steps(arith("q", ge(X2), term(squares=["x"])))),
        lemma(
            "square-plus-one",
            "x:R",
            [],
            gt(["+", X2, 1]),
            steps(arith("q", gt(["+", X2, 1]), term(squares=["x"]), term())),
        ),
        lemma(
            "ideal",
            "x:R y:R",
            [eq(X2, 1)],
            eq(["*", X2, "y"], "y"),
            steps(arith("q", eq(["*", X2, "y"], "y"), term("h0", mul="y"))),
        ),
        lemma(
            "negative-beside-equation",
            "x:R y:R",
            [eq("x", "y")],
            ge(["-", "y", "x"]),
            steps(arith("q", ge(["-", "y", "x"]), term("h0", c="-1"))),
        ),
        lemma("numbers", "", [], gt(1), steps(arith("q", gt(1), term()))),
        lemma(
            "refutation",
            "t:R u:R v:R",
            [ge(0, "t"), gt(["+", "t", "u"]), gt(["+", "t", "v"]), ge(0, ["+", "t", "u", "v"])],
            gt(0),
            steps(arith("q", gt(0), *(term(f"h{i}") for i in range(4)))),
        ),
    ],
)

NEGATIVE = "a negative coefficient must stand beside an equation"
FREE = "a free multiplier must stand beside an equation"
WEAK = "every summand must contain an equation if the conclusion is one"
STRICT = "a strict conclusion must have a summand that is certainly positive"


def one(name, variables, hyps, concl, *cert):
    """Return one lemma proved by one arithmetic step."""
    return [lemma(name, variables, hyps, concl, steps(arith("q", concl, *cert)))]


def reject_arith(name, variables, hyps, concl, cert, reason, rule="arith"):
    """Expect that one certificate is refused."""
    reject(f"arith_{name}", one("a", variables, hyps, concl, *cert), "a q", rule, reason)


reject_arith("negative_on_inequality", "x:R", [ge("x")], ge(["-", 0, "x"]), [term("h0", c="-1")], NEGATIVE)
reject_arith("negative_constant", "", [], ge(-1), [term(c="-1")], NEGATIVE)
reject_arith("negative_on_square", "x:R", [], ge(["-", 0, X2]), [term(c="-1", squares=["x"])], NEGATIVE)
reject_arith("negative_on_strict", "x:R", [gt("x")], ge(["-", 0, "x"]), [term("h0", c="-1")], NEGATIVE)
reject_arith("multiplier_on_inequality", "x:R y:R", [ge("x")], ge(["*", "x", "y"]), [term("h0", mul="y")], FREE)
reject_arith("multiplier_alone", "y:R", [], ge("y"), [term(mul="y")], FREE)
reject_arith("multiplier_on_square", "x:R y:R", [], ge(["*", X2, "y"]), [term(squares=["x"], mul="y")], FREE)
reject_arith("equation_from_inequality", "x:R", [ge("x")], eq("x"), [term("h0")], WEAK)
reject_arith("equation_from_strict", "x:R", [gt("x")], eq("x"), [term("h0")], WEAK)
reject_arith("equation_from_square", "x:R", [], eq(X2), [term(squares=["x"])], WEAK)
reject_arith("equation_from_constant", "", [], eq(1), [term()], WEAK)
reject_arith("strict_from_non_strict", "x:R", [ge("x")], gt("x"), [term("h0")], STRICT)
reject_arith(
    "strict_from_product_first_weak", "x:R y:R", [ge("x"), gt("y")], gt(["*", "x", "y"]), [term("h0", "h1")], STRICT
)
reject_arith(
    "strict_from_product_second_weak", "x:R y:R", [gt("x"), ge("y")], gt(["*", "x", "y"]), [term("h0", "h1")], STRICT
)
reject_arith("strict_from_square", "x:R", [], gt(X2), [term(squares=["x"])], STRICT)
reject_arith(
    "strict_from_strict_times_square", "x:R y:R", [gt("y")], gt(["*", "y", X2]), [term("h0", squares=["x"])], STRICT
)
reject_arith("strict_from_equation", "x:R", [eq("x")], gt("x"), [term("h0")], STRICT)
reject_arith(
    "strict_from_equation_times_strict", "x:R y:R", [eq("x"), gt("y")], gt(["*", "x", "y"]), [term("h0", "h1")], STRICT
)
reject_arith("strict_from_coefficient_zero", "x:R", [ge("x")], gt("x"), [term("h0"), term(c="0")], STRICT)
reject_arith("strict_from_empty_list", "x:R", [], gt(["-", "x", "x"]), [], STRICT)
reject_arith(
    "product_where_a_square_is_due",
    "x:R y:R",
    [],
    ge(["*", "x", "y"]),
    [term(squares=["x", "y"])],
    "the certificate must add up to the conclusion; what is missing is -x^2*y^2 + x*y",
)
reject_arith(
    "sum_differs",
    "x:R",
    [ge("x")],
    ge(["-", "x", 1]),
    [term("h0")],
    "the certificate must add up to the conclusion; what is missing is -1",
)
reject_arith(
    "sum_differs_by_a_half",
    "x:R y:R",
    [ge("x"), ge("y")],
    ge(["+", "x", ["*", "2/3", "y"]]),
    [term("h0"), term("h1", c="1/6")],
    "the certificate must add up to the conclusion; what is missing is 1/2*y",
)
reject_arith("unknown_fact", "x:R", [ge("x")], ge("x"), [term("h1")], "no fact h1 before this step")
MIXED = "integers and reals must not be mixed in one term or step"
reject_arith(
    "integer_fact_for_real_goal", "k:Z x:R", [eq("k")], eq(["-", "x", "x"]), [term("h0", mul=0)], MIXED, "sort"
)
reject_arith(
    "facts_of_two_sorts", "k:Z x:R", [gt("k"), gt("x")], gt(1), [term(), term("h0", "h1", c="0")], MIXED, "sort"
)
reject_arith(
    "square_of_another_sort", "k:Z x:R", [ge("x")], ge("x"), [term("h0"), term(c="0", squares=["k"])], MIXED, "sort"
)
reject_arith(
    "multiplier_of_another_sort", "k:Z x:R", [eq("x")], eq("x"), [term("h0"), term("h0", c="0", mul="k")], MIXED, "sort"
)

# ------------------------------------------------------------------------------------------------------------ terms

TWICE = {
    "item": "function",
    "name": "twice",
    "params": [["n", "Z"]],
    "result": "Z",
    "cases": [{"name": "twice-is", "at": ["any"], "value": ["*", 2, "n"]}],
}
VECTOR = {"item": "function", "name": "w", "params": [["i", "Z"]], "result": "R"}
accept(
    "terms",
    [
        VECTOR,
        TWICE,
        lemma(
            "same-argument",
            "i:Z",
            [],
            eq(["w", ["+", "i", "i"]], ["w", ["*", 2, "i"]]),
            steps(arith("q", eq(["w", ["+", "i", "i"]], ["w", ["*", 2, "i"]]))),
        ),
        lemma(
            "nested",
            "i:Z",
            [],
            eq(["w", ["twice", "i"]], ["w", ["twice", ["-", ["+", "i", 1], 1]]]),
            steps(arith("q", eq(["-", ["w", ["twice", "i"]], ["w", ["twice", "i"]]]))),
        ),
        lemma(
            "real-fraction", "x:R", [], eq(["*", "1/2", "x", 2], "x"), steps(arith("q", eq(["*", "1/2", 2, "x"], "x")))
        ),
        lemma("zeroth-power", "x:R", [], eq(["^", "x", 0], 1), steps(arith("q", eq(["^", "x", 0], 1)))),
    ],
)


def reject_term(name, before, variables, value, rule, reason):
    """Expect that a term is refused in the statement."""
    reject(f"term_{name}", [*before, *one("a", variables, [], eq(["-", value, value]))], "a statement", rule, reason)


reject_term("mixed_sum", [], "k:Z x:R", ["+", "k", "x"], "sort", MIXED)
reject_term("mixed_product", [], "k:Z x:R", ["*", "k", "x"], "sort", MIXED)
reject_term("mixed_comparison", [], "k:Z x:R", ["-", ["*", 0, "k"], ["*", 0, "x"]], "sort", MIXED)
reject("term_mixed_sides", one("a", "k:Z x:R", [], eq(["*", 0, "k"], ["*", 0, "x"])), "a statement", "sort", MIXED)
reject_term("half_of_an_integer", [], "k:Z", ["*", "1/2", "k"], "sort", MIXED)
reject_term("unknown_variable", [], "x:R", "y", "term", "unknown variable y")
reject_term("unknown_function", [], "x:R", ["f", "x"], "term", "unknown function f")
reject_term(
    "too_few_arguments",
    [{**VECTOR, "params": [["i", "Z"], ["j", "Z"]]}],
    "k:Z",
    ["w", "k"],
    "term",
    "w must have 2 arguments, not 1",
)
reject_term("too_many_arguments", [VECTOR], "k:Z", ["w", "k", "k"], "term", "w must have 1 arguments, not 2")
reject_term("real_argument", [VECTOR], "x:R", ["w", "x"], "sort", "an argument of w must have sort Z, not R")
reject_term("half_as_argument", [VECTOR], "x:R", ["w", "1/2"], "sort", "an argument of w must have sort Z, not R")
reject_term("value_of_a_function_has_its_sort", [VECTOR], "k:Z", ["+", ["w", "k"], "k"], "sort", MIXED)
reject("variable_twice", one("a", "x:R x:R", [], eq(0)), "a statement", "name", "the variable x must stand once")
reject(
    "variable_with_two_sorts", one("a", "x:R x:Z", [], eq(0)), "a statement", "name", "the variable x must stand once"
)
reject(
    "variable_named_like_a_function",
    [VECTOR, *one("a", "w:R", [], eq(0))],
    "a statement",
    "name",
    "the variable w must not have the name of a function",
)
reject(
    "name_used_twice",
    [*one("a", "", [], eq(0)), *one("a", "", [], eq(0))],
    "a statement",
    "name",
    "the name a must not be used twice",
)
reject(
    "name_of_a_citation_used_twice",
    [
        *one("a", "", [], eq(0)),
        {"item": "citation", "name": "a", "vars": [], "hyps": [], "concl": eq(0), "source": "Zue89"},
    ],
    "a statement",
    "name",
    "the name a must not be used twice",
)

"""The untrusted search: whatever it finds is accepted by the kernel, and what it cannot find has a reason."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs import facts, kernel
from proofs.counting_tree import build, refutation_of, weights_of
from proofs.data import check, monomials
from proofs.errors import MalformedProofError, RejectedStepError
from proofs.linear import Program, solve
from proofs.prover import complete, counterexample, term_of
from proofs.reader import read_items
from proofs.render import item_text
from proofs.syntax import Count
from proofs.text import parse
from proofs.write import compile_text

fractions = st.fractions(-4, 4, max_denominator=3)


def prove(text):
    """Return the completed lemma of a text, accepted by the kernel."""
    (lemma,) = parse(text)
    done = complete(lemma, kernel.EMPTY)
    kernel.accept(done, kernel.EMPTY)
    return done


@st.composite
def solvable_programs(draw):
    """Draw columns, signs and coefficients, and the target that they give."""
    size, height = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    columns = [{row: draw(fractions) for row in range(height)} for _ in range(size)]
    free = [draw(st.booleans()) for _ in range(size)]
    values = [draw(fractions) if is_free else abs(draw(fractions)) for is_free in free]
    target = {row: sum(v * c[row] for v, c in zip(values, columns, strict=True)) for row in range(height)}
    strict = frozenset(i for i in range(size) if not free[i] and values[i])
    return Program(columns, free, strict, target)


@settings(deadline=None)
@given(solvable_programs())
def test_a_solvable_program_is_solved_exactly(program):
    values = solve(program)
    assert values is not None
    for row, wanted in program.target.items():
        assert sum(v * c[row] for v, c in zip(values, program.columns, strict=True)) == wanted
    assert all(value >= 0 or free for value, free in zip(values, program.free, strict=True))
    assert not program.strict or any(values[i] for i in program.strict)


def test_an_unsolvable_program_has_no_solution():
    one = Fraction(1)
    assert solve(Program([{0: one}], [False], frozenset(), {0: -one})) is None
    assert solve(Program([], [], frozenset(), {0: one})) is None
    assert solve(Program([{0: one}], [False], frozenset([0]), {})) is None
    assert solve(Program([], [], frozenset(), {})) == []
    unbounded = Program([{0: one}, {0: -one}], [False, False], frozenset([0, 1]), {})
    values = solve(unbounded)
    assert values is not None
    assert values[0] == values[1] > 0


@pytest.mark.parametrize(
    ("given_", "goal"),
    [
        ("x >= 0, y >= 0", "2*x + 1/2*y >= 0"),
        ("x > 0, y > 0", "x*y > 0"),
        ("x^2 = 1", "x^2*y = y"),
        ("x = y", "y >= x"),
        ("x >= y, y > 1", "x > 1"),
        ("x = 0", "x*y^2 = 0"),
        ("x^2 = x, y^2 = y", "(x + y - 2*x*y)^2 = x + y - 2*x*y"),
        ("0 > x, x > 0", "0 > 0"),
        ("x >= 1, y >= 1", "x*y >= 1"),
        ("x >= 0", "x^2 + 2*y^2 + x >= 0"),
        ("y >= 0", "x^2 + y^2 - 2*x*y >= 0"),
    ],
)
def test_the_prover_finds_what_the_kernel_accepts(given_, goal):
    prove(f"lemma a\n  for all reals x, y\n  given {given_}\n  show {goal}\n  q: {goal}\n")


@pytest.mark.parametrize(
    ("given_", "goal", "reason"),
    [
        ("x >= 0", "x > 0", "the facts do not suffice: they hold and the conclusion does not at x = 0"),
        ("x >= y", "x = y", "the facts do not suffice: they hold and the conclusion does not at x = 0, y = -1"),
        ("1 > 0", "0 > 0", "the facts do not suffice: they hold and the conclusion does not at every point"),
        ("x^2 = 2, x > 0", "x > 1", "no certificate was found"),
    ],
)
def test_a_step_that_does_not_follow_is_refused_with_a_counterexample(given_, goal, reason):
    with pytest.raises(RejectedStepError) as caught:
        prove(f"lemma a\n  for all reals x, y\n  given {given_}\n  show {goal}\n  q: {goal}\n")
    assert (caught.value.lemma, caught.value.step, caught.value.rule) == ("a", "q", "arith")
    assert caught.value.reason == reason


def test_a_counterexample_takes_applications_as_unknowns():
    theory = kernel.accept(*parse("function f(x: real): real\n"), kernel.EMPTY)
    (lemma,) = parse("lemma a\n  for all reals x\n  show f(x) >= 0\n  q: f(x) >= 0\n")
    goal = facts.fact_of(lemma.conclusion, {"x": "R"}, theory)
    assert counterexample({}, goal) == {"f(x)": -1}
    assert counterexample({"h0": goal}, goal) is None


def test_a_failing_step_is_named_with_its_path():
    text = (
        "lemma a\n  for all integers n\n  given n >= 1\n  show n >= 1\n  by induction on n from 1\n"
        "  case n = 1\n    q: 1 >= 1\n  case n + 1\n    q: n + 1 >= 3\n"
    )
    with pytest.raises(RejectedStepError) as caught:
        prove(text)
    assert caught.value.step == "succ/q"
    with pytest.raises(RejectedStepError) as caught:
        prove(text.replace("from 1", "from 2").replace("n = 1", "n = 2"))
    assert (caught.value.step, caught.value.rule) == ("proof", "induct")
    with pytest.raises(RejectedStepError) as caught:
        prove("lemma a\n  for all reals x\n  show y = x\n  q: x = x\n")
    assert (caught.value.step, caught.value.reason) == ("statement", "unknown variable y")
    with pytest.raises(RejectedStepError) as caught:
        prove("lemma a\n  show 1 = 1\n  q: 1 = 1 from z\n")
    assert caught.value.reason == "no fact z before this step"


@given(st.dictionaries(st.integers(0, 3), fractions.filter(bool), max_size=4))
def test_a_polynomial_becomes_a_term_with_the_same_value(coefficients):
    polynomial = frozenset(
        (frozenset([("x", degree)] if degree else []), coefficient) for degree, coefficient in coefficients.items()
    )
    assert facts.polynomial_of(term_of(polynomial), {"x": "R"}, kernel.EMPTY)[0] == polynomial


# ------------------------------------------------------------------------------------------------------------ texts

EXAMPLE = """\
# the sum of the first odd numbers
function odd(n: integer from 0): integer
  descending on n
  odd-zero: odd(0) = 0
  odd-next: odd(n + 1) = odd(n) + 2*n + 1

lemma odd-is-square
  for all integers n
  given n >= 0
  show odd(n) = n^2
  by induction on n from 0
  case n = 0
    a: by odd-zero
    q: odd(0) = 0
  case n + 1
    a: by odd-next
       with n := n
       using h0
    i: by IH0
    q: odd(n + 1) = (n + 1)^2
"""


def test_a_text_becomes_a_proof_file_that_reads_back_and_prints_as_it_was():
    content, theory = compile_text(EXAMPLE, kernel.EMPTY)
    items = read_items(content.encode())
    assert [item.name for item in items] == ["odd", "odd-is-square"]
    assert parse("\n".join(item_text(item) for item in items)) == items
    assert theory.statements["odd-is-square"].rests_on == {"odd-zero", "odd-next"}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("  lemma a\n", 1, "an item must begin at the left margin"),
        ("theorem a\n", 1, "must begin with lemma, citation or function, not 'theorem a'"),
        ("lemma a\n  for all naturals n\n", 2, "must be integers or reals, not 'naturals'"),
        ("lemma a\n  given x\n", 2, "must have more here, not the end of the line"),
        ("lemma a\n  given x < 1\n", 2, "cannot read '< 1'"),
        ("lemma a\n  given x := 1\n", 2, "a relation must be =, >= or >, not :="),
        ("lemma a\n  for all reals x\n", 3, "must say `show` and the conclusion here"),
        ("lemma a\n  show 1 = 1\n", 3, "a proof must stand here"),
        ("lemma a\n  show 1 = 1\n  source Zue89\n", 1, "a citation must have a source, and a lemma must have a proof"),
        ("lemma a\n  show 1 = 1\n  qed\n", 3, "a proof must have a step"),
        ("lemma a\n  show 1 = 1\n  sorry\n", 3, "must be a step `name: ...`, not 'sorry'"),
        ("lemma a\n  show 1 = 1\n  q: 1 = 1 x\n", 3, "must end here, not go on with x"),
        ("lemma a\n  show 1 = 1\n  q: x^y = 1\n", 3, "an exponent must be a number, not y; use a power function"),
        ("lemma a\n  show 1 = 1\n  q: by integrality of a, b\n", 3, "integrality must be of 1 facts, not 2"),
        ("lemma a\n  show 1 = 1\n  q: by antisymmetry of a\n", 3, "antisymmetry must be of 2 facts, not 1"),
        ("lemma a\n  show 1 = 1\n  q: 1 = 1 [ = a*- ]\n", 3, "must have a number here, not ]"),
        ("lemma a\n  show 1 = 1\n  q: f( = 1\n", 3, "must have a name here, not ="),
        ("lemma a\n  show 1 = 1\n  by cases on x\n  case x >= 0\n", 4, "must be `case x > 0`, not 'case x >= 0'"),
        ("lemma a\n  show 1 = 1\n  q: 1 = 1\nend\n", 4, "must begin with lemma, citation or function, not 'end'"),
        ("function f(x): real\n", 1, "a parameter must be `name: integer`, not 'x'"),
        ("function f(x: real): real\n  f(x) = 1\n", 2, "must be an equation `name: f(...) = ...`, not 'f(x) = 1'"),
        ("function f(x: real): real\n  a: g(x) = 1\n", 2, "the left side must be f with 1 arguments"),
        ("function f(x: real): real\n  a: f(x + 2) = 1\n", 2, "the argument must be x, None or x + 1"),
        (
            "function f(x: real): real\n  a: f(x) = 1 if x >= 0\n  b: f(x) = 0 otherwise\n",
            2,
            "must be `f(x) = TERM if TERM > 0` and `f(x) = TERM otherwise`",
        ),
    ],
)
def test_a_text_that_cannot_be_read_names_the_line(text, line, problem):
    with pytest.raises(MalformedProofError) as caught:
        parse(text)
    assert (caught.value.line, caught.value.problem) == (line, problem)


@given(st.text(alphabet="lema shown:()=>+-*^[]{}0123456789xyby/,#\n", max_size=120))
def test_any_text_is_read_or_refused(text):
    for start in ("", "lemma a\n  show 1 = 1\n  ", "function f(x: real): real\n  "):
        with contextlib.suppress(MalformedProofError):
            parse(start + text)


# ----------------------------------------------------------------------------------------------------- threshold data


@pytest.mark.parametrize(("dimension", "degree", "count"), [(0, 0, 2), (1, 0, 2), (1, 1, 4), (2, 1, 14), (2, 2, 16)])
def test_a_tree_is_built_and_proves_the_count(dimension, degree, count):
    found, tree = build(dimension, degree)
    assert found == count
    check(Count("c", dimension, degree, found, tuple(tree)))


def test_weights_and_refutations_exclude_each_other():
    masks = monomials(2, 1)
    for table in range(16):
        assert (weights_of(4, table, masks) is None) != (refutation_of(4, table, masks) is None)

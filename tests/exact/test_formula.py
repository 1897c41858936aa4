"""Formulas: the grammar against Python's own operators, the limits, and nothing but our own errors for any text."""

import itertools
import string
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact import formula as formula_module
from exact.boolean import BooleanFunction
from exact.cube import Encoding, coordinates, points
from exact.errors import DomainError, ExactError, InputError, TooLargeError
from exact.formula import formula_latex, formula_text, read_formula
from exact.text_reader import MAXIMUM_DEPTH, MAXIMUM_LENGTH
from tests.strategies import boolean_functions


def table_of(python, n):
    """The function of a Python expression in the bits x, y, z, w."""
    return BooleanFunction.from_callable(python, n, Encoding.BITS)


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("x1 & x2", lambda x, y: x and y),
        ("x1 and x2", lambda x, y: x and y),
        ("x1 | x2", lambda x, y: x or y),
        ("x1 or x2", lambda x, y: x or y),
        ("x1 ^ x2", lambda x, y: x != y),
        ("x1 xor x2", lambda x, y: x != y),
        ("x1 -> x2", lambda x, y: y if x else True),
        ("x1 <-> x2", lambda x, y: x == y),
        ("!x1 & ~x2", lambda x, y: not x and not y),
        ("not not x1 & x2", lambda x, y: x and y),
        ("ite(x1, x2, !x2)", lambda x, y: y if x else not y),
        ("x2 & 1 ^ false", lambda _x, y: y),
        ("true & (0 | x2)", lambda _x, y: y),
        ("\tx1\r\n ^x2 ", lambda x, y: x != y),
        ("parity(x1, x2, 1)", lambda x, y: x == y),
        ("majority(x1, x2, 1)", lambda x, y: x or y),
        ("majority(x1, x2)", lambda x, y: x and y),
        ("at_least(1; x1, x2)", lambda x, y: x or y),
        ("at_least(3/2; x1, x2)", lambda x, y: x and y),
        ("at_least(0; x1, x2)", lambda _x, _y: True),
        ("at_least(-1; x1, x2)", lambda _x, _y: True),
        ("at_least(3; x1, x2)", lambda _x, _y: False),
        ("threshold(x1 + x2 > 1)", lambda x, y: x + y > 1),
        ("threshold(x1 + x2 >= 1)", lambda x, y: x + y >= 1),
        ("threshold(x1 + x2 < 1)", lambda x, y: x + y < 1),
        ("threshold(x1 + x2 <= 1)", lambda x, y: x + y <= 1),
        ("threshold(-x1 + 1/2*x2 > -0.75)", lambda x, y: -x + Fraction(y, 2) > Fraction(-3, 4)),
        ("threshold(-1/2 + 2*!x1 - 3*(x1 & x2) > 0)", lambda x, y: 2 * (1 - x) - 3 * x * y > Fraction(1, 2)),
        ("threshold(2*parity(x1, x2) - 1*x1 >= 1)", lambda x, y: 2 * (x ^ y) - x >= 1),
        ("threshold(1 > 1/2)", lambda _x, _y: True),
    ],
)
def test_a_formula_of_two_variables_has_the_values_of_its_meaning(text, python):
    assert read_formula(text, 2) == table_of(lambda *x: bool(python(*x)), 2)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("x1 | x2 & x3", "x1 | (x2 & x3)"),
        ("x1 | x2 ^ x3", "x1 | (x2 ^ x3)"),
        ("x1 ^ x2 & x3", "x1 ^ (x2 & x3)"),
        ("!x1 & x2", "(!x1) & x2"),
        ("!x1 ^ x2", "(!x1) ^ x2"),
        ("x1 | x2 -> x3", "(x1 | x2) -> x3"),
        ("x1 -> x2 | x3", "x1 -> (x2 | x3)"),
        ("x1 -> x2 -> x3", "x1 -> (x2 -> x3)"),
        ("x1 -> x2 <-> x3", "(x1 -> x2) <-> x3"),
        ("x1 <-> x2 -> x3", "x1 <-> (x2 -> x3)"),
        ("x1 <-> x2 <-> x3", "(x1 <-> x2) <-> x3"),
        ("x1 or x2 and not x3", "x1 | (x2 & (!x3))"),
    ],
)
def test_operators_bind_as_the_grammar_says(text, same):
    assert read_formula(text) == read_formula(same)


def test_the_two_groupings_that_differ_are_told_apart():
    assert read_formula("x1 -> x2 -> x3") != read_formula("(x1 -> x2) -> x3")
    assert read_formula("x1 | x2 & x3") != read_formula("(x1 | x2) & x3")


@pytest.mark.parametrize("k", range(1, 6))
def test_counting_functions_count_their_arguments(k):
    arguments = ", ".join(f"x{i + 1}" for i in range(k))
    for p in points(k):
        assert read_formula(f"majority({arguments})")(p) == (2 * p.bit_count() > k)
        assert read_formula(f"parity({arguments})")(p) == p.bit_count() % 2
        for least in range(k + 2):
            assert read_formula(f"at_least({least}; {arguments})")(p) == (p.bit_count() >= least)


def test_the_number_of_variables_is_the_greatest_index_unless_it_is_given():
    assert read_formula("x3").n == 3
    assert read_formula("x3", 5).n == 5
    assert read_formula("x1 & !x1", 1) == BooleanFunction(1, 0)
    assert read_formula("1") == BooleanFunction(0, 1)
    assert read_formula("x24 & x1").n == 24


def test_variables_may_have_names():
    names = ["a", "beta_2", "x9"]
    f = read_formula("a & !x9 | beta_2", names=names)
    assert f == table_of(lambda a, b, c: bool((a and not c) or b), 3)
    assert read_formula("0", names=[]) == BooleanFunction(0, 0)
    assert read_formula(f.to_formula(names=names), names=names) == f


@st.composite
def formula_trees(draw):
    """Pairs (text with all parentheses, function of the bits)."""
    leaves = st.sampled_from([(f"x{i + 1}", i) for i in range(4)]).map(lambda v: (v[0], lambda x, i=v[1]: x[i]))
    operators = {
        "&": lambda a, b: a & b,
        "|": lambda a, b: a | b,
        "^": lambda a, b: a ^ b,
        "->": lambda a, b: (1 - a) | b,
        "<->": lambda a, b: 1 - (a ^ b),
    }

    def extend(children):
        def binary(case):
            (left, f), name, (right, g) = case
            return f"({left} {name} {right})", lambda x: operators[name](f(x), g(x))

        def ternary(case):
            (a, f), (b, g), (c, h) = case
            return f"ite({a}, {b}, {c})", lambda x: g(x) if f(x) else h(x)

        negations = children.map(lambda child: (f"!{child[0]}", lambda x: 1 - child[1](x)))
        return (
            st.tuples(children, st.sampled_from(sorted(operators)), children).map(binary)
            | negations
            | st.tuples(children, children, children).map(ternary)
        )

    return draw(st.recursive(leaves, extend, max_leaves=8))


@given(formula_trees())
def test_a_formula_has_the_value_of_its_tree_at_each_point(tree):
    text, value = tree
    f = read_formula(text, 4)
    assert all(f(p) == value(coordinates(p, 4, Encoding.BITS)) for p in points(4))


# -------------------------------------------------------------------------------------------------------------- writing


@given(boolean_functions())
def test_normal_forms_read_back(f):
    for form in ("dnf", "anf"):
        assert read_formula(formula_text(f, form), f.n) == f


def test_the_normal_forms_of_all_functions_of_two_variables_are_short():
    texts = [BooleanFunction(2, table).to_formula() for table in range(16)]
    assert len(set(texts)) == 16
    assert texts[0] == "0"
    assert texts[15] == "1"
    assert texts[0b1110] == "x1 | x2"
    assert texts[0b0110] == "x1 & !x2 | !x1 & x2"


@given(boolean_functions())
def test_the_algebraic_normal_form_has_one_term_for_each_coefficient(f):
    text = formula_text(f, "anf")
    terms = [] if text == "0" else text.split(" ^ ")
    masks = [0 if t == "1" else sum(1 << int(v[1:]) - 1 for v in t.split(" & ")) for t in terms]
    assert sum(1 << mask for mask in masks) == f.algebraic_normal_form()
    assert len(set(masks)) == len(masks)


def test_latex_shows_negations_as_bars():
    f = read_formula("a & !b", names=["a", "b"])
    assert formula_latex(f, ["a", r"\beta"]) == r"a \overline{\beta}"


def test_a_text_that_is_too_long_is_not_written():
    assert len(BooleanFunction.parity(10).to_formula("dnf")) < MAXIMUM_LENGTH
    with pytest.raises(TooLargeError, match="at most 10000 clauses"):
        BooleanFunction.parity(16).to_formula()
    with pytest.raises(TooLargeError, match="at most 10000 terms"):
        BooleanFunction(16, 1).to_formula("anf")
    with pytest.raises(TooLargeError, match="at most 100000 characters"):
        BooleanFunction.parity(12).to_formula()


def test_a_wrong_request_to_write_is_refused():
    with pytest.raises(DomainError, match="the form of a formula must be 'dnf' or 'anf', not 'cnf'"):
        BooleanFunction.parity(2).to_formula("cnf")
    with pytest.raises(DomainError, match="there must be 2 names, not 1"):
        BooleanFunction.parity(2).to_formula(names=["a"])


# ---------------------------------------------------------------------------------------------------------- wrong input


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "a formula must not be empty"),
        (" \n", "a formula must not be empty"),
        ("x1 x2", "column 4: a formula must go on with an operator or end here, not 'x2'"),
        ("x1 &", "column 5: a formula must have an operand here, not the end of the text"),
        ("x1 && x2", "column 5: a formula must have an operand here, not '&'"),
        ("& x1", "column 1: a formula must have an operand here, not '&'"),
        ("and", "column 1: a formula must have an operand here, not 'and'"),
        ("(x1", r"column 4: a formula must go on with '\)' here, not the end of the text"),
        ("x1)", r"column 3: a formula must go on with an operator or end here, not '\)'"),
        ("x1 = x2", "column 4: a formula must not contain the character '='"),
        ("x1 + x2", r"column 4: a formula must go on with an operator or end here, not '\+'"),
        ("2", "column 1: a constant of a formula must be 0 or 1, not '2'"),
        ("00", "column 1: a constant of a formula must be 0 or 1, not '00'"),
        ("x1 & 0.5", "column 6: a constant of a formula must be 0 or 1, not '0.5'"),
        ("y", r"column 1: a variable must be one of x1, \.\.\., x24, not 'y'"),
        ("x0", "column 1: a variable must be one of"),
        ("x01", "column 1: a variable must be one of"),
        ("x1 & x25", "column 6: a variable must be one of x1, ..., x24, not 'x25'"),
        ("x" + "9" * 5000, r"column 1: a variable must be one of x1, ..., x24, not 'x9{39}\.\.\.'"),
        ("True", "column 1: a variable must be one of"),
        ("f(x1)", "column 1: a variable must be one of"),
        ("majority", r"column 9: a formula must go on with '\(' here, not the end"),
        ("majority x1", r"column 10: a formula must go on with '\(' here, not 'x1'"),
        ("majority()", r"column 10: a formula must have an operand here, not '\)'"),
        ("parity(x1,)", r"column 11: a formula must have an operand here, not '\)'"),
        ("parity(x1; x2)", r"column 10: a formula must go on with '\)' here, not ';'"),
        ("ite(x1, x2)", "column 1: ite must have 3 arguments, not 2"),
        ("at_least(x1; x1)", "column 10: a formula must have a number here, not 'x1'"),
        ("at_least(1, x1)", "column 11: a formula must go on with ';' here, not ','"),
        ("at_least(1/0; x1)", "column 10: the denominator must not be zero"),
        ("at_least(1/x1; x1)", "column 12: a formula must have a number here, not 'x1'"),
        ("at_least(1/1.5; x1)", "column 10: a rational number must look like"),
        ("threshold(x1)", "column 13: a threshold must go on with"),
        ("threshold(x1 & x2 > 1)", "column 14: a threshold must go on with"),
        ("threshold(2 x1 > 1)", "column 13: a threshold must go on with"),
        ("threshold(x1 > x2)", "column 16: a formula must have a number here, not 'x2'"),
        ("threshold(x1 >)", r"column 15: a formula must have a number here, not '\)'"),
        ("threshold(x1 - - x2 > 1)", "column 16: a formula must have an operand here, not '-'"),
        ("majority(" + ", ".join(["x1"] * 25) + ")", "column 1: majority must have at most 24 arguments, not 25"),
        (
            "threshold(" + " + ".join(["x1"] * 25) + " > 1)",
            "column 1: threshold must have at most 24 arguments, not 25",
        ),
        ("(" * (MAXIMUM_DEPTH + 1), "column 101: a formula must be nested at most 100 deep"),
        ("!" * 5000 + "x1", "column 101: a formula must be nested at most 100 deep"),
        ("x1 -> " * 5000 + "x1", "nested at most 100 deep"),
        ("ite(" * 5000, "nested at most 100 deep"),
        ("threshold(" * 5000, "nested at most 100 deep"),
        ("x" * (MAXIMUM_LENGTH + 1), "a formula must have at most 100000 characters, not 100001"),
        ("__import__('os')", "column 1: a formula must not contain the character '_'"),
        ("x1\x00", "column 3: a formula must not contain the character"),
    ],
    ids=lambda text: repr(text[:20]),
)
def test_a_text_that_is_no_formula_is_refused_with_its_column(text, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        read_formula(text)
    assert "\n" not in str(caught.value)


def test_only_the_given_variables_may_occur():
    with pytest.raises(InputError, match="column 6: a variable must be one of x1, x2, not 'x3'"):
        read_formula("x1 & x3", 2)
    with pytest.raises(InputError, match="column 1: a variable must be one of a, b, not 'x1'"):
        read_formula("x1", names=["a", "b"])
    with pytest.raises(InputError, match="column 1: no variable may occur, not 'x1'"):
        read_formula("x1", 0)


@pytest.mark.parametrize("name", ["and", "true", "majority", "threshold", "1a", "a b", "", "é", "a\n"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(DomainError, match="a variable must be named by a letter"):
        read_formula("a", names=["a", name])


def test_names_differ_and_are_as_many_as_variables():
    with pytest.raises(DomainError, match="the variables must have different names, not 'a' twice"):
        read_formula("a", names=["a", "b", "a"])
    with pytest.raises(DomainError, match="n must be the number of names, 1, not 2"):
        read_formula("a", 2, names=["a"])
    with pytest.raises(TooLargeError):
        read_formula("a", names=[f"a{i}" for i in range(25)])


@pytest.mark.parametrize("wrong", [None, 3, b"x1", ["x1"]])
def test_what_is_no_text_is_a_type_error(wrong):
    with pytest.raises(TypeError, match="a formula must be a str"):
        read_formula(wrong)


def test_a_long_formula_of_many_variables_is_refused_before_it_is_computed():
    with pytest.raises(TooLargeError, match="a formula of n = 24 variables must be shorter"):
        read_formula("x24" + " & x24" * 10_000)
    many = "majority(" + ", ".join(["x24"] * 24) + ")"
    with pytest.raises(TooLargeError, match="a formula of n = 24 variables must be shorter"):
        read_formula(" & ".join([many] * 500))


def test_the_work_of_the_functions_is_counted(monkeypatch):
    text = "majority(x1, x2, x3)"
    monkeypatch.setattr(formula_module, "MAXIMUM_FORMULA_WORK", 8 * (9 + 300))
    assert read_formula(text).n == 3
    monkeypatch.setattr(formula_module, "MAXIMUM_FORMULA_WORK", 8 * (9 + 300) - 1)
    with pytest.raises(TooLargeError):
        read_formula(text)


WORDS = [
    "x1",
    "x2",
    "x3",
    "0",
    "1",
    "2",
    "0.5",
    "(",
    ")",
    ",",
    ";",
    "!",
    "&",
    "^",
    "|",
    "->",
    "<->",
    "+",
    "-",
    "*",
    "/",
]
WORDS += [">", ">=", "<", "not", "and", "majority(", "parity(", "at_least(1;", "ite(", "threshold(", "y", "=", "\n"]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(string.printable) | st.text(max_size=60))
def test_any_text_gives_a_function_or_one_of_our_errors(text):
    try:
        f = read_formula(text)
    except ExactError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert isinstance(f, BooleanFunction)


def test_all_short_texts_of_words_give_a_function_or_one_of_our_errors():
    for words in itertools.chain.from_iterable(itertools.product(WORDS, repeat=k) for k in range(3)):
        try:
            read_formula(" ".join(words))
        except ExactError as error:
            assert "\n" not in str(error)  # noqa: PT017

"""Filters of the catalogue: what they mean, and that everything else is refused with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.catalogue.condition import COMPARED, OPERATORS, ColumnTest, parse_condition
from exact.catalogue.threshold_class import FIELDS
from exact.errors import InputError


@pytest.mark.parametrize(
    ("text", "comparisons"),
    [
        ("n=3", [ColumnTest("n", "=", 3)]),
        (" n  <= 3 ", [ColumnTest("n", "<=", 3)]),
        ("self_dual", [ColumnTest("self_dual", "=", True)]),
        ("not self_dual and n>0", [ColumnTest("self_dual", "=", False), ColumnTest("n", ">", 0)]),
        ("table = 0xE8 and n != -3", [ColumnTest("table", "=", "0xe8"), ColumnTest("n", "!=", -3)]),
    ],
)
def test_a_condition_is_read(text, comparisons):
    assert list(parse_condition(text)) == comparisons


@given(
    st.lists(
        st.tuples(
            st.sampled_from([column for column, kind in COMPARED.items() if kind == "integer"]),
            st.sampled_from(OPERATORS),
            st.integers(-(1 << 62), 1 << 62),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_was_written_is_read_back(tests):
    text = " and ".join(f"{column} {operator} {value}" for column, operator, value in tests)
    assert list(parse_condition(text)) == [ColumnTest(*test) for test in tests]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "word 1 must be one of n, table, .*, not the end"),
        ("n", "word 2 must be one of = != < <= > >=, not the end"),
        ("n =", "word 3 must be an integer"),
        ("n = x", "word 3 must be an integer of at most 63 bits, not 'x'"),
        ("n = 99999999999999999999", "at most 63 bits"),
        ("n = 9223372036854775808", "at most 63 bits"),
        ("n = 1 or n = 2", "word 4 must be 'and' or the end, not 'or'"),
        ("n = 1 and", "word 5 must be one of n, .*, not the end"),
        ("chow = 3", "word 1 must be one of n, table"),
        ("certificate = 3", "word 1 must be one of n, table"),
        ("not n", "word 2 must be one of self_dual, not 'n'"),
        ("not", "word 2 must be one of self_dual, not the end"),
        ("self_dual = 1", "word 2 must be 'and' or the end, not '='"),
        ("table < 0x3", "word 2 must be = or !=, not '<'"),
        ("table = 3", "word 3 must be a truth table such as 0xe8, not '3'"),
        ("n = 1; DROP TABLE x", "the character ';' in column 6"),
        ("n = '1'", "the character"),
        ("n = 1 --", "the character '-'"),
        ("n" * 2001, "at most 2000 characters, not 2001"),
    ],
)
def test_everything_else_is_refused_with_its_place(text, message):
    with pytest.raises(InputError, match=message):
        parse_condition(text)


@given(st.text(max_size=30))
def test_any_text_is_a_condition_or_wrong_input(text):
    try:
        found = parse_condition(text)
    except InputError:
        return
    assert all(comparison.column in COMPARED and comparison.operator in OPERATORS for comparison in found)


def test_the_columns_that_can_be_compared_are_columns():
    assert set(COMPARED) < set(FIELDS)

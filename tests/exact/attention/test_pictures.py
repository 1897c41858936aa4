"""Pictures of attention weights and of separating polynomials."""

import re
from fractions import Fraction

import pytest

from exact.attention.sparse_averaging import moment_curve_unit
from exact.errors import DomainError
from exact.plots import attention_heat_map_svg, separating_polynomial_svg


def test_a_heat_map_has_a_cell_for_each_weight_and_is_the_same_every_time():
    unit = moment_curve_unit(4, 1, base=9)
    rows = [unit.weights((j,)) for j in range(1, 5)]
    picture = attention_heat_map_svg(rows)
    assert picture == attention_heat_map_svg(rows)
    assert picture.startswith("<svg")
    assert len(re.findall("stroke: #e8eef2", picture)) == 16
    assert picture != attention_heat_map_svg(rows[::-1])


def test_a_polynomial_is_drawn_with_all_positions():
    picture = separating_polynomial_svg((2, 5), 8)
    assert picture.startswith("<svg")
    assert "in the support" in picture
    assert picture != separating_polynomial_svg((2, 6), 8)


@pytest.mark.parametrize("rows", [[], [[]], [[1], [1, 0]], [[Fraction(3, 2)]], [[-1]]], ids=range(5))
def test_what_is_no_matrix_of_weights_is_refused(rows):
    with pytest.raises(DomainError, match="a heat map"):
        attention_heat_map_svg(rows)


@pytest.mark.parametrize("support", [(), (0,), (9,)])
def test_what_is_no_support_is_refused(support):
    with pytest.raises(DomainError, match=r"must hold positions 1, \.\.\., 8"):
        separating_polynomial_svg(support, 8)

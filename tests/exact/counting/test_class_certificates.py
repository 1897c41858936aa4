"""Certificates of a walk: one flaw and they are refused."""

import numpy as np
import pytest

from exact.counting.class_certificates import check_multipliers, check_weights
from exact.errors import CertificateError, DomainError

MASKS = [0b1111, 0b1010, 0b1100]  # 1, x_1, x_2 at four points
AND = 0b1000
PARITY = 0b0110


def test_weights_and_multipliers_that_stand_the_check_pass():
    check_weights(4, MASKS, [AND, 0b1111], np.array([[-1, 1, 1], [1, 0, 0]]))
    check_multipliers(4, MASKS, [PARITY, 0b1001], np.array([[1, 1, 1, 1], [2, 2, 2, 2]]))
    check_weights(4, MASKS, [], np.zeros((0, 3), dtype=np.int64))
    check_multipliers(4, MASKS, [], np.zeros((0, 4), dtype=np.int64))


@pytest.mark.parametrize("row", [[0, 1, 1], [-2, 1, 1], [1, 1, 1], [0, 0, 0]])
def test_weights_that_do_not_realize_the_function_are_refused(row):
    with pytest.raises(CertificateError, match="0x8 must realize") as caught:
        check_weights(4, MASKS, [0b1111, AND], np.array([[1, 0, 0], row]))
    assert caught.value.culprit == AND


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ([0, 0, 0, 0], "not all 0"),
        ([-1, -1, -1, -1], "non-negative"),
        ([1, 1, 1, 2], "cancel"),
        ([1, 1, 0, 0], "cancel"),
    ],
)
def test_multipliers_that_refute_nothing_are_refused(row, reason):
    with pytest.raises(CertificateError, match=reason) as caught:
        check_multipliers(4, MASKS, [PARITY], np.array([row]))
    assert caught.value.culprit == PARITY


def test_no_multipliers_refute_a_threshold_function():
    for code in range(1, 3**4):
        row = [code // 3**k % 3 for k in range(4)]
        with pytest.raises(CertificateError):
            check_multipliers(4, MASKS, [AND], np.array([row]))


def test_what_might_wrap_or_has_a_wrong_shape_is_refused():
    with pytest.raises(DomainError, match=r"2\*\*50"):
        check_weights(4, MASKS, [AND], np.array([[-(1 << 51), 1, 1]]))
    with pytest.raises(DomainError, match="64-bit integers"):
        check_weights(4, MASKS, [AND], np.array([[-1.0, 1.0, 1.0]]))
    with pytest.raises(DomainError, match="3 integers for each"):
        check_weights(4, MASKS, [AND], np.array([[1, 1]]))
    with pytest.raises(DomainError, match="4 integers for each"):
        check_multipliers(4, MASKS, [AND], np.array([[1, 1]]))
    with pytest.raises(DomainError, match="at most 32 points"):
        check_weights(64, MASKS, [AND], np.array([[1, 1, 1]]))

r"""Summability pairs: true and false points of a Boolean function with the same sum.

A function is k-summable if some k of its true points and some k of its false points, with repetition, have the same
sum as vectors.  A function is a threshold function exactly if it is k-summable for no k; for at most 8 variables k =
2 alone decides.  Two true points with the same sum as two false ones are opposite corners of a face, and the false
ones are another pair of opposite corners of the same face, so 2-summability is a question about faces, answered here
for all faces with the same free variables at once.

Dictionary:
    two_summable_pair: an obstruction with k = 2, or None if the function is not 2-summable (constants never are).
    is_two_summable: whether there is one.
    MAXIMUM_DIMENSION: the largest n for which all faces are looked at.

Sources: Elgot 1961 and Chow 1961 for summability; Muroga, Threshold Logic and Its Applications, 1971, for k = 2 up to
eight variables.
"""

from __future__ import annotations

from exact._truth_table import flip_variable, full_table
from exact.boolean import BooleanFunction
from exact.certificate import Obstruction
from exact.cube import check_dimension

MAXIMUM_DIMENSION = 16


def two_summable_pair(f: BooleanFunction) -> Obstruction | None:
    """Return two true points and two false points with the same sum, or None if there are none.

    Args:
        f: a Boolean function of at most 16 variables.

    Returns:
        An obstruction of degree 1 with k = 2; since k = 1 is impossible, no k is less.

    Raises:
        TooLargeError: if n > 16.

    Cost:
        At most about ``2 * n * 2**n`` operations on truth tables: a second at n = 16.

    Examples:
        >>> certificate = two_summable_pair(BooleanFunction(2, 0b0110))
        >>> certificate.true, certificate.false
        (((1, 1), (2, 1)), ((0, 1), (3, 1)))
        >>> two_summable_pair(BooleanFunction(3, 0xE8)) is None
        True
    """
    check_dimension(f.n, MAXIMUM_DIMENSION)
    full = full_table(f.n)
    flipped, direction = f.table, 0
    for step in range(1, 1 << f.n):
        i = (step & -step).bit_length() - 1  # the directions in the order of a Gray code
        flipped, direction = flip_variable(flipped, i, f.n), direction ^ 1 << i
        true_ends = f.table & flipped
        false_ends = full & ~(f.table | flipped)
        if not true_ends or not false_ends:
            continue
        met = _meeting_points(true_ends, false_ends, direction, f.n)
        if met is not None:
            p, q = met
            true = tuple((point, 1) for point in sorted((p, p ^ direction)))
            false = tuple((point, 1) for point in sorted((q, q ^ direction)))
            return Obstruction(f.n, f.table, 1, true, false)
    return None


def is_two_summable(f: BooleanFunction) -> bool:
    """Return whether some two true points and some two false points have the same sum.

    Examples:
        >>> is_two_summable(BooleanFunction(2, 0b0110)), is_two_summable(BooleanFunction(2, 0b1000))
        (True, False)
    """
    return two_summable_pair(f) is not None


def _meeting_points(first: int, second: int, direction: int, n: int) -> tuple[int, int] | None:
    """Return points of two sets that lie in one face with the free variables `direction`, or None."""
    spread = second
    for i in range(n):
        if direction >> i & 1:
            spread |= flip_variable(spread, i, n)
            if not first & ~spread:
                break
    common = first & spread
    if not common:
        return None
    p = (common & -common).bit_length() - 1
    face = 1 << p
    for i in range(n):
        if direction >> i & 1:
            face |= flip_variable(face, i, n)
    partners = second & face
    return p, (partners & -partners).bit_length() - 1

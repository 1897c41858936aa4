r"""The number of classes of Boolean functions under N, P, NP and NPN, without listing them.

By the lemma of Cauchy, Frobenius and Burnside the number of orbits is the mean number of functions that an element
fixes.  An element fixes a function iff the function is constant on its cycles of points; with a negated value, iff the
function alternates along them, so that every cycle must be even.  With c cycles there are 2**c such functions.

Elements with the same cycle type contribute the same.  A signed permutation has positive and negative cycles of
coordinates, according to the parity of the negations along them; the lengths are two partitions with sum n.

Dictionary:
    count_classes: the number of classes; for n = 0 there are 2 (1 under NPN).
    MAXIMUM_COUNT_DIMENSION: the largest n.

Source:
    The cycle index of the group on the points, and functions with a negated value: :cite:p:`deBruijn1964`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from exact.cube import check_dimension
from exact.symmetry import Group

MAXIMUM_COUNT_DIMENSION = 16  # the count has about 2**n binary digits

# The cycle type of a signed permutation: how many cycles there are of each (length, sign), with sign 1 if negative.
_CycleType = Counter[tuple[int, int]]


def count_classes(n: int, group: Group) -> int:
    """Return the number of classes of functions of n variables.

    Args:
        n: the number of variables, at most 16.
        group: N, P, NP or NPN.

    Returns:
        The number of orbits on the 2**(2**n) functions.

    Raises:
        DomainError: if n is negative.
        TooLargeError: if n > 16.

    Cost:
        One power of two for each pair of partitions with sum n.

    Source:
        Lemma of Burnside; OEIS A000231 (N), A003180 (P), A000616 (NP), A000370 (NPN).

    Examples:
        >>> [count_classes(n, Group.NPN) for n in range(6)]
        [1, 2, 4, 14, 222, 616126]
    """
    check_dimension(n, MAXIMUM_COUNT_DIMENSION)
    total = 0
    for cycle_type, size in _cycle_types(n, group):
        lengths = _point_cycles(cycle_type)
        total += size << sum(lengths.values())
        if group.negates_output and all(length % 2 == 0 for length in lengths):
            total += size << sum(lengths.values())
    return total // group.order(n)


def _partitions(n: int, largest: int) -> Iterator[list[int]]:
    if n == 0:
        yield []
    for part in range(min(n, largest), 0, -1):
        for rest in _partitions(n - part, part):
            yield [part, *rest]


def _cycle_types(n: int, group: Group) -> Iterator[tuple[_CycleType, int]]:
    """Yield the cycle types of the signed permutations in a group with the number of their elements."""
    if not group.permutes_inputs:
        for m in range(n + 1):
            yield Counter({(1, 0): n - m, (1, 1): m}), math.comb(n, m)
        return
    for m in range(n + 1) if group.negates_inputs else [0]:
        for positive in _partitions(n - m, n - m):
            for negative in _partitions(m, m):
                cycle_type = Counter([(length, 0) for length in positive] + [(length, 1) for length in negative])
                # The centralizer in S_n or in NP: for k cycles of one length and sign, (its order)**k k!.
                order = math.factorial(n) << (n if group.negates_inputs else 0)
                for (length, _), k in cycle_type.items():
                    order //= (2 * length if group.negates_inputs else length) ** k * math.factorial(k)
                yield cycle_type, order


def _fixed_points(cycle_type: _CycleType, power: int) -> int:
    """Return how many points the given power of an element fixes."""
    exponent = 0
    for (length, sign), k in cycle_type.items():
        divisor = math.gcd(length, power)  # the power of the cycle is that many cycles of length length / divisor
        if k and sign and power // divisor % 2:
            return 0
        exponent += divisor * k
    return 1 << exponent


def _point_cycles(cycle_type: _CycleType) -> dict[int, int]:
    """Return how many cycles of each length an element has on the points."""
    order = math.lcm(*(length << sign for (length, sign), k in cycle_type.items() if k))
    cycles: dict[int, int] = {}
    for length in (d for d in range(1, order + 1) if order % d == 0):
        points = _fixed_points(cycle_type, length)
        points -= sum(shorter * count for shorter, count in cycles.items() if length % shorter == 0)
        if points:
            cycles[length] = points // length
    return cycles

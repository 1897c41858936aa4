r"""Quadratic threshold functions of n <= 5 variables, counted by a walk over their classes.

Put ``F(y) = f(y_1 y_{n+1}, ..., y_n y_{n+1})``: quadratic threshold functions f become those functions of the lifted
cube, even in y, that are threshold functions of the even monomials of degree at most 2.  So the signed permutations of
n + 1 coordinates act (up to the common sign, which does nothing), and negation of the value besides.

A quadratic threshold function is determined among all functions by its Chow parameters up to degree 2 (the sums of
``F y_i y_j`` and of F), hence its class by their canonical form: a symmetric matrix with zero diagonal and a number, up
to signed permutations and up to the sign of both.  The regions are connected through walls, and a wall flips one point.
So the walk starts with the constant function and flips every point of every class found; a known key needs no decision
(if it belongs to a class found, the flipped function is in that class; if it was refuted, it cannot be in a class), and
an unknown one is decided by pivoting in integers, from the dictionary of the class.

Every class carries integer weights and every refuted key integer multipliers; `class_certificates` checks them all
before a number is returned.  The size of a class is the order of the group divided by the number of automorphisms of
its matrix.  The stabilizer S of a function also tells how the class falls apart under the permutations and negations of
the n inputs alone: these fix the last of the n + 1 coordinates, so the parts are the orbits of S on the coordinates, or
on the signed coordinates where negation of the value is not allowed.

Dictionary:
    QuadraticClass: one class, with a representative and its weights.
    QuadraticCensus: the classes, the number of functions, the numbers of classes under smaller groups.
    quadratic_census: compute it; quadratic_monomials: the order of the weights.

Sources: :cite:p:`Chow1961` (its extension to higher degrees: :cite:p:`WangWilliams1991`); Gordan's theorem.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb, factorial

from exact.counting.class_certificates import check_multipliers, check_weights
from exact.cube import check_dimension
from exact.errors import DomainError, ExactError, TooLargeError

MAXIMUM_DIMENSION = 5
_CAPACITY = {2: 1 << 4, 3: 1 << 5, 4: 1 << 8, 5: 1 << 16}


@dataclass(frozen=True, slots=True)
class QuadraticClass:
    """One class under the lifted symmetries and negation of the value.

    Attributes:
        table: the truth table of a representative.
        weights: integers for the constant, x_1, ..., x_n and the products x_i x_j, i < j, in signs; their sum is
            positive where the function is true.
        functions: the number of functions in the class.
        signed_parts: into how many classes under permutations and negations of inputs it falls apart.
        parts: the same when the value may be negated.
    """

    table: int
    weights: tuple[int, ...]
    functions: int
    signed_parts: int
    parts: int


@dataclass(frozen=True, slots=True)
class QuadraticCensus:
    """All classes of quadratic threshold functions of n variables, and how many keys were refuted."""

    n: int
    classes: tuple[QuadraticClass, ...]
    refuted: int

    @property
    def function_count(self) -> int:
        """The number of quadratic threshold functions."""
        return sum(member.functions for member in self.classes)

    @property
    def input_classes(self) -> int:
        """The number of their classes under permutations and negations of inputs."""
        return sum(member.signed_parts for member in self.classes)

    @property
    def output_classes(self) -> int:
        """The number of their classes under permutations and negations of inputs and negation of the value."""
        return sum(member.parts for member in self.classes)


def quadratic_monomials(n: int) -> list[tuple[int, ...]]:
    """Return the monomials of degree at most 2 as tuples of variables.

    Examples:
        >>> quadratic_monomials(2)
        [(), (0,), (1,), (0, 1)]
    """
    return [(), *((i,) for i in range(n)), *combinations(range(n), 2)]


def _positive_points(n: int, monomial: tuple[int, ...]) -> int:
    """Return the points at which a monomial is +1; a variable is +1 where its bit is set."""
    return sum(1 << p for p in range(1 << n) if sum(not p >> i & 1 for i in monomial) % 2 == 0)


def _interpolation(n: int) -> tuple[list[list[int]], list[int], list[int]]:
    """Return how the values of a quadratic polynomial follow from those at the points of weight at most 2."""
    columns = [p for p in range(1 << n) if p.bit_count() <= 2]
    rows = [p for p in range(1 << n) if p.bit_count() > 2]
    matrix: list[list[int]] = []
    for x in rows:
        line: list[int] = []
        for y in columns:
            missing = 2 - y.bit_count()
            entry = comb(x.bit_count() - y.bit_count() - 1, missing) if y & x == y else 0
            line.append(-entry if missing == 1 else entry)
        matrix.append(line)
    return matrix, rows, columns


def quadratic_census(n: int, limit: int | None = None) -> QuadraticCensus:
    """Find all classes of quadratic threshold functions of n variables, with a certificate for every decision.

    Args:
        n: the number of variables, from 2 to 5.
        limit: a bound on the integers of the kernel below its own; for tests of the guard.

    Raises:
        DomainError: if n is less than 2.
        TooLargeError: if n is larger than 5, or a guard of the kernel speaks.
        CertificateError: if a certificate does not stand its check: an error in the library.

    Cost:
        Two seconds for n = 5, after a compilation of some seconds that happens once on a machine.

    Source:
        The walk over classes keyed by their Chow parameters.
    """
    check_dimension(n)
    if n < 2:
        raise DomainError(f"the walk over quadratic classes needs n >= 2, not {n}")
    if n > MAXIMUM_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for the walk over quadratic classes (limit {MAXIMUM_DIMENSION})",
            size=n,
            limit=MAXIMUM_DIMENSION,
        )
    import numpy as np

    from exact.counting import _wall_walk_kernel as kernel

    points = 1 << n
    monomials = quadratic_monomials(n)
    masks = [_positive_points(n, monomial) for monomial in monomials]
    pairs = np.zeros((6, 6), dtype=np.int64)
    for number, monomial in enumerate(monomials[1:], 1):
        i, j = monomial if len(monomial) == 2 else (monomial[0], n)
        pairs[i, j] = pairs[j, i] = number
    matrix, rows, columns = _interpolation(n)
    capacity = _CAPACITY[n]
    keys = np.full((8 * capacity, 2), -1, dtype=np.int64)
    found = np.zeros((capacity, 4), dtype=np.int64)
    weights = np.zeros((capacity, len(masks)), dtype=np.int64)
    refuted = np.zeros(capacity, dtype=np.int64)
    multipliers = np.zeros((capacity, points), dtype=np.int64)
    guard, classes, refusals = kernel.walk_quadratic(
        points,
        n + 1,
        np.array(masks, dtype=np.int64),
        pairs,
        np.array(matrix, dtype=np.int64).reshape(len(rows), len(columns)),
        np.array(rows, dtype=np.int64),
        np.array(columns, dtype=np.int64),
        kernel.MAXIMUM_VALUE if limit is None else min(limit, kernel.MAXIMUM_VALUE),
        kernel.make_space(),
        keys,
        found,
        weights,
        refuted,
        multipliers,
    )
    if guard != kernel.OK:
        name = {
            kernel.GUARD_VALUES: "values",
            kernel.GUARD_PIVOTS: "pivots",
            kernel.GUARD_CLASSES: "classes",
            kernel.GUARD_KEYS: "keys",
        }.get(int(guard), "divisions")
        raise TooLargeError(f"the guard of {name} speaks in the walk for n = {n}", size=n, limit=MAXIMUM_DIMENSION)
    described = found[:classes].tolist()
    certified = weights[:classes].tolist()
    check_weights(points, masks, [row[0] for row in described], weights[:classes])
    check_multipliers(points, masks, refuted[:refusals].tolist(), multipliers[:refusals])
    order = factorial(n + 1) << (n + 1)  # with negation of the value; the common sign does nothing
    members: list[QuadraticClass] = []
    for (table, automorphisms, signed_parts, parts), row in zip(described, certified, strict=True):
        functions, remainder = divmod(order, automorphisms)
        if remainder:
            raise ExactError(f"the automorphisms of {table:#x} must divide the order of the group")
        members.append(QuadraticClass(table, tuple(row), functions, signed_parts, parts))
    return QuadraticCensus(n, tuple(members), int(refusals))

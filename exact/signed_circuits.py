r"""Deciding threshold functions without a linear program: the signed circuits of the cube.

Give every point of the n-cube the vector of its monomials of degree at most d.  A *circuit* is a minimal set of
linearly dependent points; its dependence is unique up to a factor, so it splits the set into two sides.  A function
is a polynomial threshold function of degree d unless some circuit has only true points on its one side and only false
points on its other: every obstruction is a sum of circuits that conform to it (Rockafellar), so the circuits suffice.

For small n all circuits can be listed, and a function is decided by comparing bits.  This shares nothing with the
methods of `recognize` but the monomials, and is there to check them.

Dictionary:
    SignedCircuit: the two sides of a circuit, with multiplicities.
    signed_circuits: all circuits for n and d.
    circuit_obstruction: an obstruction that is a circuit, or None if f is a polynomial threshold function of degree d.
    MAXIMUM_SUBSETS: how many sets of points may be looked at; enough for n <= 4.

Sources: Gordan 1873; Rockafellar 1969 for conforming decompositions.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache

from exact._integer_matrix import kernel_vector
from exact.boolean import BooleanFunction
from exact.certificate import Obstruction
from exact.certificate.obstruction import monomials
from exact.cube import check_dimension
from exact.errors import DomainError, TooLargeError

MAXIMUM_SUBSETS = 10_000


@dataclass(frozen=True, slots=True)
class SignedCircuit:
    """A minimal dependence among the monomial vectors of points.

    Attributes:
        positive: pairs (point, multiplicity) of its one side, points increasing.
        negative: those of its other side; the first point of all is on the positive side.
    """

    positive: tuple[tuple[int, int], ...]
    negative: tuple[tuple[int, int], ...]

    @property
    def masks(self) -> tuple[int, int]:
        """The two sides as truth tables."""
        return sum(1 << p for p, _ in self.positive), sum(1 << p for p, _ in self.negative)


@lru_cache(maxsize=32, typed=True)
def signed_circuits(n: int, degree: int) -> tuple[SignedCircuit, ...]:
    """Return all circuits of the points of the n-cube with their monomials of degree at most d.

    Raises:
        TooLargeError: if there are more than 10000 sets of points to look at.

    Cost:
        One kernel of an integer matrix for each set of r + 1 points, where r is the number of monomials.

    Examples:
        The square has one circuit, 00 + 11 = 01 + 10:

        >>> signed_circuits(2, 1)
        (SignedCircuit(positive=((0, 1), (3, 1)), negative=((1, 1), (2, 1))),)
    """
    check_dimension(n)
    if type(degree) is not int:
        raise TypeError(f"the degree must be an int, not {degree!r}")
    if degree < 0:
        raise DomainError(f"the degree must be at least 0, not {degree}")
    rank = sum(math.comb(n, size) for size in range(min(n, degree) + 1))
    subsets = math.comb(1 << n, rank + 1) if n <= 6 else MAXIMUM_SUBSETS + 1
    if subsets > MAXIMUM_SUBSETS:
        raise TooLargeError(
            f"there are more than {MAXIMUM_SUBSETS} sets of {rank + 1} points in the {n}-cube",
            size=n,
            limit=4,
            alternative="recognize decides larger functions",
        )
    masks = list(monomials(n, degree))
    vectors = [[int(p & mask == mask) for mask in masks] for p in range(1 << n)]
    found: set[SignedCircuit] = set()
    for points in itertools.combinations(range(1 << n), rank + 1):
        coefficients = kernel_vector(list(zip(*(vectors[p] for p in points), strict=True)))
        if coefficients is not None:
            found.add(_circuit(points, coefficients))
    return tuple(sorted(found, key=lambda circuit: (circuit.positive, circuit.negative)))


def _circuit(points: tuple[int, ...], coefficients: list[int]) -> SignedCircuit:
    """Return the circuit with these coefficients, without common divisor and with a positive first one."""
    divisor = math.gcd(*coefficients)
    if next(c for c in coefficients if c) < 0:
        divisor = -divisor
    pairs = [(p, c // divisor) for p, c in zip(points, coefficients, strict=True) if c]
    return SignedCircuit(tuple((p, c) for p, c in pairs if c > 0), tuple((p, -c) for p, c in pairs if c < 0))


@lru_cache(maxsize=32)
def _sides(n: int, degree: int) -> tuple[tuple[int, int], ...]:
    """Return the sides of all circuits as truth tables."""
    return tuple(circuit.masks for circuit in signed_circuits(n, degree))


def circuit_obstruction(f: BooleanFunction, degree: int) -> Obstruction | None:
    """Return an obstruction that is a circuit, or None if f is a polynomial threshold function of degree d.

    Raises:
        TooLargeError: if n and d are too large for listing the circuits; n <= 4 never is.

    Examples:
        >>> circuit_obstruction(BooleanFunction(2, 0b0110), 1).k
        2
        >>> circuit_obstruction(BooleanFunction(2, 0b0110), 2) is None
        True
    """
    for circuit, (first, second) in zip(signed_circuits(f.n, degree), _sides(f.n, degree), strict=True):
        if not first & ~f.table and not second & f.table:
            return Obstruction(f.n, f.table, degree, circuit.positive, circuit.negative)
        if not second & ~f.table and not first & f.table:
            return Obstruction(f.n, f.table, degree, circuit.negative, circuit.positive)
    return None

r"""Derived polynomials against a forward pass: the same numbers at the points of the cube.

Where the cube has at most 2^16 points, all of them are compared (2^12 for symbolic circuits), otherwise seeded ones.
Symbolic circuits are compared at seeded assignments of numbers to their parameters; an indicator has, at each point,
the value of the decision that it stands for.

Dictionary:
    Check: where polynomials were compared with a forward pass.
    check_polynomials: compare the polynomials of all nodes; raise where one differs.
    Witness: a point, and values of the parameters, where a polynomial is not zero.
    find_witness: look for one.
    check_sentence: what was compared, as a sentence.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.circuit import Circuit
from exact.cube import MAXIMUM_TABLE_DIMENSION, Encoding
from exact.errors import CertificateError, TooLargeError
from exact.forward import forward
from exact.indicator import Indicators
from exact.parameters import Coefficient, ParameterPolynomial
from exact.polynomial import CubePolynomial
from exact.rational import Rational, rational

MAXIMUM_CHECKED_POINTS = 1 << 16
MAXIMUM_CHECKED_WORK = 4_000_000  # values of terms, where not all points are compared
SYMBOLIC_ASSIGNMENTS = 3


@dataclass(frozen=True)
class Check:
    """The comparison of all polynomials with a separate forward pass in rational arithmetic.

    Attributes:
        points: the number of points of the cube at which every node was compared.
        complete: whether these are all 2**n points.
        assignments: for symbolic circuits: the assignments of numbers to the parameters for which it was done.
    """

    points: int
    complete: bool
    assignments: tuple[Mapping[str, Rational], ...]


@dataclass(frozen=True)
class Witness:
    """Where a polynomial is not zero.

    Attributes:
        point: a point of the cube of the inputs.
        assignment: the values of the parameters; empty where there are none.
        value: the value of the polynomial there.
    """

    point: int
    assignment: Mapping[str, Rational]
    value: Rational


def find_witness(circuit: Circuit, indicators: Indicators, q: CubePolynomial) -> Witness | None:
    """Look for a point of the inputs where a polynomial on the ambient cube is not zero.

    Without undecided indicators a polynomial that is not zero has such a point, and it is found; with them, the points
    and assignments of `check_polynomials` are tried.

    Cost:
        One value of the polynomial for each point and assignment that is tried.
    """
    points, _ = _points(circuit)
    certain = _certain_point(q, circuit.n)
    for assignment in _assignments(circuit):
        numeric = q.assign(assignment)
        for p in points if certain is None else [certain, *points]:
            value = numeric.value(indicators.extended_point(p, assignment))
            if value != 0 and not isinstance(value, ParameterPolynomial):
                return Witness(p, assignment, value)
    return None


def _certain_point(q: CubePolynomial, n: int) -> int | None:
    """Return a point where q is not zero (for generic parameters), or None where indicators occur in q.

    In bits, q has the value of its coefficient at a monomial of least degree; in signs q is brought to bits first.
    """
    if any(mask >> n for mask in q.support):
        return None
    try:
        bits = q.to_encoding(Encoding.BITS)
    except TooLargeError:
        return None
    return min(bits.support, key=lambda mask: (mask.bit_count(), mask), default=None)


def check_polynomials(
    circuit: Circuit,
    indicators: Indicators,
    outputs: Mapping[str, CubePolynomial],
    activations: Mapping[str, CubePolynomial],
) -> Check:
    """Compare polynomials with a forward pass.

    Args:
        circuit: the circuit.
        indicators: the ambient cube of the polynomials.
        outputs: the polynomials of the outputs, by node.
        activations: the polynomials of the pre-activations, by unit.

    Returns:
        Where they were compared; they agree there.

    Raises:
        CertificateError: at the first difference.

    Cost:
        A forward pass at every point, and the values of every polynomial there.
    """
    points, complete = _points(circuit, sum(q.number_of_terms for q in outputs.values()))
    assignments = _assignments(circuit)
    for assignment in assignments:
        run = forward(circuit.assign(assignment) if circuit.parameters else circuit, points)
        ambient = [indicators.extended_point(p, assignment) for p in points]
        for polynomials, numbers in ((outputs, run.outputs), (activations, run.activations)):
            for name, q in polynomials.items():
                _compare(name, q.assign(assignment), numbers[name], ambient)
    return Check(len(points), complete, tuple(assignments) if circuit.parameters else ())


def _generator(circuit: Circuit) -> random.Random:
    """Return the same random numbers for the same circuit, in every run."""
    return random.Random(f"{circuit.name} {circuit.n} {len(circuit.nodes)}")  # noqa: S311 - points for a check


def _points(circuit: Circuit, terms: int = 0) -> tuple[tuple[int, ...], bool]:
    """Return the points to try, and whether these are all; fewer seeded ones where the polynomials have many terms."""
    limit = MAXIMUM_CHECKED_POINTS // (16 if circuit.parameters else 1)
    if circuit.n <= MAXIMUM_TABLE_DIMENSION and 1 << circuit.n <= limit:
        return tuple(range(1 << circuit.n)), True
    generator = _generator(circuit)
    count = max(16, min(1 << 10, MAXIMUM_CHECKED_WORK // max(1, terms)))
    return tuple(sorted({generator.getrandbits(circuit.n) for _ in range(count)})), False


def _assignments(circuit: Circuit) -> list[dict[str, Rational]]:
    """Return the seeded assignments of numbers to the parameters; one empty one where there are none."""
    if not circuit.parameters:
        return [{}]
    generator = _generator(circuit)
    return [
        {n: rational(Fraction(generator.randint(-12, 12), generator.randint(1, 4))) for n in circuit.parameters}
        for _ in range(SYMBOLIC_ASSIGNMENTS)
    ]


def _compare(name: str, q: CubePolynomial, expected: Sequence[Rational], points: Sequence[int]) -> None:
    """Compare a polynomial with numbers at points of the ambient cube."""
    if len(points) == 1 << q.n:  # all points, in their order
        values: Sequence[Coefficient] = q.values()
    else:
        values = [q.value(p) for p in points]
    for p, value, number in zip(points, values, expected, strict=True):
        if value != number:
            raise CertificateError(
                f"the polynomial of {name} has the value {value} at the point {p}, but the forward pass gives "
                f"{number}; this is an error of the library",
                culprit=name,
            )


def check_sentence(check: Check | None) -> str:
    """Return what was compared with the forward pass, as a sentence."""
    if check is None:
        return "The polynomials were not compared with a forward pass."
    where = f"all {check.points} points" if check.complete else f"{check.points} seeded points of the cube"
    times = f", for {len(check.assignments)} assignments of numbers to the parameters" if check.assignments else ""
    return f"Every polynomial agrees with a separate forward pass in rational arithmetic at {where}{times}."

r"""What every certificate says first: which function it speaks of; and the plain types that its parts are made of.

Dictionary:
    MAXIMUM_DIMENSION: the largest n of a certificate, 24.
    MAXIMUM_WORK: a certificate whose verification needs more elementary steps than this is refused.
    TruthTable: anything with attributes `n` and `table`; a `BooleanFunction` is one.
    Multiset: points of the cube with multiplicities, as pairs (point, multiplicity).
    check_integer: refuse what is no `int`.
    check_claim: refuse what is no truth table, or not the function that was asked about.
    check_work: refuse a certificate that takes too long to verify.
    check_multiset: refuse what is no multiset of points with the value that is claimed for them.
    bit_text: a truth table as a text whose character p is the value at the point p.
"""

from __future__ import annotations

from typing import Protocol

from exact.errors import CertificateError

MAXIMUM_DIMENSION = 24
MAXIMUM_WORK = 10**9

Multiset = tuple[tuple[int, int], ...]


class TruthTable(Protocol):
    """Anything that has a number of variables `n` and a truth table `table`, bit p of which is the value at p."""

    @property
    def n(self) -> int:
        """The number of variables."""
        ...

    @property
    def table(self) -> int:
        """The truth table."""
        ...


def check_integer(value: object, what: str) -> None:
    """Refuse what is no `int`; a `bool` and a float are none."""
    if type(value) is not int:
        raise CertificateError(f"{what} must be an integer, not {value!r}", culprit=value)


def check_claim(n: int, table: int, f: TruthTable | None) -> None:
    """Refuse a claim about no function, or about another function than f (where f is given)."""
    check_integer(n, "the number of variables")
    if not 0 <= n <= MAXIMUM_DIMENSION:
        raise CertificateError(f"the number of variables must be in 0, ..., {MAXIMUM_DIMENSION}, not {n}", culprit=n)
    check_integer(table, "the truth table")
    if not 0 <= table < 1 << (1 << n):
        raise CertificateError(f"the truth table must have 2**{n} bits and no further ones", culprit="table")
    if f is not None and (f.n, f.table) != (n, table):
        raise CertificateError("the certificate must speak of the given function, not of another one", culprit="table")


def check_work(steps: int) -> None:
    """Refuse a certificate whose verification would take more than `MAXIMUM_WORK` elementary steps."""
    if steps > MAXIMUM_WORK:
        raise CertificateError(
            f"a certificate must be verifiable in {MAXIMUM_WORK} steps, not in {steps}", culprit="size"
        )


def check_multiset(points: Multiset, n: int, table: int, value: int) -> None:
    """Refuse what is no multiset of points at which the function has this value.

    The points must be distinct points of the n-cube in increasing order, their multiplicities positive.
    """
    previous = -1
    for p, multiplicity in points:
        check_integer(p, "a point")
        if p <= previous:
            raise CertificateError(f"points must be non-negative and increasing, not {previous}, {p}", culprit=p)
        previous = p
        if p >> n:
            raise CertificateError(f"a point must be in 0, ..., {2**n - 1}, not {p}", culprit=p)
        check_integer(multiplicity, f"the multiplicity of the point {p}")
        if multiplicity <= 0:
            raise CertificateError(f"the multiplicity of the point {p} must be positive, not {multiplicity}", culprit=p)
        if table >> p & 1 != value:
            raise CertificateError(f"the value at the point {p} must be {value}, not {1 - value}", culprit=p)


def bit_text(n: int, table: int) -> str:
    """Return the truth table as a text of 2**n characters, character p of which is the value at the point p."""
    return format(table, f"0{1 << n}b")[::-1]

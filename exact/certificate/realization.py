r"""The certificate that a function is a threshold function: integer weights that realize it.

A realization of degree d is a polynomial q without constant term, with integer coefficients and of degree at most d,
and a threshold t that is an integer or half an integer, such that q(x) = t at no point of the cube and

    f(x) = 1  if and only if  q(x) > t.

Its variables are written in one of two encodings: in ``bits`` a variable is 0 or 1, in ``signs`` it is -1 or +1 (+1 is
true).  A monomial is the mask of its variables: bit i of the mask is the variable x_{i+1}.

Dictionary:
    Realization: such a polynomial and threshold; a constant function needs no monomials.
    ENCODINGS: the names of the two encodings.
    BLOCK: a realization is checked on faces of at most this dimension, one after the other, to save memory.
    monomial_value: the value of a monomial at a point.
    polynomial_values: all 2**n values of a polynomial.

Normal form: the monomials are masks in increasing order with non-zero coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.certificate.claim import TruthTable, bit_text, check_claim, check_integer, check_work
from exact.errors import CertificateError

ENCODINGS = ("bits", "signs")
BLOCK = 16


def monomial_value(p: int, mask: int, encoding: str) -> int:
    """Return the value of a monomial at a point; the empty monomial is 1.

    Examples:
        The product of a true and a false variable:

        >>> monomial_value(0b01, 0b11, "bits"), monomial_value(0b01, 0b11, "signs")
        (0, -1)
    """
    if encoding == "bits":
        return int(p & mask == mask)
    return 1 - 2 * ((mask & ~p).bit_count() & 1)


def polynomial_values(n: int, encoding: str, terms: Mapping[int, int]) -> list[int]:
    """Return the values of a polynomial at the points 0, ..., 2**n - 1.

    Splits off the last variable, q = a + x_n b, down to constants.  Assumes masks below 2**n and one of the encodings.

    Cost:
        At most about 2**n additions for each degree 1, ..., d.
    """
    if not any(terms):
        return [terms.get(0, 0)] * (1 << n)
    top = 1 << (n - 1)
    a = polynomial_values(n - 1, encoding, {mask: c for mask, c in terms.items() if mask < top})
    b = polynomial_values(n - 1, encoding, {mask - top: c for mask, c in terms.items() if mask >= top})
    above = [u + v for u, v in zip(a, b, strict=True)]
    if encoding == "bits":
        return a + above
    return [u - v for u, v in zip(a, b, strict=True)] + above


@dataclass(frozen=True, slots=True)
class Realization:
    """Integer coefficients and a threshold that realize a Boolean function.

    Attributes:
        n: the number of variables.
        table: the truth table; bit p is the value at the point p.
        degree: the degree that is allowed; no monomial may have more variables.
        encoding: ``bits`` or ``signs``: the numbers that stand for false and true in the monomials.
        terms: pairs (mask, coefficient), masks positive and increasing, coefficients non-zero.
        threshold: an `int`, or a `Fraction` with denominator 2.

    Examples:
        Majority is true where the sum of the three signs is positive:

        >>> Realization.from_weights(3, 0xE8, "signs", (1, 1, 1), 0).verify()
    """

    n: int
    table: int
    degree: int
    encoding: str
    terms: tuple[tuple[int, int], ...]
    threshold: int | Fraction

    @classmethod
    def from_weights(
        cls, n: int, table: int, encoding: str, weights: Sequence[int], threshold: int | Fraction
    ) -> Realization:
        """Build a realization of degree 1 from the n weights; those that are 0 are left out of the terms."""
        terms = tuple((1 << i, w) for i, w in enumerate(weights) if w)
        return cls(n, table, 1, encoding, terms, threshold)

    @property
    def weights(self) -> tuple[int, ...]:
        """The coefficients of x_1, ..., x_n, zeros included; all of the polynomial when the degree is 1."""
        coefficients = dict(self.terms)
        return tuple(coefficients.get(1 << i, 0) for i in range(self.n))

    def verify(self, f: TruthTable | None = None) -> None:
        """Check the realization at every point.

        Args:
            f: the function that it must realize; its own table when left out.

        Raises:
            CertificateError: if it is no realization of the function, with the reason and a culprit (a point, a mask).

        Cost:
            At most about d * 2**n additions of integers.
        """
        check_claim(self.n, self.table, f)
        self._check_form()
        check_work(self.degree << self.n)
        claimed = bit_text(self.n, self.table)
        doubled = int(2 * self.threshold)
        block = min(self.n, BLOCK)
        for high in range(1 << (self.n - block)):
            values = polynomial_values(block, self.encoding, self._doubled_terms_on_face(high, block))
            for p, value in enumerate(values, high << block):
                if value == doubled:
                    raise CertificateError(f"the polynomial must not equal the threshold at the point {p}", culprit=p)
                if "01"[value > doubled] != claimed[p]:
                    raise CertificateError(
                        f"the value at the point {p} must be {claimed[p]}, but another one is realized", culprit=p
                    )

    def _doubled_terms_on_face(self, high: int, block: int) -> dict[int, int]:
        """Return twice the polynomial on the face on which the variables above `block` have the values `high`."""
        restricted: dict[int, int] = {}
        for mask, c in self.terms:
            low = mask & ((1 << block) - 1)
            value = monomial_value(high, mask >> block, self.encoding)
            restricted[low] = restricted.get(low, 0) + 2 * c * value
        return restricted

    def _check_form(self) -> None:
        """Refuse what does not have the form of a realization."""
        check_integer(self.degree, "the degree")
        if self.degree < 0:
            raise CertificateError(f"the degree must be at least 0, not {self.degree}", culprit="degree")
        if self.encoding not in ENCODINGS:
            raise CertificateError(f"the encoding must be bits or signs, not {self.encoding!r}", culprit="encoding")
        if type(self.threshold) is not Fraction:
            check_integer(self.threshold, "the threshold")
        if (2 * self.threshold).denominator != 1:
            raise CertificateError(
                f"the threshold must be an integer or half an integer, not {self.threshold}", culprit="threshold"
            )
        previous = 0
        for mask, c in self.terms:
            check_integer(mask, "a monomial")
            if mask <= previous:
                raise CertificateError(
                    f"monomials must be positive and increasing, not {previous}, {mask}", culprit=mask
                )
            previous = mask
            if mask >> self.n:
                raise CertificateError(f"a monomial must be below 2**{self.n}, not {mask}", culprit=mask)
            if mask.bit_count() > self.degree:
                raise CertificateError(
                    f"a monomial must have at most {self.degree} variables, not {mask.bit_count()}", culprit=mask
                )
            check_integer(c, f"the coefficient of the monomial {mask}")
            if c == 0:
                raise CertificateError(f"the coefficient of the monomial {mask} must not be 0", culprit=mask)

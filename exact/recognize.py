r"""Is a Boolean function a threshold function?  Always an answer, always with a certificate.

A function f is a polynomial threshold function of degree d if f(x) = 1 exactly where q(x) > t, for some polynomial q
of degree at most d and some number t; for d = 1 it is a (linear) threshold function.  The answer is a `Realization`,
integer coefficients and a threshold, or an `Obstruction`, true and false points over which all monomials of degree at
most d cancel.  One of them always exists (Gordan's theorem).  Whatever found it, it is verified, by code that knows
nothing of the search, before it is returned.

Dictionary:
    recognize: a realization of degree d, or an obstruction.
    is_threshold: whether there is a realization.
    decide: the same with the function and the degree; Decision: what it returns, also as plain data.
"""

from __future__ import annotations

from dataclasses import dataclass

from exact._truth_table import full_table
from exact.boolean import BooleanFunction
from exact.certificate import Obstruction, Realization, to_document
from exact.cube import Encoding
from exact.errors import DomainError
from exact.linear_threshold import recognize_linear
from exact.polynomial_threshold import recognize_polynomial

DECIDE_SCHEMA = "attention-quarks/decision/1"


def recognize(
    f: BooleanFunction, degree: int = 1, encoding: Encoding = Encoding.SIGNS, *, guess: bool = True
) -> Realization | Obstruction:
    """Decide whether f is a polynomial threshold function of degree at most d, with a certificate either way.

    Args:
        f: a Boolean function; of at most 16 variables for degrees from 2 on.
        degree: d, at least 0.
        encoding: the numbers that stand for false and true in a realization.
        guess: whether linear programs may be guessed in floating point by HiGHS; without, the simplex method in
            integers solves them.  The answer is exact and verified either way.

    Returns:
        A realization: coefficients without common divisor, the threshold in the middle of its range.  For degree 1 the
        variables that f does not distinguish have weights of equal size; those on which it does not depend, weight 0.
        Or an obstruction.  For degree 1 it is a summability pair; where it has k = 2, that is the least k.  For at most
        14 essential variables a pair with k = 2 is found if there is one, so that k = 3 is least there, too.

    Raises:
        TypeError: if the degree is no `int`.
        DomainError: if it is negative.
        TooLargeError: for degrees from 2 on, if n > 16, or if there are more than 400 monomials of that degree.

    Cost:
        Degree 1: milliseconds up to n = 16, less than a second at n = 20, most of it for the verification.  Higher
        degrees: a linear program with as many columns as there are monomials.

    Examples:
        Majority is a threshold function; parity needs a monomial of degree 2:

        >>> recognize(BooleanFunction(3, 0xE8)).weights
        (1, 1, 1)
        >>> recognize(BooleanFunction(2, 0b0110)).sum
        (1, 1)
        >>> recognize(BooleanFunction(2, 0b0110), 2).terms
        ((3, -1),)
    """
    if type(degree) is not int:
        raise TypeError(f"the degree must be an int, not {degree!r}")
    if degree < 0:
        raise DomainError(f"the degree must be at least 0, not {degree}")
    answer = _recognize(f, degree, encoding, guess=guess)
    answer.verify(f)
    return answer


def _recognize(f: BooleanFunction, degree: int, encoding: Encoding, *, guess: bool) -> Realization | Obstruction:
    """Choose the method."""
    if degree == 0:
        return _recognize_constant(f, encoding)
    if degree == 1:
        return recognize_linear(f, encoding, guess=guess)
    return recognize_polynomial(f, degree, encoding, guess=guess)


def _recognize_constant(f: BooleanFunction, encoding: Encoding) -> Realization | Obstruction:
    """Decide degree 0: a constant has no terms; a true point and a false point obstruct."""
    if f.table in {0, full_table(f.n)}:
        return Realization(f.n, f.table, 0, encoding.value, (), -1 if f.table else 1)
    p = (f.table & -f.table).bit_length() - 1
    q = (~f.table & (f.table + 1)).bit_length() - 1
    return Obstruction(f.n, f.table, 0, ((p, 1),), ((q, 1),))


def is_threshold(f: BooleanFunction, degree: int = 1) -> bool:
    """Return whether f is a polynomial threshold function of degree at most d.

    Examples:
        >>> is_threshold(BooleanFunction(2, 0b0110)), is_threshold(BooleanFunction(2, 0b0110), 2)
        (False, True)
    """
    return isinstance(recognize(f, degree), Realization)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a question about the degree of a function.

    Attributes:
        f: the function.
        degree: the degree d.
        certificate: a realization of degree d, or an obstruction.
    """

    f: BooleanFunction
    degree: int
    certificate: Realization | Obstruction

    @property
    def threshold(self) -> bool:
        """Whether f is a polynomial threshold function of degree at most d."""
        return isinstance(self.certificate, Realization)

    def to_document(self) -> dict[str, object]:
        """Return the answer as plain data; what ``exact decide --json`` prints."""
        return {
            "schema": DECIDE_SCHEMA,
            "n": self.f.n,
            "table": self.f.to_hex(),
            "threshold": self.threshold,
            "degree": self.degree,
            "certificate": to_document(self.certificate),
        }


def decide(f: BooleanFunction, degree: int = 1, encoding: Encoding = Encoding.SIGNS, *, guess: bool = True) -> Decision:
    """Decide whether f is a polynomial threshold function of degree at most d; arguments and errors of `recognize`.

    Examples:
        >>> decide(BooleanFunction(2, 0b1000)).to_document()["threshold"]
        True
    """
    return Decision(f, degree, recognize(f, degree, encoding, guess=guess))

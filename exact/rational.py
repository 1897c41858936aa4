r"""Rational numbers at the border: what may come in, and the normal form in which everything leaves.

Normal form: an `int` where the number is an integer, a `fractions.Fraction` otherwise.  No float, no `bool`, no decimal
and no type of another library is ever taken for a number.

Dictionary:
    Rational: the type of a rational number in normal form.
    rational: bring an int or a Fraction to normal form; refuse everything else.
    parse_rational: read ``-3``, ``3/2`` or ``0.25`` (exactly 1/4).
    rational_from_float: the dyadic rational that a float is; only for trained weights.
    brief: an integer of any size in a message.
    rational_square_root: the square root >= 0 of a rational number, or None where it is irrational.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction

from exact.errors import InputError

Rational = int | Fraction

MAXIMUM_DIGITS = 4000
_RATIONAL = re.compile(r"([+-]?)([0-9]+)(?:/([0-9]+)|\.([0-9]+))?", re.ASCII)


def rational(value: object) -> Rational:
    """Return an int or a Fraction in normal form.

    Raises:
        TypeError: for any other type, `bool` and `float` included.

    Examples:
        >>> rational(Fraction(4, 2)), rational(Fraction(1, 2))
        (2, Fraction(1, 2))
    """
    if type(value) is int:
        return value
    if type(value) is Fraction:
        return value.numerator if value.denominator == 1 else value
    raise TypeError(f"a rational number must be an int or a Fraction, not {value!r} of type {type(value).__name__}")


def parse_rational(text: str) -> Rational:
    """Read an integer, a fraction of two integers or a finite decimal, exactly.

    Raises:
        InputError: if the text is nothing of the kind, has a zero denominator or more than 4000 characters.

    Examples:
        >>> parse_rational("0.1"), parse_rational("-6/4")
        (Fraction(1, 10), Fraction(-3, 2))
    """
    if len(text) > MAXIMUM_DIGITS:
        raise InputError(f"a number must have at most {MAXIMUM_DIGITS} characters, not {len(text)}")
    match = _RATIONAL.fullmatch(text)
    if match is None:
        raise InputError(f"a rational number must look like -3, 3/2 or 0.25, not {text[:40]!r}")
    sign, digits, denominator, decimals = match.groups()
    if denominator is not None:
        if int(denominator) == 0:
            raise InputError(f"the denominator must not be zero in {text[:40]!r}")
        value = Fraction(int(digits), int(denominator))
    elif decimals is not None:
        value = Fraction(int(digits + decimals), 10 ** len(decimals))
    else:
        value = Fraction(int(digits))
    return rational(-value if sign == "-" else value)


def rational_from_float(value: float) -> Rational:
    """Return the dyadic rational that a finite float is; the one door for trained weights.

    Raises:
        InputError: for NaN and the infinities.

    Examples:
        >>> rational_from_float(0.1)
        Fraction(3602879701896397, 36028797018963968)
    """
    if not isinstance(value, float):
        raise TypeError(f"a weight to be read from a float must be a float, not {value!r}")
    if not math.isfinite(value):
        raise InputError(f"a weight must be a finite number, not {value!r}")
    return rational(Fraction(value))


def brief(value: int) -> str:
    """Return an integer as text, or about how large it is where it has many digits; for messages.

    Examples:
        >>> brief(-12), brief(3**500)
        ('-12', 'about 2**792')
    """
    if abs(value) < 1 << 64:
        return str(value)
    return f"about {'-' if value < 0 else ''}2**{value.bit_length() - 1}"


def rational_square_root(value: Rational) -> Rational | None:
    """Return the square root >= 0 of a rational number; None if it is irrational or the number is negative.

    Examples:
        >>> rational_square_root(Fraction(9, 4)), rational_square_root(2)
        (Fraction(3, 2), None)
    """
    if value < 0:
        return None
    numerator, denominator = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if numerator**2 != value.numerator or denominator**2 != value.denominator:
        return None
    return rational(Fraction(numerator, denominator))

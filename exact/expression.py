r"""Reading exact rational expressions in named parameters, such as ``3/2*a*b - (a + 1)^2/4 + 0.25``.

The grammar, from the weakest to the strongest operator::

    expression   sums and differences      a + b, a - b
                 products and quotients    a * b, a / 2         the divisor is a non-zero constant
                 signs                     -a, +a               -a^2 is -(a^2)
                 powers                    a ^ 2, a ** 2        the exponent is a constant integer in 0, ..., 64;
                                                                a^2^3 is a^(2^3)
                 parentheses               (a + b)
    number       an integer or a finite decimal, read exactly: 0.1 is 1/10
    name         a letter, then letters, digits or _

There is no implicit multiplication and no function.  The value is computed while the text is read, and the number of
terms, the degree and the length of the coefficients are bounded before each product and each power, so that a short
text for a huge polynomial, such as ``((a+b)^64)^64``, is refused and not computed.

Dictionary:
    read_expression: the coefficient (a rational number or a `ParameterPolynomial`) that a text stands for.
    MAXIMUM_NAMES, MAXIMUM_EXPONENT, MAXIMUM_TERMS, MAXIMUM_DEGREE, MAXIMUM_PRODUCTS, MAXIMUM_BITS: the limits.

Normal form: that of `exact.parameters.coefficient`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import ClassVar

from exact.errors import InputError, TooLargeError
from exact.parameters import Coefficient, ParameterPolynomial, coefficient
from exact.rational import Rational, parse_rational, rational
from exact.text_reader import Binary, OperatorReader, Token, excerpt

MAXIMUM_NAMES = 256
MAXIMUM_EXPONENT = 64
MAXIMUM_TERMS = 5000
MAXIMUM_DEGREE = 1000
MAXIMUM_PRODUCTS = 300_000  # of two terms, in one text: about a third of a second
MAXIMUM_BITS = 13_288  # of a numerator or denominator: those of 4000 decimal digits, which can be read and printed

# A value while it is read: monomials with their non-zero coefficients.  A monomial is one integer: the exponent of the
# k-th name stands in bits 16k to 16k + 15, so that a product of monomials is a sum.  Exponents never reach 2**16, since
# the degree stays below MAXIMUM_DEGREE.
_Terms = dict[int, Rational]
_WIDTH = 16


def read_expression(text: str, names: Collection[str] | None = None) -> Coefficient:
    """Return the rational number or polynomial in named parameters that a text stands for.

    Args:
        text: the expression; the grammar is that of this module.
        names: the parameters that may occur, or None for any.

    Returns:
        An `int`, a `Fraction`, or a `ParameterPolynomial` in which a parameter occurs.

    Raises:
        TypeError: if the text is no `str`.
        InputError: if the text is no expression; the message names the column.
        TooLargeError: if the polynomial has too many parameters or terms, too high a degree or too long coefficients.

    Cost:
        One dictionary operation for each product of two terms; at most 300 000 of them.

    Examples:
        >>> read_expression("3/2*a*b - (a + 1)^2/4 + 0.25")
        ParameterPolynomial(-1/4*a^2 + 3/2*a*b - 1/2*a)
        >>> read_expression("(a + b)^2 - a^2 - 2*a*b - b^2 + 1/3")
        Fraction(1, 3)
    """
    reader = _ExpressionReader(text, names)
    terms = reader.read()
    if _bits(terms) > MAXIMUM_BITS:
        raise TooLargeError(
            f"the coefficients of an expression must have at most {MAXIMUM_BITS} bits, not {_bits(terms)}",
            size=_bits(terms),
            limit=MAXIMUM_BITS,
        )
    if set(terms) <= {0}:
        return rational(terms.get(0, 0))
    shifts = range(0, _WIDTH * len(reader.names), _WIDTH)
    unpacked = {tuple(m >> shift & (1 << _WIDTH) - 1 for shift in shifts): rational(c) for m, c in terms.items()}
    return coefficient(ParameterPolynomial(reader.names, unpacked))


def _bits(terms: Mapping[int, Rational]) -> int:
    """The number of bits of the longest numerator or denominator."""
    return max((max(c.numerator.bit_length(), c.denominator.bit_length()) for c in terms.values()), default=0)


def _degree(monomial: int) -> int:
    total = 0
    while monomial:
        total += monomial & (1 << _WIDTH) - 1
        monomial >>= _WIDTH
    return total


class _ExpressionReader(OperatorReader[_Terms]):
    """The operators of expressions; every value that is handed on belongs to the reader and may be changed in place."""

    what = "an expression"
    symbols = ("(", ")", "+", "-", "*", "/", "^", "**")
    binary: ClassVar[Mapping[str, Binary]] = {
        "+": Binary(10, 11),
        "-": Binary(10, 11),
        "*": Binary(20, 21),
        "/": Binary(20, 21),
        "^": Binary(40, 40),
        "**": Binary(40, 40),
    }
    prefix: ClassVar[Mapping[str, int]] = {"-": 30, "+": 30}

    def __init__(self, text: str, allowed: Collection[str] | None) -> None:
        super().__init__(text)
        self._products = 0
        self.names: tuple[str, ...] = tuple(sorted({token.text for token in self.tokens if token.kind == "name"}))
        if len(self.names) > MAXIMUM_NAMES:
            raise TooLargeError(
                f"an expression must have at most {MAXIMUM_NAMES} parameters, not {len(self.names)}",
                size=len(self.names),
                limit=MAXIMUM_NAMES,
            )
        self._monomials = {name: 1 << _WIDTH * k for k, name in enumerate(self.names)}
        if allowed is not None:
            for token in self.tokens:
                if token.kind == "name" and token.text not in allowed:
                    known = excerpt(", ".join(sorted(allowed))) or "none: only numbers"
                    self.fail(token, f"a parameter must be one of those that are allowed here ({known})")

    def operand(self, token: Token) -> _Terms:
        if token.kind == "name":
            return {self._monomials[token.text]: 1}
        try:
            value = parse_rational(token.text)
        except InputError as error:
            raise InputError(f"column {token.column}: {error.problem}") from None
        return {0: value} if value else {}

    def apply_prefix(self, operator: Token, value: _Terms) -> _Terms:
        return {m: -c for m, c in value.items()} if operator.text == "-" else value

    def apply_binary(self, operator: Token, left: _Terms, right: _Terms) -> _Terms:
        if operator.text == "+":
            return self._sum(operator, left, right)
        if operator.text == "-":
            return self._sum(operator, left, {m: -c for m, c in right.items()})
        if operator.text == "*":
            return self._product(operator, left, right)
        if operator.text == "/":
            divisor = self._constant(operator, right, "the divisor must be a number, no expression with parameters")
            if divisor == 0:
                raise InputError(f"column {operator.column}: the divisor must not be zero")
            return self._product(operator, left, {0: rational(1 / Fraction(divisor))})
        exponent = self._constant(operator, right, "an exponent must be a number, no expression with parameters")
        if type(exponent) is not int or not 0 <= exponent <= MAXIMUM_EXPONENT:
            found = excerpt(str(exponent)) if _bits(right) < MAXIMUM_BITS else "a number of many digits"
            raise InputError(
                f"column {operator.column}: an exponent must be an integer in 0, ..., {MAXIMUM_EXPONENT}, not {found}"
            )
        return self._power(operator, left, exponent)

    def _constant(self, operator: Token, terms: _Terms, sentence: str) -> Rational:
        if set(terms) <= {0}:
            return rational(terms.get(0, 0))
        raise InputError(f"column {operator.column}: {sentence}")

    def _check(self, operator: Token, quantity: str, size: int, limit: int) -> None:
        if size > limit:
            raise TooLargeError(
                f"column {operator.column}: the {quantity} of an expression must be at most {limit}; "
                f"this one may reach {size}",
                size=size,
                limit=limit,
            )

    def _sum(self, operator: Token, left: _Terms, right: _Terms) -> _Terms:
        """Add the shorter one to the longer one in place."""
        if len(left) < len(right):
            left, right = right, left
        for m, c in right.items():
            total = left.get(m, 0) + c
            if total:
                left[m] = total
                bits = max(total.numerator.bit_length(), total.denominator.bit_length())
                self._check(operator, "number of bits of a coefficient", bits, 2 * MAXIMUM_BITS)
            else:
                del left[m]
        self._check(operator, "number of terms", len(left), MAXIMUM_TERMS)
        return left

    def _product(self, operator: Token, left: _Terms, right: _Terms) -> _Terms:
        if not left or not right:
            return {}
        self._products += len(left) * len(right)
        self._check(operator, "number of products of two terms", self._products, MAXIMUM_PRODUCTS)
        self._check(operator, "degree", max(map(_degree, left)) + max(map(_degree, right)), MAXIMUM_DEGREE)
        self._check(operator, "number of bits of a coefficient", _bits(left) + _bits(right), 2 * MAXIMUM_BITS)
        result: _Terms = {}
        for m, c in left.items():
            for k, d in right.items():
                result[m + k] = result.get(m + k, 0) + c * d
        result = {m: c for m, c in result.items() if c}
        self._check(operator, "number of terms", len(result), MAXIMUM_TERMS)
        return result

    def _power(self, operator: Token, base: _Terms, exponent: int) -> _Terms:
        if base and exponent:  # a power of t terms has at most as many terms as there are multisets of t kinds
            self._check(operator, "number of terms", math.comb(len(base) + exponent - 1, exponent), MAXIMUM_TERMS)
            self._check(operator, "degree", max(map(_degree, base)) * exponent, MAXIMUM_DEGREE)
            self._check(operator, "number of bits of a coefficient", _bits(base) * exponent, 2 * MAXIMUM_BITS)
        result: _Terms = {0: 1}
        for _ in range(exponent):
            result = self._product(operator, result, base)
        return result

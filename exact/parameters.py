r"""Polynomials in named parameters with rational coefficients: the symbolic coefficients of everything else.

Normal form: the names that really occur, sorted; the terms as pairs (exponents, coefficient) with non-zero
coefficients, in decreasing lexicographic order of the exponents.  Equality is equality of normal forms, and values are
immutable; a constant is equal to, and hashes like, the number that it is.

The arithmetic is FLINT's `fmpq_mpoly`; its mutable objects stay inside this module.  A product, power or composition
whose size may pass the limits below is refused before it starts.

Dictionary:
    ParameterPolynomial: such a polynomial; zero has no terms, a constant has no names.
    Coefficient: a rational number, or a `ParameterPolynomial` that is not constant.
    coefficient: bring a coefficient to normal form; as_parameter_polynomial: write it as a polynomial.
    parameter: the polynomial that is one parameter.
    check_power_bits: refuse a power with coefficients that are too large to write down.
    MAXIMUM_PARAMETER_TERMS: the largest number of terms that a result may be expected to have.
    MAXIMUM_PARAMETER_EXPONENT: the largest exponent of a parameter.
    MAXIMUM_COEFFICIENT_BITS: the largest size of a coefficient that a power may be expected to have.

Source:
    The multivariate polynomials of FLINT, :cite:p:`FLINT`.
"""

# ruff: noqa: SLF001  (an operation looks into its other operand)

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from exact.errors import DomainError, TooLargeError
from exact.rational import Rational, brief, rational, rational_square_root

MAXIMUM_PARAMETER_TERMS = 1 << 20
MAXIMUM_PARAMETER_EXPONENT = 1 << 30
MAXIMUM_COEFFICIENT_BITS = 1 << 24

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


@lru_cache(maxsize=1024)
def _context(names: tuple[str, ...]) -> Any:
    import flint

    return flint.fmpq_mpoly_ctx.get(names, flint.Ordering.lex)


def _flint_rational(value: Rational) -> Any:
    import flint

    return flint.fmpq(value.numerator, value.denominator)


def _rational_from_flint(value: Any) -> Rational:
    numerator, denominator = int(value.p), int(value.q)
    return numerator if denominator == 1 else Fraction(numerator, denominator)


def check_power_bits(bits: int, exponent: int) -> None:
    """Refuse a power of a number of so many bits that is too large to write down."""
    if bits * exponent > MAXIMUM_COEFFICIENT_BITS:
        raise TooLargeError(
            f"the power with exponent {brief(exponent)} may have coefficients of {brief(bits * exponent)} bits",
            size=bits * exponent,
            limit=MAXIMUM_COEFFICIENT_BITS,
        )


class ParameterPolynomial:
    """An immutable polynomial in named parameters with rational coefficients.

    Attributes:
        names: the parameters that occur, sorted.

    Examples:
        >>> a, b = parameter("a"), parameter("b")
        >>> (a + b) ** 2 - a * a - 2 * a * b == b * b
        True
    """

    __array_ufunc__ = None  # numpy scalars are no coefficients: let them raise TypeError
    __slots__ = ("_degrees", "_hash", "_terms", "_value", "names")

    names: tuple[str, ...]
    _value: Any
    _degrees: tuple[int, ...]
    _terms: tuple[tuple[tuple[int, ...], Rational], ...] | None
    _hash: int | None

    def __init__(self, names: Iterable[str], terms: Mapping[tuple[int, ...], Rational]) -> None:
        """Build the normal form.

        Args:
            names: different names, each a letter, then letters, digits or underscores; in any order.
            terms: exponents, in the order of the names, with their coefficients.
        """
        names = tuple(names)
        for name in names:
            if not _NAME.fullmatch(name):
                raise DomainError(f"a parameter must be named by a letter, then letters, digits or _, not {name!r}")
        if len(set(names)) != len(names):
            raise DomainError(f"the parameters must have different names, not {names!r}")
        for exponents in terms:
            if len(exponents) != len(names) or any(type(e) is not int or e < 0 for e in exponents):
                raise DomainError(f"exponents must be {len(names)} integers >= 0, not {exponents!r}")
            _check_exponent(max(exponents, default=0))
        value = _context(names).from_dict({key: _flint_rational(rational(c)) for key, c in terms.items() if c != 0})
        self._assign(value, names)

    def _assign(self, value: Any, names: tuple[str, ...]) -> None:
        """Project to the sorted names that occur.  Assumes that value lives in the context of names."""
        degrees = tuple(int(degree) for degree in value.degrees())
        used = sorted((name, degree) for name, degree in zip(names, degrees, strict=True) if degree > 0)
        used_names = tuple(name for name, _ in used)
        object.__setattr__(self, "names", used_names)
        object.__setattr__(
            self, "_value", value if used_names == names else value.project_to_context(_context(used_names))
        )
        object.__setattr__(self, "_degrees", tuple(degree for _, degree in used))
        object.__setattr__(self, "_terms", None)
        object.__setattr__(self, "_hash", None)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a ParameterPolynomial is immutable; {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a ParameterPolynomial is immutable; {name} cannot be deleted")

    def __reduce__(self) -> tuple[object, ...]:
        return ParameterPolynomial, (self.names, dict(self.terms))

    @classmethod
    def _from_flint(cls, value: Any, names: tuple[str, ...]) -> ParameterPolynomial:
        """Assumes that value lives in the context of names."""
        self = object.__new__(cls)
        self._assign(value, names)
        return self

    @classmethod
    def constant(cls, value: Rational) -> ParameterPolynomial:
        """Return the constant polynomial."""
        return cls((), {(): value})

    @property
    def terms(self) -> tuple[tuple[tuple[int, ...], Rational], ...]:
        """The pairs (exponents, coefficient), by decreasing exponents; the exponents in the order of `names`."""
        if self._terms is None:
            items = self._value.to_dict().items()
            terms = [(tuple(int(e) for e in exponents), _rational_from_flint(c)) for exponents, c in items]
            object.__setattr__(self, "_terms", tuple(sorted(terms, reverse=True)))
        return self._terms  # type: ignore[return-value]

    @property
    def number_of_terms(self) -> int:
        """The number of terms; 0 for the zero polynomial."""
        return len(self._value)

    @property
    def is_constant(self) -> bool:
        """Whether no parameter occurs."""
        return not self.names

    @property
    def degree(self) -> int:
        """The total degree; -1 for the zero polynomial."""
        return max((sum(exponents) for exponents, _ in self.terms), default=-1)

    @property
    def leading_coefficient(self) -> Rational:
        """The coefficient of the first term; 0 for the zero polynomial."""
        return self.terms[0][1] if self.terms else 0

    def constant_value(self) -> Rational:
        """Return the value of a constant polynomial; raise `DomainError` if a parameter occurs."""
        if self.names:
            raise DomainError(f"a constant is needed, not {self._short()} with the parameters {', '.join(self.names)}")
        return self.leading_coefficient

    # ------------------------------------------------------------------------------------------------- ring operations

    def _operands(self, other: object) -> tuple[Any, Any, tuple[str, ...]] | None:
        """Bring both to one context; None if other is no coefficient."""
        if type(other) is int or type(other) is Fraction:
            return self._value, _flint_rational(other), self.names
        if not isinstance(other, ParameterPolynomial):
            return None
        if self.names == other.names:
            return self._value, other._value, self.names
        names = tuple(sorted({*self.names, *other.names}))
        context = _context(names)
        left = self._value if names == self.names else self._value.project_to_context(context)
        right = other._value if names == other.names else other._value.project_to_context(context)
        return left, right, names

    def __add__(self, other: object) -> ParameterPolynomial:
        operands = self._operands(other)
        return NotImplemented if operands is None else self._from_flint(operands[0] + operands[1], operands[2])

    __radd__ = __add__

    def __sub__(self, other: object) -> ParameterPolynomial:
        operands = self._operands(other)
        return NotImplemented if operands is None else self._from_flint(operands[0] - operands[1], operands[2])

    def __rsub__(self, other: object) -> ParameterPolynomial:
        return -self + other

    def __neg__(self) -> ParameterPolynomial:
        return self._from_flint(-self._value, self.names)

    def __pos__(self) -> ParameterPolynomial:
        return self

    def __mul__(self, other: object) -> ParameterPolynomial:
        """Multiply; raise `TooLargeError` where the product may have more than `MAXIMUM_PARAMETER_TERMS` terms."""
        operands = self._operands(other)
        if operands is None:
            return NotImplemented
        if isinstance(other, ParameterPolynomial):
            products = self.number_of_terms * other.number_of_terms
            exponent = max(self._degrees, default=0) + max(other._degrees, default=0)
            if products > MAXIMUM_PARAMETER_TERMS or exponent > MAXIMUM_PARAMETER_EXPONENT:
                _check_size(products, _added(self._degree_map(), other._degree_map()))
        return self._from_flint(operands[0] * operands[1], operands[2])

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> ParameterPolynomial:
        """Return the power; ``q**0`` is 1, also for the zero polynomial."""
        if type(exponent) is not int:
            return NotImplemented
        if exponent < 0:
            raise DomainError(f"an exponent must be an integer >= 0, not {brief(exponent)}")
        if self.number_of_terms > 1:
            _check_size(
                _number_of_products(self.number_of_terms, exponent),
                {name: degree * exponent for name, degree in self._degree_map().items()},
            )
        _check_exponent(max(self._degrees, default=0) * exponent)
        check_power_bits(self._bits() - 1, exponent)
        return self._from_flint(self._value**exponent, self.names)

    def __truediv__(self, other: object) -> ParameterPolynomial:
        """Divide by a non-zero rational number."""
        if type(other) is not int and type(other) is not Fraction:
            return NotImplemented
        if other == 0:
            raise DomainError("a polynomial cannot be divided by 0")
        return self * (1 / Fraction(other))

    def _degree_map(self) -> dict[str, int]:
        return dict(zip(self.names, self._degrees, strict=True))

    def _bits(self) -> int:
        """Return the bits of the largest numerator or denominator, and those of the number of terms."""
        largest = max((max(abs(c.numerator), c.denominator) for _, c in self.terms), default=1)
        return largest.bit_length() + (self.number_of_terms - 1).bit_length() if self.terms else 1

    # --------------------------------------------------------------------------------------------------- divisibility

    def exact_quotient(self, divisor: Coefficient) -> ParameterPolynomial:
        """Return the quotient of an exact division; raise `DomainError` if the division leaves a remainder.

        Examples:
            >>> a, b = parameter("a"), parameter("b")
            >>> (a * a - b * b).exact_quotient(a + b)
            ParameterPolynomial(a - b)
        """
        divisor = as_parameter_polynomial(divisor)
        left, right, names = self._operands(divisor)  # type: ignore[misc]
        if not divisor:
            raise DomainError("a polynomial cannot be divided by 0")
        quotient, remainder = divmod(left, right)
        if remainder != 0:
            raise DomainError(f"the dividend must be a multiple of the divisor {divisor._short()}, not {self._short()}")
        return self._from_flint(quotient, names)

    def content(self) -> Rational:
        """Return the positive rational number whose quotient has coprime integer coefficients; 0 for zero.

        Examples:
            >>> (6 * parameter("a") - 4).content()
            2
        """
        if not self.terms:
            return 0
        numbers = [c for _, c in self.terms]
        return rational(
            Fraction(math.gcd(*(c.numerator for c in numbers)), math.lcm(*(c.denominator for c in numbers)))
        )

    def primitive_part(self) -> ParameterPolynomial:
        """Return the polynomial divided by its content, with the same signs; 0 for zero."""
        return self / self.content() if self.terms else self

    def gcd(self, other: Coefficient) -> ParameterPolynomial:
        """Return the greatest common divisor: coprime integer coefficients, the leading one positive.

        The greatest common divisor of zero and q is q in this form, and zero if both are zero.

        Examples:
            >>> a, b = parameter("a"), parameter("b")
            >>> (6 * a * a - 6 * b * b).gcd(4 * a + 4 * b)
            ParameterPolynomial(a + b)
        """
        left, right, names = self._operands(as_parameter_polynomial(other))  # type: ignore[misc]
        result = self._from_flint(left.gcd(right), names).primitive_part()
        return -result if result.leading_coefficient < 0 else result

    def as_rational_times_square(self) -> tuple[Rational, ParameterPolynomial] | None:
        """Return (c, s) with self = c s^2, or None if there are none.

        Returns:
            A rational number c and a polynomial s with coprime integer coefficients, the leading one positive; (0, 1)
            for the zero polynomial.

        Source:
            Gauss's lemma: if the polynomial is c' r^2, its primitive part is, up to sign, the square of that of r.

        Examples:
            >>> a, b = parameter("a"), parameter("b")
            >>> (8 * a * b - 4 * a * a - 4 * b * b).as_rational_times_square()
            (-4, ParameterPolynomial(a - b))
        """
        from flint.utils.flint_exceptions import DomainError as FlintDomainError

        if not self.terms:
            return 0, self.constant(1)
        c = self.content() if self.leading_coefficient > 0 else -self.content()
        try:
            root = (self / c)._value.sqrt()
        except FlintDomainError:
            return None
        square_root = self._from_flint(root, self.names)
        return c, square_root if square_root.leading_coefficient > 0 else -square_root

    def square_root(self) -> ParameterPolynomial | None:
        """Return the square root with leading coefficient > 0, or None if the polynomial is no square.

        Examples:
            >>> a, b = parameter("a"), parameter("b")
            >>> ((a - b) ** 2 / 4).square_root()
            ParameterPolynomial(1/2*a - 1/2*b)
        """
        factors = self.as_rational_times_square()
        if factors is None:
            return None
        root = rational_square_root(factors[0])
        return None if root is None else factors[1] * root

    # --------------------------------------------------------------------------------------------------- substitution

    def assign(self, values: Mapping[str, Coefficient]) -> ParameterPolynomial:
        """Replace parameters by numbers or polynomials, all at the same time; names that do not occur are ignored.

        Raises:
            TypeError: if a value is neither rational nor a `ParameterPolynomial`.
            TooLargeError: if the result may be too large.

        Examples:
            >>> a, b = parameter("a"), parameter("b")
            >>> (a - b).assign({"a": b, "b": a}) == b - a
            True
        """
        replaced = {name: as_parameter_polynomial(values[name]) for name in self.names if name in values}
        if not replaced:
            return self
        degrees = self._degree_map()
        self._check_composition(replaced, degrees)
        kept = [name for name in self.names if name not in replaced]
        names = tuple(sorted({*kept, *(name for q in replaced.values() for name in q.names)}))
        context = _context(names)
        arguments = [
            replaced[name]._value.project_to_context(context) if name in replaced else context.gen(names.index(name))
            for name in self.names
        ]
        return self._from_flint(self._value.compose(*arguments, ctx=context), names)

    def _check_composition(self, replaced: Mapping[str, ParameterPolynomial], degrees: Mapping[str, int]) -> None:
        """Bound the terms and the degrees of the result, term by term."""
        inner = {name: q._degree_map() for name, q in replaced.items()}
        for name, q in replaced.items():
            check_power_bits(q._bits() - 1, degrees[name])
        total = 0
        largest: dict[str, int] = {}
        for exponents, _ in self.terms:
            products = 1
            result: dict[str, int] = {}
            for name, exponent in zip(self.names, exponents, strict=True):
                if not exponent:
                    continue
                if name in replaced:
                    products *= _number_of_products(replaced[name].number_of_terms, exponent)
                    result = _added(result, {other: e * exponent for other, e in inner[name].items()})
                else:
                    result = _added(result, {name: exponent})
            total += products
            largest = {name: max(largest.get(name, 0), result.get(name, 0)) for name in {*largest, *result}}
        _check_size(total, largest)

    # --------------------------------------------------------------------------------------- comparison and printing

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ParameterPolynomial):
            return self.names == other.names and bool(self._value == other._value)
        if type(other) is int or type(other) is Fraction:
            return not self.names and self.leading_coefficient == other
        return NotImplemented

    def __hash__(self) -> int:
        if self._hash is None:
            value = hash(self.constant_value()) if self.is_constant else hash((self.names, self.terms))
            object.__setattr__(self, "_hash", value)
        return self._hash  # type: ignore[return-value]

    def __bool__(self) -> bool:
        return bool(self.names) or self._value != 0

    def _short(self) -> str:
        from exact.printing import short_form

        return short_form(self.to_text)

    def __repr__(self) -> str:
        return f"ParameterPolynomial({self._short()})"

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self, maximum_terms: int | None = None) -> str:
        """Return the polynomial as plain text; see `exact.printing.parameter_polynomial_text`."""
        from exact.printing import parameter_polynomial_text

        return parameter_polynomial_text(self, maximum_terms)

    def to_latex(self, maximum_terms: int | None = None) -> str:
        """Return the polynomial as LaTeX; see `exact.printing.parameter_polynomial_latex`."""
        from exact.printing import parameter_polynomial_latex

        return parameter_polynomial_latex(self, maximum_terms)

    def to_sympy(self) -> Any:
        """Return a sympy expression; see `exact.interchange.to_sympy`."""
        from exact.interchange import to_sympy

        return to_sympy(self)

    def _repr_latex_(self) -> str:
        from exact.printing import SHORT

        return f"${self.to_latex(SHORT)}$"


def _check_exponent(exponent: int) -> None:
    if exponent > MAXIMUM_PARAMETER_EXPONENT:
        raise TooLargeError(
            f"an exponent of a parameter must be at most {MAXIMUM_PARAMETER_EXPONENT}, not {brief(exponent)}",
            size=exponent,
            limit=MAXIMUM_PARAMETER_EXPONENT,
        )


def _check_size(products: int, degrees: Mapping[str, int]) -> None:
    """Refuse a result with too many terms, bounded by the products and by the monomials within the degrees."""
    _check_exponent(max(degrees.values(), default=0))
    bound = min(products, math.prod(degree + 1 for degree in degrees.values()))
    if bound > MAXIMUM_PARAMETER_TERMS:
        raise TooLargeError(
            f"a polynomial in the parameters {', '.join(sorted(degrees))} may have {brief(bound)} terms "
            f"(limit {MAXIMUM_PARAMETER_TERMS})",
            size=bound,
            limit=MAXIMUM_PARAMETER_TERMS,
        )


def _number_of_products(terms: int, exponent: int) -> int:
    """Return the number of multisets of so many terms; not exactly where it is beyond every limit."""
    if terms <= 1 or exponent == 0:
        return 1
    if min(terms, exponent) > 64:
        return 1 << 64
    return math.comb(terms + exponent - 1, min(exponent, terms - 1))


def _added(left: Mapping[str, int], right: Mapping[str, int]) -> dict[str, int]:
    return {name: left.get(name, 0) + right.get(name, 0) for name in {*left, *right}}


Coefficient = Rational | ParameterPolynomial


def parameter(name: str) -> ParameterPolynomial:
    """Return the polynomial that is one parameter.

    Examples:
        >>> parameter("w1") * 2 + 1
        ParameterPolynomial(2*w1 + 1)
    """
    return ParameterPolynomial((name,), {(1,): 1})


def as_parameter_polynomial(value: Coefficient) -> ParameterPolynomial:
    """Return a coefficient as a polynomial: itself, or the constant.

    Examples:
        >>> as_parameter_polynomial(2)
        ParameterPolynomial(2)
    """
    return value if isinstance(value, ParameterPolynomial) else ParameterPolynomial.constant(rational(value))


def coefficient(value: object) -> Coefficient:
    """Return a coefficient in normal form: int, Fraction, or a polynomial in which a parameter occurs.

    Raises:
        TypeError: for a float, a `bool` or any other type.
    """
    if isinstance(value, ParameterPolynomial):
        return value.constant_value() if value.is_constant else value
    return rational(value)

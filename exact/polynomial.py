r"""Polynomials on the Boolean cube, in normal form.

A function on the n-cube with values in the rationals (or in polynomials in named parameters) is a multilinear
polynomial in exactly one way: modulo x^2 = x where the coordinates are bits, modulo x^2 = 1 where they are signs (+1 is
true).

Normal form: the terms as pairs (mask, coefficient) by increasing mask; bit i of the mask says that x_{i+1} occurs; no
coefficient is zero; a coefficient is an int, a Fraction, or a `ParameterPolynomial` that is not constant.  The zero
polynomial has no terms.  Equality is equality of dimension, encoding and terms.

The terms are kept in a `exact.term_list.TermList`, in arrays of 64 bits where there are many and they fit; products,
values and changes of encoding are dense or sparse, chosen by size in `exact.term_methods`.  A result that may have more
than 2**24 terms is refused before it is computed.

Dictionary:
    CubePolynomial: the polynomial, with its dimension n and its encoding.
    MAXIMUM_SUBSTITUTIONS: the largest number of products that a substitution may be expected to need.

Source:
    :cite:p:`ODonnell2014`, sections 1.2 and 1.4 for signs; Moebius inversion, :cite:p:`Rota1964`, for bits.
"""

# ruff: noqa: SLF001  (an operation looks into its other operand)

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from exact import term_methods
from exact.boolean import BooleanFunction
from exact.cube import MAXIMUM_TABLE_DIMENSION, Encoding, check_dimension, check_point
from exact.errors import DomainError, TooLargeError
from exact.parameters import Coefficient, ParameterPolynomial, check_power_bits, coefficient
from exact.rational import Rational, brief, rational
from exact.spectrum import Spectrum
from exact.term_list import TermList

MAXIMUM_SUBSTITUTIONS = 1 << 20


class CubePolynomial:
    """A polynomial on the n-cube in normal form, immutable.

    Attributes:
        n: the number of variables, at least 0.
        encoding: `Encoding.BITS` (x^2 = x) or `Encoding.SIGNS` (x^2 = 1).

    Examples:
        >>> x = CubePolynomial.variable(0, 2, Encoding.BITS)
        >>> y = CubePolynomial.variable(1, 2, Encoding.BITS)
        >>> (x + y) ** 2 == x + y + 2 * x * y
        True
    """

    __array_ufunc__ = None  # numpy scalars are no coefficients: let them raise TypeError
    __slots__ = ("_list", "_terms", "encoding", "n")

    n: int
    encoding: Encoding
    _list: TermList
    _terms: tuple[tuple[int, Coefficient], ...] | None

    def __init__(
        self, n: int, encoding: Encoding, terms: Mapping[int, Coefficient] | Iterable[tuple[int, Coefficient]]
    ) -> None:
        """Build the normal form; coefficients of equal masks are added.

        Args:
            n: the number of variables.
            encoding: the encoding of the variables.
            terms: masks, 0 <= mask < 2**n, with their coefficients; in any order.

        Raises:
            TypeError: if a coefficient is neither `int` nor `Fraction` nor `ParameterPolynomial`.
            DomainError: if a mask is no mask of n variables.
        """
        check_dimension(n)
        _check_encoding(encoding)
        collected: dict[int, Coefficient] = {}
        pairs = terms.items() if isinstance(terms, Mapping) else terms
        for mask, c in cast("Iterable[tuple[int, Coefficient]]", pairs):
            check_point(mask, n)
            collected[mask] = collected[mask] + coefficient(c) if mask in collected else coefficient(c)
        self._assign(n, encoding, TermList.collect(collected))

    def _assign(self, n: int, encoding: Encoding, terms: TermList) -> None:
        object.__setattr__(self, "n", n)
        object.__setattr__(self, "encoding", encoding)
        object.__setattr__(self, "_list", terms)
        object.__setattr__(self, "_terms", None)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a CubePolynomial is immutable; {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a CubePolynomial is immutable; {name} cannot be deleted")

    def __reduce__(self) -> tuple[object, ...]:
        return CubePolynomial, (self.n, self.encoding, self.terms)

    @classmethod
    def _make(cls, n: int, encoding: Encoding, terms: TermList) -> CubePolynomial:
        """Assumes masks below 2**n."""
        self = object.__new__(cls)
        self._assign(n, encoding, terms)
        return self

    def _with(self, terms: TermList) -> CubePolynomial:
        return self._make(self.n, self.encoding, terms)

    # --------------------------------------------------------------------------------------------------- constructors

    @classmethod
    def constant(cls, value: Coefficient, n: int, encoding: Encoding) -> CubePolynomial:
        """Return the constant polynomial."""
        return cls(n, encoding, {0: value})

    @classmethod
    def variable(cls, i: int, n: int, encoding: Encoding) -> CubePolynomial:
        """Return the polynomial x_{i+1}, for 0 <= i < n."""
        return cls(n, encoding, {1 << _check_index(i, n): 1})

    @classmethod
    def from_values(cls, values: Sequence[Coefficient], encoding: Encoding) -> CubePolynomial:
        """Interpolate the unique multilinear polynomial with these values.

        Args:
            values: ``values[p]`` is the value at the point p; the length is 2**n, 0 <= n <= 24.
            encoding: the encoding of the inputs.

        Raises:
            TypeError: if a value is neither `int` nor `Fraction` nor `ParameterPolynomial`.
            DomainError: if the length is no power of two.
            TooLargeError: if n > 24.

        Cost:
            ``n * 2**(n-1)`` butterflies; of 64 bits where ``2**n`` times the largest value fits.

        Examples:
            Exclusive or is x + y - 2xy:

            >>> CubePolynomial.from_values([0, 1, 1, 0], Encoding.BITS).terms
            ((1, 1), (2, 1), (3, -2))
        """
        _check_encoding(encoding)
        size = len(values)
        if not size or size & (size - 1):
            raise DomainError(f"values must have length 2**n, not {size}")
        n = check_dimension(size.bit_length() - 1, MAXIMUM_TABLE_DIMENSION)
        table = values if all(type(v) is int for v in values) else [coefficient(v) for v in values]
        return cls._make(n, encoding, term_methods.from_values(table, n, encoding))

    @classmethod
    def from_boolean(cls, f: BooleanFunction, encoding: Encoding, values: Encoding) -> CubePolynomial:
        """Return the polynomial of a Boolean function.

        Args:
            f: the function, n <= 24.
            encoding: the encoding of its inputs.
            values: the encoding of its values.

        Examples:
            >>> str(CubePolynomial.from_boolean(BooleanFunction(2, 0b0110), Encoding.SIGNS, Encoding.SIGNS))
            '-x1*x2'
        """
        terms = term_methods.from_truth_table(f.table, f.n, _check_encoding(encoding), _check_encoding(values))
        return cls._make(f.n, encoding, terms)

    @classmethod
    def from_spectrum(cls, spectrum: Spectrum) -> CubePolynomial:
        """Return the polynomial of the function with this spectrum, values and inputs in `signs`."""
        return cls.from_boolean(spectrum.to_boolean(), spectrum.encoding, spectrum.encoding)

    @classmethod
    def from_sympy(
        cls,
        expression: Any,
        n: int,
        encoding: Encoding,
        names: Sequence[str] | None = None,
        parameters: Collection[str] = (),
    ) -> CubePolynomial:
        """Read a sympy expression; see `exact.interchange.polynomial_from_sympy`."""
        from exact.interchange import polynomial_from_sympy

        return polynomial_from_sympy(expression, n, encoding, names, parameters)

    # ------------------------------------------------------------------------------------------------------- contents

    @property
    def terms(self) -> tuple[tuple[int, Coefficient], ...]:
        """The pairs (mask, coefficient) by increasing mask."""
        if self._terms is None:
            object.__setattr__(self, "_terms", self._list.terms())
        return self._terms  # type: ignore[return-value]

    def __iter__(self) -> Iterator[tuple[int, Coefficient]]:
        return iter(self.terms)

    def __bool__(self) -> bool:
        return len(self._list) > 0

    @property
    def number_of_terms(self) -> int:
        """The number of monomials that occur; 0 for the zero polynomial."""
        return len(self._list)

    @property
    def degree(self) -> int:
        """The degree; -1 for the zero polynomial."""
        return max(self._list.sizes(), default=-1)

    @property
    def support(self) -> tuple[int, ...]:
        """The masks of the monomials that occur, increasing."""
        return tuple(self._list.integers()[0])

    @property
    def essential_variables(self) -> tuple[int, ...]:
        """The indices of the variables that occur, increasing: those on which the function depends."""
        union = self._list.union
        return tuple(i for i in range(union.bit_length()) if union >> i & 1)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters that occur in the coefficients, sorted."""
        if not self._list.symbolic:
            return ()
        return tuple(sorted({name for _, c in self.terms if isinstance(c, ParameterPolynomial) for name in c.names}))

    def coefficient(self, mask: int) -> Coefficient:
        """Return the coefficient of the monomial with this mask; 0 if it does not occur."""
        return self._list.coefficient(check_point(mask, self.n))

    def largest_terms(self, count: int) -> tuple[tuple[int, Coefficient], ...]:
        """Return so many terms by decreasing absolute coefficient; symbolic ones first, ties by degree, then mask."""
        if type(count) is not int or count < 0:
            raise DomainError(f"the number of terms must be an integer >= 0, not {count!r}")
        return self._list.largest(count)

    def one_norm(self) -> Rational:
        """Return the sum of the absolute coefficients; at least the largest absolute value on the cube."""
        return rational(Fraction(self._numeric("the norm").weight(), self._list.denominator))

    def squared_two_norm(self) -> Rational:
        """Return the sum of the squares of the coefficients.

        In `signs` this is the mean of the squares of the values (Parseval); in `bits` it is not.

        Examples:
            >>> q = CubePolynomial.from_values([3, 1, 0, 5], Encoding.SIGNS)
            >>> 4 * q.squared_two_norm() == sum(v * v for v in q.values())
            True
        """
        squares = sum(c * c for c in self._numeric("the norm").integers()[1])
        return rational(Fraction(squares, self._list.denominator**2))

    def maximum_norm(self) -> Rational:
        """Return the largest absolute coefficient; 0 for the zero polynomial."""
        return rational(Fraction(self._numeric("the norm").maximum(), self._list.denominator))

    def _numeric(self, what: str) -> TermList:
        if self._list.symbolic:
            raise DomainError(f"{what} needs rational coefficients, not the parameters {', '.join(self.parameters)}")
        return self._list

    # --------------------------------------------------------------------------------------------------------- values

    def values(self) -> tuple[Coefficient, ...]:
        """Return the values at all 2**n points, in the order of the points; the inverse of `from_values`.

        Raises:
            TooLargeError: if n > 24.

        Cost:
            ``n * 2**(n-1)`` butterflies; of 64 bits where the sum of the absolute coefficients fits.
        """
        check_dimension(self.n, MAXIMUM_TABLE_DIMENSION)
        return term_methods.values(self._list, self.n, self.encoding)

    def value(self, p: int) -> Coefficient:
        """Return the value at one point."""
        check_point(p, self.n)
        return self._fixed((1 << self.n) - 1, p).coefficient(0)

    def is_boolean(self, values: Encoding) -> bool:
        """Whether every value on the cube is false or true in this encoding, 0 or 1, or -1 or +1.

        The zero polynomial is Boolean in `bits` only.

        Cost:
            A table of values where it is rational and at most 24 variables occur; otherwise one product, q^2.
        """
        _check_encoding(values)
        if not self._list.symbolic and len(self.essential_variables) <= MAXIMUM_TABLE_DIMENSION:
            return term_methods.is_boolean(self._list, self.encoding, values)
        square = self * self
        return (
            square == self if values is Encoding.BITS else square == CubePolynomial.constant(1, self.n, self.encoding)
        )

    def to_boolean(self, values: Encoding) -> BooleanFunction:
        """Return the Boolean function whose values in this encoding are the values of the polynomial.

        Raises:
            DomainError: if some value is not false or true.
            TooLargeError: if n > 24.

        Examples:
            >>> CubePolynomial.from_values([-1, 1, 1, 1], Encoding.BITS).to_boolean(Encoding.SIGNS).table == 0b1110
            True
        """
        check_dimension(self.n, MAXIMUM_TABLE_DIMENSION)
        _check_encoding(values)
        table = term_methods.to_truth_table(self._numeric("a Boolean function"), self.n, self.encoding, values)
        if table is None:
            raise DomainError(f"every value must be {values.false} or {values.true}, not those of {self!r}")
        return BooleanFunction(self.n, table)

    # ----------------------------------------------------------------------------------------------- ring operations

    def _operand(self, other: object) -> TermList | None:
        """Return the terms of the other operand, None if it is none."""
        if isinstance(other, CubePolynomial):
            if (self.n, self.encoding) != (other.n, other.encoding):
                raise DomainError(
                    f"polynomials must live on the same cube, n = {self.n} in {self.encoding.value}, "
                    f"not n = {other.n} in {other.encoding.value}"
                )
            return other._list
        if type(other) is int or type(other) is Fraction or isinstance(other, ParameterPolynomial):
            return TermList.collect({0: coefficient(other)})
        return None

    def __add__(self, other: object) -> CubePolynomial:
        terms = self._operand(other)
        return NotImplemented if terms is None else self._with(self._list.plus(terms))

    __radd__ = __add__

    def __sub__(self, other: object) -> CubePolynomial:
        terms = self._operand(other)
        return NotImplemented if terms is None else self._with(self._list.plus(terms.times(-1)))

    def __rsub__(self, other: object) -> CubePolynomial:
        return -self + other

    def __neg__(self) -> CubePolynomial:
        return self._with(self._list.times(-1))

    def __pos__(self) -> CubePolynomial:
        return self

    def __mul__(self, other: object) -> CubePolynomial:
        """Multiply by a polynomial on the same cube or by a coefficient.

        Raises:
            TooLargeError: if the product may have more than 2**24 terms, or needs more than 2**30 products of terms.

        Cost:
            With s and t terms in k variables, by size: ``s * t`` products of terms, or three transforms of length 2**k.
        """
        terms = self._operand(other)
        if terms is None:
            return NotImplemented
        if isinstance(other, CubePolynomial):
            return self._with(term_methods.product(self._list, terms, self.encoding))
        return self._with(self._list.times(coefficient(other)))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> CubePolynomial:
        """Divide by a non-zero rational number."""
        if type(other) is not int and type(other) is not Fraction:
            return NotImplemented
        if other == 0:
            raise DomainError("a polynomial cannot be divided by 0")
        return self._with(self._list.times(1 / Fraction(other)))

    def __pow__(self, exponent: int) -> CubePolynomial:
        """Return the power; ``q**0`` is 1, also for the zero polynomial."""
        if type(exponent) is not int:
            return NotImplemented
        if exponent < 0:
            raise DomainError(f"an exponent must be an integer >= 0, not {brief(exponent)}")
        if not self._list.symbolic:
            check_power_bits(max(self._list.weight().bit_length(), self._list.denominator.bit_length()) - 1, exponent)
        result, base = CubePolynomial.constant(1, self.n, self.encoding), self
        while exponent:
            if exponent & 1:
                result = result * base
            exponent >>= 1
            if exponent:
                base = base * base
        return result

    # ------------------------------------------------------------------------------------------- parts and variables

    def homogeneous_part(self, degree: int) -> CubePolynomial:
        """Return the sum of the terms of this degree; zero where there is none."""
        return self._with(self._list.select(degree))

    def quadratic_part(self) -> CubePolynomial:
        """Return the sum of the terms of degree 2."""
        return self.homogeneous_part(2)

    def embed(self, n: int) -> CubePolynomial:
        """Return the same polynomial with further variables, n of them in all."""
        if check_dimension(n) < self.n:
            raise DomainError(f"a polynomial of {self.n} variables cannot be read as one of {n}; use shrink")
        return self._make(n, self.encoding, self._list)

    def shrink(self, n: int) -> CubePolynomial:
        """Return the same polynomial with fewer variables; the inverse of `embed`.

        Raises:
            DomainError: if one of the last variables, which are to go, occurs.
        """
        if check_dimension(n) > self.n:
            raise DomainError(f"a polynomial of {self.n} variables cannot be shrunk to {n}; use embed")
        union = self._list.union
        if union >> n:
            raise DomainError(f"the first {n} variables must suffice, but x{union.bit_length()} occurs")
        return self._make(n, self.encoding, self._list)

    def rename(self, indices: Mapping[int, int], n: int | None = None) -> CubePolynomial:
        """Give variables other indices, all at the same time.

        Args:
            indices: old index to new index; a variable that is left out keeps its index.
            n: the new number of variables; that of the polynomial by default.

        Raises:
            DomainError: if an index is none, or two variables that occur get the same one.

        Examples:
            >>> x = CubePolynomial.variable(0, 2, Encoding.BITS)
            >>> (2 * x).rename({0: 1, 1: 0}) == 2 * CubePolynomial.variable(1, 2, Encoding.BITS)
            True
        """
        dimension = self.n if n is None else check_dimension(n)
        for i in indices:
            _check_index(i, self.n)
        positions = {i: _check_index(indices.get(i, i), dimension) for i in self.essential_variables}
        if len(set(positions.values())) != len(positions):
            raise DomainError("variables that occur must get different indices; use substitute to identify variables")
        return self._make(dimension, self.encoding, self._list.moved(positions))

    def restrict(self, bits: Mapping[int, int]) -> CubePolynomial:
        """Fix variables (index to bit); the polynomial keeps its n variables, the fixed ones no longer occur."""
        fixed = true = 0
        for i, bit in bits.items():
            if type(bit) is not int or bit not in (0, 1):
                raise DomainError(f"a variable must be fixed to the bit 0 or 1, not {bit!r}")
            fixed |= 1 << _check_index(i, self.n)
            true |= bit << i
        return self._with(self._fixed(fixed, true))

    def _fixed(self, fixed: int, true: int) -> TermList:
        return self._list.fixed(fixed, true, signs=self.encoding is Encoding.SIGNS)

    def substitute(self, replacements: Mapping[int, CubePolynomial | Coefficient]) -> CubePolynomial:
        """Replace variables (by index) by polynomials on the same cube or by coefficients, all at the same time.

        The polynomial in normal form is a formula, and the replacements are put into it as numbers: a replacement need
        not have the values 0, 1 or -1, +1.

        Raises:
            TooLargeError: if that may be more than 2**20 products, or one of them is refused.

        Cost:
            One product for each different non-empty set of replaced variables that remains while the variables are
            replaced in turn (Horner's rule); at most the number of terms times the number of replaced variables.

        Examples:
            >>> x, y = (CubePolynomial.variable(i, 2, Encoding.BITS) for i in range(2))
            >>> (x - 3 * y).substitute({0: y, 1: x * y}) == y - 3 * x * y
            True
        """
        polynomials: dict[int, CubePolynomial] = {}
        for i, q in replacements.items():
            _check_index(i, self.n)
            terms = self._operand(q)
            if terms is None:
                raise TypeError(f"a replacement must be a polynomial or a coefficient, not {q!r}")
            polynomials[i] = self._with(terms)
        replaced = sum(1 << i for i in polynomials)
        parts: dict[int, dict[int, Coefficient]] = {}
        for mask, c in self.terms:
            parts.setdefault(mask & replaced, {})[mask & ~replaced] = c
        _check_products(parts)
        return self._horner({mask: self._with(TermList.collect(part)) for mask, part in parts.items()}, polynomials)

    def compose(self, arguments: Sequence[CubePolynomial]) -> CubePolynomial:
        """Put a polynomial for every variable; the result lives on the cube of the arguments, in their encoding.

        Args:
            arguments: n polynomials on one cube.  Their values are put in as numbers; see `substitute`.

        Returns:
            For n = 0 the polynomial itself.

        Examples:
            An exclusive or of signs, whose arguments are polynomials in bits with values in signs:

            >>> xor = CubePolynomial(2, Encoding.SIGNS, {0b11: -1})
            >>> x = CubePolynomial.variable(0, 1, Encoding.BITS)
            >>> str(xor.compose([2 * x - 1, 1 - 2 * x]))
            '1'
        """
        if len(arguments) != self.n:
            raise DomainError(f"there must be {self.n} arguments, not {len(arguments)}")
        if not arguments:
            return self
        zero = arguments[0] * 0
        for q in arguments:
            zero._operand(q)  # raises where q lives on another cube
        _check_products(self.support)
        parts = {mask: zero + c for mask, c in self.terms}
        return zero._horner(parts, dict(enumerate(arguments)))

    def _horner(self, parts: dict[int, CubePolynomial], replacements: Mapping[int, CubePolynomial]) -> CubePolynomial:
        """Return the sum over the masks of parts[mask] times the product of the replacements; on the cube of self."""
        for i, q in replacements.items():
            bit = 1 << i
            for mask in [mask for mask in parts if mask & bit]:
                term = parts.pop(mask) * q
                parts[mask ^ bit] = parts[mask ^ bit] + term if mask ^ bit in parts else term
        return parts.get(0, self._with(TermList.collect({})))

    def to_encoding(self, encoding: Encoding) -> CubePolynomial:
        """Return the polynomial of the same function in the other encoding of its inputs.

        Raises:
            TooLargeError: if more than 24 variables occur, and the monomials of the result may be more than 2**24 (a
                monomial of degree d expands to 2**d).

        Examples:
            >>> x = CubePolynomial.variable(0, 1, Encoding.BITS)
            >>> str(x.to_encoding(Encoding.SIGNS))
            '1/2 + 1/2*x1'
        """
        if _check_encoding(encoding) is self.encoding:
            return self
        return self._make(self.n, encoding, term_methods.change_encoding(self._list, encoding))

    def assign(self, values: Mapping[str, Coefficient]) -> CubePolynomial:
        """Replace parameters in the coefficients by numbers or polynomials in parameters, all at the same time."""
        if not self._list.symbolic:
            return self
        return self._with(self._list.mapped(lambda c: c.assign(values) if isinstance(c, ParameterPolynomial) else c))

    # --------------------------------------------------------------------------------------- comparison and printing

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CubePolynomial):
            return NotImplemented
        return self.n == other.n and self.encoding is other.encoding and self._list == other._list

    def __hash__(self) -> int:
        return hash((self.n, self.encoding, self._list))

    def __repr__(self) -> str:
        from exact.printing import short_form

        text = short_form(lambda count: self.to_text(maximum_terms=count))
        return f"CubePolynomial(n={self.n}, {self.encoding.value}: {text})"

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self, names: Sequence[str] | None = None, maximum_terms: int | None = None) -> str:
        """Return the polynomial as plain text; see `exact.printing.cube_polynomial_text`."""
        from exact.printing import cube_polynomial_text

        return cube_polynomial_text(self, names, maximum_terms)

    def to_latex(self, names: Sequence[str] | None = None, maximum_terms: int | None = None) -> str:
        """Return the polynomial as LaTeX; see `exact.printing.cube_polynomial_latex`."""
        from exact.printing import cube_polynomial_latex

        return cube_polynomial_latex(self, names, maximum_terms)

    def to_sympy(self, names: Sequence[str] | None = None) -> Any:
        """Return a sympy expression; see `exact.interchange.to_sympy`."""
        from exact.interchange import to_sympy

        return to_sympy(self, names)

    def _repr_latex_(self) -> str:
        from exact.printing import SHORT

        return f"${self.to_latex(maximum_terms=SHORT)}$"


def _check_encoding(encoding: Encoding) -> Encoding:
    if type(encoding) is not Encoding:
        raise TypeError(f"an encoding must be Encoding.BITS or Encoding.SIGNS, not {encoding!r}")
    return encoding


def _check_index(i: int, n: int) -> int:
    if type(i) is not int or not 0 <= i < n:
        raise DomainError(f"a variable of the {n}-cube must have an index in 0, ..., {n - 1}, not {i!r}")
    return i


def _check_products(masks: Iterable[int]) -> None:
    products = sum(mask.bit_count() for mask in masks)
    if products > MAXIMUM_SUBSTITUTIONS:
        raise TooLargeError(
            f"a substitution may need {products} products of polynomials (limit {MAXIMUM_SUBSTITUTIONS})",
            size=products,
            limit=MAXIMUM_SUBSTITUTIONS,
        )

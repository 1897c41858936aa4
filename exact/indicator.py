r"""Hard decisions H(S) on the cube, tabulated where possible and Boolean variables where not.

All signals of one derivation live on one *ambient* cube: n inputs, followed by room for further Boolean variables.
Where the argument S is numeric and few variables occur in it, H(S) is a polynomial in these variables, found by
interpolation.  Where S has symbolic coefficients, or too many variables, H(S) is an **indicator**: one more variable
of the ambient cube.  In the encoding `bits` the variable is H(S) itself; in `signs` it is sgn(S), and H(S) = (1 +
sgn(S)) / 2.  Since H(c S) = H(S) for c > 0, the same argument up to a positive rational factor gives the same
variable.

An equality of normal forms with indicators in them holds for all values of the parameters, because it holds even when
the indicators are free variables.  The converse is not true: H(S) H(-S) = 0, but the product of the two indicators is
not zero.

Dictionary:
    Indicators: the ambient cube and the indicators needed so far; the one mutable object of a derivation.
    primitive_part: a polynomial as a positive rational number times one with coprime integer coefficients.
    TABULATION_LIMIT: the largest number of occurring variables for which a hard decision is tabulated.

Sources: theory Q-D2 `threshold-and-sign`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm

from exact.cube import MAXIMUM_TABLE_DIMENSION, Encoding, check_dimension, check_point
from exact.errors import DomainError, TooLargeError
from exact.parameters import Coefficient, ParameterPolynomial, coefficient
from exact.polynomial import CubePolynomial
from exact.rational import Rational, rational

TABULATION_LIMIT = 16


def _rational_coefficients(s: CubePolynomial) -> list[Rational]:
    numbers: list[Rational] = []
    for _, c in s.terms:
        if isinstance(c, ParameterPolynomial):
            numbers.extend(number for _, number in c.terms)
        else:
            numbers.append(c)
    return numbers


def primitive_part(s: CubePolynomial) -> tuple[Rational, CubePolynomial]:
    """Return (c, r) with s = c r, c > 0 rational, and r with coprime integer coefficients.

    Coefficients that are polynomials in parameters count with all their rational coefficients.  The zero polynomial
    gives (1, 0).

    Examples:
        >>> s = CubePolynomial(1, Encoding.BITS, {0: -4, 1: 6})
        >>> primitive_part(s)
        (2, CubePolynomial(n=1, bits: -2 + 3*x1))
    """
    numbers = _rational_coefficients(s)
    if not numbers:
        return 1, s
    content = Fraction(gcd(*(c.numerator for c in numbers)), lcm(*(c.denominator for c in numbers)))
    return rational(content), s if content == 1 else s / content


class Indicators:
    """Boolean variables for hard decisions that cannot be tabulated.

    The object grows while a derivation runs; the variables that it has given out never change.

    Attributes:
        n: the number of inputs.
        encoding: the encoding of the ambient cube, inputs and indicators.
        capacity: the number of indicators for which there is room.
        tabulation_limit: the largest number of occurring variables for which a hard decision is tabulated.

    Examples:
        With numeric weights a hard decision is a polynomial in the inputs; with symbolic ones it is a variable:

        >>> from exact.parameters import parameter
        >>> indicators = Indicators(2, Encoding.BITS, 1)
        >>> x, y = indicators.variable(0), indicators.variable(1)
        >>> indicators.heaviside(x + y - Fraction(3, 2)) == x * y
        True
        >>> h = indicators.heaviside(parameter("a") * x, label="S")
        >>> h.to_text(indicators.names)
        'H(S)'
    """

    __slots__ = ("_arguments", "_indices", "_names", "capacity", "encoding", "n", "tabulation_limit")

    def __init__(
        self,
        n: int,
        encoding: Encoding,
        capacity: int,
        *,
        names: Sequence[str] | None = None,
        tabulation_limit: int = TABULATION_LIMIT,
    ) -> None:
        """Take the inputs and the room for indicators.

        Args:
            n: the number of inputs, at least 0.
            encoding: the encoding of the ambient cube.
            capacity: how many indicators there may be, at least 0.
            names: the names of the n inputs; x1, x2, ... by default.
            tabulation_limit: 0 to 24; with 0 every decision that the coefficients leave open is an indicator.
        """
        self.n = check_dimension(n)
        self.encoding = encoding
        self.capacity = check_dimension(capacity)
        self.tabulation_limit = check_dimension(tabulation_limit, MAXIMUM_TABLE_DIMENSION)
        self._names = [f"x{i + 1}" for i in range(n)] if names is None else list(names)
        if len(self._names) != n or len(set(self._names)) != n:
            raise DomainError(f"the names of the inputs must be {n} different ones, not {self._names!r}")
        self._arguments: list[CubePolynomial] = []
        self._indices: dict[CubePolynomial, int] = {}

    @property
    def dimension(self) -> int:
        """The dimension of the ambient cube: inputs and room for indicators."""
        return self.n + self.capacity

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all variables in use: the inputs, then the indicators in the order in which they were needed."""
        return tuple(self._names)

    @property
    def arguments(self) -> tuple[CubePolynomial, ...]:
        """The arguments of the indicators, in primitive form; each contains inputs and earlier indicators only."""
        return tuple(self._arguments)

    def constant(self, value: Coefficient) -> CubePolynomial:
        """Return a constant on the ambient cube."""
        return CubePolynomial.constant(value, self.dimension, self.encoding)

    def variable(self, i: int) -> CubePolynomial:
        """Return the variable with index i: an input for i < n, an indicator that is in use otherwise."""
        if type(i) is not int or not 0 <= i < len(self._names):
            raise DomainError(f"a variable in use must have an index in 0, ..., {len(self._names) - 1}, not {i!r}")
        return CubePolynomial.variable(i, self.dimension, self.encoding)

    def check_ambient(self, s: object) -> CubePolynomial:
        """Return s if it lives on the ambient cube; raise `DomainError` otherwise."""
        if not isinstance(s, CubePolynomial):
            raise TypeError(f"a signal must be a CubePolynomial, not {s!r}")
        if (s.n, s.encoding) != (self.dimension, self.encoding):
            raise DomainError(
                f"a signal must live on the ambient cube, n = {self.dimension} in {self.encoding.value}, "
                f"not n = {s.n} in {s.encoding.value}"
            )
        return s

    def tabulate(self, s: CubePolynomial, function: Callable[[Rational], Rational]) -> CubePolynomial | None:
        """Return the polynomial of function(s) from its values, or None if s is symbolic or has too many variables.

        Cost:
            With k variables occurring in s: two transforms of length ``2**k`` and as many calls of the function.
        """
        self.check_ambient(s)
        if s.parameters:
            return None
        variables = s.essential_variables
        if len(variables) > self.tabulation_limit:
            return None
        small = s.rename({i: k for k, i in enumerate(variables)}, len(variables))
        table = [function(rational(value)) for value in small.values()]
        return CubePolynomial.from_values(table, self.encoding).rename(dict(enumerate(variables)), self.dimension)

    def heaviside(self, s: CubePolynomial, label: str | None = None) -> CubePolynomial:
        """Return H(s), with values in bits, on the ambient cube.

        Args:
            s: the argument, on the ambient cube.
            label: the name of the argument: an indicator is then named ``H(label)``, or ``sgn(label)`` in `signs`.
                By default, and where that name is taken, it is named by the text of the argument.

        Returns:
            A constant if the coefficients decide the sign; the exact polynomial if s is numeric and at most
            `tabulation_limit` variables occur in it; otherwise an indicator.

        Raises:
            DomainError: if s lives on another cube.
            TooLargeError: if there is no room for one more indicator.
        """
        decided = self._decided(self.check_ambient(s))
        if decided is not None:
            return self.constant(decided)
        _, primitive = primitive_part(s)
        table = self.tabulate(primitive, lambda t: 1 if t > 0 else 0)
        if table is not None:
            return table
        index = self._indices.get(primitive)
        if index is None:
            index = self._new_indicator(primitive, label)
        variable = self.variable(index)
        return variable if self.encoding is Encoding.BITS else (variable + 1) / 2

    def positive_part(self, s: CubePolynomial) -> CubePolynomial:
        """Return ReLU(s) = s H(s), on the ambient cube.

        Where -s got an indicator and s got none, or a later one, the result is s + (-s) H(-s).  So the result stays the
        same when further decisions are asked for, and ReLU(s) - ReLU(-s) = s and |s| = |-s| are equalities of normal
        forms, also for symbolic s.
        """
        if self._decided(-self.check_ambient(s)) == 0:  # s >= 0 on the whole cube
            return s
        primitive = primitive_part(s)[1]
        own, opposite = self._indices.get(primitive), self._indices.get(-primitive)
        if opposite is not None and (own is None or opposite < own):
            return s - s * self.heaviside(-s)
        return s * self.heaviside(s)

    def extended_point(self, p: int, parameters: Mapping[str, Rational] | None = None) -> int:
        """Return the point of the ambient cube over an input point: every indicator has the value of its decision.

        Args:
            p: a point of the n-cube of the inputs.
            parameters: the values of the parameters, if the arguments are symbolic.

        Raises:
            DomainError: if p is no point, or a parameter has no value.
        """
        check_point(p, self.n)
        for index, argument in enumerate(self._arguments, start=self.n):
            value = argument.value(p)
            if isinstance(value, ParameterPolynomial):
                value = coefficient(value.assign(parameters or {}))
            if isinstance(value, ParameterPolynomial):
                raise DomainError(f"every parameter must have a value, but {', '.join(value.names)} has none")
            p |= (value > 0) << index
        return p

    def _decided(self, s: CubePolynomial) -> int | None:
        """Decide the sign of s from its coefficients, monomial by monomial; None if they leave it open."""
        if s.parameters:
            return None
        low, high = Fraction(0), Fraction(0)
        for mask, c in s.terms:
            number = Fraction(rational(c))
            if mask == 0:
                low, high = low + number, high + number
            elif self.encoding is Encoding.SIGNS:
                low, high = low - abs(number), high + abs(number)
            else:
                low, high = low + min(number, Fraction(0)), high + max(number, Fraction(0))
        return 1 if low > 0 else 0 if high <= 0 else None

    def _new_indicator(self, primitive: CubePolynomial, label: str | None) -> int:
        index = len(self._names)
        if index == self.dimension:
            raise TooLargeError(
                f"there is room for {self.capacity} hard decisions that cannot be tabulated, and one more is needed",
                size=self.capacity + 1,
                limit=self.capacity,
                alternative="use numeric weights, fewer inputs, or a larger capacity",
            )
        head = "H" if self.encoding is Encoding.BITS else "sgn"
        candidates = [f"{head}({label})"] if label is not None else []
        candidates.append(f"{head}({primitive.to_text(self._padded_names())})")
        name = next((c for c in candidates if c not in self._names), f"{candidates[-1]}#{index + 1}")
        self._names.append(name)
        self._arguments.append(primitive)
        self._indices[primitive] = index
        return index

    def _padded_names(self) -> list[str]:
        unused = range(len(self._names), self.dimension)
        return self._names + [f"h{i + 1}" for i in unused]

    def __repr__(self) -> str:
        in_use = len(self._arguments)
        return f"Indicators(n={self.n}, {self.encoding.value}, {in_use} of {self.capacity} in use)"

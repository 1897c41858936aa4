r"""To and from sympy: the one module that knows it.

Sympy prints, simplifies and exchanges; nothing here is decided by it.  What comes back is read node by node: rational
numbers, known symbols, sums, products and powers with an exponent that is an integer >= 0.  Anything else (a float, a
function, a symbol that was not named, a negative power) is refused.  No text is read: that is the task of
`exact.expression`.

Dictionary:
    to_sympy: a number, a polynomial in parameters or a polynomial on the cube as a sympy expression.
    coefficient_from_sympy: the inverse for numbers and polynomials in parameters.
    polynomial_from_sympy: the inverse for polynomials on the cube.
    MAXIMUM_DEPTH: how deep an expression may be nested.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from exact.cube import Encoding, check_dimension
from exact.errors import DomainError, TooLargeError
from exact.parameters import Coefficient, ParameterPolynomial, coefficient, parameter
from exact.polynomial import CubePolynomial
from exact.printing import shortened, variable_names
from exact.rational import Rational, rational

MAXIMUM_DEPTH = 200


def to_sympy(value: CubePolynomial | Coefficient, names: Sequence[str] | None = None) -> Any:
    """Return a sympy expression: a sum of terms, with a symbol for each variable and parameter.

    Args:
        value: a number, a polynomial in parameters, or a polynomial on the cube.
        names: a name for each variable of the cube, at least for those that occur; x1, x2, ... by default.

    Raises:
        DomainError: if a variable that occurs has no name of its own, or that of a parameter.

    Examples:
        >>> q = CubePolynomial(2, Encoding.BITS, {0b00: 1, 0b11: parameter("a")})
        >>> to_sympy(q)
        a*x1*x2 + 1
    """
    import sympy

    if not isinstance(value, CubePolynomial):
        return _coefficient_to_sympy(value)
    variables = variable_names(value, names)
    _check_different(variables, value.parameters)
    symbols = [sympy.Symbol(name) for name in variables]
    terms = [
        sympy.Mul(_coefficient_to_sympy(c), *(symbols[i] for i in range(mask.bit_length()) if mask >> i & 1))
        for mask, c in value.terms
    ]
    return sympy.Add(*terms)


def _coefficient_to_sympy(value: Coefficient) -> Any:
    import sympy

    if isinstance(value, ParameterPolynomial):
        symbols = [sympy.Symbol(name) for name in value.names]
        return sympy.Add(
            *(
                sympy.Mul(_coefficient_to_sympy(c), *(s**e for s, e in zip(symbols, exponents, strict=True)))
                for exponents, c in value.terms
            )
        )
    number = rational(value)
    return sympy.Rational(number.numerator, number.denominator)


def coefficient_from_sympy(expression: Any, parameters: Collection[str] | None = None) -> Coefficient:
    """Read a rational number or a polynomial in parameters.

    Args:
        expression: a sympy expression.
        parameters: the symbols that may occur; None for all whose names are names of parameters.

    Raises:
        TypeError: if it is no sympy expression.
        DomainError: if it is no polynomial with rational coefficients in these parameters.
        TooLargeError: if it is nested more than 200 deep, or a power or product is too large.

    Examples:
        >>> import sympy
        >>> a = sympy.Symbol("a")
        >>> coefficient_from_sympy((a + 1) ** 2 / 2)
        ParameterPolynomial(1/2*a^2 + a + 1/2)
    """

    def leaf(name: str) -> ParameterPolynomial:
        if parameters is not None and name not in parameters:
            raise DomainError(f"a symbol must be one of {', '.join(sorted(parameters))}, not {name!r}")
        return parameter(name)

    return coefficient(_Reader(ParameterPolynomial.constant, leaf).read(expression))


def polynomial_from_sympy(
    expression: Any,
    n: int,
    encoding: Encoding,
    names: Sequence[str] | None = None,
    parameters: Collection[str] = (),
) -> CubePolynomial:
    """Read a polynomial on the cube, reduced modulo x^2 = x (bits) or x^2 = 1 (signs).

    Args:
        expression: a sympy expression.
        n: the number of variables.
        encoding: the encoding of the variables.
        names: the names of the n variables; x1, x2, ... by default.
        parameters: the other symbols that may occur.

    Raises:
        TypeError: if it is no sympy expression.
        DomainError: if it is no polynomial with rational coefficients in these symbols.
        TooLargeError: if it is nested more than 200 deep, or a power or product is too large.

    Examples:
        >>> import sympy
        >>> x1, x2 = sympy.symbols("x1 x2")
        >>> str(polynomial_from_sympy((x1 + x2) ** 2, 2, Encoding.SIGNS))
        '2 + 2*x1*x2'
    """
    variables = [f"x{i + 1}" for i in range(check_dimension(n))] if names is None else names
    if len(variables) != n:
        raise DomainError(f"there must be {n} names of variables, not {len(variables)}")
    _check_different(variables, parameters)
    leaves: Mapping[str, CubePolynomial] = {
        **{name: CubePolynomial.variable(i, n, encoding) for i, name in enumerate(variables)},
        **{name: CubePolynomial.constant(parameter(name), n, encoding) for name in parameters},
    }

    def leaf(name: str) -> CubePolynomial:
        if name not in leaves:
            raise DomainError(f"a symbol must be one of {shortened(', '.join(leaves))}, not {name!r}")
        return leaves[name]

    result: CubePolynomial = _Reader(lambda value: CubePolynomial.constant(value, n, encoding), leaf).read(expression)
    return result


def _check_different(variables: Sequence[str], parameters: Collection[str]) -> None:
    if len(set(variables)) != len(variables):
        raise DomainError(f"the names of the variables must be different, not {variables!r}")
    clash = sorted(set(variables) & set(parameters))
    if clash:
        raise DomainError(f"a parameter must not be named like a variable, as {clash[0]!r} is")


class _Reader:
    """Reads one expression, node by node, into a ring with these constants and these symbols."""

    def __init__(self, constant: Callable[[Rational], Any], leaf: Callable[[str], Any]) -> None:
        self.constant = constant
        self.leaf = leaf
        self.symbols: dict[str, Any] = {}

    def read(self, node: Any, depth: int = 0) -> Any:
        import sympy

        if not isinstance(node, sympy.Expr):
            raise TypeError(f"a sympy expression is needed, not {type(node).__name__}")
        if depth > MAXIMUM_DEPTH:
            raise TooLargeError(
                f"a sympy expression must be nested at most {MAXIMUM_DEPTH} deep", size=depth, limit=MAXIMUM_DEPTH
            )
        if isinstance(node, sympy.Rational):
            return self.constant(rational(Fraction(int(node.p), int(node.q))))
        if isinstance(node, sympy.Symbol):
            if self.symbols.setdefault(node.name, node) != node:
                raise DomainError(f"different symbols must have different names, not twice {node.name!r}")
            return self.leaf(node.name)
        if isinstance(node, sympy.Add):
            total = self.constant(0)
            for argument in node.args:
                total = total + self.read(argument, depth + 1)
            return total
        if isinstance(node, sympy.Mul):
            result = self.constant(1)
            for argument in node.args:
                result = result * self.read(argument, depth + 1)
            return result
        if isinstance(node, sympy.Pow) and isinstance(node.exp, sympy.Integer) and node.exp.p >= 0:
            return self.read(node.base, depth + 1) ** int(node.exp.p)
        raise DomainError(
            "an expression must be made of rational numbers, symbols, sums, products and powers with exponents >= 0, "
            f"not of {type(node).__name__}"
        )

r"""Outputs of softmax heads as rational functions on the cube: a numerator and a denominator, both exact polynomials.

The powers B^S of integer scores are functions on the cube, so they are polynomials there, whatever the scores are: for
an affine score in bits, B^(w0 + w1 x1 + ...) = B^w0 (1 + (B^w1 - 1) x1)(1 + (B^w2 - 1) x2)..., and for a quadratic one
by interpolation.  The output N/D of the head is a function on the cube as well, and has a polynomial of its own; but as
a quotient it keeps the form in which the head computes it.

Dictionary:
    Quotient: the output of a node as numerator over denominator, with the table of its values.
    head_quotients: the quotients of a softmax head; none for other heads.
    MAXIMUM_TABLE_VARIABLES: the largest number of variables for which the table is written out.

Normal form: numerator and denominator are those of the head, not reduced: on the cube there are no lowest terms.

Source:
    Label ``self-attention-is-gating``, steps 3 to 5, with the softmax of S-D12 `base-b-softmax`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from exact.circuit import Head
from exact.errors import TooLargeError
from exact.parameters import Coefficient, ParameterPolynomial, coefficient
from exact.polynomial import CubePolynomial
from exact.rational import Rational, rational

MAXIMUM_TABLE_VARIABLES = 10


@dataclass(frozen=True, slots=True)
class Quotient:
    """An output N/D on the cube.

    Attributes:
        output: the name of the node that sends the quotient.
        numerator: the name of the node that sends N.
        denominator: the name of the node that sends D.
        upper: the polynomial of N on the cube; its coefficients may have symbolic values of the head.
        lower: the polynomial of D on the cube; positive at every point.

    Examples:
        >>> from exact.cube import Encoding
        >>> x = CubePolynomial.variable(0, 1, Encoding.BITS)
        >>> Quotient("y", "n", "d", 2 * x, 1 + x).values()
        (0, 1)
    """

    output: str
    numerator: str
    denominator: str
    upper: CubePolynomial
    lower: CubePolynomial

    @property
    def variables(self) -> tuple[int, ...]:
        """The variables that occur in N or D, in increasing order."""
        return tuple(sorted({*self.upper.essential_variables, *self.lower.essential_variables}))

    def values(self) -> tuple[Coefficient, ...]:
        """Return N/D at all points of the cube of the variables that occur, in the order of the points.

        Raises:
            TooLargeError: for more than `MAXIMUM_TABLE_VARIABLES` variables.

        Cost:
            Two tables of 2^k values for k variables, and as many divisions.
        """
        k = len(self.variables)
        if k > MAXIMUM_TABLE_VARIABLES:
            raise TooLargeError(
                f"the table of {self.output} would have 2^{k} values",
                size=k,
                limit=MAXIMUM_TABLE_VARIABLES,
                alternative="numerator and denominator determine it",
            )
        names = {variable: place for place, variable in enumerate(self.variables)}
        above, below = self.upper.rename(names, k).values(), self.lower.rename(names, k).values()
        return tuple(_divided(a, rational(b)) for a, b in zip(above, below, strict=True))


def _divided(a: Coefficient, b: Rational) -> Coefficient:
    """Return a/b for b != 0."""
    if isinstance(a, ParameterPolynomial):
        return coefficient(a * Fraction(1, b))
    return rational(Fraction(a) / b)


def head_quotients(head: Head, outputs: Mapping[str, CubePolynomial]) -> tuple[Quotient, ...]:
    """Return the outputs of a softmax head as quotients, token by token; nothing for linear and hard heads.

    Args:
        head: the record of the head.
        outputs: the polynomials of all nodes, by name.
    """
    if head.base is None:
        return ()
    found = []
    for a in range(1, head.tokens + 1):
        for c in range(1, head.value_dimension + 1):
            upper, lower = f"{head.name}_N{a}_{c}", f"{head.name}_D{a}"
            found.append(Quotient(f"{head.name}_Y{a}_{c}", upper, lower, outputs[upper], outputs[lower]))
    return tuple(found)

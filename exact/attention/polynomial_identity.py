r"""Polynomial identities as certificates for all sizes.

What a construction does for every number of tokens rests on a few identities between polynomials in named parameters,
which hold for all numbers because both sides have the same normal form, and on one elementary inequality that is said
in words beside them: the square of an integer that is not 0 is at least 1.

Dictionary:
    PolynomialIdentity: a sentence, and the two sides.
    check_identities: refuse a list in which one does not hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exact.errors import CertificateError
from exact.parameters import ParameterPolynomial


@dataclass(frozen=True, slots=True)
class PolynomialIdentity:
    """Two polynomials in named parameters that are claimed to be equal.

    Attributes:
        statement: what the identity says, in words.
        left: the one side, as the construction computes it.
        right: the other side, as the statement says it.

    Examples:
        >>> from exact.parameters import parameter
        >>> x, y = parameter("x"), parameter("y")
        >>> PolynomialIdentity("the square of a sum", (x + y) ** 2, x**2 + 2 * x * y + y**2).holds
        True
    """

    statement: str
    left: ParameterPolynomial
    right: ParameterPolynomial

    @property
    def holds(self) -> bool:
        """Whether both sides have the same normal form."""
        return self.left == self.right


def check_identities(identities: Sequence[PolynomialIdentity]) -> None:
    """Check that every identity holds.

    Raises:
        CertificateError: with the statement of the first that does not, and the difference of its sides.
    """
    for identity in identities:
        if not identity.holds:
            raise CertificateError(
                f"the two sides differ: {identity.statement}", culprit=(identity.left - identity.right).to_text(5)
            )

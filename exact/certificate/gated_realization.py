r"""The certificate that a gated unit computes a function: integer coefficients of the gate and of what it attends to.

Dictionary:
    GatedRealization: these coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass

from exact.certificate.claim import TruthTable, check_claim, check_integer, check_work
from exact.certificate.gated_form import GatedForm
from exact.errors import CertificateError


def _product(coefficients: tuple[int, ...], vector: tuple[int, ...]) -> int:
    return sum(c * x for c, x in zip(coefficients, vector, strict=True))


@dataclass(frozen=True, slots=True)
class GatedRealization:
    """Integer coefficients with which a gated unit computes a Boolean function.

    Attributes:
        n: the number of variables.
        table: the truth table; bit p is the value at the point p.
        form: the way in which the gate acts.
        coefficients: for the gate and for each attended form its bias, its n weights, and, in the attended form of a
            multiplexed unit, the weight b of the gate.

    Examples:
        Equality is the product of two signs, x_1 and x_2:

        >>> signs = GatedForm("output-gate", "signs", "signs")
        >>> GatedRealization(2, 0b1001, signs, ((0, 1, 0), (0, 0, 1))).verify()
    """

    n: int
    table: int
    form: GatedForm
    coefficients: tuple[tuple[int, ...], ...]

    @property
    def gate_table(self) -> int:
        """The truth table of the gate."""
        table = 0
        for p in range(1 << self.n):
            if _product(self.coefficients[0], self.form.argument_vector(0, self.n, p, 0)) > 0:
                table |= 1 << p
        return table

    def verify(self, f: TruthTable | None = None) -> None:
        """Check at every point that no argument is 0, and that the demands of f are met.

        Args:
            f: the function that it must compute; its own table when left out.

        Raises:
            CertificateError: if another function is computed, with the reason and a culprit (a point, a part).

        Cost:
            2**n times the number of coefficients.
        """
        check_claim(self.n, self.table, f)
        self.form.check(self.n)
        check_work(3 * (self.n + 2) << self.n)
        self._check_shape()
        gates = self.gate_table
        for p in range(1 << self.n):
            gate, value = gates >> p & 1, self.table >> p & 1
            for index, coefficients in enumerate(self.coefficients):
                if _product(coefficients, self.form.argument_vector(index, self.n, p, gate)) == 0:
                    raise CertificateError(f"the argument {index} must not be 0 at the point {p}", culprit=p)
                demanded = self.form.demanded_vector(index, self.n, p, gate, value)
                if demanded is not None and _product(coefficients, demanded) <= 0:
                    raise CertificateError(
                        f"the value at the point {p} must be {value}, but another one is computed", culprit=p
                    )

    def _check_shape(self) -> None:
        """Refuse coefficients that are no integers, or not as many as they must be."""
        lengths = [self.form.length(index, self.n) for index in range(self.form.size)]
        if [len(coefficients) for coefficients in self.coefficients] != lengths:
            raise CertificateError(
                f"the forms must have {', '.join(map(str, lengths))} coefficients", culprit="coefficients"
            )
        for coefficients in self.coefficients:
            for c in coefficients:
                check_integer(c, "a coefficient")

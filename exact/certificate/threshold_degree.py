r"""The certificate of a threshold degree: a realization of degree d, and an obstruction of degree d - 1.

Dictionary:
    ThresholdDegree: both of them; a constant function has degree 0 and no obstruction.
"""

from __future__ import annotations

from dataclasses import dataclass

from exact.certificate.claim import TruthTable
from exact.certificate.obstruction import Obstruction
from exact.certificate.realization import Realization
from exact.errors import CertificateError


@dataclass(frozen=True, slots=True)
class ThresholdDegree:
    """The least degree of a realization, with the proof of both sides.

    Attributes:
        realization: a realization of degree d.
        obstruction: an obstruction of degree d - 1 for the same function; None for d = 0, and only then.

    Examples:
        >>> realization = Realization(2, 0x6, 2, "signs", ((3, -1),), 0)
        >>> obstruction = Obstruction(2, 0x6, 1, ((1, 1), (2, 1)), ((0, 1), (3, 1)))
        >>> certificate = ThresholdDegree(realization, obstruction)
        >>> certificate.verify()
        >>> certificate.degree
        2
    """

    realization: Realization
    obstruction: Obstruction | None

    @property
    def n(self) -> int:
        """The number of variables."""
        return self.realization.n

    @property
    def table(self) -> int:
        """The truth table."""
        return self.realization.table

    @property
    def degree(self) -> int:
        """The threshold degree."""
        return self.realization.degree

    def verify(self, f: TruthTable | None = None) -> None:
        """Check the realization, the obstruction, and that their degrees are neighbors.

        Raises:
            CertificateError: if one of them does not verify or they do not belong together.
        """
        self.realization.verify(f)
        below = -1
        if self.obstruction is not None:
            self.obstruction.verify(self.realization)
            below = self.obstruction.degree
        if below != self.realization.degree - 1:
            raise CertificateError(
                f"the obstruction must be of degree {self.realization.degree - 1}, not {below}", culprit="obstruction"
            )

r"""What the catalogue says of a class of threshold functions under permuting and negating inputs, and its check.

Every class holds exactly one function whose Chow parameters c_1 >= c_2 >= ... >= c_n are sorted and not negative: its
*normal form*, since signed permutations of the inputs act on (c_1, ..., c_n) by signed permutations, and Chow
parameters determine a threshold function among all functions.  So any function lies in the class of a row exactly if
sorting its Chow parameters gives the table of the row; no canonical form of a truth table is searched for.

A row is made from a certificate of least integer weights of its normal form.  Everything else in it follows from the
certificate, so that checking a row is: verify the certificate, make the row again, compare.

Dictionary:
    ThresholdClassRow: a row.
    row_of: the row of a normal form, with least weights searched for.
    row_from_certificate: the row that follows from a certificate.
    normal_form: the sorted form of a function, and the signed permutation that leads there.
    FIELDS: the columns with their meaning, in their order.

Sources: Chow 1961 for the parameters; Muroga, Threshold Logic and Its Applications, 1971, for minimum weights.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from math import factorial, prod

from exact.boolean import BooleanFunction
from exact.certificate import MinimumWeights, from_text, to_text
from exact.chow import chow_parameters
from exact.errors import CertificateError, ExactError
from exact.minimum_weights import minimum_weights
from exact.symmetry import SignedPermutation

FIELDS: dict[str, str] = {
    "n": "the number of variables",
    "table": "the truth table of the normal form",
    "functions": "the number of functions in the class",
    "chow": "its Chow parameters (c_0, ..., c_n) in signs, c_1 >= ... >= c_n >= 0",
    "weights": "integer weights of least sum, in signs",
    "threshold": "the threshold that belongs to the weights",
    "weight_sum": "the least sum of the absolute values of integer weights",
    "weight_maximum": "the largest of these weights (weights of another choice may have a smaller one)",
    "variables": "the number of variables on which the function depends",
    "true_points": "the number of points at which the normal form is true",
    "self_dual": "whether the function is its own dual",
    "symmetries": "the number of permutations with negations of inputs that leave the normal form as it is",
    "certificate": "the certificate that the weights realize the table and that no smaller sum does",
}


@dataclass(frozen=True, slots=True)
class ThresholdClassRow:
    """A row of the catalogue; the attributes are those of `FIELDS`."""

    n: int
    table: str
    functions: int
    chow: tuple[int, ...]
    weights: tuple[int, ...]
    threshold: str
    weight_sum: int
    weight_maximum: int
    variables: int
    true_points: int
    self_dual: bool
    symmetries: int
    certificate: str

    def to_json(self) -> dict[str, object]:
        """Return the row as plain data; numbers that may exceed 53 bits are decimal strings elsewhere, none is here."""
        plain: dict[str, object] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            plain[field.name] = list(value) if isinstance(value, tuple) else value
        return plain

    def verify(self) -> None:
        """Check the certificate, and that everything in the row follows from it.

        Raises:
            CertificateError: if something in the row is not true.
        """
        try:
            certificate = from_text(self.certificate)
        except ExactError as error:
            raise CertificateError(f"the certificate of {self.table} cannot be read: {error}") from None
        if not isinstance(certificate, MinimumWeights):
            raise CertificateError(f"the certificate of {self.table} must be one of least weights", culprit=self.table)
        certificate.verify()
        again = row_from_certificate(certificate)
        for field in fields(self):
            found = getattr(again, field.name)
            if getattr(self, field.name) != found:
                raise CertificateError(
                    f"in the row of {self.table} with n = {self.n}, {field.name} must be {found}", culprit=field.name
                )


def normal_form(f: BooleanFunction) -> tuple[BooleanFunction, SignedPermutation]:
    """Return the function with Chow parameters c_1 >= ... >= c_n >= 0, and a signed permutation that leads there.

    For a threshold function this is the same for the whole class; for other functions it need not be.

    Cost:
        That of the Chow parameters.

    Examples:
        Not x2, or x3, of three variables:

        >>> f = BooleanFunction(3, 0b11110011)
        >>> g, moved = normal_form(f)
        >>> chow_parameters(g), str(moved)
        ((4, 4, 4, 0), '[3 -1 2]')
    """
    _, *parameters = chow_parameters(f)
    order = sorted(range(f.n), key=lambda i: -abs(parameters[i]))
    images = [0] * f.n
    for place, i in enumerate(order):
        images[i] = place
    negation = sum(1 << images[i] for i in range(f.n) if parameters[i] < 0)
    moved = SignedPermutation(tuple(images), negation)
    return BooleanFunction(f.n, moved.act_on_table(f.table)), moved


def row_of(f: BooleanFunction) -> ThresholdClassRow:
    """Return the row of the class of a threshold function, with least weights searched for.

    Raises:
        DomainError: if f is no threshold function.
        TooLargeError: if n > 16.

    Cost:
        That of `minimum_weights`: two milliseconds for n = 6.

    Examples:
        >>> row = row_of(BooleanFunction(3, 0xE8))  # the majority of three
        >>> row.weights, row.functions, row.symmetries, row.self_dual
        ((1, 1, 1), 8, 6, True)
    """
    return row_from_certificate(minimum_weights(normal_form(f)[0]))


def row_from_certificate(certificate: MinimumWeights) -> ThresholdClassRow:
    """Return the row that follows from a certificate of least weights; the certificate is not verified here.

    Raises:
        CertificateError: if the function is no normal form, or the sum of the weights is not what is least.
    """
    realization = certificate.realization
    f = BooleanFunction(realization.n, realization.table)
    if certificate.objective != "sum" or realization.encoding != "signs":
        raise CertificateError("a row needs weights of least sum in signs", culprit=certificate.objective)
    if normal_form(f)[0] != f:
        raise CertificateError(f"the Chow parameters of {f.to_hex()} must be sorted and not negative", culprit=f.table)
    chow = chow_parameters(f)
    counts = Counter(chow[1:])
    functions = (factorial(f.n) // prod(map(factorial, counts.values()))) << (f.n - counts[0])
    weights = tuple(realization.weights)
    return ThresholdClassRow(
        n=f.n,
        table=f.to_hex(),
        functions=functions,
        chow=chow,
        weights=weights,
        threshold=str(realization.threshold),
        weight_sum=certificate.value,
        weight_maximum=max(map(abs, weights), default=0),
        variables=f.n - counts[0],
        true_points=f.table.bit_count(),
        self_dual=f.dual() == f,
        symmetries=(factorial(f.n) << f.n) // functions,
        certificate=to_text(certificate),
    )

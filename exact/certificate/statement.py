r"""What a certificate says, in words, and the whole check of a text.

Dictionary:
    statement: the sentence that a certificate proves; it is printed from the parts that `verify` checks.
    gated_form_text: what a function is that a gated unit computes, as a part of such a sentence.
    verify_text: read a certificate, check it, and return what it proves as plain data.
"""

from __future__ import annotations

from exact.certificate.document import Certificate, from_text, to_document
from exact.certificate.gated_form import GatedForm
from exact.certificate.gated_obstruction import GatedObstruction
from exact.certificate.gated_realization import GatedRealization
from exact.certificate.minimum_weights import MinimumWeights
from exact.certificate.obstruction import Obstruction
from exact.certificate.realization import Realization
from exact.certificate.threshold_degree import ThresholdDegree

TABLE_DIGITS = 64
VERIFY_SCHEMA = "attention-quarks/verification/1"


def statement(certificate: Certificate) -> str:
    """Return the sentence that a certificate proves; whether it does is for `verify` to say.

    Examples:
        >>> print(statement(Realization.from_weights(3, 0xE8, "signs", (1, 1, 1), 0)))
        The function 0xe8 of 3 variables is a threshold function.
    """
    subject = f"The function {_table_text(certificate)} of {certificate.n} variables"
    if isinstance(certificate, Realization):
        return f"{subject} is {_class_name(certificate.degree)}."
    if isinstance(certificate, Obstruction):
        return f"{subject} is not {_class_name(certificate.degree)}."
    if isinstance(certificate, ThresholdDegree):
        return f"{subject} has threshold degree {certificate.degree}."
    if isinstance(certificate, MinimumWeights):
        return (
            f"{subject} is a threshold function, and the {certificate.objective} of the absolute values of integer "
            f"weights that realize it is at least {certificate.value}, which is attained."
        )
    if isinstance(certificate, GatedRealization):
        return f"{subject} is {gated_form_text(certificate.form)}."
    if isinstance(certificate, GatedObstruction):
        return f"{subject} is not {gated_form_text(certificate.form)}."
    encoding = certificate.realization.encoding
    return f"{subject} has threshold density {certificate.density} in {encoding}."


def _class_name(degree: int) -> str:
    if degree == 1:
        return "a threshold function"
    return f"a polynomial threshold function of degree at most {degree}"


def gated_form_text(form: GatedForm) -> str:
    """Return what a function is that a gated unit of this form computes.

    Examples:
        >>> gated_form_text(GatedForm("output-gate", "bits", "signs"))
        'the product of two threshold functions with values in bits'
    """
    if form.mechanism == "output-gate":
        return f"the product of two threshold functions with values in {form.gate_values}"
    if form.mechanism == "selector":
        return "one of two threshold functions, selected by a third one"
    if form.mechanism == "multiplexed":
        return "the sign of an affine form to which a multiple of a threshold gate is added"
    terms = " and ".join("the bias" if synapse == 0 else f"x{synapse}" for synapse in form.gated)
    encodings = f"gate in {form.gate_values}, inputs in {form.input_values}"
    return f"the sign of an affine form in which a threshold gate multiplies {terms} ({encodings})"


def _table_text(certificate: Certificate) -> str:
    """Return the truth table in hexadecimal, the middle of a long one left out."""
    text = f"{certificate.table:0{max(1, (1 << certificate.n) // 4)}x}"
    if len(text) > TABLE_DIGITS:
        text = f"{text[: TABLE_DIGITS // 2]}...{text[-TABLE_DIGITS // 2 :]}"
    return f"0x{text}"


def verify_text(text: str | bytes) -> dict[str, object]:
    """Read a certificate from JSON text, check it, and return what it proves.

    Returns:
        `schema`, `verified` (true), `kind`, `n`, and `statement`, the sentence; what ``exact verify --json`` prints,
        but for the name of the file.

    Raises:
        InputError: if the text is no certificate.
        CertificateError: if it does not verify.

    Examples:
        >>> from exact.certificate.document import to_text
        >>> verify_text(to_text(Realization.from_weights(2, 0x8, "signs", (1, 1), 1)))["verified"]
        True
    """
    certificate = from_text(text)
    certificate.verify()
    return {
        "schema": VERIFY_SCHEMA,
        "verified": True,
        "kind": to_document(certificate)["kind"],
        "n": certificate.n,
        "statement": statement(certificate),
    }

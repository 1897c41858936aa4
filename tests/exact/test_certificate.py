"""Certificates: what verifies, what is refused and why, and what the reader does not take for a certificate.

Every refused document differs from an accepted one by one flaw, so that it is refused by one check only; the deletion
test (test_certificate_deletion.py) relies on that.
"""

import itertools
import json
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact import certificate as c
from exact.certificate import claim, document
from exact.certificate.obstruction import monomials
from exact.certificate.realization import monomial_value, polynomial_values
from exact.certificate.threshold_density import can_be_met
from exact.errors import CertificateError, InputError
from tests.exact.altered_documents import altered

MAJORITY = {
    "schema": 1,
    "kind": "realization",
    "n": 3,
    "table": "0xe8",
    "degree": 1,
    "encoding": "signs",
    "weights": [1, 1, 1],
    "threshold": "0",
}
MAJORITY_IN_BITS = {**MAJORITY, "encoding": "bits", "threshold": "3/2"}
PARITY = {
    "schema": 1,
    "kind": "realization",
    "n": 2,
    "table": "0x6",
    "degree": 2,
    "encoding": "signs",
    "terms": [[3, -1]],
    "threshold": "0",
}
PARITY_IN_BITS = {**PARITY, "encoding": "bits", "terms": [[1, 1], [2, 1], [3, -2]], "threshold": "1/2"}
FALSE = {
    "schema": 1,
    "kind": "realization",
    "n": 0,
    "table": "0x0",
    "degree": 0,
    "encoding": "bits",
    "terms": [],
    "threshold": "1",
}
NO_XOR = {
    "schema": 1,
    "kind": "obstruction",
    "n": 2,
    "table": "0x6",
    "degree": 1,
    "true": [[1, 1], [2, 1]],
    "false": [[0, 1], [3, 1]],
}


def inner(document_):
    """A certificate as it stands inside another one."""
    return {name: value for name, value in document_.items() if name != "schema"}


DEGREE_TWO = {
    "schema": 1,
    "kind": "threshold-degree",
    "realization": inner(PARITY),
    "obstruction": inner(NO_XOR),
}
DEGREE_ZERO = {"schema": 1, "kind": "threshold-degree", "realization": inner(FALSE), "obstruction": None}
DENSITY = {
    "schema": 1,
    "kind": "threshold-density",
    "realization": inner(PARITY_IN_BITS),
    "combinations": [
        {"true": [], "false": [[0, 1]]},
        {"true": [[1, 1]], "false": [[0, 1]]},
        {"true": [[2, 1]], "false": [[0, 1]]},
        {"true": [[1, 1], [2, 1]], "false": [[0, 1], [3, 1]]},
    ],
}
CONJUNCTION = {
    "kind": "realization",
    "n": 2,
    "table": "0x8",
    "degree": 1,
    "encoding": "signs",
    "weights": [1, 1],
    "threshold": "1",
}
LEAF = {"true": [[3, 2]], "false": [[1, 1], [2, 1]], "splits": []}
LEAST_SUM = {
    "schema": 1,
    "kind": "minimum-weights",
    "realization": CONJUNCTION,
    "objective": "sum",
    "proof": LEAF,
}
# The same with an unnecessary split of w_1 at 0: w_1 <= 0 contradicts 11 > 10, and above the sum of both is used.
LEAST_SUM_SPLIT = {
    **LEAST_SUM,
    "proof": {
        "variable": 0,
        "bound": 0,
        "below": {"true": [[3, 1]], "false": [[2, 1]], "splits": [[0, 1]]},
        "above": {"true": [[3, 1]], "false": [[1, 1]], "splits": [[0, 1]]},
    },
}
# x1 and (x2 or x3): {x1, x2} is true and {x1} is not, so w_2 >= 1; {x1, x3} is true, {x2, x3} is not, so w_1 > w_2.
AND_OR = {
    "kind": "realization",
    "n": 3,
    "table": "0xa8",
    "degree": 1,
    "encoding": "signs",
    "weights": [2, 1, 1],
    "threshold": "1",
}
LEAST_MAXIMUM = {
    "schema": 1,
    "kind": "minimum-weights",
    "realization": AND_OR,
    "objective": "maximum",
    "proof": {
        "variable": 1,
        "bound": 0,
        "below": {"true": [[3, 1]], "false": [[1, 1]], "splits": [[0, 1]]},
        "above": {"true": [[5, 1]], "false": [[6, 1]], "splits": [[0, 1]]},
    },
}
NOTHING_TO_PROVE = {
    "schema": 1,
    "kind": "minimum-weights",
    "realization": {**inner(FALSE), "degree": 1, "weights": []},
    "objective": "sum",
    "proof": None,
}
del NOTHING_TO_PROVE["realization"]["terms"]

ACCEPTED = {
    "majority": MAJORITY,
    "majority in bits": MAJORITY_IN_BITS,
    "parity": PARITY,
    "parity in bits": PARITY_IN_BITS,
    "false": FALSE,
    "not exclusive or": NO_XOR,
    "degree two": DEGREE_TWO,
    "degree zero": DEGREE_ZERO,
    "density": DENSITY,
    "least sum": LEAST_SUM,
    "least sum with a split": LEAST_SUM_SPLIT,
    "least maximum": LEAST_MAXIMUM,
    "nothing to prove": NOTHING_TO_PROVE,
}


@pytest.mark.parametrize("base", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_true_certificates_verify_and_are_written_as_they_were_read(base):
    certificate = c.from_document(base)
    certificate.verify()
    certificate.verify(SimpleNamespace(n=certificate.n, table=certificate.table))
    assert c.to_document(certificate) == base
    assert c.from_text(c.to_text(certificate)) == certificate
    assert c.from_text(json.dumps(base).encode()) == certificate


SENTENCES = {
    "majority": "The function 0xe8 of 3 variables is a threshold function.",
    "parity": "The function 0x6 of 2 variables is a polynomial threshold function of degree at most 2.",
    "false": "The function 0x0 of 0 variables is a polynomial threshold function of degree at most 0.",
    "not exclusive or": "The function 0x6 of 2 variables is not a threshold function.",
    "degree two": "The function 0x6 of 2 variables has threshold degree 2.",
    "density": "The function 0x6 of 2 variables has threshold density 4 in bits.",
    "least sum": "The function 0x8 of 2 variables is a threshold function, and the sum of the absolute values of "
    "integer weights that realize it is at least 2, which is attained.",
    "least maximum": "The function 0xa8 of 3 variables is a threshold function, and the maximum of the absolute values "
    "of integer weights that realize it is at least 2, which is attained.",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_text_is_checked_and_what_it_proves_is_said(name):
    base = ACCEPTED[name]
    n = base.get("n", base.get("realization", base).get("n"))
    expected = {"schema": "attention-quarks/verification/1", "verified": True, "kind": base["kind"], "n": n}
    expected["statement"] = SENTENCES[name]
    assert c.verify_text(json.dumps(base)) == expected


def test_a_text_that_proves_nothing_is_refused():
    with pytest.raises(CertificateError):
        c.verify_text(json.dumps(altered(MAJORITY, (["table"], "0xe9"))))
    with pytest.raises(InputError):
        c.verify_text("{}")


def test_a_long_table_is_shown_by_its_ends():
    sentence = c.statement(c.Realization(9, 1, 1, "bits", (), 1))
    assert "0x" + "0" * 32 + "..." + "0" * 31 + "1 of 9" in sentence


def test_the_examples_of_the_format_page_verify():
    page = Path(__file__).parents[2] / "docs" / "reference" / "certificate-format.md"
    if not page.exists():
        pytest.skip("the documentation is not here")
    examples = re.findall(r"^```json\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(examples) == 5
    for example in examples:
        c.from_text(example).verify()


# --------------------------------------------------------------------------------------------------------- not true

REJECTED = {
    "n is negative": (FALSE, [(["n"], -1)], "number of variables must be in 0", -1),
    "n is too large": (MAJORITY, [(["n"], 25), (["weights"], [1] * 25)], "must be in 0, ..., 24", 25),
    "the table has further bits": (MAJORITY, [(["table"], "0x1e8")], "2\\*\\*3 bits", "table"),
    "the degree is negative": (FALSE, [(["degree"], -1)], "degree must be at least 0", "degree"),
    "the encoding is unknown": (MAJORITY, [(["encoding"], "sign")], "encoding must be bits or signs", "encoding"),
    "the empty monomial is named": (PARITY, [(["terms"], [[0, 1], [3, -2]])], "positive and increasing", 0),
    "a monomial is repeated": (PARITY, [(["terms"], [[3, 1], [3, -1]])], "positive and increasing, not 3, 3", 3),
    "a monomial has too many variables": (PARITY, [(["degree"], 0)], "at most 0 variables, not 2", 3),
    "a monomial is outside": (PARITY, [(["terms"], [[3, -1], [4, 1]])], "below 2\\*\\*2, not 4", 4),
    "a coefficient is zero": (PARITY, [(["terms"], [[1, 0], [3, -1]])], "must not be 0", 1),
    "the threshold is touched": (MAJORITY, [(["threshold"], "1")], "must not equal the threshold at the point 3", 3),
    "a value is wrong": (MAJORITY, [(["table"], "0xe9")], "value at the point 0 must be 1", 0),
    "the obstruction has a negative degree": (NO_XOR, [(["degree"], -1)], "degree must be at least 0", "degree"),
    "no points at all": (NO_XOR, [(["true"], []), (["false"], [])], "at least one true point", "true"),
    "a sum differs": (NO_XOR, [(["degree"], 2)], "sums of the monomial 3 .* not 0 and 1", 3),
    "the numbers differ": (NO_XOR, [(["degree"], 0), (["false"], [[0, 1]])], "monomial 0 .* not 2 and 1", 0),
    "points do not increase": (NO_XOR, [(["true"], [[2, 1], [1, 1]])], "increasing, not 2, 1", 1),
    "a point is repeated": (NO_XOR, [(["degree"], 0), (["true"], [[1, 1], [1, 1]])], "increasing, not 1, 1", 1),
    "a point is negative": (NO_XOR, [(["degree"], 0), (["true"], [[-2, 1], [2, 1]])], "increasing, not -1, -2", -2),
    "a point is outside": (NO_XOR, [(["degree"], 0), (["false"], [[3, 1], [4, 1]])], "in 0, ..., 3, not 4", 4),
    "a multiplicity is zero": (NO_XOR, [(["false"], [[0, 0], [3, 2]]), (["degree"], 0)], "positive, not 0", 0),
    "a multiplicity is negative": (
        NO_XOR,
        [(["true"], [[1, -1], [2, -1]]), (["false"], [[0, -1], [3, -1]])],
        "positive, not -1",
        1,
    ),
    "a true point is false": (NO_XOR, [(["table"], "0x2")], "value at the point 2 must be 1, not 0", 2),
    "a false point is true": (NO_XOR, [(["table"], "0xe")], "value at the point 3 must be 0, not 1", 3),
    "the degree is not the next one": (
        DEGREE_TWO,
        [(["obstruction", "degree"], 0)],
        "must be of degree 1, not 0",
        "obstruction",
    ),
    "the obstruction is missing": (DEGREE_TWO, [(["obstruction"], None)], "of degree 1, not -1", "obstruction"),
    "the obstruction is of another function": (
        DEGREE_TWO,
        [(["obstruction", "table"], "0x9"), (["obstruction", "true"], [[0, 1], [3, 1]]),
         (["obstruction", "false"], [[1, 1], [2, 1]])],
        "must speak of the given function",
        "table",
    ),
    "the obstruction obstructs nothing": (
        DEGREE_TWO,
        [(["obstruction", "true"], [[1, 2]])],
        "sums of the monomial 1",
        1,
    ),
    "the realization of a degree is wrong": (DEGREE_TWO, [(["realization", "terms"], [[3, 1]])], "value at the", 0),
    "fewer monomials are not excluded": (
        DENSITY,
        [(["combinations", 3], {"true": [[1, 1]], "false": [[3, 1]]})],
        "fewer than 4 monomials must be excluded",
        "combinations",
    ),
    "an empty combination": (
        DENSITY,
        [(["combinations", 3], {"true": [], "false": []})],
        "at least one point",
        "combinations",
    ),
    "a combination of wrong points": (DENSITY, [(["combinations", 1, "true"], [[3, 1]])], "must be 1, not 0", 3),
    "a combination of wrong false points": (DENSITY, [(["combinations", 1, "false"], [[2, 1]])], "must be 0", 2),
    "the realization of a density is wrong": (
        DENSITY,
        [(["realization", "terms"], [[1, 1], [2, 1], [3, -1]]), (["combinations"], [])],
        "value at the point 3",
        3,
    ),
    "the objective is unknown": (LEAST_SUM, [(["objective"], "least")], "must be sum or maximum", "objective"),
    "the degree of least weights is two": (
        LEAST_SUM,
        [(["realization", "degree"], 2), (["realization", "weights"], ...),
         (["realization", "terms"], [[1, 1], [2, 1]])],
        "degree must be 1, not 2",
        "degree",
    ),
    "the proof is missing": (LEAST_SUM, [(["proof"], None)], "must be 0 where no proof is given, not 2", "proof"),
    "the weights are not least": (
        LEAST_SUM,
        [(["realization", "weights"], [2, 1]), (["realization", "threshold"], "2")],
        "must exclude weights of sum 2",
        "",
    ),
    "more true points than false": (LEAST_SUM, [(["proof", "true"], [[3, 3]])], "as many false points", ""),
    "a leaf has a wrong true point": (LEAST_SUM, [(["proof", "true"], [[2, 2]])], "must be 1, not 0", 2),
    "a leaf has a wrong false point": (LEAST_SUM, [(["proof", "false"], [[3, 2]])], "must be 0, not 1", 3),
    "the variable of a split is outside": (LEAST_SUM_SPLIT, [(["proof", "variable"], 2)], "in 0, ..., 1, not 2", 2),
    "the variable of a split is negative": (LEAST_SUM_SPLIT, [(["proof", "variable"], -2)], "0, ..., 1, not -2", -2),
    "a split is not on the way": (
        LEAST_SUM_SPLIT,
        [(["proof", "below", "splits"], [[1, 1]])],
        "on the way to its leaf, not at depth 1",
        "b",
    ),
    "a split has a negative depth": (
        LEAST_SUM_SPLIT,
        [(["proof", "above", "splits"], [[-1, 1]])],
        "not at depth -1",
        "a",
    ),
    "a split is subtracted": (
        LEAST_SUM_SPLIT,
        [(["proof", "above"], {"true": [[3, 2]], "false": [[1, 1], [2, 1]], "splits": [[0, -1]]}),
         (["proof", "bound"], -1), (["proof", "below", "splits"], [[0, 1]])],
        "multiplicity of a split must be positive, not -1",
        "a",
    ),
    "the half above is not excluded": (LEAST_SUM_SPLIT, [(["proof", "above", "splits"], [])], "must exclude", "a"),
    "the half below is not excluded": (LEAST_SUM_SPLIT, [(["proof", "below", "splits"], [])], "must exclude", "b"),
    "the maximum is not least": (
        LEAST_MAXIMUM,
        [(["realization", "weights"], [3, 1, 1]), (["realization", "threshold"], "2")],
        "must exclude weights of maximum 2",
        "a",
    ),
    "a proof for the sum is none for the maximum": (LEAST_SUM, [(["objective"], "maximum"),
                                                    (["realization", "weights"], [2, 2]),
                                                    (["realization", "threshold"], "2")], "maximum 1", ""),
}  # fmt: skip


@pytest.mark.parametrize(("base", "changes", "message", "culprit"), REJECTED.values(), ids=REJECTED.keys())
def test_false_certificates_are_refused_with_the_reason(base, changes, message, culprit):
    certificate = c.from_document(altered(base, *changes))
    with pytest.raises(CertificateError, match=message) as refusal:
        certificate.verify()
    assert refusal.value.culprit == culprit


def test_a_certificate_is_refused_for_another_function():
    with pytest.raises(CertificateError, match="given function"):
        c.from_document(MAJORITY).verify(SimpleNamespace(n=3, table=0xE9))
    with pytest.raises(CertificateError, match="given function"):
        c.from_document(NO_XOR).verify(SimpleNamespace(n=3, table=0x6))


@pytest.mark.parametrize(
    "made",
    [
        c.Realization(3.0, 0xE8, 1, "signs", ((1, 1), (2, 1), (4, 1)), 0),
        c.Realization(3, 232.0, 1, "signs", ((1, 1), (2, 1), (4, 1)), 0),
        c.Realization(3, 0xE8, True, "signs", ((1, 1), (2, 1), (4, 1)), 0),
        c.Realization(3, 0xE8, 1, "signs", ((True, 1), (2, 1), (4, 1)), 0),
        c.Realization(3, 0xE8, 1, "signs", ((1, 1.0), (2, 1), (4, 1)), 0),
        c.Realization(3, 0xE8, 1, "signs", ((1, 1), (2, 1), (4, 1)), 0.0),
        c.Obstruction(2, 6, 1.0, ((1, 1), (2, 1)), ((0, 1), (3, 1))),
        c.Obstruction(2, 6, 1, ((1.0, 1), (2, 1)), ((0, 1), (3, 1))),
        c.Obstruction(2, 6, 1, ((1, True), (2, 1)), ((0, 1), (3, 1))),
    ],
)
def test_what_is_no_integer_is_refused(made):
    with pytest.raises(CertificateError, match="must be an integer, not"):
        made.verify()


def test_a_threshold_of_a_third_is_refused():
    certificate = c.Realization(3, 0xE8, 1, "signs", ((1, 1), (2, 1), (4, 1)), Fraction(1, 3))
    with pytest.raises(CertificateError, match="integer or half an integer, not 1/3"):
        certificate.verify()


@pytest.mark.parametrize(("field", "value"), [("variable", 0.0), ("bound", 0.5), ("depth", True), ("times", 1.0)])
def test_a_proof_of_minimality_with_other_numbers_than_integers_is_refused(field, value):
    parts = {"variable": 0, "bound": 0, "depth": 0, "times": 1, field: value}
    leaf = c.Leaf(((3, 1),), ((2, 1),), ((parts["depth"], parts["times"]),))
    above = c.Leaf(((3, 1),), ((1, 1),), ((0, 1),))
    proof = c.Split(parts["variable"], parts["bound"], leaf, above)
    with pytest.raises(CertificateError, match="must be an integer"):
        c.MinimumWeights(c.Realization.from_weights(2, 8, "signs", (1, 1), 1), "sum", proof).verify()


def test_a_proof_that_is_too_deep_is_refused():
    leaf = c.Leaf(((3, 2),), ((1, 1), (2, 1)), ())
    realization = c.Realization.from_weights(2, 8, "signs", (1, 1), 1)
    proof = leaf
    for _ in range(100):
        proof = c.Split(0, 0, proof, leaf)
    c.MinimumWeights(realization, "sum", proof).verify()
    with pytest.raises(CertificateError, match="not be deeper than 100"):
        c.MinimumWeights(realization, "sum", c.Split(0, 0, proof, leaf)).verify()


def test_what_takes_too_long_to_verify_is_refused_before_it_starts():
    with pytest.raises(CertificateError, match="verifiable in"):
        c.Realization(24, 0, 60, "bits", (), 1).verify()
    points = tuple((p, 1) for p in range(1 << 10))
    with pytest.raises(CertificateError, match="verifiable in"):
        c.Obstruction(24, 0, 24, points, points).verify()
    pairs = tuple((((), ((p, 1),))) for p in range(1 << 10)) * 2
    realization = c.Realization(20, 0, 0, "signs", (), 1)
    with pytest.raises(CertificateError, match="verifiable in"):
        c.ThresholdDensity(realization, pairs).verify()
    sparse = c.Realization(7, 0, 1, "bits", tuple((1 << i, -1) for i in range(7)), 1)
    with pytest.raises(CertificateError, match="verifiable in"):
        c.ThresholdDensity(sparse, ((((), ((0, 1),))),)).verify()


# -------------------------------------------------------------------------------------------------- not a certificate

MALFORMED = {
    "no object": ([], [], "must be an object, not \\[\\]", "certificate"),
    "another schema": (MAJORITY, [(["schema"], 2)], "must be 1, not 2", "schema"),
    "a schema that is true": (MAJORITY, [(["schema"], True)], "must be 1, not True", "schema"),
    "no schema": (MAJORITY, [(["schema"], ...)], "must be 1, not None", "schema"),
    "another kind": (MAJORITY, [(["kind"], "proof")], "must be one of realization, .*, not 'proof'", "kind"),
    "a kind that is a list": (MAJORITY, [(["kind"], [])], "must be one of", "kind"),
    "a field is missing": (MAJORITY, [(["n"], ...)], "must have a field 'n'", "realization"),
    "a field too many": (MAJORITY, [(["name"], "maj")], "must not have a field 'name'", "realization"),
    "a field too many with terms": (PARITY, [(["weights"], [])], "must not have a field 'weights'", "realization"),
    "a field too many in an obstruction": (NO_XOR, [(["k"], 2)], "must not have a field 'k'", "obstruction"),
    "n is a text": (MAJORITY, [(["n"], "3")], "must be an integer, not '3'", "realization.n"),
    "n is true": (MAJORITY, [(["n"], True)], "must be an integer, not True", "realization.n"),
    "the table is a number": (MAJORITY, [(["table"], 232)], "must be a text, not 232", "realization.table"),
    "the table has capitals": (MAJORITY, [(["table"], "0xE8")], "hexadecimal digits", "realization.table"),
    "the table has an underscore": (MAJORITY, [(["table"], "0xe_8")], "hexadecimal digits", "realization.table"),
    "the threshold is a number": (MAJORITY, [(["threshold"], 0)], "must be a text", "realization.threshold"),
    "the threshold is a decimal": (MAJORITY, [(["threshold"], "0.5")], '"-1" or "3/2"', "realization.threshold"),
    "the threshold is a third": (MAJORITY, [(["threshold"], "1/3")], '"-1" or "3/2"', "realization.threshold"),
    "weights are no list": (MAJORITY, [(["weights"], {})], "must be a list, not {}", "realization.weights"),
    "a weight too few": (MAJORITY, [(["weights"], [1, 1])], "n = 3 entries, not 2", "realization.weights"),
    "a weight is a text": (MAJORITY, [(["weights", 1], "1")], "an integer, not '1'", "realization.weights[1]"),
    "a term is no pair": (PARITY, [(["terms", 0], [1, 2, 3])], "a pair, not a list of 3", "realization.terms[0]"),
    "a point is no list": (NO_XOR, [(["true", 1], 3)], "must be a list, not 3", "obstruction.true[1]"),
    "a point is a text": (NO_XOR, [(["true", 1, 0], "1")], "must be an integer", "obstruction.true[1][0]"),
    "a multiplicity is true": (NO_XOR, [(["false", 0, 1], True)], "an integer", "obstruction.false[0][1]"),
    "the kind inside is another": (
        DEGREE_TWO,
        [(["realization", "kind"], "obstruction")],
        "must be 'realization', not 'obstruction'",
        "threshold-degree.realization.kind",
    ),
    "the obstruction is a list": (
        DEGREE_TWO,
        [(["obstruction"], [])],
        "must be an object",
        "threshold-degree.obstruction",
    ),
    "a field too many in a degree": (DEGREE_TWO, [(["degree"], 2)], "must not have", "threshold-degree"),
    "a field too many in a density": (DENSITY, [(["density"], 4)], "must not have", "threshold-density"),
    "a field too many in a combination": (
        DENSITY,
        [(["combinations", 0, "k"], 4)],
        "must not have",
        "threshold-density.combinations[0]",
    ),
    "a field too many in least weights": (LEAST_SUM, [(["value"], 2)], "must not have", "minimum-weights"),
    "a field too many in a leaf": (LEAST_SUM, [(["proof", "r"], 2)], "must not have", "minimum-weights.proof"),
    "a field too many in a split": (LEAST_SUM_SPLIT, [(["proof", "r"], 2)], "must not", "minimum-weights.proof"),
    "a leaf without splits": (
        LEAST_SUM_SPLIT,
        [(["proof", "below", "splits"], ...)],
        "must have a field 'splits'",
        "minimum-weights.proof.below",
    ),
}


@pytest.mark.parametrize(("base", "changes", "message", "field"), MALFORMED.values(), ids=MALFORMED.keys())
def test_other_documents_are_refused_with_the_field(base, changes, message, field):
    with pytest.raises(InputError, match=message) as refusal:
        c.from_text(json.dumps(altered(base, *changes)))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must be JSON"),
        ("{", "must be JSON"),
        (b"\xff", "must be UTF-8 text; byte 0"),
        ('{"schema": 1, "schema": 1}', "field 'schema' must not be repeated"),
        ('{"schema": 1.0}', "integer without point and exponent, not 1.0"),
        ('{"schema": 1e0}', "integer without point and exponent, not 1e0"),
        ('{"schema": NaN}', "integer without point and exponent, not NaN"),
        ('{"schema": ' + "1" * 1001 + "}", "at most 1000 digits, not 1001"),
        ("[" * 401 + "]" * 401, "nested at most 400 deep"),
        (" " * ((1 << 24) + 1), "at most 16777216 characters"),
        (b" " * ((1 << 24) + 1), "at most 16777216 characters"),
    ],
)
def test_other_texts_are_refused(text, message):
    with pytest.raises(InputError, match=message):
        c.from_text(text)


def test_text_that_is_nested_as_deep_as_allowed_reaches_the_reader():
    with pytest.raises(InputError, match="must be an object"):
        c.from_text("[" * 400 + "]" * 400)
    with pytest.raises(InputError, match="must be an object"):
        c.from_text("[" + "[]," * 500 + "[]]")


@given(st.binary(max_size=60))
def test_any_bytes_give_a_certificate_or_an_input_error(data):
    with pytest.raises(InputError):
        c.from_text(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.text(max_size=3) | st.just("0xe8"),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from("nkxy"), parts, max_size=2),
    max_leaves=6,
)


@given(st.sampled_from(list(ACCEPTED.values())), st.data(), json_values)
def test_any_change_of_a_field_is_read_refused_or_verified_without_another_error(base, data, value):
    paths = [(name,) for name in base] + [
        (name, part) for name, fields in base.items() if isinstance(fields, dict) for part in fields
    ]
    changed = altered(base, (data.draw(st.sampled_from(paths)), value))
    try:
        certificate = c.from_document(changed)
        certificate.verify()
    except (InputError, CertificateError):
        return
    assert c.from_document(c.to_document(certificate)) == certificate


# ------------------------------------------------------------------------------------------------------------ its parts


@given(st.integers(0, 4), st.sampled_from(["bits", "signs"]), st.data())
def test_values_of_a_polynomial_are_the_sums_of_its_monomials(n, encoding, data):
    terms = data.draw(st.dictionaries(st.integers(0, (1 << n) - 1), st.integers(-(2**70), 2**70)))
    expected = []
    for p in range(1 << n):
        x = [p >> i & 1 if encoding == "bits" else 2 * (p >> i & 1) - 1 for i in range(n)]
        total = 0
        for mask, coefficient in terms.items():
            product = coefficient
            for i in range(n):
                product *= x[i] if mask >> i & 1 else 1
            total += product
        expected.append(total)
    assert polynomial_values(n, encoding, terms) == expected
    sums = [sum(q * monomial_value(p, mask, encoding) for mask, q in terms.items()) for p in range(1 << n)]
    assert sums == expected


def test_monomials_are_the_masks_of_bounded_size():
    for n, degree in itertools.product(range(6), range(7)):
        assert sorted(monomials(n, degree)) == [s for s in range(1 << n) if s.bit_count() <= degree]


@given(st.lists(st.frozensets(st.integers(0, 5), max_size=4), max_size=5), st.integers(0, 4))
def test_meeting_every_family_is_decided_as_by_trying_all_sets(families, size):
    sets = itertools.chain.from_iterable(itertools.combinations(range(6), k) for k in range(size + 1))
    assert can_be_met(families, size) == any(all(family & set(chosen) for family in families) for chosen in sets)


@pytest.mark.parametrize("n", [17, 18])
def test_large_tables_are_checked_face_by_face(n):
    table = ((1 << (1 << n)) - 1) ^ 1
    weights = (1,) * n
    certificate = c.Realization.from_weights(n, table, "bits", weights, Fraction(1, 2))
    certificate.verify()
    flipped = c.Realization.from_weights(n, table ^ 1 << (1 << n) - 2, "bits", weights, Fraction(1, 2))
    with pytest.raises(CertificateError) as refusal:
        flipped.verify()
    assert refusal.value.culprit == (1 << n) - 2


def test_weights_beyond_two_to_the_sixty_are_checked_exactly():
    large = 10**40
    certificate = c.Realization.from_weights(3, 0xE8, "bits", (large, large + 1, large + 2), 2 * large)
    certificate.verify()
    wrong = c.Realization.from_weights(3, 0xE8, "bits", (large, large + 1, large + 2), 2 * large + 1)
    with pytest.raises(CertificateError, match="must not equal the threshold at the point 3"):
        wrong.verify()


def test_an_obstruction_shows_its_summability_pair():
    certificate = c.from_document(NO_XOR)
    assert (certificate.k, certificate.sum) == (2, (1, 1))
    assert c.from_document(DEGREE_TWO).degree == 2
    assert c.from_document(DENSITY).density == 4
    assert c.from_document(LEAST_MAXIMUM).value == 2


def test_verifying_loads_the_standard_library_only():
    program = (
        "import sys, json\n"
        "from exact.certificate import from_text\n"
        f"for text in {[json.dumps(base) for base in ACCEPTED.values()]!r}:\n"
        "    from_text(text).verify()\n"
        "names = {name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names) - {'__main__'}\n"
        "ours = sorted(name for name in sys.modules if name.startswith('exact'))\n"
        "print(json.dumps([sorted(names), ours]))"
    )
    result = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    names, ours = json.loads(result.stdout)
    assert names == ["exact"]
    assert all(name.startswith("exact.certificate") for name in ours if name not in {"exact", "exact.errors"})


def test_limits_are_as_documented():
    assert claim.MAXIMUM_DIMENSION == 24
    assert document.MAXIMUM_TEXT == 1 << 24

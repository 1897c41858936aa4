"""Certificates about gated units: what verifies, what is refused and why.

Every refused document differs from an accepted one by one flaw; the deletion test relies on that.
"""

import json
import subprocess
import sys

import pytest

from exact import certificate as c
from exact.boolean import BooleanFunction
from exact.certificate import claim
from exact.certificate.gated_obstruction import MAXIMUM_GATE_DEPTH
from exact.errors import CertificateError, InputError
from exact.gate_search import decide_gated
from tests.exact.altered_documents import altered


def realization(table, mechanism, gate_values, input_values, gated, coefficients):
    return {
        "schema": 1,
        "kind": "gated-realization",
        "n": 2,
        "table": table,
        "mechanism": mechanism,
        "gate_values": gate_values,
        "input_values": input_values,
        "gated": gated,
        "coefficients": coefficients,
    }


def leaf(form, *points):
    return {"form": form, "points": [[p, 1] for p in points]}


def ask(point, false, true):
    return {"point": point, "false": false, "true": true}


EQUALITY = realization("0x9", "output-gate", "signs", "signs", [], [[0, 1, 0], [0, 0, 1]])
CONJUNCTION = realization("0x8", "output-gate", "bits", "signs", [], [[0, 1, 0], [0, 0, 1]])
IN_BITS = realization("0x8", "output-gate", "bits", "bits", [], [[-1, 2, 0], [-1, 0, 2]])
SELECTED = realization("0x6", "selector", "signs", "signs", [], [[0, 0, 1], [0, -1, 0], [0, 1, 0]])
MULTIPLEXED = realization("0x6", "multiplexed", "signs", "signs", [], [[1, -1, -1], [-1, 1, 1, 2]])
TURNED = realization("0x9", "synaptic-gate", "signs", "signs", [1], [[0, 0, 1], [0, 1, 0]])
OPENED = realization("0x6", "synaptic-gate", "bits", "bits", [1, 2], [[3, -2, -2], [-1, 2, 2]])
BIASED = realization("0x8", "synaptic-gate", "bits", "signs", [0], [[1, 0, 0], [-1, 1, 1]])
_EVEN = ask(3, leaf(1, 2, 3), leaf(1, 0, 1, 2, 3))
_REST = ask(1, leaf(1, 0, 1), ask(2, _EVEN, _EVEN))
NO_XOR = {
    "schema": 1,
    "kind": "gated-obstruction",
    "n": 2,
    "table": "0x6",
    "mechanism": "synaptic-gate",
    "gate_values": "bits",
    "input_values": "bits",
    "gated": [1],
    "proof": ask(0, _REST, _REST),
}
# Both factors are true at the true points; then neither is false at as many of the others as it must.
_FACTORS = ask(
    0,
    ask(3, leaf(0, 0, 1, 2, 3), ask(5, leaf(0, 0, 1, 4, 5), leaf(1, 1, 3, 5, 7))),
    ask(3, ask(5, leaf(0, 1, 3, 5, 7), leaf(1, 0, 1, 4, 5)), leaf(1, 0, 1, 2, 3)),
)
NO_PARITY = {
    **NO_XOR,
    "n": 3,
    "table": "0x96",
    "mechanism": "output-gate",
    "gated": [],
    "proof": ask(1, leaf(1, 1), ask(2, leaf(1, 2), ask(4, leaf(1, 4), ask(7, leaf(1, 7), _FACTORS)))),
}

ACCEPTED = {
    "equality": EQUALITY,
    "conjunction": CONJUNCTION,
    "conjunction in bits": IN_BITS,
    "selected": SELECTED,
    "multiplexed": MULTIPLEXED,
    "turned": TURNED,
    "opened": OPENED,
    "biased": BIASED,
    "no exclusive or": NO_XOR,
    "no parity": NO_PARITY,
}


@pytest.mark.parametrize("base", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_true_certificates_verify_and_are_written_as_they_were_read(base):
    certificate = c.from_document(base)
    certificate.verify()
    certificate.verify(BooleanFunction(certificate.n, certificate.table))
    assert c.to_document(certificate) == base
    assert c.from_text(c.to_text(certificate)) == certificate


def test_parts_of_a_certificate_are_counted_and_tabulated():
    assert c.from_document(NO_XOR).leaves == 10
    assert c.from_document(NO_PARITY).leaves == 10
    assert c.from_document(SELECTED).gate_table == 0b1100
    assert c.from_document(OPENED).gate_table == 0b0111


SENTENCES = {
    "equality": "is the product of two threshold functions with values in signs.",
    "selected": "is one of two threshold functions, selected by a third one.",
    "multiplexed": "is the sign of an affine form to which a multiple of a threshold gate is added.",
    "opened": "is the sign of an affine form in which a threshold gate multiplies x1 and x2 (gate in bits, inputs in "
    "bits).",
    "biased": "is the sign of an affine form in which a threshold gate multiplies the bias (gate in bits, inputs in "
    "signs).",
    "no parity": "is not the product of two threshold functions with values in bits.",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_what_a_certificate_proves_is_said(name):
    base = ACCEPTED[name]
    sentence = f"The function {base['table']} of {base['n']} variables {SENTENCES[name]}"
    assert c.verify_text(json.dumps(base))["statement"] == sentence


@pytest.mark.parametrize(
    ("table", "n", "form", "p"),
    [
        (0x6EC9D286, 5, c.GatedForm("selector", "bits", "bits"), 12),
        (0x4DA9, 4, c.GatedForm("multiplexed", "bits", "bits"), 0),
        (0x96, 3, c.GatedForm("output-gate", "signs", "signs"), 0),
        (0x96, 3, c.GatedForm("synaptic-gate", "signs", "signs", (1, 2, 3)), 0),
    ],
)
def test_larger_proofs_verify_and_not_for_a_function_of_the_class(table, n, form, p):
    proof = decide_gated(BooleanFunction(n, table), form)
    assert isinstance(proof, c.GatedObstruction)
    c.from_text(c.to_text(proof)).verify()
    other = BooleanFunction(n, table ^ 1 << p)
    assert isinstance(decide_gated(other, form), c.GatedRealization)
    with pytest.raises(CertificateError):
        c.GatedObstruction(n, other.table, form, proof.proof).verify()


REJECTED = {
    "another mechanism": (EQUALITY, [(["mechanism"], "gate")], "one of output-gate, .*, not 'gate'", "mechanism"),
    "gate values are unknown": (EQUALITY, [(["gate_values"], "sign")], "bits or signs, not 'sign'", "encoding"),
    "input values are unknown": (EQUALITY, [(["input_values"], "sign")], "bits or signs, not 'sign'", "encoding"),
    "a synapse is repeated": (TURNED, [(["gated"], [1, 1])], "increasing, not 1, 1", 1),
    "a synapse is negative": (TURNED, [(["gated"], [-1, 1])], "increasing, not -1, -1", -1),
    "a synapse is outside": (TURNED, [(["gated"], [1, 3])], "must be in 0, ..., 2, not 3", 3),
    "a synapse of a multiplexed unit": (MULTIPLEXED, [(["gated"], [1])], "synaptic-gate and only then", "gated"),
    "no synapse": (
        TURNED,
        [(["gated"], []), (["table"], "0xa")],
        "synaptic-gate and only then",
        "gated",
    ),
    "a form too many": (
        EQUALITY,
        [(["coefficients"], [[0, 1, 0], [0, 0, 1], [0, 0, 1]])],
        "must have 3, 3 coefficients",
        "coefficients",
    ),
    "a coefficient too few": (
        MULTIPLEXED,
        [(["coefficients"], [[1, -1, -1], [-1, 1, 1]])],
        "must have 3, 4 coefficients",
        "coefficients",
    ),
    "an argument is zero where nothing is demanded": (
        CONJUNCTION,
        [(["coefficients"], [[0, 1, 0], [1, -1, 2]])],
        "argument 1 must not be 0 at the point 0",
        0,
    ),
    "the argument of the gate is zero": (
        CONJUNCTION,
        [(["coefficients"], [[0, 1, 1], [0, 1, 1]]), (["table"], "0x8")],
        "argument 0 must not be 0 at the point 1",
        1,
    ),
    "a product of signs is wrong": (EQUALITY, [(["table"], "0x8")], "value at the point 0 must be 0", 0),
    "a product is false where both are true": (CONJUNCTION, [(["table"], "0x0")], "point 3 must be 0", 3),
    "a product is true where the gate is false": (CONJUNCTION, [(["table"], "0x9")], "point 0 must be 1", 0),
    "a selected value is wrong": (SELECTED, [(["table"], "0x7")], "point 0 must be 1", 0),
    "another selected value is wrong": (SELECTED, [(["table"], "0xe")], "point 3 must be 1", 3),
    "a multiplexed value is wrong": (MULTIPLEXED, [(["table"], "0x7")], "point 0 must be 1", 0),
    "a synaptic value is wrong": (OPENED, [(["table"], "0xe")], "point 3 must be 1", 3),
    "the table has further bits": (NO_XOR, [(["table"], "0x16")], "2\\*\\*2 bits", "table"),
    "the form of an obstruction is none": (NO_XOR, [(["gated"], [3])], "must be in 0, ..., 2, not 3", 3),
    "a point is outside": (NO_XOR, [(["proof", "point"], 4)], "in 0, ..., 3, not 4", 4),
    "a point is negative": (NO_XOR, [(["proof", "point"], -1)], "in 0, ..., 3, not -1", -1),
    "a point is asked for twice": (
        NO_XOR,
        [(["proof"], ask(0, ask(0, _REST, _REST), _REST))],
        "point 0 must not be asked for twice",
        0,
    ),
    "a form is outside": (NO_XOR, [(["proof", "false", "false", "form"], 2)], "must be in 0, ..., 1, not 2", "form"),
    "a form is negative": (NO_XOR, [(["proof", "false", "false", "form"], -1)], "in 0, ..., 1, not -1", "form"),
    "a leaf is empty": (NO_XOR, [(["proof", "false", "false", "points"], [])], "at least one point", "points"),
    "points do not increase": (
        NO_XOR,
        [(["proof", "false", "false", "points"], [[1, 1], [0, 1]])],
        "increasing, not 1, 0",
        0,
    ),
    "a point of a leaf is not asked for": (
        NO_XOR,
        [(["proof", "false", "false"], leaf(1, 0, 2))],
        "been asked for its value at the point 2",
        2,
    ),
    "a multiplicity is zero": (
        NO_XOR,
        [(["proof", "false", "false", "points"], [[0, 0]])],
        "multiplicity of the point 0 must be positive, not 0",
        0,
    ),
    "a point demands nothing": (
        NO_PARITY,
        [(["proof", "true", "true", "true", "true", "false", "false"], leaf(1, 0, 1, 2, 3))],
        "point 0 demands nothing of the form 1",
        0,
    ),
    "demands do not contradict each other": (
        NO_XOR,
        [(["proof", "false", "false", "points", 0, 1], 2)],
        "add up to zero, not to \\(-1, 0, 0\\)",
        "points",
    ),
    "the half below is not refuted": (NO_XOR, [(["proof", "false"], leaf(1, 0))], "add up to zero", "points"),
    "the half above is not refuted": (NO_XOR, [(["proof", "true"], leaf(1, 0))], "add up to zero", "points"),
}  # fmt: skip


@pytest.mark.parametrize(("base", "changes", "message", "culprit"), REJECTED.values(), ids=REJECTED.keys())
def test_false_certificates_are_refused_with_the_reason(base, changes, message, culprit):
    certificate = c.from_document(altered(base, *changes))
    with pytest.raises(CertificateError, match=message) as refusal:
        certificate.verify()
    assert refusal.value.culprit == culprit


def test_a_certificate_is_refused_for_another_function():
    for base in (EQUALITY, NO_XOR):
        with pytest.raises(CertificateError, match="given function"):
            c.from_document(base).verify(BooleanFunction(3, 0xE8))


_SYNAPTIC = c.GatedForm("synaptic-gate", "bits", "bits", (True,))
_EQUAL = c.GatedForm("output-gate", "signs", "signs")


@pytest.mark.parametrize(
    "made",
    [
        c.GatedRealization(2, 9, _SYNAPTIC, ((0, 0, 1), (0, 1, 0))),
        c.GatedRealization(2, 9, _EQUAL, ((0, 1, 0), (0, 0, 1.0))),
        c.GatedObstruction(2, 9, _EQUAL, c.GateSplit(True, c.GateLeaf(1, ()), c.GateLeaf(1, ()))),
        c.GatedObstruction(2, 9, _EQUAL, c.GateLeaf(1.0, ())),
        c.GatedObstruction(2, 9, _EQUAL, c.GateLeaf(1, ((0.0, 1),))),
        c.GatedObstruction(2, 9, _EQUAL, c.GateSplit(0, c.GateLeaf(1, ((0, True),)), c.GateLeaf(1, ((0, True),)))),
    ],
)
def test_what_is_no_integer_is_refused(made):
    with pytest.raises(CertificateError, match="must be an integer, not"):
        made.verify()


def test_a_proof_that_is_too_deep_is_refused():
    tree = c.GateLeaf(1, ((0, 1),))
    for point in range(MAXIMUM_GATE_DEPTH + 1):
        tree = c.GateSplit(point, tree, tree)
    proof = c.GatedObstruction(9, 1, c.GatedForm("output-gate", "bits", "bits"), tree)
    with pytest.raises(CertificateError, match="at most 256 questions deep"):
        proof.verify()


def test_what_takes_too_long_to_verify_is_refused(monkeypatch):
    constant = c.GatedRealization(24, 0, _EQUAL, ((1,) + (0,) * 24, (-1,) + (0,) * 24))
    with pytest.raises(CertificateError, match="verifiable in"):
        constant.verify()
    monkeypatch.setattr(claim, "MAXIMUM_WORK", 50)
    with pytest.raises(CertificateError, match="verifiable in 50 steps"):
        c.from_document(NO_XOR).verify()


MALFORMED = {
    "a field is missing": (EQUALITY, [(["gated"], ...)], "must have a field 'gated'", "gated-realization"),
    "a field too many": (EQUALITY, [(["proof"], {})], "must not have a field 'proof'", "gated-realization"),
    "the mechanism is a number": (EQUALITY, [(["mechanism"], 1)], "must be a text", "gated-realization.mechanism"),
    "a coefficient is a text": (
        EQUALITY,
        [(["coefficients", 1, 2], "1")],
        "must be an integer",
        "gated-realization.coefficients[1][2]",
    ),
    "synapses are no list": (EQUALITY, [(["gated"], 1)], "must be a list", "gated-realization.gated"),
    "a field too many in an obstruction": (NO_XOR, [(["k"], 1)], "must not have a field 'k'", "gated-obstruction"),
    "a field too many in a question": (NO_XOR, [(["proof", "k"], 1)], "must not have", "gated-obstruction.proof"),
    "a field too many in a leaf": (
        NO_XOR,
        [(["proof", "true", "false", "k"], 1)],
        "must not have",
        "gated-obstruction.proof.true.false",
    ),
    "a leaf without points": (
        NO_XOR,
        [(["proof", "true", "false", "points"], ...)],
        "must have a field 'points'",
        "gated-obstruction.proof.true.false",
    ),
    "a proof that is a list": (NO_XOR, [(["proof"], [])], "must be an object", "gated-obstruction.proof"),
}


@pytest.mark.parametrize(("base", "changes", "message", "field"), MALFORMED.values(), ids=MALFORMED.keys())
def test_other_documents_are_refused_with_the_field(base, changes, message, field):
    with pytest.raises(InputError, match=message) as refusal:
        c.from_document(altered(base, *changes))
    assert refusal.value.field == field


def test_verifying_loads_the_standard_library_only():
    program = (
        "import sys, json\n"
        "from exact.certificate import from_text\n"
        f"for text in {[json.dumps(base) for base in ACCEPTED.values()]!r}:\n"
        "    from_text(text).verify()\n"
        "names = {name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names) - {'__main__'}\n"
        "ours = [name for name in sys.modules if name.startswith('exact.')]\n"
        "print(sorted(names), all(name.startswith(('exact.certificate', 'exact.errors')) for name in ours))"
    )
    result = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "['exact'] True"

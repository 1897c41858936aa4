"""Which gated classes contain a function?  Definitions by brute force, proofs, limits, and the command."""

import itertools
import json
import random
import subprocess
import sys

import numpy as np
import pytest

from exact.boolean import BooleanFunction
from exact.certificate import GatedForm, GatedObstruction, GatedRealization, from_document, from_text
from exact.command import main
from exact.counting.gated_class import gated_class
from exact.counting.gated_methods import count_gated
from exact.errors import DomainError, InputError, TooLargeError
from exact.gate_clauses import clause_of, demands_of, short_clauses
from exact.gate_search import Undecided, _FoundError, _Search, decide_gated
from exact.gated_decision import CLASS_NAMES, _with_a_true_gate, classify, gated_classes
from exact.orbit import class_representatives, orbit, orbit_sizes
from exact.self_dual import regular_self_dual_functions
from exact.structure import npn_class
from exact.symmetry import Group

BITS_PRODUCT = GatedForm("output-gate", "bits", "bits")
SIGNS_PRODUCT = GatedForm("output-gate", "signs", "signs")
MULTIPLEXED = GatedForm("multiplexed", "bits", "bits")
SELECTOR = GatedForm("selector", "bits", "bits")
CLASSES = {
    "output-gate bits": BITS_PRODUCT,
    "output-gate signs": SIGNS_PRODUCT,
    "multiplexed": MULTIPLEXED,
    "selector": SELECTOR,
}
COUNTED = {
    "output-gate bits": gated_class("output-gate", values="bits"),
    "output-gate signs": gated_class("output-gate", values="signs"),
    "multiplexed": gated_class("multiplexed"),
    "selector": gated_class("selector"),
}


def inputs(p, n, values):
    """The inputs at a point, as numbers."""
    return [p >> i & 1 if values == "bits" else 2 * (p >> i & 1) - 1 for i in range(n)]


def small_coefficients(length, largest):
    """Coefficients of affine forms: a bias up to 4 times a size, and further even coefficients up to twice the size."""
    weights = range(-2 * largest, 2 * largest + 1, 2)
    biases = range(-4 * largest, 4 * largest + 1)
    return np.array(list(itertools.product(biases, *[weights] * (length - 1))))


def affine_tables(coefficients, rows):
    """The functions that affine forms have at rows, where they are not 0."""
    values = np.array(rows) @ coefficients.T
    above = (values > 0)[:, (values != 0).all(axis=0)]
    return set((np.left_shift(1, np.arange(len(rows))) @ above).tolist())


def threshold_tables(n):
    return affine_tables(small_coefficients(n + 1, 2), [[1, *inputs(p, n, "signs")] for p in range(1 << n)])


def members_by_definition(n, form):
    """The functions that gated units with all gates and with small coefficients compute."""
    gates = threshold_tables(n)
    full = (1 << (1 << n)) - 1
    if form.mechanism == "output-gate":
        pairs = itertools.product(gates, repeat=2)
        return {f & g if form.gate_values == "bits" else full ^ f ^ g for f, g in pairs}
    if form.mechanism == "selector":
        return {(g & a) | (~g & b & full) for g in gates for a in gates for b in gates}
    found = set()
    multiplexed = form.mechanism == "multiplexed"
    coefficients = small_coefficients(n + 1 + multiplexed, 3)
    for g in gates:
        rows = []
        for p in range(1 << n):
            row = [1, *inputs(p, n, form.input_values)]
            signal = inputs(g >> p & 1, 1, form.gate_values)[0]
            if multiplexed:
                rows.append([*row, signal])
            else:
                rows.append([x * signal if i in form.gated else x for i, x in enumerate(row)])
        found |= affine_tables(coefficients, rows)
    return found


def members(n, form):
    """The functions that are decided to be in the class of a form."""
    decided = (decide_gated(BooleanFunction(n, table), form) for table in range(1 << (1 << n)))
    return {answer.table for answer in decided if isinstance(answer, GatedRealization)}


@pytest.mark.parametrize("n", [0, 1, 2])
def test_every_class_of_few_variables_is_that_of_the_definition(n):
    for form in {form for gated in gated_classes(n) for form in gated.forms}:
        assert members(n, form) == members_by_definition(n, form)


@pytest.mark.slow
def test_every_class_of_three_variables_is_that_of_the_definition():
    for form in {form for gated in gated_classes(3) for form in gated.forms}:
        assert members(3, form) == members_by_definition(3, form)


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        (BITS_PRODUCT, [4, 16, 246]),
        (SIGNS_PRODUCT, [4, 16, 254]),
        (MULTIPLEXED, [4, 16, 256]),
        (SELECTOR, [4, 16, 256]),
        (GatedForm("synaptic-gate", "signs", "signs", (1,)), [4, 16, 252]),
        (GatedForm("synaptic-gate", "bits", "bits", (1,)), [4, 14, 132]),
    ],
)
def test_classes_of_few_variables_have_the_numbers_derived_by_hand(form, numbers):
    assert [len(members(n, form)) for n in (1, 2, 3)] == numbers


def threshold_functions(n):
    """All threshold functions of four or five variables, from the self-dual ones of one variable more."""
    return {
        table
        for self_dual in regular_self_dual_functions(n + 1)
        for i in range(n + 1)
        for table in orbit(BooleanFunction(n + 1, self_dual).restrict({i: 1}).table, n, Group.NPN)
    }


@pytest.mark.slow
def test_every_class_of_four_variables_is_decided_as_by_trying_all_gates():
    """The definition: all pairs of threshold functions; for selectors all gates and what agrees with f on each half.

    A multiplexed unit with the gate g is a threshold function F of five variables with x_5 = g: all pairs of F and g,
    up to symmetry.
    """
    tables, five, full = threshold_functions(4), threshold_functions(5), 0xFFFF
    assert (len(tables), len(five)) == (1882, 94572)  # A000609
    halves = {g: {f & g for f in tables} for g in tables}
    gates = [g for g in class_representatives(4, Group.NP).tolist() if g in tables]
    multiplexed = set()
    for table in {(table >> 16 & g) | (table & full & ~g) for g in gates for table in five}:
        if table not in multiplexed:
            multiplexed.update(orbit(table, 4, Group.NP))
    representatives = class_representatives(4, Group.NP)
    numbers = dict.fromkeys(CLASSES, 0)
    for table, size in zip(representatives.tolist(), orbit_sizes(representatives, 4, Group.NP).tolist(), strict=True):
        expected = {
            "output-gate bits": any(table & ~g == 0 and table in halves[g] for g in tables),
            "output-gate signs": any(full ^ table ^ g in tables for g in tables),
            "multiplexed": table in multiplexed,
            "selector": any(table & g in halves[g] and table & ~g in halves[full ^ g] for g in tables),
        }
        found = {
            name: isinstance(decide_gated(BooleanFunction(4, table), form), GatedRealization)
            for name, form in CLASSES.items()
        }
        assert found == expected
        for name in CLASSES:
            numbers[name] += size * found[name]
    for method in ("enumeration", "decision"):
        assert numbers == {name: count_gated(gated, 4, method).value for name, gated in COUNTED.items()}


@pytest.mark.slow
@pytest.mark.parametrize("synapse", ["any", "all", "bias"])
def test_as_many_functions_of_four_variables_are_decided_as_are_counted(synapse):
    """Inputs and gate in signs, so that a class is closed under negating and permuting inputs."""
    [gated] = [
        gated
        for gated in gated_classes(4)
        if gated.options == {"synapse": synapse, "input_values": "signs", "gate_values": "signs"}
    ]
    representatives = class_representatives(4, Group.NP)
    number = 0
    for table, size in zip(representatives.tolist(), orbit_sizes(representatives, 4, Group.NP).tolist(), strict=True):
        f = BooleanFunction(4, table)
        if any(isinstance(decide_gated(f, form), GatedRealization) for form in gated.forms):
            number += size
    for method in ("enumeration", "decision"):
        assert number == count_gated(gated_class("synaptic-gate", **gated.options), 4, method).value


@pytest.mark.slow
def test_products_of_five_variables_are_decided_as_by_trying_all_gates():
    tables, full = threshold_functions(5), 0xFFFFFFFF
    listed = sorted(tables)
    source = random.Random(1)  # noqa: S311
    for _ in range(8):
        f, g = source.sample(listed, 2)
        for table in (f & g, full ^ f ^ g, f & g ^ 1 << source.randrange(32), source.getrandbits(32)):
            larger = [g for g in listed if table & ~g == 0]
            least = {g & ~table for g in larger}
            products = any(not a & b for a in least for b in least) if len(least) < 3000 else None
            found = isinstance(decide_gated(BooleanFunction(5, table), BITS_PRODUCT), GatedRealization)
            assert products is None or found == products
            equal = any(full ^ table ^ g in tables for g in listed)
            assert isinstance(decide_gated(BooleanFunction(5, table), SIGNS_PRODUCT), GatedRealization) == equal


@pytest.mark.slow
def test_classes_contain_each_other_as_they_must():
    """A unit with any of these gates is a threshold function on both halves of its gate."""
    for table in class_representatives(4, Group.NPN).tolist()[::6]:
        found = classify(BooleanFunction(4, table))
        answers = {answer.gated_class.title: answer.member for answer in found.memberships}
        assert None not in answers.values()
        for title, member in answers.items():
            assert answers["selector"] or not member
            assert not found.threshold or member
            if "--synapse one" in title and member:
                assert answers[title.replace("one", "any")]


# ------------------------------------------------------------------------------------------------- answers and limits


def test_a_function_of_five_variables_gets_an_answer_for_every_class():
    product = BooleanFunction.threshold([3, 3, -3, -3, -3], 0) & BooleanFunction.threshold([-1, 3, -2, 2, 3], 0)
    assert not classify(product, []).threshold
    found = {m.gated_class.title: m for m in classify(product, ["output-gate", "selector"]).memberships}
    assert found["output-gate --values bits"].member
    assert found["selector"].member
    for answer in found.values():
        for certificate in answer.certificates:
            certificate.verify(product)
    found = classify(BooleanFunction.parity(5), ["output-gate", "multiplexed"])
    assert [answer.member for answer in found.memberships] == [False, False, False]
    assert all(isinstance(c, GatedObstruction) for answer in found.memberships for c in answer.certificates)
    assert found.limit is None  # for so few variables the limit does not count


def test_a_limit_makes_no_answer_and_the_same_one_every_time():
    f = BooleanFunction(6, 0x91B7584A2265B1F5)
    assert decide_gated(f, SIGNS_PRODUCT, 20_000) == Undecided(SIGNS_PRODUCT, 20_000)
    found = classify(f, ["output-gate"], limit=300_000)  # 226449 clauses are looked at for bits, 6637935 for signs
    assert [answer.member for answer in found.memberships] == [False, None]
    assert found.memberships[1].certificates == ()
    assert found.limit == 300_000


def test_a_product_of_six_variables_is_found_within_the_limit():
    f = BooleanFunction.threshold([3, 2, -1, 1, 1, 2], 1) & BooleanFunction.threshold([-1, 2, 2, 1, -3, 1], 0)
    found = decide_gated(f, BITS_PRODUCT, 2_000_000)
    assert isinstance(found, GatedRealization)
    found.verify(f)


def test_large_threshold_functions_are_in_every_class_and_others_are_not_searched():
    f = BooleanFunction.threshold([5, 3, 3, 2, 2, 1, 1, 1, -1], 2)
    assert all(answer.member for answer in classify(f).memberships)
    found = classify(BooleanFunction.parity(9))
    assert {answer.member for answer in found.memberships} == {None}
    assert (found.threshold, found.threshold_degree, found.npn) == (False, None, None)
    document = found.to_document()
    assert document["npn"] is None
    with pytest.raises(TooLargeError):
        classify(BooleanFunction(17, 1))


def test_canonical_forms_and_labels_are_those_of_the_class():
    f, g = BooleanFunction(3, 0xE8), BooleanFunction(3, 0x17)
    assert classify(f, []).npn.label == classify(g, []).npn.label == "npn3-0x17"
    found = npn_class(BooleanFunction(4, 0x1EE1))
    assert found.transformation.act_on_table(0x1EE1) == found.canonical_form.table
    assert found.canonical_form.table == min(orbit(0x1EE1, 4, Group.NPN))


def test_progress_is_told():
    seen = []
    classify(BooleanFunction.parity(2), ["output-gate"], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_wrong_questions_are_refused():
    f = BooleanFunction.parity(2)
    with pytest.raises(InputError, match="not 'gate'"):
        classify(f, ["gate"])
    with pytest.raises(DomainError, match="not -1"):
        classify(f, limit=-1)
    with pytest.raises(DomainError, match="not -1"):
        decide_gated(f, SELECTOR, -1)
    with pytest.raises(TooLargeError):
        decide_gated(BooleanFunction.parity(9), SELECTOR)
    with pytest.raises(DomainError, match="this function is none"):
        _with_a_true_gate(f, SELECTOR)


def test_a_contradiction_is_found_by_a_linear_program_where_no_clause_tells_it():
    """Without the clauses that are listed beforehand the search learns all that it needs."""
    for form in CLASSES.values():
        for table in (0x69, 0x16, 0xE8):
            f = BooleanFunction(3, table)
            search = _Search(f, form, None)
            search.clauses = []
            try:
                tree, _ = search.refute(0, 0, [])
            except _FoundError:
                assert isinstance(decide_gated(f, form), GatedRealization)
            else:
                GatedObstruction(3, table, form, tree).verify(f)
                assert isinstance(decide_gated(f, form), GatedObstruction)


def test_clauses_are_contradictions_and_none_of_them_excludes_a_gate():
    f = BooleanFunction(3, 0x16)
    gates = threshold_tables(3)
    clauses = short_clauses(demands_of(f, SIGNS_PRODUCT))
    for clause in clauses:
        excluded = [g for g in gates if g & clause.mask == clause.value]
        assert not any(0xFF ^ f.table ^ g in gates for g in excluded)
    allowed = [g for g in gates if not any(g & clause.mask == clause.value for clause in clauses)]
    assert sorted(allowed) == sorted(g for g in gates if 0xFF ^ f.table ^ g in gates)
    assert clause_of(0, [(1, 0), (1, 1)]) is None


def test_more_clauses_than_the_limit_are_left_out_and_the_answers_stay(monkeypatch):
    f = BooleanFunction(4, 0x1EE1)
    answers = [type(decide_gated(f, form)) for form in CLASSES.values()]
    monkeypatch.setattr("exact.gate_clauses.MAXIMUM_CLAUSES", 5)
    assert [type(decide_gated(f, form)) for form in CLASSES.values()] == answers


# --------------------------------------------------------------------------------------------------------- the command


def run(capsys, *arguments):
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_the_command_prints_what_the_function_returns(capsys):
    status, out, err = run(capsys, "classify", "0x16", "--n", "3", "--json")
    assert (status, err) == (0, "")
    data = json.loads(out)
    assert data == classify(BooleanFunction(3, 0x16)).to_document()
    assert data["npn"]["label"] == "npn3-0x16"
    assert from_document(data["threshold_degree"]).degree == 2
    assert len(data["classes"]) == 20
    for row in data["classes"]:
        for certificate in row["certificates"]:
            from_document(certificate).verify(BooleanFunction(3, 0x16))


def test_witnesses_and_proofs_are_said_in_words(capsys):
    _, out, _ = run(capsys, "classify", "0x6", "--n", "2")
    lines = out.splitlines()
    assert lines[:2] == ["class under NPN: npn2-0x6", "threshold degree: 2"]
    assert "--synapse one --input-values bits --gate-values bits: no; proved by 10 contradictions" in out
    assert "--synapse one --input-values signs --gate-values signs: yes; g is -x2 > 0, f is g x1 > 0" in out
    assert "f is -3 g + 4 x1 - 2 x2 > 0" in out
    _, out, _ = run(capsys, "classify", "--formula", "x1 & x2", "--class", "selector")
    assert "selector: yes; g is true, f1 is -1 + x1 + x2 > 0, f0 is -1 + x1 + x2 > 0" in out
    table = BooleanFunction.parity(9).to_hex()
    _, out, _ = run(capsys, "classify", table, "--n", "9", "--class", "multiplexed")
    assert "class under NPN: not computed" in out
    assert out.splitlines()[1:] == ["threshold function: no", "multiplexed: not found within the limit"]


def test_written_certificates_verify_in_a_fresh_process(capsys, tmp_path):
    folder = tmp_path / "new" / "certificates"
    assert run(capsys, "classify", "0x69", "--n", "3", "--out", str(folder))[0] == 0
    names = sorted(path.name for path in folder.iterdir())
    assert "output-gate-values-bits.json" in names
    assert "synaptic-gate-synapse-any-input_values-signs-gate_values-signs-3.json".replace("_", "-") in names
    path = folder / "output-gate-values-bits.json"
    program = [sys.executable, "-m", "exact", "verify", str(path)]
    result = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    for path in folder.iterdir():
        from_text(path.read_text()).verify()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "must be given, not none"),
        (["0x6"], 2, "--n"),
        (["0x6", "--n", "2", "--class", "gate"], 2, f"must be one of {', '.join(CLASS_NAMES)}, not 'gate'"),
        (["0x6", "--n", "2", "--limit", "-1"], 2, "not -1"),
        (["0x6", "--n", "2", "--limit", "many"], 2, "--limit"),
        (["0x0", "--n", "17"], 3, "17"),
    ],
)
def test_wrong_commands_are_refused_in_one_line(capsys, arguments, status, message):
    found, out, err = run(capsys, "classify", *arguments)
    assert (found, out) == (status, "")
    assert err.count("\n") == 1
    assert message in err


def test_a_directory_that_cannot_be_made_is_refused(capsys, tmp_path):
    (tmp_path / "file").write_text("")
    status, _, err = run(capsys, "classify", "0x6", "--n", "2", "--class", "selector", "--out", str(tmp_path / "file"))
    assert status == 2
    assert "directory cannot be made" in err

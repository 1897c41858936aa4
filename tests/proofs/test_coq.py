"""Coq itself: it accepts the exported library, refuses what is false, and rests on the expected axioms.

Where ``coqc`` is not installed these tests are not run.
"""

import json
from pathlib import Path

import pytest

from proofs import kernel
from proofs.coq_check import (
    REAL_AXIOMS,
    HandWritten,
    _compile,
    check_export,
    check_hand_written,
    coq_version,
    read_hand_written,
    recheck,
)
from proofs.coq_record import RECORD, make_record, read_record, states_after
from proofs.errors import MalformedProofError, RejectedStepError
from proofs.export_coq import LOGICAL, export_items, files_of, write_folder
from proofs.facts import fact_of
from proofs.library import Library, read_file
from proofs.reader import read_items
from proofs.syntax import Lemma
from tests.proofs.interpretation import Interpretation
from tests.proofs.test_certificates import mutated

CORPUS = Path(__file__).parent / "corpus" / "accept"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(coq_version() is None, reason="not run: coqc is not installed (Debian: package coq)"),
]


@pytest.fixture(scope="module")
def compiled(exported, tmp_path_factory):
    """Return a folder with the compiled files of the library."""
    folder = tmp_path_factory.mktemp("coq")
    write_folder(exported, folder)
    for file in files_of(exported):
        assert _compile(file, folder, 600)[1] == ""
    return folder


def test_coq_accepts_the_whole_library_and_the_record_says_the_same(library, exported):
    items = check_export(exported)
    assert items.refused == {}
    by_hand = check_hand_written(read_hand_written())
    assert by_hand.refused == {}
    for block in exported.blocks:
        for theorem in block.theorems:
            cited = {axiom for axiom in items.axioms[theorem] if axiom.rpartition(".")[2].startswith("cite_")}
            assert {axiom.rpartition(".")[2] for axiom in cited} == set(block.cites), theorem
            assert items.axioms[theorem] - cited == (REAL_AXIOMS if block.real else frozenset()), theorem
    record = make_record(library, "", exported, items, by_hand)
    assert {**read_record(RECORD), "coq": ""} == record
    found = Library.load()
    found.check(["cover-count-closed-form"])
    found.coq = states_after(found, exported, items, by_hand)
    assert found.describe("cover-count-closed-form")["coq"] == "accepted"
    assert found.status("cover-count-closed-form") == "checked+coq"


@pytest.mark.parametrize(
    "name", ["arith_rules", "citations", "definitions", "finite_data", "nested_induction", "terms"]
)
def test_coq_accepts_what_the_corpus_accepts(name):
    export = export_items(read_file(CORPUS / f"{name}.json"))
    acceptance = check_export(export)
    assert (export.left_out, acceptance.refused) == ({}, {})


# ---------------------------------------------------------------------------------------------------------- recheck

LEMMA = "Lemma one : 1 = 1. Proof. reflexivity. Qed.\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (LEMMA, ""),
        (LEMMA + "Axiom free : 1 = 2.\n", "the axioms must not contain AttentionQuarks.Sample.free"),
        (LEMMA + "Unset Guard Checking.\nFixpoint f (n : nat) : nat := f n.\n", "not AttentionQuarks.Sample.f"),
        (LEMMA + "Unset Positivity Checking.\nInductive t := C : (t -> False) -> t.\n", "positivity is assumed"),
        (LEMMA + "Unset Universe Checking.\nDefinition u : Type := Type.\n", "not AttentionQuarks.Sample.u"),
    ],
)
def test_coqchk_finds_what_a_compiled_file_assumes(tmp_path, text, reason):
    (tmp_path / "Sample.v").write_text(text, encoding="ascii")
    assert _compile("Sample", tmp_path, 600)[1] == ""
    found = recheck(["Sample"], tmp_path)
    assert (reason in found) if reason else found == ""


def test_coqchk_refuses_a_compiled_file_that_is_cut_off(tmp_path):
    (tmp_path / "Sample.v").write_text(LEMMA, encoding="ascii")
    assert _compile("Sample", tmp_path, 600)[1] == ""
    whole = (tmp_path / "Sample.vo").read_bytes()
    (tmp_path / "Sample.vo").chmod(0o644)
    (tmp_path / "Sample.vo").write_bytes(whole[: len(whole) // 2])
    assert recheck(["Sample"], tmp_path) != ""


def test_coqchk_accepts_an_export_and_a_theorem_written_by_hand():
    export = export_items(read_file(CORPUS / "finite_data.json"))
    assert check_export(export, again=True).recheck == ""
    row = next(row for row in read_hand_written() if row.name == "binomial_sum_at_most_power")
    assert check_hand_written([row], again=True).recheck == ""


# ------------------------------------------------------------------------------------------------------- difference


def let_everything_through(patch):
    """Take the checks out of the kernel, so that a false certificate is exported."""

    def conclusion(step, _, sequent, theory):
        return fact_of(step.conclusion, sequent.variables, theory)

    patch.setattr(kernel, "implies", lambda *_: True)
    patch.setattr(kernel, "_arithmetic", conclusion)


def needed_items(library, name):
    files = library.files_for([library.entries[name].item])[:-1]
    return [item for file in files for item in read_file(file)]


def other_statements(library, name, theory):
    """Yield the mutants of a lemma with another statement that has a meaning, and whether the kernel accepts them."""
    document = json.loads(library.entries[name].file.read_text(encoding="utf-8"))
    for path, text in mutated(document):
        if len(path) < 4 or path[2] not in ("hyps", "concl"):
            continue
        try:
            (item,) = read_items(text.encode())
            for comparison in (*item.hypotheses, item.conclusion):
                fact_of(comparison, dict(item.variables), theory)
        except (MalformedProofError, RejectedStepError):
            continue
        try:
            kernel.accept(item, theory)
        except (MalformedProofError, RejectedStepError):
            yield item, False
        else:
            yield item, True


def sampled(library, exported, lemmas_at_most):
    """Return false mutants that the kernel refuses, and mutants that it accepts, one of each for some lemmas."""
    numbers = Interpretation([entry.item for entry in library.entries.values()])
    names = [block.name for block in exported.blocks if block.file in ("Integers", "Reals")]
    lemmas = [name for name in names if isinstance(library.entries[name].item, Lemma)]
    false, accepted = [], []
    for name in lemmas[:: -(-len(lemmas) // lemmas_at_most)]:
        theory = kernel.EMPTY
        for item in needed_items(library, name):
            theory = kernel.accept(item, theory)
        found = list(other_statements(library, name, theory))
        wrong = [item for item, is_accepted in found if not is_accepted and numbers.trial(item)[1] is not None]
        false += wrong[len(wrong) // 2 :][:1]
        accepted += [item for item, is_accepted in found if is_accepted][:1]
    return false, accepted


def block_text(library, item):
    (*_, block) = export_items([*needed_items(library, item.name), item]).blocks
    assert block.name == item.name
    return block.text


def says(compiled, file, text):
    """Return what coqc says against a file that imports the library."""
    head = "From Coq Require Import ZArith Lia Reals Lra List Bool.\n"
    head += f"From {LOGICAL} Require Import Prelude Integers Reals.\n"
    (compiled / f"{file}.v").write_text(head + text, encoding="utf-8")
    return _compile(file, compiled, 600)[1]


def test_coq_refuses_false_statements_and_accepts_what_the_kernel_accepts(library, exported, compiled, monkeypatch):
    false, accepted = sampled(library, exported, 16)
    assert len(false) >= 10
    assert len(accepted) >= 3
    # a module for each, so that no mutant stands in for the lemma that another one uses
    modules = enumerate(block_text(library, item) for item in accepted)
    text = "".join(f"Module Accepted_{index}.\n{block}End Accepted_{index}.\n" for index, block in modules)
    assert says(compiled, "Accepted", text) == ""
    refused = stopped = 0
    with monkeypatch.context() as patch:
        let_everything_through(patch)
        for index, item in enumerate(false):
            try:
                export = export_items([*needed_items(library, item.name), item])
            except KeyError:  # a hypothesis that was taken away is named in the proof, which cannot be written
                stopped += 1
                continue
            if item.name in export.left_out:
                stopped += 1
                continue
            problem = says(compiled, f"False_{index}", export.blocks[-1].text)
            assert problem != "", item
            assert "Syntax error" not in problem, problem
            assert "not found in the current environment" not in problem, problem
            refused += 1
    assert refused > stopped


def test_the_functions_have_the_values_of_their_definitions(library, compiled):
    numbers = Interpretation([entry.item for entry in library.entries.values()])
    rows = []
    for name in ("choose", "power", "binomial_sum", "cover_count"):
        rows += [f"{name} {a} {b} = {numbers.apply(name, (a, b))}" for a in range(7) for b in range(7)]
    rows += [f"cut_product {n} = {numbers.apply('cut_product', (n,))}" for n in range(7)]
    statement = " /\\ ".join(f"({row})%Z" for row in rows)
    assert says(compiled, "Tables", f"Goal {statement}.\nProof. vm_compute; tauto. Qed.\n") == ""
    assert says(compiled, "Wrong", "Goal (choose 4 2 = 7)%Z.\nProof. vm_compute; tauto. Qed.\n") != ""


# --------------------------------------------------------------------------------------------------------- refusals


def test_a_refused_item_is_named_with_all_that_rests_on_it_and_hides_nothing(library):
    items = [*needed_items(library, "binomial-sum-of-none"), library.entries["binomial-sum-of-none"].item]
    items += [item for item in needed_items(library, "choose-two") if item not in items]
    items.append(library.entries["choose-two"].item)
    export = export_items(items)
    wrong = "choose-one"
    blocks = [
        block._replace(text=block.text.replace("Proof.", "Proof. exact I.")) if block.name == wrong else block
        for block in export.blocks
    ]
    acceptance = check_export(export._replace(blocks=tuple(blocks)))
    assert set(acceptance.refused) == {wrong, "choose-two"}
    assert acceptance.refused["choose-two"] == f"rests on {wrong}"
    assert "Integers.v" in acceptance.refused[wrong]
    assert acceptance.axioms["lemma_binomial_sum_of_none"] == frozenset()


def test_an_axiom_that_was_not_expected_is_refused(library):
    export = export_items([*needed_items(library, "choose-one"), library.entries["choose-one"].item])
    *front, last = export.blocks
    start, end = last.text.index("Proof."), last.text.index("Qed.")
    hidden = last.text[:start].replace("Lemma lemma_choose_one", "Axiom hidden")
    text = hidden + last.text[:start] + "Proof. exact hidden. " + last.text[end:]
    acceptance = check_export(export._replace(blocks=(*front, last._replace(text=text))))
    assert acceptance.refused == {"choose-one": "the axioms must not contain Integers.hidden"}
    assert "lemma_choose_pascal" in acceptance.axioms


def test_theorems_written_by_hand_are_compiled_and_their_axioms_compared(tmp_path):
    (tmp_path / "A.v").write_text("Axiom cite_Key : 0 = 1.\nTheorem closed : True. Proof. exact I. Qed.\n")
    (tmp_path / "B.v").write_text(
        f"From {LOGICAL} Require Import A.\nTheorem cited : 1 = 0. Proof. symmetry; exact cite_Key. Qed.\n"
    )
    (tmp_path / "C.v").write_text("Theorem wrong : 0 = 1. Proof. reflexivity. Qed.\n")
    key = frozenset(["cite_Key"])
    rows = [
        HandWritten("closed-label", "closed", "A.v", frozenset()),
        HandWritten("cited-label", "cited", "B.v", key),
        HandWritten("silent-label", "cited", "B.v", frozenset()),
        HandWritten("wrong-label", "wrong", "C.v", frozenset()),
        HandWritten("absent-label", "absent", "A.v", frozenset()),
    ]
    acceptance = check_hand_written(rows, tmp_path)
    assert set(acceptance.refused) == {"silent-label", "wrong-label", "absent-label"}
    assert "Unable to unify" in acceptance.refused["wrong-label"]
    assert "cite_Key" in acceptance.refused["silent-label"]
    assert set(acceptance.axioms) == {"closed", "cited"}

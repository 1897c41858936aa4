"""The export to Coq, without Coq: what is written, what the record says, and how statuses follow from it."""

import json
import shutil
import sys

import pytest

from proofs import command, coq_check, coq_record, export_coq
from proofs.coq_check import (
    LOADED_AXIOMS,
    Acceptance,
    HandWritten,
    hand_written_files,
    parse_assumptions,
    parse_context,
    read_hand_written,
    recheck,
    unexpected,
    unexpected_context,
)
from proofs.coq_record import recorded_states
from proofs.coq_states import CoqStates
from proofs.coq_terms import canonical, coq_name, lemma_name, write_comparison
from proofs.errors import MalformedProofError, ProofError
from proofs.export_coq import export_items, file_text, write_folder
from proofs.facts import Signature
from proofs.library import Library, read_file
from proofs.polynomials import add, constant, multiply, variable
from proofs.syntax import Citation, Comparison, Finite, Lemma, Steps

NAME = "binomial-sum-at-most-power"


def block_of(exported, name):
    return next(block for block in exported.blocks if block.name == name)


def test_everything_that_the_kernel_checks_is_exported(library, exported):
    assert exported.left_out == {}
    assert {block.name for block in exported.blocks} == set(library.entries)


def test_a_statement_is_written_as_it_stands(exported):
    text = block_of(exported, NAME).text
    assert text.startswith(
        "Lemma lemma_binomial_sum_at_most_power : forall (N : Z) (r : Z), (N >= 2)%Z -> (r >= 2)%Z -> "
        "(((power N r) - (2 * (binomial_sum (N - 1)%Z (r + 1)%Z))) >= (N - 2))%Z.\nProof.\n"
    )
    assert text.endswith("Qed.\n")


def test_every_exported_lemma_ends_its_proof_and_admits_nothing(exported):
    for block in exported.blocks:
        cited = sum(name.startswith("cite_") for name in block.theorems)
        assert block.text.count("Lemma ") == block.text.count("Qed.") == len(block.theorems) - cited
        assert block.text.count("Axiom ") == cited
        assert "dmit" not in block.text


def test_files_import_what_stands_before_them_and_the_section_has_its_symbols(exported, tmp_path):
    files = write_folder(exported, tmp_path)
    assert [path.name for path in files[2:]] == [f"{file}.v" for file in export_coq.FILES]
    place = {block.name: export_coq.FILES.index(block.file) for block in exported.blocks}
    order = {block.name: index for index, block in enumerate(exported.blocks)}
    for block in exported.blocks:
        for other in block.needs:
            assert place[other] <= place[block.name]
            assert order[other] < order[block.name]
    text = file_text(exported, "Sequences")
    assert text.index("Section Sequences.") < text.index("Variable weight : Z -> R.") < text.index("End Sequences.")
    assert (tmp_path / "_CoqProject").read_text(encoding="utf-8").startswith("-Q . AttentionQuarks\nPrelude.v\n")


def test_names_stay_different_and_no_name_of_coq_is_shadowed():
    names = ["n", "Z", "R", "R_", "R__", "fun", "fun_", "n_", "lemma_a", "Z_square", "IH0", "S", "S_"]
    assert len({coq_name(name) for name in names}) == len(names)
    assert (coq_name("n"), coq_name("R"), coq_name("R_")) == ("n", "R_", "R__")
    assert lemma_name("a-b") == "lemma_a_b"
    assert lemma_name("a-b", cited=True) == "cite_a_b"


def test_arguments_that_are_not_canonical_get_rewritings_innermost_first():
    functions = {"f": Signature(("Z",), "Z")}
    inner = ("f", ("+", 1, "x"))
    text, rewritings = write_comparison(Comparison(("f", ("+", inner, 1, 1)), "=", 0), "Z", functions)
    assert text == "((f ((f (1 + x)%Z) + 1 + 1)%Z) = 0)%Z"
    assert rewritings == (
        ("(f (1 + x)%Z)", "(f (x + 1)%Z)"),
        ("(f ((f (x + 1)%Z) + 1 + 1)%Z)", "(f ((f (x + 1)%Z) + 2)%Z)"),
    )


def test_equal_polynomials_have_one_text():
    x, y = variable("x"), variable("y")
    assert canonical(multiply(add(x, y), add(y, x)), {}) == canonical(multiply(add(y, x), add(x, y)), {})
    assert canonical(constant(0), {}) == "0"
    assert canonical(add(multiply(x, x), constant(-1)), {}) == "((x ^ 2) + (-1))"


def test_what_the_kernel_refuses_is_left_out_with_all_that_rests_on_it():
    claim = Comparison("x", ">=", 0)
    wrong = Lemma("wrong", (("x", "Z"),), (), claim, Steps((), "h0"))
    cited = Citation("cited", (("x", "Z"),), (), claim, "Key")
    export = export_items([wrong, cited])
    assert export.left_out == {"wrong": "is refused by the kernel: wrong/qed: qed: no fact h0 before this step"}
    (block,) = export.blocks
    assert block.text == "Axiom cite_cited : forall (x : Z), (x >= 0)%Z.\n"
    assert block.cites == ("cite_cited",)


def test_a_citation_is_named_by_all_that_rests_on_it():
    corpus = export_coq.Path(__file__).parent / "corpus" / "accept" / "citations.json"
    export = export_items(read_file(corpus))
    cites = {block.name: block.cites for block in export.blocks}
    for item in read_file(corpus):
        if isinstance(item, Citation):
            assert cites[item.name] == (lemma_name(item.name, cited=True),)
    assert any(len(found) == 2 for found in cites.values())
    assert any(not found for found in cites.values())


# ----------------------------------------------------------------------------------------------------------- record


def test_the_committed_record_is_that_of_the_library_as_it_is_now(library):
    states = recorded_states(library)
    assert {name for name, state in states.items.items() if state != "recorded"} == set()
    assert set(states.items) == set(library.entries)
    assert all(state == "recorded" for found in states.theorems.values() for state in found)


def changed_record(tmp_path, change):
    record = coq_record.read_record(coq_record.RECORD)
    change(record)
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


@pytest.mark.parametrize("key", ["statement", "certificate", "coq"])
def test_a_different_digest_is_stale_and_gives_no_status(tmp_path, key):
    path = changed_record(tmp_path, lambda record: record["items"][NAME].update({key: "0" * 64}))
    found = Library.load()
    found.check([NAME])
    found.coq = recorded_states(found, [NAME], path)
    assert (found.describe(NAME)["coq"], found.status(NAME)) == ("stale", "checked")
    assert found.coq.items["binomial-sum-gap"] == "recorded"
    found.coq = recorded_states(found, [NAME])
    assert (found.describe(NAME)["coq"], found.status(NAME)) == ("recorded", "checked+coq")


def test_without_an_entry_coq_has_not_run(library, tmp_path):
    path = changed_record(tmp_path, lambda record: record["items"].pop(NAME))
    assert recorded_states(library, [NAME], path).items[NAME] == "not-run"
    assert recorded_states(library, [NAME], tmp_path / "none.json").items[NAME] == "not-run"


def test_a_change_of_the_prelude_or_of_what_is_used_makes_the_record_stale(library, tmp_path, monkeypatch):
    folder = tmp_path / "coq_library"
    shutil.copytree(export_coq.LIBRARY, folder)
    with (folder / "Prelude.v").open("a", encoding="utf-8") as file:
        file.write("(* changed *)\n")
    monkeypatch.setattr(export_coq, "LIBRARY", folder)
    assert set(recorded_states(library, [NAME]).items.values()) == {"stale"}


def test_the_digest_of_a_lemma_contains_that_of_what_it_uses(library, exported):
    items = [item for file in library.files_for([library.entries[NAME].item]) for item in read_file(file)]
    power = next(item for item in items if item.name == "power")
    other = power._replace(cases=(power.cases[0]._replace(value=("+", 0, 1)), power.cases[1]))
    changed = export_items([other if item is power else item for item in items])
    ours = {block.name: block.digest for block in exported.blocks}
    theirs = {block.name: block.digest for block in changed.blocks}
    assert ours[NAME] != theirs[NAME]
    assert ours["choose"] == theirs["choose"]


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{",
        '{"format": 1}',
        '{"format": 1, "coq": "", "items": [], "theorems": {}}',
        '{"format": 1, "coq": "", "items": {"choose": 1}, "theorems": {}}',
    ],
)
def test_a_damaged_record_is_malformed(library, tmp_path, content):
    path = tmp_path / "record.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(MalformedProofError, match="record"):
        recorded_states(library, [NAME], path)


# --------------------------------------------------------------------------------------------------------- statuses


def test_finite_statements_stay_finite_and_definitions_definitions():
    found = Library.load()
    found.check(["threshold-functions-of-two-variables", "choose"])
    found.coq = CoqStates({"threshold-functions-of-two-variables": "accepted", "choose": "accepted"}, {}, {}, {})
    assert found.status("threshold-functions-of-two-variables") == "finite (n <= 2)"
    assert found.status("choose") == "definition"
    assert found.describe("choose")["coq"] == "accepted"


@pytest.mark.parametrize(
    ("states", "cites", "status"),
    [
        (["recorded"], (), "coq-only"),
        (["accepted", "recorded"], (), "coq-only"),
        (["recorded", "stale"], (), "open"),
        (["not-run"], (), "open"),
        (["recorded"], ("Zue89",), "cited [Zue89]"),
    ],
)
def test_theorems_written_by_hand_give_a_label_without_proof_its_status(states, cites, status):
    found = Library.load()
    label = next(row.label for row in found.rows.values() if found.status(row.label) == "open" and not row.parts)
    found.coq = CoqStates({}, {label: states}, {label: cites}, {label: "what Coq says"})
    assert (found.statement(label) == "what Coq says") == (status != "open")
    assert found.status(label) == status
    assert found.describe(label)["cites"] == list(cites)


def test_theorems_written_by_hand_about_a_bounded_range_make_a_label_finite():
    found = Library.load()
    label = "and-class-versus-quadratic-gates/1"
    found.coq = CoqStates({}, {label: ["recorded"]}, {}, {label: "what Coq says"}, {label: 4})
    assert (found.status(label), found.statement(label)) == ("finite (n <= 4)", "what Coq says")
    found.coq = found.coq._replace(cites={label: ("Zue89",)})
    assert found.status(label) == "cited [Zue89]"


def test_theorems_written_by_hand_do_not_lower_what_the_kernel_checked():
    found = Library.load()
    found.check([NAME])
    found.coq = CoqStates({NAME: "recorded"}, {NAME: ["recorded"]}, {NAME: ()}, {})
    assert found.status(NAME) == "checked+coq"


# ------------------------------------------------------------------------------------------------- what Coq prints


def test_axioms_are_read_from_what_coq_prints():
    printed = (
        "==== A.closed\nClosed under the global context\n"
        "==== A.cited\nAxioms:\nReals.cite_zuev : forall n : Z, (n >= 0)%Z\n"
        "ClassicalDedekindReals.sig_forall_dec\n  : forall P : nat -> Prop,\n    something\n"
    )
    found = parse_assumptions(printed)
    assert found == {
        "A.closed": frozenset(),
        "A.cited": frozenset(["Reals.cite_zuev", "ClassicalDedekindReals.sig_forall_dec"]),
    }
    with pytest.raises(ProofError, match="list of axioms"):
        parse_assumptions("==== A.b\nError\n")


def test_axioms_must_be_the_expected_ones():
    real = "ClassicalDedekindReals.sig_forall_dec"
    none = frozenset()
    assert unexpected(none, real=False, cites=none) == ""
    assert unexpected(frozenset([real]), real=True, cites=none) == ""
    assert "must not contain" in unexpected(frozenset([real]), real=False, cites=none)
    assert "must not contain other" in unexpected(frozenset(["other"]), real=True, cites=none)
    assert unexpected(frozenset(["Reals.cite_a"]), real=False, cites=frozenset(["cite_a"])) == ""
    assert "must contain cite_a" in unexpected(none, real=False, cites=frozenset(["cite_a"]))
    assert "must not contain Other.sig_forall_dec" in unexpected(
        frozenset(["Other.sig_forall_dec"]), real=True, cites=none
    )


# -------------------------------------------------------------------------------------------------- written by hand


def theorems(tmp_path, text):
    (tmp_path / "A.v").write_text("Theorem one : True. Proof. exact I. Qed.\n", encoding="utf-8")
    (tmp_path / "B.v").write_text("From AttentionQuarks Require Import\n  A.\n", encoding="utf-8")
    (tmp_path / "theorems.toml").write_text(text, encoding="utf-8")
    return tmp_path


ROW = '[[theorem]]\nlabel = "some-label"\nname = "one"\nfile = "B.v"\nassumptions = ["x"]\n'


def test_the_table_of_theorems_is_read(tmp_path):
    assert read_hand_written(tmp_path) == ()
    folder = theorems(tmp_path, ROW)
    (row,) = read_hand_written(folder)
    assert row == HandWritten("some-label", "one", "B.v", frozenset(["x"]))
    (bounded,) = read_hand_written(theorems(tmp_path, ROW + "largest = 3\n"))
    assert bounded == row._replace(largest=3)
    assert hand_written_files("B.v", folder) == ("A.v", "B.v")
    before = coq_record.theorem_digest(row, folder)
    (folder / "A.v").write_text("Theorem one : True.\nProof. exact I. Qed.\n", encoding="utf-8")
    assert coq_record.theorem_digest(row, folder) != before
    assert coq_record.theorem_digest(row._replace(assumptions=frozenset()), folder) != before


@pytest.mark.parametrize(
    "text", [ROW.replace("B.v", "C.v"), ROW.replace("name", "title"), ROW + "more = 1\n", "[[theorem"]
)
def test_a_damaged_table_of_theorems_is_malformed(tmp_path, text):
    with pytest.raises(MalformedProofError, match=r"theorems\.toml"):
        read_hand_written(theorems(tmp_path, text))


def test_the_labels_of_the_table_exist(library):
    assert {row.label for row in read_hand_written()} <= set(library.rows)


def test_citations_are_read_from_the_names_of_axioms():
    axioms = ["Bounds.cite_Zue89", "cite_Odl88", "ClassicalDedekindReals.sig_forall_dec"]
    assert coq_record.cited_keys(axioms) == {"Zue89", "Odl88"}


# ---------------------------------------------------------------------------------------------------------- command


@pytest.fixture
def run(capsys, monkeypatch):
    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["proofs", *(str(argument) for argument in arguments)])
        with pytest.raises(SystemExit) as ending:
            command.main()
        return ending.value.code, *capsys.readouterr()

    return call


def test_export_writes_a_folder(run, tmp_path):
    status, out, err = run("export", "--to", "coq", tmp_path / "out", "--json")
    assert (status, err) == (0, "")
    document = json.loads(out)
    assert (document["coq"], document["left_out"]) == ("not-run", {})
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([*document["files"], "_CoqProject"])
    status, out, _ = run("export", "--to", "coq", tmp_path / "out")
    assert status == 0
    assert out.startswith("written   6 files with ")


CONTEXT = """
CONTEXT SUMMARY
===============

* Theory: Set is predicative

* Axioms:
    Coq.Reals.ClassicalDedekindReals.sig_forall_dec
    AttentionQuarks.Sequences.cite_zuev

* Constants/Inductives relying on type-in-type: <none>

* Constants/Inductives relying on unsafe (co)fixpoints: <none>

* Inductives whose positivity is assumed: <none>

"""


def test_the_context_that_coqchk_lists_must_be_the_expected_one():
    context = parse_context(CONTEXT)
    assert context["Axioms"] == {
        "Coq.Reals.ClassicalDedekindReals.sig_forall_dec",
        "AttentionQuarks.Sequences.cite_zuev",
    }
    assert context["Axioms"] - LOADED_AXIOMS == {"AttentionQuarks.Sequences.cite_zuev"}
    assert unexpected_context(context, frozenset(["cite_zuev"])) == ""


@pytest.mark.parametrize(
    ("old", "new", "cites", "reason"),
    [
        ("", "", [], "must not contain cite_zuev"),
        ("", "", ["cite_zuev", "cite_odlyzko"], "must contain cite_odlyzko"),
        (
            "Coq.Reals.ClassicalDedekindReals.sig_forall_dec",
            "Integers.free",
            ["cite_zuev"],
            "not contain Integers.free",
        ),
        ("Set is predicative", "Set is impredicative", ["cite_zuev"], "not Set is impredicative"),
        ("type-in-type: <none>", "type-in-type:\n    A.u", ["cite_zuev"], "type-in-type: there must be none, not A.u"),
        ("(co)fixpoints: <none>", "(co)fixpoints:\n    A.f\n    A.g", ["cite_zuev"], "not A.f, A.g"),
        ("assumed: <none>", "assumed:\n    A.t", ["cite_zuev"], "positivity is assumed: there must be none, not A.t"),
        ("* Inductives whose positivity is assumed: <none>", "", ["cite_zuev"], "the headings must be the known ones"),
        ("* Axioms", "* Axiom", ["cite_zuev"], "the headings must be the known ones"),
    ],
)
def test_a_context_that_differs_is_refused_with_the_reason(old, new, cites, reason):
    assert old in CONTEXT
    printed = CONTEXT.replace(old, new) if old else CONTEXT
    assert reason in unexpected_context(parse_context(printed), frozenset(cites))


def test_coqchk_must_print_a_summary_and_must_be_there(tmp_path, monkeypatch):
    with pytest.raises(ProofError, match="must print a summary"):
        parse_context("Fatal Error")
    monkeypatch.setattr(coq_check.shutil, "which", lambda _: None)
    with pytest.raises(ProofError, match="coqchk is not installed"):
        recheck(["A"], tmp_path)


def test_without_coq_the_check_says_so(run, tmp_path, monkeypatch):
    monkeypatch.setattr(coq_check.shutil, "which", lambda _: None)
    status, out, err = run("export", "--to", "coq", tmp_path / "out", "--check")
    assert (status, out) == (3, "")
    assert "coqc is not installed" in err
    status, out, _ = run("list", "--coq", "--json")
    assert (status, json.loads(out)["error"]["kind"]) == (3, "no-coq")


@pytest.mark.parametrize(("problem", "expected"), [("", 0), ("the axioms must not contain free", 1)])
def test_what_coqchk_says_is_printed_and_decides(run, tmp_path, monkeypatch, problem, expected):
    monkeypatch.setattr(command, "coq_version", lambda: "8.16.1")
    monkeypatch.setattr(command, "check_export", lambda _, again: Acceptance({}, {}, "" if again else None))
    monkeypatch.setattr(command, "check_hand_written", lambda _, again: Acceptance({}, {}, problem if again else None))
    monkeypatch.setattr(command, "library_export", lambda _: export_coq.export_items([]))
    monkeypatch.setattr(command, "make_record", lambda *_: {"coq": "8.16.1"})
    monkeypatch.setattr(command, "read_record", lambda _: {})
    status, out, _ = run("export", "--to", "coq", tmp_path / "out", "--recheck")
    assert status == expected
    assert "coqchk    export: accepts the compiled files, on the expected axioms\n" in out
    assert f"coqchk    by_hand: {problem or 'accepts the compiled files, on the expected axioms'}\n" in out


def test_a_folder_that_cannot_be_made_is_wrong_input(run, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    status, out, err = run("export", "--to", "coq", file / "out", "--json")
    error = json.loads(out)["error"]
    assert (status, err, error["kind"], error["where"]["file"]) == (2, "", "file", str(file / "out"))
    assert "cannot be read or written" in error["message"]


def test_export_to_something_else_is_a_usage_error(run, tmp_path):
    status, _, err = run("export", "--to", "lean", tmp_path)
    assert status == 2
    assert "lean" in err


def test_a_formula_keeps_its_meaning_in_coq():
    formula = ("all", "a", 0, 1, ("implies", (">", "a", 0), ("=", ("bit", ("mod", 7, 4), "a"), ("both", 1, "a"))))
    (block,) = export_items([Finite("some-formula", formula)]).blocks
    assert block.text == (
        "Lemma lemma_some_formula : (all_from 0 1 (fun a => "
        "(implb (Z.ltb 0 a) (Z.eqb (Z.b2z (Z.testbit (7 mod 4) a)) (Z.land 1 a)))))%Z = true.\n"
        "Proof. vm_compute; reflexivity. Qed.\n"
    )
    assert (block.file, block.real) == ("Data", False)

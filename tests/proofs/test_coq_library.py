"""The hand-written Coq library: Coq accepts it, on the recorded axioms, and slightly different theorems are false."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from proofs import data
from proofs.coq_check import hand_written_files
from proofs.coq_counts import coq_text, library_trees, pair_tree, small_weights, write_counts
from proofs.errors import MalformedProofError, RejectedStepError
from proofs.library import LABELS, LEMMAS, SUFFIX, read_file
from proofs.syntax import Citation, Count

ROOT = Path(__file__).parent.parent.parent
LIBRARY = ROOT / "proofs" / "coq_library"
PAGE = ROOT / "docs" / "explain" / "coq-library.md"
TABLE = tomllib.loads((LIBRARY / "theorems.toml").read_text(encoding="utf-8"))
ROWS = [row for kind in ("theorem", "generated_theorem", "further_theorem") for row in TABLE[kind]]
CITATIONS = TABLE["citation"]
FAST = [row for row in ROWS if row["file"] not in TABLE["long"]]
MUTANTS = tomllib.loads((Path(__file__).parent / "coq_mutants.toml").read_text(encoding="utf-8"))["mutant"]
LOGARITHMS = Path(__file__).parent / "logarithms.v"  # what is said here without logarithms
BEFORE_ATTENTION = TABLE["files"].index("Disjointness.v")
ATTENTION = set(TABLE["files"][BEFORE_ATTENTION:])  # one attention layer
SECONDS = 1200  # the longest file takes a few
MARK = "===="

PREAMBLE = "From Coq Require Import Reals List Lia Lra Arith Bool ZArith.\nFrom AttentionQuarks Require Import {}.\n"
PREAMBLE += "Import ListNotations.\nOpen Scope nat_scope.\n\n"

needs_coq = pytest.mark.skipif(shutil.which("coqc") is None, reason="not run: coqc is not installed")


def coqc(folder, file):
    """Return the outcome of coqc on a file."""
    command = [shutil.which("coqc"), "-q", "-noglob", "-Q", ".", "AttentionQuarks", file]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Return a folder in which Coq has accepted every file but the long ones."""
    folder = tmp_path_factory.mktemp("coq")
    for file in TABLE["files"]:
        shutil.copyfile(LIBRARY / file, folder / file)
    assert [path.name for path in write_counts(folder)] == TABLE["generated"]
    for file in TABLE["files"] + TABLE["generated"]:
        outcome = coqc(folder, file)
        assert outcome.returncode == 0, f"{file}: {outcome.stderr}"
    return folder


def ask(folder, name, text, files=(*TABLE["files"], *TABLE["generated"])):
    """Return what Coq prints on a text that uses these files of the library, by default all but the long ones."""
    modules = " ".join(Path(file).stem for file in files)
    (folder / f"{name}.v").write_text(PREAMBLE.format(modules) + text, encoding="utf-8")
    outcome = coqc(folder, f"{name}.v")
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


def questions(rows):
    """Return the Coq text that prints the axioms of theorems, each after its name."""
    lines = [f'Goal True. idtac "{MARK}{row["name"]}". exact I. Qed.\nPrint Assumptions {row["name"]}.' for row in rows]
    return "\n".join(lines) + "\n"


def assumptions(printed):
    """Return the axioms by the names of the theorems."""
    found = {}
    for section in printed.split(MARK)[1:]:
        name, _, rest = section.partition("\n")
        if rest.strip() == "Closed under the global context":
            found[name] = set()
        else:
            assert rest.startswith("Axioms:\n")
            found[name] = {line.split()[0] for line in rest.splitlines()[1:] if line[:1].strip()}
    return found


@needs_coq
@pytest.mark.slow
def test_coq_accepts_every_file_and_the_theorems_rest_on_the_recorded_axioms(compiled):
    printed = ask(compiled, "Assumptions", questions(FAST))
    assert assumptions(printed) == {row["name"]: set(row["assumptions"]) for row in FAST}


@needs_coq
@pytest.mark.slow
def test_the_theorems_say_what_the_table_says(compiled):
    names = [row["name"] for row in FAST + CITATIONS]
    goals = [f"Goal {TABLE['statements'][name]}.\nProof. exact {name}. Qed.\n" for name in names]
    ask(compiled, "Statements", "\n".join(goals))


@needs_coq
@pytest.mark.slow
def test_slightly_different_theorems_are_not_proved_and_are_false(compiled):
    texts = []
    for mutant in MUTANTS:
        statement = mutant["statement"]
        assert statement != TABLE["statements"][mutant["theorem"]].strip()
        texts += [
            f"(* {mutant['what']} *)",
            f"Goal {statement}.\nProof. Fail exact {mutant['theorem']}. Abort.",
            f"Goal ~ ({statement}).\nProof. {mutant['proof'].strip()} Qed.\n",
        ]
    ask(compiled, "Mutants", "\n".join(texts))


def test_every_headline_theorem_about_numbers_has_a_mutant():
    mutated = {mutant["theorem"] for mutant in MUTANTS}
    about_numbers = {
        row["name"] for row in TABLE["theorem"] if row["file"] in {"Binomial.v", "Cover.v", "Upper.v", "Lower.v"}
    }
    about_numbers |= {
        row["name"]
        for row in TABLE["theorem"]
        if row["file"] in {"Gating.v", "Operators.v", "Layers.v", "Flats.v", "Additive.v"}
    }
    about_numbers |= {row["name"] for row in TABLE["theorem"] if row["file"] in ATTENTION}
    later = {"Synapse.v", "Unit.v", "Closure.v", "Parity.v", "AdditiveParity.v", "Halfspaces.v", "Boost.v"}
    later |= {"PointSets.v", "ClosedForm.v", "GatedLayer.v", "SmallCounts.v", "QuadraticGates.v"}
    later |= {"HiddenLayer.v", "LittlewoodOfford.v", "Layered.v", "GeneralPosition.v", "QuadraticForm.v"}
    later |= {"RectifiedNetworks.v", "GateTrees.v", "ParameterCount.v", "SelfAttention.v"}
    later |= {"AttentionNetwork.v", "LeadingOrder.v", "Zuev.v"}
    about_numbers |= {row["name"] for row in TABLE["theorem"] if row["file"] in later}
    assert about_numbers <= mutated | set(TABLE["without_mutant"])
    assert mutated <= set(TABLE["statements"])


def test_the_table_names_files_theorems_and_labels_that_exist():
    rows = tomllib.loads(LABELS.read_text(encoding="utf-8"))["row"]
    labels = {row["label"] for row in rows}
    for row in ROWS:
        assert row.get("label", row.get("towards")) in labels
        assert row["name"] in TABLE["statements"]
        if row["file"] in TABLE["files"]:
            text = (LIBRARY / row["file"]).read_text(encoding="utf-8")
            assert re.search(rf"^Theorem {row['name']} :", text, re.MULTILINE), row["name"]
    names = [row["name"] for row in ROWS + CITATIONS]
    assert sorted(names) == sorted(set(names)) == sorted(TABLE["statements"])
    carried = [row["label"] for row in ROWS if "label" in row]
    assert sorted(carried) == sorted(set(carried))


def test_the_files_are_those_of_the_project_file():
    project = (LIBRARY / "_CoqProject").read_text(encoding="utf-8").splitlines()
    assert project == ["-Q . AttentionQuarks", *TABLE["files"]]
    assert set(TABLE["files"]) <= {path.name for path in LIBRARY.glob("*.v")}


@pytest.mark.parametrize("file", TABLE["files"])
def test_nothing_is_assumed_or_left_out(file):
    text = re.sub(r"\(\*.*?\*\)", "", (LIBRARY / file).read_text(encoding="utf-8"), flags=re.DOTALL)
    words = set(re.findall(r"\w+", text))
    assert re.findall(r"\bAxiom\s+(\w+)", text) == [row["name"] for row in CITATIONS if row["file"] == file]
    if file == CITATIONS[0]["file"]:
        words.remove("Axiom")
    forbidden = {"Axiom", "Axioms", "Parameter", "Parameters", "Conjecture", "Hypothesis", "Hypotheses", "Variable"}
    forbidden |= {"Variables", "Admitted", "admit", "give_up", "Abort", "Context", "Unset", "Program"}
    assert not words & forbidden


def test_every_citation_has_the_key_of_its_source_in_its_name_and_is_a_citation_of_the_kernel():
    for row in CITATIONS:
        (item,) = read_file(LEMMAS / f"{row['lemma']}{SUFFIX}")
        assert isinstance(item, Citation)
        assert (row["name"], row["source"]) == (f"cite_{item.source}", item.source)


def cited(row):
    """Return the citations among the recorded axioms of a theorem."""
    return {axiom for axiom in row["assumptions"] if axiom.startswith("cite_")}


def test_every_citation_is_named_by_theorems_and_no_theorem_names_another():
    assert {name for row in ROWS for name in cited(row)} == {row["name"] for row in CITATIONS}


@needs_coq
@pytest.mark.slow
@pytest.mark.parametrize("citation", CITATIONS, ids=lambda row: row["name"])
def test_deleting_a_citation_breaks_exactly_the_theorems_that_name_it(compiled, tmp_path, citation):
    for file in TABLE["files"]:
        shutil.copyfile(LIBRARY / file, tmp_path / file)
        shutil.copy2((compiled / file).with_suffix(".vo"), tmp_path)
    axiom = re.compile(rf"^Axiom {citation['name']} :.*?\.$", re.MULTILINE | re.DOTALL)
    text, deleted = axiom.subn("", (LIBRARY / citation["file"]).read_text(encoding="utf-8"))
    assert deleted == 1
    (tmp_path / citation["file"]).write_text(text, encoding="utf-8")
    assert coqc(tmp_path, citation["file"]).returncode == 0
    users = [file for file in TABLE["files"] if citation["file"] in hand_written_files(file)[:-1]]
    refused = {name for file in users for name in refusals(tmp_path, file)}
    names = {row["name"] for row in ROWS}
    assert refused & names == {row["name"] for row in ROWS if citation["name"] in cited(row)}


def refusals(folder, file):
    """Return the statements of a file that Coq refuses, each taken out so that the next is seen, until it accepts."""
    found = set()
    while (outcome := coqc(folder, file)).returncode != 0:
        text = (folder / file).read_text(encoding="utf-8")
        line = int(re.search(rf'File "\./{file}", line (\d+)', outcome.stderr).group(1))
        here = len("".join(text.splitlines(keepends=True)[: line - 1]))
        items = re.finditer(r"^(?:Lemma|Theorem) (\w+) :.*?\bQed\.$", text, re.MULTILINE | re.DOTALL)
        item = next(item for item in items if item.start() <= here < item.end())
        found.add(item.group(1))
        (folder / file).write_text(text[: item.start()] + text[item.end() :], encoding="utf-8")
    return found


@needs_coq
@pytest.mark.slow
def test_the_definitions_and_zuevs_theorem_say_with_logarithms_what_they_should(compiled):
    shutil.copyfile(LOGARITHMS, compiled / LOGARITHMS.name)
    outcome = coqc(compiled, LOGARITHMS.name)
    assert outcome.returncode == 0, outcome.stderr
    rows = [{"name": "leading_capacity_in_logarithms"}, {"name": "zuev_in_logarithms"}]
    found = assumptions(ask(compiled, "Logarithms", questions(rows), (LOGARITHMS.name,)))
    assert not any("cite_" in axiom for axioms in found.values() for axiom in axioms)


def test_the_page_shows_every_statement():
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    for name, statement in TABLE["statements"].items():
        assert name in page
        assert " ".join(statement.split()) in page


# ------------------------------------------------------------------------------------------------------------- trees


@pytest.mark.parametrize(("dimension", "number"), [(0, 2), (1, 4), (2, 14), (3, 104), (4, 1882)])
def test_the_tree_of_pairs_has_the_number_of_the_library(dimension, number):
    count, tree = pair_tree(dimension, small_weights(dimension))
    data.check(Count("pairs", dimension, 1, count, tuple(tree)))
    assert count == number


@pytest.mark.slow
def test_the_tree_of_five_variables_is_accepted_by_the_data_check():
    count, tree = pair_tree(5, small_weights(5))
    data.check(Count("pairs", 5, 1, count, tuple(tree)))
    assert count == 94572
    with pytest.raises(RejectedStepError):
        data.check(Count("pairs", 5, 1, count + 1, tuple(tree)))


def test_a_missing_function_is_noticed():
    functions = small_weights(3)
    del functions[0b10000000]
    with pytest.raises(MalformedProofError, match="has no refutation"):
        pair_tree(3, functions)


def test_the_trees_of_the_library_are_written_with_a_theorem_for_each():
    items = library_trees()
    text = "".join(coq_text(items, "numbers"))
    assert [(item.dimension, item.degree) for item in items] == sorted((item.dimension, item.degree) for item in items)
    for item in items:
        n, d = item.dimension, item.degree
        theorem = f"threshold_functions_{n}_{d} : T {n} {d} = N.to_nat {item.number}."
        assert theorem in text


@needs_coq
@pytest.mark.slow
def test_coq_refuses_a_tree_with_a_wrong_number_and_one_with_a_wrong_weight(compiled):
    (item,) = (item for item in library_trees() if (item.dimension, item.degree) == (2, 1))
    first_leaf = item.tree.index(1)
    weights = list(item.tree)
    weights[first_leaf + 1] += 7
    for name, wrong in (("Number", item._replace(number=15)), ("Weight", item._replace(tree=tuple(weights)))):
        (compiled / f"Wrong{name}.v").write_text("".join(coq_text([wrong], "wrong")), encoding="ascii")
        outcome = coqc(compiled, f"Wrong{name}.v")
        assert outcome.returncode != 0
        assert "Unable to unify" in outcome.stderr or "has type" in outcome.stderr
    (compiled / "Right.v").write_text("".join(coq_text([item], "right")), encoding="ascii")
    assert coqc(compiled, "Right.v").returncode == 0


@needs_coq
@pytest.mark.slow
def test_coq_proves_the_number_of_five_variables(compiled):
    files = [path.name for path in write_counts(compiled, long=True)][len(TABLE["generated"]) :]
    assert files == TABLE["long"]
    for file in files:
        outcome = coqc(compiled, file)
        assert outcome.returncode == 0, outcome.stderr
    rows = [row for row in ROWS if row["file"] in files]
    goals = [f"Goal {TABLE['statements'][row['name']]}.\nProof. exact {row['name']}. Qed.\n" for row in rows]
    printed = ask(compiled, "Long", "\n".join(goals) + questions(rows), (*TABLE["files"], *files))
    assert assumptions(printed) == {row["name"]: set(row["assumptions"]) for row in rows}

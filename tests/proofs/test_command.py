"""The command line: outputs, exit statuses, and no traceback for any input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from proofs import command
from proofs.library import LABELS, LEMMAS, ROOT, Library

CORPUS = Path(__file__).parent / "corpus"


@pytest.fixture
def run(capsys, monkeypatch):
    """Return a function that runs the command and gives status, output and messages."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["proofs", *(str(argument) for argument in arguments)])
        with pytest.raises(SystemExit) as ending:
            command.main()
        out, err = capsys.readouterr()
        return ending.value.code, out, err

    return call


def test_list_has_an_object_for_every_label(run):
    status, out, err = run("list", "--json")
    assert (status, err) == (0, "")
    rows = json.loads(out)
    labels = [row["label"] for row in rows]
    assert labels == list(Library.load().rows)
    keys = {"label", "number", "kind", "status", "statement", "source", "provenance", "rests_on", "cites", "parts"}
    for row in rows:
        assert keys | {"coq", "origin"} <= set(row)
    by_label = {row["label"]: row for row in rows}
    assert by_label["odlyzko-span-theorem"]["cites"] == ["Odl88"]
    assert by_label["gating-collapses-a-layer"]["parts"] == ["gating-collapses-a-layer/1", "gating-collapses-a-layer/2"]
    statement = by_label["binomial-sum-at-most-power"]["statement"]
    assert statement == (
        "for all integers N, r: if N >= 2, r >= 2 then power(N, r) - 2*binomial_sum(N - 1, r + 1) >= N - 2"
    )
    assert by_label["choose"]["origin"] == "library"
    coq = {name: by_label[name]["coq"] for name in ("choose", "binomial-sum-at-most-power", "odlyzko-span-theorem")}
    assert coq == {"choose": "recorded", "binomial-sum-at-most-power": "recorded", "odlyzko-span-theorem": "not-run"}
    assert by_label["binomial-sum-at-most-power"]["status"] == "checked+coq"


@pytest.fixture
def unproved(monkeypatch, tmp_path):
    """Give the theory one more label, which nobody has proved."""
    labels = tmp_path / "labels.toml"
    row = ("label", "number", "kind", "title", "provenance", "source")
    values = ("four-squares", "Q-Z9", "theorem", "every number is a sum of four squares", "secondary", "quarks")
    more = "".join(f'{key} = "{value}"\n' for key, value in zip(row, values, strict=True))
    text = LABELS.read_text(encoding="utf-8").replace("[[row]]\n", f"[[row]]\n{more}\n[[row]]\n", 1)
    labels.write_text(text, encoding="utf-8")
    library = Library.load(labels=labels)
    monkeypatch.setattr(Library, "load", lambda: library)


@pytest.mark.usefixtures("unproved")
def test_list_as_text_ends_with_the_counts(run):
    status, out, _ = run("list")
    assert status == 0
    assert " open" in out.splitlines()[-1]
    assert any(line.startswith("Q-Z9 ") and " open " in line for line in out.splitlines())


@pytest.mark.parametrize("name", ["binary-gating-by-multiplexing", "Q-S10", "binary-gating-by-two-relus"])
def test_show_prints_the_proof_of_a_label_a_number_or_a_lemma(run, name):
    status, out, _ = run("show", name)
    assert status == 0
    assert "show h*S = relu(S - K*(1 - h)) - relu(0 - S - K*(1 - h))" in out
    assert "uses" in out


def test_show_prints_provenance_source_note_and_parts(run):
    _, out, _ = run("show", "Q-S9")
    assert "provenance reconstructed" in out
    assert "The quarks of attention" in out
    assert "secondary for O_i" in out
    assert "part       additive-signal-forces-output/4: checked" in out


def test_show_of_an_equation_shows_its_function(run):
    status, out, _ = run("show", "choose-pascal")
    assert status == 0
    assert "choose-pascal: choose(n + 1, k + 1) = choose(n, k + 1) + choose(n, k)" in out


@pytest.mark.usefixtures("unproved")
def test_show_says_when_there_is_no_proof(run):
    assert "There is no proof yet." in run("show", "Q-Z9")[1]
    assert "There is nothing to prove here." in run("show", "Q-T2")[1]


@pytest.mark.parametrize("style", ["text", "latex", "html"])
def test_show_prints_the_theorems_that_are_written_in_coq_by_hand(run, style):
    status, out, _ = run("show", "output-gating-sandwich", "--format", style)
    assert status == 0
    assert "theorem output_gating_bits of proofs/coq_library/" in out
    assert "sig_forall_dec" in out
    assert "number n" in out
    assert "T (n - 1) d" in out
    assert "There is nothing to prove here." not in out


@pytest.mark.parametrize("label", ["Q-L2", "Q-S3", "Q-X1/1", "S-C1", "Q-S1", "choose"])
@pytest.mark.parametrize("style", ["latex", "html"])
def test_show_prints_documents_whose_links_lead_somewhere(run, label, style):
    status, out, _ = run("show", label, "--format", style)
    assert status == 0
    if style == "html":
        targets = {part.split('"')[0] for part in out.split('id="')[1:]}
        links = {part.split('"')[0] for part in out.split('href="#')[1:]}
        assert links <= targets
        assert out.count("<section") == out.count("</section>")
    else:
        assert out.count(r"\begin{itemize}") == out.count(r"\end{itemize}")
        targets = {part.split("}")[0] for part in out.split(r"\label{")[1:]}
        assert {part.split("]")[0] for part in out.split(r"\hyperref[")[1:]} <= targets


def test_show_as_json_holds_the_text(run):
    status, out, _ = run("show", "Q-S17", "--json")
    document = json.loads(out)
    assert status == 0
    assert (document["status"], document["coq"]) == ("checked+coq", "recorded")
    assert len(document["text"]) == 3


def test_check_of_the_whole_library_refuses_nothing(run):
    status, out, err = run("check")
    assert (status, err) == (0, "")
    assert "refused" not in out


def test_check_of_labels_prints_their_statuses(run):
    status, out, _ = run("check", "Q-L2", "Q-X1/1", "--json")
    assert status == 0
    assert [(row["label"], row["verdict"], row["status"]) for row in json.loads(out)] == [
        ("binomial-sum-at-most-power", "accepted", "checked+coq"),
        ("exact-small-n-counts/1", "accepted", "finite (n <= 4)"),
    ]


@pytest.mark.parametrize(
    "name", ["Q-T4", "standard-model", "no-such-label", "Q-T99", "Q-L2/7", "no/such/file", "x.json"]
)
def test_check_of_what_has_no_proof_ends_with_two(run, name):
    status, out, err = run("check", name)
    assert (status, out) == (2, "")
    assert err.startswith("proofs: ")
    status, out, _ = run("check", name, "--json")
    assert status == 2
    assert set(json.loads(out)["error"]) == {"kind", "message", "where"}


def test_check_of_a_file_uses_the_library(run, tmp_path):
    lemma = json.loads((LEMMAS / "choose-two.cert.json").read_text())
    lemma["items"][0]["name"] = "my-own-lemma"
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(lemma))
    status, out, _ = run("check", path)
    assert status == 0
    assert out.splitlines()[0] == "accepted  my-own-lemma: checked"
    lemma["items"][0]["concl"] = [">", 0, 0]
    path.write_text(json.dumps(lemma))
    status, out, _ = run("check", path, "--json")
    assert status == 1
    (row,) = json.loads(out)
    assert (row["label"], row["verdict"], row["lemma"], row["step"]) == (
        "my-own-lemma",
        "refused",
        "my-own-lemma",
        "qed",
    )
    assert (row["rule"], row["reason"]) == ("qed", "q must imply the conclusion 0 > 0")


def test_a_file_of_the_library_is_checked_by_its_name(run):
    status, out, _ = run("check", LEMMAS / "threshold-functions-of-two-variables.cert.json")
    assert (status, out.splitlines()[0]) == (0, "accepted  threshold-functions-of-two-variables: finite (n <= 2)")


def test_what_stands_after_a_refused_item_is_refused_too(run):
    status, out, _ = run("check", CORPUS / "reject" / "exploit_nested_induction.json", "--json")
    assert status == 1
    assert [(row["label"], row["rule"]) for row in json.loads(out)] == [
        ("exploit-claim", "use"),
        ("exploit-one-is-zero", "order"),
    ]


@pytest.mark.parametrize("folder", ["accept", "reject", "malformed"])
def test_every_file_of_the_corpus_ends_with_its_status(run, folder):
    wanted = {"accept": 0, "reject": 1, "malformed": 2}[folder]
    paths = sorted((CORPUS / folder).glob("*.json"))
    for path in paths[:: max(1, len(paths) // 5)]:
        status, _, err = run("check", path)
        assert status == wanted, path
        assert "Traceback" not in err


def test_a_citation_in_a_file_shows_in_the_status(run):
    _, out, _ = run("check", CORPUS / "accept" / "citations.json")
    assert "accepted  by-both: cited [Odl88; Zue89]" in out
    assert "accepted  not-by-cited: checked" in out


@pytest.mark.parametrize(
    "arguments", [("check", "--bad"), ("show",), ("nothing",), ("show", "Q-L2", "--format", "pdf"), ()]
)
def test_wrong_command_lines_end_with_two(run, arguments):
    status, _, err = run(*arguments)
    assert status == 2
    assert "Traceback" not in err


def test_an_error_of_the_command_line_is_a_document_too(run):
    status, out, _ = run("check", "--bad", "--json")
    assert status == 2
    assert json.loads(out)["error"]["kind"] == "usage"


def test_compile_writes_the_proof_file_and_check_accepts_it(run, tmp_path):
    path = tmp_path / "twice-two.lemma"
    path.write_text(
        "lemma twice-two\n  show power(2, 1) = 2\n  a: by power-next with b := 2, k := 0 using num\n"
        "  b: by power-zero with b := 2\n  q: power(2, 1) = 2\n"
    )
    assert run("compile", path)[0] == 0
    assert run("check", tmp_path / "twice-two.cert.json")[0] == 0


def test_compile_names_file_line_and_step(run, tmp_path):
    path = tmp_path / "bad.lemma"
    path.write_text("lemma bad\n  show 1 = 2\n  q: 1 = 2\n")
    status, _, err = run("compile", path)
    assert (status, err) == (
        1,
        "proofs: bad/q: arith: the facts do not suffice: they hold and the conclusion does not at every point\n",
    )
    path.write_text("lemma bad\n  show 1 < 2\n")
    status, _, err = run("compile", path)
    assert status == 2
    assert err == f"proofs: {path}:2: cannot read '< 2'\n"
    assert run("compile", tmp_path / "none.lemma")[0] == 2


def test_an_interruption_ends_with_130(run, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "check", interrupt)
    assert run("check")[0] == 130


def test_a_checker_that_dies_is_an_internal_error(run, monkeypatch):
    monkeypatch.setattr("proofs.library._PROGRAM", "raise SystemExit(3)")
    status, _, err = run("check", "Q-L2")
    assert status == 70
    assert "the checker must report" in err


def test_the_command_runs_as_a_module_from_anywhere(tmp_path):
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from proofs.command import main; main()"
    finished = subprocess.run(
        [sys.executable, "-c", program, "check", "Q-S15"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (finished.returncode, finished.stdout.splitlines()[0]) == (
        0,
        "accepted  xor-is-not-linear-threshold: checked+coq",
    )

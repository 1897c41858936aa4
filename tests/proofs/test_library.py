"""The library: everything checks, statements hold on grids of numbers, statuses and dependencies are as recorded."""

import math
import tomllib
from fractions import Fraction

import pytest

from proofs import kernel
from proofs.authoring import compile_lemmas
from proofs.errors import RejectedStepError
from proofs.kernel import Theory
from proofs.library import (
    LABELS,
    LEMMAS,
    SUFFIX,
    Library,
    Status,
    Verdict,
    item_status,
    needed_names,
    provided_names,
    read_file,
)
from proofs.reader import read_items
from proofs.render import item_html, item_latex, item_text, statement_text
from proofs.syntax import Citation, Comparison, Count, Finite, Lemma, NotThreshold, Rank, Symbol, Threshold
from proofs.text import parse, parse_comparison
from tests.proofs.interpretation import Interpretation

LIBRARY = Library.load()
LIBRARY.check()
ITEMS = [entry.item for entry in LIBRARY.entries.values()]
PROVED = [item for item in ITEMS if isinstance(item, Lemma)]
NUMBERS = Interpretation(ITEMS)
DATA = Finite | Threshold | NotThreshold | Count | Rank
VACUOUS = {  # refutations: their hypotheses are contradictory
    "no-weights-compute-xor",
    "no-weights-compute-xnor",
    "no-affine-activation-is-a-product",
    "affine-form-cannot-separate-equal-sums",
}


def theory_before(name):
    """Return the theory of everything that an item of the library needs, without it."""
    theory = kernel.EMPTY
    for path in LIBRARY.files_for([LIBRARY.entries[name].item])[:-1]:
        for item in read_file(path):
            theory = kernel.accept(item, theory)
    return theory


def test_every_item_of_the_library_is_accepted():
    assert {name for name, verdict in LIBRARY.verdicts.items() if not verdict.accepted} == set()
    assert set(LIBRARY.verdicts) == set(LIBRARY.entries)


@pytest.mark.parametrize("lemma", PROVED, ids=lambda lemma: lemma.name)
def test_a_lemma_holds_on_a_grid_and_is_not_vacuous(lemma):
    satisfied, point = NUMBERS.trial(lemma)
    assert point is None
    assert (satisfied == 0) == (lemma.name in VACUOUS)


@pytest.mark.parametrize("path", sorted(LEMMAS.glob("*.lemma")), ids=lambda path: path.stem)
def test_a_readable_proof_and_its_proof_file_agree(path):
    written = read_file(path.with_name(path.stem + SUFFIX))
    drafts = parse(path.read_text(encoding="utf-8"))
    assert [item.name.replace("_", "-") for item in written] == [path.stem.replace("_", "-")]
    for draft, item in zip(drafts, written, strict=True):
        if isinstance(item, Lemma):
            assert draft._replace(proof=None) == item._replace(proof=None)
        else:
            assert draft == item


@pytest.mark.slow
def test_the_proof_files_are_what_the_readable_proofs_compile_to():
    for path, text in compile_lemmas(sorted(LEMMAS.glob("*.lemma"))).items():
        assert path.with_name(path.stem + SUFFIX).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("item", [i for i in ITEMS if not isinstance(i, DATA)], ids=lambda item: item.name)
def test_what_is_printed_reads_back_as_what_was_checked(item):
    assert parse(item_text(item, LIBRARY.links())) == (item,)
    assert item.name in item_latex(item, LIBRARY.links())
    assert f'id="{item.name}"' in item_html(item, LIBRARY.links())


@pytest.mark.parametrize("item", [i for i in ITEMS if isinstance(i, DATA)], ids=lambda item: item.name)
def test_data_are_printed_as_one_sentence(item):
    assert statement_text(item) in item_text(item)
    assert "\n" not in statement_text(item)


def test_the_functions_are_the_ones_that_mathematics_knows():
    for n in range(7):
        for k in range(7):
            assert NUMBERS.apply("choose", (n, k)) == math.comb(n, k)
            assert NUMBERS.apply("binomial_sum", (n, k)) == sum(math.comb(n, i) for i in range(k))
            assert NUMBERS.apply("power", (n - 3, k)) == (n - 3) ** k
        assert NUMBERS.apply("cut_product", (n,)) == 2 * math.prod(2**k + 1 for k in range(n))
    for t in (Fraction(-2), Fraction(0), Fraction(3, 2)):
        assert NUMBERS.apply("heaviside", (t,)) == int(t > 0)
        assert NUMBERS.apply("sign", (t,)) == (1 if t > 0 else -1)
        assert NUMBERS.apply("relu", (t,)) == max(t, 0)
        assert NUMBERS.apply("absolute", (t,)) == abs(t)


def test_covers_count_has_the_values_of_its_closed_form():
    for points in range(1, 7):
        for dimension in range(6):
            closed = 2 * sum(math.comb(points - 1, k) for k in range(dimension))
            assert NUMBERS.apply("cover_count", (points - 1, dimension)) == closed


# ------------------------------------------------------------------------------------------------ false neighbours

NEIGHBOURS = [  # a label, what is changed in its statement, and the statement that is false then
    ("capacity-inequality", "hypotheses", 0, "n >= 1"),
    ("capacity-inequality", "conclusion", None, "power(2, n*n) >= 2*binomial_sum(power(2, n), n + 2)"),
    ("capacity-inequality", "conclusion", None, "power(2, n*n - n) >= 2*binomial_sum(power(2, n) - 1, n + 1)"),
    ("cover-bound-on-the-cube", "hypotheses", 1, "r >= 1"),
    ("cover-bound-on-the-cube", "conclusion", None, "power(2, n*r) - 2*binomial_sum(power(2, n) - 1, r + 1) >= 3"),
    ("binomial-sum-at-most-power", "hypotheses", 1, "r >= 1"),
    ("binomial-sum-at-most-power", "conclusion", None, "power(N, r) - 2*binomial_sum(N - 1, r + 1) >= N - 1"),
    ("cover-count-closed-form", "conclusion", None, "cover_count(N, d) = 2*binomial_sum(N, d + 1)"),
    ("cover-count-closed-form", "conclusion", None, "cover_count(N, d) = 2*binomial_sum(N + 1, d)"),
    ("cut-product-lower-bound", "hypotheses", 2, "2*t = n*(n + 1)"),
    ("cut-product-lower-bound", "conclusion", None, "cut_product(n) >= 5*power(2, t)"),
    ("sign-commutes-with-sign-gate", "hypotheses", 1, "S^2 >= 0"),
    ("heaviside-commutes-with-bit-gate", "hypotheses", 0, "c^2 = 1"),
    ("relu-commutes-with-nonnegative-gate", "hypotheses", 0, "1 >= c"),
    ("sign-of-product-is-product-of-signs", "hypotheses", 0, "S^2 >= 0"),
    ("binary-gating-by-two-relus", "hypotheses", 1, "K + 1 >= S"),
    ("and-gate-is-one-threshold-unit", "conclusion", None, "f*g = heaviside(f + g - 1/2)"),
    ("gate-shows-at-the-second-address", "hypotheses", 2, "K >= 0"),
    ("strongly-positive-signal-opens-heaviside", "hypotheses", 2, "R >= 0 - M"),
    ("hamming-distance-of-different-addresses", "conclusion", None, "hamming_distance(r) >= 2"),
]


@pytest.mark.parametrize(("name", "field", "index", "text"), NEIGHBOURS)
def test_a_false_neighbour_of_a_statement_is_false_on_the_grid_and_its_old_proof_is_refused(name, field, index, text):
    lemma = LIBRARY.entries[name].item
    changed = parse_comparison(text)
    if index is not None:
        changed = (*lemma.hypotheses[:index], changed, *lemma.hypotheses[index + 1 :])
    neighbour = lemma._replace(**{field: changed})
    assert NUMBERS.trial(neighbour)[1] is not None
    with pytest.raises(RejectedStepError):
        kernel.accept(neighbour, theory_before(name))
    kernel.accept(lemma, theory_before(name))


# ------------------------------------------------------------------------------------------------------ the labels


def test_the_labels_have_unique_numbers_and_complete_parts():
    rows = [row for row in LIBRARY.rows.values() if row.origin == "theory"]
    assert len({row.number for row in rows}) == len(rows) == 229
    for row in rows:
        assert row.provenance in ("authors", "secondary", "reconstructed")
        assert row.kind in ("definition", "theorem", "cited", "conjecture")
        assert row.parts == tuple(f"{row.label}/{i}" for i in range(1, len(row.parts) + 1))
        assert all(part in LIBRARY.rows for part in row.parts)
        assert (row.kind == "cited") == bool(row.keys)
        assert not (row.parts and row.proofs)


def test_the_file_of_labels_holds_no_status():
    document = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    keys = {key for row in document["row"] for key in row}
    assert keys == {"label", "number", "kind", "provenance", "title", "source", "note", "parts", "proofs", "cites"}


def test_only_these_labels_of_the_theory_are_settled_and_every_other_statement_is_open():
    found = {
        row.number: LIBRARY.status(label)
        for label, row in LIBRARY.rows.items()
        if row.origin == "theory" and "/" not in label and LIBRARY.status(label) not in ("open", "definition")
    }
    assert found == {
        "Q-F5": "cited [Cyb89; Hor91; LLPS93]",
        "Q-F1": "checked",
        "Q-F4": "checked",
        "Q-R1": "checked",
        "Q-R2": "checked",
        "Q-R3": "checked",
        "Q-R4": "checked",
        "Q-R5": "checked",
        "Q-R6": "checked",
        "Q-R7": "checked",
        "Q-R8": "checked",
        "Q-R9": "checked",
        "Q-R10": "finite (n <= 18)",
        "Q-S1": "checked",
        "Q-S3": "checked",
        "Q-S8": "checked",
        "Q-S9": "checked",
        "Q-S10": "checked",
        "Q-S13": "checked",
        "Q-S15": "checked",
        "Q-S16": "checked",
        "Q-S17": "checked",
        "Q-T6a": "checked",
        "Q-L2": "checked",
        "Q-L8": "cited [Odl88]",
        "Q-T1": "cited [Zue89; Zue92]",
        "Q-T2": "cited [BV19a]",
        "Q-L11": "checked",
        "Q-T3": "cited [BV19b]",
        "S-L1": "checked",
        "S-L8": "checked",
        "S-L13": "cited [BDDW08; MPT07]",
        "S-T2": "cited [BDDW08; MPT07; SHT23; Ver12]",
        "S-L22": "checked",
        "S-L23": "checked",
        "S-L24": "checked",
        "S-C1": "conjecture",
    }


@pytest.mark.parametrize(
    "label",
    [
        "output-gating-sandwich",
        "threshold-count-upper-bound",
        "schlafli-region-bound",
        "one-more-variable-multiplies-by-cuts",
        "gated-quadratic-form-rank-two",
        "intersection-matrix-rank",
        "disjointness-matrix-inverse",
        "multiplexing-extension",
    ],
)
def test_a_statement_about_classes_or_ranks_never_carries_the_status_of_a_surrogate(label):
    assert LIBRARY.status(label) == "open"


def test_finite_rows_name_their_range():
    assert LIBRARY.status("exact-small-n-counts/1") == "finite (n <= 4)"
    assert LIBRARY.status("exact-small-n-counts/2") == "finite (n <= 3)"
    assert LIBRARY.status("exact-small-n-counts") == "open"
    assert LIBRARY.status("intersection-matrix-of-three-misses-full-rank-by-one") == "finite (n <= 3)"


def test_the_counts_are_the_published_ones():
    counts = {(i.dimension, i.degree): i.number for i in ITEMS if isinstance(i, Count)}
    assert [counts[n, min(n, 1)] for n in range(5)] == [2, 4, 14, 104, 1882]  # OEIS A000609
    assert (counts[2, 2], counts[3, 2], counts[3, 3]) == (16, 254, 256)


def test_a_status_is_the_weakest_of_the_parts():
    citation = Citation("c", (), (), Comparison(0, "=", 0), "Zue89")
    accepted = Verdict(True, (), (), {})
    assert item_status(citation, Verdict(True, (), ("Zue89",), {})).text() == "cited [Zue89]"
    assert item_status(citation, None) == item_status(citation, Verdict(False, (), (), {})) == Status("open", (), 0)
    assert item_status(Symbol("f", (("x", "R"),), "R"), accepted).text() == "definition"
    assert item_status(Count("c", 3, 1, 104, ()), accepted).text() == "finite (n <= 3)"
    assert item_status(Finite("f", ("=", 0, 0)), accepted).text() == "finite (n <= 0)"
    assert item_status(Finite("f", ("all", "x", 0, 9, ("=", 0, 0))), accepted).text() == "finite (n <= 9)"


def test_dependencies_are_the_names_that_a_proof_mentions():
    row = LIBRARY.describe("binomial-sum-at-most-power")
    assert row["status"] == "checked"
    assert row["cites"] == []
    assert {"binomial-sum-gap", "choose-absorption", "choose-pascal", "power-next"} <= set(row["rests_on"])
    assert "cover-count-next" not in row["rests_on"]


def test_every_needed_name_is_provided_before():
    seen = set()
    for path in LIBRARY.files_for(ITEMS):
        for item in read_file(path):
            assert {name for name in needed_names(item) if not name.startswith("IH")} - {item.name} <= seen
            seen.update(provided_names(item))


def test_the_kernel_accepts_the_library_in_process_too():
    theory: Theory = kernel.EMPTY
    for path in LIBRARY.files_for(PROVED):
        for item in read_items(path.read_bytes()):
            theory = kernel.accept(item, theory)
    for lemma in PROVED:
        assert theory.statements[lemma.name].rests_on == set(LIBRARY.verdicts[lemma.name].rests_on)


PUBLISHED = (2, 4, 14, 104, 1882, 94572, 15028134, 8378070864, 17561539552946, 144130531453121108)  # OEIS A000609


@pytest.mark.parametrize("n", range(2, 10))
def test_the_bounds_enclose_the_published_numbers_of_threshold_functions(n):
    lower = NUMBERS.apply("cut_product", (n,))
    cover = 2 * sum(math.comb(2**n - 1, k) for k in range(n + 1))
    assert 4 * 2 ** (n * (n - 1) // 2) <= lower <= PUBLISHED[n] <= cover <= 2 ** (n * n) - 2
    assert PUBLISHED[n] >= (2 ** (n - 1) + 1) * PUBLISHED[n - 1]


def test_the_bound_fails_for_one_variable():
    assert PUBLISHED[1] == 4 > 2 ** (1 * 1)

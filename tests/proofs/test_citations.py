"""Citations: each is true of known values, is marked wherever something rests on it, and can be deleted."""

import math

import pytest

from proofs.library import Library, run_checker, verdicts_of
from proofs.syntax import Citation
from tests.proofs.known_counts import ODLYZKO, PUBLISHED, ZUEV, closed_set_count, rank

LIBRARY = Library.load()
LIBRARY.check()
CITATIONS = [entry.item for entry in LIBRARY.entries.values() if isinstance(entry.item, Citation)]
RESTS_ON = {
    "zuev-lower-bound": {
        "threshold-count-to-the-power",
        "many-gates-have-many-bits",
        "output-gating-has-twice-the-bits",
        "step-of-n-units-has-cubic-capacity",
        "units-behind-an-address-have-many-bits",
    },
    "baldi-vershynin-lower-bound": {
        "polynomial-threshold-count-to-the-power",
        "gated-pair-of-any-degrees-has-the-bits-of-both",
    },
    "odlyzko-closed-sets": {"closed-sets-bound-the-threshold-count"},
}


def test_these_are_all_citations_and_their_sources():
    assert {(item.name, item.source) for item in CITATIONS} == {
        ("zuev-lower-bound", "Zue89"),
        ("baldi-vershynin-lower-bound", "BV19a"),
        ("odlyzko-closed-sets", "Odl88"),
    }


@pytest.mark.parametrize("citation", CITATIONS, ids=lambda item: item.name)
def test_deleting_a_citation_breaks_exactly_the_lemmas_that_rest_on_it(citation):
    files = LIBRARY.files_for(entry.item for entry in LIBRARY.entries.values())
    kept = [path for path in files if path != LIBRARY.entries[citation.name].file]
    assert len(kept) == len(files) - 1
    refused = set()
    for path, outcome in zip(kept, run_checker(kept), strict=True):
        names = [entry.item.name for entry in LIBRARY.entries.values() if entry.file == path]
        refused |= {name for name, verdict in verdicts_of(outcome, names).items() if not verdict.accepted}
    assert refused == RESTS_ON[citation.name]


@pytest.mark.parametrize("citation", CITATIONS, ids=lambda item: item.name)
def test_exactly_what_rests_on_a_citation_carries_its_source(citation):
    marked = {name for name, verdict in LIBRARY.verdicts.items() if citation.source in verdict.cites}
    assert marked == RESTS_ON[citation.name] | {citation.name}
    for name in RESTS_ON[citation.name]:
        assert LIBRARY.status(name) == f"cited [{citation.source}]"


def holds(n, m):
    """Say whether T(n,1)^m 2^(n^2) >= 2^(m n^2)."""
    return PUBLISHED[n] ** m * 2 ** (n * n) >= 2 ** (m * n * n)


@pytest.mark.parametrize("m", ZUEV)
def test_zuevs_bound_is_true_of_the_published_numbers_from_its_first_index_on(m):
    assert all(holds(n, m) for n in range(ZUEV[m], len(PUBLISHED)))
    assert ZUEV[m] == 0 or not holds(ZUEV[m] - 1, m)


def test_zuevs_bound_for_a_quarter_is_not_yet_true_of_the_published_numbers():
    assert not any(holds(n, 4) for n in range(5, len(PUBLISHED)))


def test_half_of_the_bound_of_baldi_and_vershynin_is_true_of_degree_one():
    """With D = n + 1 monomials: T(n,1)^2 >= 2^(n D) for all published numbers, and two thirds are not yet reached."""
    assert all(PUBLISHED[n] ** 2 >= 2 ** (n * (n + 1)) for n in range(len(PUBLISHED)))
    assert not any(PUBLISHED[n] ** 3 >= 2 ** (2 * n * (n + 1)) for n in range(2, len(PUBLISHED)))


def test_the_published_numbers_do_not_reach_their_leading_term():
    assert all(PUBLISHED[n] < 2 ** (n * n) for n in range(2, len(PUBLISHED)))


@pytest.mark.parametrize("m", ODLYZKO)
def test_most_sets_of_few_sign_vectors_are_closed(m):
    for size in range(ODLYZKO[m], 6):
        for p in range(1, 4):
            if (m - 1) * size >= m * p:
                assert 2 * closed_set_count(size, p) >= math.comb(2 ** (size - 1), p)


def test_pairs_of_sign_vectors_are_closed_and_triples_are_not_all():
    assert closed_set_count(4, 2) == math.comb(8, 2)
    assert closed_set_count(3, 3) < math.comb(4, 3)
    assert rank([(1, 1, 1), (1, -1, 1), (1, 1, -1), (1, -1, -1)]) == 3


def test_closed_sets_are_at_most_as_many_as_the_regions():
    for n in range(1, 5):
        for p in range(1, 4):
            assert closed_set_count(n + 1, p) <= PUBLISHED[n]

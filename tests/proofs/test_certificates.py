"""Mutation of certificates: whatever is changed in a proof file, nothing false on a grid of numbers is accepted."""

import json
from fractions import Fraction

import pytest

from proofs import kernel
from proofs.errors import MalformedProofError, RejectedStepError
from proofs.library import Library, read_file
from proofs.reader import read_items
from proofs.syntax import Lemma
from tests.proofs.interpretation import Interpretation

LIBRARY = Library.load()
ITEMS = [entry.item for entry in LIBRARY.entries.values()]
NUMBERS = Interpretation(ITEMS)
WORDS = {"+": "-", "-": "+", "*": "+", "=": ">=", ">=": ">", ">": ">=", "Z": "R", "R": "Z", "num": "h0", "h0": "h1"}
WORDS |= {"h1": "h0", "h2": "h1", "induct": "split", "IH0": "IH1"}


def leaves(value, path=()):
    """Yield the paths of all leaves, and of all entries of lists."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from leaves(entry, (*path, key))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield (*path, index), "deleted"
            yield from leaves(entry, (*path, index))
    else:
        yield path, "changed"


def changes(value):
    """Return what a leaf may become."""
    if isinstance(value, int):
        return [value + 1, value - 1, -value] if value else [1, -1]
    try:
        number = Fraction(value)
    except ValueError:
        return [WORDS[value]] if value in WORDS else []
    return [str(number + 1), str(number - 1), str(-number)]


def mutated(document):
    """Yield all mutants of a proof file as text."""
    for path, what in list(leaves(document)):
        if path[-1] in ("item", "name", "format"):
            continue
        copy = json.loads(json.dumps(document))
        *front, last = path
        place = copy
        for key in front:
            place = place[key]
        if what == "deleted":
            del place[last]
            yield path, json.dumps(copy)
            continue
        for new in changes(place[last]):
            place[last] = new
            yield path, json.dumps(copy)


def judge(lemma_name, *, every):
    """Return how many mutants of a lemma were tried and accepted with another statement; a false one is an error."""
    path = LIBRARY.entries[lemma_name].file
    original = LIBRARY.entries[lemma_name].item
    theory = kernel.EMPTY
    for file in LIBRARY.files_for([original])[:-1]:
        for item in read_file(file):
            theory = kernel.accept(item, theory)
    document = json.loads(path.read_text(encoding="utf-8"))
    tried = changed = 0
    for index, (place, text) in enumerate(mutated(document)):
        if index % every:
            continue
        tried += 1
        try:
            (item,) = read_items(text.encode())
            kernel.accept(item, theory)
        except (MalformedProofError, RejectedStepError):
            continue
        if item._replace(proof=original.proof) != original:
            changed += 1
            assert NUMBERS.trial(item)[1] is None, (lemma_name, place)
    return tried, changed


NAMES = [item.name for item in ITEMS if isinstance(item, Lemma)]


@pytest.mark.parametrize("name", ["choose-at-most-power", "binomial-sum-pascal", "sign-squared"])
def test_no_sampled_mutant_of_a_certificate_proves_a_false_statement(name):
    tried, _ = judge(name, every=7)
    assert tried > 10


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_mutant_of_a_certificate_proves_a_false_statement(name):
    tried, _ = judge(name, every=1)
    assert tried > 10

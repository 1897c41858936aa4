"""The reader: any bytes give items or MalformedProofError, and nothing else."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs import kernel, verify
from proofs.errors import MalformedProofError, ProofError, RejectedStepError
from proofs.reader import read_items
from proofs.syntax import Lemma

CORPUS = Path(__file__).parent / "corpus"
SEEDS = [path.read_bytes() for path in sorted((CORPUS / "accept").glob("*.json")) if "limits" not in path.stem]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["x", "+", "1/2"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def check(content):
    """Give bytes to the whole checker; only the two refusals may come out."""
    with contextlib.suppress(MalformedProofError, RejectedStepError):
        for _ in verify.check_file(content, kernel.EMPTY):
            pass


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    with pytest.raises(MalformedProofError):
        read_items(content)


@given(json_values)
def test_any_json_is_read_or_refused(value):
    with pytest.raises(MalformedProofError):
        read_items(json.dumps(value).encode())
    with pytest.raises(MalformedProofError):
        read_items(json.dumps({"format": 1, "items": [value]}).encode())


@settings(deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_a_good_file_with_bytes_changed_is_checked_or_refused(seed, data):
    place = data.draw(st.integers(0, len(seed) - 1))
    length = data.draw(st.integers(0, 5))
    check(seed[:place] + data.draw(st.binary(max_size=5)) + seed[place + length :])


@settings(deadline=None)
@given(st.sampled_from(SEEDS), json_values, st.data())
def test_a_good_file_with_a_value_replaced_is_checked_or_refused(seed, value, data):
    document = json.loads(seed)
    place = document["items"]
    for _ in range(data.draw(st.integers(0, 8))):
        keys = list(range(len(place))) if isinstance(place, list) else list(place)
        inner = [key for key in keys if isinstance(place[key], list | dict) and place[key]]
        if not inner:
            break
        place = place[data.draw(st.sampled_from(inner))]
    keys = list(range(len(place))) if isinstance(place, list) else list(place)
    place[data.draw(st.sampled_from(keys))] = value
    check(json.dumps(document).encode())


def test_what_is_read_is_frozen():
    (item, *_) = read_items((CORPUS / "accept" / "nested_induction.json").read_bytes())
    assert isinstance(item, Lemma)
    assert isinstance(hash(item), int)
    with pytest.raises(AttributeError):
        item.name = "other"


def test_an_error_names_file_line_and_field():
    error = MalformedProofError("must be a list", file="a.json", line=3, field="items")
    assert str(error) == "a.json:3: items: must be a list"
    assert str(MalformedProofError("must be a list", line=3)) == "line 3: must be a list"
    refusal = RejectedStepError("no", lemma="a", step="succ/q", rule="arith")
    assert str(refusal) == "a/succ/q: arith: no"
    assert isinstance(error, ProofError)
    assert isinstance(refusal, ProofError)

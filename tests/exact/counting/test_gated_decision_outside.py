"""Inclusions between gated classes of five inputs by decision: the common orbits, and what a broken step does."""

import pytest

from exact.counting import gated_decision_outside
from exact.counting.gated_class import GatedSymmetry, gated_class
from exact.counting.gated_decision import count_by_decision
from exact.counting.gated_decision_outside import common_symmetry, decided_outside
from exact.errors import DomainError, ExactError

SMALL = {
    "one": gated_class("synaptic-gate", synapse="one"),
    "conjunction": gated_class("output-gate"),
    "threshold": gated_class("output-gate", factors=1),
}


def test_the_common_symmetry_is_every_one_that_all_have():
    one, conjunction, threshold = (gated.symmetry for gated in SMALL.values())
    assert common_symmetry([one, conjunction]) == GatedSymmetry(True, True, True, False)
    assert common_symmetry([threshold, conjunction]) == conjunction
    bits = gated_class("synaptic-gate", synapse="one", input_values="bits").symmetry
    assert common_symmetry([bits, conjunction]) == GatedSymmetry(True, False, True, False)


def test_classes_that_are_not_decided_are_refused():
    with pytest.raises(DomainError, match="at least one class"):
        decided_outside({})
    with pytest.raises(DomainError, match="not decided for five inputs"):
        decided_outside({"layer": gated_class("gated-layer")})


@pytest.mark.slow
def test_numbers_outside_fit_the_sizes_of_the_classes():
    seen = []
    outside = decided_outside(SMALL, lambda done, total: seen.append((done, total)))
    sizes = {name: count_by_decision(gated, 5).value for name, gated in SMALL.items()}
    for first in SMALL:
        assert outside[first, first] == 0
        for second in SMALL:
            assert sizes[first] - outside[first, second] == sizes[second] - outside[second, first]
    assert outside["threshold", "one"] == outside["threshold", "conjunction"] == 0
    assert seen == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.slow
def test_symmetries_that_not_all_classes_have_are_noticed(monkeypatch):
    """Under the negation of the output, which conjunctions do not have, the numbers differ."""
    expected = decided_outside(SMALL)
    monkeypatch.setattr(gated_decision_outside, "common_symmetry", lambda symmetries: symmetries[0])
    assert decided_outside(SMALL) != expected


@pytest.mark.slow
def test_orbits_that_are_not_all_are_refused(monkeypatch):
    real = gated_decision_outside.OrbitWalk.rows
    monkeypatch.setattr(gated_decision_outside.OrbitWalk, "rows", lambda walk: list(real(walk))[1:])
    with pytest.raises(ExactError, match=r"the orbits hold \d+ functions"):
        decided_outside(SMALL)

"""What is too large is refused before it starts, with the time and memory it would need; forcing starts it."""

from math import comb

import pytest

from exact.counting import (
    flats,
    gated_decision,
    gated_disjoint,
    gated_effort,
    gated_enumeration,
    polynomial_threshold,
    resonance,
    threshold,
)
from exact.counting.effort import Effort, check_effort
from exact.counting.gated_class import GATED_NAMES, gated_class
from exact.counting.gated_methods import count_gated, gated_method_limits
from exact.counting.polynomial_threshold import count_polynomial_threshold, method_limits
from exact.counting.resonance import count_resonance, count_resonance_in_shards
from exact.counting.threshold import count_threshold, count_threshold_in_shards
from exact.errors import DomainError, TooLargeError


@pytest.mark.parametrize(
    ("seconds", "memory", "text"),
    [
        (1, 1, "about 1 second of one processor and 0.1 GB"),
        (59, 100_000_000, "about 59 seconds of one processor and 0.1 GB"),
        (90, 100_000_001, "about 2 minutes of one processor and 0.2 GB"),
        (3_600, 12_300_000_000, "about 1 hour of one processor and 12.3 GB"),
        (86_400 * 3, 10**9, "about 3 days of one processor and 1.0 GB"),
        (10**8, 10**9, "about 3 years of one processor and 1.0 GB"),
    ],
)
def test_an_effort_is_said_in_words(seconds, memory, text):
    assert str(Effort(seconds, memory)) == text


@pytest.mark.parametrize("force", [False, True])
def test_up_to_the_limit_nothing_is_refused(force):
    check_effort("n = 3 is too large", size=3, limit=3, effort=None, force=force)


def test_a_refusal_names_time_memory_and_what_can_be_done():
    with pytest.raises(TooLargeError) as refusal:
        check_effort("too large", size=9, limit=8, effort=Effort(120, 10**9), force=False, alternative="wait")
    assert str(refusal.value) == (
        "too large: it would need about 2 minutes of one processor and 1.0 GB; wait, or --force starts it all the same"
    )
    assert refusal.value.where() == {"size": 9, "limit": 8, "seconds": 120, "memory_bytes": 10**9}


def test_without_a_method_forcing_does_not_help_and_the_message_says_so():
    for force in (False, True):
        with pytest.raises(TooLargeError, match="no method here can run it, forced or not") as refusal:
            check_effort("too large", size=9, limit=8, effort=None, force=force)
        assert refusal.value.where() == {"size": 9, "limit": 8}


@pytest.mark.parametrize("method", ["splitting-tree", "flats"])
def test_a_forced_count_is_the_count(monkeypatch, method):
    monkeypatch.setitem(threshold.METHODS, method, 4)
    monkeypatch.setitem(threshold._EFFORTS, (method, 5), Effort(60, 10**8))
    with pytest.raises(TooLargeError, match="about 1 minute"):
        count_threshold(5, method)
    assert count_threshold(5, method, force=True).value == 94572


def test_a_forced_resonance_count_is_the_count(monkeypatch, tmp_path):
    monkeypatch.setitem(resonance.METHODS, "flats", 3)
    monkeypatch.setitem(resonance._EFFORTS, ("flats", 4), Effort(60, 10**8))
    with pytest.raises(TooLargeError, match="about 1 minute"):
        count_resonance(4, "flats")
    assert count_resonance(4, "flats", force=True).value == 370
    with pytest.raises(TooLargeError, match="about 11 hours"):
        count_resonance_in_shards(10, tmp_path / "db", 5)
    with pytest.raises(TooLargeError, match="forced or not"):
        count_resonance_in_shards(12, tmp_path / "db", 5, force=True)
    with pytest.raises(DomainError, match="d = 0"):
        count_resonance_in_shards(0, tmp_path / "db", 5)
    assert not (tmp_path / "db").exists()


def test_resonance_chambers_in_shards_are_as_many(tmp_path):
    assert count_resonance_in_shards(6, tmp_path / "db", 7, 2).value == 1066044  # OEIS A034997


def test_the_sizes_beyond_every_method_are_refused(tmp_path):
    with pytest.raises(TooLargeError, match=r"about 2 hours .* count in restartable shards, or --force"):
        count_threshold(10)
    with pytest.raises(TooLargeError, match=r"about 3 years .*; --force"):
        count_threshold_in_shards(11, tmp_path / "db", 5)
    for n in (12, 20):
        with pytest.raises(TooLargeError, match="forced or not"):
            count_threshold(n, force=True)
        with pytest.raises(TooLargeError, match="forced or not"):
            count_threshold_in_shards(n, tmp_path / "db", 5, force=True)
    with pytest.raises(TooLargeError, match="forced or not"):
        count_polynomial_threshold(6, 2)


@pytest.mark.parametrize("method", ["enumeration", "decision"])
@pytest.mark.parametrize("name", ["output-gate", "multiplexed", "synaptic-gate", "selector", "gated-layer"])
def test_six_inputs_of_gated_classes_are_refused_even_if_forced(name, method):
    n = 7 if method == "enumeration" and name in {"output-gate", "multiplexed"} else 6
    with pytest.raises(TooLargeError, match=r"(no method here can|this method cannot) run it, forced or not"):
        count_gated(gated_class(name), n, method, force=True)


@pytest.mark.parametrize("name", ["output-gate", "multiplexed", "selector"])
def test_no_refusal_by_decision_sends_to_a_method_that_goes_no_further(name):
    with pytest.raises(TooLargeError) as refusal:
        count_gated(gated_class(name), 6, "decision")
    assert "use the other method" not in str(refusal.value)
    assert "--methods says how far the others go" in str(refusal.value)


@pytest.mark.parametrize("method", ["enumeration", "decision"])
def test_layers_of_many_units_can_be_forced(monkeypatch, method):
    with pytest.raises(TooLargeError, match=r"it would need about .* year.*--force starts it"):
        count_gated(gated_class("gated-layer", units=9), 4, method)
    expected = count_gated(gated_class("gated-layer", units=3), 2, method).value
    monkeypatch.setattr(gated_enumeration, "enumeration_limit", lambda _: 1)
    monkeypatch.setattr(gated_decision, "decision_limit", lambda _: 1)
    with pytest.raises(TooLargeError, match="--force starts it"):
        count_gated(gated_class("gated-layer", units=3), 2, method)
    assert count_gated(gated_class("gated-layer", units=3), 2, method, force=True).value == expected


def test_long_lists_can_be_forced(monkeypatch):
    unit = gated_class("output-gate", attended=2, attending=2)
    expected = count_gated(unit, 4, "formula").value
    monkeypatch.setattr(gated_disjoint, "MAXIMUM_LISTED_FUNCTIONS", 10)
    with pytest.raises(TooLargeError, match=r"it would need .* use the method formula, or --force"):
        count_gated(unit, 4, "enumeration")
    assert count_gated(unit, 4, "enumeration", force=True).value == expected
    with pytest.raises(TooLargeError, match="forced or not"):
        count_gated(gated_class("output-gate", attended=5, attending=1), 6, "enumeration", force=True)


def test_what_can_be_forced_is_within_the_reach_of_the_method():
    assert max(n for method, n in threshold._EFFORTS if method == "flats") <= flats.MAXIMUM_DIMENSION
    assert all(n > threshold.METHODS[method] for method, n in threshold._EFFORTS)
    assert all(d > resonance.METHODS[method] for method, d in resonance._EFFORTS)


# ------------------------------------------------------------------------------------- every class and every method

SYNAPSES = [("one", "signs", "signs"), ("any", "bits", "signs"), ("all", "signs", "bits"), ("bias", "bits", "bits")]
SHARED = [
    gated_class("output-gate", values="mixed"),
    gated_class("output-gate", factors=1),
    gated_class("output-gate", values="signs", factors=3),
    gated_class("multiplexed"),
    *(gated_class("synaptic-gate", synapse=s, input_values=i, gate_values=g) for s, i, g in SYNAPSES),
    *(gated_class("gated-layer", values=v, units=m) for v in ("bits", "signs", "mixed") for m in (1, 2, 4, 9)),
    gated_class("selector"),
]
DECIDED = [*SHARED, gated_class("output-gate"), gated_class("output-gate", values="signs")]
DISJOINT = [("output-gate", {}), ("multiplexed", {}), ("selector", {}), ("gated-layer", {"values": "signs"})]


def refusal(count, *arguments, **options):
    with pytest.raises(TooLargeError) as found:
        count(*arguments, **options)
    return found.value


def check_figures(error):
    """Check that a refusal has both figures, in its document and in its words, and says whether it can be forced."""
    where = error.where()
    assert where["seconds"] >= 1
    assert where["memory_bytes"] >= 1
    assert where.get("at_least", False) in {True, False}
    assert where["size"] > where["limit"]
    effort = Effort(error.seconds, error.memory_bytes, error.at_least)
    assert f"it would need {effort}" in str(error)
    assert ("--force starts it" in str(error)) != ("run it, forced or not, because " in str(error))


def cases():
    """Yield every class with every method, and the first n beyond its limit; and some that are far beyond."""
    for gated, method in [(gated, "enumeration") for gated in SHARED] + [(gated, "decision") for gated in DECIDED]:
        limit = gated_method_limits(gated)[method]
        for n in (limit + 1, limit + 2, 13, 10**6):
            yield f"{gated.name}-{gated.options}-{method}-{n}", count_gated, (gated, n, method)
    for name, options in DISJOINT:
        for attended, attending, method in [
            (5, 1, "enumeration"),
            (1, 5, "enumeration"),
            (3, 2, "decision"),
            (10, 1, "formula"),
            (1, 10, "formula"),
            (30, 30, "formula"),
            (30, 30, "enumeration"),
            (30, 30, "decision"),
        ]:
            gated = gated_class(name, attended=attended, attending=attending, **options)
            label = f"{name}-{attended}-{attending}-{method}"
            yield label, count_gated, (gated, attended + attending, method)
    for method, limit in threshold.METHODS.items():
        for n in (limit + 1, limit + 2, limit + 3, 10**6):
            yield f"threshold-{method}-{n}", count_threshold, (n, method)
    for method, limit in resonance.METHODS.items():
        for d in (limit + 1, limit + 2, limit + 3, 10**6):
            yield f"resonance-{method}-{d}", count_resonance, (d, method)
    for degree in (0, 2, 3, 4, 5, 7, 40):
        for method in [None, *method_limits(degree)]:
            for n in (7, 13, 10**6):
                limits = method_limits(degree)
                if n > (max(limits.values()) if method is None else limits[method]) and method != "restrictions":
                    yield f"degree-{degree}-{method}-{n}", count_polynomial_threshold, (n, degree, method)


CASES = {label: (count, arguments) for label, count, arguments in cases()}


@pytest.mark.parametrize("label", CASES)
def test_every_refusal_says_what_the_count_would_need(label):
    count, arguments = CASES[label]
    check_figures(refusal(count, *arguments))


def test_the_list_of_refusals_holds_every_class_and_every_method():
    assert {label.split("-")[0] for label in CASES} >= {"threshold", "resonance", "degree", "multiplexed", "selector"}
    named = {arguments[0].name for count, arguments in CASES.values() if count is count_gated}
    assert named == set(GATED_NAMES)
    assert {arguments[-1] for count, arguments in CASES.values() if count is count_gated} == {
        "enumeration",
        "decision",
        "formula",
    }
    assert len(CASES) > 200


@pytest.mark.parametrize("label", [label for label in CASES if not label.startswith("degree")])
def test_what_cannot_be_forced_is_refused_when_it_is_forced(label):
    count, arguments = CASES[label]
    message = str(refusal(count, *arguments))
    if "--force starts it" not in message:
        assert str(refusal(count, *arguments, force=True)) == message


def test_more_units_and_more_inputs_are_never_said_to_need_less():
    for values in ("bits", "signs"):
        layers = [
            gated_effort.enumeration_effort(gated_class("gated-layer", units=m, values=values), 5) for m in (1, 2, 3)
        ]
        assert [layer.seconds for layer in layers] == sorted(layer.seconds for layer in layers)
    for gated in SHARED:
        for effort in (gated_effort.enumeration_effort, gated_effort.decision_effort):
            needs = [effort(gated, n) for n in (7, 8, 12, 13, 100)]
            assert [need.seconds for need in needs] == sorted(need.seconds for need in needs)
            assert [need.memory_bytes for need in needs] == sorted(need.memory_bytes for need in needs)
            assert needs[-1].at_least


def test_the_numbers_behind_the_projections_are_counted():
    counted = count_threshold(6)
    assert counted.value == gated_effort.SIX_INPUTS
    assert counted.classes_by_group["permutations, negations, output negation"] == gated_effort._GATE_CLASSES
    assert count_threshold(7).value == gated_effort.SEVEN_INPUTS
    assert 1414120376 * count_threshold(5).value // (2**7 * 5040) == polynomial_threshold._QUADRATIC_CLASSES_OF_SIX


def test_the_set_sizes_that_are_said_to_be_flats_are_flats():
    for n, degree in ((2, 1), (3, 1), (4, 1), (3, 2)):
        least = sum(comb(1 << n, size) for size in range((2 << degree) - 1))
        assert sum(len(level) for level in polynomial_threshold._point_flats(n, degree)) >= least


def test_a_formula_can_be_forced(monkeypatch):
    unit = gated_class("multiplexed", attended=1, attending=3)
    expected = count_gated(unit, 4, "formula").value
    monkeypatch.setattr(gated_disjoint, "MAXIMUM_ARGUMENT", 2)
    monkeypatch.setitem(threshold._EFFORTS, ("restriction-tree", 3), Effort(60, 10**8))
    with pytest.raises(TooLargeError, match=r"about 1 minute .* --force starts it all the same"):
        count_gated(unit, 4, "formula")
    assert count_gated(unit, 4, "formula", force=True).value == expected

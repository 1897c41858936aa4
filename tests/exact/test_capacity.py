"""Capacity: every bound of the theory holds for every count, and the command shows them."""

import json
from itertools import product
from math import comb

import pytest

from exact import gated_bounds, threshold_bounds
from exact.arrangement import flats_by_rank, region_count
from exact.capacity import CLASSES, CapacityClass, capacity, reachable_threshold_count
from exact.capacity_bound import Side, count_bound, schlafli_number
from exact.command import main
from exact.counting.flats import threshold_normals
from exact.enclosure import Answer
from exact.errors import DomainError, TooLargeError


def sides(answer):
    return {side: [bound for bound in answer.bounds if bound.side is side] for side in Side}


def check_all_bounds(n, degree):
    answer = capacity("threshold", n, {"degree": degree})
    assert answer.count is not None
    by_side = sides(answer)
    assert by_side[Side.UPPER]
    assert all(b.holds_for(answer.count) is Answer.YES for b in by_side[Side.LOWER] + by_side[Side.UPPER])


@pytest.mark.parametrize("n", range(8))
def test_every_bound_holds_for_the_numbers_of_threshold_functions(n):
    check_all_bounds(n, 1)


@pytest.mark.slow
def test_every_bound_holds_for_nine_variables():
    check_all_bounds(9, 1)


@pytest.mark.parametrize(("n", "degree"), [(n, degree) for n in range(5) for degree in (0, 2, 3, 4, 5)])
def test_every_bound_holds_for_polynomial_threshold_functions(n, degree):
    check_all_bounds(n, degree)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "degree"), [(5, 3), (5, 4), (5, 5), (6, 4), (6, 5)])
def test_every_bound_holds_for_more_variables(n, degree):
    check_all_bounds(n, degree)


def test_some_bounds_are_attained():
    assert threshold_bounds.schlafli_bound(2).count == 14
    assert threshold_bounds.missing_parities_bound(3, 2).count == 254
    assert threshold_bounds.cut_bound(1, reachable_threshold_count).count == 4
    for n in range(1, 5):  # T(n, 1) counts the cuts of one more variable at n = 0, 1
        tight = threshold_bounds.cut_bound(n, reachable_threshold_count).count == reachable_threshold_count(n, 1)
        assert tight == (n == 1)


def test_a_bound_that_is_wrong_by_one_is_seen():
    for side, wrong in ((Side.UPPER, 103), (Side.LOWER, 105)):
        assert count_bound(side, "Q", "q", "q", "q", wrong).holds_for(104) is Answer.NO
        assert count_bound(side, "Q", "q", "q", "q", 104).holds_for(104) is Answer.YES
        assert count_bound(side, "Q", "q", "q", "q", 104, strict=True).holds_for(104) is Answer.NO


def test_the_exponential_bound_lies_above_the_sum_of_binomials():
    for n in range(1, 12):
        sum_of_binomials = threshold_bounds.finite_set_upper_bound(1 << n, n)
        exponential = threshold_bounds.finite_set_exponential_bound(1 << n, n)
        assert sum_of_binomials.bits.is_at_most(exponential.bits) is Answer.YES
        assert exponential.holds_for(sum_of_binomials.count) is Answer.YES
        assert exponential.holds_for(sum_of_binomials.count << 2 * n) is Answer.NO


def test_leading_terms_are_no_bounds():
    with pytest.raises(DomainError, match="leading term"):
        threshold_bounds.linear_leading_term(3).holds_for(104)


@pytest.mark.parametrize(("vectors", "dimension"), [(1, 1), (4, 2), (5, 3), (6, 3), (4, 6), (7, 4)])
def test_vectors_in_general_position_attain_the_region_bound(vectors, dimension):
    moment_curve = [tuple((k + 1) ** power for power in range(dimension)) for k in range(vectors)]
    assert schlafli_number(vectors, dimension) == region_count(moment_curve, dimension)


def test_the_sum_of_binomials_is_that_of_the_definition():
    for vectors in range(1, 12):
        for dimension in range(1, 12):
            expected = 2 * sum(comb(vectors - 1, k) for k in range(dimension))
            assert schlafli_number(vectors, dimension) == expected


def test_the_number_of_flats_is_at_most_the_number_of_regions():
    for n in range(4):
        flats = sum(len(level) for level in flats_by_rank(threshold_normals(n), n + 1))
        assert threshold_bounds.flat_bound(flats).holds_for(reachable_threshold_count(n, 1)) is Answer.YES


def test_networks_have_their_bounds():
    counts = reachable_threshold_count
    lower = threshold_bounds.hidden_layer_lower_bound(3, 2, counts)
    upper = threshold_bounds.hidden_layer_upper_bound(3, 2, counts)
    assert (lower.count, upper.count) == (14**2, 104**2 * 2**6)
    # every function of three inputs that is an operator of two threshold functions is one of these networks
    assert lower.holds_for(254) is upper.holds_for(254) is Answer.YES
    assert threshold_bounds.layered_bound((3, 2, 1)).count == 2 ** (3 * 3 * 2 + 2 * 2 * 1)
    assert threshold_bounds.layered_leading_term((3, 2, 1)).bits.lower == 22
    assert threshold_bounds.recurrent_count(3, counts) == 104**3


REFUSED = [
    lambda: threshold_bounds.power_bound(1),
    lambda: threshold_bounds.power_bound(2, 0),
    lambda: threshold_bounds.missing_parities_bound(2, 2),
    lambda: threshold_bounds.cut_bound(0, reachable_threshold_count),
    lambda: threshold_bounds.cut_power_bound(0),
    lambda: threshold_bounds.degree_split_bound(0, 1, reachable_threshold_count),
    lambda: threshold_bounds.binomial_bound(1, 0),
    lambda: threshold_bounds.multiplexer_bound(1, 3, reachable_threshold_count),
    lambda: threshold_bounds.flat_bound(0),
    lambda: threshold_bounds.finite_set_lower_bound(0),
    lambda: threshold_bounds.finite_set_upper_bound(1, -1),
    lambda: threshold_bounds.finite_set_exponential_bound(1, 2),
    lambda: threshold_bounds.binomial_leading_term(0),
    lambda: threshold_bounds.degree_leading_term(3, 0),
    lambda: threshold_bounds.monomial_leading_term(3, 0),
    lambda: threshold_bounds.layered_bound((1, 2)),
    lambda: threshold_bounds.layered_leading_term((2,)),
    lambda: threshold_bounds.hidden_layer_lower_bound(1, 2, reachable_threshold_count),
    lambda: threshold_bounds.hidden_layer_upper_bound(3, 1, reachable_threshold_count),
    lambda: schlafli_number(0, 1),
]


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_a_bound_outside_its_hypotheses_is_refused(number):
    with pytest.raises(DomainError, match=r"Q-\w+ needs"):
        REFUSED[number]()


def test_what_is_too_large_is_refused_and_leaves_the_other_bounds():
    answer = capacity("multiplexed", 64)
    assert answer.count is None
    assert [bound.bits.lower for bound in answer.bounds] == [2 * 64**2]
    assert any("T(63, 1)" in entry.reason for entry in answer.refused)
    makers = CLASSES["threshold"].bounds(64, {"degree": 1}, reachable_threshold_count)
    assert dict(makers)["Q-L3 2^(n (C(n,<=d) - 1))"]().count == 2**64**2
    with pytest.raises(TooLargeError):
        capacity("threshold", 65)
    with pytest.raises(TooLargeError):
        reachable_threshold_count(7, 2)
    with pytest.raises(TooLargeError):
        threshold_bounds.missing_parities_bound(40)
    with pytest.raises(TooLargeError):
        schlafli_number(1 << 40, 1 << 20)


def test_the_largest_sizes_leave_bounds_that_can_be_written_down(monkeypatch):
    monkeypatch.setattr("exact.capacity._seconds_reach", lambda *_: 2)
    for name, options in (("output-gate", {"factors": 10**9}), ("gated-layer", {"units": 64})):
        answer = capacity(name, 64, options)
        assert answer.count is None
    with pytest.raises(TooLargeError, match="too large to be written down"):
        gated_bounds.factor_upper_bound(9, 10**9, lambda *_: 2**57)
    with pytest.raises(TooLargeError, match="too large to be written down"):
        schlafli_number(1 << 40, 1 << 40)


def test_unknown_classes_and_options_are_refused():
    with pytest.raises(DomainError, match="must be one of"):
        capacity("nothing", 3)
    with pytest.raises(DomainError, match="no option"):
        capacity("threshold", 3, {"factors": 2})
    with pytest.raises(DomainError, match="must be an integer"):
        capacity("threshold", 3, {"degree": -1})
    with pytest.raises(DomainError, match="must be one of bits"):
        capacity("output-gate", 3, {"values": "both"})


def test_a_class_that_is_counted_joins_by_one_row(monkeypatch):
    row = CLASSES["output-gate"]
    monkeypatch.setitem(CLASSES, "output-gate", CapacityClass(row.options, row.bounds, lambda n, _: (2, 4, 16, 246)[n]))
    answer = capacity("output-gate", 3)
    assert answer.count == 246
    assert all(bound.holds_for(246) is Answer.YES for bound in answer.bounds if bound.side is not Side.LEADING)


# ---------------------------------------------------------------------------------------------------------- the command


def run(capsys, *arguments):
    status = main(("capacity", *arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_the_command_prints_the_table(capsys):
    status, out, _ = run(capsys, "threshold", "--n", "4")
    assert status == 0
    assert out.startswith("threshold, degree 1, n = 4: 1882 functions\ncapacity: log2 in [10.878050, 10.878051]\n")
    assert "Q-L3 threshold-count-upper-bound" in out
    status, out, _ = run(capsys, "threshold", "--n", "1")
    assert "capacity: log2 = 2.000000" in out
    assert "not applicable:\n  Q-L3 2^(n (C(n,<=d) - 1)): Q-L3 needs n >= 2" in out


def test_the_command_gives_one_document_and_writes_it(capsys, tmp_path):
    path = tmp_path / "capacity.json"
    status, out, _ = run(capsys, "threshold", "--n", "3", "--degree", "2", "--json", "--out", str(path))
    data = json.loads(out)
    assert (status, data["schema"], data["count"]) == (0, "attention-quarks/capacity/1", "254")
    assert json.loads(path.read_text(encoding="utf-8")) == data
    assert {bound["holds"] for bound in data["bounds"] if bound["side"] != "leading"} == {"yes"}
    assert [row["n"] for row in data["growth"]] == [0, 1, 2, 3]
    assert data["growth"][3]["leading"]["2 n^2"]["lower"] == "18.000000000000"


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("output-gate",), 246),
        (("output-gate", "--values", "signs"), 254),
        (("output-gate", "--values", "mixed"), 2373),
        (("output-gate", "--factors", "3"), 254),
        (("multiplexed",), 256),
        (("synaptic-gate",), 252),
        (("synaptic-gate", "--synapse", "all"), 254),
        (("synaptic-gate", "--gate-values", "signs", "--input-values", "bits"), 216),
        (("gated-layer",), 35846),
        (("selector",), 256),
    ],
)
def test_gated_classes_are_counted_and_every_bound_holds(capsys, arguments, count):
    status, out, _ = run(capsys, *arguments, "--n", "3", "--json")
    data = json.loads(out)
    assert (status, data["count"]) == (0, str(count))
    assert {"lower", "upper"} <= {bound["side"] for bound in data["bounds"]}
    assert {bound["holds"] for bound in data["bounds"] if bound["side"] != "leading"} == {"yes"}
    assert run(capsys, *arguments, "--n", "0")[0] == 0


@pytest.mark.parametrize("arguments", [("multiplexed",), ("gated-layer", "--units", "3")])
def test_beyond_the_reach_of_the_counts_the_bounds_stand_alone(capsys, arguments):
    status, out, _ = run(capsys, *arguments, "--n", "7", "--json")
    data = json.loads(out)
    assert (status, data["count"]) == (0, None)
    assert {bound["holds"] for bound in data["bounds"]} == {None}


EVERY_CLASS = [
    (name, dict(zip(row.options, chosen, strict=True)))
    for name, row in CLASSES.items()
    for chosen in product(*((1, 2, 3) if isinstance(words, int) else words for words in row.options.values()))
    if "mixed" not in chosen or name != "output-gate" or chosen[-1] == 2
]


@pytest.mark.parametrize(("name", "options"), EVERY_CLASS, ids=str)
def test_every_bound_of_every_class_holds_where_the_class_is_counted(name, options):
    for n in range(4):
        answer = capacity(name, n, options)
        if answer.count is not None:
            compared = sides(answer)[Side.LOWER] + sides(answer)[Side.UPPER]
            assert all(bound.holds_for(answer.count) is Answer.YES for bound in compared)
            assert answer.uncounted == ""
    assert answer.count is not None
    assert sides(answer)[Side.LOWER]
    assert sides(answer)[Side.UPPER]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("output-gate", {"values": "bits"}),
        ("output-gate", {"values": "signs"}),
        ("output-gate", {"values": "signs", "factors": 3}),
        ("multiplexed", {}),
        ("synaptic-gate", {"synapse": "any"}),
        ("synaptic-gate", {"synapse": "bias", "input_values": "bits", "gate_values": "bits"}),
    ],
    ids=str,
)
def test_every_bound_holds_for_four_inputs(name, options):
    answer = capacity(name, 4, options)
    compared = sides(answer)[Side.LOWER] + sides(answer)[Side.UPPER]
    assert all(bound.holds_for(answer.count) is Answer.YES for bound in compared)


def test_a_long_count_says_why_it_is_not_made_and_is_made_if_it_is_forced(monkeypatch, capsys):
    monkeypatch.setattr("exact.capacity._seconds_reach", lambda *_: 2)
    answer = capacity("selector", 3)
    assert (answer.count, answer.bits) == (None, None)
    assert "n = 3 takes longer than seconds (limit 2): it would need about" in answer.uncounted
    assert "--force starts it" in answer.uncounted
    forced = capacity("selector", 3, force=True)
    assert (forced.count, forced.uncounted, forced.growth[-1].bits) == (256, "", forced.bits)
    _, out, _ = run(capsys, "selector", "--n", "3", "--json")
    assert json.loads(out)["uncounted"] == answer.uncounted
    _, out, _ = run(capsys, "selector", "--n", "3")
    assert f"not counted: {answer.uncounted}" in out
    _, out, _ = run(capsys, "selector", "--n", "3", "--force", "--json")
    assert (json.loads(out)["count"], json.loads(out)["uncounted"]) == ("256", None)


def test_six_inputs_with_mixed_values_are_counted_if_it_is_forced(monkeypatch):
    monkeypatch.setattr("exact.capacity._seconds_reach", lambda *_: 2)
    assert "about 1 minute" in capacity("output-gate", 6, {"values": "mixed"}).uncounted


def test_what_no_method_can_count_is_refused_even_if_it_is_forced(capsys):
    status, out, _ = run(capsys, "selector", "--n", "6", "--force", "--json")
    error = json.loads(out)["error"]
    assert (status, error["kind"]) == (3, "too-large")
    assert error["where"]["seconds"] > 0


def test_where_a_class_is_not_defined_there_is_no_count(monkeypatch):
    def count(n, _):
        if n == 0:
            raise DomainError("there is no synapse")
        return {1: 4, 2: 16, 3: 252}[n]

    row = CLASSES["synaptic-gate"]
    monkeypatch.setitem(CLASSES, "synaptic-gate", CapacityClass(row.options, row.bounds, count))
    answer = capacity("synaptic-gate", 3)
    assert [row.bits is None for row in answer.growth] == [True, False, False, False]
    assert all(bound.holds_for(252) is Answer.YES for bound in answer.bounds if bound.side is not Side.LEADING)


def test_the_picture_shows_the_count_and_the_leading_terms(capsys, tmp_path):
    path = tmp_path / "growth.svg"
    status, _, err = run(capsys, "threshold", "--n", "4", "--plot", str(path))
    picture = path.read_text(encoding="utf-8")
    assert status == 0
    assert "written" in err
    assert picture.startswith("<svg")
    assert ">n^2 = n^(d+1)/d!<" in picture  # one line, not one hidden by the other
    assert ">threshold, degree 1: log2 of the number of functions<" in picture
    assert all(f">{label}<" in picture for label in ("n C(n,&lt;=d)", "2 n^2", "3 n^2", "log2 of the count"))


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("nothing", "--n", "3"), 2, "CLASS: the class must be one of"),
        (("threshold",), 2, "--n"),
        (("threshold", "--n", "-1"), 2, "--n: this must be at least 0"),
        (("multiplexed", "--n", "3", "--gate-values", "bits"), 2, "--gate-values: the class multiplexed has no such"),
        (("threshold", "--n", "3", "--units", "2"), 2, "--units: the class threshold has no such option"),
        (("output-gate", "--n", "3", "--values", "both"), 2, "--values: this must be one of bits, signs, mixed"),
        (("output-gate", "--n", "3", "--factors", "0"), 2, "--factors: this must be at least 1"),
        (("output-gate", "--n", "3", "--factors", "3", "--values", "mixed"), 1, "mixed values need two factors"),
        (("threshold", "--n", "65"), 3, "limit 64"),
        (("threshold", "--n", "3", "--degree", "99999999999"), 3, "too large: 99999999999 (limit 64)"),
        (("gated-layer", "--n", "3", "--units", "65"), 3, "too large: 65 (limit 64)"),
        (("threshold", "--n", "3", "--out", "x", "--plot", "x"), 2, "--plot: this must be another file than that of"),
        (("threshold", "--n", "3", "--out", "/nowhere/x"), 2, "the file cannot be written"),
        (("threshold", "--n", "3", "--plot", "/nowhere/x"), 2, "the file cannot be written"),
    ],
)
def test_wrong_input_is_refused(capsys, arguments, status, sentence):
    result, out, err = run(capsys, *arguments)
    assert (result, out) == (status, "")
    assert sentence in err
    result, out, _ = run(capsys, *arguments, "--json")
    assert result == status
    assert sentence.split(": ")[-1] in json.loads(out)["error"]["message"]

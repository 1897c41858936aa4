"""Headline statements, each changed a little: what is then false is refused, with place, rule and reason.

The changes are those of a slip of the pen: an exponent 3 for 2, n for n - 1, n >= 1 for n >= 2, > for >=.
"""

import json

import pytest

from proofs.command import main
from proofs.library import Library, run_checker
from proofs.syntax import Lemma
from proofs.text import parse_comparison
from proofs.write import file_json, item_json
from tests.proofs.interpretation import Interpretation

LIBRARY = Library.load()
NUMBERS = Interpretation([entry.item for entry in LIBRARY.entries.values()])
SHOW = "show"  # the conclusion is changed; a number stands for the hypothesis that is

CHANGES = [  # a lemma, the place, and what then stands there
    ("capacity-inequality", 0, "n >= 1"),
    ("capacity-inequality", SHOW, "power(2, n*n - 1) >= 2*binomial_sum(power(2, n) - 1, n + 1)"),
    ("capacity-inequality", SHOW, "power(2, (n - 1)*n) >= 2*binomial_sum(power(2, n) - 1, n + 1)"),
    ("capacity-inequality", SHOW, "power(2, n*n) >= 3*binomial_sum(power(2, n) - 1, n + 1)"),
    ("cover-bound-on-the-cube", 0, "n >= 1"),
    ("cover-bound-on-the-cube", SHOW, "power(2, n*r) - 2*binomial_sum(power(2, n) - 1, r + 1) > 2"),
    ("cover-bound-for-every-degree", 0, "n >= 1"),
    ("cover-bound-for-every-degree", 1, "d >= 0"),
    (
        "cover-bound-for-every-degree",
        SHOW,
        "power(2, n*(binomial_sum(n, d + 1) - 1)) - 2*binomial_sum(power(2, n) - 1, binomial_sum(n, d + 1)) > 2",
    ),
    ("binomial-sum-at-most-power", 1, "r >= 1"),
    ("binomial-sum-at-most-power", SHOW, "power(N, r) - 2*binomial_sum(N - 1, r + 1) > N - 2"),
    ("binomial-sum-at-most-power", SHOW, "power(N, r) - 2*binomial_sum(N, r + 1) >= N - 2"),
    ("cover-count-closed-form", SHOW, "cover_count(N, d) = 2*binomial_sum(N - 1, d)"),
    ("cover-count-closed-form", SHOW, "cover_count(N, d) > 2*binomial_sum(N, d)"),
    ("cut-product-lower-bound", 0, "n >= 0"),
    ("cut-product-lower-bound", 2, "2*t = n*n"),
    ("cut-product-lower-bound", SHOW, "cut_product(n) > 4*power(2, t)"),
    ("split-product-lower-bound", SHOW, "split_product(n, d) >= power(2, choose(n + 1, d + 2))"),
    ("split-product-lower-bound", SHOW, "split_product(n, d) >= 3*power(2, choose(n, d + 2))"),
    ("output-gating-lower-exponent", 2, "2*t = n*(n - 1)"),
    ("output-gating-lower-exponent", SHOW, "cut_product(n - 1)^2 > power(2, 2*(1 + t))"),
    ("output-gating-lower-exponent", SHOW, "cut_product(n - 1) >= power(2, 2*(1 + t))"),
    ("output-gating-has-at-most-twice-the-bits", SHOW, "power(2, n*n) >= A"),
    ("output-gating-has-at-most-twice-the-bits", SHOW, "power(2, 2*(n*n)) > A"),
    ("output-gating-has-at-most-twice-the-bits", 2, "T*T + 1 >= A"),
    ("additive-attention-has-at-most-twice-the-bits", SHOW, "power(2, m*(n*n)) >= power(A, m)"),
    ("additive-attention-point-count", SHOW, "power(2, n*n) >= 2*binomial_sum(power(2, n) - 1, n + 2)"),
    ("additive-attention-point-count", 0, "n >= 0"),
    ("threshold-count-to-the-power", SHOW, "power(threshold_count(n, 1), m) >= power(2, m*(n*n))"),
    ("threshold-count-to-the-power", SHOW, "power(threshold_count(n, 1), m) >= power(2, (m - 1)*(n*n*n))"),
    ("step-of-n-units-has-cubic-capacity", SHOW, "power(power(threshold_count(n, 1), n), m) >= power(2, n*(m*(n*n)))"),
    ("shifted-square-loses-little", SHOW, "(2*m - 1)*((n - r)*(n - r)) > (2*m - 1)*(n*n)"),
    ("shifted-square-loses-little", 2, "n >= 2*r"),
    ("closed-sets-bound-the-threshold-count", SHOW, "2*threshold_count(n, 1)*power(p, p) >= power(2, n*n*p)"),
    ("choose-at-least-power-of-the-quotient", SHOW, "choose(M, p)*power(p, p) > power(M, p)"),
    ("choose-at-least-power-of-the-quotient", 1, "M >= 0"),
    ("gate-tree-computes-the-product", 2, "power(2, L) >= n - 1"),
    ("gate-tree-has-one-gate-less-than-inputs", 2, "power(2, L + 1) >= n"),
    ("gate-tree-has-one-gate-less-than-inputs", SHOW, "gate_count(n, L) = n"),
    ("shift-by-the-gap-leaves-heaviside", 1, "N >= i"),
    ("circuit-accepts-its-true-points", 1, "m >= k"),
    ("matching-is-below-the-number-of-true-points", SHOW, "m - 2 >= matching(m, k, n)"),
    ("hamming-distance-of-different-addresses", 1, "r >= m"),
    ("hamming-distance-of-different-addresses", SHOW, "hamming_distance(r) > 1"),
    ("bit-gated-pair-shows-the-first-gate", SHOW, "heaviside(p + K*(1 - 1))*heaviside(q + K*1) = heaviside(q)"),
    ("bit-gated-pair-shows-the-first-gate", 1, "K >= 0 - q"),
    ("sign-gated-pair-shows-the-second-gate", 1, "K >= 0 - p"),
    ("bit-gate-on-bit-synapse-shows-the-gate", 1, "K > p - 1"),
    ("sign-gate-on-bit-synapse-shows-the-gate", 0, "K + 1 > p"),
    ("sign-gate-on-sign-synapse-shows-the-unit", 1, "K > 0 - 3*K - q"),
    ("bit-gate-on-sign-synapse-shows-the-unit", 1, "4*K > q"),
    ("additive-attention-shows-the-unit-at-the-first-address", 0, "K + 1 > q"),
    ("additive-attention-shows-the-gate-at-the-second-address", 1, "K + 1 > 0 - p"),
    ("addressed-unit-is-closed-at-a-distance", 2, "d >= 0"),
    ("addressed-gate-has-no-zero", 2, "z^2 >= 0"),
    ("operator-shows-its-first-argument", 3, "((1 - c)*(b10 - b00) + c*(b11 - b01))^2 >= 0"),
    ("whole-unit-gated-by-a-sign-is-output-gated", 1, "g^2 = g"),
    ("whole-unit-gated-by-a-bit-is-output-gated", 1, "g^2 = 1"),
    ("unit-gated-but-for-its-bias-is-bit-gated", 1, "e + 1 >= 0"),
    ("logistic-gap-bound", SHOW, "W*exponential(t) >= t"),
    ("strongly-negative-signal-closes-logistic", SHOW, "logistic(S + R) > exponential(R + M)"),
    ("softmax-of-two-entries-is-logistic-of-the-difference", SHOW, "p = 2*logistic(S - R)"),
    ("quadratic-parameters-on-the-cube", SHOW, "binomial_sum(N, 3) = 1 + N + N + pair_count(N)"),
    ("halfspace-excludes-at-most-one-false-point", 1, "heaviside(pre_first(i)) + heaviside(pre_second(i)) >= 0"),
]


def neighbour(name, place, text, index=0):
    """Return a lemma with one comparison changed, under another name."""
    lemma = LIBRARY.entries[name].item
    changed = parse_comparison(text)
    renamed = lemma._replace(name=f"neighbour-{index}")
    if place == SHOW:
        return renamed._replace(conclusion=changed)
    return renamed._replace(hypotheses=(*lemma.hypotheses[:place], changed, *lemma.hypotheses[place + 1 :]))


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Return what one fresh process says about all neighbours, after everything that they need."""
    folder = tmp_path_factory.mktemp("neighbours")
    items = [neighbour(*change, index) for index, change in enumerate(CHANGES)]
    needed = LIBRARY.files_for(LIBRARY.entries[name].item for name, _, _ in CHANGES)
    paths = [folder / f"{item.name}.cert.json" for item in items]
    for item, path in zip(items, paths, strict=True):
        path.write_text(file_json([item_json(item)]), encoding="utf-8")
    return run_checker([*needed, *paths])[len(needed) :]


def test_every_changed_statement_is_refused_with_place_rule_and_reason(outcomes):
    for (name, place, text), outcome in zip(CHANGES, outcomes, strict=True):
        assert outcome["items"] == [], (name, place, text)
        assert all(outcome["rejected"][key] for key in ("lemma", "step", "rule", "reason")), (name, place, text)


@pytest.mark.parametrize(("name", "place", "text"), CHANGES)
def test_every_changed_statement_is_false_at_small_numbers(name, place, text):
    changed = neighbour(name, place, text)._replace(name=name)
    assert isinstance(changed, Lemma)
    assert NUMBERS.trial(changed)[1] is not None


def test_the_command_names_the_step_and_the_reason(tmp_path, capsys, monkeypatch):
    path = tmp_path / "neighbour.cert.json"
    path.write_text(file_json([item_json(neighbour("capacity-inequality", 0, "n >= 1"))]), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["proofs", "check", str(path), "--json"])
    with pytest.raises(SystemExit) as ending:
        main()
    (row,) = json.loads(capsys.readouterr().out)
    assert ending.value.code == 1
    assert row["verdict"] == "refused"
    assert (row["lemma"], row["step"], row["rule"]) == ("neighbour-0", "a", "use")
    assert row["reason"] == "premise h0 must imply n - 2 >= 0"

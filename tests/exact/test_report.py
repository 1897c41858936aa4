"""The report page: self-contained, complete, and true."""

import re
from html.parser import HTMLParser

import pytest

from exact.circuit_decoder import CIRCUIT_SCHEMA, circuit_from_data
from exact.circuit_reader import read_circuit
from exact.command import main
from exact.cube import Encoding
from exact.derivation import derive
from exact.errors import DomainError
from exact.parameters import parameter
from exact.plots import magnitudes_by_degree, spectrum_svg
from exact.polynomial import CubePolynomial
from exact.report import CircuitReport, derivation_page, gating_units, mathml, report_page, report_summary
from exact.shipped import shipped_circuit

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Outline(HTMLParser):
    """Collects the tags and the text of a page, and checks that tags close in order."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.references, self.text = [], [], [], []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.references += [value for name, value in attributes if name in {"src", "href", "xlink:href"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.references += [value for name, value in attributes if name in {"src", "href", "xlink:href"}]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def reported(*names):
    reports = []
    for name in names:
        circuit, source = read_circuit(shipped_circuit(name))
        reports.append(CircuitReport(derive(circuit), source))
    return reports


def test_the_page_refers_to_nothing_outside_itself():
    page = report_page(reported("xor", "gated-shapes", "hard-head"))
    outline = Outline(page)
    assert all(reference.startswith("#") for reference in outline.references)
    assert not {"script", "link", "iframe", "img"} & set(outline.tags)
    assert "@import" not in page
    assert not re.findall(r"url\((?!#)", page)


def test_every_unit_has_its_polynomial_and_every_numeric_one_its_picture():
    (report,) = reported("xnor")
    outline = Outline(report_page([report]))
    nodes = report.derivation.nodes
    assert outline.tags.count("article") == len(nodes)
    assert outline.tags.count("svg") == len(nodes)
    assert outline.tags.count("math") >= 3 * len(nodes)
    text = " ".join(outline.text)
    assert all(entry.name in text for entry in nodes)


def test_the_page_states_the_check_and_the_claims():
    text = " ".join(Outline(derivation_page(reported("relu-gating")[0].derivation)).text)
    assert "agrees with a separate forward pass in rational arithmetic at all 16 points" in text
    assert "h S = ReLU(S - K(1-h)) - ReLU(-S - K(1-h)) for |S| <= K" in text


def test_texts_of_a_file_are_escaped():
    data = {
        "schema": CIRCUIT_SCHEMA,
        "encoding": "bits",
        "inputs": 1,
        "title": "<script>alert(1)</script>",
        "unit": [{"name": "a", "weights": [1]}],
        "equal": [{"left": "a", "right": "x1", "note": "<b>&"}],
    }
    page = derivation_page(derive(circuit_from_data(data)))
    assert "<script>" not in page
    assert "&lt;b&gt;&amp;" in page


def test_a_hard_gate_is_given_with_its_threshold_function():
    (report,) = reported("and")
    hard = gating_units(report.derivation)
    assert set(hard) == {"f", "g"}
    f = hard["f"].function
    expected = sum(1 << p for p in range(16) if 2 * (p & 1) + (p >> 1 & 1) + (p >> 2 & 1) - (p >> 3 & 1) > 1.5)
    assert f.table == expected
    assert hard["f"].quantization.changed == 0


def test_symbolic_hard_gates_have_no_table():
    hard = gating_units(reported("gated-shapes")[0].derivation)
    assert hard["step_s"].function is None
    assert hard["step_s"].quantization is None


def test_the_summary_has_a_line_for_each_claim():
    summary = report_summary(reported("xor", "linear-head"))
    assert "gated = standard" in summary
    assert "as the formulas say" in summary
    assert "rational arithmetic at all 4 points" in summary


def test_the_command_writes_the_page_and_names_it_last(capsys, tmp_path):
    path = tmp_path / "page.html"
    assert main(["report", "xor", "and", "--out", str(path)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == f"report: {path}"
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_picture_shows_the_largest_coefficient_of_each_degree():
    q = CubePolynomial(2, Encoding.SIGNS, {0: -3, 1: 1, 2: 5, 3: 2})
    assert magnitudes_by_degree(q) == {0: [3], 1: [5, 1], 2: [2]}
    svg = spectrum_svg(q, maximum_degree=2)
    assert svg.startswith("<svg")
    assert svg == spectrum_svg(q, maximum_degree=2)
    identifiers = re.findall(r' id="([^"]*)"', svg)
    assert len(identifiers) == len(set(identifiers))


def test_a_symbolic_polynomial_has_no_picture():
    q = CubePolynomial(1, Encoding.SIGNS, {1: parameter("a")})
    with pytest.raises(DomainError, match="a is symbolic"):
        spectrum_svg(q, maximum_degree=1)


def test_formulas_become_mathml():
    assert mathml(r"\frac{1}{2} x_{1}").startswith("<math")

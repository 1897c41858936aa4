r"""Printing what was checked: items as text that can be read back, as LaTeX and as HTML.

Everything is printed from the parsed items, never from what an author typed. The text form of lemmas, citations and
functions is the one that `proofs.text.parse` reads; items that are checked by direct evaluation are printed as one
sentence.

Untrusted.

Dictionary:
    term_text, comparison_text, term_latex, comparison_latex: a term and a comparison.
    Known: what a statement says, for the steps that use it.
    formula_text: a formula with bounded quantifiers.
    statement_text: the statement of an item as one sentence.
    item_text, item_latex, item_html: a whole item with its proof. proof_lines, certificate_text: parts of it.
    latex_words: words in LaTeX. equations: the defining equations of a function.
    used_conclusion: what a step by a lemma says.
    Links: for each statement what it says, so that a step by it can show its conclusion.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from proofs.syntax import (
    Antisymmetry,
    Arithmetic,
    Cases,
    CertificateTerm,
    Citation,
    Comparison,
    Count,
    Finite,
    Formula,
    Induction,
    Integrality,
    Item,
    Lemma,
    NotThreshold,
    Piecewise,
    Proof,
    Rank,
    Recursion,
    Split,
    Step,
    Symbol,
    Term,
    Threshold,
    Use,
)

_SORTS = {"Z": "integer", "R": "real"}


class Known(NamedTuple):
    """What a statement says: its conclusion."""

    conclusion: Comparison


Links = Mapping[str, Known]


# ------------------------------------------------------------------------------------------------------------ terms


def _atom(term: Term) -> bool:
    """Say whether a term stands without parentheses under an exponent."""
    if isinstance(term, tuple):
        return term[0] not in ("+", "-", "*", "^")
    return isinstance(term, str) or (isinstance(term, int) and term >= 0)


def term_text(term: Term) -> str:
    """Return a term; reading it back gives the same term."""
    if not isinstance(term, tuple):
        return str(term)
    head, *arguments = term
    if head == "^":
        base = term_text(arguments[0])
        return f"{base}^{arguments[1]}" if _atom(arguments[0]) else f"({base})^{arguments[1]}"
    if head == "*":
        return "*".join(_wrap(part, "+-*") for part in arguments)
    if head == "+":
        return " + ".join([_wrap(arguments[0], "+"), *(_wrap(part, "+-") for part in arguments[1:])])
    if head == "-":
        return f"{term_text(arguments[0])} - {_wrap(arguments[1], '+-')}"
    return f"{head}({', '.join(term_text(part) for part in arguments)})"


def _wrap(term: Term, heads: str) -> str:
    """Return a term, in parentheses if its head is one of these."""
    text = term_text(term)
    return f"({text})" if isinstance(term, tuple) and term[0] in heads else text


def comparison_text(comparison: Comparison) -> str:
    """Return a comparison."""
    return f"{term_text(comparison.left)} {comparison.relation} {term_text(comparison.right)}"


def formula_text(formula: Formula) -> str:
    """Return a formula in words and symbols."""
    if not isinstance(formula, tuple):
        return str(formula)
    head, *rest = formula
    if head in ("all", "some", "sum"):
        name, first, last, body = rest
        word = {"all": "for all", "some": "for some", "sum": "sum over"}[head]
        return f"({word} {name} = {formula_text(first)}..{formula_text(last)}: {formula_text(body)})"
    parts = [formula_text(part) for part in rest]
    return _FORMULAS[head].format(*parts) if head in _FORMULAS else "(" + f" {head} ".join(parts) + ")"


_FORMULAS = {
    "if": "({1} if {0} else {2})",
    "not": "not {0}",
    "bit": "bit {1} of {0}",
    "mod": "({0} mod {1})",
    "both": "({0} bitand {1})",
    "power": "{0}^{1}",
}


# -------------------------------------------------------------------------------------------------------- statements


def _variables_text(variables: Iterable[tuple[str, str]]) -> str:
    """Return ``integers m, k; reals x``; neighbours of one sort stand together."""
    groups: list[tuple[str, list[str]]] = []
    for name, sort in variables:
        if groups and groups[-1][0] == sort:
            groups[-1][1].append(name)
        else:
            groups.append((sort, [name]))
    return "; ".join(f"{_SORTS[sort]}s {', '.join(names)}" for sort, names in groups)


def _parameters_text(item: Symbol | Recursion | Piecewise) -> str:
    """Return the parameters of a function with sorts and bases."""
    bases = item.bases if isinstance(item, Recursion) else (None,) * len(item.parameters)
    return ", ".join(
        f"{name}: {_SORTS[sort]}" + (f" from {base}" if base is not None else "")
        for (name, sort), base in zip(item.parameters, bases, strict=True)
    )


def _table_text(dimension: int, table: int) -> str:
    """Return a truth table in hexadecimal."""
    return f"0x{table:0{max(1, 2**dimension // 4)}x}"


def equations(item: Recursion | Piecewise) -> list[tuple[str, Comparison, str]]:
    """Return name, equation and condition of the defining equations of a function."""
    names = [name for name, _ in item.parameters]
    if isinstance(item, Piecewise):
        left = (item.name, *names)
        return [
            (item.names[0], Comparison(left, "=", item.positive), f"if {term_text(item.test)} > 0"),
            (item.names[1], Comparison(left, "=", item.otherwise), "otherwise"),
        ]
    result: list[tuple[str, Comparison, str]] = []
    for case in item.cases:
        forms: list[Term] = []
        for name, base, pattern in zip(names, item.bases, case.patterns, strict=True):
            choices: dict[str, Term] = {"any": name, "zero": base or 0, "succ": ("+", name, 1)}
            forms.append(choices[pattern])
        result.append((case.name, Comparison((item.name, *forms), "=", case.value), ""))
    return result


def statement_text(item: Item) -> str:
    """Return the statement of an item as one sentence."""
    if isinstance(item, Lemma | Citation):
        quantifier = f"for all {_variables_text(item.variables)}: " if item.variables else ""
        given = ", ".join(comparison_text(hypothesis) for hypothesis in item.hypotheses)
        return quantifier + (f"if {given} then " if given else "") + comparison_text(item.conclusion)
    if isinstance(item, Symbol):
        return f"{item.name}({_parameters_text(item)}) is any function with {_SORTS[item.result]} values"
    if isinstance(item, Recursion | Piecewise):
        lines = [f"{comparison_text(equation)} {condition}".strip() for _, equation, condition in equations(item)]
        return f"{item.name}({_parameters_text(item)}) is the function with " + "; ".join(lines)
    if isinstance(item, Finite):
        return formula_text(item.formula)
    if isinstance(item, Rank):
        size = f"{item.shape[0]} x {item.shape[1]} matrix with entry {formula_text(item.entry)} in row i and column j"
        return f"the {size} (from 0) has rank {item.rank}"
    return _threshold_statement(item)


def _threshold_statement(item: Threshold | NotThreshold | Count) -> str:
    """Return the statement of an item about threshold functions."""
    kind = (
        "threshold function" if item.degree == 1 else f"polynomial threshold function of degree at most {item.degree}"
    )
    variables = "variable" if item.dimension == 1 else "variables"
    if isinstance(item, Count):
        return (
            f"there are exactly {item.number} {kind.replace('function', 'functions')} of {item.dimension} {variables}"
        )
    verdict = "is no" if isinstance(item, NotThreshold) else "is a"
    table = _table_text(item.dimension, item.table)
    return f"the function of {item.dimension} {variables} with truth table {table} {verdict} {kind}"


# ------------------------------------------------------------------------------------------------------------- steps


def _substitute(term: Term, values: Mapping[str, Term]) -> Term:
    """Return a term with variables replaced, for showing the conclusion of a step."""
    if isinstance(term, str):
        return values.get(term, term)
    if isinstance(term, tuple):
        if term[0] == "^":
            return ("^", _substitute(term[1], values), term[2])
        return (term[0], *(_substitute(part, values) for part in term[1:]))
    return term


def _summand_text(summand: CertificateTerm) -> str:
    """Return one summand of a certificate."""
    factors = [*summand.facts, *(f"({term_text(square)})^2" for square in summand.squares)]
    if summand.multiplier is not None:
        factors.append(f"{{{term_text(summand.multiplier)}}}")
    if summand.coefficient != 1 or not factors:
        factors.insert(0, str(summand.coefficient))
    return "*".join(factors)


def certificate_text(certificate: tuple[CertificateTerm, ...]) -> str:
    """Return a certificate in brackets."""
    return f"[ = {' + '.join(_summand_text(summand) for summand in certificate) or '0'} ]"


def _by_text(step: Use) -> str:
    """Return a step by a lemma without its conclusion."""
    text = f"by {step.lemma}"
    if step.substitution:
        text += " with " + ", ".join(f"{name} := {term_text(value)}" for name, value in step.substitution)
    if step.premises:
        text += " using " + ", ".join(step.premises)
    return text


def used_conclusion(step: Use, links: Links) -> Comparison | None:
    """Return what a step by a lemma says, as far as the lemma is known."""
    if step.lemma not in links:
        return None
    left, relation, right = links[step.lemma].conclusion
    values = dict(step.substitution)
    return Comparison(_substitute(left, values), relation, _substitute(right, values))


def _step_text(step: Step, links: Links) -> str:
    """Return a step; what a lemma says stands in a comment."""
    if isinstance(step, Arithmetic):
        return f"{step.identifier}: {comparison_text(step.conclusion)}  {certificate_text(step.certificate)}"
    if isinstance(step, Integrality):
        return f"{step.identifier}: by integrality of {step.fact}"
    if isinstance(step, Antisymmetry):
        return f"{step.identifier}: by antisymmetry of {', '.join(step.facts)}"
    shown = used_conclusion(step, links)
    comment = f"  # {comparison_text(shown)}" if shown is not None else ""
    return f"{step.identifier}: {_by_text(step)}{comment}"


def _headings(proof: Induction | Split | Cases) -> tuple[str, str, str]:
    """Return the first line of a branching proof and the headings of its cases."""
    if isinstance(proof, Cases):
        text = term_text(proof.term)
        return f"by cases on {text}", f"{text} > 0", f"0 >= {text}"
    cases = (f"{proof.variable} = {proof.base}", f"{proof.variable} + 1")
    if isinstance(proof, Split):
        return (f"by splitting {proof.variable} at {proof.base}", *cases)
    return (f"by induction on {proof.variable} from {proof.base}", *cases)


def _children(proof: Induction | Split | Cases) -> tuple[Proof, Proof]:
    """Return the two cases of a branching proof."""
    if isinstance(proof, Cases):
        return proof.positive, proof.otherwise
    return proof.zero, proof.successor


def proof_lines(proof: Proof, links: Links, indent: str) -> list[str]:
    """Return a proof line by line."""
    if isinstance(proof, Induction | Split | Cases):
        first, *headings = _headings(proof)
        lines = [indent + first]
        for heading, child in zip(headings, _children(proof), strict=True):
            lines += [f"{indent}case {heading}", *proof_lines(child, links, indent + "  ")]
        return lines
    lines = [indent + _step_text(step, links) for step in proof.steps]
    if not proof.steps or proof.qed != proof.steps[-1].identifier:
        lines.append(f"{indent}qed {proof.qed}")
    return lines


def item_text(item: Item, links: Links | None = None) -> str:
    """Return a whole item.

    Args:
        item: a parsed item.
        links: what earlier statements say; steps by them then show their conclusions in comments.

    Returns:
        Text; for lemmas, citations and functions it can be read back.
    """
    if isinstance(item, Lemma | Citation):
        lines = [f"{'lemma' if isinstance(item, Lemma) else 'citation'} {item.name}"]
        if item.variables:
            lines.append(f"  for all {_variables_text(item.variables)}")
        if item.hypotheses:
            lines.append("  given " + ", ".join(comparison_text(hypothesis) for hypothesis in item.hypotheses))
        lines.append(f"  show {comparison_text(item.conclusion)}")
        if isinstance(item, Citation):
            return "\n".join([*lines, f"  source {item.source}", ""])
        return "\n".join([*lines, *proof_lines(item.proof, links or {}, "  "), ""])
    if isinstance(item, Symbol | Recursion | Piecewise):
        lines = [f"function {item.name}({_parameters_text(item)}): {_SORTS[item.result]}"]
        if isinstance(item, Recursion) and item.descends is not None:
            lines.append(f"  descending on {item.descends}")
        if not isinstance(item, Symbol):
            lines += [f"  {name}: {comparison_text(e)} {condition}".rstrip() for name, e, condition in equations(item)]
        return "\n".join([*lines, ""])
    return f"{item.name}: {statement_text(item)}\n"


# ------------------------------------------------------------------------------------------------- LaTeX and HTML


def _latex_name(name: str) -> str:
    """Return the name of a variable or a function in mathematics."""
    if len(name) == 1:
        return name
    match = re.fullmatch(r"([A-Za-z])_?([0-9]+)", name)
    if match is not None:
        return f"{match.group(1)}_{{{match.group(2)}}}"
    return rf"\mathrm{{{name.replace('_', ' ')}}}"


def term_latex(term: Term) -> str:
    """Return a term in LaTeX."""
    if not isinstance(term, tuple):
        if isinstance(term, Fraction):
            return rf"\tfrac{{{term.numerator}}}{{{term.denominator}}}"
        return _latex_name(term) if isinstance(term, str) else str(term)
    head, *arguments = term

    def wrapped(part: Term, heads: str) -> str:
        text = term_latex(part)
        negative = isinstance(part, int | Fraction) and part < 0
        inside = isinstance(part, tuple) and part[0] in heads
        return rf"\left({text}\right)" if inside or negative else text

    if head == "^":
        base = term_latex(arguments[0])
        return f"{base}^{{{arguments[1]}}}" if _atom(arguments[0]) else rf"\left({base}\right)^{{{arguments[1]}}}"
    if head == "*":
        return r" \cdot ".join(wrapped(part, "+-*") for part in arguments)
    if head in ("+", "-"):
        return f" {head} ".join(
            [wrapped(arguments[0], head if head == "+" else ""), *(wrapped(p, "+-") for p in arguments[1:])]
        )
    return rf"{_latex_name(head)}({', '.join(term_latex(part) for part in arguments)})"


def comparison_latex(comparison: Comparison) -> str:
    """Return a comparison in LaTeX."""
    relation = r"\ge" if comparison.relation == ">=" else comparison.relation
    return f"{term_latex(comparison.left)} {relation} {term_latex(comparison.right)}"


class _Style(NamedTuple):
    """How mathematics, words and names of statements are written."""

    mathematics: Callable[[Comparison], str]
    term: Callable[[Term], str]
    words: Callable[[str], str]
    reference: Callable[[str], str]


def latex_words(text: str) -> str:
    """Return words in LaTeX."""
    special = {"_": r"\_", "{": r"\{", "}": r"\}", "^": r"\^{}", "#": r"\#", "&": r"\&", "%": r"\%", "$": r"\$"}
    special |= {"<": "$<$", ">": "$>$", "|": "$|$"}
    return "".join(special.get(character, character) for character in text)


def _latex_comparison(comparison: Comparison) -> str:
    """Return a comparison in a LaTeX text."""
    return f"${comparison_latex(comparison)}$"


def _latex_term(term: Term) -> str:
    """Return a term in a LaTeX text."""
    return f"${term_latex(term)}$"


def _latex_reference(name: str) -> str:
    """Return the name of a statement as a link in a LaTeX text."""
    return rf"\hyperref[{name}]{{\textsf{{{latex_words(name)}}}}}"


def _html_comparison(comparison: Comparison) -> str:
    """Return a comparison in HTML."""
    return rf"\({html.escape(comparison_latex(comparison))}\)"


def _html_term(term: Term) -> str:
    """Return a term in HTML."""
    return rf"\({html.escape(term_latex(term))}\)"


def _html_reference(name: str) -> str:
    """Return the name of a statement as a link in HTML."""
    return f'<a href="#{html.escape(name)}">{html.escape(name)}</a>'


_LATEX_STYLE = _Style(_latex_comparison, _latex_term, latex_words, _latex_reference)
_HTML_STYLE = _Style(_html_comparison, _html_term, html.escape, _html_reference)


def _step_parts(step: Step, links: Links, style: _Style) -> tuple[str, str]:
    """Return what a step says and why."""
    if isinstance(step, Arithmetic):
        return style.mathematics(step.conclusion), style.words(certificate_text(step.certificate))
    if isinstance(step, Integrality):
        return "", style.words(f"{step.fact} is a strict inequality of integers")
    if isinstance(step, Antisymmetry):
        return "", style.words(f"{step.facts[0]} and {step.facts[1]} are both directions")
    shown = used_conclusion(step, links)
    values = ", ".join(f"{style.words(name)} := {style.term(value)}" for name, value in step.substitution)
    lemma = style.reference(step.lemma) if not step.lemma.startswith("IH") else style.words(step.lemma)
    reason = f"by {lemma}" + (f" with {values}" if values else "")
    if step.premises:
        reason += style.words(" using " + ", ".join(step.premises))
    return (style.mathematics(shown) if shown is not None else ""), reason


def _statement_parts(item: Item, style: _Style) -> str:
    """Return the statement of an item in a style."""
    if isinstance(item, Recursion | Piecewise):
        return style.words(f"The function {item.name}({_parameters_text(item)}) is given by")
    if not isinstance(item, Lemma | Citation):
        return style.words(statement_text(item))
    given = ", ".join(style.mathematics(hypothesis) for hypothesis in item.hypotheses)
    quantifier = f"For all {style.words(_variables_text(item.variables))}: " if item.variables else ""
    return quantifier + (f"if {given} then " if given else "") + style.mathematics(item.conclusion) + "."


def item_latex(item: Item, links: Links | None = None) -> str:
    """Return a whole item in LaTeX; it needs no package but amsmath and hyperref."""

    def lines(proof: Proof) -> list[str]:
        if isinstance(proof, Induction | Split | Cases):
            first, *headings = _headings(proof)
            result = ["B" + latex_words(first)[1:] + ":", r"\begin{itemize}"]
            for heading, child in zip(headings, _children(proof), strict=True):
                result += [rf"\item Case {latex_words(heading)}.", *lines(child)]
            return [*result, r"\end{itemize}"]
        if not proof.steps:
            return [rf"This is {latex_words(proof.qed)}."]
        result = [r"\begin{itemize}"]
        for step in proof.steps:
            says, why = _step_parts(step, links or {}, _LATEX_STYLE)
            result.append(rf"\item[{latex_words(step.identifier)}:] {says} {{\small {why}}}")
        return [*result, r"\end{itemize}"]

    text = [rf"\paragraph{{{latex_words(item.name)}}}\label{{{item.name}}} {_statement_parts(item, _LATEX_STYLE)}"]
    if isinstance(item, Recursion | Piecewise):
        text.append(r"\begin{itemize}")
        for name, equation, condition in equations(item):
            says = f"{_LATEX_STYLE.mathematics(equation)} {latex_words(condition)}"
            text.append(rf"\item[\textsf{{{latex_words(name)}}}:]\label{{{name}}} {says}")
        text.append(r"\end{itemize}")
    if isinstance(item, Lemma):
        text += [r"\emph{Proof.}", *lines(item.proof)]
    return "\n".join([*text, ""])


def item_html(item: Item, links: Links | None = None) -> str:
    """Return a whole item in HTML; mathematics stands between the delimiters of LaTeX."""

    def lines(proof: Proof) -> list[str]:
        if isinstance(proof, Induction | Split | Cases):
            first, *headings = _headings(proof)
            result = [f"<p>{html.escape(first)}</p>", "<ul>"]
            for heading, child in zip(headings, _children(proof), strict=True):
                result += [f"<li><p>case {html.escape(heading)}</p>", *lines(child), "</li>"]
            return [*result, "</ul>"]
        result = ["<ol>"]
        for step in proof.steps:
            says, why = _step_parts(step, links or {}, _HTML_STYLE)
            result.append(f"<li><b>{html.escape(step.identifier)}</b>: {says} <small>{why}</small></li>")
        return [*result, "</ol>", f"<p>qed {html.escape(proof.qed)}</p>"]

    text = [f'<section id="{item.name}">', f"<h3>{item.name}</h3>", f"<p>{_statement_parts(item, _HTML_STYLE)}</p>"]
    if isinstance(item, Recursion | Piecewise):
        for name, equation, condition in equations(item):
            says = f"{_HTML_STYLE.mathematics(equation)} {html.escape(condition)}"
            text.append(f'<p id="{name}">{name}: {says}</p>')
    if isinstance(item, Lemma):
        text += lines(item.proof)
    return "\n".join([*text, "</section>", ""])

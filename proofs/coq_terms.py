r"""Terms, polynomials and facts as Coq text.

A polynomial has one *canonical* text; a term of a statement is written as it stands. Where an argument of a function is
not written canonically, a *rewriting* says which application means which canonical one, innermost first, since Coq's
``ring`` takes two applications for the same only if they are written alike.

Untrusted in the sense of the kernel; a status that rests on Coq rests on this printing of statements.

Dictionary:
    SCOPE: how a comparison of numbers only is read.
    Written: a term as it stands, with its polynomial and the rewritings to canonical applications.
    coq_name, lemma_name: the names of variables and functions, of statements.
    term_of: a polynomial as a term in canonical order; canonical: its text.
    write_term, write_comparison, write_fact: Coq text of a term, a comparison, a fact in canonical form.
    scope_of: the sort in which a fact is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from proofs.facts import Fact, Signature
from proofs.polynomials import (
    Application,
    Monomial,
    Polynomial,
    add,
    constant,
    multiply,
    power,
    render,
    scale,
    variable,
)
from proofs.syntax import INTEGER, Comparison, Sort, Term

SCOPE: Sort = INTEGER

_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """as at by cofix else end exists exists2 fix for forall fun if IF in let match mod Prop return Set SProp then
        Type using where with Z R nat positive bool eq or and True False O S I Q""",
    )
)
_PREFIXES = ("lemma_", "cite_", "fact_", "case_", "given_", "IH", "Z_", "R_")


class Written(NamedTuple):
    """A term as Coq text.

    Attributes:
        text: the term as it stands, with the values of its variables in their canonical text.
        reduced: the same with canonical applications.
        polynomial: its normal form.
        rewritings: pairs of an application and its canonical text, innermost first.
    """

    text: str
    reduced: str
    polynomial: Polynomial
    rewritings: tuple[tuple[str, str], ...]


def coq_name(name: str) -> str:
    """Return the Coq name of a variable or a function; different names stay different."""
    if name in _RESERVED or name.startswith(_PREFIXES) or name.endswith("_"):
        return name + "_"
    return name


def lemma_name(name: str, *, cited: bool = False) -> str:
    """Return the Coq name of a statement.

    >>> lemma_name("choose-pascal")
    'lemma_choose_pascal'
    """
    return ("cite_" if cited else "lemma_") + name.replace("-", "_")


def scope_of(fact: Fact) -> Sort:
    """Return the sort in which a fact is written; comparisons of numbers are written over the integers."""
    return SCOPE if fact.sort is None else fact.sort


# ----------------------------------------------------------------------------------------------------- canonical form


def _indeterminate(indeterminate: str | Application) -> Term:
    """Return a variable or an application as a term."""
    if isinstance(indeterminate, Application):
        return (indeterminate.function, *(term_of(argument) for argument in indeterminate.arguments))
    return indeterminate


def _monomial(monomial: Monomial, coefficient: Fraction) -> Term:
    """Return one term of a polynomial."""
    number: Term = coefficient if coefficient.denominator > 1 else coefficient.numerator
    powers = sorted(monomial, key=lambda pair: render(variable(pair[0])))
    factors = [_indeterminate(v) if e == 1 else ("^", _indeterminate(v), e) for v, e in powers]
    if number == 1 and len(factors) == 1:
        return factors[0]
    if number == 1 and factors:
        return ("*", *factors)
    return ("*", number, *factors) if factors else number


@lru_cache(maxsize=8192)
def term_of(polynomial: Polynomial) -> Term:
    """Return a polynomial as a term: by falling degree, then in the order of the alphabet."""
    rows: list[tuple[int, str, Term]] = []
    for monomial, coefficient in polynomial:
        text = render(frozenset([(monomial, Fraction(1))]))
        rows.append((-sum(e for _, e in monomial), text, _monomial(monomial, coefficient)))
    terms = [term for _, _, term in sorted(rows, key=lambda row: row[:2])]
    if not terms:
        return 0
    return terms[0] if len(terms) == 1 else ("+", *terms)


def canonical(polynomial: Polynomial, functions: Mapping[str, Signature]) -> str:
    """Return the canonical text of a polynomial."""
    return _plain(term_of(polynomial), functions)


def _plain(term: Term, functions: Mapping[str, Signature]) -> str:
    """Return a term as it stands."""
    if isinstance(term, str):
        return coq_name(term)
    if not isinstance(term, tuple):
        return _number(term)
    head, *rest = term
    if head == "^":
        return f"({_plain(rest[0], functions)} ^ {rest[1]})"
    parts = [_plain(part, functions) for part in rest]
    if head in ("+", "-", "*"):
        return f"({f' {head} '.join(parts)})"
    return f"({' '.join([coq_name(head), *map(_argument, parts, functions[head].arguments)])})"


# ------------------------------------------------------------------------------------------------------ as it stands


def _number(number: int | Fraction) -> str:
    """Return a number; a fraction is a quotient of real numbers."""
    if isinstance(number, Fraction) and number.denominator > 1:
        return f"({number.numerator} / {number.denominator})"
    whole = int(number)
    return str(whole) if whole >= 0 else f"({whole})"


def _argument(text: str, sort: Sort) -> str:
    """Return an argument of a function with its scope, unless it is a name."""
    return text if text[0].isalpha() else f"{text}%{sort}"


def _application(head: str, parts: list[Written], functions: Mapping[str, Signature]) -> Written:
    """Return an application; a rewriting leads to its canonical form if an argument is not in that form."""
    polynomial = variable(Application(head, tuple(part.polynomial for part in parts)))
    name, sorts = coq_name(head), functions[head].arguments

    def applied(arguments: list[str]) -> str:
        return f"({' '.join([name, *map(_argument, arguments, sorts)])})"

    best = applied([canonical(part.polynomial, functions) for part in parts])
    reduced = applied([part.reduced for part in parts])
    rewritings = tuple(pair for part in parts for pair in part.rewritings)
    if reduced != best:
        rewritings += ((reduced, best),)
    return Written(applied([part.text for part in parts]), best, polynomial, rewritings)


def write_term(
    term: Term, functions: Mapping[str, Signature], values: Mapping[str, Polynomial] | None = None
) -> Written:
    """Return a term as it stands, with polynomials in place of variables.

    Args:
        term: the term.
        functions: the signatures of the functions.
        values: the polynomials that replace variables; a variable without one stays.
    """
    if isinstance(term, str):
        if values is None or term not in values:
            return Written(coq_name(term), coq_name(term), variable(term), ())
        text = canonical(values[term], functions)
        return Written(text, text, values[term], ())
    if not isinstance(term, tuple):
        return Written(_number(term), _number(term), constant(term), ())
    head = term[0]
    if head == "^":
        base = write_term(term[1], functions, values)
        polynomial = power(base.polynomial, term[2])
        return Written(f"({base.text} ^ {term[2]})", f"({base.reduced} ^ {term[2]})", polynomial, base.rewritings)
    parts = [write_term(part, functions, values) for part in term[1:]]
    if head not in ("+", "-", "*"):
        return _application(head, parts, functions)
    polynomial = parts[0].polynomial
    for part in parts[1:]:
        if head == "*":
            polynomial = multiply(polynomial, part.polynomial)
        else:
            polynomial = add(polynomial, scale(-1 if head == "-" else 1, part.polynomial))
    text, reduced = (
        f"({f' {head} '.join(chosen)})" for chosen in ([p.text for p in parts], [p.reduced for p in parts])
    )
    return Written(text, reduced, polynomial, tuple(pair for part in parts for pair in part.rewritings))


def write_comparison(
    comparison: Comparison,
    sort: Sort,
    functions: Mapping[str, Signature],
    values: Mapping[str, Polynomial] | None = None,
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a comparison as it stands, and the rewritings of its two sides."""
    left, right = (write_term(side, functions, values) for side in (comparison.left, comparison.right))
    rewritings = tuple(dict.fromkeys([*left.rewritings, *right.rewritings]))
    return f"({left.text} {comparison.relation} {right.text})%{sort}", rewritings


def write_fact(fact: Fact, functions: Mapping[str, Signature]) -> str:
    """Return a fact in canonical form."""
    return f"({canonical(fact.polynomial, functions)} {fact.relation} 0)%{scope_of(fact)}"

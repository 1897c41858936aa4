r"""The steps of a proof as Coq text.

Every step of a certificate states one fact in canonical form and proves it with the lemmas of ``Prelude.v``: products,
squares and sums of the facts that the certificate names, in its order, then one equation between polynomials for
``ring`` or ``field``. Coq checks the same certificate; it searches for nothing.

Untrusted: what is wrong here is refused by Coq.

Dictionary:
    Place: what is known at one place of a proof, with the names that Coq has for it.
    Goal: a comparison as it stands in Coq, whatever its form, and the fact that it means.
    Source: a statement that a step can use.
    fact_name: the Coq name of a fact. asserted: a fact with its proof.
    premise: the proof of a fact from one that is known.
    from_goal, to_goal: from a comparison as it stands to its canonical fact, and back.
    write_step: the text of a step.
    equation: the proof of an equation between polynomials.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from proofs.coq_terms import canonical, scope_of, write_comparison, write_fact
from proofs.facts import Fact, Statement, Theory, fact_of, holds_for_numbers, polynomial_of, replace
from proofs.polynomials import constant_value, scale
from proofs.syntax import (
    REAL,
    Antisymmetry,
    Arithmetic,
    CertificateTerm,
    Comparison,
    Integrality,
    Sort,
    Step,
    Use,
)

_WORD = {"=": "eq", ">=": "ge", ">": "gt"}
Rewritings = Sequence[tuple[str, str]]


class Goal(NamedTuple):
    """A comparison as it stands in Coq: its text, the rewritings to canonical applications, and its fact."""

    text: str
    rewritings: Rewritings
    fact: Fact


class Source(NamedTuple):
    """A statement that a step can use: its Coq name, variables in order, hypotheses and conclusion as they stand."""

    name: str
    variables: tuple[str, ...]
    comparisons: tuple[Comparison, ...]


class Place(NamedTuple):
    """What is known at one place of a proof.

    Attributes:
        theory: what has been accepted before.
        variables: the variables with their sorts.
        facts: the facts by their names in the certificate.
        sources: the statements and the induction hypotheses that can be used.
        inductions: the statements of the induction hypotheses.
    """

    theory: Theory
    variables: Mapping[str, Sort]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    inductions: Mapping[str, Statement]


def fact_name(identifier: str) -> str:
    """Return the Coq name of a fact of the certificate."""
    return f"fact_{identifier}"


def equation(rewritings: Rewritings) -> str:
    """Return the proof of an equation between polynomials, after the rewritings to canonical applications."""
    steps = [f"replace {left} with {right} by equal_arguments" for left, right in rewritings]
    return "; ".join([*steps, "polynomial_equation"])


def _numbers(fact: Fact) -> str:
    """Return the tactic that decides a comparison of two numbers."""
    return "lra" if scope_of(fact) == REAL else "lia"


def from_goal(goal: Goal, given: str) -> str:
    """Return the proof of the canonical fact from the comparison as it stands, whose proof is given."""
    word = _WORD[goal.fact.relation]
    return f"refine ({scope_of(goal.fact)}_{word}_elim _ _ _ {given} _); {equation(goal.rewritings)}."


def to_goal(goal: Goal, given: str, place: Place) -> str:
    """Return the proof of the comparison as it stands from its canonical fact, whose proof is given."""
    word = _WORD[goal.fact.relation]
    shown = canonical(goal.fact.polynomial, place.theory.functions)
    sort = scope_of(goal.fact)
    return f"refine ({sort}_{word}_intro _ _ {shown}%{sort} _ {given}); {equation(goal.rewritings)}."


def premise(identifier: str, needed: Fact, place: Place) -> str:
    """Return the tactic that proves a fact in canonical form from a known one, or as a comparison of numbers."""
    if holds_for_numbers(needed):
        return f"{_numbers(needed)}."
    fact = place.facts[identifier]
    name, sort = fact_name(identifier), scope_of(needed)
    if constant_value(fact.polynomial) is not None and not holds_for_numbers(fact):
        return f"exfalso; clear - {name}; {_numbers(fact)}."
    if fact.polynomial != needed.polynomial:
        negated = f"{sort}_negated _ _ {name}"
        if needed.relation == ">=":
            shown = canonical(needed.polynomial, place.theory.functions)
            return f"apply {sort}_eq_ge; refine ({sort}_negated _ {shown}%{sort} {name} _); {equation(())}."
        return f"refine ({negated} _); {equation(())}."
    if fact.relation == needed.relation:
        return f"exact {name}."
    return f"exact ({sort}_{_WORD[fact.relation]}_ge _ {name})."


def asserted(name: str, fact: Fact, tactic: str, place: Place) -> list[str]:
    """Return the assertion of a fact in canonical form with its proof."""
    return [f"assert ({name} : {write_fact(fact, place.theory.functions)}).", f"{{ {tactic} }}"]


# ------------------------------------------------------------------------------------------------------- arithmetic


def _weaken(proof: str, relation: str, sort: Sort) -> str:
    """Return the proof of ``>=`` from that of another relation."""
    return proof if relation == ">=" else f"({sort}_{_WORD[relation]}_ge _ {proof})"


def _product(factors: list[tuple[str, str]], sort: Sort) -> tuple[str, str]:
    """Return the proof that a product of factors, each with its relation, has a sign, and the relation."""
    proof, relation = factors[-1]
    for left, left_relation in reversed(factors[:-1]):
        if relation == left_relation == ">":
            proof = f"({sort}_product_gt _ _ {left} {proof})"
        else:
            left, proof = _weaken(left, left_relation, sort), _weaken(proof, relation, sort)  # noqa: PLW2901
            proof, relation = f"({sort}_product_ge _ _ {left} {proof})", ">="
    return proof, relation


def _summand(term: CertificateTerm, number: int, sort: Sort, place: Place) -> tuple[str, str]:
    """Return the proof of the sign of one summand, with its coefficient times the common denominator."""
    functions = place.theory.functions
    used = [(fact_name(identifier), place.facts[identifier]) for identifier in term.facts]
    squares = [canonical(polynomial_of(s, place.variables, place.theory)[0], functions) for s in term.squares]
    zero = next((name for name, fact in used if fact.relation == "="), None)
    if zero is not None:
        rest = [str(number) if number >= 0 else f"({number})"]
        others = list(used)
        others.remove(next(pair for pair in used if pair[0] == zero))
        rest += [canonical(fact.polynomial, functions) for _, fact in others]
        rest += [f"({square} * {square})" for square in squares]
        if term.multiplier is not None:
            rest.append(canonical(polynomial_of(term.multiplier, place.variables, place.theory)[0], functions))
        if rest == ["1"]:
            return zero, "="
        return f"({sort}_product_eq _ ({' * '.join(rest)})%{sort} {zero})", "="
    factors = [(name, fact.relation) for name, fact in used]
    factors += [(f"({sort}_square {square}%{sort})", ">=") for square in squares]
    if number != 1 or not factors:
        factors.insert(0, (f"({sort}_positive {number})", ">"))
    return _product(factors, sort)


def _sum(summands: list[tuple[str, str]], relation: str, sort: Sort) -> str:
    """Return the proof that a sum of summands, each with its relation, has the relation."""
    if relation == "=":
        proof, _ = summands[0]
        for right, _ in summands[1:]:
            proof = f"({sort}_sum_eq _ _ {proof} {right})"
        return proof
    proof, found = summands[0]
    if found == "=" or relation == ">=":
        proof, found = _weaken(proof, found, sort), ">="
    for right, right_relation in summands[1:]:
        if relation == ">" and found == ">":
            proof = f"({sort}_sum_gt_left _ _ {proof} {_weaken(right, right_relation, sort)})"
        elif relation == ">" and right_relation == ">":
            proof, found = f"({sort}_sum_gt_right _ _ {proof} {right})", ">"
        else:
            proof = f"({sort}_sum_ge _ _ {proof} {_weaken(right, right_relation, sort)})"
    return proof


def _moved(term: CertificateTerm, sort: Sort, place: Place) -> list[str]:
    """Return the facts about numbers that a certificate uses in another sort, stated anew in its own."""
    return [name for name in term.facts if scope_of(place.facts[name]) != sort]


def _certificate(step: Arithmetic, goal: Fact, sort: Sort, place: Place) -> str:
    """Return the proof of a conclusion in one sort from its certificate."""
    terms = [term for term in step.certificate if term.coefficient != 0]
    denominator = math.lcm(*(term.coefficient.denominator for term in terms))
    summands: list[tuple[str, str]] = []
    for term in terms:
        number = term.coefficient * denominator
        summands.append(_summand(term, number.numerator, sort, place))
    if not summands:
        summands = [(f"(eq_refl : (0 = 0)%{sort})", "=")]
    proof = _sum(summands, goal.relation, sort)
    return f"refine ({sort}_conclude_{_WORD[goal.relation]} {denominator} _ _ {proof} _); polynomial_equation."


def _arithmetic(step: Arithmetic, place: Place) -> list[str]:
    """Return the text of an arithmetic step.

    Facts about numbers have no sort and are written over the integers. Where the certificate is one over the reals,
    they are stated once more there; and where its conclusion is about numbers, it is carried back.
    """
    goal = fact_of(step.conclusion, place.variables, place.theory)
    name = fact_name(step.identifier)
    if holds_for_numbers(goal):
        return asserted(name, goal, f"{_numbers(goal)}.", place)
    used = [place.facts[identifier] for term in step.certificate for identifier in term.facts]
    terms = [t for term in step.certificate for t in (*term.squares, *([term.multiplier] if term.multiplier else []))]
    sorts = [goal.sort, *(fact.sort for fact in used)]
    sorts += [polynomial_of(term, place.variables, place.theory)[1] for term in terms]
    sort = REAL if REAL in sorts else scope_of(goal)
    false = next(
        (
            i
            for term in step.certificate
            for i in term.facts
            if scope_of(place.facts[i]) != sort and _is_false(i, place)
        ),
        None,
    )
    if false is not None:
        return asserted(name, goal, premise(false, goal, place), place)
    lines: list[str] = []
    for identifier in dict.fromkeys(i for term in step.certificate for i in _moved(term, sort, place)):
        moved = place.facts[identifier]._replace(sort=sort)
        lines += asserted(f"{fact_name(identifier)}_moved", moved, f"{_numbers(moved)}.", place)
        lines.append(f"rename {fact_name(identifier)} into {fact_name(identifier)}_number;")
        lines[-1] += f" rename {fact_name(identifier)}_moved into {fact_name(identifier)}."
    proof = _certificate(step, goal, sort, place)
    if sort == scope_of(goal):
        inner = proof
    else:
        there = write_fact(goal._replace(sort=sort), place.theory.functions)
        inner = f"assert (there : {there}). {{ {proof} }} exfalso; clear - there; lra."
    return [f"assert ({name} : {write_fact(goal, place.theory.functions)}).", "{", *lines, inner, "}"]


def _is_false(identifier: str, place: Place) -> bool:
    """Say whether a fact is a false comparison of two numbers."""
    fact = place.facts[identifier]
    return constant_value(fact.polynomial) is not None and not holds_for_numbers(fact)


# ------------------------------------------------------------------------------------------------------ other steps


def _use(step: Use, fact: Fact, place: Place) -> list[str]:
    """Return the text of a step by an earlier statement."""
    source = place.sources[step.lemma]
    statement = place.inductions.get(step.lemma, place.theory.statements.get(step.lemma))
    if statement is None:
        raise KeyError(step.lemma)
    functions = place.theory.functions
    terms = dict(step.substitution)
    values = {name: polynomial_of(terms[name], place.variables, place.theory)[0] for name in source.variables}
    texts = [f"{canonical(values[name], functions)}%{statement.variables[name]}" for name in source.variables]
    goals: list[Goal] = []
    for comparison, found in zip(source.comparisons, (*statement.hypotheses, statement.conclusion), strict=True):
        text, rewritings = write_comparison(comparison, scope_of(found), functions, values)
        goals.append(Goal(text, rewritings, replace(found, values)))
    lines = [f"assert ({fact_name(step.identifier)} : {write_fact(fact, functions)}).", "{"]
    given: list[str] = []
    for index, (identifier, goal) in enumerate(zip(step.premises, goals[:-1], strict=True)):
        lines += asserted(f"case_{index}", goal.fact, premise(identifier, goal.fact, place), place)
        lines += [f"assert (given_{index} : {goal.text}).", f"{{ {to_goal(goal, f'case_{index}', place)} }}"]
        given.append(f"given_{index}")
    lines += [from_goal(goals[-1], f"({' '.join([source.name, *texts, *given])})"), "}"]
    return lines


def write_step(step: Step, fact: Fact, place: Place) -> list[str]:
    """Return the lines of a step that proves a fact."""
    if isinstance(step, Arithmetic):
        return _arithmetic(step, place)
    if isinstance(step, Use):
        return _use(step, fact, place)
    name, sort = fact_name(step.identifier), scope_of(fact)
    if isinstance(step, Integrality):
        return asserted(name, fact, f"refine (Z_integral _ _ {fact_name(step.fact)} _); {equation(())}.", place)
    return _antisymmetry(step, fact, name, sort, place)


def _antisymmetry(step: Antisymmetry, fact: Fact, name: str, sort: Sort, place: Place) -> list[str]:
    """Return the text of a step from two opposite inequalities to an equation."""
    above, below = fact._replace(relation=">="), Fact(scale(-1, fact.polynomial), ">=", fact.sort)
    return [
        f"assert ({name} : {write_fact(fact, place.theory.functions)}).",
        "{",
        *asserted("case_0", above, premise(step.facts[0], above, place), place),
        *asserted("case_1", below, premise(step.facts[1], below, place), place),
        f"refine ({sort}_antisymmetry _ _ case_0 case_1 _); {equation(())}.",
        "}",
    ]

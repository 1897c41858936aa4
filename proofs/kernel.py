r"""The kernel: which lemmas follow.

A lemma is a sequent: for all values of its variables, the hypotheses imply the conclusion. The kernel reads parsed
data, never searches, and says which rule refused which step and why.

Trusted. Standard library only. A theory is never changed: accepting an item gives a new theory.

Dictionary:
    Sequent: what is to be shown at one place of a proof.
    prove_step: the fact that a step proves.
    integer_cases, sign_cases: what is to be shown in the two cases of an induction, a split or a case distinction.
    find: a fact that was proved before.
    accept: a theory with one more item, or `RejectedStepError`.
    EMPTY, Theory, Statement, Fact: as in `proofs.facts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from proofs.definitions import define_piecewise, define_recursion
from proofs.errors import RejectedStepError
from proofs.facts import (
    EMPTY,
    NONE,
    Fact,
    Statement,
    Theory,
    check_variables,
    common_sort,
    fact_of,
    holds_for_numbers,
    implies,
    polynomial_of,
    refuse,
    replace,
    with_function,
    with_statement,
)
from proofs.polynomials import ZERO, Polynomial, add, constant, multiply, render, scale, variable
from proofs.syntax import (
    INTEGER,
    Antisymmetry,
    Arithmetic,
    Cases,
    CertificateTerm,
    Citation,
    Induction,
    Integrality,
    KernelItem,
    Lemma,
    Piecewise,
    Proof,
    Recursion,
    Sort,
    Split,
    Step,
    Steps,
    Symbol,
    Use,
)

__all__ = ["EMPTY", "Fact", "Sequent", "Statement", "Theory", "accept", "integer_cases", "prove_step", "sign_cases"]

NUMBERS = "num"  # the premise that stands for a true comparison of two numbers


class Sequent(NamedTuple):
    """What is to be shown at one place of a proof, with the induction hypotheses and the fixed variables there."""

    variables: Mapping[str, Sort]
    hypotheses: tuple[Fact, ...]
    conclusion: Fact
    inductions: Mapping[str, Statement]
    fixed: frozenset[str]


# ------------------------------------------------------------------------------------------------------------ steps


def find(identifier: str, facts: Mapping[str, Fact], rule: str) -> Fact:
    """Return a fact that has been proved before."""
    if identifier not in facts:
        raise refuse(rule, f"no fact {identifier} before this step")
    return facts[identifier]


def _values(step: Use, statement: Statement, sequent: Sequent, theory: Theory) -> dict[str, Polynomial]:
    """Return the substituted polynomials: one for each variable of the statement, of its sort."""
    values: dict[str, Polynomial] = {}
    for name, term in step.substitution:
        if name not in statement.variables:
            raise refuse("use", f"{step.lemma} must get no value for {name}, which it is not about")
        polynomial, sort = polynomial_of(term, sequent.variables, theory)
        if sort not in (None, statement.variables[name]):
            raise refuse("sort", f"the value of {name} must have sort {statement.variables[name]}, not {sort}")
        values[name] = polynomial
    for name in statement.variables:
        if name not in values:
            raise refuse("use", f"{step.lemma} must get a value for {name}")
    return values


def _use(step: Use, facts: Mapping[str, Fact], sequent: Sequent, theory: Theory) -> Fact:
    """Return the conclusion of an earlier statement for the substituted values."""
    statement = sequent.inductions.get(step.lemma, theory.statements.get(step.lemma))
    if statement is None:
        raise refuse("use", f"nothing called {step.lemma} has been accepted before")
    values = _values(step, statement, sequent, theory)
    if len(step.premises) != len(statement.hypotheses):
        raise refuse("use", f"premises must be {len(statement.hypotheses)}, not {len(step.premises)}")
    for premise, hypothesis in zip(step.premises, statement.hypotheses, strict=True):
        needed = replace(hypothesis, values)
        shown = f"{render(needed.polynomial)} {needed.relation} 0"
        if premise == NUMBERS:
            if not holds_for_numbers(needed):
                raise refuse("use", f"{shown} must be a true comparison of two numbers")
        elif not implies(find(premise, facts, "use"), needed):
            raise refuse("use", f"premise {premise} must imply {shown}")
    return replace(statement.conclusion, values)


def _summand(
    term: CertificateTerm, goal: Fact, facts: Mapping[str, Fact], sequent: Sequent, theory: Theory
) -> tuple[Polynomial, bool]:
    """Return the value of one summand of a certificate, and whether it is certainly positive."""
    used = [find(identifier, facts, "arith") for identifier in term.facts]
    is_zero = any(fact.relation == "=" for fact in used)
    if term.multiplier is not None and not is_zero:
        raise refuse("arith", "a free multiplier must stand beside an equation")
    if term.coefficient < 0 and not is_zero:
        raise refuse("arith", "a negative coefficient must stand beside an equation")
    if goal.relation == "=" and not is_zero:
        raise refuse("arith", "every summand must contain an equation if the conclusion is one")
    value = constant(term.coefficient)
    for fact in used:
        value = multiply(value, fact.polynomial)
    sorts = [goal.sort, *(fact.sort for fact in used)]
    squares = [polynomial_of(square, sequent.variables, theory) for square in term.squares]
    for square, sort in squares:
        value = multiply(value, multiply(square, square))
        sorts.append(sort)
    if term.multiplier is not None:
        multiplier, sort = polynomial_of(term.multiplier, sequent.variables, theory)
        value = multiply(value, multiplier)
        sorts.append(sort)
    common_sort(sorts)
    is_positive = term.coefficient > 0 and not squares and all(fact.relation == ">" for fact in used)
    return value, is_positive


def _arithmetic(step: Arithmetic, facts: Mapping[str, Fact], sequent: Sequent, theory: Theory) -> Fact:
    """Return the conclusion if the certificate adds up to it."""
    goal = fact_of(step.conclusion, sequent.variables, theory)
    total, is_positive = ZERO, False
    for term in step.certificate:
        value, term_is_positive = _summand(term, goal, facts, sequent, theory)
        total = add(total, value)
        if term_is_positive:
            is_positive = True
    if total != goal.polynomial:
        residual = render(add(goal.polynomial, scale(-1, total)))
        raise refuse("arith", f"the certificate must add up to the conclusion; what is missing is {residual}")
    if goal.relation == ">" and not is_positive:
        raise refuse("arith", "a strict conclusion must have a summand that is certainly positive")
    return goal


def _integrality(step: Integrality, facts: Mapping[str, Fact]) -> Fact:
    """Return p - 1 >= 0 for p > 0; a polynomial of sort Z has integer coefficients, since its terms have."""
    fact = find(step.fact, facts, "int")
    if fact.relation != ">":
        raise refuse("int", f"{step.fact} must be a strict inequality")
    if fact.sort != INTEGER:
        raise refuse("int", f"{step.fact} must be about integers")
    return Fact(add(fact.polynomial, constant(-1)), ">=", INTEGER)


def _antisymmetry(step: Antisymmetry, facts: Mapping[str, Fact]) -> Fact:
    """Return p = 0 for p >= 0 and -p >= 0."""
    above, below = (find(identifier, facts, "equal") for identifier in step.facts)
    if not implies(below, Fact(scale(-1, above.polynomial), ">=", above.sort)):
        raise refuse("equal", f"{step.facts[1]} must be the reverse of {step.facts[0]}")
    return Fact(above.polynomial, "=", above.sort)


def prove_step(step: Step, facts: Mapping[str, Fact], sequent: Sequent, theory: Theory) -> Fact:
    """Return the fact that a step proves."""
    if isinstance(step, Use):
        return _use(step, facts, sequent, theory)
    if isinstance(step, Arithmetic):
        return _arithmetic(step, facts, sequent, theory)
    if isinstance(step, Integrality):
        return _integrality(step, facts)
    return _antisymmetry(step, facts)


# --------------------------------------------------------------------------------------------------------- branches


def integer_cases(proof: Induction | Split, sequent: Sequent) -> tuple[Sequent, Sequent]:
    """Return what is to be shown at the base and at x + 1; an induction adds its hypothesis to the second."""
    rule = "induct" if isinstance(proof, Induction) else "split"
    x = proof.variable
    if x not in sequent.variables:
        raise refuse(rule, f"{x} must be a variable here")
    if sequent.variables[x] != INTEGER:
        raise refuse(rule, f"{x} must have sort Z, not {sequent.variables[x]}")
    if x in sequent.fixed:
        raise refuse(rule, f"{x} must not be fixed by an induction hypothesis")
    bound = Fact(add(variable(x), constant(-proof.base)), ">=", INTEGER)
    if sequent.hypotheses.count(bound) != 1:
        raise refuse(rule, f"{x} >= {proof.base} must be a hypothesis exactly once")
    rest = tuple(fact for fact in sequent.hypotheses if fact != bound)
    base = {x: constant(proof.base)}
    zero = sequent._replace(
        variables={name: sort for name, sort in sequent.variables.items() if name != x},
        hypotheses=tuple(replace(fact, base) for fact in rest),
        conclusion=replace(sequent.conclusion, base),
    )
    following = {x: add(variable(x), constant(1))}
    successor = sequent._replace(
        hypotheses=(bound, *(replace(fact, following) for fact in rest)),
        conclusion=replace(sequent.conclusion, following),
    )
    if isinstance(proof, Induction):
        general = {name: sort for name, sort in sequent.variables.items() if name != x and name not in sequent.fixed}
        hypothesis = Statement(general, rest, sequent.conclusion, NONE, NONE)
        successor = successor._replace(
            inductions={**sequent.inductions, f"IH{len(sequent.inductions)}": hypothesis},
            fixed=sequent.fixed | {x},
        )
    return zero, successor


def sign_cases(proof: Cases, sequent: Sequent, theory: Theory) -> tuple[Sequent, Sequent]:
    """Return what is to be shown where the term is positive and where it is not."""
    term, sort = polynomial_of(proof.term, sequent.variables, theory)
    positive, otherwise = Fact(term, ">", sort), Fact(scale(-1, term), ">=", sort)
    hypotheses = sequent.hypotheses
    return (
        sequent._replace(hypotheses=(*hypotheses, positive)),
        sequent._replace(hypotheses=(*hypotheses, otherwise)),
    )


def _prove_steps(proof: Steps, sequent: Sequent, theory: Theory, path: str) -> frozenset[str]:
    """Check a proof without branches and return the names of the statements that it uses."""
    facts = {f"h{index}": fact for index, fact in enumerate(sequent.hypotheses)}
    used: set[str] = set()
    place = "qed"
    try:
        for step in proof.steps:
            place = step.identifier
            facts[step.identifier] = prove_step(step, facts, sequent, theory)
            if isinstance(step, Use):
                used.add(step.lemma)
        place = "qed"
        if not implies(find(proof.qed, facts, "qed"), sequent.conclusion):
            shown = f"{render(sequent.conclusion.polynomial)} {sequent.conclusion.relation} 0"
            raise refuse("qed", f"{proof.qed} must imply the conclusion {shown}")
    except RejectedStepError as error:
        raise RejectedStepError(error.reason, step=path + place, rule=error.rule) from None
    return frozenset(used)


def _prove(proof: Proof, sequent: Sequent, theory: Theory, path: str) -> frozenset[str]:
    """Check a proof of the sequent and return the names of the statements that it uses; the path ends in ``/``."""
    if isinstance(proof, Steps):
        return _prove_steps(proof, sequent, theory, path)
    try:
        if isinstance(proof, Cases):
            first, second = sign_cases(proof, sequent, theory)
        else:
            first, second = integer_cases(proof, sequent)
    except RejectedStepError as error:
        raise RejectedStepError(error.reason, step=path.rstrip("/") or "proof", rule=error.rule) from None
    if isinstance(proof, Cases):
        used = _prove(proof.positive, first, theory, f"{path}positive/")
        return used | _prove(proof.otherwise, second, theory, f"{path}otherwise/")
    return _prove(proof.zero, first, theory, f"{path}zero/") | _prove(proof.successor, second, theory, f"{path}succ/")


# ------------------------------------------------------------------------------------------------------------ items


def _lemma(item: Lemma | Citation, theory: Theory) -> Theory:
    """Return the theory with a proved or cited statement, and all that it rests on."""
    check_variables(item.variables, theory)
    variables = dict(item.variables)
    hypotheses = tuple(fact_of(hypothesis, variables, theory) for hypothesis in item.hypotheses)
    conclusion = fact_of(item.conclusion, variables, theory)
    if isinstance(item, Citation):
        return with_statement(
            item.name, Statement(variables, hypotheses, conclusion, NONE, frozenset([item.source])), theory
        )
    used = _prove(item.proof, Sequent(variables, hypotheses, conclusion, {}, NONE), theory, "")
    direct = [name for name in used if name in theory.statements]
    rests_on = frozenset(direct).union(*(theory.statements[name].rests_on for name in direct))
    cites = NONE.union(*(theory.statements[name].cites for name in direct))
    return with_statement(item.name, Statement(variables, hypotheses, conclusion, rests_on, cites), theory)


def accept(item: KernelItem, theory: Theory) -> Theory:
    """Return the theory with one more item.

    Args:
        item: the item, as the reader gives it.
        theory: what has been accepted before.

    Returns:
        A new theory; the old one is unchanged.

    Raises:
        RejectedStepError: if a rule refuses; holds lemma, step, rule and reason.
        MalformedProofError: if a polynomial outgrows the limits.
    """
    try:
        if isinstance(item, Symbol):
            return with_function(item, theory)
        if isinstance(item, Recursion):
            return define_recursion(item, theory)
        if isinstance(item, Piecewise):
            return define_piecewise(item, theory)
        return _lemma(item, theory)
    except RejectedStepError as error:
        step = error.step or "statement"
        raise RejectedStepError(error.reason, lemma=item.name, step=step, rule=error.rule) from None

r"""The search for certificates: drafts in, arithmetic steps out.

Given facts and a goal, the prover looks for rational coefficients with which products of facts, squares and equations
with multipliers add up to the goal, by exact linear programming, in levels of growing size. What it finds is written
down, and the kernel checks what is written; nothing that is said here is believed.

Untrusted.

Dictionary:
    complete: a lemma whose drafts are replaced by arithmetic steps with certificates.
    find_certificate: the certificate of one goal.
    counterexample: small numbers at which all facts hold and the goal does not.
    term_of: a polynomial as a term.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from proofs import linear
from proofs.errors import MalformedProofError, RejectedStepError
from proofs.facts import NONE, Fact, Theory, fact_of
from proofs.kernel import Sequent, integer_cases, prove_step, sign_cases
from proofs.polynomials import Application, Monomial, Polynomial, add, constant, multiply, render, scale
from proofs.syntax import Arithmetic, Cases, CertificateTerm, Induction, Lemma, Proof, Split, Step, Steps, Term
from proofs.text import Draft

COLUMN_LIMIT = 6_000
LEVELS = 4


class _Column(NamedTuple):
    """A candidate summand: a polynomial, the facts and the square in it, and the monomial that multiplies it."""

    polynomial: Polynomial
    facts: tuple[str, ...]
    square: Polynomial | None
    multiplier: Monomial | None
    is_free: bool
    is_strict: bool


def term_of(polynomial: Polynomial) -> Term:
    """Return a polynomial as a term, by falling degree, then in the order of the alphabet."""
    parts: list[Term] = []
    for monomial, coefficient in sorted(polynomial, key=lambda row: _order(row[0])):
        factors = [_power_term(indeterminate, exponent) for indeterminate, exponent in sorted(monomial, key=_name)]
        number: Term = coefficient.numerator if coefficient.denominator == 1 else coefficient
        if coefficient != 1 or not factors:
            factors.insert(0, number)
        parts.append(factors[0] if len(factors) == 1 else ("*", *factors))
    if not parts:
        return 0
    return parts[0] if len(parts) == 1 else ("+", *parts)


def _name(power: tuple[str | Application, int]) -> str:
    """Return the text of an indeterminate, for sorting."""
    return render(frozenset([(frozenset([power]), Fraction(1))]))


def _order(monomial: Monomial) -> tuple[int, str]:
    """Return the place of a monomial: by falling degree, then by text."""
    return (-sum(exponent for _, exponent in monomial), render(frozenset([(monomial, Fraction(1))])))


def _power_term(indeterminate: str | Application, exponent: int) -> Term:
    """Return a power of an indeterminate as a term."""
    base: Term = indeterminate
    if isinstance(indeterminate, Application):
        base = (indeterminate.function, *(term_of(argument) for argument in indeterminate.arguments))
    return base if exponent == 1 else ("^", base, exponent)


# --------------------------------------------------------------------------------------------------------- columns


def _unit(indeterminate: str | Application) -> Monomial:
    """Return an indeterminate as a monomial."""
    return frozenset([(indeterminate, 1)])


def _monomial_polynomial(monomial: Monomial) -> Polynomial:
    """Return a monomial as a polynomial."""
    return frozenset([(monomial, Fraction(1))])


def _multipliers(level: int, indeterminates: list[str | Application]) -> Iterator[Monomial]:
    """Yield monomials of degree 0 up to level - 1."""
    for degree in range(level):
        for choice in itertools.combinations_with_replacement(indeterminates, degree):
            monomial: dict[str | Application, int] = {}
            for indeterminate in choice:
                monomial[indeterminate] = monomial.get(indeterminate, 0) + 1
            yield frozenset(monomial.items())


def _columns(level: int, facts: Mapping[str, Fact], goal: Fact, *, squares: bool) -> Iterator[_Column]:
    """Yield the candidates of one level."""
    found = {v for fact in (*facts.values(), goal) for monomial, _ in fact.polynomial for v, _ in monomial}
    indeterminates = sorted(found, key=lambda v: _order(_unit(v)))
    if goal.relation != "=":
        yield _Column(constant(1), (), None, None, is_free=False, is_strict=True)
    for name, fact in facts.items():
        if fact.relation == "=":
            for monomial in _multipliers(level, indeterminates):
                product = multiply(fact.polynomial, _monomial_polynomial(monomial))
                yield _Column(product, (name,), None, monomial or None, is_free=True, is_strict=False)
    if goal.relation == "=":
        return
    yield from _products(level, {name: fact for name, fact in facts.items() if fact.relation != "="})
    if squares:
        for form in _forms(indeterminates):
            yield _Column(multiply(form, form), (), form, None, is_free=False, is_strict=False)


def _products(level: int, inequalities: Mapping[str, Fact]) -> Iterator[_Column]:
    """Yield the products of at most ``level`` and at most three inequalities."""
    for size in range(1, min(level, 3) + 1):
        for names in itertools.combinations_with_replacement(inequalities, size):
            product = constant(1)
            for name in names:
                product = multiply(product, inequalities[name].polynomial)
            is_strict = all(inequalities[name].relation == ">" for name in names)
            yield _Column(product, names, None, None, is_free=False, is_strict=is_strict)


def _forms(indeterminates: list[str | Application]) -> Iterator[Polynomial]:
    """Yield the indeterminates and the sums and differences of two."""
    linear_forms = [_monomial_polynomial(_unit(v)) for v in indeterminates]
    yield from linear_forms
    for p, q in itertools.combinations(linear_forms, 2):
        yield add(p, q)
        yield add(p, scale(-1, q))


def _summands(columns: list[_Column], values: list[Fraction]) -> tuple[CertificateTerm, ...]:
    """Return a certificate; the columns of one equation become one summand with a multiplier."""
    result: list[CertificateTerm] = []
    equations: dict[tuple[str, ...], dict[Monomial, Fraction]] = {}
    for column, value in zip(columns, values, strict=True):
        if not value:
            continue
        if column.is_free:
            equations.setdefault(column.facts, {})[column.multiplier or frozenset()] = value
        elif column.square is not None:
            result.append(CertificateTerm(value, (), (term_of(column.square),), None))
        else:
            result.append(CertificateTerm(value, column.facts, (), None))
    for facts, multiplier in equations.items():
        numerator = math.gcd(*(value.numerator for value in multiplier.values()))
        content = Fraction(numerator, math.lcm(*(value.denominator for value in multiplier.values())))
        if max(multiplier.items(), key=lambda row: (-_order(row[0])[0], row[1]))[1] < 0:
            content = -content
        polynomial = scale(1 / content, frozenset(multiplier.items()))
        plain = polynomial == constant(1)
        result.append(CertificateTerm(content, facts, (), None if plain else term_of(polynomial)))
    return tuple(result)


def find_certificate(facts: Mapping[str, Fact], goal: Fact) -> tuple[CertificateTerm, ...] | None:
    """Return a certificate of the goal, or None if none was found.

    Args:
        facts: the facts that may be used.
        goal: the fact to be shown.

    Cost:
        One exact linear program a level; a level with more than COLUMN_LIMIT candidates is not tried.
    """
    usable = {name: fact for name, fact in facts.items() if fact.sort in (None, goal.sort) or goal.sort is None}
    for level in range(1, LEVELS + 1):
        for squares in (False, True) if goal.relation != "=" else (False,):
            try:
                columns = list(itertools.islice(_columns(level, usable, goal, squares=squares), COLUMN_LIMIT + 1))
            except MalformedProofError:  # a product is larger than the kernel admits
                return None
            if len(columns) > COLUMN_LIMIT:
                return None
            strict = frozenset(i for i, column in enumerate(columns) if column.is_strict)
            program = linear.Program(
                [dict(column.polynomial) for column in columns],
                [column.is_free for column in columns],
                strict if goal.relation == ">" else frozenset(),
                dict(goal.polynomial),
            )
            values = linear.solve(program)
            if values is not None:
                return _summands(columns, values)
    return None


def _value(polynomial: Polynomial, point: Mapping[str | Application, int]) -> Fraction:
    """Return the value at numbers for the indeterminates."""
    return sum((c * math.prod(point[v] ** e for v, e in monomial) for monomial, c in polynomial), Fraction(0))


def counterexample(facts: Mapping[str, Fact], goal: Fact) -> dict[str, int] | None:
    """Return small numbers at which all facts hold and the goal does not, or None if none was found.

    Applications of functions are taken as unknowns of their own, so the numbers show that the facts at hand do not
    suffice; they do not show that the goal is false.
    """
    found = {v for fact in (*facts.values(), goal) for monomial, _ in fact.polynomial for v, _ in monomial}
    indeterminates = sorted(found, key=lambda v: _order(_unit(v)))
    values = (0, 1, 2, -1, 3, -2)
    points = itertools.islice(itertools.product(values, repeat=len(indeterminates)), 20_000)
    holds: dict[str, Callable[[Fraction], bool]] = {"=": lambda v: v == 0, ">=": lambda v: v >= 0, ">": lambda v: v > 0}
    for numbers in points:
        point = dict(zip(indeterminates, numbers, strict=True))
        if holds[goal.relation](_value(goal.polynomial, point)):
            continue
        if all(holds[fact.relation](_value(fact.polynomial, point)) for fact in facts.values()):
            return {render(_monomial_polynomial(_unit(v))): number for v, number in point.items()}
    return None


# -------------------------------------------------------------------------------------------------------- drafts


def _complete_steps(proof: Steps, sequent: Sequent, theory: Theory, path: str) -> Steps:
    """Replace the drafts of a proof without branches."""
    facts = {f"h{index}": fact for index, fact in enumerate(sequent.hypotheses)}
    steps: list[Step] = []
    drafts: tuple[Step | Draft, ...] = proof.steps
    for draft in drafts:
        place = f"{path}/{draft.identifier}".lstrip("/")
        try:
            step = _arithmetic(draft, facts, sequent, theory) if isinstance(draft, Draft) else draft
            facts[step.identifier] = prove_step(step, facts, sequent, theory)
        except RejectedStepError as error:
            raise RejectedStepError(error.reason, step=place, rule=error.rule) from None
        steps.append(step)
    return Steps(tuple(steps), proof.qed)


def _arithmetic(draft: Draft, facts: Mapping[str, Fact], sequent: Sequent, theory: Theory) -> Arithmetic:
    """Return the draft with a certificate."""
    goal = fact_of(draft.conclusion, sequent.variables, theory)
    for name in draft.sources:
        if name not in facts:
            msg = f"no fact {name} before this step"
            raise RejectedStepError(msg, rule="arith")
    usable = {name: fact for name, fact in facts.items() if not draft.sources or name in draft.sources}
    certificate = find_certificate(usable, goal)
    if certificate is None:
        point = counterexample(usable, goal)
        msg = "no certificate was found"
        if point is not None:
            numbers = ", ".join(f"{name} = {value}" for name, value in point.items())
            msg = f"the facts do not suffice: they hold and the conclusion does not at {numbers or 'every point'}"
        raise RejectedStepError(msg, rule="arith")
    return Arithmetic(draft.identifier, draft.conclusion, certificate)


def _complete(proof: Proof, sequent: Sequent, theory: Theory, path: str) -> Proof:
    """Replace the drafts of a proof."""
    if isinstance(proof, Steps):
        return _complete_steps(proof, sequent, theory, path)
    try:
        if isinstance(proof, Cases):
            first, second = sign_cases(proof, sequent, theory)
        else:
            first, second = integer_cases(proof, sequent)
    except RejectedStepError as error:
        raise RejectedStepError(error.reason, step=path or "proof", rule=error.rule) from None
    names = ("positive", "otherwise") if isinstance(proof, Cases) else ("zero", "succ")
    left, right = (proof.positive, proof.otherwise) if isinstance(proof, Cases) else (proof.zero, proof.successor)
    left = _complete(left, first, theory, f"{path}/{names[0]}".lstrip("/"))
    right = _complete(right, second, theory, f"{path}/{names[1]}".lstrip("/"))
    if isinstance(proof, Cases):
        return Cases(proof.term, left, right)
    if isinstance(proof, Split):
        return Split(proof.variable, proof.base, left, right)
    return Induction(proof.variable, proof.base, left, right)


def complete(lemma: Lemma, theory: Theory) -> Lemma:
    """Return the lemma with a certificate in place of every draft.

    Args:
        lemma: a lemma as `proofs.text.parse` gives it.
        theory: what has been accepted before.

    Raises:
        RejectedStepError: if a step does not follow or no certificate was found; the reason holds a small numerical
            counterexample where there is one.
    """
    try:
        variables = dict(lemma.variables)
        hypotheses = tuple(fact_of(hypothesis, variables, theory) for hypothesis in lemma.hypotheses)
        sequent = Sequent(variables, hypotheses, fact_of(lemma.conclusion, variables, theory), {}, NONE)
        return lemma._replace(proof=_complete(lemma.proof, sequent, theory, ""))
    except RejectedStepError as error:
        step = error.step or "statement"
        raise RejectedStepError(error.reason, lemma=lemma.name, step=step, rule=error.rule) from None

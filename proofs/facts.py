r"""Terms as polynomials, comparisons as facts, and the theory of what has been accepted.

Every comparison t rel u becomes a *fact*, the polynomial t - u in normal form and the relation ``=``, ``>=`` or ``>``
to zero. Every term has at most one *sort*, Z or R; numbers have none, except that a fraction is real.

Trusted. Standard library only.

Dictionary:
    Fact: a polynomial, its relation to zero and its sort (None for a comparison of two numbers).
    Signature: the sorts of a function symbol.
    Statement: variables, hypotheses, conclusion; with the names and the citations that it rests on.
    Theory: the accepted function symbols and statements; EMPTY: none. NONE: the empty set of names.
    polynomial_of, fact_of: a term and a comparison in normal form; common_sort: the one sort of several terms.
    replace: a fact with variables replaced. implies, holds_for_numbers: when a fact gives another one, or is true.
    with_function, with_statement: a theory with one more entry; check_variables: no name stands twice.
    refuse: a refusal whose place is filled in later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from proofs.errors import RejectedStepError
from proofs.polynomials import (
    Application,
    Polynomial,
    add,
    constant,
    constant_value,
    multiply,
    power,
    scale,
    substitute,
    variable,
)
from proofs.syntax import REAL, Comparison, Piecewise, Recursion, Sort, Symbol, Term

Sorted = tuple[Polynomial, "Sort | None"]
NONE: frozenset[str] = frozenset()


class Fact(NamedTuple):
    """The statement ``polynomial relation 0``."""

    polynomial: Polynomial
    relation: str
    sort: Sort | None


class Signature(NamedTuple):
    """The sorts of the arguments and of the value of a function symbol."""

    arguments: tuple[Sort, ...]
    result: Sort


class Statement(NamedTuple):
    """For all values of the variables, the hypotheses imply the conclusion."""

    variables: Mapping[str, Sort]
    hypotheses: tuple[Fact, ...]
    conclusion: Fact
    rests_on: frozenset[str]
    cites: frozenset[str]


class Theory(NamedTuple):
    """What has been accepted."""

    functions: Mapping[str, Signature]
    statements: Mapping[str, Statement]


EMPTY = Theory({}, {})


def refuse(rule: str, reason: str) -> RejectedStepError:
    """Return a refusal without its place; the caller fills in lemma and step."""
    return RejectedStepError(reason, rule=rule)


def common_sort(sorts: Iterable[Sort | None]) -> Sort | None:
    """Return the one sort among these; numbers have none."""
    found = {sort for sort in sorts if sort is not None}
    if len(found) > 1:
        raise refuse("sort", "integers and reals must not be mixed in one term or step")
    return min(found, default=None)


def _application(head: str, parts: list[Sorted], theory: Theory) -> Sorted:
    """Return a function symbol applied to arguments of its sorts."""
    if head not in theory.functions:
        raise refuse("term", f"unknown function {head}")
    signature = theory.functions[head]
    if len(parts) != len(signature.arguments):
        raise refuse("term", f"{head} must have {len(signature.arguments)} arguments, not {len(parts)}")
    for (_, sort), expected in zip(parts, signature.arguments, strict=True):
        if sort not in (None, expected):
            raise refuse("sort", f"an argument of {head} must have sort {expected}, not {sort}")
    return variable(Application(head, tuple(part for part, _ in parts))), signature.result


def _sum_or_product(head: str, parts: list[Sorted]) -> Sorted:
    """Return a sum, a product or a difference."""
    result = parts[0][0]
    for part, _ in parts[1:]:
        if head == "+":
            result = add(result, part)
        elif head == "*":
            result = multiply(result, part)
        else:
            result = add(result, scale(-1, part))
    return result, common_sort(sort for _, sort in parts)


def polynomial_of(term: Term, variables: Mapping[str, Sort], theory: Theory) -> Sorted:
    """Return the normal form and the sort of a term; a fraction that is no integer is real."""
    if isinstance(term, int):
        return constant(term), None
    if isinstance(term, str):
        if term not in variables:
            raise refuse("term", f"unknown variable {term}")
        return variable(term), variables[term]
    if not isinstance(term, tuple):
        return constant(term), REAL
    head = term[0]
    if head == "^":
        base, sort = polynomial_of(term[1], variables, theory)
        return power(base, term[2]), sort
    parts = [polynomial_of(argument, variables, theory) for argument in term[1:]]
    if head in ("+", "*", "-"):
        return _sum_or_product(head, parts)
    return _application(head, parts, theory)


def fact_of(comparison: Comparison, variables: Mapping[str, Sort], theory: Theory) -> Fact:
    """Return the comparison in normal form."""
    left, left_sort = polynomial_of(comparison.left, variables, theory)
    right, right_sort = polynomial_of(comparison.right, variables, theory)
    return Fact(add(left, scale(-1, right)), comparison.relation, common_sort((left_sort, right_sort)))


def replace(fact: Fact, values: Mapping[str, Polynomial]) -> Fact:
    """Return the fact with variables replaced."""
    return fact._replace(polynomial=substitute(fact.polynomial, values))


def holds_for_numbers(fact: Fact) -> bool:
    """Say whether the fact is a true comparison of two numbers."""
    value = constant_value(fact.polynomial)
    if value is None:
        return False
    if fact.relation == ">":
        return value > 0
    if fact.relation == ">=":
        return value >= 0
    return value == 0


def _is_false_for_numbers(fact: Fact) -> bool:
    """Say whether the fact is a false comparison of two numbers, from which everything follows."""
    return constant_value(fact.polynomial) is not None and not holds_for_numbers(fact)


def implies(fact: Fact, goal: Fact) -> bool:
    """Say whether the fact is the goal, weakens to it, is its negated equation, or is false of numbers."""
    if _is_false_for_numbers(fact):
        return True
    if fact.polynomial == goal.polynomial:
        return goal.relation in (fact.relation, ">=")
    if fact.relation == "=" and fact.polynomial == scale(-1, goal.polynomial):
        return goal.relation in ("=", ">=")
    return False


def with_function(item: Symbol | Recursion | Piecewise, theory: Theory) -> Theory:
    """Return the theory with one more function symbol."""
    if item.name in theory.functions:
        raise refuse("define", f"the function {item.name} must not be defined twice")
    check_variables(item.parameters, theory)
    signature = Signature(tuple(sort for _, sort in item.parameters), item.result)
    return theory._replace(functions={**theory.functions, item.name: signature})


def with_statement(name: str, statement: Statement, theory: Theory) -> Theory:
    """Return the theory with one more statement."""
    if name in theory.statements:
        raise refuse("name", f"the name {name} must not be used twice")
    return theory._replace(statements={**theory.statements, name: statement})


def check_variables(variables: tuple[tuple[str, Sort], ...], theory: Theory) -> None:
    """Refuse a variable that stands twice or has the name of a function."""
    names = [name for name, _ in variables]
    for name in names:
        if names.count(name) > 1:
            raise refuse("name", f"the variable {name} must stand once")
        if name in theory.functions:
            raise refuse("name", f"the variable {name} must not have the name of a function")

r"""Definitions: functions given by equations that always have exactly one solution.

A *recursion* distinguishes some integer parameters by base and successor. Its cases leave nothing out and do not
overlap, every call of the function in its own value takes the descending parameter x from x + 1, and each equation
holds for x >= base only. A *piecewise* definition distinguishes by the sign of a term, without recursion. Outside its
range a recursion may have any values: the equations say nothing about them.

Trusted. Standard library only.

Dictionary:
    define_recursion, define_piecewise: a theory with a function and its defining equations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from proofs.facts import NONE, Fact, Statement, Theory, polynomial_of, refuse, with_function, with_statement
from proofs.polynomials import Application, Polynomial, add, constant, scale, variable
from proofs.syntax import INTEGER, Piecewise, Recursion, RecursionCase, Sort, Term


def _check_descent(term: Term, item: Recursion, case: RecursionCase) -> None:
    """Refuse a call of the function in its own value unless the descending parameter goes down by one."""
    if not isinstance(term, tuple):
        return
    for argument in term[1:]:
        _check_descent(argument, item, case)
    if term[0] != item.name:
        return
    names = [name for name, _ in item.parameters]
    if item.descends not in names:
        raise refuse("define", f"{item.name} calls itself and must name the parameter that descends")
    position = names.index(item.descends)
    if case.patterns[position] != "succ" or term[1:][position : position + 1] != (item.descends,):
        raise refuse("define", f"each call of {item.name} must take {item.descends} from {item.descends} + 1")


def _check_patterns(item: Recursion) -> None:
    """Refuse cases that leave out or repeat a combination of base and successor."""
    counts = {"": 0}
    for _ in item.parameters:
        counts = {prefix + letter: 0 for prefix in counts for letter in "zs"}
    for case in item.cases:
        for combination in counts:
            choices = zip(case.patterns, combination, strict=True)
            if all(pattern == "any" or pattern[0] == letter for pattern, letter in choices):
                counts[combination] += 1
    if min(counts.values()) == 0:
        raise refuse("define", f"the cases of {item.name} must leave nothing out")
    if max(counts.values()) > 1:
        raise refuse("define", f"the cases of {item.name} must not overlap")


def _equation(
    item: Recursion | Piecewise,
    variables: Mapping[str, Sort],
    arguments: Iterable[Polynomial],
    value: Term,
    theory: Theory,
) -> Fact:
    """Return the fact that the function has this value at these arguments."""
    polynomial, sort = polynomial_of(value, variables, theory)
    if sort not in (None, item.result):
        raise refuse("sort", f"a value of {item.name} must have sort {item.result}, not {sort}")
    left = variable(Application(item.name, tuple(arguments)))
    return Fact(add(left, scale(-1, polynomial)), "=", item.result)


def define_recursion(item: Recursion, theory: Theory) -> Theory:
    """Return the theory with a function and its defining equations, each for the range of its parameters."""
    theory = with_function(item, theory)
    _check_patterns(item)
    for case in item.cases:
        variables: dict[str, Sort] = {}
        arguments: list[Polynomial] = []
        hypotheses: list[Fact] = []
        for (name, sort), base, pattern in zip(item.parameters, item.bases, case.patterns, strict=True):
            if base is None:
                if pattern != "any":
                    raise refuse("define", f"{name} must have a base to be distinguished by cases")
                variables[name] = sort
                arguments.append(variable(name))
                continue
            if sort != INTEGER:
                raise refuse("define", f"{name} must have sort Z to have a base")
            if pattern == "zero":
                arguments.append(constant(base))
                continue
            variables[name] = sort
            hypotheses.append(Fact(add(variable(name), constant(-base)), ">=", INTEGER))
            if pattern == "succ":
                arguments.append(add(variable(name), constant(1)))
            else:
                arguments.append(variable(name))
        _check_descent(case.value, item, case)
        equation = _equation(item, variables, arguments, case.value, theory)
        theory = with_statement(case.name, Statement(variables, tuple(hypotheses), equation, NONE, NONE), theory)
    return theory


def define_piecewise(item: Piecewise, theory: Theory) -> Theory:
    """Return the theory with a function and its two defining equations; the symbol itself stands in neither."""
    variables = dict(item.parameters)
    arguments = [variable(name) for name in variables]
    test, sort = polynomial_of(item.test, variables, theory)
    guards = (Fact(test, ">", sort), Fact(scale(-1, test), ">=", sort))
    extended = with_function(item, theory)
    for name, guard, value in zip(item.names, guards, (item.positive, item.otherwise), strict=True):
        equation = _equation(item, variables, arguments, value, theory)
        extended = with_statement(name, Statement(variables, (guard,), equation, NONE, NONE), extended)
    return extended

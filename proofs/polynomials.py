r"""Polynomials with rational coefficients in variables and function applications, in normal form.

A *polynomial* is the set of its terms (monomial, coefficient) without zero coefficients; a *monomial* is the set of its
pairs (indeterminate, exponent) with positive exponents; an *indeterminate* is the name of a variable or an application
of a function symbol to polynomials. So equality of polynomials is equality of values, and two applications are the
same indeterminate exactly if their arguments are the same polynomials.

Trusted: the kernel rests on this module.

Dictionary:
    Polynomial, Monomial, Application: the types. ZERO: the polynomial without terms.
    constant, variable, application: the simplest polynomials.
    add, scale, multiply, power: ring operations; refused above TERM_LIMIT, DEGREE_LIMIT, BIT_LIMIT.
    substitute: replace variables by polynomials, all at the same time.
    constant_value: the number that a constant polynomial is, or None. degree: its total degree.
    collect: a polynomial from terms that may repeat a monomial.
    render: the polynomial as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from proofs.errors import MalformedProofError

TERM_LIMIT = 20_000
DEGREE_LIMIT = 128
BIT_LIMIT = 20_000

Monomial = frozenset[tuple["str | Application", int]]
Polynomial = frozenset[tuple[Monomial, Fraction]]


class Application(NamedTuple):
    """A function symbol with its arguments in normal form."""

    function: str
    arguments: tuple[Polynomial, ...]


ONE: Monomial = frozenset()
ZERO: Polynomial = frozenset()


def collect(terms: Iterable[tuple[Monomial, Fraction]]) -> Polynomial:
    """Return the sum of the terms in normal form."""
    total: dict[Monomial, Fraction] = {}
    for monomial, coefficient in terms:
        total[monomial] = total.get(monomial, Fraction(0)) + coefficient
    if len(total) > TERM_LIMIT:
        msg = f"a polynomial must have at most {TERM_LIMIT} terms, not {len(total)}"
        raise MalformedProofError(msg)
    for coefficient in total.values():
        if coefficient.numerator.bit_length() + coefficient.denominator.bit_length() > BIT_LIMIT:
            msg = f"a coefficient must have at most {BIT_LIMIT} bits"
            raise MalformedProofError(msg)
    return frozenset(term for term in total.items() if term[1] != 0)


def constant(number: int | Fraction) -> Polynomial:
    """Return the constant polynomial."""
    return collect([(ONE, Fraction(number))])


def variable(indeterminate: str | Application) -> Polynomial:
    """Return the indeterminate as a polynomial."""
    return frozenset([(frozenset([(indeterminate, 1)]), Fraction(1))])


def add(p: Polynomial, q: Polynomial) -> Polynomial:
    """Return p + q."""
    return collect([*p, *q])


def scale(number: int | Fraction, p: Polynomial) -> Polynomial:
    """Return number * p."""
    return collect((monomial, number * coefficient) for monomial, coefficient in p)


def degree(p: Polynomial) -> int:
    """Return the total degree of p; 0 for the zero polynomial."""
    return max((sum(exponent for _, exponent in monomial) for monomial, _ in p), default=0)


def _join(first: Monomial, second: Monomial) -> Monomial:
    """Return the product of two monomials."""
    exponents = dict(first)
    for indeterminate, exponent in second:
        exponents[indeterminate] = exponents.get(indeterminate, 0) + exponent
    return frozenset(exponents.items())


def multiply(p: Polynomial, q: Polynomial) -> Polynomial:
    """Return p * q."""
    if len(p) * len(q) > TERM_LIMIT:
        msg = f"a product must have at most {TERM_LIMIT} terms, not {len(p) * len(q)}"
        raise MalformedProofError(msg)
    if degree(p) + degree(q) > DEGREE_LIMIT:
        msg = f"a product must have degree at most {DEGREE_LIMIT}, not {degree(p) + degree(q)}"
        raise MalformedProofError(msg)
    return collect((_join(m, n), a * b) for m, a in p for n, b in q)


def power(p: Polynomial, exponent: int) -> Polynomial:
    """Return p to the power of a non-negative exponent."""
    result = constant(1)
    for _ in range(exponent):
        result = multiply(result, p)
    return result


def substitute(p: Polynomial, values: Mapping[str, Polynomial]) -> Polynomial:
    """Return p with every variable of ``values`` replaced, all at the same time, inside applications too."""
    result = ZERO
    for monomial, coefficient in p:
        product = constant(coefficient)
        for indeterminate, exponent in monomial:
            if isinstance(indeterminate, Application):
                arguments = tuple(substitute(argument, values) for argument in indeterminate.arguments)
                image = variable(Application(indeterminate.function, arguments))
            else:
                image = values.get(indeterminate, variable(indeterminate))
            product = multiply(product, power(image, exponent))
        result = add(result, product)
    return result


def constant_value(p: Polynomial) -> Fraction | None:
    """Return the number that p is, or None if p is not constant."""
    if p == ZERO:
        return Fraction(0)
    if degree(p) == 0:
        return next(iter(p))[1]
    return None


def _render_indeterminate(indeterminate: str | Application) -> str:
    """Return a variable or an application as text."""
    if isinstance(indeterminate, Application):
        return f"{indeterminate.function}({', '.join(render(argument) for argument in indeterminate.arguments)})"
    return indeterminate


def render(p: Polynomial) -> str:
    """Return p as text, by falling degree, then in the order of the alphabet; ``0`` for the zero polynomial."""
    rows: list[tuple[int, str, str, str]] = []
    for monomial, coefficient in p:
        powers = sorted((_render_indeterminate(v), e) for v, e in monomial)
        factors = [name if exponent == 1 else f"{name}^{exponent}" for name, exponent in powers]
        body = "*".join(([str(abs(coefficient))] if abs(coefficient) != 1 or not factors else []) + factors)
        rows.append((-sum(e for _, e in powers), "*".join(factors), "- " if coefficient < 0 else "+ ", body))
    text = " ".join(sign + body for _, _, sign, body in sorted(rows))
    if text.startswith("- "):
        return "-" + text[2:]
    return text[2:] or "0"

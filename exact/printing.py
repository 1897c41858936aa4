r"""Plain text and LaTeX of numbers and polynomials, in one fixed order of terms.

Plain text is such as `exact.expression` reads back: ``3/2*x1*x2 - a^2``; a symbolic coefficient of several terms stands
in parentheses.  The terms of a cube polynomial are ordered by degree, then by mask; those of a parameter polynomial in
decreasing lexicographic order of the exponents.  Where only some terms are asked for, they are the largest ones, in
decreasing order of the absolute coefficient, and the number of the others is stated.

Dictionary:
    SHORT, LONGEST: the number of terms that a `repr` or a notebook shows, and the number of characters of a `repr`.
    rational_text, rational_latex: a rational number; without a limit on its digits.
    latex_name: a name as LaTeX, ``w12`` as ``w_{12}``; latex_text: a text, its special characters escaped.
    parameter_polynomial_text, parameter_polynomial_latex: a polynomial in parameters; 0 for zero.
    coefficient_text, coefficient_latex: a number or a polynomial in parameters.
    variable_names: the names of the variables of a polynomial on the cube.
    cube_polynomial_text, cube_polynomial_latex: a polynomial on the cube; 0 for zero.
    short_form: a text with few terms, so that a `repr` is never long.
    shortened: a text, cut after so many characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from exact.errors import DomainError
from exact.rational import Rational

if TYPE_CHECKING:
    from exact.parameters import Coefficient, ParameterPolynomial
    from exact.polynomial import CubePolynomial

SHORT = 12
POWER_OF_TWO = 17  # denominators from 2^17 on are written as powers
LONGEST = 400
_PYTHON_PRINTS = 10_000  # bits; Python itself refuses to print integers of more than 4300 digits

_GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega"
    "|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega"
)
_OPERATORS = frozenset({"sgn", "ReLU"})
_TOKEN = re.compile(r"\s*(?:([A-Za-z][A-Za-z0-9_]*)|([0-9]+)|([-+*/^()#]))", re.ASCII)
_SPECIAL = {
    "\\": r"\textbackslash{}",
    **{character: "\\" + character for character in "{}$&#%_"},
    "^": r"\^{}",
    "~": r"\~{}",
}


def shortened(text: str, length: int = LONGEST) -> str:
    """Return the text, cut after so many characters with ``...`` where it is longer."""
    return text if len(text) <= length else text[:length] + " ..."


def short_form(text_of_terms: Callable[[int], str]) -> str:
    """Return a text with at most `SHORT` terms, fewer where they are long, cut if one term alone is too long.

    Args:
        text_of_terms: gives the text for a largest number of terms.
    """
    count = SHORT
    text = text_of_terms(count)
    while len(text) > LONGEST and count > 1:
        count //= 2
        text = text_of_terms(count)
    return shortened(text)


def _integer_text(value: int) -> str:
    if value.bit_length() <= _PYTHON_PRINTS:
        return str(value)
    import gmpy2

    return str(gmpy2.mpz(value).digits(10))  # pyright: ignore[reportAttributeAccessIssue]


def rational_text(value: Rational) -> str:
    """Return a number such as ``-3`` or ``3/2``.

    Examples:
        >>> from fractions import Fraction
        >>> rational_text(Fraction(-3, 2))
        '-3/2'
    """
    numerator = _integer_text(value.numerator)
    return numerator if value.denominator == 1 else f"{numerator}/{_integer_text(value.denominator)}"


def rational_latex(value: Rational) -> str:
    r"""Return a rational number as LaTeX, with ``\frac``; a large power of two as denominator is written as a power.

    Examples:
        >>> rational_latex(Fraction(-3, 2)), rational_latex(Fraction(5, 2**40))
        ('-\\frac{3}{2}', '\\frac{5}{2^{40}}')
    """
    if value.denominator == 1:
        return _integer_text(value.numerator)
    sign = "-" if value < 0 else ""
    exponent = value.denominator.bit_length() - 1
    dyadic = value.denominator == 1 << exponent and exponent >= POWER_OF_TWO
    denominator = f"2^{{{exponent}}}" if dyadic else _integer_text(value.denominator)
    return rf"{sign}\frac{{{_integer_text(abs(value.numerator))}}}{{{denominator}}}"


def _latex_identifier(name: str) -> str:
    head, *subscripts = name.rstrip("_").split("_")
    letters = head.rstrip("0123456789")
    if len(letters) < len(head):
        subscripts.insert(0, head[len(letters) :])
    if _GREEK.fullmatch(letters):
        base = "\\" + letters
    elif letters in _OPERATORS:
        base = rf"\operatorname{{{letters}}}"
    else:
        base = letters if len(letters) == 1 else rf"\mathrm{{{letters}}}"
    inner = ",".join(s if s.isdecimal() or len(s) == 1 else rf"\mathrm{{{s}}}" for s in subscripts if s)
    return f"{base}_{{{inner}}}" if inner else base


def latex_text(text: str) -> str:
    """Return a text with the special characters of LaTeX escaped."""
    return "".join(_SPECIAL.get(character, character) for character in text)


def latex_name(name: str) -> str:
    r"""Return a name as LaTeX, with trailing digits and what follows an underscore as subscripts.

    Names of Greek letters are set as these.  The name of an indicator is a text such as ``H(a*x1 - 2)`` and is set as
    the formula that it is; any other text is set as text.

    Examples:
        >>> latex_name("w12"), latex_name("alpha_1_2"), latex_name("gate"), latex_name("H(S)")
        ('w_{12}', '\\alpha_{1,2}', '\\mathrm{gate}', 'H(S)')
    """
    pieces: list[str] = []
    position = 0
    after_operand = False
    while position < len(name):
        match = _TOKEN.match(name, position)
        if match is None or (after_operand and not match[3]):  # two words in a row are no formula
            return rf"\text{{{latex_text(name)}}}"
        word, number, sign = match.groups()
        position, after_operand = match.end(), not sign
        if word:
            pieces.append(_latex_identifier(word))
        elif number:
            pieces.append(f"{{{number}}}" if pieces and pieces[-1] == "^" else number)
        else:
            pieces.append({"*": " ", "+": " + ", "-": " - ", "#": r"\#"}.get(sign, sign))
    return "".join(pieces).strip()


def _joined(terms: Sequence[tuple[str, str]]) -> str:
    """Join pairs (sign, body) to a sum; the empty sum is 0."""
    if not terms:
        return "0"
    text = "".join(f" {sign} {body}" for sign, body in terms)
    return "-" + text[3:] if text.startswith(" -") else text[3:]


def _term(text: str, monomial: str, *, several: bool, latex: bool) -> tuple[str, str]:
    """Return the pair (sign, body) of coefficient times monomial; the coefficient has several terms or one."""
    sign = "+"
    if several:
        text = rf"\left({text}\right)" if latex else f"({text})"
    elif text.startswith("-"):
        sign, text = "-", text[1:]
    if monomial:
        text = monomial if text == "1" else (_latex_product([text, monomial]) if latex else f"{text}*{monomial}")
    return sign, text


def _latex_product(factors: Sequence[str]) -> str:
    """Join factors, with a thin space beside a name of several letters."""
    text = factors[0] if factors else ""
    for before, after in pairwise(factors):
        wide = any(factor.startswith((r"\mathrm", r"\text", r"\operatorname")) for factor in (before, after))
        text += (r" \, " if wide else " ") + after
    return text


def _with_rest(text: str, shown: int, total: int, *, latex: bool) -> str:
    """Add the number of the terms that are not shown."""
    rest = total - shown
    if not rest:
        return text
    remark = f"{rest} further term{'s' if rest > 1 else ''}"
    if latex:
        remark = rf"\text{{{remark}}}"
    return f"{text} + {remark}" if shown else remark


def _check_maximum(maximum_terms: int | None) -> None:
    if maximum_terms is not None and (type(maximum_terms) is not int or maximum_terms < 0):
        raise DomainError(f"the number of terms to show must be an integer >= 0, not {maximum_terms!r}")


def _parameter_polynomial(q: ParameterPolynomial, maximum_terms: int | None, *, latex: bool) -> str:
    _check_maximum(maximum_terms)
    terms = q.terms
    if maximum_terms is not None and maximum_terms < len(terms):
        terms = tuple(
            sorted(terms, key=lambda term: (-abs(Fraction(term[1])), tuple(-e for e in term[0])))[:maximum_terms]
        )
    number = rational_latex if latex else rational_text
    names = [latex_name(name) for name in q.names] if latex else q.names
    pairs: list[tuple[str, str]] = []
    for exponents, c in terms:
        power = "{}^{{{}}}" if latex else "{}^{}"
        factors = [n if e == 1 else power.format(n, e) for n, e in zip(names, exponents, strict=True) if e]
        monomial = _latex_product(factors) if latex else "*".join(factors)
        pairs.append(_term(number(c), monomial, several=False, latex=latex))
    return _with_rest(_joined(pairs), len(terms), len(q.terms), latex=latex)


def parameter_polynomial_text(q: ParameterPolynomial, maximum_terms: int | None = None) -> str:
    """Return plain text such as ``2*a*b^2 - 1/2``.

    Args:
        q: the polynomial.
        maximum_terms: show only so many largest terms, and the number of the others; None for all.

    Examples:
        >>> from exact.parameters import parameter
        >>> parameter_polynomial_text((parameter("a") + 3) ** 2, maximum_terms=2)
        '9 + 6*a + 1 further term'
    """
    return _parameter_polynomial(q, maximum_terms, latex=False)


def parameter_polynomial_latex(q: ParameterPolynomial, maximum_terms: int | None = None) -> str:
    r"""Return LaTeX such as ``2 a b^{2} - \frac{1}{2}``."""
    return _parameter_polynomial(q, maximum_terms, latex=True)


def coefficient_text(c: Coefficient) -> str:
    """Return a number or a polynomial in parameters as plain text."""
    return rational_text(c) if isinstance(c, Rational) else parameter_polynomial_text(c)


def coefficient_latex(c: Coefficient) -> str:
    """Return a number or a polynomial in parameters as LaTeX."""
    return rational_latex(c) if isinstance(c, Rational) else parameter_polynomial_latex(c)


def variable_names(q: CubePolynomial, names: Sequence[str] | None) -> Sequence[str]:
    """Return the names of the variables, x1, x2, ... by default.

    Raises:
        DomainError: if a variable that occurs has no name.
    """
    occurring = q.essential_variables
    needed = occurring[-1] + 1 if occurring else 0
    if names is None:
        return [f"x{i + 1}" for i in range(needed)]
    if len(names) < needed:
        raise DomainError(f"there must be a name for x{needed}, not only {len(names)} names")
    return names


def _cube_polynomial(q: CubePolynomial, names: Sequence[str] | None, maximum_terms: int | None, *, latex: bool) -> str:
    _check_maximum(maximum_terms)
    variables = variable_names(q, names)
    if latex:
        variables = [latex_name(name) for name in variables]
    if maximum_terms is not None and maximum_terms < q.number_of_terms:
        terms = q.largest_terms(maximum_terms)
    else:
        terms = tuple(sorted(q.terms, key=lambda term: (term[0].bit_count(), term[0])))
    text = coefficient_latex if latex else coefficient_text
    pairs: list[tuple[str, str]] = []
    for mask, c in terms:
        factors = [variables[i] for i in range(mask.bit_length()) if mask >> i & 1]
        several = not isinstance(c, Rational) and len(c.terms) > 1
        monomial = _latex_product(factors) if latex else "*".join(factors)
        pairs.append(_term(text(c), monomial, several=several, latex=latex))
    return _with_rest(_joined(pairs), len(terms), q.number_of_terms, latex=latex)


def cube_polynomial_text(
    q: CubePolynomial, names: Sequence[str] | None = None, maximum_terms: int | None = None
) -> str:
    """Return plain text such as ``1 - 2*x1*x2``.

    Args:
        q: the polynomial.
        names: a name for each variable, at least for those that occur; x1, x2, ... by default.
        maximum_terms: show only so many largest terms (`CubePolynomial.largest_terms`), and the number of the others;
            None for all.

    Raises:
        DomainError: if a variable that occurs has no name.
    """
    return _cube_polynomial(q, names, maximum_terms, latex=False)


def cube_polynomial_latex(
    q: CubePolynomial, names: Sequence[str] | None = None, maximum_terms: int | None = None
) -> str:
    r"""Return LaTeX such as ``1 - 2 x_{1} x_{2}``; the arguments are those of `cube_polynomial_text`."""
    return _cube_polynomial(q, names, maximum_terms, latex=True)

r"""The cosine of a sum of three angles as a sum of products: four terms, three terms, and why two are not enough.

With X_i = cos a_i and Y_i = sin a_i the cosine of a_1 + a_2 + a_3 is the real part of the product of the X_i + i Y_i, a
form that is linear in each pair (X_i, Y_i).  A *decomposition* writes it as a sum of products of three linear forms.
The four-term one has the coefficients 0, 1 and -1.  The three-term one is

    cos(a + b + c) = (4/3) sum over k = 0, 1, 2 of cos(a - 2 pi k/3) cos(b - 2 pi k/3) cos(c - 2 pi k/3),

whose coefficients lie in the field of the rational numbers with the square root of 3.  Both are identities between
polynomials, with a symbol r for the root and r^2 = 3.

Two terms are not enough in real numbers.  The hyperdeterminant of a 2 x 2 x 2 tensor, here the discriminant of the
determinant of s T_0 + t T_1 for its slices T_0 and T_1, is the square of a product of three determinants for every sum
of two products, so it is not negative; that of the cosine is -4.

Dictionary:
    LinearForm: the coefficients p and q of p X + q Y, each a + b sqrt(3) as a pair (a, b).
    CosineDecomposition: a factor and three lists of linear forms.
    cosine_decomposition: the one with four or with three terms.
    decomposition_identity: the certificate that it is the cosine.
    cosine_tensor: the 2 x 2 x 2 tensor of the cosine; hyperdeterminant: of any such tensor.
    two_term_identity: the certificate that two products have a square as hyperdeterminant.
    real_part_coefficients: the certificate of s terms for the real part of a product of s complex numbers.
    MAXIMUM_ORDER: the largest s.

Source:
    S-L24 `cosine-of-three-sum-rank-four`, S-L25 `real-part-power-identity`, S-L26 `cosine-of-three-sum-rank-three`
    :cite:p:`SanfordHsuTelgarsky2023`; the hyperdeterminant is that of Cayley, and the criterion that of de Silva and
    Lim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.attention.polynomial_identity import PolynomialIdentity
from exact.errors import DomainError, TooLargeError
from exact.parameters import ParameterPolynomial, parameter
from exact.rational import Rational

MAXIMUM_ORDER = 200

Surd = tuple[Fraction, Fraction]
LinearForm = tuple[Surd, Surd]
Tensor = Sequence[Sequence[Sequence[ParameterPolynomial | Rational]]]


@dataclass(frozen=True, slots=True)
class CosineDecomposition:
    """The cosine of a sum of three angles as a factor times a sum of products of linear forms.

    Attributes:
        factor: the rational number before the sum.
        forms: three lists of linear forms of (cos, sin), one for each angle; term t multiplies the t-th of each.
    """

    factor: Fraction
    forms: tuple[tuple[LinearForm, ...], tuple[LinearForm, ...], tuple[LinearForm, ...]]

    @property
    def terms(self) -> int:
        """The number of products."""
        return len(self.forms[0])


def _rational_form(p: int, q: int) -> LinearForm:
    return (Fraction(p), Fraction(0)), (Fraction(q), Fraction(0))


def cosine_decomposition(terms: int) -> CosineDecomposition:
    """Return the decomposition with four terms, or with three.

    Args:
        terms: 3 or 4.

    Raises:
        DomainError: for fewer than three terms, since the rank over the real numbers is 3, and for more than four.

    Examples:
        >>> cosine_decomposition(3).factor, cosine_decomposition(4).factor
        (Fraction(4, 3), Fraction(1, 1))
    """
    if terms == 4:
        cos, minus_cos, sin = _rational_form(1, 0), _rational_form(-1, 0), _rational_form(0, 1)
        first, second, third = (cos, minus_cos, sin, sin), (cos, sin, minus_cos, sin), (cos, sin, sin, minus_cos)
        return CosineDecomposition(Fraction(1), (first, second, third))
    if terms == 3:  # cos(a - 2 pi k/3), where the cosines of 2 pi k/3 are 1, -1/2, -1/2 and the sines 0, +-sqrt(3)/2
        zero, half = Fraction(0), Fraction(1, 2)
        turned = (
            ((Fraction(1), zero), (zero, zero)),
            ((-half, zero), (zero, half)),
            ((-half, zero), (zero, -half)),
        )
        return CosineDecomposition(Fraction(4, 3), (turned, turned, turned))
    reason = "two products do not give it over the real numbers" if terms < 3 else "more than four are not needed"
    raise DomainError(f"the cosine of three angles is written with 3 or 4 terms, not {terms}: {reason}")


def _reduced(q: ParameterPolynomial) -> ParameterPolynomial:
    """Replace the square of the symbol r by 3."""
    if "r" not in q.names:
        return q
    place = q.names.index("r")
    terms: dict[tuple[int, ...], Rational] = {}
    for exponents, c in q.terms:
        powers, odd = divmod(exponents[place], 2)
        key = (*exponents[:place], odd, *exponents[place + 1 :])
        terms[key] = terms.get(key, 0) + c * 3**powers
    return ParameterPolynomial(q.names, terms)


def decomposition_identity(terms: int) -> PolynomialIdentity:
    """Return the identity that proves a decomposition for all angles, from its coefficients.

    Args:
        terms: 3 or 4.

    Examples:
        >>> decomposition_identity(3).holds, decomposition_identity(4).holds
        (True, True)
    """
    decomposition = cosine_decomposition(terms)
    r = parameter("r")
    x = [(parameter(f"X{i}"), parameter(f"Y{i}")) for i in (1, 2, 3)]
    total = ParameterPolynomial.constant(0)
    for forms in zip(*decomposition.forms, strict=True):
        product = ParameterPolynomial.constant(decomposition.factor)
        for ((a, b), (c, d)), (cos, sin) in zip(forms, x, strict=True):
            product = product * ((a + b * r) * cos + (c + d * r) * sin)
        total += product
    return PolynomialIdentity(
        f"the sum of {terms} products is the real part of (X1 + i Y1)(X2 + i Y2)(X3 + i Y3), where r^2 = 3",
        _reduced(total),
        _cosine_form(x),
    )


def _cosine_form(x: Sequence[tuple[ParameterPolynomial, ParameterPolynomial]]) -> ParameterPolynomial:
    """Return the real part of the product of the X_i + i Y_i."""
    real, imaginary = ParameterPolynomial.constant(1), ParameterPolynomial.constant(0)
    for cos, sin in x:
        real, imaginary = real * cos - imaginary * sin, real * sin + imaginary * cos
    return real


def cosine_tensor() -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Return the tensor of cos(a + b + c): entry (i, j, k) belongs to the i-th, j-th, k-th of (cos, sin).

    Examples:
        >>> cosine_tensor()
        (((1, 0), (0, -1)), ((0, -1), (-1, 0)))
        >>> hyperdeterminant(cosine_tensor())
        -4
    """
    x = [(parameter(f"X{i}"), parameter(f"Y{i}")) for i in (1, 2, 3)]
    form = _cosine_form(x)

    def entry(*chosen: int) -> int:
        values = {f"{'XY'[which]}{i}": int(which == one) for i, one in enumerate(chosen, start=1) for which in (0, 1)}
        return int(form.assign(values).constant_value())

    return tuple(((entry(i, 0, 0), entry(i, 0, 1)), (entry(i, 1, 0), entry(i, 1, 1))) for i in (0, 1))


def hyperdeterminant(tensor: Tensor) -> ParameterPolynomial | Rational:
    """Return the discriminant of the determinant of s T_0 + t T_1, a quadratic form in s and t, for the slices T_i.

    Args:
        tensor: 2 x 2 x 2 numbers, or polynomials in named parameters.

    Raises:
        DomainError: for another shape.

    Examples:
        A product of three linear forms has the hyperdeterminant 0.

        >>> hyperdeterminant([[[1, 2], [3, 6]], [[5, 10], [15, 30]]])
        0
    """
    if len(tensor) != 2 or any(len(slice_) != 2 or any(len(row) != 2 for row in slice_) for slice_ in tensor):
        raise DomainError("the hyperdeterminant is that of a tensor of the shape 2 x 2 x 2")
    ((a, b), (c, d)), ((e, f), (g, h)) = tensor
    mixed = a * h + e * d - b * g - f * c
    return mixed * mixed - 4 * (a * d - b * c) * (e * h - f * g)


def two_term_identity() -> PolynomialIdentity:
    """Return the identity by which a sum of two products of three linear forms has a square as hyperdeterminant.

    A negative hyperdeterminant therefore means a rank of at least 3 over the real numbers.

    Examples:
        >>> two_term_identity().holds
        True
    """
    u, v, w = ([[parameter(f"{letter}{t}{i}") for i in (0, 1)] for t in (1, 2)] for letter in "uvw")
    tensor = [
        [[sum((u[t][i] * v[t][j] * w[t][k] for t in (0, 1)), ParameterPolynomial.constant(0)) for k in (0, 1)]
         for j in (0, 1)] for i in (0, 1)
    ]  # fmt: skip
    square = ParameterPolynomial.constant(1)
    for (a, b), (c, d) in (u, v, w):
        square = square * (a * d - b * c) ** 2
    found = hyperdeterminant(tensor)
    if not isinstance(found, ParameterPolynomial):
        raise TypeError("the hyperdeterminant of symbols must be a polynomial")
    return PolynomialIdentity("the hyperdeterminant of a sum of two products is a square", found, square)


def real_part_coefficients(s: int) -> tuple[int, ...]:
    """Return, for j = 0, ..., s, the sum over k < s of w^(kj), where w is a primitive s-th root of unity.

    It is s for j = 0 and j = s, and 0 otherwise.  With z_i = X_i + i Y_i, the sum over k of (-1)^k times the product of
    the cos(k pi/s) X_i + sin(k pi/s) Y_i contains, for every choice of j conjugates among the z_i, the product of these
    with the coefficient 2^(-s) w^(kj) from term k.  So only the product of all z_i and that of all conjugates remain:
    s terms give (s/2^(s-1)) times the real part of z_1...z_s.

    Args:
        s: the number of factors, 1 to `MAXIMUM_ORDER`.

    Raises:
        DomainError: if s is less than 1.
        TooLargeError: if it is greater than `MAXIMUM_ORDER`.

    Cost:
        A division of polynomials of degree s for each j, in integers: w is the variable modulo the s-th cyclotomic
        polynomial.

    Examples:
        >>> real_part_coefficients(3), real_part_coefficients(4)
        ((3, 0, 0, 3), (4, 0, 0, 0, 4))
    """
    if s < 1:
        raise DomainError(f"the number s of factors must be at least 1, not {s}")
    if s > MAXIMUM_ORDER:
        raise TooLargeError(
            f"{s} sums of {s} roots of unity would be computed",
            size=s,
            limit=MAXIMUM_ORDER,
            alternative="the sum is geometric for every s",
        )
    cyclotomic = _cyclotomic(s)
    found = []
    for j in range(s + 1):
        powers = [0] * s
        for k in range(s):
            powers[k * j % s] += 1
        remainder = _divided(powers, cyclotomic)[1]
        if any(remainder[1:]):
            raise DomainError(f"the sum of the powers of a root of unity is no rational number for s = {s}, j = {j}")
        found.append(remainder[0] if remainder else 0)
    return tuple(found)


def _divided(above: Sequence[int], below: Sequence[int]) -> tuple[list[int], list[int]]:
    """Divide integer polynomials, coefficients from the constant one, by one with the leading coefficient 1."""
    rest, degree = list(above), len(below) - 1
    quotient = [0] * max(0, len(rest) - degree)
    for place in range(len(rest) - 1, degree - 1, -1):
        factor = quotient[place - degree] = rest[place]
        for i, c in enumerate(below):
            rest[place - degree + i] -= factor * c
    return quotient, rest[:degree]


def _cyclotomic(s: int) -> list[int]:
    """Return the s-th cyclotomic polynomial: t^s - 1 without the factors of the proper divisors of s."""
    found = [-1, *[0] * (s - 1), 1]
    for d in range(1, s):
        if s % d == 0:
            found = _divided(found, _cyclotomic(d))[0]
    return found

r"""Quadratic forms that gating induces: rank, signature and support, exactly.

Two forms are kept apart and never mixed:

* the *form* of a polynomial in signals, **unreduced**: the symmetric matrix M, indexed by 1 and the signals, with
  q = z^T M z for z = (1, signals); squares count;
* the *reduced* quadratic part of a polynomial **on the cube**, where squares of variables are gone: its support, and
  the rank of the symmetric matrix with zero diagonal.

For symbolic entries the rank is the generic one, reached wherever one of the listed principal minors does not vanish
(for a symmetric matrix the rank is the largest order of a non-zero principal minor); the signature is given where the
pivots are squares up to a rational factor, so that their signs do not depend on the parameters.

Dictionary:
    QuadraticForm: matrix, rank, signature, minors.
    quadratic_form: the form of a polynomial of degree at most 2 in named signals.
    ReducedQuadratic: support and rank of the quadratic part on the cube.
    reduced_quadratic: the quadratic part of a `CubePolynomial`.
    rank, determinant, principal_minors, signature: exact linear algebra over polynomials in parameters.
    signature_by_elimination: the signature by pivots, for symbolic matrices.
    full_quadratic_count: C(N, <= 2) = 1 + N + N(N-1)/2.

Source:
    Labels ``gated-quadratic-form-rank-two``, ``sparse-quadratic-parameter-count``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from math import comb
from typing import Any

from exact.errors import DomainError
from exact.parameters import Coefficient, ParameterPolynomial, coefficient
from exact.polynomial import CubePolynomial
from exact.printing import coefficient_latex

MAXIMUM_MINORS = 200
MAXIMUM_PIVOT_TERMS = 40  # of an entry during elimination; larger ones are not squares, and products explode
_HALF = Fraction(1, 2)

Matrix = Sequence[Sequence[Coefficient]]


@dataclass(frozen=True, repr=False)
class QuadraticForm:
    """A polynomial of degree at most 2 in signals, as a symmetric matrix.

    Attributes:
        variables: ``"1"``, then the signals: the names of rows and columns.
        matrix: the symmetric matrix M with q = z^T M z.
        rank: its rank; for symbolic entries the generic rank.
        symbolic: whether parameters occur.
        signature: the numbers of positive and negative squares (generic), or None where the signs depend on the
            parameters.
        minors: for symbolic entries: the different principal minors of the order of the rank that are not identically
            0; the rank is lower exactly where all of them vanish.
        minors_complete: whether all of them are listed (there may be too many).
    """

    variables: tuple[str, ...]
    matrix: tuple[tuple[Coefficient, ...], ...]
    rank: int
    symbolic: bool
    signature: tuple[int, int] | None
    minors: tuple[Coefficient, ...]
    minors_complete: bool

    def __repr__(self) -> str:
        kind = "generic rank" if self.symbolic else "rank"
        count = len(self.variables) - 1
        return f"QuadraticForm({kind} {self.rank}, signature {self.signature}, in 1 and {count} signals)"

    def _repr_latex_(self) -> str:
        rows = r" \\ ".join(" & ".join(coefficient_latex(entry) for entry in row) for row in self.matrix)
        return rf"$\begin{{pmatrix}} {rows} \end{{pmatrix}}$"


@dataclass(frozen=True)
class ReducedQuadratic:
    """The quadratic part of a polynomial on the cube.

    Attributes:
        variables: the indices of the N variables over which it is counted.
        support: the pairs of indices (i, j), i < j, whose product occurs.
        full: N(N-1)/2, the number of such products.
        rank: the rank (generic) of the symmetric matrix with entries c_ij / 2 and zero diagonal.
    """

    variables: tuple[int, ...]
    support: tuple[tuple[int, int], ...]
    full: int
    rank: int


def full_quadratic_count(n: int) -> int:
    """Return C(n, <= 2), the number of coefficients of a full quadratic polynomial on the n-cube.

    Examples:
        >>> full_quadratic_count(3)
        7
    """
    return 1 + n + comb(n, 2)


def quadratic_form(q: ParameterPolynomial, signals: Sequence[str]) -> QuadraticForm:
    """Return the form of a polynomial in named signals; all other names in it are parameters.

    Args:
        q: a polynomial of degree at most 2 in the signals.
        signals: the names of the signals, in the order of the rows.

    Raises:
        DomainError: if the degree in the signals is larger than 2.

    Examples:
        The product of two affine forms has rank 2 and signature (1, 1):

        >>> from exact.parameters import parameter
        >>> w0, w1, v0, v1, x = (parameter(name) for name in ("w0", "w1", "v0", "v1", "x"))
        >>> form = quadratic_form((w0 + w1 * x) * (v0 + v1 * x), ["x"])
        >>> form.rank, form.signature, str(form.minors[0])
        (2, (1, 1), '-1/4*v0^2*w1^2 + 1/2*v0*v1*w0*w1 - 1/4*v1^2*w0^2')
    """
    variables = ("1", *signals)
    position = {name: i for i, name in enumerate(variables)}
    entries: list[list[Coefficient]] = [[0] * len(variables) for _ in variables]
    for exponents, c in q.terms:
        indices: list[int] = []
        parameters: dict[str, int] = {}
        for name, exponent in zip(q.names, exponents, strict=True):
            if name in position:
                indices += [position[name]] * exponent
            elif exponent:
                parameters[name] = exponent
        if len(indices) > 2:
            raise DomainError(f"a quadratic form must have degree at most 2, not {len(indices)}")
        i, j = ([0, 0, *indices])[-2:]
        value: Coefficient = ParameterPolynomial(tuple(parameters), {tuple(parameters.values()): c})
        if i == j:
            entries[i][i] = entries[i][i] + value
        else:
            entries[i][j] = entries[j][i] = entries[i][j] + value * _HALF
    matrix = tuple(tuple(coefficient(entry) for entry in row) for row in entries)
    symbolic = any(isinstance(entry, ParameterPolynomial) for row in matrix for entry in row)
    order = rank(matrix)
    minors, complete = _generic_minors(matrix, order) if symbolic else ((), True)
    return QuadraticForm(variables, matrix, order, symbolic, signature(matrix), minors, complete)


def reduced_quadratic(q: CubePolynomial, variables: Iterable[int]) -> ReducedQuadratic:
    """Return support and rank of the quadratic part of a polynomial on the cube.

    Args:
        q: the polynomial.
        variables: the indices of the variables over which the products are counted; all that occur must be among them.

    Raises:
        DomainError: if a quadratic monomial has another variable.

    Examples:
        >>> from exact.cube import Encoding
        >>> x, y, z = (CubePolynomial.variable(i, 3, Encoding.SIGNS) for i in range(3))
        >>> reduced_quadratic((x + y) * (x + z), range(3)).support
        ((0, 1), (0, 2), (1, 2))
    """
    chosen = tuple(variables)
    position = {i: k for k, i in enumerate(chosen)}
    entries: list[list[Coefficient]] = [[0] * len(chosen) for _ in chosen]
    support = []
    for mask, c in q.terms:
        if mask.bit_count() != 2:
            continue
        i, j = (mask & -mask).bit_length() - 1, mask.bit_length() - 1
        if i not in position or j not in position:
            raise DomainError(f"the monomial of the variables {i} and {j} must lie among the variables {list(chosen)}")
        support.append((i, j))
        entries[position[i]][position[j]] = entries[position[j]][position[i]] = c * _HALF
    return ReducedQuadratic(chosen, tuple(support), comb(len(chosen), 2), rank(entries))


# exact linear algebra


def _without_zero_rows(matrix: Matrix) -> list[list[Coefficient]]:
    """Drop the rows and columns of a symmetric matrix that are zero; rank and signature stay the same."""
    used = [i for i, row in enumerate(matrix) if any(entry != 0 for entry in row)]
    return [[matrix[i][j] for j in used] for i in used]


def _quotient(numerator: Coefficient, denominator: Coefficient) -> Coefficient:
    """Divide where the division is known to be exact."""
    if isinstance(denominator, ParameterPolynomial):
        lifted = numerator if isinstance(numerator, ParameterPolynomial) else ParameterPolynomial.constant(numerator)
        return coefficient(lifted.exact_quotient(denominator))
    return coefficient(numerator * (1 / Fraction(denominator)))


def _bareiss(matrix: Matrix) -> tuple[int, Coefficient]:
    """Return the rank and, for a square matrix of full rank, the determinant: elimination without fractions."""
    work = [list(row) for row in matrix]
    rows, columns = len(work), len(work[0]) if work else 0
    previous: Coefficient = 1
    sign, r = 1, 0
    for column in range(columns):
        pivots = [i for i in range(r, rows) if work[i][column] != 0]
        if not pivots:
            continue
        pivot = min(pivots, key=lambda i: _size(work[i][column]))
        if pivot != r:
            work[r], work[pivot] = work[pivot], work[r]
            sign = -sign
        for i in range(r + 1, rows):
            for j in range(column + 1, columns):
                value = work[i][j] * work[r][column] - work[i][column] * work[r][j]
                work[i][j] = _quotient(value, previous)
            work[i][column] = 0
        previous = work[r][column]
        r += 1
    return r, coefficient(previous * sign)


def _size(entry: Coefficient) -> int:
    return len(entry.terms) if isinstance(entry, ParameterPolynomial) else 0


def _flint_matrix(matrix: Matrix) -> Any | None:
    """Return a matrix of numbers for FLINT, or None where an entry is symbolic."""
    import flint

    entries = []
    for row in matrix:
        for entry in row:
            if isinstance(entry, ParameterPolynomial):
                return None
            entries.append(flint.fmpq(entry.numerator, entry.denominator))
    return flint.fmpq_mat(len(matrix), len(matrix[0]) if matrix else 0, entries)


def rank(matrix: Matrix) -> int:
    """Return the rank of a matrix over the rational functions in its parameters (the generic rank).

    Cost:
        ``O(k**3)`` operations for a k x k matrix; for symbolic symmetric ones k is the number of non-zero rows.
    """
    if not matrix or not matrix[0]:
        return 0
    numeric = _flint_matrix(matrix)
    if numeric is not None:
        return int(numeric.rank())
    symmetric = len(matrix) == len(matrix[0]) and all(
        matrix[i][j] == matrix[j][i] for i in range(len(matrix)) for j in range(i)
    )
    return _bareiss(_without_zero_rows(matrix) if symmetric else matrix)[0]


def determinant(matrix: Matrix) -> Coefficient:
    """Return the determinant of a square matrix; 1 for the empty one.

    Examples:
        >>> determinant([[1, 2], [3, 4]])
        -2
    """
    if any(len(row) != len(matrix) for row in matrix):
        raise DomainError(f"a determinant needs a square matrix, not one with {len(matrix)} rows of other lengths")
    order, value = _bareiss(matrix)
    return value if order == len(matrix) else 0


def principal_minors(matrix: Matrix, order: int) -> tuple[Coefficient, ...]:
    """Return all principal minors of this order, in lexicographic order of their index sets."""
    return tuple(
        determinant([[matrix[i][j] for j in chosen] for i in chosen])
        for chosen in combinations(range(len(matrix)), order)
    )


def _generic_minors(matrix: Matrix, order: int) -> tuple[tuple[Coefficient, ...], bool]:
    """Return the different non-zero principal minors of the order of the rank, and whether these are all."""
    small = _without_zero_rows(matrix)
    if comb(len(small), order) <= MAXIMUM_MINORS:
        minors = principal_minors(small, order)
        return tuple(dict.fromkeys(minor for minor in minors if minor != 0)), True
    found: list[Coefficient] = []
    for chosen in combinations(range(len(small)), order):
        minor = determinant([[small[i][j] for j in chosen] for i in chosen])
        if minor != 0:
            found.append(minor)
            break
    return tuple(found), False


def _definite_sign(value: Coefficient) -> int | None:
    """Return the sign of a number, or of a rational multiple of a square (generic); None where it depends."""
    if isinstance(value, ParameterPolynomial):
        split = value.as_rational_times_square()
        if split is None:
            return None
        value = split[0]
    return (value > 0) - (value < 0)


def signature(matrix: Matrix) -> tuple[int, int] | None:
    """Return the numbers of positive and negative squares of a symmetric matrix.

    For symbolic entries this is the signature at generic parameters, given where all pivots are squares up to a
    rational factor, or where changing signs of signals turns M into -M; None where neither is found, that is, where
    the signs may depend on the parameters.

    Cost:
        ``O(k**3)`` operations, k the number of non-zero rows.

    Examples:
        >>> signature([[0, 1], [1, 0]]), signature([[2, 0], [0, -3]])
        ((1, 1), (1, 1))
    """
    work = _without_zero_rows(matrix)
    numeric = _flint_matrix(work)
    if numeric is not None:
        return _signature_by_roots(numeric)
    if _is_two_colorable(work):
        half = rank(work) // 2
        return half, half
    return signature_by_elimination(work)


def _is_two_colorable(matrix: Matrix) -> bool:
    """Whether the indices have two colors such that every non-zero entry joins different ones.

    Then changing the sign of one color turns M into -M, so there are as many positive as negative squares.
    """
    colors: dict[int, int] = {}
    for start in range(len(matrix)):
        colors.setdefault(start, 0)
        stack = [start]
        while stack:
            i = stack.pop()
            for j, entry in enumerate(matrix[i]):
                if entry == 0:
                    continue
                if j not in colors:
                    colors[j] = 1 - colors[i]
                    stack.append(j)
                elif colors[j] == colors[i]:
                    return False
    return True


def _signature_by_roots(numeric: Any) -> tuple[int, int]:
    """Count the positive and the negative roots of the characteristic polynomial.

    All of its roots are real, so Descartes' rule of signs counts them exactly.
    """
    coefficients = list(numeric.charpoly().coeffs())

    def changes(values: Sequence[Any]) -> int:
        signs = [value > 0 for value in values if value != 0]
        return sum(a != b for a, b in pairwise(signs))

    return changes(coefficients), changes([-c if k % 2 else c for k, c in enumerate(coefficients)])


def signature_by_elimination(matrix: Matrix) -> tuple[int, int] | None:
    """Return the signature by symmetric elimination with pivots of definite sign; None where there are none left.

    Examples:
        >>> signature_by_elimination([[0, 1], [1, 0]])
        (1, 1)
    """
    work = _without_zero_rows(matrix)
    positive = negative = 0
    while work:
        if max(_size(entry) for row in work for entry in row) > MAXIMUM_PIVOT_TERMS:
            return None
        step = _diagonal_step(work) or _hyperbolic_step(work)
        if step is None:
            return None
        (plus, minus), work = step
        positive, negative, work = positive + plus, negative + minus, _without_zero_rows(work)
    return positive, negative


_Step = tuple[tuple[int, int], list[list[Coefficient]]]


def _diagonal_step(work: Matrix) -> _Step | None:
    """Split off a diagonal entry d of definite sign: M is congruent to d and (M_ij - M_ik M_jk / d), times |d|."""
    for k in range(len(work)):
        sign = 0 if work[k][k] == 0 else _definite_sign(work[k][k])
        if sign:
            d = work[k][k]
            rest = [i for i in range(len(work)) if i != k]
            numeric = not isinstance(d, ParameterPolynomial)
            reduced = [[coefficient((work[i][j] * d - work[i][k] * work[j][k]) * sign) for j in rest] for i in rest]
            if numeric:
                reduced = [[_quotient(entry, d * sign) for entry in row] for row in reduced]
            return ((1, 0) if sign > 0 else (0, 1)), reduced
    return None


def _hyperbolic_step(work: Matrix) -> _Step | None:
    """Split off a 2 x 2 block B with det B = -square: it contributes (1, 1); what remains is multiplied by -det B."""
    for k, m in combinations(range(len(work)), 2):
        a, b, c = work[k][k], work[k][m], work[m][m]
        opposite = coefficient(b * b - a * c)  # -det B
        if opposite == 0 or _definite_sign(opposite) != 1:
            continue
        rest = [i for i in range(len(work)) if i not in (k, m)]
        reduced: list[list[Coefficient]] = []
        for i in rest:
            row: list[Coefficient] = []
            for j in rest:
                # (u, v) adj(B) (u', v')^T with adj(B) = [[c, -b], [-b, a]]
                u, v, s, t = work[i][k], work[i][m], work[j][k], work[j][m]
                adjugate = u * s * c - (u * t + v * s) * b + v * t * a
                row.append(coefficient(work[i][j] * opposite + adjugate))
            reduced.append(row)
        if not isinstance(opposite, ParameterPolynomial):
            reduced = [[_quotient(entry, opposite) for entry in row] for row in reduced]
        return (1, 1), reduced
    return None

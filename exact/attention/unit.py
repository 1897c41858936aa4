r"""Self-attention units, layers of several heads, third-order units, and transformers, exactly.

A token is a row of rational numbers; N tokens of d coordinates are the rows of X.  A *unit* with matrices Q and K
(d x m) and V (d x d') has the scores X Q K^T X^T, row by row turned into weights A by a `Normalization`, and the
output A X V.  A *layer* adds the outputs of its heads, and X itself with a skip connection.  A *third-order unit* has
scores for triples, the sum over c of Q_ic K1_jc K2_kc, weights over the pairs (j, k) of a row i, and the values
V1_j V2_k, coordinate by coordinate.

A *transformer* alternates layers and element-wise maps: the first map sees the position and the token, every later one
sees the output of the layer at its position and nothing else.

A *mask* is a list of rows; its entry (i, j) says whether token i attends to position j.
A *blank token* is one more token, whose key attracts a query that finds nothing else.

Normal form: matrices are tuples of tuples of ints and Fractions in lowest terms.

Dictionary:
    Vector, Matrix: tuples of rational numbers, and of such rows.
    matrix: rows of equal length, in normal form; product: the matrix product; transposed: rows for columns.
    check_tokens: refuse rows that no unit with d x m matrices reads.
    AttentionUnit: one head.
    ThirdOrderUnit: a unit that attends to pairs of positions.
    AttentionLayer: several heads, with or without a skip connection.
    Transformer: element-wise maps and layers in turn.
    causal_mask: attend to earlier positions and oneself; window_mask: to positions within a distance.

Source:
    S-D1 `self-attention-unit`, S-D2 `multi-head-layer`, S-D3 `transformer-class`, S-D8 `third-order-attention`
    :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from exact.attention.normalization import Normalization
from exact.errors import DomainError, TooLargeError
from exact.rational import Rational, rational

Vector = tuple[Rational, ...]
Matrix = tuple[Vector, ...]
Mask = Sequence[Sequence[bool]]

MAXIMUM_SCORES = 10**6


def matrix(rows: Sequence[Sequence[Rational]], what: str = "a matrix") -> Matrix:
    """Return the rows in normal form.

    Raises:
        DomainError: if there is no row, or they do not have the same length, at least 1.
        TypeError: if an entry is no int and no Fraction.

    Examples:
        >>> matrix([[Fraction(4, 2), 1]])
        ((2, 1),)
    """
    found = tuple(tuple(rational(entry) for entry in row) for row in rows)
    if not found or not found[0] or any(len(row) != len(found[0]) for row in found):
        lengths = sorted({len(row) for row in found})
        raise DomainError(f"{what} must have rows of one length, at least 1, not of the lengths {lengths}")
    return found


def product(left: Matrix, right: Matrix) -> Matrix:
    """Return the matrix product.

    Raises:
        DomainError: if the left rows are not as long as there are right rows.

    Examples:
        >>> product(((1, 2),), ((3,), (Fraction(1, 2),)))
        ((4,),)
    """
    if len(left[0]) != len(right):
        raise DomainError(f"a product needs as many rows as columns: {len(right)} rows, {len(left[0])} columns")
    columns = transposed(right)
    return tuple(
        tuple(rational(Fraction(sum(a * b for a, b in zip(row, column, strict=True)))) for column in columns)
        for row in left
    )


def transposed(rows: Matrix) -> Matrix:
    """Return the transposed matrix.

    Examples:
        >>> transposed(((1, 2), (3, 4)))
        ((1, 3), (2, 4))
    """
    return tuple(zip(*rows, strict=True))


def check_tokens(tokens: Sequence[Sequence[Rational]], d: int) -> Matrix:
    """Return the tokens in normal form; refuse those that do not have d coordinates."""
    found = matrix(tokens, "the list of tokens")
    if len(found[0]) != d:
        raise DomainError(f"a token must have {d} coordinates, as the matrices have rows, not {len(found[0])}")
    return found


def _check_projections(named: dict[str, Matrix]) -> None:
    """Refuse projections of tokens of different lengths."""
    rows = {name: len(found) for name, found in named.items()}
    if len(set(rows.values())) > 1:
        raise DomainError(f"all matrices of a unit must have one row for each coordinate of a token, not {rows}")


def _check_same_width(named: dict[str, Matrix]) -> None:
    """Refuse factors of one product with different numbers of columns."""
    widths = {name: len(found[0]) for name, found in named.items()}
    if len(set(widths.values())) > 1:
        raise DomainError(f"the matrices that are multiplied must have the same number of columns, not {widths}")


def _row_of_mask(mask: Mask | None, i: int, n: int) -> Sequence[bool] | None:
    if mask is None:
        return None
    if len(mask) != n:
        raise DomainError(f"a mask must have one row for each of the {n} tokens, not {len(mask)} rows")
    return mask[i]


@dataclass(frozen=True, slots=True)
class AttentionUnit:
    """One attention head: scores X Q K^T X^T, weights by its normalization, output A X V.

    Attributes:
        query: the d x m matrix Q.
        key: the d x m matrix K.
        value: the d x d' matrix V.
        normalization: how scores become weights.

    Raises:
        DomainError: if the shapes do not fit.

    Examples:
        The output is a convex combination of the values, with rational weights.

        >>> from exact.attention.normalization import Softmax
        >>> unit = AttentionUnit(((1,),), ((1,),), ((1,),), Softmax(2))
        >>> unit.weights([[0], [1]])
        ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 3), Fraction(2, 3)))
        >>> unit.output([[0], [1]])
        ((Fraction(1, 2),), (Fraction(2, 3),))
    """

    query: Matrix
    key: Matrix
    value: Matrix
    normalization: Normalization

    def __post_init__(self) -> None:
        """Bring the matrices to normal form and check their shapes."""
        for name in ("query", "key", "value"):
            object.__setattr__(self, name, matrix(getattr(self, name), f"the {name} matrix"))
        _check_projections({"query": self.query, "key": self.key, "value": self.value})
        _check_same_width({"query": self.query, "key": self.key})

    @property
    def token_dimension(self) -> int:
        """The number d of coordinates of a token."""
        return len(self.query)

    @property
    def dimension(self) -> int:
        """The number m of coordinates of queries and keys."""
        return len(self.query[0])

    @property
    def value_dimension(self) -> int:
        """The number d' of coordinates of the output."""
        return len(self.value[0])

    def scores(self, tokens: Sequence[Sequence[Rational]]) -> Matrix:
        """Return the matrix of scores; its entry (i, j) is that of token i for position j.

        Raises:
            TooLargeError: for more than `MAXIMUM_SCORES` scores.

        Cost:
            ``2 N d m + N**2 m`` products.
        """
        x = check_tokens(tokens, self.token_dimension)
        _check_number_of_scores(len(x) ** 2)
        return product(product(x, self.query), transposed(product(x, self.key)))

    def weights(self, tokens: Sequence[Sequence[Rational]], mask: Mask | None = None) -> Matrix:
        """Return the attention weights, one row for each token.

        Args:
            tokens: N rows of d rational numbers.
            mask: which positions each token attends to; all if left out.
        """
        rows = self.scores(tokens)
        return tuple(self.normalization.weights(row, _row_of_mask(mask, i, len(rows))) for i, row in enumerate(rows))

    def output(self, tokens: Sequence[Sequence[Rational]], mask: Mask | None = None) -> Matrix:
        """Return the output A X V, one row for each token."""
        x = check_tokens(tokens, self.token_dimension)
        return product(self.weights(x, mask), product(x, self.value))


def _check_number_of_scores(number: int) -> None:
    if number > MAXIMUM_SCORES:
        raise TooLargeError(
            f"{number} scores would be computed one by one",
            size=number,
            limit=MAXIMUM_SCORES,
            alternative="take fewer tokens",
        )


@dataclass(frozen=True, slots=True)
class ThirdOrderUnit:
    """A unit that attends to pairs of positions.

    Attributes:
        query: the d x m matrix Q.
        keys: the two d x m matrices K1 and K2.
        values: the two d x d' matrices V1 and V2.
        normalization: how the N^2 scores of a token become weights.

    Examples:
        With linear attention the output is a cubic form of the tokens.

        >>> from exact.attention.normalization import LinearAttention
        >>> one = ((1,),)
        >>> ThirdOrderUnit(one, (one, one), (one, one), LinearAttention()).output([[1], [2]])
        ((25,), (50,))
    """

    query: Matrix
    keys: tuple[Matrix, Matrix]
    values: tuple[Matrix, Matrix]
    normalization: Normalization

    def __post_init__(self) -> None:
        """Bring the matrices to normal form and check their shapes."""
        object.__setattr__(self, "query", matrix(self.query, "the query matrix"))
        for name, called in (("keys", "a key matrix"), ("values", "a value matrix")):
            pair = tuple(matrix(part, called) for part in getattr(self, name))
            if len(pair) != 2:
                raise DomainError(f"a third-order unit must have two matrices of {name}, not {len(pair)}")
            object.__setattr__(self, name, pair)
        _check_projections(
            {"query": self.query, "key 1": self.keys[0], "key 2": self.keys[1]}
            | {"value 1": self.values[0], "value 2": self.values[1]}
        )
        _check_same_width({"query": self.query, "key 1": self.keys[0], "key 2": self.keys[1]})
        _check_same_width({"value 1": self.values[0], "value 2": self.values[1]})

    @property
    def token_dimension(self) -> int:
        """The number d of coordinates of a token."""
        return len(self.query)

    @property
    def dimension(self) -> int:
        """The number m of coordinates of queries and keys."""
        return len(self.query[0])

    def scores(self, tokens: Sequence[Sequence[Rational]]) -> tuple[Vector, ...]:
        """Return for each token its N^2 scores, the pair (j, k) at the place N j + k.

        Cost:
            ``N**3 m`` products.
        """
        x = check_tokens(tokens, self.token_dimension)
        _check_number_of_scores(len(x) ** 3)
        first, second = product(x, self.keys[0]), product(x, self.keys[1])
        pairs = tuple(tuple(a * b for a, b in zip(u, v, strict=True)) for u in first for v in second)
        return product(product(x, self.query), transposed(pairs))

    def output(self, tokens: Sequence[Sequence[Rational]]) -> Matrix:
        """Return the outputs, one row for each token."""
        x = check_tokens(tokens, self.token_dimension)
        first, second = product(x, self.values[0]), product(x, self.values[1])
        pairs = tuple(tuple(a * b for a, b in zip(u, v, strict=True)) for u in first for v in second)
        return product(tuple(self.normalization.weights(row) for row in self.scores(x)), pairs)


@dataclass(frozen=True, slots=True)
class AttentionLayer:
    """The sum of the outputs of several heads, and of the tokens themselves with a skip connection.

    Attributes:
        heads: at least one unit; all read and write the same numbers of coordinates.
        skip: whether the tokens are added; they must then have as many coordinates as the output.

    Examples:
        >>> from exact.attention.normalization import LinearAttention
        >>> head = AttentionUnit(((1,),), ((1,),), ((1,),), LinearAttention())
        >>> AttentionLayer((head, head), skip=True).output([[1], [2]])
        ((11,), (22,))
    """

    heads: tuple[AttentionUnit, ...]
    skip: bool = False

    def __post_init__(self) -> None:
        """Check that the heads fit together."""
        shapes = {(head.token_dimension, head.value_dimension) for head in self.heads}
        if len(shapes) != 1:
            raise DomainError(f"a layer must have heads of one shape (d, d'), not of {sorted(shapes)}")
        ((d, width),) = shapes
        if self.skip and d != width:
            raise DomainError(f"with a skip connection the output must have d = {d} coordinates, not {width}")

    def output(self, tokens: Sequence[Sequence[Rational]], mask: Mask | None = None) -> Matrix:
        """Return the output of the layer, one row for each token."""
        x = check_tokens(tokens, self.heads[0].token_dimension)
        summands = [head.output(x, mask) for head in self.heads] + ([x] if self.skip else [])
        return reduce(_sum, summands)


def _sum(left: Matrix, right: Matrix) -> Matrix:
    return tuple(
        tuple(rational(Fraction(a + b)) for a, b in zip(u, v, strict=True)) for u, v in zip(left, right, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Transformer:
    """Layers and element-wise maps in turn: the input map, a layer, a map, a layer, a map, ...

    Attributes:
        input_map: takes the position (from 1) and the token, and returns a row of numbers; the only map that sees a
            position.
        stages: pairs of a layer and the map after it, which takes the output of the layer at one position.

    Examples:
        >>> from exact.attention.normalization import HardAttention
        >>> head = AttentionUnit(((1,), (0,)), ((1,), (0,)), ((0,), (1,)), HardAttention())
        >>> copies = Transformer(lambda i, x: (1, x), ((AttentionLayer((head,)), lambda y: y),))
        >>> copies([7, 8, 9])
        ((7,), (7,), (7,))
    """

    input_map: Callable[[int, Rational], Vector]
    stages: tuple[tuple[AttentionLayer, Callable[[Vector], Vector]], ...]

    def __call__(self, tokens: Sequence[Rational]) -> Matrix:
        """Return the outputs, one row for each token."""
        rows = tuple(self.input_map(i + 1, token) for i, token in enumerate(tokens))
        for layer, after in self.stages:
            rows = tuple(after(row) for row in layer.output(rows))
        return rows


def causal_mask(n: int) -> tuple[tuple[bool, ...], ...]:
    """Return the mask that lets token i attend to the positions up to its own.

    Examples:
        >>> causal_mask(2)
        ((True, False), (True, True))
    """
    return tuple(tuple(j <= i for j in range(n)) for i in range(n))


def window_mask(n: int, distance: int) -> tuple[tuple[bool, ...], ...]:
    """Return the mask that lets token i attend to the positions at most `distance` away.

    Raises:
        DomainError: if the distance is negative: nothing could be attended to.

    Examples:
        >>> window_mask(3, 1)[0]
        (True, True, False)
    """
    if distance < 0:
        raise DomainError(f"the distance of a window must be at least 0, not {distance}")
    return tuple(tuple(abs(i - j) <= distance for j in range(n)) for i in range(n))

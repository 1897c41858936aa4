r"""The Boolean cube: points, coordinates, encodings.

A point of the n-cube is an integer p with ``0 <= p < 2**n``; bit i of p is the variable x_{i+1}.  The same point has
two coordinate vectors: in `bits` its coordinates are 0 and 1, in `signs` they are -1 and +1, with sign = 2*bit - 1, so
that +1 is true.  (O'Donnell's convention for signs is the opposite one; the conversions are methods of
`boolean.BooleanFunction`.)

Dictionary:
    Encoding: `BITS` or `SIGNS`; never implied, always named.
    MAXIMUM_TABLE_DIMENSION: the largest n for which something may be done at every point.
    check_dimension: refuse what is no dimension, or one that is too large for a table.
    check_point: refuse what is no point of the n-cube.
    check_table: refuse what is no truth table of n variables.
    coordinates: the coordinate vector of a point.
    point_from_coordinates: the point of a coordinate vector.
    encode_bit: a bit in an encoding; decode_value: the bit of an encoded value.
    points: all points in order; the 0-cube has one, the point 0.
    subsets: all subsets of a mask.
    Face: a face of the cube, given by its fixed coordinates; fixing none gives the whole cube.
    faces: all faces, or all of one dimension, in a fixed order.
    MAXIMUM_FACE_DIMENSION: the largest n for which all 3**n faces may be listed.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exact.errors import DomainError, InputError, TooLargeError
from exact.rational import brief

MAXIMUM_TABLE_DIMENSION = 24
MAXIMUM_FACE_DIMENSION = 15


class Encoding(enum.Enum):
    """How false and true are written as numbers: `BITS` is {0, 1}, `SIGNS` is {-1, +1} with +1 for true.

    Examples:
        >>> Encoding("signs").false, Encoding("signs").true
        (-1, 1)
    """

    BITS = "bits"
    SIGNS = "signs"

    @property
    def false(self) -> int:
        """The number that stands for false."""
        return 0 if self is Encoding.BITS else -1

    @property
    def true(self) -> int:
        """The number that stands for true: 1 in both encodings."""
        return 1


def check_dimension(n: int, limit: int | None = None) -> int:
    """Return n if it is a dimension.

    Args:
        n: the number of variables, at least 0.
        limit: the largest n that is accepted, or None for no limit.

    Raises:
        TypeError: if n is not an `int` (a `bool` is not one).
        DomainError: if n is negative.
        TooLargeError: if n exceeds the limit.

    Examples:
        >>> check_dimension(3)
        3
    """
    if type(n) is not int:
        raise TypeError(f"the dimension n must be an int, not {n!r}")
    if n < 0:
        raise DomainError(f"the dimension n must be at least 0, not {brief(n)}")
    if limit is not None and n > limit:
        raise TooLargeError(
            f"n = {brief(n)} is too large for something that is done at every one of the 2**n points (limit {limit})",
            size=n,
            limit=limit,
        )
    return n


def check_point(p: int, n: int) -> int:
    """Return p if it is a point of the n-cube, ``0 <= p < 2**n``; raise `DomainError` otherwise."""
    if type(p) is not int:
        raise TypeError(f"a point must be an int, not {p!r}")
    if p < 0 or p >> n:
        raise DomainError(
            f"a point of the {n}-cube must be in 0, ..., {2**n - 1 if n <= 64 else f'2**{n} - 1'}, not {brief(p)}"
        )
    return p


def check_table(table: int, n: int) -> int:
    """Return the table if it is a truth table of n variables; raise `DomainError` if it has bits beyond 2**n."""
    if type(table) is not int:
        raise TypeError(f"a truth table must be an int, not {table!r}")
    if table < 0 or table >> (1 << n):
        found = str(table) if abs(table) < 1 << 64 else "a number of " + str(table.bit_length()) + " bits"
        raise DomainError(f"a truth table of {n} variables must be in 0, ..., 2**{1 << n} - 1, not {found}")
    return table


def encode_bit(bit: int, encoding: Encoding) -> int:
    """Return the number that stands for a bit: the bit itself, or ``2*bit - 1``.

    Examples:
        >>> encode_bit(0, Encoding.SIGNS)
        -1
    """
    return bit if encoding is Encoding.BITS else 2 * bit - 1


def decode_value(value: object, encoding: Encoding) -> int:
    """Return the bit of an encoded value; raise `DomainError` for what is no `int` or stands for no truth value."""
    if type(value) is int:
        if value == encoding.true:
            return 1
        if value == encoding.false:
            return 0
    raise DomainError(f"a value in {encoding.value} must be {encoding.false} or {encoding.true}, not {value!r}")


def coordinates(p: int, n: int, encoding: Encoding) -> tuple[int, ...]:
    """Return the coordinate vector (x_1, ..., x_n) of a point.

    Examples:
        Bit i of the point is the variable x_{i+1}:

        >>> coordinates(0b011, 3, Encoding.BITS), coordinates(0b011, 3, Encoding.SIGNS)
        ((1, 1, 0), (1, 1, -1))
    """
    check_point(p, n)
    return tuple(encode_bit(p >> i & 1, encoding) for i in range(n))


def point_from_coordinates(x: Sequence[int], encoding: Encoding) -> int:
    """Return the point with this coordinate vector; the inverse of `coordinates`.

    Examples:
        >>> point_from_coordinates((1, 1, -1), Encoding.SIGNS)
        3
    """
    return sum(decode_value(value, encoding) << i for i, value in enumerate(x))


def points(n: int) -> range:
    """Return all points of the n-cube in order.

    Examples:
        >>> list(points(2)), list(points(0))
        ([0, 1, 2, 3], [0])
    """
    return range(1 << check_dimension(n))


def subsets(mask: int) -> Iterator[int]:
    """Yield all subsets of a mask in increasing order, from 0 to the mask itself.

    Args:
        mask: a set of coordinates as an integer >= 0; bit i stands for x_{i+1}.

    Cost:
        A subtraction and a conjunction for each subset.

    Examples:
        >>> list(subsets(0b101))
        [0, 1, 4, 5]
    """
    subset = 0
    while True:
        yield subset
        if subset == mask:
            return
        subset = (subset - mask) & mask  # adds 1 to the bits of the mask and lets the carry pass over the others


@dataclass(frozen=True, slots=True)
class Face:
    """A face of the n-cube: the points whose coordinates in the mask `fixed` are those of `values`.

    Normal form: `values` has no bit outside `fixed`, so equal faces are equal values.

    Attributes:
        n: the dimension of the cube.
        fixed: the fixed coordinates, as a mask.
        values: their bits, as a mask inside `fixed`; it is the least point of the face.

    Examples:
        The edge x_1 = 1, x_3 = 0 of the 3-cube has the two points that agree with it there:

        >>> edge = Face(3, fixed=0b101, values=0b001)
        >>> list(edge), edge.dimension, str(edge)
        ([1, 3], 1, '1*0')
    """

    n: int
    fixed: int
    values: int

    def __post_init__(self) -> None:
        """Check that the masks are masks of coordinates of the n-cube, and the values those of fixed coordinates."""
        check_dimension(self.n)
        check_point(self.fixed, self.n)
        check_point(self.values, self.n)
        if self.values & ~self.fixed:
            raise DomainError(
                f"the values of a face must be bits of fixed coordinates (mask {self.fixed:#b}), not {self.values:#b}"
            )

    @classmethod
    def from_text(cls, text: str) -> Face:
        """Return the face written as one character for each coordinate: 0, 1, or * where it is free; inverse of `str`.

        Examples:
            >>> Face.from_text("1*0")
            Face(n=3, fixed=5, values=1)
        """
        fixed = values = 0
        for i, character in enumerate(text):
            if character not in "01*":
                raise InputError(f"column {i + 1}: a coordinate of a face must be 0, 1 or *, not {character!r}")
            fixed |= (character != "*") << i
            values |= (character == "1") << i
        return cls(len(text), fixed, values)

    @property
    def free(self) -> int:
        """The coordinates that are not fixed, as a mask."""
        return (1 << self.n) - 1 & ~self.fixed

    @property
    def dimension(self) -> int:
        """The number of free coordinates; the face has 2**dimension points."""
        return self.n - self.fixed.bit_count()

    def __contains__(self, p: object) -> bool:
        return type(p) is int and 0 <= p < 1 << self.n and p & self.fixed == self.values

    def __iter__(self) -> Iterator[int]:
        return (self.values | subset for subset in subsets(self.free))

    def __and__(self, other: Face) -> Face | None:
        """Return the intersection, or None if it is empty (the empty set is no face)."""
        if not isinstance(other, Face):  # pyright: ignore[reportUnnecessaryIsInstance]
            return NotImplemented
        if self.n != other.n:
            raise DomainError(f"faces must belong to the same cube, not to those of dimension {self.n} and {other.n}")
        if (self.values ^ other.values) & self.fixed & other.fixed:
            return None
        return Face(self.n, self.fixed | other.fixed, self.values | other.values)

    def __le__(self, other: Face) -> bool:
        """Whether this face is a part of the other one."""
        return (self & other) == self

    def __str__(self) -> str:
        return "".join("*" if self.free >> i & 1 else str(self.values >> i & 1) for i in range(self.n))


def faces(n: int, dimension: int | None = None) -> Iterator[Face]:
    """Yield the faces of the n-cube, by mask of fixed coordinates, then by values.

    Args:
        n: the dimension of the cube, at most 15.
        dimension: the dimension of the faces, or None for all of them.  There are none above n.

    Returns:
        ``binomial(n, dimension) * 2**(n - dimension)`` faces, or all ``3**n`` of them.

    Raises:
        DomainError: if the dimension of the cube or of the faces is negative.
        TooLargeError: if n > 15.

    Examples:
        A square has four corners, four edges and itself:

        >>> [len(list(faces(2, dimension))) for dimension in (0, 1, 2)]
        [4, 4, 1]
    """
    check_dimension(n, MAXIMUM_FACE_DIMENSION)
    if dimension is not None:
        check_dimension(dimension)
    return (
        Face(n, fixed, values)
        for fixed in range(1 << n)
        if dimension is None or n - fixed.bit_count() == dimension
        for values in subsets(fixed)
    )

r"""Symmetries of the cube: signed permutations, and the groups N, P, NP and NPN.

A signed permutation g moves coordinates and then negates some of them.  With images pi and negation mask a,

    (g x)_{pi(i)} = x_i  negated iff bit pi(i) of a is set,        as points  g.p = pi(p) ^ a.

In `signs` it is a linear map whose matrix has one entry +1 or -1 in each row and column.  It acts from the left on
points, on functions by ``(g.f)(x) = f(g^-1 x)``, so that the true points of g.f are the images under g of those of f,
and on masks of coordinates (monomials).  Hence ``(g*h).f = g.(h.f)`` in each case.

The groups on functions of n variables: N negates inputs (order 2**n), P permutes inputs (n!), NP does both (2**n n!),
and NPN negates the value of the function as well (2**(n+1) n!).  For n = 0 the first three are trivial.

Dictionary:
    SignedPermutation: an element of NP, immutable; for n = 0 there is only the identity.
    NPNTransformation: an element of NPN: a signed permutation of the inputs, and whether the value is negated.
    Group: N, P, NP, NPN, with their orders and their elements in a fixed order.

Normal form: that of the two data classes; equal elements are equal values.
"""

from __future__ import annotations

import enum
import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from exact._truth_table import full_table, move_variables, negate_points
from exact.cube import check_dimension, check_point, check_table
from exact.errors import DomainError, InputError

_WINDOW = re.compile(r"\[([-0-9 ]*)\]", re.ASCII)
_SIGNED = re.compile(r"-?[1-9][0-9]{0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SignedPermutation:
    """A permutation of the n coordinates of the cube, followed by the negation of some of them.

    Coordinate i goes to place ``images[i]`` (both from 0); then the coordinates in the mask `negation` are negated.

    Attributes:
        images: a permutation of 0, ..., n - 1.
        negation: a mask of places, ``0 <= negation < 2**n``.

    Examples:
        The action on points is one of the group, and the inverse undoes it:

        >>> g = SignedPermutation((1, 2, 0), 0b001)
        >>> h = SignedPermutation((1, 0, 2), 0b110)
        >>> all((g * h).act_on_point(p) == g.act_on_point(h.act_on_point(p)) for p in range(8))
        True
        >>> g * g.inverse() == SignedPermutation.identity(3)
        True
    """

    images: tuple[int, ...]
    negation: int = 0

    def __post_init__(self) -> None:
        """Check that the images are a permutation and the negation a mask."""
        if type(self.images) is not tuple:
            raise TypeError(f"the images must be a tuple, not {self.images!r}")
        if any(type(i) is not int for i in self.images) or sorted(self.images) != list(range(self.n)):
            raise DomainError(f"the images must be a permutation of 0, ..., {self.n - 1}, not {self.images!r}")
        check_point(self.negation, self.n)

    @property
    def n(self) -> int:
        """The number of coordinates."""
        return len(self.images)

    @classmethod
    def identity(cls, n: int) -> SignedPermutation:
        """Return the identity of the n-cube."""
        return cls(tuple(range(check_dimension(n))))

    @classmethod
    def from_text(cls, text: str) -> SignedPermutation:
        """Read the window ``[2 -1 3]``: entry i is the place (from 1) of x_i, with a minus sign if it is negated there.

        Raises:
            InputError: if the text is no window, or its places are no permutation.

        Examples:
            >>> g = SignedPermutation.from_text("[2 -1 3]")
            >>> g == SignedPermutation((1, 0, 2), 0b001), str(g)
            (True, '[2 -1 3]')
        """
        match = _WINDOW.fullmatch(text)
        entries = match.group(1).split() if match else []
        if match is None or not all(_SIGNED.fullmatch(entry) for entry in entries):
            raise InputError(f"a signed permutation must look like [2 -1 3], not {text[:60]!r}")
        places = [abs(int(entry)) - 1 for entry in entries]
        if sorted(places) != list(range(len(places))):
            raise InputError(f"the places of a signed permutation must be 1, ..., {len(places)}, not {text[:60]!r}")
        negation = sum(1 << place for place, entry in zip(places, entries, strict=True) if entry.startswith("-"))
        return cls(tuple(places), negation)

    def __str__(self) -> str:
        return "[" + " ".join(f"{'-' if self.negation >> j & 1 else ''}{j + 1}" for j in self.images) + "]"

    def __mul__(self, other: SignedPermutation) -> SignedPermutation:
        """Return the product: first the other one, then this one."""
        if not isinstance(other, SignedPermutation):  # pyright: ignore[reportUnnecessaryIsInstance]
            return NotImplemented
        self._check_dimension(other.n)
        images = tuple(self.images[j] for j in other.images)
        return SignedPermutation(images, self.act_on_mask(other.negation) ^ self.negation)

    def inverse(self) -> SignedPermutation:
        """Return the inverse."""
        images = [0] * self.n
        for i, j in enumerate(self.images):
            images[j] = i
        negation = sum(1 << i for i, j in enumerate(self.images) if self.negation >> j & 1)
        return SignedPermutation(tuple(images), negation)

    def _check_dimension(self, n: int) -> None:
        if n != self.n:
            raise DomainError(f"a signed permutation of {self.n} coordinates cannot act where there are {n}")

    def act_on_mask(self, s: int) -> int:
        """Return the image of a set of coordinates."""
        check_point(s, self.n)
        return sum(1 << j for i, j in enumerate(self.images) if s >> i & 1)

    def act_on_point(self, p: int) -> int:
        """Return the image of a point: its coordinates moved, then negated."""
        return self.act_on_mask(p) ^ self.negation

    def act_on_monomial(self, s: int) -> tuple[int, int]:
        """Return the image of the monomial of the coordinates in s, in `signs`, as (mask, sign).

        Examples:
            The value of g.(x^s) at g x is that of x^s at x; here x_1 x_2 becomes -x_1 x_3:

            >>> SignedPermutation.from_text("[3 -1 2]").act_on_monomial(0b011)
            (5, -1)
        """
        image = self.act_on_mask(s)
        return image, -1 if (image & self.negation).bit_count() & 1 else 1

    def act_on_table(self, table: int) -> int:
        """Return the truth table of g.f, whose true points are the images of the true points of f.

        Cost:
            Two or three operations on the whole table for each coordinate that moves or is negated.

        Examples:
            >>> g = SignedPermutation.from_text("[2 -1]")
            >>> moved = g.act_on_table(0b0100)  # true at the point 2 only
            >>> moved == 1 << g.act_on_point(2)
            True
        """
        check_table(table, self.n)
        return negate_points(move_variables(table, self.images, self.n), self.negation, self.n)


@dataclass(frozen=True, slots=True)
class NPNTransformation:
    """A signed permutation of the inputs of a function, and whether its value is negated.

    Attributes:
        inputs: the signed permutation.
        output: True if the value is negated.

    Examples:
        >>> g = NPNTransformation(SignedPermutation.from_text("[-1 -2]"), output=True)
        >>> bin(g.act_on_table(0b1000))  # x1 & x2 becomes its dual, x1 | x2
        '0b1110'
    """

    inputs: SignedPermutation
    output: bool = False

    @property
    def n(self) -> int:
        """The number of inputs."""
        return self.inputs.n

    def __mul__(self, other: NPNTransformation) -> NPNTransformation:
        """Return the product: first the other one, then this one."""
        if not isinstance(other, NPNTransformation):  # pyright: ignore[reportUnnecessaryIsInstance]
            return NotImplemented
        return NPNTransformation(self.inputs * other.inputs, self.output != other.output)

    def inverse(self) -> NPNTransformation:
        """Return the inverse."""
        return NPNTransformation(self.inputs.inverse(), self.output)

    def act_on_table(self, table: int) -> int:
        """Return the truth table of the transformed function."""
        moved = self.inputs.act_on_table(table)
        return moved ^ full_table(self.n) if self.output else moved

    def __str__(self) -> str:
        return f"not {self.inputs}" if self.output else str(self.inputs)


class Group(enum.Enum):
    """What may be done to a function: N negates inputs, P permutes them, NP both, NPN negates the value as well."""

    N = "N"
    P = "P"
    NP = "NP"
    NPN = "NPN"

    @property
    def negates_inputs(self) -> bool:
        """Whether inputs may be negated."""
        return self is not Group.P

    @property
    def permutes_inputs(self) -> bool:
        """Whether inputs may be permuted."""
        return self is not Group.N

    @property
    def negates_output(self) -> bool:
        """Whether the value may be negated."""
        return self is Group.NPN

    def order(self, n: int) -> int:
        """Return the number of elements.

        Examples:
            >>> [group.order(5) for group in Group]
            [32, 120, 3840, 7680]
        """
        check_dimension(n)
        permutations = math.factorial(n) if self.permutes_inputs else 1
        return permutations << ((n if self.negates_inputs else 0) + self.negates_output)

    def elements(self, n: int) -> Iterator[NPNTransformation]:
        """Yield the elements in a fixed order: by images, then by negation of inputs, then by negation of the value.

        Examples:
            >>> [str(g) for g in Group.NP.elements(2)]
            ['[1 2]', '[-1 2]', '[1 -2]', '[-1 -2]', '[2 1]', '[2 -1]', '[-2 1]', '[-2 -1]']
        """
        check_dimension(n)
        identity = tuple(range(n))
        for images in itertools.permutations(identity) if self.permutes_inputs else [identity]:
            for negation in range(1 << n) if self.negates_inputs else [0]:
                g = SignedPermutation(images, negation)
                for output in (False, True) if self.negates_output else (False,):
                    yield NPNTransformation(g, output)

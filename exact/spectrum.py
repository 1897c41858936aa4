r"""Integer spectra of Boolean functions.

The Walsh spectrum of f, with values and inputs in `signs` (+1 is true), is the table of the integers

    c(S) = sum over all points x of f(x) x^S,      x^S = product of x_i over i in S,

so that f = 2^-n sum over S of c(S) x^S, and sum over S of c(S)^2 = 4^n (Parseval).  The Moebius transform is the table
of the integer coefficients of f as a polynomial in bits with values in bits.

In the other sign convention (O'Donnell: -1 is true, for values and inputs) the coefficients are ``(-1)^(|S|+1) c(S)``;
these are also the numbers that Sage calls the Walsh-Hadamard transform of a truth table.

Normal form: masks increasing from 0 to 2**n - 1; bit i of a mask says that x_{i+1} is in S.  The entries are held as
32-bit integers, which is enough for n <= 30, and leave as `int`.

Dictionary:
    IntegerTable: an immutable sequence of 2**n integers, one for each mask.
    Spectrum: the Walsh spectrum of a Boolean function; for n = 0 the one value.
    walsh_spectrum: the spectrum of a function.
    moebius_transform: the integer coefficients of a function in bits.

Source:
    :cite:p:`ODonnell2014`, chapter 1, with the signs turned round.
"""

# ruff: noqa: SLF001  (a table looks into the other one)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, overload

from exact._transform_kernel import Butterfly, transform_array, transform_truth_table
from exact.boolean import BooleanFunction
from exact.cube import MAXIMUM_TABLE_DIMENSION, Encoding, check_dimension, check_point
from exact.errors import DomainError
from exact.rational import Rational, brief, rational

if TYPE_CHECKING:
    from typing import Any, Self

    from numpy.typing import NDArray


class IntegerTable(Sequence[int]):
    """An immutable sequence of 2**n integers, one for each mask, at most 2**n in absolute value.

    Attributes:
        n: the number of variables, at most 24.
    """

    __slots__ = ("_entries", "n")

    n: int
    _entries: NDArray[Any]

    def __init__(self, entries: Sequence[int]) -> None:
        """Take the entries, in the order of the masks.

        Raises:
            TypeError: if an entry is no `int`.
            DomainError: if the length is no power of two, or an entry exceeds it in absolute value.
        """
        size = len(entries)
        if not size or size & (size - 1):
            raise DomainError(f"the number of entries must be 2**n, not {size}")
        n = check_dimension(size.bit_length() - 1, MAXIMUM_TABLE_DIMENSION)
        for c in entries:
            if type(c) is not int:
                raise TypeError(f"the entries must be int, not {c!r}")
            if abs(c) > size:
                raise DomainError(f"the entries must be at most 2**n = {size} in absolute value, not {brief(c)}")
        import numpy as np

        self._assign(n, np.array(entries, dtype=np.int32))

    def _assign(self, n: int, entries: NDArray[Any]) -> None:
        entries.flags.writeable = False
        object.__setattr__(self, "n", n)
        object.__setattr__(self, "_entries", entries)

    @classmethod
    def _from_array(cls, n: int, entries: NDArray[Any]) -> Self:
        """Assumes a fresh array of 2**n entries, with what the class demands of them."""
        self = object.__new__(cls)
        self._assign(n, entries)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} is immutable; {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a {type(self).__name__} is immutable; {name} cannot be deleted")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (tuple(self),)

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...
    def __getitem__(self, index: int | slice) -> int | tuple[int, ...]:
        """Return the entry at a mask, or a tuple of entries for a slice."""
        if isinstance(index, slice):
            return tuple(self._entries[index].tolist())
        return int(self._entries[check_point(index, self.n)])

    def __iter__(self) -> Iterator[int]:
        return iter(self._entries.tolist())

    def __eq__(self, other: object) -> bool:
        import numpy as np

        if type(other) is not type(self):
            return NotImplemented
        return self.n == other.n and bool(np.array_equal(self._entries, other._entries))

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.n, self._entries.tobytes()))

    def __repr__(self) -> str:
        shown = ", ".join(str(c) for c in self[:8])
        return f"{type(self).__name__}(n={self.n}: {shown}{', ...' if len(self) > 8 else ''})"

    @property
    def degree(self) -> int:
        """The largest number of variables in a mask with an entry that is not 0; -1 if there is none."""
        import numpy as np

        masks = np.flatnonzero(self._entries)
        return int(np.bitwise_count(masks).max()) if len(masks) else -1

    @property
    def support(self) -> tuple[int, ...]:
        """The masks of the entries that are not 0, increasing."""
        import numpy as np

        return tuple(np.flatnonzero(self._entries).tolist())

    def largest(self, count: int) -> tuple[tuple[int, int], ...]:
        """Return so many pairs (mask, entry), by decreasing absolute value; ties by degree, then by mask.

        Examples:
            >>> walsh_spectrum(BooleanFunction(2, 0b1000)).largest(2)
            ((0, -2), (1, 2))
        """
        import numpy as np

        if type(count) is not int or count < 0:
            raise DomainError(f"the number of entries must be an integer >= 0, not {count!r}")
        count = min(count, len(self))
        sizes = np.abs(self._entries)
        smallest = np.partition(sizes, -count)[-count] if count else 0
        masks = np.flatnonzero(sizes >= smallest)
        masks = masks[np.lexsort((masks, np.bitwise_count(masks), -sizes[masks]))][:count]
        return tuple(zip(masks.tolist(), self._entries[masks].tolist(), strict=True))


class Spectrum(IntegerTable):
    """The integer Walsh spectrum of a Boolean function, values and inputs in `signs`.

    ``spectrum[S]`` is the sum of f(x) x^S over all points; `coefficient` is that divided by 2**n.

    Attributes:
        n: the number of variables.

    Examples:
        The exclusive or of two variables is -x_1 x_2:

        >>> s = walsh_spectrum(BooleanFunction(2, 0b0110))
        >>> tuple(s), s.coefficient(0b11)
        ((0, 0, 0, -4), -1)
    """

    __slots__ = ()

    @property
    def encoding(self) -> Encoding:
        """The encoding of values and inputs: always `Encoding.SIGNS`."""
        return Encoding.SIGNS

    def __init__(self, entries: Sequence[int]) -> None:
        """Take the entries; raise `DomainError` if they are the spectrum of no Boolean function."""
        super().__init__(entries)
        self.to_boolean()

    @classmethod
    def from_odonnell(cls, coefficients: Sequence[int]) -> Self:
        """Take 2**n times the Fourier coefficients in O'Donnell's convention, in which -1 is true."""
        return cls([-c if mask.bit_count() % 2 == 0 else c for mask, c in enumerate(coefficients)])

    def to_odonnell(self) -> tuple[int, ...]:
        """Return 2**n times the Fourier coefficients in O'Donnell's convention: ``(-1)^(|S|+1) c(S)``.

        Examples:
            With -1 as true, the conjunction of two variables is (1 + x + y - xy) / 2:

            >>> walsh_spectrum(BooleanFunction(2, 0b1000)).to_odonnell()
            (2, 2, 2, -2)
        """
        return tuple(-c if mask.bit_count() % 2 == 0 else c for mask, c in enumerate(self))

    def coefficient(self, mask: int) -> Rational:
        """Return the coefficient of x^S in the polynomial of the function: the entry divided by 2**n."""
        return rational(Fraction(self[mask], 1 << self.n))

    def to_boolean(self) -> BooleanFunction:
        """Return the function; the inverse of `walsh_spectrum`.

        Raises:
            DomainError: if the table is the spectrum of no function; never for one that `walsh_spectrum` made.
        """
        import numpy as np

        values = self._entries.astype(np.int64)  # |entry| <= 2**n, so every stage is at most 4**n <= 2**48
        transform_array(values, 0, self.n, Butterfly.EVALUATE_SIGNS)
        if not np.array_equal(np.abs(values), np.full(len(self), 1 << self.n)):
            raise DomainError("the coefficients must be the spectrum of a Boolean function, with values -1 and +1 only")
        table = int.from_bytes(np.packbits(values > 0, bitorder="little").tobytes(), "little")
        return BooleanFunction(self.n, table)

    def satisfies_parseval(self) -> bool:
        """Whether the squares of the entries add up to 4**n, as they must."""
        return sum(self.level_weights()) == 1 << 2 * self.n

    def level_weights(self) -> tuple[int, ...]:
        """Return, for k = 0, ..., n, the sum of c(S)^2 over the S with k elements; 4**n in all.

        Examples:
            >>> walsh_spectrum(BooleanFunction(3, 0b11101000)).level_weights()
            (0, 48, 0, 16)
        """
        import numpy as np

        squares = self._entries.astype(np.int64) ** 2  # they add up to 4**n <= 2**48
        sizes = np.bitwise_count(np.arange(len(self)))
        return tuple(int(squares[sizes == k].sum()) for k in range(self.n + 1))

    def influences(self) -> tuple[Rational, ...]:
        """Return, for every variable, the probability that flipping it changes the value.

        Returns:
            For variable i the sum of c(S)^2 over the S that contain i, divided by 4**n.

        Examples:
            >>> walsh_spectrum(BooleanFunction(2, 0b0110)).influences()
            (1, 1)
        """
        import numpy as np

        squares = self._entries.astype(np.int64) ** 2
        sums = [int(squares.reshape(-1, 2, 1 << i)[:, 1].sum()) for i in range(self.n)]
        return tuple(rational(Fraction(total, 1 << 2 * self.n)) for total in sums)


def walsh_spectrum(f: BooleanFunction) -> Spectrum:
    """Return the integer Walsh spectrum of f, values and inputs in `signs`.

    Args:
        f: the function, n <= 24.

    Cost:
        ``n * 2**(n-1)`` additions and subtractions, of 8, 16 and 32 bits.  For n = 24 the table takes 64 MiB, and the
        computation about 130 MiB.

    Examples:
        The entry at S is the sum of f(x) x^S over the points:

        >>> f = BooleanFunction(2, 0b1110)
        >>> sum((2 * (f.table >> p & 1) - 1) * (2 * (p & 1) - 1) for p in range(4)) == walsh_spectrum(f)[0b01]
        True
    """
    entries = transform_truth_table(f.table, check_dimension(f.n, MAXIMUM_TABLE_DIMENSION), Butterfly.SUM_SIGNS)
    return Spectrum._from_array(f.n, entries)


def moebius_transform(f: BooleanFunction) -> IntegerTable:
    """Return the integer coefficients of f, values and inputs in `bits`.

    Args:
        f: the function, n <= 24.

    Cost:
        ``n * 2**(n-1)`` subtractions.

    Source:
        Moebius inversion on the lattice of subsets, :cite:p:`Rota1964`.

    Examples:
        Exclusive or is x + y - 2xy:

        >>> tuple(moebius_transform(BooleanFunction(2, 0b0110)))
        (0, 1, 1, -2)
    """
    entries = transform_truth_table(f.table, check_dimension(f.n, MAXIMUM_TABLE_DIMENSION), Butterfly.INTERPOLATE_BITS)
    return IntegerTable._from_array(f.n, entries)

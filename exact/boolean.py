r"""Boolean functions of up to 24 variables, as truth tables.

A truth table is an integer whose bit p is the value at the point p; bit i of p is the variable x_{i+1}.  Variables are
given by their index i from 0, as everywhere in `exact`.

Normal form: the pair (n, table) with ``0 <= table < 2**(2**n)``; two functions are equal iff both agree.  A function
that does not depend on a variable still has it: x_1 as a function of one and of two variables are different values.

Encodings: numbers come in `bits` {0, 1} or in `signs` {-1, +1} with +1 for true, always named.  A `bool` is a truth
value and not a number: `True` is true in either encoding.

Dictionary:
    BooleanFunction: such a function, immutable; for n = 0 the two constants.
    MAXIMUM_COFACTOR_DIMENSION: the largest n for which a composition goes by cofactors.

All operations work on the whole table with masks and shifts (`exact._truth_table`); the table is a plain `int`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from exact import _truth_table as bits_of
from exact.cube import (
    MAXIMUM_TABLE_DIMENSION,
    Encoding,
    Face,
    check_dimension,
    check_point,
    check_table,
    coordinates,
    decode_value,
)
from exact.errors import DomainError, InputError, TooLargeError
from exact.orbit import canonical_form
from exact.rational import Rational, rational
from exact.stabilizer import SymmetryGroup, symmetry_group
from exact.symmetry import Group, NPNTransformation, SignedPermutation

MAXIMUM_LATEX = 2000  # characters of a formula in a notebook
MAXIMUM_COFACTOR_DIMENSION = 10  # measured with random f: look-ups are faster from n = 8 to 11 on, cofactors before

_HEXADECIMAL = re.compile(r"0x[0-9A-Fa-f]+", re.ASCII)
_LONGEST_SHOWN_DIMENSION = 8  # a table of 64 hexadecimal digits


class BooleanFunction:
    """A Boolean function of n variables, given by its truth table; immutable and hashable.

    Attributes:
        n: the number of variables, 0 <= n <= 24.
        table: the truth table, ``0 <= table < 2**(2**n)``; bit p is the value at the point p; bit i of p is x_{i+1}.

    Examples:
        The operations are those of the values at each point:

        >>> x, y = BooleanFunction.variable(0, 2), BooleanFunction.variable(1, 2)
        >>> all((x & ~y)(p) == (p == 1) for p in range(4))
        True
        >>> x ^ y
        BooleanFunction(2, 0x6)
    """

    __slots__ = ("n", "table")

    n: int
    table: int

    def __init__(self, n: int, table: int) -> None:
        """Take the truth table; bit p is the value at the point p."""
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        object.__setattr__(self, "n", n)
        object.__setattr__(self, "table", check_table(table, n))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a BooleanFunction is immutable; {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a BooleanFunction is immutable; {name} cannot be deleted")

    def __reduce__(self) -> tuple[type[BooleanFunction], tuple[int, int]]:
        return BooleanFunction, (self.n, self.table)

    # Constructors.

    @classmethod
    def constant(cls, value: int, n: int) -> BooleanFunction:
        """Return the constant 0 or 1 (or False or True) as a function of n variables."""
        bit = _truth(value, Encoding.BITS)
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        return cls(n, bits_of.full_table(n) if bit else 0)

    @classmethod
    def variable(cls, i: int, n: int) -> BooleanFunction:
        """Return the projection x_{i+1} as a function of n variables, for 0 <= i < n.

        Examples:
            >>> [BooleanFunction.variable(1, 2)(p) for p in range(4)]
            [0, 0, 1, 1]
        """
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        return cls(n, bits_of.variable_table(_check_index(i, n), n))

    @classmethod
    def from_values(cls, values: Sequence[int], encoding: Encoding) -> BooleanFunction:
        """Return the function with ``values[p]`` at the point p.

        Args:
            values: numbers in the encoding, or `bool`; the length is 2**n.
            encoding: that of the numbers.

        Raises:
            DomainError: if the length is no power of two, or a value stands for no truth value.
            TooLargeError: if n > 24.

        Examples:
            >>> BooleanFunction.from_values([-1, 1, 1, -1], Encoding.SIGNS) == BooleanFunction.parity(2)
            True
        """
        size = len(values)
        if not size or size & (size - 1):
            raise DomainError(f"values must have length 2**n, not {size}")
        n = check_dimension(size.bit_length() - 1, MAXIMUM_TABLE_DIMENSION)
        return cls(n, int("".join(["1" if _truth(value, encoding) else "0" for value in reversed(values)]), 2))

    @classmethod
    def from_callable(
        cls, function: Callable[..., Any], n: int, encoding: Encoding, values: Encoding | None = None
    ) -> BooleanFunction:
        """Return the function that a callable computes.

        Args:
            function: called as ``function(x_1, ..., x_n)`` at each point, in the order of the points.
            n: the number of variables.
            encoding: that of the coordinates.
            values: that of the numbers that are returned; None for the same as that of the coordinates.

        Raises:
            DomainError: if a value is neither a `bool` nor a number of its encoding.
            TooLargeError: if n > 24.

        Examples:
            >>> f = BooleanFunction.from_callable(lambda x, y: x * y, 2, Encoding.SIGNS)
            >>> f == ~BooleanFunction.parity(2)
            True
        """
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        found = [function(*coordinates(p, n, encoding)) for p in range(1 << n)]
        return cls.from_values(found, values or encoding)

    @classmethod
    def from_predicate(cls, predicate: Callable[[int], Any], n: int) -> BooleanFunction:
        """Return the function that a callable computes from the point p as an integer; it returns a bit or a `bool`.

        Examples:
            >>> BooleanFunction.from_predicate(lambda p: p.bit_count() == 1, 2) == BooleanFunction.parity(2)
            True
        """
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        return cls.from_values([predicate(p) for p in range(1 << n)], Encoding.BITS)

    @classmethod
    def from_points(cls, true_points: Iterable[int], n: int) -> BooleanFunction:
        """Return the function that is true at these points and nowhere else; a point may be given more than once.

        Examples:
            >>> BooleanFunction.from_points([1, 2], 2) == BooleanFunction.parity(2)
            True
        """
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        table = bytearray(max(1, 1 << n >> 3))
        for p in true_points:
            check_point(p, n)
            table[p >> 3] |= 1 << (p & 7)
        return cls(n, int.from_bytes(table, "little"))

    @classmethod
    def from_hex(cls, text: str, n: int) -> BooleanFunction:
        """Read a truth table ``0x...``: the last digit holds the values at the points 0 to 3, its last bit that at 0.

        Raises:
            InputError: if the text is no hexadecimal number, or has bits beyond 2**n.

        Examples:
            >>> BooleanFunction.from_hex("0xe8", 3) == BooleanFunction.majority(3)
            True
        """
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        digits = max(1, 1 << n >> 2)
        if len(text) - 2 > digits:
            raise InputError(
                f"a truth table of {n} variables must have at most {digits} hexadecimal digits, not {len(text) - 2} "
                f"as in {_shortened(text)!r}"
            )
        if not _HEXADECIMAL.fullmatch(text):
            raise InputError(f"a truth table must look like 0x2f, not {_shortened(text)!r}")
        table = int(text, 16)
        if table >> (1 << n):
            raise InputError(f"a truth table of {n} variables must have no bit beyond the first {1 << n}, not {text}")
        return cls(n, table)

    @classmethod
    def from_formula(cls, text: str, n: int | None = None, names: Sequence[str] | None = None) -> BooleanFunction:
        """Read a formula such as ``x1 & (x2 -> !x3) ^ majority(x1, x2, x4)``; the grammar is that of `exact.formula`.

        Args:
            text: the formula.
            n: the number of variables, or None for the greatest index that occurs.
            names: the names of the variables in order, or None for x1, x2, and so on.

        Raises:
            InputError: if the text is no formula, or has an unknown name; the message names the column.
            TooLargeError: if the formula is too long for the number of variables.

        Examples:
            >>> BooleanFunction.from_formula("x1 & x2 | x1 & x3 | x2 & x3") == BooleanFunction.majority(3)
            True
        """
        from exact.formula import read_formula

        return read_formula(text, n, names)

    @classmethod
    def random(cls, n: int, seed: int) -> BooleanFunction:
        """Return a function whose values look random, the same in every version of everything.

        The table is the first 2**n bits (the lowest bits first) of the SHAKE-256 digest of the ASCII text
        ``BooleanFunction n=N seed=SEED`` with both numbers in decimal.

        Examples:
            >>> BooleanFunction.random(4, seed=1)
            BooleanFunction(4, 0xed40)
        """
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        if type(seed) is not int:
            raise TypeError(f"the seed must be an int, not {seed!r}")
        digest = hashlib.shake_256(f"BooleanFunction n={n} seed={seed}".encode("ascii")).digest(max(1, 1 << n >> 3))
        return cls(n, int.from_bytes(digest, "little") & bits_of.full_table(n))

    @classmethod
    def threshold(
        cls, weights: Sequence[Rational], t: Rational, encoding: Encoding = Encoding.SIGNS
    ) -> BooleanFunction:
        """Return the function that is true iff ``w_1 x_1 + ... + w_n x_n > t``, exactly; at equality it is false.

        Args:
            weights: n rational numbers; with none of them the function is the constant ``0 > t``.
            t: the threshold, a rational number.
            encoding: that of the coordinates x_i.

        Raises:
            TypeError: if a number is no `int` or `Fraction`.
            TooLargeError: if n > 24.

        Cost:
            2**(n/2) sums of rational numbers, sorted, and as many searches among them.

        Examples:
            >>> BooleanFunction.threshold([1, 1, 1], 0) == BooleanFunction.majority(3)
            True
            >>> from fractions import Fraction
            >>> BooleanFunction.threshold([2, 1, 1], Fraction(3, 2), Encoding.BITS).to_formula()
            'x1 | x2 & x3'
        """
        n = check_dimension(len(weights), MAXIMUM_TABLE_DIMENSION)
        exact_weights = [rational(weight) for weight in weights]
        t = rational(t)
        if encoding is Encoding.SIGNS:  # sum of w_i (2 b_i - 1) > t
            t, exact_weights = t + sum(exact_weights), [2 * weight for weight in exact_weights]
        return cls(n, bits_of.threshold_table(exact_weights, t))

    @classmethod
    def majority(cls, n: int) -> BooleanFunction:
        """Return the function that is true iff more than half of the variables are; for even n, ties are false."""
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        return cls.threshold([1] * n, 0, Encoding.SIGNS)

    @classmethod
    def parity(cls, n: int) -> BooleanFunction:
        """Return the function that is true iff an odd number of variables are; false for n = 0."""
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        table = 0
        for i in range(n):
            table |= (table ^ bits_of.full_table(i)) << (1 << i)
        return cls(n, table)

    # Values.

    def __call__(self, p: int) -> int:
        """Return the value 0 or 1 at the point p."""
        return self.table >> check_point(p, self.n) & 1

    @property
    def weight(self) -> int:
        """The number of points at which the function is true."""
        return self.table.bit_count()

    def true_points(self) -> tuple[int, ...]:
        """Return the points at which the function is true, increasing."""
        return tuple(p for p, digit in enumerate(reversed(f"{self.table:b}")) if digit == "1")

    def to_values(self, encoding: Encoding) -> tuple[int, ...]:
        """Return the values at all points in order; the inverse of `from_values`.

        Examples:
            >>> BooleanFunction(1, 0b10).to_values(Encoding.SIGNS)
            (-1, 1)
        """
        number = {"0": encoding.false, "1": encoding.true}
        return tuple(number[digit] for digit in reversed(f"{self.table:0{1 << self.n}b}"))

    def to_hex(self) -> str:
        """Return the truth table as ``0x...`` with all of its digits; the inverse of `from_hex`."""
        return f"0x{self.table:0{max(1, 1 << self.n >> 2)}x}"

    def to_formula(self, form: str = "dnf", names: Sequence[str] | None = None) -> str:
        """Return a formula that `from_formula` reads as this function, if n (or the names) are given there too.

        Args:
            form: ``dnf`` for an irredundant disjunction of prime conjunctions, ``anf`` for the algebraic normal form
                (an exclusive or of conjunctions without negations).
            names: the names of the variables, or None for x1, x2, and so on.

        Raises:
            DomainError: if the form is neither.
            TooLargeError: if the text would be longer than what `from_formula` reads.

        Examples:
            >>> f = BooleanFunction.parity(2)
            >>> f.to_formula(), f.to_formula("anf")
            ('x1 & !x2 | !x1 & x2', 'x1 ^ x2')
        """
        from exact.formula import formula_text

        return formula_text(self, form, names)

    # Other conventions.

    def to_odonnell_values(self) -> tuple[int, ...]:
        """Return the values (-1)^f(p): -1 is true, as in O'Donnell's book.

        There the coordinates are written in the same way, so that the point p has the coordinate -1 where bit i is 1;
        the order of the points does not change.

        Examples:
            >>> BooleanFunction(1, 0b10).to_odonnell_values()
            (1, -1)
        """
        return (~self).to_values(Encoding.SIGNS)

    @classmethod
    def from_odonnell_values(cls, values: Sequence[int]) -> BooleanFunction:
        """Return the function with the values (-1)^f(p); the inverse of `to_odonnell_values`."""
        if any(isinstance(value, bool) for value in values):
            raise DomainError("a value (-1)**f must be -1 or 1, not a bool")
        return ~cls.from_values(values, Encoding.SIGNS)

    def reverse_variables(self) -> BooleanFunction:
        """Return the function of the variables in the reversed order: x_i and x_{n+1-i} change places."""
        return BooleanFunction(self.n, bits_of.move_variables(self.table, range(self.n - 1, -1, -1), self.n))

    def to_reversed_table(self) -> int:
        """Return the truth table in the convention in which x_1 is the most significant bit of a point.

        Examples:
            >>> bin(BooleanFunction.variable(0, 2).to_reversed_table())
            '0b1100'
        """
        return self.reverse_variables().table

    @classmethod
    def from_reversed_table(cls, table: int, n: int) -> BooleanFunction:
        """Return the function of a truth table in which x_1 is the most significant bit of a point."""
        return cls(n, table).reverse_variables()

    # Operations at each point.

    def _operand(self, other: object) -> int | None:
        if not isinstance(other, BooleanFunction):
            return None
        if other.n != self.n:
            raise DomainError(f"functions must have the same number of variables, not {self.n} and {other.n}")
        return other.table

    def __and__(self, other: object) -> BooleanFunction:
        table = self._operand(other)
        return NotImplemented if table is None else BooleanFunction(self.n, self.table & table)

    def __or__(self, other: object) -> BooleanFunction:
        table = self._operand(other)
        return NotImplemented if table is None else BooleanFunction(self.n, self.table | table)

    def __xor__(self, other: object) -> BooleanFunction:
        table = self._operand(other)
        return NotImplemented if table is None else BooleanFunction(self.n, self.table ^ table)

    def __invert__(self) -> BooleanFunction:
        return BooleanFunction(self.n, self.table ^ bits_of.full_table(self.n))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BooleanFunction):
            return NotImplemented
        return self.n == other.n and self.table == other.table

    def __hash__(self) -> int:
        return hash((self.n, self.table))

    # Duality and dependence.

    def dual(self) -> BooleanFunction:
        """Return the dual function, not f(not x_1, ..., not x_n).

        Examples:
            >>> (BooleanFunction.variable(0, 2) & BooleanFunction.variable(1, 2)).dual().to_formula()
            'x1 | x2'
        """
        return ~BooleanFunction(self.n, bits_of.flip_all_variables(self.table, self.n))

    def is_self_dual(self) -> bool:
        """Return whether the function is its own dual; no function of 0 variables is."""
        return self == self.dual()

    def essential_variables(self) -> tuple[int, ...]:
        """Return the indices of the variables on which the function depends, increasing.

        Examples:
            >>> BooleanFunction.from_formula("x1 & x3 | x1 & !x3").essential_variables()
            (0,)
        """
        return tuple(i for i in range(self.n) if bits_of.depends_on(self.table, i, self.n))

    # Changes of variables.

    def restrict(self, bits: Mapping[int, int]) -> BooleanFunction:
        """Fix variables and return the function of the others, which keep their order and close the gaps.

        Args:
            bits: the index of each variable that is fixed, with its bit.

        Returns:
            A function of n minus ``len(bits)`` variables.  (The polynomial of `CubePolynomial.restrict` keeps all n.)

        Raises:
            DomainError: if an index is none of 0, ..., n - 1, or a bit neither 0 nor 1.

        Examples:
            In x_1 ? x_2 : x_3, fix x_1; the others become x_1 and x_2:

            >>> f = BooleanFunction.from_formula("ite(x1, x2, x3)")
            >>> f.restrict({0: 1}).to_formula(), f.restrict({0: 0}).to_formula(), f.restrict({0: 1}).n
            ('x1', 'x2', 2)
        """
        table, n = self.table, self.n
        for i in sorted((_check_index(i, self.n) for i in bits), reverse=True):
            table = bits_of.restrict_variable(table, i, _truth(bits[i], Encoding.BITS), n)
            n -= 1
        return BooleanFunction(n, table)

    def restrict_to_face(self, face: Face) -> BooleanFunction:
        """Return the function on a face, as a function of its free coordinates in order."""
        if face.n != self.n:
            raise DomainError(f"the face must be one of the {self.n}-cube, not of the {face.n}-cube")
        return self.restrict({i: face.values >> i & 1 for i in range(self.n) if face.fixed >> i & 1})

    def cofactors(self, i: int) -> tuple[BooleanFunction, BooleanFunction]:
        """Return the functions of the other variables for x_{i+1} = 0 and for x_{i+1} = 1."""
        return self.restrict({i: 0}), self.restrict({i: 1})

    def embed(self, n: int) -> BooleanFunction:
        """Return the same function with further variables, n of them in all, on which it does not depend.

        Examples:
            >>> BooleanFunction(1, 0b10).embed(2) == BooleanFunction.variable(0, 2)
            True
        """
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        if n < self.n:
            raise DomainError(f"a function of {self.n} variables cannot be read as one of {n}")
        table = self.table
        for i in range(self.n, n):
            table |= table << (1 << i)
        return BooleanFunction(n, table)

    def transform(self, g: SignedPermutation | NPNTransformation) -> BooleanFunction:
        """Return g.f, with ``(g.f)(g x) = f(x)``, negated if g negates the output.

        Examples:
            >>> f = BooleanFunction.from_formula("x1 & !x2")
            >>> f.transform(SignedPermutation.from_text("[2 -1]")).to_formula()  # x1 goes to x2, x2 negated to x1
            'x1 & x2'
        """
        if g.n != self.n:
            raise DomainError(f"the transformation must be one of {self.n} variables, not of {g.n}")
        return BooleanFunction(self.n, g.act_on_table(self.table))

    def compose(self, functions: Sequence[BooleanFunction]) -> BooleanFunction:
        """Return x -> f(g_1(x), ..., g_n(x)).

        Args:
            functions: g_1, ..., g_n, all of the same number m of variables; for n = 0 the result has none.

        Raises:
            DomainError: if there are not n functions, or they have different numbers of variables.

        Cost:
            For n <= 10 an operation on tables for each different cofactor of f; otherwise n operations for each of the
            2**m points, by numpy: about a second for n = m = 24.

        Examples:
            >>> x, y = (BooleanFunction.variable(i, 2) for i in range(2))
            >>> BooleanFunction.parity(2).compose([x & y, x | y]) == x ^ y
            True
        """
        if len(functions) != self.n:
            raise DomainError(f"a function of {self.n} variables must be composed with {self.n}, not {len(functions)}")
        dimensions = {g.n for g in functions}
        if len(dimensions) > 1:
            raise DomainError(f"the functions must have the same number of variables, not {sorted(dimensions)}")
        m = dimensions.pop() if dimensions else 0
        arguments = [g.table for g in functions]
        if self.n <= MAXIMUM_COFACTOR_DIMENSION:
            return BooleanFunction(m, bits_of.compose_tables(self.table, self.n, arguments, m))
        from exact._composition_kernel import compose_tables

        return BooleanFunction(m, compose_tables(self.table, self.n, arguments, m))

    # Symmetry.

    def canonical_form(self, group: Group) -> BooleanFunction:
        """Return the function with the least truth table in the orbit under N, P, NP or NPN."""
        return BooleanFunction(self.n, canonical_form(self.table, self.n, group))

    def symmetries(self, group: Group = Group.NP) -> SymmetryGroup:
        """Return the stabilizer under N, P, NP or NPN, by generators and order.

        Examples:
            Majority of three is symmetric in its variables, and self-dual:

            >>> BooleanFunction.majority(3).symmetries(Group.NP).order
            6
            >>> BooleanFunction.majority(3).symmetries(Group.NPN).order
            12
        """
        return symmetry_group(self.table, self.n, group)

    # The algebraic normal form over the field of two elements.

    def algebraic_normal_form(self) -> int:
        """Return the polynomial over the field of two elements: bit s is the coefficient of the monomial with mask s.

        Cost:
            n operations on the table.

        Source:
            Moebius (Reed-Muller) transform modulo 2: :cite:p:`Knuth2011`, section 7.1.1.

        Examples:
            >>> bin(BooleanFunction.from_formula("x1 | x2").algebraic_normal_form())  # x1 + x2 + x1 x2
            '0b1110'
        """
        return bits_of.moebius_transform(self.table, self.n)

    @classmethod
    def from_algebraic_normal_form(cls, monomials: int, n: int) -> BooleanFunction:
        """Return the function of such a polynomial; the inverse of `algebraic_normal_form`."""
        check_dimension(n, MAXIMUM_TABLE_DIMENSION)
        return cls(n, bits_of.moebius_transform(check_table(monomials, n), n))

    # For people.

    def __repr__(self) -> str:
        if self.n <= _LONGEST_SHOWN_DIMENSION:
            return f"BooleanFunction({self.n}, {self.to_hex()})"
        text = self.to_hex()
        return f"<BooleanFunction of {self.n} variables, {text[:10]}...{text[-8:]}, weight {self.weight}>"

    def _repr_latex_(self) -> str | None:
        from exact.formula import formula_latex

        try:
            text = formula_latex(self)
        except TooLargeError:
            return None  # a notebook shows the repr
        return f"${text}$" if len(text) <= MAXIMUM_LATEX else None


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "..."


def _check_index(i: object, n: int) -> int:
    if type(i) is not int:
        raise TypeError(f"the index of a variable must be an int, not {i!r}")
    if not 0 <= i < n:
        raise DomainError(f"the index of a variable must be at least 0 and less than n = {n}, not {i}")
    return i


def _truth(value: object, encoding: Encoding) -> int:
    """Return the bit of a `bool` or of a number in the encoding."""
    return int(value) if isinstance(value, bool) else decode_value(value, encoding)

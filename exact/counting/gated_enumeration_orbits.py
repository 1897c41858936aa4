r"""Sets of functions of at most six variables up to signed permutations: canonical forms of 64-bit truth tables.

The group B_n of signed permutations of the variables, of order 2**n n!, acts on the functions.  Write N = 2**n and
x_i = +-1, and let f take the values 0 and 1.

**Canonical form.**  ``a_i``, the sum of x_i f(x) over all points, and ``A_ij``, the sum of x_i x_j f(x) for i != j,
A_ii = 0, move with the variables: for g in B_n, the vector a and the matrix A of gf are those of f with rows and
columns permuted and their signs changed.  So the same is true of the vectors A a and A A a, hence of the vector
u = 2**40 a + 2**24 A a + A A a; and the numbers s_i, the sum of the squares of A_ij over j, are only permuted.  Negate
every variable with u_i < 0, and sort the variables, largest (u_i, s_i) first.  The sorted list is the same for all
functions of an orbit, so that any two tables that come out differ by an element of the group W that fixes the list:
permutations of variables with equal (u_i, s_i), and negations of those with u_i = 0.  **The least table that W makes
of it is the canonical form**: it depends on the orbit alone.  W contains the stabilizer of the table, and the elements
of W that reach the least table are a coset of it; so their number is its order, and the orbit has 2**n n! / order
functions.

W is walked through by exchanges of neighbours and by negations, so that every step moves one table once.  It is mostly
trivial: for products of two threshold functions it has 1.2 elements in the mean.

**Under negation of the value** as well: of f and its complement, the one with fewer true points, and if both have as
many, the lesser canonical form.  If these are equal, the stabilizer has twice as many elements.

**Shards.**  The number of true points, with the sum of the squares of the a_i, is the same on an orbit (under negation,
the lesser of the two numbers of points is).  Mixed well, it says to which shard an orbit belongs, before its form is
computed.  So every shard counts its own orbits completely, and the numbers of all shards add up.

**Weights.**  Every form carries the number of ways to make a function of its orbit, summed over the orbit: a multiple
of the length of the orbit, which is checked.

Dictionary:
    least_images: the canonical forms of some tables, with the orders of their stabilizers.
    OrbitSet: a set of orbits with weights, of one shard; OrbitTally: how much it holds.
    equal_places_walk: the walk through W.
    group_order: the order of the group.
    MAXIMUM_ORBITS_DIMENSION: the largest n.
    compile_orbits: compile or load the kernel before time is measured.

Source: theory Q-D6 `gated-classes`; the plain changes of the walk are those of Steinhaus, Johnson and Trotter.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import factorial
from typing import TYPE_CHECKING, Any

from exact.cube import check_dimension
from exact.errors import DomainError, ExactError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAXIMUM_ORBITS_DIMENSION = 6

_CHUNK = 1 << 16  # functions at a time; the set is made larger between them
_SMALLEST_SET = 1 << 12
_HALF_WORD = (1 << 32) - 1

_NEGATIONS = 5
"""The moves of a walk: 0 to 4 exchange the variables i and i + 1, and 5 to 10 negate the variable i - 5."""


def group_order(n: int, *, negates: bool) -> int:
    """Return the order of the group of signed permutations, with negation of the value if that is asked for.

    Examples:
        >>> group_order(6, negates=False)
        46080
    """
    return (factorial(n) << n) * (2 if negates else 1)


def _points(ones: int, zeros: int) -> int:
    """Return the points of six variables at which some are 1 and some are 0, as a truth table."""
    return sum(1 << p for p in range(64) if p & ones == ones and not p & zeros)


def _exchanges(first: int, length: int) -> list[int]:
    """Return the places of exchanges of neighbours that walk through all orders of some places: plain changes."""
    order, directions, walk = list(range(length)), [-1] * length, list[int]()
    while True:
        for value in range(length - 1, -1, -1):
            place = order.index(value)
            other = place + directions[value]
            if 0 <= other < length and order[other] < value:
                break
        else:
            return walk
        order[place], order[other] = order[other], order[place]
        walk.append(first + min(place, other))
        directions[value + 1 :] = [-direction for direction in directions[value + 1 :]]


def _interleaved(inner: Sequence[int], outer: Sequence[int]) -> list[int]:
    """Return the walk through a product of two groups, the inner one normal: its walk between all steps of the outer.

    Each time it walks through a coset, wherever in it it begins.
    """
    walk = list(inner)
    for step in outer:
        walk += [step, *inner]
    return walk


def equal_places_walk(n: int, ties: int, zeros: int) -> list[int]:
    """Return the moves that walk through the group W of a sorted list.

    Args:
        n: the number of variables.
        ties: bit i is set where the places i and i + 1 are equal.
        zeros: how many of the last places may be negated.

    Examples:
        Two equal places, of which both may be negated, have a group of eight elements:

        >>> equal_places_walk(2, ties=0b1, zeros=2)
        [5, 6, 5, 0, 5, 6, 5]
    """
    walk: list[int] = []
    for i in range(n - zeros, n):
        walk = _interleaved(walk, [_NEGATIONS + i])
    start = 0
    while start < n:
        end = start + 1
        while end < n and ties >> (end - 1) & 1:
            end += 1
        walk = _interleaved(walk, _exchanges(start, end - start))
        start = end
    return walk


@lru_cache(maxsize=8)
def _signed_permutations(n: int) -> tuple[Any, ...]:
    """Return the arrays of the kernel.

    They are: the points where a variable is 1; where two differ; mask and shift of every move; where the walk of a
    pattern of ties begins; and all walks.
    """
    import numpy as np

    starts, steps = [0], list[int]()
    for zeros in range(n + 1):
        for ties in range(1 << _NEGATIONS):
            if ties < 1 << max(n - 1, 0):
                steps += equal_places_walk(n, ties, zeros)
            starts.append(len(steps))
    moves = [(_points(1 << i, 2 << i), 1 << i) for i in range(_NEGATIONS)]
    moves += [(_points(0, 1 << i), 1 << i) for i in range(6)]
    unequal = [[_points(1 << i, 1 << j) | _points(1 << j, 1 << i) for j in range(6)] for i in range(6)]
    return (
        np.array([_points(1 << i, 0) for i in range(6)], dtype=np.uint64),
        np.array(unequal, dtype=np.uint64),
        np.array([mask for mask, _ in moves], dtype=np.uint64),
        np.array([shift for _, shift in moves], dtype=np.uint64),
        np.array(starts, dtype=np.int64),
        np.array(steps, dtype=np.uint8),
    )


def _check_tables(tables: NDArray[Any], n: int) -> Any:
    """Return the table that is true everywhere; refuse tables that are not of n variables."""
    import numpy as np

    if check_dimension(n) > MAXIMUM_ORBITS_DIMENSION:
        raise DomainError(f"n must be at most {MAXIMUM_ORBITS_DIMENSION}, not {n}")
    if tables.dtype != np.uint64:
        raise TypeError(f"the tables must be unsigned 64-bit integers, not {tables.dtype}")
    full = np.uint64((1 << (1 << n)) - 1)
    if len(tables) and tables.max() > full:
        raise DomainError(f"truth tables of {n} variables must be at most {full}, not {tables.max()}")
    return full


def least_images(tables: NDArray[Any], n: int, *, negates: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the canonical forms of some tables, and the orders of their stabilizers.

    Args:
        tables: unsigned 64-bit truth tables of n variables.
        n: at most 6.
        negates: whether the group negates values as well.

    Raises:
        TypeError: if the tables have another type.
        DomainError: if n > 6, or a table has more than 2**n bits.

    Cost:
        A tenth of a microsecond for most functions of six variables, up to a tenth of a millisecond for those with the
        most symmetries.

    Examples:
        Conjunctions of two variables are one orbit of four functions, whatever is negated:

        >>> import numpy as np
        >>> forms, orders = least_images(np.array([1, 2, 4, 8], dtype=np.uint64), 2, negates=False)
        >>> len(set(forms.tolist())), orders.tolist()
        (1, [2, 2, 2, 2])
    """
    import numpy as np

    from exact.counting import _gated_enumeration_orbits_kernel as kernel

    full = _check_tables(tables, n)
    forms = np.zeros(len(tables), dtype=np.uint64)
    orders = np.zeros(len(tables), dtype=np.int64)
    kernel.least_images(tables, full, n, negates, _signed_permutations(n), forms, orders)
    return forms, orders


@dataclass(frozen=True, slots=True)
class OrbitTally:
    """How much a set of orbits holds.

    Attributes:
        functions: the functions in all orbits.
        orbits: the orbits under the group of the set.
        orbits_without_negation: those under signed permutations alone.
        ways: the sum of all weights.
    """

    functions: int
    orbits: int
    orbits_without_negation: int
    ways: int


class OrbitSet:
    """A growing set of orbits of functions with weights: those of one shard of all orbits.

    The canonical forms stand in an open table of a power of two of places, at most three quarters of them taken; it is
    doubled before they could be more.

    Examples:
        Both variables, their negations, and the two constants:

        >>> import numpy as np
        >>> orbits = OrbitSet(2, negates=False)
        >>> orbits.add(np.array([0, 0b1010], dtype=np.uint64), [0], weight=4)
        >>> orbits.add(np.array([0], dtype=np.uint64), [0b1111], weight=1)
        >>> orbits.tally()
        OrbitTally(functions=6, orbits=3, orbits_without_negation=3, ways=9)
    """

    def __init__(self, n: int, *, negates: bool, shard: int = 0, shards: int = 1) -> None:
        """Start with the empty set; of the orbits that are added, those of other shards are left out."""
        import numpy as np

        if not 0 <= shard < shards <= _HALF_WORD:
            raise DomainError(f"the shard must be at least 0 and less than {min(shards, _HALF_WORD)}, not {shard}")
        self.n = n
        self.negates = negates
        self.used = 0
        self._shard = np.uint64(shard)
        self._shards = np.uint64(shards)
        self._forms = np.zeros(_SMALLEST_SET, dtype=np.uint64)
        self._weights = np.zeros(_SMALLEST_SET, dtype=np.int64)

    def add(self, parts: NDArray[Any], bases: Sequence[int], weight: int) -> None:
        """Add a weight to the orbit of every function ``part xor base``.

        Args:
            parts: unsigned 64-bit truth tables.
            bases: truth tables.
            weight: at least 1, and below 2**62 together with all others of an orbit.

        Raises:
            TypeError, DomainError: as for `least_images`, and if the weight is out of range.
            ExactError: if a guard of the kernel speaks.
        """
        import numpy as np

        from exact.counting import _gated_enumeration_orbits_kernel as kernel

        if not 1 <= weight < 1 << 62:
            raise DomainError(f"the weight must be from 1 to 2**62 - 1, not {weight}")
        if any(not 0 <= base < 1 << 64 for base in bases):
            raise DomainError(f"the bases must be truth tables below 2**64, not {list(bases)}")
        given = np.array(bases, dtype=np.uint64)
        full = _check_tables(given, self.n)
        room = np.zeros(min(len(parts), _CHUNK) * len(given), dtype=np.uint64)
        group = _signed_permutations(self.n)
        for start in range(0, len(parts), _CHUNK):
            chunk = parts[start : start + _CHUNK]
            _check_tables(chunk, self.n)
            count = kernel.forms_in_shard(
                chunk, given, full, self.n, self.negates, group, self._shard, self._shards, room
            )
            self._make_room(count)
            self.used = _guarded(kernel.insert(room[:count], weight, self._forms, self._weights, self.used))

    def _make_room(self, further: int) -> None:
        import numpy as np

        from exact.counting import _gated_enumeration_orbits_kernel as kernel

        size = len(self._forms)
        while 4 * (self.used + further) > 3 * size:
            size *= 2
        if size > len(self._forms):
            forms, weights = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.int64)
            used = _guarded(kernel.insert_set(self._forms, self._weights, forms, weights, 0))
            if used != self.used:
                raise ExactError(f"a set of {self.used} orbits must keep them when it grows, not have {used}")
            self._forms, self._weights = forms, weights

    def entries(self, places: slice = slice(None)) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the canonical forms, in no order, with their weights; of some places of the table only, if given."""
        weights = self._weights[places]
        return self._forms[places][weights != 0], weights[weights != 0]

    def tally(self) -> OrbitTally:
        """Return the numbers of functions, of orbits, and of ways.

        Raises:
            ExactError: if a form is not its own canonical form, or a weight is no multiple of the length of its orbit.
        """
        functions = orbits = without_negation = ways = 0
        order = group_order(self.n, negates=self.negates)
        for start in range(0, len(self._forms), _CHUNK):
            forms, weights = self.entries(slice(start, start + _CHUNK))
            again, orders = least_images(forms, self.n, negates=self.negates)
            if (again != forms).any() or (order % orders).any():
                raise ExactError("what is in a set of orbits must be canonical forms")
            lengths = order // orders
            if (weights % lengths).any():
                raise ExactError("the ways to make the functions of an orbit must be a multiple of its length")
            functions += int(lengths.sum())
            orbits += len(forms)
            ways += (int((weights >> 32).sum()) << 32) + int((weights & _HALF_WORD).sum())
            if self.negates:
                _, plain = least_images(forms, self.n, negates=False)
                without_negation += int((2 - (plain != orders)).sum())
            else:
                without_negation += len(forms)
        return OrbitTally(functions, orbits, without_negation, ways)


def _guarded(used: int) -> int:
    """Return a number of orbits, unless it is what a guard of the kernel says."""
    if used < 0:
        raise ExactError(f"a guard of the sets of orbits spoke ({used}): the set is full, or a weight is too large")
    return used


def compile_orbits() -> None:
    """Compile or load the kernel, so that it is not part of a measured time.

    Raises:
        ExactError: if the compiler is not installed.
    """
    if importlib.util.find_spec("numba") is None:
        raise ExactError("the enumeration for n = 6 needs numba, which is not installed; n <= 4 does not")
    import numpy as np

    orbits = OrbitSet(4, negates=True)
    orbits.add(np.arange(_SMALLEST_SET, dtype=np.uint64), [0], group_order(4, negates=True))  # so many that it grows
    orbits.tally()

r"""Orbits of truth tables under N, P, NP and NPN, canonical forms, one by one and in bulk.

The canonical form of a function is the least truth table in its orbit, as an integer.  For one function, all elements
of the group are applied one after the other, along a walk on which each step changes the table by one delta swap.  For
many functions of at most six variables the same is done in machine words, with look-up tables for n <= 5.

Dictionary:
    orbit: all truth tables that a group makes of one.
    canonical_form: the least truth table of the orbit.
    canonical_transformation: an element that leads there.
    canonical_forms: the canonical forms of many functions of at most 6 variables at once.
    orbit_sizes: the lengths of the orbits of many functions of at most 6 variables at once.
    class_representatives: all canonical forms for n <= 5.
    walk: the delta swaps that apply every element of a group.
    MAXIMUM_ORBIT_WORK, MAXIMUM_BULK_DIMENSION, MAXIMUM_CLASSES_DIMENSION: the limits.

Source:
    :cite:p:`Knuth2011`: Gray binary code, section 7.2.1.1; plain changes, section 7.2.1.2, Algorithm P; delta swaps,
    section 7.1.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast, overload

from exact._truth_table import full_table, variable_table
from exact.cube import MAXIMUM_TABLE_DIMENSION, check_dimension, check_table
from exact.errors import TooLargeError
from exact.symmetry import Group, NPNTransformation, SignedPermutation

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAXIMUM_ORBIT_WORK = 1 << 32  # bits of tables, over a whole group: a few seconds; NP for n <= 8
MAXIMUM_BULK_DIMENSION = 6  # a truth table is one 64-bit word
MAXIMUM_CLASSES_DIMENSION = 5


def _check_orbit(table: int, n: int, group: Group) -> None:
    check_dimension(n, MAXIMUM_TABLE_DIMENSION)
    check_table(table, n)
    work = group.order(n) << n
    if work > MAXIMUM_ORBIT_WORK:
        raise TooLargeError(
            f"the group {group.value} has {group.order(n)} elements for n = {n}: too many to apply each of them "
            f"to a table of 2**{n} bits",
            size=work,
            limit=MAXIMUM_ORBIT_WORK,
            alternative="stabilizer.symmetry_group gives the symmetries of one function without listing its orbit",
        )


# A step is a delta swap (shift, mask): the bits under the mask change places with those `shift` above them.  A walk is
# a sequence of steps after which each element of N, P or NP has been applied once, beginning with the identity.
_Step = tuple[int, int]


def _flip_step(i: int, n: int) -> _Step:
    return 1 << i, full_table(n) ^ variable_table(i, n)


def _swap_step(i: int, n: int) -> _Step:
    """Exchange the neighbors x_{i+1} and x_{i+2}."""
    return 1 << i, variable_table(i, n) & ~variable_table(i + 1, n)


def _plain_changes(n: int) -> Iterator[int]:
    """Yield n! - 1 indices i; exchanging the entries i and i + 1 in turn runs through all permutations."""
    if n < 2:
        return
    inner = _plain_changes(n - 1)
    downwards = True
    while True:  # the last entry travels through the others, which then make one step of their own
        yield from range(n - 2, -1, -1) if downwards else range(n - 1)
        step = next(inner, None)
        if step is None:
            return
        yield step + 1 if downwards else step
        downwards = not downwards


def _gray_changes(n: int) -> Iterator[int]:
    """Yield 2**n - 1 indices of bits; flipping them in turn runs through all masks."""
    return ((k & -k).bit_length() - 1 for k in range(1, 1 << n))


def _changes(n: int, group: Group) -> Iterator[tuple[bool, int]]:
    """Yield pairs (whether inputs are exchanged, index), one fewer than the order without the output."""
    flips = tuple((False, i) for i in _gray_changes(n)) if group.negates_inputs else ()
    yield from flips
    if group.permutes_inputs:
        for i in _plain_changes(n):
            yield True, i
            yield from flips


def _new_walk(n: int, group: Group) -> Iterator[_Step]:
    swaps = [_swap_step(i, n) for i in range(n - 1)]
    flips = [_flip_step(i, n) for i in range(n)]
    return (swaps[i] if exchanged else flips[i] for exchanged, i in _changes(n, group))


@lru_cache(maxsize=32)
def _short_walk(n: int, group: Group) -> tuple[_Step, ...]:
    return tuple(_new_walk(n, group))


def walk(n: int, group: Group) -> Iterator[tuple[int, int]] | tuple[tuple[int, int], ...]:
    """Return the delta swaps that apply every element of a group, but for the negation of the output, one by one.

    Assumes that the order of the group has been bounded.
    """
    return _short_walk(n, group) if group.order(n) <= 1 << 14 else _new_walk(n, group)


def orbit(table: int, n: int, group: Group) -> tuple[int, ...]:
    """Return all truth tables that the group makes of one, in increasing order.

    Args:
        table: the truth table.
        n: the number of variables; all of N up to 16, P up to 10, NP and NPN up to 8.
        group: the group.

    Raises:
        DomainError: if the table has bits beyond 2**n.
        TooLargeError: if the group is too large to apply each element.

    Cost:
        One delta swap (six operations on tables) for each element.

    Examples:
        A function of the orbit has the same orbit; its length divides the order of the group:

        >>> orbit(0b1000, 2, Group.NP)
        (1, 2, 4, 8)
    """
    _check_orbit(table, n, group)
    full = full_table(n)
    found = {table}
    for shift, mask in walk(n, group):
        moved = (table >> shift ^ table) & mask
        table ^= moved ^ moved << shift
        found.add(table)
    if group.negates_output:
        found |= {full ^ table for table in found}
    return tuple(sorted(found))


def canonical_form(table: int, n: int, group: Group) -> int:
    """Return the least truth table of the orbit.

    Args:
        table: the truth table.
        n: the number of variables; all of N up to 16, P up to 10, NP and NPN up to 8.
        group: the group.

    Returns:
        The least table, as an integer; constants are their own canonical form, except true in NPN.

    Raises:
        DomainError: if the table has bits beyond 2**n.
        TooLargeError: if the group is too large to apply each element.

    Cost:
        One delta swap (six operations on tables) for each element; about 1.5 milliseconds for n = 5.

    Examples:
        >>> canonical_form(0xE8, 3, Group.NPN) == min(orbit(0xE8, 3, Group.NPN))
        True
    """
    _check_orbit(table, n, group)
    least = greatest = table
    for shift, mask in walk(n, group):
        moved = (table >> shift ^ table) & mask
        table ^= moved ^ moved << shift
        if table < least:
            least = table
        elif table > greatest:
            greatest = table
    return min(least, full_table(n) ^ greatest) if group.negates_output else least


def canonical_transformation(table: int, n: int, group: Group) -> NPNTransformation:
    """Return an element g of the group such that g.table is the canonical form: the first one on a fixed walk.

    Raises:
        DomainError: if the table has bits beyond 2**n.
        TooLargeError: if the group is too large to apply each element.

    Examples:
        >>> g = canonical_transformation(0b1101, 2, Group.NPN)
        >>> str(g), g.act_on_table(0b1101) == canonical_form(0b1101, 2, Group.NPN)
        ('not [-1 2]', True)
    """
    least = canonical_form(table, n, group)
    full = full_table(n)
    images, negation = list(range(n)), 0
    changes = zip(_changes(n, group), walk(n, group), strict=True)
    while table != least and not (group.negates_output and full ^ table == least):
        (exchanged, i), (shift, mask) = next(changes)
        moved = (table >> shift ^ table) & mask
        table ^= moved ^ moved << shift
        if exchanged:  # of the places i and i + 1
            images = [i + 1 if j == i else i if j == i + 1 else j for j in images]
            moved = (negation >> 1 ^ negation) & 1 << i
            negation ^= moved ^ moved << 1
        else:
            negation ^= 1 << i
    return NPNTransformation(SignedPermutation(tuple(images), negation), output=table != least)


@overload
def canonical_forms(tables: Sequence[int], n: int, group: Group) -> tuple[int, ...]: ...
@overload
def canonical_forms(tables: NDArray[Any], n: int, group: Group) -> NDArray[Any]: ...
def canonical_forms(tables: Sequence[int] | NDArray[Any], n: int, group: Group) -> tuple[int, ...] | NDArray[Any]:
    """Return the canonical forms of many functions, each the same as `canonical_form` gives.

    Args:
        tables: truth tables: a sequence of `int`, or a numpy array of unsigned integers.
        n: the number of variables, at most 6.
        group: the group.

    Returns:
        A tuple of `int` for a sequence, a new array of the same type and shape for an array.

    Raises:
        TypeError: if the tables are no sequence of `int` and no array of unsigned integers.
        DomainError: if a table has bits beyond 2**n.
        TooLargeError: if n > 6.

    Cost:
        For n <= 4 one look-up for each function, for n = 5 about twenty and little else, in arrays of the program
        that are computed at the first call (about a second for NP and NPN); for n = 6 one delta swap for each element.

    Examples:
        >>> canonical_forms([0b1000, 0b0111, 0b1001], 2, Group.NPN)
        (1, 1, 6)
    """
    from exact import _symmetry_kernel as kernel

    array = _checked_array(tables, n)
    forms = kernel.canonical_forms(array, n, group)
    return forms if kernel.is_array(tables) else tuple(forms.tolist())


@overload
def orbit_sizes(tables: Sequence[int], n: int, group: Group) -> tuple[int, ...]: ...
@overload
def orbit_sizes(tables: NDArray[Any], n: int, group: Group) -> NDArray[Any]: ...
def orbit_sizes(tables: Sequence[int] | NDArray[Any], n: int, group: Group) -> tuple[int, ...] | NDArray[Any]:
    """Return the numbers of functions in the orbits of many functions.

    Args:
        tables: truth tables: a sequence of `int`, or a numpy array of unsigned integers.
        n: the number of variables, at most 6.
        group: the group.

    Returns:
        A tuple of `int` for a sequence, an array of 64-bit integers for an array.

    Raises:
        TypeError: if the tables are no sequence of `int` and no array of unsigned integers.
        DomainError: if a table has bits beyond 2**n.
        TooLargeError: if n > 6.

    Cost:
        One delta swap and one comparison for each element of the group and each table; about 7 microseconds for n = 5.

    Source:
        The orbit-stabilizer theorem: the elements that fix the table are counted.

    Examples:
        The orbits fill the set of all functions:

        >>> sum(orbit_sizes(class_representatives(3, Group.NPN), 3, Group.NPN).tolist()) == 2**8
        True
    """
    from exact import _symmetry_kernel as kernel

    sizes = kernel.orbit_sizes(_checked_array(tables, n), n, group)
    return sizes if kernel.is_array(tables) else tuple(sizes.tolist())


def _checked_array(tables: Sequence[int] | NDArray[Any], n: int) -> NDArray[Any]:
    """Return the tables as an array of unsigned integers, after a check that each of them is one of n variables."""
    from exact import _symmetry_kernel as kernel

    check_dimension(n)
    if n > MAXIMUM_BULK_DIMENSION:
        raise TooLargeError(
            f"tables of n = {n} variables do not fit into a word of 64 bits",
            size=n,
            limit=MAXIMUM_BULK_DIMENSION,
            alternative="canonical_form and orbit take them one by one",
        )
    if not kernel.is_array(tables):
        return kernel.array_of([check_table(table, n) for table in tables], n)
    array = cast("NDArray[Any]", tables)
    if array.dtype.kind != "u":
        raise TypeError(f"an array of truth tables must have unsigned integers, not {array.dtype}")
    if array.size:
        check_table(int(array.max()), n)
    return array


def class_representatives(n: int, group: Group, progress: Callable[[int, int], None] | None = None) -> NDArray[Any]:
    """Return the canonical forms of all classes of functions of n variables, in increasing order, as a numpy array.

    Args:
        n: the number of variables, at most 5.
        group: N, P, NP or NPN; for n = 5 there are 616 126 classes under NPN and 134 281 216 under N.
        progress: called with (classes of upper halves that are done, all of them), or None.

    Raises:
        TooLargeError: if n > 5.

    Cost:
        For n = 5 one canonical form for each pair of a canonical upper half and a lower half that its symmetries leave
        least: seconds for NP and NPN.

    Examples:
        >>> [len(class_representatives(n, Group.NPN)) for n in range(5)]
        [1, 2, 4, 14, 222]
    """
    from exact import _symmetry_kernel as kernel

    check_dimension(n)
    if n > MAXIMUM_CLASSES_DIMENSION:
        raise TooLargeError(
            f"the classes of all functions of n = {n} variables are too many to list",
            size=n,
            limit=MAXIMUM_CLASSES_DIMENSION,
            alternative="class_count.count_classes counts them",
        )
    return kernel.class_representatives(n, group, progress)

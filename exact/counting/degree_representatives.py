r"""Classes of polynomial threshold functions of n <= 5 variables by canonical forms, a second way to their numbers.

The census (`threshold_degree_census`) reads the classes of degree 1 off the tie histogram and those of degree 2 off the
stabilizers of a walk over larger classes, and takes the orbits of the functions that are not of a degree out of a set.
Here every class is a truth table: its canonical form, the least member.

* Degree 0 and 1: the different canonical forms of the functions themselves, all listed.
* Degree 2 of five variables: the canonical forms of the representatives of the walk, moved by the exchanges of lifted
  coordinates that the inputs alone do not make.  Each is of degree 2 by its weights, which the walk has checked.  None
  is missing: the sizes of their orbits add up to the number of functions, which orbits of flats give
  (`quadratic_flats`).
* Otherwise: all canonical forms but those of functions that are listed as not of the degree; the sizes of the orbits
  left out add up to the length of the list.

Dictionary:
    representatives_up_to: the canonical forms of all polynomial threshold functions of degree at most d.

Source: the orbit-stabilizer theorem.
"""

from __future__ import annotations

from typing import Any

from exact.counting.polynomial_threshold import other_functions
from exact.counting.quadratic_flats import quadratic_flats
from exact.counting.quadratic_walk import quadratic_census
from exact.counting.threshold_array import threshold_array
from exact.cube import check_dimension
from exact.errors import DomainError, ExactError, TooLargeError
from exact.orbit import MAXIMUM_CLASSES_DIMENSION, canonical_forms, class_representatives, orbit_sizes
from exact.symmetry import Group


def representatives_up_to(n: int, degree: int, group: Group) -> Any:
    """Return the canonical forms of the polynomial threshold functions of degree at most d, as an increasing array.

    Args:
        n: the number of variables, at most 5.
        degree: d, at most n.
        group: NP or NPN.

    Raises:
        DomainError: if the degree is not in 0, ..., n.
        TooLargeError: if n is larger than 5.
        ExactError: if the sizes of the orbits do not add up to the number of functions: an error in the library.

    Cost:
        For n = 5 some ten seconds at most.

    Examples:
        False, a variable and a conjunction: with negation of the value these are all classes of two variables but one.

        >>> [hex(table) for table in representatives_up_to(2, 1, Group.NPN).tolist()]
        ['0x0', '0x1', '0x3']
    """
    import numpy as np

    if check_dimension(n) > MAXIMUM_CLASSES_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for a list of all classes (limit {MAXIMUM_CLASSES_DIMENSION})",
            size=n,
            limit=MAXIMUM_CLASSES_DIMENSION,
        )
    if not 0 <= degree <= n:
        raise DomainError(f"the degree must be in 0, ..., {n}, not {degree}")
    if degree <= 1:
        functions = threshold_array(n)
        listed = functions if degree else functions[[0, -1]]  # the constants are the first and the last
        return _different_forms(listed, len(listed), n, group)
    if (n, degree) == (5, 2):
        tables = np.array([member.table for member in quadratic_census(n).classes], dtype=np.uint64)
        moved = np.concatenate([tables, *(_exchanged(tables, i, n) for i in range(n))])
        if group is Group.NP:
            moved = np.concatenate([moved, moved ^ np.uint64((1 << (1 << n)) - 1)])
        return _different_forms(moved, quadratic_flats(n).regions, n, group)
    everything = class_representatives(n, group).astype(np.uint64)
    others = np.array(sorted(other_functions(n, degree)), dtype=np.uint64)
    is_other = np.isin(everything, others)
    _check_sizes(everything[is_other], len(others), n, group)
    return everything[~is_other]


def _exchanged(tables: Any, i: int, n: int) -> Any:
    """Exchange the lifted coordinates i and n: x_j becomes x_i x_j for j != i, where bit 1 stands for +1."""
    import numpy as np

    result = np.zeros_like(tables)
    for p in range(1 << n):
        image = p if p >> i & 1 else p ^ ((1 << n) - 1) ^ 1 << i
        result |= (tables >> np.uint64(image) & np.uint64(1)) << np.uint64(p)
    return result


def _different_forms(tables: Any, functions: int, n: int, group: Group) -> Any:
    """Return the canonical forms of functions, each once; their orbits must have so many members together."""
    import numpy as np

    forms = np.unique(canonical_forms(tables, n, group))
    _check_sizes(forms, functions, n, group)
    return forms


def _check_sizes(forms: Any, functions: int, n: int, group: Group) -> None:
    total = int(orbit_sizes(forms, n, group).sum())
    if total != functions:
        raise ExactError(f"the orbits of {len(forms)} canonical forms must have {functions} members, not {total}")

r"""Properties of Boolean functions that matter for threshold functions.

A function is increasing in a variable if making the variable true never makes it false, and decreasing in it if that
never makes it true.  It is monotone if it is increasing in every variable, and unate if it is increasing or decreasing
in every variable.  Threshold functions are unate.

Dictionary:
    Direction: `CONSTANT`, `INCREASING`, `DECREASING` or `NEITHER`, in one variable.
    directions: the direction in every variable.
    is_monotone, is_unate: of which a constant is both.
    self_dualization: the self-dual function of one variable more that f and its dual make up.
    essential_points: the points at which a threshold function may change its value and stay one.
    specification_number: how many these are.
    npn_class: the class under permuting and negating inputs and negating the value; NPNClass: its label and form.

A function is asked for its dual, its self-duality, its canonical form and its symmetries in `exact.boolean`, for
2-summability in `exact.summability`.

Sources: Muroga, Threshold Logic and Its Applications, 1971; Anthony, Brightwell and Shawe-Taylor 1995 for the
specification number.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from exact._truth_table import flip_variable, full_table, variable_table
from exact.boolean import BooleanFunction
from exact.certificate import Obstruction
from exact.cube import MAXIMUM_TABLE_DIMENSION, check_dimension
from exact.errors import DomainError, TooLargeError
from exact.orbit import canonical_transformation
from exact.recognize import is_threshold, recognize
from exact.symmetry import Group, NPNTransformation

MAXIMUM_ESSENTIAL_DIMENSION = 12


class Direction(enum.Enum):
    """How a function changes with one variable; `CONSTANT` where it does not depend on it."""

    CONSTANT = "constant"
    INCREASING = "increasing"
    DECREASING = "decreasing"
    NEITHER = "neither"


def directions(f: BooleanFunction) -> tuple[Direction, ...]:
    """Return the direction of f in every variable.

    Cost:
        Two operations on truth tables for each variable.

    Examples:
        >>> [direction.value for direction in directions(BooleanFunction(3, 0b00001010))]
        ['increasing', 'constant', 'decreasing']
    """
    found: list[Direction] = []
    for i in range(f.n):
        ones = variable_table(i, f.n)
        high, low = (f.table & ones) >> (1 << i), f.table & (ones >> (1 << i))
        rises, falls = bool(high & ~low), bool(low & ~high)
        if rises and falls:
            found.append(Direction.NEITHER)
        elif rises:
            found.append(Direction.INCREASING)
        elif falls:
            found.append(Direction.DECREASING)
        else:
            found.append(Direction.CONSTANT)
    return tuple(found)


def is_monotone(f: BooleanFunction) -> bool:
    """Return whether f is increasing in every variable on which it depends.

    Examples:
        >>> is_monotone(BooleanFunction(3, 0xE8)), is_monotone(BooleanFunction(2, 0b0110))
        (True, False)
    """
    return all(direction in {Direction.CONSTANT, Direction.INCREASING} for direction in directions(f))


def is_unate(f: BooleanFunction) -> bool:
    """Return whether f is increasing or decreasing in every variable.

    Examples:
        >>> is_unate(BooleanFunction(2, 0b0010)), is_unate(BooleanFunction(2, 0b0110))
        (True, False)
    """
    return Direction.NEITHER not in directions(f)


def self_dualization(f: BooleanFunction) -> BooleanFunction:
    """Return the function that is f where x_{n+1} is true and its dual where x_{n+1} is false.

    It is self-dual, and a threshold function exactly if f is one: a realization w . x > t of f in signs becomes
    w . x - t x_{n+1} > 0.

    Raises:
        TooLargeError: if n > 23.

    Examples:
        Disjunction becomes majority:

        >>> self_dualization(BooleanFunction(2, 0b1110)) == BooleanFunction.majority(3)
        True
    """
    check_dimension(f.n, MAXIMUM_TABLE_DIMENSION - 1)
    return BooleanFunction(f.n + 1, f.dual().table | f.table << (1 << f.n))


def essential_points(f: BooleanFunction) -> tuple[int, ...]:
    """Return the points at which a threshold function may change its value and stay a threshold function.

    The values at these points, and at no fewer, tell f from all other threshold functions of n variables.

    Args:
        f: a threshold function of at most 12 variables.

    Raises:
        DomainError: if f is no threshold function.
        TooLargeError: if n > 12.

    Cost:
        A decision for each of the points at which some neighbor has another value, and for all where f is constant.

    Examples:
        Conjunction is told by its only true point and the two points next to it:

        >>> essential_points(BooleanFunction(2, 0b1000))
        (1, 2, 3)
    """
    check_dimension(f.n, MAXIMUM_ESSENTIAL_DIMENSION)
    if isinstance(recognize(f), Obstruction):
        raise DomainError("essential points need a threshold function, and this function is none")
    changing = 0
    for i in range(f.n):
        changing |= f.table ^ flip_variable(f.table, i, f.n)
    if not changing:
        changing = full_table(f.n)
    candidates = (p for p in range(1 << f.n) if changing >> p & 1)
    return tuple(p for p in candidates if is_threshold(BooleanFunction(f.n, f.table ^ 1 << p)))


def specification_number(f: BooleanFunction) -> int:
    """Return the least number of points whose values tell a threshold function from all others of n variables.

    Source:
        It is the number of essential points: Anthony, Brightwell and Shawe-Taylor 1995, where it is shown to be at
        least n + 1, with equality for nested functions.

    Examples:
        >>> specification_number(BooleanFunction(3, 0xE8))
        6
    """
    return len(essential_points(f))


@dataclass(frozen=True, slots=True)
class NPNClass:
    """The class of a function under NPN: permuting and negating inputs, and negating the value.

    Attributes:
        canonical_form: the function of the class with the least truth table.
        transformation: an element of the group that leads from the given function to it.
    """

    canonical_form: BooleanFunction
    transformation: NPNTransformation

    @property
    def label(self) -> str:
        """The label of the class: the number of variables and the least truth table."""
        return f"npn{self.canonical_form.n}-{self.canonical_form.to_hex()}"

    def to_document(self) -> dict[str, object]:
        """Return the label, the canonical form and the transformation as plain data."""
        return {
            "label": self.label,
            "canonical": self.canonical_form.to_hex(),
            "transformation": str(self.transformation),
        }


def npn_class(f: BooleanFunction) -> NPNClass | None:
    """Return the class of f under NPN; None if n is so large that the group cannot be run through (n > 7).

    Cost:
        A delta swap for each element of the group: about a second for n = 7.

    Examples:
        Majority and minority are in one class:

        >>> npn_class(BooleanFunction(3, 0xE8)).label == npn_class(BooleanFunction(3, 0x17)).label
        True
    """
    try:
        transformation = canonical_transformation(f.table, f.n, Group.NPN)
    except TooLargeError:
        return None
    return NPNClass(BooleanFunction(f.n, transformation.act_on_table(f.table)), transformation)

r"""Which gated class lies in which: exact numbers of functions of one class that are outside another.

Every class is a whole set of functions, so each number is that of a difference of two sets; a class lies in another iff
the number is 0.  Beside the gated classes stand the threshold functions and, for n <= 4, the quadratic threshold
functions (degree 2), which are decided one class under NPN after another, each with a certificate.

Dictionary:
    InclusionTable: the names of the classes, their sizes, and the numbers of functions outside.
    inclusion_table: the table of some classes for n inputs.
    quadratic_functions: all threshold functions of degree 2, as marks, n <= 4.
    USUAL_CLASSES: the classes that are compared if none are named.

Source: theory Q-S4 (products of two signs are quadratic), Q-S7 (conjunctions are for n <= 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exact.boolean import BooleanFunction
from exact.certificate import Realization
from exact.counting.gated_class import GatedClass, check_gated_dimension, gated_class
from exact.counting.gated_enumeration import (
    MAXIMUM_ENUMERATION_DIMENSION,
    check_enumeration_size,
    gated_functions,
    gated_rows,
)
from exact.counting.gated_enumeration_marks import MAXIMUM_MARKED_DIMENSION
from exact.cube import check_dimension
from exact.errors import DomainError, TooLargeError
from exact.orbit import canonical_forms, class_representatives
from exact.recognize import recognize
from exact.symmetry import Group

if TYPE_CHECKING:
    from numpy.typing import NDArray

USUAL_CLASSES: Mapping[str, GatedClass] = {
    "threshold": gated_class("output-gate", factors=1),
    "bias": gated_class("synaptic-gate", synapse="bias"),
    "conjunction": gated_class("output-gate", values="bits"),
    "one": gated_class("synaptic-gate", synapse="one"),
    "all": gated_class("synaptic-gate", synapse="all"),
    "any": gated_class("synaptic-gate", synapse="any"),
    "multiplexed": gated_class("multiplexed"),
    "product": gated_class("output-gate", values="signs"),
    "selector": gated_class("selector"),
}
"""Synaptic gates with inputs and gates in signs; `one` gates the synapse of one given input."""

QUADRATIC = "quadratic"

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class InclusionTable:
    """The classes, their sizes, and for each two of them how many functions of the first are outside the second.

    Attributes:
        n: the number of inputs.
        names: the names of the classes.
        sizes: their numbers of functions.
        outside: ``outside[i][j]`` is the number of functions of class i that are not in class j.
    """

    n: int
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    outside: tuple[tuple[int, ...], ...]

    def includes(self, name: str, other: str) -> bool:
        """Return whether every function of the second class lies in the first.

        Raises:
            DomainError: if there is no such class in the table.
        """
        for each in (name, other):
            if each not in self.names:
                raise DomainError(f"the class must be one of {', '.join(self.names)}, not {each!r}")
        return self.outside[self.names.index(other)][self.names.index(name)] == 0

    def to_text(self) -> str:
        """Return a table: one line for each class, with its size and the numbers of its functions outside the others.

        Examples:
            >>> print(inclusion_table(2, {"threshold": gated_class("output-gate", factors=1)}).to_text())
            class      functions  quadratic  threshold
            quadratic         16          0          2
            threshold         14          0          0
        """
        lines = [["class", "functions", *self.names]]
        for name, size, row in zip(self.names, self.sizes, self.outside, strict=True):
            lines.append([name, str(size), *map(str, row)])
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join([line[0].ljust(widths[0]), *(x.rjust(w) for x, w in zip(line[1:], widths[1:], strict=True))])
            for line in lines
        )


def quadratic_functions(n: int) -> NDArray[Any]:
    """Return the set of all threshold functions of degree at most 2, as 2**(2**n) marks.

    Raises:
        TooLargeError: if n > 4.

    Cost:
        One decision for each class under NPN; a second for n = 4.

    Examples:
        Of three variables, only parity and its negation are no quadratic threshold functions (theory Q-S5):

        >>> (~quadratic_functions(3)).nonzero()[0].tolist()
        [105, 150]
    """
    import numpy as np

    if check_dimension(n) > MAXIMUM_MARKED_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for a list of the quadratic threshold functions (limit {MAXIMUM_MARKED_DIMENSION})",
            size=n,
            limit=MAXIMUM_MARKED_DIMENSION,
        )
    marks = np.zeros(1 << (1 << n), dtype=bool)
    for table in map(int, class_representatives(n, Group.NPN)):
        marks[table] = isinstance(recognize(BooleanFunction(n, table), 2), Realization)
    forms = canonical_forms(np.arange(len(marks), dtype=np.uint32), n, Group.NPN)
    every: NDArray[Any] = marks[forms]
    return every


def inclusion_table(
    n: int, classes: Mapping[str, GatedClass] | None = None, progress: Progress | None = None
) -> InclusionTable:
    """Return how many functions of each class lie outside each other class.

    Args:
        n: the number of inputs, at least 1 and at most 5.
        classes: the classes by the names that the table shows, each with one output of two values; for n = 5 such that
            inputs may be negated.  None takes `USUAL_CLASSES`.  The quadratic threshold functions come first for
            n <= 4.
        progress: called after each class.

    Raises:
        DomainError: if n = 0, or a class has other outputs, or its inputs must not be negated and n = 5.
        TooLargeError: if n > 5.
        ExactError: if n = 5 and the compiler is not installed.

    Cost:
        A second for n = 4, a minute for n = 5 and 26 MB for each class.

    Examples:
        Products of two signs are quadratic threshold functions, and for three inputs the two classes agree:

        >>> table = inclusion_table(3)
        >>> table.includes("quadratic", "product"), table.includes("product", "quadratic")
        (True, True)
    """
    chosen = USUAL_CLASSES if classes is None else classes
    if check_dimension(n) == 0:
        raise DomainError("classes without inputs are all alike: n must be at least 1, not 0")
    if n > MAXIMUM_ENUMERATION_DIMENSION:
        raise TooLargeError(
            f"n = {n} is too large for a comparison (limit {MAXIMUM_ENUMERATION_DIMENSION}): whole classes are kept",
            size=n,
            limit=MAXIMUM_ENUMERATION_DIMENSION,
        )
    for gated in chosen.values():
        check_gated_dimension(gated, n)
        check_enumeration_size(gated, n)
        if n == MAXIMUM_ENUMERATION_DIMENSION and not gated.symmetry.negates_others:
            raise DomainError(f"classes of 5 inputs are compared only if inputs may be negated, not {gated}")
    names = tuple(chosen)
    sizes: list[int] = []
    outside: list[list[int]] = []
    if n < MAXIMUM_ENUMERATION_DIMENSION:
        names = (QUADRATIC, *names)
        sets = [quadratic_functions(n), *_each(chosen, progress, lambda gated: gated_functions(gated, n))]
        sizes = [int(one.sum()) for one in sets]
        outside = [[int((one & ~other).sum()) for other in sets] for one in sets]
    else:
        rows = _each(chosen, progress, gated_rows)
        sizes = [one.count() for one in rows]
        outside = [[one.count_outside(other) for other in rows] for one in rows]
    return InclusionTable(n, names, tuple(sizes), tuple(map(tuple, outside)))


def _each(classes: Mapping[str, GatedClass], progress: Progress | None, work: Callable[[GatedClass], Any]) -> list[Any]:
    found: list[Any] = []
    for gated in classes.values():
        found.append(work(gated))
        if progress is not None:
            progress(len(found), len(classes))
    return found

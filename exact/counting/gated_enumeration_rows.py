r"""Sets of functions of five variables, closed under symmetries, with their number and that of their orbits.

A function of five variables has two halves, lower (x_5 = 0) and upper (x_5 = 1).  Let K be the symmetries of a class
that leave x_5 alone: they act on both halves at once.  Every function has an image under K whose lower half is the
least of its orbit; so a set that is closed under K is known from one row of 2**16 marks for each class of functions of
four variables, and a mark costs three look-ups.  There are 402 rows if the inputs may be negated, 3984 if not.

The set is closed under the whole group G by marking the images under representatives of the cosets of K in G (which
input comes to the top, whether it is negated there, whether the value is negated), and then by closing every row under
the elements of K that fix its lower half.  Then the number of functions is the sum over the rows of their marks times
the length of the orbit of the lower half; and an orbit of G is counted where its member is the least that the
representatives can reach.

The work is cut into parts that threads share; marks are only set, so that the number of threads changes nothing.

Dictionary:
    HalfTables: the arrays of a group K.
    FunctionRows: a set of functions of five variables, to be marked, closed and counted.
    compile_enumeration: compile or load the kernel before time is measured.
"""

from __future__ import annotations

import importlib.util
import itertools
import zlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from exact.counting.gated_class import GatedSymmetry
from exact.errors import DomainError, ExactError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HALF = 1 << 16  # truth tables of four variables
_PART = 16  # pairs in one piece of work

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class HalfTables:
    """What is known about tables of four variables under a group K of signed permutations.

    Attributes:
        representatives: the least table of every class.
        number: the class of each table.
        element: the number of an element of K that takes each table to the least of its class.
        images: ``images[h, t]`` is h.t.
        orbit: the length of the orbit of each class.
        stabilizer: the number of the stabilizer of each least table.
        least: ``least[number, t]`` is the least image of t under that stabilizer.
    """

    representatives: NDArray[Any]
    number: NDArray[Any]
    element: NDArray[Any]
    images: NDArray[Any]
    orbit: NDArray[Any]
    stabilizer: NDArray[Any]
    least: NDArray[Any]


@lru_cache(maxsize=2)
def _half_tables(negates: bool) -> HalfTables:
    import numpy as np

    tables = np.arange(_HALF, dtype=np.uint16)
    images: list[NDArray[Any]] = []
    for order in itertools.permutations(range(4)):
        for negation in range(16 if negates else 1):
            moved = np.zeros(_HALF, dtype=np.uint16)
            for p in range(16):
                image = sum((p >> i & 1) << order[i] for i in range(4)) ^ negation
                moved |= (tables >> np.uint16(p) & np.uint16(1)) << np.uint16(image)
            images.append(moved)
    every = np.stack(images)
    element = every.argmin(axis=0).astype(np.uint16)
    canonical = every.min(axis=0)
    representatives = np.flatnonzero(canonical == tables)
    number = np.searchsorted(representatives, canonical).astype(np.uint16)
    fixing = (every[:, representatives] == representatives.astype(np.uint16)).T
    stabilizers, stabilizer = np.unique(fixing, axis=0, return_inverse=True)
    return HalfTables(
        representatives=representatives.astype(np.int64),
        number=number,
        element=element,
        images=every,
        orbit=len(every) // fixing.sum(axis=1),
        stabilizer=stabilizer.reshape(-1).astype(np.int64),
        least=np.stack([every[members].min(axis=0) for members in stabilizers]),
    )


class FunctionRows:
    """A set of functions of five variables, up to the symmetries of a class; marks are set, then closed, then counted.

    The variable whose place is fixed, if any, is the last one.

    Examples:
        One variable has ten images under signed permutations, in one orbit:

        >>> from exact.counting.gated_class import gated_class
        >>> rows = FunctionRows(gated_class("output-gate").symmetry, threads=1)
        >>> rows.mark_choices([(0, 0xAAAAAAAA)], [0xFFFFFFFF])
        >>> rows.close()
        >>> rows.count(), rows.orbit_numbers()
        (10, {'permutations, negations': 1})
    """

    def __init__(self, symmetry: GatedSymmetry, threads: int) -> None:
        """Start with the empty set: 26 MB of marks if inputs may be negated, 261 MB if not."""
        import numpy as np

        self.symmetry = symmetry
        self.threads = threads
        self._tables = _half_tables(symmetry.negates_others)
        self._rows = np.zeros((len(self._tables.representatives), _HALF), dtype=np.uint8)
        # Exchange x_i and x_5: the points with x_i = 1, x_5 = 0 go up by 16 - 2**i; the last entry moves nothing.
        swaps = [(16 - (1 << i), sum(1 << p for p in range(16) if p >> i & 1)) for i in range(4)]
        self._swaps = np.array([*(() if symmetry.fixes_first else swaps), (0, 0)], dtype=np.int64)
        self._negates_top = symmetry.negates_first if symmetry.fixes_first else symmetry.negates_others

    def _arrays(self) -> tuple[Any, Any, Any]:
        return self._tables.number, self._tables.element, self._tables.images

    def mark_choices(
        self, pairs: Sequence[tuple[int, int]], gates: Sequence[int], progress: Progress | None = None
    ) -> None:
        """Mark ``q xor ((q xor p) and g)`` for all pairs (q, p) and all gates g.

        Cost:
            About 3 nanoseconds a function on each thread.
        """
        import numpy as np

        from exact.counting import _gated_enumeration_kernel as kernel

        if not pairs:
            return
        _check_tables(itertools.chain.from_iterable(pairs))
        _check_tables(gates)
        array = np.array(pairs, dtype=np.int64)
        choosing = np.array(gates, dtype=np.int64)
        parts = [array[start : start + _PART] for start in range(0, len(array), _PART)]

        def work(part: Any) -> None:
            kernel.mark_choices(self._rows, *self._arrays(), part, choosing)

        self._share(work, parts, progress)

    def mark_unions(self, first: NDArray[Any], second: NDArray[Any]) -> None:
        """Mark all unions of a function of one array with a function of another (64-bit arrays).

        Cost:
            About a nanosecond a union on each thread.
        """
        from exact.counting import _gated_enumeration_kernel as kernel

        if not len(first) or not len(second):
            return
        for array in (first, second):
            if int(array.min()) < 0 or int(array.max()) >> 32:
                raise DomainError("truth tables of 5 variables must lie between 0 and 2**32 - 1")
        turned_first, starts_first = _runs(first)
        turned_second, starts_second = _runs(second)

        def work(part: Any) -> None:
            kernel.mark_unions(self._rows, *self._arrays(), turned_first, part, turned_second, starts_second)

        size = max(1, len(starts_first) // (8 * self.threads))
        self._share(work, [starts_first[k : k + size + 1] for k in range(0, len(starts_first) - 1, size)], None)

    def quotients(self, tables: NDArray[Any], gates: Sequence[int]) -> NDArray[Any]:
        """Return for each function f whether f g is in this closed set for some gate g, as values in signs.

        Cost:
            A few nanoseconds a gate, up to the first one that is found.
        """
        import numpy as np

        from exact.counting import _gated_enumeration_kernel as kernel

        _check_tables(gates)
        _check_tables(tables.tolist())
        choosing = np.array(gates, dtype=np.int64)
        found = np.zeros(len(tables), dtype=np.uint8)

        def work(part: tuple[int, int]) -> None:
            kernel.find_quotients(self._rows, *self._arrays(), *part, tables, choosing, found)

        parts = [(start, min(start + 4096, len(tables))) for start in range(0, len(tables), 4096)]
        self._share(work, parts, None)
        return found.astype(bool)

    def close(self) -> None:
        """Close the set under the symmetries of the class."""
        import numpy as np

        from exact.counting import _gated_enumeration_kernel as kernel

        def work(part: tuple[int, int]) -> None:
            kernel.mark_cosets(
                self._rows,
                *part,
                *self._arrays(),
                self._tables.representatives,
                self._swaps,
                self._negates_top,
                self.symmetry.negates_output,
            )

        def finish(part: tuple[int, int]) -> None:
            room = np.zeros(_HALF, dtype=np.uint8)
            kernel.close_rows(self._rows, *part, self._tables.stabilizer, self._tables.least, room)

        self._share(work, self._row_parts(), None)
        self._share(finish, self._row_parts(), None)

    def count(self) -> int:
        """Return the number of functions of a closed set."""
        return sum(
            int(row.sum(dtype="int64")) * int(length)
            for row, length in zip(self._rows, self._tables.orbit, strict=True)
        )

    def packed(self) -> bytes:
        """Return all marks, eight to a byte, compressed.

        Examples:
            >>> from exact.counting.gated_class import gated_class
            >>> rows = FunctionRows(gated_class("selector").symmetry, threads=1)
            >>> rows.mark_choices([(0, 0xAAAAAAAA)], [0xFFFFFFFF])
            >>> other = FunctionRows(gated_class("selector").symmetry, threads=1)
            >>> other.add_packed(rows.packed())
            >>> other.packed() == rows.packed()
            True
        """
        import numpy as np

        return zlib.compress(np.packbits(self._rows).tobytes(), level=1)

    def add_packed(self, marks: bytes) -> None:
        """Set all marks of another set for the same symmetries, which `packed` returned.

        Raises:
            DomainError: if they are not of this form.
        """
        import numpy as np

        bits = zlib.decompress(marks)
        if 8 * len(bits) != self._rows.size:
            raise DomainError(f"there must be {self._rows.size} marks, not {8 * len(bits)}")
        self._rows |= np.unpackbits(np.frombuffer(bits, dtype=np.uint8)).reshape(self._rows.shape)

    def count_outside(self, other: FunctionRows) -> int:
        """Return how many functions of this closed set are not in another one.

        Raises:
            DomainError: if the inputs may be negated in one of the sets only.
        """
        if self._tables is not other._tables:
            raise DomainError("two sets are compared only if inputs may be negated in both, or in none")
        return sum(
            int((row & ~outer & 1).sum(dtype="int64")) * int(length)
            for row, outer, length in zip(self._rows, other._rows, self._tables.orbit, strict=True)
        )

    def least_tables(self, *, negates_output: bool) -> NDArray[Any]:
        """Return one function of every orbit of a closed set, as a 64-bit array."""
        import numpy as np

        from exact.counting import _gated_enumeration_kernel as kernel

        def members(part: tuple[int, int]) -> NDArray[Any]:
            found = np.zeros(0, dtype=np.int64)
            for _ in range(2):  # first the number of members, then the members
                count = kernel.least_members(
                    self._rows,
                    *part,
                    *self._arrays(),
                    self._tables.representatives,
                    self._tables.stabilizer,
                    self._tables.least,
                    self._swaps,
                    self._negates_top,
                    negates_output,
                    found,
                )
                if count <= len(found):
                    break
                found = np.zeros(count, dtype=np.int64)
            return found

        return np.concatenate(self._share(members, self._row_parts(), None))

    def orbit_numbers(self) -> dict[str, int]:
        """Return the number of orbits of a closed set under every group of the class."""
        numbers = {self.symmetry.name(): len(self.least_tables(negates_output=False))}
        if self.symmetry.negates_output:
            name = f"{self.symmetry.name()}, output negation"
            numbers[name] = len(self.least_tables(negates_output=True))
        return numbers

    def _row_parts(self) -> list[tuple[int, int]]:
        size = 8
        return [(start, min(start + size, len(self._rows))) for start in range(0, len(self._rows), size)]

    def _share(self, work: Callable[[Any], Any], parts: Sequence[Any], progress: Progress | None) -> list[Any]:
        """Do every part in one of the threads; return the results in the order of the parts."""
        results: list[Any] = []
        with ThreadPoolExecutor(self.threads) as pool:
            for done, result in enumerate(pool.map(work, parts)):
                results.append(result)
                if progress is not None:
                    progress(done + 1, len(parts))
        return results


def _check_tables(tables: Iterable[int]) -> None:
    for table in tables:
        if table < 0 or table >> 32:
            raise DomainError(f"a truth table of 5 variables must lie between 0 and 2**32 - 1, not {table}")


def _runs(tables: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the tables with their halves exchanged, sorted, and where runs of equal lower halves begin and end."""
    import numpy as np

    turned = np.sort((tables & 0xFFFF) << 16 | tables >> 16)
    lower = turned >> 16
    starts = np.flatnonzero(np.concatenate(([True], lower[1:] != lower[:-1], [True])))
    return turned, starts


def compile_enumeration() -> None:
    """Compile or load the kernel, so that it is not part of a measured time.

    Raises:
        ExactError: if the compiler is not installed.
    """
    if importlib.util.find_spec("numba") is None:
        raise ExactError("the enumeration for n = 5 needs numba, which is not installed; n <= 4 does not")
    import numpy as np

    from exact.counting.gated_class import gated_class

    rows = FunctionRows(gated_class("selector").symmetry, threads=1)
    rows.mark_choices([(0, 1)], [1])
    rows.mark_unions(np.array([1], dtype=np.int64), np.array([2], dtype=np.int64))
    rows.close()
    rows.orbit_numbers()
    rows.quotients(np.array([1], dtype=np.int64), [1])

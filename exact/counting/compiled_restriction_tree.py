r"""The restriction tree, compiled and in threads: the fast exact count.

The mathematics is that of `restriction_tree`, which is also the specification: both give the same number for every
face.  The compiled part is `_restriction_tree_kernel`; this module owns its arrays, checks at the door what the kernel
assumes, cuts the work into units, lets threads take units from a common list, and turns a violated guard into an
error that names the arrangement, the unit and the guard.  numpy and numba are imported when the first count is asked
for.

The kernel counts most cells without building their cones.  Say that two hyperplanes cross if they meet inside the
open cone.  On ``h_i`` exactly those before it leave a trace that cross it, so the recursion of `restriction_tree`
reads: 1, plus the number of hyperplanes, plus, over all nodes, the number of crossing pairs minus the number of
repeated traces.  A hyperplane that crosses ``h_i``, but no other one that crosses ``h_i``, has a trace there that no
other trace crosses or repeats; it is counted as a pair above and left out below.  So the cone on ``h_i`` is built
only where three hyperplanes cross each other pairwise.  Whether two hyperplanes cross is read from the signs of the
rays, and in few cases from comparing fractions: all four quadrants of the plane of the two values must be
met.

A unit of work is a face of the chamber, or a part of a large one.  Results of units are integers that are added up,
so the number of threads and the order of the units cannot change a result.

Dictionary:
    Limits: the capacities that the guards protect; smaller ones make the guards speak earlier.
    Unit: a piece of work; several together cover a face.
    plan_units: cut an arrangement into units.
    CompiledTree: the arrays of one thread, with the count of a unit.
    face_counts: the number of cells on every face, in threads.
    GuardError: a value or a size outgrew the fixed width of the kernel.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from exact.counting.chamber_arrangement import ChamberArrangement
from exact.errors import DomainError, ExactError, TooLargeError

SPLIT_DIMENSION = 9
"""Faces of at least this dimension are cut into several units; a smaller one takes a few milliseconds at most."""

_FACES_PER_CALL = 16


class GuardError(TooLargeError):
    """A guard of the compiled kernel spoke: the count was stopped, and no number was produced.

    Attributes:
        guard: which guard: rays, columns, levels, values or count.
        unit: the unit of work that was stopped.
    """

    def __init__(self, arrangement: ChamberArrangement, unit: Unit, guard: str, limit: int) -> None:
        """Name the arrangement, the unit and the guard."""
        super().__init__(
            f"the {arrangement.name} arrangement of rank N = {arrangement.rank} outgrew the guard '{guard}' "
            f"(limit {limit}) in {unit}",
            size=arrangement.rank,
            limit=limit,
            alternative="use the plain restriction tree, which has no fixed width",
        )
        self.guard = guard
        self.unit = unit


@dataclass(frozen=True, slots=True)
class Limits:
    """Capacities of the kernel; every one is tested before it is used, always.

    Attributes:
        rays: extreme rays in one cone, at most 64 (one bit of a word each).
        columns: hyperplanes that cut one cone.
        levels: restrictions on top of each other, the root included.
        values: the largest stored value of a ray on a hyperplane, at most 2**30, so that the sum of two products of two
            values fits 64 bits.
        count: the largest number of cells of one unit, at most 2**61.
    """

    rays: int = 64
    columns: int = 2048
    levels: int = 13
    values: int = 1 << 30
    count: int = 1 << 61


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A piece of work: a range of the hyperplanes of a face, and one of several parts of what lies below each.

    Attributes:
        face: the mask of the coordinates that are 0 on the face.
        first, last: the range of hyperplanes of the face; last = -1 means up to the end.
        part, parts: only the children whose number is `part` modulo `parts`.
    """

    face: int
    first: int = 0
    last: int = -1
    part: int = 0
    parts: int = 1

    def __str__(self) -> str:
        """Return the place for an error message."""
        if self == Unit(self.face):
            return f"the face {self.face:#b}"
        last = "end" if self.last < 0 else self.last
        return f"the face {self.face:#b}, hyperplanes {self.first}..{last}, part {self.part} of {self.parts}"


class CompiledTree:
    """The arrays of one thread for one arrangement; not to be shared between threads.

    Raises:
        GuardError: if the arrangement itself is beyond a limit.
        DomainError: if a limit is beyond the true capacity.
    """

    def __init__(self, arrangement: ChamberArrangement, limits: Limits | None = None) -> None:
        """Allocate the arrays, and check at the door what the kernel assumes."""
        from exact.counting import _restriction_tree_kernel as kernel

        limits = limits or Limits()
        _check_limits(limits, kernel.MAXIMUM_RAYS, kernel.MAXIMUM_VALUE, kernel.MAXIMUM_COUNT)
        largest = max((abs(value) for form in arrangement.forms for value in form), default=0)
        whole = Unit(0)
        if largest > limits.values:
            raise GuardError(arrangement, whole, "values", limits.values)
        if arrangement.rank > limits.rays:
            raise GuardError(arrangement, whole, "rays", limits.rays)
        hyperplanes = len(arrangement.forms)
        self.arrangement = arrangement
        self.limits = limits
        self.guards = {
            kernel.GUARD_RAYS: ("rays", limits.rays),
            kernel.GUARD_COLUMNS: ("columns", limits.columns),
            kernel.GUARD_LEVELS: ("levels", limits.levels),
            kernel.GUARD_VALUES: ("values", limits.values),
            kernel.GUARD_COUNT: ("count", limits.count),
        }
        self.kernel = kernel
        self.forms = kernel.make_forms(arrangement.forms, arrangement.rank)
        self.reduced = kernel.make_forms(arrangement.forms, arrangement.rank)
        self.slots = kernel.make_slots(hyperplanes)
        # A cone of rank N can be restricted N - 2 times before nothing can cross any more; one level more for the root.
        levels = min(limits.levels, arrangement.rank + 1)
        self.root = kernel.make_levels(1, max(1, hyperplanes))
        self.arrays = kernel.make_levels(levels, max(1, hyperplanes))
        self.scratch = kernel.make_scratch(levels, max(1, hyperplanes))
        self.bounds = (limits.rays, limits.columns, levels, limits.values, limits.count)
        self.loaded: tuple[int, int, int, int] | None = None

    def _check(self, code: int, unit: Unit) -> None:
        if code != self.kernel.OK:
            raise GuardError(self.arrangement, unit, *self.guards[code])

    def _load(self, face: int) -> tuple[int, int, int]:
        """Fill the root with a face; return its numbers of columns (-1: contained), of rays and of crossing pairs."""
        if self.loaded is not None and self.loaded[0] == face:
            return self.loaded[1:]
        columns, rays = map(int, self.kernel.reduce_face(self.forms, face, self.reduced, self.slots))
        edges = 0
        if columns >= 0:
            edges = int(self.kernel.load_root(self.root, self.reduced, columns, rays))
        self.loaded = (face, columns, rays, edges)
        return columns, rays, edges

    def count(self, unit: Unit) -> int:
        """Return the contribution of one unit.

        Raises:
            GuardError: if a guard of the kernel speaks; no number is returned then.
        """
        columns, rays, edges = self._load(unit.face)
        if columns < 0:
            return 0
        last = columns if unit.last < 0 else unit.last
        code, below = self.kernel.explore(
            self.root, self.arrays, self.scratch, columns, rays, unit.first, last, unit.part, unit.parts, self.bounds
        )
        self._check(int(code), unit)
        head = 1 + columns + edges if unit.first == 0 and unit.part == 0 else 0
        return head + int(below)

    def count_units(self, units: Iterable[Unit]) -> dict[int, int]:
        """Return the sums of the contributions of units, by face."""
        sums: dict[int, int] = {}
        for unit in units:
            sums[unit.face] = sums.get(unit.face, 0) + self.count(unit)
        return sums

    def count_whole_faces(self, faces: Sequence[int]) -> list[int]:
        """Return the numbers of cells of several faces."""
        self.loaded = None
        masks, counts = self.kernel.make_faces(faces)
        code, done = self.kernel.count_faces(
            self.forms, masks, counts, self.reduced, self.slots, self.root, self.arrays, self.scratch, self.bounds
        )
        if code != self.kernel.OK:
            self._check(int(code), Unit(faces[int(done)]))
        return [int(count) for count in counts]


def _check_limits(limits: Limits, rays: int, values: int, count: int) -> None:
    for name, value, largest in (
        ("rays", limits.rays, rays),
        ("values", limits.values, values),
        ("count", limits.count, count),
        ("columns", limits.columns, 1 << 20),
        ("levels", limits.levels, 64),
    ):
        if not 1 <= value <= largest:
            raise DomainError(f"the limit '{name}' must be in 1, ..., {largest}, not {value}")


def plan_units(arrangement: ChamberArrangement, pieces: int = 64, parts: int = 1) -> list[Unit]:
    """Cut an arrangement into units that together cover every face once, in a fixed order.

    Args:
        arrangement: the arrangement.
        pieces: into how many ranges of hyperplanes a face of full or almost full dimension is cut.
        parts: into how many parts each range of the open chamber is cut further.

    Examples:
        >>> from exact.counting.chamber_arrangement import threshold_arrangement
        >>> plan_units(threshold_arrangement(2))
        [Unit(face=0, first=0, last=-1, part=0, parts=1), Unit(face=1, first=0, last=-1, part=0, parts=1), \
Unit(face=2, first=0, last=-1, part=0, parts=1), Unit(face=3, first=0, last=-1, part=0, parts=1)]
    """
    if pieces < 1 or parts < 1:
        raise DomainError(f"the numbers of pieces and parts must be at least 1, not {pieces} and {parts}")
    rank = arrangement.rank
    hyperplanes = len(arrangement.forms)
    units: list[Unit] = []
    for face in sorted(range(1 << rank), key=lambda mask: (mask.bit_count(), mask)):
        dimension = rank - face.bit_count()
        if dimension < SPLIT_DIMENSION:
            units.append(Unit(face))
            continue
        cuts = sorted({hyperplanes * i // pieces for i in range(pieces)})
        for first, last in zip(cuts, [*cuts[1:], -1], strict=True):
            face_parts = parts if face == 0 else 1
            units.extend(Unit(face, first, last, part, face_parts) for part in range(face_parts))
    return units


def _tasks(arrangement: ChamberArrangement) -> Iterator[Unit | list[int]]:
    """Yield the large units one by one, then the small faces in batches."""
    small: list[int] = []
    for unit in plan_units(arrangement):
        if unit == Unit(unit.face):
            small.append(unit.face)
        else:
            yield unit
    for start in range(0, len(small), _FACES_PER_CALL):
        yield small[start : start + _FACES_PER_CALL]


def face_counts(
    arrangement: ChamberArrangement,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits | None = None,
) -> list[int]:
    """Return the number of cells on every face, by mask; a hyperplane that contains a face gives 0 there.

    Args:
        arrangement: the arrangement.
        threads: how many threads share the work; the result does not depend on it.
        progress: called after every piece of work, from one thread at a time, with the numbers of pieces done and of
            all.
        limits: the capacities of the kernel; the defaults are its true ones.

    Raises:
        DomainError: if there is no thread.
        GuardError: if a guard of the kernel speaks; nothing is returned then.
        ExactError: if a thread ended early, for want of memory for example; nothing is returned then.

    Cost:
        About 45 nanoseconds a cell of all faces and thread; a compilation of some seconds the first time on a machine.
    """
    if threads < 1:
        raise DomainError(f"the number of threads must be at least 1, not {threads}")
    work = _Work(list(_tasks(arrangement)), progress, 1 << arrangement.rank)
    engines = [CompiledTree(arrangement, limits) for _ in range(threads)]
    helpers = [threading.Thread(target=work.run, args=(engine,), daemon=True) for engine in engines]
    for helper in helpers:
        helper.start()
    try:
        for helper in helpers:  # this thread only waits, so that an interrupt is heard within a piece of work
            while helper.is_alive():
                helper.join(timeout=1)
    except BaseException:
        work.stop()
        raise
    if work.failure is not None:
        raise work.failure
    if work.done < len(work.tasks):
        raise ExactError(f"a thread ended early: only {work.done} of {len(work.tasks)} pieces of work were counted")
    return work.counts


class _Work:
    """A list of tasks that several threads share, and the sums of their results."""

    def __init__(self, tasks: list[Unit | list[int]], progress: Callable[[int, int], None] | None, faces: int) -> None:
        self.tasks = tasks
        self.next = 0
        self.done = 0
        self.counts = [0] * faces
        self.progress = progress
        self.failure: GuardError | KeyboardInterrupt | None = None
        self.lock = threading.Lock()

    def stop(self) -> None:
        """Let no thread take another task."""
        with self.lock:
            self.next = len(self.tasks)

    def _take(self) -> Unit | list[int] | None:
        with self.lock:
            if self.next == len(self.tasks):
                return None
            self.next += 1
            return self.tasks[self.next - 1]

    def _add(self, results: Iterable[tuple[int, int]]) -> None:
        with self.lock:
            for face, count in results:
                self.counts[face] += count
            self.done += 1
            if self.progress is not None:
                self.progress(self.done, len(self.tasks))

    def run(self, engine: CompiledTree) -> None:
        """Take tasks until there is none left."""
        while (task := self._take()) is not None:
            try:
                if isinstance(task, Unit):
                    self._add([(task.face, engine.count(task))])
                else:
                    self._add(zip(task, engine.count_whole_faces(task), strict=True))
            except (GuardError, KeyboardInterrupt) as error:  # what a callback of progress raises is one of them
                self.stop()
                with self.lock:
                    self.failure = self.failure or error

"""The plain and the compiled restriction tree: brute force, the splitting tree, random arrangements, guards."""

import subprocess
import sys
import threading
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exact.counting.chamber_arrangement import (
    ChamberArrangement,
    resonance_arrangement,
    threshold_arrangement,
)
from exact.counting.compiled_restriction_tree import CompiledTree, GuardError, Limits, Unit, plan_units
from exact.counting.compiled_restriction_tree import face_counts as compiled_face_counts
from exact.counting.restriction_tree import cells_on_face, face_columns, face_counts
from exact.counting.splitting_tree import tie_histogram
from exact.counting.weyl_group import WeylGroup, faces_from_histogram, histogram_from_faces, regions_from_faces
from exact.errors import DomainError, ExactError, TooLargeError

B = WeylGroup.SIGNED_PERMUTATIONS


def has_positive_solution(rows: list[tuple[int, ...]]) -> bool:
    """Decide whether some u satisfies row.u > 0 for all rows, by Fourier-Motzkin elimination of the last variable."""
    if not rows:
        return True
    if len(rows[0]) == 0:
        return False
    lower = [row for row in rows if row[-1] > 0]
    upper = [row for row in rows if row[-1] < 0]
    left = {row[:-1] for row in rows if row[-1] == 0}
    for p in lower:
        for q in upper:
            left.add(tuple(-q[-1] * a + p[-1] * b for a, b in zip(p[:-1], q[:-1], strict=True)))
    return has_positive_solution(sorted(left))


def cells_by_sign_vectors(rank: int, forms: list[tuple[int, ...]]) -> int:
    """Try all sign vectors in the open orthant."""
    orthant = [tuple(int(i == j) for j in range(rank)) for i in range(rank)]
    return sum(
        has_positive_solution(orthant + [tuple(s * a for a in form) for s, form in zip(signs, forms, strict=True)])
        for signs in product((1, -1), repeat=len(forms))
    )


@st.composite
def arrangements(draw: st.DrawFn, largest_rank: int = 4, most: int = 6) -> ChamberArrangement:
    """Small random arrangements in an orthant, repeated and parallel hyperplanes included."""
    rank = draw(st.integers(1, largest_rank))
    entry = st.integers(-3, 3)
    forms = draw(st.lists(st.tuples(*[entry] * rank), max_size=most))
    if forms and draw(st.booleans()):
        forms.append(tuple(-2 * a for a in forms[0]))
    return ChamberArrangement("random", B, rank, tuple(forms))


@given(arrangements(largest_rank=3, most=4))
@settings(deadline=None)
def test_the_cells_of_a_chamber_are_its_feasible_sign_vectors(arrangement: ChamberArrangement) -> None:
    different = sorted(set(arrangement.forms))
    assert cells_on_face(arrangement, 0) == cells_by_sign_vectors(arrangement.rank, different)


@given(arrangements(largest_rank=6, most=12))
@settings(deadline=None)
def test_the_compiled_tree_agrees_with_the_plain_one_on_random_arrangements(arrangement: ChamberArrangement) -> None:
    assert compiled_face_counts(arrangement) == face_counts(arrangement)


@given(arrangements(largest_rank=5, most=10), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_hyperplanes_does_not_matter(arrangement: ChamberArrangement, random: object) -> None:
    forms = list(arrangement.forms)
    random.shuffle(forms)  # type: ignore[attr-defined]
    shuffled = ChamberArrangement("random", B, arrangement.rank, tuple(forms))
    assert face_counts(shuffled) == face_counts(arrangement) == compiled_face_counts(shuffled)
    if forms != list(arrangement.forms):
        assert shuffled.digest() != arrangement.digest()


@pytest.mark.parametrize("variables", range(1, 8))
def test_the_faces_of_the_threshold_arrangement_are_those_of_the_splitting_tree(variables: int) -> None:
    assert face_counts(threshold_arrangement(variables)) == faces_from_histogram(tie_histogram(variables))


@pytest.mark.parametrize("variables", [1, 2, 5, 8])
def test_the_compiled_faces_are_those_of_the_splitting_tree(variables: int) -> None:
    assert histogram_from_faces(compiled_face_counts(threshold_arrangement(variables))) == tie_histogram(variables)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_eight_variables_do_not_depend_on_the_number_of_threads(threads: int) -> None:
    counts = compiled_face_counts(threshold_arrangement(9), threads)
    assert regions_from_faces(B, 9, counts) == 17561539552946  # OEIS A000609(8)
    assert counts[0] == 175428  # OEIS A001532(9)


@pytest.mark.slow
def test_the_compiled_faces_of_nine_self_dual_variables_are_those_of_the_splitting_tree() -> None:
    assert histogram_from_faces(compiled_face_counts(threshold_arrangement(9), 2)) == tie_histogram(9)


@pytest.mark.slow
def test_nine_variables_give_the_published_number() -> None:
    counts = compiled_face_counts(threshold_arrangement(10), 2)
    assert regions_from_faces(B, 10, counts) == 144130531453121108  # OEIS A000609(9)
    assert counts[0] == 52980624  # OEIS A001532(10)
    assert counts[512:] == compiled_face_counts(threshold_arrangement(9))


@pytest.mark.parametrize(("pieces", "parts"), [(1, 1), (7, 3), (64, 5), (1000, 2)])
def test_units_cover_every_face_once_however_it_is_cut(pieces: int, parts: int) -> None:
    arrangement = threshold_arrangement(9)
    units = plan_units(arrangement, pieces, parts)
    assert len(set(units)) == len(units)
    sums = CompiledTree(arrangement).count_units(reversed(units))
    assert [sums[face] for face in range(512)] == compiled_face_counts(arrangement)


def test_units_of_one_face_add_up() -> None:
    arrangement = threshold_arrangement(7)
    pieces = [Unit(0, 0, 5, 0, 2), Unit(0, 0, 5, 1, 2), Unit(0, 5, 11), Unit(0, 11, -1)]
    tree = CompiledTree(arrangement)
    assert tree.count_units(pieces) == {0: 135}
    assert tree.count_units([]) == {}


def test_progress_is_reported_up_to_the_end() -> None:
    plain: list[tuple[int, int]] = []
    face_counts(threshold_arrangement(3), lambda done, total: plain.append((done, total)))
    assert plain == [(i, 8) for i in range(1, 9)]
    compiled: list[tuple[int, int]] = []
    compiled_face_counts(threshold_arrangement(9), 2, lambda done, total: compiled.append((done, total)))
    assert compiled == [(i, len(compiled)) for i in range(1, len(compiled) + 1)]


def test_an_arrangement_without_hyperplanes_has_one_cell_on_every_face() -> None:
    empty = ChamberArrangement("empty", B, 2, ())
    assert face_counts(empty) == compiled_face_counts(empty) == [1, 1, 1, 1]


def test_a_hyperplane_that_contains_a_face_leaves_no_cell_there() -> None:
    arrangement = threshold_arrangement(3)
    assert face_columns(arrangement, 0b111) is None
    assert cells_on_face(arrangement, 0b111) == 0


# Guards: every one is reached with reduced limits and names the rank, the unit and itself.
@pytest.mark.parametrize(
    ("limits", "guard"),
    [
        (Limits(rays=9), "rays"),
        (Limits(columns=40), "columns"),
        (Limits(levels=2), "levels"),
        (Limits(count=100), "count"),
    ],
)
def test_a_kernel_driven_beyond_a_limit_gives_an_error_and_no_number(limits: Limits, guard: str) -> None:
    with pytest.raises(GuardError, match=rf"threshold arrangement of rank N = 8 outgrew the guard '{guard}'") as error:
        compiled_face_counts(threshold_arrangement(8), 2, limits=limits)
    assert error.value.guard == guard
    assert error.value.size == 8
    assert "face 0b" in str(error.value)


def steep_arrangement(big: int) -> ChamberArrangement:
    return ChamberArrangement("steep", B, 4, tuple((big - i, -big + i * i, i - 5, 3 - big * (i % 2)) for i in range(7)))


def test_a_value_beyond_its_limit_gives_an_error_and_no_number() -> None:
    arrangement = steep_arrangement(100)
    with pytest.raises(GuardError, match="steep arrangement of rank N = 4 outgrew the guard 'values'") as error:
        compiled_face_counts(arrangement, limits=Limits(values=120))
    assert error.value.guard == "values"
    assert error.value.unit == Unit(0)
    assert compiled_face_counts(arrangement) == face_counts(arrangement)


def test_an_error_names_the_part_of_a_face_that_was_being_counted() -> None:
    with pytest.raises(GuardError, match=r"outgrew the guard 'levels' \(limit 2\) in the face 0b0, hyperplanes 0\.\.4"):
        CompiledTree(threshold_arrangement(9), Limits(levels=2)).count_units(plan_units(threshold_arrangement(9)))


def test_values_and_rays_are_checked_at_the_door() -> None:
    with pytest.raises(GuardError, match="guard 'values'"):
        compiled_face_counts(ChamberArrangement("huge", B, 2, ((2**30 + 1, -1),)))
    with pytest.raises(GuardError, match="guard 'rays'"):
        compiled_face_counts(threshold_arrangement(5), limits=Limits(rays=4))


def test_values_near_the_limit_are_counted_right_or_refused() -> None:
    big = 2**14
    forms = ((big, -big + 1, -1), (big - 1, -big, 1), (1, 1, -big), (-7, big, 3 - big))
    arrangement = ChamberArrangement("large", B, 3, forms)
    assert compiled_face_counts(arrangement) == face_counts(arrangement)
    with pytest.raises(GuardError, match="guard 'values'"):
        compiled_face_counts(steep_arrangement(2**29))


@pytest.mark.parametrize("limits", [Limits(rays=65), Limits(values=2**31), Limits(count=2**62), Limits(levels=0)])
def test_limits_beyond_the_true_capacities_are_refused(limits: Limits) -> None:
    with pytest.raises(DomainError, match=r"the limit '\w+' must be in 1"):
        compiled_face_counts(threshold_arrangement(3), limits=limits)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(DomainError, match="threads must be at least 1, not 0"):
        compiled_face_counts(threshold_arrangement(3), 0)
    with pytest.raises(DomainError, match="not 0 and 1"):
        plan_units(threshold_arrangement(3), 0)
    with pytest.raises(DomainError, match="not 0"):
        threshold_arrangement(0)
    with pytest.raises(TooLargeError, match="13 > 12"):
        resonance_arrangement(13)


def test_an_interrupted_count_stops_its_threads() -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt(f"{done} of {total}")

    with pytest.raises(KeyboardInterrupt, match="1 of"):
        compiled_face_counts(threshold_arrangement(9), 1, interrupt)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_dies_leaves_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    count = CompiledTree.count_whole_faces
    died = threading.Event()

    def dies_elsewhere(tree: CompiledTree, faces: list[int]) -> list[int]:
        if threading.current_thread() is not threading.main_thread():
            died.set()
            raise MemoryError
        assert died.wait(600)  # so that this thread cannot take all the work before the other one has begun
        return count(tree, faces)

    monkeypatch.setattr(CompiledTree, "count_whole_faces", dies_elsewhere)
    with pytest.raises(ExactError, match="a thread ended early: only"):
        compiled_face_counts(threshold_arrangement(6), 2)


def test_the_plain_trees_load_no_library() -> None:
    program = (
        "import sys; from exact.counting import restriction_tree, splitting_tree, chamber_arrangement, shards; "
        "splitting_tree.tie_histogram(4); restriction_tree.face_counts(chamber_arrangement.threshold_arrangement(4)); "
        "sys.exit(bool({'numpy', 'numba', 'flint', 'sympy', 'gmpy2'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

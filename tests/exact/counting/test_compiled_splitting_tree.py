"""The compiled splitting tree: the plain one, the restriction tree, random arrangements, guards."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exact.counting import compiled_splitting_tree, restriction_tree, splitting_tree
from exact.counting.chamber_arrangement import ChamberArrangement, resonance_arrangement, threshold_arrangement
from exact.counting.compiled_splitting_tree import Limits, SplittingGuardError, face_counts, tie_histogram
from exact.counting.threshold import threshold_histogram
from exact.counting.threshold_numbers import functions_of, nested_histogram, threshold_numbers
from exact.counting.weyl_group import WeylGroup, faces_from_histogram, regions_from_faces
from exact.errors import DomainError, ExactError, TooLargeError
from exact.tables import TABLE_NAMES, read_table

B = WeylGroup.SIGNED_PERMUTATIONS


@pytest.mark.parametrize("variables", range(1, 9))
def test_the_histogram_is_that_of_the_plain_tree(variables: int) -> None:
    assert tie_histogram(variables) == splitting_tree.tie_histogram(variables)


def test_eight_variables_give_what_the_restriction_tree_gives() -> None:
    histogram = threshold_histogram(8, "splitting-tree")
    assert histogram == threshold_histogram(8, "restriction-tree")
    assert functions_of(histogram) == 17561539552946  # OEIS A000609(8)
    assert sum(histogram) == 175428  # OEIS A001532(9)


@pytest.mark.slow
def test_the_plain_tree_gives_the_same_for_nine_self_dual_variables() -> None:
    assert tie_histogram(9) == splitting_tree.tie_histogram(9)


@pytest.mark.slow
def test_nine_variables_give_the_published_numbers_and_those_of_the_restriction_tree_in_all_columns() -> None:
    histogram = threshold_histogram(9, "splitting-tree", 2)
    other = threshold_histogram(9, "restriction-tree", 2)
    assert histogram == other
    assert threshold_numbers(histogram) == threshold_numbers(other)
    assert functions_of(histogram) == 144130531453121108  # OEIS A000609(9)
    assert sum(histogram) == 52980624  # OEIS A001532(10)
    assert nested_histogram(histogram) == tie_histogram(9)
    assert regions_from_faces(B, 10, faces_from_histogram(histogram)) == functions_of(histogram)
    columns = [name for name in TABLE_NAMES if read_table(name).entries[-1].second_method == "splitting-tree"]
    assert len(columns) == 13


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_number_of_threads_does_not_matter(threads: int) -> None:
    assert tie_histogram(9, threads) == tie_histogram(9)


@pytest.mark.parametrize(("variables", "depth"), [(7, 1), (7, 4), (7, 9), (5, 10)])
def test_the_depth_of_the_cut_does_not_matter(variables: int, depth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tie_histogram(variables)
    monkeypatch.setattr(compiled_splitting_tree, "_DEPTHS", ((0, depth),))
    seen: list[tuple[int, int]] = []
    assert tie_histogram(variables, 2, lambda done, total: seen.append((done, total))) == whole
    assert seen == [(i, 1 << depth) for i in range(1, (1 << depth) + 1)]


@st.composite
def arrangements(draw: st.DrawFn) -> ChamberArrangement:
    """Small random arrangements in an orthant, repeated and parallel hyperplanes and empty ones included."""
    rank = draw(st.integers(1, 6))
    forms = draw(st.lists(st.tuples(*[st.integers(-3, 3)] * rank), max_size=12))
    if forms and draw(st.booleans()):
        forms.append(tuple(-2 * a for a in forms[0]))
    return ChamberArrangement("random", B, rank, tuple(forms))


@given(arrangements())
@settings(deadline=None)
def test_the_cells_on_the_faces_of_random_arrangements_are_those_of_the_plain_restriction_tree(
    arrangement: ChamberArrangement,
) -> None:
    assert face_counts(arrangement) == restriction_tree.face_counts(arrangement)


@pytest.mark.parametrize("d", range(1, 6))
def test_the_faces_of_the_resonance_arrangement_are_those_of_the_plain_restriction_tree(d: int) -> None:
    assert face_counts(resonance_arrangement(d)) == restriction_tree.face_counts(resonance_arrangement(d))


def test_the_faces_agree_with_the_tie_histogram() -> None:
    assert face_counts(threshold_arrangement(7)) == faces_from_histogram(tie_histogram(7))


def test_facet_bits_are_used_again_and_the_histogram_stays() -> None:
    # Paths of N = 8 have up to 58 splits: with 64 bits some are used again, with 18 most.
    assert tie_histogram(8, limits=Limits(facets=18)) == splitting_tree.tie_histogram(8)


# Guards: every one is reached with reduced limits, and names the cone, the part and itself.
@pytest.mark.parametrize(
    ("limits", "guard"),
    [
        (Limits(rays=16), "rays"),
        (Limits(levels=5), "levels"),
        (Limits(facets=11), "facets"),
        (Limits(values=8), "values"),
        (Limits(entries=600), "entries"),
        (Limits(count=500), "count"),
    ],
)
def test_a_kernel_driven_beyond_a_limit_gives_an_error_and_no_number(limits: Limits, guard: str) -> None:
    with pytest.raises(
        SplittingGuardError, match=rf"N = 8 self-dual variables, part 0 of 1, outgrew the guard '{guard}'"
    ) as error:
        tie_histogram(8, 2, limits=limits)
    assert (error.value.guard, error.value.size) == (guard, 8)


@pytest.mark.parametrize(
    ("limits", "guard"),
    [
        (Limits(rays=7), "rays"),
        (Limits(columns=57), "columns"),
        (Limits(facets=8), "facets"),
        (Limits(values=4), "values"),
        (Limits(entries=463), "entries"),
    ],
)
def test_a_root_that_does_not_fit_is_refused_at_the_door(limits: Limits, guard: str) -> None:
    # 58 hyperplanes, 8 rays: no part of the tree is begun
    with pytest.raises(SplittingGuardError, match=rf"N = 8 self-dual variables outgrew the guard '{guard}'"):
        tie_histogram(8, 2, limits=limits)


def test_an_error_names_the_part_of_the_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_splitting_tree, "_DEPTHS", ((0, 2),))
    with pytest.raises(
        SplittingGuardError, match=r"N = 8 self-dual variables, part 0 of 4, outgrew the guard 'count' \(limit"
    ):
        tie_histogram(8, limits=Limits(count=100))


@pytest.mark.parametrize("big", [2**14, 2**29])
def test_large_values_are_counted_right_or_refused(big: int) -> None:
    forms = ((big, -big + 1, -1), (big - 1, -big, 1), (1, 1, -big), (-7, big, 3 - big))
    arrangement = ChamberArrangement("large", B, 3, forms)
    if big < 2**20:  # products of two values exceed 32 bits already on the way
        assert face_counts(arrangement) == restriction_tree.face_counts(arrangement)
    else:
        with pytest.raises(
            SplittingGuardError, match=r"large arrangement of rank N = 3 on the face 0b0.*guard 'values'"
        ):
            face_counts(arrangement)


def test_values_are_checked_at_the_door() -> None:
    with pytest.raises(SplittingGuardError, match="guard 'values'"):
        face_counts(ChamberArrangement("huge", B, 2, ((2**30 + 1, -1),)))
    assert face_counts(ChamberArrangement("edge", B, 2, ((2**30, -1),)))[0] == 2


def test_two_large_values_are_compared_in_the_wide_type() -> None:
    # Both lines cut the quadrant of the plane; their order depends on a product of more than 32 bits.
    big = 2**30
    for forms in (((big, 1 - big), (big - 1, 2 - big)), ((big - 1, 2 - big), (big, 1 - big))):
        arrangement = ChamberArrangement("narrow", B, 2, forms)
        assert face_counts(arrangement) == restriction_tree.face_counts(arrangement) == [3, 1, 1, 0]


@pytest.mark.parametrize(
    "limits", [Limits(facets=65), Limits(values=2**31), Limits(count=2**62), Limits(levels=0), Limits(entries=2**31)]
)
def test_limits_beyond_the_true_capacities_are_refused(limits: Limits) -> None:
    with pytest.raises(DomainError, match=r"the limit '\w+' must be in 1"):
        tie_histogram(3, limits=limits)


def test_an_unsorted_chow_vector_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    cutting, others = splitting_tree.chamber_hyperplanes(5)
    negated = [tuple(-value for value in x) for x in others]
    monkeypatch.setattr(compiled_splitting_tree, "chamber_hyperplanes", lambda _: (cutting, negated))
    with pytest.raises(ExactError, match=r"a Chow vector in the tree of N = 5 .* is not sorted"):
        tie_histogram(5)


def test_a_histogram_that_does_not_contain_the_smaller_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting_tree, "tie_histogram", lambda variables: [0] * (1 << variables))
    with pytest.raises(ExactError, match="the tie histogram of 6 variables must contain the one of one variable less"):
        tie_histogram(6)


def test_a_lost_split_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    explore = compiled_splitting_tree._Work._explore

    def forgetful(work, cone, part, depth):
        histogram, (cells, splits, closed) = explore(work, cone, part, depth)
        return histogram, (cells, splits - 1, closed)

    monkeypatch.setattr(compiled_splitting_tree._Work, "_explore", forgetful)
    with pytest.raises(ExactError, match="must have one split less than the 56 closed nodes, not 54"):
        tie_histogram(7)


def test_an_interrupted_count_stops() -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt(f"{done} of {total}")

    with pytest.raises(KeyboardInterrupt, match="1 of 32"):
        tie_histogram(9, 2, interrupt)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(DomainError, match="at least 1, not 0: no function"):
        tie_histogram(0)
    with pytest.raises(DomainError, match="threads must be at least 1, not 0"):
        tie_histogram(3, 0)
    with pytest.raises(TooLargeError, match=r"12 self-dual variables are too many .* \(limit 11\)"):
        tie_histogram(12)


def test_the_two_trees_share_no_code_but_the_arrangement() -> None:
    program = (
        "import sys; from exact.counting.compiled_splitting_tree import tie_histogram; tie_histogram(6); "
        "print(*sorted(name for name in sys.modules if name.startswith('exact.counting.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3]
    )
    names = ("_splitting_tree_kernel", "chamber_arrangement", "compiled_splitting_tree", "splitting_tree", "weyl_group")
    assert done.stdout.split() == [f"exact.counting.{name}" for name in names]

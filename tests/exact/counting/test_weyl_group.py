"""Orders of parabolic subgroups, and the assembly of a number of regions from face counts."""

from itertools import permutations, product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.counting.weyl_group import WeylGroup, faces_from_histogram, histogram_from_faces, regions_from_faces
from exact.errors import DomainError

B = WeylGroup.SIGNED_PERMUTATIONS
A = WeylGroup.PERMUTATIONS


def face_point(group: WeylGroup, rank: int, mask: int) -> list[int]:
    """A point of the open face: w_i is the sum of the u_j with j >= i."""
    u = [0 if mask >> i & 1 else 1 for i in range(rank)]
    w = [sum(u[i:]) for i in range(rank)]
    return w if group is B else [*w, 0]


def stabiliser_order(group: WeylGroup, point: list[int]) -> int:
    """Count the elements of the group that fix a point."""
    length = len(point)
    signs = list(product((1, -1), repeat=length)) if group is B else [(1,) * length]
    return sum(
        all(point[order[i]] * sign[i] == point[i] for i in range(length))
        for order in permutations(range(length))
        for sign in signs
    )


@pytest.mark.parametrize("group", [A, B])
@pytest.mark.parametrize("rank", [0, 1, 2, 3, 4])
def test_a_parabolic_subgroup_is_the_stabiliser_of_a_point_of_its_face(group: WeylGroup, rank: int) -> None:
    for mask in range(1 << rank):
        assert group.parabolic_order(rank, mask) == stabiliser_order(group, face_point(group, rank, mask))


@pytest.mark.parametrize("group", [A, B])
def test_the_alternating_sum_of_indices_of_parabolic_subgroups_is_one(group: WeylGroup) -> None:
    rank = 6
    order = group.order(rank)
    total = sum((-1) ** mask.bit_count() * order // group.parabolic_order(rank, mask) for mask in range(1 << rank))
    assert total == 1


@pytest.mark.parametrize("rank", [1, 2, 3, 4, 5])
def test_the_mirrors_of_the_group_itself_have_one_region_for_each_element(rank: int) -> None:
    counts = [1] + [0] * (2**rank - 1)
    assert regions_from_faces(B, rank, counts) == B.order(rank)
    assert regions_from_faces(A, rank, counts) == A.order(rank)


@pytest.mark.parametrize("rank", [1, 2, 3, 4, 5])
def test_no_hyperplane_at_all_means_one_region(rank: int) -> None:
    assert regions_from_faces(B, rank, [1] * 2**rank) == 1
    assert regions_from_faces(A, rank, [1] * 2**rank) == 1


def test_the_coordinate_hyperplanes_have_one_region_for_each_choice_of_signs() -> None:
    rank = 4
    counts = [0 if mask >> (rank - 1) & 1 else 1 for mask in range(1 << rank)]
    assert regions_from_faces(B, rank, counts) == 2**rank


@given(st.integers(0, 5).flatmap(lambda rank: st.lists(st.integers(), min_size=1 << rank, max_size=1 << rank)))
def test_sums_over_supersets_and_their_inversion_undo_each_other(values: list[int]) -> None:
    assert histogram_from_faces(faces_from_histogram(values)) == values
    assert faces_from_histogram(values) == [
        sum(value for other, value in enumerate(values) if other & mask == mask) for mask in range(len(values))
    ]


def test_a_run_of_ties_of_permutations_counts_like_binomials() -> None:
    assert A.order(5) // A.parabolic_order(5, 0b11011) == comb(6, 3)


def test_a_mask_outside_the_rank_is_refused() -> None:
    with pytest.raises(DomainError, match=r"must be in 0, \.\.\., 3, not 4"):
        B.parabolic_order(2, 4)
    with pytest.raises(DomainError, match="not -1"):
        B.parabolic_order(2, -1)


def test_a_wrong_number_of_face_counts_is_refused() -> None:
    with pytest.raises(DomainError, match="must be 8 face counts in rank 3, not 7"):
        regions_from_faces(B, 3, [1] * 7)

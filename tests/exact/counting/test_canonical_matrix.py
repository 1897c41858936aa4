"""The canonical form of symmetric matrices under signed permutations, against minimization over the whole group."""

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exact.counting.canonical_matrix import Matrix, canonical_matrix
from exact.errors import DomainError


def act(matrix: list[list[int]], order: tuple[int, ...], signs: tuple[int, ...]) -> Matrix:
    return tuple(tuple(matrix[i][j] * signs[i] * signs[j] for j in order) for i in order)


def orbit(matrix: list[list[int]]) -> set[Matrix]:
    size = len(matrix)
    return {act(matrix, order, signs) for order in permutations(range(size)) for signs in product((1, -1), repeat=size)}


@st.composite
def symmetric_matrices(draw: st.DrawFn, largest: int = 4, bound: int = 2) -> list[list[int]]:
    size = draw(st.integers(0, largest))
    rows = [[0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rows[i][j] = rows[j][i] = draw(st.integers(-bound, bound))
    return rows


@given(symmetric_matrices())
@settings(deadline=None)
def test_the_canonical_form_is_in_the_orbit(matrix: list[list[int]]) -> None:
    assert canonical_matrix(matrix) in orbit(matrix)


@given(symmetric_matrices(largest=7, bound=1), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_canonical_form_depends_on_the_orbit_alone(matrix: list[list[int]], random: object) -> None:
    size = len(matrix)
    order = random.sample(range(size), size)  # type: ignore[attr-defined]
    signs = tuple(random.choice((1, -1)) for _ in range(size))  # type: ignore[attr-defined]
    assert canonical_matrix(act(matrix, tuple(order), signs)) == canonical_matrix(matrix)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_different_orbits_have_different_canonical_forms(size: int) -> None:
    places = [(i, j) for i in range(size) for j in range(i + 1)]
    forms: set[Matrix] = set()
    orbits: set[frozenset[Matrix]] = set()
    for entries in product((-1, 0, 1), repeat=len(places)):
        rows = [[0] * size for _ in range(size)]
        for (i, j), entry in zip(places, entries, strict=True):
            rows[i][j] = rows[j][i] = entry
        forms.add(canonical_matrix(rows))
        orbits.add(frozenset(orbit(rows)))
    assert len(forms) == len(orbits)


def adjacency(size: int, edges: list[tuple[int, int]]) -> list[list[int]]:
    rows = [[0] * size for _ in range(size)]
    for i, j in edges:
        rows[i][j] = rows[j][i] = 1
    return rows


def test_matrices_that_colours_alone_cannot_separate_have_different_forms() -> None:
    # Both graphs are regular of degree 3 on six vertices: the prism and the complete bipartite graph.
    prism = adjacency(6, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (0, 3), (1, 4), (2, 5)])
    bipartite = adjacency(6, [(i, j) for i in range(3) for j in range(3, 6)])
    assert canonical_matrix(prism) != canonical_matrix(bipartite)
    # A cycle of six against two triangles, as the squares of their labels would agree for signs ignored.
    hexagon = adjacency(6, [(i, (i + 1) % 6) for i in range(6)])
    triangles = adjacency(6, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)])
    assert canonical_matrix(hexagon) != canonical_matrix(triangles)


def test_a_strongly_regular_graph_is_canonized_through_its_automorphisms() -> None:
    # The Petersen graph: vertex-transitive, no twins, 120 automorphisms.
    petersen = adjacency(
        10,
        [(i, (i + 1) % 5) for i in range(5)]
        + [(i, i + 5) for i in range(5)]
        + [(5 + i, 5 + (i + 2) % 5) for i in range(5)],
    )
    order = (3, 7, 1, 9, 0, 5, 2, 8, 6, 4)
    signs = (1, -1, -1, 1, 1, -1, 1, -1, 1, 1)
    assert canonical_matrix(act(petersen, order, signs)) == canonical_matrix(petersen)


def test_a_sign_that_no_permutation_removes_is_seen() -> None:
    triangle = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    negative = [[0, -1, -1], [-1, 0, -1], [-1, -1, 0]]
    one = [[0, -1, 1], [-1, 0, 1], [1, 1, 0]]
    assert canonical_matrix(negative) == canonical_matrix(one) != canonical_matrix(triangle)


def test_malformed_matrices_are_refused() -> None:
    with pytest.raises(DomainError, match="must be square"):
        canonical_matrix([[1, 2]])
    with pytest.raises(DomainError, match="must be symmetric"):
        canonical_matrix([[1, 2], [3, 4]])
    assert canonical_matrix([]) == ()

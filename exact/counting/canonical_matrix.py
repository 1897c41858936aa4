r"""A canonical form of symmetric integer matrices under signed permutations.

A signed permutation turns a symmetric matrix G into ``P D G D P^T``: the indices are permuted, and rows and columns
change their signs together.  `canonical_matrix` chooses one matrix in the orbit of G by a search that depends on the
orbit alone:

1.  Indices are coloured by the diagonal, and pairs of indices by ``|G_ij|``, ``|(G^2)_ij|`` and the sign of the product
    of the two; none of these changes with signs.  Colours are refined until they are stable: indices of one colour see
    the same colours over the same pairs.
2.  If some colour is shared, the smallest shared class (the least colour among equals) is taken, each member in turn
    gets a colour of its own, and the search goes on.  A member is skipped when an automorphism that fixes the members
    chosen so far maps one tried before to it: those that were found on the way, and the swaps of twins.
3.  When all colours differ, the indices are ordered.  The signs are fixed along the breadth-first forest of the
    non-zero entries, + at the first index of each component and + on every edge of the forest.  The least matrix is
    kept.

A comparison of colours alone would not do: refinement does not separate all matrices of different orbits.

Dictionary:
    canonical_matrix: the canonical matrix, by rows.

Sources: :cite:p:`McKay1981` (refinement, individualization, automorphism pruning).
"""

from __future__ import annotations

from collections.abc import Sequence

from exact.errors import DomainError

Matrix = tuple[tuple[int, ...], ...]


def canonical_matrix(matrix: Sequence[Sequence[int]]) -> Matrix:
    """Return the canonical member of the orbit of a symmetric matrix under signed permutations.

    Args:
        matrix: a symmetric matrix of integers, by rows; the empty matrix is its own canonical form.

    Raises:
        DomainError: if the matrix is not square or not symmetric.

    Examples:
        Two matrices have the same canonical form exactly when a signed permutation maps one to the other:

        >>> canonical_matrix([[1, -2], [-2, 3]]) == canonical_matrix([[3, 2], [2, 1]])
        True
        >>> canonical_matrix([[1, 2], [2, 3]]) == canonical_matrix([[3, 2], [2, 3]])
        False
    """
    size = len(matrix)
    if any(len(row) != size for row in matrix):
        raise DomainError(f"the matrix must be square, with {size} entries in each of its {size} rows")
    if any(matrix[i][j] != matrix[j][i] for i in range(size) for j in range(i)):
        raise DomainError("the matrix must be symmetric")
    search = _Search(matrix)
    search.visit(search.refine(search.diagonal_colors()), ())
    return search.best


def _ranks(labels: Sequence[object]) -> list[int]:
    """Replace labels by their ranks among the different labels."""
    order = {label: rank for rank, label in enumerate(sorted(set(labels)))}  # type: ignore[type-var]
    return [order[label] for label in labels]


class _Search:
    """The search for one matrix."""

    def __init__(self, matrix: Sequence[Sequence[int]]) -> None:
        size = len(matrix)
        self.size = size
        self.matrix = matrix
        self.best: Matrix = ()
        self.best_order: list[int] = []
        self.automorphisms: list[list[int]] = []
        squares = [[sum(map(int.__mul__, matrix[i], matrix[j])) for j in range(size)] for i in range(size)]
        labels: list[tuple[int, int, int]] = []
        for i in range(size):
            for j in range(size):
                value, square = matrix[i][j], squares[i][j]
                if i == j:
                    labels.append((value, square, 2))
                else:
                    product = value * square
                    labels.append((abs(value), abs(square), (product > 0) - (product < 0)))
        ranks = _ranks(labels)
        self.pairs = [ranks[i * size : (i + 1) * size] for i in range(size)]
        self.shift = max(size * size, 1).bit_length()

    def diagonal_colors(self) -> list[int]:
        """Return the first colours: the diagonal labels."""
        return _ranks([self.pairs[i][i] for i in range(self.size)])

    def refine(self, colors: list[int]) -> list[int]:
        """Split colours until indices of one colour see the same colours over the same pairs."""
        shift = self.shift
        classes = len(set(colors))
        while classes < self.size:
            shifted = [color << shift for color in colors]
            labels = [
                (color, sorted(map(int.__or__, shifted, row))) for color, row in zip(colors, self.pairs, strict=True)
            ]
            keys = [(color, *seen) for color, seen in labels]
            refined = _ranks(keys)
            count = max(refined) + 1
            if count == classes:
                return colors
            colors, classes = refined, count
        return colors

    def visit(self, colors: list[int], chosen: tuple[int, ...]) -> None:
        """Search below stable colours in which the indices `chosen` were given colours of their own."""
        cell = self._smallest_shared_class(colors)
        if not cell:
            self._leaf(colors)
            return
        tried: list[int] = []
        for index in cell:
            if self._is_image_of_tried(index, tried, chosen):
                continue
            tried.append(index)
            own = [2 * color for color in colors]
            own[index] -= 1
            self.visit(self.refine(_ranks(own)), (*chosen, index))

    @staticmethod
    def _smallest_shared_class(colors: list[int]) -> list[int]:
        classes: dict[int, list[int]] = {}
        for index, color in enumerate(colors):
            classes.setdefault(color, []).append(index)
        shared = [(len(members), color) for color, members in classes.items() if len(members) > 1]
        return classes[min(shared)[1]] if shared else []

    def _is_image_of_tried(self, index: int, tried: list[int], chosen: tuple[int, ...]) -> bool:
        """Decide whether a known automorphism that fixes `chosen` maps an index tried before to this one."""
        if any(self._are_twins(index, other) for other in tried):
            return True
        fixing = [move for move in self.automorphisms if all(move[i] == i for i in chosen)]
        if not tried or not fixing:
            return False
        orbit = set(tried)
        waiting = list(tried)
        while waiting:
            i = waiting.pop()
            for move in fixing:
                if move[i] not in orbit:
                    orbit.add(move[i])
                    waiting.append(move[i])
        return index in orbit

    def _are_twins(self, i: int, j: int) -> bool:
        """Decide whether swapping i and j, with equal signs, is an automorphism: rows equal or negative elsewhere."""
        row, other = self.matrix[i], self.matrix[j]
        if row[i] != other[j]:
            return False
        rest = [k for k in range(self.size) if k not in (i, j)]
        return all(row[k] == other[k] for k in rest) or all(row[k] == -other[k] for k in rest)

    def _leaf(self, colors: list[int]) -> None:
        """Read off the matrix in the order of its colours, and keep it if it is the least so far."""
        order = sorted(range(self.size), key=colors.__getitem__)
        signs = self._signs(order)
        candidate = tuple(tuple(self.matrix[i][j] * signs[i] * signs[j] for j in order) for i in order)
        if not self.best_order or candidate < self.best:
            self.best, self.best_order = candidate, order
        elif candidate == self.best:
            move = [0] * self.size
            for i, j in zip(self.best_order, order, strict=True):
                move[i] = j
            self.automorphisms.append(move)

    def _signs(self, order: list[int]) -> list[int]:
        """Return the sign of every index along the breadth-first forest of the non-zero entries."""
        signs = [0] * self.size
        for root in order:
            if signs[root]:
                continue
            signs[root] = 1
            waiting = [root]
            for i in waiting:  # grows while it is read: breadth first
                for j in order:
                    if not signs[j] and self.matrix[i][j]:
                        signs[j] = signs[i] if self.matrix[i][j] > 0 else -signs[i]
                        waiting.append(j)
        return signs

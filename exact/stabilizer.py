r"""The symmetries of one Boolean function: its stabilizer in N, P, NP or NPN, by generators.

A symmetry of f is an element g of the group with g.f = f.  The literals x_1, -x_1, ..., x_n, -x_n are the points of a
permutation group, and the stabilizers of x_1, of x_1 and x_2, and so on form a chain that ends in the identity.  The
order of the group is the product of the lengths of the orbits of x_{i+1} under the i-th member of the chain; one
element for each literal in these orbits generates the group.  Each such element is found, or excluded, by a search that
chooses the images of one variable after the other and compares, for every assignment of the variables chosen so far,
the weight of the cofactor with that of its image: all these weights at once, as the fields of one integer.

Dictionary:
    symmetry_group: the stabilizer of a truth table.
    SymmetryGroup: generators and order; with no generators it is trivial.
    MAXIMUM_SEARCH_DIMENSION, MAXIMUM_SEARCH_NODES, MAXIMUM_LISTED_ORDER: the limits.

Source:
    Chain of stabilizers (base and strong generating set): :cite:p:`Sims1970`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from exact._truth_table import flip_variable, full_table, move_variables, swap_variables, variable_table
from exact.cube import check_dimension, check_table
from exact.errors import TooLargeError
from exact.symmetry import Group, NPNTransformation, SignedPermutation

MAXIMUM_SEARCH_DIMENSION = 20
MAXIMUM_SEARCH_NODES = 50_000
MAXIMUM_LISTED_ORDER = 100_000

_Literal = tuple[int, int]  # (coordinate, 1 if negated)


@dataclass(frozen=True, slots=True)
class SymmetryGroup:
    """The stabilizer of a function in one of the groups.

    Attributes:
        n: the number of variables.
        group: the group in which the symmetries were searched.
        generators: elements that generate it; the choice depends on the function only.
        order: the number of its elements.
    """

    n: int
    group: Group
    generators: tuple[NPNTransformation, ...]
    order: int

    @property
    def orbit_size(self) -> int:
        """The number of functions in the orbit: the index of the stabilizer in the group."""
        return self.group.order(self.n) // self.order

    def elements(self) -> tuple[NPNTransformation, ...]:
        """Return all elements, the identity first, then in the order in which products of generators reach them.

        Raises:
            TooLargeError: if there are more than 100 000.

        Examples:
            Majority is symmetric, and self-dual:

            >>> [str(g) for g in symmetry_group(0xE8, 3, Group.NPN).elements()][:2]
            ['[1 2 3]', '[1 3 2]']
        """
        if self.order > MAXIMUM_LISTED_ORDER:
            raise TooLargeError(
                f"the group has {self.order} elements",
                size=self.order,
                limit=MAXIMUM_LISTED_ORDER,
                alternative="use its generators",
            )
        found = {NPNTransformation(SignedPermutation.identity(self.n)): None}
        waiting = list(found)
        for g in waiting:  # grows while it is walked over
            for generator in self.generators:
                product = generator * g
                if product not in found:
                    found[product] = None
                    waiting.append(product)
        return tuple(found)


def symmetry_group(table: int, n: int, group: Group) -> SymmetryGroup:
    """Return the symmetries of a function: the elements of the group that leave its truth table as it is.

    Args:
        table: the truth table.
        n: the number of variables, at most 20.
        group: N, P, NP or NPN.

    Raises:
        DomainError: if the table has bits beyond 2**n.
        TooLargeError: if n > 20, or if the search needs more than 50 000 steps (very regular functions of many
            variables, such as bent ones).

    Cost:
        At most n**2 searches; each step of one is about 5n operations on tables.

    Examples:
        Every generator fixes the function; parity is fixed by half of NP:

        >>> parity = symmetry_group(0x96, 3, Group.NP)
        >>> all(g.act_on_table(0x96) == 0x96 for g in parity.generators), parity.order, Group.NP.order(3)
        (True, 24, 48)
    """
    check_dimension(n, MAXIMUM_SEARCH_DIMENSION)
    check_table(table, n)
    search = _Search(table, n, group)
    generators: list[NPNTransformation] = []
    order = 1
    for i in reversed(range(n)):
        orbit = _orbit((i, 0), generators)
        excluded: set[_Literal] = set()
        for literal in search.candidates(i):
            if literal not in orbit and literal not in excluded:
                images = search.first(i, literal)
                if images is None:
                    excluded |= _orbit(literal, generators)
                else:
                    generators.append(search.transformation(images, output=False))
                    orbit = _orbit((i, 0), generators)
        order *= len(orbit)
    if group.negates_output:
        images = _Search(table, n, group, output=True).first(0, None)
        if images is not None:
            generators.append(search.transformation(images, output=True))
            order *= 2
    return SymmetryGroup(n, group, tuple(generators), order)


def _orbit(literal: _Literal, generators: Iterable[NPNTransformation]) -> set[_Literal]:
    generators = list(generators)
    found = {literal}
    waiting = [literal]
    while waiting:
        j, s = waiting.pop()
        for g in generators:
            k = g.inputs.images[j]
            image = (k, s ^ g.inputs.negation >> k & 1)
            if image not in found:
                found.add(image)
                waiting.append(image)
    return found


def _block_weights(table: int, size: int, n: int) -> int:
    """Return the weights of the blocks of 2**size points, as fields of 2**size bits; neighbors are added in pairs."""
    full = full_table(n)
    for j in range(size):
        low = full ^ variable_table(j, n)
        table = (table & low) + (table >> (1 << j) & low)
    return table


class _Search:
    """The search for one g with g.f = f, or g.f = not f.

    The coordinate k stands at position n - 1 - k of a table, so that the cofactors that fix the first k coordinates are
    blocks.  An element is a list of literals: the images of the coordinates in turn.
    """

    def __init__(self, table: int, n: int, group: Group, *, output: bool = False) -> None:
        self.n = n
        self.group = group
        source = move_variables(table, range(n - 1, -1, -1), n)
        self.target = source ^ full_table(n) if output else source
        self.weights = [_block_weights(source, n - k, n) for k in range(n + 1)]
        self.nodes = 0

    def candidates(self, i: int) -> list[_Literal]:
        """Return the literals to which the i-th coordinate may go, if those before it stay."""
        places = range(i, self.n) if self.group.permutes_inputs else [i]
        return [(j, s) for j in places for s in ((0, 1) if self.group.negates_inputs else (0,))]

    def transformation(self, images: list[_Literal], *, output: bool) -> NPNTransformation:
        """Return the element with these images of the literals x_1, ..., x_n."""
        g = SignedPermutation(tuple(j for j, _ in images), sum(s << j for j, s in images))
        return NPNTransformation(g, output)

    def first(self, i: int, literal: _Literal | None) -> list[_Literal] | None:
        """Return the first element that fixes the coordinates before i and takes the i-th one to a literal, or None.

        With None for the literal, every image of the i-th coordinate is tried.
        """
        places = list(range(self.n - 1, -1, -1))  # places[position]: the coordinate that stands there
        fixed: list[_Literal] = [(k, 0) for k in range(i)]
        if literal is None:
            return self._complete(self.target, places, fixed)
        return self._extend(self.target, places, fixed, literal)

    def _complete(self, target: int, places: list[int], images: list[_Literal]) -> list[_Literal] | None:
        """Return the first completion of an element of which the weights agree so far."""
        k = len(images)
        if _block_weights(target, self.n - k, self.n) != self.weights[k]:
            return None
        if k == self.n:
            return images
        free = sorted(places[: self.n - k]) if self.group.permutes_inputs else [k]
        for j in free:
            for s in (0, 1) if self.group.negates_inputs else (0,):
                found = self._extend(target, places, images, (j, s))
                if found is not None:
                    return found
        return None

    def _extend(
        self, target: int, places: list[int], images: list[_Literal], literal: _Literal
    ) -> list[_Literal] | None:
        """Take the next coordinate to a literal: bring it to the position of the next coordinate, and go on."""
        self.nodes += 1
        if self.nodes > MAXIMUM_SEARCH_NODES:
            raise TooLargeError(
                f"the search for the symmetries of this function of {self.n} variables takes too many steps",
                size=self.nodes,
                limit=MAXIMUM_SEARCH_NODES,
            )
        position = self.n - 1 - len(images)
        current = places.index(literal[0])
        target = swap_variables(target, current, position, self.n)
        if literal[1]:
            target = flip_variable(target, position, self.n)
        places = places.copy()
        places[current], places[position] = places[position], places[current]
        return self._complete(target, places, [*images, literal])

r"""Exact numbers of threshold functions for Coq: the trees of the library, and the one of five variables, as Coq files.

``coq_library/Tree.v`` proves that a branch-and-refute tree gives the number of threshold functions. This module writes
the trees as data for it. Those of at most four variables stand in the library; the one of five variables is found here
from small integer weights, where two true and two false points of equal sum refute every partial function that no
weights realize.

Untrusted: Coq checks every certificate again, and so does `proofs.data` for the trees of the library.

Dictionary:
    small_weights: the threshold functions that have small weights, with weights.
    pair_tree: the count and the tree of a dimension, from all its threshold functions.
    library_trees: the trees of the library.
    coq_text: trees as a Coq file with a theorem for each.
    write_counts: the Coq files in a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, combinations_with_replacement, permutations, product
from pathlib import Path

from proofs.data import monomials
from proofs.errors import MalformedProofError
from proofs.library import LEMMAS, SUFFIX, read_file
from proofs.syntax import Count

LARGEST_WEIGHT = 5  # enough for five variables
LONG_DIMENSION = 5
_SHORT = 2  # points on each side of the refutations that have an abbreviation
_CHUNK = 100  # nodes in one definition: a larger term is slow to read and may overflow the stack of Coq
_HEADER = """(* Written by proofs.coq_counts: {title}. *)

From Coq Require Import List ZArith NArith.
From AttentionQuarks Require Import Thr Number Lower Tree.
Import ListNotations.

"""


def _table(weights: Sequence[int]) -> int:
    """Return the truth table of weights, the constant first: bit p is 1 exactly if the sum at p is positive."""
    sums = [weights[0]]
    for weight in weights[1:]:
        sums += [value + weight for value in sums]
    return sum(1 << point for point, value in enumerate(sums) if value > 0)


def small_weights(dimension: int) -> dict[int, tuple[int, ...]]:
    """Return the threshold functions that have integer weights of absolute value at most LARGEST_WEIGHT.

    Args:
        dimension: the number of variables n; for n <= 5 these are all threshold functions.

    Returns:
        For each truth table weights, the constant first and then those of x_1, ..., x_n.

    Cost:
        2^n n! tables for each function with nonnegative weights in order: seconds for n = 5.

    Examples:
        Exclusive or (0b0110) and its negation are the two functions of two variables that are missing:

        >>> sorted(set(range(16)) - set(small_weights(2)))
        [6, 9]
    """
    ordered: dict[int, tuple[int, ...]] = {}
    for weights in combinations_with_replacement(range(LARGEST_WEIGHT + 1), dimension):
        for constant in range(-sum(weights), 2):
            ordered.setdefault(_table((constant, *weights)), (constant, *weights))
    found: dict[int, tuple[int, ...]] = {}
    for constant, *steps in ordered.values():
        for signs in product((1, -1), repeat=dimension):
            signed = [sign * weight for sign, weight in zip(signs, steps, strict=True)]
            start = constant + sum(weight for sign, weight in zip(signs, steps, strict=True) if sign < 0)
            for order in sorted(set(permutations(signed))):
                found.setdefault(_table((start, *order)), (start, *order))
    return found


def _squares(point: int, dimension: int) -> list[tuple[int, int, int]]:
    """Return the points b, c, d below a point with point + b = c + d as vectors."""
    found: list[tuple[int, int, int]] = []
    for c, d in combinations(range(point), 2):
        b = c + d - point  # as numbers; the vectors agree if no digit carries
        if 0 <= b < point and all(
            (c >> i & 1) + (d >> i & 1) == (point >> i & 1) + (b >> i & 1) for i in range(dimension)
        ):
            found.append((b, c, d))
    return found


def pair_tree(dimension: int, functions: Mapping[int, Sequence[int]]) -> tuple[int, list[int]]:
    """Return the number of threshold functions and the tree that proves it, with refutations by two and two points.

    Args:
        dimension: the number of variables, at most 5: beyond, two and two points do not suffice.
        functions: all threshold functions with weights, as from `small_weights`.

    Returns:
        The count and the tree in preorder, as `proofs.data` reads it.

    Raises:
        MalformedProofError: if a partial function has neither an extension among ``functions`` nor a refutation.

    Cost:
        A few operations for each function and each point; about a minute for n = 5.

    Examples:
        >>> pair_tree(2, small_weights(2))[0]
        14
    """
    size = 1 << dimension
    squares = [_squares(point, dimension) for point in range(size)]
    tree: list[int] = []
    count = 0
    todo: list[tuple[int, int, list[int]]] = [(0, 0, sorted(functions))]
    while todo:
        depth, table, members = todo.pop()
        if not members:
            tree += _pairs(depth - 1, table, squares[depth - 1])
        elif depth == size:
            tree += [1, *functions[table]]
            count += 1
        else:
            tree.append(0)
            true = [member for member in members if member >> depth & 1]
            false = [member for member in members if not member >> depth & 1]
            todo += [(depth + 1, table | 1 << depth, true), (depth + 1, table, false)]
    return count, tree


def _pairs(point: int, table: int, squares: Iterable[tuple[int, int, int]]) -> list[int]:
    """Return the node that refutes a table by the last point, a second one of its value, and two of the other value."""
    value = table >> point & 1
    for b, c, d in squares:
        if table >> b & 1 == value != table >> c & 1 == table >> d & 1:
            return [2, 2, point, b, c, d] if value else [2, 2, c, d, point, b]
    msg = f"the partial function {table:#x} on the first {point + 1} points has no refutation by two and two points"
    raise MalformedProofError(msg)


def library_trees() -> list[Count]:
    """Return the counts of the library, in the order of the dimension and the degree."""
    names = sorted(path for path in LEMMAS.glob(f"threshold-functions-of-*{SUFFIX}"))
    items = [item for path in names for item in read_file(path)]
    return sorted((item for item in items if isinstance(item, Count)), key=lambda item: (item.dimension, item.degree))


def _weight(weight: int) -> str:
    """Return the name of a weight in the Coq file."""
    return f"m{-weight}" if weight < 0 else f"w{weight}"


def _abbreviations(items: Sequence[Count]) -> Iterator[str]:
    """Yield the names for points, weights and nodes: Coq reads a name much faster than a numeral or a list."""
    for width in sorted({len(monomials(item.dimension, item.degree)) for item in items}):
        variables = [f"a{index}" for index in range(width)]
        yield f"Definition leaf{width} ({' '.join(variables)} : Z) := Leaf [{'; '.join(variables)}].\n"
    yield "Definition pairs (a b c d : nat) := Refuted [a; b] [c; d].\n"
    yield from (f"Definition p{point} := {point}.\n" for point in range(1 << max(item.dimension for item in items)))
    for weight in range(2 * max(abs(number) for item in items for number in item.tree) + 2):
        yield f"Definition {_weight(weight)} := {weight}%Z.\n"
        yield f"Definition {_weight(-weight - 1)} := ({-weight - 1})%Z.\n"


def _nodes(tree: Sequence[int], dimension: int, degree: int) -> Iterator[tuple[int, str]]:
    """Yield the nodes of a tree in preorder: the number of children, and the Coq text of a node without children."""
    width = len(monomials(dimension, degree))
    position, depths = 0, [0]
    while position < len(tree):
        depth = depths.pop()
        tag = tree[position]
        if tag == 0:
            depths += [depth + 1, depth + 1]
            position += 1
            yield 2, ""
        elif tag == 1:
            constant, *weights = tree[position + 1 : position + 1 + width]
            strict = [2 * constant - 1, *(2 * weight for weight in weights)]  # no sum is zero
            yield 0, f"leaf{width} {' '.join(map(_weight, strict))}"
            position += 1 + width
        else:
            length = tree[position + 1]
            points = [depth - 1 - point for point in tree[position + 2 : position + 2 + 2 * length]]
            if length == _SHORT:
                yield 0, f"pairs {' '.join(f'p{point}' for point in points)}"
            else:
                true, false = "; ".join(map(str, points[:length])), "; ".join(map(str, points[length:]))
                yield 0, f"Refuted [{true}] [{false}]"
            position += 2 + 2 * length


def _theorem(item: Count) -> Iterator[str]:
    """Yield the tree in parts of about a hundred nodes, and the theorem."""
    suffix = f"{item.dimension}_{item.degree}"
    nodes = list(_nodes(item.tree, item.dimension, item.degree))
    parts: list[tuple[str, int]] = []  # texts of finished trees with their sizes, the left one on top
    number = 0
    for children, leaf in reversed(nodes):
        if children:
            (left, left_size), (right, right_size) = parts.pop(), parts.pop()
            text, size = f"Branch ({left}) ({right})", left_size + right_size + 1
        else:
            text, size = leaf, 1
        if size >= _CHUNK:
            yield f"Definition t{suffix}_{number} := {text}.\n"
            text, size, number = f"t{suffix}_{number}", 1, number + 1
        parts.append((text, size))
    ((root, _size),) = parts
    yield f"Definition t{suffix} := {root}.\n\n"
    arguments = f"{item.dimension} {item.degree}"
    yield f"(** T({item.dimension},{item.degree}) = {item.number}. *)\n"
    yield f"Theorem threshold_functions_{suffix} : T {arguments} = N.to_nat {item.number}.\n"
    proof = f"apply (tree_count {arguments} t{suffix}). vm_cast_no_check (eq_refl (Some {item.number}%N))."
    yield f"Proof. {proof} Qed.\n\n"


def _summaries(items: Sequence[Count]) -> Iterator[str]:
    """Yield one theorem for each positive degree, ``counts_of_degree_D``: all its numbers."""
    for degree in sorted({item.degree for item in items} - {0}):
        same = [item for item in items if item.degree == degree]
        numbers = [f"T {item.dimension} {degree} = N.to_nat {item.number}" for item in same]
        names = [f"exact threshold_functions_{item.dimension}_{degree}" for item in same]
        if degree == 1 and same[0].dimension == 1:
            numbers.insert(0, "T 0 1 = N.to_nat 2")
            names.insert(0, "exact (T_zero_inputs 1)")
        conjunction = " /\\ ".join(numbers)
        yield f"Theorem counts_of_degree_{degree} : {conjunction}.\n"
        yield f"Proof. repeat split; [{' | '.join(names)}]. Qed.\n\n"


def coq_text(items: Sequence[Count], title: str) -> Iterator[str]:
    """Yield the text of a Coq file that proves numbers of threshold functions from trees.

    Args:
        items: the dimensions, degrees, numbers and trees; not checked here.
        title: what the file says about itself.

    Yields:
        Pieces of text: abbreviations; for each item the parts of its tree and the theorem ``threshold_functions_N_D``,
        which says T(n,d) = number; and ``counts_of_degree_D`` with all numbers of a degree. Weights are doubled and
        shifted, so that no sum is zero.
    """
    yield _HEADER.format(title=title)
    yield from _abbreviations(items)
    for item in items:
        yield from _theorem(item)
    yield from _summaries(items)


def write_counts(folder: Path, *, long: bool = False) -> list[Path]:
    """Write ``Counts.v``, the numbers that the library has trees for, and on demand ``Counts5.v``.

    Args:
        folder: an existing folder, which holds the files of ``coq_library`` when Coq is to read the result.
        long: also write the tree of five variables (seconds, 13 MB; Coq needs minutes to check it).

    Returns:
        The files, in the order of their compilation.

    Raises:
        OSError: if a file cannot be written.
    """
    files = {"Counts.v": (library_trees(), "the numbers of threshold functions for small n")}
    if long:
        count, tree = pair_tree(LONG_DIMENSION, small_weights(LONG_DIMENSION))
        item = Count("threshold-functions-of-five-variables", LONG_DIMENSION, 1, count, tuple(tree))
        files[f"Counts{LONG_DIMENSION}.v"] = ([item], "the number of threshold functions of five variables")
    for name, (items, title) in files.items():
        with folder.joinpath(name).open("w", encoding="ascii") as file:
            file.writelines(coq_text(items, title))
    return [folder.joinpath(name) for name in files]

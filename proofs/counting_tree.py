r"""Branch-and-refute trees for the exact number of polynomial threshold functions.

    python -m proofs.counting_tree 5 build/count.cert.json

writes the proof file of the number of threshold functions of five variables, 8 MB; `proofs check` takes it.

Untrusted: the data check walks through the tree again.

Dictionary:
    build: the count and the tree for a dimension and a degree, by linear programs.
    build_from_list: the same for degree 1, from the list of all functions with small weights; up to five variables.
    threshold_weights: the functions with small weights, each with its weights.
    weights_of: integer weights of a partial function, or None.
    refutation_of: points with equal sums that refute a partial function, or None.
    count_file: the proof file of a count. main: write it.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from proofs.data import monomials
from proofs.errors import ProofError
from proofs.linear import Program, solve

LARGEST_WEIGHTS = (0, 1, 1, 2, 3, 5)
"""For each number of variables a size of weights that is enough for all threshold functions."""


def _integers(values: list[Fraction]) -> list[int]:
    """Return the smallest positive multiple of a vector that is integral."""
    scale = math.lcm(*(value.denominator for value in values))
    return [int(value * scale) for value in values]


def _features(masks: Sequence[int], point: int) -> dict[int, Fraction]:
    """Return the monomials at a point, as a sparse vector over their masks."""
    return {mask: Fraction(1) for mask in masks if mask & point == mask}


def refutation_of(depth: int, table: int, masks: Sequence[int]) -> tuple[list[int], list[int]] | None:
    """Return true and false points below ``depth``, with repetitions, whose monomials have equal sums, or None."""
    columns: list[dict[int, Fraction]] = []
    for point in range(depth):
        sign = 1 if table >> point & 1 else -1
        columns.append({mask: sign * value for mask, value in _features(masks, point).items()})
    strict = frozenset(point for point in range(depth) if table >> point & 1)
    if not strict:
        return None
    values = solve(Program(columns, [False] * depth, strict, {}))
    if values is None:
        return None
    counts = _integers(values)
    true = [point for point in range(depth) if point in strict for _ in range(counts[point])]
    false = [point for point in range(depth) if point not in strict for _ in range(counts[point])]
    return true, false


def weights_of(depth: int, table: int, masks: Sequence[int]) -> list[int] | None:
    """Return integer weights whose sum is positive exactly at the true points below ``depth``, or None."""
    columns: list[dict[int, Fraction]] = [{} for _ in masks]
    slacks: list[dict[int, Fraction]] = []
    target: dict[int, Fraction] = {}
    for point in range(depth):
        is_true = table >> point & 1
        for index, mask in enumerate(masks):
            if mask & point == mask:
                columns[index][point] = Fraction(1)
        slacks.append({point: Fraction(-1 if is_true else 1)})
        if is_true:
            target[point] = Fraction(1)
    free = [True] * len(masks) + [False] * depth
    values = solve(Program([*columns, *slacks], free, frozenset(), target))
    return None if values is None else _integers(values[: len(masks)])


def build(dimension: int, degree: int) -> tuple[int, list[int]]:
    """Return the number of polynomial threshold functions and the tree that proves it.

    Args:
        dimension: the number of variables.
        degree: the largest degree of a monomial.

    Returns:
        The count and the tree in preorder, as `proofs.data` reads it.

    Cost:
        Two exact linear programs for each node that has a threshold function below it; minutes for n = 4.
    """
    masks = monomials(dimension, degree)
    size = 1 << dimension
    tree: list[int] = []
    count = 0
    todo = [(0, 0)]
    while todo:
        depth, table = todo.pop()
        refuted = refutation_of(depth, table, masks)
        if refuted is not None:
            tree += [2, len(refuted[0]), *refuted[0], *refuted[1]]
        elif depth == size:
            tree += [1, *(weights_of(depth, table, masks) or [])]
            count += 1
        else:
            tree.append(0)
            todo += [(depth + 1, table | 1 << depth), (depth + 1, table)]
    return count, tree


# ------------------------------------------------------------------------------------------------- from a list


def _values(weights: Sequence[int]) -> list[int]:
    """Return the values of w_0 + w.x at the points 0, 1, ..., 2^n - 1."""
    values = [weights[0]]
    for weight in weights[1:]:
        values += [value + weight for value in values]
    return values


def _table(values: Sequence[int]) -> int:
    """Return the function that is true where a value is positive."""
    return sum(1 << point for point, value in enumerate(values) if value > 0)


def threshold_weights(dimension: int) -> dict[int, list[int]]:
    """Return the threshold functions with weights of the size `LARGEST_WEIGHTS`, with w_0, ..., w_n for each.

    Args:
        dimension: the number of variables, at most 5.

    Raises:
        ProofError: if there are more variables.

    Cost:
        A few seconds for five variables.

    Examples:
        >>> [len(threshold_weights(n)) for n in range(5)]
        [2, 4, 14, 104, 1882]
    """
    if not 0 <= dimension < len(LARGEST_WEIGHTS):
        msg = f"the number of variables must be between 0 and {len(LARGEST_WEIGHTS) - 1}, not {dimension}"
        raise ProofError(msg)
    ordered: dict[int, list[int]] = {}
    for sizes in itertools.combinations_with_replacement(range(LARGEST_WEIGHTS[dimension] + 1), dimension):
        values = _values([0, *sizes])
        for bound in {*values, -1}:
            ordered.setdefault(_table([value - bound for value in values]), [-bound, *sizes])
    found: dict[int, list[int]] = {}
    for constant, *weights in ordered.values():
        for chosen in set(itertools.permutations(weights)):
            for flips in itertools.product((False, True), repeat=dimension):
                shift = sum(weight for weight, flip in zip(chosen, flips, strict=True) if flip)
                signed = [-weight if flip else weight for weight, flip in zip(chosen, flips, strict=True)]
                form = [constant + shift, *signed]
                found.setdefault(_table(_values(form)), form)
    return found


def _pairs_of_equal_sum(dimension: int) -> list[list[list[tuple[int, int]]]]:
    """Return for two points the pairs of other points with the same sum as vectors."""
    size = 1 << dimension
    sums: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for c, d in itertools.combinations(range(size), 2):
        sums.setdefault((c & d, c | d), []).append((c, d))
    return [[[p for p in sums.get((a & b, a | b), ()) if a not in p] for b in range(size)] for a in range(size)]


def _pair_refutation(
    point: int, table: int, partners: list[list[list[tuple[int, int]]]]
) -> tuple[int, int, int, int] | None:
    """Return two true and two false points up to this one, this one among them, with equal sums, or None."""
    value = table >> point & 1
    for other in range(point):
        if table >> other & 1 == value:
            for c, d in partners[point][other]:
                if max(c, d) < point and table >> c & 1 != value and table >> d & 1 != value:
                    return (point, other, c, d) if value else (c, d, point, other)
    return None


def build_from_list(dimension: int) -> tuple[int, list[int]]:
    """Return the number of threshold functions and the tree that proves it, with refutations by two and two points.

    Args:
        dimension: the number of variables, at most 5.

    Returns:
        The count and the tree in preorder, as `proofs.data` reads it.

    Raises:
        ProofError: if there are more variables, or if a partial function has neither an extension in the list nor a
            refutation by two and two points.

    Cost:
        A few seconds for five variables.

    Examples:
        >>> build_from_list(1)
        (4, [0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, -1, 1, 1, 0])
    """
    size = 1 << dimension
    weights = threshold_weights(dimension)
    partners = _pairs_of_equal_sum(dimension)
    tree: list[int] = []

    def nodes() -> Iterator[tuple[int, int, list[int]]]:
        todo = [(0, 0, list(weights))]
        while todo:
            depth, table, inside = todo.pop()
            yield depth, table, inside
            if inside and depth < size:
                true = [function for function in inside if function >> depth & 1]
                false = [function for function in inside if not function >> depth & 1]
                todo += [(depth + 1, table | 1 << depth, true), (depth + 1, table, false)]

    for depth, table, inside in nodes():
        if not inside:
            points = _pair_refutation(depth - 1, table, partners)
            if points is None:
                msg = f"no pair of pairs refutes the partial function {table} on {depth} points"
                raise ProofError(msg)
            tree += [2, 2, *points]
        elif depth == size:
            tree += [1, *weights[table]]
        else:
            tree.append(0)
    return len(weights), tree


def count_file(dimension: int) -> str:
    """Return the proof file of the number of threshold functions of at most five variables."""
    number, tree = build_from_list(dimension)
    name = f"threshold-functions-of-{dimension}-variables"
    item = {"item": "count", "name": name, "n": dimension, "degree": 1, "count": number, "tree": tree}
    return json.dumps({"format": 1, "items": [item]}, separators=(",", ":")) + "\n"


def main(arguments: Sequence[str]) -> None:
    """Write the proof file of a count; the arguments are the number of variables and the file."""
    if len(arguments) != 2 or not arguments[0].isdecimal():
        sys.exit("usage: python -m proofs.counting_tree VARIABLES FILE")
    try:
        Path(arguments[1]).write_text(count_file(int(arguments[0])), encoding="utf-8")
    except (ProofError, OSError) as error:
        sys.exit(f"proofs: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])

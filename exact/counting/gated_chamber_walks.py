r"""Walks through the groups of signed permutations that keep a sorted vector: every element once, in single steps.

A vector with 0 <= v_1 <= ... <= v_n is kept by the permutations of its runs of equal entries, and by the negations of
the inputs with entry 0, and by nothing else but their products.  With a second vector u that only permutations move,
a run is one of equal pairs (v_i, u_i).

The walk through the negations of z inputs is Gray's code; that through the permutations of a run exchanges neighbours
(plain changes).  A walk through a group N and a group H that normalizes it, together: walk through N, and after every
step of the walk through H walk through N again.  For after the steps s_1, ..., s_k of H the functions met are the
images under N s_k ... s_1, and these cosets are different as long as the elements of H are.

Dictionary:
    plain_changes: the exchanges of neighbours that lead through all permutations of r things.
    chamber_walk: the walk through the group of a vector with so many zeros and such ties.

Source: the plain changes and Gray's code are in every book on the generation of all permutations and words.
"""

from __future__ import annotations

FIRST_EXCHANGE = 8
"""A step i below it negates input i; a step 8 + i exchanges the inputs i and i + 1."""


def plain_changes(length: int) -> list[int]:
    """Return the exchanges (i, i + 1) of neighbours that lead through all permutations of so many things.

    Examples:
        >>> plain_changes(3)
        [1, 0, 1, 0, 1]
    """
    if length < 2:
        return []
    down = list(range(length - 2, -1, -1))
    changes = list(down)
    is_first = True  # whether the last thing stands in the first place
    for change in plain_changes(length - 1):
        changes.append(change + is_first)
        changes += reversed(down) if is_first else down
        is_first = not is_first
    return changes


def _within(outer: list[int], inner: list[int]) -> list[int]:
    """Return the walk through both groups, the inner one normalized by the outer one."""
    steps = list(inner)
    for step in outer:
        steps += [step, *inner]
    return steps


def chamber_walk(n: int, zeros: int, ties: int) -> list[int]:
    """Return the walk through the group of a sorted vector: one step fewer than it has elements.

    Args:
        n: the length of the vector.
        zeros: how many entries are 0; they stand first.
        ties: bit i says that the entries i and i + 1 are in one run; no run begins with 0 and ends otherwise.

    Examples:
        All signed permutations of two inputs; exchanges of the last two of three:

        >>> chamber_walk(2, 2, 0b1), chamber_walk(3, 0, 0b10)
        ([0, 1, 0, 8, 0, 1, 0], [9])
    """
    steps: list[int] = []
    start = 0
    for i in range(n):
        if not ties >> i & 1:
            run = [FIRST_EXCHANGE + start + change for change in plain_changes(i + 1 - start)]
            steps = _within(run, steps)
            start = i + 1
    negations: list[int] = []
    for i in range(zeros):
        negations = _within([i], negations)
    return _within(steps, negations)

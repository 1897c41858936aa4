r"""Checks by direct evaluation: threshold functions, exact counts, ranks, and closed statements over finite ranges.

The points of the cube {0,1}^n are the numbers 0, ..., 2^n - 1; a function is a number whose bit p is its value at the
point p. A monomial is a mask s; it is 1 at p exactly if all bits of s are bits of p. Weights stand in the order of the
masks of at most ``degree`` bits. A function is a polynomial threshold function if the weighted sum of the monomials is
positive exactly at its true points.

Trusted. Standard library only.

Dictionary:
    check: silence if the data prove the statement of the item; `RejectedStepError` if not.
    evaluate: the value of a formula with bounded quantifiers; refused above EVALUATION_LIMIT nodes.
    monomials: the masks of at most ``degree`` bits, in increasing order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import prod

from proofs.errors import MalformedProofError, RejectedStepError
from proofs.syntax import Count, DataItem, Finite, Formula, NotThreshold, Rank, Threshold

EVALUATION_LIMIT = 500_000
EXPONENT_LIMIT = 64
BIT_LIMIT = 20_000


def _refuse(item: DataItem, rule: str, reason: str) -> RejectedStepError:
    """Return the refusal of an item."""
    return RejectedStepError(reason, lemma=item.name, step="data", rule=rule)


@cache
def monomials(dimension: int, degree: int) -> tuple[int, ...]:
    """Return the masks of at most ``degree`` of ``dimension`` bits, in increasing order."""
    return tuple(mask for mask in range(1 << dimension) if mask.bit_count() <= degree)


def _value(weights: Sequence[int], masks: Sequence[int], point: int) -> int:
    """Return the weighted sum of the monomials at a point."""
    return sum(weight for weight, mask in zip(weights, masks, strict=True) if mask & point == mask)


def _check_weights(item: Threshold | Count, table: int, weights: Sequence[int]) -> None:
    """Refuse weights that do not represent the function."""
    masks = monomials(item.dimension, item.degree)
    if len(weights) != len(masks):
        raise _refuse(item, "ltf", f"weights must be {len(masks)}, not {len(weights)}")
    for point in range(1 << item.dimension):
        if (table >> point & 1) != (_value(weights, masks, point) > 0):
            raise _refuse(item, "ltf", f"the weighted sum has the wrong sign at the point {point}")


def _check_refutation(
    item: NotThreshold | Count, table: int, depth: int, true: Sequence[int], false: Sequence[int]
) -> None:
    """Refuse points that do not show that no threshold function agrees with the table on the points below depth.

    The weighted sums over ``true`` add up to a positive number, those over ``false`` do not, and they are equal.
    """
    if not true:
        raise _refuse(item, "notltf", "there must be at least one true point")
    for point in (*true, *false):
        if not 0 <= point < depth:
            raise _refuse(item, "notltf", f"the point {point} must be at least 0 and below {depth}")
    for point in true:
        if table >> point & 1 == 0:
            raise _refuse(item, "notltf", f"the point {point} must be true")
    for point in false:
        if table >> point & 1 == 1:
            raise _refuse(item, "notltf", f"the point {point} must be false")
    for mask in monomials(item.dimension, item.degree):
        if sum(mask & point == mask for point in true) != sum(mask & point == mask for point in false):
            raise _refuse(item, "notltf", f"the sums of the monomial {mask} must be equal")


def _check_count(item: Count) -> None:
    """Walk through the tree: 0 branches, 1 is followed by weights, 2 by k and by k true and k false points."""
    size_of_weights = len(monomials(item.dimension, item.degree))
    size = 1 << item.dimension
    position, count = 0, 0
    todo = [(0, 0)]  # the depth of a node, and the partial function on the points below it
    while todo:
        depth, table = todo.pop()
        if position >= len(item.tree):
            raise _refuse(item, "tree", "the tree must not end before its last node")
        tag = item.tree[position]
        position += 1
        if tag == 0:
            if depth >= size:
                raise _refuse(item, "tree", "a branch must stand above the last point")
            todo.append((depth + 1, table | 1 << depth))
            todo.append((depth + 1, table))
        elif tag == 1:
            if depth != size:
                raise _refuse(item, "tree", "weights must stand below the last point")
            _check_weights(item, table, item.tree[position : position + size_of_weights])
            position += size_of_weights
            count += 1
        elif tag == 2:
            points = sum(item.tree[position : position + 1])  # 0 at the end of the data, which is refused
            start, middle = position + 1, position + 1 + points
            position = middle + points
            _check_refutation(item, table, depth, item.tree[start:middle], item.tree[middle:position])
        else:
            raise _refuse(item, "tree", f"a tag must be 0, 1 or 2, not {tag}")
    if position != len(item.tree):
        raise _refuse(item, "tree", "nothing must follow the last node")
    if count != item.number:
        raise _refuse(item, "tree", f"the count must be {count}, not {item.number}")


def _check_rank(item: Rank) -> None:
    """Compare a minor times its inverse with the identity modulo a number, and the product of the factors."""
    rows, columns = item.shape
    budget = [EVALUATION_LIMIT]
    matrix = [[_number(item, item.entry, {"i": i, "j": j}, budget) for j in range(columns)] for i in range(rows)]
    if (len(item.rows), len(item.columns)) != (item.rank, item.rank):
        raise _refuse(item, "rank", f"the minor must have {item.rank} rows and columns")
    if [len(line) for line in item.inverse] != [item.rank] * item.rank:
        raise _refuse(item, "rank", f"the inverse must have {item.rank} rows and columns")
    for a, i in enumerate(item.rows):
        for b in range(item.rank):
            entry = sum(matrix[i][j] * item.inverse[c][b] for c, j in enumerate(item.columns))
            if (entry - (a == b)) % item.modulus != 0:
                raise _refuse(item, "rank", f"the minor times its inverse differs from the identity at {a}, {b}")
    left, right = [len(line) for line in item.left], [len(line) for line in item.right]
    if left != [item.rank] * rows or right != [columns] * item.rank:
        raise _refuse(item, "rank", f"the factors must be {rows} x {item.rank} and {item.rank} x {columns}")
    for i in range(rows):
        for j in range(columns):
            if sum(item.left[i][c] * item.right[c][j] for c in range(item.rank)) != matrix[i][j]:
                raise _refuse(item, "rank", f"the product of the factors differs from the matrix at {i}, {j}")


# --------------------------------------------------------------------------------------------------------- formulas


def _number(item: DataItem, term: Formula, values: dict[str, int], budget: list[int]) -> int:
    """Return the value of a term that must be a number."""
    value = evaluate(item, term, values, budget)
    if isinstance(value, bool):
        raise _refuse(item, "finite", "a truth value must not stand where a number is due")
    if value.bit_length() > BIT_LIMIT:
        msg = f"a number must have at most {BIT_LIMIT} bits"
        raise MalformedProofError(msg)
    return value


def _truth(item: DataItem, term: Formula, values: dict[str, int], budget: list[int]) -> bool:
    """Return the value of a term that must be a truth value."""
    value = evaluate(item, term, values, budget)
    if not isinstance(value, bool):
        raise _refuse(item, "finite", "a number must not stand where a truth value is due")
    return value


def evaluate(item: DataItem, term: Formula, values: dict[str, int], budget: list[int]) -> int | bool:
    """Return the number or the truth value of a formula.

    Args:
        item: the item, for refusals.
        term: the formula; heads ``+ - * power mod both bit``, ``= >= >``, ``and or not implies``, ``if``, and the
            binders ``all some sum`` with a variable, its first and last value, and a body.
        values: the values of the variables.
        budget: one number, the nodes that may still be evaluated.

    Returns:
        An ``int``, or a ``bool`` for comparisons, connectives and quantifiers.
    """
    budget[0] -= 1
    if budget[0] < 0:
        msg = f"a formula must evaluate at most {EVALUATION_LIMIT} nodes"
        raise MalformedProofError(msg)
    if isinstance(term, int):
        return term
    if isinstance(term, str):
        if term not in values:
            raise _refuse(item, "finite", f"unknown variable {term}")
        return values[term]
    head, *rest = term
    if head in ("all", "some", "sum"):
        return _binder(item, term, values, budget)
    if head == "if":
        branch = rest[1]
        if not _truth(item, rest[0], values, budget):
            branch = rest[2]
        return evaluate(item, branch, values, budget)
    if head in ("and", "or", "not", "implies"):
        return _connective(head, [_truth(item, part, values, budget) for part in rest])
    return _operation(item, head, [_number(item, part, values, budget) for part in rest])


def _operation(item: DataItem, head: str, numbers: list[int]) -> int | bool:
    """Return the value of an operation or a comparison of numbers."""
    if head == "+":
        return sum(numbers)
    if head == "*":
        return prod(numbers)
    first, second = numbers
    if head == "power" and not 0 <= second <= EXPONENT_LIMIT:
        raise _refuse(item, "finite", f"an exponent must be between 0 and {EXPONENT_LIMIT}, not {second}")
    if head == "bit" and second < 0:
        raise _refuse(item, "finite", f"a bit must have a number of at least 0, not {second}")
    if head == "mod" and second < 1:
        raise _refuse(item, "finite", f"a modulus must be at least 1, not {second}")
    return _OPERATIONS[head](first, second)


_OPERATIONS: dict[str, Callable[[int, int], int | bool]] = {
    "-": lambda a, b: a - b,
    "power": lambda a, b: int(a**b),
    "mod": lambda a, b: a % b,
    "both": lambda a, b: a & b,
    "bit": lambda a, b: a >> b & 1,
    "=": lambda a, b: a == b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}


def _connective(head: str, truths: list[bool]) -> bool:
    """Return the value of a connective; all parts have been evaluated."""
    if head == "and":
        return all(truths)
    if head == "or":
        return any(truths)
    if head == "implies":
        return not truths[0] or truths[1]
    return not truths[0]


def _binder(item: DataItem, term: tuple[Formula, ...], values: dict[str, int], budget: list[int]) -> int | bool:
    """Return the value of a quantifier or a sum; over an empty range it is true, false and 0."""
    head, name, first, last, body = term
    start, stop = _number(item, first, values, budget), _number(item, last, values, budget)
    if str(name) in values:
        raise _refuse(item, "finite", f"the variable {name} must not be bound twice")
    total = 0
    for number in range(start, stop + 1):
        inner = {**values, str(name): number}
        if head == "sum":
            total += _number(item, body, inner, budget)
        elif _truth(item, body, inner, budget) == (head == "some"):
            return head == "some"
    if head == "sum":
        return total
    return head == "all"


def check(item: DataItem) -> None:
    """Check the data of an item.

    Args:
        item: the item, as the reader gives it.

    Raises:
        RejectedStepError: if the data do not prove the statement.
        MalformedProofError: if an evaluation outgrows the limits.
    """
    if isinstance(item, Finite):
        if not _truth(item, item.formula, {}, [EVALUATION_LIMIT]):
            raise _refuse(item, "finite", "the statement must be true")
    elif isinstance(item, Threshold):
        _check_weights(item, item.table, item.weights)
    elif isinstance(item, NotThreshold):
        _check_refutation(item, item.table, 1 << item.dimension, item.true, item.false)
    elif isinstance(item, Count):
        _check_count(item)
    else:
        _check_rank(item)

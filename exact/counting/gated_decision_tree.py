r"""The threshold functions of five inputs as a tree of quarters, halves and functions, for the compiled searches.

Dictionary:
    threshold_tree: the tree, with the table of all partial functions of four inputs.
    tree_order: the functions in the order of the tree.

Source: theory Q-F2.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from exact.counting.gated_decision_partial import PartialFunctions
from exact.counting.gated_decision_thresholds import thresholds_by_weights

if TYPE_CHECKING:
    from exact.counting._gated_decision_kernel import Thresholds

_N = 5


def threshold_tree() -> Thresholds:
    """Return the threshold functions of five inputs as a tree, with the table of partial functions of four.

    Raises:
        ExactError: if the list of threshold functions is not complete.

    Cost:
        Three seconds and 150 MB.
    """
    import numpy as np

    from exact.counting._gated_decision_kernel import Thresholds

    tables = tree_order()
    halves = [(half, len(list(group))) for half, group in groupby(tables, lambda table: table >> 16)]
    quarters = [(quarter, len(list(group))) for quarter, group in groupby(halves, lambda half: half[0] >> 8)]
    partial = PartialFunctions(thresholds_by_weights(_N - 1), _N - 1)

    def starts(sizes: list[int]) -> Any:
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    return Thresholds(
        np.array([quarter for quarter, _ in quarters], dtype=np.uint32),
        starts([size for _, size in quarters]),
        np.array([half for half, _ in halves], dtype=np.uint32),
        starts([size for _, size in halves]),
        np.array([table & 0xFFFF for table in tables], dtype=np.uint32),
        partial.ternary.astype(np.int32),
        partial.packed_answers(),
    )


def tree_order() -> tuple[int, ...]:
    """Return the threshold functions of five inputs in the order in which the tree has them, which is increasing."""
    return thresholds_by_weights(_N)

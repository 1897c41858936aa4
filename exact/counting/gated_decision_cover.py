r"""Of how many threshold functions a function of five inputs is the conjunction, at least: a set cover for each.

f is the conjunction of k threshold functions if and only if its negation is the union of k threshold functions, the
negations of the factors.  Each of these lies below the negation of f, and may be replaced by a maximal threshold
function below it: so the question is how many of the maximal ones cover all true points of the negation.

The maximal ones are found in the list of all threshold functions (`gated_decision_tree`); there are a dozen or two for
most functions.  For k = 1, 2, ... all choices are tried: some point that is not covered yet, one that few of the sets
contain, is covered by one of the sets that contain it, and so on with k - 1.  A choice is given up where more points
are left than sets such that no two of these points lie in one set.

This decision is independent of that by pairs (`gated_decision_five`), which is used for at most two factors: the list
of threshold functions is all that they share.

Dictionary:
    ConjunctionSearch: how many factors functions of five inputs need.

Source: theory Q-D6, Q-F2.
"""

from __future__ import annotations

import importlib.util
from typing import Any

from exact.counting.gated_decision_tree import threshold_tree, tree_order
from exact.errors import ExactError


class ConjunctionSearch:
    """The search for the least number of factors of a conjunction; one for each thread."""

    def __init__(self) -> None:
        """Arrange the threshold functions.

        Raises:
            ExactError: if the compiler is not installed.
        """
        import numpy as np

        if importlib.util.find_spec("numba") is None:
            raise ExactError("covers for five inputs need numba, which is not installed")
        tables = tree_order()
        self._tree = threshold_tree()
        self._sizes = np.array([table.bit_count() for table in tables], dtype=np.uint8)
        self._below = np.zeros((len(tables), 2), dtype=np.uint32)
        self._largest = np.zeros(len(tables), dtype=np.uint32)

    def factors(self, tables: Any) -> Any:
        """Return for every truth table of five inputs of how many threshold functions it is the conjunction, at least.

        The table is a 32-bit word.  A threshold function needs one, parity one for each of its 16 false points.

        Raises:
            ExactError: if threshold functions are missing, so that a function is the conjunction of none.

        Cost:
            Ten microseconds each, after a first call that compiles for some seconds.
        """
        import numpy as np

        from exact.counting import _gated_decision_cover_kernel as kernel

        needed = np.zeros(len(tables), dtype=np.int32)
        kernel.least_covers(~tables, self._tree, self._sizes, self._below, self._largest, needed)
        if (needed == 0).any():
            raise ExactError("a function is no conjunction of threshold functions; this is an error in the library")
        return needed

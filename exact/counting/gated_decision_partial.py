r"""For every partial function of n <= 4 inputs: does it extend to a function of a given list?

A partial function is a domain and its values there; with the digit 0 or 1 for a value and 2 for a point outside the
domain it is a number of 2**n ternary digits.  The answers for the total functions are the list; a partial function
extends if it does after one more point has got the value 0 or 1.  So 2**n passes, one for every point, fill a table of
3**(2**n) answers, and no list is searched afterwards.

Dictionary:
    PartialFunctions: the table of a list of functions.
    MAXIMUM_TABULATED: the largest n.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exact.errors import TooLargeError

MAXIMUM_TABULATED = 4


class PartialFunctions:
    """The partial functions that extend to a function of a list.

    Args:
        tables: the truth tables of the list.
        n: the number of inputs, at most `MAXIMUM_TABULATED`.

    Raises:
        TooLargeError: if n is too large: the table would have 3**(2**n) entries.

    Cost:
        43 MB and half a second for n = 4.

    Attributes:
        ternary: of every mask of points the sum of the powers of 3 of its points.

    Examples:
        Conjunction and disjunction of two inputs: only the values 0 at 00 and 1 at 11 can be relied on.

        >>> both = PartialFunctions([0b1000, 0b1110], 2)
        >>> both.has_extension(0b0010, 0b0010), both.has_extension(0b0001, 0b0001)
        (True, False)
    """

    def __init__(self, tables: Iterable[int], n: int) -> None:
        """Fill the table."""
        import numpy as np

        if n > MAXIMUM_TABULATED:
            raise TooLargeError(
                f"n = {n} is too large for a table of all partial functions (limit {MAXIMUM_TABULATED})",
                size=n,
                limit=MAXIMUM_TABULATED,
            )
        points = 1 << n
        self._everything = (1 << points) - 1
        masks = np.arange(1 << points, dtype=np.int64)
        self.ternary: Any = np.zeros(1 << points, dtype=np.int64)
        for p in range(points):
            self.ternary += (masks >> p & 1) * 3**p
        self._answers: Any = np.zeros(3**points, dtype=np.bool_)
        self._answers[self.ternary[np.fromiter(tables, dtype=np.int64)]] = True
        for p in range(points):
            by_digit = self._answers.reshape(-1, 3, 3**p)
            by_digit[:, 2, :] = by_digit[:, 0, :] | by_digit[:, 1, :]

    def extends(self, values: Any, domains: Any) -> Any:
        """Return for arrays (or an array and a number) of values and domains whether each one extends.

        Assumes masks below 2**(2**n); what the values say outside the domain does not matter.
        """
        return self._answers[self.ternary[values & domains] + 2 * self.ternary[self._everything & ~domains]]

    def packed_answers(self) -> Any:
        """Return the answers by ternary number as bits, eight in a byte, the lowest first."""
        import numpy as np

        return np.packbits(self._answers, bitorder="little")

    def has_extension(self, values: int, domain: int) -> bool:
        """Return whether the function with these values on this domain extends to one of the list."""
        import numpy as np

        return bool(self.extends(np.array([values]), np.array([domain]))[0])

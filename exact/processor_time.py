r"""A value together with the processor time that its computation took.

The time is that of all threads of the process, in nanoseconds, as the system reports it.  It is a measurement and no
mathematics: nothing is decided by it.

Dictionary:
    Timed: a value and its time.
    timed: compute a value and time it.
    seconds_text: a time in seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Timed(Generic[Value]):
    """A value, and how long its computation took.

    Attributes:
        value: the value.
        nanoseconds: the processor time of all threads.
    """

    value: Value
    nanoseconds: int


def timed(compute: Callable[[], Value]) -> Timed[Value]:
    """Compute a value and return it with the processor time that this took.

    Examples:
        >>> timed(lambda: 6 * 7).value
        42
    """
    start = time.process_time_ns()
    value = compute()
    return Timed(value, time.process_time_ns() - start)


def seconds_text(nanoseconds: int) -> str:
    """Return a processor time in seconds, rounded up to milliseconds.

    Examples:
        >>> seconds_text(1_234_000_001)
        '1.235'
    """
    milliseconds = -(-nanoseconds // 1_000_000)
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}"

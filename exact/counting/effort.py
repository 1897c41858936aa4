r"""What a count beyond its limit would need, and whether it is started all the same.

A method has a limit up to which it finishes in minutes.  Beyond the limit it is refused before it starts, with the time
and the memory that it would need: projections from measured cases, not promises.  Forcing starts it, where the method
can run at all; where it cannot, the refusal says so.

Dictionary:
    Effort: time of one processor, and memory.
    check_effort: refuse what is beyond a limit, unless it is forced and can run.
"""

from __future__ import annotations

from dataclasses import dataclass

from exact.errors import TooLargeError

_UNITS = ((31_557_600, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Effort:
    """What a count would need, about.

    Attributes:
        seconds: of one processor, at least 1.
        memory_bytes: the memory at its largest.

    Examples:
        >>> print(Effort(7300, 300_000_000))
        about 2 hours of one processor and 0.3 GB
    """

    seconds: int
    memory_bytes: int

    def __str__(self) -> str:
        """Return the effort in words, rounded to whole units."""
        length, unit = next(entry for entry in _UNITS if self.seconds >= entry[0])
        number = (self.seconds + length // 2) // length
        tenths = -(-self.memory_bytes // (100 * _MEGABYTE))
        plural = "" if number == 1 else "s"
        return f"about {number} {unit}{plural} of one processor and {tenths // 10}.{tenths % 10} GB"


def check_effort(
    problem: str, *, size: int, limit: int, effort: Effort | None, force: bool, alternative: str = ""
) -> None:
    """Refuse a count beyond the limit of its method, unless it is forced and the method can run.

    Args:
        problem: the first part of the message.
        size: the size that was asked for.
        limit: the largest size that is not refused; nothing happens up to it.
        effort: what the count would need, or None where the method cannot run at all.
        force: whether to start all the same.
        alternative: what can be done instead.

    Raises:
        TooLargeError: if the count is refused.

    Examples:
        >>> check_effort("n = 9 is too large", size=9, limit=8, effort=Effort(60, 10**8), force=True)
        >>> check_effort("n = 9 is too large", size=9, limit=8, effort=None, force=True)
        Traceback (most recent call last):
            ...
        exact.errors.TooLargeError: n = 9 is too large: no method here can run it, forced or not
    """
    if size <= limit or (force and effort is not None):
        return
    if effort is None:
        raise TooLargeError(
            f"{problem}: no method here can run it, forced or not", size=size, limit=limit, alternative=alternative
        )
    forced = "--force starts it all the same"
    raise TooLargeError(
        f"{problem}: it would need {effort}",
        size=size,
        limit=limit,
        alternative=f"{alternative}, or {forced}" if alternative else forced,
        seconds=effort.seconds,
        memory_bytes=effort.memory_bytes,
    )

r"""What a count beyond its limit would need, and whether it is started all the same.

A method has a limit up to which it finishes in minutes.  Beyond the limit it is refused before it starts, with the time
and the memory that it would need: projections from measured cases, not promises.  Far beyond the limit the figures are
bounds from below.  Forcing starts it, where the method can run at all; where it cannot, the refusal says so, and why.

Dictionary:
    Effort: time of one processor, and memory.
    check_effort: refuse what is beyond a limit, unless it is forced and can run.
"""

from __future__ import annotations

from dataclasses import dataclass

from exact.errors import TooLargeError

_UNITS = ((31_557_600, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_MEGABYTE = 1_000_000
_LARGEST_WRITTEN = 1_000_000


@dataclass(frozen=True, slots=True)
class Effort:
    """What a count would need, about, or at least.

    Attributes:
        seconds: of one processor, at least 1.
        memory_bytes: the memory at its largest.
        at_least: whether both figures are bounds from below.

    Examples:
        >>> print(Effort(7300, 300_000_000))
        about 2 hours of one processor and 0.3 GB
        >>> print(Effort(10**20, 10**19, at_least=True))
        at least 10^12 years of one processor and 10^10 GB
    """

    seconds: int
    memory_bytes: int
    at_least: bool = False

    def __str__(self) -> str:
        """Return the effort in words, rounded to whole units; very large numbers are powers of ten, rounded down."""
        length, unit = next(entry for entry in _UNITS if self.seconds >= entry[0])
        number = (self.seconds + length // 2) // length
        plural = "" if number == 1 else "s"
        tenths = -(-self.memory_bytes // (100 * _MEGABYTE))
        size = f"{tenths // 10}.{tenths % 10}" if tenths < 10 * _LARGEST_WRITTEN else _power_of_ten(tenths // 10)
        length_text = str(number) if number < _LARGEST_WRITTEN else _power_of_ten(number)
        return f"{'at least' if self.at_least else 'about'} {length_text} {unit}{plural} of one processor and {size} GB"

    def and_more(self) -> Effort:
        """Return the same figures as bounds from below, for what is larger still.

        Examples:
            >>> print(Effort(60, 100_000_000).and_more())
            at least 1 minute of one processor and 0.1 GB
        """
        return Effort(self.seconds, self.memory_bytes, at_least=True)


def _power_of_ten(number: int) -> str:
    return f"10^{len(str(number)) - 1}"


def check_effort(
    problem: str,
    *,
    size: int,
    limit: int,
    effort: Effort | None,
    force: bool,
    alternative: str = "",
    obstacle: str = "",
    elsewhere: bool = False,
) -> None:
    """Refuse a count beyond the limit of its method, unless it is forced and the method can run.

    Args:
        problem: the first part of the message.
        size: the size that was asked for.
        limit: the largest size that is not refused; nothing happens up to it.
        effort: what the count would need, or None where nothing is known about that; then the method cannot run.
        force: whether to start all the same.
        alternative: what can be done instead.
        obstacle: why the method cannot run at all; empty where it can.
        elsewhere: whether another method here may run it.

    Raises:
        TooLargeError: if the count is refused.

    Examples:
        >>> check_effort("n = 9 is too large", size=9, limit=8, effort=Effort(60, 10**8), force=True)
        >>> check_effort("n = 9 is too large", size=9, limit=8, effort=None, force=True)
        Traceback (most recent call last):
            ...
        exact.errors.TooLargeError: n = 9 is too large: no method here can run it, forced or not
    """
    if size <= limit or (force and effort is not None and not obstacle):
        return
    who = "this method cannot" if elsewhere else "no method here can"
    never = f"{who} run it, forced or not"
    if effort is None:
        raise TooLargeError(
            f"{problem}: {never}" + (f", because {obstacle}" if obstacle else ""),
            size=size,
            limit=limit,
            alternative=alternative,
        )
    message = f"{problem}: it would need {effort}"
    if obstacle:
        message += f", and {never}, because {obstacle}"
    else:
        forced = "--force starts it all the same"
        alternative = f"{alternative}, or {forced}" if alternative else forced
    raise TooLargeError(
        message,
        size=size,
        limit=limit,
        alternative=alternative,
        seconds=effort.seconds,
        memory_bytes=effort.memory_bytes,
        at_least=effort.at_least,
    )

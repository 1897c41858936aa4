r"""Tables of an input file, decoded by hand: every key is asked for by name, and what nobody asked for is refused.

Dictionary:
    Fields: a table with its place in the file.
    UnreadableNumber: a number that is none here: NaN, an infinity, an exponent.
    names_in: a list of names; shown: a value as it stands in a message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exact.errors import InputError


def shown(value: object) -> str:
    """Return a value as it stands in a message, at most 60 characters."""
    if isinstance(value, UnreadableNumber):
        return value.text
    text = str(value) if isinstance(value, Fraction) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


@dataclass(frozen=True)
class UnreadableNumber:
    """A number in a file that is not taken; it is refused where it stands, so that the message can name the field."""

    text: str


class Fields:
    """A table of a file; every key must be a known one, and `finish` refuses those that were not taken.

    Attributes:
        data: the table.
        place: its place in the file, such as ``unit[0]``; empty for the file itself.
        taken: the keys that were asked for.
    """

    def __init__(self, data: object, place: str, known: Sequence[str]) -> None:
        """Take a table whose keys are among the known ones; raise `InputError` for anything else."""
        if not isinstance(data, Mapping):
            raise InputError(f"this must be a table, not {shown(data)}", field=place or None)
        for key in data:
            if key not in known:
                raise InputError(
                    f"the key {shown(key)} is unknown here; known are {', '.join(known)}", field=place or None
                )
        self.data: Mapping[str, object] = data
        self.place = place
        self.taken: set[str] = set()

    def field(self, key: str) -> str:
        """Return the place of a key."""
        return f"{self.place}.{key}" if self.place else key

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def take(self, key: str) -> object:
        """Return the value of a key that must be there."""
        self.taken.add(key)
        if key not in self.data:
            raise InputError(f"the key {key!r} is missing", field=self.place or None)
        return self.data[key]

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; the default where the key is missing."""
        if key not in self.data and default is not None:
            self.taken.add(key)
            return default
        value = self.take(key)
        if not isinstance(value, str):
            raise InputError(f"this must be a text, not {shown(value)}", field=self.field(key))
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false; the default where the key is missing."""
        value = self.take(key) if key in self.data else default
        if not isinstance(value, bool):
            raise InputError(f"this must be true or false, not {shown(value)}", field=self.field(key))
        return value

    def items(self, key: str) -> list[object]:
        """Return a list, or the empty list where the key is missing."""
        value = self.take(key) if key in self.data else []
        if not isinstance(value, list):
            raise InputError(f"this must be a list, not {shown(value)}", field=self.field(key))
        return value

    def finish(self) -> None:
        """Refuse known keys that do not belong to what the others say."""
        for key in self.data:
            if key not in self.taken:
                raise InputError(f"the key {key!r} does not belong here", field=self.place or None)


def names_in(value: object, field: str) -> tuple[str, ...]:
    """Return a list of texts; raise `InputError` for anything else."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f"this must be a list of names, not {shown(value)}", field=field)
    return tuple(value)

r"""Errors of `exact`: one base class, and one class for each kind of refusal.

Mathematics that says no and a computation that cannot reach the answer are different things and are never confused.

Dictionary:
    ExactError: the base class; catch it to catch everything that the library refuses.
    DomainError: mathematics has no answer (division by zero, a gate that needs an input in dimension 0).
    TooLargeError: there is an answer; this method on this machine may not reach it. Holds size, limit, alternative,
        and the time and memory it would need, where they are known.
    InputError: a text or a file that says nothing we can read. Holds file, line and field.
    CertificateError: a certificate does not verify. Holds the culprit.
    TableError: an unknown label, or an index that a table does not hold.

A wrong Python type raises a plain `TypeError`.
"""

from __future__ import annotations


class ExactError(Exception):
    """Base class of every error that the library raises on purpose.

    Attributes:
        kind: the word that stands in the field ``error.kind`` of the JSON output.
    """

    kind = "error"

    def where(self) -> dict[str, object]:
        """Return the place of the error as plain data, for the field ``error.where`` of the JSON output."""
        return {}


class DomainError(ExactError, ValueError):
    """Mathematics has no answer to this question."""

    kind = "domain"


class TooLargeError(ExactError):
    """There is an answer, but this method on this machine may not reach it.

    Attributes:
        size: the size that was asked for.
        limit: the largest size that is accepted.
        alternative: what can be done instead, or an empty string.
        seconds: about how many seconds of one processor it would need, or None if that is not known.
        memory_bytes: about how much memory it would need, or None if that is not known.
        at_least: whether the time and the memory are bounds from below.
    """

    kind = "too-large"

    def __init__(
        self,
        message: str,
        *,
        size: int,
        limit: int,
        alternative: str = "",
        seconds: int | None = None,
        memory_bytes: int | None = None,
        at_least: bool = False,
    ) -> None:
        """Build the sentence from the message and the alternative."""
        super().__init__(f"{message}; {alternative}" if alternative else message)
        self.size = size
        self.limit = limit
        self.alternative = alternative
        self.seconds = seconds
        self.memory_bytes = memory_bytes
        self.at_least = at_least

    def where(self) -> dict[str, object]:
        """Return the size and the limit, and the time and memory where they are known, at least or about."""
        needs = {"seconds": self.seconds, "memory_bytes": self.memory_bytes, "at_least": self.at_least or None}
        place: dict[str, object] = {"size": self.size, "limit": self.limit}
        return place | {name: value for name, value in needs.items() if value is not None}


class InputError(ExactError):
    """A text or a file that says nothing we can read.

    Attributes:
        problem: the sentence without the place.
        file: the file, or None.
        line: the line number from 1, or None.
        field: the field, such as ``unit[2].weights.x1``, or None.
    """

    kind = "input"

    def __init__(
        self, problem: str, *, file: str | None = None, line: int | None = None, field: str | None = None
    ) -> None:
        """Put the place before the sentence."""
        self.problem = problem
        self.file = file
        self.line = line
        self.field = field
        place = file or ""
        if line is not None:
            place += f"{':' if place else 'line '}{line}"
        parts = [part for part in (place, field, problem) if part]
        super().__init__(": ".join(parts))

    def located(self, *, file: str | None = None, line: int | None = None, field: str | None = None) -> InputError:
        """Return the same error with a place filled in where none is known; an outer field is put in front."""
        if field and self.field:
            separator = "" if self.field.startswith("[") else "."
            field = field + separator + self.field
        return InputError(
            self.problem,
            file=self.file or file,
            line=self.line if self.line is not None else line,
            field=field or self.field,
        )

    def where(self) -> dict[str, object]:
        """Return file, line and field, as far as they are known."""
        place = {"file": self.file, "line": self.line, "field": self.field}
        return {key: value for key, value in place.items() if value is not None}


class CertificateError(ExactError):
    """A certificate does not verify.

    Attributes:
        culprit: the part of the certificate that failed.
    """

    kind = "certificate"

    def __init__(self, message: str, *, culprit: object = None) -> None:
        """Keep the culprit beside the sentence."""
        super().__init__(message)
        self.culprit = culprit

    def where(self) -> dict[str, object]:
        """Return the culprit as text."""
        return {} if self.culprit is None else {"culprit": str(self.culprit)}


class TableError(ExactError, LookupError):
    """An unknown label, or an index that a table does not hold."""

    kind = "table"

r"""Answers and errors of the command line: documents, sentences, exit statuses.

With ``--json`` the standard output holds exactly one JSON document, for an error too; everything else goes to the
standard error.  No input ends in a traceback.

Dictionary:
    ExitStatus: what the exit statuses mean.
    print_document: print one JSON document.
    print_error: print an error, as a document or as one line.
    status_of: the exit status of an error of the library.
    note: print a line to the standard error; clear_progress: take the line of progress away.
    check_place: refuse a place for a file before the work whose result it would hold.
    check_different: refuse two options that would write the same file.
    write_text: write a file; write_document: write a JSON document to a file, if there is one.
    progress_line: a callback that shows progress, on a terminal and elsewhere.
"""

from __future__ import annotations

import enum
import errno
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from exact.errors import CertificateError, DomainError, ExactError, InputError, TableError, TooLargeError

_QUIET_NANOSECONDS = 10 * 10**9
"""Without a terminal, progress is said so often."""

ERROR_SCHEMA = "attention-quarks/error/1"


class ExitStatus(enum.IntEnum):
    """The exit statuses of every command."""

    ANSWERED = 0
    REFUSED_BY_MATHEMATICS = 1
    WRONG_INPUT = 2
    TOO_LARGE = 3
    INTERNAL_ERROR = 70
    INTERRUPTED = 130


_STATUS: dict[type[ExactError], ExitStatus] = {
    DomainError: ExitStatus.REFUSED_BY_MATHEMATICS,
    CertificateError: ExitStatus.REFUSED_BY_MATHEMATICS,
    InputError: ExitStatus.WRONG_INPUT,
    TableError: ExitStatus.WRONG_INPUT,
    TooLargeError: ExitStatus.TOO_LARGE,
}


def status_of(error: ExactError) -> ExitStatus:
    """Return the exit status of an error of the library.

    Examples:
        >>> status_of(InputError("no such file")).value
        2
    """
    for kind, status in _STATUS.items():
        if isinstance(error, kind):
            return status
    return ExitStatus.INTERNAL_ERROR


def print_document(document: object) -> None:
    """Print one JSON document to the standard output."""
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def print_error(kind: str, message: str, where: Mapping[str, object], *, as_json: bool) -> None:
    """Print an error: one JSON document to the standard output, or one line to the standard error."""
    line = " ".join(message.split())
    if as_json:
        error = {"kind": kind, "message": line, "where": dict(where)}
        print_document({"schema": ERROR_SCHEMA, "error": error})
    else:
        note(f"error: {line}")


def note(line: str) -> None:
    """Print one line to the standard error, in place of a line of progress."""
    clear_progress()
    sys.stderr.write(line + "\n")


def clear_progress() -> None:
    """Take the line of progress away from a terminal, if there is one."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()


def check_place(path: Path | None) -> None:
    """Refuse a place where no file can be written, so that no result of a long count is lost; None is no file.

    Nothing is written, and a file that stands there is left as it is.
    """
    if path is None:
        return
    if path.is_dir():
        number = errno.EISDIR
    elif not path.parent.is_dir():
        number = errno.ENOTDIR if path.parent.exists() else errno.ENOENT
    elif not os.access(path if path.exists() else path.parent, os.W_OK):
        number = errno.EACCES
    else:
        return
    raise InputError(f"the file cannot be written: {os.strerror(number)}", file=str(path))


def check_different(places: Mapping[str, Path | None]) -> None:
    """Refuse two options that would write the same file."""
    seen: dict[Path, str] = {}
    for option, path in places.items():
        if path is None:
            continue
        other = seen.setdefault(path.resolve(), option)
        if other != option:
            raise InputError(f"this must be another file than that of {other}, not {str(path)!r}", field=option)


def write_text(path: Path, text: str) -> None:
    """Write a file; an error of the system becomes an `InputError`."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"the file cannot be written: {error.strerror or error}", file=str(path)) from None


def write_document(path: Path | None, document: object) -> None:
    """Write a JSON document to a file and say so; do nothing without a file."""
    if path is not None:
        write_text(path, json.dumps(document, indent=2) + "\n")
        note(f"written: {path}")


def progress_line(what: str) -> Callable[[int, int | None], None]:
    """Return a callback (done, all) that says how far a long run is, on the standard error; all may be unknown.

    A terminal has one line that is rewritten.  Elsewhere, as in the log of a batch job, a line of its own appears every
    ten seconds, so that a quick run says nothing.  The line says how much is done, how fast, and how long the rest will
    take at that rate; what was done before the first call does not count for the rate.
    """
    is_terminal = sys.stderr.isatty()
    first: list[tuple[int, int]] = []
    shown = [0 if is_terminal else time.monotonic_ns()]

    def show(done: int, total: int | None) -> None:
        now = time.monotonic_ns()
        if not first:
            first.append((done, now))
        is_finished = total is not None and done >= total
        if not is_terminal and (is_finished or now - shown[0] < _QUIET_NANOSECONDS):
            return
        shown[0] = now
        amount = str(done) if total is None else f"{done} of {total}"
        left = None if total is None else total - done
        line = f"{what}: {amount}{_rate(done - first[0][0], now - first[0][1], left)}"
        if is_terminal:
            sys.stderr.write("\r\033[K" + ("" if is_finished else line))
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()

    return show


def _rate(done: int, nanoseconds: int, left: int | None) -> str:
    """Return how fast the work goes and how long the rest will take, as text; nothing before there is a rate.

    Examples:
        >>> _rate(30, 60 * 10**9, 45), _rate(30, 60 * 10**9, None)
        (', 30.0 a minute, about 90 s left', ', 30.0 a minute')
    """
    if done < 1 or nanoseconds < 1:
        return ""
    tenths = done * 600 * 10**9 // nanoseconds
    rate = f", {tenths // 10}.{tenths % 10} a minute"
    return rate if left is None else f"{rate}, about {left * nanoseconds // (done * 10**9)} s left"

r"""Reading whole files, of bounded size, and regular files only.

Dictionary:
    read_bounded: the bytes of a file.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from exact.errors import InputError


def read_bounded(path: Path, what: str, limit: int) -> bytes:
    """Return the bytes of a regular file.

    Args:
        path: the file.
        what: what it is called in messages, such as ``circuit file``.
        limit: the largest number of bytes that is read.

    Raises:
        InputError: if the file is not there, cannot be read, is a folder, a device or a pipe, or is too large.
    """
    file = str(path)
    try:
        # without waiting: opening a pipe that nobody writes to would not return
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as handle:
            if not stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
                raise InputError(f"the {what} must be a regular file", file=file)
            data = handle.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"the {what} cannot be read: {reason}", file=_short(file)) from None
    if len(data) > limit:
        raise InputError(f"the {what} must have at most {limit} bytes", file=file)
    return data


def _short(file: str, length: int = 200) -> str:
    return file if len(file) <= length else file[: length - 3] + "..."

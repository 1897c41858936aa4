r"""The command line ``exact``.

One module for each command; `outcome` turns answers and errors into output and exit statuses.

Dictionary:
    main: run the command line; the entry point of the console script.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Args:
        arguments: the arguments; those of the process by default.
    """
    try:
        from exact.command.application import run
    except KeyboardInterrupt:  # an interrupt while the commands are loaded
        sys.stderr.write("error: interrupted\n")
        return 130
    return run(sys.argv[1:] if arguments is None else arguments)

"""Run the command line with ``python -m exact``."""

import sys

from exact.command import main

if __name__ == "__main__":
    sys.exit(main())

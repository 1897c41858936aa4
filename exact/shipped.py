r"""The circuits that come with the package.

Dictionary:
    shipped_circuits: their names, sorted.
    shipped_circuit: the path of one of them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from exact.errors import TableError


def _folder() -> Path:
    return Path(str(files("exact"))) / "data" / "circuits"


def shipped_circuits() -> tuple[str, ...]:
    """Return the names of the shipped circuits, sorted."""
    return tuple(sorted(path.stem for path in _folder().glob("*.toml")))


def shipped_circuit(name: str) -> Path:
    """Return the path of a shipped circuit; raise `TableError` for an unknown name.

    Examples:
        >>> shipped_circuit("xor").name
        'xor.toml'
    """
    path = _folder() / f"{name}.toml"
    if name not in shipped_circuits():
        raise TableError(f"a shipped circuit must be one of {', '.join(shipped_circuits())}, not {name!r}")
    return path

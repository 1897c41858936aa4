r"""The command ``exact doctor``.

Dictionary:
    doctor: say what is installed and what this machine has.
    doctor_data: the same as plain data.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from typing import Annotated

import typer

from exact.command.outcome import print_document

DOCTOR_SCHEMA = "attention-quarks/doctor/1"

_LIBRARIES = {
    "distributed": "distributed",
    "duckdb": "duckdb",
    "gmpy2": "gmpy2",
    "highspy": "highspy",
    "jinja2": "jinja2",
    "matplotlib": "matplotlib",
    "numba": "numba",
    "numpy": "numpy",
    "pyarrow": "pyarrow",
    "python-flint": "flint",
    "rich": "rich",
    "safetensors": "safetensors",
    "sympy": "sympy",
    "typer": "typer",
}


def _version(distribution: str, module: str) -> str | None:
    if importlib.util.find_spec(module) is None:
        return None
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def _memory() -> int | None:
    """Return the memory of the machine in bytes, where the system tells."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def doctor_data() -> dict[str, object]:
    """Return what is installed and what this machine has, as plain data."""
    import exact

    affinity = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "schema": DOCTOR_SCHEMA,
        "version": exact.__version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "cores": affinity,
        "memory_bytes": _memory(),
        "libraries": {name: _version(name, module) for name, module in _LIBRARIES.items()},
        "compiled_kernels": importlib.util.find_spec("numba") is not None,
        "coqc": shutil.which("coqc") is not None,
    }


def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False) -> None:
    """Say what is installed, and what this machine has."""
    data = doctor_data()
    if as_json:
        print_document(data)
        return
    memory = data["memory_bytes"]
    lines = [
        f"attention-quarks {data['version']}, Python {data['python']} on {data['platform']}",
        f"cores: {data['cores']}",
        f"memory: {memory // 2**20} MiB" if isinstance(memory, int) else "memory: unknown",
        f"compiled kernels (numba): {'there' if data['compiled_kernels'] else 'not installed'}",
        f"Coq (coqc): {'there' if data['coqc'] else 'not installed'}",
    ]
    libraries = data["libraries"]
    if isinstance(libraries, dict):
        lines += [f"{name}: {version or 'not installed'}" for name, version in libraries.items()]
    sys.stdout.write("\n".join(lines) + "\n")

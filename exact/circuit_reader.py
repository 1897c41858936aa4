r"""Reading circuit files: TOML or JSON, decoded by hand, field by field.

The format is described in the docs, page "circuit files".  Unknown keys are refused, numbers are exact (``0.1`` in a
file is 1/10), nothing is evaluated, and every refusal is an `InputError` that names file, field and value.

Dictionary:
    read_circuit: read a circuit from a file.
    SourceFile: where a circuit came from: path, digest of the file and of its weights.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from exact.bounded_file import read_bounded
from exact.circuit import Circuit
from exact.circuit_decoder import circuit_from_data
from exact.errors import InputError
from exact.table_fields import UnreadableNumber, shown
from exact.weights_reader import Tensor, read_tensors

MAXIMUM_FILE_BYTES = 16 * 2**20

_DECIMAL = re.compile(r"[+-]?[0-9][0-9_]*(?:\.[0-9_]+)?", re.ASCII)

Data = Mapping[str, object]


@dataclass(frozen=True)
class SourceFile:
    """Where a circuit came from.

    Attributes:
        path: the circuit file.
        digest: SHA-256 of the circuit file.
        weights: the weights file, or None.
        weights_digest: SHA-256 of the weights file, or None.
    """

    path: str
    digest: str
    weights: str | None = None
    weights_digest: str | None = None


def read_circuit(path: str | Path) -> tuple[Circuit, SourceFile]:
    """Read a circuit file, ``.toml`` or ``.json``, and the weights file that it names.

    Returns:
        The circuit, and the record of the files it was read from.

    Raises:
        InputError: for everything that is not as the format says, with file, field and value.

    Examples:
        >>> from exact.shipped import shipped_circuit
        >>> circuit, source = read_circuit(shipped_circuit("xor"))
        >>> circuit.inputs
        ('x1', 'x2')
    """
    path = Path(path)
    file = str(path)
    text, digest = _read_text(path)
    try:
        data = _parse(text, path.suffix)
        tensors: dict[str, Tensor] = {}
        weights_path, weights_digest = None, None
        if "weights_file" in data:
            weights_path = path.parent / _file_name(data["weights_file"])
            tensors, weights_digest = read_tensors(weights_path)
        circuit = circuit_from_data(data, tensors, default_name=path.stem)
    except InputError as error:
        raise error.located(file=file) from None
    weights = None if weights_path is None else os.path.normpath(weights_path)
    return circuit, SourceFile(file, digest, weights, weights_digest)


def _file_name(value: object) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise InputError(f"the weights file must be a file name, not {shown(value)}", field="weights_file")
    return value


def _read_text(path: Path) -> tuple[str, str]:
    file = str(path)
    if path.suffix not in {".toml", ".json"}:
        raise InputError(f"a circuit file must end in .toml or .json, not {path.suffix!r}", file=file)
    raw = read_bounded(path, "circuit file", MAXIMUM_FILE_BYTES)
    try:
        return raw.decode("utf-8"), hashlib.sha256(raw).hexdigest()
    except UnicodeDecodeError as error:
        raise InputError(f"a circuit file must be UTF-8 text: byte {error.start} is not", file=file) from None


def _exact_decimal(text: str) -> Fraction | UnreadableNumber:
    if not _DECIMAL.fullmatch(text) or len(text) > 1000:
        return UnreadableNumber(text[:40])
    return Fraction(text.replace("_", ""))


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    data: dict[str, object] = {}
    for key, value in pairs:
        if key in data:
            raise InputError(f"the key {key!r} must stand once, not several times")
        data[key] = value
    return data


def _parse(text: str, suffix: str) -> Data:
    try:
        if suffix == ".toml":
            return tomllib.loads(text, parse_float=_exact_decimal)
        data = json.loads(
            text, parse_float=_exact_decimal, parse_constant=UnreadableNumber, object_pairs_hook=_no_duplicates
        )
    except RecursionError:
        raise InputError("the file is nested too deeply") from None
    except ValueError as error:  # also TOMLDecodeError, JSONDecodeError, integers with too many digits
        message = str(error) if "int_max_str" not in str(error) else "an integer has too many digits"
        match = re.search(r"line (\d+)", message)
        raise InputError(
            f"this is no {suffix[1:].upper()} text: {message}", line=int(match[1]) if match else None
        ) from None
    if not isinstance(data, dict):
        raise InputError(f"a circuit must be an object with keys, not {shown(data)}")
    return data

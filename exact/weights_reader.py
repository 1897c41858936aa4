r"""Tensors from ``.npz`` and ``.safetensors`` files, read as the dyadic rationals that their floats are.

Every number in such a file is an integer or a binary float, so each is a rational number exactly; NaN and the
infinities are refused.  Files are read as data only: nothing in them is ever executed (no pickles).

Dictionary:
    Tensor: names a file's tensor, with its shape; entries become rationals when they are asked for.
    read_tensors: read all tensors of a file.
    MAXIMUM_BYTES: the largest file, and the largest unpacked content, that is read.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from exact.bounded_file import read_bounded
from exact.errors import InputError
from exact.rational import Rational, rational_from_float

MAXIMUM_BYTES = 256 * 2**20

# number types of safetensors, as codes of the module struct; bfloat16 is the upper half of a float32
_FLOAT_CODES = {"F64": "d", "F32": "f", "F16": "e"}
_INTEGER_CODES = {"I64": "q", "I32": "i", "I16": "h", "I8": "b", "U64": "Q", "U32": "I", "U16": "H", "U8": "B"}
_CODES = _FLOAT_CODES | _INTEGER_CODES


@dataclass(frozen=True)
class Tensor:
    """A tensor of a weights file.

    Attributes:
        name: its name in the file.
        shape: its shape; () for a single number.
        numbers: the entries in row-major order, as the floats or ints of the file.
        file: the file, for messages.
    """

    name: str
    shape: tuple[int, ...]
    numbers: Sequence[float | int]
    file: str

    def entry(self, index: Sequence[int]) -> Rational:
        """Return an entry as an exact rational.

        Raises:
            InputError: if the index does not fit the shape, or the entry is NaN or infinite.
        """
        index = tuple(index)
        if len(index) != len(self.shape) or any(not 0 <= i < s for i, s in zip(index, self.shape, strict=True)):
            raise InputError(
                f"the tensor {self.name!r} has shape {list(self.shape)}; it has no entry {list(index)}", file=self.file
            )
        position = 0
        for i, size in zip(index, self.shape, strict=True):
            position = position * size + i
        number = self.numbers[position]
        if isinstance(number, int):
            return number
        try:
            return rational_from_float(number)
        except InputError as error:
            raise error.located(file=self.file, field=f"{self.name}{list(index)}") from None


def read_tensors(path: Path) -> tuple[dict[str, Tensor], str]:
    """Read the tensors of a ``.npz`` or ``.safetensors`` file.

    Returns:
        The tensors by name, and the SHA-256 digest of the file.

    Raises:
        InputError: if the file cannot be read, is truncated, too large, of another kind, or holds something that is no
            tensor of real numbers.
    """
    file = str(path)
    if path.suffix not in {".npz", ".safetensors"}:
        raise InputError(f"a weights file must end in .npz or .safetensors, not {path.suffix!r}", file=file)
    data = read_bounded(path, "weights file", MAXIMUM_BYTES)
    digest = hashlib.sha256(data).hexdigest()
    if path.suffix == ".safetensors":
        return _safetensors(data, file), digest
    return _npz(data, file), digest


def _reason(error: BaseException) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(str(text).split())[:200] or type(error).__name__


def _safetensors(data: bytes, file: str) -> dict[str, Tensor]:
    from safetensors import SafetensorError, deserialize

    try:
        entries: list[tuple[str, Any]] = deserialize(data)  # type: ignore[no-untyped-call]
    except SafetensorError as error:
        raise InputError(f"this is no readable safetensors file: {_reason(error)}", file=file) from None
    _check_once(_header_names(data), file)
    tensors = {}
    for name, entry in entries:
        shape = tuple(int(size) for size in entry["shape"])
        tensors[name] = Tensor(
            name, shape, _numbers(entry["dtype"], bytes(entry["data"]), prod(shape), name, file), file
        )
    return tensors


def _header_names(data: bytes) -> list[str]:
    """Return the names in the header of a safetensors file as often as they stand there; assumes it is readable."""
    names: list[str] = []

    def collect(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names[:] = [name for name, _ in pairs]  # the outermost object comes last
        return {}

    json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")], object_pairs_hook=collect)
    return names


def _check_once(names: Sequence[str], file: str) -> None:
    """Refuse a name that stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(f"the tensor {name!r} must stand once, not several times", file=file)
        seen.add(name)


def _numbers(kind: str, data: bytes, count: int, name: str, file: str) -> Sequence[float | int]:
    if kind == "BF16":
        halves = struct.unpack(f"<{count}H", data)
        return struct.unpack(f"<{count}f", struct.pack(f"<{count}I", *(half << 16 for half in halves)))
    code = _CODES.get(kind)
    if code is None:
        known = ", ".join(["BF16", *_CODES])
        raise InputError(f"the tensor {name!r} must hold numbers ({known}), not {kind}", file=file)
    numbers: tuple[float | int, ...] = struct.unpack(f"<{count}{code}", data)
    return numbers


def _npz(data: bytes, file: str) -> dict[str, Tensor]:
    import numpy as np

    refused = (
        OSError,
        ValueError,
        EOFError,
        KeyError,
        RuntimeError,
        NotImplementedError,
        zlib.error,
        zipfile.BadZipFile,
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = sum(member.file_size for member in archive.infolist())
            _check_once(archive.namelist(), file)
        if total > MAXIMUM_BYTES:
            raise InputError(f"a weights file must unpack to at most {MAXIMUM_BYTES} bytes, not {total}", file=file)
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except refused as error:
        raise InputError(f"this is no readable npz file ({type(error).__name__})", file=file) from None
    except MemoryError:
        raise InputError("this is no readable npz file: a header names an impossible size", file=file) from None
    tensors = {}
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray) or array.dtype.kind not in "fiu" or array.dtype.itemsize > 8:
            kind = getattr(array, "dtype", "raw bytes")
            raise InputError(
                f"the tensor {name!r} must hold integers or floats of at most 64 bits, not {kind}", file=file
            )
        tensors[name] = Tensor(name, tuple(int(size) for size in array.shape), array.ravel().tolist(), file)
    return tensors

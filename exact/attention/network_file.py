r"""Files that can be analyzed: networks and layers in TOML or JSON, and layers in ``.safetensors``.

Dictionary:
    read_analyzable: the network, or the unit for sparse averaging, of a file.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from exact.attention.network_description import (
    AttentionNetwork,
    network_from_document,
    network_from_tensors,
    network_of_layer,
)
from exact.attention.unit_description import AveragingUnit, layer_from_document
from exact.attention.unit_file import read_document
from exact.errors import InputError
from exact.table_fields import shown
from exact.weights_reader import Tensor, read_tensors


def read_analyzable(
    path: str | Path,
    *,
    n: int | None = None,
    base: Fraction | None = None,
    threshold: Fraction | None = None,
) -> AttentionNetwork | AveragingUnit:
    """Return the network or the unit that a file describes.

    Args:
        path: a ``.toml`` or ``.json`` file with the key ``schema`` (a network) or ``task`` (a layer for a task), or a
            ``.safetensors`` or ``.npz`` file with the tensors of a layer.
        n: the number N of tokens, for a file of tensors only, where it must be given.
        base: the base of the softmax, for a file of tensors only; e if left out.
        threshold: the threshold of the output, for a file of tensors only.

    Raises:
        InputError: for everything that is not as the formats say, with file, field and value.

    Examples:
        >>> import tempfile
        >>> from exact.attention.sparse_averaging import one_hot_unit
        >>> from exact.attention.unit_file import averaging_unit, layer_to_toml
        >>> unit = averaging_unit(one_hot_unit(2, 1, base=9), 1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / "unit.toml"
        ...     _ = path.write_text(layer_to_toml(unit))
        ...     read_analyzable(path) == unit
        True
    """
    path = Path(path)
    file = str(path)
    holds_tensors = path.suffix in {".safetensors", ".npz"}
    if holds_tensors and n is None:
        raise InputError("a file of tensors needs the number N of tokens", file=file, field="--n")
    if n is not None and n < 1:
        raise InputError(f"the number N of tokens must be at least 1, not {n}", file=file, field="--n")
    for option, value in (("--n", n), ("--base", base), ("--threshold", threshold)):
        if value is not None and not holds_tensors:
            raise InputError("this belongs to files of tensors; other files say it themselves", file=file, field=option)
    try:
        if n is not None:
            tensors, _ = read_tensors(path)
            return network_from_tensors(tensors, n, base, threshold)
        document = read_document(path)
        if not isinstance(document, dict) or "schema" not in document:
            layer = layer_from_document(document)
            return layer if isinstance(layer, AveragingUnit) else network_of_layer(layer)
        return network_from_document(document, _named_tensors(document, path))
    except InputError as error:
        raise error.located(file=file) from None


def _named_tensors(document: dict[str, object], path: Path) -> dict[str, Tensor]:
    """Return the tensors of the weights file that a document names."""
    if "weights_file" not in document:
        return {}
    name = document["weights_file"]
    if not isinstance(name, str) or not name or "\0" in name:
        raise InputError(f"the weights file must be a file name, not {shown(name)}", field="weights_file")
    return read_tensors(path.parent.joinpath(name))[0]

r"""Weights as they stand in a circuit file: numbers, expressions, entries of tensors, prefixes of parameters.

Dictionary:
    WeightDecoder: reads single weights, vectors and matrices of weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from exact.circuit import NAME, Weight
from exact.errors import DomainError, InputError, TooLargeError
from exact.expression import read_expression
from exact.parameters import ParameterPolynomial, parameter
from exact.rational import Rational, rational
from exact.table_fields import Fields, UnreadableNumber, shown
from exact.weights_reader import Tensor

MAXIMUM_COLUMNS = 4096


class WeightDecoder:
    """Reads the weights of one circuit file.

    Everywhere `field` is the place in the file, for messages, and `scope` the prefix of the name that a weight has
    among the trainable parameters, or None for fixed weights.

    Attributes:
        tensors: the tensors of the weights file.
        declared: the parameters that the file declares.
        used: the parameters that were named by a prefix.
    """

    def __init__(self, tensors: Mapping[str, Tensor], declared: Iterable[str]) -> None:
        """Take the tensors and the declared parameters."""
        self.tensors = tensors
        self.declared = tuple(sorted(declared))
        self.used: set[str] = set()

    def scalar(self, value: object, field: str, trainable: str | None) -> Weight:
        """Read one weight; `trainable` is the name it has among the trainable parameters, None for a fixed weight."""
        own = frozenset() if trainable is None else frozenset({trainable})
        if type(value) is int or type(value) is Fraction:
            return Weight(rational(value), own)
        if isinstance(value, str):
            try:
                number = read_expression(value, self.declared)
            except (InputError, DomainError, TooLargeError) as error:
                raise InputError(getattr(error, "problem", str(error)), field=field) from None
            return Weight(number, self._names_of(number, own, trainable))
        if isinstance(value, Mapping):
            fields = Fields(value, field, ("tensor", "index"))
            tensor, index = self._tensor(fields)
            fields.finish()
            name = frozenset() if trainable is None else frozenset({_entry_name(tensor, index)})
            return Weight(self._entry(tensor, index, field), name)
        if isinstance(value, UnreadableNumber):
            raise InputError(
                f"a number must be an integer or a finite decimal without exponent, not {value.text}", field=field
            )
        raise InputError(
            f"a weight must be a number, an expression in quotes or a table with the key tensor, not {shown(value)}",
            field=field,
        )

    @staticmethod
    def _names_of(number: object, own: frozenset[str], trainable: str | None) -> frozenset[str]:
        if isinstance(number, ParameterPolynomial):
            return frozenset() if trainable is None else frozenset(number.names)
        return own

    def _tensor(self, fields: Fields) -> tuple[Tensor, tuple[int, ...]]:
        name = fields.text("tensor")
        tensor = self.tensors.get(name)
        if tensor is None:
            known = ", ".join(sorted(self.tensors)) or "none (no weights_file is named)"
            raise InputError(f"there is no tensor {name!r}; known are {known}", field=fields.field("tensor"))
        index = []
        for item in fields.items("index"):
            if type(item) is not int or item < 0:
                raise InputError(f"an index must be an integer >= 0, not {shown(item)}", field=fields.field("index"))
            index.append(item)
        return tensor, tuple(index)

    @staticmethod
    def _entry(tensor: Tensor, index: Sequence[int], field: str) -> Rational:
        try:
            return tensor.entry(index)
        except InputError as error:
            raise InputError(f"{error.problem} (tensor {tensor.name!r}, entry {list(index)})", field=field) from None

    def _symbols(self, fields: Fields) -> str:
        prefix = fields.text("parameters")
        if not NAME.fullmatch(prefix):
            raise InputError(
                f"a parameter must be named by a letter, then letters, digits or _, not {shown(prefix)}",
                field=fields.field("parameters"),
            )
        return prefix

    def _symbol(self, name: str, trainable: str | None) -> Weight:
        self.used.add(name)
        return Weight(parameter(name), frozenset() if trainable is None else frozenset({name}))

    def vector(self, value: object, members: Sequence[str], field: str, scope: str | None) -> list[Weight]:
        """Read one weight for each member: a list, a table with a tensor, or a table with a prefix of parameters."""
        count = len(members)
        if isinstance(value, list):
            if len(value) != count:
                raise InputError(f"there must be {count} weights, not {len(value)}", field=field)
            return [self.scalar(v, f"{field}[{i}]", scope and scope + members[i]) for i, v in enumerate(value)]
        fields = Fields(value, field, ("parameters", "tensor", "index"))
        if "parameters" in fields:
            prefix = self._symbols(fields)
            weights = [self._symbol(f"{prefix}{i + 1}", scope) for i in range(count)]
        else:
            tensor, index = self._tensor(fields)
            self._check_shape(tensor, index, (count,), field)
            weights = [self._tensor_weight(tensor, (*index, i), field, scope) for i in range(count)]
        fields.finish()
        return weights

    def matrix(
        self, value: object, rows: int, columns: int | None, field: str, scope: str | None
    ) -> list[list[Weight]]:
        """Read a matrix: a list of rows, a table with a tensor, or a table with a prefix of parameters."""
        if isinstance(value, list):
            if len(value) != rows:
                raise InputError(f"the matrix must have {rows} rows, not {len(value)}", field=field)
            width = columns if columns is not None else len(value[0]) if isinstance(value[0], list) else 0
            matrix = []
            for i, row in enumerate(value):
                if not isinstance(row, list) or len(row) != width:
                    raise InputError(
                        f"every row must be a list of {width} weights, not {shown(row)}", field=f"{field}[{i}]"
                    )
                matrix.append(
                    [self.scalar(v, f"{field}[{i}][{j}]", scope and f"{scope}[{i},{j}]") for j, v in enumerate(row)]
                )
            return matrix
        fields = Fields(value, field, ("parameters", "columns", "tensor", "index", "transpose"))
        if "parameters" in fields:
            prefix = self._symbols(fields)
            if columns is None:
                columns = _column_count(fields.take("columns"), field)
            matrix = [[self._symbol(f"{prefix}{i + 1}_{j + 1}", scope) for j in range(columns)] for i in range(rows)]
        else:
            tensor, index = self._tensor(fields)
            transposed = fields.flag("transpose", default=False)
            if columns is None:
                rest = tensor.shape[len(index) :]
                if len(rest) != 2:
                    raise InputError(f"a matrix must have two dimensions, not the shape {list(rest)}", field=field)
                columns = rest[0] if transposed else rest[1]
            self._check_shape(tensor, index, (columns, rows) if transposed else (rows, columns), field)
            matrix = [
                [
                    self._tensor_weight(tensor, (*index, j, i) if transposed else (*index, i, j), field, scope)
                    for j in range(columns)
                ]
                for i in range(rows)
            ]
        fields.finish()
        return matrix

    def _tensor_weight(self, tensor: Tensor, index: tuple[int, ...], field: str, scope: str | None) -> Weight:
        name = frozenset() if scope is None else frozenset({_entry_name(tensor, index)})
        return Weight(self._entry(tensor, index, field), name)

    @staticmethod
    def _check_shape(tensor: Tensor, index: Sequence[int], wanted: tuple[int, ...], field: str) -> None:
        shape = tensor.shape[len(index) :]
        if len(index) > len(tensor.shape) or shape != wanted:
            at = f" at {list(index)}" if index else ""
            raise InputError(
                f"the tensor {tensor.name!r}{at} must have the shape {list(wanted)}, not {list(shape)}", field=field
            )


def _entry_name(tensor: Tensor, index: Sequence[int]) -> str:
    return f"{tensor.name}[{','.join(str(i) for i in index)}]"


def _column_count(value: object, field: str) -> int:
    if type(value) is not int or not 1 <= value <= MAXIMUM_COLUMNS:
        raise InputError(f"the number of columns must be in 1, ..., {MAXIMUM_COLUMNS}, not {shown(value)}", field=field)
    return value

r"""Where the function of a question comes from: a table, a formula, or a file.

Dictionary:
    TableArgument, VariablesOption, FormulaOption, FileOption, UnitOption: those arguments, for every command.
    read_function: the function that the arguments of a command name.
    read_network: the network of logic gates in a file.
    node_function: what a node of a circuit sends, as a Boolean function.
    compression_of: the least integer weights of a trained unit, where it is a threshold unit of the inputs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exact.errors import DomainError, InputError, TooLargeError

if TYPE_CHECKING:
    from exact.boolean import BooleanFunction
    from exact.circuit import Circuit
    from exact.compression import Compression
    from exact.logic_network import LogicNetwork

TableArgument = Annotated[
    str | None, typer.Argument(metavar="TABLE", help="A truth table, 0x..., bit p is the value at p.")
]
VariablesOption = Annotated[int | None, typer.Option("--n", help="The number of variables.")]
FormulaOption = Annotated[str | None, typer.Option("--formula", help="A formula, such as 'x1 & (x2 | !x3)'.")]
FileOption = Annotated[
    str | None,
    typer.Option("--file", help="A circuit (.toml, .json, or the name of a shipped one), PLA, BLIF or DIMACS."),
]
UnitOption = Annotated[str | None, typer.Option("--unit", help="The unit of the circuit, or the output of the file.")]

MAXIMUM_TEXT = 16 * 2**20
_LOGIC = (".pla", ".blif", ".cnf", ".dimacs")


def read_function(
    table: str | None, n: int | None, formula: str | None, file: str | None, unit: str | None
) -> BooleanFunction:
    """Read the function from the one place that is named.

    Raises:
        InputError: if none or several places are named, or the text or file cannot be read.
        DomainError: if a node of a circuit does not send truth values, or is symbolic.
        TooLargeError: if there are too many variables.
    """
    from exact.boolean import BooleanFunction

    given = [what for what, value in (("TABLE", table), ("--formula", formula), ("--file", file)) if value is not None]
    if len(given) != 1:
        raise InputError(f"one of TABLE, --formula and --file must be given, not {' and '.join(given) or 'none'}")
    if unit is not None and file is None:
        raise InputError("a unit must be given with --file", field="--unit")
    if n is not None and n < 0:
        raise InputError(f"this must be at least 0, not {n}", field="--n")
    if table is not None:
        if n is None:
            raise InputError("a table must be given with its number of variables, as in --n 3", field="--n")
        return BooleanFunction.from_hex(table, n)
    if formula is not None:
        return BooleanFunction.from_formula(formula, n=n)
    if n is not None:
        raise InputError("a file has its own number of variables", field="--n")
    path = Path(file or "")
    if path.suffix in _LOGIC:
        return _logic_function(path, unit)
    circuit, name = _circuit_and_unit(file or "", unit)
    return node_function(circuit, name)


def read_network(file: str) -> LogicNetwork:
    """Read a network of logic gates from a PLA or BLIF file.

    Raises:
        InputError: if the file cannot be read, or is of another kind.
    """
    from exact.benchmark_reader import read_blif, read_pla

    path = Path(file)
    if path.suffix not in {".pla", ".blif"}:
        raise InputError("the nodes of a network are those of a PLA or BLIF file (.pla or .blif)", file=file)
    text = _logic_text(path)
    try:
        return read_blif(text) if path.suffix == ".blif" else read_pla(text)
    except InputError as error:
        raise error.located(file=file) from None


def _logic_text(path: Path) -> str:
    from exact.bounded_file import read_bounded

    data = read_bounded(path, "file", MAXIMUM_TEXT)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"the file must be UTF-8 text: byte {error.start} is not", file=str(path)) from None


def _logic_function(path: Path, unit: str | None) -> BooleanFunction:
    """Read a PLA, BLIF or DIMACS file; one output at a time."""
    from exact.benchmark_reader import read_dimacs

    if path.suffix not in {".cnf", ".dimacs"}:
        return _output_of(read_network(str(path)), unit, str(path))
    text = _logic_text(path)
    try:
        return _only_function(read_dimacs(text), unit)
    except InputError as error:
        raise error.located(file=str(path)) from None


def _only_function(f: BooleanFunction, unit: str | None) -> BooleanFunction:
    if unit is not None:
        raise InputError("a DIMACS file has one function and no units", field="--unit")
    return f


def _output_of(network: LogicNetwork, unit: str | None, file: str) -> BooleanFunction:
    if unit is None and len(network.outputs) != 1:
        known = ", ".join(network.outputs[:12])
        raise InputError(f"the file has no single output; name one with --unit: {known}", file=file, field="--unit")
    try:
        return network.function(network.outputs[0] if unit is None else unit)
    except InputError as error:
        raise error.located(file=file) from None


def _circuit_and_unit(file: str, unit: str | None) -> tuple[Circuit, str]:
    from exact.circuit_reader import read_circuit
    from exact.command.derive import circuit_path

    circuit, _ = read_circuit(circuit_path(file))
    if unit is None:
        if len(circuit.outputs) != 1:
            raise InputError("the circuit has no single output; name a unit", field="--unit")
        unit = circuit.outputs[0]
    return circuit, unit


def node_function(circuit: Circuit, name: str) -> BooleanFunction:
    """Return what a node of a circuit sends, if its values are truth values."""
    from exact.cube import Encoding
    from exact.derivation import derive

    if circuit.parameters:
        raise DomainError(f"the circuit {circuit.name} is symbolic; a function needs numbers for all weights")
    derivation = derive(circuit.part(name), check=False)
    if derivation.indicators.arguments:
        raise TooLargeError(
            f"{name} rests on decisions about more than {derivation.indicators.tabulation_limit} inputs",
            size=circuit.n,
            limit=derivation.indicators.tabulation_limit,
        )
    output = derivation.node(name).output.shrink(circuit.n)
    for encoding in Encoding:
        if output.is_boolean(encoding):
            return output.to_boolean(encoding)
    raise DomainError(f"the values of {name} must be truth values, 0 and 1 or -1 and +1, to be decided")


def compression_of(file: str, unit: str | None) -> Compression | None:
    """Return the least integer weights of a threshold unit that reads the inputs; None for every other node."""
    from exact.circuit import Unit
    from exact.compression import compress_unit
    from exact.minimum_weights import MAXIMUM_DIMENSION
    from exact.parameters import ParameterPolynomial

    if Path(file).suffix in _LOGIC:
        return None
    circuit, name = _circuit_and_unit(file, unit)
    node = circuit.node(name)
    if not isinstance(node, Unit) or node.gates or node.activation.output_encoding is None:
        return None
    if circuit.n > MAXIMUM_DIMENSION or not {synapse.source for synapse in node.synapses} <= set(circuit.inputs):
        return None
    weights = {synapse.source: synapse.weight.value for synapse in node.synapses}
    bias = 0 if node.bias is None else node.bias.value
    numbers = [weights.get(source, 0) for source in circuit.inputs]
    if isinstance(bias, ParameterPolynomial):
        return None
    rational = [number for number in numbers if not isinstance(number, ParameterPolynomial)]
    return compress_unit(rational, -bias, circuit.encoding) if len(rational) == len(numbers) else None

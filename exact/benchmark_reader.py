r"""Reading Boolean functions from the files of logic synthesis and satisfiability.

Dictionary:
    read_pla: a PLA file of espresso: cubes of all outputs.
    read_blif: a BLIF file: a network of covers; combinational, one model.
    read_dimacs: a DIMACS CNF file: the function that is true where all clauses are.
    MAXIMUM_CHARACTERS: the longest text that is read; MAXIMUM_WORK: the most values that its cubes may fill in;
    MAXIMUM_OUTPUTS: the most outputs of a PLA file.

Every function is completely specified in what these return; files with don't-cares are refused unless it is said which
value they take.

Sources: the manual pages of espresso(5); Berkeley Logic Interchange Format, 1992; the DIMACS challenge, 1993.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from exact._truth_table import full_table, variable_table
from exact.boolean import BooleanFunction
from exact.cube import MAXIMUM_TABLE_DIMENSION
from exact.errors import InputError, TooLargeError
from exact.logic_network import LogicNetwork, LogicNode

MAXIMUM_CHARACTERS = 1 << 22
MAXIMUM_WORK = 1 << 31
MAXIMUM_OUTPUTS = 1000

_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_LITERAL = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_MEANINGFUL = {"f": "1", "fd": "1-", "fr": "10", "fdr": "1-0"}  # the output characters that mean something, by type


def _check_length(text: str) -> None:
    if len(text) > MAXIMUM_CHARACTERS:
        raise InputError(f"a file must have at most {MAXIMUM_CHARACTERS} characters, not {len(text)}")


def _check_inputs(number: int) -> int:
    """Refuse more inputs than a truth table can have."""
    if number > MAXIMUM_TABLE_DIMENSION:
        raise TooLargeError(
            f"a function of {number} inputs is too large for a truth table (limit {MAXIMUM_TABLE_DIMENSION})",
            size=number,
            limit=MAXIMUM_TABLE_DIMENSION,
        )
    return number


def _check_work(cubes: int, n: int) -> None:
    """Refuse so many cubes of so many variables that filling in their values would take a quarter minute."""
    if cubes << n > MAXIMUM_WORK:
        raise TooLargeError(
            f"{cubes} cubes of {n} variables are too many for truth tables (limit {MAXIMUM_WORK} values)",
            size=cubes << n,
            limit=MAXIMUM_WORK,
        )


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the words of each line; comments and empty lines are left out, continuations joined."""
    _check_length(text)
    words: list[str] = []
    first = 1
    for number, line in enumerate(text.splitlines(), 1):
        content = line.split("#", 1)[0].rstrip()
        if not words:
            first = number
        words += content.removesuffix("\\").split()
        if content.endswith("\\"):
            continue
        if words:
            yield first, words
            words = []
    if words:
        yield first, words


def _cube(pattern: str, n: int, line: int) -> int:
    """Return the truth table of a cube: character i is 0, 1, or - where x_{i+1} does not matter."""
    if len(pattern) != n:
        raise InputError(f"a cube must have {n} characters, not {len(pattern)}", line=line)
    table = full_table(n)
    for i, character in enumerate(pattern):
        if character == "1":
            table &= variable_table(i, n)
        elif character == "0":
            table &= ~variable_table(i, n)
        elif character not in "-2":
            raise InputError(f"a cube must consist of 0, 1 and -, not {character!r}", line=line)
    return table


def _count(words: Sequence[str], line: int) -> int:
    """Return the number behind a keyword."""
    if len(words) != 2 or _NUMBER.fullmatch(words[1]) is None:
        raise InputError(f"{words[0]} must be followed by one number", line=line)
    return int(words[1])


def read_pla(text: str, *, dont_care: int | None = None) -> LogicNetwork:
    r"""Read a PLA file.

    Args:
        text: the file. Types f, fd (the default), fr and fdr are known.
        dont_care: the value where the file leaves an output open; None refuses such files.

    Returns:
        A network with one node for each output, each of which reads all inputs. Names are those of .ilb and .ob, or x1,
        x2, ... and y1, y2, ...

    Raises:
        InputError: if the text is no PLA file, leaves outputs open, or says both 0 and 1; with the line.
        TooLargeError: if there are more than 24 inputs.

    Examples:
        >>> read_pla(".i 2\n.o 1\n11 1\n.e\n").function("y1").to_hex()
        '0x8'
    """
    n: int | None = None
    outputs: int | None = None
    kind, cubes = "fd", 0
    input_names: list[str] = []
    output_names: list[str] = []
    sets: dict[str, list[int]] = {}
    for line, words in _lines(text):
        keyword = words[0]
        if keyword in {".i", ".o"} and sets and n is not None:
            raise InputError(f"{keyword} must stand once, before the cubes", line=line)
        if keyword == ".i":
            n = _check_inputs(_count(words, line))
        elif keyword == ".o":
            outputs = _count(words, line)
            if not 1 <= outputs <= MAXIMUM_OUTPUTS:
                raise InputError(f"there must be 1 to {MAXIMUM_OUTPUTS} outputs, not {outputs}", line=line)
            sets = {value: [0] * outputs for value in "10-"}
        elif keyword == ".ilb":
            input_names = words[1:]
        elif keyword == ".ob":
            output_names = words[1:]
        elif keyword == ".type":
            if len(words) != 2 or words[1] not in _MEANINGFUL:
                raise InputError(f"the type must be f, fd, fr or fdr, not {' '.join(words[1:])!r}", line=line)
            kind = words[1]
        elif keyword in {".e", ".end"}:
            break
        elif keyword.startswith("."):
            if keyword != ".p":  # the number of lines, which need not be true
                raise InputError(f"{keyword} is not supported", line=line)
        else:
            if n is None or outputs is None:
                raise InputError("cubes must come after .i and .o", line=line)
            cubes += 1
            _check_work(cubes, n)
            joined = "".join(words).replace("|", "")
            cube = _cube(joined[:n], n, line)
            _add_outputs(sets, joined[n:], cube, kind, line)
    if n is None or outputs is None:
        raise InputError("a PLA file must have .i and .o")
    inputs = _names(input_names, "x", n, ".ilb")
    names = _names(output_names, "y", outputs, ".ob")
    nodes = [
        LogicNode(name, inputs, _completed(n, (sets["1"][k], sets["0"][k], sets["-"][k]), kind, dont_care, name))
        for k, name in enumerate(names)
    ]
    return LogicNetwork.of(inputs, names, nodes)


def _add_outputs(sets: dict[str, list[int]], values: str, cube: int, kind: str, line: int) -> None:
    """Add a cube to the sets of the outputs that its line names."""
    if len(values) != len(sets["1"]):
        raise InputError(f"a line must have {len(sets['1'])} outputs, not {len(values)}", line=line)
    for k, value in enumerate(values):
        name = {"4": "1", "2": "-", "3": "~"}.get(value, value)
        if name not in {"1", "0", "-", "~"}:
            raise InputError(f"an output must be 0, 1, - or ~, not {value!r}", line=line)
        if name != "~" and name in _MEANINGFUL[kind]:
            sets[name][k] |= cube


def _names(given: Sequence[str], letter: str, number: int, keyword: str) -> tuple[str, ...]:
    """Return the given names, or numbered ones where none are given."""
    if not given:
        return tuple(f"{letter}{i + 1}" for i in range(number))
    if len(given) != number:
        raise InputError(f"{keyword} must name {number} signals, not {len(given)}")
    return tuple(given)


def _completed(n: int, sets: tuple[int, int, int], kind: str, dont_care: int | None, name: str) -> BooleanFunction:
    """Return the function of the sets 1, 0 and - that a PLA file gives for an output."""
    on, off, unknown = sets
    if on & off:
        p = (on & off & -(on & off)).bit_length() - 1
        raise InputError(f"the output {name!r} must not be both 0 and 1, as it is at the point {p}")
    open_points = full_table(n) & ~on & ~off if "r" in kind else unknown & ~on
    if open_points and dont_care is None:
        p = (open_points & -open_points).bit_length() - 1
        raise InputError(f"the output {name!r} must have a value everywhere, and the point {p} is left open")
    return BooleanFunction(n, on | open_points if dont_care else on)


def read_blif(text: str) -> LogicNetwork:
    r"""Read a BLIF file with one combinational model.

    Args:
        text: the file; .model, .inputs, .outputs, .names and .end are known.

    Returns:
        A network with a node for each .names.

    Raises:
        InputError: if the text is no such file, or has latches, subcircuits, gates or don't-cares; with the line.
        TooLargeError: if a node reads more than 24 names.

    Examples:
        >>> network = read_blif(".model m\n.inputs a b\n.outputs c\n.names a b c\n0- 1\n-0 1\n.end\n")
        >>> network.function("c").to_hex()
        '0x7'
    """
    inputs: list[str] = []
    outputs: list[str] = []
    nodes: list[LogicNode] = []
    cover: _Cover | None = None
    models = 0
    for line, words in _lines(text):
        keyword = words[0]
        if not keyword.startswith("."):
            if cover is None:
                raise InputError("a cube must come after .names", line=line)
            cover.add(words, line)
            continue
        if cover is not None:
            nodes.append(cover.node())
            cover = None
        if keyword == ".model":
            models += 1
            if models > 1:
                raise InputError("there must be one model, not several", line=line)
        elif keyword in {".inputs", ".input"}:
            inputs += words[1:]
        elif keyword in {".outputs", ".output"}:
            outputs += words[1:]
        elif keyword == ".names":
            cover = _Cover(words[1:], line)
        elif keyword == ".end":
            break
        else:
            raise InputError(f"{keyword} is not supported: combinational .names only", line=line)
    if cover is not None:
        nodes.append(cover.node())
    return LogicNetwork.of(inputs, outputs, nodes)


class _Cover:
    """The cubes of one .names."""

    def __init__(self, names: Sequence[str], line: int) -> None:
        """Take the names: those that are read, then the one that is defined."""
        if not names:
            raise InputError(".names must be followed by at least one name", line=line)
        self.reads, self.name = tuple(names[:-1]), names[-1]
        self.n = _check_inputs(len(self.reads))
        self.cubes, self.lines = 0, 0
        self.value: str | None = None

    def add(self, words: Sequence[str], line: int) -> None:
        """Add a line: a cube and the value 0 or 1 that it has; without inputs the value alone."""
        if len(words) != 1 + bool(self.n) or words[-1] not in {"0", "1"}:
            raise InputError("a line of a cover must be a cube and its value 0 or 1", line=line)
        if self.value not in {None, words[-1]}:
            raise InputError("the lines of a cover must all have the same value", line=line)
        self.value = words[-1]
        self.lines += 1
        _check_work(self.lines, self.n)
        self.cubes |= _cube(words[0] if self.n else "", self.n, line)

    def node(self) -> LogicNode:
        """Return the node: true on the cubes of value 1, or off the cubes of value 0; false without cubes."""
        table = full_table(self.n) ^ self.cubes if self.value == "0" else self.cubes
        return LogicNode(self.name, self.reads, BooleanFunction(self.n, table))


def read_dimacs(text: str) -> BooleanFunction:
    r"""Read a DIMACS CNF file: the function that is true at the points that satisfy all clauses.

    Raises:
        InputError: if the text is no such file, or does not have the number of clauses that it says; with the line.
        TooLargeError: if there are more than 24 variables.

    Examples:
        >>> read_dimacs("c either, not both\np cnf 2 2\n1 2 0\n-1 -2 0\n").to_hex()
        '0x6'
    """
    _check_length(text)
    n, promised, clauses = -1, 0, 0
    table, clause, pending, literals = 0, 0, False, 0
    for line, content in enumerate(text.splitlines(), 1):
        words = content.split()
        if not words or words[0] == "c":
            continue
        if words[0] == "%":
            break
        if words[0] == "p":
            if n >= 0 or len(words) != 4 or words[1] != "cnf" or not all(map(_NUMBER.fullmatch, words[2:])):
                raise InputError("there must be one line 'p cnf VARIABLES CLAUSES'", line=line)
            n, promised = _check_inputs(int(words[2])), int(words[3])
            table = full_table(n)
            continue
        if n < 0:
            raise InputError("clauses must come after the line 'p cnf VARIABLES CLAUSES'", line=line)
        for word in words:
            if _LITERAL.fullmatch(word) is None or abs(int(word)) > n:
                raise InputError(f"a literal must be in -{n}, ..., {n}, not {word[:40]!r}", line=line)
            literal = int(word)
            literals += 1
            _check_work(literals, n)
            if literal:
                ones = variable_table(abs(literal) - 1, n)
                clause |= ones if literal > 0 else full_table(n) & ~ones
                pending = True
            else:
                table &= clause
                clauses += 1
                clause, pending = 0, False
    if n < 0:
        raise InputError("there must be a line 'p cnf VARIABLES CLAUSES'")
    if pending:
        raise InputError("the last clause must end with 0")
    if clauses != promised:
        raise InputError(f"there must be {promised} clauses, not {clauses}")
    return BooleanFunction(n, table)

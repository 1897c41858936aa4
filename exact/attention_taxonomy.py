r"""The taxonomy of attention: 18 classes, of which 6 remain and 3 are quarks.

A mechanism of attention is classified by its origin (an activation S_j, an output O_j, or a weight w_ab), its target
(an activation S_i, an output O_i, or a weight w_ki) and its operation (addition or multiplication): 3 x 3 x 2 = 18
classes.  The origin S reduces to the origin O by a linear unit, the origin w to the standard model; of the remaining
six, three reduce further.  What remains are multiplexing, output gating and synaptic gating.

A class is in the standard model if networks of ordinary units do exactly the same: rows 13 to 18, whose weights do not
change with the input; rows 7 and 8, which are an additional edge; and rows 1 and 2, which reduce to these.  The rows 9
to 12 multiply two outputs, which no activation of the standard model does, and rows 3 to 6 reduce to them.  Row 7 is a
quark although it is in the standard model: it is what selects.

Dictionary:
    AttentionClass: one of the 18 classes, as data.
    TAXONOMY: the 18 classes, row by row.
    QUARKS: multiplexing, output gating and synaptic gating.
    STANDARD_MODEL: the text that stands for the standard model in `reduces_to`.
    find_class: the class with a row number, a name, or coordinates such as ``O->S,+``.
    reduction_chain: where a class leads, row by row, to a quark or to the standard model.
    taxonomy, taxonomy_text, taxonomy_latex: the table of the 18 classes.
    ClassDetail: a class with its signals and its identities, computed on a symbolic block.
    class_detail: compute these.

Sources: theory Q-D5 `attention-taxonomy`, Q-R10 `three-quarks-remain`; the reductions are in `exact.block`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exact.activation import ABSOLUTE, HEAVISIDE, LINEAR, RELU, SIGN, Activation, power
from exact.block import ATTENDING_SYMBOLS, Identity, Signals, attend, free_block, identities, symbolic_block
from exact.cube import Encoding
from exact.errors import TableError
from exact.gating import GateKind, Operation, Variable, commuting_gains
from exact.polynomial import CubePolynomial

STANDARD_MODEL = "standard model"

_ATTENDED_SYMBOLS = {Variable.ACTIVATION: "S_i", Variable.OUTPUT: "O_i", Variable.WEIGHT: "w_ki"}
_KINDS = {Variable.ACTIVATION: "activation", Variable.OUTPUT: "output", Variable.WEIGHT: "weight"}


@dataclass(frozen=True)
class AttentionClass:
    """One of the 18 classes.

    Attributes:
        row: 1 to 18, in the order of the theory.
        source: where the attending signal comes from.
        target: what it acts on.
        operation: how it acts.
        name: the name of the class.
        effect: what becomes of the target, or of the term w_ki O_i.
        standard_model: whether networks of the standard model do the same.
        reduces_to: a row, the text `STANDARD_MODEL`, or None for a quark.
        by: the label of that reduction, or None for a quark.
        quark: whether the class is one of the three that remain.
    """

    row: int
    source: Variable
    target: Variable
    operation: Operation
    name: str
    effect: str
    standard_model: bool
    reduces_to: int | str | None
    by: str | None
    quark: bool

    @property
    def coordinates(self) -> str:
        """The text such as ``O->S,+``; multiplication is written with the letter x."""
        return f"{self.source.value}->{self.target.value},{self.operation.symbol}"

    @property
    def definition(self) -> str:
        """The class as a sentence."""
        source = f"{_KINDS[self.source]} {ATTENDING_SYMBOLS[self.source]}"
        verb = "is added to" if self.operation is Operation.ADDITION else "multiplies"
        return f"The {source} {verb} the {_KINDS[self.target]} {_ATTENDED_SYMBOLS[self.target]}."

    @property
    def status(self) -> str:
        """Where the class stands, in words."""
        place = "in the standard model" if self.standard_model else "extends the standard model"
        if self.quark:
            return f"quark, {place}"
        if self.reduces_to == STANDARD_MODEL:
            return "reduces to the standard model"
        return f"reduces to row {self.reduces_to}, {place}"

    def to_json(self) -> dict[str, object]:
        """Return the ten fields as plain data."""
        return {
            "row": self.row,
            "source": self.source.value,
            "target": self.target.value,
            "operation": self.operation.value,
            "name": self.name,
            "effect": self.effect,
            "standard_model": self.standard_model,
            "reduces_to": self.reduces_to,
            "by": self.by,
            "quark": self.quark,
        }


_S, _O, _W = Variable.ACTIVATION, Variable.OUTPUT, Variable.WEIGHT
_ADD, _TIMES = Operation.ADDITION, Operation.MULTIPLICATION
_LINEAR = "activation-origin-is-output-origin"
_TIED = "additive-output-is-a-tied-edge"
_TERM = "additive-synaptic-is-a-product-term"
_ALL = "activation-gating-is-synaptic-gating-of-all-inputs"
_STATIC = "weight-origin-is-static"

TAXONOMY: tuple[AttentionClass, ...] = (
    AttentionClass(1, _S, _S, _ADD, "multiplexing by an activation", "f_i(S_i + S_j)", True, 7, _LINEAR, False),
    AttentionClass(2, _S, _O, _ADD, "additive output by an activation", "O_i + S_j", True, 8, _LINEAR, False),
    AttentionClass(3, _S, _W, _ADD, "additive synaptic by an activation", "(w_ki + S_j) O_i", False, 9, _LINEAR, False),
    AttentionClass(4, _S, _S, _TIMES, "activation gating by an activation", "f_i(S_j S_i)", False, 10, _LINEAR, False),
    AttentionClass(5, _S, _O, _TIMES, "output gating by an activation", "S_j O_i", False, 11, _LINEAR, False),
    AttentionClass(6, _S, _W, _TIMES, "synaptic gating by an activation", "S_j w_ki O_i", False, 12, _LINEAR, False),
    AttentionClass(7, _O, _S, _ADD, "multiplexing", "f_i(S_i + O_j)", True, None, None, True),
    AttentionClass(8, _O, _O, _ADD, "additive output", "O_i + O_j", True, STANDARD_MODEL, _TIED, False),
    AttentionClass(9, _O, _W, _ADD, "additive synaptic", "(w_ki + O_j) O_i", False, 11, _TERM, False),
    AttentionClass(10, _O, _S, _TIMES, "activation gating", "f_i(O_j S_i)", False, 12, _ALL, False),
    AttentionClass(11, _O, _O, _TIMES, "output gating", "O_i O_j", False, None, None, True),
    AttentionClass(12, _O, _W, _TIMES, "synaptic gating", "(O_j w_ki) O_i", False, None, None, True),
    AttentionClass(13, _W, _S, _ADD, "static bias", "f_i(S_i + w_ab)", True, STANDARD_MODEL, _STATIC, False),
    AttentionClass(14, _W, _O, _ADD, "static output shift", "O_i + w_ab", True, STANDARD_MODEL, _STATIC, False),
    AttentionClass(15, _W, _W, _ADD, "weight tying", "(w_ki + w_ab) O_i", True, STANDARD_MODEL, _STATIC, False),
    AttentionClass(16, _W, _S, _TIMES, "static input scaling", "f_i(w_ab S_i)", True, STANDARD_MODEL, _STATIC, False),
    AttentionClass(17, _W, _O, _TIMES, "static output scaling", "w_ab O_i", True, STANDARD_MODEL, _STATIC, False),
    AttentionClass(18, _W, _W, _TIMES, "weight product", "(w_ab w_ki) O_i", True, STANDARD_MODEL, _STATIC, False),
)

QUARKS: tuple[AttentionClass, ...] = tuple(c for c in TAXONOMY if c.quark)


def _spelling(text: str) -> str:
    """Bring a key to one spelling: small letters, single spaces, hyphens as spaces."""
    return " ".join(re.sub(r"[-_]", " ", text).lower().split())


def _coordinate_spelling(text: str) -> str:
    """Bring coordinates to the spelling of `AttentionClass.coordinates`; the letters keep their case."""
    head, _, operation = re.sub(r"\s+", "", text).replace("→", "->").partition(",")
    return f"{head},{_OPERATION_SPELLINGS.get(operation, operation)}"


_OPERATION_SPELLINGS = {"*": "x", "×": "x", "X": "x", "multiplication": "x", "addition": "+"}
_BY_NAME = {_spelling(c.name): c for c in TAXONOMY} | {
    _spelling(kind.value): TAXONOMY[kind.row - 1] for kind in GateKind
}
_BY_COORDINATES = {c.coordinates: c for c in TAXONOMY}


def find_class(key: int | str) -> AttentionClass:
    """Return the class with a row number, a name, or coordinates.

    Args:
        key: 11 or ``"11"``; ``"output gating"``, also as ``"output-gating"`` or as the name of the gate, ``"output"``;
            ``"O->O,x"``, with ``*``, ``×`` or the name of the operation for the x if you like.

    Raises:
        TableError: if there is no such class; the message lists the rows and the names.

    Examples:
        >>> find_class(7) is find_class("multiplexing") is find_class("O->S,+")
        True
    """
    if type(key) is int:
        if 1 <= key <= len(TAXONOMY):
            return TAXONOMY[key - 1]
    elif type(key) is str:
        if re.fullmatch(r"[1-9]|1[0-8]", key.strip(), re.ASCII):
            return TAXONOMY[int(key) - 1]
        found = _BY_NAME.get(_spelling(key)) or _BY_COORDINATES.get(_coordinate_spelling(key))
        if found is not None:
            return found
    else:
        raise TypeError(f"a class of the taxonomy must be given by an int or a str, not {key!r}")
    known = ", ".join(f"{c.row} {c.name}" for c in TAXONOMY)
    shown = repr(key if type(key) is int else str(key)[:60])
    raise TableError(
        f"a class of the taxonomy must be a row, a name or coordinates such as O->S,+, not {shown}: {known}"
    )


def reduction_chain(row: int) -> tuple[int | str, ...]:
    """Return the rows through which a class reduces, itself first; the last entry is a quark or `STANDARD_MODEL`.

    Examples:
        >>> reduction_chain(3), reduction_chain(2), reduction_chain(11)
        ((3, 9, 11), (2, 8, 'standard model'), (11,))
    """
    chain: list[int | str] = [find_class(row).row]
    while isinstance(last := chain[-1], int) and (following := find_class(last).reduces_to) is not None:
        chain.append(following)
    return tuple(chain)


def taxonomy() -> list[dict[str, object]]:
    """Return the 18 classes as plain data, in the order of the rows.

    Examples:
        >>> [c["name"] for c in taxonomy() if c["quark"]]
        ['multiplexing', 'output gating', 'synaptic gating']
    """
    return [c.to_json() for c in TAXONOMY]


def taxonomy_text() -> str:
    """Return the table as plain text; a star marks the quarks."""
    rows = [("row", "class", "name", "effect", "status")]
    rows += [(f"{c.row}{'*' if c.quark else ''}", c.coordinates, c.name, c.effect, c.status) for c in TAXONOMY]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _formula_latex(text: str) -> str:
    return re.sub(r"_([a-z0-9]{2,})", r"_{\1}", text)


def taxonomy_latex() -> str:
    r"""Return the table as a LaTeX ``tabular``."""
    lines = [r"\begin{tabular}{rllll}", r"row & class & name & effect & status \\ \hline"]
    for c in TAXONOMY:
        operation = "+" if c.operation is Operation.ADDITION else r"\times"
        coordinates = rf"${c.source.value} \to {c.target.value}$, ${operation}$"
        name = rf"\textbf{{{c.name}}}" if c.quark else c.name
        lines.append(rf"{c.row} & {coordinates} & {name} & ${_formula_latex(c.effect)}$ & {c.status} \\")
    return "\n".join([*lines, r"\end{tabular}"])


# ------------------------------------------------------------------------------------------------ one class in detail


@dataclass(frozen=True)
class ClassDetail:
    """A class with its signals and what they are equal to, computed on a block with symbolic weights.

    Attributes:
        attention_class: the class.
        fan_in: the number of inputs of the units i and j.
        encoding: the encoding of the inputs.
        attending: the activation of j.
        attended: the activation of i.
        names: the names of the variables of the ambient cube.
        signals: S_i, what i sends, and S_k.
        identities: what the signals are equal to; for a class that reduces, its reduction comes first.
        holds_for_all: for each identity, whether it holds for unknown weights, inputs and transfer functions too.
        conditions: for activation gating: for each activation f, the c with f(c S) = c f(S) for all S, and for all S
            except 0; empty for the other classes.
    """

    attention_class: AttentionClass
    fan_in: int
    encoding: Encoding
    attending: Activation
    attended: Activation
    names: tuple[str, ...]
    signals: Signals
    identities: tuple[Identity, ...]
    holds_for_all: tuple[bool, ...]
    conditions: tuple[tuple[Activation, str, str], ...]

    def _compared(self, signals: Signals, *, on_activation: bool) -> list[tuple[str, CubePolynomial]]:
        activation = [("S_i", signals.activation)] if on_activation else []
        return [*activation, ("S_k", signals.received[0])]

    def to_json(self) -> dict[str, object]:
        """Return the class and what was computed as plain data; polynomials as text."""
        identities = [
            {
                "label": identity.label,
                "network": identity.network,
                "signals": {
                    symbol: q.to_text(self.names)
                    for symbol, q in self._compared(identity.right, on_activation=identity.on_activation)
                },
                "equal": identity.holds,
                "equal_for_all_weights_inputs_and_functions": for_all,
            }
            for identity, for_all in zip(self.identities, self.holds_for_all, strict=True)
        ]
        return {
            **self.attention_class.to_json(),
            "definition": self.attention_class.definition,
            "block": {
                "fan_in": self.fan_in,
                "encoding": self.encoding.value,
                "attending": self.attending.to_text(),
                "attended": self.attended.to_text(),
            },
            "signals": {
                "S_i": self.signals.activation.to_text(self.names),
                "sent_by_i": self.signals.output.to_text(self.names),
                "S_k": self.signals.received[0].to_text(self.names),
            },
            "identities": identities,
            "equals_output_gating": [
                {"activation": f.to_text(), "for_all_arguments": gains, "for_nonzero_arguments": nonzero}
                for f, gains, nonzero in self.conditions
            ],
        }

    def to_text(self) -> str:
        """Return definition, polynomials and identities as plain text."""
        c = self.attention_class
        lines = [
            f"row {c.row}: {c.name} ({c.coordinates})",
            "",
            f"definition  {c.definition}",
            f"effect      {c.effect}",
            f"status      {c.status}",
            "",
            f"The block: i and j read {self.fan_in} input{'' if self.fan_in == 1 else 's'} in {self.encoding.value}.",
            f"  f_i, f_j   = {self.attended.to_text()}, {self.attending.to_text()}",
            f"  S_i        = {self.signals.activation.to_text(self.names)}",
            f"  sent by i  = {self.signals.output.to_text(self.names)}",
            f"  S_k        = {self.signals.received[0].to_text(self.names)}",
        ]
        for identity, for_all in zip(self.identities, self.holds_for_all, strict=True):
            lines += ["", f"Compared with {identity.network}:", f"  by {identity.label}"]
            compared = self._compared(identity.right, on_activation=identity.on_activation)
            lines += [f"  {symbol}        = {q.to_text(self.names)}" for symbol, q in compared]
            lines.append(f"  {_verdict(identity.holds, for_all)}")
        if self.conditions:
            lines += ["", "It equals output gating of i, f(c S) = c f(S), for all S if and only if:"]
            for f, gains, nonzero in self.conditions:
                besides = "" if nonzero == gains else f"   (for all S except 0: {nonzero})"
                lines.append(f"  {f.to_text():10} {gains}{besides}")
        return "\n".join(lines)

    def to_latex(self) -> str:
        r"""Return the signals and the identities as a LaTeX ``aligned`` environment."""
        pairs = [("S_i", self.signals.activation), (r"\text{sent by } i", self.signals.output)]
        rows = [(symbol, "=", q) for symbol, q in [*pairs, ("S_k", self.signals.received[0])]]
        for identity in self.identities:
            equal = "=" if identity.holds else r"\neq"
            rows += [
                (symbol, equal, q) for symbol, q in self._compared(identity.right, on_activation=identity.on_activation)
            ]
        body = " \\\\\n".join(rf"{symbol} &{equal} {self._latex(q)}" for symbol, equal, q in rows)
        return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"

    def _latex(self, q: CubePolynomial) -> str:
        """Set the two indices of a weight side by side, without the upright letters of a longer name."""
        return re.sub(r"_\{\\mathrm\{([a-z0-9]+)\}\}", r"_{\1}", q.to_latex(self.names))

    def _repr_latex_(self) -> str:
        return f"${self.to_latex()}$"


def _verdict(holds: bool, for_all: bool) -> str:
    here = "equal" if holds else "NOT equal"
    everywhere = "equal" if for_all else "NOT equal"
    return f"{here} on this block; {everywhere} for unknown weights, inputs and transfer functions"


def class_detail(
    key: int | str,
    *,
    fan_in: int = 2,
    attending: Activation = LINEAR,
    attended: Activation = LINEAR,
    encoding: Encoding = Encoding.SIGNS,
) -> ClassDetail:
    """Compute the signals and the identities of a class on a block with symbolic weights.

    Args:
        key: as for `find_class`.
        fan_in: the number of inputs of the units i and j, at least 0.
        attending: the activation of j.
        attended: the activation of i.
        encoding: the encoding of the inputs.

    Raises:
        TableError: if there is no such class.

    Examples:
        Synaptic gating of two threshold units; the hard decisions are variables:

        >>> detail = class_detail("synaptic gating", attending=HEAVISIDE, attended=HEAVISIDE, encoding=Encoding.BITS)
        >>> detail.signals.received[0].to_text(detail.names)
        'w_k0 + w_ki*H(S_i)*H(S_j)'
        >>> detail.holds_for_all
        (True,)
    """
    c = find_class(key)
    block, indicators = symbolic_block(fan_in, attending=attending, attended=attended, encoding=encoding)
    signals = attend(block, c.source, c.target, c.operation)
    found = identities(c.row, block)
    return ClassDetail(
        attention_class=c,
        fan_in=fan_in,
        encoding=encoding,
        attending=attending,
        attended=attended,
        names=indicators.names,
        signals=signals,
        identities=found,
        holds_for_all=tuple(identity.holds for identity in identities(c.row, free_block(fan_in))),
        conditions=_conditions() if c.row == GateKind.ACTIVATION_GATE.row else (),
    )


def _conditions() -> tuple[tuple[Activation, str, str], ...]:
    known = (LINEAR, HEAVISIDE, SIGN, RELU, ABSOLUTE, power(0), power(2), power(3))
    return tuple((f, commuting_gains(f).value, commuting_gains(f, nonzero_argument=True).value) for f in known)

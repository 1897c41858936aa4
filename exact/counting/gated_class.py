r"""The classes of gated units that are counted: their names, their options, and their symmetries; the vocabulary alone.

Everywhere f, g are threshold functions of the n inputs::

    output-gate     products of at most k threshold functions, with values in `bits` (conjunctions) or in `signs`;
                    `mixed`: f g with f in signs and g in bits, maps to {-1, 0, +1}
    multiplexed     sgn(a(x) + b g(x)), a affine, b real, the argument never 0 on the cube
    synaptic-gate   sgn of an affine form, never 0 on the cube, in which some weights are multiplied by g(x):
                    `one`, that of x_1; `any`, that of some x_i; `all`, every one but the bias; `bias`, the bias alone
    gated-layer     tuples (f_1 g, ..., f_m g) with one gate g; values as for the output gate
    selector        f_1 where g is true, f_0 where g is false

With disjoint inputs the attended part (f, a, the affine form) reads x_1, ..., x_m and the gate reads k further inputs;
then n = m + k.

Dictionary:
    GatedClass: a class with every effective option, immutable.
    GatedSymmetry: the signed permutations that preserve a class by its definition, and whether negating values does.
    GATED_NAMES: the names of the classes.
    option_defaults: the options of a class with their defaults.
    gated_class: the class of a name and of the options that were given; refuses options that do not apply.
    check_gated_dimension: refuse an n for which the class is not defined.

Normal form: options that do not apply to a class are None; equal classes are equal values.

Source: theory Q-D6 `gated-classes`, Q-T4 to Q-T7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from exact.cube import check_dimension
from exact.errors import DomainError, InputError

OUTPUT_GATE, MULTIPLEXED, SYNAPTIC_GATE = "output-gate", "multiplexed", "synaptic-gate"
GATED_LAYER, SELECTOR = "gated-layer", "selector"

GATED_NAMES = (OUTPUT_GATE, MULTIPLEXED, SYNAPTIC_GATE, GATED_LAYER, SELECTOR)

MAXIMUM_UNITS = 64
"""The largest number of units of a layer: the number of maps grows like a power of it."""

_DEFAULTS: dict[str, dict[str, str | int]] = {
    OUTPUT_GATE: {"values": "bits", "factors": 2},
    MULTIPLEXED: {},
    SYNAPTIC_GATE: {"synapse": "one", "input_values": "signs", "gate_values": "signs"},
    GATED_LAYER: {"units": 2, "values": "bits"},
    SELECTOR: {},
}

_CHOICES: dict[str, tuple[str, ...]] = {
    "values": ("bits", "signs", "mixed"),
    "synapse": ("one", "any", "all", "bias"),
    "input_values": ("signs", "bits"),
    "gate_values": ("signs", "bits"),
}


def option_defaults(name: str) -> Mapping[str, str | int]:
    """Return the options of a class with their defaults.

    Raises:
        InputError: if there is no such class.

    Examples:
        >>> option_defaults("output-gate")
        {'values': 'bits', 'factors': 2}
    """
    if name not in _DEFAULTS:
        raise InputError(f"the class must be one of {', '.join(GATED_NAMES)}, not {name!r}", field="CLASS")
    return dict(_DEFAULTS[name])


@dataclass(frozen=True, slots=True)
class GatedSymmetry:
    """The signed permutations of the inputs that preserve a class for every n, read off its definition.

    Attributes:
        fixes_first: whether only permutations with x_1 in its place do.
        negates_first: whether negating x_1 does.
        negates_others: whether negating each other input does.
        negates_output: whether the negation of a function of the class lies in the class.
    """

    fixes_first: bool
    negates_first: bool
    negates_others: bool
    negates_output: bool

    def name(self) -> str:
        """Return the name of the group of signed permutations, as in `CountResult.classes_by_group`.

        Examples:
            >>> gated_class("synaptic-gate", input_values="bits").symmetry.name()
            'permutations fixing x1, negations except of x1'
        """
        words = "permutations fixing x1" if self.fixes_first else "permutations"
        if self.negates_first and self.negates_others:
            return f"{words}, negations"
        return f"{words}, negations except of x1" if self.negates_others else words


@dataclass(frozen=True, slots=True)
class GatedClass:
    """A class of gated units with every effective option; options that do not apply are None.

    Attributes:
        name: one of `GATED_NAMES`.
        values: of an output gate or a gated layer: ``bits``, ``signs`` or ``mixed``.
        factors: of an output gate: at most how many threshold functions are multiplied, at least 1.
        synapse: of a synaptic gate: ``one``, ``any``, ``all`` or ``bias``.
        input_values: of a synaptic gate: the encoding of the inputs whose weights are gated.
        gate_values: of a synaptic gate: the encoding of the gate.
        units: of a gated layer: how many outputs share the gate, from 1 to 64.
        attended: with disjoint inputs, how many inputs the attended part reads; None for shared inputs.
        attending: with disjoint inputs, how many inputs the gate reads; None for shared inputs.
    """

    name: str
    values: str | None = None
    factors: int | None = None
    synapse: str | None = None
    input_values: str | None = None
    gate_values: str | None = None
    units: int | None = None
    attended: int | None = None
    attending: int | None = None

    def __post_init__(self) -> None:
        """Check that exactly the options of the class are there, each in its range."""
        known = option_defaults(self.name)
        for field in fields(self):
            option, value = field.name, getattr(self, field.name)
            if option in {"name", "attended", "attending"}:
                continue
            if option in known and value is None:
                raise InputError(f"the class {self.name} needs this option", field=_flag(option))
            if option not in known and value is not None:
                raise InputError(f"the class {self.name} has no such option", field=_flag(option))
            if value is not None:
                _check_option(option, value)
        if self.values == "mixed" and self.factors not in {None, 2}:
            raise InputError(f"mixed values need exactly 2 factors, not {self.factors}", field="--factors")
        self._check_disjoint()

    def _check_disjoint(self) -> None:
        if (self.attended is None) != (self.attending is None):
            raise InputError("--attended and --attending must stand together", field="--attended")
        if self.attended is None or self.attending is None:
            return
        for option, value in (("attended", self.attended), ("attending", self.attending)):
            if type(value) is not int:
                raise TypeError(f"{option} must be an int, not {value!r}")
            if value < 0:
                raise InputError(f"this must be at least 0, not {value}", field=_flag(option))
        if self.factors not in {None, 2}:
            raise InputError(f"disjoint inputs need exactly 2 factors, not {self.factors}", field="--factors")

    @property
    def is_disjoint(self) -> bool:
        """Whether the attended part and the gate read different inputs."""
        return self.attended is not None

    @property
    def options(self) -> dict[str, str | int]:
        """Every effective option, by its name."""
        named = {option: getattr(self, option) for option in option_defaults(self.name)}
        if self.attended is not None and self.attending is not None:
            named |= {"attended": self.attended, "attending": self.attending}
        return named

    @property
    def symmetry(self) -> GatedSymmetry:
        """The symmetries of the class for shared inputs, read off the definition.

        Affine forms without restrictions absorb every negation of an input.  A gated weight absorbs that of its own
        input only in `signs`, where it is a change of the sign of the weight; a form without a free bias likewise.
        """
        negates_output = self.values != "bits"
        if self.synapse is None or self.input_values == "signs":
            return GatedSymmetry(self.synapse == "one", True, True, negates_output)
        return GatedSymmetry(self.synapse == "one", False, self.synapse == "one", negates_output)


def _flag(option: str) -> str:
    return "--" + option.replace("_", "-")


def _check_option(option: str, value: object) -> None:
    if option in _CHOICES:
        if value not in _CHOICES[option]:
            raise InputError(f"this must be one of {', '.join(_CHOICES[option])}, not {value!r}", field=_flag(option))
        return
    if type(value) is not int:
        raise TypeError(f"{option} must be an int, not {value!r}")
    if value < 1:
        raise InputError(f"this must be at least 1, not {value}", field=_flag(option))
    if option == "units" and value > MAXIMUM_UNITS:
        raise InputError(f"this must be at most {MAXIMUM_UNITS}, not {value}", field=_flag(option))


def gated_class(name: str, **options: str | int | None) -> GatedClass:
    """Return the class of a name, with defaults for the options that are not given or None.

    Args:
        name: one of `GATED_NAMES`.
        options: `values`, `factors`, `synapse`, `input_values`, `gate_values`, `units`, `attended`, `attending`.

    Raises:
        InputError: if there is no such class, an option does not apply to it, or a value is not one of its values.

    Examples:
        >>> gated_class("output-gate", values="signs").options
        {'values': 'signs', 'factors': 2}
        >>> gated_class("selector", factors=3)
        Traceback (most recent call last):
            ...
        exact.errors.InputError: --factors: the class selector has no such option
    """
    given = {option: value for option, value in options.items() if value is not None}
    known = {field.name for field in fields(GatedClass)} - {"name"}
    for option in given:
        if option not in known:
            raise InputError("there is no such option", field=_flag(option))
    return GatedClass(name, **(dict(option_defaults(name)) | given))  # type: ignore[arg-type]


def check_gated_dimension(gated: GatedClass, n: int) -> int:
    """Return n if the class is defined for n inputs.

    Raises:
        TypeError: if n is not an `int`.
        DomainError: if n is negative, is not attended + attending, or leaves no input whose weight could be gated.

    Examples:
        >>> check_gated_dimension(gated_class("synaptic-gate"), 0)
        Traceback (most recent call last):
            ...
        exact.errors.DomainError: a gate of one synapse needs at least one attended input, not 0
    """
    check_dimension(n)
    attended = n
    if gated.attended is not None and gated.attending is not None:
        attended = gated.attended
        if n != gated.attended + gated.attending:
            raise DomainError(f"n must be attended + attending = {gated.attended + gated.attending}, not {n}")
    if gated.synapse in {"one", "any"} and attended == 0:
        raise DomainError("a gate of one synapse needs at least one attended input, not 0")
    return n

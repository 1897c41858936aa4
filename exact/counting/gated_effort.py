r"""What counts of gated classes beyond their limits would need: projections from measured cases, and bounds from below.

The bounds come from what the method must do at least: list all gates, run through pairs of an attended part and a
gate, look at one function of every orbit.  T(n), where it is not written down here, is bounded from below by cutting
along one more variable (theory Q-L4).

Dictionary:
    enumeration_effort: of the enumeration, for shared inputs.
    decision_effort: of the decision.
    list_effort: of a list of all functions with disjoint inputs.
    sample_effort: of estimates by random ways.
    is_estimated: whether `exact.counting.gated_estimate` reaches a class.
    FURTHER_UNIT: how many times the time of the last, about, a further unit of a layer takes.
    estimate_command: the command that estimates a class, or an empty string.

Source: theory Q-L4 `one-more-variable-multiplies-by-cuts`.
"""

from __future__ import annotations

from math import factorial

from exact.counting.effort import Effort
from exact.counting.gated_class import GATED_LAYER, OUTPUT_GATE, SYNAPTIC_GATE, GatedClass
from exact.threshold_bounds import cut_product_bound

SIX_INPUTS = 15_028_134
SEVEN_INPUTS = 8_378_070_864
"""The threshold functions of six and of seven inputs; a test counts them."""

_GATE_CLASSES = 567
"""Of the threshold functions of six inputs, under signed permutations and negation; a test counts them."""

LARGEST_ESTIMATED = 6
"""The largest number of inputs of an estimate by random ways."""

_LARGEST_PROJECTED = 12
"""Beyond this n the figures for it are bounds from below."""

_FORM_NANOSECONDS = 100
"""One canonical form of six variables; measured."""

_MIXED_SIX_SECONDS = 60
_MIXED_SEVEN_GATES = 26
"""Mixed values of six inputs took so long, and seven inputs have so many times as many classes of gates."""

_LAYER_SECONDS = {"bits": 2, "signs": 5}
"""Layers of two units and four inputs, by both methods; measured."""

FURTHER_UNIT = 100
"""How many times the time of the last, about, a further unit of a layer takes."""

_DECISION_MICROSECONDS = 100
"""The decision of one function of five inputs takes at least so long; measured."""

_DECISION_FOUR_MILLISECONDS = 300
"""The decision of all functions of four inputs; measured."""

_MIXED_FIVE_SECONDS = 60
_MIXED_SIX_FLATS = 1_400
"""Mixed values of five inputs by decision took so long, and six inputs have so many times as many flats."""

_SAMPLES_SECONDS = 30
"""A hundred samples of six inputs; measured."""

_LISTED_MICROSECONDS = 8
_LISTED_BYTES = 300


def _least_number(n: int) -> int:
    """Return a bound from below on T(n), n >= 6, which is T(n) itself for n = 6 and 7."""
    if n == 6:
        return SIX_INPUTS
    return SEVEN_INPUTS * _cut_product(n) // _cut_product(7)


def _cut_product(n: int) -> int:
    return int(cut_product_bound(n).count or 0)


def _table_bytes(n: int) -> int:
    return max(1, (1 << n) // 8)


def _layer_effort(gated: GatedClass, n: int) -> Effort:
    """Return the effort of a layer in bits or signs for n >= 5, with a set of functions for every gate.

    From four inputs to n the gates and the functions are so many times as many; both methods keep both.
    """
    n = min(n, 6)
    gates = SIX_INPUTS if n == 6 else _cut_product(5)
    growth = (gates // 1882) << ((1 << n) - (1 << 4))
    units = int(gated.units or 1)
    seconds = _LAYER_SECONDS[str(gated.values)] * growth * FURTHER_UNIT**units // FURTHER_UNIT**2
    return Effort(seconds, gates << ((1 << n) - 3), at_least=True)


def enumeration_effort(gated: GatedClass, n: int) -> Effort:
    """Return what making all functions of a class with shared inputs would need, for an n beyond the limit.

    Assumes n >= 7 for mixed values, n >= 5 for layers in bits or signs, and n >= 6 otherwise.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> print(enumeration_effort(gated_class("output-gate", values="mixed"), 7))
        about 10 days of one processor and 134.1 GB
        >>> print(enumeration_effort(gated_class("selector"), 6))
        at least 14 minutes of one processor and 0.2 GB
    """
    is_beyond = n > _LARGEST_PROJECTED
    n = min(n, _LARGEST_PROJECTED)
    if gated.values == "mixed":
        more = _least_number(n) // SIX_INPUTS
        seconds = _MIXED_SIX_SECONDS * _MIXED_SEVEN_GATES * more
        return Effort(seconds, _least_number(n) * _table_bytes(n), at_least=is_beyond or n > 7)
    if gated.name == GATED_LAYER:
        return _layer_effort(gated, n)
    gates = _least_number(n)
    attended = 1 if gated.factors == 1 else _GATE_CLASSES if n == 6 else gates // (factorial(n) << (n + 1))
    seconds = gates * attended * _FORM_NANOSECONDS // 1_000_000_000
    return Effort(seconds, gates * _table_bytes(n), at_least=True)


def decision_effort(gated: GatedClass, n: int) -> Effort:
    """Return what the decision would need for an n beyond its limit.

    Assumes n >= 6 for mixed values and for one output of shared inputs, n >= 5 otherwise.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> print(decision_effort(gated_class("selector"), 6))
        at least 634 years of one processor and 0.3 GB
    """
    if gated.values == "mixed":
        return Effort(_MIXED_FIVE_SECONDS * _MIXED_SIX_FLATS, 2_000_000_000, at_least=True)
    if gated.name == GATED_LAYER:
        return _layer_effort(gated, n)
    if gated.is_disjoint:  # a mark for every function, where four inputs have 2**16
        functions = 1 << (1 << min(n, 6))
        return Effort((functions >> 16) * _DECISION_FOUR_MILLISECONDS // 1000, functions, at_least=True)
    n = min(n, 7)
    orbits = (1 << (1 << n)) // (factorial(n) << (n + 1))
    return Effort(orbits * _DECISION_MICROSECONDS // 1_000_000, 300_000_000, at_least=True)


def list_effort(attended: int, attending: int) -> Effort:
    """Return what a list of all functions of an attended part and a gate with inputs of their own would need.

    Every pair of an attended threshold function and a gate, neither constant, up to negating both, is a function.

    Examples:
        >>> print(list_effort(5, 3))
        at least 2 seconds of one processor and 0.1 GB
    """
    functions, gates = (_cut_product(min(number, _LARGEST_PROJECTED)) for number in (attended, attending))
    listed = max(1, (functions - 2) * (gates - 2) // 2)
    return Effort(max(1, listed * _LISTED_MICROSECONDS // 1_000_000), listed * _LISTED_BYTES, at_least=True)


def sample_effort(n: int) -> Effort:
    """Return what estimates by random ways would need, for n >= 7: each looks at every gate in a list of all.

    Examples:
        >>> print(sample_effort(7))
        at least 5 hours of one processor and 134.1 GB
    """
    n = min(n, _LARGEST_PROJECTED)
    gates = _least_number(n)
    return Effort(_SAMPLES_SECONDS * gates // SIX_INPUTS, gates * _table_bytes(n), at_least=True)


def is_estimated(gated: GatedClass) -> bool:
    """Return whether random ways to make a function estimate the number of functions of a class.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> is_estimated(gated_class("output-gate")), is_estimated(gated_class("output-gate", factors=3))
        (True, False)
    """
    if gated.is_disjoint:
        return False
    if gated.name == SYNAPTIC_GATE:
        is_opposite = gated.synapse in {"all", "bias"}
        return not (is_opposite and gated.input_values == "bits" and gated.gate_values == "signs")
    return gated.name != OUTPUT_GATE or gated.factors == 2


def estimate_command(gated: GatedClass, n: int) -> str:
    """Return the command that estimates a class for n inputs, or an empty string where there is none.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> estimate_command(gated_class("output-gate", values="signs"), 6)
        'exact estimate output-gate --n 6 --values signs'
        >>> estimate_command(gated_class("selector"), 7)
        ''
    """
    if n > LARGEST_ESTIMATED or not is_estimated(gated):
        return ""
    options = {option: value for option, value in gated.options.items() if option != "factors"}
    given = "".join(f" --{option.replace('_', '-')} {value}" for option, value in options.items())
    return f"exact estimate {gated.name} --n {n}{given}"

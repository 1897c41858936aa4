r"""The tables of gated classes: which numbers they hold, by which methods, and every number computed again.

The methods are those of `exact.counting.gated_methods`: ``enumeration`` makes every function of a class, ``decision``
asks of every function whether it belongs to the class.  Orbits of mixed output gates, which are not decided, and the
numbers for n = 6 are confirmed by ``chow-chamber``.  No source in the literature has any of these numbers.

For n = 5 the layers are counted only with mixed values.  Of output gates of two factors there are numbers for n = 6.

Dictionary:
    GATED_TABLE_NAMES: the names of these tables.
    gated_table_title, gated_index_names: what a table counts, and the letters of its index.
    planned_gated_entries: the indices of a table with the methods for each.
    computed_gated_value: an entry, computed by a method, with the processor time that its run took.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise, product

from exact.counting.gated_class import GATED_LAYER, OUTPUT_GATE, SYNAPTIC_GATE, GatedClass, gated_class
from exact.counting.gated_decision_five import conjunctions_by_factors
from exact.counting.gated_decision_marks import products_by_factors
from exact.counting.gated_decision_outside import decided_outside
from exact.counting.gated_decision_small import factors_needed, member_array
from exact.counting.gated_enumeration import factor_counts
from exact.counting.gated_inclusions import QUADRATIC, USUAL_CLASSES, InclusionTable, inclusion_table
from exact.counting.gated_methods import count_gated, gated_method_limits
from exact.counting.polynomial_threshold import polynomial_threshold_table
from exact.counting.result import CountResult
from exact.errors import TableError
from exact.processor_time import Timed, timed

Index = tuple[int | str, ...]

ENUMERATION, DECISION, CHOW_CHAMBER = "enumeration", "decision", "chow-chamber"
LARGEST_DIMENSION = 5
LARGEST_PRODUCT_DIMENSION = 6


def _output_gate(values: str, factors: int = 2) -> GatedClass:
    return gated_class(OUTPUT_GATE, values=values, factors=factors)


def _synaptic_gate(synapse: str, input_values: str, gate_values: str) -> GatedClass:
    return gated_class(SYNAPTIC_GATE, synapse=synapse, input_values=input_values, gate_values=gate_values)


_PLACES = {"one": "the synapse of x_1", "any": "the synapse of some input", "all": "every synapse", "bias": "the bias"}

# name: title, class
_FUNCTIONS: Mapping[str, tuple[str, GatedClass]] = {
    "output-gate-bits": ("conjunctions of two threshold functions of n inputs", _output_gate("bits")),
    "output-gate-signs": ("products of the signs of two threshold functions of n inputs", _output_gate("signs")),
    "output-gate-mixed": (
        "products of a threshold function in signs and one in bits, of n inputs",
        _output_gate("mixed"),
    ),
    "output-gate-bits-3": ("conjunctions of three threshold functions of n inputs", _output_gate("bits", 3)),
    "output-gate-signs-3": (
        "products of the signs of three threshold functions of n inputs",
        _output_gate("signs", 3),
    ),
    "multiplexed": ("functions of multiplexed units with n inputs", gated_class("multiplexed")),
    "selector": ("choices between two threshold functions by a third one, of n inputs", gated_class("selector")),
} | {
    f"synaptic-gate-{synapse}-{inputs}-{gate}": (
        f"functions of units with n inputs that gate {_PLACES[synapse]}, inputs in {inputs}, gate in {gate}",
        _synaptic_gate(synapse, inputs, gate),
    )
    for synapse, inputs, gate in product(_PLACES, ("signs", "bits"), ("signs", "bits"))
}

_CLASSES = {f"{name}-classes": name for name in _FUNCTIONS}

# name: title, values
_LAYERS: Mapping[str, tuple[str, str]] = {
    "gated-layer-bits": ("maps of m threshold functions of n inputs times one gate, in bits", "bits"),
    "gated-layer-signs": ("maps of m threshold functions of n inputs times one gate, in signs", "signs"),
    "gated-layer-mixed": ("maps of m threshold functions of n inputs in signs times one gate in bits", "mixed"),
}
_LAYER_UNITS = 3
_DECIDED_BEYOND_THE_LIMIT = {("bits", 4, 3)}
"""Values, inputs and units of layers that are decided in minutes, beyond the limit of the method."""

# name: title, values; by the numbers of inputs the largest number of factors that is counted
_FACTORS: Mapping[str, tuple[str, str, tuple[int, ...]]] = {
    "factors-bits": (
        "functions of n inputs that are conjunctions of k threshold functions and of no fewer",
        "bits",
        (1, 1, 2, 4, 8, 16),
    ),
    "factors-signs": (
        "functions of n inputs that are products of the signs of k threshold functions and of no fewer",
        "signs",
        (1, 1, 2, 3, 4, 5),
    ),
}

_QUICK_FACTORS = 3
"""For n = 5 so many factors of conjunctions are enumerated in seconds, all of them in minutes."""

_INCLUSIONS = "inclusions"
_COMPARED_DIMENSIONS = (2, 3, 4, 5)

GATED_TABLE_NAMES: tuple[str, ...] = (*_FUNCTIONS, *_CLASSES, *_LAYERS, *_FACTORS, _INCLUSIONS)


def gated_table_title(name: str) -> str:
    """Return what a table counts.

    Raises:
        TableError: if there is no such table of gated classes.

    Examples:
        >>> gated_table_title("selector")
        'choices between two threshold functions by a third one, of n inputs'
    """
    _check_name(name)
    if name in _FUNCTIONS:
        return _FUNCTIONS[name][0]
    if name in _CLASSES:
        gated = _FUNCTIONS[_CLASSES[name]][1]
        return f"orbits under {gated.symmetry.name()} of the {_FUNCTIONS[_CLASSES[name]][0]}"
    if name in _LAYERS:
        return _LAYERS[name][0]
    if name in _FACTORS:
        return _FACTORS[name][0]
    return (
        "functions of n inputs in a class and outside another; one, any, all, bias are synaptic gates in signs, "
        "conjunction and product are output gates of two factors, quadratic the threshold functions of degree 2"
    )


def gated_index_names(name: str) -> tuple[str, ...]:
    """Return the letters of the index of a table.

    Raises:
        TableError: if there is no such table of gated classes.

    Examples:
        >>> gated_index_names("inclusions")
        ('n', 'in', 'outside')
    """
    _check_name(name)
    if name in _LAYERS:
        return "n", "m"
    if name in _FACTORS:
        return "n", "k"
    return ("n", "in", "outside") if name == _INCLUSIONS else ("n",)


def _check_name(name: str) -> None:
    if name not in GATED_TABLE_NAMES:
        raise TableError(f"there is no table {name!r} of gated classes; they are {', '.join(GATED_TABLE_NAMES)}")


def planned_gated_entries(name: str) -> Iterator[tuple[Index, tuple[str, ...]]]:
    """Yield the indices of a table, each with its methods: one or two.

    Raises:
        TableError: if there is no such table of gated classes.

    Examples:
        >>> list(planned_gated_entries("output-gate-signs"))[-2:]
        [((5,), ('enumeration', 'decision')), ((6,), ('enumeration', 'chow-chamber'))]
    """
    _check_name(name)
    if name in _FUNCTIONS or name in _CLASSES:
        gated = _FUNCTIONS[_CLASSES.get(name, name)][1]
        decided = min(gated_method_limits(gated)[DECISION], LARGEST_DIMENSION)
        has_six = gated.name == OUTPUT_GATE and gated.factors == 2 and name != "output-gate-mixed-classes"
        largest = LARGEST_PRODUCT_DIMENSION if has_six else LARGEST_DIMENSION
        for n in range(1 if gated.synapse in {"one", "any"} else 0, largest + 1):
            if n > LARGEST_DIMENSION or (gated.values == "mixed" and (name in _CLASSES or n > decided)):
                yield (n,), (ENUMERATION, CHOW_CHAMBER)
            else:
                yield (n,), (ENUMERATION, DECISION) if n <= decided else (ENUMERATION,)
    elif name in _LAYERS:
        values = _LAYERS[name][1]
        for n, m in product(range(LARGEST_DIMENSION + 1), range(1, _LAYER_UNITS + 1)):
            limits = gated_method_limits(gated_class(GATED_LAYER, units=m, values=values))
            if n <= limits[ENUMERATION]:
                is_decided = n <= limits[DECISION] or (values, n, m) in _DECIDED_BEYOND_THE_LIMIT
                yield (n, m), (ENUMERATION, DECISION) if is_decided else (ENUMERATION,)
    elif name in _FACTORS:
        _, _, most = _FACTORS[name]
        for n, factors in enumerate(most):
            for k in range(1, factors + 1):
                yield (n, k), (ENUMERATION, DECISION)
    else:
        for n in _COMPARED_DIMENSIONS:
            names = tuple(USUAL_CLASSES) if n == LARGEST_DIMENSION else (QUADRATIC, *USUAL_CLASSES)
            for first, second in product(names, repeat=2):
                if first != second:
                    yield (n, first, second), (ENUMERATION, DECISION)


# --------------------------------------------------------------------------------------------------------- computation


@lru_cache(maxsize=512)
def _count(gated: GatedClass, n: int, method: str) -> Timed[CountResult]:
    return timed(lambda: count_gated(gated, n, method, force=True))


@lru_cache(maxsize=32)
def _factor_counts(n: int, values: str, method: str) -> Timed[tuple[int, ...]]:
    if method == ENUMERATION:
        return timed(lambda: factor_counts(n, values))
    if n < LARGEST_DIMENSION:
        return timed(lambda: tuple(factors_needed(values, n).values()))
    if values == "bits":
        return timed(lambda: tuple(conjunctions_by_factors().values()))
    return timed(lambda: tuple(count.functions for count in products_by_factors().values()))


@lru_cache(maxsize=8)
def _few_factors(n: int, values: str, method: str, factors: int) -> Timed[tuple[int, ...]]:
    """Return how many functions need 1, 2, ... factors, from the numbers of products of so many."""
    runs = [_count(_output_gate(values, k), n, method) for k in range(1, factors + 1)]
    totals = [0, *(run.value.value for run in runs)]
    needed = tuple(after - before for before, after in pairwise(totals))
    return Timed(needed, sum(run.nanoseconds for run in runs))


@lru_cache(maxsize=8)
def _inclusions(n: int) -> Timed[InclusionTable]:
    return timed(lambda: inclusion_table(n))


@lru_cache(maxsize=8)
def _decided_inclusions(n: int) -> Timed[dict[tuple[str, str], int]]:
    def compute() -> dict[tuple[str, str], int]:
        if n == LARGEST_DIMENSION:
            return decided_outside(USUAL_CLASSES)
        sets = {name: set(member_array(gated, n).nonzero()[0].tolist()) for name, gated in USUAL_CLASSES.items()}
        sets[QUADRATIC] = set(polynomial_threshold_table(n, 2))
        return {(a, b): len(sets[a] - sets[b]) for a, b in product(sets, repeat=2)}

    return timed(compute)


def computed_gated_value(name: str, index: Index, method: str) -> Timed[int]:
    """Compute an entry of a table by one of its methods.

    Args:
        name: one of `GATED_TABLE_NAMES`.
        index: the index of the entry.
        method: one of those that `planned_gated_entries` names for it.

    Returns:
        The number, and the processor time of the run that gave it; entries of one row share a run.

    Raises:
        TableError: if the table has no such entry, or not by this method.
        ExactError: if n = 5 and the compiler is not installed.

    Cost:
        A second for n = 4; for n = 5 and n = 6 up to four minutes.

    Examples:
        >>> computed_gated_value("factors-bits", (3, 2), "decision").value
        142
    """
    if not any(index == known and method in methods for known, methods in planned_gated_entries(name)):
        raise TableError(f"the table {name} has no entry {index} by the method {method!r}")
    n = int(index[0])
    if name in _FUNCTIONS:
        run = _count(_FUNCTIONS[name][1], n, method)
        return Timed(run.value.value, run.nanoseconds)
    if name in _CLASSES:
        run = _count(_FUNCTIONS[_CLASSES[name]][1], n, method)
        if run.value.classes is None:
            raise TableError(f"the method {method} counts no orbits of the class {_CLASSES[name]}")
        return Timed(run.value.classes, run.nanoseconds)
    if name in _LAYERS:
        run = _count(gated_class(GATED_LAYER, units=int(index[1]), values=_LAYERS[name][1]), n, method)
        return Timed(run.value.value, run.nanoseconds)
    if name in _FACTORS:
        values, k = _FACTORS[name][1], int(index[1])
        if n == LARGEST_DIMENSION and values == "bits" and method == ENUMERATION and k <= _QUICK_FACTORS:
            needed = _few_factors(n, values, method, _QUICK_FACTORS)
        else:
            needed = _factor_counts(n, values, method)
        return Timed(needed.value[k - 1], needed.nanoseconds)
    first, second = str(index[1]), str(index[2])
    if method == DECISION:
        decided = _decided_inclusions(n)
        return Timed(decided.value[first, second], decided.nanoseconds)
    table = _inclusions(n)
    names = table.value.names
    return Timed(table.value.outside[names.index(first)][names.index(second)], table.nanoseconds)

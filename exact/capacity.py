r"""Capacity: the logarithm to base 2 of an exact count, enclosed, next to every bound that the theory has for it.

A class joins by one row of `CLASSES`: its options with their defaults, its bounds, and how it is counted (None where
no count is offered; then the bounds stand alone).  Counts that take seconds are made unasked; a longer one only for the
n that is asked for, and only if it is forced.

Dictionary:
    CapacityClass: a row of the registry; CLASSES: the registry.
    Capacity: the answer: count, enclosure, bounds, refused bounds, growth.
    RefusedBound: a bound whose hypotheses fail, or that needs a count out of reach.
    GrowthRow: one line of the table of counts against the leading terms.
    capacity: compute it.
    reachable_threshold_count: T(n, d) where it can be counted in seconds.
    LARGEST_INPUTS: the largest n.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from exact import gated_bounds, threshold_bounds
from exact.arrangement import flats_by_rank
from exact.capacity_bound import Bound, Side, ThresholdCount
from exact.counting.codegree_two import count_codegree_two
from exact.counting.effort import Effort, check_effort
from exact.counting.flats import threshold_normals
from exact.counting.gated_class import gated_class
from exact.counting.gated_methods import count_gated, gated_method_limits
from exact.counting.polynomial_threshold import LARGEST_OF_ALL_FUNCTIONS, count_polynomial_threshold
from exact.counting.threshold import METHODS, count_threshold
from exact.cube import check_dimension
from exact.enclosure import Enclosure, log2_enclosure
from exact.errors import DomainError, TooLargeError

LARGEST_INPUTS = 64

_MINUTE = Effort(60, 1_000_000_000)
_MINUTES = Effort(600, 1_000_000_000)
"""Counts of gated classes that take longer than seconds: mixed values of six inputs, and all others; measured."""

Options = Mapping[str, int | str]
Progress = Callable[[int, int | None], None]
Make = Callable[[], Bound]
_Bounds = Callable[[int, Options, ThresholdCount], Iterator[tuple[str, Make]]]


@lru_cache(maxsize=256)
def reachable_threshold_count(n: int, degree: int) -> int:
    """Return T(n, d), where it can be counted in seconds or is known by a theorem for all n.

    Raises:
        TooLargeError: if it is out of reach.

    Source:
        Q-F3 for d = 0 and d >= n, Q-S5 for d = n - 1; otherwise `exact.counting`.

    Examples:
        >>> reachable_threshold_count(3, 1), reachable_threshold_count(3, 2), reachable_threshold_count(3, 3)
        (104, 254, 256)
    """
    check_dimension(n)
    if degree < 0:
        raise DomainError(f"the degree must be at least 0, not {degree}")
    if degree == 0:
        return 2
    if degree == 1 and n <= max(METHODS.values()):
        return count_threshold(n).value
    if degree >= n - 1 and n <= LARGEST_OF_ALL_FUNCTIONS:
        return (1 << (1 << n)) - (2 if degree == n - 1 else 0)
    if n <= 5:
        return count_polynomial_threshold(n, degree).value
    if degree == n - 2 and n == 6:
        return count_codegree_two(n).value
    raise TooLargeError(f"T({n}, {degree}) cannot be counted in seconds", size=n, limit=5)


@dataclass(frozen=True, slots=True)
class CapacityClass:
    """A row of the registry.

    Attributes:
        options: the options with their defaults; a default that is a tuple lists the words that are allowed.
        bounds: yields functions that make the bounds for n and the options.
        count: counts the class as far as it takes seconds, and refuses the rest; None where no count is offered.
        long_count: counts it as far as it can be done at all, with progress; None if that is no further.
    """

    options: Mapping[str, int | tuple[str, ...]]
    bounds: _Bounds
    count: Callable[[int, Options], int] | None = None
    long_count: Callable[[int, Options, Progress | None], int] | None = None


@dataclass(frozen=True, slots=True)
class RefusedBound:
    """A bound that says nothing here, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """One line of the growth table: n, the capacity where it is counted, and the leading terms by their formulas."""

    n: int
    bits: Enclosure | None
    leading: Mapping[str, Enclosure]


@dataclass(frozen=True, slots=True)
class Capacity:
    """A capacity with the bounds of the theory.

    Attributes:
        class_name: the class.
        n: the number of inputs.
        options: every effective option.
        count: the number of functions, or None where it is not counted.
        bits: its logarithm, or None.
        bounds: the bounds whose hypotheses hold: lower, upper, leading.
        refused: the others.
        growth: the lines for 0, 1, ..., n.
        uncounted: why there is no count, or an empty string.
    """

    class_name: str
    n: int
    options: Options
    count: int | None
    bits: Enclosure | None
    bounds: tuple[Bound, ...]
    refused: tuple[RefusedBound, ...]
    growth: tuple[GrowthRow, ...]
    uncounted: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the fields of the JSON document; numbers that may be large are decimal strings."""
        return {
            "class": self.class_name,
            "n": self.n,
            "options": dict(self.options),
            "count": None if self.count is None else str(self.count),
            "uncounted": self.uncounted or None,
            "bits": _ends(self.bits),
            "bounds": [self._bound_data(bound) for bound in self.bounds],
            "refused": [{"bound": entry.name, "reason": entry.reason} for entry in self.refused],
            "growth": [
                {
                    "n": row.n,
                    "bits": _ends(row.bits),
                    "leading": {formula: _ends(bits) for formula, bits in row.leading.items()},
                }
                for row in self.growth
            ],
        }

    def _bound_data(self, bound: Bound) -> dict[str, object]:
        compared = self.count is not None and bound.side is not Side.LEADING
        short = bound.count is not None and bound.count.bit_length() <= 4096
        return {
            "side": bound.side.value,
            "number": bound.number,
            "label": bound.label,
            "formula": bound.formula,
            "provenance": bound.provenance,
            "count": str(bound.count) if short else None,
            "bits": _ends(bound.bits),
            "strict": bound.strict,
            "holds": bound.holds_for(self.count).value if compared and self.count is not None else None,
        }


def _ends(bits: Enclosure | None) -> dict[str, str] | None:
    if bits is None:
        return None
    lower, upper = bits.to_decimals()
    return {"lower": lower, "upper": upper}


def capacity(
    class_name: str, n: int, options: Options | None = None, progress: Progress | None = None, *, force: bool = False
) -> Capacity:
    """Return the capacity of a class with every bound of the theory for it.

    Args:
        class_name: one of `CLASSES`.
        n: the number of inputs, at most `LARGEST_INPUTS`.
        options: those of the class; the others have their defaults.
        progress: called now and then by a count that is forced, with the amount of work done and of all.
        force: whether to count for n what takes longer than seconds.

    Raises:
        DomainError: if the class or an option is unknown.
        TooLargeError: if n is larger than `LARGEST_INPUTS`.

    Cost:
        The counts; seconds at most, unless it is forced.  Beyond their reach the bounds stand alone.

    Examples:
        >>> answer = capacity("threshold", 3)
        >>> answer.count, answer.bits.to_decimals(3)
        (104, ('6.700', '6.701'))
        >>> [(bound.formula, bound.count) for bound in answer.bounds][:2]
        [('2 |E|', 16), ('(2^(n-1) + 1) T(n-1,1)', 70)]
    """
    if class_name not in CLASSES:
        raise DomainError(f"the class must be one of {', '.join(CLASSES)}, not {class_name!r}")
    if check_dimension(n) > LARGEST_INPUTS:
        raise TooLargeError(f"n = {n} is too large (limit {LARGEST_INPUTS})", size=n, limit=LARGEST_INPUTS)
    row = CLASSES[class_name]
    chosen = _effective(class_name, row, options or {})
    for name in ("degree", "units"):
        value = chosen.get(name, 0)
        if isinstance(value, int) and value > LARGEST_INPUTS:
            problem = f"the option {name} is too large: {value} (limit {LARGEST_INPUTS})"
            raise TooLargeError(problem, size=value, limit=LARGEST_INPUTS)
    bounds: list[Bound] = []
    refused: list[RefusedBound] = []
    for name, make in row.bounds(n, chosen, reachable_threshold_count):
        try:
            bounds.append(make())
        except (DomainError, TooLargeError) as error:
            refused.append(RefusedBound(name, str(error)))
    bounds.sort(key=lambda bound: list(Side).index(bound.side))
    count, uncounted = _count(row, n, chosen)
    if count is None and force and row.long_count is not None:
        count, uncounted = row.long_count(n, chosen, progress), ""
    counted = [*(_count(row, k, chosen)[0] for k in range(n)), count]
    growth = tuple(_growth_row(row, k, chosen, known) for k, known in enumerate(counted))
    return Capacity(class_name, n, chosen, count, growth[-1].bits, tuple(bounds), tuple(refused), growth, uncounted)


def _effective(class_name: str, row: CapacityClass, options: Options) -> Options:
    """Fill in the defaults and check the values."""
    unknown = sorted(set(options) - set(row.options))
    if unknown:
        raise DomainError(f"the class {class_name} has no option {unknown[0]}")
    chosen: dict[str, int | str] = {}
    for name, default in row.options.items():
        value = options.get(name, default if isinstance(default, int) else default[0])
        if isinstance(default, int):
            if type(value) is not int or value < 0:
                raise DomainError(f"the option {name} must be an integer, at least 0, not {value!r}")
        elif value not in default:
            raise DomainError(f"the option {name} must be one of {', '.join(default)}, not {value!r}")
        chosen[name] = value
    return chosen


def _count(row: CapacityClass, n: int, options: Options) -> tuple[int | None, str]:
    """Return the count, or None and why there is none."""
    if row.count is None:
        return None, "no count is offered"
    try:
        return row.count(n, options), ""
    except (DomainError, TooLargeError) as error:  # some classes need an input
        return None, str(error)


def _growth_row(row: CapacityClass, n: int, options: Options, count: int | None) -> GrowthRow:
    leading: dict[str, Enclosure] = {f"{k} n^2" if k > 1 else "n^2": Enclosure.exactly(k * n * n) for k in (1, 2, 3)}
    for _, make in row.bounds(n, options, _no_count):
        try:
            bound = make()
        except (DomainError, TooLargeError):
            continue
        if bound.side is Side.LEADING:
            leading[bound.formula] = bound.bits
    return GrowthRow(n, None if count is None else log2_enclosure(count), leading)


def _no_count(n: int, degree: int) -> int:
    """Refuse every count: leading terms need none."""
    raise TooLargeError(f"T({n}, {degree}) is not asked for here", size=n, limit=0)


# ---------------------------------------------------------------------------------------------------------- the classes


def _flats(n: int) -> Bound:
    if n > 4:
        raise TooLargeError(f"the flats for n = {n} are too many to be listed here", size=n, limit=4)
    return threshold_bounds.flat_bound(sum(len(level) for level in flats_by_rank(threshold_normals(n), n + 1)))


def _threshold(n: int, options: Options, counts: ThresholdCount) -> Iterator[tuple[str, Make]]:
    d = int(options["degree"])
    linear: list[tuple[str, Make]] = [
        ("Q-L9 2 |E|", lambda: threshold_bounds.finite_set_lower_bound(1 << n)),
        ("Q-L4 (2^(n-1) + 1) T(n-1,1)", lambda: threshold_bounds.cut_bound(n, counts)),
        ("Q-L4 2 prod_{k<n} (2^k + 1)", lambda: threshold_bounds.cut_product_bound(n)),
        ("Q-L4 2^(2 + n(n-1)/2)", lambda: threshold_bounds.cut_power_bound(n)),
        ("Q-L7 number of flats", lambda: _flats(n)),
        ("Q-L9 2 (e |E| / n)^n", lambda: threshold_bounds.finite_set_exponential_bound(1 << n, n)),
        ("Q-T1 n^2", lambda: threshold_bounds.linear_leading_term(n)),
        ("Q-T1 log2 (2 C(2^n - 1, n))", lambda: threshold_bounds.binomial_leading_term(n)),
    ]
    every: list[tuple[str, Make]] = [
        ("Q-L5 T(n-1,d) T(n-1,d-1)", lambda: threshold_bounds.degree_split_bound(n, d, counts)),
        ("Q-L5 2^C(n,d+1)", lambda: threshold_bounds.binomial_bound(n, d)),
        ("Q-L3 S(2^n, C(n,<=d))", lambda: threshold_bounds.schlafli_bound(n, d)),
        ("Q-L3 2^(n (C(n,<=d) - 1))", lambda: threshold_bounds.power_bound(n, d)),
        ("Q-S5 2^(2^n) - 2", lambda: threshold_bounds.missing_parities_bound(n, d)),
        ("Q-T2 n^(d+1)/d!", lambda: threshold_bounds.degree_leading_term(n, d)),
        ("Q-T2 n C(n,<=d)", lambda: threshold_bounds.monomial_leading_term(n, d)),
    ]
    # for d = 1 this bound is T(n, 1) itself
    boost: list[tuple[str, Make]] = [
        ("Q-L6 max T(m,1)^C(k,d-1)", lambda: threshold_bounds.multiplexer_bound(n, d, counts))
    ]
    yield from (linear if d == 1 else boost) + every


def _output_gate(n: int, options: Options, counts: ThresholdCount) -> Iterator[tuple[str, Make]]:
    k, values = int(options["factors"]), options["values"]
    if k == 2:
        yield "Q-T4 T(n-1,d)^2", lambda: gated_bounds.output_gate_lower_bound(n, counts)
        yield "Q-T4 2^(2 + (n-1)(n-2))", lambda: gated_bounds.output_gate_power_bound(n)
        yield "Q-T4 T(n,d)^2", lambda: gated_bounds.output_gate_upper_bound(n, counts)
        if values == "bits":
            yield "Q-T4a T(T+1)/2", lambda: gated_bounds.unordered_pair_bound(n, counts)
            yield "Q-S7 T(n,2)", lambda: gated_bounds.quadratic_bound(n, "bits", counts)
        elif values == "signs":
            yield "Q-T4a (T^2+2T)/4", lambda: gated_bounds.sign_pair_bound(n, counts)
            yield "Q-S4 T(n,2)", lambda: gated_bounds.quadratic_bound(n, "signs", counts)
    elif values == "mixed":
        raise DomainError(f"mixed values need two factors, not {k}")
    else:
        yield "Q-T4b T(n-ceil(log2 k),d)^k", lambda: gated_bounds.factor_lower_bound(n, k, counts)
        yield "Q-T4b T(n,d)^k", lambda: gated_bounds.factor_upper_bound(n, k, counts)
    if values == "bits":
        yield "Q-S6 2^(2^n) - 2", lambda: gated_bounds.conjunction_misses_parity_bound(n, k)
    elif values == "signs":  # a product of k signs is a threshold function of degree k (Q-S4)
        yield "Q-S4 S(2^n, C(n,<=k))", lambda: threshold_bounds.schlafli_bound(n, k)
        yield "Q-S5 2^(2^n) - 2", lambda: threshold_bounds.missing_parities_bound(n, k)
    provenance = "authors" if k == 2 else "reconstructed"
    yield "Q-T8 k n^2", lambda: gated_bounds.multiple_leading_term(n, k, provenance)


def _multiplexed(n: int, options: Options, counts: ThresholdCount) -> Iterator[tuple[str, Make]]:
    del options
    yield "Q-T5 T(n-1,1)^2", lambda: gated_bounds.multiplexed_lower_bound(n, counts)
    yield "Q-T5 T(n,1) S(2^n,n+2)", lambda: gated_bounds.multiplexed_region_bound(n, counts)
    yield "Q-T5 T(n,1) 2^(n(n+1))", lambda: gated_bounds.multiplexed_upper_bound(n, counts)
    yield "Q-T5a 2^(2^n) - 2", lambda: gated_bounds.multiplexed_misses_parity_bound(n)
    yield "Q-T8 2 n^2", lambda: gated_bounds.multiple_leading_term(n, 2)


def _synaptic_gate(n: int, options: Options, counts: ThresholdCount) -> Iterator[tuple[str, Make]]:
    if options["synapse"] in {"one", "any"}:  # a bound from below for `one` is one for `any`
        signs, bits = options["gate_values"] == "signs", options["input_values"] == "bits"
        yield (
            "Q-T6 T(n-2,1)^2",
            lambda: gated_bounds.synapse_lower_bound(n, counts, gate_signs=signs, input_bits=bits),
        )
        is_any = options["synapse"] == "any"
        n_times = "n " if is_any else ""
        yield f"Q-T6 {n_times}T(n,1) S(2^n,n+1)", lambda: gated_bounds.synapse_region_bound(n, counts, is_any=is_any)
        yield f"Q-T6 {n_times}T(n,1) 2^(n^2)", lambda: gated_bounds.synapse_upper_bound(n, counts, is_any=is_any)
    if options["synapse"] == "one":
        yield "Q-T8 2 n^2", lambda: gated_bounds.multiple_leading_term(n, 2)
    if options["synapse"] == "all":
        yield "Q-T6b T(n-2,1)^2", lambda: gated_bounds.all_synapses_lower_bound(n, counts)
        yield "Q-T6b T(n,1) S(2^n,n+1)", lambda: gated_bounds.all_synapses_region_bound(n, counts)
        yield "Q-T6b T(n,1) 2^(n^2)", lambda: gated_bounds.all_synapses_upper_bound(n, counts)
    if options["synapse"] == "bias":
        yield "Q-D6 T(n,1)", lambda: gated_bounds.bias_lower_bound(n, counts)
        yield "Q-L1 T(n,1) S(2^n,n+1)", lambda: gated_bounds.bias_region_bound(n, counts)


def _gated_layer(n: int, options: Options, counts: ThresholdCount) -> Iterator[tuple[str, Make]]:
    m = int(options["units"])
    yield "Q-T7b T(n-1)^(m+1)", lambda: gated_bounds.shared_gate_lower_bound(n, m, counts)
    yield "Q-T7b T(n)^(m+1)", lambda: gated_bounds.shared_gate_upper_bound(n, m, counts)
    yield "Q-T8 (m+1) n^2", lambda: gated_bounds.multiple_leading_term(n, m + 1)


_SELECTOR = 0b10101100
"""The operator g ? f_1 : f_0 of the arguments f_1, f_0, g."""


def _selector(n: int, options: Options, counts: ThresholdCount) -> Iterator[tuple[str, Make]]:
    del options
    yield "Q-T4b T(n-2,1)^3", lambda: gated_bounds.operator_lower_bound(n, _SELECTOR, (1, 1, 1), counts)
    yield "Q-T4b T(n,1)^3", lambda: gated_bounds.operator_upper_bound(n, _SELECTOR, (1, 1, 1), counts)
    yield "Q-T8 3 n^2", lambda: gated_bounds.multiple_leading_term(n, 3)


def _count_threshold(n: int, options: Options) -> int:
    return _long_count_threshold(n, options, None, force=False)


def _long_count_threshold(n: int, options: Options, progress: Progress | None, *, force: bool = True) -> int:
    degree = int(options["degree"])
    if degree != 1:
        return count_polynomial_threshold(n, degree, None, progress).value
    return count_threshold(n, progress=progress, force=force).value


def _seconds_reach(name: str, options: Options) -> int:
    """Return the largest n up to which a gated class is counted in seconds."""
    if name == "gated-layer" and options["values"] != "mixed":
        return 4 if int(options["units"]) <= 2 else 3
    return 4 if options.get("factors", 2) != 2 else 5


def _gated_effort(n: int, options: Options) -> Effort:
    """Return what a count needs that takes longer than seconds and finishes."""
    is_minute = options.get("values") == "mixed" or (n == 6 and options.get("values") == "bits")
    return _MINUTE if is_minute else _MINUTES


def _gated(name: str) -> Callable[[int, Options], int]:
    """Return the count of a gated class, as far as it takes seconds for every n up to the one that is asked for."""

    def count(n: int, options: Options) -> int:
        gated = gated_class(name, **options)
        reach = _seconds_reach(name, options)
        if n <= gated_method_limits(gated)["enumeration"]:
            check_effort(
                f"n = {n} takes longer than seconds (limit {reach})",
                size=n,
                limit=reach,
                effort=_gated_effort(n, options),
                force=False,
            )
        return count_gated(gated, n).value

    return count


def _long_gated(name: str) -> Callable[[int, Options, Progress | None], int]:
    """Return the count of a gated class as far as it can be done at all."""

    def count(n: int, options: Options, progress: Progress | None) -> int:
        return count_gated(gated_class(name, **options), n, None, progress, force=True).value

    return count


def _gated_row(name: str, bounds: _Bounds, options: Mapping[str, int | tuple[str, ...]] | None = None) -> CapacityClass:
    return CapacityClass(options or {}, bounds, _gated(name), _long_gated(name))


CLASSES: dict[str, CapacityClass] = {
    "threshold": CapacityClass({"degree": 1}, _threshold, _count_threshold, _long_count_threshold),
    "output-gate": _gated_row("output-gate", _output_gate, {"values": ("bits", "signs", "mixed"), "factors": 2}),
    "multiplexed": _gated_row("multiplexed", _multiplexed),
    "synaptic-gate": _gated_row(
        "synaptic-gate",
        _synaptic_gate,
        {
            "synapse": ("one", "any", "all", "bias"),
            "input_values": ("signs", "bits"),
            "gate_values": ("signs", "bits"),
        },
    ),
    "gated-layer": _gated_row("gated-layer", _gated_layer, {"units": 2, "values": ("bits", "signs", "mixed")}),
    "selector": _gated_row("selector", _selector),
}
"""The classes with their bounds and their counts."""

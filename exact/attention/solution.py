r"""From a task and its sizes to a unit that solves it, verified on all inputs where they are few, and by identities.

| task | construction | sizes | m |
|---|---|---|---|
| ``qsa`` | ``moment-curve``, ``dual-certificate``, ``one-hot``, ``cover-free`` | N, q, error | 2q, found, N, p^2 |
| ``match2`` | ``reduced``, ``unreduced`` or ``trigonometric`` scores | N, M | 3, 5 or 3 |
| ``match3`` | third-order attention, with integers or ``trigonometric`` with three or four terms | N, M | 29, 4 or 5 |
| ``match3-bigram`` | two layers | N, M | 3 |
| ``match3-local`` | one layer | N, M, distance | 2 |

For triangles no small unit is known to exist, and the communication bound says that its size grows with N.

Dictionary:
    Solution: the unit, its parameters and what was verified.
    solve: build and verify.
    entry_bits: the bits of fixed-point numbers that hold some integers.
    SOLVABLE: the tasks with a construction; CONSTRUCTIONS: the constructions of each.

Source:
    S-T3, S-L16, S-L18, S-L21 to S-L23, S-L27, S-L28, S-T8, S-T9 :cite:p:`SanfordHsuTelgarsky2023`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from exact.attention.cosine_tensor import decomposition_identity, two_term_identity
from exact.attention.dual_certificate import least_dual_certificate_unit
from exact.attention.matching import MatchingUnit, output_bound_identities
from exact.attention.network_description import AttentionNetwork
from exact.attention.network_writer import bigram_network, triple_network
from exact.attention.normalization import Softmax
from exact.attention.pair_matching import (
    match2_identities,
    match2_unit,
    match2_unreduced_identities,
    match2_unreduced_unit,
)
from exact.attention.polynomial_identity import PolynomialIdentity, check_identities
from exact.attention.sparse_averaging import (
    MAXIMUM_BOUND_GAP,
    SparseAveragingUnit,
    base_for_error,
    cover_free_unit,
    moment_curve_gap,
    moment_curve_identity,
    moment_curve_unit,
    one_hot_unit,
    weight_error_identities,
)
from exact.attention.structured_matching import (
    StructuredMatcher,
    bigram_transformer,
    local_transformer,
    structured_identities,
)
from exact.attention.trigonometric_matching import (
    TrigonometricPairUnit,
    pair_score_identity,
    trigonometric_pair_unit,
)
from exact.attention.trigonometric_triples import (
    HIGH,
    LOW,
    THRESHOLD,
    TrigonometricTripleUnit,
    trigonometric_triple_unit,
)
from exact.attention.triple_matching import match3_identities, match3_unit
from exact.attention.unit import product
from exact.attention.unit_description import MAXIMUM_ENTRIES, LayerDescription
from exact.attention.unit_file import averaging_unit, matching_layer
from exact.errors import DomainError, InputError, TooLargeError
from exact.rational import Rational

SOLVABLE = ("qsa", "match2", "match3", "match3-bigram", "match3-local")
CONSTRUCTIONS = {
    "qsa": ("moment-curve", "dual-certificate", "one-hot", "cover-free"),
    "match2": ("reduced", "unreduced", "trigonometric"),
    "match3": ("third-order", "trigonometric", "trigonometric-four-terms"),
    "match3-bigram": ("two-layers",),
    "match3-local": ("one-layer",),
}
MAXIMUM_IDENTITY_POSITIONS = 6


@dataclass(frozen=True)
class Solution:
    """A unit that solves a task, and what was verified.

    Attributes:
        task: the task.
        construction: its name.
        parameters: N, q, M, m, B, p and what else the construction has; numbers as ints and Fractions.
        inputs: how many inputs, or supports, were tried; None where there were too many.
        reason: why not all were tried; empty where they were.
        measured: what was found on them, such as the largest error.
        identities: what the proof for all inputs rests on, as identities; all of them hold.
        layer: the description for a file, of a layer or of a network; None for units that no file describes.
        unit: the unit itself.
    """

    task: str
    construction: str
    parameters: dict[str, Rational]
    inputs: int | None
    reason: str
    measured: dict[str, Rational]
    identities: tuple[PolynomialIdentity, ...]
    layer: LayerDescription | AttentionNetwork | None
    unit: SparseAveragingUnit | MatchingUnit | StructuredMatcher | TrigonometricPairUnit | TrigonometricTripleUnit


def entry_bits(entries: Iterable[Rational]) -> int:
    """Return the least p such that signed integers of p bits hold all entries.

    Raises:
        DomainError: if an entry is no integer.

    Examples:
        >>> entry_bits([0]), entry_bits([-1]), entry_bits([1]), entry_bits([-4, 3])
        (1, 1, 2, 3)
    """
    bits = 1
    for entry in entries:
        if Fraction(entry).denominator != 1:
            raise DomainError(f"integers of p bits do not hold the entry {entry}")
        value = int(entry)
        bits = max(bits, (value if value >= 0 else -value - 1).bit_length() + 1)
    return bits


def solve(
    task: str,
    *,
    n: int,
    q: int | None = None,
    modulus: int | None = None,
    error: Rational | None = None,
    distance: int | None = None,
    construction: str | None = None,
    prime: int | None = None,
    degree: int | None = None,
) -> Solution:
    """Build a unit that solves a task and verify it.

    Args:
        task: one of `SOLVABLE`.
        n: the number N of tokens.
        q: the size of the supports, for ``qsa``.
        modulus: the modulus M, for matching.
        error: the error allowed, for ``qsa``; 1/(2q) if left out.
        distance: how far away a match may be, for ``match3-local``.
        construction: one of `CONSTRUCTIONS`; the first of the task if left out.
        prime: the prime p of the code, for ``cover-free``; that of the quadratic residues, for ``dual-certificate``,
            where it is the least odd one from N on if left out.
        degree: the degree r of its polynomials.

    Raises:
        InputError: for an unknown task or construction, and for an argument that is missing or does not belong to it.
        DomainError: if the sizes have no such unit, with the reason.

    Cost:
        At most 20,000 inputs, or 200,000 supports, are tried.

    Examples:
        >>> solution = solve("qsa", n=6, q=2, error=Fraction(1, 10))
        >>> solution.parameters["m"], solution.parameters["B"], solution.measured["largest error"] <= Fraction(1, 10)
        (4, 38, True)
        >>> solve("match2", n=3, modulus=4).inputs
        64
    """
    if task == "triangle":
        raise DomainError(
            "no small unit for triangles is known, and its size must grow: depth, heads, dimension m and bits p of a "
            "transformer that finds them satisfy D H (2m + 1) p >= N/9"
        )
    if task not in SOLVABLE:
        raise InputError(f"the task must be one of {', '.join(SOLVABLE)}, not {task!r}", field="TASK")
    chosen = CONSTRUCTIONS[task][0] if construction is None else construction
    if chosen not in CONSTRUCTIONS[task]:
        raise InputError(
            f"the construction must be one of {', '.join(CONSTRUCTIONS[task])} for {task}, not {chosen!r}",
            field="construction",
        )
    averaging, cover_free = task == "qsa", chosen == "cover-free"
    # the value, whether the construction takes it, whether it needs it
    wanted = {
        "q": (q, averaging, averaging),
        "error": (error, averaging, False),
        "modulus": (modulus, not averaging, not averaging),
        "distance": (distance, task == "match3-local", task == "match3-local"),
        "prime": (prime, cover_free or chosen == "dual-certificate", cover_free),
        "degree": (degree, cover_free, cover_free),
    }
    for name, (value, taken, needed) in wanted.items():
        if value is None and needed:
            raise InputError(f"{task} with {chosen} needs a value here", field=name)
        if value is not None and not taken:
            raise InputError(f"this does not belong to {task} with {chosen}", field=name)
    if task == "qsa":
        return _solve_averaging(chosen, n, q or 0, error, prime, degree or 0)
    if chosen.startswith("trigonometric"):
        return _solve_trigonometric(task, chosen, n, modulus or 0)
    if task in {"match2", "match3"}:
        return _solve_matching(task, chosen, n, modulus or 0)
    return _solve_structured(task, chosen, n, modulus or 0, distance or 0)


def _solve_averaging(chosen: str, n: int, q: int, error: Rational | None, prime: int | None, degree: int) -> Solution:
    if not 1 <= q <= n:
        raise DomainError(
            f"a support must be a set of q positions among N, so 1 <= q <= N must hold; {q = } and N = {n}"
        )
    allowed = Fraction(1, 2 * q) if error is None else error
    if chosen == "moment-curve":
        unit = moment_curve_unit(n, q, base=base_for_error(n, q, allowed, moment_curve_gap(q)))
    elif chosen == "one-hot":
        unit = one_hot_unit(n, q, base=base_for_error(n, q, allowed))
    elif chosen == "dual-certificate":
        unit = least_dual_certificate_unit(n, q, prime=prime)
        unit = replace(unit, base=base_for_error(n, q, allowed, min(unit.gap, MAXIMUM_BOUND_GAP)))
    else:
        gap = max(1, (prime or 0) - q * degree)
        unit = cover_free_unit(n, q, prime=prime or 0, degree=degree, base=base_for_error(n, q, allowed, gap))
    identities: tuple[PolynomialIdentity, ...] = weight_error_identities(q)
    if chosen == "moment-curve" and q <= MAXIMUM_IDENTITY_POSITIONS:
        identities = (moment_curve_identity(q), *identities)
    check_identities(identities)
    parameters: dict[str, Rational] = {"N": n, "q": q, "m": unit.dimension, "B": unit.base, "gap": unit.gap}
    parameters |= {"error": allowed, "error bound": unit.error_bound()}
    inputs, reason, measured, layer = None, "", {}, None
    try:
        supports = list(unit.supports())
        inputs, measured = len(supports), {"largest error": unit.largest_error()}
        entries = [entry for y in supports for entry in unit.query(y)]
        parameters["p"] = entry_bits(entries + [entry for key in unit.keys for entry in key])
        layer = averaging_unit(unit, allowed)
    except TooLargeError as refusal:
        reason = str(refusal)
    return Solution("qsa", chosen, parameters, inputs, reason, measured, tuple(identities), layer, unit)


def _solve_matching(task: str, chosen: str, n: int, modulus: int) -> Solution:
    if task == "match3":
        unit, identities = match3_unit(n, modulus), match3_identities()
    elif chosen == "reduced":
        unit, identities = match2_unit(n, modulus), match2_identities()
    else:
        unit, identities = match2_unreduced_unit(n, modulus), match2_unreduced_identities()
    identities += output_bound_identities()
    check_identities(identities)
    normalization = unit.unit.normalization
    base = normalization.base if isinstance(normalization, Softmax) else 0
    parameters: dict[str, Rational] = {"N": n, "M": modulus, "m": unit.dimension, "B": base}
    parameters |= {"threshold": unit.threshold, "low": unit.low, "high": unit.high}
    parameters["p"] = _bits_of_projections(unit)
    inputs, reason, measured = None, "", {}
    try:
        check = unit.check_all_inputs()
        inputs = check.inputs
        if check.largest_without is not None:
            measured["largest output without a match"] = check.largest_without
        if check.least_with is not None:
            measured["least output with a match"] = check.least_with
    except TooLargeError as refusal:
        reason = str(refusal)
    layer: LayerDescription | AttentionNetwork | None = None
    if unit.modulus * unit.unit.token_dimension <= MAXIMUM_ENTRIES:
        layer = matching_layer(unit) if task == "match2" else triple_network(unit)
    return Solution(task, chosen, parameters, inputs, reason, measured, identities, layer, unit)


def _solve_trigonometric(task: str, chosen: str, n: int, modulus: int) -> Solution:
    inputs, reason = None, ""
    measured: dict[str, Rational] = {}
    if task == "match2":
        pairs = trigonometric_pair_unit(n, modulus)
        unit: TrigonometricPairUnit | TrigonometricTripleUnit = pairs
        identities: tuple[PolynomialIdentity, ...] = (pair_score_identity(), *output_bound_identities())
        high = Fraction(1, 2)
    else:
        terms = 4 if chosen == "trigonometric-four-terms" else 3
        triples = trigonometric_triple_unit(n, modulus, terms)
        unit, high = triples, HIGH
        identities = (decomposition_identity(terms), two_term_identity(), *output_bound_identities())
    check_identities(identities)
    parameters: dict[str, Rational] = {"N": n, "M": modulus, "m": unit.dimension, "c": unit.factor}
    parameters |= {"threshold": THRESHOLD, "low": LOW, "high": high}
    try:
        if isinstance(unit, TrigonometricPairUnit):
            inputs = unit.check_all_inputs()
        else:
            check = unit.check_all_inputs()
            inputs = check.inputs
            if check.largest_without is not None:
                measured["no output without a match exceeds"] = check.largest_without
            if check.least_with is not None:
                measured["no output with a match is below"] = check.least_with
    except TooLargeError as refusal:
        reason = str(refusal)
    return Solution(task, chosen, parameters, inputs, reason, measured, identities, None, unit)


def _bits_of_projections(unit: MatchingUnit) -> int:
    """Return the bits of the entries of queries, keys and values of all residues and of the blank token."""
    rows = (*(unit.input_map(x) for x in range(min(unit.modulus, 1000))), unit.input_map(unit.modulus - 1), unit.blank)
    attention = unit.unit
    matrices = [attention.query]
    for name in ("key", "keys", "value", "values"):
        found = getattr(attention, name, ())
        matrices += found if name.endswith("s") else [found] if found else []
    return entry_bits(entry for found in matrices for row in product(rows, found) for entry in row)


def _solve_structured(task: str, chosen: str, n: int, modulus: int, distance: int) -> Solution:
    identities = structured_identities()
    if task == "match3-bigram":
        matcher = bigram_transformer(n, modulus)
        identities += match2_identities() + output_bound_identities()
    else:
        matcher = local_transformer(n, modulus, distance)
    check_identities(identities)
    bases = [head.normalization.base for layer, _ in matcher.transformer.stages for head in layer.heads
             if isinstance(head.normalization, Softmax)]  # fmt: skip
    parameters: dict[str, Rational] = {"N": n, "M": modulus, "m": matcher.dimension, "B": max(bases)}
    parameters |= {"layers": len(matcher.transformer.stages), "rounding bound": matcher.rounding_bound}
    if task == "match3-local":
        parameters["K"] = distance
    inputs, reason = None, ""
    try:
        inputs = matcher.check_all_inputs()
    except TooLargeError as refusal:
        reason = str(refusal)
    layer = None
    if task == "match3-bigram":
        with contextlib.suppress(TooLargeError):  # the table of the map between the layers grows with M^2 N
            layer = bigram_network(matcher)
    return Solution(task, chosen, parameters, inputs, reason, {}, identities, layer, matcher)

r"""Bounds on the numbers of functions of gated units and layers: the sandwiches of Q-T4 to Q-T7, and leading terms.

T stands for T(n, d); the argument ``counts`` is a function (n, d) that gives it.  All inputs are shared by the gate
and by the attended unit.  Every function checks the hypotheses of its statement.

Dictionary:
    output_gate_lower_bound, output_gate_upper_bound: products of two gates (Q-T4).
    output_gate_power_bound: the lower one without a count of threshold functions (Q-T4 with Q-L4).
    quadratic_bound: products of two gates are quadratic threshold functions (Q-S4, Q-S7).
    conjunction_misses_parity_bound, multiplexed_misses_parity_bound: what misses parity (Q-S6, Q-T5a).
    factor_lower_bound, factor_upper_bound: products of k gates (Q-T4b).
    operator_lower_bound, operator_upper_bound: any operator that depends on all k arguments (Q-T4b).
    unordered_pair_bound, sign_pair_bound: the symmetries of two factors (Q-T4a).
    multiplexed_lower_bound, multiplexed_upper_bound, multiplexed_region_bound: additive attention (Q-T5).
    synapse_lower_bound, synapse_upper_bound, synapse_region_bound: one gated synapse, a given one or any (Q-T6).
    bias_lower_bound, bias_region_bound: a gated bias (the constant gate, and step 1 of Q-T6).
    all_synapses_lower_bound, all_synapses_upper_bound, all_synapses_region_bound: all synapses, not the bias (Q-T6b).
    independent_layer_count: a layer of m gated units is exactly the m-th power (Q-T7a).
    shared_gate_lower_bound, shared_gate_upper_bound: m units and one gate (Q-T7b).
    all_products_lower_bound, all_products_upper_bound: m units and k gates (Q-T7c).
    threshold_output_lower_bound, threshold_output_upper_bound: m gated pairs and a threshold unit (Q-T7d).
    multiple_leading_term, gated_degree_leading_term: k n^2 and 2 n^(d+1)/d! (Q-T8).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial, prod

from exact.capacity_bound import (
    LARGEST_EXPONENT,
    Bound,
    Side,
    ThresholdCount,
    count_bound,
    leading_term,
    power_of_two,
    schlafli_number,
)
from exact.errors import DomainError, TooLargeError

_HERE = "reconstructed"


def _need(condition: bool, statement: str, hypothesis: str, **values: int) -> None:
    if not condition:
        raise DomainError(f"{statement} needs {hypothesis}, not " + ", ".join(f"{k} = {v}" for k, v in values.items()))


def _power(count: int, exponent: int) -> int:
    """Return a power of a number of functions, where it can be written down."""
    if count.bit_length() * exponent > LARGEST_EXPONENT:
        raise TooLargeError(
            f"the power {exponent} of a number of {count.bit_length()} bits is too large to be written down",
            size=count.bit_length() * exponent,
            limit=LARGEST_EXPONENT,
        )
    return int(count**exponent)


def output_gate_lower_bound(n: int, counts: ThresholdCount, first: int = 1, second: int = 1) -> Bound:
    """Return T(n - 1, d1) T(n - 1, d2), for products of both kinds and for mixed ones; needs n, d1, d2 >= 1.

    Source:
        Q-T4 `output-gating-sandwich`.

    Examples:
        It is attained for n = 2, where all 16 functions are products:

        >>> output_gate_lower_bound(2, lambda n, d: 4).count
        16
    """
    _need(min(n, first, second) >= 1, "Q-T4", "n, d1, d2 >= 1", n=n, d1=first, d2=second)
    count = counts(n - 1, first) * counts(n - 1, second)
    formula = "T(n-1,d)^2" if first == second else "T(n-1,d1) T(n-1,d2)"
    return count_bound(Side.LOWER, "Q-T4", "output-gating-sandwich", formula, _HERE, count)


def output_gate_upper_bound(n: int, counts: ThresholdCount, first: int = 1, second: int = 1) -> Bound:
    """Return T(n, d1) T(n, d2); needs n, d1, d2 >= 1.

    Source:
        Q-T4 `output-gating-sandwich`.
    """
    _need(min(n, first, second) >= 1, "Q-T4", "n, d1, d2 >= 1", n=n, d1=first, d2=second)
    formula = "T(n,d)^2" if first == second else "T(n,d1) T(n,d2)"
    count = counts(n, first) * counts(n, second)
    return count_bound(Side.UPPER, "Q-T4", "output-gating-sandwich", formula, _HERE, count)


def output_gate_power_bound(n: int) -> Bound:
    """Return 2^(2 + (n-1)(n-2)), a lower bound for products of two gates that needs no count; needs n >= 1.

    Source:
        The corollary of Q-T4 `output-gating-sandwich`, from Q-L4.

    Examples:
        >>> [output_gate_power_bound(n).count for n in (1, 2, 3)]
        [4, 4, 16]
    """
    _need(n >= 1, "Q-T4", "n >= 1", n=n)
    count = 1 << (2 + (n - 1) * (n - 2))
    return count_bound(Side.LOWER, "Q-T4", "output-gating-sandwich", "2^(2 + (n-1)(n-2))", _HERE, count)


def quadratic_bound(n: int, values: str, counts: ThresholdCount) -> Bound:
    """Return T(n, 2), an upper bound for products of two gates in signs, and in bits for n <= 4.

    Source:
        Q-S4 `sign-product-is-polynomial-threshold` and Q-S7 `and-class-versus-quadratic-gates`.

    Examples:
        It is attained for three inputs in signs:

        >>> quadratic_bound(3, "signs", lambda n, d: 254).count
        254
    """
    if values == "signs":
        _need(n >= 0, "Q-S4", "n >= 0", n=n)
        number, label = "Q-S4", "sign-product-is-polynomial-threshold"
    else:
        _need(0 <= n <= 4, "Q-S7", "0 <= n <= 4", n=n)
        number, label = "Q-S7", "and-class-versus-quadratic-gates"
    return count_bound(Side.UPPER, number, label, "T(n,2)", _HERE, counts(n, 2))


def conjunction_misses_parity_bound(n: int, factors: int) -> Bound:
    """Return 2^(2^n) - 2, for conjunctions of k gates; needs n >= 2 and k < 2^(n-1).

    Source:
        Q-S6 `parity-needs-many-halfspaces`: parity and its negation are missing.

    Examples:
        >>> conjunction_misses_parity_bound(3, 3).count
        254
    """
    _need(n >= 2 and 1 <= factors < 1 << (n - 1), "Q-S6", "n >= 2 and 1 <= k < 2^(n-1)", n=n, k=factors)
    count = power_of_two(1 << n) - 2
    return count_bound(Side.UPPER, "Q-S6", "parity-needs-many-halfspaces", "2^(2^n) - 2", _HERE, count)


def multiplexed_misses_parity_bound(n: int) -> Bound:
    """Return 2^(2^n) - 2, for additive activation attention; needs n >= 4.

    Source:
        Q-T5a `additive-attention-misses-parity`.
    """
    _need(n >= 4, "Q-T5a", "n >= 4", n=n)
    count = power_of_two(1 << n) - 2
    return count_bound(Side.UPPER, "Q-T5a", "additive-attention-misses-parity", "2^(2^n) - 2", _HERE, count)


def unordered_pair_bound(n: int, counts: ThresholdCount, degree: int = 1) -> Bound:
    """Return T (T + 1) / 2, an upper bound for {0,1}-valued products of two gates; needs n, d >= 1.

    Source:
        Q-T4a `output-gating-orbit-bounds`.
    """
    _need(min(n, degree) >= 1, "Q-T4a", "n, d >= 1", n=n, d=degree)
    t = counts(n, degree)
    return count_bound(Side.UPPER, "Q-T4a", "output-gating-orbit-bounds", "T(T+1)/2", _HERE, t * (t + 1) // 2)


def sign_pair_bound(n: int, counts: ThresholdCount, degree: int = 1) -> Bound:
    """Return (T^2 + 2 T) / 4, an upper bound for {-1,+1}-valued products of two gates; needs n, d >= 1.

    Source:
        Q-T4a `output-gating-orbit-bounds`.

    Examples:
        T is even, so that this is an integer:

        >>> sign_pair_bound(2, lambda n, d: 14).count
        56
    """
    _need(min(n, degree) >= 1, "Q-T4a", "n, d >= 1", n=n, d=degree)
    t = counts(n, degree)
    return count_bound(Side.UPPER, "Q-T4a", "output-gating-orbit-bounds", "(T^2+2T)/4", _HERE, (t * t + 2 * t) // 4)


def factor_lower_bound(n: int, factors: int, counts: ThresholdCount, degree: int = 1) -> Bound:
    """Return T(n - ceil(log2 k), d)^k, for products of k gates of both kinds; needs k, d >= 1 and n >= ceil(log2 k).

    Source:
        Q-T4b `irreducible-operator-sandwich`, the sharper form for AND and for the product of signs.
    """
    selectors = (factors - 1).bit_length()
    _need(min(factors, degree) >= 1 and n >= selectors, "Q-T4b", "k, d >= 1 and n >= ceil(log2 k)", n=n, k=factors)
    count = _power(counts(n - selectors, degree), factors)
    label = "irreducible-operator-sandwich"
    return count_bound(Side.LOWER, "Q-T4b", label, "T(n-ceil(log2 k),d)^k", _HERE, count)


def factor_upper_bound(n: int, factors: int, counts: ThresholdCount, degree: int = 1) -> Bound:
    """Return T(n, d)^k, for products of k gates; needs k, d >= 1 and n >= 0.

    Source:
        Q-T4b `irreducible-operator-sandwich`.
    """
    _need(min(factors, degree) >= 1 and n >= 0, "Q-T4b", "k, d >= 1 and n >= 0", n=n, k=factors)
    count = _power(counts(n, degree), factors)
    return count_bound(Side.UPPER, "Q-T4b", "irreducible-operator-sandwich", "T(n,d)^k", _HERE, count)


def _check_operator(n: int, table: int, degrees: Sequence[int]) -> None:
    k = len(degrees)
    _need(k >= 1 and min(degrees, default=0) >= 1, "Q-T4b", "k >= 1 gates of degree at least 1", k=k)
    _need(n >= k - 1, "Q-T4b", "n >= k - 1", n=n, k=k)
    if table < 0 or table >> (1 << k):
        raise DomainError(f"the operator must be a truth table of {k} arguments, not {table:#x}")
    for j in range(k):
        if all((table >> p & 1) == (table >> (p ^ 1 << j) & 1) for p in range(1 << k)):
            raise DomainError(f"Q-T4b needs an operator that depends on all its arguments, not only without {j + 1}")


def operator_lower_bound(n: int, table: int, degrees: Sequence[int], counts: ThresholdCount) -> Bound:
    """Return the product of the T(n - k + 1, d_j), for B(f_1, ..., f_k) with f_j of degree d_j.

    Args:
        n: the number of inputs, at least k - 1.
        table: the truth table of B; it must depend on all k arguments.
        degrees: d_1, ..., d_k, all at least 1.
        counts: T.

    Source:
        Q-T4b `irreducible-operator-sandwich`.

    Examples:
        Exclusive or of two threshold functions of three inputs:

        >>> operator_lower_bound(3, 0b0110, (1, 1), lambda n, d: 14).count
        196
    """
    _check_operator(n, table, degrees)
    count = prod(counts(n - len(degrees) + 1, degree) for degree in degrees)
    return count_bound(Side.LOWER, "Q-T4b", "irreducible-operator-sandwich", "prod T(n-k+1,d_j)", _HERE, count)


def operator_upper_bound(n: int, table: int, degrees: Sequence[int], counts: ThresholdCount) -> Bound:
    """Return the product of the T(n, d_j), for B(f_1, ..., f_k); the hypotheses are those of the lower bound.

    Source:
        Q-T4b `irreducible-operator-sandwich`.
    """
    _check_operator(n, table, degrees)
    count = prod(counts(n, degree) for degree in degrees)
    return count_bound(Side.UPPER, "Q-T4b", "irreducible-operator-sandwich", "prod T(n,d_j)", _HERE, count)


def multiplexed_lower_bound(n: int, counts: ThresholdCount) -> Bound:
    """Return T(n - 1, 1)^2, for additive activation attention; needs n >= 1.

    Source:
        Q-T5 `additive-attention-sandwich`.
    """
    _need(n >= 1, "Q-T5", "n >= 1", n=n)
    count = counts(n - 1, 1) ** 2
    return count_bound(Side.LOWER, "Q-T5", "additive-attention-sandwich", "T(n-1,1)^2", _HERE, count)


def multiplexed_upper_bound(n: int, counts: ThresholdCount) -> Bound:
    """Return T(n, 1) 2^(n(n+1)), for additive activation attention; needs n >= 1.

    Source:
        Q-T5 `additive-attention-sandwich`.
    """
    _need(n >= 1, "Q-T5", "n >= 1", n=n)
    count = counts(n, 1) << (n * (n + 1))
    return count_bound(Side.UPPER, "Q-T5", "additive-attention-sandwich", "T(n,1) 2^(n(n+1))", _HERE, count)


def multiplexed_region_bound(n: int, counts: ThresholdCount) -> Bound:
    """Return T(n, 1) S(2^n, n + 2), for additive activation attention; needs n >= 1.

    Source:
        Step 5 of Q-T5 `additive-attention-sandwich`, before it is simplified.
    """
    _need(n >= 1, "Q-T5", "n >= 1", n=n)
    count = counts(n, 1) * schlafli_number(1 << n, n + 2)
    return count_bound(Side.UPPER, "Q-T5", "additive-attention-sandwich", "T(n,1) S(2^n,n+2)", _HERE, count)


def synapse_lower_bound(n: int, counts: ThresholdCount, *, gate_signs: bool = False, input_bits: bool = False) -> Bound:
    """Return T(n - 2, 1)^2, or T(n - 1, 1)^2 for a gate in signs and an input in bits; needs n >= 2.

    Source:
        Q-T6 `single-synapse-gating-sandwich`.

    Examples:
        >>> synapse_lower_bound(3, lambda n, d: (2, 4, 14)[n]).count
        16
        >>> synapse_lower_bound(3, lambda n, d: (2, 4, 14)[n], gate_signs=True, input_bits=True).count
        196
    """
    _need(n >= 2, "Q-T6", "n >= 2", n=n)
    selectors = 1 if gate_signs and input_bits else 2
    count = counts(n - selectors, 1) ** 2
    formula = f"T(n-{selectors},1)^2"
    return count_bound(Side.LOWER, "Q-T6", "single-synapse-gating-sandwich", formula, _HERE, count)


def _synapses(n: int, *, is_any: bool) -> tuple[int, str]:
    """Return among how many synapses the gated one may be chosen, and that as a factor of a formula."""
    return (n, "n ") if is_any else (1, "")


def synapse_upper_bound(n: int, counts: ThresholdCount, *, is_any: bool = False) -> Bound:
    """Return T(n, 1) 2^(n^2), for one gated synapse in every encoding; n times that if it may be any; needs n >= 2.

    The class of any synapse is the union of n classes, one for each synapse, of equal size.

    Source:
        Q-T6 `single-synapse-gating-sandwich`.

    Examples:
        >>> [synapse_upper_bound(2, lambda n, d: 14, is_any=chosen).count for chosen in (False, True)]
        [224, 448]
    """
    _need(n >= 2, "Q-T6", "n >= 2", n=n)
    synapses, factor = _synapses(n, is_any=is_any)
    count = (synapses * counts(n, 1)) << (n * n)
    return count_bound(Side.UPPER, "Q-T6", "single-synapse-gating-sandwich", f"{factor}T(n,1) 2^(n^2)", _HERE, count)


def synapse_region_bound(n: int, counts: ThresholdCount, *, is_any: bool = False) -> Bound:
    """Return T(n, 1) S(2^n, n + 1), for one gated synapse; n times that if it may be any; needs n >= 1.

    Source:
        Step 1 of Q-T6 `single-synapse-gating-sandwich`, before it is simplified.
    """
    _need(n >= 1, "Q-T6", "n >= 1", n=n)
    synapses, factor = _synapses(n, is_any=is_any)
    count = synapses * counts(n, 1) * schlafli_number(1 << n, n + 1)
    return count_bound(Side.UPPER, "Q-T6", "single-synapse-gating-sandwich", f"{factor}T(n,1) S(2^n,n+1)", _HERE, count)


def bias_lower_bound(n: int, counts: ThresholdCount) -> Bound:
    """Return T(n, 1), for a unit whose bias is gated: with a constant gate it is a threshold unit; needs n >= 0.

    Source:
        The definition of the class; constant gates are among those of Q-D6 `gated-classes`.
    """
    _need(n >= 0, "Q-D6", "n >= 0", n=n)
    return count_bound(Side.LOWER, "Q-D6", "gated-classes", "T(n,1)", _HERE, counts(n, 1))


def bias_region_bound(n: int, counts: ThresholdCount) -> Bound:
    """Return T(n, 1) S(2^n, n + 1), for a unit whose bias is gated; needs n >= 0.

    For a fixed gate the functions are sign patterns of the 2^n vectors (g(x), x) in R^(n+1).

    Source:
        Q-L1 `schlafli-region-bound`, as in step 1 of Q-T6.

    Examples:
        >>> bias_region_bound(1, lambda n, d: 4).count
        16
    """
    _need(n >= 0, "Q-L1", "n >= 0", n=n)
    count = counts(n, 1) * schlafli_number(1 << n, n + 1)
    return count_bound(Side.UPPER, "Q-L1", "schlafli-region-bound", "T(n,1) S(2^n,n+1)", _HERE, count)


def all_synapses_lower_bound(n: int, counts: ThresholdCount) -> Bound:
    """Return T(n - 2, 1)^2, for a unit whose synapses are all gated, its bias not; needs n >= 2.

    Source:
        Q-T6b `all-but-bias-gating-sandwich`.
    """
    _need(n >= 2, "Q-T6b", "n >= 2", n=n)
    count = counts(n - 2, 1) ** 2
    return count_bound(Side.LOWER, "Q-T6b", "all-but-bias-gating-sandwich", "T(n-2,1)^2", _HERE, count)


def all_synapses_upper_bound(n: int, counts: ThresholdCount) -> Bound:
    """Return T(n, 1) 2^(n^2), for a unit whose synapses are all gated, its bias not; needs n >= 2.

    Source:
        Q-T6b `all-but-bias-gating-sandwich`.
    """
    _need(n >= 2, "Q-T6b", "n >= 2", n=n)
    count = counts(n, 1) << (n * n)
    return count_bound(Side.UPPER, "Q-T6b", "all-but-bias-gating-sandwich", "T(n,1) 2^(n^2)", _HERE, count)


def all_synapses_region_bound(n: int, counts: ThresholdCount) -> Bound:
    """Return T(n, 1) S(2^n, n + 1), for a unit whose synapses are all gated, its bias not; needs n >= 1.

    Source:
        Step 1 of Q-T6b `all-but-bias-gating-sandwich`, before it is simplified.
    """
    _need(n >= 1, "Q-T6b", "n >= 1", n=n)
    count = counts(n, 1) * schlafli_number(1 << n, n + 1)
    return count_bound(Side.UPPER, "Q-T6b", "all-but-bias-gating-sandwich", "T(n,1) S(2^n,n+1)", _HERE, count)


def independent_layer_count(units: int, count_of_one: int) -> int:
    """Return the exact number of maps of m gated units, each with a gate of its own; needs m >= 0.

    Source:
        Q-T7a `independent-gated-layer-count`.

    Examples:
        >>> independent_layer_count(3, 16)
        4096
    """
    _need(units >= 0 and count_of_one >= 1, "Q-T7a", "m >= 0 and a class that is not empty", m=units, a=count_of_one)
    return _power(count_of_one, units)


def shared_gate_lower_bound(n: int, units: int, counts: ThresholdCount, degree: int = 1) -> Bound:
    """Return T(n - 1)^(m + 1), for m units with one common gate; needs n, m, d >= 1.

    Source:
        Q-T7b `shared-gate-sandwich`.
    """
    _need(min(n, units, degree) >= 1, "Q-T7b", "n, m, d >= 1", n=n, m=units, d=degree)
    count = _power(counts(n - 1, degree), units + 1)
    return count_bound(Side.LOWER, "Q-T7b", "shared-gate-sandwich", "T(n-1)^(m+1)", _HERE, count)


def shared_gate_upper_bound(n: int, units: int, counts: ThresholdCount, degree: int = 1) -> Bound:
    """Return T(n)^(m + 1), for m units with one common gate; needs n, m, d >= 1.

    Source:
        Q-T7b `shared-gate-sandwich`.
    """
    _need(min(n, units, degree) >= 1, "Q-T7b", "n, m, d >= 1", n=n, m=units, d=degree)
    count = _power(counts(n, degree), units + 1)
    return count_bound(Side.UPPER, "Q-T7b", "shared-gate-sandwich", "T(n)^(m+1)", _HERE, count)


def all_products_lower_bound(n: int, units: int, gates: int, counts: ThresholdCount, degree: int = 1) -> Bound:
    """Return T(n - 1)^(m + k), for all products of m units and k gates; needs n, m, k, d >= 1.

    Source:
        Q-T7c `all-products-sandwich`.
    """
    _need(min(n, units, gates, degree) >= 1, "Q-T7c", "n, m, k, d >= 1", n=n, m=units, k=gates, d=degree)
    count = _power(counts(n - 1, degree), units + gates)
    return count_bound(Side.LOWER, "Q-T7c", "all-products-sandwich", "T(n-1)^(m+k)", _HERE, count)


def all_products_upper_bound(n: int, units: int, gates: int, counts: ThresholdCount, degree: int = 1) -> Bound:
    """Return T(n)^(m + k), for all products of m units and k gates; needs n, m, k, d >= 1.

    Source:
        Q-T7c `all-products-sandwich`.
    """
    _need(min(n, units, gates, degree) >= 1, "Q-T7c", "n, m, k, d >= 1", n=n, m=units, k=gates, d=degree)
    count = _power(counts(n, degree), units + gates)
    return count_bound(Side.UPPER, "Q-T7c", "all-products-sandwich", "T(n)^(m+k)", _HERE, count)


def _check_pairs(n: int, pairs: int) -> int:
    selectors = (pairs - 1).bit_length()
    _need(pairs >= 2 and selectors <= n - 1, "Q-T7d", "m >= 2 and ceil(log2 m) <= n - 1", n=n, m=pairs)
    return selectors


def threshold_output_lower_bound(n: int, pairs: int, counts: ThresholdCount) -> Bound:
    """Return T(n - r - 1, 1)^(2m), r = ceil(log2 m), for m gated pairs and one threshold output; m >= 2, r <= n - 1.

    Source:
        Q-T7d `gated-layer-threshold-output-sandwich`.
    """
    selectors = _check_pairs(n, pairs)
    count = _power(counts(n - selectors - 1, 1), 2 * pairs)
    label = "gated-layer-threshold-output-sandwich"
    return count_bound(Side.LOWER, "Q-T7d", label, "T(n-r-1,1)^(2m)", _HERE, count)


def threshold_output_upper_bound(n: int, pairs: int, counts: ThresholdCount) -> Bound:
    """Return T(n, 1)^(2m) 2^(n m), for m gated pairs and one threshold output; m >= 2, ceil(log2 m) <= n - 1.

    Source:
        Q-T7d `gated-layer-threshold-output-sandwich`.
    """
    _check_pairs(n, pairs)
    count = _power(counts(n, 1), 2 * pairs) << (n * pairs)
    label = "gated-layer-threshold-output-sandwich"
    return count_bound(Side.UPPER, "Q-T7d", label, "T(n,1)^(2m) 2^(nm)", _HERE, count)


def multiple_leading_term(n: int, gates: int, provenance: str = _HERE) -> Bound:
    """Return k n^2, the leading term of a unit or layer with k threshold gates in all.

    Source:
        Q-T8 `leading-order-capacities`.
    """
    _need(gates >= 1, "Q-T8", "k >= 1", k=gates)
    formula = "n^2" if gates == 1 else f"{gates} n^2"
    return leading_term("Q-T8", "leading-order-capacities", formula, provenance, gates * n * n)


def gated_degree_leading_term(n: int, first: int, second: int) -> Bound:
    """Return n^(d1+1)/d1! + n^(d2+1)/d2!, the leading term of two gates of fixed degrees, both at least 1.

    Source:
        Q-T8 `leading-order-capacities`.
    """
    _need(min(first, second) >= 1, "Q-T8", "d1, d2 >= 1", d1=first, d2=second)
    bits = sum((Fraction(n ** (d + 1), factorial(d)) for d in (first, second)), Fraction(0))
    return leading_term("Q-T8", "leading-order-capacities", "n^(d1+1)/d1! + n^(d2+1)/d2!", _HERE, bits)

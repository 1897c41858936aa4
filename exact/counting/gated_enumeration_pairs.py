r"""Every function of a gated class as ``q where the gate is false, p where it is true``: the pairs (q, p).

For a fixed gate g, a unit of the class is a fixed pair of functions between which g chooses at every point.  So the
class is the set of all ``q xor ((q xor p) and g)``, where (q, p) runs through a list of pairs that knows nothing of g,
and g through all threshold functions (for one class, those with g(0) = 1).  The list is needed up to the symmetries of
the class only.  Write F for a threshold function, F_0 and F_1 for its halves at a variable y.

* Output gate.  ``bits``: (0, f).  ``signs``: (not f, f).
* Multiplexed.  a(x) + b g(x) is an affine form of n + 1 inputs, the last one g(x): (F_0, F_1), F of n + 1 variables.
* One synapse.  The argument is an affine form of y = g(x) x_1 and of x_2, ..., x_n.  If gate and input are both in
  signs, or both in bits, y has two values, and F of n variables y, x_2, ..., x_n decides.  Otherwise y has the values
  -1, 0, 1, and ``y = (a + b) / 2`` for a, b in signs: functions of y are those threshold functions of a, b, x_2, ...,
  x_n that are symmetric in a and b (if F is symmetric, so is the mean of its weights with a and b exchanged).
* All synapses.  ``p = sgn(w_0 + w.x)``.  Signs for the gate: ``q = sgn(w_0 - w.x)``, which is p(-x) for inputs in
  signs.  Bits for the gate: q is the constant sgn(w_0).  For inputs in bits that is p(0).  In signs, w_0 > 0 is
  possible iff at every x one of p(x), p(-x) is true: if w_0 <= 0 in some realization, that says |w.x| > |w_0| for all
  x, so that w_0 may take every value between -|w_0| and |w_0|, and a little more.
* The bias.  ``p = sgn(w.x + w_0)``.  Signs for the gate: ``q = sgn(w.x - w_0)``, the dual of p for inputs in signs.
  Bits for the gate: ``q = sgn(w.x)``.  For inputs in signs: multiply w_0 by ``y = (a + b) / 2``; then p and q are the
  values of a self-dual function of x, a, b symmetric in a and b, at a = b = 1 and at a = 1, b = -1.  For b = 1 it is a
  threshold function F of x and a, and symmetric means that F_0, its half at a = -1, is its own dual; so q = F_0,
  p = F_1.  For inputs in bits the argument at x = 0 is w_0 g(0), so that g(0) must be 1.

A variable whose place matters (x_1 of `one`) stands last here, at the top of the truth table; the counts are the same.

Dictionary:
    choice_pairs: the pairs of a class, up to its symmetries.
    needs_gate_at_origin: whether the gate must be true at x = 0.
    factor_pairs: the pairs of an output gate whose attended factor is one of given functions.

Source: theory Q-D6; Q-F1 removes zeros of arguments with a free bias.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exact.counting.gated_class import MULTIPLEXED, OUTPUT_GATE, SYNAPTIC_GATE, GatedClass
from exact.counting.gated_enumeration_cells import homogeneous_pairs, mirror_pairs, threshold_representatives
from exact.errors import DomainError

Pair = tuple[int, int]


def choice_pairs(gated: GatedClass, n: int) -> tuple[Pair, ...]:
    """Return pairs (q, p) of truth tables such that the class is all of ``q xor ((q xor p) and g)``, up to symmetry.

    Args:
        gated: an output gate with values in bits or signs (the pairs of two factors), a multiplexed unit, or a
            synaptic gate; shared inputs.
        n: the number of inputs, at most 5.

    Raises:
        DomainError: for the other classes.

    Examples:
        The pairs of multiplexing are the halves of threshold functions of one more variable:

        >>> from exact.counting.gated_class import gated_class
        >>> choice_pairs(gated_class("multiplexed"), 1)
        ((0, 3), (2, 2), (2, 3), (3, 3))
    """
    if gated.name == OUTPUT_GATE and gated.values != "mixed":
        return factor_pairs(gated, n, _up_to_negation(gated, n))
    if gated.name == MULTIPLEXED:
        pairs = [_halves(f, i, n) for f in threshold_representatives(n + 1) for i in range(n + 1)]
        return tuple(sorted(set(pairs)))
    if gated.name == SYNAPTIC_GATE:
        kinds = {"one": _single_synapse, "any": _single_synapse, "all": _all_synapses, "bias": _bias_alone}
        pairs = list(kinds[str(gated.synapse)](gated, n))
        if gated.synapse == "any" and gated.input_values == "bits":  # its symmetries are fewer than those of x_1 alone
            pairs = [moved for pair in set(pairs) for moved in _pair_translates(pair, n)]
        return tuple(sorted(set(pairs)))
    raise DomainError(f"the class {gated.name} with these options is no choice between two functions by the gate")


def needs_gate_at_origin(gated: GatedClass, n: int) -> bool:
    """Return whether the argument at x = 0 is w_0 g(0), so that the gate, in bits, must be true there.

    Without inputs the argument is w_0 g, whatever their encoding.
    """
    return gated.synapse == "bias" and gated.gate_values == "bits" and (gated.input_values == "bits" or n == 0)


def factor_pairs(gated: GatedClass, n: int, attended: Iterable[int]) -> tuple[Pair, ...]:
    """Return the pairs of an output gate whose attended factor, or product of factors, is one of some functions.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> factor_pairs(gated_class("output-gate", values="bits"), 2, [6])
        ((0, 6),)
        >>> factor_pairs(gated_class("output-gate", values="signs"), 2, [6])
        ((9, 6),)
    """
    full = (1 << (1 << n)) - 1
    return tuple((0 if gated.values == "bits" else full ^ f, f) for f in attended)


def _up_to_negation(gated: GatedClass, n: int) -> list[int]:
    """Return threshold functions up to signed permutations, and up to negation if the class is closed under it."""
    found = set(threshold_representatives(n))
    if not gated.symmetry.negates_output:
        full = (1 << (1 << n)) - 1
        found |= {full ^ f for f in found}
    return sorted(found)


def _halves(f: int, i: int, n: int) -> Pair:
    """Return the halves of a function of n + 1 variables at x_{i+1} = 0 and 1, as functions of the n others."""
    lower = upper = 0
    for p in range(1 << n):
        point = p >> i << (i + 1) | p & (1 << i) - 1
        lower |= (f >> point & 1) << p
        upper |= (f >> (point | 1 << i) & 1) << p
    return lower, upper


def _joined(lower: int, upper: int, n: int) -> int:
    """Return the function of n variables with these halves at the last one."""
    return upper << (1 << (n - 1)) | lower


def _single_synapse(gated: GatedClass, n: int) -> Iterator[Pair]:
    bits = gated.input_values == "bits"
    if gated.input_values == gated.gate_values:
        for f in threshold_representatives(n):
            for i in range(n):
                zero, one = _halves(f, i, n - 1)
                if bits:  # y = g and x_1; both signs of its weight
                    yield _joined(zero, zero, n), _joined(zero, one, n)
                    yield _joined(one, one, n), _joined(one, zero, n)
                else:  # y = +1 iff g = x_1; the sign of its weight is exchanged with g
                    yield _joined(one, zero, n), _joined(zero, one, n)
        return
    for f in threshold_representatives(n + 1):
        for j in range(1, n + 1):
            for i in range(j):
                zero, one = _halves(f, j, n)
                low, middle = _halves(zero, i, n - 1)
                other, high = _halves(one, i, n - 1)
                if middle != other:
                    continue
                if bits:  # y = g x_1 with g = +-1, and y = 0 where x_1 = 0
                    yield _joined(middle, low, n), _joined(middle, high, n)
                else:  # y = x_1 where g = 1, and y = 0 elsewhere
                    yield _joined(middle, middle, n), _joined(low, high, n)


def _all_synapses(gated: GatedClass, n: int) -> Iterator[Pair]:
    full = (1 << (1 << n)) - 1
    if gated.input_values == "bits" and gated.gate_values == "signs":
        yield from ((full ^ q, p) for p, q in mirror_pairs(n))
        return
    for p in threshold_representatives(n):
        opposite = _reversed_points(p, n)
        if gated.gate_values == "signs":
            yield opposite, p
        elif gated.input_values == "signs":
            if p | opposite == full:
                yield full, p
            if p & opposite == 0:
                yield 0, p
        else:
            yield from ((full if moved & 1 else 0, moved) for moved in _translates(p, n))


def _bias_alone(gated: GatedClass, n: int) -> Iterator[Pair]:
    full = (1 << (1 << n)) - 1
    if gated.input_values == "bits" or n == 0:
        pairs = mirror_pairs(n) if gated.gate_values == "signs" else homogeneous_pairs(n)
        yield from ((q, p) for p, q in pairs)
    elif gated.gate_values == "signs":
        yield from ((full ^ _reversed_points(p, n), p) for p in threshold_representatives(n))
    else:
        for f in threshold_representatives(n + 1):
            for i in range(n + 1):
                zero, one = _halves(f, i, n)
                if zero == full ^ _reversed_points(zero, n):
                    yield zero, one
                if one == full ^ _reversed_points(one, n):
                    yield one, zero


def _reversed_points(f: int, n: int) -> int:
    """Return f(-x): every input is negated, which reverses the order of the points."""
    return int(format(f, f"0{1 << n}b")[::-1], 2)


def _translates(f: int, n: int) -> Iterator[int]:
    """Yield f with every set of its inputs negated."""
    for v in range(1 << n):
        yield sum((f >> (p ^ v) & 1) << p for p in range(1 << n))


def _pair_translates(pair: Pair, n: int) -> Iterator[Pair]:
    """Yield a pair with every set of its inputs but the last negated in both."""
    for _, (q, p) in zip(range(1 << (n - 1)), zip(*(_translates(f, n) for f in pair), strict=True), strict=False):
        yield q, p

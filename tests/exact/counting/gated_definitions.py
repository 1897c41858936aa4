"""Gated classes by their definitions: all small integer weights, all gates, every point; for the tests alone."""

from functools import cache
from itertools import product

import numpy as np

SYNAPTIC = [
    ("synaptic-gate", {"synapse": synapse, "input_values": inputs, "gate_values": gate})
    for synapse, inputs, gate in product(("one", "any", "all", "bias"), ("signs", "bits"), ("signs", "bits"))
]
SINGLE = [
    ("output-gate", {"values": "bits"}),
    ("output-gate", {"values": "signs"}),
    ("multiplexed", {}),
    ("selector", {}),
    *SYNAPTIC,
]


@cache
def threshold_functions(n, box=2):
    """All sgn(w.x + w_0 + 1/2) with |w_i| <= box in signs and w_0 in a range that is enough for n <= 3."""
    points = coordinates(n, "signs")
    found = set()
    for weights in product(range(-box, box + 1), repeat=n):
        sums = points @ np.array(weights, dtype=int) if n else np.zeros(1, dtype=int)
        for bias in range(-n * box - 1, n * box + 1):
            found.add(table_of(2 * sums + 2 * bias + 1 > 0))
    return sorted(found)


def coordinates(n, encoding):
    bits = np.array([[p >> i & 1 for i in range(n)] for p in range(1 << n)], dtype=int).reshape(1 << n, n)
    return 2 * bits - 1 if encoding == "signs" else bits


def table_of(values):
    return sum(1 << p for p, value in enumerate(values) if value)


@cache
def weight_vectors(rank, box, free_bias):
    """Integer vectors as floats: products of small integers are exact in them, and fast.

    With a free bias, which stands first, it is odd and the other weights are even, so that no argument vanishes.
    """
    if not free_bias:
        vectors = product(range(-box, box + 1), repeat=rank)
    else:
        others = product(range(-2 * box, 2 * box + 1, 2), repeat=rank - 1)
        vectors = [(bias, *w) for w in others for bias in range(-4 * box - 1, 4 * box + 2, 2)]
    return np.array(list(vectors), dtype=float).reshape(-1, rank)


def signs_without_zero(features, box, *, free_bias):
    """The tables of all sgn(weights.features) that vanish nowhere, with integer weights in a box."""
    values = weight_vectors(features.shape[1], box, free_bias) @ features.T.astype(float)
    values = values[(values != 0).all(axis=1)]
    return set(np.unique((values > 0) @ 2.0 ** np.arange(features.shape[0])).astype(int).tolist())


def single_output_class(name, options, n, gated_input=0, box=3, m=None):
    """The truth tables of a class; with m, the attended part reads the first m inputs and the gate reads the others."""
    attended = n if m is None else m
    shift = 0 if m is None else m
    full = (1 << (1 << n)) - 1
    gates = [spread(g, n, shift, n - shift) for g in threshold_functions(n - shift)]
    parts = [spread(f, n, 0, attended) for f in threshold_functions(attended)]
    if name == "output-gate":
        return {f & g if options["values"] == "bits" else full ^ f ^ g for f in parts for g in gates}
    if name == "selector":
        return {f & g | h & ~g for f in parts for h in parts for g in gates}
    ones = np.ones((1 << n, 1), dtype=int)
    found = set()
    for table in gates:
        g = np.array([[table >> p & 1] for p in range(1 << n)])
        if name == "multiplexed":
            form = np.hstack([ones, coordinates(n, "signs")[:, :attended], 2 * g - 1])
            found |= signs_without_zero(form, box, free_bias=True)
        else:
            x = coordinates(n, options["input_values"])[:, :attended]
            signal = g if options["gate_values"] == "bits" else 2 * g - 1
            for form in gated_forms(options["synapse"], x, signal, ones, gated_input):
                found |= signs_without_zero(form, box, free_bias=options["synapse"] != "bias")
    return found


def spread(table, n, first, count):
    """The table of n variables of a function of `count` of them, from number `first` on."""
    return sum((table >> (p >> first & (1 << count) - 1) & 1) << p for p in range(1 << n))


def gated_forms(synapse, x, signal, ones, gated_input):
    if synapse == "all":
        return [np.hstack([ones, signal * x])]
    if synapse == "bias":
        return [np.hstack([signal, x])]
    forms = []
    for i in range(x.shape[1]) if synapse == "any" else [gated_input]:
        changed = x.copy()
        changed[:, i] *= signal[:, 0]
        forms.append(np.hstack([ones, changed]))
    return forms


def products(values, n, units, m=None):
    """The tuples (f_1 g, ..., f_m g) as tuples of value vectors."""
    attended = n if m is None else m
    functions = threshold_functions(attended)
    gates = threshold_functions(n if m is None else n - m)
    found = set()
    for g in gates:
        signal = [g >> (p if m is None else p >> m) & 1 for p in range(1 << n)]
        if values == "signs":
            signal = [2 * s - 1 for s in signal]
        maps = set()
        for f in functions:
            bits = [f >> (p & (1 << attended) - 1) & 1 for p in range(1 << n)]
            maps.add(tuple((b if values == "bits" else 2 * b - 1) * s for b, s in zip(bits, signal, strict=True)))
        found |= set(product(maps, repeat=units))
    return found

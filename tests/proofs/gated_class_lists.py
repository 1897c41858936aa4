"""The functions of the gated classes for few inputs, listed from their definitions.

A function is a number whose bit x is its value at the point x; the bits of x are the inputs. Threshold functions are
listed by small integer weights; the tests compare their number with the count of `exact`. A gated class is the set of
the functions F(x, ...) for threshold functions F on all points that occur.
"""

import itertools
from functools import cache

LARGEST_WEIGHT = 3  # enough for all threshold functions of four inputs, and for the classes below


@cache
def threshold_functions_on(points):
    """Return the threshold functions on a tuple of integer points, as truth tables over their order."""
    found = set()
    length = len(points[0])
    size = range(-LARGEST_WEIGHT, LARGEST_WEIGHT + 1)
    for weights in itertools.product(size, repeat=length):
        values = [sum(w * x for w, x in zip(weights, point, strict=True)) for point in points]
        for bound in {*values, min(values) - 1}:
            found.add(sum(1 << i for i, value in enumerate(values) if value > bound))
    return frozenset(found)


def cube(n, low):
    """Return the points of {low, 1}^n; the point with number x has 1 where x has a bit."""
    return tuple(tuple(1 if x >> i & 1 else low for i in range(n)) for x in range(1 << n))


@cache
def threshold_functions(n):
    """Return the threshold functions of n inputs."""
    return threshold_functions_on(cube(n, 0))


@cache
def and_gated(n):
    """Return A(n), the products in {0,1}."""
    return frozenset(f & g for f in threshold_functions(n) for g in threshold_functions(n))


@cache
def sign_gated(n):
    """Return X(n), the products in {-1,+1}: 1 where the factors agree."""
    everywhere = (1 << (1 << n)) - 1
    return frozenset(everywhere ^ f ^ g for f in threshold_functions(n) for g in threshold_functions(n))


def additive_attention(n):
    """Return M(n), the functions F(x, g(x)) for threshold functions F of n + 1 inputs and gates g."""
    size = 1 << n
    everywhere = (1 << size) - 1
    return {(f & everywhere & ~g) | (f >> size & g) for f in threshold_functions(n + 1) for g in threshold_functions(n)}


def gated_by(n, gate_low, input_low, change):
    """Return the threshold functions on the points that ``change`` makes of x and g(x), for all gates g."""
    found = set()
    points = cube(n, input_low)
    for g in threshold_functions(n):
        changed = tuple(change(point, 1 if g >> x & 1 else gate_low) for x, point in enumerate(points))
        found |= threshold_functions_on(changed)
    return found


@cache
def one_synapse(n, gate_low, input_low):
    """Return Y_1(n): the first synapse is gated."""
    return gated_by(n, gate_low, input_low, lambda point, g: (g * point[0], *point[1:]))


def all_but_bias(n, gate_low):
    """Return the class with all synapses gated but not the bias, for inputs in {-1,+1}."""
    return gated_by(n, gate_low, -1, lambda point, g: tuple(g * x for x in point))


def bias_only(n):
    """Return the functions sgn(w_0 g(x) + w.x) without a zero, for gates g in {-1,+1} and inputs in {-1,+1}.

    They are F(x, g(x)) for the threshold functions F of n + 1 inputs without a constant.
    """
    half = 1 << n
    everywhere = (1 << half) - 1
    odd = {
        f for f in threshold_functions(n + 1) if all((f >> x & 1) != (f >> (2 * half - 1 - x) & 1) for x in range(half))
    }
    return {(f & everywhere & ~g) | (f >> half & g) for f in odd for g in threshold_functions(n)}

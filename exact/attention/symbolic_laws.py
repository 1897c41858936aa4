r"""Laws of attention as identities of polynomials: they hold for all scores, all values and all bases.

A softmax with symbols t_ij for the powers B^(s_ij) has the output N_i / Z_i, where N_i = sum of t_ij v_j and Z_i = sum
of t_ij.  Two quotients are equal where N Z' - N' Z is the zero polynomial, since the sums of positive numbers Z, Z'
do not vanish.

* *Shift invariance*: with B^(s_ij + c_i) = u_i t_ij the quotient is the same.
* *Permutation equivariance*: the score of a pair of tokens does not depend on where they stand.  If the token at
  position i is the one that stood at pi(i), then t_ij becomes t_pi(i)pi(j), v_j becomes v_pi(j), and the output at i is
  the one that stood at pi(i).

Dictionary:
    symbolic_output: numerator and denominator of the output of one token, in symbols.
    shift_invariance_defect: N Z' - N' Z for a shifted row; the zero polynomial.
    equivariance_defects: the differences for every permutation of n tokens; all of them zero.

Source:
    S-L1 `softmax-shift-invariance` :cite:p:`SanfordHsuTelgarsky2023`; equivariance: own derivation.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from exact.errors import DomainError, TooLargeError
from exact.parameters import ParameterPolynomial, parameter

MAXIMUM_PERMUTED_TOKENS = 6


def symbolic_output(powers: Sequence[str], values: Sequence[str]) -> tuple[ParameterPolynomial, ParameterPolynomial]:
    """Return the numerator and the denominator of the mean of values weighted by powers.

    Args:
        powers: the names of the powers B^(s_j).
        values: the names of the values v_j, as many.

    Examples:
        >>> print(*symbolic_output(["t1", "t2"], ["v1", "v2"]), sep=" over ")
        t1*v1 + t2*v2 over t1 + t2
    """
    if len(powers) != len(values) or not powers:
        raise DomainError(f"there must be as many powers as values, at least 1, not {len(powers)} and {len(values)}")
    zero = ParameterPolynomial.constant(0)
    numerator = sum((parameter(t) * parameter(v) for t, v in zip(powers, values, strict=True)), zero)
    return numerator, sum((parameter(t) for t in powers), zero)


def shift_invariance_defect(n: int) -> ParameterPolynomial:
    """Return N Z' - N' Z for a row of n scores and the same row with a constant added to every score.

    The result is the zero polynomial, which proves the law for n positions.

    Raises:
        DomainError: if n is less than 1.

    Examples:
        >>> shift_invariance_defect(4) == 0
        True
    """
    powers = [f"t{j}" for j in range(1, n + 1)]
    numerator, denominator = symbolic_output(powers, [f"v{j}" for j in range(1, n + 1)])
    shifted = {t: parameter("u") * parameter(t) for t in powers}
    return numerator * denominator.assign(shifted) - numerator.assign(shifted) * denominator


def equivariance_defects(n: int) -> list[ParameterPolynomial]:
    """Return, for every permutation and token, by how much moving the tokens differs from moving the outputs.

    All of them are the zero polynomial, which proves the law for n tokens, whatever the scores are.

    Raises:
        TooLargeError: for more than `MAXIMUM_PERMUTED_TOKENS` tokens.

    Cost:
        n! permutations of n rows.

    Examples:
        >>> set(equivariance_defects(3)) == {ParameterPolynomial.constant(0)}
        True
    """
    if n > MAXIMUM_PERMUTED_TOKENS:
        raise TooLargeError(
            f"{math.factorial(n)} permutations would be tried",
            size=n,
            limit=MAXIMUM_PERMUTED_TOKENS,
            alternative="transpositions generate all permutations, so few tokens show the law",
        )
    outputs = [symbolic_output([f"t{i}_{j}" for j in range(n)], [f"v{j}" for j in range(n)]) for i in range(n)]
    defects = []
    for order in itertools.permutations(range(n)):
        moved = {f"t{i}_{j}": parameter(f"t{order[i]}_{order[j]}") for i in range(n) for j in range(n)}
        moved |= {f"v{j}": parameter(f"v{order[j]}") for j in range(n)}
        for i in range(n):
            (numerator, denominator), (other, beneath) = outputs[i], outputs[order[i]]
            defects.append(numerator.assign(moved) * beneath - other * denominator.assign(moved))
    return defects

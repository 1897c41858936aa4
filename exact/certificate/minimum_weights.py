r"""The certificate of minimum integer weights: a realization, and a proof that no smaller weights exist.

The realization has degree 1.  What is least is the sum or the maximum of the |w_i|, over all realizations with
integer weights; the threshold is free.  These values do not depend on the encoding, since w . x in signs is 2 (w . x)
- sum w_i in bits.  So let the points be vectors of bits.

Integer weights w realize f exactly if some integer T has w . p >= T at every true point p and w . p <= T - 1 at every
false one.  From this follow, for k true and k false points with multiplicity, the inequality

    w . (sum of the true points - sum of the false points) >= k.

The proof is a tree.  An inner node splits the integers: w_i <= a in its one half, w_i >= a + 1 in its other.  A leaf
adds up true points, as many false points, and multiples of the splits on the way to it, to an inequality c . w >= r.
With V the claimed least value, weights of a smaller value have

    c . w  <=  max |c_i| * sum |w_i|  <=  max |c_i| * (V - 1)      (where the sum of the |w_i| is what is least)
    c . w  <=  sum |c_i| * max |w_i|  <=  sum |c_i| * (V - 1)      (where the maximum is),

so that a leaf with r greater than the right hand side excludes them.

Dictionary:
    MinimumWeights: a realization with the tree.
    Leaf: a combination of points and splits.
    Split: an inner node.
    OBJECTIVES: what is least: ``sum`` or ``maximum``.
"""

from __future__ import annotations

from dataclasses import dataclass

from exact.certificate.claim import Multiset, TruthTable, check_integer, check_multiset
from exact.certificate.obstruction import monomial_sum
from exact.certificate.realization import Realization
from exact.errors import CertificateError

OBJECTIVES = ("sum", "maximum")
MAXIMUM_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Leaf:
    """A combination that excludes smaller weights in its part of the tree.

    Attributes:
        true: true points with multiplicity.
        false: as many false points with multiplicity.
        splits: pairs (depth of a split on the way, the root being 0; its positive multiplicity).
    """

    true: Multiset
    false: Multiset
    splits: Multiset


@dataclass(frozen=True, slots=True)
class Split:
    """The integers up to a bound and those above it, for one weight.

    Attributes:
        variable: the index i of the weight, from 0.
        bound: the integer a.
        below: the proof for w_i <= a.
        above: the proof for w_i >= a + 1.
    """

    variable: int
    bound: int
    below: Leaf | Split
    above: Leaf | Split


@dataclass(frozen=True, slots=True)
class MinimumWeights:
    """Integer weights of least sum or least maximum, with the proof.

    Attributes:
        realization: a realization of degree 1.
        objective: ``sum`` or ``maximum``.
        proof: the tree; None where the value is 0, and only there.

    Examples:
        Conjunction needs the sum 2: its true point 11 exceeds 01 and 10 by one variable each.

        >>> realization = Realization.from_weights(2, 0x8, "signs", (1, 1), 1)
        >>> proof = Leaf(true=((3, 2),), false=((1, 1), (2, 1)), splits=())
        >>> certificate = MinimumWeights(realization, "sum", proof)
        >>> certificate.verify()
        >>> certificate.value
        2
    """

    realization: Realization
    objective: str
    proof: Leaf | Split | None

    @property
    def n(self) -> int:
        """The number of variables."""
        return self.realization.n

    @property
    def table(self) -> int:
        """The truth table."""
        return self.realization.table

    @property
    def value(self) -> int:
        """The sum, or the maximum, of the absolute values of the weights."""
        sizes = [abs(w) for w in self.realization.weights]
        if self.objective == "sum":
            return sum(sizes)
        return max(sizes, default=0)

    def verify(self, f: TruthTable | None = None) -> None:
        """Check the realization, and that every leaf of the proof excludes smaller weights.

        Raises:
            CertificateError: if the realization does not verify, or a leaf excludes nothing; the culprit is the path of
                the leaf, as a text of the letters b (below) and a (above).

        Cost:
            That of the realization, and the size of the tree times n.
        """
        self.realization.verify(f)
        if self.realization.degree != 1:
            raise CertificateError(f"the degree must be 1, not {self.realization.degree}", culprit="degree")
        if self.objective not in OBJECTIVES:
            raise CertificateError(f"the objective must be sum or maximum, not {self.objective!r}", culprit="objective")
        if self.proof is not None:
            self._check_node(self.proof, ())
        elif self.value:
            raise CertificateError(f"the value must be 0 where no proof is given, not {self.value}", culprit="proof")

    def _check_node(self, node: Leaf | Split, path: tuple[tuple[int, int, int], ...]) -> None:
        """Check one node; the path holds triples (variable, sign, r) for the inequalities sign * w_i >= r."""
        if isinstance(node, Leaf):
            self._check_leaf(node, path)
            return
        if len(path) == MAXIMUM_DEPTH:
            raise CertificateError(f"a proof must not be deeper than {MAXIMUM_DEPTH}", culprit="proof")
        check_integer(node.variable, "the variable of a split")
        if not 0 <= node.variable < self.n:
            raise CertificateError(
                f"the variable of a split must be in 0, ..., {self.n - 1}, not {node.variable}", culprit=node.variable
            )
        check_integer(node.bound, "the bound of a split")
        self._check_node(node.below, (*path, (node.variable, -1, -node.bound)))
        self._check_node(node.above, (*path, (node.variable, 1, node.bound + 1)))

    def _check_leaf(self, leaf: Leaf, path: tuple[tuple[int, int, int], ...]) -> None:
        """Add up the inequalities of a leaf, and check that no smaller weights satisfy the result."""
        check_multiset(leaf.true, self.n, self.table, 1)
        check_multiset(leaf.false, self.n, self.table, 0)
        place = "".join("b a"[sign + 1] for _, sign, _ in path)
        right = monomial_sum(leaf.true, 0)
        if right != monomial_sum(leaf.false, 0):
            raise CertificateError("a leaf must have as many false points as true points", culprit=place)
        left = [monomial_sum(leaf.true, 1 << i) - monomial_sum(leaf.false, 1 << i) for i in range(self.n)]
        for depth, multiplicity in leaf.splits:
            check_integer(depth, "the depth of a split")
            if not 0 <= depth < len(path):
                raise CertificateError(f"a split must be on the way to its leaf, not at depth {depth}", culprit=place)
            check_integer(multiplicity, "the multiplicity of a split")
            if multiplicity <= 0:
                raise CertificateError(
                    f"the multiplicity of a split must be positive, not {multiplicity}", culprit=place
                )
            variable, sign, r = path[depth]
            left[variable] += multiplicity * sign
            right += multiplicity * r
        sizes = [abs(c) for c in left]
        norm = max(sizes, default=0)
        if self.objective == "maximum":
            norm = sum(sizes)
        if right <= norm * (self.value - 1):
            raise CertificateError(
                f"a leaf must exclude weights of {self.objective} {self.value - 1}, and this one does not",
                culprit=place,
            )

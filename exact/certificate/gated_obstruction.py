r"""The certificate that no gated unit of a form computes a function: a tree of questions to the gate.

Suppose that some gate and some attended forms compute f.  At an inner node the tree asks for the value of the gate at a
point, and goes on accordingly, until it comes to a leaf.  There the values at some points are known, hence what they
demand: that certain vectors have a positive product with the coefficients of one of the forms (`GatedForm`).  But a sum
of these vectors with positive multiplicities is zero, and zero is not positive.  So there are no such gate and forms.

The form of a leaf may be that of the gate itself: then the values on the way are those of no threshold function.

Dictionary:
    GatedObstruction: the function, the form and the tree.
    GateSplit: an inner node: the value of the gate at a point.
    GateLeaf: points whose demands on one form contradict each other.
    GateTree: one of the two.
    MAXIMUM_GATE_DEPTH: the largest number of questions one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from exact.certificate.claim import Multiset, TruthTable, check_claim, check_integer, check_work
from exact.certificate.gated_form import GatedForm
from exact.errors import CertificateError

MAXIMUM_GATE_DEPTH = 256


@dataclass(frozen=True, slots=True)
class GateLeaf:
    """Points whose demands on a form contradict each other.

    Attributes:
        form: 0 for the gate, 1 and 2 for the attended forms.
        points: pairs (point, multiplicity), points increasing, multiplicities positive.
    """

    form: int
    points: Multiset


@dataclass(frozen=True, slots=True)
class GateSplit:
    """A question to the gate.

    Attributes:
        point: the point.
        false: what follows if the gate is false there.
        true: what follows if it is true there.
    """

    point: int
    false: GateTree
    true: GateTree


GateTree = GateLeaf | GateSplit


@dataclass(frozen=True, slots=True)
class GatedObstruction:
    """A tree of questions to the gate, each leaf of which is a contradiction.

    Attributes:
        n: the number of variables.
        table: the truth table; bit p is the value at the point p.
        form: the way in which the gate acts.
        proof: the tree.

    Examples:
        Let g multiply x_1, all of them bits.  Exclusive or is false at 00 and true at 01, so g cannot be false at 01;
        it is true at 10 and false at 11, so g cannot be false at 11; and it is no threshold function.

        >>> both = GateLeaf(1, ((0, 1), (1, 1), (2, 1), (3, 1)))
        >>> last = GateSplit(3, GateLeaf(1, ((2, 1), (3, 1))), both)
        >>> rest = GateSplit(1, GateLeaf(1, ((0, 1), (1, 1))), GateSplit(2, last, last))
        >>> form = GatedForm("synaptic-gate", "bits", "bits", (1,))
        >>> GatedObstruction(2, 0b0110, form, GateSplit(0, rest, rest)).verify()
    """

    n: int
    table: int
    form: GatedForm
    proof: GateTree

    @property
    def leaves(self) -> int:
        """The number of leaves of the tree."""
        waiting: list[GateTree] = [self.proof]
        found = 0
        while waiting:
            node = waiting.pop()
            if isinstance(node, GateSplit):
                waiting += [node.false, node.true]
            else:
                found += 1
        return found

    def verify(self, f: TruthTable | None = None) -> None:
        """Check that every leaf of the tree is a contradiction.

        Args:
            f: the function that it must speak of; its own table when left out.

        Raises:
            CertificateError: if it obstructs nothing, with the reason and a culprit (a point, a part).

        Cost:
            For each leaf the number of its points times the number of coefficients.
        """
        check_claim(self.n, self.table, f)
        self.form.check(self.n)
        self._check_node(self.proof, {}, 0)

    def _check_node(self, node: GateTree, gate: dict[int, int], steps: int) -> int:
        """Check a node, given the values of the gate on the way to it; return the number of steps so far."""
        if isinstance(node, GateLeaf):
            steps += (len(node.points) + 1) * (self.n + 2)
            check_work(steps)
            self._check_leaf(node, gate)
            return steps
        if len(gate) >= MAXIMUM_GATE_DEPTH:
            raise CertificateError(f"a proof must be at most {MAXIMUM_GATE_DEPTH} questions deep", culprit="proof")
        check_integer(node.point, "a point")
        if not 0 <= node.point < 1 << self.n:
            raise CertificateError(f"a point must be in 0, ..., {2**self.n - 1}, not {node.point}", culprit=node.point)
        if node.point in gate:
            raise CertificateError(f"the point {node.point} must not be asked for twice", culprit=node.point)
        steps = self._check_node(node.false, {**gate, node.point: 0}, steps)
        return self._check_node(node.true, {**gate, node.point: 1}, steps)

    def _check_leaf(self, leaf: GateLeaf, gate: dict[int, int]) -> None:
        """Refuse a leaf that is no contradiction."""
        check_integer(leaf.form, "a form")
        if not 0 <= leaf.form < self.form.size:
            raise CertificateError(f"a form must be in 0, ..., {self.form.size - 1}, not {leaf.form}", culprit="form")
        if not leaf.points:
            raise CertificateError("a leaf must have at least one point", culprit="points")
        total = [0] * self.form.length(leaf.form, self.n)
        previous = -1
        for p, multiplicity in leaf.points:
            check_integer(p, "a point")
            if p <= previous:
                raise CertificateError(f"points must be non-negative and increasing, not {previous}, {p}", culprit=p)
            previous = p
            if p not in gate:
                raise CertificateError(f"the gate must have been asked for its value at the point {p}", culprit=p)
            check_integer(multiplicity, f"the multiplicity of the point {p}")
            if multiplicity <= 0:
                raise CertificateError(
                    f"the multiplicity of the point {p} must be positive, not {multiplicity}", culprit=p
                )
            demanded = self.form.demanded_vector(leaf.form, self.n, p, gate[p], self.table >> p & 1)
            if demanded is None:
                raise CertificateError(f"the point {p} demands nothing of the form {leaf.form}", culprit=p)
            total = [t + multiplicity * x for t, x in zip(total, demanded, strict=True)]
        if any(total):
            raise CertificateError(
                f"the demands at a leaf must add up to zero, not to {tuple(total)}", culprit="points"
            )

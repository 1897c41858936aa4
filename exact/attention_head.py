r"""Attention heads as circuits: every head is made of units, output gates and synaptic gates.

For n tokens x_1, ..., x_n of d signals each, a query and a key matrix of d x m and a value matrix of d x m_v:

* Q_a = x_a W_Q, K_b = x_b W_K, V_b = x_b W_V are linear units whose weights are shared over the positions;
* S_ab = sum over c of Q_ac K_bc: **m n^2 output gates** followed by n^2 linear units with fixed weights 1;
* A_ab comes from the scores. In a *linear* head A_ab = S_ab. In a *hard* head A_ab = 1 for the first b with the largest
  score and 0 for the others: threshold units compare scores, and one threshold unit for each (a, b) joins the
  comparisons, all inside the standard model;
* Y_ac = sum over b of A_ab V_bc: **synaptic gating by the n^2 outputs A_ab**, each of which gates m_v synapses.

In a *softmax* head in base B the n^2 powers E_ab = B^(S_ab), for integer scores, gate the synapses: the numerator is
N_ac = sum over b of E_ab V_bc, the denominator D_a = sum over b of E_ab, and Y_ac = N_ac / D_a is the unit that reads
N_ac, gated in its activation by 1/D_a.  So Y is a rational function of the inputs, and numerator and denominator are
polynomials on the cube.  The normalization adds n m_v activation gates.

Dictionary:
    HEAD_KINDS: the kinds of heads, ``linear``, ``hard`` and ``softmax``.
    expand_head: the nodes of a head.

Source:
    Label ``self-attention-is-gating``, steps 1 to 4 and 7; for the base S-D12 `base-b-softmax`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from exact.activation import HEAVISIDE, LINEAR, RECIPROCAL, exponential
from exact.circuit import Gate, GatedOutput, Head, Node, Signal, Synapse, Unit, Weight
from exact.errors import DomainError
from exact.gating import Operation, Variable
from exact.rational import Rational

HEAD_KINDS = ("linear", "hard", "softmax")

Matrix = Sequence[Sequence[Weight]]

_ONE = Weight(1)
_MINUS_ONE = Weight(-1)


def expand_head(
    name: str,
    kind: str,
    tokens: Sequence[Sequence[str]],
    query: Matrix,
    key: Matrix,
    value: Matrix,
    base: Rational | None = None,
) -> tuple[tuple[Node, ...], Head, tuple[tuple[str, ...], ...]]:
    """Return the nodes of an attention head.

    Args:
        name: the prefix of the names of all nodes, such as ``head``.
        kind: ``linear``, ``hard`` or ``softmax``.
        tokens: n lists of d node names.
        query: a d x m matrix of weights.
        key: a d x m matrix of weights.
        value: a d x m_v matrix of weights.
        base: the base B > 1 of a softmax head; None for the other kinds.

    Returns:
        The nodes in an order in which each reads earlier ones; the record of the head; the names of the outputs Y_a,
        one tuple of m_v names for each token.

    Raises:
        DomainError: for another kind, no tokens, shapes that do not fit, a softmax head without a base greater than 1,
            or a base for another kind.

    Cost:
        ``n (2 m + m_v) + n**2 (m + 1) + n m_v`` nodes; ``n**3`` more for a hard head,
        ``n**2 + 2 n + n m_v`` more for a softmax head.

    Examples:
        The output of a softmax head is a quotient; on two tokens of one bit that score themselves:

        >>> from exact.circuit import Circuit
        >>> from exact.cube import Encoding
        >>> from exact.forward import forward
        >>> one = [[Weight(1)]]
        >>> nodes, head, outputs = expand_head("h", "softmax", [["x1"], ["x2"]], one, one, one, 2)
        >>> run = forward(Circuit("head", Encoding.BITS, ("x1", "x2"), nodes))
        >>> run.outputs["h_Y1_1"]
        (0, Fraction(2, 3), Fraction(1, 2), 1)
    """
    if kind not in HEAD_KINDS:
        raise DomainError(f"the kind of a head must be linear, hard or softmax, not {kind!r}")
    if (base is not None) != (kind == "softmax") or (base is not None and base <= 1):
        wanted = "a base greater than 1" if kind == "softmax" else "no base"
        raise DomainError(f"a {kind} head must have {wanted}, not {base}")
    n, d = len(tokens), len(tokens[0]) if tokens else 0
    if d == 0 or any(len(token) != d for token in tokens):
        raise DomainError("a head must have at least one token, and all tokens the same number of signals, at least 1")
    m, m_v = len(query[0]) if query else 0, len(value[0]) if value else 0
    for label, matrix, width in (("query", query, m), ("key", key, m), ("value", value, m_v)):
        if len(matrix) != d or width == 0 or any(len(row) != width for row in matrix):
            raise DomainError(
                f"the {label} matrix must have {d} rows of the same length, at least 1 (as the query matrix)"
            )

    def project(letter: str, a: int, matrix: Matrix, c: int) -> Unit:
        synapses = tuple(Synapse(tokens[a][i], matrix[i][c]) for i in range(d))
        return Unit(f"{name}_{letter}{a + 1}_{c + 1}", LINEAR, synapses)

    nodes: list[Node] = []
    for letter, matrix, width in (("Q", query, m), ("K", key, m), ("V", value, m_v)):
        nodes += [project(letter, a, matrix, c) for a in range(n) for c in range(width)]
    for a in range(n):
        for b in range(n):
            pair = f"{a + 1}_{b + 1}"
            products = [
                GatedOutput(
                    f"{name}_P{pair}_{c + 1}",
                    Operation.MULTIPLICATION,
                    f"{name}_Q{a + 1}_{c + 1}",
                    Signal(Variable.OUTPUT, f"{name}_K{b + 1}_{c + 1}"),
                )
                for c in range(m)
            ]
            nodes += products
            nodes.append(Unit(f"{name}_S{pair}", LINEAR, tuple(Synapse(p.name, _ONE) for p in products)))
    if kind == "hard":
        nodes += _argument_of_the_maximum(name, n)
    if base is not None:
        nodes += _powers_and_denominators(name, n, base)
    weights = {"linear": "S", "hard": "A", "softmax": "E"}[kind]
    means = "N" if kind == "softmax" else "Y"
    outputs = []
    for a in range(n):
        for c in range(m_v):
            sources = [f"{name}_V{b + 1}_{c + 1}" for b in range(n)]
            gates = tuple(
                Gate(
                    Variable.WEIGHT,
                    Operation.MULTIPLICATION,
                    Signal(Variable.OUTPUT, f"{name}_{weights}{a + 1}_{b + 1}"),
                    (sources[b],),
                )
                for b in range(n)
            )
            nodes.append(
                Unit(f"{name}_{means}{a + 1}_{c + 1}", LINEAR, tuple(Synapse(s, _ONE) for s in sources), None, gates)
            )
            if kind == "softmax":
                divided = Gate(
                    Variable.ACTIVATION, Operation.MULTIPLICATION, Signal(Variable.OUTPUT, f"{name}_R{a + 1}")
                )
                read = (Synapse(f"{name}_N{a + 1}_{c + 1}", _ONE),)
                nodes.append(Unit(f"{name}_Y{a + 1}_{c + 1}", LINEAR, read, None, (divided,)))
        outputs.append(tuple(f"{name}_Y{a + 1}_{c + 1}" for c in range(m_v)))
    return tuple(nodes), Head(name, kind, n, m, m_v, base), tuple(outputs)


def _powers_and_denominators(name: str, n: int, base: Rational) -> list[Node]:
    """Return units for E_ab = B^(S_ab), their sums D_a over b, and R_a = 1/D_a."""
    nodes: list[Node] = []
    for a in range(1, n + 1):
        powers = [f"{name}_E{a}_{b}" for b in range(1, n + 1)]
        for b, power in enumerate(powers, start=1):
            nodes.append(Unit(power, exponential(base), (Synapse(f"{name}_S{a}_{b}", _ONE),)))
        nodes.append(Unit(f"{name}_D{a}", LINEAR, tuple(Synapse(power, _ONE) for power in powers)))
        nodes.append(Unit(f"{name}_R{a}", RECIPROCAL, (Synapse(f"{name}_D{a}", _ONE),)))
    return nodes


def _argument_of_the_maximum(name: str, n: int) -> list[Node]:
    """Return threshold units for A_ab = 1 exactly if b is the first position with the largest score of row a.

    For c < b the unit W_abc = H(S_ab - S_ac) says that the later position b is strictly better than c.  So b wins
    exactly if W_abc = 1 for every earlier c and W_acb = 0 for every later c.
    """
    nodes: list[Node] = []
    for a in range(n):
        for b in range(n):
            for c in range(b):  # W = 1 exactly if the later position b is strictly better than the earlier c
                later, earlier = f"{name}_S{a + 1}_{b + 1}", f"{name}_S{a + 1}_{c + 1}"
                nodes.append(
                    Unit(
                        f"{name}_W{a + 1}_{b + 1}_{c + 1}",
                        HEAVISIDE,
                        (Synapse(later, _ONE), Synapse(earlier, _MINUS_ONE)),
                    )
                )
        for b in range(n):
            synapses = [Synapse(f"{name}_W{a + 1}_{b + 1}_{c + 1}", _ONE) for c in range(b)]
            synapses += [Synapse(f"{name}_W{a + 1}_{c + 1}_{b + 1}", _MINUS_ONE) for c in range(b + 1, n)]
            # all b comparisons with earlier positions are 1, all with later ones 0: the sum is b, its largest value
            nodes.append(Unit(f"{name}_A{a + 1}_{b + 1}", HEAVISIDE, tuple(synapses), Weight(Fraction(1, 2) - b)))
    return nodes

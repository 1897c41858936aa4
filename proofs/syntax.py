r"""The parsed form of a proof file: frozen data without behaviour.

A *term* is an integer, a fraction, the name of a variable, or a tuple ``(head, argument, ...)`` whose head is one of
``+ * - ^`` or a function symbol. A *comparison* is ``left = right``, ``left >= right`` or ``left > right``. A *sort* is
``Z`` (the integers) or ``R`` (any ordered field; read: the real numbers).

Dictionary:
    Term, Formula, Sort: type aliases.
    Comparison: two terms and a relation.
    Use, Arithmetic, Integrality, Antisymmetry: the four steps; CertificateTerm: one summand of a certificate.
    Steps: a list of steps and the last one's name; Induction, Split, Cases: the three ways to branch.
    Lemma, Citation, Symbol, Recursion, Piecewise: items that the kernel accepts. RecursionCase: one equation.
    Finite, Threshold, NotThreshold, Count, Rank: items that are checked by direct evaluation.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

Term = int | Fraction | str | tuple[Any, ...]
Formula = int | str | tuple[Any, ...]
Sort = str

INTEGER: Sort = "Z"
REAL: Sort = "R"


class Comparison(NamedTuple):
    """A comparison of two terms."""

    left: Term
    relation: str
    right: Term


class CertificateTerm(NamedTuple):
    """One summand of an arithmetic certificate: coefficient * facts * squares * multiplier."""

    coefficient: Fraction
    facts: tuple[str, ...]
    squares: tuple[Term, ...]
    multiplier: Term | None


class Use(NamedTuple):
    """A step by an earlier lemma or an induction hypothesis."""

    identifier: str
    lemma: str
    substitution: tuple[tuple[str, Term], ...]
    premises: tuple[str, ...]


class Arithmetic(NamedTuple):
    """A step by an explicit Positivstellensatz certificate."""

    identifier: str
    conclusion: Comparison
    certificate: tuple[CertificateTerm, ...]


class Integrality(NamedTuple):
    """A step from p > 0 to p - 1 >= 0 over the integers."""

    identifier: str
    fact: str


class Antisymmetry(NamedTuple):
    """A step from p >= 0 and -p >= 0 to p = 0."""

    identifier: str
    facts: tuple[str, str]


Step = Use | Arithmetic | Integrality | Antisymmetry


class Steps(NamedTuple):
    """A proof without branches."""

    steps: tuple[Step, ...]
    qed: str


class Induction(NamedTuple):
    """A proof by induction on an integer variable from a base."""

    variable: str
    base: int
    zero: Proof
    successor: Proof


class Split(NamedTuple):
    """The two cases of an induction without its hypothesis."""

    variable: str
    base: int
    zero: Proof
    successor: Proof


class Cases(NamedTuple):
    """A case distinction by the sign of a term: positive, or at most zero."""

    term: Term
    positive: Proof
    otherwise: Proof


Proof = Steps | Induction | Split | Cases


class Lemma(NamedTuple):
    """A statement with its proof."""

    name: str
    variables: tuple[tuple[str, Sort], ...]
    hypotheses: tuple[Comparison, ...]
    conclusion: Comparison
    proof: Proof


class Citation(NamedTuple):
    """A statement that rests on a published theorem."""

    name: str
    variables: tuple[tuple[str, Sort], ...]
    hypotheses: tuple[Comparison, ...]
    conclusion: Comparison
    source: str


class Symbol(NamedTuple):
    """A function symbol that stands for any function of these sorts."""

    name: str
    parameters: tuple[tuple[str, Sort], ...]
    result: Sort


class RecursionCase(NamedTuple):
    """One equation of a recursion; the pattern of a parameter is ``any``, ``zero`` or ``succ``."""

    name: str
    patterns: tuple[str, ...]
    value: Term


class Recursion(NamedTuple):
    """A function defined by equations; ``bases[i]`` is None for a parameter on which no case depends."""

    name: str
    parameters: tuple[tuple[str, Sort], ...]
    bases: tuple[int | None, ...]
    result: Sort
    descends: str | None
    cases: tuple[RecursionCase, ...]


class Piecewise(NamedTuple):
    """A function defined by the sign of a term; two names, test > 0 first."""

    name: str
    parameters: tuple[tuple[str, Sort], ...]
    result: Sort
    test: Term
    names: tuple[str, str]
    positive: Term
    otherwise: Term


class Finite(NamedTuple):
    """A closed statement with bounded quantifiers, decided by evaluation."""

    name: str
    formula: Formula


class Threshold(NamedTuple):
    """Weights of a polynomial threshold function, one for each monomial of degree at most ``degree``."""

    name: str
    dimension: int
    degree: int
    table: int
    weights: tuple[int, ...]


class NotThreshold(NamedTuple):
    """Points with equal sums of monomials: ``true`` all true, ``false`` all false, repetitions allowed."""

    name: str
    dimension: int
    degree: int
    table: int
    true: tuple[int, ...]
    false: tuple[int, ...]


class Count(NamedTuple):
    """The exact number of polynomial threshold functions, with a branch-and-refute tree in preorder."""

    name: str
    dimension: int
    degree: int
    number: int
    tree: tuple[int, ...]


class Rank(NamedTuple):
    """The exact rank of an integer matrix: a minor with its inverse modulo a number, and a factorisation.

    The matrix has ``shape[0]`` rows and ``shape[1]`` columns; its entry in row i and column j, both from 0, is the
    value of the formula ``entry``.
    """

    name: str
    shape: tuple[int, int]
    entry: Formula
    rank: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    modulus: int
    inverse: tuple[tuple[int, ...], ...]
    left: tuple[tuple[int, ...], ...]
    right: tuple[tuple[int, ...], ...]


KernelItem = Lemma | Citation | Symbol | Recursion | Piecewise
DataItem = Finite | Threshold | NotThreshold | Count | Rank
Item = KernelItem | DataItem

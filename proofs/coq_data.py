r"""Items that are checked by direct evaluation, as Coq text.

Each becomes a statement of ``Certificates.v`` about real weights, numbers of functions, ranks, or a closed formula, and
is proved there from the same certificate, which Coq evaluates.

Untrusted: what is wrong here is refused by Coq, or is a statement that is printed in the folder.

Dictionary:
    write_data: the lines of an item.
    write_formula: a formula with bounded quantifiers as Coq text.
    read_tree: a branch-and-refute tree from its numbers in preorder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from proofs.coq_terms import coq_name, lemma_name
from proofs.data import monomials
from proofs.syntax import Count, DataItem, Finite, Formula, NotThreshold, Rank, Threshold

_INFIX = {"+": "+", "-": "-", "*": "*", "power": "^", "mod": "mod"}
_FUNCTIONS = {"both": "Z.land", "=": "Z.eqb", "not": "negb", "implies": "implb"}
_BINDERS = {"all": "all_from", "some": "some_from", "sum": "sum_from"}


def _number(number: int) -> str:
    """Return a number, in brackets if it is negative."""
    return str(number) if number >= 0 else f"({number})"


def _list(numbers: Iterable[int], scope: str) -> str:
    """Return a list of numbers."""
    return f"[{'; '.join(_number(number) for number in numbers)}]%{scope}"


def _matrix(rows: Iterable[Iterable[int]]) -> str:
    """Return a list of rows."""
    return f"[{'; '.join(_list(row, 'Z') for row in rows)}]"


def write_formula(formula: Formula) -> str:
    """Return a formula: a number of sort Z or a Boolean.

    >>> write_formula(("=", ("sum", "i", 1, 3, "i"), 6))
    '(Z.eqb (sum_from 1 3 (fun i => i)) 6)'
    """
    if isinstance(formula, int):
        return _number(formula)
    if isinstance(formula, str):
        return coq_name(formula)
    head, *rest = formula
    if head in _BINDERS:
        name, *parts = rest
        first, last, body = (write_formula(part) for part in parts)
        return f"({_BINDERS[head]} {first} {last} (fun {coq_name(str(name))} => {body}))"
    parts = [write_formula(part) for part in rest]
    if head in _INFIX:
        return f"({f' {_INFIX[head]} '.join(parts)})"
    if head in ("and", "or"):
        return f"({(' && ' if head == 'and' else ' || ').join(parts)})%bool"
    if head == "if":
        return f"(if {parts[0]} then {parts[1]} else {parts[2]})"
    if head in (">=", ">"):
        return f"({'Z.leb' if head == '>=' else 'Z.ltb'} {parts[1]} {parts[0]})"
    if head == "bit":
        return f"(Z.b2z (Z.testbit {parts[0]} {parts[1]}))"
    return f"({' '.join([_FUNCTIONS[head], *parts])})"


def read_tree(item: Count) -> str:
    """Return the tree of a count: branches, weights at the leaves, and refutations."""
    size = len(monomials(item.dimension, item.degree))

    def node(position: int) -> tuple[str, int]:
        tag = item.tree[position]
        if tag == 0:
            zero, middle = node(position + 1)
            one, end = node(middle)
            return f"(Branch {zero}\n{one})", end
        if tag == 1:
            end = position + 1 + size
            return f"(Weights {_list(item.tree[position + 1 : end], 'Z')})", end
        middle = position + 2 + item.tree[position + 1]
        end = middle + item.tree[position + 1]
        points = (item.tree[position + 2 : middle], item.tree[middle:end])
        return f"(Refuted {' '.join(_list(part, 'N') for part in points)})", end

    return node(0)[0]


def _lemma(name: str, statement: str, proof: str) -> list[str]:
    """Return a theorem that evaluation proves."""
    return [f"Lemma {lemma_name(name)} : {statement}.", f"Proof. {proof} Qed."]


def _rank(item: Rank) -> list[str]:
    """Return the lines of a rank."""
    matrix = f"matrix_{lemma_name(item.name)}"
    rows, columns = item.shape
    own = {coq_name("i"): "row_", coq_name("j"): "column_"}
    numbers = " ".join(f"let {name} := Z.of_nat {place} in" for name, place in own.items())
    data = [_list(item.rows, "nat"), _list(item.columns, "nat"), f"{item.modulus}%Z"]
    data += [_matrix(part) for part in (item.inverse, item.left, item.right)]
    return [
        f"Definition {matrix} (row_ column_ : nat) : Z := {numbers} {write_formula(item.entry)}%Z.",
        *_lemma(
            item.name,
            f"has_rank {rows} {columns} {matrix} {item.rank}",
            f"refine (rank_by_inverse _ _ _ _ {' '.join(data)} _); vm_compute; reflexivity.",
        ),
    ]


def _threshold(item: Threshold | NotThreshold) -> list[str]:
    """Return the lines of a function that is a threshold function, or is none."""
    function = f"{item.dimension} {item.degree} {item.table}%N"
    evaluate = "vm_compute; reflexivity."
    if isinstance(item, Threshold):
        proof = f"refine (threshold_by_weights _ _ _ {_list(item.weights, 'Z')} _); {evaluate}"
        return _lemma(item.name, f"is_threshold {function}", proof)
    points = " ".join(_list(part, "N") for part in (item.true, item.false))
    return _lemma(
        item.name, f"~ is_threshold {function}", f"refine (no_threshold_by_points _ _ _ {points} _); {evaluate}"
    )


def write_data(item: DataItem) -> Sequence[str]:
    """Return the lines of an item that is checked by evaluation."""
    if isinstance(item, Finite):
        return _lemma(item.name, f"{write_formula(item.formula)}%Z = true", "vm_compute; reflexivity.")
    if isinstance(item, Rank):
        return _rank(item)
    if isinstance(item, Count):
        tree = f"tree_{lemma_name(item.name)}"
        statement = f"exactly {item.dimension} {item.degree} {item.number}"
        proof = f"refine (exactly_by_tree _ _ {tree} _ _); vm_compute; reflexivity."
        return [f"Definition {tree} : tree := {read_tree(item)}.", *_lemma(item.name, statement, proof)]
    return _threshold(item)

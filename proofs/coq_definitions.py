r"""Functions as Coq definitions, each with its defining equations proved.

A recursion becomes a fixpoint over the natural numbers in its descending parameter, carried to the integers; the other
distinguished parameters are compared with their bases. Every defining equation is then a lemma, as it stands in the
certificate, so that a drift between the two is an error in Coq.

Untrusted: what is wrong here is refused by Coq, except that a status says that Coq accepted *these* definitions.

Dictionary:
    write_symbol, write_recursion, write_piecewise: the lines of an item.
    statement_lines: the statement of a lemma.
    defining_equations: name, variables with bases of their guards, and equation of each case of a recursion.
"""

from __future__ import annotations

from collections.abc import Mapping

from proofs.coq_terms import coq_name, lemma_name, write_comparison, write_term
from proofs.facts import Signature
from proofs.syntax import REAL, Comparison, Piecewise, Recursion, RecursionCase, Sort, Symbol, Term

Functions = Mapping[str, Signature]


def write_symbol(item: Symbol) -> list[str]:
    """Return a function symbol as a variable of the section: any function of these sorts."""
    sorts = " -> ".join([*(sort for _, sort in item.parameters), item.result])
    return [f"Variable {coq_name(item.name)} : {sorts}."]


def _binders(parameters: tuple[tuple[str, Sort], ...]) -> str:
    """Return the parameters of a definition."""
    return " ".join(f"({coq_name(name)} : {sort})" for name, sort in parameters)


# -------------------------------------------------------------------------------------------------------- recursion


class _Recursion:
    """One recursion with what its texts need."""

    def __init__(self, item: Recursion, functions: Functions) -> None:
        """Hold the item and the signatures, its own included."""
        self.item = item
        self.functions = functions
        self.name = coq_name(item.name)
        names = [name for name, _ in item.parameters]
        self.position = None if item.descends is None else names.index(item.descends)

    def inner(self, term: Term, here: Mapping[str, str], smaller: str) -> str:
        """Return the value of a case inside the fixpoint: variables by their texts, calls with the smaller number."""
        if isinstance(term, str):
            return here[term]
        if not isinstance(term, tuple):
            return write_term(term, self.functions).text
        head, *rest = term
        if head == "^":
            return f"({self.inner(rest[0], here, smaller)} ^ {rest[1]})"
        parts = [self.inner(part, here, smaller) for part in rest]
        if head in ("+", "-", "*"):
            return f"({f' {head} '.join(parts)})"
        arguments = [f"{part}%{sort}" for part, sort in zip(parts, self.functions[head].arguments, strict=True)]
        if head != self.item.name:
            return f"({' '.join([coq_name(head), *arguments])})"
        arguments[self.position or 0] = smaller
        return f"({self.name}_from {' '.join(arguments)})"

    def branch(self, letter: str, number: str) -> str:
        """Return the value where the descending parameter is the base (``z``) or beyond it (``s``), by comparisons."""
        cases = [case for case in self.item.cases if self.matches(case, letter)]
        text = self.value(cases[-1], number)
        for case in reversed(cases[:-1]):
            text = f"if {self.test(case)} then {self.value(case, number)} else {text}"
        return f"({text})%{self.item.result}"

    def matches(self, case: RecursionCase, letter: str) -> bool:
        """Say whether a case is possible where the descending parameter is the base or beyond it."""
        return (
            self.position is None or case.patterns[self.position] == "any" or case.patterns[self.position][0] == letter
        )

    def test(self, case: RecursionCase) -> str:
        """Return the condition on the other distinguished parameters under which a case holds."""
        parts: list[str] = []
        for index, ((name, _), pattern) in enumerate(zip(self.item.parameters, case.patterns, strict=True)):
            if pattern != "any" and index != self.position:
                below = f"({coq_name(name)} <=? {_literal(self.item.bases[index])})%Z"
                parts.append(below if pattern == "zero" else f"negb {below}")
        return f"({' && '.join(parts) or 'true'})%bool"

    def value(self, case: RecursionCase, number: str) -> str:
        """Return the value of a case, where the descending parameter is the base and a natural number."""
        here: dict[str, str] = {}
        for index, ((name, _), pattern) in enumerate(zip(self.item.parameters, case.patterns, strict=True)):
            text = coq_name(name)
            if index == self.position:
                shift = number if pattern == "any" else "n_"
                text = f"({_literal(self.item.bases[index])} + Z.of_nat {shift})%Z"
            elif pattern == "succ":
                text = f"({text} - 1)%Z"
            here[name] = text
        return self.inner(case.value, here, "n_")

    def lines(self) -> list[str]:
        """Return the definition."""
        item = self.item
        if self.position is None:
            return [f"Definition {self.name} {_binders(item.parameters)} : {item.result} := {self.branch('z', '')}."]
        descends = item.parameters[self.position][0]
        inner = " ".join(
            "(m_ : nat)" if index == self.position else f"({coq_name(name)} : {sort})"
            for index, (name, sort) in enumerate(item.parameters)
        )
        number = f"(Z.to_nat ({coq_name(descends)} - {_literal(item.bases[self.position])}))"
        arguments = [number if name == descends else coq_name(name) for name, _ in item.parameters]
        return [
            f"Fixpoint {self.name}_from {inner} {{struct m_}} : {item.result} :=",
            "  match m_ with",
            f"  | O => {self.branch('z', 'O')}",
            f"  | S n_ => {self.branch('s', '(S n_)')}",
            "  end.",
            f"Definition {self.name} {_binders(item.parameters)} : {item.result} :=",
            f"  {self.name}_from {' '.join(arguments)}.",
        ]

    def equation_proof(self, case: RecursionCase) -> list[str]:
        """Return the proof of a defining equation: unfold, decide the comparisons, simplify the numbers."""
        unfold = [f"unfold {self.name}."]
        numbers: list[str] = []
        decide: list[str] = []
        simplify: list[str] = []
        for index, ((name, _), pattern) in enumerate(zip(self.item.parameters, case.patterns, strict=True)):
            base = _literal(self.item.bases[index])
            variable = coq_name(name)
            if index == self.position:
                step = f"(Z.to_nat ({variable} - {base}))%Z"
                if pattern == "zero":
                    numbers.append(f"replace (Z.to_nat ({base} - {base}))%Z with O by lia.")
                elif pattern == "succ":
                    numbers.append(f"replace (Z.to_nat ({variable} + 1 - {base}))%Z with (S {step}) by lia.")
                    simplify.append(f"replace ({base} + Z.of_nat {step})%Z with {variable} by lia")
                else:
                    numbers.append(f"assert (number_ : {variable} = ({base} + Z.of_nat {step})%Z) by lia.")
                    numbers.append(f"destruct {step} as [|n_].")
                    simplify.append("rewrite <- number_")
            elif pattern == "zero":
                decide.append(f"replace ({base} <=? {base})%Z with true by lia")
            elif pattern == "succ":
                decide.append(f"replace ({variable} + 1 <=? {base})%Z with false by lia")
                simplify.append(f"replace ({variable} + 1 - 1)%Z with {variable} by lia")
        tail = [f"try ({step})" for step in (*decide, *simplify)]
        compute = [f"cbn [{self.name}_from]"] if self.position is not None else []
        return [*unfold, *numbers, f"all: {'; '.join([*compute, *tail, 'cbn [negb andb]', 'try reflexivity'])}."]


def _literal(base: int | None) -> str:
    """Return a base as a number."""
    return write_term(base or 0, {}).text


def defining_equations(item: Recursion) -> list[tuple[str, tuple[tuple[str, Sort], ...], tuple[Comparison, ...]]]:
    """Return for each case its name, its variables, and its guards followed by its equation, as they stand."""
    result: list[tuple[str, tuple[tuple[str, Sort], ...], tuple[Comparison, ...]]] = []
    for case in item.cases:
        variables: list[tuple[str, Sort]] = []
        guards: list[Comparison] = []
        arguments: list[Term] = []
        for (name, sort), base, pattern in zip(item.parameters, item.bases, case.patterns, strict=True):
            if pattern == "zero":
                arguments.append(base or 0)
                continue
            variables.append((name, sort))
            arguments.append(("+", name, 1) if pattern == "succ" else name)
            if base is not None:
                guards.append(Comparison(name, ">=", base))
        equation = Comparison((item.name, *arguments), "=", case.value)
        result.append((case.name, tuple(variables), (*guards, equation)))
    return result


def statement_lines(
    name: str,
    variables: tuple[tuple[str, Sort], ...],
    comparisons: tuple[Comparison, ...],
    sorts: tuple[Sort, ...],
    functions: Functions,
) -> list[str]:
    """Return the statement of a lemma as it stands in the certificate."""
    texts = [write_comparison(c, sort, functions)[0] for c, sort in zip(comparisons, sorts, strict=True)]
    quantifier = f"forall {_binders(variables)}, " if variables else ""
    return [f"Lemma {name} : {quantifier}{' -> '.join(texts)}."]


def write_recursion(item: Recursion, functions: Functions) -> list[str]:
    """Return the definition of a recursion and its equations; the signatures contain its own."""
    recursion = _Recursion(item, functions)
    lines = recursion.lines()
    for case, (name, variables, comparisons) in zip(item.cases, defining_equations(item), strict=True):
        sorts = (*("Z" for _ in comparisons[:-1]), item.result)
        lines += statement_lines(lemma_name(name), variables, comparisons, sorts, functions)
        lines += ["Proof.", "intros.", *recursion.equation_proof(case), "Qed."]
    return lines


# -------------------------------------------------------------------------------------------------------- piecewise


def write_piecewise(item: Piecewise, sort: Sort, functions: Functions) -> list[str]:
    """Return a definition by the sign of a term of this sort, and its two equations."""
    test, positive, otherwise = (
        write_term(term, functions).text for term in (item.test, item.positive, item.otherwise)
    )
    name = coq_name(item.name)
    if sort == REAL:
        condition, decide = f"Rlt_dec 0 {test}%R", f"destruct (Rlt_dec 0 {test}%R); try lra; reflexivity."
    else:
        condition = f"(0 <? {test})%Z"
        decide = f"destruct (Z.ltb_spec 0 {test}%Z); try lia; reflexivity."
    lines = [
        f"Definition {name} {_binders(item.parameters)} : {item.result} :=",
        f"  if {condition} then {positive}%{item.result} else {otherwise}%{item.result}.",
    ]
    call = (item.name, *(parameter for parameter, _ in item.parameters))
    guards = (Comparison(item.test, ">", 0), Comparison(("-", 0, item.test), ">=", 0))
    for label, guard, value in zip(item.names, guards, (item.positive, item.otherwise), strict=True):
        comparisons = (guard, Comparison(call, "=", value))
        lines += statement_lines(lemma_name(label), item.parameters, comparisons, (sort, item.result), functions)
        lines += ["Proof.", f"intros; unfold {name}.", decide, "Qed."]
    return lines

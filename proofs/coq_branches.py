r"""Whole proofs as Coq text: inductions, splits and case distinctions around lists of steps.

The exporter goes through a proof as the kernel does, with the kernel's own sequents, so that an induction hypothesis in
Coq is generalised over the same variables. At the start of every branch the hypotheses are stated in canonical form.

Untrusted: what is wrong here is refused by Coq.

Dictionary:
    write_lemma: the lines of a lemma with its proof.
    write_citation: the lines of an axiom, for a statement that rests on a published theorem.
    source_of: how a statement is used in later steps.
"""

from __future__ import annotations

from collections.abc import Mapping

from proofs import kernel
from proofs.coq_definitions import statement_lines
from proofs.coq_steps import Goal, Place, Source, asserted, fact_name, from_goal, premise, to_goal, write_step
from proofs.coq_terms import canonical, coq_name, lemma_name, scope_of, term_of, write_comparison, write_fact
from proofs.facts import Fact, Theory, fact_of, polynomial_of
from proofs.kernel import Sequent
from proofs.polynomials import Polynomial, add, constant, variable
from proofs.syntax import Cases, Citation, Comparison, Induction, Lemma, Proof, Split, Steps

Sources = Mapping[str, Source]


def source_of(item: Lemma | Citation) -> Source:
    """Return how a statement is used."""
    name = lemma_name(item.name, cited=isinstance(item, Citation))
    variables = tuple(variable_name for variable_name, _ in item.variables)
    return Source(name, variables, (*item.hypotheses, item.conclusion))


def _as_comparison(fact: Fact) -> Comparison:
    """Return a fact in canonical form as a comparison."""
    return Comparison(term_of(fact.polynomial), fact.relation, 0)


def _goal(fact: Fact, values: Mapping[str, Polynomial], theory: Theory, replaced: Fact) -> Goal:
    """Return a canonical fact as it stands after a replacement of variables."""
    text, rewritings = write_comparison(_as_comparison(fact), scope_of(fact), theory.functions, values)
    return Goal(text, rewritings, replaced)


def _enter(goals: list[Goal], names: list[str], conclusion: Goal, place: Place) -> list[str]:
    """Return the lines that state given hypotheses and the goal in canonical form."""
    functions = place.theory.functions
    lines: list[str] = []
    for goal, name in zip(goals, names, strict=True):
        given = f"given_{name}"
        shown = write_fact(goal.fact, functions)
        if goal.text == shown:
            lines.append(f"rename {given} into {fact_name(name)}.")
        else:
            lines += asserted(fact_name(name), goal.fact, from_goal(goal, given), place)
            lines.append(f"clear {given}.")
    shown = write_fact(conclusion.fact, functions)
    if conclusion.text != shown:
        lines += [f"assert (goal_ : {shown}); [ | {to_goal(conclusion, 'goal_', place).rstrip('.')} ]."]
    return lines


def _steps(proof: Steps, sequent: Sequent, place: Place) -> list[str]:
    """Return the lines of a proof without branches."""
    facts = dict(place.facts)
    lines: list[str] = []
    for step in proof.steps:
        here = place._replace(facts=facts)
        fact = kernel.prove_step(step, facts, sequent, place.theory)
        lines += write_step(step, fact, here)
        facts = {**facts, step.identifier: fact}
    return [*lines, premise(proof.qed, sequent.conclusion, place._replace(facts=facts))]


def _by_sign(proof: Cases, sequent: Sequent, place: Place) -> list[str]:
    """Return the lines of a case distinction by the sign of a term."""
    functions = place.theory.functions
    branches = kernel.sign_cases(proof, sequent, place.theory)
    name = f"h{len(sequent.hypotheses)}"
    positive, otherwise = (branch.hypotheses[-1] for branch in branches)
    sort = scope_of(positive)
    shown = canonical(polynomial_of(proof.term, sequent.variables, place.theory)[0], functions)
    lines = [f"destruct ({sort}_sign_cases {shown}%{sort}) as [given_{name} | given_{name}]."]
    opposite = Goal(f"(0 - {shown} >= 0)%{sort}", (), otherwise)
    first = Goal(write_fact(positive, functions), (), positive)
    for branch, goal, inner in zip(branches, (first, opposite), (proof.positive, proof.otherwise), strict=True):
        same = Goal(write_fact(branch.conclusion, functions), (), branch.conclusion)
        lines += ["{", *_enter([goal], [name], same, place), *_proof(inner, branch, place), "}"]
    return lines


def _by_integer(proof: Induction | Split, sequent: Sequent, place: Place) -> list[str]:
    """Return the lines of an induction or a split."""
    theory, functions = place.theory, place.theory.functions
    x = proof.variable
    zero, successor = kernel.integer_cases(proof, sequent)
    bound = Fact(add(variable(x), constant(-proof.base)), ">=", "Z")
    index = sequent.hypotheses.index(bound)
    rest = [fact for fact in sequent.hypotheses if fact != bound]
    others = [fact_name(f"h{i}") for i in range(len(sequent.hypotheses)) if i != index]
    general = [name for name in sequent.variables if name != x and name not in sequent.fixed]
    binders = " ".join(f"({coq_name(name)} : {sequent.variables[name]})" for name in general)
    body = " -> ".join(write_fact(fact, functions) for fact in (*rest, sequent.conclusion))
    predicate = f"(fun {coq_name(x)} : Z => {f'forall {binders}, ' if general else ''}{body})"
    names = [coq_name(name) for name in general]
    principle = "Z_induction" if isinstance(proof, Induction) else "Z_split"
    base = canonical(constant(proof.base), functions)
    at_x = Goal("", (), bound)
    lines = [f"revert {' '.join([*names, *others])}."] if names or others else []
    lines.append(f"refine ({principle} {base}%Z {predicate} _ _ {coq_name(x)} _); cbv beta.")
    for branch, inner, value in (
        (zero, proof.zero, constant(proof.base)),
        (successor, proof.successor, add(variable(x), constant(1))),
    ):
        is_next = inner is proof.successor and branch is successor
        replaced = branch.hypotheses[1:] if is_next else branch.hypotheses
        goals = [_goal(fact, {x: value}, theory, to) for fact, to in zip(rest, replaced, strict=True)]
        introduced: list[str] = []
        here = place
        if is_next:
            goals.insert(0, Goal(f"({coq_name(x)} >= {base})%Z", (), bound))
            introduced = [coq_name(x), "given_h0"]
            if isinstance(proof, Induction):
                hypothesis = f"IH{len(sequent.inductions)}"
                introduced.append(hypothesis)
                comparisons = tuple(_as_comparison(fact) for fact in (*rest, sequent.conclusion))
                here = place._replace(
                    sources={**place.sources, hypothesis: Source(hypothesis, tuple(general), comparisons)},
                    inductions=branch.inductions,
                )
        labels = [f"h{i}" for i in range(len(goals))]
        introduced += [*names, *(f"given_{label}" for label in labels[1 if is_next else 0 :])]
        conclusion = _goal(sequent.conclusion, {x: value}, theory, branch.conclusion)
        lines += ["{", f"clear {coq_name(x)} {fact_name(f'h{index}')}."]
        lines += [f"intros {' '.join(introduced)}."] if introduced else []
        here = here._replace(variables=branch.variables)
        lines += [*_enter(goals, labels, conclusion, here), *_proof(inner, branch, here), "}"]
    word = to_goal(at_x, fact_name(f"h{index}"), place)
    return [*lines, f"{{ {word} }}"]


def _proof(proof: Proof, sequent: Sequent, place: Place) -> list[str]:
    """Return the lines of a proof of a canonical goal."""
    facts = {f"h{index}": fact for index, fact in enumerate(sequent.hypotheses)}
    place = place._replace(facts=facts, variables=sequent.variables)
    if isinstance(proof, Steps):
        return _steps(proof, sequent, place)
    if isinstance(proof, Cases):
        return _by_sign(proof, sequent, place)
    return _by_integer(proof, sequent, place)


def _statement(item: Lemma | Citation, theory: Theory) -> tuple[list[Goal], list[str]]:
    """Return hypotheses and conclusion as they stand, and the lines of the statement."""
    variables = dict(item.variables)
    goals: list[Goal] = []
    for comparison in (*item.hypotheses, item.conclusion):
        fact = fact_of(comparison, variables, theory)
        text, rewritings = write_comparison(comparison, scope_of(fact), theory.functions)
        goals.append(Goal(text, rewritings, fact))
    sorts = tuple(scope_of(goal.fact) for goal in goals)
    name = lemma_name(item.name, cited=isinstance(item, Citation))
    comparisons = (*item.hypotheses, item.conclusion)
    return goals, statement_lines(name, item.variables, comparisons, sorts, theory.functions)


def write_lemma(item: Lemma, theory: Theory, sources: Sources) -> list[str]:
    """Return the lines of a lemma.

    Args:
        item: the lemma, which the kernel has accepted in this theory.
        theory: what has been accepted before.
        sources: how each statement of the theory is used.
    """
    goals, lines = _statement(item, theory)
    facts = [goal.fact for goal in goals]
    sequent = Sequent(dict(item.variables), tuple(facts[:-1]), facts[-1], {}, frozenset())
    place = Place(theory, sequent.variables, {}, sources, {})
    labels = [f"h{index}" for index in range(len(facts) - 1)]
    introduced = [*(coq_name(name) for name, _ in item.variables), *(f"given_{label}" for label in labels)]
    lines.append("Proof.")
    lines += [f"intros {' '.join(introduced)}."] if introduced else []
    lines += _enter(goals[:-1], labels, goals[-1], place)
    return [*lines, *_proof(item.proof, sequent, place), "Qed."]


def write_citation(item: Citation, theory: Theory) -> list[str]:
    """Return the lines of an axiom."""
    _, lines = _statement(item, theory)
    return [line.replace("Lemma ", "Axiom ", 1) for line in lines]

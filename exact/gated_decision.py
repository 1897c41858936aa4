r"""Which gated classes contain a function?  All of them, each with a witness or with a proof that there is none.

A class is one way in which a threshold gate acts on a unit, or the union of several ways (any one synapse).  A
threshold function is in all of them, with a gate that is always true.  For every other function of at most 8 variables
the search of `exact.gate_search` answers with a certificate; for n <= 5 always, for larger n within a limit on the
work.

Dictionary:
    classify: all answers for one function, with its class under NPN and its threshold degree.
    Classification: these answers; Membership: the answer for one class.
    GatedFamily: a class, by the forms whose union it is; gated_classes: those for n inputs.
    CLASS_NAMES: the names of the classes, without their options.
    DEFAULT_LIMIT: the limit on the work of each search for n > 5.
    MAXIMUM_CLASSIFIED_DIMENSION: the largest n; there a witness for a threshold function is checked at 2**n points.

Source: Q-D6.  That every one of these classes is contained in the selectors is plain; it is not used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from exact.boolean import BooleanFunction
from exact.certificate import (
    GatedForm,
    GatedObstruction,
    GatedRealization,
    Obstruction,
    ThresholdDegree,
    to_document,
)
from exact.cube import Encoding, check_dimension
from exact.errors import DomainError, InputError
from exact.gate_search import MAXIMUM_GATED_DIMENSION, Undecided, decide_gated
from exact.recognize import is_threshold, recognize
from exact.structure import NPNClass, npn_class
from exact.threshold_degree import threshold_degree

CLASSIFY_SCHEMA = "attention-quarks/classification/1"
CLASS_NAMES = ("output-gate", "multiplexed", "selector", "synaptic-gate")
ALWAYS_DECIDED = 5
DEFAULT_LIMIT = 20_000_000
MAXIMUM_CLASSIFIED_DIMENSION = 16
SYNAPSES = ("one", "any", "all", "bias")


@dataclass(frozen=True, slots=True)
class GatedFamily:
    """A class of functions that gated units compute.

    Attributes:
        name: one of `CLASS_NAMES`.
        options: what distinguishes the classes of one name, as ``exact count`` calls it.
        forms: a function is in the class if a gated unit of one of these forms computes it.
    """

    name: str
    options: Mapping[str, str]
    forms: tuple[GatedForm, ...]

    @property
    def title(self) -> str:
        """The name with the options."""
        return " ".join(
            [self.name, *(f"--{option.replace('_', '-')} {value}" for option, value in self.options.items())]
        )


def gated_classes(n: int) -> tuple[GatedFamily, ...]:
    """Return the gated classes of functions of n variables; without variables there is no synapse but the bias.

    Examples:
        >>> len(gated_classes(3)), len(gated_classes(0))
        (20, 8)
    """
    signs = Encoding.SIGNS.value
    found = [
        GatedFamily("output-gate", {"values": values}, (GatedForm("output-gate", values, signs),))
        for values in (Encoding.BITS.value, signs)
    ]
    found += [GatedFamily(name, {}, (GatedForm(name, signs, signs),)) for name in ("multiplexed", "selector")]
    gated: dict[str, list[tuple[int, ...]]] = {
        "one": [(1,)] if n else [],
        "any": [(i + 1,) for i in range(n)],
        "all": [tuple(range(1, n + 1))] if n else [],
        "bias": [(0,)],
    }
    for synapse in SYNAPSES:
        for inputs in Encoding:
            for gate in Encoding:
                options = {"synapse": synapse, "input_values": inputs.value, "gate_values": gate.value}
                forms = tuple(GatedForm("synaptic-gate", gate.value, inputs.value, s) for s in gated[synapse])
                if forms:
                    found.append(GatedFamily("synaptic-gate", options, forms))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a function is in a class.

    Attributes:
        gated_class: the class.
        certificates: one realization; or one obstruction for each form; or those that were found within the limit.
    """

    gated_class: GatedFamily
    certificates: tuple[GatedRealization | GatedObstruction, ...]

    @property
    def member(self) -> bool | None:
        """Whether the function is in the class; None if that was not found within the limit."""
        if any(isinstance(certificate, GatedRealization) for certificate in self.certificates):
            return True
        return False if len(self.certificates) == len(self.gated_class.forms) else None

    def to_document(self) -> dict[str, object]:
        """Return the answer as plain data."""
        return {
            "class": self.gated_class.name,
            "options": dict(self.gated_class.options),
            "member": self.member,
            "certificates": [to_document(certificate) for certificate in self.certificates],
        }


@dataclass(frozen=True, slots=True)
class Classification:
    """What is known about a function and the classes of gated units.

    Attributes:
        f: the function.
        threshold: whether it is a threshold function.
        npn: its class under NPN; None where the group is too large.
        threshold_degree: the certificate of its threshold degree; None for functions of more than 8 variables.
        memberships: an answer for each class that was asked for.
        limit: the limit on the work of each search; None for no limit.
    """

    f: BooleanFunction
    threshold: bool
    npn: NPNClass | None
    threshold_degree: ThresholdDegree | None
    memberships: tuple[Membership, ...]
    limit: int | None

    def to_document(self) -> dict[str, object]:
        """Return the classification as plain data; what ``exact classify --json`` prints."""
        return {
            "schema": CLASSIFY_SCHEMA,
            "n": self.f.n,
            "table": self.f.to_hex(),
            "threshold": self.threshold,
            "npn": None if self.npn is None else self.npn.to_document(),
            "threshold_degree": None if self.threshold_degree is None else to_document(self.threshold_degree),
            "limit": self.limit,
            "classes": [membership.to_document() for membership in self.memberships],
        }


@dataclass(slots=True)
class _Decisions:
    """The decisions about one function, each made once."""

    f: BooleanFunction
    threshold: bool
    limit: int | None
    made: dict[GatedForm, GatedRealization | GatedObstruction | Undecided] = field(default_factory=dict)

    def about(self, form: GatedForm) -> GatedRealization | GatedObstruction | Undecided:
        """Return the decision about a form."""
        if form not in self.made:
            self.made[form] = self._decide(form)
        return self.made[form]

    def _decide(self, form: GatedForm) -> GatedRealization | GatedObstruction | Undecided:
        if self.threshold:
            return _with_a_true_gate(self.f, form)
        if self.f.n > MAXIMUM_GATED_DIMENSION:
            return Undecided(form, 0)
        return decide_gated(self.f, form, self.limit)

    def membership(self, gated_class: GatedFamily) -> Membership:
        """Return the answer for a class."""
        certificates: list[GatedRealization | GatedObstruction] = []
        for form in gated_class.forms:
            decision = self.about(form)
            if isinstance(decision, GatedRealization):
                return Membership(gated_class, (decision,))
            if isinstance(decision, GatedObstruction):
                certificates.append(decision)
        return Membership(gated_class, tuple(certificates))


def _with_a_true_gate(f: BooleanFunction, form: GatedForm) -> GatedRealization:
    """Return the gated unit of a form, with a gate that is always true, that computes a threshold function."""
    realization = recognize(f, 1, Encoding(form.input_values))
    if isinstance(realization, Obstruction):
        raise DomainError("a gate that is always true needs a threshold function, and this function is none")
    factor = Fraction(realization.threshold).denominator
    unit = (-int(factor * realization.threshold), *(factor * w for w in realization.weights))
    units = [(*unit, *[0] * (form.length(index, f.n) - f.n - 1)) for index in range(1, form.size)]
    answer = GatedRealization(f.n, f.table, form, ((1, *[0] * f.n), *units))
    answer.verify(f)
    return answer


def classify(
    f: BooleanFunction,
    names: Iterable[str] = CLASS_NAMES,
    limit: int | None = DEFAULT_LIMIT,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Classification:
    """Return every gated class that contains f, with witnesses, and a proof for every one that does not.

    Args:
        f: a Boolean function of at most 16 variables.
        names: the names of the classes that are asked for.
        limit: the number of clauses that each search may look at if n > 5; None for no limit.
        progress: called with (classes that are done, all of them), or None.

    Returns:
        For n <= 5 a definite answer for each class; for larger n, one that was found within the limit, or none.  For
        n > 8 only threshold functions get an answer.

    Raises:
        InputError: if there is no class of such a name.
        DomainError: if the limit is negative.
        TooLargeError: if n > 16.

    Cost:
        For n = 5 some seconds for all classes; for n = 6 a minute.

    Examples:
        Parity of three bits is no product of two factors, neither in bits nor in signs:

        >>> found = classify(BooleanFunction.parity(3), ["output-gate", "multiplexed", "selector"])
        >>> [answer.gated_class.title for answer in found.memberships if answer.member]
        ['multiplexed', 'selector']
        >>> found.npn.label, found.threshold_degree.degree
        ('npn3-0x69', 3)
    """
    check_dimension(f.n, MAXIMUM_CLASSIFIED_DIMENSION)
    if limit is not None and limit < 0:
        raise DomainError(f"the limit must be at least 0, not {limit}")
    wanted = tuple(names)
    for name in wanted:
        if name not in CLASS_NAMES:
            raise InputError(f"the class must be one of {', '.join(CLASS_NAMES)}, not {name!r}")
    threshold = is_threshold(f)
    if f.n <= ALWAYS_DECIDED:
        limit = None
    decisions = _Decisions(f, threshold, limit)
    classes = [gated_class for gated_class in gated_classes(f.n) if gated_class.name in wanted]
    memberships: list[Membership] = []
    for gated_class in classes:
        memberships.append(decisions.membership(gated_class))
        if progress is not None:
            progress(len(memberships), len(classes))
    degree = threshold_degree(f) if f.n <= MAXIMUM_GATED_DIMENSION else None
    return Classification(f, threshold, npn_class(f), degree, tuple(memberships), limit)

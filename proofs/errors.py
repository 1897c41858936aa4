r"""Errors of `proofs`: a file that is no proof, and a step that does not follow.

Dictionary:
    ProofError: the base class; catch it to catch everything that the checker refuses.
    MalformedProofError: the file never reached the rules; holds file, line and field.
    RejectedStepError: a rule refused a step; holds lemma, step, rule and reason.
"""

from __future__ import annotations


class ProofError(Exception):
    """Base class of every refusal of the checker."""


class MalformedProofError(ProofError):
    """A file that says nothing the checker can read, or that is larger than its limits.

    Attributes:
        problem: the sentence without the place.
        file: the file, or an empty string.
        line: the line number from 1, or 0.
        field: the field, such as ``items[0].proof.steps[2].cert``, or an empty string.
    """

    def __init__(self, problem: str, *, file: str = "", line: int = 0, field: str = "") -> None:
        """Put the place before the sentence."""
        self.problem = problem
        self.file = file
        self.line = line
        self.field = field
        place = file
        if line:
            place += f"{':' if place else 'line '}{line}"
        super().__init__(": ".join(part for part in (place, field, problem) if part))


class RejectedStepError(ProofError):
    """A step that does not follow.

    Attributes:
        lemma: the name of the lemma.
        step: the path of the step inside its proof, such as ``succ/zero/q``; ``statement`` before the proof begins.
        rule: the rule that refused.
        reason: the sentence that says why.
    """

    def __init__(self, reason: str, *, lemma: str = "", step: str = "", rule: str = "") -> None:
        """Build the sentence ``lemma/step: rule: reason``."""
        self.lemma = lemma
        self.step = step
        self.rule = rule
        self.reason = reason
        super().__init__(f"{lemma}/{step}: {rule}: {reason}")

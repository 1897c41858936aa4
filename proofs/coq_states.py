r"""What is known from Coq about items and labels, as plain data.

Dictionary:
    ACCEPTED, RECORDED, STALE, NOT_RUN: the four states: accepted in this run; accepted before, and nothing has changed
        since; something has changed, or Coq refuses; never accepted.
    CoqStates: the states of items and of the theorems written in Coq by hand; NOTHING: none is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

ACCEPTED, RECORDED, STALE, NOT_RUN = "accepted", "recorded", "stale", "not-run"


class CoqStates(NamedTuple):
    """What is known from Coq.

    Attributes:
        items: the state of each item.
        theorems: for each label, the states of the theorems written in Coq by hand that prove it.
        cites: for each label, the citations on which those rest.
        statements: for each label, what those say.
        largest: for each label whose theorems have a bounded range, the largest n in it.
    """

    items: Mapping[str, str]
    theorems: Mapping[str, Sequence[str]]
    cites: Mapping[str, tuple[str, ...]]
    statements: Mapping[str, str]
    largest: Mapping[str, int] = MappingProxyType({})

    def is_sound(self, name: str) -> bool:
        """Say whether Coq has accepted an item as it is now."""
        return self.items.get(name) in (ACCEPTED, RECORDED)

    def proves(self, label: str) -> bool:
        """Say whether a label has theorems written by hand, all accepted as they are now."""
        states = self.theorems.get(label, ())
        return bool(states) and all(state in (ACCEPTED, RECORDED) for state in states)

    def weakest(self, names: Iterable[str], labels: Iterable[str]) -> str:
        """Return the weakest state of items and of the theorems of labels; not-run if there are none.

        >>> CoqStates({"a": "recorded", "b": "accepted"}, {}, {}, {}).weakest(["a", "b"], [])
        'recorded'
        """
        states = [self.items.get(name, NOT_RUN) for name in names]
        states += [state for label in labels for state in self.theorems.get(label, ())]
        return next((state for state in (STALE, NOT_RUN, RECORDED, ACCEPTED) if state in states), NOT_RUN)


NOTHING = CoqStates({}, {}, {}, {})

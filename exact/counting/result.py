r"""The result of an exact count, with the fields that the command line prints.

Dictionary:
    CountResult: class, number of variables, options, value, method, time, classes under symmetry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CountResult:
    """An exact count.

    Attributes:
        class_name: what was counted, such as ``threshold``.
        n: the number of variables (the dimension, for an arrangement).
        value: the count.
        method: the method that computed it.
        nanoseconds: how long it took, without start-up and compilation.
        options: every effective option.
        classes: the number of orbits under the permutations and negations of inputs, or None if the method gives none.
        classes_by_group: the numbers of orbits under other groups, by the name of the group; empty if there are none.
    """

    class_name: str
    n: int
    value: int
    method: str
    nanoseconds: int
    options: Mapping[str, object] = field(default_factory=dict)
    classes: int | None = None
    classes_by_group: Mapping[str, int] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """How long it took, in seconds: a measurement, not mathematics."""
        return self.nanoseconds / 1_000_000_000

    def to_json(self) -> dict[str, object]:
        """Return the fields of the JSON document; the value is a decimal string, since it may exceed 64 bits.

        Examples:
            >>> CountResult("threshold", 1, 4, "splitting-tree", 0, classes=3).to_json()["value"]
            '4'
        """
        return {
            "class": self.class_name,
            "n": self.n,
            "options": dict(self.options),
            "value": str(self.value),
            "method": self.method,
            "seconds": self.seconds,
            "exact": True,
            "classes": self.classes,
            "classes_by_group": dict(self.classes_by_group),
        }

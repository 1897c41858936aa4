r"""The methods that count gated classes, each loaded when it is used.

Dictionary:
    METHODS_OF_GATED_CLASSES: for each method its module, its count, and its largest n for a class.
    gated_method_limits: the methods of a class with the largest n of each.
    count_gated: the number of functions of a gated class by one of the methods.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from exact.counting.gated_class import GatedClass
from exact.counting.result import CountResult
from exact.errors import DomainError

METHODS_OF_GATED_CLASSES: dict[str, tuple[str, str, str]] = {
    "enumeration": ("exact.counting.gated_enumeration", "count_by_enumeration", "enumeration_limit"),
    "decision": ("exact.counting.gated_decision", "count_by_decision", "decision_limit"),
}
"""The first one is the default.  Disjoint inputs have a formula as well."""

_FORMULA = {"formula": ("exact.counting.gated_disjoint", "count_disjoint_by_formula", "formula_limit")}

Progress = Callable[[int, int | None], None]


def _methods(gated: GatedClass) -> dict[str, tuple[str, str, str]]:
    return METHODS_OF_GATED_CLASSES | (_FORMULA if gated.is_disjoint else {})


def gated_method_limits(gated: GatedClass) -> dict[str, int]:
    """Return the methods of a class, each with the largest n that it accepts.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> gated_method_limits(gated_class("selector"))["enumeration"]
        5
    """
    return {
        name: getattr(importlib.import_module(module), limit)(gated)
        for name, (module, _, limit) in _methods(gated).items()
    }


def count_gated(
    gated: GatedClass, n: int, method: str | None = None, progress: Progress | None = None, threads: int | None = None
) -> CountResult:
    """Count the functions, maps or tuples of a gated class exactly.

    Args:
        gated: the class.
        n: the number of inputs.
        method: one of the methods of the class; None takes the first.
        progress: called now and then with the amount of work done and of all, where that is known.
        threads: how many threads the enumeration uses for n = 5; the other methods use one.

    Raises:
        DomainError: if there is no such method, or the class is not defined for n.
        TooLargeError: if n is too large for the method.

    Cost:
        That of the method.

    Examples:
        Every function of three inputs is a selector of threshold functions:

        >>> from exact.counting.gated_class import gated_class
        >>> count_gated(gated_class("selector"), 3).value
        256
    """
    methods = _methods(gated)
    if method is None:
        method = next(iter(methods))
    if method not in methods:
        raise DomainError(f"the method must be one of {', '.join(methods)}, not {method!r}")
    module, count, _ = methods[method]
    extra = {"threads": threads} if method == "enumeration" else {}
    result: CountResult = getattr(importlib.import_module(module), count)(gated, n, progress, **extra)
    return result

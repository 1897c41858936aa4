r"""The methods that count gated classes, each loaded when it is used.

Dictionary:
    METHODS_OF_GATED_CLASSES: for each method its module, its count, and its largest n for a class.
    gated_method_limits: the methods of a class with the largest n of each.
    uses_threads: whether a method uses more than one thread.
    count_gated: the number of functions of a gated class by one of the methods.
    count_gated_in_shards: the same in restartable shards.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from exact.counting.gated_class import GATED_LAYER, OUTPUT_GATE, GatedClass, check_gated_dimension
from exact.counting.result import CountResult
from exact.counting.shard_work import Runner, finish_shards, in_threads
from exact.counting.threshold import processors
from exact.errors import DomainError, ExactError, InputError

if TYPE_CHECKING:
    from exact.counting.gated_work import GatedWork

METHODS_OF_GATED_CLASSES: dict[str, tuple[str, str, str]] = {
    "enumeration": ("exact.counting.gated_enumeration", "count_by_enumeration", "enumeration_limit"),
    "decision": ("exact.counting.gated_decision", "count_by_decision", "decision_limit"),
}
"""Disjoint inputs have a formula as well, output gates of two factors Chow chambers."""

_SHARDS = {
    "enumeration": ("exact.counting.gated_enumeration_shards", "enumeration_work", "check_enumeration_size"),
    "decision": ("exact.counting.gated_decision_shards", "decision_work", "check_decision_size"),
    "chow-chamber": ("exact.counting.gated_chamber_shards", "chow_chamber_work", "check_chow_chamber_size"),
}

_CHAMBER = {"chow-chamber": ("exact.counting.gated_chamber", "count_by_chow_chamber", "chow_chamber_limit")}

_FORMULA = {"formula": ("exact.counting.gated_disjoint", "count_disjoint_by_formula", "formula_limit")}

MAXIMUM_QUICK_DIMENSION = 5
"""Up to this n the first method counts in seconds every class that it counts at all."""

Progress = Callable[[int, int | None], None]


def _methods(gated: GatedClass) -> dict[str, tuple[str, str, str]]:
    if gated.is_disjoint:
        return METHODS_OF_GATED_CLASSES | _FORMULA
    is_pair = gated.name == OUTPUT_GATE and gated.factors == 2
    return METHODS_OF_GATED_CLASSES | (_CHAMBER if is_pair else {})


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
    gated: GatedClass,
    n: int,
    method: str | None = None,
    progress: Progress | None = None,
    threads: int | None = None,
    *,
    force: bool = False,
) -> CountResult:
    """Count the functions, maps or tuples of a gated class exactly.

    Args:
        gated: the class.
        n: the number of inputs.
        method: one of the methods of the class; None takes the first, or Chow chambers for output gates in bits or
            signs with n = 6.
        progress: called now and then with the amount of work done and of all, where that is known.
        threads: how many threads the enumeration uses for n = 5; the other methods use one.
        force: whether to start what is beyond the limit of the method, where it can run at all.

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
    method = _chosen(method, methods, gated, n)
    module, count, _ = methods[method]
    extra: dict[str, int | bool | None] = {"force": force}
    if method == "enumeration":
        extra["threads"] = threads
    result: CountResult = getattr(importlib.import_module(module), count)(gated, n, progress, **extra)
    return result


def uses_threads(gated: GatedClass, n: int, method: str | None = None) -> bool:
    """Return whether a method may use more than one thread: the enumeration of one output does, for n >= 5.

    Examples:
        >>> from exact.counting.gated_class import gated_class
        >>> [uses_threads(gated_class("selector"), 5, method) for method in (None, "enumeration", "decision")]
        [True, True, False]
    """
    if _chosen(method, _methods(gated), gated, n) != "enumeration":
        return False
    return not gated.is_disjoint and gated.name != GATED_LAYER and gated.values != "mixed"


def _chosen(method: str | None, methods: Collection[str], gated: GatedClass, n: int) -> str:
    """Return the method that is asked for, or the default: the first, but Chow chambers where it takes minutes."""
    if method is None:
        takes_minutes = n > MAXIMUM_QUICK_DIMENSION and gated.values != "mixed"
        return "chow-chamber" if takes_minutes and "chow-chamber" in methods else next(iter(methods))
    if method not in methods:
        raise DomainError(f"the method must be one of {', '.join(methods)} for this class, not {method!r}")
    return method


def count_gated_in_shards(
    gated: GatedClass,
    n: int,
    path: Path,
    shards: int,
    method: str | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    run: Runner | None = None,
    force: bool = False,
) -> CountResult:
    """Count a gated class in restartable shards, kept in a database (`exact.counting.shard_work`).

    Args:
        gated: the class.
        n: the number of inputs.
        path: the database; made if it does not exist, continued if it does.
        shards: the number of shards, of every further factor as many again.
        method: ``enumeration``, ``decision``, or where there is one ``chow-chamber``; None as in `count_gated`.
        threads: how many shards are computed at a time; None takes the processors of the machine.
        progress: called after every shard with the numbers of finished shards and of all.
        run: what computes the shards; None takes threads of this process.
        force: whether to start what is beyond the limit of the method, where it can run at all.

    Raises:
        InputError: if the count takes seconds and has no shards, or the database is damaged, foreign or in use.
        DomainError: if there is no such method, or the class is not defined for n.
        TooLargeError: if n is too large for the method.

    Cost:
        That of the method, and its preparation once in every thread or process.
    """
    methods = {name: entry for name, entry in _methods(gated).items() if name in _SHARDS}
    method = _chosen(method, methods, gated, n)
    check_gated_dimension(gated, n)
    module, make, check = _SHARDS[method]
    size = importlib.import_module(methods[method][0])
    getattr(size, check)(gated, n, force=force)
    work: GatedWork | None = getattr(importlib.import_module(module), make)(gated, n, shards)
    if work is None and gated.is_disjoint:
        raise InputError(f"disjoint inputs have no shards by {method}: count them without", field="--shards")
    if work is None:
        raise InputError(f"n = {n} takes seconds by {method} and has no shards: count it without", field="--shards")
    start = time.perf_counter_ns()
    outcome = finish_shards(work, path, run or in_threads(threads or processors()), work.outcome, progress)
    if outcome is None:
        raise ExactError("all shards must be finished after a count without a bound")
    value, orbits = outcome
    return CountResult(
        class_name=gated.name,
        n=n,
        value=value,
        method=method,
        nanoseconds=time.perf_counter_ns() - start,
        options=gated.options,
        classes=orbits.get(gated.symmetry.name()),
        classes_by_group=orbits,
    )

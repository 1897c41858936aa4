r"""The command ``exact count``.

Dictionary:
    count: count the functions of a class exactly.
    CLASSES: the classes that can be counted, with their methods.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exact.command.outcome import (
    check_different,
    check_place,
    clear_progress,
    note,
    print_document,
    progress_line,
    write_document,
)
from exact.counting.gated_class import GATED_NAMES, GatedClass, gated_class
from exact.errors import InputError

if TYPE_CHECKING:
    from exact.counting.result import CountResult
    from exact.counting.shard_work import Runner

COUNT_SCHEMA = "attention-quarks/count/1"
_LARGEST_SHARDS = 1_000_000
METHODS_SCHEMA = "attention-quarks/count-methods/1"

CLASSES = ("threshold", "resonance", *GATED_NAMES)


def _methods(name: str, degree: int, gated: GatedClass | None) -> Mapping[str, int]:
    """Return the methods of a class, with the largest n of each."""
    if gated is not None:
        from exact.counting.gated_methods import gated_method_limits

        return gated_method_limits(gated)
    if name == "threshold" and degree != 1:
        from exact.counting.polynomial_threshold import method_limits

        return method_limits(degree)
    if name == "threshold":
        from exact.counting.threshold import METHODS as THRESHOLD_METHODS

        return THRESHOLD_METHODS
    from exact.counting.resonance import METHODS as RESONANCE_METHODS

    return RESONANCE_METHODS


def _gated(name: str, given: Mapping[str, str | int | None], degree: int | None) -> GatedClass | None:
    """Return the gated class that is asked for, or None for another class; refuse options that do not apply."""
    if name in GATED_NAMES:
        if degree is not None:
            raise InputError(f"the class {name} has no degree", field="--degree")
        return gated_class(name, **given)
    for option, value in given.items():
        if value is not None:
            raise InputError(f"the class {name} has no such option", field="--" + option.replace("_", "-"))
    return None


def _gated_result(gated: GatedClass, n: int, method: str | None, threads: int | None, *, force: bool) -> CountResult:
    from exact.counting.gated_methods import count_gated

    return count_gated(gated, n, method, progress_line("counted"), threads, force=force)


@dataclass(frozen=True, slots=True)
class _ShardPlace:
    """How many shards there are, where they are kept, and who computes them (None: this process)."""

    shards: int
    database: Path
    run: Runner | None


def _shard_place(
    name: str, degree: int, method: str | None, shards: int | None, database: Path | None, scheduler: str | None
) -> _ShardPlace | None:
    """Return where shards are kept and computed, or None without shards; refuse what does not fit."""
    if (shards is None) != (database is None):
        raise InputError("--shards and --database must stand together", field="--shards")
    if shards is None or database is None:
        if scheduler is not None:
            raise InputError("a scheduler computes shards: it needs --shards and --database", field="--scheduler")
        return None
    if name == "threshold" and degree != 1:
        raise InputError("threshold functions of other degrees than 1 have no shards", field="--shards")
    if name not in GATED_NAMES and method not in {None, "restriction-tree"}:
        raise InputError(f"only the method restriction-tree has shards, not {method}", field="--shards")
    if method == "formula":
        raise InputError("a formula has no shards", field="--shards")
    if shards < 1:
        raise InputError(f"this must be at least 1, not {shards}", field="--shards")
    if shards > _LARGEST_SHARDS:
        raise InputError(f"this must be at most {_LARGEST_SHARDS}, not {shards}", field="--shards")
    if scheduler is None:
        return _ShardPlace(shards, database, None)
    from exact.counting.shard_cluster import on_cluster

    return _ShardPlace(shards, database, on_cluster(scheduler))


@contextmanager
def _keeping(database: Path) -> Generator[None, None, None]:
    """Say where the work of a count is kept, if it is interrupted."""
    try:
        yield
    except KeyboardInterrupt:
        clear_progress()
        note(f"the finished shards are kept in {database}; the same command goes on with the others")
        raise


def _in_shards(
    name: str,
    n: int,
    gated: GatedClass | None,
    method: str | None,
    threads: int | None,
    place: _ShardPlace,
    *,
    force: bool,
) -> CountResult:
    shards, path, run = place.shards, place.database, place.run
    if gated is not None:
        from exact.counting.gated_methods import count_gated_in_shards

        return count_gated_in_shards(
            gated, n, path, shards, method, threads, progress_line("shards"), run=run, force=force
        )
    if name == "resonance":
        from exact.counting.resonance import count_resonance_in_shards

        return count_resonance_in_shards(n, path, shards, threads, progress_line("shards"), run=run, force=force)
    from exact.counting.threshold import count_threshold_in_shards

    return count_threshold_in_shards(n, path, shards, threads, progress_line("shards"), run=run, force=force)


def count(
    name: Annotated[str, typer.Argument(metavar="CLASS", help="One of those listed above.")],
    *,
    n: Annotated[
        int | None, typer.Option("--n", help="The number of variables (the dimension, for resonance).")
    ] = None,
    degree: Annotated[
        int | None, typer.Option("--degree", help="threshold: the degree of the functions; 1 by default.")
    ] = None,
    values: Annotated[
        str | None, typer.Option("--values", help="output-gate, gated-layer: bits (default), signs, or mixed.")
    ] = None,
    factors: Annotated[
        int | None, typer.Option("--factors", help="output-gate: at most so many factors; 2 by default.")
    ] = None,
    synapse: Annotated[
        str | None, typer.Option("--synapse", help="synaptic-gate: one (default), any, all, or bias.")
    ] = None,
    input_values: Annotated[
        str | None, typer.Option("--input-values", help="synaptic-gate: signs (default), or bits.")
    ] = None,
    gate_values: Annotated[
        str | None, typer.Option("--gate-values", help="synaptic-gate: signs (default), or bits.")
    ] = None,
    units: Annotated[int | None, typer.Option("--units", help="gated-layer: how many outputs; 2 by default.")] = None,
    attended: Annotated[
        int | None, typer.Option("--attended", help="In place of --n: the inputs of the attended part alone.")
    ] = None,
    attending: Annotated[
        int | None, typer.Option("--attending", help="With --attended: the inputs of the gate alone.")
    ] = None,
    method: Annotated[str | None, typer.Option("--method", help="One of those that --methods lists.")] = None,
    methods: Annotated[bool, typer.Option("--methods", help="List the methods of the class.")] = False,
    threads: Annotated[
        int | None,
        typer.Option("--threads", help="At most so many, where a method uses several; all cores by default."),
    ] = None,
    shards: Annotated[int | None, typer.Option("--shards", help="Count in this many restartable shards.")] = None,
    database: Annotated[Path | None, typer.Option("--database", help="Where the finished shards are kept.")] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Compute the shards on this Dask cluster.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Start what would be refused as too large, where a method can run it.")
    ] = False,
    representatives: Annotated[
        Path | None,
        typer.Option("--representatives", help="threshold: write one function per class with its certificate, n <= 7."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the JSON document to this file as well.")] = None,
) -> None:
    """Count the different functions of a class exactly; always computed, never read from a table.

    The classes: threshold, resonance, output-gate, multiplexed, synaptic-gate, gated-layer, selector.
    """
    if name not in CLASSES:
        raise InputError(f"the class must be one of {', '.join(CLASSES)}, not {name!r}", field="CLASS")
    given: dict[str, str | int | None] = {
        "values": values,
        "factors": factors,
        "synapse": synapse,
        "input_values": input_values,
        "gate_values": gate_values,
        "units": units,
        "attended": attended,
        "attending": attending,
    }
    gated = _gated(name, given, degree)
    if gated is not None and gated.attended is not None and gated.attending is not None:
        if n is not None:
            raise InputError("--attended and --attending stand in place of --n", field="--n")
        n = gated.attended + gated.attending
    degree = 1 if degree is None else degree
    if degree < 0:
        raise InputError(f"this must be at least 0, not {degree}", field="--degree")
    if name == "resonance" and degree != 1:
        raise InputError("the class resonance has no degree", field="--degree")
    known = _methods(name, degree, gated)
    if methods:
        _print_methods(name, known, as_json=as_json)
        return
    if n is None:
        raise InputError("the number of variables must be given, as in --n 5", field="--n")
    if n < 0:
        raise InputError(f"this must be at least 0, not {n}", field="--n")
    if method is not None and method not in known:
        raise InputError(f"the method must be one of {', '.join(known)}, not {method!r}", field="--method")
    if threads is not None and threads < 1:
        raise InputError(f"this must be at least 1, not {threads}", field="--threads")
    if scheduler is not None and threads is not None:
        raise InputError("the workers of a cluster have their own number of threads", field="--threads")
    if threads is not None and shards is None:
        _check_threads(n, degree, gated, method)
    place = _shard_place(name, degree, method, shards, database, scheduler)
    _check_representatives(representatives, name, n, degree)
    check_different({"--out": out, "--representatives": representatives, "--database": database})
    for file in (out, representatives):
        check_place(file)
    if place is not None:
        with _keeping(place.database):
            result = _in_shards(name, n, gated, method, threads, place, force=force)
    elif gated is not None:
        result = _gated_result(gated, n, method, threads, force=force)
    elif name == "threshold" and degree != 1:
        result = _polynomial(n, degree, method)
    else:
        result = _counted(name, n, method, threads, force=force)
    clear_progress()
    document = {"schema": COUNT_SCHEMA} | result.to_json()
    _write_representatives(n, representatives)
    write_document(out, document)
    if as_json:
        print_document(document)
    else:
        typer.echo(_text(result))


def _check_threads(n: int, degree: int, gated: GatedClass | None, method: str | None) -> None:
    """Refuse a number of threads for a method that uses one thread."""
    if gated is not None:
        from exact.counting.gated_methods import uses_threads

        used = uses_threads(gated, n, method)
    else:
        used = degree == 1 and method in {None, "restriction-tree"}
    if not used:
        what = f"the method {method}" if method is not None else "the default method of this class"
        raise InputError(f"{what} uses one thread without --shards", field="--threads")


def _check_representatives(path: Path | None, name: str, n: int, degree: int) -> None:
    """Refuse representatives of other classes, and too many of them, before anything is counted."""
    if path is None:
        return
    from exact.counting.sampling import check_classes

    if name != "threshold" or degree != 1:
        raise InputError("only threshold functions of degree 1 have representatives", field="--representatives")
    check_classes(n)


def _write_representatives(n: int, path: Path | None) -> None:
    if path is not None:
        from exact.counting.representatives import write_representatives

        note(f"written: {path} ({write_representatives(n, path)} classes)")


def _counted(name: str, n: int, method: str | None, threads: int | None, *, force: bool) -> CountResult:
    if name == "resonance":
        from exact.counting.resonance import count_resonance

        return count_resonance(n, method, threads, progress_line("counted"), force=force)
    from exact.counting.threshold import count_threshold

    return count_threshold(n, method, threads, progress_line("counted"), force=force)


def _polynomial(n: int, degree: int, method: str | None) -> CountResult:
    from exact.counting.polynomial_threshold import count_polynomial_threshold

    return count_polynomial_threshold(n, degree, method, progress_line("counted"))


def _print_methods(name: str, known: Mapping[str, int], *, as_json: bool) -> None:
    if as_json:
        entries = [{"method": method, "maximum_n": limit} for method, limit in known.items()]
        print_document({"schema": METHODS_SCHEMA, "class": name, "methods": entries})
        return
    for method, limit in known.items():
        typer.echo(f"{method}: n <= {limit}")


def _text(result: CountResult) -> str:
    lines = [f"{result.class_name}, n = {result.n}: {result.value}", f"method {result.method}, {result.seconds:.3f} s"]
    if result.classes is not None:
        symmetries = "permuting and negating inputs"
        if result.class_name in GATED_NAMES:
            symmetries = "the permutations and negations of inputs that preserve the class"
        lines.append(f"classes under {symmetries}: {result.classes}")
    lines += [f"classes under {group}: {number}" for group, number in result.classes_by_group.items()]
    return "\n".join(lines)

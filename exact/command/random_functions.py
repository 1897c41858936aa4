r"""The command ``exact random``.

Dictionary:
    random_functions: uniformly random functions of a class, each with a certificate.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exact.command.outcome import check_place, note, print_document, write_document
from exact.errors import InputError, TooLargeError

if TYPE_CHECKING:
    from exact.certificate import Realization

RANDOM_SCHEMA = "attention-quarks/random/1"
_LARGEST_SAMPLE = 100_000


def random_functions(
    name: Annotated[str, typer.Argument(metavar="CLASS", help="threshold.")],
    *,
    n: Annotated[int | None, typer.Option("--n", help="The number of variables, at most 7.")] = None,
    count: Annotated[int, typer.Option("--count", help="How many functions.")] = 1,
    seed: Annotated[int, typer.Option("--seed", help="The seed of the random choices.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the JSON document to this file as well.")] = None,
) -> None:
    """Draw uniformly random functions: a class with its exact weight, and one of its functions; with weights."""
    from exact.counting.sampling import ThresholdSampler

    if name != "threshold":
        raise InputError(f"the class must be threshold, not {name!r}", field="CLASS")
    if n is None:
        raise InputError("the number of variables must be given, as in --n 5", field="--n")
    for option, value in {"--n": n, "--count": count}.items():
        if value < 0:
            raise InputError(f"this must be at least 0, not {value}", field=option)
    if count > _LARGEST_SAMPLE:
        raise TooLargeError(
            f"--count {count} is too large for one document (limit {_LARGEST_SAMPLE})",
            size=count,
            limit=_LARGEST_SAMPLE,
            alternative="draw several samples with other seeds",
        )
    check_place(out)
    if n == 7:
        note("the list of the classes of 7 variables takes about a minute")
    sampler = ThresholdSampler(n)
    sample = [_entry(number, sampler.function(number)) for number in sampler.numbers(count, seed)]
    document = {
        "schema": RANDOM_SCHEMA,
        "class": name,
        "n": n,
        "functions": str(sampler.count),
        "seed": seed,
        "sample": sample,
    }
    write_document(out, document)
    if as_json:
        print_document(document)
        return
    typer.echo(f"{count} of the {sampler.count} threshold functions of {n} variables, uniformly, seed {seed}")
    for entry in sample:
        typer.echo(_line(entry))


def _entry(number: int, f: Realization) -> dict[str, object]:
    return {
        "number": str(number),
        "table": f"{f.table:#x}",
        "encoding": f.encoding,
        "weights": list(f.weights),
        "threshold": str(f.threshold),
    }


def _line(entry: dict[str, object]) -> str:
    weights = entry["weights"]
    shown = " ".join(map(str, weights)) if isinstance(weights, list) else ""
    return f"number {entry['number']}: {entry['table']}, weights {shown or 'none'}, threshold {entry['threshold']}"

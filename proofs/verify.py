r"""The checker as a process: files in, one line of JSON for each item out.

It is started as ``python -I -S -c PROGRAM ROOT FILE ...``, reads the files in their order, and gives every item to the
kernel or to the data checks. It imports nothing but the trusted files and the standard library.

Trusted.

Dictionary:
    check_file: the items of one file, each accepted or refused, and the theory afterwards.
    report: the outcome of one item as plain data.
    main: check files and print the outcomes.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from proofs import data, kernel
from proofs.errors import MalformedProofError, RejectedStepError
from proofs.facts import Theory
from proofs.reader import read_items
from proofs.syntax import Citation, Count, Finite, Item, Lemma, NotThreshold, Rank, Symbol, Threshold

Report = dict[str, object]


def _accept(item: Item, theory: Theory) -> Theory:
    """Return the theory after one item; data items leave it as it is."""
    if isinstance(item, Finite | Threshold | NotThreshold | Count | Rank):
        data.check(item)
        return theory
    return kernel.accept(item, theory)


def check_file(content: bytes, theory: Theory) -> Iterator[tuple[Item, Theory]]:
    """Give every item of a file with the theory after it.

    Args:
        content: the bytes of the file.
        theory: what has been accepted before.

    Yields:
        The item and the theory that contains it.

    Raises:
        MalformedProofError: if the file is no proof file.
        RejectedStepError: at the first item that is refused.
    """
    for item in read_items(content):
        theory = _accept(item, theory)
        yield item, theory


def report(item: Item, theory: Theory) -> Report:
    """Return an accepted item as plain data: what it rests on and what it cites, all the way down."""
    rests_on: list[str] = []
    cites: list[str] = []
    if isinstance(item, Lemma | Citation):
        statement = theory.statements[item.name]
        rests_on, cites = sorted(statement.rests_on), sorted(statement.cites)
    return {
        "name": item.name,
        "kind": type(item).__name__,
        "verdict": "accepted",
        "assumed": isinstance(item, Symbol),
        "rests_on": rests_on,
        "cites": cites,
    }


def main(files: list[str]) -> None:
    """Check the files in their order and print one JSON document a line; a refused file does not stop the others."""
    theory = kernel.EMPTY
    for file in files:
        outcome: Report = {"file": file}
        reports: list[Report] = []
        try:
            content = Path(file).read_bytes()
            outcome["digest"] = hashlib.sha256(content).hexdigest()
            for item, extended in check_file(content, theory):
                theory = extended
                reports.append(report(item, theory))
        except OSError as error:
            outcome["malformed"] = {"problem": f"cannot be read: {error.strerror}", "line": 0, "field": ""}
        except MalformedProofError as error:
            outcome["malformed"] = {"problem": error.problem, "line": error.line, "field": error.field}
        except RejectedStepError as error:
            refusal = {"lemma": error.lemma, "step": error.step, "rule": error.rule, "reason": error.reason}
            outcome["rejected"] = refusal
        outcome["items"] = reports
        sys.stdout.write(json.dumps(outcome) + "\n")

r"""The library of lemmas, the labels of the theory, and what is known about each.

The lemmas stand in ``lemmas/NAME.cert.json``, the labels in ``labels.toml``. Files are given to the checker, a fresh
isolated process, in the order of what they need. Statuses are computed from its report and never written by hand.

Untrusted, except that a status is only as good as this computation: the checker itself reports what every statement
rests on and cites.

Dictionary:
    ROOT, LEMMAS: the folder that contains the package, and the folder of the lemmas.
    Entry: an item with its file, as the reader gives it.
    Row: a label with all that is known about it.
    Verdict, Status: what the checker said about an item, and how far a statement is established.
    item_status: the status of an item.
    needed_names, provided_names: the names that an item mentions, and those under which it is mentioned.
    read_file: the items of a proof file; verdicts_of: the verdicts in an outcome of the checker.
    run_checker: the report of the isolated process on files in a given order.
    Library: the entries and the rows; `Library.load`, `Library.check`, `Library.rows`.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from proofs.coq_states import NOTHING
from proofs.errors import MalformedProofError, ProofError
from proofs.reader import read_items
from proofs.render import Known, Links, equations, statement_text
from proofs.syntax import (
    Arithmetic,
    Cases,
    Citation,
    Comparison,
    Count,
    Finite,
    Item,
    Lemma,
    NotThreshold,
    Piecewise,
    Proof,
    Rank,
    Recursion,
    Steps,
    Symbol,
    Term,
    Threshold,
    Use,
)
from proofs.text import Draft

ROOT = Path(__file__).resolve().parent.parent
LEMMAS = Path(__file__).resolve().parent / "lemmas"
LABELS = Path(__file__).resolve().parent / "labels.toml"
SUFFIX = ".cert.json"
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from proofs.verify import main; main(sys.argv[2:])"
_ORDER = ("open", "conjecture", "cited", "finite", "coq-only", "checked", "checked+coq", "definition")


class Entry(NamedTuple):
    """An item of the library and the file in which it stands."""

    item: Item
    file: Path


class Row(NamedTuple):
    """A label with all that is known about it.

    Attributes:
        label: the permanent name.
        number: the number on the theory page, such as ``Q-T4``; empty for own lemmas.
        kind: definition, theorem, cited, conjecture, or for own items lemma, function, data.
        title: one line in words.
        source: the page and the paper.
        provenance: authors, secondary or reconstructed; ``own`` for the library.
        note: more about the provenance, or an empty string.
        origin: ``theory`` or ``library``.
        parts: the labels of the parts of a bundle.
        proofs: the items that prove it.
        towards: the label of the theory that an own item serves, or an empty string.
        keys: the citations that the row itself is.
    """

    label: str
    number: str
    kind: str
    title: str
    source: str
    provenance: str
    note: str
    origin: str
    parts: tuple[str, ...]
    proofs: tuple[str, ...]
    towards: str
    keys: tuple[str, ...]


class Verdict(NamedTuple):
    """What the checker said about one item: accepted with its dependencies, or why not."""

    accepted: bool
    rests_on: tuple[str, ...]
    cites: tuple[str, ...]
    refusal: Mapping[str, str]


class Status(NamedTuple):
    """How far a statement is established: a word, the citations, and the largest n of a finite range."""

    word: str
    cites: tuple[str, ...]
    size: int

    def text(self) -> str:
        """Return the status as it is printed."""
        if self.word == "cited":
            return f"cited [{'; '.join(self.cites)}]"
        return f"finite (n <= {self.size})" if self.word == "finite" else self.word


# ----------------------------------------------------------------------------------------------------- the checker


def run_checker(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the report of a fresh isolated process on the files, in their order.

    Args:
        files: proof files; a later one may use what an earlier one proves.

    Returns:
        One outcome for each file, as `proofs.verify.main` prints it.

    Raises:
        ProofError: if the process ends without a report.
    """
    command = [sys.executable, "-I", "-S", "-c", _PROGRAM, str(ROOT), *(str(file) for file in files)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own interpreter
    lines = run.stdout.splitlines()
    if run.returncode != 0 or len(lines) != len(files):
        msg = f"the checker must report on {len(files)} files, not on {len(lines)}: {run.stderr.strip()[-300:]}"
        raise ProofError(msg)
    return [json.loads(line) for line in lines]


# ----------------------------------------------------------------------------------------------------- dependencies


def _term_names(term: Term) -> set[str]:
    """Return the function symbols of a term."""
    if not isinstance(term, tuple):
        return set()
    names: set[str] = {str(term[0])} if str(term[0])[0].isalpha() else set()
    for part in term[1:]:
        names |= _term_names(part)
    return names


def _comparison_names(comparison: Comparison) -> set[str]:
    """Return the function symbols of a comparison."""
    return _term_names(comparison.left) | _term_names(comparison.right)


def _proof_names(proof: Proof) -> set[str]:
    """Return the statements and the function symbols that a proof mentions."""
    if isinstance(proof, Steps):
        names: set[str] = set()
        for step in proof.steps:
            if isinstance(step, Use):
                names.add(step.lemma)
                names.update(*(_term_names(value) for _, value in step.substitution))
            if isinstance(step, Arithmetic | Draft):
                names |= _comparison_names(step.conclusion)
            if isinstance(step, Arithmetic):
                for summand in step.certificate:
                    terms = [*summand.squares, *([] if summand.multiplier is None else [summand.multiplier])]
                    names.update(*(_term_names(term) for term in terms))
        return names
    if isinstance(proof, Cases):
        return _term_names(proof.term) | _proof_names(proof.positive) | _proof_names(proof.otherwise)
    return _proof_names(proof.zero) | _proof_names(proof.successor)


def needed_names(item: Item) -> set[str]:
    """Return the names of statements and functions that an item mentions."""
    names: set[str] = set()
    if isinstance(item, Lemma | Citation):
        names.update(*(_comparison_names(comparison) for comparison in (*item.hypotheses, item.conclusion)))
    if isinstance(item, Lemma):
        names |= _proof_names(item.proof)
    if isinstance(item, Recursion):
        names.update(*(_term_names(case.value) for case in item.cases))
    if isinstance(item, Piecewise):
        names.update(*(_term_names(term) for term in (item.test, item.positive, item.otherwise)))
    return names


def provided_names(item: Item) -> list[str]:
    """Return the names under which an item can be mentioned: its own, and those of its equations."""
    if isinstance(item, Recursion | Piecewise):
        return [item.name, *(name for name, _, _ in equations(item))]
    return [item.name]


def read_file(path: Path) -> tuple[Item, ...]:
    """Return the items of a proof file; a refusal names the file."""
    try:
        return read_items(path.read_bytes())
    except OSError as error:
        msg = f"cannot be read: {error.strerror}"
        raise MalformedProofError(msg, file=str(path)) from None
    except MalformedProofError as error:
        raise MalformedProofError(error.problem, file=str(path), line=error.line, field=error.field) from None


# ------------------------------------------------------------------------------------------------------------ rows


def _row(table: Mapping[str, Any], sources: Mapping[str, str]) -> Row:
    """Return a row of the file of labels."""
    return Row(
        label=table["label"],
        number=table["number"],
        kind=table["kind"],
        title=table["title"],
        source=sources[table["source"]],
        provenance=table["provenance"],
        note=table.get("note", ""),
        origin="theory",
        parts=tuple(table.get("parts", ())),
        proofs=tuple(table.get("proofs", ())),
        towards="",
        keys=tuple(table.get("cites", ())),
    )


def _kind(item: Item) -> str:
    """Return the kind of an own item."""
    if isinstance(item, Symbol | Recursion | Piecewise):
        return "function"
    return "data" if isinstance(item, Finite | Threshold | NotThreshold | Count | Rank) else type(item).__name__.lower()


def _data_range(item: Item) -> int:
    """Return the largest value of the range over which an item is evaluated: n, the last value, or bits of an index."""
    if isinstance(item, Count | Threshold | NotThreshold):
        return item.dimension
    if isinstance(item, Rank):
        return (max(item.shape) - 1).bit_length()
    if isinstance(item, Finite) and isinstance(item.formula, tuple) and item.formula[0] in ("all", "some"):
        last = item.formula[3]
        return last if isinstance(last, int) else 0
    return 0


def item_status(item: Item, verdict: Verdict | None) -> Status:
    """Return the status of an item with the verdict of the checker; ``open`` without one."""
    if verdict is None or not verdict.accepted:
        return Status("open", (), 0)
    if isinstance(item, Symbol | Recursion | Piecewise):
        return Status("definition", (), 0)
    if verdict.cites:
        return Status("cited", verdict.cites, 0)
    if isinstance(item, Finite | Threshold | NotThreshold | Count | Rank):
        return Status("finite", (), _data_range(item))
    return Status("checked", (), 0)


class Library:
    """The items, the labels and the verdicts of one run of the checker.

    Attributes:
        entries: name to item and file.
        rows: label to row, theory first.
        verdicts: name to verdict, empty before `check`.
        coq: what is known from Coq; nothing unless it is set.
    """

    def __init__(self, entries: Mapping[str, Entry], rows: Mapping[str, Row]) -> None:
        """Hold entries and rows; use `load`."""
        self.entries = entries
        self.rows = rows
        self.verdicts: dict[str, Verdict] = {}
        self.coq = NOTHING
        self._providers = {name: entry.file for entry in entries.values() for name in provided_names(entry.item)}

    @classmethod
    def load(cls, folder: Path = LEMMAS, labels: Path = LABELS) -> Library:
        """Return the library of a folder.

        Raises:
            MalformedProofError: if a file is no proof file or a name stands twice.
        """
        entries: dict[str, Entry] = {}
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            for item in read_file(path):
                if item.name in entries:
                    msg = f"the name {item.name} must stand in one file only"
                    raise MalformedProofError(msg, file=str(path))
                entries[item.name] = Entry(item, path)
        document = tomllib.loads(labels.read_text(encoding="utf-8"))
        rows = {table["label"]: _row(table, document["sources"]) for table in document["row"]}
        towards = {name: label for label, names in document["towards"].items() for name in names}
        claimed = {name for row in rows.values() for name in row.proofs}
        for name in (*towards, *claimed):
            if name not in entries:
                msg = f"no item is called {name}"
                raise MalformedProofError(msg, file=labels.name)
        for name, entry in entries.items():
            if name in rows:
                continue
            kind = _kind(entry.item)
            served = towards.get(name) or next((row.label for row in rows.values() if name in row.proofs), "")
            title = statement_text(entry.item)
            rows[name] = Row(name, "", kind, title, "this project", "own", "", "library", (), (name,), served, ())
        return cls(entries, rows)

    # ---- checking

    def links(self) -> Links:
        """Return what every statement says, for printing."""
        result: dict[str, Known] = {}
        for entry in self.entries.values():
            if isinstance(entry.item, Lemma | Citation):
                result[entry.item.name] = Known(entry.item.conclusion)
            elif isinstance(entry.item, Recursion | Piecewise):
                result |= {name: Known(equation) for name, equation, _ in equations(entry.item)}
        return result

    def files_for(self, items: Iterable[Item], own: Path | None = None) -> list[Path]:
        """Return the files of the library that these items need, in an order in which each needs only earlier ones."""
        order: list[Path] = []
        state: dict[Path, bool] = {}

        def visit(path: Path, found: Iterable[Item]) -> None:
            state[path] = False
            for item in found:
                for name in sorted(needed_names(item)):
                    provider = self._providers.get(name)
                    if provider is not None and provider not in state:
                        visit(provider, read_file(provider))
            state[path] = True
            order.append(path)

        if own is not None:
            visit(own, items)
            return order[:-1]
        for item in items:
            path = self.entries[item.name].file
            if path not in state:
                visit(path, read_file(path))
        return order

    def check(self, names: Iterable[str] | None = None) -> dict[str, Verdict]:
        """Check items of the library and all that they need, and return the verdicts.

        Args:
            names: names of items; all if left out.
        """
        chosen = list(self.entries) if names is None else list(names)
        files = self.files_for(self.entries[name].item for name in chosen)
        outcomes = run_checker(files)
        for path, outcome in zip(files, outcomes, strict=True):
            if outcome.get("digest") != hashlib.sha256(path.read_bytes()).hexdigest():
                msg = "the file must not change while it is checked"
                raise MalformedProofError(msg, file=str(path))
            self.verdicts |= verdicts_of(outcome, [e.item.name for e in self.entries.values() if e.file == path])
        return self.verdicts

    # ---- statuses

    def names_behind(self, label: str) -> list[str]:
        """Return the items that prove a label or one of its parts."""
        row = self.rows[label]
        names = list(row.proofs)
        for part in row.parts:
            names += self.names_behind(part)
        if label in self.entries and label not in names:
            names.append(label)
        return names

    def _item_status(self, name: str) -> Status:
        """Return the status of one item."""
        status = item_status(self.entries[name].item, self.verdicts.get(name))
        if status.word == "checked" and self.coq.is_sound(name):
            return status._replace(word="checked+coq")
        return status

    def _by_hand(self, label: str) -> Status | None:
        """Return the status that theorems written in Coq by hand give to a label, or None."""
        if not self.coq.proves(label):
            return None
        cites = self.coq.cites.get(label, ())
        if cites:
            return Status("cited", cites, 0)
        largest = self.coq.largest.get(label, 0)
        return Status("finite" if largest else "coq-only", (), largest)

    def _status(self, label: str) -> Status:
        """Return the status of a label."""
        row = self.rows[label]
        if row.kind in ("definition", "conjecture"):
            return Status(row.kind, (), 0)
        found = [self._status(part) for part in row.parts]
        found += [self._item_status(name) for name in row.proofs]
        if label in self.entries and label not in row.proofs:
            found.append(self._item_status(label))
        status = Status("cited" if row.keys else "open", row.keys, 0)
        if found:
            word = min((status.word for status in found), key=_ORDER.index)
            cites = sorted({key for status in found for key in status.cites})
            status = Status(word, tuple(cites), max(status.size for status in found))
        by_hand = self._by_hand(label)
        if by_hand is not None and _ORDER.index(by_hand.word) >= _ORDER.index(status.word):
            return by_hand
        return status

    def status(self, label: str) -> str:
        """Return the status of a label: the weakest over all that it rests on."""
        return self._status(label).text()

    def statement(self, label: str) -> str:
        """Return the statement of a label, printed from what was checked where there is something."""
        if self.coq.proves(label) and self._status(label) == self._by_hand(label):
            return self.coq.statements.get(label, self.rows[label].title)
        names = [name for name in self.names_behind(label) if not isinstance(self.entries[name].item, Symbol)]
        if names and self._status(label).word not in ("open", "conjecture"):
            return "; ".join(statement_text(self.entries[name].item) for name in names)
        return self.rows[label].title

    def describe(self, label: str) -> dict[str, Any]:
        """Return a row as plain data, for ``proofs list --json``."""
        row = self.rows[label]
        behind = self.names_behind(label)
        rests_on: set[str] = set(behind) - {label}
        status = self._status(label)
        cites: set[str] = set(status.cites) if status.word == "cited" else set()
        for name in behind:
            if name in self.verdicts:
                rests_on |= set(self.verdicts[name].rests_on)
                cites |= set(self.verdicts[name].cites)
        return {
            "label": label,
            "number": row.number,
            "kind": row.kind,
            "status": self.status(label),
            "title": row.title,
            "statement": self.statement(label),
            "source": row.source,
            "provenance": row.provenance,
            "note": row.note,
            "rests_on": sorted(rests_on),
            "cites": sorted(cites),
            "parts": list(row.parts),
            "towards": row.towards,
            "coq": self.coq.weakest(behind, (label, *row.parts)),
            "origin": row.origin,
        }

    def resolve(self, name: str) -> str | None:
        """Return the label that a label, a number such as ``Q-T4`` or the name of an equation means, or None."""
        if name in self.rows:
            return name
        if re.fullmatch(r"[QS]-[A-Z][0-9]+[a-z]?(/[0-9]+)?", name):
            return next((row.label for row in self.rows.values() if row.number == name), None)
        file = self._providers.get(name)
        return next((entry.item.name for entry in self.entries.values() if entry.file == file), None) if file else None


def verdicts_of(outcome: Mapping[str, Any], names: Sequence[str]) -> dict[str, Verdict]:
    """Return a verdict for each item of a file, from the outcome of the checker."""
    result = {
        item["name"]: Verdict(True, tuple(item["rests_on"]), tuple(item["cites"]), {}) for item in outcome["items"]
    }
    rejected = outcome.get("rejected", {})
    problem = outcome.get("malformed", {}).get("problem")
    for name in names:
        if name in result:
            continue
        if problem is not None:
            refusal = {"lemma": name, "step": "", "rule": "malformed", "reason": problem}
        elif rejected.get("lemma") == name:
            refusal = rejected
        else:
            refusal = {"lemma": name, "step": "", "rule": "order", "reason": "stands after a refused item"}
        result[name] = Verdict(False, (), (), refusal)
    return result

r"""What Coq has accepted: a committed record, and whether it still speaks of what is there now.

For every item the record holds three digests: of its statement as it is printed, of its certificate file, and of its
Coq text together with all Coq texts on which that rests. For a theorem written by hand it holds the digest of its file
and of all that the file imports. A record whose digests differ from those of today is *stale* and gives no status.

Dictionary:
    RECORD: the committed file.
    library_export: the export of items of the library with all that they need.
    Digests: of statement, certificate and Coq text of an item. digests_of: those of today.
    recorded_states: the states by the record. states_after: those after a run of Coq.
    make_record: a record, from a run of Coq. read_record: the committed one. theorem_digest: of a theorem written by
        hand. cited_keys: the citations among axioms.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from proofs.coq_check import Acceptance, HandWritten, hand_written_files, read_hand_written
from proofs.coq_states import ACCEPTED, NOT_RUN, RECORDED, STALE, CoqStates
from proofs.errors import MalformedProofError
from proofs.export_coq import LIBRARY, Export, export_items
from proofs.library import Library, read_file
from proofs.render import statement_text

RECORD = Path(__file__).resolve().parent / "coq_record.json"


class Digests(NamedTuple):
    """The digests of an item: its statement, its certificate file, and its Coq text with all that it rests on."""

    statement: str
    certificate: str
    coq: str


def _digest(content: bytes) -> str:
    """Return the digest of some bytes."""
    return hashlib.sha256(content).hexdigest()


def library_export(library: Library, names: Iterable[str] | None = None) -> Export:
    """Return the export of items of the library with all that they need.

    Args:
        library: the library.
        names: names of items; all if left out.
    """
    chosen = list(library.entries) if names is None else list(names)
    files = library.files_for(library.entries[name].item for name in chosen)
    return export_items(item for file in files for item in read_file(file))


def digests_of(library: Library, export: Export) -> dict[str, Digests]:
    """Return the digests of the exported items."""
    result: dict[str, Digests] = {}
    for block in export.blocks:
        entry = library.entries[block.name]
        statement = _digest(statement_text(entry.item).encode())
        result[block.name] = Digests(statement, _digest(entry.file.read_bytes()), block.digest)
    return result


def theorem_digest(row: HandWritten, folder: Path = LIBRARY) -> str:
    """Return the digest of the files on which a theorem written by hand rests, and of its row."""
    texts = [folder.joinpath(file).read_bytes() for file in hand_written_files(row.file, folder)]
    head = "\n".join([row.label, row.name, row.file, *sorted(row.assumptions)]).encode()
    return _digest(b"\n".join([head, *(_digest(text).encode() for text in texts)]))


# ----------------------------------------------------------------------------------------------------------- record


def make_record(
    library: Library, version: str, export: Export, items: Acceptance, by_hand: Acceptance
) -> dict[str, Any]:
    """Return a record as plain data: what Coq accepted, and nothing else.

    Args:
        library: the library.
        version: the version of Coq.
        export: the blocks on which Coq ran.
        items: what it said of them.
        by_hand: what it said of the theorems written by hand.
    """
    digests = digests_of(library, export)
    entries: dict[str, dict[str, Any]] = {}
    for block in export.blocks:
        if block.name not in items.refused:
            axioms = sorted({axiom for theorem in block.theorems for axiom in items.axioms[theorem]})
            entries[block.name] = {**digests[block.name]._asdict(), "axioms": axioms}
    rows = [row for row in read_hand_written() if row.label not in by_hand.refused]
    theorems = {f"{row.label} {row.name}": theorem_digest(row) for row in rows}
    return {
        "format": 1,
        "coq": version,
        "items": dict(sorted(entries.items())),
        "theorems": dict(sorted(theorems.items())),
    }


def read_record(path: Path) -> dict[str, Any]:
    """Return a record; an empty one where there is no file.

    Raises:
        MalformedProofError: if the file is no record.
    """
    if not path.exists():
        return {"format": 1, "coq": "", "items": {}, "theorems": {}}
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        msg = f"no record of Coq: {error}"
        raise MalformedProofError(msg, file=str(path)) from None
    if not isinstance(document, dict) or set(document) != {"format", "coq", "items", "theorems"}:
        msg = "a record must have format, coq, items and theorems"
        raise MalformedProofError(msg, file=str(path))
    tables = (document["items"], document["theorems"], *_entries(document["items"]))
    if not all(isinstance(table, dict) for table in tables):
        msg = "a record must have a table for all items, for each item, and for all theorems"
        raise MalformedProofError(msg, file=str(path))
    return dict(document)


def _entries(table: object) -> tuple[object, ...]:
    """Return the entries of a table; none of anything else."""
    return tuple(table.values()) if isinstance(table, dict) else ()


def recorded_states(library: Library, names: Iterable[str] | None = None, path: Path | None = None) -> CoqStates:
    """Return the states by the record: recorded where all digests are those of today, stale where one differs.

    Args:
        library: the library.
        names: the names of the items; all if left out.
        path: a file other than the committed record.
    """
    record = read_record(RECORD if path is None else path)
    export = library_export(library, names)
    items: dict[str, str] = {}
    for name, digests in digests_of(library, export).items():
        entry = record["items"].get(name)
        same = entry is not None and all(entry.get(key) == value for key, value in digests._asdict().items())
        items[name] = NOT_RUN if entry is None else RECORDED if same else STALE
    states: list[str] = []
    rows = read_hand_written()
    for row in rows:
        found = record["theorems"].get(f"{row.label} {row.name}")
        states.append(NOT_RUN if found is None else RECORDED if found == theorem_digest(row) else STALE)
    return _states(items, rows, states)


def _states(items: dict[str, str], rows: Sequence[HandWritten], found: Sequence[str]) -> CoqStates:
    """Return the states of items and of theorems written by hand."""
    theorems: dict[str, list[str]] = {}
    cites: dict[str, set[str]] = {}
    statements: dict[str, list[str]] = {}
    for row, state in zip(rows, found, strict=True):
        theorems.setdefault(row.label, []).append(state)
        cites.setdefault(row.label, set()).update(cited_keys(row.assumptions))
        if row.statement:
            statements.setdefault(row.label, []).append(row.statement)
    keys = {label: tuple(sorted(names)) for label, names in cites.items()}
    largest = {row.label: row.largest for row in rows if row.largest}
    return CoqStates(items, theorems, keys, {label: "; ".join(texts) for label, texts in statements.items()}, largest)


def cited_keys(axioms: Iterable[str]) -> set[str]:
    """Return the citations among axioms: what follows ``cite_`` in their names."""
    plain = (axiom.rsplit(".", 1)[-1] for axiom in axioms)
    return {name.removeprefix("cite_") for name in plain if name.startswith("cite_")}


def states_after(library: Library, export: Export, items: Acceptance, by_hand: Acceptance) -> CoqStates:
    """Return the states after a run of Coq: accepted, or stale where Coq refused.

    Args:
        library: the library.
        export: the blocks on which Coq ran.
        items: what it said of them.
        by_hand: what it said of the theorems written by hand.
    """
    found = {block.name: STALE if block.name in items.refused else ACCEPTED for block in export.blocks}
    found |= dict.fromkeys((name for name in items.refused if name in library.entries), STALE)
    rows = read_hand_written()
    return _states(found, rows, [STALE if row.label in by_hand.refused else ACCEPTED for row in rows])

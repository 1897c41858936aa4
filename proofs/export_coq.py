r"""The library as a folder of Coq files.

Lemmas, definitions and data go to four files by what they speak of: integers, real numbers, free sequences of real
numbers (a section whose variables they are), and data. Beside them stand ``Prelude.v`` and ``Certificates.v``, written
by hand. The folder needs nothing but Coq; how each item looks is the matter of the modules beside this one.

Untrusted: what is wrong here is refused by Coq, or is a statement that is printed in the folder.

Dictionary:
    Block: one item as Coq text, with the theorems that it states and the text on which it rests.
    Export: the blocks of some items in an order in which each rests on earlier ones.
    export_items: the blocks of items. write_folder: the files of an export.
    files_of: the files that hold something. file_text: one of them. theorem_names: the theorems of a data item.
    LIBRARY, BY_HAND: the folder and the files written by hand; LOGICAL: the name under which files import each other.
    FILES: the generated files, in the order in which they import each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from proofs import kernel
from proofs.coq_branches import source_of, write_citation, write_lemma
from proofs.coq_data import write_data
from proofs.coq_definitions import defining_equations, write_piecewise, write_recursion, write_symbol
from proofs.coq_steps import Source
from proofs.coq_terms import lemma_name, scope_of
from proofs.errors import ProofError
from proofs.facts import Theory
from proofs.library import needed_names, provided_names
from proofs.syntax import (
    REAL,
    Citation,
    Comparison,
    Count,
    Item,
    Lemma,
    NotThreshold,
    Piecewise,
    Recursion,
    Symbol,
    Threshold,
)

LIBRARY = Path(__file__).resolve().parent / "coq_library"
BY_HAND = ("Prelude.v", "Certificates.v")
LOGICAL = "AttentionQuarks"
FILES = ("Integers", "Reals", "Sequences", "Data")
_TITLES = {
    "Integers": "Lemmas about integers",
    "Reals": "Lemmas about real numbers",
    "Sequences": "Lemmas about any sequences of real numbers: the variables of the section",
    "Data": "Statements that are checked by evaluation",
}


class Block(NamedTuple):
    """One item as Coq text.

    Attributes:
        name: the name of the item.
        file: the generated file in which it stands, without its ending.
        needs: the items that it mentions.
        theorems: the Coq names of the theorems in it.
        real: whether real numbers stand in it or in what it rests on.
        cites: the Coq names of the axioms that it is or rests on.
        text: the Coq text.
        digest: the digest of the text and of all texts on which it rests, the prelude included.
    """

    name: str
    file: str
    needs: tuple[str, ...]
    theorems: tuple[str, ...]
    real: bool
    cites: tuple[str, ...]
    text: str
    digest: str


class Export(NamedTuple):
    """The blocks of some items, each after those that it rests on, and the items that have none, with the reason."""

    blocks: tuple[Block, ...]
    left_out: Mapping[str, str]


def _sources(item: Item) -> dict[str, Source]:
    """Return how the statements of an item are used."""
    if isinstance(item, Lemma | Citation):
        return {item.name: source_of(item)}
    if isinstance(item, Recursion):
        return {
            name: Source(lemma_name(name), tuple(v for v, _ in variables), comparisons)
            for name, variables, comparisons in defining_equations(item)
        }
    if isinstance(item, Piecewise):
        names = tuple(name for name, _ in item.parameters)
        guards = (Comparison(item.test, ">", 0), Comparison(("-", 0, item.test), ">=", 0))
        return {
            label: Source(lemma_name(label), names, (guard, Comparison((item.name, *names), "=", value)))
            for label, guard, value in zip(item.names, guards, (item.positive, item.otherwise), strict=True)
        }
    return {}


def _is_real(item: Item) -> bool:
    """Say whether an item is about real numbers: by its sorts, or since weights are real."""
    if isinstance(item, Lemma | Citation):
        return REAL in (sort for _, sort in item.variables)
    if isinstance(item, Symbol | Recursion | Piecewise):
        return REAL in (item.result, *(sort for _, sort in item.parameters))
    return isinstance(item, Count | Threshold | NotThreshold)


def _lines(item: Item, before: Theory, after: Theory, sources: Mapping[str, Source]) -> Sequence[str]:
    """Return the lines of an item, with the theories before and after it."""
    if isinstance(item, Symbol):
        return write_symbol(item)
    if isinstance(item, Recursion):
        return write_recursion(item, after.functions)
    if isinstance(item, Piecewise):
        guard = after.statements[item.names[0]].hypotheses[0]
        return write_piecewise(item, scope_of(guard), after.functions)
    if isinstance(item, Citation):
        return write_citation(item, before)
    if isinstance(item, Lemma):
        return write_lemma(item, before, sources)
    return write_data(item)


def _indented(lines: Sequence[str]) -> str:
    """Return lines as text, indented by their braces."""
    result: list[str] = []
    depth = 0
    for line in lines:
        depth -= line == "}"
        result.append("  " * depth + line + "\n")
        depth += line == "{"
    return "".join(result)


def export_items(items: Iterable[Item]) -> Export:
    """Return the blocks of items that the kernel accepts.

    Args:
        items: the items, each after those that it needs.

    Returns:
        The blocks in the same order, and what is left out: what the kernel refuses, and what needs that.

    """
    theory = kernel.EMPTY
    sources: dict[str, Source] = {}
    blocks: dict[str, Block] = {}
    providers: dict[str, str] = {}
    left_out: dict[str, str] = {}
    prelude = hashlib.sha256(b"".join(LIBRARY.joinpath(file).read_bytes() for file in BY_HAND)).hexdigest()
    for item in items:
        needed = sorted({providers[name] for name in needed_names(item) if name in providers})
        missing = [name for name in sorted(needed_names(item)) if providers.get(name, name) in left_out]
        if missing:
            left_out[item.name] = f"needs {missing[0]}"
            continue
        before = theory
        try:
            if isinstance(item, Lemma | Citation | Symbol | Recursion | Piecewise):
                theory = kernel.accept(item, theory)
        except ProofError as error:
            left_out[item.name] = f"is refused by the kernel: {error}"
            continue
        own = _sources(item)
        rank = max(_rank(item), *(FILES.index(blocks[name].file) for name in needed), 0)
        text = _indented(_lines(item, before, theory, sources))
        cited = tuple(source.name for source in own.values()) if isinstance(item, Citation) else ()
        cites = sorted({*cited, *(name for other in needed for name in blocks[other].cites)})
        digest = hashlib.sha256("\n".join([prelude, *(blocks[n].digest for n in needed), text]).encode()).hexdigest()
        theorems = tuple(source.name for source in own.values()) or theorem_names(item)
        real = _is_real(item) or any(blocks[name].real for name in needed)
        blocks[item.name] = Block(item.name, FILES[rank], tuple(needed), theorems, real, tuple(cites), text, digest)
        sources |= own
        providers |= dict.fromkeys(provided_names(item), item.name)
    return Export(tuple(blocks.values()), left_out)


def _rank(item: Item) -> int:
    """Return the position of the first file in which an item may stand."""
    if isinstance(item, Symbol):
        return FILES.index("Sequences")
    if not isinstance(item, Lemma | Citation | Symbol | Recursion | Piecewise):
        return FILES.index("Data")
    return FILES.index("Reals" if _is_real(item) else "Integers")


def theorem_names(item: Item) -> tuple[str, ...]:
    """Return the Coq name of the theorem of a data item; a function symbol has none."""
    return () if isinstance(item, Symbol) else (lemma_name(item.name),)


def files_of(export: Export) -> list[str]:
    """Return the files that hold something, and those on which they rest, in the order of compilation."""
    found = [file for file in FILES if any(block.file == file for block in export.blocks)]
    return ["Prelude", *(["Certificates"] if "Data" in found else []), *found]


def file_text(export: Export, file: str) -> str:
    """Return the text of one generated file."""
    imports = ["From Coq Require Import ZArith Lia Reals Lra List Bool.", f"From {LOGICAL} Require Import Prelude."]
    if file == "Data":
        imports += [f"From {LOGICAL} Require Import Certificates.", "Import ListNotations.", "Open Scope Z_scope."]
    else:
        earlier = [name for name in files_of(export) if name in FILES[: FILES.index(file)]]
        imports += [f"From {LOGICAL} Require Import {name}." for name in earlier]
    parts = [f"(** * {_TITLES[file]} *)", "", *imports, ""]
    parts += ["Section Sequences.", ""] if file == "Sequences" else []
    parts += [f"(** ** {block.name} *)\n{block.text}" for block in export.blocks if block.file == file]
    parts += ["End Sequences."] if file == "Sequences" else []
    return "\n".join(parts) + "\n"


def write_folder(export: Export, folder: Path) -> list[Path]:
    """Write the files of an export and return them, in the order in which Coq compiles them.

    Args:
        export: the blocks.
        folder: a folder; it is made if it does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder.joinpath(file) for file in BY_HAND]
    for path in written:
        path.write_bytes(LIBRARY.joinpath(path.name).read_bytes())
    for file in FILES:
        path = folder / f"{file}.v"
        path.write_text(file_text(export, file), encoding="utf-8")
        written.append(path)
    order = " ".join(path.name for path in written)
    (folder / "_CoqProject").write_text(f"-Q . {LOGICAL}\n{order.replace(' ', chr(10))}\n", encoding="utf-8")
    return written

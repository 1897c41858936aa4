r"""Coq on a folder of its files: what it accepts, and on which axioms each theorem rests.

``coqc`` runs on a copy in a temporary directory, a file at a time, under a time limit; its exit status decides. Where
it refuses a file, the item at the line of its message is named, taken out with all that rests on it, and the file is
tried again, so that one refusal hides nothing. Then ``Print Assumptions`` says on which axioms the theorems rest, and
that must be what was expected: nothing over the integers, at most the two axioms of the real numbers over those, and
exactly the named citations. On request ``coqchk``, Coq's own checker of compiled files, reads them again, without the
virtual machine, and lists what all that is loaded assumes.

Dictionary:
    REAL_AXIOMS: the two axioms of Coq's construction of the real numbers.
    THEOREMS: the table of the theorems written by hand. SECONDS: the time limit of one run.
    coq_version: the version of the ``coqc`` that is found, or None.
    Acceptance: what Coq said: the axioms of each accepted theorem, and a reason for each refusal.
    check_export: Coq on the blocks of an export. check_hand_written: Coq on the theorems written by hand.
    parse_assumptions: the axioms that Coq prints. unexpected: why they are not the expected ones.
    LOADED_AXIOMS: the axioms of the files of the standard library that the real numbers load, whether used or not.
    recheck: ``coqchk`` on compiled files. parse_context: what it lists. unexpected_context: why that is not expected.
    HandWritten: one row of ``theorems.toml``; read_hand_written: all of them.
    hand_written_files: a file of the folder of theorems with all that it imports, in the order of compilation.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from proofs.errors import MalformedProofError, ProofError
from proofs.export_coq import FILES, LIBRARY, LOGICAL, Export, file_text, files_of, write_folder

REAL_AXIOMS = frozenset(
    ["ClassicalDedekindReals.sig_forall_dec", "FunctionalExtensionality.functional_extensionality_dep"]
)
LOADED_AXIOMS = frozenset(
    [
        "Coq.Logic.Classical_Prop.classic",
        "Coq.Logic.FunctionalExtensionality.functional_extensionality_dep",
        "Coq.Reals.ClassicalDedekindReals.sig_forall_dec",
        "Coq.Reals.ClassicalDedekindReals.sig_not_dec",
    ]
)
THEOREMS = "theorems.toml"
SECONDS = 600
_THEORY = ("Theory", "Set is predicative")
_AXIOMS_HEADING = "Axioms"
_UNSAFE = (
    "Constants/Inductives relying on type-in-type",
    "Constants/Inductives relying on unsafe (co)fixpoints",
    "Inductives whose positivity is assumed",
)
_MARK = "==== "
_LINE = re.compile(r'File "\./(\w+)\.v", line (\d+)')
_REQUIRE = re.compile(rf"From\s+{LOGICAL}\s+Require\s+(?:Import\s+|Export\s+)?([\w\s]+)\.")


class Acceptance(NamedTuple):
    """What Coq said.

    Attributes:
        axioms: for each accepted theorem, by its Coq name, the axioms on which it and others like it rest.
        refused: for each refused item, or label of a theorem written by hand, the reason.
        recheck: why ``coqchk`` refuses the compiled files; empty where it accepts them, None where it was not run.
    """

    axioms: Mapping[str, frozenset[str]]
    refused: Mapping[str, str]
    recheck: str | None = None


class HandWritten(NamedTuple):
    """A theorem written in Coq by hand.

    Attributes:
        label: the label that it proves.
        name: its Coq name.
        file: the file in which it stands.
        assumptions: the axioms on which it must rest.
        statement: what it says, in words.
        text: the statement as Coq checks it, or nothing.
        largest: the largest n of a statement of bounded range; 0 for a statement for all n.
    """

    label: str
    name: str
    file: str
    assumptions: frozenset[str]
    statement: str = ""
    text: str = ""
    largest: int = 0


# ---------------------------------------------------------------------------------------------------------- running


def coq_version() -> str | None:
    """Return the version of Coq that is installed, or None where there is none."""
    program = shutil.which("coqc")
    if program is None:
        return None
    run = subprocess.run([program, "--print-version"], capture_output=True, text=True, check=False)  # noqa: S603  # coqc
    return run.stdout.split(" ")[0] if run.returncode == 0 and run.stdout else None


def _compile(file: str, folder: Path, seconds: int) -> tuple[str, str]:
    """Return what ``coqc`` prints on a file and why it refuses it; the second is empty where it accepts."""
    program = shutil.which("coqc")
    if program is None:
        msg = "coqc is not installed; on Debian it is in the package coq"
        raise ProofError(msg)
    command = [program, "-q", "-Q", ".", LOGICAL, f"{file}.v"]
    try:
        run = subprocess.run(  # noqa: S603  # coqc, on a file that we name
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return "", f"coqc was ended after {seconds} s"
    if run.returncode == 0 and (folder / f"{file}.vo").exists():
        return run.stdout, ""
    return run.stdout, run.stderr.strip() or f"coqc ended with status {run.returncode}"


def _axioms(
    groups: Mapping[str, Sequence[str]], files: Sequence[str], folder: Path, seconds: int
) -> dict[str, frozenset[str]]:
    """Return the axioms on which the theorems of each group rest together, as Coq prints them.

    One question for many theorems, since each goes through the whole library of the real numbers.
    """
    if not groups:
        return {}
    lines = [f"From {LOGICAL} Require {' '.join(files)}."]
    for index, (name, theorems) in enumerate(groups.items()):
        together = "".join(f"(conj {LOGICAL}.{theorem} " for theorem in theorems)
        lines.append(f"Definition together_{index} := {together}I{')' * len(theorems)}.")
        lines += [f'Goal True. idtac "{_MARK}{name}". exact I. Qed.', f"Print Assumptions together_{index}."]
    (folder / "Assumptions.v").write_text("\n".join(lines) + "\n", encoding="utf-8")
    printed, problem = _compile("Assumptions", folder, seconds)
    if problem:
        msg = f"the axioms of the theorems must be printed: {problem[-300:]}"
        raise ProofError(msg)
    return parse_assumptions(printed)


def parse_assumptions(printed: str) -> dict[str, frozenset[str]]:
    """Return the axioms that ``Print Assumptions`` names after each marked theorem.

    Raises:
        ProofError: if a section is neither closed nor a list of axioms.
    """
    result: dict[str, frozenset[str]] = {}
    for section in printed.split(_MARK)[1:]:
        name, _, rest = section.partition("\n")
        if rest.strip() == "Closed under the global context":
            result[name] = frozenset()
        elif rest.startswith("Axioms:\n"):
            # a name stands at the start of a line, what belongs to it further to the right
            result[name] = frozenset(line.split()[0] for line in rest.splitlines()[1:] if line[:1].strip())
        else:
            msg = f"what Coq prints on {name} must be a list of axioms, not {rest[:80]!r}"
            raise ProofError(msg)
    return result


def _plain(axioms: frozenset[str]) -> frozenset[str]:
    """Return axioms with those of citations named without their files."""
    return frozenset(name.rsplit(".", 1)[-1] if ".cite_" in f".{name}" else name for name in axioms)


def unexpected(found: frozenset[str], *, real: bool, cites: frozenset[str]) -> str:
    """Return why axioms are not the expected ones; empty where they are.

    Args:
        found: the axioms that Coq names.
        real: whether a theorem is about real numbers.
        cites: the Coq names of the citations that it names.

    >>> unexpected(frozenset(["Integers.cite_a"]), real=False, cites=frozenset())
    'the axioms must not contain cite_a'
    """
    plain = _plain(found)
    missing = cites - plain
    if missing:
        return f"the axioms must contain {', '.join(sorted(missing))}"
    extra = plain - cites - (REAL_AXIOMS if real else frozenset())
    return f"the axioms must not contain {', '.join(sorted(extra))}" if extra else ""


# ---------------------------------------------------------------------------------------------------------- recheck


def parse_context(printed: str) -> dict[str, frozenset[str]]:
    r"""Return what ``coqchk -o`` lists under each heading of its summary.

    Raises:
        ProofError: if there is no summary.

    >>> sorted(parse_context("CONTEXT SUMMARY\n* Theory: plain\n* Axioms:\n    A.b\n    A.c\n")["Axioms"])
    ['A.b', 'A.c']
    """
    _, found, summary = printed.partition("CONTEXT SUMMARY")
    if not found:
        msg = f"coqchk must print a summary of the context, not {printed[-200:]!r}"
        raise ProofError(msg)
    sections: dict[str, set[str]] = {}
    heading = ""
    for line in summary.splitlines():
        if line.startswith("* "):
            heading, _, here = line[2:].partition(":")
            sections[heading] = {here.strip()} - {"", "<none>"}
        elif line.strip() and heading:
            sections[heading].add(line.strip())
    return {name: frozenset(members) for name, members in sections.items()}


def unexpected_context(context: Mapping[str, frozenset[str]], cites: frozenset[str]) -> str:
    """Return why what ``coqchk`` lists is not what is expected; empty where it is.

    Args:
        context: the lists by their headings.
        cites: the Coq names of the citations that stand in the files, without the files.

    >>> unexpected_context({"Theory": frozenset(["Set is impredicative"])}, frozenset())
    'the theory must be Set is predicative, not Set is impredicative'
    """
    heading, theory = _THEORY
    if context.get(heading) != frozenset([theory]):
        return f"the theory must be {theory}, not {', '.join(sorted(context.get(heading, ())))}"
    if set(context) != {heading, _AXIOMS_HEADING, *_UNSAFE}:
        return f"the headings must be the known ones, not {', '.join(sorted(context))}"
    for name in _UNSAFE:
        if context[name]:
            return f"{name}: there must be none, not {', '.join(sorted(context[name]))}"
    return unexpected(context[_AXIOMS_HEADING] - LOADED_AXIOMS, real=False, cites=cites)


def recheck(files: Sequence[str], folder: Path, *, cites: frozenset[str] = frozenset(), seconds: int = SECONDS) -> str:
    """Return why ``coqchk`` refuses compiled files; empty where it accepts them and lists what is expected.

    Args:
        files: the names of the files, without ending.
        folder: the folder that holds them, compiled.
        cites: the Coq names of the citations that stand in the files.
        seconds: the time limit.

    Raises:
        ProofError: if ``coqchk`` is not installed, or prints no summary.

    Cost:
        Half a minute for files about real numbers, most of it for the standard library.
    """
    program = shutil.which("coqchk")
    if program is None:
        msg = "coqchk is not installed; on Debian it is in the package coq"
        raise ProofError(msg)
    command = [program, "-o", "-silent", "-Q", ".", LOGICAL, *(f"{LOGICAL}.{file}" for file in files)]
    try:
        run = subprocess.run(  # noqa: S603  # coqchk, on files that we compiled
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return f"coqchk was ended after {seconds} s"
    if run.returncode != 0:
        return " ".join(run.stderr.split())[-400:] or f"coqchk ended with status {run.returncode}"
    return unexpected_context(parse_context(run.stdout + run.stderr), cites)


# ----------------------------------------------------------------------------------------------------------- export


def _without(export: Export, name: str, reason: str) -> tuple[Export, dict[str, str]]:
    """Return an export without a block and all that rest on it, with a reason for each that is taken out."""
    gone = {name: reason}
    kept = []
    for block in export.blocks:
        if block.name in gone:
            continue
        needed = next((other for other in block.needs if other in gone), None)
        if needed is None:
            kept.append(block)
        else:
            gone[block.name] = f"rests on {needed}"
    return export._replace(blocks=tuple(kept)), gone


def _blame(export: Export, file: str, problem: str, folder: Path) -> str:
    """Return the item at the line of the first message of Coq.

    Raises:
        ProofError: if the message is about no item.
    """
    place = _LINE.search(problem)
    if place is not None and place.group(1) == file:
        lines = (folder / f"{file}.v").read_text(encoding="utf-8").splitlines()[: int(place.group(2))]
        heads = [line for line in lines if line.startswith("(** ** ")]
        if heads:
            return heads[-1].removeprefix("(** ** ").removesuffix(" *)")
    own = [block.name for block in export.blocks if block.file == file]
    if len(own) == 1:
        return own[0]
    msg = f"coqc refuses {file}.v: {problem[-500:]}"
    raise ProofError(msg)


def check_export(export: Export, *, seconds: int = SECONDS, again: bool = False) -> Acceptance:
    """Return what Coq says of the blocks of an export.

    Args:
        export: the blocks.
        seconds: the time limit of one run of ``coqc``.
        again: whether ``coqchk`` reads what ``coqc`` accepted.

    Returns:
        The axioms of the accepted theorems, and the items that are refused or left out, with the reason.

    Raises:
        ProofError: if ``coqc`` is missing, or refuses what is no item.
    """
    refused = dict(export.left_out)
    with tempfile.TemporaryDirectory(prefix="proofs-coq-") as name:
        folder = Path(name)
        write_folder(export, folder)
        files = files_of(export)
        for file in files:
            while True:
                _, problem = _compile(file, folder, seconds)
                if not problem:
                    break
                culprit = _blame(export, file, problem, folder)
                export, gone = _without(export, culprit, " ".join(problem.split())[:400])
                refused |= gone
                for later in FILES:
                    (folder / f"{later}.v").write_text(file_text(export, later), encoding="utf-8")
        theorems = {f"{block.file}.{theorem}": block for block in export.blocks for theorem in block.theorems}
        groups: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
        for qualified, block in theorems.items():
            groups.setdefault((block.real, block.cites), []).append(qualified)
        keys = {f"group_{index}": key for index, key in enumerate(groups)}
        together = _axioms({name: groups[key] for name, key in keys.items()}, files, folder, seconds)
        accepted: dict[str, frozenset[str]] = {}
        for group, (real, cites) in keys.items():
            names = groups[real, cites]
            alone = dict.fromkeys(names, together[group])
            if len(names) > 1 and (cites or unexpected(together[group], real=real, cites=frozenset(cites))):
                alone = _axioms({qualified: [qualified] for qualified in names}, files, folder, seconds)
            for qualified, axioms in alone.items():
                problem = unexpected(axioms, real=real, cites=frozenset(cites))
                if problem:
                    refused[theorems[qualified].name] = problem
                else:
                    accepted[qualified.split(".", 1)[1]] = axioms
        cited = frozenset(name for block in export.blocks for name in block.cites)
        checked = recheck(files, folder, cites=cited, seconds=seconds) if again else None
    return Acceptance(accepted, refused, checked)


# -------------------------------------------------------------------------------------------------- written by hand


def read_hand_written(folder: Path = LIBRARY) -> tuple[HandWritten, ...]:
    """Return the rows of the table of theorems that are written by hand; none where there is no table.

    Raises:
        MalformedProofError: if a row is none, or names a file that is not there.
    """
    table = folder.joinpath(THEOREMS)
    if not table.exists():
        return ()
    rows: list[HandWritten] = []
    try:
        data = tomllib.loads(table.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise MalformedProofError(str(error), file=THEOREMS) from None
    texts = data.get("statements", {})
    for index, entry in enumerate(data.get("theorem", [])):
        if not {"label", "name", "file", "assumptions"} <= set(entry) <= {*HandWritten._fields} - {"text"}:
            msg = "a theorem must have label, name, file and assumptions, and may have a statement and the largest n"
            raise MalformedProofError(msg, file=THEOREMS, field=f"theorem[{index}]")
        if not folder.joinpath(entry["file"]).is_file():
            msg = f"there is no file {entry['file']}"
            raise MalformedProofError(msg, file=THEOREMS, field=f"theorem[{index}].file")
        row = HandWritten(**entry, text=texts.get(entry["name"], "").strip())
        rows.append(row._replace(assumptions=frozenset(entry["assumptions"])))
    return tuple(rows)


def hand_written_files(file: str, folder: Path = LIBRARY) -> tuple[str, ...]:
    """Return a file and all that it imports from the same folder, each after those that it imports.

    Args:
        file: the name of a file of the folder, such as ``Cover.v``.
        folder: the folder.
    """
    order: dict[str, None] = {}

    def visit(name: str) -> None:
        text = folder.joinpath(name).read_text(encoding="utf-8")
        for match in _REQUIRE.finditer(text):
            for module in match.group(1).split():
                if f"{module}.v" not in order and (folder / f"{module}.v").is_file():
                    visit(f"{module}.v")
        order[name] = None

    visit(file)
    return tuple(order)


def check_hand_written(
    rows: Sequence[HandWritten], folder: Path = LIBRARY, *, seconds: int = SECONDS, again: bool = False
) -> Acceptance:
    """Return what Coq says of theorems that are written by hand: each must rest on exactly the axioms of its row.

    Args:
        rows: the rows of the table.
        folder: the folder of their files.
        seconds: the time limit of one run of ``coqc``.
        again: whether ``coqchk`` reads what ``coqc`` accepted.

    Returns:
        The axioms by the names of the theorems, and the labels that are refused, with the reason.
    """
    files = list(dict.fromkeys(file for row in rows for file in hand_written_files(row.file, folder)))
    accepted: dict[str, frozenset[str]] = {}
    with tempfile.TemporaryDirectory(prefix="proofs-coq-") as name:
        there = Path(name)
        problems: dict[str, str] = {}
        for file in files:
            shutil.copyfile(folder.joinpath(file), there.joinpath(file))
            problem = _compile(file.removesuffix(".v"), there, seconds)[1]
            if problem:
                problems[file] = " ".join(problem.split())[:400]
        refused = {row.label: problems[row.file] for row in rows if row.file in problems}
        sound = [row for row in rows if row.file not in problems]
        try:
            found = _axioms_by_hand(sound, there, seconds)
        except ProofError:  # a name that is none hides the others: ask one at a time
            found = {}
            for row in sound:
                try:
                    found |= _axioms_by_hand([row], there, seconds)
                except ProofError as error:
                    refused[row.label] = str(error)
        compiled = [file.removesuffix(".v") for file in files if file not in problems]
        cited = frozenset(name for row in sound for name in _plain(row.assumptions) if name.startswith("cite_"))
        checked = recheck(compiled, there, cites=cited, seconds=seconds) if again else None
    for row in sound:
        axioms = found.get(_qualified(row))
        if axioms is None:
            continue
        if _plain(axioms) == _plain(row.assumptions):
            accepted[row.name] = axioms
        else:
            refused[row.label] = f"the axioms must be {sorted(row.assumptions)}, not {sorted(axioms)}"
    return Acceptance(accepted, refused, checked)


def _qualified(row: HandWritten) -> str:
    """Return the name of a theorem with its file."""
    return f"{row.file.removesuffix('.v')}.{row.name}"


def _axioms_by_hand(rows: Sequence[HandWritten], folder: Path, seconds: int) -> dict[str, frozenset[str]]:
    """Return the axioms of theorems of compiled files, each by itself."""
    files = list(dict.fromkeys(row.file.removesuffix(".v") for row in rows))
    return _axioms({_qualified(row): [_qualified(row)] for row in rows}, files, folder, seconds)

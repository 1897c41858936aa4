r"""The command line ``proofs``.

    proofs list [--json]
    proofs show LABEL [--format text|latex|html] [--json]
    proofs check [LABEL or FILE ...] [--json]
    proofs export --to coq DIR [--check] [--recheck] [--record FILE] [--json]
    proofs compile FILE ...

Exit status: 0 nothing refused; 1 something refused; 2 not a proof, a label that has none, or a file that cannot be
read or written; 3 Coq is not installed; 130 interrupted; 70 an error of ours.

Dictionary:
    main: the entry point.
    list_labels, show, check, export, compile_files: the commands. Format: the formats of `show`.
    Assistant: the proof assistants of `export`; CoqRun: what Coq said.
"""

from __future__ import annotations

import enum
import html
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Never

import typer

from proofs.coq_check import (
    Acceptance,
    HandWritten,
    check_export,
    check_hand_written,
    coq_version,
    read_hand_written,
)
from proofs.coq_record import (
    RECORD,
    library_export,
    make_record,
    read_record,
    recorded_states,
    states_after,
)
from proofs.errors import MalformedProofError, ProofError, RejectedStepError
from proofs.export_coq import Export, write_folder
from proofs.library import (
    SUFFIX,
    Library,
    Verdict,
    item_status,
    needed_names,
    provided_names,
    read_file,
    run_checker,
    verdicts_of,
)
from proofs.render import item_html, item_latex, item_text, latex_words

SCHEMA = 1
REFUSED, WRONG_INPUT, UNABLE, INTERNAL, INTERRUPTED = 1, 2, 3, 70, 130

_UsageError: type[Exception] = typer.BadParameter.__mro__[2]  # the base of all errors of the command line

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Proofs of the theory, checked step by step.",
)


class Format(enum.StrEnum):
    """How a proof is printed."""

    TEXT = "text"
    LATEX = "latex"
    HTML = "html"


JsonOption = Annotated[bool, typer.Option("--json", help="print one JSON document")]


def _print(text: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(text + "\n")


def _print_json(document: object) -> None:
    """Write a JSON document to standard output."""
    _print(json.dumps(document, indent=1, ensure_ascii=False))


def _fail(status: int, kind: str, message: str, *, where: dict[str, Any] | None = None, as_json: bool) -> Never:
    """Say what is wrong and end."""
    if as_json:
        _print_json({"schema": SCHEMA, "error": {"kind": kind, "message": message, "where": where or {}}})
    else:
        sys.stderr.write(f"proofs: {message}\n")
    raise typer.Exit(status)


def _label(library: Library, name: str, *, as_json: bool) -> str:
    """Return the label that a name means, or end with status 2."""
    label = library.resolve(name)
    if label is None:
        _fail(WRONG_INPUT, "unknown-label", f"no label is called {name[:80]!r}; see `proofs list`", as_json=as_json)
    return label


# ------------------------------------------------------------------------------------------------------------- list


@app.command("list")
def list_labels(
    as_json: JsonOption = False,
    coq: Annotated[bool, typer.Option("--coq", help="run Coq now instead of reading its record")] = False,
) -> None:
    """Print every label with its status."""
    library = Library.load()
    library.check()
    if coq:
        run = _run_coq(library, as_json=as_json)
        library.coq = states_after(library, run.export, run.items, run.by_hand)
    else:
        library.coq = recorded_states(library)
    described = [library.describe(label) for label in library.rows]
    if as_json:
        _print_json([{"schema": SCHEMA, **row} for row in described])
        return
    for row in described:
        number = row["number"] or row["kind"]
        _print(f"{number:<10} {row['label']:<58} {row['status']:<22} {row['provenance']:<14} {row['title'][:90]}")
    counts = Counter(row["status"].split(" ")[0] for row in described)
    _print(", ".join(f"{count} {status}" for status, count in sorted(counts.items())))


# ------------------------------------------------------------------------------------------------------------- show


def _uses(library: Library, label: str) -> list[str]:
    """Return the items of the library that the proofs of a label rest on, directly or not, without its own items."""
    own = set(library.names_behind(label))
    files = library.files_for(library.entries[name].item for name in own)
    return [
        entry.item.name
        for path in files
        for entry in library.entries.values()
        if entry.file == path and entry.item.name not in own
    ]


def _theorems_by_hand(library: Library, label: str) -> list[HandWritten]:
    """Return the theorems, written in Coq by hand, that prove a label or its parts."""
    labels = {label, *library.rows[label].parts}
    return [theorem for theorem in read_hand_written() if theorem.label in labels]


def _theorem_lines(theorem: HandWritten) -> list[str]:
    """Return a theorem written in Coq by hand as lines of text."""
    lines = [f"{theorem.label}: proved in Coq, theorem {theorem.name} of proofs/coq_library/{theorem.file}"]
    if theorem.statement:
        lines.append(f"  in words   {theorem.statement}")
    lines.append(f"  rests on   {', '.join(sorted(theorem.assumptions)) or 'nothing but the logic of Coq'}")
    return [*lines, *(f"    {line}" for line in theorem.text.splitlines()), ""]


def _show_text(library: Library, label: str, described: dict[str, Any]) -> str:
    """Return a label with its proofs as text."""
    row = library.rows[label]
    lines = [f"{label}{'  ' + row.number if row.number else ''}"]
    lines += [
        f"  {key:<11}{described[key]}" for key in ("title", "status", "provenance", "note", "source") if described[key]
    ]
    if row.towards:
        lines.append(f"  towards    {row.towards}")
    if described["cites"]:
        lines.append(f"  cites      {', '.join(described['cites'])}")
    if row.parts:
        lines += [f"  part       {part}: {library.status(part)}: {library.rows[part].title}" for part in row.parts]
    uses = _uses(library, label)
    if uses:
        lines.append(f"  uses       {', '.join(uses)}")
    lines.append("")
    links = library.links()
    items = [library.entries[name].item for name in library.names_behind(label)]
    theorems = _theorems_by_hand(library, label)
    lines += [line for theorem in theorems for line in _theorem_lines(theorem)]
    if not items and not theorems:
        lines.append("There is no proof yet." if described["status"] == "open" else "There is nothing to prove here.")
    return "\n".join([*lines, *(item_text(item, links) for item in items)])


def _show_document(library: Library, label: str, style: Format, described: dict[str, Any]) -> str:
    """Return a label with its proofs and all that they use in LaTeX or HTML."""
    names = [*library.names_behind(label), *_uses(library, label)]
    links = library.links()
    items = [library.entries[name].item for name in names]
    words = [("Status", "status"), ("Provenance", "provenance"), ("Source", "source")]
    facts = " ".join([f"{described['title']}.", *(f"{word}: {described[key]}." for word, key in words)])
    theorems = ["\n".join(_theorem_lines(theorem)).rstrip() for theorem in _theorems_by_hand(library, label)]
    if style is Format.LATEX:
        shown = [f"\\begin{{verbatim}}\n{text}\n\\end{{verbatim}}" for text in theorems]
        return "\n".join(
            [rf"\subsection*{{{label}}}", latex_words(facts), "", *shown, *(item_latex(item, links) for item in items)]
        )
    shown = [f"<pre>{html.escape(text)}</pre>" for text in theorems]
    head = f"<article>\n<h2>{html.escape(label)} {html.escape(described['number'])}</h2>\n<p>{html.escape(facts)}</p>"
    return "\n".join([head, *shown, *(item_html(item, links) for item in items), "</article>"])


@app.command()
def show(
    label: Annotated[str, typer.Argument(help="a label, or its number such as Q-T4")],
    style: Annotated[Format, typer.Option("--format", help="text, latex or html")] = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Print what was checked: statement, status, proof, and all that it rests on."""
    library = Library.load()
    found = _label(library, label, as_json=as_json)
    library.check(library.names_behind(found))
    library.coq = recorded_states(library, library.names_behind(found))
    described = library.describe(found)
    if as_json:
        links = library.links()
        texts = [item_text(library.entries[name].item, links) for name in library.names_behind(found)]
        _print_json({"schema": SCHEMA, **described, "uses": _uses(library, found), "text": texts})
    elif style is Format.TEXT:
        _print(_show_text(library, found, described))
    else:
        _print(_show_document(library, found, style, described))


# ------------------------------------------------------------------------------------------------------------ check


def _verdict_row(label: str, status: str, verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """Return one row of the report."""
    refused = [verdict for verdict in verdicts if not verdict.accepted]
    row: dict[str, Any] = {"schema": SCHEMA, "label": label, "verdict": "refused" if refused else "accepted"}
    if refused:
        return row | dict(refused[0].refusal)
    return row | {"status": status}


def _check_labels(library: Library, labels: list[str]) -> list[dict[str, Any]]:
    """Check labels of the library and return one row for each; without proofs the verdict is the status."""
    names = sorted({name for label in labels for name in library.names_behind(label)})
    library.check(names)
    library.coq = recorded_states(library, names)
    rows: list[dict[str, Any]] = []
    for label in labels:
        names = library.names_behind(label)
        status = library.status(label)
        if names:
            rows.append(_verdict_row(label, status, [library.verdicts[name] for name in names]))
        else:
            rows.append({"schema": SCHEMA, "label": label, "verdict": status.split(" ")[0], "status": status})
    return rows


def _check_file(library: Library, path: Path) -> list[dict[str, Any]]:
    """Check a file after what it needs from the library; raise `MalformedProofError` if it is no proof."""
    items = read_file(path)
    own = {name for item in items for name in provided_names(item)}
    needed = {name for item in items for name in needed_names(item)} - own
    needs = {library.resolve(name) for name in needed} - {None}
    sources = [library.entries[name].item for name in sorted(str(n) for n in needs) if name in library.entries]
    files = [file for file in library.files_for(sources) if file.resolve() != path.resolve()]
    outcome = run_checker([*files, path])[-1]
    if "malformed" in outcome:
        told = outcome["malformed"]
        raise MalformedProofError(told["problem"], file=str(path), line=told["line"], field=told["field"])
    verdicts = verdicts_of(outcome, [item.name for item in items])
    statuses = {item.name: item_status(item, verdicts[item.name]).text() for item in items}
    return [_verdict_row(item.name, statuses[item.name], [verdicts[item.name]]) for item in items]


def _print_check(rows: list[dict[str, Any]], *, explicit: bool) -> None:
    """Print the report: refusals, what was asked for, and the counts."""
    for row in rows:
        if row["verdict"] == "refused":
            place = "/".join(part for part in (row["lemma"], row["step"]) if part)
            _print(f"refused   {row['label']}: {place}: {row['rule']}: {row['reason']}")
        elif explicit:
            _print(f"{row['verdict']:<9} {row['label']}: {row['status']}")
    counts = Counter(row["verdict"] for row in rows)
    _print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))


@app.command()
def check(
    targets: Annotated[list[str] | None, typer.Argument(metavar="[LABEL or FILE ...]")] = None,
    as_json: JsonOption = False,
) -> None:
    """Check labels or files in a fresh isolated process; without arguments the whole library."""
    library = Library.load()
    rows: list[dict[str, Any]] = []
    for target in targets or []:
        if target.endswith(".json") or ("/" in target and library.resolve(target) is None):
            rows += _check_file(library, Path(target))
            continue
        label = _label(library, target, as_json=as_json)
        if not library.names_behind(label):
            library.coq = recorded_states(library, [])
            message = f"the label {label} has no proof; its status is {library.status(label)}"
            _fail(WRONG_INPUT, "no-proof", message, as_json=as_json)
        rows += _check_labels(library, [label])
    if not targets:
        rows = _check_labels(library, list(library.rows))
    if as_json:
        _print_json(rows)
    else:
        _print_check(rows, explicit=bool(targets))
    if any(row["verdict"] == "refused" for row in rows):
        raise typer.Exit(REFUSED)


# ----------------------------------------------------------------------------------------------------------- export


class Assistant(enum.StrEnum):
    """The proof assistants to which proofs are exported."""

    COQ = "coq"


class CoqRun(NamedTuple):
    """A run of Coq: its version, the blocks, what it said of them and of the theorems written by hand."""

    version: str
    export: Export
    items: Acceptance
    by_hand: Acceptance


def _run_coq(library: Library, *, as_json: bool, again: bool = False) -> CoqRun:
    """Run Coq on the whole library, and coqchk where it is wanted again, or end where there is no Coq."""
    version = coq_version()
    if version is None:
        _fail(UNABLE, "no-coq", "coqc is not installed; on Debian it is in the package coq", as_json=as_json)
    exported = library_export(library)
    by_hand = check_hand_written(read_hand_written(), again=again)
    return CoqRun(version, exported, check_export(exported, again=again), by_hand)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="the folder to write; it is made if it is not there")],
    to: Annotated[Assistant, typer.Option("--to", help="coq")],
    run_coq: Annotated[bool, typer.Option("--check", help="run Coq and say what it accepts")] = False,
    record: Annotated[Path | None, typer.Option("--record", help="run Coq and write what it accepts")] = None,
    again: Annotated[bool, typer.Option("--recheck", help="run Coq, and coqchk on what it accepts")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write everything that the kernel checks as a folder that Coq accepts without this project."""
    library = Library.load()
    exported = library_export(library)
    files = write_folder(exported, folder)
    row: dict[str, Any] = {
        "schema": SCHEMA,
        "to": str(to),
        "files": [path.name for path in files],
        "theorems": sum(len(block.theorems) for block in exported.blocks),
        "left_out": dict(exported.left_out),
        "refused": {},
        "coq": "not-run",
    }
    if run_coq or again or record is not None:
        run = _run_coq(library, as_json=as_json, again=again)
        row |= {"coq": run.version, "refused": {**run.items.refused, **run.by_hand.refused}}
        row |= {"accepted": len(run.items.axioms), "accepted_by_hand": len(run.by_hand.axioms)}
        found = make_record(library, run.version, run.export, run.items, run.by_hand)
        if record is not None:
            record.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        row["record"] = "agrees" if {**read_record(record or RECORD), "coq": run.version} == found else "differs"
        if again:
            row["recheck"] = {"export": run.items.recheck, "by_hand": run.by_hand.recheck}
    if as_json:
        _print_json(row)
    else:
        _print_export(row, folder)
    if row["left_out"] or row["refused"] or row.get("record") == "differs" or any(row.get("recheck", {}).values()):
        raise typer.Exit(REFUSED)


def _print_export(row: dict[str, Any], folder: Path) -> None:
    """Print what was written, what was refused, and what Coq accepted."""
    _print(f"written   {len(row['files'])} files with {row['theorems']} theorems to {folder}")
    for name, reason in sorted({**row["left_out"], **row["refused"]}.items()):
        _print(f"refused   {name}: {reason}")
    if row["coq"] != "not-run":
        _print(f"accepted  {row['accepted']} theorems, and {row['accepted_by_hand']} written by hand; Coq {row['coq']}")
        _print(f"record    {row['record']}")
    for part, problem in row.get("recheck", {}).items():
        _print(f"coqchk    {part}: {problem or 'accepts the compiled files, on the expected axioms'}")


# ---------------------------------------------------------------------------------------------------------- compile


@app.command("compile")
def compile_files(files: Annotated[list[Path], typer.Argument(metavar="FILE ...")]) -> None:
    """Turn readable proofs NAME.lemma into NAME.cert.json, with the certificates found and written down."""
    from proofs.authoring import compile_lemmas  # the prover is needed here only

    for path, text in compile_lemmas(files).items():
        target = path.with_name(path.name.removesuffix(".lemma") + SUFFIX)
        target.write_text(text, encoding="utf-8")
        _print(f"written   {target}")


# ------------------------------------------------------------------------------------------------------------- main


def main() -> None:
    """Run the command line; every error becomes a sentence and an exit status."""
    as_json = "--json" in sys.argv
    try:
        status = app(standalone_mode=False)
    except typer.Exit as ending:
        status = ending.exit_code
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except _UsageError as error:
        status = _report(WRONG_INPUT, "usage", _usage_message(error), as_json=as_json)
    except MalformedProofError as error:
        where = {"file": error.file, "line": error.line, "field": error.field}
        status = _report(WRONG_INPUT, "malformed", str(error), where=where, as_json=as_json)
    except RejectedStepError as error:
        where = {"lemma": error.lemma, "step": error.step, "rule": error.rule}
        status = _report(REFUSED, "rejected", str(error), where=where, as_json=as_json)
    except BrokenPipeError:
        sys.stderr.close()
        status = 0
    except OSError as error:
        if error.filename is None or Path(error.filename).is_relative_to(Path(__file__).parent):
            status = _report(INTERNAL, "internal", str(error), as_json=as_json)
        else:  # a file that the user named
            problem = f"{error.filename}: this cannot be read or written: {error.strerror}"
            status = _report(WRONG_INPUT, "file", problem, where={"file": str(error.filename)}, as_json=as_json)
    except ProofError as error:
        status = _report(INTERNAL, "internal", str(error), as_json=as_json)
    sys.exit(status or 0)


def _usage_message(error: Exception) -> str:
    """Return what is wrong with the command line."""
    formatted = getattr(error, "format_message", None)
    return (str(formatted()) if callable(formatted) else str(error)) or "see `proofs --help`"


def _report(status: int, kind: str, message: str, *, where: dict[str, Any] | None = None, as_json: bool) -> int:
    """Say what is wrong and return the status."""
    try:
        _fail(status, kind, message, where=where, as_json=as_json)
    except typer.Exit as ending:
        return ending.exit_code


if __name__ == "__main__":
    main()

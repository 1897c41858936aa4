r"""From readable proofs to proof files: everything that an author needs.

Untrusted: the checker reads the proof files and nothing else.

Dictionary:
    compile_lemmas: the proof files of readable texts, in the order of what they need.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from proofs import kernel
from proofs.errors import MalformedProofError
from proofs.facts import Theory
from proofs.library import LEMMAS, SUFFIX, needed_names, provided_names, read_file
from proofs.syntax import Count, Finite, Item, NotThreshold, Rank, Threshold
from proofs.text import parse
from proofs.write import compile_text


def _read_texts(files: Iterable[Path]) -> dict[Path, tuple[str, tuple[Item, ...]]]:
    """Return text and items of readable files."""
    result: dict[Path, tuple[str, tuple[Item, ...]]] = {}
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
            result[path] = text, parse(text)
        except (OSError, UnicodeDecodeError) as error:
            msg = f"cannot be read: {error}"
            raise MalformedProofError(msg, file=str(path)) from None
        except MalformedProofError as error:
            raise MalformedProofError(error.problem, file=str(path), line=error.line) from None
    return result


class _Compiler:
    """The sources, the theory so far and the proof files so far."""

    def __init__(self, texts: dict[Path, tuple[str, tuple[Item, ...]]], library: Path) -> None:
        """Take the readable texts, and from the library what they do not provide themselves."""
        self.texts = texts
        self.sources: dict[Path, tuple[Item, ...]] = {path: items for path, (_, items) in texts.items()}
        own = {name for items in self.sources.values() for item in items for name in provided_names(item)}
        for path in sorted(library.glob(f"*{SUFFIX}")):
            items = read_file(path)
            if not own.intersection(name for item in items for name in provided_names(item)):
                self.sources[path] = items
        self.providers = {
            name: path for path, items in self.sources.items() for item in items for name in provided_names(item)
        }
        self.theory: Theory = kernel.EMPTY
        self.result: dict[Path, str] = {}
        self.visited: set[Path] = set()

    def visit(self, path: Path) -> None:
        """Accept a source after everything that it needs."""
        self.visited.add(path)
        for item in self.sources[path]:
            for name in sorted(needed_names(item)):
                if name in self.providers and self.providers[name] not in self.visited:
                    self.visit(self.providers[name])
        if path in self.texts:
            self.result[path], self.theory = compile_text(self.texts[path][0], self.theory)
            return
        for item in self.sources[path]:
            if not isinstance(item, Finite | Threshold | NotThreshold | Count | Rank):
                self.theory = kernel.accept(item, self.theory)


def compile_lemmas(files: Iterable[Path], library: Path = LEMMAS) -> dict[Path, str]:
    """Return the proof file of every readable file.

    Args:
        files: readable files; they may use each other and the proof files of the library.
        library: the folder of the library.

    Returns:
        For each file the text of its proof file, in the order in which each needs only earlier ones.

    Raises:
        MalformedProofError: if a file cannot be read; holds file and line.
        RejectedStepError: if a step does not follow.
    """
    compiler = _Compiler(_read_texts(files), library)
    for path in compiler.texts:
        if path not in compiler.visited:
            compiler.visit(path)
    return compiler.result

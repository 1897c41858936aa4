"""Write the corpus: proofs that are accepted, and proofs that are wrong in exactly one way.

    python -m tests.proofs.make_corpus

What is expected of each file stands in the modules ``corpus_*`` and is written beside the folders.
"""

import json
from pathlib import Path

from tests.proofs import (
    corpus_arithmetic,
    corpus_branches,
    corpus_data,
    corpus_definitions,
    corpus_malformed,
    corpus_neighbours,
    corpus_steps,
)
from tests.proofs.corpus_tools import ACCEPT, MALFORMED, REJECT, dump

CORPUS = Path(__file__).parent / "corpus"
PARTS = (
    corpus_arithmetic,
    corpus_steps,
    corpus_branches,
    corpus_definitions,
    corpus_data,
    corpus_neighbours,
    corpus_malformed,
)


def toml(value):
    """Return a value as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(entry)}" for key, entry in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(entry) for entry in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def write(place_of_all=CORPUS):
    """Write all files and remove those that are no longer expected."""
    for folder, table in (("accept", ACCEPT), ("reject", REJECT), ("malformed", MALFORMED)):
        lines = []
        place = place_of_all / folder
        place.mkdir(parents=True, exist_ok=True)
        for path in place.glob("*.json"):
            if path.stem not in table:
                path.unlink()
        for name, (content, expected) in table.items():
            data = content if isinstance(content, bytes) else dump(content).encode()
            (place / f"{name}.json").write_bytes(data)
            wrapped = {"accepted": expected} if folder == "accept" else expected
            lines += [f"[{name}]", *(f"{key} = {toml(value)}" for key, value in wrapped.items()), ""]
        (place_of_all / f"{folder}.toml").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write()

"""Judge the corpus with one copy of the trusted files; standard library only, so that it can run in a bare process.

    python -I -S judge.py ROOT CORPUS      ROOT contains the package `proofs`

prints one line for each file on which the checker and the expectation differ, and ends with status 1 if there is one.
"""

import contextlib
import io
import itertools
import json
import sys
import tomllib
from pathlib import Path


def outcome(content):
    """Return what the checker says about a file: accepted, rejected with place and reason, or malformed with place."""
    from proofs import kernel, verify
    from proofs.errors import MalformedProofError, RejectedStepError

    try:
        accepted = []
        for item, theory in verify.check_file(content, kernel.EMPTY):
            told = verify.report(item, theory)
            accepted.append({"name": told["name"], "rests_on": told["rests_on"], "cites": told["cites"]})
    except RejectedStepError as error:
        return {"lemma": error.lemma, "step": error.step, "rule": error.rule, "reason": error.reason}
    except MalformedProofError as error:
        return {"line": error.line, "field": error.field, "problem": error.problem}
    return {"accepted": accepted}


def differences(corpus):
    """Yield a sentence for every file of the corpus on which checker and expectation differ."""
    for folder in ("accept", "reject", "malformed"):
        expected = tomllib.loads((corpus / f"{folder}.toml").read_text(encoding="utf-8"))
        files = {path.stem: path for path in sorted((corpus / folder).glob("*.json"))}
        if set(files) != set(expected):
            yield f"{folder}: files and expectations differ in {sorted(set(files) ^ set(expected))}"
        for name, path in files.items():
            found = outcome(path.read_bytes())
            if found != expected.get(name):
                yield f"{folder}/{name}: expected {expected.get(name)}, found {found}"
    from proofs.reader import FILE_LIMIT

    for size, problem in (
        (0, "not JSON: Expecting value"),
        (1, "a file must have at most 16000000 bytes, not 16000001"),
    ):
        found = outcome(b" " * (FILE_LIMIT + size))
        if found.get("problem") != problem:
            yield f"a file of {FILE_LIMIT + size} blanks: expected {problem}, found {found}"


def told_by_the_process(corpus):
    """Yield a sentence if the process does not report what the folders of the corpus say."""
    from proofs import verify

    files = [
        ("missing", "missing"),
        ("accept", "citations"),
        ("reject", "exploit_nested_induction"),
        ("malformed", "float"),
    ]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        verify.main([str(corpus / folder / f"{name}.json") for folder, name in files])
    told = [json.loads(line) for line in output.getvalue().splitlines()]
    expected = {
        folder: tomllib.loads((corpus / f"{folder}.toml").read_text(encoding="utf-8")) for folder, _ in files[1:]
    }
    accepted = [(item["name"], item["rests_on"], item["cites"]) for item in told[1]["items"]]
    wanted = [(item["name"], item["rests_on"], item["cites"]) for item in expected["accept"]["citations"]["accepted"]]
    unread = {"problem": "cannot be read: No such file or directory", "line": 0, "field": ""}
    if (
        [document["file"].rsplit("/", 1)[-1] for document in told] != [f"{name}.json" for _, name in files]
        or told[0]["malformed"] != unread
        or accepted != wanted
        or told[2]["rejected"] != expected["reject"]["exploit_nested_induction"]
        or told[3]["malformed"] != expected["malformed"]["float"]
    ):
        yield f"the process reports {told}"


def main(root, corpus):
    """Judge and say so."""
    sys.path.append(root)
    found = False
    for line in itertools.chain(differences(Path(corpus)), told_by_the_process(Path(corpus))):
        found = True
        sys.stdout.write(line + "\n")
        break
    return int(found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

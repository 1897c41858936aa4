r"""One threshold function for every class under permuting and negating inputs, each with its certificate, in a file.

A class of functions of n variables is an orbit of self-dual functions of n + 1 variables with one of its weights chosen
as the constant, and the sign of the constant.  It is told from the others by its Chow parameters: the constant one, and
the sorted absolute values of the rest (Chow's theorem).

The file has one JSON document a line: a head with the numbers of classes and functions, then for every class a truth
table, the number of its functions, and the certificate in the form that `exact verify` reads.

Dictionary:
    ThresholdClass: a representative and the size of its class.
    threshold_classes: all classes of n variables.
    write_representatives: write them to a file.
    check_representatives: read a file, verify every certificate, and that the classes are different and complete.
    MAXIMUM_FILE: how many bytes such a file may have.

Sources: :cite:p:`Chow1961`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import factorial, prod
from pathlib import Path

from exact.boolean import BooleanFunction
from exact.bounded_file import read_bounded
from exact.certificate import Realization, from_document, to_document
from exact.chow import chow_parameters
from exact.counting.sampling import check_classes, realization_of, self_dual_orbits
from exact.counting.threshold import count_threshold
from exact.errors import CertificateError, InputError

SCHEMA = "attention-quarks/representatives/1"
MAXIMUM_FILE = 1 << 25
"""Twice what the 29375 classes of seven variables need."""


@dataclass(frozen=True, slots=True)
class ThresholdClass:
    """A class of threshold functions under permuting and negating inputs.

    Attributes:
        representative: one function, as a realization in signs with non-negative weights.
        functions: the number of functions in the class.
    """

    representative: Realization
    functions: int


def threshold_classes(n: int) -> Iterator[ThresholdClass]:
    """Yield one threshold function of n variables for every class under permuting and negating inputs.

    Args:
        n: the number of variables, at most 7.

    Raises:
        TooLargeError: if n is larger than 7.

    Cost:
        That of `self_dual_orbits`; there are 29375 classes for n = 7.

    Examples:
        >>> [(entry.representative.weights, entry.functions) for entry in threshold_classes(1)]
        [((0,), 1), ((0,), 1), ((1,), 2)]
    """
    for orbit in self_dual_orbits(check_classes(n) + 1):
        for constant in sorted(set(orbit.weights), reverse=True):
            rest = list(orbit.weights)
            rest.remove(constant)
            counts = Counter(rest)
            functions = (factorial(n) // prod(map(factorial, counts.values()))) << (n - counts[0])
            for signed in {constant, -constant}:
                yield ThresholdClass(realization_of((*rest, signed)), functions)


def write_representatives(n: int, path: Path) -> int:
    """Write one function for every class of threshold functions of n variables, with its certificate, to a file.

    Args:
        n: the number of variables, at most 7.
        path: the file; an existing one is replaced.

    Returns:
        The number of classes.

    Raises:
        TooLargeError: if n is larger than 7.
        InputError: if the file cannot be written.
    """
    classes = list(threshold_classes(n))
    head = {
        "schema": SCHEMA,
        "class": "threshold",
        "n": n,
        "classes": len(classes),
        "functions": str(sum(entry.functions for entry in classes)),
    }
    lines = [json.dumps(head)]
    for entry in classes:
        f = BooleanFunction(n, entry.representative.table)
        line = {
            "table": f.to_hex(),
            "functions": str(entry.functions),
            "certificate": to_document(entry.representative),
        }
        lines.append(json.dumps(line))
    try:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"the file cannot be written: {error.strerror or error}", file=str(path)) from None
    return len(classes)


def check_representatives(path: Path) -> int:
    """Check a file of representatives: certificates, sizes, that no two classes are equal and that none is missing.

    The number of all functions is counted by `count_threshold`, another road.

    Args:
        path: the file.

    Returns:
        The number of classes.

    Raises:
        InputError: if the file is not of this form.
        TooLargeError: if it says that n is larger than 7.
        CertificateError: if something in it is not true.
    """
    data = read_bounded(path, "file of representatives", MAXIMUM_FILE)
    try:
        lines = [json.loads(line) for line in data.decode("utf-8").splitlines()]
        head, entries = lines[0], lines[1:]
        n, listed, total = head["n"], head["classes"], int(head["functions"])
        tables = [(int(entry["table"], 16), int(entry["functions"]), entry["certificate"]) for entry in entries]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise InputError(f"this must be a file of representatives ({error})", file=str(path)) from None
    if type(n) is not int or n < 0:
        raise InputError(f"the number of variables must be an integer from 0, not {n!r}", file=str(path), field="n")
    check_classes(n)
    for table, _, _ in tables:
        if not 0 <= table < 1 << (1 << n):
            raise InputError(f"{table:#x} is no truth table of {n} variables", file=str(path), field="table")
    seen: set[tuple[int, ...]] = set()
    functions = 0
    for table, size, document in tables:
        certificate = from_document(document)
        f = BooleanFunction(n, table)
        if not isinstance(certificate, Realization) or certificate.degree != 1:
            raise CertificateError(f"the certificate of {table:#x} must be a realization of degree 1", culprit=table)
        certificate.verify(f)
        constant, *rest = chow_parameters(f)
        key = (constant, *sorted(map(abs, rest)))
        counts = Counter(map(abs, rest))
        if key in seen:
            raise CertificateError(f"the class of {table:#x} must stand there only once", culprit=table)
        if size != (factorial(n) // prod(map(factorial, counts.values()))) << (n - counts[0]):
            raise CertificateError(f"the size of the class of {table:#x} must not be {size}", culprit=table)
        seen.add(key)
        functions += size
    if not functions == total == count_threshold(n).value or listed != len(tables):
        raise CertificateError(f"the classes must hold all threshold functions, not {functions}", culprit=functions)
    return len(tables)

"""All properties of a function in one document, and the command that prints it."""

import json

import pytest
from hypothesis import given, settings

from exact.boolean import BooleanFunction
from exact.certificate import from_document
from exact.command import main
from exact.errors import TooLargeError
from exact.properties import LIMITS, function_properties
from exact.recognize import is_threshold
from exact.structure import npn_class
from tests.strategies import any_functions

CERTIFICATES = ("threshold_degree", "threshold_density", "minimum_weights")


def certificates(found):
    """The certificates in the document."""
    for name in CERTIFICATES:
        part = found[name]
        if part is not None:
            yield from [part] if "kind" in part else part.values()


@settings(max_examples=15)
@given(any_functions(3))
def test_every_property_is_that_of_the_function(f):
    found = function_properties(f)
    assert (found["n"], found["table"]) == (f.n, f.to_hex())
    assert found["threshold"] == is_threshold(f)
    assert BooleanFunction.from_hex(found["dual"], f.n).dual() == f
    assert len(found["chow_parameters"]) == f.n + 1 == len(found["directions"]) + 1
    assert found["npn"]["label"] == f"npn{f.n}-{found['npn']['canonical']}"
    for certificate in certificates(found):
        from_document(certificate).verify(f)
    assert (found["minimum_weights"] is None) == (found["essential_points"] is None) == (not found["threshold"])
    assert json.loads(json.dumps(found)) == found


def test_the_number_of_certificates_is_as_said():
    assert len(list(certificates(function_properties(BooleanFunction(3, 0xE8))))) == 5
    assert len(list(certificates(function_properties(BooleanFunction(2, 6))))) == 3


def test_what_grows_too_fast_is_left_out():
    found = function_properties(BooleanFunction.parity(11))
    assert all(found[name] is None for name in LIMITS)
    assert found["two_summable"]
    with pytest.raises(TooLargeError):
        function_properties(BooleanFunction(17, 0))
    assert npn_class(BooleanFunction.parity(9)) is None


def run(capsys, *arguments):
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_the_command_prints_what_the_function_returns(capsys):
    status, out, err = run(capsys, "decide", "0xe8", "--n", "3", "--properties", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == function_properties(BooleanFunction(3, 0xE8))
    status, out, _ = run(capsys, "decide", "0xe8", "--n", "3", "--properties")
    assert status == 0
    for line in (
        "self dual: yes",
        "two summable: no",
        "shapley shubik: 1/3, 1/3, 1/3",
        "class under NPN: npn3-0x17, by not [1 2 3]",
        "The function 0xe8 of 3 variables has threshold density 4 in bits.",
        "specification number: 6",
    ):
        assert line in out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["0xe8", "--n", "3", "--out", "c.json"], 2, "without --out and --degree"),
        (["0xe8", "--n", "3", "--degree", "2"], 2, "without --out and --degree"),
        (["--nodes", "--file", "f.blif"], 2, "with --file alone"),
        (["--self-dual-table", "3"], 2, "must be given alone"),
        (["0x0", "--n", "17"], 3, "17"),
    ],
)
def test_wrong_questions_are_refused(capsys, arguments, status, message):
    found, out, err = run(capsys, "decide", "--properties", *arguments)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert message in err

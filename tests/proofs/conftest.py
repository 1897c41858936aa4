"""The shipped library and its export to Coq, read once for each file of tests that asks for them."""

import pytest

from proofs.coq_record import library_export
from proofs.library import Library


@pytest.fixture(scope="module")
def library():
    return Library.load()


@pytest.fixture(scope="module")
def exported(library):
    return library_export(library)

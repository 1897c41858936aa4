"""Weights files: exact numbers, and refusals of what is truncated, hostile or no number."""

import contextlib
import io
import json
import struct
import zipfile
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save, save_file

from exact.errors import ExactError, InputError
from exact.weights_reader import read_tensors


def entries(path):
    tensors, _ = read_tensors(path)
    return {name: [t.entry(index) for index in np.ndindex(*t.shape)] for name, t in tensors.items()}


@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1, max_size=8))
def test_a_float_is_the_dyadic_rational_that_it_is(tmp_path_factory, numbers):
    folder = tmp_path_factory.getbasetemp()
    array = np.array(numbers, dtype=np.float32)
    save_file({"a": array}, folder / "f.safetensors")
    np.savez(folder / "f.npz", a=array)
    expected = [Fraction(float(x)) for x in array]
    assert entries(folder / "f.safetensors")["a"] == entries(folder / "f.npz")["a"] == expected


@pytest.mark.parametrize(
    "kind", ["float16", "float32", "float64", "int8", "uint8", "int16", "int32", "int64", "uint64"]
)
def test_every_real_number_type_is_read(tmp_path, kind):
    array = np.array([[1, 2], [3, 100]], dtype=kind)
    save_file({"a": array}, tmp_path / "f.safetensors")
    np.savez(tmp_path / "f.npz", a=array, b=np.array(7, dtype=kind))
    assert entries(tmp_path / "f.safetensors")["a"] == [1, 2, 3, 100]
    assert entries(tmp_path / "f.npz") == {"a": [1, 2, 3, 100], "b": [7]}


def test_bfloat16_is_the_upper_half_of_a_float32(tmp_path):
    numbers = [1.5, -0.0078125]
    halves = b"".join(struct.pack("<f", x)[2:] for x in numbers)
    header = json.dumps({"a": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}}).encode()
    (tmp_path / "f.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + halves)
    assert entries(tmp_path / "f.safetensors")["a"] == [Fraction(3, 2), Fraction(-1, 128)]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_nan_and_infinity_are_refused_with_their_place(tmp_path, value):
    save_file({"a": np.array([[0.0, value]])}, tmp_path / "f.safetensors")
    tensors, _ = read_tensors(tmp_path / "f.safetensors")
    assert tensors["a"].entry((0, 0)) == 0
    with pytest.raises(InputError, match=r"f.safetensors: a\[0, 1\]: a weight must be a finite number, not"):
        tensors["a"].entry((0, 1))


@pytest.mark.parametrize("index", [(2,), (0, 0), (), (-1,)])
def test_an_index_outside_the_shape_is_refused(tmp_path, index):
    np.savez(tmp_path / "f.npz", a=np.zeros(2))
    tensors, _ = read_tensors(tmp_path / "f.npz")
    with pytest.raises(InputError, match=r"has shape \[2\]"):
        tensors["a"].entry(index)


def npz_bytes(**arrays):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def hostile_npz(header):
    """An archive whose one member claims another shape than it has."""
    buffer = io.BytesIO()
    text = header.encode().ljust(118) + b"\n"
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text)
    return buffer.getvalue()


GOOD = save({"a": np.ones(4, dtype=np.float32)})


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("f.safetensors", b"", "no readable safetensors"),
        ("f.safetensors", GOOD[:-3], "no readable safetensors"),
        ("f.safetensors", GOOD[:20], "no readable safetensors"),
        ("f.safetensors", struct.pack("<Q", 2**60) + b"{}", "no readable safetensors"),
        ("f.npz", b"", "no readable npz"),
        ("f.npz", npz_bytes(a=np.ones(9))[:-30], "no readable npz"),
        ("f.npz", npz_bytes(a=np.array([object()])), "no readable npz"),
        ("f.npz", npz_bytes(a=np.array([1j])), "integers or floats of at most 64 bits, not complex128"),
        ("f.npz", npz_bytes(a=np.array([True])), "not bool"),
        ("f.npz", npz_bytes(a=np.array(["x"])), "not <U1"),
        ("f.npz", hostile_npz("{'descr': '<f8', 'fortran_order': False, 'shape': (10**13,), }"), "no readable npz"),
        (
            "f.npz",
            hostile_npz("{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999999,), }"),
            "no readable npz",
        ),
        ("f.txt", b"1 2 3", "must end in .npz or .safetensors"),
    ],
)
def test_hostile_and_truncated_files_are_refused(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        entries(tmp_path / name)
    assert name in str(caught.value)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_tensor_that_stands_twice_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "f.npz", "w") as archive:
        archive.writestr("a.npy", b"1")
        archive.writestr("a.npy", b"2")
    header = b'{"a": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}, '
    header += b'"a": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}}'
    (tmp_path / "f.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + b"x")
    for name in ("f.npz", "f.safetensors"):
        with pytest.raises(InputError, match=r"must stand once|no readable safetensors"):
            read_tensors(tmp_path / name)


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "f.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", bytes(300 * 2**20))
    with pytest.raises(InputError, match="must unpack to at most"):
        read_tensors(tmp_path / "f.npz")


@given(st.binary(max_size=200))
def test_any_bytes_give_tensors_or_an_error_of_the_library(tmp_path_factory, data):
    for name in ("f.npz", "f.safetensors"):
        path = tmp_path_factory.getbasetemp() / name
        path.write_bytes(data)
        with contextlib.suppress(ExactError):
            entries(path)


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.sampled_from(["npz", "safetensors"]))
def test_a_damaged_byte_gives_tensors_or_an_error_of_the_library(tmp_path_factory, position, byte, kind):
    data = bytearray(GOOD if kind == "safetensors" else npz_bytes(a=np.ones(4, dtype=np.float32)))
    data[position % len(data)] = byte
    path = tmp_path_factory.getbasetemp() / f"damaged.{kind}"
    path.write_bytes(bytes(data))
    with contextlib.suppress(ExactError):
        entries(path)

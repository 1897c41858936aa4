"""Points, encodings and faces of the cube, by their definitions."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact.cube import (
    MAXIMUM_FACE_DIMENSION,
    Encoding,
    Face,
    check_dimension,
    check_point,
    check_table,
    coordinates,
    decode_value,
    encode_bit,
    faces,
    point_from_coordinates,
    points,
    subsets,
)
from exact.errors import DomainError, InputError, TooLargeError
from tests.strategies import cube_faces, dimensions, encodings


@given(dimensions.flatmap(lambda n: st.tuples(st.just(n), st.integers(0, 2**n - 1))), encodings)
def test_coordinates_and_points_are_inverse(pair, encoding):
    n, p = pair
    x = coordinates(p, n, encoding)
    assert len(x) == n
    assert all(value in (encoding.false, encoding.true) for value in x)
    assert point_from_coordinates(x, encoding) == p


def test_the_sign_of_a_bit_is_twice_the_bit_minus_one():
    assert [encode_bit(bit, Encoding.SIGNS) for bit in (0, 1)] == [-1, 1]
    assert [encode_bit(bit, Encoding.BITS) for bit in (0, 1)] == [0, 1]
    for encoding in Encoding:
        assert [decode_value(encode_bit(bit, encoding), encoding) for bit in (0, 1)] == [0, 1]


@pytest.mark.parametrize("value", [0, 2, True, False, 1.0, Fraction(1), "1", None])
def test_a_value_must_be_an_integer_of_its_encoding(value):
    with pytest.raises(DomainError, match="a value in signs must be -1 or 1, not"):
        decode_value(value, Encoding.SIGNS)


@pytest.mark.parametrize("n", [True, 2.0, "2", None])
def test_a_dimension_of_the_wrong_type_is_a_type_error(n):
    with pytest.raises(TypeError, match="the dimension n must be an int"):
        check_dimension(n)


def test_a_dimension_is_not_negative_and_within_its_limit():
    assert check_dimension(0) == 0
    assert check_dimension(24, 24) == 24
    with pytest.raises(DomainError, match="at least 0, not -1"):
        check_dimension(-1)
    with pytest.raises(TooLargeError, match="n = 25 is too large") as caught:
        check_dimension(25, 24)
    assert (caught.value.size, caught.value.limit) == (25, 24)


def test_a_point_is_an_integer_below_two_to_the_n():
    assert check_point(0, 0) == 0
    assert check_point(7, 3) == 7
    for p, n in [(-1, 3), (8, 3), (1, 0)]:
        with pytest.raises(DomainError, match=f"a point of the {n}-cube must be in 0, ..., {2**n - 1}, not {p}"):
            check_point(p, n)
    with pytest.raises(TypeError, match="a point must be an int"):
        check_point(True, 3)


def test_a_truth_table_has_no_bits_beyond_the_points():
    assert check_table(0, 0) == 0
    assert check_table(255, 3) == 255
    for table, n, found in [(-1, 2, "-1"), (16, 2, "16"), (1 << 300, 3, "a number of 301 bits")]:
        with pytest.raises(DomainError, match=rf"a truth table of {n} variables must be .*, not {found}"):
            check_table(table, n)
    with pytest.raises(TypeError, match="a truth table must be an int"):
        check_table(True, 3)


@pytest.mark.parametrize("n", range(6))
def test_the_points_are_all_of_them_in_order(n):
    assert list(points(n)) == [
        point_from_coordinates(coordinates(p, n, Encoding.BITS), Encoding.BITS) for p in range(2**n)
    ]


@given(st.integers(0, 255))
def test_the_subsets_of_a_mask_are_the_masks_inside_it_in_order(mask):
    assert list(subsets(mask)) == [s for s in range(256) if s & ~mask == 0]


# --------------------------------------------------------------------------------------------------------------- faces


def points_by_definition(face):
    """The points that agree with the text of the face wherever it has a digit."""
    return [p for p in range(1 << face.n) if all(c in ("*", str(p >> i & 1)) for i, c in enumerate(str(face)))]


@given(dimensions.flatmap(cube_faces))
def test_a_face_holds_the_points_that_agree_with_its_text(face):
    expected = points_by_definition(face)
    assert list(face) == expected
    assert [p for p in range(-1, 2 << face.n) if p in face] == expected
    assert len(expected) == 2**face.dimension
    assert Face.from_text(str(face)) == face


@given(dimensions.flatmap(lambda n: st.tuples(cube_faces(n), cube_faces(n))))
def test_the_intersection_of_faces_holds_the_common_points(pair):
    a, b = pair
    common = [p for p in a if p in b]
    both = a & b
    assert (list(both) if both is not None else []) == common
    assert (a <= b) == (set(a) <= set(b))


@pytest.mark.parametrize("n", range(5))
def test_the_faces_are_all_of_them_once(n):
    found = list(faces(n))
    assert len(set(found)) == len(found) == 3**n
    for dimension in range(n + 2):
        of_dimension = list(faces(n, dimension))
        assert of_dimension == [face for face in found if face.dimension == dimension]
        assert len(of_dimension) == comb(n, dimension) * 2 ** max(0, n - dimension)


def test_a_face_that_is_none_is_refused():
    with pytest.raises(
        DomainError, match=r"the values of a face must be bits of fixed coordinates \(mask 0b1\), not 0b10"
    ):
        Face(2, fixed=0b01, values=0b10)
    with pytest.raises(DomainError, match="a point of the 2-cube"):
        Face(2, fixed=4, values=0)
    with pytest.raises(InputError, match=r"column 2: a coordinate of a face must be 0, 1 or \*, not 'x'"):
        Face.from_text("0x")
    with pytest.raises(DomainError, match="faces must belong to the same cube, not to those of dimension 1 and 2"):
        _ = Face.from_text("*") & Face.from_text("**")
    with pytest.raises(TypeError):
        _ = Face.from_text("*") & 1
    assert "1" not in Face.from_text("*")
    assert True not in Face.from_text("*")


def test_the_faces_of_a_large_cube_are_too_many():
    with pytest.raises(TooLargeError):
        faces(MAXIMUM_FACE_DIMENSION + 1)
    with pytest.raises(DomainError):
        faces(2, -1)

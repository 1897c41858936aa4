"""Laws of algebra, written once: each function asserts the laws for the elements that it is given."""

import copy
import pickle  # noqa: TID251  (values travel to other processes; what is read here was written here)


def check_commutative_ring(a, b, c, zero, one):
    """Assert the axioms of a commutative ring with one, and that equality and hash are those of normal forms."""
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + zero == a
    assert a + -a == zero
    assert a - b == a + -b
    assert +a == a
    assert a * b == b * a
    assert (a * b) * c == a * (b * c)
    assert a * one == a
    assert a * zero == zero
    assert a * (b + c) == a * b + a * c
    assert hash((a + b) * c) == hash(c * b + c * a)


def check_algebra_over_rationals(a, b, q, r):
    """Assert that rational numbers act on a ring, from both sides, as scalars do."""
    assert q * a == a * q
    assert (q + r) * a == q * a + r * a
    assert q * (a + b) == q * a + q * b
    assert (q * r) * a == q * (r * a)
    assert (q * a) * b == q * (a * b)
    assert 1 * a == a
    assert q + a == a + q
    assert q - a == -(a - q)
    if q != 0:
        assert (a / q) * q == a


def check_powers(a, one, exponents):
    """Assert that powers are repeated products, also the empty one."""
    for exponent in exponents:
        product = one
        for _ in range(exponent):
            product = product * a
        assert a**exponent == product


def check_homomorphism(image, a, b, zero, one):
    """Assert that a map respects sums, products, zero and one; `image` maps elements to a ring."""
    assert image(a + b) == image(a) + image(b)
    assert image(a * b) == image(a) * image(b)
    assert image(-a) == -image(a)
    assert image(zero) == image(one) - image(one)
    assert image(one) * image(a) == image(a)


def check_value_object(a, rebuilt):
    """Assert that a value and the same value built otherwise cannot be told apart, and that it cannot be changed."""
    pickled = pickle.loads(pickle.dumps(a))  # noqa: S301
    for other in (rebuilt, copy.copy(a), copy.deepcopy(a), pickled):
        assert a == other
        assert hash(a) == hash(other)
        assert repr(a) == repr(other)
        assert type(a) is type(other)
    for name in ("n", "names", "terms", "new"):
        for change in (lambda name=name: setattr(a, name, 0), lambda name=name: delattr(a, name)):
            try:
                change()
            except AttributeError:
                continue
            raise AssertionError(f"{name} could be changed")
    assert a == rebuilt

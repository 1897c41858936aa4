"""How fast are spectra and polynomials, against a peer in the same run: `make bench`, or pytest with -s for the ratios.

The peer and our function are timed in turns, and the shortest times are compared, because the machine does other things
as well.  What is compared is the same answer, and the answers are compared too.
"""

import random
import time

import numpy as np
import pytest

from exact.boolean import BooleanFunction
from exact.cube import Encoding
from exact.parameters import parameter
from exact.polynomial import CubePolynomial
from exact.spectrum import moebius_transform, walsh_spectrum
from exact.term_list import TermList
from exact.term_methods import Method, change_encoding, product

BITS, SIGNS = Encoding.BITS, Encoding.SIGNS


def seconds(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


@pytest.fixture
def compare(benchmark, capsys):
    """Time ours and a peer in turns; print and record both and the ratio of the shortest times."""

    def compared(question, ours, peer, peer_name, rounds=7):
        our_time, peer_time = map(min, zip(*((seconds(ours), seconds(peer)) for _ in range(rounds)), strict=True))
        ratio = our_time / peer_time
        benchmark.extra_info.update({"peer": peer_name, "peer_seconds": peer_time, "ratio": ratio})
        with capsys.disabled():
            print(f"\n{question}: {our_time:.6f} s; {peer_name}: {peer_time:.6f} s; ratio {ratio:.4f}")
        benchmark.pedantic(ours, rounds=1)
        return ratio

    return compared


def random_function(n):
    return BooleanFunction(n, random.Random(n).getrandbits(2**n))  # noqa: S311


def signs_of(f):
    raw = f.table.to_bytes(max(1, 2**f.n // 8), "little")
    bits = np.unpackbits(np.frombuffer(raw, dtype=np.uint8), bitorder="little")[: 2**f.n]
    return 2 * bits.astype(np.int64) - 1


def plain_butterfly(values):
    """The plain int64 numpy butterfly: one pass for each variable, in place, on a copy."""
    table = values.copy()
    step = 1
    while step < len(table):
        pairs = table.reshape(-1, 2, step)
        low = pairs[:, 0].copy()
        pairs[:, 0] += pairs[:, 1]
        np.subtract(pairs[:, 1], low, out=pairs[:, 1])
        step *= 2
    return table


# -------------------------------------------------------------------------------------------------------------- spectra


@pytest.mark.parametrize("n", [16, 20, 24])
def test_spectrum_of_a_truth_table_against_a_numpy_butterfly(compare, n):
    """Ours starts from the truth table, the peer from an array of signs that is ready."""
    f = random_function(n)
    values = signs_of(f)
    assert np.array_equal(plain_butterfly(values), walsh_spectrum(f)._entries)
    compare(
        f"spectrum, n = {n}", lambda: walsh_spectrum(f), lambda: plain_butterfly(values), "numpy int64 butterfly", 5
    )


@pytest.mark.parametrize("n", [16, 20])
def test_spectrum_as_python_integers_against_a_numpy_butterfly(compare, n):
    f = random_function(n)
    values = signs_of(f)
    compare(
        f"spectrum as a tuple of int, n = {n}",
        lambda: tuple(walsh_spectrum(f)),
        lambda: tuple(plain_butterfly(values).tolist()),
        "numpy int64 butterfly, as a tuple of int",
    )


@pytest.mark.parametrize("n", [12, 16, 20])
def test_spectrum_of_a_truth_table_against_boofun(compare, n):
    """Oracle and peer: boofun 1.3.0, `create` and `fourier`; installed for this benchmark only."""
    boofun = pytest.importorskip("boofun")
    f = random_function(n)
    table = [bool(v > 0) for v in signs_of(f)]
    theirs = boofun.create(table).fourier()
    assert np.array_equal(theirs, np.array(walsh_spectrum(f).to_odonnell()) / 2**n)
    compare(
        f"spectrum, n = {n}",
        lambda: walsh_spectrum(f),
        lambda: boofun.create(table).fourier(),
        "boofun 1.3.0",
        rounds=3,
    )


@pytest.mark.parametrize("n", [20])
def test_moebius_transform_of_a_truth_table_against_a_numpy_butterfly(compare, n):
    f = random_function(n)
    values = (signs_of(f) + 1) // 2

    def peer():
        table = values.copy()
        for i in range(n):
            pairs = table.reshape(-1, 2, 1 << i)
            pairs[:, 1] -= pairs[:, 0]
        return table

    assert np.array_equal(peer(), moebius_transform(f)._entries)
    compare(f"Moebius transform, n = {n}", lambda: moebius_transform(f), peer, "numpy int64 butterfly")


# ------------------------------------------------------------------------------------------------------ sparse products


def sparse_terms(seed, count=1000, n=60, weight=4):
    generator = random.Random(seed)  # noqa: S311
    masks = set()
    while len(masks) < count:
        masks.add(sum(1 << i for i in generator.sample(range(n), weight)))
    return {mask: generator.choice([-1, 1]) * generator.randint(1, 99) for mask in masks}


@pytest.mark.parametrize("encoding", Encoding)
def test_sparse_product_against_the_ring_of_sympy(compare, encoding):
    """1,000 by 1,000 terms in 60 variables; sympy multiplies in the free ring and does not have to reduce."""
    from sympy import ZZ
    from sympy.polys.rings import ring

    a, b = sparse_terms(1), sparse_terms(2)
    q, r = CubePolynomial(60, encoding, a), CubePolynomial(60, encoding, b)
    free = ring([f"x{i + 1}" for i in range(60)], ZZ)[0]

    def in_ring(terms):
        return free.from_dict({tuple(mask >> i & 1 for i in range(60)): c for mask, c in terms.items()})

    s, t = in_ring(a), in_ring(b)
    reduced = {}
    for exponents, c in (s * t).items():
        mask = sum(1 << i for i, e in enumerate(exponents) if (e & 1 if encoding is SIGNS else e))
        reduced[mask] = reduced.get(mask, 0) + int(c)
    assert CubePolynomial(60, encoding, reduced) == q * r
    compare(f"1,000 by 1,000 terms, {encoding.value}", lambda: q * r, lambda: s * t, "sympy ring", rounds=3)


@pytest.mark.parametrize("encoding", Encoding)
def test_sparse_product_against_flint(compare, encoding):
    """The same input in FLINT's `fmpz_mpoly`, which is written in C and does not have to reduce."""
    import flint

    a, b = sparse_terms(1), sparse_terms(2)
    q, r = CubePolynomial(60, encoding, a), CubePolynomial(60, encoding, b)
    context = flint.fmpz_mpoly_ctx.get([f"x{i + 1}" for i in range(60)], flint.Ordering.lex)
    s, t = (
        context.from_dict({tuple(mask >> i & 1 for i in range(60)): c for mask, c in terms.items()}) for terms in (a, b)
    )
    compare(f"1,000 by 1,000 terms, {encoding.value}", lambda: q * r, lambda: s * t, "flint fmpz_mpoly", rounds=5)


# ------------------------------------------------------------------------------------------------------ dense or sparse


def random_polynomial(n, encoding, count=None, seed=0):
    generator = random.Random(seed)  # noqa: S311
    masks = range(2**n) if count is None else generator.sample(range(2**n), count)
    return CubePolynomial(n, encoding, {mask: generator.choice([-1, 1]) * generator.randint(1, 99) for mask in masks})


@pytest.mark.parametrize("n", [12, 14, 16])
@pytest.mark.parametrize("encoding", Encoding)
def test_dense_product(benchmark, encoding, n):
    q, r = random_polynomial(n, encoding, seed=1), random_polynomial(n, encoding, seed=2)
    benchmark.pedantic(lambda: q * r, rounds=5)


@pytest.mark.parametrize("n", [12, 14, 16, 20])
@pytest.mark.parametrize("encoding", Encoding)
def test_values_and_interpolation(benchmark, encoding, n):
    q = random_polynomial(n, encoding)
    values = q.values()
    assert benchmark.pedantic(lambda: CubePolynomial.from_values(q.values(), encoding), rounds=3) == q
    assert len(values) == 2**n


@pytest.mark.parametrize("n", [12, 14, 16, 20])
def test_change_of_encoding(benchmark, n):
    q = random_polynomial(n, SIGNS)
    assert benchmark.pedantic(lambda: q.to_encoding(BITS), rounds=3).to_encoding(SIGNS) == q


@pytest.mark.parametrize("n", [16, 20])
@pytest.mark.parametrize("encoding", Encoding)
def test_polynomial_of_a_boolean_function(benchmark, encoding, n):
    f = random_function(n)
    assert benchmark.pedantic(lambda: CubePolynomial.from_boolean(f, encoding, SIGNS), rounds=3).to_boolean(SIGNS) == f


def test_product_of_two_symbolic_affine_forms(benchmark):
    n = 14
    x = [CubePolynomial.variable(i, n, SIGNS) for i in range(n)]
    u, v = (
        sum((parameter(f"{letter}{i + 1}") * x[i] for i in range(n)), x[0] * 0 + parameter(f"{letter}0"))
        for letter in "uv"
    )
    benchmark.pedantic(lambda: u * v, rounds=5)


# ----------------------------------------------------------------------------------------------------------- crossovers


def shortest(function, rounds=3):
    return min(seconds(function) for _ in range(rounds))


def test_the_crossovers_of_products(benchmark, capsys):
    """The timings behind the constants of `exact.term_methods`: microseconds of every method."""
    for k in (8, 10, 12, 14):
        for count in (16, 32, 64, 128, 256, 512):
            if count > 2**k:
                continue
            q, r = (TermList.collect(dict(random_polynomial(k, SIGNS, count, seed).terms)) for seed in (1, 2))
            row = {method.name: shortest(lambda m=method: product(q, r, SIGNS, m)) for method in Method}  # noqa: B023
            with capsys.disabled():
                times = ", ".join(f"{name} {1e6 * duration:.0f}" for name, duration in row.items())
                print(f"\nproduct: {count * count} pairs, {k << k} steps: {times}", end="")
    benchmark.pedantic(lambda: None, rounds=1)


def test_the_crossovers_of_encodings(benchmark, capsys):
    for k in (8, 10, 12, 14):
        for count in (4, 32, 256):
            terms = TermList.collect(dict(random_polynomial(k, SIGNS, count).terms))
            expansions = sum(number << size for size, number in terms.sizes().items())
            methods = [method for method in Method if method is not Method.PAIRS]
            row = {method.name: shortest(lambda m=method: change_encoding(terms, BITS, m)) for method in methods}  # noqa: B023
            with capsys.disabled():
                times = ", ".join(f"{name} {1e6 * duration:.0f}" for name, duration in row.items())
                print(f"\nencoding: {expansions} monomials, {k << k} steps: {times}", end="")
    benchmark.pedantic(lambda: None, rounds=1)

"""How fast threshold functions are decided, against peers in the same run: `make bench`, or pytest with -s.

The peers answer the same question on the same table, but HiGHS and boofun in floating point and without a certificate.
z3 decides exactly.  A peer that is not installed is left out.  Ours includes the verification of the certificate.
"""

import random
import time

import numpy as np
import pytest

from exact.boolean import BooleanFunction
from exact.certificate import Realization
from exact.cube import Encoding
from exact.minimum_weights import minimum_weights
from exact.recognize import recognize


def seconds(function):
    start = time.perf_counter()
    answer = function()
    return time.perf_counter() - start, answer


@pytest.fixture
def compare(benchmark, capsys):
    """Time ours and a peer in turns; print and record both and the ratio of the shortest times."""

    def compared(question, ours, peer=None, peer_name="", rounds=3):
        our_times, peer_times = [], []
        for _ in range(rounds):
            time_, answer = seconds(ours)
            our_times.append(time_)
            if peer is not None:
                time_, peer_answer = seconds(peer)
                peer_times.append(time_)
                assert peer_answer == answer
        text = f"\n{question}: {min(our_times):.4f} s"
        if peer is not None:
            ratio = min(our_times) / min(peer_times)
            benchmark.extra_info.update({"peer": peer_name, "peer_seconds": min(peer_times), "ratio": ratio})
            text += f"; {peer_name}: {min(peer_times):.4f} s; ratio {ratio:.3f}"
        with capsys.disabled():
            print(text)
        benchmark.pedantic(ours, rounds=1)

    return compared


def threshold_function(n):
    source = random.Random(n)  # noqa: S311
    weights = [source.randint(1, 1000) for _ in range(n)]
    return BooleanFunction.threshold(weights, sum(weights) // 2, Encoding.BITS)


def almost(f):
    """The function with one bit flipped next to the hyperplane: at a minimal true point in the order of the points."""
    points = [p for p in f.true_points() if all(not f(p ^ 1 << i) for i in range(f.n) if p >> i & 1)]
    return BooleanFunction(f.n, f.table ^ 1 << points[len(points) // 2])


def random_function(n):
    return BooleanFunction(n, random.Random(n).getrandbits(1 << n))  # noqa: S311


KINDS = {
    "threshold": threshold_function,
    "one bit flipped": lambda n: almost(threshold_function(n)),
    "random": random_function,
}


def decided(f, degree=1, *, guess=True):
    return isinstance(recognize(f, degree, guess=guess), Realization)


def points_and_signs(f):
    """The matrix of the monomials of degree 1 at all points, each row times the sign of the function there."""
    points = np.arange(1 << f.n)
    rows = np.concatenate([np.ones((1 << f.n, 1)), points[:, None] >> np.arange(f.n) & 1], axis=1)
    signs = np.array([1.0 if bit == "1" else -1.0 for bit in reversed(format(f.table, f"0{1 << f.n}b"))])
    return rows * signs[:, None]


def decided_by_highs(f):
    """Plain feasibility over the whole table, in floating point."""
    highspy = pytest.importorskip("highspy")
    matrix = points_and_signs(f)
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = np.zeros(matrix.shape[1])
    program.col_lower_ = np.full(matrix.shape[1], -highspy.kHighsInf)
    program.col_upper_ = np.full(matrix.shape[1], highspy.kHighsInf)
    program.row_lower_ = np.ones(matrix.shape[0])
    program.row_upper_ = np.full(matrix.shape[0], highspy.kHighsInf)
    places = np.nonzero(matrix)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.concatenate(([0], np.cumsum(np.count_nonzero(matrix, axis=1))))
    program.a_matrix_.index_ = places[1]
    program.a_matrix_.value_ = matrix[places]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(program)
    solver.run()
    return solver.getModelStatus() == highspy.HighsModelStatus.kOptimal


def decided_by_z3(f):
    z3 = pytest.importorskip("z3")
    solver = z3.SolverFor("QF_LRA")
    weights = [z3.Real(f"w{i}") for i in range(f.n)]
    t = z3.Real("t")
    for p in range(1 << f.n):
        total = z3.Sum([w for i, w in enumerate(weights) if p >> i & 1])
        solver.add(total > t if f(p) else total < t)
    return solver.check() == z3.sat


def decided_by_boofun(f):
    boofun = pytest.importorskip("boofun")
    analysis = pytest.importorskip("boofun.analysis.ltf_analysis")
    return bool(analysis.is_ltf(boofun.create([f(p) for p in range(1 << f.n)])))


PEERS = {"HiGHS alone": decided_by_highs, "z3": decided_by_z3, "boofun": decided_by_boofun}


@pytest.mark.parametrize("n", [8, 10, 12])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("peer", PEERS)
def test_bench_degree_one_against_peers(compare, n, kind, peer):
    f = KINDS[kind](n)
    PEERS[peer](BooleanFunction(1, 1))
    compare(f"{kind}, n = {n}", lambda: decided(f), lambda: PEERS[peer](f), peer)


@pytest.mark.parametrize("n", [16, 20])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("guess", [True, False])
def test_bench_degree_one_of_many_variables(compare, n, kind, guess):
    f = KINDS[kind](n)
    compare(f"{kind}, n = {n}, guess = {guess}", lambda: decided(f, guess=guess))


@pytest.mark.parametrize("n", [6, 8, 10])
@pytest.mark.parametrize("kind", ["a threshold function plus a variable", "random"])
def test_bench_degree_two(compare, n, kind):
    f = random_function(n) if kind == "random" else threshold_function(n) ^ BooleanFunction.variable(0, n)
    compare(f"{kind}, degree 2, n = {n}", lambda: decided(f, 2))


@pytest.mark.parametrize("n", [8, 10, 12])
def test_bench_least_weights(compare, n):
    f = threshold_function(n)
    compare(f"least sum of weights, n = {n}", lambda: minimum_weights(f).value)

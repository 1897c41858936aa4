"""Linear programs: both methods against the definition of an optimum, and against each other."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exact import _highs_guess, linear_program
from exact._integer_matrix import kernel_vector, solve_square
from exact.errors import DomainError
from exact.linear_program import Infeasibility, Optimum, minimize


def products(rows, vector):
    return [sum(a * v for a, v in zip(row, vector, strict=True)) for row in rows]


def check(answer, costs, rows, bounds):
    """Check the answer by the definition; it needs no other solver."""
    y = answer.multipliers
    columns = [[row[j] for row in rows] for j in range(len(costs))]
    assert min(y, default=0) >= 0
    if isinstance(answer, Optimum):
        z = answer.point
        assert min(z, default=0) >= 0
        assert all(value >= b for value, b in zip(products(rows, z), bounds, strict=True))
        assert all(value <= c for value, c in zip(products(columns, y), costs, strict=True))
        assert sum(products([costs], z)) == sum(products([bounds], y))
    else:
        assert all(value <= 0 for value in products(columns, y))
        assert sum(products([bounds], y)) > 0


@st.composite
def programs(draw, size=4):
    columns, number = draw(st.integers(1, 5)), draw(st.integers(1, 8))
    entry = st.integers(-size, size)
    rows = draw(st.lists(st.lists(entry, min_size=columns, max_size=columns), min_size=number, max_size=number))
    bounds = draw(st.lists(entry, min_size=number, max_size=number))
    return draw(st.lists(st.integers(0, size), min_size=columns, max_size=columns)), rows, bounds


@pytest.fixture
def guess_small_programs(monkeypatch):
    """HiGHS is asked about programs of every size."""
    monkeypatch.setattr(linear_program, "SMALL_PROGRAM", 0)


@given(programs())
def test_the_simplex_method_gives_an_optimum_or_a_contradiction(program):
    answer = minimize(*program, guess=False)
    assert answer.solved_by == "simplex"
    check(answer, *program)


@pytest.mark.usefixtures("guess_small_programs")
@given(program=programs())
def test_guessed_programs_have_the_same_value(program):
    guessed, solved = minimize(*program), minimize(*program, guess=False)
    check(guessed, *program)
    assert type(guessed) is type(solved)
    if isinstance(guessed, Optimum):
        assert sum(products([program[0]], guessed.point)) == sum(products([program[0]], solved.point))


@pytest.mark.usefixtures("guess_small_programs")
@pytest.mark.parametrize(
    ("costs", "rows", "bounds", "kind"),
    [
        ([1, 1], [[1, 2], [2, 1]], [2, 2], Optimum),
        ([1], [[1], [-1]], [2, -1], Infeasibility),  # a row that the tight ones contradict
        ([1], [[-1]], [1], Infeasibility),  # a column whose bound does
        ([0, 0], [[1, -1], [-1, 1]], [1, 0], Infeasibility),
    ],
)
def test_the_guess_stands_the_exact_check(costs, rows, bounds, kind):
    answer = minimize(costs, rows, bounds)
    check(answer, costs, rows, bounds)
    assert (type(answer), answer.solved_by) == (kind, "guess")


WRONG_GUESSES = [
    None,
    _highs_guess.Tight((0,), (0,)),  # x = 2 with y = 0, but x + 2 y >= 2 only
    _highs_guess.Tight((0, 1), (0, 1)),  # singular, where both rows are the same
    _highs_guess.Tight((), ()),  # the origin
    _highs_guess.Contradiction(_highs_guess.Tight((0,), (0,)), 1),
    _highs_guess.Contradiction(_highs_guess.Tight((0, 1), (0, 1)), ~0),
    _highs_guess.Contradiction(_highs_guess.Tight((0,), (0,)), ~1),
]


@pytest.mark.usefixtures("guess_small_programs")
@pytest.mark.parametrize("wrong", WRONG_GUESSES)
@pytest.mark.parametrize("rows", [[[1, 2], [2, 1]], [[1, 2], [1, 2]], [[1, 2], [-1, -2]]])
def test_a_wrong_guess_is_never_returned(monkeypatch, wrong, rows):
    monkeypatch.setattr(_highs_guess, "guess", lambda *_: wrong)
    answer = minimize([1, 1], rows, [2, 2])
    check(answer, [1, 1], rows, [2, 2])


@pytest.mark.usefixtures("guess_small_programs")
def test_numbers_that_a_float_cannot_hold_are_not_guessed():
    large = 2**60 + 1
    answer = minimize([1, 1], [[1, 0], [-1, large]], [large, 0])
    assert (answer.solved_by, answer.point) == ("simplex", (large, 1))


@pytest.mark.usefixtures("guess_small_programs")
@pytest.mark.parametrize("status", ["kUnknown", "kInfeasible"])
def test_a_guess_without_an_answer_is_made_up_for(monkeypatch, status):
    """HiGHS may stop without an answer, at a limit of time for instance, or without a proof of its answer."""
    import highspy

    class Undecided(highspy.Highs):
        def getModelStatus(self):  # noqa: N802
            return getattr(highspy.HighsModelStatus, status)

        def getDualRay(self):  # noqa: N802
            return highspy.HighsStatus.kOk, False, []

    names = {name: getattr(highspy, name) for name in dir(highspy) if not name.startswith("_")}
    monkeypatch.setattr(_highs_guess, "_highspy", lambda: SimpleNamespace(**{**names, "Highs": Undecided}))
    answer = minimize([1, 1], [[1, 2], [2, 1]], [2, 2])
    assert answer.solved_by == "simplex"
    check(answer, [1, 1], [[1, 2], [2, 1]], [2, 2])


@pytest.mark.usefixtures("guess_small_programs")
def test_a_program_without_rows_is_least_at_the_origin():
    assert minimize([1, 2], [], []).point == (0, 0)
    assert minimize([], [[]], [0]).point == ()
    assert minimize([], [[]], [1]).multipliers == (1,)


def test_a_contradiction_with_a_bound_of_a_column_is_found_by_the_simplex_method():
    """The second inequality says z_1 <= -1/2; in the last step the slack of that column enters."""
    program = ([1, 1], [[2, 1], [-2, 0]], [2, 1])
    answer = minimize(*program, guess=False)
    assert answer.multipliers == (0, 1)
    check(answer, *program)


def test_programs_that_cycle_without_care_end():
    """Beale's example: at its start every pivot leaves the value as it is."""
    costs = [0, 0, 1]
    rows = [[-1, -2, 0], [240, 180, 0], [4, 2, -100], [-36, -12, 0]]
    bounds = [0, 3, -2, 0]
    check(minimize(costs, rows, bounds, guess=False), costs, rows, bounds)


def test_negative_costs_and_lengths_that_do_not_fit_are_refused():
    with pytest.raises(DomainError, match="must not be negative, not -1"):
        minimize([1, -1], [[1, 1]], [1])
    with pytest.raises(DomainError, match="as many as bounds"):
        minimize([1], [[1]], [1, 2])
    with pytest.raises(DomainError, match="as long as the costs"):
        minimize([1], [[1, 2]], [1])


@given(st.integers(1, 4).flatmap(lambda n: st.lists(
    st.lists(st.integers(-5, 5), min_size=n + 1, max_size=n + 1), min_size=n, max_size=n)))  # fmt: skip
def test_square_systems_are_solved_and_kernels_found(augmented):
    rows, right = [row[:-1] for row in augmented], [row[-1] for row in augmented]
    solution = solve_square(rows, right)
    if solution is not None:
        denominator, values = solution
        assert denominator > 0
        assert products(rows, values) == [denominator * b for b in right]
    vector = kernel_vector(augmented)
    if vector is not None:
        assert any(vector)
        assert products(augmented, vector) == [0] * len(rows)
    if solution is not None:
        assert vector is not None

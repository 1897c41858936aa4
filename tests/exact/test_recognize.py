"""Is it a threshold function?  Definitions, two methods, hard inputs, and the exact fallback."""

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exact import _highs_guess, linear_program
from exact.boolean import BooleanFunction
from exact.certificate import Obstruction, Realization, from_document, to_text
from exact.counting.polynomial_threshold import count_polynomial_threshold
from exact.cube import Encoding
from exact.errors import DomainError, TooLargeError
from exact.linear_threshold import _Order, _points, recognize_linear
from exact.orbit import class_representatives, orbit_sizes
from exact.polynomial_threshold import parity_face, recognize_polynomial
from exact.recognize import decide, is_threshold, recognize
from exact.signed_circuits import circuit_obstruction, signed_circuits
from exact.summability import is_two_summable, two_summable_pair
from exact.symmetry import Group
from tests.strategies import almost_threshold_functions, any_functions, threshold_functions, threshold_table

MAJORITY = BooleanFunction(3, 0xE8)
XOR = BooleanFunction(2, 0b0110)


@pytest.fixture
def no_floats(monkeypatch):
    """Any question to HiGHS is an error."""

    def refuse(*_):
        raise AssertionError

    monkeypatch.setattr(_highs_guess, "guess", refuse)


@pytest.fixture
def guess_small_programs(monkeypatch):
    """HiGHS is asked about programs of every size."""
    monkeypatch.setattr(linear_program, "SMALL_PROGRAM", 0)


def bounded_weight_tables(n, largest):
    """All threshold functions with weights up to a size, in bits: a lower bound for the set of all of them."""
    tables = set()
    for weights in itertools.product(range(-largest, largest + 1), repeat=n):
        values = [0]
        for w in weights:
            values += [value + w for value in values]
        levels = sorted(set(values))
        tables.add((1 << (1 << n)) - 1)
        tables.update(sum(1 << p for p, value in enumerate(values) if value > level) for level in levels)
    return tables


# ------------------------------------------------------------------------------------------- the definition, small n


@pytest.mark.parametrize(("n", "largest", "number"), [(0, 1, 2), (1, 1, 4), (2, 1, 14), (3, 2, 104)])
def test_every_function_of_few_variables_is_decided_as_by_bounded_weights(n, largest, number):
    tables = bounded_weight_tables(n, largest)
    assert len(tables) == number  # A000609
    for table, guess in itertools.product(range(1 << (1 << n)), (True, False)):
        f = BooleanFunction(n, table)
        assert isinstance(recognize(f, guess=guess), Realization) == (table in tables)


@pytest.mark.slow
def test_every_function_of_four_variables_is_decided_as_by_bounded_weights():
    tables = bounded_weight_tables(4, 3)
    assert len(tables) == 1882  # A000609
    for table in range(1 << 16):
        assert isinstance(recognize(BooleanFunction(4, table)), Realization) == (table in tables)


def classes(n):
    """Pairs (table, size of its orbit) under permuting and negating inputs and negating the output."""
    size = 1 << n
    maps = [
        [sum((p >> i & 1) << image for i, image in enumerate(images)) ^ flips for p in range(size)]
        for images in itertools.permutations(range(n))
        for flips in range(size)
    ]
    full, seen, found = (1 << size) - 1, bytearray(1 << size), []
    for table in range(1 << size):
        if not seen[table]:
            points = [p for p in range(size) if table >> p & 1]
            orbit = {sum(1 << image[p] for p in points) for image in maps}
            orbit |= {full ^ other for other in orbit}
            for other in orbit:
                seen[other] = 1
            found.append((table, len(orbit)))
    return found


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_linear_programs_and_circuits_agree_on_every_class_of_few_variables(n):
    found = classes(n)
    assert len(found) == [1, 2, 4, 14][n]  # A000370
    for degree in range(n + 2):
        for (table, _), guess in itertools.product(found, (True, False)):
            f = BooleanFunction(n, table)
            obstruction = circuit_obstruction(f, degree)
            assert isinstance(recognize(f, degree, guess=guess), Obstruction) == (obstruction is not None)
            if obstruction is not None:
                obstruction.verify(f)


@pytest.mark.slow
def test_linear_programs_and_circuits_agree_on_every_class_of_four_variables():
    found = classes(4)
    assert len(found) == 222  # A000370
    numbers = []
    for degree in range(5):
        number = 0
        for table, orbit in found:
            f = BooleanFunction(4, table)
            obstructed = circuit_obstruction(f, degree) is not None
            assert all(isinstance(recognize(f, degree, guess=g), Obstruction) == obstructed for g in (True, False))
            number += 0 if obstructed else orbit
        numbers.append(number)
    # Degree 1: A000609. Degrees 0, 3, 4: Wang and Williams 1991. Degree 2: no outside value; these two methods.
    assert numbers == [2, 1882, 57574, 65534, 65536]
    assert numbers == [count_polynomial_threshold(4, degree).value for degree in range(5)]


@pytest.mark.slow
def test_very_many_functions_of_four_variables_are_decided_as_by_circuits():
    for degree in (1, 2, 3):
        for table in range(degree, 1 << 16, 1 if degree == 1 else 13):
            f = BooleanFunction(4, table)
            assert isinstance(recognize(f, degree), Obstruction) == (circuit_obstruction(f, degree) is not None)


def monotone_tables(n):
    """All monotone functions of n variables: pairs f0 <= f1 of those of one variable less."""
    if n == 0:
        return [0, 1]
    lower, half = monotone_tables(n - 1), 1 << (n - 1)
    return [low | high << half for low in lower for high in lower if not low & ~high]


def test_linear_programs_and_summability_agree_on_the_monotone_functions_of_four_variables():
    tables = monotone_tables(4)
    assert len(tables) == 168  # A000372
    for table in tables:
        f = BooleanFunction(4, table)
        assert isinstance(recognize(f, guess=False), Obstruction) == is_two_summable(f)


@pytest.mark.slow
def test_linear_programs_and_summability_agree_on_every_class_of_five_variables():
    """Under permuting and negating inputs and negating the output there are 616126 classes (A000370)."""
    representatives = class_representatives(5, Group.NPN)
    number = 0
    for table, size in zip(representatives.tolist(), orbit_sizes(representatives, 5, Group.NPN).tolist(), strict=True):
        f = BooleanFunction(5, table)
        threshold = isinstance(recognize(f), Realization)
        assert threshold != is_two_summable(f)
        number += size if threshold else 0
    assert number == 94572  # A000609


@pytest.mark.slow
def test_linear_programs_and_summability_agree_on_the_monotone_functions_of_five_variables():
    tables = monotone_tables(5)
    assert len(tables) == 7581  # A000372
    realized = [isinstance(recognize(BooleanFunction(5, table), guess=False), Realization) for table in tables]
    assert realized == [not is_two_summable(BooleanFunction(5, table)) for table in tables]
    assert sum(realized) == 3287  # A002078


def test_every_function_with_a_bit_flipped_next_to_a_hyperplane_is_decided_as_by_circuits():
    for table in sorted(bounded_weight_tables(3, 2)):
        for p in range(8):
            f = BooleanFunction(3, table ^ 1 << p)
            assert is_threshold(f) == (circuit_obstruction(f, 1) is None)


@pytest.mark.parametrize("degree", [1, 2, 3])
@given(f=any_functions(4), encoding=st.sampled_from(Encoding), guess=st.booleans())
def test_certificates_of_any_function_verify_and_name_what_was_asked(f, degree, encoding, guess):
    answer = recognize(f, degree, encoding, guess=guess)
    answer.verify(f)
    assert answer.degree == degree
    if isinstance(answer, Realization):
        assert answer.encoding == encoding.value
    assert isinstance(answer, Obstruction) == (circuit_obstruction(f, degree) is not None)


# ---------------------------------------------------------------------------------------------------- larger functions


@given(threshold_functions(), st.sampled_from(Encoding), st.booleans())
def test_threshold_functions_are_realized_from_their_tables(f, encoding, guess):
    answer = recognize(f, 1, encoding, guess=guess)
    assert isinstance(answer, Realization)


@pytest.mark.usefixtures("guess_small_programs")
@given(f=almost_threshold_functions())
def test_almost_threshold_functions_are_decided_alike_by_both_solvers(f):
    first, second = recognize(f), recognize(f, guess=False)
    assert type(first) is type(second)
    if f.n <= 8:
        assert isinstance(first, Obstruction) == is_two_summable(f)


@given(almost_threshold_functions(6))
def test_the_method_for_every_degree_agrees_with_that_for_degree_one(f):
    assert type(recognize_polynomial(f, 1, Encoding.SIGNS)) is type(recognize(f))


def nested(n):
    """x_n and (x_{n-1} or (x_{n-2} and ...)): no weights are smaller than the Fibonacci numbers."""
    weights = [1, 1]
    while len(weights) < n:
        weights.append(weights[-1] + weights[-2])
    return weights, threshold_table(weights, weights[-1] - 1)


@pytest.mark.parametrize("n", [8, 12, 16])
@pytest.mark.parametrize("guess", [True, False])
def test_functions_that_need_large_weights_are_realized(n, guess):
    weights, table = nested(n)
    answer = recognize(BooleanFunction(n, table), 1, Encoding.BITS, guess=guess)
    assert max(answer.weights) >= max(weights)


@pytest.mark.slow
@pytest.mark.parametrize("guess", [True, False])
def test_functions_of_twenty_variables_that_need_large_weights_are_realized(guess):
    weights, table = nested(20)
    assert max(recognize(BooleanFunction(20, table), guess=guess).weights) >= max(weights) == 6765


def large_weights(n, seed):
    """Weights beyond 2**60 and the table of a threshold function with them."""
    source = random.Random(seed)  # noqa: S311
    weights = [source.randint(2**60, 2**70) for _ in range(n)]
    return threshold_table(weights, sum(weights) // 2)


@pytest.mark.usefixtures("no_floats")
def test_weights_beyond_two_to_the_sixty_are_recognized_without_floats():
    answer = recognize(BooleanFunction(13, large_weights(13, 1)), guess=False)
    assert isinstance(answer, Realization)


@pytest.mark.parametrize("guess", [True, False])
def test_points_are_added_until_the_weights_are_right(monkeypatch, guess):
    monkeypatch.setattr("exact.linear_threshold.FIRST_POINTS", 2)
    for seed in range(6):
        monkeypatch.setattr("exact.linear_threshold.FURTHER_POINTS", 3 if seed < 5 else 1000)
        assert isinstance(recognize(BooleanFunction(11, large_weights(11, seed)), guess=guess), Realization)
        assert type(recognize(regular_flips(10, seed), guess=guess)) is type(recognize(regular_flips(10, seed)))


def test_weights_that_rounding_spoils_are_multiplied_first():
    regular = _Order(MAJORITY, 0, 0b111).arrange()
    answer = regular._rounded([Fraction(1, 3)], [(2,)], [(1,)])
    assert (answer.weights, answer.doubled_threshold) == ((1, 1, 1), 3)


@pytest.mark.parametrize("guess", [True, False])
def test_beyond_fourteen_variables_no_pair_is_looked_for(guess):
    f = regular_flips(15, 0)
    answer = recognize(f, guess=guess)
    assert isinstance(answer, Obstruction)
    assert len(answer.true) + len(answer.false) <= 17


@pytest.mark.slow
@pytest.mark.parametrize("n", [16, 18, 20])
@pytest.mark.parametrize("guess", [True, False])
def test_weights_beyond_two_to_the_sixty_are_recognized_for_many_variables(n, guess):
    table = large_weights(n, n)
    assert isinstance(recognize(BooleanFunction(n, table), guess=guess), Realization)


def regular_flips(n, seed):
    """A regular function of n variables, almost a threshold function: some minimal true points are made false."""
    weights = list(range(n, 0, -1))
    f = BooleanFunction(n, threshold_table(weights, sum(weights) // 2))
    order = _Order(f, 0, (1 << n) - 1)
    regular = order.arrange()
    points = regular.minimal_true_points()
    table = f.table
    source = random.Random(seed)  # noqa: S311
    for p in source.sample(points, max(1, len(points) // 3)):
        table ^= 1 << sum((p >> place & 1) << i for place, i in enumerate(order.variables))
    return BooleanFunction(n, table)


@pytest.mark.parametrize("n", [9, 10, 11, 12, 13])
def test_almost_threshold_functions_that_are_regular_are_decided_alike_by_both_solvers(n):
    for seed in range(4):
        f = regular_flips(n, seed)
        assert type(recognize(f)) is type(recognize(f, guess=False))


@pytest.mark.slow
@pytest.mark.parametrize("n", [15, 16, 17, 18, 20])
def test_almost_threshold_functions_of_many_variables_are_obstructed_by_both_solvers(n):
    f = regular_flips(n, 3)
    first, second = recognize(f), recognize(f, guess=False)
    assert isinstance(first, Obstruction)
    assert isinstance(second, Obstruction)
    assert max(len(first.true), len(second.true)) <= n + 1  # at most n + 2 points in all, some on each side


def test_a_function_that_is_not_two_summable_is_obstructed_by_more_points(monkeypatch):
    """No 2-summability pair is looked for, as if there were none; the linear program makes the obstruction."""
    monkeypatch.setattr("exact.linear_threshold.two_summable_pair", lambda _: None)
    for n, seed in itertools.product((8, 9, 10), range(4)):
        f = regular_flips(n, seed)
        for guess in (True, False):
            answer = recognize(f, guess=guess)
            assert isinstance(answer, Obstruction) == is_two_summable(f)


THREE_SUMMABLE = (
    "feeafee8fee8e8a8fee8eaa8eaa8e880feeaeae8eee8e880fee8e880e8a8a880"
    "feeaeee8fee8e888fee8e8a8e8a8a880fee8eaa8eaa8e880eee8e880e880a880"
    "feeafee8fee8e888fee8eaa8eaa8e880feeaeae8eae8e880eee8e880e888a880"
    "feeaeae8fee8e880fee8e888e8a8a880fee8eaa8eaa8e880eae8e880e880a880"
)


def test_a_function_that_is_three_summable_but_not_two_summable_is_obstructed():
    """A regular self-dual function of ten variables; for at most eight variables k = 2 would decide."""
    f = BooleanFunction.from_hex("0x" + THREE_SUMMABLE, 10)
    assert f.is_self_dual()
    assert not is_two_summable(f)
    first, second = recognize(f), recognize(f, guess=False)
    assert first.k == 3  # and that is least
    assert isinstance(second, Obstruction)
    assert second.k >= 3


def test_classes_of_equal_variables_are_rotated_into_an_obstruction(monkeypatch):
    """Regular functions of two classes of four equal variables, true from some numbers of ones on."""
    monkeypatch.setattr("exact.linear_threshold.two_summable_pair", lambda _: None)
    source = random.Random(5)  # noqa: S311
    obstructed = 0
    for _ in range(60):
        table = 0
        corners = [(a, b) for a in range(5) for b in range(5) if source.random() < 0.2]
        for p in range(256):
            a, b = (p & 15).bit_count(), (p >> 4).bit_count()
            if any(a >= c and a + b >= c + d for c, d in corners):
                table |= 1 << p
        f = BooleanFunction(8, table)
        answers = [recognize(f, guess=guess) for guess in (True, False)]
        assert all(isinstance(answer, Obstruction) == is_two_summable(f) for answer in answers)
        obstructed += isinstance(answers[0], Obstruction)
    assert obstructed >= 5


# ------------------------------------------------------------------------------------------------------------ degree d


def polynomial_table(n, degree, seed):
    """The table of a random polynomial threshold function."""
    source = random.Random(seed)  # noqa: S311
    terms = [(s, source.randint(-1000, 1000)) for s in range(1 << n) if s.bit_count() <= degree]
    values = [sum(-c if (s & ~p).bit_count() & 1 else c for s, c in terms) for p in range(1 << n)]
    return sum(1 << p for p, value in enumerate(values) if value > 0)


@pytest.mark.parametrize(("n", "degree"), [(5, 2), (5, 3), (6, 2), (6, 4), (6, 5), (6, 9)])
@pytest.mark.parametrize("encoding", Encoding)
def test_polynomial_threshold_functions_are_realized_from_their_tables(n, degree, encoding):
    f = BooleanFunction(n, polynomial_table(n, degree, n))
    assert isinstance(recognize(f, degree, encoding), Realization)


def test_both_solvers_decide_random_functions_alike():
    source = random.Random(3)  # noqa: S311
    kinds = set()
    for _ in range(8):
        f = BooleanFunction(5, source.getrandbits(32))
        first, second = recognize(f, 2), recognize(f, 2, guess=False)
        assert type(first) is type(second)
        kinds.add(type(first))
    assert kinds == {Realization, Obstruction}


@pytest.mark.slow
@pytest.mark.parametrize(("n", "degree"), [(8, 2), (8, 3), (10, 2), (12, 2)])
def test_larger_polynomial_threshold_functions_are_realized(n, degree):
    f = BooleanFunction(n, polynomial_table(n, degree, n))
    assert isinstance(recognize(f, degree), Realization)


@pytest.mark.slow
def test_degree_two_with_eight_variables_is_decided_without_floats():
    f = BooleanFunction(8, polynomial_table(8, 2, 1))
    assert isinstance(recognize(f, 2, guess=False), Realization)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 9])
def test_only_the_two_parities_have_no_realization_of_degree_n_minus_one(n):
    parity = sum(1 << p for p in range(1 << n) if p.bit_count() & 1)
    full = (1 << (1 << n)) - 1
    for table in (parity, full ^ parity):
        f = BooleanFunction(n, table)
        answer = recognize(f, n - 1)
        assert isinstance(answer, Obstruction)
        assert answer.k == 1 << (n - 1)
        assert isinstance(recognize(f, n), Realization)
        for encoding in Encoding:
            assert isinstance(recognize(BooleanFunction(n, table ^ 1), n - 1, encoding), Realization)


@given(any_functions(4), st.integers(0, 4))
def test_a_parity_face_is_found_where_there_is_one(f, degree):
    found = parity_face(f, degree)
    faces = [
        (free, p) for free in range(1 << f.n) if free.bit_count() == degree + 1 for p in range(1 << f.n) if not p & free
    ]
    exists = any(
        len({(f.table >> (p | s) & 1) ^ (s.bit_count() & 1) for s in range(free + 1) if s & free == s}) == 1
        for free, p in faces
    )
    assert (found is not None) == exists
    if found is not None:
        found.verify(f)


# ---------------------------------------------------------------------------------------------- pairs, parts, refusals


@given(any_functions(3))
def test_two_summability_is_that_of_the_definition(f):
    true = [p for p in range(1 << f.n) if f.table >> p & 1]
    false = [p for p in range(1 << f.n) if not f.table >> p & 1]

    def sums(points):
        return {(p & q, p | q) for p in points for q in points}

    assert is_two_summable(f) == bool(sums(true) & sums(false))
    pair = two_summable_pair(f)
    if pair is not None:
        pair.verify(f)
        assert pair.k == 2


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_circuits_are_the_minimal_dependences(n):
    for degree in range(n + 1):
        circuits = signed_circuits(n, degree)
        supports = [sum(circuit.masks) for circuit in circuits]
        assert len(set(supports)) == len(supports)
        for one, other in itertools.permutations(supports, 2):
            assert one & ~other
        for circuit in circuits:
            Obstruction(n, circuit.masks[0], degree, circuit.positive, circuit.negative).verify()


def test_circuits_of_larger_cubes_are_refused():
    for n in (5, 9):
        with pytest.raises(TooLargeError, match="more than 10000 sets"):
            signed_circuits(n, 2)
    with pytest.raises(TypeError):
        signed_circuits(3, 1.0)
    with pytest.raises(DomainError):
        signed_circuits(3, -1)


def test_an_obstruction_of_degree_zero_is_a_true_and_a_false_point():
    assert recognize(XOR, 0).true == ((1, 1),)
    assert recognize(XOR, 0).false == ((0, 1),)
    for table in (0, 1):
        for encoding in Encoding:
            assert isinstance(recognize(BooleanFunction(0, table), 0, encoding), Realization)
            assert isinstance(recognize(BooleanFunction(2, 15 * table), 0, encoding), Realization)


def test_weights_of_equal_variables_are_equal_and_those_without_effect_are_zero():
    f = BooleanFunction(5, threshold_table([3, 0, -3, 3, 2], 4))
    assert [abs(w) for w in recognize(f).weights] == [1, 0, 1, 1, 1]


def test_points_of_a_set_are_listed_in_order():
    assert list(_points(0b1_0000_0000_0110)) == [1, 2, 12]
    assert list(_points(0)) == []


def test_degrees_that_are_none_are_refused():
    with pytest.raises(TypeError, match=r"must be an int, not 1\.0"):
        recognize(MAJORITY, 1.0)
    with pytest.raises(TypeError, match="must be an int, not True"):
        recognize(MAJORITY, True)
    with pytest.raises(DomainError, match="at least 0, not -1"):
        recognize(MAJORITY, -1)


def test_what_is_too_large_is_refused_before_it_starts():
    with pytest.raises(TooLargeError, match="n = 17 is too large"):
        recognize(BooleanFunction(17, 1), 2)
    with pytest.raises(TooLargeError, match="monomials of degree at most 8 in 12 variables"):
        recognize(BooleanFunction(12, 1), 8)
    with pytest.raises(TooLargeError):
        two_summable_pair(BooleanFunction(17, 1))


def test_the_document_holds_the_answer_and_its_certificate():
    yes = decide(MAJORITY).to_document()
    assert (yes["threshold"], yes["degree"], yes["n"], yes["table"]) == (True, 1, 3, "0xe8")
    assert from_document(yes["certificate"]) == recognize(MAJORITY)
    no = decide(XOR, 1).to_document()
    assert no["threshold"] is False
    from_document(no["certificate"]).verify(XOR)
    assert decide(MAJORITY, guess=False) == decide(MAJORITY)
    assert decide(XOR, 2, Encoding.BITS).to_document()["certificate"]["encoding"] == "bits"


def test_certificates_of_twelve_variables_are_a_few_kilobytes():
    """The table itself takes one kilobyte."""
    for f in (BooleanFunction(12, large_weights(12, 4)), regular_flips(12, 1), BooleanFunction.parity(12)):
        assert len(to_text(recognize(f))) < 3000


def test_public_answers_are_plain_integers():
    answer = recognize(BooleanFunction(9, nested(9)[1]))
    assert all(type(w) is int for w in answer.weights)
    answer = recognize(BooleanFunction(5, polynomial_table(5, 2, 1)), 2)
    assert all(type(mask) is int and type(c) is int for mask, c in answer.terms)


@settings(max_examples=10)
@given(threshold_functions(5))
def test_realizations_in_both_encodings_have_the_same_sizes_of_weights(f):
    signs, bits = recognize_linear(f, Encoding.SIGNS), recognize_linear(f, Encoding.BITS)
    assert signs.weights == bits.weights

"""Gated classes are counted as their definitions say."""

import random
from itertools import product

import numpy as np
import pytest

from exact.arrangement import region_count
from exact.counting import gated_enumeration_layers
from exact.counting.gated_class import GATED_NAMES, check_gated_dimension, gated_class, option_defaults
from exact.counting.gated_enumeration import (
    check_enumeration_size,
    count_by_enumeration,
    enumeration_limit,
    factor_counts,
    gated_functions,
    gated_rows,
)
from exact.counting.gated_enumeration_cells import (
    cell_patterns,
    homogeneous_pairs,
    mirror_pairs,
    threshold_representatives,
    threshold_tables,
)
from exact.counting.gated_enumeration_layers import count_layers, count_mixed, mixed_orbits
from exact.counting.gated_enumeration_marks import closed_under_symmetry, least_members_of, orbit_numbers
from exact.counting.gated_enumeration_pairs import choice_pairs
from exact.counting.gated_enumeration_rows import FunctionRows, compile_enumeration
from exact.counting.gated_estimate import estimate_gated
from exact.counting.gated_methods import count_gated, gated_method_limits
from exact.counting.resonance import count_resonance
from exact.counting.threshold import count_threshold
from exact.errors import DomainError, ExactError, InputError, TooLargeError
from exact.orbit import canonical_forms, orbit, orbit_sizes
from exact.symmetry import Group
from exact.tables import read_table
from tests.exact.counting.gated_definitions import SINGLE, SYNAPTIC, products, single_output_class, threshold_functions


def name_of(case):
    return "-".join([case[0], *map(str, case[1].values())])


@pytest.mark.parametrize("n", range(4))
@pytest.mark.parametrize("case", SINGLE, ids=name_of)
def test_a_class_is_the_set_of_its_definition(case, n):
    name, options = case
    gated = gated_class(name, **options)
    if n == 0 and gated.synapse in {"one", "any"}:
        with pytest.raises(DomainError, match="at least one attended input"):
            gated_functions(gated, n)
        return
    box = (5 if options["input_values"] == "bits" else 4) if options.get("synapse") == "bias" else 3
    expected = single_output_class(name, options, n, gated_input=n - 1, box=box)
    marks = gated_functions(gated, n)
    assert set(marks.nonzero()[0].tolist()) == expected
    assert closed_under_symmetry(marks, gated.symmetry, n)


@pytest.mark.parametrize(
    ("name", "options", "values"),
    [
        ("output-gate", {}, [2, 4, 16, 246]),
        ("output-gate", {"values": "signs"}, [2, 4, 16, 254]),
        ("output-gate", {"values": "mixed"}, [3, 9, 71, 2373]),
        ("multiplexed", {}, [2, 4, 16, 256]),
        ("selector", {}, [2, 4, 16, 256]),
        ("gated-layer", {}, [4, 16, 242]),
        ("synaptic-gate", {}, [None, 4, 16, 252]),
        ("synaptic-gate", {"gate_values": "bits"}, [None, 4, 14, 144]),
        ("synaptic-gate", {"input_values": "bits"}, [None, 4, 16, 216]),
        ("synaptic-gate", {"input_values": "bits", "gate_values": "bits"}, [None, 4, 14, 132]),
        ("synaptic-gate", {"synapse": "all"}, [2, 4, 16, 254]),
        ("synaptic-gate", {"synapse": "all", "gate_values": "bits"}, [2, 4, 14, 144]),
        ("synaptic-gate", {"synapse": "bias"}, [2, 4, 14, 146]),
    ],
    ids=str,
)
def test_the_small_values_are_those_that_were_derived_by_hand(name, options, values):
    gated = gated_class(name, **options)
    for n, value in enumerate(values):
        if value is not None:
            assert count_gated(gated, n).value == value


def moved_functions(table, symmetry, n):
    """The orbit of a function under the signed permutations of a class, from the definition."""
    found = set()
    for g in Group.NP.elements(n):
        images, negation = g.inputs.images, g.inputs.negation
        special = {n - 1} if symmetry.fixes_first else set()
        if any(images[i] != i for i in special):
            continue
        allowed = [symmetry.negates_first if i in special else symmetry.negates_others for i in range(n)]
        if all(allowed[i] or not negation >> i & 1 for i in range(n)):
            found.add(g.act_on_table(table))
    return found


@pytest.mark.parametrize("case", SINGLE, ids=name_of)
def test_orbits_are_those_of_the_definition(case):
    gated = gated_class(case[0], **case[1])
    marks = gated_functions(gated, 3)
    full = 255
    waiting = set(marks.nonzero()[0].tolist())
    plain = {frozenset(moved_functions(f, gated.symmetry, 3)) for f in waiting}
    negated = {frozenset(o | {full ^ f for f in o}) for o in plain}
    numbers = orbit_numbers(marks, gated.symmetry, 3)
    assert numbers[gated.symmetry.name()] == len(plain)
    assert count_by_enumeration(gated, 3).classes == len(plain)
    if gated.symmetry.negates_output:
        assert numbers[f"{gated.symmetry.name()}, output negation"] == len(negated)
        assert len(least_members_of(marks, gated.symmetry, 3)) == len(negated)
    else:
        assert len(numbers) == 1


# ------------------------------------------------------------------------------------------------ threshold functions


@pytest.mark.parametrize("n", range(6))
def test_the_list_of_threshold_functions_is_as_long_as_their_number(n):
    assert len(threshold_tables(n)) == count_threshold(n, "flats").value


@pytest.mark.parametrize("n", range(4))
def test_the_list_of_threshold_functions_is_that_of_small_weights(n):
    assert list(threshold_tables(n)) == threshold_functions(n)


def test_six_variables_have_as_many_threshold_functions_as_their_representatives_have_images():
    tables = set(threshold_representatives(6))
    tables |= {(1 << 64) - 1 ^ f for f in tables}
    forms = set(canonical_forms(sorted(tables), 6, Group.NP))
    assert len(forms) == count_threshold(6).classes


@pytest.mark.parametrize("n", range(4))
def test_homogeneous_pairs_are_the_chambers_of_the_resonance_arrangement(n):
    found = set()
    for p, q in homogeneous_pairs(n):
        for g in Group.P.elements(n):
            found.add((g.act_on_table(p), g.act_on_table(q)))
    assert len(found) == count_resonance(n + 1).value


@pytest.mark.parametrize("n", range(4))
def test_mirror_pairs_are_the_regions_of_their_arrangement_with_one_sign(n):
    found = {(g.act_on_table(p), g.act_on_table(q)) for p, q in mirror_pairs(n) for g in Group.P.elements(n)}
    points = [(s, *(p >> i & 1 for i in range(n))) for s in (-1, 1) for p in range(1 << n)]
    assert 2 * len(found) == region_count(points, n + 1)


@pytest.mark.parametrize("seed", range(8))
def test_the_cells_of_all_orthants_are_the_regions_with_the_axes(seed):
    generator = random.Random(seed)  # noqa: S311 - seeded, not secret
    dimension = 2 + seed % 3
    forms = [tuple(generator.randint(-3, 3) for _ in range(dimension)) for _ in range(5)]
    forms = [form for form in forms if any(form)]
    cells = 0
    for signs in product((1, -1), repeat=dimension):
        turned = [tuple(a * s for a, s in zip(form, signs, strict=True)) for form in forms]
        patterns = list(cell_patterns(turned, dimension))
        assert len(set(patterns)) <= len(patterns)
        cells += len(patterns)
    axes = [tuple(int(i == j) for j in range(dimension)) for i in range(dimension)]
    assert cells == region_count([*forms, *axes], dimension)


def test_a_form_that_vanishes_has_no_cells():
    with pytest.raises(DomainError, match="must not be zero"):
        list(cell_patterns([(0, 0)], 2))


# ----------------------------------------------------------------------------------------------------- maps and layers


@pytest.mark.parametrize(
    ("values", "n", "units"),
    [(v, n, m) for v in ("bits", "signs", "mixed") for n in range(3) for m in (1, 2, 3)]
    + [(v, 3, 1) for v in ("bits", "signs", "mixed")],
)
def test_layers_are_the_tuples_of_the_definition(values, n, units):
    expected = len(products(values, n, units))
    assert count_by_enumeration(gated_class("gated-layer", values=values, units=units), n).value == expected
    if values == "mixed":
        assert count_mixed(n, units) == expected
    else:
        assert count_layers(n, units, values) == expected


@pytest.mark.parametrize("values", ["bits", "signs", "mixed"])
def test_a_layer_of_one_unit_is_an_output_gate(values):
    layer = count_by_enumeration(gated_class("gated-layer", values=values, units=1), 3)
    assert layer.value == count_by_enumeration(gated_class("output-gate", values=values), 3).value
    assert layer.classes is None


def test_layers_of_two_units_agree_with_sums_over_pairs_of_functions():
    gates = threshold_tables(3)
    found = {(f & g, h & g) for g in gates for f in gates for h in {h & g for h in gates}}
    assert count_layers(3, 2, "bits") == len(found)


@pytest.mark.parametrize("n", range(3))
def test_orbits_of_mixed_maps_are_those_of_the_definition(n):
    maps = {m[0] for m in products("mixed", n, 1)}

    def images(values):
        for g in Group.NP.elements(n):
            moved = [0] * (1 << n)
            for p, value in enumerate(values):
                moved[g.inputs.act_on_point(p)] = value
            yield tuple(moved)

    plain = {frozenset(images(values)) for values in maps}
    negated = {o | {tuple(-v for v in values) for values in o} for o in plain}
    assert mixed_orbits(n, negates_output=False) == len(plain)
    assert mixed_orbits(n, negates_output=True) == len(negated)
    result = count_by_enumeration(gated_class("output-gate", values="mixed"), n)
    assert result.classes == len(plain)


# ------------------------------------------------------------------------------------------------------ five variables


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    compile_enumeration()


SYMMETRIES = [
    gated_class("output-gate").symmetry,
    gated_class("selector").symmetry,
    gated_class("synaptic-gate").symmetry,
    gated_class("synaptic-gate", input_values="bits").symmetry,
    pytest.param(gated_class("synaptic-gate", synapse="all", input_values="bits").symmetry, marks=pytest.mark.slow),
]


@pytest.mark.parametrize("symmetry", SYMMETRIES, ids=str)
def test_the_rows_hold_the_orbits_of_functions_of_five_variables(symmetry):
    generator = random.Random(5)  # noqa: S311 - seeded, not secret
    tables = [generator.getrandbits(32), 0xE8E8E8E8, 0x96696996, 0xFFFF0000]
    rows = FunctionRows(symmetry, threads=2)
    rows.mark_choices([(0, table) for table in tables], [0xFFFFFFFF])
    rows.close()
    plain = [moved_functions(table, symmetry, 5) for table in tables]
    if symmetry.negates_output:
        plain += [moved_functions(0xFFFFFFFF ^ table, symmetry, 5) for table in tables]
    assert rows.count() == len(set().union(*plain))
    numbers = rows.orbit_numbers()
    assert numbers[symmetry.name()] == len({frozenset(o) for o in plain})
    if symmetry.negates_output:
        assert numbers[f"{symmetry.name()}, output negation"] == len(tables)
    members = rows.least_tables(negates_output=symmetry.negates_output).tolist()
    assert all(any(member in o for o in plain) for member in members)


def test_unions_of_two_lists_are_marked_in_rows():
    generator = random.Random(6)  # noqa: S311 - seeded, not secret
    first = [generator.getrandbits(32) & 0xF0F0F0F0 for _ in range(5)]
    second = [generator.getrandbits(32) & 0x0F0F0F0F for _ in range(7)]
    symmetry = gated_class("output-gate").symmetry
    rows, expected = FunctionRows(symmetry, threads=2), FunctionRows(symmetry, threads=1)
    rows.mark_unions(np.array(first, dtype=np.int64), np.array(second, dtype=np.int64))
    expected.mark_choices([(a | b, a | b) for a in first for b in second], [0])
    rows.close()
    expected.close()
    assert rows.count() == expected.count() > 0
    assert rows.orbit_numbers() == expected.orbit_numbers()


def test_quotients_of_five_variables_are_those_of_the_marked_functions():
    generator = random.Random(7)  # noqa: S311 - seeded, not secret
    table, gates = generator.getrandbits(32), [0xAAAAAAAA, generator.getrandbits(32)]
    rows = FunctionRows(gated_class("selector").symmetry, threads=2)
    rows.mark_choices([(table, table)], [0])
    rows.close()
    members = moved_functions(table, gated_class("selector").symmetry, 5)
    members |= {0xFFFFFFFF ^ f for f in members}
    candidates = [f ^ gates[i % 2] for i, f in enumerate(sorted(members)[:40])] + [0, 0x96696996, 0xFFFF]
    expected = [any(f ^ g ^ 0xFFFFFFFF in members for g in gates) for f in candidates]
    assert rows.quotients(np.array(candidates, dtype=np.int64), gates).tolist() == expected
    assert 40 <= sum(expected) < len(candidates)


def test_dividing_by_a_threshold_function_undoes_multiplying():
    single = gated_rows(gated_class("output-gate", values="signs", factors=1))
    double = gated_rows(gated_class("output-gate", values="signs"))
    generator = random.Random(8)  # noqa: S311 - seeded, not secret
    gates = threshold_tables(5)
    products_of_two = [generator.choice(gates) ^ generator.choice(gates) for _ in range(20)]
    tables = np.array(products_of_two + [generator.getrandbits(32) for _ in range(40)], dtype=np.int64)
    divided = single.quotients(tables, gates)
    assert (divided == double.quotients(tables, [0xFFFFFFFF])).all()
    assert 20 <= int(divided.sum()) < 60


@pytest.mark.slow
def test_every_function_of_five_variables_is_a_product_of_some_signs():
    counts = factor_counts(5, "signs")
    assert sum(counts) == 1 << 32
    assert counts[0] == 94572
    assert counts[-1] >= 2  # parity and its negation need the most


def test_one_factor_of_five_variables_is_a_threshold_function():
    result = count_by_enumeration(gated_class("output-gate", factors=1), 5)
    published = count_threshold(5, "flats")
    assert (result.value, result.classes) == (published.value, count_threshold(5).classes)


def test_conjunctions_of_five_variables_are_the_sum_of_their_orbits():
    rows = gated_rows(gated_class("output-gate"), threads=3)
    members = rows.least_tables(negates_output=False)
    forms = canonical_forms(members.astype(np.uint32), 5, Group.NP)
    assert len(np.unique(forms)) == len(members) == rows.orbit_numbers()["permutations, negations"]
    assert rows.count() == int(orbit_sizes(members.astype(np.uint32), 5, Group.NP).sum())
    tables = np.array(threshold_tables(5), dtype=np.uint32)
    products_of = [np.unique(tables & f) for f in np.unique(canonical_forms(tables, 5, Group.NP))]
    assert (np.unique(canonical_forms(np.concatenate(products_of), 5, Group.NP)) == np.unique(forms)).all()


@pytest.mark.parametrize(
    "case",
    [
        SYNAPTIC[8],
        *(pytest.param(case, marks=pytest.mark.slow) for case in (SINGLE[1], SINGLE[2], SYNAPTIC[4], SYNAPTIC[12])),
    ],
    ids=name_of,
)
def test_units_with_random_weights_lie_in_the_class_of_five_inputs(case):
    name, options = case
    rows = gated_rows(gated_class(name, **options))
    members = set(canonical_forms(rows.least_tables(negates_output=True).astype(np.uint32), 5, Group.NPN).tolist())
    generator = random.Random(9)  # noqa: S311 - seeded, not secret
    tested = 0
    for _ in range(300):
        weights = [generator.randint(-4, 4) for _ in range(7)]
        gate = [generator.randint(-4, 4) * 2 for _ in range(5)] + [generator.choice((-5, -3, -1, 1, 3, 5))]
        values = []
        for p in range(32):
            x = [2 * (p >> i & 1) - 1 for i in range(5)]
            g = 1 if sum(a * b for a, b in zip(gate, [*x, 1], strict=True)) > 0 else -1
            linear = sum(a * b for a, b in zip(weights, x, strict=False))
            if name == "output-gate":
                values.append((1 if 2 * linear + 2 * weights[5] + 1 > 0 else -1) * g)
            elif name == "multiplexed":
                values.append(2 * linear + 2 * weights[5] * g + 1)
            elif options["synapse"] == "all":
                values.append(2 * g * linear + 2 * weights[5] + 1)
            elif options["synapse"] == "bias":
                values.append(linear + weights[5] * g)
            else:
                x[0] *= g
                values.append(2 * sum(a * b for a, b in zip(weights, x, strict=False)) + 2 * weights[5] + 1)
        if all(values):
            table = sum(1 << p for p, value in enumerate(values) if value > 0)
            assert canonical_forms([table], 5, Group.NPN)[0] in members
            tested += 1
    assert tested > 20


def test_a_table_that_is_too_wide_for_the_rows_is_refused():
    rows = FunctionRows(gated_class("selector").symmetry, threads=1)
    with pytest.raises(DomainError, match="between 0 and"):
        rows.mark_choices([(0, 1 << 32)], [0])
    with pytest.raises(DomainError, match="between 0 and"):
        rows.mark_unions(np.array([1 << 32], dtype=np.int64), np.array([0], dtype=np.int64))


def test_five_inputs_need_the_compiler(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ExactError, match="needs numba"):
        count_by_enumeration(gated_class("selector"), 5)


# ------------------------------------------------------------------------------------------------------------- factors


@pytest.mark.parametrize("values", ["bits", "signs"])
@pytest.mark.parametrize("n", range(5))
def test_every_function_needs_some_number_of_factors(values, n):
    counts = factor_counts(n, values)
    assert sum(counts) == 1 << (1 << n)
    assert counts[0] == count_threshold(n).value
    for factors in (1, 2, 3, len(counts) + 1):
        gated = gated_class("output-gate", values=values, factors=factors)
        assert count_by_enumeration(gated, n).value == sum(counts[:factors])


@pytest.mark.parametrize("n", [2, 3, 4])
def test_only_parity_and_its_negation_need_the_greatest_number_of_conjuncts(n):
    counts = factor_counts(n, "bits")
    assert (len(counts), counts[-1]) == (1 << (n - 1), 2)
    if n < 4:
        fewer = gated_functions(gated_class("output-gate", factors=len(counts) - 1), n)
        parity = sum(1 << p for p in range(1 << n) if p.bit_count() & 1)
        assert set((~fewer).nonzero()[0].tolist()) == {parity, (1 << (1 << n)) - 1 ^ parity}


def test_three_factors_are_triples_of_threshold_functions():
    tables = threshold_tables(3)
    conjunctions = {f & g & h for f in tables for g in tables for h in tables}
    assert count_by_enumeration(gated_class("output-gate", factors=3), 3).value == len(conjunctions)


# ------------------------------------------------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("output-gate", {"values": "trits"}, "--values: this must be one of bits, signs, mixed, not 'trits'"),
        ("output-gate", {"units": 2}, "--units: the class output-gate has no such option"),
        ("output-gate", {"factors": 0}, "--factors: this must be at least 1, not 0"),
        ("output-gate", {"values": "mixed", "factors": 3}, "--factors: mixed values need exactly 2 factors, not 3"),
        ("output-gate", {"factors": 3, "attended": 1, "attending": 1}, "--factors: disjoint inputs need exactly 2"),
        ("multiplexed", {"values": "bits"}, "--values: the class multiplexed has no such option"),
        ("multiplexed", {"attended": 2}, "--attended: --attended and --attending must stand together"),
        ("multiplexed", {"attended": 2, "attending": -1}, "--attending: this must be at least 0, not -1"),
        ("multiplexed", {"color": 3}, "--color: there is no such option"),
        ("synaptic-gate", {"synapse": "two"}, "--synapse: this must be one of one, any, all, bias, not 'two'"),
        ("perceptron", {}, "CLASS: the class must be one of output-gate, "),
    ],
    ids=str,
)
def test_options_that_do_not_apply_are_refused(name, options, message):
    with pytest.raises(InputError, match=f"^{message}"):
        gated_class(name, **options)


def test_a_class_needs_its_options():
    from exact.counting.gated_class import GatedClass

    with pytest.raises(InputError, match="needs this option"):
        GatedClass("gated-layer", values="bits")
    with pytest.raises(TypeError, match="must be an int"):
        gated_class("gated-layer", units="2")
    with pytest.raises(TypeError, match="must be an int"):
        gated_class("selector", attended="2", attending=1)


def test_dimensions_are_checked():
    with pytest.raises(DomainError, match="not -1"):
        check_gated_dimension(gated_class("selector"), -1)
    with pytest.raises(DomainError, match=r"attended \+ attending = 3, not 4"):
        check_gated_dimension(gated_class("selector", attended=1, attending=2), 4)
    with pytest.raises(DomainError, match="at least one attended input"):
        check_gated_dimension(gated_class("synaptic-gate", synapse="any", attended=0, attending=2), 2)


@pytest.mark.parametrize("name", GATED_NAMES)
def test_what_is_too_large_is_refused_before_anything_is_done(name):
    gated = gated_class(name)
    n = 7 if name == "output-gate" else 6
    assert gated_method_limits(gated)["enumeration"] == enumeration_limit(gated) < n
    with pytest.raises(TooLargeError, match=rf"^n = {n} .*is too large for the enumeration"):
        count_by_enumeration(gated, n)
    check_enumeration_size(gated, enumeration_limit(gated))


@pytest.mark.parametrize(
    ("options", "n"), [({"values": "mixed"}, 7), ({"units": 4}, 4), ({"values": "mixed", "units": 9}, 7)], ids=str
)
def test_large_layers_are_refused(options, n):
    with pytest.raises(TooLargeError, match="is too large"):
        count_by_enumeration(gated_class("gated-layer", **options), n)


def test_half_of_the_functions_give_half_of_the_dichotomies(monkeypatch):
    expected = [count_mixed(n, 2) for n in range(5)]
    monkeypatch.setattr(gated_enumeration_layers, "MAXIMUM_TABLES_DIMENSION", -1)
    assert [count_mixed(n, 2) for n in range(5)] == expected


@pytest.mark.slow
def test_mixed_maps_of_six_inputs_lie_near_their_estimate():
    gated = gated_class("output-gate", values="mixed")
    estimate = estimate_gated(gated, 6, 50, seed=3)
    result = count_by_enumeration(gated, 6)
    assert abs(result.value - estimate.functions) <= 4 * estimate.functions_error
    assert result.classes is None
    assert result.value == read_table("output-gate-mixed").entries[6].value


def test_lists_of_functions_are_refused_for_other_outputs_and_for_five_inputs():
    for gated in (gated_class("gated-layer"), gated_class("output-gate", values="mixed")):
        with pytest.raises(DomainError, match="one output with two values"):
            gated_functions(gated, 2)
        with pytest.raises(DomainError, match="one output with two values"):
            gated_rows(gated)
    with pytest.raises(DomainError, match="no choice between two functions"):
        choice_pairs(gated_class("selector"), 2)
    with pytest.raises(TooLargeError, match="too large for a list"):
        gated_functions(gated_class("selector"), 5)


def test_an_unknown_method_is_refused():
    with pytest.raises(DomainError, match="not 'guess'"):
        count_gated(gated_class("selector"), 2, "guess")


def test_options_have_defaults():
    assert dict(option_defaults("gated-layer")) == {"units": 2, "values": "bits"}
    assert gated_class("selector", attended=1, attending=2).options == {"attended": 1, "attending": 2}


def test_progress_is_reported():
    seen = []
    count_by_enumeration(gated_class("gated-layer", values="mixed"), 3, lambda done, total: seen.append((done, total)))
    assert seen
    assert seen[-1][0] == seen[-1][1]
    seen.clear()
    rows = FunctionRows(gated_class("selector").symmetry, threads=1)
    rows.mark_choices([(0, 1)] * 40, [1], lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)


@pytest.mark.parametrize("group", [Group.NP, Group.NPN])
def test_the_symmetry_of_marks_is_that_of_orbits(group):
    gated = gated_class("selector" if group is Group.NPN else "output-gate")
    marks = np.zeros(256, dtype=bool)
    marks[0xE8] = True
    assert not closed_under_symmetry(marks, gated.symmetry, 3)
    marks[list(orbit(0xE8, 3, group))] = True
    assert closed_under_symmetry(marks, gated.symmetry, 3)

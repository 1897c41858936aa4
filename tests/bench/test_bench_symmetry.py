"""Canonical forms, and operations on large truth tables: `make bench`."""

import numpy as np
import pytest

from exact.boolean import BooleanFunction
from exact.orbit import canonical_form, canonical_forms, class_representatives
from exact.symmetry import Group


@pytest.mark.parametrize("group", Group)
def test_canonical_form_of_one_function_of_five_variables(benchmark, group):
    table = BooleanFunction.random(5, 1).table
    assert benchmark(canonical_form, table, 5, group) <= table


@pytest.mark.parametrize("group", Group)
def test_canonical_forms_of_a_million_functions_of_five_variables(benchmark, group):
    tables = np.frombuffer(BooleanFunction.random(24, 1).table.to_bytes(1 << 21, "little"), dtype=np.uint32)
    tables = np.concatenate([tables, ~tables])  # 2**20 tables
    canonical_forms(tables[:1], 5, group)  # the arrays of the program
    assert (benchmark(canonical_forms, tables, 5, group) <= tables).all()


def test_all_classes_of_five_variables(benchmark):
    class_representatives(4, Group.NPN)
    found = benchmark.pedantic(class_representatives, (5, Group.NPN), rounds=1)
    assert len(found) == 616126


OPERATIONS = {
    "restrict x1": lambda f: f.restrict({0: 1}),
    "restrict x8": lambda f: f.restrict({7: 1}),
    "restrict the last variable": lambda f: f.restrict({f.n - 1: 1}),
    "negate": lambda f: ~f,
    "dual": lambda f: f.dual(),
    "essential variables": lambda f: f.essential_variables(),
    "reverse variables": lambda f: f.reverse_variables(),
    "algebraic normal form": lambda f: f.algebraic_normal_form(),
    "random": lambda f: BooleanFunction.random(f.n, 2),
    "majority": lambda f: BooleanFunction.majority(f.n),
}


@pytest.mark.parametrize("n", [20, 24])
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_on_a_large_table(benchmark, name, n):
    f = BooleanFunction.random(n, 1)
    benchmark.pedantic(OPERATIONS[name], (f,), rounds=5, warmup_rounds=1)


def test_reading_a_formula_of_a_thousand_operators(benchmark):
    text = " ^ ".join(f"x{1 + i % 12} & (x{1 + 5 * i % 12} | !x{1 + 7 * i % 12})" for i in range(333))
    assert benchmark(BooleanFunction.from_formula, text).n == 12

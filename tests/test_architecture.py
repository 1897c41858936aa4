"""The rules of the house that a machine can check, read from the syntax trees of the packages.

Every rule is a function from a syntax tree to its offences.  An exception is a row of `EXCEPTIONS`, with its
reason; a row that excuses nothing fails as well.
"""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("exact", "proofs")
    for path in sorted((ROOT / package).rglob("*.py"))
}
TREES = {module: ast.parse(path.read_text(encoding="utf-8")) for module, path in FILES.items()}

HEAVY = {
    "distributed",
    "duckdb",
    "flint",
    "gmpy2",
    "highspy",
    "jinja2",
    "latex2mathml",
    "matplotlib",
    "numba",
    "numpy",
    "pyarrow",
    "safetensors",
    "sympy",
}
COMPILED = {  # they load numba at their top, and are themselves loaded when they are used
    "exact.counting._gated_decision_cover_kernel",
    "exact.counting._gated_chamber_kernel",
    "exact.counting._gated_decision_kernel",
    "exact.counting._gated_decision_marks_kernel",
    "exact.counting._gated_enumeration_kernel",
    "exact.counting._gated_estimate_kernel",
    "exact.counting._gated_enumeration_orbits_kernel",
    "exact.counting._quadratic_flats_kernel",
    "exact.counting._restriction_tree_kernel",
    "exact.counting._splitting_tree_kernel",
    "exact.counting._wall_walk_kernel",
}
LIGHT = {"typer", "rich"}  # only the command line loads them, at its top
# Where a library may be used: what is untyped, mutable or of fixed width stays inside these modules.
HOMES = {
    "distributed": {"exact.counting.shard_cluster"},
    "duckdb": {"exact.catalogue.search"},
    "pyarrow": {"exact.catalogue.parquet_file"},
    "flint": {
        "exact._integer_matrix",
        "exact.attention._exact_matrix",
        "exact.enclosure",
        "exact.parameters",
        "exact.quadratic",
    },
    "gmpy2": {"exact.printing"},
    "jinja2": {"exact.report"},
    "latex2mathml": {"exact.report"},
    "markupsafe": {"exact.report"},
    "matplotlib": {"exact.plots"},
    "highspy": {"exact._highs_guess"},
    "numba": COMPILED,
    "numpy": {
        "exact._composition_kernel",
        "exact._highs_guess",
        "exact.counting._quadratic_flats_kernel",
        "exact.counting._wall_walk_kernel",
        "exact.counting._restriction_tree_kernel",
        "exact.counting._splitting_tree_kernel",
        "exact.counting._gated_decision_cover_kernel",
        "exact.counting._gated_chamber_kernel",
        "exact.counting.gated_chamber_parts",
        "exact.counting.gated_chamber_thresholds",
        "exact.counting._gated_decision_kernel",
        "exact.counting._gated_decision_marks_kernel",
        "exact.counting.gated_decision_cover",
        "exact.counting._gated_estimate_kernel",
        "exact.counting._gated_enumeration_orbits_kernel",
        "exact.counting.gated_decision_five",
        "exact.counting.gated_decision_maps",
        "exact.counting.gated_decision_marks",
        "exact.counting.gated_decision_opposite",
        "exact.counting.gated_decision_outside",
        "exact.counting.gated_decision_parallel",
        "exact.counting.gated_decision_partial",
        "exact.counting.gated_decision_small",
        "exact.counting.gated_decision_symmetry",
        "exact.counting.gated_decision_tree",
        "exact.counting.gated_enumeration",
        "exact.counting.gated_enumeration_layers",
        "exact.counting.gated_enumeration_marks",
        "exact.counting.gated_enumeration_orbits",
        "exact.counting.gated_enumeration_parts",
        "exact.counting.gated_enumeration_rows",
        "exact.counting.class_certificates",
        "exact.counting.degree_representatives",
        "exact.counting.quadratic_flats",
        "exact.counting.quadratic_walk",
        "exact.counting.wall_walk",
        "exact.counting.gated_inclusions",
        "exact.counting.gated_estimate",
        "exact.counting.gated_estimate_selector",
        "exact.counting.gated_estimate_units",
        "exact.counting.random_ways",
        "exact.counting.threshold_array",
        "exact._symmetry_kernel",
        "exact._term_kernel",
        "exact._transform_kernel",
        "exact.orbit",
        "exact.spectrum",
        "exact.term_list",
        "exact.term_methods",
        "exact.weights_reader",
    },
    "safetensors": {"exact.weights_reader"},
    "sympy": {"exact.interchange"},
}
EXTRAS = [
    line for extra in ("catalogue", "cluster") for line in CONFIGURATION["project"]["optional-dependencies"][extra]
]
STANDARD_LIBRARY_ONLY = ("exact.errors", "exact.rational", "exact.cube")
EXACT_FUNCTIONS_OF_MATH = {"ceil", "comb", "factorial", "floor", "gcd", "isfinite", "isqrt", "lcm", "perm", "prod"}

Offence = tuple[str, int, str]  # the function that it stands in, the line, what it is


def walk(tree: ast.AST, name: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Yield every node with the dotted name of the class or function that it stands in; annotations included."""
    for child in ast.iter_child_nodes(tree):
        inside = name
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{name}.{child.name}".lstrip(".")
        yield inside, child
        yield from walk(child, inside)


def outer_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the imports that run when the module is loaded; those for type checkers alone do not."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]


def all_imports(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    for name, node in walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield name, node.lineno, node.module or ""


def floats(tree: ast.Module) -> Iterator[Offence]:
    for name, node in walk(tree):
        match node:
            case ast.Constant(value=float() | complex() as value):
                yield name, node.lineno, f"the literal {value}"
            case ast.Name(id="float" | "complex" as used):
                yield name, node.lineno, used
            case ast.Attribute(value=ast.Name(id="math"), attr=attribute) if attribute not in EXACT_FUNCTIONS_OF_MATH:
                yield name, node.lineno, f"math.{attribute}"
            case ast.ImportFrom(module="math", names=names):
                yield from (
                    (name, node.lineno, f"math.{n.name}") for n in names if n.name not in EXACT_FUNCTIONS_OF_MATH
                )
            case ast.Attribute(attr=attribute) if re.fullmatch(r"(float|complex|double)[0-9_]*", attribute):
                yield name, node.lineno, f".{attribute}"


def divisions(tree: ast.Module) -> Iterator[Offence]:
    """Yield every `/`, unless an operand is written as a Fraction or as text (a path): of integers it is a float."""

    def is_no_integer(node: ast.expr) -> bool:
        match node:
            case ast.Call(func=ast.Name(id="Fraction")) | ast.Constant(value=str()) | ast.JoinedStr():
                return True
            case _:
                return False

    for name, node in walk(tree):
        match node:
            case ast.BinOp(left, ast.Div(), right) if not is_no_integer(left) and not is_no_integer(right):
                yield name, node.lineno, ast.unparse(node)
            case ast.AugAssign(op=ast.Div()):
                yield name, node.lineno, ast.unparse(node)


def assertions(tree: ast.Module) -> Iterator[Offence]:
    for name, node in walk(tree):
        if isinstance(node, ast.Assert):
            yield name, node.lineno, "assert, which python -O removes: raise instead"


def evaluations(tree: ast.Module) -> Iterator[Offence]:
    forbidden = {"eval", "exec", "compile", "__import__", "sympify", "parse_expr", "pickle", "marshal", "shelve"}
    for name, node in walk(tree):
        match node:
            case ast.Name(id=used) if used in forbidden:
                yield name, node.lineno, used
            case ast.Attribute(value, attr) if attr in forbidden and ast.unparse(value) != "re":
                yield name, node.lineno, ast.unparse(node)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from ((name, node.lineno, alias.name) for alias in names if alias.name in forbidden)


def heavy_imports(tree: ast.Module) -> Iterator[Offence]:
    for line, imported in outer_imports(tree):
        if imported.split(".")[0] in HEAVY:
            yield "", line, f"{imported} is imported at the top: import it in the function that uses it"


def silent_names(tree: ast.Module) -> Iterator[Offence]:
    """Yield public names without a docstring, and those that the dictionary of the module leaves out."""
    page = ast.get_docstring(tree)
    if page is None:
        yield "", 1, "the module has no docstring"
    waiting = [("", node) for node in tree.body]
    while waiting:
        outer, node = waiting.pop()
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        name = f"{outer}.{node.name}".lstrip(".")
        if isinstance(node, ast.ClassDef):
            waiting += [(name, child) for child in node.body]
        if ast.get_docstring(node) is None and "overload" not in map(ast.unparse, node.decorator_list):
            yield name, node.lineno, "no docstring"
        if not outer and not re.search(rf"\b{name}\b", page or ""):
            yield name, node.lineno, "not in the dictionary of the module"


RULES: dict[str, tuple[Callable[[ast.Module], Iterator[Offence]], str]] = {
    "no float enters": (floats, "def f(x: float): return x + 0.5 + math.sqrt(2)"),
    "no quotient of integers": (divisions, "def f(a, b): return a / b"),
    "no assert": (assertions, "assert True"),
    "no text is evaluated": (evaluations, "def f(text): return sympy.sympify(text)"),
    "heavy libraries load when they are used": (
        heavy_imports,
        "try:\n    import numpy.linalg\nexcept ImportError: pass",
    ),
    "every public name is explained": (silent_names, "def f(): ..."),
}

# (rule, module, name that it stands in; a class or a whole module stands for all that is in it): reason
EXCEPTIONS = {
    ("no float enters", "exact._highs_guess", ""): "floats only guess here; what they guess is verified in integers",
    ("no float enters", "exact.counting.result", "CountResult"): "the seconds of a measurement",
    ("no quotient of integers", "exact.counting.result", "CountResult"): "the seconds of a measurement",
    ("heavy libraries load when they are used", "exact.counting._gated_decision_cover_kernel", ""): "loaded when used",
    ("heavy libraries load when they are used", "exact.counting._gated_chamber_kernel", ""): "loaded when used",
    ("heavy libraries load when they are used", "exact.counting._gated_decision_kernel", ""): "loaded when used",
    ("heavy libraries load when they are used", "exact.counting._gated_decision_marks_kernel", ""): "loaded when used",
    ("heavy libraries load when they are used", "exact.counting._gated_enumeration_kernel", ""): "loaded when used",
    ("heavy libraries load when they are used", "exact.counting._gated_estimate_kernel", ""): "loaded when used",
    (
        "heavy libraries load when they are used",
        "exact.counting._gated_enumeration_orbits_kernel",
        "",
    ): "loaded when used",
    ("heavy libraries load when they are used", "exact.counting._quadratic_flats_kernel", ""): "loaded when used",
    ("heavy libraries load when they are used", "exact.counting._wall_walk_kernel", ""): "loaded when used",
    ("heavy libraries load when they are used", "exact.counting._restriction_tree_kernel", ""): "loaded when used",
    ("heavy libraries load when they are used", "exact.counting._splitting_tree_kernel", ""): "loaded when used",
    ("no float enters", "exact.rational", "rational_from_float"): "the one door for trained weights",
    ("no float enters", "exact.weights_reader", ""): "reads the binary floats of a weights file",
    ("no quotient of integers", "exact.catalogue.parquet_file", "default_path"): "a path",
    ("no quotient of integers", "exact.enclosure", "log2_enclosure"): "a ball by a ball",
    ("no quotient of integers", "exact.indicator", "primitive_part"): "a polynomial by a non-zero rational",
    ("no quotient of integers", "exact.indicator", "Indicators"): "a polynomial by 2",
    ("no quotient of integers", "exact.circuit_reader", "read_circuit"): "a path",
    ("no float enters", "proofs.reader", "_no_float"): "what json calls for a float; it refuses",
    ("no quotient of integers", "proofs.linear", ""): "linear programs in Fractions",
    ("no quotient of integers", "proofs.prover", ""): "by a Fraction",
    ("no float enters", "exact.plots", ""): "the coordinates of a picture",
    ("no quotient of integers", "exact.plots", ""): "the coordinates of a picture",
    (
        "no quotient of integers",
        "exact.parameters",
        "ParameterPolynomial.primitive_part",
    ): "a polynomial by its content",
    ("no quotient of integers", "exact.parameters", "ParameterPolynomial.as_rational_times_square"): "by its content",
}


def excused(rule: str, module: str, name: str) -> bool:
    parts = name.split(".") if name else []
    return any((rule, module, ".".join(parts[:k])) in EXCEPTIONS for k in range(len(parts) + 1))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("module", TREES)
def test_modules_keep_the_rules_of_the_house(module, rule):
    offences = [
        f"{FILES[module].relative_to(ROOT)}:{line}: {name}: {what}"
        for name, line, what in RULES[rule][0](TREES[module])
        if not excused(rule, module, name)
    ]
    assert not offences, "\n".join(offences)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_sees_an_offence(rule):
    check, offender = RULES[rule]
    assert list(check(ast.parse(offender)))


@pytest.mark.parametrize(("rule", "module", "name"), EXCEPTIONS)
def test_every_exception_excuses_something(rule, module, name):
    offences = (found for found, _, _ in RULES[rule][0](TREES[module]))
    assert any(name in {found, ""} or found.startswith(f"{name}.") for found in offences)


@pytest.mark.parametrize("module", TREES)
def test_no_module_is_too_long_to_read(module):
    lines = len(FILES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= 800, f"{lines} lines: above about 500 split, above 800 it is a bug"


# ------------------------------------------------------------------------------------------------------------- imports


def third_party(module: str) -> set[str]:
    roots = {imported.split(".")[0] for _, _, imported in all_imports(TREES[module])}
    return {root for root in roots if root not in sys.stdlib_module_names and root not in {"exact", "proofs"}}


def test_the_ladder_of_imports_holds():
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("module", TREES)
def test_libraries_stay_in_their_homes(module):
    strangers = {library for library in third_party(module) if module not in HOMES.get(library, {module})}
    assert not strangers


@pytest.mark.parametrize("library", HOMES)
def test_every_home_is_lived_in(library):
    assert {module for module in TREES if library in third_party(module)} == HOMES[library]


def test_the_dependencies_are_the_libraries_that_are_imported():
    distributions = {"flint": "python-flint", "markupsafe": "jinja2"}
    imported = {distributions.get(library, library) for module in TREES for library in third_party(module)}
    declared = {re.match(r"[a-z0-9-]+", line).group() for line in CONFIGURATION["project"]["dependencies"] + EXTRAS}
    assert imported == declared


def test_the_longer_checks_install_the_extras():
    assert sorted(CONFIGURATION["dependency-groups"]["extras"]) == sorted(EXTRAS)
    assert {"include-group": "extras"} in CONFIGURATION["dependency-groups"]["check"]
    text = (ROOT / "docs/constraints.txt").read_text(encoding="utf-8")
    for line in EXTRAS:
        name = re.match(r"[a-z0-9-]+", line).group()
        assert re.search(rf"^{name}==", text, re.MULTILINE), f"{name}: run make lock"


def test_the_modules_are_those_of_the_architecture_page():
    page = (ROOT / "docs/explain/architecture.md").read_text(encoding="utf-8")
    modules = {name.split(".")[1] for name in TREES if name.startswith("exact.")} - {"__main__"}
    missing = sorted(name for name in modules if f"`{name}`" not in page)
    assert not missing


def modules_after(code: str) -> set[str]:
    """Return the modules that are loaded after the code ran in a fresh interpreter."""
    program = f"import sys\n{code}\nprint(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(result.stdout.split())


def test_importing_exact_loads_nothing_heavy():
    loaded = modules_after("import exact")
    assert not {name for name in loaded if name.split(".")[0] in HEAVY | LIGHT}
    assert not {name for name in loaded if name.startswith("exact.")}


def test_importing_every_module_of_exact_loads_nothing_heavy():
    names = [name for name in FILES if re.match(r"exact\.(?!command|__main__)", name) and name not in COMPILED]
    loaded = modules_after("\n".join(f"import {name}" for name in names))
    assert set(names) <= loaded
    assert not {name for name in loaded if name.split(".")[0] in HEAVY | LIGHT}


@pytest.mark.parametrize("module", STANDARD_LIBRARY_ONLY)
def test_the_lowest_modules_load_the_standard_library_only(module):
    before = modules_after("")
    for name in modules_after(f"import {module}") - before:
        root = name.split(".")[0]
        assert root in sys.stdlib_module_names or name == "exact" or name in STANDARD_LIBRARY_ONLY


# -------------------------------------------------------------------------------------------------------- public names


def test_the_public_names_of_exact_are_few_and_agree_with_their_three_lists():
    import exact

    public = [name for names in exact._MODULES.values() for name in names]
    imported = {
        (node.module.removeprefix("exact."), alias.name)
        for _, node in walk(TREES["exact"])
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("exact.")
        for alias in node.names
    }
    assert {(module, name) for module, names in exact._MODULES.items() for name in names} == imported
    assert sorted(exact.__all__) == sorted(public)
    assert len(public) <= 30


def test_every_public_name_of_exact_is_what_its_module_calls_so():
    import exact

    for module, names in exact._MODULES.items():
        for name in names:
            assert getattr(exact, name) is getattr(importlib.import_module(f"exact.{module}"), name)
            assert name in dir(exact)


def test_no_public_name_of_exact_hides_a_module():
    import exact

    assert not [name for name in exact.__all__ if f"exact.{name}" in FILES]


def test_a_name_that_exact_does_not_have_is_an_attribute_error():
    import exact

    with pytest.raises(AttributeError, match="has no attribute 'no_such_name'"):
        _ = exact.no_such_name


def test_the_version_is_that_of_the_distribution():
    import exact

    assert exact.__version__ == CONFIGURATION["project"]["version"]


# ------------------------------------------------------------------------------------------------------------ the lock


@pytest.mark.parametrize("lock", ["constraints.txt", "docs/constraints.txt"])
def test_every_line_of_the_lock_is_pinned_with_hashes_and_names_no_index(lock):
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line
        assert "://" not in line


def test_the_lock_holds_every_dependency():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    needed = CONFIGURATION["project"]["dependencies"] + CONFIGURATION["project"]["optional-dependencies"]["test"]
    for line in needed + CONFIGURATION["build-system"]["requires"]:
        name = re.match(r"[a-z0-9-]+", line).group()
        assert re.search(rf"^{name}==", text, re.MULTILINE), f"{name}: run make lock"

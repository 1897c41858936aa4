"""How fast the regions of an arrangement are counted, against peers in the same run: `make bench`, or pytest with -s.

The peers live in environments of their own; the variables PEER_SAGE and PEER_POLYPART name their interpreters, and a
peer that is not named is left out.  Every round runs each side once, in a new process, on the same hyperplanes, and
takes the processor seconds of the count alone: clocks mean nothing on a busy machine.  PEER_CASES=all adds the cases
that take a peer minutes.
"""

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 3

# Each program reads the normals, sets `count` to a function without arguments, and is timed by the common end.
COMMON_START = """
import json, resource, sys
normals, family = json.load(sys.stdin)
dimension = len(normals[0])
"""
COMMON_END = """
def seconds():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
start = seconds()
value = int(count())
print(json.dumps([value, seconds() - start]))
"""
PROGRAMS = {
    "exact, any arrangement": """
from exact.arrangement import region_count
count = lambda: region_count([tuple(normal) for normal in normals], dimension)
""",
    "exact, this family": """
from exact.counting.resonance import count_resonance
from exact.counting.threshold import count_threshold
count = lambda: (count_threshold(dimension - 1) if family == "threshold" else count_resonance(dimension)).value
""",
    "PEER_SAGE": """
import sage.all__sagemath_polyhedra
from sage.geometry.hyperplane_arrangement.arrangement import HyperplaneArrangements
from sage.rings.rational_field import QQ
space = HyperplaneArrangements(QQ, tuple(f"w{i}" for i in range(dimension)))
count = lambda: abs(space([(tuple(normal), 0) for normal in normals]).characteristic_polynomial()(-1))
""",
    "PEER_POLYPART": """
from polypart.delres import number_of_regions
from polypart.geometry import Hyperplane
units = [[s * (i == j) for j in range(dimension)] for i in range(dimension) for s in (1, -1)]
box = [Hyperplane(unit, 1) for unit in units]
count = lambda: number_of_regions([Hyperplane(normal, 0) for normal in normals], box)
""",
}


def threshold_normals(n):
    return [[1, *signs] for signs in product((-1, 1), repeat=n)]


def resonance_normals(d):
    return [list(bits) for bits in product((0, 1), repeat=d) if any(bits)]


# family, index, hyperplanes, number of regions (OEIS A000609 and A034997), whether a peer needs minutes
CASES = [
    ("threshold", 3, threshold_normals(3), 104, False),
    ("threshold", 4, threshold_normals(4), 1882, False),
    ("resonance", 4, resonance_normals(4), 370, False),
    ("resonance", 5, resonance_normals(5), 11292, True),
    ("threshold", 5, threshold_normals(5), 94572, True),
]


def counted(interpreter, program, family, normals):
    """Run a program in a new process; return the number of regions and the processor seconds of the count."""
    result = subprocess.run(
        [interpreter, "-c", COMMON_START + PROGRAMS[program] + COMMON_END],
        input=json.dumps([normals, family]),
        capture_output=True,
        text=True,
        check=True,
        timeout=3600,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT) if interpreter == sys.executable else ""},
    )
    return json.loads(result.stdout)


@pytest.mark.parametrize("peer", ["PEER_SAGE", "PEER_POLYPART"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_bench_regions_against_peers(benchmark, capsys, case, peer):
    family, index, normals, regions, is_long = case
    interpreter = os.environ.get(peer)
    if interpreter is None:
        pytest.skip(f"{peer} names no interpreter")
    if is_long and os.environ.get("PEER_CASES") != "all":
        pytest.skip("PEER_CASES is not all")
    runs = {"exact, any arrangement": sys.executable, "exact, this family": sys.executable, peer: interpreter}
    least = {}
    for _ in range(1 if is_long else ROUNDS):
        for program, python in runs.items():
            value, seconds = counted(python, program, family, normals)
            assert value == regions, program
            least[program] = min(seconds, least.get(program, seconds))
    benchmark.extra_info.update(least)
    lines = [f"\n{family} {index}, {len(normals)} hyperplanes, {regions} regions; {peer}: {least[peer]:.3f} CPU s"]
    lines += [
        f"  {program}: {seconds:.4f} CPU s, ratio {seconds / least[peer]:.4f}"
        for program, seconds in least.items()
        if program != peer
    ]
    with capsys.disabled():
        print("\n".join(lines))
    benchmark.pedantic(counted, args=(sys.executable, "exact, any arrangement", family, normals), rounds=1)

"""Processor time and memory of `exact count`, in whole processes and warm in one: `make bench`, or pytest with -s.

Each command runs in a new process, the second time with the compiled code in the cache; start-up, the loading of the
compiler where a method is compiled, and the end are included.  The memory is the largest resident set of the process
as the system reports it.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exact.counting.polynomial_threshold import count_polynomial_threshold
from exact.counting.threshold import count_threshold

ROOT = Path(__file__).parent.parent.parent

# arguments, number (OEIS A000609 and A034997)
COMMANDS = [
    (("threshold", "--n", "5"), 94572),
    (("threshold", "--n", "6"), 15028134),
    (("threshold", "--n", "7"), 8378070864),
    (("threshold", "--n", "8"), 17561539552946),
    (("threshold", "--n", "9"), 144130531453121108),
    (("threshold", "--n", "8", "--method", "splitting-tree"), 17561539552946),
    (("threshold", "--n", "9", "--method", "splitting-tree"), 144130531453121108),
    (("resonance", "--n", "7"), 347326352),
    (("resonance", "--n", "8"), 419172756930),
]


# what is counted with the compiled code loaded, and the number; that of degree 2 comes from two methods here
WARM = {
    "eight variables": (lambda: count_threshold(8, threads=1), 17561539552946),
    "eight variables by the splitting tree": (lambda: count_threshold(8, "splitting-tree", threads=1), 17561539552946),
    "degree 2 of five variables": (lambda: count_polynomial_threshold(5, 2, "class-walk"), 1414120376),
    "degree 2 of five variables by flats": (lambda: count_polynomial_threshold(5, 2, "class-flats"), 1414120376),
}


@pytest.mark.parametrize("name", WARM)
def test_bench_warm_counts(benchmark, capsys, name):
    count, value = WARM[name]
    assert count().value == value
    start = time.process_time_ns()
    assert count().value == value
    milliseconds = (time.process_time_ns() - start) // 1_000_000
    benchmark.extra_info["cpu_milliseconds"] = milliseconds
    with capsys.disabled():
        print(f"\n{name}: {milliseconds} ms of one processor")
    benchmark.pedantic(count, rounds=1)


def measured(arguments):
    """Run `exact count`; return the count, processor seconds, mebibytes, and the seconds that it says itself."""
    with subprocess.Popen(
        [sys.executable, "-m", "exact", "count", *arguments, "--json"], stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        document = json.loads(process.stdout.read())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return int(document["value"]), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, document["method"]


@pytest.mark.parametrize(("arguments", "value"), COMMANDS, ids=lambda x: "-".join(x) if isinstance(x, tuple) else "")
def test_bench_memory_and_time_of_a_process(benchmark, capsys, arguments, value):
    measured(arguments)
    count, seconds, mebibytes, method = measured(arguments)
    assert count == value
    benchmark.extra_info.update({"cpu_seconds": seconds, "resident_mebibytes": mebibytes, "method": method})
    with capsys.disabled():
        print(f"\n{' '.join(arguments)}: {method}, {seconds:.2f} CPU s, {mebibytes:.0f} MiB resident")
    benchmark.pedantic(measured, args=(arguments,), rounds=1)

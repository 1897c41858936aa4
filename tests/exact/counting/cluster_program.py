"""A program for `test_shard_cluster`: counts on a local cluster of worker processes, one of which is killed."""

import json
import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from exact.command.application import run
from exact.counting.chamber_arrangement import threshold_arrangement
from exact.counting.compiled_restriction_tree import GuardError, Unit
from exact.counting.shard_cluster import on_cluster
from exact.counting.shards import ShardSettings, count_in_shards
from exact.errors import ExactError

ARRANGEMENT = threshold_arrangement(7)


@dataclass(frozen=True)
class Held(ShardSettings):
    """The worker that gets shard 3 first says who it is, and waits until it is killed."""

    folder: str = ""

    def worker(self):
        compute = ShardSettings.worker(self)

        def held(shard, given):
            if shard == 3:
                with suppress(FileExistsError):
                    (Path(self.folder) / "held").mkdir()
                    (Path(self.folder) / "pipe").write_text(f"{os.getpid()}\n", encoding="utf-8")
                    threading.Event().wait()
            return compute(shard, given)

        return held


@dataclass(frozen=True)
class Failing(ShardSettings):
    """Shard 2 fails in one of several ways."""

    way: str = ""

    def as_text(self):
        return ShardSettings.as_text(self) | {"pid": str(os.getpid()) if self.way == "other version" else ""}

    def worker(self):
        compute = ShardSettings.worker(self)

        def fails(shard, given):
            if shard == 2 and self.way == "refused":
                raise ExactError("shard 2 is refused")
            if shard == 2 and self.way == "guard":
                raise GuardError(ARRANGEMENT, Unit(7), "rays", 64)
            if shard == 2 and self.way == "bug":
                raise ZeroDivisionError
            return compute(shard, given)

        return fails


def killed(cluster, client, folder):
    """Count while the worker that holds shard 3 is killed."""
    os.mkfifo(folder / "pipe")
    pids = sorted(client.run(os.getpid).values())
    found = []

    def kill():
        found.append(int((folder / "pipe").read_text(encoding="utf-8")))
        os.kill(found[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    writers = set()
    counts = count_in_shards(
        Held(ARRANGEMENT, 12, folder=str(folder)),
        folder / "killed",
        progress=lambda _, total: writers.add((os.getpid(), total)),
        run=on_cluster(cluster.scheduler_address),
    )
    killer.join()
    return {"counts": counts, "pids": pids, "killed": found, "writers": sorted(writers), "coordinator": os.getpid()}


def failures(address, folder):
    """Return how every way of failing ends."""
    found = {}
    for way in ("refused", "guard", "bug", "other version"):
        try:
            count_in_shards(Failing(ARRANGEMENT, 5, way=way), folder / f"failing {way}", run=on_cluster(address))
        except ExactError as error:
            found[way] = [type(error).__name__, str(error)]
    return found


def main():
    """Run everything, and print what was found as one document."""
    from distributed import Client, LocalCluster

    folder = Path(sys.argv[1])
    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(n_workers=3, **options) as cluster, Client(cluster) as client:
        address = cluster.scheduler_address
        document = {"killed": killed(cluster, client, folder), "failures": failures(address, folder)}
        shards = ["--shards", "7", "--scheduler", address, "--json"]
        for name, arguments in {
            "layer": ["gated-layer", "--n", "3"],
            "mixed": ["output-gate", "--n", "4", "--values", "mixed", "--method", "decision"],
            "resonance": ["resonance", "--n", "6"],
            "stages": ["output-gate", "--n", "5", "--factors", "3"],
        }.items():
            out = ["--database", str(folder / name), "--out", str(folder / f"{name}.json")]
            document[name] = run(["count", *arguments, *shards, *out])
    with LocalCluster(n_workers=0, **options) as cluster:
        address = cluster.scheduler_address
        threshold = ["count", "threshold", "--n", "5", "--shards", "2", "--database", str(folder / "none")]
        document["no workers"] = run([*threshold, "--scheduler", address])
    document["no scheduler"] = run([*threshold, "--scheduler", address])
    (folder / "document.json").write_text(json.dumps(document), encoding="utf-8")


if __name__ == "__main__":
    main()

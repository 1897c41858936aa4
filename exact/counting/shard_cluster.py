r"""The runner that lets the workers of a Dask cluster compute shards; the coordinator alone keeps what they return.

Every shard is one task.  A worker gets the work, the number of the shard and what it needs from earlier stages; it
prepares once and returns the result with a digest of what the work is in its own program.  A result with another
digest is refused: that worker has another version of this program.  The tasks of a worker that dies go to others; when
several workers died with one and the same task, the count stops and keeps what is finished.

A scheduler is trusted: whoever reaches it can run programs on its workers, and it on this machine.

Dictionary:
    on_cluster: the runner that uses the cluster of a scheduler.
    is_installed: whether the extra `cluster` is there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import socket
from collections.abc import Generator, Sequence
from functools import lru_cache
from typing import Any

from exact.counting.shard_store import ShardResult
from exact.counting.shard_work import Runner, ShardedWork, run_shard
from exact.errors import ExactError, InputError, TooLargeError

_SECONDS_TO_CONNECT = 10


def is_installed() -> bool:
    """Return whether the extra `cluster` is installed."""
    return importlib.util.find_spec("distributed") is not None


@lru_cache(maxsize=1)
def _digest(work: ShardedWork) -> str:
    return hashlib.sha256(json.dumps(sorted(work.as_text().items())).encode("ascii")).hexdigest()


def _compute(work: ShardedWork, shard: int, given: object) -> tuple[str, ShardResult | ExactError]:
    """Compute a shard on a worker; an error of the library is an answer, in a form that can be sent."""
    try:
        return _digest(work), run_shard(work, shard, given)
    except TooLargeError as error:
        return "", TooLargeError(error.args[0], size=error.size, limit=error.limit)
    except ExactError as error:
        return "", ExactError(str(error))


def on_cluster(address: str) -> Runner:
    """Return the runner that uses the workers of a Dask cluster.

    Args:
        address: of the scheduler, such as ``tcp://127.0.0.1:8786``.

    Raises:
        InputError: if the extra `cluster` is not installed; later, if there is no scheduler at the address, it has no
            workers, or a worker has another version of this program.
    """
    if not is_installed():
        raise InputError(
            "this needs Dask, which is not installed; it comes with the extra cluster of attention-quarks",
            field="--scheduler",
        )

    def run(work: ShardedWork, todo: Sequence[tuple[int, object]]) -> Generator[ShardResult, None, None]:
        import distributed

        dask: Any = distributed
        client = _connect(dask, address)
        try:
            futures: list[Any] = [client.submit(_compute, work, shard, given, pure=False) for shard, given in todo]
            for future in dask.as_completed(futures, loop=client.loop):
                result = _checked(work, future)
                future.release()  # the worker need not keep what is about to be written
                yield result
        finally:
            client.close()

    return run


def _connect(dask: Any, address: str) -> Any:
    try:
        # Looked at first: a client of Dask that does not find its scheduler takes half a minute to go.
        socket.create_connection(dask.comm.get_address_host_port(address), _SECONDS_TO_CONNECT).close()
        client: Any = dask.Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"there is no scheduler at {address!r} ({error})", field="--scheduler") from None
    if not client.nthreads():
        client.close()
        raise InputError(f"the scheduler at {address} has no workers", field="--scheduler")
    return client


def _checked(work: ShardedWork, future: Any) -> ShardResult:
    """Return the result of a task, if the worker has the same program."""
    if future.status != "finished":
        raise ExactError(f"a shard failed on the cluster ({future.exception()}); what is finished is kept")
    digest, result = future.result()
    if isinstance(result, ExactError):
        raise result
    if digest != _digest(work):
        raise InputError("a worker has another version of this program", field="--scheduler")
    if not isinstance(result, ShardResult):
        raise ExactError(f"a worker must return a finished shard, not {result!r}")
    return result

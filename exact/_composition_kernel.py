r"""Composition of large truth tables: the bits of the arguments become points, and the outer table is looked up there.

Fixed width is unchecked here: the callers bound n and m by 24, so that every point fits into 32 bits; no sum is formed.

Dictionary:
    compose_tables: the table of f(g_1, ..., g_n).
"""

from __future__ import annotations

from collections.abc import Sequence

_CHUNK_BYTES = 1 << 16  # of each argument at a time: 2**19 points, 2 MB of indices


def compose_tables(table: int, n: int, arguments: Sequence[int], m: int) -> int:
    """Return the table of x -> f(g_1(x), ..., g_n(x)), for g_i of m variables.  Assumes n <= 24 and m <= 24."""
    import numpy as np

    size = max(1, 1 << m >> 3)  # whole bytes; a table of fewer bits is cut at the end
    outer = np.frombuffer(table.to_bytes(max(1, 1 << n >> 3), "little"), dtype=np.uint8)
    inner = [np.frombuffer(g.to_bytes(size, "little"), dtype=np.uint8) for g in arguments]
    result = bytearray()
    for start in range(0, size, _CHUNK_BYTES):
        points = np.zeros(8 * min(size, _CHUNK_BYTES), dtype=np.uint32)
        for i, g in enumerate(inner):
            bits = np.unpackbits(g[start : start + _CHUNK_BYTES], bitorder="little")
            points |= bits.astype(np.uint32) << np.uint32(i)
        values = outer[points >> np.uint32(3)] >> (points & np.uint32(7)).astype(np.uint8) & np.uint8(1)
        result += np.packbits(values, bitorder="little").tobytes()
    return int.from_bytes(result, "little") & ((1 << (1 << m)) - 1)

"""How much memory a build may take: what does not fit is put on disk, beside the build."""

from __future__ import annotations

import os

from warehouse.settings import MIB

# Left to itself DuckDB keeps what it has read until four fifths of the machine are full: 20 GiB for ten million values,
# which are built in this as well.
_ENOUGH = 3_072 * MIB


def memory_limit() -> str:
    """For DuckDB's setting of that name: enough, or half of what the machine has where that is less."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{min(_ENOUGH, machine // 2) // MIB}MiB"

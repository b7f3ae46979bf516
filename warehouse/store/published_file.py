"""A published file that some other program has open: opening it is tried again.

DuckDB locks a file that it writes to, and DBeaver or a notebook opens read-write unless told otherwise. Such a
program is in the way for as long as it is connected and no longer, so that opening is tried again; and it is
named, because whoever sits at it can end it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ingest.finding.refusal import Refusal

Opened = TypeVar("Opened")

# Seconds before each further try, four in all: as long as somebody waits who has asked for a number.
_WAITS = (0.2, 0.4, 0.8, 1.6, 1.0)
_HOLDER = re.compile(r"Conflicting lock is held in (.{1,200}?) \(PID ([0-9]+)\)")


class SnapshotHeldError(Refusal):
    """Another program has the published file open for writing: which, as far as it is known."""


def tried_again(opening: Callable[[], Opened], file: Path) -> Opened:
    """What opening a published file gives, tried again while another program holds it. SnapshotHeldError."""
    for wait in _WAITS:
        try:
            return opening()
        except Exception as error:
            if not is_held(error):
                raise
            time.sleep(wait)
    try:
        return opening()
    except Exception as error:
        if not is_held(error):
            raise
        raise SnapshotHeldError("SNAPSHOT_HELD", where=str(file), found=_holder(str(error))) from error


def is_held(error: BaseException) -> bool:
    """Whether DuckDB could not open a file because another process has it open for writing."""
    return "Could not set lock on file" in str(error)


def _holder(said: str) -> str:
    held = _HOLDER.search(said)
    return f"进程 process {held[2]} ({held[1]})" if held else said.strip().splitlines()[0][:200]

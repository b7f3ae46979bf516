"""The tables of a reading in landing, and what can be told of them without what reads Parquet (pyarrow, 0.2 s)."""

from __future__ import annotations

import os
from pathlib import Path

from warehouse.home import Home

# The tables of landing that a build reads, by what reading.json counts them as.
COUNTED = ("observation", "register_cell", "check_cell")
# What gate 1 leaves beside a reading: why it was decided as it was, and which values it holds back alone.
REASONS = ("gate_finding", "gate_check")


def landing_folder(home: Home, submission_id: str, version: str) -> Path:
    """Where landing keeps what a version of the reader read of a submission."""
    return home.landing / submission_id / version


def is_whole(folder: Path) -> bool:
    """Whether all tables of a reading are there and end as Parquet does: what can be told without reading them."""
    return all(_ends_well(folder / f"{name}.parquet") for name in (*COUNTED, *REASONS))


def _ends_well(file: Path) -> bool:
    try:
        with file.open("rb") as table:
            table.seek(-4, os.SEEK_END)
            return table.read() == b"PAR1"
    except OSError:
        return False


def has_reasons(folder: Path) -> bool:
    """Whether what gate 1 said of a reading is still there."""
    return all((folder / f"{name}.parquet").is_file() for name in REASONS)

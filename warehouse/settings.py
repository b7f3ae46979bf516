"""The effective settings: what one run works with.

Which variables of the environment they come from, their limits and defaults stand in warehouse/variables.py.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.finding.refusal import Refusal
from ingest.guard.bounds import Bounds
from ingest.office.timezone import BUSINESS_TIMEZONE
from ingest.workbook.limits import Limits

CHECKOUT = Path(__file__).resolve().parents[1]
BUSINESS_ZONE = ZoneInfo(BUSINESS_TIMEZONE)

MIB, GIB = 1024**2, 1024**3


class SettingError(Refusal):
    """Variables whose text cannot be the setting's value, all of them: a line each, with what is expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run works with. Sizes are bytes, times seconds; paths are absolute."""

    home: Path
    office: Path
    settle_seconds: float
    chunk_bytes: int
    read_workers: int
    keep_days: int
    keep_snapshots: int
    rounding: str
    limits: Limits
    child_memory_bytes: int
    child_cpu_seconds: int
    child_wall_seconds: int
    airflow_port: int

    @property
    def child_bounds(self) -> Bounds:
        """What the process that reads a workbook may take."""
        return Bounds(self.child_memory_bytes, self.child_cpu_seconds, self.child_wall_seconds)


def settings_from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings as the environment gives them; an unset or empty variable means the default.

    SettingError names every variable that cannot be read.
    """
    # Not at the top: with pydantic it costs 110 ms of CPU, a quarter of --help and --version, which do without.
    from warehouse.variables import read_environment  # noqa: PLC0415

    read = read_environment(os.environ if environment is None else environment)
    if read.problems:
        raise SettingError("SETTING", found="\n".join(read.problems.values()))
    return read.settings()

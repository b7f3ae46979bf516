"""The effective settings: what one run works with.

Which variables of the environment they come from, their limits and defaults stand in warehouse/variables.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.finding.refusal import Refusal
from ingest.guard.bounds import Bounds
from ingest.office.timezone import BUSINESS_TIMEZONE
from ingest.workbook.limits import Limits

CHECKOUT = Path(__file__).resolve().parents[1]
DEFAULT_OFFICE = CHECKOUT / "offices" / "jingyuan"
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
    postgres: str = field(default="", repr=False)  # may hold a password
    postgres_watchdog: str = field(default="", repr=False)  # so may this
    postgres_port: int = 5433
    superset_port: int = 8088
    notify: str = field(default="", repr=False)  # may hold the key of a group's robot
    notify_seconds: int = 30

    @property
    def child_bounds(self) -> Bounds:
        """What the process that reads a workbook may take."""
        return Bounds(self.child_memory_bytes, self.child_cpu_seconds, self.child_wall_seconds)


def business_day(instant: datetime) -> date:
    """The day of the office at an instant."""
    return instant.astimezone(BUSINESS_ZONE).date()

"""The clock of a month that is lived through in minutes: what the commands of each day are told that it is.

By Debian's libfaketime, which a program asks for the time without knowing it. Without it the clock is the machine's and does not
move.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.settings import BUSINESS_ZONE


@dataclass(slots=True)
class Clock:
    """`library`: libfaketime; None for the machine's clock. `ahead`: by how much it differs from that."""

    library: Path | None = None
    ahead: timedelta = timedelta()

    def move(self, day: str, time_of_day: str = "09:00") -> None:
        """To an instant in Beijing."""
        if self.library is not None:
            wanted = datetime.fromisoformat(f"{day}T{time_of_day}").replace(tzinfo=BUSINESS_ZONE)
            self.ahead = wanted - datetime.now(UTC)

    def now(self) -> datetime:
        """What it says, in Beijing."""
        return (datetime.now(UTC) + self.ahead).astimezone(BUSINESS_ZONE)

    def environment(self) -> dict[str, str]:
        """What tells the time to a program that is started with it."""
        if self.library is None:
            return {}
        # Whole seconds, rounded up: half a second behind, what a clerk has just handed in came in the future.
        ahead = math.ceil(self.ahead.total_seconds())
        return {"LD_PRELOAD": str(self.library), "FAKETIME": f"{ahead:+d}"}


def moving_clock() -> Clock:
    """RuntimeError where the library is not there."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        raise RuntimeError("Debian's package libfaketime is needed: apt install libfaketime")
    return Clock(library)

"""What is asked of the process that looks at a workbook, and what it says. Light: who asks needs none of the readers, 0.3 s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.hand_back.copied import Copied
from warehouse.hand_back.review import Review, State
from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """A workbook to be looked at. `path`: where its bytes lie meanwhile; `target`: where its copy is to be written."""

    name: str
    department_id: str
    path: Path
    target: Path
    now: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found, what would become of it, and the copy; None where there is nothing to mark."""

    review: Review
    would_be: State
    copied: Copied | None


def look(settings: Settings, asked: Asked) -> Seen:
    """Read, judge and mark one workbook, in a process that may die of it; its copy is written to `asked.target`."""
    from warehouse.precheck.look import look_at  # noqa: PLC0415 - see above

    return look_at(settings, asked)

"""Marks that stand where a number would, and why there is none: one table with the source of each.

missing_mark.csv gives each mark a status (SDMX CL_OBS_STATUS: M cannot exist, O missing, L exists and was
not collected, N below the table's unit, Q suppressed) and a reason. Conventions differ between offices;
where one mark means two things, the status is O and the reason says that nobody can tell. None is ever zero.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NOT_STATED = "NOT_STATED"


@dataclass(frozen=True, slots=True)
class MissingMark:
    """Why there is no number: an SDMX observation status and a reason."""

    status: str
    reason: str


BLANK = MissingMark("O", NOT_STATED)


@cache
def missing_marks() -> dict[str, MissingMark]:
    """All marks, in lower case."""
    with Path(__file__).with_name("missing_mark.csv").open(encoding="utf-8", newline="") as file:
        return {row["mark"]: MissingMark(row["status"], row["reason"]) for row in csv.DictReader(file)}


def missing_mark(text: str) -> MissingMark | None:
    """What a text says of a number that is not there; None where it is no such mark. Blank counts as one."""
    bare = text.strip().lower()
    return missing_marks().get(bare) if bare else BLANK

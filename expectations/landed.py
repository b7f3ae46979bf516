"""A submission that has landed: what every check of gate 1 looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.finding.finding import Finding
from ingest.observation import CheckCell, Observation, RegisterCell


@dataclass(frozen=True, slots=True)
class Landed:
    """A submission as it landed: the rows of its tables, and what reading already found."""

    submission_id: str
    file: str
    form_id: str
    period: str
    observations: Sequence[Observation]
    register_cells: Sequence[RegisterCell]
    check_cells: Sequence[CheckCell]
    findings: Sequence[Finding]
    received_on: date | None = None  # by the office's calendar; None: looked at, not handed in

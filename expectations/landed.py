"""A submission that has landed: what every check of gate 1 looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ingest.finding.finding import Finding


@dataclass(frozen=True, slots=True)
class Landed:
    """A submission as it landed: the rows of its tables, and what reading already found."""

    submission_id: str
    file: str
    form_id: str
    period: str
    observations: Sequence[Mapping[str, Any]]
    register_cells: Sequence[Mapping[str, Any]]
    check_cells: Sequence[Mapping[str, Any]]
    findings: Sequence[Finding]
    received_on: date | None = None  # by the office's calendar; None: looked at, not handed in

"""A submission that has landed: what every check of gate 1 looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pyarrow as pa

from ingest.finding.finding import Finding
from ingest.landing import CHECK_CELL, OBSERVATION, REGISTER_CELL, table_of
from ingest.office.revision_reason import NOT_STATED
from ingest.reading.submission import Reading

# What is only looked at comes after everything that was handed in.
NOT_HANDED_IN = (datetime.max.replace(tzinfo=UTC), 0)


@dataclass(frozen=True, slots=True)
class Landed:
    """A submission as it landed: the rows of its tables, and what reading already found.

    `arrived`: when, and as the how manyth; what came before it is its past. `reason`: why a period that is
    there already is handed in again, by the codes of revision reasons.
    """

    submission_id: str
    file: str
    form_id: str
    period: str
    observations: pa.Table
    register_cells: pa.Table
    check_cells: pa.Table
    findings: Sequence[Finding] = ()
    part: str = "_T"
    department_id: str = ""
    arrived: tuple[datetime, int] = NOT_HANDED_IN
    received_on: date | None = None  # by the office's calendar; None: looked at, not handed in
    reason: str = NOT_STATED

    @classmethod
    def just_read(cls, reading: Reading) -> Landed:
        """What was read, as it would land: looked at, not handed in."""
        facts = reading.submission
        return cls(
            submission_id=facts.submission_id,
            file=facts.file_name,
            form_id=reading.form_id or "",
            period=reading.period or "",
            observations=table_of(reading.observations, OBSERVATION),
            register_cells=table_of(reading.register_cells, REGISTER_CELL),
            check_cells=table_of(reading.check_cells, CHECK_CELL),
            findings=reading.findings,
            part=reading.part,
            department_id=facts.department_id,
        )

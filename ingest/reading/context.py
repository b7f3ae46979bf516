"""What a cell of a return is read with: the submission, the return's period, its table and its unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ingest.finding.problem import Place
from ingest.office.catalogue import Unit
from ingest.office.facts import Office
from ingest.reading.tables.table import FormTable


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """What is known of a submission before it is read. Instants are aware, in UTC.

    `is_sample` marks a workbook made for trying the product out: its figures are invented, except in
    `stated_cells` ('Sheet!A1'), which a published source states.
    """

    submission_id: str
    file_name: str
    department_id: str
    received_at: datetime
    is_sample: bool = False
    stated_cells: frozenset[str] = field(default=frozenset())

    def is_synthetic(self, sheet: str, cell: str) -> bool:
        """Whether the figure in a cell is invented. `cell`: its address, A1."""
        return self.is_sample and f"{sheet}!{cell}" not in self.stated_cells


@dataclass(frozen=True, slots=True)
class ReturnPeriod:
    """The period of a return: its last month, the texts that say it and how it was told.

    `month_known`: whether a month is named at all; a plan of a year names none. A table without a period is
    still read, for its other findings: it is not `is_known`, and nothing of it can be accepted.
    """

    period: str
    raw: str
    basis: str
    month_known: bool
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class TableUnit:
    """What the line of units of a table says: one unit for all, or several of which each value has its own.

    `is_told`: that it is missing or wrong has been said, and need not be said again of every cell.
    """

    one: Unit | None = None
    several: tuple[Unit, ...] = ()
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """One form's table as one submission hands it in: what stays the same for every cell of it.

    `unit`: what the form's own line of units states. `place`: the sheet, for findings.
    """

    table: FormTable
    office: Office
    submission: SubmissionFacts
    period: ReturnPeriod
    unit: TableUnit
    place: Place

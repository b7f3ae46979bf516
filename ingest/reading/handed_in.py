"""What is known of a submission before it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submission as it was handed in. Instants are aware, in UTC.

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
        return self.is_sample and f"{sheet}!{cell}" not in self.stated_cells

"""What is wrong, in the one shape in which it is shown: of a finding and of a refusal alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.finding.message import Severity


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is wrong: a file, a submission's or any other, a sheet of it, a cell of that."""

    file: str
    sheet: str = ""
    cell: str = ""
    submission_id: str = ""
    form_id: str = ""
    period: str = ""

    def at(self, cell: str) -> Place:
        """Another cell of the same sheet."""
        return replace(self, cell=cell)

    def __str__(self) -> str:
        return " │ ".join(part for part in (self.file, self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong, its words filled in. `choices`: lines to choose from; `severity`: None for an error."""

    code: str
    exit_status: int
    message_zh: str
    message_en: str
    where: str
    found: str
    expected: str
    consequence_zh: str
    consequence_en: str
    remedy_zh: str
    remedy_en: str
    choices: tuple[str, ...] = ()
    severity: Severity | None = None

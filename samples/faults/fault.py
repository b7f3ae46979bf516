"""One faulty sample and the finding that it must yield."""

from __future__ import annotations

from dataclasses import dataclass

from samples.drawing import workbook_bytes
from samples.month import DECEMBER_2023, Month
from samples.report import Report
from samples.sheet import Sheet
from samples.submission import Submission

EXPECTED_COLUMNS = ("path", "rule", "sheet", "cell", "severity", "scope", "note_zh", "note_en")


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be found: rule, cell, what publishing does about it, and to how much of the workbook.

    Severity and scope are stated by hand, not read from the rules: they are what is expected of those.
    `cell` is empty where the file itself is at fault.
    """

    rule: str
    cell: str
    severity: str = "hold"
    scope: str = "submission"


@dataclass(frozen=True, slots=True)
class Fault:
    """A submission and the one finding it must yield. Notes say what was done to the workbook.

    `sheet` is empty where the file itself is at fault.
    """

    submission: Submission
    expected: Expected
    sheet: str
    note_zh: str
    note_en: str

    def expected_row(self) -> tuple[str, ...]:
        """Its row of expected.csv."""
        finding = self.expected
        place = (self.submission.path, finding.rule, self.sheet, finding.cell)
        return (*place, finding.severity, finding.scope, self.note_zh, self.note_en)


def handed_in_faulty(
    report: Report, file_name: str, content: bytes, month: Month = DECEMBER_2023
) -> Submission:
    """A faulty workbook comes in a day after the good one. None of its cells is vouched for."""
    return Submission(report.department, file_name, report.received_at(month, days_later=1), content)


def planted(
    report: Report,
    sheet: Sheet,
    defect: str,
    expected: Expected,
    notes: tuple[str, str],
    *,
    month: Month = DECEMBER_2023,
    stem: str | None = None,
) -> Fault:
    """A faulty sample whose file is named for its defect: stem_defect.xlsx. Notes: Chinese, English."""
    saved_at = report.received_at(month, days_later=1)
    file_name = f"{stem or report.stem(month)}_{defect}.xlsx"
    content = workbook_bytes(sheet, report.department.clerk, saved_at)
    return Fault(
        submission=handed_in_faulty(report, file_name, content, month),
        expected=expected,
        sheet=sheet.name,
        note_zh=notes[0],
        note_en=notes[1],
    )

"""Sample returns with some of their cells typed differently, and what the reader says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from ingest.finding.finding import Finding
from ingest.form.file import load_forms
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from samples.drawing import workbook_bytes
from samples.month import DECEMBER_2023, Month
from samples.report import Report
from samples.sheet import Entry, Look, Sheet, Value
from warehouse.settings import CHECKOUT

FOLDER = CHECKOUT / "offices" / "jingyuan"
OFFICE, FORMS = load_office(FOLDER), load_forms(FOLDER)
RECEIVED = datetime(2024, 2, 28, 1, 0, tzinfo=UTC)


def typed(report: Report, cells: Mapping[str, Value], month: Month = DECEMBER_2023) -> Sheet:
    """A report's sheet with other values in some cells; a cell that was empty is a note."""
    sheet = report.sheet(month)
    looks = {address: entry.look for address, entry in sheet.entries.items()}
    changed = {address: Entry(value, looks.get(address, Look.NOTE)) for address, value in cells.items()}
    return replace(sheet, entries={**sheet.entries, **changed})


def read(
    report: Report,
    cells: Mapping[str, Value] | None = None,
    *,
    month: Month = DECEMBER_2023,
    file_name: str = "",
    sheet: Sheet | None = None,
    received: datetime = RECEIVED,
) -> Reading:
    """What the reader makes of a report's sheet with these cells."""
    drawn = sheet or typed(report, cells or {}, month)
    facts = SubmissionFacts(
        "0123456789abcdef",
        file_name or f"{report.stem(month)}.xlsx",
        report.department.department_id,
        received,
    )
    return read_submission(workbook_bytes(drawn, report.department.clerk, RECEIVED), facts, OFFICE, FORMS)


def rules(reading: Reading, *severities: str) -> list[tuple[str, str]]:
    """Rule and cell of the findings of these severities, of all above a hint if none is given."""
    wanted = severities or ("block", "hold", "warn")
    return [(one.rule, one.cell) for one in reading.findings if one.severity in wanted and not one.caused_by]


def the(reading: Reading, rule: str) -> Finding:
    """The one finding of a rule."""
    (found,) = [one for one in reading.findings if one.rule == rule]
    return found

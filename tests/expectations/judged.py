"""One workbook of the samples with some cells typed differently, judged as if it were handed in after the clean months."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from expectations.gate_1 import Verdict, judge
from expectations.landed import Landed
from ingest.finding.finding import Finding
from ingest.form.file import load_forms
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import read_submission
from samples.drawing import workbook_bytes
from samples.month import DECEMBER_2023, Month
from samples.report import Report
from samples.sheet import Sheet, Value, retyped, typed_over
from warehouse.home import Home
from warehouse.landing.landed import past_of
from warehouse.ledger.file.schema import open_ledger
from warehouse.settings import CHECKOUT

OFFICE = CHECKOUT / "offices" / "jingyuan"
# After every sample.
LATER = datetime(2024, 7, 1, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Past:
    """What the clean months said. `until`: of earlier periods alone, as if nothing later had come."""

    returns: Sequence[Landed]

    @classmethod
    def of(cls, home: Path) -> Past:
        """All that is accepted in a home."""
        forms = {form.form_id for form in load_forms(OFFICE)}
        kept = Home(home)
        with open_ledger(kept) as book:
            return cls(past_of(kept, book, load_office(OFFICE), forms, {"2022", "2023", "2024"}))

    def before(self, month: Month) -> Sequence[Landed]:
        """What had come before the return of a month: that of its own period is the first."""
        return [one for one in self.returns if one.period < f"{month.year}-{month.month:02}"]


def landed(
    sheet: Sheet, report: Report, month: Month, name: str = "", reason: str = "_U", number: int = 0
) -> Landed:
    """A sheet as a workbook, handed in and read. `name`: another file name than that of the month's return; `number`:
    as the how manyth it came, where several did."""
    office = load_office(OFFICE)
    facts = SubmissionFacts(
        f"{number:016}", name or f"{report.stem(month)}.xlsx", report.department.department_id, LATER
    )
    data = workbook_bytes(sheet, "示例填表人甲", LATER)
    reading = read_submission(data, facts, office, load_forms(OFFICE))
    return replace(
        Landed.just_read(reading), arrived=(LATER, 1 + number), received_on=LATER.date(), reason=reason
    )


def edited(
    report: Report, changed: Mapping[str, Value], month: Month = DECEMBER_2023, gone: Collection[str] = ()
) -> Sheet:
    """A month's sheet with formulas pasted as values and some cells typed differently; `gone`: cells left out."""
    sheet = report.sheet(month)
    typed = retyped(typed_over(sheet, *sheet.entries), dict(changed))
    return retyped(typed, dict.fromkeys(gone)) if gone else typed


def verdict(one: Landed, past: Sequence[Landed]) -> Verdict:
    """What gate 1 says of it; no check may have failed to run. Of the past its own form's is looked at."""
    of_form = [each for each in past if each.form_id == one.form_id]
    judgement = judge([one], load_office(OFFICE), load_forms(OFFICE), of_form)
    assert judgement.blocking == (), judgement.blocking
    return judgement.verdicts[0]


def roots(said: Verdict) -> list[Finding]:
    """What is said first: findings above a hint that follow from no other one."""
    return [
        found for found in said.every_finding if not found.caused_by and found.severity in ("hold", "warn")
    ]


def told(said: Verdict) -> list[tuple[str, str, str]]:
    """The rule, the cell and the severity of each of them."""
    return [(found.rule, found.cell, str(found.severity)) for found in roots(said)]

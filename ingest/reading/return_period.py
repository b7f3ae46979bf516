"""The one period that a return is about, of all that its title, header, sheet and file say of one."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ingest.finding.checked import Checked
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import BY_YEAR
from ingest.label import label_key
from ingest.office.facts import Office
from ingest.period.month import Claim, claims, month
from ingest.reading.context import ReturnPeriod, SubmissionFacts
from ingest.reading.table import FormTable, text_of
from ingest.workbook.cells.cell import Kind

# Dates above a header that say when the form was filled in or how long it is valid, not what it is about.
_OTHER_DATES = ("填报日期", "填表日期", "报出日期", "报送日期", "制表日期", "打印日期", "有效期", "批准")
# The month that stands for a return about a year as a whole: its last.
_WHOLE_YEAR = 12
# What stands for the period of a return that states none.
_NO_PERIOD = "0001-01"


def return_period(
    table: FormTable, office: Office, submission: SubmissionFacts, place: Place
) -> Checked[ReturnPeriod]:
    """The one period that all claims agree on; how it was told; and what is wrong with it."""
    found = _claims(table, submission.file_name)
    raw = "; ".join(dict.fromkeys(claim.text for claim in found))
    years = [(claim, claim.year) for claim in found if claim.year is not None]
    months = [(claim, claim.month) for claim in found if claim.month is not None]
    by_year = table.form.period == BY_YEAR and not months
    unknown = ReturnPeriod(_NO_PERIOD, raw, "_U", month_known=True, is_known=False)
    if not years or not (months or by_year):
        at = Place(place.file, place.sheet, "A1", place.submission_id, place.form_id)
        read = "、".join(claim.text for claim in found) or "无 (none)"
        missing = finding("PERIOD_MISSING", at, found=read, expected="2023年12月", subject="period")
        return Checked(unknown, (missing,))
    for group in filter(None, (years, months)):
        first, value = group[0]
        for other, number in group:
            if number != value:
                return Checked(unknown, (_contradiction(first, other, place),))
    period = month(years[0][1], months[0][1] if months else _WHOLE_YEAR)
    # stated: the table's own cells say year and month; resolved: the sheet's or the file's name was needed.
    own = [claim for claim in found if claim.cell]
    whole = any(claim.year for claim in own) and (by_year or any(claim.month for claim in own))
    basis = "stated" if whole else "resolved"
    problems = _period_problems(period, by_year, table, office, submission, place)
    return Checked(ReturnPeriod(period, raw, basis, month_known=bool(months)), tuple(problems))


def _claims(table: FormTable, file_name: str) -> list[Claim]:
    """What title, lines above the header, header, sheet name and file name say, the sheet's cells first."""
    found: list[Claim] = []
    for cell in table.above:
        if cell.kind is Kind.TEXT and not label_key(text_of(cell)).startswith(_OTHER_DATES):
            found += claims(f"{cell.address} “{text_of(cell)}”", text_of(cell), cell.address)
    for column in table.columns:
        if column.month is not None or column.year is not None:
            where = f"{column.cell} “{column.path[0]}”"
            found.append(Claim(where, column.path[0], column.year, column.month, column.cell))
    found += claims(f"工作表名 sheet “{table.sheet.name}”", table.sheet.name)
    found += claims(f"文件名 file “{file_name}”", file_name.rpartition(".")[0])
    return found


def _contradiction(first: Claim, other: Claim, place: Place) -> Finding:
    at = Place(place.file, place.sheet, first.cell or other.cell, place.submission_id, place.form_id)
    return finding(
        "PERIOD_CONTRADICTION",
        at,
        found=first.text,
        expected=other.text,
        subject="period",
        evidence_zh=f"{first.place} 写 {first.text},{other.place} 写 {other.text}",
        evidence_en=f"{first.place} says {first.text}, {other.place} says {other.text}",
    )


def _period_problems(
    period: str,
    by_year: bool,
    table: FormTable,
    office: Office,
    submission: SubmissionFacts,
    place: Place,
) -> list[Finding]:
    """`by_year`: only a year is named. It may be the next one: a plan is handed in before its year."""
    at = Place(place.file, place.sheet, "A1", place.submission_id, place.form_id, period)
    due = office.calendar[table.form.form_id]
    problems = []
    if due.freq != "A" and int(period[5:7]) not in due.months:
        problems.append(
            finding("PERIOD_NOT_DUE", at, found=period, expected=str(due.months), subject="period")
        )
    received = f"{submission.received_at.astimezone(ZoneInfo(office.timezone)):%Y-%m}"
    if int(period[:4]) > int(received[:4]) + 1 if by_year else period > received:
        problems.append(finding("PERIOD_IN_FUTURE", at, found=period, expected=received, subject="period"))
    if submission.department_id != due.department_id:
        problems.append(
            finding(
                "WRONG_DEPARTMENT",
                at,
                found=office.departments.get(submission.department_id, submission.department_id),
                expected=office.departments[due.department_id],
                subject="department",
            )
        )
    return problems

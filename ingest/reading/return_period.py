"""The one period that a return is about, of all that its title, header, sheet and file say of one."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from ingest.finding.checked import Checked
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import BY_YEAR
from ingest.label import label_key
from ingest.office.facts import Office
from ingest.period.calendar_date import read_date
from ingest.period.month import UNKNOWN, Claim, claims, in_words, month, months_before
from ingest.period.other_date import FilledIn, asks_for_date, filled_in, without_other_dates
from ingest.reading.context import ReturnPeriod, SubmissionFacts
from ingest.reading.tables.table import FormTable, TableColumn, text_of
from ingest.workbook.cells.cell import Kind

# Lines above a header whose dates are of what the form rests on, not what it is about.
_OTHER_LINES = ("有效期", "批准", "批准文号")
# The month that stands for a return about a year as a whole: its last.
_WHOLE_YEAR = 12
# What says that figures run from January: 1-12月, 前三季度, 上半年.
_FROM_JANUARY = "YTD"


def return_period(
    table: FormTable, office: Office, submission: SubmissionFacts, place: Place
) -> Checked[ReturnPeriod]:
    """The one period that all claims agree on; how it was told; and what is wrong with it."""
    found = _claims(table, submission.file_name)
    raw = "; ".join(dict.fromkeys(claim.text for claim in found))
    years = [claim.year for claim in found if claim.year is not None]
    months = [claim.month for claim in found if claim.month is not None]
    by_year = table.form.period == BY_YEAR and not months
    unknown = ReturnPeriod(UNKNOWN, raw, "_U", month_known=True, is_known=False)
    if not years or not (months or by_year):
        return Checked(unknown, (_missing(found, table, office, submission, place),))
    if len(set(years)) > 1 or len(set(months)) > 1:
        return Checked(unknown, (_contradiction(found, place),))
    period = month(years[0], months[0] if months else _WHOLE_YEAR)
    # stated: the table's own cells say year and month; resolved: the sheet's or the file's name was needed.
    own = [claim for claim in found if claim.cell]
    whole = any(claim.year for claim in own) and (by_year or any(claim.month for claim in own))
    basis = "stated" if whole else "resolved"
    quarter = _quarter_of_a_year_to_date(found, table, office, place, period)
    problems = [
        *_period_problems(period, by_year, table, office, submission, place),
        *quarter,
        *_dated_early(period, table, office, place),
    ]
    told = ReturnPeriod(period, raw, "assumed" if quarter else basis, month_known=bool(months))
    return Checked(told, tuple(problems))


def _claims(table: FormTable, file_name: str) -> list[Claim]:
    """What title, lines above the header, header, sheet name and file name say, the sheet's cells first."""
    found: list[Claim] = []
    for cell in table.above:
        if cell.kind is Kind.TEXT and not label_key(text_of(cell)).startswith(_OTHER_LINES):
            said = without_other_dates(text_of(cell))
            found += claims(f"{cell.address} “{text_of(cell)}”", said, cell.address)
    for column in table.columns:
        if column.month is not None or column.year is not None:
            where = f"{column.cell} “{column.path[0]}”"
            found.append(
                Claim(where, column.path[0], column.year, column.month, column.cell, "M", _span(column))
            )
    found += claims(f"工作表名 sheet “{table.sheet.name}”", without_other_dates(table.sheet.name))
    found += claims(f"文件名 file “{file_name}”", without_other_dates(file_name.rpartition(".")[0]))
    return found


def _span(column: TableColumn) -> str:
    """Whether a header that names a month says that it runs from January: 1-12月累计."""
    said = claims("", column.path[0])
    return said[0].accumulation if said else ""


def _missing(
    found: list[Claim], table: FormTable, office: Office, submission: SubmissionFacts, place: Place
) -> Finding:
    """No whole period. The example has the month that is due when the return comes in, or what is said of it."""
    at = Place(place.file, place.sheet, "A1", place.submission_id, place.form_id)
    due = office.calendar[table.form.form_id]
    received = _month_of(submission, office)
    last = months_before(received, max(1, due.due_months_after))
    year = next((claim.year for claim in found if claim.year), None)
    number = next((claim.month for claim in found if claim.month), None)
    if number:
        year = year or int(received[:4]) - (number > int(received[5:7]))
    elif year:
        number = int(last[5:7]) if year == int(last[:4]) else _WHOLE_YEAR
    example = in_words(month(year, number) if year and number else last)
    if table.form.period == BY_YEAR:
        example = f"{year or int(received[:4])}年"
    read = "、".join(dict.fromkeys(claim.text for claim in found)) or "无 (none)"
    return finding(
        "PERIOD_MISSING", at, found=read, expected=f"如 {example}", subject="period", example=example
    )


def _contradiction(found: list[Claim], place: Place) -> Finding:
    """All that is said of the period, each with its place: which of them is wrong only the department knows."""
    first = next(claim for claim in found if _differs(claim, found))
    cell = first.cell or next((claim.cell for claim in found if claim.cell), "A1")
    said = list(dict.fromkeys((claim.place, claim.text) for claim in found))
    return finding(
        "PERIOD_CONTRADICTION",
        Place(place.file, place.sheet, cell, place.submission_id, place.form_id),
        found="、".join(dict.fromkeys(claim.text for claim in found)),
        expected="同一个报告期 (one period)",
        subject="period",
        evidence_zh="，".join(f"{where} 写 {text}" for where, text in said),
        evidence_en=", ".join(f"{where} says {text}" for where, text in said),
    )


def _differs(claim: Claim, found: list[Claim]) -> bool:
    return any(
        None not in pair and pair[0] != pair[1]
        for other in found
        for pair in ((claim.year, other.year), (claim.month, other.month))
    )


def _quarter_of_a_year_to_date(
    found: list[Claim], table: FormTable, office: Office, place: Place, period: str
) -> tuple[Finding, ...]:
    """二季度 over a column since January: April to June, or January to June? The first quarter is both."""
    quarter = next((claim for claim in found if claim.freq == "Q" and (claim.month or 0) > 3), None)
    if quarter is None or not _accumulates(table, office):
        return ()
    if any(claim.accumulation == _FROM_JANUARY and claim.month for claim in found):
        return ()
    last = quarter.month or 0
    words = {"whole": f"1-{last}月", "part": f"{last - 2}-{last}月"}
    at = Place(place.file, place.sheet, quarter.cell or "A1", place.submission_id, place.form_id, period)
    return (
        finding(
            "QUARTER_OR_YEAR_TO_DATE",
            at,
            found=quarter.text,
            expected=words["whole"],
            subject="period",
            **words,
        ),
    )


def _accumulates(table: FormTable, office: Office) -> bool:
    """Whether any value of the form runs from January, by its own words or by those of its indicators."""
    form = table.form
    said = [form.defaults, *(one.value or {} for one in form.columns), *(row.value for row in form.rows)]
    if any(words.get("accumulation") == _FROM_JANUARY for words in said):
        return True
    named = (words["indicator_id"] for words in said if "indicator_id" in words)
    return any(office.indicators[one].accumulation == _FROM_JANUARY for one in named)


def _dated_early(period: str, table: FormTable, office: Office, place: Place) -> list[Finding]:
    """A form that says it was filled in before its period was over. A plan is made before its year."""
    due = office.calendar[table.form.form_id]
    if due.due_months_after < 0:
        return []
    year, number = int(period[:4]), int(period[5:7])
    end = date(year, number, monthrange(year, number)[1])
    problems = []
    for cell, said in _filled_in(table):
        if said.is_before(end):
            at = Place(place.file, place.sheet, cell, place.submission_id, place.form_id, period)
            words = {"label": said.label}
            problems.append(
                finding(
                    "FILLED_IN_EARLY",
                    at,
                    found=said.text,
                    expected=f"{end:%Y-%m-%d}",
                    subject="filled in",
                    **words,
                )
            )
    return problems[:1]


def _filled_in(table: FormTable) -> Iterator[tuple[str, FilledIn]]:
    """The days of filling in above the header and below the last row, each in its cell or in the next."""
    last = max((row.number for row in table.rows), default=0)
    below = (cell for cell in table.sheet.cells() if cell.row > last and cell.kind is Kind.TEXT)
    for cell in (*table.above, *below):
        text = text_of(cell)
        for said in filled_in(text) if cell.kind is Kind.TEXT else ():
            yield cell.address, said
        if label := asks_for_date(text):
            behind = [other for other in table.sheet.row(cell.row).values() if other.column > cell.column]
            if behind and (day := read_date(behind[0])):
                said_day = day.day
                yield (
                    behind[0].address,
                    FilledIn(
                        label, f"{label} {said_day:%Y-%m-%d}", said_day.year, said_day.month, said_day.day
                    ),
                )


def _month_of(submission: SubmissionFacts, office: Office) -> str:
    return f"{submission.received_at.astimezone(ZoneInfo(office.timezone)):%Y-%m}"


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
    received = _month_of(submission, office)
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

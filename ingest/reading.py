"""Reading a submission: bytes → workbook → the form's table → observations, register rows, findings.

Everything that is wrong is found in one pass: a bad cell does not hide the next one. What to do about
a finding is decided at the gate, not here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from ingest.catalogue import Office, Unit
from ingest.extracted_table import extracted_table
from ingest.finding import Finding, Place, Unreadable, finding
from ingest.form import BY_YEAR, EXTRACTED, Form, version_for
from ingest.handed_in import HandedIn
from ingest.label import label_key
from ingest.observation import CheckCell, Observation, RegisterCell
from ingest.period import Claim, claims, month
from ingest.register import read_register
from ingest.table import Table, find_table, has_anchor, recognises, text_of
from ingest.values import Told, read_values
from ingest.workbook import Limits, read_workbook
from ingest.workbook.address import a1
from ingest.workbook.cell import Cell, Kind, Sheet, Workbook

# In a cell of its own, or in brackets behind the title. Over label keys: no blanks, half-width signs.
_UNIT_LINE = re.compile(r"(?:^|[(\[])(?:计量|计算)?单位:([^()\[\]:]+)[)\]]?$")
# Dates above a header that say when the form was filled in or how long it is valid, not what it is about.
_OTHER_DATES = ("填报日期", "填表日期", "报出日期", "报送日期", "制表日期", "打印日期", "有效期", "批准")


# The month that stands for a return about a year as a whole: its last.
_WHOLE_YEAR = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """What a submission says. `form_id` and `period` are None where they could not be told.

    `content_sha256` is over the cells, so that saving a workbook again without a change is known for
    what it is.
    """

    handed_in: HandedIn
    form_id: str | None
    period: str | None
    part: str
    content_sha256: str
    observations: tuple[Observation, ...] = ()
    register_cells: tuple[RegisterCell, ...] = ()
    check_cells: tuple[CheckCell, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_submission(
    data: bytes, handed_in: HandedIn, office: Office, forms: tuple[Form, ...], limits: Limits | None = None
) -> Reading:
    """Read one workbook's bytes. Never raises for what a department can send: that is a finding."""
    try:
        workbook = read_workbook(data, limits or Limits())
    except Unreadable as problem:
        return refused(problem, handed_in)
    reading = _read_workbook(workbook, handed_in, office, forms)
    at = Place(
        handed_in.file_name, "", "", handed_in.submission_id, reading.form_id or "", reading.period or ""
    )
    noted = tuple(finding("WORKBOOK_NOTE", at, found=note, subject=note) for note in workbook.notes)
    return replace(reading, findings=(*reading.findings, *noted))


def _read_workbook(
    workbook: Workbook, handed_in: HandedIn, office: Office, forms: tuple[Form, ...]
) -> Reading:
    place = Place(handed_in.file_name, submission_id=handed_in.submission_id)
    content = _content_sha256(workbook)
    filled = [sheet for sheet in workbook.sheets if any(True for _ in sheet.cells())]
    matches = [(form, sheet) for sheet in filled for form in forms if recognises(form, sheet)]
    if len(matches) > 1:
        # A page of instructions repeats the title; only the form itself has its table.
        matches = [(form, sheet) for form, sheet in matches if has_anchor(form, sheet)] or matches
    told = {(form.form_id, sheet.name) for form, sheet in matches}
    if len(told) != 1:
        return Reading(
            handed_in, None, None, "_T", content, findings=(_not_one_form(filled, matches, place),)
        )
    versions = tuple(form for form, _ in matches)
    return _read_in_force(versions, matches[0][1], filled, content, handed_in, office)


def _read_in_force(
    versions: tuple[Form, ...],
    sheet: Sheet,
    filled: list[Sheet],
    content: str,
    handed_in: HandedIn,
    office: Office,
) -> Reading:
    """Read with the version of the form that holds in the sheet's own period; the newest tells that period."""
    newest = max(versions, key=lambda form: form.valid_from)
    reading = _read_form(newest, sheet, filled, content, handed_in, office)
    if reading.period is None or newest.valid_from <= reading.period:
        return reading
    older = version_for(versions, newest.form_id, reading.period)
    if older:
        return _read_form(older, sheet, filled, content, handed_in, office)
    at = Place(handed_in.file_name, sheet.name, "A1", handed_in.submission_id, newest.form_id, reading.period)
    first = min(form.valid_from for form in versions)
    before = finding("BEFORE_FORM", at, found=reading.period, expected=first, subject="period")
    return replace(reading, findings=(before, *reading.findings))


def refused(problem: Unreadable, handed_in: HandedIn) -> Reading:
    """The reading of a file that is no workbook to us: the one finding that says why."""
    words = problem.words
    place = Place(handed_in.file_name, words.get("sheet", ""), words.get("cell", ""), handed_in.submission_id)
    why = finding(
        problem.rule, place, found=problem.found, expected=problem.expected, what=words.get("what", "")
    )
    return Reading(handed_in, None, None, "_T", "", findings=(why,))


def find_form_table(form: Form, sheet: Sheet, office: Office, place: Place) -> Table:
    """The form's table on a sheet: at its corner label, or where the extractor finds its columns."""
    find = extracted_table if form.layout == EXTRACTED else find_table
    return find(form, sheet, office, place)


def _read_form(
    form: Form, sheet: Sheet, filled: list[Sheet], content: str, handed_in: HandedIn, office: Office
) -> Reading:
    place = Place(handed_in.file_name, sheet.name, "", handed_in.submission_id, form.form_id)
    table = find_form_table(form, sheet, office, place)
    said = _claims(table, handed_in.file_name)
    period, basis, problems = _period(said, table, office, handed_in, place)
    place = Place(place.file, place.sheet, "", place.submission_id, form.form_id, period or "")
    unit, unit_problems = _unit(table, office, place)
    # A table without a period is still read, for its other findings; nothing of it can be accepted.
    assumed = period or "0001-01"
    texts = "; ".join(dict.fromkeys(claim.text for claim in said))
    month_known = any(claim.month is not None for claim in said)
    told = Told(assumed, texts, basis, month_known or period is None)
    values = read_values(table, office, handed_in, told, unit, place)
    register_cells, register_problems = read_register(table, office, handed_in, unit, place)
    others = [
        finding("SHEET_NOT_READ", Place(place.file, other.name, "A1", place.submission_id, form.form_id, place.period),
                found=other.name, subject=other.name)
        for other in filled
        if other is not sheet
    ]  # fmt: skip
    # What the extractor takes for labels, codes and notes beside a table is no lost value.
    outside = [] if form.layout == EXTRACTED else _outside(table, place)
    return Reading(
        handed_in,
        form.form_id,
        period,
        office.calendar[form.form_id].part,
        content,
        tuple(values.observations),
        tuple(register_cells),
        tuple(values.check_cells),
        (*table.findings, *problems, *unit_problems, *values.findings, *register_problems, *others, *outside),
    )


def _content_sha256(workbook: Workbook) -> str:
    digest = hashlib.sha256()
    for sheet in workbook.sheets:
        for cell in sheet.cells():
            digest.update(
                f"{sheet.name}\0{cell.address}\0{cell.kind}\0{cell.value}\0{cell.number_format}\n".encode()
            )
    return digest.hexdigest()


def _not_one_form(filled: list[Sheet], matches: list[tuple[Form, Sheet]], place: Place) -> Finding:
    if not matches:
        first = next(filled[0].cells()) if filled else None
        at = Place(
            place.file, filled[0].name if filled else "", first.address if first else "", place.submission_id
        )
        return finding("UNKNOWN_FORM", at, found=text_of(first) if first else "", subject=place.file)
    sheets = "、".join(sheet.name for _, sheet in matches)
    at = Place(place.file, matches[1][1].name, "A1", place.submission_id, matches[0][0].form_id)
    return finding("SEVERAL_TABLES", at, found=sheets, subject=sheets)


def _claims(table: Table, file_name: str) -> list[Claim]:
    """What title, lines above the header, header, sheet name and file name say, the sheet's cells first."""
    said: list[Claim] = []
    for cell in table.above:
        if cell.kind is Kind.TEXT and not label_key(text_of(cell)).startswith(_OTHER_DATES):
            said += claims(f"{cell.address} “{text_of(cell)}”", text_of(cell), cell.address)
    for column in table.columns:
        if column.month is not None or column.year is not None:
            where = f"{column.cell} “{column.path[0]}”"
            said.append(Claim(where, column.path[0], column.year, column.month, column.cell))
    said += claims(f"工作表名 sheet “{table.sheet.name}”", table.sheet.name)
    said += claims(f"文件名 file “{file_name}”", file_name.rpartition(".")[0])
    return said


def _period(
    said: list[Claim], table: Table, office: Office, handed_in: HandedIn, place: Place
) -> tuple[str | None, str, list[Finding]]:
    """The one period that all claims agree on; how it was told; and what is wrong with it."""
    years = [(claim, claim.year) for claim in said if claim.year is not None]
    months = [(claim, claim.month) for claim in said if claim.month is not None]
    by_year = table.form.period == BY_YEAR and not months
    if not years or not (months or by_year):
        at = Place(place.file, place.sheet, "A1", place.submission_id, place.form_id)
        read = "、".join(claim.text for claim in said) or "无 (none)"
        return (
            None,
            "_U",
            [finding("PERIOD_MISSING", at, found=read, expected="2023年12月", subject="period")],
        )
    for group in (years, months):
        first, value = group[0]
        for other, stated in group:
            if stated != value:
                return None, "_U", [_contradiction(first, other, place)]
    period = month(years[0][1], months[0][1] if months else _WHOLE_YEAR)
    # stated: the table's own cells say year and month; resolved: the sheet's or the file's name was needed.
    own = [claim for claim in said if claim.cell]
    whole = any(one.year for one in own) and (by_year or any(one.month for one in own))
    return (
        period,
        "stated" if whole else "resolved",
        _period_problems(period, by_year, table, office, handed_in, place),
    )


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
    period: str, by_year: bool, table: Table, office: Office, handed_in: HandedIn, place: Place
) -> list[Finding]:
    """`by_year`: only a year is named. It may be the next one: a plan is handed in before its year."""
    at = Place(place.file, place.sheet, "A1", place.submission_id, place.form_id, period)
    due = office.calendar[table.form.form_id]
    problems = []
    if due.freq != "A" and int(period[5:7]) not in due.months:
        problems.append(
            finding("PERIOD_NOT_DUE", at, found=period, expected=str(due.months), subject="period")
        )
    received = f"{handed_in.received_at.astimezone(ZoneInfo(office.timezone)):%Y-%m}"
    if int(period[:4]) > int(received[:4]) + 1 if by_year else period > received:
        problems.append(finding("PERIOD_IN_FUTURE", at, found=period, expected=received, subject="period"))
    if handed_in.department_id != due.department_id:
        problems.append(
            finding(
                "WRONG_DEPARTMENT",
                at,
                found=office.departments.get(handed_in.department_id, handed_in.department_id),
                expected=office.departments[due.department_id],
                subject="department",
            )
        )
    return problems


def _unit(table: Table, office: Office, place: Place) -> tuple[Unit | None, list[Finding]]:
    """The unit that the line above the header states: 单位:万元. None where the form's columns have their own."""
    if not table.form.unit_line:
        return None, []
    expected = "、".join(table.form.unit_line)
    lines = _unit_lines(table.above)
    if not lines:
        # Moved: behind the header or below the table, where it is as plain as above it.
        body = {row.number for row in table.rows}
        lines = _unit_lines(cell for cell in table.sheet.cells() if cell.row not in body)
    if not lines:
        at = Place(place.file, place.sheet, table.anchor, place.submission_id, place.form_id, place.period)
        return None, [finding("MISSING_UNIT", at, expected=expected, subject="unit")]
    cell, match = lines[-1]
    known = {label_key(word): word for word in table.form.unit_line}
    stated = list(dict.fromkeys(line[1] for _, line in lines))
    if len(stated) > 1:
        at = Place(place.file, place.sheet, cell.address, place.submission_id, place.form_id, place.period)
        return None, [finding("UNKNOWN_UNIT", at, found="、".join(stated), expected=expected, subject="unit")]
    if match[1] not in known:
        at = Place(place.file, place.sheet, cell.address, place.submission_id, place.form_id, place.period)
        return None, [finding("UNKNOWN_UNIT", at, found=match[1], expected=expected, subject="unit")]
    return office.unit(known[match[1]]), []


def _unit_lines(cells: Iterable[Cell]) -> list[tuple[Cell, re.Match[str]]]:
    texts = (cell for cell in cells if cell.kind is Kind.TEXT)
    return [(cell, match) for cell in texts if (match := _UNIT_LINE.search(label_key(text_of(cell))))]


def _outside(table: Table, place: Place) -> list[Finding]:
    """Cells beside the table that no header covers: they are not read, and that is said."""
    covered = {column.number for column in table.columns} | table.ignored
    # Under a header that is not known they follow from it.
    unknown = next((found.finding_id for found in table.findings if found.rule == "UNKNOWN_LABEL"), "")
    body = {row.number for row in table.rows}
    return [
        finding(
            "UNEXPECTED_CELL",
            Place(place.file, place.sheet, cell.address, place.submission_id, place.form_id, place.period),
            found=text_of(cell),
            subject=a1(cell.row, cell.column),
            caused_by=unknown,
        )
        for cell in table.sheet.cells()
        if cell.row in body and cell.column not in covered and text_of(cell)
    ]

"""Reading a submission: bytes → workbook → the form's table → observations, register rows, findings.

Everything that is wrong is found in one pass: a bad cell does not hide the next one. What to do about
a finding is decided at the gate, not here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from ingest.finding.finding import Finding, finding, finding_of
from ingest.finding.problem import Place
from ingest.form.form import EXTRACTED, Form, version_for
from ingest.label import label_key
from ingest.observation import CheckCell, Observation, RegisterCell
from ingest.office.facts import Office
from ingest.reading.context import Return, SubmissionFacts
from ingest.reading.explanation import Explanation, explanations, is_list_of_findings
from ingest.reading.personal_number import numbers_in_body, numbers_on, without_numbers
from ingest.reading.register import read_register
from ingest.reading.return_period import return_period
from ingest.reading.stated_area import other_area
from ingest.reading.tables.anchored import find_table
from ingest.reading.tables.extracted import extracted_table
from ingest.reading.tables.table import FormTable, label_keys, text_of, top_cells
from ingest.reading.units import unit_of_table
from ingest.reading.values import read_values
from ingest.workbook.cells.address import a1
from ingest.workbook.cells.cell import Sheet, Workbook
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class Reading:
    """What a submission says. `form_id` and `period` are None where they could not be told.

    `content_sha256` is over the cells, so that saving a workbook again without a change is known for
    what it is.
    """

    submission: SubmissionFacts
    form_id: str | None
    period: str | None
    part: str
    content_sha256: str
    observations: tuple[Observation, ...] = ()
    register_cells: tuple[RegisterCell, ...] = ()
    check_cells: tuple[CheckCell, ...] = ()
    findings: tuple[Finding, ...] = ()
    explanations: tuple[Explanation, ...] = ()


def read_submission(
    data: bytes,
    submission: SubmissionFacts,
    office: Office,
    forms: tuple[Form, ...],
    limits: Limits | None = None,
) -> Reading:
    """Read one workbook's bytes. Never raises for what a department can send: that is a finding."""
    try:
        workbook = read_workbook(data, limits or Limits())
    except Unreadable as refusal:
        return unreadable(refusal, submission)
    lists = [sheet for sheet in workbook.sheets if is_list_of_findings(sheet)]
    said = tuple(one for sheet in lists for one in explanations(sheet))
    if lists:
        workbook = replace(workbook, sheets=tuple(sheet for sheet in workbook.sheets if sheet not in lists))
    reading = _read_workbook(workbook, submission, office, forms)
    at = Place(
        submission.file_name, "", "", submission.submission_id, reading.form_id or "", reading.period or ""
    )
    noted = tuple(finding("WORKBOOK_NOTE", at, found=note, subject=note) for note in workbook.notes)
    return replace(reading, findings=(*reading.findings, *noted), explanations=said)


def _read_workbook(
    workbook: Workbook, submission: SubmissionFacts, office: Office, forms: tuple[Form, ...]
) -> Reading:
    place = Place(submission.file_name, submission_id=submission.submission_id)
    content = _content_sha256(workbook)
    filled = [sheet for sheet in workbook.sheets if sheet.max_row]
    near_top = [(sheet, labels_near_top(sheet)) for sheet in filled]
    matches = [
        (form, sheet) for sheet, labels in near_top for form in forms if recognises(form, sheet, labels)
    ]
    if len(matches) > 1:
        # A page of instructions repeats the title; only the form itself has its table.
        matches = [(form, sheet) for form, sheet in matches if has_anchor(form, sheet)] or matches
    copies = frozenset(sheet.name for _, sheet in matches if is_hidden(sheet))
    # An old copy that was hidden is not what is handed in; where all are hidden nobody can tell.
    matches = [(form, sheet) for form, sheet in matches if not is_hidden(sheet)] or matches
    told = {(form.form_id, sheet.name) for form, sheet in matches}
    if len(told) != 1:
        return Reading(
            submission, None, None, "_T", content, findings=(_not_one_form(filled, matches, place),)
        )
    versions = tuple(form for form, _ in matches)
    sheet = matches[0][1]
    reading = _read_in_force(versions, sheet, _Sheets(filled, copies), content, submission, office)
    if not is_hidden(sheet):
        return reading
    # The only one that there is: read, and said, because whoever opens the file does not see it.
    at = Place(place.file, sheet.name, "A1", place.submission_id, reading.form_id or "", reading.period or "")
    hint = finding("HIDDEN_SHEET_READ", at, found=sheet.name, subject=sheet.name)
    return replace(reading, findings=(*reading.findings, hint))


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The sheets of a workbook that hold anything, and the names of hidden ones that hold the form as well."""

    filled: list[Sheet]
    copies: frozenset[str]


def is_hidden(sheet: Sheet) -> bool:
    """Whether whoever opens the workbook does not see the sheet."""
    return sheet.visibility != "visible"


def _read_in_force(
    versions: tuple[Form, ...],
    sheet: Sheet,
    sheets: _Sheets,
    content: str,
    submission: SubmissionFacts,
    office: Office,
) -> Reading:
    """Read with the version of the form that holds in the sheet's own period; the newest tells that period."""
    newest = max(versions, key=lambda form: form.valid_from)
    reading = _read_form(newest, sheet, sheets, content, submission, office)
    if reading.period is None or newest.valid_from <= reading.period:
        return reading
    older = version_for(versions, newest.form_id, reading.period)
    if older:
        return _read_form(older, sheet, sheets, content, submission, office)
    at = Place(
        submission.file_name, sheet.name, "A1", submission.submission_id, newest.form_id, reading.period
    )
    first = min(form.valid_from for form in versions)
    before = finding("BEFORE_FORM", at, found=reading.period, expected=first, subject="period")
    return replace(reading, findings=(before, *reading.findings))


def unreadable(refusal: Unreadable, submission: SubmissionFacts) -> Reading:
    """The reading of a file that is no workbook to us: the one finding that says why."""
    why = finding_of(refusal, Place(submission.file_name, submission_id=submission.submission_id))
    return Reading(submission, None, None, "_T", "", findings=(why,))


def labels_near_top(sheet: Sheet) -> frozenset[str]:
    """The keys of what stands where a title and a header do: made once a sheet, asked by every form."""
    return frozenset(label_keys(top_cells(sheet)))


def recognises(form: Form, sheet: Sheet, near_top: frozenset[str]) -> bool:
    """Whether a sheet holds this form: its title stands near the top, or all its telling headers do.

    `near_top`: its `labels_near_top`. A form that names its sheet is on no other.
    """
    if form.sheet and not form.sheet.fullmatch(label_key(sheet.name)):
        return False
    title = form.title
    return any(title in label for label in near_top) or near_top.issuperset(form.headers)


def has_anchor(form: Form, sheet: Sheet) -> bool:
    """Whether the top left label of the form's header is on a sheet; one without such a label may be anywhere."""
    if form.layout == EXTRACTED:
        return True
    return form.anchor in label_keys(top_cells(sheet))


def find_form_table(form: Form, sheet: Sheet, office: Office, place: Place) -> FormTable:
    """The form's table on a sheet: at its corner label, or where the extractor finds its columns."""
    find = extracted_table if form.layout == EXTRACTED else find_table
    return find(form, sheet, office, place)


def _read_form(
    form: Form, sheet: Sheet, sheets: _Sheets, content: str, submission: SubmissionFacts, office: Office
) -> Reading:
    place = Place(submission.file_name, sheet.name, "", submission.submission_id, form.form_id)
    table = find_form_table(form, sheet, office, place)
    claimed = return_period(table, office, submission, place)
    period = claimed.value.period if claimed.value.is_known else None
    place = Place(place.file, place.sheet, "", place.submission_id, form.form_id, period or "")
    unit = unit_of_table(table, office, place)
    whole = Return(table, office, submission, claimed.value, unit.value, place)
    values = read_values(whole)
    register = read_register(whole)
    others = [_not_read(other, sheets, place) for other in sheets.filled if other is not sheet]
    # What the extractor takes for labels, codes and notes beside a table is no lost value.
    outside = [] if form.layout == EXTRACTED else _outside(table, place)
    # Nowhere in full: neither in what is said of a cell nor in what is kept of it, the signatures included.
    personal = numbers_on(sheets.filled)
    findings = (
        *table.findings,
        *claimed.findings,
        *other_area(table, office, place),
        *unit.findings,
        *values.findings,
        *register.findings,
        *others,
        *outside,
        *(numbers_in_body(table, place) if personal else ()),
    )
    return Reading(
        submission,
        form.form_id,
        period,
        office.calendar[form.form_id].part,
        content,
        tuple(without_numbers(one, personal) for one in values.observations),
        tuple(without_numbers(one, personal) for one in register.value),
        tuple(without_numbers(one, personal) for one in values.check_cells),
        tuple(without_numbers(one, personal) for one in findings),
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
    hidden = "（隐藏）"
    sheets = "、".join(f"{sheet.name}{hidden if is_hidden(sheet) else ''}" for _, sheet in matches)
    at = Place(place.file, matches[1][1].name, "A1", place.submission_id, matches[0][0].form_id)
    return finding("SEVERAL_TABLES", at, found=sheets, subject=sheets)


def _not_read(other: Sheet, sheets: _Sheets, place: Place) -> Finding:
    """A sheet beside the form's: said, because it is not read."""
    at = Place(place.file, other.name, "A1", place.submission_id, place.form_id, place.period)
    if not is_hidden(other):
        return finding("SHEET_NOT_READ", at, found=other.name, subject=other.name)
    copy = other.name in sheets.copies
    words = {
        "same_zh": "也是这张报表，" if copy else "",
        "same_en": "holds this form too and " if copy else "",
    }
    return finding("HIDDEN_SHEET_NOT_READ", at, found=other.name, subject=other.name, **words)


def _outside(table: FormTable, place: Place) -> list[Finding]:
    """Cells beside the table that no header covers: they are not read, and that is said."""
    covered = {column.number for column in table.columns} | table.ignored
    # Under a header that is not known they follow from it.
    of_labels = (found for found in table.findings if found.rule in ("UNKNOWN_LABEL", "HEADER_MERGE_LOST"))
    unknown = next((found.finding_id for found in of_labels), "")
    body = {row.number for row in table.rows}
    return [
        finding(
            "UNEXPECTED_CELL",
            place.at(cell.address),
            found=text_of(cell),
            subject=a1(cell.row, cell.column),
            caused_by=unknown,
        )
        for cell in table.sheet.cells()
        if cell.row in body and cell.column not in covered and text_of(cell)
    ]

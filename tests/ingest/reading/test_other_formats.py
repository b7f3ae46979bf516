"""A department's form says the same in whatever format it is handed in; what a format does not tell is said."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest
import xlwt

from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from ingest.workbook.cells.cell import Kind, Sheet
from ingest.workbook.read import read_workbook
from samples.drawing import workbook_bytes
from samples.forms import fai_register, fdi_detail, growth_feedback, trade
from samples.month import DECEMBER_2023
from samples.report import Report
from tests.ingest.workbook.ods import written_ods
from warehouse.settings import CHECKOUT

OFFICE = CHECKOUT / "offices" / "jingyuan"
SAVED = datetime(2024, 1, 22, 1, 0, tzinfo=UTC)
REPORTS = (fdi_detail.REPORT, fai_register.REPORT, growth_feedback.REPORT, trade.REPORT)
MACROS = "含有宏,未运行 (macros present, not run)"


@pytest.fixture(scope="module")
def office() -> Office:
    return load_office(OFFICE)


@pytest.fixture(scope="module")
def forms() -> tuple[Form, ...]:
    return load_forms(OFFICE)


def drawn(report: Report) -> bytes:
    return workbook_bytes(report.sheet(DECEMBER_2023), report.department.clerk, SAVED)


def read(data: bytes, report: Report, office: Office, forms: tuple[Form, ...]) -> Reading:
    facts = SubmissionFacts(
        "0123456789abcdef",
        f"{report.stem(DECEMBER_2023)}.xlsx",
        report.department.department_id,
        SAVED,
        is_sample=True,
    )
    return read_submission(data, facts, office, forms)


def as_xls(sheet: Sheet) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
    for merge in sheet.merges:
        page.write_merge(merge.top - 1, merge.bottom - 1, merge.left - 1, merge.right - 1, "")
    for cell in sheet.cells():
        # Formulas as their values: xlwt has no results for them.
        value = float(cell.raw) if cell.kind in (Kind.NUMBER, Kind.DATE) else cell.value
        page.write(cell.row - 1, cell.column - 1, value, xlwt.easyxf(num_format_str=cell.number_format))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def as_ods(sheet: Sheet) -> bytes:
    corners = {(merge.top, merge.left): merge for merge in sheet.merges}
    rows = []
    for row in range(1, sheet.max_row + 1):
        cells = []
        for column in range(1, sheet.max_column + 1):
            cell, merge = sheet.cell(row, column), corners.get((row, column))
            spans = (
                f'table:number-rows-spanned="{merge.bottom - merge.top + 1}"'
                f' table:number-columns-spanned="{merge.right - merge.left + 1}"'
                if merge
                else ""
            )
            if isinstance(cell.value, Decimal):
                cells.append(written_ods.number_cell(cell.raw, spans))
            elif cell.kind is Kind.DATE:
                stated = f'office:value-type="date" office:date-value="{cell.value}"'
                cells.append(written_ods.cell(str(cell.value), f"{stated} {spans}"))
            elif cell.kind is Kind.TEXT:
                cells.append(written_ods.text_cell(escape(cell.raw), spans))
            else:
                cells.append(written_ods.cell("", spans))
        rows.append(written_ods.row(*cells))
    return written_ods.package(written_ods.table("".join(rows), sheet.name))


def figures(reading: Reading) -> list[tuple[object, ...]]:
    values = [
        (one.cell, one.series, one.time_period, one.obs_value, one.reported_unit)
        for one in reading.observations
    ]
    return [
        *values,
        *(
            (one.cell, one.field, one.value_text, one.value_number, one.value_date)
            for one in reading.register_cells
        ),
    ]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.stem(DECEMBER_2023))
@pytest.mark.parametrize(("kind", "written"), [("xls", as_xls), ("ods", as_ods)])
def test_a_form_says_the_same_in_every_format(report, kind, written, office, forms):
    original = drawn(report)
    (sheet,) = read_workbook(original).sheets
    other = written(sheet)
    assert read_workbook(other).format == kind
    expected = figures(read(original, report, office, forms))
    assert len(expected) > 5
    assert figures(read(other, report, office, forms)) == expected


def with_macros(workbook: bytes) -> bytes:
    changed = io.BytesIO(workbook)
    with zipfile.ZipFile(changed, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return changed.getvalue()


def test_what_is_noticed_of_a_workbook_is_a_hint_and_holds_nothing_back(office, forms):
    plain = read(drawn(trade.REPORT), trade.REPORT, office, forms)
    noted = read(with_macros(drawn(trade.REPORT)), trade.REPORT, office, forms)
    (note,) = (one for one in noted.findings if one.rule == "WORKBOOK_NOTE")
    assert (note.severity, note.found, note.cell) == ("hint", MACROS, "")
    assert note.form_id == noted.form_id == plain.form_id
    assert figures(noted) == figures(plain)


def test_a_workbook_of_no_form_is_noted_too(office, forms):
    data = written_ods.package(
        written_ods.table(written_ods.row(written_ods.text_cell("值班表"))),
        parts={"Basic/script-lc.xml": "<a/>"},
    )
    rules = [one.rule for one in read(data, trade.REPORT, office, forms).findings]
    assert rules == ["UNKNOWN_FORM", "WORKBOOK_NOTE"]

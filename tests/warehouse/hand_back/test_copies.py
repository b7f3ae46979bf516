"""The workbook of a hand-back: of any format, with any number of findings, wherever they point."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt

from ingest.finding.finding import Finding, finding
from ingest.finding.message import messages
from ingest.finding.problem import Place
from ingest.reading.explanation import explanations, is_list_of_findings
from ingest.workbook.cells.address import a1
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from tests.ingest.workbook.ods import written_ods as ods
from warehouse.hand_back.copied import CopyKind
from warehouse.hand_back.copies import copy_of
from warehouse.hand_back.review import Review, State, items_of

SHEET = "台账"
RULES = [code for code, one in messages().items() if one.is_rule and one.scope == "submission"]


def review_of(*findings: Finding, name: str = "台账2023年12月.xlsx") -> Review:
    return Review(
        submission_id="0" * 16,
        file_name=name,
        sha256="0" * 64,
        size_bytes=1,
        received_at=datetime(2024, 1, 5, 1, 30, tzinfo=UTC),
        department_zh="经济发展办公室",
        form_id="L03",
        form_zh="外资到账明细表",
        period="2023-12",
        state=State.TO_MEND,
        items=items_of(findings, {}, {}),
        figures=3,
        rows=4,
        held_values=0,
    )


def found(rule: str, cell: str, sheet: str = SHEET, text: str = "1032亿美元") -> Finding:
    return finding(rule, Place("台账.xlsx", sheet, cell), found=text, subject=f"{sheet}|{cell}|{rule}")


def filled() -> bytes:
    """A sheet of 40 rows, one of them hidden, with a merged title; and a hidden sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet(SHEET)
    page.merge_range("A1:D1", "外资到账明细表2023年12月")
    for row in range(1, 40):
        page.write_row(row, 0, [row, f"企业{row}", row * 10, "备注"])
    page.set_row(9, None, None, {"hidden": True})
    page.set_column("C:C", None, None, {"hidden": True})
    book.add_worksheet("旧表").write("A1", "旧")
    book.worksheets()[1].hide()
    book.close()
    return buffer.getvalue()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def notes(data: bytes) -> dict[str, str]:
    return {
        f"{page.title}!{cell.coordinate}": cell.comment.text
        for page in opened(data).worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }


def test_thirty_unlike_defects_are_thirty_marks_and_thirty_rows() -> None:
    assert len(RULES) >= 30
    findings = [
        found(rule, a1(2 + 2 * (number % 15), 1 + number // 15)) for number, rule in enumerate(RULES[:30])
    ]
    made, data = copy_of(filled(), review_of(*findings), Limits())
    assert made.kind is CopyKind.MARKED
    marked = notes(data)
    assert len(marked) == 30
    page = opened(data)[SHEET]
    for one in findings:
        # Row 10 is hidden: what is wrong there is shown in the row above.
        assert (
            one.rule in marked[f"{SHEET}!{one.cell.replace('10', '9') if one.cell[1:] == '10' else one.cell}"]
        )
    assert page["A2"].fill.patternType in {"lightTrellis", "lightUp", "gray125"}
    rows = [row for row in opened(data)["审核意见"].iter_rows(min_row=7, values_only=True) if row[0]]
    assert [row[10] for row in rows] == [item.finding.rule for item in review_of(*findings).items]
    assert len({row[0] for row in rows}) == 30


@pytest.mark.parametrize(
    ("sheet", "cell", "shown"),
    [
        (SHEET, "C1", f"{SHEET}!A1"),  # within the merged title
        (SHEET, "C5", f"{SHEET}!B5"),  # in a hidden column
        (SHEET, "B10", f"{SHEET}!B9"),  # in a hidden row
        (SHEET, "F60", f"{SHEET}!F60"),  # where nothing is
        (SHEET, "", f"{SHEET}!A1"),  # the sheet as a whole, or a row that is gone
        ("旧表", "A1", f"{SHEET}!A1"),  # on a hidden sheet
        ("没有的表", "B2", f"{SHEET}!A1"),
        ("", "", f"{SHEET}!A1"),  # the file as a whole
    ],
)
def test_a_finding_is_marked_where_a_person_would_look(sheet: str, cell: str, shown: str) -> None:
    _, data = copy_of(filled(), review_of(found("MISSING_LABEL", cell, sheet)), Limits())
    ((place, text),) = notes(data).items()
    assert place == shown
    about = f"{sheet}!{cell}" if sheet and cell else sheet
    assert (f"（指 {about}）" in text) == (bool(about) and about != shown)


def test_what_follows_from_another_finding_has_its_number_and_says_so() -> None:
    cause = found("UNIT_SLIP", "B3")
    behind = replace(found("TOTAL_DIFFERS", "B9"), caused_by=cause.finding_id)
    _, data = copy_of(filled(), review_of(behind, cause), Limits())
    assert notes(data)[f"{SHEET}!B9"].startswith("①-1 TOTAL_DIFFERS\n由 ① 引起：")
    rows = list(opened(data)["审核意见"].iter_rows(min_row=7, values_only=True))
    assert [row[0] for row in rows] == ["①", "①-1"]
    assert rows[1][9] == "由 ① 引起，改好后自动消失"


def test_only_what_can_be_answered_may_be_written_into() -> None:
    cause = found("UNIT_SLIP", "B3")
    behind = replace(found("TOTAL_DIFFERS", "B9"), caused_by=cause.finding_id)
    ours = found("WRONG_DEPARTMENT", "A1")  # for the operator
    page = opened(copy_of(filled(), review_of(cause, behind, ours), Limits())[1])["审核意见"]
    assert [page.cell(row, 13).protection.locked for row in (7, 8, 9)] == [False, True, True]
    assert [page.cell(row, 13).value for row in (7, 8, 9)] == [None, None, None]


def xls() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet(SHEET)
    page.write_merge(0, 0, 0, 3, "外资到账明细表")
    page.write(4, 1, 1032)
    page.write(5, 1, 0.636, xlwt.easyxf(num_format_str="0.0%"))
    page.write(6, 1, datetime(2023, 12, 14), xlwt.easyxf(num_format_str="yyyy-mm-dd"))  # noqa: DTZ001 - as Excel has it
    page.write(6, 2, "=SUM(A1)")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_an_xls_comes_back_as_an_xlsx_of_what_was_read_with_its_marks() -> None:
    made, data = copy_of(xls(), review_of(found("TOTAL_DIFFERS", "B5"), name="台账.xls"), Limits())
    assert (made.kind, made.extension) == (CopyKind.REWRITTEN, ".xlsx")
    assert "另存" in made.why_zh
    page = opened(data)[SHEET]
    assert (page["B5"].value, page["B6"].value, page["B6"].number_format) == (1032, 0.636, "0.0%")
    assert page["B7"].value == datetime(2023, 12, 14)  # noqa: DTZ001 - as Excel has it
    assert (page["C7"].value, page["C7"].data_type) == ("=SUM(A1)", "s")
    assert [str(each) for each in page.merged_cells.ranges] == ["A1:D1"]
    assert (page["B5"].fill.patternType, "TOTAL_DIFFERS" in page["B5"].comment.text) == ("lightUp", True)


def test_a_number_of_seventeen_digits_is_the_same_number_in_the_copy() -> None:
    book = xlwt.Workbook()
    book.add_sheet(SHEET).write(0, 0, 0.10648883905306752)  # as a workbook of an office has it
    buffer = io.BytesIO()
    book.save(buffer)
    _, data = copy_of(buffer.getvalue(), review_of(found("TOTAL_DIFFERS", "A1"), name="台账.xls"), Limits())
    assert opened(data)[SHEET]["A1"].value == 0.10648883905306752


def test_a_mark_that_moves_to_what_is_seen_is_not_put_under_a_merge() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet(SHEET)
    page.merge_range("A2:C2", "合计")
    page.write_row("A4", ["甲", 7, 8])
    for row in (2, 3):
        page.set_row(row, None, None, {"hidden": True})
    book.close()
    # Row 4 is hidden; above it is seen row 2, of which B is under the merge that A2 stands for.
    _, data = copy_of(buffer.getvalue(), review_of(found("TOTAL_DIFFERS", "B4")), Limits())
    assert list(notes(data)) == [f"{SHEET}!A2"]
    assert opened(data)[SHEET]["A2"].fill.patternType == "lightUp"


@pytest.mark.parametrize(
    ("data", "sheet"),
    [
        ("指标,数\n外资,1032\n内资,=1+1\n".encode("gb18030"), "Sheet1"),
        ("<html><body><table><tr><td>指标</td><td>数</td></tr><tr><td>外资</td><td>1032</td></tr></table></body></html>".encode(), None),
        (ods.flat(ods.table(ods.row(ods.text_cell("指标"), ods.text_cell("数")) + ods.row(ods.text_cell("外资"), ods.number_cell("1032")))), None),
    ],
    ids=["csv", "html", "ods"],
)  # fmt: skip
def test_other_formats_come_back_with_the_same_values(data: bytes, sheet: str | None) -> None:
    read = read_workbook(data).sheets[0]
    made, copy = copy_of(data, review_of(found("TOTAL_DIFFERS", "B2", sheet or read.name)), Limits())
    assert made.kind is CopyKind.REWRITTEN
    again = read_workbook(copy).sheets[0]
    assert [(c.address, c.kind, c.value) for c in again.cells()] == [
        (c.address, c.kind, c.value) for c in read.cells()
    ]
    assert "TOTAL_DIFFERS" in again.comments[2, 2]


def test_a_workbook_that_cannot_be_opened_comes_back_as_the_list() -> None:
    made, data = copy_of(b"PK\x03\x04nothing", review_of(found("DAMAGED_FILE", "")), Limits())
    assert (made.kind, bool(made.why_zh)) == (CopyKind.LISTED, True)
    assert opened(data).sheetnames == ["审核意见"]


def test_a_sheet_of_the_departments_own_is_not_taken_for_ours() -> None:
    book = opened(filled())
    book.create_sheet("审核意见")["A1"] = "本科室的意见"
    buffer = io.BytesIO()
    book.save(buffer)
    _, data = copy_of(buffer.getvalue(), review_of(found("TOTAL_DIFFERS", "B5")), Limits())
    assert opened(data).sheetnames == [SHEET, "旧表", "审核意见", "审核意见反馈"]
    assert opened(data)["审核意见"]["A1"].value == "本科室的意见"


def answered(data: bytes) -> Any:
    """The copy with two answers, its rows in another order, as a person leaves it."""
    book = opened(data)
    page = book["审核意见"]
    page["L7"], page["M7"] = "属实-季节", "十二月集中到账，历年如此"
    page["M8"] = "已与区商务局核对一致"
    page.move_range("A7:N8", rows=4)
    page.title = "审核意见 (2)"
    return book


def test_answers_are_read_by_the_number_of_the_finding_wherever_their_rows_are() -> None:
    first, second = found("TOTAL_DIFFERS", "B5"), found("SIZE_OF_FORM", "B6")
    book = answered(copy_of(filled(), review_of(first, second), Limits())[1])
    buffer = io.BytesIO()
    book.save(buffer)
    sheets = read_workbook(buffer.getvalue()).sheets
    (ours,) = [sheet for sheet in sheets if is_list_of_findings(sheet)]
    said = {one.finding_id: (one.kind, one.words, one.sheet, one.cell) for one in explanations(ours)}
    listed = [item.finding.finding_id for item in review_of(first, second).items]
    assert said == {
        listed[0]: ("属实-季节", "十二月集中到账，历年如此", "审核意见 (2)", "M11"),
        listed[1]: ("", "已与区商务局核对一致", "审核意见 (2)", "M12"),
    }


def test_no_rule_puts_anything_into_a_cell_that_is_to_be_filled_in() -> None:
    findings = [
        found(rule, a1(3 + number, 2))
        for number, rule in enumerate(sorted(messages()))
        if messages()[rule].is_rule
    ]
    page = opened(copy_of(filled(), review_of(*findings), Limits())[1])["审核意见"]
    rows = list(page.iter_rows(min_row=7, values_only=True))
    assert len(rows) == len(findings)
    assert {row[11] for row in rows} | {row[12] for row in rows} == {None}

"""What a workbook says of its sheets, and what is in it that is noticed and not run."""

import io

import openpyxl
import pytest
import xlsxwriter

from ingest.workbook.cells.cell import Kind
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.ingest.workbook.xlsx.written_package import (
    SHEET_PART,
    STRINGS_PART,
    WORKBOOK_PART,
    WORKBOOK_RELATIONSHIPS,
    package,
    relationships,
    workbook,
    worksheet,
)

ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
SECOND_PART = "xl/worksheets/sheet2.xml"
TWO_SHEETS = {
    WORKBOOK_RELATIONSHIPS: relationships(
        ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml")
    ),
    SECOND_PART: worksheet(ONE_CELL),
}


def two_sheets(first: str, second: str) -> bytes:
    sheets = f'<sheet {first} sheetId="1" r:id="rId1"/><sheet {second} sheetId="2" r:id="rId2"/>'
    return package(ONE_CELL, parts={**TWO_SHEETS, WORKBOOK_PART: workbook(sheets)})


def test_sheets_come_in_the_workbooks_order_with_what_hides_them():
    sheets = '<sheet name="丙" sheetId="7" state="veryHidden" r:id="rId2"/><sheet name="甲" sheetId="3" state="hidden" r:id="rId1"/>'
    read = read_workbook(package(ONE_CELL, parts={**TWO_SHEETS, WORKBOOK_PART: workbook(sheets)}))
    assert [(sheet.name, sheet.visibility) for sheet in read.sheets] == [
        ("丙", "very_hidden"),
        ("甲", "hidden"),
    ]


def test_a_sheet_without_a_state_is_visible():
    assert read_workbook(package(ONE_CELL)).sheets[0].visibility == "visible"


def test_a_sheets_part_is_found_by_its_relationship_not_by_its_name():
    parts = {
        WORKBOOK_RELATIONSHIPS: relationships(("worksheet", "tabellen/blatt.xml")),
        "xl/tabellen/blatt.xml": worksheet('<row r="1"><c r="A1"><v>7</v></c></row>'),
        SHEET_PART: worksheet('<row r="1"><c r="A1"><v>666</v></c></row>'),
    }
    assert read_workbook(package(parts=parts)).sheets[0].cell(1, 1).value == 7


def test_the_workbooks_own_part_may_have_any_name():
    parts = {
        "_rels/.rels": relationships(("officeDocument", "book/main.xml")),
        WORKBOOK_PART: None,
        WORKBOOK_RELATIONSHIPS: None,
        "book/main.xml": workbook(),
        "book/_rels/main.xml.rels": relationships(("worksheet", "../xl/worksheets/sheet1.xml")),
    }
    assert read_workbook(package(ONE_CELL, parts=parts)).sheets[0].cell(1, 1).value == 1


def test_a_chart_sheet_is_noted_and_not_read():
    parts = {
        WORKBOOK_RELATIONSHIPS: relationships(
            ("worksheet", "worksheets/sheet1.xml"), ("chartsheet", "chartsheets/sheet1.xml")
        ),
        WORKBOOK_PART: workbook(
            '<sheet name="表1" sheetId="1" r:id="rId1"/><sheet name="图1" sheetId="2" r:id="rId2"/>'
        ),
        "xl/chartsheets/sheet1.xml": "<chartsheet/>",
    }
    read = read_workbook(package(ONE_CELL, parts=parts))
    assert [sheet.name for sheet in read.sheets] == ["表1"]
    assert any("图1" in note for note in read.notes)


def test_a_sheet_of_a_type_that_nobody_knows_is_damage_and_not_left_out():
    related = relationships(("worksheet", "worksheets/sheet1.xml"), ("", "worksheets/sheet2.xml"))
    sheets = '<sheet name="表1" sheetId="1" r:id="rId1"/><sheet name="表2" sheetId="2" r:id="rId2"/>'
    parts = {WORKBOOK_RELATIONSHIPS: related, WORKBOOK_PART: workbook(sheets)}
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表2"):
        read_workbook(package(ONE_CELL, parts=parts))


def test_macros_are_noted():
    read = read_workbook(package(ONE_CELL, parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}))
    assert read.notes == ("含有宏,未运行 (macros present, not run)",)


def test_external_links_are_noted():
    related = relationships(
        ("worksheet", "worksheets/sheet1.xml"), ("externalLink", "externalLinks/externalLink1.xml")
    )
    read = read_workbook(package(ONE_CELL, parts={WORKBOOK_RELATIONSHIPS: related}))
    assert read.notes == ("含有外部链接,未访问 (external links present, not followed)",)


def test_two_sheets_of_one_name_are_damage():
    with pytest.raises(Unreadable, match="两个工作表同名"):
        read_workbook(two_sheets('name="Sheet1"', 'name="SHEET1"'))


def test_two_sheets_of_one_part_are_damage():
    sheets = '<sheet name="甲" sheetId="1" r:id="rId1"/><sheet name="乙" sheetId="2" r:id="rId1"/>'
    with pytest.raises(Unreadable, match="乙"):
        read_workbook(package(ONE_CELL, parts={WORKBOOK_PART: workbook(sheets)}))


def test_a_sheet_without_its_part_is_damage_and_named():
    sheets = '<sheet name="表1" sheetId="1" r:id="rId1"/><sheet name="丢失" sheetId="2" r:id="rId9"/>'
    with pytest.raises(Unreadable, match="丢失"):
        read_workbook(package(ONE_CELL, parts={WORKBOOK_PART: workbook(sheets)}))


def test_a_missing_sheet_part_is_damage():
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*sheet1\.xml"):
        read_workbook(package(parts={SHEET_PART: None}))


def test_a_workbook_without_shared_texts_need_not_have_their_part():
    assert read_workbook(package(ONE_CELL, parts={STRINGS_PART: None})).sheets[0].cell(1, 1).value == 1


@pytest.mark.parametrize("rows", ["", '<row r="1"/>', '<row r="1"><c r="A1" s="0"/></row>'])
def test_a_workbook_without_any_content_is_empty(rows):
    with pytest.raises(Unreadable, match="EMPTY_WORKBOOK"):
        read_workbook(package(rows))


def test_a_workbook_of_pictures_says_so():
    with pytest.raises(Unreadable, match=r"EMPTY_WORKBOOK.*图片"):
        read_workbook(package(parts={"xl/media/image1.png": b"\x89PNG"}))


def test_a_formula_saved_by_openpyxl_has_no_value_and_says_so():
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    target = io.BytesIO()
    book.save(target)
    cell = read_workbook(target.getvalue()).sheets[0].cell(1, 1)
    assert (cell.kind, cell.formula) == (Kind.UNCALCULATED, "1+1")


def test_a_departments_form_is_read_as_written():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("1-12月")
        sheet.merge_range("A1:D1", "2023年12月外资到账情况", None)
        sheet.write_row("A2", ["企业", "本月", "累计", "增幅"])
        sheet.write_string("A3", "示例企业")
        sheet.write_number("B3", 120.5, book.add_format({"num_format": "0.00"}))
        sheet.write_formula("C3", "=B3+911.5", None, 1032)
        sheet.write_number("D3", 0.6355, book.add_format({"num_format": "0.0%"}))
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.write_comment("C3", "与上月口径一致")
        hidden = book.add_worksheet("底表")
        hidden.write("A1", 1)
        hidden.hide()
    read = read_workbook(target.getvalue())
    form, behind = read.sheets
    assert (form.name, form.visibility, behind.visibility) == ("1-12月", "visible", "hidden")
    assert form.merged_value_cell(1, 4).value == "2023年12月外资到账情况"
    assert [str(form.cell(3, column).value) for column in (1, 2, 3, 4)] == [
        "示例企业",
        "120.5",
        "1032",
        "0.6355",
    ]
    assert (form.cell(3, 3).formula, form.cell(3, 4).number_format) == ("B3+911.5", "0.0%")
    assert form.hidden_rows == {4}
    assert form.comments == {(3, 3): "与上月口径一致"}

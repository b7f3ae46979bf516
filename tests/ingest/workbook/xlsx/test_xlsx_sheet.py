"""Where cells stand, what is merged over them and what is hidden."""

from datetime import date
from decimal import Decimal

import pytest

from ingest.workbook.cells.address import Range
from ingest.workbook.cells.cell import Kind
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.ingest.workbook.xlsx.written_package import (
    MAIN,
    OFFICE,
    PACKAGE,
    SHEET_PART,
    STRINGS_PART,
    STYLES_PART,
    cells_of,
    package,
    relationships,
    respelt,
    sheet_of,
    styles,
    workbook,
    worksheet,
)


def test_cells_without_addresses_follow_one_another():
    cells = cells_of("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>")
    assert {address: cell.raw for address, cell in cells.items()} == {"A1": "1", "C1": "3", "A2": "4"}


def test_a_cell_without_an_address_follows_one_that_has_it():
    assert set(
        cells_of('<row r="5"><c r="C5"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>')
    ) == {
        "C5",
        "D5",
        "A6",
    }


def test_a_cell_stands_where_its_own_address_says():
    assert set(cells_of('<row r="5"><c r="C7"><v>1</v></c></row>')) == {"C7"}


def test_columns_beyond_zz_are_read():
    assert set(cells_of('<row r="1"><c r="AAA1"><v>1</v></c></row>')) == {"AAA1"}


def test_cells_come_in_reading_order_whatever_the_file_does():
    sheet = sheet_of(
        '<row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row><row r="1"><c r="C1"><v>2</v></c></row>'
    )
    assert [(cell.address, cell.raw) for cell in sheet.cells()] == [("C1", "2"), ("A2", "3"), ("B2", "4")]
    assert sheet.cell(2, 2).value == Decimal(4)


def test_a_place_stated_twice_is_damage():
    with pytest.raises(Unreadable, match="表1!A1"):
        sheet_of('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')


@pytest.mark.parametrize(
    "reference", ["A0", "XFE1", "A1048577", "A", "1", "", "ZZZZZ99999999", "A1:B2", "$A$1"]
)
def test_an_address_outside_a_sheet_is_damage(reference):
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        sheet_of(f'<row r="1"><c r="{reference}"><v>1</v></c></row>')


@pytest.mark.parametrize("row", ["0", "1048577", "-1", "x", "99999999999999999999"])
def test_a_row_outside_a_sheet_is_damage(row):
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        sheet_of(f'<row r="{row}"><c><v>1</v></c></row>')


def test_more_cells_than_columns_are_damage():
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        sheet_of("<row>" + "<c/>" * 16_385 + "</row>")


def test_a_declared_dimension_is_not_believed():
    sheet = sheet_of('<row r="1"><c r="B1"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>')
    assert (sheet.max_row, sheet.max_column) == (1, 2)


def test_the_last_cell_of_a_sheet_costs_no_more_than_the_first():
    sheet = sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    assert [cell.address for cell in sheet.cells()] == ["A1", "XFD1048576"]
    assert (sheet.max_row, sheet.max_column) == (1_048_576, 16_384)


def test_pretty_printed_markup_says_the_same():
    cells = cells_of(
        '\n <row r="1">\n  <c r="A1">\n   <f>1+1</f>\n   <v>2</v>\n  </c>\n  <c r="B1"/>\n </row>\n'
    )
    assert [(cell.address, cell.raw, cell.formula) for cell in cells.values()] == [("A1", "2", "1+1")]


def test_a_merge_shows_its_first_cell_at_each_of_its_places():
    sheet = sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c><c r="D1"><v>4</v></c></row>',
        after='<mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>',
    )
    assert sheet.merges == (Range(1, 1, 2, 3),)
    assert sheet.merge_at(2, 3) == Range(1, 1, 2, 3)
    assert sheet.merge_at(1, 4) is None
    assert sheet.merged_value_cell(2, 3).address == "A1"
    assert sheet.merged_value_cell(1, 4).address == "D1"
    assert sheet.cell(2, 3).kind is Kind.BLANK


@pytest.mark.parametrize("reference", ["A1:ZZZZ9", "A1:", ":A1", "A:B", ""])
def test_a_merge_that_is_no_range_is_damage(reference):
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        sheet_of(after=f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>')


def test_hidden_rows_and_columns_mark_their_cells():
    sheet = sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row><row r="2" hidden="1"><c r="A2"><v>3</v></c></row>',
        before='<cols><col min="1" max="2" width="9"/><col min="3" max="4" hidden="true"/></cols>',
    )
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {3, 4})
    assert {cell.address: cell.hidden for cell in sheet.cells()} == {"A1": False, "C1": True, "A2": True}
    assert sheet.cell(9, 4).hidden


def test_strict_namespaces_are_read():
    written = package('<row r="1"><c r="A1"><v>45291</v></c></row>')
    strict = respelt(
        written,
        {
            MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
            OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
        },
    )
    assert read_workbook(strict).sheets[0].cell(1, 1).value == Decimal(45291)


def test_prefixed_elements_are_read():
    prefixed = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData>'
        '<x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>'
    )
    sheet = sheet_of(parts={SHEET_PART: prefixed})
    assert [cell.address for cell in sheet.cells()] == ["A1"]
    assert sheet.merges == (Range(1, 1, 1, 2),)


def test_elements_of_extensions_are_not_taken_for_the_sheets_own():
    foreign = (
        '<extLst><ext xmlns:y="urn:extension"><y:row r="9"><y:c r="A9"><y:v>9</y:v></y:c></y:row>'
        '<y:mergeCell ref="A9:B9"/></ext></extLst>'
    )
    sheet = sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', after=foreign)
    assert [cell.address for cell in sheet.cells()] == ["A1"]
    assert sheet.merges == ()


def test_an_utf_16_part_is_read():
    part = '<?xml version="1.0" encoding="UTF-16"?>' + worksheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>合计</t></is></c></row>'
    )
    assert sheet_of(parts={SHEET_PART: part.encode("utf-16")}).cell(1, 1).value == "合计"


@pytest.mark.parametrize("encoding", ["GB2312", "UTF-99", "rot13"])
def test_a_part_in_an_encoding_that_packages_do_not_use_is_damage(encoding):
    part = f'<?xml version="1.0" encoding="{encoding}"?>' + worksheet('<row><c t="str"><v>a</v></c></row>')
    with pytest.raises(Unreadable, match=f"DAMAGED_FILE.*{encoding}"):
        sheet_of(parts={SHEET_PART: part})


def test_comments_are_kept_by_place():
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>甲</author></authors><commentList>'
        '<comment ref="B3" authorId="0"><text><r><t>甲:</t></r><r><t xml:space="preserve">\n口径有变</t></r></text></comment>'
        "</commentList></comments>"
    )
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(("comments", "../comments1.xml")),
        "xl/comments1.xml": comments,
    }
    assert sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', parts=parts).comments == {
        (3, 2): "甲:\n口径有变"
    }


def test_styles_that_are_named_and_missing_are_damage():
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*styles"):
        sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', parts={STYLES_PART: None})


def test_styles_that_are_named_as_no_part_are_damage():
    related = relationships(("worksheet", "worksheets/sheet1.xml"), ("styles", "../.."))
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', parts={"xl/_rels/workbook.xml.rels": related})


def test_styles_whose_relationship_is_lost_are_found_by_their_usual_name():
    parts = {
        "xl/_rels/workbook.xml.rels": relationships(("worksheet", "worksheets/sheet1.xml")),
        STYLES_PART: styles(14),
    }
    cell = sheet_of('<row r="1"><c r="A1" s="0"><v>45291</v></c></row>', parts=parts).cell(1, 1)
    assert cell.value == date(2023, 12, 31)


@pytest.mark.parametrize("part", [SHEET_PART, STYLES_PART, STRINGS_PART])
def test_a_part_with_the_content_of_another_is_damage(part):
    with pytest.raises(Unreadable, match=rf"DAMAGED_FILE.*{part}"):
        sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', parts={part: workbook()})


def test_relationships_may_name_parts_in_any_spelling():
    related = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="/XL\\Worksheets\\SHEET1.xml"/></Relationships>'
    parts = {"xl/_rels/workbook.xml.rels": related}
    assert sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', parts=parts).cell(1, 1).value == 1

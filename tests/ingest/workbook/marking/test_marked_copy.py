"""A marked copy: its cells have fill and note, and nothing else of the workbook is another."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from ingest.workbook.marking.mark import Mark, NotMarkedError
from ingest.workbook.marking.styles import Weight
from ingest.workbook.read import read_workbook
from tests.ingest.workbook.marking.rich_workbook import LIST, copied, parts, rich_workbook, said, written
from tests.ingest.workbook.xlsx.written_package import OFFICE, respelt, zipped

SHEET = "外 资'表"
MARKS = (
    Mark(SHEET, "B3", Weight.STRONG, "① 强制性 合计不符"),
    Mark(SHEET, "C3", Weight.MEDIUM, "② 核实性 <同比> & 其他"),
    Mark(SHEET, "E12", Weight.WEAK, "③ 缺这一格"),
    Mark(SHEET, "A3", Weight.WEAK, "④"),
)
# What a mark may change; the picture, the chart, the settings of the printer and the rest are not among them.
MAY_CHANGE = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
}
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


@pytest.fixture(scope="module")
def rich() -> bytes:
    return rich_workbook()


@pytest.fixture(scope="module")
def copy(rich: bytes) -> bytes:
    return copied(rich, *MARKS)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_each_marked_cell_has_its_pattern_and_keeps_its_format_and_colour(copy: bytes) -> None:
    page = opened(copy)[SHEET]
    patterns = {address: page[address].fill.patternType for address in ("B3", "C3", "E12", "A3")}
    assert patterns == {"B3": "lightTrellis", "C3": "lightUp", "E12": "gray125", "A3": "gray125"}
    assert page["C3"].number_format == '0.0"%"'
    assert page["C3"].font.bold
    assert page["C3"].fill.bgColor.rgb == "FFC6E0B4"
    assert page["E12"].number_format == '0.0"%"'  # that of its column, for a cell that was not there


def test_each_marked_cell_has_its_note_below_one_that_was_there(copy: bytes) -> None:
    page = opened(copy)[SHEET]
    assert page["C3"].comment.text == "② 核实性 <同比> & 其他"
    assert page["B3"].comment.text == "以回单为准\n【审核意见】① 强制性 合计不符"
    assert page["B3"].comment.author == "填表人"
    assert page["D2"].comment.text == "备注可空"


def test_every_other_part_is_byte_for_byte_what_it_was(rich: bytes, copy: bytes) -> None:
    before, after = parts(rich), parts(copy)
    assert {name for name in before if before[name] != after[name]} == MAY_CHANGE
    assert set(after) - set(before) == {"xl/worksheets/sheet3.xml"}
    assert len(before) == 18, sorted(before)


def test_cells_formulas_values_merges_and_what_is_hidden_are_read_as_before(rich: bytes, copy: bytes) -> None:
    old, new = read_workbook(rich), read_workbook(copy)
    assert [sheet.name for sheet in new.sheets] == [SHEET, "说明", "审核意见"]
    for before, after in zip(old.sheets, new.sheets, strict=False):
        assert said(after) == said(before)
    assert new.sheets[0].cell(4, 2).raw == "2064"


def test_in_the_sheet_only_styles_and_the_cell_that_was_missing_have_changed(
    rich: bytes, copy: bytes
) -> None:
    before, after = (parts(data)["xl/worksheets/sheet1.xml"].decode() for data in (rich, copy))
    for kept in (
        "<sheetProtection ",
        "<dataValidations",
        "<legacyDrawing ",
        "<extLst>",
        "<autoFilter",
        "<drawing ",
    ):
        begin = before.index(kept)
        assert before[begin : begin + 200] in after, kept
    assert after.count("<c ") == before.count("<c ") + 1
    assert '<row r="12"><c r="E12" s="' in after


def test_the_list_is_the_last_sheet_locked_but_for_what_is_to_be_filled_in(copy: bytes) -> None:
    book = opened(copy)
    assert book.sheetnames[-1] == "审核意见"
    page = book["审核意见"]
    assert page.protection.sheet
    assert (page["A3"].protection.locked, page["C3"].protection.locked) == (True, False)
    assert page["B3"].hyperlink.location == "'外 资''表'!B3"
    [choice] = page.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("C3", '"属实-季节,其他"')
    assert page.column_dimensions["A"].hidden


def test_the_same_marks_give_the_same_bytes(rich: bytes, copy: bytes) -> None:
    assert copied(rich, *MARKS) == copy


def test_every_part_of_a_copy_is_well_formed(copy: bytes) -> None:
    for name, content in parts(copy).items():
        if name.endswith((".xml", ".rels", ".vml")):
            ElementTree.fromstring(content)  # noqa: S314 - made here


def test_a_second_copy_has_its_own_marks_alone(rich: bytes, copy: bytes) -> None:
    again = copied(copy, Mark(SHEET, "A3", Weight.STRONG, "① 新"), ours=("审核意见",))
    page = opened(again)[SHEET]
    assert page["B3"].fill.patternType is None
    assert page["B3"].comment.text == "以回单为准"
    assert (page["C3"].fill.patternType, page["C3"].fill.fgColor.rgb) == ("solid", "FFC6E0B4")
    assert page["C3"].comment is None
    assert (page["A3"].fill.patternType, page["A3"].comment.text) == ("lightTrellis", "① 新")
    assert opened(again).sheetnames == [SHEET, "说明", "审核意见"]
    assert parts(again)["xl/drawings/vmlDrawing1.vml"].count(b'ObjectType="Note"') == 3


def test_a_sheet_without_notes_gets_them_and_one_without_marks_stays_as_it_is(rich: bytes) -> None:
    copy = copied(rich, Mark("说明", "C7", Weight.STRONG, "① 看这里"))
    assert opened(copy)["说明"]["C7"].comment.text == "① 看这里"
    assert parts(copy)["xl/worksheets/sheet1.xml"] == parts(rich)["xl/worksheets/sheet1.xml"]
    assert parts(copy)["xl/comments1.xml"] == parts(rich)["xl/comments1.xml"]


def test_two_marks_of_one_cell_are_one_note_and_the_stronger_fill(rich: bytes) -> None:
    copy = copied(rich, Mark("说明", "A1", Weight.WEAK, "① 一"), Mark("说明", "A1", Weight.MEDIUM, "② 二"))
    cell = opened(copy)["说明"]["A1"]
    assert (cell.fill.patternType, cell.comment.text) == ("lightUp", "① 一\n② 二")


def test_a_strict_workbook_stays_strict(rich: bytes) -> None:
    strict = respelt(written('<row r="1"><c r="A1"><v>7</v></c></row>'), STRICT)
    copy = copied(strict, Mark("表1", "A1", Weight.STRONG, "① 严格"))
    sheets = read_workbook(copy).sheets
    assert [sheet.name for sheet in sheets] == ["表1", "审核意见"]
    assert sheets[0].comments == {(1, 1): "① 严格"}
    for name, content in parts(copy).items():
        assert b"schemas.openxmlformats.org/spreadsheetml" not in content, name


def test_a_workbook_whose_elements_have_a_prefix_keeps_it() -> None:
    plain = written('<row r="2"><c r="B2"><v>7</v></c></row><row r="5"/>')
    words = {
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml': 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml'
    }
    names = (
        "worksheet",
        "sheetData",
        "row",
        "workbook",
        "sheets",
        "styleSheet",
        "numFmts",
        "cellXfs",
        "xf",
        "sst",
        "c",
        "v",
    )
    for name in names:
        for opening in (f"<{name} ", f"<{name}>", f"<{name}/>", f"</{name}>"):
            words[opening] = opening.replace(name, f"x:{name}")
    words["<sheet "] = "<x:sheet "
    prefixed = respelt(plain, words)
    assert said(read_workbook(prefixed).sheets[0]) == said(read_workbook(plain).sheets[0])
    marks = [Mark("表1", cell, Weight.STRONG, f"① {cell}") for cell in ("A2", "B2", "C5", "D9")]
    sheets = read_workbook(copied(prefixed, *marks)).sheets
    assert [sheet.name for sheet in sheets] == ["表1", "审核意见"]
    assert sorted(sheets[0].comments.values()) == ["① A2", "① B2", "① C5", "① D9"]
    assert said(sheets[0]) == said(read_workbook(prefixed).sheets[0])


def test_cells_without_an_address_are_marked_by_counting() -> None:
    plain = written("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    page = opened(
        copied(plain, Mark("表1", "B1", Weight.STRONG, "①"), Mark("表1", "A2", Weight.STRONG, "②"))
    )["表1"]
    assert [page[cell].fill.patternType for cell in ("A1", "B1", "A2")] == [
        None,
        "lightTrellis",
        "lightTrellis",
    ]


def test_a_missing_cell_goes_between_its_neighbours_and_a_hint_that_is_wrong_by_then_goes() -> None:
    plain = written('<row r="3" spans="1:4"><c r="A3"><v>1</v></c><c r="D3"><v>2</v></c></row>')
    sheet = parts(copied(plain, Mark("表1", "B3", Weight.STRONG, "①"), Mark("表1", "F3", Weight.STRONG, "②")))
    row = sheet["xl/worksheets/sheet1.xml"].decode().partition("<row ")[2].partition("</row>")[0]
    assert [part[:2] for part in row.split('<c r="')[1:]] == ["A3", "B3", "D3", "F3"]
    assert "spans" not in row


def test_a_drawing_that_is_named_and_lost_is_made_anew() -> None:
    plain = written('<row r="1"><c r="A1"><v>1</v></c></row>')
    lost = dict(parts(plain))
    lost["xl/worksheets/sheet1.xml"] = lost["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", b'</sheetData><legacyDrawing xmlns:r="' + OFFICE.encode() + b'" r:id="rId9"/>'
    )
    copy = copied(zipped(lost), Mark("表1", "A1", Weight.STRONG, "① 补上"))
    assert parts(copy)["xl/worksheets/sheet1.xml"].count(b"<legacyDrawing") == 1
    assert opened(copy)["表1"]["A1"].comment.text == "① 补上"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("_xmlsignatures/sig1.xml", "<s/>", "签名"),
        ("xl/revisions/revisionHeaders.xml", "<h/>", "共享"),
    ],
)
def test_what_a_change_would_break_is_not_marked_and_it_is_said_why(
    name: str, content: str, why: str
) -> None:
    plain = written('<row r="1"><c r="A1"><v>7</v></c></row>', {name: content})
    with pytest.raises(NotMarkedError) as refused:
        copied(plain, Mark("表1", "A1", Weight.STRONG, "①"))
    assert why in refused.value.why_zh


def test_a_workbook_with_a_locked_structure_gets_no_sheet(rich: bytes) -> None:
    locked = dict(parts(rich))
    locked["xl/workbook.xml"] = locked["xl/workbook.xml"].replace(
        b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'
    )
    with pytest.raises(NotMarkedError) as refused:
        copied(zipped(locked), *MARKS)
    assert "锁定" in refused.value.why_zh


def test_a_note_that_looks_like_a_formula_or_like_markup_stays_text(rich: bytes) -> None:
    hostile = "=cmd|' /c calc'!A0 </t></r><script>\x07 _x0041_"
    cell = opened(copied(rich, Mark("说明", "A1", Weight.STRONG, hostile)))["说明"]["A1"]
    assert cell.comment.text.startswith("=cmd|' /c calc'!A0 </t></r><script>")
    assert cell.value == "怎样填"


def test_the_row_of_the_lists_title_is_as_high_as_its_letters(copy: bytes) -> None:
    page = opened(copy)["审核意见"]
    # 14 points and what a line of them takes above and below; the rows below are of 10.
    assert (page.row_dimensions[1].height, page.row_dimensions[2].height) == (22, 17)


def test_the_list_is_as_long_as_it_is_given(copy: bytes) -> None:
    page = opened(copy)["审核意见"]
    assert [row[0].value for row in page.iter_rows()] == [row[0].text for row in LIST.rows]

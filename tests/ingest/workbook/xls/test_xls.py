"""Workbooks of Excel 97-2003 that the tests write with xlwt: what each cell is, and what damage does."""

from __future__ import annotations

import io
import random
import re
import struct
from datetime import date
from decimal import Decimal

import pytest
import xlwt

from ingest.workbook.cells.cell import Cell, Kind, Sheet
from ingest.workbook.cells.number_format import BUILT_IN
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable

OUTCOMES = {"xls", "DAMAGED_FILE", "NOT_A_WORKBOOK", "EMPTY_WORKBOOK", "ENCRYPTED_FILE", "LIMIT_EXCEEDED"}


def written(fill) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    fill(book.add_sheet("表1"), book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def sheet_of(fill) -> Sheet:
    return read_workbook(written(fill)).sheets[0]


def only(value: object, style: str = "", number_format: str = "General") -> Cell:
    shown = xlwt.easyxf(style, num_format_str=number_format)
    return sheet_of(lambda sheet, _: sheet.write(0, 0, value, shown)).cell(1, 1)


def test_a_number_is_the_amount_that_a_reader_sees():
    assert (only(63.55).value, only(63.55).raw) == (Decimal("63.55"), "63.55")


def test_a_whole_number_has_no_point():
    assert only(1032).raw == "1032"


def test_leading_zeros_of_a_text_stay():
    cell = only("007")
    assert (cell.kind, cell.value) == (Kind.TEXT, "007")


def test_a_percentage_keeps_its_format():
    cell = only(0.124, number_format="0.0%")
    assert (cell.value, cell.style.number_format.percent) == (Decimal("0.124"), True)


def test_a_number_shown_as_a_chinese_date_is_one():
    cell = only(45291, number_format='yyyy"年"m"月"d"日"')
    assert (cell.kind, cell.value) == (Kind.DATE, date(2023, 12, 31))


def with_built_in(number: int) -> Cell:
    """45291 in a cell whose format the file names by number and does not spell out."""

    def fill(sheet, book):
        sheet.write(0, 0, 45291, xlwt.easyxf(num_format_str="0.000000"))

    data = written(fill)
    # Cell formats: font, number format. The format itself is left under a number that nobody uses.
    stated = re.compile(rb"(\xe0\x00\x14\x00..)\xa5\x00", re.DOTALL)
    changed, found = stated.subn(lambda match: match[1] + bytes([number, 0]), data)
    assert found == 1
    return read_workbook(changed).sheets[0].cell(1, 1)


@pytest.mark.parametrize("number", [14, 27, 31, 36, 50, 57, 58])
def test_a_built_in_date_format_of_the_chinese_edition_shows_a_date(number):
    cell = with_built_in(number)
    assert (cell.kind, cell.value, cell.number_format) == (Kind.DATE, date(2023, 12, 31), BUILT_IN[number])


def test_a_number_of_a_format_that_nobody_knows_is_general():
    assert with_built_in(99).number_format == "General"


def test_truth_is_a_boolean_and_no_number():
    assert only(True).value is True


def test_an_error_says_which():
    def fill(sheet, book):
        sheet.row(0).set_cell_error(0, "#DIV/0!")

    cell = sheet_of(fill).cell(1, 1)
    assert (cell.kind, cell.raw) == (Kind.ERROR, "#DIV/0!")


def test_indent_and_bold_are_kept():
    style = only("其中", "font: bold on; align: indent 2").style
    assert (style.indent, style.bold) == (2, True)


def test_merges_and_hidden_rows_and_columns_are_told():
    def fill(sheet, book):
        sheet.write_merge(0, 1, 0, 2, "标题")
        sheet.write(4, 0, 1)
        sheet.row(4).hidden = True
        sheet.write(5, 3, 1)
        sheet.col(3).hidden = True

    sheet = sheet_of(fill)
    assert [str(merge) for merge in sheet.merges] == ["A1:C2"]
    assert (sheet.cell(5, 1).hidden, sheet.cell(6, 4).hidden, sheet.cell(6, 1).hidden) == (True, True, False)


def test_a_formula_that_no_program_calculated_is_not_blank():
    """xlwt writes an empty text for the result of each."""
    sheet = sheet_of(lambda sheet, _: sheet.write(0, 0, xlwt.Formula("1+1")))
    assert (sheet.cell(1, 1).kind, sheet.cell(1, 1).formula) == (Kind.UNCALCULATED, "")


def with_result(result: bytes, flags: int = 0) -> Cell:
    """A formula whose record holds 8 bytes of another result, and other flags."""
    data = written(lambda sheet, _: sheet.write(0, 0, xlwt.Formula("1+1")))
    unset = bytes.fromhex("030000000000ffff0000")
    assert data.count(unset) == 1
    return read_workbook(data.replace(unset, result + flags.to_bytes(2, "little"))).sheets[0].cell(1, 1)


def test_a_formula_keeps_its_value_and_says_that_it_is_one():
    cell = with_result(struct.pack("<d", 1032.5))
    assert (cell.kind, cell.value, cell.formula) == (Kind.NUMBER, Decimal("1032.5"), "")


def test_a_zero_that_asks_to_be_calculated_has_not_been():
    """Spreadsheet::WriteExcel writes one for the result of each formula."""
    assert with_result(bytes(8), flags=3).kind is Kind.UNCALCULATED


def test_a_zero_that_was_calculated_is_one():
    assert with_result(bytes(8)).value == 0


def test_one_calculated_formula_shows_that_the_others_gave_an_empty_text():
    def fill(sheet, book):
        sheet.write(0, 0, xlwt.Formula("1+1"))
        sheet.write(1, 0, xlwt.Formula('""'))

    unset = bytes.fromhex("030000000000ffff0000")
    data = written(fill).replace(unset, struct.pack("<dH", 2.0, 0), 1)
    sheet = read_workbook(data).sheets[0]
    assert (sheet.cell(1, 1).value, sheet.cell(2, 1).kind, sheet.cell(2, 1).formula) == (2, Kind.BLANK, "")


def test_a_cell_that_is_stated_twice_is_damage_and_named():
    def fill(sheet, book):
        sheet.write(0, 0, 0.123456789)
        sheet.write(0, 2, 0.987654321)

    data = written(fill)
    third = struct.pack("<HHHH", 0x0203, 14, 0, 2)
    assert data.count(third) == 1
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表1!A1"):
        read_workbook(data.replace(third, struct.pack("<HHHH", 0x0203, 14, 0, 0)))


def test_a_stretch_of_zeros_among_the_records_is_damage_and_named():
    data = written(lambda sheet, _: sheet.write(0, 0, 0.123456789))
    row = struct.pack("<HH", 0x0208, 16)
    assert data.count(row) == 1
    at = data.index(row)
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表1"):
        read_workbook(data[:at] + bytes(20) + data[at + 20 :])


def test_a_row_of_numbers_that_ends_where_it_does_not_is_damage_and_named():
    """Two numbers in one record: row, first column, two of 6 bytes, last column."""

    def fill(sheet, book):
        sheet.write(3, 1, 7)
        sheet.write(3, 2, 8)

    data = written(fill)
    head = struct.pack("<HHHH", 0x00BD, 18, 3, 1)
    assert data.count(head) == 1
    last = data.index(head) + 4 + 16
    assert data[last : last + 2] == b"\x02\x00"
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表1!"):
        read_workbook(data[:last] + b"\x00\x00" + data[last + 2 :])


def test_shared_texts_overwritten_with_zeros_are_damage():
    def fill(sheet, book):
        for row, text in enumerate(("城关街道", "石桥镇", "高新区")):
            sheet.write(row, 0, text)
            sheet.write(row, 1, row)

    data = written(fill)
    texts = [
        struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
        for text in ("城关街道", "石桥镇", "高新区")
    ]
    stored = b"".join(texts)
    assert data.count(stored) == 1
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read_workbook(data.replace(stored, bytes(len(stored))))


def test_a_number_that_is_none_is_damage_and_named():
    data = written(lambda sheet, _: sheet.write(0, 0, 0.123456789))
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表1!A1"):
        read_workbook(data.replace(struct.pack("<d", 0.123456789), struct.pack("<d", float("nan"))))


def test_a_text_of_no_characters_leaves_its_place_blank():
    def fill(sheet, book):
        sheet.write(0, 0, "")
        sheet.write(0, 1, 1)

    assert [cell.address for cell in sheet_of(fill).cells()] == ["B1"]


def test_sheets_say_what_hides_them():
    def fill(sheet, book):
        sheet.write(0, 0, 1)
        hidden, very_hidden = book.add_sheet("底表"), book.add_sheet("参数")
        hidden.visibility, very_hidden.visibility = 1, 2

    assert [sheet.visibility for sheet in read_workbook(written(fill)).sheets] == [
        "visible",
        "hidden",
        "very_hidden",
    ]


def test_dates_of_the_1904_system_are_told_by_the_workbook():
    def fill(sheet, book):
        book.dates_1904 = True
        sheet.write(0, 0, 1, xlwt.easyxf(num_format_str="yyyy-mm-dd"))

    assert sheet_of(fill).cell(1, 1).value == date(1904, 1, 2)


def excel_2(*records: tuple[int, bytes]) -> bytes:
    """A worksheet of Excel 2: its records, code and content."""
    enclosed = [(0x0009, struct.pack("<HH", 2, 0x10)), *records, (0x000A, b"")]
    return b"".join(struct.pack("<HH", code, len(content)) + content for code, content in enclosed)


def test_a_worksheet_of_excel_2_is_a_workbook():
    attributes = bytes(3)
    data = excel_2(
        (0x0000, struct.pack("<4H", 0, 2, 0, 3)),
        (0x0003, struct.pack("<HH", 0, 0) + attributes + struct.pack("<d", 12.5)),
        (0x0002, struct.pack("<HH", 0, 1) + attributes + struct.pack("<H", 7)),
        (0x0004, struct.pack("<HH", 1, 0) + attributes + b"\x05total"),
        (0x0006, struct.pack("<HH", 1, 2) + attributes + struct.pack("<dBB", 19.5, 0, 0)),
    )
    (sheet,) = read_workbook(data).sheets
    assert [(cell.address, cell.value, cell.formula) for cell in sheet.cells()] == [
        ("A1", Decimal("12.5"), None),
        ("B1", 7, None),
        ("A2", "total", None),
        ("C2", Decimal("19.5"), ""),
    ]


def test_a_file_of_wps_is_told_by_its_content(tmp_path):
    path = tmp_path / "外资.et"
    path.write_bytes(written(lambda sheet, _: sheet.write(0, 0, 1032)))
    assert read_workbook(path).sheets[0].cell(1, 1).value == 1032


def test_macros_are_noted():
    data = written(lambda sheet, _: sheet.write(0, 0, "宏 _VBA_PROJECT_CUR"))
    assert read_workbook(data).notes == ("含有宏,未运行 (macros present, not run)",)


def test_damage_says_what_the_library_said():
    data = written(lambda sheet, _: sheet.write(0, 0, 0.123456789))
    number = struct.pack("<HH", 0x0203, 14)
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE: 工作簿的记录有误: \w+"):
        read_workbook(data.replace(number, struct.pack("<HH", 0x0203, 9)))


def test_a_container_of_broken_sectors_is_damage():
    data = written(lambda sheet, _: sheet.write(0, 0, 1032))
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read_workbook(data[:600] + b"\x01" * 37 + data[600:])


def test_nothing_is_printed(capfd):
    """xlrd warns on standard output by default: of a container that is not a multiple of its sectors."""
    read_workbook(written(lambda sheet, _: sheet.write(0, 0, 1)) + b"\0")
    assert capfd.readouterr() == ("", "")


def test_a_workbook_without_a_cell_is_empty():
    with pytest.raises(Unreadable, match="EMPTY_WORKBOOK"):
        read_workbook(written(lambda sheet, book: None))


def test_more_cells_than_the_limit_are_refused():
    def fill(sheet, book):
        for column in range(20):
            sheet.write(0, column, column)

    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        read_workbook(written(fill), Limits(cells=10))


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(seed):
    def fill(sheet, book):
        for row in range(12):
            sheet.write(row, 0, f"第{row}行")
            sheet.write(row, 1, row * 1.5)

    data = bytearray(written(fill))
    chance = random.Random(seed)  # noqa: S311 - the same damage at each run
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert outcome(bytes(data)) in OUTCOMES


def outcome(data: bytes) -> str:
    try:
        return read_workbook(data).format
    except Unreadable as refused:
        return refused.code

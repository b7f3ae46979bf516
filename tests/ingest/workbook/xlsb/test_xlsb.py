"""Binary workbooks: what is stored, how it is shown, and how damage is refused. calamine reads the same bytes."""

import io
import random
import struct
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import pyxlsb
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ingest.workbook.cells.address import Range
from ingest.workbook.cells.cell import Cell, Kind, Sheet, Workbook
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.ingest.workbook.xlsb.written_binary import (
    ONE,
    SHEET_PART,
    STRINGS_PART,
    STYLES_PART,
    WORKBOOK_PART,
    WORKBOOK_RELATIONSHIPS,
    blank,
    boolean,
    cell,
    columns,
    error,
    listed,
    merges,
    package,
    real,
    record,
    rk_integer,
    rk_real,
    row,
    shared,
    shared_strings,
    styles,
    text,
    wide,
    workbook,
    worksheet,
)
from tests.ingest.workbook.xlsx.written_package import relationships, zipped

MACROS = "xl/vbaProject.bin"


def sheet_of(written: bytes, limits: Limits | None = None) -> Sheet:
    (sheet,) = read_workbook(written, limits).sheets
    return sheet


def only_cell(stored: bytes, **made) -> Cell:
    """How A1 is read."""
    return sheet_of(package(row(1, stored, boolean(2, 1)), **made)).cell(1, 1)


def refused(written: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as raised:
        read_workbook(written, limits)
    return raised.value


def of_calamine(written: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_index(0).to_python()


FORM = (
    row(1, shared(1, 0))
    + row(2, text(1, "示例镇街"), rk_integer(2, 1032), rk_integer(3, 6355, hundredths=True), real(4, 0.1))
    + row(3, shared(1, 1), rk_integer(2, -7), rk_real(3, 0.5), cell(9, 4, struct.pack("<d", 508.25) + ONE))
    + row(5, boolean(1, 1), boolean(2, 0), cell(10, 3, b"\x01" + ONE), cell(8, 4, wide("同比") + ONE))
)


def test_calamine_reads_the_same_values_from_the_same_bytes():
    written = package(FORM, ["固定资产投资", "合计"])
    sheet = sheet_of(written)
    read = [[sheet.cell(row, column).value for column in range(1, 5)] for row in range(1, 6)]
    as_read = [["" if value is None else value for value in line] for line in of_calamine(written)]
    assert [["" if value is None else value for value in line] for line in read] == [
        [Decimal(str(value)) if type(value) in (int, float) else value for value in line] for line in as_read
    ]
    assert read[1] == ["示例镇街", 1032, Decimal("63.55"), Decimal("0.1")]


def test_pyxlsb_reads_the_same_values_from_the_same_bytes():
    written = package(FORM, ["固定资产投资", "合计"])
    with pyxlsb.open_workbook(io.BytesIO(written)) as book, book.get_sheet("表1") as theirs:
        read = {
            (cell.r + 1, cell.c + 1): cell.v for line in theirs.rows() for cell in line if cell.v is not None
        }
    ours = {(each.row, each.column): each.value for each in sheet_of(written).cells()}
    # It passes over texts that stand in the cell itself.
    assert ours.pop((2, 1)) == "示例镇街"
    assert ours == {
        place: Decimal(str(value)) if isinstance(value, float) else value for place, value in read.items()
    }
    assert len(ours) == 12


@given(st.integers(-(2**29), 2**29 - 1), st.booleans())
def test_a_short_integer_is_read_to_its_last_digit(value, hundredths):
    read = only_cell(rk_integer(1, value, hundredths))
    assert read.value == (Decimal(value) / 100 if hundredths else value)


def test_a_short_double_may_count_hundredths():
    assert only_cell(rk_real(1, 12.5, hundredths=True)).value == Decimal("0.125")


def test_a_whole_double_is_kept_without_a_point():
    assert only_cell(real(1, 1032.0)).raw == "1032"


def test_a_double_is_kept_by_the_text_that_means_it():
    read = only_cell(real(1, 63.549999999999997))
    assert (read.raw, read.value) == ("63.55", Decimal("63.55"))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_double_that_is_no_number_is_refused_by_its_cell(value):
    assert refused(package(row(3, real(2, value)))).where.cell == "B3"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (0x00, "#NULL!"),
        (0x07, "#DIV/0!"),
        (0x0F, "#VALUE!"),
        (0x17, "#REF!"),
        (0x1D, "#NAME?"),
        (0x24, "#NUM!"),
        (0x2A, "#N/A"),
    ],
)
def test_an_error_is_one_and_no_number(code, shown):
    read = only_cell(error(1, code))
    assert (read.kind, read.value, read.raw) == (Kind.ERROR, None, shown)


def test_an_error_of_unknown_code_is_refused():
    assert refused(package(row(1, error(1, 0x55)))).where.cell == "A1"


def test_a_boolean_is_no_number():
    assert only_cell(boolean(1, 0)).value is False


def test_a_boolean_that_is_neither_is_refused():
    assert refused(package(row(1, boolean(1, 2)))).code == "DAMAGED_FILE"


def test_a_blank_cell_with_a_format_is_blank():
    assert only_cell(blank(1)).kind is Kind.BLANK


def test_a_zero_is_no_blank():
    assert only_cell(rk_integer(1, 0)).value == 0


def test_a_text_keeps_characters_of_two_units():
    assert only_cell(text(1, "𠮷林")).value == "𠮷林"


def test_a_text_of_several_looks_is_one_text():
    assert (
        only_cell(cell(62, 1, b"\x01" + wide("其中:外资") + struct.pack("<IHH", 1, 3, 0))).value
        == "其中:外资"
    )


def test_a_text_says_what_an_escape_of_xml_would():
    assert only_cell(text(1, "_x000D_")).value == "_x000D_"


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        (8, wide("对")),
        (9, struct.pack("<d", 508.2)),
        (10, b"\x01"),
        (11, b"\x07"),
    ],
)
def test_a_cell_with_a_formula_says_so(number, stored):
    assert only_cell(cell(number, 1, stored + ONE)).formula == ""


def test_a_formula_that_gave_an_empty_text_leaves_its_place_blank():
    read = only_cell(cell(8, 1, wide("") + ONE))
    assert (read.kind, read.formula) == (Kind.BLANK, "")


def test_cells_without_a_column_stand_right_of_the_one_before():
    stored = rk_integer(3, 1) + record(13, struct.pack("<Ii", 0, 5 << 2 | 2))
    assert sheet_of(package(row(1, stored))).cell(1, 4).value == 5


def test_a_number_format_makes_a_number_a_date():
    parts = {STYLES_PART: styles(0, 'yyyy"年"m"月"')}
    assert only_cell(rk_integer(1, 45000, style=1), parts=parts).value == date(2023, 3, 15)


def test_a_built_in_format_of_the_chinese_edition_is_a_date():
    parts = {STYLES_PART: styles(0, 31)}
    assert only_cell(rk_integer(1, 45000, style=1), parts=parts).value == date(2023, 3, 15)


def test_a_workbook_may_count_its_days_from_1904():
    parts = {STYLES_PART: styles(0, 14), WORKBOOK_PART: workbook(listed("表1", 1), from_1904=True)}
    assert only_cell(rk_integer(1, 1, style=1), parts=parts).value == date(1904, 1, 2)


def test_a_percentage_keeps_its_stored_value_and_says_how_it_is_shown():
    read = only_cell(real(1, 0.125, style=1), parts={STYLES_PART: styles(0, "0.0%")})
    assert (read.value, read.style.number_format.percent) == (Decimal("0.125"), True)


def test_a_bold_font_and_an_indent_are_kept():
    style = only_cell(text(1, "合计"), parts={STYLES_PART: styles(0, weight=700, indent=2)}).style
    assert (style.bold, style.indent) == (True, 2)


def test_without_styles_every_cell_is_plain():
    parts = {STYLES_PART: None, WORKBOOK_RELATIONSHIPS: relationships(("worksheet", "worksheets/sheet1.bin"))}
    assert only_cell(rk_integer(1, 45000, style=9), parts=parts).value == 45000


def test_merges_are_kept():
    assert sheet_of(package(FORM, ["甲", "乙"], after=merges((1, 1, 1, 4)))).merges == (Range(1, 1, 1, 4),)


def test_hidden_rows_and_columns_are_kept():
    rows = row(1, rk_integer(1, 1)) + row(2, rk_integer(1, 2), hidden=True)
    sheet = sheet_of(package(rows, before=columns(1, 1) + columns(3, 4, hidden=True)))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {3, 4})


def test_sheets_come_in_the_workbooks_order_with_what_hides_them():
    parts = {
        WORKBOOK_PART: workbook(listed("乙", 2, 1), listed("甲", 1, 2)),
        WORKBOOK_RELATIONSHIPS: relationships(
            ("worksheet", "worksheets/sheet1.bin"), ("worksheet", "worksheets/sheet2.bin")
        ),
        "xl/worksheets/sheet2.bin": worksheet(row(1, rk_integer(1, 2))),
    }
    read = read_workbook(package(row(1, rk_integer(1, 1)), parts=parts))
    assert [(each.name, each.visibility, each.cell(1, 1).value) for each in read.sheets] == [
        ("乙", "hidden", 2),
        ("甲", "very_hidden", 1),
    ]


def test_comments_are_kept_by_their_cell():
    comment = record(635, struct.pack("<5I", 0, 1, 1, 2, 2) + bytes(16)) + record(
        637, b"\0" + wide("含中央企业")
    )
    parts = {
        "xl/worksheets/_rels/sheet1.bin.rels": relationships(("comments", "../comments1.bin")),
        "xl/comments1.bin": record(628) + comment + record(636) + record(629),
    }
    assert sheet_of(package(row(1, rk_integer(1, 1)), parts=parts)).comments == {(2, 3): "含中央企业"}


def test_macros_are_noted_and_not_run():
    read = read_workbook(package(row(1, rk_integer(1, 1)), parts={MACROS: b"\0"}))
    assert read.notes == ("含有宏,未运行 (macros present, not run)",)


def test_it_says_of_which_format_it_was():
    assert read_workbook(package(row(1, rk_integer(1, 1)))).format == "xlsb"


def test_unknown_records_are_passed_over():
    rows = record(3000, bytes(300)) + row(1, record(1045, b"\1\2"), rk_integer(1, 8))
    assert sheet_of(package(rows)).cell(1, 1).value == 8


def test_a_sheet_longer_than_a_chunk_is_read_whole():
    texts = [f"指标{number}" for number in range(3000)]
    rows = b"".join(
        row(number, *(shared(column, number) for column in range(1, 7))) for number in range(1, 3000)
    )
    assert len(rows) > 256 * 1024
    sheet = sheet_of(package(rows, texts))
    assert [sheet.cell(row, 6).value for row in range(1, 3000)] == texts[1:]


def test_a_workbook_without_content_is_empty():
    assert refused(package(row(1, blank(1)))).code == "EMPTY_WORKBOOK"


DAMAGED = {
    "a shared string that is not there": row(1, shared(1, 2)),
    "a style that is not there": row(1, rk_integer(1, 1, style=1)),
    "a cell stated twice": row(1, rk_integer(1, 1), rk_integer(1, 2)),
    "a number that is too short": row(1, cell(5, 1, bytes(7))),
    "a number that is too long": row(1, cell(5, 1, bytes(9))),
    "a text that is cut": row(1, cell(6, 1, wide("合计")[:-1])),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_cell_is_refused_by_its_place(name):
    said = refused(package(DAMAGED[name], ["甲", "乙"]))
    assert (said.code, said.where.sheet, said.where.cell) == ("DAMAGED_FILE", "表1", "A1")


DAMAGED_SHEETS = {
    "a cell before any row": worksheet(rk_integer(1, 1)),
    "a cell behind the rows": worksheet(row(1, rk_integer(1, 1)), after=rk_integer(2, 1)),
    "a cell outside the sheet": worksheet(row(1, rk_integer(16_385, 1))),
    "a row outside the sheet": worksheet(row(1_048_577, rk_integer(1, 1))),
    "a row that is too short": worksheet(record(0, bytes(11))),
    "a merge outside the sheet": worksheet(row(1), after=merges((1, 1, 1, 16_385))),
    "a merge that ends before it begins": worksheet(row(1), after=merges((2, 1, 1, 1))),
    "columns outside the sheet": worksheet(row(1), before=columns(1, 16_385, hidden=True)),
    "columns defined twice": worksheet(row(1), before=columns(1, 16_384, hidden=True) * 2),
    "no end": worksheet(row(1, rk_integer(1, 1)))[:-3],
    "half an end": worksheet(row(1, rk_integer(1, 1)))[:-1],
    "something behind its end": worksheet(row(1, rk_integer(1, 1))) + record(1),
    "a length without an end": record(129) + b"\x00\xff\xff\xff\xff" + worksheet(row(1))[3:],
    "another part": shared_strings(["合计"]),
    "nothing": b"",
}


@pytest.mark.parametrize("name", DAMAGED_SHEETS)
def test_a_damaged_sheet_is_refused_by_its_name_and_part(name):
    said = refused(package(parts={SHEET_PART: DAMAGED_SHEETS[name]}))
    assert (said.code, said.where.sheet, said.words["part"]) == ("DAMAGED_FILE", "表1", SHEET_PART)


DAMAGED_PARTS = {
    "a workbook of XML": {WORKBOOK_PART: "<workbook/>"},
    "a sheet of unknown visibility": {WORKBOOK_PART: workbook(listed("表1", 1, 3))},
    "not a name of a sheet": {WORKBOOK_PART: workbook(listed("表\0", 1))},
    "a sheet without its part": {WORKBOOK_PART: workbook(listed("表1", 1, relationship="rId9"))},
    "two sheets of one part": {WORKBOOK_PART: workbook(listed("表1", 1), listed("表2", 1))},
    "shared strings that are cut": {STRINGS_PART: shared_strings(["合计"])[:-4]},
    "styles of another part": {STYLES_PART: shared_strings(["合计"])},
    "a style of a font that is not there": {STYLES_PART: record(278) + styles(0).partition(record(627))[2]},
    "styles that are named and not there": {STYLES_PART: None},
}


@pytest.mark.parametrize("name", DAMAGED_PARTS)
def test_a_damaged_part_is_refused(name):
    assert refused(package(row(1, rk_integer(1, 1)), parts=DAMAGED_PARTS[name])).code == "DAMAGED_FILE"


LIMITED = {
    "cells": (package(row(1, *(blank(column) for column in range(1, 4)))), Limits(cells=3)),
    "merges": (package(row(1), after=merges((1, 1, 1, 2), (2, 1, 2, 2))), Limits(merges=1)),
    "text_characters": (package(row(1, text(1, "四个汉字"))), Limits(text_characters=3)),
}


@pytest.mark.parametrize("limit", LIMITED)
def test_more_than_a_limit_is_refused(limit):
    assert refused(*LIMITED[limit]).words["limit"] == limit


def test_a_shared_text_over_the_limit_is_refused():
    written = package(row(1, shared(1, 0)), ["四个汉字"])
    assert refused(written, Limits(text_characters=3)).words["limit"] == "text_characters"


def test_a_record_too_long_for_a_text_is_not_gathered():
    rows = row(1, cell(6, 1, bytes(2 * 1024 * 1024)))
    assert refused(package(rows), Limits(text_characters=1000)).words["limit"] == "text_characters"


def test_records_without_number_are_bounded(monkeypatch):
    monkeypatch.setattr("ingest.workbook.xlsb.biff12._MOST_OTHERS", 15)
    assert "too many records" in str(refused(package(record(3000) * 20)))


def _changed(written: bytes, chance: random.Random) -> bytes:
    """The same package with one byte of one binary part changed, and the checksums that belong to that."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(name for name in parts if name.endswith(".bin")))
    place = chance.randrange(len(parts[name]))
    changed = bytearray(parts[name])
    changed[place] ^= chance.randrange(1, 256)
    return zipped({**parts, name: bytes(changed)})


def test_a_changed_byte_within_a_part_raises_nothing_but_a_refusal():
    written = package(
        FORM, ["固定资产投资", "合计"], before=columns(2, 3, hidden=True), after=merges((1, 1, 1, 4))
    )
    chance = random.Random(20231231)  # noqa: S311 - a fixed sequence, no secret
    refusals = 0
    for _ in range(300):
        try:
            assert isinstance(read_workbook(_changed(written, chance)), Workbook)
        except Unreadable:
            refusals += 1
    assert refusals > 50

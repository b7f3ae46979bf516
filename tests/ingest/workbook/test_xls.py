"""Workbooks of Excel 97-2003 that the tests write with xlwt: what each cell is, and what damage does."""

from __future__ import annotations

import io
import random
from datetime import date
from decimal import Decimal

import pytest
import xlwt

from ingest.finding import Unreadable
from ingest.workbook import Cell, Kind, Limits, Sheet, read_workbook

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
        return refused.rule

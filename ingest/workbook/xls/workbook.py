"""Workbooks of Excel 2 to 97-2003 (.xls) and of WPS (.et), read by xlrd; what xlrd refuses, by calamine.

xlrd keeps formats, merges, errors and what is hidden, but says nothing of formulas: those are told by the
records themselves. calamine reads some files that xlrd refuses (a directory whose sectors run in a circle),
and keeps of them values and merges only: of these the workbook says that it was read without formats.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from ingest.workbook import unreadable
from ingest.workbook.cells.address import Range, a1
from ingest.workbook.cells.cell import Position, Sheet, Workbook, workbook_of
from ingest.workbook.cells.count import Count
from ingest.workbook.cells.grid import Grid, Stored, double_text, place_key, place_of
from ingest.workbook.cells.number_format import PLAIN, Style
from ingest.workbook.limits import Limits
from ingest.workbook.ooxml.values import SheetPart, check_grid
from ingest.workbook.xls.biff import BARE_BOFS, CellRecords, cell_records, was_calculated
from ingest.workbook.xls.styles import cell_styles
from ingest.workbook.xls.values import read_without_formats

_VISIBILITIES = ("visible", "hidden", "very_hidden")
_EXCEL_3, _EXCEL_4 = 30, 40  # versions, as xlrd counts them; Excel 2 is 20 or 21
_STORED = {
    xlrd.XL_CELL_TEXT: Stored.TEXT,
    xlrd.XL_CELL_NUMBER: Stored.NUMBER,
    xlrd.XL_CELL_DATE: Stored.NUMBER,  # a date to its number format, as in every other format
    xlrd.XL_CELL_BOOLEAN: Stored.BOOLEAN,
    xlrd.XL_CELL_ERROR: Stored.ERROR,
}
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_OTHER_FILES = (2, 4)  # xlrd's kinds of what formulas point to: other workbooks, and DDE
_WORDS = 120  # characters of what xlrd says of damage


@dataclass(frozen=True, slots=True)
class _OpenBook:
    """`calculated`: whether a program that calculates saved it."""

    book: Any
    styles: list[Style]
    count: Count
    calculated: bool


def read_xls(data: bytes, limits: Limits) -> Workbook:
    """All worksheets. Raises Unreadable where the file is damaged, encrypted, empty or too large."""
    try:
        with _damage_named():
            # One sheet at a time, so that each is held to the limits before it is read; xlrd warns on stdout.
            book = xlrd.open_workbook(
                file_contents=data,
                formatting_info=True,
                ragged_rows=True,
                on_demand=True,
                logfile=io.StringIO(),
            )
    except CompDocError as error:
        # The container and not the workbook is at fault. A damaged workbook is not read without formats: of
        # 211 with one changed byte at which xlrd stopped, calamine read 79, and 13 of those to other values.
        return read_without_formats(data, limits, f"{type(error).__name__}: {error}")
    with book:
        return _workbook(book, data, limits)


@contextmanager
def _damage_named() -> Iterator[None]:
    """Damaged records make xlrd raise anything: AssertionError, IndexError, struct.error, TypeError …"""
    try:
        yield
    except (CompDocError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error):
            raise unreadable.encrypted() from error
        said = f"{type(error).__name__}: {error}"[:_WORDS]
        raise unreadable.damaged(f"工作簿的记录有误: {said}", "damaged workbook records") from error


def _workbook(book: Any, data: bytes, limits: Limits) -> Workbook:
    stated = _cell_records(book, data)
    _refuse_blanked_texts(book)
    count = Count(limits)
    for records in stated:
        count.add_cells(len(records.values) + records.blanks)
    nothing = [placeholder for records in stated for placeholder in records.formulas.values()]
    # Where not one formula of a workbook has a result, the program that wrote it does not calculate.
    calculated = not all(nothing) or bool(book.mem and was_calculated(book.mem, book.base))
    opened = _OpenBook(book, cell_styles(book), count, calculated)
    sheets = []
    for number, records in enumerate(stated):
        with _damage_named():
            sheet = book.sheet_by_index(number)
        sheets.append(_sheet(opened, sheet, records))
        book.unload_sheet(number)
    return workbook_of(sheets, "xls", _notes(book, data, stated), bool(book.datemode))


def _cell_records(book: Any, data: bytes) -> list[CellRecords]:
    """What the records say of each sheet; nothing of those of an Excel 4 workbook in a container."""
    if book.biff_version > _EXCEL_4 and book.mem:
        return [cell_records(book.mem, start) for start in book._sh_abs_posn]
    if data.startswith(BARE_BOFS):
        return [cell_records(data, 0, book.biff_version < _EXCEL_3)]
    return [CellRecords() for _ in range(book.nsheets)]


def _notes(book: Any, data: bytes, stated: list[CellRecords]) -> list[str]:
    notes = []
    others = book._all_sheets_count - book.nsheets
    if others > 0:
        notes.append(f"非数据工作表 {others} 张,未读 ({others} sheets of charts or macros, no cells)")
    if _MACROS in data:
        notes.append("含有宏,未运行 (macros present, not run)")
    if any(kind in _OTHER_FILES for kind in book._supbook_types):
        notes.append("含有外部链接,未访问 (external links present, not followed)")
    if any(records.stale for records in stated):
        notes.append("保存时公式尚未重算 (saved before its formulas were calculated again)")
    return notes


def _sheet(opened: _OpenBook, sheet: Any, records: CellRecords) -> Sheet:
    source = SheetPart(sheet.name)
    if records.zeros:
        raise source.damaged("记录被零覆盖", "records overwritten with zeros")
    grid = Grid()
    read: set[int] = set()
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            stored = _STORED.get(kind)
            if stored is None:  # blank, with a format or without
                continue
            key = place_key(row + 1, column + 1)
            read.add(key)
            raw = _raw(stored, sheet.cell_value(row, column))
            if not opened.calculated and records.formulas.get(key):
                stored, raw = Stored.UNCALCULATED, ""
            elif not raw and key in records.formulas:  # what a formula gives for a blank
                continue
            opened.count.test_text(len(raw))
            number = sheet.cell_xf_index(row, column)
            grid.keys.append(key)
            grid.stored.append(stored)
            grid.raws.append(raw)
            grid.styles.append(opened.styles[number] if 0 <= number < len(opened.styles) else PLAIN)
    # What a formula says is not read, only that there is one.
    grid.formulas.update(dict.fromkeys(records.formulas, ""))
    _refuse_twice_stated(records, source)
    _refuse_unread(records, read, source)
    check_grid(grid, source)
    hidden_rows, hidden_columns = _hidden(opened.book, sheet)
    return Sheet(
        name=sheet.name,
        visibility=_VISIBILITIES[sheet.visibility] if sheet.visibility in (0, 1, 2) else "visible",
        merges=_merges(sheet, opened.count, source),
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
        comments=_comments(sheet),
        date_system_1904=bool(opened.book.datemode),
        _grid=grid,
    )


def _refuse_twice_stated(records: CellRecords, source: SheetPart) -> None:
    """xlrd keeps the last of several cells at one place."""
    if len(set(records.values)) < len(records.values):
        key, _ = Counter(records.values).most_common(1)[0]
        raise source.damaged("同一单元格出现两次", "a cell that is stated twice", a1(*place_of(key)))


def _refuse_unread(records: CellRecords, read: set[int], source: SheetPart) -> None:
    """xlrd passes over a row of numbers whose last column is not where its length says."""
    unread = set(records.values) ^ read if records.values else None
    if unread:
        found = "单元格记录自相矛盾", "a cell record that contradicts itself"
        raise source.damaged(*found, a1(*place_of(min(unread))))


def _refuse_blanked_texts(book: Any) -> None:
    """Each shared text is there once. Where the table was overwritten with zeros, all of them are empty."""
    if (book._sharedstrings or []).count("") > 1:
        raise unreadable.damaged("共享文本表已损坏", "a damaged table of shared texts")


def _hidden(book: Any, sheet: Any) -> tuple[frozenset[int], frozenset[int]]:
    """Rows and columns. Excel 2 has no word for it: what it hides has no height, or no width."""
    rows, columns = sheet.rowinfo_map, sheet.colinfo_map
    if book.biff_version < _EXCEL_3:
        return (
            frozenset(row + 1 for row, stated in rows.items() if stated.height == 0),
            frozenset(column + 1 for column, stated in columns.items() if stated.width == 0),
        )
    return (
        frozenset(row + 1 for row, stated in rows.items() if stated.hidden),
        frozenset(column + 1 for column, stated in columns.items() if stated.hidden),
    )


def _merges(sheet: Any, count: Count, source: SheetPart) -> tuple[Range, ...]:
    merges = []
    for top, bottom, left, right in sheet.merged_cells:
        count.add_merge()
        if not (top < bottom and left < right):
            raise source.damaged("合并区域不成立", "not a range")
        merges.append(Range(top + 1, left + 1, bottom, right))
    return tuple(merges)


def _comments(sheet: Any) -> dict[Position, str]:
    return {(row + 1, column + 1): note.text for (row, column), note in sheet.cell_note_map.items()}


def _raw(stored: Stored, value: Any) -> str:
    if stored is Stored.NUMBER:
        return double_text(value)
    if stored is Stored.BOOLEAN:
        return "1" if value else "0"
    if stored is Stored.ERROR:
        return str(xlrd.error_text_from_code.get(value, f"#{value}"))
    return str(value)

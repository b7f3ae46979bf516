"""What was read of a workbook, written as an .xlsx: of formats in which nothing can be marked without harm.

Values, formats, merges, notes and what is hidden; no formula, whose words differ from format to format, and no look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from ingest.workbook.cells.cell import Cell, Kind, Sheet, Workbook
from ingest.workbook.cells.grid import double_text
from ingest.workbook.marking.xml_text import LONGEST

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_SAVED_AT = datetime(1980, 1, 1, tzinfo=UTC)  # the same workbook gives the same bytes
_DAY, _INSTANT, _CLOCK = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class PlainCopy:
    """The copy, and by the name of each sheet what it is called there."""

    data: bytes
    names: dict[str, str]


def plain_copy(workbook: Workbook) -> PlainCopy:
    """The workbook as an .xlsx of its values."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": _SAVED_AT})
    formats = _Formats(book)
    names: dict[str, str] = {}
    for sheet in workbook.sheets:
        names[sheet.name] = _name(sheet.name, set(names.values()))
        page = book.add_worksheet(names[sheet.name])
        if sheet.visibility != "visible" and len(workbook.sheets) > 1:
            page.hide() if sheet.visibility == "hidden" else page.very_hidden()
        _draw(page, sheet, formats)
    first = next((n for n, one in enumerate(workbook.sheets) if one.visibility == "visible"), 0)
    book.worksheets()[first].activate()
    book.worksheets()[first].set_first_sheet()
    book.close()
    return PlainCopy(buffer.getvalue(), names)


def blank_workbook(sheet: str) -> bytes:
    """A workbook of one sheet with nothing on it."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": _SAVED_AT})
    book.add_worksheet(sheet)
    book.close()
    return buffer.getvalue()


class _Formats:
    """The formats of a book by number format and weight, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}

    def of(self, code: str, bold: bool) -> Any:
        """A format; the font is the one that Chinese forms have."""
        key = (code, bold)
        if key not in self._made:
            stated = {"font_name": "宋体", "font_size": 11, "num_format": code, "bold": bold}
            self._made[key] = self._book.add_format(stated)
        return self._made[key]


def _draw(page: Any, sheet: Sheet, formats: _Formats) -> None:
    for merge in sheet.merges:
        if not merge.is_cell:
            try:
                page.merge_range(merge.top - 1, merge.left - 1, merge.bottom - 1, merge.right - 1, "")
            except OverlappingRange:
                continue  # a web page may state two; a workbook cannot have them, and the values stand all the same
    for cell in sheet.cells():
        _write(page, cell, formats)
    for row in sheet.hidden_rows:
        page.set_row(row - 1, None, None, {"hidden": True})
    for column in sheet.hidden_columns:
        page.set_column(column - 1, column - 1, None, None, {"hidden": True})
    for (row, column), text in sheet.comments.items():
        page.write_comment(row - 1, column - 1, text[:LONGEST], {"font_name": "宋体"})


class _Double(float):
    """A number that is written with all of its digits. xlsxwriter writes 16 of the 17 that tell doubles apart: in workbooks of
    statistical offices 0.10648883905306752 became …6675, which is read as another number at fifteen digits.
    """

    def __format__(self, _: str) -> str:
        return double_text(float(self))


def _write(page: Any, cell: Cell, formats: _Formats) -> None:
    at = cell.row - 1, cell.column - 1
    look = formats.of(cell.number_format, cell.style.bold)
    match cell.kind:
        case Kind.NUMBER:
            page.write_number(*at, _Double(cell.raw), look)
        case Kind.DATE:
            _write_moment(page, at, cell, formats)
        case Kind.BOOLEAN:
            page.write_boolean(*at, bool(cell.value), look)
        case Kind.UNCALCULATED:
            page.write_blank(*at, None, look)
        case _:
            page.write_string(*at, cell.raw[:LONGEST], look)


def _write_moment(page: Any, at: tuple[int, int], cell: Cell, formats: _Formats) -> None:
    value = cell.value
    if isinstance(value, date) and value.year < _FIRST_YEAR:  # before Excel's calendar
        page.write_string(*at, cell.raw, formats.of("@", cell.style.bold))
        return
    usual = _CLOCK if isinstance(value, time) else _INSTANT if isinstance(value, datetime) else _DAY
    code = cell.number_format if cell.style.number_format.moment else usual
    page.write_datetime(*at, value, formats.of(code, cell.style.bold))


def _name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes, as near to the sheet's own as can be."""
    name = _NOT_IN_A_NAME.sub("_", wanted).strip("'")[:_LONGEST_NAME] or "Sheet"
    folded = {each.casefold() for each in taken}
    number, tried = 1, name
    while tried.casefold() in folded:
        number += 1
        tried = f"{name[: _LONGEST_NAME - len(str(number)) - 1]}_{number}"
    return tried

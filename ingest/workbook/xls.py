"""Workbooks of Excel 2 to 97-2003 (.xls) and of WPS (.et), read by xlrd; what xlrd refuses, by calamine.

xlrd keeps formats, merges, errors and what is hidden, but not formulas. calamine reads some files that xlrd
refuses (a directory whose sectors run in a circle), and keeps of them values and merges only: of these the
workbook says that it was read without formats.
"""

from __future__ import annotations

import io
import math
from typing import Any

import xlrd

from ingest.workbook import refusal
from ingest.workbook.address import Range, a1
from ingest.workbook.cell import Place, Sheet, Workbook
from ingest.workbook.count import Count
from ingest.workbook.grid import Grid, Stored, place_key
from ingest.workbook.limits import Limits
from ingest.workbook.number_format import BUILT_IN, GENERAL, number_format
from ingest.workbook.style import PLAIN, Style
from ingest.workbook.xls_values import read_without_formats

_VISIBILITIES = ("visible", "hidden", "very_hidden")
_STORED = {
    xlrd.XL_CELL_TEXT: Stored.TEXT,
    xlrd.XL_CELL_NUMBER: Stored.NUMBER,
    xlrd.XL_CELL_DATE: Stored.NUMBER,  # a date to its number format, as in every other format
    xlrd.XL_CELL_BOOLEAN: Stored.BOOLEAN,
    xlrd.XL_CELL_ERROR: Stored.ERROR,
}
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def read_xls(data: bytes, limits: Limits) -> Workbook:
    """All sheets of a workbook. Raises Unreadable where it is damaged, encrypted, empty or too large."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except MemoryError:
        raise
    except Exception as error:
        if "encrypted" in str(error):
            raise refusal.encrypted() from error
        return read_without_formats(data, limits, f"{type(error).__name__}: {error}")
    count = Count(limits)
    styles = _styles(book)
    sheets = tuple(_sheet(book, sheet, styles, count) for sheet in book.sheets())
    if not any(sheet.max_row for sheet in sheets):
        raise refusal.empty_workbook("没有单元格 (no cells)")
    notes = ("含有宏,未运行 (macros present, not run)",) if _MACROS in data else ()
    return Workbook(sheets, bool(book.datemode), notes, format="xls")


def _styles(book: Any) -> list[Style]:
    """The style of each extended format, in the order by which cells name them."""
    styles: list[Style] = []
    for stated in book.xf_list:
        known = book.format_map.get(stated.format_key)
        code = known.format_str if known else GENERAL
        if code == GENERAL:
            # xlrd knows the Western built-in formats alone; 27-36 and 50-58 are Chinese dates.
            code = BUILT_IN.get(stated.format_key, GENERAL)
        fonts = book.font_list
        bold = stated.font_index < len(fonts) and bool(fonts[stated.font_index].bold)
        indent = stated.alignment.indent_level if stated.alignment else 0
        styles.append(Style(number_format(code), indent=indent, bold=bold))
    return styles


def _sheet(book: Any, sheet: Any, styles: list[Style], count: Count) -> Sheet:
    grid = Grid()
    for row in range(sheet.nrows):
        count.add_cells(sheet.row_len(row))
        for column, cell in enumerate(sheet.row(row)):
            stored = _STORED.get(cell.ctype)
            if stored is None:  # blank, with a format or without
                continue
            raw = _raw(stored, cell.value, sheet.name, a1(row + 1, column + 1))
            count.test_text(len(raw))
            grid.keys.append(place_key(row + 1, column + 1))
            grid.stored.append(stored)
            grid.raws.append(raw)
            known = cell.xf_index is not None and 0 <= cell.xf_index < len(styles)
            grid.styles.append(styles[cell.xf_index] if known else PLAIN)
    merges = []
    for top, bottom, left, right in sheet.merged_cells:
        count.add_merge()
        if bottom > top and right > left:
            merges.append(Range(top + 1, left + 1, bottom, right))
    return Sheet(
        name=sheet.name,
        visibility=_VISIBILITIES[sheet.visibility] if sheet.visibility in (0, 1, 2) else "visible",
        merges=tuple(merges),
        hidden_rows=frozenset(row + 1 for row, stated in sheet.rowinfo_map.items() if stated.hidden),
        hidden_columns=frozenset(column + 1 for column, stated in sheet.colinfo_map.items() if stated.hidden),
        comments=_comments(sheet),
        date_system_1904=bool(book.datemode),
        _grid=grid,
    )


def _comments(sheet: Any) -> dict[Place, str]:
    return {(row + 1, column + 1): note.text for (row, column), note in sheet.cell_note_map.items()}


def _raw(stored: Stored, value: Any, sheet: str, cell: str) -> str:
    """The text of a value. Numbers are doubles in these files; whole ones are written without a point."""
    if stored is Stored.NUMBER:
        if not math.isfinite(value):
            raise refusal.damaged(
                "数值单元格的内容不是数", "no number in a number cell", sheet=sheet, cell=cell
            )
        return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(value)
    if stored is Stored.BOOLEAN:
        return "1" if value else "0"
    if stored is Stored.ERROR:
        return str(xlrd.error_text_from_code.get(value, f"#{value}"))
    return str(value)

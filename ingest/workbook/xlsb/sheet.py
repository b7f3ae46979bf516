"""One worksheet part of an .xlsb package into its grid of cells, its merges and what it hides."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence

from ingest.workbook.cells.address import MAX_COLUMN, MAX_ROW, Range, a1
from ingest.workbook.cells.count import Count
from ingest.workbook.cells.grid import (
    BOOLEAN,
    COLUMN_BITS,
    ERROR,
    NUMBER,
    TEXT,
    Stored,
    double_text,
    place_of,
)
from ingest.workbook.cells.number_format import PLAIN, Style
from ingest.workbook.ooxml.package import Package
from ingest.workbook.ooxml.values import SheetPart
from ingest.workbook.xlsb.biff12 import Fields, records
from ingest.workbook.xlsx.worksheet import Worksheet

# [MS-XLSB] 2.4: numbers of records.
_BEGIN_SHEET, _END_SHEET, _END_SHEET_DATA = 129, 130, 146
_ROW, _COLUMNS, _MERGE = 0, 60, 176
_BLANK, _RK, _ERROR, _BOOLEAN, _REAL, _TEXT, _SHARED_TEXT = range(1, 8)
_FORMULAS = {8: _TEXT, 9: _REAL, 10: _BOOLEAN, 11: _ERROR}
_RICH_TEXT = 62
# Cells that do not state their column: each stands right of the one before it.
_SHORT = {
    12: _BLANK,
    13: _RK,
    14: _ERROR,
    15: _BOOLEAN,
    16: _REAL,
    17: _TEXT,
    18: _SHARED_TEXT,
    61: _RICH_TEXT,
}
_CELLS = {number: number for number in (*range(1, 8), _RICH_TEXT)} | _FORMULAS | _SHORT
_WANTED = frozenset([*_CELLS, _ROW, _COLUMNS, _MERGE, _END_SHEET_DATA])

_HIDDEN_ROW = 0x10  # bits of the flags of a row, of columns
_HIDDEN_COLUMNS = 0x01
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_RK_HUNDREDTHS, _RK_INTEGER = 1, 2


def read_sheet(  # noqa: C901 - a branch for each record
    package: Package, source: SheetPart, texts: Sequence[str], styles: Sequence[Style] | None, count: Count
) -> Worksheet:
    """Read one worksheet part. `styles`: None where the package has none, and every cell is plain.

    Formulas are stored as tokens, which are not read: that a cell has one is kept, with an empty text.
    Refuses as damaged what states a place twice, or lies outside the sheet, its texts or its styles.
    """
    sheet = Worksheet()
    grid = sheet.grid
    row = column = 0
    hidden_width = 0
    for record, body in records(package, source, _WANTED, _BEGIN_SHEET, _END_SHEET):
        fields = Fields(body, source)
        content = _CELLS.get(record)
        if content is not None:
            column = column + 1 if record in _SHORT else fields.integer() + 1
            if not row or column > MAX_COLUMN:
                raise source.damaged("单元格超出工作表", "a cell outside the sheet", f"{row}" if row else "")
            fields.key = key = row << COLUMN_BITS | column - 1
            style = fields.integer(4) & 0xFFFFFF  # one byte of flags above
            count.add_cells()
            if styles is not None and style >= len(styles):
                raise fields.damaged(f"样式序号 {style} 超出范围", "a style that is not there")
            if content == _BLANK:
                continue
            holds, raw = _value(content, fields, texts)
            if record in _FORMULAS:
                grid.formulas[key] = ""
            elif holds is not TEXT:
                fields.end()
            if not raw:
                continue
            count.test_text(len(raw))
            grid.keys.append(key)
            grid.stored.append(holds)
            grid.raws.append(raw)
            grid.styles.append(PLAIN if styles is None else styles[style])
        elif record == _ROW:
            row, column = fields.integer() + 1, 0
            if row > MAX_ROW:
                raise source.damaged("行号超出工作表", "a row outside the sheet", f"{row}")
            count.add_cells()
            fields.integer(7)  # style, height, flags
            if fields.integer(1) & _HIDDEN_ROW:
                sheet.hidden_rows.add(row)
        elif record == _MERGE:
            count.add_merge()
            sheet.merges.append(_merge(fields))
        elif record == _COLUMNS:
            first, last = fields.integer(), fields.integer()
            if not first <= last < MAX_COLUMN:
                raise source.damaged("列定义不成立", "columns without bounds")
            fields.integer(8)  # width, style
            if fields.integer(2) & _HIDDEN_COLUMNS:
                hidden_width += last - first + 1
                if hidden_width > MAX_COLUMN:
                    raise source.damaged("列定义重叠", "columns defined twice")
                sheet.hidden_columns.update(range(first + 1, last + 2))
        else:
            row = 0
    grid.put_in_order()
    twice = grid.stated_twice()
    if twice is not None:
        raise source.damaged("同一单元格出现两次", "a cell that is stated twice", a1(*place_of(twice)))
    return sheet


def _merge(fields: Fields) -> Range:
    top, bottom, left, right = (fields.integer() + 1 for _ in range(4))
    if not (top <= bottom <= MAX_ROW and left <= right <= MAX_COLUMN):
        raise fields.damaged("合并区域不成立", "not a range")
    return Range(top, left, bottom, right)


def _value(content: int, fields: Fields, texts: Sequence[str]) -> tuple[Stored, str]:
    if content == _SHARED_TEXT:
        index = fields.integer()
        if index >= len(texts):
            found = (
                f"共享文本序号 {index} 超出范围 (共 {len(texts):,} 条)",
                "a shared string that is not there",
            )
            raise fields.damaged(*found)
        fields.end()
        return TEXT, texts[index]
    if content == _RK:
        return NUMBER, _number(_rk(fields.integer()), fields)
    if content == _REAL:
        return NUMBER, _number(fields.real(), fields)
    if content == _TEXT:
        return TEXT, fields.text()
    if content == _RICH_TEXT:
        return TEXT, fields.rich_text()
    code = fields.integer(1)
    if content == _BOOLEAN:
        if code > 1:
            raise fields.damaged("单元格的值与类型不符", "a value that is not of the cell's type")
        return BOOLEAN, str(code)
    if code not in _ERRORS:
        raise fields.damaged(f"错误代码 0x{code:02X} 不明", "an error of unknown code")
    return ERROR, _ERRORS[code]


def _rk(stored: int) -> float:
    """A number of 30 bits: an integer, or the upper half of a double; either may count hundredths."""
    signed = (stored >> 2) - (stored >> 31 << 30)
    value = float(signed) if stored & _RK_INTEGER else _double(stored & ~0b11)
    return value / 100 if stored & _RK_HUNDREDTHS else value


def _double(upper: int) -> float:
    value: float = struct.unpack("<d", bytes(4) + upper.to_bytes(4, "little"))[0]
    return value


def _number(value: float, fields: Fields) -> str:
    if not math.isfinite(value):
        raise fields.damaged("数值单元格的内容不是数", "no number in a number cell")
    return double_text(value)

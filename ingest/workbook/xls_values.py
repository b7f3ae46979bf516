"""A workbook's values without its formats, as calamine reads them: the second try at an .xls."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook, PasswordError

from ingest.finding import Unreadable
from ingest.workbook import refusal
from ingest.workbook.address import Range
from ingest.workbook.cell import Sheet, Workbook
from ingest.workbook.count import Count
from ingest.workbook.grid import Grid, Stored, place_key
from ingest.workbook.limits import Limits
from ingest.workbook.number_format import number_format
from ingest.workbook.style import PLAIN, Style

_DURATION = Style(number_format("[h]:mm:ss"))
_DAY = timedelta(days=1)
_NOTE = "读时未带格式,错误值与未计算的公式看似空白 (read without formats; errors and formulas never calculated look blank)"


def read_without_formats(data: bytes, limits: Limits, why_not: str) -> Workbook:
    """`why_not`: what the reader with formats said. Raises Unreadable where this one refuses too."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = tuple(_sheet(book, name, Count(limits)) for name in book.sheet_names)
    except PasswordError as error:
        raise refusal.encrypted() from error
    except MemoryError:
        raise
    except Exception as error:  # both readers refuse: what the first said is told
        if isinstance(error, Unreadable):
            raise
        raise refusal.damaged(f"读不出 {why_not[:120]}", "neither reader can read it") from error
    except BaseException as panic:
        # A panic of the Rust library is no Exception; anything else of that kind is not ours to hold up.
        if type(panic).__name__ != "PanicException":
            raise
        raise refusal.damaged(f"读不出 {why_not[:120]}", "neither reader can read it") from panic
    if not any(sheet.max_row for sheet in sheets):
        raise refusal.empty_workbook("没有单元格 (no cells)")
    return Workbook(sheets, notes=(_NOTE,), format="xls")


def _sheet(book: CalamineWorkbook, name: str, count: Count) -> Sheet:
    read = book.get_sheet_by_name(name)
    grid = Grid()
    for row, values in enumerate(read.to_python(skip_empty_area=False), 1):
        count.add_cells(len(values))
        for column, value in enumerate(values, 1):
            if value == "":
                continue
            stored, raw, style = _stored(value)
            count.test_text(len(raw))
            grid.keys.append(place_key(row, column))
            grid.stored.append(stored)
            grid.raws.append(raw)
            grid.styles.append(style)
    merges = [
        Range(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in read.merged_cell_ranges or ()
    ]
    for _ in merges:
        count.add_merge()
    return Sheet(name, "visible", tuple(merges), frozenset(), frozenset(), {}, False, grid)


def _stored(value: float | str | bool | date | datetime | time | timedelta) -> tuple[Stored, str, Style]:
    if isinstance(value, bool):
        return Stored.BOOLEAN, "1" if value else "0", PLAIN
    if isinstance(value, int | float):
        whole = value == int(value) and abs(value) < 1e15
        return Stored.NUMBER, f"{value:.0f}" if whole else repr(value), PLAIN
    if isinstance(value, timedelta):
        return Stored.NUMBER, repr(value / _DAY), _DURATION
    if isinstance(value, str):
        return Stored.TEXT, value, PLAIN
    return Stored.ISO_DATE, value.isoformat(), PLAIN

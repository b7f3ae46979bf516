"""A workbook's values without its formats, as calamine reads them: the second try at an .xls."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ingest.workbook import unreadable
from ingest.workbook.cells.address import Range
from ingest.workbook.cells.cell import Sheet, Workbook, workbook_of
from ingest.workbook.cells.count import Count
from ingest.workbook.cells.grid import Grid, Stored, double_text, place_key
from ingest.workbook.cells.number_format import PLAIN, Style, number_format
from ingest.workbook.limits import Limits
from ingest.workbook.ooxml.values import SheetPart, check_grid
from ingest.workbook.unreadable import Unreadable

_DURATION = Style(number_format("[h]:mm:ss"))
_VISIBILITIES = (
    (SheetVisibleEnum.Visible, "visible"),
    (SheetVisibleEnum.Hidden, "hidden"),
    (SheetVisibleEnum.VeryHidden, "very_hidden"),
)
_WORDS = 120  # characters of what a library says of damage
_DAY = timedelta(days=1)
# A container is whole sectors. Where bytes were lost or inserted none stands in its place any more, and calamine
# takes whatever it finds for the length of a stream: 42 of 61 such files made it abort for want of memory.
_SECTOR = 512
_NOTE = "读时未带格式,错误值与未计算的公式看似空白 (read without formats; errors and formulas never calculated look blank)"


def read_without_formats(data: bytes, limits: Limits, why_not: str) -> Workbook:
    """`why_not`: what the reader with formats said. Raises Unreadable where this one refuses too."""
    if len(data) % _SECTOR:
        raise _refused_twice(why_not)
    count = Count(limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        read = [
            (stated, book.get_sheet_by_name(stated.name))
            for stated in book.sheets_metadata
            if stated.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise unreadable.encrypted() from error
    except CalamineError as error:
        raise _refused_twice(why_not) from error
    except BaseException as panic:
        # A panic of the Rust library is no Exception; anything else of that kind is not ours to hold up.
        if type(panic).__name__ != "PanicException":
            raise
        raise _refused_twice(why_not) from panic
    sheets = [_sheet(stated.name, _visibility(stated), sheet, count) for stated, sheet in read]
    return workbook_of(sheets, "xls", (_NOTE,))


def _refused_twice(why_not: str) -> Unreadable:
    return unreadable.damaged(f"读不出 {why_not[:_WORDS]}", "neither reader can read it")


def _visibility(stated: SheetMetadata) -> str:
    # These enumerations have no hash, so that a table of them by key cannot be.
    return next(word for visible, word in _VISIBILITIES if stated.visible == visible)


def _sheet(name: str, visibility: str, read: CalamineSheet, count: Count) -> Sheet:
    grid = Grid()
    for row, values in enumerate(read.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(values, 1):
            if value == "":
                continue
            count.add_cells()
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
    check_grid(grid, SheetPart(name))
    return Sheet(name, visibility, tuple(merges), frozenset(), frozenset(), {}, False, grid)


def _stored(value: float | str | bool | date | datetime | time | timedelta) -> tuple[Stored, str, Style]:
    if isinstance(value, bool):
        return Stored.BOOLEAN, "1" if value else "0", PLAIN
    if isinstance(value, int | float):
        return Stored.NUMBER, double_text(float(value)), PLAIN
    if isinstance(value, timedelta):
        return Stored.NUMBER, double_text(value / _DAY), _DURATION
    if isinstance(value, str):
        return Stored.TEXT, value, PLAIN
    return Stored.ISO_DATE, value.isoformat(), PLAIN

"""A sheet drawn as an .xlsx: the same sheet gives the same bytes, whenever it is drawn."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import xlsxwriter

from samples.sheet import Entry, Formula, Look, Sheet

_TABLE = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
FORMATS: dict[Look, dict[str, Any]] = {
    Look.TITLE: {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
    Look.NOTE: {"font_name": "宋体", "font_size": 10},
    Look.HEADER: _TABLE | {"bold": True, "align": "center", "text_wrap": True},
    Look.TEXT: _TABLE,
    Look.SENTENCE: _TABLE | {"text_wrap": True},
    Look.CENTRED: _TABLE | {"align": "center"},
    Look.AMOUNT: _TABLE | {"align": "right"},
    Look.PERCENT: _TABLE | {"align": "right", "num_format": "0.0"},
    Look.PERCENT_2: _TABLE | {"align": "right", "num_format": "0.00"},
    Look.DAY: _TABLE | {"align": "right", "num_format": 'm"月"d"日"'},
}
A4 = 9


def workbook_bytes(sheet: Sheet, author: str, saved_at: datetime) -> bytes:
    """The workbook that holds this one sheet. `saved_at` is the only date in it: no clock is read."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"author": author, "created": saved_at})
    page = book.add_worksheet(sheet.name)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_row(0, 28)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    formats = {look: book.add_format(properties) for look, properties in FORMATS.items()}
    for merge in sheet.merges:
        page.merge_range(merge, "", formats[sheet.entries[merge.partition(":")[0]].look])
    for address, entry in sheet.entries.items():
        _write(page, address, entry, formats[entry.look])
    for address, text in sheet.notes.items():
        page.write_comment(address, text, {"author": author, "font_name": "宋体"})
    book.close()
    return buffer.getvalue()


def _write(page: Any, address: str, entry: Entry, cell_format: Any) -> None:
    match entry.value:
        case None:
            page.write_blank(address, None, cell_format)
        case Formula(text, stored):
            page.write_formula(address, text, cell_format, _stored(stored))
        case str(text):
            page.write_string(address, text, cell_format)
        case number:
            page.write_number(address, _stored(number), cell_format)


def _stored(value: int | Decimal | str) -> int | float | str:
    """As Excel stores it, 186 for 186.00; a number beside a formula must not become a text."""
    if isinstance(value, str):
        return value
    return int(value) if value == int(value) else float(value)


def without_stored_value(workbook: bytes, address: str) -> bytes:
    """The workbook with one formula as programs other than Excel leave it: no value beside it.

    xlsxwriter always stores one, zero if none is given, so the sheet's XML is changed afterwards.
    """
    pattern = re.compile(rb'(<c r="%s"[^>]*><f>[^<]*</f>)<v>[^<]*</v>' % address.encode())
    buffer = BytesIO()
    with ZipFile(BytesIO(workbook)) as source, ZipFile(buffer, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content, found = pattern.subn(rb"\1", content)
                if found != 1:
                    raise ValueError(f"{address} holds no formula with a stored value")
            target.writestr(part, content)
    return buffer.getvalue()

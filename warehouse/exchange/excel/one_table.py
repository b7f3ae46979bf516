"""One table as a workbook of one sheet: an answer that is passed on, with nothing blank and nothing merged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from warehouse.exchange.excel.layout import width_of
from warehouse.exchange.excel.sheet import STYLE, lay_out

_WIDEST = 60


def write_one_table(
    target: Path, name: str, title: str, footer: str, headers: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Write rows of text below their headers; there is one at least, Excel has no table without. Text stays text, whatever
    it begins with. OSError."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        sheet = book.add_worksheet(name)
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        columns = [{"header": header, "format": wrapped} for header in headers]
        sheet.add_table(
            0,
            0,
            len(rows),
            len(headers) - 1,
            {"name": "t_rows", "style": STYLE, "columns": columns, "data": [list(row) for row in rows]},
        )
        for place, header in enumerate(headers):
            widest = max(width_of(header), *(width_of(row[place]) for row in rows))
            sheet.set_column(place, place, min(widest, _WIDEST))
        lay_out(sheet, title, footer)

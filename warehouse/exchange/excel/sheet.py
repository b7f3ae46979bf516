"""One table on a sheet of Excel, as a real table: header in row one, nothing merged, nothing blank."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from warehouse.exchange.excel.cell import TEXT_FORMAT, ExcelCell
from warehouse.exchange.excel.layout import width_of

STYLE = "Table Style Light 9"
NO_ROWS = "没有记录"
_MEASURED = 200  # rows that are measured for the width of a column
_A4 = 9

Formats = Callable[[str], Any]


def write_table(
    sheet: Any, name: str, headers: Sequence[str], rows: Iterable[Sequence[ExcelCell]], formats: Formats
) -> None:
    """Write rows below their headers and make a table `name` of them. `formats`: a format for a number format.

    A table without rows has one that says so: Excel has none without.
    """
    widths = [width_of(head) for head in headers]
    last = 0
    for last, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            write_cell(sheet, last, place, cell, formats)
            if last <= _MEASURED:
                widths[place] = max(widths[place], width_of(_seen(cell)))
    if last == 0:
        last = 1
        for place in range(len(headers)):
            write_cell(sheet, last, place, ExcelCell(NO_ROWS, TEXT_FORMAT), formats)
    named = {"name": name, "style": STYLE, "columns": [{"header": each} for each in headers]}
    if sheet.add_table(0, 0, last, len(headers) - 1, named):
        raise ValueError(f"{name}: no table was made")
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    # Codes made of digits are text, and Excel need not ask about each of them.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})


def write_cell(sheet: Any, row: int, column: int, cell: ExcelCell, formats: Formats) -> None:
    """Write one cell. Text is written as text whatever it begins with; Excel never gets a formula from here."""
    shape = formats(cell.number_format)
    if isinstance(cell.value, str):
        written = sheet.write_string(row, column, cell.value, shape)
    elif isinstance(cell.value, datetime):
        written = sheet.write_datetime(row, column, cell.value, shape)
    else:
        written = sheet.write_number(row, column, cell.value, shape)
    if written:
        # The library drops what it does not take and says so by a number; a cell is never lost in silence.
        raise ValueError(f"row {row + 1}, column {column + 1}: not written ({written})")


def lay_out(sheet: Any, title: str, footer: str) -> None:
    """The header row stays in sight and is printed on each page, with the title above and the snapshot below."""
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_header("&L" + _plain(title))
    sheet.set_footer(f"&L{_plain(footer)}&R&P / &N")


def _plain(text: str) -> str:
    """Text in which & is no command of Excel's headers, of which there are 255 characters at most."""
    return text[:120].replace("&", "&&")


def _seen(cell: ExcelCell) -> str:
    if isinstance(cell.value, datetime):
        return cell.number_format
    return str(cell.value) + (cell.number_format.partition('"')[2] if not isinstance(cell.value, str) else "")

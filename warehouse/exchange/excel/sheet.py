"""One table on a sheet of Excel, as a real table: header in row one, nothing merged, nothing blank.

The seam to xlsxwriter, whose own way with a cell (an object for each, written later) takes 10 µs; a pack has a million.
Here rows are XML as soon as they are read, and a value that comes again, as most do, costs a look. What of the library
is used that it does not promise: `_write_rows`, `str_table` and the index of a format; its version is pinned, and the
tests read what comes of it with two other libraries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, takewhile
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from warehouse.exchange.excel.cell import ExcelCell
from warehouse.exchange.excel.layout import header_lines, header_width, width_of

STYLE = "Table Style Light 9"
_MEASURED = 200  # rows that are measured for the width of a column
A4 = 9
LINE = 15  # points
# Excel counts days from here, and takes 1900 for a leap year: right from March of that year on.
_DAY_NOUGHT = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel has no zone
_DAY = timedelta(days=1)

# What fits across a page of A4 on its side, in characters, at three fifths of their size (6.6 points): smaller is read by nobody.
_PRINTED = 220

Formats = Callable[[str], Any]
# A cell as XML behind its address, and the width that it asks for.
Written = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Extent:
    """What a table takes up. `rows`: below its header; `widths`: of its columns, in characters."""

    rows: int
    widths: tuple[int, ...]

    @property
    def printed(self) -> int:
        """How many of the columns, from the left, a page shows that can be read; one at least."""
        fitting = takewhile(lambda width: width <= _PRINTED, accumulate(self.widths))
        return max(1, sum(1 for _ in fitting))


class TableSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A worksheet with rows that are XML already, below the header that the library wrote with the table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[str] = []
        self.dim_rowmax: int | None = None
        self.header_format: Any = None

    def _write_rows(self) -> None:
        last, self.dim_rowmax = self.dim_rowmax, 0
        super()._write_rows()
        self.dim_rowmax = last
        self.fh.write("".join(self.rows))


class CellXml:
    """Makes the XML of cells for one workbook."""

    def __init__(self, book: Any, formats: Formats) -> None:
        self._strings, self._formats = book.str_table, formats
        self._of_format: dict[str, int] = {}

    def __call__(self, cell: ExcelCell) -> Written:
        style = self._of_format.get(cell.number_format)
        if style is None:
            style = self._of_format[cell.number_format] = self._formats(cell.number_format)._get_xf_index()
        value = cell.value
        if isinstance(value, str):
            # The library takes a text in <r>…</r> for XML of its own; a blank after it leaves it a text.
            kept = f"{value} " if value.startswith("<r>") and value.endswith("</r>") else value
            index = self._strings._get_shared_string_index(kept)
            return f'" s="{style}" t="s"><v>{index}</v></c>', width_of(value)
        if isinstance(value, datetime):
            days = (value - _DAY_NOUGHT) / _DAY
            return f'" s="{style}"><v>{days:.16G}</v></c>', width_of(cell.number_format)
        shown = f"{value}{cell.number_format.partition(chr(34))[2]}"
        return f'" s="{style}"><v>{value:.16G}</v></c>', width_of(shown)


def write_table(
    sheet: TableSheet, name: str, headers: Sequence[str], rows: Iterable[Sequence[Written]]
) -> Extent:
    """Write rows below their headers and make a table `name` of them. There is one row at least: Excel has no table
    without."""
    widths = [header_width(head) for head in headers]
    heads = [f'<c r="{xl_col_to_name(place)}' for place in range(len(headers))]
    last = 0
    for last, row in enumerate(rows, 1):
        number = str(last + 1)
        cells = "".join([head + number + xml for head, (xml, _) in zip(heads, row, strict=True)])
        sheet.rows.append(f'<row r="{number}">{cells}</row>')
        if last <= _MEASURED:
            widths = [max(width, asked) for width, (_, asked) in zip(widths, row, strict=True)]
    columns = [{"header": each, "header_format": sheet.header_format} for each in headers]
    named = {"name": name, "style": STYLE, "columns": columns}
    if sheet.add_table(0, 0, last, len(headers) - 1, named):
        raise ValueError(f"{name}: no table was made")
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    lines = max(header_lines(head, width) for head, width in zip(headers, widths, strict=True))
    sheet.set_row(0, LINE * lines)
    # Codes made of digits are text, and Excel need not ask about each of them.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    return Extent(last, tuple(widths))


def write_text(sheet: Any, row: int, column: int, cell: ExcelCell, formats: Formats) -> None:
    """Write one text on a sheet that is no table, as text whatever it begins with."""
    if sheet.write_string(row, column, cell.value, formats(cell.number_format)):
        # The library drops what it does not take and says so by a number; a cell is never lost in silence.
        raise ValueError(f"row {row + 1}, column {column + 1}: not written")


def lay_out(sheet: Any, title: str, footer: str, extent: Extent | None = None) -> None:
    """The header row stays in sight and is printed on each page, with the title above and the snapshot below.

    Of a table that is too wide for a page the first columns are printed, which are those that a person reads; the title
    says so.
    """
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    printed = ""
    if extent is not None and extent.printed < len(extent.widths):
        sheet.print_area(0, 0, extent.rows, extent.printed - 1)
        printed = f"&R打印前 {extent.printed} 列，共 {len(extent.widths)} 列 first columns"
    sheet.set_header("&L" + _plain(title) + printed)
    sheet.set_footer(f"&L{_plain(footer)}&R&P / &N")


def _plain(text: str) -> str:
    """Text in which & is no command of Excel's headers, of which there are 255 characters at most."""
    return text[:120].replace("&", "&&")

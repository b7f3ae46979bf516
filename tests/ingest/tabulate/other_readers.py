"""The cells of a workbook as python-calamine, openpyxl and xlrd read them, by sheet and address.

Only cells that hold something. A merged cell's hidden content, an empty text and what a reader cannot tell
(calamine: errors and formulas without a value) are left out by them, and named where they are compared.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator
from xml.etree import ElementTree

import openpyxl
import xlrd
from python_calamine import CalamineWorkbook

from ingest.workbook.cells.address import a1

Cells = dict[tuple[str, str], object]
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SPREADSHEETML = "{urn:schemas-microsoft-com:office:spreadsheet}"


def calamine_cells(data: bytes) -> Cells:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found: Cells = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                if value != "":
                    found[name, a1(row, column)] = value
    return found


def openpyxl_cells(data: bytes) -> Cells:
    """The stored values of formulas; a formula that was never calculated has none."""
    with warnings.catch_warnings():  # it warns of validations and extensions that it drops
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=False)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def xlrd_cells(data: bytes) -> Cells:
    with xlrd.open_workbook(file_contents=data, logfile=io.StringIO()) as book:
        return {
            (sheet.name, a1(row + 1, column + 1)): sheet.cell_value(row, column)
            for sheet in book.sheets()
            for row in range(sheet.nrows)
            for column in range(sheet.row_len(row))
            if sheet.cell_type(row, column) not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
            and sheet.cell_value(row, column) != ""
        }


def spreadsheetml_data(data: bytes) -> Iterator[str]:
    """The texts of the cells of a workbook of Excel 2003 in XML, in their order, without their places."""
    elements = ElementTree.fromstring(data)  # noqa: S314 - a file that we chose
    for cell in elements.iter(f"{_SPREADSHEETML}Data"):
        text = "".join(cell.itertext())
        if text:
            yield text


def csv_cells(data: bytes) -> Cells:
    """The texts and numbers of a Chinese office's CSV, on the one sheet that it is."""
    rows = csv.reader(io.StringIO(data.decode("gb18030"), newline=""))
    return {
        ("Sheet1", a1(row, column)): float(text) if _PLAIN.fullmatch(text) else text
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts, 1)
        if text
    }


def cells_by_content(data: bytes) -> Cells:
    """As the reader of the format finds them that the first bytes tell, whatever the file is called."""
    if data.startswith(b"PK"):
        return openpyxl_cells(data)
    return xlrd_cells(data) if is_old(data) else csv_cells(data)


def is_old(data: bytes) -> bool:
    """Whether a workbook is Excel's binary format: in an OLE container or, older than that, a bare stream."""
    return data.startswith((b"\xd0\xcf\x11\xe0", b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08"))

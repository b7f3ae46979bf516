"""The readers that are compared, each by the name that the table shows. Each keeps what it read until it ends.

A reader takes a file's name and bytes. Libraries are imported by the reader that uses them, so that the memory
measured is its own.
"""

from __future__ import annotations

import io
from collections.abc import Callable

Reader = Callable[[str, bytes], object]


def ours(_: str, data: bytes) -> object:
    from ingest.workbook.read import read_workbook

    return read_workbook(data)


def ours_every_cell(_: str, data: bytes) -> object:
    """And each cell looked at: values are made of what is stored when they are asked for."""
    from ingest.workbook.read import read_workbook

    workbook = read_workbook(data)
    return workbook, sum(cell.value is not None for sheet in workbook.sheets for cell in sheet.cells())


def calamine(_: str, data: bytes) -> object:
    """The floor: values alone, in Rust; no number formats, formulas or error values."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [
        workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
    ]


def openpyxl_full(_: str, data: bytes) -> object:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), data_only=True)


def openpyxl_read_only(_: str, data: bytes) -> object:
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets]


def pandas_openpyxl(_: str, data: bytes) -> object:
    import pandas as pd

    return pd.read_excel(io.BytesIO(data), sheet_name=None, header=None, engine="openpyxl")


def pandas_calamine(_: str, data: bytes) -> object:
    import pandas as pd

    return pd.read_excel(io.BytesIO(data), sheet_name=None, header=None, engine="calamine")


def xlrd_formats(_: str, data: bytes) -> object:
    """With number formats, without which its values mean nothing certain."""
    import xlrd

    return xlrd.open_workbook(file_contents=data, formatting_info=True)


def observations(name: str, data: bytes) -> object:
    from benchmarks.trade_form import read_by_form

    return read_by_form(name, data)


def script_openpyxl(_: str, data: bytes) -> object:
    from benchmarks.trade_form import read_by_script

    return read_by_script(data, "openpyxl")


def script_calamine(_: str, data: bytes) -> object:
    from benchmarks.trade_form import read_by_script

    return read_by_script(data, "calamine")


FLOOR = "calamine to_python"
OURS = "ingest.workbook"
SCRIPT = "pandas script, calamine"
XLSX: dict[str, Reader] = {
    OURS: ours,
    f"{OURS}, every cell": ours_every_cell,
    FLOOR: calamine,
    "openpyxl": openpyxl_full,
    "openpyxl read-only": openpyxl_read_only,
    "pandas, openpyxl": pandas_openpyxl,
    "pandas, calamine": pandas_calamine,
}
XLS: dict[str, Reader] = {
    OURS: ours,
    FLOOR: calamine,
    "xlrd with formats": xlrd_formats,
    "pandas, calamine": pandas_calamine,
}
FORM: dict[str, Reader] = {
    "ingest.reading.submission": observations,
    SCRIPT: script_calamine,
    "pandas script, openpyxl": script_openpyxl,
}

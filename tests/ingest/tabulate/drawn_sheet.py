"""Sheets drawn in a test, written as a workbook by another library, read back and tabulated.

A drawing has a line a row and `|` between cells. A number is a number; else a cell begins with
    *  bold      >  one step of indent      '  the rest as it stands, a number written as text too
    @  a date    =  a formula, `=B2+B3~15` with the value stored for it, without one never calculated
and ␣ is a blank at an end of a text, where the drawing's own are taken away. A line `-` is a blank row.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from ingest.tabulate import Labelled, tabulate
from ingest.workbook.cells.address import Range, a1, column_number, position
from ingest.workbook.cells.cell import Workbook
from ingest.workbook.read import read_workbook

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_HIDDEN = {"hidden": True}
_NEVER_CALCULATED = ""  # xlsxwriter stores no value for it


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet to be written. `formats`: number formats by address; `cells`: what is not drawn, by address, with
    the blanks that it begins with."""

    drawing: str
    name: str = "Sheet1"
    merges: Iterable[str] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    hidden_rows: Iterable[int] = ()
    hidden_columns: Iterable[str] = ()
    visibility: str = "visible"


@dataclass(frozen=True, slots=True)
class Found:
    """The labelled values of one sheet by cell."""

    by_cell: Mapping[str, Labelled]

    def __contains__(self, cell: str) -> bool:
        return cell in self.by_cell

    @property
    def cells(self) -> set[str]:
        return set(self.by_cell)

    def one(self, cell: str) -> Labelled:
        return self.by_cell[cell]

    def value(self, cell: str) -> Decimal | str:
        return self.by_cell[cell].value

    def row(self, cell: str) -> tuple[str, ...]:
        return self.by_cell[cell].row_header_path

    def column(self, cell: str) -> tuple[str, ...]:
        return self.by_cell[cell].col_header_path

    def unit(self, cell: str) -> str | None:
        return self.by_cell[cell].unit


def found(drawing: str, **stated: Any) -> Found:
    """What is found on a sheet alone in its workbook."""
    drawn = Drawn(drawing, **stated)
    return found_in(drawn)[drawn.name]


def found_in(*sheets: Drawn) -> dict[str, Found]:
    """What is found on each sheet of a workbook, by its name."""
    values = list(tabulate(workbook_of(*sheets)))
    by_name = {
        drawn.name: Found({one.cell: one for one in values if one.sheet == drawn.name}) for drawn in sheets
    }
    assert sum(len(each.by_cell) for each in by_name.values()) == len(values), "a cell is labelled twice"
    return by_name


def workbook_of(*sheets: Drawn) -> Workbook:
    return read_workbook(bytes_of(*sheets))


def bytes_of(*sheets: Drawn) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for drawn in sheets:
            _write_sheet(book, book.add_worksheet(drawn.name), drawn)
        if sheets[0].visibility != "visible":
            # A workbook shows one sheet at least.
            book.add_worksheet("shown").activate()
    return target.getvalue()


def _write_sheet(book: Any, sheet: Any, drawn: Drawn) -> None:
    for merge in map(Range.parse, drawn.merges):
        sheet.merge_range(merge.top - 1, merge.left - 1, merge.bottom - 1, merge.right - 1, "")
    for row, line in enumerate(_lines(drawn.drawing), 1):
        for column, cell in enumerate(line, 1):
            if cell:
                _write(book, sheet, row, column, cell, drawn.formats.get(a1(row, column), ""))
    for address, cell in drawn.cells.items():
        row, column = position(address)
        if _NUMBER.fullmatch(cell):
            sheet.write_number(row - 1, column - 1, float(cell))
        else:
            sheet.write_string(row - 1, column - 1, cell)
    for row in drawn.hidden_rows:
        sheet.set_row(row - 1, None, None, _HIDDEN)
    for letters in drawn.hidden_columns:
        column = column_number(letters) - 1
        sheet.set_column(column, column, None, None, _HIDDEN)
    if drawn.visibility == "hidden":
        sheet.hide()
    elif drawn.visibility == "very_hidden":
        sheet.very_hidden()


def _lines(drawing: str) -> list[list[str]]:
    lines = [line.strip(" ") for line in drawing.removeprefix("\n").rstrip("\n ").split("\n")]
    return [[] if line == "-" else [cell.strip(" ") for cell in line.split("|")] for line in lines]


def _write(book: Any, sheet: Any, row: int, column: int, drawn: str, number_format: str) -> None:
    bold = drawn.startswith("*")
    said = drawn.removeprefix("*")
    cell = said.lstrip(">")
    look = {"bold": bold, "indent": len(said) - len(cell)}
    if number_format or cell.startswith("@"):
        look["num_format"] = number_format or "yyyy-mm-dd"
    style = book.add_format(look)
    place = row - 1, column - 1
    if cell.startswith("@"):
        moment = datetime.strptime(cell[1:], "%Y-%m-%d").replace(tzinfo=UTC)
        sheet.write_datetime(*place, moment.replace(tzinfo=None), style)
    elif cell.startswith("="):
        formula, _, stored = cell.partition("~")
        value = float(stored) if _NUMBER.fullmatch(stored) else stored or _NEVER_CALCULATED
        sheet.write_formula(*place, formula, style, value)
    elif _NUMBER.fullmatch(cell):
        sheet.write_number(*place, float(cell), style)
    else:
        sheet.write_string(*place, cell.removeprefix("'").replace("␣", " "), style)

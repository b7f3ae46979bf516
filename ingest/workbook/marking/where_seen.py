"""Where a person would look for a cell: at the top left of a merge, beside what is hidden, in a sheet that is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.workbook.cells.address import MAX_COLUMN, a1, position
from ingest.workbook.cells.cell import Sheet, Workbook

# Two merges that hide each other's first cell would send a mark to and fro.
_MOVES = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a mark is put. `instead_of`: the place that it is about, where that is another; else ''."""

    sheet: str
    cell: str
    instead_of: str = ""


def where_seen(workbook: Workbook, sheet_name: str, cell: str) -> Seen:
    """The cell that a mark about another is put on; of a file or of a sheet as a whole it is the first that holds something."""
    wanted = next((one for one in workbook.sheets if one.name == sheet_name), None)
    visible = [one for one in workbook.sheets if one.visibility == "visible"] or list(workbook.sheets)
    sheet = wanted if wanted in visible and wanted is not None else _filled(visible)
    said = f"{sheet_name}!{cell}" if sheet_name and cell else sheet_name
    if wanted is None or wanted is not sheet:
        return Seen(sheet.name, _first_cell(sheet), said)
    try:
        row, column = position(cell.partition(":")[0])
    except ValueError:
        return Seen(sheet.name, _first_cell(sheet), said)
    # The top left of a merge may be hidden, and what is beside it lie in another merge: until nothing moves any more.
    for _ in range(_MOVES):
        before = row, column
        merge = sheet.merge_at(row, column)
        if merge:
            row, column = merge.top, merge.left
        row, column = _seen_row(sheet, row), _seen_column(sheet, column)
        if (row, column) == before:
            break
    place = a1(row, column)
    return Seen(sheet.name, place, "" if place == cell else said)


def _filled(sheets: Sequence[Sheet]) -> Sheet:
    return next((one for one in sheets if one.max_row), sheets[0])


def _first_cell(sheet: Sheet) -> str:
    """The first cell that holds something and is seen."""
    return next((one.address for one in sheet.cells() if not one.hidden), "A1")


def _seen_row(sheet: Sheet, row: int) -> int:
    """The row itself or the next one above that is seen; below, where all above are hidden."""
    above = next((each for each in range(row, 0, -1) if each not in sheet.hidden_rows), None)
    below = (each for each in range(row, row + len(sheet.hidden_rows) + 1) if each not in sheet.hidden_rows)
    return above or next(below, row)


def _seen_column(sheet: Sheet, column: int) -> int:
    hidden = sheet.hidden_columns
    left = next((each for each in range(column, 0, -1) if each not in hidden), None)
    right = (each for each in range(column, min(column + len(hidden), MAX_COLUMN) + 1) if each not in hidden)
    return left or next(right, column)

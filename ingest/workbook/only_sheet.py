"""A file that is one sheet: text and web pages."""

from __future__ import annotations

from ingest.workbook import refusal
from ingest.workbook.cell import Sheet, Workbook
from ingest.workbook.grid import Grid

# Such a file has no name for its sheet. Excel takes the file's, which is not part of its content and
# changes when it is handed on; this is what every person calls the first sheet of a new workbook.
ONLY_SHEET = "Sheet1"


def workbook_of(
    sheets: tuple[Sheet, ...], kind: str, notes: tuple[str, ...] = (), from_1904: bool = False
) -> Workbook:
    """A workbook of sheets at least one of which must hold something."""
    if not any(sheet.max_row for sheet in sheets):
        raise refusal.empty_workbook("没有任何内容 (no cell with content)")
    return Workbook(sheets, from_1904, notes, kind)


def plain_sheet(grid: Grid) -> Sheet:
    """A sheet of nothing but cells."""
    return Sheet(
        name=ONLY_SHEET,
        visibility="visible",
        merges=(),
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
        comments={},
        date_system_1904=False,
        _grid=grid,
    )

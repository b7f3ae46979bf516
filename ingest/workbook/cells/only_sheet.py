"""A file that is one sheet: text and web pages."""

from __future__ import annotations

from ingest.workbook.cells.cell import Sheet
from ingest.workbook.cells.grid import Grid

# Such a file has no name for its sheet. Excel takes the file's, which is not part of its content and
# changes when it is handed on; this is what every person calls the first sheet of a new workbook.
ONLY_SHEET = "Sheet1"


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

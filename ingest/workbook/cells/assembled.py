"""What the workbook of every format must be: sheets told apart by their names, at least one cell."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.workbook import unreadable
from ingest.workbook.cells.cell import Sheet, Workbook


def workbook_of(
    sheets: Sequence[Sheet], kind: str, notes: Sequence[str] = (), from_1904: bool = False
) -> Workbook:
    """A workbook of sheets in their order. `kind`: as container.kind_of tells it.

    Two sheets of one name would make an address say two things.
    """
    names: set[str] = set()
    for sheet in sheets:
        if sheet.name.casefold() in names:
            raise unreadable.damaged("两个工作表同名", "two sheets of one name", sheet=sheet.name)
        names.add(sheet.name.casefold())
    if not any(sheet.max_row for sheet in sheets):
        raise unreadable.empty_workbook("没有任何内容 (no cell with content)")
    return Workbook(tuple(sheets), from_1904, tuple(notes), kind)

"""The sheet 审核意见 that a hand-back adds to a department's workbook: known when it comes back, and read for what was said.

It is no table of the return, so nobody is told that it was not read; and its cells are no part of what the return says:
a copy that only explains is the same return once more. Known by its header and not by its name, because it is copied
into next month's workbook and called 审核意见 (2) there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.label import label_key
from ingest.workbook.cells.cell import Cell, Kind, Sheet

SHEET_NAME = "审核意见"
# The columns by which the sheet is known, as its header writes them.
KIND, WORDS, FINDING_ID = "情况说明类别", "情况说明", "编号（勿改）"
_HEADER = (KIND, WORDS, FINDING_ID)
# Asked first of every cell near the top of every sheet.
_BEGINNINGS = tuple(name[:2] for name in _HEADER)
_HEADER_WITHIN_ROWS = 20
_ID = re.compile(r"[0-9a-f]{16}")
# A cell may hold a novel; what is kept of it is for a person to read in a list.
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a department says to a finding. `kind`: as it was chosen, or typed, in the list of kinds; may be empty."""

    finding_id: str
    kind: str
    words: str
    sheet: str
    cell: str


def is_list_of_findings(sheet: Sheet) -> bool:
    """Whether a sheet is one that a hand-back has added, in this workbook or in one that it was copied from."""
    return _header(sheet) is not None


def explanations(sheet: Sheet) -> tuple[Explanation, ...]:
    """What is written beside the findings of such a sheet, in its order; rows may have been moved, sorted or left out."""
    header = _header(sheet)
    if header is None:
        return ()
    row, columns = header
    said = []
    for number in range(row + 1, sheet.max_row + 1):
        cells = sheet.row(number)
        finding_id, kind, words = (_text(cells.get(columns[name])) for name in (FINDING_ID, KIND, WORDS))
        if _ID.fullmatch(finding_id) and (kind or words):
            at = (cells.get(columns[WORDS]) or cells[columns[KIND]]).address
            said.append(Explanation(finding_id, kind[:_LONGEST], words[:_LONGEST], sheet.name, at))
    return tuple(said)


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the header, and its columns by what they are called."""
    found: dict[int, dict[str, int]] = {}
    wanted = {label_key(name): name for name in _HEADER}
    for cell in sheet.top(_HEADER_WITHIN_ROWS):
        text = _text(cell)
        name = wanted.get(label_key(text)) if text.startswith(_BEGINNINGS) else None
        if name:
            found.setdefault(cell.row, {})[name] = cell.column
    return next(((row, columns) for row, columns in found.items() if len(columns) == len(_HEADER)), None)


def _text(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return str(cell.value).strip() if cell.kind is Kind.TEXT else cell.raw.strip()

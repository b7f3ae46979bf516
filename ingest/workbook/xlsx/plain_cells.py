"""Cells spelt as nearly all are, found by one pattern where expat makes five calls of each.

<row r="1" spans="1:9"><c r="A1" s="2" t="s"><v>0</v></c><c r="B1" s="3"><v>12.5</v></c><c r="C1" s="3"/>…
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.workbook.cells.address import column_letters
from ingest.workbook.cells.grid import NUMBER, TEXT, Stored

COLUMN_NUMBERS = {column_letters(number): number for number in range(1, 703)}  # A to ZZ

# Signs of a row's cells. Stopping at a row costs as much as expat's calls for some six cells.
_SHORTEST = 250
_ROW = re.compile(r"<row(?: [^<>]*)?>(?=<c )")
# What follows a cell of another spelling is one match more, so that none is passed over.
_CELL = re.compile(
    r'<c r="([A-Z]{1,2})([0-9]+)"(?: s="([0-9]+)")?'
    r'(?: t="s"><v>([0-9]{1,9})</v></c>|(?: t="n")?(?:><v>([-+.0-9eE]+)</v></c>|/>))'
    r"|(.+)",
    re.DOTALL,
)


class PlainCells(NamedTuple):
    """Cells of one row, one behind the other. `raws`: "" of one that holds nothing; `end`: in the text."""

    columns: list[int]
    stored: list[Stored]
    raws: list[str]
    style_numbers: tuple[str, ...]
    end: int


def tags_of_rows(text: str) -> Iterator[tuple[int, int, int]]:
    """Of each tag that may open a long row of plain cells: where it begins, where it ends, where the next begins.

    It opens one only if the parser says so: it may stand in a comment too.
    """
    tags = [match.span() for match in _ROW.finditer(text)]
    for (begin, end), (following, _) in pairwise([*tags, (len(text), len(text))]):
        if following - end >= _SHORTEST:
            yield begin, end, following


def plain_cells(text: str, begin: int, end: int, row: str, texts: Sequence[str]) -> PlainCells | None:
    """The plain cells from `begin` on. None where there are none, or one is not of the row or has no text."""
    found = _CELL.findall(text, begin, end)
    if found and (rest := found[-1][-1]):
        found.pop()
        end -= len(rest)
    if not found:
        return None
    letters, rows, style_numbers, indexes, numbers, _ = zip(*found, strict=True)
    if rows.count(row) < len(rows):
        return None
    try:
        raws = [
            texts[int(index)] if index else number for index, number in zip(indexes, numbers, strict=True)
        ]
    except IndexError:
        return None
    columns = [COLUMN_NUMBERS[each] for each in letters]
    stored = [TEXT if index else NUMBER for index in indexes]
    return PlainCells(columns, stored, raws, style_numbers, end)

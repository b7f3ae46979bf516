"""Names and widths of a workbook: what Excel asks of sheets and tables, and what a reader needs to see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from warehouse.dictionary import INSTANT, Column

# Excel's own limits.
SHEET_NAME_LIMIT = 31
SHEET_ROWS = 1_048_576
# Instants stand in the office's time.
BEIJING = "(北京时间)"
_NARROWEST, _WIDEST = 8, 48
_CUT = re.compile(r"[：:；;，,。(（]")


def sheet_names(name: str, parts: int, taken: set[str]) -> list[str]:
    """A name for each sheet of a table, none longer than Excel takes and none that is taken already."""
    found = []
    for number in range(1, parts + 1):
        tail = f"_{number}" if parts > 1 else ""
        candidate, again = name[: SHEET_NAME_LIMIT - len(tail)] + tail, 1
        while candidate.lower() in taken:
            again += 1
            mark = f"~{again}{tail}"
            candidate = name[: SHEET_NAME_LIMIT - len(mark)] + mark
        taken.add(candidate.lower())
        found.append(candidate)
    return found


def first_words(text: str) -> str:
    """What something is called, without what is said of it: 数值 of 数值(标准单位)."""
    return _CUT.split(text, maxsplit=1)[0]


def header(column: Column) -> str:
    """'数值 obs_value': the first words of its description for people, its name for programs. Of an instant, whose clock."""
    clock = BEIJING if column.data_type in (INSTANT, "timestamp") else ""
    return f"{first_words(column.zh)}{clock} {column.name}"


def width_of(text: str) -> int:
    """The width of a column that shows a text, in characters of Excel, within bounds."""
    seen = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text[:_WIDEST])
    return min(max(seen + 2, _NARROWEST), _WIDEST)


def split(rows: int, a_sheet: int) -> Iterator[int]:
    """How many rows stand on each sheet: all of them, in order, and one sheet at least."""
    yield min(rows, a_sheet)
    for done in range(a_sheet, rows, a_sheet):
        yield min(rows - done, a_sheet)

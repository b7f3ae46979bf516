"""Names and widths of a workbook: what Excel asks of sheets and tables, and what a reader needs to see."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from warehouse.dictionary import INSTANT, Column

# Excel's own limits.
SHEET_NAME_LIMIT = 31
SHEET_ROWS = 1_048_576
# Instants stand in the office's time.
BEIJING = "(北京时间)"
_NARROWEST, _WIDEST, _HEADER, _LINES = 8, 48, 22, 3
_CUT = re.compile(r"[：:；;，,。(（]")
# Why something is missing is said to its end: 没有实际到账外资，年初累计的原因.
_WHY = re.compile(r"没有.*?的原因")


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


def headers(columns: Sequence[Column]) -> list[str]:
    """'数值 obs_value': what a column is called for people, its name for programs. Of an instant, whose clock.

    That is its label where it has one, else the first words of its description: as many of them as tell it apart from the
    sheet's other columns.
    """
    said = [_beginnings(column) for column in columns]
    length = [0] * len(columns)
    while True:
        words = [each[place] for each, place in zip(said, length, strict=True)]
        times = Counter(words)
        longer = [
            place + 1 if times[word] > 1 and place + 1 < len(each) else place
            for each, place, word in zip(said, length, words, strict=True)
        ]
        if longer == length:
            break
        length = longer
    return [
        f"{word}{BEIJING if column.data_type in (INSTANT, 'timestamp') else ''} {column.name}"
        for column, word in zip(columns, words, strict=True)
    ]


def _beginnings(column: Column) -> list[str]:
    """What a column may be called, the shortest first."""
    if column.label_zh:
        return [column.label_zh]
    text = column.zh
    why = _WHY.match(text)
    least = why.end() if why else 1
    cuts = [*(found.start() for found in _CUT.finditer(text) if found.start() >= least), len(text)]
    if why:
        cuts.insert(0, least)
    return list(dict.fromkeys(text[:cut] for cut in cuts))


def width_of(text: str) -> int:
    """The width of a column that shows a text, in characters of Excel, within bounds."""
    return min(max(_seen(text[:_WIDEST]) + 2, _NARROWEST), _WIDEST)


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes that is broken in a column of a width."""
    # A line that breaks at a word is not filled: a tenth is left.
    return -(-_seen(text) * 10 // (width * 9))


def _seen(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def header_width(text: str) -> int:
    """The width that a header asks for, which breaks at its blanks and within long words: three lines at most, as far as a
    column may be so wide."""
    least = min(max(width_of(part) for part in text.split()), _HEADER)
    return next((width for width in range(least, _WIDEST) if header_lines(text, width) <= _LINES), _WIDEST)


def header_lines(text: str, width: int) -> int:
    """How many lines a header takes in a column of a width."""
    # The button of the filter takes two characters of each line.
    return sum(-(-width_of(part) // max(width - 2, 1)) for part in text.split())


def split(rows: int, a_sheet: int) -> Iterator[int]:
    """How many rows stand on each sheet: all of them, in order, and one sheet at least."""
    yield min(rows, a_sheet)
    for done in range(a_sheet, rows, a_sheet):
        yield min(rows - done, a_sheet)

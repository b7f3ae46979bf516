"""Delimited text: comma, tab or semicolon, and the full-width comma where nothing else divides the lines.

A row is a record, as Excel counts them: a quoted line break is within one, a blank line is one of its own.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator

from ingest.workbook import unreadable
from ingest.workbook.cells.address import MAX_COLUMN, MAX_ROW
from ingest.workbook.cells.cell import ONLY_SHEET, Workbook, plain_sheet, workbook_of
from ingest.workbook.cells.count import Count
from ingest.workbook.cells.grid import Grid, place_key, stored_kind
from ingest.workbook.cells.number_format import PLAIN
from ingest.workbook.limits import Limits
from ingest.workbook.text.encoding import decoded_text
from ingest.workbook.unreadable import Unreadable

_DELIMITERS = "\t,;"  # a tab is never part of what somebody types; a semicolon is rarer than a comma
_FULL_WIDTH_COMMA = "，"
_SAMPLE = 64 * 1024  # characters that the delimiter is told by
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
# What a line begins with that tells Excel the delimiter. Excel does not show the line.
_STATED = re.compile(r"sep=([\t,;|])(?:\r\n?|\n|$)", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
# csv holds a whole line's fields at once. More delimiters than a sheet has columns may stand in a quoted
# text, but not so many.
_MOST_DELIMITERS = 16 * MAX_COLUMN


def looks_delimited(head: str) -> bool:
    """Whether the beginning of a text is a table: divided lines, or one column that has numbers in it."""
    lines = [line.strip() for line in _lines(head) if line.strip()][:50]
    if _STATED.match(head) or any(mark in line for line in lines[:10] for mark in _DELIMITERS):
        return True
    return _is_column(lines) or _divided(lines, _FULL_WIDTH_COMMA) > 1


def read_delimited(data: bytes, limits: Limits) -> Workbook:
    """One sheet, whose fields stand exactly as written; those that can only be numbers are of that kind.

    Raises Unreadable: DAMAGED_FILE where quotes do not close, NOT_A_WORKBOOK for NULs, FORMAT_NOT_READ
    where the encoding cannot be told, EMPTY_WORKBOOK, LIMIT_EXCEEDED.
    """
    text = decoded_text(data)
    if "\0" in text:
        raise unreadable.not_a_workbook("无法识别的内容 (unknown content)", "binary")
    stated = _STATED.match(text)
    delimiter = stated[1] if stated else _delimiter(text[:_SAMPLE])
    grid = Grid()
    count = Count(limits)
    for row, fields in _records(text[stated.end() :] if stated else text, delimiter, limits):
        count.add_cells(max(len(fields), 1))
        if row > MAX_ROW or len(fields) > MAX_COLUMN:
            raise _too_wide()
        for column, field in enumerate(fields, 1):
            if field:
                count.test_text(len(field))
                grid.keys.append(place_key(row, column))
                grid.stored.append(stored_kind(field))
                grid.raws.append(field)
                grid.styles.append(PLAIN)
    return workbook_of((plain_sheet(grid),), "csv")


def _records(text: str, delimiter: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and fields. Strict: a quoted field that never ends would swallow the rest of the file."""
    reader = csv.reader(_bounded(_lines(text), delimiter), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        # The limit of fields is of the whole process and left as it is: 131,072 characters, four times
        # what a cell of Excel holds.
        if "field limit" in str(error):
            most = min(csv.field_size_limit(), limits.text_characters)
            raise unreadable.over_limit("text_characters", f">{most:,}", f"{most:,}") from error
        line = reader.line_num
        raise unreadable.damaged(
            f"第 {line} 行的引号不成对", f"quotes that do not match, line {line}"
        ) from error


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends. str.splitlines would also break at form feeds and U+2028, which are text."""
    return (line[0] for line in _LINE.finditer(text))


def _bounded(lines: Iterator[str], delimiter: str) -> Iterator[str]:
    for line in lines:
        if line.count(delimiter) > _MOST_DELIMITERS:
            raise _too_wide()
        yield line


def _too_wide() -> Unreadable:
    return unreadable.damaged("超出工作表", "a cell outside the sheet", sheet=ONLY_SHEET)


def _delimiter(sample: str) -> str:
    """The delimiter that divides most lines into equally many fields; a comma where none does."""
    lines = [line for line in _lines(sample) if line.strip()]
    best = max(_DELIMITERS, key=lambda each: _divided(lines, each))
    if _divided(lines, best):
        return best
    return _FULL_WIDTH_COMMA if _divided(lines, _FULL_WIDTH_COMMA) > 1 else ","


def _divided(lines: list[str], delimiter: str) -> int:
    """How many records the delimiter divides into the number of fields that is the most frequent."""
    widths = Counter(len(fields) for fields in _sampled(lines, delimiter) if len(fields) > 1)
    return max(widths.values(), default=0)


def _sampled(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """Records of a sample, which may end within one, and may be no text of this delimiter at all."""
    try:
        yield from csv.reader(lines, delimiter=delimiter, strict=True)
    except csv.Error:
        return


def _is_column(lines: list[str]) -> bool:
    """Lines without a delimiter: quoted as only a program quotes them, or with a number among them."""
    if all(len(line) > 1 and line[0] == line[-1] == '"' for line in lines):
        return bool(lines)
    return len(lines) > 1 and any(_NUMBER.fullmatch(line) for line in lines)

"""The sheet that is added at the end of a copy: a table with a few columns to fill in, everything else locked."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import starmap

from ingest.workbook.cells.address import a1, column_letters
from ingest.workbook.marking.styles import Look
from ingest.workbook.marking.xml_text import xml_text

_A4 = 9
_LINE, _TITLE_LINE = 13.0, 18.0  # points
_WIDE = 0x1100
_FULL = 0.9  # of a column's width, what a line of text takes before it is broken
_MOST_LINES = 30  # Excel: 409 points


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of the list. `to`: sheet and cell that it leads to."""

    text: str | int
    look: Look = Look.TEXT
    to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The words that may be chosen in a column; others are asked about."""

    column: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet by its rows. `head_row`: the row of the table's header, repeated in sight; widths are in characters."""

    name: str
    rows: tuple[tuple[Entry, ...], ...]
    widths: tuple[float, ...]
    head_row: int
    hidden_columns: frozenset[int] = frozenset()
    choices: tuple[Choice, ...] = ()


def list_sheet_xml(sheet: ListSheet, namespace: str, style: Callable[[Look], int]) -> bytes:
    """The worksheet part. Texts stand in the cells themselves and never are formulas."""
    last = len(sheet.rows)
    pieces = [
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}">',
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0" showGridLines="0">',
        f'<pane ySplit="{sheet.head_row}" topLeftCell="A{sheet.head_row + 1}" activePane="bottomLeft" state="frozen"/>',
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="14.25"/>',
        _columns(sheet),
        "<sheetData>",
        *(_row(sheet, number, style) for number in range(1, last + 1)),
        "</sheetData>",
        # Without a password: it keeps from slips, and whoever has to sort or move rows takes it off.
        '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>',
        _choices(sheet, last),
        _links(sheet.rows),
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>',
        f'<pageSetup paperSize="{_A4}" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>',
    ]
    return "".join(pieces).encode()


def _columns(sheet: ListSheet) -> str:
    stated = [
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"'
        + (' hidden="1"' if number in sheet.hidden_columns else "")
        + "/>"
        for number, width in enumerate(sheet.widths, 1)
    ]
    return f"<cols>{''.join(stated)}</cols>"


def _row(sheet: ListSheet, number: int, style: Callable[[Look], int]) -> str:
    row = sheet.rows[number - 1]
    cells = (_cell(a1(number, column), entry, style) for column, entry in enumerate(row, 1))
    # Stated, because not every program makes a row as high as its texts need: LibreOffice prints a title over the next row.
    seen = (
        (entry, width)
        for column, (entry, width) in enumerate(zip(row, sheet.widths, strict=False), 1)
        if column not in sheet.hidden_columns
    )
    lines = max(starmap(_lines, seen)) if number >= sheet.head_row else 1
    line = _TITLE_LINE if any(each.look is Look.TITLE for each in row) else _LINE
    return f'<row r="{number}" ht="{lines * line + 4:g}" customHeight="1">{"".join(cells)}</row>'


def _lines(entry: Entry, width: float) -> int:
    """How many lines a text takes in a column; a Chinese sign is as wide as two others."""
    if not isinstance(entry.text, str):
        return 1
    wide = (sum(1 + (ord(sign) >= _WIDE) for sign in line) for line in entry.text.split("\n"))
    return min(sum(max(1, math.ceil(each / (width * _FULL))) for each in wide), _MOST_LINES)


def _cell(address: str, entry: Entry, style: Callable[[Look], int]) -> str:
    opening = f'<c r="{address}" s="{style(entry.look)}"'
    if isinstance(entry.text, int):
        return f"{opening}><v>{entry.text}</v></c>"
    if not entry.text:
        return f"{opening}/>"
    return f'{opening} t="inlineStr"><is><t xml:space="preserve">{xml_text(entry.text)}</t></is></c>'


def _choices(sheet: ListSheet, last: int) -> str:
    first = sheet.head_row + 1
    if not sheet.choices or last < first:
        return ""
    stated = []
    for choice in sheet.choices:
        column = column_letters(choice.column)
        words = xml_text(",".join(choice.words))
        stated.append(
            '<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorStyle="warning"'
            f' sqref="{column}{first}:{column}{last}"><formula1>"{words}"</formula1></dataValidation>'
        )
    return f'<dataValidations count="{len(stated)}">{"".join(stated)}</dataValidations>'


def _links(rows: Sequence[Sequence[Entry]]) -> str:
    stated = []
    for number, row in enumerate(rows, 1):
        for column, entry in enumerate(row, 1):
            if entry.to:
                place = xml_text(f"{_quoted(entry.to[0])}!{entry.to[1]}").replace('"', "&quot;")
                stated.append(f'<hyperlink ref="{a1(number, column)}" location="{place}"/>')
    return f"<hyperlinks>{''.join(stated)}</hyperlinks>" if stated else ""


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"

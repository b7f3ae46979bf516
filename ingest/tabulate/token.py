"""What the cells of a sheet are to a table: labels, values, periods, marks for what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from ingest.quantity.unit import is_unit_word
from ingest.tabulate.words import is_missing_mark
from ingest.workbook.cells.cell import Cell, Kind, Sheet

# Blanks that a writer of labels uses: ASCII, no-break and ideographic, and breaks of lines.
_BLANKS = re.compile(r"[\s\u00a0\u3000\ufeff]+")
# A number written as text: separators of thousands, a sign, brackets of a negative, a percent sign.
_NUMBER_TEXT = re.compile(
    r"[+\-−–－]?[¥$€￥]?\(?[+\-−]?(?:\d{1,3}(?:[,， \u00a0]\d{3})+|\d+)(?:\.\d+)?\)?\s*[%％‰]?|[+\-−]?\.\d+"
)
_QUALIFIED = re.compile(r"(?P<before>[≥≤<>＜＞约近逾超]?)\s*[+\-−]?\d[\d,]*(?:\.\d+)?(?P<behind>\s*\D{0,8})")
_CALENDAR = frozenset("年月日时分秒岁号天季")  # 2023年 is a label
_YEARS = range(1900, 2101)


class Role(StrEnum):
    """What one cell can be, before it is known where it stands in a table."""

    NUMBER = "number"
    PERIOD = "period"  # a date: a label, unless it stands in a column of dates among the data
    MARK = "mark"  # says why there is no number: "—", "…", [d], N/A; an error; a formula never calculated
    TEXT = "text"
    EMPTY = "empty"  # a text of no characters, or of blanks: stated, and nothing to see


@dataclass(frozen=True, slots=True)
class Token:
    """A cell and its role. `text` is what it says, with blanks made one; `lead` the blanks it begins with."""

    row: int
    column: int
    role: Role
    text: str
    lead: int
    cell: Cell

    @property
    def is_value(self) -> bool:
        """Whether it stands where a value does: a number, or a mark for a missing one."""
        return self.role is Role.NUMBER or self.role is Role.MARK

    @property
    def is_label(self) -> bool:
        """Whether it can label what stands beside or below it: a text or a date."""
        return self.role is Role.TEXT or self.role is Role.PERIOD

    @property
    def whole(self) -> int | None:
        """Its number where that is a whole one."""
        if self.role is not Role.NUMBER:
            return None
        value = self.cell.value
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else None
        digits = self.text.strip("*†‡ ")
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None

    @property
    def is_year(self) -> bool:
        """A number that can be a year, written as years are: whole, without separators."""
        whole = self.whole
        grouped = "," in self.cell.number_format and self.cell.kind is Kind.NUMBER
        return whole is not None and whole in _YEARS and len(self.text.strip("*†‡ ")) == 4 and not grouped


@dataclass(slots=True)
class Tokens:
    """The tokens of a sheet by row and column, and its merges."""

    sheet: Sheet
    rows: dict[int, dict[int, Token]] = field(default_factory=dict)
    width: int = 0  # columns from the first filled to the last

    def at(self, row: int, column: int) -> Token | None:
        """The token of the cell itself; None where the cell is blank."""
        return self.rows.get(row, {}).get(column)

    def seen_at(self, row: int, column: int) -> Token | None:
        """The token that a reader sees at a place: that of the merge that covers it, else its own."""
        merge = self.sheet.merge_at(row, column) if self.sheet.merges else None
        return self.at(merge.top, merge.left) if merge else self.at(row, column)

    def in_columns(self, row: int, first: int, last: int) -> list[Token]:
        """The tokens of a row from one column to another that say something, left to right."""
        return [
            token
            for column, token in sorted(self.rows.get(row, {}).items())
            if first <= column <= last and token.role is not Role.EMPTY
        ]


def tokens_of(sheet: Sheet) -> Tokens:
    """The tokens of all cells of a sheet that are not blank, by row and column."""
    found = Tokens(sheet)
    for token in map(_token, sheet.cells()):
        found.rows.setdefault(token.row, {})[token.column] = token
    columns = {column for row in found.rows.values() for column in row}
    found.width = max(columns, default=0) - min(columns, default=0) + 1
    return found


def one_line(text: str) -> str:
    """A label with its blanks made one and its ends stripped."""
    return _BLANKS.sub(" ", text).strip()


def _token(cell: Cell) -> Token:
    match cell.kind:
        case Kind.NUMBER:
            return Token(cell.row, cell.column, Role.NUMBER, _as_written(cell), 0, cell)
        case Kind.DATE:
            return Token(cell.row, cell.column, Role.PERIOD, str(cell.value), 0, cell)
        case Kind.ERROR:
            return Token(cell.row, cell.column, Role.MARK, cell.raw, 0, cell)
        case Kind.UNCALCULATED:
            return Token(cell.row, cell.column, Role.MARK, f"={cell.formula or ''}", 0, cell)
        case Kind.BOOLEAN:
            return Token(cell.row, cell.column, Role.TEXT, "TRUE" if cell.value else "FALSE", 0, cell)
        case _:
            written = str(cell.value or "")
            text = one_line(written)
            if not text:
                return Token(cell.row, cell.column, Role.EMPTY, "", 0, cell)
            role = Role.TEXT
            if is_missing_mark(text):
                role = Role.MARK
            elif _NUMBER_TEXT.fullmatch(text) or _says_more(text):
                role = Role.NUMBER
            return Token(cell.row, cell.column, role, text, _lead(written), cell)


def _says_more(text: str) -> bool:
    """A number with a qualifier before it, or its unit or a mark of a note behind: ≥12.5, 27个, 12.5 *."""
    match = _QUALIFIED.fullmatch(text)
    if not match or not (match["before"] or match["behind"]):
        return False
    behind = match["behind"].strip("*†‡ ")
    return not behind or (behind not in _CALENDAR and is_unit_word(behind))


def _lead(written: str) -> int:
    """The width of the blanks before a label, in narrow blanks: an ideographic one is two wide."""
    width = 0
    for sign in written:
        if not sign.isspace():
            break
        width += 2 if sign == "\u3000" else 1
    return width


def _as_written(cell: Cell) -> str:
    value = cell.value
    return f"{value.normalize():f}" if isinstance(value, Decimal) else cell.raw


def labels(tokens: Iterator[Token]) -> list[Token]:
    """The tokens that can be labels, in their order."""
    return [token for token in tokens if token.is_label]

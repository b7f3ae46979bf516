"""Shared formulas: the text is stored once, for the first cell; each other cell means it shifted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.workbook.cells.address import MAX_COLUMN, MAX_ROW, column_letters, column_number

# Texts and quoted sheet names are passed over; then references. What only looks like one: LOG10( is a
# function, RATE2024 and XYZ1 are names (no sheet has such columns).
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"|'[^']*')
    |(?<![A-Za-z0-9_.$\\])(?:
        (?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7})
        |(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})
        |(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})
    )(?![A-Za-z0-9_.(!\\])""",
    re.VERBOSE,
)
_LETTERS = re.compile(r"[A-Za-z]+")
_PART = re.compile(r"(\$?)([A-Za-z]+|[0-9]+)")


@dataclass(frozen=True, slots=True)
class SharedFormula:
    """A formula as its first cell states it."""

    text: str
    row: int
    column: int

    def at(self, row: int, column: int) -> str:
        """The formula as another cell means it."""
        return shifted(self.text, row - self.row, column - self.column)


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula with its relative references moved, as Excel moves them when it is copied."""

    def move_part(part: re.Match[str]) -> str:
        fixed, text = part[1], part[2]
        if fixed:
            return part[0]
        # A reference pushed over the edge of the sheet comes in again at the other side, as in Excel.
        if text.isdigit():
            return str((int(text) + rows - 1) % MAX_ROW + 1)
        return column_letters((column_number(text) + columns - 1) % MAX_COLUMN + 1)

    def move(token: re.Match[str]) -> str:
        if token["quoted"] or any(column_number(name) > MAX_COLUMN for name in _LETTERS.findall(token[0])):
            return token[0]
        return _PART.sub(move_part, token[0])

    return _TOKEN.sub(move, formula) if rows or columns else formula

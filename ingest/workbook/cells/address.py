"""A1 addresses and rectangles of cells. Rows and columns count from 1, as people count them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@lru_cache(maxsize=32_768)
def column_number(letters: str) -> int:
    """'A' → 1, 'XFD' → 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=32_768)
def column_letters(number: int) -> str:
    """1 → 'A', 16384 → 'XFD'."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """9, 8 → 'H9'."""
    return f"{column_letters(column)}{row}"


def position(address: str) -> tuple[int, int]:
    """'H9' → (9, 8). ValueError for what is not an address of a sheet."""
    match = _A1.fullmatch(address)
    if not match:
        raise ValueError(f"not a cell address: {address!r}")
    row, column = int(match[2]), column_number(match[1])
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise ValueError(f"outside a sheet: {address!r}")
    return row, column


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle, its four sides included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, text: str) -> Range:
        """'A1:L1' or 'A1'. ValueError for anything else."""
        first, colon, last = text.partition(":")
        top, left = position(first)
        bottom, right = position(last if colon else first)
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def holds(self, row: int, column: int) -> bool:
        """Whether a place lies in the rectangle."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    @property
    def is_cell(self) -> bool:
        """Whether it is a single cell."""
        return (self.top, self.left) == (self.bottom, self.right)

    def __str__(self) -> str:
        return f"{a1(self.top, self.left)}:{a1(self.bottom, self.right)}"


def ranges(places: Iterable[tuple[int, int]]) -> str:
    """Rows and columns as the fewest upright rectangles, for people: 'A5:A31', 'B4:C6、E4'."""
    runs: dict[int, list[list[int]]] = {}
    for row, column in sorted(set(places)):
        of_column = runs.setdefault(column, [])
        if of_column and of_column[-1][1] == row - 1:
            of_column[-1][1] = row
        else:
            of_column.append([row, row])
    found: list[Range] = []
    for column, of_column in sorted(runs.items()):
        for top, bottom in of_column:
            beside = next(
                (one for one in found if (one.top, one.bottom, one.right) == (top, bottom, column - 1)), None
            )
            if beside:
                found[found.index(beside)] = Range(top, beside.left, bottom, column)
            else:
                found.append(Range(top, column, bottom, column))
    return "、".join(a1(one.top, one.left) if one.is_cell else str(one) for one in found)

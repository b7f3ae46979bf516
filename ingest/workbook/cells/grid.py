"""The stored cells of one sheet as parallel lists; a Cell is a view of one, made when it is asked for."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from operator import eq

from ingest.workbook.cells.formula import SharedFormula
from ingest.workbook.cells.number_format import Style

# A place as one integer that sorts in reading order: 14 bits hold the 16,384 columns of a sheet.
COLUMN_BITS = 14
COLUMN_MASK = (1 << COLUMN_BITS) - 1

_NO_NUMBER = re.compile(r"[^0-9.eE+\-;]")
# Digits without a point belong to one part: in two, a long run is cut between them at each place.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_BLANKS = " \t\r\n"
# In a file without types.
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_MOST_DIGITS = 15  # what a double holds exactly, and Excel shows
_MOST_PLAIN = 1e15  # of whole numbers that Python writes without an exponent


def place_key(row: int, column: int) -> int:
    """A place as one integer. Row and column count from 1."""
    return row << COLUMN_BITS | column - 1


def place_of(key: int) -> tuple[int, int]:
    """Row and column of a place's key, from 1."""
    return key >> COLUMN_BITS, (key & COLUMN_MASK) + 1


class Stored(StrEnum):
    """What the file says a cell holds; whether a number is a date is for its number format to say."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"
    ISO_DATE = "iso_date"
    UNCALCULATED = "uncalculated"


# Plain names: looking a member up on its enumeration costs more than the rest of storing a cell.
NUMBER, TEXT, BOOLEAN, ERROR = Stored.NUMBER, Stored.TEXT, Stored.BOOLEAN, Stored.ERROR
ISO_DATE, UNCALCULATED = Stored.ISO_DATE, Stored.UNCALCULATED


class NotANumberError(ValueError):
    """A number cell whose content is none. Holds the key of its place and the content."""

    def __init__(self, key: int, raw: str) -> None:
        super().__init__(raw)
        self.key = key
        self.raw = raw


@dataclass(slots=True)
class Grid:
    """Cells that hold something: place key, what is held, raw text, style, by one index.

    `formulas` is by place key and may name places without a stored cell: a formula that gave an empty
    text leaves its place blank.
    """

    keys: list[int] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    raws: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    formulas: dict[int, str | SharedFormula] = field(default_factory=dict)

    def put_in_order(self) -> None:
        """Sort the cells into reading order. Nearly every writer keeps it, and then this costs nothing."""
        in_order = sorted(self.keys)
        if in_order != self.keys:
            order = sorted(range(len(self.keys)), key=self.keys.__getitem__)
            self.stored = [self.stored[index] for index in order]
            self.raws = [self.raws[index] for index in order]
            self.styles = [self.styles[index] for index in order]
            self.keys = in_order

    def stated_twice(self) -> int | None:
        """The key of the first place that holds two cells. The grid is in order."""
        if any(map(eq, self.keys, self.keys[1:])):
            return next(first for first, second in pairwise(self.keys) if first == second)
        return None

    def test_numbers(self) -> None:
        """Every number is one, finite, without blanks around it. Raises NotANumberError for the first that is not.

        Python alone would take "NaN", "1_0" and full-width digits too.
        """
        numbers = [raw for raw, holds in zip(self.raws, self.stored, strict=True) if holds is NUMBER]
        try:
            # All at once: asking each number by a pattern would add a fifth to reading the sheet.
            plain = not _NO_NUMBER.search(";".join(numbers))
            sound = plain and all(map(math.isfinite, map(float, numbers)))
        except ValueError:
            sound = False
        if sound:
            return
        for index, holds in enumerate(self.stored):
            if holds is NUMBER:
                raw = self.raws[index] = self.raws[index].strip(_BLANKS)
                if not _NUMBER.fullmatch(raw) or not math.isfinite(float(raw)):
                    raise NotANumberError(self.keys[index], raw)


def stored_kind(text: str) -> Stored:
    """NUMBER for what can only be a number and is written as one; TEXT for everything else.

    "1032", "-3.5" and "0.5" are numbers. "007" and an identity number of 18 digits are codes; "1,032",
    "12.4%", "１０３２" and "2023-12" need somebody who knows what the column means, and stay as written.
    """
    if not _PLAIN_NUMBER.fullmatch(text):
        return TEXT
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    return NUMBER if len(digits) <= _MOST_DIGITS else TEXT


def double_text(value: float) -> str:
    """The raw text of a number that a file holds as a double: the shortest that means the same one, whole
    numbers without a point. Not finite ones too, so that they can be refused at their place.
    """
    whole = value.is_integer() and abs(value) < _MOST_PLAIN
    return f"{value:.0f}" if whole else repr(value)

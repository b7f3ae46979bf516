"""A sheet as a clerk leaves it: what stands in which cell, how it looks, what is merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum, auto
from string import ascii_uppercase


class Look(StrEnum):
    """How a cell is formatted; drawing.py says what that means in Excel."""

    TITLE = auto()
    NOTE = auto()
    HEADER = auto()
    TEXT = auto()
    SENTENCE = auto()  # a text over several lines
    CENTRED = auto()
    AMOUNT = auto()  # General, as a clerk types amounts
    PERCENT = auto()  # 0.0
    PERCENT_2 = auto()  # 0.00
    DAY = auto()  # 2月9日, as Excel shows what it took for a date


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value that Excel stored beside it when the clerk saved."""

    text: str
    stored: int | Decimal | str


Value = str | int | Decimal | Formula | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell. None is an empty cell that has a border."""

    value: Value
    look: Look


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Widths are in characters, column A first; `notes` are comments pinned to a cell."""

    name: str
    entries: Mapping[str, Entry]
    merges: tuple[str, ...]
    widths: tuple[int, ...]
    notes: Mapping[str, str] = field(default_factory=dict)


def line(row: int, values: Sequence[Value], looks: Look | Sequence[Look]) -> dict[str, Entry]:
    """A whole row from column A on, blank cells with their borders."""
    each = [looks] * len(values) if isinstance(looks, Look) else looks
    columns = ascii_uppercase[: len(values)]
    cells = zip(columns, values, each, strict=True)
    return {f"{column}{row}": Entry(value, look) for column, value, look in cells}


def remarks(row: int, texts: Mapping[str, str]) -> dict[str, Entry]:
    """Loose lines outside the table, by column: the period, the unit, the signatures."""
    return {f"{column}{row}": Entry(text, Look.NOTE) for column, text in texts.items()}


def retyped(sheet: Sheet, values: Mapping[str, Value], look: Look | None = None) -> Sheet:
    """The sheet with other values in some of its cells; they keep their look unless one is given."""
    changed = {
        address: Entry(value, look or sheet.entries[address].look) for address, value in values.items()
    }
    return replace(sheet, entries={**sheet.entries, **changed})


def typed_over(sheet: Sheet, *addresses: str) -> Sheet:
    """The sheet with some formulas replaced by their values, as a clerk who pastes values leaves them."""
    stored: dict[str, Value] = {}
    for address in addresses:
        value = sheet.entries[address].value
        stored[address] = value.stored if isinstance(value, Formula) else value
    return retyped(sheet, stored)

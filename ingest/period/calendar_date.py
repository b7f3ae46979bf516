"""Dates and months in the spellings departments use, Excel serials included.

A date that can be two days is none: 3/5/2023. A year that is cut short (23.3.5) or left to the form
(3月5日) is completed, and the answer says so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from ingest.period.stated_period import ASSUMED, RESOLVED, STATED, plain_period
from ingest.workbook.cells.cell import Cell, Kind

SERIAL = "serial"

_DATE = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
# 23.3.5 and 23年3月5日. Up to 12 the first number of 5.3.12 may be a day or a month.
_SHORT = re.compile(
    r"(1[3-9]|[2-4][0-9])([-./])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日?"
)
_MONTH_DAY = re.compile(r"([0-9]{1,2})月([0-9]{1,2})[日号]")
_MONTH = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})月?份?|((?:19|20)[0-9]{2})([0-9]{2})")
_DECIMAL = re.compile(r"((?:19|20)[0-9]{2})\.([0-9]{1,2})")
_SHORT_MONTH = re.compile(r"(?:([0-9]{2})年)?([0-9]{1,2})月份?")
# From the first blank of a run, and all of it: begun at each of them, 4,000 blanks took a tenth of a second.
_TIME_OF_DAY = re.compile(r"(?<![ T])[ T]++[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
# Excel counts days from 1899-12-30. Serials of 1954 … 2119 are taken for dates, others are not.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_001)


@dataclass(frozen=True, slots=True)
class StatedDay:
    """A date and how its cell says it: stated, serial (an unformatted number), assumed or resolved (its year)."""

    day: date
    basis: str = STATED


@dataclass(frozen=True, slots=True)
class StatedMonth:
    """A month as '2023-03', and how its cell says it."""

    month: str
    basis: str = STATED


def read_date(cell: Cell, period: str = "") -> StatedDay | None:
    """A cell's date; None where it is no date. `period`: the form's month, whose year 3月5日 is of."""
    if isinstance(cell.value, datetime):
        return StatedDay(cell.value.date())
    if isinstance(cell.value, date):
        return StatedDay(cell.value)
    if cell.kind is Kind.NUMBER and isinstance(cell.value, Decimal):
        return _from_digits(f"{cell.value:f}") if cell.value == cell.value.to_integral_value() else None
    text = _plain(cell)
    if text.isascii() and text.isdigit():
        return _from_digits(text)
    if match := _DATE.fullmatch(text):
        return _day(match[1], match[2], match[3], STATED)
    if match := _SHORT.fullmatch(text):
        year, month, day = match.group(1, 3, 4) if match[1] else match.group(5, 6, 7)
        return _day(f"20{year}", month, day, ASSUMED)
    if (match := _MONTH_DAY.fullmatch(text)) and period:
        found = _day(period[:4], match[1], match[2], RESOLVED)
        # After the form's month it would be of the year before, or wrong: nobody can tell.
        return found if found and f"{found.day:%Y-%m}" <= period else None
    return None


def read_month(cell: Cell, period: str = "") -> StatedMonth | None:
    """A cell's month; None where it is no month. `period`: the form's month, whose year 3月 is of."""
    if whole := read_date(cell, period):
        return StatedMonth(f"{whole.day:%Y-%m}", whole.basis)
    text = _plain(cell)
    if cell.kind is Kind.NUMBER and not re.fullmatch(r"[0-9]{6}", text):
        return None  # typed as a number, 2023.10 is 2023.1: nobody can tell October from January
    if match := _MONTH.fullmatch(text):
        return _month(match[1] or match[3], match[2] or match[4], STATED)
    match = _SHORT_MONTH.fullmatch(text)
    if match and match[1]:
        return _month(f"20{match[1]}", match[2], ASSUMED)
    found = _month(period[:4], match[2], RESOLVED) if match and period else None
    return found if found and found.month <= period else None


def months_of_decimal(cell: Cell) -> tuple[str, ...]:
    """The months that a number such as 2023.1 may have been typed for: October, whose zero Excel drops, or January."""
    match = _DECIMAL.fullmatch(_plain(cell)) if cell.kind is Kind.NUMBER else None
    if match is None:
        return ()
    year, number = match[1], match[2]
    typed = ["10", "1"] if number == "1" else [number]
    return tuple(month.month for one in typed if (month := _month(year, one, STATED)))


def _from_digits(digits: str) -> StatedDay | None:
    """A date as a serial number or as 20230305."""
    if len(digits) <= 5 and int(digits) in _SERIALS:
        return StatedDay(_EPOCH + timedelta(days=int(digits)), SERIAL)
    match = _COMPACT.fullmatch(digits)
    return _day(match[1], match[2], match[3], STATED) if match else None


def _day(year: str, month: str, day: str, basis: str) -> StatedDay | None:
    try:
        return StatedDay(date(int(year), int(month), int(day)), basis)
    except ValueError:
        return None


def _month(year: str, month: str, basis: str) -> StatedMonth | None:
    return StatedMonth(f"{int(year):04d}-{int(month):02d}", basis) if 1 <= int(month) <= 12 else None


def _plain(cell: Cell) -> str:
    """A cell's text without blanks and time of day, in Arabic digits."""
    if isinstance(cell.value, Decimal):
        return f"{cell.value:f}"
    narrow = unicodedata.normalize("NFKC", str(cell.value or "")).strip()
    return plain_period(_TIME_OF_DAY.sub("", narrow))

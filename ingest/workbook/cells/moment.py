"""Dates and times of day: what a serial shows, and what an ISO text states."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ingest.workbook.cells.number_format import NumberFormat

_MILLISECOND = timedelta(milliseconds=1)
_MILLISECONDS_A_DAY = 86_400_000
# Day 0 of each date system. Excel's 1900 system counts 29 February 1900, a day that never was (serial 60,
# kept from Lotus 1-2-3), so serials before it stand one day nearer to their day 0.
_DAY_0 = date(1899, 12, 30)
_DAY_0_BEFORE_MARCH_1900 = date(1899, 12, 31)
_DAY_0_1904 = date(1904, 1, 1)
_PHANTOM_DAY = 60
_LAST_SERIAL = 2_958_465  # 9999-12-31
_LAST_SERIAL_1904 = 2_957_003


def moment(serial: Decimal, shown_as: NumberFormat, from_1904: bool) -> date | datetime | time | None:
    """The date, time of day or both that a serial shows; None where it has none and stays a number.

    Zero, negative numbers and the phantom 29 February 1900 are no dates. To the millisecond, because a
    double holds a time of day no finer than microseconds and Excel shows thousandths.
    """
    milliseconds = int((serial * _MILLISECONDS_A_DAY).to_integral_value(ROUND_HALF_UP))
    days, rest = divmod(milliseconds, _MILLISECONDS_A_DAY)
    if 0 <= serial < 1 and shown_as.clock and not shown_as.calendar:
        return (datetime.combine(_DAY_0, time()) + rest * _MILLISECOND).time()
    day = _day(days, from_1904)
    if day is None:
        return None
    if rest == 0 and not shown_as.clock:
        return day
    return datetime.combine(day, time()) + rest * _MILLISECOND


def _day(serial: int, from_1904: bool) -> date | None:
    if from_1904:
        return _DAY_0_1904 + timedelta(serial) if 0 <= serial <= _LAST_SERIAL_1904 else None
    if not 1 <= serial <= _LAST_SERIAL or serial == _PHANTOM_DAY:
        return None
    return (_DAY_0 if serial > _PHANTOM_DAY else _DAY_0_BEFORE_MARCH_1900) + timedelta(serial)


def as_shown(stated: date | datetime | time, shown_as: NumberFormat) -> date | datetime | time:
    """What a date that is stored as a text shows: the same that its serial would.

    SpreadsheetML knows one type for all and writes a day as its midnight, a time of day as one of day 0.
    """
    if isinstance(stated, datetime):
        if shown_as.clock and not shown_as.calendar and stated.date() == _DAY_0_BEFORE_MARCH_1900:
            return stated.time()
        if stated.time() == time() and not shown_as.clock:
            return stated.date()
    return stated


def iso_moment(raw: str) -> date | datetime | time:
    """The value of a cell of type "d": an ISO 8601 date, time or both. ValueError for anything else.

    A workbook knows no time zones, so that one written by mistake is left out.
    """
    text = raw.strip()
    if "T" not in text.lstrip("T"):
        if ":" in text:
            return time.fromisoformat(text).replace(tzinfo=None)
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).replace(tzinfo=None)

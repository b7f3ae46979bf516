"""Dates and months in the spellings departments use, Excel serials included."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal

from ingest.workbook.cell import Cell, Kind

_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
# Excel counts days from 1899-12-30. Serials of 1954 … 2119 are taken for dates, others are not.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_001)


def read_date(cell: Cell) -> tuple[date, bool] | None:
    """A cell's date and whether it was an unformatted serial number; None where it is no date."""
    if isinstance(cell.value, datetime):
        return cell.value.date(), False
    if isinstance(cell.value, date):
        return cell.value, False
    if cell.kind is Kind.NUMBER and isinstance(cell.value, Decimal):
        if cell.value == cell.value.to_integral_value() and int(cell.value) in _SERIALS:
            return _EPOCH + timedelta(days=int(cell.value)), True
        return None
    match = _DATE.fullmatch(_plain(cell))
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])), False
    except ValueError:
        return None


def read_month(cell: Cell) -> str | None:
    """A cell's month as '2023-03'; None where it is no month."""
    if whole := read_date(cell):
        return f"{whole[0]:%Y-%m}"
    if cell.kind is Kind.NUMBER:
        return None  # typed as a number, 2023.10 is 2023.1: nobody can tell October from January
    match = _MONTH.fullmatch(_plain(cell))
    if not match or not 1 <= int(match[2]) <= 12:
        return None
    return f"{int(match[1]):04d}-{int(match[2]):02d}"


def _plain(cell: Cell) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell.value or "")))

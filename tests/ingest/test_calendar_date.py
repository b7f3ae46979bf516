"""Dates are read in the four spellings of one column; what is no date is not made into one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ingest.calendar_date import read_date, read_month
from ingest.workbook.cell import Cell, Kind


def text(value: str) -> Cell:
    return Cell(1, 1, Kind.TEXT, value, value)


@pytest.mark.parametrize(
    "written", ["2023-06-20", "2023.6.20", "2023/6/20", "2023年6月20日", "２０２３．６．２０"]
)
def test_a_date_is_read_in_every_spelling(written: str) -> None:
    assert read_date(text(written)) == (date(2023, 6, 20), False)


def test_a_serial_number_is_a_date_and_says_so() -> None:
    cell = Cell(1, 1, Kind.NUMBER, Decimal(45274), "45274")
    assert read_date(cell) == (date(2023, 12, 14), True)


@pytest.mark.parametrize(
    "cell", [text("2023.13.1"), text("六月"), Cell(1, 1, Kind.NUMBER, Decimal("1032"), "1032")]
)
def test_what_is_no_date_is_none(cell: Cell) -> None:
    assert read_date(cell) is None


@pytest.mark.parametrize("written", ["2023年3月", "2023-03", "2023.3", "2023年3月15日"])
def test_a_month_is_read_in_every_spelling(written: str) -> None:
    assert read_month(text(written)) == "2023-03"

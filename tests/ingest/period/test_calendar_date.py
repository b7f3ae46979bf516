"""Dates are read in every spelling of one column; a date that can be two days is none."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.period.calendar_date import StatedDay, StatedMonth, read_date, read_month
from ingest.workbook.cells.cell import Cell, Kind


def text(value: str) -> Cell:
    return Cell(1, 1, Kind.TEXT, value, value)


def number(value: str) -> Cell:
    return Cell(1, 1, Kind.NUMBER, Decimal(value), value)


@pytest.mark.parametrize(
    "written",
    [
        "2023-06-20", "2023.6.20", "2023/6/20", "2023年6月20日", "2023年6月20", "２０２３．６．２０", "20230620",
        "2023 年 6 月 20 日", "二〇二三年六月二十日", "2023-06-20 00:00:00", "2023/6/20 9:30",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_spelling(written: str) -> None:
    assert read_date(text(written)) == StatedDay(date(2023, 6, 20))


def test_a_cell_formatted_as_a_date_is_that_date() -> None:
    day = datetime(2023, 6, 20, 9, 30)  # noqa: DTZ001 - a workbook's moments have no zone
    assert read_date(Cell(1, 1, Kind.DATE, day, "45097.4")) == StatedDay(date(2023, 6, 20))


@pytest.mark.parametrize("cell", [number("45274"), text("45274")])
def test_a_serial_number_is_a_date_and_says_so(cell: Cell) -> None:
    assert read_date(cell) == StatedDay(date(2023, 12, 14), "serial")


def test_a_date_typed_as_one_number_is_that_date() -> None:
    assert read_date(number("20231214")) == StatedDay(date(2023, 12, 14))


@pytest.mark.parametrize("written", ["23.3.5", "23-3-5", "23/3/5", "23年3月5日"])
def test_a_year_of_two_digits_is_of_this_century_and_says_so(written: str) -> None:
    assert read_date(text(written)) == StatedDay(date(2023, 3, 5), "assumed")


@pytest.mark.parametrize("written", ["3月5日", "三月五日", "3月5号"])
def test_a_date_without_a_year_is_of_the_forms_year_and_says_so(written: str) -> None:
    assert read_date(text(written), "2023-12") == StatedDay(date(2023, 3, 5), "resolved")


def test_a_date_without_a_year_behind_the_forms_month_is_none() -> None:
    assert read_date(text("12月5日"), "2024-02") is None


def test_a_date_without_a_year_is_none_where_no_form_gives_one() -> None:
    assert read_date(text("3月5日")) is None


@pytest.mark.parametrize(
    "cell",
    [
        text("3/5/2023"),
        text("05/03/12"),
        text("3.5"),
        text("2023.13.1"),
        text("2023-02-29"),
        text("20231301"),
        text("六月"),
        text("2023年6月"),
        text("—"),
        text("1032"),
        text("45274.5"),
        number("1032"),
        number("45274.5"),
        number("20231301"),
    ],
)
def test_what_is_no_date_or_may_be_two_is_none(cell: Cell) -> None:
    assert read_date(cell, "2023-12") is None


@pytest.mark.parametrize(
    "written",
    [
        "2023年3月",
        "2023年3月份",
        "2023-03",
        "2023.3",
        "2023/3",
        "202303",
        "二〇二三年三月",
        "2023年3月15日",
        "2023.3.15",
    ],
)
def test_a_month_is_read_in_every_spelling(written: str) -> None:
    assert read_month(text(written)) == StatedMonth("2023-03")


def test_a_month_typed_as_a_number_of_six_digits_is_that_month() -> None:
    assert read_month(number("202303")) == StatedMonth("2023-03")


def test_the_text_and_the_number_2023_10_are_two_things() -> None:
    assert read_month(text("2023.10")) == StatedMonth("2023-10")
    assert read_month(number("2023.1")) is None


def test_a_month_with_a_short_year_says_so() -> None:
    assert read_month(text("15年3月")) == StatedMonth("2015-03", "assumed")


def test_a_month_without_a_year_is_of_the_forms_year_up_to_its_month() -> None:
    assert read_month(text("3月"), "2023-12") == StatedMonth("2023-03", "resolved")
    assert read_month(text("12月"), "2024-02") is None


@pytest.mark.parametrize("written", ["2023年13月", "202313", "2023", "合计", "3.5"])
def test_what_is_no_month_is_none(written: str) -> None:
    assert read_month(text(written), "2023-12") is None


DAYS = st.dates(date(1990, 1, 1), date(2049, 12, 31))


@given(
    DAYS, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S"])
)
def test_every_date_reads_back_from_every_spelling(day: date, spelling: str) -> None:
    assert read_date(text(day.strftime(spelling))) == StatedDay(day)


@given(DAYS)
def test_every_serial_number_is_its_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert read_date(number(str(serial))) == StatedDay(day, "serial")


@given(st.text(max_size=30))
def test_any_text_is_answered(written: str) -> None:
    read_date(text(written), "2023-12")
    read_month(text(written), "2023-12")

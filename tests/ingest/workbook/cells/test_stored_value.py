from datetime import date, datetime, time
from decimal import Decimal

import pytest

from ingest.workbook.cells.cell import number
from ingest.workbook.cells.moment import as_shown, iso_moment, moment
from ingest.workbook.cells.number_format import number_format

DAY, CLOCK, BOTH = number_format("yyyy/m/d"), number_format("h:mm"), number_format("yyyy/m/d h:mm")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("63.549999999999997", "63.55"),
        ("0.12400000000000000", "0.124"),
        ("0.30000000000000004", "0.3"),
        ("1.1000000000000001", "1.1"),
        ("123456789012345678", "123456789012346000"),
        ("10320000", "10320000"),
        ("1.2E-3", "0.0012"),
        ("-8.4499999999999993", "-8.45"),
        (".5", "0.5"),
        ("-0", "0"),
    ],
)
def test_a_number_is_what_excel_shows_in_fifteen_digits(raw, shown):
    assert number(raw) == Decimal(shown)


def test_a_number_typed_short_keeps_its_digits():
    assert str(number("63.50")) == "63.50"


def test_a_negative_zero_has_no_sign():
    assert str(number("-0")) == "0"


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("45291", date(2023, 12, 31)),
        ("1", date(1900, 1, 1)),
        ("59", date(1900, 2, 28)),
        ("61", date(1900, 3, 1)),
        ("2958465", date(9999, 12, 31)),
    ],
)
def test_a_serial_is_a_day(serial, day):
    assert moment(Decimal(serial), DAY, from_1904=False) == day


@pytest.mark.parametrize("serial", ["0", "-1", "60", "2958466", "1E+300"])
def test_a_serial_without_a_day_stays_a_number(serial):
    assert moment(Decimal(serial), DAY, from_1904=False) is None


def test_the_1904_system_counts_from_its_own_day_0():
    assert moment(Decimal("0"), DAY, from_1904=True) == date(1904, 1, 1)
    assert moment(Decimal("43829"), DAY, from_1904=True) == date(2023, 12, 31)


def test_a_time_of_day_is_kept_even_where_only_the_day_is_shown():
    assert moment(Decimal("45291.5"), DAY, from_1904=False) == datetime(2023, 12, 31, 12, 0)  # noqa: DTZ001


def test_midnight_is_shown_where_a_clock_is():
    assert moment(Decimal("45291"), BOTH, from_1904=False) == datetime(2023, 12, 31, 0, 0)  # noqa: DTZ001


def test_a_fraction_of_a_day_is_a_time():
    assert moment(Decimal("0.75"), CLOCK, from_1904=False) == time(18, 0)


def test_a_time_is_rounded_to_the_millisecond():
    assert moment(Decimal("0.333333333333333"), CLOCK, from_1904=False) == time(8, 0)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2023-12-31", date(2023, 12, 31)),
        ("2023-12-31T08:30:00", datetime(2023, 12, 31, 8, 30)),  # noqa: DTZ001
        ("2023-12-31T08:30:00Z", datetime(2023, 12, 31, 8, 30)),  # noqa: DTZ001
        ("08:30:00", time(8, 30)),
        ("T08:30:00", time(8, 30)),
    ],
)
def test_an_iso_text_is_a_date_a_time_or_both(raw, value):
    assert iso_moment(raw) == value


@pytest.mark.parametrize("raw", ["", "2023年12月", "45291", "2023-13-01"])
def test_what_is_no_iso_date_is_refused(raw):
    with pytest.raises(ValueError):  # noqa: PT011 - the words are Python's own
        iso_moment(raw)


@pytest.mark.parametrize(
    ("stated", "shown_as", "shown"),
    [
        (datetime(2023, 12, 1), DAY, date(2023, 12, 1)),  # noqa: DTZ001
        (datetime(2023, 12, 1), BOTH, datetime(2023, 12, 1)),  # noqa: DTZ001
        (datetime(2023, 12, 1, 8, 30), DAY, datetime(2023, 12, 1, 8, 30)),  # noqa: DTZ001
        (datetime(1899, 12, 31, 8, 30), CLOCK, time(8, 30)),  # noqa: DTZ001
        (datetime(1900, 1, 1, 8, 30), CLOCK, datetime(1900, 1, 1, 8, 30)),  # noqa: DTZ001
        (date(2023, 12, 1), BOTH, date(2023, 12, 1)),
        (time(8, 30), DAY, time(8, 30)),
    ],
)
def test_a_stated_moment_is_what_its_format_shows_of_it(stated, shown_as, shown):
    assert as_shown(stated, shown_as) == shown
    assert type(as_shown(stated, shown_as)) is type(shown)

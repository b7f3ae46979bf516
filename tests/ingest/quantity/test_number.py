"""A number cell gives an exact decimal, or says why it has none: blank, dash, dots and error are not alike."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.decimal_text import plain
from ingest.quantity.bound import Bound
from ingest.quantity.number import NotANumber, Number, canonical, read_number
from ingest.quantity.why_no_number import WhyNoNumber
from ingest.workbook.cells.cell import Cell, Kind
from ingest.workbook.cells.number_format import Style, number_format


def text(value: str) -> Cell:
    return Cell(1, 1, Kind.TEXT, value, value)


def number(value: str, code: str = "General") -> Cell:
    return Cell(1, 1, Kind.NUMBER, Decimal(value), value, Style(number_format(code)))


@pytest.mark.parametrize(
    ("cell", "status", "reason"),
    [
        (Cell(1, 1, Kind.BLANK), "O", "NOT_STATED"),
        (text("   "), "O", "NOT_STATED"),
        (text("—"), "M", "NOT_APPLICABLE"),
        (text("-"), "M", "NOT_APPLICABLE"),
        (text("…"), "N", "BELOW_UNIT"),
    ],
)
def test_what_is_no_number_has_its_own_status(cell: Cell, status: str, reason: str) -> None:
    assert read_number(cell) == Number(None, 0, status, reason)


def test_zero_is_a_number() -> None:
    assert read_number(number("0")) == Number(Decimal(0), 0, "A", "")


def test_an_error_cell_is_refused_by_name() -> None:
    assert read_number(Cell(1, 1, Kind.ERROR, None, "#REF!")) == NotANumber("ERROR_CELL", "#REF!")


def test_a_formula_without_a_value_is_neither_zero_nor_blank() -> None:
    cell = Cell(1, 1, Kind.UNCALCULATED, formula="H8")
    assert read_number(cell) == NotANumber("UNCALCULATED_FORMULA", "=H8")


def test_the_format_says_how_many_decimals_were_reported() -> None:
    assert read_number(number("23", "0.0")) == Number(Decimal(23), 1, "A", "")


def test_a_percent_format_is_read_as_the_percent_it_shows() -> None:
    assert read_number(number("0.124", "0.0%"), ("%",)) == Number(Decimal("12.4"), 1, "A", "")


def test_a_percent_format_in_a_column_of_amounts_is_refused() -> None:
    assert isinstance(read_number(number("0.124", "0.0%"), ("万元",)), NotANumber)


@pytest.mark.parametrize(
    ("written", "units", "value", "decimals"),
    [
        ("1.5万", ("人次",), "15000", 0),
        ("6000平米", ("㎡",), "6000", 0),
        ("三万元", ("万元",), "3", 0),
        ("15个项目", ("个",), "15", 0),
        ("两千五百户", ("户",), "2500", 0),
        ("百分之三点二", ("%",), "3.2", 1),
        ("１５３７", (), "1537", 0),
        ("1,032.50", (), "1032.50", 2),
        ("27个", ("个",), "27", 0),
        ("12.4%", ("%",), "12.4", 1),
        ("12.4％", ("%",), "12.4", 1),
        ("−8.7", (), "-8.7", 1),
        ("1 537", (), "1537", 0),
        ("1032①", (), "1032", 0),
    ],
)
def test_a_text_that_can_only_mean_one_number_is_read(
    written: str, units: tuple[str, ...], value: str, decimals: int
) -> None:
    assert read_number(text(written), units) == Number(Decimal(value), decimals, "A", "", as_text=True)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("12 13", WhyNoNumber.TWO_NUMBERS),
        ("1 0324", WhyNoNumber.TWO_NUMBERS),
        ("1,03,2", WhyNoNumber.BAD_GROUPING),
        ("2/9", WhyNoNumber.FRACTION_OR_DATE),
        ("约1.2亿", WhyNoNumber.OTHER_UNIT),
        ("9.65亿元", WhyNoNumber.OTHER_UNIT),
        ("27户", WhyNoNumber.OTHER_UNIT),
        ("3.2%", WhyNoNumber.OTHER_UNIT),
        ("增长100万元", WhyNoNumber.NO_CHANGE_HERE),
        ("持平", WhyNoNumber.NO_CHANGE_HERE),
        ("6012349积分", WhyNoNumber.UNKNOWN_UNIT),
        ("2023年12月", WhyNoNumber.PERIOD),
        ("①", WhyNoNumber.NO_NUMBER),
        ("(12.3)", WhyNoNumber.NEGATIVE_MARK),
    ],
)
def test_any_other_text_is_refused_as_it_stands_with_the_reason(written: str, why: WhyNoNumber) -> None:
    assert read_number(text(written), ("万元",)) == NotANumber("TEXT_IN_NUMBER", written, why)


def test_a_scale_word_alone_in_a_column_that_has_one_is_refused() -> None:
    assert read_number(text("1.5万"), ("万人次",)) == NotANumber(
        "TEXT_IN_NUMBER", "1.5万", WhyNoNumber.OTHER_UNIT
    )


def test_percentage_points_are_never_a_percentage() -> None:
    cell = text("提高2.1个百分点")
    assert read_number(cell, ("%",), change=True) == NotANumber(
        "TEXT_IN_NUMBER", "提高2.1个百分点", WhyNoNumber.OTHER_UNIT
    )


def test_about_keeps_its_number_and_says_so() -> None:
    read = read_number(text("约 27"), ("个",))
    assert read == Number(Decimal(27), 0, "A", "", True, Bound("approx"))


def test_a_lower_bound_is_no_number() -> None:
    read = read_number(text("27个以上"), ("个",))
    assert isinstance(read, Number)
    assert (read.value, read.stated, read.status, read.reason) == (None, Decimal(27), "A", "BOUNDS_ONLY")
    assert read.bound == Bound("ge", Decimal(27), True, None, None, "stated")


def test_nearly_eleven_times_is_bounds_of_both_readings_in_a_growth_column() -> None:
    read = read_number(text("增长近11倍"), ("%",), change=True)
    assert isinstance(read, Number)
    assert (read.value, read.status, read.reason) == (None, "U", "MULTIPLE_UNRESOLVED")
    assert read.bound == Bound("nearly", Decimal(950), True, Decimal(1100), False, "rounding")


def test_more_than_a_number_of_ten_thousands_is_bounded_in_the_columns_unit() -> None:
    read = read_number(text("1.5万余人次"), ("人次",))
    assert read == NotANumber("TEXT_IN_NUMBER", "1.5万余人次", WhyNoNumber.OTHER_UNIT)
    read = read_number(text("1.5万余"), ("人次",))
    assert isinstance(read, Number)
    assert read.bound == Bound("gt", Decimal(15000), False, Decimal(16000), False, "convention")


def test_a_fall_in_words_is_a_negative_change() -> None:
    assert read_number(text("下降3.2%"), ("%",), change=True) == Number(Decimal("-3.2"), 1, "A", "", True)


def test_level_with_last_year_is_a_change_of_zero() -> None:
    assert read_number(text("持平"), ("%",), change=True) == Number(Decimal(0), 0, "A", "", True)


def test_brackets_are_a_minus_where_the_form_says_so() -> None:
    read = read_number(text("（12.3）"), negative_marks=frozenset({"("}))
    assert read == Number(Decimal("-12.3"), 1, "A", "", True)


def test_a_place_in_a_ranking_has_no_bounds() -> None:
    assert read_number(text("2-9"), ("位",)) == NotANumber("TEXT_IN_NUMBER", "2-9", WhyNoNumber.NO_POINT)


def test_a_unit_that_the_number_format_prints_is_that_of_the_column() -> None:
    assert read_number(number("96500", '#,##0"万元"'), ("万元",)) == Number(Decimal(96500), 0, "A", "")


def test_a_format_that_divides_and_prints_the_unit_is_read_as_it_shows() -> None:
    read = read_number(number("965000000", '0!.0,"万元"'), ("万元",))
    assert read == Number(Decimal(96500), 0, "A", "")


def test_a_format_that_prints_another_unit_than_the_columns_is_refused() -> None:
    assert read_number(number("9.65", '0.00"亿元"'), ("万元",)) == NotANumber("UNKNOWN_UNIT", "亿元")


def test_ten_thousands_printed_by_the_format_alone_are_the_number_that_is_stored() -> None:
    assert read_number(number("35200", '0!.0000"万"'), ("㎡",)) == Number(Decimal(35200), 0, "A", "")


def test_an_amount_keeps_six_decimals_and_says_when_it_had_more() -> None:
    assert canonical(Decimal("1032"), 4) == (Decimal("10320000.000000"), False)
    assert canonical(Decimal("0.0000005"), 0) == (Decimal("0.000001"), True)


def test_an_amount_too_large_for_its_column_is_refused() -> None:
    assert canonical(Decimal("1E+17"), 4) is None
    assert canonical(Decimal("1E+307"), 0) is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_what_is_written_plainly_reads_back_the_same(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert "E" not in plain(value)

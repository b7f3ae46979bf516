"""A number cell gives an exact decimal, or says why it has none: blank, dash, dots and error are not alike."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.number import NotANumber, Number, canonical, plain, read_number
from ingest.workbook.cell import Cell, Kind
from ingest.workbook.number_format import number_format
from ingest.workbook.style import Style


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
    "written",
    ["12 13", "1 0324", "约1.2亿", "近11倍", "27户", "2/9", "1,03,2", "9.65亿元", "6012349积分", "①"],
)
def test_any_other_text_is_refused_as_it_stands(written: str) -> None:
    assert read_number(text(written), ("个", "万元")) == NotANumber("TEXT_IN_NUMBER", written)


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

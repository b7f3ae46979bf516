"""How one value stands in a cell of Excel."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from ingest.finding.refusal import Refusal
from warehouse.exchange.excel.cell import TEXT_LIMIT, ExcelCell, displayed_cell, excel_cell
from warehouse.exchange.excel.layout import sheet_names, split


@pytest.mark.parametrize(
    ("value", "number", "number_format"),
    [
        (Decimal("10320000.000000"), 10320000, "#,##0"),
        (Decimal("63.550000"), 63.55, "#,##0.00"),
        (Decimal("0.000001"), 0.000001, "#,##0.000000"),
        (Decimal("23.00"), 23, "#,##0.00"),
        (Decimal("-8.700000"), -8.7, "#,##0.0"),
        (Decimal("1E+3"), 1000, "#,##0"),
        (63.549920760697304, 63.549920760697304, "0.00"),
        (27, 27, "0"),
    ],
)
def test_a_number_is_a_number_that_shows_its_decimals(value: Any, number: float, number_format: str) -> None:
    assert excel_cell(value, "未填") == ExcelCell(number, number_format)


def test_an_invented_number_says_so_and_stays_a_number() -> None:
    assert excel_cell(Decimal("12.400000"), "未填", True) == ExcelCell(12.4, '#,##0.0"(示例)"')


@pytest.mark.parametrize(
    ("text", "unit", "number", "number_format"),
    [
        ("1032", "万美元", 1032, '#,##0"万美元"'),
        ("12.40(示例)", "%", 12.4, '#,##0.00"(示例)%"'),
        ("约35200", "平方米", 35200, '"约"#,##0"平方米"'),
        ("-0.0", "%", 0, '#,##0.0"%"'),
        ("2", "", 2, "#,##0"),
        ("5", '"号"', 5, '#,##0"""号"""'),
    ],
)
def test_a_displayed_number_keeps_its_decimals_its_unit_and_its_mark(
    text: str, unit: str, number: float, number_format: str
) -> None:
    assert displayed_cell(text, unit) == ExcelCell(number, number_format)


@pytest.mark.parametrize("text", ["[未填](示例)", "[免报]", "[27个以上]", "近11倍"])
def test_what_is_displayed_in_words_stays_words(text: str) -> None:
    assert displayed_cell(text, "个") == ExcelCell(text, "@")


@pytest.mark.parametrize("value", [Decimal("1234567890123456.000000"), 12345678901234567])
def test_digits_that_excel_would_lose_stand_as_text(value: Any) -> None:
    assert excel_cell(value, "") == ExcelCell(str(int(value)), "@")


def test_fifteen_digits_are_a_number() -> None:
    assert excel_cell(Decimal("123456789012345.000000"), "") == ExcelCell(123456789012345, "#,##0")


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_the_word_for_it(value: Any) -> None:
    assert excel_cell(value, "免报") == ExcelCell("免报", "@")


@pytest.mark.parametrize(("value", "word"), [(True, "是"), (False, "否")])
def test_a_boolean_is_a_word(value: bool, word: str) -> None:
    assert excel_cell(value, "") == ExcelCell(word, "@")


def test_a_day_is_a_date() -> None:
    assert excel_cell(date(2023, 12, 14), "") == ExcelCell(datetime(2023, 12, 14), "yyyy-mm-dd")  # noqa: DTZ001


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2024, 1, 6, 17, 50, 0, 123),  # noqa: DTZ001 - of a snapshot made before instants had a zone: UTC
        datetime(2024, 1, 6, 17, 50, tzinfo=UTC),
        datetime(2024, 1, 6, 9, 50, tzinfo=timezone(timedelta(hours=-8))),
    ],
)
def test_an_instant_is_a_date_on_the_office_s_clock(instant: datetime) -> None:
    # Ten to six in the afternoon in Greenwich is ten to two of the next night in Beijing.
    shown = datetime(2024, 1, 7, 1, 50)  # noqa: DTZ001 - Excel has no zone
    assert excel_cell(instant, "") == ExcelCell(shown, "yyyy-mm-dd hh:mm:ss")


def test_a_day_before_excel_begins_is_text() -> None:
    assert excel_cell(date(1899, 12, 31), "") == ExcelCell("1899-12-31", "@")


def test_what_is_no_finite_number_is_text() -> None:
    assert excel_cell(float("nan"), "") == ExcelCell("nan", "@")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＠SUM(A1)",
        "-",
        '=HYPERLINK("//x")',
    ],
)
def test_text_that_a_spreadsheet_would_run_has_an_apostrophe_before_it(text: str) -> None:
    assert excel_cell(text, "") == ExcelCell(f"'{text}", "@")


@pytest.mark.parametrize("text", ["-5.2", "+8.7%", "371002002", "2023-12", "威海某公司", " =1"])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert excel_cell(text, "") == ExcelCell(text, "@")


def test_a_cell_is_as_long_as_excel_has_it_and_no_longer() -> None:
    assert excel_cell("长" * TEXT_LIMIT, "").value == "长" * TEXT_LIMIT
    # Two of UTF-16 for one sign outside the basic plane.
    for text in ("长" * (TEXT_LIMIT + 1), "𠮷" * 16_384):
        with pytest.raises(Refusal) as refused:
            excel_cell(text, "")
        assert (refused.value.code, refused.value.expected) == ("EXCEL_TEXT", "≤ 32767")


def test_the_names_of_sheets_are_short_and_never_the_same() -> None:
    taken = {"封面"}
    long = "mart_of_a_family_with_a_very_long_name"
    assert sheet_names("mart_indicator", 1, taken) == ["mart_indicator"]
    assert sheet_names("MART_indicator", 1, taken) == ["MART_indicator~2"]
    assert sheet_names("fct_observation", 2, taken) == ["fct_observation_1", "fct_observation_2"]
    first, second = *sheet_names(long, 1, taken), *sheet_names(long, 1, taken)
    assert (len(first), len(second)) == (31, 31)
    assert first != second


@pytest.mark.parametrize(
    ("rows", "a_sheet", "sheets"),
    [(0, 10, [0]), (9, 10, [9]), (10, 10, [10]), (11, 10, [10, 1]), (30, 10, [10, 10, 10])],
)
def test_rows_are_split_so_that_none_is_lost(rows: int, a_sheet: int, sheets: list[int]) -> None:
    assert list(split(rows, a_sheet)) == sheets

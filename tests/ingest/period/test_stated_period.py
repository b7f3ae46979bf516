"""A text says a period with its end, whether it accumulates, and what it leaves unsaid; nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.period.stated_period import Period, is_period, period_of


def said(text: str, document_year: int | None = None) -> tuple[str, int | None, int | None, str]:
    found = period_of(text, document_year)
    assert found is not None, text
    return found.freq, found.year, found.number, found.accumulation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1-2月", ("M", None, 2, "YTD")),
        ("1—2月份", ("M", None, 2, "YTD")),
        ("1月至12月", ("M", None, 12, "YTD")),
        ("2023年1-12月", ("M", 2023, 12, "YTD")),
        ("全年", ("M", None, 12, "YTD")),
        ("2023年全年", ("M", 2023, 12, "YTD")),
        ("截至12月底", ("M", None, 12, "YTD")),
        ("截至2023年6月", ("M", 2023, 6, "YTD")),
        ("1-11月(错月)", ("M", None, 11, "YTD")),
        ("1-12月累计", ("M", None, 12, "YTD")),
        ("1-本月", ("M", None, None, "YTD")),
        ("1－本季", ("M", None, None, "YTD")),
        ("自年初累计", ("M", None, None, "YTD")),
        ("前三季度", ("M", None, 9, "YTD")),
        ("前11个月", ("M", None, 11, "YTD")),
        ("前两个月", ("M", None, 2, "YTD")),
        ("一至三季度", ("M", None, 9, "YTD")),
        ("上半年", ("M", None, 6, "YTD")),
        ("Jan-Dec 2023", ("M", 2023, 12, "YTD")),
        ("本月", ("M", None, None, "PERIOD")),
        ("12月当月", ("M", None, 12, "PERIOD")),
        ("三季度", ("Q", None, 3, "PERIOD")),
        ("4-6月", ("Q", None, 2, "PERIOD")),
        ("2023年1季度", ("Q", 2023, 1, "PERIOD")),
        ("2023年第一季度", ("Q", 2023, 1, "PERIOD")),
        ("2023Q1", ("Q", 2023, 1, "PERIOD")),
        ("Q1 2023", ("Q", 2023, 1, "PERIOD")),
        ("下半年", ("S", None, 2, "PERIOD")),
        ("2023年", ("A", 2023, None, "PERIOD")),
        ("2023年度", ("A", 2023, None, "PERIOD")),
        ("二〇二三", ("A", 2023, None, "PERIOD")),
        ("截至12月31日", ("D", None, 12, "POINT")),
        ("截至2023年12月31日", ("D", 2023, 12, "POINT")),
        ("20231231", ("D", 2023, 12, "POINT")),
        ("年末", ("M", None, 12, "POINT")),
        ("2023年12月末", ("M", 2023, 12, "POINT")),
        ("月末", ("M", None, None, "POINT")),
        ("12月", ("M", None, 12, "_U")),
        ("2023年12月", ("M", 2023, 12, "_U")),
        ("二〇二三年十二月", ("M", 2023, 12, "_U")),
        ("2023.12", ("M", 2023, 12, "_U")),
        ("2023-12", ("M", 2023, 12, "_U")),
        ("202312", ("M", 2023, 12, "_U")),
        ("Jan 2023", ("M", 2023, 1, "_U")),
        ("December", ("M", None, 12, "_U")),
    ],
)
def test_a_text_states_its_period(text: str, expected: tuple[str, int | None, int | None, str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "合计", "全年目标", "3-5月", "13月", "2023-13", "2023年2月30日", "截至目前", "2024年 月", "1-3节",
        "6012349", "年度", "累计", "Q", "Q5", "1995-2000", "光明路28、35、37号", "9.65", "Market",
    ],
)  # fmt: skip
def test_a_text_that_is_no_one_period_is_none(text: str) -> None:
    assert period_of(text) is None


def test_a_year_of_two_digits_is_assumed_to_be_of_this_century() -> None:
    found = period_of("15年3月")
    assert found == Period("M", 2015, 3, "_U", "15年3月", "assumed")


def test_a_fiscal_year_is_no_calendar_year_and_says_so() -> None:
    found = period_of("FY2023")
    assert found is not None
    assert found.fiscal
    assert found.year == 2023


@pytest.mark.parametrize(
    ("text", "year", "basis"),
    [
        ("今年", 2024, "resolved"),
        ("年内", 2024, "resolved"),
        ("今年年底", 2024, "resolved"),
        ("去年同期", 2023, "resolved"),
        ("上年", 2023, "resolved"),
        ("12月", 2024, "resolved"),
        ("2022年12月", 2022, "stated"),
    ],
)
def test_a_year_that_is_not_written_is_the_documents(text: str, year: int, basis: str) -> None:
    found = period_of(text, 2024)
    assert found is not None
    assert (found.year, found.basis, found.raw) == (year, basis, text)


def test_this_year_without_a_document_has_no_year() -> None:
    found = period_of("今年")
    assert found is not None
    assert found.missing == ("year",)


def test_a_period_says_what_its_text_leaves_unsaid() -> None:
    whole, month, this_month = period_of("2023年1-12月"), period_of("12月"), period_of("本月")
    assert whole is not None
    assert month is not None
    assert this_month is not None
    assert whole.missing == ()
    assert month.missing == ("year", "accumulation")
    assert this_month.missing == ("year", "number")


@pytest.mark.parametrize(
    ("text", "month"),
    [("2023Q3", 9), ("下半年", 12), ("2023年", 12), ("12月", 12), ("截至6月30日", 6), ("本月", None)],
)
def test_every_period_ends_in_a_month(text: str, month: int | None) -> None:
    found = period_of(text)
    assert found is not None
    assert found.end_month == month


@pytest.mark.parametrize(
    "text",
    [
        "2023年12月",
        "2023-12",
        "2023",
        "1—12月",
        "1-12月累计",
        "三季度",
        "2023-12-31",
        "2021—2025年",
        "1995 - 2000",
        "Q1",
    ],
)
def test_a_label_that_names_a_period_is_one(text: str) -> None:
    assert is_period(text)


@pytest.mark.parametrize(
    "text", ["本月", "上年同期", "本年累计", "今年", "增速", "合计", "2025-2021", "1032"]
)
def test_a_label_that_is_the_same_in_every_month_names_none(text: str) -> None:
    assert not is_period(text)


@given(
    st.integers(1990, 2049),
    st.integers(1, 12),
    st.sampled_from(["{}年{}月", "{}年{:02d}月", "{}-{:02d}", "{}.{}", "{}{:02d}"]),
)
def test_every_month_reads_back_from_every_spelling(year: int, month: int, spelling: str) -> None:
    assert said(spelling.format(year, month)) == ("M", year, month, "_U")


@given(st.integers(1990, 2049), st.integers(2, 12), st.sampled_from("-—－~～至"))
def test_every_span_from_january_is_year_to_date(year: int, month: int, dash: str) -> None:
    assert said(f"{year}年1{dash}{month}月") == ("M", year, month, "YTD")


@given(st.text(max_size=50), st.none() | st.integers(1990, 2049))
def test_any_text_is_answered(text: str, document_year: int | None) -> None:
    found = period_of(text, document_year)
    assert found is None or found.number is None or 1 <= found.number <= 12
    is_period(text)


@given(
    st.text("0123456789年月日季度第前上下半全截至止末底今去本同期累计一二三四十〇-—./QJanFY()错", max_size=12)
)
def test_any_mixture_of_the_words_of_periods_is_answered(text: str) -> None:
    found = period_of(text)
    assert found is None or found.accumulation in ("YTD", "PERIOD", "POINT", "_U")

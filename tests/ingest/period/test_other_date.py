"""A day of filling in, last year's period and a term of validity are no claims of the period they stand beside."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.period.month import claims
from ingest.period.other_date import asks_for_date, filled_in, without_other_dates


def said(text: str) -> list[tuple[int | None, int | None]]:
    return [(claim.year, claim.month) for claim in claims("here", without_other_dates(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("报告期：2023年12月  填报日期：2024年1月", [(2023, 12)]),
        ("报告期:2023年12月 填报日期:2024年1月5日", [(2023, 12)]),
        ("2023年12月(制表日期2024-01-05)", [(2023, 12)]),
        ("制表:2024年1月5日 2023年1-12月", [(2023, 12)]),
        ("2023年1-12月 填报人:张三 2024年1月5日", [(2023, 12)]),
        ("2023年12月（上年同期：2022年12月）", [(2023, 12)]),
        ("2023年12月及2022年同期", [(2023, 12)]),
        ("2023年1-12月，上年1-12月", [(2023, 12)]),
        ("有效期至2025年12月 2023年12月", [(2023, 12)]),
        ("有效期:2023年1月至2025年12月", []),
        ("现报送2023年12月的数", [(2023, 12)]),
        ("填报单位：鲸园街道  2024年1月5日", []),
        ("填报单位：鲸园街道  2023年12月", [(2023, 12)]),
        ("日期：2023年12月", [(2023, 12)]),
        ("截至2023年12月31日", [(2023, 12)]),
    ],
)
def test_only_what_is_said_of_the_period_is_a_claim(text: str, expected: list[tuple[int, int]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "early"),
    [
        ("填报日期:2023年12月30日", True),
        ("填报日期:2023年12月31日", False),
        ("制表日期：2023-12-05", True),
        ("报出日期:2024.1.5", False),
        ("填表时间:2023年11月", True),
        ("填报日期:2023年12月", False),  # the month alone may be its last day
    ],
)
def test_a_day_of_filling_in_is_before_the_end_or_not(text: str, early: bool) -> None:
    (stated,) = filled_in(text)
    assert stated.is_before(date(2023, 12, 31)) == early


def test_a_label_alone_asks_for_the_next_cell() -> None:
    assert [asks_for_date(text) for text in ("填报日期：", "制表日期", "日期:", "填报日期:1月5日")] == [
        *("填报日期", "制表日期"),
        *("", ""),
    ]

"""Periods are told from the texts that departments write, and nobody chooses between two that contradict."""

from __future__ import annotations

import pytest

from ingest.period.month import claims, in_words, months_before


def said(text: str) -> list[tuple[int | None, int | None]]:
    return [(claim.year, claim.month) for claim in claims("here", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年1-12月", [(2023, 12)]),
        ("2023年1—12月", [(2023, 12)]),
        ("2023年1月至12月", [(2023, 12)]),
        ("统计时点:2023年12月31日", [(2023, 12)]),
        ("截至2023年2月28日", [(2023, 2)]),
        ("2023年鲸园街道外资到账明细表", [(2023, None)]),
        ("1-12月累计", [(None, 12)]),
        ("１—２月", [(None, 2)]),
        ("12月", [(None, 12)]),
        ("限上批零住餐202312", [(2023, 12)]),
        ("鲸园街道2023-12报表", [(2023, 12)]),
        ("2023 年 9 月", [(2023, 9)]),
        ("二〇二三年十二月", [(2023, 12)]),
        ("23年1-12月", [(2023, 12)]),
        ("2023年前三季度", [(2023, 9)]),
        ("2023年上半年固投", [(2023, 6)]),
        ("2023年第一季度", [(2023, 3)]),
        ("2023Q1", [(2023, 3)]),
        ("2023年全年", [(2023, 12)]),
    ],
)
def test_a_text_says_its_period(text: str, expected: list[tuple[int | None, int | None]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全年目标",
        "年末",
        "今年",
        "上半年",
        "20231205",
        "6012349积分养老服务中心",
        "光明路28、35、37号",
        "1-3节",
        "13月",
    ],
)
def test_a_text_that_says_no_period_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_a_range_that_does_not_begin_in_january_gives_only_its_year() -> None:
    assert said("2023年10-12月") == [(2023, None)]


def test_twelve_months_before_december_is_december() -> None:
    assert months_before("2023-12", 12) == "2022-12"
    assert months_before("2023-01", 1) == "2022-12"


def test_a_period_in_words_has_no_leading_zero() -> None:
    assert in_words("2023-02") == "2023年2月"


def test_a_year_in_words_is_the_year() -> None:
    assert in_words("2024") == "2024年"

"""The period of a return: contradictions name all that is said, what cannot be told is unknown, doubts are asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from samples.forms import (
    fai_register,
    fdi_detail,
    growth_feedback,
    key_projects,
    services_pull,
    target_tracking,
    trade,
)
from samples.month import Month
from samples.report import Report
from tests.ingest.reading.returns import read, rules, the, typed

DECEMBER_OF_2022 = Month(2022, 12)


def test_title_line_sheet_and_file_that_differ_are_all_named() -> None:
    sheet = replace(typed(fdi_detail.REPORT, {"A2": "截至2023年11月30日"}), name="10月")
    reading = read(fdi_detail.REPORT, sheet=sheet, file_name="外资到账明细2023年12月.xlsx")
    assert rules(reading) == [("PERIOD_CONTRADICTION", "A2")]
    held = the(reading, "PERIOD_CONTRADICTION")
    for said in (
        "A1 “2023年鲸园街道外资到账明细表”",
        "A2 “截至2023年11月30日”",
        "工作表名 sheet “10月”",
        "文件名 file",
    ):
        assert said in held.message_zh
    assert held.found == "2023年、2023年11月、10月、2023年12月"


@pytest.mark.parametrize(
    "beside",
    [
        "报告期：2023年12月  填报日期：2024年1月5日",
        "报告期:2023年12月 制表日期:2024-01-05",
        "2023年12月（上年同期：2022年12月）",
        "填表日期:2024年1月",
    ],
)
def test_a_day_of_filling_in_or_last_years_period_is_no_contradiction(beside: str) -> None:
    reading = read(fdi_detail.REPORT, {"A2": beside})
    assert (reading.period, rules(reading)) == ("2023-12", [])


@pytest.mark.parametrize(
    ("cells", "cell", "found"),
    [
        ({"F2": "填报日期:2023年12月20日"}, "F2", "填报日期:2023年12月20日"),
        ({"A2": "2023年12月 制表日期:2023-11-05"}, "A2", "制表日期:2023-11-05"),
        ({"A12": "填报人:张三", "F12": "填报日期:", "G12": "2023年12月20日"}, "G12", "填报日期 2023-12-20"),
        ({"A12": "制表日期：2023.12.1"}, "A12", "制表日期:2023.12.1"),
    ],
)
def test_a_form_filled_in_before_its_period_was_over_is_asked_about(
    cells: dict[str, str], cell: str, found: str
) -> None:
    reading = read(fdi_detail.REPORT, cells)
    assert rules(reading) == [("FILLED_IN_EARLY", cell)]
    asked = the(reading, "FILLED_IN_EARLY")
    assert (asked.severity, asked.found, asked.expected) == ("warn", found, "2023-12-31")


def test_a_plan_is_made_before_its_year_is_over() -> None:
    month = key_projects.REPORT.months()[-1]
    reading = read(key_projects.REPORT, {"E2": "填报日期:2024年1月20日"}, month=month)
    assert ("FILLED_IN_EARLY", "E2") not in rules(reading)


@pytest.mark.parametrize(
    ("report", "cells", "stem"),
    [
        (trade.REPORT, {"E2": "累计"}, "限上批零住餐"),
        (fdi_detail.REPORT, {"A1": "外资到账明细表", "A2": None}, "外资到账明细"),
        (
            target_tracking.REPORT,
            {"A2": "1-11月", "A1": "2022年鲸园街道重点经济指标完成情况调度表"},
            "调度表2023年12月",
        ),
    ],
)
def test_a_period_that_cannot_be_told_is_unknown_and_never_the_year_one(
    report: Report, cells: dict[str, str | None], stem: str
) -> None:
    sheet = replace(typed(report, cells), name="Sheet1")
    reading = read(report, sheet=sheet, file_name=f"{stem}.xlsx")
    assert reading.period is None
    assert {one.time_period for one in reading.observations} == {"_U"}
    assert "0001" not in repr(reading.findings)
    assert "0000-01" not in repr(reading)
    assert "CONSTANT_DIFFERS" not in {rule for rule, _ in rules(reading)}


@pytest.mark.parametrize(
    ("title", "received", "example"),
    [
        ("外资到账明细表", datetime(2024, 3, 6, tzinfo=UTC), "2024年2月"),
        ("外资到账明细表", datetime(2024, 1, 6, tzinfo=UTC), "2023年12月"),
        ("外资到账明细表(2月)", datetime(2024, 3, 6, tzinfo=UTC), "2024年2月"),
        ("外资到账明细表(11月)", datetime(2024, 3, 6, tzinfo=UTC), "2023年11月"),
        ("2022年外资到账明细表", datetime(2024, 3, 6, tzinfo=UTC), "2022年12月"),
    ],
)
def test_the_example_of_a_period_follows_the_day_of_receipt_and_what_is_said(
    title: str, received: datetime, example: str
) -> None:
    reading = read(
        fdi_detail.REPORT, {"A1": title, "A2": None}, file_name="外资到账明细.xlsx", received=received
    )
    missing = the(reading, "PERIOD_MISSING")
    assert missing.expected == f"如 {example}"
    assert f"例如“{example}”" in missing.remedy_zh


def test_a_form_that_comes_two_months_late_has_an_example_two_months_back() -> None:
    cells = {"A1": "规模以上服务业营业收入(错月)", "B3": "本年", "C3": "上年(可比)"}
    reading = read(
        services_pull.REPORT, cells, file_name="规上服务业.xlsx", received=datetime(2024, 3, 6, tzinfo=UTC)
    )
    assert the(reading, "PERIOD_MISSING").expected == "如 2024年1月"


@pytest.mark.parametrize(
    ("said", "whole", "part"),
    [
        ("2023年四季度", "1-12月", "10-12月"),
        ("2023年第4季度", "1-12月", "10-12月"),
        ("2023Q4", "1-12月", "10-12月"),
    ],
)
def test_a_quarter_over_figures_since_january_is_asked_about(said: str, whole: str, part: str) -> None:
    reading = read(growth_feedback.REPORT, {"A2": said}, file_name="固投增速反馈.xlsx")
    assert (reading.period, rules(reading)) == ("2023-12", [("QUARTER_OR_YEAR_TO_DATE", "A2")])
    asked = the(reading, "QUARTER_OR_YEAR_TO_DATE")
    assert asked.severity == "warn"
    assert whole in asked.message_zh
    assert part in asked.message_zh
    assert {one.period_basis for one in reading.observations} == {"assumed"}


def test_the_second_quarter_may_be_april_to_june() -> None:
    month = Month(2023, 6)
    reading = read(growth_feedback.REPORT, {"A2": "2023年二季度"}, month=month, file_name="固投增速反馈.xlsx")
    assert the(reading, "QUARTER_OR_YEAR_TO_DATE").message_zh == (
        "写的是“2023年2季度”，而本表有年初累计数：已按 1-6月 读取，请说明是不是只有 4-6月。"
    )


@pytest.mark.parametrize(
    ("month", "said", "file_name"),
    [
        (Month(2023, 3), "2023年一季度", "固投增速反馈.xlsx"),  # January to March either way
        (Month(2023, 9), "2023年前三季度", "固投增速反馈.xlsx"),
        (Month(2023, 6), "2023年上半年", "固投增速反馈.xlsx"),
        (Month(2023, 6), "2023年二季度", "固投增速反馈2023年1-6月.xlsx"),  # the file says from when
    ],
)
def test_what_runs_from_january_by_its_own_words_is_not_asked_about(
    month: Month, said: str, file_name: str
) -> None:
    reading = read(growth_feedback.REPORT, {"A2": said}, month=month, file_name=file_name)
    assert (reading.period, rules(reading)) == (f"{month.year}-{month.month:02}", [])


def test_last_years_register_says_last_year_everywhere() -> None:
    assert rules(read(fai_register.REPORT, month=DECEMBER_OF_2022)) == []

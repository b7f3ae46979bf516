"""Defects in the plan of 2024. Row 22 promises one to three free sessions."""

from __future__ import annotations

from samples.faults.fault import Expected, Fault, planted
from samples.forms.annual_plan import REPORT
from samples.sheet import Look, retyped

THIRD_OF_JANUARY = 45294  # 2024-01-03 as Excel stores it
PLAN_2024 = REPORT.months()[-1]


def faults() -> tuple[Fault, ...]:
    sheet = REPORT.sheet(PLAN_2024)
    return (
        planted(
            REPORT,
            retyped(sheet, {"E22": THIRD_OF_JANUARY}, Look.DAY),
            "区间变成日期",
            Expected("TEXT_IN_NUMBER", "E22"),
            ("“1-3”被Excel存成1月3日", "Excel made 3 January of 1-3"),
            month=PLAN_2024,
        ),
        planted(
            REPORT,
            retyped(sheet, {"D5": "亿元"}),
            "单位不是面积",
            Expected("UNIT_OF_OTHER_KIND", "E5"),
            ("盘活面积的单位写成亿元", "the unit of a floor area says 亿元"),
            month=PLAN_2024,
        ),
    )

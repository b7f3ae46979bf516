"""Defects in the district's feedback of December 2023. Row 6 is 鲸园街道: 12.4 %, second of nine."""

from __future__ import annotations

from decimal import Decimal

from samples.faults.fault import Expected, Fault, planted
from samples.forms.growth_feedback import REPORT
from samples.month import DECEMBER_2023
from samples.sheet import Look, retyped


def faults() -> tuple[Fault, ...]:
    sheet = REPORT.sheet(DECEMBER_2023)
    return (
        planted(
            REPORT,
            retyped(sheet, {"B6": "12.4%"}),
            "百分数存成文本",
            Expected("NUMBER_AS_TEXT", "B6", "hint", "row"),
            ("增速写成文本“12.4%”", 'growth written as the text "12.4%"'),
        ),
        planted(
            REPORT,
            retyped(sheet, {"B6": Decimal("0.124")}, Look.AMOUNT),
            "百分数填成小数",
            Expected("FRACTION_IN_PERCENT", "B6"),
            ("增速12.4填成0.124,常规格式", "growth 12.4 typed as 0.124, format General"),
        ),
        planted(
            REPORT,
            retyped(sheet, {"F6": 0}),
            "无项目填零",
            Expected("RANK_MISSING", "F6", "warn", "row"),
            ("没有工业技改项目,增速填0而不是“-”", "no such project, and the growth says 0 instead of -"),
        ),
        planted(
            REPORT,
            retyped(sheet, {"C7": 2}),
            "位次不符",
            Expected("RANK_INCONSISTENT", "C7", "warn", "row"),
            ("两个单位位次都是2,增速却不同", "two places rank second with different growth"),
        ),
    )

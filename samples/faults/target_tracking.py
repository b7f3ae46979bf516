"""Defects in the table of key indicators of December 2023. Rows 5–10 are its six indicators."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from samples.faults.fault import Expected, Fault, planted
from samples.forms.target_tracking import REPORT
from samples.month import DECEMBER_2023
from samples.sheet import Look, Sheet, Value, retyped, typed_over

# 9 February 2023 as Excel stores it.
RANK_AS_A_DAY = 44966


def faults() -> tuple[Fault, ...]:
    december = REPORT.sheet(DECEMBER_2023)
    sheet = typed_over(december, *(f"{column}{row}" for column in "HJ" for row in range(5, 11)))
    return (
        planted(
            REPORT,
            replace(retyped(sheet, {"C6": None}), merges=(*sheet.merges, "C5:C6")),
            "单位列合并",
            Expected("UNIT_OF_OTHER_KIND", "D6"),
            ("单位列把两行合并,内资的单位成了万美元", "the unit column is merged over two rows: yuan become dollars"),
        ),
        planted(
            REPORT,
            retyped(sheet, {"K5": RANK_AS_A_DAY}, Look.DAY),
            "位次变成日期",
            Expected("RANK_AS_DATE", "K5"),
            ("位次2/9被Excel存成2月9日", "Excel made 9 February of the rank 2/9"),
        ),
        _typed(sheet, {"H5": Decimal("1.032")}, "完成率填成小数", Expected("FRACTION_IN_PERCENT", "H5"),
               ("完成率103.2%填成1.032", "completion of 103.2 % typed as 1.032")),
        _typed(sheet, {"H7": Decimal("120.0"), "J7": Decimal("20.0")}, "完成率不符",
               Expected("COMPLETION_DIFFERS", "H7", "warn", "row"),
               ("完成率108%填成120%", "completion of 108 % typed as 120 %")),
        _typed(sheet, {"J5": Decimal(32)}, "超欠进度不符", Expected("PROGRESS_GAP_DIFFERS", "J5", "warn", "row"),
               ("超欠进度3.2个百分点填成32", "a gap of 3.2 points typed as 32")),
        _typed(sheet, {"I5": Decimal("91.67")}, "序时进度不符", Expected("CONSTANT_DIFFERS", "I5", "warn", "row"),
               ("12月的序时进度填成11月的91.67", "time progress of November in December's table")),
        _typed(sheet, {"J6": "7.22%"}, "百分点写成百分数", Expected("TEXT_IN_NUMBER", "J6"),
               ("百分点栏写“7.22%”", "the column of percentage points says 7.22%")),
        _typed(sheet, {"F5": 0}, "零基数填增速",
               Expected("GROWTH_ON_ZERO_BASE", "G5", scope="row"),
               ("上年同期为0,同比仍填63.55", "last year's figure is 0 and there is a growth")),
    )  # fmt: skip


def _typed(
    sheet: Sheet, values: dict[str, Value], defect: str, expected: Expected, notes: tuple[str, str]
) -> Fault:
    return planted(REPORT, retyped(sheet, values), defect, expected, notes)

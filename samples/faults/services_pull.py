"""Defects in the services fed back for January to November 2023. Row 4 is the district, 5 the street, 6 the rest."""

from __future__ import annotations

from decimal import Decimal

from samples.faults.fault import Expected, Fault, planted
from samples.forms.services_pull import REPORT
from samples.month import Month
from samples.sheet import retyped, typed_over

NOVEMBER_2023 = Month(2023, 11)


def faults() -> tuple[Fault, ...]:
    november = REPORT.sheet(NOVEMBER_2023)
    sheet = typed_over(
        november,
        *(
            f"{column}{row}"
            for column in "BCDEFG"
            for row in (4, 5, 6)
            if f"{column}{row}" in november.entries
        ),
    )
    return (
        planted(
            REPORT,
            retyped(sheet, {"A1": "规模以上服务业营业收入(错月,2023年1-12月)"}),
            "期别写成12月",
            Expected("PERIOD_CONTRADICTION", "A1"),
            ("标题写1-12月,数据截至11月", "the title says December, the figures end in November"),
            month=NOVEMBER_2023,
        ),
        planted(
            REPORT,
            retyped(sheet, {"C5": 440_000}),
            "基数误填公布数",
            Expected("CELL_IN_EVERY_CHECK", "C5", "warn", "row"),
            (
                "上年同期误填上年公布数,不是可比口径",
                "last year's column holds the figure as published, not comparable",
            ),
            month=NOVEMBER_2023,
        ),
        planted(
            REPORT,
            retyped(sheet, {"F5": Decimal("78.8")}),
            "拉动栏填了贡献率",
            Expected("CONTRIBUTION_DIFFERS", "F5", "warn", "row"),
            (
                "拉动8.32个百分点填成贡献率78.8",
                "the share of growth typed in the column of percentage points",
            ),
            month=NOVEMBER_2023,
        ),
        planted(
            REPORT,
            retyped(sheet, {"G5": Decimal("8.32")}),
            "贡献率栏填了拉动",
            Expected("SHARE_DIFFERS", "G5", "warn", "row"),
            ("贡献率78.8填成拉动8.32", "the contribution typed in the column of shares"),
            month=NOVEMBER_2023,
        ),
    )

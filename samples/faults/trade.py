"""Defects in the table of trade, hotels and catering of December 2023. Rows 4–8 are its five lines."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from samples.faults.fault import Expected, Fault, planted
from samples.forms.trade import REPORT, Line, drawn, lines
from samples.month import DECEMBER_2023, Month
from samples.sheet import retyped

NEW_LINE = Line("汽车类零售额", 5210, Decimal("4.4"), 58700, Decimal("3.9"), None)


def faults() -> tuple[Fault, ...]:
    return (*_of_period(), *_of_figures_and_labels())


def _of_period() -> tuple[Fault, ...]:
    sheet = REPORT.sheet(DECEMBER_2023)
    return (
        planted(
            REPORT,
            replace(sheet, name="Sheet1"),
            "缺期别",
            Expected("PERIOD_MISSING", "A1"),
            ("文件名和工作表名都没有年月", "neither file name nor sheet name gives year and month"),
            stem="限上批零住餐",
        ),
        planted(
            REPORT,
            sheet,
            "期别矛盾",
            Expected("PERIOD_CONTRADICTION", "E2"),
            ("文件名为11月,表头为1-12月", "the file name says November, the header January to December"),
            stem=REPORT.stem(Month(2023, 11)),
        ),
    )


def _of_figures_and_labels() -> tuple[Fault, ...]:
    listed = lines(DECEMBER_2023)
    return (
        planted(
            REPORT,
            drawn(DECEMBER_2023, tuple(_swapped(row) for row in listed)),
            "本月累计对调",
            Expected("MONTH_EXCEEDS_YTD", "C4"),
            ("本月与累计两栏数据对调", "the columns of month and year to date are swapped"),
        ),
        planted(
            REPORT,
            retyped(REPORT.sheet(DECEMBER_2023), {"C3": "绝对额"}),
            "栏目改名",
            Expected("UNKNOWN_LABEL", "C3"),
            ("本月的“绝对量”改称“绝对额”", "the month's column 绝对量 is renamed 绝对额"),
        ),
        planted(
            REPORT,
            retyped(REPORT.sheet(DECEMBER_2023), {"A1": "限额以上批零住餐主要指标(环翠区)"}),
            "区里的表",
            Expected("AREA_MISMATCH", "A1"),
            ("标题是环翠区的表", "the title is that of the district's table"),
        ),
        planted(
            REPORT,
            drawn(DECEMBER_2023, (*listed, NEW_LINE)),
            "多出指标",
            Expected("UNKNOWN_LABEL", "A9"),
            ("多出一行汽车类零售额", "there is a line more: 汽车类零售额"),
        ),
        planted(
            REPORT,
            drawn(DECEMBER_2023, tuple(row for row in listed if row.label != "餐饮业营业额")),
            "缺少指标",
            Expected("MISSING_LABEL", "A2"),
            ("缺餐饮业营业额一行", "the line 餐饮业营业额 is missing"),
        ),
    )


def _swapped(row: Line) -> Line:
    return replace(
        row,
        month_level=row.ytd_level,
        month_growth=row.ytd_growth,
        ytd_level=row.month_level,
        ytd_growth=row.month_growth,
    )

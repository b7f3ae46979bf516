"""Defects in the registers of buildings, estates, visits and key projects."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from samples.faults.fault import Expected, Fault, planted
from samples.forms import buildings, key_projects, old_communities, visits
from samples.month import DECEMBER_2023
from samples.sheet import Entry, Look, line, retyped, typed_over

PLAN_2024 = key_projects.REPORT.months()[-1]


def faults() -> tuple[Fault, ...]:
    return (*_of_buildings(), *_of_estates(), *_of_visits(), *_of_key_projects())


def _of_buildings() -> tuple[Fault, ...]:
    report = buildings.REPORT
    sheet = typed_over(report.sheet(DECEMBER_2023), "D18", "E18", "G18")
    return (
        planted(
            report,
            retyped(sheet, {"G7": Decimal("0.47")}),
            "面积单位错位",
            Expected("UNIT_SLIP", "G7"),
            ("盘活面积4700㎡填成0.47(万㎡)", "4,700 m² typed as 0.47, in ten thousands"),
        ),
        planted(
            report,
            retyped(sheet, {"F8": "示例新项目A"}),
            "同一项目两处楼宇",
            Expected("DUPLICATE_TENANT", "F8", "warn", "row"),
            ("同一引入项目列在两处楼宇", "one tenant is listed in two buildings"),
        ),
        planted(
            report,
            retyped(sheet, {"G18": 32_700, "G19": "3.27万平方米"}),
            "合计漏一行",
            Expected("TOTAL_DIFFERS", "G18", "warn", "row"),
            ("合计少加了一处楼宇的2500㎡", "the total misses the 2,500 m² of one building"),
        ),
        planted(
            report,
            retyped(sheet, {"G10": 5600, "G18": 38_300, "G19": "3.83万平方米"}),
            "盘活大于总面积",
            Expected("PART_EXCEEDS_WHOLE", "G10"),
            ("盘活面积5600㎡,总建筑面积5500㎡", "5,600 m² put to use in a building of 5,500"),
        ),
        planted(
            report,
            retyped(sheet, {"G19": "3.25万平方米"}),
            "折合不符",
            Expected("CHECK_DIFFERS", "G19", "warn", "row"),
            (
                "合计35200㎡,折合写成3.25万平方米",
                "the total of 35,200 m² said once more as 3.25 ten thousands",
            ),
        ),
    )


def _of_estates() -> tuple[Fault, ...]:
    report = old_communities.REPORT
    whole = report.sheet(DECEMBER_2023)
    sheet = typed_over(whole, *(f"{column}{row}" for column in "DEFG" for row in (6, 9)))
    unmerged = replace(sheet, merges=tuple(merge for merge in sheet.merges if merge != "A3:A5"))
    grand = line(10, ("总计", None, "5个", 66, 1195, Decimal("11.82"), 5650, None, None, None), Look.TEXT)
    return (
        planted(
            report,
            replace(
                unmerged,
                entries={**unmerged.entries, "A4": Entry(None, Look.TEXT), "A5": Entry(None, Look.TEXT)},
            ),
            "年度未合并",
            Expected("UNKNOWN_LABEL", "A4"),
            ("年度只写在第一行,没有合并单元格", "the year stands in its first row only, without a merge"),
        ),
        planted(
            report,
            retyped(sheet, {"G6": 2780, "G9": 2870}),
            "实际与计划对调",
            Expected("TOTAL_DIFFERS", "G6", "warn", "row"),
            ("2023年2870万元与2024年计划2780万元对调", "2,870 done and 2,780 planned are swapped"),
        ),
        planted(
            report,
            retyped(sheet, {"I5": "2023-12(计划)"}),
            "计划填作完成",
            Expected("PLAN_AS_ACTUAL", "I5", "warn", "row"),
            ("2023年的小区,完工时间写“计划”", "an estate of 2023 says that its completion is planned"),
        ),
        planted(
            report,
            replace(sheet, entries={**sheet.entries, **grand}),
            "实际计划合计",
            Expected("UNKNOWN_LABEL", "A10"),
            ("表末把两年的实际和计划加在一起", "a grand total adds what is done to what is planned"),
        ),
    )


def _of_visits() -> tuple[Fault, ...]:
    report = visits.REPORT
    sheet = report.sheet(DECEMBER_2023)
    first = {column: sheet.entries[f"{column}3"].value for column in "BCDEFG"}
    return (
        planted(
            report,
            retyped(sheet, {f"{column}4": value for column, value in first.items()}),
            "同一次登记两次",
            Expected("DUPLICATE_VISIT", "B4"),
            ("两个科室把同一次外出各登记一次", "two offices log one visit each"),
        ),
        planted(
            report,
            retyped(sheet, {"F5": "经发办主任"}),
            "是否栏填了人",
            Expected("NOT_YES_OR_NO", "F5"),
            ("“是否主要领导”填了职务", "the column of yes or no says a title"),
        ),
        planted(
            report,
            retyped(sheet, {"B38": "2024-12-10"}),
            "日期年份不符",
            Expected("YEAR_MISMATCH", "B38"),
            ("12月的外出写成2024年", "a visit of December is dated 2024"),
        ),
    )


def _of_key_projects() -> tuple[Fault, ...]:
    report = key_projects.REPORT
    sheet = typed_over(report.sheet(PLAN_2024), "D11", "E11")
    january = retyped(sheet, {"A2": "截至2024年1月"})
    return (
        planted(
            report,
            retyped(sheet, {"E7": 6200}),
            "一行按万元填",
            Expected("UNIT_SLIP", "E7"),
            ("0.62亿元按万元填成6200", "0.62 typed as 6,200, in ten thousands"),
            month=PLAN_2024,
        ),
        planted(
            report,
            retyped(january, {"F7": Decimal("0.5"), "G7": Decimal("47.6"), "F11": Decimal("0.5")}),
            "完成率按总投资算",
            Expected("COMPLETION_DIFFERS", "G7", "warn", "row"),
            (
                "完成率按计划总投资计算,应按年度计划",
                "completion of the planned total instead of the year's plan",
            ),
            month=PLAN_2024,
        ),
        planted(
            report,
            retyped(sheet, {"F7": Decimal("0.5"), "F11": Decimal("0.5")}),
            "完成数没有月份",
            Expected("PERIOD_MISSING", "F11"),
            ("填了完成投资,表头没有月份", "investment is completed and the header names no month"),
            month=PLAN_2024,
        ),
    )

"""Defects in the register of projects of December 2023. Row 5 is its first project."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from samples.faults.fault import Expected, Fault, planted
from samples.forms.fai_register import REPORT, Project, drawn, projects
from samples.month import DECEMBER_2023
from samples.sheet import Sheet, retyped, typed_over


def faults() -> tuple[Fault, ...]:
    row_16 = _project("示例医疗器械技改12")
    return (
        planted(
            REPORT,
            _listed_twice(),
            "重复项目",
            Expected("DUPLICATE_PROJECT", "C32"),
            (
                "第28个项目与第5个同一项目代码,名称写作“公司”",
                "project 28 repeats the code of project 5, 有限公司 written 公司",
            ),
        ),
        planted(
            REPORT,
            retyped(_total_typed("G32"), {"G21": Decimal("0.98")}),
            "单位错位",
            Expected("UNIT_SLIP", "G21"),
            ("计划总投资应为980万元,填成0.98", "planned investment 980 typed as 0.98; the total is right"),
        ),
        planted(
            REPORT,
            retyped(REPORT.sheet(DECEMBER_2023), {"I15": "2022年11月"}),
            "年份不符",
            Expected("YEAR_MISMATCH", "I15"),
            ("入库月份写成上一年", "month of entry written as the year before"),
        ),
        planted(
            REPORT,
            _with(replace(row_16, planned_total=480)),
            "低于门槛",
            Expected("BELOW_THRESHOLD", "G16"),
            ("计划总投资480万元,合计随之改动", "planned investment 480, the total agrees with it"),
        ),
        planted(
            REPORT,
            _with(replace(row_16, investment_month=286)),
            "本月大于累计",
            Expected("MONTH_EXCEEDS_YTD", "K16"),
            (
                "本月286大于自年初累计268,合计随之改动",
                "286 in the month, 268 in the year; the total agrees with it",
            ),
        ),
        planted(
            REPORT,
            retyped(_total_typed("G32"), {"G9": "约1.2亿"}),
            "数字栏有文字",
            Expected("TEXT_IN_NUMBER", "G9"),
            (
                "计划总投资12000万元写成“约1.2亿”",
                "planned investment 12000 written as 约1.2亿; the total is right",
            ),
        ),
    )


def _listed_twice() -> Sheet:
    original = _project("示例企业E有限公司总部经济项目")
    again = replace(original, name="示例企业E公司总部经济项目")
    return drawn(DECEMBER_2023, (*projects(DECEMBER_2023), again))


def _project(name: str) -> Project:
    return next(project for project in projects(DECEMBER_2023) if project.name == name)


def _with(changed: Project) -> Sheet:
    """The register with one project changed; its totals add up what then stands there."""
    listed = projects(DECEMBER_2023)
    return drawn(DECEMBER_2023, [changed if project.code == changed.code else project for project in listed])


def _total_typed(address: str) -> Sheet:
    """The register with one total as a typed number, so that it stays right whatever its column says."""
    return typed_over(REPORT.sheet(DECEMBER_2023), address)

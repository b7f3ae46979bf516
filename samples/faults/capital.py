"""Defects in domestic capital (rows 5–12 projects, 13–16 sums) and physical work (rows 5–6, total 7), December 2023."""

from __future__ import annotations

from samples.faults.fault import Expected, Fault, planted
from samples.forms import domestic_capital, physical_work
from samples.month import DECEMBER_2023
from samples.sheet import retyped, typed_over


def faults() -> tuple[Fault, ...]:
    return (*_of_domestic_capital(), *_of_physical_work())


def _of_domestic_capital() -> tuple[Fault, ...]:
    report = domestic_capital.REPORT
    sheet = typed_over(report.sheet(DECEMBER_2023), "H13", "H14", "H15", "I15")
    return (
        planted(
            report,
            retyped(sheet, {"H15": "9.65亿元"}),
            "合计带他种单位",
            Expected("TEXT_IN_NUMBER", "H15"),
            ("万元栏的合计写成“9.65亿元”", "the total of a column in 10,000 yuan says 9.65亿元"),
        ),
        planted(
            report,
            retyped(sheet, {"H15": 193_000, "H16": "19.3亿元"}),
            "小计重复加总",
            Expected("TOTAL_DIFFERS", "H15", "warn", "row"),
            ("合计把两个小计也加了进去", "the total adds the two subtotals to the projects"),
        ),
        planted(
            report,
            retyped(
                sheet,
                {
                    "B12": "示例内资项目F有限公司",
                    "H12": 5200,
                    "I12": 0,
                    "G12": 6240,
                    "B10": "示例内资项目F公司",
                },
            ),
            "项目重复",
            Expected("DUPLICATE_PROJECT", "B12"),
            (
                "同一项目以“公司”“有限公司”两个名字列了两次",
                "one project listed under two spellings of its name",
            ),
        ),
        planted(
            report,
            retyped(sheet, {"F9": "2022-06"}),
            "签约年份不符",
            Expected("YEAR_MISMATCH", "F9"),
            ("签约月份写成2022年", "the month of signing is of 2022"),
        ),
        planted(
            report,
            retyped(sheet, {"J8": "到账凭证，经办人手机13800001234"}),
            "凭证栏写了手机号",
            Expected("PERSONAL_NUMBER", "J8"),
            ("凭证栏写了经办人的手机号", "the column of evidence has somebody's mobile number in it"),
        ),
    )


def _of_physical_work() -> tuple[Fault, ...]:
    report = physical_work.REPORT
    sheet = typed_over(report.sheet(DECEMBER_2023), "D7", "E7")
    return (
        planted(
            report,
            retyped(
                sheet, {"D5": 9_850_000, "D6": 5_520_000, "D7": 15_370_000, "E5": 1_200_000, "E7": 1_200_000}
            ),
            "整表单位错位",
            Expected("UNIT_OF_FORM", "D7"),
            ("全表按元填写,单位仍写万元", "the whole table is in yuan and still says 10,000 yuan"),
        ),
        planted(
            report,
            retyped(sheet, {"A6": "小计"}),
            "小计混在项目里",
            Expected("UNKNOWN_LABEL", "A6"),
            ("项目名称栏出现“小计”", "the column of projects holds a subtotal"),
        ),
    )

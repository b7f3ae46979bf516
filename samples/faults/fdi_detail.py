"""Defects in the detail of foreign capital. December 2023: rows 5–8 tranches, 9 total, 10 base, 11 growth."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from samples.drawing import without_stored_value
from samples.faults.fault import Expected, Fault, planted
from samples.forms.fdi_detail import REPORT
from samples.growth import growth
from samples.month import DECEMBER_2023, Month
from samples.sheet import Formula, retyped, typed_over

MARCH_2023 = Month(2023, 3)
CLOSING_CELLS = ("G9", "H9", "G11", "H11")


def faults() -> tuple[Fault, ...]:
    return (*_in_tranches(), *_in_formulas(), *_in_closing_rows())


def _in_tranches() -> tuple[Fault, ...]:
    # Totals typed: they stay right beside a wrong tranche, as where a clerk pastes values.
    sheet = typed_over(REPORT.sheet(DECEMBER_2023), *CLOSING_CELLS)
    return (
        planted(
            REPORT,
            retyped(sheet, {"G8": 2_400_000}),
            "单位错位",
            Expected("UNIT_SLIP", "G8"),
            (
                "本笔240万美元按美元填写,累计与合计正确",
                "240 typed in dollars; running total and total are right",
            ),
        ),
        planted(
            REPORT,
            retyped(sheet, {"G8": 1691}),
            "币种混填",
            Expected("CURRENCY_MIX", "G8"),
            (
                "本笔240万美元按万元人民币填写,累计与合计正确",
                "240 typed in 10,000 yuan; running total and total are right",
            ),
        ),
        planted(
            REPORT,
            retyped(sheet, {"H7": 352}),
            "逐笔累计下降",
            Expected("RUNNING_TOTAL_FALLS", "H7"),
            (
                "本年累计由572降为352(误减220),其余正确",
                "the running total falls from 572 to 352 (220 taken off, not added)",
            ),
        ),
    )


def _in_formulas() -> tuple[Fault, ...]:
    december = REPORT.sheet(DECEMBER_2023)
    uncalculated = planted(
        REPORT,
        typed_over(december, "G11", "H11"),
        "公式未计算",
        Expected("UNCALCULATED_FORMULA", "H9"),
        ("合计只有公式,没有结果", "the total is a formula without a stored value"),
    )
    submission = uncalculated.submission
    bare = replace(submission, content=without_stored_value(submission.content, "H9"))
    return (
        planted(
            REPORT,
            retyped(typed_over(december, "H11"), {"H10": Formula("=#REF!", "#REF!")}),
            "公式出错",
            Expected("ERROR_CELL", "H10"),
            ("上年同期的公式引用失效", "last year's figure is a broken reference"),
        ),
        replace(uncalculated, submission=bare),
    )


def _in_closing_rows() -> tuple[Fault, ...]:
    december = REPORT.sheet(DECEMBER_2023)
    typed = typed_over(december, *CLOSING_CELLS)
    on_1023 = growth(1023, 631, decimals=2)
    return (
        planted(
            REPORT,
            retyped(REPORT.sheet(MARCH_2023), {"G8": Decimal(100), "H8": Decimal(100)}),
            "零基数填增速",
            Expected("GROWTH_ON_ZERO_BASE", "H8", scope="row"),
            ("上年同期为0,同比填100", "last year's figure is 0, the growth says 100"),
            month=MARCH_2023,
        ),
        planted(
            REPORT,
            retyped(december, {"J2": "单位:万欧元"}),
            "单位未登记",
            Expected("UNKNOWN_UNIT", "J2"),
            ("单位写成万欧元", "the unit line says 10,000 euros"),
        ),
        planted(
            REPORT,
            retyped(typed, {"G9": 1023, "H9": 1023, "G11": on_1023, "H11": on_1023}),
            "合计不符",
            Expected("TOTAL_DIFFERS", "H9", "warn", "row"),
            ("合计1032填成1023,同比按1023计算", "total 1032 typed as 1023, growth worked out from 1023"),
        ),
        planted(
            REPORT,
            retyped(typed, {"G10": 640, "H10": 640}),
            "上年同期不符",
            Expected("BASE_DIFFERS", "H10", "warn", "row"),
            (
                "上年同期填640,去年报631,同比仍为63.55",
                "last year's figure 640, reported as 631; growth still 63.55",
            ),
        ),
    )

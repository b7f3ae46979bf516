"""年度工作计划指标表: what the street's report promises for the year, each line with its sentence.

Lines: annual_plan.csv. All of it is the street's own; nothing here is invented.
"""

from __future__ import annotations

from datetime import time
from pathlib import Path

from samples.month import Month
from samples.report import GENERAL_OFFICE, Report
from samples.report_lines import Wording, drawn, stated_lines, value_cells
from samples.sheet import Sheet

LINES = stated_lines(Path(__file__).with_suffix(".csv"))
NOTE = "“约”及区间按报告原文填写;已拆除户数、面积为上年末累计数,“待核”项报告未说明是实际还是计划。"


def sheet(month: Month) -> Sheet:
    wording = Wording(
        sheet_name="计划指标",
        title=f"{month.year}年鲸园街道年度工作计划指标表",
        remark="填报单位:鲸园街道党政办公室",
        about="对象",
        value="数量",
        note=NOTE,
    )
    return drawn(wording, LINES)


REPORT = Report(
    department=GENERAL_OFFICE,
    first_month=12,
    received_day=29,
    received_time=time(9, 15),
    stem=lambda month: f"年度工作计划指标表{month.year}年",
    sheet=sheet,
    stated_cells=value_cells(LINES),
    months_after=-11,
    years=(2024,),
)

"""行政工作统计月报表: what the offices count month by month, ending on the figures of the street's report.

admin_counts.csv states December 2023 with the report's sentences; before it there is no sentence to quote.
admin_counts_path.csv has what has been counted since January, month by month and invented. What is only known
at the end of a year is blank until then, and so is whatever is counted at a place with a real name: an
invented figure must not stand beside it. The district's growth is that of the services form (services_pull).
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import time
from functools import cache
from pathlib import Path

from samples.forms import services_pull
from samples.month import DECEMBER_2023, Month
from samples.report import GENERAL_OFFICE, Report
from samples.report_lines import ReportLine, Wording, drawn, stated_lines, typed, value_cells
from samples.sheet import Sheet, Value

PULL = "规上服务业拉动全区增长(错月)"
NOT_APPLICABLE = "—"
NOTE = (
    "年初累计按月填报,年末数年内留空;“余”“以上”按报告原文填写。规上服务业错月,填上月末累计,"
    "1月份免报。报告原句年末填写。"
)
_STATED = Path(__file__).with_suffix(".csv")
_PATH = _STATED.with_name("admin_counts_path.csv")
_LINES = stated_lines(_STATED)


@cache
def _counted() -> dict[tuple[str, int], tuple[str, ...]]:
    """Counts since January by line and year, from January on."""
    with _PATH.open(encoding="utf-8", newline="") as stream:
        return {
            (row["label"], int(row["year"])): tuple(row[str(month)] for month in range(1, 13))
            for row in csv.DictReader(stream)
        }


@cache
def _ends_of_2022() -> dict[str, str]:
    """What was there at the end of 2022, by line."""
    with _STATED.open(encoding="utf-8", newline="") as stream:
        return {row["label"]: row["end_of_2022"] for row in csv.DictReader(stream)}


def lines(month: Month) -> tuple[ReportLine, ...]:
    """The form's rows. Only December 2023 has the report's sentences."""
    if month == DECEMBER_2023:
        return _LINES
    return tuple(replace(stated, value=_value(stated.label, month), sentence=None) for stated in _LINES)


def _value(label: str, month: Month) -> Value:
    if label == PULL:
        return _pull(month.later(-1))
    if counted := _counted().get((label, month.year)):
        return typed(counted[month.month - 1])
    return typed(_ends_of_2022()[label]) if month == Month(2022, 12) else None


def _pull(month: Month) -> str | None:
    """The month before, as the report puts it: full points and more. January is exempt, 2021 has no form."""
    if month.month < services_pull.FIRST_MONTH:
        return NOT_APPLICABLE
    return None if month.year < services_pull.REPORT.years[0] else f"{int(services_pull.pull(month))}以上"


def sheet(month: Month) -> Sheet:
    wording = Wording(
        sheet_name="行政统计",
        title=f"鲸园街道行政工作统计月报表({month.zh})",
        remark=f"统计时点:{month.last_day_zh}",
        about="地点",
        value="年初累计或年末数",
        note=NOTE,
    )
    return drawn(wording, lines(month))


REPORT = Report(
    department=GENERAL_OFFICE,
    first_month=1,
    received_day=10,
    received_time=time(9, 10),
    stem=lambda month: f"行政工作统计月报{month.zh}",
    sheet=sheet,
    stated_cells=value_cells(_LINES),
)

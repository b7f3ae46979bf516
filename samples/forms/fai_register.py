"""固投项目入库台账: the projects entered in the year's register so far, one row each, and their total.

Figures: fai_register.csv, each project as it stands in December; amounts in 万元.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from functools import cache
from pathlib import Path

from samples.month import Month
from samples.report import ECONOMIC_OFFICE, Report
from samples.sheet import Entry, Formula, Look, Sheet, Value, line, remarks

HEADER = (
    *("序号", "项目名称", "项目代码", "行业代码(GB/T 4754)", "建设性质", "控股情况", "计划总投资"),
    *("开工时间", "入库月份", "投资完成情况", None, "备注"),
)
HEADER_BELOW = (*(None,) * 9, "自年初累计", "其中:本月", None)
HEADER_MERGES = (*(f"{column}3:{column}4" for column in "ABCDEFGHIL"), "J3:K3")
FIRST_ROW = 5
_ROW_LOOKS = (
    *(Look.CENTRED, Look.TEXT, Look.TEXT, Look.CENTRED, Look.CENTRED, Look.CENTRED),
    *(Look.AMOUNT, Look.CENTRED, Look.CENTRED, Look.AMOUNT, Look.AMOUNT, Look.TEXT),
)

# How much of a year's work falls into each month up to November; what is left is December's, which is given.
# Spring and autumn are busy, July's rain and winter are not.
PACE = {2: 4, 3: 7, 4: 9, 5: 10, 6: 10, 7: 8, 8: 9, 9: 11, 10: 10, 11: 8}


@dataclass(frozen=True, slots=True)
class Project:
    """A row of the register. `investment_month` is None in January–February, which is no single month."""

    name: str
    code: str
    industry_code: int
    construction_kind: str
    holding: str
    planned_total: int
    start_month: str
    entry_month: Month
    investment_ytd: int
    investment_month: int | None


def projects(month: Month) -> tuple[Project, ...]:
    """The projects entered by a month, in the order of the year's last register, as they stand then."""
    entered = (project for project in _in_december(month.year) if project.entry_month <= month)
    return tuple(_as_of(project, month) for project in entered)


@cache
def _in_december(year: int) -> tuple[Project, ...]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Project(
                name=row["project_name"],
                code=row["project_code"],
                industry_code=int(row["industry_code"]),
                construction_kind=row["construction_kind"],
                holding=row["holding"],
                planned_total=int(row["planned_total"]),
                start_month=row["start_month"],
                entry_month=Month(year, int(row["entry_month"])),
                investment_ytd=int(row["investment_ytd"]),
                investment_month=int(row["investment_month"]),
            )
            for row in csv.DictReader(stream)
            if int(row["year"]) == year
        )


def _as_of(december: Project, month: Month) -> Project:
    before = Month(month.year, month.month - 1)
    invested = _invested(december, month)
    in_the_month = None if month.month == 2 else invested - _invested(december, before)
    return replace(december, investment_ytd=invested, investment_month=in_the_month)


def _invested(december: Project, month: Month) -> int:
    """Year to date: nothing before the entry, then with the year's pace towards the December figure."""
    entry = december.entry_month
    if month < entry:
        return 0
    if month.month == 12:
        return december.investment_ytd
    by_november = december.investment_ytd - (december.investment_month or 0)
    reached = sum(PACE[number] for number in range(entry.month, month.month + 1))
    return by_november * reached // sum(PACE[number] for number in range(entry.month, 12))


def drawn(month: Month, listed: Sequence[Project]) -> Sheet:
    """The sheet of a month that lists these projects; the total row adds up what is listed."""
    total_row = FIRST_ROW + len(listed)
    entries: dict[str, Entry] = {
        "A1": Entry(f"鲸园街道{month.year}年固定资产投资项目入库台账", Look.TITLE),
        **remarks(2, {"A": f"统计时点:{month.last_day_zh}", "L": "单位:万元"}),
        **line(3, HEADER, Look.HEADER),
        **line(4, HEADER_BELOW, Look.HEADER),
    }
    for number, project in enumerate(listed, start=1):
        entries |= line(FIRST_ROW + number - 1, _row(number, project), _ROW_LOOKS)
    entries |= line(total_row, _total(listed), _ROW_LOOKS)
    reported = month.next
    signatures = {
        "A": "填报单位(盖章):鲸园街道办事处",
        "D": "单位负责人:(略)",
        "F": "审核人:(略)",
        "H": "填表人:(略)",
        "I": f"报出日期:{reported.zh}{REPORT.received_day}日",
    }
    entries |= remarks(total_row + 1, signatures)
    return Sheet(
        name="入库台账",
        entries=entries,
        merges=("A1:L1", *HEADER_MERGES),
        widths=(6, 34, 26, 12, 10, 10, 12, 11, 12, 12, 12, 14),
        notes={"I3": "按统计部门审核通过的月份填写"},
    )


def _row(number: int, project: Project) -> tuple[Value, ...]:
    return (
        number,
        project.name,
        project.code,
        project.industry_code,
        project.construction_kind,
        project.holding,
        project.planned_total,
        project.start_month,
        project.entry_month.zh,
        project.investment_ytd,
        project.investment_month,
        None,
    )


def _total(listed: Sequence[Project]) -> tuple[Value, ...]:
    last = FIRST_ROW + len(listed) - 1

    def added(column: str, parts: list[int | None]) -> Formula | None:
        known = [part for part in parts if part is not None]
        return Formula(f"=SUM({column}{FIRST_ROW}:{column}{last})", sum(known)) if known else None

    planned = added("G", [project.planned_total for project in listed])
    ytd = added("J", [project.investment_ytd for project in listed])
    of_month = added("K", [project.investment_month for project in listed])
    return ("合计", f"{len(listed)}个", None, None, None, None, planned, None, None, ytd, of_month, None)


def sheet(month: Month) -> Sheet:
    return drawn(month, projects(month))


REPORT = Report(
    department=ECONOMIC_OFFICE,
    first_month=2,
    received_day=5,
    received_time=time(9, 30),
    stem=lambda month: f"固定资产投资项目入库台账{month.zh}",
    sheet=sheet,
    stated_cells=("B32",),
)

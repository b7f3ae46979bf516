"""内资实物工作量报送表: the projects that report physical work this year, and their total.

Figures: physical_work.csv, each project's year to date in 万元 from the month in which it first reports. Before
that month it has no row: early in the year the table is a total of zero and nothing else. 2023 ends on the 1537
万元 of the street's own report; everything else is invented.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path

from samples.month import Month, by_month
from samples.report import ECONOMIC_OFFICE, Report
from samples.sheet import Entry, Formula, Look, Sheet, Value, line, remarks

FIRST_ROW = 5
HEADER = ("项目名称", "行业", "联合部门", "实物工作量", None, "佐证材料")
HEADER_BELOW = (None, None, None, "累计", "本月", None)
EVIDENCE = "施工合同/发票"
_ROW_LOOKS = (Look.TEXT, Look.CENTRED, Look.CENTRED, Look.AMOUNT, Look.AMOUNT, Look.TEXT)


@dataclass(frozen=True, slots=True)
class Project:
    """A project that reports. `done` is its year to date by month, from its first report on."""

    name: str
    industry: str
    joint_department: str
    done: Mapping[Month, int]

    def done_in(self, month: Month) -> int:
        return self.done[month] - self.done.get(Month(month.year, month.month - 1), 0)


@cache
def _projects(year: int) -> tuple[Project, ...]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Project(
                name=row["project_name"],
                industry=row["industry"],
                joint_department=row["joint_department"],
                done={month: int(amount) for month, amount in by_month(year, row).items()},
            )
            for row in csv.DictReader(stream)
            if int(row["year"]) == year
        )


def reporting(month: Month) -> tuple[Project, ...]:
    """The projects that have reported work by a month."""
    return tuple(project for project in _projects(month.year) if month in project.done)


def done_by(month: Month) -> int:
    """The work that all projects have done from January to a month, in 万元."""
    return sum(project.done[month] for project in reporting(month))


def sheet(month: Month) -> Sheet:
    projects = reporting(month)
    total_row = FIRST_ROW + len(projects)
    said = {"A": "填报单位:鲸园街道", "D": f"{month.year}年1—{month.month}月", "F": "计量单位:万元"}
    entries: dict[str, Entry] = {
        "A1": Entry("内资实物工作量报送表", Look.TITLE),
        **remarks(2, said),
        **line(3, HEADER, Look.HEADER),
        **line(4, HEADER_BELOW, Look.HEADER),
    }
    for row, project in enumerate(projects, start=FIRST_ROW):
        values = (project.name, project.industry, project.joint_department)
        entries |= line(row, (*values, project.done[month], project.done_in(month), EVIDENCE), _ROW_LOOKS)
    done, done_in_month = done_by(month), sum(project.done_in(month) for project in projects)
    totals: tuple[Value, Value] = (done, done_in_month)
    if projects:
        last = total_row - 1
        totals = (
            Formula(f"=SUM(D{FIRST_ROW}:D{last})", done),
            Formula(f"=SUM(E{FIRST_ROW}:E{last})", done_in_month),
        )
    entries |= line(total_row, ("合  计", None, None, *totals, None), _ROW_LOOKS)
    return Sheet(
        name="实物工作量",
        entries=entries,
        merges=("A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4"),
        widths=(24, 16, 14, 18, 12, 20),
    )


REPORT = Report(
    department=ECONOMIC_OFFICE,
    first_month=1,
    received_day=9,
    received_time=time(14, 30),
    stem=lambda month: f"实物工作量{month.zh}",
    sheet=sheet,
    stated_cells=("D7",),
)

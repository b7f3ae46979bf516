"""重点产业项目推进表: the year's plan by project, as it comes in before anything has been completed.

Amounts in 亿元. 7 projects and 8.73 亿元 planned for 2024 are the street's own; the projects and what each has
of that sum are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from samples.month import Month
from samples.report import ECONOMIC_OFFICE, Report
from samples.sheet import Entry, Formula, Look, Sheet, Value, line, remarks

FIRST_ROW = 4
_ROW_LOOKS = (Look.CENTRED, Look.TEXT, Look.TEXT, *(Look.AMOUNT,) * 4, Look.TEXT, Look.TEXT)


@dataclass(frozen=True, slots=True)
class Project:
    """`planned_total` over the project's whole life, `planned_year` in the year of the plan."""

    name: str
    builder: str
    planned_total: Decimal
    planned_year: Decimal


PROJECTS = (
    Project("示例重点产业项目A", "示例主体A", Decimal("7.14"), Decimal("4.2")),
    Project("示例重点产业项目B", "示例主体B", Decimal("2.29"), Decimal("1.35")),
    Project("示例重点产业项目C", "示例主体C", Decimal("1.36"), Decimal("0.8")),
    Project("示例重点产业项目D", "示例主体D", Decimal("1.05"), Decimal("0.62")),
    Project("示例重点产业项目E", "示例主体E", Decimal("0.82"), Decimal("0.48")),
    Project("示例重点产业项目F", "示例主体F", Decimal("1.33"), Decimal("0.78")),
    Project("示例重点产业项目G", "示例主体G", Decimal("0.85"), Decimal("0.5")),
)


def sheet(month: Month) -> Sheet:
    """The plan of a year; its month is blank, since nothing has been completed by any."""
    header = (
        *("序号", "项目名称", "实施主体", "计划总投资", f"{month.year}年计划投资"),
        *("1-本月完成投资", "完成率(%)", "形象进度", "存在问题"),
    )
    entries: dict[str, Entry] = {
        "A1": Entry(f"{month.year}年鲸园街道重点产业项目推进表", Look.TITLE),
        **remarks(2, {"A": f"截至{month.year}年  月", "I": "单位:亿元"}),
        **line(3, header, Look.HEADER),
    }
    blank = (None,) * 4
    for number, project in enumerate(PROJECTS, start=1):
        planned = (project.planned_total, project.planned_year)
        cells = (number, project.name, project.builder, *planned, *blank)
        entries |= line(FIRST_ROW + number - 1, cells, _ROW_LOOKS)
    total_row = FIRST_ROW + len(PROJECTS)
    total: tuple[Value, ...] = (
        Formula(f"=SUM(D{FIRST_ROW}:D{total_row - 1})", sum(one.planned_total for one in PROJECTS)),
        Formula(f"=SUM(E{FIRST_ROW}:E{total_row - 1})", sum(one.planned_year for one in PROJECTS)),
    )
    entries |= line(total_row, ("合计", f"{len(PROJECTS)}个", None, *total, *blank), _ROW_LOOKS)
    return Sheet(
        name="推进表",
        entries=entries,
        merges=("A1:I1", "A2:C2"),
        widths=(6, 26, 16, 12, 16, 16, 11, 14, 14),
    )


REPORT = Report(
    department=ECONOMIC_OFFICE,
    first_month=12,
    received_day=26,
    received_time=time(9, 40),
    stem=lambda month: f"重点产业项目推进表{month.year}年",
    sheet=sheet,
    stated_cells=("B11", "E11"),
    months_after=-11,
    years=(2024,),
)

"""内资到位资金台账: one row a project with what it has received this year, subtotals by kind, and the total.

Figures: domestic_capital.csv, each project's year to date in 万元 from the month in which it was signed or
booked. 2023 ends on the 8 projects and 9.65 亿元 of the street's own report; its path through the months
and everything about 2022 is invented.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import cache
from pathlib import Path

from samples.month import Month, by_month
from samples.report import ECONOMIC_OFFICE, Report
from samples.sheet import Entry, Formula, Look, Sheet, Value, line, remarks

FIXED_ASSET = "固投类"
FIRST_ROW = 5
_WAN_IN_YI = 10_000
_ROW_LOOKS = (
    *(Look.CENTRED, Look.TEXT, Look.TEXT, Look.CENTRED, Look.CENTRED, Look.CENTRED),
    *(Look.AMOUNT, Look.AMOUNT, Look.AMOUNT, Look.TEXT),
)


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the register. `received` is its year to date by month, from `signed` on."""

    name: str
    investor: str
    origin: str
    kind: str
    signed: Month
    contracted: int
    evidence: str
    received: Mapping[Month, int]

    def received_in(self, month: Month) -> int:
        before = self.received.get(Month(month.year, month.month - 1), 0)
        return self.received[month] - before


@cache
def _projects(year: int) -> tuple[Project, ...]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Project(
                name=row["project_name"],
                investor=row["investor"],
                origin=row["origin"],
                kind=row["kind"],
                signed=Month(year, int(row["signed_month"])),
                contracted=int(row["contracted"]),
                evidence=row["evidence"],
                received={month: int(amount) for month, amount in by_month(year, row).items()},
            )
            for row in csv.DictReader(stream)
            if int(row["year"]) == year
        )


def listed(month: Month) -> tuple[Project, ...]:
    """The projects signed or booked by a month."""
    return tuple(project for project in _projects(month.year) if project.signed <= month)


def received_by(month: Month) -> int:
    """What all projects have received from January to a month, in 万元."""
    return sum(project.received[month] for project in listed(month))


def in_yi(wan: int) -> Decimal:
    """万元 as 亿元, not rounded: growth is to come out the same from either. 90348 is 9.0348, 8150 is 0.815."""
    return Decimal(wan) / _WAN_IN_YI


def sheet(month: Month) -> Sheet:
    projects = listed(month)
    of_month = f"其中:{month.month}月"
    header = ("序号", "项目名称", "投资方", "资金来源地", "类别", "签约/入账月份", "协议引资额", "到位资金")
    entries: dict[str, Entry] = {
        "A1": Entry(f"{month.year}年度内资到位资金项目台账(鲸园街道)", Look.TITLE),
        **remarks(2, {"A": f"{month.year}年{month.window}", "J": "单位:万元"}),
        **line(3, (*header, None, "凭证"), Look.HEADER),
        **line(4, (*(None,) * 7, "本年累计", of_month, None), Look.HEADER),
    }
    for number, project in enumerate(projects, start=1):
        entries |= line(FIRST_ROW + number - 1, _row(number, project, month), _ROW_LOOKS)
    entries |= _closing_rows(FIRST_ROW + len(projects), projects, month)
    return Sheet(
        name="到位资金台账",
        entries=entries,
        merges=("A1:J1", "H3:I3", *(f"{column}3:{column}4" for column in "ABCDEFGJ")),
        widths=(16, 20, 18, 14, 10, 16, 12, 12, 12, 14),
    )


def _row(number: int, project: Project, month: Month) -> tuple[Value, ...]:
    return (
        number,
        project.name,
        project.investor,
        project.origin,
        project.kind,
        f"{project.signed.year}-{project.signed.month:02}",
        project.contracted,
        project.received[month],
        project.received_in(month),
        project.evidence,
    )


def _closing_rows(subtotal_row: int, projects: Sequence[Project], month: Month) -> dict[str, Entry]:
    """Two subtotals, the total, and the total once more in 亿元, typed as a text."""
    last, other_row, total_row = subtotal_row - 1, subtotal_row + 1, subtotal_row + 2
    total = received_by(month)
    fixed = sum(project.received[month] for project in projects if project.kind == FIXED_ASSET)
    kinds, received = f"E{FIRST_ROW}:E{last}", f"H{FIRST_ROW}:H{last}"
    in_the_month = sum(project.received_in(month) for project in projects)
    by_column: tuple[tuple[int, dict[str, Value]], ...] = (
        (
            subtotal_row,
            {"A": "小计(固投类)", "H": Formula(f'=SUMIF({kinds},"{FIXED_ASSET}",{received})', fixed)},
        ),
        (
            other_row,
            {
                "A": "小计(非固投类)",
                "H": Formula(f'=SUMIF({kinds},"<>{FIXED_ASSET}",{received})', total - fixed),
            },
        ),
        (
            total_row,
            {
                "A": "合计",
                "B": f"{len(projects)}个",
                "H": Formula(f"=SUM({received})", total),
                "I": Formula(f"=SUM(I{FIRST_ROW}:I{last})", in_the_month),
            },
        ),
        (total_row + 1, {"A": "折合", "H": f"{in_yi(total):f}亿元"}),
    )
    entries: dict[str, Entry] = {}
    for row, values in by_column:
        entries |= line(row, [values.get(column) for column in "ABCDEFGHIJ"], _ROW_LOOKS)
    return entries


REPORT = Report(
    department=ECONOMIC_OFFICE,
    first_month=1,
    received_day=8,
    received_time=time(10, 40),
    stem=lambda month: f"内资到位资金台账{month.zh}",
    sheet=sheet,
    stated_cells=("B15", "H15", "H16"),
)

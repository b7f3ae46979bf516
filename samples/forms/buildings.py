"""闲置楼宇盘活台账: the buildings put back to use this year, one row each, and their total, twice.

Figures: buildings.csv, each building as it stands in December; areas in ㎡. A blank area is counted in the whole
building. 2023 ends on the 15 projects and 3.52 万平方米 of the street's own report; everything else is invented.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import cache
from pathlib import Path

from samples.month import Month
from samples.report import ECONOMIC_OFFICE, Report
from samples.sheet import Entry, Formula, Look, Sheet, Value, line

FIRST_ROW = 3
HEADER = (
    *("序号", "楼宇名称", "楼宇类型", "总建筑面积(㎡)", "闲置面积(㎡)"),
    *("引入项目", "盘活面积(㎡)", "盘活时间", "状态"),
)
_ROW_LOOKS = (
    *(Look.CENTRED, Look.TEXT, Look.CENTRED, Look.AMOUNT, Look.AMOUNT),
    *(Look.TEXT, Look.AMOUNT, Look.CENTRED, Look.CENTRED),
)
_SQUARE_METRES_IN_WAN = 10_000


@dataclass(frozen=True, slots=True)
class Building:
    """A row of the register. `revitalized` is None where the area is counted in the whole building."""

    name: str
    kind: str
    total: int
    vacant: int
    tenant: str
    revitalized: int | None
    since: Month
    state: str


@cache
def _in_december(year: int) -> tuple[Building, ...]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Building(
                name=row["building_name"],
                kind=row["building_kind"],
                total=int(row["floor_area_total"]),
                vacant=int(row["floor_area_vacant"]),
                tenant=row["tenant"],
                revitalized=int(row["floor_area_revitalized"]) if row["floor_area_revitalized"] else None,
                since=Month(year, int(row["revitalized_month"])),
                state=row["state"],
            )
            for row in csv.DictReader(stream)
            if int(row["year"]) == year
        )


def listed(month: Month) -> tuple[Building, ...]:
    """The buildings put back to use by a month, in the order of the year's last register."""
    return tuple(building for building in _in_december(month.year) if building.since <= month)


def revitalized_by(month: Month) -> int:
    """The floor area put back to use from January to a month, in ㎡."""
    return sum(building.revitalized or 0 for building in listed(month))


def in_wan(square_metres: int) -> Decimal:
    """㎡ as 万平方米, not rounded; whole hundreds of ㎡ need no more than two decimals."""
    return Decimal(square_metres) / _SQUARE_METRES_IN_WAN


def sheet(month: Month) -> Sheet:
    buildings = listed(month)
    total_row = FIRST_ROW + len(buildings)
    entries: dict[str, Entry] = {
        "A1": Entry(f"鲸园街道闲置楼宇盘活台账({month.year}年)", Look.TITLE),
        **line(2, HEADER, Look.HEADER),
    }
    for number, building in enumerate(buildings, start=1):
        entries |= line(FIRST_ROW + number - 1, _row(number, building), _ROW_LOOKS)
    entries |= line(total_row, _total(buildings, month), _ROW_LOOKS)
    once_more = f"{in_wan(revitalized_by(month)):f}万平方米"
    entries |= line(total_row + 1, (*(None,) * 6, once_more, None, None), _ROW_LOOKS)
    return Sheet(
        name="盘活台账",
        entries=entries,
        merges=("A1:I1",),
        widths=(8, 18, 16, 16, 14, 40, 14, 14, 10),
    )


def _row(number: int, building: Building) -> tuple[Value, ...]:
    return (
        number,
        building.name,
        building.kind,
        building.total,
        building.vacant,
        building.tenant,
        building.revitalized,
        building.since.zh,
        building.state,
    )


def _total(buildings: tuple[Building, ...], month: Month) -> tuple[Value, ...]:
    last = FIRST_ROW + len(buildings) - 1

    def added(column: str, stored: int) -> Formula:
        return Formula(f"=SUM({column}{FIRST_ROW}:{column}{last})", stored)

    total = added("D", sum(building.total for building in buildings))
    vacant = added("E", sum(building.vacant for building in buildings))
    revitalized = added("G", revitalized_by(month))
    return ("合计", f"{len(buildings)}个项目", None, total, vacant, None, revitalized, None, None)


REPORT = Report(
    department=ECONOMIC_OFFICE,
    first_month=1,
    received_day=7,
    received_time=time(15, 10),
    stem=lambda month: f"楼宇盘活台账{month.zh}",
    sheet=sheet,
    stated_cells=("B18", "G18", "G19"),
)

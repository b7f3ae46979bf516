"""规上服务业营业收入(错月): what the street contributes to the district's growth, fed back a month late.

Figures: services_pull.csv, levels in 万元 from January to a month. Last year stands on the comparable scope,
which is not what last year's form published: enterprises have left the scope in between. All of it is invented.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from samples.growth import growth
from samples.month import Month
from samples.report import STATISTICS_STATION, Report
from samples.sheet import Entry, Formula, Look, Sheet, Value, line, remarks

STREET, OTHERS = "鲸园街道", "其他镇街"
FIRST_MONTH = 2
DISTRICT_ROW, STREET_ROW, OTHERS_ROW, NOTE_ROW = 4, 5, 6, 7
_LABELS = {DISTRICT_ROW: "环翠区", STREET_ROW: f"其中:{STREET}", OTHERS_ROW: f"   {OTHERS}"}
_ROW_LOOKS = (Look.TEXT, *(Look.AMOUNT,) * 3, Look.PERCENT_2, Look.PERCENT_2, Look.PERCENT)
_COMPARABLE = "上年同期数为同口径数,与上年公布数不同。"


@dataclass(frozen=True, slots=True)
class Revenue:
    """Revenue from January to a month, and last year's on the same scope."""

    level: int
    base: int

    @property
    def added(self) -> int:
        return self.level - self.base

    def __add__(self, other: Revenue) -> Revenue:
        return Revenue(self.level + other.level, self.base + other.base)


@cache
def _figures() -> dict[tuple[str, str, int], tuple[int, ...]]:
    """Levels from February to December by area, figure and year."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["area"], row["figure"], int(row["year"])): tuple(
                int(row[str(month)]) for month in range(FIRST_MONTH, 13)
            )
            for row in csv.DictReader(stream)
        }


def revenue(area: str, month: Month) -> Revenue:
    level, base = (
        _figures()[area, figure, month.year][month.month - FIRST_MONTH]
        for figure in ("level", "comparable_base")
    )
    return Revenue(level, base)


def pull(month: Month) -> Decimal:
    """The street's contribution to the growth of the district, in percentage points, two decimals."""
    street = revenue(STREET, month)
    return _percent(street.added, (street + revenue(OTHERS, month)).base, decimals=2)


def _percent(part: int, whole: int, decimals: int) -> Decimal:
    return (Decimal(100 * part) / whole).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def sheet(month: Month) -> Sheet:
    street, others = revenue(STREET, month), revenue(OTHERS, month)
    district = street + others
    this_year, last_year = (f"{year}年{month.window}" for year in (month.year, month.year - 1))
    header = ("区域", this_year, f"{last_year}(可比)", "增减额", "增速", "拉动全区(百分点)", "贡献率")
    entries: dict[str, Entry] = {
        "A1": Entry(f"规模以上服务业营业收入(错月,{this_year})", Look.TITLE),
        **remarks(2, {"G": "单位:万元、%"}),
        **line(3, header, Look.HEADER),
        **remarks(NOTE_ROW, {"A": f"注:{_to_come(month)}{_COMPARABLE}"}),
    }
    for row, said in ((DISTRICT_ROW, district), (STREET_ROW, street), (OTHERS_ROW, others)):
        entries |= line(row, (_LABELS[row], *_levels(row, said), *_rates(row, said, district)), _ROW_LOOKS)
    return Sheet(
        name="错月反馈",
        entries=entries,
        merges=("A1:G1", f"A{NOTE_ROW}:G{NOTE_ROW}"),
        widths=(18, 16, 20, 12, 10, 18, 10),
    )


def _to_come(month: Month) -> str:
    """The month that is still out when this one is fed back. After December comes January, which is exempt."""
    return "" if month.month == 12 else f"{month.year}年{month.next.window}数据尚未反馈;"


def _levels(row: int, said: Revenue) -> tuple[Value, Value, Value]:
    difference = Formula(f"=B{row}-C{row}", said.added)
    if row != DISTRICT_ROW:
        return said.level, said.base, difference
    parts = f"{STREET_ROW}:{{0}}{OTHERS_ROW})"
    level = Formula(f"=SUM(B{parts.format('B')}", said.level)
    return level, Formula(f"=SUM(C{parts.format('C')}", said.base), difference


def _rates(row: int, said: Revenue, district: Revenue) -> tuple[Value, Value, Value]:
    """Growth, contribution to the district's growth, and share of what the district has grown by."""
    return (
        Formula(f"=ROUND(D{row}/C{row}*100,2)", growth(said.level, said.base, decimals=2)),
        Formula(f"=ROUND(D{row}/C${DISTRICT_ROW}*100,2)", _percent(said.added, district.base, decimals=2)),
        Formula(f"=ROUND(D{row}/D${DISTRICT_ROW}*100,1)", _percent(said.added, district.added, decimals=1)),
    )


REPORT = Report(
    department=STATISTICS_STATION,
    first_month=FIRST_MONTH,
    received_day=23,
    received_time=time(10, 40),
    stem=lambda month: f"规上服务业营业收入{month.year}年{month.window}",
    sheet=sheet,
    months_after=2,
)

"""老旧小区改造台账: the estates renovated in a year and those planned for the next, each year with its subtotal.

Figures: old_communities.csv, by the year of the form and the year that a row is about. 2023 and its plan for 2024
have the subtotals of the street's own report; what each estate has of them, and all of 2022, is invented.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import cache
from pathlib import Path

from samples.month import Month
from samples.report import URBAN_CONSTRUCTION_OFFICE, Report
from samples.sheet import Entry, Formula, Look, Sheet, Value, line

FIRST_ROW = 3
HEADER = (
    *("年度", "序号", "小区名称", "楼栋数(栋)", "户数(户)", "建筑面积(万㎡)", "总投资(万元)"),
    *("开工时间", "完工时间", "改造内容"),
)
_ROW_LOOKS = (
    *(Look.CENTRED, Look.CENTRED, Look.TEXT, *(Look.AMOUNT,) * 4),
    *(Look.CENTRED, Look.CENTRED, Look.TEXT),
)


@dataclass(frozen=True, slots=True)
class Estate:
    """A row of the register. `figures`: buildings, households, floor area in 万㎡, investment in 万元."""

    name: str
    figures: tuple[Decimal, ...]
    start_month: str
    end_month: str
    works: str


@cache
def _estates(form_year: int) -> dict[int, tuple[Estate, ...]]:
    """The estates of a form, by the year that they are renovated in."""
    found: dict[int, tuple[Estate, ...]] = {}
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if int(row["form_year"]) != form_year:
                continue
            figures = tuple(
                Decimal(row[name]) for name in ("buildings", "households", "floor_area", "investment")
            )
            estate = Estate(row["estate"], figures, row["start_month"], row["end_month"], row["works"])
            found[int(row["year"])] = (*found.get(int(row["year"]), ()), estate)
    return found


def sheet(month: Month) -> Sheet:
    entries: dict[str, Entry] = {
        "A1": Entry("城镇老旧小区改造台账", Look.TITLE),
        **line(2, HEADER, Look.HEADER),
    }
    merges = ["A1:J1"]
    row = FIRST_ROW
    for year, estates in _estates(month.year).items():
        subtotal_row = row + len(estates)
        for number, estate in enumerate(estates, start=1):
            of_year = year if number == 1 else None  # Excel keeps a merge's first
            entries |= line(row + number - 1, _row(of_year, number, estate), _ROW_LOOKS)
        entries |= line(subtotal_row, _subtotal(year, row, estates), _ROW_LOOKS)
        merges.append(f"A{row}:A{subtotal_row - 1}")
        row = subtotal_row + 1
    return Sheet(
        name="改造台账",
        entries=entries,
        merges=tuple(merges),
        widths=(10, 6, 18, 12, 10, 16, 14, 16, 16, 34),
    )


def _row(year: int | None, number: int, estate: Estate) -> tuple[Value, ...]:
    dates_and_works = (estate.start_month, estate.end_month, estate.works)
    return (year, number, estate.name, *estate.figures, *dates_and_works)


def _subtotal(year: int, first: int, estates: Sequence[Estate]) -> tuple[Value, ...]:
    last = first + len(estates) - 1
    by_figure = zip(*(estate.figures for estate in estates), strict=True)
    added = (
        Formula(f"=SUM({column}{first}:{column}{last})", sum(parts, Decimal(0)))
        for column, parts in zip("DEFG", by_figure, strict=True)
    )
    return (f"{year}小计", None, f"{len(estates)}个", *added, None, None, None)


REPORT = Report(
    department=URBAN_CONSTRUCTION_OFFICE,
    first_month=12,
    received_day=12,
    received_time=time(10, 10),
    stem=lambda month: f"老旧小区改造台账{month.year}年",
    sheet=sheet,
    stated_cells=("C6", "D6", "G6", "C9", "D9", "E9", "F9", "G9"),
)

"""限上批零住餐: sales and turnover of the month and of the year so far, with growth and rank.

Figures: trade.csv, levels in 万元 and ranks by line, year and month. "…" is a month below the smallest unit:
it adds nothing to the year to date and has no growth, nor has the same month a year later. 2021 is only
the base of 2022 and appears on no form.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path

from samples.growth import growth
from samples.month import Month
from samples.report import STATISTICS_STATION, Report
from samples.sheet import Entry, Look, Sheet, Value, line

BELOW_UNIT = "…"
FIRST_ROW = 4
HEADER_BELOW = (None, None, "绝对量", "同比±%", "绝对量", "同比±%", None)
_ROW_LOOKS = (Look.TEXT, Look.CENTRED, *(Look.AMOUNT, Look.PERCENT) * 2, Look.CENTRED)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form. Growths in percent, one decimal."""

    label: str
    month_level: Value
    month_growth: Value
    ytd_level: Value
    ytd_growth: Value
    rank: Value


@cache
def _figures() -> dict[tuple[str, str, int], tuple[int | None, ...]]:
    """A line's twelve levels or ranks by (line, figure, year); None is below the smallest unit."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["line"], row["figure"], int(row["year"])): tuple(
                None if row[str(month)] == BELOW_UNIT else int(row[str(month)]) for month in range(1, 13)
            )
            for row in csv.DictReader(stream)
        }


def lines(month: Month) -> tuple[Line, ...]:
    """The form's rows, in its order."""
    labels = dict.fromkeys(label for label, _, _ in _figures())
    return tuple(_line(label, month) for label in labels)


def _line(label: str, month: Month) -> Line:
    figures, so_far = _figures(), slice(0, month.month)
    levels = figures[label, "level", month.year]
    base_levels = figures[label, "level", month.year - 1]
    ranks = figures.get((label, "rank", month.year))
    level, base = levels[month.month - 1], base_levels[month.month - 1]
    ytd = sum(number or 0 for number in levels[so_far])
    base_ytd = sum(number or 0 for number in base_levels[so_far])
    return Line(
        label=label,
        month_level=BELOW_UNIT if level is None else level,
        month_growth=None if level is None or base is None else growth(level, base, decimals=1),
        ytd_level=ytd,
        ytd_growth=growth(ytd, base_ytd, decimals=1),
        rank=ranks[month.month - 1] if ranks else None,
    )


def drawn(month: Month, rows: Sequence[Line]) -> Sheet:
    """The sheet of a month with these rows. It names the month and no year: the file's name does."""
    header = ("指标", "计量单位", "本月", None, f"{month.window}累计", None, "位次")
    entries: dict[str, Entry] = {
        "A1": Entry("限额以上批零住餐主要指标(鲸园街道)", Look.TITLE),
        **line(2, header, Look.HEADER),
        **line(3, HEADER_BELOW, Look.HEADER),
    }
    for number, row in enumerate(rows, start=FIRST_ROW):
        cells = (row.month_level, row.month_growth, row.ytd_level, row.ytd_growth, row.rank)
        entries |= line(number, (row.label, "万元", *cells), _ROW_LOOKS)
    small = [number for number, row in enumerate(rows, FIRST_ROW) if row.month_level == BELOW_UNIT]
    return Sheet(
        name=f"{month.month}月",
        entries=entries,
        merges=("A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3"),
        widths=(20, 10, 12, 10, 14, 10, 8),
        notes={f"C{number}": "不足0.5万元" for number in small},
    )


def sheet(month: Month) -> Sheet:
    return drawn(month, lines(month))


REPORT = Report(
    department=STATISTICS_STATION,
    first_month=1,
    received_day=15,
    received_time=time(10, 5),
    stem=lambda month: f"限上批零住餐{month.year}{month.month:02}",
    sheet=sheet,
    stated_cells=("F6", "F7"),
)

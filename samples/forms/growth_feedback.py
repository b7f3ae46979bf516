"""固投增速反馈表: the district bureau tells each of its nine places its growth and its rank, no level.

Figures: growth_feedback.csv, growth in percent by column, place and month; "—" and "-" where a place has no
such project.
"""

from __future__ import annotations

import csv
from datetime import time
from decimal import Decimal
from functools import cache
from pathlib import Path

from samples.growth import competition_rank
from samples.month import Month
from samples.report import STATISTICS_STATION, Report
from samples.sheet import Entry, Look, Sheet, Value, line, remarks

COLUMNS = ("total", "private", "renovation")
NOT_APPLICABLE = ("—", "-")
FIRST_ROW = 5
HEADER = ("镇街", "固定资产投资增速", None, "其中:民间投资增速", None, "其中:工业技改投资增速", None)
HEADER_BELOW = (None, "增速", "位次", "增速", "位次", "增速", "位次")
NOTE = "注:增速按可比口径计算;工业技改无项目的以“—”表示。1月份免报,2月起发布1-2月累计。"


@cache
def _growths() -> dict[str, dict[str, dict[Month, Decimal | str]]]:
    """Growth, or the mark for none, by column, place (in the form's order) and month."""
    growths: dict[str, dict[str, dict[Month, Decimal | str]]] = {column: {} for column in COLUMNS}
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            column, place = row.pop("column"), row.pop("place")
            growths[column][place] = {
                Month(int(label[:4]), int(label[5:])): text if text in NOT_APPLICABLE else Decimal(text)
                for label, text in row.items()
            }
    return growths


def _cells(column: str, place: str, month: Month) -> tuple[Value, Value]:
    """Growth and rank of a place; a place without a growth has no rank and is not ranked against."""
    of_month = {name: growths[month] for name, growths in _growths()[column].items()}
    growth = of_month[place]
    if isinstance(growth, str):
        return growth, None
    return growth, competition_rank(
        growth, [other for other in of_month.values() if isinstance(other, Decimal)]
    )


def sheet(month: Month) -> Sheet:
    places = tuple(_growths()["total"])
    note_row = FIRST_ROW + len(places)
    entries: dict[str, Entry] = {
        "A1": Entry("环翠区各镇街固定资产投资完成情况(区统计局反馈)", Look.TITLE),
        **remarks(2, {"A": f"{month.year}年{month.window}", "G": "单位:%、位"}),
        **line(3, HEADER, Look.HEADER),
        **line(4, HEADER_BELOW, Look.HEADER),
        **remarks(note_row, {"A": NOTE}),
    }
    looks = (Look.TEXT, *(Look.PERCENT, Look.CENTRED) * len(COLUMNS))
    for row, place in enumerate(places, start=FIRST_ROW):
        figures = (cell for column in COLUMNS for cell in _cells(column, place, month))
        entries |= line(row, (place, *figures), looks)
    return Sheet(
        name="反馈表",
        entries=entries,
        merges=("A1:G1", "A3:A4", "B3:C3", "D3:E3", "F3:G3", f"A{note_row}:G{note_row}"),
        widths=(16, 12, 8, 12, 8, 12, 12),
    )


REPORT = Report(
    department=STATISTICS_STATION,
    first_month=2,
    received_day=22,
    received_time=time(10, 20),
    stem=lambda month: f"固投增速反馈{month.year}年{month.window}",
    sheet=sheet,
)

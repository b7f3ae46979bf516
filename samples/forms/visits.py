"""外出招商(服务)登记表: the visits made outside this year, one row each, and no total.

Figures: visits.csv, the visits in the order in which they were entered, which is not that of their dates. 2023
ends on the 36 visits, 10 of them led by the principal leader, of the street's own report; no cell holds
either number. The visits themselves are invented.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path

from samples.month import Month
from samples.report import ECONOMIC_OFFICE, Report
from samples.sheet import Entry, Look, Sheet, line

PRINCIPAL = "主要领导"
FIRST_ROW = 3
HEADER = ("序号", "日期", "目的地", "对接企业", "带队领导", "是否主要领导", "成果")
_ROW_LOOKS = (Look.CENTRED, Look.CENTRED, Look.CENTRED, Look.TEXT, Look.CENTRED, Look.CENTRED, Look.TEXT)


@dataclass(frozen=True, slots=True)
class Visit:
    """`date` is typed as a text: 2023-01-08."""

    date: str
    destination: str
    host: str
    leader: str
    outcome: str

    @property
    def month(self) -> Month:
        return Month(int(self.date[:4]), int(self.date[5:7]))


@cache
def _visits() -> tuple[Visit, ...]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        return tuple(Visit(**row) for row in csv.DictReader(stream))


def made_by(month: Month) -> tuple[Visit, ...]:
    """The visits from January to a month."""
    return tuple(v for v in _visits() if v.month.year == month.year and v.month <= month)


def sheet(month: Month) -> Sheet:
    entries: dict[str, Entry] = {
        "A1": Entry(f"{month.year}年外出招商(服务)登记表", Look.TITLE),
        **line(2, HEADER, Look.HEADER),
    }
    for number, visit in enumerate(made_by(month), start=1):
        by_principal = "是" if visit.leader == PRINCIPAL else "否"
        cells = (visit.date, visit.destination, visit.host, visit.leader, by_principal, visit.outcome)
        entries |= line(FIRST_ROW + number - 1, (number, *cells), _ROW_LOOKS)
    return Sheet(
        name="登记表",
        entries=entries,
        merges=("A1:G1",),
        widths=(8, 14, 12, 22, 16, 16, 14),
    )


REPORT = Report(
    department=ECONOMIC_OFFICE,
    first_month=1,
    received_day=4,
    received_time=time(16, 20),
    stem=lambda month: f"外出招商登记表{month.zh}",
    sheet=sheet,
)

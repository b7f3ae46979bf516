"""重点经济指标调度表: six indicators against their targets, as the other forms of the same month state them.

The levels come from the modules of those forms, last year's too. target_tracking.csv holds what only this table
says: targets, ranks among the nine places, and the levels of 2021, which are the base of 2022; all invented.
Blank, as the table's note says, is what is not known: 固投入库项目 in January, which is exempt, and everything
about last year's 内资实物工作量.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from samples.forms import buildings, domestic_capital, fai_register, fdi_detail, physical_work, visits
from samples.growth import PERCENT, growth
from samples.month import DECEMBER_2023, YEARS, Month, by_month
from samples.report import ECONOMIC_OFFICE, Report
from samples.sheet import Entry, Formula, Look, Sheet, Value, line, remarks

Level = int | Decimal

FIRST_ROW = 5
RESPONSIBLE = "经发办"
PLACES = 9
HEADER = (
    *("序号", "指标", "单位", "年度目标", "累计完成", None, None),
    *("完成率(%)", "序时进度(%)", "超欠进度(百分点)", "全区位次", "责任科室"),
)
HEADER_BELOW = (*(None,) * 4, "本年", "上年同期", "同比(%)", *(None,) * 5)
NOTE = "备注:目标、上年数为示例;位次为镇街9个单位中的位次;上年同期无数据的留空。"
_ROW_LOOKS = (
    *(Look.CENTRED, Look.TEXT, Look.CENTRED, Look.AMOUNT, Look.AMOUNT, Look.AMOUNT),
    *(Look.PERCENT_2, Look.PERCENT_2, Look.PERCENT_2, Look.PERCENT_2, Look.CENTRED, Look.CENTRED),
)
_HUNDREDTH = Decimal("0.01")

# What the street's own report says of domestic capital instead of a rate.
GROWTH_IN_WORDS = {("内资到位资金", DECEMBER_2023): "增长近11倍"}
# The samples' form 内资实物工作量 has months of 2022, but this table never quotes them.
WITHOUT_LAST_YEAR = ("内资实物工作量",)


def _projects_registered(month: Month) -> int | None:
    return len(fai_register.projects(month)) if month.month >= fai_register.REPORT.first_month else None


UNITS: Mapping[str, str] = {
    "实际到账外资": "万美元",
    "内资到位资金": "亿元",
    "固投入库项目": "个",
    "内资实物工作量": "万元",
    "盘活楼宇面积": "万平方米",
    "主动外出招商": "次",
}
_STATED_ELSEWHERE: Mapping[str, Callable[[Month], Level | None]] = {
    "实际到账外资": fdi_detail.arrived_by,
    "内资到位资金": lambda month: domestic_capital.in_yi(domestic_capital.received_by(month)),
    "固投入库项目": _projects_registered,
    "内资实物工作量": physical_work.done_by,
    "盘活楼宇面积": lambda month: buildings.in_wan(buildings.revitalized_by(month)),
    "主动外出招商": lambda month: len(visits.made_by(month)),
}


@cache
def _figures() -> dict[tuple[str, str], dict[Month, Decimal]]:
    """What only this table says, by indicator and figure: target, rank, and the level of 2021."""
    figures: dict[tuple[str, str], dict[Month, Decimal]] = {}
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            of_year = {month: Decimal(text) for month, text in by_month(int(row["year"]), row).items()}
            figures.setdefault((row["indicator"], row["figure"]), {}).update(of_year)
    return figures


def level(indicator: str, month: Month) -> Level | None:
    """Year to date in the unit of the table's row. None: nobody states it."""
    if month.year in YEARS or indicator == "实际到账外资":  # whose module knows 2021 itself
        return _STATED_ELSEWHERE[indicator](month)
    return _figures()[indicator, "level"].get(month)


def _before(indicator: str, month: Month) -> Level | None:
    if indicator in WITHOUT_LAST_YEAR:
        return None
    return level(indicator, Month(month.year - 1, month.month))


def sheet(month: Month) -> Sheet:
    note_row = FIRST_ROW + len(UNITS)
    entries: dict[str, Entry] = {
        "A1": Entry(f"{month.year}年鲸园街道重点经济指标完成情况调度表", Look.TITLE),
        **remarks(2, {"A": f"({month.window})"}),
        **line(3, HEADER, Look.HEADER),
        **line(4, HEADER_BELOW, Look.HEADER),
        **remarks(note_row, {"A": NOTE}),
    }
    for number, indicator in enumerate(UNITS, start=1):
        entries |= line(FIRST_ROW + number - 1, _row(number, indicator, month), _ROW_LOOKS)
    headers = (f"{column}3:{column}4" for column in "ABCDHIJKL")
    return Sheet(
        name="调度表",
        entries=entries,
        merges=("A1:L1", "A2:L2", "E3:G3", *headers, f"A{note_row}:L{note_row}"),
        widths=(6, 18, 12, 12, 12, 12, 14, 12, 14, 18, 10, 10),
    )


def _row(number: int, indicator: str, month: Month) -> tuple[Value, ...]:
    row = FIRST_ROW + number - 1
    target, done, before = (
        _figures()[indicator, "target"][month],
        level(indicator, month),
        _before(indicator, month),
    )
    rank = _figures()[indicator, "rank"].get(month)
    elapsed = (month.month * PERCENT / 12).quantize(_HUNDREDTH, ROUND_HALF_UP)
    completion: Value = None
    ahead: Value = None
    if done is not None:
        completed = (done * PERCENT / target).quantize(_HUNDREDTH, ROUND_HALF_UP)
        completion = Formula(f"=ROUND(E{row}/D{row}*100,2)", completed)
        ahead = Formula(f"=ROUND(H{row}-I{row},2)", completed - elapsed)
    return (
        number,
        indicator,
        UNITS[indicator],
        target,
        done,
        before,
        _growth(row, indicator, month, done, before),
        completion,
        elapsed,
        ahead,
        f"{rank}/{PLACES}" if rank else None,
        RESPONSIBLE,
    )


def _growth(row: int, indicator: str, month: Month, done: Level | None, before: Level | None) -> Value:
    """Half-up from the row's own cells; blank where either is, or where last year had nothing."""
    if said := GROWTH_IN_WORDS.get((indicator, month)):
        return said
    if done is None or not before:
        return None
    return Formula(f"=ROUND(E{row}/F{row}*100-100,2)", growth(done, before, decimals=2))


REPORT = Report(
    department=ECONOMIC_OFFICE,
    first_month=1,
    received_day=18,
    received_time=time(9, 15),
    stem=lambda month: f"重点指标调度表{month.zh}",
    sheet=sheet,
    stated_cells=("E5", "E6", "E7", "E8", "E9", "E10", "G5", "G6"),
)

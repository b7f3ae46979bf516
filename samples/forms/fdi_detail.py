"""外资到账明细: one row for each sum that arrived this year, then total, last year's figure and growth.

Amounts in 万美元. 2023 ends on the 1032 and 63.55 % of the street's own report; 631 in 2022 is worked out
from them. The path through the months and everything else about 2021 and 2022 is invented.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import time
from itertools import groupby

from samples.growth import growth
from samples.month import DECEMBER_2023, Month
from samples.report import ECONOMIC_OFFICE, Report
from samples.sheet import Entry, Formula, Look, Sheet, Value, line, remarks

FIRST_ROW = 5
HEADER = (
    *("序号", "企业名称", "投资方(国别/地区)", "登记注册类型", "合同外资", "到账日期"),
    *("到账金额", None, "商务部口径认定", "备注"),
)
HEADER_BELOW = (*(None,) * 6, "本笔", "本年累计", None, None)
HEADER_MERGES = (*(f"{column}3:{column}4" for column in "ABCDEFIJ"), "G3:H3")
_ROW_LOOKS = (
    *(Look.CENTRED, Look.TEXT, Look.CENTRED, Look.CENTRED, Look.AMOUNT, Look.CENTRED),
    *(Look.AMOUNT, Look.AMOUNT, Look.CENTRED, Look.TEXT),
)


@dataclass(frozen=True, slots=True)
class Contract:
    enterprise: str
    investor: str
    registered_as: str
    contracted: int


@dataclass(frozen=True, slots=True)
class Tranche:
    """A sum that arrived. `arrived` is the date as the clerk typed it: a text, or Excel's day number."""

    month: Month
    contract: Contract
    arrived: str | int
    amount: int
    remark: str | None = None


_CONTRACT_B = Contract("示例企业B(新设)", "新加坡", "外商投资", 400)
_CONTRACT_C = Contract("示例企业C(增资)", "香港", "港澳台投资", 250)
_CONTRACT_A = Contract("示例企业A(增资)", "香港", "港澳台投资", 1100)

TRANCHES = (
    Tranche(Month(2022, 5), _CONTRACT_B, "2022-05-18", 200, "首笔"),
    Tranche(Month(2022, 8), _CONTRACT_B, "2022.8.9", 181),
    Tranche(Month(2022, 11), _CONTRACT_C, "2022/11/23", 250),
    # Four spellings of a date in one column, as they are found in such tables.
    Tranche(Month(2023, 3), _CONTRACT_A, "2023-03-17", 260, "首笔"),
    Tranche(Month(2023, 6), _CONTRACT_A, "2023.6.20", 312),
    Tranche(Month(2023, 9), _CONTRACT_A, "2023/9/26", 220),
    Tranche(Month(2023, 12), _CONTRACT_A, 45274, 240, "日期存为Excel序列号"),  # 2023-12-14
)


def arrived_by(month: Month) -> int:
    """What arrived from January to a month. 2021: nothing until May, 150 until September, then 420."""
    if month.year == 2021:
        return 0 if month.month <= 5 else 150 if month.month <= 9 else 420
    return sum(tranche.amount for tranche in _listed(month))


def _listed(month: Month) -> tuple[Tranche, ...]:
    return tuple(t for t in TRANCHES if t.month.year == month.year and t.month <= month)


def sheet(month: Month) -> Sheet:
    listed = _listed(month)
    total_row = FIRST_ROW + len(listed)
    entries: dict[str, Entry] = {
        "A1": Entry(f"{month.year}年鲸园街道外资到账明细表", Look.TITLE),
        **remarks(2, {"A": f"截至{month.last_day_zh}", "J": "单位:万美元"}),
        **line(3, HEADER, Look.HEADER),
        **line(4, HEADER_BELOW, Look.HEADER),
    }
    running = 0
    for number, tranche in enumerate(listed, start=1):
        running += tranche.amount
        first_of_contract = number == 1 or listed[number - 2].contract != tranche.contract
        entries |= line(FIRST_ROW + number - 1, _row(number, tranche, running, first_of_contract), _ROW_LOOKS)
    entries |= _closing_rows(total_row, arrived_by(month), arrived_by(Month(month.year - 1, month.month)))
    return Sheet(
        name="外资到账明细",
        entries=entries,
        merges=("A1:J1", *HEADER_MERGES, *_contract_merges(listed), f"A{total_row}:F{total_row}"),
        widths=(16, 24, 16, 16, 12, 14, 12, 12, 16, 22),
        notes={"F8": "以银行回单日期为准"} if month == DECEMBER_2023 else {},
    )


def _row(number: int, tranche: Tranche, running: int, first_of_contract: bool) -> tuple[Value, ...]:
    contract = astuple(tranche.contract) if first_of_contract else (None,) * 4  # Excel keeps a merge's first
    return (
        number,
        *contract,
        tranche.arrived,
        tranche.amount,
        running,
        "是",
        tranche.remark,
    )


def _contract_merges(listed: tuple[Tranche, ...]) -> tuple[str, ...]:
    """Enterprise, investor, kind and contract are written once over the rows of one contract."""
    merges: list[str] = []
    row = FIRST_ROW
    for _, of_contract in groupby(listed, key=lambda tranche: tranche.contract):
        last = row + len(tuple(of_contract)) - 1
        if last > row:
            merges += [f"{column}{row}:{column}{last}" for column in "BCDE"]
        row = last + 1
    return tuple(merges)


def _closing_rows(total_row: int, received: int, base: int) -> dict[str, Entry]:
    """Total, last year's figure and growth, each twice. Over a base of zero the growth stays blank."""
    last = total_row - 1
    base_row, growth_row = total_row + 1, total_row + 2
    total: tuple[Value, Value] = (0, 0)
    if last >= FIRST_ROW:
        total = (Formula(f"=SUM(G{FIRST_ROW}:G{last})", received), Formula(f"=H{last}", received))
    grown: tuple[Value, Value] = (None, None)
    if base:
        rate = growth(received, base, decimals=2)
        grown = (
            Formula(f"=ROUND(G{total_row}/G{base_row}*100-100,2)", rate),
            Formula(f"=ROUND(H{total_row}/H{base_row}*100-100,2)", rate),
        )
    percent = (*_ROW_LOOKS[:6], Look.PERCENT_2, Look.PERCENT_2, *_ROW_LOOKS[8:])
    blank = (None,) * 5
    return {
        **line(total_row, ("合计", *blank, *total, None, None), _ROW_LOOKS),
        **line(base_row, ("上年同期", *blank, base, base, None, None), _ROW_LOOKS),
        **line(growth_row, ("同比增长(%)", *blank, *grown, None, None), percent),
    }


REPORT = Report(
    department=ECONOMIC_OFFICE,
    first_month=1,
    received_day=6,
    received_time=time(9, 50),
    stem=lambda month: f"外资到账明细{month.zh}",
    sheet=sheet,
    stated_cells=("G9", "H9", "G11", "H11"),
)

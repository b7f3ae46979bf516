"""December 2023 ends on the departments' layouts: same cells, same merges. Of services, a month late, November;
of plans the year 2024.

`layouts/` holds them as they were drawn up, but for the names: firms, sites and the eight other places have
sample names there. Cells inside a merge are empty but for the first, as Excel leaves them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

OpenSheet = Callable[[str], Worksheet]

LAYOUTS = Path(__file__).with_name("layouts")
REGISTER = "inbox/经济发展办公室/固定资产投资项目入库台账2023年12月.xlsx"
FEEDBACK = "inbox/统计站/固投增速反馈2023年1-12月.xlsx"
FOREIGN_CAPITAL = "inbox/经济发展办公室/外资到账明细2023年12月.xlsx"
TRADE = "inbox/统计站/限上批零住餐202312.xlsx"
DOMESTIC_CAPITAL = "inbox/经济发展办公室/内资到位资金台账2023年12月.xlsx"
PHYSICAL_WORK = "inbox/经济发展办公室/实物工作量2023年12月.xlsx"
TARGETS = "inbox/经济发展办公室/重点指标调度表2023年12月.xlsx"
BUILDINGS = "inbox/经济发展办公室/楼宇盘活台账2023年12月.xlsx"
VISITS = "inbox/经济发展办公室/外出招商登记表2023年12月.xlsx"
SERVICES = "inbox/统计站/规上服务业营业收入2023年1-11月.xlsx"
ESTATES = "inbox/城市建设办公室/老旧小区改造台账2023年.xlsx"
KEY_PROJECTS = "inbox/经济发展办公室/重点产业项目推进表2024年.xlsx"

MERGES = {
    REGISTER: "A1:L1 A3:A4 B3:B4 C3:C4 D3:D4 E3:E4 F3:F4 G3:G4 H3:H4 I3:I4 J3:K3 L3:L4",
    FEEDBACK: "A1:G1 A3:A4 B3:C3 D3:E3 F3:G3 A14:G14",
    FOREIGN_CAPITAL: "A1:J1 A3:A4 B3:B4 C3:C4 D3:D4 E3:E4 F3:F4 G3:H3 I3:I4 J3:J4 "
    "B5:B8 C5:C8 D5:D8 E5:E8 A9:F9",
    TRADE: "A1:G1 A2:A3 B2:B3 C2:D2 E2:F2 G2:G3",
    DOMESTIC_CAPITAL: "A1:J1 H3:I3 A3:A4 B3:B4 C3:C4 D3:D4 E3:E4 F3:F4 G3:G4 J3:J4",
    PHYSICAL_WORK: "A1:F1 A3:A4 B3:B4 C3:C4 D3:E3 F3:F4",
    TARGETS: "A1:L1 A2:L2 E3:G3 A3:A4 B3:B4 C3:C4 D3:D4 H3:H4 I3:I4 J3:J4 K3:K4 L3:L4 A11:L11",
    BUILDINGS: "A1:I1",
    VISITS: "A1:G1",
    SERVICES: "A1:G1 A7:G7",
    ESTATES: "A1:J1 A3:A5 A7:A8",
    KEY_PROJECTS: "A1:I1 A2:C2",
}


def number_or_text(cell: object) -> object:
    """Numbers as Decimals, so that 23 and 23.0 are the same and the text "23" is not."""
    if cell is None or cell == "":
        return None
    return Decimal(str(cell)) if isinstance(cell, int | float) else cell


def layout_value(text: str) -> object:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text or None


@pytest.mark.parametrize(
    ("layout", "path"),
    [
        ("L01_fai_register.csv", REGISTER),
        ("L02_fai_growth_feedback.csv", FEEDBACK),
        ("L03_fdi_detail.csv", FOREIGN_CAPITAL),
        ("L04_domestic_capital.csv", DOMESTIC_CAPITAL),
        ("L05_physical_work.csv", PHYSICAL_WORK),
        ("L06_target_tracking.csv", TARGETS),
        ("L08_trade_accommodation.csv", TRADE),
        ("L09_buildings.csv", BUILDINGS),
        ("L11_visits_log.csv", VISITS),
        ("L07_services_pull.csv", SERVICES),
        ("L10_old_communities.csv", ESTATES),
        ("L12_key_projects.csv", KEY_PROJECTS),
    ],
)
def test_december_2023_has_every_cell_of_its_layout_and_no_other(
    layout: str, path: str, open_sheet: OpenSheet
) -> None:
    with (LAYOUTS / layout).open(encoding="utf-8", newline="") as stream:
        expected = [[layout_value(text) for text in row] for row in csv.reader(stream)]
    found = [[number_or_text(cell.value) for cell in row] for row in open_sheet(path).iter_rows()]
    assert found == expected


@pytest.mark.parametrize("path", MERGES)
def test_december_2023_has_the_merges_of_its_layout(path: str, open_sheet: OpenSheet) -> None:
    merged = {str(merge) for merge in open_sheet(path).merged_cells.ranges}
    assert merged == set(MERGES[path].split())


def test_percents_show_the_decimals_that_the_office_states(open_sheet: OpenSheet) -> None:
    assert open_sheet(FOREIGN_CAPITAL)["H11"].number_format == "0.00"
    assert open_sheet(TRADE)["F6"].number_format == "0.0"
    assert open_sheet(FEEDBACK)["B6"].number_format == "0.0"


def test_the_fourth_arrival_date_is_a_bare_day_number(open_sheet: OpenSheet) -> None:
    cell = open_sheet(FOREIGN_CAPITAL)["F8"]
    assert (cell.value, cell.number_format) == (45274, "General")

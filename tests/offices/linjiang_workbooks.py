"""What the departments of the invented county hand in: small workbooks, every figure of which is invented.

The figures are chosen so that a person can work out by hand what must come of them.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import xlsxwriter

Cells = Sequence[Sequence[str | int | float | None]]

AGRICULTURE, POWER, TOURISM, PLANNING = "农业农村股", "电力能源股", "文旅服务中心", "发展计划股"
MONTHS = tuple(f"{month}月" for month in range(1, 13))


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook of one sheet in a department's folder of the inbox. `received_at` is by China's clock."""

    department: str
    name: str
    received_at: str
    sheet: str
    rows: Cells
    merged: tuple[str, ...] = ()


def _grain(year: int, towns: Cells) -> Cells:
    head = "粮食总产量(吨)"
    return [
        [f"{year}年1-6月各乡镇粮食生产情况"],
        ["乡镇", head, None, None, None, "播种面积(公顷)"],
        [None, "本年", "上年同期", "增长(%)", "位次", "本年"],
        *towns,
    ]


def _power(year: int, industry: Cells) -> Cells:
    return [
        [f"{year}年工业用电量分月情况表"],
        ["单位:万千瓦时"],
        ["用电类别", *MONTHS, "全年"],
        *industry,
    ]


def _tourism(year: int, month: int, lines: Cells) -> Cells:
    return [
        [f"{year}年{month}月文旅经济运行月报"],
        ["指标", "计量单位", "本月", "本年累计", "上年同期", "同比(%)"],
        *lines,
    ]


WORKBOOKS = (
    Workbook(
        AGRICULTURE,
        "粮库建设台账2025年6月.xlsx",
        "2025-07-10T09:00:00+08:00",  # two days after its day
        "台账",
        [
            ["2025年6月粮库建设台账"],
            ["单位:万元"],
            ["序号", "粮库名称", "所在乡镇", "设计仓容(吨)", "本年完成投资", "建成月份"],
            [1, "示例粮库甲", "示例沙洲镇", 12500, 860.5, "2025年3月"],
            [2, "示例粮库乙", "示例石桥镇", 8000, 512.25, "2025年5月"],
            [3, "示例粮库丙", "示例柳林乡", 4600, 377.25, "2025年6月"],
            ["合计", "3座", None, 25100, 1750, None],
        ],
    ),
    Workbook(
        AGRICULTURE,
        "各乡镇粮食生产情况2024年6月.xlsx",
        "2024-07-12T09:00:00+08:00",
        "夏粮",
        _grain(
            2024,
            [
                ["全县", 23900, 23600, 1.3, "—", 4000],
                ["示例沙洲镇", 10000, 9800, 2.0, 1, 1700],
                ["示例石桥镇", 7900, 7900, 0.0, 3, 1280],
                ["示例柳林乡", 6000, 5900, 1.7, 2, 1020],
            ],
        ),
        ("A2:A3", "B2:E2"),
    ),
    Workbook(
        AGRICULTURE,
        "各乡镇粮食生产情况2025年6月.xlsx",
        "2025-07-12T09:00:00+08:00",
        "夏粮",
        _grain(
            2025,
            [
                ["全县", 25180, 24000, 4.9, "—", 4110],
                ["示例沙洲镇", 10500, 10000, 5.0, 2, 1750],
                ["示例石桥镇", 8320, 8000, 4.0, 3, 1300],
                ["示例柳林乡", 6360, 6000, 6.0, 1, 1060],
            ],
        ),
        ("A2:A3", "B2:E2"),
    ),
    Workbook(
        POWER,
        "工业用电量2023年.xlsx",
        "2024-01-15T09:00:00+08:00",
        "用电",
        _power(
            2023,
            [
                ["工业用电量", 100, 90, 110, 115, 120, 125, 130, 135, 125, 120, 115, 115, 1400],
                ["其中:规模以上用户", *[75] * 12, 900],
            ],
        ),
    ),
    Workbook(
        POWER,
        "工业用电量2024年.xlsx",
        "2025-01-15T09:00:00+08:00",
        "用电",
        _power(
            2024,
            [
                ["工业用电量", 120, 95.5, 130, 131, 133.5, 140, 152, 155, 141, 138, 136, 148, 1620],
                ["其中:规模以上用户", *[80] * 12, 960],
            ],
        ),
    ),
    Workbook(
        PLANNING,
        "年度目标任务2025年.xlsx",
        "2025-01-20T09:00:00+08:00",
        "目标",
        [
            ["2025年度目标任务表"],
            ["指标", "计量单位", "目标值"],
            ["粮食总产量", "万吨", 5.2],
            ["接待游客", "万人次", 80],
            ["旅游收入", "亿元", 6],
        ],
    ),
    Workbook(
        TOURISM,
        "文旅月报2024年6月.xlsx",
        "2024-07-09T09:00:00+08:00",
        "月报",
        _tourism(
            2024,
            6,
            [
                ["接待游客", "万人次", 5.6, 32, 30, 6.7],
                ["旅游收入", "亿元", 0.4, 2.4, 2.3, 4.3],
                ["旅游业到账港资", "万港元", 120, 740, 700, 5.7],
            ],
        ),
    ),
    Workbook(
        TOURISM,
        "文旅月报2025年5月.xlsx",
        "2025-06-09T09:00:00+08:00",
        "月报",
        _tourism(
            2025,
            5,
            [
                ["接待游客", "万人次", 5.5, 29.5, 26.8, 10.1],
                ["旅游收入", "亿元", 0.4, 2.13, 2.0, 6.5],
                ["旅游业到账港资", "万港元", 100, 750, 600, 25.0],
            ],
        ),
    ),
    Workbook(
        TOURISM,
        "文旅月报2025年6月.xlsx",
        "2025-07-09T09:00:00+08:00",
        "月报",
        _tourism(
            2025,
            6,
            [
                ["接待游客", "万人次", 6.5, 36, 32, 12.5],
                ["旅游收入", "亿元", 0.42, 2.55, 2.4, 6.3],
                ["旅游业到账港资", "万港元", 150, 900, 750, 20.0],
            ],
        ),
    ),
    Workbook(
        PLANNING,
        "主要指标监测2025年6月.xlsx",
        "2025-07-20T16:30:00+08:00",
        "监测",
        [
            ["2025年6月主要指标监测表"],
            ["指标", "单位", "年度目标", "本年累计", "完成率(%)", "序时进度(%)", "超欠进度(百分点)"],
            ["粮食总产量", "万吨", 5.2, 2.52, 48.4, 50, -1.6],
            ["接待游客", "万人次", 80, 36, 45.0, 50, -5.0],
            ["粮库建设投资", "万元", 3000, 1700, 56.7, 50, 6.7],
        ],
    ),
)


def write_inbox(folder: Path, workbooks: Sequence[Workbook] = WORKBOOKS) -> None:
    """The workbooks by department, and the list of who handed in which, when."""
    for one in workbooks:
        target = folder / one.department / one.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(written(one))
    with (folder / "receipts.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["path", "department_id", "received_at", "received_by", "sample", "stated_cells"])
        table.writerows(
            [f"{one.department}/{one.name}", one.department, one.received_at, "示例填表人", "yes", ""]
            for one in workbooks
        )


def written(one: Workbook) -> bytes:
    """The workbook's bytes."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet(one.sheet)
        for number, row in enumerate(one.rows):
            sheet.write_row(number, 0, row)
        for span in one.merged:
            first = span.partition(":")[0]
            sheet.merge_range(span, one.rows[int(first[1:]) - 1][ord(first[0]) - ord("A")])
    return stream.getvalue()

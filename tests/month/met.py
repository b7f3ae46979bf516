"""The second half of the month: the tracking table, the meeting, the revision that comes after it."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from samples.drawing import workbook_bytes
from samples.forms import fdi_detail, target_tracking
from samples.month import DECEMBER_2023, Month
from samples.sheet import retyped
from tests.month.desk import by_wps
from tests.month.handed_in import HELD, handed_in
from tests.month.house import REVIEWER, STATION, House
from tests.warehouse.corrected_return import CORRECTED

MEETING = "调度会"


def tracking_table_filled(house: House) -> None:
    """Last month's table is the template; what is held is filled in, the rest its owner types."""
    report = target_tracking.REPORT
    last = Month(2023, 11)
    template = house.desk / f"{report.stem(last)}.xlsx"
    template.write_bytes(
        workbook_bytes(report.sheet(last), report.department.clerk, report.received_at(last))
    )
    target = house.desk / f"{report.stem(DECEMBER_2023)}.xlsx"
    clerk = house.clerk(report.department)
    ran = house.run(clerk, "fill", template.name, "2023-12", "-o", target.name, "--force")
    house.reads(
        clerk,
        "填了多少格，哪些空着，为什么？",
        "indicators fill 的输出",
        ran.out,
        "已填",
        "单元格",
        "为什么空着",
    )
    book = load_workbook(target)
    page = book.worksheets[0]
    assert page["E5"].value == 1032, page["E5"].value
    # What the office does not hold, targets and ranks among it, its owner types.
    blank = 0
    sheet = report.sheet(DECEMBER_2023)
    said = load_workbook(
        BytesIO(workbook_bytes(sheet, report.department.clerk, report.received_at(DECEMBER_2023))),
        data_only=True,
    ).worksheets[0]
    for row in said.iter_rows():
        for cell in row:
            own = page[cell.coordinate]
            if cell.value is not None and own.value is None:
                own.value, blank = cell.value, blank + 1
    book.save(target)
    house.did(clerk, f"补填 {blank} 格，保存《{target.name}》")
    said_back = handed_in(house, "L06", target.name, by_wps(target.read_bytes()))
    assert said_back["state"] not in HELD, said_back


def shown_to_the_meeting(house: House) -> None:
    """What the meeting is shown is frozen by one and signed by another."""
    done = house.run(STATION, "edition", MEETING, "2023-12", "--by", "张三")
    house.reads(
        STATION, "定了多少个数，还要谁审签？", "indicators edition 的输出", done.out, "个数", "未审签"
    )
    signed = house.run(REVIEWER, "edition", MEETING, "2023-12", "--sign", "--by", "李四")
    house.reads(REVIEWER, "审签了吗？", "indicators edition --sign 的输出", signed.out, "李四 审签")


def revised(house: House) -> None:
    """The last tranche was 260 and not 240 万美元: the return once more, with the reason."""
    report = fdi_detail.REPORT
    clerk = house.clerk(report.department)
    file = house.desk / "外资到账明细2023年12月(更正).xlsx"
    file.write_bytes(
        by_wps(
            workbook_bytes(
                retyped(report.sheet(DECEMBER_2023), CORRECTED),
                report.department.clerk,
                report.received_at(DECEMBER_2023),
            )
        )
    )
    ran = house.run(
        clerk, "submit", file.name, "--department", report.department.folder, "--reason", "correction",
        "--sample",
    )  # fmt: skip
    house.reads(clerk, "收到了吗？", "indicators submit 的输出", ran.out, file.name)


def told_what_moved(house: House) -> None:
    """What the meeting was shown and what is so now, by three ways."""
    moved = house.run(STATION, "edition", MEETING, "2023-12", "--changes")
    house.reads(
        STATION,
        "会上的数后来变了哪些，为什么？",
        "indicators edition --changes",
        moved.out,
        "会上 1032万美元",
        "现为 1052万美元",
        "63.55%",
        "66.72%",
        "更正",
    )
    asked = house.run(
        "分析人员", "query",
        "select line_zh, figure_zh, shown, shown_now, moved_zh, moved_why_zh from bi.edition_changes where moved_zh = '同期修订'",
    )  # fmt: skip
    house.reads(
        "分析人员", "表里查得到吗？", "indicators query", asked.out, "1032万美元", "1052万美元", "同期修订"
    )
    diff = house.run("分析人员", "diff")
    house.reads(
        "分析人员", "两版之间变了什么？", "indicators diff", diff.out, "1032", "1052", "经济发展办公室"
    )

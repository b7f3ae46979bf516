"""The first half of the month: forms handed out, filled in, looked at, handed in, held, mended or explained, owed, late."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from openpyxl import load_workbook

from samples.folders import REPORTS
from samples.forms import buildings, fdi_detail, trade
from samples.month import DECEMBER_2023, Month
from samples.sheet import Formula, Sheet, Value, retyped
from tests.month.desk import Desk, by_libreoffice, by_wps
from tests.month.house import REVIEWER, STATION, House
from warehouse.hand_back.review import State
from warehouse.home import PRECHECK

FORMS = dict(
    zip(
        ("L01", "L02", "L03", "L04", "L05", "L06", "L08", "L09", "L11", "L07", "L10", "L12", "ADM", "PLAN"),
        REPORTS,
        strict=True,
    )
)
# The estates' plan of the year and the key projects' come in its January; services a month late.
MONTHS = dict.fromkeys(FORMS, DECEMBER_2023) | {
    "L07": Month(2023, 11),
    "L12": Month(2024, 12),
    "PLAN": Month(2024, 12),
}
# What the month's forms are saved by, besides WPS.
LIBREOFFICE = {"L01": "xlsx", "L05": "xlsx", "L11": "xlsx", "L02": "xlsx", "L04": "xls", "ADM": "ods"}
HELD = (State.TO_MEND, State.TO_EXPLAIN)
EXPLANATION = "含地下车库，产权证面积尚未变更登记"

# Building K: 1,100 ㎡ vacant of 1,000 in all, which is so; the sum follows.
_VACANT: dict[str, Value] = {"E13": 1100, "E18": Formula("SUM(E3:E17)", 17964)}
# The last tranche in yuan among the dollars, the running total in dollars.
_YUAN: dict[str, Value] = {"G8": 1691}


def mistyped(form_id: str) -> Sheet | None:
    """The sheet of December as its clerk fills it in first, where that is not as the figures are."""
    if form_id == "L03":
        return retyped(fdi_detail.REPORT.sheet(DECEMBER_2023), _YUAN)
    if form_id == "L09":
        return retyped(buildings.REPORT.sheet(DECEMBER_2023), _VACANT)
    if form_id == "L08":
        sheet = trade.REPORT.sheet(DECEMBER_2023)
        month, to_date = (sheet.entries[cell].value for cell in ("C4", "E4"))
        return retyped(sheet, {"C4": to_date, "E4": month})
    return None


def form_of(house: House, desk: Desk, form_id: str, month: Month) -> Path:
    """The form as the station hands it out."""
    report = FORMS[form_id]
    target = house.desk / "发出" / f"{form_id}_{month.year}{month.month:02}.xlsx"
    target.parent.mkdir(exist_ok=True)
    house.run(
        STATION, "form", form_id, f"{month.year}-{month.month:02}", "-d", report.department.folder, "-o",
        str(target), "--force",
    )  # fmt: skip
    note = load_workbook(target).worksheets[0]["A1"].comment
    house.reads(
        house.clerk(report.department),
        "哪些格要填？",
        "表上 A1 的批注",
        note.text if note else "",
        "白色格请填",
    )
    return target


def saved(
    house: House, books: Mapping[str, tuple[str, bytes]], office_program: bool
) -> dict[str, tuple[str, bytes]]:
    """By form: name and bytes, each as its department's program saves it. `office_program`: whether LibreOffice is there."""
    made = {form_id: (name, by_wps(data)) for form_id, (name, data) in books.items()}
    if not office_program:
        return made
    for kind in sorted(set(LIBREOFFICE.values())):
        mine = {
            books[form_id][0]: books[form_id][1]
            for form_id, by in LIBREOFFICE.items()
            if by == kind and form_id in books
        }
        again = by_libreoffice(mine, kind, house.desk / "另存") if mine else {}
        for form_id in books:
            name = Path(books[form_id][0]).with_suffix(f".{kind}").name
            if LIBREOFFICE.get(form_id) == kind:
                made[form_id] = name, again[name]
    return made


def month_of_forms(
    house: House, desk: Desk, forms: tuple[str, ...], office_program: bool
) -> dict[str, tuple[str, bytes]]:
    """The forms handed out, filled in and saved."""
    typed = {}
    for form_id in forms:
        report, month = FORMS[form_id], MONTHS[form_id]
        blank = form_of(house, desk, form_id, month)
        typed[form_id] = f"{report.stem(month)}.xlsx", desk.filled(blank, report, month, mistyped(form_id))
        house.did(house.clerk(report.department), f"填好并保存《{report.stem(month)}》")
    return saved(house, typed, office_program)


def looked_at(house: House, form_id: str, name: str, data: bytes) -> str:
    """A workbook put into 预检, and what its receipt says."""
    department = FORMS[form_id].department
    house.put(department, name, data, precheck=True)
    assert house.ran("precheck").status == 0  # the timer's
    folder = house.home.inbox / department.folder / PRECHECK
    return (folder / f"{name}_预检回执.txt").read_text(encoding="utf-8-sig")


def edited(
    copy: bytes,
    cells: Mapping[str, object],
    words: Mapping[str, tuple[str, str]] | None = None,
    below: str = "",
) -> bytes:
    """A marked copy in which the department has typed into its own cells, below its table, and beside some rules what they mean."""
    book = load_workbook(io.BytesIO(copy))
    table = book.worksheets[0]
    for cell, value in cells.items():
        table[cell].value = value
    if below:
        table.cell(table.max_row + 1, 1).value = below
    page = book["审核意见"]
    head = next(row for row in page.iter_rows() if any(cell.value == "情况说明" for cell in row))
    columns = {cell.value: cell.column for cell in head}
    for row in page.iter_rows(min_row=head[0].row + 1):
        said = (words or {}).get(str(page.cell(row[0].row, columns["规则"]).value))
        if said:
            page.cell(row[0].row, columns["情况说明类别"]).value = said[0]
            page.cell(row[0].row, columns["情况说明"]).value = said[1]
    buffer = io.BytesIO()
    book.save(buffer)
    return by_wps(buffer.getvalue())


def handed_in(house: House, form_id: str, name: str, data: bytes) -> dict[str, object]:
    """A workbook put into the department's folder, and its receipt a quarter of an hour later."""
    department = FORMS[form_id].department
    house.put(department, name, data)
    house.quarter_of_an_hour()
    said = house.receipt(department, name)
    house.reads(
        house.clerk(department),
        "收到了吗，还要做什么？",
        f"{name} 的回执",
        str(said["text"]),
        "收到",
        "结果",
        "下一步",
    )
    return said


def finding_of(said: Mapping[str, object], rule: str) -> Mapping[str, str]:
    """What a receipt says of a rule that was broken."""
    findings = said["findings"]
    assert isinstance(findings, list)
    (one,) = (each for each in findings if each["rule"] == rule)
    return cast("Mapping[str, str]", one)


def page_of(said: Mapping[str, object]) -> str:
    """The page that came back, as it is read."""
    return (Path(str(said["folder"])) / "审核意见.html").read_text(encoding="utf-8")


def held_and_mended(house: House, name: str, data: bytes) -> None:
    """Foreign capital with yuan among dollars, handed in without a look before: held, mended in the marked copy, accepted."""
    department = fdi_detail.REPORT.department
    clerk = house.clerk(department)
    said = handed_in(house, "L03", name, data)
    assert said["state"] in HELD, said
    found = finding_of(said, "CURRENCY_MIX")
    cell = found["cell"]
    house.reads(
        clerk, "哪一格错了，错在哪里，怎么改？", "审核意见.html", page_of(said), cell, "1691", "疑为人民币", found["remedy_zh"]
    )  # fmt: skip
    copy = Path(str(said["folder"])) / str(said["copy"])
    house.did(clerk, f"在《{copy.name}》里改 {cell}")
    again = handed_in(house, "L03", copy.name, edited(copy.read_bytes(), {cell: 240}))
    assert again["state"] not in HELD, again
    house.reads(clerk, "改好了吗？", "回执", str(again["text"]), "已采用")


def held_and_explained(house: House, name: str, data: bytes) -> str:
    """A building with more vacant than it has: it is so. Held, explained in the marked copy; the copy's name."""
    department = buildings.REPORT.department
    clerk = house.clerk(department)
    said = handed_in(house, "L09", name, data)
    assert said["state"] in HELD, said
    house.reads(clerk, "数没有错，怎么办？", "回执", str(said["text"]), "属实的", "审核意见")
    copy = Path(str(said["folder"])) / str(said["copy"])
    words = {"PART_EXCEEDS_WHOLE": ("属实-口径或范围变化", EXPLANATION)}
    house.did(clerk, f"在《{copy.name}》的审核意见里写情况说明")
    handed_in(house, "L09", copy.name, edited(copy.read_bytes(), {}, words))
    return copy.name


def accepted_by_a_person(house: House, copy_name: str) -> None:
    """The station reads what was explained, and accepts it."""
    found = finding_of(house.receipt(buildings.REPORT.department, copy_name), "PART_EXCEEDS_WHOLE")
    listed = house.run(REVIEWER, "answers")
    house.reads(
        REVIEWER,
        "部门怎么说，说的是哪一格？",
        "indicators answers",
        listed.out,
        EXPLANATION,
        f"{found['sheet']}!{found['cell']}",
        found["message_zh"],
        "indicators answers accept ID",
    )
    (asked,) = (line.split()[1] for line in listed.out.splitlines() if "PART_EXCEEDS_WHOLE" in line)
    done = house.run(REVIEWER, "answers", "accept", asked, "--by", "李四")
    house.reads(REVIEWER, "采纳以后它进数据了吗？", "answers accept 的输出", done.out, "放行", "下次更新")


def handed_in_with_the_same_figure(house: House, copy_name: str) -> None:
    """The register once more, with one more remark: what was explained and accepted is not held again."""
    department = buildings.REPORT.department
    before = house.receipt(department, copy_name)
    copy = Path(str(before["folder"])) / str(before["copy"])
    again = handed_in(
        house,
        "L09",
        "楼宇盘活台账2023年12月(补联系电话).xlsx",
        edited(copy.read_bytes(), {}, below="填报人:示例填表人甲"),
    )
    assert again["state"] not in HELD, again
    house.reads(
        house.clerk(department),
        "上次说明过的还要再说吗？",
        "审核意见.html",
        page_of(again),
        "说明已采纳（李四）",
    )


def reminded(house: House, department: str, title: str) -> None:
    """Who is late is named, with the day on which it was due, in a text to paste into the chat."""
    said = house.run(STATION, "status", "--remind")
    house.reads(
        STATION, "谁还没报，该怎么催？", "indicators status --remind", said.out, department, title, "应于"
    )
    house.did(STATION, "把催报单粘贴到群里")

"""Files that are no form: one cut short on its way, one about something else."""

from __future__ import annotations

from samples.faults.fault import Expected, Fault, handed_in_faulty, planted
from samples.forms import fai_register, trade
from samples.month import DECEMBER_2023
from samples.sheet import Entry, Look, Sheet, line
from samples.submission import handed_in


def faults() -> tuple[Fault, ...]:
    return (_cut_short(), _duty_roster())


def _cut_short() -> Fault:
    """Half a workbook: the list of its parts, which stands at the end of a zip, is gone."""
    report = fai_register.REPORT
    whole = handed_in(report, DECEMBER_2023).content
    file_name = f"{report.stem(DECEMBER_2023)}_文件损坏.xlsx"
    return Fault(
        submission=handed_in_faulty(report, file_name, whole[: len(whole) // 2]),
        expected=Expected("DAMAGED_FILE", cell=""),
        sheet="",
        note_zh="文件只剩前一半",
        note_en="only the first half of the file is there",
    )


def _duty_roster() -> Fault:
    days = (
        ("1", "示例员工甲", "示例员工乙"),
        ("2", "示例员工丙", "示例员工丁"),
        ("3", "示例员工戊", "示例员工己"),
    )
    entries: dict[str, Entry] = {
        "A1": Entry("2023年12月办公室值班表", Look.TITLE),
        **line(2, ("日期", "白班", "夜班"), Look.HEADER),
    }
    for row, (day, by_day, by_night) in enumerate(days, start=3):
        entries |= line(row, (f"12月{day}日", by_day, by_night), Look.TEXT)
    return planted(
        trade.REPORT,
        Sheet(name="值班表", entries=entries, merges=("A1:C1",), widths=(14, 16, 16)),
        "不是报表",
        Expected("UNKNOWN_FORM", "A1"),
        ("值班表误放入收件箱", "a duty roster was put into the inbox by mistake"),
        stem="值班表2023年12月",
    )

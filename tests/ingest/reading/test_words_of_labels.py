"""What is said of headers and labels that are not as registered, in words that a clerk can act on."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest

from ingest.label import shown_label
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import read_submission
from ingest.workbook.cells.address import position
from samples.forms import (
    domestic_capital,
    fai_register,
    fdi_detail,
    old_communities,
    services_pull,
    trade,
    visits,
)
from samples.month import DECEMBER_2023
from samples.report import Report
from samples.sheet import Formula
from tests.ingest.reading.returns import FORMS, OFFICE, RECEIVED, read, rules, the

# Where the upper header of these forms stands over more than one column, and the columns that lose it.
UNMERGED = [
    (trade.REPORT, ("C2:D2", "E2:F2"), "D3、F3", "同比±%"),
    (fdi_detail.REPORT, ("G3:H3",), "H4", "本年累计"),
    (fai_register.REPORT, ("J3:K3",), "K4", "其中:本月"),
    (domestic_capital.REPORT, ("H3:I3",), "I4", "其中:12月"),
]


@pytest.mark.parametrize(("report", "merges", "cells", "found"), UNMERGED)
def test_a_header_that_lost_its_merges_is_said_to_have(
    report: Report, merges: tuple[str, ...], cells: str, found: str
) -> None:
    sheet = report.sheet(DECEMBER_2023)
    assert set(merges) <= set(sheet.merges)
    bare = replace(sheet, merges=tuple(merge for merge in sheet.merges if merge not in merges))
    reading = read(report, sheet=bare)
    assert rules(reading, "hold")[0] == ("HEADER_MERGE_LOST", cells)
    lost = the(reading, "HEADER_MERGE_LOST")
    assert lost.message_zh == f"表头的合并没有了（{cells}）：“{found}”上面没有上一级标题。"
    assert ".xlsx" in lost.remedy_zh
    assert "UNKNOWN_LABEL" not in {one.rule for one in reading.findings}


def as_csv(report: Report) -> bytes:
    """What stands in the cells of a report, as Excel saves it to a CSV: merges are gone."""
    sheet = report.sheet(DECEMBER_2023)
    places = {position(cell): entry.value for cell, entry in sheet.entries.items()}
    stream = StringIO()
    table = csv.writer(stream)
    for row in range(1, max(row for row, _ in places) + 1):
        values = [places.get((row, column)) for column in range(1, max(column for _, column in places) + 1)]
        table.writerow([value.stored if isinstance(value, Formula) else value for value in values])
    return stream.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize(
    ("report", "name"), [(trade.REPORT, "限上批零住餐202312"), (fdi_detail.REPORT, "外资2023年12月")]
)
def test_a_form_saved_as_a_csv_is_told_to_be_an_xlsx(report: Report, name: str) -> None:
    facts = SubmissionFacts("0" * 16, f"{name}.csv", report.department.department_id, RECEIVED)
    reading = read_submission(as_csv(report), facts, OFFICE, FORMS)
    assert "HEADER_MERGE_LOST" in {one.rule for one in reading.findings}
    assert "UNKNOWN_LABEL" not in {one.rule for one in reading.findings}
    assert "{month}" not in "".join(
        f"{one.message_zh}{one.remedy_zh}{one.expected}" for one in reading.findings
    )


@pytest.mark.parametrize(
    ("label", "month", "year", "shown"),
    [
        ("1-{month}月累计", 12, None, "1-12月累计"),
        ("1-{month}月累计", None, None, "1-某月累计"),
        ("{year}年1-{month}月", 11, 2023, "2023年1-11月"),
        ("{last_year}年1-{month}月(可比)", 11, 2023, "2022年1-11月(可比)"),
        ("{last_year}年1-{month}月(可比)", None, None, "上年1-某月(可比)"),
        ("{year}小计", None, None, "某年小计"),
        ("本月", 12, 2023, "本月"),
    ],
)
def test_what_a_label_leaves_open_is_filled_in_for_people(
    label: str, month: int | None, year: int | None, shown: str
) -> None:
    assert shown_label(label, month, year) == shown


@pytest.mark.parametrize(
    ("report", "cells"),
    [
        (trade.REPORT, {"C3": "绝对额"}),
        (trade.REPORT, {"E2": "累计", "A7": "餐饮"}),
        (services_pull.REPORT, {"B3": "今年", "D3": "增加"}),
        (domestic_capital.REPORT, {"I4": "当月", "A13": "小计"}),
        (old_communities.REPORT, {"A6": "小计", "C2": "栋数"}),
    ],
)
def test_no_message_has_the_words_of_a_template(report: Report, cells: dict[str, str]) -> None:
    reading = read(report, cells)
    held = [one for one in reading.findings if one.rule in ("UNKNOWN_LABEL", "MISSING_LABEL")]
    assert held
    assert not [
        one
        for one in reading.findings
        if "{" in f"{one.message_zh}{one.message_en}{one.remedy_zh}{one.expected}"
    ]


def test_a_label_that_was_left_out_is_said_to_be_blank() -> None:
    unknown = the(read(fai_register.REPORT, {"A32": None}), "UNKNOWN_LABEL")
    assert unknown.message_zh.startswith("“空白 (blank)”")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (Decimal("2023.1"), "2023-10 或 2023-01"),
        (Decimal("2023.5"), "2023-05"),
        (Decimal("2023.12"), "2023-12"),
        (Decimal("2023.13"), "如 2023-12"),
        ("年底", "如 2023-12"),
    ],
)
def test_a_month_that_is_none_is_told_how_to_be_written(typed: Decimal | str, expected: str) -> None:
    reading = read(fai_register.REPORT, {"H9": typed})
    assert rules(reading) == [("NOT_A_DATE", "H9")]
    found = the(reading, "NOT_A_DATE")
    assert (found.expected, found.message_zh) == (expected, f"“{typed}”不是月份。")
    assert found.remedy_zh.startswith(f"写成 {expected}；")


def test_a_day_that_is_none_is_told_a_day() -> None:
    found = the(read(visits.REPORT, {"B3": "上旬"}), "NOT_A_DATE")
    assert (found.expected, found.message_zh) == ("如 2023-12-14", "“上旬”不是日期。")

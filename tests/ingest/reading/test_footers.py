"""Signatures below a table are a footer of every form: nothing of them is read, nothing is held for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from ingest.form.file import load_forms
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import read_submission
from samples.forms import (
    admin_counts,
    domestic_capital,
    fai_register,
    fdi_detail,
    growth_feedback,
    physical_work,
    target_tracking,
    trade,
)
from samples.report import Report
from samples.sheet import Value
from tests.ingest.reading.returns import read, rules, the
from tests.offices.linjiang_workbooks import WORKBOOKS, Workbook, written
from warehouse.settings import CHECKOUT

# The first free row below each table.
TABLES = [
    (fdi_detail.REPORT, 12),
    (trade.REPORT, 9),
    (growth_feedback.REPORT, 15),
    (physical_work.REPORT, 10),
    (target_tracking.REPORT, 12),
    (admin_counts.REPORT, 31),
    (domestic_capital.REPORT, 18),
]
SIGNATURES = [
    {"A": "填报人:张三"},
    {"A": "制表:李四", "C": "审核:王五"},
    {"A": "制表人：李四　审核人：王五　联系电话：0631-5231234"},
    {"A": "审 核 人(签字):王五"},
    {"A": "复核:", "B": "王五", "C": "联系电话:", "D": 5231234},
    {"A": "负责人", "B": "赵六", "D": "日期", "E": "2024年1月5日"},
    {"A": "科室负责人:赵六", "D": "填报日期:2024年1月5日"},
    {"A": "张三 13800001234"},
    {"A": "张三", "B": "0631-5231234"},
    {"C": "填报人:张三"},
    {"D": "2024年1月5日"},
    {"A": "填报人张三", "D": "联系电话13800001234"},
]


@pytest.mark.parametrize(("report", "row"), TABLES)
@pytest.mark.parametrize("signatures", SIGNATURES)
def test_signatures_below_the_last_row_are_ignored_with_a_hint(
    report: Report, row: int, signatures: Mapping[str, Value]
) -> None:
    plain, signed = (
        read(report),
        read(report, {f"{column}{row}": text for column, text in signatures.items()}),
    )
    assert rules(signed) == rules(plain) == []
    assert signed.observations == plain.observations
    assert signed.register_cells == plain.register_cells
    assert [one.cell for one in signed.findings if one.rule == "FOOTER_NOT_READ"] == [
        f"{min(signatures)}{row}"
    ]


def test_several_rows_of_signatures_are_one_hint_that_quotes_them() -> None:
    reading = read(
        fdi_detail.REPORT, {"A12": "填报人:张三", "A13": "联系电话:0631-5231234", "F13": "日期:1月5日"}
    )
    hint = the(reading, "FOOTER_NOT_READ")
    assert (hint.cell, hint.severity) == ("A12", "hint")
    assert hint.found == "填报人:张三、联系电话:0631-5231234 日期:1月5日"


def test_a_signature_between_the_rows_is_a_label_that_the_form_does_not_know() -> None:
    # The last line of the table moves below the signature.
    lines = {"A8": "填报人:张三", **dict.fromkeys(("B8", "C8", "D8", "E8", "F8", "G8"))}
    last = {"A9": "#网上零售额", "B9": "万元", "C9": 3100, "D9": 12, "E9": 30100, "F9": 11, "G9": None}
    assert rules(read(trade.REPORT, {**lines, **last})) == [("UNKNOWN_LABEL", "A8")]


def test_a_new_indicator_below_the_last_row_is_no_signature() -> None:
    reading = read(trade.REPORT, {"A9": "汽车类零售额", "B9": "万元", "C9": 5000})
    assert rules(reading) == [("UNKNOWN_LABEL", "A9")]


def test_a_figure_beside_a_signature_is_never_dropped() -> None:
    reading = read(trade.REPORT, {"A9": "负责人", "B9": "万元", "C9": 5000})
    assert rules(reading) == [("UNKNOWN_LABEL", "A9")]


def test_a_telephone_number_below_the_closing_line_is_no_figure_of_the_table() -> None:
    # Row 33 of the register says 填报单位; a number in a column of amounts below it is held.
    signed = read(fai_register.REPORT, {"A34": "填表人:张三", "F34": "联系电话:", "G34": 5231234})
    assert rules(signed) == []
    assert rules(read(fai_register.REPORT, {"F34": "调整", "G34": 5231234})) == [("UNKNOWN_LABEL", "A34")]


OFFICE = load_office(CHECKOUT / "tests" / "offices" / "linjiang")
FORMS = load_forms(OFFICE.folder)


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda one: one.name)
def test_the_forms_of_another_office_know_signatures_too(workbook: Workbook) -> None:
    department = next(id_ for id_, name in OFFICE.departments.items() if name == workbook.department)
    facts = SubmissionFacts("0" * 16, workbook.name, department, datetime(2025, 12, 1, tzinfo=UTC))
    signature = ["制表人:", "李四", "联系电话:", 5231234, "日期:", "2025年7月8日"]
    signed = Workbook(
        workbook.department,
        workbook.name,
        workbook.received_at,
        workbook.sheet,
        [*workbook.rows, signature],
        workbook.merged,
    )
    one, other = (read_submission(written(each), facts, OFFICE, FORMS) for each in (workbook, signed))
    assert rules(other) == rules(one) == []
    assert other.observations == one.observations

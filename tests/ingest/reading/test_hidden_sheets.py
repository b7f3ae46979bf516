"""A hidden sheet is not what is handed in: it is not read, and a hint says that it is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from samples.drawing import workbook_bytes
from samples.forms import fdi_detail
from samples.month import DECEMBER_2023
from tests.ingest.reading.returns import FORMS, OFFICE, RECEIVED, read, rules, the


def with_copies(copies: Sequence[tuple[str, str]], first: str = "visible") -> Reading:
    """The return of foreign capital with copies of its sheet: name and state of each."""
    report = fdi_detail.REPORT
    workbook = load_workbook(BytesIO(workbook_bytes(report.sheet(DECEMBER_2023), "示例", RECEIVED)))
    sheet = workbook.worksheets[0]
    for name, state in copies:
        copy = workbook.copy_worksheet(sheet)
        copy.title, copy.sheet_state = name, state
        # Formulas lose their values on the way through the library; a copy is typed over.
        for cell in ("G9", "H9", "G11", "H11"):
            copy[cell] = 1
    for cell, value in (("G9", 1032), ("H9", 1032), ("G11", 63.55), ("H11", 63.55)):
        sheet[cell] = value
    sheet.sheet_state = first
    if first != "visible":
        workbook.create_sheet("说明")["A1"] = "见附件"
        workbook.active = len(workbook.worksheets) - 1
    stream = BytesIO()
    workbook.save(stream)
    facts = SubmissionFacts(
        "0123456789abcdef", "外资到账明细2023年12月.xlsx", report.department.department_id, RECEIVED
    )
    return read_submission(stream.getvalue(), facts, OFFICE, FORMS)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_copy_of_the_form_is_not_read_and_called_hidden(state: str) -> None:
    reading = with_copies([("旧", state)])
    assert (reading.period, rules(reading)) == ("2023-12", [])
    assert [one.obs_value for one in reading.observations] == [
        one.obs_value for one in read(fdi_detail.REPORT).observations
    ]
    hint = the(reading, "HIDDEN_SHEET_NOT_READ")
    assert (hint.severity, hint.sheet) == ("hint", "旧")
    assert hint.message_zh == "工作表“旧”也是这张报表，是隐藏的，未读取。"


def test_two_copies_that_are_seen_hold_and_the_hidden_one_is_none_of_them() -> None:
    reading = with_copies([("旧", "hidden"), ("11月", "visible")])
    assert rules(reading) == [("SEVERAL_TABLES", "A1")]
    assert the(reading, "SEVERAL_TABLES").found == "外资到账明细、11月"


def test_where_all_copies_are_hidden_nobody_can_tell() -> None:
    reading = with_copies([("旧", "hidden")], first="hidden")
    assert the(reading, "SEVERAL_TABLES").found == "外资到账明细（隐藏）、旧（隐藏）"


def test_the_form_on_a_hidden_sheet_alone_is_read_and_that_is_said() -> None:
    reading = with_copies([], first="hidden")
    assert (reading.period, rules(reading)) == ("2023-12", [])
    assert the(reading, "HIDDEN_SHEET_READ").message_zh == "报表只在隐藏的工作表“外资到账明细”上，已照读。"

"""催报单: what a department is reminded of, ready to be pasted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from ingest.finding.finding import finding
from ingest.finding.problem import Place
from tests.warehouse.command import Run
from warehouse.answers.questions import FormTitle
from warehouse.answers.reminder import reminders
from warehouse.answers.status import HeldSubmission, Status
from warehouse.duties import Owed

TITLES = {"L03": FormTitle("外资到账明细表", "Foreign capital"), "L01": FormTitle("入库台账", "Register")}
NOBODY = Status(
    today=date(2024, 2, 20),
    snapshot=None,
    came=(),
    held=(),
    asked=(),
    undecided=(),
    inbox_findings=(),
    to_collect=(),
    waiting=(),
    owed=(),
)
OWED = Owed("economy", "经济发展办公室", "L03", "2024-01", "2024-01", 1, date(2024, 2, 18), date(2024, 2, 18))
HELD = HeldSubmission(
    submission_id="3f2a",
    file="入库台账2024年1月.xlsx",
    department_id="economy",
    department_zh="经济发展办公室",
    form_id="L01",
    form_zh="入库台账",
    form_en="Register",
    period="2024-01",
    received_at=datetime(2024, 2, 6, tzinfo=UTC),
    held_by="UNIT_SLIP",
    scope="submission",
    must_be_corrected=(),
    findings=(
        finding("UNIT_SLIP", Place("入库台账2024年1月.xlsx", "入库台账", "G21"), found="0.98"),
        finding("NUMBER_AS_TEXT", Place("入库台账2024年1月.xlsx", "入库台账", "G9"), found="1"),
    ),
    folded=2,
)


def test_what_is_owed_says_form_period_day_and_how_late() -> None:
    (one,) = reminders(replace(NOBODY, owed=(OWED,)), TITLES)
    assert one.text.splitlines() == [
        "经济发展办公室：截至 2024年2月20日，请办理 1 件：",
        "1. 未报：《外资到账明细表》2024年1月，应于 2024年2月18日 报，已过 2 天。",
    ]


def test_months_in_a_row_are_one_line() -> None:
    several = replace(OWED, first_period="2023-11", returns=3, first_due=date(2023, 12, 18))
    (one,) = reminders(replace(NOBODY, owed=(several,)), TITLES)
    assert (
        "《外资到账明细表》2023年11月至2024年1月（3 份），最早一份应于 2023年12月18日 报，已过 64 天。"
        in one.text
    )


def test_what_is_held_names_its_cells_and_where_the_marked_workbook_is() -> None:
    (one,) = reminders(replace(NOBODY, owed=(OWED,), held=(HELD,)), TITLES)
    assert one.text.splitlines()[2:] == [
        "2. 待核：《入库台账》2024年1月，1 处，在 入库台账 G21。请改正后重报，属实的写明情况。",
        "标好错处的工作簿在 outbox/经济发展办公室/。",
    ]


def test_nobody_is_reminded_of_nothing() -> None:
    assert reminders(NOBODY, TITLES) == ()


def test_the_command_prints_a_text_for_each_department_and_nothing_else(run: Run) -> None:
    said = run("status", "--remind", "--json").document["reminders"]
    assert {one["department_zh"] for one in said} >= {"经济发展办公室", "统计站"}
    assert run("status", "--remind").out == "\n\n".join(one["text"] for one in said) + "\n"
